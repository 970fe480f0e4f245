#include "format/html.h"

#include <string.h>

/*
 * What becomes of a byte in text and attribute values. Everything not named
 * stands as it is; "" drops the byte: no control character but tab and line
 * feed has a meaning in a page, and some upset readers or log viewers.
 */
static const char *const escapes[256] = {
    ['&'] = "&amp;",
    ['<'] = "&lt;",
    ['>'] = "&gt;",
    ['"'] = "&quot;",
    ['\''] = "&#39;",
    [0x00] = "", [0x01] = "", [0x02] = "", [0x03] = "", [0x04] = "",
    [0x05] = "", [0x06] = "", [0x07] = "", [0x08] = "", [0x0b] = "",
    [0x0c] = "", [0x0d] = "", [0x0e] = "", [0x0f] = "", [0x10] = "",
    [0x11] = "", [0x12] = "", [0x13] = "", [0x14] = "", [0x15] = "",
    [0x16] = "", [0x17] = "", [0x18] = "", [0x19] = "", [0x1a] = "",
    [0x1b] = "", [0x1c] = "", [0x1d] = "", [0x1e] = "", [0x1f] = "",
    [0x7f] = "",
};

/* Bytes to stop at: those above, and the first byte of a C1 control. Small
 * enough to stay in the cache, for every byte of text passes it. */
static const bool stops[256] = {
    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true,
    [0x00] = true, [0x01] = true, [0x02] = true, [0x03] = true,
    [0x04] = true, [0x05] = true, [0x06] = true, [0x07] = true,
    [0x08] = true, [0x0b] = true, [0x0c] = true, [0x0d] = true,
    [0x0e] = true, [0x0f] = true, [0x10] = true, [0x11] = true,
    [0x12] = true, [0x13] = true, [0x14] = true, [0x15] = true,
    [0x16] = true, [0x17] = true, [0x18] = true, [0x19] = true,
    [0x1a] = true, [0x1b] = true, [0x1c] = true, [0x1d] = true,
    [0x1e] = true, [0x1f] = true, [0x7f] = true, [0xc2] = true,
};

/* Index of the next byte to stop at, from i; s.n if there is none. */
static size_t
next_stop(struct str s, size_t i)
{
    while (i < s.n && !stops[(unsigned char)s.p[i]])
        i++;
    return i;
}

/* Writes runs of ordinary bytes in one piece: most text needs no escape. */
static void
escape(struct buf *out, struct str s)
{
    size_t from = 0;

    for (size_t i = next_stop(s, 0); i < s.n; i = next_stop(s, i + 1)) {
        unsigned char c = (unsigned char)s.p[i];
        const char *to = escapes[c];
        size_t len = 1;

        if (c == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] >= 0x80 &&
            (unsigned char)s.p[i + 1] <= 0x9f) {
            to = ""; /* C1 control */
            len = 2;
        }
        if (!to)
            continue;
        buf_add(out, s.p + from, i - from);
        buf_add(out, to, strlen(to));
        i += len - 1;
        from = i + 1;
    }
    if (from < s.n)
        buf_add(out, s.p + from, s.n - from);
}

void
html_raw_(struct html *h, const char *literal, size_t n)
{
    buf_add(h->out, literal, n);
}

struct html_part
html_part(const struct html *h)
{
    return (struct html_part){ buf_view(h->out) };
}

void
html_put(struct html *h, struct html_part p)
{
    buf_str(h->out, p.s);
}

void
html_text(struct html *h, struct str s)
{
    escape(h->out, s);
}

void
html_cstr(struct html *h, const char *s)
{
    escape(h->out, str_of(s));
}

void
html_int(struct html *h, int64_t v)
{
    buf_int(h->out, v);
}

void
html_int_grouped(struct html *h, int64_t v)
{
    char digits[32];
    size_t at = sizeof(digits);
    uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    int n = 0;

    do {
        if (n > 0 && n % 3 == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
        n++;
    } while (rest > 0);
    if (v < 0)
        digits[--at] = '-';
    buf_add(h->out, digits + at, sizeof(digits) - at);
}

void
html_multiline(struct html *h, struct str s)
{
    bool more = true;

    while (more) {
        struct str line;

        s = str_cut(s, '\n', &line, &more);
        escape(h->out, line); /* drops the CR of a CRLF */
        if (more)
            buf_lit(h->out, "<br>");
    }
}

void
html_attr_(struct html *h, const char *name, size_t n, struct str value)
{
    buf_add(h->out, name, n);
    buf_byte(h->out, '"');
    escape(h->out, value);
    buf_byte(h->out, '"');
}

void
html_attr_int_(struct html *h, const char *name, size_t n, int64_t value)
{
    buf_add(h->out, name, n);
    buf_byte(h->out, '"');
    buf_int(h->out, value);
    buf_byte(h->out, '"');
}

void
html_href_(struct html *h, const char *name, size_t n, struct url u)
{
    html_attr_(h, name, n, u.s);
}
