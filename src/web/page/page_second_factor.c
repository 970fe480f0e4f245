/* The second factor: setting it up, and proving it after the password. */
#include "domain/account.h"
#include "format/svg.h"
#include "web/web.h"

#define QR_PIXELS 200

struct factor {
    struct account me;
    struct err denied;
    const struct str *codes;
    size_t n_codes;
    bool enrolled;
};

static void
begin(struct web *w, struct str title)
{
    page_begin(w, &(struct page){ .kind = PAGE_PLAIN, .title = title });
    html_raw(w->h, "<div class=\"narrow\">");
}

static void
code_input(struct web *w, struct str hint)
{
    part_input(w,
        &(struct input){ .name = "code",
            .label = str_of(T(w, "动态口令")),
            .hint = hint,
            .autocomplete = "one-time-code",
            .width = 10 });
}

static void
prove_form(struct web *w)
{
    begin(w, str_of(T(w, "输入动态口令")));
    part_form_begin(w, url_path("/second-factor"), false);
    part_hidden(w, "step", STR("prove"));
    code_input(w,
        str_of(T(w, "认证器应用中当前的 6 位数字；手机不在身边时可输入一个恢复码")));
    part_button(w, BUTTON_MAIN, str_of(T(w, "继续")));
    part_form_end(w);
    part_form_begin(w, url_path("/sign-out"), false);
    part_button(w, BUTTON_SECOND, str_of(T(w, "退出")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
}

static enum status
enrol_form(struct web *w, const struct account *me, struct err *err)
{
    struct str secret = web_typed(w, "secret", STR_EMPTY);

    if (secret.n == 0 || secret.n > 64)
        TRY(totp_new_secret(w->a, &w->d->world, &secret));
    struct str uri = totp_uri(w->a, secret,
        me->email.n > 0 ? me->email : me->mobile, STR("Mingce"));
    begin(w, str_of(T(w, "启用动态口令")));
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "工作人员登录须另加动态口令。用手机上的认证器应用（支持 TOTP）"
        "扫描二维码，再输入它显示的 6 位数字。"));
    html_raw(w->h, "</p><p>");
    TRY(svg_qr(w->h, uri, QR_PIXELS, err));
    html_raw(w->h, "</p><p>");
    html_cstr(w->h, T(w, "不能扫描时，手工输入密钥："));
    html_raw(w->h, " <code>");
    html_text(w->h, secret);
    html_raw(w->h, "</code></p>");
    part_form_begin(w, url_path("/second-factor"), false);
    part_hidden(w, "step", STR("enrol"));
    part_hidden(w, "secret", secret);
    code_input(w, STR_EMPTY);
    part_button(w, BUTTON_MAIN, str_of(T(w, "启用")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
factor_page(struct web *w, struct err *err)
{
    struct account me;

    TRY(account_get(&w->x, w->who.account_id, &me, err));
    if (me.has_totp && !w->who.second_factor) {
        prove_form(w);
        return OK;
    }
    return enrol_form(w, &me, err);
}

static enum status
factor_before(struct web *w, struct err *err)
{
    (void)err;
    w->state = arena_one(w->a, struct factor);
    return OK;
}

/* Who has one already proves it before another may be set up: a stolen
 * password alone must not be enough. */
static enum status
factor_act(struct web *w, struct err *err)
{
    struct factor *s = w->state;
    struct str code = utf8_narrow(w->a, web_field(w, "code"));
    int64_t me = w->who.account_id;

    *s = (struct factor){ 0 };
    TRY(account_get(&w->x, me, &s->me, err));
    if (s->me.has_totp && !w->who.second_factor)
        return totp_prove(
            &w->x, me, w->session.token_hash, code, &s->denied, err);
    TRY(rate_hit(&w->x, arena_fmt(w->a, "enrol/%lld", (long long)me), 20,
        3600, err));
    TRY(totp_enrol(&w->x, me, web_field(w, "secret"), code, &s->codes,
        &s->n_codes, err));
    s->enrolled = true;
    /* The code just used counts once, so a recovery code proves this
     * session. */
    TRY(totp_prove(&w->x, me, w->session.token_hash, s->codes[0], &s->denied,
        err));
    s->codes++;
    s->n_codes--;
    return OK;
}

static enum status
denied_page(struct web *w, struct err *err)
{
    (void)err;
    prove_form(w);
    return OK;
}

static void
codes_page(struct web *w, const struct factor *s)
{
    begin(w, str_of(T(w, "请保存恢复码")));
    part_callout(w, true,
        str_of(T(w,
            "恢复码只显示这一次。手机丢失时，每个恢复码可代替动态口令登录"
            "一次，请打印或抄写后妥善保管。")));
    html_raw(w->h, "<ul>");
    for (size_t i = 0; i < s->n_codes; i++) {
        html_raw(w->h, "<li><code>");
        html_text(w->h, s->codes[i]);
        html_raw(w->h, "</code></li>");
    }
    html_raw(w->h, "</ul>");
    part_link_button(w, BUTTON_MAIN, str_of(T(w, "我已保存，继续")),
        url_path("/start"));
    html_raw(w->h, "</div>");
    page_end(w);
}

static enum status
factor_reply(struct web *w, struct err *err)
{
    const struct factor *s = w->state;

    if (s->enrolled) {
        codes_page(w, s);
        return OK;
    }
    if (s->denied.code != OK) {
        w->failed = s->denied;
        w->resp->status = s->denied.code == ERR_LIMIT ? 429 : 422;
        return web_read(w, denied_page, err);
    }
    return web_redirect(w, url_path("/start"), NULL);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/second-factor", MAY_SIGNED_IN, .get = factor_page,
        .flags = ROUTE_SECOND_FACTOR_PAGE,
        .about = "Sets up or asks for the second factor." },
    { HTTP_POST, "/second-factor", MAY_SIGNED_IN, .before = factor_before,
        .act = factor_act, .reply = factor_reply, .again = factor_page,
        .flags = ROUTE_SECOND_FACTOR_PAGE,
        .about = "Enrols or proves the second factor." },
};
const struct route_set second_factor_routes =
    ROUTE_SET("second-factor", ROUTES);
