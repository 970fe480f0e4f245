/* app_private.h - what the files of web/core share among themselves. */
#ifndef WEB_APP_PRIVATE_H
#define WEB_APP_PRIVATE_H

#include "web/app.h"

struct matcher;
const struct matcher *app_routes(const struct app *app);
const struct catalog *app_english(const struct app *app);

/* Cookies: the session's token, a visitor's token, language, large type. */
#define COOKIE_SESSION "mc_s"
#define COOKIE_VISITOR "mc_v"
#define COOKIE_LANGUAGE "mc_lang"
#define COOKIE_LARGE "mc_large"

/* Fills w->session and w->who from the cookies; a visitor gets a token cookie.
 * Inside a transaction. */
NODISCARD enum status session_resolve(struct web *w, struct err *err);

/* Page for an error: status, one sentence, what to do next. */
void error_page(struct web *w, const struct err *err);
/* Gives a form back that came from a page of ours, but without a session or
 * with the token of another one: everything typed, to be sent again. False if
 * it did not come from us or carries a password; then nothing was written. */
bool kept_page(struct web *w);

/* A number for all that a form of ours carries, or 0: not from a page of ours,
 * by script, or with a password. */
uint64_t form_key(const struct web *w);
/* False if the same form was taken within the last seconds: a second click, of
 * a browser without the script that keeps it back. What failed is dropped and
 * may be sent again at once. */
bool app_form_take(struct app *app, uint64_t key, int64_t now_us);
void app_form_drop(struct app *app, uint64_t key);

/* The same for programs, problem+json: for addresses below /api/. */
void problem_page(struct web *w, int status, const char *title,
    const struct err *e);

/* Counts a request of a client to the API; false when it has had its number
 * of this minute (API_PER_MINUTE). Clients may share a count. */
#define API_PER_MINUTE 600
bool app_api_take(struct app *app, struct str client, int64_t now_us);

/* Sentence of a ?done= key; "" for an unknown one. */
const char *flash_text(struct str key);

/* The entries of a menu that the reader may and can use, as list items.
 * current: the key of the page's own entry, or NULL. */
void navigation_entries(
    struct web *w, enum page_kind kind, const char *current);

/* Answers /assets/...; false if the path is not one. */
bool serve_asset(struct web *w);

/* Address of an asset with its hash, so that it may be cached for ever. */
struct url asset_url(const struct web *w, struct str name);

#endif
