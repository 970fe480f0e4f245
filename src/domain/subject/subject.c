#include "domain/subject.h"

#include "domain/accreditation.h"
#include "domain/interest.h"
#include "subject_store.h"

#define NAME_MOST 100
#define REASON_MOST 500

/* Identity numbers are looked up by hash; the number itself stands only in
 * subject_private. */
static struct str
id_no_hash(struct arena *a, struct str id_no)
{
    return domain_digest(a, "id-no", id_no);
}

enum status
subject_add(struct act *x, struct subject *s,
    const struct subject_private *p, struct err *err)
{
    int64_t other = 0;
    struct str hash = STR_EMPTY;

    if (s->credit_code.n > 0) {
        TRY(subject_by_credit_code(x, s->credit_code, &other, err));
        if (other != 0)
            return err_field(err, ERR_CONFLICT, STR("credit_code"),
                "统一社会信用代码已经登记，请直接登录，或请单位管理员把您加入");
    }
    if (p->id_no.n > 0) {
        TRY(subject_by_id_no(x, p->id_no, &other, err));
        if (other != 0)
            return err_field(err, ERR_CONFLICT, STR("id_no"),
                "身份证件号码已经登记，请直接登录");
        hash = id_no_hash(x->a, p->id_no);
    }
    s->id = world_id(&x->d->world);
    s->created_us = x->now_us;
    s->version = 1;
    TRY(subject_store_add(x, s, hash, err));
    return subject_store_add_private(x, s->id, p, err);
}

enum status
subject_by_id_no(
    struct act *x, struct str id_no, int64_t *ret_id, struct err *err)
{
    return subject_store_by_hash(x, id_no_hash(x->a, id_no), ret_id, err);
}

enum status
subject_complete(struct act *x, int64_t id, struct str credit_code,
    struct str id_no, struct str region, struct err *err)
{
    int64_t other = 0;

    if (credit_code.n > 0) {
        TRY(subject_by_credit_code(x, credit_code, &other, err));
        if (other != 0 && other != id)
            return err_field(err, ERR_CONFLICT, STR("credit_code"),
                "统一社会信用代码已由另一单位登记，请核对");
    }
    if (id_no.n > 0) {
        TRY(subject_by_id_no(x, id_no, &other, err));
        if (other != 0 && other != id)
            return err_field(err, ERR_CONFLICT, STR("id_no"),
                "身份证件号码已由另一人登记，请核对");
    }
    TRY(subject_store_complete(x, id, credit_code,
        id_no.n > 0 ? id_no_hash(x->a, id_no) : STR_EMPTY, region, err));
    if (id_no.n > 0)
        TRY(subject_private_put(
            x, id, &(struct subject_private){ .id_no = id_no }, err));
    return audit_add(x,
        &(struct audit_line){ .subject_id = id,
            .object_kind = "subject",
            .object_id = id,
            .event = "complete" },
        err);
}

static enum status
check_new_name(const struct subject *s, struct str name, struct str reason,
    struct err *err)
{
    size_t n = utf8_count(name);

    if (n == 0 || n > NAME_MOST || utf8_has_control(name, false))
        return err_field(err, ERR_INPUT, STR("name"),
            "名称应为 1 至 %d 个字，现为 %zu 个字", NAME_MOST, n);
    if (str_eq(s->name, name))
        return err_field(
            err, ERR_INPUT, STR("name"), "与现在的名称相同，请填写新的名称");
    if (reason.n == 0 || utf8_count(reason) > REASON_MOST)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请写明变更的依据，如登记机关的核准文件，不超过 %d 字",
            REASON_MOST);
    return OK;
}

/* Everything that carries the name. `also`: what is over, but called so. */
static enum status
carry(struct act *x, const struct subject *s, struct str name,
    struct str also, int64_t incident_id, struct str reason, struct err *err)
{
    TRY(subject_store_rename(x, s, name, incident_id, err));
    TRY(accreditation_rename(x, s->id, also, name, err));
    TRY(trait_renamed(x, s, name, err));
    return audit_add(x,
        &(struct audit_line){ .subject_id = s->id,
            .object_kind = "subject",
            .object_id = s->id,
            .event = "rename",
            .from = s->name,
            .to = name,
            .reason = reason },
        err);
}

enum status
subject_rename(struct act *x, int64_t id, struct str name, struct str reason,
    struct err *err)
{
    struct subject s;

    TRY(subject_get(x, id, &s, err));
    TRY(act_require(x, MAY_SUPERVISE, 0, s.region, err));
    TRY(act_require_no_interest(x, id, err));
    name = str_trim(name);
    reason = str_trim(reason);
    TRY(check_new_name(&s, name, reason, err));
    return carry(x, &s, name, STR_EMPTY, 0, reason, err);
}

enum status
subject_follow_entry(struct act *x, int64_t id, struct str name, bool back,
    int64_t incident_id, struct str reason, struct err *err)
{
    struct subject s;

    TRY(subject_get(x, id, &s, err));
    if (str_eq(utf8_key(x->a, s.name), utf8_key(x->a, name)))
        return OK;
    TRY(check_new_name(&s, name, reason, err));
    return carry(
        x, &s, name, back ? s.name : STR_EMPTY, incident_id, reason, err);
}

enum status
subject_keep_name(struct act *x, int64_t id, struct str name,
    int64_t incident_id, struct err *err)
{
    struct subject s;

    TRY(subject_get(x, id, &s, err));
    struct subject then = s;
    then.name = name;
    TRY(subject_store_keep(x, &then, STR_EMPTY, incident_id, err));
    return trait_renamed(x, &then, s.name, err);
}
