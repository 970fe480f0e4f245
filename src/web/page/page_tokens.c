/* Tokens for programs that report on behalf of an organisation. */
#include "domain/token.h"
#include "web/web.h"

struct made {
    struct str secret;
    struct token token;
};

static void
begin(struct web *w)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = str_of(T(w, "接口令牌")),
            .crumbs = { { str_of(T(w, "我的账号")),
                url_path("/mine/account") } },
            .n_crumbs = 1 });
}

static void
living(struct web *w, const struct token *list, size_t n)
{
    if (n == 0) {
        part_empty(w, str_of(T(w, "还没有令牌。")), str_of(T(w, "数据接口")),
            url_path("/api"));
        return;
    }
    part_table_begin(w, str_of(T(w, "有效的令牌")));
    part_th(w, str_of(T(w, "用途")), false);
    part_th(w, str_of(T(w, "创建时间")), false);
    part_th(w, str_of(T(w, "有效至")), false);
    part_th(w, str_of(T(w, "操作")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, list[i].name);
        part_td(w, show_us(w, list[i].created_us));
        part_td(w, show_us(w, list[i].expires_us));
        part_td_begin(w);
        part_form_begin(w,
            url_make(w->a, "/mine/account/tokens/%d/end", list[i].id),
            false);
        part_button(w, BUTTON_DANGER,
            arena_fmt(w->a, T(w, "停用“%.*s”"), STR_ARG(list[i].name)));
        part_form_end(w);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
tokens(struct web *w, struct err *err)
{
    const struct token *list = NULL;
    size_t n = 0;

    TRY(token_list(&w->x, &list, &n, err));
    begin(w);
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "令牌让您的业务系统代为报送志愿日记，权限与您在单位中的权限相同，"
             "不含工作人员的权限。"));
    html_raw(w->h, "</p>");
    living(w, list, n);
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "创建令牌"));
    html_raw(w->h, "</h2>");
    part_form_begin(w, url_path("/mine/account/tokens"), false);
    part_input(w,
        &(struct input){ .name = "name",
            .label = str_of(T(w, "用途")),
            .hint = str_of(T(w, "如 园区服务系统")),
            .kind = INPUT_TEXT,
            .max_length = 50,
            .width = 30 });
    part_input(w,
        &(struct input){ .name = "days",
            .label = str_of(T(w, "有效天数")),
            .hint = str_of(T(w, "1 至 366")),
            .kind = INPUT_NUMBER,
            .value = STR("180"),
            .width = 8 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "创建")));
    part_form_end(w);
    page_end(w);
    return OK;
}

/* The secret is made outside the transaction: a repeated act keeps it. */
static enum status
make(struct web *w, struct err *err)
{
    struct made *m = arena_one(w->a, struct made);

    (void)err;
    m->secret = web_new_token(w);
    w->state = m;
    return OK;
}

static enum status
add(struct web *w, struct err *err)
{
    struct made *m = w->state;
    int64_t days = 0;

    if (!num_int(utf8_narrow(w->a, web_field(w, "days")), 1, TOKEN_DAYS_MAX,
            &days))
        days = 0;
    return token_add(
        &w->x, web_field(w, "name"), days, m->secret, &m->token, err);
}

/* Shown once, here; only its hash is kept. */
static enum status
show_secret(struct web *w, struct err *err)
{
    const struct made *m = w->state;

    (void)err;
    begin(w);
    part_callout(w, true,
        str_of(T(w, "请立即复制保存。离开本页后无法再次查看，遗失只能停用后重新"
                    "创建。")));
    html_raw(w->h, "<p><code>");
    html_text(w->h, m->secret);
    html_raw(w->h, "</code></p><p>");
    html_cstr(w->h, T(w, "使用方法：在请求头中写"));
    html_raw(w->h, " <code>Authorization: Bearer …</code></p><p>");
    part_link(w, url_path("/mine/account/tokens"),
        str_of(T(w, "已保存，返回令牌列表")));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

static enum status
end(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return token_revoke(&w->x, id, err);
}

static enum status
ended(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/mine/account/tokens"), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/account/tokens", MAY_SIGNED_IN, .get = tokens,
        .about = "Tokens of the API." },
    { HTTP_POST, "/mine/account/tokens", MAY_SIGNED_IN, .before = make,
        .act = add, .reply = show_secret, .again = tokens,
        .about = "Makes a token and shows it once." },
    { HTTP_POST, "/mine/account/tokens/:id/end", MAY_SIGNED_IN, .act = end,
        .reply = ended, .about = "Ends a token." },
};
const struct route_set token_routes = ROUTE_SET("tokens", ROUTES);
