/* Tickets, their order, plans and files: known values, stability, odds, and a
 * verifier that notices every changed byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/draw_file.h"

static int
setup(void **state)
{
    *state = arena_new("sampler");
    return 0;
}

static int
teardown(void **state)
{
    arena_free(*state);
    return 0;
}

#define same(s, lit) assert_true(str_eq((s), STR(lit)))

/* As sha256sum says (docs/draw.md). */
static void
known_tickets(void **state)
{
    struct arena *a = *state;
    int k = 0;

    same(sampler_object_ticket(a, STR("030812"), STR("TEST-001"), 1, &k),
        "148322d41e2ada873da228953d26085cd81074d6c2f1af9d4d5a5237f5009a33");
    assert_int_equal(k, 1);
    same(sampler_inspector_ticket(
             a, STR("030812"), STR("TEST-001"), STR("7001")),
        "7fa552977a20085bec8d533f0756ed926347cab96fd42917a5250e5417dac51d");
    /* With more tickets the lowest counts, so it never gets worse. */
    struct str one =
        sampler_object_ticket(a, STR("s"), STR("甲所"), 1, NULL);
    struct str ten =
        sampler_object_ticket(a, STR("s"), STR("甲所"), 10, &k);
    assert_true(str_cmp(ten, one) <= 0);
    assert_true(k >= 1 && k <= 10);
}

static void
seeds(void **state)
{
    struct arena *a = *state;
    struct err err;
    struct str s;

    assert_int_equal(
        sampler_seed(a, STR(" ０３ 08　12 "), &s, &err), OK);
    same(s, "030812");
    assert_int_equal(sampler_seed(a, STR("第81期：A b"), &s, &err), OK);
    same(s, "第81期:Ab");
    assert_int_equal(sampler_seed(a, STR(""), &s, &err), ERR_INPUT);
    assert_int_equal(sampler_seed(a, STR(" 　 "), &s, &err), ERR_INPUT);
    assert_int_equal(sampler_seed(a, STR("1\n2"), &s, &err), ERR_INPUT);
    assert_int_equal(sampler_seed(a, STR("\xff"), &s, &err), ERR_INPUT);
    assert_string_equal(err.field, "seed");
    char *many = arena_alloc(a, 402);
    for (size_t i = 0; i < 402; i++)
        many[i] = '7';
    assert_int_equal(
        sampler_seed(a, (struct str){ many, 200 }, &s, &err), OK);
    assert_int_equal(
        sampler_seed(a, (struct str){ many, 201 }, &s, &err), ERR_INPUT);
    assert_false(sampler_id_is_good(STR("")));
    assert_false(sampler_id_is_good(STR("a\nb")));
    assert_false(sampler_id_is_good(STR("a\tb")));
    assert_false(sampler_id_is_good((struct str){ many, 201 }));
    assert_true(sampler_id_is_good(STR("渝（2021）1号")));
}

static void
counts(void **state)
{
    (void)state;
    assert_int_equal(sampler_count(0, 10, 1), 0);
    assert_int_equal(sampler_count(1, 10, 1), 1);
    assert_int_equal(sampler_count(10, 10, 1), 1);
    assert_int_equal(sampler_count(11, 10, 1), 2);
    assert_int_equal(sampler_count(37, 10, 1), 4);
    assert_int_equal(sampler_count(37, 100, 1), 37);
    assert_int_equal(sampler_count(37, 1, 5), 5);
    assert_int_equal(sampler_count(3, 1, 5), 3);
    assert_int_equal(sampler_count(10000, 33, 1), 3300);
}

static struct sampler_entry *
pool(struct arena *a, size_t n, int tickets)
{
    struct sampler_entry *e = arena_new_array(a, struct sampler_entry, n + 1);

    for (size_t i = 0; i < n; i++)
        e[i] = (struct sampler_entry){ .id = arena_fmt(a, "N-%04zu", i),
            .tickets = tickets,
            .at = i };
    return e;
}

/* One name more takes its own place; the others keep their order. */
static void
stays_when_one_is_added(void **state)
{
    struct arena *a = *state;
    struct sampler_entry *few = pool(a, 60, 1);
    struct sampler_entry *more = pool(a, 61, 1);
    size_t k = 0;

    sampler_order_objects(a, STR("20211231"), few, 60);
    sampler_order_objects(a, STR("20211231"), more, 61);
    for (size_t i = 0; i < 61; i++) {
        if (more[i].at == 60)
            continue;
        assert_true(str_eq(more[i].id, few[k].id));
        assert_true(str_eq(more[i].ticket, few[k].ticket));
        k++;
    }
    assert_int_equal(k, 60);
    /* In whatever order they are given. */
    struct sampler_entry *back = pool(a, 60, 1);
    for (size_t i = 0; i < 30; i++) {
        struct sampler_entry t = back[i];

        back[i] = back[59 - i];
        back[59 - i] = t;
    }
    sampler_order_objects(a, STR("20211231"), back, 60);
    for (size_t i = 0; i < 60; i++)
        assert_true(str_eq(back[i].id, few[i].id));
}

/* Over 2000 seeds each of 10 names is drawn about as often (200, sd 13.4); one
 * with three tickets among nine others about 3 in 12 (500, sd 19.4). */
static void
odds(void **state)
{
    struct arena *a = *state;
    int first[10] = { 0 }, raised = 0;

    for (int s = 0; s < 2000; s++) {
        struct arena *b = arena_new("odds");
        struct sampler_entry *e = pool(b, 10, 1);
        struct str seed = arena_fmt(b, "%d", s);

        sampler_order_objects(b, seed, e, 10);
        first[e[0].at]++;
        e = pool(b, 10, 1);
        e[4].tickets = 3;
        sampler_order_objects(b, seed, e, 10);
        raised += e[0].at == 4;
        arena_free(b);
    }
    (void)a;
    for (size_t i = 0; i < 10; i++)
        assert_in_range(first[i], 140, 260);
    assert_in_range(raised, 420, 580);
}

/* --- plans and files --- */

/* Three objects, three inspectors, one pair that must not meet. */
static struct str
plan_text(struct arena *a, const char *share, const char *conflicts)
{
    return arena_fmt(a,
        "{\"format\":\"mingce-draw/1\",\"share\":{%s},"
        "\"inspectors_per_object\":2,"
        "\"objects\":[{\"id\":\"A\",\"name\":\"甲所\",\"tickets\":1},"
        "{\"id\":\"B\",\"name\":\"乙所\",\"tickets\":3},"
        "{\"id\":\"C\",\"name\":\"丙所\",\"tickets\":1}],"
        "\"objects_excluded\":[{\"id\":\"D\",\"name\":\"丁所\","
        "\"reason\":\"停业\"}],"
        "\"inspectors\":[{\"id\":\"1\",\"name\":\"张某\"},"
        "{\"id\":\"2\",\"name\":\"李某\"},{\"id\":\"3\",\"name\":\"王某\"}],"
        "\"inspectors_excluded\":[],\"conflicts\":[%s],"
        "\"seed\":{\"source\":\"公开摇号\",\"day\":\"2021-03-02\"}}",
        share, conflicts);
}

#define SHARE \
    "\"percent\":50,\"least\":1,\"count\":2,\"count_from\":\"share\"," \
    "\"reason\":\"\""
#define BAR "{\"object\":\"B\",\"inspector\":\"2\",\"reason\":\"原单位\"}"

static const struct json *
plan_of(struct arena *a, struct str text)
{
    const struct json *plan = NULL;
    struct err err;

    assert_int_equal(json_parse(a, text, 1u << 20, &plan, &err), OK);
    return plan;
}

static enum status
check(struct arena *a, const char *share, const char *conflicts,
    struct err *err)
{
    return draw_plan_check(
        a, plan_of(a, plan_text(a, share, conflicts)), err);
}

static void
plans(void **state)
{
    struct arena *a = *state;
    struct err err = { 0 };

    assert_int_equal(check(a, SHARE, BAR, &err), OK);
    assert_int_equal(check(a,
                         "\"percent\":50,\"least\":1,\"count\":1,"
                         "\"count_from\":\"share\"",
                         BAR, &err),
        ERR_INPUT);
    assert_string_equal(err.field, "count");
    assert_int_equal(check(a,
                         "\"percent\":50,\"least\":1,\"count\":1,"
                         "\"count_from\":\"given\"",
                         BAR, &err),
        ERR_INPUT); /* no reason */
    assert_int_equal(check(a,
                         "\"percent\":50,\"least\":1,\"count\":4,"
                         "\"count_from\":\"given\",\"reason\":\"r\"",
                         BAR, &err),
        ERR_INPUT); /* more than there are */
    assert_int_equal(
        check(a, "\"percent\":0,\"least\":1,\"count\":1", BAR, &err),
        ERR_INPUT);
    assert_string_equal(err.field, "share");
    /* Two of three barred leave one for two places. */
    assert_int_equal(check(a, SHARE,
                         BAR
                         ",{\"object\":\"B\",\"inspector\":\"3\","
                         "\"reason\":\"r\"}",
                         &err),
        ERR_INPUT);
    assert_string_equal(err.field, "inspectors");
    assert_non_null(strstr(err.text, "只有 1 名"));
    /* The same pair twice is one. */
    assert_int_equal(check(a, SHARE, BAR "," BAR, &err), OK);
    assert_int_equal(
        check(a, SHARE,
            "{\"object\":\"X\",\"inspector\":\"2\",\"reason\":\"r\"}", &err),
        ERR_INPUT);
    assert_string_equal(err.field, "conflicts");
    assert_int_equal(draw_plan_check(a,
                         plan_of(a, STR("{\"format\":\"mingce-draw/1\"}")),
                         &err),
        ERR_INPUT);
    assert_string_equal(err.field, "objects");
    assert_int_equal(draw_plan_check(a, plan_of(a, STR("[1]")), &err),
        ERR_INPUT);
}

/* Whoever has a conflict is passed over; the same again gives the same. */
static void
results(void **state)
{
    struct arena *a = *state;
    const struct json *plan = plan_of(a, plan_text(a, SHARE, BAR));
    struct err err;

    for (int s = 0; s < 200; s++) {
        struct str seed = arena_fmt(a, "%d", s);
        const struct json *r = NULL, *again = NULL;

        assert_int_equal(draw_result(a, plan, seed, &r, &err), OK);
        assert_int_equal(draw_result(a, plan, seed, &again, &err), OK);
        struct buf p, q;
        buf_init(&p, a, 1u << 20);
        buf_init(&q, a, 1u << 20);
        json_write(&p, r);
        json_write(&q, again);
        assert_true(str_eq(buf_view(&p), buf_view(&q)));
        const struct json *drawn = json_get(r, STR("drawn"));
        assert_int_equal(json_get(r, STR("order"))->n, 3);
        assert_int_equal(drawn->n, 2);
        for (size_t i = 0; i < drawn->n; i++) {
            const struct json *row = drawn->items[i];
            const struct json *who = json_get(row, STR("inspectors"));

            assert_int_equal(who->n, 2);
            for (size_t k = 0; k < who->n; k++)
                assert_false(
                    str_eq(json_str(json_get(row, STR("id"))), STR("B")) &&
                    str_eq(json_str(json_get(who->items[k], STR("id"))),
                        STR("2")));
        }
    }
    const struct json *none = NULL;
    assert_int_equal(
        draw_result(a, plan, STR_EMPTY, &none, &err), ERR_INPUT);
}

static struct str
file_text(struct arena *a, struct str *ret_sum)
{
    const struct json *plan = plan_of(a, plan_text(a, SHARE, BAR));
    const struct json *result = NULL;
    struct str bytes;
    struct buf b, p;
    struct err err;

    assert_int_equal(draw_plan_bytes(a, plan, &bytes, &err), OK);
    *ret_sum = draw_commitment(a, bytes);
    assert_int_equal(
        draw_result(a, plan, STR("030812"), &result, &err), OK);
    buf_init(&b, a, 1u << 20);
    buf_init(&p, a, 1u << 20);
    json_write(&b, result);
    json_write(&p, plan);
    return arena_fmt(a,
        "{\"format\":\"mingce-draw/1\",\"state\":\"DRAWN\",\"plan\":" STR_FMT
        ",\"commitment\":{\"sha256\":\"" STR_FMT
        "\",\"at\":\"2021-03-02T09:00:00+08:00\"},\"seed\":{\"value\":"
        "\"０３ 08 12\",\"used\":\"030812\",\"source\":\"摇号\","
        "\"taken_at\":\"2021-03-02T09:00:00+08:00\",\"entered_at\":"
        "\"2021-03-02T09:05:00+08:00\",\"entered_by\":\"某人\"},"
        "\"result\":" STR_FMT "}",
        STR_ARG(buf_view(&p)), STR_ARG(*ret_sum), STR_ARG(buf_view(&b)));
}

static struct str
swapped(struct arena *a, struct str text, const char *from, const char *to)
{
    size_t at = str_find(text, str_of(from));

    assert_true(at != SIZE_MAX);
    return arena_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(text, 0, at)),
        to, STR_ARG(str_sub(text, at + str_of(from).n, SIZE_MAX)));
}

static bool
good(struct arena *a, struct str text)
{
    struct draw_report r = { 0 };
    struct err err;

    return draw_verify(a, text, STR_EMPTY, &r, &err) == OK && r.good;
}

static void
files(void **state)
{
    struct arena *a = *state;
    struct str sum, text = file_text(a, &sum);
    struct draw_report r;
    struct err err;

    assert_int_equal(draw_verify(a, text, sum, &r, &err), OK);
    assert_true(r.good && r.drawn);
    assert_int_equal(r.n, 7);
    assert_int_equal(draw_verify(a, text,
                         STR("0000000000000000000000000000000000000000000000"
                             "000000000000000000"),
                         &r, &err),
        OK);
    assert_false(r.good);
    /* Taken before the plan, or before the day announced. */
    assert_false(good(a, swapped(a, text, "taken_at\":\"2021-03-02T09:00:00",
                             "taken_at\":\"2021-03-02T08:59:59")));
    assert_false(good(a, swapped(a, text, "\"day\":\"2021-03-02\"",
                             "\"day\":\"2021-03-03\"")));
    assert_false(good(a, swapped(a, text, "030812\"", "030813\"")));
    assert_false(good(a, swapped(a, text, "\"停业\"", "\"休假\"")));
    assert_false(good(a, swapped(a, text, "\"result\":{", "\"resulT\":{")));
    /* Only committed so far. */
    size_t at = str_find(text, STR(",\"seed\":{\"value\""));
    struct str head = arena_join(a, str_sub(text, 0, at), STR("}"));
    assert_int_equal(draw_verify(a, head, STR_EMPTY, &r, &err), OK);
    assert_true(r.good && !r.drawn);
    /* No draw file at all. */
    assert_int_equal(
        draw_verify(a, STR("{}"), STR_EMPTY, &r, &err), ERR_INPUT);
    assert_int_equal(
        draw_verify(a, STR("[1,2"), STR_EMPTY, &r, &err), ERR_INPUT);
    assert_int_equal(
        draw_verify(a, STR_EMPTY, STR_EMPTY, &r, &err), ERR_INPUT);
}

/* Where a changed byte is nobody's loss: who entered it, from where, by which
 * name the state goes, and the spelling of the seed as typed. */
static bool
is_free(struct str text, size_t i)
{
    static const char *const FROM[] = { "\"state\":", "\"source\":\"摇号" };
    static const char *const TO[] = { ",\"plan\"", "\"taken_at" };

    for (size_t k = 0; k < 2; k++) {
        if (i >= str_find(text, str_of(FROM[k])) &&
            i < str_find(text, str_of(TO[k])))
            return true;
    }
    return (i >= str_find(text, STR("\"taken_at")) &&
               i < str_find(text, STR("\"result\""))) ||
           (i >= str_find(text, STR("\"at\":\"")) &&
               i < str_find(text, STR("\"seed\":{\"value"))) ||
           (i >= str_find(text, STR("\"value\"")) &&
               i < str_find(text, STR("\"used\"")));
}

/* Every byte of plan, digest, seed and result: changed, dropped, doubled. */
static void
mutated(void **state)
{
    struct arena *a = *state;
    struct str sum, text = file_text(a, &sum);
    size_t tried = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (is_free(text, i))
            continue;
        for (int how = 0; how < 3; how++) {
            struct arena *b = arena_new("mutant");
            struct str head = str_sub(text, 0, i);
            struct str tail = str_sub(text, i + 1, SIZE_MAX);
            char c = text.p[i];
            char mid[3] = { how == 0 ? (char)(c ^ 1) : c, c, '\0' };
            struct str m = how == 1
                ? arena_join(b, head, tail)
                : arena_fmt(b, STR_FMT "%.*s" STR_FMT, STR_ARG(head),
                      how == 0 ? 1 : 2, mid, STR_ARG(tail));

            if (good(b, m))
                fail_msg("a change at byte %zu (%d) is not noticed: %.*s", i,
                    how, 60, head.p + (i > 30 ? i - 30 : 0));
            tried++;
            arena_free(b);
        }
    }
    assert_true(tried > 1500);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(known_tickets, setup, teardown),
        cmocka_unit_test_setup_teardown(seeds, setup, teardown),
        cmocka_unit_test_setup_teardown(counts, setup, teardown),
        cmocka_unit_test_setup_teardown(
            stays_when_one_is_added, setup, teardown),
        cmocka_unit_test_setup_teardown(odds, setup, teardown),
        cmocka_unit_test_setup_teardown(plans, setup, teardown),
        cmocka_unit_test_setup_teardown(results, setup, teardown),
        cmocka_unit_test_setup_teardown(files, setup, teardown),
        cmocka_unit_test_setup_teardown(mutated, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
