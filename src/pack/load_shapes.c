/* The keys of a pack: one row each (docs/pack-format.md), and what a row
 * cannot say. */
#include "shape.h"

static const struct word role_words[] = { { "applicant", 0 },
    { "holder", 0 }, { "recommender", 0 }, { "first_instance", 0 },
    { "secretariat", 0 }, { "panel", 0 }, { "centre", 0 }, { "recorder", 0 },
    { "publisher", 0 }, { "officer", 0 }, { "public", 0 }, { NULL, 0 } };

/* --- fields and forms --- */

static const struct shape shape_field, shape_column;

static const struct word field_words[] = { { "text", FIELD_TEXT },
    { "long_text", FIELD_LONG_TEXT }, { "integer", FIELD_INTEGER },
    { "money", FIELD_MONEY_FEN }, { "date", FIELD_DATE },
    { "date_time", FIELD_DATE_TIME }, { "yes_no", FIELD_YES_NO },
    { "one_of", FIELD_ONE_OF }, { "many_of", FIELD_MANY_OF },
    { "credit_code", FIELD_CREDIT_CODE }, { "id_no", FIELD_ID_NO },
    { "mobile", FIELD_MOBILE }, { "phone", FIELD_PHONE },
    { "email", FIELD_EMAIL }, { "region", FIELD_REGION },
    { "file", FIELD_FILE }, { "rows", FIELD_ROWS }, { "tick", FIELD_TICK },
    { NULL, 0 } };

static const struct key field_keys[] = {
    KEY("type", KEY_WORD, AT(pack_field, type), .words = field_words,
        .flags = KEY_MUST),
    KEY("label", KEY_LABEL, AT(pack_field, label), .flags = KEY_NAME_IF_NONE),
    KEY("hint", KEY_LABEL, AT(pack_field, hint)),
    KEY("required", KEY_BOOL, AT(pack_field, required)),
    KEY("private", KEY_BOOL, AT(pack_field, is_private)),
    KEY("not_future", KEY_BOOL, AT(pack_field, not_future)),
    KEY("clause", KEY_REF, AT(pack_field, clause), .ref = REF_CLAUSE),
    KEY("options", KEY_FIELD_OPTIONS, LIST_AT(pack_field, options)),
    KEY("other", KEY_BOOL, AT(pack_field, other)),
    KEY("min", KEY_INTEGER, AT(pack_field, min), .min = INT64_MIN,
        .max = INT64_MAX),
    KEY("max", KEY_INTEGER, AT(pack_field, max), .min = INT64_MIN,
        .max = INT64_MAX),
    KEY("unit", KEY_TEXT, AT(pack_field, unit)),
    KEY("warn_below", KEY_INTEGER, AT(pack_field, warn_below)),
    KEY("max_files", KEY_SIZE, AT(pack_field, max_files), .min = 1, .max = 50),
    KEY("columns", KEY_MAP, LIST_AT(pack_field, columns),
        .shape = &shape_column),
    KEY("min_rows", KEY_SIZE, AT(pack_field, min_rows),
        .max = PACK_ROWS_MAX),
    KEY("max_rows", KEY_SIZE, AT(pack_field, max_rows), .min = 1,
        .max = PACK_ROWS_MAX),
    KEY("unique", KEY_NAMES, LIST_AT(pack_field, unique)),
    KEY("show_if", KEY_FEEL, AT(pack_field, show_if),
        .more = AT(pack_field, show_if_expr)),
    KEY("autocomplete", KEY_TEXT, AT(pack_field, autocomplete)),
};

/* Keys that only some types have. */
static const struct {
    const char *key;
    enum field_type first, second;
    bool must;
} typed_keys[] = {
    { "options", FIELD_ONE_OF, FIELD_MANY_OF, true },
    { "other", FIELD_ONE_OF, FIELD_MANY_OF, false },
    { "columns", FIELD_ROWS, FIELD_ROWS, true },
    { "min_rows", FIELD_ROWS, FIELD_ROWS, false },
    { "max_rows", FIELD_ROWS, FIELD_ROWS, false },
    { "unique", FIELD_ROWS, FIELD_ROWS, false },
    { "max_files", FIELD_FILE, FIELD_FILE, false },
    { "warn_below", FIELD_TEXT, FIELD_LONG_TEXT, false },
    { "not_future", FIELD_DATE, FIELD_DATE_TIME, false },
    { "unit", FIELD_INTEGER, FIELD_INTEGER, false },
};

static void
any_field_done(struct load *l, const struct tree *t, struct pack_field *f)
{
    const struct tree *type = tree_get(t, STR("type"));

    for (size_t i = 0; type != NULL && i < COUNT(typed_keys); i++) {
        bool fits =
            f->type == typed_keys[i].first || f->type == typed_keys[i].second;
        const struct tree *value = tree_get(t, str_of(typed_keys[i].key));

        if (value != NULL && !fits)
            LOAD_ERROR(l, value, "类型 " STR_FMT " 的字段不能有“%s”，请删去",
                STR_ARG(type->text), typed_keys[i].key);
        else if (value == NULL && fits && typed_keys[i].must)
            LOAD_ERROR(l, type, "类型 " STR_FMT " 的字段应有“%s”",
                STR_ARG(type->text), typed_keys[i].key);
    }
    f->has_max = tree_get(t, STR("max")) != NULL;
    if (f->has_max && f->min > f->max)
        LOAD_ERROR(l, tree_get(t, STR("max")),
            "max（%lld）应不小于 min（%lld）", (long long)f->max,
            (long long)f->min);
    load_rows_done(l, t, f);
    if (f->type == FIELD_ID_NO)
        f->is_private = true;
    if (f->type == FIELD_FILE && f->max_files == 0)
        f->max_files = 1;
}

static void
field_done(struct load *l, const struct tree *t, void *object)
{
    struct pack_field *f = object;

    any_field_done(l, t, f);
    if (tree_get(t, STR("clause")) == NULL)
        LOAD_ERROR(l, t,
            "字段“" STR_FMT
            "”缺少“clause”：请写明依据的条款编号，如 clause: CW-4-1",
            STR_ARG(f->name));
}

static void
column_done(struct load *l, const struct tree *t, void *object)
{
    struct pack_field *f = object;

    any_field_done(l, t, f);
    if (f->type == FIELD_ROWS || f->type == FIELD_FILE)
        LOAD_ERROR(l, tree_get(t, STR("type")),
            "表格的列不能是 rows 或 file，请改为单独的字段");
    if (f->show_if.n > 0)
        LOAD_ERROR(l, tree_get(t, STR("show_if")),
            "表格的列不能有“show_if”，请写在整个表格上");
}

static const struct shape shape_field = { "字段", sizeof(struct pack_field),
    AT(pack_field, name), field_keys, COUNT(field_keys), field_done };
static const struct shape shape_column = { "列", sizeof(struct pack_field),
    AT(pack_field, name), field_keys, COUNT(field_keys), column_done };

static const struct key section_keys[] = {
    TITLE_KEY(pack_section),
    KEY("hint", KEY_LABEL, AT(pack_section, hint)),
    KEY("fields", KEY_MAP, LIST_AT(pack_section, fields), .shape = &shape_field,
        .flags = KEY_MUST),
};
static const struct shape shape_section = { "表单分节",
    sizeof(struct pack_section), AT(pack_section, name), section_keys,
    COUNT(section_keys), NULL };

static const struct key form_keys[] = {
    TITLE_KEY(pack_form),
    CLAUSE_KEY(pack_form),
    KEY("sections", KEY_MAP, LIST_AT(pack_form, sections),
        .shape = &shape_section, .flags = KEY_MUST),
};

/* A name stands once in a form. */
static void
form_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_form *f = object;
    struct map *seen = map_new(l->tmp);

    (void)t;
    for (size_t s = 0; s < f->n_sections; s++) {
        for (size_t i = 0; i < f->sections[s].n_fields; i++) {
            const struct pack_field *field = &f->sections[s].fields[i];

            if (map_get(seen, field->name) != NULL)
                problem_error(&l->problems, load_origin(l, field),
                    "表单中已有字段“" STR_FMT
                    "”：一个表单内字段名不能重复，请改名",
                    STR_ARG(field->name));
            map_put(seen, field->name, (void *)(uintptr_t)field);
        }
    }
}

const struct shape shape_form = { "表单", sizeof(struct pack_form),
    AT(pack_form, name), form_keys, COUNT(form_keys), form_done };

/* --- rules --- */

static const struct key rule_keys[] = {
    KEY("feel", KEY_FEEL, AT(pack_rule, feel), .more = AT(pack_rule, expr)),
    KEY("value", KEY_FEEL, AT(pack_rule, feel), .more = AT(pack_rule, expr),
        .flags = KEY_IS_VALUE),
    KEY("all", KEY_REFS, LIST_AT(pack_rule, parts), .ref = REF_CONDITION),
    KEY("any", KEY_REFS, LIST_AT(pack_rule, parts), .ref = REF_CONDITION),
    KEY("attested", KEY_TRUE, 0),
    TITLE_KEY(pack_rule),
    CLAUSE_KEY(pack_rule),
    KEY("evidence", KEY_REFS, LIST_AT(pack_rule, evidence), .ref = REF_FIELD),
    KEY("reading", KEY_REF, AT(pack_rule, reading), .ref = REF_READING),
    KEY("help", KEY_LABEL, AT(pack_rule, help)),
};

static void
rule_done(struct load *l, const struct tree *t, void *object)
{
    static const struct word kinds[] = { { "feel", RULE_FEEL },
        { "all", RULE_ALL }, { "any", RULE_ANY },
        { "attested", RULE_ATTESTED }, { "value", RULE_VALUE } };
    struct pack_rule *rule = object;
    size_t n = 0;

    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (tree_get(t, str_of(kinds[i].name)) == NULL)
            continue;
        rule->kind = (enum rule_kind)kinds[i].value;
        n++;
    }
    if (n != 1)
        LOAD_ERROR(l, t,
            "规则“" STR_FMT
            "”应恰有 feel、all、any、attested、value 之一，现有 %zu 个",
            STR_ARG(rule->name), n);
}

const struct shape shape_rule = { "规则", sizeof(struct pack_rule),
    AT(pack_rule, name), rule_keys, COUNT(rule_keys), rule_done };

/* --- parameters, facts, lists, readings --- */

static const struct key parameter_keys[] = {
    KEY("value", KEY_INTEGER, AT(pack_parameter, value), .min = INT64_MIN,
        .max = INT64_MAX, .flags = KEY_MUST),
    KEY("unit", KEY_TEXT, AT(pack_parameter, unit)),
    CLAUSE_KEY(pack_parameter),
};
static const struct shape shape_parameter = { "参数",
    sizeof(struct pack_parameter), AT(pack_parameter, name), parameter_keys,
    COUNT(parameter_keys), NULL };

static const struct word fact_words[] = { { "number", FEEL_NUMBER },
    { "text", FEEL_STRING }, { "date", FEEL_DATE },
    { "boolean", FEEL_BOOLEAN }, { "list", FEEL_LIST }, { NULL, 0 } };
static const struct key fact_keys[] = {
    TITLE_KEY(pack_fact),
    KEY("type", KEY_WORD, AT(pack_fact, type), .words = fact_words,
        .flags = KEY_MUST),
    KEY("unit", KEY_TEXT, AT(pack_fact, unit)),
    KEY("source", KEY_TEXT, AT(pack_fact, source)),
    CLAUSE_KEY(pack_fact),
};
static const struct shape shape_fact = { "外部事实", sizeof(struct pack_fact),
    AT(pack_fact, name), fact_keys, COUNT(fact_keys), NULL };

static const struct key reading_keys[] = {
    KEY("of", KEY_REF, AT(pack_reading, of), .ref = REF_CLAUSE,
        .flags = KEY_MUST),
    KEY("question", KEY_LABEL, AT(pack_reading, question), .flags = KEY_MUST),
    KEY("chosen", KEY_TEXT, AT(pack_reading, chosen), .flags = KEY_MUST),
    KEY("options", KEY_OPTIONS, LIST_AT(pack_reading, options),
        .flags = KEY_MUST),
};

static void
reading_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_reading *r = object;
    const struct tree *chosen = tree_get(t, STR("chosen"));
    bool found = false;

    if (r->n_options == 1)
        LOAD_ERROR(l, tree_get(t, STR("options")),
            "读法“" STR_FMT "”只有一种：至少应有两个选项，"
            "没有其他读法时请不要设为读法",
            STR_ARG(r->name));
    for (size_t i = 0; i < r->n_options; i++)
        found = found || str_eq(r->options[i].value, r->chosen);
    if (!found && r->n_options > 0 && chosen != NULL)
        LOAD_ERROR(l, chosen, "“" STR_FMT "”不是这个读法的选项，请选其中之一",
            STR_ARG(r->chosen));
}

static const struct shape shape_reading = { "读法",
    sizeof(struct pack_reading), AT(pack_reading, name), reading_keys,
    COUNT(reading_keys), reading_done };

/* --- procedures --- */

static const struct word stage_words[] = { { "recommend", STAGE_RECOMMEND },
    { "first_instance", STAGE_FIRST_INSTANCE },
    { "formal_review", STAGE_FORMAL_REVIEW },
    { "evaluation", STAGE_EVALUATION }, { "decision", STAGE_DECISION },
    { "public_notice", STAGE_PUBLIC_NOTICE },
    { "recordation", STAGE_RECORDATION },
    { "publication", STAGE_PUBLICATION }, { "grant", STAGE_GRANT },
    { NULL, 0 } };

static const struct key score_keys[] = {
    TITLE_KEY(pack_score),
    KEY("max", KEY_INT, AT(pack_score, max), .min = 1, .max = 1000,
        .flags = KEY_MUST),
    KEY("weight", KEY_INT, AT(pack_score, weight), .min = 1, .max = 1000),
    CLAUSE_KEY(pack_score),
};

static void
score_done(struct load *l, const struct tree *t, void *object)
{
    struct pack_score *s = object;

    (void)l;
    if (tree_get(t, STR("weight")) == NULL)
        s->weight = 1;
}

static const struct shape shape_score = { "评分项", sizeof(struct pack_score),
    AT(pack_score, name), score_keys, COUNT(score_keys), score_done };

static const struct word refusal_words[] = { { "returns", 0 },
    { "ends", 1 }, { NULL, 0 } };
static const struct word tie_words[] = { { "rejects", 0 }, { "chair", 1 },
    { NULL, 0 } };

static const struct key stage_keys[] = {
    KEY("stage", KEY_WORD, AT(pack_stage, kind), .words = stage_words,
        .flags = KEY_MUST),
    KEY("title", KEY_LABEL, AT(pack_stage, title)),
    KEY("by", KEY_TOKEN, AT(pack_stage, by), .words = role_words,
        .flags = KEY_MUST),
    KEY("decide", KEY_REF, AT(pack_stage, decide), .ref = REF_CONDITION),
    KEY("criteria", KEY_NAMES, LIST_AT(pack_stage, criteria)),
    KEY("four_eyes", KEY_BOOL, AT(pack_stage, four_eyes)),
    KEY("within", KEY_TERM, AT(pack_stage, within)),
    KEY("supplement", KEY_TERM, AT(pack_stage, supplement)),
    KEY("max_supplements", KEY_INT, AT(pack_stage, max_supplements), .min = 1,
        .max = 20),
    KEY("period", KEY_TERM, AT(pack_stage, period)),
    KEY("term_years", KEY_INT, AT(pack_stage, term_years), .min = 1,
        .max = 100),
    KEY("document", KEY_REF, AT(pack_stage, document), .ref = REF_DOCUMENT),
    KEY("channels", KEY_NAMES, LIST_AT(pack_stage, channels)),
    KEY("bodies", KEY_REFS, LIST_AT(pack_stage, bodies), .ref = REF_BODY),
    KEY("max_returns", KEY_INT, AT(pack_stage, max_returns), .min = 1,
        .max = 20),
    KEY("remind", KEY_TERM, AT(pack_stage, remind)),
    KEY("recheck", KEY_TERM, AT(pack_stage, recheck)),
    KEY("refusal", KEY_FLAG, AT(pack_stage, refusal_ends),
        .words = refusal_words),
    KEY("panel_min", KEY_INT, AT(pack_stage, panel_min), .min = 1, .max = 99),
    KEY("panel_max", KEY_INT, AT(pack_stage, panel_max), .min = 1, .max = 99),
    KEY("tie", KEY_FLAG, AT(pack_stage, chair_breaks_tie),
        .words = tie_words),
    KEY("scores", KEY_MAP, LIST_AT(pack_stage, scores),
        .shape = &shape_score),
    KEY("onsite_notice", KEY_TERM, AT(pack_stage, onsite_notice)),
    KEY("quotas", KEY_REFS, LIST_AT(pack_stage, quotas), .ref = REF_QUOTA),
    KEY("table", KEY_REF, AT(pack_stage, table), .ref = REF_DOCUMENT),
    CLAUSE_KEY(pack_stage),
};

/* Keys that only some kinds of stages have. */
static const struct {
    const char *key;
    enum stage_kind first, last; /* in the order of stages */
    const char *where;
} staged_keys[] = {
    { "period", STAGE_PUBLIC_NOTICE, STAGE_PUBLIC_NOTICE,
        "public_notice（公示）" },
    { "term_years", STAGE_GRANT, STAGE_GRANT, "grant（认定）" },
    { "within", STAGE_FORMAL_REVIEW, STAGE_DECISION, "formal_review 至 decision" },
    { "max_returns", STAGE_RECOMMEND, STAGE_FIRST_INSTANCE,
        "recommend（推荐）或 first_instance（初审）" },
    { "remind", STAGE_RECOMMEND, STAGE_FIRST_INSTANCE,
        "recommend（推荐）或 first_instance（初审）" },
    { "recheck", STAGE_RECOMMEND, STAGE_FIRST_INSTANCE,
        "recommend（推荐）或 first_instance（初审）" },
    { "refusal", STAGE_RECOMMEND, STAGE_FIRST_INSTANCE,
        "recommend（推荐）或 first_instance（初审）" },
    { "panel_min", STAGE_EVALUATION, STAGE_EVALUATION, "evaluation（评审）" },
    { "panel_max", STAGE_EVALUATION, STAGE_EVALUATION, "evaluation（评审）" },
    { "tie", STAGE_EVALUATION, STAGE_EVALUATION, "evaluation（评审）" },
    { "scores", STAGE_EVALUATION, STAGE_EVALUATION, "evaluation（评审）" },
    { "onsite_notice", STAGE_EVALUATION, STAGE_EVALUATION,
        "evaluation（评审）" },
    { "quotas", STAGE_DECISION, STAGE_DECISION, "decision（决定）" },
    { "table", STAGE_PUBLICATION, STAGE_PUBLICATION,
        "publication（联合公布）" },
};

static void
only_at(struct load *l, const struct tree *t, struct str key, bool fits,
    const char *stage)
{
    const struct tree *v = tree_get(t, key);

    if (v != NULL && !fits)
        LOAD_ERROR(l, v, "“" STR_FMT "”只能写在 %s 环节，请移到那里或删去",
            STR_ARG(key), stage);
}

/* Who acts there is a body beside the authority. */
static void
needs_bodies(
    struct load *l, const struct tree *t, const struct pack_stage *s)
{
    bool has = s->kind == STAGE_RECOMMEND ||
               s->kind == STAGE_FIRST_INSTANCE ||
               s->kind == STAGE_PUBLICATION;

    only_at(l, t, STR("bodies"), has || s->kind == STAGE_RECORDATION,
        "recommend（推荐）、first_instance（初审）、recordation（备案）或 "
        "publication（联合公布）");
    if (has && tree_get(t, STR("bodies")) == NULL)
        LOAD_ERROR(l, t,
            "这一环节缺少“bodies”：请写明由 bodies 中的哪些单位办理");
}

static void
stage_done(struct load *l, const struct tree *t, void *object)
{
    static const struct label titles[] = {
        [STAGE_RECOMMEND] = { STR_INIT("推荐"), STR_INIT("Recommendation") },
        [STAGE_FIRST_INSTANCE] = { STR_INIT("初审"),
            STR_INIT("First review") },
        [STAGE_FORMAL_REVIEW] = { STR_INIT("形式审查"),
            STR_INIT("Formal review") },
        [STAGE_EVALUATION] = { STR_INIT("评审"), STR_INIT("Evaluation") },
        [STAGE_DECISION] = { STR_INIT("决定"), STR_INIT("Decision") },
        [STAGE_PUBLIC_NOTICE] = { STR_INIT("公示"),
            STR_INIT("Public notice") },
        [STAGE_RECORDATION] = { STR_INIT("备案"), STR_INIT("Recordation") },
        [STAGE_PUBLICATION] = { STR_INIT("联合公布"),
            STR_INIT("Joint publication") },
        [STAGE_GRANT] = { STR_INIT("认定"), STR_INIT("Grant") },
    };
    struct pack_stage *s = object;

    if (s->title.zh.n == 0)
        s->title = titles[s->kind];
    for (size_t i = 0; i < COUNT(staged_keys); i++)
        only_at(l, t, str_of(staged_keys[i].key),
            s->kind >= staged_keys[i].first && s->kind <= staged_keys[i].last,
            staged_keys[i].where);
    needs_bodies(l, t, s);
    if (s->panel_max > 0 && s->panel_min > s->panel_max)
        LOAD_ERROR(l, tree_get(t, STR("panel_max")),
            "panel_max（%d）应不小于 panel_min（%d）", s->panel_max,
            s->panel_min);
    if (s->kind == STAGE_PUBLIC_NOTICE &&
        tree_get(t, STR("period")) == NULL)
        LOAD_ERROR(l, t,
            "公示环节缺少“period”：请写明公示期，如 "
            "period: {days: 5, kind: working}");
    if (s->supplement.n > 0 && s->max_supplements == 0)
        s->max_supplements = 1;
    if (s->max_supplements > 0 && tree_get(t, STR("supplement")) == NULL)
        LOAD_ERROR(l, tree_get(t, STR("max_supplements")),
            "有“max_supplements”时应有“supplement”（补正期限）");
}

static const struct shape shape_stage = { "环节", sizeof(struct pack_stage),
    NO_NAME, stage_keys, COUNT(stage_keys), stage_done };

static const struct key channel_keys[] = {
    TITLE_KEY(pack_channel),
    CLAUSE_KEY(pack_channel),
    KEY("by", KEY_TOKEN, AT(pack_channel, by), .words = role_words,
        .flags = KEY_MUST),
    KEY("import", KEY_REF, AT(pack_channel, import), .ref = REF_IMPORT),
    KEY("decide", KEY_REF, AT(pack_channel, decide), .ref = REF_CONDITION),
    KEY("document", KEY_REF, AT(pack_channel, document), .ref = REF_DOCUMENT),
};
static const struct shape shape_channel = { "渠道",
    sizeof(struct pack_channel), AT(pack_channel, name), channel_keys,
    COUNT(channel_keys), NULL };

static const struct word again_words[] = { { "never", 0 },
    { "expiry_year", 1 }, { NULL, 0 } };

static const struct word effect_words[] = { { "by_stages", EFFECT_BY_STAGES },
    { "move", EFFECT_MOVE }, { "change", EFFECT_CHANGE },
    { "suspend", EFFECT_SUSPEND }, { "resume", EFFECT_RESUME },
    { "end", EFFECT_END }, { NULL, 0 } };
static const struct key procedure_keys[] = {
    KEY("title", KEY_LABEL, AT(pack_procedure, title), .flags = KEY_MUST),
    CLAUSE_KEY(pack_procedure),
    KEY("form", KEY_REF, AT(pack_procedure, form), .ref = REF_FORM),
    KEY("channels", KEY_MAP, LIST_AT(pack_procedure, channels),
        .shape = &shape_channel),
    KEY("stages", KEY_LIST, LIST_AT(pack_procedure, stages),
        .shape = &shape_stage),
    KEY("window_until", KEY_DAY, AT(pack_procedure, window_until)),
    KEY("window_clause", KEY_REF, AT(pack_procedure, window_clause),
        .ref = REF_CLAUSE),
    KEY("window_before_days", KEY_INT, AT(pack_procedure, window_before_days),
        .max = 3660),
    KEY("window_after_days", KEY_INT, AT(pack_procedure, window_after_days),
        .max = 3660),
    KEY("priority_field", KEY_REF, AT(pack_procedure, priority_field),
        .ref = REF_FIELD),
    KEY("region_field", KEY_REF, AT(pack_procedure, region_field),
        .ref = REF_FIELD),
    KEY("categories_field", KEY_REF, AT(pack_procedure, categories_field),
        .ref = REF_FIELD),
    KEY("incubation_field", KEY_REF, AT(pack_procedure, incubation_field),
        .ref = REF_FIELD),
    KEY("conditions", KEY_REF, AT(pack_procedure, conditions),
        .ref = REF_CONDITION),
    KEY("again", KEY_FLAG, AT(pack_procedure, again_in_expiry_year),
        .words = again_words),
    KEY("again_document", KEY_REF, AT(pack_procedure, again_document),
        .ref = REF_DOCUMENT),
    KEY("again_clause", KEY_REF, AT(pack_procedure, again_clause),
        .ref = REF_CLAUSE),
    KEY("keeps", KEY_BOOL, AT(pack_procedure, keeps)),
    KEY("opens", KEY_REF, AT(pack_procedure, opens), .ref = REF_GROUND),
    KEY("report_from", KEY_REF, AT(pack_procedure, report_from),
        .ref = REF_FIELD),
    KEY("report_within", KEY_TERM, AT(pack_procedure, report_within)),
    KEY("effect", KEY_WORD, AT(pack_procedure, effect),
        .words = effect_words),
    KEY("host_field", KEY_REF, AT(pack_procedure, host_field),
        .ref = REF_FIELD),
    KEY("info", KEY_REFS, LIST_AT(pack_procedure, info), .ref = REF_FIELD),
    KEY("consents", KEY_MAP, LIST_AT(pack_procedure, consents),
        .shape = &shape_consent),
    KEY("before", KEY_NAMES, LIST_AT(pack_procedure, before)),
};

static void
procedure_done(struct load *l, const struct tree *t, void *object)
{
    const struct tree *until = tree_get(t, STR("window_until"));

    (void)object;
    if (until != NULL && tree_get(t, STR("window_clause")) == NULL)
        LOAD_ERROR(l, until,
            "有“window_until”时应有“window_clause”：请写明截止日期的依据条款");
    const struct tree *again = tree_get(t, STR("again"));
    if (again != NULL && tree_get(t, STR("again_clause")) == NULL)
        LOAD_ERROR(l, again,
            "有“again”时应有“again_clause”：请写明再次申报的依据条款");
}

static const struct shape shape_procedure = { "事项",
    sizeof(struct pack_procedure), AT(pack_procedure, name), procedure_keys,
    COUNT(procedure_keys), procedure_done };

/* --- programmes that select --- */

static const struct key body_keys[] = {
    TITLE_KEY(pack_body),
    KEY("level", KEY_INT, AT(pack_body, level), .max = 3),
    KEY("may_recommend", KEY_BOOL, AT(pack_body, may_recommend)),
    CLAUSE_KEY(pack_body),
};

static void
body_done(struct load *l, const struct tree *t, void *object)
{
    struct pack_body *b = object;

    (void)l;
    if (tree_get(t, STR("may_recommend")) == NULL)
        b->may_recommend = true;
}

static const struct shape shape_body = { "单位", sizeof(struct pack_body),
    AT(pack_body, name), body_keys, COUNT(body_keys), body_done };

static const struct key category_keys[] = {
    TITLE_KEY(pack_category),
    KEY("rule", KEY_REF, AT(pack_category, rule), .ref = REF_CONDITION,
        .flags = KEY_MUST),
    KEY("incubate_rule", KEY_REF, AT(pack_category, incubate_rule),
        .ref = REF_CONDITION),
    CLAUSE_KEY(pack_category),
};
static const struct shape shape_category = { "类别",
    sizeof(struct pack_category), AT(pack_category, name), category_keys,
    COUNT(category_keys), NULL };

static const struct key quota_keys[] = {
    TITLE_KEY(pack_quota),
    KEY("limit", KEY_REF, AT(pack_quota, limit), .ref = REF_PARAMETER,
        .flags = KEY_MUST),
    KEY("year", KEY_INT, AT(pack_quota, year), .min = 1949, .max = 9999),
    KEY("due", KEY_DAY, AT(pack_quota, due)),
    CLAUSE_KEY(pack_quota),
};
static const struct shape shape_quota = { "名额", sizeof(struct pack_quota),
    AT(pack_quota, name), quota_keys, COUNT(quota_keys), NULL };

static const struct key research_keys[] = {
    TITLE_KEY(pack_research),
    KEY("by", KEY_REFS, LIST_AT(pack_research, by), .ref = REF_VALUE),
    KEY("values", KEY_REFS, LIST_AT(pack_research, values), .ref = REF_VALUE),
    CLAUSE_KEY(pack_research),
};
static const struct shape shape_research = { "调研",
    sizeof(struct pack_research), AT(pack_research, name), research_keys,
    COUNT(research_keys), NULL };

/* --- life after the grant --- */

static const struct word then_words[] = { { "warn", WATCH_WARN },
    { "expire", WATCH_EXPIRE }, { "remind", WATCH_REMIND },
    { "propose_revoke", WATCH_PROPOSE_REVOKE }, { "list", WATCH_LIST },
    { NULL, 0 } };
static const struct key watch_keys[] = {
    TITLE_KEY(pack_watch),
    KEY("when", KEY_REF, AT(pack_watch, when), .ref = REF_CONDITION,
        .flags = KEY_MUST),
    KEY("then", KEY_WORD, AT(pack_watch, then), .words = then_words,
        .flags = KEY_MUST),
    KEY("message", KEY_TEMPLATE, AT(pack_watch, message)),
    CLAUSE_KEY(pack_watch),
};
static const struct shape shape_watch = { "监测", sizeof(struct pack_watch),
    AT(pack_watch, name), watch_keys, COUNT(watch_keys), NULL };


static const struct key import_keys[] = {
    TITLE_KEY(pack_import),
    KEY("head", KEY_MAP, LIST_AT(pack_import, head), .shape = &shape_column),
    KEY("columns", KEY_MAP, LIST_AT(pack_import, columns),
        .shape = &shape_column, .flags = KEY_MUST),
    KEY("name_column", KEY_TEXT, AT(pack_import, name_column),
        .flags = KEY_MUST),
    KEY("note", KEY_TEXT, AT(pack_import, note)),
    CLAUSE_KEY(pack_import),
};

static void
import_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_import *m = object;
    const struct tree *name = tree_get(t, STR("name_column"));
    bool found = false;

    for (size_t i = 0; i < m->n_columns; i++)
        found = found || str_eq(m->columns[i].name, m->name_column);
    if (!found && name != NULL)
        LOAD_ERROR(l, name,
            "“" STR_FMT "”不是这个表的列，请写 columns 中的列名",
            STR_ARG(m->name_column));
}

static const struct shape shape_import = { "导入表",
    sizeof(struct pack_import), AT(pack_import, name), import_keys,
    COUNT(import_keys), import_done };

static const struct word layout_words[] = { { "certificate", 0 },
    { "letter", 0 }, { "message", 0 }, { "notice", 0 }, { "list", 0 },
    { "table", 0 }, { "plaque", 0 }, { NULL, 0 } };
static const struct key table_column_keys[] = {
    TITLE_KEY(pack_column),
    KEY("from", KEY_TEXT, AT(pack_column, from), .flags = KEY_MUST),
};
static const struct shape shape_table_column = { "表格栏目",
    sizeof(struct pack_column), AT(pack_column, name), table_column_keys,
    COUNT(table_column_keys), NULL };

static const struct key document_keys[] = {
    KEY("title", KEY_LABEL, AT(pack_document, title), .flags = KEY_MUST),
    KEY("body", KEY_TEMPLATE, AT(pack_document, body), .flags = KEY_MUST),
    KEY("number_format", KEY_TEMPLATE, AT(pack_document, number_format)),
    KEY("layout", KEY_TOKEN, AT(pack_document, layout), .words = layout_words,
        .flags = KEY_MUST),
    KEY("columns", KEY_MAP, LIST_AT(pack_document, columns),
        .shape = &shape_table_column),
    CLAUSE_KEY(pack_document),
};

static void
document_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_document *d = object;
    bool table = str_eq(d->layout, STR("table"));

    if (table && d->n_columns == 0)
        LOAD_ERROR(l, t, "layout 为 table 的文书应有“columns”：请按顺序写明各栏");
    if (!table && d->n_columns > 0)
        LOAD_ERROR(l, tree_get(t, STR("columns")),
            "“columns”只能写在 layout 为 table 的文书，请改 layout 或删去");
}

const struct shape shape_document = { "文书", sizeof(struct pack_document),
    AT(pack_document, name), document_keys, COUNT(document_keys),
    document_done };

/* --- the pack --- */

static const struct key elsewhere_keys[] = {
    KEY("page", KEY_TEXT, AT(pack_elsewhere, page)),
    KEY("text_only", KEY_TEXT, AT(pack_elsewhere, text_only)),
};

static void
elsewhere_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_elsewhere *o = object;

    *VEC_PUSH(l->tmp, &l->refs) = (struct ref){ .kind = REF_CLAUSE,
        .name = o->name,
        .at = place_of(l->file, t) };
    if ((o->page.n > 0) == (o->text_only.n > 0))
        LOAD_ERROR(l, t,
            "“" STR_FMT "”应恰有 page（由哪个页面落实）和 "
            "text_only（为何只作展示）之一",
            STR_ARG(o->name));
}

static const struct shape shape_elsewhere = { "其他落实",
    sizeof(struct pack_elsewhere), AT(pack_elsewhere, name), elsewhere_keys,
    COUNT(elsewhere_keys), elsewhere_done };

static const struct word subject_words[] = { { "organisation", 0 },
    { "person", 0 }, { NULL, 0 } };

static const struct word end_words[] = { { "revoked", false },
    { "deregistered", true }, { NULL, 0 } };
static const struct key pack_keys[] = {
    KEY("id", KEY_TEXT, AT(pack, id), .flags = KEY_MUST),
    KEY("version", KEY_TEXT, AT(pack, version), .flags = KEY_MUST),
    KEY("in_force", KEY_DAY, AT(pack, in_force), .flags = KEY_MUST),
    KEY("title", KEY_LABEL, AT(pack, title), .flags = KEY_MUST),
    KEY("short_title", KEY_LABEL, AT(pack, short_title)),
    KEY("holder_title", KEY_LABEL, AT(pack, holder_title)),
    KEY("authority", KEY_LABEL, AT(pack, authority), .flags = KEY_MUST),
    KEY("subject", KEY_TOKEN, AT(pack, subject), .words = subject_words,
        .flags = KEY_MUST),
    KEY("doc_no", KEY_TEXT, AT(pack, doc_no)),
    KEY("issuer", KEY_TEXT, AT(pack, issuer)),
    KEY("status", KEY_TEXT, AT(pack, status)),
    KEY("may_open", KEY_BOOL, AT(pack, may_open)),
    KEY("elsewhere", KEY_MAP, LIST_AT(pack, elsewhere),
        .shape = &shape_elsewhere),
    KEY("parameters", KEY_MAP, LIST_AT(pack, parameters),
        .shape = &shape_parameter),
    KEY("facts", KEY_MAP, LIST_AT(pack, facts), .shape = &shape_fact),
    KEY("readings", KEY_MAP, LIST_AT(pack, readings), .shape = &shape_reading),
    KEY("procedures", KEY_MAP, LIST_AT(pack, procedures),
        .shape = &shape_procedure, .flags = KEY_MUST),
    KEY("bodies", KEY_MAP, LIST_AT(pack, bodies), .shape = &shape_body),
    KEY("categories", KEY_MAP, LIST_AT(pack, categories),
        .shape = &shape_category),
    KEY("quotas", KEY_MAP, LIST_AT(pack, quotas), .shape = &shape_quota),
    KEY("research", KEY_MAP, LIST_AT(pack, research),
        .shape = &shape_research),
    KEY("watches", KEY_MAP, LIST_AT(pack, watches), .shape = &shape_watch),
    KEY("duties", KEY_MAP, LIST_AT(pack, duties), .shape = &shape_duty),
    KEY("grounds", KEY_MAP, LIST_AT(pack, grounds), .shape = &shape_ground),
    KEY("triggers", KEY_MAP, LIST_AT(pack, triggers),
        .shape = &shape_trigger),
    KEY("end_title", KEY_LABEL, AT(pack, end_title)),
    KEY("ended_title", KEY_LABEL, AT(pack, ended_title)),
    KEY("case_title", KEY_LABEL, AT(pack, case_title)),
    KEY("honours_bans", KEY_NAMES, LIST_AT(pack, honours_bans)),
    KEY("imports", KEY_MAP, LIST_AT(pack, imports), .shape = &shape_import),
    KEY("records", KEY_MAP, LIST_AT(pack, records), .shape = &shape_record),
    KEY("inspections", KEY_MAP, LIST_AT(pack, inspections),
        .shape = &shape_inspection),
    KEY("works_at", KEY_TEXT, AT(pack, works_at)),
    KEY("profile", KEY_REFS, LIST_AT(pack, profile), .ref = REF_CONDITION),
    KEY("town_field", KEY_REF, AT(pack, town_field), .ref = REF_FIELD),
    KEY("works_at_clause", KEY_REF, AT(pack, works_at_clause),
        .ref = REF_CLAUSE),
    KEY("history_document", KEY_REF, AT(pack, history_document),
        .ref = REF_DOCUMENT),
    KEY("history_form", KEY_REF, AT(pack, history_form), .ref = REF_FORM),
    KEY("ends_as", KEY_FLAG, AT(pack, deregisters), .words = end_words),
    KEY("keeps", KEY_MAP, LIST_AT(pack, keeps), .shape = &shape_keep),
    KEY("exceptions", KEY_MAP, LIST_AT(pack, exceptions),
        .shape = &shape_exception),
    KEY("documents", KEY_MAP, LIST_AT(pack, documents),
        .shape = &shape_document),
    KEY("planning", KEY_OBJECT, AT(pack, planning),
        .shape = &shape_planning),
    KEY("lists", KEY_LISTS, LIST_AT(pack, lists)),
};

static void
pack_done(struct load *l, const struct tree *t, void *object)
{
    struct pack *p = object;
    const struct tree *id = tree_get(t, STR("id"));
    bool good = p->id.n > 0;

    for (size_t i = 0; i < p->id.n; i++) {
        char c = p->id.p[i];
        good = good &&
            ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }
    if (!good && id != NULL)
        LOAD_ERROR(l, id,
            "id 应由小写字母、数字和“-”组成，现为“" STR_FMT "”",
            STR_ARG(p->id));
    if (p->end_title.zh.n == 0)
        p->end_title = (struct label){ STR("撤销资格"), STR("Revocation") };
    if (p->ended_title.zh.n == 0)
        p->ended_title = (struct label){ STR("已撤销"), STR("Revoked") };
    if (p->short_title.zh.n == 0)
        p->short_title = p->title;
    if (p->holder_title.zh.n == 0)
        p->holder_title = p->title;
    if (tree_get(t, STR("may_open")) == NULL)
        p->may_open = true;
}

const struct shape shape_pack = { "政策包", sizeof(struct pack), NO_NAME,
    pack_keys, COUNT(pack_keys), pack_done };
