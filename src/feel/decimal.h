/* decimal.h - decimal128 numbers on the Intel library.
 *
 * The only file pair that sees the library's headers. Every function is pure:
 * rounding modes and flags are passed, nothing global is touched. A result
 * that is not a finite number (overflow, division by zero, root of a negative)
 * makes the function return false and leaves *ret untouched.
 */
#ifndef FEEL_DECIMAL_H
#define FEEL_DECIMAL_H

#include "feel/feel.h"

enum dec_rounding {
    DEC_HALF_EVEN,
    DEC_FLOOR,
    DEC_CEILING,
    DEC_DOWN, /* towards zero */
    DEC_UP,   /* away from zero */
    DEC_HALF_UP,
    DEC_HALF_DOWN
};

/* Room for the longest text of dec_text. */
#define DEC_TEXT_MAX 64
/* Longest text dec_parse reads. */
#define DEC_PARSE_MAX 400

struct feel_number dec_int(int64_t v);
/* Optional sign, digits, optional fraction, optional exponent; nothing else. */
bool dec_parse(struct str s, struct feel_number *ret);
/* Plain notation without trailing zeros where it fits 40 characters, else with
 * an exponent. Returns the length. */
size_t dec_text(struct feel_number x, char out[DEC_TEXT_MAX]);

bool dec_add(struct feel_number x, struct feel_number y,
    struct feel_number *ret);
bool dec_sub(struct feel_number x, struct feel_number y,
    struct feel_number *ret);
bool dec_mul(struct feel_number x, struct feel_number y,
    struct feel_number *ret);
bool dec_div(struct feel_number x, struct feel_number y,
    struct feel_number *ret);
/* Exact (but for rounding) for integer y, else by logarithm. */
bool dec_pow(struct feel_number x, struct feel_number y,
    struct feel_number *ret);
/* x - y * floor(x / y): the sign of y. */
bool dec_modulo(struct feel_number x, struct feel_number y,
    struct feel_number *ret);
struct feel_number dec_neg(struct feel_number x);
struct feel_number dec_abs(struct feel_number x);
bool dec_sqrt(struct feel_number x, struct feel_number *ret);
bool dec_exp(struct feel_number x, struct feel_number *ret);
bool dec_log(struct feel_number x, struct feel_number *ret);
/* To `scale` decimals (negative: tens, hundreds). */
bool dec_round(struct feel_number x, int scale, enum dec_rounding how,
    struct feel_number *ret);

/* <0, 0, >0. */
int dec_cmp(struct feel_number x, struct feel_number y);
int dec_sign(struct feel_number x);
bool dec_to_int(struct feel_number x, int64_t *ret);

#endif
