/* What handlers ask of the request, and how they answer. */
#include "app_private.h"
#include "domain/attachment.h"

#include <string.h>

struct str
L(const struct web *w, struct label l)
{
    return w->english && l.en.n > 0 ? l.en : l.zh;
}

/* Controls, and the marks that turn the direction of writing: nobody types
 * them, and in a letter or a list they hide what stands there. */
static bool
is_unwritten(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') ||
           (cp >= 0x7f && cp <= 0x9f) || (cp >= 0x202a && cp <= 0x202e) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

static struct str
written(struct arena *a, struct str s)
{
    struct buf b;
    size_t at = 0, from = 0;
    bool whole = true;

    buf_init(&b, a, s.n + 1);
    while (at < s.n) {
        from = at;
        if (is_unwritten(utf8_next(s, &at)))
            whole = false;
        else
            buf_add(&b, s.p + from, at - from);
    }
    return whole ? s : buf_view(&b);
}

struct str
web_field(const struct web *w, const char *name)
{
    return str_trim(written(w->a, http_field(w->req, name)));
}

struct str
web_query(const struct web *w, const char *name)
{
    return str_trim(http_query(w->req, name));
}

enum status
web_param_id(const struct web *w, size_t i, int64_t *ret, struct err *err)
{
    if (i < 4 && num_int(w->params[i], 1, INT64_MAX, ret))
        return OK;
    return err_set(err, ERR_NOT_FOUND, "没有这个页面");
}

bool
web_ticked(const struct web *w, const char *name, int64_t id)
{
    struct str v;
    int64_t one = 0;

    for (size_t i = 0; http_field_at(w->req, name, i, &v); i++) {
        if (num_int(v, 1, INT64_MAX, &one) && one == id)
            return true;
    }
    return false;
}

int64_t
web_page(const struct web *w)
{
    int64_t page = 1;

    return num_int(web_query(w, "page"), 1, 100000, &page) ? page : 1;
}

void
web_problem_str(struct web *w, struct str field, struct str zh, struct str en)
{
    struct form_problem *list =
        arena_new_array(w->a, struct form_problem, w->n_problems + 1);

    if (w->n_problems > 0)
        memcpy(list, w->problems, w->n_problems * sizeof(list[0]));
    list[w->n_problems++] = (struct form_problem){ .field = field,
        .text = zh,
        .text_en = en.n > 0 ? en : zh };
    w->problems = list;
}

void
web_problem(
    struct web *w, struct str field, const char *text_zh, const char *text_en)
{
    web_problem_str(w, field, str_of(text_zh), str_of(text_en));
}

enum status
web_at_field(
    struct web *w, enum status st, const char *field, struct err *err)
{
    if (st != ERR_INPUT)
        return st;
    return err_field(err, ERR_INPUT, str_of(field), "%s",
        arena_cstr(w->a, str_of(err->text)));
}

enum status
web_problems(struct web *w, struct err *err)
{
    for (size_t i = 0; i < w->n_problems; i++) {
        const struct form_problem *p = &w->problems[i];

        if (!p->warning)
            return err_field(
                err, ERR_INPUT, p->field, STR_FMT, STR_ARG(p->text));
    }
    return OK;
}

struct str
web_said(const struct web *w, struct str text)
{
    return catalog_render(w->a, w->catalog, text);
}

struct str
web_error_at(const struct web *w, struct str field)
{
    for (size_t i = 0; i < w->n_problems; i++) {
        const struct form_problem *p = &w->problems[i];

        if (str_eq(p->field, field))
            return w->english ? p->text_en : p->text;
    }
    if (w->failed.code != OK && w->failed.field[0] != '\0' &&
        str_eq(str_of(w->failed.field), field))
        return web_said(w, str_of(w->failed.text));
    return STR_EMPTY;
}

struct str
web_typed(const struct web *w, const char *name, struct str otherwise)
{
    struct str value;

    if (w->req->method == HTTP_POST &&
        http_field_at(w->req, name, 0, &value))
        return value;
    return otherwise;
}

enum status
web_redirect(struct web *w, struct url to, const char *done)
{
    if (done != NULL)
        to = url_with(w->a, to, "done", str_of(done));
    http_redirect(w->resp, url_text(to));
    return OK;
}

struct str
web_own_path(struct str path, struct str otherwise)
{
    bool ours = path.n > 0 && path.n <= 2000 && path.p[0] == '/' &&
                (path.n == 1 || (path.p[1] != '/' && path.p[1] != '\\'));

    return ours && !utf8_has_control(path, false) ? path : otherwise;
}

/* RFC 6266 with RFC 8187 for names that are not ASCII. */
static struct str
disposition(struct web *w, bool inline_, struct str file_name)
{
    struct buf b;

    buf_init(&b, w->a, 4096);
    buf_str(&b, inline_ ? STR("inline") : STR("attachment"));
    buf_lit(&b, "; filename*=UTF-8''");
    url_encode(&b, file_name);
    return buf_view(&b);
}

enum status
web_download(
    struct web *w, const char *type, struct str file_name, struct str bytes)
{
    buf_clear(&w->resp->body);
    if (bytes.n > w->resp->body.limit)
        w->resp->body.limit = bytes.n;
    buf_str(&w->resp->body, bytes);
    w->resp->content_type = type;
    http_add_header(w->resp, "Content-Disposition",
        disposition(w, false, file_name));
    return OK;
}

enum status
web_download_file(struct web *w, const char *type, struct str file_name,
    const char *path, uint64_t size, bool inline_)
{
    w->resp->file_path = path;
    w->resp->file_size = size;
    w->resp->content_type = type;
    http_add_header(w->resp, "Content-Disposition",
        disposition(w, inline_, file_name));
    return OK;
}

enum status
web_json(struct web *w, const struct json *v)
{
    buf_clear(&w->resp->body);
    w->resp->content_type = "application/json; charset=utf-8";
    json_write(&w->resp->body, v);
    return OK;
}

enum status
web_keep_file(struct web *w, const struct http_file *f,
    struct attachment *at, struct err *err)
{
    TRY(attachment_keep(w->a, w->d, f->path, f->file_name, f->size, f->sha256,
        &at->type, err));
    at->file_name = f->file_name;
    at->bytes = (int64_t)f->size;
    at->sha256 = arena_hex(w->a, f->sha256, sizeof(f->sha256));
    return OK;
}
