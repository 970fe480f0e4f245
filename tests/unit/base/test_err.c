/* test_err.c - errors are whole, clean, and never cut a character. */
#include "base/base.h"
#include "check.h"

static void
sets_and_clears(void **state)
{
    struct err e;

    (void)state;
    memset(&e, 'x', sizeof(e));
    assert_int_equal(err_set(&e, ERR_INPUT, "应为 %d 位，现为 %d 位", 18, 17),
        ERR_INPUT);
    assert_int_equal(e.code, ERR_INPUT);
    assert_string_equal(e.text, "应为 18 位，现为 17 位");
    assert_string_equal(e.detail, "");
    assert_string_equal(e.field, "");
    assert_string_equal(e.where, "");
}

static void
names_the_field(void **state)
{
    struct err e;

    (void)state;
    assert_int_equal(
        err_field(&e, ERR_CONFLICT, STR("phone"), "%s", "重复"), ERR_CONFLICT);
    assert_string_equal(e.field, "phone");
    assert_string_equal(e.text, "重复");
    assert_int_equal(
        err_field(&e, ERR_INPUT, STR_EMPTY, "x"), ERR_INPUT);
    assert_string_equal(e.field, "");
}

static void
adds_detail_and_place(void **state)
{
    struct err e;

    (void)state;
    err_set(&e, ERR_DB, "x");
    assert_int_equal(err_detail(&e, "sqlite %d", 19), ERR_DB);
    assert_string_equal(e.detail, "sqlite 19");
    assert_int_equal(err_where(&e, STR("pack.yaml"), 12, 3), ERR_DB);
    assert_string_equal(e.where, "pack.yaml:12:3");
    assert_string_equal(e.text, "x");
    err_set(&e, ERR_IO, "y");
    assert_string_equal(e.detail, "");
    assert_string_equal(e.where, "");
}

static void
allows_no_err(void **state)
{
    (void)state;
    assert_int_equal(err_set(NULL, ERR_LIMIT, "x"), ERR_LIMIT);
    assert_int_equal(err_field(NULL, ERR_INPUT, STR("f"), "x"), ERR_INPUT);
    assert_int_not_equal(err_detail(NULL, "x"), OK);
    assert_int_not_equal(err_where(NULL, STR("f"), 1, 1), OK);
}

/* One error may tell of another that stands in the same place. */
static void
may_quote_itself(void **state)
{
    struct err e;

    (void)state;
    err_field(&e, ERR_IO, STR("file"), "disk full");
    err_field(&e, e.code, str_of(e.field), "saving failed: %s", e.text);
    assert_string_equal(e.text, "saving failed: disk full");
    assert_string_equal(e.field, "file");
}

static void
cuts_between_characters(void **state)
{
    struct arena *a = arena_new("test");
    struct buf b;
    struct err e;

    (void)state;
    buf_init(&b, a, 4000);
    for (int i = 0; i < 1000; i++)
        buf_lit(&b, "年");
    for (size_t lead = 0; lead < 3; lead++) {
        char *text = arena_cstr(a,
            arena_join(a, str_sub(STR("xx"), 0, lead), buf_view(&b)));

        err_field(&e, ERR_INPUT, str_of(text), "%s", text);
        err_detail(&e, "%s", text);
        err_where(&e, str_of(text), 1234567, 1234567);
        assert_true(utf8_valid(str_of(e.text)));
        assert_true(utf8_valid(str_of(e.field)));
        assert_true(utf8_valid(str_of(e.detail)));
        assert_true(utf8_valid(str_of(e.where)));
        assert_true(strlen(e.text) > sizeof(e.text) - 4);
        assert_has(e.where, ":1234567:1234567");
    }
    arena_free(a);
}

static void
names_every_status(void **state)
{
    (void)state;
    assert_string_equal(status_name(OK), "OK");
    assert_string_equal(status_name(ERR_INPUT), "ERR_INPUT");
    assert_string_equal(status_name(ERR_NOT_FOUND), "ERR_NOT_FOUND");
    assert_string_equal(status_name(ERR_DENIED), "ERR_DENIED");
    assert_string_equal(status_name(ERR_CONFLICT), "ERR_CONFLICT");
    assert_string_equal(status_name(ERR_LIMIT), "ERR_LIMIT");
    assert_string_equal(status_name(ERR_BUSY), "ERR_BUSY");
    assert_string_equal(status_name(ERR_UNCERTAIN), "ERR_UNCERTAIN");
    assert_string_equal(status_name(ERR_IO), "ERR_IO");
    assert_string_equal(status_name(ERR_DB), "ERR_DB");
    assert_string_equal(status_name((enum status)99), "ERR_?");
}

static enum status
leave_early(enum status s, int *steps)
{
    TRY(s);
    *steps += 1;
    return OK;
}

static void
try_leaves_with_the_error(void **state)
{
    int steps = 0;

    (void)state;
    assert_int_equal(leave_early(ERR_DENIED, &steps), ERR_DENIED);
    assert_int_equal(steps, 0);
    assert_int_equal(leave_early(OK, &steps), OK);
    assert_int_equal(steps, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_and_clears),
        cmocka_unit_test(names_the_field),
        cmocka_unit_test(adds_detail_and_place),
        cmocka_unit_test(allows_no_err),
        cmocka_unit_test(may_quote_itself),
        cmocka_unit_test(cuts_between_characters),
        cmocka_unit_test(names_every_status),
        cmocka_unit_test(try_leaves_with_the_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
