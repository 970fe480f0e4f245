/* One's own account: profile, password, organisations, messages. */
#include "domain/account.h"
#include "domain/message.h"
#include "web/web.h"

#define MESSAGES_PER_PAGE 30

static struct str
role_zh(struct web *w, struct str role)
{
    if (str_eq(role, STR("owner")))
        return str_of(T(w, "管理员"));
    return str_eq(role, STR("editor")) ? str_of(T(w, "经办人"))
                                       : str_of(T(w, "查看人"));
}

static void
role_choices(struct web *w, struct choice c[4], bool removal)
{
    c[0] = (struct choice){ STR("editor"), role_zh(w, STR("editor")) };
    c[1] = (struct choice){ STR("viewer"), role_zh(w, STR("viewer")) };
    c[2] = (struct choice){ STR("owner"), role_zh(w, STR("owner")) };
    if (removal)
        c[3] = (struct choice){ STR_EMPTY, str_of(T(w, "移除")) };
}

static enum status
members(struct web *w, const struct membership *m, struct err *err)
{
    const struct member_row *rows = NULL;
    size_t n = 0;
    bool owner = str_eq(m->role, STR("owner"));
    struct choice c[4];

    TRY(member_list(&w->x, m->subject_id, &rows, &n, err));
    role_choices(w, c, true);
    html_raw(w->h, "<h2>");
    html_text(w->h, m->subject_name);
    html_raw(w->h, "</h2>");
    part_table_begin(w, m->subject_name);
    part_th(w, str_of(T(w, "姓名")), false);
    part_th(w, str_of(T(w, "手机号码")), false);
    part_th(w, str_of(T(w, "权限")), false);
    if (owner)
        part_th(w, str_of(T(w, "调整权限")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, rows[i].name);
        part_td(w, mask_mobile(w->a, rows[i].mobile));
        part_td(w, role_zh(w, rows[i].role));
        if (owner) {
            part_td_begin(w);
            part_form_begin(w, url_path("/mine/account/members"), false);
            part_hidden(w, "subject",
                arena_fmt(w->a, "%lld", (long long)m->subject_id));
            part_hidden(w, "account",
                arena_fmt(w->a, "%lld", (long long)rows[i].account_id));
            for (size_t k = 0; k < 4; k++) {
                if (!str_eq(c[k].value, rows[i].role))
                    part_button_named(w, BUTTON_SECOND, c[k].label, "role",
                        c[k].value.n == 0 ? STR("remove") : c[k].value);
            }
            part_form_end(w);
            part_td_end(w);
        }
        part_tr_end(w);
    }
    part_table_end(w);
    if (!owner || !str_eq(m->kind, STR("organisation")))
        return OK;
    part_form_begin(w, url_path("/mine/account/members"), false);
    part_hidden(w, "subject",
        arena_fmt(w->a, "%lld", (long long)m->subject_id));
    part_input(w,
        &(struct input){ .name = "login",
            .label = str_of(T(w, "添加人员：对方注册所用的邮箱或手机号码")),
            .width = 20 });
    part_select(w, "role", str_of(T(w, "权限")), STR_EMPTY, c, 3,
        STR("editor"));
    part_button(w, BUTTON_SECOND, str_of(T(w, "添加")));
    part_form_end(w);
    return OK;
}

static void
password_form(struct web *w)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "修改密码"));
    html_raw(w->h, "</h2><div class=\"narrow\">");
    part_form_begin(w, url_path("/mine/account/password"), false);
    part_input(w,
        &(struct input){ .name = "old_password",
            .label = str_of(T(w, "现在的密码")),
            .kind = INPUT_PASSWORD,
            .autocomplete = "current-password" });
    part_input(w,
        &(struct input){ .name = "new_password",
            .label = str_of(T(w, "新密码")),
            .hint = str_of(T(w, "至少 10 个字符")),
            .kind = INPUT_PASSWORD,
            .autocomplete = "new-password" });
    part_button(w, BUTTON_MAIN, str_of(T(w, "修改密码")));
    part_form_end(w);
    html_raw(w->h, "</div><h2>");
    html_cstr(w->h, T(w, "登录设备"));
    html_raw(w->h, "</h2>");
    part_form_begin(w, url_path("/sign-out"), false);
    part_hidden(w, "everywhere", STR("1"));
    part_button(w, BUTTON_DANGER, str_of(T(w, "在所有设备上退出")));
    part_form_end(w);
}

static enum status
account_page(struct web *w, struct err *err)
{
    struct account me;

    TRY(account_get(&w->x, w->who.account_id, &me, err));
    page_begin(w,
        &(struct page){
            .kind = actor_is_official(&w->who) ? PAGE_DESK : PAGE_MINE,
            .title = str_of(T(w, "账号与单位")),
            .nav = "account" });
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "姓名")), me.name);
    part_dl(w, str_of(T(w, "手机号码")), mask_mobile(w->a, me.mobile));
    part_dl(w, str_of(T(w, "电子邮箱")), me.email);
    part_dl(w, str_of(T(w, "注册时间")), show_us(w, me.created_us));
    part_dl(w, str_of(T(w, "动态口令")),
        me.has_totp ? str_of(T(w, "已启用")) : str_of(T(w, "未启用")));
    part_dl_end(w);
    html_raw(w->h, "<p>");
    part_link(w, url_path("/second-factor"),
        me.has_totp ? str_of(T(w, "重新设置动态口令"))
                    : str_of(T(w, "启用动态口令")));
    html_raw(w->h, "</p>");
    for (size_t i = 0; i < w->who.n_memberships; i++)
        TRY(members(w, &w->who.memberships[i], err));
    password_form(w);
    page_end(w);
    return OK;
}

/* --- members --- */

static enum status
member_act(struct web *w, struct err *err)
{
    int64_t subject = 0, account = 0;
    struct str role = web_field(w, "role");

    (void)num_int(web_field(w, "subject"), 1, INT64_MAX, &subject);
    TRY(act_require_member(&w->x, subject, "owner", err));
    if (!num_int(web_field(w, "account"), 1, INT64_MAX, &account)) {
        TRY(account_by_login(&w->x,
            utf8_narrow(w->a, web_field(w, "login")), &account, err));
        if (account == 0)
            return err_field(err, ERR_INPUT, STR("login"),
                "没有用这个邮箱或手机号码注册的账号，请对方先注册");
    }
    return member_set(&w->x, subject, account,
        str_eq(role, STR("remove")) ? STR_EMPTY : role, err);
}

static enum status
saved_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/mine/account"), "saved");
}

/* --- password --- */

struct change {
    struct str login, old_hash, new_hash;
    int64_t account_id;
    bool matched;
    struct err denied;
};

static enum status
find_password(struct web *w, struct err *err)
{
    struct change *s = w->state;
    struct account me;

    TRY(account_get(&w->x, w->who.account_id, &me, err));
    s->login = me.email.n > 0 ? me.email : me.mobile;
    return account_password_hash(
        &w->x, s->login, &s->account_id, &s->old_hash, err);
}

static enum status
password_before(struct web *w, struct err *err)
{
    struct change *s = arena_one(w->a, struct change);
    struct str password = http_field(w->req, "new_password");
    struct err bad = { 0 };

    w->state = s;
    TRY(web_read(w, find_password, err));
    s->matched =
        s->account_id == w->who.account_id &&
        password_matches(s->old_hash, http_field(w->req, "old_password"));
    /* Whether the present password is right is told by the act, which counts
     * the guess. */
    if (password_check(password, s->login, &bad) != OK)
        web_problem(w, STR("new_password"),
            arena_cstr(w->a, str_of(bad.text)),
            "Use at least 10 characters that are not all the same");
    TRY(web_problems(w, err));
    return password_hash(w->a, &w->d->world, password, &s->new_hash, err);
}

static enum status
password_act(struct web *w, struct err *err)
{
    struct change *s = w->state;
    enum status st;

    s->denied = (struct err){ 0 };
    st = rate_hit(&w->x,
        arena_fmt(w->a, "password/%lld", (long long)w->who.account_id), 10,
        3600, &s->denied);
    if (st == ERR_LIMIT)
        return OK; /* the count must be kept: the act commits */
    if (st != OK) {
        *err = s->denied;
        return st;
    }
    if (!s->matched) {
        (void)err_field(&s->denied, ERR_INPUT, STR("old_password"),
            "现在的密码不正确");
        return OK;
    }
    return account_set_password(
        &w->x, w->who.account_id, s->new_hash, err);
}

/* All sessions have ended, this one too. */
static enum status
password_reply(struct web *w, struct err *err)
{
    const struct change *s = w->state;

    if (s->denied.code != OK) {
        w->failed = s->denied;
        w->resp->status = s->denied.code == ERR_LIMIT ? 429 : 422;
        return web_read(w, account_page, err);
    }
    web_drop_session(w);
    return web_redirect(w, url_path("/sign-in"), "password");
}

/* --- messages --- */

static enum status
messages_page(struct web *w, struct err *err)
{
    const struct message_row *rows = NULL;
    size_t n = 0;
    int64_t before = INT64_MAX;

    (void)num_int(web_query(w, "before"), 1, INT64_MAX, &before);
    TRY(message_inbox(&w->x, before, MESSAGES_PER_PAGE, &rows, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_MINE,
                      .title = str_of(T(w, "消息")),
                      .nav = "messages" });
    if (n == 0)
        part_empty(w, str_of(T(w, "没有消息。")),
            str_of(T(w, "返回我的申报")), url_path("/mine"));
    for (size_t i = 0; i < n; i++) {
        const struct message_row *m = &rows[i];

        part_card_begin(w, m->title, m->read_us == 0);
        html_raw(w->h, "<p class=\"hint\">");
        html_text(w->h, show_us(w, m->created_us));
        if (m->read_us == 0) {
            html_raw(w->h, " ");
            part_tag(w, TAG_BLUE, str_of(T(w, "未读")));
        }
        html_raw(w->h, "</p><p>");
        html_multiline(w->h, m->body);
        html_raw(w->h, "</p>");
        if (str_starts(m->link, STR("/"))) {
            html_raw(w->h, "<p>");
            part_link(
                w, url_user(w->a, arena_join(w->a, w->d->base_url, m->link)),
                str_of(T(w, "打开")));
            html_raw(w->h, "</p>");
        }
        if (m->read_us == 0) {
            part_form_begin(
                w, url_make(w->a, "/mine/messages/%d/read", m->id), false);
            part_button(w, BUTTON_SECOND, str_of(T(w, "标为已读")));
            part_form_end(w);
        }
        part_card_end(w);
    }
    if (n == MESSAGES_PER_PAGE)
        part_next(
            w, url_make(w->a, "/mine/messages?before=%d", rows[n - 1].id));
    page_end(w);
    return OK;
}

static enum status
read_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return message_mark_read(&w->x, id, err);
}

static enum status
read_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/mine/messages"), NULL);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/account", MAY_SIGNED_IN, .get = account_page,
        .about = "One's own account and organisations." },
    { HTTP_POST, "/mine/account/members", MAY_SIGNED_IN, .act = member_act,
        .reply = saved_reply, .again = account_page,
        .about = "Adds a person to an organisation, or changes the role." },
    { HTTP_POST, "/mine/account/password", MAY_SIGNED_IN,
        .before = password_before, .act = password_act,
        .reply = password_reply, .again = account_page,
        .about = "Changes the password." },
    { HTTP_GET, "/mine/messages", MAY_SIGNED_IN, .get = messages_page,
        .about = "Messages." },
    { HTTP_POST, "/mine/messages/:id/read", MAY_SIGNED_IN, .act = read_act,
        .reply = read_reply, .again = messages_page,
        .about = "Marks a message as read." },
};
const struct route_set account_routes = ROUTE_SET("account", ROUTES);
