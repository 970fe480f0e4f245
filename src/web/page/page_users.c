/* Officers' accounts and roles, for administrators. */
#include "domain/account.h"
#include "web/web.h"

#define PER_PAGE 50

static void
crumbs_to_users(struct web *w, struct page *p)
{
    p->kind = PAGE_DESK;
    p->nav = "users";
    p->crumbs[0] =
        (struct crumb){ str_of(T(w, "用户")), url_path("/desk/users") };
    p->n_crumbs = 1;
}

static struct str
account_login(const struct account *a)
{
    return a->email.n > 0 ? a->email : a->mobile;
}

static void
state_tag(struct web *w, const struct account *a)
{
    if (a->closed)
        part_tag(w, TAG_GREY, str_of(T(w, "已停用")));
    else if (a->locked_until_us > w->now_us)
        part_tag(w, TAG_AMBER, str_of(T(w, "暂时锁定")));
    else
        part_tag(w, TAG_GREEN, str_of(T(w, "正常")));
}

/* --- /desk/users --- */

static void
new_form(struct web *w)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "新建工作人员账号"));
    html_raw(w->h, "</h2>");
    part_form_begin(w, url_path("/desk/users"), false);
    part_input(w,
        &(struct input){ .name = "name",
            .label = str_of(T(w, "姓名")),
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "email",
            .label = str_of(T(w, "电子邮箱")),
            .hint = str_of(T(w, "用于登录；设置密码的链接发到这里，30 分钟内有效")),
            .kind = INPUT_EMAIL });
    part_button(w, BUTTON_MAIN, str_of(T(w, "新建账号")));
    part_form_end(w);
}

static enum status
users_page(struct web *w, struct err *err)
{
    const struct account *list = NULL;
    size_t n = 0;
    int64_t total = 0, page = web_page(w);

    TRY(act_require(&w->x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(account_list(&w->x, utf8_narrow(w->a, web_query(w, "q")),
        (size_t)(page - 1) * PER_PAGE, PER_PAGE, &list, &n, &total, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "用户")),
                      .nav = "users" });
    part_filter_begin(w, url_path("/desk/users"));
    part_input(w,
        &(struct input){ .name = "q",
            .label = str_of(T(w, "姓名、邮箱或手机号码（完整）")),
            .kind = INPUT_SEARCH,
            .value = web_query(w, "q") });
    part_button(w, BUTTON_SECOND, str_of(T(w, "查找")));
    part_form_end(w);
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有这样的用户。")),
            str_of(T(w, "看全部")), url_path("/desk/users"));
    } else {
        part_table_begin(w, str_of(T(w, "用户")));
        part_th(w, str_of(T(w, "姓名")), false);
        part_th(w, str_of(T(w, "账号")), false);
        part_th(w, str_of(T(w, "动态口令")), false);
        part_th(w, str_of(T(w, "状态")), false);
        part_th(w, str_of(T(w, "注册时间")), false);
        part_table_body(w);
        for (size_t i = 0; i < n; i++) {
            part_tr(w);
            part_td_begin(w);
            part_link(w, url_make(w->a, "/desk/users/%d", list[i].id),
                list[i].name);
            part_td_end(w);
            part_td(w, list[i].email.n > 0
                           ? list[i].email
                           : mask_mobile(w->a, list[i].mobile));
            part_td(w, list[i].has_totp ? str_of(T(w, "已启用"))
                                        : str_of(T(w, "未启用")));
            part_td_begin(w);
            state_tag(w, &list[i]);
            part_td_end(w);
            part_td(w, show_us(w, list[i].created_us));
            part_tr_end(w);
        }
        part_table_end(w);
        part_pages(w, total, page, PER_PAGE);
    }
    new_form(w);
    page_end(w);
    return OK;
}

struct new_user {
    struct account account;
    struct str hash, token;
};

static enum status
new_before(struct web *w, struct err *err)
{
    struct new_user *s = arena_one(w->a, struct new_user);
    struct id_check email = email_check(w->a, web_field(w, "email"));

    w->state = s;
    s->account.name = web_field(w, "name");
    s->account.email = email.normal;
    if (s->account.name.n == 0 || utf8_count(s->account.name) > 50 ||
        utf8_has_control(s->account.name, false))
        web_problem(w, STR("name"), "请填写姓名，1 至 50 个字",
            "Enter a name of 1 to 50 characters");
    if (!email.ok)
        web_problem_str(w, STR("email"), email.text, email.text_en);
    TRY(web_problems(w, err));
    s->token = web_new_token(w);
    /* Nobody knows this password; the link sets another one. */
    return password_hash(
        w->a, &w->d->world, web_new_token(w), &s->hash, err);
}

static enum status
new_act(struct web *w, struct err *err)
{
    struct new_user *s = w->state;

    TRY(act_require(&w->x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(account_add(&w->x, &s->account, s->hash, err));
    return reset_request(&w->x, s->account.email, s->token, err);
}

static void
show_link(struct web *w, int64_t id, struct str token)
{
    struct page p = { .title = str_of(T(w, "设置密码的链接")) };

    crumbs_to_users(w, &p);
    page_begin(w, &p);
    part_callout(w, true,
        str_of(T(w,
            "链接只显示这一次，30 分钟内有效，用过即失效；已同时发到对方"
            "邮箱。请只交给本人。")));
    html_raw(w->h, "<p><code>");
    html_text(w->h,
        arena_fmt(w->a, STR_FMT "/reset/" STR_FMT, STR_ARG(w->d->base_url),
            STR_ARG(token)));
    html_raw(w->h, "</code></p>");
    part_link_button(w, BUTTON_MAIN, str_of(T(w, "下一步：授予角色")),
        url_make(w->a, "/desk/users/%d", id));
    page_end(w);
}

static enum status
new_reply(struct web *w, struct err *err)
{
    const struct new_user *s = w->state;

    (void)err;
    show_link(w, s->account.id, s->token);
    return OK;
}

/* --- /desk/users/:id --- */

static struct str
programme_title(struct web *w, int64_t id)
{
    const struct programme *p = domain_programme(w->d, id);

    return p == NULL ? str_of(T(w, "全部项目")) : L(w, p->title);
}

static struct str
region_title(struct web *w, struct str code)
{
    return code.n == 0 ? str_of(T(w, "全国"))
                       : region_path(w->a, w->d->regions, code);
}

static void
grant_hidden(struct web *w, const struct role_grant *g)
{
    part_hidden(w, "role", role_name(g->role));
    part_hidden(w, "programme",
        arena_fmt(w->a, "%lld", (long long)g->programme_id));
    part_hidden(w, "region", g->region);
}

static void
grants_table(
    struct web *w, int64_t id, const struct role_grant *g, size_t n)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "角色"));
    html_raw(w->h, "</h2>");
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "没有工作人员角色。"));
        html_raw(w->h, "</p>");
        return;
    }
    part_table_begin(w, str_of(T(w, "角色")));
    part_th(w, str_of(T(w, "角色")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "撤销的理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, role_title(g[i].role));
        part_td(w, programme_title(w, g[i].programme_id));
        part_td(w, region_title(w, g[i].region));
        part_td_begin(w);
        part_form_begin(
            w, url_make(w->a, "/desk/users/%d/revoke", id), false);
        grant_hidden(w, &g[i]);
        html_raw(w->h, "<input type=\"text\" name=\"reason\" class=\"w-m\"");
        html_attr(w->h, "aria-label", str_of(T(w, "撤销的理由")));
        html_raw(w->h, "> ");
        part_button(w, BUTTON_SECOND, str_of(T(w, "撤销")));
        part_form_end(w);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

/* Bodies he sits on; they are given on the page of the body. */
static void
seats_table(struct web *w, const struct actor *who)
{
    if (who->n_seats == 0)
        return;
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "经办的单位"));
    html_raw(w->h, "</h2>");
    part_table_begin(w, str_of(T(w, "经办的单位")));
    part_th(w, str_of(T(w, "单位名称")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "辖区")), false);
    part_table_body(w);
    for (size_t i = 0; i < who->n_seats; i++) {
        const struct seat *s = &who->seats[i];

        part_tr(w);
        part_td_begin(w);
        part_link(
            w, url_make(w->a, "/desk/bodies/%d", s->body_id), s->name);
        part_td_end(w);
        part_td(w, programme_title(w, s->programme_id));
        part_td(w, region_title(w, s->region));
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
grant_form(struct web *w, int64_t id)
{
    struct choice roles[ROLE_COUNT_];
    struct choice *programmes =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);

    for (size_t i = 0; i < ROLE_COUNT_; i++)
        roles[i] = (struct choice){ role_name((enum role)i),
            role_title((enum role)i) };
    programmes[0] = (struct choice){ STR("0"), programme_title(w, 0) };
    for (size_t i = 0; i < w->d->n_programmes; i++)
        programmes[i + 1] = (struct choice){
            arena_fmt(w->a, "%lld", (long long)w->d->programmes[i].id),
            L(w, w->d->programmes[i].title) };
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "授予角色"));
    html_raw(w->h, "</h2>");
    part_form_begin(w, url_make(w->a, "/desk/users/%d/grant", id), false);
    part_select(w, "role", str_of(T(w, "角色")), STR_EMPTY, roles,
        ROLE_COUNT_, STR_EMPTY);
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, programmes,
        w->d->n_programmes + 1, STR("0"));
    part_region(w, "region", str_of(T(w, "地区")), STR_EMPTY,
        region_title(w, STR_EMPTY), STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "授予的依据")) });
    part_button(w, BUTTON_MAIN, str_of(T(w, "授予角色")));
    part_form_end(w);
}

static void
account_forms(struct web *w, const struct account *a)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "账号"));
    html_raw(w->h, "</h2>");
    part_form_begin(w, url_make(w->a, "/desk/users/%d/link", a->id), false);
    part_button(
        w, BUTTON_SECOND, str_of(T(w, "发送设置密码的链接")));
    part_form_end(w);
    part_form_begin(
        w, url_make(w->a, "/desk/users/%d/sign-out", a->id), false);
    part_button(
        w, BUTTON_SECOND, str_of(T(w, "使其在所有设备上退出")));
    part_form_end(w);
    part_form_begin(w, url_make(w->a, "/desk/users/%d/close", a->id), false);
    part_input(w,
        &(struct input){ .name = "close_reason",
            .label = str_of(T(w, "停用的理由")) });
    part_button(w, BUTTON_DANGER, str_of(T(w, "停用账号")));
    part_form_end(w);
}

static enum status
user_page(struct web *w, struct err *err)
{
    struct account a;
    struct actor who = { 0 };
    const struct role_grant *g = NULL;
    size_t n = 0;
    int64_t id = 0;

    TRY(act_require(&w->x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(web_param_id(w, 0, &id, err));
    TRY(account_get(&w->x, id, &a, err));
    TRY(grant_list(&w->x, id, &g, &n, err));
    if (!a.closed)
        TRY(actor_load(&w->x, id, &who, err));
    struct page p = { .title = a.name };
    crumbs_to_users(w, &p);
    page_begin(w, &p);
    html_raw(w->h, "<p>");
    state_tag(w, &a);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "电子邮箱")), a.email);
    part_dl(w, str_of(T(w, "手机号码")), mask_mobile(w->a, a.mobile));
    part_dl(w, str_of(T(w, "动态口令")),
        a.has_totp ? str_of(T(w, "已启用")) : str_of(T(w, "未启用")));
    part_dl(w, str_of(T(w, "注册时间")), show_us(w, a.created_us));
    part_dl_end(w);
    grants_table(w, id, g, n);
    seats_table(w, &who);
    if (!a.closed) {
        grant_form(w, id);
        account_forms(w, &a);
    }
    page_end(w);
    return OK;
}

static enum status
read_grant(struct web *w, int64_t *ret_id, struct role_grant *ret,
    struct err *err)
{
    TRY(web_param_id(w, 0, ret_id, err));
    if (!role_of(web_field(w, "role"), &ret->role))
        return err_field(err, ERR_INPUT, STR("role"), "请选择角色");
    if (!num_int(web_field(w, "programme"), 0, INT64_MAX,
            &ret->programme_id) ||
        (ret->programme_id != 0 &&
            domain_programme(w->d, ret->programme_id) == NULL))
        return err_field(err, ERR_INPUT, STR("programme"), "请选择项目");
    ret->region = web_field(w, "region");
    if (ret->region.n > 0 &&
        region_find(w->d->regions, ret->region) == NULL)
        return err_field(err, ERR_INPUT, STR("region"), "请选择地区");
    if (ret->role == ROLE_RECOMMENDER && ret->region.n == 0)
        return err_field(err, ERR_INPUT, STR("region"),
            "省级受托机构的角色应限定地区");
    if (web_field(w, "reason").n == 0)
        return err_field(err, ERR_INPUT, STR("reason"),
            "请填写依据或理由，供审计");
    return OK;
}

static enum status
grant_act(struct web *w, struct err *err)
{
    struct role_grant g = { 0 };
    int64_t id = 0;

    TRY(read_grant(w, &id, &g, err));
    return grant_add(&w->x, id, &g, web_field(w, "reason"), err);
}

static enum status
revoke_act(struct web *w, struct err *err)
{
    struct role_grant g = { 0 };
    int64_t id = 0;

    TRY(read_grant(w, &id, &g, err));
    return grant_remove(&w->x, id, &g, web_field(w, "reason"), err);
}

static enum status
close_act(struct web *w, struct err *err)
{
    int64_t id = 0;
    struct str reason = web_field(w, "close_reason");

    TRY(web_param_id(w, 0, &id, err));
    if (reason.n == 0)
        return err_field(
            err, ERR_INPUT, STR("close_reason"), "请填写停用的理由");
    return account_close(&w->x, id, reason, err);
}

static enum status
sign_out_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(act_require(&w->x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(session_end_all(&w->x, id, err));
    return audit_add(&w->x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = id,
            .event = "sign-out-everywhere" },
        err);
}

static enum status
link_before(struct web *w, struct err *err)
{
    struct new_user *s = arena_one(w->a, struct new_user);

    (void)err;
    w->state = s;
    s->token = web_new_token(w);
    return OK;
}

static enum status
link_act(struct web *w, struct err *err)
{
    struct new_user *s = w->state;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(act_require(&w->x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(account_get(&w->x, id, &s->account, err));
    TRY(reset_request(&w->x, account_login(&s->account), s->token, err));
    return audit_add(&w->x,
        &(struct audit_line){ .object_kind = "account",
            .object_id = id,
            .event = "password-link" },
        err);
}

static enum status
user_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, url_make(w->a, "/desk/users/%d", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/users", MAY_ADMINISTER, .get = users_page,
        .about = "Accounts." },
    { HTTP_POST, "/desk/users", MAY_ADMINISTER, .before = new_before,
        .act = new_act, .reply = new_reply, .again = users_page,
        .about = "Adds an officer's account; answers with a link." },
    { HTTP_GET, "/desk/users/:id", MAY_ADMINISTER, .get = user_page,
        .about = "One account with its roles." },
    { HTTP_POST, "/desk/users/:id/grant", MAY_ADMINISTER, .act = grant_act,
        .reply = user_reply, .again = user_page, .about = "Gives a role." },
    { HTTP_POST, "/desk/users/:id/revoke", MAY_ADMINISTER, .act = revoke_act,
        .reply = user_reply, .again = user_page, .about = "Takes a role." },
    { HTTP_POST, "/desk/users/:id/close", MAY_ADMINISTER, .act = close_act,
        .reply = user_reply, .again = user_page,
        .about = "Closes an account." },
    { HTTP_POST, "/desk/users/:id/sign-out", MAY_ADMINISTER,
        .act = sign_out_act, .reply = user_reply, .again = user_page,
        .about = "Ends all sessions of an account." },
    { HTTP_POST, "/desk/users/:id/link", MAY_ADMINISTER,
        .before = link_before, .act = link_act, .reply = new_reply,
        .again = user_page, .about = "A link to set a password." },
};
const struct route_set user_routes = ROUTE_SET("users", ROUTES);
