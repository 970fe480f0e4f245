/* A pack written as a decision model and read back decides as the pack does:
 * every judgement that the cases of a pack bring about is made a second time
 * by the model, and compared. The linker puts the function below in the place
 * of pack_judge.
 *
 *     test_domain_export_dmn PACK... [beside PACK...]
 *
 * runs the cases of the first packs (folders); the others are there for cases
 * that concern several programmes. */
#include "fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "dmn/dmn.h"
#include "domain/timeline.h"

#define PACKS_MAX 8

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
    } models[PACKS_MAX];
    size_t n_models;
    struct map *facts; /* that all rules of the pack were tried on */
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
    assert_true(seen.n_models < PACKS_MAX);
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

/* True once for each set of facts of a pack. */
static bool
is_new(const struct pack *p, const struct pack_facts *f)
{
    const struct json *parts[] = { f->answers, f->extra, f->readings };
    struct arena *a = arena_new("facts");
    bool is_new = false;
    struct str text, key;
    struct buf b;

    buf_init(&b, a, (size_t)1 << 24);
    buf_fmt(&b, STR_FMT " %d %lld %d", STR_ARG(p->id), f->reference.n,
        (long long)f->now_us, f->holidays != NULL);
    for (size_t i = 0; i < 3; i++)
        if (parts[i] != NULL)
            json_write(&b, parts[i]);
    assert_int_equal(buf_done(&b, &text, NULL), OK);
    key = domain_sha256(a, text);
    if (map_get(seen.facts, key) == NULL) {
        map_put(seen.facts, arena_str(seen.a, key), seen.facts);
        is_new = true;
    }
    arena_free(a);
    return is_new;
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
    if (!is_new(p, facts))
        return OK;
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

/* Its cases, or only the answers that cases start from. */
static struct timeline_pack
pack_with_cases(struct arena *a, struct str dir, bool cases)
{
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

        if (str_ends(path, str_of(cases ? ".yaml" : "/defaults.yaml")))
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

static struct {
    const char *const *names;
    size_t n, n_run;
} asked;

static void
model_decides_as_the_pack(void **state)
{
    struct arena *a = arena_new("test");
    struct timeline_pack packs[PACKS_MAX];
    struct timeline_data data = {
        file_text(a, STR(SOURCE_ROOT "/data/regions.csv")),
        file_text(a, STR(SOURCE_ROOT "/data/holidays.csv")),
        file_text(a, STR(SOURCE_ROOT "/data/holiday_notices.csv"))
    };
    struct told told = { 0 };
    struct err err = { 0 };

    (void)state;
    seen.a = a;
    seen.facts = map_new(a);
    for (size_t i = 0; i < asked.n; i++)
        packs[i] =
            pack_with_cases(a, str_of(asked.names[i]), i < asked.n_run);
    expect_ok(timeline_run(packs, asked.n, &data, STR_EMPTY, note, &told,
                  &err),
        &err);
    print_message("%zu cases, %zu judgements: %zu met, %zu not met, %zu "
                  "undecided\n",
        told.passed, seen.compared, seen.met, seen.not_met, seen.undecided);
    assert_int_equal(told.failed, 0);
    assert_true(told.passed > 3);
    assert_int_equal(seen.differ, 0);
    assert_true(seen.met > 10 && seen.not_met > 10 && seen.undecided > 10);
    arena_free(a);
}

static bool
is_asked(const char *name)
{
    for (size_t i = 0; i < asked.n; i++)
        if (strcmp(asked.names[i], name) == 0)
            return true;
    return false;
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_decides_as_the_pack),
    };
    const char *names[PACKS_MAX];

    asked.names = names;
    for (int i = 1; i < argc && asked.n < PACKS_MAX; i++) {
        if (strcmp(argv[i], "beside") == 0)
            asked.n_run = asked.n;
        else if (!is_asked(argv[i]))
            names[asked.n++] = argv[i];
    }
    if (asked.n_run == 0)
        asked.n_run = asked.n;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
