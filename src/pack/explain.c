/* From the trace of a condition to one line with its arithmetic. */
#include "judge.h"

#define LINE_MAX_BYTES ((size_t)16 << 10)
#define PARTS_MAX 6    /* comparisons told in one line */

/* One language of the line. */
struct voice {
    struct arena *a;
    const struct pack *p;
    bool english;
};

struct teller {
    struct arena *a;
    struct voice voices[2]; /* Chinese, English */
    struct buf zh, en, computed, required;
    size_t told;
};

/* --- values and names --- */

static struct str
shown(const struct voice *v, const struct feel_value *value)
{
    return amount_shown(v->a, STR_EMPTY, value, v->english);
}

static struct str
called(const struct voice *v, struct str name)
{
    return fact_called(v->p, name, v->english);
}

static bool
is_duration(const struct feel_value *v)
{
    return v->type == FEEL_DAYS_DURATION || v->type == FEEL_YEARS_DURATION;
}

/* 2年, 6个月, 10天 */
static struct str
duration_text(const struct voice *v, const struct feel_value *d)
{
    if (d->type == FEEL_DAYS_DURATION && d->seconds % 86400 == 0)
        return arena_fmt(v->a, v->english ? "%lld days" : "%lld天",
            (long long)(d->seconds / 86400));
    if (d->type == FEEL_YEARS_DURATION && d->months % 12 == 0)
        return arena_fmt(v->a, v->english ? "%lld years" : "%lld年",
            (long long)(d->months / 12));
    if (d->type == FEEL_YEARS_DURATION)
        return arena_fmt(v->a, v->english ? "%lld months" : "%lld个月",
            (long long)d->months);
    return feel_show_zh(v->a, d);
}

static struct str
value_text(const struct voice *v, const struct feel_value *value)
{
    return is_duration(value) ? duration_text(v, value) : shown(v, value);
}

/* Text between two parts, on one line. */
static void
plain(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_byte(b, s.p[i] == '\n' ? ' ' : s.p[i]);
}

static void render(
    struct buf *b, const struct voice *v, const struct feel_trace *t);

static void
render_fact(struct buf *b, const struct voice *v, const struct feel_trace *t)
{
    plain(b, called(v, t->op));
    buf_byte(b, ' ');
    buf_str(b, fact_shown(v->a, v->p, t->op, &t->value, v->english));
}

/* The last argument of a call, as written. */
static struct str
last_argument(const struct feel_trace *t)
{
    struct str rest = t->text;
    struct str last = STR_EMPTY;

    for (bool more = true; more;)
        rest = str_cut(rest, ',', &last, &more);
    last = str_trim(last);
    return str_trim(str_sub(last, 0, last.n > 0 ? last.n - 1 : 0));
}

/* 加年(成立日期, 2): 成立日期 2021-03-13 + 2年 */
static bool
render_added(struct buf *b, const struct voice *v, const struct feel_trace *t)
{
    static const struct {
        const char *call, *unit, *unit_en;
    } calls[] = { { "加天(", "天", " days" }, { "加月(", "个月", " months" },
        { "加年(", "年", " years" },
        { "工作日后(", "个工作日", " working days" } };
    struct str count;
    size_t i = 0;

    while (i < sizeof(calls) / sizeof(*calls) &&
        !str_starts(t->text, str_of(calls[i].call)))
        i++;
    if (i == sizeof(calls) / sizeof(*calls) || t->n == 0 ||
        t->parts[0]->value.type != FEEL_DATE)
        return false;
    count = t->n > 1 ? shown(v, &t->parts[t->n - 1]->value)
                     : last_argument(t);
    render(b, v, t->parts[0]);
    if (str_starts(count, STR("-"))) {
        buf_lit(b, " - ");
        count = str_sub(count, 1, SIZE_MAX);
    } else {
        buf_lit(b, " + ");
    }
    plain(b, count);
    buf_str(b, str_of(v->english ? calls[i].unit_en : calls[i].unit));
    return true;
}

/* count(名单): the list itself tells how long it is. */
static bool
is_plain_count(const struct feel_trace *t)
{
    return str_starts(t->text, STR("count(")) && t->n == 1 &&
        t->parts[0]->is_fact && t->parts[0]->value.type == FEEL_LIST;
}

/* The list that a filter or a loop goes through, or NULL. */
static const struct feel_trace *
list_of(const struct feel_trace *t)
{
    return t->n > 0 && t->parts[0]->value.type == FEEL_LIST ? t->parts[0]
                                                            : NULL;
}

/* list[-1] is the last row, list[condition] some of the rows. */
static bool
render_filter(struct buf *b, const struct voice *v, const struct feel_trace *t)
{
    const struct feel_trace *list = list_of(t);
    struct str rest;

    if (t->kind != FEEL_PART_FILTER || list == NULL)
        return false;
    render(b, v, list);
    rest = str_trim(str_sub(t->text,
        (size_t)(list->text.p + list->text.n - t->text.p), SIZE_MAX));
    if (str_eq(rest, STR("[-1]")))
        buf_str(b, v->english ? STR(", last row") : STR("的最后一行"));
    else if (str_eq(rest, STR("[1]")))
        buf_str(b, v->english ? STR(", first row") : STR("的第一行"));
    else
        buf_str(b, v->english ? STR(", rows that meet the condition")
                              : STR("中符合条件的行"));
    return true;
}

/* for row in list return row.member: the member of each row. */
static bool
render_loop(struct buf *b, const struct voice *v, const struct feel_trace *t)
{
    const struct feel_trace *list = list_of(t);
    const struct feel_trace *body = t->n > 1 ? t->parts[t->n - 1] : NULL;

    if (t->kind != FEEL_PART_FOR || list == NULL)
        return false;
    render(b, v, list);
    if (body != NULL && body->kind == FEEL_PART_PATH)
        buf_fmt(b, v->english ? ", " STR_FMT " of each" : "各自的" STR_FMT,
            STR_ARG(body->op));
    else
        buf_str(b, v->english ? STR(", row by row") : STR("逐行计算"));
    return true;
}

/* row.member: the member of the row. */
static bool
render_member(struct buf *b, const struct voice *v, const struct feel_trace *t)
{
    if (t->kind != FEEL_PART_PATH || t->n == 0 ||
        t->parts[0]->kind != FEEL_PART_FILTER ||
        !render_filter(b, v, t->parts[0]))
        return false;
    buf_fmt(b, v->english ? ": " STR_FMT : "的" STR_FMT, STR_ARG(t->op));
    return true;
}

/* The text of a part with the values of its facts. */
static void
render(struct buf *b, const struct voice *v, const struct feel_trace *t)
{
    const char *at = t->text.p;
    const char *end = t->text.p + t->text.n;

    if (t->is_fact) {
        render_fact(b, v, t);
        return;
    }
    if (is_plain_count(t)) {
        render_fact(b, v, t->parts[0]);
        return;
    }
    if (is_duration(&t->value) && t->n == 0) {
        buf_str(b, duration_text(v, &t->value));
        return;
    }
    if (render_added(b, v, t) || render_filter(b, v, t) ||
        render_loop(b, v, t) || render_member(b, v, t))
        return;
    for (size_t i = 0; i < t->n; i++) {
        const struct feel_trace *part = t->parts[i];

        if (part->text.p < at || part->text.p > end)
            continue; /* a round of a loop: told by its first */
        plain(b, (struct str){ at, (size_t)(part->text.p - at) });
        render(b, v, part);
        at = part->text.p + part->text.n;
    }
    if (at < end)
        plain(b, (struct str){ at, (size_t)(end - at) });
}

/* --- comparisons --- */

struct sides {
    const struct feel_trace *left, *right; /* NULL: a literal */
    struct str unit;
};

/* Text in brackets has its part inside. */
const struct feel_trace *
side_part(const struct feel_trace *t, struct str text)
{
    for (size_t i = 0; i < t->n; i++) {
        struct str part = t->parts[i]->text;

        if (text.n > 0 && part.p >= text.p &&
            part.p + part.n <= text.p + text.n)
            return t->parts[i];
    }
    return NULL;
}

static struct sides
sides_of(const struct voice *v, const struct feel_trace *t)
{
    return (struct sides){ side_part(t, t->left_text),
        side_part(t, t->right_text), comparison_unit(v->p, t) };
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

/* "基准日 2023-03-12", "10", "成立日期 2021-03-13 + 2年 = 2023-03-13"; named:
 * its value stands on the other side. */
static void
tell_side(struct buf *b, const struct voice *v, const struct feel_trace *part,
    struct str unit, const struct feel_value *value, bool named)
{
    if (part == NULL) {
        buf_str(b,
            is_duration(value) ? duration_text(v, value)
                               : amount_shown(v->a, unit, value, v->english));
        return;
    }
    render(b, v, part);
    if (named || part->is_fact || is_plain_count(part) ||
        (is_duration(value) && part->n == 0))
        return;
    buf_lit(b, " = ");
    buf_str(b, value_text(v, value));
}

/* How far from being met. */
static void
tell_distance(struct teller *t, const struct feel_trace *c, bool wanted)
{
    struct label gap = comparison_gap(t->a, t->voices[0].p, c, wanted);

    if (gap.zh.n == 0)
        return;
    buf_fmt(&t->zh, "，" STR_FMT, STR_ARG(gap.zh));
    buf_fmt(&t->en, ", " STR_FMT, STR_ARG(gap.en));
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
    buf_str(&t->computed, amount_shown(t->a, s->unit, found, false));
    buf_fmt(&t->required, "%s " STR_FMT, swap ? r->swapped : r->sign,
        STR_ARG(amount_shown(t->a, s->unit, asked, false)));
}

static void tell_truth(
    struct teller *t, const struct feel_trace *part, bool holds);

/* `a = true` says no more than a. */
static bool
tell_equals_true(struct teller *t, const struct feel_trace *c,
    const struct sides *s)
{
    if (!str_eq(c->op, STR("=")) || s->right != NULL || s->left == NULL ||
        c->right.type != FEEL_BOOLEAN || c->left.type != FEEL_BOOLEAN)
        return false;
    tell_truth(t, s->left, c->left.boolean);
    return true;
}

static void
tell_comparison(struct teller *t, const struct feel_trace *c, bool holds)
{
    const struct relation *r = relation_of(c->op);
    struct sides s = sides_of(&t->voices[0], c);
    struct buf *lines[] = { &t->zh, &t->en };

    if (r == NULL) { /* between, in: the text says it best */
        tell_truth(t, c, holds);
        return;
    }
    if (tell_equals_true(t, c, &s))
        return;
    if (s.left != NULL && str_eq(str_trim(c->right_text), STR("null"))) {
        for (size_t i = 0; i < 2; i++) { /* there or not: the value tells */
            separate(lines[i], i == 0 ? "；" : "; ");
            tell_side(lines[i], &t->voices[i], s.left, s.unit, &c->left,
                false);
        }
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        separate(lines[i], i == 0 ? "；" : "; ");
        tell_side(lines[i], &t->voices[i], s.left, s.unit, &c->left,
            holds && str_eq(c->op, STR("=")));
        buf_fmt(lines[i], " %s ", holds ? r->sign : r->negated);
        tell_side(
            lines[i], &t->voices[i], s.right, s.unit, &c->right, false);
    }
    if (!holds)
        tell_distance(t, c, true);
    tell_figures(t, c, &s, r);
}

/* Calls that read better as a sentence: about their only fact. */
static const struct saying {
    const char *call;
    const char *yes, *no, *yes_en, *no_en;
} sayings[] = {
    { "matches(", "格式正确", "格式不符", "has the right form",
        "does not have the right form" },
    { "list contains([", "在可接受的范围内", "不在可接受的范围内",
        "is among those accepted", "is not among those accepted" },
};

static const struct saying *
saying_of(const struct feel_trace *part)
{
    for (size_t i = 0; i < sizeof(sayings) / sizeof(*sayings); i++)
        if (str_starts(part->text, str_of(sayings[i].call)))
            return &sayings[i];
    return NULL;
}

/* The single fact among the parts, or NULL. */
static const struct feel_trace *
only_fact(const struct feel_trace *part)
{
    const struct feel_trace *found = NULL;

    for (size_t i = 0; i < part->n; i++) {
        if (part->parts[i]->n > 0 || (found != NULL && part->parts[i]->is_fact))
            return NULL;
        if (part->parts[i]->is_fact)
            found = part->parts[i];
    }
    return found;
}

/* A condition that is no comparison: a fact, a call, a quantifier. */
static void
tell_truth(struct teller *t, const struct feel_trace *part, bool holds)
{
    const struct saying *saying = saying_of(part);
    const struct feel_trace *fact = only_fact(part);
    struct buf *lines[] = { &t->zh, &t->en };

    for (size_t i = 0; i < 2; i++) {
        const struct voice *v = &t->voices[i];

        separate(lines[i], v->english ? "; " : "；");
        if (saying != NULL && fact != NULL) {
            render_fact(lines[i], v, fact);
            buf_fmt(lines[i], " %s",
                v->english ? (holds ? saying->yes_en : saying->no_en)
                           : (holds ? saying->yes : saying->no));
            continue;
        }
        if (part->is_fact)
            plain(lines[i], called(v, part->op));
        else
            render(lines[i], v, part);
        if (v->english)
            buf_str(lines[i], holds ? STR(": yes") : STR(": no"));
        else
            buf_str(lines[i], holds ? STR("：是") : STR("：否"));
    }
}

/* --- rows --- */

/* Facts that the condition on the rows compares with, each once. */
static void
gather(struct teller *t, const struct feel_trace *part,
    const struct feel_trace **facts, size_t *n)
{
    if (part->is_fact && part->value.type != FEEL_LIST) {
        for (size_t i = 0; i < *n; i++) {
            if (str_eq(facts[i]->op, part->op))
                return;
        }
        if (*n < PARTS_MAX)
            facts[(*n)++] = part;
        return;
    }
    for (size_t i = 0; i < part->n; i++)
        gather(t, part->parts[i], facts, n);
}

/* some, every: whether there is such a row, and what it is compared with; the
 * rows themselves stand in the steps. */
static bool
tell_rows(struct teller *t, const struct feel_trace *part, bool holds)
{
    static const char *const words[2][2][2] = {
        { { "没有符合条件的行", "有符合条件的行" },
            { "不是每一行都符合", "每一行都符合" } },
        { { "no row meets the condition", "a row meets the condition" },
            { "not every row meets the condition",
                "every row meets the condition" } },
    };
    const struct feel_trace *facts[PARTS_MAX];
    const struct feel_trace *list = list_of(part);
    struct buf *lines[] = { &t->zh, &t->en };
    bool every = part->kind == FEEL_PART_EVERY;
    size_t n = 0;

    if ((part->kind != FEEL_PART_SOME && !every) || list == NULL)
        return false;
    for (size_t i = 1; i < part->n; i++)
        gather(t, part->parts[i], facts, &n);
    for (size_t i = 0; i < 2; i++) {
        const struct voice *v = &t->voices[i];

        separate(lines[i], v->english ? "; " : "；");
        render(lines[i], v, list);
        buf_fmt(lines[i], v->english ? ": %s" : "：%s",
            words[i][every][holds]);
        for (size_t k = 0; k < n; k++) {
            buf_str(lines[i],
                k > 0             ? (v->english ? STR(", ") : STR("、"))
                    : v->english ? STR(" (by ")
                                 : STR("（对照 "));
            render_fact(lines[i], v, facts[k]);
        }
        if (n > 0)
            buf_str(lines[i], v->english ? STR(")") : STR("）"));
    }
    return true;
}

/* --- and, or, not --- */

static bool
is_truth(const struct feel_value *v)
{
    return v->type == FEEL_BOOLEAN;
}

static void
tell(struct teller *t, const struct feel_trace *part, bool wanted)
{
    if (t->told >= PARTS_MAX || !is_truth(&part->value) ||
        part->value.boolean != wanted)
        return; /* it did not bring this about */
    if (part->kind == FEEL_PART_AND || part->kind == FEEL_PART_OR) {
        for (size_t i = 0; i < part->n; i++)
            tell(t, part->parts[i], wanted);
    } else if (str_eq(part->op, STR("not")) && part->n == 1 &&
        part->kind == FEEL_PART_CALL && is_truth(&part->parts[0]->value)) {
        tell(t, part->parts[0], !wanted);
    } else if (part->kind == FEEL_PART_IF && part->n >= 2) {
        tell(t, part->parts[part->n - 1], wanted); /* the branch taken */
    } else if (part->kind == FEEL_PART_IF && part->n == 1 &&
        is_truth(&part->parts[0]->value)) { /* the branch is a literal */
        tell(t, part->parts[0], part->parts[0]->value.boolean);
    } else if (tell_rows(t, part, wanted)) {
        t->told++;
    } else if (part->is_comparison) {
        tell_comparison(t, part, wanted);
        t->told++;
    } else {
        tell_truth(t, part, wanted);
        t->told++;
    }
}

struct str
part_with_values(struct arena *a, const struct pack *p,
    const struct feel_trace *t, bool english)
{
    struct voice v = { a, p, english };
    struct buf b;

    buf_init(&b, a, LINE_MAX_BYTES);
    render(&b, &v, t);
    return buf_view(&b);
}

struct explanation
explain(struct arena *a, const struct pack *p, const struct feel_trace *trace,
    enum outcome outcome)
{
    struct explanation ret = { 0 };
    struct teller t = { .a = a,
        .voices = { { a, p, false }, { a, p, true } } };

    if (trace == NULL || outcome == UNDECIDED)
        return ret; /* what is missing says it all */
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
