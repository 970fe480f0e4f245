#include "temporal.h"

#include <string.h>

/* 999999999-12-31 and -999999999-01-01, in days since 1970-01-01. */
#define DAY_MAX INT64_C(365241780471)
#define DAY_MIN INT64_C(-365243219162)

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

static int64_t
floor_mod(int64_t a, int64_t b)
{
    return a - b * floor_div(a, b);
}

/* Days since 1970-01-01, by the era of 400 years (years begin in March, so
 * that the leap day is the last of a year). */
static int64_t
days_of(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = floor_div(y, 400);
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
        719468;
}

static void
civil_of(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t z = days + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;

    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = yoe + era * 400 + (*month <= 2);
}

static int
month_length(int64_t year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
        31 };

    if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
        return 29;
    return lengths[month - 1];
}

bool
temporal_day_ok(int64_t days)
{
    return days >= DAY_MIN && days <= DAY_MAX;
}

struct feel_value
temporal_date_of(int64_t days)
{
    int64_t high = floor_div(days + (INT64_C(1) << 31), INT64_C(1) << 32);

    return (struct feel_value){ .type = FEEL_DATE,
        .date = { (int32_t)(days - high * (INT64_C(1) << 32)) },
        .date_high = (int32_t)high };
}

bool
temporal_date(int64_t year, int64_t month, int64_t day, struct feel_value *ret)
{
    if (year < -TEMPORAL_YEAR_MAX || year > TEMPORAL_YEAR_MAX || month < 1 ||
        month > 12 || day < 1 || day > month_length(year, (int)month))
        return false;
    *ret = temporal_date_of(days_of(year, (int)month, (int)day));
    return true;
}

bool
temporal_time(int64_t hour, int64_t minute, int64_t second, int64_t nanos,
    struct feel_value *ret)
{
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 59 || nanos < 0 || nanos >= TEMPORAL_S_NS)
        return false;
    *ret = (struct feel_value){ .type = FEEL_TIME,
        .time_ns = ((hour * 60 + minute) * 60 + second) * TEMPORAL_S_NS +
            nanos };
    return true;
}

/* --- zones --- */

const struct zone *
temporal_zone(struct zone_set *set, struct str name)
{
    const struct zone *z;
    struct err err;

    if (set == NULL)
        return NULL;
    for (size_t i = 0; i < set->zones.n; i++)
        if (str_eq(zone_name(set->zones.p[i]), name))
            return set->zones.p[i];
    if (zone_load(set->a, set->folder, name, &z, &err) != OK)
        return NULL;
    *VEC_PUSH(set->a, &set->zones) = z;
    return z;
}

const struct zone *
temporal_zone_of(const struct feel_value *v)
{
    if (v->type == FEEL_TIME)
        return v->time_zone;
    return v->type == FEEL_DATE_TIME ? v->zone : NULL;
}

/* --- between local time and instants --- */

static int64_t
local_seconds(const struct feel_value *v)
{
    return v->epoch_s + (v->has_zone ? v->zone_s : 0);
}

/* A date and time at a local second, with the zone of `like`. */
static struct feel_value
at_local(int64_t local_s, int32_t ns, const struct feel_value *like)
{
    struct feel_value v = { .type = FEEL_DATE_TIME };

    v.zone = temporal_zone_of(like);
    v.has_zone = like->has_zone;
    v.zone_s =
        v.zone != NULL ? zone_offset_local(v.zone, local_s) : like->zone_s;
    v.epoch_s = local_s - (v.has_zone ? v.zone_s : 0);
    v.epoch_ns = ns;
    /* A time that the clock jumps over moves forward with it. */
    if (v.zone != NULL)
        v.zone_s = zone_offset_at(v.zone, v.epoch_s);
    return v;
}

struct feel_value
temporal_at(int64_t day, const struct feel_value *t)
{
    return at_local(day * TEMPORAL_DAY_S + t->time_ns / TEMPORAL_S_NS,
        (int32_t)(t->time_ns % TEMPORAL_S_NS), t);
}

struct feel_value
temporal_clock(const struct feel_value *v)
{
    struct feel_value t = { .type = FEEL_TIME };

    t.time_ns =
        floor_mod(local_seconds(v), TEMPORAL_DAY_S) * TEMPORAL_S_NS +
        v->epoch_ns;
    t.time_zone = v->zone;
    t.has_zone = v->has_zone;
    t.zone_s =
        v->zone != NULL ? zone_offset_standard(v->zone) : v->zone_s;
    return t;
}

int64_t
temporal_day(const struct feel_value *v)
{
    if (v->type == FEEL_DATE)
        return v->date.n + v->date_high * (INT64_C(1) << 32);
    return floor_div(local_seconds(v), TEMPORAL_DAY_S);
}

struct temporal_parts
temporal_parts(const struct feel_value *v)
{
    struct temporal_parts p = { 0 };
    int64_t ns = 0;

    if (v->type != FEEL_TIME)
        civil_of(temporal_day(v), &p.year, &p.month, &p.day);
    if (v->type == FEEL_TIME)
        ns = v->time_ns;
    else if (v->type == FEEL_DATE_TIME)
        ns = temporal_clock(v).time_ns;

    int64_t s = ns / TEMPORAL_S_NS;

    p.nanos = ns % TEMPORAL_S_NS;
    p.hour = (int)(s / 3600);
    p.minute = (int)(s / 60 % 60);
    p.second = (int)(s % 60);
    return p;
}

wide
temporal_instant(const struct feel_value *v, int32_t missing_zone_s)
{
    wide zone = (wide)(v->has_zone ? v->zone_s : missing_zone_s) *
        TEMPORAL_S_NS;

    if (v->type == FEEL_DATE)
        return (wide)temporal_day(v) * TEMPORAL_DAY_NS -
            (wide)missing_zone_s * TEMPORAL_S_NS;
    if (v->type == FEEL_TIME)
        return v->time_ns - zone;

    wide ns = (wide)v->epoch_s * TEMPORAL_S_NS + v->epoch_ns;

    return v->has_zone ? ns : ns - zone;
}

/* --- durations --- */

bool
temporal_duration(wide ns, struct feel_value *ret)
{
    if (ns / TEMPORAL_S_NS > INT64_MAX || ns / TEMPORAL_S_NS < -INT64_MAX)
        return false;
    *ret = (struct feel_value){ .type = FEEL_DAYS_DURATION,
        .seconds = (int64_t)(ns / TEMPORAL_S_NS),
        .seconds_ns = (int32_t)(ns % TEMPORAL_S_NS) };
    return true;
}

wide
temporal_ns(const struct feel_value *d)
{
    return (wide)d->seconds * TEMPORAL_S_NS + d->seconds_ns;
}

/* --- arithmetic --- */

bool
temporal_add_months(
    const struct feel_value *v, int64_t months, struct feel_value *ret)
{
    if (months > TEMPORAL_YEAR_MAX * INT64_C(24) ||
        months < -TEMPORAL_YEAR_MAX * INT64_C(24))
        return false;

    struct temporal_parts p = temporal_parts(v);
    int64_t at = p.year * 12 + (p.month - 1) + months;
    int64_t year = floor_div(at, 12);
    int month = (int)floor_mod(at, 12) + 1;

    if (year < -TEMPORAL_YEAR_MAX || year > TEMPORAL_YEAR_MAX)
        return false;

    int last = month_length(year, month);
    int64_t day = days_of(year, month, p.day < last ? p.day : last);

    if (v->type == FEEL_DATE)
        *ret = temporal_date_of(day);
    else
        *ret = at_local(day * TEMPORAL_DAY_S +
                floor_mod(local_seconds(v), TEMPORAL_DAY_S),
            v->epoch_ns, v);
    return true;
}

static wide
floor_wide(wide a, wide b)
{
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

bool
temporal_add_ns(const struct feel_value *v, wide ns, struct feel_value *ret)
{
    struct feel_value r = *v;

    if (v->type == FEEL_TIME) {
        wide at = v->time_ns + ns;

        r.time_ns =
            (int64_t)(at - floor_wide(at, TEMPORAL_DAY_NS) * TEMPORAL_DAY_NS);
        *ret = r;
        return true;
    }
    if (v->type == FEEL_DATE) {
        wide day = temporal_day(v) + floor_wide(ns, TEMPORAL_DAY_NS);

        if (day < DAY_MIN || day > DAY_MAX)
            return false;
        *ret = temporal_date_of((int64_t)day);
        return true;
    }

    wide at = (wide)v->epoch_s * TEMPORAL_S_NS + v->epoch_ns + ns;
    wide s = floor_wide(at, TEMPORAL_S_NS);

    if (s < DAY_MIN * TEMPORAL_DAY_S || s > DAY_MAX * TEMPORAL_DAY_S)
        return false;
    r.epoch_s = (int64_t)s;
    r.epoch_ns = (int32_t)(at - s * TEMPORAL_S_NS);
    if (r.zone != NULL)
        r.zone_s = zone_offset_at(r.zone, r.epoch_s);
    *ret = r;
    return temporal_day_ok(temporal_day(&r));
}

int64_t
temporal_months_between(int64_t a, int64_t b)
{
    int64_t ya, yb;
    int ma, mb, da, db;

    civil_of(a, &ya, &ma, &da);
    civil_of(b, &yb, &mb, &db);

    int64_t n = (yb - ya) * 12 + (mb - ma);

    if (n > 0 && db < da)
        n--;
    else if (n < 0 && db > da)
        n++;
    return n;
}

int
temporal_weekday(int64_t day)
{
    return (int)floor_mod(day + 3, 7) + 1;
}

int
temporal_day_of_year(int64_t days)
{
    int64_t year;
    int month, day;

    civil_of(days, &year, &month, &day);
    return (int)(days - days_of(year, 1, 1)) + 1;
}

int
temporal_week_of_year(int64_t days)
{
    int64_t thursday = days + 4 - temporal_weekday(days);
    int64_t year;
    int month, day;

    civil_of(thursday, &year, &month, &day);
    return (int)((thursday - days_of(year, 1, 1)) / 7) + 1;
}
