/* buf.h - bytes that grow, with a limit at birth and a sticky failure.
 *
 * Appends return nothing; after the first one that would pass the limit all
 * further ones do nothing, and buf_done says ERR_LIMIT once, at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/err.h"

struct buf {
    char *p;
    size_t n;
    size_t cap;
    size_t limit;
    bool failed;
    struct arena *a; /* the bytes live here; NULL: malloc, buf_free */
};

/* limit in bytes, > 0. */
void buf_init(struct buf *b, struct arena *a, size_t limit);

/* Only for a == NULL; harmless otherwise. */
void buf_free(struct buf *b);

void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_byte(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_fmt(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Only a literal compiles. */
#define buf_lit(b, lit) buf_add((b), "" lit "", sizeof(lit) - 1)

/* What was written so far; valid until the next append. */
struct str buf_view(const struct buf *b);

/* Keeps the memory, forgets bytes and failure. */
void buf_clear(struct buf *b);

/* OK, or ERR_LIMIT if an append did not fit. */
NODISCARD enum status buf_done(
    const struct buf *b, struct str *ret, struct err *err);

#endif
