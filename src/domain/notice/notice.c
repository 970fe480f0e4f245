/* The public notice and the grant behind it. */
#include "domain/notice.h"

#include "domain/accreditation.h"
#include "domain/incident.h"
#include "domain/letter.h"
#include "domain/message.h"
#include "domain/path.h"
#include "notice_private.h"
#include "notice_store.h"

#define ENTRIES_MOST 2000
#define NOTICE_DAYS_MOST 366

/* --- preparing --- */

static const struct pack_procedure *
published_procedure(const struct pack *p)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        if (procedure_stage(&p->procedures[i], STAGE_PUBLIC_NOTICE) != NULL)
            return &p->procedures[i];
    }
    return NULL;
}

bool
notice_is_last(const struct pack_procedure *p)
{
    bool behind = false;

    for (size_t i = 0; i < p->n_stages; i++) {
        if (behind)
            return p->stages[i].kind == STAGE_GRANT;
        behind = p->stages[i].kind == STAGE_PUBLIC_NOTICE;
    }
    return true;
}

static enum status
find_stage(struct act *x, int64_t programme_id, struct notice_draft *d,
    struct err *err)
{
    d->programme = domain_programme(x->d, programme_id);
    if (d->programme == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    d->procedure = published_procedure(d->programme->pack);
    d->stage = d->procedure == NULL
                   ? NULL
                   : procedure_stage(d->procedure, STAGE_PUBLIC_NOTICE);
    if (d->stage == NULL || d->stage->period.n == 0)
        return err_set(err, ERR_CONFLICT, "这个项目的办法没有公示环节");
    return deadline_compute(x->a, x->d->holidays, x->today, d->stage->period,
        &d->deadline, err);
}

enum status
notice_prepare(struct act *x, int64_t programme_id, struct notice_draft *ret,
    struct err *err)
{
    enum application_state passed = APP_REVIEW_PASSED;
    struct application_filter f = { .programme_id = programme_id,
        .states = &passed,
        .n_states = 1 };
    struct notice_draft d = { 0 };
    int64_t total = 0;

    TRY(act_require(x, MAY_PUBLISH, programme_id, STR_EMPTY, err));
    TRY(find_stage(x, programme_id, &d, err));
    TRY(application_list(
        x, &f, 0, ENTRIES_MOST, &d.waiting, &d.n_waiting, &total, err));
    *ret = d;
    return OK;
}

/* --- publishing --- */

/* What the official table makes public: its columns without personal data that
 * the form asks for too. */
static const struct json *
public_info(struct act *x, const struct application *app)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);
    const struct pack_form *form =
        proc == NULL ? NULL : pack_form(app->pack, proc->form);
    struct json *info = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; form != NULL && i < app->pack->n_imports; i++) {
        const struct pack_import *t = &app->pack->imports[i];

        for (size_t k = 0; k < t->n_columns; k++) {
            const struct pack_field *c = &t->columns[k];
            struct str bare; /* 所在单位(机构) */
            (void)str_cut(c->name, '(', &bare, NULL);
            const struct pack_field *f = form_field(form, bare);

            if (c->is_private || f == NULL || f->is_private ||
                str_eq(c->name, t->name_column))
                continue;
            struct str shown = field_show(
                x->a, f, json_get(app->draft, f->name), true, false);
            if (shown.n > 0)
                json_set(x->a, info, f->name, json_text(x->a, shown));
        }
    }
    return info;
}

static enum status
add_entry(struct act *x, const struct notice *n,
    const struct notice_draft *d, int64_t position, int64_t application_id,
    struct err *err)
{
    struct application app;
    struct json *v = json_new(x->a, JSON_OBJECT);

    TRY(application_load(x, 0, application_id, &app, err));
    TRY(act_require(
        x, MAY_PUBLISH, app.programme_id, app.region, err));
    TRY(act_require_no_interest(x, app.subject_id, err));
    if (app.programme_id != n->programme_id ||
        app.state != APP_REVIEW_PASSED)
        return err_set(err, ERR_CONFLICT,
            "“" STR_FMT "”的申请现为“" STR_FMT "”，不能公示", STR_ARG(app.name),
            STR_ARG(application_state_title(app.state)));
    TRY(application_move(x, &app,
        &(struct move){ .to = APP_PUBLIC_NOTICE,
            .event = "publish",
            .clause = d->stage->clause,
            .document = n->number,
            .due_us = n->end_us },
        err));
    TRY(entry_store_add(x,
        &(struct notice_entry){ .notice_id = n->id,
            .position = position,
            .subject_id = app.subject_id,
            .application_id = app.id,
            .name = app.name,
            .region = app.region,
            .info = public_info(x, &app),
            .state = STR("OPEN") },
        err));
    json_set(x->a, v, STR("subject"), json_text(x->a, app.name));
    json_set(x->a, v, STR("application_no"), json_text(x->a, app.number));
    json_set(x->a, v, STR("notice_first"),
        json_text(x->a, day_zh(x->a, n->first_day)));
    json_set(x->a, v, STR("notice_last"),
        json_text(x->a, day_zh(x->a, n->last_day)));
    return notice_tell(x, &app, STR("passed"), v, err);
}

enum status
notice_tell_refusal(struct act *x, const struct application *app,
    struct json *values, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    struct str number = STR_EMPTY;

    TRY(letter_issue(x,
        &(struct letter_new){
            .programme = domain_programme(x->d, app->programme_id),
            .pack = app->pack,
            .subject_id = app->subject_id,
            .owner_kind = "application",
            .owner_id = app->id,
            .document =
                app->state == APP_NOT_SELECTED &&
                        pack_document(app->pack, STR("not_selected")) != NULL
                    ? "not_selected"
                    : "refusal",
            .clause = p == NULL ? STR_EMPTY : p->clause },
        values, &number, err));
    return notice_tell(x, app, STR("refused"), values, err);
}

enum status
notice_tell(struct act *x, const struct application *app,
    struct str template_name, const struct json *values, struct err *err)
{
    if (pack_document(app->pack, template_name) == NULL)
        return OK;
    return message_to_subject(x, app->pack, app->subject_id, template_name,
        values, arena_fmt(x->a, "/applications/%lld", (long long)app->id),
        STR_EMPTY, err);
}

static enum status
word(struct act *x, struct notice *n, const struct notice_draft *d,
    const struct pack_document *doc, struct str items, struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);
    struct round r;

    if (n->round_id != 0) {
        TRY(round_get(x, n->round_id, &r, err));
        json_set(x->a, v, STR("doc_no"), json_text(x->a, r.doc_no));
    }
    if (json_str(json_get(v, STR("doc_no"))).n == 0)
        json_set(x->a, v, STR("doc_no"),
            json_text(x->a, d->programme->pack->doc_no));
    json_set(x->a, v, STR("notice_first"),
        json_text(x->a, day_zh(x->a, n->first_day)));
    json_set(x->a, v, STR("notice_last"),
        json_text(x->a, day_zh(x->a, n->last_day)));
    json_set(x->a, v, STR("items"), json_text(x->a, items));
    n->title = doc->title.zh;
    n->body = template_fill(x->a, doc->body, v);
    return OK;
}

/* "1. …" one a line, and the round of the first. */
static enum status
names_of(struct act *x, const int64_t *applications, size_t n,
    int64_t *ret_round, struct str *ret, struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, 1024u * 1024);
    for (size_t i = 0; i < n; i++) {
        struct application app;

        TRY(application_load(x, 0, applications[i], &app, err));
        if (i == 0)
            *ret_round = app.round_id;
        buf_fmt(&b, "%s%zu. " STR_FMT, i > 0 ? "\n" : "", i + 1,
            STR_ARG(app.name));
    }
    return buf_done(&b, ret, err);
}

/* The text gives the shortest time; an end by hand may only be later. */
static enum status
end_later(struct act *x, struct notice_draft *d, struct day until,
    struct err *err)
{
    if (day_is_none(until) || day_eq(until, d->deadline.last_day))
        return OK;
    if (day_cmp(until, d->deadline.last_day) < 0)
        return err_field(err, ERR_INPUT, STR("until"),
            "公示截止日不能早于 " STR_FMT "（%d 个%s，末日遇休息日顺延），现为 " STR_FMT,
            STR_ARG(day_iso(x->a, d->deadline.last_day)),
            (int)d->stage->period.n,
            d->stage->period.kind == TERM_WORKING_DAYS ? "工作日" : "日历日",
            STR_ARG(day_iso(x->a, until)));
    if (day_cmp(until, day_add_days(x->today, NOTICE_DAYS_MOST)) > 0)
        return err_field(err, ERR_INPUT, STR("until"),
            "公示截止日不能晚于 " STR_FMT "（%d 日）",
            STR_ARG(day_iso(
                x->a, day_add_days(x->today, NOTICE_DAYS_MOST))),
            NOTICE_DAYS_MOST);
    d->deadline.last_day = until;
    d->deadline.end_us = day_end_us(until);
    return OK;
}

enum status
notice_publish(struct act *x, int64_t programme_id,
    const int64_t *applications, size_t n_apps, struct day until,
    struct notice *ret, struct err *err)
{
    struct notice_draft d = { 0 };
    struct str names;

    TRY(act_require(x, MAY_PUBLISH, programme_id, STR_EMPTY, err));
    if (n_apps == 0 || n_apps > ENTRIES_MOST)
        return err_field(err, ERR_INPUT, STR("ids"),
            "请勾选 1 至 %d 份审核通过的申请，现为 %zu 份", ENTRIES_MOST,
            n_apps);
    TRY(find_stage(x, programme_id, &d, err));
    TRY(end_later(x, &d, until, err));
    const struct pack_document *doc =
        pack_document(d.programme->pack, d.stage->document);
    if (doc == NULL)
        return err_set(err, ERR_CONFLICT, "政策包中没有公示文本");
    struct notice n = { .id = world_id(&x->d->world),
        .programme_id = programme_id,
        .first_day = x->today,
        .last_day = d.deadline.last_day,
        .end_us = d.deadline.end_us,
        .state = STR("PUBLISHED"),
        .published_us = x->now_us,
        .published_by = x->who->account_id,
        .version = 1 };
    TRY(number_make(x,
        doc->number_format.n > 0 ? doc->number_format
                                 : STR("GS-{{year}}-{{serial:4}}"),
        &n.number, err));
    TRY(names_of(x, applications, n_apps, &n.round_id, &names, err));
    TRY(word(x, &n, &d, doc, names, err));
    n.entries = (int64_t)n_apps;
    /* The row of the notice comes first: its entries refer to it. */
    TRY(notice_store_add(x, &n, deadline_json(x->a, &d.deadline), err));
    for (size_t i = 0; i < n_apps; i++)
        TRY(add_entry(x, &n, &d, (int64_t)i + 1, applications[i], err));
    TRY(audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .object_kind = "notice",
            .object_id = n.id,
            .event = "publish",
            .to = STR("PUBLISHED"),
            .reason = arena_fmt(x->a, "%zu 个，至 " STR_FMT " 24:00", n_apps,
                STR_ARG(day_iso(x->a, n.last_day))),
            .clause = d.stage->clause,
            .document = n.number },
        err));
    return notice_get(x, n.id, ret, err);
}

/* --- reading --- */

bool
notice_is_running(const struct notice *n, int64_t now_us)
{
    return str_eq(n->state, STR("PUBLISHED")) && now_us < n->end_us;
}

enum status
notice_get(struct act *x, int64_t id, struct notice *ret, struct err *err)
{
    bool found = false;

    TRY(notice_store_get(x, id, ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "没有找到这份公示");
}

enum status
notice_list(struct act *x, int64_t programme_id, int64_t before, size_t n,
    const struct notice **ret, size_t *ret_n, struct err *err)
{
    return notice_store_list(x, programme_id, before, n, ret, ret_n, err);
}

enum status
notice_entries(struct act *x, int64_t id, const struct notice_entry **ret,
    size_t *ret_n, struct err *err)
{
    return entry_store_list(x, id, ret, ret_n, err);
}

enum status
notice_of_application(struct act *x, int64_t application_id,
    struct notice_entry *ret, struct err *err)
{
    bool found = false;

    TRY(entry_store_of_application(x, application_id, ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "这份申请没有公示");
}

/* --- granting --- */

/* What follows the notice: the grant, or another stage that takes the file
 * over. */
static enum status
pass_on(struct act *x, const struct notice *n, const struct notice_entry *e,
    struct application *app, struct err *err)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);
    const struct pack_stage *notice =
        proc == NULL ? NULL : procedure_stage(proc, STAGE_PUBLIC_NOTICE);
    const struct pack_stage *next =
        notice == NULL ? NULL : path_next(app, notice);

    if (next == NULL)
        return err_set(err, ERR_CONFLICT, "这个项目的办法没有认定环节");
    TRY(path_advance(x, app, notice,
        &(struct move){
            .event = next->kind == STAGE_GRANT ? "grant" : "end-notice",
            .reason = n->number,
            .clause = next->clause },
        err));
    return entry_store_move(x, e,
        app->state == APP_GRANTED ? STR("GRANTED") : STR("PASSED"), err);
}

/* Admitted by another way meanwhile: it must not hold up the others. */
static enum status
end_superseded(struct act *x, const struct notice *n,
    const struct notice_entry *e, struct application *app, struct err *err)
{
    struct str reason = STR("已具有这个项目的有效资格，不重复认定");
    struct json *v = json_new(x->a, JSON_OBJECT);

    TRY(application_move(x, app,
        &(struct move){ .to = APP_REFUSED,
            .event = "refuse",
            .reason = reason,
            .document = n->number },
        err));
    TRY(entry_store_move(x, e, STR("REFUSED"), err));
    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("reason"), json_text(x->a, reason));
    return notice_tell_refusal(x, app, v, err);
}

static enum status
grant_entry(struct act *x, const struct notice *n,
    const struct notice_entry *e, struct notice_outcome *out, struct err *err)
{
    struct application app;
    struct str ban = STR_EMPTY;
    int64_t living = 0;

    if (str_eq(e->state, STR("BLOCKED"))) {
        out->blocked++;
        return OK;
    }
    if (!str_eq(e->state, STR("OPEN")))
        return OK;
    TRY(application_load(x, e->subject_id, e->application_id, &app, err));
    if (!application_is_open(app.state)) {
        out->withdrawn++;
        return entry_store_move(x, e, STR("WITHDRAWN"), err);
    }
    if (!may_in(x, out->may, n->programme_id, e->region) ||
        act_require_no_interest(x, e->subject_id, NULL) != OK) {
        out->interest++;
        return OK;
    }
    if (app.previous_id == 0) /* a renewed term takes the place of its own */
        TRY(accreditation_living(
            x, e->subject_id, n->programme_id, &living, err));
    if (living != 0) {
        out->withdrawn++;
        return end_superseded(x, n, e, &app, err);
    }
    TRY(ban_hinders(x, &app, &ban, err));
    if (ban.n > 0) {
        out->banned++;
        return OK;
    }
    TRY(pass_on(x, n, e, &app, err));
    if (app.state == APP_GRANTED)
        out->granted++;
    else
        out->passed++;
    return OK;
}

/* Granting is deciding; handing on to the next stage belongs to the notice. */
static enum permission
permission_behind(const struct programme *p)
{
    const struct pack_procedure *proc =
        p == NULL ? NULL : published_procedure(p->pack);

    return proc != NULL && notice_is_last(proc) ? MAY_DECIDE : MAY_PUBLISH;
}

enum status
notice_grant(struct act *x, int64_t id, struct notice_outcome *ret,
    struct err *err)
{
    const struct notice_entry *entries = NULL;
    struct notice_outcome out = { 0 };
    struct notice n;
    size_t n_entries = 0;

    TRY(notice_get(x, id, &n, err));
    out.may = permission_behind(domain_programme(x->d, n.programme_id));
    TRY(act_require(x, out.may, n.programme_id, STR_EMPTY, err));
    if (!str_eq(n.state, STR("PUBLISHED")))
        return err_set(err, ERR_CONFLICT, "这份公示已经办结");
    if (x->now_us < n.end_us)
        return err_set(err, ERR_CONFLICT,
            "公示期至 " STR_FMT " 24:00，最早可于 " STR_FMT " 办理",
            STR_ARG(day_iso(x->a, n.last_day)),
            STR_ARG(day_iso(x->a, day_add_days(n.last_day, 1))));
    TRY(entry_store_list(x, id, &entries, &n_entries, err));
    for (size_t i = 0; i < n_entries; i++)
        TRY(grant_entry(x, &n, &entries[i], &out, err));
    if (out.granted == 0 && out.passed == 0 && out.withdrawn == 0)
        return err_set(err, ERR_CONFLICT,
            out.blocked > 0
                ? "尚有 %zu 个对象的异议未办结，没有可以认定的对象"
            : out.banned > 0
                ? "有 %zu 个对象处于不得申报的期间，没有可以认定的对象"
                : "没有可以认定的对象（应回避或者不在您辖区的 %zu 个）",
            out.blocked > 0  ? out.blocked
            : out.banned > 0 ? out.banned
                             : out.interest);
    if (out.blocked == 0 && out.interest == 0 && out.banned == 0)
        TRY(notice_store_close(x, &n, err));
    *ret = out;
    return audit_add(x,
        &(struct audit_line){ .programme_id = n.programme_id,
            .object_kind = "notice",
            .object_id = n.id,
            .event = "grant",
            .to = n.state,
            .reason = arena_fmt(x->a,
                "认定 %zu 个，转下一环节 %zu 个，异议未办结 %zu 个，已撤回 %zu 个，"
                "不得申报 %zu 个",
                out.granted, out.passed, out.blocked, out.withdrawn,
                out.banned),
            .document = n.number },
        err);
}
