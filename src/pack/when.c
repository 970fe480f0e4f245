/*
 * From which day on a rule is met, all else equal.
 *
 * A rule is a tree of and, or, not over conditions. For each condition it is
 * asked in which direction it can change as 基准日 grows: one that is proven
 * to turn from false to true once (a date that grows against one that stands)
 * is searched by halving, one that cannot change is asked once, any other day
 * by day. The first day of the whole follows by leaping: an `and` goes on to
 * the latest of the first days of its sides until all agree, an `or` takes
 * the earliest. Undecided is neither met nor not met, so three-valued logic
 * comes out as in a judgement of that day.
 */
#include "judge.h"

#define HORIZON_YEARS 10
#define PROBES_MOST 20000 /* evaluations in one search */
#define SCAN_RESET 64     /* probes between two resets of the scratch arena */
#define DEPTH_MOST 60

enum answer { UNSEEN, NO, YES, UNSURE, STOPPED };

/* How a value (or a truth: false before true) moves as the day grows. */
enum moves { STEADY, RISES, FALLS, WILD };

enum when_kind { WHEN_STEADY, WHEN_AND, WHEN_OR, WHEN_NOT, WHEN_MOVES };

struct when {
    enum when_kind kind;
    enum answer steady;
    const struct when *const *kids;
    size_t n;
    /* WHEN_MOVES */
    struct search *search;      /* whose expression holds the condition */
    const size_t *path;         /* to its part of the trace */
    size_t depth;
    enum moves *moves;          /* WILD once the proof proves useless */
    unsigned char *seen;        /* enum answer, by days from the reference */
};

/* One rule with an expression of its own. */
struct search {
    const struct pack_rule *rule;
    const struct pack_verdict *verdict; /* of the reference day */
    const struct when *root;
    VEC_OF(const struct when *) conditions;
};

struct hunt {
    struct judge *j;
    struct arena *scratch;
    int horizon; /* days */
    int probes;
    bool unsure; /* some day was undecided, failed or not looked at */
};

/* --- does it depend on the day? --- */

static bool
is_day(struct str name)
{
    return str_eq(name, STR("基准日"));
}

static bool
uses_day(const struct judge *j, const struct pack_rule *r, size_t depth)
{
    if (depth > DEPTH_MOST)
        return true;
    for (size_t i = 0; i < r->n_parts; i++)
        if (uses_day(j, pack_rule(j->p, r->parts[i]), depth + 1))
            return true;
    for (size_t i = 0; r->expr != NULL && i < feel_used_count(r->expr); i++) {
        struct str name = feel_used(r->expr, i);
        const struct pack_rule *inner = pack_rule(j->p, name);

        if (is_day(name) ||
            (inner != NULL && uses_day(j, inner, depth + 1)))
            return true;
    }
    return false;
}

/* A loop may show only some of its rounds: it moves if its rule does. */
static bool
part_uses_day(const struct judge *j, const struct pack_verdict *v,
    const struct feel_trace *t)
{
    const struct pack_rule *r;

    switch (t->kind) {
    case FEEL_PART_FACT:
        r = pack_rule(j->p, t->op);
        return is_day(t->op) || (r != NULL && uses_day(j, r, 0));
    case FEEL_PART_FILTER:
    case FEEL_PART_FOR:
    case FEEL_PART_SOME:
    case FEEL_PART_EVERY:
        return uses_day(j, v->rule, 0);
    default:
        break;
    }
    for (size_t i = 0; i < t->n; i++)
        if (part_uses_day(j, v, t->parts[i]))
            return true;
    return false;
}

/* --- in which direction? --- */

static enum moves
opposite(enum moves m)
{
    return m == RISES ? FALLS : m == FALLS ? RISES : m;
}

static enum moves
together(enum moves x, enum moves y)
{
    if (x == STEADY || x == y)
        return y;
    return y == STEADY ? x : WILD;
}

static enum moves moves_of(const struct judge *j,
    const struct pack_verdict *v, const struct feel_trace *t, size_t depth);

static enum moves
side_moves(const struct judge *j, const struct pack_verdict *v,
    const struct feel_trace *t, struct str text, size_t depth)
{
    const struct feel_trace *side = side_part(t, text);

    return side == NULL ? STEADY : moves_of(j, v, side, depth);
}

/* Nothing but blanks and the bracket stand after the last argument. */
static bool
is_last_argument(const struct feel_trace *call, const struct feel_trace *part)
{
    size_t from = (size_t)(part->text.p - call->text.p) + part->text.n;
    struct str rest = str_trim(str_sub(call->text, from, SIZE_MAX));

    return str_eq(rest, STR(")"));
}

/* Functions whose value never falls as an argument grows; with `difference`
 * only as the last of two does, and never rises as the first does. */
static enum moves
call_moves(const struct judge *j, const struct pack_verdict *v,
    const struct feel_trace *t, size_t depth)
{
    static const struct {
        const char *name;
        bool difference;
    } known[] = { { "加天", false }, { "加月", false }, { "加年", false },
        { "工作日后", false }, { "年份", false }, { "满年", true },
        { "满月", true }, { "years and months duration", true } };
    enum moves all = STEADY;
    size_t k = 0;

    while (k < sizeof(known) / sizeof(*known) &&
        !str_eq(t->op, str_of(known[k].name)))
        k++;
    if (k == sizeof(known) / sizeof(*known))
        return WILD;
    for (size_t i = 0; i < t->n; i++) {
        enum moves one = moves_of(j, v, t->parts[i], depth);

        if (known[k].difference && !is_last_argument(t, t->parts[i]))
            one = opposite(one);
        all = together(all, one);
    }
    return all;
}

static enum moves
moves_of(const struct judge *j, const struct pack_verdict *v,
    const struct feel_trace *t, size_t depth)
{
    const struct pack_verdict *used;
    enum moves left, right;

    if (!part_uses_day(j, v, t))
        return STEADY;
    if (depth > DEPTH_MOST)
        return WILD;
    switch (t->kind) {
    case FEEL_PART_FACT:
        if (is_day(t->op))
            return RISES;
        used = judge_used(v, t->op);
        if (used == NULL || used->trace == NULL ||
            used->rule->kind != RULE_VALUE)
            return WILD;
        return moves_of(j, used, used->trace, depth + 1);
    case FEEL_PART_ARITHMETIC:
        left = side_moves(j, v, t, t->left_text, depth + 1);
        right = side_moves(j, v, t, t->right_text, depth + 1);
        if (str_eq(t->op, STR("+")))
            return together(left, right);
        return str_eq(t->op, STR("-")) ? together(left, opposite(right))
                                       : WILD;
    case FEEL_PART_CALL:
        return call_moves(j, v, t, depth + 1);
    case FEEL_PART_PATH:
        if (t->n == 1 && (str_eq(t->op, STR("year")) ||
                             str_eq(t->op, STR("years"))))
            return moves_of(j, v, t->parts[0], depth + 1);
        return WILD;
    case FEEL_PART_IF: /* the branch, if another one is never taken */
        if (t->n == 0 || t->parts[t->n - 1]->text.p != t->right_text.p ||
            (t->n > 1 && part_uses_day(j, v, t->parts[0])))
            return WILD;
        return moves_of(j, v, t->parts[t->n - 1], depth + 1);
    default:
        return WILD;
    }
}

/* Of the truth of a comparison. */
static enum moves
comparison_moves(const struct judge *j, const struct pack_verdict *v,
    const struct feel_trace *t)
{
    enum moves left = side_moves(j, v, t, t->left_text, 0);
    enum moves right = side_moves(j, v, t, t->right_text, 0);
    enum moves both = WILD;

    if (str_starts(t->op, STR(">")))
        both = together(left, opposite(right));
    else if (str_starts(t->op, STR("<")))
        both = together(opposite(left), right);
    return both == STEADY ? WILD : both; /* it does depend on the day */
}

/* --- the tree of conditions --- */

static enum answer
answer_of(const struct feel_value *v)
{
    if (v->type != FEEL_BOOLEAN)
        return UNSURE;
    return v->boolean ? YES : NO;
}

static enum answer
answer_of_outcome(enum outcome o)
{
    return o == MET ? YES : o == NOT_MET ? NO : UNSURE;
}

static const struct when *
steady(struct arena *a, enum answer is)
{
    struct when *w = arena_one(a, struct when);

    w->kind = WHEN_STEADY;
    w->steady = is;
    return w;
}

struct trail {
    size_t at[DEPTH_MOST];
    size_t n;
};

static const struct when *
moving(struct hunt *h, struct search *s, const struct trail *trail,
    enum moves moves)
{
    struct arena *a = h->j->a;
    struct when *w = arena_one(a, struct when);

    w->kind = WHEN_MOVES;
    w->search = s;
    w->path = arena_dup(a, trail->at, (trail->n + 1) * sizeof(size_t));
    w->depth = trail->n;
    w->moves = arena_dup(a, &moves, sizeof(moves));
    w->seen = arena_alloc(a, (size_t)h->horizon + 1);
    *VEC_PUSH(a, &s->conditions) = w;
    return w;
}

static const struct when *of_verdict(
    struct hunt *h, const struct pack_verdict *v, size_t depth);

static const struct when *of_part(struct hunt *h, struct search *s,
    const struct feel_trace *t, const struct trail *trail);

static const struct when *
of_kids(struct hunt *h, struct search *s, const struct feel_trace *t,
    const struct trail *trail, enum when_kind kind)
{
    struct when *w = arena_one(h->j->a, struct when);
    const struct when **kids =
        arena_new_array(h->j->a, const struct when *, t->n + 1);

    for (size_t i = 0; i < t->n; i++) {
        struct trail further = *trail;

        further.at[further.n++] = i;
        kids[i] = of_part(h, s, t->parts[i], &further);
    }
    w->kind = kind;
    w->kids = kids;
    w->n = t->n;
    return w;
}

static const struct when *
of_part(struct hunt *h, struct search *s, const struct feel_trace *t,
    const struct trail *trail)
{
    const struct pack_verdict *used;

    if (!part_uses_day(h->j, s->verdict, t))
        return steady(h->j->a, answer_of(&t->value));
    if (trail->n + 1 >= DEPTH_MOST)
        return moving(h, s, trail, WILD);
    switch (t->kind) {
    case FEEL_PART_AND:
        return of_kids(h, s, t, trail, WHEN_AND);
    case FEEL_PART_OR:
        return of_kids(h, s, t, trail, WHEN_OR);
    case FEEL_PART_CALL:
        if (str_eq(t->op, STR("not")) && t->n == 1)
            return of_kids(h, s, t, trail, WHEN_NOT);
        break;
    case FEEL_PART_FACT:
        used = judge_used(s->verdict, t->op);
        if (used != NULL && used->rule->kind != RULE_VALUE)
            return of_verdict(h, used, trail->n + 1);
        break;
    case FEEL_PART_COMPARISON:
        return moving(
            h, s, trail, comparison_moves(h->j, s->verdict, t));
    default:
        break;
    }
    return moving(h, s, trail, WILD);
}

static const struct when *
of_expression(struct hunt *h, const struct pack_verdict *v)
{
    struct arena *a = h->j->a;
    struct search *s = map_get(h->j->searched, v->rule->name);
    struct trail trail = { 0 };

    if (s == NULL) {
        s = arena_one(a, struct search);
        s->rule = v->rule;
        s->verdict = arena_dup(a, v, sizeof(*v));
        map_put(h->j->searched, v->rule->name, s);
        s->root = of_part(h, s, v->trace, &trail);
    }
    return s->root;
}

static const struct when *
of_verdict(struct hunt *h, const struct pack_verdict *v, size_t depth)
{
    struct arena *a = h->j->a;
    const struct when **kids;
    struct when *w;

    if (!uses_day(h->j, v->rule, 0) || depth > DEPTH_MOST)
        return steady(a, answer_of_outcome(v->outcome));
    if (v->rule->kind == RULE_FEEL)
        return v->trace != NULL ? of_expression(h, v) : steady(a, UNSURE);
    kids = arena_new_array(a, const struct when *, v->n_parts + 1);
    for (size_t i = 0; i < v->n_parts; i++)
        kids[i] = of_verdict(h, &v->parts[i], depth + 1);
    w = arena_one(a, struct when);
    w->kind = v->rule->kind == RULE_ALL ? WHEN_AND : WHEN_OR;
    w->kids = kids;
    w->n = v->n_parts;
    return w;
}

/* --- one day --- */

static const struct feel_trace *
follow(const struct feel_trace *t, const struct when *w)
{
    for (size_t i = 0; i < w->depth; i++) {
        if (w->path[i] >= t->n)
            return NULL;
        t = t->parts[w->path[i]];
    }
    return t;
}

/* What all conditions of a rule are on a day. */
static void
look(struct hunt *h, struct search *s, int days)
{
    struct err err;
    struct judge day = *h->j;
    const struct feel_trace *trace = NULL;
    struct feel_value v = feel_null();
    bool alone = s->conditions.n == 1 && s->conditions.p[0]->depth == 0;
    enum status status;

    if (h->probes % SCAN_RESET == 0)
        arena_reset(h->scratch);
    day.a = h->scratch;
    day.err = &err;
    day.work = 0;
    day.status = OK;
    day.reference = day_add_days(h->j->reference, days);
    status = h->probes++ >= PROBES_MOST
        ? ERR_LIMIT
        : judge_expression(&day, s->rule->expr, &v, alone ? NULL : &trace);
    for (size_t i = 0; i < s->conditions.n; i++) {
        const struct when *w = s->conditions.p[i];
        const struct feel_trace *part =
            status != OK || alone ? NULL : follow(trace, w);

        w->seen[days] = (unsigned char)(status != OK ? STOPPED
                : alone                              ? answer_of(&v)
                : part == NULL ? STOPPED
                               : answer_of(&part->value));
    }
}

static enum answer
seen(struct hunt *h, const struct when *w, int days)
{
    if (w->seen[days] == UNSEEN)
        look(h, w->search, days);
    if (w->seen[days] != YES && w->seen[days] != NO)
        h->unsure = true;
    return (enum answer)w->seen[days];
}

/* --- the first day from one on; beyond the horizon: none --- */

static int
next_by_day(
    struct hunt *h, const struct when *w, int from, enum answer wanted)
{
    for (int d = from; d <= h->horizon; d++) {
        enum answer is = seen(h, w, d);

        if (is == wanted)
            return d;
        if (is == STOPPED)
            break; /* a holiday year that is not known yet, a limit */
    }
    return h->horizon + 1;
}

/* It is not as wanted on `low`; false and *moves WILD if some day is neither
 * true nor false, for then nothing is proven. */
static bool
halve(struct hunt *h, const struct when *w, int low, enum answer wanted,
    int *ret)
{
    int high = h->horizon;
    enum answer is = seen(h, w, high);

    if (is != YES && is != NO)
        return false;
    if (is != wanted) {
        *ret = h->horizon + 1;
        return true;
    }
    while (high - low > 1) {
        int middle = low + (high - low) / 2;

        is = seen(h, w, middle);
        if (is != YES && is != NO)
            return false;
        if (is == wanted)
            high = middle;
        else
            low = middle;
    }
    *ret = high;
    return true;
}

static int
next_of_moving(
    struct hunt *h, const struct when *w, int from, enum answer wanted)
{
    bool unsure = h->unsure;
    enum answer is;
    int ret;

    if (*w->moves == WILD)
        return next_by_day(h, w, from, wanted);
    is = seen(h, w, from);
    if (is == wanted)
        return from;
    if (is != UNSURE && is != STOPPED) {
        if ((*w->moves == RISES) != (wanted == YES))
            return h->horizon + 1; /* it will not turn back */
        if (halve(h, w, from, wanted, &ret))
            return ret;
    }
    *w->moves = WILD;
    h->unsure = unsure; /* the days looked at one by one will tell */
    return next_by_day(h, w, from, wanted);
}

static int
next_day(struct hunt *h, const struct when *w, int from, enum answer wanted)
{
    bool all = (w->kind == WHEN_AND) == (wanted == YES);
    int at = all ? from : h->horizon + 1;

    if (from > h->horizon)
        return from;
    switch (w->kind) {
    case WHEN_STEADY:
        if (w->steady == UNSURE)
            h->unsure = true;
        return w->steady == wanted ? from : h->horizon + 1;
    case WHEN_NOT:
        return next_day(h, w->kids[0], from, wanted == YES ? NO : YES);
    case WHEN_MOVES:
        return next_of_moving(h, w, from, wanted);
    case WHEN_AND:
    case WHEN_OR:
        break;
    }
    for (size_t i = 0; i < w->n;) {
        int next = next_day(h, w->kids[i], all ? at : from, wanted);

        if (all && next > h->horizon)
            return next;
        if (!all && next < at)
            at = next;
        i++;
        if (all && next > at) { /* the others have to agree with it */
            at = next;
            i = 0;
        }
    }
    return at;
}

/* Something that no day changes keeps it from being met. */
static bool
is_blocked(const struct when *w, enum answer wanted)
{
    bool all = (w->kind == WHEN_AND) == (wanted == YES);

    if (w->kind == WHEN_STEADY)
        return w->steady != wanted;
    if (w->kind == WHEN_MOVES)
        return false;
    if (w->kind == WHEN_NOT)
        return is_blocked(w->kids[0], wanted == YES ? NO : YES);
    for (size_t i = 0; i < w->n; i++)
        if (is_blocked(w->kids[i], wanted) == all)
            return all;
    return !all;
}

/* --- the way in --- */

void
when_search(struct judge *j, struct pack_verdict *v)
{
    struct hunt h = { .j = j };
    const struct when *root;
    struct day last;
    int found;

    v->holds_from = DAY_NONE;
    if (v->outcome != NOT_MET || day_is_none(j->reference) ||
        v->rule->kind == RULE_ATTESTED || !uses_day(j, v->rule, 0))
        return;
    last = day_add_years(j->reference, HORIZON_YEARS);
    h.horizon = last.n - j->reference.n;
    h.scratch = arena_new("pack search");
    if (j->searched == NULL)
        j->searched = map_new(j->a);
    root = of_verdict(&h, v, 0);
    found = next_day(&h, root, 1, YES);
    if (found <= h.horizon)
        v->holds_from = day_add_days(j->reference, found);
    else
        v->not_in_ten_years = !h.unsure && !is_blocked(root, YES);
    arena_free(h.scratch);
}
