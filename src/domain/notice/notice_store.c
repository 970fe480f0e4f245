/* SQL of public notices and objections. */
#include "notice_store.h"
#include "domain/reading.h"

enum {
    Q_ADD, Q_GET, Q_LIST, Q_CLOSE, Q_ENTRY_ADD, Q_ENTRIES, Q_ENTRY_OF,
    Q_ENTRY_MOVE, Q_OBJECTION_ADD, Q_OBJECTION_GET, Q_OBJECTION_NUMBER,
    Q_OBJECTIONS, Q_OPEN_OBJECTIONS, Q_OBJECTION_DECIDE, Q_OBJECTION_COUNT
};

#define COLUMNS \
    "id, programme_id, round_id, number, title, body, first_day, last_day, " \
    "end_us, derivation, entries, state, published_us, published_by, version"
#define OUT "iiIsssiiisisiii"

#define ENTRY_COLUMNS \
    "notice_id, position, subject_id, application_id, name, region, info, " \
    "state"
#define ENTRY_OUT "iiiissss"

#define OBJECTION_COLUMNS \
    "id, notice_id, position, subject_id, number, check_code, objector, " \
    "contact, facts, received_us, state, answer, decided_us, decided_by, " \
    "version"
#define OBJECTION_OUT "iiiisssssissIIi"
/* As listed: with the programme and the region of the entry. */
#define LISTED \
    "o.id, o.notice_id, o.position, o.subject_id, o.number, o.check_code, " \
    "o.objector, o.contact, o.facts, o.received_us, o.state, o.answer, " \
    "o.decided_us, o.decided_by, o.version, n.programme_id, e.region"
#define LISTED_FROM \
    " FROM objection o JOIN notice n ON n.id = o.notice_id JOIN notice_entry " \
    "e ON e.notice_id = o.notice_id AND e.position = o.position "

static const struct sql Q[] = {
    [Q_ADD] = { OUT, "",
        "INSERT INTO notice (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, "
        "$7, $8, $9, $10, $11, $12, $13, $14, $15)" },
    [Q_GET] = { "i", OUT, "SELECT " COLUMNS " FROM notice WHERE id = $1" },
    [Q_LIST] = { "iii", OUT,
        "SELECT " COLUMNS " FROM notice WHERE published_us < $1 AND "
        "($2 = 0 OR programme_id = $2) "
        "ORDER BY published_us DESC, id DESC LIMIT $3" },
    [Q_CLOSE] = { "ii", "",
        "UPDATE notice SET state = 'CLOSED', version = version + 1 "
        "WHERE id = $1 AND version = $2" },
    [Q_ENTRY_ADD] = { ENTRY_OUT, "",
        "INSERT INTO notice_entry (" ENTRY_COLUMNS ") VALUES ($1, $2, $3, "
        "$4, $5, $6, $7, $8)" },
    [Q_ENTRIES] = { "i", ENTRY_OUT,
        "SELECT " ENTRY_COLUMNS " FROM notice_entry WHERE notice_id = $1 "
        "ORDER BY position" },
    [Q_ENTRY_OF] = { "i", ENTRY_OUT,
        "SELECT " ENTRY_COLUMNS " FROM notice_entry WHERE "
        "application_id = $1 ORDER BY notice_id DESC, position LIMIT 1" },
    [Q_ENTRY_MOVE] = { "iiss", "",
        "UPDATE notice_entry SET state = $4 WHERE notice_id = $1 AND "
        "position = $2 AND state = $3" },
    [Q_OBJECTION_ADD] = { OBJECTION_OUT, "",
        "INSERT INTO objection (" OBJECTION_COLUMNS ") VALUES ($1, $2, $3, "
        "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)" },
    [Q_OBJECTION_GET] = { "i", OBJECTION_OUT,
        "SELECT " OBJECTION_COLUMNS " FROM objection WHERE id = $1" },
    [Q_OBJECTION_NUMBER] = { "s", OBJECTION_OUT,
        "SELECT " OBJECTION_COLUMNS " FROM objection WHERE number = $1" },
    [Q_OBJECTIONS] = { "i", OBJECTION_OUT "is",
        "SELECT " LISTED LISTED_FROM "WHERE $1 = 0 OR "
        "o.notice_id = $1 ORDER BY o.received_us, o.id LIMIT 500" },
    [Q_OPEN_OBJECTIONS] = { "i", OBJECTION_OUT "is",
        "SELECT " LISTED LISTED_FROM "WHERE o.state = 'OPEN' AND ($1 = 0 OR "
        "o.notice_id = $1) ORDER BY o.received_us, o.id LIMIT 500" },
    [Q_OBJECTION_DECIDE] = { "iissii", "",
        "UPDATE objection SET state = $3, answer = $4, decided_us = $5, "
        "decided_by = $6, version = version + 1 "
        "WHERE id = $1 AND version = $2 AND state = 'OPEN'" },
    [Q_OBJECTION_COUNT] = { "ii", "i",
        "SELECT COUNT(*) FROM objection WHERE notice_id = $1 AND "
        "position = $2 AND state = 'OPEN'" },
};
const struct sql_set notice_sql = SQL_SET("notice", Q);

#define JSON_MAX (1024u * 1024)

/* --- notices --- */

enum status
notice_store_add(struct act *x, const struct notice *n, struct str derivation,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(n->id), db_i(n->programme_id), db_id_or_null(n->round_id),
            db_s(n->number), db_s(n->title), db_s(n->body),
            db_i(n->first_day.n), db_i(n->last_day.n), db_i(n->end_us),
            db_s(derivation), db_i(n->entries), db_s(n->state),
            db_i(n->published_us), db_i(n->published_by), db_i(n->version)),
        NULL, err);
}

static enum status
read_notice(
    struct act *x, struct rows *r, struct notice *n, struct err *err)
{
    *n = (struct notice){ .id = row_int(r, 0),
        .programme_id = row_int(r, 1),
        .round_id = row_int(r, 2),
        .number = row_str(r, 3),
        .title = row_str(r, 4),
        .body = row_str(r, 5),
        .first_day = { (int32_t)row_int(r, 6) },
        .last_day = { (int32_t)row_int(r, 7) },
        .end_us = row_int(r, 8),
        .entries = row_int(r, 10),
        .state = row_str(r, 11),
        .published_us = row_int(r, 12),
        .published_by = row_int(r, 13),
        .version = row_int(r, 14) };
    return json_parse(x->a, row_peek(r, 9), JSON_MAX, &n->derivation, err);
}

READ_ONE(one_notice, struct notice, read_notice)
READ_ALL(all_notices, struct notice, read_notice)

enum status
notice_store_get(struct act *x, int64_t id, struct notice *ret,
    bool *ret_found, struct err *err)
{
    return one_notice(x, &Q[Q_GET], DB_ARGS(db_i(id)), ret, ret_found, err);
}

enum status
notice_store_list(struct act *x, int64_t programme_id, int64_t before,
    size_t n, const struct notice **ret, size_t *ret_n, struct err *err)
{
    return all_notices(x, &Q[Q_LIST],
        DB_ARGS(db_i(before), db_i(programme_id), db_i((int64_t)n)), ret, ret_n,
        err);
}

enum status
notice_store_close(struct act *x, struct notice *n, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_CLOSE], DB_ARGS(db_i(n->id), db_i(n->version)),
        &changed, err));
    if (changed == 0)
        return err_set(
            err, ERR_CONFLICT, "公示刚刚被其他人修改，请刷新后重试");
    n->state = STR("CLOSED");
    n->version++;
    return OK;
}

/* --- entries --- */

enum status
entry_store_add(
    struct act *x, const struct notice_entry *e, struct err *err)
{
    struct buf b;
    struct str info;

    buf_init(&b, x->a, JSON_MAX);
    json_write_canonical(&b, e->info);
    TRY(buf_done(&b, &info, err));
    return tx_exec(x->tx, &Q[Q_ENTRY_ADD],
        DB_ARGS(db_i(e->notice_id), db_i(e->position), db_i(e->subject_id),
            db_i(e->application_id), db_s(e->name), db_s(e->region),
            db_s(info), db_s(e->state)),
        NULL, err);
}

static enum status
read_entry(
    struct act *x, struct rows *r, struct notice_entry *e, struct err *err)
{
    *e = (struct notice_entry){ .notice_id = row_int(r, 0),
        .position = row_int(r, 1),
        .subject_id = row_int(r, 2),
        .application_id = row_int(r, 3),
        .name = row_str(r, 4),
        .region = row_str(r, 5),
        .state = row_str(r, 7) };
    return json_parse(x->a, row_peek(r, 6), JSON_MAX, &e->info, err);
}

READ_ONE(one_notice_entry, struct notice_entry, read_entry)
READ_ALL(all_entries, struct notice_entry, read_entry)

enum status
entry_store_list(struct act *x, int64_t notice_id,
    const struct notice_entry **ret, size_t *ret_n, struct err *err)
{
    return all_entries(
        x, &Q[Q_ENTRIES], DB_ARGS(db_i(notice_id)), ret, ret_n, err);
}

enum status
entry_store_of_application(struct act *x, int64_t application_id,
    struct notice_entry *ret, bool *ret_found, struct err *err)
{
    return one_notice_entry(
        x, &Q[Q_ENTRY_OF], DB_ARGS(db_i(application_id)), ret, ret_found, err);
}

enum status
entry_store_move(struct act *x, const struct notice_entry *e, struct str to,
    struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_ENTRY_MOVE],
        DB_ARGS(db_i(e->notice_id), db_i(e->position), db_s(e->state),
            db_s(to)),
        &changed, err));
    if (changed == 0)
        return err_set(err, ERR_CONFLICT,
            "公示名单刚刚被其他人修改，请刷新后重试");
    return OK;
}

/* --- objections --- */

enum status
objection_store_add(
    struct act *x, const struct objection *o, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_OBJECTION_ADD],
        DB_ARGS(db_i(o->id), db_i(o->notice_id), db_i(o->position),
            db_i(o->subject_id), db_s(o->number), db_s(o->check_code),
            db_s(o->objector), db_s(o->contact), db_s(o->facts),
            db_i(o->received_us), db_s(o->state), db_s(o->answer),
            db_id_or_null(o->decided_us), db_id_or_null(o->decided_by),
            db_i(o->version)),
        NULL, err);
}

static struct objection
read_objection(struct rows *r)
{
    return (struct objection){ .id = row_int(r, 0),
        .notice_id = row_int(r, 1),
        .position = row_int(r, 2),
        .subject_id = row_int(r, 3),
        .number = row_str(r, 4),
        .check_code = row_str(r, 5),
        .objector = row_str(r, 6),
        .contact = row_str(r, 7),
        .facts = row_str(r, 8),
        .received_us = row_int(r, 9),
        .state = row_str(r, 10),
        .answer = row_str(r, 11),
        .decided_us = row_int(r, 12),
        .decided_by = row_int(r, 13),
        .version = row_int(r, 14) };
}

COPY_ONE(one_objection, struct objection, read_objection)

enum status
objection_store_get(struct act *x, int64_t id, struct objection *ret,
    bool *ret_found, struct err *err)
{
    return one_objection(
        x, &Q[Q_OBJECTION_GET], DB_ARGS(db_i(id)), ret, ret_found, err);
}

enum status
objection_store_by_number(struct act *x, struct str number,
    struct objection *ret, bool *ret_found, struct err *err)
{
    return one_objection(
        x, &Q[Q_OBJECTION_NUMBER], DB_ARGS(db_s(number)), ret, ret_found, err);
}

enum status
objection_store_list(struct act *x, int64_t notice_id, bool open,
    const struct objection **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct objection) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[open ? Q_OPEN_OBJECTIONS : Q_OBJECTIONS],
        DB_ARGS(db_i(notice_id)), &r, err));
    while (rows_next(r)) {
        struct objection o = read_objection(r);

        o.programme_id = row_int(r, 15);
        o.region = row_str(r, 16);
        *VEC_PUSH(x->a, &v) = o;
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
objection_store_decide(
    struct act *x, const struct objection *o, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_OBJECTION_DECIDE],
        DB_ARGS(db_i(o->id), db_i(o->version), db_s(o->state),
            db_s(o->answer), db_i(x->now_us), db_i(x->who->account_id)),
        &changed, err));
    if (changed == 0)
        return err_set(
            err, ERR_CONFLICT, "这项异议刚刚被其他人办理，请刷新后查看");
    return OK;
}

enum status
objection_store_count_open(struct act *x, int64_t notice_id, int64_t position,
    int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_OBJECTION_COUNT],
        DB_ARGS(db_i(notice_id), db_i(position)), ret, err);
}
