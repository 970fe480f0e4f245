#include "statistics_store.h"

#include "domain/application.h"

enum { Q_STATES, Q_REGIONS, Q_ADMITTED, Q_FILES, Q_SERVICE, Q_DECIDED };

static const struct sql Q[] = {
    [Q_STATES] = { "i", "si",
        "SELECT shown, COUNT(*) FROM (SELECT CASE WHEN state = 'WARNED' THEN "
        "'ACTIVE' ELSE state END AS shown FROM accreditation WHERE "
        "programme_id = $1) AS holders GROUP BY shown ORDER BY shown" },
    [Q_REGIONS] = { "i", "si",
        "SELECT region, COUNT(*) FROM accreditation WHERE programme_id = $1 "
        "AND state IN ('ACTIVE', 'WARNED', 'RECTIFYING') "
        "GROUP BY region ORDER BY region" },
    [Q_ADMITTED] = { "i", "ii",
        "SELECT admitted_day, COUNT(*) FROM accreditation "
        "WHERE programme_id = $1 GROUP BY admitted_day "
        "ORDER BY admitted_day" },
    [Q_FILES] = { "i", "si",
        "SELECT state, COUNT(*) FROM application WHERE programme_id = $1 AND "
        "state <> 'DRAFT' GROUP BY state ORDER BY state" },
    [Q_SERVICE] = { "i", "iiiiiii",
        "SELECT y.year, CAST(SUM(y.minutes) AS BIGINT), "
        "CAST(SUM(y.confirmed_minutes) AS BIGINT), "
        "CAST(SUM(y.enterprises) AS BIGINT), "
        "CAST(SUM(y.diaries) AS BIGINT), CAST(SUM(y.rating_sum) AS BIGINT), "
        "CAST(SUM(y.rating_count) AS BIGINT) FROM year_count y "
        "JOIN accreditation c ON c.subject_id = y.subject_id AND "
        "c.id = y.accreditation_id WHERE c.programme_id = $1 "
        "GROUP BY y.year ORDER BY y.year" },
    [Q_DECIDED] = { "i", "iI",
        "SELECT COUNT(*), CAST(SUM(decided_us - submitted_us) AS BIGINT) "
        "FROM application WHERE programme_id = $1 AND "
        "decided_us IS NOT NULL AND submitted_us IS NOT NULL" },
};
const struct sql_set statistics_sql = SQL_SET("statistics", Q);

static enum status
count_names(struct act *x, int q, int64_t programme_id,
    const struct count_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct count_row) v = { 0 };

    TRY(tx_query(
        x->tx, x->a, &Q[q], DB_ARGS(db_i(programme_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) =
            (struct count_row){ row_str(r, 0), row_int(r, 1) };
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

/* Counts of codes of any level, added up by province, most first. */
static enum status
count_provinces(struct act *x, int64_t programme_id, struct statistics *s,
    struct err *err)
{
    const struct count_row *codes = NULL;
    VEC_OF(struct count_row) v = { 0 };
    size_t n = 0;

    TRY(count_names(x, Q_REGIONS, programme_id, &codes, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct str code = arena_join(
            x->a, str_sub(codes[i].name, 0, 2), STR("0000"));
        size_t k = 0;

        while (k < v.n && !str_eq(v.p[k].name, code))
            k++;
        if (k == v.n)
            *VEC_PUSH(x->a, &v) = (struct count_row){ code, 0 };
        v.p[k].n += codes[i].n;
    }
    for (size_t i = 1; i < v.n; i++) {
        struct count_row one = v.p[i];
        size_t k = i;

        for (; k > 0 && v.p[k - 1].n < one.n; k--)
            v.p[k] = v.p[k - 1];
        v.p[k] = one;
    }
    s->provinces = v.p;
    s->n_provinces = v.n;
    return OK;
}

static enum status
count_years(struct act *x, int64_t programme_id, struct statistics *s,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct count_row) v = { 0 };
    int last = 0;

    TRY(tx_query(x->tx, x->a, &Q[Q_ADMITTED], DB_ARGS(db_i(programme_id)),
        &r, err));
    while (rows_next(r)) {
        int year = day_ymd((struct day){ (int32_t)row_int(r, 0) }).year;

        if (v.n == 0 || year != last)
            *VEC_PUSH(x->a, &v) =
                (struct count_row){ arena_fmt(x->a, "%d", year), 0 };
        last = year;
        v.p[v.n - 1].n += row_int(r, 1);
    }
    s->admitted = v.p;
    s->n_admitted = v.n;
    return rows_end(r, err);
}

static enum status
sum_service(struct act *x, int64_t programme_id, struct statistics *s,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct service_row) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_SERVICE], DB_ARGS(db_i(programme_id)), &r,
        err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct service_row){ .year = row_int(r, 0),
            .minutes = row_int(r, 1),
            .confirmed_minutes = row_int(r, 2),
            .enterprises = row_int(r, 3),
            .diaries = row_int(r, 4),
            .rating_sum = row_int(r, 5),
            .rating_count = row_int(r, 6) };
    s->service = v.p;
    s->n_service = v.n;
    return rows_end(r, err);
}

/* Where people select, a step of a single file must not show in a count that
 * everybody reads, those who have to keep away from it too (6.4). */
static bool
selects(struct act *x, int64_t programme_id)
{
    const struct programme *p = domain_programme(x->d, programme_id);

    for (size_t i = 0; p != NULL && i < p->pack->n_procedures; i++) {
        if (procedure_stage(&p->pack->procedures[i], STAGE_EVALUATION) !=
            NULL)
            return true;
    }
    return false;
}

static void
join_open(struct act *x, struct statistics *s)
{
    VEC_OF(struct count_row) v = { 0 };
    struct count_row all = { STATISTICS_OPEN, 0 };

    for (size_t i = 0; i < s->n_files; i++) {
        enum application_state state;

        if (application_state_of(s->files[i].name, &state) &&
            application_is_open(state))
            all.n += s->files[i].n;
        else
            *VEC_PUSH(x->a, &v) = s->files[i];
    }
    if (all.n > 0)
        *VEC_PUSH(x->a, &v) = all;
    s->files = v.p;
    s->n_files = v.n;
    s->running = s->overdue = 0;
}

enum status
statistics_read(struct act *x, int64_t programme_id, struct statistics *ret,
    struct err *err)
{
    struct statistics s = { 0 };
    struct rows *r = NULL;
    bool found = false;

    TRY(count_names(
        x, Q_STATES, programme_id, &s.states, &s.n_states, err));
    TRY(count_provinces(x, programme_id, &s, err));
    TRY(count_years(x, programme_id, &s, err));
    TRY(count_names(x, Q_FILES, programme_id, &s.files, &s.n_files, err));
    TRY(sum_service(x, programme_id, &s, err));
    TRY(tx_one(x->tx, x->a, &Q[Q_DECIDED], DB_ARGS(db_i(programme_id)),
        &found, &r, err));
    if (found) {
        s.decided = row_int(r, 0);
        s.decided_us_sum = row_int(r, 1);
    }
    TRY(rows_end(r, err));
    TRY(store_months(x, programme_id, &s, err));
    TRY(store_times(x, programme_id, &s, err));
    if (selects(x, programme_id))
        join_open(x, &s);
    *ret = s;
    return OK;
}
