/* Rules over columns. */
#include "pack/batch.h"

#include "functions.h"
#include "judge.h"
#include "load.h"

#include <string.h>

#define JOIN_BYTES ((size_t)64 << 10)

struct pack_batch {
    struct function_context fn; /* the functions see it */
    const struct feel_batch *feel;
    size_t n_columns, n_more;   /* of the caller; of the pack, behind them */
    const struct feel_column *more;
    size_t n_all;               /* rules set up */
    size_t *at;                 /* by rule asked for: its place among them */
    size_t n_rules;
};

struct making {
    struct arena *a;
    const struct pack *p;
    struct pack_batch *b;
    VEC_OF(struct feel_column) columns;
    VEC_OF(struct feel_batch_rule) rules;
    struct err *err;
};

/* --- columns --- */

static bool
has_column(const struct making *m, struct str name)
{
    for (size_t i = 0; i < m->columns.n; i++)
        if (str_eq(m->columns.p[i].name, name))
            return true;
    return false;
}

static enum status
add_one(struct making *m, struct str name, struct feel_value v)
{
    if (has_column(m, name))
        return err_set(m->err, ERR_INPUT,
            "列“" STR_FMT "”与政策包自有的事实同名，请改用其他名称",
            STR_ARG(name));
    *VEC_PUSH(m->a, &m->columns) = (struct feel_column){
        .name = name, .kind = FEEL_COLUMN_ONE, .one = v
    };
    return OK;
}

static struct feel_value
reading_value(const struct pack_reading *r, const struct json *readings)
{
    const struct json *v = readings != NULL && readings->type == JSON_OBJECT
        ? json_get(readings, r->name)
        : NULL;

    if (v != NULL && v->type == JSON_TEXT && v->s.n > 0)
        return feel_string(v->s);
    return feel_string(r->chosen);
}

/* What the pack itself and the case know, as judging has it. */
static enum status
add_constants(struct making *m, const struct pack_batch_case *c)
{
    const struct pack *p = m->p;

    if (!day_is_none(c->reference))
        TRY(add_one(m, STR("基准日"), feel_date(c->reference)));
    TRY(add_one(m, STR("今日"), feel_date(day_of_us(c->now_us))));
    for (size_t i = 0; i < p->n_readings; i++)
        TRY(add_one(m, p->readings[i].name,
            reading_value(&p->readings[i], c->readings)));
    for (size_t i = 0; i < p->n_parameters; i++) {
        int64_t value = 0;

        TRY(pack_parameter(p, p->parameters[i].name, &value, m->err));
        TRY(add_one(m, p->parameters[i].name, feel_int(value)));
    }
    for (size_t i = 0; i < p->n_rules; i++)
        if (has_column(m, p->rules[i].name))
            return add_one(m, p->rules[i].name, feel_null());
    return OK;
}

/* --- rules --- */

static enum status add_rule(struct making *m, const struct pack_rule *r);

/* "甲 and 乙 and 丙" of names. */
static enum status
joined(struct making *m, const struct str *names, size_t n, const char *sign,
    const char *empty, const struct feel_expr **ret)
{
    struct feel_scope *scope = feel_scope_new(m->a);
    struct buf b;

    buf_init(&b, m->a, JOIN_BYTES);
    if (n == 0)
        buf_str(&b, str_of(empty));
    for (size_t i = 0; i < n; i++) {
        feel_scope_name(scope, names[i], FEEL_NULL);
        if (i > 0)
            buf_str(&b, str_of(sign));
        buf_str(&b, names[i]);
    }

    struct str text;

    TRY(buf_done(&b, &text, m->err));
    return feel_compile(m->a, text, scope, NULL, ret, m->err);
}

static enum status
expression(struct making *m, const struct pack_rule *r,
    const struct feel_expr **ret)
{
    struct str name;

    switch (r->kind) {
    case RULE_FEEL:
    case RULE_VALUE:
        *ret = r->expr;
        for (size_t i = 0; i < feel_used_count(r->expr); i++) {
            const struct pack_rule *inner =
                pack_rule(m->p, feel_used(r->expr, i));

            if (inner != NULL)
                TRY(add_rule(m, inner));
        }
        return OK;
    case RULE_ATTESTED:
        name = arena_join(m->a, STR(ATTESTED), r->name);
        return joined(m, &name, 1, "", "", ret);
    case RULE_ALL:
    case RULE_ANY:
        for (size_t i = 0; i < r->n_parts; i++)
            TRY(add_rule(m, pack_rule(m->p, r->parts[i])));
        return joined(m, r->parts, r->n_parts,
            r->kind == RULE_ALL ? " and " : " or ",
            r->kind == RULE_ALL ? "true" : "false", ret);
    }
    return OK;
}

static size_t
rule_at(const struct making *m, struct str name)
{
    size_t i = 0;

    while (i < m->rules.n && !str_eq(m->rules.p[i].name, name))
        i++;
    return i;
}

/* Behind the rules it names; the pack has no cycles. */
static enum status
add_rule(struct making *m, const struct pack_rule *r)
{
    const struct feel_expr *x = NULL;

    if (rule_at(m, r->name) < m->rules.n)
        return OK;
    TRY(expression(m, r, &x));
    *VEC_PUSH(m->a, &m->rules) = (struct feel_batch_rule){
        .name = r->name, .expr = x, .verdict = r->kind != RULE_VALUE
    };
    return OK;
}

static enum status
add_wanted(struct making *m, const struct str *rules, size_t n)
{
    m->b->at = arena_new_array(m->a, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct pack_rule *r = pack_rule(m->p, rules[i]);

        if (r == NULL || r->kind == RULE_VALUE)
            return err_set(m->err, ERR_NOT_FOUND,
                "政策包“" STR_FMT "”没有条件“" STR_FMT "”", STR_ARG(m->p->id),
                STR_ARG(rules[i]));
        TRY(add_rule(m, r));
        m->b->at[i] = rule_at(m, r->name);
        m->rules.p[m->b->at[i]].wanted = true;
    }
    return OK;
}

/* --- the way in --- */

enum status
pack_batch_new(struct arena *a, const struct pack *p,
    const struct pack_batch_case *c, const struct feel_column *columns,
    size_t n_columns, const struct str *rules, size_t n_rules,
    const struct pack_batch **ret, struct err *err)
{
    struct pack_batch *b = arena_one(a, struct pack_batch);
    struct making m = { .a = a, .p = p, .b = b, .err = err };
    size_t n_kernels;
    const struct feel_batch_kernel *kernels = functions_kernels(a, &n_kernels);

    for (size_t i = 0; i < n_columns; i++)
        *VEC_PUSH(a, &m.columns) = columns[i];
    TRY(add_constants(&m, c));
    TRY(add_wanted(&m, rules, n_rules));
    b->fn = (struct function_context){ c->holidays, false };
    b->n_columns = n_columns;
    b->n_more = m.columns.n - n_columns;
    b->more = m.columns.p + n_columns;
    b->n_all = m.rules.n;
    b->n_rules = n_rules;
    TRY(feel_batch_new(a,
        &(struct feel_batch_setup){ .columns = m.columns.p,
            .n_columns = m.columns.n,
            .rules = m.rules.p,
            .n_rules = m.rules.n,
            .kernels = kernels,
            .n_kernels = n_kernels,
            .arg = &b->fn,
            .now_us = c->now_us },
        &b->feel, err));
    *ret = b;
    return OK;
}

void
pack_batch_run(const struct pack_batch *b, const struct feel_column *columns,
    size_t from, size_t n, uint8_t *const *out,
    struct feel_batch_counts *ret, struct err *err)
{
    struct arena *a = arena_new("pack batch");
    struct feel_column *all =
        arena_new_array(a, struct feel_column, b->n_columns + b->n_more + 1);
    uint8_t **outs = arena_new_array(a, uint8_t *, b->n_all + 1);

    for (size_t i = 0; i < b->n_columns; i++)
        all[i] = columns[i];
    for (size_t i = 0; i < b->n_more; i++)
        all[b->n_columns + i] = b->more[i];
    for (size_t i = 0; i < b->n_rules; i++)
        outs[b->at[i]] = out[i];
    feel_batch_run(b->feel, all, from, n, outs, ret, err);
    /* A rule that was asked for twice is judged once. */
    for (size_t i = 0; i < b->n_rules; i++)
        if (out[i] != NULL && outs[b->at[i]] != out[i])
            memcpy(out[i], outs[b->at[i]], n);
    arena_free(a);
}
