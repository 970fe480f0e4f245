/* A pack as a decision model: what becomes what, and that it reads back. */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dmn/dmn.h"

static struct arena *a;

static const char more_rules[] =
    "月数:\n"
    "  value: 经历月数(经历, 加天(工作日后(基准日, 2), 1))\n"
    "  clause: S-2\n"
    "列名:\n"
    "  value: 经历月数(经历, 基准日, \"起\", \"止\")\n"
    "  clause: S-2\n"
    "特殊 <名>&:\n"
    "  title: 引号\" & 尖括号 <\n"
    "  feel: '说明 != \"<a&b>\" and 月数 < 列名'\n"
    "  clause: S-1\n"
    "  help: 甲 & 乙\n";

static const struct pack *
load_sample(void)
{
    struct pack_file files[SAMPLE_FILES];
    const struct pack *p = NULL;
    const struct pack_problem *problems;
    struct err err = { 0 };
    size_t n;

    for (size_t i = 0; i < SAMPLE_FILES; i++) {
        files[i] = sample_files[i];
        if (str_eq(files[i].path, STR("rules.yaml")))
            files[i].bytes =
                arena_join(a, files[i].bytes, str_of(more_rules));
    }
    assert_int_equal(pack_load_files(
                         a, files, SAMPLE_FILES, &p, &problems, &n, &err),
        OK);
    for (size_t i = 0; i < n && p == NULL; i++)
        print_error("%d " STR_FMT "\n", problems[i].line,
            STR_ARG(problems[i].text));
    assert_non_null(p);
    return p;
}

static struct str
exported(const struct pack *p)
{
    struct str s;
    struct err err = { 0 };

    assert_int_equal(pack_export_dmn(a, p, &s, &err), OK);
    return s;
}

static void
has(struct str model, const char *text)
{
    if (str_find(model, str_of(text)) == SIZE_MAX)
        fail_msg("the model has no %s", text);
}

static void
everything_has_its_place(void **state)
{
    struct str m = exported(load_sample());

    (void)state;
    has(m, "namespace=\"https://mingce.org/ns/dmn/pack/sample-station/2024.1\"");
    /* facts */
    has(m, "<inputData id=\"fact_成立日期\" name=\"成立日期\">");
    has(m, "name=\"成立日期\" typeRef=\"date\"/>");
    has(m, "<inputData id=\"fact_认定.真实\" name=\"认定.真实\">");
    has(m, "<description>单位：分钟</description>");
    /* types */
    has(m, "name=\"t经历\" isCollection=\"true\">");
    has(m, "<text>\"两项\", \"任一项\"</text>");
    /* thresholds and readings */
    has(m, "<decision id=\"parameter_最低人数\" name=\"最低人数\">");
    has(m, "<text>10</text>");
    has(m, "<decision id=\"reading_口径\" name=\"口径\">");
    has(m, "<text>\"两项\"</text>");
    /* rules */
    has(m, "<text>成立满两年 and 人数达标 and 真实</text>");
    has(m, "<text>时长达标 or 比例达标</text>");
    has(m, "<text>认定.真实</text>");
    has(m, "<requiredDecision href=\"#rule_起算日\"/>");
    has(m, "<requiredKnowledge href=\"#function_加年\"/>");
    has(m, "<requiredAuthority href=\"#clause_S-1\"/>");
    /* clauses */
    has(m, "<knowledgeSource id=\"clause_S-1\" name=\"S-1\" "
           "label=\"《示例办法》第一条\">");
    has(m, "<description>成立 2 年以上，人员不少于 10 人。</description>");
    /* functions */
    has(m, "<mingce:native name=\"工作日后\"/>");
    has(m, "<text>日期 + 年数 * duration(\"P1Y\")</text>");
}

static void
texts_are_escaped(void **state)
{
    struct str m = exported(load_sample());

    (void)state;
    has(m, "id=\"rule_特殊_20__3c_名_3e__26_\" name=\"特殊 &lt;名&gt;&amp;\"");
    has(m, "label=\"引号&quot; &amp; 尖括号 &lt;\"");
    has(m, "说明 != \"&lt;a&amp;b&gt;\" and 月数 &lt; 列名");
    has(m, "<description>甲 &amp; 乙</description>");
}

/* A knowledge model has a fixed number of parameters. */
static void
arguments_left_out_are_written(void **state)
{
    struct str m = exported(load_sample());

    (void)state;
    has(m, "<text>经历月数(经历, 加天(工作日后(基准日, 2), 1), \"起\", "
           "\"止\")</text>");
    has(m, "<text>经历月数(经历, 基准日, \"起\", \"止\")</text>");
}

static void
same_pack_same_bytes(void **state)
{
    struct str x = exported(load_sample());
    struct str y = exported(load_sample());

    (void)state;
    assert_true(str_eq(x, y));
}

static const struct json *
parsed(const char *text)
{
    const struct json *v = NULL;
    struct err err;

    assert_int_equal(json_parse(a, str_of(text), 1 << 20, &v, &err), OK);
    return v;
}

static struct dmn_model *
read_back(const struct pack *p)
{
    struct dmn_model *m = NULL;
    struct err err = { 0 };

    if (dmn_model_read(a, STR("x.dmn"), exported(p), NULL, &m, &err) != OK ||
        dmn_model_link(a, &m, 1, &err) != OK)
        fail_msg("%s: %s", err.where, err.text);
    assert_int_equal(dmn_problem_count(m), 0);
    return m;
}

static struct feel_value
value_of(const struct pack *p, const struct dmn_model *m, const char *name,
    const char *answers, const char *readings)
{
    struct pack_facts facts = { .answers = parsed(answers),
        .extra = parsed("{\"最近活动日\":\"2024-01-31\","
                        "\"年度服务分钟\":3600}"),
        .readings = parsed(readings),
        .reference = day_of_ymd(2024, 3, 1) };
    struct feel_value v = feel_null();
    struct err err = { 0 };

    if (pack_evaluate_model(a, p, m, str_of(name), &facts, &v, &err) != OK)
        fail_msg("%s", err.text);
    return v;
}

static void
shows(struct feel_value v, const char *text)
{
    assert_string_equal(arena_cstr(a, feel_show(a, &v)), text);
}

static void
model_reads_back(void **state)
{
    const struct pack *p = load_sample();
    struct dmn_model *m = read_back(p);
    struct feel_value v;

    (void)state;
    shows(value_of(p, m, "起算日", "{}", "{}"), "date(\"2024-07-31\")");
    shows(value_of(p, m, "人数达标", "{\"人数\":10}", "{}"), "true");
    shows(value_of(p, m, "人数达标", "{\"人数\":9}", "{}"), "false");
    shows(value_of(p, m, "列名",
              "{\"经历\":[{\"起\":\"2024-01-01\",\"止\":null}]}", "{}"),
        "2");
    v = value_of(p, m, "条件", "{\"人数\":12}", "{}");
    assert_int_equal(v.type, FEEL_NULL);
    assert_non_null(v.missing);
    assert_false(v.missing->is_error);
    /* one part that fails decides */
    shows(value_of(p, m, "条件", "{\"人数\":9}", "{}"), "false");
    /* a reading that the case chooses takes the place of the model's */
    shows(value_of(p, m, "应撤销", "{}", "{\"口径\":\"任一项\"}"), "false");
}

static void
errors_of_the_outside_are_told(void **state)
{
    const struct pack *p = load_sample();
    struct dmn_model *m = read_back(p);
    struct pack_facts facts = { .answers = parsed("{\"经历\":[]}"),
        .reference = day_of_ymd(2024, 3, 1) };
    struct feel_value v;
    struct err err = { 0 };

    (void)state;
    /* no table of holidays */
    assert_int_equal(
        pack_evaluate_model(a, p, m, STR("月数"), &facts, &v, &err),
        ERR_NOT_FOUND);
    assert_int_equal(
        pack_evaluate_model(a, p, m, STR("没有"), &facts, &v, &err),
        ERR_NOT_FOUND);
}

static int
begin(void **state)
{
    (void)state;
    a = arena_new("test export");
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(arguments_left_out_are_written),
        cmocka_unit_test(same_pack_same_bytes),
        cmocka_unit_test(model_reads_back),
        cmocka_unit_test(errors_of_the_outside_are_told),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
