#include "interest_store.h"
#include "domain/reading.h"

enum {
    Q_TIES, Q_TIE_ADD, Q_TIE_LEAVE, Q_DROP, Q_TRAIT, Q_NAMES, Q_HITS,
    Q_CLEAR, Q_LIST, Q_ADD, Q_PROPOSE, Q_LIFT, Q_BARS,
    Q_BARS_OF, Q_OPEN
};

#define OPEN_END 2932896 /* 9999-12-31 */

static const struct sql Q[] = {
    [Q_TIES] = { "i", "iissi",
        "SELECT account_id, id, relation, value, until_day FROM account_tie "
        "WHERE account_id = $1 ORDER BY id" },
    [Q_TIE_ADD] = { "iissssiii", "",
        "INSERT INTO account_tie (account_id, id, relation, kind, trait, "
        "value, until_day, entered_us, entered_by) VALUES ($1, $2, $3, $4, "
        "$5, $6, $7, $8, $9)" },
    [Q_TIE_LEAVE] = { "iii", "",
        "UPDATE account_tie SET relation = 'FORMER', until_day = $3 WHERE "
        "account_id = $1 AND id = $2 AND relation = 'UNIT'" },
    [Q_DROP] = { "i", "", "DELETE FROM subject_trait WHERE subject_id = $1" },
    [Q_TRAIT] = { "isss", "",
        "INSERT INTO subject_trait (subject_id, kind, trait, source) VALUES "
        "($1, $2, $3, $4) ON CONFLICT (subject_id, kind, trait) DO NOTHING" },
    [Q_NAMES] = { "i", "s",
        "SELECT name FROM subject_former_name WHERE subject_id = $1 "
        "ORDER BY changed_us DESC, name_key" },
    [Q_HITS] = { "ii", "iiissssssssIsis",
        "SELECT t.account_id, s.subject_id, a.id, b.name, a.name, "
        "COALESCE(a.number, ''), t.relation, t.value, s.source, t.trait, "
        "COALESCE(c.note, ''), c.by_id, COALESCE(k.name, ''), "
        "a.programme_id, a.region FROM application a "
        "JOIN subject_trait s ON s.subject_id = a.subject_id "
        "JOIN account_tie t ON t.trait = s.trait AND t.kind = s.kind "
        "JOIN account b ON b.id = t.account_id LEFT JOIN tie_clearance c ON "
        "c.account_id = t.account_id AND c.subject_id = s.subject_id AND "
        "c.trait = t.trait LEFT JOIN account k ON k.id = c.by_id WHERE "
        "($1 = 0 OR a.id = $1) AND "
        "t.until_day >= $2 AND a.state NOT IN ('DRAFT', 'GRANTED', 'LAPSED', "
        "'REFUSED', 'NOT_SELECTED', 'DISQUALIFIED', 'WITHDRAWN') "
        "ORDER BY a.id, t.account_id, t.id, s.source LIMIT 500" },
    [Q_CLEAR] = { "iissii", "",
        "INSERT INTO tie_clearance (account_id, subject_id, trait, note, "
        "by_id, at_us) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (account_id, subject_id, trait) DO NOTHING" },
    [Q_LIST] = { "i", "iiissssI",
        "SELECT i.account_id, i.subject_id, i.declared_us, a.name, i.reason, "
        "i.state, i.lift_reason, i.lift_by FROM interest i JOIN account a ON "
        "a.id = i.account_id WHERE i.subject_id = $1 "
        "ORDER BY i.declared_us, i.account_id" },
    [Q_ADD] = { "iisi", "",
        "INSERT INTO interest (account_id, subject_id, reason, declared_us, "
        "state, lift_reason) VALUES ($1, $2, $3, $4, 'VALID', '') "
        "ON CONFLICT (account_id, subject_id) DO UPDATE SET reason = $3, "
        "state = 'VALID'" },
    [Q_PROPOSE] = { "iisi", "",
        "UPDATE interest SET state = 'LIFTING', lift_reason = $3, "
        "lift_by = $4 WHERE account_id = $1 AND subject_id = $2 AND "
        "state = 'VALID'" },
    [Q_LIFT] = { "iiii", "",
        "UPDATE interest SET state = 'LIFTED', lifted_by = $3, "
        "lifted_us = $4 WHERE account_id = $1 AND subject_id = $2 AND "
        "state = 'LIFTING'" },
    [Q_BARS] = { "iii", "i",
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM interest WHERE "
        "account_id = $1 AND subject_id = $2 AND state <> 'LIFTED') OR "
        "EXISTS (SELECT 1 FROM account_tie a JOIN subject_trait t ON "
        "t.trait = a.trait AND t.kind = a.kind WHERE a.account_id = $1 AND "
        "t.subject_id = $2 AND a.until_day >= $3 AND NOT EXISTS (SELECT 1 "
        "FROM tie_clearance c WHERE c.account_id = a.account_id AND "
        "c.subject_id = t.subject_id AND c.trait = a.trait)) OR "
        "EXISTS (SELECT 1 FROM account_subject m WHERE m.account_id = $1 AND "
        "m.subject_id = $2) THEN 1 ELSE 0 END" },
    [Q_BARS_OF] = { "ii", "is",
        "SELECT subject_id, 'DECLARED' AS relation FROM interest WHERE "
        "account_id = $1 AND state <> 'LIFTED' UNION SELECT t.subject_id, "
        "a.relation FROM account_tie a JOIN subject_trait t ON "
        "t.trait = a.trait AND t.kind = a.kind WHERE a.account_id = $1 AND "
        "a.until_day >= $2 AND NOT EXISTS (SELECT 1 FROM tie_clearance c "
        "WHERE c.account_id = a.account_id AND "
        "c.subject_id = t.subject_id AND c.trait = a.trait) UNION "
        "SELECT subject_id, 'MEMBER' FROM account_subject WHERE "
        "account_id = $1 ORDER BY 1, 2" },
    [Q_OPEN] = { "ii", "i",
        "SELECT COUNT(*) FROM application WHERE subject_id = $1 AND "
        "programme_id = $2 AND state NOT IN ('DRAFT', 'GRANTED', 'LAPSED', "
        "'REFUSED', 'NOT_SELECTED', 'DISQUALIFIED', 'WITHDRAWN')" },
};
const struct sql_set interest_sql = SQL_SET("interest", Q);

/* --- ties --- */

enum status
tie_store_list(struct act *x, int64_t account_id, const struct tie **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct tie) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_TIES], DB_ARGS(db_i(account_id)), &r, err));
    while (rows_next(r)) {
        struct tie *t = VEC_PUSH(x->a, &v);

        *t = (struct tie){ .account_id = row_int(r, 0),
            .id = row_int(r, 1),
            .value = row_str(r, 3),
            .until = row_int(r, 4) >= OPEN_END
                         ? DAY_NONE
                         : (struct day){ (int32_t)row_int(r, 4) } };
        (void)tie_relation_of(row_peek(r, 2), &t->relation);
    }
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

static int64_t
last_day(struct day until)
{
    return day_is_none(until) ? OPEN_END : until.n;
}

enum status
tie_store_add(struct act *x, const struct tie *t, struct str kind,
    struct str trait, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_TIE_ADD],
        DB_ARGS(db_i(t->account_id), db_i(t->id),
            db_s(tie_relation_name(t->relation)), db_s(kind), db_s(trait),
            db_s(t->value), db_i(last_day(t->until)), db_i(x->now_us),
            db_i(x->who->account_id)),
        NULL, err);
}

enum status
tie_store_leave(struct act *x, int64_t id, struct day until, bool *ret_found,
    struct err *err)
{
    int64_t changed = 0;

    TRY(tx_exec(x->tx, &Q[Q_TIE_LEAVE],
        DB_ARGS(db_i(x->who->account_id), db_i(id), db_i(last_day(until))),
        &changed, err));
    *ret_found = changed > 0;
    return OK;
}

/* --- traits --- */

enum status
trait_store_drop(struct act *x, int64_t subject_id, struct err *err)
{
    return tx_exec(
        x->tx, &Q[Q_DROP], DB_ARGS(db_i(subject_id)), NULL, err);
}

enum status
trait_store_add(struct act *x, int64_t subject_id, struct str kind,
    struct str trait, struct str source, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_TRAIT],
        DB_ARGS(db_i(subject_id), db_s(kind), db_s(trait), db_s(source)),
        NULL, err);
}

enum status
trait_store_names(struct act *x, int64_t subject_id, const struct str **ret,
    size_t *ret_n, struct err *err)
{
    VEC_OF(struct str) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_NAMES], DB_ARGS(db_i(subject_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = row_str(r, 0);
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

/* --- hits --- */

enum status
hit_store_list(struct act *x, int64_t application_id,
    const struct interest_hit **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct interest_hit) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_HITS],
        DB_ARGS(db_i(application_id), db_i(x->today.n)), &r, err));
    while (rows_next(r)) {
        struct interest_hit *h = VEC_PUSH(x->a, &v);

        *h = (struct interest_hit){ .account_id = row_int(r, 0),
            .subject_id = row_int(r, 1),
            .application_id = row_int(r, 2),
            .account = row_str(r, 3),
            .subject = row_str(r, 4),
            .number = row_str(r, 5),
            .value = row_str(r, 7),
            .source = row_str(r, 8),
            .trait = row_str(r, 9),
            .note = row_str(r, 10),
            .cleared = !row_is_null(r, 11),
            .cleared_by = row_str(r, 12),
            .programme_id = row_int(r, 13),
            .region = row_str(r, 14) };
        (void)tie_relation_of(row_peek(r, 6), &h->relation);
    }
    *ret = v.p;
    *ret_n = v.n;
    return rows_end(r, err);
}

enum status
hit_store_clear(struct act *x, int64_t account_id, int64_t subject_id,
    struct str trait, struct str note, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_CLEAR],
        DB_ARGS(db_i(account_id), db_i(subject_id), db_s(trait), db_s(note),
            db_i(x->who->account_id), db_i(x->now_us)),
        NULL, err);
}

/* --- interests --- */

static struct interest_row
read_interest_row(struct rows *r)
{
    return (struct interest_row){ .account_id = row_int(r, 0),
        .subject_id = row_int(r, 1),
        .declared_us = row_int(r, 2),
        .account = row_str(r, 3),
        .reason = row_str(r, 4),
        .state = row_str(r, 5),
        .lift_reason = row_str(r, 6),
        .lift_by = row_is_null(r, 7) ? 0 : row_int(r, 7) };
}

COPY_ALL(all_interest_rows, struct interest_row, read_interest_row)

enum status
interest_store_list(struct act *x, int64_t subject_id,
    const struct interest_row **ret, size_t *ret_n, struct err *err)
{
    return all_interest_rows(
        x, &Q[Q_LIST], DB_ARGS(db_i(subject_id)), ret, ret_n, err);
}

enum status
interest_store_add(struct act *x, int64_t account_id, int64_t subject_id,
    struct str reason, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(account_id), db_i(subject_id), db_s(reason),
            db_i(x->now_us)),
        NULL, err);
}

enum status
interest_store_propose(struct act *x, int64_t account_id, int64_t subject_id,
    struct str reason, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PROPOSE],
        DB_ARGS(db_i(account_id), db_i(subject_id), db_s(reason),
            db_i(x->who->account_id)),
        NULL, err);
}

enum status
interest_store_lift(struct act *x, int64_t account_id, int64_t subject_id,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_LIFT],
        DB_ARGS(db_i(account_id), db_i(subject_id),
            db_i(x->who->account_id), db_i(x->now_us)),
        NULL, err);
}

enum status
interest_store_bars(struct act *x, int64_t account_id, int64_t subject_id,
    bool *ret, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(x->tx, &Q[Q_BARS],
        DB_ARGS(db_i(account_id), db_i(subject_id), db_i(x->today.n)), &n,
        err));
    *ret = n == 1;
    return OK;
}

static struct interest_bar
read_interest_bar(struct rows *r)
{
    return (struct interest_bar){ row_int(r, 0), row_str(r, 1) };
}

COPY_ALL(all_interest_bars, struct interest_bar, read_interest_bar)

enum status
interest_store_bars_of(struct act *x, int64_t account_id,
    const struct interest_bar **ret, size_t *ret_n, struct err *err)
{
    return all_interest_bars(x, &Q[Q_BARS_OF],
        DB_ARGS(db_i(account_id), db_i(x->today.n)), ret, ret_n, err);
}

enum status
interest_store_open(struct act *x, int64_t subject_id, int64_t programme_id,
    int64_t *ret, struct err *err)
{
    return tx_int(x->tx, &Q[Q_OPEN],
        DB_ARGS(db_i(subject_id), db_i(programme_id)), ret, err);
}
