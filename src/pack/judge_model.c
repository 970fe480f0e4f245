/* Decisions of a model on the facts of a case. */
#include "judge.h"

static bool
model_fact(struct str name, struct feel_value *ret, void *arg)
{
    return judge_given(arg, name, ret);
}

/* What stands in a model as a decision and is known without computing it: a
 * reading that the case chooses, a parameter or rule whose value it gives. */
static void
give(struct judge *j, struct str name, struct dmn_input *ret, size_t *n)
{
    ret[*n].name = name;
    if (judge_given(j, name, &ret[*n].value))
        ++*n;
}

static size_t
known_decisions(struct judge *j, struct dmn_input *ret)
{
    const struct pack *p = j->p;
    size_t n = 0;

    for (size_t i = 0; i < p->n_readings; i++)
        give(j, p->readings[i].name, ret, &n);
    for (size_t i = 0; i < p->n_parameters; i++)
        give(j, p->parameters[i].name, ret, &n);
    for (size_t i = 0; i < p->n_rules; i++)
        give(j, p->rules[i].name, ret, &n);
    return n;
}

enum status
pack_evaluate_model(struct arena *a, const struct pack *p,
    const struct dmn_model *m, struct str decision,
    const struct pack_facts *facts, struct feel_value *ret, struct err *err)
{
    struct judge j = judge_of(a, p, facts, err);
    struct dmn_native natives[FUNCTIONS_MOST];
    struct dmn_input *inputs = arena_new_array(a, struct dmn_input,
        p->n_readings + p->n_parameters + p->n_rules + 1);
    struct dmn_call call = { .inputs = inputs,
        .n_inputs = known_decisions(&j, inputs),
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
