#include "builtin_fns.h"

#include "decimal.h"

#define B(name, params, fn) \
    { STR_INIT(name), STR_INIT(params), fn, 0 }
#define FOLDED(name, params, fn) \
    { STR_INIT(name), STR_INIT(params), fn, BUILTIN_FOLD }

#define DECIDING(name, params, fn) \
    { STR_INIT(name), STR_INIT(params), fn, BUILTIN_UNKNOWN }

#define TWO_POINTS "point1,point2|point,range|range,point|range1,range2"
#define POINT_IN_RANGE "point,range|range1,range2"
#define RANGE_WITH_POINT "range,point|range1,range2"
#define TWO_RANGES "range1,range2"

/* Names and parameters as in DMN 1.5, tables 75 to 84. */
static const struct builtin table[] = {
    /* conversion */
    FOLDED("date", "from|year,month,day", fn_date),
    FOLDED("time", "from|hour,minute,second,offset?", fn_time),
    FOLDED("date and time", "from|date,time", fn_date_and_time),
    FOLDED("duration", "from", fn_duration),
    FOLDED("years and months duration", "from,to",
        fn_years_and_months_duration),
    B("number", "from|from,grouping separator,decimal separator", fn_number),
    B("string", "from", fn_string),
    B("range", "from", fn_range),
    /* boolean */
    B("not", "negand", fn_not),
    B("is", "value1?,value2?", fn_is),
    /* numbers */
    B("decimal", "n,scale", fn_decimal),
    B("floor", "n,scale?", fn_floor),
    B("ceiling", "n,scale?", fn_ceiling),
    B("round up", "n,scale", fn_round_up),
    B("round down", "n,scale", fn_round_down),
    B("round half up", "n,scale", fn_round_half_up),
    B("round half down", "n,scale", fn_round_half_down),
    B("abs", "n", fn_abs),
    B("modulo", "dividend,divisor", fn_modulo),
    B("sqrt", "number", fn_sqrt),
    B("log", "number", fn_log),
    B("exp", "number", fn_exp),
    B("odd", "number", fn_odd),
    B("even", "number", fn_even),
    /* strings */
    B("substring", "string,start position,length?", fn_substring),
    B("string length", "string", fn_string_length),
    B("upper case", "string", fn_upper_case),
    B("lower case", "string", fn_lower_case),
    B("substring before", "string,match", fn_substring_before),
    B("substring after", "string,match", fn_substring_after),
    B("contains", "string,match", fn_contains),
    B("starts with", "string,match", fn_starts_with),
    B("ends with", "string,match", fn_ends_with),
    B("string join", "list,delimiter?", fn_string_join),
    B("matches", "input,pattern,flags?", fn_matches),
    B("replace", "input,pattern,replacement,flags?", fn_replace),
    B("split", "string,delimiter", fn_split),
    /* lists */
    B("count", "list|c...", fn_count),
    B("sum", "list|n...", fn_sum),
    B("product", "list|n...", fn_product),
    B("mean", "list|n...", fn_mean),
    B("min", "list|c...", fn_min),
    B("max", "list|c...", fn_max),
    B("median", "list|n...", fn_median),
    B("stddev", "list|n...", fn_stddev),
    B("mode", "list|n...", fn_mode),
    DECIDING("all", "list|b...", fn_all),
    DECIDING("any", "list|b...", fn_any),
    B("list contains", "list,element", fn_list_contains),
    B("sublist", "list,start position,length?", fn_sublist),
    B("append", "list,item...", fn_append),
    B("concatenate", "list...", fn_concatenate),
    B("insert before", "list,position,newItem", fn_insert_before),
    B("remove", "list,position", fn_remove),
    B("list replace", "list,position,newItem|list,match,newItem",
        fn_list_replace),
    B("reverse", "list", fn_reverse),
    B("index of", "list,match", fn_index_of),
    B("union", "list...", fn_union),
    B("distinct values", "list", fn_distinct_values),
    B("flatten", "list", fn_flatten),
    B("sort", "list,precedes?", fn_sort),
    /* dates and times */
    B("now", "", fn_now),
    B("today", "", fn_today),
    B("day of year", "date", fn_day_of_year),
    B("day of week", "date", fn_day_of_week),
    B("month of year", "date", fn_month_of_year),
    B("week of year", "date", fn_week_of_year),
    /* ranges */
    B("before", TWO_POINTS, fn_before),
    B("after", TWO_POINTS, fn_after),
    B("meets", TWO_RANGES, fn_meets),
    B("met by", TWO_RANGES, fn_met_by),
    B("overlaps", TWO_RANGES, fn_overlaps),
    B("overlaps before", TWO_RANGES, fn_overlaps_before),
    B("overlaps after", TWO_RANGES, fn_overlaps_after),
    B("finishes", POINT_IN_RANGE, fn_finishes),
    B("finished by", RANGE_WITH_POINT, fn_finished_by),
    B("includes", RANGE_WITH_POINT, fn_includes),
    B("during", POINT_IN_RANGE, fn_during),
    B("starts", POINT_IN_RANGE, fn_starts),
    B("started by", RANGE_WITH_POINT, fn_started_by),
    B("coincides", "point1,point2|range1,range2", fn_coincides),
    /* contexts */
    B("get value", "m,key", fn_get_value),
    B("get entries", "m", fn_get_entries),
    B("context", "entries", fn_context),
    B("context put", "context,key,value|context,keys,value", fn_context_put),
    B("context merge", "contexts", fn_context_merge),
};

size_t
feel_builtin_count(void)
{
    return sizeof(table) / sizeof(table[0]);
}

const struct builtin *
feel_builtin_at(size_t i)
{
    return &table[i];
}

/* --- parameters --- */

struct param {
    struct str name;
    bool optional, repeats;
};

/* Takes the next parameter off the text of one alternative. */
static bool
next_param(struct str *rest, struct param *ret)
{
    if (rest->n == 0)
        return false;
    *rest = str_cut(*rest, ',', &ret->name, NULL);
    ret->repeats = str_ends(ret->name, STR("..."));
    ret->optional = str_ends(ret->name, STR("?"));
    if (ret->repeats)
        ret->name.n -= 3;
    if (ret->optional)
        ret->name.n--;
    return true;
}

static void
alternative_arity(struct str params, size_t *min, size_t *max)
{
    struct param p;

    *min = 0;
    *max = 0;
    while (next_param(&params, &p)) {
        if (!p.optional)
            ++*min;
        *max = p.repeats ? SIZE_MAX : *max + 1;
    }
}

void
feel_builtin_arity(const struct builtin *b, size_t *min, size_t *max)
{
    struct str rest = b->params, one;
    size_t lo, hi;

    *min = SIZE_MAX;
    *max = 0;
    do {
        rest = str_cut(rest, '|', &one, NULL);
        alternative_arity(one, &lo, &hi);
        if (lo < *min)
            *min = lo;
        if (hi > *max)
            *max = hi;
    } while (rest.n > 0);
}

bool
feel_builtin_takes(const struct builtin *b, size_t n)
{
    struct str rest = b->params, one;
    size_t lo, hi;

    do {
        rest = str_cut(rest, '|', &one, NULL);
        alternative_arity(one, &lo, &hi);
        if (n >= lo && n <= hi)
            return true;
    } while (rest.n > 0);
    return false;
}

/* Place of a name in one alternative; SIZE_MAX if it has none. */
static size_t
place_of(struct str params, struct str name)
{
    struct param p;

    for (size_t i = 0; next_param(&params, &p); i++)
        if (str_eq(p.name, name))
            return i;
    return SIZE_MAX;
}

static bool
alternative_places(struct str params, const struct str *names, size_t n,
    size_t *where, size_t *ret_n)
{
    size_t last = 0, required = 0;
    struct str rest = params;
    struct param p;

    for (size_t i = 0; i < n; i++) {
        where[i] = place_of(params, names[i]);
        if (where[i] == SIZE_MAX)
            return false;
        if (where[i] + 1 > last)
            last = where[i] + 1;
    }
    while (next_param(&rest, &p)) {
        if (p.optional)
            continue;
        required++;

        bool given = false;

        for (size_t i = 0; i < n; i++)
            given = given || str_eq(names[i], p.name);
        if (!given)
            return false;
    }
    *ret_n = last;
    return last >= required;
}

bool
feel_builtin_places(const struct builtin *b, const struct str *names, size_t n,
    size_t *where, size_t *ret_n)
{
    struct str rest = b->params, one;

    do {
        rest = str_cut(rest, '|', &one, NULL);
        if (alternative_places(one, names, n, where, ret_n))
            return true;
    } while (rest.n > 0);
    return false;
}

/* --- shared by the functions --- */

struct feel_value
fn_as_list(struct feel_eval *e, const struct feel_value *args, size_t n)
{
    if (n == 1 && args[0].type == FEEL_LIST)
        return args[0];
    return feel_list(arena_dup(e->a, args, n * sizeof(args[0])), n);
}

bool
fn_int(const struct feel_value *args, size_t n, size_t i, int64_t *ret)
{
    struct feel_number whole;

    return i < n && args[i].type == FEEL_NUMBER &&
        dec_round(args[i].number, 0, DEC_DOWN, &whole) &&
        dec_to_int(whole, ret);
}

bool
fn_given(const struct feel_value *args, size_t n, size_t i)
{
    return i < n && args[i].type != FEEL_NULL;
}
