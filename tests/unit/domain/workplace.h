/* workplace.h - offices of two counties, workers at them and a transfer that is
 * handed in, for tests of who works where and who has a say in it. */
#ifndef TEST_WORKPLACE_H
#define TEST_WORKPLACE_H

#include "case.h"
#include "holder.h"

#include <string.h>

#include "domain/affiliation.h"

#define COUNTY "500101"
#define OTHER_COUNTY "500102"

struct town {
    struct fixture *f;
    int64_t offices, workers; /* programmes */
};

static inline struct town
open_town(struct fixture *f)
{
    struct town t = { .f = f };

    t.offices = fixture_add_programme(f, "chongqing-legal-office");
    t.workers = fixture_add_programme(f, "chongqing-legal-worker");
    return t;
}

/* An officer of a region ("": of all) with an account of his own. */
static inline struct actor
officer_in(const struct town *t, enum role role, const char *region,
    int64_t account_id)
{
    struct actor who = fixture_officer(t->f, role);
    struct role_grant *g = arena_one(t->f->a, struct role_grant);

    *g = who.grants[0];
    g->region = str_of(region);
    who.grants = g;
    who.account_id = account_id;
    return who;
}

/* The same to whom files of a subject are closed. */
static inline struct actor
closed_to(const struct town *t, struct actor who, int64_t subject_id)
{
    int64_t *p = arena_one(t->f->a, int64_t);

    *p = subject_id;
    who.interests = p;
    who.n_interests = 1;
    return who;
}

/* Somebody of the subject with lesser rights. */
static inline struct actor
lesser(const struct town *t, struct actor who, const char *role)
{
    struct membership *m = arena_one(t->f->a, struct membership);

    *m = who.memberships[0];
    m->role = str_of(role);
    who.memberships = m;
    return who;
}

static inline struct holder
settle_down(const struct town *t, int64_t programme_id, const char *document,
    const char *name, const char *region)
{
    const struct pack *p = domain_programme(t->f->d, programme_id)->pack;
    struct holder h = { .who = fixture_applicant(t->f, name,
                            str_eq(p->subject, STR("person")), region) };
    struct actor system = actor_system();
    struct grant_call g = { .g = { .subject_id =
                                       h.who.memberships[0].subject_id,
                                .programme_id = programme_id,
                                .route = STR("self"),
                                .name = str_of(name),
                                .region = str_of(region),
                                .info = json_new(t->f->a, JSON_OBJECT),
                                .pack = p,
                                .admitted = day_of_us(t->f->now_us),
                                .completed = true,
                                .clause = STR("D-4-2-e"),
                                .document = str_of(document) } };
    struct err err = { 0 };

    expect_ok(fixture_write(t->f, &system, run_grant, &g, &err), &err);
    h.c = g.c;
    return h;
}

static inline struct holder
make_office(const struct town *t, const char *name, const char *region)
{
    return settle_down(t, t->offices, "机构执业证", name, region);
}

struct begin_call {
    const struct accreditation *c, *host;
    struct day since;
};

static inline enum status
run_begin(struct act *x, void *arg, struct err *err)
{
    struct begin_call *b = arg;

    return affiliation_begin(
        x, b->c, b->host, b->since, 0, STR("D-4-2-e"), err);
}

static inline enum status
try_begin(const struct town *t, const struct holder *worker,
    const struct holder *host, struct day since, struct err *err)
{
    struct actor system = actor_system();
    struct begin_call b = { &worker->c, &host->c, since };

    return fixture_write(t->f, &system, run_begin, &b, err);
}

/* A worker at an office since the clock's day. */
static inline struct holder
make_worker(
    const struct town *t, const char *name, const struct holder *host)
{
    struct holder h = settle_down(t, t->workers, "执业证", name,
        arena_cstr(t->f->a, host->c.region));
    struct err err = { 0 };

    expect_ok(
        try_begin(t, &h, host, day_of_us(t->f->now_us), &err), &err);
    return h;
}

/* --- a transfer --- */

struct transfer {
    int64_t programme_id;
    const struct accreditation *c; /* while it is drafted */
    struct str host;               /* number typed */
    struct application app;
};

static inline enum status
run_draft(struct act *x, void *arg, struct err *err)
{
    struct transfer *m = arg;
    struct json *v = json_new(x->a, JSON_OBJECT);

    TRY(application_start(x, m->programme_id, STR("transfer"),
        m->c->subject_id, m->c->id, STR("self"), &m->app, err));
    json_set(x->a, v, STR("调入机构编号"), json_text(x->a, m->host));
    json_set(x->a, v, STR("变更原因"), json_text(x->a, STR("家庭住址变更")));
    json_set(x->a, v, STR("解除聘用证明"), case_json(x->a, STR(FILE_JSON)));
    json_set(x->a, v, STR("变更接收证明"), case_json(x->a, STR(FILE_JSON)));
    json_set(
        x->a, v, STR("承办业务情况"), json_text(x->a, STR("没有承办业务")));
    return application_save(
        x, m->app.id, STR("变更内容"), v, m->app.version, &m->app, err);
}

static inline enum status
run_submit(struct act *x, void *arg, struct err *err)
{
    struct transfer *m = arg;

    TRY(application_submit(x, m->app.id, x->now_us, &m->app, err));
    return application_load(x, 0, m->app.id, &m->app, err);
}

static inline enum status
run_take_back(struct act *x, void *arg, struct err *err)
{
    struct transfer *m = arg;

    return application_withdraw(x, m->app.id, STR("不再变更"), err);
}

static inline struct transfer
drafted(const struct town *t, const struct holder *worker, struct str host)
{
    struct transfer m = {
        .programme_id = t->workers, .c = &worker->c, .host = host };
    struct err err = { 0 };

    expect_ok(fixture_write(t->f, &worker->who, run_draft, &m, &err), &err);
    m.c = NULL;
    return m;
}

static inline struct transfer
handed_in(const struct town *t, const struct holder *worker,
    const struct holder *host)
{
    struct transfer m = drafted(t, worker, host->c.number);
    struct err err = { 0 };

    expect_ok(fixture_write(t->f, &worker->who, run_submit, &m, &err), &err);
    return m;
}

static inline void
take_back(const struct town *t, const struct holder *worker,
    const struct transfer *m)
{
    struct transfer copy = *m;
    struct err err = { 0 };

    expect_ok(
        fixture_write(t->f, &worker->who, run_take_back, &copy, &err), &err);
}

#endif
