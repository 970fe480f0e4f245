/* Months of service, time in each stage, reasons of refusals. */
#include "statistics_store.h"

#include "domain/application.h"

#include <stdlib.h>

#define YEAR_US (INT64_C(365) * 86400 * 1000000)

enum { Q_MONTHS, Q_MOVES, Q_DUE };

static const struct sql Q[] = {
    [Q_MONTHS] = { "iii", "iiii",
        "SELECT day, COUNT(*), CAST(SUM(minutes) AS BIGINT), "
        "CAST(SUM(enterprises) AS BIGINT) FROM diary WHERE "
        "programme_id = $1 AND state = 'ACCEPTED' AND day >= $2 AND "
        "day <= $3 GROUP BY day ORDER BY day" },
    [Q_MOVES] = { "ii", "issis",
        "SELECT u.object_id, u.from_state, u.to_state, u.at_us, u.clause "
        "FROM (SELECT id FROM application WHERE programme_id = $1 AND "
        "decided_us >= $2 ORDER BY decided_us DESC, id LIMIT 5000) a "
        "JOIN audit u ON u.object_kind = 'application' AND "
        "u.object_id = a.id WHERE u.to_state <> '' "
        "ORDER BY u.object_id, u.id" },
    [Q_DUE] = { "ii", "ii",
        "SELECT COUNT(*), COALESCE(CAST(SUM(CASE WHEN due_us < $2 THEN 1 "
        "ELSE 0 END) AS BIGINT), 0) FROM application WHERE "
        "programme_id = $1 AND state IN ('WITH_RECOMMENDER', 'SUBMITTED', "
        "'FIRST_INSTANCE', 'FORMAL_REVIEW', 'SUPPLEMENT', 'EVALUATION', "
        "'DECISION', 'REVIEW_PASSED', 'PUBLIC_NOTICE', 'OBJECTION', "
        "'RECORDATION') AND due_us IS NOT NULL" },
};
const struct sql_set statistics_times_sql = SQL_SET("statistics_times", Q);

/* --- months --- */

enum status
store_months(struct act *x, int64_t programme_id, struct statistics *s,
    struct err *err)
{
    struct month_row *m =
        arena_new_array(x->a, struct month_row, STATISTICS_MONTHS);
    struct ymd now = day_ymd(x->today);
    struct rows *r = NULL;
    int first = now.year * 12 + now.month - STATISTICS_MONTHS;

    for (int i = 0; i < STATISTICS_MONTHS; i++) {
        m[i].year = (first + i) / 12;
        m[i].month = (first + i) % 12 + 1;
    }
    struct day from = day_of_ymd(m[0].year, m[0].month, 1);

    TRY(tx_query(x->tx, x->a, &Q[Q_MONTHS],
        DB_ARGS(db_i(programme_id), db_i(from.n), db_i(x->today.n)), &r,
        err));
    while (rows_next(r)) {
        struct ymd d = day_ymd((struct day){ (int32_t)row_int(r, 0) });
        int i = d.year * 12 + d.month - 1 - first;

        m[i].entries += row_int(r, 1);
        m[i].minutes += row_int(r, 2);
        m[i].enterprises += row_int(r, 3);
    }
    s->months = m;
    s->n_months = STATISTICS_MONTHS;
    return rows_end(r, err);
}

/* --- times --- */

struct moves {
    struct arena *a;
    VEC_OF(int64_t) spent[APP_STATE_COUNT_];
    VEC_OF(struct count_row) refusals;
};

static void
count_refusal(struct moves *m, struct str clause)
{
    for (size_t i = 0; i < m->refusals.n; i++) {
        if (str_eq(m->refusals.p[i].name, clause)) {
            m->refusals.p[i].n++;
            return;
        }
    }
    *VEC_PUSH(m->a, &m->refusals) =
        (struct count_row){ arena_str(m->a, clause), 1 };
}

static enum status
read_moves(
    struct act *x, int64_t programme_id, struct moves *m, struct err *err)
{
    struct rows *r = NULL;
    int64_t file = 0, entered_us = 0;

    TRY(tx_query(x->tx, x->a, &Q[Q_MOVES],
        DB_ARGS(db_i(programme_id), db_i(x->now_us - YEAR_US)), &r, err));
    while (rows_next(r)) {
        enum application_state from, to;
        int64_t at_us = row_int(r, 3);

        if (row_int(r, 0) == file &&
            application_state_of(row_peek(r, 1), &from))
            *VEC_PUSH(m->a, &m->spent[from]) = at_us - entered_us;
        file = row_int(r, 0);
        entered_us = at_us;
        if (application_state_of(row_peek(r, 2), &to) &&
            !application_is_open(to) && to != APP_GRANTED &&
            to != APP_WITHDRAWN)
            count_refusal(m, row_peek(r, 4));
    }
    return rows_end(r, err);
}

static int
by_value(const void *a, const void *b)
{
    int64_t l = *(const int64_t *)a, r = *(const int64_t *)b;

    return (l > r) - (l < r);
}

static void
medians(struct moves *m, struct statistics *s)
{
    VEC_OF(struct stage_row) v = { 0 };

    for (int i = 0; i < APP_STATE_COUNT_; i++) {
        size_t n = m->spent[i].n;

        if (n == 0 || i == APP_DRAFT)
            continue;
        qsort(m->spent[i].p, n, sizeof(int64_t), by_value);
        *VEC_PUSH(m->a, &v) = (struct stage_row){
            application_state_name((enum application_state)i), (int64_t)n,
            m->spent[i].p[n / 2] };
    }
    s->stages = v.p;
    s->n_stages = v.n;
}

static void
most_first(struct count_row *rows, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct count_row one = rows[i];
        size_t k = i;

        for (; k > 0 && rows[k - 1].n < one.n; k--)
            rows[k] = rows[k - 1];
        rows[k] = one;
    }
}

enum status
store_times(struct act *x, int64_t programme_id, struct statistics *s,
    struct err *err)
{
    struct moves *m = arena_one(x->a, struct moves);
    struct rows *r = NULL;
    bool found = false;

    m->a = x->a;
    TRY(read_moves(x, programme_id, m, err));
    medians(m, s);
    most_first(m->refusals.p, m->refusals.n);
    s->refusals = m->refusals.p;
    s->n_refusals = m->refusals.n;
    TRY(tx_one(x->tx, x->a, &Q[Q_DUE],
        DB_ARGS(db_i(programme_id), db_i(x->now_us)), &found, &r, err));
    if (found) {
        s->running = row_int(r, 0);
        s->overdue = row_int(r, 1);
    }
    return rows_end(r, err);
}
