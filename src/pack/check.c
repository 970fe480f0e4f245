/* What needs the whole pack: names that refer to something, order, use. */
#include "load_dmn.h"

/* --- names that refer to something --- */

struct kind_of_ref {
    const char *what;
    struct str (*name_at)(const struct pack *p, size_t i); /* empty: the end */
};

#define NAME_AT(fn, array) \
    static struct str fn(const struct pack *p, size_t i) \
    { \
        return i < p->n_##array ? p->array[i].name : STR_EMPTY; \
    }
NAME_AT(rule_at, rules)
NAME_AT(form_at, forms)
NAME_AT(document_at, documents)
NAME_AT(import_at, imports)
NAME_AT(list_at, lists)
NAME_AT(reading_at, readings)
NAME_AT(parameter_at, parameters)
NAME_AT(body_at, bodies)
NAME_AT(quota_at, quotas)
NAME_AT(record_at, records)
NAME_AT(ground_at, grounds)

static struct str
clause_at(const struct pack *p, size_t i)
{
    return i < p->n_clauses ? p->clauses[i].id : STR_EMPTY;
}

static struct str
field_at(const struct pack *p, size_t i)
{
    for (size_t f = 0; f < p->n_forms; f++) {
        for (size_t s = 0; s < p->forms[f].n_sections; s++) {
            const struct pack_section *section = &p->forms[f].sections[s];

            if (i < section->n_fields)
                return section->fields[i].name;
            i -= section->n_fields;
        }
    }
    return STR_EMPTY;
}

/* Numbers the program or somebody outside counts. */
static struct str
counter_at(const struct pack *p, size_t i)
{
    size_t n;
    const struct known_fact *known = known_facts(&n);

    for (size_t k = 0; k < n; k++)
        if (known[k].type == FEEL_NUMBER && i-- == 0)
            return str_of(known[k].name);
    for (size_t k = 0; k < p->n_facts; k++)
        if (p->facts[k].type == FEEL_NUMBER && i-- == 0)
            return p->facts[k].name;
    return STR_EMPTY;
}

/* Fields, then rules that are values. */
static struct str
value_at(const struct pack *p, size_t i)
{
    size_t n = 0;

    while (field_at(p, n).n > 0 && n <= i)
        n++;
    if (i < n)
        return field_at(p, i);
    i -= n;
    for (size_t k = 0; k < p->n_rules; k++)
        if (p->rules[k].kind == RULE_VALUE && i-- == 0)
            return p->rules[k].name;
    return STR_EMPTY;
}

static const struct kind_of_ref ref_kinds[] = {
    [REF_CLAUSE] = { "条款", clause_at },
    [REF_CONDITION] = { "规则", rule_at },
    [REF_FORM] = { "表单", form_at },
    [REF_FIELD] = { "表单字段", field_at },
    [REF_DOCUMENT] = { "文书", document_at },
    [REF_IMPORT] = { "导入表", import_at },
    [REF_LIST] = { "选项表", list_at },
    [REF_READING] = { "读法", reading_at },
    [REF_PARAMETER] = { "参数", parameter_at },
    [REF_COUNTER] = { "计数", counter_at },
    [REF_VALUE] = { "表单字段或数值规则", value_at },
    [REF_BODY] = { "单位", body_at },
    [REF_QUOTA] = { "名额", quota_at },
    [REF_RECORD] = { "台账", record_at },
    [REF_GROUND] = { "立案事由", ground_at },
};

static void
unknown_ref(struct load *l, const struct ref *ref)
{
    const struct kind_of_ref *kind = &ref_kinds[ref->kind];
    VEC_OF(struct str) known = { 0 };
    struct str name = kind->name_at(l->pack, 0);
    struct str near;

    for (size_t i = 0; name.n > 0;
         name = kind->name_at(l->pack, ++i))
        *VEC_PUSH(l->tmp, &known) = name;
    near = nearest_name(l->tmp, ref->name, known.p, known.n);
    if (near.n > 0)
        problem_error(&l->problems, ref->at,
            "没有%s“" STR_FMT "”，是否为“" STR_FMT "”？", kind->what,
            STR_ARG(ref->name), STR_ARG(near));
    else
        problem_error(&l->problems, ref->at,
            "没有%s“" STR_FMT "”，请改为已有的名称或补上这个%s", kind->what,
            STR_ARG(ref->name), kind->what);
}

static void
check_ref(struct load *l, const struct ref *ref)
{
    const struct kind_of_ref *kind = &ref_kinds[ref->kind];

    for (size_t i = 0;; i++) {
        struct str name = kind->name_at(l->pack, i);

        if (name.n == 0) {
            unknown_ref(l, ref);
            return;
        }
        if (!str_eq(name, ref->name))
            continue;
        if (ref->kind == REF_CONDITION &&
            l->pack->rules[i].kind == RULE_VALUE)
            problem_error(&l->problems, ref->at,
                "规则“" STR_FMT "”是数值（value），此处应为条件（feel、all、"
                "any 或 attested）",
                STR_ARG(name));
        return;
    }
}

/* --- names given twice --- */

static bool
same_field_twice(const struct fact_name *x, const struct fact_name *y)
{
    return x->field != NULL && y->field != NULL &&
        x->field->type == y->field->type;
}

void
check_names(struct load *l)
{
    size_t n;
    const struct fact_name *names = fact_names(l->tmp, l->pack, &n);
    struct map *seen = map_new(l->tmp);

    for (size_t i = 0; i < n; i++) {
        const struct fact_name *other = map_get(seen, names[i].name);
        struct place at = { STR("pack.yaml"), 1, 1 };
        const struct pack_rule *rule = pack_rule(l->pack, names[i].name);

        map_put(seen, names[i].name, (void *)(uintptr_t)&names[i]);
        if (other == NULL || same_field_twice(other, &names[i]))
            continue;
        if (names[i].field != NULL)
            at = load_origin(l, names[i].field);
        else if (rule != NULL)
            at = load_origin(l, rule);
        if (other->field != NULL && names[i].field != NULL)
            problem_error(&l->problems, at,
                "字段“" STR_FMT
                "”在另一个表单中类型不同：同名字段的类型应一致，或请改名",
                STR_ARG(names[i].name));
        else
            problem_error(&l->problems, at,
                "名称“" STR_FMT
                "”已是别的事实、参数、读法、规则或字段，请改名",
                STR_ARG(names[i].name));
    }
    for (size_t i = 0; i < l->pack->n_documents; i++)
        for (size_t j = 0; j < i; j++)
            if (str_eq(l->pack->documents[i].name,
                    l->pack->documents[j].name))
                problem_error(&l->problems,
                    load_origin(l, &l->pack->documents[i]),
                    "文书“" STR_FMT "”在 pack.yaml 中已有，请只留一处",
                    STR_ARG(l->pack->documents[i].name));
}

/* --- procedures --- */

static void
check_stages(struct load *l, const struct pack_procedure *p)
{
    for (size_t i = 0; i < p->n_stages; i++) {
        const struct pack_stage *s = &p->stages[i];
        struct place at = load_origin(l, s);

        if (i > 0 && p->stages[i - 1].kind == s->kind)
            problem_error(&l->problems, at,
                "环节“" STR_FMT "”重复：每种环节在一个事项中只能有一次",
                STR_ARG(s->title.zh));
        else if (i > 0 && p->stages[i - 1].kind == STAGE_GRANT)
            problem_error(&l->problems, at,
                "环节“" STR_FMT "”无法到达：grant（认定）之后不能再有环节",
                STR_ARG(s->title.zh));
        else if (i > 0 && p->stages[i - 1].kind > s->kind)
            problem_error(&l->problems, at,
                "环节“" STR_FMT "”应在“" STR_FMT
                "”之前：顺序为推荐、初审、形式审查、评审、决定、公示、备案、"
                "联合公布、认定",
                STR_ARG(s->title.zh), STR_ARG(p->stages[i - 1].title.zh));
    }
}

/* A field that a procedure names must be in its own form, of the right type. */
static const struct pack_field *
check_own_field(struct load *l, const struct pack_procedure *p,
    const char *key, struct str name, enum field_type type, const char *word)
{
    const struct pack_form *form = pack_form(l->pack, p->form);
    const struct pack_field *field;

    if (name.n == 0)
        return NULL;
    field = form != NULL ? form_field(form, name) : NULL;
    if (field != NULL && field->type == type)
        return field;
    problem_error(&l->problems, load_origin(l, p),
        "事项“" STR_FMT "”的 %s 应为其表单中类型 %s 的字段，现为“" STR_FMT
        "”",
        STR_ARG(p->name), key, word, STR_ARG(name));
    return NULL;
}

/* Every category can be asked for, and nothing else. */
static void
check_categories(struct load *l, const struct pack_procedure *p)
{
    const struct pack_field *f = check_own_field(l, p, "categories_field",
        p->categories_field, FIELD_MANY_OF, "many_of");

    for (size_t i = 0; f != NULL && i < f->n_options; i++) {
        if (pack_category(l->pack, f->options[i].value) == NULL)
            problem_error(&l->problems, load_origin(l, f),
                "选项“" STR_FMT "”不是 categories 中的类别，请补上或删去",
                STR_ARG(f->options[i].value));
    }
}

/* Who is asked must be known: from where it works, or from the form. */
static void
check_consents(struct load *l, const struct pack_procedure *p)
{
    for (size_t i = 0; i < p->n_consents; i++) {
        const struct pack_consent *c = &p->consents[i];

        if (l->pack->works_at.n == 0)
            problem_error(&l->problems, load_origin(l, p),
                "事项“" STR_FMT "”的同意“" STR_FMT
                "”：只有写明“works_at”的政策包才有所在机构",
                STR_ARG(p->name), STR_ARG(c->name));
        else if (p->host_field.n == 0 &&
                 (c->of == PARTY_ASKED_HOST || c->across))
            problem_error(&l->problems, load_origin(l, p),
                "事项“" STR_FMT "”的同意“" STR_FMT
                "”：应写明“host_field”，否则不知拟入机构",
                STR_ARG(p->name), STR_ARG(c->name));
    }
}

void
check_procedures(struct load *l)
{
    for (size_t i = 0; i < l->pack->n_procedures; i++) {
        check_stages(l, &l->pack->procedures[i]);
        const struct pack_procedure *p = &l->pack->procedures[i];

        check_own_field(l, p, "priority_field", p->priority_field,
            FIELD_MANY_OF, "many_of");
        check_own_field(l, p, "incubation_field", p->incubation_field,
            FIELD_YES_NO, "yes_no");
        check_own_field(l, p, "region_field", p->region_field, FIELD_REGION,
            "region");
        check_own_field(
            l, p, "host_field", p->host_field, FIELD_TEXT, "text");
        check_consents(l, p);
        check_categories(l, p);
    }
    for (size_t i = 0; i < l->pack->n_records; i++) {
        const struct pack_record *r = &l->pack->records[i];
        const struct pack_form *form = pack_form(l->pack, r->form);

        if (form != NULL && form->n_sections != 1)
            problem_error(&l->problems, load_origin(l, r),
                "台账“" STR_FMT "”的表单应只有一节，现有 %zu 节",
                STR_ARG(r->name), form->n_sections);
    }
}

/* --- {{names}} --- */

/* docs/pack-format.md has the meaning of each. */
static const char *const template_names[] = { "subject", "contact",
    "address", "authority", "programme", "holder_title", "doc_no", "number",
    "year", "serial", "application_no", "procedure", "stage", "outcome",
    "date", "today", "first_day", "last_day", "term_years", "categories",
    "clause", "cite", "sentence", "reason", "items", "deadline",
    "notice_first", "notice_last",
    "channel", "recommender", "round", "url", "verify_url", "code",
    "count", "from", "title", "what", "party", "result" };

#define N_TEMPLATE_NAMES (sizeof(template_names) / sizeof(*template_names))

static void
check_template_name(struct load *l, const struct template_use *use,
    struct str spec, const struct str *known, size_t n)
{
    struct str name;
    struct str near;

    str_cut(spec, ':', &name, NULL);
    name = str_trim(name);
    for (size_t i = 0; i < n; i++)
        if (str_eq(known[i], name))
            return;
    near = nearest_name(l->tmp, name, known, n);
    problem_error(&l->problems, place_of(use->file, use->node),
        "不认识 {{" STR_FMT "}}%s" STR_FMT "%s", STR_ARG(name),
        near.n > 0 ? "，是否为 {{" : "", STR_ARG(near),
        near.n > 0 ? "}}？" : "，可用的名称见 docs/pack-format.md");
}

void
check_templates(struct load *l)
{
    size_t n_facts;
    const struct fact_name *facts = fact_names(l->tmp, l->pack, &n_facts);
    struct str *known =
        arena_new_array(l->tmp, struct str, n_facts + N_TEMPLATE_NAMES);
    size_t n = 0;

    for (size_t i = 0; i < N_TEMPLATE_NAMES; i++)
        known[n++] = str_of(template_names[i]);
    for (size_t i = 0; i < n_facts; i++)
        known[n++] = facts[i].name;
    for (size_t i = 0; i < l->templates.n; i++) {
        const struct template_use *use = &l->templates.p[i];
        struct str rest = use->text;

        for (;;) {
            size_t open = str_find(rest, STR("{{"));
            size_t close;

            if (open == SIZE_MAX)
                break;
            rest = str_sub(rest, open + 2, SIZE_MAX);
            close = str_find(rest, STR("}}"));
            if (close == SIZE_MAX) {
                problem_error(&l->problems, place_of(use->file, use->node),
                    "“{{”没有对应的“}}”，请补上");
                break;
            }
            check_template_name(l, use, str_sub(rest, 0, close), known, n);
            rest = str_sub(rest, close + 2, SIZE_MAX);
        }
    }
}

/* What stands in a column of a table is known. */
static void
check_columns(struct load *l)
{
    static const char *const GIVEN[] = { "row", "subject", "number", "region",
        "prefecture", "channel", "recommender", "category", "result",
        "notice", "remark" };
    size_t n_facts;
    const struct fact_name *facts = fact_names(l->tmp, l->pack, &n_facts);

    for (size_t d = 0; d < l->pack->n_documents; d++) {
        const struct pack_document *doc = &l->pack->documents[d];

        for (size_t c = 0; c < doc->n_columns; c++) {
            struct str from = doc->columns[c].from;
            bool known = false;

            for (size_t i = 0; i < sizeof(GIVEN) / sizeof(GIVEN[0]); i++)
                known = known || str_eq(from, str_of(GIVEN[i]));
            for (size_t i = 0; !known && i < n_facts; i++)
                known = str_eq(facts[i].name, from);
            if (!known)
                problem_error(&l->problems,
                    load_origin(l, &doc->columns[c]),
                    "栏目的 from “" STR_FMT "”应为 row、subject、number、region、"
                    "prefecture、channel、recommender、category、result、notice、"
                    "remark，或者表单字段、数值规则的名称",
                    STR_ARG(from));
        }
    }
}

/* What is studied of holders is nobody's personal data. */
static void
check_private(struct load *l, const struct pack_research *r, struct str name)
{
    for (size_t i = 0; i < l->pack->n_forms; i++) {
        const struct pack_field *f = form_field(&l->pack->forms[i], name);

        if (f == NULL || !f->is_private)
            continue;
        problem_error(&l->problems, load_origin(l, r),
            "调研项“" STR_FMT "”是个人信息（private），不能用于调研，请删去",
            STR_ARG(name));
        return;
    }
}

static void
check_research(struct load *l)
{
    for (size_t i = 0; i < l->pack->n_research; i++) {
        const struct pack_research *r = &l->pack->research[i];

        for (size_t k = 0; k < r->n_by; k++)
            check_private(l, r, r->by[k]);
        for (size_t k = 0; k < r->n_values; k++)
            check_private(l, r, r->values[k]);
    }
}

void
check_pack(struct load *l)
{
    records_rows(l);
    accepted_check(l);
    planning_facts(l);
    for (size_t i = 0; i < l->refs.n; i++)
        check_ref(l, &l->refs.p[i]);
    check_names(l);
    check_procedures(l);
    check_records(l);
    check_inspections(l);
    check_planning(l);
    check_templates(l);
    check_columns(l);
    check_research(l);
    check_compile(l);
    check_use(l);
    check_types(l);
    check_models(l);
    if (check_cycles(l) && l->problems.errors == 0)
        check_samples(l);
}
