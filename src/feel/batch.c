/* Batches: set up, run in blocks. */
#include "batch_form.h"

#include <string.h>

/* Rows given to the ordinary evaluator between two resets of its memory. */
#define ROWS_AT_ONCE 64

/* --- setting up --- */

/* What the names of an expression stand for: columns, then rules before. */
static const struct fact_ref *
refs_of(struct arena *a, const struct feel_batch_setup *s, size_t rule)
{
    const struct feel_expr *x = s->rules[rule].expr;
    struct fact_ref *refs = arena_new_array(a, struct fact_ref, x->n_facts + 1);

    for (size_t i = 0; i < x->n_facts; i++) {
        for (size_t k = rule; k-- > 0 && refs[i].kind == REF_MISSING;)
            if (str_eq(s->rules[k].name, x->facts[i]))
                refs[i] = (struct fact_ref){ REF_RULE, k };
        for (size_t k = 0; k < s->n_columns; k++) {
            if (str_eq(s->columns[k].name, x->facts[i])) {
                refs[i] = (struct fact_ref){ REF_COLUMN, k };
                break;
            }
        }
    }
    return refs;
}

enum status
feel_batch_new(struct arena *a, const struct feel_batch_setup *setup,
    const struct feel_batch **ret, struct err *err)
{
    struct feel_batch *b = arena_one(a, struct feel_batch);

    b->setup = *setup;
    b->setup.columns = arena_dup(
        a, setup->columns, setup->n_columns * sizeof(*setup->columns));
    b->setup.kernels = arena_dup(
        a, setup->kernels, setup->n_kernels * sizeof(*setup->kernels));
    if (setup->limits != NULL)
        b->setup.limits =
            arena_dup(a, setup->limits, sizeof(*setup->limits));
    b->n_rules = setup->n_rules;
    b->rules = arena_new_array(a, struct batch_rule, b->n_rules + 1);
    for (size_t i = 0; i < b->n_rules; i++) {
        struct batch_rule *r = &b->rules[i];

        r->expr = setup->rules[i].expr;
        r->verdict = setup->rules[i].verdict;
        r->wanted = setup->rules[i].wanted;
        r->refs = refs_of(a, setup, i);
        r->reach = batch_reach(b, i, r->expr->root);
        r->reg = NO_REG;
    }
    TRY(batch_build(a, b, err));
    *ret = b;
    return OK;
}

bool
feel_batch_is_whole(const struct feel_batch *b, size_t rule)
{
    return b->rules[rule].whole;
}

/* --- running --- */

struct run {
    const struct feel_batch *b;
    struct block block;
    struct feel_batch_counts counts;
    struct err *err;
    size_t singles;
};

static uint8_t
single(struct run *r, size_t rule, size_t row)
{
    struct row_source from = { .columns = r->block.columns, .row = row };
    struct feel_value v = feel_null();
    struct err err = { 0 };

    if (r->singles++ % ROWS_AT_ONCE == 0)
        arena_reset(r->block.tmp);
    r->counts.single++;
    if (batch_part_value(r->block.tmp, r->b, rule,
            r->b->rules[rule].expr->root, &from, &v, &err) != OK) {
        if (r->counts.failed++ == 0 && r->err != NULL)
            *r->err = err;
        return FEEL_ERROR;
    }
    if (v.type == FEEL_BOOLEAN)
        return v.boolean ? FEEL_TRUE : FEEL_FALSE;
    return feel_is_unknown(&v) ? FEEL_UNKNOWN : FEEL_ERROR;
}

/* Verdicts of a block; those left to the evaluator are asked for here. */
static void
give(struct run *r, size_t rule, uint8_t *out)
{
    const uint8_t *t = r->block.lanes[r->b->rules[rule].reg].tri;
    size_t counts[4] = { 0 };

    memcpy(out, t, r->block.n);
    for (size_t i = 0; i < r->block.n; i++)
        counts[t[i]]++;
    if (counts[TRI_ROW] > 0) {
        counts[TRI_ROW] = 0;
        for (size_t i = 0; i < r->block.n; i++) {
            if (t[i] != TRI_ROW)
                continue;
            out[i] = single(r, rule, r->block.from + i);
            counts[out[i]]++;
        }
    }
    for (size_t i = 0; i < 4; i++)
        r->counts.verdicts[i] += counts[i];
}

void
feel_batch_run(const struct feel_batch *b, const struct feel_column *columns,
    size_t from, size_t n, uint8_t *const *out,
    struct feel_batch_counts *ret, struct err *err)
{
    struct arena *a = arena_new("feel batch");
    struct run r = { .b = b,
        .block = { .a = a,
            .tmp = arena_new("feel batch rows"),
            .columns = columns },
        .err = err };

    if (err != NULL)
        *err = (struct err){ .code = OK };
    r.block.lanes = arena_new_array(a, struct lane, b->n_regs + 1);
    for (size_t done = 0; done < n; done += r.block.n) {
        r.block.from = from + done;
        r.block.n = n - done < FEEL_BATCH_BLOCK ? n - done : FEEL_BATCH_BLOCK;
        arena_reset(r.block.tmp);
        for (size_t i = 0; i < b->n_code; i++)
            batch_exec(&r.block, &b->code[i]);
        for (size_t i = 0; i < b->n_rules; i++)
            if (b->rules[i].wanted && out[i] != NULL)
                give(&r, i, out[i] + done);
    }
    arena_free(r.block.tmp);
    arena_free(a);
    if (ret != NULL)
        *ret = r.counts;
}
