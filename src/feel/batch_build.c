/* From rules to the vector program: truth values. */
#include "batch_build.h"

/* Codes of a column whose verdicts are put into a table. */
#define TABLE_MAX 4096
/* A longer program is not worth it. */
#define CODE_MAX 4000

/* --- pieces --- */

struct instr *
build_emit(struct builder *w, enum batch_op op)
{
    struct instr *i = VEC_PUSH(w->a, &w->code);

    *i = (struct instr){ .op = op,
        .to = w->n_regs++,
        .a = NO_REG,
        .b = NO_REG,
        .c = NO_REG,
        .live = w->live };
    return i;
}

size_t
build_tri(struct builder *w, uint8_t tri)
{
    struct instr *i = build_emit(w, BATCH_FILL_TRI);

    i->n = tri;
    return i->to;
}

size_t
build_row(struct builder *w)
{
    w->whole = false;
    return build_tri(w, TRI_ROW);
}

static struct reach
reach_join(struct reach x, struct reach y)
{
    if (x.n == 0 || y.n == 0)
        return x.n == 0 ? y : x;
    if (x.n == 1 && y.n == 1 && x.column == y.column)
        return x;
    return (struct reach){ .n = 2 };
}

struct reach
batch_reach(const struct feel_batch *b, size_t rule, const struct node *n)
{
    struct reach all = { 0 };

    if (n == NULL)
        return all;
    if (n->kind == N_FACT) {
        const struct fact_ref *ref = &b->rules[rule].refs[n->index];

        if (ref->kind == REF_RULE)
            return b->rules[ref->at].reach;
        if (ref->kind == REF_COLUMN &&
            b->setup.columns[ref->at].kind != FEEL_COLUMN_ONE)
            all = (struct reach){ .n = 1, .column = ref->at };
        return all;
    }
    for (size_t i = 0; i < n->n && all.n < 2; i++)
        all = reach_join(all, batch_reach(b, rule, n->kids[i]));
    return all;
}

enum status
build_value(struct builder *w, const struct node *n, size_t column,
    const struct feel_value *v, struct feel_value *ret)
{
    struct row_source from = {
        .probing = true, .column = column, .value = v
    };

    return batch_part_value(w->a, w->b, w->rule, n, &from, ret, w->err);
}

/* --- one column of few values: a table --- */

static bool
table(struct builder *w, const struct node *n, size_t column, size_t *ret)
{
    const struct feel_column *c = &w->b->setup.columns[column];
    bool is_boolean = c->kind == FEEL_COLUMN_BOOLEAN;
    size_t size = is_boolean ? 2 : c->codes.n;
    uint8_t *t;
    struct instr *i;

    if ((!is_boolean && c->kind != FEEL_COLUMN_CODE) || size > TABLE_MAX)
        return false;
    t = arena_alloc(w->a, size + 1);
    for (size_t k = 0; k <= size; k++) {
        struct feel_value in = feel_null(), out = feel_null();

        if (k < size)
            in = is_boolean ? feel_boolean(k == 1)
                            : feel_string(c->codes.texts[k]);
        /* What fails here fails for the row, and is told there. */
        t[k] = build_value(w, n, column, k < size ? &in : NULL, &out) == OK
            ? batch_tri(&out)
            : TRI_ROW;
    }
    i = build_emit(w, is_boolean ? BATCH_BY_BOOLEAN : BATCH_BY_CODE);
    i->column = column;
    i->table = t;
    i->n_table = size;
    *ret = i->to;
    return true;
}

/* --- and, or --- */

/* What a part costs a row: 0 little, 1 a look at a text, 2 a function. */
static int
cost(const struct builder *w, size_t rule, const struct node *n)
{
    int most = 0;

    if (n == NULL)
        return 0;
    if (n->kind == N_FACT) {
        const struct fact_ref *ref = &w->b->rules[rule].refs[n->index];

        if (ref->kind == REF_RULE)
            return cost(w, ref->at, w->b->rules[ref->at].expr->root);
        return ref->kind == REF_COLUMN &&
            w->b->setup.columns[ref->at].kind == FEEL_COLUMN_TEXT;
    }
    if (n->kind == N_CALL_NATIVE)
        most = 2;
    for (size_t i = 0; i < n->n && most < 2; i++) {
        int one = cost(w, rule, n->kids[i]);

        most = one > most ? one : most;
    }
    return most;
}

static size_t
two(struct builder *w, enum batch_op op, size_t x, size_t y)
{
    struct instr *i = build_emit(w, op);

    i->a = x;
    i->b = y;
    return i->to;
}

size_t
build_join(struct builder *w, bool is_and, size_t x, size_t y)
{
    return two(w, is_and ? BATCH_AND : BATCH_OR, x, y);
}

/* The cheap parts first; what costs more only looks at rows that those before
 * leave open. */
static size_t
logic(struct builder *w, const struct node *n)
{
    bool is_and = n->kind == N_AND;
    size_t all = NO_REG, before = w->live;

    for (int price = 0; price <= 2; price++) {
        for (size_t i = 0; i < n->n; i++) {
            size_t one;

            if (cost(w, w->rule, n->kids[i]) != price)
                continue;
            if (price > 0 && all != NO_REG)
                w->live = two(w, is_and ? BATCH_LIVE_AND : BATCH_LIVE_OR,
                    all, before);
            one = build_truth(w, n->kids[i]);
            all = all == NO_REG ? one : build_join(w, is_and, all, one);
        }
    }
    w->live = before;
    return all;
}

/* --- in --- */

static size_t
against_value(struct builder *w, const struct operand *x,
    const struct feel_value *v, bool in_list);

/* As feel_in_range. */
static size_t
against_range(struct builder *w, const struct operand *x,
    const struct feel_range *r)
{
    struct operand low = build_constant(&r->low);
    struct operand high = build_constant(&r->high);
    size_t a, b;

    if (r->form == FEEL_RANGE_EQ || r->form == FEEL_RANGE_NE)
        return build_compare(
            w, r->form == FEEL_RANGE_EQ ? OP_EQ : OP_NE, x, &low);
    if (r->form == FEEL_RANGE_LT || r->form == FEEL_RANGE_LE)
        return build_compare(w, r->high_closed ? OP_LE : OP_LT, x, &high);
    a = build_compare(w, r->low_closed ? OP_GE : OP_GT, x, &low);
    if (r->form == FEEL_RANGE_GT || r->form == FEEL_RANGE_GE)
        return a;
    b = build_compare(w, r->high_closed ? OP_LE : OP_LT, x, &high);
    return build_join(w, true, a, b);
}

static size_t
against_list(struct builder *w, const struct operand *x,
    const struct feel_value *v)
{
    size_t any = build_tri(w, TRI_FALSE);

    for (size_t i = 0; i < v->list.n; i++)
        any = build_join(
            w, false, any, against_value(w, x, &v->list.items[i], true));
    return any;
}

static size_t
against_value(struct builder *w, const struct operand *x,
    const struct feel_value *v, bool in_list)
{
    struct operand y;

    if (v->type == FEEL_RANGE)
        return against_range(w, x, v->range);
    if (v->type == FEEL_LIST)
        return in_list || v->list.n > 64 ? build_row(w)
                                         : against_list(w, x, v);
    y = build_constant(v);
    if (y.type == VEC_ROW || y.type == VEC_UNKNOWN)
        return build_row(w);
    return build_compare(w, OP_EQ, x, &y);
}

static size_t
in(struct builder *w, const struct node *n)
{
    struct operand x = build_operand(w, n->kids[0]);
    size_t any = NO_REG;

    if (x.type == VEC_ROW || x.type == VEC_NULL || x.type == VEC_UNKNOWN)
        return build_row(w);
    for (size_t i = 1; i < n->n; i++) {
        const struct node *test = n->kids[i];
        bool is_test = test->kind == N_TEST;
        const struct node *part = is_test ? test->kids[0] : test;
        struct feel_value v;
        size_t one;

        if (test->uses_input || part->uses_input ||
            test->kind == N_TEST_ALL || test->kind == N_TEST_NOT)
            return build_row(w);
        if (is_test) {
            struct operand y = build_operand(w, part);

            one = build_compare(w, test->op, &x, &y);
        } else {
            if (batch_reach(w->b, w->rule, part).n > 0 ||
                build_value(w, part, NO_REG, NULL, &v) != OK)
                return build_row(w);
            one = against_value(w, &x, &v, false);
        }
        any = any == NO_REG ? one : build_join(w, false, any, one);
    }
    return any;
}

/* --- any truth value --- */

static size_t
compare(struct builder *w, const struct node *n)
{
    struct operand x = build_operand(w, n->kids[0]);
    struct operand y = build_operand(w, n->kids[1]);

    return build_compare(w, n->op, &x, &y);
}

static size_t
between(struct builder *w, const struct node *n)
{
    struct operand x = build_operand(w, n->kids[0]);
    struct operand low = build_operand(w, n->kids[1]);
    struct operand high = build_operand(w, n->kids[2]);
    size_t a = build_compare(w, OP_GE, &x, &low);

    return build_join(w, true, a, build_compare(w, OP_LE, &x, &high));
}

/* A rule that was built in a place where the same rows matter is not built
 * again. */
static size_t
rule_truth(struct builder *w, size_t rule)
{
    struct built *known = &w->built[rule];
    size_t before = w->rule, reg;

    if (known->there && (known->live == NO_REG || known->live == w->live)) {
        w->whole = w->whole && known->whole;
        return known->reg;
    }

    bool outer = w->whole;

    w->rule = rule;
    w->whole = true;
    reg = build_truth(w, w->b->rules[rule].expr->root);
    *known = (struct built){
        .there = true, .whole = w->whole, .live = w->live, .reg = reg
    };
    w->whole = w->whole && outer;
    w->rule = before;
    return reg;
}

static size_t
call(struct builder *w, const struct node *n)
{
    struct operand x;
    struct instr *i;

    if (n->kind != N_CALL_BUILTIN)
        return build_row(w);
    if (n->n == 1 && str_eq(n->builtin->name, STR("not"))) {
        size_t a = build_truth(w, n->kids[0]);

        i = build_emit(w, BATCH_NOT);
        i->a = a;
        return i->to;
    }
    if (n->pattern == NULL)
        return build_row(w);
    x = build_operand(w, n->kids[0]);
    if (x.type != VEC_TEXT || x.constant)
        return build_row(w);
    i = build_emit(w, BATCH_PATTERN);
    i->a = x.reg;
    i->pattern = n->pattern;
    return i->to;
}

static size_t
choice(struct builder *w, const struct node *n)
{
    size_t c = build_truth(w, n->kids[0]);
    size_t x = build_truth(w, n->kids[1]);
    size_t y = build_truth(w, n->kids[2]);
    struct instr *i = build_emit(w, BATCH_CHOOSE_TRI);

    i->a = x;
    i->b = y;
    i->c = c;
    return i->to;
}

size_t
build_truth(struct builder *w, const struct node *n)
{
    const struct batch_rule *rule = &w->b->rules[w->rule];
    struct reach reach = batch_reach(w->b, w->rule, n);
    size_t reg;

    if (w->code.n > CODE_MAX || rule->expr->as_dmn)
        return build_row(w);
    if (reach.n == 0) {
        struct feel_value v = feel_null();

        if (build_value(w, n, NO_REG, NULL, &v) != OK)
            return build_row(w);

        uint8_t tri = batch_tri(&v);

        return tri == TRI_ROW ? build_row(w) : build_tri(w, tri);
    }
    if (reach.n == 1 && table(w, n, reach.column, &reg))
        return reg;
    switch (n->kind) {
    case N_FACT:
        if (rule->refs[n->index].kind == REF_RULE)
            return rule_truth(w, rule->refs[n->index].at);
        return build_row(w);
    case N_AND:
    case N_OR:
        return logic(w, n);
    case N_COMPARE:
        return compare(w, n);
    case N_BETWEEN:
        return between(w, n);
    case N_IN:
        return in(w, n);
    case N_IF:
        return choice(w, n);
    case N_CALL_BUILTIN:
        return call(w, n);
    default:
        return build_row(w);
    }
}

/* --- all rules --- */

static void
need(bool *needed, size_t reg)
{
    if (reg != NO_REG)
        needed[reg] = true;
}

/* Drops what nothing asks for. */
static size_t
sweep(struct builder *w)
{
    bool *needed = arena_new_array(w->a, bool, w->n_regs + 1);
    bool *keep = arena_new_array(w->a, bool, w->code.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < w->b->n_rules; i++)
        need(needed, w->b->rules[i].reg);
    for (size_t at = w->code.n; at-- > 0;) {
        const struct instr *i = &w->code.p[at];

        keep[at] = needed[i->to];
        if (!keep[at])
            continue;
        need(needed, i->a);
        need(needed, i->b);
        need(needed, i->c);
        need(needed, i->live);
        for (size_t p = 0; p < i->n_args; p++)
            need(needed, i->args[p]);
    }
    for (size_t at = 0; at < w->code.n; at++)
        if (keep[at])
            w->code.p[n++] = w->code.p[at];
    return n;
}

enum status
batch_build(struct arena *a, struct feel_batch *b, struct err *err)
{
    struct err ignored;
    struct builder w = {
        .a = a, .b = b, .err = &ignored, .live = NO_REG
    };

    (void)err;
    w.built = arena_new_array(a, struct built, b->n_rules + 1);
    w.columns = arena_new_array(a, struct loaded, b->setup.n_columns + 1);
    for (size_t i = 0; i < b->n_rules; i++) {
        if (!b->rules[i].wanted)
            continue;
        w.rule = i;
        w.whole = true;
        b->rules[i].reg = build_truth(&w, b->rules[i].expr->root);
        b->rules[i].whole = w.whole;
        w.built[i] = (struct built){ .there = true,
            .whole = w.whole,
            .live = NO_REG,
            .reg = b->rules[i].reg };
    }
    b->n_code = sweep(&w);
    b->code = w.code.p;
    b->n_regs = w.n_regs;
    return OK;
}
