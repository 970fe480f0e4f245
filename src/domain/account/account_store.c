#include "account_store.h"
#include "domain/reading.h"

enum {
    Q_SESSION, Q_ADD_SESSION, Q_END_SESSION, Q_END_SESSIONS, Q_PROVE,
    Q_NAME, Q_GRANTS, Q_MEMBERSHIPS, Q_HELD, Q_SEATS, Q_PANELS, Q_INTERESTS,
    Q_BY_LOGIN, Q_SECRET, Q_FAILED, Q_PASSWORD, Q_TOTP, Q_TOTP_STEP,
    Q_ADD, Q_GET, Q_LIST, Q_COUNT, Q_CLOSE,
    Q_PUT_MEMBER, Q_DROP_MEMBER, Q_MEMBERS, Q_ADD_GRANT, Q_DROP_GRANT,
    Q_ADD_INTEREST, Q_ADD_RESET, Q_RESET, Q_USE_RESET, Q_OFFICERS
};

#define SECRET_COLUMNS \
    "id, password_hash, totp_secret, recovery_hashes, totp_last_step, " \
    "failed_count, locked_until_us, CASE WHEN state = 'CLOSED' THEN 1 ELSE 0 " \
    "END"
#define ACCOUNT_COLUMNS \
    "id, email, mobile, name, language, CASE WHEN state = 'CLOSED' THEN 1 " \
    "ELSE 0 END, CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END, " \
    "locked_until_us, created_us, version"

static const struct sql Q[] = {
    [Q_SESSION] = { "si", "iii",
        "SELECT s.account_id, s.factor, s.expires_us FROM session s JOIN "
        "account a ON a.id = s.account_id WHERE s.token_hash = $1 AND "
        "s.expires_us > $2 AND a.state = 'ACTIVE'" },
    [Q_ADD_SESSION] = { "siii", "",
        "INSERT INTO session (token_hash, account_id, created_us, seen_us, "
        "expires_us, csrf, factor) VALUES ($1, $2, $3, $3, $4, '', 0)" },
    [Q_END_SESSION] = { "s", "",
        "DELETE FROM session WHERE token_hash = $1" },
    [Q_END_SESSIONS] = { "i", "",
        "DELETE FROM session WHERE account_id = $1" },
    [Q_PROVE] = { "s", "",
        "UPDATE session SET factor = 1 WHERE token_hash = $1" },
    [Q_NAME] = { "i", "s", "SELECT name FROM account WHERE id = $1" },
    [Q_GRANTS] = { "i", "sis",
        "SELECT role, programme_id, region FROM role_grant "
        "WHERE account_id = $1 ORDER BY role, programme_id, region" },
    [Q_OFFICERS] = { "i", "isssi",
        "SELECT a.id, a.name, g.role, g.region, g.programme_id "
        "FROM role_grant g "
        "JOIN account a ON a.id = g.account_id WHERE a.state = 'ACTIVE' AND "
        "g.role IN ('secretariat', 'centre') AND g.programme_id IN (0, $1) "
        "ORDER BY a.id, g.role, g.region" },
    [Q_HELD] = { "i", "i",
        "SELECT DISTINCT a.programme_id FROM account_subject m "
        "JOIN accreditation a ON a.subject_id = m.subject_id "
        "WHERE m.account_id = $1 ORDER BY a.programme_id" },
    [Q_MEMBERSHIPS] = { "i", "isss",
        "SELECT m.subject_id, m.role, s.name, s.kind FROM account_subject m "
        "JOIN subject s ON s.id = m.subject_id WHERE m.account_id = $1 "
        "ORDER BY m.since_us, m.subject_id" },
    [Q_SEATS] = { "i", "iisss",
        "SELECT b.id, b.programme_id, b.kind, b.name, b.region FROM "
        "body_seat s JOIN body b ON b.id = s.body_id WHERE "
        "s.account_id = $1 AND b.state = 'VALID' ORDER BY b.id" },
    [Q_PANELS] = { "i", "iii",
        "SELECT p.id, p.programme_id, CASE WHEN m.seat = 'CHAIR' THEN 1 "
        "ELSE 0 END FROM panel_member m JOIN panel p ON p.id = m.panel_id "
        "WHERE m.account_id = $1 AND m.left_us IS NULL AND "
        "p.state = 'OPEN' ORDER BY p.id" },
    [Q_INTERESTS] = { "ii", "i",
        "SELECT subject_id FROM interest WHERE account_id = $1 AND "
        "state <> 'LIFTED' UNION SELECT t.subject_id FROM account_tie a JOIN "
        "subject_trait t ON t.trait = a.trait AND t.kind = a.kind WHERE "
        "a.account_id = $1 AND a.until_day >= $2 AND NOT EXISTS (SELECT 1 "
        "FROM tie_clearance c WHERE c.account_id = a.account_id AND "
        "c.subject_id = t.subject_id AND c.trait = a.trait) "
        "ORDER BY subject_id" },
    [Q_BY_LOGIN] = { "s", "isSsiiIi",
        "SELECT " SECRET_COLUMNS " FROM account "
        "WHERE email = $1 OR mobile = $1 ORDER BY id LIMIT 1" },
    [Q_SECRET] = { "i", "isSsiiIi",
        "SELECT " SECRET_COLUMNS " FROM account WHERE id = $1" },
    [Q_FAILED] = { "iiI", "",
        "UPDATE account SET failed_count = $2, locked_until_us = $3 "
        "WHERE id = $1" },
    [Q_PASSWORD] = { "is", "",
        "UPDATE account SET password_hash = $2, failed_count = 0, "
        "locked_until_us = NULL, version = version + 1 WHERE id = $1" },
    [Q_TOTP] = { "iss", "",
        "UPDATE account SET totp_secret = $2, recovery_hashes = $3, "
        "version = version + 1 WHERE id = $1" },
    [Q_TOTP_STEP] = { "iis", "",
        "UPDATE account SET totp_last_step = $2, recovery_hashes = $3 "
        "WHERE id = $1" },
    [Q_ADD] = { "iSSsssi", "",
        "INSERT INTO account (id, email, mobile, name, password_hash, state, "
        "failed_count, locked_until_us, totp_secret, totp_last_step, "
        "recovery_hashes, language, created_us, version) VALUES ($1, $2, $3, "
        "$4, $5, 'ACTIVE', 0, NULL, NULL, 0, '', $6, $7, 1)" },
    [Q_GET] = { "i", "iSSssiiIii",
        "SELECT " ACCOUNT_COLUMNS " FROM account WHERE id = $1" },
    [Q_LIST] = { "sii", "iSSssiiIii",
        "SELECT " ACCOUNT_COLUMNS " FROM account WHERE $1 = '' OR email = $1 "
        "OR mobile = $1 OR name = $1 ORDER BY id DESC LIMIT $2 OFFSET $3" },
    [Q_COUNT] = { "s", "i",
        "SELECT COUNT(*) FROM account WHERE $1 = '' OR email = $1 "
        "OR mobile = $1 OR name = $1" },
    [Q_CLOSE] = { "i", "",
        "UPDATE account SET state = 'CLOSED', version = version + 1 "
        "WHERE id = $1" },
    [Q_PUT_MEMBER] = { "iisi", "",
        "INSERT INTO account_subject (account_id, subject_id, role, since_us) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, subject_id) "
        "DO UPDATE SET role = $3" },
    [Q_DROP_MEMBER] = { "ii", "",
        "DELETE FROM account_subject WHERE account_id = $1 AND "
        "subject_id = $2" },
    [Q_MEMBERS] = { "i", "iisSSs",
        "SELECT m.account_id, m.since_us, a.name, a.email, a.mobile, m.role "
        "FROM account_subject m JOIN account a ON a.id = m.account_id "
        "WHERE m.subject_id = $1 ORDER BY m.since_us, m.account_id" },
    [Q_ADD_GRANT] = { "isisii", "",
        "INSERT INTO role_grant (account_id, role, programme_id, region, "
        "granted_us, granted_by) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (account_id, role, programme_id, region) DO NOTHING" },
    [Q_DROP_GRANT] = { "isis", "",
        "DELETE FROM role_grant WHERE account_id = $1 AND role = $2 AND "
        "programme_id = $3 AND region = $4" },
    [Q_ADD_INTEREST] = { "iisi", "",
        "INSERT INTO interest (account_id, subject_id, reason, declared_us, "
        "state, lift_reason) VALUES ($1, $2, $3, $4, 'VALID', '') "
        "ON CONFLICT (account_id, subject_id) DO UPDATE SET reason = $3, "
        "state = 'VALID'" },
    [Q_ADD_RESET] = { "sii", "",
        "INSERT INTO reset_token (token_hash, account_id, purpose, "
        "expires_us, used_us) VALUES ($1, $2, 'password', $3, NULL)" },
    [Q_RESET] = { "si", "i",
        "SELECT account_id FROM reset_token WHERE token_hash = $1 AND "
        "expires_us > $2 AND used_us IS NULL" },
    [Q_USE_RESET] = { "si", "",
        "UPDATE reset_token SET used_us = $2 WHERE token_hash = $1" },
};
const struct sql_set account_sql = SQL_SET("account", Q);

enum status
store_session(struct act *x, struct str token_hash, struct session_info *ret,
    bool *ret_found, struct err *err)
{
    struct rows *r = NULL;

    TRY(tx_one(x->tx, x->a, &Q[Q_SESSION],
        DB_ARGS(db_s(token_hash), db_i(x->now_us)), ret_found, &r, err));
    if (*ret_found)
        *ret = (struct session_info){ .account_id = row_int(r, 0),
            .second_factor = row_int(r, 1) != 0,
            .expires_us = row_int(r, 2) };
    return rows_end(r, err);
}

enum status
store_add_session(struct act *x, struct str token_hash, int64_t account_id,
    int64_t expires_us, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_SESSION],
        DB_ARGS(db_s(token_hash), db_i(account_id), db_i(x->now_us),
            db_i(expires_us)),
        NULL, err);
}

enum status
store_end_session(struct act *x, struct str token_hash, struct err *err)
{
    return tx_exec(
        x->tx, &Q[Q_END_SESSION], DB_ARGS(db_s(token_hash)), NULL, err);
}

enum status
store_end_sessions(struct act *x, int64_t account_id, struct err *err)
{
    return tx_exec(
        x->tx, &Q[Q_END_SESSIONS], DB_ARGS(db_i(account_id)), NULL, err);
}

enum status
store_prove_session(struct act *x, struct str token_hash, struct err *err)
{
    return tx_exec(
        x->tx, &Q[Q_PROVE], DB_ARGS(db_s(token_hash)), NULL, err);
}

static enum status
read_grants(struct act *x, int64_t account_id, struct actor *who,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct role_grant) v = { 0 };

    TRY(tx_query(
        x->tx, x->a, &Q[Q_GRANTS], DB_ARGS(db_i(account_id)), &r, err));
    while (rows_next(r)) {
        struct role_grant g = { .programme_id = row_int(r, 1),
            .region = row_str(r, 2) };

        if (role_of(row_peek(r, 0), &g.role))
            *VEC_PUSH(x->a, &v) = g;
    }
    who->grants = v.p;
    who->n_grants = v.n;
    return rows_end(r, err);
}

static enum status
read_seats(struct act *x, int64_t account_id, struct actor *who,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct seat) v = { 0 };

    TRY(tx_query(
        x->tx, x->a, &Q[Q_SEATS], DB_ARGS(db_i(account_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct seat){ .body_id = row_int(r, 0),
            .programme_id = row_int(r, 1),
            .kind = row_str(r, 2),
            .name = row_str(r, 3),
            .region = row_str(r, 4) };
    who->seats = v.p;
    who->n_seats = v.n;
    return rows_end(r, err);
}

static enum status
read_panels(struct act *x, int64_t account_id, struct actor *who,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct panel_seat) v = { 0 };

    TRY(tx_query(
        x->tx, x->a, &Q[Q_PANELS], DB_ARGS(db_i(account_id)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct panel_seat){ .panel_id = row_int(r, 0),
            .programme_id = row_int(r, 1),
            .is_chair = row_int(r, 2) == 1 };
    who->panels = v.p;
    who->n_panels = v.n;
    return rows_end(r, err);
}

static enum status
read_held(struct act *x, struct actor *who, struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(int64_t) v = { 0 };

    if (who->n_memberships == 0)
        return OK;
    TRY(tx_query(x->tx, x->a, &Q[Q_HELD], DB_ARGS(db_i(who->account_id)), &r,
        err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = row_int(r, 0);
    who->held = v.p;
    who->n_held = v.n;
    return rows_end(r, err);
}

static enum status
read_memberships(struct act *x, int64_t account_id, struct actor *who,
    struct err *err)
{
    struct rows *r = NULL;
    VEC_OF(struct membership) v = { 0 };
    VEC_OF(int64_t) interests = { 0 };

    TRY(tx_query(x->tx, x->a, &Q[Q_MEMBERSHIPS], DB_ARGS(db_i(account_id)),
        &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &v) = (struct membership){ .subject_id = row_int(r, 0),
            .role = row_str(r, 1),
            .subject_name = row_str(r, 2),
            .kind = row_str(r, 3) };
    TRY(rows_end(r, err));
    who->memberships = v.p;
    who->n_memberships = v.n;
    TRY(read_held(x, who, err));
    if (!actor_is_official(who))
        return OK;
    TRY(tx_query(x->tx, x->a, &Q[Q_INTERESTS],
        DB_ARGS(db_i(account_id), db_i(x->today.n)), &r, err));
    while (rows_next(r))
        *VEC_PUSH(x->a, &interests) = row_int(r, 0);
    who->interests = interests.p;
    who->n_interests = interests.n;
    return rows_end(r, err);
}

enum status
store_actor(
    struct act *x, int64_t account_id, struct actor *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct actor who = { .account_id = account_id };

    TRY(tx_one(
        x->tx, x->a, &Q[Q_NAME], DB_ARGS(db_i(account_id)), &found, &r, err));
    if (found)
        who.name = row_str(r, 0);
    TRY(rows_end(r, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有这个账号");
    TRY(read_grants(x, account_id, &who, err));
    TRY(read_seats(x, account_id, &who, err));
    TRY(read_panels(x, account_id, &who, err));
    TRY(read_memberships(x, account_id, &who, err));
    *ret = who;
    return OK;
}

static enum status
read_secret(struct act *x, const struct sql *q, struct dbv key,
    struct account_secret *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    *ret = (struct account_secret){ 0 };
    TRY(tx_one(x->tx, x->a, q, &key, 1, &found, &r, err));
    if (found)
        *ret = (struct account_secret){ .id = row_int(r, 0),
            .password_hash = row_str(r, 1),
            .totp_secret = row_str(r, 2),
            .recovery_hashes = row_str(r, 3),
            .totp_last_step = row_int(r, 4),
            .failed_count = row_int(r, 5),
            .locked_until_us = row_int(r, 6),
            .closed = row_int(r, 7) != 0 };
    return rows_end(r, err);
}

enum status
store_secret_by_login(struct act *x, struct str login,
    struct account_secret *ret, struct err *err)
{
    return read_secret(x, &Q[Q_BY_LOGIN], db_s(login), ret, err);
}

enum status
store_secret(struct act *x, int64_t account_id, struct account_secret *ret,
    struct err *err)
{
    return read_secret(x, &Q[Q_SECRET], db_i(account_id), ret, err);
}

enum status
store_failed(struct act *x, int64_t account_id, int64_t failed,
    int64_t locked_until_us, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_FAILED],
        DB_ARGS(db_i(account_id), db_i(failed),
            locked_until_us == 0 ? db_null() : db_i(locked_until_us)),
        NULL, err);
}

enum status
store_password(
    struct act *x, int64_t account_id, struct str hash, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PASSWORD],
        DB_ARGS(db_i(account_id), db_s(hash)), NULL, err);
}

enum status
store_totp(struct act *x, int64_t account_id, struct str secret,
    struct str recovery, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_TOTP],
        DB_ARGS(db_i(account_id), db_s(secret), db_s(recovery)), NULL, err);
}

enum status
store_totp_step(struct act *x, int64_t account_id, int64_t step,
    struct str recovery, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_TOTP_STEP],
        DB_ARGS(db_i(account_id), db_i(step), db_s(recovery)), NULL, err);
}

enum status
store_add_account(struct act *x, const struct account *account,
    struct str hash, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD],
        DB_ARGS(db_i(account->id), db_s_or_null(account->email),
            db_s_or_null(account->mobile), db_s(account->name), db_s(hash),
            db_s(account->language), db_i(x->now_us)),
        NULL, err);
}

static struct account
read_account(struct rows *r)
{
    return (struct account){ .id = row_int(r, 0),
        .email = row_str(r, 1),
        .mobile = row_str(r, 2),
        .name = row_str(r, 3),
        .language = row_str(r, 4),
        .closed = row_int(r, 5) != 0,
        .has_totp = row_int(r, 6) != 0,
        .locked_until_us = row_int(r, 7),
        .created_us = row_int(r, 8),
        .version = row_int(r, 9) };
}

COPY_ALL(all_accounts, struct account, read_account)

enum status
account_get(struct act *x, int64_t id, struct account *ret, struct err *err)
{
    struct rows *r = NULL;
    bool found = false;
    struct account got = { 0 };

    TRY(tx_one(x->tx, x->a, &Q[Q_GET], DB_ARGS(db_i(id)), &found, &r, err));
    if (found)
        got = read_account(r);
    TRY(rows_end(r, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有这个账号");
    *ret = got;
    return OK;
}

enum status
account_list(struct act *x, struct str text, size_t offset, size_t n,
    const struct account **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err)
{
    TRY(act_require(x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(tx_int(x->tx, &Q[Q_COUNT], DB_ARGS(db_s(text)), ret_total, err));
    return all_accounts(x, &Q[Q_LIST],
        DB_ARGS(db_s(text), db_i((int64_t)n), db_i((int64_t)offset)), ret,
        ret_n, err);
}

enum status
store_close_account(struct act *x, int64_t id, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_CLOSE], DB_ARGS(db_i(id)), NULL, err);
}

enum status
store_put_member(struct act *x, int64_t account_id, int64_t subject_id,
    struct str role, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_PUT_MEMBER],
        DB_ARGS(db_i(account_id), db_i(subject_id), db_s(role),
            db_i(x->now_us)),
        NULL, err);
}

enum status
store_drop_member(struct act *x, int64_t account_id, int64_t subject_id,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_DROP_MEMBER],
        DB_ARGS(db_i(account_id), db_i(subject_id)), NULL, err);
}

static struct member_row
read_member_row(struct rows *r)
{
    return (struct member_row){
        .account_id = row_int(r, 0),
        .since_us = row_int(r, 1),
        .name = row_str(r, 2),
        .email = row_str(r, 3),
        .mobile = row_str(r, 4),
        .role = row_str(r, 5),
    };
}

COPY_ALL(all_member_rows, struct member_row, read_member_row)

enum status
member_list(struct act *x, int64_t subject_id, const struct member_row **ret,
    size_t *ret_n, struct err *err)
{
    TRY(act_require_member(x, subject_id, "viewer", err));
    return all_member_rows(
        x, &Q[Q_MEMBERS], DB_ARGS(db_i(subject_id)), ret, ret_n, err);
}

enum status
grant_list(struct act *x, int64_t account_id, const struct role_grant **ret,
    size_t *ret_n, struct err *err)
{
    struct actor who = { 0 };

    TRY(read_grants(x, account_id, &who, err));
    *ret = who.grants;
    *ret_n = who.n_grants;
    return OK;
}

enum status
officer_list(struct act *x, int64_t programme_id,
    const struct officer_grant **ret, size_t *ret_n, struct err *err)
{
    VEC_OF(struct officer_grant) v = { 0 };
    struct rows *r = NULL;

    TRY(tx_query(x->tx, x->a, &Q[Q_OFFICERS], DB_ARGS(db_i(programme_id)), &r,
        err));
    while (rows_next(r)) {
        struct officer_grant o = { .account_id = row_int(r, 0),
            .name = row_str(r, 1),
            .region = row_str(r, 3),
            .programme_id = row_int(r, 4) };

        if (role_of(row_peek(r, 2), &o.role))
            *VEC_PUSH(x->a, &v) = o;
    }
    TRY(rows_end(r, err));
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
store_add_grant(struct act *x, int64_t account_id, const struct role_grant *g,
    struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_GRANT],
        DB_ARGS(db_i(account_id), db_s(role_name(g->role)),
            db_i(g->programme_id), db_s(g->region), db_i(x->now_us),
            db_i(x->who->account_id)),
        NULL, err);
}

enum status
store_drop_grant(struct act *x, int64_t account_id,
    const struct role_grant *g, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_DROP_GRANT],
        DB_ARGS(db_i(account_id), db_s(role_name(g->role)),
            db_i(g->programme_id), db_s(g->region)),
        NULL, err);
}

enum status
store_add_interest(
    struct act *x, int64_t subject_id, struct str reason, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_INTEREST],
        DB_ARGS(db_i(x->who->account_id), db_i(subject_id), db_s(reason),
            db_i(x->now_us)),
        NULL, err);
}

enum status
store_add_reset(struct act *x, struct str token_hash, int64_t account_id,
    int64_t expires_us, struct err *err)
{
    return tx_exec(x->tx, &Q[Q_ADD_RESET],
        DB_ARGS(db_s(token_hash), db_i(account_id), db_i(expires_us)), NULL,
        err);
}

enum status
store_use_reset(struct act *x, struct str token_hash, int64_t *ret_account,
    struct err *err)
{
    struct rows *r = NULL;
    bool found = false;

    TRY(tx_one(x->tx, x->a, &Q[Q_RESET],
        DB_ARGS(db_s(token_hash), db_i(x->now_us)), &found, &r, err));
    *ret_account = found ? row_int(r, 0) : 0;
    TRY(rows_end(r, err));
    if (!found)
        return OK;
    return tx_exec(x->tx, &Q[Q_USE_RESET],
        DB_ARGS(db_s(token_hash), db_i(x->now_us)), NULL, err);
}
