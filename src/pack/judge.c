/* Judging: facts in, verdicts out. Pure. */
#include "judge.h"

#include "field.h"
#include "load.h"
#include "pack/accepted.h"

#define LINE_BYTES ((size_t)16 << 10)
#define TOLD_MET 3 /* with more parts the arithmetic of those met is left out */
#define RULES_MOST 20000 /* rules looked at in one judgement */

static bool judge_fact(struct str name, struct feel_value *ret, void *arg);

/* --- facts --- */

static struct feel_value
unknown(struct arena *a, struct str name)
{
    struct feel_missing *m = arena_one(a, struct feel_missing);
    struct feel_value v = feel_null();

    m->name = name;
    v.missing = m;
    return v;
}

/* Rows of the register with every column, so that they have their type. */
static const struct json *
whole_rows(struct arena *a, const struct json *v)
{
    const struct pack_field *f = known_rows();
    struct json *rows = json_new(a, JSON_LIST);

    for (size_t i = 0; v->type == JSON_LIST && i < v->n; i++) {
        struct json *row = json_new(a, JSON_OBJECT);

        if (v->items[i]->type != JSON_OBJECT)
            continue;
        for (size_t c = 0; c < f->n_columns; c++)
            json_set(a, row, f->columns[c].name,
                json_get(v->items[i], f->columns[c].name));
        json_push(a, rows, row);
    }
    return rows;
}

/* A value from outside, by the type its name has; what has none is as sent. */
static struct feel_value
extra_value(struct arena *a, enum feel_type type, const struct json *v)
{
    static const struct pack_field as_text = { .type = FIELD_TEXT };
    static const struct pack_field as_date = { .type = FIELD_DATE };
    static const struct pack_field as_instant = { .type = FIELD_DATE_TIME };

    if (type == FEEL_LIST)
        return field_fact(a, known_rows(), whole_rows(a, v));
    return field_fact(a,
        type == FEEL_DATE            ? &as_date
            : type == FEEL_DATE_TIME ? &as_instant
                                     : &as_text,
        v);
}

static enum feel_type
extra_type(const struct pack *p, struct str name)
{
    size_t n;
    const struct known_fact *known = known_facts(&n);

    for (size_t i = 0; i < n; i++)
        if (str_eq(name, str_of(known[i].name)))
            return known[i].type;
    for (size_t i = 0; i < p->n_facts; i++)
        if (str_eq(name, p->facts[i].name))
            return p->facts[i].type;
    return FEEL_NULL;
}

static bool
is_known_list(struct str name)
{
    size_t n;
    const struct known_fact *known = known_facts(&n);

    for (size_t i = 0; i < n; i++) {
        if (known[i].type == FEEL_LIST &&
            str_eq(name, str_of(known[i].name)))
            return true;
    }
    return false;
}

/* Absent, null and the empty text are not known; an empty list is. */
static const struct json *
given(const struct json *object, struct str name)
{
    const struct json *v;

    if (object == NULL || object->type != JSON_OBJECT)
        return NULL;
    v = json_get(object, name);
    if (json_is_null(v) || (v->type == JSON_TEXT && v->s.n == 0))
        return NULL;
    return v;
}

static const struct pack_field *
find_field(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_field *f = form_field(&p->forms[i], name);

        if (f != NULL)
            return f;
    }
    for (size_t i = 0; i < p->n_records; i++) {
        const struct pack_field *rows = p->records[i].rows;

        if (rows != NULL && str_eq(rows->name, name))
            return rows;
    }
    return NULL;
}

/* A rule that many rules refer to is judged each time: that is bounded. */
static enum status
count_rule(struct judge *j)
{
    if (++j->work > RULES_MOST)
        return err_set(j->err, ERR_LIMIT,
            "一次判断最多计算 %d 条规则，请减少规则之间的引用", RULES_MOST);
    return OK;
}

/* What a rule says, as a fact of another one. */
static bool
rule_fact(struct judge *j, const struct pack_rule *r, struct feel_value *ret)
{
    enum outcome outcome = UNDECIDED;
    const struct feel_missing *missing = NULL;

    if (j->status != OK)
        return false;
    if (r->kind == RULE_VALUE) {
        j->status = count_rule(j);
        if (j->status == OK)
            j->status = feel_evaluate(j->a, r->expr, judge_fact, j,
                j->facts->now_us, NULL, ret, NULL, j->err);
        return j->status == OK;
    }
    j->status = judge_outcome(j, r, &outcome, &missing);
    *ret = outcome == UNDECIDED ? feel_null() : feel_boolean(outcome == MET);
    ret->missing = missing;
    return j->status == OK;
}

static bool
pack_fact(struct judge *j, struct str name, struct feel_value *ret)
{
    const struct pack_reading *reading = pack_reading(j->p, name);
    const struct json *chosen;
    int64_t value;

    if (reading != NULL) {
        chosen = given(j->facts->readings, name);
        *ret = feel_string(chosen != NULL ? json_str(chosen) : reading->chosen);
        return true;
    }
    if (pack_parameter(j->p, name, &value, NULL) == OK) {
        *ret = feel_int(value);
        return true;
    }
    return false;
}

/* Before anybody looked at them: none is accepted, all are to be looked at. */
static bool
unseen_rows(struct judge *j, const struct pack_field *rows, struct str name,
    struct feel_value *ret)
{
    const struct json *v = given(j->facts->answers, rows->name);

    if (v == NULL)
        v = given(j->facts->extra, rows->name);
    if (v == NULL)
        return false;
    *ret = str_starts(name, STR(PACK_UNSEEN)) ? field_fact(j->a, rows, v)
                                              : feel_list(NULL, 0);
    return true;
}

static bool
case_fact(struct judge *j, struct str name, struct feel_value *ret)
{
    const struct pack_field *field = find_field(j->p, name);
    const struct json *v =
        field != NULL ? given(j->facts->answers, name) : NULL;

    if (v != NULL) {
        *ret = field_fact(j->a, field, v);
        return true;
    }
    v = given(j->facts->extra, name);
    if (field == NULL)
        field = pack_rows_of_fact(j->p, name);
    if (v == NULL && field != NULL && !str_eq(field->name, name))
        return unseen_rows(j, field, name, ret);
    if (v == NULL && field == NULL && is_known_list(name)) {
        *ret = feel_list(NULL, 0); /* nothing is registered */
        return true;
    }
    if (v == NULL)
        return false;
    *ret = field != NULL ? field_fact(j->a, field, v)
                         : extra_value(j->a, extra_type(j->p, name), v);
    return true;
}

struct known {
    bool found;
    struct feel_value value;
};

bool
judge_given(struct judge *j, struct str name, struct feel_value *ret)
{
    struct known *k;


    if (str_eq(name, STR("基准日")) && !day_is_none(j->reference)) {
        *ret = feel_date(j->reference);
        return true;
    }
    if (str_eq(name, STR("今日"))) {
        *ret = feel_date(day_of_us(j->facts->now_us));
        return true;
    }
    if (j->given == NULL)
        j->given = map_new(j->a);
    k = map_get(j->given, name);
    if (k == NULL) {
        k = arena_one(j->a, struct known);
        k->found = case_fact(j, name, &k->value) ||
                   pack_fact(j, name, &k->value);
        map_put(j->given, name, k);
    }
    if (k->found)
        *ret = k->value;
    return k->found;
}

/* feel_facts; arg is a struct judge. */
static bool
judge_fact(struct str name, struct feel_value *ret, void *arg)
{
    struct judge *j = arg;
    const struct pack_rule *r;

    if (judge_given(j, name, ret))
        return true;
    r = pack_rule(j->p, name);
    return r != NULL && rule_fact(j, r, ret);
}

/* --- three answers --- */

enum status
judge_expression(struct judge *j, const struct feel_expr *x,
    struct feel_value *ret, const struct feel_trace **ret_trace)
{
    enum status s = feel_evaluate(j->a, x, judge_fact, j, j->facts->now_us,
        NULL, ret, ret_trace, j->err);

    if (j->status != OK) { /* a rule inside failed: its error stands in *err */
        s = j->status;
        j->status = OK;
    }
    return s;
}

enum outcome
judge_truth(struct arena *a, const struct feel_value *v,
    const struct feel_missing **ret_missing)
{
    struct feel_missing *m;

    *ret_missing = NULL;
    if (v->type == FEEL_BOOLEAN)
        return v->boolean ? MET : NOT_MET;
    *ret_missing = v->missing;
    if (v->type != FEEL_NULL || v->missing == NULL) {
        m = arena_one(a, struct feel_missing);
        m->is_error = true;
        m->text = v->type == FEEL_NULL ? STR("the result is null")
                                       : STR("the result is no boolean");
        *ret_missing = m;
    }
    return UNDECIDED;
}

static enum outcome
attested(struct judge *j, const struct pack_rule *r, struct str *ret_name)
{
    const struct json *v;

    *ret_name = arena_join(j->a, STR(ATTESTED), r->name);
    v = given(j->facts->extra, *ret_name);
    if (v == NULL || (v->type != JSON_TRUE && v->type != JSON_FALSE))
        return UNDECIDED;
    return v->type == JSON_TRUE ? MET : NOT_MET;
}

/* The answer of several: one NOT_MET decides `all`, one MET decides `any`. */
static enum outcome
joined(enum rule_kind kind, enum outcome so_far, enum outcome part)
{
    enum outcome decides = kind == RULE_ALL ? NOT_MET : MET;

    if (so_far == decides || part == decides)
        return decides;
    return so_far == UNDECIDED || part == UNDECIDED ? UNDECIDED : part;
}

static const struct feel_missing *
chain(struct arena *a, const struct feel_missing *x,
    const struct feel_missing *y)
{
    for (; x != NULL; x = x->next) {
        struct feel_missing *m = arena_dup(a, x, sizeof(*x));

        m->next = y;
        y = m;
    }
    return y;
}

static enum status
quick_parts(struct judge *j, const struct pack_rule *r, enum outcome *ret,
    const struct feel_missing **ret_missing)
{
    enum outcome all = r->kind == RULE_ALL ? MET : NOT_MET;
    const struct feel_missing *missing = NULL;

    for (size_t i = 0; i < r->n_parts; i++) {
        const struct feel_missing *m = NULL;
        enum outcome part = UNDECIDED;

        TRY(judge_outcome(j, pack_rule(j->p, r->parts[i]), &part, &m));
        all = joined(r->kind, all, part);
        missing = chain(j->a, m, missing);
    }
    *ret = all;
    *ret_missing = all == UNDECIDED ? missing : NULL;
    return OK;
}

/* Outcome without explanation. */
enum status
judge_outcome(struct judge *j, const struct pack_rule *r, enum outcome *ret,
    const struct feel_missing **ret_missing)
{
    struct feel_value v = feel_null();
    struct str name;

    TRY(count_rule(j));
    if (r->kind == RULE_ALL || r->kind == RULE_ANY)
        return quick_parts(j, r, ret, ret_missing);
    if (r->kind == RULE_ATTESTED) {
        *ret = attested(j, r, &name);
        *ret_missing = *ret == UNDECIDED ? unknown(j->a, name).missing : NULL;
        return OK;
    }
    TRY(judge_expression(j, r->expr, &v, NULL));
    *ret = judge_truth(j->a, &v, ret_missing);
    return OK;
}

/* --- verdicts --- */

static struct str
title(const struct pack_rule *r, bool english)
{
    return english && r->title.en.n > 0 ? r->title.en : r->title.zh;
}

/* Names of what is not known, each once, and the first error. */
static void
tell_missing(
    struct judge *j, const struct feel_missing *m, struct pack_verdict *ret)
{
    VEC_OF(struct str) names = { 0 };

    for (; m != NULL; m = m->next) {
        bool seen = m->is_error;

        if (m->is_error && ret->error.n == 0)
            ret->error = m->text;
        for (size_t i = 0; i < names.n && !seen; i++)
            seen = str_eq(names.p[i], m->name);
        if (!seen)
            *VEC_PUSH(j->a, &names) = m->name;
    }
    ret->missing = names.p;
    ret->n_missing = names.n;
}

static void
tell_sources(struct judge *j, struct pack_verdict *ret)
{
    struct pack_source *list =
        arena_new_array(j->a, struct pack_source, ret->n_missing + 1);

    for (size_t i = 0; i < ret->n_missing; i++)
        pack_source_of(j->a, j->p, ret->missing[i], &list[i]);
    ret->sources = list;
}

static void
why_undecided(struct judge *j, struct pack_verdict *ret)
{
    struct buf zh, en;

    if (ret->n_missing == 0 && ret->error.n > 0) {
        ret->why = arena_fmt(
            j->a, "规则算不出来：" STR_FMT, STR_ARG(ret->error));
        ret->why_en = arena_fmt(j->a, "The rule cannot be computed: " STR_FMT,
            STR_ARG(ret->error));
        return;
    }
    buf_init(&zh, j->a, LINE_BYTES);
    buf_init(&en, j->a, LINE_BYTES);
    buf_lit(&zh, "缺少：");
    buf_lit(&en, "Missing: ");
    for (size_t i = 0; i < ret->n_missing; i++) {
        if (i > 0) {
            buf_lit(&zh, "、");
            buf_lit(&en, ", ");
        }
        struct label label = ret->sources[i].label;

        buf_str(&zh, label.zh);
        buf_str(&en, label.en.n > 0 ? label.en : ret->missing[i]);
    }
    ret->why = buf_view(&zh);
    ret->why_en = buf_view(&en);
}

static enum status judge_rule(struct judge *j, const struct pack_rule *r,
    struct pack_verdict *ret);
static enum status judge_uses(struct judge *j, const struct pack_rule *r,
    struct pack_verdict *ret);

/* An answer or a fact from outside goes before a rule of its name. */
static bool
is_answered(struct judge *j, struct str name)
{
    struct feel_value v;

    return case_fact(j, name, &v);
}

/* Which way an open text was read. */
static void
tell_reading(struct judge *j, const struct pack_rule *r,
    struct pack_verdict *ret)
{
    const struct pack_reading *reading = pack_reading(j->p, r->reading);
    struct feel_value chosen;

    if (reading == NULL || !pack_fact(j, r->reading, &chosen))
        return;
    for (size_t i = 0; i < reading->n_options; i++) {
        const struct label *label = &reading->options[i].label;
        struct str en = label->en.n > 0 ? label->en : label->zh;

        if (!str_eq(reading->options[i].value, chosen.string))
            continue;
        ret->why = arena_fmt(j->a, STR_FMT "（按读法：" STR_FMT "）",
            STR_ARG(ret->why), STR_ARG(label->zh));
        ret->why_en = arena_fmt(j->a, STR_FMT " (as read: " STR_FMT ")",
            STR_ARG(ret->why_en), STR_ARG(en));
    }
}

const struct pack_verdict *
judge_used(const struct pack_verdict *v, struct str name)
{
    for (size_t i = 0; i < v->n_uses; i++)
        if (str_eq(v->uses[i].rule->name, name))
            return &v->uses[i];
    return NULL;
}

/* A derived value with its trace. */
static enum status
judge_value(
    struct judge *j, const struct pack_rule *r, struct pack_verdict *ret)
{
    *ret = (struct pack_verdict){ .rule = r,
        .outcome = UNDECIDED,
        .holds_from = DAY_NONE };
    TRY(count_rule(j));
    TRY(judge_expression(j, r->expr, &ret->value, &ret->trace));
    TRY(judge_model(j, r, ret->trace, &ret->model, j->err));
    return judge_uses(j, r, ret);
}

/* The rules that an expression names, each judged once in a judgement. */
static enum status
judge_uses(
    struct judge *j, const struct pack_rule *r, struct pack_verdict *ret)
{
    VEC_OF(struct pack_verdict) uses = { 0 };

    if (j->used == NULL)
        j->used = map_new(j->a);
    for (size_t i = 0; i < feel_used_count(r->expr); i++) {
        const struct pack_rule *inner =
            pack_rule(j->p, feel_used(r->expr, i));
        struct pack_verdict *v;

        if (inner == NULL || inner == r || is_answered(j, inner->name))
            continue;
        v = map_get(j->used, inner->name);
        if (v == NULL) {
            v = arena_one(j->a, struct pack_verdict);
            if (inner->kind == RULE_VALUE)
                TRY(judge_value(j, inner, v));
            else
                TRY(judge_rule(j, inner, v));
            map_put(j->used, inner->name, v);
        }
        *VEC_PUSH(j->a, &uses) = *v;
    }
    ret->uses = uses.p;
    ret->n_uses = uses.n;
    return OK;
}

/* What is known about the facts of a condition that does not hold: of one that
 * waits, about those that are missing. */
static void
tell_notes(struct judge *j, const struct pack_rule *r,
    struct pack_verdict *ret)
{
    bool open = ret->outcome == UNDECIDED;
    size_t n = open ? ret->n_missing : feel_used_count(r->expr);

    for (size_t i = 0; ret->outcome != MET && i < n; i++) {
        struct str name = open ? ret->missing[i] : feel_used(r->expr, i);
        struct feel_value note;

        if (!case_fact(j, arena_join(j->a, name, STR(PACK_NOTE)), &note) ||
            note.type != FEEL_STRING)
            continue;
        ret->why = arena_fmt(j->a, STR_FMT "（" STR_FMT "）",
            STR_ARG(ret->why), STR_ARG(note.string));
        ret->why_en = arena_fmt(j->a, STR_FMT " (" STR_FMT ")",
            STR_ARG(ret->why_en), STR_ARG(note.string));
    }
}

static enum status
judge_feel(struct judge *j, const struct pack_rule *r,
    struct pack_verdict *ret)
{
    struct feel_value v = feel_null();
    const struct feel_missing *missing;
    struct explanation e;

    TRY(judge_expression(j, r->expr, &v, &ret->trace));
    TRY(judge_model(j, r, ret->trace, &ret->model, j->err));
    TRY(judge_uses(j, r, ret));
    ret->value = v;
    ret->outcome = judge_truth(j->a, &v, &missing);
    tell_missing(j, missing, ret);
    tell_sources(j, ret);
    e = explain(j->a, j->p, ret->trace, ret->outcome);
    ret->why = e.zh;
    ret->why_en = e.en;
    ret->computed = e.computed;
    ret->required = e.required;
    if (ret->outcome == UNDECIDED)
        why_undecided(j, ret);
    judge_tell_table(j, ret);
    tell_notes(j, r, ret);
    if (ret->outcome != UNDECIDED)
        tell_reading(j, r, ret);
    return OK;
}

static void
judge_attested(
    struct judge *j, const struct pack_rule *r, struct pack_verdict *ret)
{
    struct str *name = arena_one(j->a, struct str);

    ret->outcome = attested(j, r, name);
    if (ret->outcome == UNDECIDED) {
        ret->missing = name;
        ret->n_missing = 1;
        tell_sources(j, ret);
        ret->why = STR("尚未由审核人认定");
        ret->why_en = STR("Not yet attested by the reviewer");
    } else if (ret->outcome == MET) {
        ret->why = STR("审核人认定：符合");
        ret->why_en = STR("Attested by the reviewer: met");
    } else {
        ret->why = STR("审核人认定：不符合");
        ret->why_en = STR("Attested by the reviewer: not met");
    }
}

/* Which parts brought it about, with their arithmetic. */
static void
why_parts(struct judge *j, const struct pack_rule *r,
    struct pack_verdict *ret, enum outcome about)
{
    static const char *const zh_words[] = { "不符合", "符合", "待定" };
    static const char *const en_words[] = { "not met", "met", "undecided" };
    struct buf zh, en;
    size_t n = 0;

    buf_init(&zh, j->a, LINE_BYTES);
    buf_init(&en, j->a, LINE_BYTES);
    for (size_t i = 0; i < ret->n_parts; i++) {
        const struct pack_verdict *part = &ret->parts[i];

        if (part->outcome != about)
            continue;
        buf_fmt(&zh, "%s" STR_FMT, n > 0 ? "；" : "",
            STR_ARG(title(part->rule, false)));
        buf_fmt(&en, "%s" STR_FMT, n > 0 ? "; " : "",
            STR_ARG(title(part->rule, true)));
        if (part->why.n > 0 && (about != MET || r->n_parts <= TOLD_MET)) {
            buf_fmt(&zh, "（" STR_FMT "）", STR_ARG(part->why));
            buf_fmt(&en, " (" STR_FMT ")", STR_ARG(part->why_en));
        }
        n++;
    }
    ret->why = arena_fmt(j->a, "%zu 项中 %zu 项%s：" STR_FMT, r->n_parts, n,
        zh_words[about], STR_ARG(buf_view(&zh)));
    ret->why_en = arena_fmt(j->a, "%zu of %zu %s: " STR_FMT, n, r->n_parts,
        en_words[about], STR_ARG(buf_view(&en)));
}

static enum status
judge_parts(struct judge *j, const struct pack_rule *r,
    struct pack_verdict *ret)
{
    struct pack_verdict *parts =
        arena_new_array(j->a, struct pack_verdict, r->n_parts + 1);
    VEC_OF(struct str) missing = { 0 };

    ret->outcome = r->kind == RULE_ALL ? MET : NOT_MET;
    for (size_t i = 0; i < r->n_parts; i++) {
        TRY(judge_rule(j, pack_rule(j->p, r->parts[i]), &parts[i]));
        ret->outcome = joined(r->kind, ret->outcome, parts[i].outcome);
        if (ret->error.n == 0)
            ret->error = parts[i].error;
    }
    ret->parts = parts;
    ret->n_parts = r->n_parts;
    for (size_t i = 0; ret->outcome == UNDECIDED && i < r->n_parts; i++) {
        for (size_t k = 0; k < parts[i].n_missing; k++) {
            bool seen = false;

            for (size_t m = 0; m < missing.n && !seen; m++)
                seen = str_eq(missing.p[m], parts[i].missing[k]);
            if (!seen)
                *VEC_PUSH(j->a, &missing) = parts[i].missing[k];
        }
    }
    ret->missing = missing.p;
    ret->n_missing = missing.n;
    tell_sources(j, ret);
    why_parts(j, r, ret, ret->outcome);
    return OK;
}

static enum status
judge_rule(
    struct judge *j, const struct pack_rule *r, struct pack_verdict *ret)
{
    *ret = (struct pack_verdict){ .rule = r, .holds_from = DAY_NONE };
    TRY(count_rule(j));
    if (r->kind == RULE_FEEL)
        TRY(judge_feel(j, r, ret));
    else if (r->kind == RULE_ATTESTED)
        judge_attested(j, r, ret);
    else
        TRY(judge_parts(j, r, ret));
    when_search(j, ret);
    if (r->kind == RULE_FEEL)
        ret->change = change_of(j->a, j->p, ret);
    return OK;
}

/* --- the way in --- */

struct judge
judge_of(struct arena *a, const struct pack *p,
    const struct pack_facts *facts, struct err *err)
{
    return (struct judge){ .fn = { facts->holidays, false },
        .a = a,
        .p = p,
        .facts = facts,
        .reference = facts->reference,
        .err = err };
}

static enum status
no_condition(const struct pack *p, struct str rule, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND,
        "政策包“" STR_FMT "”没有条件“" STR_FMT "”", STR_ARG(p->id),
        STR_ARG(rule));
}

enum status
pack_outcome(struct arena *a, const struct pack *p, struct str rule,
    const struct pack_facts *facts, enum outcome *ret, struct err *err)
{
    const struct pack_rule *r = pack_rule(p, rule);
    struct judge j = judge_of(a, p, facts, err);
    const struct feel_missing *missing;
    enum outcome outcome = UNDECIDED;

    if (r == NULL || r->kind == RULE_VALUE)
        return no_condition(p, rule, err);
    TRY(judge_outcome(&j, r, &outcome, &missing));
    *ret = outcome;
    return OK;
}

enum status
pack_judge(struct arena *a, const struct pack *p, struct str rule,
    const struct pack_facts *facts, struct pack_verdict *ret, struct err *err)
{
    const struct pack_rule *r = pack_rule(p, rule);
    struct judge j = judge_of(a, p, facts, err);
    struct pack_verdict v;

    if (r == NULL || r->kind == RULE_VALUE)
        return no_condition(p, rule, err);
    TRY(judge_rule(&j, r, &v));
    v.change = change_of(a, p, &v);
    *ret = v;
    return OK;
}

enum status
pack_value(struct arena *a, const struct pack *p, struct str rule,
    const struct pack_facts *facts, struct feel_value *ret, struct err *err)
{
    const struct pack_rule *r = pack_rule(p, rule);
    struct judge j = judge_of(a, p, facts, err);
    struct feel_value v = feel_null();

    if (r == NULL)
        return err_set(err, ERR_NOT_FOUND,
            "政策包“" STR_FMT "”没有规则“" STR_FMT "”", STR_ARG(p->id),
            STR_ARG(rule));
    if (!rule_fact(&j, r, &v))
        return j.status;
    *ret = v;
    return OK;
}
