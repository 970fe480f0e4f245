#include "message_store.h"
#include "domain/reading.h"

enum {
    Q_ADD, Q_INBOX, Q_UNREAD, Q_MARK, Q_OF_SUBJECT, Q_LIST, Q_DUE, Q_CLAIM,
    Q_ATTEMPTS, Q_SENT, Q_AGAIN, Q_RETRY, Q_RECEIPTS
};

#define COLUMNS \
    "o.id, o.channel, o.title, o.body, o.link, o.state, o.created_us, " \
    "o.sent_us, o.read_us, o.attempts, o.error, o.template, o.address"
#define COLUMNS_OUT "isssssiIIisss"
/* Mine: addressed to the account, or to a subject it acts for. */
#define MINE \
    "o.channel = 'INBOX' AND (o.account_id = $1 OR o.subject_id IN " \
    "(SELECT subject_id FROM account_subject WHERE account_id = $1))"

static const struct sql Q[] = {
    [Q_ADD] = { "isIIssssssiiIS", "",
        "INSERT INTO outbox (id, channel, account_id, subject_id, address, "
        "template, title, body, link, state, attempts, next_us, created_us, "
        "sent_us, read_us, error, once_key) VALUES ($1, $2, $3, $4, $5, $6, "
        "$7, $8, $9, $10, 0, $11, $12, $13, NULL, '', $14) "
        "ON CONFLICT (once_key) DO NOTHING" },
    [Q_INBOX] = { "iii", COLUMNS_OUT,
        "SELECT " COLUMNS " FROM outbox o WHERE " MINE " AND o.id < $2 "
        "ORDER BY o.id DESC LIMIT $3" },
    [Q_UNREAD] = { "i", "i",
        "SELECT COUNT(*) FROM outbox o WHERE " MINE
        " AND o.read_us IS NULL" },
    [Q_MARK] = { "iii", "",
        "UPDATE outbox SET read_us = $3 WHERE id = $2 AND read_us IS NULL AND "
        "(account_id = $1 OR subject_id IN (SELECT subject_id FROM "
        "account_subject WHERE account_id = $1))" },
    [Q_OF_SUBJECT] = { "i", COLUMNS_OUT,
        "SELECT " COLUMNS " FROM outbox o WHERE o.subject_id = $1 "
        "ORDER BY o.id DESC LIMIT 200" },
    [Q_RECEIPTS] = { "s", COLUMNS_OUT "s",
        "SELECT " COLUMNS ", COALESCE(a.name, s.name, '') FROM outbox o "
        "LEFT JOIN account a ON a.id = o.account_id "
        "LEFT JOIN subject s ON s.id = o.subject_id "
        "WHERE o.link = $1 AND o.link <> '' AND o.channel = 'INBOX' "
        "ORDER BY o.id DESC LIMIT 500" },
    [Q_LIST] = { "sii", COLUMNS_OUT,
        "SELECT " COLUMNS " FROM outbox o WHERE ($1 = '' OR o.state = $1) "
        "AND o.id < $2 ORDER BY o.id DESC LIMIT $3" },
    [Q_DUE] = { "iis", "issssis",
        "SELECT id, channel, address, title, body, attempts, link FROM outbox "
        "WHERE state = 'QUEUED' AND channel = $3 AND next_us <= $1 "
        "ORDER BY next_us, id LIMIT $2" },
    [Q_CLAIM] = { "iii", "",
        "UPDATE outbox SET next_us = $3 WHERE id = $1 AND "
        "state = 'QUEUED' AND next_us <= $2" },
    [Q_ATTEMPTS] = { "i", "i", "SELECT attempts FROM outbox WHERE id = $1" },
    [Q_SENT] = { "ii", "",
        "UPDATE outbox SET state = 'SENT', attempts = attempts + 1, "
        "sent_us = $2, error = '' WHERE id = $1" },
    [Q_AGAIN] = { "isiis", "",
        "UPDATE outbox SET state = $2, attempts = $3, next_us = $4, "
        "error = $5 WHERE id = $1" },
    [Q_RETRY] = { "ii", "",
        "UPDATE outbox SET state = 'QUEUED', attempts = 0, next_us = $2 "
        "WHERE id = $1 AND state = 'FAILED'" },
};
const struct sql_set message_sql = SQL_SET("message", Q);

enum status
message_store_add(struct act *x, const struct message_new *m, bool *ret_added,
    struct err *err)
{
    bool inbox = str_eq(m->channel, STR("INBOX"));
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(world_id(&x->d->world)), db_s(m->channel),
            db_id_or_null(m->account_id), db_id_or_null(m->subject_id),
            db_s(m->address), db_s(m->template_name), db_s(m->title),
            db_s(m->body), db_s(m->link),
            db_s(inbox ? STR("SENT") : STR("QUEUED")), db_i(x->now_us),
            db_i(x->now_us), inbox ? db_i(x->now_us) : db_null(),
            db_s_or_null(m->once_key)),
        &changed, err));
    *ret_added = changed > 0;
    return OK;
}

/* Enough to tell two recipients apart, not enough to reach them. */
static struct str
masked(struct arena *a, struct str channel, struct str address)
{
    struct str name;

    if (str_eq(channel, STR("SMS")))
        return mask_mobile(a, address);
    if (address.n == 0)
        return address;
    struct str host = str_cut(address, '@', &name, NULL);
    return arena_fmt(a, STR_FMT "***@" STR_FMT,
        STR_ARG(utf8_head(name, 1)), STR_ARG(host));
}

static enum status
read_some(struct act *x, struct rows *r, bool readers,
    const struct message_row **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct message_row) v = { 0 };

    while (rows_next(r)) {
        struct message_row *m = VEC_PUSH(x->a, &v);

        *m = (struct message_row){ .id = row_int(r, 0),
            .channel = row_str(r, 1),
            .title = row_str(r, 2),
            .body = row_str(r, 3),
            .link = row_str(r, 4),
            .state = row_str(r, 5),
            .created_us = row_int(r, 6),
            .sent_us = row_int(r, 7),
            .read_us = row_int(r, 8),
            .attempts = row_int(r, 9),
            .error = row_str(r, 10),
            .template_name = row_str(r, 11) };
        m->address_masked = masked(x->a, m->channel, row_str(r, 12));
        if (readers)
            m->reader = row_str(r, 13);
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

static enum status
read_rows(struct act *x, struct rows *r, const struct message_row **ret,
    size_t *ret_n, struct err *err)
{
    return read_some(x, r, false, ret, ret_n, err);
}

enum status
message_receipts(struct act *x, struct str link,
    const struct message_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    TRY(tx_query(
        x->tx, x->a, &Q[Q_RECEIPTS], DB_ARGS(db_s(link)), &r, err));
    return read_some(x, r, true, ret, ret_n, err);
}

enum status
message_inbox(struct act *x, int64_t before, size_t n,
    const struct message_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_INBOX],
        DB_ARGS(
            db_i(x->who->account_id), db_i(before), db_i((int64_t)n)),
        &r, err));
    return read_rows(x, r, ret, ret_n, err);
}

enum status
message_unread(struct act *x, int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_UNREAD], DB_ARGS(db_i(x->who->account_id)), ret,
        err);
}

enum status
message_mark_read(struct act *x, int64_t id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_MARK],
        DB_ARGS(db_i(x->who->account_id), db_i(id), db_i(x->now_us)), NULL,
        err);
}

enum status
message_of_subject(struct act *x, int64_t subject_id,
    const struct message_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(act_require(x, MAY_READ_FILES, 0, STR_EMPTY, err));
    TRY(tx_query(x->tx, x->a, &Q[Q_OF_SUBJECT], DB_ARGS(db_i(subject_id)), &r,
        err));
    return read_rows(x, r, ret, ret_n, err);
}

enum status
message_list(struct act *x, struct str state, int64_t before, size_t n,
    const struct message_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(act_require_whole(x, MAY_READ_FILES, 0, err));
    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_s(state), db_i(before), db_i((int64_t)n)), &r, err));
    return read_rows(x, r, ret, ret_n, err);
}

static struct message_due
read_message_due(struct rows *r)
{
    return (struct message_due){ .id = row_int(r, 0),
        .is_sms = str_eq(row_peek(r, 1), STR("SMS")),
        .address = row_str(r, 2),
        .title = row_str(r, 3),
        .body = row_str(r, 4),
        .attempts = row_int(r, 5),
        .link = row_str(r, 6) };
}

COPY_ALL(all_message_dues, struct message_due, read_message_due)

enum status
message_due(struct act *x, const char *channel, size_t n,
    const struct message_due **ret, size_t *ret_n, struct err *err)
{
    return all_message_dues(x, &Q[Q_DUE],
        DB_ARGS(db_i(x->now_us), db_i((int64_t)n), db_s(str_of(channel))), ret,
        ret_n, err);
}

enum status
message_store_claim(
    struct act *x, int64_t id, int64_t next_us, bool *ret, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_CLAIM],
        DB_ARGS(db_i(id), db_i(x->now_us), db_i(next_us)), &changed, err));
    *ret = changed > 0;
    return OK;
}

enum status
message_store_attempts(
    struct act *x, int64_t id, int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_ATTEMPTS], DB_ARGS(db_i(id)), ret, err);
}

enum status
message_store_retry(struct act *x, int64_t id, bool *ret, struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_RETRY], DB_ARGS(db_i(id), db_i(x->now_us)),
        &changed, err));
    *ret = changed > 0;
    return OK;
}

enum status
message_store_finish(struct act *x, int64_t id, struct str state,
    int64_t attempts, int64_t time_us, struct str error, struct err *err)
{
    if (str_eq(state, STR("SENT")))
        return tx_exec(x->tx, &Q[Q_SENT], DB_ARGS(db_i(id), db_i(time_us)),
            NULL, err);
    return tx_exec(x->tx, &Q[Q_AGAIN],
        DB_ARGS(db_i(id), db_s(state), db_i(attempts), db_i(time_us),
            db_s(error)),
        NULL, err);
}
