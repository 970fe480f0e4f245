#include "decision_store.h"
#include "domain/reading.h"

enum {
    Q_LINES, Q_PUT, Q_FILES, Q_ASK, Q_ASKED, Q_ONE, Q_SETTLE
};

#define OVERRIDE_COLUMNS \
    "o.id, o.programme_id, o.subject_id, o.application_id, o.category, " \
    "o.quotas, o.places, o.reason, o.document_no, o.state, o.asked_us, " \
    "o.asked_by, o.settled_us, o.settled_by, COALESCE(a.name, ''), " \
    "COALESCE(a.number, ''), COALESCE(p.name, ''), COALESCE(s.name, '')"
#define OVERRIDE_OUT "iiiissssssiiIIssss"
#define OVERRIDE_FROM \
    " FROM quota_override o LEFT JOIN application a ON " \
    "a.subject_id = o.subject_id AND a.id = o.application_id " \
    "LEFT JOIN account p ON p.id = o.asked_by " \
    "LEFT JOIN account s ON s.id = o.settled_by"

static const struct sql Q[] = {
    [Q_LINES] = { "ii", "sssIIsssIII",
        "SELECT category, proposal, proposal_reason, proposed_us, "
        "proposed_by, decision, reason, document_no, decided_day, "
        "decided_us, decided_by FROM decision_line WHERE subject_id = $1 AND "
        "application_id = $2 ORDER BY category" },
    [Q_PUT] = { "iisssIIsssIII", "",
        "INSERT INTO decision_line (subject_id, application_id, category, "
        "proposal, proposal_reason, proposed_us, proposed_by, decision, "
        "reason, document_no, decided_day, decided_us, decided_by) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
        "ON CONFLICT (subject_id, application_id, category) DO UPDATE SET "
        "proposal = $4, proposal_reason = $5, proposed_us = $6, "
        "proposed_by = $7, decision = $8, reason = $9, document_no = $10, "
        "decided_day = $11, decided_us = $12, decided_by = $13" },
    [Q_FILES] = { "ii", "iiiIisssssiii",
        "SELECT a.subject_id, a.id, a.programme_id, a.round_id, "
        "a.entered_us, COALESCE(a.number, ''), a.name, a.region, "
        "a.procedure_name, a.state, (SELECT COUNT(*) FROM decision_line l "
        "WHERE l.subject_id = a.subject_id AND l.application_id = a.id), "
        "(SELECT COUNT(*) FROM decision_line l WHERE l.subject_id = "
        "a.subject_id AND l.application_id = a.id AND l.proposal <> ''), "
        "(SELECT COUNT(*) FROM decision_line l WHERE l.subject_id = "
        "a.subject_id AND l.application_id = a.id AND l.decision <> '') "
        "FROM application a WHERE a.programme_id = $1 AND a.state IN "
        "('DECISION', 'PUBLICATION') AND ($2 = 0 OR a.round_id = $2) "
        "ORDER BY a.state, a.entered_us, a.id LIMIT 500" },
    [Q_ASK] = { "iiiisssssii", "",
        "INSERT INTO quota_override (id, programme_id, subject_id, "
        "application_id, category, quotas, places, reason, document_no, "
        "state, asked_us, asked_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
        "$9, 'ASKED', $10, $11)" },
    [Q_ASKED] = { "ii", OVERRIDE_OUT,
        "SELECT " OVERRIDE_COLUMNS OVERRIDE_FROM " WHERE "
        "o.programme_id = $1 AND ($2 = 0 OR o.application_id = $2) "
        "ORDER BY o.id DESC LIMIT 500" },
    [Q_ONE] = { "i", OVERRIDE_OUT,
        "SELECT " OVERRIDE_COLUMNS OVERRIDE_FROM " WHERE o.id = $1" },
    [Q_SETTLE] = { "isii", "",
        "UPDATE quota_override SET state = $2, settled_us = $3, "
        "settled_by = $4 WHERE id = $1 AND state = 'ASKED'" },
};
const struct sql_set decision_sql = SQL_SET("decision", Q);

/* --- lines --- */

/* The column holds nothing else. */
static enum decision_outcome
outcome_of(struct str name)
{
    enum decision_outcome o = DECISION_NONE;

    (void)decision_of(name, &o);
    return o;
}

static struct decision_line
read_decision_line(struct rows *r)
{
    return (struct decision_line){
        .category = row_str(r, 0),
        .proposal = outcome_of(row_peek(r, 1)),
        .decision = outcome_of(row_peek(r, 5)),
        .proposal_reason = row_str(r, 2),
        .proposed_us = row_int(r, 3),
        .proposed_by = row_int(r, 4),
        .reason = row_str(r, 6),
        .document_no = row_str(r, 7),
        .decided = row_day(r, 8),
        .decided_us = row_int(r, 9),
        .decided_by = row_int(r, 10),
    };
}

COPY_ALL(all_decision_lines, struct decision_line, read_decision_line)

enum status
line_store_list(struct act *x, const struct application *app,
    const struct decision_line **ret, size_t *ret_n, struct err *err)
{
    return all_decision_lines(x, &Q[Q_LINES],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), ret, ret_n, err);
}

enum status
line_store_put(struct act *x, const struct application *app,
    const struct decision_line *l, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_s(l->category),
            db_s(decision_name(l->proposal)), db_s(l->proposal_reason),
            db_id_or_null(l->proposed_us), db_id_or_null(l->proposed_by),
            db_s(decision_name(l->decision)), db_s(l->reason),
            db_s(l->document_no), db_day_or_null(l->decided),
            db_id_or_null(l->decided_us), db_id_or_null(l->decided_by)),
        NULL, err);
}

enum status
decision_store_files(struct act *x, int64_t programme_id, int64_t round_id,
    const struct decision_row **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct decision_row) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_FILES],
        DB_ARGS(db_i(programme_id), db_i(round_id)), &r, err));
    while (rows_next(r)) {
        struct decision_row row = { .subject_id = row_int(r, 0),
            .id = row_int(r, 1),
            .programme_id = row_int(r, 2),
            .round_id = row_int(r, 3),
            .entered_us = row_int(r, 4),
            .number = row_str(r, 5),
            .name = row_str(r, 6),
            .region = row_str(r, 7),
            .procedure = row_str(r, 8),
            .lines = row_int(r, 10),
            .proposed = row_int(r, 11),
            .decided = row_int(r, 12) };

        (void)application_state_of(row_peek(r, 9), &row.state);
        *VEC_PUSH(x->a, &v) = row;
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- overrides --- */

static const struct str STATES[] = {
    [OVERRIDE_ASKED] = STR_INIT("ASKED"),
    [OVERRIDE_AGREED] = STR_INIT("AGREED"),
    [OVERRIDE_DECLINED] = STR_INIT("DECLINED"),
};

static struct quota_override
read_override(struct rows *r)
{
    struct quota_override o = { .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .subject_id = row_int(r, 2),
        .application_id = row_int(r, 3),
        .category = row_str(r, 4),
        .quotas = row_str(r, 5),
        .places = row_str(r, 6),
        .reason = row_str(r, 7),
        .document_no = row_str(r, 8),
        .asked_us = row_int(r, 10),
        .asked_by = row_int(r, 11),
        .settled_us = row_int(r, 12),
        .settled_by = row_int(r, 13),
        .name = row_str(r, 14),
        .number = row_str(r, 15),
        .asked_name = row_str(r, 16),
        .settled_name = row_str(r, 17) };

    if (str_eq(STATES[OVERRIDE_AGREED], row_peek(r, 9)))
        o.state = OVERRIDE_AGREED;
    else if (str_eq(STATES[OVERRIDE_DECLINED], row_peek(r, 9)))
        o.state = OVERRIDE_DECLINED;
    return o;
}

COPY_ALL(all_quota_overrides, struct quota_override, read_override)

enum status
override_store_add(
    struct act *x, const struct quota_override *o, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ASK],
        DB_ARGS(db_i(o->id), db_i(o->programme_id), db_i(o->subject_id),
            db_i(o->application_id), db_s(o->category), db_s(o->quotas),
            db_s(o->places), db_s(o->reason), db_s(o->document_no),
            db_i(o->asked_us), db_i(o->asked_by)),
        NULL, err);
}

enum status
override_store_list(struct act *x, int64_t programme_id,
    int64_t application_id, const struct quota_override **ret, size_t *ret_n,
    struct err *err)
{
    return all_quota_overrides(x, &Q[Q_ASKED],
        DB_ARGS(db_i(programme_id), db_i(application_id)), ret, ret_n, err);
}

enum status
override_store_get(struct act *x, int64_t id, struct quota_override *ret,
    bool *ret_found, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_one(
        x->tx, x->a, &Q[Q_ONE], DB_ARGS(db_i(id)), ret_found, &r, err));
    if (!*ret_found)
        return OK;
    *ret = read_override(r);
    return rows_end(r, err);
}

enum status
override_store_settle(
    struct act *x, const struct quota_override *o, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_SETTLE],
        DB_ARGS(db_i(o->id), db_s(STATES[o->state]), db_i(o->settled_us),
            db_i(o->settled_by)),
        &changed, err));
    return changed > 0 ? OK
                       : err_set(err, ERR_CONFLICT,
                             "这项突破名额的请示刚刚已由其他人处理，请刷新后查看");
}
