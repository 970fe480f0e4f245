/* account.h - people who sign in: accounts, sessions, second factor, the
 * organisations they act for, officers' roles. Errors of all calls: core.h. */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "domain/core.h"
#include "domain/subject.h"

struct account {
    int64_t id;
    struct str email, mobile, name, language;
    bool closed, has_totp;
    int64_t locked_until_us, created_us, version;
};

#define PASSWORD_MIN 10
#define SESSION_HOURS 12

/* --- sessions --- */

struct session_info {
    int64_t account_id;
    bool second_factor;
    int64_t expires_us;
};

/*
 * The session of a cookie's token and the person behind it with grants,
 * memberships and interests. token_hash is the hex SHA-256 of the token.
 * Errors: ERR_NOT_FOUND  no such session, expired, or the account is closed.
 */
NODISCARD enum status session_find(struct act *x, struct str token_hash,
    struct session_info *ret, struct actor *ret_who, struct err *err);

/* The person of an account with grants, memberships and interests, without a
 * session: for API tokens. ERR_NOT_FOUND: no such account. */
NODISCARD enum status actor_load(struct act *x, int64_t account_id,
    struct actor *ret, struct err *err);

/*
 * The slow part of signing in (argon2id), to be called outside a transaction
 * with the hash that account_password_hash gave ("" for an unknown login: the
 * same time passes).
 */
bool password_matches(struct str hash, struct str password);
NODISCARD enum status password_hash(struct arena *a, const struct world *w,
    struct str password, struct str *ret, struct err *err);
/* ERR_INPUT: shorter than PASSWORD_MIN characters, longer than 200 bytes, one
 * repeated character, or contains the login. */
NODISCARD enum status password_check(
    struct str password, struct str login, struct err *err);

/* login is an e-mail or a mobile, as typed. *ret_id 0 and hash "" if unknown. */
NODISCARD enum status account_password_hash(struct act *x, struct str login,
    int64_t *ret_id, struct str *ret_hash, struct err *err);

/*
 * Ends an attempt to sign in: counts failures per client (30 in 15 minutes)
 * and per account, locks an account for 15 minutes after 5 in a row.
 * matched: what password_matches said. token: 32 random bytes as hex, made
 * before the transaction.
 * Errors: ERR_DENIED  wrong login or password (one sentence for both).
 *         ERR_LIMIT   locked or too many attempts: until when.
 * A failed attempt is counted although an error is returned: therefore the
 * outcome comes in *ret_denied and the status is OK; only on success
 * *ret_denied.code is OK.
 */
NODISCARD enum status session_start(struct act *x, int64_t account_id,
    bool matched, struct str client, struct str token, struct err *ret_denied,
    struct err *err);
NODISCARD enum status session_end(
    struct act *x, struct str token_hash, struct err *err);
/* 在所有设备上退出 */
NODISCARD enum status session_end_all(
    struct act *x, int64_t account_id, struct err *err);

/* --- accounts --- */

/* ret->id set. ERR_CONFLICT: e-mail or mobile is in use. */
NODISCARD enum status account_add(struct act *x, struct account *account,
    struct str password_hash, struct err *err);
NODISCARD enum status account_get(
    struct act *x, int64_t id, struct account *ret, struct err *err);
NODISCARD enum status account_list(struct act *x, struct str text,
    size_t offset, size_t n, const struct account **ret, size_t *ret_n,
    int64_t *ret_total, struct err *err);
NODISCARD enum status account_close(
    struct act *x, int64_t id, struct str reason, struct err *err);
NODISCARD enum status account_set_password(
    struct act *x, int64_t id, struct str password_hash, struct err *err);

/* Sends a link or code that is valid for 30 minutes; says nothing about
 * whether the login exists. token as for session_start. */
NODISCARD enum status reset_request(struct act *x, struct str login,
    struct str token, struct err *err);
/* Uses it up and sets the password. ERR_NOT_FOUND: unknown, used, too old. */
NODISCARD enum status reset_use(struct act *x, struct str token,
    struct str new_hash, struct err *err);

/* --- second factor (TOTP, RFC 6238: SHA-1, 6 digits, 30 s) --- */
NODISCARD enum status totp_new_secret(
    struct arena *a, const struct world *w, struct str *ret_base32);
struct str totp_uri(
    struct arena *a, struct str secret, struct str login, struct str issuer);
/* One step before and after is accepted; a code counts once: that of last_step
 * or an earlier step does not match. ret_step is set if it matches. */
bool totp_matches(struct str secret, struct str code, int64_t now_us,
    int64_t last_step, int64_t *ret_step);
/* Turns it on after a right code; gives recovery codes once. ERR_INPUT: the
 * code is wrong. */
NODISCARD enum status totp_enrol(struct act *x, int64_t account_id,
    struct str secret, struct str code, const struct str **ret_codes,
    size_t *ret_n, struct err *err);
/* Marks the session as proven. code: TOTP or a recovery code. A wrong code is
 * counted, so it comes in *ret_denied with status OK (as session_start). */
NODISCARD enum status totp_prove(struct act *x, int64_t account_id,
    struct str token_hash, struct str code, struct err *ret_denied,
    struct err *err);
/* Officers must have it outside demo mode. */
bool actor_needs_second_factor(
    const struct actor *who, const struct domain *d);

/* --- organisations and roles --- */

/* Registers an organisation or a person with its first account (CW-13-a,
 * CE-11-a): subject, account, membership as owner. */
struct registration {
    bool is_person;
    struct str name;          /* of the organisation or person */
    struct str credit_code;   /* organisations */
    struct str id_no;         /* persons */
    struct str region;
    struct str contact;       /* name of the account's person */
    struct str mobile, email;
    struct str password_hash;
};
NODISCARD enum status account_register(struct act *x,
    const struct registration *r, int64_t *ret_account_id,
    int64_t *ret_subject_id, struct err *err);

struct member_row {
    int64_t account_id, since_us;
    struct str name, email, mobile, role;
};
NODISCARD enum status member_list(struct act *x, int64_t subject_id,
    const struct member_row **ret, size_t *ret_n, struct err *err);
/* Owner adds, changes ("" removes); the last owner stays, and an officer's
 * account is not taken (ERR_CONFLICT). ERR_INPUT: role is none of "", owner,
 * editor, viewer. */
NODISCARD enum status member_set(struct act *x, int64_t subject_id,
    int64_t account_id, struct str role, struct err *err);
NODISCARD enum status account_by_login(
    struct act *x, struct str login, int64_t *ret_id, struct err *err);

/* Roles of an officer. ERR_CONFLICT: nobody removes their own role of
 * administrator. */
NODISCARD enum status grant_list(struct act *x, int64_t account_id,
    const struct role_grant **ret, size_t *ret_n, struct err *err);
NODISCARD enum status grant_add(struct act *x, int64_t account_id,
    const struct role_grant *g, struct str reason, struct err *err);
NODISCARD enum status grant_remove(struct act *x, int64_t account_id,
    const struct role_grant *g, struct str reason, struct err *err);

/* Who reviews or decides for a programme: one row for each grant of an active
 * officer of ROLE_SECRETARIAT or ROLE_CENTRE, by account. No permission is
 * asked for. */
struct officer_grant {
    int64_t account_id;
    struct str name;
    enum role role;
    struct str region; /* of the grant; "" everywhere */
    int64_t programme_id; /* of the grant; 0: given for all of them */
};
NODISCARD enum status officer_list(struct act *x, int64_t programme_id,
    const struct officer_grant **ret, size_t *ret_n, struct err *err);

/* Interests that exclude the actor from files (conflict firewall). */
NODISCARD enum status interest_declare(struct act *x, int64_t subject_id,
    struct str reason, struct err *err);

#endif
