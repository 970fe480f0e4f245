/* app.h - the process: opened once by main, shared by all workers. */
#ifndef WEB_APP_H
#define WEB_APP_H

#include "base/embed.h"
#include "base/log.h"
#include "web/web.h"

struct app_options {
    struct store *store;
    struct world world;
    struct log log;
    struct str data_dir;     /* attachments and fonts cache */
    struct str font_dir;
    struct str base_url;     /* "" : http://listen address */
    struct str site_name, site_name_en;
    bool demo;
    bool secure_cookies;     /* behind TLS */
    _Atomic int64_t *clock_offset_us; /* demo's time machine; NULL: none */
    const struct embedded_file *assets; /* app.css, app.js, mark.svg ... */
    size_t n_assets;
    const struct embedded_file *catalogs; /* en.mo */
    size_t n_catalogs;
    struct str regions_csv;
};

/* Loads the snapshot. Errors: those of the store; ERR_CONFLICT if there is no
 * programme yet (run `mingce init`). */
NODISCARD enum status app_open(
    const struct app_options *options, struct app **ret, struct err *err);
void app_close(struct app *app);

/* Makes the domain snapshot anew; running requests keep the old one. Errors:
 * those of the store, and the old snapshot stays. */
NODISCARD enum status app_refresh(struct app *app, struct err *err);

/* What it was opened with. */
struct store *app_store(struct app *app);
const struct app_options *app_options(const struct app *app);

/* Fonts of documents, opened at the first call.
 * Errors: ERR_BUSY  a face cannot be read; the words are for the visitor. */
struct pdf_fonts;
NODISCARD enum status app_pdf_fonts(
    struct app *app, struct pdf_fonts **ret, struct err *err);

/* The snapshot now; give it back with app_release. */
const struct domain *app_domain(struct app *app);
void app_release(struct app *app, const struct domain *d);

/* The handler and body rule for http_start, with the app as arg. */
void app_handle(struct http_exchange *x, const struct http_request *req,
    struct http_response *resp, void *app);
void app_body_rule(enum http_method m, struct str path, uint64_t *limit,
    bool *files, void *app);

#endif
