#include "temporal.h"

#include <string.h>

/* A little over TEMPORAL_YEAR_MAX years, so that the difference of any two
 * instants in microseconds fits. */
#define DAY_MAX INT64_C(51900000)

_Static_assert(DAY_MAX + 2 < INT64_MAX / 2 / TEMPORAL_DAY_US,
    "differences of instants must fit int64_t");

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
    return days >= -DAY_MAX && days <= DAY_MAX;
}

bool
temporal_date(int64_t year, int64_t month, int64_t day, struct feel_value *ret)
{
    if (year < -TEMPORAL_YEAR_MAX || year > TEMPORAL_YEAR_MAX || month < 1 ||
        month > 12 || day < 1 || day > month_length(year, (int)month))
        return false;
    *ret = (struct feel_value){ .type = FEEL_DATE,
        .date = { (int32_t)days_of(year, (int)month, (int)day) } };
    return true;
}

bool
temporal_time(int64_t hour, int64_t minute, int64_t second, int64_t nanos,
    struct feel_value *ret)
{
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 59 || nanos < 0 || nanos > 999999999)
        return false;
    *ret = (struct feel_value){ .type = FEEL_TIME,
        .time_ns = ((hour * 60 + minute) * 60 + second) * 1000000000 + nanos };
    return true;
}

struct feel_value
temporal_at(struct day d, const struct feel_value *t)
{
    struct feel_value v = { .type = FEEL_DATE_TIME };

    v.us = d.n * TEMPORAL_DAY_US + t->time_ns / 1000;
    v.has_zone = t->has_zone;
    v.zone_s = t->zone_s;
    if (v.has_zone)
        v.us -= v.zone_s * INT64_C(1000000);
    return v;
}

struct day
temporal_day(const struct feel_value *v)
{
    if (v->type == FEEL_DATE)
        return v->date;

    int64_t us = v->us + (v->has_zone ? v->zone_s * INT64_C(1000000) : 0);

    return (struct day){ (int32_t)floor_div(us, TEMPORAL_DAY_US) };
}

struct temporal_parts
temporal_parts(const struct feel_value *v)
{
    struct temporal_parts p = { 0 };
    int64_t ns = 0;

    if (v->type != FEEL_TIME)
        civil_of(temporal_day(v).n, &p.year, &p.month, &p.day);
    if (v->type == FEEL_TIME)
        ns = v->time_ns;
    else if (v->type == FEEL_DATE_TIME)
        ns = floor_mod(
                 v->us + (v->has_zone ? v->zone_s * INT64_C(1000000) : 0),
                 TEMPORAL_DAY_US) *
            1000;

    int64_t s = ns / 1000000000;

    p.nanos = ns % 1000000000;
    p.hour = (int)(s / 3600);
    p.minute = (int)(s / 60 % 60);
    p.second = (int)(s % 60);
    return p;
}

int64_t
temporal_instant(const struct feel_value *v, bool beijing)
{
    if (v->type == FEEL_DATE)
        return v->date.n * TEMPORAL_DAY_US -
            (beijing ? TEMPORAL_BEIJING_S * INT64_C(1000000) : 0);
    if (v->type == FEEL_TIME) {
        int32_t zone =
            v->has_zone ? v->zone_s : beijing ? TEMPORAL_BEIJING_S : 0;

        return v->time_ns - zone * INT64_C(1000000000);
    }
    if (v->has_zone || !beijing)
        return v->us;
    return v->us - TEMPORAL_BEIJING_S * INT64_C(1000000);
}

/* Moves the local day of a date or date and time to day `to`. */
static bool
move_day(const struct feel_value *v, int64_t to, struct feel_value *ret)
{
    if (!temporal_day_ok(to))
        return false;
    *ret = *v;
    if (v->type == FEEL_DATE)
        ret->date.n = (int32_t)to;
    else
        ret->us += (to - temporal_day(v).n) * TEMPORAL_DAY_US;
    return true;
}

bool
temporal_add_months(
    const struct feel_value *v, int64_t months, struct feel_value *ret)
{
    if (months > TEMPORAL_YEAR_MAX * 24 || months < -TEMPORAL_YEAR_MAX * 24)
        return false;

    struct temporal_parts p = temporal_parts(v);
    int64_t at = p.year * 12 + (p.month - 1) + months;
    int64_t year = floor_div(at, 12);
    int month = (int)floor_mod(at, 12) + 1;
    int last = month_length(year, month);

    if (year < -TEMPORAL_YEAR_MAX || year > TEMPORAL_YEAR_MAX)
        return false;
    return move_day(v, days_of(year, month, p.day < last ? p.day : last), ret);
}

bool
temporal_add_seconds(
    const struct feel_value *v, int64_t seconds, struct feel_value *ret)
{
    if (v->type == FEEL_TIME) {
        int64_t ns = v->time_ns + seconds % TEMPORAL_DAY_S * 1000000000;

        *ret = *v;
        ret->time_ns = floor_mod(ns, TEMPORAL_DAY_NS);
        return true;
    }
    if (seconds > DAY_MAX * 2 * TEMPORAL_DAY_S ||
        seconds < -DAY_MAX * 2 * TEMPORAL_DAY_S)
        return false;
    if (v->type == FEEL_DATE)
        return move_day(
            v, v->date.n + floor_div(seconds, TEMPORAL_DAY_S), ret);

    int64_t whole = floor_div(seconds, TEMPORAL_DAY_S);
    struct feel_value moved;

    if (!move_day(v, temporal_day(v).n + whole, &moved))
        return false;
    moved.us += (seconds - whole * TEMPORAL_DAY_S) * 1000000;
    *ret = moved;
    return true;
}

int64_t
temporal_months_between(struct day a, struct day b)
{
    int64_t ya, yb;
    int ma, mb, da, db;

    civil_of(a.n, &ya, &ma, &da);
    civil_of(b.n, &yb, &mb, &db);

    int64_t n = (yb - ya) * 12 + (mb - ma);

    if (n > 0 && db < da)
        n--;
    else if (n < 0 && db > da)
        n++;
    return n;
}

int
temporal_weekday(struct day d)
{
    return (int)floor_mod((int64_t)d.n + 3, 7) + 1;
}

int
temporal_day_of_year(struct day d)
{
    int64_t year;
    int month, day;

    civil_of(d.n, &year, &month, &day);
    return (int)(d.n - days_of(year, 1, 1)) + 1;
}

int
temporal_week_of_year(struct day d)
{
    int64_t thursday = (int64_t)d.n + 4 - temporal_weekday(d);
    int64_t year;
    int month, day;

    civil_of(thursday, &year, &month, &day);
    return (int)((thursday - days_of(year, 1, 1)) / 7) + 1;
}
