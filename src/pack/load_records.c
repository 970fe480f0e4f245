/* The keys of yearly duties and of registers: one row each
 * (docs/pack-format.md). */
#include "shape.h"

/* --- duties --- */

static const struct key counter_keys[] = {
    KEY("counter", KEY_REF, AT(pack_counter, counter), .ref = REF_COUNTER,
        .flags = KEY_MUST),
    KEY("title", KEY_LABEL, AT(pack_counter, title), .flags = KEY_MUST),
    KEY("goal", KEY_REF, AT(pack_counter, goal), .ref = REF_PARAMETER,
        .flags = KEY_MUST),
};
static const struct shape shape_counter = { "计数",
    sizeof(struct pack_counter), NO_NAME, counter_keys, COUNT(counter_keys),
    NULL };

static const struct key draft_keys[] = {
    KEY("from", KEY_REF, AT(pack_draft, from), .ref = REF_VALUE,
        .flags = KEY_MUST),
};

static void
draft_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_draft *d = object;

    *VEC_PUSH(l->tmp, &l->refs) = (struct ref){ .kind = REF_FIELD,
        .name = d->name,
        .at = place_of(l->file, t) };
}

const struct shape shape_draft = { "草拟栏目",
    sizeof(struct pack_draft), AT(pack_draft, name), draft_keys,
    COUNT(draft_keys), draft_done };

static const struct word duty_words[] = { { "counters", DUTY_COUNTERS },
    { "report", DUTY_REPORT }, { "coverage", DUTY_COVERAGE },
    { "programme", DUTY_PROGRAMME }, { NULL, 0 } };
static const struct key duty_keys[] = {
    TITLE_KEY(pack_duty),
    KEY("met", KEY_REF, AT(pack_duty, met), .ref = REF_CONDITION,
        .flags = KEY_MUST),
    KEY("propose_if", KEY_REF, AT(pack_duty, propose_if), .ref = REF_CONDITION),
    KEY("due_day", KEY_MONTH_DAY, AT(pack_duty, due_day)),
    CLAUSE_KEY(pack_duty),
    KEY("sanction_clause", KEY_REF, AT(pack_duty, sanction_clause),
        .ref = REF_CLAUSE),
    KEY("counters", KEY_LIST, LIST_AT(pack_duty, counters),
        .shape = &shape_counter),
    KEY("kind", KEY_WORD, AT(pack_duty, kind), .words = duty_words),
    KEY("due_if", KEY_REF, AT(pack_duty, due_if), .ref = REF_CONDITION),
    KEY("record", KEY_REF, AT(pack_duty, record), .ref = REF_RECORD),
    KEY("year_field", KEY_TEXT, AT(pack_duty, year_field)),
    KEY("done", KEY_TEXT, AT(pack_duty, done)),
    KEY("goal", KEY_TEXT, AT(pack_duty, goal)),
    KEY("warn_from", KEY_MONTH_DAY, AT(pack_duty, warn_from)),
    KEY("draft", KEY_MAP, LIST_AT(pack_duty, draft), .shape = &shape_draft),
};

static void
duty_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_duty *d = object;

    if (d->propose_if.n > 0 && d->sanction_clause.n == 0)
        LOAD_ERROR(l, tree_get(t, STR("propose_if")),
            "有“propose_if”时应有“sanction_clause”：请写明撤销依据的条款");
    if (d->kind == DUTY_REPORT &&
        (d->record.n == 0 || d->year_field.n == 0 || d->due_day.n == 0))
        LOAD_ERROR(l, tree_get(t, STR("kind")),
            "kind: report 的义务应写明 record、year_field 和 due_day");
    if (d->kind != DUTY_REPORT && d->n_draft > 0)
        LOAD_ERROR(l, tree_get(t, STR("draft")),
            "只有 kind: report 的义务有“draft”，请删去，或写明 kind: report");
    if (d->kind != DUTY_REPORT && d->kind != DUTY_COVERAGE && d->record.n > 0)
        LOAD_ERROR(l, tree_get(t, STR("record")),
            "只有 kind: report 和 kind: coverage 的义务有“record”，请删去");
}

const struct shape shape_duty = { "义务", sizeof(struct pack_duty),
    AT(pack_duty, name), duty_keys, COUNT(duty_keys), duty_done };

/* --- registers --- */

static const struct word writer_words[] = { { "applicant", 0 },
    { "holder", 0 }, { "recommender", 0 }, { "first_instance", 0 },
    { "secretariat", 0 }, { "panel", 0 }, { "centre", 0 }, { "recorder", 0 },
    { "publisher", 0 }, { "officer", 0 }, { "public", 0 }, { "host", 0 },
    { NULL, 0 } };

static const struct word else_words[] = { { "refuse", GUARD_REFUSE },
    { "flag", GUARD_FLAG }, { "breach", GUARD_BREACH }, { NULL, 0 } };
static const struct key guard_keys[] = {
    KEY("rule", KEY_REF, AT(pack_guard, rule), .ref = REF_CONDITION,
        .flags = KEY_MUST),
    KEY("else", KEY_WORD, AT(pack_guard, otherwise), .words = else_words,
        .flags = KEY_MUST),
    KEY("states", KEY_NAMES, LIST_AT(pack_guard, states)),
    KEY("breach", KEY_TEXT, AT(pack_guard, breach)),
    CLAUSE_KEY(pack_guard),
};
static const struct shape shape_guard = { "核对", sizeof(struct pack_guard),
    NO_NAME, guard_keys, COUNT(guard_keys), NULL };

static const struct word effect_words[] = { { "rectify", ROW_RECTIFY },
    { "propose", ROW_PROPOSE }, { "keep", ROW_KEEP },
    { "spread", ROW_SPREAD }, { NULL, 0 } };
static const struct key effect_keys[] = {
    KEY("rule", KEY_REF, AT(pack_effect_of, rule), .ref = REF_CONDITION),
    KEY("then", KEY_WORD, AT(pack_effect_of, then), .words = effect_words,
        .flags = KEY_MUST),
    KEY("ground", KEY_REF, AT(pack_effect_of, ground), .ref = REF_GROUND),
    KEY("term", KEY_TERM, AT(pack_effect_of, term)),
    KEY("record", KEY_REF, AT(pack_effect_of, record), .ref = REF_RECORD),
    KEY("draft", KEY_MAP, LIST_AT(pack_effect_of, draft),
        .shape = &shape_draft),
    KEY("rows", KEY_TEXT, AT(pack_effect_of, rows)),
    KEY("number", KEY_TEXT, AT(pack_effect_of, number)),
    KEY("states", KEY_NAMES, LIST_AT(pack_effect_of, states)),
    CLAUSE_KEY(pack_effect_of),
};

static void
effect_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_effect_of *e = object;
    bool acts = e->then == ROW_RECTIFY || e->then == ROW_PROPOSE;

    if (e->then == ROW_RECTIFY && tree_get(t, STR("term")) == NULL)
        LOAD_ERROR(l, t,
            "then: rectify 应写明整改期限，如 term: {days: 90}");
    if (acts && (e->rule.n == 0 || e->ground.n == 0))
        LOAD_ERROR(l, t,
            "then: rectify 和 then: propose 应写明 rule 和 ground");
    if (acts != (e->record.n == 0))
        LOAD_ERROR(l, t,
            "then: keep 和 then: spread 应写明 record，其他的不写");
    if ((e->then == ROW_SPREAD) != (e->rows.n > 0) ||
        (e->then == ROW_SPREAD) != (e->number.n > 0))
        LOAD_ERROR(l, t,
            "then: spread 应写明 rows（哪一表格栏目）和 number（其中写编号的列），"
            "其他的不写");
    if (e->then != ROW_KEEP && e->n_draft > 0)
        LOAD_ERROR(l, tree_get(t, STR("draft")),
            "只有 then: keep 有“draft”，请删去，或写明 then: keep");
}

static const struct shape shape_effect = { "后果",
    sizeof(struct pack_effect_of), NO_NAME, effect_keys, COUNT(effect_keys),
    effect_done };

static const struct word while_words[] = { { "active", true },
    { "any", false }, { NULL, 0 } };
static const struct word decider_words[] = { { "secretariat", 0 },
    { "centre", 0 }, { NULL, 0 } };
static const struct word decide_at_words[] = { { "superior", true },
    { "region", false }, { NULL, 0 } };
static const struct key record_keys[] = {
    TITLE_KEY(pack_record),
    KEY("hint", KEY_LABEL, AT(pack_record, hint)),
    KEY("form", KEY_REF, AT(pack_record, form), .ref = REF_FORM,
        .flags = KEY_MUST),
    KEY("write", KEY_TOKEN, AT(pack_record, write), .words = writer_words,
        .flags = KEY_MUST),
    KEY("read", KEY_TOKEN, AT(pack_record, read), .words = writer_words,
        .flags = KEY_MUST),
    KEY("kept_by", KEY_REF, AT(pack_record, kept_by), .ref = REF_BODY),
    KEY("host_field", KEY_TEXT, AT(pack_record, host_field)),
    KEY("public_until", KEY_TEXT, AT(pack_record, public_until)),
    KEY("answered", KEY_BOOL, AT(pack_record, answered)),
    KEY("while", KEY_FLAG, AT(pack_record, while_active),
        .words = while_words),
    KEY("guards", KEY_LIST, LIST_AT(pack_record, guards),
        .shape = &shape_guard),
    KEY("states", KEY_NAMES, LIST_AT(pack_record, states)),
    KEY("decide_by", KEY_TOKEN, AT(pack_record, decide_by),
        .words = decider_words),
    KEY("decide_at", KEY_FLAG, AT(pack_record, by_superior),
        .words = decide_at_words),
    KEY("decide_field", KEY_TEXT, AT(pack_record, decide_field)),
    KEY("decide_day", KEY_TEXT, AT(pack_record, decide_day)),
    KEY("four_eyes", KEY_BOOL, AT(pack_record, four_eyes)),
    KEY("due_field", KEY_TEXT, AT(pack_record, due_field)),
    KEY("due", KEY_TERM, AT(pack_record, due)),
    KEY("unique", KEY_NAMES, LIST_AT(pack_record, unique)),
    KEY("frozen_by", KEY_REF, AT(pack_record, frozen_by), .ref = REF_RECORD),
    KEY("day_field", KEY_TEXT, AT(pack_record, day_field)),
    KEY("breaches", KEY_BOOL, AT(pack_record, breaches)),
    KEY("effects", KEY_LIST, LIST_AT(pack_record, effects),
        .shape = &shape_effect),
    KEY("activity", KEY_BOOL, AT(pack_record, activity)),
    KEY("activity_of", KEY_TEXT, AT(pack_record, activity_of)),
    KEY("publish_by", KEY_REFS, LIST_AT(pack_record, publish_by),
        .ref = REF_BODY),
    KEY("consent", KEY_LABEL, AT(pack_record, consent)),
    KEY("approve_by", KEY_TOKEN, AT(pack_record, approve_by),
        .words = decider_words),
    KEY("single", KEY_BOOL, AT(pack_record, single)),
    KEY("open_until", KEY_TEXT, AT(pack_record, open_until)),
    KEY("progress", KEY_TEXT, AT(pack_record, progress)),
    KEY("report", KEY_NAMES, LIST_AT(pack_record, report)),
    KEY("report_day", KEY_TEXT, AT(pack_record, report_day)),
    KEY("accept_by", KEY_TOKEN, AT(pack_record, accept_by),
        .words = decider_words),
    CLAUSE_KEY(pack_record),
};

/* Tasks: given by officers, reported by the holder. */
static void
task_done(
    struct load *l, const struct tree *t, const struct pack_record *k)
{
    if (k->progress.n == 0 &&
        (k->n_report > 0 || k->report_day.n > 0 || k->accept_by.n > 0))
        LOAD_ERROR(l, t,
            "有“report”、“report_day”或“accept_by”时应有“progress”：写明哪个"
            "字段记办理情况");
    if (k->progress.n > 0 &&
        (k->answered || k->n_states > 0 || k->n_publish_by > 0 ||
            !str_eq(k->write, STR("officer"))))
        LOAD_ERROR(l, tree_get(t, STR("progress")),
            "有“progress”的台账是交办的事务，应为 write: officer，不写“answered”、"
            "“states”和“publish_by”");
    if (k->accept_by.n > 0 && k->n_report == 0)
        LOAD_ERROR(l, tree_get(t, STR("accept_by")),
            "有“accept_by”时应有“report”：写明报告填写哪些字段");
}

static void
record_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_record *k = object;

    if (k->n_publish_by == 0 &&
        (k->consent.zh.n > 0 || k->approve_by.n > 0 || k->single))
        LOAD_ERROR(l, t,
            "有“consent”、“approve_by”或“single”时应有“publish_by”：写明由哪类"
            "机构编辑");
    if (k->n_publish_by > 0 && (k->consent.zh.n == 0 ||
                                   k->approve_by.n == 0 || k->answered ||
                                   k->n_states > 0))
        LOAD_ERROR(l, tree_get(t, STR("publish_by")),
            "发布的台账应写明“consent”和“approve_by”，不写“answered”和"
            "“states”");
    task_done(l, t, k);
}

const struct shape shape_record = { "台账", sizeof(struct pack_record),
    AT(pack_record, name), record_keys, COUNT(record_keys), record_done };

/* --- registers that the program keeps, exceptions --- */

static const struct key keep_keys[] = {
    KEY("records", KEY_REFS, LIST_AT(pack_keep, records), .ref = REF_RECORD,
        .flags = KEY_MUST),
    CLAUSE_KEY(pack_keep),
};

static void
keep_done(struct load *l, const struct tree *t, void *object)
{
    static const char *const EVENTS[] = { "grant", "move", "change",
        "suspend", "resume", "end" };
    const struct pack_keep *k = object;

    for (size_t i = 0; i < COUNT(EVENTS); i++) {
        if (str_eq(k->name, str_of(EVENTS[i])))
            return;
    }
    LOAD_ERROR(l, t,
        "“" STR_FMT "”不是可以自动登记的事件，可用：grant、move、change、"
        "suspend、resume、end",
        STR_ARG(k->name));
}

const struct shape shape_keep = { "自动登记", sizeof(struct pack_keep),
    AT(pack_keep, name), keep_keys, COUNT(keep_keys), keep_done };

static const struct word agree_words[] = { { "authority", false },
    { "superior", true }, { NULL, 0 } };
static const struct key exception_keys[] = {
    TITLE_KEY(pack_exception),
    KEY("agree_by", KEY_FLAG, AT(pack_exception, by_superior),
        .words = agree_words, .flags = KEY_MUST),
    KEY("record", KEY_REF, AT(pack_exception, record), .ref = REF_RECORD,
        .flags = KEY_MUST),
    CLAUSE_KEY(pack_exception),
};
const struct shape shape_exception = { "例外", sizeof(struct pack_exception),
    AT(pack_exception, name), exception_keys, COUNT(exception_keys), NULL };

static const struct word party_words[] = { { "host", PARTY_HOST },
    { "asked_host", PARTY_ASKED_HOST },
    { "host_authority", PARTY_HOST_AUTHORITY }, { NULL, 0 } };
static const struct key consent_keys[] = {
    TITLE_KEY(pack_consent),
    KEY("of", KEY_WORD, AT(pack_consent, of), .words = party_words,
        .flags = KEY_MUST),
    KEY("across", KEY_BOOL, AT(pack_consent, across)),
    KEY("level", KEY_INT, AT(pack_consent, level), .min = 1, .max = 3),
    CLAUSE_KEY(pack_consent),
};
const struct shape shape_consent = { "同意", sizeof(struct pack_consent),
    AT(pack_consent, name), consent_keys, COUNT(consent_keys), NULL };
