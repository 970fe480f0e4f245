/* From the trace of a condition to one line with its arithmetic. */
#include "judge.h"

#include <stdlib.h>

#define LINE_MAX_BYTES ((size_t)16 << 10)
#define SHORT_CHARS 60 /* a value longer than this is cut */
#define PARTS_MAX 6    /* comparisons told in one line */

struct teller {
    struct arena *a;
    struct buf zh, en, computed, required;
    size_t told;
};

/* --- values and names --- */

static struct str
shown(struct arena *a, const struct feel_value *v)
{
    struct str s;

    if (v->type == FEEL_LIST)
        return arena_fmt(a, "%zu 项", v->list.n);
    s = feel_show_zh(a, v);
    if (utf8_count(s) > SHORT_CHARS)
        s = arena_join(a, utf8_head(s, SHORT_CHARS), STR("…"));
    return s;
}

static bool
is_duration(const struct feel_value *v)
{
    return v->type == FEEL_DAYS_DURATION || v->type == FEEL_YEARS_DURATION;
}

/* 2年, 6个月, 10天 */
static struct str
duration_text(struct arena *a, const struct feel_value *v)
{
    if (v->type == FEEL_DAYS_DURATION && v->seconds % 86400 == 0)
        return arena_fmt(a, "%lld天", (long long)(v->seconds / 86400));
    if (v->type == FEEL_YEARS_DURATION && v->months % 12 == 0)
        return arena_fmt(a, "%lld年", (long long)(v->months / 12));
    if (v->type == FEEL_YEARS_DURATION)
        return arena_fmt(a, "%lld个月", (long long)v->months);
    return feel_show_zh(a, v);
}

/* Text between two parts, on one line. */
static void
plain(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_byte(b, s.p[i] == '\n' ? ' ' : s.p[i]);
}

static void render(struct buf *b, struct arena *a, const struct feel_trace *t);

/* 加年(成立日期, 2): 成立日期 2021-03-13 + 2年 */
static bool
render_added(struct buf *b, struct arena *a, const struct feel_trace *t)
{
    static const struct {
        const char *call, *unit;
    } calls[] = { { "加天(", "天" }, { "加月(", "个月" }, { "加年(", "年" },
        { "工作日后(", "个工作日" } };
    struct str rest = t->text;
    struct str last = STR_EMPTY;
    size_t i = 0;

    while (i < sizeof(calls) / sizeof(*calls) &&
        !str_starts(t->text, str_of(calls[i].call)))
        i++;
    if (i == sizeof(calls) / sizeof(*calls) || t->n == 0 ||
        t->parts[0]->value.type != FEEL_DATE)
        return false;
    for (bool more = true; more;) /* the last argument */
        rest = str_cut(rest, ',', &last, &more);
    last = str_trim(last);
    if (last.n < 2)
        return false;
    render(b, a, t->parts[0]);
    buf_lit(b, " + ");
    if (t->n > 1)
        buf_str(b, shown(a, &t->parts[t->n - 1]->value));
    else
        plain(b, str_trim(str_sub(last, 0, last.n - 1)));
    buf_str(b, str_of(calls[i].unit));
    return true;
}

/* The text of a part with the values of its facts. */
static void
render(struct buf *b, struct arena *a, const struct feel_trace *t)
{
    const char *at = t->text.p;
    const char *end = t->text.p + t->text.n;

    if (t->is_fact) {
        plain(b, t->text);
        buf_byte(b, ' ');
        buf_str(b, shown(a, &t->value));
        return;
    }
    if (is_duration(&t->value) && t->n == 0) {
        buf_str(b, duration_text(a, &t->value));
        return;
    }
    if (render_added(b, a, t))
        return;
    for (size_t i = 0; i < t->n; i++) {
        const struct feel_trace *part = t->parts[i];

        if (part->text.p < at || part->text.p > end)
            continue; /* a round of a loop: told by its first */
        plain(b, (struct str){ at, (size_t)(part->text.p - at) });
        render(b, a, part);
        at = part->text.p + part->text.n;
    }
    if (at < end)
        plain(b, (struct str){ at, (size_t)(end - at) });
}

/* --- comparisons --- */

struct sides {
    const struct feel_trace *left, *right; /* NULL: a literal */
};

/* Literals leave no part in the trace: a single part stands left if text
 * follows it. */
static struct sides
sides_of(const struct feel_trace *t)
{
    struct sides s = { NULL, NULL };
    size_t from, n;

    if (t->n >= 2) {
        s.left = t->parts[0];
        s.right = t->parts[1];
    } else if (t->n == 1) {
        from = (size_t)(t->parts[0]->text.p - t->text.p) +
            t->parts[0]->text.n;
        n = t->text.n;
        while (n > from && (t->text.p[n - 1] == ')' ||
                               t->text.p[n - 1] == ' '))
            n--;
        if (n > from)
            s.left = t->parts[0];
        else
            s.right = t->parts[0];
    }
    return s;
}

struct relation {
    const char *op;      /* as FEEL writes it */
    const char *sign;    /* as people read it */
    const char *negated; /* what holds instead */
    const char *swapped; /* with the sides exchanged */
};

static const struct relation *
relation_of(struct str op)
{
    static const struct relation relations[] = {
        { "=", "=", "≠", "=" },
        { "!=", "≠", "=", "≠" },
        { "<", "<", "≥", ">" },
        { "<=", "≤", ">", "≥" },
        { ">", ">", "≤", "<" },
        { ">=", "≥", "<", "≤" },
    };

    for (size_t i = 0; i < sizeof(relations) / sizeof(*relations); i++)
        if (str_eq(op, str_of(relations[i].op)))
            return &relations[i];
    return NULL;
}

/* "基准日 2023-03-12", "10", "成立日期 2021-03-13 + 2年 = 2023-03-13" */
static void
tell_side(struct teller *t, struct buf *b, const struct feel_trace *part,
    const struct feel_value *value)
{
    if (part == NULL) {
        buf_str(b, is_duration(value) ? duration_text(t->a, value)
                                      : shown(t->a, value));
        return;
    }
    render(b, t->a, part);
    if (part->is_fact || (is_duration(value) && part->n == 0))
        return;
    buf_lit(b, " = ");
    buf_str(b, is_duration(value) ? duration_text(t->a, value)
                                  : shown(t->a, value));
}

/* |x - y| of two numbers, by FEEL's own arithmetic. */
static struct str
difference(struct arena *a, const struct feel_value *x,
    const struct feel_value *y)
{
    struct str text = arena_fmt(a, "abs((" STR_FMT ") - (" STR_FMT "))",
        STR_ARG(feel_show(a, x)), STR_ARG(feel_show(a, y)));
    const struct feel_expr *expr;
    struct feel_value v;

    if (feel_compile(a, text, feel_scope_new(a), NULL, &expr, NULL) != OK ||
        feel_evaluate(a, expr, NULL, NULL, 0, NULL, &v, NULL, NULL) != OK)
        return STR_EMPTY;
    return feel_show_zh(a, &v);
}

/* How far from being met. */
static void
tell_distance(struct teller *t, const struct feel_trace *c)
{
    bool number =
        c->left.type == FEEL_NUMBER && c->right.type == FEEL_NUMBER;
    bool date = c->left.type == FEEL_DATE && c->right.type == FEEL_DATE;
    struct str gap;

    if ((!number && !date) || c->op.n == 0 || str_eq(c->op, STR("=")) ||
        str_eq(c->op, STR("!=")))
        return;
    if (number)
        gap = difference(t->a, &c->left, &c->right);
    else
        gap = arena_fmt(t->a, "%d",
            abs(c->left.date.n - c->right.date.n));
    if (gap.n == 0 || str_eq(gap, STR("0")))
        return; /* equal where more or less is asked: the signs say so */
    if (date) {
        buf_fmt(&t->zh, "，差 " STR_FMT " 天", STR_ARG(gap));
        buf_fmt(&t->en, ", by " STR_FMT " days", STR_ARG(gap));
    } else if (c->op.p[0] == '>') {
        buf_fmt(&t->zh, "，还差 " STR_FMT, STR_ARG(gap));
        buf_fmt(&t->en, ", short by " STR_FMT, STR_ARG(gap));
    } else {
        buf_fmt(&t->zh, "，超出 " STR_FMT, STR_ARG(gap));
        buf_fmt(&t->en, ", over by " STR_FMT, STR_ARG(gap));
    }
}

static void
separate(struct buf *b, const char *with)
{
    if (buf_view(b).n > 0)
        buf_str(b, str_of(with));
}

/* Figures of the review sheet: what was found, and what is asked. */
static void
tell_figures(struct teller *t, const struct feel_trace *c,
    const struct sides *s, const struct relation *r)
{
    bool swap = s->left == NULL && s->right != NULL;
    const struct feel_value *found = swap ? &c->right : &c->left;
    const struct feel_value *asked = swap ? &c->left : &c->right;

    separate(&t->computed, "；");
    separate(&t->required, "；");
    buf_str(&t->computed, shown(t->a, found));
    buf_fmt(&t->required, "%s " STR_FMT, swap ? r->swapped : r->sign,
        STR_ARG(shown(t->a, asked)));
}

static void
tell_comparison(struct teller *t, const struct feel_trace *c, bool holds)
{
    const struct relation *r = relation_of(c->op);
    struct sides s = sides_of(c);
    struct buf line;

    separate(&t->zh, "；");
    separate(&t->en, "; ");
    if (r == NULL || (c->n >= 2 && c->parts[1]->is_comparison)) {
        buf_init(&line, t->a, LINE_MAX_BYTES);
        render(&line, t->a, c);
        buf_fmt(&t->zh, STR_FMT "：%s", STR_ARG(buf_view(&line)),
            holds ? "是" : "否");
        buf_fmt(&t->en, STR_FMT ": %s", STR_ARG(buf_view(&line)),
            holds ? "yes" : "no");
        return;
    }
    buf_init(&line, t->a, LINE_MAX_BYTES);
    tell_side(t, &line, s.left, &c->left);
    buf_fmt(&line, " %s ", holds ? r->sign : r->negated);
    tell_side(t, &line, s.right, &c->right);
    buf_str(&t->zh, buf_view(&line));
    buf_str(&t->en, buf_view(&line));
    if (!holds)
        tell_distance(t, c);
    tell_figures(t, c, &s, r);
}

/* A condition that is no comparison: a fact, a call, a quantifier. */
static void
tell_truth(struct teller *t, const struct feel_trace *part, bool holds)
{
    struct buf line;

    separate(&t->zh, "；");
    separate(&t->en, "; ");
    if (part->is_fact) {
        buf_fmt(&t->zh, STR_FMT "：%s", STR_ARG(part->text),
            holds ? "是" : "否");
        buf_fmt(&t->en, STR_FMT ": %s", STR_ARG(part->text),
            holds ? "yes" : "no");
        return;
    }
    buf_init(&line, t->a, LINE_MAX_BYTES);
    render(&line, t->a, part);
    buf_fmt(&t->zh, STR_FMT "：%s", STR_ARG(buf_view(&line)),
        holds ? "是" : "否");
    buf_fmt(&t->en, STR_FMT ": %s", STR_ARG(buf_view(&line)),
        holds ? "yes" : "no");
}

/* --- and, or, not --- */

static bool
is_truth(const struct feel_value *v)
{
    return v->type == FEEL_BOOLEAN;
}

/* `a and b`, `a or b`: nothing but conditions, joined by a word. The word
 * stands between the first two parts. */
static bool
is_joined(const struct feel_trace *t)
{
    const char *at;
    struct str between;

    if (t->is_comparison || t->is_fact || t->n < 2)
        return false;
    at = t->parts[0]->text.p + t->parts[0]->text.n;
    if (t->parts[1]->text.p < at)
        return false;
    between = (struct str){ at, (size_t)(t->parts[1]->text.p - at) };
    while (between.n > 0 && (between.p[0] == ')' || between.p[0] == ' ' ||
                                between.p[0] == '\n'))
        between = str_sub(between, 1, SIZE_MAX);
    return str_starts(between, STR("and")) || str_starts(between, STR("or"));
}

static void
tell(struct teller *t, const struct feel_trace *part, bool wanted)
{
    if (t->told >= PARTS_MAX || !is_truth(&part->value) ||
        part->value.boolean != wanted)
        return; /* it did not bring this about */
    if (is_joined(part)) {
        for (size_t i = 0; i < part->n; i++)
            tell(t, part->parts[i], wanted);
    } else if (str_starts(part->text, STR("not(")) && part->n == 1 &&
        is_truth(&part->parts[0]->value)) {
        tell(t, part->parts[0], !wanted);
    } else if (part->is_comparison) {
        tell_comparison(t, part, wanted);
        t->told++;
    } else {
        tell_truth(t, part, wanted);
        t->told++;
    }
}

struct explanation
explain(
    struct arena *a, const struct feel_trace *trace, enum outcome outcome)
{
    struct explanation ret = { 0 };
    struct teller t = { .a = a };

    if (trace == NULL || outcome == UNDECIDED)
        return ret;
    buf_init(&t.zh, a, LINE_MAX_BYTES);
    buf_init(&t.en, a, LINE_MAX_BYTES);
    buf_init(&t.computed, a, LINE_MAX_BYTES);
    buf_init(&t.required, a, LINE_MAX_BYTES);
    tell(&t, trace, outcome == MET);
    ret.zh = buf_view(&t.zh);
    ret.en = buf_view(&t.en);
    ret.computed = buf_view(&t.computed);
    ret.required = buf_view(&t.required);
    return ret;
}
