/* Downloads of attachments. */
#include "domain/attachment.h"
#include "web/web.h"

/* The types attachment_type knows; nothing else is ever sent. */
static const struct {
    struct str stored;
    const char *type;
    bool shown; /* in the browser, without downloading */
} TYPES[] = {
    { STR_INIT("application/pdf"), "application/pdf", true },
    { STR_INIT("image/jpeg"), "image/jpeg", true },
    { STR_INIT("image/png"), "image/png", true },
    { STR_INIT("application/msword"), "application/msword", false },
    { STR_INIT("application/vnd.ms-excel"), "application/vnd.ms-excel",
        false },
    { STR_INIT("application/vnd.openxmlformats-officedocument."
               "wordprocessingml.document"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml."
        "document",
        false },
    { STR_INIT("application/vnd.openxmlformats-officedocument."
               "spreadsheetml.sheet"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        false },
    { STR_INIT("text/csv"), "text/csv; charset=utf-8", false },
};

static enum status
note_refusal(struct web *w, struct err *err)
{
    int64_t subject = 0, id = 0;

    TRY(web_param_id(w, 0, &subject, err));
    TRY(web_param_id(w, 1, &id, err));
    return attachment_note_refusal(&w->x, subject, id, err);
}

static enum status
file_get(struct web *w, struct err *err)
{
    struct attachment at;
    int64_t subject = 0, id = 0;

    if (!str_eq(w->params[0], STR("0"))) /* of a row about no holder */
        TRY(web_param_id(w, 0, &subject, err));
    TRY(web_param_id(w, 1, &id, err));
    enum status st = attachment_get(&w->x, subject, id, &at, err);
    if (st == ERR_NOT_FOUND && w->who.n_seats > 0)
        w->note = note_refusal;
    TRY(st);
    const char *type = "application/octet-stream";
    bool shown = false;
    for (size_t i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++) {
        if (!str_eq(TYPES[i].stored, at.type))
            continue;
        type = TYPES[i].type;
        shown = TYPES[i].shown;
    }
    return web_download_file(w, type, at.file_name,
        attachment_path(w->a, w->d, at.sha256), (uint64_t)at.bytes, shown);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/files/:subject/:id", MAY_SIGNED_IN, .get = file_get,
        .flags = ROUTE_PLAIN, .about = "An attachment." },
};
const struct route_set files_routes = ROUTE_SET("files", ROUTES);
