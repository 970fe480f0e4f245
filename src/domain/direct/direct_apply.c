/* The Centre's word on a list, and rows that become holders. */
#include "domain/accreditation.h"
#include "domain/job.h"
#include "domain/message.h"
#include "format/html.h"
#include "direct_private.h"

#define CLAIM_CODE_LENGTH 10
#define CONFIRMED_TEMPLATE STR("complete_account")

/* --- what the register gets from a row --- */

struct rules {
    const struct programme *programme;
    const struct pack_import *im;
    const struct pack_channel *channel;
    const struct pack_stage *grant;
};

static enum status
rules_of(struct act *x, const struct direct_list *l, struct rules *ret,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, l->programme_id);

    if (p == NULL || !direct_import_of(p->pack, &ret->im, &ret->channel))
        return err_set(err, ERR_CONFLICT, "这个项目没有直接纳入渠道");
    ret->programme = p;
    ret->grant = procedure_stage(
        pack_procedure(p->pack, STR("apply")), STAGE_GRANT);
    if (ret->grant == NULL)
        return err_set(err, ERR_CONFLICT, "政策包没有规定准入环节");
    return OK;
}

/* Columns that are not private: what public lists may show. */
static const struct json *
public_info(struct act *x, const struct pack_import *im,
    const struct direct_row *row)
{
    struct json *info = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < im->n_columns && i < row->n_cells; i++) {
        const struct pack_field *f = &im->columns[i];
        const struct json *value = NULL;
        struct form_problem problem;

        if (f->is_private || str_eq(f->name, im->name_column) ||
            row->cells[i].n == 0)
            continue;
        if (field_read(x->a, f, row->cells[i], x->today, &value, &problem))
            json_set(x->a, info, f->name, value);
    }
    return info;
}

static struct subject_private
private_of(struct act *x, const struct pack_import *im,
    const struct direct_row *row)
{
    struct subject_private p = { 0 };
    struct id_check mobile =
        mobile_check(x->a, line_phone(x->a, im, row->cells));

    if (mobile.ok)
        p.mobile = mobile.normal;
    for (size_t i = 0; i < im->n_columns && i < row->n_cells; i++) {
        const struct pack_field *f = &im->columns[i];

        if (f->type == FIELD_EMAIL && row->cells[i].n > 0)
            p.email = email_check(x->a, row->cells[i]).normal;
        else if (str_eq(f->name, STR("联系人")))
            p.contact = row->cells[i];
        else if (str_eq(f->name, STR("地址")))
            p.address = row->cells[i];
    }
    return p;
}

static enum status
subject_of_row(struct act *x, const struct direct_list *l,
    const struct rules *q, const struct direct_row *row, int64_t *ret,
    struct err *err)
{
    struct subject_private p = private_of(x, q->im, row);
    struct subject s = {
        .is_person = str_eq(q->programme->pack->subject, STR("person")),
        .name = row->name,
        .region = l->region };

    if (*ret != 0)
        return OK;
    TRY(subject_add(x, &s, &p, err));
    *ret = s.id;
    return OK;
}

static enum status
tell_nominee(struct act *x, const struct direct_list *l,
    const struct rules *q, const struct accreditation *c, struct str code,
    struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);
    struct str path = url_text(url_make(
        x->a, "/mine/claim?number=%s&code=%s", c->number, code));

    if (pack_document(q->programme->pack, CONFIRMED_TEMPLATE) == NULL)
        return OK;
    json_set(x->a, v, STR("subject"), json_text(x->a, c->name));
    json_set(x->a, v, STR("recommender"), json_text(x->a, l->body));
    json_set(x->a, v, STR("number"), json_text(x->a, c->number));
    json_set(x->a, v, STR("code"), json_text(x->a, code));
    json_set(x->a, v, STR("first_day"),
        json_text(x->a, day_zh(x->a, c->admitted)));
    json_set(x->a, v, STR("last_day"),
        json_text(x->a, day_zh(x->a, c->last_day)));
    json_set(x->a, v, STR("url"),
        json_text(x->a, arena_join(x->a, x->d->base_url, path)));
    return message_to_subject(x, q->programme->pack, c->subject_id,
        CONFIRMED_TEMPLATE, v, path,
        arena_fmt(x->a, "direct/%lld", (long long)c->id), err);
}

static enum status
apply_row(struct act *x, const struct direct_list *l, const struct rules *q,
    struct direct_row *row, struct err *err)
{
    struct row_match m;
    struct accreditation c;
    char *code = arena_alloc(x->a, CLAIM_CODE_LENGTH);

    TRY(direct_match(x, q->programme->pack, q->im, l->programme_id,
        l->region, row->name, row->cells, &m, err));
    row->problem = m.problem;
    row->state = STR("SKIPPED");
    if (m.problem.n > 0) /* became a holder since the draft was checked */
        return direct_store_put_row(x, l->id, row, err);
    TRY(subject_of_row(x, l, q, row, &m.subject_id, err));
    TRY(accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = m.subject_id,
            .programme_id = l->programme_id,
            .route = q->channel->name,
            .name = row->name,
            .region = l->region,
            .info = public_info(x, q->im, row),
            .pack = q->programme->pack,
            .admitted = day_of_us(l->decided_us),
            .term_years = q->grant->term_years,
            .clause = q->channel->clause,
            .document = q->grant->document },
        &c, err));
    world_code(&x->d->world, code, CLAIM_CODE_LENGTH);
    row->subject_id = m.subject_id;
    row->accreditation_id = c.id;
    row->claim_code = (struct str){ code, CLAIM_CODE_LENGTH };
    row->state = STR("INCLUDED");
    TRY(direct_store_put_row(x, l->id, row, err));
    return tell_nominee(x, l, q, &c, row->claim_code, err);
}

enum status
direct_apply(struct act *x, const struct direct_list *l, int64_t *cursor,
    size_t n, size_t *ret_n, struct err *err)
{
    const struct direct_row *rows = NULL;
    struct rules q;
    size_t got = 0;

    if (l->state != DIRECT_CONFIRMED)
        return err_set(err, ERR_CONFLICT, "这份汇总表尚未确认");
    TRY(rules_of(x, l, &q, err));
    TRY(direct_store_rows(
        x, l->id, STR("GOOD"), *cursor, n, &rows, &got, err));
    for (size_t i = 0; i < got; i++) {
        struct direct_row row = rows[i];

        TRY(apply_row(x, l, &q, &row, err));
        *cursor = row.sheet_row;
    }
    *ret_n = got;
    return OK;
}

/* --- the decision --- */

static enum status
judge(struct act *x, const struct direct_list *l, const struct rules *q,
    bool valid, bool own_region, struct err *err)
{
    struct json *extra = json_new(x->a, JSON_OBJECT);
    struct pack_verdict v;

    if (q->channel->decide.n == 0)
        return OK;
    json_set(x->a, extra, STR("委托有效"), json_boolean(x->a, valid));
    json_set(x->a, extra, STR("推荐方在辖区"), json_boolean(x->a, own_region));
    json_set(x->a, extra, STR("渠道"), json_text(x->a, q->channel->name));
    TRY(pack_judge(x->a, q->programme->pack, q->channel->decide,
        &(struct pack_facts){ .answers = json_new(x->a, JSON_OBJECT),
            .extra = extra,
            .readings = q->programme->readings,
            .reference = day_of_us(l->submitted_us),
            .now_us = x->now_us,
            .holidays = x->d->holidays },
        &v, err));
    if (v.outcome == MET)
        return OK;
    return err_set(err, ERR_CONFLICT,
        "不符合“" STR_FMT "”：" STR_FMT, STR_ARG(v.rule->title.zh),
        STR_ARG(v.why));
}

static enum status
check_confirm(struct act *x, const struct direct_list *l,
    const struct rules *q, int64_t scan_rows, struct err *err)
{
    struct entrustment e;

    if (l->state != DIRECT_SUBMITTED)
        return err_set(err, ERR_CONFLICT,
            "这份汇总表是“" STR_FMT "”，不能确认",
            STR_ARG(direct_state_title(l->state)));
    TRY(direct_store_entrustment(x, l->entrustment_id, &e, err));
    if (!entrustment_valid(&e, day_of_us(l->submitted_us)))
        return err_set(err, ERR_CONFLICT,
            "提交之日（" STR_FMT "）委托（" STR_FMT "）不在有效期内或已终止，"
            "应退回",
            STR_ARG(day_iso(x->a, day_of_us(l->submitted_us))),
            STR_ARG(e.document_no));
    TRY(judge(x, l, q, true,
        region_within(x->d->regions, l->region, e.region), err));
    if (scan_rows != l->good_count)
        return err_field(err, ERR_INPUT, STR("scan_rows"),
            "盖章扫描件应有 %lld 行，与网上填报的行数一致，现填 %lld 行",
            (long long)l->good_count, (long long)scan_rows);
    return OK;
}

static enum status
queue_rest(struct act *x, struct direct_list *l, int64_t rows,
    struct err *err)
{
    struct json *params = json_new(x->a, JSON_OBJECT);
    struct job job = { .programme_id = l->programme_id,
        .kind = STR("direct-apply"),
        .params = params,
        .total = rows };

    json_set(x->a, params, STR("list"), json_number(x->a, l->id));
    TRY(job_add(x, &job, err));
    l->job_id = job.id;
    return direct_store_put(x, l, err);
}

/* A list confirmed before whose job was cancelled or failed goes on. */
static enum status
confirm_again(struct act *x, struct direct_list *l, struct err *err)
{
    int64_t rest = 0;
    struct job job;

    TRY(direct_store_count(x, l->id, STR("GOOD"), &rest, err));
    if (rest == 0 || l->job_id == 0)
        return OK;
    TRY(job_get(x, l->job_id, &job, err));
    if (job.state == JOB_QUEUED || job.state == JOB_RUNNING)
        return OK;
    return queue_rest(x, l, rest, err);
}

enum status
direct_confirm(struct act *x, int64_t id, int64_t scan_rows,
    struct direct_list *ret, struct err *err)
{
    struct direct_list l;
    struct rules q;
    int64_t cursor = 0;
    size_t n = 0;

    TRY(direct_get(x, id, &l, err));
    TRY(act_require(x, MAY_DECIDE, l.programme_id, l.region, err));
    TRY(act_require_no_interest(x, l.body_subject_id, err));
    TRY(rules_of(x, &l, &q, err));
    if (l.state == DIRECT_CONFIRMED) {
        TRY(confirm_again(x, &l, err));
        *ret = l;
        return OK;
    }
    TRY(check_confirm(x, &l, &q, scan_rows, err));
    l.decided_us = x->now_us;
    l.decided_by = x->who->account_id;
    TRY(direct_move(
        x, &l, DIRECT_CONFIRMED, "confirm", q.channel->clause, err));
    if (l.good_count > DIRECT_AT_ONCE)
        TRY(queue_rest(x, &l, l.good_count, err));
    else
        TRY(direct_apply(x, &l, &cursor, DIRECT_AT_ONCE, &n, err));
    *ret = l;
    return OK;
}

enum status
direct_refuse(struct act *x, int64_t id, struct str reason, struct err *err)
{
    struct direct_list l;
    struct rules q;

    TRY(direct_get(x, id, &l, err));
    TRY(act_require(x, MAY_DECIDE, l.programme_id, l.region, err));
    TRY(act_require_no_interest(x, l.body_subject_id, err));
    TRY(rules_of(x, &l, &q, err));
    if (l.state != DIRECT_SUBMITTED)
        return err_set(err, ERR_CONFLICT,
            "这份汇总表是“" STR_FMT "”，不能退回",
            STR_ARG(direct_state_title(l.state)));
    if (reason.n == 0)
        return err_field(err, ERR_INPUT, STR("reason"), "请填写退回的理由");
    l.reason = reason;
    l.decided_us = x->now_us;
    l.decided_by = x->who->account_id;
    TRY(direct_move(
        x, &l, DIRECT_REFUSED, "refuse", q.channel->clause, err));
    return message_to_account(x, l.created_by,
        arena_fmt(x->a, "汇总表 " STR_FMT " 已退回", STR_ARG(l.number)),
        reason,
        url_text(url_make(x->a, "/desk/direct/%d", l.id)), err);
}
