/* The life of a request: route, session, permission, handler, answer. */
#include "app_private.h"
#include "match.h"

#include <string.h>

#define BODY_DEFAULT (256u * 1024)
#define BODY_FILES (64u * 1024 * 1024)

struct job {
    struct web w;
    struct html html;
    struct http_exchange *x;
    int64_t started_us; /* monotonic */
    uint64_t form;      /* form_key, or 0 */
};

/* --- answering --- */

static void
security_headers(struct web *w)
{
    struct http_response *r = w->resp;

    http_add_header(r, "Content-Security-Policy",
        STR("default-src 'none'; style-src 'self'; script-src 'self'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
    http_add_header(r, "X-Content-Type-Options", STR("nosniff"));
    http_add_header(r, "X-Frame-Options", STR("DENY"));
    http_add_header(r, "Referrer-Policy", STR("same-origin"));
    http_add_header(r, "Cross-Origin-Opener-Policy", STR("same-origin"));
    http_add_header(r, "Permissions-Policy",
        STR("camera=(), microphone=(), geolocation=()"));
    if (app_options(w->app)->secure_cookies)
        http_add_header(r, "Strict-Transport-Security",
            STR("max-age=31536000"));
}

static void
finish(struct job *j)
{
    struct web *w = &j->w;
    const struct log *l = &app_options(w->app)->log;
    struct http_exchange *x = j->x;
    struct str none;

    if (buf_done(&w->resp->body, &none, NULL) != OK) {
        struct err e;

        (void)err_set(&e, ERR_LIMIT, "页面内容过长，请缩小查询范围");
        error_page(w, &e);
    }
    log_event(l, w->resp->status >= 500 ? LOG_ERROR : LOG_INFO, w->now_us,
        "request",
        LOG_FIELDS({ .key = "n", .number = (int64_t)w->req->serial },
            { .key = "route",
                .text = w->route == NULL ? STR("-")
                                         : str_of(w->route->path) },
            { .key = "method", .number = (int64_t)w->req->method },
            { .key = "status", .number = w->resp->status },
            { .key = "account", .number = w->who.account_id },
            { .key = "us",
                .number = clock_monotonic_us() - j->started_us }));
    app_release(w->app, w->d);
    http_finish(x);
}

static void
log_failure(struct web *w, const struct err *e)
{
    if (e->code != ERR_DB && e->code != ERR_IO && e->code != ERR_UNCERTAIN)
        return;
    log_event(&app_options(w->app)->log, LOG_ERROR, w->now_us, "failure",
        LOG_FIELDS({ .key = "n", .number = (int64_t)w->req->serial },
            { .key = "code", .text = str_of(status_name(e->code)) },
            { .key = "detail", .text = str_of(e->detail) }));
}

/* --- who may go on --- */

static bool
same_secret(struct str a, struct str b)
{
    unsigned char diff = 0;

    if (a.n != b.n || a.n == 0)
        return false;
    for (size_t i = 0; i < a.n; i++)
        diff |= (unsigned char)(a.p[i] ^ b.p[i]);
    return diff == 0;
}

static enum status
check_permission(struct web *w, struct err *err)
{
    if (!may(&w->who, w->route->need)) {
        if (w->who.account_id == 0)
            return err_set(err, ERR_DENIED, "请先登录");
        return err_set(
            err, ERR_DENIED, "您的账号没有打开这一页面的权限");
    }
    return OK;
}

/* Officers prove their second factor before anything else (but in the demo). */
static bool
second_factor_missing(const struct web *w)
{
    return actor_is_official(&w->who) && !w->d->demo && !w->who.second_factor &&
           (w->route->flags & ROUTE_SECOND_FACTOR_PAGE) == 0;
}

static bool
goes_to_sign_in(struct web *w)
{
    if (w->who.account_id == 0 && w->route->need != MAY_ANYBODY) {
        /* The script that saves drafts must not take the sign-in page for
         * success. */
        if (str_eq(http_header(w->req, "X-Requested-With"),
                STR("XMLHttpRequest"))) {
            w->resp->status = 401;
            return true;
        }
        if (kept_page(w))
            return true;
        struct url to = url_with(
            w->a, url_path("/sign-in"), "next", w->req->raw_target);

        if (w->req->method == HTTP_POST)
            to = url_path("/sign-in");
        http_redirect(w->resp, url_text(to));
        return true;
    }
    if (!second_factor_missing(w))
        return false;
    if (w->route->need != MAY_ANYBODY) {
        http_redirect(w->resp, STR("/second-factor"));
        return true;
    }
    /* What is open to everybody is open to him too, but as to anybody: a
     * password alone gives no right. */
    w->who.n_grants = 0;
    w->who.n_seats = 0;
    w->who.n_memberships = 0;
    return false;
}

/* --- what is kept of a refusal --- */

static enum status
run_note(struct tx *tx, void *arg, struct err *err)
{
    struct job *j = arg;
    struct web *w = &j->w;

    w->x = act_make(w->a, w->d, tx, &w->who, w->now_us);
    return w->note(w, err);
}

static void
after_note(enum status st, const struct err *e, void *arg)
{
    struct job *j = arg;

    if (st != OK)
        log_failure(&j->w, e);
    finish(j);
}

static void
conclude(struct job *j)
{
    if (j->w.note == NULL)
        finish(j);
    else
        store_write_async(app_store(j->w.app), run_note, j, after_note);
}

/* --- GET --- */

static enum status
run_get(struct tx *tx, void *arg, struct err *err)
{
    struct job *j = arg;
    struct web *w = &j->w;

    w->x = act_make(w->a, w->d, tx, &w->who, w->now_us);
    buf_clear(&w->resp->body);
    w->note = NULL;
    TRY(session_resolve(w, err));
    if (goes_to_sign_in(w))
        return OK;
    enum status st = check_permission(w, err);
    if (st == OK)
        st = w->route->get(w, err);
    if (st != OK)
        error_page(w, err);
    return st;
}

static void
answer_get(struct job *j)
{
    struct err e = { 0 };
    struct web *w = &j->w;
    size_t before = w->resp->body.n;
    enum status st = store_read(app_store(w->app), run_get, j, &e);

    if (st != OK) {
        log_failure(w, &e);
        if (w->resp->body.n == before) /* the transaction never began */
            error_page(w, &e);
    }
    conclude(j);
}

/* --- POST --- */

struct reading {
    struct web *w;
    web_fn fn;
};

static enum status
run_reading(struct tx *tx, void *arg, struct err *err)
{
    struct reading *q = arg;

    q->w->x = act_make(q->w->a, q->w->d, tx, &q->w->who, q->w->now_us);
    return q->fn(q->w, err);
}

enum status
web_read(struct web *w, web_fn fn, struct err *err)
{
    enum status st = store_read(
        app_store(w->app), run_reading, &(struct reading){ w, fn }, err);

    w->x.tx = NULL;
    return st;
}

struct asked {
    struct job *j;
    bool redirected;
};

static enum status
run_before_act(struct tx *tx, void *arg, struct err *err)
{
    struct asked *q = arg;
    struct web *w = &q->j->w;

    w->x = act_make(w->a, w->d, tx, &w->who, w->now_us);
    TRY(session_resolve(w, err));
    q->redirected = goes_to_sign_in(w);
    if (q->redirected)
        return OK;
    TRY(check_permission(w, err));
    if ((w->route->flags & ROUTE_NO_CSRF) == 0 &&
        !same_secret(http_field(w->req, "csrf"), w->session.csrf)) {
        q->redirected = kept_page(w);
        if (q->redirected)
            return OK;
        return err_set(err, ERR_DENIED,
            "页面已过期或来源不明，请返回上一页刷新后重新提交");
    }
    return OK;
}

static enum status
run_act(struct tx *tx, void *arg, struct err *err)
{
    struct job *j = arg;
    struct web *w = &j->w;

    w->x = act_make(w->a, w->d, tx, &w->who, w->now_us);
    w->problems = NULL; /* a repeated act begins anew */
    w->n_problems = 0;
    return w->route->act(w, err);
}

/* Words for the user at the form he filled in; everything else is a page. */
static void
answer_failure(struct job *j, const struct err *e)
{
    struct web *w = &j->w;
    struct err again = { 0 };
    bool at_form = e->code == ERR_INPUT || e->code == ERR_CONFLICT ||
                   e->code == ERR_LIMIT || e->code == ERR_NOT_FOUND;

    log_failure(w, e);
    if (j->form != 0)
        app_form_drop(w->app, j->form);
    w->failed = *e;
    buf_clear(&w->resp->body);
    if (at_form && w->route->again != NULL &&
        web_read(w, w->route->again, &again) == OK) {
        w->resp->status = e->code == ERR_INPUT       ? 422
                          : e->code == ERR_LIMIT     ? 429
                          : e->code == ERR_NOT_FOUND ? 404
                                                     : 409;
        return;
    }
    error_page(w, e);
}

static void
after_commit(enum status st, const struct err *e, void *arg)
{
    struct job *j = arg;
    struct web *w = &j->w;
    struct err again = { 0 };

    w->x.tx = NULL;
    if (st != OK) {
        answer_failure(j, e);
        conclude(j);
        return;
    }
    if ((w->route->flags & ROUTE_REFRESH) != 0 &&
        app_refresh(w->app, &again) != OK)
        log_failure(w, &again);
    if (w->route->reply(w, &again) != OK)
        error_page(w, &again);
    finish(j);
}

static void
answer_post(struct job *j)
{
    struct err e = { 0 };
    struct web *w = &j->w;
    struct asked q = { j, false };

    if (store_read(app_store(w->app), run_before_act, &q, &e) != OK) {
        log_failure(w, &e);
        error_page(w, &e);
        finish(j);
        return;
    }
    if (q.redirected) {
        finish(j);
        return;
    }
    j->form = form_key(w);
    if (j->form != 0 && !app_form_take(w->app, j->form, w->now_us)) {
        (void)err_set(&e, ERR_CONFLICT,
            "同样的内容刚才已经提交，没有重复办理");
        error_page(w, &e);
        finish(j);
        return;
    }
    if (w->route->before != NULL && w->route->before(w, &e) != OK) {
        answer_failure(j, &e);
        conclude(j);
        return;
    }
    store_write_async(app_store(w->app), run_act, j, after_commit);
}

/* --- entry --- */

static void
preferences(struct web *w)
{
    w->english = str_eq(http_cookie(w->req, COOKIE_LANGUAGE), STR("en"));
    w->large = str_eq(http_cookie(w->req, COOKIE_LARGE), STR("1"));
    w->catalog = w->english ? app_english(w->app) : NULL;
}

/* The API has a number of requests per client and minute. */
static bool
too_many(struct web *w)
{
    struct err e;

    if (!str_starts(w->req->path, STR("/api/v")) ||
        app_api_take(w->app, w->req->client, w->now_us))
        return false;
    (void)err_set(&e, ERR_LIMIT, "每分钟最多 %d 次请求，请稍后再试",
        API_PER_MINUTE);
    error_page(w, &e);
    http_add_header(w->resp, "Retry-After", STR("60"));
    return true;
}

void
app_handle(struct http_exchange *x, const struct http_request *req,
    struct http_response *resp, void *arg)
{
    struct job *j = arena_one(req->a, struct job);
    struct web *w = &j->w;
    bool other_method = false;

    j->x = x;
    j->started_us = clock_monotonic_us();
    j->html = (struct html){ &resp->body };
    w->a = req->a;
    w->app = arg;
    w->d = app_domain(arg);
    w->req = req;
    w->resp = resp;
    w->h = &j->html;
    w->now_us = req->received_us;
    w->today = day_of_us(w->now_us);
    w->who = actor_visitor();
    resp->status = 200;
    resp->content_type = "text/html; charset=utf-8";
    preferences(w);
    security_headers(w);
    if (serve_asset(w)) {
        finish(j);
        return;
    }
    http_add_header(resp, "Cache-Control", STR("no-store"));
    w->route = matcher_find(app_routes(arg), req->method, req->path, w->params,
        &other_method);
    if (w->route == NULL) {
        struct err e;

        (void)err_set(&e, ERR_NOT_FOUND,
            other_method ? "这个地址不接受这种提交方式" : "没有这个页面");
        error_page(w, &e);
        if (other_method)
            resp->status = 405;
        finish(j);
        return;
    }
    if (too_many(w)) {
        finish(j);
        return;
    }
    if (w->route->act != NULL)
        answer_post(j);
    else
        answer_get(j);
}

void
app_body_rule(enum http_method m, struct str path, uint64_t *limit,
    bool *files, void *arg)
{
    struct str params[4];
    bool other = false;
    const struct route *r =
        matcher_find(app_routes(arg), m, path, params, &other);

    *files = r != NULL && (r->flags & ROUTE_FILES) != 0;
    *limit = *files ? BODY_FILES : BODY_DEFAULT;
    if (r != NULL && r->body_limit != 0)
        *limit = r->body_limit;
}
