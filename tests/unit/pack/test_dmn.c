/* A pack with decision models: its decisions are rules, and every mistake in a
 * .dmn file is told with its place. The folder of the pack graded-station is
 * the first argument. */
#include "pack/batch.h"
#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define N_FILES 5

static const char *folder;
static struct arena *a;
static struct pack_file files[N_FILES];

struct loaded {
    const struct pack *pack;
    const struct pack_problem *problems;
    size_t n;
};

static struct str
file_text(const char *name)
{
    FILE *f = fopen(
        arena_cstr(a, arena_fmt(a, "%s/%s", folder, name)), "rb");
    char *p = arena_alloc(a, (size_t)1 << 16);
    size_t n;

    if (f == NULL)
        fail_msg("no file %s/%s", folder, name);
    n = fread(p, 1, (size_t)1 << 16, f);
    (void)fclose(f);
    return (struct str){ p, n };
}

static int
begin(void **state)
{
    static const char *const names[N_FILES] = { "pack.yaml", "rules.yaml",
        "regulation.md", "forms/application.yaml", "grade.dmn" };

    (void)state;
    a = arena_new("test dmn");
    for (size_t i = 0; i < N_FILES; i++)
        files[i] = (struct pack_file){ str_of(names[i]),
            file_text(names[i]) };
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static struct loaded
load_files(const struct pack_file *some, size_t n)
{
    struct loaded l = { 0 };
    struct err err = { 0 };

    if (pack_load_files(a, some, n, &l.pack, &l.problems, &l.n, &err) != OK)
        fail_msg("%s", err.text);
    return l;
}

static struct loaded
load_changed(const char *file, const char *from, const char *to)
{
    struct pack_file some[N_FILES];

    for (size_t i = 0; i < N_FILES; i++) {
        struct str text = files[i].bytes;
        size_t at = str_find(text, str_of(from));

        some[i] = files[i];
        if (!str_eq(some[i].path, str_of(file)))
            continue;
        if (at == SIZE_MAX)
            fail_msg("%s has no %s", file, from);
        some[i].bytes = arena_fmt(a, STR_FMT "%s" STR_FMT,
            STR_ARG(str_sub(text, 0, at)), to,
            STR_ARG(str_sub(text, at + strlen(from), SIZE_MAX)));
    }
    return load_files(some, N_FILES);
}

static void
print_problems(const struct loaded *l)
{
    for (size_t i = 0; i < l->n; i++)
        print_error(STR_FMT ":%d:%d " STR_FMT "\n",
            STR_ARG(l->problems[i].file), l->problems[i].line,
            l->problems[i].column, STR_ARG(l->problems[i].text));
}

static const struct pack_rule *
rule(const struct pack *p, const char *name)
{
    const struct pack_rule *r = pack_rule(p, str_of(name));

    if (r == NULL)
        fail_msg("no rule %s", name);
    return r;
}

#define SAME(x, text) assert_true(str_eq((x), STR(text)))

static void
decisions_are_rules(void **state)
{
    struct loaded l = load_files(files, N_FILES);
    const struct pack_rule *r;

    (void)state;
    print_problems(&l);
    assert_int_equal(l.n, 0);
    assert_non_null(l.pack);
    assert_int_equal(l.pack->n_rules, 9);
    r = rule(l.pack, "等级");
    assert_int_equal(r->kind, RULE_VALUE);
    SAME(r->title.zh, "服务等级");
    SAME(r->help.zh, "按人员和企业数分级。");
    SAME(r->clause, "G-2");
    assert_non_null(r->model);
    assert_int_equal(feel_used_count(r->expr), 3);
    r = rule(l.pack, "得分");
    SAME(r->reading, "加分口径");
    r = rule(l.pack, "评分达标");
    assert_int_equal(r->kind, RULE_FEEL);
    assert_null(r->model);
    SAME(r->feel, "得分 >= 最低得分");
    r = rule(l.pack, "公示末日");
    assert_null(r->model);
    SAME(r->clause, "G-3");
    /* what the model repeats of pack.yaml is no rule */
    assert_null(pack_rule(l.pack, STR("最低得分")));
    assert_null(pack_rule(l.pack, STR("加分口径")));
}

/* The kinds of rules.yaml come back from plain expressions. */
static void
plain_kinds_are_known(void **state)
{
    static const char model[] =
        "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' "
        "name='x' namespace='urn:x'>\n"
        "<inputData id='i' name='认定.甲'><variable name='认定.甲' "
        "typeRef='boolean'/></inputData>\n"
        "<decision id='d1' name='甲'><variable name='甲' "
        "typeRef='boolean'/><informationRequirement><requiredInput "
        "href='#i'/></informationRequirement><authorityRequirement>"
        "<requiredAuthority href='#k'/></authorityRequirement>"
        "<literalExpression><text>认定.甲</text></literalExpression>"
        "</decision>\n"
        "<decision id='d2' name='申报条件'><variable name='申报条件' "
        "typeRef='boolean'/><informationRequirement><requiredDecision "
        "href='#d1'/></informationRequirement><informationRequirement>"
        "<requiredDecision href='#d3'/></informationRequirement>"
        "<authorityRequirement><requiredAuthority href='#k'/>"
        "</authorityRequirement><literalExpression><text> 甲 or 乙 "
        "</text></literalExpression></decision>\n"
        "<decision id='d3' name='乙'><variable name='乙' "
        "typeRef='boolean'/><informationRequirement><requiredDecision "
        "href='#d1'/></informationRequirement><authorityRequirement>"
        "<requiredAuthority href='#k'/></authorityRequirement>"
        "<literalExpression><text>not(甲)</text></literalExpression>"
        "</decision>\n"
        "<knowledgeSource id='k' name='G-1'/></definitions>\n";
    struct pack_file some[N_FILES - 1];
    struct loaded l;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < N_FILES; i++)
        if (!str_eq(files[i].path, STR("rules.yaml")))
            some[n++] = files[i];
    some[n - 1].bytes = str_of(model);
    /* without the watches that rules.yaml has rules for */
    some[0].bytes = arena_fmt(a, STR_FMT STR_FMT,
        STR_ARG(str_sub(some[0].bytes, 0,
            str_find(some[0].bytes, STR("watches:")))),
        STR_ARG(str_sub(some[0].bytes,
            str_find(some[0].bytes, STR("documents:")), SIZE_MAX)));
    l = load_files(some, n);
    if (l.pack == NULL)
        print_problems(&l);
    assert_non_null(l.pack);
    assert_int_equal(l.pack->n_rules, 3);
    assert_int_equal(rule(l.pack, "甲")->kind, RULE_ATTESTED);
    assert_int_equal(rule(l.pack, "申报条件")->kind, RULE_ANY);
    assert_int_equal(rule(l.pack, "申报条件")->n_parts, 2);
    assert_int_equal(rule(l.pack, "乙")->kind, RULE_FEEL);
}

/* One mistake each: what is replaced by what in grade.dmn, the place the
 * problem must stand at (column 0: any) and words it must have. */
static const struct mistake {
    const char *from, *to;
    int line, column;
    const char *text;
} mistakes[] = {
    /* the file */
    { "</definitions>", "", 149, 1, "XML" },
    { "20230324/MODEL/", "20300101/MODEL/", 2, 0, "DMN" },
    { "href=\"#d2\"", "href=\"#d9\"", 0, 0, "d9" },
    { "  <inputData id=\"i1\"",
        "  <import name=\"x\" namespace=\"urn:x\" "
        "importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>\n"
        "  <inputData id=\"i1\"",
        9, 3, "不用 import" },
    /* names */
    { "name=\"人数\"><variable name=\"人数\"",
        "name=\"人树\"><variable name=\"人树\"", 9, 3, "是否为“人数”" },
    { "得分 &gt;= 最低得分", "得份 &gt;= 最低得分", 84, 30, "得分" },
    { "得分 &gt;= 最低得分", "3 &lt; 得份", 84, 37, "得分" },
    { "<text>人数</text>", "<text>人树</text>", 34, 54, "人数" },
    { "<text>&gt;= 20</text>", "<text>&gt;= 甘</text>", 39, 33, "甘" },
    { "附加分</text>", "附加份</text>", 75, 40, "附加分" },
    { "2 * sum(for x in 清单", "2 * sum(for x in 表单", 98, 86, "清单" },
    { "m:native name=\"工作日后\"", "m:native name=\"工作后\"", 101, 3,
        "政策包没有函数“工作后”" },
    /* requirements */
    { "<informationRequirement><requiredDecision href=\"#p1\"/>"
      "</informationRequirement>",
        "", 84, 30, "“最低得分”，但没有列为所需" },
    { "    <informationRequirement><requiredInput href=\"#i2\"/>"
      "</informationRequirement>\n",
        "", 34, 54, "“上年服务企业数”，但没有列为所需" },
    { "    <informationRequirement><requiredInput href=\"#i3\"/>"
      "</informationRequirement>\n",
        "", 71, 34, "“活动”，但没有列为所需" },
    { "name=\"基准日\"><variable name=\"基准日\" typeRef=\"date\"/></inputData>",
        "name=\"基准日\"><variable name=\"基准日\" typeRef=\"number\"/>"
        "</inputData>",
        13, 3, "在政策包中是日期，此处声明为数" },
    /* clauses */
    { "<knowledgeSource id=\"k3\" name=\"G-3\"/>",
        "<knowledgeSource id=\"k3\" name=\"G-4\"/>", 86, 3,
        "没有条款“G-4”" },
    { "    <authorityRequirement><requiredAuthority href=\"#k3\"/>"
      "</authorityRequirement>\n",
        "", 86, 3, "缺少条款" },
    /* what pack.yaml says too */
    { "<text>60</text>", "<text>61</text>", 16, 24,
        "应与 pack.yaml 相同，为 60" },
    { "<text>\"加分\"</text>", "<text>\"不加分\"</text>", 24, 24,
        "应与 pack.yaml 相同，为 \"加分\"" },
    /* types, units, choices */
    { "得分 &gt;= 最低得分", "得分 &gt;= 基准日", 84, 30,
        "左边是数、右边是日期" },
    { "得分 &gt;= 最低得分", "得分 + 最低得分", 84, 30, "得出数" },
    { "工作日后(基准日, 公示工作日)", "5", 92, 30,
        "声明为日期，表达式得出数" },
    { "\"园区\", \"集群\"", "\"园区\", \"集裙\"", 47, 33,
        "没有选项“集裙”" },
    { "<text>[10..20)</text>", "<text>[\"1\"..\"2\"]</text>", 45, 27,
        "左边是数、右边是文字" },
    { "<outputEntry><text>\"甲\"</text>", "<outputEntry><text>1</text>", 42,
        28, "输出应为文字" },
    { "if 等级 = \"甲\"", "if 等级 then 1 else if 等级 = \"甲\"", 68, 0,
        " if 的条件" },
    { "if count(清单) = 0", "if count(清单) = \"0\"", 98, 35,
        "左边是数、右边是文字" },
    { "<decisionTable hitPolicy=\"FIRST\">",
        "<decisionTable hitPolicy=\"LAST\">", 0, 0, "LAST" },
    /* circles: across the model, and through rules.yaml */
    { "<informationRequirement><requiredInput href=\"#i1\"/>"
      "</informationRequirement>",
        "<informationRequirement><requiredDecision href=\"#d3\"/>"
        "</informationRequirement>",
        0, 0, "等级" },
};

static bool
told(const struct loaded *l, const struct mistake *m)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct pack_problem *p = &l->problems[i];

        if (p->level == PROBLEM_ERROR && str_eq(p->file, STR("grade.dmn")) &&
            (m->line == 0 || p->line == m->line) &&
            (m->column == 0 || p->column == m->column) &&
            str_find(p->text, str_of(m->text)) != SIZE_MAX)
            return true;
    }
    return false;
}

static void
every_mistake_is_told_with_its_place(void **state)
{
    size_t bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
        const struct mistake *m = &mistakes[i];
        struct loaded l = load_changed("grade.dmn", m->from, m->to);

        if (l.pack == NULL && told(&l, m))
            continue;
        print_error("--- %s -> %s: expected %d:%d %s\n", m->from, m->to,
            m->line, m->column, m->text);
        print_problems(&l);
        bad++;
    }
    assert_int_equal(bad, 0);
}

/* A rule of rules.yaml that the model needs may not need the model. */
static void
circles_through_both_are_told(void **state)
{
    struct pack_file some[N_FILES];
    struct loaded l = load_changed("rules.yaml", "加年(成立日期, 2) <= 基准日",
        "加年(成立日期, 2) <= 公示末日");
    bool found = false;

    (void)state;
    assert_non_null(l.pack);
    for (size_t i = 0; i < N_FILES; i++)
        some[i] = files[i];
    some[1].bytes = arena_join(a, files[1].bytes,
        STR("类别数:\n  value: 得分 + 1\n  clause: G-1\n"));
    some[4].bytes = arena_str(a, files[4].bytes);
    /* 人数 of the model becomes the rule above */
    for (size_t at;
         (at = str_find(some[4].bytes, STR("人数"))) != SIZE_MAX;)
        some[4].bytes = arena_fmt(a, STR_FMT "类别数" STR_FMT,
            STR_ARG(str_sub(some[4].bytes, 0, at)),
            STR_ARG(str_sub(some[4].bytes, at + strlen("人数"), SIZE_MAX)));
    l = load_files(some, N_FILES);
    assert_null(l.pack);
    for (size_t i = 0; i < l.n; i++)
        found = found ||
            str_find(l.problems[i].text, STR("规则互相依赖")) != SIZE_MAX;
    if (!found)
        print_problems(&l);
    assert_true(found);
}

static void
names_stand_once(void **state)
{
    struct loaded l = load_changed(
        "rules.yaml", "已过公示期:", "公示末日:\n  clause: G-3\n  value: 今日\n"
                                     "已过公示期:");
    bool found = false;

    (void)state;
    assert_null(l.pack);
    for (size_t i = 0; i < l.n; i++)
        found = found ||
            str_find(l.problems[i].text, STR("“公示末日”已是")) != SIZE_MAX;
    if (!found)
        print_problems(&l);
    assert_true(found);
}

/* Entities of the file count as they are written there. */
static void
columns_count_as_written(void **state)
{
    struct loaded l = load_changed("grade.dmn", "得分 &gt;= 最低得分",
        "\n      3 &lt; 4 and\n      5 &gt; 人树");

    (void)state;
    assert_null(l.pack);
    for (size_t i = 0; i < l.n; i++) {
        if (l.problems[i].level != PROBLEM_ERROR)
            continue;
        assert_int_equal(l.problems[i].line, 86);
        assert_int_equal(l.problems[i].column, 14);
        return;
    }
    fail_msg("no error");
}

static const struct json *
parsed(const char *text)
{
    const struct json *v = NULL;
    struct err err;

    assert_int_equal(json_parse(a, str_of(text), 1 << 16, &v, &err), OK);
    return v;
}

/* One by one, and many at once. */
static void
verdicts_of_tables(void **state)
{
    static const struct {
        const char *answers;
        enum outcome outcome;
        const char *missing;
    } rows[] = {
        { "{\"人数\":25,\"上年服务企业数\":150,\"类别\":\"商会\","
          "\"活动\":[]}",
            MET, NULL },
        { "{\"人数\":12,\"上年服务企业数\":150,\"类别\":\"商会\","
          "\"活动\":[{\"日期\":\"2023-05-01\",\"场次\":9}]}",
            NOT_MET, NULL },
        { "{\"人数\":12,\"上年服务企业数\":150,\"类别\":\"园区\","
          "\"活动\":[{\"日期\":\"2023-05-01\",\"场次\":3}]}",
            MET, NULL },
        /* nobody needs the firms served where the persons are too few */
        { "{\"人数\":5,\"类别\":\"商会\",\"活动\":[]}", NOT_MET, NULL },
        { "{\"人数\":25,\"类别\":\"商会\",\"活动\":[]}", UNDECIDED,
            "上年服务企业数" },
        { "{\"人数\":25,\"上年服务企业数\":150,\"类别\":\"商会\"}",
            UNDECIDED, "活动" },
    };
    enum { N = sizeof(rows) / sizeof(*rows) };
    struct loaded l = load_files(files, N_FILES);
    struct pack_facts facts[N] = { 0 };
    struct str name = STR("评分达标");
    enum outcome many[N];
    enum outcome *out = many;
    struct err err = { 0 };

    (void)state;
    for (size_t i = 0; i < N; i++) {
        struct pack_verdict v;

        facts[i] = (struct pack_facts){ .answers = parsed(rows[i].answers),
            .reference = day_of_ymd(2024, 3, 12) };
        assert_int_equal(
            pack_judge(a, l.pack, name, &facts[i], &v, &err), OK);
        assert_int_equal(v.outcome, rows[i].outcome);
        assert_int_equal(v.n_missing, rows[i].missing != NULL);
        if (rows[i].missing != NULL)
            assert_true(str_eq(v.missing[0], str_of(rows[i].missing)));
    }
    assert_int_equal(pack_judge_many(a, l.pack, &name, 1, facts, N, &out,
                         &err),
        OK);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(many[i], rows[i].outcome);
}

/* --- how a table came about --- */

static struct pack_verdict
judged(const struct pack *p, const char *name, const char *answers)
{
    struct pack_facts facts = { .answers = parsed(answers),
        .reference = day_of_ymd(2024, 3, 12) };
    struct pack_verdict v;
    struct err err = { 0 };

    if (pack_judge(a, p, str_of(name), &facts, &v, &err) != OK)
        fail_msg("%s", err.text);
    return v;
}

static void
explained_as(const struct pack *p, const struct pack_verdict *v,
    bool english, const char *lines)
{
    struct explain_words words = { .english = english };
    struct explain_node n;
    struct str is;

    pack_explain(a, p, v, english, &n);
    is = explain_text(a, &n, &words);
    if (str_find(is, str_of(lines)) == SIZE_MAX)
        fail_msg("is\n" STR_FMT, STR_ARG(is));
}

static void
json_has(const struct pack_verdict *v, const char *text)
{
    struct buf b;

    buf_init(&b, a, (size_t)1 << 20);
    json_write(&b, pack_verdict_json(a, v));
    if (str_find(buf_view(&b), str_of(text)) == SIZE_MAX)
        fail_msg("no %s in " STR_FMT, text, STR_ARG(buf_view(&b)));
}

static void
the_row_hit_is_told(void **state)
{
    struct loaded l = load_files(files, N_FILES);
    struct pack_verdict v = judged(l.pack, "可授牌",
        "{\"人数\":12,\"上年服务企业数\":119,\"类别\":\"园区\"}");

    (void)state;
    assert_int_equal(v.outcome, NOT_MET);
    SAME(v.why, "决策表第 3 行符合：等级 乙，上年服务企业数 119");
    SAME(v.why_en, "Row 3 of the table applies: 等级 乙, 上年服务企业数 119");
    assert_null(v.change);
    explained_as(l.pack, &v, false,
        "  ├ 第 3 行                        命中    乙级服务未满120家\n"
        "  │ ├ 等级 : \"乙\"                  是\n"
        "  │ ├ 上年服务企业数 : < 120       是\n"
        "  │ └ 可授牌 = false               否\n"
        "  └ 第 4 行                        不符合\n");
    explained_as(l.pack, &v, false,
        "└ 可授牌 (UNIQUE)                  否      至多一行符合\n"
        "  ├ 等级                           乙\n"
        "  │ └ 等级 (FIRST)                 乙      取最先符合的一行\n");
    json_has(&v,
        "\"rows\":[{\"number\":3,\"state\":\"hit\",\"tests\":[{\"text\":"
        "\"\\\"乙\\\"\",\"value\":\"true\"}");
    json_has(&v, "\"note\":\"乙级服务未满120家\"");
    json_has(&v, "\"table\":{\"hit_policy\":\"FIRST\"");
}

static void
open_rows_name_what_they_lack(void **state)
{
    struct loaded l = load_files(files, N_FILES);
    struct pack_verdict v;

    (void)state;
    v = judged(l.pack, "可授牌", "{\"人数\":25,\"类别\":\"商会\"}");
    assert_int_equal(v.outcome, UNDECIDED);
    assert_int_equal(v.n_missing, 1);
    SAME(v.why, "缺少：上年服务企业数（决策表第 1、2、3、4 行待定）");
    explained_as(l.pack, &v, true,
        "  │   ├ row 1                      unknown         missing: 上年服务企业数\n"
        "  │   │ ├ 人数 : >= 20             yes\n");
    explained_as(l.pack, &v, true,
        "  ├ row 1                          unknown         missing: "
        "上年服务企业数; 甲级直接授牌\n");
    json_has(&v, "{\"number\":1,\"state\":\"undecided\"");
}

static void
boxes_are_told_entry_by_entry(void **state)
{
    struct loaded l = load_files(files, N_FILES);
    struct pack_verdict v = judged(l.pack, "评分达标",
        "{\"人数\":25,\"上年服务企业数\":150,\"类别\":\"商会\","
        "\"活动\":[]}");

    (void)state;
    explained_as(l.pack, &v, false,
        "  │   └ context                        70\n"
        "  │     ├ 基础分                       70\n");
    explained_as(l.pack, &v, false,
        "  │     │         └ 第 1 行            命中\n");
}

/* --- written again --- */

static void
has(struct str model, const char *text)
{
    if (str_find(model, str_of(text)) == SIZE_MAX)
        fail_msg("the model has no %s", text);
}

static void
tables_are_exported_again(void **state)
{
    struct loaded l = load_files(files, N_FILES);
    struct pack_file some[N_FILES];
    struct str once, twice;
    struct err err = { 0 };

    (void)state;
    if (pack_export_dmn(a, l.pack, &once, &err) != OK)
        fail_msg("%s", err.text);
    has(once, "<decisionTable id=\"rule-logic_等级\" hitPolicy=\"FIRST\">");
    has(once, "<text>\"园区\", \"集群\"</text>");
    has(once, "<text>乙级服务满120家授牌</text>");
    has(once, "<itemDefinition id=\"definition_t等级\" name=\"t等级\">");
    has(once, "name=\"等级\" typeRef=\"t等级\"");
    has(once, "<requiredKnowledge href=\"#knowledge_活动加分\"/>");
    has(once, "<businessKnowledgeModel id=\"knowledge_活动加分\"");
    has(once, "<requiredDecision href=\"#rule_等级\"/>");
    assert_true(str_find(once, STR("决策·")) == SIZE_MAX);
    /* in place of all rules it is exported as itself */
    for (size_t i = 0; i < N_FILES; i++)
        some[i] = files[i];
    some[1].bytes = STR("{}\n");
    some[4].bytes = once;
    l = load_files(some, N_FILES);
    print_problems(&l);
    assert_non_null(l.pack);
    assert_int_equal(l.pack->n_rules, 9);
    assert_int_equal(pack_export_dmn(a, l.pack, &twice, &err), OK);
    has(twice, " hitPolicy=\"UNIQUE\">");
    has(twice, "name=\"等级\" typeRef=\"t等级\"");
}

/* What the pack has already under a name is not written beside it. */
static void
names_that_clash_are_not_exported(void **state)
{
    struct loaded l = load_changed("grade.dmn", "\"b1\" name=\"活动加分\"",
        "\"b1\" name=\"加年\"");
    struct str s;
    struct err err = { 0 };

    (void)state;
    if (l.pack == NULL)
        return; /* the reader has refused it */
    assert_int_equal(pack_export_dmn(a, l.pack, &s, &err), ERR_INPUT);
    assert_non_null(strstr(err.text, "加年"));
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions_are_rules),
        cmocka_unit_test(plain_kinds_are_known),
        cmocka_unit_test(every_mistake_is_told_with_its_place),
        cmocka_unit_test(circles_through_both_are_told),
        cmocka_unit_test(names_stand_once),
        cmocka_unit_test(columns_count_as_written),
        cmocka_unit_test(verdicts_of_tables),
        cmocka_unit_test(the_row_hit_is_told),
        cmocka_unit_test(open_rows_name_what_they_lack),
        cmocka_unit_test(boxes_are_told_entry_by_entry),
        cmocka_unit_test(tables_are_exported_again),
        cmocka_unit_test(names_that_clash_are_not_exported),
    };

    folder = argc > 1 ? argv[1] : ".";
    return cmocka_run_group_tests(tests, begin, end);
}
