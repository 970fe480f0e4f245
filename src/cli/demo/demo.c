/* mingce demo: the made-up installation of ./run demo. */
#include "demo.h"

#include "domain/application.h"
#include "domain/install.h"

#include <stdio.h>
#include <string.h>

struct login {
    const char *role, *login, *try_first;
    enum role grant; /* officers */
    const char *programme, *region;
};

static const struct login OFFICERS[OFFICER_COUNT_] = {
    [OFFICER_ADMIN] = { "系统管理员", "admin@demo.example",
        "用户与角色", ROLE_ADMIN, NULL, NULL },
    [OFFICER_CENTRE] = { "认定机关（中心）", "centre@demo.example",
        "工作台：确认名单、发布公示、认定发证", ROLE_CENTRE, NULL, NULL },
    [OFFICER_CENTRE_2] = { "认定机关（中心）复核人", "centre2@demo.example",
        "与前一账号分工：提出的人不能自己确认", ROLE_CENTRE, NULL, NULL },
    [OFFICER_SECRETARY] = { "秘书处", "secretariat@demo.example",
        "待审申请：核验、要求补正、提出结论", ROLE_SECRETARIAT, NULL, NULL },
    [OFFICER_SECRETARY_2] = { "秘书处（二）", "secretariat2@demo.example",
        "另一位审核人", ROLE_SECRETARIAT, NULL, NULL },
    [OFFICER_RECOMMENDER] = { "省级受委托机构（四川）",
        "recommender@demo.example", "直接纳入：上传汇总表，看退回的三行",
        ROLE_RECOMMENDER, NULL, "510000" },
    [OFFICER_RULES] = { "规则管理员", "rules@demo.example",
        "政策包、口径、节假日表、批次", ROLE_RULES, NULL, NULL },
    [OFFICER_AUDITOR] = { "审计员", "auditor@demo.example",
        "审计记录", ROLE_AUDITOR, NULL, NULL },
};

/* People of organisations and experts; demo_holders and demo_applications
 * register these addresses. */
static const struct login OTHERS[] = {
    { "工作站（有效）", "station@demo.example",
        "我的资格：年度进度、志愿日记、活动、证书", ROLE_COUNT_, NULL, NULL },
    { "工作站（半年未活动）", "idle@demo.example",
        "预警与恢复：填一篇日记看看", ROLE_COUNT_, NULL, NULL },
    { "专家（有效）", "expert@demo.example",
        "聘书、日记、报名活动", ROLE_COUNT_, NULL, NULL },
    { "申报单位（草稿）", "applicant@demo.example",
        "接着填写，逐条看是否符合，核对并提交", ROLE_COUNT_, NULL, NULL },
};

/* --- the table of logins --- */

void
demo_print_login(
    const char *login, const char *role, const char *try_first)
{
    (void)printf("  %-28s %s：%s\n", login, role, try_first);
}

static int
print_logins(void)
{
    (void)printf("\n所有账号的密码都是 / one password for all: %s\n\n",
        DEMO_PASSWORD);
    for (size_t i = 0; i < OFFICER_COUNT_; i++)
        demo_print_login(
            OFFICERS[i].login, OFFICERS[i].role, OFFICERS[i].try_first);
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++)
        demo_print_login(
            OTHERS[i].login, OTHERS[i].role, OTHERS[i].try_first);
    demo_people_print();
    demo_work_print();
    (void)printf("\n先看 / start with: /demo (accounts and the clock), / , "
                 "/register , /notices\n\n");
    return EXIT_DONE;
}

void
demo_add_login(struct demo *m, struct json *list, const char *login,
    const char *role, const char *try_first)
{
    struct json *one = json_new(m->a, JSON_OBJECT);

    json_set(m->a, one, STR("role"), json_text(m->a, str_of(role)));
    json_set(m->a, one, STR("login"), json_text(m->a, str_of(login)));
    json_set(m->a, one, STR("password"), json_text(m->a, STR(DEMO_PASSWORD)));
    json_set(m->a, one, STR("try"), json_text(m->a, str_of(try_first)));
    json_push(m->a, list, one);
}

/* --- acts --- */

struct doing {
    struct demo *m;
    const struct actor *who;
    demo_fn fn;
    void *arg;
};

static enum status
run_doing(struct tx *tx, void *arg, struct err *err)
{
    struct doing *q = arg;
    struct act x =
        act_make(q->m->a, q->m->d, tx, q->who, q->m->now_us);

    return q->fn(&x, q->m, q->arg, err);
}

bool
demo_do(struct demo *m, const struct actor *who, demo_fn fn, void *arg,
    const char *what)
{
    struct actor system = actor_system();
    struct doing q = { m, who == NULL ? &system : who, fn, arg };
    struct err err = { 0 };

    if (store_write(m->store, run_doing, &q, &err) == OK)
        return true;
    (void)fprintf(stderr, "mingce demo: %s: ", what);
    (void)cli_failed(&err);
    return false;
}

struct day
demo_ago(const struct demo *m, int days, int reach)
{
    const struct holidays *h = m->d->holidays;
    struct day day = day_add_days(day_of_us(m->end_us), -days);
    int year = day_ymd(day_add_days(day, reach)).year;

    if (holidays_has_year(h, year))
        return day;
    while (year > 2020 && !holidays_has_year(h, year))
        year--;
    return day_add_days(day_of_ymd(year, 12, 31), -reach);
}

struct act
demo_as(const struct act *x, const struct actor *who)
{
    return act_make(x->a, x->d, x->tx, who, x->now_us);
}

enum status
demo_register(struct act *x, struct demo *m, bool is_person, struct str name,
    struct str email, const struct region *city, struct demo_person *ret,
    struct err *err)
{
    unsigned serial = ++m->serial;
    struct registration r = { .is_person = is_person,
        .name = name,
        .region = city->code,
        .contact = is_person ? name : demo_person_name(m),
        .mobile = arena_fmt(m->a, "1300000%04u", serial),
        .email = email,
        .password_hash = m->hash };

    if (is_person)
        r.id_no = demo_id_no(m, serial);
    else
        r.credit_code = demo_credit_code(m, serial);
    *ret = (struct demo_person){ .name = name, .mobile = r.mobile };
    TRY(account_register(x, &r, &ret->account_id, &ret->subject_id, err));
    struct membership *member = arena_one(m->a, struct membership);
    *member = (struct membership){ .subject_id = ret->subject_id,
        .role = STR("owner"),
        .subject_name = name,
        .kind = is_person ? STR("person") : STR("organisation") };
    ret->actor = (struct actor){ .account_id = ret->account_id,
        .name = r.contact,
        .memberships = member,
        .n_memberships = 1 };
    return OK;
}

/* --- officers, rounds, the list of logins --- */

static enum status
add_officers(struct act *x, struct demo *m, void *arg, struct err *err)
{
    (void)arg;
    for (size_t i = 0; i < OFFICER_COUNT_; i++) {
        const struct login *l = &OFFICERS[i];
        struct demo_person *p = &m->officers[i];
        struct role_grant *g = arena_one(m->a, struct role_grant);
        struct account account = { .email = str_of(l->login),
            .name = demo_person_name(m) };

        *g = (struct role_grant){ .role = l->grant,
            .region = l->region == NULL ? STR_EMPTY : str_of(l->region) };
        TRY(account_add(x, &account, m->hash, err));
        TRY(grant_add(x, account.id, g, STR("演示"), err));
        p->account_id = account.id;
        p->name = account.name;
        p->actor = (struct actor){ .account_id = account.id,
            .name = account.name,
            .second_factor = true,
            .grants = g,
            .n_grants = 1 };
    }
    return OK;
}

static enum status
put_logins(struct act *x, struct demo *m, void *arg, struct err *err)
{
    struct json *list = json_new(m->a, JSON_LIST);
    struct buf b;
    struct str text;

    (void)arg;
    for (size_t i = 0; i < OFFICER_COUNT_; i++)
        demo_add_login(m, list, OFFICERS[i].login, OFFICERS[i].role,
            OFFICERS[i].try_first);
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++)
        demo_add_login(
            m, list, OTHERS[i].login, OTHERS[i].role, OTHERS[i].try_first);
    demo_people_logins(m, list);
    demo_work_logins(m, list);
    buf_init(&b, m->a, 65536);
    json_write(&b, list);
    TRY(buf_done(&b, &text, err));
    return setting_put(x, STR("demo/logins"), text, err);
}

/* --- the whole --- */

/* Which part a programme plays in the demo: by what its pack has. */
static void
find_role(struct demo *m, const struct programme *p)
{
    const struct pack_procedure *apply =
        pack_procedure(p->pack, STR("apply"));

    if (p->pack->works_at.n > 0)
        m->worker = p;
    else if (pack_procedure(p->pack, STR("renew")) != NULL &&
        pack_form(p->pack, STR("diary")) != NULL) {
        if (str_eq(p->pack->subject, STR("person")))
            m->expert = p;
        else
            m->station = p;
    } else if (p->pack->n_categories > 0)
        m->firms = p;
    else if (apply != NULL &&
             procedure_stage(apply, STAGE_RECORDATION) != NULL)
        m->legal = p;
}

enum status
demo_read(struct demo *m, struct err *err)
{
    struct cli *c = m->c;
    struct domain_options o = { .world = { clock_fixed(&m->now_us),
                                    rand_counting(&m->chance),
                                    c->world->ids },
        .regions_csv = cli_data_file(STR("regions.csv")),
        .data_dir = config_text(c->config, "data"),
        .base_url = config_text(c->config, "base_url"),
        .site_name = config_text(c->config, "site_name"),
        .site_name_en = config_text(c->config, "site_name_en"),
        .demo = true };

    m->old = m->d;
    TRY(domain_read(m->store, &o, &m->d, err));
    for (size_t i = 0; i < m->d->n_programmes; i++)
        find_role(m, &m->d->programmes[i]);
    if (m->worker != NULL)
        m->office =
            domain_programme_by_code(m->d, m->worker->pack->works_at);
    return m->station != NULL && m->expert != NULL && m->legal != NULL &&
                   m->firms != NULL && m->office != NULL
               ? OK
               : err_set(err, ERR_CONFLICT,
                     "the demo wants the six programmes it knows");
}

static bool
begin(struct demo *m)
{
    struct cli *c = m->c;
    struct err err = { 0 };

    m->end_us = world_now(c->world);
    m->now_us = day_start_us(day_of_ymd(2023, 2, 1)) + INT64_C(32400000000);
    if (!cli_install(c, m->store))
        return false;
    if (demo_read(m, &err) != OK ||
        password_hash(m->a, c->world, STR(DEMO_PASSWORD), &m->hash, &err) !=
            OK) {
        (void)cli_failed(&err);
        return false;
    }
    demo_read_words(m);
    return true;
}

int
cmd_demo(struct cli *c)
{
    struct demo m = { .c = c, .a = c->a, .dice = 8 };
    bool ok;

    if (c->n_args > 0 && str_eq(c->args[0], STR("logins")))
        return print_logins();
    if (c->n_args > 0) {
        (void)fprintf(stderr, "usage: mingce demo [logins]\n");
        return EXIT_USAGE;
    }
    if (!cli_open_store(c, &m.store))
        return EXIT_FAILED;
    int64_t started = clock_monotonic_us();
    ok = begin(&m) &&
         demo_do(&m, NULL, add_officers, NULL, "officers") &&
         demo_holders(&m) && demo_applications(&m) && demo_direct(&m) &&
         demo_service(&m) && demo_selecting(&m) && demo_workforce(&m);
    m.now_us = m.end_us;
    ok = ok && demo_do(&m, NULL, put_logins, NULL, "logins");
    domain_free(m.old);
    domain_free(m.d);
    store_close(m.store);
    if (!ok)
        return EXIT_FAILED;
    (void)printf("The demo is loaded: %d volunteers, %d legal-service stations, "
                 "%d law firms, %d legal service offices in %.1f s.\n",
        DEMO_STATIONS + DEMO_EXPERTS, DEMO_LEGAL, DEMO_FIRMS, DEMO_OFFICES,
        (double)(clock_monotonic_us() - started) / 1e6);
    return EXIT_DONE;
}
