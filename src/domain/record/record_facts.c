/* Rows of registers as facts of the pack's rules. */
#include "domain/assessment.h"
#include "record_private.h"
#include "pack/uses.h"

static struct str
state_word(const struct pack_record *k, struct str state)
{
    return k->n_states > 0 ? state : record_state_title(k, state);
}

static bool
counts(const struct record *r)
{
    return !r->corrected && !str_eq(r->state, STR("CLOSED"));
}

static const struct json *
row_of(struct act *x, const struct pack_record *k, const struct record *r)
{
    struct json *o = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < r->content->n; i++)
        json_set(x->a, o, r->content->keys[i], r->content->items[i]);
    json_set(x->a, o, STR(PACK_RECORD_DAY),
        json_text(x->a, day_iso(x->a, day_of_us(r->created_us))));
    json_set(x->a, o, STR(PACK_RECORD_STATE),
        json_text(x->a, state_word(k, r->state)));
    /* Every row has every field, so that rules may ask for it. */
    for (size_t i = 0; k->rows != NULL && i < k->rows->n_columns; i++) {
        struct str name = k->rows->columns[i].name;

        if (json_is_null(json_get(o, name)))
            json_set(x->a, o, name, json_new(x->a, JSON_NULL));
    }
    return o;
}

static enum status
add_list(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, struct json *extra,
    struct err *err)
{
    const struct record *list = NULL;
    struct json *rows = json_new(x->a, JSON_LIST);
    size_t n = 0;

    TRY(record_store_of(x, p->id, subject_id, k->name, &list, &n, err));
    for (size_t i = n; i > 0; i--) { /* oldest first */
        if (counts(&list[i - 1]))
            json_push(x->a, rows, row_of(x, k, &list[i - 1]));
    }
    json_set(x->a, extra, k->rows->name, rows);
    return OK;
}

enum status
record_facts(struct act *x, const struct programme *p, int64_t subject_id,
    struct str rule, struct json *extra, struct err *err)
{
    bool *used = arena_new_array(x->a, bool, p->pack->n_records + 1);

    if (rule.n > 0)
        (void)pack_records_used(p->pack, rule, used);
    for (size_t i = 0; rule.n == 0 && i < p->pack->n_rules; i++)
        (void)pack_records_used(p->pack, p->pack->rules[i].name, used);
    for (size_t i = 0; i < p->pack->n_records; i++) {
        if (used[i])
            TRY(add_list(
                x, p, &p->pack->records[i], subject_id, extra, err));
    }
    return OK;
}

enum status
record_application_facts(struct act *x, const struct application *app,
    struct json *extra, struct err *err)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);
    const struct programme *now = domain_programme(x->d, app->programme_id);

    if (now == NULL || proc == NULL || app->pack->n_records == 0)
        return OK;
    struct programme p = *now;
    p.pack = app->pack;
    for (size_t i = 0; i < proc->n_stages; i++) {
        if (proc->stages[i].decide.n > 0)
            TRY(record_facts(x, &p, app->subject_id, proc->stages[i].decide,
                extra, err));
    }
    for (size_t i = 0;
        proc->categories_field.n > 0 && i < app->pack->n_categories; i++)
        TRY(record_facts(x, &p, app->subject_id,
            app->pack->categories[i].rule, extra, err));
    return OK;
}

/* --- the yearly report --- */

const struct pack_duty *
report_duty(const struct pack *p, const struct pack_record *k)
{
    for (size_t i = 0; i < p->n_duties; i++) {
        if (p->duties[i].kind == DUTY_REPORT &&
            str_eq(p->duties[i].record, k->name))
            return &p->duties[i];
    }
    return NULL;
}

int64_t
record_report_year(struct day today)
{
    struct ymd d = day_ymd(today);

    return d.month == 12 ? d.year : d.year - 1;
}

static void
set_day(struct arena *a, struct json *o, struct str name, struct day d)
{
    json_set(a, o, name, json_text(a, day_iso(a, d)));
}

enum status
record_report_facts(struct act *x, const struct programme *p,
    int64_t subject_id, int64_t year, struct json *extra, struct err *err)
{
    const struct record *list = NULL;
    struct day filed = DAY_NONE;
    size_t n = 0;

    for (size_t d = 0; d < p->pack->n_duties; d++) {
        const struct pack_duty *duty = &p->pack->duties[d];

        if (duty->kind != DUTY_REPORT)
            continue;
        TRY(record_store_of(
            x, p->id, subject_id, duty->record, &list, &n, err));
        /* The first one counts: a correction does not make it late. */
        for (size_t i = 0; i < n; i++) {
            if (json_int(json_get(list[i].content, duty->year_field), 0) ==
                    year &&
                (!str_eq(list[i].state, STR("CLOSED"))))
                filed = day_of_us(list[i].created_us);
        }
        json_set(x->a, extra, STR("年度"), json_number(x->a, year));
        set_day(x->a, extra, STR("年度首日"), day_of_ymd((int)year, 1, 1));
        set_day(x->a, extra, STR("年度末日"), day_of_ymd((int)year, 12, 31));
        json_set(x->a, extra, STR("年度报告已提交"),
            json_boolean(x->a, !day_is_none(filed)));
        if (!day_is_none(filed))
            set_day(x->a, extra, STR("年度报告提交日"), filed);
        return OK;
    }
    return OK;
}
