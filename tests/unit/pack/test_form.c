/* Completeness of forms: required fields, show_if, rows, ticks. */
#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* One section: a choice, a text asked for one of its options, a table and a
 * statement; a second section with one text. */
struct sample {
    struct arena *a;
    struct pack pack;
    struct pack_form form;
    struct pack_section sections[2];
    struct pack_field fields[4], second[1], columns[3];
    struct pack_option kinds[2];
    const struct form_problem *problems;
    size_t n;
};

static const struct feel_expr *
compiled(struct arena *a, const char *text)
{
    struct feel_scope *scope = feel_scope_new(a);
    struct feel_limits limits = feel_limits_default();
    const struct feel_expr *e = NULL;
    struct err err;

    feel_scope_name(scope, STR("类别"), FEEL_STRING);
    feel_scope_name(scope, STR("方式"), FEEL_STRING);
    if (feel_compile(a, str_of(text), scope, &limits, &e, &err) != OK)
        fail_msg("%s: %s", text, err.text);
    return e;
}

static int
begin(void **state)
{
    struct arena *a = arena_new("test");
    struct sample *s = arena_one(a, struct sample);

    s->a = a;
    s->kinds[0] =
        (struct pack_option){ STR("园区"), { STR("园区"), STR("Park") } };
    s->kinds[1] =
        (struct pack_option){ STR("其他"), { STR("其他"), STR("Other") } };
    s->fields[0] = (struct pack_field){ .name = STR("类别"),
        .type = FIELD_ONE_OF,
        .required = true,
        .options = s->kinds,
        .n_options = 2 };
    s->fields[1] = (struct pack_field){ .name = STR("说明"),
        .label = { STR("其他说明"), STR("Which") },
        .type = FIELD_TEXT,
        .required = true,
        .show_if = STR("类别 = \"其他\""),
        .show_if_expr = compiled(a, "类别 = \"其他\"") };
    s->columns[0] = (struct pack_field){
        .name = STR("姓名"), .type = FIELD_TEXT, .required = true
    };
    s->columns[1] =
        (struct pack_field){ .name = STR("电话"), .type = FIELD_MOBILE };
    s->columns[2] = (struct pack_field){ .name = STR("方式"),
        .type = FIELD_TEXT,
        .required = true,
        .show_if = STR("类别 = \"其他\""),
        .show_if_expr = compiled(a, "类别 = \"其他\"") };
    s->fields[2] = (struct pack_field){ .name = STR("人员"),
        .type = FIELD_ROWS,
        .required = true,
        .min_rows = 2,
        .columns = s->columns,
        .n_columns = 3 };
    s->fields[3] = (struct pack_field){ .name = STR("声明"),
        .label = { STR("内容真实"), STR("It is true") },
        .type = FIELD_TICK };
    s->second[0] = (struct pack_field){
        .name = STR("备注"), .type = FIELD_LONG_TEXT, .warn_below = 10
    };
    s->sections[0] = (struct pack_section){
        .name = STR("一"), .fields = s->fields, .n_fields = 4
    };
    s->sections[1] = (struct pack_section){
        .name = STR("二"), .fields = s->second, .n_fields = 1
    };
    s->form = (struct pack_form){
        .name = STR("form"), .sections = s->sections, .n_sections = 2
    };
    s->pack.forms = &s->form;
    s->pack.n_forms = 1;
    *state = s;
    return 0;
}

static int
end(void **state)
{
    struct sample *s = *state;

    arena_free(s->a);
    return 0;
}

static const struct json *
parsed(struct arena *a, const char *text)
{
    const struct json *v = NULL;
    struct err err;

    assert_int_equal(json_parse(a, str_of(text), 1 << 16, &v, &err), OK);
    return v;
}

static void
check(struct sample *s, const struct pack_section *section, const char *answers)
{
    form_check(s->a, &s->pack, &s->form, section, parsed(s->a, answers),
        day_of_ymd(2023, 3, 12), &s->problems, &s->n);
}

static void
problem(const struct sample *s, size_t i, const char *field, const char *text)
{
    if (i >= s->n)
        fail_msg("only %zu problems", s->n);
    const struct form_problem *p = &s->problems[i];
    if (!str_eq(p->field, str_of(field)) || !str_eq(p->text, str_of(text)))
        fail_msg("%zu: " STR_FMT ": " STR_FMT, i, STR_ARG(p->field),
            STR_ARG(p->text));
    assert_true(p->text_en.n > 0);
}

static void
nothing_filled_in(void **state)
{
    struct sample *s = *state;

    check(s, NULL, "{}");
    assert_int_equal(s->n, 3);
    problem(s, 0, "类别", "请选择“类别”");
    problem(s, 1, "人员", "请填写“人员”");
    problem(s, 2, "声明", "请阅读并勾选“内容真实”");
}

static void
complete(void **state)
{
    struct sample *s = *state;

    check(s, NULL,
        "{\"类别\":\"园区\",\"人员\":[{\"姓名\":\"甲\",\"电话\":null},"
        "{\"姓名\":\"乙\",\"电话\":\"13800001234\"}],\"声明\":true,"
        "\"备注\":null,\"别的\":1}");
    assert_int_equal(s->n, 0);
}

static void
hidden_fields_are_not_asked_for(void **state)
{
    struct sample *s = *state;

    check(s, NULL,
        "{\"类别\":\"其他\",\"人员\":[{\"姓名\":\"甲\"},{\"姓名\":\"乙\","
        "\"方式\":\"线上\"}],\"声明\":true}");
    assert_int_equal(s->n, 2);
    problem(s, 0, "说明", "请填写“其他说明”");
    problem(s, 1, "人员[0].方式", "第 1 行：请填写方式");
    assert_false(field_shown(
        s->a, &s->pack, &s->fields[1], parsed(s->a, "{\"类别\":\"园区\"}")));
    assert_true(field_shown(
        s->a, &s->pack, &s->fields[1], parsed(s->a, "{\"类别\":\"其他\"}")));
    assert_true(field_shown(s->a, &s->pack, &s->fields[0], parsed(s->a, "{}")));
}

static void
rows_are_checked_one_by_one(void **state)
{
    struct sample *s = *state;

    check(s, &s->sections[0],
        "{\"类别\":\"天文\",\"人员\":[{\"姓名\":\"\",\"电话\":\"123\"},"
        "{\"姓名\":\"乙\",\"电话\":\"1371491493\"}],\"声明\":false}");
    assert_int_equal(s->n, 5);
    problem(s, 0, "类别", "类别没有“天文”这一项，应为：园区、其他");
    problem(s, 1, "人员[0].姓名", "第 1 行：请填写姓名");
    problem(s, 2, "人员[0].电话", "第 1 行：手机号码应为 11 位，现为 3 位");
    problem(s, 3, "人员[1].电话", "第 2 行：手机号码应为 11 位，现为 10 位");
    problem(s, 4, "声明", "请阅读并勾选“内容真实”");
}

static void
too_few_rows(void **state)
{
    struct sample *s = *state;

    check(s, NULL,
        "{\"类别\":\"园区\",\"人员\":[{\"姓名\":\"甲\"}],\"声明\":true}");
    assert_int_equal(s->n, 1);
    problem(s, 0, "人员", "人员应不少于 2 行，现为 1 行");
}

static void
one_section_and_warnings(void **state)
{
    struct sample *s = *state;

    check(s, &s->sections[1], "{\"备注\":\"太短\"}");
    assert_int_equal(s->n, 1);
    assert_true(s->problems[0].warning);
    problem(s, 0, "备注", "备注建议不少于 10 字，现为 2 字");
    check(s, &s->sections[1], "{}");
    assert_int_equal(s->n, 0);
}

static void
finds_fields(void **state)
{
    struct sample *s = *state;

    assert_ptr_equal(form_field(&s->form, STR("备注")), &s->second[0]);
    assert_null(form_field(&s->form, STR("姓名")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_filled_in, begin, end),
        cmocka_unit_test_setup_teardown(complete, begin, end),
        cmocka_unit_test_setup_teardown(
            hidden_fields_are_not_asked_for, begin, end),
        cmocka_unit_test_setup_teardown(
            rows_are_checked_one_by_one, begin, end),
        cmocka_unit_test_setup_teardown(too_few_rows, begin, end),
        cmocka_unit_test_setup_teardown(one_section_and_warnings, begin, end),
        cmocka_unit_test_setup_teardown(finds_fields, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
