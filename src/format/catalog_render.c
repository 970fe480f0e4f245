/* A finished sentence back to its format and arguments, and into English. */
#include "catalog_private.h"

#include <string.h>

#define ARGS_MOST 12
#define STEPS_MOST 20000
/* Bytes of its own that a format must have: "%s: %s" fits nearly anything. */
#define WORDS_LEAST 6

/* A conversion such as %.*s or %02d at p; its length, 0 if there is none. */
static size_t
conversion(const char *p)
{
    const char *q = p;

    if (*q++ != '%' || *q == '%')
        return 0;
    q += strspn(q, "-+ #0*123456789.");
    q += strspn(q, "hlzjt");
    return *q == '\0' ? 0 : (size_t)(q - p) + 1;
}

struct matching {
    struct str args[ARGS_MOST];
    size_t n, words; /* words: bytes of the format itself */
    int steps;       /* left: a format with many holes must not take long */
};

/* A number takes digits only; a text anything. */
static bool
may_hold(char type, char c)
{
    if (type == 's')
        return true;
    return (c >= '0' && c <= '9') || c == '-';
}

static bool
fits(struct matching *m, const char *format, struct str text)
{
    size_t hole;

    while (*format != '\0' && (hole = conversion(format)) == 0) {
        if (*format == '%')
            format++; /* %% */
        if (text.n == 0 || *text.p != *format)
            return false;
        text = str_sub(text, 1, SIZE_MAX);
        format++;
        m->words++;
    }
    if (*format == '\0')
        return text.n == 0;
    if (m->n == ARGS_MOST)
        return false;
    size_t at = m->n++, words = m->words;
    for (size_t n = format[hole - 1] == 's' ? 0 : 1; n <= text.n; n++) {
        if (n > 0 && !may_hold(format[hole - 1], text.p[n - 1]))
            break;
        if (m->steps-- <= 0)
            break;
        m->args[at] = str_sub(text, 0, n);
        m->n = at + 1;
        m->words = words;
        if (fits(m, format + hole, str_sub(text, n, SIZE_MAX)))
            return true;
    }
    m->n = at;
    return false;
}

static struct str
filled(struct arena *a, const struct catalog *c, const char *format,
    const struct matching *m)
{
    struct buf b;
    size_t k = 0;

    buf_init(&b, a, 64u * 1024);
    while (*format != '\0') {
        size_t hole = conversion(format);

        if (hole > 0 && k < m->n) {
            buf_str(&b,
                str_of(catalog_get(c, arena_cstr(a, m->args[k++]))));
            format += hole;
            continue;
        }
        if (*format == '%')
            format++;
        buf_add(&b, format++, 1);
    }
    return buf_view(&b);
}

struct str
catalog_render(struct arena *a, const struct catalog *c, struct str text)
{
    const char *whole = arena_cstr(a, text);
    const char *known = catalog_get(c, whole), *best = NULL;
    struct matching m, of_best = { 0 };

    if (c == NULL || text.n == 0 || known != whole)
        return str_of(known);
    for (size_t i = 0; i < c->n; i++) {
        const struct entry *e = &c->entries[i];

        if (strchr(e->id, '%') == NULL || *e->text == '\0')
            continue;
        m = (struct matching){ .steps = STEPS_MOST };
        if (!fits(&m, e->id, text) || m.n == 0 ||
            m.words < WORDS_LEAST || m.words <= of_best.words)
            continue;
        best = e->text;
        of_best = m;
    }
    return best == NULL ? text : filled(a, c, best, &of_best);
}
