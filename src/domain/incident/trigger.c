/* What an entry of the register brings about in each programme, as the packs
 * say; and what the register tells the rules. */
#include "domain/incident.h"

#include "domain/assessment.h"
#include "domain/message.h"
#include "domain/proceeding.h"
#include "domain/record.h"
#include "incident_store.h"

/* --- facts --- */

static struct json *
row_of(struct act *x, const struct incident *i)
{
    struct json *o = json_new(x->a, JSON_OBJECT);

    json_set(x->a, o, STR("日期"),
        json_text(x->a, day_iso(x->a, i->decided)));
    json_set(x->a, o, STR("生效日"),
        json_text(x->a, day_iso(x->a, i->effective)));
    json_set(x->a, o, STR("机关"), json_text(x->a, i->authority));
    json_set(x->a, o, STR("文号"), json_text(x->a, i->doc_no));
    json_set(x->a, o, STR("状态"),
        json_text(x->a, incident_state_title(i->state)));
    json_set(x->a, o, STR("内容"), json_text(x->a, i->content));
    return o;
}

enum status
incident_facts(struct act *x, int64_t subject_id, int64_t programme_id,
    struct json *extra, struct err *err)
{
    static const struct str LISTS[] = {
        [INC_PENALTY] = STR_INIT("行政处罚"),
        [INC_SANCTION] = STR_INIT("行业处分"),
        [INC_COMPLAINT] = STR_INIT("有效投诉"),
    };
    struct json *lists[3], *complaints = NULL;
    const struct incident *rows = NULL;
    struct day licence_day = DAY_NONE, last = DAY_NONE;
    struct str licence = STR_EMPTY;
    size_t n = 0;
    int64_t penalties = 0;
    struct ban b;
    bool banned = false;

    for (size_t i = 0; i < 3; i++)
        lists[i] = json_new(x->a, JSON_LIST);
    TRY(incident_store_of(x, subject_id, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct incident *r = &rows[i];

        if (r->state == INC_REVOKED)
            continue;
        if (r->kind <= INC_COMPLAINT)
            json_push(x->a, lists[r->kind], row_of(x, r));
        if (r->kind == INC_PENALTY || r->kind == INC_SANCTION) {
            penalties++;
            if (day_is_none(last) || day_cmp(r->effective, last) > 0)
                last = r->effective;
        }
        /* Rows come newest first: the first of a day is the later entry. */
        if (r->kind == INC_LICENCE && (day_is_none(licence_day) ||
                                          day_cmp(r->decided, licence_day) > 0)) {
            licence_day = r->decided;
            licence = r->value;
        }
    }
    for (size_t i = 0; i < 3; i++)
        json_set(x->a, extra, LISTS[i], lists[i]);
    if (licence.n > 0)
        json_set(x->a, extra, STR("执业状态"), json_text(x->a, licence));
    if (!day_is_none(last))
        json_set(x->a, extra, STR("最近处罚日"),
            json_text(x->a, day_iso(x->a, last)));
    json_set(x->a, extra, STR("处罚数"), json_number(x->a, penalties));
    TRY(complaint_facts(x, subject_id, programme_id, &complaints, err));
    json_set(x->a, extra, STR("受理投诉"), complaints);
    TRY(ban_on(x, subject_id, programme_id, x->today, &b, &banned, err));
    if (banned)
        json_set(x->a, extra, STR("禁入期末日"),
            json_text(x->a, day_iso(x->a, b.last)));
    return OK;
}

enum status
incident_holder_facts(struct act *x, const struct accreditation *c,
    struct day reference, struct pack_facts *ret, struct err *err)
{
    struct pack_facts f = holder_facts(x, c, reference);
    struct json *extra = json_new(x->a, JSON_OBJECT);
    const struct term_row *terms = NULL;
    size_t n = 0;

    for (size_t i = 0; i < f.extra->n; i++)
        json_set(x->a, extra, f.extra->keys[i], f.extra->items[i]);
    TRY(accreditation_terms(x, c, &terms, &n, err));
    json_set(x->a, extra, STR("任期首日"),
        json_text(x->a,
            day_iso(x->a, n == 0 ? c->admitted : terms[n - 1].first)));
    TRY(incident_facts(x, c->subject_id, c->programme_id, extra, err));
    f.extra = extra;
    *ret = f;
    return OK;
}

/* --- what follows --- */

static bool
is_on(const struct pack_trigger *t, struct str event)
{
    for (size_t i = 0; i < t->n_on; i++) {
        if (str_eq(t->on[i], event))
            return true;
    }
    return false;
}

static struct str
then_name(const struct pack_trigger *t)
{
    return t->then == TRIGGER_OPEN   ? STR("open")
           : t->then == TRIGGER_FLAG ? STR("flag")
           : t->then == TRIGGER_TELL ? STR("tell")
                                     : STR("keep");
}

static enum status
add_effect(struct act *x, const struct trigger_event *e,
    const struct pack_trigger *t, struct incident_effect *made,
    struct err *err)
{
    made->id = world_id(&x->d->world);
    made->trigger = t->name;
    made->clause = t->clause;
    made->made_us = x->now_us;
    return effect_store_add(x, e->subject_id, e->incident_id, made, err);
}

static enum status
tell(struct act *x, const struct accreditation *c,
    const struct pack_trigger *t, const struct pack_facts *facts,
    struct str text, struct err *err)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    struct json *v = json_new(x->a, JSON_OBJECT);
    const struct pack_clause *clause = pack_clause(p->pack, t->clause);

    json_set(x->a, v, STR("subject"), json_text(x->a, c->name));
    json_set(x->a, v, STR("number"), json_text(x->a, c->number));
    json_set(x->a, v, STR("reason"), json_text(x->a, text));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    if (clause != NULL) {
        json_set(x->a, v, STR("cite"), json_text(x->a, clause->cite));
        json_set(x->a, v, STR("sentence"), json_text(x->a, clause->text));
    }
    /* The wording may name any value of the pack: 任期属实投诉数 ... */
    for (size_t i = 0; i < p->pack->n_rules; i++) {
        const struct pack_rule *r = &p->pack->rules[i];
        struct str spec = arena_fmt(x->a, "{{" STR_FMT "}}", STR_ARG(r->name));
        struct feel_value value;

        if (r->kind != RULE_VALUE ||
            str_find(pack_document(p->pack, t->document)->body, spec) ==
                SIZE_MAX)
            continue;
        TRY(pack_value(x->a, p->pack, r->name, facts, &value, err));
        json_set(x->a, v, r->name,
            json_text(x->a, feel_show_zh(x->a, &value)));
    }
    return message_to_subject(x, p->pack, c->subject_id, t->document, v,
        arena_fmt(x->a, "/mine/holdings/%lld", (long long)c->id), STR_EMPTY,
        err);
}

/* Who is suspended is still on the register. */
static bool
concerns(const struct act *x, const struct pack_trigger *t,
    const struct accreditation *c)
{
    return accreditation_has_rights(c, x->today) ||
           (t->then == TRIGGER_KEEP && accreditation_is_held(c->state));
}

/* A trigger whose rule cannot be decided is pointed out to people. */
static enum status
fire(struct act *x, const struct trigger_event *e,
    const struct pack_trigger *t, const struct accreditation *c,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    struct incident_effect made = { .programme_id = c->programme_id,
        .accreditation_id = c->id,
        .then = then_name(t) };
    struct pack_facts facts;
    struct pack_verdict v = { .outcome = MET };

    TRY(incident_holder_facts(x, c, x->today, &facts, err));
    struct json *extra = json_new(x->a, JSON_OBJECT);
    for (size_t i = 0; i < facts.extra->n; i++)
        json_set(
            x->a, extra, facts.extra->keys[i], facts.extra->items[i]);
    for (size_t i = 0; e->facts != NULL && i < e->facts->n; i++)
        json_set(x->a, extra, e->facts->keys[i], e->facts->items[i]);
    facts.extra = extra;
    if (t->when.n > 0)
        TRY(pack_judge(x->a, p->pack, t->when, &facts, &v, err));
    if (v.outcome == NOT_MET)
        return OK;
    made.why = v.why;
    if (v.outcome == UNDECIDED) {
        made.then = STR("flag");
        return add_effect(x, e, t, &made, err);
    }
    if (t->then == TRIGGER_KEEP)
        TRY(record_draft_row(x, c, t->record, t->draft, t->n_draft, &facts,
            t->clause, &made.record_id, err));
    if (t->then == TRIGGER_TELL)
        TRY(tell(x, c, t, &facts, e->text, err));
    if (t->then == TRIGGER_OPEN) {
        struct proceeding made_case;

        TRY(proceeding_open_auto(x,
            &(struct proceeding_auto){ .holding = c,
                .ground = t->ground,
                .clause = t->clause,
                .facts = e->text,
                .verdict = v.rule == NULL ? NULL
                                          : pack_verdict_json(x->a, &v),
                .task_from = e->task_from,
                .task = t->task },
            &made_case, err));
        made.proceeding_id = made_case.id;
    }
    return add_effect(x, e, t, &made, err);
}

/* Running files are flagged: the reviewers judge again (R6). */
static enum status
flag_applications(struct act *x, const struct trigger_event *e,
    struct err *err)
{
    const struct membership m = { .subject_id = e->subject_id,
        .role = STR("viewer") };
    const struct actor of = { .memberships = &m, .n_memberships = 1 };
    struct act mine = act_make(x->a, x->d, x->tx, &of, x->now_us);
    const struct application *list = NULL;
    size_t n = 0;

    TRY(application_mine(&mine, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(x->d, list[i].programme_id);

        if (p == NULL || list[i].state == APP_DRAFT ||
            list[i].accreditation_id != 0 ||
            !application_is_open(list[i].state))
            continue;
        for (size_t k = 0; k < p->pack->n_triggers; k++) {
            const struct pack_trigger *t = &p->pack->triggers[k];
            struct incident_effect made = { .programme_id = p->id,
                .application_id = list[i].id,
                .then = STR("flag") };

            if (is_on(t, e->on))
                TRY(add_effect(x, e, t, &made, err));
        }
    }
    return OK;
}

enum status
incident_trigger(
    struct act *x, const struct trigger_event *e, struct err *err)
{
    const struct accreditation *held = NULL;
    size_t n = 0;

    TRY(accreditation_of_subject(
        x, e->subject_id, e->programme_id, &held, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(x->d, held[i].programme_id);

        for (size_t k = 0; p != NULL && k < p->pack->n_triggers; k++) {
            if (is_on(&p->pack->triggers[k], e->on) &&
                concerns(x, &p->pack->triggers[k], &held[i]))
                TRY(fire(x, e, &p->pack->triggers[k], &held[i], err));
        }
    }
    return e->programme_id == 0 ? flag_applications(x, e, err) : OK;
}
