/* Signing in and out, registering, resetting a password. */
#include "identity_parts.h"

#include "domain/account.h"

/* --- sign in --- */

struct sign_in {
    struct str login, token;
    int64_t account_id;
    struct str hash;
    bool matched;
    struct err denied;
};

static enum status
sign_in_page(struct web *w, struct err *err)
{
    struct str next = web_typed(w, "next", web_query(w, "next"));

    (void)err;
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = str_of(T(w, "登录")) });
    html_raw(w->h, "<div class=\"narrow\">");
    part_form_begin(w, url_path("/sign-in"), false);
    part_hidden(w, "next", next);
    part_input(w,
        &(struct input){ .name = "login",
            .label = str_of(T(w, "邮箱或手机号码")),
            .autocomplete = "username" });
    part_input(w,
        &(struct input){ .name = "password",
            .label = str_of(T(w, "密码")),
            .kind = INPUT_PASSWORD,
            .autocomplete = "current-password" });
    part_button(w, BUTTON_MAIN, str_of(T(w, "登录")));
    part_form_end(w);
    html_raw(w->h, "<p>");
    part_link(w, url_path("/reset"), str_of(T(w, "忘记密码")));
    html_raw(w->h, "　");
    part_link(w, url_path("/sign-up"), str_of(T(w, "注册账号")));
    html_raw(w->h, "</p></div>");
    page_end(w);
    return OK;
}

static enum status
find_login(struct web *w, struct err *err)
{
    struct sign_in *s = w->state;

    return account_password_hash(
        &w->x, s->login, &s->account_id, &s->hash, err);
}

static enum status
sign_in_before(struct web *w, struct err *err)
{
    struct sign_in *s = arena_one(w->a, struct sign_in);

    w->state = s;
    s->login = utf8_narrow(w->a, web_field(w, "login"));
    s->token = web_new_token(w);
    TRY(web_read(w, find_login, err));
    s->matched = password_matches(s->hash, http_field(w->req, "password"));
    return OK;
}

static enum status
sign_in_act(struct web *w, struct err *err)
{
    struct sign_in *s = w->state;

    return session_start(&w->x, s->account_id, s->matched, w->req->client,
        web_token_hash(w, s->token), &s->denied, err);
}

static enum status
denied_page(struct web *w, struct err *err)
{
    w->resp->status = w->failed.code == ERR_LIMIT ? 429 : 422;
    return sign_in_page(w, err);
}

static enum status
sign_in_reply(struct web *w, struct err *err)
{
    struct sign_in *s = w->state;
    struct str next = web_field(w, "next");

    if (s->denied.code != OK) {
        w->failed = s->denied;
        return web_read(w, denied_page, err);
    }
    web_start_session(w, s->token);
    http_redirect(w->resp, web_own_path(next, STR("/start")));
    return OK;
}

/* Where somebody belongs after signing in. */
static enum status
start_page(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        w->who.n_grants > 0  ? url_path("/desk")
        : w->who.n_panels > 0 ? url_path("/panel")
        : w->who.n_seats > 0 ? url_path("/body")
                             : url_path("/mine"),
        NULL);
}

/* --- sign out --- */

static enum status
sign_out_act(struct web *w, struct err *err)
{
    if (!w->session.exists)
        return OK;
    if (web_field(w, "everywhere").n > 0)
        return session_end_all(&w->x, w->who.account_id, err);
    return session_end(&w->x, w->session.token_hash, err);
}

static enum status
sign_out_reply(struct web *w, struct err *err)
{
    (void)err;
    web_drop_session(w);
    return web_redirect(w, url_path("/"), "signed-out");
}

/* --- register --- */

static void
region_choices(struct web *w)
{
    size_t n = 0;
    const struct region *const *list = region_children(
        w->a, w->d->regions, STR_EMPTY, w->today, &n);
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "请选择")) };
    for (size_t i = 0; i < n; i++)
        c[i + 1] = (struct choice){ list[i]->code, list[i]->name };
    part_select(w, "region", str_of(T(w, "所在省（自治区、直辖市）")),
        STR_EMPTY, c, n + 1, STR_EMPTY);
}

static enum status
sign_up_page(struct web *w, struct err *err)
{
    bool person = str_eq(
        web_typed(w, "kind", web_query(w, "kind")), STR("person"));

    (void)err;
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = person ? str_of(T(w, "个人注册"))
                                      : str_of(T(w, "单位注册")) });
    html_raw(w->h, "<div class=\"narrow\"><p>");
    part_link(w,
        person ? url_path("/sign-up?kind=organisation")
               : url_path("/sign-up?kind=person"),
        person ? str_of(T(w, "我要注册单位账号"))
               : str_of(T(w, "我要注册个人（专家）账号")));
    html_raw(w->h, "</p>");
    part_form_begin(w, url_path("/sign-up"), false);
    part_hidden(w, "kind", person ? STR("person") : STR("organisation"));
    if (person)
        part_input(w,
            &(struct input){ .name = "name",
                .label = str_of(T(w, "姓名")),
                .autocomplete = "name" });
    else
        part_input(w,
            &(struct input){ .name = "name",
                .label = str_of(T(w, "单位名称（全称）")),
                .hint = str_of(T(w, "与法人登记证书一致")),
                .autocomplete = "organization" });
    identity_inputs(w, person);
    region_choices(w);
    identity_contact_inputs(w, true);
    part_button(w, BUTTON_MAIN, str_of(T(w, "注册")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

struct sign_up {
    struct registration r;
    struct str token;
};

static void
read_identity(struct web *w, struct registration *r)
{
    struct identity who = identity_read(w, r->is_person);

    r->id_no = who.id_no;
    r->credit_code = who.credit_code;
    r->contact = who.contact;
    r->mobile = who.mobile;
    r->email = who.email;
    if (region_find(w->d->regions, r->region) == NULL)
        web_problem(w, STR("region"), "请选择所在省（自治区、直辖市）",
            "Choose a province");
}

static enum status
sign_up_before(struct web *w, struct err *err)
{
    struct sign_up *s = arena_one(w->a, struct sign_up);
    struct registration *r = &s->r;
    struct str password = http_field(w->req, "password");
    struct err bad = { 0 };

    w->state = s;
    r->is_person = str_eq(web_field(w, "kind"), STR("person"));
    r->name = web_field(w, "name");
    r->region = web_field(w, "region");
    if (r->name.n == 0 || utf8_count(r->name) > 100 ||
        utf8_has_control(r->name, false))
        web_problem(w, STR("name"), "请填写名称，1 至 100 个字",
            "Enter a name of 1 to 100 characters");
    read_identity(w, r);
    if (password_check(password, r->mobile, &bad) != OK)
        web_problem(w, STR("password"), arena_cstr(w->a, str_of(bad.text)),
            "Use at least 10 characters that are not all the same and do not "
            "contain your login");
    TRY(web_problems(w, err));
    s->token = web_new_token(w);
    return password_hash(
        w->a, &w->d->world, password, &r->password_hash, err);
}

static enum status
sign_up_act(struct web *w, struct err *err)
{
    struct sign_up *s = w->state;
    int64_t account_id = 0, subject_id = 0;
    struct err denied;

    TRY(rate_hit(&w->x,
        arena_fmt(w->a, "sign-up/" STR_FMT, STR_ARG(w->req->client)), 30,
        3600, err));
    TRY(account_register(&w->x, &s->r, &account_id, &subject_id, err));
    return session_start(&w->x, account_id, true, w->req->client,
        web_token_hash(w, s->token), &denied, err);
}

static enum status
sign_up_reply(struct web *w, struct err *err)
{
    struct sign_up *s = w->state;

    (void)err;
    web_start_session(w, s->token);
    return web_redirect(w, url_path("/mine"), "added");
}

/* --- reset --- */

static enum status
reset_page(struct web *w, struct err *err)
{
    (void)err;
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = str_of(T(w, "找回密码")) });
    html_raw(w->h, "<div class=\"narrow\">");
    part_form_begin(w, url_path("/reset"), false);
    part_input(w,
        &(struct input){ .name = "login",
            .label = str_of(T(w, "邮箱或手机号码")),
            .hint = str_of(T(w, "如已注册，将收到 30 分钟内有效的重设链接")),
            .autocomplete = "username" });
    part_button(w, BUTTON_MAIN, str_of(T(w, "发送链接")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
reset_before(struct web *w, struct err *err)
{
    (void)err;
    struct str *token = arena_one(w->a, struct str);

    *token = web_new_token(w);
    w->state = token;
    return OK;
}

static enum status
reset_act(struct web *w, struct err *err)
{
    struct str login = utf8_narrow(w->a, web_field(w, "login"));

    if (login.n == 0)
        web_problem(w, STR("login"), "请填写注册时用的邮箱或手机号码",
            "Enter the e-mail or mobile you registered with");
    TRY(web_problems(w, err));
    return reset_request(&w->x, login, *(struct str *)w->state, err);
}

static enum status
reset_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/sign-in"), "sent");
}

static enum status
new_password_page(struct web *w, struct err *err)
{
    (void)err;
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = str_of(T(w, "设置新密码")) });
    html_raw(w->h, "<div class=\"narrow\">");
    part_form_begin(w, url_make(w->a, "/reset/%s", w->params[0]), false);
    part_input(w,
        &(struct input){ .name = "password",
            .label = str_of(T(w, "新密码")),
            .hint = str_of(T(w, "至少 10 个字符")),
            .kind = INPUT_PASSWORD,
            .autocomplete = "new-password" });
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
new_password_before(struct web *w, struct err *err)
{
    struct str *hash = arena_one(w->a, struct str);
    struct str password = http_field(w->req, "password");

    w->state = hash;
    TRY(password_check(password, STR_EMPTY, err));
    return password_hash(w->a, &w->d->world, password, hash, err);
}

static enum status
new_password_act(struct web *w, struct err *err)
{
    return reset_use(&w->x, w->params[0], *(struct str *)w->state, err);
}

static enum status
new_password_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/sign-in"), "password");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/sign-in", MAY_ANYBODY, .get = sign_in_page,
        .about = "Sign-in form." },
    { HTTP_POST, "/sign-in", MAY_ANYBODY, .before = sign_in_before,
        .act = sign_in_act, .reply = sign_in_reply, .again = sign_in_page,
        .about = "Signs in." },
    { HTTP_GET, "/start", MAY_SIGNED_IN, .get = start_page,
        .flags = ROUTE_SECOND_FACTOR_PAGE,
        .about = "Leads to the desk or to one's own matters." },
    { HTTP_POST, "/sign-out", MAY_ANYBODY, .act = sign_out_act,
        .reply = sign_out_reply, .flags = ROUTE_SECOND_FACTOR_PAGE,
        .about = "Signs out, on request everywhere." },
    { HTTP_GET, "/sign-up", MAY_ANYBODY, .get = sign_up_page,
        .about = "Registration form of organisations and persons." },
    { HTTP_POST, "/sign-up", MAY_ANYBODY, .before = sign_up_before,
        .act = sign_up_act, .reply = sign_up_reply, .again = sign_up_page,
        .about = "Registers." },
    { HTTP_GET, "/reset", MAY_ANYBODY, .get = reset_page,
        .about = "Asks for a link to set a new password." },
    { HTTP_POST, "/reset", MAY_ANYBODY, .before = reset_before,
        .act = reset_act, .reply = reset_reply, .again = reset_page,
        .about = "Sends the link." },
    { HTTP_GET, "/reset/:token", MAY_ANYBODY, .get = new_password_page,
        .about = "Form for a new password." },
    { HTTP_POST, "/reset/:token", MAY_ANYBODY, .before = new_password_before,
        .act = new_password_act, .reply = new_password_reply,
        .again = new_password_page, .about = "Sets the new password." },
};
const struct route_set sign_in_routes = ROUTE_SET("sign-in", ROUTES);
