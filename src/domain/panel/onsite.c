/* Reviews on site, and falsifications that end an application. */
#include "domain/account.h"
#include "domain/body.h"
#include "domain/instance.h"
#include "domain/letter.h"
#include "domain/message.h"
#include "panel_store.h"

static struct json *
values_of(struct act *x, const struct application *app)
{
    struct json *v = json_new(x->a, JSON_OBJECT);

    json_set(x->a, v, STR("subject"), json_text(x->a, app->name));
    json_set(
        x->a, v, STR("application_no"), json_text(x->a, app->number));
    json_set(x->a, v, STR("date"), json_text(x->a, day_zh(x->a, x->today)));
    return v;
}

static enum status
put_in_writing(struct act *x, const struct application *app,
    const char *document, const char *message, struct str clause,
    struct json *v, struct err *err)
{
    struct str number;
    struct str link =
        arena_fmt(x->a, "/applications/%lld", (long long)app->id);

    TRY(letter_issue(x,
        &(struct letter_new){
            .programme = domain_programme(x->d, app->programme_id),
            .pack = app->pack,
            .subject_id = app->subject_id,
            .owner_kind = "application",
            .owner_id = app->id,
            .document = document,
            .clause = clause },
        v, &number, err));
    if (pack_document(app->pack, str_of(message)) == NULL)
        return OK;
    return message_to_subject(x, app->pack, app->subject_id,
        str_of(message), v, link, STR_EMPTY, err);
}

/* --- on site --- */

enum status
panel_onsite_earliest(struct act *x, const struct pack_stage *stage,
    struct deadline *ret, struct err *err)
{
    if (stage->onsite_notice.n == 0)
        return err_set(err, ERR_CONFLICT, "办法没有规定现场评审");
    return deadline_compute(
        x->a, x->d->holidays, x->today, stage->onsite_notice, ret, err);
}

/* The lead of an open file. */
static enum status
lead(struct act *x, int64_t application_id, struct application *app,
    struct panel_given *g, struct err *err)
{
    const struct panel_opinion *crew = NULL;
    size_t n = 0;

    TRY(panel_load(x, application_id, app, g, err));
    TRY(panel_crew(x, app, g->panel_id, &crew, &n, err));
    TRY(panel_require_lead(x, app, crew, n, MAY_REVIEW, err));
    return panel_require_open(app, g, err);
}

enum status
panel_onsite_order(struct act *x, int64_t application_id, struct day held,
    const struct json *content, struct err *err)
{
    static const struct {
        const char *name, *text;
    } NEEDED[] = { { "place", "请填写现场评审的地点" },
        { "items", "请填写现场评审的内容" } };
    const struct pack_stage *stage = NULL;
    struct application app;
    struct panel_given g;
    struct deadline first;

    TRY(lead(x, application_id, &app, &g, err));
    TRY(panel_stage(&app, &stage, err));
    TRY(panel_onsite_earliest(x, stage, &first, err));
    for (size_t i = 0; i < 2; i++) {
        struct str text =
            json_str(json_get(content, str_of(NEEDED[i].name)));

        if (text.n == 0 || utf8_count(text) > PANEL_REASON_MOST)
            return err_field(err, ERR_INPUT, str_of(NEEDED[i].name), "%s",
                NEEDED[i].text);
    }
    /* The whole of the notice must have run before that day begins. */
    if (day_is_none(held) || day_cmp(held, first.last_day) <= 0)
        return err_field(err, ERR_INPUT, STR("held"),
            "现场评审应提前通知，今天通知的，最早可于 " STR_FMT
            " 进行（通知期至 " STR_FMT "，" STR_FMT "）",
            STR_ARG(day_iso(x->a, day_add_days(first.last_day, 1))),
            STR_ARG(day_iso(x->a, first.last_day)), STR_ARG(stage->clause));
    struct panel_onsite o = { .id = world_id(&x->d->world),
        .held = held,
        .content = content };
    TRY(onsite_store_add(x, &app, g.panel_id, &o,
        deadline_json(x->a, &first), err));
    struct json *v = values_of(x, &app);
    json_set(x->a, v, STR("deadline"),
        json_text(x->a, day_zh(x->a, first.last_day)));
    json_set(x->a, v, STR("items"),
        json_text(x->a,
            arena_fmt(x->a, "时间：" STR_FMT "\n地点：" STR_FMT
                            "\n内容：" STR_FMT,
                STR_ARG(day_zh(x->a, held)),
                STR_ARG(json_str(json_get(content, STR("place")))),
                STR_ARG(json_str(json_get(content, STR("items")))))));
    TRY(put_in_writing(x, &app, "onsite_notice", "onsite_ordered",
        STR_EMPTY, v, err));
    return application_note(x, &app, "order-onsite", day_iso(x->a, held),
        stage->clause, err);
}

enum status
panel_onsite_record(struct act *x, int64_t application_id, int64_t onsite_id,
    const struct json *record, struct err *err)
{
    const struct panel_onsite *list = NULL, *one = NULL;
    const struct pack_stage *stage = NULL;
    struct application app;
    struct panel_given g;
    bool done = false;
    size_t n = 0;

    TRY(lead(x, application_id, &app, &g, err));
    TRY(panel_stage(&app, &stage, err));
    TRY(onsite_store_list(x, &app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == onsite_id)
            one = &list[i];
    }
    if (one == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这次现场评审");
    struct str findings = json_str(json_get(record, STR("findings")));
    if (findings.n == 0 || utf8_count(findings) > PANEL_TEXT_MOST)
        return err_field(err, ERR_INPUT, STR("findings"),
            "请填写现场情况，不超过 %d 字", PANEL_TEXT_MOST);
    if (day_cmp(x->today, one->held) < 0)
        return err_set(err, ERR_CONFLICT,
            "现场评审定于 " STR_FMT "，当日起才能记录",
            STR_ARG(day_iso(x->a, one->held)));
    TRY(onsite_store_record(x, &app, onsite_id, record, &done, err));
    if (!done)
        return err_set(
            err, ERR_CONFLICT, "这次现场评审已经记录，不能再改");
    return application_note(
        x, &app, "record-onsite", STR_EMPTY, stage->clause, err);
}

/* --- falsification --- */

static bool
may_be_disqualified(enum application_state s)
{
    return application_is_open(s) && s != APP_DRAFT && s != APP_PUBLICATION;
}

/* Those who recommended it learn of it too. */
static enum status
tell_body(struct act *x, const struct application *app, struct str text,
    struct str *ret_name, struct err *err)
{
    const struct instance_opinion *list = NULL;
    const struct body_seat_row *seats = NULL;
    struct actor system = actor_system();
    struct act as_system = *x;
    size_t n = 0, n_seats = 0;
    int64_t body_id = 0;

    as_system.who = &system;
    *ret_name = STR_EMPTY;
    TRY(instance_opinions(x, app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].decision != INSTANCE_PASS)
            continue;
        body_id = list[i].body_id;
        *ret_name = list[i].body;
    }
    if (body_id == 0)
        return OK;
    TRY(body_seats(&as_system, body_id, &seats, &n_seats, err));
    for (size_t i = 0; i < n_seats; i++)
        TRY(message_to_account(x, seats[i].account_id,
            STR("所推荐的申请被取消评选资格"), text, STR_EMPTY, err));
    return OK;
}

enum status
application_disqualify(struct act *x, int64_t id,
    const struct falsification *f, int64_t version, struct application *ret,
    struct err *err)
{
    struct application app;
    struct panel_given g;
    struct str recommender;
    bool found = false;

    TRY(application_get(x, id, &app, err));
    TRY(act_require(x, MAY_REVIEW, app.programme_id, app.region, err));
    TRY(act_require_no_interest(x, app.subject_id, err));
    const struct pack_document *d =
        pack_document(app.pack, STR("disqualification"));
    if (d == NULL)
        return err_set(
            err, ERR_CONFLICT, "这个项目的办法没有规定取消评选资格");
    if (app.version != version)
        return err_set(err, ERR_CONFLICT,
            "这份申请刚刚被其他人修改，请刷新后重试");
    if (!may_be_disqualified(app.state))
        return err_set(err, ERR_CONFLICT,
            "申请现为“" STR_FMT "”，自提交起至备案之前才能取消评选"
            "资格（" STR_FMT "）",
            STR_ARG(application_state_title(app.state)), STR_ARG(d->clause));
    if (f->finding.n == 0 || utf8_count(f->finding) > PANEL_TEXT_MOST)
        return err_field(err, ERR_INPUT, STR("finding"),
            "请写明虚假的内容和查证的证据，不超过 %d 字", PANEL_TEXT_MOST);
    if (f->conclusion.n == 0 || utf8_count(f->conclusion) > PANEL_TEXT_MOST ||
        utf8_count(f->statement) > PANEL_TEXT_MOST)
        return err_field(err, ERR_INPUT, STR("conclusion"),
            "请写明查证结论，不超过 %d 字", PANEL_TEXT_MOST);
    TRY(falsification_store_add(x, &app, f, err));
    TRY(application_move(x, &app,
        &(struct move){ .to = APP_DISQUALIFIED,
            .event = "disqualify",
            .reason = f->finding,
            .clause = d->clause },
        err));
    TRY(file_store_given(x, app.id, &g, &found, err));
    if (found && str_eq(g.state, STR("OPEN")))
        TRY(file_store_end(x, &app, g.panel_id, STR("LEFT"), NULL, err));
    TRY(tell_body(x, &app,
        arena_fmt(x->a,
            "贵单位推荐的“" STR_FMT "”（" STR_FMT
            "）经查证弄虚作假，已取消评选资格：" STR_FMT,
            STR_ARG(app.name), STR_ARG(app.number), STR_ARG(f->finding)),
        &recommender, err));
    struct json *v = values_of(x, &app);
    json_set(x->a, v, STR("reason"), json_text(x->a, f->finding));
    json_set(x->a, v, STR("recommender"),
        json_text(x->a, recommender.n > 0 ? recommender : STR("无")));
    TRY(put_in_writing(
        x, &app, "disqualification", "disqualified", d->clause, v, err));
    *ret = app;
    return OK;
}
