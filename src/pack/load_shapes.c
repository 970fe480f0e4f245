/* The keys of a pack: one row each (docs/pack-format.md), and what a row
 * cannot say. */
#include "shape.h"

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
static const struct word one_for_words[] = { { "title", 0 },
    { "holder", 1 }, { NULL, 0 } };
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
    KEY("one_for", KEY_FLAG, AT(pack_document, one_for_holder),
        .words = one_for_words),
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
    if (d->one_for_holder && !str_eq(d->layout, STR("plaque")))
        LOAD_ERROR(l, tree_get(t, STR("one_for")),
            "“one_for”只能写在 layout 为 plaque 的文书，请改 layout 或删去");
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
    KEY("laws", KEY_MAP, LIST_AT(pack, laws), .shape = &shape_law),
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
