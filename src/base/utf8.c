/* utf8.c - Unicode text; the tables are libunistring's. */
#include "base/utf8.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

enum { WIDE_SPACE = 0x3000, REPLACEMENT = 0xFFFD };

/* Bytes that follow the first byte of a sequence; -1 for a bad first byte. */
static int
tail_length(unsigned char c)
{
    if (c < 0x80)
        return 0;
    if (c >= 0xC2 && c <= 0xDF)
        return 1;
    if (c >= 0xE0 && c <= 0xEF)
        return 2;
    if (c >= 0xF0 && c <= 0xF4)
        return 3;
    return -1;
}

uint32_t
utf8_next(struct str s, size_t *at)
{
    static const uint32_t smallest[] = { 0, 0x80, 0x800, 0x10000 };
    size_t from = (*at)++;
    unsigned char first = (unsigned char)s.p[from];
    int tail = tail_length(first);
    uint32_t cp;

    if (tail == 0)
        return first;
    if (tail < 0 || (size_t)tail > s.n - from - 1)
        return UTF8_BAD;
    cp = first & (0x3FU >> tail);
    for (int i = 1; i <= tail; i++) {
        unsigned char c = (unsigned char)s.p[from + (size_t)i];

        if ((c & 0xC0) != 0x80)
            return UTF8_BAD;
        cp = cp << 6 | (c & 0x3FU);
    }
    if (cp < smallest[tail] || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        return UTF8_BAD;
    *at = from + (size_t)tail + 1;
    return cp;
}

bool
utf8_valid(struct str s)
{
    size_t at = 0;

    while (at < s.n)
        if (utf8_next(s, &at) == UTF8_BAD)
            return false;
    return true;
}

size_t
utf8_put(char *out, uint32_t cp)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        cp = REPLACEMENT;
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t
utf8_count(struct str s)
{
    size_t at = 0, count = 0;

    for (; at < s.n; count++)
        utf8_next(s, &at);
    return count;
}

struct str
utf8_head(struct str s, size_t n)
{
    size_t at = 0;

    while (at < s.n && n-- > 0)
        utf8_next(s, &at);
    return str_sub(s, 0, at);
}

size_t
utf8_width(struct str s)
{
    size_t at = 0, width = 0;

    while (at < s.n) {
        uint32_t cp = utf8_next(s, &at);
        int columns = cp == UTF8_BAD ? 1 : uc_width(cp, "UTF-8");

        if (columns > 0)
            width += (size_t)columns;
    }
    return width;
}

static bool
control(uint32_t cp, bool multiline)
{
    if (cp == '\t' || cp == '\n' || cp == '\r')
        return !multiline;
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) ||
        (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

bool
utf8_has_control(struct str s, bool multiline)
{
    size_t at = 0;

    while (at < s.n)
        if (control(utf8_next(s, &at), multiline))
            return true;
    return false;
}

struct str
utf8_narrow(struct arena *a, struct str s)
{
    struct str copy;
    char *p;
    size_t at = 0, n = 0;

    s = str_trim(s);
    if (s.n == 0)
        return STR_EMPTY;
    p = arena_alloc(a, s.n); /* it only gets shorter */
    while (at < s.n) {
        size_t from = at;
        uint32_t cp = utf8_next(s, &at);

        if (cp >= 0xFF01 && cp <= 0xFF5E)
            p[n++] = (char)(cp - 0xFF01 + '!');
        else if (cp == WIDE_SPACE)
            p[n++] = ' ';
        else
            while (from < at)
                p[n++] = s.p[from++];
    }
    copy = (struct str){ p, n };
    return str_trim(copy);
}

/* Moves what libunistring allocated into the arena. */
static struct str
keep(struct arena *a, uint8_t *p, size_t n)
{
    struct str s;

    if (p == NULL) {
        fputs("utf8: out of memory\n", stderr);
        abort();
    }
    s = arena_str(a, (struct str){ (const char *)p, n });
    free(p);
    return s;
}

static struct str
nfkc(struct arena *a, struct str s)
{
    uint8_t *p;
    size_t n;

    if (s.n == 0)
        return s;
    p = u8_normalize(UNINORM_NFKC, (const uint8_t *)s.p, s.n, NULL, &n);
    return keep(a, p, n);
}

static struct str
lower(struct arena *a, struct str s)
{
    uint8_t *p;
    size_t n;

    if (s.n == 0)
        return s;
    p = u8_tolower((const uint8_t *)s.p, s.n, NULL, NULL, NULL, &n);
    return keep(a, p, n);
}

/* Punctuation, separators, controls and invisible format characters. */
static bool
ignored(uint32_t cp)
{
    return uc_is_general_category_withtable(cp,
               UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_Z | UC_CATEGORY_MASK_Cc |
                   UC_CATEGORY_MASK_Cf) ||
        uc_is_property_white_space(cp);
}

/* libunistring wants valid text, so broken bytes become U+FFFD. */
static struct str
repair(struct arena *a, struct str s, bool drop_ignored)
{
    char *p = arena_alloc_array(a, s.n, 3);
    size_t at = 0, n = 0;

    while (at < s.n) {
        uint32_t cp = utf8_next(s, &at);

        if (cp == UTF8_BAD)
            cp = REPLACEMENT;
        if (!drop_ignored || !ignored(cp))
            n += utf8_put(p + n, cp);
    }
    return (struct str){ p, n };
}

struct str
utf8_key(struct arena *a, struct str s)
{
    if (s.n == 0)
        return STR_EMPTY;
    if (!utf8_valid(s))
        s = repair(a, s, false);
    s = lower(a, nfkc(a, s));
    /* Dropping a character may bring a letter and its accent together. */
    return nfkc(a, repair(a, s, true));
}
