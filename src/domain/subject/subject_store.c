#include "subject_store.h"

enum {
    Q_GET, Q_PRIVATE, Q_ADD, Q_ADD_PRIVATE, Q_PUT_PRIVATE, Q_COMPLETE,
    Q_RENAME, Q_FORMER, Q_FORMERS, Q_BY_CODE, Q_BY_HASH, Q_BY_NAME
};

static const struct sql Q[] = {
    [Q_GET] = { "i", "issSsii",
        "SELECT id, kind, name, credit_code, region, created_us, version "
        "FROM subject WHERE id = $1" },
    [Q_PRIVATE] = { "i", "SSSSS",
        "SELECT id_no, mobile, email, address, contact FROM subject_private "
        "WHERE subject_id = $1" },
    [Q_ADD] = { "isssSSsi", "",
        "INSERT INTO subject (id, kind, name, name_key, credit_code, "
        "id_no_hash, region, created_us, version) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)" },
    [Q_ADD_PRIVATE] = { "iSSSSSi", "",
        "INSERT INTO subject_private (subject_id, id_no, mobile, email, "
        "address, contact, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7)" },
    [Q_PUT_PRIVATE] = { "iSSSSSi", "",
        "UPDATE subject_private SET id_no = COALESCE($2, id_no), "
        "mobile = COALESCE($3, mobile), email = COALESCE($4, email), "
        "address = COALESCE($5, address), contact = COALESCE($6, contact), "
        "updated_us = $7 WHERE subject_id = $1" },
    [Q_COMPLETE] = { "iSSS", "",
        "UPDATE subject SET credit_code = COALESCE($2, credit_code), "
        "id_no_hash = COALESCE($3, id_no_hash), "
        "region = COALESCE($4, region), version = version + 1 "
        "WHERE id = $1" },
    [Q_RENAME] = { "iss", "",
        "UPDATE subject SET name = $2, name_key = $3, version = version + 1 "
        "WHERE id = $1" },
    [Q_FORMER] = { "iisssI", "",
        "INSERT INTO subject_former_name (subject_id, changed_us, name, "
        "name_key, became, incident_id) VALUES ($1, $2, $3, $4, $5, $6)" },
    [Q_FORMERS] = { "i", "issI",
        "SELECT changed_us, name, became, incident_id FROM "
        "subject_former_name WHERE subject_id = $1 ORDER BY changed_us" },
    [Q_BY_CODE] = { "s", "i",
        "SELECT id FROM subject WHERE credit_code = $1" },
    [Q_BY_HASH] = { "s", "i",
        "SELECT id FROM subject WHERE id_no_hash = $1" },
    [Q_BY_NAME] = { "ss", "i",
        "SELECT id FROM (SELECT id FROM subject WHERE name_key = $1 AND "
        "kind = $2 UNION SELECT s.id FROM subject_former_name f JOIN subject "
        "s ON s.id = f.subject_id WHERE f.name_key = $1 AND s.kind = $2) m "
        "ORDER BY id LIMIT 1" },
};
const struct sql_set subject_sql = SQL_SET("subject", Q);

static struct str
kind_of(bool is_person)
{
    return is_person ? STR("person") : STR("organisation");
}

enum status
subject_get(
    struct act *x, int64_t id, struct subject *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct subject s = { 0 };

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), &found, &r, err));
    if (found)
        s = (struct subject){ .id = row_int(r, 0),
            .is_person = str_eq(row_peek(r, 1), STR("person")),
            .name = row_str(r, 2),
            .credit_code = row_str(r, 3),
            .region = row_str(r, 4),
            .created_us = row_int(r, 5),
            .version = row_int(r, 6) };
    TRY(rows_end(r, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有这个单位或个人");
    *ret = s;
    return OK;
}

enum status
subject_private_get(struct act *x, int64_t id, struct subject_private *ret,
    struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    *ret = (struct subject_private){ 0 };
    TRY(tx_one(
        x->tx, x->a, &Q[Q_PRIVATE], DB_ARGS(db_i(id)), &found, &r, err));
    if (found)
        *ret = (struct subject_private){ .id_no = row_str(r, 0),
            .mobile = row_str(r, 1),
            .email = row_str(r, 2),
            .address = row_str(r, 3),
            .contact = row_str(r, 4) };
    return rows_end(r, err);
}

enum status
subject_store_add(struct act *x, const struct subject *s,
    struct str id_no_hash, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(s->id), db_s(kind_of(s->is_person)), db_s(s->name),
            db_s(utf8_key(x->a, s->name)), db_s_or_null(s->credit_code),
            db_s_or_null(id_no_hash), db_s(s->region), db_i(s->created_us)),
        NULL, err);
}

static enum status
put_private(struct act *x, int q, int64_t id, const struct subject_private *p,
    struct err *err)
{
    return tx_exec(x->tx, &Q[q],
        DB_ARGS(db_i(id), db_s_or_null(p->id_no), db_s_or_null(p->mobile),
            db_s_or_null(p->email), db_s_or_null(p->address),
            db_s_or_null(p->contact), db_i(x->now_us)),
        NULL, err);
}

enum status
subject_store_add_private(struct act *x, int64_t id,
    const struct subject_private *p, struct err *err)
{
    return put_private(x, Q_ADD_PRIVATE, id, p, err);
}

enum status
subject_private_put(struct act *x, int64_t id,
    const struct subject_private *p, struct err *err)
{
    return put_private(x, Q_PUT_PRIVATE, id, p, err);
}

enum status
subject_store_complete(struct act *x, int64_t id, struct str credit_code,
    struct str id_no_hash, struct str region, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_COMPLETE],
        DB_ARGS(db_i(id), db_s_or_null(credit_code),
            db_s_or_null(id_no_hash), db_s_or_null(region)),
        NULL, err);
}

enum status
subject_former_names(struct act *x, int64_t id,
    const struct former_name **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct former_name) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(
        x->tx, x->a, &Q[Q_FORMERS], DB_ARGS(db_i(id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct former_name){ row_int(r, 0),
            row_str(r, 1), row_str(r, 2),
            row_is_null(r, 3) ? 0 : row_int(r, 3) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
subject_store_keep(struct act *x, const struct subject *before,
    struct str became, int64_t incident_id, struct err *err)
{
    const struct former_name *list = NULL;
    int64_t at_us = x->now_us;
    size_t n = 0;

    /* One order, also of what happens in one microsecond. */
    TRY(subject_former_names(x, before->id, &list, &n, err));
    if (n > 0 && list[n - 1].changed_us >= at_us)
        at_us = list[n - 1].changed_us + 1;
    return tx_exec(x->tx, &Q[Q_FORMER],
        DB_ARGS(db_i(before->id), db_i(at_us), db_s(before->name),
            db_s(utf8_key(x->a, before->name)), db_s(became),
            db_id_or_null(incident_id)),
        NULL, err);
}

enum status
subject_store_rename(struct act *x, const struct subject *before,
    struct str name, int64_t incident_id, struct err *err)
{
    TRY(subject_store_keep(x, before, name, incident_id, err));
    return tx_exec(x->tx, &Q[Q_RENAME],
        DB_ARGS(db_i(before->id), db_s(name), db_s(utf8_key(x->a, name))),
        NULL, err);
}

static enum status
one_id(struct act *x, const struct sql *q, const struct dbv *args, size_t n,
    int64_t *ret_id, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, q, args, n, &found, &r, err));
    *ret_id = found ? row_int(r, 0) : 0;
    return rows_end(r, err);
}

enum status
subject_by_credit_code(
    struct act *x, struct str code, int64_t *ret_id, struct err *err)
{
    return one_id(x, &Q[Q_BY_CODE], DB_ARGS(db_s(code)), ret_id, err);
}

enum status
subject_store_by_hash(
    struct act *x, struct str hash, int64_t *ret_id, struct err *err)
{
    return one_id(x, &Q[Q_BY_HASH], DB_ARGS(db_s(hash)), ret_id, err);
}

enum status
subject_by_name(struct act *x, struct str name, bool is_person,
    int64_t *ret_id, struct err *err)
{
    return one_id(x, &Q[Q_BY_NAME],
        DB_ARGS(db_s(utf8_key(x->a, name)), db_s(kind_of(is_person))), ret_id,
        err);
}
