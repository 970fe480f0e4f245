#include "builtin_fns.h"
#include "regex.h"

/* The first n arguments are strings, the flags are or are left out. */
static bool
texts(struct feel_eval *e, const struct feel_value *args, size_t n,
    size_t needed, struct str *ret_flags, struct feel_value *why)
{
    *ret_flags = STR_EMPTY;
    for (size_t i = 0; i < needed; i++) {
        if (args[i].type != FEEL_STRING) {
            *why = feel_mismatch(e, "string", &args[i]);
            return false;
        }
    }
    if (!utf8_valid(args[0].string)) {
        *why = feel_fail(e, "the string is not valid UTF-8");
        return false;
    }
    if (n > needed && args[needed].type == FEEL_STRING) {
        *ret_flags = args[needed].string;
    } else if (n > needed && args[needed].type != FEEL_NULL) {
        *why = feel_mismatch(e, "string", &args[needed]);
        return false;
    }
    return true;
}

FEEL_FN(matches)
{
    struct feel_value why = feel_null();
    struct regex *r;
    struct str flags;
    size_t from, to;

    if (!texts(e, args, n, 2, &flags, &why) ||
        !regex_compile(e, args[1].string, flags, &r, &why))
        return why;

    int found = regex_find(e, r, args[0].string, 0, &from, &to);

    return found == 0 ? feel_null() : feel_boolean(found > 0);
}

FEEL_FN(replace)
{
    struct feel_value why = feel_null();
    struct regex *r;
    struct str flags, out;

    if (!texts(e, args, n, 3, &flags, &why) ||
        !regex_compile(e, args[1].string, flags, &r, &why) ||
        !regex_replace(e, r, args[0].string, args[2].string, &out, &why))
        return why;
    return feel_string(out);
}

FEEL_FN(split)
{
    struct feel_value why = feel_null();
    VEC_OF(struct feel_value) parts = { 0 };
    struct regex *r;
    struct str flags, s = args[0].string;
    size_t at = 0, search = 0, from, to;

    if (!texts(e, args, n, 2, &flags, &why) ||
        !regex_compile(e, args[1].string, flags, &r, &why))
        return why;
    while (search <= s.n && regex_find(e, r, s, search, &from, &to) > 0) {
        if (to == from) { /* an empty match parts characters */
            size_t next = from;

            if (from >= s.n)
                break;
            (void)utf8_next(s, &next);
            search = next;
            if (from == at)
                continue;
        } else {
            search = to;
        }
        *VEC_PUSH(e->a, &parts) = feel_string(str_sub(s, at, from - at));
        at = to;
    }
    *VEC_PUSH(e->a, &parts) = feel_string(str_sub(s, at, SIZE_MAX));
    if (!feel_list_fits(e, parts.n))
        return feel_null();
    return feel_list(parts.p, parts.n);
}
