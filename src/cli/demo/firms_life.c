/* What firms and the programme do in the terms: events, support groups,
 * guidance, reports of changes, monitoring. */
#include "select.h"

#include "domain/publicity.h"
#include "domain/record.h"

struct life {
    struct demo_firm *first, *second;
    size_t n_first, n_second;
};

static struct str
iso(struct act *x, struct day d)
{
    return day_iso(x->a, d);
}

/* Three events a year; of this year two so far. */
static enum status
events(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    static const struct {
        int year, month, day;
        const char *title, *kind;
    } EVENTS[] = {
        { 2024, 6, 20, "专精特新律所主任经验交流会", "主任经验交流会" },
        { 2024, 9, 12, "知识产权专题研讨论坛", "专题研讨论坛" },
        { 2024, 11, 21, "培育律所能力提升培训会", "培训会" },
        { 2025, 4, 10, "新型法律服务产品主题沙龙", "主题沙龙" },
        { 2025, 7, 16, "首批律所发展推荐会", "发展推荐会" },
        { 2025, 11, 13, "调研报告发布会暨主任分享会", "调研报告发布会" },
        { 2026, 5, 14, "两批律所合作交流会", "合作交流会" },
        { 2026, 9, 10, "青年律师人才对接会", "人才对接会" },
    };

    (void)arg;
    for (size_t i = 0; i < sizeof(EVENTS) / sizeof(EVENTS[0]); i++) {
        struct day day =
            day_of_ymd(EVENTS[i].year, EVENTS[i].month, EVENTS[i].day);
        struct act his = demo_at(x, s->m,
            &s->hands[HAND_SECRETARIES].actor, day_add_days(day, 1), 10);

        if (day_cmp(day, day_of_us(s->m->end_us)) >= 0)
            continue;
        TRY(demo_record(&his, s, "交流活动", 0,
            demo_row(&his,
                "{\"活动名称\":\"%s（演示）\",\"活动类型\":\"%s\","
                "\"活动日期\":\"" STR_FMT "\",\"举办状态\":\"已举办\","
                "\"参加律所数\":%zu,\"参加人数\":%zu}",
                EVENTS[i].title, EVENTS[i].kind, STR_ARG(iso(&his, day)),
                20 + i * 3, 60 + i * 11),
            err));
    }
    return OK;
}

static enum status
support(struct act *x, struct demo_select *s, const struct demo_firm *f,
    size_t i, struct day day, struct err *err)
{
    struct act his = demo_at(
        x, s->m, &s->hands[HAND_SECRETARIES].actor, day, 10);

    TRY(demo_record(&his, s, "帮扶联系", f->who.subject_id,
        demo_row(&his,
            "{\"帮扶组名称\":\"第%zu帮扶组\",\"帮扶组成员\":"
            "\"四个专门委员会各一名委员\",\"联系起始\":\"" STR_FMT "\"}",
            i % 4 + 1, STR_ARG(iso(&his, day))),
        err));
    if (i % 3 == 2)
        return OK;
    day = day_add_days(day, 60);
    his = demo_at(x, s->m, &s->hands[HAND_SECRETARIES].actor, day, 16);
    return demo_record(&his, s, "帮扶记录", f->who.subject_id,
        demo_row(&his,
            "{\"指导日期\":\"" STR_FMT
            "\",\"指导类别\":\"" STR_FMT "\",\"指导主题\":"
            "\"产品标准化和品牌定位\",\"指导意见\":"
            "\"先做好一个产品的流程和报价，再向两个行业推广。\"}",
            STR_ARG(iso(&his, day)), STR_ARG(f->categories[0])),
        err);
}

static enum status
supports(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    const struct life *l = arg;
    size_t k = 0;

    /* The last of each round are still without a group. */
    for (size_t i = 0; i < l->n_first; i++) {
        if (l->first[i].outcome == 1 && k++ < 20)
            TRY(support(
                x, s, &l->first[i], k, day_of_ymd(2024, 7, 1), err));
    }
    k = 0;
    for (size_t i = 0; i < l->n_second; i++) {
        if (l->second[i].outcome == 1 && k++ < 22)
            TRY(support(
                x, s, &l->second[i], k, day_of_ymd(2025, 7, 1), err));
    }
    return OK;
}

static enum status
monitoring(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    static const char *const WHAT[] = {
        "年度考核显示核心团队两名合伙人转所，请核实是否影响专业化条件。",
        "官网宣传把培育写成认定，已约谈要求更正。",
        "发现办公地址变更，尚未收到重大变化情况报告。",
        "市律师协会反映该所收费公示不全。" };
    const struct life *l = arg;
    struct day today = day_of_us(s->m->end_us);

    for (size_t i = 0; i < 4; i++) {
        const struct demo_firm *f = &l->first[7 + i * 5];
        struct day day = day_add_days(today, -70 + (int)i * 22);
        struct act his =
            demo_at(x, s->m, &s->hands[HAND_MONITOR].actor, day, 15);

        TRY(demo_record(&his, s, "动态监测", f->who.subject_id,
            demo_row(&his,
                "{\"监测律所\":\"" STR_FMT "\",\"监测线索来源\":\"%s\","
                "\"发现日期\":\"" STR_FMT "\",\"发现情况\":\"%s\"}",
                STR_ARG(f->who.name), i == 3 ? "市州报告" : "律所年检",
                STR_ARG(iso(&his, day)), WHAT[i]),
            err));
    }
    return OK;
}

/* --- reports of changes --- */

static enum status
change(struct act *x, struct demo_select *s, const struct demo_firm *f,
    struct day happened, struct day told, struct err *err)
{
    struct act mine = demo_at(x, s->m, &f->who.actor, told, 11);
    const struct accreditation *held = NULL;
    struct json *answers = json_new(x->a, JSON_OBJECT);
    struct application app;
    size_t n = 0;

    TRY(accreditation_held(
        &mine, f->who.subject_id, s->p->id, &held, &n, err));
    if (n == 0)
        return OK;
    const struct json *row = demo_row(&mine,
        "{\"律所名称\":\"" STR_FMT "\",\"报告时身份\":\"认定\","
        "\"所属类别\":[\"" STR_FMT "\"],\"变化种类\":\"团队流失\","
        "\"变化日期\":\"" STR_FMT "\",\"变化前\":\"专业团队律师九名\","
        "\"变化后\":\"专业团队律师六名，另聘两名资深顾问\",\"受影响条件\":"
        "\"代表业绩和专业影响力，主要承办律师未变\",\"联系人\":\"" STR_FMT
        "\",\"手机号码\":\"" STR_FMT "\"}",
        STR_ARG(f->who.name), STR_ARG(held[0].category),
        STR_ARG(iso(&mine, happened)), STR_ARG(f->who.actor.name),
        STR_ARG(f->who.mobile));
    for (size_t k = 0; k < row->n; k++)
        json_set(x->a, answers, row->keys[k], row->items[k]);
    TRY(application_start(&mine, s->p->id, STR("change"), f->who.subject_id,
        held[0].id, STR("self"), &app, err));
    TRY(demo_fill(&mine, s->m, &app, answers, 1, err));
    TRY(application_load(&mine, f->who.subject_id, app.id, &app, err));
    return application_submit(&mine, app.id, mine.now_us, &app, err);
}

static enum status
changes(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    const struct life *l = arg;
    struct day today = day_of_us(s->m->end_us);

    TRY(change(x, s, &l->first[5], day_add_days(today, -20),
        day_add_days(today, -15), err));
    return change(x, s, &l->first[12], day_add_days(today, -75),
        day_add_days(today, -10), err);
}

static enum status
requests(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    const struct life *l = arg;
    struct day today = day_of_us(s->m->end_us);

    for (size_t i = 0; i < 5; i++) {
        const struct demo_firm *f = &l->first[i * 3];
        struct act mine = demo_at(x, s->m, &f->who.actor,
            day_add_days(today, -12 + (int)i * 2), 10);

        TRY(demo_record(&mine, s, "困难问题", f->who.subject_id,
            demo_row(&mine,
                "{\"问题内容\":\"专业律师引进困难，希望对接高校实习基地。\"}"),
            err));
    }
    return OK;
}

/* --- what is published --- */

static enum status
newest(struct act *x, struct demo_select *s, const struct demo_firm *f,
    const char *kind, struct record *ret, struct err *err)
{
    const struct record *list = NULL;
    size_t n = 0;

    TRY(record_list_of(x, s->p->id, f->who.subject_id, str_of(kind), &list,
        &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "no row to approve");
    *ret = list[0];
    return OK;
}

/* The firm agrees, the secretariat writes, the leading group's hand approves;
 * of some the draft still waits, and one has taken its consent back. */
static enum status
publish_one(struct act *x, struct demo_select *s, const struct demo_firm *f,
    size_t i, const char *kind, const struct json *row, struct err *err)
{
    struct day day = day_add_days(day_of_us(s->m->end_us), -60 + (int)i);
    const struct pack_record *k = pack_record(s->p->pack, str_of(kind));
    struct act mine = demo_at(x, s->m, &f->who.actor, day, 9);
    struct act his = demo_at(x, s->m, &s->hands[HAND_SECRETARIES].actor,
        day_add_days(day, 2), 10);
    struct act chief = demo_at(x, s->m, &s->hands[HAND_GROUP].actor,
        day_add_days(day, 3), 11);
    const struct accreditation *held = NULL;
    struct record r;
    size_t n = 0;

    TRY(accreditation_held(
        &mine, f->who.subject_id, s->p->id, &held, &n, err));
    if (n == 0)
        return OK;
    TRY(publicity_give(&mine, s->p, k, f->who.subject_id, err));
    if (i % 5 == 4)
        return OK; /* nothing written yet */
    TRY(demo_record(&his, s, kind, f->who.subject_id, row, err));
    if (i % 5 == 3)
        return OK; /* waits for the approval */
    TRY(newest(&chief, s, f, kind, &r, err));
    TRY(publicity_approve(
        &chief, r.subject_id, r.id, r.version, err));
    if (i != 7)
        return OK;
    mine = demo_at(x, s->m, &f->who.actor, day_add_days(day, 20), 9);
    return publicity_withdraw(&mine, s->p, k, f->who.subject_id,
        STR("品牌形象更新，待更新后再公开。"), err);
}

static enum status
published(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    static const char *const FIELDS[] = { "知识产权", "建设工程", "企业合规",
        "涉外法律服务", "破产清算", "婚姻家事" };
    const struct life *l = arg;

    for (size_t i = 0; i < 24 && i < l->n_first; i++) {
        const struct demo_firm *f = &l->first[i];
        const char *field = FIELDS[i % 6];

        TRY(publish_one(x, s, f, i, "宣传专区",
            demo_row(x,
                "{\"律所简介\":\"专注%s领域，执业律师团队稳定，形成标准化的服"
                "务流程和产品清单，面向中小企业提供咨询、合同审查和争议解决服"
                "务。（演示）\"}",
                field),
            err));
        if (i % 2 == 0)
            TRY(publish_one(x, s, f, i, "品牌软文",
                demo_row(x,
                    "{\"软文题目\":\"深耕%s，以专立所（演示）\",\"软文正文\":"
                    "\"从一个产品做起：梳理流程、公开报价、建立案例库。\","
                    "\"发布日期\":\"" STR_FMT "\",\"发布渠道\":[\"官网\"],"
                    "\"培育落实情况\":\"已完成首个服务产品的标准化。\"}",
                    field,
                    STR_ARG(iso(x, day_add_days(day_of_us(s->m->end_us),
                        -58 + (int)i)))),
                err));
    }
    return OK;
}

bool
demo_firms_life(struct demo_select *s, struct demo_firm *first,
    size_t n_first, struct demo_firm *second, size_t n_second)
{
    struct life l = { first, second, n_first, n_second };

    return demo_batch(s, events, &l, "firms: events") &&
           demo_batch(s, supports, &l, "firms: support groups") &&
           demo_batch(s, monitoring, &l, "firms: monitoring") &&
           demo_batch(s, changes, &l, "firms: changes") &&
           demo_batch(s, requests, &l, "firms: requests") &&
           demo_batch(s, published, &l, "firms: profiles, articles") &&
           demo_firm_incidents(s, first, n_first);
}
