/* Who may recommend, since when and for how long (CN-2-a). */
#include "direct_private.h"

bool
entrustment_valid(const struct entrustment *e, struct day on)
{
    return !e->ended && day_cmp(e->first, on) <= 0 && day_cmp(on, e->last) <= 0;
}

static enum status
check_fields(struct act *x, const struct entrustment *e,
    const struct kept_file *proof, struct err *err)
{
    const struct programme *p = domain_programme(x->d, e->programme_id);
    const struct pack_import *im = NULL;

    if (p == NULL || !direct_import_of(p->pack, &im, NULL))
        return err_field(err, ERR_INPUT, STR("programme"),
            "请选择有直接纳入渠道的项目");
    if (str_trim(e->body).n == 0 || utf8_count(e->body) > 100 ||
        utf8_has_control(e->body, false))
        return err_field(err, ERR_INPUT, STR("body"),
            "请填写受委托机构名称，1 至 100 个字");
    if (region_find(x->d->regions, e->region) == NULL)
        return err_field(
            err, ERR_INPUT, STR("region"), "请选择受委托机构所辖的地区");
    if (str_trim(e->document_no).n == 0 || utf8_count(e->document_no) > 100)
        return err_field(err, ERR_INPUT, STR("document_no"),
            "请填写委托文件的文号，1 至 100 个字");
    if (day_is_none(e->first) || day_is_none(e->last) ||
        day_cmp(e->last, e->first) < 0)
        return err_field(err, ERR_INPUT, STR("last"),
            "委托的末日应不早于首日");
    if (proof == NULL || proof->sha256.n == 0)
        return err_field(
            err, ERR_INPUT, STR("proof"), "请上传委托文件的扫描件（PDF）");
    return OK;
}

static enum status
body_subject(
    struct act *x, struct entrustment *e, struct str code, struct err *err)
{
    if (code.n > 0)
        TRY(subject_by_credit_code(x, code, &e->subject_id, err));
    if (e->subject_id == 0)
        TRY(subject_by_name(x, e->body, false, &e->subject_id, err));
    if (e->subject_id != 0)
        return OK;
    struct subject s = { .name = str_trim(e->body),
        .credit_code = code,
        .region = e->region };
    TRY(subject_add(x, &s, &(struct subject_private){ 0 }, err));
    e->subject_id = s.id;
    return OK;
}

enum status
direct_keep(struct act *x, int64_t subject_id, int64_t owner_id,
    struct str field, const struct kept_file *f, int64_t *ret_id,
    struct err *err)
{
    struct attachment at = { .subject_id = subject_id,
        .owner_kind = STR("direct_list"),
        .owner_id = owner_id,
        .field = field,
        .file_name = f->file_name,
        .type = f->type,
        .bytes = f->bytes,
        .sha256 = f->sha256 };

    TRY(attachment_add(x, &at, err));
    *ret_id = at.id;
    return OK;
}

enum status
entrustment_add(struct act *x, struct entrustment *e, struct str credit_code,
    const struct kept_file *proof, struct err *err)
{
    struct id_check code = { .ok = true };

    TRY(act_require(x, MAY_DECIDE, e->programme_id, e->region, err));
    TRY(check_fields(x, e, proof, err));
    if (credit_code.n > 0)
        code = credit_code_check(x->a, credit_code);
    if (!code.ok)
        return err_field(err, ERR_INPUT, STR("credit_code"), STR_FMT,
            STR_ARG(code.text));
    TRY(body_subject(x, e, code.normal, err));
    e->id = world_id(&x->d->world);
    e->entered_us = x->now_us;
    TRY(direct_keep(x, e->subject_id, e->id, STR("proof"), proof,
        &e->attachment_id, err));
    TRY(direct_store_add_entrustment(x, e, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = e->programme_id,
            .subject_id = e->subject_id,
            .object_kind = "entrustment",
            .object_id = e->id,
            .event = "add",
            .to = STR("VALID"),
            .reason = arena_fmt(x->a, STR_FMT " 至 " STR_FMT,
                STR_ARG(day_iso(x->a, e->first)),
                STR_ARG(day_iso(x->a, e->last))),
            .document = e->document_no },
        err);
}

enum status
entrustment_end(
    struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct entrustment e;
    bool changed = false;

    TRY(direct_store_entrustment(x, id, &e, err));
    TRY(act_require(x, MAY_DECIDE, e.programme_id, e.region, err));
    if (reason.n == 0)
        return err_field(
            err, ERR_INPUT, STR("reason"), "请填写终止委托的理由");
    TRY(direct_store_end_entrustment(x, id, &changed, err));
    if (!changed)
        return err_set(err, ERR_CONFLICT, "这份委托已经终止");
    return audit_add(x,
        &(struct audit_line){ .programme_id = e.programme_id,
            .subject_id = e.subject_id,
            .object_kind = "entrustment",
            .object_id = id,
            .event = "end",
            .from = STR("VALID"),
            .to = STR("ENDED"),
            .reason = reason,
            .document = e.document_no },
        err);
}

/* An officer with the role in the region who is a member of the body; or any,
 * while the body has no people of its own here. */
enum status
direct_of_body(struct act *x, int64_t programme_id, struct str region,
    int64_t body, bool *ret, struct err *err)
{
    int64_t members = 0;

    *ret = false;
    if (!may_in(x, MAY_RECOMMEND, programme_id, region))
        return OK;
    *ret = acts_for(x->who, body, "viewer");
    if (*ret)
        return OK;
    TRY(direct_store_members(x, body, &members, err));
    *ret = members == 0;
    return OK;
}

enum status
entrustment_get(
    struct act *x, int64_t id, struct entrustment *ret, struct err *err)
{
    struct entrustment e;
    bool mine = false;

    TRY(direct_store_entrustment(x, id, &e, err));
    mine = may_in(x, MAY_READ_FILES, e.programme_id, e.region);
    if (!mine)
        TRY(direct_of_body(
            x, e.programme_id, e.region, e.subject_id, &mine, err));
    if (!mine)
        return err_set(err, ERR_NOT_FOUND, "没有这份委托，或者您无权查看");
    *ret = e;
    return OK;
}

enum status
entrustment_list(struct act *x, const struct entrustment **ret, size_t *ret_n,
    struct err *err)
{
    const struct entrustment *all = NULL;
    size_t n = 0;
    VEC_OF(struct entrustment) v = { 0 };

    TRY(act_require(x, MAY_SEE_DESK, 0, STR_EMPTY, err));
    TRY(direct_store_entrustments(x, &all, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct entrustment *e = &all[i];
        bool mine = may_in(x, MAY_READ_FILES, e->programme_id, e->region);

        if (!mine)
            TRY(direct_of_body(x, e->programme_id, e->region, e->subject_id,
                &mine, err));
        if (mine)
            *VEC_PUSH(x->a, &v) = *e;
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}
