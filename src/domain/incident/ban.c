/* Times in which a subject whose status was taken away may not apply. */
#include "domain/incident.h"

#include "incident_store.h"

struct str
ban_arithmetic(struct arena *a, const struct ban *b)
{
    return arena_fmt(a,
        STR_FMT " + %d年 = " STR_FMT "，" STR_FMT " 起可以申报",
        STR_ARG(day_iso(a, b->first)), b->years,
        STR_ARG(day_iso(a, b->last)),
        STR_ARG(day_iso(a, day_add_days(b->last, 1))));
}

enum status
ban_begin(struct act *x, int64_t subject_id, int64_t programme_id,
    int64_t proceeding_id, int years, struct str clause, struct err *err)
{
    struct ban b = { .subject_id = subject_id,
        .id = world_id(&x->d->world),
        .programme_id = programme_id,
        .proceeding_id = proceeding_id,
        .first = x->today,
        .last = day_add_years(x->today, years),
        .years = years,
        .clause = clause };

    TRY(ban_store_add(x, &b, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .subject_id = subject_id,
            .object_kind = "ban",
            .object_id = b.id,
            .event = "ban",
            .reason = ban_arithmetic(x->a, &b),
            .clause = clause },
        err);
}

enum status
ban_lift(struct act *x, int64_t subject_id, int64_t proceeding_id,
    struct str reason, struct err *err)
{
    int64_t n = 0;

    TRY(ban_store_lift(x, subject_id, proceeding_id, reason, &n, err));
    if (n == 0)
        return OK;
    return audit_add(x,
        &(struct audit_line){ .subject_id = subject_id,
            .object_kind = "proceeding",
            .object_id = proceeding_id,
            .event = "lift-ban",
            .reason = reason },
        err);
}

enum status
ban_list(struct act *x, bool standing, size_t offset, size_t n,
    const struct ban **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct ban) v = { 0 };
    const struct ban *list = NULL;
    size_t got = 0;

    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    TRY(ban_store_page(
        x, standing ? x->today : DAY_NONE, offset, n, &list, &got, err));
    for (size_t i = 0; i < got; i++) {
        if (may_in(x, MAY_READ_FILES, 0, list[i].region))
            *VEC_PUSH(x->a, &v) = list[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* Its own, and those of the programmes whose bans its pack honours. */
static bool
counts_in(const struct act *x, const struct ban *b, int64_t programme_id)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    const struct programme *of = domain_programme(x->d, b->programme_id);

    if (b->programme_id == programme_id)
        return true;
    for (size_t i = 0;
         p != NULL && of != NULL && i < p->pack->n_honours_bans; i++) {
        if (str_eq(p->pack->honours_bans[i], of->pack->id))
            return true;
    }
    return false;
}

enum status
ban_on(struct act *x, int64_t subject_id, int64_t programme_id,
    struct day on, struct ban *ret, bool *ret_found, struct err *err)
{
    const struct ban *list = NULL;
    size_t n = 0;

    *ret_found = false;
    TRY(ban_of_subject(x, subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct ban *b = &list[i];

        if (b->lifted_us != 0 || day_cmp(on, b->first) < 0 ||
            day_cmp(on, b->last) > 0 || !counts_in(x, b, programme_id) ||
            (*ret_found && day_cmp(b->last, ret->last) <= 0))
            continue;
        *ret = *b;
        *ret_found = true;
    }
    return OK;
}

static struct str
reason_of(struct act *x, const struct ban *b)
{
    const struct programme *of = domain_programme(x->d, b->programme_id);
    const struct pack_clause *c =
        of == NULL ? NULL : pack_clause(of->pack, b->clause);

    return arena_fmt(x->a, "处于不得申报的期间（" STR_FMT "）：" STR_FMT,
        STR_ARG(c == NULL ? b->clause : c->cite),
        STR_ARG(ban_arithmetic(x->a, b)));
}

enum status
ban_hinders(struct act *x, const struct application *app,
    struct str *ret_why, struct err *err)
{
    struct ban b;
    bool found = false;

    *ret_why = STR_EMPTY;
    if (!str_eq(app->procedure, STR("apply")))
        return OK;
    TRY(ban_on(
        x, app->subject_id, app->programme_id, x->today, &b, &found, err));
    if (found)
        *ret_why = reason_of(x, &b);
    return OK;
}

enum status
ban_refuse(struct act *x, int64_t subject_id, int64_t programme_id,
    struct day on, struct err *err)
{
    struct ban b;
    bool found = false;

    TRY(ban_on(x, subject_id, programme_id, on, &b, &found, err));
    if (!found)
        return OK;
    return err_set(
        err, ERR_CONFLICT, STR_FMT, STR_ARG(reason_of(x, &b)));
}
