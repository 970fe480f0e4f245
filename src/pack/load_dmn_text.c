/* Places of expressions inside XML: a line and column of the expression is
 * found again in the file, where &lt; stands for one character. */
#include "load_dmn.h"

struct place
model_place(const struct model_file *f, const struct xml_node *n)
{
    return (struct place){ f->path, n->line, n->column };
}

struct str
model_text(const struct xml_node *text)
{
    return text != NULL ? str_trim(text->text) : STR_EMPTY;
}

static size_t
offset_of(struct str s, int line, int column)
{
    size_t at = 0;

    for (int l = 1; l < line && at < s.n; at++)
        l += s.p[at] == '\n';
    for (int c = 1; c < column && at < s.n; c++)
        (void)utf8_next(s, &at);
    return at;
}

/* Behind the start tag at `at`; an attribute may hold a ">". */
static size_t
behind_tag(struct str s, size_t at)
{
    char quote = 0;

    for (; at < s.n; at++) {
        if (quote != 0)
            quote = s.p[at] == quote ? '\0' : quote;
        else if (s.p[at] == '"' || s.p[at] == '\'')
            quote = s.p[at];
        else if (s.p[at] == '>')
            return at + 1;
    }
    return at;
}

static void
step(struct str s, size_t *at, struct place *place)
{
    if (s.p[*at] == '\n') {
        place->line++;
        place->column = 1;
        ++*at;
        return;
    }
    (void)utf8_next(s, at);
    place->column++;
}

struct str
model_raw(const struct model_file *f, const struct xml_node *text,
    struct place *ret_at)
{
    size_t from = offset_of(f->bytes, text->line, text->column);
    size_t to = behind_tag(f->bytes, from);
    struct place at = model_place(f, text);
    struct str rest;

    while (from < to)
        step(f->bytes, &from, &at);
    while (from < f->bytes.n &&
        (f->bytes.p[from] == ' ' || f->bytes.p[from] == '\t' ||
            f->bytes.p[from] == '\n' || f->bytes.p[from] == '\r'))
        step(f->bytes, &from, &at);
    rest = str_sub(f->bytes, from, SIZE_MAX);
    *ret_at = at;
    return str_sub(rest, 0, str_find(rest, STR("</")));
}

struct place
model_text_place(
    struct str raw, struct place at, int64_t line, int64_t column)
{
    int64_t l = 1, c = 1;

    for (size_t i = 0; i < raw.n && (l < line || (l == line && c < column));) {
        struct str rest = str_sub(raw, i, SIZE_MAX);
        size_t end = str_find(rest, STR(";"));

        if (str_starts(rest, STR("<![CDATA["))) {
            i += 9;
            at.column += 9;
        } else if (raw.p[i] == '\r') {
            i++;
        } else if (raw.p[i] == '&' && end != SIZE_MAX) {
            i += end + 1;
            at.column += (int)end + 1;
            c++;
        } else {
            c = raw.p[i] == '\n' ? 1 : c + 1;
            l += raw.p[i] == '\n';
            step(raw, &i, &at);
        }
    }
    return at;
}
