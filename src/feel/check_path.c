/* Members: of contexts, rows, dates, durations and ranges. */
#include "check.h"

struct part {
    enum feel_type of;
    const char *name;
    enum feel_type type;
    int64_t low, high; /* both 0: none */
};

static const struct part parts[] = {
    { FEEL_DATE, "year", FEEL_NUMBER, 0, 0 },
    { FEEL_DATE, "month", FEEL_NUMBER, 1, 12 },
    { FEEL_DATE, "day", FEEL_NUMBER, 1, 31 },
    { FEEL_DATE, "weekday", FEEL_NUMBER, 1, 7 },
    { FEEL_DATE, "hour", FEEL_NUMBER, 0, 23 },
    { FEEL_DATE, "minute", FEEL_NUMBER, 0, 59 },
    { FEEL_DATE, "second", FEEL_NUMBER, 0, 59 },
    { FEEL_DATE, "time offset", FEEL_DAYS_DURATION, 0, 0 },
    { FEEL_DATE, "timezone", FEEL_STRING, 0, 0 },
    { FEEL_DAYS_DURATION, "days", FEEL_NUMBER, 0, 0 },
    { FEEL_DAYS_DURATION, "hours", FEEL_NUMBER, -23, 23 },
    { FEEL_DAYS_DURATION, "minutes", FEEL_NUMBER, -59, 59 },
    { FEEL_DAYS_DURATION, "seconds", FEEL_NUMBER, -59, 59 },
    { FEEL_YEARS_DURATION, "years", FEEL_NUMBER, 0, 0 },
    { FEEL_YEARS_DURATION, "months", FEEL_NUMBER, -11, 11 },
    { FEEL_RANGE, "start included", FEEL_BOOLEAN, 0, 0 },
    { FEEL_RANGE, "end included", FEEL_BOOLEAN, 0, 0 },
    { FEEL_RANGE, "start", FEEL_NULL, 0, 0 },
    { FEEL_RANGE, "end", FEEL_NULL, 0, 0 },
};

#define N_PARTS (sizeof(parts) / sizeof(*parts))

/* Dates, times and both have the same parts, but for what a time lacks. */
static enum feel_type
family(enum feel_type t)
{
    return t == FEEL_TIME || t == FEEL_DATE_TIME ? FEEL_DATE : t;
}

static bool
lacks(enum feel_type t, const struct part *p)
{
    return t == FEEL_TIME &&
        (p->high == 12 || p->high == 31 || p->high == 7 ||
            str_eq(str_of(p->name), STR("year")));
}

/* One of the names, or what is like it. */
static void
unknown_member(struct checker *c, const struct node *n,
    const struct feel_kind *k, struct str name, const struct str *known,
    size_t n_known)
{
    struct str near = feel_name_nearest(c->a, name, known, n_known);
    struct buf b;

    buf_init(&b, c->a, 4096);
    for (size_t i = 0; i < n_known; i++) {
        if (i > 0)
            buf_lit(&b, "、");
        buf_str(&b, known[i]);
    }
    if (near.n > 0)
        check_error(c, n, "%s没有成员“" STR_FMT "”，是否为“" STR_FMT "”？",
            feel_type_zh(k->type), STR_ARG(name), STR_ARG(near));
    else if (n_known > 0)
        check_error(c, n, "%s没有成员“" STR_FMT "”，应为其中之一：" STR_FMT,
            feel_type_zh(k->type), STR_ARG(name), STR_ARG(buf_view(&b)));
    else
        check_error(c, n,
            "%s没有成员，不能写“." STR_FMT "”，应去掉“.”及其后的名称",
            feel_type_zh(k->type), STR_ARG(name));
}

static struct feel_kind
fixed_part(struct checker *c, const struct node *n, const struct feel_kind *k,
    struct str name)
{
    struct str known[N_PARTS];
    size_t n_known = 0;
    struct feel_kind part = { 0 };

    for (size_t i = 0; i < N_PARTS; i++) {
        const struct part *p = &parts[i];

        if (p->of != family(k->type) || lacks(k->type, p))
            continue;
        known[n_known++] = str_of(p->name);
        if (!str_eq(name, str_of(p->name)))
            continue;
        part.type = p->type;
        part.has_low = part.has_high = p->low != 0 || p->high != 0;
        part.low = p->low;
        part.high = p->high;
        if (p->of == FEEL_RANGE && p->type == FEEL_NULL && k->of != NULL)
            part = *k->of;
        return part;
    }
    unknown_member(c, n, k, name, known, n_known);
    return part;
}

static struct feel_kind
member_of(struct checker *c, const struct node *n, const struct feel_kind *k,
    struct str name)
{
    struct feel_kind none = { 0 };

    if (kind_any(k) || (k->type == FEEL_CONTEXT && k->names == NULL))
        return none;
    if (k->type != FEEL_CONTEXT)
        return fixed_part(c, n, k, name);
    for (size_t i = 0; i < k->n; i++)
        if (str_eq(k->names[i], name))
            return k->members[i];
    unknown_member(c, n, k, name, k->names, k->n);
    return none;
}

struct feel_kind
check_path(struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct feel_kind base = check_node(c, env, n->kids[0]);
    struct feel_kind list = KIND(FEEL_LIST);
    struct feel_kind of;

    if (base.type != FEEL_LIST)
        return member_of(c, n, &base, n->names[0]);
    if (base.of == NULL)
        return list;
    of = member_of(c, n, base.of, n->names[0]);
    list.of = arena_dup(c->a, &of, sizeof(of));
    return list;
}

struct feel_kind
check_member(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    const struct feel_kind *element = NULL;

    for (size_t i = 0; i < n->member.n_filters; i++) {
        const struct kind_env *at = env;

        for (size_t s = 0; s < n->member.filters[i] && at != NULL; s++)
            at = at->up;
        if (at == NULL || kind_any(&at->kind))
            return (struct feel_kind){ 0 };
        element = &at->kind;
        for (size_t m = 0; element->type == FEEL_CONTEXT && m < element->n;
             m++)
            if (str_eq(element->names[m], n->names[0]))
                return element->members[m];
        if (element->type == FEEL_CONTEXT && element->names == NULL)
            return (struct feel_kind){ 0 };
    }
    if (n->n > 0)
        return check_node(c, env, n->kids[0]);
    if (element != NULL)
        return member_of(c, n, element, n->names[0]);
    return (struct feel_kind){ 0 };
}
