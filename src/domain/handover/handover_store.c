/* SQL of hand-overs. */
#include "handover_store.h"

enum { Q_ADD, Q_OPEN, Q_CLOSE, Q_CLOSE_ALL, Q_LIST, Q_OF, Q_LINE, Q_LINES };

#define COLUMNS \
    "h.id, h.programme_id, h.subject_id, h.accreditation_id, h.host_id, " \
    "h.event, h.opened_us, h.closed_us, c.name, c.number"
#define COLUMN_TYPES "iiiiisiIss"
#define FROM \
    "FROM handover h JOIN accreditation c ON " \
    "c.subject_id = h.subject_id AND c.id = h.accreditation_id "

static const struct sql Q[] = {
    [Q_ADD] = { "iiiiisi", "",
        "INSERT INTO handover (subject_id, accreditation_id, id, "
        "programme_id, host_id, event, opened_us) VALUES ($1, $2, $3, $4, "
        "$5, $6, $7)" },
    [Q_OPEN] = { "iii", "i",
        "SELECT COALESCE(MAX(id), 0) FROM handover WHERE subject_id = $1 "
        "AND accreditation_id = $2 AND host_id = $3 AND "
        "closed_us IS NULL" },
    [Q_CLOSE] = { "iiii", "",
        "UPDATE handover SET closed_us = $4 WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND host_id = $3 AND closed_us IS NULL" },
    [Q_CLOSE_ALL] = { "iii", "",
        "UPDATE handover SET closed_us = $3 WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND closed_us IS NULL" },
    [Q_LIST] = { "i", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE h.closed_us IS NULL AND "
        "($1 = 0 OR h.programme_id = $1) ORDER BY h.opened_us, h.id "
        "LIMIT 500" },
    [Q_OF] = { "ii", COLUMN_TYPES,
        "SELECT " COLUMNS " " FROM "WHERE h.subject_id = $1 AND "
        "h.accreditation_id = $2 ORDER BY h.id DESC LIMIT 200" },
    [Q_LINE] = { "iiiiisIsss", "",
        "INSERT INTO handover_line (subject_id, accreditation_id, id, "
        "at_us, noun, title, to_subject_id, to_name, reason, done_by) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" },
    [Q_LINES] = { "ii", "iissss",
        "SELECT at_us, noun, title, to_name, reason, done_by "
        "FROM handover_line WHERE subject_id = $1 AND "
        "accreditation_id = $2 ORDER BY id DESC LIMIT 2000" },
};
const struct sql_set handover_sql = SQL_SET("handover", Q);

enum status
handover_store_add(struct act *x, const struct handover *h, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(h->subject_id), db_i(h->accreditation_id), db_i(h->id),
            db_i(h->programme_id), db_i(h->host_id), db_s(h->event),
            db_i(h->opened_us)),
        NULL, err);
}

enum status
handover_store_open(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t host_id, int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_OPEN],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id), db_i(host_id)),
        ret, err);
}

enum status
handover_store_close(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t host_id, struct err *err)
{
    if (host_id < 0)
        return tx_exec(x->tx, &Q[Q_CLOSE_ALL],
            DB_ARGS(db_i(subject_id), db_i(accreditation_id),
                db_i(x->now_us)),
            NULL, err);
    return tx_exec(x->tx, &Q[Q_CLOSE],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id), db_i(host_id),
            db_i(x->now_us)),
        NULL, err);
}

static enum status
read_all(struct act *x, struct rows *r, const struct handover **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct handover) v = { 0 };

    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct handover){ .id = row_int(r, 0),
            .programme_id = row_int(r, 1),
            .subject_id = row_int(r, 2),
            .accreditation_id = row_int(r, 3),
            .host_id = row_int(r, 4),
            .event = row_str(r, 5),
            .opened_us = row_int(r, 6),
            .closed_us = row_is_null(r, 7) ? 0 : row_int(r, 7),
            .name = row_str(r, 8),
            .number = row_str(r, 9) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
handover_store_list(struct act *x, int64_t programme_id,
    const struct handover **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_LIST], DB_ARGS(db_i(programme_id)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
handover_store_of(struct act *x, int64_t subject_id,
    int64_t accreditation_id, const struct handover **ret, size_t *ret_n,
    struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_OF],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), &r, err));
    return read_all(x, r, ret, ret_n, err);
}

enum status
handover_store_line(struct act *x, const struct accreditation *c,
    const struct handover_line *l, int64_t to_subject_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_LINE],
        DB_ARGS(db_i(c->subject_id), db_i(c->id),
            db_i(world_id(&x->d->world)), db_i(x->now_us), db_i(l->noun),
            db_s(l->title), db_id_or_null(to_subject_id), db_s(l->to_name),
            db_s(l->reason), db_s(x->who->name)),
        NULL, err);
}

enum status
handover_store_lines(struct act *x, const struct accreditation *c,
    const struct handover_line **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct handover_line) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_LINES],
        DB_ARGS(db_i(c->subject_id), db_i(c->id)), &r, err));
    while (rows_next(r)) {
        int64_t noun = row_int(r, 1);

        if (noun >= 0 && noun < WORK_NOUN_COUNT_)
            *VEC_PUSH(x->a, &v) =
                (struct handover_line){ .at_us = row_int(r, 0),
                    .noun = (enum work_noun)noun,
                    .title = row_str(r, 2),
                    .to_name = row_str(r, 3),
                    .reason = row_str(r, 4),
                    .by = row_str(r, 5) };
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
