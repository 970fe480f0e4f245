/* What is studied about holders, title by title. */
#include "domain/research.h"

#include <stdlib.h>

#include "domain/application.h"
#include "domain/assessment.h"
#include "domain/record.h"

#define PAGE 500

/* --- progress --- */

/* Does an open application of the holder ask for recognition in the category
 * it is incubated in? */
static bool
has_asked(const struct application *list, size_t n,
    const struct accreditation *c)
{
    for (size_t i = 0; i < n; i++) {
        const struct pack_procedure *p =
            pack_procedure(list[i].pack, list[i].procedure);

        if (p == NULL || list[i].programme_id != c->programme_id ||
            list[i].accreditation_id == 0 || list[i].state == APP_DRAFT ||
            !application_is_open(list[i].state) || p->categories_field.n == 0)
            continue;
        const struct json *asked =
            json_get(list[i].draft, p->categories_field);
        for (size_t k = 0; k < asked->n; k++) {
            if (str_eq(json_str(asked->items[k]), c->category))
                return true;
        }
    }
    return false;
}

static bool
was_promoted(const struct accreditation *list, size_t n,
    const struct accreditation *c)
{
    for (size_t i = 0; i < n; i++) {
        if (!list[i].incubating && str_eq(list[i].category, c->category) &&
            day_cmp(list[i].admitted, c->admitted) >= 0)
            return true;
    }
    return false;
}

static enum status
set_progress(struct act *x, struct research_row *row, struct err *err)
{
    const struct accreditation *c = &row->holder, *list = NULL;
    const struct application *files = NULL;
    size_t n = 0, n_files = 0;

    if (!c->incubating)
        return OK;
    enum accreditation_state state = accreditation_state_on(c, x->today);
    if (state == ACC_ACTIVE || state == ACC_WARNED) {
        TRY(application_of_subject(
            x, c->subject_id, &files, &n_files, err));
        row->progress = has_asked(files, n_files, c) ? PROGRESS_ASKED
                                                     : PROGRESS_YEAR;
        row->year = 1;
        while (day_cmp(day_add_years(c->admitted, row->year), x->today) < 0)
            row->year++;
        return OK;
    }
    TRY(accreditation_of_subject(
        x, c->subject_id, c->programme_id, &list, &n, err));
    row->progress = was_promoted(list, n, c) ? PROGRESS_PROMOTED
                    : state == ACC_EXPIRED   ? PROGRESS_OVER
                                             : PROGRESS_ENDED;
    return OK;
}

/* --- facts --- */

static void
add_all(struct arena *a, struct json *to, const struct json *from)
{
    for (size_t i = 0; from != NULL && i < from->n; i++)
        json_set(a, to, from->keys[i], from->items[i]);
}

/* What the holder answered when it was granted, and what is known since. */
static enum status
facts_of(struct act *x, const struct accreditation *c,
    const struct pack_research *study, struct application *ret_app,
    struct pack_facts *ret, struct err *err)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    struct json *extra = json_new(x->a, JSON_OBJECT);

    *ret = holder_facts(x, c, c->admitted);
    if (c->application_id != 0) {
        const struct json *known = ret->extra;

        TRY(application_load(
            x, c->subject_id, c->application_id, ret_app, err));
        TRY(application_facts(x, ret_app, 0, ret, err));
        add_all(x->a, extra, known);
    }
    add_all(x->a, extra, ret->extra);
    for (size_t i = 0; i < study->n_by; i++)
        TRY(record_facts(x, p, c->subject_id, study->by[i], extra, err));
    for (size_t i = 0; i < study->n_values; i++)
        TRY(record_facts(x, p, c->subject_id, study->values[i], extra, err));
    ret->extra = extra;
    return OK;
}

static const struct pack_field *
field_of(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_field *f = form_field(&p->forms[i], name);

        if (f != NULL)
            return f;
    }
    return NULL;
}

/* A field of a form, or the value of a rule; unknown: no text. */
static enum status
measure(struct act *x, const struct pack *p, struct str name,
    const struct pack_facts *facts, struct research_figure *ret,
    struct err *err)
{
    const struct pack_field *f = field_of(p, name);
    struct feel_value v = feel_null();

    *ret = (struct research_figure){ .text = STR_EMPTY };
    if (f != NULL) {
        const struct json *answer = json_get(facts->answers, name);

        ret->known = answer->type == JSON_INT;
        ret->number = json_int(answer, 0);
        ret->text = json_is_null(answer)
                        ? STR_EMPTY
                        : field_show(x->a, f, answer, true, false);
        return OK;
    }
    if (pack_rule(p, name) == NULL)
        return OK; /* an older version of the pack has no such rule */
    TRY(pack_value(x->a, p, name, facts, &v, err));
    ret->known = v.type == FEEL_NUMBER && feel_to_int(&v, &ret->number);
    ret->text = v.type == FEEL_NULL ? STR_EMPTY : feel_show_zh(x->a, &v);
    return OK;
}

/* --- rows --- */

static enum status
make_row(struct act *x, const struct register_row *from,
    const struct pack_research *study, struct research_row *ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, from->programme_id);
    struct str *groups = arena_new_array(x->a, struct str, study->n_by + 1);
    struct research_figure *values =
        arena_new_array(x->a, struct research_figure, study->n_values + 1);
    struct application app;
    struct pack_facts facts;

    *ret = (struct research_row){ .groups = groups, .values = values };
    TRY(accreditation_load(
        x, from->subject_id, from->id, &ret->holder, err));
    ret->prefecture = prefecture_name(x->d->regions, from->region);
    TRY(set_progress(x, ret, err));
    TRY(facts_of(x, &ret->holder, study, &app, &facts, err));
    for (size_t i = 0; i < study->n_by; i++) {
        struct research_figure f;

        TRY(measure(x, p->pack, study->by[i], &facts, &f, err));
        groups[i] = f.text;
    }
    for (size_t i = 0; i < study->n_values; i++)
        TRY(measure(
            x, p->pack, study->values[i], &facts, &values[i], err));
    return OK;
}

enum status
research_rows(struct act *x, const struct research_filter *f,
    const struct pack_research *study, const struct research_row **ret,
    size_t *ret_n, struct err *err)
{
    static const enum accreditation_state ALL[] = { ACC_ACTIVE, ACC_WARNED,
        ACC_EXPIRED, ACC_WITHDRAWN, ACC_REVOKED };
    struct register_filter filter = { .programme_id = f->programme_id,
        .category = f->category,
        .standing = f->standing,
        .states = f->with_ended ? ALL : NULL,
        .n_states = f->with_ended ? sizeof(ALL) / sizeof(ALL[0]) : 0 };
    struct register_cursor at = { DAY_NONE, 0 };
    VEC_OF(struct research_row) v = { 0 };
    size_t n = 0;

    if (domain_programme(x->d, f->programme_id) == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    if (!may(x->who, MAY_READ_FILES))
        return err_set(err, ERR_DENIED, "您没有查看申请材料的权限");
    do {
        const struct register_row *rows = NULL;
        int64_t total = 0;

        TRY(register_list(x, &filter, at, PAGE, &rows, &n, &total, err));
        for (size_t i = 0; i < n; i++) {
            if (may_in(x, MAY_READ_FILES, f->programme_id, rows[i].region))
                TRY(make_row(
                    x, &rows[i], study, VEC_PUSH(x->a, &v), err));
        }
        if (n > 0)
            at = (struct register_cursor){ rows[n - 1].admitted,
                rows[n - 1].id };
    } while (n == PAGE);
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- summaries --- */

static int
by_number(const void *a, const void *b)
{
    const int64_t *p = a, *q = b;

    return *p < *q ? -1 : *p > *q;
}

struct research_summary
research_summarise(struct arena *a, const struct research_row *rows,
    size_t n, size_t value)
{
    int64_t *all = arena_new_array(a, int64_t, n + 1), sum = 0;
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (rows[i].values[value].known)
            all[k++] = rows[i].values[value].number;
    }
    if (k == 0)
        return (struct research_summary){ .n = 0 };
    qsort(all, k, sizeof(all[0]), by_number);
    for (size_t i = 0; i < k; i++)
        sum += all[i] / (int64_t)k;
    int64_t rest = 0;
    for (size_t i = 0; i < k; i++)
        rest += all[i] % (int64_t)k;
    return (struct research_summary){ .n = (int64_t)k,
        .median = k % 2 == 1
                      ? all[k / 2]
                      : all[k / 2 - 1] + (all[k / 2] - all[k / 2 - 1]) / 2,
        .mean = sum + rest / (int64_t)k,
        .least = all[0],
        .most = all[k - 1] };
}
