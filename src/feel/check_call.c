/* Calls: what functions want and what they give. */
#include "check.h"

#include "builtin.h"

/*
 * Arguments, one letter each; '*' repeats the one before it:
 *   n number  s text  b boolean  d date or date and time  l list  c context
 *   r range  f function  a anything
 * Result:
 *   n s b l a, D date, T time, M date and time, S list of texts
 *   # a count (not negative)  e element of the first argument
 *   1 as the first argument   = as the first, without bounds
 *   u duration of days or years, known only when computed   y of years
 */
struct form {
    const char *name, *args, *result;
};

static const struct form forms[] = {
    { "date", "nnn", "D" },
    { "date", "a", "D" },
    { "time", "a*", "T" },
    { "date and time", "a*", "M" },
    { "duration", "s", "u" },
    { "years and months duration", "dd", "y" },
    { "number", "a*", "n" },
    { "string", "a", "s" },
    { "not", "b", "b" },
    { "is", "aa", "b" },
    { "decimal", "nn", "=" },
    { "floor", "nn", "=" },
    { "floor", "n", "=" },
    { "ceiling", "nn", "=" },
    { "ceiling", "n", "=" },
    { "round up", "nn", "=" },
    { "round down", "nn", "=" },
    { "round half up", "nn", "=" },
    { "round half down", "nn", "=" },
    { "modulo", "nn", "n" },
    { "sqrt", "n", "n" },
    { "log", "n", "n" },
    { "exp", "n", "n" },
    { "odd", "n", "b" },
    { "even", "n", "b" },
    { "substring", "snn", "s" },
    { "substring", "sn", "s" },
    { "string length", "s", "#" },
    { "upper case", "s", "s" },
    { "lower case", "s", "s" },
    { "substring before", "ss", "s" },
    { "substring after", "ss", "s" },
    { "contains", "ss", "b" },
    { "starts with", "ss", "b" },
    { "ends with", "ss", "b" },
    { "string join", "ls", "s" },
    { "string join", "l", "s" },
    { "matches", "sss", "b" },
    { "matches", "ss", "b" },
    { "replace", "ssss", "s" },
    { "replace", "sss", "s" },
    { "split", "ss", "S" },
    { "count", "l", "#" },
    { "count", "a*", "#" },
    { "sum", "l", "e" },
    { "sum", "n*", "=" },
    { "product", "l", "n" },
    { "product", "n*", "n" },
    { "mean", "l", "e" },
    { "mean", "n*", "=" },
    { "min", "l", "e" },
    { "min", "a*", "=" },
    { "max", "l", "e" },
    { "max", "a*", "=" },
    { "median", "l", "e" },
    { "median", "n*", "=" },
    { "stddev", "l", "n" },
    { "stddev", "n*", "n" },
    { "mode", "l", "1" },
    { "all", "l", "b" },
    { "all", "b*", "b" },
    { "any", "l", "b" },
    { "any", "b*", "b" },
    { "list contains", "la", "b" },
    { "sublist", "lnn", "1" },
    { "sublist", "ln", "1" },
    { "append", "la*", "l" },
    { "concatenate", "l*", "l" },
    { "insert before", "lna", "l" },
    { "remove", "ln", "1" },
    { "reverse", "l", "1" },
    { "index of", "la", "l" },
    { "union", "l*", "l" },
    { "distinct values", "l", "1" },
    { "flatten", "l", "l" },
    { "sort", "lf", "1" },
    { "sort", "l", "1" },
    { "now", "", "M" },
    { "today", "", "D" },
    { "day of year", "d", "n" },
    { "day of week", "d", "s" },
    { "month of year", "d", "s" },
    { "week of year", "d", "n" },
    { "before", "aa", "b" },
    { "after", "aa", "b" },
    { "meets", "rr", "b" },
    { "met by", "rr", "b" },
    { "overlaps", "rr", "b" },
    { "overlaps before", "rr", "b" },
    { "overlaps after", "rr", "b" },
    { "finishes", "ar", "b" },
    { "finished by", "ra", "b" },
    { "includes", "ra", "b" },
    { "during", "ar", "b" },
    { "starts", "ar", "b" },
    { "started by", "ra", "b" },
    { "coincides", "aa", "b" },
    { "get value", "ca", "a" },
    { "get entries", "c", "l" },
};

#define N_FORMS (sizeof(forms) / sizeof(*forms))

/* Letter of the i-th argument, 0 if there are not so many. */
static char
letter(const char *args, size_t i)
{
    char last = 0;

    for (size_t k = 0; args[k] != '\0'; k++) {
        if (args[k] == '*')
            return last;
        last = args[k];
        if (k == i)
            return last;
    }
    return 0;
}

static bool
takes(const char *args, size_t n)
{
    struct str all = str_of(args);

    if (str_ends(all, STR("*")))
        return n + 1 >= all.n - 1;
    return n == all.n;
}

static const struct form *
find_form(struct str name, size_t n)
{
    for (size_t i = 0; i < N_FORMS; i++)
        if (str_eq(name, str_of(forms[i].name)) && takes(forms[i].args, n))
            return &forms[i];
    return NULL;
}

static enum feel_type
type_of_letter(char c)
{
    switch (c) {
    case 'n':
        return FEEL_NUMBER;
    case 's':
        return FEEL_STRING;
    case 'b':
        return FEEL_BOOLEAN;
    case 'd':
    case 'D':
        return FEEL_DATE;
    case 'T':
        return FEEL_TIME;
    case 'M':
        return FEEL_DATE_TIME;
    case 'l':
        return FEEL_LIST;
    case 'c':
        return FEEL_CONTEXT;
    case 'r':
        return FEEL_RANGE;
    case 'f':
        return FEEL_FUNCTION;
    case 'y':
        return FEEL_YEARS_DURATION;
    default:
        return FEEL_NULL;
    }
}

static bool
type_fits(enum feel_type want, enum feel_type got)
{
    return want == FEEL_NULL || got == FEEL_NULL || want == got ||
        (want == FEEL_DATE && got == FEEL_DATE_TIME) ||
        (want == FEEL_DATE_TIME && got == FEEL_DATE);
}

static void
wrong_argument(struct checker *c, const struct node *arg, struct str name,
    size_t i, enum feel_type want, enum feel_type got)
{
    check_error(c, arg,
        "函数“" STR_FMT "”的第 %zu 个参数应为%s，“" STR_FMT "”是%s",
        STR_ARG(name), i + 1, feel_type_zh(want),
        STR_ARG(check_text(c, arg)), feel_type_zh(got));
}

/* list contains(擅长领域, "法津"): the element must be able to be there. */
static void
check_element(struct checker *c, const struct node *n,
    const struct feel_kind *args)
{
    struct side list = { .node = n->kids[0] };
    struct side item = { args[1], n->kids[1] };

    if (args[0].type != FEEL_LIST || args[0].of == NULL)
        return;
    list.kind = *args[0].of;
    check_compare(c, n, OP_EQ, &list, &item);
}

static struct feel_kind
result_of(struct checker *c, const struct form *f, const struct feel_kind *args,
    size_t n)
{
    static const struct feel_kind text = { .type = FEEL_STRING };
    struct feel_kind k = KIND(type_of_letter(f->result[0]));

    switch (f->result[0]) {
    case '#':
        k.type = FEEL_NUMBER;
        k.has_low = true;
        if (str_eq(str_of(f->name), STR("count")))
            k.unit = STR("个");
        return k;
    case 'S':
        k.type = FEEL_LIST;
        k.of = &text;
        return k;
    case 'e':
        if (n > 0 && args[0].type == FEEL_LIST && args[0].of != NULL)
            k = *args[0].of;
        k.has_low = k.has_high = false;
        return k;
    case '1':
        return n > 0 ? args[0] : k;
    case '=': /* several arguments: what they have in common */
        if (n > 0)
            k = args[0];
        for (size_t i = 1; i < n && f->args[1] == '*'; i++)
            k = kind_join(c->a, &k, &args[i]);
        k.has_low = k.has_high = false;
        return k;
    default:
        return k;
    }
}

static struct feel_kind
check_builtin(struct checker *c, const struct node *n,
    const struct feel_kind *args)
{
    const struct form *f = find_form(n->builtin->name, n->n);

    /* nothing is counted negative by abs, and it keeps the unit */
    if (str_eq(n->builtin->name, STR("abs")) && n->n == 1) {
        struct feel_kind k = args[0];

        k.has_low = k.type == FEEL_NUMBER;
        k.low = 0;
        k.has_high = false;
        return k;
    }
    if (f == NULL)
        return (struct feel_kind){ 0 };
    for (size_t i = 0; i < n->n; i++) {
        enum feel_type want = type_of_letter(letter(f->args, i));

        if (!type_fits(want, args[i].type))
            wrong_argument(
                c, n->kids[i], n->builtin->name, i, want, args[i].type);
    }
    if (str_eq(n->builtin->name, STR("list contains")))
        check_element(c, n, args);
    return result_of(c, f, args, n->n);
}

static struct feel_kind
check_native(struct checker *c, const struct node *n,
    const struct feel_kind *args)
{
    const struct feel_signature *f = NULL;

    for (size_t i = 0; i < c->c->n_functions && f == NULL; i++)
        if (str_eq(c->c->functions[i].name, n->native->name))
            f = &c->c->functions[i];
    if (f == NULL)
        return (struct feel_kind){ 0 };
    for (size_t i = 0; i < n->n && i < f->n; i++) {
        const struct feel_kind *want = &f->params[i];

        if (!type_fits(want->type, args[i].type))
            wrong_argument(c, n->kids[i], f->name, i, want->type,
                args[i].type);
        else if (!unit_fits(want, &args[i]))
            check_error(c, n->kids[i],
                "函数“" STR_FMT "”的第 %zu 个参数应以" STR_FMT
                "计，“" STR_FMT "”以" STR_FMT
                "计：请换算，或改用按" STR_FMT "计算的函数",
                STR_ARG(f->name), i + 1, STR_ARG(want->unit),
                STR_ARG(check_text(c, n->kids[i])), STR_ARG(args[i].unit),
                STR_ARG(args[i].unit));
    }
    return f->result;
}

struct feel_kind
check_call(struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct feel_kind *args =
        arena_new_array(c->a, struct feel_kind, n->n + 1);

    for (size_t i = 0; i < n->n; i++)
        if (n->kids[i] != NULL)
            args[i] = check_node(c, env, n->kids[i]);
    if (n->kind == N_CALL_BUILTIN)
        return check_builtin(c, n, args);
    if (n->kind == N_CALL_NATIVE)
        return check_native(c, n, args);
    return (struct feel_kind){ 0 };
}
