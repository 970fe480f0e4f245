#include "domain/verdict.h"

enum { Q_ADD, Q_LIST, Q_FAULTS };

static const struct sql Q[] = {
    [Q_ADD] = { "iiiiisssissss", "",
        "INSERT INTO verdict (subject_id, application_id, id, at_us, by_id, "
        "stage, rule, outcome, reference_day, pack_hash, inputs, result, "
        "fault) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)" },
    [Q_LIST] = { "ii", "iiisssisss",
        "SELECT id, at_us, by_id, stage, rule, outcome, reference_day, "
        "pack_hash, inputs, result FROM verdict WHERE subject_id = $1 AND "
        "application_id = $2 ORDER BY id" },
    [Q_FAULTS] = { "ii", "iiissss",
        "SELECT v.application_id, v.at_us, a.programme_id, a.region, "
        "a.number, a.name, v.fault FROM verdict v "
        "JOIN application a ON a.subject_id = v.subject_id AND "
        "a.id = v.application_id "
        "WHERE v.fault <> '' AND v.at_us >= $1 "
        "ORDER BY v.at_us DESC, v.id DESC LIMIT $2" },
};
const struct sql_set verdict_sql = SQL_SET("verdict", Q);

#define JSON_MAX (4u * 1024 * 1024)

static struct str
outcome_name(enum outcome o)
{
    return o == MET       ? STR("MET")
           : o == NOT_MET ? STR("NOT_MET")
                          : STR("UNDECIDED");
}

static enum status
write_json(struct arena *a, const struct json *v, struct str *ret,
    struct err *err)
{
    struct buf b;

    buf_init(&b, a, JSON_MAX);
    json_write_canonical(&b, v);
    return buf_done(&b, ret, err);
}

/* The rule that could not be computed, not the one around it. */
static struct str
fault_of(struct arena *a, const struct pack_verdict *v)
{
    struct str found = STR_EMPTY;

    if (v->error.n == 0)
        return found;
    for (size_t i = 0; i < v->n_parts && found.n == 0; i++)
        found = fault_of(a, &v->parts[i]);
    for (size_t i = 0; i < v->n_uses && found.n == 0; i++)
        found = fault_of(a, &v->uses[i]);
    return found.n > 0 ? found
                       : arena_fmt(a, STR_FMT "：" STR_FMT,
                             STR_ARG(v->rule->name), STR_ARG(v->error));
}

enum status
verdict_keep(struct act *x, const struct application *app, struct str stage,
    const struct pack_verdict *v, const struct pack_facts *facts,
    struct err *err)
{
    struct json *o = json_new(x->a, JSON_OBJECT);
    struct str inputs, result;

    json_set(x->a, o, STR("answers"), facts->answers);
    json_set(x->a, o, STR("extra"), facts->extra);
    if (facts->readings != NULL)
        json_set(x->a, o, STR("readings"), facts->readings);
    json_set(x->a, o, STR("now_us"), json_number(x->a, facts->now_us));
    TRY(write_json(x->a, o, &inputs, err));
    TRY(write_json(x->a, pack_verdict_json(x->a, v), &result, err));
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(app->subject_id), db_i(app->id),
            db_i(world_id(&x->d->world)), db_i(x->now_us),
            db_i(x->who->account_id), db_s(stage), db_s(v->rule->name),
            db_s(outcome_name(v->outcome)), db_i(facts->reference.n),
            db_s(app->pack->hash), db_s(inputs), db_s(result),
            db_s(fault_of(x->a, v))),
        NULL, err);
}

enum status
verdict_faults(struct act *x, int64_t since_us, size_t n,
    const struct verdict_fault **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct verdict_fault) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_FAULTS],
        DB_ARGS(db_i(since_us), db_i((int64_t)n)), &r, err));
    while (rows_next(r)) {
        if (act_require(x, MAY_READ_FILES, row_int(r, 2), row_str(r, 3),
                NULL) != OK)
            continue;
        *VEC_PUSH(x->a, &v) = (struct verdict_fault){
            .application_id = row_int(r, 0),
            .at_us = row_int(r, 1),
            .programme_id = row_int(r, 2),
            .number = row_str(r, 4),
            .name = row_str(r, 5),
            .text = row_str(r, 6) };
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
verdict_list(struct act *x, const struct application *app,
    const struct verdict_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct verdict_row) v = { 0 };
    enum status st = OK;

    TRY(tx_query(x->tx, x->a, &Q[Q_LIST],
        DB_ARGS(db_i(app->subject_id), db_i(app->id)), &r, err));
    while (st == OK && rows_next(r)) {
        struct verdict_row *one = VEC_PUSH(x->a, &v);

        *one = (struct verdict_row){ .id = row_int(r, 0),
            .at_us = row_int(r, 1),
            .by_id = row_int(r, 2),
            .stage = row_str(r, 3),
            .rule = row_str(r, 4),
            .outcome = row_str(r, 5),
            .reference = { (int32_t)row_int(r, 6) },
            .pack_hash = row_str(r, 7) };
        st = json_parse(x->a, row_str(r, 8), JSON_MAX, &one->inputs, err);
        if (st == OK)
            st = json_parse(
                x->a, row_str(r, 9), JSON_MAX, &one->result, err);
    }
    TRY(rows_close(r, st, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
