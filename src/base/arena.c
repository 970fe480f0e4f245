/* arena.c - memory by lifetime: chunks of zeroed bytes, given out in order. */
#include "arena_private.h"

#include "base/num.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum {
    ALIGNMENT = alignof(max_align_t),
    FIRST_CHUNK = 8 * 1024,
    LARGEST_CHUNK = 1024 * 1024,
    KEPT_CHUNK = 256 * 1024 /* the most that a reset keeps */
};

struct chunk {
    struct chunk *older;
    size_t cap;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

struct deferred {
    struct deferred *earlier;
    void (*fn)(void *);
    void *p;
};

struct arena {
    const char *name;
    struct chunk *top;   /* the one in use, then the older ones */
    struct deferred *deferred;
    size_t handed_out;
    size_t next_chunk;
};

static _Noreturn void
die(const struct arena *a, const char *why)
{
    fprintf(stderr, "arena %s: %s\n", a == NULL ? "?" : a->name, why);
    abort();
}

struct arena *
arena_new(const char *name)
{
    struct arena *a = calloc(1, sizeof(*a));

    if (a == NULL)
        die(NULL, "out of memory");
    a->name = name;
    a->next_chunk = FIRST_CHUNK;
    return a;
}

/* A deferred call may use the arena and even defer again. */
static void
run_deferred(struct arena *a)
{
    while (a->deferred != NULL) {
        struct deferred *d = a->deferred;

        a->deferred = d->earlier;
        d->fn(d->p);
    }
}

static void
free_chunk(struct chunk *c)
{
    UNPOISON(c->bytes, c->cap);
    free(c);
}

static void
free_chunks_but(struct arena *a, const struct chunk *kept)
{
    struct chunk *older;

    for (struct chunk *c = a->top; c != NULL; c = older) {
        older = c->older;
        if (c != kept)
            free_chunk(c);
    }
}

/* The largest chunk that a reset may keep; NULL if there is none. */
static struct chunk *
choose_kept(const struct arena *a)
{
    struct chunk *best = NULL;

    for (struct chunk *c = a->top; c != NULL; c = c->older) {
        if (c->cap <= KEPT_CHUNK && (best == NULL || c->cap > best->cap))
            best = c;
    }
    return best;
}

void
arena_free(struct arena *a)
{
    if (a == NULL)
        return;
    run_deferred(a);
    free_chunks_but(a, NULL);
    free(a);
}

void
arena_reset(struct arena *a)
{
    struct chunk *kept;

    run_deferred(a);
    kept = choose_kept(a);
    free_chunks_but(a, kept);
    a->top = kept;
    a->next_chunk = FIRST_CHUNK;
    if (kept != NULL) {
        kept->older = NULL;
        UNPOISON(kept->bytes, kept->cap);
        memset(kept->bytes, 0, kept->used);
        kept->used = 0;
        POISON(kept->bytes, kept->cap);
        /* What did not fit this time will fit one of the next times. */
        while (a->next_chunk <= kept->cap)
            a->next_chunk *= 2;
    }
    a->handed_out = 0;
}

size_t
arena_used(const struct arena *a)
{
    return a->handed_out;
}

/* Chunks double, so that a large lifetime needs few of them; what is larger
 * than a chunk gets one of its own size. */
static struct chunk *
add_chunk(struct arena *a, size_t size)
{
    size_t cap = size > a->next_chunk ? size : a->next_chunk;
    struct chunk *c;

    if (cap > SIZE_MAX - sizeof(*c))
        die(a, "size overflow");
    c = calloc(1, sizeof(*c) + cap);
    if (c == NULL)
        die(a, "out of memory");
    c->cap = cap;
    POISON(c->bytes, cap);
    if (a->next_chunk < LARGEST_CHUNK)
        a->next_chunk *= 2;
    /* The current chunk stays on top when it has more room left. */
    if (a->top != NULL && a->top->cap - a->top->used > cap - size) {
        c->older = a->top->older;
        a->top->older = c;
    } else {
        c->older = a->top;
        a->top = c;
    }
    return c;
}

/* What an allocation takes of its chunk. */
static size_t
step_of(const struct arena *a, size_t size)
{
    if (size > SIZE_MAX - 2 * ALIGNMENT)
        die(a, "size overflow");
    /* One granule more than asked keeps neighbours apart under ASan. */
#ifdef ARENA_ASAN
    return (size / ALIGNMENT + 1) * ALIGNMENT;
#else
    return size == 0 ? ALIGNMENT
                     : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
#endif
}

void *
arena_alloc(struct arena *a, size_t size)
{
    struct chunk *c = a->top;
    size_t step = step_of(a, size);
    unsigned char *p;

    if (c == NULL || c->cap - c->used < step)
        c = add_chunk(a, step);
    p = c->bytes + c->used;
    c->used += step;
    a->handed_out += size;
    UNPOISON(p, size);
    return p;
}

bool
arena_extend(struct arena *a, void *p, size_t size, size_t larger)
{
    struct chunk *c = a->top;
    size_t step = step_of(a, size), more = step_of(a, larger) - step;

    if (c == NULL || (unsigned char *)p + step != c->bytes + c->used ||
        c->cap - c->used < more)
        return false;
    c->used += more;
    a->handed_out += larger - size;
    UNPOISON(p, larger);
    return true;
}

void *
arena_alloc_array(struct arena *a, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        die(a, "size overflow");
    return arena_alloc(a, count * size);
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
    struct deferred *d = arena_one(a, struct deferred);

    *d = (struct deferred){ a->deferred, fn, p };
    a->deferred = d;
}

void *
arena_dup(struct arena *a, const void *p, size_t n)
{
    void *copy = arena_alloc(a, n);

    if (n > 0)
        memcpy(copy, p, n);
    return copy;
}

struct str
arena_str(struct arena *a, struct str s)
{
    if (s.n == 0)
        return STR_EMPTY;
    return (struct str){ arena_dup(a, s.p, s.n), s.n };
}

char *
arena_cstr(struct arena *a, struct str s)
{
    char *copy;

    if (s.n == SIZE_MAX)
        die(a, "size overflow");
    copy = arena_alloc(a, s.n + 1);
    if (s.n > 0)
        memcpy(copy, s.p, s.n);
    return copy;
}

struct str
arena_vfmt(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    size_t size;
    char *p;
    int n;

    if (fmt == NULL) /* gcc with UBSan warns otherwise */
        die(a, "bad format");
    va_copy(again, ap);
    n = fmt == NULL ? -1 : vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0)
        die(a, "bad format");
    size = (size_t)n + 1;
    p = arena_alloc(a, size);
    vsnprintf(p, size, fmt, ap);
    return (struct str){ p, (size_t)n };
}

struct str
arena_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    struct str s;

    va_start(ap, fmt);
    s = arena_vfmt(a, fmt, ap);
    va_end(ap);
    return s;
}

struct str
arena_join(struct arena *a, struct str x, struct str y)
{
    char *p;

    if (x.n > SIZE_MAX - y.n)
        die(a, "size overflow");
    if (x.n + y.n == 0)
        return STR_EMPTY;
    p = arena_alloc(a, x.n + y.n);
    if (x.n > 0)
        memcpy(p, x.p, x.n);
    if (y.n > 0)
        memcpy(p + x.n, y.p, y.n);
    return (struct str){ p, x.n + y.n };
}

struct str
arena_hex(struct arena *a, const void *bytes, size_t n)
{
    if (n > SIZE_MAX / 2)
        die(a, "size overflow");
    if (n == 0)
        return STR_EMPTY;
    char *p = arena_alloc(a, n * 2);
    num_to_hex(bytes, n, p);
    return (struct str){ p, n * 2 };
}
