/* The function that stands for a decision of a .dmn file. */
#include "functions.h"
#include "load_dmn.h"

/* Evaluates the decision with what it requires given: facts and the values of
 * other decisions alike, so each rule is judged once and by the pack. */
enum status
model_evaluate(struct arena *a, const struct pack_model *m,
    const struct feel_value *args, size_t n, void *functions_arg,
    int64_t now_us, bool trace, struct dmn_result *ret, struct err *err)
{
    struct dmn_native natives[FUNCTIONS_MOST];
    struct dmn_input *inputs = arena_new_array(a, struct dmn_input, n + 1);
    struct dmn_call call = { .inputs = inputs,
        .n_inputs = n,
        .natives = natives,
        .n_natives = functions_natives(natives),
        .natives_arg = functions_arg,
        .now_us = now_us,
        .trace = trace };

    for (size_t i = 0; i < n; i++)
        inputs[i] = (struct dmn_input){ .name = m->names[i],
            .value = args[i] };
    return dmn_evaluate(a, m->model, m->decision, &call, ret, err);
}

static enum status
evaluate(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    struct dmn_result result;

    TRY(model_evaluate(feel_arena(e), self, args, n, feel_arg(e),
        feel_now_us(e), false, &result, err));
    *ret = result.value;
    return OK;
}

void
model_function_add(struct feel_scope *s, const struct pack_model *m)
{
    feel_scope_open_function(
        s, m->function, m->n, m->n, evaluate, (void *)(uintptr_t)m);
}

struct feel_kind
model_kind(struct arena *a, const struct feel_type_ref *type)
{
    struct feel_kind k = { 0 }, of;
    struct feel_kind *members;

    if (type == NULL || type->any)
        return k;
    k.type = type->type;
    if ((k.type == FEEL_LIST || k.type == FEEL_RANGE) && type->of != NULL) {
        of = model_kind(a, type->of);
        k.of = arena_dup(a, &of, sizeof(of));
    }
    if (k.type != FEEL_CONTEXT || type->n == 0)
        return k;
    members = arena_new_array(a, struct feel_kind, type->n);
    for (size_t i = 0; i < type->n; i++)
        members[i] = model_kind(a, type->members[i]);
    k.names = type->names;
    k.members = members;
    k.n = type->n;
    return k;
}
