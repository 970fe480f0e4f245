#include "instance_store.h"
#include "domain/reading.h"

enum {
    Q_OPINION_ADD, Q_OPINIONS, Q_FORWARD, Q_QUEUE, Q_BATCH_ADD, Q_BATCHES,
    Q_BATCH, Q_FILES
};

static const struct sql Q[] = {
    [Q_OPINION_ADD] = { "iiiissIii", "",
        "INSERT INTO instance_opinion (subject_id, application_id, id, "
        "body_id, decision, opinion, seal_id, at_us, by_id, batch_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)" },
    [Q_OPINIONS] = { "ii", "iissIiiIs",
        "SELECT o.id, o.body_id, o.decision, o.opinion, o.seal_id, o.at_us, "
        "o.by_id, o.batch_id, b.name FROM instance_opinion o JOIN body b ON "
        "b.id = o.body_id WHERE o.subject_id = $1 AND o.application_id = $2 "
        "ORDER BY o.id" },
    [Q_FORWARD] = { "iiii", "",
        "UPDATE instance_opinion SET batch_id = $4 WHERE subject_id = $1 AND "
        "application_id = $2 AND id = $3" },
    /* The newest opinion decides whether it was passed. */
    [Q_QUEUE] = { "i", "iiiIsssssiI",
        "SELECT a.subject_id, a.id, a.entered_us, a.submitted_us, "
        "COALESCE(a.number, ''), a.name, a.region, a.procedure_name, "
        "a.state, (SELECT COUNT(*) FROM instance_opinion r WHERE "
        "r.subject_id = a.subject_id AND r.application_id = a.id AND "
        "r.decision = 'RETURN'), "
        "(SELECT CASE WHEN p.decision = 'PASS' THEN 1 ELSE 0 END FROM "
        "instance_opinion p WHERE p.subject_id = a.subject_id AND "
        "p.application_id = a.id AND p.at_us >= a.entered_us "
        "ORDER BY p.id DESC LIMIT 1) FROM application a WHERE "
        "a.body_id = $1 AND a.state IN ('WITH_RECOMMENDER', "
        "'FIRST_INSTANCE') ORDER BY a.entered_us, a.id LIMIT 500" },
    [Q_BATCH_ADD] = { "iiisiii", "",
        "INSERT INTO instance_batch (id, body_id, programme_id, number, "
        "files, forwarded_us, forwarded_by) VALUES ($1, $2, $3, $4, $5, $6, "
        "$7)" },
    [Q_BATCHES] = { "i", "iiiis",
        "SELECT id, body_id, forwarded_us, files, number FROM instance_batch "
        "WHERE body_id = $1 ORDER BY forwarded_us DESC, id DESC LIMIT 200" },
    [Q_BATCH] = { "i", "iiiis",
        "SELECT id, body_id, forwarded_us, files, number FROM instance_batch "
        "WHERE id = $1" },
    [Q_FILES] = { "i", "iiIsssss",
        "SELECT a.subject_id, a.id, a.submitted_us, COALESCE(a.number, ''), "
        "a.name, a.region, o.opinion, a.state FROM instance_opinion o JOIN "
        "application a ON a.subject_id = o.subject_id AND "
        "a.id = o.application_id WHERE o.batch_id = $1 "
        "ORDER BY a.submitted_us, a.id LIMIT 500" },
};
const struct sql_set instance_sql = SQL_SET("instance", Q);

static const struct str DECISIONS[INSTANCE_DECISION_COUNT_] = {
    [INSTANCE_RETURN] = STR_INIT("RETURN"),
    [INSTANCE_REFUSE] = STR_INIT("REFUSE"),
    [INSTANCE_PASS] = STR_INIT("PASS"),
};

enum status
opinion_store_add(struct act *x, const struct application *app,
    const struct instance_opinion *o, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_OPINION_ADD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(o->id),
            db_i(o->body_id), db_s(DECISIONS[o->decision]), db_s(o->opinion),
            db_id_or_null(o->seal_id), db_i(o->at_us), db_i(o->by_id)),
        NULL, err);
}

enum status
opinion_store_list(struct act *x, const struct application *app,
    const struct instance_opinion **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct instance_opinion) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_OPINIONS],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    while (rows_next(r)) {
        struct instance_opinion o = { .id = row_int(r, 0),
            .body_id = row_int(r, 1),
            .opinion = row_str(r, 3),
            .seal_id = row_int(r, 4),
            .at_us = row_int(r, 5),
            .by_id = row_int(r, 6),
            .batch_id = row_int(r, 7),
            .body = row_str(r, 8) };

        for (size_t d = 0; d < INSTANCE_DECISION_COUNT_; d++) {
            if (str_eq(DECISIONS[d], row_peek(r, 2)))
                o.decision = (enum instance_decision)d;
        }
        *VEC_PUSH(x->a, &v) = o;
    }
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
opinion_store_forward(struct act *x, const struct application *app,
    int64_t opinion_id, int64_t batch_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_FORWARD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id), db_i(opinion_id),
            db_i(batch_id)),
        NULL, err);
}

enum status
queue_store_list(struct act *x, int64_t body_id,
    struct instance_row **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct instance_row) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_QUEUE], DB_ARGS(db_i(body_id)), &r, err));
    while (rows_next(r)) {
        int64_t entered = row_int(r, 2);

        struct instance_row *row = VEC_PUSH(x->a, &v);

        *row = (struct instance_row){
            .subject_id = row_int(r, 0),
            .id = row_int(r, 1),
            .entered_us = entered,
            .submitted_us = row_int(r, 3),
            .number = row_str(r, 4),
            .name = row_str(r, 5),
            .region = row_str(r, 6),
            .arrived = day_of_us(entered),
            .procedure = row_str(r, 7),
            .days = x->today.n - day_of_us(entered).n,
            .returns = row_int(r, 9),
            .passed = row_int(r, 10) == 1 };
        (void)application_state_of(row_peek(r, 8), &row->state);
    }
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
batch_store_add(struct act *x, const struct instance_batch *b,
    int64_t programme_id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_BATCH_ADD],
        DB_ARGS(db_i(b->id), db_i(b->body_id), db_i(programme_id),
            db_s(b->number), db_i(b->files), db_i(b->forwarded_us),
            db_i(x->who->account_id)),
        NULL, err);
}

static struct instance_batch
read_batch(struct rows *r)
{
    return (struct instance_batch){ .id = row_int(r, 0),
        .body_id = row_int(r, 1),
        .forwarded_us = row_int(r, 2),
        .files = row_int(r, 3),
        .number = row_str(r, 4) };
}

COPY_ONE(one_instance_batch, struct instance_batch, read_batch)

enum status
batch_store_list(struct act *x, int64_t body_id,
    const struct instance_batch **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct instance_batch) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_BATCHES], DB_ARGS(db_i(body_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = read_batch(r);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
batch_store_get(struct act *x, int64_t batch_id, struct instance_batch *ret,
    bool *ret_found, struct err *err)
{
    return one_instance_batch(
        x, &Q[Q_BATCH], DB_ARGS(db_i(batch_id)), ret, ret_found, err);
}

enum status
batch_store_files(struct act *x, int64_t batch_id,
    const struct instance_file **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct instance_file) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_FILES], DB_ARGS(db_i(batch_id)), &r, err));
    while (rows_next(r)) {
        struct instance_file *f = VEC_PUSH(x->a, &v);

        *f = (struct instance_file){ .subject_id = row_int(r, 0),
            .id = row_int(r, 1),
            .submitted_us = row_int(r, 2),
            .number = row_str(r, 3),
            .name = row_str(r, 4),
            .region = row_str(r, 5),
            .opinion = row_str(r, 6) };
        (void)application_state_of(row_peek(r, 7), &f->state);
    }
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}
