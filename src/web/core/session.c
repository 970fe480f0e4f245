/* Cookies, CSRF tokens, the person behind a request. */
#include "app_private.h"
#include "domain/account.h"

#include <string.h>

#define DIGEST_BYTES 32

static struct str
new_token(struct web *w)
{
    unsigned char bytes[DIGEST_BYTES];

    world_random(&w->d->world, bytes, sizeof(bytes));
    return arena_hex(w->a, bytes, sizeof(bytes));
}

static void
set_cookie(struct web *w, const char *name, struct str value, long max_age_s)
{
    http_add_header(w->resp, "Set-Cookie",
        arena_fmt(w->a,
            "%s=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax; Max-Age=%ld%s",
            name, STR_ARG(value), max_age_s,
            app_options(w->app)->secure_cookies ? "; Secure" : ""));
}

void
web_start_session(struct web *w, struct str token)
{
    set_cookie(w, COOKIE_SESSION, token, SESSION_HOURS * 3600L);
}

void
web_drop_session(struct web *w)
{
    set_cookie(w, COOKIE_SESSION, STR("-"), 0);
}

void
web_remember(struct web *w, const char *cookie, struct str value)
{
    set_cookie(w, cookie, value, 400L * 24 * 3600);
}

struct str
web_new_token(struct web *w)
{
    return new_token(w);
}

struct str
web_token_hash(struct web *w, struct str token)
{
    return domain_digest(w->a, "session", token);
}

/* A visitor's forms are guarded by a token of his browser's own. */
static void
visitor(struct web *w)
{
    struct str token = http_cookie(w->req, COOKIE_VISITOR);

    if (token.n != DIGEST_BYTES * 2) {
        if (w->session.csrf.n > 0)
            return;
        token = new_token(w);
        set_cookie(w, COOKIE_VISITOR, token, 30L * 24 * 3600);
    }
    w->session.csrf = domain_digest(w->a, "csrf", token);
}

enum status
session_resolve(struct web *w, struct err *err)
{
    struct str token = http_cookie(w->req, COOKIE_SESSION);
    struct session_info info = { 0 };

    w->who = actor_visitor();
    if (token.n == DIGEST_BYTES * 2) {
        struct str hash = domain_digest(w->a, "session", token);
        enum status st = session_find(&w->x, hash, &info, &w->who, err);

        if (st == OK) {
            w->session = (struct session){ .exists = true,
                .csrf = domain_digest(w->a, "csrf", token),
                .account_id = info.account_id,
                .second_factor = info.second_factor,
                .token_hash = hash };
            return OK;
        }
        if (st != ERR_NOT_FOUND)
            return st;
        w->who = actor_visitor();
    }
    visitor(w);
    return OK;
}
