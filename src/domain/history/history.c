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

/* --- whose it is --- */

/* The numbers that a holder is known by, in their normal form. */
static enum status
check_numbers(struct act *x, bool person, const struct history_entry *e,
    struct str *ret_code, struct str *ret_id_no, struct err *err)
{
    struct id_check c = { .ok = true };

    if (!person && e->credit_code.n > 0) {
        c = credit_code_check(x->a, e->credit_code);
        *ret_code = c.normal;
    } else if (person && e->id_no.n > 0) {
        c = id_no_check(x->a, e->id_no, x->today);
        *ret_id_no = c.normal;
    }
    return c.ok ? OK
                : err_field(err, ERR_INPUT,
                      person ? STR("id_no") : STR("credit_code"), STR_FMT,
                      STR_ARG(c.text));
}

/* Is the record of that name somebody else's? Two of one name are two where
 * what they are known by differs. */
static enum status
is_another(struct act *x, const struct programme *p,
    const struct history_entry *e, struct str code, struct str id_no,
    int64_t id, bool *ret, struct err *err)
{
    const struct accreditation *list = NULL;
    struct subject_private private;
    struct subject s;
    size_t n = 0;

    TRY(subject_get(x, id, &s, err));
    TRY(subject_private_get(x, id, &private, err));
    *ret = (code.n > 0 && s.credit_code.n > 0) ||
           (id_no.n > 0 && private.id_no.n > 0);
    if (*ret || e->number.n == 0)
        return OK;
    TRY(accreditation_of_subject(x, id, p->id, &list, &n, err));
    *ret = n > 0;
    for (size_t i = 0; i < n; i++)
        *ret = *ret && !str_eq(list[i].number, e->number);
    return OK;
}

static enum status
find_subject(struct act *x, const struct programme *p,
    const struct history_entry *e, int64_t *ret, struct err *err)
{
    bool person = str_eq(p->pack->subject, STR("person"));
    struct str code = STR_EMPTY, id_no = STR_EMPTY;
    bool another = false;
    int64_t id = 0;

    TRY(check_numbers(x, person, e, &code, &id_no, err));
    if (code.n > 0)
        TRY(subject_by_credit_code(x, code, &id, err));
    if (id_no.n > 0)
        TRY(subject_by_id_no(x, id_no, &id, err));
    if (id == 0) {
        TRY(subject_by_name(x, e->name, person, &id, err));
        if (id != 0)
            TRY(is_another(x, p, e, code, id_no, id, &another, err));
        if (another)
            id = 0;
        if (id != 0 && code.n + id_no.n > 0)
            TRY(subject_complete(x, id, code, id_no, e->region, err));
    }
    *ret = id;
    if (id != 0)
        return OK;
    struct subject s = { .is_person = person,
        .name = e->name,
        .credit_code = code,
        .region = e->region };
    struct subject_private private = { .id_no = id_no,
        .contact = e->contact,
        .mobile = e->phone };
    TRY(subject_add(x, &s, &private, err));
    *ret = s.id;
    return OK;
}

/* Where it works, if its programme says that it works somewhere. */
static enum status
find_host(struct act *x, const struct programme *p, struct str number,
    struct accreditation *ret, struct err *err)
{
    const struct programme *hosts =
        domain_programme_by_code(x->d, p->pack->works_at);

    if (str_trim(number).n == 0)
        return err_field(err, ERR_INPUT, STR("host"),
            "请填写所在“" STR_FMT "”的编号，没有的请先补录",
            STR_ARG(hosts == NULL ? p->pack->works_at
                                  : hosts->pack->holder_title.zh));
    return affiliation_host(x, p->pack, STR("host"), number, ret, err);
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

/* Permission in the region that the holder is of, which is its host's. */
static enum status
check_region(struct act *x, const struct programme *p, struct str region,
    struct err *err)
{
    if (region_find(x->d->regions, region) == NULL)
        return err_field(err, ERR_INPUT, STR("region"),
            "没有行政区划代码“" STR_FMT "”，应为 6 位，如 510107",
            STR_ARG(region));
    return act_require(x, MAY_DECIDE, p->id, region, err);
}

/* The document that gives the number, the clause, the length of the term. */
struct basis {
    struct str document, clause;
    int term_years;
};

static enum status
find_basis(const struct programme *p, struct basis *ret, struct err *err)
{
    const struct pack_procedure *proc = pack_procedure(p->pack, STR("apply"));
    const struct pack_stage *grant =
        proc == NULL ? NULL : procedure_stage(proc, STAGE_GRANT);

    *ret = (struct basis){ .document = p->pack->history_document };
    if (ret->document.n == 0 && grant == NULL)
        return err_set(err, ERR_CONFLICT, "这个项目的办法没有认定环节");
    if (ret->document.n == 0)
        ret->document = grant->document;
    if (grant != NULL)
        ret->term_years = grant->term_years;
    ret->clause = grant != NULL
                      ? grant->clause
                      : pack_document(p->pack, ret->document)->clause;
    return OK;
}

static enum status
check_new(struct act *x, int64_t subject_id, int64_t programme_id,
    struct str name, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(act_require_no_interest(x, subject_id, err));
    TRY(accreditation_of_subject(
        x, subject_id, programme_id, &list, &n, err));
    if (n == 0)
        return OK;
    return err_set(err, ERR_CONFLICT,
        "“" STR_FMT "”已有编号 " STR_FMT
        " 的资格，不重复录入；同名的另一人或者另一单位，请填写证件号码和原证书编号",
        STR_ARG(name), STR_ARG(list[0].number));
}

/* The day it is over goes by the law, not by a decision. */
static enum status
expire(struct act *x, struct accreditation *c, struct str clause,
    struct err *err)
{
    if (day_cmp(x->today, c->last_day) <= 0)
        return OK;
    return accreditation_move(x, c,
        &(struct accreditation_move){ .to = ACC_EXPIRED,
            .event = "expire",
            .reason = STR("有效期已届满"),
            .clause = clause },
        err);
}

enum status
history_add(struct act *x, int64_t programme_id,
    const struct history_entry *entry, struct accreditation *ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    struct history_entry e = *entry;
    struct accreditation host = { 0 };
    struct basis b;
    int64_t subject_id = 0;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    TRY(act_require(x, MAY_DECIDE, programme_id, STR_EMPTY, err));
    if (p->pack->works_at.n > 0) {
        TRY(find_host(x, p, e.host, &host, err));
        e.region = host.region;
    }
    TRY(check_region(x, p, e.region, err));
    TRY(check_entry(x, p, &e, err));
    TRY(check_info(x, p, &e, err));
    TRY(find_basis(p, &b, err));
    TRY(find_subject(x, p, &e, &subject_id, err));
    TRY(check_new(x, subject_id, programme_id, e.name, err));
    TRY(accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = subject_id,
            .programme_id = programme_id,
            .route = STR("history"),
            .name = e.name,
            .region = e.region,
            .pack = p->pack,
            .admitted = e.recognised,
            .info = e.info,
            .term_years = b.term_years,
            .completed = true,
            .silent = true,
            .clause = b.clause,
            .document = b.document,
            .number = e.number },
        ret, err));
    if (host.id != 0)
        TRY(affiliation_begin(
            x, ret, &host, ret->admitted, 0, b.clause, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .subject_id = subject_id,
            .object_kind = "accreditation",
            .object_id = ret->id,
            .event = "import-history",
            .to = accreditation_state_name(ret->state),
            .reason = e.source,
            .document = ret->number },
        err));
    return expire(x, ret, b.clause, err);
}
