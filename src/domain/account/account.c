/* Accounts, memberships, roles. */
#include "domain/account.h"

#include "account_store.h"
#include "domain/message.h"

enum status
account_add(struct act *x, struct account *account, struct str password_hash,
    struct err *err)
{
    int64_t other = 0;

    if (account->email.n > 0) {
        TRY(account_by_login(x, account->email, &other, err));
        if (other != 0)
            return err_field(err, ERR_CONFLICT, STR("email"),
                "该邮箱已经注册，请直接登录或找回密码");
    }
    if (account->mobile.n > 0) {
        TRY(account_by_login(x, account->mobile, &other, err));
        if (other != 0)
            return err_field(err, ERR_CONFLICT, STR("mobile"),
                "该手机号码已经注册，请直接登录或找回密码");
    }
    account->id = world_id(&x->d->world);
    account->created_us = x->now_us;
    if (account->language.n == 0)
        account->language = STR("zh");
    TRY(store_add_account(x, account, password_hash, err));
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = account->id,
            .event = "add" },
        err);
}

enum status
account_by_login(
    struct act *x, struct str login, int64_t *ret_id, struct err *err)
{
    struct account_secret s;

    TRY(store_secret_by_login(x, login, &s, err));
    *ret_id = s.closed ? 0 : s.id;
    return OK;
}

enum status
account_close(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    TRY(act_require(x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    if (id == x->who->account_id)
        return err_set(err, ERR_CONFLICT, "不能停用自己的账号");
    TRY(store_close_account(x, id, err));
    TRY(store_end_sessions(x, id, err));
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = id,
            .event = "close",
            .to = STR("CLOSED"),
            .reason = reason },
        err);
}

enum status
account_set_password(struct act *x, int64_t id, struct str password_hash,
    struct err *err)
{
    TRY(store_password(x, id, password_hash, err));
    TRY(store_end_sessions(x, id, err));
    return audit_add(x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = id,
            .event = "set-password" },
        err);
}

enum status
account_register(struct act *x, const struct registration *r,
    int64_t *ret_account_id, int64_t *ret_subject_id, struct err *err)
{
    struct subject s = { .is_person = r->is_person,
        .name = r->name,
        .credit_code = r->credit_code,
        .region = r->region };
    struct account account = { .email = r->email,
        .mobile = r->mobile,
        .name = r->contact.n > 0 ? r->contact : r->name };

    TRY(subject_add(x, &s,
        &(struct subject_private){ .id_no = r->id_no,
            .mobile = r->mobile,
            .email = r->email,
            .contact = account.name },
        err));
    TRY(account_add(x, &account, r->password_hash, err));
    TRY(store_put_member(x, account.id, s.id, STR("owner"), err));
    *ret_account_id = account.id;
    *ret_subject_id = s.id;
    return audit_add(x,
        &(struct audit_line){ .subject_id = s.id,
            .object_kind = "subject",
            .object_id = s.id,
            .event = "register" },
        err);
}

/* Whoever is a member may not handle the file: an applicant must not be able
 * to shut officers out by making them members. The entrusted body is an
 * organisation itself. */
static enum status
check_no_officer(struct act *x, int64_t account_id, struct err *err)
{
    struct actor who;

    TRY(actor_load(x, account_id, &who, err));
    for (size_t i = 0; i < who.n_grants; i++) {
        if (who.grants[i].role != ROLE_RECOMMENDER)
            return err_set(err, ERR_CONFLICT,
                "这是工作人员的账号，不能加入申报单位，请用对方的另一个账号");
    }
    if (who.n_seats > 0)
        return err_set(err, ERR_CONFLICT,
            "这个账号代表“" STR_FMT "”办理申请，不能加入申报单位",
            STR_ARG(who.seats[0].name));
    return OK;
}

enum status
member_set(struct act *x, int64_t subject_id, int64_t account_id,
    struct str role, struct err *err)
{
    const struct member_row *rows = NULL;
    size_t n = 0, owners = 0;

    TRY(act_require_member(x, subject_id, "owner", err));
    if (role.n > 0 && !str_eq(role, STR("owner")) &&
        !str_eq(role, STR("editor")) && !str_eq(role, STR("viewer")))
        return err_set(err, ERR_INPUT, "权限应为管理员、经办人或查看人");
    if (role.n > 0 && !x->who->is_system &&
        account_id != x->who->account_id)
        TRY(check_no_officer(x, account_id, err));
    TRY(member_list(x, subject_id, &rows, &n, err));
    for (size_t i = 0; i < n; i++)
        owners += str_eq(rows[i].role, STR("owner")) &&
                  rows[i].account_id != account_id;
    if (owners == 0 && !str_eq(role, STR("owner")))
        return err_set(err, ERR_CONFLICT,
            "单位至少要有一名管理员，请先指定另一名管理员");
    if (role.n == 0)
        TRY(store_drop_member(x, account_id, subject_id, err));
    else
        TRY(store_put_member(x, account_id, subject_id, role, err));
    return audit_add(x,
        &(struct audit_line){ .subject_id = subject_id,
            .object_kind = "account",
            .object_id = account_id,
            .event = "member",
            .to = role },
        err);
}

enum status
grant_add(struct act *x, int64_t account_id, const struct role_grant *g,
    struct str reason, struct err *err)
{
    TRY(act_require(x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(store_add_grant(x, account_id, g, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = g->programme_id,
            .object_kind = "account",
            .object_id = account_id,
            .event = "grant-role",
            .to = role_name(g->role),
            .reason = reason,
            .document = g->region },
        err);
}

enum status
grant_remove(struct act *x, int64_t account_id, const struct role_grant *g,
    struct str reason, struct err *err)
{
    TRY(act_require(x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    if (account_id == x->who->account_id && g->role == ROLE_ADMIN)
        return err_set(err, ERR_CONFLICT, "不能撤销自己的管理员角色");
    TRY(store_drop_grant(x, account_id, g, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = g->programme_id,
            .object_kind = "account",
            .object_id = account_id,
            .event = "remove-role",
            .from = role_name(g->role),
            .reason = reason,
            .document = g->region },
        err);
}

enum status
interest_declare(
    struct act *x, int64_t subject_id, struct str reason, struct err *err)
{
    TRY(act_require(x, MAY_SEE_DESK, 0, STR_EMPTY, err));
    TRY(store_add_interest(x, subject_id, reason, err));
    return audit_add(x,
        &(struct audit_line){ .subject_id = subject_id,
            .object_kind = "account",
            .object_id = x->who->account_id,
            .event = "declare-interest",
            .reason = reason },
        err);
}
