/* What waits: short lists from the indexes. */
#include "desk_private.h"
#include "domain/complaint.h"
#include "domain/duty.h"
#include "domain/exception.h"
#include "domain/inspection.h"
#include "domain/plan.h"
#include "domain/proceeding.h"
#include "domain/record.h"

enum {
    Q_APPLICATIONS, Q_APPLICATION_COUNT, Q_OBJECTIONS, Q_NOTICES,
    Q_NOTICE_REGIONS, Q_DIRECT, Q_MESSAGES, Q_WARNED, Q_WARNED_COUNT,
    Q_DUE_SUPPLEMENTS, Q_DUE_NOTICES, Q_DUE_STATEMENTS,
    Q_EXPIRING, Q_EXPIRING_COUNT, Q_INACTIVE, Q_INACTIVE_COUNT
};

#define EACH 50
/* Rows looked through for an officer of some regions. */
#define LOOK_MAX 10000
#define HOLDER "subject_id, id, number, name, region, watch_day, last_day, state"
#define HOLDER_OUT "iisssiis"
#define COUNTED(where) \
    "SELECT COUNT(*) FROM (SELECT id FROM " where \
    " ORDER BY id LIMIT 10000) AS found"
#define WARNED \
    "accreditation WHERE programme_id = $1 AND state = 'WARNED'"
#define EXPIRING \
    "accreditation WHERE state IN ('ACTIVE', 'WARNED', 'RECTIFYING') AND " \
    "programme_id = $1 AND last_day >= $2 AND last_day <= $3"
#define INACTIVE \
    "accreditation WHERE programme_id = $1 AND state = 'ACTIVE' AND " \
    "watch_day <= $2"

static const struct sql Q[] = {
    [Q_APPLICATIONS] = { "issi", "isssIIis",
        "SELECT id, COALESCE(number, ''), name, region, submitted_us, due_us, "
        "subject_id, procedure_name "
        "FROM application WHERE programme_id = $1 AND state IN ($2, $3) "
        "ORDER BY due_us NULLS LAST, submitted_us NULLS LAST, id LIMIT $4" },
    [Q_APPLICATION_COUNT] = { "iss", "i",
        COUNTED("application WHERE programme_id = $1 AND "
                "state IN ($2, $3)") },
    [Q_OBJECTIONS] = { "ii", "isssiii",
        "SELECT o.id, o.number, e.name, e.region, o.received_us, 0, "
        "e.subject_id FROM "
        "objection o JOIN notice n ON n.id = o.notice_id JOIN notice_entry e ON "
        "e.notice_id = o.notice_id AND e.position = o.position WHERE "
        "o.state = 'OPEN' AND n.programme_id = $1 "
        "ORDER BY o.received_us, o.id LIMIT $2" },
    [Q_NOTICES] = { "iii", "isssiii",
        "SELECT id, number, title, '', end_us, 0, 0 FROM notice WHERE "
        "programme_id = $1 AND state = 'PUBLISHED' AND end_us <= $2 "
        "ORDER BY end_us, id LIMIT $3" },
    [Q_NOTICE_REGIONS] = { "i", "s",
        "SELECT DISTINCT region FROM notice_entry WHERE notice_id = $1 AND "
        "state IN ('OPEN', 'BLOCKED') ORDER BY region" },
    [Q_DIRECT] = { "ii", "isssIii",
        "SELECT id, number, import_name, region, submitted_us, 0, 0 FROM "
        "direct_list WHERE programme_id = $1 AND state = 'SUBMITTED' "
        "ORDER BY submitted_us NULLS LAST, id LIMIT $2" },
    [Q_MESSAGES] = { "s", "i", COUNTED("outbox WHERE state = $1") },
    [Q_DUE_SUPPLEMENTS] = { "iiii", "isssiii",
        "SELECT id, COALESCE(number, ''), name, region, 0, due_us, "
        "subject_id FROM "
        "application WHERE programme_id = $1 AND state = 'SUPPLEMENT' AND "
        "due_us >= $2 AND due_us < $3 ORDER BY due_us, id LIMIT $4" },
    [Q_DUE_NOTICES] = { "iiii", "isssiii",
        "SELECT id, number, title, '', 0, end_us, 0 FROM notice WHERE "
        "programme_id = $1 AND state = 'PUBLISHED' AND end_us >= $2 AND "
        "end_us < $3 ORDER BY end_us, id LIMIT $4" },
    [Q_DUE_STATEMENTS] = { "iiii", "isssiii",
        "SELECT p.id, p.number, a.name, a.region, 0, p.due_us, "
        "p.subject_id FROM "
        "proceeding p JOIN accreditation a ON a.subject_id = p.subject_id "
        "AND a.id = p.accreditation_id WHERE p.programme_id = $1 AND "
        "p.state = 'NOTIFIED' AND p.due_us >= $2 AND p.due_us < $3 "
        "ORDER BY p.due_us, p.id LIMIT $4" },
    [Q_WARNED] = { "iii", HOLDER_OUT,
        "SELECT " HOLDER " FROM " WARNED
        " ORDER BY watch_day, subject_id, id LIMIT $2 OFFSET $3" },
    [Q_WARNED_COUNT] = { "i", "i", COUNTED(WARNED) },
    [Q_EXPIRING] = { "iiiii", HOLDER_OUT,
        "SELECT " HOLDER " FROM " EXPIRING
        " ORDER BY last_day, subject_id, id LIMIT $4 OFFSET $5" },
    [Q_EXPIRING_COUNT] = { "iii", "i", COUNTED(EXPIRING) },
    [Q_INACTIVE] = { "iiii", HOLDER_OUT,
        "SELECT " HOLDER " FROM " INACTIVE
        " ORDER BY watch_day, subject_id, id LIMIT $3 OFFSET $4" },
    [Q_INACTIVE_COUNT] = { "ii", "i", COUNTED(INACTIVE) },
};
const struct sql_set desk_sql = SQL_SET("desk", Q);

/* Rows of id, number, name, region, since, (with_due) due and subject (0: of
 * nobody); EACH at most of those in the officer's regions and not closed to
 * him. *ret: how many there are. */
static enum status
add_items(struct act *x, struct rows *r, enum desk_matter m,
    int64_t programme_id, bool with_due, struct desk_items *v, int64_t *ret,
    struct err *err)
{
    int64_t n = 0;

    while (rows_next(r)) {
        if (!may_in(x, MAY_READ_FILES, programme_id, row_peek(r, 3)) ||
            actor_is_barred(x->who, row_int(r, 6)))
            continue;
        if (++n > EACH)
            continue;
        *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = m,
            .programme_id = programme_id,
            .id = row_int(r, 0),
            .number = row_str(r, 1),
            .name = row_str(r, 2),
            .since_us = row_int(r, 4),
            .due_us = with_due ? row_int(r, 5) : 0 };
    }
    *ret = n;
    return rows_end(r, err);
}

/* Is no row of a programme left out for this officer? */
static bool
sees_all(struct act *x, int64_t programme_id)
{
    return may_everywhere(x, MAY_READ_FILES, programme_id) &&
           x->who->n_interests == 0;
}

/* How many rows to read for the first EACH of this officer. */
static int64_t
rows_to_read(struct act *x, int64_t programme_id)
{
    return sees_all(x, programme_id) ? EACH : LOOK_MAX;
}

/* Has the programme stages that only one level of division acts in? */
static bool
has_levels(const struct pack *p)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        for (size_t k = 0; k < p->procedures[i].n_stages; k++) {
            if (p->procedures[i].stages[k].level != 0)
                return true;
        }
    }
    return false;
}

static bool
acts_there(const struct act *x, const struct programme *p,
    enum desk_matter m, struct str procedure, struct str region)
{
    const struct pack_procedure *proc = pack_procedure(p->pack, procedure);
    bool decides = m == DESK_DECISION;
    const struct pack_stage *s =
        proc == NULL ? NULL
                     : procedure_stage(proc,
                           decides ? STAGE_DECISION : STAGE_FORMAL_REVIEW);

    return s == NULL || may_at(x, decides ? MAY_DECIDE : MAY_REVIEW, p->id,
                            region, s->level);
}

/* Those of another level are followed, not handled: counted apart. */
static enum status
by_level(struct act *x, const struct programme *p, struct rows *r,
    enum desk_matter m, struct desk_items *v, struct desk_inbox *in,
    struct err *err)
{
    int64_t n = 0;

    while (rows_next(r)) {
        struct str region = row_str(r, 3);

        if (!may_in(x, MAY_READ_FILES, p->id, region) ||
            actor_is_barred(x->who, row_int(r, 6)))
            continue;
        if (!acts_there(x, p, m, row_str(r, 7), region)) {
            in->n[DESK_OVERSEEN]++;
            continue;
        }
        if (++n <= EACH)
            *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = m,
                .programme_id = p->id,
                .id = row_int(r, 0),
                .number = row_str(r, 1),
                .name = row_str(r, 2),
                .since_us = row_int(r, 4),
                .due_us = row_int(r, 5) };
    }
    in->n[m] += n;
    return rows_end(r, err);
}

static enum status
applications(struct act *x, const struct programme *p, enum desk_matter m,
    enum application_state a, enum application_state b, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    struct str first = application_state_name(a);
    struct str second = application_state_name(b);
    bool levels = has_levels(p->pack);
    struct rows *r = NULL;
    int64_t n = 0;

    TRY(tx_query(x->tx, x->a, &Q[Q_APPLICATIONS],
        DB_ARGS(db_i(p->id), db_s(first), db_s(second),
            db_i(levels ? LOOK_MAX : rows_to_read(x, p->id))),
        &r, err));
    if (levels)
        return by_level(x, p, r, m, v, in, err);
    TRY(add_items(x, r, m, p->id, true, v, &n, err));
    if (sees_all(x, p->id))
        TRY(tx_int(x->tx, &Q[Q_APPLICATION_COUNT],
            DB_ARGS(db_i(p->id), db_s(first), db_s(second)), &n, err));
    in->n[m] += n;
    return OK;
}

/* Does a notice wait for a grant in the officer's regions? */
static enum status
is_ours(struct act *x, const struct desk_item *notice, bool *ret,
    struct err *err)
{
    struct rows *r = NULL;
    bool ours = may_everywhere(x, MAY_READ_FILES, notice->programme_id);

    TRY(tx_query(x->tx, x->a, &Q[Q_NOTICE_REGIONS],
        DB_ARGS(db_i(notice->id)), &r, err));
    while (rows_next(r))
        ours = ours || may_in(x, MAY_READ_FILES, notice->programme_id,
                           row_peek(r, 0));
    *ret = ours;
    return rows_end(r, err);
}

static enum status
ended_notices(struct act *x, int64_t id, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    struct desk_items all = { 0 };
    struct rows *r = NULL;
    int64_t n = 0;

    TRY(tx_query(x->tx, x->a, &Q[Q_NOTICES],
        DB_ARGS(db_i(id), db_i(x->now_us), db_i(EACH)), &r, err));
    TRY(add_items(x, r, DESK_GRANT, id, false, &all, &n, err));
    for (size_t i = 0; i < all.n; i++) {
        struct desk_item one = all.p[i];
        bool ours = false;

        TRY(is_ours(x, &one, &ours, err));
        if (!ours)
            continue;
        /* A notice is to be granted from the instant of its end on. */
        one.due_us = one.since_us;
        *VEC_PUSH(x->a, v) = one;
        in->n[DESK_GRANT]++;
    }
    return OK;
}

static enum status
others(struct act *x, int64_t id, struct desk_items *v, struct desk_inbox *in,
    struct err *err)
{
    struct rows *r = NULL;
    int64_t most = rows_to_read(x, id), n = 0;

    TRY(tx_query(x->tx, x->a, &Q[Q_OBJECTIONS], DB_ARGS(db_i(id), db_i(most)),
        &r, err));
    TRY(add_items(x, r, DESK_OBJECTION, id, false, v, &n, err));
    in->n[DESK_OBJECTION] += n;
    TRY(ended_notices(x, id, v, in, err));
    TRY(tx_query(x->tx, x->a, &Q[Q_DIRECT], DB_ARGS(db_i(id), db_i(most)), &r,
        err));
    TRY(add_items(x, r, DESK_DIRECT, id, false, v, &n, err));
    in->n[DESK_DIRECT] += n;
    return OK;
}

/* Waiting for us: not those in which the holder may still state its view. */
static enum status
cases(struct act *x, int64_t id, struct desk_items *v, struct desk_inbox *in,
    struct err *err)
{
    const struct proceeding *list = NULL;
    size_t n = 0;
    int64_t total = 0;

    TRY(proceeding_list(x,
        &(struct proceeding_filter){ .programme_id = id, .open_only = true },
        0, EACH * 4, &list, &n, &total, err));
    for (size_t i = 0; i < n; i++) {
        const struct proceeding *p = &list[i];
        enum desk_matter m =
            p->kind == PROC_REPORT ? DESK_REPORT : DESK_CASE;

        if ((p->state == PROC_NOTIFIED && x->now_us < p->due_us) ||
            actor_is_barred(x->who, p->subject_id))
            continue;
        in->n[m]++;
        *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = m,
            .programme_id = id,
            .id = p->id,
            .number = p->number,
            .name = p->holder,
            .since_us = p->opened_us,
            .due_us = p->due_us };
    }
    return OK;
}

static int64_t
end_of(struct day due)
{
    return day_is_none(due) ? 0 : day_end_us(due);
}

/* To be recorded by those who were drawn, and by anybody to be looked after
 * when late; to be published by who may. */
static enum status
inspections(struct act *x, int64_t id, struct desk_items *v, struct desk_inbox *in,
    struct err *err)
{
    const struct inspection *list = NULL;
    size_t n = 0;

    TRY(inspection_waiting(x, id, &list, &n, err));
    in->n[DESK_INSPECTION] += (int64_t)n;
    for (size_t i = 0; i < n && i < EACH; i++)
        *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_INSPECTION,
            .programme_id = id,
            .id = list[i].id,
            .number = list[i].number,
            .name = list[i].name,
            .since_us = list[i].recorded_us,
            .due_us = end_of(list[i].due) };
    return OK;
}

/* Reported on, or over. */
static enum status
corrections(struct act *x, int64_t id, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    const struct rectification *list = NULL;
    size_t n = 0;

    if (!may_in(x, MAY_SUPERVISE, id, STR_EMPTY))
        return OK;
    TRY(rectification_list(x, id, true, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct rectification *r = &list[i];
        bool over = !r->due_open && day_cmp(x->today, r->due) > 0;

        if ((r->reported_us == 0 && !over) ||
            !may_in(x, MAY_SUPERVISE, id, r->region) ||
            actor_is_barred(x->who, r->subject_id))
            continue;
        if (++in->n[DESK_RECTIFICATION] > EACH)
            continue;
        *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_RECTIFICATION,
            .programme_id = id,
            .id = r->id,
            .number = r->number,
            .name = r->holder,
            .since_us = r->ordered_us,
            .due_us = end_of(r->due) };
    }
    return OK;
}

/* Not those that the holder may still answer. */
static enum status
complaints(struct act *x, const struct programme *p, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;

    if (complaint_kind(p->pack) == NULL)
        return OK;
    TRY(complaint_waiting(x, p->id, EACH * 4, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct complaint *c = &list[i];

        if (!complaint_is_new(c) && c->statement_us == 0 &&
            x->now_us < c->due_us)
            continue;
        if (++in->n[DESK_COMPLAINT] > EACH)
            continue;
        *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_COMPLAINT,
            .programme_id = p->id,
            .id = c->id,
            .number = c->number,
            .name = c->holder,
            .since_us = c->received_us,
            .due_us = complaint_waits_until(c) };
    }
    return OK;
}

static enum status
plans(struct act *x, const struct programme *p, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    const struct plan_task *list = NULL;
    size_t n = 0;

    TRY(plan_waiting(x, p, &list, &n, err));
    in->n[DESK_PLAN] += (int64_t)n;
    for (size_t i = 0; i < n && i < EACH; i++)
        *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_PLAN,
            .programme_id = p->id,
            .id = list[i].year,
            .number = list[i].unit,
            .name = list[i].text,
            .since_us = list[i].since_us };
    return OK;
}

static enum status
selection(struct act *x, const struct programme *p, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    int64_t before[DESK_MATTER_COUNT_];
    struct desk_items list = { 0 };

    for (size_t i = 0; i < DESK_MATTER_COUNT_; i++)
        before[i] = in->n[i];
    TRY(desk_select_items(x, p, &list, err));
    for (size_t i = 0; i < list.n; i++) {
        enum desk_matter m = list.p[i].matter;

        if (++in->n[m] - before[m] <= EACH)
            *VEC_PUSH(x->a, v) = list.p[i];
    }
    return OK;
}

/* Rows of registers: of bodies too, who read no files. */
static enum status
rows(struct act *x, const struct programme *p, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    const struct record *list = NULL;
    int64_t all = 0;
    size_t n = 0;

    TRY(record_waiting(x, p, EACH, &list, &n, &all, err));
    in->n[DESK_ROW] += all;
    for (size_t i = 0; i < n; i++) {
        const struct pack_record *k = pack_record(p->pack, list[i].kind);

        /* The last day of a reported task was its holder's. */
        *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_ROW,
            .programme_id = p->id,
            .id = list[i].id,
            .subject_id = list[i].subject_id,
            .kind = list[i].kind,
            .number = k->title.zh,
            .name = list[i].subject_name,
            .since_us = list[i].created_us,
            .due_us = record_task_waits(k, &list[i])
                          ? 0
                          : end_of(list[i].due) };
    }
    return OK;
}

/* What officers have to write about each holder for the year that is over. It
 * is the work of those in the regions; who sees the whole has the lists. */
static enum status
yearly(struct act *x, const struct programme *p, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    int64_t year = day_ymd(x->today).year - 1;

    if (!may_in(x, MAY_SUPERVISE, p->id, STR_EMPTY) ||
        may_everywhere(x, MAY_SUPERVISE, p->id))
        return OK;
    for (size_t i = 0; i < p->pack->n_duties; i++) {
        const struct pack_duty *d = &p->pack->duties[i];
        const struct duty_count *list = NULL;
        struct desk_item one = { .matter = DESK_DUTY,
            .programme_id = p->id,
            .id = year,
            .number = d->name,
            .name = d->title.zh,
            .due_us = end_of(duty_due_day(d, year)) };
        size_t n = 0;

        if (!duty_is_officers(p->pack, d))
            continue;
        TRY(duty_counts(x,
            &(struct duty_filter){
                .programme_id = p->id, .year = year, .duty = d },
            &list, &n, err));
        for (size_t k = 0; k < n; k++)
            one.count += list[k].missing;
        in->n[DESK_DUTY] += one.count;
        if (one.count > 0)
            *VEC_PUSH(x->a, v) = one;
    }
    return OK;
}

/* Asked for by another and this officer's to settle. */
static enum status
exceptions(struct act *x, const struct programme *p, struct desk_items *v,
    struct desk_inbox *in, struct err *err)
{
    const struct exception_row *list = NULL;
    size_t n = 0;

    TRY(exception_waiting(x, p, &list, &n, err));
    in->n[DESK_EXCEPTION] += (int64_t)n;
    for (size_t i = 0; i < n && i < EACH; i++)
        *VEC_PUSH(x->a, v) = (struct desk_item){ .matter = DESK_EXCEPTION,
            .programme_id = p->id,
            .id = list[i].e.application_id,
            .number = list[i].number,
            .name = list[i].name,
            .since_us = list[i].e.asked_us,
            .due_us = list[i].due_us };
    return OK;
}

static bool
earlier(const struct desk_item *a, const struct desk_item *b)
{
    int64_t x = a->due_us == 0 ? INT64_MAX : a->due_us;
    int64_t y = b->due_us == 0 ? INT64_MAX : b->due_us;

    if (x != y)
        return x < y;
    return a->since_us != b->since_us ? a->since_us < b->since_us
                                      : a->id < b->id;
}

static void
sort_items(struct desk_items *v)
{
    for (size_t i = 1; i < v->n; i++) {
        struct desk_item one = v->p[i];
        size_t k = i;

        for (; k > 0 && earlier(&one, &v->p[k - 1]); k--)
            v->p[k] = v->p[k - 1];
        v->p[k] = one;
    }
}

enum status
desk_inbox(struct act *x, struct desk_inbox *ret, struct err *err)
{
    struct desk_inbox in = { 0 };
    struct desk_items v = { 0 };

    TRY(act_require(x, MAY_SEE_DESK, 0, STR_EMPTY, err));
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        const struct programme *p = &x->d->programmes[i];
        int64_t id = p->id;

        TRY(rows(x, &x->d->programmes[i], &v, &in, err));
        if (!may_in(x, MAY_READ_FILES, id, STR_EMPTY))
            continue;
        TRY(yearly(x, p, &v, &in, err));
        TRY(applications(x, p, DESK_REVIEW, APP_SUBMITTED,
            APP_FORMAL_REVIEW, &v, &in, err));
        if (may_in(x, MAY_DECIDE, id, STR_EMPTY)) {
            TRY(applications(x, p, DESK_DECISION, APP_EVALUATION,
                APP_DECISION, &v, &in, err));
            TRY(exceptions(x, p, &v, &in, err));
        }
        TRY(others(x, id, &v, &in, err));
        TRY(cases(x, id, &v, &in, err));
        TRY(inspections(x, id, &v, &in, err));
        TRY(corrections(x, id, &v, &in, err));
        TRY(plans(x, p, &v, &in, err));
        TRY(selection(x, p, &v, &in, err));
        TRY(complaints(x, p, &v, &in, err));
    }
    if (may_everywhere(x, MAY_READ_FILES, 0)) {
        TRY(tx_int(x->tx, &Q[Q_MESSAGES], DB_ARGS(db_s(STR("FAILED"))),
            &in.failed_messages, err));
        TRY(tx_int(x->tx, &Q[Q_MESSAGES], DB_ARGS(db_s(STR("QUEUED"))),
            &in.queued_messages, err));
    }
    sort_items(&v);
    in.items = v.p;
    in.n_items = v.n;
    *ret = in;
    return OK;
}

/* --- deadlines --- */

enum status
desk_deadlines(struct act *x, struct day from, struct day until,
    const struct desk_item **ret, size_t *ret_n, struct err *err)
{
    static const struct {
        int query;
        enum desk_matter matter;
    } KINDS[] = { { Q_DUE_SUPPLEMENTS, DESK_SUPPLEMENT },
        { Q_DUE_NOTICES, DESK_GRANT }, { Q_DUE_STATEMENTS, DESK_CASE } };
    struct desk_items v = { 0 };

    TRY(act_require(x, MAY_SEE_DESK, 0, STR_EMPTY, err));
    for (size_t i = 0; i < x->d->n_programmes; i++) {
        int64_t id = x->d->programmes[i].id, n = 0;

        if (!may_in(x, MAY_READ_FILES, id, STR_EMPTY))
            continue;
        for (size_t k = 0; k < sizeof(KINDS) / sizeof(KINDS[0]); k++) {
            struct rows *r = NULL;

            TRY(tx_query(x->tx, x->a, &Q[KINDS[k].query],
                DB_ARGS(db_i(id), db_i(day_start_us(from)),
                    db_i(day_start_us(until)), db_i(rows_to_read(x, id))),
                &r, err));
            TRY(add_items(x, r, KINDS[k].matter, id, true, &v, &n, err));
        }
    }
    sort_items(&v);
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- watch list --- */

#define EXPIRING_DAYS 90
#define INACTIVE_DAYS 150

enum status
desk_watch(struct act *x, enum desk_watch what, int64_t programme_id,
    size_t offset, size_t n, const struct desk_holder **ret, size_t *ret_n,
    int64_t *ret_total, struct err *err)
{
    static const int PAGE[] = { [DESK_WARNED] = Q_WARNED,
        [DESK_EXPIRING] = Q_EXPIRING,
        [DESK_INACTIVE] = Q_INACTIVE };
    struct dbv args[5] = { db_i(programme_id) };
    VEC_OF(struct desk_holder) v = { 0 };
    struct rows *r = NULL;
    size_t k = 1;

    TRY(act_require_whole(x, MAY_READ_FILES, programme_id, err));
    if (what == DESK_EXPIRING) {
        args[k++] = db_i(x->today.n);
        args[k++] = db_i(x->today.n + EXPIRING_DAYS);
    } else if (what == DESK_INACTIVE) {
        args[k++] = db_i(x->today.n - INACTIVE_DAYS);
    }
    TRY(tx_int(x->tx, &Q[PAGE[what] + 1], args, k, ret_total, err));
    args[k++] = db_i((int64_t)n);
    args[k++] = db_i((int64_t)offset);
    TRY(tx_query(x->tx, x->a, &Q[PAGE[what]], args, k, &r, err));
    while (rows_next(r)) {
        struct desk_holder h = { .programme_id = programme_id,
            .subject_id = row_int(r, 0),
            .id = row_int(r, 1),
            .number = row_str(r, 2),
            .name = row_str(r, 3),
            .region = row_str(r, 4),
            .watch = { (int32_t)row_int(r, 5) },
            .last_day = { (int32_t)row_int(r, 6) } };

        (void)accreditation_state_of(row_peek(r, 7), &h.state);
        if (may_in(x, MAY_READ_FILES, programme_id, h.region))
            *VEC_PUSH(x->a, &v) = h;
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
