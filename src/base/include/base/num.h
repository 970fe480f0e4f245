/* num.h - numbers from text and back, always with bounds. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/err.h"
#include "base/str.h"

/*
 * Reads a decimal integer: optional '-', digits, nothing else. Full-width
 * digits are not accepted here (normalise input with utf8_narrow first).
 *
 * Returns false if it is not one or lies outside min..max.
 */
bool num_int(struct str s, int64_t min, int64_t max, int64_t *ret);

/* As num_int for hexadecimal without prefix. */
bool num_hex(struct str s, uint64_t *ret);

/*
 * Reads an amount of yuan such as "1,234.50" into fen. At most two decimals,
 * separators of thousands allowed, no sign.
 */
bool num_fen(struct str s, int64_t max_fen, int64_t *ret_fen);

/* a * b and a + b, false on overflow. */
bool num_mul(int64_t a, int64_t b, int64_t *ret);
bool num_add(int64_t a, int64_t b, int64_t *ret);

/* Lower-case hex of n bytes; out holds 2 * n characters, no NUL. */
void num_to_hex(const void *bytes, size_t n, char *out);
/* The reverse; s.n must be even. */
bool num_from_hex(struct str s, void *out, size_t n);

#endif
