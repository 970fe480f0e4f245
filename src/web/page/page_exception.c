/* Exceptions that the text allows: asked for by who handles the file, settled
 * by another (R12). */
#include "domain/exception.h"
#include "web/app.h"

static enum status
load(struct web *w, struct application *ret, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(application_get(&w->x, id, ret, err));
    TRY(act_require(
        &w->x, MAY_READ_FILES, ret->programme_id, ret->region, err));
    if (ret->pack->n_exceptions == 0)
        return err_set(err, ERR_NOT_FOUND, "这个项目的办法没有例外程序");
    return OK;
}

static void
ask_form(struct web *w, const struct application *app)
{
    size_t n = app->pack->n_exceptions;
    struct choice *c = arena_new_array(w->a, struct choice, n);

    for (size_t i = 0; i < n; i++)
        c[i] = (struct choice){ app->pack->exceptions[i].name,
            L(w, app->pack->exceptions[i].title) };
    part_card_begin(w, str_of(T(w, "提请例外")), false);
    part_form_begin(w,
        url_make(w->a, "/desk/applications/%d/exceptions", app->id), false);
    part_select(w, "exception", str_of(T(w, "例外事项")), STR_EMPTY, c, n,
        web_typed(w, "exception", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "理由")),
            .hint = str_of(T(w, "批准后列入公开的例外名单")),
            .kind = INPUT_AREA,
            .max_length = 2000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提请例外")));
    part_form_end(w);
    part_card_end(w);
}

static void
settle_form(
    struct web *w, const struct application *app, const struct exception *e)
{
    part_form_begin(w,
        url_make(w->a, "/desk/applications/%d/exceptions/settle", app->id),
        false);
    part_hidden(
        w, "row", arena_fmt(w->a, "%lld", (long long)e->id));
    part_input(w,
        &(struct input){ .name = "answer",
            .label = str_of(T(w, "批准或者不批准的理由")),
            .kind = INPUT_AREA,
            .max_length = 2000 });
    part_check(w, "agree", str_of(T(w, "批准这项例外")), STR_EMPTY, false);
    part_button(w, BUTTON_MAIN, str_of(T(w, "作出决定")));
    part_form_end(w);
}

static void
show_one(
    struct web *w, const struct application *app, const struct exception *e)
{
    const struct pack_exception *p = pack_exception(app->pack, e->name);

    part_card_begin(w, p == NULL ? e->name : L(w, p->title), false);
    if (p != NULL)
        part_clause(w, domain_programme(w->d, app->programme_id), app->pack,
            p->clause);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "状态")),
        str_of(catalog_get(w->catalog,
            arena_cstr(w->a, exception_state_title(e->state)))));
    part_dl(w, str_of(T(w, "提请时间")), show_us(w, e->asked_us));
    part_dl(w, str_of(T(w, "理由")), e->reason);
    if (e->settled_us != 0)
        part_dl(w, str_of(T(w, "决定时间")), show_us(w, e->settled_us));
    if (e->answer.n > 0)
        part_dl(w, str_of(T(w, "批准或者不批准的理由")), e->answer);
    part_dl_end(w);
    if (exception_may_settle(&w->x, app, e))
        settle_form(w, app, e);
    else if (e->state == EXCEPTION_ASKED && p != NULL)
        part_callout(w, false,
            str_of(p->by_superior
                       ? T(w, "等待上一级主管机关的另一人批准。")
                       : T(w, "等待办理机关负责人中的另一人批准。")));
    part_card_end(w);
}

static enum status
exceptions_page(struct web *w, struct err *err)
{
    const struct exception *list = NULL;
    struct application app;
    size_t n = 0;

    TRY(load(w, &app, err));
    TRY(exception_list(&w->x, &app, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(
                w->a, T(w, "例外：%.*s"), STR_ARG(app.name)),
            .nav = "applications",
            .crumbs = { { app.number,
                url_make(w->a, "/desk/applications/%d", app.id) } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "只有条文写明“原则上”的才可以例外：由办理人提请，另一人批准，"
        "批准的列入公开名单。"));
    html_raw(w->h, "</p>");
    for (size_t i = 0; i < n; i++)
        show_one(w, &app, &list[i]);
    if (application_is_open(app.state) &&
        application_require(&w->x, MAY_REVIEW, &app,
            application_stage(&app, STAGE_FORMAL_REVIEW), NULL) == OK)
        ask_form(w, &app);
    page_end(w);
    return OK;
}

/* --- /desk/exceptions: what waits for the officer --- */

static void
waiting_row(
    struct web *w, const struct programme *p, const struct exception_row *r)
{
    const struct pack_exception *e = pack_exception(p->pack, r->e.name);

    part_tr(w);
    part_td_begin(w);
    part_link(w,
        url_make(w->a, "/desk/applications/%d/exceptions",
            r->e.application_id),
        r->number);
    part_td_end(w);
    part_td(w, r->name);
    part_td(w, e == NULL ? r->e.name : L(w, e->title));
    part_td(w, r->e.reason);
    part_td(w, show_us(w, r->e.asked_us));
    part_tr_end(w);
}

static enum status
waiting_page(struct web *w, struct err *err)
{
    size_t shown = 0;

    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "待批准例外")),
                      .nav = "inbox",
                      .crumbs = { { str_of(T(w, "待办")),
                          url_path("/desk") } },
                      .n_crumbs = 1 });
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];
        const struct exception_row *list = NULL;
        size_t n = 0;

        TRY(exception_waiting(&w->x, p, &list, &n, err));
        if (n == 0)
            continue;
        part_table_begin(w, L(w, p->pack->short_title));
        part_th(w, str_of(T(w, "编号")), false);
        part_th(w, str_of(T(w, "名称")), false);
        part_th(w, str_of(T(w, "例外事项")), false);
        part_th(w, str_of(T(w, "理由")), false);
        part_th(w, str_of(T(w, "提请时间")), false);
        part_table_body(w);
        for (size_t k = 0; k < n; k++)
            waiting_row(w, p, &list[k]);
        part_table_end(w);
        shown += n;
    }
    if (shown == 0)
        part_empty(w, str_of(T(w, "没有等待您批准的例外。")), STR_EMPTY,
            url_path("/desk"));
    page_end(w);
    return OK;
}

static enum status
ask_act(struct web *w, struct err *err)
{
    struct application app;

    TRY(load(w, &app, err));
    return exception_ask(&w->x, app.id, web_field(w, "exception"),
        web_field(w, "reason"), err);
}

static enum status
settle_act(struct web *w, struct err *err)
{
    struct application app;
    int64_t row = 0;

    TRY(load(w, &app, err));
    (void)num_int(web_field(w, "row"), 0, INT64_MAX, &row);
    return exception_settle(&w->x, app.id, row,
        str_eq(web_field(w, "agree"), STR("1")), web_field(w, "answer"),
        err);
}

static enum status
reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w,
        url_make(w->a, "/desk/applications/%d/exceptions", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/exceptions", MAY_DECIDE, .get = waiting_page,
        .about = "Exceptions that wait for the officer." },
    { HTTP_GET, "/desk/applications/:id/exceptions", MAY_READ_FILES,
        .get = exceptions_page,
        .about = "Exceptions asked for in an application." },
    { HTTP_POST, "/desk/applications/:id/exceptions", MAY_REVIEW,
        .act = ask_act, .reply = reply, .again = exceptions_page,
        .about = "Asks for an exception that the text allows." },
    { HTTP_POST, "/desk/applications/:id/exceptions/settle", MAY_DECIDE,
        .act = settle_act, .reply = reply, .again = exceptions_page,
        .about = "Agrees to an exception, or declines it." },
};
const struct route_set exception_routes = ROUTE_SET("exception", ROUTES);
