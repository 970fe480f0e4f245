/* Places of quotas: the last one goes to one officer, a subject takes one
 * place, a withdrawal gives it back, another person agrees to a further one. */
#include "../../../src/domain/decision/decision_private.h"

#include <string.h>

#include "race.h"

#define EACH 13

static int64_t programme_id;
static struct testdb db; /* the engine of this run */

static int
setup(void **state)
{
    if (fixture_setup(state) != 0)
        return -1;
    struct fixture *f = *state;
    fixture_at(f, "2024-05-20 10:00:00");
    programme_id = race_install(f, &db, "packs/specialised-law-firm");
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

/* --- the last place --- */

static enum status
take_one(struct act *x, int64_t who, void *arg, struct err *err)
{
    struct application app = file_of(arg, 1 + who);

    return quota_take(x, &app, 0, err);
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
    struct race_result r = race_run(f, EACH, take_one, f, "40/40");

    assert_int_equal(r.other, 0);
    assert_int_equal(r.done, 40);
    assert_int_equal(r.refused, RACERS * EACH - 40);
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
run_take_all(struct act *x, void *arg, struct err *err)
{
    for (int64_t i = 0; i < 40; i++)
        TRY(take_one(x, i, arg, err));
    return OK;
}

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

    expect_ok(fixture_write(f, &system, run_take_all, f, &err), &err);
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
