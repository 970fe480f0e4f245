/* Types: made, named, compared; values against them; coercion. */
#include "eval.h"

#include "decimal.h"
#include "temporal.h"

/* Nesting of types that is followed. */
#define TYPE_DEPTH 100
/* Types compared for one question. */
#define WORK_MAX 10000

static const struct feel_type_ref any_type = { .any = true };
static const struct feel_type_ref plain_types[] = {
    [FEEL_NULL] = { .type = FEEL_NULL },
    [FEEL_BOOLEAN] = { .type = FEEL_BOOLEAN },
    [FEEL_NUMBER] = { .type = FEEL_NUMBER },
    [FEEL_STRING] = { .type = FEEL_STRING },
    [FEEL_DATE] = { .type = FEEL_DATE },
    [FEEL_TIME] = { .type = FEEL_TIME },
    [FEEL_DATE_TIME] = { .type = FEEL_DATE_TIME },
    [FEEL_DAYS_DURATION] = { .type = FEEL_DAYS_DURATION },
    [FEEL_YEARS_DURATION] = { .type = FEEL_YEARS_DURATION },
    [FEEL_LIST] = { .type = FEEL_LIST },
    [FEEL_CONTEXT] = { .type = FEEL_CONTEXT },
    [FEEL_RANGE] = { .type = FEEL_RANGE },
    [FEEL_FUNCTION] = { .type = FEEL_FUNCTION },
};

/* The names of FEEL first, then other spellings of typeRef. */
static const struct {
    struct str name;
    const struct feel_type_ref *type;
} names[] = {
    { STR_INIT("number"), &plain_types[FEEL_NUMBER] },
    { STR_INIT("string"), &plain_types[FEEL_STRING] },
    { STR_INIT("boolean"), &plain_types[FEEL_BOOLEAN] },
    { STR_INIT("date and time"), &plain_types[FEEL_DATE_TIME] },
    { STR_INIT("date"), &plain_types[FEEL_DATE] },
    { STR_INIT("time"), &plain_types[FEEL_TIME] },
    { STR_INIT("days and time duration"), &plain_types[FEEL_DAYS_DURATION] },
    { STR_INIT("years and months duration"),
        &plain_types[FEEL_YEARS_DURATION] },
    { STR_INIT("day time duration"), &plain_types[FEEL_DAYS_DURATION] },
    { STR_INIT("year month duration"), &plain_types[FEEL_YEARS_DURATION] },
    { STR_INIT("list"), &plain_types[FEEL_LIST] },
    { STR_INIT("context"), &plain_types[FEEL_CONTEXT] },
    { STR_INIT("range"), &plain_types[FEEL_RANGE] },
    { STR_INIT("function"), &plain_types[FEEL_FUNCTION] },
    { STR_INIT("Null"), &plain_types[FEEL_NULL] },
    { STR_INIT("Any"), &any_type },
    { STR_INIT("dateTime"), &plain_types[FEEL_DATE_TIME] },
    { STR_INIT("dayTimeDuration"), &plain_types[FEEL_DAYS_DURATION] },
    { STR_INIT("yearMonthDuration"), &plain_types[FEEL_YEARS_DURATION] },
};

const struct feel_type_ref *
feel_type_any(void)
{
    return &any_type;
}

const struct feel_type_ref *
feel_type_of(enum feel_type t)
{
    return &plain_types[t];
}

size_t
feel_type_names(void)
{
    return sizeof(names) / sizeof(names[0]);
}

struct str
feel_type_name_at(size_t i)
{
    return names[i].name;
}

const struct feel_type_ref *
feel_type_at(size_t i)
{
    return names[i].type;
}

const struct feel_type_ref *
feel_type_named(struct str name)
{
    if (str_starts(name, STR("feel:")))
        name = str_sub(name, 5, SIZE_MAX);
    for (size_t i = 0; i < feel_type_names(); i++)
        if (str_eq(names[i].name, name))
            return names[i].type;
    return NULL;
}

static struct feel_type_ref *
fresh(struct arena *a, enum feel_type type, const struct feel_type_ref *of)
{
    struct feel_type_ref *t = arena_one(a, struct feel_type_ref);

    t->type = type;
    t->of = of;
    return t;
}

const struct feel_type_ref *
feel_type_list(struct arena *a, const struct feel_type_ref *of)
{
    return fresh(a, FEEL_LIST, of);
}

const struct feel_type_ref *
feel_type_range(struct arena *a, const struct feel_type_ref *of)
{
    return fresh(a, FEEL_RANGE, of);
}

const struct feel_type_ref *
feel_type_context(struct arena *a, const struct str *member_names,
    const struct feel_type_ref *const *members, size_t n)
{
    struct feel_type_ref *t = fresh(a, FEEL_CONTEXT, NULL);

    t->names = arena_dup(a, member_names, n * sizeof(member_names[0]));
    t->members = arena_dup(a, members, n * sizeof(members[0]));
    t->n = n;
    return t;
}

const struct feel_type_ref *
feel_type_function(struct arena *a,
    const struct feel_type_ref *const *parameters, size_t n,
    const struct feel_type_ref *result)
{
    struct feel_type_ref *t = fresh(a, FEEL_FUNCTION, result);

    t->has_parameters = true;
    t->members = arena_dup(a, parameters, n * sizeof(parameters[0]));
    t->n = n;
    return t;
}

/* --- text --- */

static void
show_type(struct buf *b, const struct feel_type_ref *t, size_t depth)
{
    if (t == NULL || t->any || depth > TYPE_DEPTH) {
        buf_lit(b, "Any");
        return;
    }
    if (t->name.n > 0) {
        buf_str(b, t->name);
        return;
    }
    buf_str(b,
        t->type == FEEL_NULL ? STR("Null") : str_of(feel_type_name(t->type)));
    if (t->type == FEEL_LIST || t->type == FEEL_RANGE) {
        if (t->of == NULL)
            return;
        buf_byte(b, '<');
        show_type(b, t->of, depth + 1);
        buf_byte(b, '>');
        return;
    }
    if (t->n == 0 && !t->has_parameters)
        return;
    buf_byte(b, '<');
    for (size_t i = 0; i < t->n && !b->failed; i++) {
        if (i > 0)
            buf_lit(b, ", ");
        if (t->type == FEEL_CONTEXT)
            buf_fmt(b, STR_FMT ": ", STR_ARG(t->names[i]));
        show_type(b, t->members[i], depth + 1);
    }
    buf_byte(b, '>');
    if (t->type == FEEL_FUNCTION) {
        buf_lit(b, " -> ");
        show_type(b, t->of, depth + 1);
    }
}

struct str
feel_type_text(struct arena *a, const struct feel_type_ref *t)
{
    struct buf b;

    buf_init(&b, a, 1u << 16);
    show_type(&b, t, 0);
    return buf_view(&b);
}

/* --- types against types --- */

static const struct feel_type_ref *
member_type(const struct feel_type_ref *t, struct str name)
{
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->names[i], name))
            return t->members[i];
    return NULL;
}

/* work: comparisons left; types that use themselves may have no end. */
static bool
conforms_at(const struct feel_type_ref *x, const struct feel_type_ref *y,
    size_t *work, size_t depth)
{
    if (y == NULL || y->any || x == y)
        return true;
    if (x == NULL || x->any || depth > TYPE_DEPTH || *work == 0)
        return false;
    --*work;
    if (x->type == FEEL_NULL)
        return true;
    if (x->type != y->type)
        return false;
    switch (y->type) {
    case FEEL_LIST:
    case FEEL_RANGE:
        return conforms_at(x->of, y->of, work, depth + 1);
    case FEEL_CONTEXT:
        for (size_t i = 0; i < y->n; i++) {
            const struct feel_type_ref *m = member_type(x, y->names[i]);

            if (m == NULL || !conforms_at(m, y->members[i], work, depth + 1))
                return false;
        }
        return true;
    case FEEL_FUNCTION:
        if (!y->has_parameters)
            return true;
        if (!x->has_parameters || x->n != y->n)
            return false;
        /* A function that takes more does for one that takes less. */
        for (size_t i = 0; i < y->n; i++)
            if (!conforms_at(y->members[i], x->members[i], work, depth + 1))
                return false;
        return conforms_at(x->of, y->of, work, depth + 1);
    default:
        return true;
    }
}

bool
feel_type_conforms(
    const struct feel_type_ref *x, const struct feel_type_ref *y)
{
    size_t work = WORK_MAX;

    return conforms_at(x, y, &work, 0);
}

/* --- values against types --- */

/* A value against a type, as deep as the type is written. */
struct fit {
    struct feel_eval *e;
    bool tests; /* constraints count, too */
};

static bool value_at(const struct fit *f, const struct feel_value *v,
    const struct feel_type_ref *t, size_t depth);

static bool
items_conform(const struct fit *f, const struct feel_value *v,
    const struct feel_type_ref *of, size_t depth)
{
    if (of == NULL || of->any)
        return true;
    for (size_t i = 0; i < v->list.n; i++)
        if (!feel_step(f->e, 1) ||
            !value_at(f, &v->list.items[i], of, depth + 1))
            return false;
    return true;
}

static bool
members_conform(const struct fit *f, const struct feel_value *v,
    const struct feel_type_ref *t, size_t depth)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct feel_value *m = feel_member(v, t->names[i]);

        if (m == NULL || !feel_step(f->e, 1) ||
            !value_at(f, m, t->members[i], depth + 1))
            return false;
    }
    return true;
}

/* The constraint of an item definition. */
static bool
is_allowed(struct feel_eval *e, const struct feel_value *v,
    const struct feel_type_ref *t)
{
    struct feel_frame frame = { .input = v };
    struct feel_value met;

    if (t->base != NULL && !is_allowed(e, v, t->base))
        return false;
    if (t->allowed == NULL)
        return true;
    return feel_run(e, t->allowed, &frame, &met, NULL) == OK &&
        met.type == FEEL_BOOLEAN && met.boolean;
}

static bool
function_conforms(const struct feel_value *v, const struct feel_type_ref *t)
{
    if (!t->has_parameters)
        return true;
    if (feel_parameter_count(v) != t->n)
        return false;
    for (size_t i = 0; i < t->n; i++)
        if (!feel_type_conforms(t->members[i], feel_parameter_type(v, i)))
            return false;

    const struct feel_type_ref *result = feel_result_type(v);

    return result == NULL || feel_type_conforms(result, t->of);
}

static bool
shape_conforms(const struct fit *f, const struct feel_value *v,
    const struct feel_type_ref *t, size_t depth)
{
    if (t->any)
        return true;
    if (v->type != t->type)
        return false;
    switch (v->type) {
    case FEEL_LIST:
        return items_conform(f, v, t->of, depth);
    case FEEL_CONTEXT:
        return members_conform(f, v, t, depth);
    case FEEL_RANGE:
        return t->of == NULL ||
            (value_at(f, &v->range->low, t->of, depth + 1) &&
                value_at(f, &v->range->high, t->of, depth + 1));
    case FEEL_FUNCTION:
        return function_conforms(v, t);
    default:
        return true;
    }
}

static bool
value_at(const struct fit *f, const struct feel_value *v,
    const struct feel_type_ref *t, size_t depth)
{
    if (v->type == FEEL_NULL)
        return true;
    return depth <= TYPE_DEPTH && shape_conforms(f, v, t, depth) &&
        (!f->tests || is_allowed(f->e, v, t));
}

bool
feel_value_conforms(struct feel_eval *e, const struct feel_value *v,
    const struct feel_type_ref *t)
{
    struct fit f = { e, true };

    return t == NULL || value_at(&f, v, t, 0);
}

/* `instance of`: null is of the type Null only; constraints of item
 * definitions do not count (as the kit has it). */
bool
feel_is_instance(struct feel_eval *e, const struct feel_value *v,
    const struct feel_type_ref *t)
{
    struct fit f = { e, false };

    if (v->type == FEEL_NULL)
        return !t->any && t->type == FEEL_NULL;
    return value_at(&f, v, t, 0);
}

static struct feel_value
bad_type(struct feel_eval *e, const struct feel_value *v,
    const struct feel_type_ref *t)
{
    return feel_fail(e, "expected " STR_FMT ", got %s",
        STR_ARG(feel_type_text(e->a, t)), feel_type_name(v->type));
}

struct feel_value
feel_coerce(struct feel_eval *e, const struct feel_value *v,
    const struct feel_type_ref *t)
{
    if (t == NULL || v->type == FEEL_NULL || feel_value_conforms(e, v, t))
        return *v;
    if (v->type == FEEL_LIST && v->list.n == 1 && t->type != FEEL_LIST) {
        struct feel_value one = v->list.items[0];

        /* Once only: lists in lists stay an error. */
        return one.type != FEEL_LIST ? feel_coerce(e, &one, t)
                                     : bad_type(e, v, t);
    }
    if (t->type == FEEL_LIST && v->type != FEEL_LIST) {
        struct feel_value *one = arena_dup(e->a, v, sizeof(*v));
        struct feel_value list = feel_list(one, 1);

        if (feel_value_conforms(e, &list, t))
            return list;
    }
    if (t->type == FEEL_DATE_TIME && v->type == FEEL_DATE) {
        struct feel_value midnight = { .type = FEEL_TIME, .has_zone = true };
        struct feel_value at = temporal_at(temporal_day(v), &midnight);

        if (is_allowed(e, &at, t))
            return at;
    }
    return bad_type(e, v, t);
}

/* --- XML Schema --- */

bool
feel_from_xsd(struct str type, struct str text, struct feel_value *ret)
{
    static const struct str numbers[] = { STR_INIT("decimal"),
        STR_INIT("double"), STR_INIT("float"), STR_INIT("integer"),
        STR_INIT("int"), STR_INIT("long"), STR_INIT("short") };
    size_t colon = str_find(type, STR(":"));

    if (colon != SIZE_MAX)
        type = str_sub(type, colon + 1, SIZE_MAX);
    if (str_eq(type, STR("string"))) {
        *ret = feel_string(text);
        return true;
    }
    text = str_trim(text);
    if (str_eq(type, STR("boolean"))) {
        bool yes = str_eq(text, STR("true")) || str_eq(text, STR("1"));

        *ret = feel_boolean(yes);
        return yes || str_eq(text, STR("false")) || str_eq(text, STR("0"));
    }
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (!str_eq(type, numbers[i]))
            continue;
        if (str_starts(text, STR("+")))
            text = str_sub(text, 1, SIZE_MAX);
        return feel_decimal(text, ret);
    }
    if (str_eq(type, STR("date")))
        return temporal_parse_date(text, ret);
    if (str_eq(type, STR("time")))
        return temporal_parse_time(text, NULL, ret);
    if (str_eq(type, STR("dateTime")))
        return temporal_parse_date_time(text, NULL, ret);
    if (str_eq(type, STR("duration")) || str_eq(type, STR("dayTimeDuration")) ||
        str_eq(type, STR("yearMonthDuration")))
        return temporal_parse_duration(text, ret);
    return false;
}
