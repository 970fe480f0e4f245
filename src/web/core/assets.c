/* Style sheet, script and pictures, from inside the program. */
#include "app_private.h"

static const struct {
    struct str ending;
    const char *type;
} TYPES[] = {
    { STR_INIT(".css"), "text/css; charset=utf-8" },
    { STR_INIT(".js"), "text/javascript; charset=utf-8" },
    { STR_INIT(".svg"), "image/svg+xml" },
};

struct url
asset_url(const struct web *w, struct str name)
{
    const struct app_options *o = app_options(w->app);
    const struct embedded_file *f = embed_find(o->assets, o->n_assets, name);

    if (f == NULL)
        return url_make(w->a, "/assets/%s", name);
    return url_make(w->a, "/assets/%s?v=%s", name,
        str_sub(str_of(f->sha256), 0, 12));
}

bool
serve_asset(struct web *w)
{
    const struct app_options *o = app_options(w->app);
    struct str path = w->req->path;

    if (w->req->method != HTTP_GET && w->req->method != HTTP_HEAD)
        return false;
    if (str_eq(path, STR("/favicon.ico")))
        path = STR("/assets/favicon.svg");
    if (!str_starts(path, STR("/assets/")))
        return false;
    const struct embedded_file *f =
        embed_find(o->assets, o->n_assets, str_sub(path, 8, SIZE_MAX));
    if (f == NULL)
        return false;
    for (size_t i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++) {
        if (str_ends(path, TYPES[i].ending))
            w->resp->content_type = TYPES[i].type;
    }
    if (w->resp->body.limit < f->n)
        w->resp->body.limit = f->n;
    buf_str(&w->resp->body, embed_text(f));
    http_add_header(w->resp, "Cache-Control",
        http_query(w->req, "v").n > 0
            ? STR("public, max-age=31536000, immutable")
            : STR("public, max-age=300"));
    return true;
}
