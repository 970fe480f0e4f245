/* token.h - tokens with which programs act for organisations through the API,
 * and the answers kept for repeated requests. Errors of all calls: core.h. */
#ifndef DOMAIN_TOKEN_H
#define DOMAIN_TOKEN_H

#include "domain/core.h"

#define TOKEN_DAYS_MAX 366
#define TOKENS_MAX 10 /* living ones of one account */

struct token {
    int64_t id, account_id, created_us, expires_us;
    struct str name; /* what the holder calls it */
};

/*
 * Adds a token of the actor. secret: 64 hex digits made before the
 * transaction; only its hash is kept.
 * Errors: ERR_INPUT  no name or too long (field "name"), days outside
 *                    1..TOKEN_DAYS_MAX (field "days").
 *         ERR_LIMIT  TOKENS_MAX are living.
 */
NODISCARD enum status token_add(struct act *x, struct str name, int64_t days,
    struct str secret, struct token *ret, struct err *err);
/* Living ones of the actor, newest first. */
NODISCARD enum status token_list(
    struct act *x, const struct token **ret, size_t *ret_n, struct err *err);
/* Ends a token of the actor at once. ERR_NOT_FOUND: none of his. */
NODISCARD enum status token_revoke(
    struct act *x, int64_t id, struct err *err);

/*
 * The person behind a token, with memberships but without any officer's
 * rights: a token acts for organisations only.
 * Errors: ERR_DENIED  unknown, ended, too old, or the account is closed.
 */
NODISCARD enum status token_actor(struct act *x, struct str secret,
    struct actor *ret, int64_t *ret_id, struct err *err);

/* --- repeated requests (Idempotency-Key) --- */

struct kept_reply {
    bool found;
    struct str request; /* SHA-256 of the request's body, hex */
    struct str body;    /* the answer given then */
};
NODISCARD enum status reply_find(struct act *x, int64_t token_id,
    struct str key, struct kept_reply *ret, struct err *err);
/* Keeps an answer for seven days; older ones of the token are dropped. */
NODISCARD enum status reply_keep(struct act *x, int64_t token_id,
    struct str key, struct str request, struct str body, struct err *err);

#endif
