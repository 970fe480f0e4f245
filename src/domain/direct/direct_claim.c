/* The nominee completes its account: a summary table has no credit code and
 * no identity number (CT-3-2, CE-4-4). */
#include "domain/accreditation.h"
#include "domain/account.h"
#include "direct_private.h"

#define GUESSES 20
#define GUESS_WINDOW_S 3600

static enum status
denied(struct err *ret_denied)
{
    (void)err_set(ret_denied, ERR_NOT_FOUND,
        "编号与验证码不符，或者账户已经完善，请核对短信或推荐机构给出的内容");
    return OK;
}

static bool
same_code(struct str a, struct str b)
{
    unsigned char difference = 0;

    if (a.n != b.n || a.n == 0)
        return false;
    for (size_t i = 0; i < a.n; i++)
        difference |= (unsigned char)(a.p[i] ^ b.p[i]);
    return difference == 0;
}

static struct str
upper(struct arena *a, struct str s)
{
    struct str narrow = utf8_narrow(a, s);
    char *p = arena_dup(a, narrow.p, narrow.n);

    for (size_t i = 0; i < narrow.n; i++) {
        if (p[i] >= 'a' && p[i] <= 'z')
            p[i] = (char)(p[i] - ('a' - 'A'));
    }
    return (struct str){ p, narrow.n };
}

enum status
direct_claim_find(struct act *x, struct str number, struct str code,
    struct str client, struct direct_claimed *ret, struct err *ret_denied,
    struct err *err)
{
    struct accreditation c;
    struct subject s;
    struct str right = STR_EMPTY;
    int64_t claimed_us = 0, list = 0, row = 0;

    *ret_denied = (struct err){ 0 };
    if (tx_is_write(x->tx)) {
        enum status st = rate_hit(x,
            arena_fmt(x->a, "claim/" STR_FMT, STR_ARG(client)), GUESSES,
            GUESS_WINDOW_S, ret_denied);

        if (st == ERR_LIMIT)
            return OK;
        if (st != OK) {
            *err = *ret_denied;
            return st;
        }
    }
    enum status st = accreditation_by_number(x, number, &c, err);
    if (st == ERR_NOT_FOUND)
        return denied(ret_denied);
    TRY(st);
    TRY(direct_store_claim_row(
        x, c.id, &right, &claimed_us, &list, &row, err));
    if (claimed_us != 0 || !same_code(right, upper(x->a, code)))
        return denied(ret_denied);
    TRY(subject_get(x, c.subject_id, &s, err));
    *ret = (struct direct_claimed){ .subject_id = c.subject_id,
        .accreditation_id = c.id,
        .programme_id = c.programme_id,
        .name = s.name,
        .is_person = s.is_person };
    return OK;
}

static enum status
claimer(struct act *x, const struct direct_claim *c,
    const struct direct_claimed *found, int64_t *ret, struct err *err)
{
    struct account account = { .email = c->email,
        .mobile = c->mobile,
        .name = c->contact.n > 0 ? c->contact : found->name };

    if (x->who->account_id != 0) {
        *ret = x->who->account_id;
        return OK;
    }
    TRY(account_add(x, &account, c->password_hash, err));
    *ret = account.id;
    return OK;
}

enum status
direct_claim(struct act *x, const struct direct_claim *c,
    const struct direct_claimed *found, int64_t *ret_account_id,
    struct err *err)
{
    struct act as_system = *x;
    struct actor system = actor_system();
    struct accreditation acc;
    struct str code = STR_EMPTY;
    struct subject s;
    int64_t claimed_us = 0, list = 0, row = 0, account = 0;

    TRY(direct_store_claim_row(x, found->accreditation_id, &code,
        &claimed_us, &list, &row, err));
    if (claimed_us != 0 || !same_code(code, upper(x->a, c->code)))
        return err_set(err, ERR_CONFLICT, "账户已经完善，请直接登录");
    TRY(subject_get(x, found->subject_id, &s, err));
    if (s.credit_code.n > 0 && !str_eq(s.credit_code, c->credit_code))
        return err_field(err, ERR_CONFLICT, STR("credit_code"),
            "与本单位已登记的统一社会信用代码不一致，请核对");
    TRY(subject_complete(x, found->subject_id, c->credit_code, c->id_no,
        c->region, err));
    TRY(subject_private_put(x, found->subject_id,
        &(struct subject_private){ .mobile = c->mobile,
            .email = c->email,
            .contact = c->contact },
        err));
    TRY(claimer(x, c, found, &account, err));
    as_system.who = &system;
    TRY(member_set(
        &as_system, found->subject_id, account, STR("owner"), err));
    TRY(direct_store_set_claimed(x, list, row, err));
    TRY(accreditation_load(
        x, found->subject_id, found->accreditation_id, &acc, err));
    TRY(accreditation_complete(x, &acc, err));
    *ret_account_id = account;
    return OK;
}
