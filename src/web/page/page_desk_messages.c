/* The outbox for officers: what was sent, what failed, again. */
#include "domain/message.h"
#include "web/web.h"

#define PER_PAGE 50

static const struct {
    const char *key, *text;
    enum tag tone;
} STATES[] = {
    { "FAILED", N_("发送失败"), TAG_RED },
    { "QUEUED", N_("等待发送"), TAG_AMBER },
    { "SENT", N_("已发送"), TAG_GREEN },
};
#define N_STATES (sizeof(STATES) / sizeof(STATES[0]))

static const char *
channel_text(struct web *w, struct str channel)
{
    if (str_eq(channel, STR("SMS")))
        return T(w, "短信");
    return str_eq(channel, STR("MAIL")) ? T(w, "邮件") : T(w, "站内消息");
}

static void
state_cell(struct web *w, const struct message_row *m)
{
    part_td_begin(w);
    for (size_t i = 0; i < N_STATES; i++) {
        if (str_eq(m->state, str_of(STATES[i].key)))
            part_tag(w, STATES[i].tone,
                str_of(catalog_get(w->catalog, STATES[i].text)));
    }
    if (m->error.n > 0) {
        html_raw(w->h, "<p class=\"hint\">");
        html_text(w->h, m->error);
        html_raw(w->h, "</p>");
    }
    part_td_end(w);
}

static void
retry_cell(struct web *w, const struct message_row *m)
{
    part_td_begin(w);
    if (str_eq(m->state, STR("FAILED")) && may(&w->who, MAY_SUPERVISE)) {
        part_form_begin(w,
            url_make(w->a, "/desk/messages/%d/retry", m->id), false);
        part_button(w, BUTTON_SECOND, str_of(T(w, "重新发送")));
        part_form_end(w);
    }
    part_td_end(w);
}

static void
message_table(struct web *w, const struct message_row *rows, size_t n)
{
    part_table_begin(w, str_of(T(w, "消息发送")));
    part_th(w, str_of(T(w, "时间")), false);
    part_th(w, str_of(T(w, "方式")), false);
    part_th(w, str_of(T(w, "收件")), false);
    part_th(w, str_of(T(w, "标题")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "次数")), true);
    part_th(w, str_of(T(w, "发出时间")), false);
    part_th(w, str_of(T(w, "操作")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct message_row *m = &rows[i];

        part_tr(w);
        part_td(w, show_us(w, m->created_us));
        part_td(w, str_of(channel_text(w, m->channel)));
        part_td(w, m->address_masked.n > 0 ? m->address_masked : STR("—"));
        part_td(w, m->title.n > 0 ? m->title : m->template_name);
        state_cell(w, m);
        part_td_num(w, m->attempts);
        part_td(w, show_us(w, m->sent_us));
        retry_cell(w, m);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
filter(struct web *w, struct str state)
{
    struct choice c[N_STATES + 1] = { { STR_EMPTY, str_of(T(w, "全部")) } };

    for (size_t i = 0; i < N_STATES; i++)
        c[i + 1] = (struct choice){ str_of(STATES[i].key),
            str_of(catalog_get(w->catalog, STATES[i].text)) };
    part_filter_begin(w, url_path("/desk/messages"));
    part_select(w, "state", str_of(T(w, "状态")), STR_EMPTY, c, N_STATES + 1,
        state);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
}

static enum status
messages_page(struct web *w, struct err *err)
{
    struct str state = web_query(w, "state");
    const struct message_row *rows = NULL;
    int64_t before = INT64_MAX;
    size_t n = 0;

    if (!num_int(web_query(w, "before"), 1, INT64_MAX, &before))
        before = INT64_MAX;
    TRY(message_list(&w->x, state, before, PER_PAGE, &rows, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "消息发送")),
                      .nav = "desk-messages" });
    filter(w, state);
    if (str_eq(state, STR("QUEUED")) && n > 0)
        part_callout(w, false,
            str_of(T(w, "没有配置邮件服务器或短信网关时，邮件和短信保持“等待"
                        "发送”，配置后自动发出。发送失败的八次以内自动重试。")));
    if (n == 0)
        part_empty(w, str_of(T(w, "没有符合条件的消息。")),
            str_of(T(w, "查看全部")), url_path("/desk/messages"));
    else
        message_table(w, rows, n);
    if (n == PER_PAGE) {
        struct url next = url_with(w->a, url_path("/desk/messages"),
            "before", arena_fmt(w->a, "%lld", (long long)rows[n - 1].id));

        if (state.n > 0)
            next = url_with(w->a, next, "state", state);
        html_raw(w->h, "<nav class=\"pages\"");
        html_attr(w->h, "aria-label", str_of(T(w, "分页")));
        html_raw(w->h, ">");
        part_next(w, next);
        html_raw(w->h, "</nav>");
    }
    page_end(w);
    return OK;
}

static enum status
retry_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return message_retry(&w->x, id, err);
}

static enum status
retry_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/desk/messages"), "retried");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/messages", MAY_READ_FILES, .get = messages_page,
        .about = "Messages sent, waiting and failed." },
    { HTTP_POST, "/desk/messages/:id/retry", MAY_SUPERVISE, .act = retry_act,
        .reply = retry_reply, .about = "Queues a failed message again." },
};
const struct route_set desk_messages_routes =
    ROUTE_SET("desk_messages", ROUTES);
