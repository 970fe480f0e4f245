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

/* The worse state of two; NULL if both are known throughout. */
static const uint8_t *
joined_state(struct block *k, struct lane *to, const struct lane *x,
    const struct lane *y)
{
    uint8_t *s;

    if (x->state == NULL || y->state == NULL)
        return x->state == NULL ? y->state : x->state;
    s = own_state(k, to);
    for (size_t i = 0; i < k->n; i++)
        s[i] = x->state[i] > y->state[i] ? x->state[i] : y->state[i];
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

/* Where the state is not "known", it is the answer. */
static void
settle(uint8_t *t, const uint8_t *state, size_t n)
{
    for (size_t i = 0; state != NULL && i < n; i++)
        t[i] = (uint8_t)(state[i] | (t[i] & (uint8_t)-(state[i] == 0)));
}

/* --- columns --- */

/* States of a bitmap; NULL if every row of the block is known. */
static const uint8_t *
column_state(struct block *k, struct lane *l, const uint8_t *known)
{
    uint8_t *s;
    size_t i = 0;

    if (known == NULL)
        return NULL;
    s = own_state(k, l);
    while (i < k->n) {
        size_t row = k->from + i;

        if (row % 8 == 0 && k->n - i >= 8 && known[row / 8] == 0xff) {
            memset(s + i, 0, 8);
            i += 8;
        } else {
            s[i++] = (known[row / 8] >> (row % 8) & 1) != 0 ? 0 : TRI_UNKNOWN;
        }
    }
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
    case BATCH_DAYS: {
        const int32_t *from = c->days + k->from;
        int64_t *to = own_whole(k, i);

        for (size_t r = 0; r < k->n; r++)
            to[r] = from[r];
        break;
    }
    case BATCH_COUNTS: {
        const uint32_t *from = c->lists.count + k->from;
        int64_t *to = own_whole(k, i);

        for (size_t r = 0; r < k->n; r++)
            to[r] = from[r];
        break;
    }
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
        const uint8_t *v = c->booleans + k->from;
        uint8_t no = table[0], differ = (uint8_t)(table[0] ^ table[1]);

        for (size_t r = 0; r < k->n; r++)
            t[r] = (uint8_t)(no ^ (differ & (uint8_t)-(v[r] != 0)));
    } else {
        const uint16_t *v = c->codes.at + k->from;

        for (size_t r = 0; r < k->n; r++)
            t[r] = v[r] < i->n_table ? table[v[r]] : TRI_ROW;
    }
    for (size_t r = 0; state != NULL && r < k->n; r++)
        t[r] = state[r] != 0 ? unknown : t[r];
}

/* --- comparing --- */

#define BY_OP(op, t, n, x, y) \
    switch (op) { \
    case OP_EQ: \
        for (size_t r = 0; r < (n); r++) \
            (t)[r] = (x) == (y); \
        break; \
    case OP_NE: \
        for (size_t r = 0; r < (n); r++) \
            (t)[r] = (x) != (y); \
        break; \
    case OP_LT: \
        for (size_t r = 0; r < (n); r++) \
            (t)[r] = (x) < (y); \
        break; \
    case OP_LE: \
        for (size_t r = 0; r < (n); r++) \
            (t)[r] = (x) <= (y); \
        break; \
    case OP_GT: \
        for (size_t r = 0; r < (n); r++) \
            (t)[r] = (x) > (y); \
        break; \
    case OP_GE: \
        for (size_t r = 0; r < (n); r++) \
            (t)[r] = (x) >= (y); \
        break; \
    }

static bool
holds(enum feel_op op, int order)
{
    bool t[1];

    BY_OP(op, t, 1, order, 0)
    return t[0];
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
    const int64_t *a = x->whole;
    uint8_t *t = own_tri(k, i);
    size_t n = k->n;

    if (i->op == BATCH_COMPARE) {
        const struct lane *y = &k->lanes[i->b];
        const int64_t *b = y->whole;

        BY_OP(i->compare, t, n, a[r], b[r])
        settle(t, joined_state(k, &k->lanes[i->to], x, y), n);
        return;
    }

    int64_t c = i->n;

    BY_OP(i->compare, t, n, a[r], c)
    if (i->op == BATCH_COMPARE_SPAN)
        for (size_t r = 0; r < n; r++)
            t[r] = a[r] < i->low || a[r] > i->high ? TRI_ROW : t[r];
    settle(t, x->state, n);
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
    const uint8_t *a = k->lanes[i->a].tri, *b = k->lanes[i->b].tri;
    uint8_t *t = own_tri(k, i);
    uint8_t decides = i->op == BATCH_AND ? TRI_FALSE : TRI_TRUE;

    for (size_t r = 0; r < k->n; r++) {
        uint8_t most = a[r] > b[r] ? a[r] : b[r];

        t[r] = a[r] == decides || b[r] == decides ? decides : most;
    }
}

static void
negate(struct block *k, const struct instr *i)
{
    const uint8_t *a = k->lanes[i->a].tri;
    uint8_t *t = own_tri(k, i);

    for (size_t r = 0; r < k->n; r++)
        t[r] = (uint8_t)(a[r] ^ (a[r] < TRI_UNKNOWN));
}

/* Rows alive in b (or all) that a does not decide. */
static void
still_alive(struct block *k, const struct instr *i)
{
    const uint8_t *a = k->lanes[i->a].tri;
    const uint8_t *b = i->b == NO_REG ? NULL : k->lanes[i->b].tri;
    uint8_t *t = own_tri(k, i);
    uint8_t decides = i->op == BATCH_LIVE_AND ? TRI_FALSE : TRI_TRUE;

    for (size_t r = 0; r < k->n; r++)
        t[r] = a[r] != decides;
    for (size_t r = 0; b != NULL && r < k->n; r++)
        t[r] &= b[r];
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
        negate(k, i);
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
