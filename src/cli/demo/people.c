/* Officers, bodies, judges of the programmes that select, and their logins. */
#include "select.h"

struct hand {
    const char *role, *login, *try_first;
    enum role grant;   /* ROLE_COUNT_: none, a seat */
    bool of_firms;     /* which of the two programmes */
};

static const struct hand HANDS[HAND_COUNT_] = {
    [HAND_SERVICE] = { "会员发展与服务部（法律服务工作站）",
        "service@demo.example", "工作台：形式审查、公示、汇总报备案、投诉核实",
        ROLE_SECRETARIAT, false },
    [HAND_LEADER] = { "协会负责人（法律服务工作站）",
        "association@demo.example", "任命评定小组、备案、终止决定",
        ROLE_CENTRE, false },
    [HAND_BAR] = { "推荐单位：四川省律师协会", "bar@demo.example",
        "送达的申请：推荐、退回，成批转报", ROLE_COUNT_, false },
    [HAND_BAR_2] = { "推荐单位：成都市中小企业服务中心",
        "chengdu-centre@demo.example", "只看到自己辖区的申请", ROLE_COUNT_,
        false },
    [HAND_JUDGE] = { "评定小组组长", "judge1@demo.example",
        "评审：声明、打开材料、逐项意见、评分、表决、出结果", ROLE_COUNT_,
        false },
    [HAND_JUDGE_2] = { "评定小组成员", "judge2@demo.example", "评审工作台",
        ROLE_COUNT_, false },
    [HAND_JUDGE_3] = { "评定小组成员（可试回避）", "judge3@demo.example",
        "声明有利害关系，材料随即不再可见", ROLE_COUNT_, false },
    [HAND_JUDGE_4] = { "评定小组成员（与一家律所有利害关系）",
        "judge4@demo.example", "登记过利害关系，这家律所的申请不可见",
        ROLE_COUNT_, false },
    [HAND_JUDGE_5] = { "评定小组候补成员", "judge5@demo.example",
        "有人回避时递补", ROLE_COUNT_, false },
    [HAND_CITY] = { "市律师协会：成都（初审）", "chengdu-bar@demo.example",
        "初审：退回一次、不通过、通过并转报", ROLE_COUNT_, true },
    [HAND_OFFICE] = { "执行办公室（专精特新律所）", "office@demo.example",
        "评审小组、名额、建议、联合发布稿", ROLE_SECRETARIAT, true },
    [HAND_RATER] = { "初评小组组长", "rater1@demo.example",
        "按类别评分和建议", ROLE_COUNT_, true },
    [HAND_RATER_2] = { "初评小组成员", "rater2@demo.example", "评审工作台",
        ROLE_COUNT_, true },
    [HAND_RATER_3] = { "初评小组成员", "rater3@demo.example", "评审工作台",
        ROLE_COUNT_, true },
    [HAND_GROUP] = { "领导小组", "group@demo.example",
        "逐项决定，看剩余名额；重大变化和撤销的决定", ROLE_CENTRE, true },
    [HAND_GROUP_2] = { "领导小组（第二人）", "group2@demo.example",
        "同意或者不同意突破名额", ROLE_CENTRE, true },
    [HAND_PARTY] = { "联合发布：省律师行业党委", "party@demo.example",
        "签署联合发布稿（先签）", ROLE_COUNT_, true },
    [HAND_SOCIETY] = { "联合发布：省律师协会", "society@demo.example",
        "签署联合发布稿（后签，签后即发布）", ROLE_COUNT_, true },
    [HAND_SECRETARIES] = { "省律师协会秘书处", "office-b@demo.example",
        "重大变化报告、处罚登记、立案", ROLE_SECRETARIAT, true },
    [HAND_MONITOR] = { "律管委（动态监测）", "monitor@demo.example",
        "动态监测登记和处罚线索", ROLE_SECRETARIAT, true },
};

static const struct hand OTHERS[] = {
    { "律师事务所（工作站申请草稿）", "firm-a@demo.example",
        "选择推荐单位，核对并提交", ROLE_COUNT_, false },
    { "法律服务工作站（有效）", "station-a@demo.example",
        "服务记录、法律体检、年度报告、人员推荐", ROLE_COUNT_, false },
    { "会员企业", "member@demo.example", "投诉工作站，查看处理结果",
        ROLE_COUNT_, false },
    { "律师事务所（申报专精特新，草稿）", "firm-b@demo.example",
        "两个类别，核对并提交", ROLE_COUNT_, true },
    { "专精特新律所（已认定）", "holder-b@demo.example",
        "资格、重大变化报告、困难和服务申请", ROLE_COUNT_, true },
    { "培育律所", "incubated@demo.example", "帮扶记录，申请认定",
        ROLE_COUNT_, true },
};

void
demo_people_print(void)
{
    for (size_t i = 0; i < HAND_COUNT_; i++)
        demo_print_login(HANDS[i].login, HANDS[i].role, HANDS[i].try_first);
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++)
        demo_print_login(
            OTHERS[i].login, OTHERS[i].role, OTHERS[i].try_first);
}

void
demo_people_logins(struct demo *m, struct json *list)
{
    for (size_t i = 0; i < HAND_COUNT_; i++)
        demo_add_login(
            m, list, HANDS[i].login, HANDS[i].role, HANDS[i].try_first);
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++)
        demo_add_login(
            m, list, OTHERS[i].login, OTHERS[i].role, OTHERS[i].try_first);
}

/* --- making them --- */

enum status
demo_reload(struct act *x, struct demo_select *s, struct demo_person *p,
    struct err *err)
{
    struct act kept = *x;

    kept.a = s->m->a;
    TRY(actor_load(&kept, p->account_id, &p->actor, err));
    p->actor.second_factor = true;
    return OK;
}

static enum status
add_hand(struct act *x, struct demo_select *s, struct demo_person *p,
    struct str login, enum role role, int64_t programme_id, struct err *err)
{
    struct account account = { .email = login,
        .name = demo_own_name(s->m) };

    TRY(account_add(x, &account, s->m->hash, err));
    p->account_id = account.id;
    p->name = account.name;
    if (role < ROLE_COUNT_)
        TRY(grant_add(x, account.id,
            &(struct role_grant){ .role = role, .programme_id = programme_id },
            STR("演示"), err));
    return demo_reload(x, s, p, err);
}

/* A body and who sits on it. */
static enum status
add_body(struct act *x, struct demo_select *s, int64_t programme_id,
    const char *kind, struct str name, struct str region,
    struct demo_person *who, int64_t *ret, struct err *err)
{
    struct body b = { .programme_id = programme_id,
        .kind = str_of(kind),
        .name = name,
        .region = region,
        .contact = who->name,
        .phone = STR("028-00000000") };

    TRY(body_save(x, &b, err));
    TRY(body_seat_add(x, b.id, who->account_id, err));
    *ret = b.id;
    return demo_reload(x, s, who, err);
}

static enum status
add_cities(struct act *x, struct demo_select *s, struct err *err)
{
    size_t n = 0;
    const struct region *const *cities = region_children(s->m->a,
        x->d->regions, STR("510000"), x->today, &n);

    for (size_t i = 0; i < n && i < DEMO_CITIES; i++) {
        struct demo_person *p =
            i == 0 ? &s->hands[HAND_CITY] : &s->cities[i];

        s->city_regions[i] = cities[i];
        if (i > 0)
            TRY(add_hand(x, s, p,
                arena_fmt(s->m->a, "city%zu@demo.example", i + 1),
                ROLE_COUNT_, 0, err));
        TRY(add_body(x, s, s->m->firms->id, "市州律师协会",
            arena_fmt(s->m->a, STR_FMT "律师协会（演示）",
                STR_ARG(cities[i]->name)),
            cities[i]->code, p, &s->city_bodies[i], err));
        s->cities[i] = *p;
    }
    return OK;
}

static enum status
add_people(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    int64_t stations = s->m->legal->id, firms = s->m->firms->id;
    int64_t id = 0;

    (void)arg;
    for (size_t i = 0; i < HAND_COUNT_; i++)
        TRY(add_hand(x, s, &s->hands[i], str_of(HANDS[i].login),
            HANDS[i].grant, HANDS[i].of_firms ? firms : stations, err));
    TRY(add_body(x, s, stations, "省级律师行业协会",
        STR("四川省律师协会（演示）"), STR("510000"), &s->hands[HAND_BAR],
        &s->bar, err));
    TRY(add_body(x, s, stations, "重点城市中小企业服务中心",
        STR("成都市中小企业服务中心（演示）"), STR("510100"),
        &s->hands[HAND_BAR_2], &s->key_city, err));
    TRY(add_cities(x, s, err));
    TRY(add_body(x, s, firms, "省律师行业党委",
        STR("四川省律师行业党委（演示）"), STR("510000"),
        &s->hands[HAND_PARTY], &id, err));
    return add_body(x, s, firms, "省律师协会", STR("四川省律师协会（演示）"),
        STR("510000"), &s->hands[HAND_SOCIETY], &id, err);
}

bool
demo_people(struct demo_select *s)
{
    return demo_batch(s, add_people, NULL, "people");
}
