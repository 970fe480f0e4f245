#include "regex.h"

#include "xpath.h"

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
/* Steps of looking for one match, besides the work it makes. */
#define FIND_STEPS 4
/* Parts of a pattern tried, or bytes gone over, that cost one step. */
#define TRIES_PER_STEP 4
#define BYTES_PER_TRY 16

struct regex {
    struct str pattern, flags;
    size_t groups;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    struct feel_eval *e;
    size_t tries;    /* not yet counted as a step */
    PCRE2_SIZE last; /* where the part before was tried */
};

/* Called before each part of the pattern is tried. The library's own limits
 * hold for one place a match may begin at; the steps hold for all places and
 * all matches of an evaluation together. */
static int
on_try(pcre2_callout_block *b, void *arg)
{
    struct regex *r = arg;
    PCRE2_SIZE at = b->current_position;

    r->tries += 1 + (at > r->last ? at - r->last : r->last - at) /
        BYTES_PER_TRY;
    r->last = at;
    if (r->tries < TRIES_PER_STEP)
        return 0;

    size_t steps = r->tries / TRIES_PER_STEP;

    r->tries %= TRIES_PER_STEP;
    return feel_step(r->e, steps) ? 0 : PCRE2_ERROR_CALLOUT;
}

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

static uint32_t
options_of(const struct xpath_flags *f)
{
    return PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY |
        PCRE2_NEVER_BACKSLASH_C | PCRE2_MATCH_UNSET_BACKREF |
        PCRE2_AUTO_CALLOUT |
        (f->dot_all ? PCRE2_DOTALL : 0) |
        (f->multiline ? PCRE2_MULTILINE : 0) |
        (f->caseless ? PCRE2_CASELESS : 0);
}

bool
regex_compile(struct feel_eval *e, struct str pattern, struct str flags,
    struct regex **ret, struct feel_value *why)
{
    struct xpath_flags f;
    struct str text;
    const char *reason;
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
    if (!xpath_flags(flags, &f)) {
        *why = feel_fail(e, "the flags of a pattern are s, m, i and x");
        return false;
    }
    if (!feel_step(e, COMPILE_STEPS))
        return false;

    struct regex *r = arena_one(e->a, struct regex);

    if (!xpath_translate(e->a, pattern, &f, &text, &r->groups, &reason)) {
        *why = feel_fail(e, "the pattern is not valid: %s", reason);
        return false;
    }

    pcre2_general_context *g = pcre2_general_context_create(take, give, e->a);
    pcre2_compile_context *c = pcre2_compile_context_create(g);

    r->pattern = pattern;
    r->flags = flags;
    (void)pcre2_set_parens_nest_limit(c, 250);
    (void)pcre2_set_newline(c, PCRE2_NEWLINE_LF);
    r->code = pcre2_compile((PCRE2_SPTR)(text.n > 0 ? text.p : ""), text.n,
        options_of(&f), &code, &at, c);
    if (r->code == NULL) {
        *why = feel_fail(e, "the pattern is too large");
        return false;
    }
    r->data = pcre2_match_data_create_from_pattern(r->code, g);
    r->context = pcre2_match_context_create(g);
    (void)pcre2_set_match_limit(r->context, MATCH_LIMIT);
    (void)pcre2_set_depth_limit(r->context, DEPTH_LIMIT);
    (void)pcre2_set_heap_limit(r->context, HEAP_LIMIT_KB);
    (void)pcre2_set_callout(r->context, on_try, r);
    r->e = e;
    e->regex = r;
    *ret = r;
    return true;
}

int
regex_find(struct feel_eval *e, struct regex *r, struct str s, size_t from,
    size_t *ret_from, size_t *ret_to)
{
    if (!feel_step(e, FIND_STEPS))
        return 0;

    r->last = from;
    /* The caller has checked the encoding, once for all matches in s. */
    int rc = pcre2_match(r->code, (PCRE2_SPTR)(s.n > 0 ? s.p : ""), s.n, from,
        PCRE2_NO_UTF_CHECK, r->data, r->context);

    if (e->status != OK)
        return 0;
    if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT ||
        rc == PCRE2_ERROR_HEAPLIMIT) {
        feel_stop(e, "正则表达式的匹配超过上限（match），应改用更简单的写法");
        return 0;
    }
    if (rc < 0)
        return feel_step_bytes(e, s.n - from) ? -1 : 0;

    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(r->data);

    *ret_from = v[0];
    *ret_to = v[1] > v[0] ? v[1] : v[0];
    return feel_step_bytes(e, *ret_to - from) ? 1 : 0;
}

/* $12 behind the dollar: the largest number there is a group for. Puts what
 * the group matched; none is the empty string. */
static void
put_group(struct buf *out, const struct regex *r, struct str s,
    struct str with, size_t *at)
{
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(r->data);
    size_t n = (size_t)(with.p[(*at)++] - '0');

    while (*at < with.n && with.p[*at] >= '0' && with.p[*at] <= '9' &&
        n * 10 + (size_t)(with.p[*at] - '0') <= r->groups)
        n = n * 10 + (size_t)(with.p[(*at)++] - '0');
    if (n <= r->groups && v[2 * n] != PCRE2_UNSET && v[2 * n + 1] > v[2 * n])
        buf_str(out, str_sub(s, v[2 * n], v[2 * n + 1] - v[2 * n]));
}

/* What stands for one match; false if the text is not as XPath wants it. */
static bool
put_replacement(struct buf *out, const struct regex *r, struct str s,
    struct str with)
{
    for (size_t i = 0; i < with.n;) {
        char c = with.p[i++];

        if (c == '$') {
            if (i >= with.n || with.p[i] < '0' || with.p[i] > '9')
                return false;
            put_group(out, r, s, with, &i);
        } else if (c == '\\') {
            if (i >= with.n || (with.p[i] != '\\' && with.p[i] != '$'))
                return false;
            buf_byte(out, with.p[i++]);
        } else {
            buf_byte(out, c);
        }
    }
    return true;
}

bool
regex_replace(struct feel_eval *e, struct regex *r, struct str s,
    struct str with, struct str *ret, struct feel_value *why)
{
    size_t at = 0, from, to;
    struct buf out;

    if (regex_find(e, r, STR_EMPTY, 0, &from, &to) > 0) {
        *why = feel_fail(e, "the pattern matches the empty string");
        return false;
    }
    buf_init(&out, e->a, RESULT_MAX);
    /* Where something empty matches, so does the empty string: refused. */
    while (e->status == OK && !out.failed &&
        regex_find(e, r, s, at, &from, &to) > 0 && to > from) {
        buf_str(&out, str_sub(s, at, from - at));
        if (!put_replacement(&out, r, s, with)) {
            *why = feel_fail(e, "the replacement is not valid");
            return false;
        }
        at = to;
    }
    if (out.failed)
        *why = feel_stop(
            e, "正则表达式的结果超过 %u 字节（上限 text）", RESULT_MAX);
    if (e->status != OK)
        return false;
    buf_str(&out, str_sub(s, at, SIZE_MAX));
    *ret = buf_view(&out);
    return feel_step_bytes(e, ret->n);
}
