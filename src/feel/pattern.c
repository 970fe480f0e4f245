#include "pattern.h"

#define PLACES_MAX 64
#define ASCII_END 0x80

struct char_set {
    uint64_t bits[2];
};

struct pattern {
    size_t n;
    struct char_set places[PLACES_MAX];
};

/* The pattern being read. */
struct reader {
    struct str s;
    size_t at;
};

static void
set_add(struct char_set *set, int from, int until)
{
    for (int c = from; c <= until; c++)
        set->bits[c / 64] |= UINT64_C(1) << (c % 64);
}

static bool
set_has(const struct char_set *set, unsigned char c)
{
    return (set->bits[c / 64] >> (c % 64)) & 1;
}

/* The next byte, -1 at the end or if it is not printable ASCII. */
static int
peek(const struct reader *r)
{
    int c = r->at < r->s.n ? (unsigned char)r->s.p[r->at] : -1;

    return c >= 0x20 && c < 0x7f ? c : -1;
}

/* Letters and digits mean themselves everywhere, and so do a few signs. */
static bool
plain(int c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
        (c >= 'a' && c <= 'z') || c == '_' || c == '@' || c == ' ' ||
        c == '/' || c == ':' || c == ',';
}

/* Behind '[': characters and spans of letters or digits. */
static bool
read_class(struct reader *r, struct char_set *ret)
{
    bool any = false;

    for (;; any = true) {
        int from = peek(r), until = from;

        if (from == ']') {
            r->at++;
            return any;
        }
        if (!plain(from))
            return false;
        r->at++;
        if (peek(r) == '-') {
            r->at++;
            until = peek(r);
            if (!plain(until) || until < from)
                return false;
            r->at++;
        }
        set_add(ret, from, until);
    }
}

/* "{n}" behind a place; 1 if there is none, 0 if it is of another kind. */
static size_t
read_count(struct reader *r)
{
    size_t n = 0;
    int c = peek(r);

    if (c == '*' || c == '+' || c == '?')
        return 0;
    if (c != '{')
        return 1;
    for (r->at++; (c = peek(r)) >= '0' && c <= '9'; r->at++) {
        n = n * 10 + (size_t)(c - '0');
        if (n > PLACES_MAX)
            return 0;
    }
    if (c != '}')
        return 0;
    r->at++;
    c = peek(r);
    return c == '*' || c == '+' || c == '?' || c == '{' ? 0 : n;
}

static bool
read_place(struct reader *r, struct char_set *ret)
{
    int c = peek(r);

    r->at++;
    if (c == '[')
        return read_class(r, ret);
    if (c == '\\') {
        if (peek(r) != 'd')
            return false;
        r->at++;
        set_add(ret, '0', '9');
        return true;
    }
    if (!plain(c))
        return false;
    set_add(ret, c, c);
    return true;
}

const struct pattern *
pattern_compile(struct arena *a, struct str text)
{
    struct pattern p = { 0 };
    struct reader r = { .s = text };

    if (peek(&r) != '^')
        return NULL;
    for (r.at = 1; peek(&r) != '$';) {
        struct char_set set = { { 0, 0 } };
        size_t n;

        if (!read_place(&r, &set))
            return NULL;
        n = read_count(&r);
        if (n == 0 || p.n + n > PLACES_MAX)
            return NULL;
        while (n-- > 0)
            p.places[p.n++] = set;
    }
    if (r.at + 1 != text.n)
        return NULL;
    return arena_dup(a, &p, sizeof(p));
}

enum pattern_answer
pattern_match(const struct pattern *p, struct str s)
{
    bool fits = s.n == p->n;
    unsigned char all = 0;

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        all |= c;
        if (fits && c < ASCII_END)
            fits = set_has(&p->places[i], c);
    }
    if (all >= ASCII_END)
        return PATTERN_UNSURE;
    return fits ? PATTERN_YES : PATTERN_NO;
}
