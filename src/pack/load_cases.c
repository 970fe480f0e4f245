/* Keys of what opens and ends cases: grounds and triggers. */
#include "shape.h"

static const struct key ground_keys[] = {
    TITLE_KEY(pack_ground),
    KEY("may_end", KEY_BOOL, AT(pack_ground, may_end)),
    KEY("no_statement", KEY_BOOL, AT(pack_ground, no_statement)),
    KEY("meeting", KEY_BOOL, AT(pack_ground, meeting)),
    KEY("plaque", KEY_BOOL, AT(pack_ground, plaque)),
    KEY("whole", KEY_BOOL, AT(pack_ground, whole)),
    KEY("real_name", KEY_BOOL, AT(pack_ground, real_name)),
    KEY("ban_years", KEY_REF, AT(pack_ground, ban_years),
        .ref = REF_PARAMETER),
    KEY("ban_clause", KEY_REF, AT(pack_ground, ban_clause),
        .ref = REF_CLAUSE),
    KEY("keeps", KEY_LABEL, AT(pack_ground, keeps)),
    KEY("lapse", KEY_BOOL, AT(pack_ground, lapse)),
    KEY("letter", KEY_REF, AT(pack_ground, letter), .ref = REF_DOCUMENT),
    KEY("message", KEY_REF, AT(pack_ground, message), .ref = REF_DOCUMENT),
    KEY("opens", KEY_REF, AT(pack_ground, opens), .ref = REF_GROUND),
    CLAUSE_KEY(pack_ground),
};
const struct shape shape_ground = { "立案事由",
    sizeof(struct pack_ground), AT(pack_ground, name), ground_keys,
    COUNT(ground_keys), NULL };

static const struct word trigger_words[] = { { "open", TRIGGER_OPEN },
    { "flag", TRIGGER_FLAG }, { "tell", TRIGGER_TELL },
    { "keep", TRIGGER_KEEP }, { NULL, 0 } };
static const struct key trigger_keys[] = {
    TITLE_KEY(pack_trigger),
    KEY("on", KEY_NAMES, LIST_AT(pack_trigger, on), .flags = KEY_MUST),
    KEY("if", KEY_REF, AT(pack_trigger, when), .ref = REF_CONDITION),
    KEY("then", KEY_WORD, AT(pack_trigger, then), .words = trigger_words,
        .flags = KEY_MUST),
    KEY("ground", KEY_REF, AT(pack_trigger, ground), .ref = REF_GROUND),
    KEY("document", KEY_REF, AT(pack_trigger, document),
        .ref = REF_DOCUMENT),
    KEY("record", KEY_REF, AT(pack_trigger, record), .ref = REF_RECORD),
    KEY("draft", KEY_MAP, LIST_AT(pack_trigger, draft),
        .shape = &shape_draft),
    KEY("task", KEY_TERM, AT(pack_trigger, task)),
    CLAUSE_KEY(pack_trigger),
};

static void
trigger_done(struct load *l, const struct tree *t, void *object)
{
    static const struct str EVENTS[] = { STR_INIT("penalty"),
        STR_INIT("sanction"), STR_INIT("complaint"), STR_INIT("licence"),
        STR_INIT("name"), STR_INIT("merger"), STR_INIT("relocation"),
        STR_INIT("head"), STR_INIT("member_complaint"),
        STR_INIT("change_report") };
    const struct pack_trigger *g = object;

    for (size_t i = 0; i < g->n_on; i++) {
        bool known = false;

        for (size_t k = 0; k < COUNT(EVENTS); k++)
            known = known || str_eq(g->on[i], EVENTS[k]);
        if (!known)
            LOAD_ERROR(l, tree_get(t, STR("on")),
                "没有登记种类“" STR_FMT "”，可用的见 docs/pack-format.md",
                STR_ARG(g->on[i]));
    }
    if ((g->then == TRIGGER_OPEN) != (g->ground.n > 0))
        LOAD_ERROR(l, t, "then: open 应有“ground”（立案事由），其他的不写");
    if ((g->then == TRIGGER_TELL) != (g->document.n > 0))
        LOAD_ERROR(l, t, "then: tell 应有“document”（消息），其他的不写");
    if ((g->then == TRIGGER_KEEP) != (g->record.n > 0))
        LOAD_ERROR(l, t, "then: keep 应有“record”（台账），其他的不写");
    if (g->then != TRIGGER_KEEP && g->n_draft > 0)
        LOAD_ERROR(l, tree_get(t, STR("draft")),
            "只有 then: keep 有“draft”，请删去，或写明 then: keep");
}

const struct shape shape_trigger = { "触发",
    sizeof(struct pack_trigger), AT(pack_trigger, name), trigger_keys,
    COUNT(trigger_keys), trigger_done };
