/* Holders from before the regulation. */
#include "domain/history.h"

#include "domain/subject.h"

static enum status
check_entry(struct act *x, const struct programme *p,
    const struct history_entry *e, struct err *err)
{
    struct day first = programme_in_force(p);

    if (e->name.n == 0 || e->name.n > 300)
        return err_field(err, ERR_INPUT, STR("name"), "请填写名称");
    if (e->source.n == 0)
        return err_field(
            err, ERR_INPUT, STR("source"), "请写明原认定文件的名称或者文号");
    if (day_is_none(e->recognised) || day_cmp(e->recognised, x->today) > 0)
        return err_field(err, ERR_INPUT, STR("recognised"),
            "原认定日期应为今天（" STR_FMT "）以前的日期",
            STR_ARG(day_iso(x->a, x->today)));
    if (!day_is_none(first) && day_cmp(e->recognised, first) >= 0)
        return err_set(err, ERR_CONFLICT,
            "办法自 " STR_FMT " 起施行，此日及以后认定的须按办法申报，不能补录",
            STR_ARG(day_iso(x->a, first)));
    return OK;
}

/* The record of the holder; made if nobody has its credit code or name. */
static enum status
find_subject(struct act *x, const struct programme *p,
    const struct history_entry *e, int64_t *ret, struct err *err)
{
    bool person = str_eq(p->pack->subject, STR("person"));
    struct str code = STR_EMPTY;
    int64_t id = 0;

    if (e->credit_code.n > 0) {
        struct id_check c = credit_code_check(x->a, e->credit_code);

        if (!c.ok)
            return err_field(err, ERR_INPUT, STR("credit_code"), STR_FMT,
                STR_ARG(c.text));
        code = c.normal;
        TRY(subject_by_credit_code(x, code, &id, err));
    }
    if (id == 0)
        TRY(subject_by_name(x, e->name, person, &id, err));
    *ret = id;
    if (id != 0)
        return OK;
    struct subject s = { .is_person = person,
        .name = e->name,
        .credit_code = code,
        .region = e->region };
    struct subject_private private = { .contact = e->contact,
        .mobile = e->phone };
    TRY(subject_add(x, &s, &private, err));
    *ret = s.id;
    return OK;
}

enum status
history_add(struct act *x, int64_t programme_id,
    const struct history_entry *e, struct accreditation *ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    const struct accreditation *list = NULL;
    int64_t subject_id = 0;
    size_t n = 0;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    TRY(act_require(x, MAY_DECIDE, programme_id, e->region, err));
    TRY(check_entry(x, p, e, err));
    const struct pack_procedure *proc =
        pack_procedure(p->pack, STR("apply"));
    const struct pack_stage *grant =
        proc == NULL ? NULL : procedure_stage(proc, STAGE_GRANT);
    if (grant == NULL)
        return err_set(err, ERR_CONFLICT, "这个项目的办法没有认定环节");
    TRY(find_subject(x, p, e, &subject_id, err));
    TRY(act_require_no_interest(x, subject_id, err));
    TRY(accreditation_of_subject(
        x, subject_id, programme_id, &list, &n, err));
    if (n > 0)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”已有编号 " STR_FMT " 的资格，不重复录入",
            STR_ARG(e->name), STR_ARG(list[0].number));
    TRY(accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = subject_id,
            .programme_id = programme_id,
            .route = STR("history"),
            .name = e->name,
            .region = e->region,
            .pack = p->pack,
            .admitted = e->recognised,
            .term_years = grant->term_years,
            .completed = true,
            .silent = true,
            .clause = grant->clause,
            .document = grant->document },
        ret, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .subject_id = subject_id,
            .object_kind = "accreditation",
            .object_id = ret->id,
            .event = "import-history",
            .to = accreditation_state_name(ret->state),
            .reason = e->source,
            .document = ret->number },
        err));
    if (day_cmp(x->today, ret->last_day) <= 0)
        return OK;
    return accreditation_move(x, ret,
        &(struct accreditation_move){ .to = ACC_EXPIRED,
            .event = "expire",
            .reason = STR("有效期已届满"),
            .clause = grant->clause },
        err);
}
