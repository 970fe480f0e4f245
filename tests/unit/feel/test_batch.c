/* Batches say what the ordinary evaluator says, row by row. */
#include "feel/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#define ROWS 67
#define ROUNDS 1500
#define COLUMNS 14

/* --- chance --- */

struct chance {
    uint64_t s;
};

static unsigned
under(struct chance *c, unsigned n)
{
    c->s ^= c->s << 13;
    c->s ^= c->s >> 7;
    c->s ^= c->s << 17;
    return (unsigned)((c->s >> 20) % n);
}

/* --- columns --- */

struct table {
    struct feel_column columns[COLUMNS];
    uint8_t known[COLUMNS][(ROWS + 7) / 8];
    int64_t ints[2][ROWS];
    int32_t days[2][ROWS];
    uint8_t booleans[2][ROWS];
    uint16_t codes[ROWS];
    struct str texts[ROWS];
    struct feel_number decimals[ROWS];
    struct feel_value values[ROWS];
    uint32_t first[ROWS], count[ROWS], none[ROWS], few[ROWS];
    int32_t starts[40];
    struct feel_value items[8];
    struct feel_column member;
};

static const struct str CODES[] = { STR_INIT("本科"), STR_INIT("专科"),
    STR_INIT("博士研究生"), STR_INIT("") };
static const char *const TEXTS[] = { "", "13812345678", "a", "文字", "文字很长的一段",
    "1381234567", "ab", "１３" };

static void
add(struct table *t, size_t i, const char *name, enum feel_column_kind kind,
    struct chance *c)
{
    t->columns[i].name = str_of(name);
    t->columns[i].kind = kind;
    if (kind == FEEL_COLUMN_ONE || under(c, 3) == 0)
        return;
    for (size_t k = 0; k < sizeof(t->known[i]); k++)
        t->known[i][k] = (uint8_t)(under(c, 256) | under(c, 256));
    t->columns[i].known = t->known[i];
}

static int64_t
some_int(struct chance *c)
{
    static const int64_t edges[] = { INT64_MAX, INT64_MIN, INT64_MAX - 1, 0,
        INT32_MAX, -1 };

    return under(c, 12) == 0 ? edges[under(c, 6)]
                             : (int64_t)under(c, 12) - 2;
}

static struct feel_value
some_value(struct chance *c)
{
    struct feel_value v = feel_null();

    switch (under(c, 6)) {
    case 0:
        return feel_boolean(under(c, 2) == 0);
    case 1:
        return feel_int((int64_t)under(c, 5));
    case 2:
        return feel_string(STR("本科"));
    case 3:
        (void)feel_decimal(STR("2.50"), &v);
        return v;
    case 4:
        return feel_date((struct day){ 19000 });
    default:
        return feel_null();
    }
}

static void
fill(struct table *t, struct chance *c)
{
    for (size_t r = 0; r < ROWS; r++) {
        for (size_t k = 0; k < 2; k++) {
            t->ints[k][r] = some_int(c);
            t->days[k][r] = under(c, 20) == 0
                ? (under(c, 2) == 0 ? 4000000 : -900000)
                : 18990 + (int32_t)under(c, 800);
            t->booleans[k][r] = (uint8_t)under(c, 2);
        }
        t->codes[r] = (uint16_t)under(c, 4);
        t->texts[r] = str_of(TEXTS[under(c, 8)]);
        t->values[r] = some_value(c);
        t->decimals[r] = feel_int((int64_t)under(c, 9) - 2).number;
        if (under(c, 2) == 0) {
            struct feel_value v;

            assert_true(feel_decimal(under(c, 2) ? STR("2.5")
                                                 : STR("1e6144"), &v));
            t->decimals[r] = v.number;
        }
        t->first[r] = under(c, 30);
        t->count[r] = under(c, 8);
        t->few[r] = under(c, 9);
    }
    for (size_t i = 0; i < 40; i++)
        t->starts[i] = 19000 + (int32_t)under(c, 100);
    for (size_t i = 0; i < 8; i++)
        t->items[i] = some_value(c);
}

static struct table *
make_table(struct arena *a, struct chance *c)
{
    static const char *const names[] = { "n1", "n2", "d1", "d2", "b1", "b2",
        "c1", "t1", "x1", "v1", "l1", "l2", "k1", "kd" };
    static const enum feel_column_kind kinds[] = { FEEL_COLUMN_INT,
        FEEL_COLUMN_INT, FEEL_COLUMN_DAY, FEEL_COLUMN_DAY,
        FEEL_COLUMN_BOOLEAN, FEEL_COLUMN_BOOLEAN, FEEL_COLUMN_CODE,
        FEEL_COLUMN_TEXT, FEEL_COLUMN_DECIMAL, FEEL_COLUMN_VALUE,
        FEEL_COLUMN_LIST, FEEL_COLUMN_LIST, FEEL_COLUMN_ONE,
        FEEL_COLUMN_ONE };
    struct table *t = arena_one(a, struct table);

    for (size_t i = 0; i < COLUMNS; i++)
        add(t, i, names[i], kinds[i], c);
    fill(t, c);
    t->columns[0].ints = t->ints[0];
    t->columns[1].ints = t->ints[1];
    t->columns[2].days = t->days[0];
    t->columns[3].days = t->days[1];
    t->columns[4].booleans = t->booleans[0];
    t->columns[5].booleans = t->booleans[1];
    t->columns[6].codes.at = t->codes;
    t->columns[6].codes.texts = CODES;
    t->columns[6].codes.n = 4;
    t->columns[7].texts = t->texts;
    t->columns[8].decimals = t->decimals;
    t->columns[9].values = t->values;
    t->member = (struct feel_column){ .name = STR("起"),
        .kind = FEEL_COLUMN_DAY, .days = t->starts };
    t->columns[10].lists = (struct feel_lists){ .first = t->first,
        .count = t->count, .members = &t->member, .n_members = 1 };
    t->columns[11].lists = (struct feel_lists){ .first = t->none,
        .count = t->few, .items = t->items };
    t->columns[12].one = feel_int((int64_t)under(c, 6));
    t->columns[13].one = feel_date((struct day){ 19300 });
    return t;
}

/* --- functions of the caller --- */

static enum status
later(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    int64_t by;

    (void)n;
    (void)self;
    (void)err;
    if (args[0].type == FEEL_DATE && feel_to_int(&args[1], &by) &&
        by > -1000 && by < 1000)
        *ret = feel_date(day_add_months(args[0].date, (int)by));
    else
        *ret = feel_fail(e, "no date");
    return OK;
}

static bool
run_later(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    (void)tmp;
    if (args[1].n <= -1000 || args[1].n >= 1000)
        return false;
    *ret = day_add_months(
        (struct day){ (int32_t)args[0].n }, (int)args[1].n).n;
    return true;
}

/* The sum of the days in the column 起, and how many come after a day. */
static enum status
after(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    int64_t k = 0;

    (void)n;
    (void)self;
    if (args[0].type != FEEL_LIST || args[1].type != FEEL_DATE) {
        *ret = feel_fail(e, "no list and date");
        return OK;
    }
    for (size_t i = 0; i < args[0].list.n; i++) {
        const struct feel_value *v = &args[0].list.items[i];

        if (v->type == FEEL_CONTEXT &&
            v->context.values[0].date.n > args[1].date.n)
            k++;
    }
    if (k == 6)
        return err_set(err, ERR_NOT_FOUND, "six");
    *ret = feel_int(k);
    return OK;
}

static bool
run_after(struct arena *tmp, const struct feel_batch_arg *args, int64_t *ret)
{
    *ret = 0;
    (void)tmp;
    if (args[0].lists->members == NULL)
        return false;
    for (size_t i = 0; i < args[0].count; i++)
        *ret += args[0].lists->members[0].days[args[0].first + i] > args[1].n;
    return *ret != 6;
}

static const struct feel_batch_kernel KERNELS[] = {
    { later, "dn", 'd', true, run_later },
    { after, "ld", 'n', false, run_after },
};

/* --- expressions by chance --- */

struct writer {
    struct chance *c;
    struct buf b;
};

static void number(struct writer *w, unsigned depth);
static void date(struct writer *w, unsigned depth);
static void truth(struct writer *w, unsigned depth);

static void
put(struct writer *w, const char *text)
{
    buf_str(&w->b, str_of(text));
}

static void
one_of(struct writer *w, const char *const *texts, unsigned n)
{
    put(w, texts[under(w->c, n)]);
}

static void
number(struct writer *w, unsigned depth)
{
    static const char *const leaves[] = { "n1", "n2", "k1", "x1", "0", "3",
        "-2", "2.5", "n1", "u", "v1", "count(l1)", "count(l2)",
        "string length(t1)", "string length(c1)", "9223372036854775807",
        "r2" };
    static const char *const signs[] = { " + ", " - ", " * ", " / " };

    if (depth == 0 || under(w->c, 3) == 0) {
        one_of(w, leaves, 17);
        return;
    }
    switch (under(w->c, 6)) {
    case 0:
        put(w, "-(");
        number(w, depth - 1);
        put(w, ")");
        return;
    case 1:
        put(w, "(if ");
        truth(w, depth - 1);
        put(w, " then ");
        number(w, depth - 1);
        put(w, " else ");
        number(w, depth - 1);
        put(w, ")");
        return;
    case 2:
        date(w, depth - 1);
        put(w, under(w->c, 2) ? ".year" : ".month");
        return;
    case 3:
        put(w, "after(");
        put(w, under(w->c, 4) ? "l1, " : "l2, ");
        date(w, depth - 1);
        put(w, ")");
        return;
    default:
        put(w, "(");
        number(w, depth - 1);
        one_of(w, signs, 4);
        number(w, depth - 1);
        put(w, ")");
    }
}

static void
date(struct writer *w, unsigned depth)
{
    static const char *const leaves[] = { "d1", "d2", "kd", "d1", "u",
        "date(\"2022-02-28\")", "v1", "date(n1, n2, 3)" };
    static const char *const durations[] = { " + duration(\"P1Y\")",
        " - duration(\"P30D\")", " + duration(\"P1M\")",
        " + duration(\"PT12H\")", " - duration(\"P14M\")" };

    if (depth == 0 || under(w->c, 2) == 0) {
        one_of(w, leaves, 8);
        return;
    }
    if (under(w->c, 2) == 0) {
        put(w, "later(");
        date(w, depth - 1);
        put(w, ", ");
        if (under(w->c, 2) == 0)
            put(w, under(w->c, 2) ? "12" : "k1");
        else
            number(w, depth - 1);
        put(w, ")");
        return;
    }
    put(w, "(");
    date(w, depth - 1);
    one_of(w, durations, 5);
    put(w, ")");
}

static void
comparison(struct writer *w, unsigned depth)
{
    static const char *const signs[] = { " < ", " <= ", " > ", " >= ", " = ",
        " != " };
    static const char *const texts[] = { "c1", "t1", "\"本科\"", "\"\"", "u",
        "v1", "null", "\"ab\"" };

    switch (under(w->c, 5)) {
    case 0:
        one_of(w, texts, 8);
        one_of(w, signs, 6);
        one_of(w, texts, 8);
        return;
    case 1:
        date(w, depth);
        one_of(w, signs, 6);
        date(w, depth);
        return;
    case 2:
        put(w, "(");
        date(w, depth);
        put(w, " - ");
        date(w, depth);
        put(w, ")");
        one_of(w, signs, 6);
        put(w, "duration(\"P10D\")");
        return;
    default:
        number(w, depth);
        one_of(w, signs, 6);
        if (under(w->c, 8) == 0)
            put(w, "null");
        else
            number(w, depth);
    }
}

static void
truth(struct writer *w, unsigned depth)
{
    static const char *const leaves[] = { "b1", "b2", "true", "u", "r1", "v1",
        "c1 in (\"本科\", \"博士研究生\")", "n1 in [0..3]", "n2 in (1, >5)",
        "t1 in (\"a\", \"ab\")", "n1 between k1 and n2",
        "matches(t1, \"^1[3-9][0-9]{9}$\")", "starts with(c1, \"博\")",
        "d1 in (date(\"2022-01-01\")..date(\"2022-12-31\"))",
        "n1 in ([1, 2], null)", "matches(t1, \"a|b\")", "null", "n1",
        "x1 in [1..3)", "some i in l1 satisfies i.起 > d1" };
    unsigned kind = under(w->c, 6);

    if (depth == 0 || kind == 0) {
        one_of(w, leaves, 20);
    } else if (kind == 1) {
        put(w, "not(");
        truth(w, depth - 1);
        put(w, ")");
    } else if (kind == 2) {
        put(w, "(if ");
        truth(w, depth - 1);
        put(w, " then ");
        truth(w, depth - 1);
        put(w, " else ");
        truth(w, depth - 1);
        put(w, ")");
    } else if (kind < 5) {
        unsigned n = 2 + under(w->c, 2);
        const char *sign = under(w->c, 2) ? " and " : " or ";

        put(w, "(");
        for (unsigned i = 0; i < n; i++) {
            put(w, i > 0 ? sign : "");
            truth(w, depth - 1);
        }
        put(w, ")");
    } else {
        comparison(w, depth - 1);
    }
}

static const struct feel_expr *
compile(struct arena *a, struct str text)
{
    static const char *const names[] = { "n1", "n2", "d1", "d2", "b1", "b2",
        "c1", "t1", "x1", "v1", "l1", "l2", "k1", "kd", "u", "r1", "r2" };
    struct feel_scope *scope = feel_scope_new(a);
    const struct feel_expr *x = NULL;
    struct err err = { 0 };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        feel_scope_name(scope, str_of(names[i]), FEEL_NULL);
    feel_scope_member(scope, STR("起"));
    feel_scope_function(scope, STR("later"), 2, 2, later, NULL);
    feel_scope_function(scope, STR("after"), 2, 2, after, NULL);
    if (feel_compile(a, text, scope, NULL, &x, &err) != OK)
        fail_msg(STR_FMT ": %s", STR_ARG(text), err.text);
    return x;
}

/* --- the ordinary evaluator --- */

struct row {
    struct arena *a;
    const struct table *t;
    size_t row;
    const struct feel_expr *const *rules; /* r1, r2 */
    size_t before;                        /* how many of them are seen */
    bool failed;
};

static bool
fact(struct str name, struct feel_value *ret, void *arg)
{
    struct row *r = arg;

    for (size_t i = 0; i < COLUMNS; i++)
        if (str_eq(name, r->t->columns[i].name))
            return feel_column_value(
                r->a, &r->t->columns[i], r->row, ret);
    for (size_t i = 0; i < r->before; i++) {
        struct feel_value v = feel_null();
        size_t before = r->before;

        if (!str_eq(name, i == 0 ? STR("r1") : STR("r2")))
            continue;
        r->before = i;
        if (feel_evaluate(r->a, r->rules[i], fact, r, 0, NULL, &v, NULL,
                NULL) != OK)
            r->failed = true;
        r->before = before;
        *ret = v;
        if (i == 0 && v.type != FEEL_BOOLEAN &&
            (v.type != FEEL_NULL || v.missing == NULL)) {
            struct feel_missing *m = arena_one(r->a, struct feel_missing);

            m->is_error = true;
            m->text = STR("no boolean");
            *ret = feel_null();
            ret->missing = m;
        }
        return true;
    }
    return false;
}

/* FAILED: ended by an error of the outside. */
#define FAILED 9

static int
ordinary(struct row *r, const struct feel_expr *x)
{
    struct feel_value v = feel_null();

    r->failed = false;
    if (feel_evaluate(r->a, x, fact, r, 0, NULL, &v, NULL, NULL) != OK ||
        r->failed)
        return FAILED;
    if (v.type == FEEL_BOOLEAN)
        return v.boolean ? FEEL_TRUE : FEEL_FALSE;
    for (const struct feel_missing *m = v.missing;
         v.type == FEEL_NULL && m != NULL; m = m->next)
        if (!m->is_error)
            return FEEL_UNKNOWN;
    return FEEL_ERROR;
}

static struct str
by_chance(struct arena *a, struct chance *c,
    void (*what)(struct writer *, unsigned))
{
    struct writer w = { .c = c };

    buf_init(&w.b, a, 1 << 16);
    what(&w, 1 + under(c, 4));
    return buf_view(&w.b);
}

struct seen {
    size_t verdicts[4], single, rows;
};

static void
one_round(struct chance *c, struct seen *seen)
{
    struct arena *a = arena_new("test batch");
    struct table *t = make_table(a, c);
    struct str texts[] = { by_chance(a, c, truth), by_chance(a, c, number),
        by_chance(a, c, truth) };
    const struct feel_expr *x[3] = { NULL };
    struct feel_batch_rule rules[3];
    const struct feel_batch *b = NULL;
    struct feel_batch_counts counts;
    uint8_t out[3][ROWS], again[ROWS];
    struct err err;

    for (size_t i = 0; i < 3; i++) {
        x[i] = compile(a, texts[i]);
        rules[i] = (struct feel_batch_rule){ .name = i == 0 ? STR("r1")
                : i == 1                                    ? STR("r2")
                                                            : STR("r3"),
            .expr = x[i], .verdict = i != 1, .wanted = i != 1 };
    }
    assert_int_equal(
        feel_batch_new(a, &(struct feel_batch_setup){ .columns = t->columns,
            .n_columns = COLUMNS, .rules = rules, .n_rules = 3,
            .kernels = KERNELS, .n_kernels = 2 }, &b, &err), OK);
    feel_batch_run(b, t->columns, 0, ROWS,
        (uint8_t *[]){ out[0], NULL, out[2] }, &counts, &err);
    feel_batch_run(b, t->columns, 5, ROWS - 5,
        (uint8_t *[]){ NULL, NULL, again }, NULL, NULL);
    for (size_t r = 0; r < ROWS; r++) {
        struct row row = { .a = a, .t = t, .row = r };

        /* r1 sees neither rule, r3 both, r2 only r1: no rule sees one
         * behind it. */
        for (size_t i = 0; i < 3; i += 2) {
            int want;

            row.rules = x;
            row.before = i;
            want = ordinary(&row, x[i]);
            if (out[i][r] != want && want != FAILED)
                fail_msg("row %zu: %d, not %d: " STR_FMT " | r1 " STR_FMT
                         " | r2 " STR_FMT, r, out[i][r], want,
                    STR_ARG(texts[i]), STR_ARG(texts[0]),
                    STR_ARG(texts[1]));
        }
        if (r >= 5)
            assert_int_equal(again[r - 5], out[2][r]);
    }
    for (size_t i = 0; i < 4; i++)
        seen->verdicts[i] += counts.verdicts[i];
    seen->single += counts.single;
    seen->rows += (size_t)2 * ROWS;
    arena_free(a);
}

static void
test_by_chance(void **state)
{
    struct chance c = { UINT64_C(88172645463325252) };
    struct seen seen = { 0 };

    (void)state;
    for (size_t i = 0; i < ROUNDS; i++)
        one_round(&c, &seen);
    print_message("false %zu true %zu unknown %zu error %zu, single %zu of "
                  "%zu\n", seen.verdicts[0], seen.verdicts[1],
        seen.verdicts[2], seen.verdicts[3], seen.single, seen.rows);
    for (size_t i = 0; i < 4; i++)
        assert_true(seen.verdicts[i] > seen.rows / 50);
    assert_true(seen.single < seen.rows / 2);
}

/* One rule over the columns of a table. */
static const struct feel_batch *
batch_of(struct arena *a, const struct table *t, const char *text)
{
    const struct feel_batch *b = NULL;
    struct feel_batch_rule rule = { .name = STR("r"),
        .expr = compile(a, str_of(text)), .wanted = true };

    assert_int_equal(
        feel_batch_new(a, &(struct feel_batch_setup){ .columns = t->columns,
            .n_columns = COLUMNS, .rules = &rule, .n_rules = 1,
            .kernels = KERNELS, .n_kernels = 2 }, &b, NULL), OK);
    return b;
}

static void
test_what_is_whole(void **state)
{
    static const char *const whole[] = { "n1 >= 3 and d1 < kd", "not(b1)",
        "later(d1, 24) <= kd", "after(l1, d1) > 2", "c1 = \"本科\"",
        "starts with(c1, \"本\")", "count(l2) >= 1", "string length(t1) > 0",
        "matches(t1, \"^1[3-9][0-9]{9}$\")", "n1 / 2 > x1", "n1 = null",
        "d1 - duration(\"P90D\") < d2", "d1.year * 12 + d1.month > 100",
        "(if b1 then d1 else d2) > date(2022, 1, 1)", "n1 in [1..5)" };
    static const char *const not_whole[] = { "v1", "n1", "n1 ** 2 > 4",
        "matches(t1, \"a|b\")", "some i in l1 satisfies i.起 > d1" };
    struct arena *a = arena_new("test");
    struct chance c = { 99 };
    struct table *t = make_table(a, &c);

    (void)state;
    for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
        if (!feel_batch_is_whole(batch_of(a, t, whole[i]), 0))
            fail_msg("not whole: %s", whole[i]);
    for (size_t i = 0; i < sizeof(not_whole) / sizeof(*not_whole); i++)
        if (feel_batch_is_whole(batch_of(a, t, not_whole[i]), 0))
            fail_msg("whole: %s", not_whole[i]);
    arena_free(a);
}

/* More than a block, a start inside a byte of the bitmap, and the counts. */
static void
test_blocks(void **state)
{
    enum { MANY = 3 * FEEL_BATCH_BLOCK + 17, FROM = 13 };
    struct arena *a = arena_new("test");
    int64_t *n = arena_new_array(a, int64_t, MANY);
    uint8_t *known = arena_alloc(a, MANY / 8 + 1);
    uint8_t *out = arena_alloc(a, MANY);
    struct feel_column column = { .name = STR("n1"),
        .kind = FEEL_COLUMN_INT, .ints = n, .known = known };
    struct feel_batch_rule rule = { .name = STR("r"),
        .expr = compile(a, STR("if n1 = 7 then null else n1 > 3")),
        .wanted = true };
    const struct feel_batch *b = NULL;
    struct feel_batch_counts counts;
    size_t want[4] = { 0 };

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        n[i] = (int64_t)(i % 11);
        known[i / 8] |= (uint8_t)((i % 5 != 0) << (i % 8));
    }
    assert_int_equal(
        feel_batch_new(a, &(struct feel_batch_setup){ .columns = &column,
            .n_columns = 1, .rules = &rule, .n_rules = 1 }, &b, NULL), OK);
    feel_batch_run(b, &column, FROM, MANY - FROM, &out, &counts, NULL);
    for (size_t i = FROM; i < MANY; i++) {
        enum feel_verdict v = i % 5 == 0 ? FEEL_UNKNOWN
            : i % 11 == 7                ? FEEL_ERROR
            : i % 11 > 3                 ? FEEL_TRUE
                                         : FEEL_FALSE;

        want[v]++;
        assert_int_equal(out[i - FROM], v);
    }
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(counts.verdicts[i], want[i]);
    assert_int_equal(counts.single, want[FEEL_ERROR]);
    assert_int_equal(counts.failed, 0);
    feel_batch_run(b, &column, 0, 0, &out, &counts, NULL);
    assert_int_equal(counts.verdicts[0], 0);
    arena_free(a);
}

struct half {
    const struct feel_batch *b;
    const struct table *t;
    size_t from, n;
    uint8_t out[ROWS];
};

static void *
run_half(void *arg)
{
    struct half *h = arg;

    for (int i = 0; i < 50; i++)
        feel_batch_run(h->b, h->t->columns, h->from, h->n,
            (uint8_t *[]){ h->out }, NULL, NULL);
    return NULL;
}

/* One batch, two threads, rows of their own. */
static void
test_threads(void **state)
{
    struct arena *a = arena_new("test");
    struct chance c = { 5 };
    struct table *t = make_table(a, &c);
    const struct feel_batch *b = batch_of(a, t,
        "(later(d1, 12) < d2 or v1 or matches(t1, \"a|b\")) and n1 > 2 and "
        "some i in l1 satisfies i.起 > d1");
    struct half halves[2] = { { .b = b, .t = t, .n = 30 },
        { .b = b, .t = t, .from = 30, .n = ROWS - 30 } };
    uint8_t whole[ROWS];
    pthread_t threads[2];

    (void)state;
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, run_half, &halves[i]), 0);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    feel_batch_run(
        b, t->columns, 0, ROWS, (uint8_t *[]){ whole }, NULL, NULL);
    assert_memory_equal(whole, halves[0].out, 30);
    assert_memory_equal(whole + 30, halves[1].out, ROWS - 30);
    arena_free(a);
}

/* A row whose function fails is counted and told; the others are judged. */
static void
test_failing_rows(void **state)
{
    struct arena *a = arena_new("test");
    struct chance c = { 7 };
    struct table *t = make_table(a, &c);
    const struct feel_batch *b;
    struct feel_batch_counts counts;
    uint8_t out[ROWS];
    size_t six = 0;
    struct err err;

    (void)state;
    t->columns[10].known = NULL;
    for (size_t r = 0; r < ROWS; r++)
        six += t->count[r] == 6;
    b = batch_of(a, t, "after(l1, date(\"2000-01-01\")) >= 3");
    feel_batch_run(
        b, t->columns, 0, ROWS, (uint8_t *[]){ out }, &counts, &err);
    assert_true(six > 0);
    assert_int_equal(counts.failed, six);
    assert_int_equal(err.code, ERR_NOT_FOUND);
    for (size_t r = 0; r < ROWS; r++)
        assert_int_equal(out[r],
            t->count[r] == 6 ? FEEL_ERROR
                             : t->count[r] >= 3 ? FEEL_TRUE : FEEL_FALSE);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_whole),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_failing_rows),
        cmocka_unit_test(test_by_chance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
