#include "lex.h"

#include "builtin.h"

#include <string.h>

static const struct {
    struct str word;
    enum tok_kind kind;
} keywords[] = {
    { STR_INIT("if"), T_IF },
    { STR_INIT("then"), T_THEN },
    { STR_INIT("else"), T_ELSE },
    { STR_INIT("for"), T_FOR },
    { STR_INIT("in"), T_IN },
    { STR_INIT("return"), T_RETURN },
    { STR_INIT("some"), T_SOME },
    { STR_INIT("every"), T_EVERY },
    { STR_INIT("satisfies"), T_SATISFIES },
    { STR_INIT("and"), T_AND },
    { STR_INIT("or"), T_OR },
    { STR_INIT("between"), T_BETWEEN },
    { STR_INIT("instance"), T_INSTANCE },
    { STR_INIT("of"), T_OF },
    { STR_INIT("function"), T_FUNCTION },
    { STR_INIT("external"), T_EXTERNAL },
    { STR_INIT("true"), T_TRUE },
    { STR_INIT("false"), T_FALSE },
    { STR_INIT("null"), T_NULL },
};

/* Longer signs first. */
static const struct {
    struct str sign;
    enum tok_kind kind;
} signs[] = {
    { STR_INIT(".."), T_DOTS },
    { STR_INIT("**"), T_POWER },
    { STR_INIT("!="), T_NE },
    { STR_INIT("<="), T_LE },
    { STR_INIT(">="), T_GE },
    { STR_INIT("->"), T_ARROW },
    { STR_INIT("("), T_OPEN },
    { STR_INIT(")"), T_CLOSE },
    { STR_INIT("["), T_OPEN_LIST },
    { STR_INIT("]"), T_CLOSE_LIST },
    { STR_INIT("{"), T_OPEN_CONTEXT },
    { STR_INIT("}"), T_CLOSE_CONTEXT },
    { STR_INIT(","), T_COMMA },
    { STR_INIT(":"), T_COLON },
    { STR_INIT("."), T_DOT },
    { STR_INIT("+"), T_PLUS },
    { STR_INIT("-"), T_MINUS },
    { STR_INIT("*"), T_TIMES },
    { STR_INIT("/"), T_DIVIDE },
    { STR_INIT("="), T_EQ },
    { STR_INIT("<"), T_LT },
    { STR_INIT(">"), T_GT },
    { STR_INIT("?"), T_INPUT },
};

/* Signs that people write on a Chinese keyboard, and what was meant. */
static const struct {
    struct str typed;
    struct str meant;
} wide_signs[] = {
    { STR_INIT("（"), STR_INIT("(") },
    { STR_INIT("）"), STR_INIT(")") },
    { STR_INIT("，"), STR_INIT(",") },
    { STR_INIT("、"), STR_INIT(",") },
    { STR_INIT("："), STR_INIT(":") },
    { STR_INIT("“"), STR_INIT("\"") },
    { STR_INIT("”"), STR_INIT("\"") },
    { STR_INIT("＝"), STR_INIT("=") },
    { STR_INIT("＞"), STR_INIT(">") },
    { STR_INIT("＜"), STR_INIT("<") },
    { STR_INIT("≥"), STR_INIT(">=") },
    { STR_INIT("≤"), STR_INIT("<=") },
    { STR_INIT("≠"), STR_INIT("!=") },
    { STR_INIT("＋"), STR_INIT("+") },
    { STR_INIT("－"), STR_INIT("-") },
    { STR_INIT("×"), STR_INIT("*") },
    { STR_INIT("÷"), STR_INIT("/") },
    { STR_INIT("【"), STR_INIT("[") },
    { STR_INIT("】"), STR_INIT("]") },
};

static const struct str properties[] = {
    STR_INIT("year"), STR_INIT("month"), STR_INIT("day"), STR_INIT("weekday"),
    STR_INIT("hour"), STR_INIT("minute"), STR_INIT("second"),
    STR_INIT("time offset"), STR_INIT("timezone"), STR_INIT("years"),
    STR_INIT("months"), STR_INIT("days"), STR_INIT("hours"),
    STR_INIT("minutes"), STR_INIT("seconds"), STR_INIT("start"),
    STR_INIT("end"), STR_INIT("start included"), STR_INIT("end included"),
    STR_INIT("key"), STR_INIT("value"),
};
#define N_PROPERTIES (sizeof(properties) / sizeof(properties[0]))

size_t
lex_skip(const struct parser *p, size_t at)
{
    struct str rest;
    size_t w;

    for (;;) {
        while ((w = feel_space_at(p->text, at)) > 0)
            at += w;
        rest = str_sub(p->text, at, SIZE_MAX);
        if (str_starts(rest, STR("//"))) {
            while (at < p->text.n && p->text.p[at] != '\n')
                at++;
        } else if (str_starts(rest, STR("/*"))) {
            size_t end = str_find(str_sub(rest, 2, SIZE_MAX), STR("*/"));

            if (end == SIZE_MAX)
                return at;
            at += end + 4;
        } else {
            return at;
        }
    }
}

size_t
lex_word(struct str text, size_t at)
{
    size_t i = at;

    if (at >= text.n || !feel_is_name_start(utf8_next(text, &i)))
        return 0;
    while (i < text.n) {
        size_t next = i;

        if (!feel_is_name_part(utf8_next(text, &next)))
            break;
        i = next;
    }
    return i - at;
}

/* --- strings --- */

static bool
read_hex(struct str s, size_t at, size_t n, uint32_t *ret)
{
    uint64_t v;

    if (at + n > s.n || !num_hex(str_sub(s, at, n), &v))
        return false;
    *ret = (uint32_t)v;
    return true;
}

/* \uXXXX or \UXXXXXX at `at` (the letter); pairs of surrogates join. */
static bool
read_code(struct str s, size_t *at, uint32_t *ret)
{
    size_t n = s.p[*at] == 'u' ? 4 : 6;
    uint32_t cp, low;

    if (!read_hex(s, *at + 1, n, &cp))
        return false;
    *at += n + 1;
    if (cp >= 0xd800 && cp <= 0xdbff && *at + 1 < s.n && s.p[*at] == '\\' &&
        s.p[*at + 1] == 'u' && read_hex(s, *at + 2, 4, &low) &&
        low >= 0xdc00 && low <= 0xdfff) {
        cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
        *at += 6;
    }
    *ret = cp;
    return cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff);
}

static bool
read_escape(struct str s, size_t *at, char *out, size_t *n)
{
    static const char from[] = "nrt\"\\'", to[] = "\n\r\t\"\\'";
    uint32_t cp;

    if (s.p[*at] == 'u' || s.p[*at] == 'U') {
        if (!read_code(s, at, &cp))
            return false;
        *n += utf8_put(out + *n, cp);
        return true;
    }
    for (size_t i = 0; i < sizeof(from) - 1; i++) {
        if (s.p[*at] == from[i]) {
            out[(*n)++] = to[i];
            (*at)++;
            return true;
        }
    }
    /* No escape of FEEL: stays as it is, so that "\\d" needs no doubling. */
    out[(*n)++] = '\\';
    return true;
}

bool
lex_string(struct parser *p, size_t at, struct str *ret, size_t *ret_end)
{
    struct str s = p->text;
    /* An escape is never shorter than what it stands for. */
    char *out = arena_alloc(p->a, s.n - at + 4);
    size_t n = 0, i = at + 1;

    while (i < s.n && s.p[i] != '"') {
        if (s.p[i] == '\n') {
            parse_fail(p, at, "字符串没有以英文引号 \" 结束");
            return false;
        }
        if (s.p[i] != '\\') {
            out[n++] = s.p[i++];
            continue;
        }

        size_t where = i++;

        if (i < s.n && !read_escape(s, &i, out, &n)) {
            parse_fail(p, where,
                "字符串中的 \\u 之后应为四位十六进制数，\\U 之后应为六位");
            return false;
        }
    }
    if (i >= s.n) {
        parse_fail(p, at, "字符串没有以英文引号 \" 结束");
        return false;
    }
    *ret = (struct str){ out, n };
    *ret_end = i + 1;
    return true;
}

static void
quoted_token(struct parser *p, enum tok_kind kind, size_t quote)
{
    struct str s;

    p->tok.kind = T_BAD;
    if (!lex_string(p, quote, &s, &p->tok.to))
        return;
    p->tok.kind = kind;
    p->tok.value = feel_string(s);
}

/* --- numbers --- */

static bool
digit_at(struct str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static void
number_token(struct parser *p)
{
    struct str s = p->text;
    size_t i = p->tok.from;

    while (digit_at(s, i))
        i++;
    if (i < s.n && s.p[i] == '.' && digit_at(s, i + 1)) {
        i++;
        while (digit_at(s, i))
            i++;
    }
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        size_t k = i + 1;

        if (k < s.n && (s.p[k] == '+' || s.p[k] == '-'))
            k++;
        if (digit_at(s, k)) {
            while (digit_at(s, k))
                k++;
            i = k;
        }
    }
    p->tok.to = i;
    if (lex_word(s, i) > 0) {
        p->tok.kind = T_BAD;
        parse_fail(p, i, "数字“" STR_FMT "”之后应为运算符，名称不能以数字开头",
            STR_ARG(str_sub(s, p->tok.from, i - p->tok.from)));
        return;
    }
    p->tok.kind = T_NUMBER;
    if (!feel_decimal(
            str_sub(s, p->tok.from, i - p->tok.from), &p->tok.value)) {
        p->tok.kind = T_BAD;
        parse_fail(p, p->tok.from,
            "数字超出范围，应不超过 34 位有效数字、指数不超过 6144");
    }
}

/* --- names --- */

static bool
longer(struct str name, const struct parser *p, size_t at, size_t *best)
{
    size_t n = feel_name_match(name, p->text, at);

    if (n <= *best)
        return false;
    *best = n;
    return true;
}

static size_t
match_member(const struct parser *p, size_t at, struct str *ret)
{
    size_t best = 0;

    for (size_t i = 0; i < p->scope->members.n; i++)
        if (longer(p->scope->members.p[i], p, at, &best))
            *ret = p->scope->members.p[i];
    for (size_t i = 0; i < p->keys.n; i++)
        if (longer(p->keys.p[i], p, at, &best))
            *ret = p->keys.p[i];
    return best;
}

size_t
lex_member(struct parser *p, size_t at, struct str *ret)
{
    size_t best = match_member(p, at, ret);
    size_t word = lex_word(p->text, at);

    for (size_t i = 0; i < N_PROPERTIES; i++)
        if (longer(properties[i], p, at, &best))
            *ret = properties[i];
    if (word > best) {
        best = word;
        *ret = str_sub(p->text, at, word);
    }
    return best;
}

bool
lex_member_known(const struct parser *p, struct str name)
{
    if (!p->scope->strict_members || p->scope->as_dmn)
        return true;
    for (size_t i = 0; i < p->scope->members.n; i++)
        if (str_eq(p->scope->members.p[i], name))
            return true;
    for (size_t i = 0; i < p->keys.n; i++)
        if (str_eq(p->keys.p[i], name))
            return true;
    for (size_t i = 0; i < N_PROPERTIES; i++)
        if (str_eq(properties[i], name))
            return true;
    return false;
}

static bool
in_filter(const struct parser *p)
{
    for (const struct local *l = p->locals; l != NULL; l = l->up)
        if (l->is_element)
            return true;
    return false;
}

/* Functions of the caller, then those of FEEL. */
static void
resolve_function(struct parser *p, size_t *best)
{
    struct tok *t = &p->tok;

    for (size_t i = 0; i < p->scope->natives.n; i++) {
        if (longer(p->scope->natives.p[i].name, p, t->from, best)) {
            t->ref = REF_NATIVE;
            t->native = &p->scope->natives.p[i];
            t->name = t->native->name;
        }
    }
    for (size_t i = 0; i < feel_builtin_count(); i++) {
        const struct builtin *b = feel_builtin_at(i);

        if (longer(b->name, p, t->from, best)) {
            t->ref = REF_BUILTIN;
            t->builtin = b;
            t->name = b->name;
        }
    }
}

static size_t
resolve(struct parser *p)
{
    struct tok *t = &p->tok;
    size_t best = 0, steps = 0;

    for (const struct local *l = p->locals; l != NULL; l = l->up, steps++) {
        if (longer(l->name, p, t->from, &best)) {
            t->ref = REF_LOCAL;
            t->steps = steps;
            t->name = l->name;
        }
    }
    for (size_t i = p->scope->names.n; i-- > 0;) {
        if (longer(p->scope->names.p[i].name, p, t->from, &best)) {
            t->ref = REF_FACT;
            t->name = p->scope->names.p[i].name;
            t->id = p->scope->names.p[i].id;
        }
    }
    /* A fact called `date` does not hide the function before a bracket. */
    if (best > 0) {
        size_t next = lex_skip(p, t->from + best);

        if (t->ref == REF_FACT && next < p->text.n && p->text.p[next] == '(')
            best--;
    }

    size_t before = best;
    enum ref_kind ref = t->ref;

    resolve_function(p, &best);
    if (best == before && ref == REF_FACT) {
        size_t whole = feel_name_match(t->name, p->text, t->from);

        if (whole > best)
            best = whole;
    }
    return best;
}

static void
name_token(struct parser *p)
{
    struct tok *t = &p->tok;
    struct str member = STR_EMPTY;
    size_t best = resolve(p);
    size_t word = lex_word(p->text, t->from);

    t->kind = T_NAME;
    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
        if (best <= keywords[i].word.n && word == keywords[i].word.n &&
            str_eq(keywords[i].word, str_sub(p->text, t->from, word))) {
            t->kind = keywords[i].kind;
            t->to = t->from + word;
            return;
        }
    }
    if (in_filter(p)) {
        size_t n = match_member(p, t->from, &member);

        if (n > best) {
            t->kind = T_WORD;
            t->name = member;
            t->to = t->from + n;
            return;
        }
    }
    t->to = t->from + best;
    if (best > 0)
        return;
    t->kind = T_WORD;
    t->to = t->from + word;
    t->name = str_sub(p->text, t->from, word);
}

/* --- all tokens --- */

static void
bad_sign(struct parser *p)
{
    struct str rest = str_sub(p->text, p->tok.from, SIZE_MAX);
    size_t end = p->tok.from;

    p->tok.kind = T_BAD;
    if (str_starts(rest, STR("/*"))) {
        parse_fail(p, p->tok.from, "注释没有以 */ 结束");
        return;
    }
    for (size_t i = 0; i < sizeof(wide_signs) / sizeof(wide_signs[0]); i++) {
        if (str_starts(rest, wide_signs[i].typed)) {
            parse_fail(p, p->tok.from,
                "此处为中文符号“" STR_FMT "”，应改用英文符号 " STR_FMT,
                STR_ARG(wide_signs[i].typed), STR_ARG(wide_signs[i].meant));
            return;
        }
    }
    if (utf8_next(p->text, &end) == UTF8_BAD) {
        parse_fail(p, p->tok.from, "文字不是有效的 UTF-8 编码");
        return;
    }
    parse_fail(p, p->tok.from, "此处不能使用符号“" STR_FMT "”",
        STR_ARG(str_sub(p->text, p->tok.from, end - p->tok.from)));
}

void
lex_read(struct parser *p)
{
    struct str s = p->text;
    size_t at = lex_skip(p, p->at);

    p->have = true;
    p->tok = (struct tok){ .kind = T_END, .from = at, .to = at };
    if (p->status != OK)
        p->tok.kind = T_BAD;
    if (p->status != OK || at >= s.n)
        return;
    if (s.p[at] == '"') {
        quoted_token(p, T_STRING, at);
    } else if (s.p[at] == '@' && at + 1 < s.n && s.p[at + 1] == '"') {
        quoted_token(p, T_AT, at + 1);
    } else if (digit_at(s, at) || (s.p[at] == '.' && digit_at(s, at + 1))) {
        number_token(p);
    } else {
        /* "?" is also the name of a local, but the parser counts its uses. */
        if (s.p[at] != '?')
            name_token(p);
        if (p->tok.to > at)
            return;

        struct str rest = str_sub(s, at, SIZE_MAX);

        for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
            if (str_starts(rest, signs[i].sign) &&
                !str_starts(rest, STR("/*"))) {
                p->tok.kind = signs[i].kind;
                p->tok.to = at + signs[i].sign.n;
                return;
            }
        }
        bad_sign(p);
    }
}
