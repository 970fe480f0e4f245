#include "domain/subject.h"

#include "domain/accreditation.h"
#include "subject_store.h"

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

enum status
subject_rename(struct act *x, int64_t id, struct str name, struct err *err)
{
    struct subject s;

    TRY(subject_get(x, id, &s, err));
    if (str_eq(s.name, name))
        return OK;
    TRY(subject_store_rename(x, &s, name, err));
    TRY(accreditation_rename(x, id, name, err));
    return audit_add(x,
        &(struct audit_line){ .subject_id = id,
            .object_kind = "subject",
            .object_id = id,
            .event = "rename",
            .from = s.name,
            .to = name },
        err);
}
