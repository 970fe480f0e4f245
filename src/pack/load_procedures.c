/* The keys of procedures, and of the bodies, categories and places of a
 * programme that selects: one row each (docs/pack-format.md), and what a row
 * cannot say. */
#include "shape.h"

static const struct word role_words[] = { { "applicant", 0 },
    { "holder", 0 }, { "recommender", 0 }, { "first_instance", 0 },
    { "secretariat", 0 }, { "panel", 0 }, { "centre", 0 }, { "recorder", 0 },
    { "publisher", 0 }, { "officer", 0 }, { "public", 0 }, { NULL, 0 } };

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
    KEY("level", KEY_INT, AT(pack_stage, level), .min = 1, .max = 3),
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
    only_at(l, t, STR("level"),
        s->kind == STAGE_FORMAL_REVIEW || s->kind == STAGE_DECISION,
        "formal_review（形式审查）或 decision（决定）；其他单位办理的环节由 "
        "bodies 的 level 规定");
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

const struct shape shape_procedure = { "事项",
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

const struct shape shape_body = { "单位", sizeof(struct pack_body),
    AT(pack_body, name), body_keys, COUNT(body_keys), body_done };

static const struct key category_keys[] = {
    TITLE_KEY(pack_category),
    KEY("rule", KEY_REF, AT(pack_category, rule), .ref = REF_CONDITION,
        .flags = KEY_MUST),
    KEY("incubate_rule", KEY_REF, AT(pack_category, incubate_rule),
        .ref = REF_CONDITION),
    CLAUSE_KEY(pack_category),
};
const struct shape shape_category = { "类别",
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
const struct shape shape_quota = { "名额", sizeof(struct pack_quota),
    AT(pack_quota, name), quota_keys, COUNT(quota_keys), NULL };
