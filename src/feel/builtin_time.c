#include "builtin_fns.h"

#include "decimal.h"
#include "temporal.h"

static struct feel_value
malformed(struct feel_eval *e, const char *what, struct str s)
{
    return feel_fail(e, "not a %s: \"" STR_FMT "\"", what,
        STR_ARG(utf8_head(s, 40)));
}

FEEL_FN(date)
{
    struct feel_value v;
    int64_t part[3];

    if (n == 3) {
        for (size_t i = 0; i < 3; i++)
            if (!fn_int(args, n, i, &part[i]))
                return feel_mismatch(e, "integer", &args[i]);
        if (!temporal_date(part[0], part[1], part[2], &v))
            return feel_fail(e, "there is no such date");
        return v;
    }
    if (args[0].type == FEEL_DATE || args[0].type == FEEL_DATE_TIME)
        return temporal_date_of(temporal_day(&args[0]));
    if (args[0].type != FEEL_STRING)
        return feel_mismatch(e, "string", &args[0]);
    if (!temporal_parse_date(args[0].string, &v))
        return malformed(e, "date", args[0].string);
    return v;
}

/* Hour, minute, second with a fraction, offset. */
static struct feel_value
time_of_parts(struct feel_eval *e, const struct feel_value *args, size_t n)
{
    struct feel_number whole, rest, nanos;
    int64_t hour, minute, second, ns;
    struct feel_value v;

    if (!fn_int(args, n, 0, &hour) || !fn_int(args, n, 1, &minute) ||
        args[2].type != FEEL_NUMBER)
        return feel_fail(e, "expected hour, minute and second as numbers");
    if (!dec_round(args[2].number, 0, DEC_FLOOR, &whole) ||
        !dec_to_int(whole, &second) ||
        !dec_sub(args[2].number, whole, &rest) ||
        !dec_mul(rest, dec_int(1000000000), &nanos) ||
        !dec_round(nanos, 0, DEC_DOWN, &nanos) || !dec_to_int(nanos, &ns) ||
        !temporal_time(hour, minute, second, ns, &v))
        return feel_fail(e, "there is no such time");
    if (!fn_given(args, n, 3))
        return v;
    if (args[3].type != FEEL_DAYS_DURATION || args[3].seconds > 18 * 3600 ||
        args[3].seconds < -18 * 3600 || args[3].seconds_ns != 0)
        return feel_fail(e, "the offset is not a duration within 18 hours");
    v.has_zone = true;
    v.zone_s = (int32_t)args[3].seconds;
    return v;
}

FEEL_FN(time)
{
    struct feel_value v;

    if (n >= 3)
        return time_of_parts(e, args, n);
    switch (args[0].type) {
    case FEEL_TIME:
        return args[0];
    case FEEL_DATE:
        v = (struct feel_value){ .type = FEEL_TIME, .has_zone = true };
        return v;
    case FEEL_DATE_TIME:
        return temporal_clock(&args[0]);
    case FEEL_STRING:
        if (!temporal_parse_time(args[0].string, &e->zones, &v))
            return malformed(e, "time", args[0].string);
        return v;
    default:
        return feel_mismatch(e, "string", &args[0]);
    }
}

FEEL_FN(date_and_time)
{
    struct feel_value v, midnight = { .type = FEEL_TIME };

    if (n == 2) {
        if (args[0].type != FEEL_DATE && args[0].type != FEEL_DATE_TIME)
            return feel_mismatch(e, "date", &args[0]);
        if (args[1].type != FEEL_TIME)
            return feel_mismatch(e, "time", &args[1]);
        return temporal_at(temporal_day(&args[0]), &args[1]);
    }
    if (args[0].type == FEEL_DATE_TIME)
        return args[0];
    if (args[0].type == FEEL_DATE)
        return temporal_at(temporal_day(&args[0]), &midnight);
    if (args[0].type != FEEL_STRING)
        return feel_mismatch(e, "string", &args[0]);
    if (!temporal_parse_date_time(args[0].string, &e->zones, &v))
        return malformed(e, "date and time", args[0].string);
    return v;
}

FEEL_FN(duration)
{
    struct feel_value v;

    (void)n;
    if (args[0].type == FEEL_DAYS_DURATION ||
        args[0].type == FEEL_YEARS_DURATION)
        return args[0];
    if (args[0].type != FEEL_STRING)
        return feel_mismatch(e, "string", &args[0]);
    if (!temporal_parse_duration(args[0].string, &v))
        return malformed(e, "duration", args[0].string);
    return v;
}

static bool
has_day(const struct feel_value *v)
{
    return v->type == FEEL_DATE || v->type == FEEL_DATE_TIME;
}

FEEL_FN(years_and_months_duration)
{
    for (size_t i = 0; i < n; i++)
        if (!has_day(&args[i]))
            return feel_mismatch(e, "date", &args[i]);
    return (struct feel_value){ .type = FEEL_YEARS_DURATION,
        .months = temporal_months_between(
            temporal_day(&args[0]), temporal_day(&args[1])) };
}

/* The instant the caller passed, in Beijing time (as DMN: in UTC). */
FEEL_FN(now)
{
    (void)args;
    (void)n;
    return feel_instant(e->now_us, e->as_dmn ? 0 : TEMPORAL_BEIJING_S);
}

FEEL_FN(today)
{
    struct feel_value now = fn_now(e, args, n);

    return temporal_date_of(temporal_day(&now));
}

FEEL_FN(day_of_year)
{
    (void)n;
    if (!has_day(&args[0]))
        return feel_mismatch(e, "date", &args[0]);
    return feel_int(temporal_day_of_year(temporal_day(&args[0])));
}

FEEL_FN(day_of_week)
{
    static const struct str names[] = { STR_INIT("Monday"),
        STR_INIT("Tuesday"), STR_INIT("Wednesday"), STR_INIT("Thursday"),
        STR_INIT("Friday"), STR_INIT("Saturday"), STR_INIT("Sunday") };

    (void)n;
    if (!has_day(&args[0]))
        return feel_mismatch(e, "date", &args[0]);
    return feel_string(names[temporal_weekday(temporal_day(&args[0])) - 1]);
}

FEEL_FN(month_of_year)
{
    static const struct str names[] = { STR_INIT("January"),
        STR_INIT("February"), STR_INIT("March"), STR_INIT("April"),
        STR_INIT("May"), STR_INIT("June"), STR_INIT("July"),
        STR_INIT("August"), STR_INIT("September"), STR_INIT("October"),
        STR_INIT("November"), STR_INIT("December") };

    (void)n;
    if (!has_day(&args[0]))
        return feel_mismatch(e, "date", &args[0]);
    return feel_string(names[temporal_parts(&args[0]).month - 1]);
}

FEEL_FN(week_of_year)
{
    (void)n;
    if (!has_day(&args[0]))
        return feel_mismatch(e, "date", &args[0]);
    return feel_int(temporal_week_of_year(temporal_day(&args[0])));
}
