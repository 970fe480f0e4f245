/* Counters of the yearly duty: derived rows, kept with each entry. */
#include "diary_store.h"

enum {
    Q_ADD, Q_ADD_KEY, Q_DROP_KEY, Q_CLEAN_KEY, Q_GET, Q_CLEAR, Q_CLEAR_KEYS,
    Q_SPAN, Q_MAKE_KEYS, Q_MAKE, Q_REKEY,
    Q_TAKE_KEY, Q_GIVE_KEY
};

#define ACCEPTED_OF_YEAR \
    "d.subject_id = $1 AND d.accreditation_id = $2 AND d.day >= $4 AND " \
    "d.day <= $5 AND d.state = 'ACCEPTED'"

static const struct sql Q[] = {
    [Q_ADD] = { "iiiiiiiii", "",
        "INSERT INTO year_count (subject_id, accreditation_id, year, minutes, "
        "confirmed_minutes, enterprises, diaries, rating_sum, rating_count) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (subject_id, accreditation_id, year) DO UPDATE SET "
        "minutes = year_count.minutes + $4, "
        "confirmed_minutes = year_count.confirmed_minutes + $5, "
        "enterprises = year_count.enterprises + $6, "
        "diaries = year_count.diaries + $7, "
        "rating_sum = year_count.rating_sum + $8, "
        "rating_count = year_count.rating_count + $9" },
    [Q_ADD_KEY] = { "iiis", "i",
        "INSERT INTO year_enterprise (subject_id, accreditation_id, year, "
        "enterprise_key, times) VALUES ($1, $2, $3, $4, 1) "
        "ON CONFLICT (subject_id, accreditation_id, year, enterprise_key) "
        "DO UPDATE SET times = year_enterprise.times + 1 RETURNING times" },
    [Q_DROP_KEY] = { "iiis", "i",
        "UPDATE year_enterprise SET times = times - 1 WHERE subject_id = $1 "
        "AND accreditation_id = $2 AND year = $3 AND enterprise_key = $4 "
        "RETURNING times" },
    [Q_CLEAN_KEY] = { "iiis", "",
        "DELETE FROM year_enterprise WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND year = $3 AND enterprise_key = $4 AND "
        "times <= 0" },
    [Q_GET] = { "iii", "iiiiii",
        "SELECT minutes, confirmed_minutes, enterprises, diaries, rating_sum, "
        "rating_count FROM year_count WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND year = $3" },
    [Q_CLEAR] = { "ii", "",
        "DELETE FROM year_count WHERE subject_id = $1 AND "
        "accreditation_id = $2" },
    [Q_CLEAR_KEYS] = { "ii", "",
        "DELETE FROM year_enterprise WHERE subject_id = $1 AND "
        "accreditation_id = $2" },
    [Q_SPAN] = { "ii", "II",
        "SELECT MIN(day), MAX(day) FROM diary WHERE subject_id = $1 AND "
        "accreditation_id = $2" },
    [Q_MAKE_KEYS] = { "iiiii", "",
        "INSERT INTO year_enterprise (subject_id, accreditation_id, year, "
        "enterprise_key, times) SELECT CAST($1 AS BIGINT), "
        "CAST($2 AS BIGINT), CAST($3 AS BIGINT), e.enterprise_key, COUNT(*) "
        "FROM diary d JOIN diary_enterprise e ON e.subject_id = d.subject_id "
        "AND e.diary_id = d.id WHERE " ACCEPTED_OF_YEAR
        " GROUP BY e.enterprise_key" },
    [Q_REKEY] = { "iiiiss", "",
        "UPDATE diary_enterprise SET enterprise_key = $6 WHERE "
        "subject_id = $1 AND enterprise_key = $5 AND diary_id IN (SELECT id "
        "FROM diary WHERE subject_id = $1 AND accreditation_id = $2 AND "
        "day >= $3 AND day <= $4)" },
    [Q_TAKE_KEY] = { "iiis", "i",
        "DELETE FROM year_enterprise WHERE subject_id = $1 AND "
        "accreditation_id = $2 AND year = $3 AND enterprise_key = $4 "
        "RETURNING times" },
    [Q_GIVE_KEY] = { "iiisi", "i",
        "INSERT INTO year_enterprise (subject_id, accreditation_id, year, "
        "enterprise_key, times) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (subject_id, accreditation_id, year, enterprise_key) "
        "DO UPDATE SET times = year_enterprise.times + $5 RETURNING times" },
    [Q_MAKE] = { "iiiii", "",
        "INSERT INTO year_count (subject_id, accreditation_id, year, minutes, "
        "confirmed_minutes, enterprises, diaries, rating_sum, rating_count) "
        "SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), "
        "COALESCE(CAST(SUM(d.minutes) AS BIGINT), 0), "
        "COALESCE(CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM diary_enterprise "
        "e WHERE e.subject_id = d.subject_id AND e.diary_id = d.id AND "
        "e.answer = 'CONFIRMED') THEN d.minutes ELSE 0 END) AS BIGINT), 0), "
        "(SELECT COUNT(*) FROM year_enterprise y WHERE y.subject_id = $1 AND "
        "y.accreditation_id = $2 AND y.year = $3), COUNT(*), "
        "COALESCE(CAST(SUM((SELECT COALESCE(CAST(SUM(e.rating) AS BIGINT), "
        "0) FROM diary_enterprise e WHERE e.subject_id = d.subject_id AND "
        "e.diary_id = d.id)) AS BIGINT), 0), "
        "COALESCE(CAST(SUM((SELECT COUNT(e.rating) FROM diary_enterprise e "
        "WHERE e.subject_id = d.subject_id AND e.diary_id = d.id)) "
        "AS BIGINT), 0) FROM diary d WHERE " ACCEPTED_OF_YEAR
        " HAVING COUNT(*) > 0" },
};
const struct sql_set diary_count_sql = SQL_SET("diary-count", Q);

static int
year_of(const struct diary *d)
{
    return day_ymd(d->day).year;
}

enum status
count_store_add(struct act *x, const struct diary *d,
    const struct year_count *delta, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(d->subject_id), db_i(d->accreditation_id),
            db_i(year_of(d)), db_i(delta->minutes),
            db_i(delta->confirmed_minutes), db_i(delta->enterprises),
            db_i(delta->diaries), db_i(delta->rating_sum),
            db_i(delta->rating_count)),
        NULL, err);
}

enum status
count_store_add_key(struct act *x, const struct diary *d, struct str key,
    bool *ret_new, struct err *err)
{
    int64_t times = 0;

    TRY(tx_int(x->tx, &Q[Q_ADD_KEY],
        DB_ARGS(db_i(d->subject_id), db_i(d->accreditation_id),
            db_i(year_of(d)), db_s(key)),
        &times, err));
    *ret_new = times == 1;
    return OK;
}

enum status
count_store_adopt(struct act *x, const struct diary *d, struct str name_key,
    struct str key, int64_t *ret_merged, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    int64_t times = 0, after = 0;
    struct day first = day_of_ymd(year_of(d), 1, 1);
    struct day last = day_of_ymd(year_of(d), 12, 31);

    *ret_merged = 0;
    TRY(tx_one(x->tx, x->a, &Q[Q_TAKE_KEY],
        DB_ARGS(db_i(d->subject_id), db_i(d->accreditation_id),
            db_i(year_of(d)), db_s(name_key)),
        &found, &r, err));
    times = found ? row_int(r, 0) : 0;
    TRY(rows_end(r, err));
    if (!found)
        return OK;
    TRY(tx_int(x->tx, &Q[Q_GIVE_KEY],
        DB_ARGS(db_i(d->subject_id), db_i(d->accreditation_id),
            db_i(year_of(d)), db_s(key), db_i(times)),
        &after, err));
    *ret_merged = after > times ? 1 : 0;
    return tx_exec(x->tx, &Q[Q_REKEY],
        DB_ARGS(db_i(d->subject_id), db_i(d->accreditation_id),
            db_i(first.n), db_i(last.n), db_s(name_key), db_s(key)),
        NULL, err);
}

enum status
count_store_drop_key(struct act *x, const struct diary *d, struct str key,
    bool *ret_gone, struct err *err)
{
    int64_t times = 0;

    TRY(tx_int(x->tx, &Q[Q_DROP_KEY],
        DB_ARGS(db_i(d->subject_id), db_i(d->accreditation_id),
            db_i(year_of(d)), db_s(key)),
        &times, err));
    *ret_gone = times <= 0;
    if (times > 0)
        return OK;
    return tx_exec(x->tx, &Q[Q_CLEAN_KEY],
        DB_ARGS(db_i(d->subject_id), db_i(d->accreditation_id),
            db_i(year_of(d)), db_s(key)),
        NULL, err);
}

enum status
count_store_get(struct act *x, int64_t subject_id, int64_t accreditation_id,
    int year, struct year_count *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct year_count c = { .year = year };

    TRY(tx_one(x->tx, x->a, &Q[Q_GET],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id), db_i(year)), &found,
        &r, err));
    if (found)
        c = (struct year_count){ .year = year,
            .minutes = row_int(r, 0),
            .confirmed_minutes = row_int(r, 1),
            .enterprises = row_int(r, 2),
            .diaries = row_int(r, 3),
            .rating_sum = row_int(r, 4),
            .rating_count = row_int(r, 5) };
    TRY(rows_end(r, err));
    *ret = c;
    return OK;
}

enum status
count_store_rebuild(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct day first = DAY_NONE, last = DAY_NONE;

    TRY(tx_one(x->tx, x->a, &Q[Q_SPAN],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), &found, &r, err));
    if (found && !row_is_null(r, 0)) {
        first = (struct day){ (int32_t)row_int(r, 0) };
        last = (struct day){ (int32_t)row_int(r, 1) };
    }
    TRY(rows_end(r, err));
    TRY(tx_exec(x->tx, &Q[Q_CLEAR],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), NULL, err));
    TRY(tx_exec(x->tx, &Q[Q_CLEAR_KEYS],
        DB_ARGS(db_i(subject_id), db_i(accreditation_id)), NULL, err));
    if (day_is_none(first))
        return OK;
    for (int y = day_ymd(first).year; y <= day_ymd(last).year; y++) {
        const struct dbv args[] = { db_i(subject_id), db_i(accreditation_id),
            db_i(y), db_i(day_of_ymd(y, 1, 1).n),
            db_i(day_of_ymd(y, 12, 31).n) };

        TRY(tx_exec(x->tx, &Q[Q_MAKE_KEYS], args, 5, NULL, err));
        TRY(tx_exec(x->tx, &Q[Q_MAKE], args, 5, NULL, err));
    }
    return OK;
}
