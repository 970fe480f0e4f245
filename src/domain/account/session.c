/* Signing in and out, resetting passwords, the second factor. */
#include "account_store.h"
#include "domain/account.h"
#include "domain/message.h"

#define MINUTE_US INT64_C(60000000)
#define LOCK_AFTER 5
#define LOCK_MINUTES 15
#define CLIENT_FAILURES 30
#define RESET_MINUTES 30
#define RECOVERY_CODES 8
#define RECOVERY_LENGTH 10

enum status
session_find(struct act *x, struct str token_hash, struct session_info *ret,
    struct actor *ret_who, struct err *err)
{
    bool found = false;

    TRY(store_session(x, token_hash, ret, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "登录已失效，请重新登录");
    TRY(store_actor(x, ret->account_id, ret_who, err));
    ret_who->second_factor = ret->second_factor;
    return OK;
}

enum status
actor_load(struct act *x, int64_t account_id, struct actor *ret,
    struct err *err)
{
    return store_actor(x, account_id, ret, err);
}

enum status
account_password_hash(struct act *x, struct str login, int64_t *ret_id,
    struct str *ret_hash, struct err *err)
{
    struct account_secret s;

    TRY(store_secret_by_login(x, login, &s, err));
    *ret_id = s.closed ? 0 : s.id;
    *ret_hash = s.closed ? STR_EMPTY : s.password_hash;
    return OK;
}

static enum status
count_failure(struct act *x, const struct account_secret *s,
    struct str bucket, struct err *ret_denied, struct err *err)
{
    int64_t failed = s->failed_count + 1, until = 0;

    TRY(rate_hit(x, bucket, CLIENT_FAILURES, LOCK_MINUTES * 60, err));
    (void)err_set(ret_denied, ERR_DENIED, "账号或密码不正确，请核对后重试");
    if (s->id == 0)
        return OK;
    if (failed >= LOCK_AFTER) {
        until = x->now_us + LOCK_MINUTES * MINUTE_US;
        failed = 0;
        (void)err_set(ret_denied, ERR_LIMIT,
            "连续 %d 次输错，账号已锁定 %d 分钟；可以找回密码", LOCK_AFTER,
            LOCK_MINUTES);
        TRY(audit_add(x,
            &(struct audit_line){ .object_kind = "account",
                .object_id = s->id,
                .event = "lock" },
            err));
    }
    return store_failed(x, s->id, failed, until, err);
}

enum status
session_start(struct act *x, int64_t account_id, bool matched,
    struct str client, struct str token, struct err *ret_denied,
    struct err *err)
{
    struct account_secret s = { 0 };
    struct str bucket =
        arena_fmt(x->a, "sign-in/" STR_FMT, STR_ARG(client));

    *ret_denied = (struct err){ 0 };
    /* Failures only: an office shares one address, and its people sign in. */
    if (rate_check(x, bucket, CLIENT_FAILURES, LOCK_MINUTES * 60,
            ret_denied) != OK)
        return ret_denied->code == ERR_LIMIT ? OK : ret_denied->code;
    if (account_id != 0)
        TRY(store_secret(x, account_id, &s, err));
    if (s.locked_until_us > x->now_us) {
        (void)err_set(ret_denied, ERR_LIMIT,
            "账号已锁定，请在 %d 分钟后再试，或找回密码",
            (int)((s.locked_until_us - x->now_us) / MINUTE_US + 1));
        return OK;
    }
    if (!matched || s.id == 0)
        return count_failure(x, &s, bucket, ret_denied, err);
    TRY(store_failed(x, s.id, 0, 0, err));
    return store_add_session(x, token, s.id,
        x->now_us + SESSION_HOURS * 60 * MINUTE_US, err);
}

enum status
session_end(struct act *x, struct str token_hash, struct err *err)
{
    return store_end_session(x, token_hash, err);
}

enum status
session_end_all(struct act *x, int64_t account_id, struct err *err)
{
    TRY(store_end_sessions(x, account_id, err));
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = account_id,
            .event = "sign-out-everywhere" },
        err);
}

/* --- reset --- */

enum status
reset_request(
    struct act *x, struct str login, struct str token, struct err *err)
{
    struct account_secret s;
    struct account account;

    TRY(rate_hit(x, arena_fmt(x->a, "reset/" STR_FMT, STR_ARG(login)), 3, 3600,
        err));
    TRY(store_secret_by_login(x, login, &s, err));
    if (s.id == 0 || s.closed)
        return OK; /* the answer is the same for everybody */
    TRY(account_get(x, s.id, &account, err));
    TRY(store_add_reset(x, domain_digest(x->a, "reset", token), s.id,
        x->now_us + RESET_MINUTES * MINUTE_US, err));
    struct str body = arena_fmt(x->a,
        "请在 %d 分钟内打开以下地址重设密码：" STR_FMT "/reset/" STR_FMT
        " 。如非本人操作，请忽略。",
        RESET_MINUTES, STR_ARG(x->d->base_url), STR_ARG(token));
    bool by_mail = account.email.n > 0;
    return message_to_address(x, by_mail ? "MAIL" : "SMS",
        by_mail ? account.email : account.mobile, STR("重设密码"), body, err);
}

enum status
reset_use(struct act *x, struct str token, struct str new_hash,
    struct err *err)
{
    int64_t account_id = 0;

    TRY(store_use_reset(
        x, domain_digest(x->a, "reset", token), &account_id, err));
    if (account_id == 0)
        return err_set(err, ERR_NOT_FOUND,
            "链接已失效或已使用过，请重新申请重设密码");
    return account_set_password(x, account_id, new_hash, err);
}

/* --- second factor --- */

enum status
totp_enrol(struct act *x, int64_t account_id, struct str secret,
    struct str code, const struct str **ret_codes, size_t *ret_n,
    struct err *err)
{
    struct str *codes = arena_new_array(x->a, struct str, RECOVERY_CODES);
    struct str kept = STR_EMPTY;
    int64_t step = 0;

    if (!totp_matches(secret, code, x->now_us, 0, &step))
        return err_field(err, ERR_INPUT, STR("code"),
            "动态口令不正确，请核对手机时间后输入当前的 6 位数字");
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        char *text = arena_alloc(x->a, RECOVERY_LENGTH);

        world_code(&x->d->world, text, RECOVERY_LENGTH);
        codes[i] = (struct str){ text, RECOVERY_LENGTH };
        kept = arena_fmt(x->a, STR_FMT STR_FMT ";", STR_ARG(kept),
            STR_ARG(domain_digest(x->a, "recovery", codes[i])));
    }
    TRY(store_totp(x, account_id, secret, kept, err));
    TRY(store_totp_step(x, account_id, step, kept, err));
    *ret_codes = codes;
    *ret_n = RECOVERY_CODES;
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = account_id,
            .event = "second-factor" },
        err);
}

/* The list of recovery hashes without one that was used; false if it is not
 * there. */
static bool
take_recovery(
    struct arena *a, struct str list, struct str hash, struct str *ret)
{
    size_t at = str_find(list, hash);

    if (at == SIZE_MAX)
        return false;
    *ret = arena_join(a, str_sub(list, 0, at),
        str_sub(list, at + hash.n + 1, SIZE_MAX));
    return true;
}

enum status
totp_prove(struct act *x, int64_t account_id, struct str token_hash,
    struct str code, struct err *ret_denied, struct err *err)
{
    struct account_secret s;
    struct str left;
    int64_t step = 0;

    *ret_denied = (struct err){ 0 };
    enum status st = rate_hit(x,
        arena_fmt(x->a, "totp/%lld", (long long)account_id), 10, 600,
        ret_denied);
    if (st != OK)
        return st == ERR_LIMIT ? OK : st;
    TRY(store_secret(x, account_id, &s, err));
    left = s.recovery_hashes;
    step = s.totp_last_step;
    if (!totp_matches(s.totp_secret, code, x->now_us, step, &step) &&
        !take_recovery(x->a, left,
            domain_digest(x->a, "recovery", code), &left)) {
        (void)err_field(ret_denied, ERR_INPUT, STR("code"),
            "动态口令不正确或已用过，请输入当前的 6 位数字，或一个恢复码");
        return OK;
    }
    TRY(store_totp_step(x, account_id, step, left, err));
    return store_prove_session(x, token_hash, err);
}
