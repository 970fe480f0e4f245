/* The applicant's desk and the start of an application. */
#include "page_application.h"

#include "domain/accreditation.h"
#include "domain/invitation.h"
#include "title_history.h"
#include "duty_parts.h"
#include "page_holding.h"

/* --- /mine --- */

static struct str
next_step(struct web *w, const struct application *app)
{
    switch (app->state) {
    case APP_DRAFT:
        return str_of(T(w, "继续填写"));
    case APP_SUPPLEMENT:
        return str_of(T(w, "去补正"));
    default:
        return str_of(T(w, "查看"));
    }
}

static enum status
my_applications(struct web *w, struct err *err)
{
    const struct application *list = NULL;
    size_t n = 0;

    TRY(application_mine(&w->x, &list, &n, err));
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "我的申请"));
    html_raw(w->h, "</h2>");
    if (n == 0) {
        part_empty(w, str_of(T(w, "还没有申请。先看办事指南，符合条件再开始。")),
            str_of(T(w, "办事指南")), url_path("/guide"));
        return OK;
    }
    part_table_begin(w, str_of(T(w, "我的申请")));
    part_th(w, str_of(T(w, "事项")), false);
    part_th(w, str_of(T(w, "申报主体")), false);
    part_th(w, str_of(T(w, "受理编号")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "期限")), false);
    part_th(w, str_of(T(w, "下一步")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct pack_procedure *proc =
            pack_procedure(list[i].pack, list[i].procedure);

        part_tr(w);
        part_td(w, proc == NULL ? list[i].procedure : L(w, proc->title));
        part_td(w, list[i].name);
        part_td(w, list[i].number.n > 0 ? list[i].number : STR("—"));
        part_td_begin(w);
        part_tag(w, state_colour(list[i].state),
            show_state(w, list[i].state));
        part_td_end(w);
        part_td(w, list[i].due_us == 0 ? STR("—")
                                       : show_deadline(w, list[i].due_us));
        part_td_begin(w);
        part_link(w, url_make(w->a, "/applications/%d", list[i].id),
            next_step(w, &list[i]));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static enum status
my_holdings(struct web *w, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_mine(&w->x, &list, &n, err));
    if (n == 0)
        return OK;
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "我的资格"));
    html_raw(w->h, "</h2><ul class=\"list\">");
    for (size_t i = 0; i < n; i++)
        holding_item(w, &list[i]);
    html_raw(w->h, "</ul>\n");
    return OK;
}

static bool
fits(const struct programme *p, const struct membership *m)
{
    return str_eq(p->pack->subject, m->kind) &&
           !str_eq(m->role, STR("viewer"));
}

static bool
someone_fits(const struct web *w, const struct programme *p)
{
    for (size_t i = 0; i < w->who.n_memberships; i++) {
        if (fits(p, &w->who.memberships[i]))
            return true;
    }
    return false;
}

static void
open_programmes(struct web *w)
{
    part_card_begin(w, str_of(T(w, "开始新的申报")), true);
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];
        struct round r;
        struct err why = { 0 };

        if (!p->open || pack_procedure(p->pack, STR("apply")) == NULL)
            continue;
        html_raw(w->h, "<h3>");
        html_text(w->h, L(w, p->title));
        html_raw(w->h, "</h3><p class=\"hint\">");
        if (round_current(&w->x, p->id, &r, &why) != OK) {
            html_text(w->h, web_said(w, str_of(why.text)));
            html_raw(w->h, "</p>");
            continue;
        }
        html_text(w->h, r.name);
        if (r.closes_us != 0) {
            html_cstr(w->h, T(w, "，截止 "));
            html_text(w->h, show_deadline(w, r.closes_us));
        }
        html_raw(w->h, "</p><p>");
        if (someone_fits(w, p)) {
            part_link_button(w, BUTTON_SECOND, str_of(T(w, "开始申报")),
                url_make(w->a, "/mine/start/%s", p->code));
        } else {
            html_raw(w->h, "<span class=\"muted\">");
            html_cstr(w->h,
                str_eq(p->pack->subject, STR("person"))
                    ? T(w, "由个人账号申报")
                    : T(w, "由单位账号申报"));
            html_raw(w->h, "</span>");
        }
        html_raw(w->h, " ");
        part_link(w, url_make(w->a, "/check/%s", p->code),
            str_of(T(w, "我能申报吗")));
        html_raw(w->h, "</p>");
    }
    part_card_end(w);
}

static enum status
mine_page(struct web *w, struct err *err)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = str_of(T(w, "我的申报")),
            .nav = "mine" });
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\">");
    TRY(duty_waiting(w, err));
    TRY(my_applications(w, err));
    TRY(my_holdings(w, err));
    html_raw(w->h, "</div><div class=\"c4\">");
    open_programmes(w);
    html_raw(w->h, "</div></div>\n");
    page_end(w);
    return OK;
}

/* --- /mine/start/:programme --- */

static enum status
find_programme(
    struct web *w, const struct programme **ret, struct err *err)
{
    *ret = domain_programme_by_code(w->d, w->params[0]);
    if (*ret == NULL ||
        pack_procedure((*ret)->pack, STR("apply")) == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    return OK;
}

static void
who_applies(struct web *w, const struct programme *p)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, w->who.n_memberships + 1);
    size_t n = 0;

    for (size_t i = 0; i < w->who.n_memberships; i++) {
        const struct membership *m = &w->who.memberships[i];

        if (fits(p, m))
            c[n++] = (struct choice){ arena_fmt(w->a, "%lld",
                                          (long long)m->subject_id),
                m->subject_name };
    }
    part_radios(w, "subject", str_of(T(w, "申报主体")), STR_EMPTY, c, n,
        n > 0 ? c[0].value : STR_EMPTY);
}

static void
channels(struct web *w, const struct pack_procedure *proc)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, proc->n_channels + 1);
    size_t n = 0;

    for (size_t i = 0; i < proc->n_channels; i++) {
        if (proc->channels[i].import.n == 0)
            c[n++] = (struct choice){ proc->channels[i].name,
                L(w, proc->channels[i].title) };
    }
    if (n > 1)
        part_radios(w, "channel", str_of(T(w, "申报渠道")), STR_EMPTY, c, n,
            c[0].value);
    else
        part_hidden(w, "channel", n == 1 ? c[0].value : STR("self"));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(c[i].value, STR("invited")))
            part_input(w,
                &(struct input){ .name = "invitation",
                    .label = str_of(T(w, "邀请码")),
                    .hint = str_of(T(w, "定向邀请的填写，见邀请短信或邮件")),
                    .optional = true,
                    .width = 10 });
    }
}

/* Whoever holds or held it reads first when it may apply anew. */
static enum status
titles_before(struct web *w, const struct programme *p, struct err *err)
{
    for (size_t i = 0; i < w->who.n_memberships; i++) {
        const struct accreditation *list = NULL;
        size_t n = 0;

        if (!fits(p, &w->who.memberships[i]))
            continue;
        TRY(accreditation_of_subject(&w->x,
            w->who.memberships[i].subject_id, p->id, &list, &n, err));
        for (size_t k = 0; k < n; k++) {
            struct again g;

            TRY(again_of(&w->x, &list[k], &g, err));
            if (!g.ruled)
                continue;
            part_card_begin(w,
                arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(list[k].name),
                    STR_ARG(list[k].number)),
                false);
            again_parts(w, &list[k], &g);
            part_link(w,
                url_make(w->a, "/mine/holdings/%d/again", list[k].id),
                str_of(T(w, "再次申报的时间和办法")));
            part_card_end(w);
        }
    }
    return OK;
}

static enum status
start_page(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    struct err why = { 0 };
    struct round r;

    TRY(find_programme(w, &p, err));
    const struct pack_procedure *proc =
        pack_procedure(p->pack, STR("apply"));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = L(w, proc->title),
            .nav = "mine",
            .crumbs = { { str_of(T(w, "我的申报")), url_path("/mine") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<div class=\"prose\">");
    if (round_current(&w->x, p->id, &r, &why) != OK)
        part_callout(w, true,
            arena_fmt(w->a, "%s%s", why.text,
                T(w, "。可以先填写草稿，开放后提交。")));
    else
        part_callout(w, false,
            arena_fmt(w->a, STR_FMT "%s" STR_FMT, STR_ARG(r.name),
                r.closes_us == 0 ? "" : T(w, "，截止 "),
                STR_ARG(r.closes_us == 0 ? STR("")
                                         : show_deadline(w, r.closes_us))));
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "开始之前请准备"));
    html_raw(w->h, "</h2><ul>");
    for (size_t i = 0; i < proc->n_before; i++) {
        html_raw(w->h, "<li>");
        html_text(w->h, proc->before[i]);
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul><p>");
    html_cstr(w->h,
        T(w, "填写内容随时保存，可以分多次完成；提交之前可以修改。不收取任何费用。"));
    html_raw(w->h, "</p><p>");
    part_link(w, url_make(w->a, "/check/%s", p->code),
        str_of(T(w, "先用“我能申报吗”判断是否符合条件")));
    html_raw(w->h, "</p>");
    if (!someone_fits(w, p)) {
        part_callout(w, true,
            str_eq(p->pack->subject, STR("person"))
                ? str_of(T(w, "本项目由个人申报，请用个人账号登录或注册。"))
                : str_of(T(w, "本项目由法人单位申报，请用单位账号登录或注册。")));
    } else {
        TRY(titles_before(w, p, err));
        part_form_begin(
            w, url_make(w->a, "/mine/start/%s", p->code), false);
        who_applies(w, p);
        channels(w, proc);
        part_button(w, BUTTON_MAIN, str_of(T(w, "开始填写")));
        part_form_end(w);
    }
    html_raw(w->h, "</div>\n");
    page_end(w);
    return OK;
}

static enum status
start_act(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    struct application *app = arena_one(w->a, struct application);
    int64_t subject = 0;

    w->state = app;
    TRY(find_programme(w, &p, err));
    if (!num_int(web_field(w, "subject"), 1, INT64_MAX, &subject))
        return err_field(
            err, ERR_INPUT, STR("subject"), "请选择以谁的名义申报");
    struct str channel = web_field(w, "channel");
    TRY(application_start(
        &w->x, p->id, STR("apply"), subject, 0, channel, app, err));
    if (!str_eq(channel, STR("invited")))
        return OK;
    return invitation_use(&w->x, p->id,
        utf8_narrow(w->a, web_field(w, "invitation")), subject, err);
}

static enum status
start_reply(struct web *w, struct err *err)
{
    const struct application *app = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/applications/%d", app->id), NULL);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine", MAY_SIGNED_IN, .get = mine_page,
        .about = "Applications and titles of the visitor's subjects." },
    { HTTP_GET, "/mine/start/:programme", MAY_SIGNED_IN, .get = start_page,
        .about = "What is needed before one begins; who applies." },
    { HTTP_POST, "/mine/start/:programme", MAY_SIGNED_IN, .act = start_act,
        .reply = start_reply, .again = start_page,
        .about = "Starts a draft." },
};
const struct route_set mine_routes = ROUTE_SET("mine", ROUTES);
