/* From rules to the vector program: numbers, dates, texts. */
#include "batch_build.h"

#include "decimal.h"
#include "temporal.h"

/* Days that a comparison with a rising function is turned into: the years 1
 * to 9999. */
#define RISE_LOW (-719162)
#define RISE_HIGH 2932896

static struct operand
none(void)
{
    return (struct operand){ .type = VEC_ROW };
}

static struct operand
whole(enum vec_type type, size_t reg)
{
    return (struct operand){ .type = type, .reg = reg };
}

static bool
is_whole(const struct operand *x)
{
    return x->type <= VEC_MONTHS;
}

struct operand
build_constant(const struct feel_value *v)
{
    struct operand x = { .constant = true };

    switch (v->type) {
    case FEEL_NULL:
        x.type = v->missing == NULL              ? VEC_NULL
            : batch_tri(v) == TRI_UNKNOWN ? VEC_UNKNOWN
                                          : VEC_ROW;
        return x;
    case FEEL_NUMBER:
        x.decimal = v->number;
        x.type = dec_to_int(v->number, &x.n) ? VEC_INT : VEC_DECIMAL;
        return x;
    case FEEL_DATE:
        x.type = VEC_DAY;
        x.n = temporal_day(v);
        return x;
    case FEEL_DAYS_DURATION:
        if (v->seconds_ns != 0)
            return none();
        x.type = VEC_SECONDS;
        x.n = v->seconds;
        return x;
    case FEEL_YEARS_DURATION:
        x.type = VEC_MONTHS;
        x.n = v->months;
        return x;
    case FEEL_STRING:
        x.type = VEC_TEXT;
        x.text = v->string;
        return x;
    default:
        return none();
    }
}

/* --- registers --- */

/* A column as it is; read for all rows, whoever asks first. */
static size_t
load(struct builder *w, enum batch_op op, size_t column)
{
    struct loaded *l = &w->columns[column];

    if (!l->there) {
        struct instr *i = build_emit(w, op);

        i->column = column;
        i->live = NO_REG;
        l->there = true;
        l->reg = i->to;
    }
    return l->reg;
}

/* A constant as a register, of the given kind. */
static size_t
in_register(struct builder *w, const struct operand *x)
{
    struct instr *i;

    if (!x->constant)
        return x->reg;
    i = build_emit(w, x->type == VEC_DECIMAL ? BATCH_FILL_DECIMAL
            : x->type == VEC_TEXT            ? BATCH_FILL_TEXT
                                             : BATCH_FILL);
    i->n = x->n;
    i->decimal = x->decimal;
    i->text = x->text;
    if (x->type == VEC_UNKNOWN || x->type == VEC_NULL || x->type == VEC_ROW) {
        i->state = true;
        i->n = x->type == VEC_UNKNOWN ? TRI_UNKNOWN : TRI_ROW;
    }
    return i->to;
}

/* Numbers as decimals. */
static struct operand
decimals(struct builder *w, const struct operand *x)
{
    struct operand r = *x;
    struct instr *i;

    if (x->type == VEC_DECIMAL)
        return r;
    r.type = VEC_DECIMAL;
    if (x->constant)
        return r;
    i = build_emit(w, BATCH_DECIMAL_OF);
    i->a = x->reg;
    r.reg = i->to;
    return r;
}

static bool
is_number(const struct operand *x)
{
    return x->type == VEC_INT || x->type == VEC_DECIMAL;
}

/* --- comparing --- */

static enum feel_op
turned(enum feel_op op)
{
    static const enum feel_op other[] = { [OP_EQ] = OP_EQ, [OP_NE] = OP_NE,
        [OP_LT] = OP_GT, [OP_LE] = OP_GE, [OP_GT] = OP_LT, [OP_GE] = OP_LE };

    return other[op];
}

static bool
holds(enum feel_op op, int64_t x, int64_t y)
{
    switch (op) {
    case OP_LT:
        return x < y;
    case OP_LE:
        return x <= y;
    case OP_GT:
        return x > y;
    default:
        return x >= y;
    }
}

/* The instruction that fills a register. */
static const struct instr *
filled_by(const struct builder *w, size_t reg)
{
    for (size_t i = 0; i < w->code.n; i++)
        if (w->code.p[i].to == reg)
            return &w->code.p[i];
    return NULL;
}

/*
 * f(x, constants) op c, with f rising in x, as x op' t: the border t is looked
 * for among the days x may be. False if f does not answer for one of them.
 */
static bool
rising(struct builder *w, enum feel_op op, const struct operand *x, int64_t c,
    size_t *ret)
{
    const struct instr *f = filled_by(w, x->reg);
    struct feel_batch_arg args[FEEL_BATCH_ARGS] = { 0 };
    int64_t low = RISE_LOW - 1, high = RISE_HIGH + 1, v;
    bool falls = op == OP_LT || op == OP_LE; /* true, then false */
    size_t days;
    struct instr *i;

    if (f == NULL || f->op != BATCH_CALL || !f->state || op == OP_EQ ||
        op == OP_NE || f->text.p[0] != 'd')
        return false;
    for (size_t p = 1; p < f->n_args; p++) {
        const struct instr *arg = filled_by(w, f->args[p]);

        if (arg == NULL || arg->op != BATCH_FILL || arg->state)
            return false;
        args[p].n = arg->n;
    }
    /* Up to low the comparison is `falls`, from high on it is not. */
    while (high - low > 1) {
        args[0].n = low + (high - low) / 2;
        if (!f->fn(w->a, args, &v))
            return false;
        if (holds(op, v, c) == falls)
            low = args[0].n;
        else
            high = args[0].n;
    }
    days = f->args[0];
    i = build_emit(w, BATCH_COMPARE_SPAN);
    i->a = days;
    i->compare = falls ? OP_LE : OP_GE;
    i->n = falls ? low : high;
    i->low = RISE_LOW;
    i->high = RISE_HIGH;
    *ret = i->to;
    return true;
}

static size_t
compare_whole(struct builder *w, enum feel_op op, const struct operand *x,
    const struct operand *y)
{
    struct instr *i;
    size_t reg, a, b;

    if (x->constant && !y->constant)
        return compare_whole(w, turned(op), y, x);
    if (y->constant && !x->constant) {
        const struct instr *f = filled_by(w, x->reg);

        if (f != NULL && f->op == BATCH_LENGTH) {
            a = f->a;
            i = build_emit(w, BATCH_COMPARE_LENGTH);
            i->a = a;
        } else if (rising(w, op, x, y->n, &reg)) {
            return reg;
        } else {
            i = build_emit(w, BATCH_COMPARE_N);
            i->a = x->reg;
        }
        i->compare = op;
        i->n = y->n;
        return i->to;
    }
    a = in_register(w, x);
    b = in_register(w, y);
    i = build_emit(w, BATCH_COMPARE);
    i->a = a;
    i->b = b;
    i->compare = op;
    return i->to;
}

/* A null in the text: what is known is not equal to it. */
static size_t
compare_null(struct builder *w, enum feel_op op, const struct operand *x,
    const struct operand *y)
{
    const struct operand *other = x->type == VEC_NULL ? y : x;
    size_t a;
    struct instr *i;

    if (other->type == VEC_NULL || (op != OP_EQ && op != OP_NE))
        return build_row(w);
    a = in_register(w, other);
    i = build_emit(w, BATCH_KNOWN);
    i->a = a;
    i->n = op == OP_NE;
    return i->to;
}

size_t
build_compare(struct builder *w, enum feel_op op, const struct operand *x,
    const struct operand *y)
{
    struct operand a = *x, b = *y;
    struct instr *i;
    size_t ra, rb;

    if (x->type == VEC_ROW || y->type == VEC_ROW)
        return build_row(w);
    if (x->type == VEC_UNKNOWN || y->type == VEC_UNKNOWN)
        return build_tri(w, TRI_UNKNOWN);
    if (x->type == VEC_NULL || y->type == VEC_NULL)
        return compare_null(w, op, x, y);
    if (x->type == y->type && is_whole(x))
        return compare_whole(w, op, x, y);
    if (is_number(x) && is_number(y)) {
        a = decimals(w, x);
        b = decimals(w, y);
    } else if (x->type != VEC_TEXT || y->type != VEC_TEXT) {
        return build_row(w);
    }
    ra = in_register(w, &a);
    rb = in_register(w, &b);
    i = build_emit(w, a.type == VEC_TEXT ? BATCH_COMPARE_TEXT
                                         : BATCH_COMPARE_DECIMAL);
    i->a = ra;
    i->b = rb;
    i->compare = op;
    return i->to;
}

/* --- functions of days and numbers --- */

static bool
run_year(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    struct feel_value v = temporal_date_of(args[0].n);

    (void)tmp;
    *ret = temporal_parts(&v).year;
    return true;
}

static bool
run_month(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    struct feel_value v = temporal_date_of(args[0].n);

    (void)tmp;
    *ret = temporal_parts(&v).month;
    return true;
}

static bool
run_day(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    struct feel_value v = temporal_date_of(args[0].n);

    (void)tmp;
    *ret = temporal_parts(&v).day;
    return true;
}

static bool
run_date(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    struct feel_value v;

    (void)tmp;
    if (!temporal_date(args[0].n, args[1].n, args[2].n, &v))
        return false;
    *ret = temporal_day(&v);
    return true;
}

static bool
run_add_months(
    struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    struct feel_value v = temporal_date_of(args[0].n);

    (void)tmp;
    if (!temporal_add_months(&v, args[1].n, &v))
        return false;
    *ret = temporal_day(&v);
    return true;
}

static bool
run_add_seconds(
    struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    struct feel_value v = temporal_date_of(args[0].n);

    (void)tmp;
    if (!temporal_add_ns(&v, (wide)args[1].n * TEMPORAL_S_NS, &v))
        return false;
    *ret = temporal_day(&v);
    return true;
}

static bool
run_seconds_between(
    struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    (void)tmp;
    *ret = (args[0].n - args[1].n) * TEMPORAL_DAY_S;
    return true;
}

static bool
run_months_between(
    struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    (void)tmp;
    *ret = temporal_months_between(args[0].n, args[1].n);
    return true;
}

static struct operand
call(struct builder *w, feel_batch_fn fn, const char *kinds, bool rises,
    enum vec_type result, const struct operand *args, size_t n)
{
    size_t regs[FEEL_BATCH_ARGS];
    struct instr *i;

    for (size_t p = 0; p < n; p++) {
        enum vec_type t = args[p].type;

        if (t == VEC_ROW || t == VEC_UNKNOWN || t == VEC_NULL)
            return none();
        regs[p] = in_register(w, &args[p]);
    }
    i = build_emit(w, BATCH_CALL);
    i->fn = fn;
    i->text = str_of(kinds);
    i->state = rises;
    i->n_args = n;
    for (size_t p = 0; p < n; p++)
        i->args[p] = regs[p];
    return whole(result, i->to);
}

/* --- arithmetic --- */

static struct operand
moved(struct builder *w, const struct operand *day,
    const struct operand *by, bool back)
{
    struct operand args[2] = { *day, *by };

    if (back) {
        if (!by->constant || by->n == INT64_MIN)
            return none();
        args[1].n = -by->n;
    }
    return call(w,
        by->type == VEC_MONTHS ? run_add_months : run_add_seconds, "dn", true,
        VEC_DAY, args, 2);
}

static struct operand
with_decimals(struct builder *w, char op, const struct operand *x,
    const struct operand *y)
{
    struct operand a = decimals(w, x), b = decimals(w, y);
    size_t ra = in_register(w, &a), rb = in_register(w, &b);
    struct instr *i = build_emit(w, BATCH_DECIMAL);

    i->sign = op;
    i->a = ra;
    i->b = rb;
    return whole(VEC_DECIMAL, i->to);
}

static struct operand
with_wholes(struct builder *w, char op, const struct operand *x,
    const struct operand *y)
{
    size_t ra = in_register(w, x), rb = in_register(w, y);
    struct instr *i = build_emit(w, op == '+' ? BATCH_ADD
            : op == '-'                       ? BATCH_SUBTRACT
                                              : BATCH_MULTIPLY);

    i->a = ra;
    i->b = rb;
    return whole(x->type, i->to);
}

static struct operand
arith(struct builder *w, char op, const struct operand *x,
    const struct operand *y)
{
    bool sum = op == '+' || op == '-';

    if (x->type == VEC_ROW || y->type == VEC_ROW || op == '^')
        return none();
    if (is_number(x) && is_number(y))
        return x->type == VEC_INT && y->type == VEC_INT && op != '/'
            ? with_wholes(w, op, x, y)
            : with_decimals(w, op, x, y);
    if (x->type == VEC_DAY && sum &&
        (y->type == VEC_SECONDS || y->type == VEC_MONTHS))
        return moved(w, x, y, op == '-');
    if (x->type == VEC_DAY && y->type == VEC_DAY && op == '-')
        return call(w, run_seconds_between, "dd", false, VEC_SECONDS,
            (struct operand[]){ *x, *y }, 2);
    if (x->type == y->type && sum &&
        (x->type == VEC_SECONDS || x->type == VEC_MONTHS))
        return with_wholes(w, op, x, y);
    return none();
}

static struct operand
arith_node(struct builder *w, const struct node *n)
{
    struct operand x = build_operand(w, n->kids[0]);

    for (size_t i = 1; i < n->n; i++) {
        struct operand y = build_operand(w, n->kids[i]);

        x = arith(w, n->ops[i - 1], &x, &y);
    }
    return x;
}

static struct operand
negated(struct builder *w, const struct node *n)
{
    struct operand x = build_operand(w, n->kids[0]);
    struct operand zero = { .type = x.type, .constant = true };

    /* 0 - x; of a decimal the sign of zero is all that differs, and nothing
     * asks for it. */
    if (x.type == VEC_DECIMAL) {
        zero.decimal = dec_int(0);
        return with_decimals(w, '-', &zero, &x);
    }
    if (x.type != VEC_INT && x.type != VEC_SECONDS && x.type != VEC_MONTHS)
        return none();
    return with_wholes(w, '-', &zero, &x);
}

/* --- calls --- */

static enum vec_type
kind_of(char letter)
{
    return letter == 'd' ? VEC_DAY : VEC_INT;
}

/* A list is a column as it stands. */
static bool
list_argument(struct builder *w, const struct node *n, struct operand *ret)
{
    const struct fact_ref *ref;

    if (n->kind != N_FACT)
        return false;
    ref = &w->b->rules[w->rule].refs[n->index];
    if (ref->kind != REF_COLUMN ||
        w->b->setup.columns[ref->at].kind != FEEL_COLUMN_LIST)
        return false;
    /* Its register may hold the counts already: one of its own. */
    struct instr *i = build_emit(w, BATCH_LISTS);

    i->column = ref->at;
    i->live = NO_REG;
    *ret = whole(VEC_INT, i->to);
    return true;
}

static struct operand
kernel(struct builder *w, const struct node *n)
{
    const struct feel_batch_setup *s = &w->b->setup;

    for (size_t i = 0; i < s->n_kernels; i++) {
        const struct feel_batch_kernel *k = &s->kernels[i];
        struct operand args[FEEL_BATCH_ARGS];
        size_t p = 0;

        if (k->fn != n->native->fn || str_of(k->args).n != n->n ||
            n->n > FEEL_BATCH_ARGS)
            continue;
        for (; p < n->n; p++) {
            if (k->args[p] == 'l') {
                if (!list_argument(w, n->kids[p], &args[p]))
                    break;
                continue;
            }
            args[p] = build_operand(w, n->kids[p]);
            if (args[p].type != kind_of(k->args[p]))
                break;
        }
        if (p == n->n)
            return call(w, k->run, k->args, k->rises, kind_of(k->result),
                args, n->n);
    }
    return none();
}

static struct operand
builtin(struct builder *w, const struct node *n)
{
    struct str name = n->builtin->name;
    struct operand x[3];
    const struct fact_ref *ref;

    if (str_eq(name, STR("count")) && n->n == 1 &&
        n->kids[0]->kind == N_FACT) {
        ref = &w->b->rules[w->rule].refs[n->kids[0]->index];
        if (ref->kind == REF_COLUMN &&
            w->b->setup.columns[ref->at].kind == FEEL_COLUMN_LIST)
            return whole(VEC_INT, load(w, BATCH_COUNTS, ref->at));
        return none();
    }
    if (n->n > 3)
        return none();
    for (size_t i = 0; i < n->n; i++)
        x[i] = build_operand(w, n->kids[i]);
    if (str_eq(name, STR("string length")) && x[0].type == VEC_TEXT &&
        !x[0].constant) {
        struct instr *i = build_emit(w, BATCH_LENGTH);

        i->a = x[0].reg;
        return whole(VEC_INT, i->to);
    }
    if (str_eq(name, STR("date")) && n->n == 3 && x[0].type == VEC_INT &&
        x[1].type == VEC_INT && x[2].type == VEC_INT)
        return call(w, run_date, "nnn", false, VEC_DAY, x, 3);
    if (str_eq(name, STR("years and months duration")) && n->n == 2 &&
        x[0].type == VEC_DAY && x[1].type == VEC_DAY)
        return call(w, run_months_between, "dd", false, VEC_MONTHS, x, 2);
    return none();
}

static struct operand
path(struct builder *w, const struct node *n)
{
    struct operand x = build_operand(w, n->kids[0]);
    feel_batch_fn fn = str_eq(n->names[0], STR("year")) ? run_year
        : str_eq(n->names[0], STR("month"))             ? run_month
        : str_eq(n->names[0], STR("day"))               ? run_day
                                                        : NULL;

    if (x.type != VEC_DAY || fn == NULL)
        return none();
    return call(w, fn, "d", fn == run_year, VEC_INT, &x, 1);
}

/* --- any other value --- */

static struct operand
fact(struct builder *w, const struct node *n)
{
    const struct fact_ref *ref = &w->b->rules[w->rule].refs[n->index];
    struct operand x;
    size_t before = w->rule;

    if (ref->kind == REF_RULE && !w->b->rules[ref->at].verdict) {
        w->rule = ref->at;
        x = build_operand(w, w->b->rules[ref->at].expr->root);
        w->rule = before;
        return x;
    }
    if (ref->kind != REF_COLUMN)
        return none();
    switch (w->b->setup.columns[ref->at].kind) {
    case FEEL_COLUMN_INT:
        return whole(VEC_INT, load(w, BATCH_INTS, ref->at));
    case FEEL_COLUMN_DAY:
        return whole(VEC_DAY, load(w, BATCH_DAYS, ref->at));
    case FEEL_COLUMN_DECIMAL:
        return whole(VEC_DECIMAL, load(w, BATCH_DECIMALS, ref->at));
    case FEEL_COLUMN_TEXT:
        return whole(VEC_TEXT, load(w, BATCH_TEXTS, ref->at));
    default:
        return none();
    }
}

static struct operand
choice(struct builder *w, const struct node *n)
{
    size_t c = build_truth(w, n->kids[0]), a, b;
    struct operand x = build_operand(w, n->kids[1]);
    struct operand y = build_operand(w, n->kids[2]);
    enum vec_type type = is_whole(&x) ? x.type : y.type;
    struct instr *i;

    if (type > VEC_MONTHS || (is_whole(&x) && is_whole(&y) &&
                                 x.type != y.type))
        return none();
    /* A branch of another type is for the evaluator. */
    if (!is_whole(&x) && x.type != VEC_UNKNOWN)
        x = (struct operand){ .type = VEC_ROW, .constant = true };
    if (!is_whole(&y) && y.type != VEC_UNKNOWN)
        y = (struct operand){ .type = VEC_ROW, .constant = true };
    a = in_register(w, &x);
    b = in_register(w, &y);
    i = build_emit(w, BATCH_CHOOSE);
    i->a = a;
    i->b = b;
    i->c = c;
    return whole(type, i->to);
}

struct operand
build_operand(struct builder *w, const struct node *n)
{
    struct feel_value v = feel_null();

    if (w->b->rules[w->rule].expr->as_dmn)
        return none();
    if (batch_reach(w->b, w->rule, n).n == 0)
        return build_value(w, n, NO_REG, NULL, &v) == OK ? build_constant(&v)
                                                         : none();
    switch (n->kind) {
    case N_FACT:
        return fact(w, n);
    case N_NEGATE:
        return negated(w, n);
    case N_ARITH:
        return arith_node(w, n);
    case N_IF:
        return choice(w, n);
    case N_PATH:
        return path(w, n);
    case N_CALL_NATIVE:
        return kernel(w, n);
    case N_CALL_BUILTIN:
        return builtin(w, n);
    default:
        return none();
    }
}
