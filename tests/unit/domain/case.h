/* case.h - complete applications of both programmes for tests: from a round to
 * a file that has passed its review. */
#ifndef DOMAIN_TEST_CASE_H
#define DOMAIN_TEST_CASE_H

#include "domain/application.h"
#include "domain/review.h"
#include "fixture.h"

#define FILE_JSON \
    "[{\"id\":\"1\",\"name\":\"a.pdf\",\"size\":1,\"type\":\"pdf\"," \
    "\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789" \
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
    "\"服务体系说明\":\"三级服务体系\",\"专职人员\":[%s],"
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

static inline const struct json *
case_json(struct arena *a, struct str text)
{
    const struct json *v = NULL;
    struct err err = { 0 };

    expect_ok(json_parse(a, text, 1 << 20, &v, &err), &err);
    return v;
}

/* Answers of a station with so many full-time staff; of an expert. */
static inline const struct json *
case_answers(struct fixture *f, bool expert, int staff)
{
    struct str rows = STR_EMPTY;

    if (expert)
        return case_json(f->a, str_of(expert_answers));
    for (int i = 0; i < staff; i++)
        rows = arena_fmt(f->a,
            STR_FMT "%s{\"姓名\":\"员工%d\",\"岗位\":\"顾问\",\"用工证明\":"
                    "\"劳动合同\"}",
            STR_ARG(rows), i > 0 ? "," : "", i);
    char *text = arena_cstr(f->a, rows);
    struct str head = str_of(station_answers), tail = STR_EMPTY;
    size_t at = str_find(head, STR("%s"));
    tail = str_sub(head, at + 2, SIZE_MAX);
    return case_json(f->a,
        arena_fmt(f->a, STR_FMT "%s" STR_FMT, (int)at, head.p, text,
            STR_ARG(tail)));
}

struct case_file {
    struct fixture *f;
    bool expert;
    struct actor who;
    const struct json *answers;
    struct application app;
    /* of the acts below */
    int64_t version;
    bool yes;
    struct str reason;
    const struct json *json;
    struct deadline deadline;
    struct review_sheet sheet;
};

static inline enum status
case_round_(struct act *x, void *arg, struct err *err)
{
    struct fixture *f = arg;
    int64_t closes = 0;

    TRY(us_parse(STR("2023-03-12T24:00:00+08:00"), &closes, err));
    for (int i = 0; i < 2; i++) {
        struct round r = { .programme_id = i == 0 ? f->station_programme
                                                  : f->expert_programme,
            .name = STR("2023年度第一批"),
            .doc_no = STR("中小企通〔2023〕8号"),
            .opens_us = x->now_us,
            .closes_us = closes,
            .reference = day_of_ymd(2023, 3, 12),
            .open = true };

        TRY(round_save(x, &r, err));
    }
    return OK;
}

/* Rounds of both programmes, open from now to 2023-03-12 24:00. */
static inline void
case_rounds(struct fixture *f)
{
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct err err = { 0 };

    expect_ok(fixture_write(f, &centre, case_round_, f, &err), &err);
}

static inline enum status
case_submit_(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;
    struct application app;

    TRY(application_start(x,
        c->expert ? c->f->expert_programme : c->f->station_programme,
        STR("apply"), c->who.memberships[0].subject_id, 0, STR("self"), &app,
        err));
    const struct pack_form *form =
        pack_form(app.pack, pack_procedure(app.pack, STR("apply"))->form);
    for (size_t i = 0; i < form->n_sections; i++)
        TRY(application_save(x, app.id, form->sections[i].name, c->answers,
            app.version, &app, err));
    return application_submit(x, app.id, x->now_us, &c->app, err);
}

/* A submitted application. */
static inline struct case_file
case_submitted(struct fixture *f, const char *name, bool expert, int staff)
{
    struct case_file c = { .f = f,
        .expert = expert,
        .who = fixture_applicant(f, name, expert, "510107"),
        .answers = case_answers(f, expert, staff) };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &c.who, case_submit_, &c, &err), &err);
    return c;
}

/* --- acts on it; each reads the version anew --- */

static inline enum status
case_reload_(struct act *x, struct case_file *c, struct err *err)
{
    TRY(application_load(x, 0, c->app.id, &c->app, err));
    c->version = c->app.version;
    return OK;
}
static inline enum status
case_take(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;

    TRY(case_reload_(x, c, err));
    return review_take(x, c->app.id, c->version, &c->app, err);
}
static inline enum status
case_sheet(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;

    return review_sheet(x, c->app.id, &c->sheet, err);
}
/* Everything a person attests, and all criteria, as c->yes. */
static inline enum status
case_mark(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;
    struct json *marks = json_new(x->a, JSON_OBJECT);

    TRY(case_reload_(x, c, err));
    TRY(review_sheet(x, c->app.id, &c->sheet, err));
    for (size_t i = 0; i < c->sheet.n_attested; i++)
        json_set(x->a, marks,
            arena_join(x->a, STR("认定."), c->sheet.attested[i]->name),
            json_boolean(x->a, c->yes));
    for (size_t i = 0; i < c->sheet.stage->n_criteria; i++)
        json_set(x->a, marks,
            arena_join(x->a, STR("核验."), c->sheet.stage->criteria[i]),
            json_boolean(x->a, c->yes));
    return review_mark(x, c->app.id, marks, c->version, err);
}
static inline enum status
case_propose(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;

    TRY(case_reload_(x, c, err));
    return review_propose(
        x, c->app.id, c->yes, c->reason, c->version, &c->app, err);
}
static inline enum status
case_confirm(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;

    TRY(case_reload_(x, c, err));
    return review_confirm(
        x, c->app.id, c->yes, c->reason, c->version, &c->app, err);
}

/* Taken, marked, proposed by the secretariat, confirmed by the centre. */
static inline void
case_pass(struct case_file *c)
{
    struct actor secretariat = fixture_officer(c->f, ROLE_SECRETARIAT);
    struct actor centre = fixture_officer(c->f, ROLE_CENTRE);
    struct err err = { 0 };

    c->yes = true;
    expect_ok(fixture_write(c->f, &secretariat, case_take, c, &err), &err);
    expect_ok(fixture_write(c->f, &secretariat, case_mark, c, &err), &err);
    expect_ok(fixture_write(c->f, &secretariat, case_propose, c, &err), &err);
    expect_ok(fixture_write(c->f, &centre, case_confirm, c, &err), &err);
}

#endif
