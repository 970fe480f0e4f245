/* Cookies, CSRF tokens, the person behind a request. */
#include "app_private.h"
#include "domain/account.h"

#include <openssl/sha.h>
#include <string.h>

#define DIGEST_BYTES 32

struct str
token_digest(struct arena *a, const char *kind, struct str s)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    struct str text = arena_fmt(a, "%s:" STR_FMT, kind, STR_ARG(s));
    char *hex = arena_alloc(a, sizeof(digest) * 2);

    SHA256((const unsigned char *)text.p, text.n, digest);
    num_to_hex(digest, sizeof(digest), hex);
    return (struct str){ hex, sizeof(digest) * 2 };
}

static struct str
new_token(struct web *w)
{
    unsigned char bytes[DIGEST_BYTES];
    char *hex = arena_alloc(w->a, sizeof(bytes) * 2);

    world_random(&w->d->world, bytes, sizeof(bytes));
    num_to_hex(bytes, sizeof(bytes), hex);
    return (struct str){ hex, sizeof(bytes) * 2 };
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
    return token_digest(w->a, "session", token);
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
    w->session.csrf = token_digest(w->a, "csrf", token);
}

enum status
session_resolve(struct web *w, struct err *err)
{
    struct str token = http_cookie(w->req, COOKIE_SESSION);
    struct session_info info = { 0 };

    w->who = actor_visitor();
    if (token.n == DIGEST_BYTES * 2) {
        struct str hash = token_digest(w->a, "session", token);
        enum status st = session_find(&w->x, hash, &info, &w->who, err);

        if (st == OK) {
            w->session = (struct session){ .exists = true,
                .csrf = token_digest(w->a, "csrf", token),
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
