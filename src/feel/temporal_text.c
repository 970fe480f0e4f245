#include "temporal.h"

/* --- reading --- */

struct cursor {
    struct str s;
    size_t at;
};

static bool
eat(struct cursor *c, char want)
{
    if (c->at >= c->s.n || c->s.p[c->at] != want)
        return false;
    c->at++;
    return true;
}

static bool
at_end(const struct cursor *c)
{
    return c->at == c->s.n;
}

/* Reads min to max digits; false if there are fewer. */
static bool
digits(struct cursor *c, size_t min, size_t max, int64_t *ret)
{
    int64_t v = 0;
    size_t n = 0;

    while (n < max && c->at < c->s.n && c->s.p[c->at] >= '0' &&
        c->s.p[c->at] <= '9') {
        v = v * 10 + (c->s.p[c->at] - '0');
        c->at++;
        n++;
    }
    *ret = v;
    return n >= min;
}

static bool
read_date(struct cursor *c, struct feel_value *ret)
{
    bool negative = eat(c, '-');
    size_t from = c->at;
    int64_t year, month, day;

    if (!digits(c, 4, 9, &year) || (c->at - from > 4 && c->s.p[from] == '0') ||
        !eat(c, '-') || !digits(c, 2, 2, &month) || !eat(c, '-') ||
        !digits(c, 2, 2, &day))
        return false;
    return temporal_date(negative ? -year : year, month, day, ret);
}

/* The zone at the end of a time: nothing, Z, +08:00 or @Europe/Paris. */
static bool
read_zone(struct cursor *c, struct zone_set *zones, struct feel_value *v)
{
    int64_t hours, minutes, seconds = 0;

    if (at_end(c))
        return true;
    v->has_zone = true;
    if (eat(c, 'Z'))
        return true;
    if (eat(c, '@')) {
        v->time_zone = temporal_zone(zones, str_sub(c->s, c->at, SIZE_MAX));
        c->at = c->s.n;
        if (v->time_zone != NULL)
            v->zone_s = zone_offset_standard(v->time_zone);
        return v->time_zone != NULL;
    }

    bool negative = eat(c, '-');

    if ((!negative && !eat(c, '+')) || !digits(c, 2, 2, &hours) ||
        !eat(c, ':') || !digits(c, 2, 2, &minutes))
        return false;
    if (eat(c, ':') && !digits(c, 2, 2, &seconds))
        return false;
    if (hours > 18 || minutes > 59 || seconds > 59 ||
        (hours == 18 && minutes + seconds > 0))
        return false;
    v->zone_s = (int32_t)((hours * 60 + minutes) * 60 + seconds);
    if (negative)
        v->zone_s = -v->zone_s;
    return true;
}

static bool
read_time(struct cursor *c, struct zone_set *zones, struct feel_value *ret)
{
    int64_t hour, minute, second, nanos = 0;

    if (!digits(c, 2, 2, &hour) || !eat(c, ':') || !digits(c, 2, 2, &minute) ||
        !eat(c, ':') || !digits(c, 2, 2, &second))
        return false;
    if (eat(c, '.')) {
        size_t from = c->at;
        int64_t beyond;

        if (!digits(c, 1, 9, &nanos))
            return false;
        for (size_t n = c->at - from; n < 9; n++)
            nanos *= 10;
        (void)digits(c, 0, 18, &beyond);
    }
    return temporal_time(hour, minute, second, nanos, ret) &&
        read_zone(c, zones, ret);
}

bool
temporal_parse_date(struct str s, struct feel_value *ret)
{
    struct cursor c = { s, 0 };
    struct feel_value v;

    if (!read_date(&c, &v) || !at_end(&c))
        return false;
    *ret = v;
    return true;
}

bool
temporal_parse_time(
    struct str s, struct zone_set *zones, struct feel_value *ret)
{
    struct cursor c = { s, 0 };
    struct feel_value v;

    if (!read_time(&c, zones, &v) || !at_end(&c))
        return false;
    *ret = v;
    return true;
}

bool
temporal_parse_date_time(
    struct str s, struct zone_set *zones, struct feel_value *ret)
{
    struct cursor c = { s, 0 };
    struct feel_value date, time = { .type = FEEL_TIME };

    if (!read_date(&c, &date))
        return false;
    if (!at_end(&c) && !eat(&c, 'T'))
        return false;

    int64_t day = temporal_day(&date);

    /* 24:00:00 is the start of the next day. */
    if (str_starts(str_sub(s, c.at, SIZE_MAX), STR("24:00:00"))) {
        c.at += 8;
        day++;
        if (!read_zone(&c, zones, &time))
            return false;
    } else if (!at_end(&c) && !read_time(&c, zones, &time)) {
        return false;
    }
    if (!at_end(&c) || !temporal_day_ok(day))
        return false;
    *ret = temporal_at(day, &time);
    return true;
}

/* One "12X" of a duration: adds 12 * unit to *sum if the letter is X. Sets
 * *any; leaves the cursor where it was if the letter is another. */
static bool
component(struct cursor *c, char letter, int64_t unit, int64_t *sum, bool *any)
{
    size_t from = c->at;
    int64_t n, product;

    if (!digits(c, 1, 15, &n)) {
        c->at = from;
        return true;
    }
    if (!eat(c, letter)) {
        c->at = from;
        return true;
    }
    *any = true;
    return num_mul(n, unit, &product) && num_add(*sum, product, sum);
}

/* Seconds, which may have a fraction; beyond nanoseconds it is cut off. */
static bool
component_seconds(struct cursor *c, int64_t *sum, int64_t *nanos, bool *any)
{
    size_t from = c->at;
    int64_t n, beyond;

    if (!digits(c, 1, 15, &n)) {
        c->at = from;
        return true;
    }
    if (eat(c, '.')) {
        size_t start = c->at;

        if (!digits(c, 1, 9, nanos))
            return false;
        for (size_t k = c->at - start; k < 9; k++)
            *nanos *= 10;
        (void)digits(c, 0, 18, &beyond);
    }
    if (!eat(c, 'S'))
        return false;
    *any = true;
    return num_add(*sum, n, sum);
}

bool
temporal_parse_duration(struct str s, struct feel_value *ret)
{
    struct cursor c = { s, 0 };
    bool negative = eat(&c, '-');
    bool years = false, days = false, times = false;
    int64_t months = 0, seconds = 0, nanos = 0;

    if (!eat(&c, 'P') || !component(&c, 'Y', 12, &months, &years) ||
        !component(&c, 'M', 1, &months, &years))
        return false;
    if (!component(&c, 'D', TEMPORAL_DAY_S, &seconds, &days))
        return false;
    if (eat(&c, 'T') &&
        (!component(&c, 'H', 3600, &seconds, &times) ||
            !component(&c, 'M', 60, &seconds, &times) ||
            !component_seconds(&c, &seconds, &nanos, &times) || !times))
        return false;
    if (!at_end(&c) || years == (days || times))
        return false;
    if (years) {
        *ret = (struct feel_value){ .type = FEEL_YEARS_DURATION,
            .months = negative ? -months : months };
        return true;
    }

    wide ns = (wide)seconds * TEMPORAL_S_NS + nanos;

    return temporal_duration(negative ? -ns : ns, ret);
}

bool
temporal_parse_any(
    struct str s, struct zone_set *zones, struct feel_value *ret)
{
    if (s.n > 0 && (s.p[0] == 'P' || str_starts(s, STR("-P"))))
        return temporal_parse_duration(s, ret);
    if (s.n > 2 && s.p[2] == ':')
        return temporal_parse_time(s, zones, ret);
    if (str_find(s, STR("T")) != SIZE_MAX)
        return temporal_parse_date_time(s, zones, ret);
    return temporal_parse_date(s, ret);
}

/* --- writing --- */

static struct str
text_date(struct arena *a, const struct temporal_parts *p)
{
    if (p->year < 0)
        return arena_fmt(a, "-%04lld-%02d-%02d", (long long)-p->year, p->month,
            p->day);
    return arena_fmt(
        a, "%04lld-%02d-%02d", (long long)p->year, p->month, p->day);
}

static struct str
text_zone(struct arena *a, const struct feel_value *v)
{
    int32_t z = v->zone_s < 0 ? -v->zone_s : v->zone_s;
    char sign = v->zone_s < 0 ? '-' : '+';
    const struct zone *named = temporal_zone_of(v);

    if (!v->has_zone)
        return STR_EMPTY;
    if (named != NULL)
        return arena_fmt(a, "@" STR_FMT, STR_ARG(zone_name(named)));
    if (z == 0)
        return STR("Z");
    if (z % 60 != 0)
        return arena_fmt(
            a, "%c%02d:%02d:%02d", sign, z / 3600, z / 60 % 60, z % 60);
    return arena_fmt(a, "%c%02d:%02d", sign, z / 3600, z / 60 % 60);
}

/* .987, or nothing. */
static struct str
text_fraction(struct arena *a, int64_t nanos)
{
    if (nanos == 0)
        return STR_EMPTY;

    struct str s = arena_fmt(a, ".%09lld", (long long)nanos);

    while (s.n > 0 && s.p[s.n - 1] == '0')
        s.n--;
    return s;
}

static struct str
text_time(struct arena *a, const struct temporal_parts *p,
    const struct feel_value *v)
{
    struct str zone = text_zone(a, v);
    struct str fraction = text_fraction(a, p->nanos);

    return arena_fmt(a, "%02d:%02d:%02d" STR_FMT STR_FMT, p->hour, p->minute,
        p->second, STR_ARG(fraction), STR_ARG(zone));
}

static struct str
text_months(struct arena *a, int64_t months)
{
    const char *sign = months < 0 ? "-" : "";
    uint64_t m = months < 0 ? 0 - (uint64_t)months : (uint64_t)months;

    if (m % 12 == 0 && m > 0)
        return arena_fmt(a, "%sP%lluY", sign, (unsigned long long)(m / 12));
    if (m < 12)
        return arena_fmt(a, "%sP%lluM", sign, (unsigned long long)m);
    return arena_fmt(a, "%sP%lluY%lluM", sign, (unsigned long long)(m / 12),
        (unsigned long long)(m % 12));
}

static struct str
text_duration(struct arena *a, const struct feel_value *v)
{
    bool negative = v->seconds < 0 || v->seconds_ns < 0;
    uint64_t s =
        v->seconds < 0 ? 0 - (uint64_t)v->seconds : (uint64_t)v->seconds;
    struct str fraction = text_fraction(
        a, v->seconds_ns < 0 ? -v->seconds_ns : v->seconds_ns);
    uint64_t part[] = { s / TEMPORAL_DAY_S, s / 3600 % 24, s / 60 % 60,
        s % 60 };
    static const char *const letters[] = { "D", "H", "M", "S" };
    struct str text = negative ? STR("-P") : STR("P");

    if (s == 0 && fraction.n == 0)
        return STR("PT0S");
    for (size_t i = 0; i < 4; i++) {
        bool last = i == 3 && fraction.n > 0;

        if (i == 1 && part[1] + part[2] + part[3] + fraction.n > 0)
            text = arena_join(a, text, STR("T"));
        if (part[i] > 0 || last)
            text = arena_fmt(a, STR_FMT "%llu" STR_FMT "%s", STR_ARG(text),
                (unsigned long long)part[i],
                STR_ARG(last ? fraction : STR_EMPTY), letters[i]);
    }
    return text;
}

struct str
temporal_text(struct arena *a, const struct feel_value *v)
{
    struct temporal_parts p;

    switch (v->type) {
    case FEEL_DATE:
        p = temporal_parts(v);
        return text_date(a, &p);
    case FEEL_TIME:
        p = temporal_parts(v);
        return text_time(a, &p, v);
    case FEEL_DATE_TIME:
        p = temporal_parts(v);
        return arena_fmt(a, STR_FMT "T" STR_FMT, STR_ARG(text_date(a, &p)),
            STR_ARG(text_time(a, &p, v)));
    case FEEL_YEARS_DURATION:
        return text_months(a, v->months);
    case FEEL_DAYS_DURATION:
        return text_duration(a, v);
    default:
        return STR_EMPTY;
    }
}
