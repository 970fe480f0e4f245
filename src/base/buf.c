/* buf.c - bytes that grow up to a limit. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 256 };

void
buf_init(struct buf *b, struct arena *a, size_t limit)
{
    *b = (struct buf){ .limit = limit, .a = a };
}

void
buf_free(struct buf *b)
{
    if (b->a == NULL) {
        free(b->p);
        b->p = NULL;
        b->n = 0;
        b->cap = 0;
    }
}

static char *
move_bytes(struct buf *b, size_t cap)
{
    char *p;

    if (b->a == NULL) {
        p = realloc(b->p, cap);
        if (p == NULL) {
            fputs("buf: out of memory\n", stderr);
            abort();
        }
        return p;
    }
    p = arena_alloc(b->a, cap);
    if (b->n > 0)
        memcpy(p, b->p, b->n);
    return p;
}

/* Makes room for n bytes and the NUL that vsnprintf writes behind them. */
static bool
make_room(struct buf *b, size_t n)
{
    size_t cap;

    if (b->failed || n > b->limit - b->n) {
        b->failed = true;
        return false;
    }
    if (b->cap > b->n + n)
        return true;
    cap = b->cap < FIRST_ROOM ? FIRST_ROOM : b->cap;
    while (cap <= b->n + n)
        cap = cap > SIZE_MAX / 2 ? b->n + n + 1 : cap * 2;
    if (b->limit < SIZE_MAX && cap > b->limit + 1)
        cap = b->limit + 1;
    b->p = move_bytes(b, cap);
    b->cap = cap;
    return true;
}

void
buf_add_growing_(struct buf *b, const void *p, size_t n)
{
    if (n == 0 || !make_room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void
buf_reserve(struct buf *b, size_t n)
{
    if (n > b->n && n <= b->limit)
        (void)make_room(b, n - b->n);
}

void
buf_int(struct buf *b, int64_t v)
{
    char digits[20]; /* of the smallest, without its sign */
    size_t at = sizeof(digits);
    uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (v < 0)
        buf_byte(b, '-');
    buf_add(b, digits + at, sizeof(digits) - at);
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
    char small[FIRST_ROOM];
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(small, sizeof(small), fmt, ap);
    va_end(ap);
    if (n < 0) {
        b->failed = true;
        return;
    }
    if ((size_t)n < sizeof(small)) {
        buf_add(b, small, (size_t)n);
        return;
    }
    if (!make_room(b, (size_t)n))
        return;
    va_start(ap, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
}

struct str
buf_view(const struct buf *b)
{
    return (struct str){ b->p, b->n };
}

void
buf_clear(struct buf *b)
{
    b->n = 0;
    b->failed = false;
}

enum status
buf_done(const struct buf *b, struct str *ret, struct err *err)
{
    if (b->failed)
        return err_set(err, ERR_LIMIT,
            "内容过大：最多 %zu 字节，请缩小范围后再试。", b->limit);
    *ret = buf_view(b);
    return OK;
}
