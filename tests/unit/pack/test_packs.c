/* The packs of volunteer stations and experts: they load without a problem,
 * their forms ask for what they should, and their rules decide the scenarios of
 * the requirements (S-C..). The folder of packs is the first argument. */
#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *packs_dir;
static struct arena *a;
static const struct pack *station, *expert;

static const struct pack *
load(const char *name)
{
    const struct pack *p = NULL;
    const struct pack_problem *problems;
    struct err err;
    size_t n;
    struct str dir = arena_fmt(a, "%s/%s", packs_dir, name);

    if (pack_load(a, arena_cstr(a, dir), &p, &problems, &n, &err) != OK)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < n; i++)
        print_error(STR_FMT ":%d:%d " STR_FMT "\n", STR_ARG(problems[i].file),
            problems[i].line, problems[i].column, STR_ARG(problems[i].text));
    assert_int_equal(n, 0);
    assert_non_null(p);
    return p;
}

static int
begin(void **state)
{
    (void)state;
    a = arena_new("test");
    station = load("sme-volunteer-station");
    expert = load("sme-volunteer-expert");
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static const struct json *
parsed(const char *text)
{
    const struct json *v = NULL;
    struct err err;

    if (json_parse(a, str_of(text), 1 << 20, &v, &err) != OK)
        fail_msg("%s: %s", text, err.text);
    return v;
}

/* --- what stands in them --- */

static void
all_clauses_are_there(void **state)
{
    (void)state;
    assert_int_equal(station->n_clauses, 78);
    assert_int_equal(expert->n_clauses, 72);
    const struct pack_clause *c = pack_clause(station, STR("CW-4-4"));
    assert_non_null(c);
    assert_true(str_eq(c->text,
        STR("具备完善的服务体系和服务团队，拥有从事企业服务的专职人员不少于 10 "
            "人。")));
    assert_true(str_eq(c->heading, STR("第二章 申报条件")));
    assert_true(str_eq(c->kind, STR("eligibility")));
    assert_non_null(pack_clause(expert, STR("CE-13-b")));
    assert_null(pack_clause(expert, STR("CW-4-4")));
}

static void
tables_have_the_official_columns(void **state)
{
    static const char *const three[] = { "单位名称", "地址", "联系人",
        "联系电话" };
    static const char *const four[] = { "姓名", "所在单位(机构)", "擅长领域",
        "联系电话", "联系邮箱" };
    const struct pack_import *t3 = pack_import(station, STR("附件3"));
    const struct pack_import *t4 = pack_import(expert, STR("附件4"));

    (void)state;
    assert_non_null(t3);
    assert_non_null(t4);
    assert_int_equal(t3->n_columns, 4);
    assert_int_equal(t4->n_columns, 5);
    for (size_t i = 0; i < 4; i++)
        assert_true(str_eq(t3->columns[i].name, str_of(three[i])));
    for (size_t i = 0; i < 5; i++)
        assert_true(str_eq(t4->columns[i].name, str_of(four[i])));
    assert_int_equal(t3->n_head, 3);
    assert_int_equal(t4->n_head, 3);
}

static void
procedures_as_the_text_says(void **state)
{
    const struct pack *both[] = { station, expert };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct pack_procedure *apply =
            pack_procedure(both[i], STR("apply"));
        const struct pack_stage *notice =
            procedure_stage(apply, STAGE_PUBLIC_NOTICE);
        const struct pack_stage *review =
            procedure_stage(apply, STAGE_FORMAL_REVIEW);

        assert_true(day_eq(apply->window_until, day_of_ymd(2023, 3, 12)));
        assert_int_equal(notice->period.kind, TERM_WORKING_DAYS);
        assert_int_equal(notice->period.n, 5);
        assert_int_equal(review->supplement.kind, TERM_WORKING_DAYS);
        assert_int_equal(review->supplement.n, 5);
        assert_int_equal(review->max_supplements, 1);
        assert_true(procedure_stage(apply, STAGE_DECISION)->four_eyes);
        assert_int_equal(procedure_stage(apply, STAGE_GRANT)->term_years, 3);
        const struct pack_procedure *renew =
            pack_procedure(both[i], STR("renew"));
        assert_int_equal(renew->window_before_days, 90);
        assert_int_equal(renew->window_after_days, 90);
        assert_non_null(pack_procedure(both[i], STR("withdraw")));
    }
    assert_int_equal(pack_procedure(station, STR("apply"))->n_channels, 2);
    assert_int_equal(pack_procedure(expert, STR("apply"))->n_channels, 3);
}

/* English everywhere a label is. */
static void
labels_in_english(void **state)
{
    const struct pack *both[] = { station, expert };

    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (size_t f = 0; f < both[i]->n_forms; f++) {
            const struct pack_form *form = &both[i]->forms[f];

            assert_true(form->title.en.n > 0);
            for (size_t s = 0; s < form->n_sections; s++)
                for (size_t k = 0; k < form->sections[s].n_fields; k++)
                    if (form->sections[s].fields[k].label.en.n == 0)
                        fail_msg(
                            STR_FMT, STR_ARG(form->sections[s].fields[k].name));
        }
}

/* --- forms --- */

#define FILE_JSON                                                              \
    "[{\"id\":\"1\",\"name\":\"a.pdf\",\"size\":1,\"type\":\"pdf\","           \
    "\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789"  \
    "abcdef\"}]"

static const char station_answers[] =
    "{\"单位名称\":\"示例产业园管理有限公司\","
    "\"统一社会信用代码\":\"91510104MA000004X9\",\"具有独立法人资格\":true,"
    "\"法人证书\":" FILE_JSON ",\"成立日期\":\"2021-03-12\","
    "\"单位类别\":\"中小企业园区\",\"所在地区\":\"510104\","
    "\"详细地址\":\"示例路1号\",\"法定代表人\":\"示例甲\","
    "\"志愿服务专人\":[{\"姓名\":\"示例乙\",\"职务\":\"主任\","
    "\"电话\":\"13000000001\"}],\"联系人\":\"示例乙\","
    "\"手机号码\":\"13000000001\",\"具有成熟服务模式\":false,"
    "\"具有活动举办经验\":true,\"活动清单\":[{\"日期\":\"2022-05-01\","
    "\"活动名称\":\"惠企政策解读会\",\"参加企业数\":40}],"
    "\"上年服务中小企业数\":150,\"上年服务企业清单\":" FILE_JSON ","
    "\"场所权属\":\"租赁\",\"场所面积\":800,\"场所证明\":" FILE_JSON ","
    "\"设施设备\":[{\"设备名称\":\"投影仪\",\"数量\":2}],"
    "\"场所照片\":" FILE_JSON ",\"资源整合能力\":\"与十家机构合作\","
    "\"服务体系说明\":\"三级服务体系\",\"专职人员\":[{\"姓名\":\"示例丙\","
    "\"岗位\":\"顾问\",\"用工证明\":\"劳动合同\"}],"
    "\"用工证明材料\":" FILE_JSON ","
    "\"志愿服务方案或管理制度\":" FILE_JSON ","
    "\"志愿服务经验和成果\":\"自2019年起每月开展公益咨询\","
    "\"遵守管理办法\":true,\"不收费承诺\":true,\"保密承诺\":true,"
    "\"材料真实\":true}";

static const char expert_answers[] =
    "{\"姓名\":\"示例丁\",\"公民身份号码\":\"500199188906150017\","
    "\"所在单位\":\"示例大学\",\"职务职称\":\"教授\","
    "\"专家类别\":\"高校及科研院所学者\",\"手机号码\":\"13000000002\","
    "\"电子邮箱\":\"d@example.org.cn\",\"所在地区\":\"500103\","
    "\"学历\":\"博士研究生\",\"学历证书\":" FILE_JSON ","
    "\"服务经历\":[{\"起\":\"2015-01-01\",\"止\":null,"
    "\"经历单位\":\"示例大学\",\"经历内容\":\"为中小企业提供技术咨询\"}],"
    "\"擅长领域\":[\"科技创新\",\"其他\"],\"其他领域说明\":\"检验检测\","
    "\"志愿服务经验和成果\":\"连续八年参加志愿服务\",\"受过处罚\":false,"
    "\"政治声明\":true,\"志愿承诺\":true,\"保密承诺\":true,"
    "\"遵守管理办法\":true,\"材料真实\":true}";

static size_t
errors_of(const struct pack *p, const char *form, const struct json *answers,
    bool say)
{
    const struct form_problem *problems;
    size_t n, errors = 0;

    form_check(a, p, pack_form(p, str_of(form)), NULL, answers,
        day_of_ymd(2023, 3, 12), &problems, &n);
    for (size_t i = 0; i < n; i++) {
        errors += !problems[i].warning;
        if (say && !problems[i].warning)
            print_error(STR_FMT ": " STR_FMT "\n", STR_ARG(problems[i].field),
                STR_ARG(problems[i].text));
    }
    return errors;
}

static void
a_complete_application_has_no_error(void **state)
{
    (void)state;
    assert_int_equal(
        errors_of(station, "application", parsed(station_answers), true), 0);
    /* 31 answers are asked for; those behind show_if are not */
    assert_int_equal(
        errors_of(station, "application", parsed("{}"), false), 31);
    assert_int_equal(
        errors_of(expert, "application", parsed(expert_answers), true), 0);
    assert_int_equal(errors_of(expert, "application", parsed("{}"), false), 19);
}

static void
a_diary_may_not_hold_a_fee(void **state) /* S-C25 */
{
    const struct pack_field *fee =
        form_field(pack_form(station, STR("diary")), STR("收费金额"));
    const struct json *v;
    struct form_problem problem;
    struct day today = day_of_ymd(2023, 5, 1);

    (void)state;
    assert_false(field_read(a, fee, STR("100"), today, &v, &problem));
    assert_true(str_eq(
        problem.text, STR("向企业收费（元）应为 0.00 元，现为 100.00 元")));
    assert_true(field_read(a, fee, STR("0"), today, &v, &problem));
}

/* --- rules --- */

static struct pack_verdict
judged(const struct pack *p, const char *rule, const struct json *answers,
    const char *extra, const char *readings, struct day reference)
{
    struct pack_facts facts = { .answers = answers,
        .extra = parsed(extra),
        .readings = parsed(readings),
        .reference = reference,
        .now_us = day_start_us(reference) };
    struct pack_verdict v;
    struct err err;

    if (pack_judge(a, p, str_of(rule), &facts, &v, &err) != OK)
        fail_msg("%s: %s", rule, err.text);
    if (v.error.n > 0)
        fail_msg("%s: " STR_FMT, rule, STR_ARG(v.error));
    return v;
}

static void
decides(const struct pack *p, const char *rule, const char *answers,
    const char *extra, const char *readings, struct day reference,
    enum outcome want)
{
    struct pack_verdict v =
        judged(p, rule, parsed(answers), extra, readings, reference);

    if (v.outcome != want)
        fail_msg("%s %s %s: %d, want %d: " STR_FMT, rule, answers, extra,
            (int)v.outcome, (int)want, STR_ARG(v.why));
}

static void
conditions_of_stations(void **state)
{
    struct day ref = day_of_ymd(2023, 3, 12);
    static const char ten[] = "[{},{},{},{},{},{},{},{},{},{}]";
    static const char nine[] = "[{},{},{},{},{},{},{},{},{}]";
    struct str staff10 = arena_fmt(a, "{\"专职人员\":%s}", ten);
    struct str staff9 = arena_fmt(a, "{\"专职人员\":%s}", nine);

    (void)state;
    /* S-C02 */
    decides(station, "成立满两年", "{\"成立日期\":\"2021-03-12\"}", "{}", "{}",
        ref, MET);
    decides(station, "成立满两年", "{\"成立日期\":\"2021-03-13\"}", "{}", "{}",
        ref, NOT_MET);
    struct pack_verdict v = judged(station, "成立满两年",
        parsed("{\"成立日期\":\"2021-03-13\"}"), "{}", "{}", ref);
    assert_true(day_eq(v.holds_from, day_of_ymd(2023, 3, 13)));
    decides(station, "成立满两年", "{}", "{}", "{}", ref, UNDECIDED);
    /* S-C04 */
    decides(station, "服务模式或活动经验",
        "{\"具有成熟服务模式\":false,\"具有活动举办经验\":false}", "{}", "{}",
        ref, NOT_MET);
    decides(station, "上年服务企业数达标", "{\"上年服务中小企业数\":150}", "{}",
        "{}", ref, MET);
    decides(station, "上年服务企业数达标", "{\"上年服务中小企业数\":149}", "{}",
        "{}", ref, NOT_MET);
    /* S-C05 */
    decides(
        station, "专职人员达标", arena_cstr(a, staff10), "{}", "{}", ref, MET);
    decides(station, "专职人员达标", arena_cstr(a, staff9), "{}", "{}", ref,
        NOT_MET);
    /* one condition not met decides, whatever is still to be attested */
    decides(station, "申报条件", station_answers, "{}", "{}", ref, NOT_MET);
}

static void
conditions_of_experts(void **state)
{
    struct day ref = day_of_ymd(2023, 3, 12);

    (void)state;
    /* S-C26 */
    decides(expert, "服务经验达标",
        "{\"服务经历\":[{\"起\":\"2018-03-13\",\"止\":\"2023-03-12\"}]}", "{}",
        "{}", ref, MET);
    decides(expert, "服务经验达标",
        "{\"服务经历\":[{\"起\":\"2018-03-13\",\"止\":\"2023-02-12\"}]}", "{}",
        "{}", ref, NOT_MET);
    /* overlaps count once; an open end runs to the reference day */
    decides(expert, "服务经验达标",
        "{\"服务经历\":[{\"起\":\"2020-01-01\",\"止\":\"2022-12-31\"},"
        "{\"起\":\"2021-01-01\",\"止\":\"2022-12-31\"}]}",
        "{}", "{}", ref, NOT_MET);
    decides(expert, "服务经验达标", "{\"服务经历\":[{\"起\":\"2018-03-12\"}]}",
        "{}", "{}", ref, MET);
    /* S-C28 */
    decides(
        expert, "学历达标", "{\"学历\":\"专科\"}", "{}", "{}", ref, NOT_MET);
    decides(expert, "学历达标", "{\"学历\":\"本科\"}", "{}", "{}", ref, MET);
    /* all but what a reviewer attests */
    decides(expert, "申报条件", expert_answers, "{\"本人提交\":true}", "{}",
        ref, UNDECIDED);
    decides(expert, "申报条件", expert_answers,
        "{\"本人提交\":true,\"认定.政治素质和品德\":true,"
        "\"认定.遵守法律法规\":true,\"认定.热心公益职业道德良好\":true}",
        "{}", ref, MET);
    /* S-C34 */
    decides(
        expert, "本人填写", "{}", "{\"本人提交\":false}", "{}", ref, NOT_MET);
    decides(expert, "本人填写", "{}", "{\"本人提交\":true}", "{}", ref, MET);
}

static void
year(const struct pack *p, const char *rule, const char *extra,
    const char *readings, enum outcome want)
{
    decides(p, rule, "{}", extra, readings, day_of_ymd(2024, 12, 31), want);
}

#define COUNTS(minutes, firms, full)                                           \
    "{\"年度\":2024,\"年度服务分钟\":" #minutes ",\"年度服务企业数\":" #firms  \
    ",\"整年在册\":" #full "}"

static void
yearly_duties(void **state)
{
    static const char any[] = "{\"撤销口径\":\"ANY_SHORT\"}";
    static const char every[] = "{\"整年口径\":\"EVERY_YEAR\"}";

    (void)state;
    /* S-C14 */
    year(station, "年度撤销建议", COUNTS(3570, 149, true), "{}", MET);
    year(station, "年度达标", COUNTS(3570, 149, true), "{}", NOT_MET);
    /* one figure reached suffices, and S-C16 its literal reading */
    year(station, "年度达标", COUNTS(3600, 0, true), "{}", MET);
    year(station, "年度撤销建议", COUNTS(3600, 149, true), "{}", NOT_MET);
    year(station, "年度撤销建议", COUNTS(3600, 149, true), any, MET);
    year(station, "年度撤销建议", COUNTS(3600, 150, true), any, NOT_MET);
    year(station, "年度达标", COUNTS(0, 150, true), "{}", MET);
    /* S-C17 */
    year(expert, "年度达标", COUNTS(719, 30, true), "{}", MET);
    year(expert, "年度撤销建议", COUNTS(719, 29, true), "{}", MET);
    year(expert, "年度达标", COUNTS(720, 0, true), "{}", MET);
    year(expert, "年度撤销建议", COUNTS(720, 0, true), "{}", NOT_MET);
    /* the year of admission is measured only (R15) */
    year(station, "年度撤销建议", COUNTS(0, 0, false), "{}", NOT_MET);
    year(station, "年度撤销建议", COUNTS(0, 0, false), every, MET);
    year(station, "年度撤销建议", "{}", "{}", UNDECIDED);
}

static void
half_a_year_without_activity(void **state)
{
    static const char idle[] =
        "{\"准入日\":\"2023-04-12\",\"最近活动日\":\"2023-04-12\"}";
    static const char active[] =
        "{\"准入日\":\"2023-04-12\",\"最近活动日\":\"2023-10-12\"}";
    static const char halves[] = "{\"半年口径\":\"CALENDAR\"}";

    (void)state;
    decides(station, "半年未活动", "{}", idle, "{}", day_of_ymd(2023, 10, 12),
        NOT_MET);
    decides(
        station, "半年未活动", "{}", idle, "{}", day_of_ymd(2023, 10, 13), MET);
    /* S-C19 */
    decides(expert, "半年未活动", "{}", active, "{}", day_of_ymd(2023, 10, 13),
        NOT_MET);
    decides(expert, "半年未活动", "{}", active, "{}", day_of_ymd(2024, 4, 12),
        NOT_MET);
    decides(
        expert, "半年未活动", "{}", active, "{}", day_of_ymd(2024, 4, 13), MET);
    /* by calendar halves: idle from July to December shows in January */
    decides(station, "半年未活动", "{}", idle, halves, day_of_ymd(2023, 12, 31),
        NOT_MET);
    decides(
        station, "半年未活动", "{}", idle, halves, day_of_ymd(2024, 1, 1), MET);
}

static void
terms(void **state)
{
    static const char term[] = "{\"有效期末日\":\"2026-04-12\"}";

    (void)state;
    decides(station, "有效期届满", "{}", term, "{}", day_of_ymd(2026, 4, 12),
        NOT_MET);
    decides(
        station, "有效期届满", "{}", term, "{}", day_of_ymd(2026, 4, 13), MET);
    decides(station, "临近到期", "{}", term, "{}", day_of_ymd(2026, 1, 11),
        NOT_MET);
    decides(
        station, "临近到期", "{}", term, "{}", day_of_ymd(2026, 1, 12), MET);
    decides(station, "临近到期", "{}", term, "{}", day_of_ymd(2026, 3, 13),
        NOT_MET);
    decides(
        station, "即将到期", "{}", term, "{}", day_of_ymd(2026, 3, 13), MET);
    decides(expert, "续期条件", "{}", "{\"任期未达标年数\":0,\"未结案件数\":0}",
        "{}", day_of_ymd(2026, 3, 1), MET);
    decides(expert, "续期条件", "{}", "{\"任期未达标年数\":0,\"未结案件数\":1}",
        "{}", day_of_ymd(2026, 3, 1), NOT_MET);
}

static void
direct_inclusion(void **state)
{
    static const char good[] = "{\"委托有效\":true,\"推荐方在辖区\":true}";
    static const char check[] = "{\"直接纳入口径\":\"CHECK_CONDITIONS\"}";
    struct day ref = day_of_ymd(2023, 3, 12);

    (void)state;
    decides(station, "直接纳入条件", "{}", good, "{}", ref, MET);
    decides(station, "直接纳入条件", "{}",
        "{\"委托有效\":true,\"推荐方在辖区\":false}", "{}", ref, NOT_MET);
    decides(station, "直接纳入条件", "{\"具有独立法人资格\":false}", good,
        check, ref, NOT_MET);
    decides(expert, "直接纳入条件", "{}", good, "{}", ref, MET);
    decides(expert, "直接纳入条件", "{}", good, check, ref, UNDECIDED);
}

/* Who is included directly was neither reviewed nor put on public notice, and
 * the certificate does not say so (CW-5-4-a, CE-4-4). */
static void
certificates_say_how(void **state)
{
    const struct pack *const packs[] = { station, expert };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct pack_procedure *p =
            pack_procedure(packs[i], STR("apply"));
        const struct pack_document *usual =
            pack_document(packs[i], p->stages[p->n_stages - 1].document);
        bool seen = false;

        assert_non_null(usual);
        assert_true(str_find(usual->body, STR("公示")) != SIZE_MAX);
        for (size_t k = 0; k < p->n_channels; k++) {
            const struct pack_channel *c = &p->channels[k];

            if (!str_eq(c->name, STR("direct"))) {
                assert_int_equal(c->document.n, 0);
                continue;
            }
            const struct pack_document *d =
                pack_document(packs[i], c->document);
            assert_non_null(d);
            assert_int_equal(str_find(d->body, STR("公示")), SIZE_MAX);
            assert_int_equal(d->number_format.n, 0);
            seen = true;
        }
        assert_true(seen);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_clauses_are_there),
        cmocka_unit_test(tables_have_the_official_columns),
        cmocka_unit_test(procedures_as_the_text_says),
        cmocka_unit_test(labels_in_english),
        cmocka_unit_test(a_complete_application_has_no_error),
        cmocka_unit_test(a_diary_may_not_hold_a_fee),
        cmocka_unit_test(conditions_of_stations),
        cmocka_unit_test(conditions_of_experts),
        cmocka_unit_test(yearly_duties),
        cmocka_unit_test(half_a_year_without_activity),
        cmocka_unit_test(terms),
        cmocka_unit_test(direct_inclusion),
        cmocka_unit_test(certificates_say_how),
    };

    if (argc < 2)
        return 2;
    packs_dir = argv[1];
    return cmocka_run_group_tests(tests, begin, end);
}
