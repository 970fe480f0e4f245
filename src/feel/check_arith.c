/* Kinds of + - * / ** and of the minus sign. */
#include "check.h"

static bool
is_days(enum feel_type t)
{
    return t == FEEL_DATE || t == FEEL_DATE_TIME || t == FEEL_TIME;
}

static bool
is_duration(enum feel_type t)
{
    return t == FEEL_DAYS_DURATION || t == FEEL_YEARS_DURATION;
}

/* Type of x op y; FEEL_NULL if there is none. */
static enum feel_type
type_of(char op, enum feel_type x, enum feel_type y)
{
    if (x == FEEL_NUMBER && y == FEEL_NUMBER)
        return FEEL_NUMBER;
    if (op == '+' && x == FEEL_STRING && y == FEEL_STRING)
        return FEEL_STRING;
    if ((op == '+' || op == '-') && is_days(x) && is_duration(y))
        return x;
    if (op == '+' && is_duration(x) && is_days(y))
        return y;
    if ((op == '+' || op == '-') && is_duration(x) && x == y)
        return x;
    if (op == '-' && is_days(x) && is_days(y) &&
        (x == FEEL_TIME) == (y == FEEL_TIME))
        return FEEL_DAYS_DURATION;
    if ((op == '*' || op == '/') && is_duration(x) && y == FEEL_NUMBER)
        return x;
    if (op == '*' && x == FEEL_NUMBER && is_duration(y))
        return y;
    if (op == '/' && is_duration(x) && x == y)
        return FEEL_NUMBER;
    return FEEL_NULL;
}

static const char *
advice(char op, enum feel_type x, enum feel_type y)
{
    if ((op == '+' || op == '-') && is_days(x) && y == FEEL_NUMBER)
        return "日期加天数请用 duration(\"P1D\") 这样的时段，或政策包的"
               "日期函数";
    if (op == '+' && (x == FEEL_STRING || y == FEEL_STRING))
        return "文字相接时请用 string(……) 把另一边变为文字";
    return "两边都应为数";
}

/* Bounds of x op y, where they are known and fit. */
static void
bound(char op, const struct feel_kind *x, const struct feel_kind *y,
    struct feel_kind *ret)
{
    if (op == '+') {
        ret->has_low = x->has_low && y->has_low &&
            num_add(x->low, y->low, &ret->low);
        ret->has_high = x->has_high && y->has_high &&
            num_add(x->high, y->high, &ret->high);
    } else if (op == '-') {
        ret->has_low = x->has_low && y->has_high && y->high != INT64_MIN &&
            num_add(x->low, -y->high, &ret->low);
        ret->has_high = x->has_high && y->has_low && y->low != INT64_MIN &&
            num_add(x->high, -y->low, &ret->high);
    } else if (op == '*' && x->has_low && x->low >= 0 && y->has_low &&
        y->low >= 0) {
        ret->has_low = num_mul(x->low, y->low, &ret->low);
        ret->has_high = x->has_high && y->has_high &&
            num_mul(x->high, y->high, &ret->high);
    } else if (op == '/' && x->has_low && x->low >= 0 && y->has_low &&
        y->low > 0) {
        ret->has_low = true;
        ret->low = 0;
    }
}

/* A problem of units, or the unit of the result. */
static bool
units(struct checker *c, const struct node *n, char op, const struct side *x,
    const struct side *y, struct feel_kind *ret)
{
    if (op == '*' || op == '/') {
        unit_multiply(&x->kind, &y->kind, op == '/', ret);
        return true;
    }
    if (op != '+' && op != '-')
        return true;
    ret->unit = x->kind.unit.n > 0 ? x->kind.unit : y->kind.unit;
    ret->also = x->kind.unit.n > 0 ? x->kind.also : y->kind.also;
    if (unit_fits(&x->kind, &y->kind))
        return true;

    struct str how = unit_advice(c->a, &x->kind, &y->kind);

    check_error(c, n,
        "“" STR_FMT "”以" STR_FMT "计，“" STR_FMT "”以" STR_FMT
        "计，不能直接%s：请先换算为同一单位%s" STR_FMT,
        STR_ARG(check_text(c, x->node)), STR_ARG(x->kind.unit),
        STR_ARG(check_text(c, y->node)), STR_ARG(y->kind.unit),
        op == '+' ? "相加" : "相减", how.n > 0 ? "，如" : "", STR_ARG(how));
    return false;
}

static struct feel_kind
check_step(struct checker *c, const struct node *n, char op,
    const struct side *x, const struct side *y)
{
    struct feel_kind k = { 0 };

    if (kind_any(&x->kind) || kind_any(&y->kind))
        return k;
    k.type = type_of(op, x->kind.type, y->kind.type);
    if (k.type == FEEL_NULL) {
        check_error(c, n,
            "“" STR_FMT "”是%s，“" STR_FMT "”是%s，不能用 %s 计算：%s",
            STR_ARG(check_text(c, x->node)), feel_type_zh(x->kind.type),
            STR_ARG(check_text(c, y->node)), feel_type_zh(y->kind.type),
            op == '^' ? "**" : (char[]){ op, '\0' },
            advice(op, x->kind.type, y->kind.type));
        return k;
    }
    if (k.type != FEEL_NUMBER)
        return k;
    if (!units(c, n, op, x, y, &k))
        return KIND(FEEL_NUMBER);
    bound(op, &x->kind, &y->kind, &k);
    return k;
}

static struct feel_kind
check_negate(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct feel_kind x = check_node(c, env, n->kids[0]);
    struct feel_kind k = x;

    if (!kind_any(&x) && x.type != FEEL_NUMBER && !is_duration(x.type)) {
        check_error(c, n, "“" STR_FMT "”是%s，不能取负：应为数",
            STR_ARG(check_text(c, n->kids[0])), feel_type_zh(x.type));
        return (struct feel_kind){ 0 };
    }
    k.has_low = x.has_high && x.high != INT64_MIN;
    k.low = k.has_low ? -x.high : 0;
    k.has_high = x.has_low && x.low != INT64_MIN;
    k.high = k.has_high ? -x.low : 0;
    return k;
}

struct feel_kind
check_arith(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct side x, y;

    if (n->kind == N_NEGATE)
        return check_negate(c, env, n);
    x.kind = check_node(c, env, n->kids[0]);
    x.node = n->kids[0];
    for (size_t i = 1; i < n->n; i++) {
        y.kind = check_node(c, env, n->kids[i]);
        y.node = n->kids[i];
        x.kind = check_step(c, i == 1 ? n : n->kids[i], n->ops[i - 1], &x, &y);
    }
    return x.kind;
}
