#include "regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Work and memory of one match; a pattern that needs more is refused. */
#define MATCH_LIMIT 1000000
#define DEPTH_LIMIT 2000
#define HEAP_LIMIT_KB 20000
#define PATTERN_MAX 4096
#define RESULT_MAX (1u << 20)

/* Steps that compiling costs: a pattern takes some 20 KB. */
#define COMPILE_STEPS 2000

struct regex {
    struct str pattern, flags;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
};

/* The library's memory comes from the arena and goes with it. */
static void *
take(PCRE2_SIZE n, void *arena)
{
    return arena_alloc(arena, n);
}

static void
give(void *p, void *arena)
{
    (void)p;
    (void)arena;
}

static bool
options_of(struct str flags, uint32_t *ret)
{
    *ret = PCRE2_UTF | PCRE2_UCP;
    for (size_t i = 0; i < flags.n; i++) {
        switch (flags.p[i]) {
        case 's':
            *ret |= PCRE2_DOTALL;
            break;
        case 'm':
            *ret |= PCRE2_MULTILINE;
            break;
        case 'i':
            *ret |= PCRE2_CASELESS;
            break;
        case 'x':
            *ret |= PCRE2_EXTENDED;
            break;
        default:
            return false;
        }
    }
    return true;
}

bool
regex_compile(struct feel_eval *e, struct str pattern, struct str flags,
    struct regex **ret, struct feel_value *why)
{
    uint32_t options;
    int code;
    PCRE2_SIZE at;

    if (e->regex != NULL && str_eq(e->regex->pattern, pattern) &&
        str_eq(e->regex->flags, flags)) {
        *ret = e->regex;
        return true;
    }
    if (pattern.n > PATTERN_MAX) {
        *why = feel_fail(e, "the pattern is longer than %d bytes", PATTERN_MAX);
        return false;
    }
    if (!options_of(flags, &options)) {
        *why = feel_fail(e, "the flags of a pattern are s, m, i and x");
        return false;
    }
    if (!feel_step(e, COMPILE_STEPS))
        return false;

    struct regex *r = arena_one(e->a, struct regex);
    pcre2_general_context *g = pcre2_general_context_create(take, give, e->a);
    pcre2_compile_context *c = pcre2_compile_context_create(g);

    r->pattern = pattern;
    r->flags = flags;
    (void)pcre2_set_parens_nest_limit(c, 50);
    (void)pcre2_set_newline(c, PCRE2_NEWLINE_ANYCRLF);
    r->code = pcre2_compile((PCRE2_SPTR)(pattern.n > 0 ? pattern.p : ""),
        pattern.n, options | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
        &code, &at, c);
    if (r->code == NULL) {
        *why = feel_fail(e, "the pattern is not valid at byte %zu", at);
        return false;
    }
    r->data = pcre2_match_data_create_from_pattern(r->code, g);
    r->context = pcre2_match_context_create(g);
    (void)pcre2_set_match_limit(r->context, MATCH_LIMIT);
    (void)pcre2_set_depth_limit(r->context, DEPTH_LIMIT);
    (void)pcre2_set_heap_limit(r->context, HEAP_LIMIT_KB);
    e->regex = r;
    *ret = r;
    return true;
}

int
regex_find(struct feel_eval *e, struct regex *r, struct str s, size_t from,
    size_t *ret_from, size_t *ret_to)
{
    if (!feel_step_bytes(e, s.n - from))
        return 0;

    int rc = pcre2_match(r->code, (PCRE2_SPTR)(s.n > 0 ? s.p : ""), s.n, from,
        0, r->data, r->context);

    if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT ||
        rc == PCRE2_ERROR_HEAPLIMIT) {
        feel_stop(e, "正则表达式的匹配超过上限（match），应改用更简单的写法");
        return 0;
    }
    if (rc < 0)
        return -1;

    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(r->data);

    *ret_from = v[0];
    *ret_to = v[1] > v[0] ? v[1] : v[0];
    return 1;
}

bool
regex_replace(struct feel_eval *e, struct regex *r, struct str s,
    struct str with, struct str *ret, struct feel_value *why)
{
    PCRE2_SIZE n = (s.n + 1) * (with.n + 2) + 64;

    if (n > RESULT_MAX)
        n = RESULT_MAX;
    if (!feel_step_bytes(e, s.n + n))
        return false;

    char *out = arena_alloc(e->a, n);
    int rc = pcre2_substitute(r->code, (PCRE2_SPTR)(s.n > 0 ? s.p : ""), s.n,
        0,
        PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_EXTENDED |
            PCRE2_SUBSTITUTE_UNSET_EMPTY | PCRE2_SUBSTITUTE_UNKNOWN_UNSET,
        r->data, r->context, (PCRE2_SPTR)(with.n > 0 ? with.p : ""), with.n,
        (PCRE2_UCHAR *)out, &n);

    if (rc >= 0) {
        *ret = (struct str){ out, n };
        return true;
    }
    if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT ||
        rc == PCRE2_ERROR_HEAPLIMIT || rc == PCRE2_ERROR_NOMEMORY)
        *why = feel_stop(
            e, "正则表达式的匹配超过上限（match），应改用更简单的写法");
    else
        *why = feel_fail(e, "the replacement is not valid");
    return false;
}
