/* What stations do in their terms: service records, check-ups, yearly reports
 * on time, late and missing, requests for consent, nominations; what the
 * department asks and enters. */
#include "select.h"

#include "domain/record.h"

#define MEMBERS 24   /* of the association, in Chengdu */
#define BATCH 15

struct life {
    struct demo_firm *firms;
    size_t n, from;
    struct str members[MEMBERS], codes[MEMBERS];
    size_t holder; /* station of the table of logins */
    int64_t pending;
};

/* First whole day in status. */
static enum status
first_day(struct act *x, struct demo_select *s, const struct demo_firm *f,
    struct day *ret, struct day *ret_last, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_of_subject(
        x, f->who.subject_id, s->p->id, &list, &n, err));
    *ret = n == 0 ? DAY_NONE : list[n - 1].admitted;
    *ret_last = n == 0 ? DAY_NONE : list[n - 1].last_day;
    return OK;
}

/* --- what the department enters --- */

/* The first of them has an account of its own. */
static enum status
add_member_login(struct act *x, struct demo_select *s, void *arg,
    struct err *err)
{
    struct life *l = arg;
    struct actor program = actor_system();
    struct act sys =
        demo_at(x, s->m, &program, day_of_ymd(2024, 1, 8), 9);
    struct demo_person member;

    l->members[0] = demo_company_name(s->m, s->city_regions[0]);
    TRY(demo_register(&sys, s->m, false, l->members[0],
        STR("member@demo.example"), s->city_regions[0], &member, err));
    l->codes[0] = demo_credit_code(s->m, s->m->serial);
    return OK;
}

static enum status
add_members(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct life *l = arg;
    struct act his = demo_at(x, s->m, &s->hands[HAND_SERVICE].actor,
        day_of_ymd(2024, 1, 8), 9);

    for (size_t i = 0; i < MEMBERS; i++) {
        const struct region *city = s->city_regions[i < 12 ? 0 : i % 21];

        if (i > 0) {
            l->members[i] = demo_company_name(s->m, city);
            l->codes[i] = demo_credit_code(s->m, 600000u + (unsigned)i);
        }
        TRY(demo_record(&his, s, "会员企业", 0,
            demo_row(&his,
                "{\"企业名称\":\"" STR_FMT "\",\"企业代码\":\"" STR_FMT
                "\",\"企业地区\":\"" STR_FMT
                "\",\"入会日期\":\"2022-%02zu-15\"}",
                STR_ARG(l->members[i]), STR_ARG(l->codes[i]),
                STR_ARG(city->code), i % 12 + 1),
            err));
    }
    return OK;
}

static enum status
add_calls(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct life *l = arg;
    struct day today = day_of_us(s->m->end_us);
    struct act his = demo_at(x, s->m, &s->hands[HAND_SERVICE].actor,
        day_add_days(today, -25), 9);
    int64_t station = l->firms[l->holder].who.subject_id;

    TRY(demo_record(&his, s, "活动通知", 0,
        demo_row(&his,
            "{\"活动名称\":\"中小企业法治论坛（演示）\",\"推荐类别\":"
            "\"参加活动\",\"活动级别\":\"重大\",\"接受名额\":20,"
            "\"推荐截止\":\"" STR_FMT "\",\"活动说明\":"
            "\"面向中小企业的法治论坛，业绩突出的工作站可以推荐人员。\"}",
            STR_ARG(day_iso(x->a, day_add_days(today, 20)))),
        err));
    TRY(demo_record(&his, s, "业绩突出认定", station,
        demo_row(&his,
            "{\"认定年度\":%d,\"认定依据\":\"年度报告和服务数据。\","
            "\"有效至\":\"%d-12-31\"}",
            day_ymd(today).year - 1, day_ymd(today).year),
        err));
    for (size_t i = 0; i < 6; i++)
        TRY(demo_record(&his, s, "任务安排",
            l->firms[(l->holder + i * 3) % l->n].who.subject_id,
            demo_row(&his,
                "{\"任务类别\":\"%s\",\"任务名称\":\"%s（演示）\","
                "\"任务要求\":\"为当地会员企业提供服务并书面报告。\","
                "\"任务期限\":\"" STR_FMT "\",\"任务办理\":\"已安排\"}",
                i % 2 == 0 ? "免费咨询" : "普法宣传",
                i % 2 == 0 ? "年末免费法律咨询" : "用工合规普法宣传",
                STR_ARG(day_iso(
                    x->a, day_add_days(today, i == 5 ? -3 : 30)))),
            err));
    return OK;
}

/* --- what stations write --- */

static enum status
serve(struct act *x, struct demo_select *s, struct life *l, size_t i,
    struct day day, size_t k, struct err *err)
{
    static const char *const KINDS[] = { "法律咨询", "普法宣传", "案件事项",
        "法律指导" };
    const struct demo_firm *f = &l->firms[i];
    struct act mine = demo_at(x, s->m, &f->who.actor, day, 17);
    bool matter = k % 4 == 2;
    /* Some charge more than 80 % of the standard to a referred member. */
    int64_t agreed = !matter ? 0 : i % 10 == 3 ? 900000 : 760000;

    return demo_record(&mine, s, "服务记录", f->who.subject_id,
        demo_row(&mine,
            "{\"服务日期\":\"" STR_FMT "\",\"服务类别\":\"%s\",\"服务企业\":"
            "\"" STR_FMT "\",\"服务对象为会员\":true,\"本会推荐\":%s,"
            "\"按安排开展\":false,\"承办律师\":\"" STR_FMT
            "\",\"内容摘要\":\"了解诉求，答复政策和合同问题，出具书面意见。\","
            "\"收费依据\":\"律师服务收费参考标准\",\"标准收费\":%lld,"
            "\"标准来源\":\"律师协会参考标准\",\"约定收费\":%lld}",
            STR_ARG(day_iso(x->a, day)), KINDS[k % 4],
            STR_ARG(l->members[(i + k) % MEMBERS]), matter ? "true" : "false",
            STR_ARG(f->who.actor.name), matter ? 1000000LL : 0LL,
            (long long)agreed),
        err);
}

static enum status
check_up(struct act *x, struct demo_select *s, struct life *l, size_t i,
    struct day day, size_t k, struct err *err)
{
    const struct demo_firm *f = &l->firms[i];
    struct act mine = demo_at(x, s->m, &f->who.actor, day, 18);
    struct str iso = day_iso(x->a, day);

    return demo_record(&mine, s, "法律体检", f->who.subject_id,
        demo_row(&mine,
            "{\"体检年度\":%d,\"体检企业\":\"" STR_FMT
            "\",\"体检企业代码\":\"" STR_FMT "\",\"邀请日期\":\"" STR_FMT
            "\",\"体检结果\":\"已体检\",\"体检日期\":\"" STR_FMT
            "\",\"指派律师\":\"" STR_FMT
            "\",\"指导记录\":\"逐项说明用工、合同和知识产权风险，提出整改建议。\","
            "\"体检收费\":0}",
            day_ymd(day).year, STR_ARG(l->members[k]), STR_ARG(l->codes[k]),
            STR_ARG(iso), STR_ARG(iso), STR_ARG(f->who.actor.name)),
        err);
}

static enum status
report(struct act *x, struct demo_select *s, struct life *l, size_t i,
    int year, struct day day, struct err *err)
{
    const struct demo_firm *f = &l->firms[i];
    struct act mine = demo_at(x, s->m, &f->who.actor, day, 16);
    const struct json *row = demo_row(&mine,
        "{\"报告年度\":%d,\"免费咨询次数\":12,\"免费咨询企业数\":10,"
        "\"免费咨询小时\":24,\"普法宣传次数\":2,\"体检邀请企业数\":%zu,"
        "\"体检完成企业数\":%zu,\"体检谢绝企业数\":0,\"一对一指导数\":%zu,"
        "\"优惠事项数\":3,\"优惠标准合计\":3000000,\"优惠约定合计\":2280000,"
        "\"意见建议数\":1,\"公益活动数\":1,\"交办事务数\":1,\"受到投诉数\":0,"
        "\"存在问题\":\"部分企业联系不畅。\",\"下年计划\":"
        "\"继续开展免费咨询和法律体检，增加线上服务。\"}",
        year, i == l->holder ? (size_t)12 : 2, i == l->holder ? (size_t)12 : 2,
        i == l->holder ? (size_t)12 : 2);
    struct json *full = json_new(x->a, JSON_OBJECT);

    for (size_t k = 0; k < row->n; k++)
        json_set(x->a, full, row->keys[k], row->items[k]);
    TRY(demo_attach(&mine, s->m, f->who.subject_id, STR("record"), 0,
        STR("报告盖章页"), full, err));
    return demo_record(&mine, s, "年度报告", f->who.subject_id, full, err);
}

/* Reports of the years that are over: most on time, some late, some never. */
static enum status
year_of_work(struct act *x, struct demo_select *s, struct life *l, size_t i,
    int year, struct day first, struct day last, struct err *err)
{
    struct day from = day_of_ymd(year, 3, 4);
    struct day today = day_of_us(s->m->end_us);
    int on = i % 12 == 7 ? 27 : 8;

    if (day_cmp(from, first) <= 0)
        from = day_add_days(first, 20);
    if (day_cmp(last, day_of_ymd(year + 1, 2, 1)) < 0)
        return OK;
    for (size_t k = 0; k < 2 + i % 3; k++) {
        struct day day = day_add_days(from, (int)(k * 23 + i % 9));

        if (day_ymd(day).year == year && day_cmp(day, today) < 0)
            TRY(serve(x, s, l, i, day, k, err));
    }
    for (size_t k = 0; k < (i == l->holder ? (size_t)12 : 2); k++) {
        struct day day = day_add_days(from, 40 + (int)k * 5);

        if (i % 3 == 0 && day_ymd(day).year == year &&
            day_cmp(day, today) < 0)
            TRY(check_up(x, s, l, i, day, k, err));
    }
    if (i % 15 == 11 || day_cmp(day_of_ymd(year + 1, 1, on), today) >= 0)
        return OK; /* none was filed */
    return report(
        x, s, l, i, year, day_of_ymd(year + 1, 1, on), err);
}

static enum status
work_some(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct life *l = arg;
    int this_year = day_ymd(day_of_us(s->m->end_us)).year;

    for (size_t i = l->from; i < l->from + BATCH && i < l->n; i++) {
        struct day first = DAY_NONE, last = DAY_NONE;

        TRY(first_day(x, s, &l->firms[i], &first, &last, err));
        for (int y = day_is_none(first) ? this_year + 1 : day_ymd(first).year;
             y <= this_year; y++)
            TRY(year_of_work(x, s, l, i, y, first, last, err));
    }
    return OK;
}

/* --- consent, nominations --- */

static enum status
ask_consent(struct act *x, struct demo_select *s, struct life *l, size_t i,
    struct day day, struct day held, struct err *err)
{
    const struct demo_firm *f = &l->firms[i];
    struct act mine = demo_at(x, s->m, &f->who.actor, day, 11);

    return demo_record(&mine, s, "同意申请", f->who.subject_id,
        demo_row(&mine,
            "{\"同意事项\":\"以工作站名义组织活动\",\"申请说明\":"
            "\"面向中小企业的劳动用工讲座，拟邀企业六十家。\",\"活动日期\":"
            "\"" STR_FMT "\"}",
            STR_ARG(day_iso(x->a, held))),
        err);
}

static enum status
requests(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct life *l = arg;
    struct day today = day_of_us(s->m->end_us);

    for (size_t i = 0; i < 4; i++)
        TRY(ask_consent(x, s, l, l->holder + i,
            demo_ago(s->m, 20 - (int)i * 6, 24), day_add_days(today, 15),
            err));
    const struct record *rows = NULL;
    size_t n = 0;
    struct act his = demo_at(x, s->m, &s->hands[HAND_LEADER].actor,
        day_add_days(today, -12), 15);
    TRY(record_list_of(&his, s->p->id, l->firms[l->holder].who.subject_id,
        STR("同意申请"), &rows, &n, err));
    if (n > 0)
        TRY(record_decide(&his, rows[0].subject_id, rows[0].id,
            rows[0].version, STR("同意"), NULL, STR("同意，注意安全。"), err));
    const struct demo_firm *f = &l->firms[l->holder];
    struct act mine = demo_at(
        x, s->m, &f->who.actor, day_add_days(today, -4), 11);
    return demo_record(&mine, s, "人员推荐", f->who.subject_id,
        demo_row(&mine,
            "{\"活动名称\":\"中小企业法治论坛（演示）\",\"推荐类别\":"
            "\"参加活动\",\"活动级别\":\"重大\",\"被推荐人\":\"" STR_FMT
            "\",\"被推荐人职务\":\"高级合伙人\"}",
            STR_ARG(f->who.actor.name)),
        err);
}

bool
demo_stations_life(struct demo_select *s, struct demo_firm *firms, size_t n)
{
    struct life l = { .firms = firms, .n = n, .holder = 54 };

    if (!demo_batch(s, add_member_login, &l, "stations: a member") ||
        !demo_batch(s, add_members, &l, "stations: members"))
        return false;
    for (l.from = 0; l.from < n; l.from += BATCH) {
        if (!demo_batch(s, work_some, &l, "stations: work of the years"))
            return false;
    }
    return demo_batch(s, add_calls, &l, "stations: calls") &&
           demo_batch(s, requests, &l, "stations: requests") &&
           demo_station_incidents(s, firms, n, l.holder, l.members, l.codes);
}
