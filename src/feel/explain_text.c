/* The tree as text in columns. */
#include "feel/explain.h"

#define TEXT_MOST ((size_t)1 << 20)
#define PARTS_WIDTH 44  /* columns of the tree, at most */
#define VALUES_WIDTH 24 /* columns of the values, at most */
#define DEPTH_SHOWN 60  /* a deeper tree is indented no further */

struct line {
    struct str part, value, note;
};

struct page {
    struct arena *a;
    bool english;
    VEC_OF(struct line) lines;
};

static struct str
part_text(struct page *p, const struct explain_node *n)
{
    if (n->label.n == 0 || str_eq(n->label, n->text))
        return n->text;
    if (n->kind == EXPLAIN_CELL || n->kind == EXPLAIN_OUTPUT)
        return arena_fmt(p->a, STR_FMT "%s" STR_FMT, STR_ARG(n->label),
            n->kind == EXPLAIN_CELL ? " : " : " = ", STR_ARG(n->text));
    return arena_fmt(
        p->a, STR_FMT " (" STR_FMT ")", STR_ARG(n->text), STR_ARG(n->label));
}

static struct str
note_text(struct page *p, const struct explain_node *n)
{
    struct str weight = STR_EMPTY;

    if (n->kind != EXPLAIN_ROW && n->weight == EXPLAIN_DECIDES)
        weight = p->english ? STR("decides") : STR("决定结果");
    else if (n->kind != EXPLAIN_ROW && n->weight == EXPLAIN_IDLE)
        weight = p->english ? STR("makes no difference")
                            : STR("不影响结果");
    if (weight.n == 0 || n->note.n == 0)
        return weight.n > 0 ? weight : n->note;
    return arena_fmt(p->a, STR_FMT "%s" STR_FMT, STR_ARG(weight),
        p->english ? "; " : "；", STR_ARG(n->note));
}

static void
put(struct page *p, const struct explain_node *n, struct str lead,
    struct str below, size_t depth)
{
    struct line *line = VEC_PUSH(p->a, &p->lines);
    bool last;

    line->part = arena_join(p->a, lead, part_text(p, n));
    line->value = n->shown;
    line->note = note_text(p, n);
    for (size_t i = 0; i < n->n; i++) {
        last = i + 1 == n->n;
        put(p, &n->kids[i],
            arena_join(p->a, below, last ? STR("└ ") : STR("├ ")),
            depth < DEPTH_SHOWN
                ? arena_join(p->a, below, last ? STR("  ") : STR("│ "))
                : below,
            depth + 1);
    }
}

static size_t
widest(const struct page *p, bool values, size_t most)
{
    size_t width = 0;

    for (size_t i = 0; i < p->lines.n; i++) {
        size_t w = utf8_width(
            values ? p->lines.p[i].value : p->lines.p[i].part);

        if (w <= most && w > width)
            width = w;
    }
    return width;
}

/* The text, and blanks up to the column after it. */
static void
column(struct buf *b, struct str s, size_t width, bool last)
{
    size_t w = utf8_width(s);

    buf_str(b, s);
    while (!last && w++ < width)
        buf_byte(b, ' ');
    if (!last)
        buf_lit(b, "  ");
}

struct str
explain_text(struct arena *a, const struct explain_node *n,
    const struct explain_words *words)
{
    struct page p = { .a = a, .english = words != NULL && words->english };
    size_t parts, values;
    struct buf b;

    put(&p, n, STR_EMPTY, STR_EMPTY, 0);
    parts = widest(&p, false, PARTS_WIDTH);
    values = widest(&p, true, VALUES_WIDTH);
    buf_init(&b, a, TEXT_MOST);
    for (size_t i = 0; i < p.lines.n; i++) {
        const struct line *l = &p.lines.p[i];

        column(&b, l->part, parts, false);
        column(&b, l->value, values, l->note.n == 0);
        buf_str(&b, l->note);
        buf_byte(&b, '\n');
    }
    return buf_view(&b);
}
