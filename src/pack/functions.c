/* Functions beside those of FEEL: the counting rules R2 to R9. */
#include "functions.h"

/* An argument that is not known makes the result unknown, for its reason. */
static const struct feel_value *
unknown(const struct feel_value *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (args[i].type == FEEL_NULL)
            return &args[i];
    return NULL;
}

static bool
day_of(const struct feel_value *v, struct day *ret)
{
    int64_t us;

    /* FEEL knows days far beyond what a calendar counts with. */
    if (v->type == FEEL_DATE &&
        (v->date_high != 0 || v->date.n > FUNCTION_DAY_FAR ||
            v->date.n < -FUNCTION_DAY_FAR))
        return false;
    if (v->type == FEEL_DATE)
        *ret = v->date;
    else if (feel_to_us(v, &us))
        *ret = day_of_us(us);
    else
        return false;
    return true;
}

/* A date and a whole number of a size that stays inside the calendar. */
static bool
day_and_count(struct feel_eval *e, const struct feel_value *args, int most,
    struct day *ret_day, int *ret_n, struct feel_value *ret)
{
    int64_t n;

    if (!day_of(&args[0], ret_day)) {
        *ret = feel_fail(e, "the first argument should be a date");
        return false;
    }
    if (!feel_to_int(&args[1], &n) || n < -most || n > most) {
        *ret = feel_fail(
            e, "the second argument should be a whole number up to %d", most);
        return false;
    }
    *ret_n = (int)n;
    return true;
}

/* --- 加天 加月 加年 --- */

static enum status
add_with(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct day (*fn)(struct day, int), int most, struct feel_value *ret)
{
    const struct feel_value *null = unknown(args, n);
    struct day day;
    int count;

    if (null != NULL)
        *ret = *null;
    else if (day_and_count(e, args, most, &day, &count, ret))
        *ret = feel_date(fn(day, count));
    return OK;
}

static enum status
add_days(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)self;
    (void)err;
    return add_with(e, args, n, day_add_days, FUNCTION_DAYS_MOST, ret);
}

static enum status
add_months(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)self;
    (void)err;
    return add_with(e, args, n, day_add_months, FUNCTION_MONTHS_MOST, ret);
}

static enum status
add_years(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)self;
    (void)err;
    return add_with(e, args, n, day_add_years, FUNCTION_YEARS_MOST, ret);
}

/* --- 工作日后 --- */

static enum status
add_working_days(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    const struct function_context *c = feel_arg(e);
    const struct feel_value *null = unknown(args, n);
    struct term term = { .kind = TERM_WORKING_DAYS, .fixed = DAY_NONE };
    struct deadline deadline;
    struct day day;

    (void)self;
    if (null != NULL) {
        *ret = *null;
        return OK;
    }
    if (!day_and_count(e, args, 10000, &day, &term.n, ret))
        return OK;
    if (term.n < 1) {
        *ret = feel_fail(e, "the number of working days should be 1 or more");
        return OK;
    }
    if (c->sample) {
        *ret = feel_date(day_add_days(day, term.n));
        return OK;
    }
    if (c->holidays == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有节假日表，无法计算工作日");
    TRY(deadline_compute(
        feel_arena(e), c->holidays, day, term, &deadline, err));
    *ret = feel_date(deadline.last_day);
    return OK;
}

/* --- 满年 满月 年份 --- */

static enum status
full_with(struct feel_eval *e, const struct feel_value *args, size_t n,
    int (*fn)(struct day, struct day), struct feel_value *ret)
{
    const struct feel_value *null = unknown(args, n);
    struct day from, to;

    if (null != NULL)
        *ret = *null;
    else if (day_of(&args[0], &from) && day_of(&args[1], &to))
        *ret = feel_int(fn(from, to));
    else
        *ret = feel_fail(e, "both arguments should be dates");
    return OK;
}

static enum status
full_years(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)self;
    (void)err;
    return full_with(e, args, n, day_full_years, ret);
}

static enum status
full_months(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)self;
    (void)err;
    return full_with(e, args, n, day_full_months, ret);
}

static enum status
year_of(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    const struct feel_value *null = unknown(args, n);
    struct day day;

    (void)self;
    (void)err;
    if (null != NULL)
        *ret = *null;
    else if (day_of(&args[0], &day))
        *ret = feel_int(day_ymd(day).year);
    else
        *ret = feel_fail(e, "the argument should be a date");
    return OK;
}

/* --- 经历月数 --- */

static const struct feel_value *
column(const struct feel_value *row, struct str name)
{
    for (size_t i = 0; row->type == FEEL_CONTEXT && i < row->context.n; i++)
        if (str_eq(row->context.names[i], name))
            return &row->context.values[i];
    return NULL;
}

static bool
empty(const struct feel_value *v)
{
    return v == NULL || v->type == FEEL_NULL ||
        (v->type == FEEL_STRING && v->string.n == 0);
}

/* A row without an end lasts until the day of the count; one that ends before
 * it begins covers nothing. */
static bool
period_of(const struct feel_value *row, struct str from, struct str to,
    struct day until, struct day_range *ret)
{
    const struct feel_value *last = column(row, to);
    const struct feel_value *first = column(row, from);

    ret->last = until;
    return !empty(first) && day_of(first, &ret->first) &&
        (empty(last) || day_of(last, &ret->last));
}

static enum status
months_of(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    const struct feel_value *null = unknown(args, n);
    struct str from = STR("起"), to = STR("止");
    struct day_range *periods;
    struct day until;
    size_t k = 0;

    (void)self;
    (void)err;
    if (null != NULL) {
        *ret = *null;
        return OK;
    }
    if (args[0].type != FEEL_LIST || !day_of(&args[1], &until) ||
        (n > 2 && args[2].type != FEEL_STRING) ||
        (n > 3 && args[3].type != FEEL_STRING) || n == 3) {
        *ret = feel_fail(e,
            "the arguments should be a list, a date and, if given, the names "
            "of two columns");
        return OK;
    }
    if (n == 4) {
        from = args[2].string;
        to = args[3].string;
    }
    periods = arena_new_array(
        feel_arena(e), struct day_range, args[0].list.n + 1);
    for (size_t i = 0; i < args[0].list.n; i++) {
        const struct feel_value *row = &args[0].list.items[i];

        if (!period_of(row, from, to, until, &periods[k])) {
            *ret = feel_fail(e, "row %zu has no date in " STR_FMT, i + 1,
                STR_ARG(from));
            return OK;
        }
        k += day_cmp(periods[k].first, periods[k].last) <= 0;
    }
    *ret = feel_int(months_covered(feel_arena(e), periods, k, until, NULL));
    return OK;
}

/* --- 去重计数 --- */

static enum status
distinct(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    const struct feel_value *null = unknown(args, n);
    struct map *seen = map_new(feel_arena(e));
    struct arena *a = feel_arena(e);

    (void)self;
    (void)err;
    if (null != NULL) {
        *ret = *null;
        return OK;
    }
    if (args[0].type != FEEL_LIST) {
        *ret = feel_fail(e, "the argument should be a list");
        return OK;
    }
    for (size_t i = 0; i < args[0].list.n; i++) {
        const struct feel_value *v = &args[0].list.items[i];

        if (empty(v))
            continue;
        map_put(seen,
            v->type == FEEL_STRING ? utf8_key(a, v->string) : feel_show(a, v),
            seen);
    }
    *ret = feel_int((int64_t)map_count(seen));
    return OK;
}

static const struct {
    struct dmn_native native;
    size_t min, max;
} functions[] = {
    { { STR_INIT("加天"), add_days, NULL }, 2, 2 },
    { { STR_INIT("加月"), add_months, NULL }, 2, 2 },
    { { STR_INIT("加年"), add_years, NULL }, 2, 2 },
    { { STR_INIT("工作日后"), add_working_days, NULL }, 2, 2 },
    { { STR_INIT("满年"), full_years, NULL }, 2, 2 },
    { { STR_INIT("满月"), full_months, NULL }, 2, 2 },
    { { STR_INIT("经历月数"), months_of, NULL }, 2, 4 },
    { { STR_INIT("去重计数"), distinct, NULL }, 1, 1 },
    { { STR_INIT("年份"), year_of, NULL }, 1, 1 },
};

#define N_FUNCTIONS (sizeof(functions) / sizeof(*functions))

void
functions_add(struct feel_scope *s)
{
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        feel_scope_function(s, functions[i].native.name, functions[i].min,
            functions[i].max, functions[i].native.fn, NULL);
}

size_t
functions_natives(struct dmn_native ret[FUNCTIONS_MOST])
{
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        ret[i] = functions[i].native;
    return N_FUNCTIONS;
}

const struct feel_batch_kernel *
functions_kernels(struct arena *a, size_t *ret_n)
{
    size_t n = 0;
    struct feel_batch_kernel *r = arena_new_array(a, struct feel_batch_kernel,
        N_FUNCTIONS);

    for (size_t i = 0; i < N_FUNCTIONS; i++) {
        if (!kernel_of(functions[i].native.name, &r[n]))
            continue;
        r[n++].fn = functions[i].native.fn;
    }
    *ret_n = n;
    return r;
}

/* --- what they take and give --- */

#define DATE { .type = FEEL_DATE }
#define NUMBER_OF(u) { .type = FEEL_NUMBER, .unit = STR_INIT(u) }
#define COUNTED(u) \
    { .type = FEEL_NUMBER, .unit = STR_INIT(u), .has_low = true }

static const struct feel_kind day_and_days[] = { DATE, NUMBER_OF("日") };
static const struct feel_kind day_and_months[] = { DATE, NUMBER_OF("月") };
static const struct feel_kind day_and_years[] = { DATE, NUMBER_OF("年") };
static const struct feel_kind day_and_working_days[] = { DATE,
    NUMBER_OF("工作日") };
static const struct feel_kind two_days[] = { DATE, DATE };
static const struct feel_kind list_and_names[] = { { .type = FEEL_LIST }, DATE,
    { .type = FEEL_STRING }, { .type = FEEL_STRING } };

#define SIGNATURE(name, params, ...) \
    { STR_INIT(name), params, sizeof(params) / sizeof(*(params)), __VA_ARGS__ }

const struct feel_signature *
function_signatures(size_t *ret_n)
{
    static const struct feel_signature table[] = {
        SIGNATURE("加天", day_and_days, DATE),
        SIGNATURE("加月", day_and_months, DATE),
        SIGNATURE("加年", day_and_years, DATE),
        SIGNATURE("工作日后", day_and_working_days, DATE),
        SIGNATURE("满年", two_days, NUMBER_OF("年")),
        SIGNATURE("满月", two_days, NUMBER_OF("月")),
        SIGNATURE("经历月数", list_and_names, COUNTED("月")),
        { STR_INIT("去重计数"), list_and_names, 1, COUNTED("个") },
        { STR_INIT("年份"), two_days, 1, { .type = FEEL_NUMBER } },
    };

    *ret_n = sizeof(table) / sizeof(*table);
    return table;
}
