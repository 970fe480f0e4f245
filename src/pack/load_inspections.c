/* The keys of inspections, and what a table of keys cannot say of them. */
#include "shape.h"

static const struct word then_words[] = { { "note", FINDING_NOTE },
    { "rectify", FINDING_RECTIFY }, { "case", FINDING_CASE }, { NULL, 0 } };

static const struct key finding_keys[] = {
    TITLE_KEY(pack_finding),
    KEY("then", KEY_WORD, AT(pack_finding, then), .words = then_words,
        .flags = KEY_MUST),
    KEY("ground", KEY_REF, AT(pack_finding, ground), .ref = REF_GROUND),
    KEY("breach", KEY_TEXT, AT(pack_finding, breach)),
    CLAUSE_KEY(pack_finding),
};

static void
finding_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_finding *f = object;

    if ((f->then == FINDING_CASE) != (f->ground.n > 0))
        LOAD_ERROR(l, t,
            "检查发现“" STR_FMT
            "”：then: case 和 ground（立案事由）应同时写明",
            STR_ARG(f->name));
}

static const struct shape shape_finding = { "检查发现",
    sizeof(struct pack_finding), AT(pack_finding, name), finding_keys,
    COUNT(finding_keys), finding_done };

static const struct key item_keys[] = {
    TITLE_KEY(pack_inspection_item),
    KEY("hint", KEY_LABEL, AT(pack_inspection_item, hint)),
    KEY("check", KEY_REF, AT(pack_inspection_item, check),
        .ref = REF_CONDITION),
    KEY("findings", KEY_MAP, LIST_AT(pack_inspection_item, findings),
        .shape = &shape_finding, .flags = KEY_MUST),
    CLAUSE_KEY(pack_inspection_item),
};

static void
item_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_inspection_item *i = object;
    const struct tree *findings = tree_get(t, STR("findings"));

    if (findings != NULL && i->n_findings == 0)
        LOAD_ERROR(l, findings,
            "检查事项“" STR_FMT "”至少应有一种可能发现的问题",
            STR_ARG(i->name));
}

static const struct shape shape_item = { "检查事项",
    sizeof(struct pack_inspection_item), AT(pack_inspection_item, name),
    item_keys, COUNT(item_keys), item_done };

static const struct key raise_keys[] = {
    TITLE_KEY(pack_raise),
    KEY("rule", KEY_REF, AT(pack_raise, rule), .ref = REF_CONDITION,
        .flags = KEY_MUST),
    KEY("factor", KEY_INT, AT(pack_raise, factor), .min = 2, .max = 10,
        .flags = KEY_MUST),
    CLAUSE_KEY(pack_raise),
};
static const struct shape shape_raise = { "抽查加权",
    sizeof(struct pack_raise), AT(pack_raise, name), raise_keys,
    COUNT(raise_keys), NULL };

static const struct key inspection_keys[] = {
    TITLE_KEY(pack_inspection),
    KEY("share", KEY_REF, AT(pack_inspection, share), .ref = REF_PARAMETER,
        .flags = KEY_MUST),
    KEY("least", KEY_INT, AT(pack_inspection, least), .min = 1, .max = 10000),
    KEY("per_year", KEY_REF, AT(pack_inspection, per_year),
        .ref = REF_PARAMETER),
    KEY("inspectors", KEY_INT, AT(pack_inspection, inspectors), .min = 1,
        .max = 20),
    KEY("inspector_bodies", KEY_REFS, LIST_AT(pack_inspection, bodies),
        .ref = REF_BODY),
    KEY("where", KEY_REF, AT(pack_inspection, where), .ref = REF_CONDITION),
    KEY("raise", KEY_MAP, LIST_AT(pack_inspection, raise),
        .shape = &shape_raise),
    KEY("publish", KEY_TERM, AT(pack_inspection, publish),
        .flags = KEY_MUST),
    KEY("correct", KEY_TERM, AT(pack_inspection, correct)),
    KEY("order_document", KEY_REF, AT(pack_inspection, order_document),
        .ref = REF_DOCUMENT),
    KEY("failed_ground", KEY_REF, AT(pack_inspection, failed_ground),
        .ref = REF_GROUND),
    KEY("items", KEY_MAP, LIST_AT(pack_inspection, items),
        .shape = &shape_item, .flags = KEY_MUST),
    CLAUSE_KEY(pack_inspection),
};

static bool
rectifies(const struct pack_inspection *s)
{
    for (size_t i = 0; i < s->n_items; i++) {
        for (size_t k = 0; k < s->items[i].n_findings; k++) {
            if (s->items[i].findings[k].then == FINDING_RECTIFY)
                return true;
        }
    }
    return false;
}

static void
inspection_done(struct load *l, const struct tree *t, void *object)
{
    struct pack_inspection *s = object;

    if (s->least == 0)
        s->least = 1;
    if (s->inspectors == 0)
        s->inspectors = 2;
    if (rectifies(s) && s->correct.n == 0)
        LOAD_ERROR(l, t,
            "检查“" STR_FMT
            "”有 then: rectify 的发现，应写明整改期限 correct，如 "
            "correct: {days: 90}",
            STR_ARG(s->name));
}

const struct shape shape_inspection = { "检查",
    sizeof(struct pack_inspection), AT(pack_inspection, name),
    inspection_keys, COUNT(inspection_keys), inspection_done };

/* --- what needs the whole pack --- */

/* A case can only be opened on a ground that can end in revocation. */
static void
check_ground(
    struct load *l, struct place at, struct str name, struct str ground)
{
    for (size_t g = 0; g < l->pack->n_grounds; g++) {
        if (str_eq(l->pack->grounds[g].name, ground) &&
            !l->pack->grounds[g].may_end)
            problem_error(&l->problems, at,
                "“" STR_FMT "”的立案事由“" STR_FMT
                "”没有 may_end: true，不能立案",
                STR_ARG(name), STR_ARG(ground));
    }
}

static void
check_finding(struct load *l, const struct pack_finding *f)
{
    if (f->breach.n > 0)
        check_breach(l, load_origin(l, f), STR("检查发现"), f->name,
            f->breach);
    check_ground(l, load_origin(l, f), f->name, f->ground);
}

static void
check_share(struct load *l, const struct pack_inspection *s)
{
    int64_t share = 0;
    struct err err;

    if (pack_parameter(l->pack, s->share, &share, &err) == OK &&
        (share < 1 || share > 100))
        problem_error(&l->problems, load_origin(l, s),
            "检查“" STR_FMT
            "”的抽查比例应为 1 至 100（%%），参数“" STR_FMT "”现为 %lld",
            STR_ARG(s->name), STR_ARG(s->share), (long long)share);
}

void
check_inspections(struct load *l)
{
    for (size_t i = 0; i < l->pack->n_inspections; i++) {
        const struct pack_inspection *s = &l->pack->inspections[i];

        check_share(l, s);
        check_ground(l, load_origin(l, s), s->name, s->failed_ground);
        for (size_t k = 0; k < s->n_items; k++) {
            for (size_t f = 0; f < s->items[k].n_findings; f++)
                check_finding(l, &s->items[k].findings[f]);
        }
    }
}
