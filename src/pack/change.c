/* What would turn "not met" into "met": distances, and which of them. */
#include "judge.h"

#include <stdlib.h>

#define LEAVES_MOST 40 /* changes named for one verdict */
#define DEPTH_MOST 60

struct changer {
    struct arena *a;
    const struct pack *p;
    const struct pack_verdict *v; /* whose expression is being read */
    size_t leaves;
};

static const struct pack_change *of_verdict(
    struct changer *c, const struct pack_verdict *v, size_t depth);

/* --- one comparison --- */

struct order {
    const char *op, *sign, *negated;
    bool less, strict;
};

static const struct order *
order_of(struct str op, bool wanted)
{
    static const struct order orders[] = {
        { "<", "<", ">=", true, true },
        { "<=", "≤", ">", true, false },
        { ">", ">", "<=", false, true },
        { ">=", "≥", "<", false, false },
        { "=", "=", "!=", false, false },
        { "!=", "≠", "=", false, false },
    };

    for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++)
        if (str_eq(op, str_of(orders[i].op)))
            return wanted ? &orders[i]
                          : order_of(str_of(orders[i].negated), true);
    return NULL;
}

static struct str
unit_of(const struct pack *p, const struct feel_trace *part)
{
    const struct pack_rule *r;

    if (part == NULL || !part->is_fact)
        return STR_EMPTY;
    r = pack_rule(p, part->op);
    /* 服务月数: as what it is compared with */
    return r != NULL ? STR_EMPTY : fact_unit(p, part->op);
}

struct str
comparison_unit(const struct pack *p, const struct feel_trace *t)
{
    struct str unit = unit_of(p, side_part(t, t->left_text));

    return unit.n > 0 ? unit : unit_of(p, side_part(t, t->right_text));
}

/* |x - y| + more, by FEEL's own arithmetic: exact. */
static bool
difference(struct arena *a, const struct feel_value *x,
    const struct feel_value *y, int more, struct feel_value *ret)
{
    struct str text =
        arena_fmt(a, "abs((" STR_FMT ") - (" STR_FMT ")) + %d",
            STR_ARG(feel_show(a, x)), STR_ARG(feel_show(a, y)), more);
    const struct feel_expr *expr;

    return feel_compile(a, text, feel_scope_new(a), NULL, &expr, NULL) ==
        OK &&
        feel_evaluate(a, expr, NULL, NULL, 0, NULL, ret, NULL, NULL) == OK &&
        ret->type == FEEL_NUMBER;
}

static bool
counts(const struct pack *p, const struct feel_trace *side)
{
    if (side == NULL)
        return false;
    for (size_t i = 0; side->is_fact && i < p->n_forms; i++) {
        const struct pack_field *f = form_field(&p->forms[i], side->op);

        if (f != NULL)
            return f->type == FIELD_INTEGER || f->type == FIELD_MONEY_FEN;
    }
    return str_eq(side->op, STR("count"));
}

/* Things that are counted one by one: the next number is one more. */
static bool
is_counted(const struct pack *p, const struct feel_trace *t)
{
    const struct feel_trace *left = side_part(t, t->left_text);
    const struct feel_trace *right = side_part(t, t->right_text);
    int64_t n;

    if (!feel_to_int(&t->left, &n) || !feel_to_int(&t->right, &n))
        return false;
    return comparison_unit(p, t).n > 0 || counts(p, left) ||
        counts(p, right);
}

/* Parameters, readings and literals are not for the applicant to change. */
static bool
is_fixed(const struct pack *p, const struct feel_trace *part)
{
    if (part == NULL)
        return true;
    if (part->is_fact)
        return pack_parameter(p, part->op, &(int64_t){ 0 }, NULL) == OK ||
            pack_reading(p, part->op) != NULL;
    for (size_t i = 0; i < part->n; i++)
        if (!is_fixed(p, part->parts[i]))
            return false;
    return true;
}

static bool
is_reference(const struct feel_trace *part)
{
    return part != NULL && part->is_fact &&
        str_eq(part->op, STR("基准日"));
}

/* A literal cannot be met by changing it: the other side stands left. */
static bool
swaps(const struct pack *p, const struct feel_trace *left,
    const struct feel_trace *right)
{
    if (is_reference(right) && !is_reference(left))
        return true;
    return is_fixed(p, left) && !is_fixed(p, right);
}

static struct label
gap_of_days(struct arena *a, const struct feel_trace *t, bool strict)
{
    int days = abs(t->left.date.n - t->right.date.n) + (strict ? 1 : 0);

    return (struct label){ arena_fmt(a, "差 %d 天", days),
        arena_fmt(a, "by %d day%s", days, days == 1 ? "" : "s") };
}

struct label
comparison_gap(struct arena *a, const struct pack *p,
    const struct feel_trace *t, bool wanted)
{
    const struct order *o = order_of(t->op, wanted);
    bool numbers =
        t->left.type == FEEL_NUMBER && t->right.type == FEEL_NUMBER;
    struct str unit = comparison_unit(p, t);
    struct feel_value gap;
    struct label ret = { 0 };
    bool counted, more, less;

    if (o == NULL || str_eq(str_of(o->op), STR("=")) ||
        str_eq(str_of(o->op), STR("!=")))
        return ret;
    if (t->left.type == FEEL_DATE && t->right.type == FEEL_DATE)
        return gap_of_days(a, t, o->strict);
    if (!numbers)
        return ret;
    counted = o->strict && is_counted(p, t);
    if (!difference(a, &t->left, &t->right, counted ? 1 : 0, &gap) ||
        str_eq(feel_show(a, &gap), STR("0")))
        return ret; /* equal where more or less is asked: the signs say so */
    more = o->strict && !counted;
    less = o->less != swaps(p, side_part(t, t->left_text),
                          side_part(t, t->right_text));
    ret.zh = arena_fmt(a, "%s" STR_FMT "%s", less ? "超出 " : "还差 ",
        STR_ARG(amount_with_unit(a, unit, &gap, false)),
        more ? " 以上" : "");
    ret.en = arena_fmt(a, "%s%s" STR_FMT, less ? "over by " : "short by ",
        more ? "more than " : "",
        STR_ARG(amount_with_unit(a, unit, &gap, true)));
    return ret;
}

/* --- leaves --- */

static struct pack_change *
leaf(struct changer *c, struct str fact)
{
    struct pack_change *ret = arena_one(c->a, struct pack_change);

    ret->kind = CHANGE_ONE;
    ret->fact = fact;
    c->leaves++;
    return ret;
}

/* What a side is called: a fact by its name, else as written. */
static struct str
side_name(struct changer *c, const struct feel_trace *part, bool english)
{
    if (part->is_fact)
        return fact_called(c->p, part->op, english);
    if (str_eq(part->op, STR("count")) && part->n == 1 &&
        part->parts[0]->is_fact)
        return side_name(c, part->parts[0], english);
    return part_with_values(c->a, c->p, part, english);
}

static struct str
first_fact(const struct feel_trace *t)
{
    struct str found = STR_EMPTY;

    if (t->is_fact)
        return t->op;
    for (size_t i = 0; i < t->n && found.n == 0; i++)
        found = first_fact(t->parts[i]);
    return found;
}

static struct str
figure(struct changer *c, const struct feel_trace *part, struct str unit,
    const struct feel_value *v, bool english)
{
    if (part != NULL && part->is_fact && fact_unit(c->p, part->op).n == 0 &&
        v->type == FEEL_STRING)
        return fact_shown(c->a, c->p, part->op, v, english);
    return amount_shown(c->a, unit, v, english);
}

static const char *
swapped(const char *sign)
{
    static const char *const pairs[][2] = { { "<", ">" }, { ">", "<" },
        { "≤", "≥" }, { "≥", "≤" } };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        if (str_eq(str_of(sign), str_of(pairs[i][0])))
            return pairs[i][1];
    return sign;
}

/* 专职人员数 29，还差 1 人（应 ≥ 30） */
static const struct pack_change *
of_order(struct changer *c, const struct feel_trace *t,
    const struct order *o, bool wanted)
{
    const struct feel_trace *left = side_part(t, t->left_text);
    const struct feel_trace *right = side_part(t, t->right_text);
    bool swap = swaps(c->p, left, right);
    const struct feel_trace *side = swap ? right : left;
    const struct feel_value *found = swap ? &t->right : &t->left;
    const struct feel_value *asked = swap ? &t->left : &t->right;
    struct str unit = comparison_unit(c->p, t);
    struct label gap = comparison_gap(c->a, c->p, t, wanted);
    struct pack_change *ret;

    if (side == NULL || is_fixed(c->p, side))
        return NULL;
    ret = leaf(c, first_fact(side));
    ret->op = str_of(swap ? swapped(o->sign) : o->sign);
    ret->found = figure(c, side, unit, found, false);
    ret->asked = figure(c, side, unit, asked, false);
    ret->gap = gap.zh;
    ret->text.zh = arena_fmt(c->a,
        STR_FMT " " STR_FMT "%s" STR_FMT "（应 " STR_FMT " " STR_FMT "）",
        STR_ARG(side_name(c, side, false)), STR_ARG(ret->found),
        gap.zh.n > 0 ? "，" : "", STR_ARG(gap.zh), STR_ARG(ret->op),
        STR_ARG(ret->asked));
    ret->text.en = arena_fmt(c->a,
        STR_FMT " " STR_FMT "%s" STR_FMT " (must be " STR_FMT " " STR_FMT
                ")",
        STR_ARG(side_name(c, side, true)),
        STR_ARG(figure(c, side, unit, found, true)),
        gap.en.n > 0 ? ", " : "", STR_ARG(gap.en), STR_ARG(ret->op),
        STR_ARG(figure(c, side, unit, asked, true)));
    return ret;
}

/* ("本科", "硕士研究生") -> 本科、硕士研究生 */
static struct str
choices(struct arena *a, struct str text)
{
    struct buf b;

    buf_init(&b, a, text.n * 3 + 16);
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];

        if (ch == ',')
            buf_lit(&b, "、");
        else if (ch != '"' && ch != '(' && ch != ')' && ch != ' ' &&
            ch != '\n')
            buf_byte(&b, ch);
    }
    return buf_view(&b);
}

/* `in`, `between` */
static const struct pack_change *
of_range(struct changer *c, const struct feel_trace *t, bool wanted)
{
    const struct feel_trace *left = side_part(t, t->left_text);
    struct pack_change *ret;

    if (left == NULL || is_fixed(c->p, left))
        return NULL;
    ret = leaf(c, first_fact(left));
    ret->op = t->op;
    ret->found = figure(c, left, unit_of(c->p, left), &t->left, false);
    ret->asked = t->right.type == FEEL_STRING
        ? choices(c->a, t->right.string)
        : feel_show_zh(c->a, &t->right);
    ret->text.zh = arena_fmt(c->a, STR_FMT " " STR_FMT "（%s" STR_FMT "）",
        STR_ARG(side_name(c, left, false)), STR_ARG(ret->found),
        wanted ? "应在以下之内：" : "不应在以下之内：", STR_ARG(ret->asked));
    ret->text.en = arena_fmt(c->a,
        STR_FMT " " STR_FMT " (must %sbe in: " STR_FMT ")",
        STR_ARG(side_name(c, left, true)),
        STR_ARG(figure(c, left, unit_of(c->p, left), &t->left, true)),
        wanted ? "" : "not ", STR_ARG(ret->asked));
    return ret;
}

static const struct pack_change *
of_truth(struct changer *c, const struct feel_trace *t, bool wanted)
{
    struct pack_change *ret;

    if (is_fixed(c->p, t))
        return NULL;
    ret = leaf(c, first_fact(t));
    ret->asked = wanted ? STR("是") : STR("否");
    ret->found = wanted ? STR("否") : STR("是");
    ret->text.zh = arena_fmt(c->a, STR_FMT "：现为%s，应为%s",
        STR_ARG(side_name(c, t, false)), wanted ? "否" : "是",
        wanted ? "是" : "否");
    ret->text.en = arena_fmt(c->a, STR_FMT ": is %s, must be %s",
        STR_ARG(side_name(c, t, true)), wanted ? "no" : "yes",
        wanted ? "yes" : "no");
    return ret;
}

/* --- trees --- */

struct several {
    VEC_OF(struct pack_change) list;
};

static void
gather(struct changer *c, struct several *s, const struct pack_change *one,
    enum change_kind kind)
{
    if (one == NULL)
        return;
    if (one->kind == kind) { /* all of all: one list */
        for (size_t i = 0; i < one->n; i++)
            *VEC_PUSH(c->a, &s->list) = one->parts[i];
        return;
    }
    *VEC_PUSH(c->a, &s->list) = *one;
}

static const struct pack_change *
bundle(struct changer *c, const struct several *s, enum change_kind kind)
{
    struct pack_change *ret;

    if (s->list.n == 0)
        return NULL;
    if (s->list.n == 1)
        return &s->list.p[0];
    ret = arena_one(c->a, struct pack_change);
    ret->kind = kind;
    ret->parts = s->list.p;
    ret->n = s->list.n;
    return ret;
}

static const struct pack_change *
of_part(struct changer *c, const struct feel_trace *t, bool wanted,
    size_t depth);

static const struct pack_change *
of_joined(struct changer *c, const struct feel_trace *t, bool wanted,
    size_t depth)
{
    enum change_kind kind =
        (t->kind == FEEL_PART_AND) == wanted ? CHANGE_ALL : CHANGE_ANY;
    struct several s = { 0 };

    for (size_t i = 0; i < t->n; i++)
        gather(c, &s, of_part(c, t->parts[i], wanted, depth + 1), kind);
    return bundle(c, &s, kind);
}

static const struct pack_change *
of_fact(struct changer *c, const struct feel_trace *t, bool wanted,
    size_t depth)
{
    const struct pack_verdict *used = judge_used(c->v, t->op);
    const struct pack_verdict *outer = c->v;
    const struct pack_change *ret = NULL;

    if (used == NULL || used->rule->kind == RULE_VALUE)
        return of_truth(c, t, wanted);
    if (wanted)
        return of_verdict(c, used, depth + 1);
    if (used->trace == NULL)
        return of_truth(c, t, wanted);
    c->v = used;
    ret = of_part(c, used->trace, false, depth + 1);
    c->v = outer;
    return ret;
}

static const struct pack_change *
of_part(struct changer *c, const struct feel_trace *t, bool wanted,
    size_t depth)
{
    const struct order *o;

    if (depth > DEPTH_MOST || c->leaves >= LEAVES_MOST ||
        t->value.type != FEEL_BOOLEAN || t->value.boolean == wanted)
        return NULL;
    switch (t->kind) {
    case FEEL_PART_AND:
    case FEEL_PART_OR:
        return of_joined(c, t, wanted, depth);
    case FEEL_PART_IF: /* within the branch taken, which is the last part */
        if (t->n > 0 && t->parts[t->n - 1]->text.p == t->right_text.p)
            return of_part(c, t->parts[t->n - 1], wanted, depth + 1);
        return NULL;
    case FEEL_PART_FACT:
        return of_fact(c, t, wanted, depth);
    case FEEL_PART_COMPARISON:
        o = order_of(t->op, wanted);
        return o != NULL ? of_order(c, t, o, wanted)
                         : of_range(c, t, wanted);
    case FEEL_PART_CALL:
        if (str_eq(t->op, STR("not")) && t->n == 1)
            return of_part(c, t->parts[0], !wanted, depth + 1);
        return of_truth(c, t, wanted);
    default:
        return of_truth(c, t, wanted);
    }
}

static const struct pack_change *
of_attested(struct changer *c, const struct pack_verdict *v)
{
    struct pack_change *ret = leaf(c, v->rule->name);
    const struct label *title = &v->rule->title;

    ret->text.zh = arena_fmt(c->a, STR_FMT "：由审核人重新认定",
        STR_ARG(title->zh.n > 0 ? title->zh : v->rule->name));
    ret->text.en = arena_fmt(c->a, STR_FMT ": for the reviewer to attest",
        STR_ARG(title->en.n > 0 ? title->en : v->rule->name));
    return ret;
}

static const struct pack_change *
of_verdict(struct changer *c, const struct pack_verdict *v, size_t depth)
{
    const struct pack_verdict *outer = c->v;
    const struct pack_change *ret = NULL;
    enum change_kind kind =
        v->rule->kind == RULE_ALL ? CHANGE_ALL : CHANGE_ANY;
    struct several s = { 0 };

    if (v->outcome != NOT_MET || depth > DEPTH_MOST)
        return NULL;
    switch (v->rule->kind) {
    case RULE_ATTESTED:
        return of_attested(c, v);
    case RULE_ALL:
    case RULE_ANY:
        for (size_t i = 0; i < v->n_parts; i++)
            gather(c, &s, of_verdict(c, &v->parts[i], depth + 1), kind);
        return bundle(c, &s, kind);
    case RULE_FEEL:
        if (v->trace == NULL || v->model != NULL)
            return NULL; /* rows of a table have no distance */
        c->v = v;
        ret = of_part(c, v->trace, true, depth + 1);
        c->v = outer;
        return ret;
    case RULE_VALUE:
        break;
    }
    return NULL;
}

const struct pack_change *
change_of(
    struct arena *a, const struct pack *p, const struct pack_verdict *v)
{
    struct changer c = { .a = a, .p = p, .v = v };

    return of_verdict(&c, v, 0);
}
