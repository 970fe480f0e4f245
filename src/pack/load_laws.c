/* The key `laws` of a pack: rules of other texts. */
#include "pack/law.h"
#include "shape.h"

static const struct word evidence_words[] = { { "full", EVIDENCE_FULL },
    { "excerpt", EVIDENCE_EXCERPT }, { "memory", EVIDENCE_MEMORY },
    { NULL, 0 } };
static const struct key law_keys[] = {
    TITLE_KEY(pack_law),
    KEY("says", KEY_LABEL, AT(pack_law, says), .flags = KEY_MUST),
    KEY("evidence", KEY_WORD, AT(pack_law, evidence),
        .words = evidence_words, .flags = KEY_MUST),
    KEY("rules", KEY_REFS, LIST_AT(pack_law, rules), .ref = REF_CONDITION),
    KEY("values", KEY_REFS, LIST_AT(pack_law, values), .ref = REF_VALUE),
    KEY("parameters", KEY_REFS, LIST_AT(pack_law, parameters),
        .ref = REF_PARAMETER),
    KEY("readings", KEY_REFS, LIST_AT(pack_law, readings),
        .ref = REF_READING),
    KEY("records", KEY_REFS, LIST_AT(pack_law, records), .ref = REF_RECORD),
    KEY("documents", KEY_REFS, LIST_AT(pack_law, documents),
        .ref = REF_DOCUMENT),
    KEY("program", KEY_LABEL, AT(pack_law, program)),
    KEY("text_only", KEY_LABEL, AT(pack_law, text_only)),
};

static void
law_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_law *o = object;
    size_t binding = o->n_rules + o->n_values + o->n_parameters +
                     o->n_records + o->n_documents;
    bool used = binding + o->n_readings > 0 || o->program.zh.n > 0;

    if (used == (o->text_only.zh.n > 0))
        LOAD_ERROR(l, t,
            "“" STR_FMT "”应写明由什么落实，或者 text_only（为何只作展示）",
            STR_ARG(o->name));
    if (o->evidence == EVIDENCE_MEMORY && binding > 0)
        LOAD_ERROR(l, t,
            "“" STR_FMT "”仅凭记忆，只能由默认不启用的 readings 落实",
            STR_ARG(o->name));
}

const struct shape shape_law = { "其他依据", sizeof(struct pack_law),
    AT(pack_law, name), law_keys, COUNT(law_keys), law_done };
