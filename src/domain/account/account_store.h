/* account_store.h - rows of accounts, sessions and roles; no rules. */
#ifndef ACCOUNT_STORE_H
#define ACCOUNT_STORE_H

#include "domain/account.h"

struct account_secret {
    int64_t id; /* 0: none */
    struct str password_hash, totp_secret, recovery_hashes;
    int64_t totp_last_step, failed_count, locked_until_us;
    bool closed;
};

NODISCARD enum status store_session(struct act *x, struct str token_hash,
    struct session_info *ret, bool *ret_found, struct err *err);
NODISCARD enum status store_add_session(struct act *x, struct str token_hash,
    int64_t account_id, int64_t expires_us, struct err *err);
NODISCARD enum status store_end_session(
    struct act *x, struct str token_hash, struct err *err);
NODISCARD enum status store_end_sessions(
    struct act *x, int64_t account_id, struct err *err);
NODISCARD enum status store_prove_session(
    struct act *x, struct str token_hash, struct err *err);

/* Fills name, grants, memberships and interests. */
NODISCARD enum status store_actor(
    struct act *x, int64_t account_id, struct actor *ret, struct err *err);

NODISCARD enum status store_secret_by_login(struct act *x, struct str login,
    struct account_secret *ret, struct err *err);
NODISCARD enum status store_secret(struct act *x, int64_t account_id,
    struct account_secret *ret, struct err *err);
NODISCARD enum status store_failed(struct act *x, int64_t account_id,
    int64_t failed, int64_t locked_until_us, struct err *err);
NODISCARD enum status store_password(
    struct act *x, int64_t account_id, struct str hash, struct err *err);
NODISCARD enum status store_totp(struct act *x, int64_t account_id,
    struct str secret, struct str recovery, struct err *err);
NODISCARD enum status store_totp_step(struct act *x, int64_t account_id,
    int64_t step, struct str recovery, struct err *err);

NODISCARD enum status store_add_account(struct act *x,
    const struct account *account, struct str hash, struct err *err);
NODISCARD enum status store_close_account(
    struct act *x, int64_t id, struct err *err);
NODISCARD enum status store_put_member(struct act *x, int64_t account_id,
    int64_t subject_id, struct str role, struct err *err);
NODISCARD enum status store_drop_member(struct act *x, int64_t account_id,
    int64_t subject_id, struct err *err);
NODISCARD enum status store_add_grant(struct act *x, int64_t account_id,
    const struct role_grant *g, struct err *err);
NODISCARD enum status store_drop_grant(struct act *x, int64_t account_id,
    const struct role_grant *g, struct err *err);
NODISCARD enum status store_add_interest(
    struct act *x, int64_t subject_id, struct str reason, struct err *err);

NODISCARD enum status store_add_reset(struct act *x, struct str token_hash,
    int64_t account_id, int64_t expires_us, struct err *err);
/* *ret_account 0 if unknown, used or over; marks it as used. */
NODISCARD enum status store_use_reset(struct act *x, struct str token_hash,
    int64_t *ret_account, struct err *err);

#endif
