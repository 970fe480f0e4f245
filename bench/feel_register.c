/* A nation's applicants through the conditions of both packs, one thread:
 * columns through the pack's batch, a C loop written by hand over the same
 * columns, and SQL on SQLite over the same rows. All three must agree.
 *
 *   feel_register PACKS ROWS AIM
 *
 * Then the two yearly rules for holders given case by case, as the preview of
 * another reading has them: by pack_judge with words, and by pack_judge_many.
 *
 * Prints nanoseconds an applicant (CPU time) and ratios; fails if the batch
 * takes more than AIM times what the loop takes, or if a verdict differs.
 */
#include "pack/batch.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COLUMNS_MAX 16
#define TRIES 5

struct bench {
    struct arena *a;
    uint64_t seed;
    size_t rows;
    struct day reference;
    struct feel_column columns[COLUMNS_MAX];
    size_t n;
    struct feel_column members[2]; /* of 服务经历 */
    size_t n_members;
    uint8_t *batch, *hand, *sql;
};

static void
fail(const char *what)
{
    (void)fprintf(stderr, "%s\n", what);
    exit(1);
}

static double
cpu_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* --- made-up applicants --- */

static unsigned
under(struct bench *b, unsigned n)
{
    b->seed ^= b->seed << 13;
    b->seed ^= b->seed >> 7;
    b->seed ^= b->seed << 17;
    return (unsigned)((b->seed >> 20) % n);
}

/* One row in `unknown` is not known; 0: all are. */
static struct feel_column *
add(struct bench *b, const char *name, enum feel_column_kind kind,
    unsigned unknown)
{
    struct feel_column *c = &b->columns[b->n++];
    uint8_t *known;

    if (b->n > COLUMNS_MAX)
        fail("too many columns");
    c->name = str_of(name);
    c->kind = kind;
    if (unknown == 0)
        return c;
    known = arena_alloc(b->a, b->rows / 8 + 1);
    for (size_t i = 0; i < b->rows; i++)
        known[i / 8] |= (uint8_t)((under(b, unknown) > 0) << (i % 8));
    c->known = known;
    return c;
}

/* One row in `no` is false. */
static void
add_boolean(struct bench *b, const char *name, unsigned no, unsigned unknown)
{
    uint8_t *v = arena_alloc(b->a, b->rows);

    for (size_t i = 0; i < b->rows; i++)
        v[i] = under(b, no) > 0;
    add(b, name, FEEL_COLUMN_BOOLEAN, unknown)->booleans = v;
}

static void
add_counts(struct bench *b, const char *name, unsigned least, unsigned most)
{
    struct feel_column *c = add(b, name, FEEL_COLUMN_LIST, 0);
    uint32_t *first = arena_new_array(b->a, uint32_t, b->rows);
    uint32_t *count = arena_new_array(b->a, uint32_t, b->rows);

    for (size_t i = 0; i < b->rows; i++)
        count[i] = least + under(b, most - least + 1);
    /* Nobody looks at the elements: they are all one. */
    c->lists = (struct feel_lists){ .first = first,
        .count = count,
        .items = arena_new_array(b->a, struct feel_value, most + 1) };
}

static void
add_texts(struct bench *b)
{
    static const char *const words[] = { "为园区企业开展政策宣讲三十余场",
        "组织融资对接会，服务企业二百余家次，帮助落实贷款", "法律咨询", "" };
    struct str *phones = arena_new_array(b->a, struct str, b->rows);
    struct str *texts = arena_new_array(b->a, struct str, b->rows);
    char *digits = arena_alloc(b->a, b->rows * 11);

    for (size_t i = 0; i < b->rows; i++) {
        char *p = digits + i * 11;

        p[0] = '1';
        p[1] = (char)(under(b, 60) == 0 ? '2' : '3' + under(b, 7));
        for (size_t k = 2; k < 11; k++)
            p[k] = (char)('0' + under(b, 10));
        phones[i] = (struct str){ p, under(b, 80) == 0 ? 10 : 11 };
        texts[i] = str_of(words[under(b, 40) == 0 ? 3 : under(b, 3)]);
    }
    add(b, "手机号码", FEEL_COLUMN_TEXT, 0)->texts = phones;
    add(b, "志愿服务经验和成果", FEEL_COLUMN_TEXT, 0)->texts = texts;
}

static void
make_stations(struct bench *b)
{
    int32_t *days = arena_new_array(b->a, int32_t, b->rows);
    int64_t *served = arena_new_array(b->a, int64_t, b->rows);

    for (size_t i = 0; i < b->rows; i++) {
        days[i] = b->reference.n - 400 - (int32_t)under(b, 4000);
        served[i] = 130 + under(b, 400);
    }
    add_boolean(b, "具有独立法人资格", 30, 100);
    add_boolean(b, "具有成熟服务模式", 3, 100);
    add_boolean(b, "具有活动举办经验", 5, 100);
    add_boolean(b, "认定.固定场所和设施", 25, 50);
    add_boolean(b, "认定.组织活动能力", 25, 50);
    add_boolean(b, "认定.服务体系完善", 25, 50);
    add(b, "成立日期", FEEL_COLUMN_DAY, 200)->days = days;
    add(b, "上年服务中小企业数", FEEL_COLUMN_INT, 200)->ints = served;
    add_counts(b, "专职人员", 8, 30);
    add_counts(b, "志愿服务方案或管理制度", 0, 12);
    add_counts(b, "志愿服务专人", 0, 12);
    add_texts(b);
}

/* One to three periods each; they begin on the 28th or before, so that SQL
 * needs no rule for short months. */
static void
add_periods(struct bench *b)
{
    struct feel_column *c = add(b, "服务经历", FEEL_COLUMN_LIST, 200);
    uint32_t *first = arena_new_array(b->a, uint32_t, b->rows);
    uint32_t *count = arena_new_array(b->a, uint32_t, b->rows);
    int32_t *from = arena_new_array(b->a, int32_t, b->rows * 3);
    int32_t *to = arena_new_array(b->a, int32_t, b->rows * 3);
    uint8_t *known = arena_alloc(b->a, b->rows * 3 / 8 + 1);
    uint32_t n = 0;

    for (size_t i = 0; i < b->rows; i++) {
        first[i] = n;
        count[i] = 1 + under(b, 3);
        for (uint32_t k = 0; k < count[i]; k++, n++) {
            int year = 2012 + (int)under(b, 10);
            int month = 1 + (int)under(b, 12), day = 1 + (int)under(b, 28);

            from[n] = day_of_ymd(year, month, day).n;
            to[n] = from[n] + 200 + (int32_t)under(b, 2000);
            known[n / 8] |= (uint8_t)((under(b, 6) > 0) << (n % 8));
        }
    }
    b->members[0] = (struct feel_column){ .name = STR("起"),
        .kind = FEEL_COLUMN_DAY, .days = from };
    b->members[1] = (struct feel_column){ .name = STR("止"),
        .kind = FEEL_COLUMN_DAY, .days = to, .known = known };
    b->n_members = n;
    c->lists = (struct feel_lists){ .first = first, .count = count,
        .members = b->members, .n_members = 2 };
}

static const struct str SCHOOLING[] = { STR_INIT("专科"), STR_INIT("本科"),
    STR_INIT("硕士研究生"), STR_INIT("博士研究生"), STR_INIT("其他") };

static void
make_experts(struct bench *b)
{
    uint16_t *v = arena_new_array(b->a, uint16_t, b->rows);
    struct feel_column *c;

    for (size_t i = 0; i < b->rows; i++)
        v[i] = (uint16_t)(under(b, 20) == 0 ? 4 : under(b, 20) % 4);
    add_boolean(b, "认定.政治素质和品德", 50, 50);
    add_boolean(b, "认定.遵守法律法规", 50, 50);
    add_boolean(b, "认定.热心公益职业道德良好", 50, 50);
    c = add(b, "学历", FEEL_COLUMN_CODE, 200);
    c->codes.at = v;
    c->codes.texts = SCHOOLING;
    c->codes.n = 5;
    add_periods(b);
    add_counts(b, "擅长领域", 0, 12);
    add_boolean(b, "志愿承诺", 60, 100);
    add_boolean(b, "本人提交", 60, 0);
    add_texts(b);
}

/* --- by hand --- */

static inline bool
known(const struct feel_column *c, size_t i)
{
    return c->known == NULL || (c->known[i / 8] >> (i % 8) & 1) != 0;
}

static bool
phone_ok(struct str s)
{
    if (s.n != 11 || s.p[0] != '1' || s.p[1] < '3' || s.p[1] > '9')
        return false;
    for (size_t i = 2; i < 11; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* A condition that fails ends the row; one not known leaves it open. */
#define WANT(c, condition) \
    if (!known((c), i)) \
        open = true; \
    else if (!(condition)) \
        continue

static void
stations_by_hand(const struct bench *b, uint8_t *out)
{
    const struct feel_column *c = b->columns;
    int32_t founded = day_add_years(b->reference, -2).n;

    memset(out, FEEL_FALSE, b->rows);
    for (size_t i = 0; i < b->rows; i++) {
        bool open = false;
        bool mode = known(&c[1], i), events = known(&c[2], i);

        WANT(&c[0], c[0].booleans[i]);
        WANT(&c[6], c[6].days[i] <= founded);
        if (!(mode && c[1].booleans[i]) && !(events && c[2].booleans[i])) {
            if (mode && events)
                continue;
            open = true;
        }
        WANT(&c[7], c[7].ints[i] >= 150);
        WANT(&c[3], c[3].booleans[i]);
        WANT(&c[4], c[4].booleans[i]);
        WANT(&c[5], c[5].booleans[i]);
        WANT(&c[8], c[8].lists.count[i] >= 10);
        WANT(&c[9], c[9].lists.count[i] >= 1);
        WANT(&c[10], c[10].lists.count[i] >= 1);
        WANT(&c[11], phone_ok(c[11].texts[i]));
        WANT(&c[12], c[12].texts[i].n > 0);
        out[i] = open ? FEEL_UNKNOWN : FEEL_TRUE;
    }
}

static bool
served(const struct bench *b, struct arena *tmp, size_t i)
{
    const struct feel_lists *l = &b->columns[4].lists;
    struct day_range periods[3];
    size_t n = 0;

    for (uint32_t k = l->first[i]; k < l->first[i] + l->count[i]; k++) {
        periods[n].first.n = b->members[0].days[k];
        periods[n].last = b->reference;
        if (known(&b->members[1], k))
            periods[n].last.n = b->members[1].days[k];
        n += periods[n].first.n <= periods[n].last.n;
    }
    return months_covered(tmp, periods, n, b->reference, NULL) >= 60;
}

static void
experts_by_hand(const struct bench *b, uint8_t *out)
{
    const struct feel_column *c = b->columns;
    struct arena *tmp = arena_new("by hand");

    memset(out, FEEL_FALSE, b->rows);
    for (size_t i = 0; i < b->rows; i++) {
        bool open = false;

        if (i % 1024 == 0)
            arena_reset(tmp);
        WANT(&c[0], c[0].booleans[i]);
        WANT(&c[1], c[1].booleans[i]);
        WANT(&c[2], c[2].booleans[i]);
        WANT(&c[3], c[3].codes.at[i] >= 1 && c[3].codes.at[i] <= 3);
        WANT(&c[5], c[5].lists.count[i] >= 1);
        WANT(&c[6], c[6].booleans[i]);
        WANT(&c[7], c[7].booleans[i]);
        WANT(&c[8], phone_ok(c[8].texts[i]));
        WANT(&c[9], c[9].texts[i].n > 0);
        WANT(&c[4], served(b, tmp, i));
        out[i] = open ? FEEL_UNKNOWN : FEEL_TRUE;
    }
    arena_free(tmp);
}

/* --- SQL --- */

static void
exec(sqlite3 *db, const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail(why != NULL ? why : "sql");
}

static void
bind(sqlite3_stmt *s, int at, const struct feel_column *c, size_t i)
{
    struct str text;

    if (!known(c, i)) {
        (void)sqlite3_bind_null(s, at);
        return;
    }
    switch (c->kind) {
    case FEEL_COLUMN_BOOLEAN:
        (void)sqlite3_bind_int(s, at, c->booleans[i]);
        break;
    case FEEL_COLUMN_DAY:
        (void)sqlite3_bind_int(s, at, c->days[i]);
        break;
    case FEEL_COLUMN_INT:
        (void)sqlite3_bind_int64(s, at, c->ints[i]);
        break;
    case FEEL_COLUMN_LIST:
        (void)sqlite3_bind_int(s, at, (int)c->lists.count[i]);
        break;
    default:
        text = c->kind == FEEL_COLUMN_CODE ? c->codes.texts[c->codes.at[i]]
                                           : c->texts[i];
        (void)sqlite3_bind_text(s, at, text.n > 0 ? text.p : "",
            (int)text.n, SQLITE_STATIC);
    }
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
    return s;
}

static void
fill_table(const struct bench *b, sqlite3 *db)
{
    char sql[512] = "CREATE TABLE t (id INTEGER PRIMARY KEY";
    char ask[256] = "INSERT INTO t VALUES (?1";
    sqlite3_stmt *s;

    for (size_t i = 0; i < b->n; i++) {
        size_t n = strlen(sql), m = strlen(ask);

        (void)snprintf(sql + n, sizeof(sql) - n, ", c%zu", i);
        (void)snprintf(ask + m, sizeof(ask) - m, ", ?%zu", i + 2);
    }
    (void)snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql), ")");
    (void)snprintf(ask + strlen(ask), sizeof(ask) - strlen(ask), ")");
    exec(db, "BEGIN");
    exec(db, sql);
    s = prepare(db, ask);
    for (size_t r = 0; r < b->rows; r++) {
        (void)sqlite3_bind_int64(s, 1, (sqlite3_int64)r);
        for (size_t i = 0; i < b->n; i++)
            bind(s, (int)i + 2, &b->columns[i], r);
        if (sqlite3_step(s) != SQLITE_DONE)
            fail(sqlite3_errmsg(db));
        (void)sqlite3_reset(s);
    }
    (void)sqlite3_finalize(s);
    exec(db, "COMMIT");
}

static void
fill_periods(const struct bench *b, sqlite3 *db)
{
    const struct feel_lists *l = &b->columns[4].lists;
    sqlite3_stmt *s;

    exec(db, "BEGIN; CREATE TABLE period (who INTEGER, k INTEGER, first, "
             "last, PRIMARY KEY (who, k)) WITHOUT ROWID");
    s = prepare(db, "INSERT INTO period VALUES (?1, ?2, ?3, ?4)");
    for (size_t r = 0; b->n_members > 0 && r < b->rows; r++) {
        for (uint32_t k = 0; k < l->count[r]; k++) {
            (void)sqlite3_bind_int64(s, 1, (sqlite3_int64)r);
            (void)sqlite3_bind_int64(s, 2, k);
            bind(s, 3, &b->members[0], l->first[r] + k);
            bind(s, 4, &b->members[1], l->first[r] + k);
            if (sqlite3_step(s) != SQLITE_DONE)
                fail(sqlite3_errmsg(db));
            (void)sqlite3_reset(s);
        }
    }
    (void)sqlite3_finalize(s);
    exec(db, "COMMIT");
}

#define PHONE "'1[3-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'"

/* ?1: the reference day; ?2: two years before it. */
static const char STATIONS[] =
    "SELECT c0 AND c6 <= ?2 AND (c1 OR c2) AND c7 >= 150 AND c3 AND c4 AND "
    "c5 AND c8 >= 10 AND c9 >= 1 AND c10 >= 1 AND c11 GLOB " PHONE
    " AND length(c12) > 0 FROM t WHERE ?1 IS NOT NULL ORDER BY id";

/* Periods that touch are one run; of a run whole months count, and 31 left
 * over days of all runs are another one. */
static const char EXPERTS[] =
    "WITH p AS (SELECT who, first, min(coalesce(last, ?1), ?1) AS last"
    " FROM period WHERE first <= min(coalesce(last, ?1), ?1)),"
    " m AS (SELECT who, first, last, first > 1 + max(last) OVER (PARTITION BY"
    " who ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND"
    " 1 PRECEDING) AS fresh FROM p),"
    " g AS (SELECT who, first, last, sum(coalesce(fresh, 1)) OVER (PARTITION"
    " BY who ORDER BY first, last ROWS UNBOUNDED PRECEDING) AS run FROM m),"
    " r AS (SELECT who, date(min(first) * 86400, 'unixepoch') AS first,"
    " date((max(last) + 1) * 86400, 'unixepoch') AS behind FROM g"
    " GROUP BY who, run),"
    " w AS (SELECT who, first, behind,"
    " (substr(behind, 1, 4) - substr(first, 1, 4)) * 12"
    " + substr(behind, 6, 2) - substr(first, 6, 2)"
    " - (substr(behind, 9, 2) < substr(first, 9, 2)) AS months FROM r),"
    " s AS (SELECT who, sum(months) + CAST(sum(julianday(behind) -"
    " julianday(first, '+' || months || ' months')) AS INTEGER) / 31 AS months"
    " FROM w GROUP BY who)"
    " SELECT c0 AND c1 AND c2 AND c3 IN ('本科', '硕士研究生', '博士研究生')"
    " AND c5 >= 1 AND c6 AND c7 AND c8 GLOB " PHONE
    " AND length(c9) > 0 AND CASE WHEN c4 IS NOT NULL"
    " THEN coalesce(s.months, 0) >= 60 END"
    " FROM t LEFT JOIN s ON s.who = t.id WHERE ?2 IS NOT NULL ORDER BY t.id";

static double
by_sql(const struct bench *b, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s;
    size_t r = 0;
    double start;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        fail("sqlite");
    fill_table(b, db);
    fill_periods(b, db);
    s = prepare(db, sql);
    (void)sqlite3_bind_int(s, 1, b->reference.n);
    (void)sqlite3_bind_int(s, 2, day_add_years(b->reference, -2).n);
    start = cpu_ns();
    for (; sqlite3_step(s) == SQLITE_ROW && r < b->rows; r++)
        b->sql[r] = sqlite3_column_type(s, 0) == SQLITE_NULL ? FEEL_UNKNOWN
            : sqlite3_column_int(s, 0) != 0                  ? FEEL_TRUE
                                                             : FEEL_FALSE;
    start = cpu_ns() - start;
    if (r != b->rows)
        fail("SQL did not give every row");
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(db);
    return start;
}

/* --- all three --- */

static double
by_batch(const struct bench *b, const char *packs, const char *name,
    struct feel_batch_counts *counts)
{
    const struct pack *p = NULL;
    const struct pack_problem *problems;
    const struct pack_batch *batch = NULL;
    struct str rule = STR("申报条件");
    struct pack_batch_case c = { .reference = b->reference,
        .now_us = day_start_us(b->reference) };
    struct err err;
    double best = 0;
    size_t n;

    if (pack_load(b->a, arena_cstr(b->a, arena_fmt(b->a, "%s/%s", packs,
                      name)), &p, &problems, &n, &err) != OK || p == NULL ||
        pack_batch_new(b->a, p, &c, b->columns, b->n, &rule, 1, &batch,
            &err) != OK)
        fail(err.text);
    for (int i = 0; i < TRIES; i++) {
        double start = cpu_ns();

        pack_batch_run(
            batch, b->columns, 0, b->rows, &(uint8_t *){ b->batch }, counts,
            &err);
        start = cpu_ns() - start;
        best = i == 0 || start < best ? start : best;
    }
    return best;
}

static double
by_hand(const struct bench *b,
    void (*loop)(const struct bench *, uint8_t *))
{
    double best = 0;

    for (int i = 0; i < TRIES; i++) {
        double start = cpu_ns();

        loop(b, b->hand);
        start = cpu_ns() - start;
        best = i == 0 || start < best ? start : best;
    }
    return best;
}

static double
one(const char *packs, const char *name, size_t rows,
    void (*make)(struct bench *),
    void (*loop)(const struct bench *, uint8_t *), const char *sql)
{
    struct arena *a = arena_new("bench");
    struct bench b = { .a = a,
        .seed = UINT64_C(88172645463325252),
        .rows = rows,
        .reference = day_of_ymd(2023, 3, 12),
        .batch = arena_alloc(a, rows + 1),
        .hand = arena_alloc(a, rows + 1),
        .sql = arena_alloc(a, rows + 1) };
    struct feel_batch_counts counts;
    double batch, hand, lite, n = (double)rows;

    make(&b);
    batch = by_batch(&b, packs, name, &counts);
    hand = by_hand(&b, loop);
    lite = by_sql(&b, sql);
    (void)printf("%s, %zu applicants: met %zu, not met %zu, undecided %zu\n",
        name, rows, counts.verdicts[FEEL_TRUE],
        counts.verdicts[FEEL_FALSE],
        counts.verdicts[FEEL_UNKNOWN] + counts.verdicts[FEEL_ERROR]);
    (void)printf("  batch %.1f ns an applicant (%zu of them one by one), "
                 "C by hand %.1f ns, SQL %.0f ns\n",
        batch / n, counts.single, hand / n, lite / n);
    (void)printf("  batch / C by hand: %.2f; SQL / batch: %.1f\n",
        batch / hand, lite / batch);
    for (size_t i = 0; i < rows; i++) {
        if (b.batch[i] == b.hand[i] && b.batch[i] == b.sql[i])
            continue;
        (void)fprintf(stderr, "row %zu: batch %d, by hand %d, SQL %d\n", i,
            b.batch[i], b.hand[i], b.sql[i]);
        exit(1);
    }
    arena_free(a);
    return batch / hand;
}

/* --- a year of holders, case by case --- */

#define HOLDERS 5000

static void
make_year(struct bench *b, struct pack_facts *facts)
{
    for (size_t i = 0; i < HOLDERS; i++) {
        struct json *o = json_new(b->a, JSON_OBJECT);

        json_set(b->a, o, STR("年度服务分钟"),
            json_number(b->a, under(b, 7200)));
        json_set(b->a, o, STR("年度服务企业数"),
            json_number(b->a, under(b, 300)));
        json_set(b->a, o, STR("整年在册"),
            json_boolean(b->a, under(b, 4) > 0));
        json_set(b->a, o, STR("准入日"), json_text(b->a, STR("2022-05-10")));
        facts[i] = (struct pack_facts){ .extra = o,
            .reference = b->reference,
            .now_us = day_start_us(b->reference) };
    }
}

static void
year(const char *packs)
{
    static const struct str rules[] = { STR_INIT("年度达标"),
        STR_INIT("年度撤销建议") };
    struct arena *a = arena_new("bench"), *tmp = arena_new("bench case");
    struct bench b = { .a = a,
        .seed = UINT64_C(88172645463325252),
        .reference = day_of_ymd(2023, 12, 31) };
    struct pack_facts *facts = arena_new_array(a, struct pack_facts, HOLDERS);
    enum outcome *out[2];
    const struct pack *p = NULL;
    const struct pack_problem *problems;
    double words, together;
    struct err err;
    size_t n;

    if (pack_load(a, arena_cstr(a, arena_fmt(a, "%s/sme-volunteer-station",
                      packs)), &p, &problems, &n, &err) != OK || p == NULL)
        fail(err.text);
    make_year(&b, facts);
    for (size_t k = 0; k < 2; k++)
        out[k] = arena_new_array(a, enum outcome, HOLDERS);
    together = cpu_ns();
    if (pack_judge_many(a, p, rules, 2, facts, HOLDERS, out, &err) != OK)
        fail(err.text);
    together = cpu_ns() - together;
    words = cpu_ns();
    for (size_t i = 0; i < HOLDERS; i++) {
        arena_reset(tmp);
        for (size_t k = 0; k < 2; k++) {
            struct pack_verdict v;

            if (pack_judge(tmp, p, rules[k], &facts[i], &v, &err) != OK ||
                v.outcome != out[k][i])
                fail("the outcomes differ");
        }
    }
    words = cpu_ns() - words;
    (void)printf("two yearly rules, %d holders case by case: with words "
                 "%.1f us a holder, outcomes alone %.2f us: %.0f times\n",
        HOLDERS, words / HOLDERS / 1e3, together / HOLDERS / 1e3,
        words / together);
    arena_free(tmp);
    arena_free(a);
}

int
main(int argc, char **argv)
{
    int64_t rows, aim;
    double station, expert;

    if (argc != 4 || !num_int(str_of(argv[2]), 1, 10000000, &rows) ||
        !num_int(str_of(argv[3]), 1, 1000, &aim)) {
        (void)fprintf(stderr, "usage: feel_register PACKS ROWS AIM\n");
        return 2;
    }
    station = one(argv[1], "sme-volunteer-station", (size_t)rows,
        make_stations, stations_by_hand, STATIONS);
    expert = one(argv[1], "sme-volunteer-expert", (size_t)rows, make_experts,
        experts_by_hand, EXPERTS);
    year(argv[1]);
    if (station > (double)aim || expert > (double)aim) {
        (void)fprintf(stderr, "above %lld times\n", (long long)aim);
        return 1;
    }
    return 0;
}
