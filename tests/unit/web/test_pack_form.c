/* Forms of a pack: hostile input is kept as typed, named and written safely. */
#include "fixture.h"

#include "web/web.h"

#include <string.h>

struct form {
    struct web w;
    struct http_request req;
    struct http_response resp;
    struct html html;
    struct http_pair fields[64];
};

static struct form *
form_new(struct fixture *f)
{
    struct form *m = arena_one(f->a, struct form);

    m->req = (struct http_request){ .a = f->a,
        .method = HTTP_POST,
        .fields = m->fields };
    m->html = (struct html){ &m->resp.body };
    buf_init(&m->resp.body, f->a, 4u << 20);
    m->w = (struct web){ .a = f->a,
        .d = f->d,
        .req = &m->req,
        .resp = &m->resp,
        .h = &m->html,
        .now_us = f->now_us,
        .today = day_of_us(f->now_us) };
    return m;
}

static void
type_in(struct form *m, const char *name, const char *value)
{
    assert_true(m->req.n_fields < 64);
    m->fields[m->req.n_fields++] =
        (struct http_pair){ str_of(name), str_of(value) };
}

static const struct pack_section *
section(struct fixture *f, const char *name)
{
    const struct pack_form *form = pack_form(f->station, STR("application"));

    for (size_t i = 0; i < form->n_sections; i++) {
        if (str_eq(form->sections[i].name, str_of(name)))
            return &form->sections[i];
    }
    fail_msg("no section %s", name);
    return NULL;
}

static const struct json *
read_back(struct fixture *f, struct form *m, const char *name, bool *again)
{
    return part_read_section(&m->w, section(f, name),
        json_new(f->a, JSON_OBJECT), again);
}

static struct str
written(struct fixture *f, struct form *m, const char *name,
    const struct json *answers)
{
    const struct pack_section *s = section(f, name);

    buf_clear(&m->resp.body);
    for (size_t i = 0; i < s->n_fields; i++)
        part_pack_field(&m->w, &s->fields[i], answers, true, 1, 2);
    return buf_view(&m->resp.body);
}

static bool
has(struct str s, const char *part)
{
    return str_find(s, str_of(part)) != SIZE_MAX;
}

static void
test_empty(void **state)
{
    struct fixture *f = *state;
    const struct pack_form *form = pack_form(f->station, STR("application"));

    for (size_t i = 0; i < form->n_sections; i++) {
        const struct pack_section *s = &form->sections[i];
        struct form *m = form_new(f);
        bool again = true;

        for (size_t k = 0; k < s->n_fields; k++)
            m->fields[m->req.n_fields++] =
                (struct http_pair){ s->fields[k].name, STR("  ") };
        const struct json *v = part_read_section(
            &m->w, s, json_new(f->a, JSON_OBJECT), &again);
        assert_false(again);
        /* Empty is a gap for form_check, not a mistake of typing. */
        assert_int_equal(m->w.n_problems, 0);
        for (size_t k = 0; k < s->n_fields; k++)
            assert_true(json_is_null(json_get(v, s->fields[k].name)));
        assert_true(written(f, m, "单位基本情况", v).n > 0);
    }
}

static void
test_hostile(void **state)
{
    struct fixture *f = *state;
    struct form *m = form_new(f);
    bool again = false;
    char *much = arena_alloc(f->a, 20001);

    for (size_t i = 0; i < 20000; i++)
        much[i] = 'x';
    type_in(m, "单位名称", "\"><script>alert(1)</script>");
    type_in(m, "详细地址", much);
    type_in(m, "法定代表人", "甲\x01\x02乙");
    type_in(m, "统一社会信用代码", "<b>91</b>");
    type_in(m, "成立日期", "2021-02-30");
    type_in(m, "单位类别", "' OR 1=1 --");
    type_in(m, "所在地区", "999999");
    type_in(m, "不存在的栏目", "x");
    const struct json *v = read_back(f, m, "单位基本情况", &again);
    static const char *const WRONG[] = { "详细地址", "法定代表人",
        "统一社会信用代码", "成立日期", "单位类别" };
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++)
        assert_true(web_error_at(&m->w, str_of(WRONG[i])).n > 0);
    /* Nothing typed is lost, nothing unknown gets in. */
    assert_int_equal(json_str(json_get(v, STR("详细地址"))).n, 20000);
    assert_true(str_eq(
        json_str(json_get(v, STR("成立日期"))), STR("2021-02-30")));
    assert_true(json_is_null(json_get(v, STR("不存在的栏目"))));
    struct str page = written(f, m, "单位基本情况", v);
    assert_false(has(page, "<script>"));
    assert_false(has(page, "<b>91"));
    assert_true(has(page, "&lt;script&gt;"));
    assert_true(has(page, "2021-02-30"));
    assert_false(has(page, "\x01"));
    assert_true(has(page, "aria-invalid=\"true\""));
    assert_true(has(page, "' OR 1=1 --") || has(page, "&#39; OR 1=1 --"));
}

static void
test_rows(void **state)
{
    struct fixture *f = *state;
    struct form *m = form_new(f);
    bool again = false;

    type_in(m, "志愿服务专人[0].姓名", "甲");
    type_in(m, "志愿服务专人[0].职务", "主任");
    type_in(m, "志愿服务专人[0].电话", "12");
    type_in(m, "志愿服务专人[1].姓名", "<i>乙</i>");
    type_in(m, "志愿服务专人[1].职务", "");
    type_in(m, "志愿服务专人[2].姓名", "");
    type_in(m, "志愿服务专人[999999].姓名", "远");
    type_in(m, "志愿服务专人[-1].姓名", "负");
    type_in(m, "志愿服务专人[x].姓名", "字");
    const struct json *v = read_back(f, m, "专人和联系方式", &again);
    const struct json *rows = json_get(v, STR("志愿服务专人"));
    assert_false(again);
    assert_int_equal(rows->n, 2); /* the blank one is dropped */
    assert_true(str_eq(json_str(json_get(rows->items[0], STR("电话"))),
        STR("12")));
    assert_true(
        web_error_at(&m->w, STR("志愿服务专人[0].电话")).n > 0);
    struct str page = written(f, m, "专人和联系方式", v);
    assert_false(has(page, "<i>"));
    assert_true(has(page, "name=\"志愿服务专人[1].姓名\""));
    assert_true(has(page, "data-rows"));

    /* The buttons that work without script. */
    m = form_new(f);
    type_in(m, "志愿服务专人[0].姓名", "甲");
    type_in(m, "志愿服务专人[1].姓名", "乙");
    type_in(m, "remove", "志愿服务专人[0]");
    v = read_back(f, m, "专人和联系方式", &again);
    assert_true(again);
    rows = json_get(v, STR("志愿服务专人"));
    assert_int_equal(rows->n, 1);
    assert_true(
        str_eq(json_str(json_get(rows->items[0], STR("姓名"))), STR("乙")));
    m = form_new(f);
    type_in(m, "志愿服务专人[0].姓名", "甲");
    type_in(m, "add", "志愿服务专人");
    v = read_back(f, m, "专人和联系方式", &again);
    assert_true(again);
    assert_true(has(
        written(f, m, "专人和联系方式", v), "name=\"志愿服务专人[1].姓名\""));
}

static void
test_absent_and_unticked(void **state)
{
    struct fixture *f = *state;
    struct form *m = form_new(f);
    struct json *before = json_new(f->a, JSON_OBJECT);
    struct json *ticks = json_new(f->a, JSON_LIST), *file, *files;
    bool again = false;

    json_push(f->a, ticks,
        json_text(f->a, STR("国家中小企业公共服务示范平台")));
    file = json_new(f->a, JSON_OBJECT);
    json_set(f->a, file, STR("id"), json_text(f->a, STR("77")));
    json_set(f->a, file, STR("name"), json_text(f->a, STR("证.pdf")));
    files = json_new(f->a, JSON_LIST);
    json_push(f->a, files, file);
    json_set(f->a, before, STR("优先认定类型"), ticks);
    json_set(f->a, before, STR("详细地址"), json_text(f->a, STR("旧址")));
    json_set(f->a, before, STR("法人证书"), files);
    type_in(m, "优先认定类型.shown", "1");
    const struct json *v =
        part_read_section(&m->w, section(f, "单位基本情况"), before, &again);
    /* Shown without a tick: empty. Not on the page: as before. */
    assert_true(json_is_null(json_get(v, STR("优先认定类型"))));
    assert_true(
        str_eq(json_str(json_get(v, STR("详细地址"))), STR("旧址")));
    assert_int_equal(json_get(v, STR("法人证书"))->n, 1);
    type_in(m, "drop", "法人证书/77");
    v = part_read_section(&m->w, section(f, "单位基本情况"), before, &again);
    assert_true(again);
    assert_int_equal(json_get(v, STR("法人证书"))->n, 0);
}

#define ON_FIXTURE(fn) \
    cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_FIXTURE(test_empty),
        ON_FIXTURE(test_hostile),
        ON_FIXTURE(test_rows),
        ON_FIXTURE(test_absent_and_unticked),
    };

    return cmocka_run_group_tests_name("pack_form", tests, NULL, NULL);
}
