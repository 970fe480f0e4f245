#include "decimal.h"

#include <string.h>

/* The library is built in several calling conventions; the one linked
 * (libbidgcc000) passes values, rounding and flags. */
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

/* Rounding modes of the library (IEEE 754-2008). */
#define RND_EVEN 0u
#define RND_FLOOR 1u
#define RND_CEILING 2u
#define RND_ZERO 3u
#define RND_AWAY 4u

/* The exponents quantize is asked for. */
#define SCALE_MIN (-6111)
#define SCALE_MAX 6176

static BID_UINT128
in(struct feel_number x)
{
    BID_UINT128 b;

    b.w[0] = x.w[0];
    b.w[1] = x.w[1];
    return b;
}

static struct feel_number
out(BID_UINT128 b)
{
    return (struct feel_number){ { b.w[0], b.w[1] } };
}

static bool
finite(BID_UINT128 b, struct feel_number *ret)
{
    if (!bid128_isFinite(b))
        return false;
    *ret = out(b);
    return true;
}

/* --- the short way: whole numbers up to 2^63 ---
 *
 * The encoding of an integer with exponent 0 is a constant high word (with
 * the sign) and the digits as the low one. What the library gives for two of
 * these is again one of these as long as it fits, so the result is the same
 * to the bit. Zero keeps the long way where its sign could differ. */

#define WHOLE_HIGH UINT64_C(0x3040000000000000)
#define SIGN_HIGH UINT64_C(0x8000000000000000)

static bool
whole(struct feel_number x, int64_t *ret)
{
    if ((x.w[BID_HIGH_128W] & ~SIGN_HIGH) != WHOLE_HIGH ||
        x.w[BID_LOW_128W] > (uint64_t)INT64_MAX)
        return false;
    *ret = (int64_t)x.w[BID_LOW_128W];
    if (x.w[BID_HIGH_128W] & SIGN_HIGH) {
        if (*ret == 0)
            return false;
        *ret = -*ret;
    }
    return true;
}

static struct feel_number
of_whole(int64_t v)
{
    struct feel_number r;

    r.w[BID_HIGH_128W] = v < 0 ? WHOLE_HIGH | SIGN_HIGH : WHOLE_HIGH;
    r.w[BID_LOW_128W] = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
    return r;
}

struct feel_number
dec_int(int64_t v)
{
    return of_whole(v);
}

static size_t
skip_digits(struct str s, size_t i)
{
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i;
}

/* True if all of s is a number as dec_parse wants it. */
static bool
well_formed(struct str s)
{
    size_t i = 0;

    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        i++;

    size_t whole = skip_digits(s, i);
    size_t digits = whole - i;

    i = whole;
    if (i < s.n && s.p[i] == '.') {
        size_t end = skip_digits(s, i + 1);

        if (end == i + 1)
            return false;
        digits += end - (i + 1);
        i = end;
    }
    if (digits == 0)
        return false;
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i++;
        if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
            i++;

        size_t end = skip_digits(s, i);

        /* More digits of exponent than any finite number needs. */
        if (end == i || end - i > 6)
            return false;
        i = end;
    }
    return i == s.n;
}

bool
dec_parse(struct str s, struct feel_number *ret)
{
    char text[DEC_PARSE_MAX + 1];
    unsigned flags = 0;

    if (s.n > DEC_PARSE_MAX || !well_formed(s))
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    return finite(bid128_from_string(text, RND_EVEN, &flags), ret);
}

/* Takes the library's "+12345E-2" apart: digits without zeros at the end and
 * the exponent that goes with them. */
static size_t
take_apart(struct feel_number x, char digits[DEC_TEXT_MAX], int *ret_exp,
    bool *ret_negative)
{
    char text[DEC_TEXT_MAX];
    unsigned flags = 0;
    size_t n = 0;
    int exp = 0;
    bool down = false;
    const char *p = text;

    bid128_to_string(text, in(x), &flags);
    *ret_negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    for (; *p >= '0' && *p <= '9'; p++)
        digits[n++] = *p;
    if (*p == 'E')
        p++;
    if (*p == '-' || *p == '+')
        down = *p++ == '-';
    for (; *p >= '0' && *p <= '9'; p++)
        exp = exp * 10 + (*p - '0');
    if (down)
        exp = -exp;
    while (n > 1 && digits[n - 1] == '0') {
        n--;
        exp++;
    }
    if (n == 1 && digits[0] == '0') {
        exp = 0;
        *ret_negative = false;
    }
    *ret_exp = exp;
    return n;
}

static size_t
put_exponent(char *o, size_t at, int exp)
{
    char rev[8];
    size_t n = 0;

    o[at++] = 'E';
    o[at++] = exp < 0 ? '-' : '+';
    if (exp < 0)
        exp = -exp;
    do {
        rev[n++] = (char)('0' + exp % 10);
        exp /= 10;
    } while (exp > 0);
    while (n > 0)
        o[at++] = rev[--n];
    return at;
}

size_t
dec_text(struct feel_number x, char o[DEC_TEXT_MAX])
{
    char digits[DEC_TEXT_MAX];
    int exp;
    bool negative;
    size_t at = 0;
    size_t n = take_apart(x, digits, &exp, &negative);
    int point = (int)n + exp; /* digits before the point */

    if (negative)
        o[at++] = '-';
    if (point > 40 || point < -12 || (exp < 0 && (int)n - point > 50)) {
        o[at++] = digits[0];
        if (n > 1) {
            o[at++] = '.';
            memcpy(o + at, digits + 1, n - 1);
            at += n - 1;
        }
        return put_exponent(o, at, point - 1);
    }
    if (point <= 0) {
        o[at++] = '0';
        o[at++] = '.';
        for (int i = point; i < 0; i++)
            o[at++] = '0';
        memcpy(o + at, digits, n);
        return at + n;
    }
    for (int i = 0; i < point; i++)
        o[at++] = i < (int)n ? digits[i] : '0';
    if (point < (int)n) {
        o[at++] = '.';
        memcpy(o + at, digits + point, n - (size_t)point);
        at += n - (size_t)point;
    }
    return at;
}

bool
dec_add(struct feel_number x, struct feel_number y, struct feel_number *ret)
{
    int64_t a, b, r;
    unsigned flags = 0;

    if (whole(x, &a) && whole(y, &b) && num_add(a, b, &r)) {
        *ret = of_whole(r);
        return true;
    }

    return finite(bid128_add(in(x), in(y), RND_EVEN, &flags), ret);
}

bool
dec_sub(struct feel_number x, struct feel_number y, struct feel_number *ret)
{
    int64_t a, b, r;
    unsigned flags = 0;

    if (whole(x, &a) && whole(y, &b) && b != INT64_MIN && num_add(a, -b, &r)) {
        *ret = of_whole(r);
        return true;
    }

    return finite(bid128_sub(in(x), in(y), RND_EVEN, &flags), ret);
}

bool
dec_mul(struct feel_number x, struct feel_number y, struct feel_number *ret)
{
    int64_t a, b, r;
    unsigned flags = 0;

    if (whole(x, &a) && whole(y, &b) && a != 0 && b != 0 && num_mul(a, b, &r)) {
        *ret = of_whole(r);
        return true;
    }

    return finite(bid128_mul(in(x), in(y), RND_EVEN, &flags), ret);
}

bool
dec_div(struct feel_number x, struct feel_number y, struct feel_number *ret)
{
    int64_t a, b;
    unsigned flags = 0;

    if (whole(x, &a) && whole(y, &b) && a != 0 && b != 0 && a % b == 0) {
        *ret = of_whole(a / b);
        return true;
    }

    if (bid128_isZero(in(y)))
        return false;
    return finite(bid128_div(in(x), in(y), RND_EVEN, &flags), ret);
}

bool
dec_pow(struct feel_number x, struct feel_number y, struct feel_number *ret)
{
    unsigned flags = 0;
    int64_t n;

    if (!dec_to_int(y, &n) || n > 100000 || n < -100000)
        return finite(bid128_pow(in(x), in(y), RND_EVEN, &flags), ret);

    BID_UINT128 base = in(x), r = bid128_from_int64(1);
    bool invert = n < 0;

    for (int64_t k = invert ? -n : n; k > 0; k >>= 1) {
        if (k & 1)
            r = bid128_mul(r, base, RND_EVEN, &flags);
        if (k > 1)
            base = bid128_mul(base, base, RND_EVEN, &flags);
    }
    if (invert)
        return dec_div(dec_int(1), out(r), ret);
    return finite(r, ret);
}

bool
dec_modulo(struct feel_number x, struct feel_number y, struct feel_number *ret)
{
    unsigned flags = 0;

    if (bid128_isZero(in(y)))
        return false;

    BID_UINT128 r = bid128_fmod(in(x), in(y), &flags);

    if (!bid128_isZero(r) && dec_sign(out(r)) != dec_sign(y))
        r = bid128_add(r, in(y), RND_EVEN, &flags);
    return finite(r, ret);
}

struct feel_number
dec_neg(struct feel_number x)
{
    return dec_sign(x) == 0 ? x : out(bid128_negate(in(x)));
}

struct feel_number
dec_abs(struct feel_number x)
{
    return out(bid128_abs(in(x)));
}

bool
dec_sqrt(struct feel_number x, struct feel_number *ret)
{
    unsigned flags = 0;

    return finite(bid128_sqrt(in(x), RND_EVEN, &flags), ret);
}

bool
dec_exp(struct feel_number x, struct feel_number *ret)
{
    unsigned flags = 0;

    return finite(bid128_exp(in(x), RND_EVEN, &flags), ret);
}

bool
dec_log(struct feel_number x, struct feel_number *ret)
{
    unsigned flags = 0;

    if (dec_sign(x) <= 0)
        return false;
    return finite(bid128_log(in(x), RND_EVEN, &flags), ret);
}

/* Half goes to zero: there is no such mode in the library, so the part that
 * is cut off is compared with half a unit. */
static bool
round_half_down(
    struct feel_number x, int scale, struct feel_number *ret)
{
    struct feel_number cut, away, rest, gap;

    if (!dec_round(x, scale, DEC_DOWN, &cut) ||
        !dec_round(x, scale, DEC_UP, &away) || !dec_sub(x, cut, &rest) ||
        !dec_sub(away, x, &gap))
        return false;
    *ret = dec_cmp(dec_abs(rest), dec_abs(gap)) > 0 ? away : cut;
    return true;
}

bool
dec_round(struct feel_number x, int scale, enum dec_rounding how,
    struct feel_number *ret)
{
    static const unsigned modes[] = {
        [DEC_HALF_EVEN] = RND_EVEN,
        [DEC_FLOOR] = RND_FLOOR,
        [DEC_CEILING] = RND_CEILING,
        [DEC_DOWN] = RND_ZERO,
        [DEC_UP] = RND_ZERO,
        [DEC_HALF_UP] = RND_AWAY,
        [DEC_HALF_DOWN] = RND_ZERO,
    };
    unsigned flags = 0, mode = modes[how];

    if (scale < SCALE_MIN || scale > SCALE_MAX)
        return false;
    if (how == DEC_HALF_DOWN)
        return round_half_down(x, scale, ret);
    if (how == DEC_UP)
        mode = dec_sign(x) < 0 ? RND_FLOOR : RND_CEILING;

    BID_UINT128 unit =
        bid128_scalbn(bid128_from_int64(1), -scale, RND_EVEN, &flags);
    BID_UINT128 r = bid128_quantize(in(x), unit, mode, &flags);

    /* Not representable: x has 34 digits and none beyond the scale. */
    if (!bid128_isFinite(r))
        r = in(x);
    return finite(r, ret);
}

int
dec_cmp(struct feel_number x, struct feel_number y)
{
    int64_t a, b;
    unsigned flags = 0;

    if (whole(x, &a) && whole(y, &b))
        return (a > b) - (a < b);

    if (bid128_quiet_less(in(x), in(y), &flags))
        return -1;
    return bid128_quiet_equal(in(x), in(y), &flags) ? 0 : 1;
}

int
dec_sign(struct feel_number x)
{
    if (bid128_isZero(in(x)))
        return 0;
    return bid128_isSigned(in(x)) ? -1 : 1;
}

bool
dec_to_int(struct feel_number x, int64_t *ret)
{
    unsigned flags = 0;

    if (whole(x, ret))
        return true;

    BID_UINT128 whole = bid128_round_integral_zero(in(x), &flags);

    if (!bid128_quiet_equal(whole, in(x), &flags))
        return false;
    flags = 0;

    int64_t v = bid128_to_int64_int(whole, &flags);

    if (flags & BID_INVALID_EXCEPTION)
        return false;
    *ret = v;
    return true;
}
