/* SQL of proceedings. */
#include "proceeding_store.h"
#include "domain/reading.h"

enum { Q_ADD, Q_GET, Q_PUT, Q_OF_SUBJECT, Q_PAGE, Q_PAGE_OPEN, Q_COUNT };

#define COLUMNS \
    "p.subject_id, p.id, p.accreditation_id, p.programme_id, p.number, " \
    "p.kind, p.ground, p.clause, p.year, p.since_day, p.facts, p.verdict, " \
    "p.before_state, p.state, p.opened_us, p.opened_by, p.notified_us, " \
    "p.due_us, p.derivation, p.statement, p.statement_us, p.decision, " \
    "p.reason, p.decided_us, p.decided_by, p.reporter, p.reporter_contact, " \
    "p.version, a.name, a.number, a.region, a.state, p.handler_id, " \
    "p.checked_us, p.checked_by, p.check_text, p.meeting_day, " \
    "p.minutes_no, p.meeting, p.reporter_identity, p.reporter_check"
#define OUT "iiiissssIIssssiiIIssIssIIssissssIIIsIssss"
#define FROM \
    " FROM proceeding p JOIN accreditation a ON a.subject_id = p.subject_id " \
    "AND a.id = p.accreditation_id "
#define OPEN "p.state IN ('PROPOSED', 'NOTIFIED', 'STATED')"

static const struct sql Q[] = {
    [Q_ADD] = { "iiiissssIIssssiiIIssIssIIssis", "",
        "INSERT INTO proceeding (subject_id, id, accreditation_id, "
        "programme_id, number, kind, ground, clause, year, since_day, facts, "
        "verdict, before_state, state, opened_us, opened_by, notified_us, "
        "due_us, derivation, statement, statement_us, decision, reason, "
        "decided_us, decided_by, reporter, reporter_contact, version, "
        "reporter_identity, reporter_check, check_text, minutes_no, meeting) "
        "VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
        "$16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, "
        "$29, '', '', '', '')" },
    [Q_GET] = { "i", OUT, "SELECT " COLUMNS FROM "WHERE p.id = $1" },
    [Q_PUT] = { "iiisIIssIsssIIIIIsIsss", "",
        "UPDATE proceeding SET state = $4, notified_us = $5, due_us = $6, "
        "derivation = $7, statement = $8, statement_us = $9, decision = $10, "
        "reason = $11, before_state = $12, decided_us = $13, "
        "decided_by = $14, handler_id = $15, checked_us = $16, "
        "checked_by = $17, check_text = $18, meeting_day = $19, "
        "minutes_no = $20, meeting = $21, reporter_check = $22, version = version + 1 "
        "WHERE subject_id = $1 AND id = $2 AND version = $3" },
    [Q_OF_SUBJECT] = { "i", OUT,
        "SELECT " COLUMNS FROM "WHERE p.subject_id = $1 ORDER BY p.id DESC "
        "LIMIT 500" },
    [Q_PAGE] = { "isii", OUT,
        "SELECT " COLUMNS FROM "WHERE p.programme_id = $1 AND "
        "($2 = '' OR p.kind = $2) ORDER BY p.id DESC LIMIT $3 OFFSET $4" },
    [Q_PAGE_OPEN] = { "isii", OUT,
        "SELECT " COLUMNS FROM "WHERE p.programme_id = $1 AND "
        "($2 = '' OR p.kind = $2) AND " OPEN
        " ORDER BY p.due_us NULLS LAST, p.id LIMIT $3 OFFSET $4" },
    [Q_COUNT] = { "isi", "i",
        "SELECT COUNT(*) FROM (SELECT p.id FROM proceeding p WHERE "
        "p.programme_id = $1 AND ($2 = '' OR p.kind = $2) AND ($3 = 0 OR " OPEN
        ") ORDER BY p.id LIMIT 10000) AS found" },
};
const struct sql_set proceeding_sql = SQL_SET("proceeding", Q);

static const struct str KINDS[PROC_KIND_COUNT_] = {
    [PROC_WARNING] = STR_INIT("WARNING"),
    [PROC_REVOCATION] = STR_INIT("REVOCATION"),
    [PROC_REPORT] = STR_INIT("REPORT"),
};
static const struct str STATES[PROC_STATE_COUNT_] = {
    [PROC_PROPOSED] = STR_INIT("PROPOSED"),
    [PROC_NOTIFIED] = STR_INIT("NOTIFIED"),
    [PROC_STATED] = STR_INIT("STATED"),
    [PROC_DECIDED] = STR_INIT("DECIDED"),
    [PROC_CLOSED] = STR_INIT("CLOSED"),
    [PROC_REVERSED] = STR_INIT("REVERSED"),
};

struct str
proceeding_kind_name(enum proceeding_kind k)
{
    return KINDS[k];
}

bool
proceeding_kind_of(struct str name, enum proceeding_kind *ret)
{
    for (size_t i = 0; i < PROC_KIND_COUNT_; i++) {
        if (!str_eq(KINDS[i], name))
            continue;
        *ret = (enum proceeding_kind)i;
        return true;
    }
    return false;
}

struct str
proceeding_state_name(enum proceeding_state s)
{
    return STATES[s];
}

bool
proceeding_state_of(struct str name, enum proceeding_state *ret)
{
    for (size_t i = 0; i < PROC_STATE_COUNT_; i++) {
        if (!str_eq(STATES[i], name))
            continue;
        *ret = (enum proceeding_state)i;
        return true;
    }
    return false;
}

static const struct str CHECKS[] = { [REPORTER_UNCHECKED] = STR_INIT(""),
    [REPORTER_GENUINE] = STR_INIT("GENUINE"),
    [REPORTER_FALSE] = STR_INIT("FALSE") };

static struct dbv
or_null(int64_t v)
{
    return v == 0 ? db_null() : db_i(v);
}

static struct str
json_bytes(struct arena *a, const struct json *v)
{
    struct buf b;

    if (v == NULL)
        return STR("null");
    buf_init(&b, a, 1024 * 1024);
    json_write(&b, v);
    return buf_view(&b);
}

enum status
proceeding_store_add(
    struct act *x, const struct proceeding *p, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(p->subject_id), db_i(p->id), db_i(p->accreditation_id),
            db_i(p->programme_id), db_s(p->number), db_s(KINDS[p->kind]),
            db_s(p->ground), db_s(p->clause), or_null(p->year),
            day_is_none(p->since) ? db_null() : db_i(p->since.n),
            db_s(p->facts), db_s(json_bytes(x->a, p->verdict)),
            db_s(p->before), db_s(STATES[p->state]), db_i(p->opened_us),
            db_i(p->opened_by), or_null(p->notified_us), or_null(p->due_us),
            db_s(p->derivation), db_s(p->statement),
            or_null(p->statement_us), db_s(p->decision), db_s(p->reason),
            or_null(p->decided_us), or_null(p->decided_by),
            db_s(p->reporter), db_s(p->reporter_contact), db_i(1),
            db_s(p->reporter_identity)),
        NULL, err);
}

static enum status
read_row(struct act *x, struct rows *r, struct proceeding *p, struct err *err)
{
    *p = (struct proceeding){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .accreditation_id = row_int(r, 2),
        .programme_id = row_int(r, 3),
        .number = row_str(r, 4),
        .ground = row_str(r, 6),
        .clause = row_str(r, 7),
        .year = row_int(r, 8),
        .since = row_day(r, 9),
        .facts = row_str(r, 10),
        .before = row_str(r, 12),
        .opened_us = row_int(r, 14),
        .opened_by = row_int(r, 15),
        .notified_us = row_int(r, 16),
        .due_us = row_int(r, 17),
        .derivation = row_str(r, 18),
        .statement = row_str(r, 19),
        .statement_us = row_int(r, 20),
        .decision = row_str(r, 21),
        .reason = row_str(r, 22),
        .decided_us = row_int(r, 23),
        .decided_by = row_int(r, 24),
        .reporter = row_str(r, 25),
        .reporter_contact = row_str(r, 26),
        .version = row_int(r, 27),
        .holder = row_str(r, 28),
        .holder_number = row_str(r, 29),
        .region = row_str(r, 30),
        .handler_id = row_int(r, 32),
        .checked_us = row_int(r, 33),
        .checked_by = row_int(r, 34),
        .check_text = row_str(r, 35),
        .meeting_day = row_day(r, 36),
        .minutes_no = row_str(r, 37),
        .meeting = row_str(r, 38),
        .reporter_identity = row_str(r, 39) };
    for (size_t i = 0; i < 3; i++) {
        if (str_eq(row_peek(r, 40), CHECKS[i]))
            p->reporter_check = (enum reporter_check)i;
    }
    (void)proceeding_kind_of(row_peek(r, 5), &p->kind);
    (void)proceeding_state_of(row_peek(r, 13), &p->state);
    (void)accreditation_state_of(row_peek(r, 31), &p->holder_state);
    return json_parse(x->a, row_str(r, 11), 1024 * 1024, &p->verdict, err);
}

READ_ONE(one_proceeding, struct proceeding, read_row)
READ_ALL(all_proceedings, struct proceeding, read_row)

enum status
proceeding_store_get(struct act *x, int64_t id, struct proceeding *ret,
    bool *ret_found, struct err *err)
{
    return one_proceeding(x, &Q[Q_GET], DB_ARGS(db_i(id)), ret, ret_found, err);
}

enum status
proceeding_store_put(struct act *x, struct proceeding *p, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(p->subject_id), db_i(p->id), db_i(p->version),
            db_s(STATES[p->state]), or_null(p->notified_us),
            or_null(p->due_us), db_s(p->derivation), db_s(p->statement),
            or_null(p->statement_us), db_s(p->decision), db_s(p->reason),
            db_s(p->before), or_null(p->decided_us), or_null(p->decided_by),
            or_null(p->handler_id), or_null(p->checked_us),
            or_null(p->checked_by), db_s(p->check_text),
            db_day_or_null(p->meeting_day), db_s(p->minutes_no),
            db_s(p->meeting),
            db_s(CHECKS[p->reporter_check])),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这一案件刚刚被其他人修改，请刷新后再办理");
    p->version++;
    return OK;
}

enum status
proceeding_store_of_subject(struct act *x, int64_t subject_id,
    const struct proceeding **ret, size_t *ret_n, struct err *err)
{
    return all_proceedings(
        x, &Q[Q_OF_SUBJECT], DB_ARGS(db_i(subject_id)), ret, ret_n, err);
}

enum status
proceeding_store_page(struct act *x, int64_t programme_id, struct str kind,
    bool open_only, size_t offset, size_t n, const struct proceeding **ret,
    size_t *ret_n, int64_t *ret_total, struct err *err)
{
    TRY(all_proceedings(x, &Q[open_only ? Q_PAGE_OPEN : Q_PAGE],
        DB_ARGS(db_i(programme_id), db_s(kind), db_i((int64_t)n),
            db_i((int64_t)offset)),
        ret, ret_n, err));
    return tx_int(x->tx, &Q[Q_COUNT],
        DB_ARGS(db_i(programme_id), db_s(kind), db_i(open_only ? 1 : 0)),
        ret_total, err);
}
