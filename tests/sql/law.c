#include "law.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Words that one engine lacks or understands otherwise, and what to write. */
static const struct {
    const char *word, *instead;
} WORDS[] = {
    { "LIKE", "a key column filled in C, = or a range" },
    { "ILIKE", "a key column filled in C" },
    { "GLOB", "a key column filled in C" },
    { "SIMILAR", "a key column filled in C" },
    { "UPPER", "a key column filled in C" },
    { "LOWER", "a key column filled in C" },
    { "CURRENT_TIMESTAMP", "the instant as parameter" },
    { "CURRENT_DATE", "the day as parameter" },
    { "CURRENT_TIME", "the instant as parameter" },
    { "NOW", "the instant as parameter" },
    { "DATETIME", "the instant as parameter" },
    { "STRFTIME", "calendar functions in C" },
    { "JULIANDAY", "calendar functions in C" },
    { "EXTRACT", "calendar functions in C" },
    { "RANDOM", "world_random in C" },
    { "GREATEST", "CASE WHEN" },
    { "LEAST", "CASE WHEN" },
    { "IFNULL", "COALESCE" },
    { "NVL", "COALESCE" },
    { "IIF", "CASE WHEN" },
    { "IF", "CASE WHEN" },
    { "GROUP_CONCAT", "rows, put together in C" },
    { "STRING_AGG", "rows, put together in C" },
    { "AVG", "sum and count, divided in C" },
    { "ROWID", "the key" },
    { "AUTOINCREMENT", "world_id in C" },
    { "IDENTITY", "world_id in C" },
    { "BOOLEAN", "an integer 0 or 1" },
    { "TRUE", "1" },
    { "FALSE", "0" },
    { "REAL", "integers" },
    { "FLOAT", "integers" },
    { "NUMERIC", "BIGINT" },
    { "INSTR", "a key column filled in C" },
    { "STRPOS", "a key column filled in C" },
    { "PRAGMA", "nothing" },
    { "BEGIN", "store_write" },
    { "COMMIT", "store_write" },
    { "ROLLBACK", "an error of the function" },
};

struct token {
    struct str text;    /* a word, a number, or one sign ("::" is one) */
    bool word, number;
};

static bool
word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The token at *p, which moves behind it; empty at the end. Quoted text is
 * one token. */
static struct token
next_token(const char **p)
{
    while (isspace((unsigned char)**p))
        (*p)++;
    const char *start = *p;
    struct token t = { { start, 0 }, false, false };
    if (*start == '\0')
        return t;
    if (*start == '\'') {
        do
            (*p)++;
        while (**p != '\0' && **p != '\'');
        *p += **p != '\0';
    } else if (word_byte(*start)) {
        while (word_byte(**p))
            (*p)++;
        t.number = isdigit((unsigned char)*start) != 0;
        t.word = !t.number;
    } else {
        *p += start[0] == ':' && start[1] == ':' ? 2 : 1;
    }
    t.text.n = (size_t)(*p - start);
    return t;
}

static bool
is_text(struct token t, const char *upper)
{
    return t.text.n == strlen(upper) &&
        strncasecmp(t.text.p, upper, t.text.n) == 0;
}

/* The arguments of a call whose "(" was just read hold a comma. */
static bool
has_two_arguments(const char *p)
{
    int depth = 1;

    for (struct token t = next_token(&p); t.text.n > 0 && depth > 0;
         t = next_token(&p)) {
        depth += is_text(t, "(") - is_text(t, ")");
        if (depth == 1 && is_text(t, ","))
            return true;
    }
    return false;
}

struct scan {
    struct token before2, before, t, next;
    const char *rest; /* behind next */
    bool has_limit, has_order;
};

/* The law at one token. */
static struct str
look(struct arena *a, struct scan *s)
{
    struct token t = s->t;
    bool call = is_text(s->next, "(");

    if (is_text(t, "::"))
        return STR("write CAST(x AS BIGINT), not x::bigint");
    if (is_text(t, "\"") || is_text(t, "`") || is_text(t, "["))
        return STR("names stand without quotes, text in single quotes");
    if (is_text(t, ";"))
        return STR("one statement, without a semicolon");
    if (is_text(t, "?") || is_text(t, ":") || is_text(t, "@"))
        return STR("parameters are $1, $2, ...");
    if (is_text(t, "%"))
        return STR("no remainder in SQL");
    if (is_text(t, "/") && (!s->next.number || s->next.text.p[0] == '0'))
        return STR("divide by a number, never by a column");
    if (!t.word)
        return STR_EMPTY;
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(*WORDS); i++)
        if (is_text(t, WORDS[i].word))
            return arena_fmt(
                a, "not %s but %s", WORDS[i].word, WORDS[i].instead);
    if (is_text(t, "SUM") && call &&
        !(is_text(s->before, "(") && is_text(s->before2, "CAST")))
        return STR("write CAST(SUM(x) AS BIGINT)");
    if ((is_text(t, "MAX") || is_text(t, "MIN")) && call &&
        has_two_arguments(s->rest))
        return STR("MAX and MIN of two values: write CASE WHEN");
    if (is_text(t, "FOR") && is_text(s->next, "UPDATE"))
        return STR("no FOR UPDATE: transactions are serializable");
    s->has_limit = s->has_limit || is_text(t, "LIMIT");
    s->has_order = s->has_order || is_text(t, "ORDER");
    return STR_EMPTY;
}

struct str
law_broken(struct arena *a, const char *text)
{
    struct scan s = { .rest = text };

    s.next = next_token(&s.rest);
    while (s.next.text.n > 0) {
        s.before2 = s.before;
        s.before = s.t;
        s.t = s.next;
        s.next = next_token(&s.rest);
        struct str why = look(a, &s);
        if (why.n > 0)
            return why;
    }
    if (s.has_limit && !s.has_order)
        return STR("LIMIT without ORDER BY: which rows is left to chance");
    return STR_EMPTY;
}
