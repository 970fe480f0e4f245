/* Decisions of a model on the facts of a case. */
#include "judge.h"

static bool
model_fact(struct str name, struct feel_value *ret, void *arg)
{
    return judge_given(arg, name, ret);
}

/* Readings that a case may choose stand in a model as decisions. */
static size_t
chosen_readings(struct judge *j, struct dmn_input *ret)
{
    const struct pack *p = j->p;

    for (size_t i = 0; i < p->n_readings; i++) {
        ret[i] = (struct dmn_input){ .name = p->readings[i].name };
        if (!judge_given(j, ret[i].name, &ret[i].value))
            ret[i].value = feel_string(p->readings[i].chosen);
    }
    return p->n_readings;
}

enum status
pack_evaluate_model(struct arena *a, const struct pack *p,
    const struct dmn_model *m, struct str decision,
    const struct pack_facts *facts, struct feel_value *ret, struct err *err)
{
    struct judge j = judge_of(a, p, facts, err);
    struct dmn_native natives[FUNCTIONS_MOST];
    struct dmn_input *inputs =
        arena_new_array(a, struct dmn_input, p->n_readings + 1);
    struct dmn_call call = { .inputs = inputs,
        .n_inputs = chosen_readings(&j, inputs),
        .facts = model_fact,
        .facts_arg = &j,
        .natives = natives,
        .n_natives = functions_natives(natives),
        .natives_arg = &j.fn,
        .now_us = facts->now_us };
    struct dmn_result result;

    TRY(dmn_evaluate(a, m, decision, &call, &result, err));
    *ret = result.value;
    return OK;
}
