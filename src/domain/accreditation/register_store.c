/* SQL of the public register: pages by the index, search by grams. No OFFSET
 * anywhere, so that page 1,000 costs what page 1 does. */
#include "accreditation_store.h"
#include "domain/reading.h"

enum {
    Q_GRAM_ADD, Q_GRAM_COUNT, Q_PAGE, Q_COUNT, Q_SHIFT, Q_SEARCH, Q_SEARCH_COUNT,
    Q_FORMER, Q_REGIONS
};

/* Not over: accreditation_is_held. */
#define HELD "'ACTIVE', 'WARNED', 'RECTIFYING', 'SUSPENDED'"
#define COLUMNS \
    "c.subject_id, c.id, c.programme_id, c.number, c.name, c.region, " \
    "c.route, c.info, c.state, c.admitted_day, c.last_day, c.watch_day, " \
    "c.category, c.variant"
#define OUT "iiissssssiiiss"

/* $1 programme, $2 the rarest gram, $3 ids below, $4..$6 the other grams,
 * $7..$14 states. */
#define SEARCH_FROM \
    "FROM register_gram g JOIN accreditation c ON " \
    "c.subject_id = g.subject_id AND c.id = g.accreditation_id " \
    "WHERE g.programme_id = $1 AND g.gram = $2 AND g.accreditation_id < $3 " \
    "AND EXISTS (SELECT 1 FROM register_gram h WHERE h.programme_id = $1 " \
    "AND h.gram = $4 AND h.accreditation_id = g.accreditation_id) " \
    "AND EXISTS (SELECT 1 FROM register_gram h WHERE h.programme_id = $1 " \
    "AND h.gram = $5 AND h.accreditation_id = g.accreditation_id) " \
    "AND EXISTS (SELECT 1 FROM register_gram h WHERE h.programme_id = $1 " \
    "AND h.gram = $6 AND h.accreditation_id = g.accreditation_id) " \
    "AND c.state IN ($7, $8, $9, $10, $11, $12, $13, $14) " \
    "AND (c.last_day >= $15 OR c.state NOT IN (" HELD ")) " \
    "ORDER BY g.accreditation_id DESC LIMIT $16"
#define SEARCH_IN "isisssssssssssii"

static const struct sql Q[] = {
    [Q_GRAM_ADD] = { "isii", "",
        "INSERT INTO register_gram (programme_id, gram, accreditation_id, "
        "subject_id) VALUES ($1, $2, $3, $4) ON CONFLICT (programme_id, "
        "gram, accreditation_id) DO NOTHING" },
    [Q_GRAM_COUNT] = { "isi", "i",
        "SELECT COUNT(*) FROM (SELECT accreditation_id FROM register_gram "
        "WHERE programme_id = $1 AND gram = $2 "
        "ORDER BY accreditation_id LIMIT $3) AS counted" },
    [Q_PAGE] = { "isiiii", OUT,
        "SELECT " COLUMNS " FROM accreditation c WHERE c.programme_id = $1 "
        "AND c.state = $2 AND (c.admitted_day, c.id) < ($3, $4) "
        "AND (c.last_day >= $5 OR c.state NOT IN (" HELD ")) "
        "ORDER BY c.admitted_day DESC, c.id DESC LIMIT $6" },
    [Q_COUNT] = { "is", "i",
        "SELECT n FROM register_count WHERE programme_id = $1 AND "
        "state = $2" },
    [Q_SHIFT] = { "isi", "",
        "INSERT INTO register_count (programme_id, state, n) "
        "VALUES ($1, $2, $3) ON CONFLICT (programme_id, state) "
        "DO UPDATE SET n = register_count.n + $3" },
    [Q_SEARCH] = { SEARCH_IN, OUT, "SELECT " COLUMNS " " SEARCH_FROM },
    [Q_SEARCH_COUNT] = { SEARCH_IN, "i",
        "SELECT COUNT(*) FROM (SELECT c.id " SEARCH_FROM ") AS counted" },
    [Q_FORMER] = { "i", "s",
        "SELECT name_key FROM subject_former_name WHERE subject_id = $1 "
        "ORDER BY changed_us DESC, name_key" },
    [Q_REGIONS] = { "ii", "si",
        "SELECT region, COUNT(*) FROM accreditation WHERE "
        "programme_id = $1 AND state IN (" HELD ") AND last_day >= $2 "
        "GROUP BY region ORDER BY region" },
};
const struct sql_set register_sql = SQL_SET("register", Q);

#define JSON_MAX (1024u * 1024)

static enum status
read_row(struct act *x, struct rows *r, struct register_row *ret,
    struct err *err)
{
    *ret = (struct register_row){ .subject_id = row_int(r, 0),
        .id = row_int(r, 1),
        .programme_id = row_int(r, 2),
        .number = row_str(r, 3),
        .name = row_str(r, 4),
        .region = row_str(r, 5),
        .route = row_str(r, 6),
        .admitted = { (int32_t)row_int(r, 9) },
        .last_day = { (int32_t)row_int(r, 10) },
        .watch = { (int32_t)row_int(r, 11) },
        .category = row_str(r, 12),
        .incubating = row_peek(r, 13).n > 0 };
    if (!accreditation_state_of(row_peek(r, 8), &ret->state))
        return err_set(err, ERR_DB, "an accreditation row is not understood");
    return json_parse(x->a, row_peek(r, 7), JSON_MAX, &ret->info, err);
}

READ_ALL(all_register_rows, struct register_row, read_row)

enum status
gram_store_add(struct act *x, const struct accreditation *c, struct str gram,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_GRAM_ADD],
        DB_ARGS(db_i(c->programme_id), db_s(gram), db_i(c->id),
            db_i(c->subject_id)),
        NULL, err);
}

enum status
gram_store_count(struct act *x, int64_t programme_id, struct str gram,
    int64_t most, int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_GRAM_COUNT],
        DB_ARGS(db_i(programme_id), db_s(gram), db_i(most)), ret, err);
}

enum status
register_store_scan(struct act *x, int64_t programme_id,
    enum accreditation_state state, struct register_cursor after, size_t n,
    struct register_scan *ret, struct err *err)
{
    bool first = day_is_none(after.admitted);

    TRY(tx_query(x->tx, x->a, &Q[Q_PAGE],
        DB_ARGS(db_i(programme_id), db_s(accreditation_state_name(state)),
            db_i(first ? INT32_MAX : after.admitted.n), db_i(after.id),
            db_i(x->today.n), db_i((int64_t)n)),
        &ret->rows, err));
    return register_store_next(x, ret, err);
}

enum status
register_store_next(struct act *x, struct register_scan *s, struct err *err)
{
    s->there = rows_next(s->rows);
    return s->there ? read_row(x, s->rows, &s->row, err) : OK;
}

enum status
register_store_end(struct register_scan *s, struct err *err)
{
    s->there = false;
    return rows_end(s->rows, err);
}

enum status
register_store_count(struct act *x, int64_t programme_id,
    enum accreditation_state state, int64_t *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_COUNT],
        DB_ARGS(db_i(programme_id), db_s(accreditation_state_name(state))),
        &found, &r, err));
    *ret = found ? row_int(r, 0) : 0;
    return rows_end(r, err);
}

enum status
register_store_shift(struct act *x, int64_t programme_id,
    enum accreditation_state state, int64_t by, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_SHIFT],
        DB_ARGS(db_i(programme_id), db_s(accreditation_state_name(state)),
            db_i(by)),
        NULL, err);
}

#define SEARCH_ARGS(act, search, most) \
    DB_ARGS(db_i((search)->programme_id), db_s((search)->grams[0]), \
        db_i((search)->before), db_s((search)->grams[1]), db_s((search)->grams[2]), \
        db_s((search)->grams[3]), \
        db_s(accreditation_state_name((search)->states[0])), \
        db_s(accreditation_state_name((search)->states[1])), \
        db_s(accreditation_state_name((search)->states[2])), \
        db_s(accreditation_state_name((search)->states[3])), \
        db_s(accreditation_state_name((search)->states[4])), \
        db_s(accreditation_state_name((search)->states[5])), \
        db_s(accreditation_state_name((search)->states[6])), \
        db_s(accreditation_state_name((search)->states[7])), \
        db_i((act)->today.n), db_i(most))

enum status
register_store_search(struct act *x, const struct register_search *s,
    size_t n, const struct register_row **ret, size_t *ret_n, struct err *err)
{
    return all_register_rows(
        x, &Q[Q_SEARCH], SEARCH_ARGS(x, s, (int64_t)n), ret, ret_n, err);
}

enum status
register_store_search_count(struct act *x, const struct register_search *s,
    int64_t most, int64_t *ret, struct err *err)
{
    return tx_int(
        x->tx, &Q[Q_SEARCH_COUNT], SEARCH_ARGS(x, s, most), ret, err);
}

enum status
register_store_former(struct act *x, int64_t subject_id, struct str key,
    bool *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_query(x->tx, x->a, &Q[Q_FORMER], DB_ARGS(db_i(subject_id)), &r,
        err));
    while (rows_next(r))
        found = found || str_find(row_peek(r, 0), key) != SIZE_MAX;
    TRY(rows_end(r, err));
    *ret = found;
    return OK;
}

enum status
register_regions(struct act *x, int64_t programme_id,
    const struct register_region **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct register_region) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_REGIONS],
        DB_ARGS(db_i(programme_id), db_i(x->today.n)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct register_region){
            .region = row_str(r, 0), .n = row_int(r, 1) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
