/* A verdict as JSON, for the record and the interface. */
#include "judge.h"

static void
put(struct arena *a, struct json *o, const char *key, struct str s)
{
    if (s.n > 0)
        json_set(a, o, str_of(key), json_text(a, s));
}

static const struct json *
trace_json(struct arena *a, const struct feel_trace *t)
{
    struct json *o = json_new(a, JSON_OBJECT);
    struct json *parts;

    put(a, o, "text", t->is_fact ? t->op : t->text);
    json_set(a, o, STR("value"), json_text(a, feel_show(a, &t->value)));
    if (t->is_fact)
        json_set(a, o, STR("fact"), json_boolean(a, true));
    if (t->kind == FEEL_PART_IF) {
        put(a, o, "branch", t->op);
        put(a, o, "taken", t->right_text);
    }
    if (t->is_comparison) {
        json_set(a, o, STR("left"), json_text(a, feel_show(a, &t->left)));
        put(a, o, "op", t->op);
        json_set(a, o, STR("right"), json_text(a, feel_show(a, &t->right)));
    }
    if (t->n > 0) {
        parts = json_new(a, JSON_LIST);
        for (size_t i = 0; i < t->n; i++)
            json_push(a, parts, trace_json(a, t->parts[i]));
        json_set(a, o, STR("parts"), parts);
    }
    return o;
}

const struct json *
pack_explain_json(struct arena *a, const struct explain_node *n)
{
    struct json *o = json_new(a, JSON_OBJECT);
    struct json *parts;

    put(a, o, "kind", str_of(explain_kind_name(n->kind)));
    put(a, o, "text", n->text);
    put(a, o, "label", n->label);
    json_set(a, o, STR("value"), json_text(a, feel_show(a, &n->value)));
    put(a, o, "shown", n->shown);
    if (n->state != EXPLAIN_KNOWN)
        put(a, o, "state",
            n->state == EXPLAIN_ERROR ? STR("error") : STR("missing"));
    if (n->weight != EXPLAIN_PLAIN)
        put(a, o, "weight",
            n->weight == EXPLAIN_DECIDES ? STR("decides") : STR("idle"));
    put(a, o, "note", n->note);
    if (n->number > 0)
        json_set(a, o, STR("number"), json_number(a, (int64_t)n->number));
    if (n->n > 0) {
        parts = json_new(a, JSON_LIST);
        for (size_t i = 0; i < n->n; i++)
            json_push(a, parts, pack_explain_json(a, &n->kids[i]));
        json_set(a, o, STR("parts"), parts);
    }
    return o;
}

/* --- tables --- */

static const struct json *
cells_json(struct arena *a, const struct explain_cell *cells, size_t n)
{
    struct json *list = json_new(a, JSON_LIST);

    for (size_t i = 0; i < n; i++) {
        struct json *o = json_new(a, JSON_OBJECT);

        put(a, o, "text", cells[i].text);
        json_set(a, o, STR("value"),
            json_text(a, feel_show(a, &cells[i].value)));
        json_push(a, list, o);
    }
    return list;
}

/* Rows that do not apply are told by their number being absent. */
static const struct json *
rows_json(struct arena *a, const struct explain_table *t)
{
    static const char *const states[] = { [ROW_HIT] = "hit",
        [ROW_APPLIES] = "applies", [ROW_OPEN] = "undecided" };
    struct json *list = json_new(a, JSON_LIST);

    for (size_t i = 0; i < t->n_rows; i++) {
        const struct explain_row *r = &t->rows[i];
        struct json *o;

        if (r->state == ROW_FAILS)
            continue;
        o = json_new(a, JSON_OBJECT);
        json_set(a, o, STR("number"), json_number(a, (int64_t)r->number));
        put(a, o, "state", str_of(states[r->state]));
        json_set(a, o, STR("tests"), cells_json(a, r->tests, r->n_tests));
        if (r->n_outputs > 0)
            json_set(a, o, STR("outputs"),
                cells_json(a, r->outputs, r->n_outputs));
        put(a, o, "note", r->note);
        json_push(a, list, o);
    }
    return list;
}

static void
put_table(struct arena *a, struct json *o, const struct pack_verdict *v)
{
    const struct explain_table *t = judge_table(v->model);
    struct json *table;

    if (t == NULL)
        return;
    table = json_new(a, JSON_OBJECT);
    put(a, table, "hit_policy", t->hit_policy);
    json_set(a, table, STR("inputs"),
        cells_json(a, t->inputs, t->n_inputs));
    json_set(a, table, STR("rows"), rows_json(a, t));
    json_set(a, o, STR("table"), table);
}

static struct str
outcome_name(enum outcome outcome)
{
    switch (outcome) {
    case NOT_MET:
        return STR("not_met");
    case MET:
        return STR("met");
    case UNDECIDED:
        break;
    }
    return STR("undecided");
}

static const struct json *
change_json(struct arena *a, const struct pack_change *c)
{
    static const char *const kinds[] = { "one", "all", "any" };
    struct json *o = json_new(a, JSON_OBJECT);
    struct json *parts;

    put(a, o, "kind", str_of(kinds[c->kind]));
    put(a, o, "text", c->text.zh);
    put(a, o, "text_en", c->text.en);
    put(a, o, "fact", c->fact);
    put(a, o, "found", c->found);
    put(a, o, "op", c->op);
    put(a, o, "asked", c->asked);
    put(a, o, "gap", c->gap);
    if (c->n > 0) {
        parts = json_new(a, JSON_LIST);
        for (size_t i = 0; i < c->n; i++)
            json_push(a, parts, change_json(a, &c->parts[i]));
        json_set(a, o, STR("parts"), parts);
    }
    return o;
}

static const struct json *
source_json(
    struct arena *a, struct str fact, const struct pack_source *source)
{
    static const char *const kinds[] = { "form", "reviewer", "outside",
        "record", "pack" };
    struct json *o = json_new(a, JSON_OBJECT);

    put(a, o, "fact", fact);
    put(a, o, "label", source->label.zh);
    put(a, o, "label_en", source->label.en);
    put(a, o, "from", str_of(kinds[source->kind]));
    put(a, o, "where", source->where.zh);
    put(a, o, "where_en", source->where.en);
    if (source->section != NULL)
        put(a, o, "section", source->section->name);
    return o;
}

/* What is not known, by name, and where each can be supplied. */
static void
put_missing(struct arena *a, struct json *o, const struct pack_verdict *v)
{
    struct json *names = json_new(a, JSON_LIST);
    struct json *sources = json_new(a, JSON_LIST);

    if (v->n_missing == 0)
        return;
    for (size_t i = 0; i < v->n_missing; i++) {
        json_push(a, names, json_text(a, v->missing[i]));
        json_push(a, sources,
            source_json(a, v->missing[i], &v->sources[i]));
    }
    json_set(a, o, STR("missing"), names);
    json_set(a, o, STR("missing_from"), sources);
}

/* A rule that an expression names, as it came out. */
static const struct json *
used_json(struct arena *a, const struct pack_verdict *v)
{
    struct json *o;

    if (v->rule->kind != RULE_VALUE)
        return pack_verdict_json(a, v);
    o = json_new(a, JSON_OBJECT);
    put(a, o, "rule", v->rule->name);
    put(a, o, "title", v->rule->title.zh);
    put(a, o, "clause", v->rule->clause);
    put(a, o, "feel", v->rule->feel);
    json_set(a, o, STR("value"), json_text(a, feel_show(a, &v->value)));
    if (v->trace != NULL)
        json_set(a, o, STR("trace"), trace_json(a, v->trace));
    put_table(a, o, v);
    return o;
}

const struct json *
pack_verdict_json(struct arena *a, const struct pack_verdict *v)
{
    struct json *o = json_new(a, JSON_OBJECT);
    struct json *list;

    put(a, o, "rule", v->rule->name);
    put(a, o, "title", v->rule->title.zh);
    put(a, o, "clause", v->rule->clause);
    put(a, o, "outcome", outcome_name(v->outcome));
    put(a, o, "why", v->why);
    put(a, o, "why_en", v->why_en);
    put(a, o, "computed", v->computed);
    put(a, o, "required", v->required);
    put(a, o, "error", v->error);
    if (!day_is_none(v->holds_from))
        put(a, o, "holds_from", day_iso(a, v->holds_from));
    if (v->not_in_ten_years)
        json_set(a, o, STR("not_in_ten_years"), json_boolean(a, true));
    if (v->change != NULL)
        json_set(a, o, STR("change"), change_json(a, v->change));
    put_missing(a, o, v);
    if (v->trace != NULL) {
        put(a, o, "feel", v->rule->feel);
        json_set(a, o, STR("trace"), trace_json(a, v->trace));
    }
    put_table(a, o, v);
    if (v->n_uses > 0) {
        list = json_new(a, JSON_LIST);
        for (size_t i = 0; i < v->n_uses; i++)
            json_push(a, list, used_json(a, &v->uses[i]));
        json_set(a, o, STR("uses"), list);
    }
    if (v->n_parts > 0) {
        list = json_new(a, JSON_LIST);
        for (size_t i = 0; i < v->n_parts; i++)
            json_push(a, list, pack_verdict_json(a, &v->parts[i]));
        json_set(a, o, STR("parts"), list);
    }
    return o;
}
