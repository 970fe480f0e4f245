/* What the names of a pack are - types, units, choices, bounds - and the
 * mistakes in its expressions that show by them, before any case is judged. */
#include "functions.h"
#include "load_dmn.h"

#include <stdio.h>
#include "pack/accepted.h"

/* How far the kind of a rule is known. */
enum known { UNSEEN, SEEING, SEEN };

struct types {
    struct arena *a;
    const struct pack *p;
    struct feel_check check;
    enum known *known;        /* by rule */
    struct feel_kind *kinds;  /* of values, by rule */
    const struct fact_name *names;
    size_t n_names;
};

#define KIND(t) ((struct feel_kind){ .type = (t) })

/* --- fields --- */

static void
set_choices(struct arena *a, const struct pack_option *options, size_t n,
    struct feel_kind *ret)
{
    struct str *choices = arena_new_array(a, struct str, n + 1);

    for (size_t i = 0; i < n; i++)
        choices[i] = options[i].value;
    ret->choices = choices;
    ret->n_choices = n;
}

static struct feel_kind
number_field(const struct pack_field *f)
{
    struct feel_kind k = KIND(FEEL_NUMBER);
    bool money = f->type == FIELD_MONEY_FEN;

    k.unit = money ? STR("分") : f->unit;
    k.has_low = true;
    k.low = f->min;
    k.has_high = f->has_max;
    k.high = f->max;
    return k;
}

struct feel_kind
field_kind(struct arena *a, const struct pack_field *f)
{
    struct feel_kind k = KIND(field_feel_type(f->type));
    struct feel_kind of = KIND(FEEL_STRING);

    switch (f->type) {
    case FIELD_INTEGER:
    case FIELD_MONEY_FEN:
        return number_field(f);
    case FIELD_ONE_OF:
        if (!f->other)
            set_choices(a, f->options, f->n_options, &k);
        return k;
    case FIELD_MANY_OF:
        if (!f->other)
            set_choices(a, f->options, f->n_options, &of);
        break;
    case FIELD_FILE:
        break;
    case FIELD_ROWS: {
        struct str *names = arena_new_array(a, struct str, f->n_columns + 1);
        struct feel_kind *members =
            arena_new_array(a, struct feel_kind, f->n_columns + 1);

        for (size_t i = 0; i < f->n_columns; i++) {
            names[i] = f->columns[i].name;
            members[i] = field_kind(a, &f->columns[i]);
        }
        of = KIND(FEEL_CONTEXT);
        of.names = names;
        of.members = members;
        of.n = f->n_columns;
        break;
    }
    default:
        return k;
    }
    k.of = arena_dup(a, &of, sizeof(of));
    return k;
}

/* --- other facts --- */

/* Names of procedures, or of their channels: what 事项 and 渠道 may be. */
static void
procedure_choices(
    struct arena *a, const struct pack *p, bool channels, struct feel_kind *k)
{
    VEC_OF(struct str) all = { 0 };

    for (size_t i = 0; i < p->n_procedures; i++) {
        const struct pack_procedure *one = &p->procedures[i];

        if (!channels)
            *VEC_PUSH(a, &all) = one->name;
        for (size_t c = 0; channels && c < one->n_channels; c++)
            *VEC_PUSH(a, &all) = one->channels[c].name;
    }
    k->choices = all.p;
    k->n_choices = all.n;
}

static bool
provided_kind(struct types *t, struct str name, struct feel_kind *ret)
{
    size_t n;
    const struct known_fact *known = known_facts(&n);

    for (size_t i = 0; i < n; i++) {
        if (!str_eq(name, str_of(known[i].name)))
            continue;
        *ret = KIND(known[i].type);
        ret->has_low = known[i].type == FEEL_NUMBER;
        if (known[i].unit != NULL)
            ret->unit = str_of(known[i].unit);
        if (str_eq(name, STR("渠道")))
            procedure_choices(t->a, t->p, true, ret);
        else if (str_eq(name, STR("事项")))
            procedure_choices(t->a, t->p, false, ret);
        return true;
    }
    return false;
}

static bool
pack_kind(struct types *t, struct str name, struct feel_kind *ret)
{
    const struct pack *p = t->p;
    const struct pack_reading *reading = pack_reading(p, name);

    for (size_t i = 0; i < p->n_parameters; i++) {
        const struct pack_parameter *q = &p->parameters[i];

        if (!str_eq(q->name, name))
            continue;
        /* its value is that of today: rules are written for any */
        *ret = KIND(FEEL_NUMBER);
        ret->unit = q->unit;
        return true;
    }
    for (size_t i = 0; i < p->n_facts; i++) {
        if (!str_eq(p->facts[i].name, name))
            continue;
        *ret = KIND(p->facts[i].type);
        ret->unit = p->facts[i].unit;
        return true;
    }
    if (reading == NULL)
        return false;
    *ret = KIND(FEEL_STRING);
    set_choices(t->a, reading->options, reading->n_options, ret);
    return true;
}

/* --- rules --- */

static void
find_rule_kind(struct types *t, size_t i)
{
    const struct pack_rule *r = &t->p->rules[i];
    const struct feel_fault *faults;
    size_t n;

    if (t->known[i] != UNSEEN)
        return; /* SEEING: a cycle, which is told elsewhere */
    t->known[i] = SEEING;
    if (r->kind != RULE_VALUE)
        t->kinds[i] = KIND(FEEL_BOOLEAN);
    else if (r->model != NULL)
        t->kinds[i] = r->model->kind;
    else if (r->expr != NULL)
        feel_check(
            t->a, r->expr, &t->check, &t->kinds[i], &faults, &n);
    t->known[i] = SEEN;
}

/* feel_check.kind; arg is a struct types. */
static bool
name_kind(struct str name, struct feel_kind *ret, void *arg)
{
    struct types *t = arg;
    const struct pack *p = t->p;

    for (size_t i = 0; i < t->n_names; i++) {
        if (t->names[i].field == NULL || !str_eq(t->names[i].name, name))
            continue;
        *ret = field_kind(t->a, t->names[i].field);
        return true;
    }
    if (provided_kind(t, name, ret) || pack_kind(t, name, ret))
        return true;
    for (size_t i = 0; i < p->n_rules; i++) {
        if (!str_eq(p->rules[i].name, name))
            continue;
        find_rule_kind(t, i);
        *ret = t->kinds[i];
        return true;
    }
    if (!str_starts(name, STR(ATTESTED)) &&
        !str_starts(name, STR(PACK_ALL_SEEN)))
        return false;
    *ret = KIND(FEEL_BOOLEAN);
    return true;
}

struct types *
types_new(struct arena *a, const struct pack *p)
{
    struct types *t = arena_one(a, struct types);

    t->a = a;
    t->p = p;
    t->check.kind = name_kind;
    t->check.arg = t;
    t->check.functions = function_signatures(&t->check.n_functions);
    t->known = arena_new_array(a, enum known, p->n_rules + 1);
    t->kinds = arena_new_array(a, struct feel_kind, p->n_rules + 1);
    t->names = fact_names(a, p, &t->n_names);
    return t;
}

struct feel_kind
types_kind(struct types *t, struct str name)
{
    struct feel_kind k = { 0 };

    return name_kind(name, &k, t) ? k : (struct feel_kind){ 0 };
}

const struct feel_check *
types_check(const struct types *t)
{
    return &t->check;
}

/* --- all expressions --- */

static void
check_use_types(
    struct load *l, const struct types *t, const struct feel_use *use)
{
    const struct feel_fault *faults;
    struct feel_kind kind;
    char where[48];
    size_t n;

    feel_check(l->tmp, *use->ret, types_check(t), &kind, &faults, &n);
    for (size_t i = 0; i < n; i++) {
        snprintf(where, sizeof(where), "%zu:%zu", faults[i].line,
            faults[i].column);
        if (faults[i].warning)
            problem_warning(&l->problems, feel_place(l, use, where), STR_FMT,
                STR_ARG(faults[i].text));
        else
            problem_error(&l->problems, feel_place(l, use, where), STR_FMT,
                STR_ARG(faults[i].text));
    }
    if (use->kind == USE_CONDITION && kind.type != FEEL_BOOLEAN &&
        kind.type != FEEL_NULL)
        problem_error(&l->problems, feel_place(l, use, "1:1"),
            "条件应得出是或否，这个表达式得出%s：请写成比较，或改用 value",
            feel_type_zh(kind.type));
}

void
check_types(struct load *l)
{
    struct types *t = types_new(l->tmp, l->pack);

    for (size_t i = 0; i < l->feels.n; i++)
        if (*l->feels.p[i].ret != NULL)
            check_use_types(l, t, &l->feels.p[i]);
}
