#include "fixture.h"

#include "domain/application.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef SOURCE_ROOT
#error "SOURCE_ROOT is defined by tests/support/meson.build"
#endif

void
expect_ok_(enum status st, const struct err *err, const char *file, int line)
{
    if (st == OK)
        return;
    print_error("%s:%d: %s: %s (field %s; %s; %s)\n", file, line,
        status_name(st), err == NULL ? "" : err->text,
        err == NULL ? "" : err->field, err == NULL ? "" : err->where,
        err == NULL ? "" : err->detail);
    _fail(file, line);
}

static struct str
read_whole(struct arena *a, const char *relative)
{
    char path[512];
    (void)snprintf(path, sizeof(path), "%s/%s", SOURCE_ROOT, relative);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    long n = ftell(f);
    assert_true(n >= 0);
    rewind(f);
    char *p = arena_alloc(a, (size_t)n + 1);
    assert_int_equal(fread(p, 1, (size_t)n, f), (size_t)n);
    (void)fclose(f);
    return (struct str){ p, (size_t)n };
}

struct call {
    struct fixture *f;
    const struct actor *who;
    fixture_fn fn;
    void *arg;
};

static enum status
run_call(struct tx *tx, void *arg, struct err *err)
{
    struct call *c = arg;
    struct act x = act_make(c->f->a, c->f->d, tx, c->who, c->f->now_us);

    return c->fn(&x, c->arg, err);
}

enum status
fixture_write(struct fixture *f, const struct actor *who, fixture_fn fn,
    void *arg, struct err *err)
{
    struct err unused;

    return store_write(f->store, run_call, &(struct call){ f, who, fn, arg },
        err == NULL ? &unused : err);
}

enum status
fixture_read(struct fixture *f, const struct actor *who, fixture_fn fn,
    void *arg, struct err *err)
{
    struct err unused;

    return store_read(f->store, run_call, &(struct call){ f, who, fn, arg },
        err == NULL ? &unused : err);
}

static const struct pack *
load(struct fixture *f, const char *folder)
{
    char path[512];
    const struct pack *p = NULL;
    const struct pack_problem *problems = NULL;
    size_t n = 0;
    struct err err = { 0 };

    (void)snprintf(path, sizeof(path), "%s/packs/%s", SOURCE_ROOT, folder);
    expect_ok(pack_load(f->a, path, &p, &problems, &n, &err), &err);
    for (size_t i = 0; i < n; i++)
        print_message("%.*s:%d: %.*s\n", STR_ARG(problems[i].file),
            problems[i].line, STR_ARG(problems[i].text));
    assert_non_null(p);
    return p;
}

static enum status
install(struct act *x, void *arg, struct err *err)
{
    struct fixture *f = arg;
    int64_t authority = 0;

    TRY(install_holidays(x, read_whole(x->a, "data/holidays.csv"),
        read_whole(x->a, "data/holiday_notices.csv"), err));
    TRY(install_authority(x, STR("示例中小企业发展促进中心"),
        STR("Sample SME Promotion Centre"), STR("业务处"),
        STR("010-00000000"), STR("北京市示例路1号"), &authority, err));
    TRY(install_pack(x, f->station, err));
    TRY(install_pack(x, f->expert, err));
    TRY(install_programme(
        x, authority, f->station, &f->station_programme, err));
    return install_programme(
        x, authority, f->expert, &f->expert_programme, err);
}

struct fixture *
fixture_open(void)
{
    struct arena *a = arena_new("fixture");
    struct fixture *f = arena_one(a, struct fixture);
    struct err err = { 0 };
    struct actor system = actor_system();

    f->a = a;
    f->chance = 1;
    f->world = (struct world){ clock_fixed(&f->now_us),
        rand_counting(&f->chance), &f->ids };
    fixture_at(f, "2023-02-01 09:00:00");
    (void)snprintf(f->data_dir, sizeof(f->data_dir), "/tmp/mingce-test-XXXXXX");
    assert_non_null(mkdtemp(f->data_dir));
    expect_ok(store_open(STR_EMPTY,
                  &(struct store_options){ .in_memory = true }, &f->store,
                  &err),
        &err);
    expect_ok(domain_migrate(f->store, f->now_us, &err), &err);
    f->options = (struct domain_options){ .world = f->world,
        .regions_csv = read_whole(a, "data/regions.csv"),
        .data_dir = str_of(f->data_dir),
        .base_url = STR("https://mingce.example"),
        .site_name = STR("明册"),
        .site_name_en = STR("Mingce"),
        .demo = true };
    expect_ok(domain_read(f->store, &f->options, &f->d, &err), &err);
    f->station = load(f, "sme-volunteer-station");
    f->expert = load(f, "sme-volunteer-expert");
    expect_ok(fixture_write(f, &system, install, f, &err), &err);
    fixture_refresh(f);
    return f;
}

void
fixture_close(struct fixture *f)
{
    char command[128];

    domain_free(f->d);
    store_close(f->store);
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", f->data_dir);
    assert_int_equal(system(command), 0);
    arena_free(f->a);
}

struct adding {
    const struct pack *pack;
    int64_t authority_id, id, now_us;
    struct day today;
};

static enum status
add_programme(struct act *x, void *arg, struct err *err)
{
    struct adding *k = arg;

    TRY(install_pack(x, k->pack, err));
    return install_programme(x, k->authority_id, k->pack, &k->id, err);
}

static enum status
open_programme(struct act *x, void *arg, struct err *err)
{
    struct adding *k = arg;

    return k->pack->may_open
               ? OK
               : programme_issue(x, k->id, k->today, STR_EMPTY, err);
}

static enum status
open_round(struct act *x, void *arg, struct err *err)
{
    struct adding *k = arg;
    struct round r = { .programme_id = k->id,
        .name = STR("首批"),
        .opens_us = k->now_us,
        .reference = DAY_NONE,
        .open = true };

    return round_save(x, &r, err);
}

int64_t
fixture_add_programme(struct fixture *f, const char *folder)
{
    struct actor system = actor_system();
    struct err err = { 0 };
    struct adding k = { .pack = load(f, folder),
        .authority_id = f->d->programmes[0].authority_id,
        .now_us = f->now_us,
        .today = day_of_us(f->now_us) };

    expect_ok(fixture_write(f, &system, add_programme, &k, &err), &err);
    fixture_refresh(f);
    expect_ok(fixture_write(f, &system, open_programme, &k, &err), &err);
    fixture_refresh(f);
    expect_ok(fixture_write(f, &system, open_round, &k, &err), &err);
    return k.id;
}

int
fixture_setup(void **state)
{
    *state = fixture_open();
    return 0;
}

int
fixture_teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

void
fixture_at(struct fixture *f, const char *beijing)
{
    struct err err = { 0 };

    expect_ok(us_parse(str_of(beijing), &f->now_us, &err), &err);
}

void
fixture_refresh(struct fixture *f)
{
    struct err err = { 0 };
    struct domain *old = f->d;

    expect_ok(domain_read(f->store, &f->options, &f->d, &err), &err);
    domain_free(old);
    f->station = domain_programme(f->d, f->station_programme)->pack;
    f->expert = domain_programme(f->d, f->expert_programme)->pack;
}

/* --- people --- */

struct str
fixture_credit_code(struct arena *a, unsigned seed)
{
    char *code = arena_alloc(a, 19);

    (void)snprintf(code, 19, "91500000%08u00", seed % 100000000u);
    credit_code_complete(code);
    return (struct str){ code, 18 };
}

struct str
fixture_id_no(struct arena *a, unsigned seed)
{
    char *id = arena_alloc(a, 19);

    (void)snprintf(id, 19, "500199%04u%02u%02u%03u0",
        1960 + seed / 1000 % 40, 1 + seed / 90 % 12, 1 + seed / 7 % 28,
        seed % 1000);
    id_no_complete(id);
    return (struct str){ id, 18 };
}

struct actor
fixture_officer(struct fixture *f, enum role role)
{
    struct role_grant *g = arena_one(f->a, struct role_grant);

    g->role = role;
    return (struct actor){ .account_id = 1000 + (int64_t)role,
        .name = role_title(role),
        .second_factor = true,
        .grants = g,
        .n_grants = 1 };
}

struct applicant {
    struct registration r;
    int64_t account, subject;
};

static enum status
register_one(struct act *x, void *arg, struct err *err)
{
    struct applicant *p = arg;

    return account_register(x, &p->r, &p->account, &p->subject, err);
}

struct actor
fixture_applicant(
    struct fixture *f, const char *name, bool is_person, const char *region)
{
    unsigned seed = (unsigned)str_hash(str_of(name)) % 90000000u;
    struct applicant p = { .r = { .is_person = is_person,
                               .name = str_of(name),
                               .region = str_of(region),
                               .contact = STR("经办人"),
                               .password_hash = STR("-") } };
    struct actor system = actor_system();
    struct err err = { 0 };

    p.r.mobile = arena_fmt(f->a, "130%08u", seed);
    if (is_person)
        p.r.id_no = fixture_id_no(f->a, seed);
    else
        p.r.credit_code = fixture_credit_code(f->a, seed);
    expect_ok(fixture_write(f, &system, register_one, &p, &err), &err);
    struct membership *m = arena_one(f->a, struct membership);
    *m = (struct membership){ .subject_id = p.subject,
        .role = STR("owner"),
        .subject_name = str_of(name),
        .kind = is_person ? STR("person") : STR("organisation") };
    return (struct actor){ .account_id = p.account,
        .name = is_person ? str_of(name) : STR("经办人"),
        .memberships = m,
        .n_memberships = 1 };
}
