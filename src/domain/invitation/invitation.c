#include "domain/invitation.h"

#include "domain/message.h"
#include "invitation_store.h"

#define CODE_LENGTH 10

static struct str
hash_of(struct arena *a, struct str code)
{
    return domain_digest(a, "invitation", code);
}

const struct pack_channel *
invitation_channel(const struct programme *p)
{
    const struct pack_procedure *proc = pack_procedure(p->pack, STR("apply"));

    for (size_t i = 0; proc != NULL && i < proc->n_channels; i++) {
        if (str_eq(proc->channels[i].name, STR("invited")))
            return &proc->channels[i];
    }
    return NULL;
}

static enum status
send_code(struct act *x, const struct programme *p, struct str name,
    struct str address, struct str code, struct err *err)
{
    bool mail = str_find(address, STR("@")) != SIZE_MAX;
    struct id_check c =
        mail ? email_check(x->a, address) : mobile_check(x->a, address);
    struct str body = arena_fmt(x->a,
        STR_FMT "：" STR_FMT "诚邀您申报“" STR_FMT "”。邀请码 " STR_FMT
        "，请登录 " STR_FMT "/mine/start/" STR_FMT " 填写申请表。",
        STR_ARG(name), STR_ARG(p->authority), STR_ARG(p->title.zh),
        STR_ARG(code), STR_ARG(x->d->base_url), STR_ARG(p->code));

    if (!c.ok)
        return err_field(
            err, ERR_INPUT, STR("address"), STR_FMT, STR_ARG(c.text));
    return message_to_address(
        x, mail ? "MAIL" : "SMS", c.normal, STR("申报邀请"), body, err);
}

enum status
invitation_add(struct act *x, int64_t programme_id, struct str name,
    struct str address, struct str note, struct str *ret_code,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    char *text = arena_alloc(x->a, CODE_LENGTH);
    struct invitation i = { .id = world_id(&x->d->world),
        .programme_id = programme_id,
        .name = name,
        .note = note };

    TRY(act_require(x, MAY_DECIDE, programme_id, STR_EMPTY, err));
    if (p == NULL || invitation_channel(p) == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有定向邀请");
    if (name.n == 0)
        return err_field(err, ERR_INPUT, STR("name"), "请填写受邀人姓名");
    world_code(&x->d->world, text, CODE_LENGTH);
    struct str code = { text, CODE_LENGTH };
    TRY(store_add_invitation(x, &i, hash_of(x->a, code), err));
    if (address.n > 0)
        TRY(send_code(x, p, name, address, code, err));
    *ret_code = code;
    return audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .object_kind = "invitation",
            .object_id = i.id,
            .event = "invite",
            .reason = note,
            .clause = invitation_channel(p)->clause },
        err);
}

enum status
invitation_use(struct act *x, int64_t programme_id, struct str code,
    int64_t subject_id, struct err *err)
{
    bool used = false;

    TRY(store_use_invitation(
        x, programme_id, hash_of(x->a, code), subject_id, &used, err));
    if (used)
        return OK;
    return err_field(err, ERR_INPUT, STR("invitation"),
        "邀请码不正确或已使用，应为 %d 位字母数字", CODE_LENGTH);
}
