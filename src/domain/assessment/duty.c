/* Yearly duties judged on the registers: reports, coverage, what the authority
 * owes itself. */
#include "domain/duty.h"

#include "assessment_store.h"
#include "domain/record.h"

static struct json *
copy(struct arena *a, const struct json *o)
{
    struct json *c = json_new(a, JSON_OBJECT);

    for (size_t i = 0; o != NULL && i < o->n; i++)
        json_set(a, c, o->keys[i], o->items[i]);
    return c;
}

static enum status
facts_of(struct act *x, const struct programme *p,
    const struct accreditation *c, const struct pack_duty *d, int64_t year,
    struct pack_facts *ret, struct err *err)
{
    const struct str rules[] = { d->met, d->due_if, d->done, d->goal };
    struct day last = day_of_ymd((int)year, 12, 31);

    *ret = holder_facts(x, c, last);
    holder_year_facts(
        x, c, &(struct assessment){ .year = year }, ret);
    struct json *extra = copy(x->a, ret->extra);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        if (rules[i].n > 0)
            TRY(record_facts(x, p, c->subject_id, rules[i], extra, err));
    }
    TRY(record_report_facts(x, p, c->subject_id, year, extra, err));
    ret->extra = extra;
    return OK;
}

static enum status
figure(struct act *x, const struct pack *p, struct str name,
    const struct pack_facts *f, int64_t *ret, bool *ret_known,
    struct err *err)
{
    struct feel_value v = feel_null();

    if (name.n == 0)
        return OK;
    if (pack_parameter(p, name, ret, NULL) == OK) {
        *ret_known = true;
        return OK;
    }
    TRY(pack_value(x->a, p, name, f, &v, err));
    *ret_known = v.type == FEEL_NUMBER && feel_to_int(&v, ret);
    return OK;
}

static enum status
judge_duty(struct act *x, const struct programme *p,
    const struct accreditation *c, const struct pack_duty *d, int64_t year,
    struct duty_state *ret, struct err *err)
{
    struct pack_facts f;
    struct pack_verdict v;
    bool known = false, known_goal = false;

    *ret = (struct duty_state){ .duty = d, .binds = true };
    ret->due = d->due_day.n > 0 ? duty_due_day(d, year)
                                : day_of_ymd((int)year, 12, 31);
    TRY(facts_of(x, p, c, d, year, &f, err));
    if (d->due_if.n > 0) {
        TRY(pack_judge(x->a, p->pack, d->due_if, &f, &v, err));
        ret->binds = v.outcome == MET;
        ret->why_not = ret->binds ? STR_EMPTY : v.why;
    }
    TRY(pack_judge(x->a, p->pack, d->met, &f, &ret->verdict, err));
    TRY(figure(x, p->pack, d->done, &f, &ret->done, &known, err));
    TRY(figure(x, p->pack, d->goal, &f, &ret->goal, &known_goal, err));
    ret->has_figures = known && known_goal;
    ret->filed = DAY_NONE;
    const struct json *day = json_get(f.extra, STR("年度报告提交日"));
    if (d->kind == DUTY_REPORT && !json_is_null(day))
        return day_parse(json_str(day), &ret->filed, err);
    return OK;
}

bool
duty_warns(const struct duty_state *s, struct day today)
{
    struct ymd from = day_ymd(s->due), now = day_ymd(today);
    int64_t month = 1, day = 1;
    struct str m, rest = str_cut(s->duty->warn_from, '-', &m, NULL);

    if (s->duty->kind != DUTY_PROGRAMME || s->verdict.outcome == MET)
        return false;
    (void)num_int(m, 1, 12, &month);
    (void)num_int(rest, 1, 31, &day);
    return now.year > from.year ||
           (now.year == from.year &&
               (now.month > month || (now.month == month && now.day >= day)));
}

/* --- drafts of reports --- */

enum status
duty_report_draft(struct act *x, const struct accreditation *c,
    const struct pack_duty *d, int64_t year, const struct json **ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    const struct pack_record *k = pack_record(p->pack, d->record);
    struct json *o = json_new(x->a, JSON_OBJECT);
    struct pack_facts f;

    *ret = NULL;
    if (d->kind != DUTY_REPORT || k == NULL)
        return OK;
    const struct pack_form *form = pack_form(p->pack, k->form);
    TRY(facts_of(x, p, c, d, year, &f, err));
    struct json *extra = copy(x->a, f.extra);
    for (size_t i = 0; i < d->n_draft; i++)
        TRY(record_facts(
            x, p, c->subject_id, d->draft[i].from, extra, err));
    f.extra = extra;
    json_set(x->a, o, d->year_field, json_number(x->a, year));
    for (size_t i = 0; i < d->n_draft; i++) {
        const struct pack_field *field = form_field(form, d->draft[i].name);
        struct feel_value v = feel_null();

        TRY(pack_value(x->a, p->pack, d->draft[i].from, &f, &v, err));
        const struct json *value =
            field == NULL ? NULL : field_answer(x->a, field, &v);
        if (value != NULL)
            json_set(x->a, o, field->name, value);
    }
    *ret = o;
    return OK;
}

enum status
duty_states(struct act *x, const struct accreditation *c, int64_t year,
    const struct duty_state **ret, size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    VEC_OF(struct duty_state) v = { 0 };

    for (size_t i = 0; p != NULL && i < p->pack->n_duties; i++) {
        const struct pack_duty *d = &p->pack->duties[i];

        if (d->kind == DUTY_REPORT || d->kind == DUTY_COVERAGE)
            TRY(judge_duty(x, p, c, d, year, VEC_PUSH(x->a, &v), err));
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
duty_of_programme(struct act *x, const struct programme *p, int64_t year,
    const struct duty_state **ret, size_t *ret_n, struct err *err)
{
    const struct accreditation nobody = { .programme_id = p->id,
        .admitted = DAY_NONE,
        .last_day = DAY_NONE,
        .ended = DAY_NONE,
        .last_activity = DAY_NONE };
    VEC_OF(struct duty_state) v = { 0 };

    for (size_t i = 0; i < p->pack->n_duties; i++) {
        const struct pack_duty *d = &p->pack->duties[i];

        if (d->kind == DUTY_PROGRAMME)
            TRY(judge_duty(
                x, p, &nobody, d, year, VEC_PUSH(x->a, &v), err));
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
duty_watch(struct act *x, int64_t programme_id, int64_t year, int64_t after,
    size_t n, const struct duty_row **ret, size_t *ret_n, struct err *err)
{
    const struct assessment *list = NULL;
    size_t found = 0;

    TRY(act_require_whole(x, MAY_READ_FILES, programme_id, err));
    TRY(assessment_store_holders(
        x, programme_id, year, after, n, &list, &found, err));
    struct duty_row *rows = arena_new_array(x->a, struct duty_row, found + 1);
    for (size_t i = 0; i < found; i++) {
        TRY(accreditation_load(x, list[i].subject_id,
            list[i].accreditation_id, &rows[i].holder, err));
        TRY(duty_states(x, &rows[i].holder, year, &rows[i].states,
            &rows[i].n_states, err));
    }
    *ret = rows;
    *ret_n = found;
    return OK;
}
