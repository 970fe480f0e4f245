/* mingce feel: one expression, on the facts of a JSON file. */
#include "cmd_dmn.h"
#include "tck.h"

#include "feel/run.h"

#include <stdio.h>

#define CONTEXT_MAX (4u << 20)
/* Missing facts of one expression at most. */
#define MISSING_MAX 64

struct facts {
    const struct feel_value **values;
    size_t n;
};

/* Names of members at any depth may be used in paths. */
static void
declare_members(struct feel_scope *s, const struct feel_value *v)
{
    if (v->type == FEEL_LIST)
        for (size_t i = 0; i < v->list.n; i++)
            declare_members(s, &v->list.items[i]);
    if (v->type != FEEL_CONTEXT)
        return;
    for (size_t i = 0; i < v->context.n; i++) {
        feel_scope_member(s, v->context.names[i]);
        declare_members(s, &v->context.values[i]);
    }
}

static bool
read_context(struct cli *c, struct feel_scope *s, struct facts *facts)
{
    struct str path, text;
    const struct json *v = NULL;
    struct err err = { 0 };

    if (!dmn_option(c, STR("--context"), &path))
        return true;
    if (!dmn_file_read(c->a, arena_cstr(c->a, path), CONTEXT_MAX, &text))
        return false;
    if (json_parse(c->a, text, CONTEXT_MAX, &v, &err) != OK) {
        (void)cli_failed(&err);
        return false;
    }
    if (v->type != JSON_OBJECT) {
        (void)fprintf(stderr,
            "mingce: " STR_FMT ": should be an object of facts\n",
            STR_ARG(path));
        return false;
    }
    facts->n = v->n;
    facts->values =
        arena_new_array(c->a, const struct feel_value *, v->n);
    for (size_t i = 0; i < v->n; i++) {
        struct feel_value one = dmn_from_json(c->a, v->items[i], NULL);

        feel_scope_slot(s, v->keys[i], NULL, i);
        declare_members(s, &one);
        facts->values[i] = arena_dup(c->a, &one, sizeof(one));
    }
    return true;
}

/*
 * Names that the facts do not have are missing facts, where DMN takes them for
 * mistakes: they are found by compiling to the letter, and declared.
 */
static void
declare_missing(struct cli *c, struct feel_scope *strict,
    struct feel_scope *s, const struct facts *facts)
{
    for (size_t i = 0; i < MISSING_MAX; i++) {
        const struct feel_expr *x = NULL;
        struct err err = { 0 };

        if (feel_compile(c->a, c->args[0], strict, NULL, &x, &err) == OK ||
            err.field[0] == '\0')
            return;

        struct str name = arena_str(c->a, str_of(err.field));

        feel_scope_slot(strict, name, NULL, facts->n + i);
        feel_scope_slot(s, name, NULL, facts->n + i);
    }
}

static int
evaluate(struct cli *c, const struct feel_expr *x, const struct facts *facts)
{
    bool explain = dmn_flag(c, STR("--explain"));
    struct feel_frame frame = { .values = facts->values, .n = facts->n };
    const struct feel_trace *trace = NULL;
    struct explain_node node;
    struct feel_value v;
    struct err err = { 0 };
    struct feel_eval *e =
        feel_eval_new(c->a, world_now(c->world), NULL, NULL, &err);

    if (feel_run(e, x, &frame, &v, explain ? &trace : NULL) != OK)
        return cli_failed(&err);
    if (explain)
        explain_trace(c->a, trace, NULL, &node);
    return dmn_print_value(c, &v, explain ? &node : NULL);
}

int
cmd_feel(struct cli *c)
{
    struct feel_scope *s = feel_scope_new(c->a);
    struct feel_scope *strict = feel_scope_new(c->a);
    struct facts facts = { 0 };
    const struct feel_expr *x = NULL;
    struct err err = { 0 };

    if (c->n_args < 1) {
        (void)fprintf(stderr, "Usage: mingce feel 'EXPR' [--context "
                              "FILE.json] [--explain] [--json]\n");
        return EXIT_USAGE;
    }
    if (!read_context(c, s, &facts) || !read_context(c, strict, &facts))
        return EXIT_FAILED;
    declare_missing(c, strict, s, &facts);
    feel_scope_as_dmn(s);
    feel_scope_zones(s, dmn_limits_default().zones);
    if (feel_compile(c->a, c->args[0], s, NULL, &x, &err) != OK)
        return cli_failed(&err);
    return evaluate(c, x, &facts);
}
