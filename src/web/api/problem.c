/* Errors of the API: problem+json (RFC 9457). */
#include "api.h"

#include "../core/app_private.h"

/* Each problem at a field: {field, detail}. */
static const struct json *
field_list(struct web *w, const struct err *e)
{
    struct json *list = json_new(w->a, JSON_LIST);

    for (size_t i = 0; i < w->n_problems; i++) {
        struct json *o = json_new(w->a, JSON_OBJECT);

        if (w->problems[i].warning)
            continue;
        api_text(w, o, "field", w->problems[i].field);
        api_text(w, o, "detail", w->problems[i].text);
        json_push(w->a, list, o);
    }
    if (list->n == 0 && e->field[0] != '\0') {
        struct json *o = json_new(w->a, JSON_OBJECT);

        api_text(w, o, "field", str_of(e->field));
        api_text(w, o, "detail", str_of(e->text));
        json_push(w->a, list, o);
    }
    return list;
}

void
problem_page(struct web *w, int status, const char *title,
    const struct err *e)
{
    struct json *o = json_new(w->a, JSON_OBJECT);
    const struct json *fields = field_list(w, e);

    if (e->code == ERR_DENIED && w->who.account_id == 0) {
        status = 401;
        http_add_header(
            w->resp, "WWW-Authenticate", STR("Bearer realm=\"mingce\""));
    }
    api_text(w, o, "type", STR("about:blank"));
    api_text(w, o, "title", str_of(title));
    api_int(w, o, "status", status);
    /* What failed inside is for the log. */
    if (status < 500 || e->code == ERR_BUSY)
        api_text(w, o, "detail", str_of(e->text));
    api_text(w, o, "code", str_of(status_name(e->code)));
    api_text(w, o, "instance", w->req->path);
    if (fields->n > 0)
        json_set(w->a, o, STR("errors"), fields);
    buf_clear(&w->resp->body);
    w->resp->status = status;
    w->resp->file_path = NULL;
    w->resp->content_type = "application/problem+json; charset=utf-8";
    json_write(&w->resp->body, o);
}
