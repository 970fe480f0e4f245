#include "format/html.h"

#include <assert.h>
#include <string.h>

/* Longer addresses are refused by proxies and old browsers. */
#define URL_MAX 8192

/* Where an address cannot be made, the page itself is linked. */
#define URL_NOWHERE ((struct url){ STR_INIT("#") })

/* The order of the tests is that of how often they decide in addresses. */
static bool
unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
        (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' ||
        c == '~';
}

void
url_encode(struct buf *out, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";

    size_t from = 0; /* of a run that stands as it is */

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (unreserved(c))
            continue;
        char seq[3] = { '%', hex[c >> 4], hex[c & 15] };
        buf_add(out, s.p + from, i - from);
        buf_add(out, seq, sizeof(seq));
        from = i + 1;
    }
    if (from < s.n)
        buf_add(out, s.p + from, s.n - from);
}

/* The address in b, or nowhere if it did not fit. */
static struct url
finish(const struct buf *b)
{
    struct str s;

    if (buf_done(b, &s, NULL) != OK)
        return URL_NOWHERE;
    return (struct url){ s };
}

struct url_arg
url_arg_str_(struct str s)
{
    return (struct url_arg){ .is_text = true, .text = s };
}

struct url_arg
url_arg_int_(long long v)
{
    return (struct url_arg){ .number = v };
}

struct url
url_make_(struct arena *a, const char *format, const struct url_arg *args,
    size_t n)
{
    struct buf b;
    struct str s;
    size_t used = 0;

    buf_init(&b, a, URL_MAX);
    for (const char *p = format; *p; p++) {
        size_t run = strcspn(p, "%");

        buf_add(&b, p, run);
        p += run;
        if (*p == '\0')
            break;
        p++;
        assert(used < n && (*p == 's' || *p == 'd'));
        assert(args[used].is_text == (*p == 's'));
        if (*p == 's')
            url_encode(&b, args[used].text);
        else
            buf_int(&b, args[used].number);
        used++;
    }
    assert(used == n);
    s = finish(&b).s;
    /* "//x" would name another host: an empty first segment must not lead
     * away from ours. */
    if (str_starts(s, STR("//")))
        s = arena_join(a, STR("/."), s);
    return (struct url){ s };
}

struct url
url_with(struct arena *a, struct url u, const char *name, struct str value)
{
    struct buf b;
    struct str head;
    struct str fragment;
    bool has_fragment;

    fragment = str_cut(u.s, '#', &head, &has_fragment);
    buf_init(&b, a, URL_MAX);
    buf_str(&b, head);
    buf_byte(&b, str_find(head, STR("?")) == SIZE_MAX ? '?' : '&');
    url_encode(&b, str_of(name));
    buf_byte(&b, '=');
    url_encode(&b, value);
    if (has_fragment) {
        buf_byte(&b, '#');
        buf_str(&b, fragment);
    }
    return finish(&b);
}

/* prefix in lower case; schemes have no case. */
static bool
starts_with_scheme(struct str s, struct str prefix)
{
    if (s.n <= prefix.n)
        return false;
    for (size_t i = 0; i < prefix.n; i++) {
        char c = s.p[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != prefix.p[i])
            return false;
    }
    return true;
}

struct url
url_user(struct arena *a, struct str s)
{
    s = str_trim(s);
    if (s.n > URL_MAX || !utf8_valid(s) || utf8_has_control(s, false))
        return URL_NOWHERE;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\\')
            return URL_NOWHERE;
    if (starts_with_scheme(s, STR("http://")) ||
        starts_with_scheme(s, STR("https://")) ||
        starts_with_scheme(s, STR("mailto:")))
        return (struct url){ arena_str(a, s) };
    return URL_NOWHERE;
}

struct url
url_fragment(struct arena *a, struct str id)
{
    struct buf b;

    buf_init(&b, a, URL_MAX);
    buf_byte(&b, '#');
    url_encode(&b, id);
    return finish(&b);
}

struct str
url_text(struct url u)
{
    return u.s;
}
