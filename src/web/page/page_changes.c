/* Reports of changes: their term in working days, and the first check. */
#include "domain/incident.h"
#include "page_application.h"

/* In time, late by how many, or how long there is still. */
static void
lateness(
    struct web *w, const struct application *app, const struct deadline *due)
{
    int64_t at = app->submitted_us != 0 ? app->submitted_us : w->now_us;
    struct err err = { 0 };
    int days = 0;

    if (at < due->end_us) {
        if (app->submitted_us != 0)
            part_callout(w, false,
                arena_fmt(w->a, T(w, "于 %.*s 提交，在期限内。"),
                    STR_ARG(show_us(w, at))));
        return;
    }
    if (change_late_by(&w->x, due, at, &days, &err) != OK) {
        part_callout(w, true, web_said(w, str_of(err.text)));
        return;
    }
    part_callout(w, true,
        app->submitted_us != 0
            ? arena_fmt(w->a,
                  T(w, "于 %.*s 提交，逾期 %d 个工作日；资格不因此自动改变，由工作人"
                       "员立案处理。"),
                  STR_ARG(show_us(w, at)), days)
            : arena_fmt(w->a,
                  T(w, "现在提交已逾期 %d 个工作日；仍应报告，资格不因此自动改变。"),
                  days));
}

void
change_term(struct web *w, const struct application *app,
    const struct pack_procedure *proc, const struct json *answers)
{
    struct deadline due;
    struct err err = { 0 };
    bool known = false;

    if (proc == NULL || !proc->keeps || proc->report_within.n == 0)
        return;
    part_card_begin(w, str_of(T(w, "报告期限")), false);
    if (change_deadline(&w->x, proc, answers, &due, &known, &err) != OK) {
        part_callout(w, true, web_said(w, str_of(err.text)));
    } else if (!known) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "填写变化发生的日期后，这里显示报告期限。"));
        html_raw(w->h, "</p>");
    } else {
        html_raw(w->h, "<p>");
        html_text(w->h,
            arena_fmt(w->a, T(w, "应于 %.*s 24:00（北京时间）前报告。"),
                STR_ARG(day_iso(w->a, due.last_day))));
        html_raw(w->h, "</p>");
        part_deadline(w, &due);
        lateness(w, app, &due);
    }
    part_clause(w, domain_programme(w->d, app->programme_id), app->pack,
        proc->clause);
    part_card_end(w);
}

void
change_form(struct web *w, const struct application *app,
    const struct pack_procedure *proc)
{
    const struct choice what[] = {
        { STR("met"), str_of(T(w, "仍然符合，办结")) },
        { STR("not"),
            str_of(T(w, "不再符合，立案交会议核实（核实前资格不变）")) },
    };

    if (proc == NULL || !proc->keeps || app->submitted_us == 0 ||
        !application_is_open(app->state) ||
        !may_in(&w->x, MAY_REVIEW, app->programme_id, app->region))
        return;
    part_card_begin(w, str_of(T(w, "初核")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/applications/%d/change", app->id), false);
    part_radios(w, "met", str_of(T(w, "变化后是否仍符合标准")), STR_EMPTY,
        what, proc->opens.n > 0 ? 2 : 1, web_typed(w, "met", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "初核意见")),
            .kind = INPUT_AREA,
            .max_length = 4000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交初核意见")));
    part_form_end(w);
    part_card_end(w);
}

static enum status
check_act(struct web *w, struct err *err)
{
    struct str met = web_field(w, "met");
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!str_eq(met, STR("met")) && !str_eq(met, STR("not")))
        return err_field(
            err, ERR_INPUT, STR("met"), "请选择变化后是否仍符合标准");
    return change_check(&w->x, id, str_eq(met, STR("met")),
        web_field(w, "reason"), err);
}

static enum status
check_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/applications/%d", id), "decided");
}

static const struct route ROUTES[] = {
    { HTTP_POST, "/desk/applications/:id/change", MAY_REVIEW,
        .act = check_act, .reply = check_reply, .again = review_sheet_page,
        .about = "The first check of a report of a change." },
};
const struct route_set change_routes = ROUTE_SET("changes", ROUTES);
