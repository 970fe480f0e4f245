/* The instructions of a batch, a block of rows each. */
#include "batch_form.h"

#include "decimal.h"

#include <string.h>

#define N FEEL_BATCH_BLOCK

/* --- registers --- */

static void *
own(struct block *k, struct lane *l, size_t size)
{
    if (l->own == NULL)
        l->own = arena_alloc(k->a, N * size);
    return l->own;
}

static uint8_t *
own_state(struct block *k, struct lane *l)
{
    if (l->own_state == NULL)
        l->own_state = arena_alloc(k->a, N);
    return l->own_state;
}

static int64_t *
own_whole(struct block *k, const struct instr *i)
{
    struct lane *l = &k->lanes[i->to];
    int64_t *r = own(k, l, sizeof(int64_t));

    l->whole = r;
    return r;
}

static struct feel_number *
own_decimals(struct block *k, const struct instr *i)
{
    struct lane *l = &k->lanes[i->to];
    struct feel_number *r = own(k, l, sizeof(struct feel_number));

    l->decimals = r;
    return r;
}

static uint8_t *
own_tri(struct block *k, const struct instr *i)
{
    struct lane *l = &k->lanes[i->to];
    uint8_t *r = own(k, l, 1);

    l->tri = r;
    return r;
}

/* --- loops that the compiler turns into vector code ---
 *
 * Short, without branches, and told that nothing overlaps. */

/* Where the state is not "known", it is the answer. */
static void
settle(uint8_t *restrict t, const uint8_t *restrict state, size_t n)
{
    for (size_t i = 0; i < n; i++)
        t[i] = (uint8_t)(state[i] | (t[i] & (uint8_t)-(state[i] == 0)));
}

static void
worse(uint8_t *restrict t, const uint8_t *restrict x,
    const uint8_t *restrict y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        t[i] = x[i] > y[i] ? x[i] : y[i];
}

static void
tri_and(uint8_t *restrict t, const uint8_t *restrict x,
    const uint8_t *restrict y, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint8_t most = x[i] > y[i] ? x[i] : y[i];
        uint8_t least = x[i] < y[i] ? x[i] : y[i];

        t[i] = (uint8_t)(most & (uint8_t)-(least != TRI_FALSE));
    }
}

static void
tri_or(uint8_t *restrict t, const uint8_t *restrict x,
    const uint8_t *restrict y, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint8_t most = x[i] > y[i] ? x[i] : y[i];
        uint8_t yes = (uint8_t)-((x[i] == TRI_TRUE) | (y[i] == TRI_TRUE));

        t[i] = (uint8_t)((most & (uint8_t)~yes) | (TRI_TRUE & yes));
    }
}

static void
tri_not(uint8_t *restrict t, const uint8_t *restrict x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        t[i] = (uint8_t)(x[i] ^ (x[i] < TRI_UNKNOWN));
}

static void
tri_other_than(uint8_t *restrict t, const uint8_t *restrict x,
    uint8_t decides, size_t n)
{
    for (size_t i = 0; i < n; i++)
        t[i] = x[i] != decides;
}

static void
tri_keep(uint8_t *restrict t, const uint8_t *restrict x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        t[i] &= x[i];
}

/* no or yes by what stands in x. */
static void
tri_pick(uint8_t *restrict t, const uint8_t *restrict x, uint8_t no,
    uint8_t yes, size_t n)
{
    uint8_t differ = (uint8_t)(no ^ yes);

    for (size_t i = 0; i < n; i++)
        t[i] = (uint8_t)(no ^ (differ & (uint8_t)-(x[i] != 0)));
}

/* `unknown` where the state is not known. */
static void
tri_where_unknown(uint8_t *restrict t, const uint8_t *restrict state,
    uint8_t unknown, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint8_t gone = (uint8_t)-(state[i] != 0);

        t[i] = (uint8_t)((t[i] & (uint8_t)~gone) | (unknown & gone));
    }
}

static void
widen_days(int64_t *restrict to, const int32_t *restrict from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[i];
}

static void
widen_counts(int64_t *restrict to, const uint32_t *restrict from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[i];
}

#define COMPARE_LOOP(name, operator) \
    static void name(uint8_t *restrict t, const int64_t *restrict x, \
        int64_t c, size_t n) \
    { \
        for (size_t i = 0; i < n; i++) \
            t[i] = x[i] operator c; \
    } \
    static void name##_both(uint8_t *restrict t, const int64_t *restrict x, \
        const int64_t *restrict y, size_t n) \
    { \
        for (size_t i = 0; i < n; i++) \
            t[i] = x[i] operator y[i]; \
    }

COMPARE_LOOP(equal, ==)
COMPARE_LOOP(unequal, !=)
COMPARE_LOOP(less, <)
COMPARE_LOOP(at_most, <=)
COMPARE_LOOP(more, >)
COMPARE_LOOP(at_least, >=)

typedef void (*compare_fn)(
    uint8_t *restrict, const int64_t *restrict, int64_t, size_t);
typedef void (*compare_both_fn)(uint8_t *restrict, const int64_t *restrict,
    const int64_t *restrict, size_t);

static const compare_fn compare_with[] = { [OP_EQ] = equal, [OP_NE] = unequal,
    [OP_LT] = less, [OP_LE] = at_most, [OP_GT] = more, [OP_GE] = at_least };
static const compare_both_fn compare_two[] = { [OP_EQ] = equal_both,
    [OP_NE] = unequal_both, [OP_LT] = less_both, [OP_LE] = at_most_both,
    [OP_GT] = more_both, [OP_GE] = at_least_both };

/* --- states --- */

/* The worse state of two; NULL if both are known throughout. */
static const uint8_t *
joined_state(struct block *k, struct lane *to, const struct lane *x,
    const struct lane *y)
{
    uint8_t *s;

    if (x->state == NULL || y->state == NULL)
        return x->state == NULL ? y->state : x->state;
    s = own_state(k, to);
    worse(s, x->state, y->state, k->n);
    return s;
}

/* A state of its own that instructions may add to. */
static uint8_t *
fresh_state(struct block *k, struct lane *to, const struct lane *x,
    const struct lane *y)
{
    const uint8_t *joined = joined_state(k, to, x, y);
    uint8_t *s = own_state(k, to);

    if (joined == NULL)
        memset(s, 0, k->n);
    else if (joined != s)
        memcpy(s, joined, k->n);
    return s;
}

/* --- columns --- */

/* Eight bits as eight states. */
static void
spread(uint8_t *to, uint8_t bits)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t ones = UINT64_C(0x0101010101010101), x = bits * ones;

    x &= UINT64_C(0x8040201008040201);
    x = (x + UINT64_C(0x7f7f7f7f7f7f7f7f)) >> 7 & ones;
    x = (x ^ ones) * TRI_UNKNOWN;
    memcpy(to, &x, 8);
#else
    for (size_t i = 0; i < 8; i++)
        to[i] = (bits >> i & 1) != 0 ? 0 : TRI_UNKNOWN;
#endif
}

/* States of a bitmap; NULL if all rows are known. */
static const uint8_t *
column_state(struct block *k, struct lane *l, const uint8_t *known)
{
    uint8_t *s;
    size_t i = 0, n = k->n, from = k->from;

    if (known == NULL)
        return NULL;
    s = own_state(k, l);
    for (; from % 8 == 0 && n - i >= 8; i += 8)
        spread(s + i, known[(from + i) / 8]);
    for (; i < n; i++)
        s[i] = (known[(from + i) / 8] >> ((from + i) % 8) & 1) != 0
            ? 0
            : TRI_UNKNOWN;
    return s;
}

static void
load(struct block *k, const struct instr *i)
{
    const struct feel_column *c = &k->columns[i->column];
    struct lane *l = &k->lanes[i->to];

    l->state = column_state(k, l, c->known);
    switch (i->op) {
    case BATCH_INTS:
        l->whole = c->ints + k->from;
        break;
    case BATCH_DAYS:
        widen_days(own_whole(k, i), c->days + k->from, k->n);
        break;
    case BATCH_COUNTS:
        widen_counts(own_whole(k, i), c->lists.count + k->from, k->n);
        break;
    case BATCH_DECIMALS:
        l->decimals = c->decimals + k->from;
        break;
    case BATCH_TEXTS:
        l->texts = c->texts + k->from;
        break;
    default:
        l->lists = &c->lists;
        break;
    }
}

/* Constants; done once a run. */
static void
fill(struct block *k, const struct instr *i)
{
    struct lane *l = &k->lanes[i->to];

    if (l->own != NULL)
        return;
    if (i->op == BATCH_FILL_TRI) {
        memset(own_tri(k, i), (int)i->n, N);
        return;
    }
    if (i->state)
        l->state = memset(own_state(k, l), (int)i->n, N);
    if (i->op == BATCH_FILL) {
        int64_t *to = own_whole(k, i);

        for (size_t r = 0; r < N; r++)
            to[r] = i->n;
    } else if (i->op == BATCH_FILL_DECIMAL) {
        struct feel_number *to = own_decimals(k, i);

        for (size_t r = 0; r < N; r++)
            to[r] = i->decimal;
    } else {
        struct str *to = own(k, l, sizeof(struct str));

        for (size_t r = 0; r < N; r++)
            to[r] = i->text;
        l->texts = to;
    }
}

static void
by_table(struct block *k, const struct instr *i)
{
    const struct feel_column *c = &k->columns[i->column];
    struct lane *l = &k->lanes[i->to];
    const uint8_t *state = column_state(k, l, c->known);
    const uint8_t *table = i->table;
    uint8_t *t = own_tri(k, i);
    uint8_t unknown = table[i->n_table];

    if (i->op == BATCH_BY_BOOLEAN) {
        tri_pick(t, c->booleans + k->from, table[0], table[1], k->n);
    } else {
        const uint16_t *v = c->codes.at + k->from;
        size_t n = k->n;

        for (size_t r = 0; r < n; r++)
            t[r] = v[r] < i->n_table ? table[v[r]] : TRI_ROW;
    }
    if (state != NULL)
        tri_where_unknown(t, state, unknown, k->n);
}

/* --- comparing --- */

static bool
holds(enum feel_op op, int order)
{
    switch (op) {
    case OP_EQ:
        return order == 0;
    case OP_NE:
        return order != 0;
    case OP_LT:
        return order < 0;
    case OP_LE:
        return order <= 0;
    case OP_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static int
order_int(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static void
compare_whole(struct block *k, const struct instr *i)
{
    const struct lane *x = &k->lanes[i->a];
    const uint8_t *state = x->state;
    uint8_t *t = own_tri(k, i);

    if (i->op == BATCH_COMPARE) {
        const struct lane *y = &k->lanes[i->b];

        compare_two[i->compare](t, x->whole, y->whole, k->n);
        state = joined_state(k, &k->lanes[i->to], x, y);
    } else {
        compare_with[i->compare](t, x->whole, i->n, k->n);
    }
    for (size_t r = 0; i->op == BATCH_COMPARE_SPAN && r < k->n; r++)
        if (x->whole[r] < i->low || x->whole[r] > i->high)
            t[r] = TRI_ROW;
    if (state != NULL)
        settle(t, state, k->n);
}

static void
compare_slow(struct block *k, const struct instr *i)
{
    const struct lane *x = &k->lanes[i->a], *y = &k->lanes[i->b];
    const uint8_t *state = joined_state(k, &k->lanes[i->to], x, y);
    uint8_t *t = own_tri(k, i);

    for (size_t r = 0; r < k->n; r++) {
        if (state != NULL && state[r] != 0)
            t[r] = state[r];
        else
            t[r] = holds(i->compare,
                i->op == BATCH_COMPARE_DECIMAL
                    ? dec_cmp(x->decimals[r], y->decimals[r])
                    : str_cmp(x->texts[r], y->texts[r]));
    }
}

static bool
alive(const struct block *k, const struct instr *i, size_t r)
{
    return i->live == NO_REG || k->lanes[i->live].tri[r] != 0;
}

/* Characters against a number: bytes mostly say enough. */
static void
compare_length(struct block *k, const struct instr *i)
{
    const struct lane *x = &k->lanes[i->a];
    uint8_t *t = own_tri(k, i);

    for (size_t r = 0; r < k->n; r++) {
        struct str s = x->texts[r];

        if (!alive(k, i, r)) {
            t[r] = TRI_ROW;
            continue;
        }
        if (x->state != NULL && x->state[r] != 0) {
            t[r] = x->state[r];
            continue;
        }

        int64_t least = (int64_t)((s.n + 3) / 4), most = (int64_t)s.n;

        if (most < i->n || least > i->n)
            t[r] = holds(i->compare, most < i->n ? -1 : 1);
        else
            t[r] = holds(
                i->compare, order_int((int64_t)utf8_count(s), i->n));
    }
}

static void
where_known(struct block *k, const struct instr *i)
{
    uint8_t *t = own_tri(k, i);

    memset(t, (int)i->n, k->n);
    if (k->lanes[i->a].state != NULL)
        settle(t, k->lanes[i->a].state, k->n);
}

/* --- computing --- */

static void
compute(struct block *k, const struct instr *i)
{
    const struct lane *x = &k->lanes[i->a], *y = &k->lanes[i->b];
    struct lane *l = &k->lanes[i->to];
    const int64_t *a = x->whole, *b = y->whole;
    uint8_t *s = fresh_state(k, l, x, y);
    int64_t *to = own_whole(k, i);
    bool bad;

    for (size_t r = 0; r < k->n; r++) {
        if (s[r] != 0) {
            to[r] = 0;
            continue;
        }
        if (i->op == BATCH_ADD)
            bad = !num_add(a[r], b[r], &to[r]);
        else if (i->op == BATCH_MULTIPLY)
            bad = !num_mul(a[r], b[r], &to[r]);
        else
            bad = b[r] == INT64_MIN || !num_add(a[r], -b[r], &to[r]);
        if (bad || to[r] == INT64_MIN) {
            to[r] = 0;
            s[r] = TRI_ROW;
        }
    }
    l->state = s;
}

static void
compute_decimal(struct block *k, const struct instr *i)
{
    const struct lane *x = &k->lanes[i->a], *y = &k->lanes[i->b];
    struct lane *l = &k->lanes[i->to];
    uint8_t *s = fresh_state(k, l, x, y);
    struct feel_number *to = own_decimals(k, i);

    for (size_t r = 0; r < k->n; r++) {
        struct feel_number v = { { 0, 0 } };
        bool ok = false;

        if (s[r] == 0) {
            struct feel_number a = x->decimals[r], b = y->decimals[r];

            ok = i->sign == '+' ? dec_add(a, b, &v)
                : i->sign == '-' ? dec_sub(a, b, &v)
                : i->sign == '*' ? dec_mul(a, b, &v)
                                 : dec_div(a, b, &v);
            if (!ok)
                s[r] = TRI_ROW;
        }
        to[r] = v;
    }
    l->state = s;
}

static void
to_decimal(struct block *k, const struct instr *i)
{
    const struct lane *x = &k->lanes[i->a];
    struct feel_number *to = own_decimals(k, i);

    for (size_t r = 0; r < k->n; r++)
        to[r] = dec_int(x->whole[r]);
    k->lanes[i->to].state = x->state;
}

static uint8_t
argument(const struct block *k, size_t reg, size_t r,
    struct feel_batch_arg *ret)
{
    const struct lane *l = &k->lanes[reg];

    if (l->state != NULL && l->state[r] != 0)
        return l->state[r];
    ret->n = l->whole[r];
    return 0;
}

static void
call(struct block *k, const struct instr *i)
{
    struct lane *l = &k->lanes[i->to];
    int64_t *to = own_whole(k, i);
    uint8_t *s = own_state(k, l);

    for (size_t r = 0; r < k->n; r++) {
        struct feel_batch_arg args[FEEL_BATCH_ARGS] = { 0 };

        s[r] = 0;
        to[r] = 0;
        if (!alive(k, i, r)) {
            s[r] = TRI_ROW;
            continue;
        }
        for (size_t p = 0; p < i->n_args; p++) {
            uint8_t state;

            if (i->text.p[p] == 'l') {
                const struct lane *x = &k->lanes[i->args[p]];

                args[p].lists = x->lists;
                args[p].first = x->lists->first[k->from + r];
                args[p].count = x->lists->count[k->from + r];
                state = x->state != NULL ? x->state[r] : 0;
            } else {
                state = argument(k, i->args[p], r, &args[p]);
            }
            s[r] = state > s[r] ? state : s[r];
        }
        if (s[r] == 0 && !i->fn(k->tmp, args, &to[r])) {
            to[r] = 0;
            s[r] = TRI_ROW;
        }
    }
    l->state = s;
}

static void
lengths(struct block *k, const struct instr *i)
{
    const struct lane *x = &k->lanes[i->a];
    struct lane *l = &k->lanes[i->to];
    int64_t *to = own_whole(k, i);
    uint8_t *s = fresh_state(k, l, x, x);

    for (size_t r = 0; r < k->n; r++) {
        to[r] = 0;
        if (!alive(k, i, r))
            s[r] = TRI_ROW;
        else if (s[r] == 0)
            to[r] = (int64_t)utf8_count(x->texts[r]);
    }
    l->state = s;
}

static void
patterns(struct block *k, const struct instr *i)
{
    const struct lane *x = &k->lanes[i->a];
    uint8_t *t = own_tri(k, i);

    for (size_t r = 0; r < k->n; r++) {
        if (!alive(k, i, r)) {
            t[r] = TRI_ROW;
        } else if (x->state != NULL && x->state[r] != 0) {
            t[r] = x->state[r];
        } else {
            enum pattern_answer m = pattern_match(i->pattern, x->texts[r]);

            t[r] = m == PATTERN_UNSURE ? TRI_ROW : m == PATTERN_YES;
        }
    }
}

/* --- truth values --- */

static void
both(struct block *k, const struct instr *i)
{
    (i->op == BATCH_AND ? tri_and : tri_or)(
        own_tri(k, i), k->lanes[i->a].tri, k->lanes[i->b].tri, k->n);
}

/* Rows alive in b (or all) that a does not decide. */
static void
still_alive(struct block *k, const struct instr *i)
{
    uint8_t *t = own_tri(k, i);

    tri_other_than(t, k->lanes[i->a].tri,
        i->op == BATCH_LIVE_AND ? TRI_FALSE : TRI_TRUE, k->n);
    if (i->b != NO_REG)
        tri_keep(t, k->lanes[i->b].tri, k->n);
}

static void
choose(struct block *k, const struct instr *i)
{
    const uint8_t *c = k->lanes[i->c].tri;
    const struct lane *x = &k->lanes[i->a], *y = &k->lanes[i->b];
    struct lane *l = &k->lanes[i->to];
    int64_t *to;
    uint8_t *s;

    if (i->op == BATCH_CHOOSE_TRI) {
        uint8_t *t = own_tri(k, i);

        for (size_t r = 0; r < k->n; r++)
            t[r] = c[r] > TRI_TRUE ? c[r] : c[r] ? x->tri[r] : y->tri[r];
        return;
    }
    to = own_whole(k, i);
    s = own_state(k, l);
    for (size_t r = 0; r < k->n; r++) {
        const struct lane *from = c[r] == TRI_TRUE ? x : y;

        to[r] = from->whole[r];
        s[r] = c[r] > TRI_TRUE ? c[r]
            : from->state != NULL ? from->state[r]
                                  : 0;
    }
    l->state = s;
}

/* --- any --- */

void
batch_exec(struct block *k, const struct instr *i)
{
    switch (i->op) {
    case BATCH_INTS:
    case BATCH_DAYS:
    case BATCH_DECIMALS:
    case BATCH_TEXTS:
    case BATCH_COUNTS:
    case BATCH_LISTS:
        load(k, i);
        break;
    case BATCH_FILL:
    case BATCH_FILL_DECIMAL:
    case BATCH_FILL_TEXT:
    case BATCH_FILL_TRI:
        fill(k, i);
        break;
    case BATCH_BY_BOOLEAN:
    case BATCH_BY_CODE:
        by_table(k, i);
        break;
    case BATCH_COMPARE:
    case BATCH_COMPARE_N:
    case BATCH_COMPARE_SPAN:
        compare_whole(k, i);
        break;
    case BATCH_COMPARE_DECIMAL:
    case BATCH_COMPARE_TEXT:
        compare_slow(k, i);
        break;
    case BATCH_COMPARE_LENGTH:
        compare_length(k, i);
        break;
    case BATCH_KNOWN:
        where_known(k, i);
        break;
    case BATCH_ADD:
    case BATCH_SUBTRACT:
    case BATCH_MULTIPLY:
        compute(k, i);
        break;
    case BATCH_DECIMAL_OF:
        to_decimal(k, i);
        break;
    case BATCH_DECIMAL:
        compute_decimal(k, i);
        break;
    case BATCH_CALL:
        call(k, i);
        break;
    case BATCH_LENGTH:
        lengths(k, i);
        break;
    case BATCH_PATTERN:
        patterns(k, i);
        break;
    case BATCH_AND:
    case BATCH_OR:
        both(k, i);
        break;
    case BATCH_NOT:
        tri_not(own_tri(k, i), k->lanes[i->a].tri, k->n);
        break;
    case BATCH_LIVE_AND:
    case BATCH_LIVE_OR:
        still_alive(k, i);
        break;
    case BATCH_CHOOSE_TRI:
    case BATCH_CHOOSE:
        choose(k, i);
        break;
    }
}
