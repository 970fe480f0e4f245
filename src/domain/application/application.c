/* The applicant's side: from draft to submission. */
#include "domain/application.h"

#include "application_states.h"
#include "application_store.h"
#include "domain/accreditation.h"
#include "domain/affiliation.h"
#include "domain/decision.h"
#include "domain/consent.h"
#include "domain/exception.h"
#include "domain/interest.h"
#include "domain/incident.h"
#include "domain/message.h"
#include "domain/panel.h"
#include "domain/path.h"
#include "domain/plan.h"
#include "domain/record.h"
#include "domain/review.h"
#include "domain/subject.h"
#include "domain/verdict.h"
#include "domain/rows.h"

#define CONTENT_MAX PACK_ANSWERS_MAX

/* --- reading --- */

enum status
application_load(struct act *x, int64_t subject_id, int64_t id,
    struct application *ret, struct err *err)
{
    bool found = false;

    TRY(store_application(x, subject_id, id, ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
}

/* An application is judged by the rule version in force on its submission day
 * (R14): until then a draft follows the programme. */
static void
follow_programme(struct act *x, struct application *app)
{
    const struct programme *p = domain_programme(x->d, app->programme_id);

    if (app->state == APP_DRAFT && p != NULL &&
        pack_procedure(p->pack, app->procedure) != NULL &&
        day_cmp(p->pack->in_force, x->today) <= 0)
        app->pack = p->pack;
}

enum status
application_by_number(struct act *x, struct str number,
    struct application *ret, struct err *err)
{
    struct application app;
    bool found = false;

    TRY(store_application_by_number(x, number, &app, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
    return application_get(x, app.id, ret, err);
}

enum status
application_get(
    struct act *x, int64_t id, struct application *ret, struct err *err)
{
    struct application app;

    TRY(application_load(x, 0, id, &app, err));
    follow_programme(x, &app);
    bool mine = acts_for(x->who, app.subject_id, "viewer");
    bool officer = app.state != APP_DRAFT &&
                   !actor_is_barred(x->who, app.subject_id) &&
                   (may_in(x, MAY_READ_FILES, app.programme_id, app.region) ||
                       actor_seat(x->who, app.body_id) != NULL);
    bool judge = false;
    if (!mine && !officer && app.state != APP_DRAFT)
        TRY(panel_may_read(x, &app, &judge, err));
    if (!mine && !officer && !judge)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份申请");
    *ret = app;
    return OK;
}

/* "the person himself": not a member with lesser rights, not an officer's
 * account (CE-4-1-b, S-C34). */
static bool
own_hand(const struct act *x, const struct application *app)
{
    return acts_for(x->who, app->subject_id, "owner") &&
           !actor_is_official(x->who);
}

enum status
application_facts(struct act *x, const struct application *app, int64_t seq,
    struct pack_facts *ret, struct err *err)
{
    const struct programme *p = domain_programme(x->d, app->programme_id);
    const struct json *const *marks = NULL;
    struct json *extra = json_new(x->a, JSON_OBJECT);
    size_t n = 0;

    *ret = (struct pack_facts){ .answers = app->draft,
        .readings = p == NULL ? NULL : p->readings,
        .reference = day_is_none(app->reference) ? x->today : app->reference,
        .now_us = x->now_us,
        .holidays = x->d->holidays };
    if (seq > 0) {
        const struct application_version *v = NULL;
        size_t n_versions = 0;

        TRY(application_versions(x, app, &v, &n_versions, err));
        if ((size_t)seq > n_versions)
            return err_set(err, ERR_NOT_FOUND, "没有这一版材料");
        ret->answers = v[seq - 1].content;
    }
    json_set(x->a, extra, STR("渠道"), json_text(x->a, app->channel));
    json_set(x->a, extra, STR("事项"), json_text(x->a, app->procedure));
    json_set(x->a, extra, STR("主体名称"), json_text(x->a, app->name));
    json_set(x->a, extra, STR("行政区划"), json_text(x->a, app->region));
    json_set(
        x->a, extra, STR("主体类型"), json_text(x->a, app->pack->subject));
    /* What was submitted passed this check then. */
    json_set(x->a, extra, STR("本人提交"),
        json_boolean(x->a, app->submitted_us != 0 || own_hand(x, app)));
    /* Later marks replace earlier ones. */
    TRY(store_review_marks(x, app, &marks, &n, err));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < marks[i]->n; k++)
            json_set(x->a, extra, marks[i]->keys[k], marks[i]->items[k]);
    }
    TRY(review_holder_facts(x, app, extra, err));
    TRY(incident_facts(x, app->subject_id, app->programme_id, extra, err));
    TRY(exception_facts(x, app, extra, err));
    TRY(consent_facts(x, app, extra, err));
    TRY(record_application_facts(x, app, extra, err));
    TRY(plan_application_facts(x, app, ret, extra, err));
    rows_facts(x->a, app, ret->answers, extra);
    ret->extra = extra;
    return OK;
}

/* --- starting --- */

/* A channel of the pack that applicants or holders may take themselves. */
static bool
channel_is_open(const struct pack_procedure *proc, struct str name)
{
    for (size_t i = 0; i < proc->n_channels; i++) {
        const struct pack_channel *c = &proc->channels[i];

        if (str_eq(c->name, name))
            return c->import.n == 0;
    }
    return proc->n_channels == 0 && str_eq(name, STR("self"));
}

/* Nothing is handed in before the day of issue. */
static enum status
check_in_force(struct act *x, const struct programme *p, struct err *err)
{
    struct day first = programme_in_force(p);

    if (!p->open || day_is_none(first))
        return err_set(err, ERR_CONFLICT, "这个项目目前不接受申报");
    if (!p->pack->may_open && day_cmp(x->today, first) < 0)
        return err_set(err, ERR_CONFLICT,
            "办法自 " STR_FMT " 起施行，今天是 " STR_FMT "，尚不能申报",
            STR_ARG(day_iso(x->a, first)),
            STR_ARG(day_iso(x->a, x->today)));
    return OK;
}

static enum status
check_start(struct act *x, const struct programme *p,
    const struct pack_procedure *proc, const struct subject *s,
    struct err *err)
{
    struct application open;
    bool found = false;
    bool for_person = str_eq(p->pack->subject, STR("person"));

    TRY(check_in_force(x, p, err));
    if (s->is_person != for_person)
        return err_set(err, ERR_CONFLICT,
            for_person ? "本项目由个人申报，请用个人账号"
                       : "本项目由法人单位申报，请用单位账号");
    if (str_eq(proc->name, STR("apply")))
        TRY(ban_refuse(x, s->id, p->id, x->today, err));
    TRY(store_open_application(
        x, s->id, p->id, proc->name, &open, &found, err));
    if (found)
        return err_set(err, ERR_CONFLICT,
            "已有一份未办结的申请（" STR_FMT "，" STR_FMT
            "），同一主体在同一项目只能有一份",
            STR_ARG(open.number.n > 0 ? open.number : STR("尚未提交")),
            STR_ARG(application_state_title(open.state)));
    return OK;
}

/* Only the suspended come back, and they can do nothing else but leave. */
bool
procedure_fits(const struct pack_procedure *p, enum accreditation_state s)
{
    enum pack_effect e = p->effect;

    if (s == ACC_EXPIRED)
        return e == EFFECT_BY_STAGES;
    if (e == EFFECT_RESUME)
        return s == ACC_SUSPENDED;
    if (s == ACC_SUSPENDED)
        return e == EFFECT_END;
    return accreditation_is_held(s);
}

/* The window of a procedure around the last day of the term (CW-12-b). */
static enum status
check_holder(struct act *x, const struct pack_procedure *proc,
    int64_t subject_id, int64_t accreditation_id, struct err *err)
{
    struct accreditation c;

    if (accreditation_id == 0)
        return OK;
    TRY(accreditation_load(x, subject_id, accreditation_id, &c, err));
    if (!procedure_fits(proc, c.state))
        return err_set(err, ERR_CONFLICT,
            "资格现为“" STR_FMT "”，不能办理“" STR_FMT "”",
            STR_ARG(accreditation_state_title(c.state)),
            STR_ARG(proc->title.zh));
    if (proc->categories_field.n > 0 && !c.incubating)
        return err_set(err, ERR_CONFLICT,
            "这项资格已经认定，只有列入培育的可以申请认定");
    if (proc->window_before_days == 0 && proc->window_after_days == 0)
        return accreditation_state_on(&c, x->today) == ACC_EXPIRED
                   ? err_set(err, ERR_CONFLICT, "资格已到期，无需办理")
                   : OK;
    struct day first = day_add_days(c.last_day, -proc->window_before_days);
    struct day last = day_add_days(c.last_day, proc->window_after_days);
    if (day_cmp(x->today, first) < 0 || day_cmp(x->today, last) > 0)
        return err_set(err, ERR_CONFLICT,
            "办理时间为有效期末日 " STR_FMT " 之前 %d 日至之后 %d 日，即 " STR_FMT
            " 至 " STR_FMT,
            STR_ARG(day_iso(x->a, c.last_day)), proc->window_before_days,
            proc->window_after_days, STR_ARG(day_iso(x->a, first)),
            STR_ARG(day_iso(x->a, last)));
    return OK;
}

static enum status
round_of(struct act *x, const struct programme *p,
    const struct pack_procedure *proc, struct application *app,
    struct err *err)
{
    const struct round *rounds = NULL;
    struct round r;
    size_t n = 0;

    if (!str_eq(proc->name, STR("apply")))
        return OK;
    if (round_current(x, p->id, &r, err) != OK) {
        TRY(round_list(x, p->id, &rounds, &n, err));
        if (n == 0)
            return err_set(err, ERR_CONFLICT, "目前没有开放申报的批次");
        r = rounds[0]; /* a draft may be kept for the next window */
    }
    app->round_id = r.id;
    app->reference = r.reference;
    const struct pack *pack = domain_pack(x->d, r.pack_hash);
    if (pack != NULL)
        app->pack = pack;
    return OK;
}

enum status
application_start(struct act *x, int64_t programme_id, struct str procedure,
    int64_t subject_id, int64_t accreditation_id, struct str channel,
    struct application *ret, struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);
    struct subject s;
    char *code = arena_alloc(x->a, CHECK_CODE_LENGTH);

    TRY(act_require_member(x, subject_id, "editor", err));
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    const struct pack_procedure *proc = pack_procedure(p->pack, procedure);
    if (proc == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有这一事项");
    if (!channel_is_open(proc, channel))
        return err_set(err, ERR_INPUT, "这个项目没有这一申报渠道");
    if (accreditation_id == 0 && !str_eq(procedure, STR("apply")))
        return err_set(err, ERR_INPUT, "请从“我的资格”中选择要办理的资格");
    TRY(subject_get(x, subject_id, &s, err));
    TRY(check_start(x, p, proc, &s, err));
    int64_t previous_id = 0;
    if (accreditation_id == 0 && str_eq(proc->name, STR("apply")))
        TRY(application_find_previous(
            x, p, proc, subject_id, &previous_id, err));
    TRY(check_holder(x, proc, subject_id, accreditation_id, err));
    world_code(&x->d->world, code, CHECK_CODE_LENGTH);
    struct application app = { .subject_id = subject_id,
        .id = world_id(&x->d->world),
        .programme_id = programme_id,
        .accreditation_id = accreditation_id,
        .procedure = procedure,
        .check_code = { code, CHECK_CODE_LENGTH },
        .state = APP_DRAFT,
        .channel = channel,
        .pack = p->pack,
        .name = s.name,
        .region = s.region,
        .draft_saved_us = x->now_us,
        .created_us = x->now_us,
        .created_by = x->who->account_id,
        .entered_us = x->now_us,
        .reference = DAY_NONE,
        .previous_id = previous_id,
        .version = 1 };
    if (accreditation_id != 0 && p->pack->works_at.n > 0) {
        struct accreditation c;

        TRY(accreditation_load(x, subject_id, accreditation_id, &c, err));
        app.region = c.region; /* where it works, not where it lives */
    }
    TRY(round_of(x, p, proc, &app, err));
    TRY(application_prefill(
        x, pack_form(app.pack, proc->form), &s, &app.draft, err));
    TRY(store_add_application(x, &app, err));
    *ret = app;
    return audit_add(x,
        &(struct audit_line){ .programme_id = programme_id,
            .subject_id = subject_id,
            .object_kind = "application",
            .object_id = app.id,
            .event = "start",
            .to = application_state_name(APP_DRAFT),
            .reason = previous_id == 0 ? proc->title.zh : STR("再次申报"),
            .clause = previous_id == 0 ? proc->clause : proc->again_clause },
        err);
}

/* --- editing --- */

static bool
asked_for(const struct json *items, struct str field)
{
    for (size_t i = 0; items != NULL && i < items->n; i++) {
        if (str_eq(json_str(json_get(items->items[i], STR("field"))), field))
            return true;
    }
    return false;
}

/* What may be edited now: everything of a draft; of a supplement its items,
 * *ret_items. */
static enum status
open_items(struct act *x, const struct application *app, bool *ret_all,
    const struct json **ret_items, struct err *err)
{
    struct application_supplement s;
    bool found = false;

    *ret_all = app->state == APP_DRAFT;
    *ret_items = NULL;
    if (app->state == APP_DRAFT)
        return OK;
    if (app->state != APP_SUPPLEMENT)
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，不能再修改",
            STR_ARG(application_state_title(app->state)));
    if (x->now_us >= app->due_us)
        return err_set(err, ERR_CONFLICT,
            "补正期限已于 " STR_FMT "（北京时间）届满，不能再修改",
            STR_ARG(us_beijing(x->a, app->due_us)));
    TRY(application_supplement(x, app, &s, &found, err));
    *ret_items = found ? s.items : NULL;
    return OK;
}

bool
application_may_edit(
    struct act *x, const struct application *app, struct str field)
{
    const struct json *items = NULL;
    bool all = false;

    if (!acts_for(x->who, app->subject_id, "editor"))
        return false;
    if (open_items(x, app, &all, &items, NULL) != OK)
        return false;
    return all || asked_for(items, field);
}

static bool
same_value(struct act *x, const struct json *a, const struct json *b)
{
    struct buf one, two;

    buf_init(&one, x->a, CONTENT_MAX);
    buf_init(&two, x->a, CONTENT_MAX);
    json_write_canonical(&one, a);
    json_write_canonical(&two, b);
    return str_eq(buf_view(&one), buf_view(&two));
}

static const struct pack_section *
section_of(const struct application *app, struct str name)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);
    const struct pack_form *form =
        proc == NULL ? NULL : pack_form(app->pack, proc->form);

    for (size_t i = 0; form != NULL && i < form->n_sections; i++) {
        if (str_eq(form->sections[i].name, name))
            return &form->sections[i];
    }
    return NULL;
}

static bool
has_key(const struct json *o, struct str key)
{
    for (size_t i = 0; i < o->n; i++) {
        if (str_eq(o->keys[i], key))
            return true;
    }
    return false;
}

/* Lays the section's values over the draft; null empties a field. */
static enum status
merge(struct act *x, const struct application *app,
    const struct pack_section *sec, const struct json *values,
    const struct json **ret, struct err *err)
{
    struct json *next = json_new(x->a, JSON_OBJECT);
    const struct json *items = NULL;
    bool all = false;

    TRY(open_items(x, app, &all, &items, err));
    for (size_t i = 0; i < app->draft->n; i++)
        json_set(x->a, next, app->draft->keys[i], app->draft->items[i]);
    for (size_t i = 0; i < sec->n_fields; i++) {
        const struct pack_field *f = &sec->fields[i];
        const struct json *v = json_get(values, f->name);

        if (!has_key(values, f->name) ||
            same_value(x, v, json_get(app->draft, f->name)))
            continue;
        if (!all && !asked_for(items, f->name))
            return err_field(err, ERR_DENIED, f->name,
                "“" STR_FMT "”不在本次补正的范围内，不能修改",
                STR_ARG(f->label.zh));
        json_set(x->a, next, f->name, v);
    }
    *ret = next;
    return OK;
}

/* The applicant says more exactly where it is: a prefecture or county of the
 * region it is registered in. */
static enum status
follow_region(struct act *x, struct application *app, struct err *err)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);
    struct subject s;

    if (proc == NULL)
        return OK;
    if (proc->host_field.n > 0) {
        struct accreditation host;
        bool found = false;

        TRY(affiliation_asked(x, app, &host, &found, err));
        TRY(subject_get(x, app->subject_id, &s, err));
        if (found || app->accreditation_id == 0)
            app->region = found ? host.region : s.region;
        return OK;
    }
    if (proc->region_field.n == 0)
        return OK;
    struct str told = json_str(json_get(app->draft, proc->region_field));
    TRY(subject_get(x, app->subject_id, &s, err));
    app->region = region_find(x->d->regions, told) != NULL &&
                          region_within(x->d->regions, told, s.region)
                      ? told
                      : s.region;
    return OK;
}

enum status
application_save(struct act *x, int64_t id, struct str section,
    const struct json *values, int64_t version, struct application *ret,
    struct err *err)
{
    struct application app;

    TRY(application_get(x, id, &app, err));
    TRY(act_require_member(x, app.subject_id, "editor", err));
    if (version != app.version)
        return err_set(err, ERR_CONFLICT,
            "这份草稿已在别处修改并保存，请核对后再保存");
    const struct pack_section *sec = section_of(&app, section);
    if (sec == NULL)
        return err_set(err, ERR_NOT_FOUND, "申请表没有这一部分");
    TRY(merge(x, &app, sec, values, &app.draft, err));
    if (app.state == APP_DRAFT)
        TRY(follow_region(x, &app, err));
    app.draft_saved_us = x->now_us;
    TRY(store_put_application(x, &app, err));
    *ret = app;
    return OK;
}

/* --- checking --- */

static enum status
check_window(struct act *x, const struct application *app, int64_t at_us,
    struct application_check *c, struct err *err)
{
    struct round r;

    c->window_open = true;
    /* A supplement, or a draft that a body sent back. */
    if (app->state == APP_SUPPLEMENT ||
        (app->state == APP_DRAFT && app->due_us != 0)) {
        c->closes_us = app->due_us;
        c->window_open = at_us < app->due_us;
        if (!c->window_open)
            c->window_text = STR("补正期限已过");
        return OK;
    }
    if (app->round_id == 0)
        return OK;
    TRY(round_get(x, app->round_id, &r, err));
    c->closes_us = r.closes_us;
    if (!r.open || at_us < r.opens_us) {
        c->window_open = false;
        c->window_text = arena_fmt(x->a, "“" STR_FMT "”尚未开放申报",
            STR_ARG(r.name));
    } else if (r.closes_us != 0 && at_us >= r.closes_us) {
        c->window_open = false;
        c->window_text = arena_fmt(x->a,
            "“" STR_FMT "”的申报已于 " STR_FMT " 24:00（北京时间）截止，草稿仍然保留",
            STR_ARG(r.name),
            STR_ARG(day_zh(x->a, day_of_us(r.closes_us - 1))));
    }
    return OK;
}

static const struct pack_stage *
deciding_stage(const struct pack_procedure *proc)
{
    for (size_t i = 0; i < proc->n_stages; i++) {
        if (proc->stages[i].decide.n > 0)
            return &proc->stages[i];
    }
    return NULL;
}

enum status
application_check(struct act *x, const struct application *app,
    struct application_check *ret, struct err *err)
{
    const struct pack_procedure *proc =
        pack_procedure(app->pack, app->procedure);
    const struct pack_form *form = pack_form(app->pack, proc->form);
    const struct pack_stage *stage = deciding_stage(proc);
    struct application_check c = { 0 };

    if (form != NULL)
        form_check(x->a, app->pack, form, NULL, app->draft, x->today,
            &c.problems, &c.n);
    for (size_t i = 0; i < c.n; i++)
        c.errors += c.problems[i].warning ? 0 : 1;
    TRY(check_window(x, app, x->now_us, &c, err));
    if (stage != NULL) {
        TRY(application_facts(x, app, 0, &c.facts, err));
        TRY(pack_judge(
            x->a, app->pack, stage->decide, &c.facts, &c.verdict, err));
    }
    *ret = c;
    return OK;
}

/* --- submitting --- */

static enum status
freeze(struct act *x, struct application *app, struct str *ret_content,
    struct err *err)
{
    struct buf b;

    buf_init(&b, x->a, CONTENT_MAX);
    json_write_canonical(&b, app->draft);
    TRY(buf_done(&b, ret_content, err));
    app->versions++;
    return store_add_version(
        x, app, *ret_content, domain_sha256(x->a, *ret_content), err);
}

static enum status
check_own_hand(
    struct act *x, const struct application *app, struct err *err)
{
    if (!str_eq(app->pack->subject, STR("person")) || own_hand(x, app))
        return OK;
    return err_set(err, ERR_DENIED, "申请表须由本人用自己的账号填写并提交");
}

static enum status
first_problem(const struct application_check *c, struct err *err)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct form_problem *p = &c->problems[i];

        if (!p->warning)
            return err_field(
                err, ERR_INPUT, p->field, STR_FMT, STR_ARG(p->text));
    }
    return OK;
}

static int64_t
priority_of(const struct application *app, const struct pack_procedure *proc)
{
    if (proc->priority_field.n == 0)
        return 0;
    return (int64_t)json_get(app->draft, proc->priority_field)->n;
}

static enum status
give_number(struct act *x, struct application *app, struct err *err)
{
    const struct pack_document *d = pack_document(app->pack, STR("receipt"));
    struct str format = d != NULL && d->number_format.n > 0
                            ? d->number_format
                            : STR("SQ-{{year}}-{{serial:6}}");

    return number_make(x, format, &app->number, err);
}

static enum status
send_receipt(struct act *x, const struct application *app, struct err *err)
{
    struct json *v = json_new(x->a, JSON_OBJECT);
    struct str link = arena_fmt(
        x->a, "/applications/%lld/receipt", (long long)app->id);

    if (pack_document(app->pack, STR("receipt")) == NULL)
        return OK;
    json_set(x->a, v, STR("name"), json_text(x->a, app->name));
    json_set(x->a, v, STR("number"), json_text(x->a, app->number));
    json_set(x->a, v, STR("code"), json_text(x->a, app->check_code));
    json_set(x->a, v, STR("time"),
        json_text(x->a, us_beijing(x->a, x->now_us)));
    return message_to_subject(x, app->pack, app->subject_id, STR("receipt"),
        v, link, STR_EMPTY, err);
}

enum status
application_submit(struct act *x, int64_t id, int64_t received_us,
    struct application *ret, struct err *err)
{
    struct application app;
    struct application_check c;
    struct str content;

    TRY(application_get(x, id, &app, err));
    TRY(act_require_member(x, app.subject_id, "editor", err));
    if (app.state != APP_DRAFT && app.state != APP_SUPPLEMENT) {
        /* The button pressed twice: same number, same time. */
        if (app.submitted_us == 0 || !application_is_open(app.state))
            return err_set(err, ERR_CONFLICT,
                "申请现为“" STR_FMT "”，不能提交",
                STR_ARG(application_state_title(app.state)));
        *ret = app;
        return OK;
    }
    bool again = app.state == APP_SUPPLEMENT;
    const struct pack_procedure *proc =
        pack_procedure(app.pack, app.procedure);
    const struct programme *programme =
        domain_programme(x->d, app.programme_id);
    TRY(check_own_hand(x, &app, err));
    if (!again && programme != NULL) {
        TRY(check_in_force(x, programme, err));
        if (proc->again_in_expiry_year && app.accreditation_id == 0)
            TRY(application_find_previous(x, programme, proc,
                app.subject_id, &app.previous_id, err));
    }
    if (!again)
        TRY(check_holder(
            x, proc, app.subject_id, app.accreditation_id, err));
    if (str_eq(app.procedure, STR("apply")))
        TRY(ban_refuse(x, app.subject_id, app.programme_id,
            day_of_us(received_us), err));
    if (!again && day_is_none(app.reference))
        app.reference = day_of_us(received_us);
    TRY(application_check(x, &app, &c, err));
    TRY(check_window(x, &app, received_us, &c, err));
    if (!c.window_open)
        return err_set(err, ERR_CONFLICT, STR_FMT, STR_ARG(c.window_text));
    TRY(first_problem(&c, err));
    TRY(affiliation_check(x, &app, err));
    TRY(decision_check_categories(x, &app, err));
    TRY(freeze(x, &app, &content, err));
    TRY(trait_refresh(x, app.subject_id, &app, app.draft, err));
    if (again) {
        struct application_supplement s;
        bool found = false;

        TRY(application_supplement(x, &app, &s, &found, err));
        if (found)
            TRY(store_end_supplement(x, &app, s.id, STR("ANSWERED"), err));
    } else {
        app.priority = priority_of(&app, proc);
        if (app.submitted_us == 0) {
            app.submitted_us = received_us;
            TRY(give_number(x, &app, err));
        } /* sent back by a body and handed in anew: the first number stays */
    }
    if (c.verdict.rule != NULL)
        TRY(verdict_keep(
            x, &app, STR("submit"), &c.verdict, &c.facts, err));
    struct move m = { .event = again ? "resubmit" : "submit",
        .to = APP_FORMAL_REVIEW,
        .clause = proc->clause,
        .document = app.number };
    if (again)
        TRY(application_move(x, &app, &m, err));
    else
        TRY(path_advance(x, &app, NULL, &m, err));
    TRY(consent_ask(x, &app, err));
    if (proc->keeps)
        TRY(change_reported(x, &app, err));
    TRY(send_receipt(x, &app, err));
    *ret = app;
    return OK;
}
