/* num.c - numbers from text and back, always with bounds. */
#include "base/num.h"

bool
num_mul(int64_t a, int64_t b, int64_t *ret)
{
    int64_t r;

    if (__builtin_mul_overflow(a, b, &r))
        return false;
    *ret = r;
    return true;
}

bool
num_add(int64_t a, int64_t b, int64_t *ret)
{
    int64_t r;

    if (__builtin_add_overflow(a, b, &r))
        return false;
    *ret = r;
    return true;
}

static bool
ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* v * 10 + digit, or with `minus` v * 10 - digit: the smallest number has no
 * positive twin. */
static bool
append_digit(int64_t *v, char c, bool minus)
{
    int64_t digit = c - '0';

    return ascii_digit(c) && num_mul(*v, 10, v) &&
        num_add(*v, minus ? -digit : digit, v);
}

bool
num_int(struct str s, int64_t min, int64_t max, int64_t *ret)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    size_t i = minus ? 1 : 0;
    int64_t v = 0;

    if (i == s.n)
        return false;
    for (; i < s.n; i++)
        if (!append_digit(&v, s.p[i], minus))
            return false;
    if (v < min || v > max)
        return false;
    *ret = v;
    return true;
}

static int
hex_digit(char c)
{
    if (ascii_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool
num_hex(struct str s, uint64_t *ret)
{
    uint64_t v = 0;

    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        int digit = hex_digit(s.p[i]);

        if (digit < 0 || v >> 60 != 0)
            return false;
        v = v << 4 | (uint64_t)digit;
    }
    *ret = v;
    return true;
}

/* The whole yuan: digits, or groups of three behind the first comma. */
static bool
whole_yuan(struct str s, int64_t *ret)
{
    size_t group = 0;
    bool grouped = false;
    int64_t v = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != ',') {
            if (!append_digit(&v, s.p[i], false))
                return false;
            group++;
            continue;
        }
        if (group == 0 || group > 3 || (grouped && group != 3))
            return false;
        grouped = true;
        group = 0;
    }
    if (group == 0 || (grouped && group != 3))
        return false;
    *ret = v;
    return true;
}

bool
num_fen(struct str s, int64_t max_fen, int64_t *ret_fen)
{
    bool point;
    struct str whole;
    struct str cents = str_cut(s, '.', &whole, &point);
    int64_t v, part = 0;

    if (!whole_yuan(whole, &v) || !num_mul(v, 100, &v))
        return false;
    if (point) {
        if (cents.n > 2 || !num_int(cents, 0, 99, &part) || cents.p[0] == '-')
            return false;
        if (cents.n == 1)
            part *= 10;
    }
    if (!num_add(v, part, &v) || v > max_fen)
        return false;
    *ret_fen = v;
    return true;
}

void
num_to_hex(const void *bytes, size_t n, char *out)
{
    const unsigned char *p = bytes;

    for (size_t i = 0; i < n; i++) {
        out[2 * i] = "0123456789abcdef"[p[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[p[i] & 15];
    }
}

bool
num_from_hex(struct str s, void *out, size_t n)
{
    unsigned char *p = out;

    if (s.n % 2 != 0 || s.n / 2 != n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (hex_digit(s.p[i]) < 0)
            return false;
    for (size_t i = 0; i < n; i++)
        p[i] = (unsigned char)(hex_digit(s.p[2 * i]) << 4 |
            hex_digit(s.p[2 * i + 1]));
    return true;
}
