/* Decisions of a model on the facts of a case. */
#include "judge.h"

#include "load_dmn.h"

#define LINE_BYTES ((size_t)16 << 10)

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

/* --- how it came about --- */

enum status
judge_model(struct judge *j, const struct pack_rule *r,
    const struct feel_trace *call, const struct dmn_trace **ret,
    struct err *err)
{
    struct feel_value *args;
    struct dmn_result result;

    *ret = NULL;
    if (r->model == NULL || call == NULL || call->n != r->model->n)
        return OK;
    args = arena_new_array(j->a, struct feel_value, call->n + 1);
    for (size_t i = 0; i < call->n; i++)
        args[i] = call->parts[i]->value;
    TRY(model_evaluate(j->a, r->model, args, call->n, &j->fn,
        j->facts->now_us, true, &result, err));
    *ret = result.trace;
    return OK;
}

const struct explain_table *
judge_table(const struct dmn_trace *model)
{
    for (size_t i = 0; model != NULL && i < model->n; i++)
        if (model->parts[i]->kind == DMN_TRACE_TABLE)
            return model->parts[i]->table;
    return NULL;
}

/* 第 1、3 行; empty if no row is in this state. */
static struct str
rows_in(struct arena *a, const struct explain_table *t, int state,
    bool english)
{
    struct buf b;
    size_t n = 0;

    buf_init(&b, a, LINE_BYTES);
    for (size_t i = 0; i < t->n_rows; i++) {
        if ((int)t->rows[i].state != state)
            continue;
        buf_fmt(&b, "%s%zu", n == 0 ? "" : english ? ", " : "、",
            t->rows[i].number);
        n++;
    }
    if (n == 0)
        return STR_EMPTY;
    return arena_fmt(a, english ? (n == 1 ? "Row " STR_FMT : "Rows " STR_FMT)
                                : "第 " STR_FMT " 行",
        STR_ARG(buf_view(&b)));
}

/* 人数 25，类别 商会 */
static struct str
inputs_of(struct judge *j, const struct explain_table *t, bool english)
{
    struct buf b;

    buf_init(&b, j->a, LINE_BYTES);
    for (size_t i = 0; i < t->n_inputs; i++) {
        const struct feel_trace *how =
            t->input_traces != NULL ? t->input_traces[i] : NULL;

        if (how == NULL)
            continue;
        if (buf_view(&b).n > 0)
            buf_str(&b, english ? STR(", ") : STR("，"));
        buf_str(&b, part_with_values(j->a, j->p, how, english));
    }
    return buf_view(&b);
}

static struct str
line_of(struct judge *j, const struct explain_table *t,
    const struct pack_verdict *v, bool english)
{
    bool open = v->outcome == UNDECIDED;
    struct str rows = rows_in(j->a, t, open ? ROW_OPEN : ROW_HIT, english);
    struct str why = english ? v->why_en : v->why;

    if (open && rows.n == 0)
        return why;
    if (open)
        return arena_fmt(j->a,
            english ? STR_FMT ". " STR_FMT " of the table undecided"
                    : STR_FMT "（决策表" STR_FMT "待定）",
            STR_ARG(why), STR_ARG(rows));
    if (rows.n == 0)
        rows = english ? STR("No row") : STR("没有一行");
    return arena_fmt(j->a,
        english ? STR_FMT " of the table applies: " STR_FMT
                : "决策表" STR_FMT "符合：" STR_FMT,
        STR_ARG(rows), STR_ARG(inputs_of(j, t, english)));
}

void
judge_tell_table(struct judge *j, struct pack_verdict *v)
{
    const struct explain_table *t = judge_table(v->model);
    struct str zh, en;

    if (t == NULL)
        return;
    zh = line_of(j, t, v, false);
    en = line_of(j, t, v, true);
    v->why = zh;
    v->why_en = en;
}
