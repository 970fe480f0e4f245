/* Open work of registers: what waits, and how it is given on or closed. */
#include "record_private.h"

bool
record_is_open(const struct pack_record *k, const struct record *r)
{
    if (r->corrected || str_eq(r->state, STR("CLOSED")))
        return false;
    if (k->open_until.n > 0)
        return json_str(json_get(r->content, k->open_until)).n == 0;
    return !r->done;
}

bool
record_may_give_on(const struct pack_record *k)
{
    return k->progress.n > 0 || k->open_until.n > 0;
}

struct open_rows {
    struct record *p;
    size_t n, cap;
};

static enum status
add_open(struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id, struct str by,
    struct open_rows *v, struct err *err)
{
    const struct record *list = NULL;
    size_t n = 0;

    TRY(record_store_of(x, p->id, subject_id, k->name, &list, &n, err));
    for (size_t i = n; i > 0; i--) {
        const struct record *r = &list[i - 1];
        bool his = by.n == 0 ||
                   str_eq(json_str(json_get(r->content, k->activity_of)), by);

        if (r->subject_id == subject_id && his && record_is_open(k, r))
            *VEC_PUSH(x->a, v) = *r;
    }
    return OK;
}

/* Rows that wait are few; only kinds with open_until are read whole. */
enum status
record_open(struct act *x, int64_t programme_id, int64_t subject_id,
    struct str by, const struct record **ret, size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    struct open_rows v = { 0 };
    const struct record *waiting = NULL;
    size_t n = 0;

    for (size_t i = 0; p != NULL && i < p->pack->n_records; i++) {
        const struct pack_record *k = &p->pack->records[i];

        if (k->open_until.n > 0 && (by.n == 0 || k->activity_of.n > 0))
            TRY(add_open(x, p, k, subject_id, by, &v, err));
    }
    if (p != NULL && by.n == 0)
        TRY(record_store_waiting(
            x, programme_id, subject_id, &waiting, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct pack_record *k =
            pack_record(p->pack, waiting[i].kind);

        /* What the public wrote about it is the authority's to answer. */
        if (k != NULL && k->open_until.n == 0 && k->n_publish_by == 0 &&
            !str_eq(k->write, STR("public")) && record_is_open(k, &waiting[i]))
            *VEC_PUSH(x->a, &v) = waiting[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- giving on, amending, closing --- */

static enum status
kind_of_row(struct act *x, const struct record *r,
    const struct programme **ret_p, const struct pack_record **ret,
    struct err *err)
{
    *ret_p = domain_programme(x->d, r->programme_id);
    *ret = *ret_p == NULL ? NULL : pack_record((*ret_p)->pack, r->kind);
    if (*ret == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这种登记");
    if (!record_is_open(*ret, r))
        return err_set(err, ERR_CONFLICT, "这条记录已经办结，请刷新后再试");
    return OK;
}

/* Files are kept under the subject that added them. */
static struct json *
answers_without_files(
    struct act *x, const struct pack_form *form, const struct record *r)
{
    struct json *o = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < r->content->n; i++) {
        const struct pack_field *f = form_field(form, r->content->keys[i]);

        if (f != NULL && f->type != FIELD_FILE)
            json_set(x->a, o, f->name, r->content->items[i]);
    }
    return o;
}

enum status
record_give_on(struct act *x, const struct record *r, int64_t to_subject_id,
    struct str reason, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    struct record old = *r;

    TRY(kind_of_row(x, r, &p, &k, err));
    if (!record_may_give_on(k))
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”只能由本人办理，不能移交他人，请写明理由后关闭",
            STR_ARG(k->title.zh));
    struct record copy = { .subject_id = to_subject_id,
        .programme_id = r->programme_id,
        .kind = k->name,
        .content =
            answers_without_files(x, pack_form(p->pack, k->form), r) };
    TRY(record_set_first(x, p->pack, k, &copy, err));
    TRY(record_guard(x, p, k, &copy, STR_EMPTY, err));
    TRY(record_put_row(x, &copy, k->clause, err));
    return record_move(x, &old, STR("CLOSED"), reason, "hand-over",
        k->clause, true, err);
}

enum status
record_amend(struct act *x, const struct record *r, struct str field,
    struct str value, const char *event, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    struct json *content = json_new(x->a, JSON_OBJECT);

    TRY(kind_of_row(x, r, &p, &k, err));
    for (size_t i = 0; i < r->content->n; i++)
        json_set(x->a, content, r->content->keys[i], r->content->items[i]);
    json_set(x->a, content, field, json_text(x->a, value));
    struct record right = { .subject_id = r->subject_id,
        .programme_id = r->programme_id,
        .kind = k->name,
        .content = content,
        .corrects = r->id };
    TRY(record_set_first(x, p->pack, k, &right, err));
    TRY(record_put_row(x, &right, k->clause, err));
    return record_audit(x, &right, event, field, value, k->clause, err);
}

enum status
record_finish(struct act *x, const struct record *r, struct str reason,
    struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;
    struct record old = *r;

    TRY(kind_of_row(x, r, &p, &k, err));
    if (k->open_until.n > 0)
        return record_amend(
            x, r, k->open_until, reason, "close-record", err);
    return record_move(x, &old, STR("CLOSED"), reason, "close-record",
        k->clause, true, err);
}
