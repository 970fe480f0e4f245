/* parse.c - pure parsers of what clients send. No input is repaired: what is
 * not as the standard says is refused with a reason. */
#include "internal.h"

#include <string.h>
#include <strings.h>

#define BOUNDARY_MAX 70 /* RFC 2046 */

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* Decodes into out (room for s.n bytes); false on a broken escape. */
static bool
decode(struct str s, bool plus, char *out, size_t *ret_n)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '%') {
            if (s.n - i < 3)
                return false;
            int hi = hex_digit(s.p[i + 1]);
            int lo = hex_digit(s.p[i + 2]);
            if (hi < 0 || lo < 0)
                return false;
            c = (char)(hi << 4 | lo);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[n++] = c;
    }
    *ret_n = n;
    return true;
}

/* Text that may go on: UTF-8 without NUL, which would end it early in C. */
static bool
is_text(struct str s)
{
    return (s.n == 0 || memchr(s.p, '\0', s.n) == NULL) && utf8_valid(s);
}

/* ---- the request target ---- */

/* No empty segment but the last, no "." and "..". */
static bool
segments_fit(struct str path)
{
    struct str rest = str_sub(path, 1, path.n);
    bool more = true;

    while (more) {
        struct str seg;

        rest = str_cut(rest, '/', &seg, &more);
        if (seg.n == 0 && more)
            return false;
        if (str_eq(seg, STR(".")) || str_eq(seg, STR("..")))
            return false;
    }
    return true;
}

/* An escaped slash or backslash would let a path mean two things. */
static bool
has_hidden_slash(struct str raw)
{
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] == '\\' || raw.p[i] == '#')
            return true;
        if (raw.p[i] != '%' || raw.n - i < 3)
            continue;
        int hi = hex_digit(raw.p[i + 1]), lo = hex_digit(raw.p[i + 2]);
        if ((hi == 2 && lo == 15) || (hi == 5 && lo == 12))
            return true;
    }
    return false;
}

enum refusal
parse_target(struct arena *a, struct str target, struct str *ret_path,
    struct str *ret_query)
{
    struct str raw, query = str_cut(target, '?', &raw, NULL);
    struct str path;
    char *out;

    for (size_t i = 0; i < target.n; i++)
        if ((unsigned char)target.p[i] <= ' ' || target.p[i] == 0x7f)
            return REFUSE_REQUEST;
    if (raw.n == 0 || raw.p[0] != '/' || has_hidden_slash(raw))
        return REFUSE_PATH;

    out = arena_alloc(a, raw.n);
    path.p = out;
    if (!decode(raw, false, out, &path.n))
        return REFUSE_ESCAPE;
    if (!is_text(path) || utf8_has_control(path, false) || !segments_fit(path))
        return REFUSE_PATH;
    *ret_path = path;
    *ret_query = query;
    return REFUSE_NONE;
}

/* ---- urlencoded forms ---- */

static enum refusal
decode_text(struct str s, char **at, struct str *ret)
{
    ret->p = *at;
    if (!decode(s, true, *at, &ret->n))
        return REFUSE_ESCAPE;
    if (!is_text(*ret))
        return REFUSE_UTF8;
    *at += ret->n;
    return REFUSE_NONE;
}

enum refusal
parse_form(struct arena *a, struct str text, size_t max,
    const struct http_pair **ret, size_t *ret_n)
{
    struct str rest = text, piece;
    size_t n = 0, pieces = 0;
    bool more = text.n > 0;

    while (more) {
        rest = str_cut(rest, '&', &piece, &more);
        pieces += piece.n > 0;
    }
    if (pieces > max)
        return REFUSE_FIELDS;
    if (pieces == 0) {
        *ret = NULL;
        *ret_n = 0;
        return REFUSE_NONE;
    }

    struct http_pair *pairs = arena_new_array(a, struct http_pair, pieces);
    char *at = arena_alloc(a, text.n); /* decoding never lengthens */

    for (rest = text, more = true; more;) {
        struct str name, value;
        enum refusal why;

        rest = str_cut(rest, '&', &piece, &more);
        if (piece.n == 0)
            continue;
        value = str_cut(piece, '=', &name, NULL);
        why = decode_text(name, &at, &pairs[n].name);
        if (why == REFUSE_NONE)
            why = decode_text(value, &at, &pairs[n].value);
        if (why != REFUSE_NONE)
            return why;
        n++;
    }
    *ret = pairs;
    *ret_n = n;
    return REFUSE_NONE;
}

enum status
http_parse_form(struct arena *a, struct str text, size_t max,
    const struct http_pair **ret, size_t *ret_n, struct err *err)
{
    enum refusal why = parse_form(a, text, max, ret, ret_n);

    if (why == REFUSE_NONE)
        return OK;
    if (why == REFUSE_FIELDS)
        return err_set(
            err, ERR_LIMIT, "%s（上限 %zu 个）", refusal_text(why), max);
    return err_set(err, ERR_INPUT, "%s", refusal_text(why));
}

/* ---- header values ---- */

static bool
is_token_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

bool
parse_is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_token_char(s.p[i]))
            return false;
    return s.n > 0;
}

static bool
same_word(struct str s, const char *word)
{
    return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

static struct str
skip_blanks(struct str s)
{
    while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = str_sub(s, 1, s.n);
    return s;
}

struct str
parse_media_type(struct arena *a, struct str value)
{
    struct str head;

    (void)str_cut(value, ';', &head, NULL);
    head = str_trim(head);
    if (head.n == 0)
        return head;

    char *out = arena_dup(a, head.p, head.n);
    for (size_t i = 0; i < head.n; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] + ('a' - 'A'));
    return (struct str){ out, head.n };
}

/* The quoted string s begins with. A backslash escapes only a quote: browsers
 * send paths such as C:\a.txt as they are. */
static bool
quoted(struct arena *a, struct str s, struct str *ret, struct str *ret_rest)
{
    char *out = arena_alloc(a, s.n);
    size_t n = 0;

    for (size_t i = 1; i < s.n; i++) {
        if (s.p[i] == '"') {
            *ret = (struct str){ out, n };
            *ret_rest = str_sub(s, i + 1, s.n);
            return true;
        }
        if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '"')
            i++;
        out[n++] = s.p[i];
    }
    return false;
}

/* The next `; name=value` of *rest; false at the end or if it is malformed,
 * which *ret_bad tells. */
static bool
next_param(struct arena *a, struct str *rest, struct str *ret_name,
    struct str *ret_value, bool *ret_bad)
{
    struct str s = skip_blanks(*rest);

    *ret_bad = false;
    while (s.n > 0 && s.p[0] == ';')
        s = skip_blanks(str_sub(s, 1, s.n));
    if (s.n == 0)
        return false;

    size_t n = 0;
    while (n < s.n && is_token_char(s.p[n]))
        n++;
    *ret_bad = true;
    if (n == 0)
        return false;
    *ret_name = str_sub(s, 0, n);
    s = skip_blanks(str_sub(s, n, s.n));
    if (s.n == 0 || s.p[0] != '=')
        return false;
    s = skip_blanks(str_sub(s, 1, s.n));

    if (s.n > 0 && s.p[0] == '"') {
        if (!quoted(a, s, ret_value, &s))
            return false;
        s = skip_blanks(s);
        if (s.n > 0 && s.p[0] != ';')
            return false;
    } else {
        for (n = 0; n < s.n && s.p[n] != ';'; n++)
            ;
        *ret_value = str_trim(str_sub(s, 0, n));
        s = str_sub(s, n, s.n);
    }
    *rest = s;
    *ret_bad = false;
    return true;
}

bool
parse_boundary(struct arena *a, struct str value, struct str *ret)
{
    struct str name, v, rest;
    size_t at = str_find(value, STR(";"));
    bool bad;

    if (at == SIZE_MAX)
        return false;
    rest = str_sub(value, at, value.n);
    while (next_param(a, &rest, &name, &v, &bad)) {
        if (!same_word(name, "boundary"))
            continue;
        if (v.n < 1 || v.n > BOUNDARY_MAX)
            return false;
        for (size_t i = 0; i < v.n; i++)
            if (v.p[i] < ' ' || v.p[i] > '~')
                return false;
        *ret = v;
        return true;
    }
    return false;
}

/* ---- heads of parts ---- */

/* The last path component without control characters; "." and ".." are no
 * names. */
static struct str
clean_file_name(struct arena *a, struct str s)
{
    size_t from = 0, n = 0;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '/' || s.p[i] == '\\')
            from = i + 1;
    s = str_sub(s, from, s.n);

    char *out = arena_alloc(a, s.n + 1);
    for (size_t at = 0; at < s.n;) {
        size_t begin = at;
        struct str cp;

        (void)utf8_next(s, &at);
        cp = str_sub(s, begin, at - begin);
        if (utf8_has_control(cp, false))
            continue;
        for (size_t i = 0; i < cp.n; i++)
            out[n++] = cp.p[i];
    }
    s = str_trim((struct str){ out, n });
    if (str_eq(s, STR(".")) || str_eq(s, STR("..")))
        return STR_EMPTY;
    return s;
}

/* filename*=UTF-8''%E6%96%87 (RFC 8187); false if it is something else. */
static bool
extended_name(struct arena *a, struct str value, struct str *ret)
{
    struct str charset, language;
    bool more;
    char *out;

    value = str_cut(value, '\'', &charset, &more);
    if (!more || !same_word(charset, "UTF-8"))
        return false;
    value = str_cut(value, '\'', &language, &more);
    if (!more)
        return false;
    out = arena_alloc(a, value.n + 1);
    ret->p = out;
    return decode(value, false, out, &ret->n);
}

static enum refusal
parse_disposition(struct arena *a, struct str value, struct part_head *h)
{
    struct str kind, name, v, plain = STR_EMPTY, extended = STR_EMPTY;
    bool has_name = false, has_extended = false, bad;
    struct str rest;

    (void)str_cut(value, ';', &kind, NULL);
    if (!same_word(str_trim(kind), "form-data"))
        return REFUSE_MULTIPART;
    rest = str_sub(value, kind.n, value.n);

    while (next_param(a, &rest, &name, &v, &bad)) {
        if (same_word(name, "name")) {
            if (has_name)
                return REFUSE_MULTIPART;
            has_name = true;
            h->name = v;
        } else if (same_word(name, "filename")) {
            h->is_file = true;
            plain = v;
        } else if (same_word(name, "filename*")) {
            h->is_file = true;
            has_extended = extended_name(a, v, &extended);
        }
    }
    if (bad || !has_name || h->name.n == 0)
        return REFUSE_MULTIPART;
    if (!is_text(h->name) || utf8_has_control(h->name, false))
        return REFUSE_UTF8;

    if (has_extended)
        plain = extended;
    if (!utf8_valid(plain))
        return REFUSE_UTF8;
    h->file_name = clean_file_name(a, plain);
    return REFUSE_NONE;
}

enum refusal
parse_part_head(struct arena *a, struct str block, struct part_head *ret)
{
    struct part_head h = { 0 };
    bool seen = false;

    while (block.n > 0) {
        size_t end = str_find(block, STR("\r\n"));
        struct str line = str_sub(block, 0, end), name, value;
        bool colon;

        block = end == SIZE_MAX ? STR_EMPTY : str_sub(block, end + 2, block.n);
        value = str_trim(str_cut(line, ':', &name, &colon));
        if (!colon || !parse_is_token(name))
            return REFUSE_MULTIPART;
        if (same_word(name, "Content-Disposition")) {
            enum refusal why;

            if (seen)
                return REFUSE_MULTIPART;
            seen = true;
            why = parse_disposition(a, value, &h);
            if (why != REFUSE_NONE)
                return why;
        } else if (same_word(name, "Content-Type") && is_text(value) &&
                   !utf8_has_control(value, false)) {
            h.type = arena_str(a, value);
        } else if (same_word(name, "Content-Transfer-Encoding") &&
                   !same_word(value, "binary") && !same_word(value, "8bit") &&
                   !same_word(value, "7bit")) {
            return REFUSE_MULTIPART; /* RFC 7578 4.7: not to be used */
        }
    }
    if (!seen)
        return REFUSE_MULTIPART;
    h.name = arena_str(a, h.name);
    *ret = h;
    return REFUSE_NONE;
}
