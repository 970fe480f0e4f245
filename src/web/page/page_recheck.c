/* A refusal of a body, looked at again: the applicant asks, the authority
 * answers. */
#include "domain/recheck.h"
#include "page_application.h"

static enum tag
state_tag_of(enum recheck_state s)
{
    return s == RECHECK_OPEN       ? TAG_AMBER
           : s == RECHECK_REVERSED ? TAG_GREEN
                                   : TAG_GREY;
}

static void
facts(struct web *w, const struct recheck *r)
{
    html_raw(w->h, "<p>");
    part_tag(w, state_tag_of(r->state),
        web_said(w, recheck_state_title(r->state)));
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "申请复查的理由")), r->reason);
    part_dl(w, str_of(T(w, "申请时间")), show_us(w, r->asked_us));
    if (r->decided_us != 0) {
        part_dl(w, str_of(T(w, "复查意见")), r->answer);
        part_dl(w, str_of(T(w, "复查时间")), show_us(w, r->decided_us));
    }
    part_dl_end(w);
}

/* --- the applicant --- */

void
recheck_part(struct web *w, const struct dossier *d)
{
    struct deadline due;
    struct recheck r;
    struct err err;
    bool found = false;

    if (recheck_get(&w->x, &d->app, &r, &found, &err) != OK)
        return;
    if (found) {
        part_card_begin(w, str_of(T(w, "复查")), true);
        facts(w, &r);
        part_card_end(w);
        return;
    }
    if (!d->mine || recheck_until(&w->x, &d->app, &due, &err) != OK ||
        w->now_us >= due.end_us)
        return;
    part_callout(w, false,
        arena_fmt(w->a, T(w, "对不予通过有异议的，可以在 %.*s 24 时前申请复查。"),
            STR_ARG(day_iso(w->a, due.last_day))));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "申请复查")),
        url_make(w->a, "/applications/%d/recheck", d->app.id));
}

static enum status
ask_page(struct web *w, struct err *err)
{
    struct dossier d;
    struct deadline due;

    TRY(dossier_load(w, &d, err));
    TRY(recheck_until(&w->x, &d.app, &due, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = str_of(T(w, "申请复查")),
            .nav = "mine",
            .crumbs = { { dossier_title(w, &d),
                url_make(w->a, "/applications/%d", d.app.id) } },
            .n_crumbs = 1 });
    instance_opinion_list(w, d.app.subject_id, d.opinions, d.n_opinions);
    part_deadline(w, &due);
    part_form_begin(
        w, url_make(w->a, "/applications/%d/recheck", d.app.id), false);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "申请复查的理由")),
            .hint = str_of(T(w, "针对不予通过的理由逐项说明；只能申请一次")),
            .kind = INPUT_AREA,
            .max_length = 2000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交复查申请")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
ask_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return recheck_ask(&w->x, id, web_field(w, "reason"), err);
}

static enum status
ask_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/applications/%d", id), "submitted");
}

/* --- the authority --- */

static enum status
list_page(struct web *w, struct err *err)
{
    const struct recheck *list = NULL;
    size_t n = 0;

    TRY(recheck_list(&w->x, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "复查")),
                      .nav = "rechecks",
                      .crumbs = { { str_of(T(w, "申请")),
                          url_path("/desk/applications") } },
                      .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h, T(w, "初审不予通过而终结的，申请人可以申请复查一次。"));
    html_raw(w->h, "</p>\n");
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有复查申请。")),
            str_of(T(w, "查看申请")), url_path("/desk/applications"));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "复查申请")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "申请时间")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/rechecks/%d", list[i].application_id),
            list[i].number);
        part_td_end(w);
        part_td(w, list[i].name);
        part_td(w, region_path(w->a, w->d->regions, list[i].region));
        part_td(w, show_us(w, list[i].asked_us));
        part_td_begin(w);
        part_tag(w, state_tag_of(list[i].state),
            web_said(w, recheck_state_title(list[i].state)));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

static enum status
load(struct web *w, struct application *app, struct recheck *ret,
    struct err *err)
{
    bool found = false;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(application_get(&w->x, id, app, err));
    TRY(act_require(
        &w->x, MAY_READ_FILES, app->programme_id, app->region, err));
    TRY(act_require_no_interest(&w->x, app->subject_id, err));
    TRY(recheck_get(&w->x, app, ret, &found, err));
    return found ? OK : err_set(err, ERR_NOT_FOUND, "没有申请复查");
}

static enum status
one_page(struct web *w, struct err *err)
{
    struct choice c[] = {
        { STR("reverse"), str_of(T(w, "改为通过，进入下一环节")) },
        { STR("uphold"), str_of(T(w, "维持不予通过")) },
    };
    const struct instance_opinion *o = NULL;
    struct application app;
    struct recheck r;
    size_t n = 0;

    TRY(load(w, &app, &r, err));
    TRY(instance_opinions(&w->x, &app, &o, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(
                w->a, T(w, "复查：%.*s"), STR_ARG(app.name)),
            .nav = "rechecks",
            .crumbs = { { str_of(T(w, "复查")), url_path("/desk/rechecks") } },
            .n_crumbs = 1 });
    facts(w, &r);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/desk/applications/%d", app.id),
        str_of(T(w, "申请材料和审核记录")));
    html_raw(w->h, "</p>\n");
    instance_opinion_list(w, app.subject_id, o, n);
    if (r.state == RECHECK_OPEN &&
        may_in(&w->x, MAY_REVIEW, app.programme_id, app.region)) {
        part_form_begin(
            w, url_make(w->a, "/desk/rechecks/%d", app.id), false);
        part_radios(w, "result", str_of(T(w, "复查结果")), STR_EMPTY, c, 2,
            STR_EMPTY);
        part_input(w,
            &(struct input){ .name = "answer",
                .label = str_of(T(w, "复查意见")),
                .hint = str_of(T(w, "将告知申请人")),
                .kind = INPUT_AREA,
                .max_length = 2000 });
        part_button(w, BUTTON_MAIN, str_of(T(w, "作出复查决定")));
        part_form_end(w);
    }
    page_end(w);
    return OK;
}

static enum status
decide_act(struct web *w, struct err *err)
{
    struct str typed = web_field(w, "result");
    struct application app;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!str_eq(typed, STR("reverse")) && !str_eq(typed, STR("uphold")))
        return err_field(
            err, ERR_INPUT, STR("result"), "请选择复查结果");
    return recheck_decide(&w->x, id, str_eq(typed, STR("reverse")),
        web_field(w, "answer"), &app, err);
}

static enum status
decide_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/rechecks/%d", id), "decided");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/applications/:id/recheck", MAY_SIGNED_IN, .get = ask_page,
        .about = "Form to have a refusal of a body looked at again." },
    { HTTP_POST, "/applications/:id/recheck", MAY_SIGNED_IN, .act = ask_act,
        .reply = ask_reply, .again = ask_page,
        .about = "Asks to have a refusal of a body looked at again." },
    { HTTP_GET, "/desk/rechecks", MAY_READ_FILES, .get = list_page,
        .about = "Refusals that are to be looked at again." },
    { HTTP_GET, "/desk/rechecks/:id", MAY_READ_FILES, .get = one_page,
        .about = "One such refusal with its reasons." },
    { HTTP_POST, "/desk/rechecks/:id", MAY_REVIEW, .act = decide_act,
        .reply = decide_reply, .again = one_page,
        .about = "Upholds or reverses a refusal of a body." },
};
const struct route_set recheck_routes = ROUTE_SET("rechecks", ROUTES);
