/* application_work.h - acts on one application, for its tests. */
#ifndef DOMAIN_TEST_APPLICATION_WORK_H
#define DOMAIN_TEST_APPLICATION_WORK_H

#include "case.h"

#include <string.h>

/* What one act needs and gives. */
struct work {
    struct case_file c;
    struct str section, field;
    const struct json *values;
    int64_t received_us;
    struct application_check check;
    struct application got;
    const struct application_version *versions;
    size_t n;
    int64_t total;
    struct str channel, number, code;
    const struct application_row *rows;
    struct application_filter filter;
    int64_t grade;
};

static inline enum status
start(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_start(x,
        t->c.expert ? t->c.f->expert_programme : t->c.f->station_programme,
        STR("apply"), t->c.who.memberships[0].subject_id, 0,
        t->channel.n > 0 ? t->channel : STR("self"), &t->c.app, err);
}

static inline enum status
fill(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;
    struct application *app = &t->c.app;

    TRY(application_load(x, 0, app->id, app, err));
    const struct pack_form *form =
        pack_form(app->pack, pack_procedure(app->pack, STR("apply"))->form);
    for (size_t i = 0; i < form->n_sections; i++)
        TRY(application_save(x, app->id, form->sections[i].name,
            t->c.answers, app->version, app, err));
    return OK;
}

static inline enum status
save_one(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_save(x, t->c.app.id, t->section, t->values,
        t->c.version, &t->c.app, err);
}

static inline enum status
submit(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    TRY(application_submit(x, t->c.app.id, t->received_us, &t->got, err));
    return application_load(x, 0, t->c.app.id, &t->c.app, err);
}

static inline enum status
check(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    TRY(application_get(x, t->c.app.id, &t->c.app, err));
    return application_check(x, &t->c.app, &t->check, err);
}

static inline enum status
reload(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    TRY(application_load(x, 0, t->c.app.id, &t->got, err));
    return application_versions(x, &t->got, &t->versions, &t->n, err);
}

static inline enum status
withdraw(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_withdraw(x, t->c.app.id, STR("不再申报"), err);
}

static inline int64_t
at(const char *text)
{
    struct err err = { 0 };
    int64_t us = 0;

    expect_ok(us_parse(str_of(text), &us, &err), &err);
    return us;
}

/* A draft with the answers given, started on 2023-03-01. */
static inline struct work *
draft(struct fixture *f, const char *name, bool expert,
    const struct json *answers)
{
    struct work *t = arena_one(f->a, struct work);
    struct err err = { 0 };

    t->c = (struct case_file){ .f = f,
        .expert = expert,
        .who = fixture_applicant(f, name, expert, "510107"),
        .answers = answers };
    fixture_at(f, "2023-03-01 10:00:00");
    expect_ok(fixture_write(f, &t->c.who, start, t, &err), &err);
    expect_ok(fixture_write(f, &t->c.who, fill, t, &err), &err);
    t->received_us = f->now_us;
    return t;
}

static inline const struct json *
with(struct fixture *f, const struct json *answers, const char *key,
    const struct json *value)
{
    struct json *o = json_new(f->a, JSON_OBJECT);

    for (size_t i = 0; i < answers->n; i++)
        json_set(f->a, o, answers->keys[i], answers->items[i]);
    json_set(f->a, o, str_of(key), value);
    return o;
}

static inline const struct pack_verdict *
part_named(const struct pack_verdict *v, struct str name)
{
    if (v->rule != NULL && str_eq(v->rule->name, name))
        return v;
    for (size_t i = 0; i < v->n_parts; i++) {
        const struct pack_verdict *p = part_named(&v->parts[i], name);

        if (p != NULL)
            return p;
    }
    return NULL;
}

static inline enum outcome
outcome_of(struct fixture *f, bool expert, const char *name,
    const struct json *answers, const char *rule)
{
    struct work *t = draft(f, name, expert, answers);
    struct err err = { 0 };

    expect_ok(fixture_read(f, &t->c.who, check, t, &err), &err);
    const struct pack_verdict *v =
        part_named(&t->check.verdict, str_of(rule));
    assert_non_null(v);
    return v->outcome;
}

#endif
