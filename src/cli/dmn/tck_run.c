/* tck_run.c - runs the cases of a folder of the kit. */
#include "tck.h"

#include <stdio.h>

/* How far imports of imports are followed for the node of a test. */
#define IMPORT_DEPTH 8

struct running {
    struct cli *c;
    struct arena *a; /* of one case */
    const struct dmn_model *m;
    const struct tck_case *k;
    struct dmn_result service; /* evaluated once for all its nodes */
    bool has_service;
    bool is_external; /* a result is null for want of external functions */
};

/* Errors of a null, one after the other. */
static struct str
reasons(struct arena *a, const struct feel_value *v)
{
    struct buf b;
    struct str all = STR_EMPTY;

    buf_init(&b, a, 4096);
    for (const struct feel_missing *m =
             v->type == FEEL_NULL ? v->missing : NULL;
         m != NULL; m = m->next) {
        buf_str(&b, b.n > 0 ? STR("; ") : STR_EMPTY);
        buf_str(&b, m->is_error ? m->text : m->name);
    }
    return buf_done(&b, &all, NULL) == OK ? all : STR("(too many)");
}

/* The model of this namespace among those that m imports, or m. */
static const struct dmn_model *
model_of(const struct dmn_model *m, struct str uri, size_t depth)
{
    if (uri.n == 0 || str_eq(uri, dmn_model_namespace(m)))
        return m;
    for (size_t i = 0; i < dmn_import_count(m) && depth > 0; i++) {
        const struct dmn_model *in = dmn_import_model(m, i);
        const struct dmn_model *found =
            in != NULL ? model_of(in, uri, depth - 1) : NULL;

        if (found != NULL)
            return found;
    }
    return NULL;
}

/* A service with several output decisions. */
static bool
has_outputs(const struct dmn_model *m, struct str name)
{
    for (size_t i = 0; i < dmn_element_count(m); i++)
        if (str_eq(dmn_element(m, i)->name, name) &&
            dmn_output_count(m, i) > 1)
            return true;
    return false;
}

static enum status
evaluate(struct running *r, const struct tck_node *node,
    struct feel_value *ret, struct err *err)
{
    struct dmn_call call = {
        .inputs = r->k->inputs,
        .n_inputs = r->k->n_inputs,
        .missing_is_null = true,
        .now_us = world_now(r->c->world),
    };
    struct dmn_result result;

    if (r->k->kind == TCK_DECISION) {
        const struct dmn_model *m = model_of(r->m, node->uri, IMPORT_DEPTH);

        if (m == NULL)
            return err_set(err, ERR_NOT_FOUND,
                "no model of the namespace " STR_FMT, STR_ARG(node->uri));
        TRY(dmn_evaluate(r->a, m, node->name, &call, &result, err));
        *ret = result.value;
        return OK;
    }
    if (!r->has_service) {
        if (r->k->kind == TCK_KNOWLEDGE)
            TRY(dmn_invoke(
                r->a, r->m, r->k->invocable, &call, &r->service, err));
        else
            TRY(dmn_evaluate(
                r->a, r->m, r->k->invocable, &call, &r->service, err));
        r->has_service = true;
    }
    *ret = r->service.value;
    /* A service of several decisions has a context of them. */
    if (ret->type == FEEL_CONTEXT && has_outputs(r->m, r->k->invocable)) {
        for (size_t i = 0; i < ret->context.n; i++) {
            if (str_eq(ret->context.names[i], node->name)) {
                *ret = ret->context.values[i];
                return OK;
            }
        }
        *ret = feel_null();
    }
    return OK;
}

/* The model says of this element that it needs external functions. */
static bool
is_external(const struct dmn_model *m, struct str element)
{
    for (size_t i = 0; i < dmn_problem_count(m); i++)
        if (dmn_problem(m, i)->is_external &&
            str_eq(dmn_problem(m, i)->element, element))
            return true;
    return false;
}

/* What is wrong with one result; empty if nothing is. */
static struct str
check_node(struct running *r, const struct tck_node *node)
{
    struct feel_value v;
    struct err err = { 0 };

    if (evaluate(r, node, &v, &err) != OK)
        return arena_fmt(r->a, STR_FMT ": %s", STR_ARG(node->name), err.text);
    if (tck_same(r->a, &node->expected, &v))
        return STR_EMPTY;

    struct str why = reasons(r->a, &v);

    r->is_external |= str_find(why, STR("external function")) != SIZE_MAX ||
        is_external(r->m, node->name);

    return arena_fmt(r->a,
        STR_FMT ": expected " STR_FMT ", actual " STR_FMT "%s" STR_FMT "%s",
        STR_ARG(node->name), STR_ARG(feel_show(r->a, &node->expected)),
        STR_ARG(feel_show(r->a, &v)), why.n > 0 ? " (" : "", STR_ARG(why),
        why.n > 0 ? ")" : "");
}

static void
run_case(struct running *r, struct str folder, struct str file,
    struct tck_results *into)
{
    struct tck_result result = { .folder = folder,
        .file = file,
        .id = r->k->id,
        .passed = true };

    for (size_t i = 0; i < r->k->n_nodes; i++) {
        struct str wrong = check_node(r, &r->k->nodes[i]);

        if (wrong.n == 0)
            continue;
        result.passed = false;
        result.is_external |= r->is_external;
        result.text = result.text.n == 0
            ? arena_str(into->a, wrong)
            : arena_fmt(into->a, STR_FMT "; " STR_FMT, STR_ARG(result.text),
                  STR_ARG(wrong));
    }
    into->passed += result.passed;
    into->failed += !result.passed;
    into->external += !result.passed && result.is_external;
    *VEC_PUSH(into->a, &into->all) = result;
}

/* All cases of a file that cannot be run count as failed. */
static void
fail_file(const struct tck_file *f, struct str folder, struct str file,
    const struct err *err, struct tck_results *into)
{
    size_t n = f->n_cases > 0 ? f->n_cases : 1;

    for (size_t i = 0; i < n; i++) {
        *VEC_PUSH(into->a, &into->all) = (struct tck_result){
            .folder = folder,
            .file = file,
            .id = i < f->n_cases ? f->cases[i].id : STR_EMPTY,
            .text = arena_fmt(into->a, "%s%s%s", err->where,
                err->where[0] != '\0' ? ": " : "", err->text),
        };
        into->failed++;
    }
}

static void
run_file(struct cli *c, const char *path, struct str folder, struct str name,
    struct tck_results *into)
{
    struct str file = str_sub(name, 0, name.n - 4), bytes;
    struct tck_file f = { 0 };
    struct dmn_model *m = NULL;
    struct err err = { 0 };
    bool ok = dmn_file_read(into->a,
        arena_cstr(into->a, arena_fmt(into->a, "%s/" STR_FMT, path,
                                STR_ARG(name))),
        DMN_FILE_MAX, &bytes);

    if (!ok)
        (void)err_set(&err, ERR_IO, "cannot be read");
    ok = ok && tck_file_read(into->a, name, bytes, &f, &err) == OK;
    ok = ok &&
        dmn_file_load(into->a,
            arena_cstr(into->a, arena_fmt(into->a, "%s/" STR_FMT, path,
                                    STR_ARG(f.model))),
            &m, &err) == OK;
    if (!ok) {
        fail_file(&f, folder, file, &err, into);
        return;
    }

    struct running r = { .c = c, .m = m };

    r.a = arena_new("tck case");
    for (size_t i = 0; i < f.n_cases; i++) {
        r.k = &f.cases[i];
        r.has_service = r.is_external = false;
        run_case(&r, folder, file, into);
        arena_reset(r.a);
    }
    arena_free(r.a);
}

void
tck_run_folder(struct cli *c, const char *path, struct str folder,
    struct tck_results *into)
{
    const struct str *names = NULL;
    size_t n = 0;

    if (!dmn_folder_list(into->a, path, &names, &n))
        return;
    for (size_t i = 0; i < n; i++)
        if (str_ends(names[i], STR(".xml")) &&
            str_find(names[i], STR("-test-")) != SIZE_MAX)
            run_file(c, path, folder, names[i], into);
}
