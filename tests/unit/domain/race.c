#include "race.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct installing {
    const struct pack *pack;
    int64_t programme;
};

static enum status
run_install(struct act *x, void *arg, struct err *err)
{
    struct installing *i = arg;
    int64_t authority = 0;

    TRY(install_authority(x, STR("示例主管单位"), STR("Sample Authority"),
        STR("处室"), STR("028-00000000"), STR("示例路2号"), &authority,
        err));
    TRY(install_pack(x, i->pack, err));
    return install_programme(x, authority, i->pack, &i->programme, err);
}

int64_t
race_install(struct fixture *f, struct testdb *db, const char *folder)
{
    struct actor system = actor_system();
    struct installing i = { 0 };
    const struct pack_problem *problems = NULL;
    struct err err = { 0 };
    char path[512];
    size_t n = 0;

    snprintf(path, sizeof(path), "%s/%s", SOURCE_ROOT, folder);
    expect_ok(pack_load(f->a, path, &i.pack, &problems, &n, &err), &err);
    store_close(f->store);
    f->store = testdb_open(db, NULL);
    expect_ok(domain_migrate(f->store, f->now_us, &err), &err);
    expect_ok(fixture_write(f, &system, run_install, &i, &err), &err);
    domain_free(f->d); /* the fixture's own programmes are not here */
    expect_ok(domain_read(f->store, &f->options, &f->d, &err), &err);
    return i.programme;
}

struct racer {
    struct fixture *f;
    race_fn fn;
    void *arg;
    const char *words;
    int64_t first, each;
    struct race_result result;
    pthread_t thread;
};

struct turn {
    const struct racer *r;
    struct arena *a;
    int64_t who;
};

static enum status
one_turn(struct tx *tx, void *arg, struct err *err)
{
    const struct turn *t = arg;
    struct fixture *f = t->r->f;
    struct actor system = actor_system();
    struct act x = act_make(t->a, f->d, tx, &system, f->now_us);

    return t->r->fn(&x, t->who, t->r->arg, err);
}

static void *
racer_main(void *arg)
{
    struct racer *r = arg;

    for (int64_t i = 0; i < r->each; i++) {
        struct err err = { 0 };
        struct turn t = { r, arena_new("racer"), r->first + i };
        enum status st;

        do
            st = store_write(r->f->store, one_turn, &t, &err);
        while (st == ERR_BUSY);
        if (st == OK)
            r->result.done++;
        else if (st == ERR_CONFLICT && strstr(err.text, r->words) != NULL)
            r->result.refused++;
        else
            r->result.other++;
        arena_free(t.a);
    }
    return NULL;
}

struct race_result
race_run(struct fixture *f, int each, race_fn fn, void *arg,
    const char *words)
{
    struct racer racers[RACERS];
    struct race_result all = { 0 };

    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){ .f = f,
            .fn = fn,
            .arg = arg,
            .words = words,
            .first = (int64_t)i * each,
            .each = each };
        assert_int_equal(pthread_create(&racers[i].thread, NULL, racer_main,
                             &racers[i]),
            0);
    }
    for (int i = 0; i < RACERS; i++) {
        assert_int_equal(pthread_join(racers[i].thread, NULL), 0);
        all.done += racers[i].result.done;
        all.refused += racers[i].result.refused;
        all.other += racers[i].result.other;
    }
    return all;
}
