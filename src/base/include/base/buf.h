/* buf.h - bytes that grow, with a limit at birth and a sticky failure.
 *
 * Appends return nothing; after the first one that would pass the limit all
 * further ones do nothing, and buf_done says ERR_LIMIT once, at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/err.h"

#include <string.h>

struct buf {
    char *p;
    size_t n;
    size_t cap; /* at most one byte more than limit */
    size_t limit;
    bool failed;
    struct arena *a; /* the bytes live here; NULL: malloc, buf_free */
};

/* limit in bytes, > 0. */
void buf_init(struct buf *b, struct arena *a, size_t limit);

/* Only for a == NULL; harmless otherwise. */
void buf_free(struct buf *b);

/* buf_add where there is no room yet. */
void buf_add_growing_(struct buf *b, const void *p, size_t n);

static inline void
buf_add(struct buf *b, const void *p, size_t n)
{
    if (n == 0 || n >= b->cap - b->n || b->failed) {
        buf_add_growing_(b, p, n);
        return;
    }
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

static inline void
buf_byte(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

static inline void
buf_str(struct buf *b, struct str s)
{
    buf_add(b, s.p, s.n);
}

void buf_int(struct buf *b, int64_t v);
void buf_fmt(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Only a literal compiles. */
#define buf_lit(b, lit) buf_add((b), "" lit "", sizeof(lit) - 1)

/* What was written so far; valid until the next append. */
struct str buf_view(const struct buf *b);

/* Makes room for n bytes in all, so that a large text grows only once. Nothing
 * if the limit is lower. */
void buf_reserve(struct buf *b, size_t n);

/* Keeps the memory, forgets bytes and failure. */
void buf_clear(struct buf *b);

/* OK, or ERR_LIMIT if an append did not fit. */
NODISCARD enum status buf_done(
    const struct buf *b, struct str *ret, struct err *err);

#endif
