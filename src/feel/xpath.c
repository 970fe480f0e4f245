#include "xpath.h"

#include <string.h>
#include <unictype.h>

/* Nesting of brackets and of subtracted classes. */
#define NESTING_MAX 50
#define GROUPS_MAX 200

struct span {
    uint32_t from, to;
};

/* Letters an XML name may begin with, and those it may go on with (\i, \c). */
static const struct span name_start[] = { { ':', ':' }, { 'A', 'Z' },
    { '_', '_' }, { 'a', 'z' }, { 0xc0, 0xd6 }, { 0xd8, 0xf6 },
    { 0xf8, 0x2ff }, { 0x370, 0x37d }, { 0x37f, 0x1fff }, { 0x200c, 0x200d },
    { 0x2070, 0x218f }, { 0x2c00, 0x2fef }, { 0x3001, 0xd7ff },
    { 0xf900, 0xfdcf }, { 0xfdf0, 0xfffd }, { 0x10000, 0xeffff } };
static const struct span name_part[] = { { '-', '.' }, { '0', ':' },
    { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' }, { 0xb7, 0xb7 }, { 0xc0, 0xd6 },
    { 0xd8, 0xf6 }, { 0xf8, 0x37d }, { 0x37f, 0x1fff }, { 0x200c, 0x200d },
    { 0x203f, 0x2040 }, { 0x2070, 0x218f }, { 0x2c00, 0x2fef },
    { 0x3001, 0xd7ff }, { 0xf900, 0xfdcf }, { 0xfdf0, 0xfffd },
    { 0x10000, 0xeffff } };
static const struct span space[] = { { '\t', '\n' }, { '\r', '\r' },
    { ' ', ' ' } };

struct reader {
    struct str s;
    size_t at;
    struct buf out;
    const struct xpath_flags *flags;
    const char *why;
    size_t nesting;
    size_t groups;           /* opened so far */
    bool closed[GROUPS_MAX]; /* by number from 1 */
};

static bool
fail(struct reader *r, const char *why)
{
    if (r->why == NULL)
        r->why = why;
    return false;
}

static bool
more(const struct reader *r)
{
    return r->at < r->s.n;
}

static char
peek(const struct reader *r)
{
    return more(r) ? r->s.p[r->at] : '\0';
}

static bool
take(struct reader *r, char c)
{
    if (!more(r) || r->s.p[r->at] != c)
        return false;
    r->at++;
    return true;
}

bool
xpath_flags(struct str s, struct xpath_flags *ret)
{
    *ret = (struct xpath_flags){ 0 };
    for (size_t i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case 's':
            ret->dot_all = true;
            break;
        case 'm':
            ret->multiline = true;
            break;
        case 'i':
            ret->caseless = true;
            break;
        case 'x':
            ret->extended = true;
            break;
        default:
            return false;
        }
    }
    return true;
}

/* --- sets --- */

static void
put_code(struct reader *r, uint32_t cp)
{
    buf_fmt(&r->out, "\\x{%x}", (unsigned)cp);
}

static void
put_span(struct reader *r, uint32_t from, uint32_t to)
{
    /* Surrogates are no characters, and no ends of a span for PCRE2. */
    if (from >= 0xd800 && from <= 0xdfff)
        from = 0xe000;
    if (to >= 0xd800 && to <= 0xdfff)
        to = 0xd7ff;
    if (from > to)
        return;
    put_code(r, from);
    if (to > from) {
        buf_byte(&r->out, '-');
        put_code(r, to);
    }
}

/* The inside of a class: these characters, or all others. */
static void
put_spans(struct reader *r, const struct span *p, size_t n, bool negated)
{
    uint32_t next = 0;

    for (size_t i = 0; i < n; i++) {
        if (!negated) {
            put_span(r, p[i].from, p[i].to);
        } else if (p[i].from > 0) {
            put_span(r, next, p[i].from - 1);
        }
        next = p[i].to + 1;
    }
    if (negated)
        put_span(r, next, 0x10ffff);
}

/* Both without blanks, hyphens kept: "IsBasicLatin" against "Basic Latin". */
static bool
block_named(struct str want, const char *name)
{
    size_t i = 0;

    for (; *name != '\0'; name++) {
        if (*name == ' ')
            continue;
        if (i >= want.n || want.p[i] != *name)
            return false;
        i++;
    }
    return i == want.n;
}

static bool
put_block(struct reader *r, struct str name, bool negated)
{
    const uc_block_t *blocks;
    size_t n;

    uc_all_blocks(&blocks, &n);
    for (size_t i = 0; i < n; i++) {
        if (block_named(name, blocks[i].name)) {
            struct span one = { blocks[i].start, blocks[i].end };

            put_spans(r, &one, 1, negated);
            return true;
        }
    }
    return fail(r, "there is no such block of characters");
}

static bool
is_category(struct str s)
{
    static const char *const parts[] = { "Lultmo", "Mnce", "Ndlo", "Pcdseifo",
        "Zslp", "Smcko", "Ccfon" };

    if (s.n < 1 || s.n > 2)
        return false;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (s.p[0] == parts[i][0])
            return s.n == 1 || strchr(parts[i] + 1, s.p[1]) != NULL;
    return false;
}

/* \p{L}, \P{IsGreek}: the inside of a class. */
static bool
put_property(struct reader *r, bool negated)
{
    size_t from;
    struct str name;

    if (!take(r, '{'))
        return fail(r, "expected { after \\p");
    from = r->at;
    while (more(r) && peek(r) != '}')
        r->at++;
    name = str_sub(r->s, from, r->at - from);
    if (!take(r, '}'))
        return fail(r, "expected } after \\p{");
    if (str_starts(name, STR("Is")))
        return put_block(r, str_sub(name, 2, SIZE_MAX), negated);
    if (!is_category(name))
        return fail(r, "there is no such category of characters");
    buf_fmt(&r->out, "\\%c{" STR_FMT "}", negated ? 'P' : 'p', STR_ARG(name));
    return true;
}

/*
 * An escape behind its backslash. As the inside of a class if it stands for
 * several characters; else *ret_code is the one, which is not put out.
 */
static bool
escape(struct reader *r, bool *ret_single, uint32_t *ret_code)
{
    char c = peek(r);

    *ret_single = false;
    if (!more(r))
        return fail(r, "a backslash at the end");
    r->at++;
    switch (c) {
    case 'd':
    case 'D':
        buf_str(&r->out, c == 'd' ? STR("\\p{Nd}") : STR("\\P{Nd}"));
        return true;
    case 'w':
        buf_lit(&r->out, "\\p{L}\\p{M}\\p{N}\\p{S}");
        return true;
    case 'W':
        buf_lit(&r->out, "\\p{P}\\p{Z}\\p{C}");
        return true;
    case 's':
    case 'S':
        put_spans(r, space, sizeof(space) / sizeof(space[0]), c == 'S');
        return true;
    case 'i':
    case 'I':
        put_spans(r, name_start, sizeof(name_start) / sizeof(name_start[0]),
            c == 'I');
        return true;
    case 'c':
    case 'C':
        put_spans(
            r, name_part, sizeof(name_part) / sizeof(name_part[0]), c == 'C');
        return true;
    case 'p':
    case 'P':
        return put_property(r, c == 'P');
    default:
        break;
    }
    *ret_single = true;
    if (c == 'n' || c == 'r' || c == 't') {
        *ret_code = c == 'n' ? '\n' : c == 'r' ? '\r' : '\t';
        return true;
    }
    *ret_code = (unsigned char)c;
    return strchr("\\|.-^?*+{}()[]$", c) != NULL
        ? true
        : fail(r, "an escape that XPath does not know");
}

/* --- classes --- */

static bool class_body(struct reader *r);

/* One character of a class, or an escape for several (*ret_single false). */
static bool
class_char(struct reader *r, bool *ret_single, uint32_t *ret_code)
{
    *ret_single = true;
    if (take(r, '\\'))
        return escape(r, ret_single, ret_code);
    if (peek(r) == '[')
        return fail(r, "[ inside a class needs a backslash");
    *ret_code = utf8_next(r->s, &r->at);
    return true;
}

/* a, a-z, \d; *ret_minus: a subtracted class follows. */
static bool
class_item(struct reader *r)
{
    bool single, last_single;
    uint32_t from, to;

    if (!class_char(r, &single, &from))
        return false;
    if (!single)
        return true;
    if (peek(r) != '-' || r->at + 1 >= r->s.n || r->s.p[r->at + 1] == ']' ||
        r->s.p[r->at + 1] == '[') {
        put_code(r, from);
        return true;
    }
    r->at++;
    if (!class_char(r, &last_single, &to))
        return false;
    if (!last_single || to < from)
        return fail(r, "a span of characters runs upside down");
    put_span(r, from, to);
    return true;
}

/* The items up to the bracket or to `-[`, in brackets of their own. */
static bool
class_items(struct reader *r)
{
    bool negated = take(r, '^');
    bool any = false;

    buf_str(&r->out, negated ? STR("[^") : STR("["));
    while (more(r) && peek(r) != ']') {
        if (peek(r) == '-' && r->at + 1 < r->s.n && r->s.p[r->at + 1] == '[')
            break;
        if (!class_item(r))
            return false;
        any = true;
    }
    buf_byte(&r->out, ']');
    if (!more(r))
        return fail(r, "a class without its ]");
    return any ? true : fail(r, "an empty class");
}

/* Where `-[` stands in the class that begins here; SIZE_MAX if nowhere. */
static size_t
subtraction_at(const struct reader *r)
{
    for (size_t i = r->at; i < r->s.n; i++) {
        char c = r->s.p[i];

        if (c == '\\')
            i++;
        else if (c == ']')
            return SIZE_MAX;
        else if (c == '-' && i > r->at && i + 1 < r->s.n &&
            r->s.p[i + 1] == '[')
            return i;
    }
    return SIZE_MAX;
}

/* Behind `[`, up to and with `]`. [a-z-[x]] becomes (?:(?![x])[a-z]). */
static bool
class_body(struct reader *r)
{
    size_t start = r->at, minus = subtraction_at(r), end;

    if (++r->nesting > NESTING_MAX)
        return fail(r, "classes are nested too deeply");
    if (minus == SIZE_MAX) {
        if (!class_items(r))
            return false;
    } else {
        buf_lit(&r->out, "(?:(?!");
        r->at = minus + 2;
        if (!class_body(r))
            return false;
        buf_byte(&r->out, ')');
        end = r->at;
        r->at = start;
        if (!class_items(r))
            return false;
        buf_byte(&r->out, ')');
        r->at = end;
    }
    r->nesting--;
    return take(r, ']') ? true : fail(r, "a class without its ]");
}

/* --- the rest --- */

static bool
digit(char c)
{
    return c >= '0' && c <= '9';
}

/* \1: as many digits as there are groups for. */
static bool
back_reference(struct reader *r)
{
    size_t n = 0;

    while (digit(peek(r))) {
        size_t next = n * 10 + (size_t)(peek(r) - '0');

        if (n > 0 && next > r->groups)
            break;
        n = next;
        r->at++;
    }
    if (n == 0 || n > r->groups || !r->closed[n - 1])
        return fail(r, "a reference to a group that is not closed before it");
    buf_fmt(&r->out, "\\g{%zu}", n);
    return true;
}

/* An escape outside of a class. */
static bool
outer_escape(struct reader *r)
{
    bool single;
    uint32_t code;
    size_t start = r->out.n;

    if (peek(r) >= '1' && peek(r) <= '9')
        return back_reference(r);
    /* Categories are not widened by the flag i. */
    buf_str(&r->out,
        r->flags->caseless && (peek(r) == 'p' || peek(r) == 'P')
            ? STR("(?-i:[")
            : STR("(?:["));
    if (!escape(r, &single, &code))
        return false;
    if (single) {
        r->out.n = start;
        put_code(r, code);
        return true;
    }
    buf_lit(&r->out, "])");
    return true;
}

/* {2}, {2,}, {2,3} behind the bracket. */
static bool
counted(struct reader *r)
{
    size_t from = r->at - 1;
    unsigned least = 0, most = 0;

    if (!digit(peek(r)))
        return fail(r, "expected a number after {");
    for (; digit(peek(r)); r->at++)
        if ((least = least * 10 + (unsigned)(peek(r) - '0')) > 65535)
            return fail(r, "a quantifier is too large");
    if (take(r, ',') && digit(peek(r))) {
        for (; digit(peek(r)); r->at++)
            if ((most = most * 10 + (unsigned)(peek(r) - '0')) > 65535)
                return fail(r, "a quantifier is too large");
        if (most < least)
            return fail(r, "a quantifier runs upside down");
    }
    if (!take(r, '}'))
        return fail(r, "expected } after {");
    buf_str(&r->out, str_sub(r->s, from, r->at - from));
    return true;
}

static bool
quantifier(struct reader *r)
{
    char c = peek(r);

    if (!more(r) || strchr("?*+{", c) == NULL)
        return true;
    r->at++;
    if (c == '{') {
        if (!counted(r))
            return false;
    } else {
        buf_byte(&r->out, c);
    }
    if (take(r, '?'))
        buf_byte(&r->out, '?');
    if (more(r) && strchr("?*+{", peek(r)) != NULL)
        return fail(r, "a quantifier of a quantifier");
    return true;
}

static bool branches(struct reader *r);

static bool
group(struct reader *r)
{
    size_t number = 0;

    if (++r->nesting > NESTING_MAX)
        return fail(r, "brackets are nested too deeply");
    if (take(r, '?')) {
        if (!take(r, ':'))
            return fail(r, "expected (?: or a group");
        buf_lit(&r->out, "(?:");
    } else {
        if (r->groups >= GROUPS_MAX)
            return fail(r, "too many groups");
        number = ++r->groups;
        buf_byte(&r->out, '(');
    }
    if (!branches(r))
        return false;
    if (!take(r, ')'))
        return fail(r, "a ( without its )");
    buf_byte(&r->out, ')');
    if (number > 0)
        r->closed[number - 1] = true;
    r->nesting--;
    return true;
}

static bool
atom(struct reader *r)
{
    char c = peek(r);

    switch (c) {
    case '(':
        r->at++;
        return group(r);
    case '[':
        r->at++;
        return class_body(r);
    case '\\':
        r->at++;
        return outer_escape(r);
    case '.':
        r->at++;
        buf_str(&r->out, r->flags->dot_all ? STR(".") : STR("[^\\n\\r]"));
        return true;
    case '^':
    case '$':
        r->at++;
        buf_byte(&r->out, c);
        return true;
    case '?':
    case '*':
    case '+':
    case '{':
        return fail(r, "a quantifier of nothing");
    case '}':
    case ']':
        return fail(r, "} and ] need a backslash");
    default:
        put_code(r, utf8_next(r->s, &r->at));
        return true;
    }
}

static bool
branches(struct reader *r)
{
    while (more(r) && peek(r) != ')') {
        if (take(r, '|')) {
            buf_byte(&r->out, '|');
            continue;
        }
        if (!atom(r) || !quantifier(r))
            return false;
    }
    return true;
}

/* The pattern without white space outside of classes (flag x). */
static struct str
strip(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0, classes = 0;
    bool escaped = false;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (classes == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r'))
            continue;
        p[n++] = c;
        if (!escaped && c == '[')
            classes++;
        else if (!escaped && c == ']' && classes > 0)
            classes--;
        escaped = !escaped && c == '\\';
    }
    return (struct str){ p, n };
}

bool
xpath_translate(struct arena *a, struct str pattern,
    const struct xpath_flags *flags, struct str *ret, size_t *ret_groups,
    const char **ret_why)
{
    struct reader r = { .s = pattern, .flags = flags };
    bool ok;

    if (flags->extended)
        r.s = strip(a, pattern);
    buf_init(&r.out, a, XPATH_TEXT_MAX);
    if (!utf8_valid(r.s))
        ok = fail(&r, "it is not valid UTF-8");
    else
        ok = branches(&r);
    if (ok && more(&r))
        ok = fail(&r, "a ) without its (");
    if (ok && r.out.failed)
        ok = fail(&r, "it is too long");
    *ret_why = r.why;
    *ret = buf_view(&r.out);
    *ret_groups = r.groups;
    return ok;
}
