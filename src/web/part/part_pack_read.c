/* Reading what was typed into the fields of a pack's form. */
#include "domain/attachment.h"
#include "web/web.h"

#include <stdio.h>

#define ROWS_TYPED_MAX 1000

static bool
sent(const struct web *w, struct str name, struct str *ret)
{
    for (size_t i = 0; i < w->req->n_fields; i++) {
        if (!str_eq(w->req->fields[i].name, name))
            continue;
        *ret = w->req->fields[i].value;
        return true;
    }
    return false;
}

/* Several ticks under one name: one a line, with the text of 其他. */
static struct str
all_sent(struct web *w, struct str name)
{
    struct str other_name = arena_join(w->a, name, STR(".other"));
    struct str text = STR_EMPTY;

    for (size_t i = 0; i < w->req->n_fields; i++) {
        const struct http_pair *p = &w->req->fields[i];

        if (!str_eq(p->name, name) && !str_eq(p->name, other_name))
            continue;
        if (str_trim(p->value).n == 0)
            continue;
        text = text.n == 0
                   ? p->value
                   : arena_fmt(w->a, STR_FMT "\n" STR_FMT, STR_ARG(text),
                         STR_ARG(p->value));
    }
    return text;
}

/* "people[12].name" -> 12 and "name". */
static bool
cell_name(struct str name, struct str field, size_t *ret_row,
    struct str *ret_column)
{
    struct str digits, rest;
    int64_t row = 0;
    bool more = false;

    if (!str_starts(name, field) || name.n <= field.n ||
        name.p[field.n] != '[')
        return false;
    rest = str_cut(
        str_sub(name, field.n + 1, name.n), ']', &digits, &more);
    if (!more || !num_int(digits, 0, ROWS_TYPED_MAX - 1, &row) ||
        !str_starts(rest, STR(".")))
        return false;
    *ret_row = (size_t)row;
    *ret_column = str_sub(rest, 1, rest.n);
    return true;
}

/* The typed rows as a JSON list of objects, without the row to be removed. */
static bool
rows_sent(struct web *w, const struct pack_field *f, struct str *ret)
{
    struct json **rows = arena_new_array(w->a, struct json *, ROWS_TYPED_MAX);
    struct json *list = json_new(w->a, JSON_LIST);
    struct str removed = http_field(w->req, "remove");
    struct buf b;
    size_t n = 0;

    for (size_t i = 0; i < w->req->n_fields; i++) {
        const struct http_pair *p = &w->req->fields[i];
        struct str column;
        size_t row = 0;

        if (!cell_name(p->name, f->name, &row, &column))
            continue;
        if (rows[row] == NULL)
            rows[row] = json_new(w->a, JSON_OBJECT);
        json_set(w->a, rows[row], column, json_text(w->a, p->value));
        n = row + 1 > n ? row + 1 : n;
    }
    if (n == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (rows[i] == NULL ||
            str_eq(removed, arena_fmt(w->a, STR_FMT "[%zu]",
                                STR_ARG(f->name), i)))
            continue;
        json_push(w->a, list, rows[i]);
    }
    buf_init(&b, w->a, PACK_ANSWERS_MAX);
    json_write(&b, list);
    *ret = list->n == 0 ? STR_EMPTY : buf_view(&b);
    return true;
}

/* Files of before without the one whose button was pressed. */
static const struct json *
files_left(struct web *w, const struct pack_field *f, const struct json *v)
{
    struct str drop = http_field(w->req, "drop");
    struct json *left = json_new(w->a, JSON_LIST);

    if (v->type != JSON_LIST)
        return v;
    for (size_t i = 0; i < v->n; i++) {
        struct str id = json_str(json_get(v->items[i], STR("id")));

        if (!str_eq(drop, arena_fmt(w->a, STR_FMT "/" STR_FMT,
                              STR_ARG(f->name), STR_ARG(id))))
            json_push(w->a, left, v->items[i]);
    }
    return left;
}

/* The text typed into a field; false if the field was not on the page. */
static bool
typed_into(struct web *w, const struct pack_field *f, struct str *ret)
{
    struct str mark;

    switch (f->type) {
    case FIELD_ROWS:
        return rows_sent(w, f, ret);
    case FIELD_MANY_OF:
    case FIELD_ONE_OF:
        *ret = all_sent(w, f->name);
        if (f->type == FIELD_ONE_OF && str_find(*ret, STR("\n")) != SIZE_MAX)
            (void)sent(w, f->name, ret);
        break;
    case FIELD_YES_NO:
    case FIELD_TICK:
        if (!sent(w, f->name, ret))
            *ret = STR_EMPTY;
        break;
    default:
        return sent(w, f->name, ret);
    }
    return ret->n > 0 || sent(w, f->name, &mark) ||
           sent(w, arena_join(w->a, f->name, STR(".shown")), &mark);
}

const struct json *
part_read_section(struct web *w, const struct pack_section *s,
    const struct json *before, bool *ret_again)
{
    struct json *values = json_new(w->a, JSON_OBJECT);

    *ret_again = http_field(w->req, "add").n > 0 ||
                 http_field(w->req, "remove").n > 0 ||
                 http_field(w->req, "drop").n > 0;
    for (size_t i = 0; i < s->n_fields; i++) {
        const struct pack_field *f = &s->fields[i];
        const struct json *value = json_get(before, f->name);
        struct form_problem problem = { 0 };
        struct str typed = STR_EMPTY;

        if (f->type == FIELD_FILE) {
            json_set(w->a, values, f->name, files_left(w, f, value));
            continue;
        }
        if (!typed_into(w, f, &typed)) {
            json_set(w->a, values, f->name, value);
            continue;
        }
        if (!field_read(w->a, f, typed, w->today, &value, &problem))
            web_problem_str(w, problem.field, problem.text, problem.text_en);
        json_set(w->a, values, f->name, value);
    }
    return values;
}

/* --- files that came with the form --- */

enum status
part_keep_files(struct web *w, const struct pack_section *s,
    struct part_files *ret, struct err *err)
{
    VEC_OF(struct attachment) v = { 0 };

    for (size_t i = 0; i < w->req->n_files; i++) {
        const struct http_file *file = &w->req->files[i];
        const struct pack_field *f = NULL;
        struct attachment at = { 0 };

        for (size_t k = 0; k < s->n_fields; k++) {
            if (s->fields[k].type == FIELD_FILE &&
                str_eq(s->fields[k].name, file->field))
                f = &s->fields[k];
        }
        if (f == NULL || (file->size == 0 && file->file_name.n == 0))
            continue;
        enum status st = web_keep_file(w, file, &at, err);
        if (st != OK && err != NULL) {
            struct str field = utf8_head(f->name, 20);

            (void)snprintf(err->field, sizeof(err->field), STR_FMT,
                STR_ARG(field));
        }
        TRY(st);
        at.field = f->name;
        *VEC_PUSH(w->a, &v) = at;
    }
    *ret = (struct part_files){ v.p, v.n };
    return OK;
}

static const struct json *
file_entry(struct web *w, const struct attachment *at)
{
    struct json *o = json_new(w->a, JSON_OBJECT);

    /* As text: ids are larger than what other readers of JSON hold. */
    json_set(w->a, o, STR("id"),
        json_text(w->a, arena_fmt(w->a, "%lld", (long long)at->id)));
    json_set(w->a, o, STR("name"), json_text(w->a, at->file_name));
    json_set(w->a, o, STR("sha256"), json_text(w->a, at->sha256));
    json_set(w->a, o, STR("size"), json_number(w->a, at->bytes));
    json_set(w->a, o, STR("type"), json_text(w->a, at->type));
    return o;
}

enum status
part_add_files(struct web *w, const struct pack_section *s,
    const struct part_files *files, int64_t subject_id, struct str owner_kind,
    int64_t owner_id, const struct json *values, const struct json **ret,
    struct err *err)
{
    struct json *next = json_new(w->a, JSON_OBJECT);

    for (size_t i = 0; i < values->n; i++)
        json_set(w->a, next, values->keys[i], values->items[i]);
    for (size_t i = 0; i < files->n; i++) {
        struct attachment at = files->list[i];
        const struct json *old = json_get(next, at.field);
        struct json *list = json_new(w->a, JSON_LIST);
        size_t most = 1;

        for (size_t k = 0; k < s->n_fields; k++) {
            if (str_eq(s->fields[k].name, at.field) &&
                s->fields[k].max_files > 0)
                most = s->fields[k].max_files;
        }
        for (size_t k = 0; old->type == JSON_LIST && k < old->n; k++)
            json_push(w->a, list, old->items[k]);
        if (list->n >= most)
            return err_field(err, ERR_INPUT, at.field,
                "最多上传 %zu 个文件，请先移除不需要的文件", most);
        at.subject_id = subject_id;
        at.owner_kind = owner_kind;
        at.owner_id = owner_id;
        TRY(attachment_add(&w->x, &at, err));
        json_push(w->a, list, file_entry(w, &at));
        json_set(w->a, next, at.field, list);
    }
    *ret = next;
    return OK;
}

void
part_attachments(struct web *w, const struct attachment *list, size_t n)
{
    if (n == 0) {
        html_raw(w->h, "<p class=\"muted\">");
        html_cstr(w->h, T(w, "没有附件"));
        html_raw(w->h, "</p>");
        return;
    }
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < n; i++) {
        const struct attachment *at = &list[i];

        html_raw(w->h, "<li>");
        part_link(w,
            url_make(w->a, "/files/%d/%d", at->subject_id, at->id),
            at->file_name);
        html_raw(w->h, " <span class=\"muted\">");
        html_int_grouped(w->h, (at->bytes + 1023) / 1024);
        html_raw(w->h, " KB</span></li>");
    }
    html_raw(w->h, "</ul>\n");
}
