#include "check.h"
#include "format/json.h"
#include "oracle_jansson.h"

static struct arena *arena;

static int
setup(void **state)
{
    (void)state;
    arena = arena_new("test");
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct json *
parsed(struct str text)
{
    const struct json *v = NULL;
    struct err err;

    if (json_parse(arena, text, 1 << 20, &v, &err) != OK) {
        print_error("%.*s: %s\n", STR_ARG(text), err.text);
        fail();
    }
    return v;
}

static struct str
written(const struct json *v)
{
    struct buf b;

    buf_init(&b, arena, 1 << 20);
    json_write(&b, v);
    return buf_view(&b);
}

static struct str
canonical(const struct json *v)
{
    struct buf b;

    buf_init(&b, arena, 1 << 20);
    json_write_canonical(&b, v);
    return buf_view(&b);
}

static void
reads_every_kind(void **state)
{
    const struct json *v = parsed(STR(
        " {\"名称\":\"示例\",\"n\":42,\"d\":1.50,\"yes\":true,\"no\":false,"
        "\"nil\":null,\"list\":[1,[],{}]}\r\n"));

    (void)state;
    assert_int_equal(v->type, JSON_OBJECT);
    assert_int_equal(v->n, 7);
    check_str(json_str(json_get(v, STR("名称"))), "示例");
    assert_int_equal(json_int(json_get(v, STR("n")), -1), 42);
    check_str(json_str(json_get(v, STR("n"))), "42");
    assert_int_equal(json_get(v, STR("d"))->type, JSON_DECIMAL);
    check_str(json_str(json_get(v, STR("d"))), "1.50");
    assert_int_equal(json_int(json_get(v, STR("d")), -1), -1);
    assert_true(json_bool(json_get(v, STR("yes"))));
    assert_false(json_bool(json_get(v, STR("no"))));
    assert_false(json_is_null(json_get(v, STR("no"))));
    assert_true(json_is_null(json_get(v, STR("nil"))));
    assert_int_equal(json_get(v, STR("list"))->n, 3);
    assert_int_equal(json_int(json_at(json_get(v, STR("list")), 0), 0), 1);
}

static void
what_is_absent_is_null(void **state)
{
    const struct json *v = parsed(STR("[1]"));

    (void)state;
    assert_true(json_is_null(json_get(v, STR("x"))));
    assert_true(json_is_null(json_at(v, 1)));
    assert_true(json_is_null(json_at(json_get(v, STR("x")), 0)));
    check_str(json_str(json_at(v, 9)), "");
    assert_int_equal(json_int(json_at(v, 9), 5), 5);
}

static void
numbers_keep_every_digit(void **state)
{
    static const struct {
        const char *text;
        enum json_type type;
    } cases[] = {
        { "0", JSON_INT }, { "-0", JSON_INT },
        { "9223372036854775807", JSON_INT },
        { "-9223372036854775808", JSON_INT },
        { "9223372036854775808", JSON_DECIMAL },
        { "0.1000000000000000000000000000000001", JSON_DECIMAL },
        { "1e400", JSON_DECIMAL }, { "1E+2", JSON_DECIMAL },
        { "-1.0e-7", JSON_DECIMAL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct json *v = parsed(str_of(cases[i].text));

        assert_int_equal(v->type, cases[i].type);
        check_str(json_str(v), cases[i].text);
    }
    assert_int_equal(
        json_int(parsed(STR("-9223372036854775808")), 0), INT64_MIN);
}

static void
escapes_are_undone(void **state)
{
    const struct json *v = parsed(STR(
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u660E\\u518c\\ud83d\\ude00尾\""));

    (void)state;
    check_str(json_str(v), "\"\\/\b\f\n\r\t明册\xf0\x9f\x98\x80尾");
}

/* Texts that are not JSON, and a few that are, judged by jansson as well: two
 * readers written apart do not share an error. */
static const char *const doubtful[] = {
    "", " ", "{", "}", "[", "]", "[1,]", "[,1]", "[1 2]", "{\"a\"}",
    "{\"a\":}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{a:1}", "{'a':1}",
    "{\"a\":1}}", "[1]]", "01", "-", "-01", "+1", "1.", ".5", "1.e5", "1e",
    "1e+", "0x10", "NaN", "Infinity", "-Infinity", "nul", "nullx", "True",
    "tru", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
    "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
    "\"\\u0000\"", "\"\t\"", "\"\n\"", "\"\x7f\"", "\"\xff\"",
    "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
    "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "[1]x", "[1] ", "\v1",
    "\xEF\xBB\xBF[1]", "/* c */ 1", "1 // c", "[1,\n2]", "{\"\":0}", "[]",
    "[[[[]]]]", "\"ok\"", "123", "[true,false,null]", "[-0]", "[1E5]",
    "[\"\\u00e9\"]", "[\"\xe6\x98\x8e\"]", "[1.5,2]",
};

static void
accepts_what_an_independent_reader_accepts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(doubtful) / sizeof(doubtful[0]); i++) {
        struct str text = str_of(doubtful[i]);
        const struct json *v = NULL;
        bool theirs = jansson_accepts(text.n ? text.p : "", text.n);
        enum status ours = json_parse(arena, text, 1000, &v, NULL);

        if (theirs != (ours == OK)) {
            print_error("[%s]: jansson %s, ours %s\n", doubtful[i],
                theirs ? "takes it" : "refuses it", status_name(ours));
            fail();
        }
        assert_true(ours == OK || (ours == ERR_INPUT && v == NULL));
    }
}

static void
errors_say_where(void **state)
{
    const struct json *v;
    struct err err;

    (void)state;
    assert_int_equal(json_parse(arena,
        STR("{\n \"名称\": \"x\",\n \"名称\": 1}"), 1000, &v, &err), ERR_INPUT);
    check_contains(str_of(err.text), "键名重复");
    check_str(str_of(err.where), "json:3:2");
    assert_int_equal(
        json_parse(arena, STR("[\"明册\", x]"), 1000, &v, &err), ERR_INPUT);
    check_str(str_of(err.where), "json:1:8");
    assert_int_equal(
        json_parse(arena, STR("[\n\"\xff\"]"), 1000, &v, &err), ERR_INPUT);
    check_str(str_of(err.where), "json:2:2");
}

static void
limits_hold(void **state)
{
    const struct json *v = NULL;
    struct buf b;

    (void)state;
    assert_int_equal(json_parse(arena, STR("[1]"), 2, &v, NULL), ERR_LIMIT);
    assert_int_equal(json_parse(arena, STR("[1]"), 3, &v, NULL), OK);
    buf_init(&b, arena, 1 << 20);
    for (int i = 0; i < 64; i++)
        buf_byte(&b, '[');
    for (int i = 0; i < 64; i++)
        buf_byte(&b, ']');
    assert_int_equal(
        json_parse(arena, buf_view(&b), 1 << 20, &v, NULL), OK);
    buf_clear(&b);
    for (int i = 0; i < 100000; i++)
        buf_byte(&b, '[');
    assert_int_equal(
        json_parse(arena, buf_view(&b), 1 << 20, &v, NULL), ERR_LIMIT);
}

static void
duplicates_are_found_among_many_keys(void **state)
{
    const struct json *v;
    struct err err;
    struct buf b;

    (void)state;
    buf_init(&b, arena, 1 << 20);
    for (int i = 0; i < 5000; i++)
        buf_fmt(&b, "%s\"k%d\":%d", i ? "," : "{", i, i);
    buf_byte(&b, '}');
    v = parsed(buf_view(&b));
    assert_int_equal(v->n, 5000);
    check_str(v->keys[4999], "k4999");
    assert_int_equal(json_int(json_get(v, STR("k4321")), 0), 4321);
    b.n--;
    buf_lit(&b, ",\"k17\":0}");
    assert_int_equal(
        json_parse(arena, buf_view(&b), 1 << 20, &v, &err), ERR_INPUT);
    check_contains(str_of(err.text), "键名重复");
}

static void
builds_and_writes(void **state)
{
    struct json *o = json_new(arena, JSON_OBJECT);
    struct json *list = json_new(arena, JSON_LIST);

    (void)state;
    for (int i = 0; i < 9; i++)
        json_push(arena, list, json_number(arena, i));
    json_set(arena, o, STR("z"), list);
    json_set(arena, o, STR("a"), json_text(arena, STR("</script>\"\\\n\x01")));
    json_set(arena, o, STR("d"), json_decimal(arena, STR("0.10")));
    json_set(arena, o, STR("b"), json_boolean(arena, true));
    json_set(arena, o, STR("n"), json_new(arena, JSON_NULL));
    json_set(arena, o, STR("z"), json_boolean(arena, false));
    json_set(arena, o, STR("list"), list);
    check_str(written(o),
        "{\"z\":false,\"a\":\"\\u003c/script>\\\"\\\\\\n\\u0001\",\"d\":0.10,"
        "\"b\":true,\"n\":null,\"list\":[0,1,2,3,4,5,6,7,8]}");
    check_str(canonical(o),
        "{\"a\":\"\\u003c/script>\\\"\\\\\\n\\u0001\",\"b\":true,\"d\":0.10,"
        "\"list\":[0,1,2,3,4,5,6,7,8],\"n\":null,\"z\":false}");
    check_str(written(json_new(arena, JSON_LIST)), "[]");
    check_str(written(json_new(arena, JSON_OBJECT)), "{}");
}

static void
decimals_that_are_no_number_become_text(void **state)
{
    static const char *const bad[] = { "", "1,5", ".5", "5.", "NaN", "1 ",
        "１", "--1", "1e" };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(
            json_decimal(arena, str_of(bad[i]))->type, JSON_TEXT);
    assert_int_equal(json_decimal(arena, STR("12"))->type, JSON_INT);
    assert_int_equal(json_int(json_decimal(arena, STR("-12")), 0), -12);
    assert_int_equal(
        json_decimal(arena, STR("99999999999999999999"))->type,
        JSON_DECIMAL);
}

static void
canonical_form_does_not_depend_on_order_or_spelling(void **state)
{
    const struct json *x = parsed(
        STR("{\"b\":[1, 2],\"a\":{\"d\":\"\\u660e\",\"c\":null},\"ab\":0}"));
    const struct json *y = parsed(
        STR(" {\"a\":{\"c\":null,\"d\":\"明\"},\"ab\":0,\n\"b\":[1,2]}"));

    (void)state;
    assert_true(str_eq(canonical(x), canonical(y)));
    check_str(canonical(x),
        "{\"a\":{\"c\":null,\"d\":\"明\"},\"ab\":0,\"b\":[1,2]}");
    /* what is written reads back the same */
    assert_true(str_eq(canonical(parsed(written(x))), canonical(x)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_kind),
        cmocka_unit_test(what_is_absent_is_null),
        cmocka_unit_test(numbers_keep_every_digit),
        cmocka_unit_test(escapes_are_undone),
        cmocka_unit_test(accepts_what_an_independent_reader_accepts),
        cmocka_unit_test(errors_say_where),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(duplicates_are_found_among_many_keys),
        cmocka_unit_test(builds_and_writes),
        cmocka_unit_test(decimals_that_are_no_number_become_text),
        cmocka_unit_test(canonical_form_does_not_depend_on_order_or_spelling),
    };

    return cmocka_run_group_tests_name("json", tests, setup, teardown);
}
