/* str.h - a view of bytes: pointer and length, not NUL-terminated.
 *
 * A struct str never owns. It lives as long as what it points into (an arena,
 * a literal, a request). The empty string may have p == NULL.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *p;
    size_t n;
};

/* A literal as struct str; anything but a literal does not compile. */
#define STR(lit) ((struct str){ "" lit "", sizeof(lit) - 1 })
/* The same for static initialisers. */
#define STR_INIT(lit) { "" lit "", sizeof(lit) - 1 }
/* printf("%.*s", STR_ARG(s)) */
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

#define STR_EMPTY ((struct str){ NULL, 0 })

/* Views a NUL-terminated string; NULL gives the empty string. */
struct str str_of(const char *cstr);

/* Byte by byte. The empty string starts and ends every string. */
bool str_eq(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Byte order, shorter first on a tie: <0, 0, >0. */
int str_cmp(struct str a, struct str b);

/* Index of the first occurrence of needle, or SIZE_MAX. The empty needle is
 * found at 0. */
size_t str_find(struct str s, struct str needle);

/* Part of s from byte `from` (clamped), at most n bytes. */
struct str str_sub(struct str s, size_t from, size_t n);

/* Without ASCII white space and U+3000 at both ends. */
struct str str_trim(struct str s);

/*
 * Cuts s at the first sep: *ret_head is what stands before, the return value
 * what stands after. Without sep the head is all of s and the rest is empty.
 * `more`, if not NULL, says whether sep was found.
 */
struct str str_cut(struct str s, char sep, struct str *ret_head, bool *more);

/* FNV-1a of the bytes; for hash tables, not for proofs. */
uint64_t str_hash(struct str s);

#endif
