/* Writing XML. */
#include "export_xml.h"

void
element_start(struct xml_out *x, struct arena *a, size_t limit)
{
    *x = (struct xml_out){ 0 };
    buf_init(&x->b, a, limit);
    buf_lit(&x->b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

static void
end_tag(struct xml_out *x)
{
    if (x->tag_open)
        buf_lit(&x->b, ">\n");
    x->tag_open = false;
}

static void
indent(struct xml_out *x)
{
    for (int i = 0; i < x->depth; i++)
        buf_lit(&x->b, "  ");
}

/* Control characters that XML cannot hold are left out. */
static void
escaped(struct xml_out *x, struct str s, bool attribute)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '&')
            buf_lit(&x->b, "&amp;");
        else if (c == '<')
            buf_lit(&x->b, "&lt;");
        else if (c == '>')
            buf_lit(&x->b, "&gt;");
        else if (c == '"' && attribute)
            buf_lit(&x->b, "&quot;");
        else if ((c == '\n' || c == '\t') && attribute)
            buf_fmt(&x->b, "&#%d;", c);
        else if ((unsigned char)c >= 0x20 || c == '\n' || c == '\t')
            buf_byte(&x->b, c);
    }
}

void
element_open(struct xml_out *x, const char *name)
{
    end_tag(x);
    indent(x);
    buf_byte(&x->b, '<');
    buf_str(&x->b, str_of(name));
    x->depth++;
    x->tag_open = true;
}

void
element_attr(struct xml_out *x, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    buf_byte(&x->b, ' ');
    buf_str(&x->b, str_of(name));
    buf_lit(&x->b, "=\"");
    escaped(x, value, true);
    buf_byte(&x->b, '"');
}

void
element_close(struct xml_out *x, const char *name)
{
    x->depth--;
    if (x->tag_open) {
        buf_lit(&x->b, "/>\n");
        x->tag_open = false;
        return;
    }
    indent(x);
    buf_lit(&x->b, "</");
    buf_str(&x->b, str_of(name));
    buf_lit(&x->b, ">\n");
}

void
element_text(struct xml_out *x, const char *name, struct str text)
{
    if (text.n == 0)
        return;
    element_open(x, name);
    x->tag_open = false;
    buf_byte(&x->b, '>');
    escaped(x, text, false);
    buf_lit(&x->b, "</");
    buf_str(&x->b, str_of(name));
    buf_lit(&x->b, ">\n");
    x->depth--;
}

static bool
id_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
        (cp >= '0' && cp <= '9') || cp == '-' || cp == '.' ||
        (cp >= 0x4e00 && cp <= 0x9fa5); /* what XML 1.0 calls ideographic */
}

struct str
element_id(struct arena *a, const char *kind, struct str name)
{
    struct buf b;

    buf_init(&b, a, 4096);
    buf_fmt(&b, "%s_", kind);
    for (size_t at = 0; at < name.n;) {
        size_t from = at;
        uint32_t cp = utf8_next(name, &at);

        if (id_letter(cp))
            buf_add(&b, name.p + from, at - from);
        else
            buf_fmt(&b, "_%x_", (unsigned)cp);
    }
    return buf_view(&b);
}
