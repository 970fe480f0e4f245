/* Places of quotas: the last one goes to one officer, a subject takes one
 * place, a withdrawal gives it back, another person agrees to a further one. */
#include "../../../src/domain/decision/decision_private.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "testdb.h"

#define THREADS 4
#define EACH 13

static const struct pack *law_firm;
static int64_t programme_id;
static struct testdb db; /* the engine of this run */

static enum status
run_install(struct act *x, void *arg, struct err *err)
{
    int64_t authority = 0;

    (void)arg;
    TRY(install_authority(x, STR("示例律师协会"), STR("Sample Association"),
        STR("秘书处"), STR("028-00000000"), STR("示例路2号"), &authority,
        err));
    TRY(install_pack(x, law_firm, err));
    return install_programme(x, authority, law_firm, &programme_id, err);
}

static int
setup(void **state)
{
    struct actor system = actor_system();
    const struct pack_problem *problems = NULL;
    struct err err = { 0 };
    size_t n = 0;

    if (fixture_setup(state) != 0)
        return -1;
    struct fixture *f = *state;
    expect_ok(pack_load(f->a, SOURCE_ROOT "/packs/specialised-law-firm",
                  &law_firm, &problems, &n, &err),
        &err);
    expect_ok(fixture_write(f, &system, run_install, NULL, &err), &err);
    fixture_refresh(f);
    fixture_at(f, "2024-05-20 10:00:00");
    /* The snapshot stays; places are taken in a database of the engine. */
    store_close(f->store);
    f->store = testdb_open(&db, NULL);
    expect_ok(domain_migrate(f->store, f->now_us, &err), &err);
    return 0;
}

/* A file of the programme without a round: counted in the year of the day. */
static struct application
file_of(struct fixture *f, int64_t subject)
{
    return (struct application){ .subject_id = subject,
        .id = 1000 + subject,
        .programme_id = programme_id,
        .procedure = STR("apply"),
        .channel = STR("self"),
        .pack = f->d->programmes[f->d->n_programmes - 1].pack,
        .name = STR("示例律所"),
        .reference = DAY_NONE };
}

/* --- threads --- */

struct officer {
    struct fixture *f;
    int64_t first;
    int got, full, other;
    bool told;
    pthread_t thread;
};

struct take {
    struct fixture *f;
    struct arena *a;
    int64_t subject;
};

static enum status
take_one(struct tx *tx, void *arg, struct err *err)
{
    struct take *t = arg;
    struct actor system = actor_system();
    struct act x = act_make(t->a, t->f->d, tx, &system, t->f->now_us);
    struct application app = file_of(t->f, t->subject);

    return quota_take(&x, &app, 0, err);
}

static void *
officer_main(void *arg)
{
    struct officer *o = arg;

    for (int i = 0; i < EACH; i++) {
        struct err err = { 0 };
        struct take t = { o->f, arena_new("officer"), o->first + i };
        enum status st;

        do
            st = store_write(o->f->store, take_one, &t, &err);
        while (st == ERR_BUSY);
        o->got += st == OK;
        o->full += st == ERR_CONFLICT;
        o->other += st != OK && st != ERR_CONFLICT;
        if (st == ERR_CONFLICT)
            o->told = strstr(err.text, "40/40") != NULL;
        arena_free(t.a);
    }
    return NULL;
}

struct seen {
    const struct quota *list;
    size_t n;
};

static enum status
run_quotas(struct act *x, void *arg, struct err *err)
{
    struct seen *s = arg;

    return quota_list(x, programme_id, &s->list, &s->n, err);
}

static int64_t
used(struct fixture *f, const char *name)
{
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct seen s = { 0 };
    struct err err = { 0 };

    expect_ok(fixture_read(f, &centre, run_quotas, &s, &err), &err);
    for (size_t i = 0; i < s.n; i++) {
        if (str_eq(s.list[i].def->name, str_of(name)))
            return s.list[i].used;
    }
    fail_msg("no quota %s", name);
    return -1;
}

static void
test_contention(void **state)
{
    struct fixture *f = *state;
    struct officer o[THREADS];
    int got = 0, full = 0, other = 0;

    for (int i = 0; i < THREADS; i++) {
        o[i] = (struct officer){ .f = f, .first = 1 + i * EACH };
        assert_int_equal(
            pthread_create(&o[i].thread, NULL, officer_main, &o[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(o[i].thread, NULL), 0);
        got += o[i].got;
        full += o[i].full;
        other += o[i].other;
        assert_true(o[i].full == 0 || o[i].told);
    }
    assert_int_equal(other, 0);
    assert_int_equal(got, 40);
    assert_int_equal(full, THREADS * EACH - 40);
    assert_int_equal(used(f, "名额二〇二四"), 40);
    assert_int_equal(used(f, "总名额家数"), 40);
    assert_int_equal(used(f, "名额二〇二五"), 0);
}

/* --- one subject, one place --- */

static enum status
run_take(struct act *x, void *arg, struct err *err)
{
    struct fixture *f = arg;
    struct application app = file_of(f, 7);

    TRY(quota_take(x, &app, 0, err));
    return quota_take(x, &app, 0, err);
}

static enum status
run_release(struct act *x, void *arg, struct err *err)
{
    struct application app = file_of(arg, 7);

    return decision_release(x, &app, err);
}

static enum status
run_release_other(struct act *x, void *arg, struct err *err)
{
    struct application app = file_of(arg, 7);

    app.id++; /* another application of the same subject */
    return decision_release(x, &app, err);
}

static void
test_one_place(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct err err = { 0 };

    expect_ok(fixture_write(f, &system, run_take, f, &err), &err);
    assert_int_equal(used(f, "名额二〇二四"), 1);
    expect_ok(fixture_write(f, &system, run_release_other, f, &err), &err);
    assert_int_equal(used(f, "名额二〇二四"), 1);
    /* Next year's round: one more of that year, none more of all. */
    fixture_at(f, "2025-05-20 10:00:00");
    expect_ok(fixture_write(f, &system, run_take, f, &err), &err);
    assert_int_equal(used(f, "名额二〇二五"), 1);
    assert_int_equal(used(f, "总名额家数"), 1);
    expect_ok(fixture_write(f, &system, run_release, f, &err), &err);
    expect_ok(fixture_write(f, &system, run_release, f, &err), &err);
    assert_int_equal(used(f, "名额二〇二四"), 0);
    assert_int_equal(used(f, "总名额家数"), 0);
}

/* --- a limit that changes during a round --- */

static enum status
run_take_n(struct act *x, void *arg, struct err *err)
{
    struct application app = file_of(arg, 500);

    return quota_take(x, &app, 0, err);
}

/* The programme's version of today counts, not that of the application. */
static void
set_limit(struct fixture *f, int64_t limit)
{
    const struct programme *p =
        domain_programme(f->d, programme_id);
    struct pack *changed = arena_one(f->a, struct pack);
    struct pack_parameter *list =
        arena_new_array(f->a, struct pack_parameter, p->pack->n_parameters);

    *changed = *p->pack;
    for (size_t i = 0; i < p->pack->n_parameters; i++) {
        list[i] = p->pack->parameters[i];
        if (str_eq(list[i].name, STR("名额2024")))
            list[i].value = limit;
    }
    changed->parameters = list;
    ((struct programme *)p)->pack = changed;
}

static void
test_changed_limit(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct err err = { 0 };

    for (int64_t i = 1; i <= 40; i++) {
        struct take t = { f, f->a, i };

        expect_ok(store_write(f->store, take_one, &t, &err), &err);
    }
    assert_int_equal(
        fixture_write(f, &system, run_take_n, f, &err), ERR_CONFLICT);
    set_limit(f, 35); /* takes none away, gives no more */
    assert_int_equal(
        fixture_write(f, &system, run_take_n, f, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "40/35"));
    assert_int_equal(used(f, "名额二〇二四"), 40);
    set_limit(f, 41);
    expect_ok(fixture_write(f, &system, run_take_n, f, &err), &err);
    assert_int_equal(used(f, "名额二〇二四"), 41);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_contention, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_one_place, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_changed_limit, setup, fixture_teardown),
    };

    testdb_begin(&db, argc > 1 ? argv[1] : "memory");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    testdb_end(&db);
    return failed;
}
