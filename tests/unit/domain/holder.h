/* holder.h - a granted holder and a plain diary entry, for tests. */
#ifndef TEST_HOLDER_H
#define TEST_HOLDER_H

#include "fixture.h"

#include "domain/accreditation.h"
#include "domain/diary.h"

struct holder {
    struct actor who;
    struct accreditation c;
};

struct grant_call {
    struct accreditation_grant g;
    struct accreditation c;
};

static inline enum status
run_grant(struct act *x, void *arg, struct err *err)
{
    struct grant_call *t = arg;

    return accreditation_grant(x, &t->g, &t->c, err);
}

/* Grants on the day of the clock. */
static inline struct holder
make_holder(struct fixture *f, const char *name, bool is_person)
{
    struct holder h = { .who = fixture_applicant(
                            f, name, is_person, "510100") };
    struct actor system = actor_system();
    const struct pack *p = is_person ? f->expert : f->station;
    struct grant_call t = { .g = { .subject_id =
                                       h.who.memberships[0].subject_id,
                                .programme_id = is_person
                                                    ? f->expert_programme
                                                    : f->station_programme,
                                .route = STR("self"),
                                .name = str_of(name),
                                .region = STR("510100"),
                                .info = json_new(f->a, JSON_OBJECT),
                                .pack = p,
                                .admitted = day_of_us(f->now_us),
                                .term_years = 3,
                                .completed = true,
                                .clause = STR("CW-5-3-b") } };
    struct err err = { 0 };

    t.g.document = STR("电子证书");
    if (is_person)
        t.g.document = STR("聘书");
    expect_ok(fixture_write(f, &system, run_grant, &t, &err), &err);
    h.c = t.c;
    return h;
}

static inline int64_t
at(const char *beijing)
{
    int64_t us = 0;
    struct err err = { 0 };

    expect_ok(us_parse(str_of(beijing), &us, &err), &err);
    return us;
}

static inline enum status
run_load(struct act *x, void *arg, struct err *err)
{
    struct holder *h = arg;

    return accreditation_load(x, h->c.subject_id, h->c.id, &h->c, err);
}

/* Reads the accreditation anew. */
static inline void
reload(struct fixture *f, struct holder *h)
{
    struct err err = { 0 };
    struct actor system = actor_system();

    expect_ok(fixture_read(f, &system, run_load, h, &err), &err);
}

#endif
