/* Yearly duties judged on the registers: reports, coverage, what the authority
 * owes itself. */
#include "domain/duty.h"

#include "assessment_store.h"
#include "domain/affiliation.h"
#include "domain/record.h"

#include <stdlib.h>

#define CHUNK 500

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
    TRY(figure(x, p->pack, d->done, &f, &ret->done, &ret->has_done, err));
    TRY(figure(x, p->pack, d->goal, &f, &ret->goal, &ret->has_goal, err));
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

static enum status
states_of(struct act *x, const struct accreditation *c, int64_t year,
    const struct pack_duty *only, const struct duty_state **ret,
    size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    VEC_OF(struct duty_state) v = { 0 };

    for (size_t i = 0; p != NULL && i < p->pack->n_duties; i++) {
        const struct pack_duty *d = &p->pack->duties[i];

        if ((d->kind == DUTY_REPORT || d->kind == DUTY_COVERAGE) &&
            (only == NULL || only == d))
            TRY(judge_duty(x, p, c, d, year, VEC_PUSH(x->a, &v), err));
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
duty_states(struct act *x, const struct accreditation *c, int64_t year,
    const struct duty_state **ret, size_t *ret_n, struct err *err)
{
    return states_of(x, c, year, NULL, ret, ret_n, err);
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

/* --- lists --- */

static bool
is_missing(const struct duty_state *s)
{
    return s->binds && s->verdict.outcome != MET && day_is_none(s->filed);
}

static bool
is_wanted(const struct duty_filter *f, const struct duty_row *row)
{
    for (size_t i = 0; i < row->n_states; i++) {
        if (!f->missing || is_missing(&row->states[i]))
            return true;
    }
    return !f->missing;
}

/* Whether the officer sees holders of a region in this list. */
static bool
is_within(const struct act *x, const struct duty_filter *f, struct str region)
{
    return may_in(x, MAY_READ_FILES, f->programme_id, region) &&
           (f->region.n == 0 ||
               region_within(x->d->regions, region, f->region));
}

/* The next chunk of holders; those of other regions are skipped before
 * anything is judged. */
static enum status
next_chunk(struct act *x, const struct duty_filter *f, int64_t *after,
    const struct assessment **ret, size_t *ret_n, bool *ret_more,
    struct err *err)
{
    const struct assessment *list = NULL;
    VEC_OF(struct assessment) v = { 0 };
    size_t n = 0;

    TRY(assessment_store_holders(
        x, f->programme_id, f->year, *after, CHUNK, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (is_within(x, f, list[i].region) &&
            !actor_is_barred(x->who, list[i].subject_id))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    if (n > 0)
        *after = list[n - 1].accreditation_id;
    *ret = v.p;
    *ret_n = v.n;
    *ret_more = n == CHUNK;
    return OK;
}

static enum status
row_of(struct act *x, const struct duty_filter *f,
    const struct assessment *holder, struct duty_row *ret, struct err *err)
{
    TRY(accreditation_load(x, holder->subject_id, holder->accreditation_id,
        &ret->holder, err));
    return states_of(x, &ret->holder, f->year, f->duty, &ret->states,
        &ret->n_states, err);
}

enum status
duty_watch(struct act *x, const struct duty_filter *f, size_t n,
    const struct duty_row **ret, size_t *ret_n, int64_t *ret_next,
    struct err *err)
{
    VEC_OF(struct duty_row) v = { 0 };
    int64_t after = f->after;
    bool more = true;

    TRY(act_require(x, MAY_READ_FILES, f->programme_id, STR_EMPTY, err));
    *ret_next = 0;
    while (more && *ret_next == 0) {
        const struct assessment *list = NULL;
        size_t found = 0;

        TRY(next_chunk(x, f, &after, &list, &found, &more, err));
        for (size_t i = 0; i < found && *ret_next == 0; i++) {
            struct duty_row row;

            TRY(row_of(x, f, &list[i], &row, err));
            if (!is_wanted(f, &row))
                continue;
            *VEC_PUSH(x->a, &v) = row;
            if (v.n == n && (more || i + 1 < found))
                *ret_next = list[i].accreditation_id;
        }
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

static int
by_region(const void *a, const void *b)
{
    const struct duty_count *x = a, *y = b;

    return str_cmp(x->region, y->region);
}

static void
count_one(const struct act *x, struct duty_count *c,
    const struct duty_state *s)
{
    bool missing = is_missing(s);

    c->bound += s->binds;
    c->met += s->binds && !missing;
    c->missing += missing;
    c->undecided += missing && s->verdict.outcome == UNDECIDED;
    c->late += missing && day_cmp(x->today, s->due) > 0;
}

enum status
duty_counts(struct act *x, const struct duty_filter *f,
    const struct duty_count **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct duty_count) v = { 0 };
    int64_t after = 0;
    bool more = true;

    TRY(act_require(x, MAY_READ_FILES, f->programme_id, STR_EMPTY, err));
    while (more) {
        const struct assessment *list = NULL;
        size_t found = 0;

        TRY(next_chunk(x, f, &after, &list, &found, &more, err));
        for (size_t i = 0; i < found; i++) {
            struct duty_row row;
            size_t k = 0;

            TRY(row_of(x, f, &list[i], &row, err));
            while (k < v.n && !str_eq(v.p[k].region, list[i].region))
                k++;
            if (k == v.n)
                *VEC_PUSH(x->a, &v) =
                    (struct duty_count){ .region = list[i].region };
            for (size_t d = 0; d < row.n_states; d++)
                count_one(x, &v.p[k], &row.states[d]);
        }
    }
    if (v.n > 0)
        qsort(v.p, v.n, sizeof(v.p[0]), by_region);
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- what a host owes its people --- */

static bool
is_written_by(const struct pack *p, const struct pack_duty *d, struct str who)
{
    const struct pack_record *k =
        d->record.n == 0 ? NULL : pack_record(p, d->record);

    return d->kind == DUTY_COVERAGE && k != NULL && str_eq(k->write, who);
}

bool
duty_is_hosts(const struct pack *p, const struct pack_duty *d)
{
    return is_written_by(p, d, STR("host"));
}

bool
duty_is_officers(const struct pack *p, const struct pack_duty *d)
{
    return is_written_by(p, d, STR("officer"));
}

enum status
duty_of_host(struct act *x, const struct accreditation *host, int64_t year,
    const struct duty_row **ret, size_t *ret_n, struct err *err)
{
    const struct affiliate *list = NULL;
    size_t n = 0;

    TRY(affiliation_of_host(x, host, &list, &n, err));
    struct duty_row *rows = arena_new_array(x->a, struct duty_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        TRY(accreditation_load(x, list[i].subject_id,
            list[i].accreditation_id, &rows[i].holder, err));
        TRY(duty_states(x, &rows[i].holder, year, &rows[i].states,
            &rows[i].n_states, err));
    }
    *ret = rows;
    *ret_n = n;
    return OK;
}

enum status
duty_host_waits(struct act *x, const struct accreditation *host,
    int64_t year, int64_t *ret, struct day *ret_due, struct err *err)
{
    const struct duty_row *rows = NULL;
    size_t n = 0;

    *ret = 0;
    *ret_due = DAY_NONE;
    if (day_ymd(x->today).year <= year)
        return OK;
    TRY(duty_of_host(x, host, year, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < rows[i].n_states; k++) {
            const struct duty_state *s = &rows[i].states[k];

            if (!is_missing(s) ||
                !duty_is_hosts(
                    domain_programme(x->d, rows[i].holder.programme_id)
                        ->pack,
                    s->duty))
                continue;
            ++*ret;
            if (day_is_none(*ret_due) || day_cmp(s->due, *ret_due) < 0)
                *ret_due = s->due;
        }
    }
    return OK;
}
