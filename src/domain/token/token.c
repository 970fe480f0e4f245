/* Tokens of the API. */
#include "domain/token.h"

#include "domain/account.h"
#include "token_store.h"

#define DAY_US INT64_C(86400000000)
#define NAME_MAX_CHARS 50

static struct str
digest(struct arena *a, struct str secret)
{
    return domain_digest(a, "api", secret);
}

enum status
token_add(struct act *x, struct str name, int64_t days, struct str secret,
    struct token *ret, struct err *err)
{
    const struct token *living = NULL;
    size_t n = 0;

    if (x->who->account_id == 0)
        return err_set(err, ERR_DENIED, "请先登录");
    if (name.n == 0 || utf8_count(name) > NAME_MAX_CHARS)
        return err_field(err, ERR_INPUT, STR("name"),
            "请填写令牌的用途，不超过 %d 个字", NAME_MAX_CHARS);
    if (days < 1 || days > TOKEN_DAYS_MAX)
        return err_field(err, ERR_INPUT, STR("days"),
            "有效天数应为 1 至 %d", TOKEN_DAYS_MAX);
    TRY(token_list(x, &living, &n, err));
    if (n >= TOKENS_MAX)
        return err_set(err, ERR_LIMIT,
            "每个账号最多 %d 个令牌，请先停用不再使用的", TOKENS_MAX);
    *ret = (struct token){ .id = world_id(&x->d->world),
        .account_id = x->who->account_id,
        .created_us = x->now_us,
        .expires_us = x->now_us + days * DAY_US,
        .name = name };
    TRY(store_add_token(x, ret, digest(x->a, secret), err));
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = ret->account_id,
            .event = "add-token",
            .reason = name },
        err);
}

enum status
token_list(
    struct act *x, const struct token **ret, size_t *ret_n, struct err *err)
{
    return store_tokens(x, x->who->account_id, ret, ret_n, err);
}

enum status
token_revoke(struct act *x, int64_t id, struct err *err)
{
    bool found = false;

    TRY(store_end_token(x, x->who->account_id, id, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有这个令牌，或已停用");
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = x->who->account_id,
            .event = "end-token" },
        err);
}

enum status
token_actor(struct act *x, struct str secret, struct actor *ret,
    int64_t *ret_id, struct err *err)
{
    int64_t account = 0;

    TRY(store_token_owner(x, digest(x->a, secret), ret_id, &account, err));
    if (account == 0)
        return err_set(err, ERR_DENIED, "令牌无效或已过期，请在账号页面重新创建");
    TRY(actor_load(x, account, ret, err));
    ret->grants = NULL;
    ret->n_grants = 0;
    ret->seats = NULL;
    ret->n_seats = 0;
    return OK;
}
