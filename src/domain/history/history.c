/* Holders from before the regulation. */
#include "domain/history.h"

#include "domain/affiliation.h"
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
    if (p->pack->history_document.n > 0) {
        if (day_is_none(first) || day_cmp(e->recognised, first) <= 0)
            return OK;
        return err_field(err, ERR_CONFLICT, STR("recognised"),
            "只登记 " STR_FMT " 及以前已设立的，此后不再新设",
            STR_ARG(day_iso(x->a, first)));
    }
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

/* Where it works, and with that the region it is of. */
static enum status
begin_work(struct act *x, const struct programme *p,
    const struct history_entry *e, struct accreditation *c,
    struct str clause, struct err *err)
{
    struct accreditation host;

    if (e->host.n == 0)
        return OK;
    TRY(affiliation_host(x, p->pack, STR("host"), e->host, &host, err));
    TRY(affiliation_begin(x, c, &host, c->admitted, 0, clause, err));
    return accreditation_change(
        x, c, NULL, host.region, "move-region", clause, err);
}

/* The form of what is kept with a holder entered so must be complete. */
static enum status
check_info(struct act *x, const struct programme *p,
    const struct history_entry *e, struct err *err)
{
    const struct pack_form *form = pack_form(p->pack, p->pack->history_form);
    const struct form_problem *problems = NULL;
    size_t n = 0;

    if (form == NULL)
        return OK;
    form_check(x->a, p->pack, form, NULL,
        e->info == NULL ? json_new(x->a, JSON_OBJECT) : e->info, x->today,
        &problems, &n);
    for (size_t i = 0; i < n; i++) {
        if (!problems[i].warning)
            return err_field(err, ERR_INPUT, problems[i].field, STR_FMT,
                STR_ARG(problems[i].text));
    }
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
    TRY(check_info(x, p, e, err));
    const struct pack_procedure *proc =
        pack_procedure(p->pack, STR("apply"));
    const struct pack_stage *grant =
        proc == NULL ? NULL : procedure_stage(proc, STAGE_GRANT);
    struct str document = p->pack->history_document;
    if (document.n == 0 && grant == NULL)
        return err_set(err, ERR_CONFLICT, "这个项目的办法没有认定环节");
    if (document.n == 0)
        document = grant->document;
    struct str clause = grant != NULL
                            ? grant->clause
                            : pack_document(p->pack, document)->clause;
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
            .info = e->info,
            .term_years = grant == NULL ? 0 : grant->term_years,
            .completed = true,
            .silent = true,
            .clause = clause,
            .document = document },
        ret, err));
    TRY(begin_work(x, p, e, ret, clause, err));
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
            .clause = clause },
        err);
}
