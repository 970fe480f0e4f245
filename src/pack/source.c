/* Where facts come from, and the whole way to a verdict as a tree. */
#include "judge.h"

#include "load.h"
#include "pack/accepted.h"

#define DEPTH_MOST 40 /* rules that rest on rules */

/* --- sources --- */

static bool
from_form(struct arena *a, const struct pack *p, struct str fact,
    struct pack_source *ret)
{
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_form *f = &p->forms[i];
        const struct pack_field *field = form_field(f, fact);

        for (size_t s = 0; field != NULL && s < f->n_sections; s++) {
            const struct pack_section *section = &f->sections[s];

            if (field < section->fields ||
                field >= section->fields + section->n_fields)
                continue;
            ret->kind = SOURCE_FORM;
            ret->form = f;
            ret->section = section;
            ret->field = field;
            ret->label = field->label;
            ret->where.zh = arena_fmt(a, "填写在“" STR_FMT "”的“" STR_FMT "”",
                STR_ARG(f->title.zh), STR_ARG(section->title.zh));
            ret->where.en = arena_fmt(a,
                "in “" STR_FMT "” of the form “" STR_FMT "”",
                STR_ARG(section->title.en.n > 0 ? section->title.en
                                                : section->title.zh),
                STR_ARG(f->title.en.n > 0 ? f->title.en : f->title.zh));
            return true;
        }
    }
    return false;
}

static bool
from_outside(struct arena *a, const struct pack *p, struct str fact,
    struct pack_source *ret)
{
    for (size_t i = 0; i < p->n_facts; i++) {
        const struct pack_fact *f = &p->facts[i];

        if (!str_eq(f->name, fact))
            continue;
        ret->kind = SOURCE_OUTSIDE;
        ret->label = f->title;
        ret->where.zh = f->source.n > 0
            ? arena_fmt(a, "由办理机构提供（" STR_FMT "）", STR_ARG(f->source))
            : STR("由办理机构提供");
        ret->where.en = STR("given by the authority");
        return true;
    }
    return false;
}

static bool
from_record(const struct pack *p, struct str fact, struct pack_source *ret)
{
    size_t n;
    const struct known_fact *known = known_facts(&n);

    for (size_t i = 0; i < p->n_records; i++) {
        if (p->records[i].rows == NULL ||
            !str_eq(p->records[i].rows->name, fact))
            continue;
        ret->kind = SOURCE_RECORD;
        ret->label = p->records[i].title;
        ret->where = (struct label){ STR("由登记簿得出"),
            STR("from the registers of this system") };
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(fact, str_of(known[i].name)))
            continue;
        ret->kind = SOURCE_RECORD;
        ret->label.en = str_of(known[i].english);
        ret->where = (struct label){ STR("由系统依据办理记录得出"),
            STR("from the records of this system") };
        return true;
    }
    return false;
}

/* Rows that a reviewer accepts one by one. */
static bool
from_rows(struct arena *a, const struct pack *p, struct str fact,
    struct pack_source *ret)
{
    const struct pack_field *f = pack_rows_of_fact(p, fact);
    bool done = str_starts(fact, STR(PACK_ALL_SEEN));

    if (f == NULL && done)
        f = pack_rows_judged(
            p, str_sub(fact, STR(PACK_ALL_SEEN).n, SIZE_MAX));
    if (f == NULL)
        return false;
    ret->kind = SOURCE_REVIEWER;
    ret->label.zh = arena_fmt(a, STR_FMT "（%s）", STR_ARG(f->label.zh),
        done                                 ? "各行的认可"
        : str_starts(fact, STR(PACK_UNSEEN)) ? "尚未认可的"
                                             : "已认可的");
    ret->label.en = arena_fmt(a, STR_FMT " (%s)", STR_ARG(f->label.en),
        done                                 ? "each row judged"
        : str_starts(fact, STR(PACK_UNSEEN)) ? "not judged yet"
                                             : "accepted");
    ret->where = (struct label){ STR("由评审人逐行认可"),
        STR("each row is accepted or refused by the reviewers") };
    return true;
}

void
pack_source_of(struct arena *a, const struct pack *p, struct str fact,
    struct pack_source *ret)
{
    struct pack_source s = { .kind = SOURCE_PACK };
    const struct pack_rule *r;

    if (str_starts(fact, STR(ATTESTED))) {
        r = pack_rule(p, str_sub(fact, STR(ATTESTED).n, SIZE_MAX));
        s.kind = SOURCE_REVIEWER;
        if (r != NULL)
            s.label = r->title;
        s.where = (struct label){ STR("由审核人认定"),
            STR("attested by the reviewer") };
    } else if (!from_rows(a, p, fact, &s) && !from_form(a, p, fact, &s) &&
        !from_outside(a, p, fact, &s) && !from_record(p, fact, &s)) {
        r = pack_rule(p, fact);
        if (r != NULL)
            s.label = r->title;
        s.where = (struct label){ STR("由政策包规定"), STR("in the pack") };
    }
    if (s.label.zh.n == 0)
        s.label.zh = fact;
    *ret = s;
}

/* --- the tree --- */

struct way {
    const struct pack *p;
    const struct pack_verdict *v;
    bool english;
    size_t depth;
};

static void grow(struct arena *a, const struct way *w,
    struct explain_node *ret);
static void grow_expression(struct arena *a, const struct way *w,
    struct explain_node *ret);

/* Beside the name: English for those who read English, else the form's label
 * where it says more than the name. */
static struct str
label(struct arena *a, struct str fact, void *arg)
{
    const struct way *w = arg;
    struct pack_source s;

    pack_source_of(a, w->p, fact, &s);
    if (w->english)
        return s.label.en;
    return str_find(s.label.zh, fact) != SIZE_MAX ? STR_EMPTY : s.label.zh;
}

static bool
is_files(const struct pack *p, struct str fact)
{
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_field *f = form_field(&p->forms[i], fact);

        if (f != NULL)
            return f->type == FIELD_FILE;
    }
    return false;
}

static struct str
show(struct arena *a, struct str fact, const struct feel_value *v, void *arg)
{
    const struct way *w = arg;

    if (v->type == FEEL_LIST && is_files(w->p, fact))
        return arena_fmt(
            a, w->english ? "%zu files" : "%zu 个文件", v->list.n);
    if (v->type == FEEL_LIST || v->type == FEEL_CONTEXT)
        return STR_EMPTY;
    return fact_shown(a, w->p, fact, v, w->english);
}

static bool
below(struct arena *a, struct str fact, struct explain_node *ret, void *arg)
{
    const struct way *w = arg;
    struct way inner = *w;

    inner.v = judge_used(w->v, fact);
    inner.depth++;
    if (inner.v == NULL || inner.depth > DEPTH_MOST)
        return false;
    if (inner.v->rule->kind == RULE_VALUE)
        grow_expression(a, &inner, ret);
    else
        grow(a, &inner, ret);
    return true;
}

static void
grow_expression(
    struct arena *a, const struct way *w, struct explain_node *ret)
{
    struct way here = *w;
    struct explain_words words = { w->english, label, show, below, &here };

    if (w->v->model != NULL)
        dmn_explain(a, w->v->model, &words, ret);
    else
        explain_trace(a, w->v->trace, &words, ret);
}

static struct str
outcome_shown(enum outcome o, bool english)
{
    static const char *const words[][2] = { [NOT_MET] = { "不符合", "not met" },
        [MET] = { "符合", "met" },
        [UNDECIDED] = { "尚不能判断", "undecided" } };

    return str_of(words[o][english ? 1 : 0]);
}

static void
weigh_parts(const struct pack_verdict *v, struct explain_node *kids)
{
    bool mixed = false;

    for (size_t i = 0; i < v->n_parts; i++)
        mixed = mixed || v->parts[i].outcome != v->outcome;
    for (size_t i = 0; mixed && i < v->n_parts; i++)
        kids[i].weight = v->parts[i].outcome == v->outcome ? EXPLAIN_DECIDES
                                                           : EXPLAIN_IDLE;
}

/* What a verdict rests on: its expression, its parts, or nothing. */
static void
put_kids(struct arena *a, const struct way *w, struct explain_node *ret)
{
    const struct pack_verdict *v = w->v;
    size_t n = v->n_parts > 0 ? v->n_parts : v->trace != NULL ? 1 : 0;
    struct explain_node *kids = arena_new_array(a, struct explain_node, n + 1);

    if (v->n_parts == 0 && v->trace != NULL)
        grow_expression(a, w, &kids[0]);
    for (size_t i = 0; i < v->n_parts; i++) {
        struct way inner = { w->p, &v->parts[i], w->english, w->depth + 1 };

        if (inner.depth > DEPTH_MOST)
            return;
        grow(a, &inner, &kids[i]);
    }
    if (v->n_parts > 0)
        weigh_parts(v, kids);
    ret->kids = kids;
    ret->n = n;
}

static void
grow(struct arena *a, const struct way *w, struct explain_node *ret)
{
    const struct pack_verdict *v = w->v;
    const struct pack_rule *r = v->rule;

    *ret = (struct explain_node){ .kind = EXPLAIN_RULE,
        .text = r->name,
        .label = w->english ? r->title.en : r->title.zh };
    if (str_eq(ret->label, r->name))
        ret->label = STR_EMPTY;
    ret->value = v->value;
    if (r->kind == RULE_VALUE) {
        ret->shown = fact_shown(a, w->p, r->name, &v->value, w->english);
        if (v->value.type == FEEL_NULL)
            ret->shown = w->english ? STR("unknown") : STR("未知");
    } else {
        ret->shown = outcome_shown(v->outcome, w->english);
        if (v->outcome != UNDECIDED)
            ret->value = feel_boolean(v->outcome == MET);
        else
            ret->state =
                v->error.n > 0 && v->n_missing == 0 ? EXPLAIN_ERROR
                                                    : EXPLAIN_MISSING;
    }
    if (r->kind == RULE_ATTESTED)
        ret->note = w->english ? v->why_en : v->why;
    put_kids(a, w, ret);
}

void
pack_explain(struct arena *a, const struct pack *p,
    const struct pack_verdict *v, bool english, struct explain_node *ret)
{
    struct way w = { p, v, english, 0 };

    grow(a, &w, ret);
}
