/* token_store.h - SQL of tokens. */
#ifndef DOMAIN_TOKEN_STORE_H
#define DOMAIN_TOKEN_STORE_H

#include "domain/token.h"

NODISCARD enum status store_add_token(struct act *x, const struct token *t,
    struct str hash, struct err *err);
NODISCARD enum status store_tokens(struct act *x, int64_t account_id,
    const struct token **ret, size_t *ret_n, struct err *err);
NODISCARD enum status store_end_token(struct act *x, int64_t account_id,
    int64_t id, bool *ret_found, struct err *err);
/* *ret_account 0: no living token, or its account is closed. */
NODISCARD enum status store_token_owner(struct act *x, struct str hash,
    int64_t *ret_id, int64_t *ret_account, struct err *err);

#endif
