/* Is this certificate genuine and in force? For anybody, without an account.
 * Shows name, kind, number, term, state and issuer; never personal data. */
#include "domain/accreditation.h"
#include "web/web.h"

/* Why it ended, as a class that may be told to everybody. */
static const char *
ended_text(struct web *w, enum accreditation_state s)
{
    switch (s) {
    case ACC_EXPIRED:
        return T(w, "有效期已届满，未顺延。");
    case ACC_WITHDRAWN:
        return T(w, "持有人自愿退出，不属于处罚。");
    case ACC_REVOKED:
        return T(w, "认定机关已撤销该资格。");
    case ACC_SUSPENDED:
        return T(w, "持有人停业期间，不得以此执业。");
    case ACC_DEREGISTERED:
        return T(w, "该资格已经注销。");
    default:
        return "";
    }
}

static void
verify_head(struct web *w, bool good, const char *text)
{
    html_raw(w->h, "<div");
    html_attr(
        w->h, "class", good ? STR("verify") : STR("verify verify-bad"));
    html_raw(w->h, " role=\"status\"><p class=\"verify-head\">");
    html_cstr(w->h, text);
    html_raw(w->h, "</p>");
}

static void
show_found(struct web *w, const struct accreditation *c, bool code_given)
{
    enum accreditation_state s = accreditation_state_on(c, w->today);
    bool good = accreditation_has_rights(c, w->today);
    const struct programme *p = domain_programme(w->d, c->programme_id);

    verify_head(w, good,
        !good        ? T(w, "证书已失效")
        : code_given ? T(w, "证书真实有效")
                     : T(w, "编号有效"));
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "名称（姓名）")), c->name);
    part_dl(w, str_of(T(w, "资格")), L(w, c->pack->holder_title));
    part_dl(w, str_of(T(w, "编号")), c->number);
    if (c->category.n > 0)
        part_dl(w, str_of(T(w, "称号类别")),
            show_standing(w, c->pack, c->category, c->incubating));
    part_dl(w, str_of(T(w, "有效期")),
        arena_fmt(w->a, STR_FMT " — " STR_FMT,
            STR_ARG(day_iso(w->a, c->admitted)),
            STR_ARG(show_day(w, c->last_day))));
    part_dl(w, str_of(T(w, "状态")),
        str_of(catalog_get(w->catalog,
            arena_cstr(w->a, accreditation_public_title(s)))));
    if (!good)
        part_dl(w, str_of(T(w, "说明")), str_of(ended_text(w, s)));
    if (!day_is_none(c->ended))
        part_dl(w, str_of(T(w, "终止日期")), show_day(w, c->ended));
    if (p != NULL)
        part_dl(w, str_of(T(w, "认定机关")),
            L(w, (struct label){ p->authority, p->authority_en }));
    part_dl_end(w);
    if (!code_given) {
        html_raw(w->h, "<p>");
        html_cstr(w->h,
            T(w, "未核对校验码：请填写证书上的校验码，以确认证书未被涂改。"));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<p class=\"muted\">");
    html_cstr(w->h, T(w, "查验时间（北京时间）："));
    html_text(w->h, us_beijing(w->a, w->now_us));
    html_raw(w->h, "</p></div>");
}

static enum status
show_result(
    struct web *w, struct str number, struct str code, struct err *err)
{
    struct accreditation c;
    struct err failed = { 0 };

    if (number.n == 0)
        return OK;
    enum status st = accreditation_by_number(&w->x, number, &c, &failed);
    if (st == OK &&
        (code.n == 0 ||
            str_eq(utf8_key(w->a, code), utf8_key(w->a, c.verify_code)))) {
        show_found(w, &c, code.n > 0);
        return OK;
    }
    if (st != OK && st != ERR_NOT_FOUND) {
        *err = failed;
        return st;
    }
    verify_head(w, false,
        st == OK ? T(w, "校验码不符") : T(w, "没有查到"));
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "请核对编号和校验码，注意数字 0 和字母 O；仍不一致的，证书可能"
             "不是本平台出具的。"));
    html_raw(w->h, "</p></div>");
    return OK;
}

static enum status
page(struct web *w, struct str number, struct str code, struct err *err)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "证书查验")),
            .nav = "verify" });
    html_raw(w->h, "<div class=\"narrow\">");
    TRY(show_result(w, number, code, err));
    part_filter_begin(w, url_path("/verify"));
    part_input(w,
        &(struct input){ .name = "number",
            .label = str_of(T(w, "证书编号")),
            .value = number });
    part_input(w,
        &(struct input){ .name = "code",
            .label = str_of(T(w, "校验码")),
            .hint = str_of(T(w, "证书上的 8 位字符，可不填")),
            .value = code,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "查验")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
verify_page(struct web *w, struct err *err)
{
    return page(w, web_query(w, "number"), web_query(w, "code"), err);
}

/* Target of the QR code. */
static enum status
scanned_page(struct web *w, struct err *err)
{
    return page(w, w->params[0], web_query(w, "c"), err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/verify", MAY_ANYBODY, .get = verify_page,
        .about = "Checks a certificate by number and code." },
    { HTTP_GET, "/v/:number", MAY_ANYBODY, .get = scanned_page,
        .about = "Checks a certificate by its QR code." },
};
const struct route_set verify_routes = ROUTE_SET("verify", ROUTES);
