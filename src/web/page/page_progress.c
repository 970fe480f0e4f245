/* Where an application stands, by number and check code, without account. */
#include "page_application.h"

#define GUESSES 10
#define GUESS_WINDOW_S 600

struct look_up {
    struct str number, code;
    struct application app;
    struct err denied; /* the count of guesses survives a wrong one */
};

static void
progress_form(struct web *w)
{
    html_raw(w->h, "<div class=\"narrow\">");
    part_form_begin(w, url_path("/progress"), false);
    part_input(w,
        &(struct input){ .name = "number",
            .label = str_of(T(w, "受理编号")),
            .hint = str_of(T(w, "见受理回执或短信")),
            .value = web_query(w, "number"),
            .width = 22 });
    part_input(w,
        &(struct input){ .name = "code",
            .label = str_of(T(w, "查询码")),
            .hint = str_of(T(w, "回执上的 8 位字母和数字")),
            .width = 10 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
    html_raw(w->h, "</div>\n");
}

static enum status
progress_page(struct web *w, struct err *err)
{
    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "进度查询")),
            .nav = "progress" });
    progress_form(w);
    page_end(w);
    return OK;
}

static enum status
progress_act(struct web *w, struct err *err)
{
    struct look_up *q = arena_one(w->a, struct look_up);
    size_t n = 0;

    w->state = q;
    q->number = utf8_narrow(w->a, web_field(w, "number"));
    struct str code = utf8_narrow(w->a, web_field(w, "code"));
    char *upper = arena_alloc(w->a, code.n + 1);
    for (; n < code.n; n++)
        upper[n] = code.p[n] >= 'a' && code.p[n] <= 'z'
                       ? (char)(code.p[n] - ('a' - 'A'))
                       : code.p[n];
    q->code = (struct str){ upper, n };
    TRY(rate_hit(&w->x,
        arena_join(w->a, STR("progress/"), w->req->client), GUESSES,
        GUESS_WINDOW_S, err));
    enum status st =
        application_progress(&w->x, q->number, q->code, &q->app, &q->denied);
    if (st == OK || st == ERR_NOT_FOUND)
        return OK;
    *err = q->denied;
    return st;
}

static enum status
result_page(struct web *w, struct err *err)
{
    struct look_up *q = w->state;
    const struct pack_procedure *proc =
        pack_procedure(q->app.pack, q->app.procedure);

    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "进度查询")),
            .nav = "progress" });
    application_steps(w, proc, q->app.channel, q->app.state);
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\">");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "受理编号")), q->app.number);
    part_dl(w, str_of(T(w, "申报事项")), L(w, proc->title));
    part_dl(w, str_of(T(w, "当前状态")), show_state(w, q->app.state));
    part_dl(w, str_of(T(w, "提交时间（北京时间）")),
        show_us(w, q->app.submitted_us));
    if (q->app.due_us != 0)
        part_dl(w, str_of(T(w, "本环节期限")),
            show_deadline(w, q->app.due_us));
    part_dl_end(w);
    if (q->app.state == APP_SUPPLEMENT)
        part_callout(
            w, true, str_of(T(w, "需要补正，请登录后查看内容并重新提交。")));
    html_raw(w->h, "</div><div class=\"c4\">");
    part_card_begin(w, str_of(T(w, "办理进度")), false);
    application_timeline(w, &q->app, false, err);
    part_card_end(w);
    html_raw(w->h, "</div></div>\n");
    page_end(w);
    return OK;
}

static enum status
not_found_page(struct web *w, struct err *err)
{
    struct look_up *q = w->state;

    w->failed = q->denied;
    w->resp->status = 404;
    return progress_page(w, err);
}

static enum status
progress_reply(struct web *w, struct err *err)
{
    struct look_up *q = w->state;

    return web_read(
        w, q->denied.code == OK ? result_page : not_found_page, err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/progress", MAY_ANYBODY, .get = progress_page,
        .about = "Asks for number and check code." },
    { HTTP_POST, "/progress", MAY_ANYBODY, .act = progress_act,
        .reply = progress_reply, .again = progress_page,
        .about = "State of an application, without personal data." },
};
const struct route_set progress_routes = ROUTE_SET("progress", ROUTES);
