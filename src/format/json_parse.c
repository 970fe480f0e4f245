#include "json_internal.h"

#include <limits.h>

#define DEPTH_MAX 64
/* From this many keys on, duplicates are looked for in a map. */
#define MAP_FROM 16

struct parser {
    struct arena *a;
    struct str text;
    size_t at;
    int depth;
    struct err *err;
};

/* The place in the text goes with every error: a person has to find it. */
static enum status
fail_at(struct parser *p, size_t at, const char *message)
{
    int line = 1;
    int column = 1;
    size_t i = 0;

    while (i < at && i < p->text.n) {
        if (utf8_next(p->text, &i) == '\n') {
            line += line < INT_MAX;
            column = 1;
        } else {
            column += column < INT_MAX;
        }
    }
    (void)err_set(p->err, ERR_INPUT, "JSON 第 %d 行第 %d 列：%s", line, column,
        message);
    (void)err_where(p->err, STR("json"), line, column);
    return ERR_INPUT;
}

static enum status
fail(struct parser *p, const char *message)
{
    return fail_at(p, p->at, message);
}

static void
skip_space(struct parser *p)
{
    while (p->at < p->text.n) {
        char c = p->text.p[p->at];

        if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            break;
        p->at++;
    }
}

/* Takes c if it comes next. */
static bool
take(struct parser *p, char c)
{
    if (p->at >= p->text.n || p->text.p[p->at] != c)
        return false;
    p->at++;
    return true;
}

/* Four hex digits behind \u. */
static bool
take_hex4(struct parser *p, uint32_t *ret)
{
    struct str digits = str_sub(p->text, p->at, 4);
    uint64_t v;

    if (digits.n != 4 || !num_hex(digits, &v))
        return false;
    p->at += 4;
    *ret = (uint32_t)v;
    return true;
}

static enum status
parse_unicode_escape(struct parser *p, struct buf *out)
{
    size_t from = p->at - 2;
    uint32_t cp, low;
    char bytes[4];

    if (!take_hex4(p, &cp))
        return fail_at(p, from, "\\u 后应为 4 位十六进制数字");
    if (cp >= 0xD800 && cp < 0xDC00) {
        if (!take(p, '\\') || !take(p, 'u') || !take_hex4(p, &low) ||
            low < 0xDC00 || low > 0xDFFF)
            return fail_at(p, from, "\\u 代理项应成对出现");
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    } else if (cp >= 0xDC00 && cp < 0xE000) {
        return fail_at(p, from, "\\u 代理项应成对出现");
    }
    if (cp == 0)
        return fail_at(p, from, "文字中不能有 U+0000");
    buf_add(out, bytes, utf8_put(bytes, cp));
    return OK;
}

static enum status
parse_escape(struct parser *p, struct buf *out)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    char c;

    if (p->at >= p->text.n)
        return fail(p, "文字没有结束的引号");
    c = p->text.p[p->at++];
    if (c == 'u')
        return parse_unicode_escape(p, out);
    for (size_t i = 0; i < sizeof(names) - 1; i++)
        if (names[i] == c) {
            buf_byte(out, values[i]);
            return OK;
        }
    return fail_at(p, p->at - 2, "反斜杠后的字符不对");
}

/* The text behind an opening quote; escapes only make it shorter. */
static enum status
parse_text(struct parser *p, struct str *ret)
{
    size_t opening = p->at - 1;
    size_t from = p->at;
    struct buf out;
    bool escaped = false;

    for (;;) {
        char c;

        if (p->at >= p->text.n)
            return fail_at(p, opening, "文字没有结束的引号");
        c = p->text.p[p->at];
        if ((unsigned char)c < 0x20)
            return fail(p, "文字中的控制字符应写作 \\u00XX");
        if (c != '"' && c != '\\') {
            p->at++;
            continue;
        }
        if (c == '\\' && !escaped) {
            escaped = true;
            buf_init(&out, p->a, p->text.n);
        }
        if (escaped)
            buf_add(&out, p->text.p + from, p->at - from);
        p->at++;
        if (c == '"')
            break;
        TRY(parse_escape(p, &out));
        from = p->at;
    }
    if (escaped)
        return buf_done(&out, ret, p->err);
    *ret = arena_str(p->a, str_sub(p->text, from, p->at - 1 - from));
    return OK;
}

static enum status
parse_number(struct parser *p, struct json **ret)
{
    struct str rest = str_sub(p->text, p->at, SIZE_MAX);
    bool whole;
    size_t n = json_number_length_(rest, &whole);
    struct json *v;

    if (n == 0)
        return fail(p, "数字的写法不对");
    v = json_new(p->a, JSON_DECIMAL);
    v->s = arena_str(p->a, str_sub(rest, 0, n));
    if (whole && num_int(v->s, INT64_MIN, INT64_MAX, &v->i))
        v->type = JSON_INT;
    p->at += n;
    *ret = v;
    return OK;
}

static enum status parse_value(struct parser *p, struct json **ret);

static enum status
parse_list(struct parser *p, struct json **ret)
{
    struct json *list = json_new(p->a, JSON_LIST);

    skip_space(p);
    if (!take(p, ']')) {
        do {
            struct json *v;

            TRY(parse_value(p, &v));
            json_add_(p->a, list, STR_EMPTY, v);
        } while (take(p, ','));
        if (!take(p, ']'))
            return fail(p, "此处应为逗号或 ]");
    }
    *ret = list;
    return OK;
}

/* Whether o holds the key already; seen is made when o has grown, and any
 * pointer does as its values. */
static bool
is_known(struct parser *p, const struct json *o, struct map **seen,
    struct str key)
{
    if (o->n < MAP_FROM) {
        for (size_t i = 0; i < o->n; i++)
            if (str_eq(o->keys[i], key))
                return true;
        return false;
    }
    if (!*seen) {
        *seen = map_new(p->a);
        for (size_t i = 0; i < o->n; i++)
            (void)map_put(*seen, o->keys[i], p);
    }
    return map_put(*seen, key, p) != NULL;
}

static enum status
parse_object(struct parser *p, struct json **ret)
{
    struct json *o = json_new(p->a, JSON_OBJECT);
    struct map *seen = NULL;

    skip_space(p);
    if (!take(p, '}')) {
        do {
            struct str key;
            struct json *v;
            size_t from;

            skip_space(p);
            from = p->at;
            if (!take(p, '"'))
                return fail(p, "此处应为带双引号的键名");
            TRY(parse_text(p, &key));
            if (is_known(p, o, &seen, key))
                return fail_at(p, from, "键名重复");
            skip_space(p);
            if (!take(p, ':'))
                return fail(p, "键名后应为冒号");
            TRY(parse_value(p, &v));
            json_add_(p->a, o, key, v);
        } while (take(p, ','));
        if (!take(p, '}'))
            return fail(p, "此处应为逗号或 }");
    }
    *ret = o;
    return OK;
}

static enum status
parse_word(struct parser *p, struct json **ret)
{
    static const struct {
        struct str word;
        enum json_type type;
    } words[] = {
        { STR_INIT("null"), JSON_NULL },
        { STR_INIT("true"), JSON_TRUE },
        { STR_INIT("false"), JSON_FALSE },
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_eq(str_sub(p->text, p->at, words[i].word.n), words[i].word)) {
            p->at += words[i].word.n;
            *ret = json_new(p->a, words[i].type);
            return OK;
        }
    return fail(p, "此处应为一个值");
}

/* One value and the white space on both sides of it. */
static enum status
parse_value(struct parser *p, struct json **ret)
{
    struct json *v = NULL;
    char c;

    if (p->depth >= DEPTH_MAX)
        return err_set(p->err, ERR_LIMIT, "JSON 嵌套应不超过 %d 层", DEPTH_MAX);
    skip_space(p);
    if (p->at >= p->text.n)
        return fail(p, "内容不完整");
    p->depth++;
    c = p->text.p[p->at];
    if (take(p, '{')) {
        TRY(parse_object(p, &v));
    } else if (take(p, '[')) {
        TRY(parse_list(p, &v));
    } else if (take(p, '"')) {
        v = json_new(p->a, JSON_TEXT);
        TRY(parse_text(p, &v->s));
    } else if (c == '-' || (c >= '0' && c <= '9')) {
        TRY(parse_number(p, &v));
    } else {
        TRY(parse_word(p, &v));
    }
    p->depth--;
    skip_space(p);
    *ret = v;
    return OK;
}

enum status
json_parse(struct arena *a, struct str text, size_t max_bytes,
    const struct json **ret, struct err *err)
{
    struct parser p = { .a = a, .text = text, .err = err };
    struct json *v;

    if (text.n > max_bytes)
        return err_set(err, ERR_LIMIT, "JSON 应不超过 %zu 字节，现为 %zu 字节",
            max_bytes, text.n);
    while (p.at < text.n) {
        size_t from = p.at;

        if (utf8_next(text, &p.at) == UTF8_BAD)
            return fail_at(&p, from, "编码不是有效的 UTF-8");
    }
    p.at = 0;
    TRY(parse_value(&p, &v));
    if (p.at < text.n)
        return fail(&p, "值的后面还有多余的内容");
    *ret = v;
    return OK;
}
