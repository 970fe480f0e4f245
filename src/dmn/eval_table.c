/* eval_table.c - decision tables: which rules apply, and what follows by the
 * hit policy. */
#include "eval.h"

#include <stdlib.h>

struct hits {
    size_t *rows; /* of the rules that apply, in order */
    size_t n;
    struct feel_value open; /* a rule that is undecided: why; else true */
    bool has_open;
    size_t first_open;
};

struct tabling {
    struct activation *act;
    const struct box *b;
    const struct table *t;
    struct feel_value *inputs;
    struct hits hits;
    struct feel_value *outputs; /* by hit and output */
    struct explain_table *shown; /* NULL: no trace is wanted */
    struct explain_row *rows;
    const struct feel_trace **traces; /* of inputs */
    struct tracing *tracing;
    struct buf notes; /* annotations of the hits, for the trace */
};

/* Bytes of annotations that a trace shows. */
#define NOTES_MAX (1u << 16)

static struct feel_value
fail(const struct tabling *w, const char *text)
{
    return eval_fail(w->act->run, w->act->e, "%s", text);
}

static bool
is_true(const struct feel_value *v)
{
    return v->type == FEEL_BOOLEAN && v->boolean;
}

/* Runs tests against a value. */
static enum status
meets(struct tabling *w, const struct text *t, const struct feel_value *input,
    struct feel_value *ret)
{
    struct feel_frame frame = w->act->frame;

    if (t->feel == NULL) {
        *ret = t->failure.n > 0 ? fail(w, arena_cstr(w->act->run->a,
                                       t->failure))
                                : feel_boolean(true);
        return OK;
    }
    frame.input = input;
    return feel_run(w->act->run->e, t->feel, &frame, ret, NULL);
}

/* --- inputs --- */

/* How an input came about: the part of the trace that was made last. */
static void
keep_trace(struct tabling *w, size_t column)
{
    const struct dmn_trace *last;

    if (w->shown == NULL || w->tracing->parts.n == 0)
        return;
    if (w->traces == NULL)
        w->traces = arena_new_array(
            w->act->run->a, const struct feel_trace *, w->t->n_inputs);
    last = w->tracing->parts.p[w->tracing->parts.n - 1];
    if (last->kind == DMN_TRACE_EXPRESSION)
        w->traces[column] = last->feel;
}

static enum status
eval_inputs(struct tabling *w, struct feel_value *ret_wrong)
{
    struct run *run = w->act->run;
    const struct table *t = w->t;

    w->inputs = arena_new_array(run->a, struct feel_value, t->n_inputs);
    for (size_t i = 0; i < t->n_inputs; i++) {
        const struct table_input *in = &t->inputs[i];
        struct feel_value ok;

        TRY(eval_box(w->act, in->expression, in->label, &w->inputs[i]));
        keep_trace(w, i);
        if (w->inputs[i].type == FEEL_NULL)
            continue;
        TRY(meets(w, &in->values, &w->inputs[i], &ok));
        if (!is_true(&ok) && !eval_is_unknown(&ok))
            *ret_wrong = eval_fail(run, w->act->e,
                "输入 “" STR_FMT "” 的值 " STR_FMT " 不在允许的值 " STR_FMT
                " 之中",
                STR_ARG(in->expression->text.text),
                STR_ARG(feel_show(run->a, &w->inputs[i])),
                STR_ARG(in->values.text));
    }
    return OK;
}

/* --- rules --- */

static enum status
try_rule(struct tabling *w, size_t r, struct explain_row *row,
    struct feel_value *ret)
{
    const struct table_rule *rule = &w->t->rules[r];
    struct explain_cell *cells = row != NULL
        ? arena_new_array(w->act->run->a, struct explain_cell, w->t->n_inputs)
        : NULL;

    *ret = feel_boolean(true);
    for (size_t i = 0; i < w->t->n_inputs; i++) {
        struct feel_value v;

        TRY(meets(w, &rule->tests[i], &w->inputs[i], &v));
        if (cells != NULL) {
            cells[i] = (struct explain_cell){ rule->tests[i].text, v };
            row->n_tests = i + 1;
        }
        if (is_true(&v))
            continue;
        /* One test that fails decides; an unknown one only if none does. */
        if (eval_is_unknown(&v)) {
            *ret = v;
            continue;
        }
        *ret = feel_boolean(false);
        break;
    }
    if (row != NULL) {
        row->number = r + 1;
        row->note = rule->annotation;
        row->tests = cells;
        row->state = is_true(ret) ? ROW_APPLIES
            : ret->type == FEEL_NULL ? ROW_OPEN
                                     : ROW_FAILS;
    }
    return OK;
}

static enum status
find_hits(struct tabling *w)
{
    struct run *run = w->act->run;
    struct hits *h = &w->hits;

    h->rows = arena_new_array(run->a, size_t, w->t->n_rules);
    if (w->shown != NULL)
        w->rows =
            arena_new_array(run->a, struct explain_row, w->t->n_rules);
    for (size_t r = 0; r < w->t->n_rules; r++) {
        struct feel_value v;

        TRY(try_rule(w, r, w->rows != NULL ? &w->rows[r] : NULL, &v));
        if (w->shown != NULL)
            w->shown->n_rows = r + 1;
        if (is_true(&v)) {
            h->rows[h->n++] = r;
            if (w->t->policy == HIT_FIRST)
                break;
        } else if (v.type == FEEL_NULL) {
            h->first_open = h->has_open ? h->first_open : r;
            h->open = h->has_open ? h->open : v;
            h->has_open = true;
        }
    }
    return OK;
}

/* Rules that are undecided leave the result open, but where one that applies
 * settles it: the only one of UNIQUE and ANY, the first of FIRST. */
static bool
stays_open(const struct tabling *w)
{
    const struct hits *h = &w->hits;

    if (!h->has_open)
        return false;
    if (h->n == 0)
        return true;
    switch (w->t->policy) {
    case HIT_UNIQUE:
    case HIT_ANY:
        return false;
    case HIT_FIRST:
        return h->first_open < h->rows[0];
    default:
        return true;
    }
}

/* --- outputs --- */

static enum status
check_output(struct tabling *w, size_t column, struct feel_value *v)
{
    const struct table_output *out = &w->t->outputs[column];
    struct run *run = w->act->run;
    struct feel_value ok;

    *v = eval_coerce(run, w->act->e, v, out->type);
    if (v->type == FEEL_NULL || out->values.feel == NULL)
        return OK;
    TRY(meets(w, &out->values, v, &ok));
    if (ok.type == FEEL_BOOLEAN && !ok.boolean)
        *v = eval_fail(run, w->act->e,
            "输出 " STR_FMT " 不在允许的值 " STR_FMT " 之中",
            STR_ARG(feel_show(run->a, v)), STR_ARG(out->values.text));
    return OK;
}

static enum status
eval_outputs(struct tabling *w)
{
    const struct table *t = w->t;
    struct run *run = w->act->run;

    w->outputs = arena_new_array(
        run->a, struct feel_value, w->hits.n * t->n_outputs);
    for (size_t h = 0; h < w->hits.n; h++) {
        struct explain_cell *cells = w->shown != NULL
            ? arena_new_array(run->a, struct explain_cell, t->n_outputs)
            : NULL;
        const struct table_rule *rule = &t->rules[w->hits.rows[h]];

        for (size_t i = 0; i < t->n_outputs; i++) {
            struct feel_value *v = &w->outputs[h * t->n_outputs + i];

            TRY(eval_box(w->act, rule->entries[i], t->outputs[i].name, v));
            TRY(check_output(w, i, v));
            if (cells != NULL)
                cells[i] = (struct explain_cell){
                    rule->entries[i] != NULL ? rule->entries[i]->text.text
                                             : STR_EMPTY,
                    *v };
        }
        if (cells != NULL) {
            w->rows[w->hits.rows[h]].outputs = cells;
            w->rows[w->hits.rows[h]].n_outputs = t->n_outputs;
        }
    }
    return OK;
}

/* Marks a hit as giving the result, with its annotation. */
static void
mark(struct tabling *w, size_t hit)
{
    const struct table_rule *rule = &w->t->rules[w->hits.rows[hit]];

    if (w->shown == NULL)
        return;
    w->rows[w->hits.rows[hit]].state = ROW_HIT;
    if (rule->annotation.n > 0 && w->notes.n > 0)
        buf_lit(&w->notes, "; ");
    buf_str(&w->notes, rule->annotation);
}

static struct feel_value
compose(struct tabling *w, const struct feel_value *values)
{
    const struct table *t = w->t;
    struct str *names;

    if (t->n_outputs == 1)
        return values[0];
    names = arena_new_array(w->act->run->a, struct str, t->n_outputs);
    for (size_t i = 0; i < t->n_outputs; i++)
        names[i] = t->outputs[i].name;
    return feel_context(names, values, t->n_outputs);
}

static struct feel_value
hit_value(struct tabling *w, size_t hit)
{
    mark(w, hit);
    return compose(w, &w->outputs[hit * w->t->n_outputs]);
}

/* --- priorities --- */

/* Place of a value in the list of output values; behind all if it has none. */
static enum status
rank(struct tabling *w, size_t column, const struct feel_value *v,
    size_t *ret)
{
    const struct text *t = &w->t->outputs[column].values_list;
    struct run *run = w->act->run;
    struct feel_value list;

    *ret = SIZE_MAX;
    if (t->feel == NULL)
        return OK;
    TRY(feel_run(run->e, t->feel, &w->act->frame, &list, NULL));
    for (size_t i = 0; list.type == FEEL_LIST && i < list.list.n; i++) {
        if (feel_same(run->e, &list.list.items[i], v)) {
            *ret = i;
            return OK;
        }
    }
    return OK;
}

/* A hit and the ranks of its outputs, from the left. */
struct ranked {
    size_t hit;
    const size_t *ranks;
    size_t columns;
};

/* By rank; of equal ones the rule that stands first. */
static int
by_rank(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;

    for (size_t i = 0; i < a->columns; i++)
        if (a->ranks[i] != b->ranks[i])
            return a->ranks[i] < b->ranks[i] ? -1 : 1;
    return a->hit < b->hit ? -1 : 1;
}

static enum status
by_priority(struct tabling *w, size_t *order)
{
    struct arena *a = w->act->run->a;
    size_t columns = w->t->n_outputs;
    size_t *ranks = arena_new_array(a, size_t, w->hits.n * columns);
    struct ranked *all = arena_new_array(a, struct ranked, w->hits.n);

    for (size_t h = 0; h < w->hits.n; h++) {
        all[h] = (struct ranked){ h, &ranks[h * columns], columns };
        for (size_t i = 0; i < columns; i++)
            TRY(rank(w, i, &w->outputs[h * columns + i],
                &ranks[h * columns + i]));
    }
    qsort(all, w->hits.n, sizeof(all[0]), by_rank);
    for (size_t h = 0; h < w->hits.n; h++)
        order[h] = all[h].hit;
    return OK;
}

/* --- hit policies --- */

static struct feel_value
list_of(struct tabling *w, const size_t *order)
{
    struct feel_value *items =
        arena_new_array(w->act->run->a, struct feel_value, w->hits.n);

    for (size_t h = 0; h < w->hits.n; h++)
        items[h] = hit_value(w, order != NULL ? order[h] : h);
    return feel_list(items, w->hits.n);
}

static enum status
aggregate(struct tabling *w, struct feel_value *ret)
{
    const struct links *links = w->act->e->model->links;
    struct feel_value list = list_of(w, NULL);
    const struct feel_value *values[] = { &list };
    struct feel_frame frame = { .values = values, .n = 1 };
    const struct feel_expr *x = NULL;

    switch (w->t->aggregation) {
    case AGGREGATE_NONE:
        *ret = list;
        return OK;
    case AGGREGATE_COUNT:
        *ret = feel_int((int64_t)w->hits.n);
        return OK;
    case AGGREGATE_SUM:
        x = links->sum;
        break;
    case AGGREGATE_MIN:
        x = links->min;
        break;
    case AGGREGATE_MAX:
        x = links->max;
        break;
    }
    if (x == NULL || w->t->n_outputs > 1) {
        *ret = fail(w, "聚合的决策表只应有一个输出列");
        return OK;
    }
    return feel_run(w->act->run->e, x, &frame, ret, NULL);
}

static enum status
otherwise(struct tabling *w, struct feel_value *ret)
{
    const struct table *t = w->t;
    struct feel_value *values =
        arena_new_array(w->act->run->a, struct feel_value, t->n_outputs);
    bool any = false;

    for (size_t i = 0; i < t->n_outputs; i++) {
        any |= t->outputs[i].otherwise != NULL;
        TRY(eval_box(w->act, t->outputs[i].otherwise, t->outputs[i].name,
            &values[i]));
        TRY(check_output(w, i, &values[i]));
    }
    if (any)
        *ret = compose(w, values);
    else if (t->policy == HIT_COLLECT && t->aggregation == AGGREGATE_COUNT)
        *ret = feel_int(0);
    else if (t->policy == HIT_COLLECT && t->aggregation == AGGREGATE_NONE)
        *ret = feel_list(NULL, 0);
    else
        *ret = fail(w, "决策表没有一条规则适用，也没有默认输出");
    return OK;
}

static enum status
unique(struct tabling *w, struct feel_value *ret)
{
    if (w->hits.n > 1) {
        *ret = eval_fail(w->act->run, w->act->e,
            "决策表的策略为 UNIQUE，却有 %zu 条规则适用（第 %zu 条和第 %zu "
            "条等）",
            w->hits.n, w->hits.rows[0] + 1, w->hits.rows[1] + 1);
        return OK;
    }
    *ret = hit_value(w, 0);
    return OK;
}

static enum status
any(struct tabling *w, struct feel_value *ret)
{
    struct feel_value first = hit_value(w, 0);

    for (size_t h = 1; h < w->hits.n; h++) {
        struct feel_value other = hit_value(w, h);

        if (!feel_same(w->act->run->e, &first, &other)) {
            *ret = eval_fail(w->act->run, w->act->e,
                "决策表的策略为 ANY，第 %zu 条和第 %zu 条规则的输出却不同",
                w->hits.rows[0] + 1, w->hits.rows[h] + 1);
            return OK;
        }
    }
    *ret = first;
    return OK;
}

static enum status
by_policy(struct tabling *w, struct feel_value *ret)
{
    size_t *order = arena_new_array(w->act->run->a, size_t, w->hits.n);

    switch (w->t->policy) {
    case HIT_UNIQUE:
        return unique(w, ret);
    case HIT_ANY:
        return any(w, ret);
    case HIT_FIRST:
        *ret = hit_value(w, 0);
        return OK;
    case HIT_PRIORITY:
        TRY(by_priority(w, order));
        *ret = hit_value(w, order[0]);
        return OK;
    case HIT_OUTPUT_ORDER:
        TRY(by_priority(w, order));
        *ret = list_of(w, order);
        return OK;
    case HIT_RULE_ORDER:
        *ret = list_of(w, NULL);
        return OK;
    case HIT_COLLECT:
        break;
    }
    return aggregate(w, ret);
}

static enum status
evaluate(struct tabling *w, struct feel_value *ret)
{
    struct feel_value wrong = feel_boolean(true);

    TRY(eval_inputs(w, &wrong));
    if (wrong.type == FEEL_NULL) {
        *ret = wrong;
        return OK;
    }
    TRY(find_hits(w));
    if (stays_open(w)) {
        *ret = w->hits.open;
        return OK;
    }
    if (w->hits.n == 0)
        return otherwise(w, ret);
    TRY(eval_outputs(w));
    return by_policy(w, ret);
}

/* --- trace --- */

static struct str
policy_name(const struct table *t)
{
    static const struct str names[] = {
        [HIT_UNIQUE] = STR_INIT("UNIQUE"),
        [HIT_ANY] = STR_INIT("ANY"),
        [HIT_PRIORITY] = STR_INIT("PRIORITY"),
        [HIT_FIRST] = STR_INIT("FIRST"),
        [HIT_RULE_ORDER] = STR_INIT("RULE ORDER"),
        [HIT_OUTPUT_ORDER] = STR_INIT("OUTPUT ORDER"),
        [HIT_COLLECT] = STR_INIT("COLLECT"),
    };
    static const struct str collecting[] = {
        [AGGREGATE_NONE] = STR_INIT("COLLECT"),
        [AGGREGATE_COUNT] = STR_INIT("COLLECT COUNT"),
        [AGGREGATE_SUM] = STR_INIT("COLLECT SUM"),
        [AGGREGATE_MIN] = STR_INIT("COLLECT MIN"),
        [AGGREGATE_MAX] = STR_INIT("COLLECT MAX"),
    };

    return t->policy == HIT_COLLECT ? collecting[t->aggregation]
                                    : names[t->policy];
}

static void
show(struct tabling *w, const struct feel_value *result)
{
    struct arena *a = w->act->run->a;
    struct explain_table *shown = w->shown;
    struct explain_cell *inputs =
        arena_new_array(a, struct explain_cell, w->t->n_inputs);
    struct str *names = arena_new_array(a, struct str, w->t->n_outputs);

    for (size_t i = 0; i < w->t->n_inputs; i++)
        inputs[i] = (struct explain_cell){
            w->t->inputs[i].expression->text.text, w->inputs[i] };
    for (size_t i = 0; i < w->t->n_outputs; i++)
        names[i] = w->t->outputs[i].name;
    shown->name = w->act->e->about.name;
    shown->hit_policy = policy_name(w->t);
    shown->inputs = inputs;
    shown->input_traces = w->traces;
    shown->n_inputs = w->t->n_inputs;
    shown->outputs = names;
    shown->n_outputs = w->t->n_outputs;
    shown->rows = w->rows;
    shown->result = *result;
    w->tracing->t->table = shown;
    w->tracing->t->id = w->b->at.id;
    w->tracing->t->note = buf_view(&w->notes);
}

enum status
eval_table(struct activation *act, const struct box *b, struct feel_value *ret)
{
    struct tabling w = { .act = act, .b = b, .t = b->table };
    struct feel_value v;

    w.tracing = trace_open(act->run, DMN_TRACE_TABLE, act->e->about.name);
    if (w.tracing != NULL) {
        w.shown = arena_one(act->run->a, struct explain_table);
        buf_init(&w.notes, act->run->a, NOTES_MAX);
    }
    TRY(evaluate(&w, &v));
    *ret = eval_blame(act->run, act->e, &v);
    if (w.shown != NULL)
        show(&w, ret);
    trace_close(act->run, w.tracing, ret);
    return OK;
}
