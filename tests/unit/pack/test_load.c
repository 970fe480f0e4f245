/* Loading: a good pack comes out whole; every kind of mistake is told with its
 * file, line and what to do. */
#include "edit.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct loaded {
    const struct pack *pack;
    const struct pack_problem *problems;
    size_t n;
};

static struct loaded
load(struct arena *a, const struct pack_file *files, size_t n)
{
    struct loaded l = { 0 };
    struct err err = { 0 };

    if (pack_load_files(a, files, n, &l.pack, &l.problems, &l.n, &err) != OK)
        fail_msg("%s", err.text);
    return l;
}

/* The sample with `from` replaced once by `to` in one of its files; an empty
 * `from` appends. */
static struct loaded
load_changed(
    struct arena *a, const char *file, const char *from, const char *to)
{
    struct edit e = { file, from, to };
    struct loaded l = { 0 };

    l.pack = edit_load(
        a, sample_files, SAMPLE_FILES, &e, 1, &l.problems, &l.n);
    return l;
}

static void
print_problems(const struct loaded *l)
{
    for (size_t i = 0; i < l->n; i++)
        print_error("%s " STR_FMT ":%d:%d " STR_FMT "\n",
            l->problems[i].level == PROBLEM_ERROR ? "error" : "warning",
            STR_ARG(l->problems[i].file), l->problems[i].line,
            l->problems[i].column, STR_ARG(l->problems[i].text));
}

/* --- a good pack --- */

static void
good_pack_is_read(void **state)
{
    struct arena *a = arena_new("test");
    struct loaded l = load(a, sample_files, SAMPLE_FILES);
    int64_t value;

    (void)state;
    print_problems(&l);
    assert_int_equal(l.n, 0);
    assert_non_null(l.pack);
    assert_true(str_eq(l.pack->id, STR("sample-station")));
    assert_true(str_eq(l.pack->version, STR("2024.1")));
    assert_true(day_eq(l.pack->in_force, day_of_ymd(2024, 2, 1)));
    assert_true(str_eq(l.pack->title.en, STR("Sample station")));
    assert_true(str_eq(l.pack->holder_title.zh, STR("示例站")));
    assert_true(l.pack->may_open);
    assert_int_equal(l.pack->hash.n, 64);
    assert_int_equal(
        pack_parameter(l.pack, STR("最低分钟"), &value, NULL), OK);
    assert_int_equal(value, 3600);
    assert_int_equal(pack_parameter(l.pack, STR("无"), &value, NULL),
        ERR_NOT_FOUND);
    assert_int_equal(l.pack->facts[0].type, FEEL_NUMBER);
    assert_int_equal(l.pack->n_rules, 10);
    assert_int_equal(pack_rule(l.pack, STR("条件"))->n_parts, 3);
    assert_int_equal(pack_rule(l.pack, STR("真实"))->kind, RULE_ATTESTED);
    assert_non_null(pack_rule(l.pack, STR("起算日"))->expr);
    assert_null(pack_rule(l.pack, STR("无")));
    arena_free(a);
}

static void
good_procedure_is_read(void **state)
{
    struct arena *a = arena_new("test");
    struct loaded l = load(a, sample_files, SAMPLE_FILES);
    const struct pack_procedure *p = pack_procedure(l.pack, STR("apply"));
    const struct pack_stage *s = procedure_stage(p, STAGE_FORMAL_REVIEW);

    (void)state;
    assert_int_equal(p->n_stages, 3);
    assert_int_equal(p->n_channels, 2);
    assert_true(str_eq(p->channels[1].title.zh, STR("direct")));
    assert_true(day_eq(p->window_until, day_of_ymd(2024, 3, 12)));
    assert_int_equal(s->supplement.kind, TERM_WORKING_DAYS);
    assert_int_equal(s->supplement.n, 15);
    assert_int_equal(s->max_supplements, 1);
    assert_true(str_eq(s->title.zh, STR("形式审查")));
    s = procedure_stage(p, STAGE_PUBLIC_NOTICE);
    assert_int_equal(s->period.n, 5);
    assert_int_equal(procedure_stage(p, STAGE_GRANT)->term_years, 3);
    assert_null(procedure_stage(p, STAGE_DECISION));
    assert_int_equal(l.pack->duties[0].n_counters, 1);
    assert_true(str_eq(l.pack->duties[0].counters[0].goal, STR("最低分钟")));
    assert_int_equal(l.pack->watches[0].then, WATCH_WARN);
    assert_true(l.pack->grounds[0].may_end);
    arena_free(a);
}

static void
good_form_and_text_are_read(void **state)
{
    struct arena *a = arena_new("test");
    struct loaded l = load(a, sample_files, SAMPLE_FILES);
    const struct pack_form *f = pack_form(l.pack, STR("application"));
    const struct pack_field *field = form_field(f, STR("优先"));
    const struct pack_clause *c = pack_clause(l.pack, STR("S-2"));

    (void)state;
    assert_int_equal(field->type, FIELD_MANY_OF);
    assert_int_equal(field->n_options, 2);
    assert_true(str_eq(field->options[1].value, STR("乙")));
    assert_int_equal(form_field(f, STR("经历"))->n_columns, 2);
    assert_non_null(form_field(f, STR("说明"))->show_if_expr);
    assert_true(str_eq(c->cite, STR("《示例办法》第二条")));
    assert_true(str_eq(c->text, STR("每年不少于 60 小时。\n第二款。")));
    assert_true(str_eq(c->kind, STR("duty")));
    assert_true(str_eq(c->heading, STR("第一章 条件")));
    assert_int_equal(pack_import(l.pack, STR("附表"))->n_columns, 2);
    assert_true(str_eq(
        pack_record(l.pack, STR("需求"))->read, STR("officer")));
    assert_int_equal(pack_list(l.pack, STR("类型"))->n, 2);
    assert_int_equal(pack_reading(l.pack, STR("口径"))->n_options, 2);
    assert_true(str_eq(pack_document(l.pack, STR("证书"))->layout,
        STR("certificate")));
    arena_free(a);
}

/* --- the hash --- */

static struct str
hash_of(struct arena *a, const struct pack_file *files, size_t n)
{
    return load(a, files, n).pack->hash;
}

static void
hash_is_of_paths_and_bytes(void **state)
{
    struct arena *a = arena_new("test");
    struct pack_file files[SAMPLE_FILES + 1];
    struct str first = hash_of(a, sample_files, SAMPLE_FILES);

    (void)state;
    /* the order in which files come does not matter */
    for (size_t i = 0; i < SAMPLE_FILES; i++)
        files[i] = sample_files[SAMPLE_FILES - 1 - i];
    assert_true(str_eq(first, hash_of(a, files, SAMPLE_FILES)));
    /* cases do not count, whatever they hold */
    files[SAMPLE_FILES] =
        (struct pack_file){ STR("cases/x.yaml"), STR("{{{") };
    assert_true(str_eq(first, hash_of(a, files, SAMPLE_FILES + 1)));
    /* one blank does */
    assert_false(str_eq(first,
        load_changed(a, "regulation.md", "第二款。", "第二款。 ").pack->hash));
    arena_free(a);
}

/* --- mistakes --- */

struct mistake {
    const char *file, *from, *to;
    const char *in;   /* where it is told; NULL: in file */
    int line;
    const char *text; /* part of what is said */
};

static const struct mistake mistakes[] = {
    /* YAML */
    { "pack.yaml", "version: 2024.1", "version: \"2024.1", NULL, 75,
        "引号" },
    { "pack.yaml", "subject: org", "\tsubject: org", NULL, 6, "制表符" },
    { "pack.yaml", "authority: 示例中心", "authority: 甲: 乙", NULL, 5,
        "冒号" },
    { "pack.yaml", "version: 2024.1", "id: x", NULL, 2, "已在第 1 行写过" },
    { "pack.yaml", "in_force: 2024", "in_force: &x 2024", NULL, 3, "锚点" },
    { "pack.yaml", "in_force: 2024-02-01", "in_force: *x", NULL, 3,
        "别名" },
    { "pack.yaml", "version: 2024", "version: !!str 2024", NULL, 2, "标签" },
    { "pack.yaml", "", "---\nx: 1\n", NULL, 75, "一份文档" },
    { "pack.yaml", "title: 申请\n", "title：申请\n", NULL, 22, "半角" },
    { "pack.yaml", "version: 2024.1", "version: [[[[[[[[[[[[[[[[[[[[[1", NULL,
        2, "20 层" },
    { "pack.yaml", "version: 2024.1", "version: \xff", NULL, 1, "UTF-8" },
    { "pack.yaml", "version: 2024.1", "[a, b]: 1", NULL, 2, "键应为文字" },
    { "pack.yaml", "parameters:\n", "parameters: 无\nlists2:\n", NULL, 7,
        "参数的名称" },
    /* keys and values */
    { "pack.yaml", "authority:", "autority:", NULL, 5, "authority" },
    { "pack.yaml", "authority: 示例中心\n", "", NULL, 1,
        "缺少“authority”" },
    { "pack.yaml", "id: sample-station", "id: 示例", NULL, 1, "小写字母" },
    { "pack.yaml", "2024-02-01", "2024-02-30", NULL, 3, "应为日期" },
    { "pack.yaml", "organisation", "organization", NULL, 6, "organisation" },
    { "pack.yaml", "value: 10", "value: 十", NULL, 8, "整数" },
    { "pack.yaml", "value: 10", "value:", NULL, 8, "空格和值" },
    { "pack.yaml", "subject: organisation", "subject:", NULL, 6, "值为空" },
    { "pack.yaml", "type: number", "type: numbr", NULL, 11, "number" },
    { "pack.yaml", "[甲, 乙]", "[甲, 甲]", NULL, 13, "重复" },
    { "pack.yaml", "[甲, 乙]", "甲乙", NULL, 13, "选项列表" },
    { "pack.yaml", "options: [两项, 任一项]", "options: [两项]", NULL, 19,
        "只有一种" },
    { "pack.yaml", "chosen: 两项", "chosen: 三项", NULL, 18, "不是这个读法" },
    { "pack.yaml", "title: {zh: 示例站, en: Sample station}",
        "title: {cn: 示例站}", NULL, 4, "zh 和 en" },
    { "pack.yaml", "may_end: true", "may_end: yes", NULL, 60,
        "true 或 false" },
    { "pack.yaml", "due_day: 01-15", "due_day: 1-15", NULL, 54, "月-日" },
    { "pack.yaml", "due_day: 01-15", "due_day: 02-30", NULL, 54, "月-日" },
    { "pack.yaml", "{days: 15, kind: working}", "15天", NULL, 37, "期限" },
    { "pack.yaml", "{days: 15, kind: working}", "{days: 0, kind: working}",
        NULL, 37, "期限" },
    { "pack.yaml", "{days: 15, kind: working}", "{months: 1, kind: working}",
        NULL, 37, "期限" },
    { "pack.yaml", "{days: 15, kind: working}", "{days: 5, years: 1}", NULL,
        37, "期限" },
    { "pack.yaml", "criteria: [合法性]", "criteria: [合法性, 合法性]", NULL,
        36, "两次" },
    { "pack.yaml", "criteria: [合法性]", "criteria: []", NULL, 36, "空列表" },
    { "pack.yaml", "name_column: 单位", "name_column: 姓名", NULL, 64,
        "不是这个表的列" },
    { "pack.yaml", "    window_clause: S-1\n", "", NULL, 25,
        "window_clause" },
    { "pack.yaml", "    sanction_clause: S-2\n", "", NULL, 53,
        "sanction_clause" },
    /* stages */
    { "pack.yaml", "        period: {days: 5, kind: working}\n", "", NULL, 39,
        "公示期" },
    { "pack.yaml", "term_years: 3", "period: {days: 5}", NULL, 45,
        "public_notice" },
    { "pack.yaml", "criteria: [合法性]", "term_years: 3", NULL, 36,
        "grant" },
    { "pack.yaml", "- stage: grant", "- stage: decision\n        x: 1", NULL,
        44, "环节没有“x”" },
    { "pack.yaml", "stage: formal_review", "stage: formal-review", NULL, 33,
        "formal_review" },
    { "pack.yaml", "by: secretariat", "by: secretary", NULL, 34,
        "secretariat" },
    /* names elsewhere */
    { "pack.yaml", "decide: 条件", "decide: 条件件", NULL, 35,
        "是否为“条件”" },
    { "pack.yaml", "decide: 条件", "decide: 起算日", NULL, 35, "是数值" },
    { "pack.yaml", "form: application", "form: aplication", NULL, 23,
        "是否为“application”" },
    { "pack.yaml", "document: 证书", "document: 聘书", NULL, 46,
        "没有文书“聘书”" },
    { "pack.yaml", "import: 附表", "import: 附件", NULL, 31, "导入表" },
    { "pack.yaml", "goal: 最低分钟", "goal: 最低时长", NULL, 58,
        "没有参数" },
    { "pack.yaml", "counter: 年度服务分钟", "counter: 整年在册", NULL, 58,
        "没有计数" },
    { "pack.yaml", "priority_field: 优先", "priority_field: 人数", NULL, 21,
        "many_of" },
    { "pack.yaml", "unit: 人, clause: S-1", "unit: 人, clause: S-3", NULL, 8,
        "没有条款“S-3”" },
    { "pack.yaml", "unit: 人, clause: S-1", "unit: 人", NULL, 8,
        "缺少“clause”" },
    { "pack.yaml", "{{subject}}自", "{{subjekt}}自", NULL, 49,
        "{{subject}}" },
    { "pack.yaml", "至{{last_day}}", "至{{last_day", NULL, 73, "}}" },
    { "forms/need.yaml", "",
        "  另:\n    fields: {数量: {type: integer, clause: S-1}}\n",
        "pack.yaml", 67, "只有一节，现有 2 节" },
    { "pack.yaml", "  最低人数:", "  基准日:", NULL, 1, "请改名" },
    /* rules */
    { "rules.yaml", "attested: true", "attested: false", NULL, 11,
        "只能写 true" },
    { "rules.yaml", "  attested: true\n", "", NULL, 11, "现有 0 个" },
    { "rules.yaml", "  attested: true", "  attested: true\n  all: [条件]",
        NULL, 11, "现有 2 个" },
    { "rules.yaml", "evidence: [成立日期]", "evidence: [成立时间]", NULL, 4,
        "表单字段" },
    { "rules.yaml", "reading: 口径", "reading: 口劲", NULL, 27, "口径" },
    { "rules.yaml", "[时长达标, 比例达标]", "[时长达标, 年度达标]", NULL, 16,
        "年度达标 → 年度达标" },
    { "rules.yaml", "feel: 年度服务分钟 >= 最低分钟", "feel: not(应撤销)",
        NULL, 16, "互相依赖" },
    { "rules.yaml", "加年(成立日期, 2)", "加年(成立时间, 2)", NULL, 2,
        "成立日期" },
    { "rules.yaml", "and 人数 < 100000", "and 人数 <", NULL, 8, NULL },
    { "rules.yaml", "人数 >= 最低人数", "成立日期 >= 最低人数", NULL, 7,
        "左边是日期、右边是数" },
    { "rules.yaml", "人数 >= 最低人数", "经历 >= 最低人数", NULL, 7,
        "左边是列表、右边是数" },
    { "rules.yaml", "feel: 每万人数 >= 2.3", "feel: 每万人数 + 2", NULL, 23,
        "得出数" },
    { "rules.yaml", "value: 加月(最近活动日, 6)", "value: 加月(6)", NULL, 33,
        NULL },
    { "rules.yaml", "成立满两年:\n", "人数:\n", "forms/application.yaml", 7,
        "请改名" },
    /* forms */
    { "forms/application.yaml", "type: date,", "type: dat,", NULL, 6,
        "date" },
    { "forms/application.yaml", "required: true, clause: S-1", "required: x",
        NULL, 6, "true 或 false" },
    { "forms/application.yaml", "min: 0, max: 100000", "min: 9, max: 5",
        NULL, 7, "不小于" },
    { "forms/application.yaml", "options: 类型", "options: 类别", NULL, 8,
        "选项表" },
    { "forms/application.yaml", "options: 类型, ", "", NULL, 8,
        "应有“options”" },
    { "forms/application.yaml", "type: integer", "type: integer, max_files: 2",
        NULL, 7, "不能有“max_files”" },
    { "forms/application.yaml", "起: {type: date}", "起: {type: file}", NULL,
        12, "rows 或 file" },
    { "forms/application.yaml", "人数 > 5", "人数 > \"5\"", NULL, 13,
        "左边是数、右边是文字" },
    { "forms/application.yaml", "人数 > 5", "人树 > 5", NULL, 13, "人数" },
    { "forms/application.yaml", "      说明: {type: long_text,",
        "      说明: {type: long_text, min_rows: 1,", NULL, 13,
        "min_rows" },
    { "forms/application.yaml", "",
        "  另:\n    fields: {人数: {type: integer, clause: S-1}}\n", NULL, 15,
        "已有字段" },
    { "forms/need.yaml", "内容: {type: text",
        "内容: {type: text, clause: S-2}\n      人数: {type: text", NULL, 7,
        "类型不同" },
    { "forms/need.yaml", "sections:\n  需求:\n    fields:\n",
        "sections:\n  需求:\n", NULL, 4, "fields" },
    { "forms/need.yaml", "title: 需求", "标题", NULL, 2, NULL },
    /* the text */
    { "regulation.md", "`duty`\n", "", NULL, 12, "反引号" },
    { "regulation.md", "`duty`", "`dutty`", NULL, 11, "duty" },
    { "regulation.md", "### S-2", "### S-1", NULL, 10, "已经用过" },
    { "regulation.md", "### S-2 第二条", "### S-2", NULL, 10, "### 编号" },
    { "regulation.md", "成立 2 年以上，人员不少于 10 人。\n", "", NULL, 5,
        "没有正文" },
};

static bool
told(const struct loaded *l, const struct mistake *m)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct pack_problem *p = &l->problems[i];

        if (p->level == PROBLEM_ERROR &&
            str_eq(p->file, str_of(m->in != NULL ? m->in : m->file)) &&
            (m->line == 0 || p->line == m->line) && p->column >= 1 &&
            (m->text == NULL ||
                str_find(p->text, str_of(m->text)) != SIZE_MAX))
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
        struct arena *a = arena_new("test");
        struct loaded l = load_changed(a, m->file, m->from, m->to);

        if (l.pack != NULL || !told(&l, m)) {
            print_error("--- %s: %s -> %s: expected line %d %s\n", m->file,
                m->from, m->to, m->line, m->text != NULL ? m->text : "");
            print_problems(&l);
            bad++;
        }
        arena_free(a);
    }
    assert_int_equal(bad, 0);
}

/* Columns count characters, also inside an expression of several lines. */
static void
columns_point_into_expressions(void **state)
{
    struct arena *a = arena_new("test");
    struct loaded l = load_changed(
        a, "rules.yaml", "and 人数 < 100000", "and 人树 < 100000");

    (void)state;
    assert_int_equal(l.n, 1);
    assert_int_equal(l.problems[0].line, 8);
    assert_int_equal(l.problems[0].column, 9);
    l = load_changed(a, "rules.yaml", "加年(成立日期", "加年(成立时间");
    assert_int_equal(l.problems[0].line, 2);
    assert_int_equal(l.problems[0].column, 12);
    /* a quoted one begins behind its quote */
    l = load_changed(a, "rules.yaml", "'if 口径", "'if 口劲");
    assert_int_equal(l.problems[0].line, 26);
    assert_int_equal(l.problems[0].column, 13);
    arena_free(a);
}

static void
stages_come_in_order_and_once(void **state)
{
    static const struct {
        const char *from, *to, *text;
        int line;
    } rows[] = {
        { "stage: formal_review", "stage: recordation", "应在", 39 },
        { "- stage: public_notice\n        by: centre\n"
          "        period: {days: 5, kind: working}",
            "- stage: formal_review\n        by: centre", "重复", 39 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct arena *a = arena_new("test");
        struct loaded l =
            load_changed(a, "pack.yaml", rows[i].from, rows[i].to);
        struct mistake m = { "pack.yaml", NULL, NULL, NULL, rows[i].line,
            rows[i].text };

        assert_null(l.pack);
        assert_true(told(&l, &m));
        arena_free(a);
    }
}

static void
nothing_follows_the_grant(void **state)
{
    struct arena *a = arena_new("test");
    struct loaded l = load_changed(a, "pack.yaml", "watches:\n",
        "      - {stage: recordation, by: recorder, clause: S-1}\nwatches:\n");
    struct mistake m = { "pack.yaml", NULL, NULL, NULL, 48, "无法到达" };

    (void)state;
    assert_true(told(&l, &m));
    arena_free(a);
}

/* --- warnings leave the pack usable --- */

static void
warnings_do_not_hinder(void **state)
{
    static const struct {
        const char *file, *from, *to, *text;
        int line;
    } rows[] = {
        { "rules.yaml", "", "闲置:\n  feel: 人数 > 3\n  clause: S-1\n",
            "没有被用到", 35 },
        { "rules.yaml", "feel: 每万人数 >= 2.3", "feel: 1 < 2", "总是符合",
            23 },
        { "rules.yaml", "feel: 每万人数 >= 2.3", "feel: 最低人数 > 10",
            "永远不会符合", 23 },
        { "rules.yaml", "feel: 每万人数 >= 2.3", "feel: 1 / (人数 - 人数) > 2",
            "算不出来", 23 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct arena *a = arena_new("test");
        struct loaded l =
            load_changed(a, rows[i].file, rows[i].from, rows[i].to);

        assert_non_null(l.pack);
        assert_int_equal(l.n, 1);
        assert_int_equal(l.problems[0].level, PROBLEM_WARNING);
        assert_int_equal(l.problems[0].line, rows[i].line);
        assert_true(
            str_find(l.problems[0].text, str_of(rows[i].text)) != SIZE_MAX);
        arena_free(a);
    }
}

static void
missing_and_strange_files_are_told(void **state)
{
    struct arena *a = arena_new("test");
    struct pack_file files[SAMPLE_FILES + 1];
    struct loaded l;

    (void)state;
    for (size_t skip = 0; skip < SAMPLE_FILES; skip++) {
        size_t n = 0;

        for (size_t i = 0; i < SAMPLE_FILES; i++)
            if (i != skip)
                files[n++] = sample_files[i];
        l = load(a, files, n);
        assert_null(l.pack);
        assert_true(l.n > 0);
    }
    memcpy(files, sample_files, sizeof(sample_files));
    files[SAMPLE_FILES] = (struct pack_file){ STR("form/x.yaml"), STR("") };
    l = load(a, files, SAMPLE_FILES + 1);
    assert_null(l.pack);
    assert_int_equal(l.n, 1);
    assert_true(str_eq(l.problems[0].file, STR("form/x.yaml")));
    l = load(a, files, 0);
    assert_null(l.pack);
    arena_free(a);
}

/* Many mistakes are told together, in the order of files and lines. */
static void
problems_are_collected_and_sorted(void **state)
{
    struct arena *a = arena_new("test");
    struct loaded l = load_changed(a, "pack.yaml",
        "version: 2024.1\nin_force: 2024-02-01",
        "version: 2024.1\nfrom: 1\nin_force: x");

    (void)state;
    assert_null(l.pack);
    assert_int_equal(l.n, 2);
    assert_int_equal(l.problems[0].line, 3);
    assert_int_equal(l.problems[1].line, 4);
    arena_free(a);
}

/* A chain of n rules, each referring to the next; the lowest stands first or
 * last. */
static const char *
chain_of(struct arena *a, int n, bool lowest_first)
{
    struct buf b;

    buf_init(&b, a, 1 << 20);
    buf_lit(&b, "顶: {all: [链1], clause: S-1}\n");
    for (int k = 1; k < n; k++) {
        int i = lowest_first ? n - k : k;
        buf_fmt(&b, "链%d: {all: [链%d], clause: S-1}\n", i, i + 1);
    }
    buf_fmt(&b, "链%d: {feel: 人数 > 3, clause: S-1}\n", n);
    return arena_cstr(a, buf_view(&b));
}

static void
depth_of_rules_is_limited(void **state)
{
    struct mistake m = { "rules.yaml", NULL, NULL, NULL, 0, "超过 32 层" };

    (void)state;
    for (int first = 0; first < 2; first++) {
        struct arena *a = arena_new("test");
        struct loaded l =
            load_changed(a, "rules.yaml", "", chain_of(a, 31, first == 1));

        assert_non_null(l.pack);
        l = load_changed(a, "rules.yaml", "", chain_of(a, 32, first == 1));
        assert_null(l.pack);
        assert_true(told(&l, &m));
        l = load_changed(a, "rules.yaml", "", chain_of(a, 5000, first == 1));
        assert_null(l.pack);
        assert_true(told(&l, &m));
        arena_free(a);
    }
}

/* Whatever stands in the files: an answer, never a crash. */
static void
damaged_files_are_survived(void **state)
{
    uint64_t seed = 20240521;

    (void)state;
    for (int round = 0; round < 400; round++) {
        struct arena *a = arena_new("test");
        struct pack_file files[SAMPLE_FILES];
        struct pack_file *f;
        struct loaded l;
        char *bytes;

        memcpy(files, sample_files, sizeof(files));
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        f = &files[(seed >> 33) % SAMPLE_FILES];
        bytes = arena_cstr(a, f->bytes);
        for (uint64_t i = 0; i <= (seed >> 40) % 3; i++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            bytes[(seed >> 30) % f->bytes.n] =
                "\0\n :[]{}'\"|>-#&*!%@`,\xff\xe6x0"[(seed >> 20) % 26];
        }
        f->bytes.p = bytes;
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        if (seed >> 62 == 0) /* cut off */
            f->bytes.n = (seed >> 30) % f->bytes.n;
        l = load(a, files, SAMPLE_FILES);
        assert_true(l.pack != NULL || l.n > 0);
        for (size_t i = 0; i < l.n; i++) {
            assert_true(l.problems[i].line >= 1);
            assert_true(l.problems[i].text.n > 0);
        }
        arena_free(a);
    }
}

static void
missing_folder_is_an_error(void **state)
{
    struct arena *a = arena_new("test");
    const struct pack *p = NULL;
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(
        pack_load(a, "no/such/folder", &p, &problems, &n, &err), ERR_IO);
    assert_null(p);
    assert_non_null(strstr(err.text, "no/such/folder"));
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_pack_is_read),
        cmocka_unit_test(good_procedure_is_read),
        cmocka_unit_test(good_form_and_text_are_read),
        cmocka_unit_test(hash_is_of_paths_and_bytes),
        cmocka_unit_test(every_mistake_is_told_with_its_place),
        cmocka_unit_test(columns_point_into_expressions),
        cmocka_unit_test(stages_come_in_order_and_once),
        cmocka_unit_test(nothing_follows_the_grant),
        cmocka_unit_test(warnings_do_not_hinder),
        cmocka_unit_test(missing_and_strange_files_are_told),
        cmocka_unit_test(problems_are_collected_and_sorted),
        cmocka_unit_test(depth_of_rules_is_limited),
        cmocka_unit_test(damaged_files_are_survived),
        cmocka_unit_test(missing_folder_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
