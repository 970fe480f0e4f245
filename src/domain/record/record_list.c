/* Rows across registers: what is due, what waits for somebody, the archive of a
 * holder. */
#include "record_private.h"

#define DUE_MOST 5000

enum status
record_due(struct act *x, int64_t programme_id, size_t n,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    const struct record *list = NULL;
    VEC_OF(struct record) v = { 0 };
    size_t got = 0;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    TRY(record_store_due(x, programme_id,
        may_everywhere(x, MAY_READ_FILES, programme_id) ? n : DUE_MOST,
        &list, &got, err));
    for (size_t i = 0; i < got && v.n < n; i++) {
        const struct pack_record *k = pack_record(p->pack, list[i].kind);

        if (k != NULL && !record_task_waits(k, &list[i]) &&
            record_is_reader(x, p, k) && record_reads_row(x, p, k, &list[i]))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* Is it the actor who has to do something about the row? */
static bool
waits_for(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r)
{
    if (actor_is_barred(x->who, r->subject_id))
        return false;
    if (record_task_waits(k, r))
        return record_may_accept(x, p, k, r);
    if (k->n_states > 0)
        return str_eq(r->state, k->states[0]) &&
               record_may_decide(x, p, k, r);
    return k->answered && str_eq(r->state, STR("OPEN")) &&
           record_may_keep(x, p, k, MAY_SUPERVISE, r->region);
}

enum status
record_waiting(struct act *x, const struct programme *p, size_t n,
    const struct record **ret, size_t *ret_n, int64_t *ret_all,
    struct err *err)
{
    const struct record *list = NULL;
    VEC_OF(struct record) v = { 0 };
    size_t got = 0;

    *ret_all = 0;
    TRY(record_store_undone(x, p->id, DUE_MOST, &list, &got, err));
    for (size_t i = 0; i < got; i++) {
        const struct pack_record *k = pack_record(p->pack, list[i].kind);

        if (k == NULL || !waits_for(x, p, k, &list[i]))
            continue;
        if (++*ret_all <= (int64_t)n)
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
record_archive(struct act *x, int64_t programme_id, int64_t subject_id,
    int64_t year, const struct record **ret, size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    const struct record *list = NULL;
    VEC_OF(struct record) v = { 0 };
    size_t n = 0;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    TRY(record_store_all(x, programme_id, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct pack_record *k = pack_record(p->pack, list[i].kind);
        int64_t of = k == NULL ? 0
                               : record_year(p->pack, k, list[i].content);

        bool reads = false;

        if (of == 0)
            of = day_ymd(day_of_us(list[i].created_us)).year;
        if (k == NULL || (year != 0 && of != year))
            continue;
        TRY(record_reads(x, p, k, &list[i], &reads, err));
        if (reads)
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
