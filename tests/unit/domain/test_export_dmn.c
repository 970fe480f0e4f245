/* A pack written as a decision model and read back decides as the pack does:
 * every judgement that the cases of the shipped packs bring about is made a
 * second time by the model, and compared. The linker puts the function below
 * in the place of pack_judge. */
#include "fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "dmn/dmn.h"
#include "domain/timeline.h"

#define MODELS_MAX 5

enum status __real_pack_judge(struct arena *a, const struct pack *p,
    struct str rule, const struct pack_facts *facts, struct pack_verdict *ret,
    struct err *err);
enum status __wrap_pack_judge(struct arena *a, const struct pack *p,
    struct str rule, const struct pack_facts *facts, struct pack_verdict *ret,
    struct err *err);

static struct {
    struct arena *a;
    struct {
        struct str id;
        const struct dmn_model *model;
    } models[MODELS_MAX];
    size_t n_models;
    size_t compared, differ, met, not_met, undecided;
} seen;

/* The model of a pack, made when the pack is first met. */
static const struct dmn_model *
model_of(const struct pack *p)
{
    struct dmn_model *m = NULL;
    struct err err = { 0 };
    struct str bytes;

    for (size_t i = 0; i < seen.n_models; i++)
        if (str_eq(seen.models[i].id, p->id))
            return seen.models[i].model;
    assert_true(seen.n_models < MODELS_MAX);
    expect_ok(pack_export_dmn(seen.a, p, &bytes, &err), &err);
    expect_ok(
        dmn_model_read(seen.a, STR("export.dmn"), bytes, NULL, &m, &err),
        &err);
    expect_ok(dmn_model_link(seen.a, &m, 1, &err), &err);
    for (size_t i = 0; i < dmn_problem_count(m); i++)
        print_error("%d: " STR_FMT ": " STR_FMT "\n", dmn_problem(m, i)->line,
            STR_ARG(dmn_problem(m, i)->element),
            STR_ARG(dmn_problem(m, i)->text));
    assert_int_equal(dmn_problem_count(m), 0);
    seen.models[seen.n_models].id = arena_str(seen.a, p->id);
    seen.models[seen.n_models++].model = m;
    return m;
}

static enum outcome
outcome_of(const struct feel_value *v)
{
    if (v->type != FEEL_BOOLEAN)
        return UNDECIDED;
    return v->boolean ? MET : NOT_MET;
}

/* Every fact that the pack misses is missed by the model too. */
static bool
same_missing(const struct pack_verdict *v, const struct feel_value *model)
{
    for (size_t i = 0; i < v->n_missing; i++) {
        const struct feel_missing *m = model->missing;

        while (m != NULL && (m->is_error || !str_eq(m->name, v->missing[i])))
            m = m->next;
        if (m == NULL)
            return false;
    }
    return true;
}

static void
compare(const struct pack *p, struct str rule, const struct pack_facts *facts,
    const struct pack_verdict *v)
{
    struct arena *a = arena_new("compare");
    struct feel_value value = feel_null();
    struct err err = { 0 };
    enum outcome outcome;

    expect_ok(pack_evaluate_model(
                  a, p, model_of(p), rule, facts, &value, &err),
        &err);
    outcome = outcome_of(&value);
    seen.compared++;
    seen.met += outcome == MET;
    seen.not_met += outcome == NOT_MET;
    seen.undecided += outcome == UNDECIDED;
    if (outcome != v->outcome ||
        (outcome == UNDECIDED && !same_missing(v, &value))) {
        seen.differ++;
        print_error(STR_FMT " " STR_FMT ": pack %d, model %d, " STR_FMT
                    " - " STR_FMT "\n",
            STR_ARG(p->id), STR_ARG(rule), (int)v->outcome, (int)outcome,
            STR_ARG(feel_show(a, &value)),
            STR_ARG(value.missing != NULL ? value.missing->text
                                          : STR_EMPTY));
    }
    arena_free(a);
}

enum status
__wrap_pack_judge(struct arena *a, const struct pack *p, struct str rule,
    const struct pack_facts *facts, struct pack_verdict *ret, struct err *err)
{
    enum status s = __real_pack_judge(a, p, rule, facts, ret, err);

    if (s != OK)
        return s;
    /* the rule that was asked for, and all rules of the pack beside it */
    compare(p, rule, facts, ret);
    for (size_t i = 0; i < p->n_rules; i++) {
        struct pack_verdict v;

        if (p->rules[i].kind == RULE_VALUE)
            continue;
        if (__real_pack_judge(a, p, p->rules[i].name, facts, &v, NULL) == OK)
            compare(p, p->rules[i].name, facts, &v);
    }
    return OK;
}

/* --- the cases --- */

static struct str
file_text(struct arena *a, struct str path)
{
    FILE *f = fopen(arena_cstr(a, path), "rb");
    char *p = arena_alloc(a, (size_t)1 << 20);
    size_t n;

    if (f == NULL)
        fail_msg("no file " STR_FMT, STR_ARG(path));
    n = fread(p, 1, (size_t)1 << 20, f);
    (void)fclose(f);
    return (struct str){ p, n };
}

static struct timeline_pack
pack_with_cases(struct arena *a, const char *name)
{
    struct str dir = arena_fmt(a, "%s/%s", SOURCE_ROOT, name);
    struct str folder = arena_join(a, dir, STR("/cases/"));
    struct timeline_pack t = { 0 };
    const struct pack_problem *problems;
    VEC_OF(struct pack_file) files = { 0 };
    struct dirent *entry;
    struct err err = { 0 };
    size_t n;
    DIR *d = opendir(arena_cstr(a, folder));

    expect_ok(pack_load(a, arena_cstr(a, dir), &t.pack, &problems, &n, &err),
        &err);
    assert_non_null(t.pack);
    assert_non_null(d);
    while ((entry = readdir(d)) != NULL) {
        struct str path = arena_join(a, folder, str_of(entry->d_name));

        if (str_ends(path, STR(".yaml")))
            *VEC_PUSH(a, &files) =
                (struct pack_file){ path, file_text(a, path) };
    }
    (void)closedir(d);
    t.files = files.p;
    t.n_files = files.n;
    return t;
}

struct told {
    size_t passed, failed;
};

static void
note(void *self, const struct timeline_result *t)
{
    struct told *told = self;

    told->passed += t->passed && !t->skipped;
    told->failed += !t->passed && !t->skipped;
    if (!t->passed && !t->skipped)
        print_error(STR_FMT ": " STR_FMT "\n", STR_ARG(t->id),
            STR_ARG(t->text));
}

static void
model_decides_as_the_pack(void **state)
{
    struct arena *a = arena_new("test");
    struct timeline_pack packs[] = {
        pack_with_cases(a, "packs/sme-volunteer-station"),
        pack_with_cases(a, "packs/sme-volunteer-expert"),
        pack_with_cases(a, "packs/legal-service-station"),
        pack_with_cases(a, "packs/specialised-law-firm"),
        /* with tables and boxes of its own */
        pack_with_cases(a, "tests/packs/graded-station"),
    };
    struct timeline_data data = {
        file_text(a, STR(SOURCE_ROOT "/data/regions.csv")),
        file_text(a, STR(SOURCE_ROOT "/data/holidays.csv")),
        file_text(a, STR(SOURCE_ROOT "/data/holiday_notices.csv"))
    };
    struct told told = { 0 };
    struct err err = { 0 };

    (void)state;
    seen.a = a;
    expect_ok(
        timeline_run(packs, 4, &data, STR_EMPTY, note, &told, &err), &err);
    /* by itself: its watches count working days on every day of the others */
    expect_ok(
        timeline_run(packs + 4, 1, &data, STR_EMPTY, note, &told, &err),
        &err);
    print_message("%zu cases, %zu judgements: %zu met, %zu not met, %zu "
                  "undecided\n",
        told.passed, seen.compared, seen.met, seen.not_met, seen.undecided);
    assert_int_equal(told.failed, 0);
    assert_true(told.passed > 50);
    assert_int_equal(seen.differ, 0);
    assert_true(seen.n_models == MODELS_MAX);
    assert_true(seen.met > 100 && seen.not_met > 100 && seen.undecided > 100);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_decides_as_the_pack),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
