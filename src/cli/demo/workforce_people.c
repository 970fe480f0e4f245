/* Officers of the workforce: the authority, its inspectors, the association, a
 * bureau in each division. */
#include "workforce.h"

#include "domain/body.h"

struct hand {
    const char *role, *login, *try_first;
    enum role grant;
};

static const struct hand HANDS[WORK_HAND_COUNT_] = {
    [WORK_CITY] = { "重庆市司法局（队伍发展计划、备案）",
        "justice@demo.example",
        "发展计划：汇总、下达、修订；备案；例外批准", ROLE_CENTRE },
    [WORK_CITY_2] = { "重庆市司法局（监督）", "justice2@demo.example",
        "双随机抽查：公布方案、录入种子、公布结果", ROLE_CENTRE },
    [WORK_INSPECTOR] = { "重庆市司法局检查人员", "inspector@demo.example",
        "抽中的检查：逐项记录", ROLE_SECRETARIAT },
    [WORK_INSPECTOR_2] = { "重庆市司法局检查人员（二）",
        "inspector2@demo.example", "抽中的检查", ROLE_SECRETARIAT },
    [WORK_ASSOCIATION] = { "市基层法律服务工作者协会",
        "association-d@demo.example", "培训、维权、惩戒、表彰的台账",
        ROLE_SECRETARIAT },
};

/* Bureaus with a name of their own; the others are county-CODE@. */
struct bureau {
    const char *code, *name, *role, *try_first, *role_2, *try_2;
};
static const struct bureau BUREAUS[] = {
    { "500101", "wanzhou", "万州区司法局（受理、审核）",
        "填报下一年度数据；执业核准和变更的审核", "万州区司法局（决定）",
        "最后一个名额给谁；年度考核" },
    { "500103", "yuzhong", "渝中区司法局（受理、审核）",
        "律师万人比已达标：提请例外", "渝中区司法局（决定）", "工作台" },
    { "500231", "dianjiang", "垫江县司法局（受理、审核）",
        "调入本县的变更申请", "垫江县司法局（决定）", "决定调入" },
};

#define N_BUREAUS (sizeof(BUREAUS) / sizeof(BUREAUS[0]))

static struct str
bureau_login(struct arena *a, const char *name, bool second)
{
    return arena_fmt(a, "%s%s@demo.example", name, second ? "2" : "");
}

static const struct hand OTHERS[] = {
    { "基层法律服务所（万州街道所）", "office-d@demo.example",
        "案件登记、内部制度、年度自评；同意人员调出", ROLE_COUNT_ },
    { "基层法律服务所（垫江乡镇所）", "office-e@demo.example",
        "同意接收调入人员", ROLE_COUNT_ },
    { "执业申请人（万州，申请草稿）", "candidate@demo.example",
        "核对并提交：还剩最后一个名额", ROLE_COUNT_ },
    { "实习人员（万州）", "intern@demo.example", "实习登记和期满日",
        ROLE_COUNT_ },
    { "基层法律服务工作者（万州街道所）", "worker@demo.example",
        "变更执业机构：渝中不准、垫江可以，各有依据", ROLE_COUNT_ },
};

static const struct hand REST = { "其余区县司法局",
    "county-500102@demo.example", "按行政区划代码；决定人员为 county-500102-2@",
    ROLE_COUNT_ };

/* Calls fn for every login, in the order of the table. */
static void
each_login(struct arena *a,
    void (*fn)(void *arg, const char *login, const struct hand *h), void *arg)
{
    for (size_t i = 0; i < WORK_HAND_COUNT_; i++)
        fn(arg, HANDS[i].login, &HANDS[i]);
    for (size_t i = 0; i < N_BUREAUS; i++) {
        for (int k = 0; k < 2; k++)
            fn(arg,
                arena_cstr(a, bureau_login(a, BUREAUS[i].name, k == 1)),
                &(struct hand){ .role = k == 0 ? BUREAUS[i].role
                                               : BUREAUS[i].role_2,
                    .try_first = k == 0 ? BUREAUS[i].try_first
                                        : BUREAUS[i].try_2 });
    }
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++)
        fn(arg, OTHERS[i].login, &OTHERS[i]);
    fn(arg, REST.login, &REST);
}

static void
print_one(void *arg, const char *login, const struct hand *h)
{
    (void)arg;
    demo_print_login(login, h->role, h->try_first);
}

void
demo_work_print(void)
{
    struct arena *a = arena_new("logins");

    each_login(a, print_one, NULL);
    arena_free(a);
}

struct listing {
    struct demo *m;
    struct json *list;
};

static void
list_one(void *arg, const char *login, const struct hand *h)
{
    struct listing *l = arg;

    demo_add_login(l->m, l->list, login, h->role, h->try_first);
}

void
demo_work_logins(struct demo *m, struct json *list)
{
    each_login(m->a, list_one, &(struct listing){ m, list });
}

/* --- making them --- */

/* An officer of both programmes, in a division ("": everywhere). */
static enum status
add_officer(struct act *x, struct workforce *w, struct demo_person *p,
    struct str login, enum role role, struct str region, struct err *err)
{
    struct account account = { .email = login,
        .name = demo_own_name(w->m) };
    const int64_t OF[] = { w->m->worker->id, w->m->office->id };

    TRY(account_add(x, &account, w->m->hash, err));
    p->account_id = account.id;
    p->name = account.name;
    for (size_t i = 0; i < 2; i++)
        TRY(grant_add(x, account.id,
            &(struct role_grant){ .role = role,
                .programme_id = OF[i],
                .region = region },
            STR("演示"), err));
    return demo_reload(x, w->s, p, err);
}

static struct str
login_of(struct workforce *w, const struct work_unit *u, bool second)
{
    for (size_t i = 0; i < N_BUREAUS; i++) {
        if (str_eq(u->code, str_of(BUREAUS[i].code)))
            return bureau_login(w->m->a, BUREAUS[i].name, second);
    }
    return arena_fmt(w->m->a, "county-" STR_FMT "%s@demo.example",
        STR_ARG(u->code), second ? "-2" : "");
}

/* The association takes part in both programmes: what it keeps nobody else
 * decides. */
static enum status
add_association(struct act *x, struct workforce *w, struct err *err)
{
    const struct programme *const OF[] = { w->m->worker, w->m->office };
    struct demo_person *who = &w->hands[WORK_ASSOCIATION];

    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < OF[i]->pack->n_bodies; k++) {
            struct body b = { .programme_id = OF[i]->id,
                .kind = OF[i]->pack->bodies[k].name,
                .name = str_of(HANDS[WORK_ASSOCIATION].role),
                .region = STR("500000"),
                .contact = who->name,
                .phone = STR("023-00000000") };

            TRY(body_save(x, &b, err));
            TRY(body_seat_add(x, b.id, who->account_id, err));
        }
    }
    return demo_reload(x, w->s, who, err);
}

static enum status
add_people(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;

    (void)s;
    for (size_t i = 0; i < WORK_HAND_COUNT_; i++)
        TRY(add_officer(x, w, &w->hands[i], str_of(HANDS[i].login),
            HANDS[i].grant, STR_EMPTY, err));
    TRY(add_association(x, w, err));
    for (size_t i = 0; i < w->n_units; i++) {
        struct work_unit *u = &w->units[i];

        if (i > 0 && str_eq(u->code, u[-1].code)) {
            u->review = u[-1].review;
            u->decide = u[-1].decide;
            continue;
        }
        TRY(add_officer(x, w, &u->review, login_of(w, u, false),
            ROLE_SECRETARIAT, u->code, err));
        TRY(add_officer(x, w, &u->decide, login_of(w, u, true), ROLE_CENTRE,
            u->code, err));
    }
    return OK;
}

/* Anybody may apply at any time: one round without an end. */
static enum status
add_round(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;
    struct round r = { .programme_id = s->p->id,
        .name = STR("常年受理（演示）"),
        .doc_no = s->p->pack->doc_no,
        .contact = STR("演示联系人"),
        .phone = STR("023-00000000"),
        .email = STR("workforce@demo.example"),
        .opens_us = day_start_us(s->p->pack->in_force),
        .reference = DAY_NONE,
        .open = true };

    (void)w;
    return round_save(x, &r, err);
}

bool
work_people(struct workforce *w)
{
    w->m->now_us = day_start_us(day_of_ymd(2024, 12, 2)) + 9 * HOUR_US;
    return work_do(w, add_people, "workforce: people") &&
           work_do(w, add_round, "workforce: round");
}
