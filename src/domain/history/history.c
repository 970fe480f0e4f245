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

/* The document that gives the number, the clause, the length of the term. */
struct basis {
    struct str document, clause;
    int term_years;
};

/* An entry with all that is known of it before anything is written. */
struct prepared {
    const struct programme *p;
    struct history_entry e;
    struct accreditation host; /* id 0: none */
    struct basis b;
    struct day last_day;
    struct str code, id_no;    /* normal forms, "" unknown */
    int64_t subject_id;        /* 0: has no record yet */
    bool completes;            /* its record learns a number */
};

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

/* The record it has already; subject_id 0: none. */
static enum status
find_subject(struct act *x, struct prepared *q, struct err *err)
{
    const struct programme *p = q->p;
    const struct history_entry *e = &q->e;
    bool person = str_eq(p->pack->subject, STR("person"));
    bool another = false;
    int64_t id = 0;

    TRY(check_numbers(x, person, e, &q->code, &q->id_no, err));
    if (q->code.n > 0)
        TRY(subject_by_credit_code(x, q->code, &id, err));
    if (q->id_no.n > 0)
        TRY(subject_by_id_no(x, q->id_no, &id, err));
    if (id == 0) {
        TRY(subject_by_name(x, e->name, person, &id, err));
        if (id != 0)
            TRY(is_another(
                x, p, e, q->code, q->id_no, id, &another, err));
        if (another)
            id = 0;
        q->completes = id != 0 && q->code.n + q->id_no.n > 0;
    }
    q->subject_id = id;
    return OK;
}

/* Its record: completed, or made. */
static enum status
keep_subject(struct act *x, struct prepared *q, struct err *err)
{
    if (q->completes)
        return subject_complete(
            x, q->subject_id, q->code, q->id_no, q->e.region, err);
    if (q->subject_id != 0)
        return OK;
    struct subject s = { .is_person =
                             str_eq(q->p->pack->subject, STR("person")),
        .name = q->e.name,
        .credit_code = q->code,
        .region = q->e.region };
    struct subject_private private = { .id_no = q->id_no,
        .contact = q->e.contact,
        .mobile = q->e.phone };
    TRY(subject_add(x, &s, &private, err));
    q->subject_id = s.id;
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
check_new(struct act *x, const struct prepared *q, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    if (q->subject_id == 0)
        return OK;
    TRY(act_require_no_interest(x, q->subject_id, err));
    TRY(accreditation_of_subject(
        x, q->subject_id, q->p->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(list[i].category, q->e.category))
            continue;
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”已有编号 " STR_FMT
            " 的资格，不重复录入；同名的另一人或者另一单位，请填写证件号码和原证书编号",
            STR_ARG(q->e.name), STR_ARG(list[i].number));
    }
    return OK;
}

/* The category, if the pack has any, and the last day as the document or the
 * length of the term says. */
static enum status
check_terms(struct act *x, struct prepared *q, struct err *err)
{
    const struct history_entry *e = &q->e;

    if (q->p->pack->n_categories > 0 &&
        pack_category(q->p->pack, e->category) == NULL)
        return err_field(err, ERR_INPUT, STR("category"), "请选择类别");
    q->last_day = q->b.term_years < 1
                      ? ACC_NO_END
                      : term_last_day(e->recognised, q->b.term_years);
    if (e->last_day == NULL)
        return OK;
    if (q->b.term_years < 1)
        return err_field(err, ERR_INPUT, STR("last_day"),
            "这个项目的资格没有期限，不填有效期末日");
    if (day_cmp(*e->last_day, e->recognised) < 0)
        return err_field(err, ERR_INPUT, STR("last_day"),
            "有效期末日应不早于原认定日期 " STR_FMT "，现为 " STR_FMT,
            STR_ARG(day_iso(x->a, e->recognised)),
            STR_ARG(day_iso(x->a, *e->last_day)));
    q->last_day = *e->last_day;
    return OK;
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

static enum status
prepare(struct act *x, int64_t programme_id,
    const struct history_entry *entry, struct prepared *q, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);

    *q = (struct prepared){ .p = p, .e = *entry };
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    TRY(act_require(x, MAY_DECIDE, programme_id, STR_EMPTY, err));
    if (p->pack->works_at.n > 0) {
        TRY(find_host(x, p, q->e.host, &q->host, err));
        q->e.region = q->host.region;
    }
    TRY(check_region(x, p, q->e.region, err));
    TRY(check_entry(x, p, &q->e, err));
    TRY(check_info(x, p, &q->e, err));
    TRY(find_basis(p, &q->b, err));
    TRY(check_terms(x, q, err));
    TRY(find_subject(x, q, err));
    TRY(check_new(x, q, err));
    return accreditation_check_number(x, q->e.number, err);
}

enum status
history_check(struct act *x, int64_t programme_id,
    const struct history_entry *entry, struct history_outlook *ret,
    struct err *err)
{
    struct prepared q;

    TRY(prepare(x, programme_id, entry, &q, err));
    *ret = (struct history_outlook){ .known = q.subject_id != 0,
        .expired = day_cmp(x->today, q.last_day) > 0,
        .last_day = q.last_day };
    return OK;
}

enum status
history_add(struct act *x, int64_t programme_id,
    const struct history_entry *entry, struct accreditation *ret,
    struct err *err)
{
    struct prepared q;

    TRY(prepare(x, programme_id, entry, &q, err));
    TRY(keep_subject(x, &q, err));
    TRY(accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = q.subject_id,
            .programme_id = programme_id,
            .route = STR("history"),
            .name = q.e.name,
            .region = q.e.region,
            .pack = q.p->pack,
            .admitted = q.e.recognised,
            .info = q.e.info,
            .term_years = q.b.term_years,
            .last_day = &q.last_day,
            .category = q.e.category,
            .completed = true,
            .silent = true,
            .clause = q.b.clause,
            .document = q.b.document,
            .number = q.e.number },
        ret, err));
    if (q.host.id != 0)
        TRY(affiliation_begin(
            x, ret, &q.host, ret->admitted, 0, q.b.clause, err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .subject_id = q.subject_id,
            .object_kind = "accreditation",
            .object_id = ret->id,
            .event = "import-history",
            .to = accreditation_state_name(ret->state),
            .reason = q.e.source,
            .document = ret->number },
        err));
    return expire(x, ret, q.b.clause, err);
}
