/* Forms that are sent again. What somebody typed outlives his session: the form
 * comes back with everything in it, to be sent after signing in. What is sent
 * twice by a second click is taken once. */
#include "app_private.h"

#define SHOWN_CHARS 200 /* of a value that is shown */

/* Sent by a page of ours: browsers say where a POST comes from. Without that
 * nothing is given back, for the form may be of somebody else. */
static bool
is_own_form(const struct web *w)
{
    struct str site = http_header(w->req, "Sec-Fetch-Site");
    struct str origin = http_header(w->req, "Origin");
    struct str host = http_header(w->req, "Host");
    static const char *const schemes[] = { "http://", "https://" };

    if (site.n > 0 && !str_eq(site, STR("same-origin")))
        return false;
    for (size_t i = 0; i < 2 && host.n > 0; i++) {
        struct str scheme = str_of(schemes[i]);

        if (str_starts(origin, scheme) &&
            str_eq(str_sub(origin, scheme.n, SIZE_MAX), host))
            return true;
    }
    return false;
}

static bool
is_kept(struct str name)
{
    return !str_eq(name, STR("csrf"));
}

/* A password is typed again rather than sent to and fro. */
static bool
has_secret(const struct web *w)
{
    for (size_t i = 0; i < w->req->n_fields; i++) {
        if (str_find(w->req->fields[i].name, STR("password")) <
            w->req->fields[i].name.n)
            return true;
    }
    return false;
}

static void
values_shown(struct web *w)
{
    html_raw(w->h, "<ul>");
    for (size_t i = 0; i < w->req->n_fields; i++) {
        const struct http_pair *f = &w->req->fields[i];
        bool word = false; /* numbers of records and codes say nothing */

        for (size_t k = 0; k < f->value.n && !word; k++)
            word = (unsigned char)f->value.p[k] >= 0x80;
        if (!word || !is_kept(f->name))
            continue;
        html_raw(w->h, "<li>");
        html_text(w->h, utf8_head(f->value, SHOWN_CHARS));
        if (utf8_head(f->value, SHOWN_CHARS).n < f->value.n)
            html_raw(w->h, "…");
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
}

/* No action: it goes where it was sent to. */
static void
form(struct web *w, const char *button)
{
    const struct http_request *q = w->req;

    html_raw(w->h, "<form method=\"post\"");
    if (q->n_files > 0)
        html_raw(w->h, " enctype=\"multipart/form-data\"");
    html_raw(w->h, ">");
    part_hidden(w, "csrf", w->session.csrf);
    for (size_t i = 0; i < q->n_fields; i++) {
        if (is_kept(q->fields[i].name))
            part_hidden(w, arena_cstr(w->a, q->fields[i].name),
                q->fields[i].value);
    }
    for (size_t i = 0; i < q->n_files; i++)
        part_input(w,
            &(struct input){ .name = arena_cstr(w->a, q->files[i].field),
                .label = arena_fmt(w->a, T(w, "请重新选择文件：%.*s"),
                    STR_ARG(q->files[i].file_name)),
                .kind = INPUT_FILE });
    part_button(w, BUTTON_MAIN, str_of(button));
    part_form_end(w);
}

bool
kept_page(struct web *w)
{
    bool known =
        w->who.account_id != 0 || w->route->need == MAY_ANYBODY;

    if (w->req->method != HTTP_POST || !is_own_form(w) || has_secret(w) ||
        str_starts(w->req->path, STR("/api/")))
        return false;
    buf_clear(&w->resp->body);
    w->resp->status = known ? 403 : 401;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(known ? T(w, "请核对后再提交")
                                  : T(w, "登录已过期")) });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        known ? T(w, "这张表单是在登录或者退出以前打开的，还没有提交。填写的"
                     "内容都在，请核对后再提交。")
              : T(w, "填写的内容还在这一页，没有丢失。请在新窗口登录，不要关闭"
                     "这一页，登录后回到这里继续提交。"));
    html_raw(w->h, "</p>");
    values_shown(w);
    if (!known) {
        html_raw(w->h, "<p><a class=\"btn-second\" href=\"/sign-in\" "
                       "target=\"_blank\" rel=\"noopener\">");
        html_cstr(w->h, T(w, "在新窗口登录"));
        html_raw(w->h, "</a></p>");
    }
    form(w, known ? T(w, "确认提交") : T(w, "登录后继续提交"));
    page_end(w);
    return true;
}

/* --- twice --- */

static uint64_t
mixed(uint64_t h, struct str s)
{
    return (h ^ str_hash(s)) * UINT64_C(0x9e3779b97f4a7c15) + s.n;
}

uint64_t
form_key(const struct web *w)
{
    const struct http_request *q = w->req;
    uint64_t h = 1;

    if (!is_own_form(w) || has_secret(w) ||
        http_header(q, "X-Requested-With").n > 0)
        return 0;
    h = mixed(mixed(h, w->session.csrf), q->raw_target);
    for (size_t i = 0; i < q->n_fields; i++)
        h = mixed(mixed(h, q->fields[i].name), q->fields[i].value);
    for (size_t i = 0; i < q->n_files; i++)
        h = mixed(h,
            (struct str){ (const char *)q->files[i].sha256,
                sizeof(q->files[i].sha256) });
    return h >> 32 == 0 ? 0 : h;
}
