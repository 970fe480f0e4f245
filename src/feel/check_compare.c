/* Comparisons that cannot be, and those that are decided beforehand. */
#include "check.h"

/* Choices named in a message. */
#define CHOICES_TOLD 12

static bool
ordered(enum feel_type t)
{
    return t == FEEL_NUMBER || t == FEEL_STRING || t == FEEL_DATE ||
        t == FEEL_TIME || t == FEEL_DATE_TIME || t == FEEL_DAYS_DURATION ||
        t == FEEL_YEARS_DURATION;
}

static bool
is_equality(enum feel_op op)
{
    return op == OP_EQ || op == OP_NE;
}

/* --- types --- */

static const struct side *
text_literal(const struct side *x, const struct side *y)
{
    if (x->node->kind == N_LITERAL && x->kind.type == FEEL_STRING)
        return x;
    if (y->node->kind == N_LITERAL && y->kind.type == FEEL_STRING)
        return y;
    return NULL;
}

/* What would be right in place of x op y of different types. */
static struct str
type_advice(struct checker *c, const struct side *x, const struct side *y)
{
    enum feel_type a = x->kind.type, b = y->kind.type;
    const struct side *text = text_literal(x, y);
    struct feel_value number;
    struct day day;

    if (text != NULL) {
        enum feel_type other = text == x ? b : a;
        struct str s = text->node->value.string;

        if (other == FEEL_NUMBER && feel_decimal(s, &number))
            return arena_fmt(c->a,
                "数不加引号，请写 " STR_FMT, STR_ARG(s));
        if (other == FEEL_DATE && day_parse(s, &day, NULL) == OK)
            return arena_fmt(c->a,
                "请写 date(\"" STR_FMT "\")", STR_ARG(s));
        if (other == FEEL_BOOLEAN)
            return STR("请写 true 或 false，或直接用这个条件");
        if (other == FEEL_LIST)
            return STR("请用 list contains(列表, 文字)");
    }
    if (a == FEEL_LIST || b == FEEL_LIST)
        return STR("请先用 count(列表) 得出个数，或用 list contains、some "
                   "逐项比较");
    if ((a == FEEL_DATE && b == FEEL_NUMBER) ||
        (a == FEEL_NUMBER && b == FEEL_DATE))
        return STR("请先算出相差的年、月、天数再比较，或与日期比较");
    return STR("两边类型应相同");
}

static bool
types_fit(struct checker *c, const struct node *at, enum feel_op op,
    const struct side *x, const struct side *y)
{
    enum feel_type a = x->kind.type, b = y->kind.type;
    struct str text = check_text(c, at);

    if ((x->kind.is_null || y->kind.is_null) && !is_equality(op)) {
        check_error(c, at,
            "“" STR_FMT "”与 null 比大小没有结果：判断有无请用 = null 或 "
            "!= null",
            STR_ARG(text));
        return false;
    }
    if (kind_any(&x->kind) || kind_any(&y->kind))
        return false;
    if (a != b) {
        /* a filter may be meant for its one element */
        if ((a == FEEL_LIST && x->node->kind == N_FILTER) ||
            (b == FEEL_LIST && y->node->kind == N_FILTER))
            return false;
        check_error(c, at,
            "“" STR_FMT "”左边是%s、右边是%s，无法比较：" STR_FMT,
            STR_ARG(text), feel_type_zh(a), feel_type_zh(b),
            STR_ARG(type_advice(c, x, y)));
        return false;
    }
    if (!is_equality(op) && !ordered(a)) {
        check_error(c, at,
            "“" STR_FMT "”两边是%s，没有大小之分：只能用 = 或 !=",
            STR_ARG(text), feel_type_zh(a));
        return false;
    }
    return true;
}

/* --- units --- */

static bool
units_fit(struct checker *c, const struct node *at, const struct side *x,
    const struct side *y)
{
    struct str how;

    if (unit_fits(&x->kind, &y->kind))
        return true;
    how = unit_advice(c->a, &x->kind, &y->kind);
    check_error(c, at,
        "“" STR_FMT "”以" STR_FMT "计，“" STR_FMT "”以" STR_FMT
        "计，不能直接比较：%s" STR_FMT,
        STR_ARG(check_text(c, x->node)), STR_ARG(x->kind.unit),
        STR_ARG(check_text(c, y->node)), STR_ARG(y->kind.unit),
        how.n > 0 ? "请先换算为同一单位，如"
                  : "两边应为同一单位，请检查是否用错了名称",
        STR_ARG(how));
    return false;
}

/* --- choices --- */

static bool
among(struct str s, const struct feel_kind *k)
{
    for (size_t i = 0; i < k->n_choices; i++)
        if (str_eq(s, k->choices[i]))
            return true;
    return false;
}

static void
not_a_choice(struct checker *c, const struct side *options,
    const struct side *literal)
{
    struct str wrong = literal->kind.choices[0];
    struct str near = feel_name_nearest(
        c->a, wrong, options->kind.choices, options->kind.n_choices);
    struct buf b;

    buf_init(&b, c->a, 4096);
    for (size_t i = 0; i < options->kind.n_choices; i++) {
        if (i == CHOICES_TOLD) {
            buf_lit(&b, "等");
            break;
        }
        if (i > 0)
            buf_lit(&b, "、");
        buf_str(&b, options->kind.choices[i]);
    }
    check_error(c, literal->node,
        "“" STR_FMT "”没有选项“" STR_FMT "”，永远不会相等%s" STR_FMT
        "%s：可选 " STR_FMT,
        STR_ARG(check_text(c, options->node)), STR_ARG(wrong),
        near.n > 0 ? "，是否为“" : "", STR_ARG(near), near.n > 0 ? "”？" : "",
        STR_ARG(buf_view(&b)));
}

/* Two texts of which one never is the other. */
static bool
choices_fit(struct checker *c, const struct node *at, const struct side *x,
    const struct side *y)
{
    const struct feel_kind *a = &x->kind, *b = &y->kind;

    if (a->choices == NULL || b->choices == NULL)
        return true;
    /* each text of a literal list stands for itself */
    for (size_t i = 0; i < b->n_choices; i++) {
        if (among(b->choices[i], a))
            continue;
        if (b->n_choices > 1 && y->node->kind != N_LITERAL &&
            y->node->kind != N_LIST)
            continue;

        struct side one = { KIND(FEEL_STRING), y->node };

        if (a->n_choices == 1 && x->node->kind == N_LITERAL)
            return true; /* two literals: decided below */
        one.kind.choices = &b->choices[i];
        one.kind.n_choices = 1;
        not_a_choice(c, x, &one);
        return false;
    }
    for (size_t i = 0; i < a->n_choices; i++)
        if (among(a->choices[i], b))
            return true;
    if (a->n_choices == 1 && x->node->kind == N_LITERAL) {
        not_a_choice(c, y, x);
        return false;
    }
    check_error(c, at,
        "“" STR_FMT "”两边的选项没有一个相同，永远不会相等：请检查是否用错了"
        "名称",
        STR_ARG(check_text(c, at)));
    return false;
}

/* --- decided beforehand --- */

static bool
is_constant(const struct feel_kind *k)
{
    return k->type != FEEL_NUMBER ||
        (k->has_low && k->has_high && k->low == k->high);
}

enum decided { OPEN, ALWAYS, NEVER };

/* x < y (or <=, if equal counts). */
static enum decided
less(const struct feel_kind *x, const struct feel_kind *y, bool or_equal)
{
    if (x->has_high && y->has_low &&
        (or_equal ? x->high <= y->low : x->high < y->low))
        return ALWAYS;
    if (x->has_low && y->has_high &&
        (or_equal ? x->low > y->high : x->low >= y->high))
        return NEVER;
    return OPEN;
}

static enum decided
equal(const struct feel_kind *x, const struct feel_kind *y)
{
    bool apart = less(x, y, false) == ALWAYS || less(y, x, false) == ALWAYS;

    return apart ? NEVER : OPEN;
}

static enum decided
turned(enum decided d)
{
    return d == OPEN ? OPEN : d == ALWAYS ? NEVER : ALWAYS;
}

static enum decided
decide(enum feel_op op, const struct feel_kind *x, const struct feel_kind *y)
{
    switch (op) {
    case OP_EQ:
        return equal(x, y);
    case OP_NE:
        return turned(equal(x, y));
    case OP_LT:
        return less(x, y, false);
    case OP_LE:
        return less(x, y, true);
    case OP_GT:
        return less(y, x, false);
    case OP_GE:
        return less(y, x, true);
    }
    return OPEN;
}

/* "不小于 0", "在 1 到 12 之间": what is known of the sides. */
static struct str
bounds_text(struct checker *c, const struct side *s)
{
    const struct feel_kind *k = &s->kind;
    struct str text = check_text(c, s->node);

    if (k->has_low && k->has_high)
        return arena_fmt(c->a, "“" STR_FMT "”在 %lld 到 %lld 之间",
            STR_ARG(text), (long long)k->low, (long long)k->high);
    if (k->has_low)
        return arena_fmt(c->a, "“" STR_FMT "”不小于 %lld", STR_ARG(text),
            (long long)k->low);
    return arena_fmt(c->a, "“" STR_FMT "”不大于 %lld", STR_ARG(text),
        (long long)k->high);
}

static void
tell_decided(struct checker *c, const struct node *at, enum decided d,
    const struct side *x, const struct side *y)
{
    const struct side *told = is_constant(&x->kind) ? y : x;

    check_warning(c, at, "“" STR_FMT "”%s：" STR_FMT "，请检查界限",
        STR_ARG(check_text(c, at)),
        d == ALWAYS ? "总是成立" : "永远不会成立",
        STR_ARG(bounds_text(c, told)));
}

static bool
same_text(const struct checker *c, const struct side *x, const struct side *y)
{
    return x->node->kind != N_LITERAL &&
        str_eq(check_text(c, x->node), check_text(c, y->node));
}

void
check_compare(struct checker *c, const struct node *at, enum feel_op op,
    const struct side *x, const struct side *y)
{
    enum decided d;

    if (!types_fit(c, at, op, x, y))
        return;
    if (x->kind.type == FEEL_NUMBER && !units_fit(c, at, x, y))
        return;
    if (x->kind.type == FEEL_STRING && is_equality(op) &&
        !choices_fit(c, at, x, y))
        return;
    if (same_text(c, x, y)) {
        check_warning(c, at,
            "“" STR_FMT "”两边是同一个值，%s：请检查是否写错了名称",
            STR_ARG(check_text(c, at)),
            op == OP_EQ || op == OP_LE || op == OP_GE ? "总是成立"
                                                      : "永远不会成立");
        return;
    }
    /* a comparison of two constants is the condition of a rule without facts,
     * which the owner of the rule sees better */
    if (x->kind.type != FEEL_NUMBER ||
        (is_constant(&x->kind) && is_constant(&y->kind)))
        return;
    d = decide(op, &x->kind, &y->kind);
    if (d != OPEN)
        tell_decided(c, at, d, x, y);
}
