/* holders.h - holders for tests of supervision: granted on a day. */
#ifndef TEST_HOLDERS_H
#define TEST_HOLDERS_H

#include "fixture.h"

#include "domain/accreditation.h"

struct grant_call {
    int64_t programme_id, subject_id;
    const struct pack *pack;
    const char *name;
    struct accreditation got;
};

static inline enum status
grant_one(struct act *x, void *arg, struct err *err)
{
    struct grant_call *g = arg;
    const struct pack_stage *stage = procedure_stage(
        pack_procedure(g->pack, STR("apply")), STAGE_GRANT);

    return accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = g->subject_id,
            .programme_id = g->programme_id,
            .route = STR("self"),
            .name = str_of(g->name),
            .region = STR("510000"),
            .pack = g->pack,
            .admitted = x->today,
            .term_years = stage->term_years,
            .completed = true,
            .document = stage->document },
        &g->got, err);
}

/* A holder admitted on the fixture's day; *who is its owner. */
static inline struct accreditation
holder(struct fixture *f, const char *name, bool expert, struct actor *who)
{
    struct actor system = actor_system();
    struct err err = { 0 };

    *who = fixture_applicant(f, name, expert, "510000");
    struct grant_call g = {
        .programme_id = expert ? f->expert_programme : f->station_programme,
        .subject_id = who->memberships[0].subject_id,
        .pack = expert ? f->expert : f->station,
        .name = name };
    expect_ok(fixture_write(f, &system, grant_one, &g, &err), &err);
    return g.got;
}

static inline enum status
load_again(struct act *x, void *arg, struct err *err)
{
    struct accreditation *c = arg;

    return accreditation_load(x, c->subject_id, c->id, c, err);
}

static inline struct accreditation
now_is(struct fixture *f, struct accreditation c)
{
    struct actor system = actor_system();
    struct err err = { 0 };

    expect_ok(fixture_read(f, &system, load_again, &c, &err), &err);
    return c;
}

struct activity_call {
    struct accreditation c;
    struct day day;
};

static inline enum status
report_activity(struct act *x, void *arg, struct err *err)
{
    struct activity_call *a = arg;

    TRY(accreditation_load(x, a->c.subject_id, a->c.id, &a->c, err));
    return accreditation_activity(x, &a->c, a->day, err);
}

static inline void
active_on(struct fixture *f, struct accreditation c, int y, int m, int d)
{
    struct actor system = actor_system();
    struct activity_call a = { c, day_of_ymd(y, m, d) };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &system, report_activity, &a, &err), &err);
}

#endif
