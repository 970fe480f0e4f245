/* What rows bring about, and rows that the program writes of events. */
#include "domain/affiliation.h"
#include "domain/assessment.h"
#include "domain/proceeding.h"
#include "domain/rectification.h"
#include "record_private.h"

/* --- activity --- */

static struct day
record_day(const struct pack *p, const struct pack_record *k,
    const struct record *r)
{
    const struct pack_form *form = pack_form(p, k->form);
    const struct pack_field *f =
        k->day_field.n == 0 ? NULL : form_field(form, k->day_field);
    struct day d = DAY_NONE;
    struct err err;

    if (f == NULL || f->type != FIELD_DATE ||
        day_parse(json_str(json_get(r->content, f->name)), &d, &err) != OK)
        return day_of_us(r->created_us);
    return d;
}

static enum status
own_activity(struct act *x, const struct programme *p,
    const struct record *r, struct day day, struct err *err)
{
    struct accreditation c;
    bool found = false;

    TRY(record_holding(x, p->id, r->subject_id, 0, &c, &found, err));
    return found ? accreditation_activity(x, &c, day, err) : OK;
}

/* A row of an office tells what one of its people did. */
static enum status
others_activity(struct act *x, const struct pack_record *k,
    const struct record *r, struct day day, struct err *err)
{
    struct str number = json_str(json_get(r->content, k->activity_of));
    struct accreditation c;

    if (number.n == 0)
        return OK;
    enum status st = accreditation_by_number(x, number, &c, err);
    if (st == ERR_NOT_FOUND)
        return err_field(err, ERR_INPUT, k->activity_of,
            "没有编号“" STR_FMT "”，请核对证书上的编号", STR_ARG(number));
    TRY(st);
    return accreditation_activity(x, &c, day, err);
}

/* --- effects --- */

/* An order to put right what was found, and a last day (D-4-8-g). */
static enum status
rectify(struct act *x, const struct programme *p,
    const struct pack_effect_of *e, const struct record *r,
    struct accreditation *c, struct str why, struct err *err)
{
    struct str order = STR("rectification_order");
    struct rectification done;
    bool goes_on = false;

    if (r->corrects != 0)
        TRY(rectification_carry(x, r->subject_id, "assessment", r->corrects,
            r->id, &goes_on, err));
    if (goes_on)
        return OK;
    TRY(rectification_order(x,
        &(struct rectification_new){ .accreditation_id = c->id,
            .source = "assessment",
            .source_id = r->id,
            .items = why,
            .clause = e->clause,
            .term = e->term,
            .due = DAY_NONE,
            .document = pack_document(p->pack, order) == NULL ? STR_EMPTY
                                                              : order,
            .failed_ground = e->ground },
        &done, err));
    if (c->state == ACC_RECTIFYING || c->state == ACC_SUSPENDED)
        return OK;
    return accreditation_move(x, c,
        &(struct accreditation_move){ .to = ACC_RECTIFYING,
            .event = "rectify",
            .reason = why,
            .clause = e->clause,
            .document = done.number },
        err);
}

/* A row that the program enters about the holder: name and number of the
 * holding, and what the pack's value rules compute. */
enum status
record_draft_row(struct act *x, const struct accreditation *c,
    struct str record, const struct pack_draft *draft, size_t n,
    const struct pack_facts *facts, struct str clause, int64_t *ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    const struct pack_record *k = pack_record(p->pack, record);
    const struct pack_form *form = pack_form(p->pack, k->form);
    struct json *values = json_new(x->a, JSON_OBJECT);

    json_set(x->a, values, STR("名称"), json_text(x->a, c->name));
    json_set(x->a, values, STR("证号"), json_text(x->a, c->number));
    for (size_t i = 0; i < n; i++) {
        const struct pack_field *f = form_field(form, draft[i].name);
        struct feel_value v = feel_null();

        TRY(pack_value(x->a, p->pack, draft[i].from, facts, &v, err));
        const struct json *answer =
            f == NULL ? NULL : field_answer(x->a, f, &v);
        if (answer != NULL)
            json_set(x->a, values, f->name, answer);
    }
    return record_keep_row(x, c->programme_id, c->subject_id, record, values,
        clause, ret, err);
}

/* --- one row for each of a table --- */

static void
lay_over(struct arena *a, struct json *to, const struct json *from)
{
    for (size_t i = 0; i < from->n; i++)
        json_set(a, to, from->keys[i], from->items[i]);
}

static enum status
spread_one(struct act *x, const struct programme *p,
    const struct pack_effect_of *e, const struct record *r,
    const struct json *row, size_t i, struct err *err)
{
    struct str number = json_str(json_get(row, e->number));
    struct json *values = json_new(x->a, JSON_OBJECT);
    struct accreditation c;
    int64_t id = 0;
    enum status st =
        accreditation_by_number(x, utf8_narrow(x->a, number), &c, err);

    if (st == ERR_NOT_FOUND || (st == OK && c.programme_id != p->id))
        return err_field(err, ERR_INPUT, e->rows,
            "第 %zu 行：没有编号“" STR_FMT "”，请核对证书上的编号", i + 1,
            STR_ARG(number));
    TRY(st);
    if (!accreditation_is_held(c.state))
        return err_field(err, ERR_INPUT, e->rows,
            "第 %zu 行：“" STR_FMT "”现为“" STR_FMT "”，不能登记", i + 1,
            STR_ARG(number), STR_ARG(accreditation_state_title(c.state)));
    lay_over(x->a, values, r->content);
    lay_over(x->a, values, row);
    TRY(record_keep_row(x, p->id, c.subject_id, e->record, values, e->clause,
        &id, err));
    return record_store_link(x, c.subject_id, id, r->id, 0, err);
}

static enum status
check_twice(const struct pack_effect_of *e, const struct json *rows,
    struct err *err)
{
    for (size_t i = 0; i < rows->n; i++) {
        for (size_t k = 0; k < i; k++) {
            struct str number = json_str(json_get(rows->items[i], e->number));

            if (str_eq(number,
                    json_str(json_get(rows->items[k], e->number))))
                return err_field(err, ERR_INPUT, e->rows,
                    "第 %zu 行和第 %zu 行都是“" STR_FMT "”，请删去一行", k + 1,
                    i + 1, STR_ARG(number));
        }
    }
    return OK;
}

static enum status
spread(struct act *x, const struct programme *p,
    const struct pack_effect_of *e, const struct record *r, struct err *err)
{
    const struct json *rows = json_get(r->content, e->rows);

    if (json_is_null(rows))
        return OK;
    TRY(check_twice(e, rows, err));
    for (size_t i = 0; i < rows->n; i++)
        TRY(spread_one(x, p, e, r, rows->items[i], i, err));
    return OK;
}

static bool
happens_at(const struct pack_effect_of *e, struct str state)
{
    for (size_t i = 0; i < e->n_states; i++) {
        if (str_eq(e->states[i], state))
            return true;
    }
    return e->n_states == 0 && state.n == 0;
}

/* Opens a case, or goes on with that of the row it is right for. */
static enum status
propose(struct act *x, const struct pack_effect_of *e, struct record *r,
    const struct accreditation *c, const struct pack_verdict *v,
    struct err *err)
{
    struct record before = { 0 };
    struct proceeding opened;
    bool found = false;

    if (r->corrects != 0)
        TRY(record_store_get(
            x, r->subject_id, r->corrects, &before, &found, err));
    TRY(proceeding_open_auto(x,
        &(struct proceeding_auto){ .holding = c,
            .ground = e->ground,
            .clause = e->clause,
            .facts = v->why,
            .verdict = pack_verdict_json(x->a, v) },
        &opened, err));
    if (opened.opened_us != x->now_us && opened.id != before.case_id)
        return OK; /* of another row */
    r->case_id = opened.id;
    return record_store_link(
        x, r->subject_id, r->id, r->because, r->case_id, err);
}

static enum status
one_effect(struct act *x, const struct programme *p,
    const struct pack_effect_of *e, struct record *r, struct err *err)
{
    struct pack_facts f;
    struct pack_verdict v = { .outcome = MET };
    struct accreditation c;
    bool found = false;
    int64_t kept = 0;

    if (e->then == ROW_SPREAD)
        return spread(x, p, e, r, err);
    TRY(record_holding(x, p->id, r->subject_id, 0, &c, &found, err));
    if (!found || !accreditation_is_held(c.state))
        return OK;
    TRY(record_row_facts(x, p, r, 0, e->rule, &f, err));
    if (e->rule.n > 0)
        TRY(pack_judge(x->a, p->pack, e->rule, &f, &v, err));
    if (v.outcome != MET)
        return OK;
    if (e->then == ROW_KEEP) {
        TRY(record_draft_row(x, &c, e->record, e->draft, e->n_draft, &f,
            e->clause, &kept, err));
        return record_store_link(x, c.subject_id, kept, r->id, 0, err);
    }
    if (e->then == ROW_PROPOSE)
        return propose(x, e, r, &c, &v, err);
    return rectify(x, p, e, r, &c, v.why, err);
}

enum status
record_effects(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, struct str state,
    struct err *err)
{
    for (size_t i = 0; i < k->n_effects; i++) {
        if (happens_at(&k->effects[i], state))
            TRY(one_effect(x, p, &k->effects[i], r, err));
    }
    return OK;
}

enum status
record_consequences(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, struct err *err)
{
    struct day day = record_day(p->pack, k, r);

    if (k->activity)
        TRY(own_activity(x, p, r, day, err));
    if (k->activity_of.n > 0)
        TRY(others_activity(x, k, r, day, err));
    return record_effects(x, p, k, r, STR_EMPTY, err);
}

/* --- events --- */

static void
set(struct act *x, struct json *v, struct str name, struct str text)
{
    if (text.n > 0)
        json_set(x->a, v, name, json_text(x->a, text));
}

/* Where it came from and where it went, with what is kept of both. */
static enum status
set_places(struct act *x, const struct affiliation *at, size_t n,
    struct json *v, struct err *err)
{
    for (size_t i = 0; i < n && i < 2; i++) {
        const char *word = i == 0 ? "新" : "原";
        struct accreditation host;

        TRY(accreditation_load(
            x, at[i].host_subject_id, at[i].host_id, &host, err));
        set(x, v, arena_fmt(x->a, "%s机构", word), host.name);
        for (size_t k = 0; k < host.info->n; k++)
            json_set(x->a, v,
                arena_fmt(
                    x->a, "%s" STR_FMT, word, STR_ARG(host.info->keys[k])),
                host.info->items[k]);
    }
    return OK;
}

enum status
record_keep_event(struct act *x, const char *event,
    const struct accreditation *c, const struct application *app,
    struct str what, struct str reason, struct str clause, struct err *err)
{
    const struct pack *pack = app != NULL ? app->pack : c->pack;
    const struct pack_keep *keep = pack_keep(pack, str_of(event));
    const struct pack_clause *cl = pack_clause(pack, clause);
    const struct affiliation *at = NULL;
    struct json *v = json_new(x->a, JSON_OBJECT);
    size_t n = 0;

    if (keep == NULL)
        return OK;
    for (size_t i = 0; app != NULL && i < app->draft->n; i++)
        json_set(x->a, v, app->draft->keys[i], app->draft->items[i]);
    TRY(affiliation_list(x, c, &at, &n, err));
    set(x, v, STR("登记事项"), what);
    set(x, v, STR("名称"), c->name);
    set(x, v, STR("证号"), c->number);
    set(x, v, STR("机构"), n > 0 ? at[0].host_name : STR_EMPTY);
    set(x, v, STR("原因类别"), reason);
    set(x, v, STR("条文"), cl == NULL ? clause : cl->cite);
    set(x, v, STR("申请编号"), app == NULL ? STR_EMPTY : app->number);
    if (str_eq(keep->name, STR("move")))
        TRY(set_places(x, at, n, v, err));
    for (size_t i = 0; i < keep->n_records; i++)
        TRY(record_keep(x, c->programme_id, c->subject_id, keep->records[i],
            v, keep->clause, err));
    return OK;
}
