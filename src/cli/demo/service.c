/* What holders do: diary entries, activities, needs of enterprises; and what
 * comes of it: cases, warnings, yearly lists. */
#include "demo.h"

#include "domain/activity.h"
#include "domain/assessment.h"
#include "domain/diary.h"
#include "domain/need.h"
#include "domain/proceeding.h"
#include "domain/tick.h"

#define BATCH 20
#define POOL 600
#define HOUR_US INT64_C(3600000000)
#define MINUTE_US INT64_C(60000000)
/* Stations work about three times as often as experts. */
#define STATION_WEIGHT 3

struct work {
    struct diary_enterprise pool[POOL];
    size_t from;
};

static struct str
option(struct demo *m, const char *list)
{
    const struct pack_list *l = pack_list(m->station->pack, str_of(list));

    return l == NULL || l->n == 0 ? STR_EMPTY
                                  : l->options[demo_dice(m, l->n)].value;
}

/* The second holder, and every hundredth, has been idle for seven months. */
static bool
is_idle(size_t i)
{
    return i == 1 || i % 100 == 57;
}

static struct day
last_working_day(struct demo *m, const struct demo_holder *h, size_t i)
{
    struct day today = day_of_us(m->end_us);
    struct day last = day_add_days(day_add_years(h->admitted, 3), -1);

    if (is_idle(i))
        return day_add_months(today, -7);
    if (day_cmp(last, today) > 0 || i % 5 != 4)
        last = day_add_days(today, -1 - (int)(i % 60));
    return last;
}

/* Shares 20,000 entries out by the days each was in office. */
static void
share_out(struct demo *m)
{
    int64_t whole = 0, before = 0, sum = 0;

    for (int round = 0; round < 2; round++) {
        sum = 0;
        for (size_t i = 0; i < m->n_holders; i++) {
            struct demo_holder *h = &m->holders[i];
            int span = last_working_day(m, h, i).n - h->admitted.n;
            int64_t weight = span < 4 ? 0 : span;

            if (!h->is_expert)
                weight *= STATION_WEIGHT;
            sum += weight;
            if (round == 1)
                h->entries = (int)(sum * DEMO_DIARIES / whole - before);
            if (round == 1)
                before = sum * DEMO_DIARIES / whole;
        }
        whole = sum;
    }
}

static enum status
confirm_entry(struct act *x, struct demo *m, const struct diary *e,
    struct err *err)
{
    struct actor visitor = actor_visitor();
    struct str token;

    TRY(diary_new_token(x, e->subject_id, e->id, 1, &token, err));
    struct act theirs = demo_as(x, &visitor);
    return diary_answer(&theirs, token,
        &(struct diary_answer){ .was_here = true,
            .rating = 4 + (int64_t)demo_dice(m, 2),
            .remark = STR("很有帮助") },
        err);
}

static enum status
write_entry(struct act *x, struct demo *m, struct work *w, size_t i, int k,
    struct err *err)
{
    const struct demo_holder *h = &m->holders[i];
    int span = last_working_day(m, h, i).n - h->admitted.n;
    struct day day = day_add_days(
        h->admitted, 1 + (int)((int64_t)(k + 1) * (span - 1) / h->entries));
    int64_t minutes = i % 9 == 4 ? 30 : 150 + (int64_t)demo_dice(m, 150);
    bool online = demo_dice(m, 3) == 0;
    struct diary_enterprise served[12];
    size_t n = 1 + demo_dice(m, h->is_expert ? 4 : 12);
    size_t first = demo_dice(m, POOL - 12);
    struct diary e;

    for (size_t s = 0; s < n; s++)
        served[s] = w->pool[first + s];
    struct diary_new entry = { .subject_id = h->who.subject_id,
        .accreditation_id = h->accreditation_id,
        .day = day,
        .start_us = day_start_us(day) + 9 * HOUR_US,
        .mode = online ? STR("线上") : STR("线下"),
        .place = online ? STR("线上会议") : STR("企业现场"),
        .service_type = option(m, "服务类型"),
        .form = option(m, "服务形式"),
        .topic = demo_word(m, &m->activities),
        .people = (int64_t)n * 3,
        .content = STR("逐户了解诉求，现场解答政策、融资和用工问题，形成问题"
                       "清单并约定回访。"),
        .results = STR("当场答复为主，其余转办，七日内回访。"),
        .enterprises = served,
        .n_enterprises = n };
    entry.end_us = entry.start_us + minutes * MINUTE_US;
    x->now_us = entry.end_us + 6 * HOUR_US;
    x->today = day_of_us(x->now_us);
    m->now_us = x->now_us;
    struct act mine = *x;
    mine.who = &h->who.actor;
    TRY(diary_submit(&mine, &entry, &e, err));
    return i == 0 && k % 3 != 0 ? confirm_entry(&mine, m, &e, err) : OK;
}

static enum status
write_batch(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct work *w = arg;
    struct arena *scratch = arena_new("demo");
    enum status st = OK;

    x->a = scratch;
    for (size_t i = w->from; i < w->from + BATCH && i < m->n_holders; i++) {
        for (int k = 0; k < m->holders[i].entries && st == OK; k++)
            st = write_entry(x, m, w, i, k, err);
    }
    arena_free(scratch);
    return st;
}

static bool
diaries(struct demo *m)
{
    struct work *w = arena_one(m->a, struct work);
    static const char *const SIZES[] = { "小型", "微型", "中型" };

    for (size_t i = 0; i < POOL; i++)
        w->pool[i] = (struct diary_enterprise){
            .name = demo_company_name(m, demo_city(m, i)),
            .credit_code = demo_credit_code(m, 500000u + (unsigned)i),
            .size = str_of(SIZES[i % 3]) };
    share_out(m);
    for (w->from = 0; w->from < m->n_holders; w->from += BATCH) {
        if (!demo_do(m, NULL, write_batch, w, "diaries"))
            return false;
    }
    return true;
}

/* --- activities and needs --- */

static enum status
publish_activity(struct act *x, struct demo *m, void *arg, struct err *err)
{
    size_t i = *(size_t *)arg;
    const struct demo_holder *h = &m->holders[i];
    struct day day = day_add_days(day_of_us(m->end_us), 3 + (int)(i % 27));
    struct activity ac = { .subject_id = h->who.subject_id,
        .programme_id = m->station->id,
        .accreditation_id = h->accreditation_id,
        .title = m->activities.words[i % m->activities.n],
        .organiser = h->who.actor.name,
        .organiser_phone = h->who.mobile,
        .mode = i % 3 == 0 ? STR("线上") : STR("线下"),
        .region = demo_city(m, i)->code,
        .place = i % 3 == 0 ? STR("https://live.demo.example/room")
                            : STR("服务中心一层会议室"),
        .starts_us = day_start_us(day) + 14 * HOUR_US,
        .ends_us = day_start_us(day) + 16 * HOUR_US,
        .target = STR("中小企业负责人和财务人员"),
        .capacity = 30,
        .field = option(m, "服务领域"),
        .content = STR("讲解最新政策和常见问题，现场一对一答疑，全程不收费。"),
        .campaign = i % 4 == 0 ? option(m, "服务行动") : STR_EMPTY };
    struct act mine = demo_as(x, &h->who.actor);

    TRY(activity_publish(&mine, &ac, err));
    for (size_t k = 0; k < i % 5; k++) {
        struct enrolment e = { .name = demo_company_name(m, demo_city(m, k)),
            .credit_code = demo_credit_code(
                m, 510000u + (unsigned)(i * 10 + k)),
            .contact = demo_person_name(m),
            .mobile = arena_fmt(
                m->a, "1300002%04zu", (i * 10 + k) % 10000),
            .persons = 1 + (int64_t)demo_dice(m, 3) };
        struct actor visitor = actor_visitor();
        struct act theirs = demo_as(x, &visitor);

        TRY(activity_enrol(&theirs, ac.id, &e, err));
    }
    return OK;
}

static enum status
put_need(struct act *x, struct demo *m, void *arg, struct err *err)
{
    static const char *const WHAT[] = {
        "想了解研发费用加计扣除怎样备查资料，希望有人上门指导一次。",
        "流动资金紧张，想找银行做信用贷款，不清楚需要哪些材料。",
        "准备申报专精特新，想请专家看看差距在哪里。",
        "劳动合同和竞业限制条款需要律师把关。",
        "生产线想做数字化改造，不知从何入手。",
        "应收账款拖欠较多，想咨询催收和起诉的办法。",
    };
    size_t i = *(size_t *)arg;
    const struct region *city = demo_city(m, i);
    struct actor visitor = actor_visitor();
    struct act theirs = demo_as(x, &visitor);
    struct need n = { .enterprise = demo_company_name(m, city),
        .credit_code = demo_credit_code(m, 520000u + (unsigned)i),
        .region = city->parent,
        .field = option(m, "服务领域"),
        .content = str_of(WHAT[i % 6]),
        .contact = demo_person_name(m),
        .mobile = arena_fmt(m->a, "1300003%04zu", i) };

    TRY(need_put(&theirs, &n, err));
    if (i % 3 != 1)
        return OK;
    struct act mine = demo_as(x, &m->holders[0].who.actor);
    return need_take(&mine, n.id, m->holders[0].who.subject_id, err);
}

/* --- supervision --- */

struct revoking {
    const struct demo_holder *holder;
    struct proceeding p;
    const struct pack_ground *ground;
};

static enum status
open_case(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct revoking *r = arg;

    (void)m;
    TRY(proceeding_open(x,
        &(struct proceeding_new){
            .accreditation_id = r->holder->accreditation_id,
            .ground = r->ground->name,
            .facts = STR("经查，该单位冒用工作站名义对外开展有偿活动，被主管"
                         "部门通报，造成不良影响（演示）") },
        &r->p, err));
    return proceeding_notify(x, r->p.id, &r->p, err);
}

static enum status
state_view(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct revoking *r = arg;

    (void)m;
    return proceeding_state_view(x, r->p.id,
        STR("承认管理疏漏，已退还费用并处理责任人，请求从轻处理。"), err);
}

static enum status
decide_case(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct revoking *r = arg;

    (void)m;
    TRY(proceeding_get(x, r->p.id, &r->p, err));
    return proceeding_decide(x, r->p.id, true,
        STR("事实清楚，已造成不良影响，依照规定撤销（演示）"), r->p.version,
        &r->p, err);
}

static enum status
report_holder(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct accreditation c;
    struct proceeding p;
    const struct pack *pack = m->station->pack;

    (void)arg;
    TRY(accreditation_load(x, m->holders[6].who.subject_id,
        m->holders[6].accreditation_id, &c, err));
    struct actor visitor = actor_visitor();
    struct act theirs = demo_as(x, &visitor);
    return proceeding_report(&theirs,
        &(struct report_new){ .holder_number = c.number,
            .ground = pack->grounds[pack->n_grounds - 1].name,
            .facts = STR("该单位宣传材料把工作站写成“国家级服务中心”，请核查。"),
            .reporter = demo_person_name(m),
            .contact = STR("13000009997") },
        &p, err);
}

static bool
supervise(struct demo *m)
{
    struct revoking r = { .holder = &m->holders[9] };
    const struct pack *pack = m->station->pack;

    for (size_t i = 0; i < pack->n_grounds && r.ground == NULL; i++) {
        if (pack->grounds[i].may_end)
            r.ground = &pack->grounds[i];
    }
    if (r.ground == NULL)
        return true;
    /* One whose term still runs. */
    while (day_cmp(day_add_years(r.holder->admitted, 3),
               day_of_us(m->end_us)) < 0)
        r.holder += 45;
    m->now_us = m->end_us - 45 * DAY_US;
    if (!demo_do(m, &m->officers[OFFICER_SECRETARY].actor, open_case, &r,
            "opening a case"))
        return false;
    m->now_us = m->end_us - 40 * DAY_US;
    if (!demo_do(m, &r.holder->who.actor, state_view, &r, "statement"))
        return false;
    m->now_us = m->end_us - 20 * DAY_US;
    if (!demo_do(m, &m->officers[OFFICER_CENTRE].actor, decide_case, &r,
            "deciding a case"))
        return false;
    m->now_us = m->end_us - 2 * DAY_US;
    return demo_do(m, NULL, report_holder, &r, "report");
}

/* The yearly lists of the years that are over, and today's run. */
static bool
run_calendar(struct demo *m)
{
    struct tick_counts counts;
    struct err err = { 0 };
    int this_year = day_ymd(day_of_us(m->end_us)).year;
    const struct programme *both[] = { m->station, m->expert };
    enum status st = OK;

    m->now_us = m->end_us;
    for (int year = 2023; year < this_year && st == OK; year++) {
        for (size_t i = 0; i < 2 && st == OK; i++) {
            size_t n = 0;

            st = assessment_make(m->store, m->d, both[i]->id, year,
                m->end_us, &n, &err);
        }
    }
    if (st == OK)
        st = tick_run(m->store, m->d, m->end_us, &counts, &err);
    if (st != OK)
        (void)cli_failed(&err);
    return st == OK;
}

bool
demo_service(struct demo *m)
{
    if (!diaries(m) || !supervise(m))
        return false;
    for (size_t i = 0; i < 14; i++) {
        size_t who = i * 2;

        if (who % 5 == 4 || is_idle(who))
            continue;
        m->now_us = m->end_us - (int64_t)(1 + i % 6) * DAY_US;
        if (!demo_do(m, NULL, publish_activity, &who, "activities"))
            return false;
    }
    for (size_t i = 0; i < 9; i++) {
        m->now_us = m->end_us - (int64_t)(1 + i) * DAY_US;
        if (!demo_do(m, NULL, put_need, &i, "needs"))
            return false;
    }
    return run_calendar(m);
}
