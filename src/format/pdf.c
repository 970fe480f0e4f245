#include "format/pdf.h"
#include "pdf_fonts.h"

#include <cairo/cairo-pdf.h>
#include <errno.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <time.h>

#define A4_SHORT 595.276
#define A4_LONG 841.890
#define BYTES_MAX ((size_t)256 * 1024 * 1024)
#define CHINA_SECONDS (8 * 3600)

struct pdf {
    struct arena *a;
    struct pdf_fonts *fonts;
    PangoFontMap *map;
    PangoContext *context;
    cairo_surface_t *surface;
    cairo_t *cairo;
    double width, height;
    struct buf bytes;
    bool closed;
};

/* --- life --- */

static cairo_status_t
take_bytes(void *p, const unsigned char *bytes, unsigned n)
{
    struct buf *b = p;

    buf_add(b, bytes, n);
    return b->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void
let_go(struct pdf *p)
{
    if (p->closed)
        return;
    p->closed = true;
    cairo_destroy(p->cairo);
    cairo_surface_finish(p->surface);
    cairo_surface_destroy(p->surface);
    g_object_unref(p->context);
    fonts_give_back(p->fonts, p->map);
}

/* A document given up on the way ends with its arena. */
static void
end(void *arg)
{
    struct pdf *p = arg;

    let_go(p);
    buf_free(&p->bytes);
}

static const char *
iso_time(struct arena *a, int64_t us)
{
    time_t local = (time_t)(us / 1000000) + CHINA_SECONDS;
    struct tm tm = { 0 };

    gmtime_r(&local, &tm);
    return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d+08:00",
        tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
        tm.tm_sec)
        .p;
}

static void
set_info(struct pdf *p, const struct pdf_info *info)
{
    cairo_pdf_surface_restrict_to_version(
        p->surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE,
        arena_cstr(p->a, info->title));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR,
        arena_cstr(p->a, info->author));
    cairo_pdf_surface_set_metadata(
        p->surface, CAIRO_PDF_METADATA_CREATOR, "Mingce");
    /* Without this cairo asks the clock, and no two files are the same. */
    cairo_pdf_surface_set_metadata(p->surface,
        CAIRO_PDF_METADATA_CREATE_DATE, iso_time(p->a, info->created_us));
}

/* Positions as designed, not rounded to a screen's dots. */
static void
set_precise(struct pdf *p)
{
    cairo_font_options_t *o = cairo_font_options_create();

    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(p->context, o);
    cairo_font_options_destroy(o);
    pango_context_set_round_glyph_positions(p->context, FALSE);
    pango_context_set_language(
        p->context, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(p->context, PANGO_DIRECTION_LTR);
}

struct pdf *
pdf_new(struct arena *a, struct pdf_fonts *f, const struct pdf_info *info)
{
    struct pdf *p = arena_one(a, struct pdf);

    p->a = a;
    p->fonts = f;
    p->width = info->landscape ? A4_LONG : A4_SHORT;
    p->height = info->landscape ? A4_SHORT : A4_LONG;
    buf_init(&p->bytes, NULL, BYTES_MAX);
    p->surface = cairo_pdf_surface_create_for_stream(
        take_bytes, &p->bytes, p->width, p->height);
    set_info(p, info);
    p->cairo = cairo_create(p->surface);
    p->map = fonts_take(f);
    p->context = pango_font_map_create_context(p->map);
    set_precise(p);
    arena_defer(a, end, p);
    return p;
}

double
pdf_width(const struct pdf *p)
{
    return p->width;
}

double
pdf_height(const struct pdf *p)
{
    return p->height;
}

void
pdf_page(struct pdf *p)
{
    cairo_show_page(p->cairo);
}

enum status
pdf_finish(struct pdf *p, struct str *ret, struct err *err)
{
    if (p->closed)
        return err_set(err, ERR_IO, "PDF 已经生成");
    cairo_show_page(p->cairo);
    cairo_status_t drawn = cairo_status(p->cairo);
    cairo_surface_finish(p->surface);
    cairo_status_t written = cairo_surface_status(p->surface);
    let_go(p);

    struct str bytes;
    if (buf_done(&p->bytes, &bytes, NULL) != OK)
        return err_set(err, ERR_LIMIT, "PDF 过大，请减少内容后再生成");
    if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS) {
        enum status s = err_set(err, ERR_IO, "PDF 无法生成，请稍后重试");
        err_detail(err, "cairo: %s",
            cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn
                                                                 : written));
        return s;
    }
    *ret = arena_str(p->a, bytes);
    buf_free(&p->bytes);
    return OK;
}

/* --- text --- */

static bool
is_cjk(gunichar c)
{
    return (c >= 0x2e80 && c <= 0x9fff && c != 0x3000) ||
        (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe4f) ||
        (c >= 0xff00 && c <= 0xff60) || c >= 0x20000 ||
        (c >= 0x2014 && c <= 0x2026);
}

/* Marks whose ink fills the left half of their square. */
static bool
is_closing(gunichar c)
{
    return c != 0 && g_utf8_strchr("，。、；：）〕］｝》〉」』】〗”’", -1, c);
}

/* Marks whose ink fills the right half. */
static bool
is_opening(gunichar c)
{
    return c != 0 && g_utf8_strchr("（〔［｛《〈「『【〖“‘", -1, c);
}

/* Half-width form for the marks that stand beside another one: two of them
 * together would leave a hole in the line. */
static void
squeeze_marks(PangoAttrList *attrs, const char *text, size_t n)
{
    gunichar before = 0;

    for (const char *p = text; p < text + n; p = g_utf8_next_char(p)) {
        const char *next = g_utf8_next_char(p);
        gunichar c = g_utf8_get_char(p);
        gunichar after = next < text + n ? g_utf8_get_char(next) : 0;

        if ((is_closing(c) && (is_closing(after) || is_opening(after))) ||
            (is_opening(c) && is_opening(before))) {
            PangoAttribute *half = pango_attr_font_features_new("halt=1");
            half->start_index = (guint)(p - text);
            half->end_index = (guint)(next - text);
            pango_attr_list_insert(attrs, half);
        }
        before = c;
    }
}

/* True if a line may be stretched between the character before `at` and the
 * one at it: beside Chinese characters and at spaces, not inside words. */
static bool
may_stretch(const char *at, const char *line_end)
{
    if (at >= line_end)
        return false;
    gunichar before = g_utf8_get_char(g_utf8_prev_char(at));
    gunichar after = g_utf8_get_char(at);

    if (before == 0x3000 || after == 0x3000)
        return false;
    return before == ' ' || is_cjk(before) || is_cjk(after);
}

/* Walks over the clusters of a line; counts places to stretch, and if
 * add > 0 widens them by that. There is no right-to-left text in our
 * fonts. */
static int
stretch_line(PangoLayoutLine *line, const char *text, const char *end,
    int add)
{
    int places = 0;

    for (GSList *l = line->runs; l != NULL; l = l->next) {
        PangoGlyphItem *run = l->data;
        PangoGlyphItemIter it;

        for (gboolean more =
                 pango_glyph_item_iter_init_start(&it, run, text);
             more; more = pango_glyph_item_iter_next_cluster(&it)) {
            if (!may_stretch(text + it.end_index, end))
                continue;
            places++;
            run->glyphs->glyphs[it.end_glyph - 1].geometry.width += add;
        }
    }
    return places;
}

/* Moves an opening mark at the start of a line to its edge. Returns the
 * width that becomes free. */
static int
pull_first(PangoLayoutLine *line, const char *start, int half)
{
    if (line->runs == NULL || !is_opening(g_utf8_get_char(start)))
        return 0;
    PangoGlyphItem *run = line->runs->data;
    PangoGlyphGeometry *g = &run->glyphs->glyphs[0].geometry;
    if (g->width < half * 2)
        return 0; /* squeezed already */
    g->x_offset -= half;
    g->width -= half;
    return half;
}

/*
 * Fills the lines of paragraphs but for their last. Pango itself stretches a
 * line at its spaces alone if there are any, which tears a Chinese line with
 * one space in it. half is half the size of a character.
 */
static void
justify(PangoLayout *layout, int width, int half)
{
    const char *text = pango_layout_get_text(layout);
    int n = pango_layout_get_line_count(layout);

    for (int i = 0; i < n; i++) {
        PangoLayoutLine *line = pango_layout_get_line(layout, i);
        const char *start = text + line->start_index;
        const char *end = start + line->length;
        PangoRectangle r;

        pango_layout_line_get_extents(line, NULL, &r);
        int spare = width - r.width;
        if (!line->is_paragraph_start)
            spare += pull_first(line, start, half);
        if (i + 1 == n ||
            pango_layout_get_line_readonly(layout, i + 1)
                ->is_paragraph_start)
            continue;
        while (end > start && end[-1] == ' ')
            end--;
        /* The empty half of a mark may stand outside. */
        if (end > start && is_closing(g_utf8_get_char(g_utf8_prev_char(end))))
            spare += half;
        int places = stretch_line(line, text, end, 0);
        if (spare > 0 && places > 0 && spare < width / 4)
            stretch_line(line, text, end, spare / places);
    }
}

/* What pango draws: valid UTF-8 without control characters. */
static struct str
drawable(struct arena *a, struct str s)
{
    if (utf8_valid(s) && !utf8_has_control(s, true))
        return s;

    char *out = arena_alloc(a, s.n * 3);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);

        if (c == UTF8_BAD)
            c = 0xfffd;
        else if (c != '\n' && utf8_has_control(
                     str_sub(s, from, at - from), false))
            c = ' ';
        n += utf8_put(out + n, c);
    }
    return (struct str){ out, n };
}

static PangoLayout *
make_layout(struct pdf *p, double width, const struct pdf_text *style,
    struct str given)
{
    PangoLayout *l = pango_layout_new(p->context);
    PangoFontDescription *d = pango_font_description_new();
    PangoAttrList *attrs = pango_attr_list_new();
    struct str text = drawable(p->a, given);

    pango_font_description_set_family_static(d,
        style->face == PDF_SANS ? "Noto Sans CJK SC" : "Noto Serif CJK SC");
    pango_font_description_set_weight(
        d, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(d, style->size * PANGO_SCALE);
    pango_layout_set_font_description(l, d);
    pango_font_description_free(d);

    squeeze_marks(attrs, text.p, text.n);
    if (style->letter_spacing != 0)
        pango_attr_list_insert(attrs,
            pango_attr_letter_spacing_new(
                (int)(style->letter_spacing * PANGO_SCALE)));
    pango_layout_set_attributes(l, attrs);
    pango_attr_list_unref(attrs);

    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(l, FALSE);
    pango_layout_set_alignment(l,
        style->align == PDF_CENTER      ? PANGO_ALIGN_CENTER
            : style->align == PDF_RIGHT ? PANGO_ALIGN_RIGHT
                                        : PANGO_ALIGN_LEFT);
    if (style->line_spacing > 0 && style->line_spacing != 1.0)
        pango_layout_set_line_spacing(l, (float)style->line_spacing);
    pango_layout_set_text(l, text.p, (int)text.n);
    return l;
}

static double
layout_height(PangoLayout *l)
{
    int w, h;

    pango_layout_get_size(l, &w, &h);
    return (double)h / PANGO_SCALE;
}

static void
set_colour(struct pdf *p, uint32_t rgb)
{
    cairo_set_source_rgb(p->cairo, (double)(rgb >> 16 & 0xff) / 255,
        (double)(rgb >> 8 & 0xff) / 255, (double)(rgb & 0xff) / 255);
}

double
pdf_draw_text(struct pdf *p, double x, double y, double width,
    const struct pdf_text *style, struct str text)
{
    if (text.n == 0)
        return 0;
    PangoLayout *l = make_layout(p, width, style, text);
    double h = layout_height(l);

    if (style->align == PDF_JUSTIFY)
        justify(l, (int)(width * PANGO_SCALE),
            (int)(style->size * PANGO_SCALE / 2));
    set_colour(p, style->rgb);
    cairo_move_to(p->cairo, x, y);
    pango_cairo_show_layout(p->cairo, l);
    /* Text leaves a current point behind, to which an arc would draw. */
    cairo_new_path(p->cairo);
    g_object_unref(l);
    return h;
}

double
pdf_measure(struct pdf *p, double width, const struct pdf_text *style,
    struct str text)
{
    if (text.n == 0)
        return 0;
    PangoLayout *l = make_layout(p, width, style, text);
    double h = layout_height(l);

    g_object_unref(l);
    return h;
}

/* --- lines and squares --- */

void
pdf_rect(struct pdf *p, double x, double y, double w, double h,
    double line_width, uint32_t rgb)
{
    cairo_new_path(p->cairo);
    set_colour(p, rgb);
    cairo_rectangle(p->cairo, x, y, w, h);
    if (line_width > 0) {
        cairo_set_line_width(p->cairo, line_width);
        cairo_stroke(p->cairo);
    } else {
        cairo_fill(p->cairo);
    }
}

void
pdf_line(struct pdf *p, double x1, double y1, double x2, double y2,
    double line_width, uint32_t rgb)
{
    cairo_new_path(p->cairo);
    set_colour(p, rgb);
    cairo_set_line_width(p->cairo, line_width);
    cairo_move_to(p->cairo, x1, y1);
    cairo_line_to(p->cairo, x2, y2);
    cairo_stroke(p->cairo);
}

enum status
pdf_qr(struct pdf *p, double x, double y, double size, struct str text,
    struct err *err)
{
    if (text.n == 0 || text.n > 2331) /* bytes of version 40-M */
        return err_set(err, ERR_LIMIT, "二维码内容应为 1 至 2331 字节");
    QRcode *q = QRcode_encodeData((int)text.n,
        (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    if (q == NULL)
        return err_set(err, ERR_LIMIT, "二维码内容过长");

    double m = size / q->width;
    cairo_new_path(p->cairo);
    set_colour(p, 0);
    for (int j = 0; j < q->width; j++) {
        const unsigned char *row = q->data + j * q->width;

        /* Dark modules side by side are one rectangle. */
        for (int i = 0, k; i < q->width; i = k + 1) {
            for (k = i; k < q->width && (row[k] & 1) != 0;)
                k++;
            if (k > i)
                cairo_rectangle(
                    p->cairo, x + i * m, y + j * m, (k - i) * m, m);
        }
    }
    cairo_fill(p->cairo);
    QRcode_free(q);
    return OK;
}
