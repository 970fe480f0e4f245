#include "install_store.h"

enum {
    Q_PACKS, Q_PROGRAMMES, Q_HOLIDAYS, Q_YEARS, Q_HAS_PACK, Q_ADD_PACK,
    Q_ADD_AUTHORITY, Q_ADD_PROGRAMME, Q_MOVE_PROGRAMME, Q_PUT_READINGS,
    Q_PUT_ISSUED, Q_COUNT_SUBMITTED,
    Q_PROGRAMME_ID, Q_HAS_YEAR, Q_ADD_YEAR, Q_ADD_HOLIDAY,
    Q_CONTACT
};

static const struct sql Q[] = {
    [Q_PACKS] = { "", "sb",
        "SELECT hash, content FROM pack_version ORDER BY installed_us, hash" },
    [Q_PROGRAMMES] = { "", "iisssssssiIs",
        "SELECT p.id, p.authority_id, p.code, a.name, a.name_en, p.title, "
        "p.title_en, p.pack_hash, p.readings, "
        "CASE WHEN p.state = 'OPEN' THEN 1 ELSE 0 END, p.issued_day, "
        "p.issued_no FROM programme p "
        "JOIN authority a ON a.id = p.authority_id ORDER BY p.id" },
    [Q_HOLIDAYS] = { "", "iiss",
        "SELECT day, is_off, name, source FROM holiday ORDER BY day" },
    [Q_YEARS] = { "", "i", "SELECT year FROM holiday_year ORDER BY year" },
    [Q_HAS_PACK] = { "s", "i",
        "SELECT COUNT(*) FROM pack_version WHERE hash = $1" },
    [Q_ADD_PACK] = { "sssiib", "",
        "INSERT INTO pack_version (hash, pack_id, version, in_force_day, "
        "installed_us, content) VALUES ($1, $2, $3, $4, $5, $6)" },
    [Q_ADD_AUTHORITY] = { "isssss", "",
        "INSERT INTO authority (id, name, name_en, contact, phone, address) "
        "VALUES ($1, $2, $3, $4, $5, $6)" },
    [Q_ADD_PROGRAMME] = { "isisssi", "",
        "INSERT INTO programme (id, code, authority_id, pack_hash, title, "
        "title_en, state, readings, issued_no, created_us, version) "
        "VALUES ($1, $2, $3, $4, $5, $6, 'OPEN', '{}', '', $7, 1)" },
    [Q_MOVE_PROGRAMME] = { "is", "",
        "UPDATE programme SET pack_hash = $2, version = version + 1 "
        "WHERE id = $1" },
    [Q_PUT_READINGS] = { "is", "",
        "UPDATE programme SET readings = $2, version = version + 1 "
        "WHERE id = $1" },
    [Q_PUT_ISSUED] = { "iIs", "",
        "UPDATE programme SET issued_day = $2, issued_no = $3, "
        "version = version + 1 WHERE id = $1" },
    [Q_COUNT_SUBMITTED] = { "i", "i",
        "SELECT COUNT(*) FROM application WHERE programme_id = $1 AND "
        "submitted_us IS NOT NULL" },
    [Q_PROGRAMME_ID] = { "s", "i",
        "SELECT id FROM programme WHERE code = $1" },
    [Q_HAS_YEAR] = { "i", "i",
        "SELECT COUNT(*) FROM holiday_year WHERE year = $1" },
    [Q_ADD_YEAR] = { "isii", "",
        "INSERT INTO holiday_year (year, source, added_us, added_by) "
        "VALUES ($1, $2, $3, $4)" },
    [Q_ADD_HOLIDAY] = { "iissi", "",
        "INSERT INTO holiday (day, is_off, name, source, notice_year) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (day) DO NOTHING" },
    [Q_CONTACT] = { "i", "sss",
        "SELECT contact, phone, address FROM authority WHERE id = $1" },
};
const struct sql_set install_sql = SQL_SET("install", Q);

enum status
store_packs(struct tx *tx, struct arena *a, const struct pack_blob **ret,
    size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct pack_blob) v = { 0 };

    TRY(tx_query(tx, a, &Q[Q_PACKS], DB_NONE, &r, err));
    while (rows_next(r))
        *VEC_PUSH(a, &v) = (struct pack_blob){ row_str(r, 0), row_str(r, 1) };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
store_programmes(struct tx *tx, struct arena *a,
    const struct programme_row **ret, size_t *ret_n, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct programme_row) v = { 0 };

    TRY(tx_query(tx, a, &Q[Q_PROGRAMMES], DB_NONE, &r, err));
    while (rows_next(r))
        *VEC_PUSH(a, &v) = (struct programme_row){
            .id = row_int(r, 0),
            .authority_id = row_int(r, 1),
            .code = row_str(r, 2),
            .authority = row_str(r, 3),
            .authority_en = row_str(r, 4),
            .title = row_str(r, 5),
            .title_en = row_str(r, 6),
            .pack_hash = row_str(r, 7),
            .readings = row_str(r, 8),
            .open = row_int(r, 9) != 0,
            .issued = row_day(r, 10),
            .issued_no = row_str(r, 11),
        };
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
store_holidays(struct tx *tx, struct arena *a, const struct holidays **ret,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct holiday) days = { 0 };
    VEC_OF(int) years = { 0 };

    TRY(tx_query(tx, a, &Q[Q_HOLIDAYS], DB_NONE, &r, err));
    while (rows_next(r))
        *VEC_PUSH(a, &days) = (struct holiday){
            .day = { (int32_t)row_int(r, 0) },
            .kind = row_int(r, 1) != 0 ? HOLIDAY_OFF : HOLIDAY_WORK,
            .name = row_str(r, 2),
            .source = row_str(r, 3),
        };
    TRY(rows_end(r, err));
    TRY(tx_query(tx, a, &Q[Q_YEARS], DB_NONE, &r, err));
    while (rows_next(r))
        *VEC_PUSH(a, &years) = (int)row_int(r, 0);
    TRY(rows_end(r, err));

    /* A notice also names days at the end of the year before; they count only
     * where that year is known. */
    size_t kept = 0;
    for (size_t i = 0; i < days.n; i++) {
        int year = day_ymd(days.p[i].day).year;
        bool known = false;

        for (size_t k = 0; k < years.n && !known; k++)
            known = years.p[k] == year;
        if (known)
            days.p[kept++] = days.p[i];
    }
    return holidays_new(a, days.p, kept, years.p, years.n, ret, err);
}

enum status
store_has_pack(struct act *x, struct str hash, bool *ret, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(x->tx, &Q[Q_HAS_PACK], DB_ARGS(db_s(hash)), &n, err));
    *ret = n > 0;
    return OK;
}

enum status
store_add_pack(struct act *x, const struct pack *p, struct str content,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_PACK],
        DB_ARGS(db_s(p->hash), db_s(p->id), db_s(p->version),
            db_i(p->in_force.n), db_i(x->now_us), db_b(content)),
        NULL, err);
}

enum status
store_add_authority(struct act *x, int64_t id, struct str name,
    struct str name_en, struct str contact, struct str phone,
    struct str address, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_AUTHORITY],
        DB_ARGS(db_i(id), db_s(name), db_s(name_en), db_s(contact),
            db_s(phone), db_s(address)),
        NULL, err);
}

enum status
store_add_programme(struct act *x, int64_t id, int64_t authority_id,
    const struct pack *p, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_PROGRAMME],
        DB_ARGS(db_i(id), db_s(p->id), db_i(authority_id), db_s(p->hash),
            db_s(p->title.zh), db_s(p->title.en), db_i(x->now_us)),
        NULL, err);
}

enum status
store_move_programme(
    struct act *x, int64_t id, struct str hash, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_MOVE_PROGRAMME],
        DB_ARGS(db_i(id), db_s(hash)), NULL, err);
}

enum status
store_put_readings(
    struct act *x, int64_t id, struct str readings, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PUT_READINGS],
        DB_ARGS(db_i(id), db_s(readings)), NULL, err);
}

enum status
store_put_issued(struct act *x, int64_t id, struct day issued,
    struct str number, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PUT_ISSUED],
        DB_ARGS(db_i(id), db_day_or_null(issued), db_s(number)), NULL, err);
}

enum status
store_count_submitted(
    struct act *x, int64_t id, int64_t *ret, struct err *err)
{
    return tx_int(
        x->tx, &Q[Q_COUNT_SUBMITTED], DB_ARGS(db_i(id)), ret, err);
}

enum status
store_programme_id(
    struct act *x, struct str code, int64_t *ret_id, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_PROGRAMME_ID], DB_ARGS(db_s(code)), &found,
        &r, err));
    *ret_id = found ? row_int(r, 0) : 0;
    return rows_end(r, err);
}

enum status
store_has_year(struct act *x, int year, bool *ret, struct err *err)
{
    int64_t n = 0;

    TRY(tx_int(x->tx, &Q[Q_HAS_YEAR], DB_ARGS(db_i(year)), &n, err));
    *ret = n > 0;
    return OK;
}

enum status
store_add_year(struct act *x, int year, struct str source, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_YEAR],
        DB_ARGS(db_i(year), db_s(source), db_i(x->now_us),
            db_i(x->who->account_id)),
        NULL, err);
}

enum status
store_add_holiday(
    struct act *x, const struct holiday *h, int notice_year, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_HOLIDAY],
        DB_ARGS(db_i(h->day.n), db_i(h->kind == HOLIDAY_OFF ? 1 : 0),
            db_s(h->name), db_s(h->source), db_i(notice_year)),
        NULL, err);
}

enum status
authority_contact_get(struct act *x, int64_t id,
    struct authority_contact *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    *ret = (struct authority_contact){ 0 };
    TRY(tx_one(
        x->tx, x->a, &Q[Q_CONTACT], DB_ARGS(db_i(id)), &found, &r, err));
    if (found)
        *ret = (struct authority_contact){ row_str(r, 0), row_str(r, 1),
            row_str(r, 2) };
    return rows_end(r, err);
}
