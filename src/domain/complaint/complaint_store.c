/* SQL of complaints of members. */
#include "complaint_store.h"

#include "../incident/incident_store.h"

enum { Q_ADD, Q_GET, Q_BY_NUMBER, Q_PUT, Q_OF, Q_PAGE, Q_PAGE_OPEN,
    Q_BY_CODE, Q_BY_ACCOUNT, Q_WAITING };

#define MOVES_MAX (64 * 1024)

#define COLUMNS \
    "c.subject_id, c.id, c.accreditation_id, c.programme_id, c.number, " \
    "c.check_code, c.complainant, c.credit_code, c.member_no, c.contact, " \
    "c.phone, c.complained_day, c.member, c.facts, c.received_us, c.due_us, " \
    "c.derivation, c.statement, c.statement_us, c.finding, c.matter, " \
    "c.reason, c.decided_us, c.decided_by, c.version, a.name, a.number, " \
    "c.region, c.account_id, c.intake_due_us, c.accepted_us, " \
    "c.outcome_day, c.moves"
#define OUT "iiiisssssssiisiissIsssIIisssIIIIs"
#define FROM \
    " FROM complaint c JOIN accreditation a ON a.subject_id = c.subject_id " \
    "AND a.id = c.accreditation_id "

static const struct sql Q[] = {
    [Q_ADD] = { "iiiisssssssiisiissIII", "",
        "INSERT INTO complaint (subject_id, id, accreditation_id, "
        "programme_id, number, check_code, complainant, credit_code, "
        "member_no, contact, phone, complained_day, member, facts, "
        "received_us, due_us, derivation, region, account_id, "
        "intake_due_us, accepted_us, moves, statement, "
        "finding, matter, reason, version) VALUES ($1, $2, $3, $4, $5, $6, "
        "$7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
        "$21, '[]', '', '', '', '', 1)" },
    [Q_GET] = { "i", OUT, "SELECT " COLUMNS FROM "WHERE c.id = $1" },
    [Q_BY_NUMBER] = { "s", OUT,
        "SELECT " COLUMNS FROM "WHERE c.number = $1" },
    [Q_PUT] = { "iiisIsssIIisIIIss", "",
        "UPDATE complaint SET statement = $4, statement_us = $5, "
        "finding = $6, matter = $7, reason = $8, decided_us = $9, "
        "decided_by = $10, due_us = $11, derivation = $12, "
        "intake_due_us = $13, accepted_us = $14, outcome_day = $15, "
        "region = $16, moves = $17, version = version + 1 WHERE "
        "subject_id = $1 AND id = $2 AND version = $3" },
    [Q_OF] = { "i", OUT,
        "SELECT " COLUMNS FROM "WHERE c.subject_id = $1 ORDER BY c.id DESC "
        "LIMIT 500" },
    [Q_PAGE] = { "ii", OUT,
        "SELECT " COLUMNS FROM "ORDER BY c.id DESC LIMIT $1 OFFSET $2" },
    [Q_PAGE_OPEN] = { "ii", OUT,
        "SELECT " COLUMNS FROM "WHERE c.finding = '' ORDER BY c.id "
        "LIMIT $1 OFFSET $2" },
    [Q_BY_CODE] = { "s", OUT,
        "SELECT " COLUMNS FROM "WHERE c.credit_code = $1 ORDER BY c.id DESC "
        "LIMIT 500" },
    [Q_BY_ACCOUNT] = { "i", OUT,
        "SELECT " COLUMNS FROM "WHERE c.account_id = $1 ORDER BY c.id DESC "
        "LIMIT 500" },
    [Q_WAITING] = { "i", OUT,
        "SELECT " COLUMNS FROM "WHERE c.programme_id = $1 AND "
        "c.finding = '' ORDER BY c.received_us, c.id LIMIT 10000" },
};
const struct sql_set complaint_sql = SQL_SET("complaint", Q);

static struct str
finding_text(enum complaint_finding f)
{
    return f == FINDING_NONE ? STR_EMPTY : complaint_finding_name(f);
}

enum status
complaint_store_add(
    struct act *x, const struct complaint *c, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(c->subject_id), db_i(c->id), db_i(c->accreditation_id),
            db_i(c->programme_id), db_s(c->number), db_s(c->check_code),
            db_s(c->complainant), db_s(c->credit_code), db_s(c->member_no),
            db_s(c->contact), db_s(c->phone), db_i(c->complained.n),
            db_i(c->member ? 1 : 0), db_s(c->facts), db_i(c->received_us),
            db_i(c->due_us), db_s(c->derivation), db_s(c->region),
            db_id_or_null(c->account_id), db_id_or_null(c->intake_due_us),
            db_id_or_null(c->accepted_us)),
        NULL, err);
}

/* Kept as the day on which the count ends: whether it is a rest day is known
 * once the holidays of its year are. */
static void
read_outcome(struct act *x, struct rows *r, struct complaint *c)
{
    struct day zero = day_of_us(c->accepted_us);
    struct due d;
    int32_t last;

    if (row_is_null(r, 31) || c->accepted_us == 0)
        return;
    last = (int32_t)row_int(r, 31);
    if (due_compute(x, zero,
            (struct term){ TERM_CALENDAR_DAYS, last - zero.n, DAY_NONE }, &d,
            NULL) != OK)
        return;
    c->outcome_days = last - zero.n;
    c->outcome_due_us = day_end_us(d.day);
    c->outcome_open = d.open;
}

static void
read_row(struct act *x, struct rows *r, struct complaint *c)
{
    const struct json *moves = NULL;

    *c = (struct complaint){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .accreditation_id = row_int(r, 2),
        .programme_id = row_int(r, 3),
        .number = row_str(r, 4),
        .check_code = row_str(r, 5),
        .complainant = row_str(r, 6),
        .credit_code = row_str(r, 7),
        .member_no = row_str(r, 8),
        .contact = row_str(r, 9),
        .phone = row_str(r, 10),
        .complained = { (int32_t)row_int(r, 11) },
        .member = row_int(r, 12) != 0,
        .facts = row_str(r, 13),
        .received_us = row_int(r, 14),
        .due_us = row_int(r, 15),
        .derivation = row_str(r, 16),
        .statement = row_str(r, 17),
        .statement_us = row_int(r, 18),
        .matter = row_str(r, 20),
        .reason = row_str(r, 21),
        .decided_us = row_int(r, 22),
        .decided_by = row_int(r, 23),
        .version = row_int(r, 24),
        .holder = row_str(r, 25),
        .holder_number = row_str(r, 26),
        .region = row_str(r, 27),
        .account_id = row_int(r, 28),
        .intake_due_us = row_int(r, 29),
        .accepted_us = row_int(r, 30) };
    read_outcome(x, r, c);
    if (json_parse(x->a, row_peek(r, 32), MOVES_MAX, &moves, NULL) == OK)
        c->moves = moves;
    if (!complaint_finding_of(row_peek(r, 19), &c->finding))
        c->finding = FINDING_NONE;
}

static enum status
read_one(struct act *x, const struct sql *q, struct dbv arg,
    struct complaint *ret, bool *ret_found, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_one(x->tx, x->a, q, DB_ARGS(arg), ret_found, &r, err));
    if (*ret_found)
        read_row(x, r, ret);
    return rows_end(r, err);
}

enum status
complaint_store_get(struct act *x, int64_t id, struct complaint *ret,
    bool *ret_found, struct err *err)
{
    return read_one(x, &Q[Q_GET], db_i(id), ret, ret_found, err);
}

enum status
complaint_store_by_number(struct act *x, struct str number,
    struct complaint *ret, bool *ret_found, struct err *err)
{
    return read_one(x, &Q[Q_BY_NUMBER], db_s(number), ret, ret_found, err);
}

static enum status
moves_text(struct act *x, const struct complaint *c, struct str *ret,
    struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, MOVES_MAX);
    json_write(&b, c->moves == NULL ? json_new(x->a, JSON_LIST) : c->moves);
    return buf_done(&b, ret, err);
}

static struct dbv
outcome_day(const struct complaint *c)
{
    return c->outcome_days == 0
        ? db_null()
        : db_i(day_of_us(c->accepted_us).n + c->outcome_days);
}

enum status
complaint_store_put(struct act *x, struct complaint *c, struct err *err)
{
    struct str moves = STR_EMPTY;
    int64_t changed = 0;

    TRY(moves_text(x, c, &moves, err));
    TRY(tx_exec(x->tx, &Q[Q_PUT],
        DB_ARGS(db_i(c->subject_id), db_i(c->id), db_i(c->version),
            db_s(c->statement), db_id_or_null(c->statement_us),
            db_s(finding_text(c->finding)), db_s(c->matter),
            db_s(c->reason), db_id_or_null(c->decided_us),
            db_id_or_null(c->decided_by), db_i(c->due_us),
            db_s(c->derivation), db_id_or_null(c->intake_due_us),
            db_id_or_null(c->accepted_us), outcome_day(c),
            db_s(c->region), db_s(moves)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "这件投诉刚刚被其他人修改，请刷新后再办理");
    c->version++;
    return OK;
}

static enum status
read_all(struct act *x, struct rows *r, const struct complaint **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct complaint) v = { 0 };

    while (rows_next(r))
        read_row(x, r, VEC_PUSH(x->a, &v));
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
complaint_store_of(struct act *x, int64_t subject_id,
    const struct complaint **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_OF], DB_ARGS(db_i(subject_id)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
complaint_store_by_code(struct act *x, struct str credit_code,
    const struct complaint **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_BY_CODE], DB_ARGS(db_s(credit_code)), &r,
        err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
complaint_store_by_account(struct act *x, int64_t account_id,
    const struct complaint **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_BY_ACCOUNT], DB_ARGS(db_i(account_id)),
        &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
complaint_store_waiting(struct act *x, int64_t programme_id,
    const struct complaint **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_WAITING], DB_ARGS(db_i(programme_id)), &r,
        err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
complaint_store_page(struct act *x, bool open_only, size_t offset, size_t n,
    const struct complaint **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[open_only ? Q_PAGE_OPEN : Q_PAGE],
        DB_ARGS(db_i((int64_t)n), db_i((int64_t)offset)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

/* For rules: columns of the register's lists. */
enum status
complaint_facts(struct act *x, int64_t subject_id, int64_t programme_id,
    struct json **ret, struct err *err)
{
    struct json *list = json_new(x->a, JSON_LIST);
    const struct complaint *rows = NULL;
    size_t n = 0;

    TRY(complaint_store_of(x, subject_id, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct complaint *c = &rows[i];
        struct json *o = json_new(x->a, JSON_OBJECT);

        if (c->programme_id != programme_id)
            continue;
        json_set(x->a, o, STR("日期"),
            json_text(x->a, day_iso(x->a, c->complained)));
        json_set(x->a, o, STR("生效日"),
            json_text(x->a, day_iso(x->a, c->complained)));
        json_set(x->a, o, STR("文号"), json_text(x->a, c->number));
        json_set(x->a, o, STR("状态"),
            json_text(x->a, complaint_finding_title(c->finding)));
        json_set(
            x->a, o, STR("投诉人代码"), json_text(x->a, c->credit_code));
        json_set(x->a, o, STR("事项编号"), json_text(x->a, c->matter));
        json_set(
            x->a, o, STR("当时为会员"), json_boolean(x->a, c->member));
        json_push(x->a, list, o);
    }
    *ret = list;
    return OK;
}
