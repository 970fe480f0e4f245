/* Which parts of a pack name which clause. */
#include "pack/coverage.h"
#include "pack/planning.h"

struct cover {
    const struct pack_clause *clause;
    VEC_OF(struct pack_use) uses;
};

struct covering {
    struct arena *a;
    struct map *by_clause; /* id -> struct cover */
};

static void
use(struct covering *c, struct str clause, const char *zh, const char *en,
    struct str name)
{
    struct cover *at =
        clause.n == 0 ? NULL : map_get(c->by_clause, clause);

    if (at == NULL)
        return;
    *VEC_PUSH(c->a, &at->uses) =
        (struct pack_use){ { str_of(zh), str_of(en) }, name };
}

/* Parts that are alike: an array with names and clauses. */
#define USES(c, array, n, zh, en) \
    for (size_t i_ = 0; i_ < (n); i_++) \
        use((c), (array)[i_].clause, (zh), (en), (array)[i_].name)

static void
forms(struct covering *c, const struct pack *p)
{
    USES(c, p->forms, p->n_forms, "表单", "form");
    for (size_t f = 0; f < p->n_forms; f++) {
        for (size_t s = 0; s < p->forms[f].n_sections; s++)
            USES(c, p->forms[f].sections[s].fields,
                p->forms[f].sections[s].n_fields, "栏目", "field");
    }
}

static void
procedures(struct covering *c, const struct pack *p)
{
    USES(c, p->procedures, p->n_procedures, "事项", "procedure");
    for (size_t i = 0; i < p->n_procedures; i++) {
        const struct pack_procedure *proc = &p->procedures[i];

        use(c, proc->window_clause, "期限", "window", proc->name);
        USES(c, proc->channels, proc->n_channels, "渠道", "channel");
        USES(c, proc->consents, proc->n_consents, "同意", "consent");
        for (size_t s = 0; s < proc->n_stages; s++) {
            const struct pack_stage *stage = &proc->stages[s];

            use(c, stage->clause, "环节", "stage", stage->title.zh);
            USES(c, stage->scores, stage->n_scores, "评分项", "score");
        }
    }
}

static void
life(struct covering *c, const struct pack *p)
{
    USES(c, p->watches, p->n_watches, "监测", "watch");
    USES(c, p->duties, p->n_duties, "义务", "duty");
    for (size_t i = 0; i < p->n_duties; i++)
        use(c, p->duties[i].sanction_clause, "处罚", "sanction",
            p->duties[i].name);
    USES(c, p->grounds, p->n_grounds, "立案事由", "ground");
    USES(c, p->records, p->n_records, "台账", "record");
    USES(c, p->keeps, p->n_keeps, "自动登记", "kept register");
    USES(c, p->exceptions, p->n_exceptions, "例外", "exception");
}

static void
inspections(struct covering *c, const struct pack *p)
{
    USES(c, p->inspections, p->n_inspections, "检查", "inspection");
    for (size_t i = 0; i < p->n_inspections; i++) {
        const struct pack_inspection *s = &p->inspections[i];

        USES(c, s->raise, s->n_raise, "抽查加权", "raise");
        USES(c, s->items, s->n_items, "检查事项", "inspection item");
        for (size_t k = 0; k < s->n_items; k++)
            USES(c, s->items[k].findings, s->items[k].n_findings,
                "检查发现", "finding");
    }
}

static void
tables(struct covering *c, const struct pack *p)
{
    USES(c, p->imports, p->n_imports, "导入表", "table");
    for (size_t i = 0; i < p->n_imports; i++) {
        USES(c, p->imports[i].head, p->imports[i].n_head, "表头", "head");
        USES(c, p->imports[i].columns, p->imports[i].n_columns, "列",
            "column");
    }
    USES(c, p->documents, p->n_documents, "文书", "document");
}

static void
planning(struct covering *c, const struct pack *p)
{
    const struct pack_planning *plan = p->planning;

    if (plan == NULL)
        return;
    use(c, plan->clause, "发展计划", "plan", plan->title.zh);
    USES(c, plan->ratios, plan->n_ratios, "比率", "ratio");
    for (size_t i = 0; i < plan->n_takes; i++)
        use(c, plan->takes[i].clause, "计划名额", "place",
            plan->takes[i].name);
    if (plan->rural_share.n > 0)
        use(c, plan->rural_clause, "农村占比", "rural share",
            plan->rural_share);
}

static void
all_uses(struct covering *c, const struct pack *p)
{
    USES(c, p->rules, p->n_rules, "规则", "rule");
    forms(c, p);
    procedures(c, p);
    USES(c, p->bodies, p->n_bodies, "单位", "body");
    USES(c, p->categories, p->n_categories, "类别", "category");
    USES(c, p->quotas, p->n_quotas, "名额", "quota");
    USES(c, p->research, p->n_research, "调研", "research");
    life(c, p);
    inspections(c, p);
    planning(c, p);
    tables(c, p);
    USES(c, p->parameters, p->n_parameters, "参数", "parameter");
    USES(c, p->facts, p->n_facts, "外部事实", "fact");
    for (size_t i = 0; i < p->n_elsewhere; i++) {
        if (p->elsewhere[i].page.n > 0)
            use(c, p->elsewhere[i].name, "页面", "page",
                p->elsewhere[i].page);
    }
    for (size_t i = 0; i < p->n_readings; i++)
        use(c, p->readings[i].of, "读法", "reading", p->readings[i].name);
}

const struct pack_cover *
pack_coverage(struct arena *a, const struct pack *p, size_t *ret_n)
{
    struct covering c = { .a = a, .by_clause = map_new(a) };
    struct cover *covers = arena_new_array(a, struct cover, p->n_clauses);
    struct pack_cover *rows =
        arena_new_array(a, struct pack_cover, p->n_clauses);

    for (size_t i = 0; i < p->n_clauses; i++) {
        covers[i] = (struct cover){ .clause = &p->clauses[i] };
        map_put(c.by_clause, p->clauses[i].id, &covers[i]);
    }
    all_uses(&c, p);
    for (size_t i = 0; i < p->n_clauses; i++)
        rows[i] = (struct pack_cover){ .clause = covers[i].clause,
            .uses = covers[i].uses.p,
            .n_uses = covers[i].uses.n };
    for (size_t i = 0; i < p->n_elsewhere; i++) {
        const struct cover *at =
            map_get(c.by_clause, p->elsewhere[i].name);

        if (at != NULL)
            rows[at - covers].text_only = p->elsewhere[i].text_only;
    }
    for (size_t i = 0; i < p->n_clauses; i++)
        rows[i].open = rows[i].n_uses == 0 && rows[i].text_only.n == 0;
    *ret_n = p->n_clauses;
    return rows;
}
