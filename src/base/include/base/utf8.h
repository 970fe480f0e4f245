/* utf8.h - Unicode text as UTF-8. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

#define UTF8_BAD UINT32_MAX

/* True if s is valid UTF-8 (no surrogates, no overlong forms). */
bool utf8_valid(struct str s);

/* Decodes the code point at *at and moves *at behind it; UTF8_BAD and one byte
 * on an invalid sequence. *at < s.n is required. */
uint32_t utf8_next(struct str s, size_t *at);

/* Writes cp to out (room for 4) and returns the number of bytes. */
size_t utf8_put(char *out, uint32_t cp);

/* Code points in s; invalid bytes count one each. */
size_t utf8_count(struct str s);

/* The first n code points. */
struct str utf8_head(struct str s, size_t n);

/* Columns on a fixed grid: East Asian wide and full-width count 2. */
size_t utf8_width(struct str s);

/* True if s holds a C0 control (but for tab, line feed, carriage return when
 * `multiline`), DEL, a C1 control, or a bidi override. */
bool utf8_has_control(struct str s, bool multiline);

/*
 * What people type, as the rules want it: full-width ASCII becomes half-width,
 * U+3000 a space, ends trimmed. For codes, numbers, mail and phone fields.
 */
struct str utf8_narrow(struct arena *a, struct str s);

/*
 * Key for search and for telling names apart: NFKC, lower case, without white
 * space and punctuation. 「示例（重庆）律师事务所」 and "示例(重庆) 律师事务所"
 * have one key.
 */
struct str utf8_key(struct arena *a, struct str s);

#endif
