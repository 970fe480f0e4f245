/* str.c - views of bytes. */
#include "base/str.h"

#include <string.h>

struct str
str_of(const char *cstr)
{
    if (cstr == NULL)
        return STR_EMPTY;
    return (struct str){ cstr, strlen(cstr) };
}

/* memcmp must not see NULL, not even with length 0. */
static bool
same_bytes(const char *a, const char *b, size_t n)
{
    return n == 0 || memcmp(a, b, n) == 0;
}

bool
str_eq(struct str a, struct str b)
{
    return a.n == b.n && same_bytes(a.p, b.p, a.n);
}

bool
str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && same_bytes(s.p, prefix.p, prefix.n);
}

bool
str_ends(struct str s, struct str suffix)
{
    if (suffix.n == 0)
        return true;
    return s.n >= suffix.n &&
        same_bytes(s.p + (s.n - suffix.n), suffix.p, suffix.n);
}

int
str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);

    if (order != 0)
        return order;
    return (a.n > b.n) - (a.n < b.n);
}

size_t
str_find(struct str s, struct str needle)
{
    const char *hit;

    if (needle.n == 0)
        return 0;
    if (s.n < needle.n)
        return SIZE_MAX;
    hit = memmem(s.p, s.n, needle.p, needle.n);
    return hit == NULL ? SIZE_MAX : (size_t)(hit - s.p);
}

struct str
str_sub(struct str s, size_t from, size_t n)
{
    size_t rest;

    if (from >= s.n)
        return STR_EMPTY;
    rest = s.n - from;
    return (struct str){ s.p + from, n < rest ? n : rest };
}

static bool
ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str s)
{
    const struct str wide = STR("\xE3\x80\x80"); /* U+3000 */

    for (;;) {
        if (s.n > 0 && ascii_space(s.p[0]))
            s = str_sub(s, 1, s.n);
        else if (str_starts(s, wide))
            s = str_sub(s, wide.n, s.n);
        else if (s.n > 0 && ascii_space(s.p[s.n - 1]))
            s.n--;
        else if (str_ends(s, wide))
            s.n -= wide.n;
        else
            return s;
    }
}

struct str
str_cut(struct str s, char sep, struct str *ret_head, bool *more)
{
    const char *hit = s.n == 0 ? NULL : memchr(s.p, sep, s.n);
    size_t at = hit == NULL ? s.n : (size_t)(hit - s.p);

    if (more != NULL)
        *more = hit != NULL;
    *ret_head = str_sub(s, 0, at);
    return hit == NULL ? STR_EMPTY : str_sub(s, at + 1, s.n);
}

uint64_t
str_hash(struct str s)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < s.n; i++) {
        h ^= (unsigned char)s.p[i];
        h *= UINT64_C(0x100000001b3);
    }
    return h;
}
