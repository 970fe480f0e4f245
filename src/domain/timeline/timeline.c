/* Reads the cases of packs and runs their steps. */
#include "run.h"

/* --- failures --- */

static void
keep_failure(
    struct run *r, const struct tree *at, const char *fmt, va_list ap)
{
    if (r->failed)
        return;
    r->failed = true;
    r->line = at == NULL ? 1 : at->line;
    r->text = arena_vfmt(r->a, fmt, ap);
}

bool
run_fail(struct run *r, const struct tree *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    keep_failure(r, at, fmt, ap);
    va_end(ap);
    return false;
}

enum status
run_wrong(struct run *r, const struct tree *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    keep_failure(r, at, fmt, ap);
    va_end(ap);
    return ERR_INPUT;
}

void
run_figure(struct run *r, const char *name, int64_t value)
{
    size_t room = sizeof(r->out.figures) / sizeof(r->out.figures[0]);

    if (r->out.n_figures < room)
        r->out.figures[r->out.n_figures++] = (struct figure){ name, value };
}

void
run_word(struct run *r, const char *name, struct str value)
{
    size_t room = sizeof(r->out.words) / sizeof(r->out.words[0]);

    if (r->out.n_words < room)
        r->out.words[r->out.n_words++] = (struct word_left){ name, value };
}

/* --- verbs --- */

static const struct verb_set *const VERB_SETS[] = { &verbs_judge,
    &verbs_apply, &verbs_review, &verbs_notice, &verbs_direct,
    &verbs_service, &verbs_supervision, &verbs_body, &verbs_record4,
    &verbs_decide, &verbs_panel, &verbs_people, &verbs_plan, &verbs_record,
    &verbs_handover, &verbs_publicity,
    &verbs_incident, &verbs_draw };
#define N_VERB_SETS (sizeof(VERB_SETS) / sizeof(VERB_SETS[0]))

const struct verb *
verb_find(struct str name)
{
    for (size_t s = 0; s < N_VERB_SETS; s++) {
        for (size_t i = 0; i < VERB_SETS[s]->n; i++) {
            if (str_eq(name, str_of(VERB_SETS[s]->verbs[i].name)))
                return &VERB_SETS[s]->verbs[i];
        }
    }
    return NULL;
}

const struct str *
verb_names(struct arena *a, size_t *ret_n)
{
    VEC_OF(struct str) v = { 0 };

    for (size_t s = 0; s < N_VERB_SETS; s++) {
        for (size_t i = 0; i < VERB_SETS[s]->n; i++)
            *VEC_PUSH(a, &v) = str_of(VERB_SETS[s]->verbs[i].name);
    }
    *ret_n = v.n;
    return v.p;
}

/* --- keys --- */

/* name is one of the words of list. */
static bool
is_word(struct str name, struct str list)
{
    struct str word;
    bool more = true;

    while (more) {
        list = str_cut(list, ' ', &word, &more);
        if (word.n > 0 && str_eq(word, name))
            return true;
    }
    return false;
}

static bool
check_keys(struct run *r, const struct tree *t, const char *what,
    const char *allowed)
{
    if (t == NULL)
        return true;
    if (t->type != TREE_MAP)
        return run_fail(r, t, "%s应为“键: 值”", what);
    for (size_t i = 0; i < t->n; i++) {
        if (!is_word(t->keys[i]->text, str_of(allowed)))
            return run_fail(r, t->keys[i],
                "%s没有键“" STR_FMT "”，可用的有：%s", what,
                STR_ARG(t->keys[i]->text), allowed);
    }
    return true;
}

/* --- a step --- */

static bool
set_clock(struct run *r)
{
    const struct tree *at = tree_get(r->step, STR("at"));
    struct str text;
    int64_t us = 0;
    struct err err;

    if (at == NULL)
        return r->now_us != 0 || run_fail(r, r->step, "第一步应写明 at");
    text = at->text.n == 10 ? arena_join(r->a, at->text, STR(" 09:00:00"))
                            : at->text;
    if (us_parse(text, &us, &err) != OK)
        return run_fail(r, at, "%s", err.text);
    if (us < r->now_us)
        return run_fail(r, at, "时间早于前一步");
    r->now_us = us;
    return true;
}

/* The pack of the step's programme and its defaults. */
static bool
set_programme(struct run *r)
{
    const struct tree *t = run_with(r, "programme");
    struct str code = t == NULL ? r->programme_code : t->text;

    for (size_t i = 0; i < r->n_packs; i++) {
        if (!str_eq(r->packs[i].pack->id, code))
            continue;
        r->pack = r->packs[i].pack;
        r->defaults = NULL;
        for (size_t f = 0; f < r->packs[i].n_files; f++) {
            const struct pack_file *file = &r->packs[i].files[f];
            struct problems problems = { .a = r->a };

            if (str_ends(file->path, STR("/defaults.yaml")))
                r->defaults = yaml_read(
                    r->a, r->a, file->path, file->bytes, &problems);
        }
        return true;
    }
    return run_fail(r, t == NULL ? r->root : t,
        "所测政策包中没有项目“" STR_FMT "”", STR_ARG(code));
}

static bool
set_people(struct run *r, const struct verb *verb)
{
    const struct tree *as = tree_get(r->step, STR("as"));
    const struct tree *of = run_with(r, "of");

    r->as = NULL;
    if (r->store == NULL)
        return verb->pure || run_fail(r, r->step, "没有安装");
    r->as = run_person(r, as == NULL ? STR("系统") : as->text, r->step);
    if (of != NULL && run_person(r, of->text, of) == NULL)
        return false;
    if (of != NULL)
        r->last = of->text;
    else if (r->as != NULL && r->as->subject != 0)
        r->last = r->as->name;
    return !r->failed;
}

static void
run_step(struct run *r, const struct verb *verb)
{
    struct err err = { 0 };
    enum status st = OK;
    static const struct effect NOTHING = { 0 };

    r->out = NOTHING;
    if (!verb->pure && run_open(r, &err) != OK) {
        (void)run_fail(r, r->step, "%s %s", err.text, err.detail);
        return;
    }
    if (!set_people(r, verb))
        return;
    if (verb->pure || verb->alone)
        st = verb->fn(r, NULL, &err);
    else
        st = run_write(r, &r->as->who, verb->fn, &err);
    if (r->failed)
        return;
    r->out.status = st;
    if (st != OK)
        r->out.err = err;
    expect_check(r, tree_get(r->step, STR("expect")));
}

static const struct verb *
begin_step(struct run *r, const struct tree *step)
{
    const struct tree *name = tree_get(step, STR("do"));
    const struct verb *verb;
    size_t n = 0;

    r->step = step;
    r->with = tree_get(step, STR("with"));
    if (!check_keys(r, step, "步骤", "at as do with expect note"))
        return NULL;
    if (name == NULL) {
        (void)run_fail(r, step, "步骤应写明 do");
        return NULL;
    }
    verb = verb_find(name->text);
    if (verb == NULL) {
        const struct str *names = verb_names(r->a, &n);
        struct str near = nearest_name(r->a, name->text, names, n);

        (void)run_fail(r, name, "没有动作“" STR_FMT "”%s" STR_FMT "%s",
            STR_ARG(name->text), near.n > 0 ? "：是否为“" : "",
            STR_ARG(near), near.n > 0 ? "”" : "");
        return NULL;
    }
    struct str keys =
        arena_join(r->a, str_of(verb->keys), STR(" of programme"));
    if (!check_keys(r, r->with, "这一动作", arena_cstr(r->a, keys)) ||
        !set_clock(r) || !set_programme(r))
        return NULL;
    return verb;
}

/* --- a case --- */

static struct str
text_of(const struct tree *t, const char *key)
{
    const struct tree *v = tree_get(t, str_of(key));

    return v == NULL ? STR_EMPTY : v->text;
}

static bool
check_case(struct run *r)
{
    const struct tree *clauses = tree_get(r->root, STR("clauses"));
    const struct tree *steps = tree_get(r->root, STR("steps"));

    if (!check_keys(r, r->root, "案例",
            "case title clauses programme needs calendar issued round people "
            "steps") ||
        !check_keys(r, tree_get(r->root, STR("calendar")), "calendar",
            "without") ||
        !check_keys(r, tree_get(r->root, STR("round")), "round",
            "opens until reference"))
        return false;
    if (text_of(r->root, "case").n == 0 || text_of(r->root, "title").n == 0)
        return run_fail(r, r->root, "案例应写明 case 和 title");
    if (clauses == NULL || clauses->type != TREE_LIST || clauses->n == 0)
        return run_fail(r, r->root, "案例应写明 clauses");
    if (steps == NULL || steps->type != TREE_LIST || steps->n == 0)
        return run_fail(r, r->root, "案例应有 steps");
    for (size_t i = 0; i < clauses->n; i++) {
        bool found = false;

        for (size_t p = 0; !found && p < r->n_packs; p++)
            found = pack_clause(r->packs[p].pack,
                        clauses->items[i]->text) != NULL;
        if (!found)
            return run_fail(r, clauses->items[i],
                "所测政策包没有条款“" STR_FMT "”",
                STR_ARG(clauses->items[i]->text));
    }
    return true;
}

/* Programmes that the case needs beside its own. */
static bool
has_needs(const struct run *r)
{
    const struct tree *needs = tree_get(r->root, STR("needs"));

    for (size_t i = 0; needs != NULL && i < needs->n; i++) {
        bool there = false;

        for (size_t p = 0; !there && p < r->n_packs; p++)
            there = str_eq(r->packs[p].pack->id, needs->items[i]->text);
        if (!there)
            return false;
    }
    return true;
}

struct session {
    const struct timeline_pack *packs;
    size_t n;
    const struct timeline_data *data;
    struct str only;
    timeline_tell tell;
    void *self;
};

static void
run_case(const struct session *s, const struct timeline_pack *of,
    struct str file, const struct tree *root)
{
    struct run r = { .a = arena_new("case"),
        .packs = s->packs,
        .n_packs = s->n,
        .data = s->data,
        .of = of,
        .pack = of->pack,
        .file = file,
        .root = root,
        .chance = 1 };
    const struct tree *steps = tree_get(root, STR("steps"));
    struct timeline_result result = { .file = file,
        .line = root->line,
        .id = text_of(root, "case"),
        .title = text_of(root, "title") };

    r.programme_code = text_of(root, "programme").n > 0
                           ? text_of(root, "programme")
                           : of->pack->id;
    result.skipped = !has_needs(&r);
    bool ok = !result.skipped && check_case(&r);
    for (size_t i = 0; ok && i < steps->n && !r.failed; i++) {
        const struct verb *verb = begin_step(&r, steps->items[i]);

        result.step = i + 1;
        result.verb = text_of(steps->items[i], "do");
        if (verb != NULL)
            run_step(&r, verb);
    }
    result.passed = !r.failed;
    if (r.failed) {
        result.line = r.line;
        result.text = r.text;
    }
    s->tell(s->self, &result);
    run_close(&r);
    arena_free(r.a);
}

static void
run_file(const struct session *s, const struct timeline_pack *of,
    const struct pack_file *file)
{
    struct arena *a = arena_new("cases");
    struct problems problems = { .a = a };
    const struct tree *t =
        yaml_read(a, a, file->path, file->bytes, &problems);
    bool is_defaults = str_ends(file->path, STR("/defaults.yaml"));

    if (t != NULL && !is_defaults && t->type != TREE_LIST)
        problem_error(&problems, place_of(file->path, t),
            "应为案例的列表，每个案例以“- case: 编号”开头");
    for (size_t i = 0; i < problems.list.n; i++)
        s->tell(s->self,
            &(struct timeline_result){ .file = file->path,
                .line = problems.list.p[i].line,
                .text = problems.list.p[i].text });
    if (problems.list.n == 0 && !is_defaults) {
        for (size_t i = 0; i < t->n; i++) {
            const struct tree *id =
                tree_get(t->items[i], STR("case"));

            if (s->only.n == 0 || (id != NULL && str_eq(id->text, s->only)))
                run_case(s, of, file->path, t->items[i]);
        }
    }
    arena_free(a);
}

enum status
timeline_run(const struct timeline_pack *packs, size_t n,
    const struct timeline_data *data, struct str only, timeline_tell tell,
    void *self, struct err *err)
{
    struct session s = { packs, n, data, only, tell, self };
    struct arena *a = arena_new("tables");
    const struct holidays *holidays = NULL;
    enum status st = holidays_from_csv(
        a, data->holidays_csv, data->notices_csv, &holidays, err);

    arena_free(a);
    if (st != OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        for (size_t f = 0; f < packs[i].n_files; f++)
            run_file(&s, &packs[i], &packs[i].files[f]);
    }
    return OK;
}
