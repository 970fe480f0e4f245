#include "json_internal.h"

#include <assert.h>
#include <stdlib.h>

static const struct json null_value = { .type = JSON_NULL };

const struct json *
json_get(const struct json *o, struct str key)
{
    if (o->type == JSON_OBJECT)
        for (size_t i = 0; i < o->n; i++)
            if (str_eq(o->keys[i], key))
                return o->items[i];
    return &null_value;
}

const struct json *
json_at(const struct json *list, size_t i)
{
    if (list->type == JSON_LIST && i < list->n)
        return list->items[i];
    return &null_value;
}

struct str
json_str(const struct json *v)
{
    switch (v->type) {
    case JSON_TEXT:
    case JSON_DECIMAL:
    case JSON_INT:
        return v->s;
    case JSON_NULL:
    case JSON_FALSE:
    case JSON_TRUE:
    case JSON_LIST:
    case JSON_OBJECT:
        break;
    }
    return STR_EMPTY;
}

int64_t
json_int(const struct json *v, int64_t otherwise)
{
    return v->type == JSON_INT ? v->i : otherwise;
}

bool
json_bool(const struct json *v)
{
    return v->type == JSON_TRUE;
}

bool
json_is_null(const struct json *v)
{
    return v->type == JSON_NULL;
}

/* --- builders --- */

struct json *
json_new(struct arena *a, enum json_type type)
{
    struct json *v = arena_one(a, struct json);

    v->type = type;
    if (type == JSON_INT)
        v->s = STR("0");
    return v;
}

struct json *
json_text(struct arena *a, struct str s)
{
    struct json *v = json_new(a, JSON_TEXT);

    v->s = arena_str(a, s);
    return v;
}

struct json *
json_number(struct arena *a, int64_t v)
{
    struct json *number = json_new(a, JSON_INT);

    number->i = v;
    number->s = arena_fmt(a, "%lld", (long long)v);
    return number;
}

struct json *
json_boolean(struct arena *a, bool v)
{
    return json_new(a, v ? JSON_TRUE : JSON_FALSE);
}

static size_t
skip_digits(struct str s, size_t at)
{
    while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
        at++;
    return at;
}

size_t
json_number_length_(struct str s, bool *whole)
{
    size_t at = s.n > 0 && s.p[0] == '-' ? 1 : 0;
    size_t from = at;

    *whole = true;
    at = skip_digits(s, at);
    if (at == from || (s.p[from] == '0' && at > from + 1))
        return 0;
    if (at < s.n && s.p[at] == '.') {
        *whole = false;
        from = ++at;
        at = skip_digits(s, at);
        if (at == from)
            return 0;
    }
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        *whole = false;
        at++;
        if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
            at++;
        from = at;
        at = skip_digits(s, at);
        if (at == from)
            return 0;
    }
    return at;
}

struct json *
json_decimal(struct arena *a, struct str digits)
{
    struct json *v = json_text(a, digits);
    bool whole;

    if (digits.n > 0 && json_number_length_(digits, &whole) == digits.n) {
        v->type = JSON_DECIMAL;
        if (whole && num_int(digits, INT64_MIN, INT64_MAX, &v->i))
            v->type = JSON_INT;
    }
    return v;
}

/* Room in a container that holds n: nothing at first, then 4, 8, 16 ... The
 * struct needs no member for it, and doubling keeps building linear. */
static bool
is_full(size_t n)
{
    return n == 0 || (n >= 4 && (n & (n - 1)) == 0);
}

void
json_add_(
    struct arena *a, struct json *c, struct str key, const struct json *v)
{
    const struct json **items;
    struct str *keys;

    if (is_full(c->n)) {
        size_t room = c->n == 0 ? 4 : 2 * c->n;

        items = arena_new_array(a, const struct json *, room);
        for (size_t i = 0; i < c->n; i++)
            items[i] = c->items[i];
        c->items = items;
        if (c->type == JSON_OBJECT) {
            keys = arena_new_array(a, struct str, room);
            for (size_t i = 0; i < c->n; i++)
                keys[i] = c->keys[i];
            c->keys = keys;
        }
    }
    /* The arrays were made by this function; const is for the readers. */
    items = (const struct json **)c->items;
    items[c->n] = v;
    if (c->type == JSON_OBJECT) {
        keys = (struct str *)c->keys;
        keys[c->n] = key;
    }
    c->n++;
}

void
json_set(
    struct arena *a, struct json *o, struct str key, const struct json *v)
{
    assert(o->type == JSON_OBJECT);
    for (size_t i = 0; i < o->n; i++)
        if (str_eq(o->keys[i], key)) {
            ((const struct json **)o->items)[i] = v;
            return;
        }
    json_add_(a, o, arena_str(a, key), v);
}

void
json_push(struct arena *a, struct json *list, const struct json *v)
{
    assert(list->type == JSON_LIST);
    json_add_(a, list, STR_EMPTY, v);
}

/* --- writing --- */

struct writer {
    struct buf *out;
    struct arena *sorting; /* NULL: keys in their own order */
};

static void
write_text(struct buf *out, struct str s)
{
    size_t from = 0;

    buf_byte(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7f)
            continue;
        buf_add(out, s.p + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\') {
            buf_byte(out, '\\');
            buf_byte(out, (char)c);
        } else if (c == '\n') {
            buf_lit(out, "\\n");
        } else {
            buf_fmt(out, "\\u%04x", (unsigned)c);
        }
    }
    if (from < s.n)
        buf_add(out, s.p + from, s.n - from);
    buf_byte(out, '"');
}

struct member {
    struct str key;
    const struct json *value;
};

static int
compare_members(const void *x, const void *y)
{
    const struct member *a = x;
    const struct member *b = y;

    return str_cmp(a->key, b->key);
}

static void write_value(const struct writer *w, const struct json *v);

static void
write_object(const struct writer *w, const struct json *o)
{
    struct member *sorted = NULL;

    if (w->sorting && o->n > 1) {
        sorted = arena_new_array(w->sorting, struct member, o->n);
        for (size_t i = 0; i < o->n; i++)
            sorted[i] = (struct member){ o->keys[i], o->items[i] };
        qsort(sorted, o->n, sizeof(sorted[0]), compare_members);
    }
    buf_byte(w->out, '{');
    for (size_t i = 0; i < o->n; i++) {
        if (i > 0)
            buf_byte(w->out, ',');
        write_text(w->out, sorted ? sorted[i].key : o->keys[i]);
        buf_byte(w->out, ':');
        write_value(w, sorted ? sorted[i].value : o->items[i]);
    }
    buf_byte(w->out, '}');
}

static void
write_value(const struct writer *w, const struct json *v)
{
    switch (v->type) {
    case JSON_NULL:
        buf_lit(w->out, "null");
        break;
    case JSON_FALSE:
        buf_lit(w->out, "false");
        break;
    case JSON_TRUE:
        buf_lit(w->out, "true");
        break;
    case JSON_INT:
        buf_int(w->out, v->i);
        break;
    case JSON_DECIMAL:
        buf_str(w->out, v->s);
        break;
    case JSON_TEXT:
        write_text(w->out, v->s);
        break;
    case JSON_LIST:
        buf_byte(w->out, '[');
        for (size_t i = 0; i < v->n; i++) {
            if (i > 0)
                buf_byte(w->out, ',');
            write_value(w, v->items[i]);
        }
        buf_byte(w->out, ']');
        break;
    case JSON_OBJECT:
        write_object(w, v);
        break;
    }
}

void
json_write(struct buf *out, const struct json *v)
{
    struct writer w = { .out = out };

    write_value(&w, v);
}

void
json_write_canonical(struct buf *out, const struct json *v)
{
    struct writer w = { .out = out, .sorting = arena_new("json_canonical") };

    write_value(&w, v);
    arena_free(w.sorting);
}
