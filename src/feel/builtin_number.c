#include "builtin_fns.h"

#include "decimal.h"
#include "temporal.h"

#include <string.h>

#define SCALE_LOW (-6111)
#define SCALE_HIGH 6176

/* Takes the separators out; false if they are not what FEEL allows. */
static bool
plain_digits(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct str *ret)
{
    struct str s = args[0].string;
    char group = 0, point = '.';
    char *out = arena_alloc(e->a, s.n + 1);
    size_t k = 0;

    if (fn_given(args, n, 1)) {
        if (args[1].type != FEEL_STRING || args[1].string.n != 1 ||
            strchr(" ,.", args[1].string.p[0]) == NULL)
            return false;
        group = args[1].string.p[0];
    }
    if (fn_given(args, n, 2)) {
        if (args[2].type != FEEL_STRING || args[2].string.n != 1 ||
            strchr(",.", args[2].string.p[0]) == NULL)
            return false;
        point = args[2].string.p[0];
    }
    if (group == point)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (group != 0 && s.p[i] == group)
            continue;
        if (s.p[i] == '.' && point != '.')
            return false;
        out[k++] = s.p[i] == point ? '.' : s.p[i];
    }
    *ret = (struct str){ out, k };
    return true;
}

FEEL_FN(number)
{
    struct feel_value v;
    struct str digits;

    if (args[0].type == FEEL_NUMBER && n == 1)
        return args[0];
    if (args[0].type != FEEL_STRING)
        return feel_mismatch(e, "string", &args[0]);
    if (!plain_digits(e, args, n, &digits) || !feel_decimal(digits, &v))
        return feel_fail(e, "not a number: \"" STR_FMT "\"",
            STR_ARG(utf8_head(args[0].string, 40)));
    return v;
}

static struct feel_value
rounded(struct feel_eval *e, const struct feel_value *args, size_t n,
    enum dec_rounding how)
{
    struct feel_number r;
    int64_t scale = 0;

    if (args[0].type != FEEL_NUMBER)
        return feel_mismatch(e, "number", &args[0]);
    if (n > 1 && args[1].type != FEEL_NUMBER)
        return feel_mismatch(e, "number", &args[1]);
    /* A scale with a fraction is cut to its whole part. */
    if (n > 1 &&
        (!dec_round(args[1].number, 0, DEC_DOWN, &r) ||
            !dec_to_int(r, &scale) || scale < SCALE_LOW || scale > SCALE_HIGH))
        return feel_fail(e, "scale is out of range");
    if (!dec_round(args[0].number, (int)scale, how, &r))
        return feel_fail(e, "result is out of range");
    return feel_number_value(r);
}

FEEL_FN(decimal)
{
    return rounded(e, args, n, DEC_HALF_EVEN);
}

FEEL_FN(floor)
{
    return rounded(e, args, n, DEC_FLOOR);
}

FEEL_FN(ceiling)
{
    return rounded(e, args, n, DEC_CEILING);
}

FEEL_FN(round_up)
{
    return rounded(e, args, n, DEC_UP);
}

FEEL_FN(round_down)
{
    return rounded(e, args, n, DEC_DOWN);
}

FEEL_FN(round_half_up)
{
    return rounded(e, args, n, DEC_HALF_UP);
}

FEEL_FN(round_half_down)
{
    return rounded(e, args, n, DEC_HALF_DOWN);
}

FEEL_FN(abs)
{
    (void)n;
    if (args[0].type == FEEL_NUMBER)
        return feel_number_value(dec_abs(args[0].number));
    if ((args[0].type == FEEL_DAYS_DURATION && args[0].seconds < 0) ||
        (args[0].type == FEEL_YEARS_DURATION && args[0].months < 0))
        return feel_negate(e, &args[0]);
    if (args[0].type == FEEL_DAYS_DURATION ||
        args[0].type == FEEL_YEARS_DURATION)
        return args[0];
    return feel_mismatch(e, "number or duration", &args[0]);
}

FEEL_FN(modulo)
{
    struct feel_number r;

    for (size_t i = 0; i < n; i++)
        if (args[i].type != FEEL_NUMBER)
            return feel_mismatch(e, "number", &args[i]);
    if (dec_sign(args[1].number) == 0)
        return feel_fail(e, "division by zero");
    if (!dec_modulo(args[0].number, args[1].number, &r))
        return feel_fail(e, "result is out of range");
    return feel_number_value(r);
}

static struct feel_value
by(struct feel_eval *e, const struct feel_value *x,
    bool (*f)(struct feel_number, struct feel_number *))
{
    struct feel_number r;

    if (x->type != FEEL_NUMBER)
        return feel_mismatch(e, "number", x);
    if (!f(x->number, &r))
        return feel_fail(e, "result is out of range");
    return feel_number_value(r);
}

FEEL_FN(sqrt)
{
    (void)n;
    return by(e, &args[0], dec_sqrt);
}

FEEL_FN(log)
{
    (void)n;
    return by(e, &args[0], dec_log);
}

FEEL_FN(exp)
{
    (void)n;
    return by(e, &args[0], dec_exp);
}

/* 0 even, 1 odd, -1 neither. */
static int
parity(struct feel_number x)
{
    struct feel_number r;

    if (!dec_modulo(x, dec_int(2), &r))
        return -1;
    return dec_cmp(r, dec_int(0)) == 0 ? 0
        : dec_cmp(r, dec_int(1)) == 0  ? 1
                                       : -1;
}

FEEL_FN(odd)
{
    (void)n;
    if (args[0].type != FEEL_NUMBER)
        return feel_mismatch(e, "number", &args[0]);
    return feel_boolean(parity(args[0].number) == 1);
}

FEEL_FN(even)
{
    (void)n;
    if (args[0].type != FEEL_NUMBER)
        return feel_mismatch(e, "number", &args[0]);
    return feel_boolean(parity(args[0].number) == 0);
}
