/* Who may write, read, answer and decide rows: officers of the region, the
 * people of a body that keeps the register, the holder, the one it works at. */
#include "domain/affiliation.h"
#include "record_private.h"

static bool
sits(const struct act *x, const struct programme *p, struct str kind,
    struct str region)
{
    for (size_t i = 0; i < x->who->n_seats; i++) {
        const struct seat *s = &x->who->seats[i];

        if (s->programme_id == p->id && str_eq(s->kind, kind) &&
            (region.n == 0 || s->region.n == 0 ||
                region_within(x->d->regions, region, s->region)))
            return true;
    }
    return false;
}

bool
record_may_keep(const struct act *x, const struct programme *p,
    const struct pack_record *k, enum permission perm, struct str region)
{
    if (k->kept_by.n > 0)
        return x->who->is_system || sits(x, p, k->kept_by, region);
    return may_in(x, perm, p->id, region);
}

bool
record_may_decide(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r)
{
    enum permission perm = str_eq(k->decide_by, STR("centre"))
                               ? MAY_DECIDE
                               : MAY_SUPERVISE;

    if (k->n_states == 0)
        return false;
    if (k->by_superior && r->region.n > 0)
        return may_above(x, perm, p->id, r->region);
    return record_may_keep(x, p, k, perm, r->region);
}

/* A row of a programme that speaks to all below: what a region wrote is read
 * in it and in those inside it. */
static bool
reads_as_officer(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r)
{
    if (may_in(x, MAY_READ_FILES, p->id, r->region) ||
        (k->kept_by.n > 0 && sits(x, p, k->kept_by, r->region)))
        return true;
    for (size_t i = 0; r->subject_id == 0 && i < x->who->n_grants; i++) {
        const struct role_grant *g = &x->who->grants[i];

        if (may_in(x, MAY_READ_FILES, p->id, g->region) &&
            region_within(x->d->regions, g->region, r->region))
            return true;
    }
    return false;
}

bool
record_reads_row(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r)
{
    return str_eq(k->read, STR("public")) || reads_as_officer(x, p, k, r);
}

bool
record_reads_all(const struct act *x, const struct programme *p,
    const struct pack_record *k)
{
    return str_eq(k->read, STR("public")) ||
           may_everywhere(x, MAY_READ_FILES, p->id);
}

bool
record_is_reader(const struct act *x, const struct programme *p,
    const struct pack_record *k)
{
    return str_eq(k->read, STR("public")) ||
           may_in(x, MAY_READ_FILES, p->id, STR_EMPTY) ||
           (k->kept_by.n > 0 && sits(x, p, k->kept_by, STR_EMPTY));
}

enum status
record_host(struct act *x, int64_t programme_id, int64_t subject_id,
    int64_t *ret, struct err *err)
{
    struct affiliation at;
    struct accreditation c;
    bool found = false;

    *ret = 0;
    TRY(record_holding(x, programme_id, subject_id, 0, &c, &found, err));
    if (found)
        TRY(affiliation_current(x, &c, &at, &found, err));
    if (found)
        *ret = at.host_subject_id;
    return OK;
}

/* Is the actor of the people of the host that the subject works at? */
static enum status
is_host(struct act *x, const struct programme *p, int64_t subject_id,
    const char *at_least, bool *ret, struct err *err)
{
    int64_t host = 0;

    *ret = false;
    if (x->who->n_memberships == 0 || subject_id == 0)
        return OK;
    TRY(record_host(x, p->id, subject_id, &host, err));
    *ret = host != 0 && acts_for(x->who, host, at_least);
    return OK;
}

enum status
record_require_write(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r, struct err *err)
{
    bool ok = str_eq(k->write, STR("public")) ||
              record_may_keep(x, p, k, MAY_SUPERVISE, r->region);

    if ((str_eq(k->write, STR("holder")) ||
            str_eq(k->write, STR("applicant"))) &&
        r->subject_id != 0 && acts_for(x->who, r->subject_id, "editor"))
        return OK;
    if (!ok && str_eq(k->write, STR("host")))
        TRY(is_host(x, p, r->subject_id, "editor", &ok, err));
    else if (ok && r->subject_id != 0 && !str_eq(k->write, STR("public")))
        TRY(act_require_no_interest(x, r->subject_id, err));
    if (ok)
        return OK;
    return err_set(err, ERR_DENIED,
        "您的账号不能登记“" STR_FMT "”%s", STR_ARG(k->title.zh),
        k->kept_by.n > 0 ? "：由负责这一登记的单位办理" : "");
}

enum status
record_require_keep(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r, struct err *err)
{
    if (!record_may_keep(x, p, k, MAY_SUPERVISE, r->region))
        return err_set(err, ERR_DENIED,
            "您的账号不能办理这一地区的“" STR_FMT "”",
            STR_ARG(k->title.zh));
    return r->subject_id == 0
               ? OK
               : act_require_no_interest(x, r->subject_id, err);
}

enum status
record_reads(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r, bool *ret,
    struct err *err)
{
    struct accreditation c;
    bool found = false;

    *ret = record_reads_row(x, p, k, r) ||
           record_may_read(x, p, k, r->subject_id);
    if (*ret)
        return OK;
    if (str_eq(k->write, STR("host")) || str_eq(k->read, STR("host")))
        TRY(is_host(x, p, r->subject_id, "viewer", ret, err));
    if (*ret || r->subject_id == 0)
        return OK;
    /* The file goes with the holder when it moves. */
    TRY(record_holding(x, p->id, r->subject_id, 0, &c, &found, err));
    *ret = found && may_in(x, MAY_READ_FILES, p->id, c.region);
    return OK;
}

bool
record_may_read(const struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id)
{
    if (str_eq(k->read, STR("public")) ||
        may_everywhere(x, MAY_READ_FILES, p->id))
        return true;
    if (subject_id == 0)
        return (str_eq(k->read, STR("holder")) ||
                   str_eq(k->read, STR("host"))) &&
               x->who->n_memberships > 0;
    /* What a holder wrote itself it may read again. */
    return acts_for(x->who, subject_id, "viewer") &&
           (str_eq(k->read, STR("holder")) ||
               str_eq(k->read, STR("host")) ||
               str_eq(k->write, STR("holder")));
}

/* What everybody reads is the text of a row. */
enum status
record_may_open_files(struct act *x, int64_t subject_id, int64_t id,
    bool *ret, struct err *err)
{
    struct record r;
    bool found = false;

    *ret = false;
    TRY(record_store_get(x, subject_id, id, &r, &found, err));
    const struct programme *p =
        found ? domain_programme(x->d, r.programme_id) : NULL;
    const struct pack_record *k =
        p == NULL ? NULL : pack_record(p->pack, r.kind);
    if (k == NULL)
        return OK;
    if (!str_eq(k->read, STR("public")))
        return record_reads(x, p, k, &r, ret, err);
    *ret = reads_as_officer(x, p, k, &r) ||
           (subject_id != 0 && acts_for(x->who, subject_id, "viewer"));
    return OK;
}

/* --- where a row belongs --- */

static enum status
of_host(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, bool *ret,
    struct err *err)
{
    struct str number = json_str(json_get(r->content, k->host_field));
    struct accreditation host;

    *ret = k->host_field.n > 0 && number.n > 0;
    if (!*ret)
        return OK;
    TRY(affiliation_host(x, p->pack, k->host_field, number, &host, err));
    r->region = host.region;
    return OK;
}

static struct str
of_writer(struct act *x, const struct programme *p,
    const struct pack_record *k)
{
    return k->kept_by.n > 0 ? STR_EMPTY
                            : actor_region(x, MAY_SUPERVISE, p->id);
}

enum status
record_follow(struct act *x, const struct programme *p, struct record *r,
    struct err *err)
{
    struct accreditation c;
    bool found = false;

    if (r->subject_id != 0)
        TRY(record_holding(x, p->id, r->subject_id, 0, &c, &found, err));
    if (found)
        r->region = c.region;
    return OK;
}

enum status
record_place(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, struct err *err)
{
    bool found = false;

    r->region = STR_EMPTY;
    TRY(of_host(x, p, k, r, &found, err));
    if (found)
        return OK;
    if (r->subject_id == 0)
        r->region = of_writer(x, p, k);
    return record_follow(x, p, r, err);
}
