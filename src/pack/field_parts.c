/* Reading fields with parts: several ticks, attachments. Tables: field_rows.c.
 */
#include "field.h"

#define ZH(f) STR_ARG(field_label((f), false))
#define EN(f) STR_ARG(field_label((f), true))

bool
field_is_empty(const struct json *v)
{
    switch (v->type) {
    case JSON_NULL:
        return true;
    case JSON_TEXT:
        return str_trim(v->s).n == 0;
    case JSON_LIST:
    case JSON_OBJECT:
        return v->n == 0;
    default:
        return false;
    }
}

/* --- several ticks --- */

const struct pack_option *
field_option(struct arena *a, const struct pack_field *f, struct str typed)
{
    struct str s = str_trim(typed), key = utf8_key(a, s);

    for (size_t i = 0; i < f->n_options; i++) {
        const struct pack_option *o = &f->options[i];

        if (str_eq(o->value, s) || str_eq(o->label.zh, s) ||
            (o->label.en.n > 0 && str_eq(o->label.en, s)))
            return o;
    }
    for (size_t i = 0; key.n > 0 && i < f->n_options; i++)
        if (str_eq(utf8_key(a, f->options[i].label.zh), key) ||
            str_eq(utf8_key(a, f->options[i].value), key))
            return &f->options[i];
    return NULL;
}

const struct json *
field_other(struct field_reader *r, const struct pack_field *f, struct str path,
    struct str typed)
{
    struct str s = str_trim(typed);

    if (utf8_count(s) > FIELD_TEXT_MAX)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应不超过 %d 字，现为 %zu 字", ZH(f),
                FIELD_TEXT_MAX, utf8_count(s)),
            arena_fmt(r->a, "%.*s: at most %d characters, this has %zu", EN(f),
                FIELD_TEXT_MAX, utf8_count(s)));
    field_warn(r, path,
        arena_fmt(r->a, "%.*s：“%.*s”不在所列各项中，按其他登记", ZH(f),
            STR_ARG(utf8_head(s, 40))),
        arena_fmt(r->a,
            "%.*s: \"%.*s\" is none of the options and is kept as "
            "other",
            EN(f), STR_ARG(utf8_head(s, 40))));
    return json_text(r->a, arena_str(r->a, s));
}

/* The parts of 「政策、法律」 or of one line each; a separator that is part of
 * an option's own text does not part, because whole lines are tried first. */
static const struct json *
split_ticks(struct arena *a, const struct pack_field *f, struct str typed)
{
    static const char *const marks[] = { "、", "，", "；", ",", ";" };
    struct json *list = json_new(a, JSON_LIST);
    bool more = true;

    for (struct str rest = typed, line; more;) {
        rest = str_cut(rest, '\n', &line, &more);
        line = str_trim(line);
        if (line.n == 0)
            continue;
        if (field_option(a, f, line) != NULL) {
            json_push(a, list, json_text(a, line));
            continue;
        }
        size_t from = 0;
        for (size_t i = 0; i <= line.n; i++) {
            size_t width = 0;

            for (size_t m = 0; i < line.n && m < 5 && width == 0; m++)
                if (str_starts(str_sub(line, i, SIZE_MAX), str_of(marks[m])))
                    width = str_of(marks[m]).n;
            if (width == 0 && i < line.n)
                continue;
            struct str part = str_trim(str_sub(line, from, i - from));
            if (part.n > 0)
                json_push(a, list, json_text(a, part));
            from = i + width;
            i = from - (width > 0);
        }
    }
    return list;
}

static bool
list_has(const struct json *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(json_str(list->items[i]), s))
            return true;
    return false;
}

static const struct json *
ticks_of(struct field_reader *r, const struct pack_field *f, struct str typed)
{
    const struct json *list;
    struct err err;
    struct str s = str_trim(typed);

    if (s.p[0] == '[' &&
        json_parse(r->a, s, FIELD_JSON_BYTES, &list, &err) == OK &&
        list->type == JSON_LIST)
        return list;
    return split_ticks(r->a, f, s);
}

const struct json *
field_read_many(struct field_reader *r, const struct pack_field *f,
    struct str path, struct str typed)
{
    const struct json *given = ticks_of(r, f, typed);
    struct json *list = json_new(r->a, JSON_LIST);

    for (size_t i = 0; i < given->n; i++) {
        struct str text = json_str(given->items[i]);
        const struct pack_option *o = field_option(r->a, f, text);
        const struct json *v;

        if (o != NULL)
            v = json_text(r->a, o->value);
        else if (f->other)
            v = field_other(r, f, path, text);
        else
            return field_wrong(r, path, typed,
                arena_fmt(r->a, "%.*s没有“%.*s”这一项，请从所列各项中选择",
                    ZH(f), STR_ARG(utf8_head(text, 40))),
                arena_fmt(r->a, "%.*s has no option \"%.*s\"", EN(f),
                    STR_ARG(utf8_head(text, 40))));
        if (!list_has(list, json_str(v)))
            json_push(r->a, list, v);
    }
    if ((int64_t)list->n < f->min || (f->max > 0 && (int64_t)list->n > f->max))
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应选 %lld 至 %lld 项，现为 %zu 项", ZH(f),
                (long long)f->min,
                (long long)(f->max > 0 ? f->max : (int64_t)f->n_options),
                list->n),
            arena_fmt(r->a, "%.*s: choose %lld to %lld, now %zu", EN(f),
                (long long)f->min,
                (long long)(f->max > 0 ? f->max : (int64_t)f->n_options),
                list->n));
    return list;
}

/* --- attachments --- */

static bool
is_sha256(struct str s)
{
    if (s.n != 64)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') ||
                (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return true;
}

static bool
is_file(const struct json *v)
{
    return v->type == JSON_OBJECT && json_str(json_get(v, STR("id"))).n > 0 &&
           json_str(json_get(v, STR("name"))).n > 0 &&
           is_sha256(json_str(json_get(v, STR("sha256")))) &&
           json_int(json_get(v, STR("size")), -1) >= 0 &&
           json_str(json_get(v, STR("type"))).n > 0;
}

const struct json *
field_read_files(struct field_reader *r, const struct pack_field *f,
    struct str path, struct str typed)
{
    const struct json *list;
    struct err err;
    size_t max = f->max_files > 0 ? f->max_files : FIELD_FILES_MAX;
    bool ok = json_parse(r->a, typed, FIELD_JSON_BYTES, &list, &err) == OK &&
              list->type == JSON_LIST;

    for (size_t i = 0; ok && i < list->n; i++)
        ok = is_file(list->items[i]);
    if (!ok)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s的附件信息不完整，请重新上传", ZH(f)),
            arena_fmt(r->a,
                "%.*s: the attachment is incomplete; please upload "
                "it again",
                EN(f)));
    if (list->n > max)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s应不超过 %zu 个文件，现为 %zu 个", ZH(f), max,
                list->n),
            arena_fmt(
                r->a, "%.*s: at most %zu files, now %zu", EN(f), max, list->n));
    return list;
}
