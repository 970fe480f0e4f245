#include "eval.h"

#include "decimal.h"
#include "temporal.h"

static bool
named(struct str name, const char *want)
{
    return str_eq(name, str_of(want));
}

static bool
date_part(const struct feel_value *v, struct str name, struct feel_value *ret)
{
    struct temporal_parts p = temporal_parts(v);

    if (v->type != FEEL_TIME) {
        if (named(name, "year"))
            *ret = feel_int(p.year);
        else if (named(name, "month"))
            *ret = feel_int(p.month);
        else if (named(name, "day"))
            *ret = feel_int(p.day);
        else if (named(name, "weekday"))
            *ret = feel_int(temporal_weekday(temporal_day(v)));
    }
    /* A date is the date and time at its midnight, in UTC (DMN 1.5). */
    if (named(name, "hour"))
        *ret = feel_int(p.hour);
    else if (named(name, "minute"))
        *ret = feel_int(p.minute);
    else if (named(name, "second"))
        *ret = feel_int(p.second);
    else if (named(name, "time offset") && v->has_zone)
        *ret = (struct feel_value){ .type = FEEL_DAYS_DURATION,
            .seconds = v->zone_s };
    else if (named(name, "timezone") && temporal_zone_of(v) != NULL)
        *ret = feel_string(zone_name(temporal_zone_of(v)));
    else if (named(name, "time offset") || named(name, "timezone"))
        return true;
    return ret->type != FEEL_NULL;
}

static bool
duration_part(
    const struct feel_value *v, struct str name, struct feel_value *ret)
{
    if (v->type == FEEL_YEARS_DURATION) {
        if (named(name, "years"))
            *ret = feel_int(v->months / 12);
        else if (named(name, "months"))
            *ret = feel_int(v->months % 12);
    } else if (named(name, "days")) {
        *ret = feel_int(v->seconds / TEMPORAL_DAY_S);
    } else if (named(name, "hours")) {
        *ret = feel_int(v->seconds / 3600 % 24);
    } else if (named(name, "minutes")) {
        *ret = feel_int(v->seconds / 60 % 60);
    } else if (named(name, "seconds")) {
        *ret = feel_int(v->seconds % 60);
    }
    return ret->type != FEEL_NULL;
}

static bool
range_part(const struct feel_range *r, struct str name, struct feel_value *ret)
{
    if (named(name, "start"))
        *ret = r->low;
    else if (named(name, "end"))
        *ret = r->high;
    else if (named(name, "start included"))
        *ret = feel_boolean(r->low_closed);
    else if (named(name, "end included"))
        *ret = feel_boolean(r->high_closed);
    else
        return false;
    return true;
}

static bool
part(const struct feel_value *v, struct str name, struct feel_value *ret)
{
    const struct feel_value *m;

    *ret = feel_null();
    switch (v->type) {
    case FEEL_CONTEXT:
        m = feel_member(v, name);
        if (m != NULL)
            *ret = *m;
        return m != NULL;
    case FEEL_DATE:
    case FEEL_TIME:
    case FEEL_DATE_TIME:
        return date_part(v, name, ret);
    case FEEL_DAYS_DURATION:
    case FEEL_YEARS_DURATION:
        return duration_part(v, name, ret);
    case FEEL_RANGE:
        return range_part(v->range, name, ret);
    default:
        return false;
    }
}

struct feel_value
feel_eval_path(
    struct feel_eval *e, const struct feel_value *v, struct str name)
{
    struct feel_value r;

    if (v->type == FEEL_LIST) {
        struct feel_value *items =
            arena_new_array(e->a, struct feel_value, v->list.n);

        if (!feel_step(e, v->list.n))
            return feel_null();
        /* Lists in lists end here, so this does not nest. */
        for (size_t i = 0; i < v->list.n; i++)
            if (!part(&v->list.items[i], name, &items[i]))
                items[i] = feel_mismatch(e, "a context", &v->list.items[i]);
        return feel_list(items, v->list.n);
    }
    if (part(v, name, &r))
        return r;
    if (v->type == FEEL_NULL && v->missing != NULL)
        return *v;
    return feel_fail(e, "%s has no member \"" STR_FMT "\"",
        feel_type_name(v->type), STR_ARG(name));
}
