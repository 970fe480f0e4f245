/* eval_box.c - boxed expressions but for tables and loops. */
#include "eval.h"

static enum status
eval_literal(struct activation *act, const struct box *b, struct str name,
    struct feel_value *ret)
{
    struct run *run = act->run;
    struct tracing *t = trace_open(run, DMN_TRACE_EXPRESSION, name);
    const struct feel_trace *trace = NULL;

    if (b->text.feel == NULL) {
        *ret = b->text.failure.n > 0
            ? eval_fail(run, act->e, STR_FMT, STR_ARG(b->text.failure))
            : feel_null();
    } else {
        struct feel_value v;

        TRY(feel_run(run->e, b->text.feel, &act->frame, &v,
            t != NULL ? &trace : NULL));
        *ret = eval_blame(run, act->e, &v);
    }
    if (t != NULL) {
        t->t->text = b->text.text;
        t->t->id = b->at.id;
        t->t->feel = trace;
    }
    trace_close(run, t, ret);
    return OK;
}

static enum status
eval_context(
    struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct run *run = act->run;
    struct str *names = arena_new_array(run->a, struct str, b->n);
    struct feel_value *values =
        arena_new_array(run->a, struct feel_value, b->n);
    struct activation *inner = activation_copy(act);
    size_t n = 0;

    for (size_t i = 0; i < b->n; i++) {
        struct feel_value v;

        /* In place before it is known: a function may hold on to it. */
        if (b->vars[i].name.n > 0)
            inner->values[b->slots[i]] = &values[n];
        TRY(eval_box(inner, b->kids[i], b->vars[i].name, &v));
        if (b->vars[i].name.n == 0) {
            *ret = v;
            return OK;
        }
        names[n] = b->vars[i].name;
        values[n] = eval_coerce(run, act->e, &v, b->vars[i].type);
        n++;
    }
    *ret = feel_context(names, values, n);
    return OK;
}

static enum status
eval_list(
    struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct feel_value *items =
        arena_new_array(act->run->a, struct feel_value, b->n);

    for (size_t i = 0; i < b->n; i++)
        TRY(eval_box(act, b->kids[i], STR_EMPTY, &items[i]));
    *ret = feel_list(items, b->n);
    return OK;
}

static enum status
eval_relation(
    struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct run *run = act->run;
    size_t columns = b->n_vars, rows = columns > 0 ? b->n / columns : 0;
    struct str *names = arena_new_array(run->a, struct str, columns);
    struct feel_value *items =
        arena_new_array(run->a, struct feel_value, rows);

    for (size_t i = 0; i < columns; i++)
        names[i] = b->vars[i].name;
    for (size_t r = 0; r < rows; r++) {
        struct feel_value *values =
            arena_new_array(run->a, struct feel_value, columns);

        for (size_t i = 0; i < columns; i++) {
            struct feel_value v;

            TRY(eval_box(act, b->kids[r * columns + i], names[i], &v));
            values[i] = eval_coerce(run, act->e, &v, b->vars[i].type);
        }
        items[r] = feel_context(names, values, columns);
    }
    *ret = feel_list(items, rows);
    return OK;
}

/* --- functions --- */

struct closure {
    const struct activation *act;
    const struct box *b;
};

static enum status
call_closure(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    const struct closure *c = self;
    struct activation *act = activation_copy(c->act);

    (void)e;
    (void)err;
    for (size_t i = 0; i < n; i++)
        activation_set(act, c->b->slots[i], &args[i]);
    return eval_box(act, c->b->kids[0], STR_EMPTY, ret);
}

static struct feel_value
function_value(struct activation *act, const struct box *b)
{
    struct run *run = act->run;
    struct closure *c = arena_one(run->a, struct closure);
    struct str *names = arena_new_array(run->a, struct str, b->n_vars);
    const struct feel_type_ref **types =
        arena_new_array(run->a, const struct feel_type_ref *, b->n_vars);

    if (b->external.n > 0)
        return eval_fail(run, act->e, "不支持外部函数（" STR_FMT "）",
            STR_ARG(b->external));
    c->act = activation_copy(act);
    c->b = b;
    for (size_t i = 0; i < b->n_vars; i++) {
        names[i] = b->vars[i].name;
        types[i] = b->vars[i].type;
    }
    return feel_function_value(run->a,
        &(struct feel_invocable){ .params = names,
            .types = types,
            .n = b->n_vars,
            .fn = call_closure,
            .self = c });
}

static enum status
eval_invocation(
    struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct run *run = act->run;
    struct str *names = arena_new_array(run->a, struct str, b->n_vars);
    struct feel_value *args =
        arena_new_array(run->a, struct feel_value, b->n_vars);
    struct feel_value f, v;

    TRY(eval_box(act, b->kids[0], STR_EMPTY, &f));
    if (f.type != FEEL_FUNCTION) {
        *ret = f.type == FEEL_NULL && f.missing != NULL
            ? f
            : eval_fail(run, act->e, "被调用的不是函数，而是 %s",
                  feel_type_name(f.type));
        return OK;
    }
    for (size_t i = 0; i < b->n_vars; i++) {
        names[i] = b->vars[i].name;
        TRY(eval_box(act, b->kids[i + 1], names[i], &v));
        args[i] = eval_coerce(run, act->e, &v, b->vars[i].type);
    }
    TRY(feel_call_named(run->e, &f, names, args, b->n_vars, &v));
    *ret = eval_blame(run, act->e, &v);
    return OK;
}

static enum status
eval_conditional(
    struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct feel_value test;

    TRY(eval_box(act, b->kids[0], STR("if"), &test));
    if (eval_is_unknown(&test)) {
        *ret = test;
        return OK;
    }
    if (test.type != FEEL_BOOLEAN && test.type != FEEL_NULL) {
        *ret = eval_fail(act->run, act->e, "条件应为真或假，现为 %s",
            feel_type_name(test.type));
        return OK;
    }
    if (test.type == FEEL_BOOLEAN && test.boolean)
        return eval_box(act, b->kids[1], STR("then"), ret);
    return eval_box(act, b->kids[2], STR("else"), ret);
}

static enum status
eval_plain(struct activation *act, const struct box *b, struct str name,
    struct feel_value *ret)
{
    switch (b->kind) {
    case BOX_LITERAL:
        return eval_literal(act, b, name, ret);
    case BOX_TABLE:
        return eval_table(act, b, ret);
    case BOX_CONTEXT:
        return eval_context(act, b, ret);
    case BOX_LIST:
        return eval_list(act, b, ret);
    case BOX_RELATION:
        return eval_relation(act, b, ret);
    case BOX_FUNCTION:
        *ret = function_value(act, b);
        return OK;
    case BOX_INVOCATION:
        return eval_invocation(act, b, ret);
    case BOX_CONDITIONAL:
        return eval_conditional(act, b, ret);
    case BOX_FILTER:
        return eval_filter(act, b, ret);
    case BOX_FOR:
    case BOX_SOME:
    case BOX_EVERY:
        return eval_loop(act, b, ret);
    }
    *ret = feel_null();
    return OK;
}

/* As the file calls it. */
static struct str
kind_name(enum box_kind k)
{
    static const struct str names[] = {
        [BOX_LITERAL] = STR_INIT("literalExpression"),
        [BOX_TABLE] = STR_INIT("decisionTable"),
        [BOX_CONTEXT] = STR_INIT("context"),
        [BOX_LIST] = STR_INIT("list"),
        [BOX_RELATION] = STR_INIT("relation"),
        [BOX_FUNCTION] = STR_INIT("function"),
        [BOX_INVOCATION] = STR_INIT("invocation"),
        [BOX_CONDITIONAL] = STR_INIT("if"),
        [BOX_FILTER] = STR_INIT("filter"),
        [BOX_FOR] = STR_INIT("for"),
        [BOX_SOME] = STR_INIT("some"),
        [BOX_EVERY] = STR_INIT("every"),
    };

    return names[k];
}

enum status
eval_box(struct activation *act, const struct box *b, struct str name,
    struct feel_value *ret)
{
    struct tracing *t = NULL;
    struct feel_value v;

    if (b == NULL) {
        *ret = feel_null();
        return OK;
    }
    if (b->kind != BOX_LITERAL && b->kind != BOX_TABLE)
        t = trace_open(act->run, DMN_TRACE_BOX, name);
    TRY(eval_plain(act, b, name, &v));
    *ret = eval_coerce(act->run, act->e, &v, b->type);
    if (t != NULL) {
        t->t->id = b->at.id;
        t->t->text = kind_name(b->kind);
    }
    trace_close(act->run, t, ret);
    return OK;
}
