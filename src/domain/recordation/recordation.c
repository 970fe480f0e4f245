/* Reporting, recording and sending back. */
#include "domain/recordation.h"

#include "domain/incident.h"
#include "domain/notice.h"
#include "domain/path.h"
#include "domain/table.h"
#include "domain/verdict.h"
#include "recordation_store.h"

#define FILES_MOST 500
#define NUMBER_MOST 200

/* --- who and what --- */

const struct pack_stage *
recordation_stage(
    const struct programme *p, const struct pack_procedure **ret_procedure)
{
    for (size_t i = 0; p != NULL && i < p->pack->n_procedures; i++) {
        const struct pack_procedure *proc = &p->pack->procedures[i];
        const struct pack_stage *s = procedure_stage(proc, STAGE_RECORDATION);

        if (s == NULL)
            continue;
        if (ret_procedure != NULL)
            *ret_procedure = proc;
        return s;
    }
    return NULL;
}

const struct pack_document *
recordation_table(const struct programme *p)
{
    const struct pack_stage *s = recordation_stage(p, NULL);

    return s == NULL ? NULL : table_document(p->pack, s->document);
}

bool
recordation_may_record(struct act *x, const struct programme *p)
{
    const struct pack_stage *s = recordation_stage(p, NULL);

    if (s == NULL)
        return false;
    if (s->n_bodies == 0)
        return may_in(x, MAY_DECIDE, p->id, STR_EMPTY);
    for (size_t i = 0; i < x->who->n_seats; i++) {
        const struct seat *seat = &x->who->seats[i];

        for (size_t k = 0; k < s->n_bodies; k++) {
            if (seat->programme_id == p->id &&
                str_eq(seat->kind, s->bodies[k]))
                return true;
        }
    }
    return false;
}

static enum status
programme_of(struct act *x, int64_t id, const struct programme **ret,
    const struct pack_stage **ret_stage, struct err *err)
{
    const struct programme *p = domain_programme(x->d, id);

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    *ret = p;
    *ret_stage = recordation_stage(p, NULL);
    if (*ret_stage == NULL)
        return err_set(err, ERR_CONFLICT, "这个项目的办法没有备案环节");
    return OK;
}

static enum status
require_reader(struct act *x, const struct programme *p, struct err *err)
{
    if (recordation_may_record(x, p))
        return OK;
    return act_require(x, MAY_READ_FILES, p->id, STR_EMPTY, err);
}

/* The notice it was on; false: it was on none. */
static enum status
notice_of(struct act *x, const struct application *app, struct notice *ret,
    bool *ret_found, struct err *err)
{
    struct notice_entry e;
    enum status st = notice_of_application(x, app->id, &e, err);

    *ret_found = false;
    if (st == ERR_NOT_FOUND)
        return OK;
    TRY(st);
    *ret_found = true;
    return notice_get(x, e.notice_id, ret, err);
}

/* --- reading --- */

enum status
recordation_waiting(struct act *x, int64_t programme_id,
    const struct application_row **ret, size_t *ret_n, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_stage *stage = NULL;
    const int64_t *ids = NULL;
    VEC_OF(struct application_row) v = { 0 };
    size_t n = 0;

    TRY(programme_of(x, programme_id, &p, &stage, err));
    TRY(require_reader(x, p, err));
    TRY(recordation_store_waiting(x, programme_id, &ids, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct application app;

        TRY(application_load(x, 0, ids[i], &app, err));
        if (!may_in(x, MAY_READ_FILES, programme_id, app.region) ||
            act_require_no_interest(x, app.subject_id, NULL) != OK)
            continue;
        *VEC_PUSH(x->a, &v) = (struct application_row){
            .subject_id = app.subject_id,
            .id = app.id,
            .programme_id = programme_id,
            .submitted_us = app.submitted_us,
            .number = app.number,
            .name = app.name,
            .region = app.region,
            .channel = app.channel,
            .procedure = app.procedure,
            .state = app.state };
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* Counts without the files that are closed to the actor. */
static enum status
recount(struct act *x, struct recordation *r, struct err *err)
{
    const struct recordation_row *rows = NULL;
    size_t n = 0;

    if (x->who->n_interests == 0)
        return OK;
    TRY(recordation_rows(x, r->id, &rows, &n, err));
    r->files = (int64_t)n;
    return OK;
}

enum status
recordation_get(
    struct act *x, int64_t id, struct recordation *ret, struct err *err)
{
    struct recordation r;
    bool found = false;

    TRY(recordation_store_get(x, id, &r, &found, err));
    const struct programme *p =
        found ? domain_programme(x->d, r.programme_id) : NULL;
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份备案报告");
    TRY(require_reader(x, p, err));
    TRY(recount(x, &r, err));
    *ret = r;
    return OK;
}

enum status
recordation_list(struct act *x, int64_t programme_id,
    const struct recordation **ret, size_t *ret_n, struct err *err)
{
    const struct recordation *list = NULL;
    VEC_OF(struct recordation) v = { 0 };
    size_t n = 0;

    TRY(recordation_store_list(x, programme_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(x->d, list[i].programme_id);

        if (p == NULL || require_reader(x, p, NULL) != OK)
            continue;
        struct recordation *r = VEC_PUSH(x->a, &v);
        *r = list[i];
        TRY(recount(x, r, err));
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

enum status
recordation_rows(struct act *x, int64_t id,
    const struct recordation_row **ret, size_t *ret_n, struct err *err)
{
    const struct recordation_row *all = NULL;
    VEC_OF(struct recordation_row) v = { 0 };
    size_t n = 0;

    TRY(recordation_store_rows(x, id, &all, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (act_require_no_interest(x, all[i].subject_id, NULL) == OK)
            *VEC_PUSH(x->a, &v) = all[i];
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- reporting --- */

static enum status
refuse_state(const struct application *app, struct err *err)
{
    if (app->state == APP_NOT_SELECTED)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”未入选，不能备案；推荐不代替评审，评定通过并公示期满的"
            "才能报备案",
            STR_ARG(app->name));
    return err_set(err, ERR_CONFLICT,
        "“" STR_FMT "”的申请现为“" STR_FMT
        "”，评定通过并公示期满、没有未办结异议的才能报备案",
        STR_ARG(app->name), STR_ARG(application_state_title(app->state)));
}

static enum status
report_one(struct act *x, const struct recordation *r,
    const struct pack_document *table, int64_t position, int64_t id,
    struct err *err)
{
    struct application app;
    struct notice n;
    bool reported = false, noticed = false;

    TRY(application_load(x, 0, id, &app, err));
    TRY(act_require(x, MAY_PUBLISH, r->programme_id, app.region, err));
    TRY(act_require_no_interest(x, app.subject_id, err));
    if (app.programme_id != r->programme_id || app.state != APP_RECORDATION)
        return refuse_state(&app, err);
    TRY(recordation_store_is_reported(x, id, &reported, err));
    if (reported)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”已在另一份备案报告中", STR_ARG(app.name));
    TRY(notice_of(x, &app, &n, &noticed, err));
    struct recordation_row row = { .recordation_id = r->id,
        .position = position,
        .subject_id = app.subject_id,
        .application_id = id,
        .name = app.name,
        .region = app.region,
        .not_before = noticed ? day_add_days(n.last_day, 1)
                              : day_of_us(app.entered_us),
        .state = STR("REPORTED") };
    TRY(table_cells(x, table, &app,
        &(struct table_line){ .result = STR("通过") }, &row.cells, err));
    TRY(recordation_store_add_row(x, &row, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = r->programme_id,
            .subject_id = app.subject_id,
            .object_kind = "application",
            .object_id = id,
            .event = "report-for-recordation",
            .from = application_state_name(app.state),
            .to = application_state_name(app.state),
            .document = r->number },
        err);
}

static enum status
audit_report(struct act *x, const struct recordation *r,
    const struct pack_stage *stage, const char *event, struct str reason,
    struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = r->programme_id,
            .object_kind = "recordation",
            .object_id = r->id,
            .event = event,
            .to = r->state,
            .reason = reason,
            .clause = stage->clause,
            .document = r->recorded_no.n > 0 ? r->recorded_no : r->number },
        err);
}

enum status
recordation_report(struct act *x, int64_t programme_id,
    const int64_t *applications, size_t n, struct recordation *ret,
    struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_stage *stage = NULL;

    TRY(programme_of(x, programme_id, &p, &stage, err));
    TRY(act_require(x, MAY_PUBLISH, programme_id, STR_EMPTY, err));
    if (n == 0 || n > FILES_MOST)
        return err_field(err, ERR_INPUT, STR("ids"),
            "请勾选 1 至 %d 份公示期满的申请，现为 %zu 份", FILES_MOST, n);
    const struct pack_document *doc = pack_document(p->pack, stage->document);
    struct recordation r = { .id = world_id(&x->d->world),
        .programme_id = programme_id,
        .state = STR("REPORTED"),
        .files = (int64_t)n,
        .reported_us = x->now_us,
        .reported_by = x->who->account_id,
        .recorded_day = DAY_NONE,
        .version = 1 };
    TRY(number_make(x,
        doc != NULL && doc->number_format.n > 0
            ? doc->number_format
            : STR("BA-{{year}}-{{serial:4}}"),
        &r.number, err));
    TRY(recordation_store_add(x, &r, err));
    for (size_t i = 0; i < n; i++)
        TRY(report_one(x, &r, recordation_table(p), (int64_t)i + 1,
            applications[i], err));
    *ret = r;
    return audit_report(
        x, &r, stage, "report", arena_fmt(x->a, "%zu 份", n), err);
}

/* --- recording --- */

/* Why the notice of an entry stands in the way of a day; "": it does not. */
static struct str
notice_hinders(
    struct act *x, const struct recordation_row *row, struct day day)
{
    if (day_cmp(day, row->not_before) >= 0)
        return STR_EMPTY;
    return arena_fmt(x->a,
        "“" STR_FMT "”的公示至 " STR_FMT " 24:00 届满，备案日期最早为 " STR_FMT
        "，现为 " STR_FMT,
        STR_ARG(row->name),
        STR_ARG(day_iso(x->a, day_add_days(row->not_before, -1))),
        STR_ARG(day_iso(x->a, row->not_before)), STR_ARG(day_iso(x->a, day)));
}

static enum status
check_day(struct act *x, const struct recordation *r,
    const struct recordation_row *rows, size_t n, struct day day,
    struct str number, struct err *err)
{
    struct str why = STR_EMPTY;
    size_t free = 0;

    if (day_is_none(day) || day_cmp(day, x->today) > 0)
        return err_field(err, ERR_INPUT, STR("recorded_day"),
            "备案日期应为今天（" STR_FMT "）或者以前的日期",
            STR_ARG(day_iso(x->a, x->today)));
    if (number.n == 0 || number.n > NUMBER_MOST)
        return err_field(
            err, ERR_INPUT, STR("recorded_no"), "请填写备案编号");
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(rows[i].state, STR("REPORTED")))
            continue;
        struct str one = notice_hinders(x, &rows[i], day);
        free += one.n == 0;
        why = why.n > 0 ? why : one;
    }
    if (free == 0 && why.n > 0)
        return err_set(err, ERR_CONFLICT, STR_FMT, STR_ARG(why));
    if (day_cmp(day, day_of_us(r->reported_us)) < 0)
        return err_set(err, ERR_CONFLICT,
            "本报告于 " STR_FMT " 报送，备案日期不能早于这一天",
            STR_ARG(day_iso(x->a, day_of_us(r->reported_us))));
    return OK;
}

/* What the stages before judged must hold on the day of recordation (R6). */
static enum status
recheck(struct act *x, const struct application *app, struct day day,
    struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    struct pack_facts facts;

    TRY(application_facts(x, app, app->versions, &facts, err));
    for (size_t i = 0; p != NULL && i < p->n_stages; i++) {
        const struct pack_stage *s = &p->stages[i];

        if (s->kind < STAGE_RECORDATION && s->decide.n > 0 &&
            stage_applies(s, app->channel))
            TRY(verdict_recheck(
                x, app, s->decide, &facts, day, "备案", err));
    }
    return OK;
}

/* What keeps this entry, and it alone, from being recorded; "": nothing. */
static enum status
hindrance(struct act *x, const struct recordation *r,
    const struct recordation_row *row, const struct application *app,
    struct recordation_outcome *out, struct str *ret, struct err *err)
{
    struct err failed = { 0 };

    TRY(ban_hinders(x, app, ret, err));
    if (ret->n > 0) {
        out->banned++;
        return OK;
    }
    *ret = notice_hinders(x, row, r->recorded_day);
    if (ret->n == 0) {
        enum status st = recheck(x, app, r->recorded_day, &failed);

        if (st == ERR_CONFLICT)
            *ret = arena_str(x->a, str_of(failed.text));
        else if (st != OK)
            *err = failed;
        if (st != OK && st != ERR_CONFLICT)
            return st;
    }
    out->blocked += ret->n > 0;
    return OK;
}

static enum status
record_one(struct act *x, const struct recordation *r,
    const struct pack_stage *stage, const struct recordation_row *row,
    struct recordation_outcome *out, struct err *err)
{
    struct application app;
    struct str why = STR_EMPTY;

    TRY(application_load(x, row->subject_id, row->application_id, &app, err));
    if (app.state != APP_RECORDATION) {
        out->withdrawn++;
        return recordation_store_end_row(x, row, STR("WITHDRAWN"),
            application_state_title(app.state), err);
    }
    if (act_require_no_interest(x, row->subject_id, NULL) != OK) {
        out->interest++;
        return OK;
    }
    TRY(hindrance(x, r, row, &app, out, &why, err));
    if (why.n > 0) {
        out->why = out->why.n > 0 ? out->why : why;
        return recordation_store_end_row(
            x, row, STR("REPORTED"), why, err);
    }
    TRY(path_advance_on(x, &app, stage,
        &(struct move){ .event = "record",
            .reason = arena_fmt(x->a, "备案日期 " STR_FMT,
                STR_ARG(day_iso(x->a, r->recorded_day))),
            .clause = stage->clause,
            .document = r->recorded_no },
        r->recorded_day, err));
    TRY(recordation_store_end_row(x, row, STR("RECORDED"),
        arena_fmt(x->a, STR_FMT "　" STR_FMT,
            STR_ARG(day_iso(x->a, r->recorded_day)),
            STR_ARG(r->recorded_no)),
        err));
    out->recorded++;
    return OK;
}

/* With four eyes the first person proposes: true. The second has to say the
 * same. */
static enum status
propose(struct act *x, struct recordation *r, const struct pack_stage *stage,
    struct day day, struct str number, bool *ret, struct err *err)
{
    *ret = false;
    if (!stage->four_eyes)
        return OK;
    if (str_eq(r->state, STR("REPORTED"))) {
        r->state = STR("PROPOSED");
        r->proposed_by = x->who->account_id;
        r->recorded_day = day;
        r->recorded_no = number;
        *ret = true;
        TRY(recordation_store_put(x, r, err));
        return audit_report(x, r, stage, "propose", day_iso(x->a, day), err);
    }
    if (r->proposed_by == x->who->account_id)
        return err_set(
            err, ERR_CONFLICT, "备案须由两人办理，请由另一人确认");
    if (!day_eq(day, r->recorded_day) || !str_eq(number, r->recorded_no))
        return err_set(err, ERR_CONFLICT,
            "与前一人所填不一致：备案日期 " STR_FMT "，编号“" STR_FMT "”",
            STR_ARG(day_iso(x->a, r->recorded_day)),
            STR_ARG(r->recorded_no));
    return OK;
}

static enum status
open_report(struct act *x, int64_t id, int64_t version,
    struct recordation *ret, const struct pack_stage **ret_stage,
    struct err *err)
{
    const struct programme *p = NULL;

    TRY(recordation_get(x, id, ret, err));
    TRY(programme_of(x, ret->programme_id, &p, ret_stage, err));
    if (!recordation_may_record(x, p))
        return err_set(err, ERR_DENIED, "您没有办理备案的权限");
    if (str_eq(ret->state, STR("CLOSED")))
        return err_set(err, ERR_CONFLICT, "这份备案报告已经办结");
    if (ret->version != version)
        return err_set(err, ERR_CONFLICT,
            "这份备案报告刚刚被其他人办理，请刷新后查看");
    return OK;
}

static enum status
close_if_done(struct act *x, struct recordation *r, struct err *err)
{
    const struct recordation_row *rows = NULL;
    size_t n = 0, open = 0;

    TRY(recordation_store_rows(x, r->id, &rows, &n, err));
    for (size_t i = 0; i < n; i++)
        open += str_eq(rows[i].state, STR("REPORTED"));
    r->state = open == 0 ? STR("CLOSED") : STR("REPORTED");
    return recordation_store_put(x, r, err);
}

enum status
recordation_record(struct act *x, int64_t id, struct day day,
    struct str number, int64_t version, struct recordation_outcome *ret,
    struct err *err)
{
    const struct recordation_row *rows = NULL;
    const struct pack_stage *stage = NULL;
    struct recordation_outcome out = { 0 };
    struct recordation r;
    size_t n = 0;

    TRY(open_report(x, id, version, &r, &stage, err));
    TRY(recordation_store_rows(x, id, &rows, &n, err));
    TRY(check_day(x, &r, rows, n, day, number, err));
    TRY(propose(x, &r, stage, day, number, &out.proposed, err));
    *ret = out;
    if (out.proposed)
        return OK;
    r.recorded_day = day;
    r.recorded_no = number;
    r.recorded_us = x->now_us;
    r.recorded_by = x->who->account_id;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rows[i].state, STR("REPORTED")))
            TRY(record_one(x, &r, stage, &rows[i], &out, err));
    }
    if (out.recorded == 0 && out.withdrawn == 0)
        return err_set(err, ERR_CONFLICT,
            "没有您可以备案的申请（不能备案的 %zu 份，应回避、由他人办理的 %zu 份"
            "）" STR_FMT STR_FMT,
            out.banned + out.blocked, out.interest,
            STR_ARG(out.why.n > 0 ? STR("：") : STR_EMPTY),
            STR_ARG(out.why));
    TRY(close_if_done(x, &r, err));
    *ret = out;
    return audit_report(x, &r, stage, "record",
        arena_fmt(x->a, "备案日期 " STR_FMT "，%zu 份，未备案 %zu 份",
            STR_ARG(day_iso(x->a, day)), out.recorded,
            out.banned + out.blocked + out.interest),
        err);
}

enum status
recordation_send_back(struct act *x, int64_t id, int64_t position,
    struct str reason, int64_t version, struct err *err)
{
    const struct recordation_row *rows = NULL, *row = NULL;
    const struct pack_stage *stage = NULL;
    struct application app;
    struct recordation r;
    size_t n = 0;

    TRY(open_report(x, id, version, &r, &stage, err));
    if (reason.n == 0)
        return err_field(
            err, ERR_INPUT, STR("reason"), "请写明退回评定的理由");
    TRY(recordation_store_rows(x, id, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].position == position)
            row = &rows[i];
    }
    if (row == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这一项");
    TRY(act_require_no_interest(x, row->subject_id, err));
    TRY(application_load(x, row->subject_id, row->application_id, &app, err));
    if (!str_eq(row->state, STR("REPORTED")) ||
        app.state != APP_RECORDATION)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”已经办理，不能退回", STR_ARG(row->name));
    const struct pack_procedure *p =
        pack_procedure(app.pack, app.procedure);
    if (p == NULL || procedure_stage(p, STAGE_EVALUATION) == NULL)
        return err_set(
            err, ERR_CONFLICT, "这个项目的办法没有评定环节，不能退回");
    TRY(recordation_store_end_row(x, row, STR("RETURNED"), reason, err));
    TRY(application_move(x, &app,
        &(struct move){ .to = APP_EVALUATION,
            .event = "recordation-return",
            .reason = reason,
            .clause = stage->clause,
            .document = r.number },
        err));
    return close_if_done(x, &r, err);
}
