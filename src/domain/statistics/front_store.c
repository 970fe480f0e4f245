/* What is new for the front page, and what is public of a holder. */
#include "domain/reading.h"
#include "domain/statistics.h"

#define RECORD_MAX 65536

enum { Q_NOTICES, Q_SOON, Q_HOLDERS, Q_SERVICE, Q_YEARS, Q_COMMENDED,
    Q_ACTIVITIES, Q_RECORDS, Q_MARKS };

static const struct sql Q[] = {
    [Q_NOTICES] = { "ii", "iissi",
        "SELECT id, entries, title, number, last_day FROM notice WHERE "
        "programme_id = $1 AND state = 'PUBLISHED' AND end_us > $2 "
        "ORDER BY end_us, id LIMIT 5" },
    [Q_SOON] = { "i", "iissss",
        "SELECT id, starts_us, title, region, place, mode FROM activity "
        "WHERE state = 'PUBLISHED' AND starts_us > $1 "
        "ORDER BY starts_us, id LIMIT 5" },
    [Q_HOLDERS] = { "i", "i",
        "SELECT COUNT(*) FROM accreditation WHERE programme_id = $1 AND "
        "state IN ('ACTIVE', 'WARNED', 'RECTIFYING')" },
    [Q_SERVICE] = { "iii", "ii",
        "SELECT COALESCE(CAST(SUM(minutes) AS BIGINT), 0), "
        "COALESCE(CAST(SUM(enterprises) AS BIGINT), 0) FROM diary WHERE "
        "programme_id = $1 AND state = 'ACCEPTED' AND day >= $2 AND "
        "day <= $3" },
    [Q_YEARS] = { "ii", "iiiiiii",
        "SELECT year, minutes, confirmed_minutes, enterprises, diaries, "
        "rating_sum, rating_count FROM year_count WHERE subject_id = $1 AND "
        "accreditation_id = $2 ORDER BY year DESC LIMIT 10" },
    [Q_COMMENDED] = { "ii", "si",
        "SELECT commended_no, year FROM assessment WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND commended_no <> '' "
        "ORDER BY year DESC LIMIT 20" },
    [Q_ACTIVITIES] = { "ii", "iissss",
        "SELECT id, starts_us, title, region, place, mode FROM activity "
        "WHERE subject_id = $1 AND accreditation_id = $2 AND "
        "state = 'PUBLISHED' ORDER BY starts_us DESC, id LIMIT 10" },
    [Q_RECORDS] = { "ii", "ssi",
        "SELECT kind, content, created_us FROM record WHERE "
        "subject_id = $1 AND programme_id = $2 ORDER BY id DESC LIMIT 50" },
    [Q_MARKS] = { "i", "i",
        "SELECT DISTINCT subject_id FROM assessment WHERE "
        "programme_id = $1 AND commended_no <> '' "
        "ORDER BY subject_id LIMIT 2000" },
};
const struct sql_set statistics_front_sql = SQL_SET("statistics_front", Q);

/* --- the front page --- */

static enum status
read_figures(struct act *x, int64_t programme_id, struct front_figures *f,
    struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_HOLDERS], DB_ARGS(db_i(programme_id)),
        &found, &r, err));
    if (found)
        f->holders = row_int(r, 0);
    TRY(rows_end(r, err));
    TRY(tx_one(x->tx, x->a, &Q[Q_SERVICE],
        DB_ARGS(db_i(programme_id), db_i(x->today.n - 29), db_i(x->today.n)),
        &found, &r, err));
    if (found) {
        f->minutes = row_int(r, 0);
        f->enterprises = row_int(r, 1);
    }
    return rows_end(r, err);
}

static struct front_activity
read_front_activity(struct rows *r)
{
    return (struct front_activity){ .id = row_int(r, 0),
        .starts_us = row_int(r, 1),
        .title = row_str(r, 2),
        .region = row_str(r, 3),
        .place = row_str(r, 4),
        .mode = row_str(r, 5) };
}

COPY_ALL(all_front_activities, struct front_activity, read_front_activity)

static enum status
read_activities(struct act *x, int q, const struct dbv *args, size_t n,
    const struct front_activity **ret, size_t *ret_n, struct err *err)
{
    return all_front_activities(x, &Q[q], args, n, ret, ret_n, err);
}

enum status
front_read(struct act *x, struct front *ret, struct err *err)
{
    struct front f = { 0 };
    VEC_OF(struct front_notice) v = { 0 };
    struct front_figures *figures = arena_new_array(
        x->a, struct front_figures, x->d->n_programmes + 1);

    for (size_t i = 0; i < x->d->n_programmes; i++) {
        int64_t programme = x->d->programmes[i].id;
        struct rows *r = NULL;

        TRY(tx_query(x->tx, x->a, &Q[Q_NOTICES],
            DB_ARGS(db_i(programme), db_i(x->now_us)), &r, err));
        while (rows_next(r))
            *VEC_PUSH(x->a, &v) = (struct front_notice){ .id = row_int(r, 0),
                .programme_id = programme,
                .entries = row_int(r, 1),
                .title = row_str(r, 2),
                .number = row_str(r, 3),
                .last_day = { (int32_t)row_int(r, 4) } };
        TRY(rows_end(r, err));
        TRY(read_figures(x, programme, &figures[i], err));
    }
    TRY(read_activities(x, Q_SOON, DB_ARGS(db_i(x->now_us)), &f.activities,
        &f.n_activities, err));
    f.notices = v.p;
    f.n_notices = v.n;
    f.figures = figures;
    *ret = f;
    return OK;
}

/* --- a holder --- */

enum status
commended_list(struct act *x, int64_t programme_id, const int64_t **ret,
    size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(int64_t) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_MARKS], DB_ARGS(db_i(programme_id)), &r,
        err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = row_int(r, 0);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

static enum status
read_years(struct act *x, int64_t subject_id, int64_t accreditation_id,
    struct holder_public *h, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct service_row) years = { 0 };
    VEC_OF(struct count_row) commended = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_YEARS],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &years) = (struct service_row){ .year = row_int(r, 0),
            .minutes = row_int(r, 1),
            .confirmed_minutes = row_int(r, 2),
            .enterprises = row_int(r, 3),
            .diaries = row_int(r, 4),
            .rating_sum = row_int(r, 5),
            .rating_count = row_int(r, 6) };
    TRY(rows_end(r, err));
    TRY(tx_query(x->tx, x->a, &Q[Q_COMMENDED],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &commended) =
            (struct count_row){ row_str(r, 0), row_int(r, 1) };
    h->years = years.p;
    h->n_years = years.n;
    h->commended = commended.p;
    h->n_commended = commended.n;
    return rows_end(r, err);
}

static enum status
read_records(struct act *x, int64_t subject_id, const struct programme *p,
    struct holder_public *h, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct holder_record) v = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_RECORDS],
        DB_ARGS(db_i(subject_id), db_i(p->id)), &r, err));
    while (rows_next(r)) {
        const struct pack_record *k = pack_record(p->pack, row_peek(r, 0));
        struct holder_record one = { .created_us = row_int(r, 2) };

        if (k == NULL || !str_eq(k->read, STR("public")))
            continue;
        one.kind = k->name;
        TRY(json_parse(
            x->a, row_peek(r, 1), RECORD_MAX, &one.content, err));
        *VEC_PUSH(x->a, &v) = one;
    }
    h->records = v.p;
    h->n_records = v.n;
    return rows_end(r, err);
}

enum status
holder_public_read(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t programme_id, struct holder_public *ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    struct holder_public h = { 0 };

    TRY(read_years(x, subject_id, accreditation_id, &h, err));
    TRY(read_activities(x, Q_ACTIVITIES,
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), &h.activities,
        &h.n_activities, err));
    if (p != NULL)
        TRY(read_records(x, subject_id, p, &h, err));
    *ret = h;
    return OK;
}
