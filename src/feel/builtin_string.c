#include "builtin_fns.h"

#include <string.h>
#include <unicase.h>

/* A character becomes at most three of up to twice its bytes. */
#define CASE_GROWTH 8

static bool
all_texts(const struct feel_value *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (args[i].type != FEEL_STRING)
            return false;
    return true;
}

static struct feel_value
not_texts(struct feel_eval *e, const struct feel_value *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (args[i].type != FEEL_STRING)
            return feel_mismatch(e, "string", &args[i]);
    return feel_null();
}

FEEL_FN(string)
{
    (void)n;
    if (args[0].type == FEEL_NULL)
        return args[0];

    struct str s;

    if (!feel_plain(e->a, &args[0], &s))
        return feel_stop(e,
            "值写成文字超过 %u 字节或 %d 层嵌套（上限 text）", FEEL_TEXT_MAX,
            FEEL_VALUE_DEPTH);
    if (!feel_step_bytes(e, s.n))
        return feel_null();
    return feel_string(s);
}

/* Byte at which the code point number i (from 0) begins. */
static size_t
byte_of(struct str s, size_t i)
{
    return utf8_head(s, i).n;
}

FEEL_FN(substring)
{
    int64_t start, length = INT64_MAX;

    if (args[0].type != FEEL_STRING)
        return feel_mismatch(e, "string", &args[0]);
    if (!fn_int(args, n, 1, &start))
        return feel_mismatch(e, "integer", &args[1]);
    if (n > 2 && !fn_int(args, n, 2, &length))
        return feel_mismatch(e, "integer", &args[2]);

    struct str s = args[0].string;
    int64_t count = (int64_t)utf8_count(s);

    if (!feel_step_bytes(e, s.n))
        return feel_null();
    if (start == 0 || length < 1)
        return feel_fail(e, "positions count from 1, lengths too");
    if (start < 0)
        start += count + 1;
    if (start < 1 || start > count)
        return feel_string(STR_EMPTY);
    s = str_sub(s, byte_of(s, (size_t)start - 1), SIZE_MAX);
    if (length < count)
        s = utf8_head(s, (size_t)length);
    return feel_string(s);
}

FEEL_FN(string_length)
{
    if (!all_texts(args, n))
        return not_texts(e, args, n);
    if (!feel_step_bytes(e, args[0].string.n))
        return feel_null();
    return feel_int((int64_t)utf8_count(args[0].string));
}

static struct feel_value
with_case(struct feel_eval *e, const struct feel_value *v, bool upper)
{
    struct str s = v->string;

    if (v->type != FEEL_STRING)
        return feel_mismatch(e, "string", v);
    if (!feel_step_bytes(e, s.n * CASE_GROWTH))
        return feel_null();
    if (!utf8_valid(s))
        return feel_fail(e, "the string is not valid UTF-8");
    if (s.n == 0)
        return *v;

    size_t n = s.n * CASE_GROWTH;
    uint8_t *out = arena_alloc(e->a, n);
    const uint8_t *in = (const uint8_t *)s.p;

    /* Without a language, and with room enough that nothing is allocated. */
    if ((upper ? u8_toupper(in, s.n, NULL, NULL, out, &n)
               : u8_tolower(in, s.n, NULL, NULL, out, &n)) != out)
        return feel_fail(e, "the string has no such case");
    return feel_string((struct str){ (const char *)out, n });
}

FEEL_FN(upper_case)
{
    (void)n;
    return with_case(e, &args[0], true);
}

FEEL_FN(lower_case)
{
    (void)n;
    return with_case(e, &args[0], false);
}

FEEL_FN(substring_before)
{
    if (!all_texts(args, n))
        return not_texts(e, args, n);

    size_t at = str_find(args[0].string, args[1].string);

    if (at == SIZE_MAX)
        return feel_string(STR_EMPTY);
    return feel_string(str_sub(args[0].string, 0, at));
}

FEEL_FN(substring_after)
{
    if (!all_texts(args, n))
        return not_texts(e, args, n);

    size_t at = str_find(args[0].string, args[1].string);

    if (at == SIZE_MAX)
        return feel_string(STR_EMPTY);
    return feel_string(
        str_sub(args[0].string, at + args[1].string.n, SIZE_MAX));
}

FEEL_FN(contains)
{
    if (!all_texts(args, n))
        return not_texts(e, args, n);
    if (!feel_step_bytes(e, args[0].string.n))
        return feel_null();
    return feel_boolean(str_find(args[0].string, args[1].string) != SIZE_MAX);
}

FEEL_FN(starts_with)
{
    if (!all_texts(args, n))
        return not_texts(e, args, n);
    return feel_boolean(str_starts(args[0].string, args[1].string));
}

FEEL_FN(ends_with)
{
    if (!all_texts(args, n))
        return not_texts(e, args, n);
    return feel_boolean(str_ends(args[0].string, args[1].string));
}

/* Nulls among the elements are left out. */
FEEL_FN(string_join)
{
    struct feel_value list = fn_as_list(e, args, 1);
    struct str between = STR_EMPTY;
    size_t total = 0, at = 0;
    bool first = true;

    if (args[0].type == FEEL_NULL)
        return feel_mismatch(e, "list", &args[0]);
    if (fn_given(args, n, 1)) {
        if (args[1].type != FEEL_STRING)
            return feel_mismatch(e, "string", &args[1]);
        between = args[1].string;
    }
    for (size_t i = 0; i < list.list.n && feel_step(e, 1); i++) {
        const struct feel_value *v = &list.list.items[i];

        if (feel_is_unknown(v))
            return *v;
        if (v->type != FEEL_STRING && v->type != FEEL_NULL)
            return feel_mismatch(e, "string", v);
        if (v->type == FEEL_STRING)
            total += v->string.n + between.n;
    }
    if (!feel_step_bytes(e, total))
        return feel_null();

    char *out = arena_alloc(e->a, total + 1);

    for (size_t i = 0; i < list.list.n; i++) {
        const struct feel_value *v = &list.list.items[i];

        if (v->type != FEEL_STRING)
            continue;
        if (!first && between.n > 0) {
            memcpy(out + at, between.p, between.n);
            at += between.n;
        }
        first = false;
        if (v->string.n > 0)
            memcpy(out + at, v->string.p, v->string.n);
        at += v->string.n;
    }
    return feel_string((struct str){ out, at });
}
