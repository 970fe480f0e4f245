/* Many cases, given one by one, as columns. */
#include "pack/batch.h"

#include "judge.h"
#include "load.h"

/* Fewer are judged as quickly one by one. */
#define FEW 8

struct gathering {
    struct arena *a;
    const struct pack *p;
    const struct pack_facts *facts;
    size_t n;
    VEC_OF(struct str) names;
    VEC_OF(const struct pack_rule *) seen;
    VEC_OF(struct feel_column) columns;
};

/* --- which facts rules use --- */

static void
add_name(struct gathering *g, struct str name)
{
    if (pack_reading(g->p, name) != NULL || str_eq(name, STR("今日")) ||
        pack_parameter(g->p, name, &(int64_t){ 0 }, NULL) == OK ||
        (str_eq(name, STR("基准日")) && !day_is_none(g->facts->reference)))
        return;
    for (size_t i = 0; i < g->names.n; i++)
        if (str_eq(g->names.p[i], name))
            return;
    *VEC_PUSH(g->a, &g->names) = name;
}

static void
add_names(struct gathering *g, const struct pack_rule *r)
{
    for (size_t i = 0; i < g->seen.n; i++)
        if (g->seen.p[i] == r)
            return;
    *VEC_PUSH(g->a, &g->seen) = r;
    for (size_t i = 0; i < r->n_parts; i++)
        add_names(g, pack_rule(g->p, r->parts[i]));
    if (r->kind == RULE_ATTESTED)
        add_name(g, arena_join(g->a, STR(ATTESTED), r->name));
    for (size_t i = 0; r->expr != NULL && i < feel_used_count(r->expr); i++) {
        struct str name = feel_used(r->expr, i);
        const struct pack_rule *inner = pack_rule(g->p, name);

        if (inner != NULL)
            add_names(g, inner);
        else
            add_name(g, name);
    }
}

/* --- columns of values --- */

/* The kind all known values share. */
static enum feel_column_kind
kind_of(const struct feel_value *values, const uint8_t *known, size_t n)
{
    enum feel_column_kind kind = FEEL_COLUMN_VALUE;
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        const struct feel_value *v = &values[i];
        enum feel_column_kind one = FEEL_COLUMN_VALUE;
        int64_t whole;

        if ((known[i / 8] >> (i % 8) & 1) == 0)
            continue;
        if (v->type == FEEL_BOOLEAN)
            one = FEEL_COLUMN_BOOLEAN;
        else if (v->type == FEEL_STRING)
            one = FEEL_COLUMN_TEXT;
        else if (v->type == FEEL_DATE && v->date_high == 0)
            one = FEEL_COLUMN_DAY;
        else if (feel_to_int(v, &whole))
            one = FEEL_COLUMN_INT;
        if (one == FEEL_COLUMN_VALUE || (any && one != kind))
            return FEEL_COLUMN_VALUE;
        kind = one;
        any = true;
    }
    return kind;
}

static void
fill_data(struct arena *a, struct feel_column *c,
    const struct feel_value *values, size_t n)
{
    int64_t *ints = NULL;
    int32_t *days = NULL;
    uint8_t *booleans = NULL;
    struct str *texts = NULL;

    if (c->kind == FEEL_COLUMN_INT)
        c->ints = ints = arena_new_array(a, int64_t, n);
    else if (c->kind == FEEL_COLUMN_DAY)
        c->days = days = arena_new_array(a, int32_t, n);
    else if (c->kind == FEEL_COLUMN_BOOLEAN)
        c->booleans = booleans = arena_alloc(a, n);
    else if (c->kind == FEEL_COLUMN_TEXT)
        c->texts = texts = arena_new_array(a, struct str, n);
    else
        c->values = values;
    for (size_t i = 0; i < n && c->kind != FEEL_COLUMN_VALUE; i++) {
        if ((c->known[i / 8] >> (i % 8) & 1) == 0)
            continue;
        if (ints != NULL)
            (void)feel_to_int(&values[i], &ints[i]);
        else if (days != NULL)
            days[i] = values[i].date.n;
        else if (booleans != NULL)
            booleans[i] = values[i].boolean;
        else if (texts != NULL)
            texts[i] = values[i].string;
    }
}

static void
add_column(struct gathering *g, struct str name)
{
    struct feel_value *values = arena_new_array(
        g->a, struct feel_value, g->n);
    uint8_t *known = arena_alloc(g->a, g->n / 8 + 1);
    struct feel_column c = { .name = name, .known = known };

    for (size_t i = 0; i < g->n; i++) {
        struct judge j = judge_of(g->a, g->p, &g->facts[i], NULL);

        if (judge_given(&j, name, &values[i]))
            known[i / 8] |= (uint8_t)(1 << (i % 8));
    }
    c.kind = kind_of(values, known, g->n);
    fill_data(g->a, &c, values, g->n);
    *VEC_PUSH(g->a, &g->columns) = c;
}

/* --- the way in --- */

/* A case may say what the pack says too, and is believed then: such a case
 * is judged by itself. */
static bool
overrides(const struct pack *p, const struct json *o)
{
    for (size_t i = 0; o != NULL && i < o->n; i++)
        if (pack_rule(p, o->keys[i]) != NULL ||
            pack_reading(p, o->keys[i]) != NULL ||
            pack_parameter(p, o->keys[i], &(int64_t){ 0 }, NULL) == OK)
            return true;
    return false;
}

static bool
same_keys(const struct json *x, const struct json *y)
{
    if (x == NULL || y == NULL || x->n != y->n)
        return x == y;
    for (size_t i = 0; i < x->n; i++)
        if (!str_eq(x->keys[i], y->keys[i]))
            return false;
    return true;
}

static bool
any_overrides(const struct pack *p, const struct pack_facts *facts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct pack_facts *f = &facts[i];

        if ((i == 0 || !same_keys(f->extra, f[-1].extra)) &&
            overrides(p, f->extra))
            return true;
        if ((i == 0 || !same_keys(f->answers, f[-1].answers)) &&
            overrides(p, f->answers))
            return true;
    }
    return false;
}

static enum status
one_by_one(struct arena *a, const struct pack *p, const struct str *rules,
    size_t n_rules, const struct pack_facts *facts, size_t n,
    enum outcome *const *out, struct err *err)
{
    for (size_t k = 0; k < n_rules; k++) {
        const struct pack_rule *r = pack_rule(p, rules[k]);

        if (r == NULL || r->kind == RULE_VALUE)
            return err_set(err, ERR_NOT_FOUND,
                "政策包“" STR_FMT "”没有条件“" STR_FMT "”", STR_ARG(p->id),
                STR_ARG(rules[k]));
        for (size_t i = 0; i < n; i++) {
            struct judge j = judge_of(a, p, &facts[i], err);
            const struct feel_missing *missing;

            TRY(judge_outcome(&j, r, &out[k][i], &missing));
        }
    }
    return OK;
}

enum status
pack_judge_many(struct arena *a, const struct pack *p,
    const struct str *rules, size_t n_rules, const struct pack_facts *facts,
    size_t n, enum outcome *const *out, struct err *err)
{
    struct gathering g = { .a = a, .p = p, .facts = facts, .n = n };
    const struct pack_batch *b = NULL;
    struct pack_batch_case c;
    struct feel_batch_counts counts;
    uint8_t **verdicts;
    struct err first;

    if (n < FEW || any_overrides(p, facts, n))
        return one_by_one(a, p, rules, n_rules, facts, n, out, err);
    c = (struct pack_batch_case){ .readings = facts[0].readings,
        .reference = facts[0].reference,
        .now_us = facts[0].now_us,
        .holidays = facts[0].holidays };
    for (size_t k = 0; k < n_rules; k++)
        if (pack_rule(p, rules[k]) != NULL)
            add_names(&g, pack_rule(p, rules[k]));
    for (size_t i = 0; i < g.names.n; i++)
        add_column(&g, g.names.p[i]);
    TRY(pack_batch_new(a, p, &c, g.columns.p, g.columns.n, rules, n_rules, &b,
        err));
    verdicts = arena_new_array(a, uint8_t *, n_rules + 1);
    for (size_t k = 0; k < n_rules; k++)
        verdicts[k] = arena_alloc(a, n);
    pack_batch_run(b, g.columns.p, 0, n, verdicts, &counts, &first);
    if (counts.failed > 0)
        return err_set(err, first.code, "%s", first.text);
    for (size_t k = 0; k < n_rules; k++)
        for (size_t i = 0; i < n; i++)
            out[k][i] = verdicts[k][i] == FEEL_TRUE ? MET
                : verdicts[k][i] == FEEL_FALSE      ? NOT_MET
                                                    : UNDECIDED;
    return OK;
}
