/* arena.h - memory by lifetime. Objects are not freed, a lifetime is ended.
 *
 * An arena hands out zeroed, aligned memory from chunks and gives all of it
 * back at arena_reset or arena_free. Unused bytes are poisoned for ASan.
 * Running out of memory aborts the process; sizes that come from outside are
 * limited before they get here (buf, counted loaders).
 * An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new arena of its own. name is kept (a literal), for diagnostics. */
struct arena *arena_new(const char *name);

/* Ends it: runs the deferred calls in reverse, gives the memory back.
 * NULL is allowed. */
void arena_free(struct arena *a);

/* As arena_free, but the arena can be used again; keeps its largest chunk of
 * up to 256 KB, so that a lifetime that repeats soon asks for no memory. */
void arena_reset(struct arena *a);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

/* size zeroed bytes, aligned for any type. count * size must not overflow
 * (aborts). */
void *arena_alloc(struct arena *a, size_t size);
void *arena_alloc_array(struct arena *a, size_t count, size_t size);

#define arena_one(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_new_array(a, type, n) \
    ((type *)arena_alloc_array((a), (n), sizeof(type)))

/* Calls fn(p) when the lifetime ends; last registered runs first. */
void arena_defer(struct arena *a, void (*fn)(void *), void *p);

/* Copies. arena_cstr adds the NUL that C libraries want. */
struct str arena_str(struct arena *a, struct str s);
char *arena_cstr(struct arena *a, struct str s);
void *arena_dup(struct arena *a, const void *p, size_t n);

/* Formats into the arena. */
struct str arena_fmt(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct str arena_vfmt(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* x and y one after the other. */
struct str arena_join(struct arena *a, struct str x, struct str y);

/* Lower-case hex of n bytes. */
struct str arena_hex(struct arena *a, const void *bytes, size_t n);

#endif
