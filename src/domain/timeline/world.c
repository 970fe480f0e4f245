/* The installation of a case and the people in it. */
#include "run.h"

#include "domain/account.h"

#include <string.h>

#define DEFAULT_START "2023-02-01 00:00:00"

/* --- transactions --- */

struct call {
    struct run *r;
    const struct actor *who;
    enum status (*fn)(struct run *r, struct act *x, struct err *err);
};

static enum status
run_call(struct tx *tx, void *arg, struct err *err)
{
    struct call *c = arg;
    struct act x =
        act_make(c->r->a, c->r->d, tx, c->who, c->r->now_us);

    return c->fn(c->r, &x, err);
}

enum status
run_write(struct run *r, const struct actor *who,
    enum status (*fn)(struct run *r, struct act *x, struct err *err),
    struct err *err)
{
    return store_write(r->store, run_call, &(struct call){ r, who, fn }, err);
}

enum status
run_read(struct run *r, const struct actor *who,
    enum status (*fn)(struct run *r, struct act *x, struct err *err),
    struct err *err)
{
    return store_read(r->store, run_call, &(struct call){ r, who, fn }, err);
}

struct act
run_as(const struct act *x, const struct actor *who)
{
    return act_make(x->a, x->d, x->tx, who, x->now_us);
}

/* --- the calendar --- */

static bool
is_left_out(const struct run *r, struct str year)
{
    const struct tree *out =
        tree_get(tree_get(r->root, STR("calendar")), STR("without"));

    for (size_t i = 0; out != NULL && i < out->n; i++) {
        if (str_eq(out->items[i]->text, year))
            return true;
    }
    return false;
}

static struct str
column_of(struct str line, size_t n)
{
    struct str cell = STR_EMPTY;

    for (size_t i = 0; i <= n; i++)
        line = str_cut(line, ',', &cell, NULL);
    return cell;
}

/* A table without the years that the case takes away (in the column `year`):
 * a year without a notice is an unknown one. */
static struct str
without_years(struct run *r, struct str table, const char *year)
{
    struct buf b;
    struct str rest = table, line, head = table;
    bool more = true;
    size_t column = 0;

    if (tree_get(r->root, STR("calendar")) == NULL)
        return table;
    (void)str_cut(table, '\n', &head, NULL);
    while (column < 20 && !str_eq(str_trim(column_of(head, column)),
                              str_of(year)))
        column++;
    buf_init(&b, r->a, 1u << 20);
    while (more) {
        rest = str_cut(rest, '\n', &line, &more);
        if (is_left_out(r, column_of(line, column)))
            continue;
        buf_str(&b, line);
        if (more)
            buf_byte(&b, '\n');
    }
    return buf_view(&b);
}

static struct str
notices(struct run *r)
{
    return without_years(r, r->data->notices_csv, "year");
}

static struct str
days(struct run *r)
{
    return without_years(r, r->data->holidays_csv, "notice_year");
}

const struct holidays *
run_holidays(struct run *r, struct err *err)
{
    if (r->d != NULL)
        return r->d->holidays;
    if (r->holidays == NULL &&
        holidays_from_csv(
            r->a, days(r), notices(r), &r->holidays, err) != OK)
        return NULL;
    return r->holidays;
}

/* --- the installation --- */

static enum status
install(struct run *r, struct act *x, struct err *err)
{
    int64_t authority = 0, id = 0;

    TRY(install_holidays(x, days(r), notices(r), err));
    TRY(install_authority(x, STR("示例中心"), STR("Sample Centre"),
        STR("业务处"), STR("010-00000000"), STR("示例路1号"), &authority,
        err));
    for (size_t i = 0; i < r->n_packs; i++) {
        TRY(install_pack(x, r->packs[i].pack, err));
        TRY(install_programme(
            x, authority, r->packs[i].pack, &id, err));
    }
    return OK;
}

/* `issued`: the day on which drafts are issued. */
static enum status
issue_drafts(struct run *r, struct act *x, struct err *err)
{
    const struct tree *t = tree_get(r->root, STR("issued"));
    struct day d = DAY_NONE;

    if (t == NULL)
        return OK;
    TRY(day_parse(t->text, &d, err));
    for (size_t i = 0; i < r->d->n_programmes; i++) {
        const struct programme *p = &r->d->programmes[i];

        if (!p->pack->may_open)
            TRY(programme_issue(x, p->id, d, STR_EMPTY, err));
    }
    return OK;
}

/* Days of the round: those of the case, else those of the pack. */
static bool
round_day(struct run *r, const char *key, struct day *ret)
{
    const struct tree *t =
        tree_get(tree_get(r->root, STR("round")), str_of(key));
    struct err err;

    if (t == NULL)
        return true;
    if (day_parse(t->text, ret, &err) != OK)
        return run_fail(r, t, "%s", err.text);
    return true;
}

static enum status
open_round(struct run *r, struct act *x, const struct programme *p,
    struct err *err)
{
    const struct pack_procedure *proc =
        pack_procedure(p->pack, STR("apply"));
    struct day opens, until, reference = DAY_NONE;

    if (proc == NULL || day_is_none(programme_in_force(p)))
        return OK;
    opens = programme_in_force(p);
    until = proc->window_until;
    if (!round_day(r, "opens", &opens) || !round_day(r, "until", &until))
        return ERR_INPUT;
    reference = until;
    if (!round_day(r, "reference", &reference))
        return ERR_INPUT;
    struct round round = { .programme_id = p->id,
        .name = STR("本批次"),
        .opens_us = day_start_us(opens),
        .closes_us = day_is_none(until) ? 0 : day_end_us(until),
        .reference = reference,
        .open = true };
    return round_save(x, &round, err);
}

static enum status
open_rounds(struct run *r, struct act *x, struct err *err)
{
    for (size_t i = 0; i < r->d->n_programmes; i++)
        TRY(open_round(r, x, &r->d->programmes[i], err));
    return OK;
}

enum status
run_refresh(struct run *r, struct err *err)
{
    struct domain *old = r->d;

    TRY(domain_read(r->store, &r->options, &r->d, err));
    domain_free(old);
    return OK;
}

enum status
run_open(struct run *r, struct err *err)
{
    struct actor system = actor_system();
    int64_t now = r->now_us;
    static const struct role_grant rules = { .role = ROLE_RULES };
    const struct actor ruler = { .name = STR("规则员"),
        .second_factor = true,
        .grants = &rules,
        .n_grants = 1 };

    if (r->store != NULL)
        return OK;
    TRY(us_parse(STR(DEFAULT_START), &r->now_us, err));
    r->options = (struct domain_options){
        .world = { clock_fixed(&r->now_us), rand_counting(&r->chance),
            &r->ids },
        .regions_csv = r->data->regions_csv,
        .base_url = STR("https://mingce.example"),
        .site_name = STR("明册"),
        .site_name_en = STR("Mingce"),
        .demo = true };
    TRY(store_open(STR_EMPTY, &(struct store_options){ .in_memory = true },
        &r->store, err));
    TRY(domain_migrate(r->store, r->now_us, err));
    TRY(domain_read(r->store, &r->options, &r->d, err));
    TRY(run_write(r, &system, install, err));
    TRY(run_refresh(r, err));
    TRY(run_write(r, &ruler, issue_drafts, err));
    TRY(run_refresh(r, err));
    TRY(run_write(r, &ruler, open_rounds, err));
    TRY(run_write(r, &system, run_bodies, err));
    r->now_us = now;
    return OK;
}

void
run_close(struct run *r)
{
    domain_free(r->d);
    store_close(r->store);
    r->d = NULL;
    r->store = NULL;
}

int64_t
run_programme(const struct run *r)
{
    const struct tree *t = run_with(r, "programme");
    struct str code = t != NULL ? t->text : r->programme_code;
    const struct programme *p =
        r->d == NULL ? NULL : domain_programme_by_code(r->d, code);

    return p == NULL ? 0 : p->id;
}

/* --- people --- */

/* A valid credit code, number n, of a division that is not in use. */
static struct str
credit_code(struct arena *a, unsigned n)
{
    static const char DIGITS[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static const int WEIGHTS[] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25,
        13, 8, 24, 10, 30, 28 };
    static const int BODY[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
    struct str head = arena_fmt(a, "91500000%08u", n % 100000000u);
    char *code = arena_alloc(a, 18);
    int sum = 0;

    memcpy(code, head.p, 16);
    for (int i = 0; i < 8; i++)
        sum += (code[8 + i] - '0') * BODY[i];
    int body = 11 - sum % 11;
    code[16] = body == 10 ? 'X' : body == 11 ? '0' : (char)('0' + body);
    sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (int)(strchr(DIGITS, code[i]) - DIGITS) * WEIGHTS[i];
    code[17] = DIGITS[(31 - sum % 31) % 31];
    return (struct str){ code, 18 };
}

/* A valid identity number, number n, of a county that is not in use. */
static struct str
id_no(struct arena *a, unsigned n)
{
    static const int WEIGHTS[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5,
        8, 4, 2 };
    struct str head = arena_fmt(
        a, "500199%04u0%u15%03u", 1960 + n / 1000 % 40, 1 + n % 9, n % 1000);
    char *id = arena_alloc(a, 18);
    int sum = 0;

    memcpy(id, head.p, 17);
    for (int i = 0; i < 17; i++)
        sum += (id[i] - '0') * WEIGHTS[i];
    id[17] = "10X98765432"[sum % 11];
    return (struct str){ id, 18 };
}

/* What the case says of a person: people: {甲: {region: 510100}}; else what
 * defaults.yaml says of everybody. */
static struct str
said_of(const struct run *r, struct str name, const char *key)
{
    const struct tree *t = tree_get(
        tree_get(tree_get(r->root, STR("people")), name), str_of(key));

    if (t == NULL)
        t = tree_get(tree_get(r->defaults, STR("people")), str_of(key));
    return t == NULL ? STR_EMPTY : t->text;
}

static bool
is_person_here(struct run *r, struct str name)
{
    struct str code = said_of(r, name, "programme");
    const struct programme *p = domain_programme_by_code(
        r->d, code.n > 0 ? code : r->programme_code);

    if (code.n == 0)
        p = domain_programme(r->d, run_programme(r));
    return p != NULL && str_eq(p->pack->subject, STR("person"));
}

static const struct actor *
member(struct run *r, struct person *p)
{
    struct membership *m = arena_one(r->a, struct membership);

    *m = (struct membership){ .subject_id = p->subject,
        .role = STR("owner"),
        .subject_name = p->name,
        .kind = p->is_person ? STR("person") : STR("organisation") };
    p->who.memberships = m;
    p->who.n_memberships = 1;
    return &p->who;
}

struct actor
run_member(struct run *r, int64_t subject)
{
    struct person p = { .subject = subject };

    p.who.name = STR("经办人");
    return *member(r, &p);
}

/* The person that run_person is making; the transaction fills it in. Who is
 * there already, by direct inclusion, is not registered again. */
static enum status
register_person(struct run *r, struct act *x, struct err *err)
{
    struct person *p = &r->people.p[r->people.n - 1];
    int64_t there = 0;

    TRY(subject_by_name(x, p->name, p->is_person, &there, err));
    if (there != 0) {
        p->subject = there;
        p->who.name = p->name;
        (void)member(r, p);
        return OK;
    }
    struct registration reg = { .is_person = p->is_person,
        .name = p->name,
        .region = said_of(r, p->name, "region"),
        .contact = STR("经办人"),
        .mobile = p->mobile,
        .password_hash = STR("-") };

    *(p->is_person ? &reg.id_no : &reg.credit_code) = p->identity;
    TRY(account_register(x, &reg, &p->who.account_id, &p->subject, err));
    p->who.name = p->is_person ? p->name : STR("经办人");
    (void)member(r, p);
    return OK;
}

static enum status
add_officer(struct run *r, struct act *x, struct err *err)
{
    struct person *p = &r->people.p[r->people.n - 1];
    struct account account = { .name = p->name, .mobile = p->mobile };

    TRY(account_add(x, &account, STR("-"), err));
    p->who.account_id = account.id;
    p->who.name = p->name;
    p->who.second_factor = true;
    /* The roles are rows too: who may be drawn as an inspector is read. */
    for (size_t i = 0; i < p->who.n_grants; i++)
        TRY(grant_add(x, account.id, &p->who.grants[i], STR_EMPTY, err));
    return OK;
}

/* "经办人(甲)" works for 甲 without being the owner; "中心经办人(甲)" is an
 * officer of the authority who does. */
static bool
clerk_of(struct run *r, struct str name, struct person *p)
{
    struct str centre = STR("中心经办人("), clerk = STR("经办人(");
    bool officer = str_starts(name, centre);
    struct str rest;

    if (!officer && !str_starts(name, clerk))
        return false;
    rest = str_sub(name, officer ? centre.n : clerk.n, SIZE_MAX);
    if (rest.n < 2 || rest.p[rest.n - 1] != ')')
        return false;
    const struct person *of =
        run_person(r, str_sub(rest, 0, rest.n - 1), r->step);
    if (of == NULL)
        return false;
    struct membership *m = arena_one(r->a, struct membership);
    *m = of->who.memberships[0];
    m->role = STR("editor");
    p->who.memberships = m;
    p->who.n_memberships = 1;
    if (officer) {
        struct role_grant *g = arena_one(r->a, struct role_grant);

        g->role = ROLE_CENTRE;
        p->who.grants = g;
        p->who.n_grants = 1;
    }
    return true;
}

/* "秘书处2" or "受托机构(四川省)": the role and the region. */
static bool
officer_of(struct run *r, struct str name, struct role_grant *ret)
{
    static const struct {
        const char *name;
        enum role role;
    } TITLES[] = { { "秘书处", ROLE_SECRETARIAT }, { "中心", ROLE_CENTRE },
        { "受托机构", ROLE_RECOMMENDER }, { "规则员", ROLE_RULES },
        { "审计员", ROLE_AUDITOR }, { "管理员", ROLE_ADMIN } };

    for (size_t i = 0; i < sizeof(TITLES) / sizeof(TITLES[0]); i++) {
        struct str title = str_of(TITLES[i].name);

        if (!str_starts(name, title))
            continue;
        struct str rest = str_sub(name, title.n, SIZE_MAX);
        while (rest.n > 0 && rest.p[0] >= '0' && rest.p[0] <= '9')
            rest = str_sub(rest, 1, SIZE_MAX);
        *ret = (struct role_grant){ .role = TITLES[i].role };
        if (rest.n == 0)
            return true;
        if (rest.n < 3 || rest.p[0] != '(' || rest.p[rest.n - 1] != ')')
            continue;
        ret->region = str_sub(rest, 1, rest.n - 2);
        return true;
    }
    (void)r;
    return false;
}

struct str
run_region_code(struct run *r, struct str name)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        r->a, r->d->regions, STR_EMPTY, day_of_us(r->now_us), &n);

    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i]->name, name))
            return list[i]->code;
    }
    return name;
}

static const struct person *
known(struct run *r, struct str name)
{
    for (size_t i = 0; i < r->people.n; i++) {
        if (str_eq(r->people.p[i].name, name))
            return &r->people.p[i];
    }
    return NULL;
}

/* A row of the table r->people points at moves when somebody is added: what is
 * returned stays as it was, and nobody changes it. */
const struct person *
run_person(struct run *r, struct str name, const struct tree *at)
{
    struct actor system = actor_system();
    struct role_grant grant = { 0 };
    struct err err = { 0 };
    const struct person *there = known(r, name);
    enum status st = OK;

    if (there != NULL)
        return there;
    struct person clerk = { 0 };
    bool is_clerk = clerk_of(r, name, &clerk);
    unsigned n = (unsigned)r->people.n + 1;
    struct person *p = VEC_PUSH(r->a, &r->people);
    *p = clerk;
    p->name = name;
    p->mobile = arena_fmt(r->a, "1300000%04u", n);
    if (str_eq(name, STR("系统"))) {
        p->who = system;
    } else if (str_eq(name, STR("访客"))) {
        p->who = actor_visitor();
    } else if (is_clerk) {
        st = run_write(r, &system, add_officer, &err);
    } else if (officer_of(r, name, &grant)) {
        if (grant.region.n > 0)
            grant.region = run_region_code(r, grant.region);
        p->who.grants = arena_dup(r->a, &grant, sizeof(grant));
        p->who.n_grants = 1;
        st = run_write(r, &system, add_officer, &err);
    } else {
        p->is_person = is_person_here(r, name);
        p->identity =
            p->is_person ? id_no(r->a, n) : credit_code(r->a, n);
        st = run_write(r, &system, register_person, &err);
    }
    if (st != OK) {
        r->people.n--;
        (void)run_fail(r, at, "“" STR_FMT "”无法建立：%s %s", STR_ARG(name),
            err.text, err.detail);
        return NULL;
    }
    return &r->people.p[r->people.n - 1];
}

const struct person *
run_subject(struct run *r)
{
    const struct tree *of = run_with(r, "of");

    if (of != NULL)
        return run_person(r, of->text, of);
    if (r->as != NULL && r->as->subject != 0)
        return r->as;
    if (r->last.n > 0)
        return run_person(r, r->last, r->step);
    (void)run_fail(r, r->step, "没有写明是谁的：请在 with 中写 of");
    return NULL;
}

enum status
run_application(struct run *r, struct act *x, const struct person *p,
    struct str procedure, struct application *ret, struct err *err)
{
    struct act mine = run_as(x, &p->who);
    const struct application *list = NULL;
    int64_t programme = run_programme(r);
    size_t n = 0;

    TRY(application_mine(&mine, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].subject_id != p->subject ||
            list[i].programme_id != programme)
            continue;
        if (procedure.n == 0 || str_eq(list[i].procedure, procedure)) {
            *ret = list[i];
            return OK;
        }
    }
    return err_set(err, ERR_NOT_FOUND, "“" STR_FMT "”没有申请",
        STR_ARG(p->name));
}

enum status
run_subject_file(
    struct run *r, struct act *x, struct application *ret, struct err *err)
{
    const struct person *p = run_subject(r);

    if (p == NULL)
        return ERR_INPUT;
    return run_application(
        r, x, p, run_text(r, "procedure", ""), ret, err);
}

enum status
run_one(
    struct run *r, const char *officer, const char *verb, struct err *err)
{
    const struct person *who = run_person(
        r, officer == NULL ? r->last : str_of(officer), r->step);

    if (who == NULL)
        return ERR_INPUT;
    r->as = who;
    return run_write(r, &who->who, verb_find(str_of(verb))->fn, err);
}

enum status
run_holding_of(struct run *r, struct act *x, struct str name,
    struct accreditation *ret, struct err *err)
{
    const struct person *p = run_person(r, name, r->step);
    const struct accreditation *list = NULL;
    size_t n = 0;

    if (p == NULL)
        return ERR_INPUT;
    struct act mine = run_as(x, &p->who);
    TRY(accreditation_mine(&mine, &list, &n, err));
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, "“" STR_FMT "”没有资格",
            STR_ARG(name));
    *ret = list[0];
    return OK;
}

enum status
run_accreditation(struct run *r, struct act *x, const struct person *p,
    struct accreditation *ret, struct err *err)
{
    struct act mine = run_as(x, &p->who);
    const struct accreditation *list = NULL;
    int64_t programme = run_programme(r);
    size_t n = 0;

    TRY(accreditation_mine(&mine, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].subject_id == p->subject &&
            list[i].programme_id == programme) {
            *ret = list[i];
            return OK;
        }
    }
    return err_set(err, ERR_NOT_FOUND, "“" STR_FMT "”没有资格",
        STR_ARG(p->name));
}
