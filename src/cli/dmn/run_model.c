/* run_model.c - mingce dmn run: one decision of a model. */
#include "cmd_dmn.h"
#include "pack/pack.h"
#include "tck.h"

#include <stdio.h>

#define INPUT_MAX (4u << 20)

static const struct feel_type_ref *
type_of(const struct dmn_model *m, struct str name)
{
    for (size_t i = 0; i < dmn_element_count(m); i++) {
        const struct dmn_element *e = dmn_element(m, i);

        if (str_eq(e->name, name) &&
            (e->kind == DMN_INPUT_DATA || e->kind == DMN_DECISION))
            return dmn_element_type(m, i);
    }
    return NULL;
}

static bool
read_input(struct cli *c, const struct dmn_model *m, struct dmn_call *call)
{
    struct str path, text;
    const struct json *v = NULL;
    struct err err = { 0 };
    struct dmn_input *inputs;

    if (!dmn_option(c, STR("--input"), &path))
        return true;
    if (!dmn_file_read(c->a, arena_cstr(c->a, path), INPUT_MAX, &text))
        return false;
    if (json_parse(c->a, text, INPUT_MAX, &v, &err) != OK) {
        (void)cli_failed(&err);
        return false;
    }
    if (v->type != JSON_OBJECT) {
        (void)fprintf(stderr, "mingce: " STR_FMT
            ": should be an object with a value for each input\n",
            STR_ARG(path));
        return false;
    }
    inputs = arena_new_array(c->a, struct dmn_input, v->n);
    for (size_t i = 0; i < v->n; i++)
        inputs[i] = (struct dmn_input){
            .name = v->keys[i],
            .value =
                dmn_from_json(c->a, v->items[i], type_of(m, v->keys[i])),
        };
    call->inputs = inputs;
    call->n_inputs = v->n;
    return true;
}

static void
print_problems(const struct dmn_model *m, const char *file)
{
    for (size_t i = 0; i < dmn_problem_count(m); i++) {
        const struct dmn_problem *p = dmn_problem(m, i);

        (void)fprintf(stderr, "%s:%d:%d: warning: " STR_FMT ": " STR_FMT "\n",
            file, p->line, p->column, STR_ARG(p->element), STR_ARG(p->text));
    }
}

static void
print_reasons(const struct feel_value *v)
{
    if (v->type != FEEL_NULL)
        return;
    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next) {
        if (!m->is_error)
            (void)printf("  missing: " STR_FMT "\n", STR_ARG(m->name));
        else
            (void)printf("  error%s" STR_FMT ": " STR_FMT "\n",
                m->name.n > 0 ? " in " : "", STR_ARG(m->name),
                STR_ARG(m->text));
    }
}

static int
print_json(struct cli *c, const struct json *v)
{
    struct buf b;
    struct str text;
    struct err err = { 0 };

    buf_init(&b, c->a, 64u << 20);
    json_write(&b, v);
    if (buf_done(&b, &text, &err) != OK)
        return cli_failed(&err);
    (void)printf(STR_FMT "\n", STR_ARG(text));
    return EXIT_DONE;
}

int
dmn_print_value(struct cli *c, const struct feel_value *v,
    const struct explain_node *node)
{
    const struct json *made;
    struct err err = { 0 };
    struct str shown;

    if (dmn_flag(c, STR("--json"))) {
        if (node != NULL)
            return print_json(c, pack_explain_json(c->a, node));
        if (dmn_to_json(c->a, v, &made, &err) != OK)
            return cli_failed(&err);
        return print_json(c, made);
    }
    shown = node != NULL ? explain_text(c->a, node, NULL)
                         : feel_show(c->a, v);
    (void)printf(STR_FMT "%s", STR_ARG(shown), node != NULL ? "" : "\n");
    if (node == NULL)
        print_reasons(v);
    return EXIT_DONE;
}

int
dmn_run(struct cli *c)
{
    const char *path = arena_cstr(c->a, c->args[1]);
    struct dmn_call call = { .now_us = world_now(c->world),
        .trace = dmn_flag(c, STR("--explain")) };
    struct dmn_model *m = NULL;
    struct dmn_result result;
    struct explain_node node;
    struct str decision;
    struct err err = { 0 };

    if (!dmn_option(c, STR("--decision"), &decision)) {
        (void)fprintf(stderr, "mingce: --decision NAME is needed\n");
        return EXIT_USAGE;
    }
    if (dmn_file_load(c->a, path, &m, &err) != OK)
        return cli_failed(&err);
    print_problems(m, path);
    if (!read_input(c, m, &call))
        return EXIT_FAILED;
    if (dmn_evaluate(c->a, m, decision, &call, &result, &err) != OK)
        return cli_failed(&err);
    if (result.trace != NULL)
        dmn_explain(c->a, result.trace, NULL, &node);
    return dmn_print_value(
        c, &result.value, result.trace != NULL ? &node : NULL);
}
