/* Rules of the packs over columns say what pack_judge says, row by row. */
#include "pack/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define ROWS 200
#define COLUMNS_MAX 40
#define RULES_MAX 80

static const char *packs_dir;

static unsigned
under(uint64_t *s, unsigned n)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return (unsigned)((*s >> 20) % n);
}

struct table {
    struct arena *a;
    uint64_t seed;
    struct feel_column columns[COLUMNS_MAX];
    size_t n;
    struct feel_column members[2];
};

static struct feel_column *
add(struct table *t, struct str name, enum feel_column_kind kind)
{
    struct feel_column *c = &t->columns[t->n++];
    uint8_t *known = arena_alloc(t->a, ROWS / 8 + 1);

    assert_true(t->n <= COLUMNS_MAX);
    for (size_t i = 0; i < ROWS / 8 + 1; i++)
        known[i] = (uint8_t)(under(&t->seed, 256) | under(&t->seed, 256) |
            under(&t->seed, 256));
    c->name = name;
    c->kind = kind;
    c->known = known;
    return c;
}

static void
add_boolean(struct table *t, struct str name)
{
    uint8_t *v = arena_alloc(t->a, ROWS);

    for (size_t i = 0; i < ROWS; i++)
        v[i] = under(&t->seed, 5) > 0;
    add(t, name, FEEL_COLUMN_BOOLEAN)->booleans = v;
}

static void
add_int(struct table *t, const char *name, unsigned most)
{
    int64_t *v = arena_new_array(t->a, int64_t, ROWS);

    for (size_t i = 0; i < ROWS; i++)
        v[i] = under(&t->seed, most);
    add(t, str_of(name), FEEL_COLUMN_INT)->ints = v;
}

static const int32_t *
some_days(struct table *t, size_t n, struct day near)
{
    int32_t *v = arena_new_array(t->a, int32_t, n);

    for (size_t i = 0; i < n; i++)
        v[i] = near.n - 1000 + (int32_t)under(&t->seed, 2000);
    return v;
}

static void
add_list(struct table *t, const char *name, unsigned most, bool periods)
{
    struct feel_column *c = add(t, str_of(name), FEEL_COLUMN_LIST);
    uint32_t *first = arena_new_array(t->a, uint32_t, ROWS);
    uint32_t *count = arena_new_array(t->a, uint32_t, ROWS);

    for (size_t i = 0; i < ROWS; i++) {
        first[i] = under(&t->seed, 20);
        count[i] = under(&t->seed, most);
    }
    c->lists = (struct feel_lists){ .first = first, .count = count };
    c->lists.members = t->members;
    c->lists.n_members = periods ? 2 : 1;
}

static void
add_texts(struct table *t, const char *name, const char *const *texts,
    unsigned n)
{
    struct str *v = arena_new_array(t->a, struct str, ROWS);

    for (size_t i = 0; i < ROWS; i++)
        v[i] = str_of(texts[under(&t->seed, n)]);
    add(t, str_of(name), FEEL_COLUMN_TEXT)->texts = v;
}

static void
add_code(struct table *t)
{
    static const struct str texts[] = { STR_INIT("专科"), STR_INIT("本科"),
        STR_INIT("硕士研究生"), STR_INIT("博士研究生"), STR_INIT("其他") };
    uint16_t *v = arena_new_array(t->a, uint16_t, ROWS);
    struct feel_column *c = add(t, STR("学历"), FEEL_COLUMN_CODE);

    for (size_t i = 0; i < ROWS; i++)
        v[i] = (uint16_t)under(&t->seed, 5);
    c->codes.at = v;
    c->codes.texts = texts;
    c->codes.n = 5;
}

static void
fill(struct table *t, const struct pack *p, struct day reference)
{
    static const char *const yes_no[] = { "具有独立法人资格", "具有成熟服务模式",
        "具有活动举办经验", "志愿承诺", "本人提交", "委托有效", "推荐方在辖区",
        "整年在册", "年度报告已提交" };
    static const char *const days[] = { "成立日期", "最近活动日", "准入日",
        "有效期末日" };
    static const char *const phones[] = { "13812345678", "12812345678",
        "1381234567", "138１2345678" };
    static const char *const texts[] = { "开展志愿服务", "a" };

    for (size_t i = 0; i < sizeof(yes_no) / sizeof(*yes_no); i++)
        add_boolean(t, str_of(yes_no[i]));
    for (size_t i = 0; i < p->n_rules; i++)
        if (p->rules[i].kind == RULE_ATTESTED)
            add_boolean(t,
                arena_join(t->a, STR("认定."), p->rules[i].name));
    for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++)
        add(t, str_of(days[i]), FEEL_COLUMN_DAY)->days =
            some_days(t, ROWS, reference);
    add_int(t, "上年服务中小企业数", 300);
    add_int(t, "年度服务分钟", 7200);
    add_int(t, "年度服务企业数", 300);
    add_int(t, "任期未达标年数", 2);
    add_int(t, "未结案件数", 2);
    t->members[0] = (struct feel_column){ .name = STR("起"),
        .kind = FEEL_COLUMN_DAY,
        .days = some_days(t, 40, day_add_years(reference, -6)) };
    t->members[1] = (struct feel_column){ .name = STR("止"),
        .kind = FEEL_COLUMN_DAY,
        .days = some_days(t, 40, day_add_years(reference, -2)) };
    add_list(t, "服务经历", 4, true);
    add_list(t, "专职人员", 15, false);
    add_list(t, "志愿服务专人", 3, false);
    add_list(t, "志愿服务方案或管理制度", 2, false);
    add_list(t, "擅长领域", 3, false);
    add_code(t);
    add_texts(t, "手机号码", phones, 4);
    add_texts(t, "志愿服务经验和成果", texts, 2);
}

/* --- the same facts for pack_judge --- */

static struct json *value_json(struct arena *a, const struct feel_value *v);

static struct json *
list_json(struct arena *a, const struct feel_value *v)
{
    struct json *list = json_new(a, JSON_LIST);

    for (size_t i = 0; i < v->list.n; i++) {
        const struct feel_value *item = &v->list.items[i];
        struct json *o = json_new(a, JSON_OBJECT);

        for (size_t k = 0; k < item->context.n; k++)
            json_set(a, o, item->context.names[k],
                value_json(a, &item->context.values[k]));
        json_push(a, list, o);
    }
    return list;
}

static struct json *
value_json(struct arena *a, const struct feel_value *v)
{
    int64_t n = 0;

    switch (v->type) {
    case FEEL_BOOLEAN:
        return json_boolean(a, v->boolean);
    case FEEL_NUMBER:
        assert_true(feel_to_int(v, &n));
        return json_number(a, n);
    case FEEL_DATE:
        return json_text(a, day_iso(a, v->date));
    case FEEL_STRING:
        return json_text(a, v->string);
    default:
        return list_json(a, v);
    }
}

static const struct json *
row_json(struct arena *a, const struct table *t, size_t row)
{
    struct json *o = json_new(a, JSON_OBJECT);

    for (size_t i = 0; i < t->n; i++) {
        struct feel_value v;

        if (feel_column_value(a, &t->columns[i], row, &v))
            json_set(a, o, t->columns[i].name, value_json(a, &v));
    }
    return o;
}

/* --- the test --- */

/* Cases given one by one: many, few, and with one that overrides a rule. */
static void
many_as_batch(struct arena *a, const struct pack *p, const struct str *rules,
    size_t n, struct pack_facts *all, uint8_t *const *want)
{
    enum outcome *got[RULES_MAX];
    struct json *own = json_new(a, JSON_OBJECT);
    struct err err;

    for (size_t i = 0; i < n; i++)
        got[i] = arena_new_array(a, enum outcome, ROWS);
    for (size_t rows = 3; rows <= ROWS; rows += ROWS - 3) {
        assert_int_equal(
            pack_judge_many(a, p, rules, n, all, rows, got, &err), OK);
        for (size_t i = 0; i < n; i++)
            for (size_t r = 0; r < rows; r++)
                assert_int_equal(got[i][r],
                    want[i][r] == FEEL_TRUE        ? MET
                        : want[i][r] == FEEL_FALSE ? NOT_MET
                                                   : UNDECIDED);
    }
    json_set(a, own, rules[0], json_boolean(a, true));
    json_set(a, own, STR("最低专职人员数"), json_number(a, 1));
    all[7].extra = own;
    assert_int_equal(
        pack_judge_many(a, p, rules, n, all, ROWS, got, &err), OK);
    for (size_t i = 0; i < n; i++) {
        struct pack_verdict v;

        assert_int_equal(
            pack_judge(a, p, rules[i], &all[7], &v, &err), OK);
        assert_int_equal(got[i][7], v.outcome);
    }
}

static void
same_as_judged(const char *name, const char *reading, const char *value,
    uint64_t seed)
{
    struct arena *a = arena_new("test"), *tmp = arena_new("test row");
    const struct pack *p = NULL;
    const struct pack_problem *problems;
    struct day reference = day_of_ymd(2023, 3, 12);
    struct table t = { .a = a, .seed = seed };
    struct json *readings = json_new(a, JSON_OBJECT);
    struct pack_batch_case c = { .readings = readings,
        .reference = reference,
        .now_us = day_start_us(reference) };
    const struct pack_batch *b = NULL;
    struct str rules[RULES_MAX];
    uint8_t *out[RULES_MAX];
    size_t n = 0, ignored, seen[3] = { 0 };
    struct feel_batch_counts counts;
    struct pack_facts *all = arena_new_array(a, struct pack_facts, ROWS);
    struct err err = { 0 };

    assert_int_equal(pack_load(a, arena_cstr(a, arena_fmt(a, "%s/%s",
                                      packs_dir, name)), &p, &problems,
                         &ignored, &err), OK);
    json_set(a, readings, str_of(reading), json_text(a, str_of(value)));
    fill(&t, p, reference);
    for (size_t i = 0; i < p->n_rules; i++) {
        if (p->rules[i].kind == RULE_VALUE)
            continue;
        assert_true(n < RULES_MAX);
        out[n] = arena_alloc(a, ROWS);
        rules[n++] = p->rules[i].name;
    }
    if (pack_batch_new(a, p, &c, t.columns, t.n, rules, n, &b, &err) != OK)
        fail_msg("%s", err.text);
    pack_batch_run(b, t.columns, 0, ROWS, out, &counts, &err);
    assert_int_equal(err.code, OK);
    for (size_t r = 0; r < ROWS; r++) {
        struct pack_facts f;

        arena_reset(tmp);
        all[r] = f = (struct pack_facts){ .extra = row_json(a, &t, r),
            .readings = readings,
            .reference = reference,
            .now_us = c.now_us };
        for (size_t i = 0; i < n; i++) {
            struct pack_verdict v;
            enum outcome got = out[i][r] == FEEL_TRUE ? MET
                : out[i][r] == FEEL_FALSE             ? NOT_MET
                                                      : UNDECIDED;

            assert_int_equal(
                pack_judge(tmp, p, rules[i], &f, &v, &err), OK);
            if (v.outcome != got)
                fail_msg(STR_FMT " row %zu: %d, not %d", STR_ARG(rules[i]), r,
                    (int)got, (int)v.outcome);
            seen[v.outcome]++;
        }
    }
    for (size_t i = 0; i < 3; i++)
        assert_true(seen[i] > ROWS);
    many_as_batch(a, p, rules, n, all, out);
    arena_free(tmp);
    arena_free(a);
}

static void
test_station(void **state)
{
    (void)state;
    same_as_judged("sme-volunteer-station", "撤销口径", "ANY_SHORT", 11);
    same_as_judged("sme-volunteer-station", "半年口径", "CALENDAR", 12);
}

static void
test_expert(void **state)
{
    (void)state;
    same_as_judged("sme-volunteer-expert", "直接纳入口径", "MEET_ALL", 21);
    same_as_judged("sme-volunteer-expert", "半年口径", "CALENDAR", 22);
}

static void
test_what_is_refused(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack *p = NULL;
    const struct pack_problem *problems;
    const struct pack_batch *b = NULL;
    struct pack_batch_case c = { .reference = day_of_ymd(2023, 3, 12) };
    struct feel_column column = { .name = STR("基准日"),
        .kind = FEEL_COLUMN_DAY };
    struct str rule = STR("申报条件");
    struct err err;
    size_t n;

    (void)state;
    assert_int_equal(pack_load(a, arena_cstr(a, arena_fmt(a,
                         "%s/sme-volunteer-station", packs_dir)), &p,
                         &problems, &n, &err), OK);
    assert_int_equal(
        pack_batch_new(a, p, &c, &column, 1, &rule, 1, &b, &err), ERR_INPUT);
    column.name = STR("基本条件");
    assert_int_equal(
        pack_batch_new(a, p, &c, &column, 1, &rule, 1, &b, &err), ERR_INPUT);
    column.name = STR("最低专职人员数");
    assert_int_equal(
        pack_batch_new(a, p, &c, &column, 1, &rule, 1, &b, &err), ERR_INPUT);
    rule = STR("没有这一条");
    assert_int_equal(
        pack_batch_new(a, p, &c, NULL, 0, &rule, 1, &b, &err),
        ERR_NOT_FOUND);
    rule = STR("专职人员数");
    assert_int_equal(
        pack_batch_new(a, p, &c, NULL, 0, &rule, 1, &b, &err),
        ERR_NOT_FOUND);
    assert_null(b);
    arena_free(a);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_station),
        cmocka_unit_test(test_expert),
        cmocka_unit_test(test_what_is_refused),
    };

    if (argc < 2)
        return 2;
    packs_dir = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
