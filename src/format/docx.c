#include "format/docx.h"

#include <time.h>
#include <zip.h>

#define BYTES_MAX ((size_t)64 * 1024 * 1024)
#define TEXT_WIDTH 8844 /* twentieths of a point: 156 mm, GB/T 9704 5.2.1 */
#define CHINA_SECONDS (8 * 3600)

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OOXML "http://schemas.openxmlformats.org/"
#define W_NS "xmlns:w=\"" OOXML "wordprocessingml/2006/main\""
#define R_NS "xmlns:r=\"" OOXML "officeDocument/2006/relationships\""
#define WORD_TYPE \
    "application/vnd.openxmlformats-officedocument.wordprocessingml."

struct docx {
    struct arena *a;
    struct str title;
    int64_t created_us;
    struct buf body; /* of word/document.xml */
};

/* --- fixed parts --- */

static const char content_types[] = XML
    "<Types xmlns=\"" OOXML "package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/"
    "vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD_TYPE
    "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD_TYPE
    "styles+xml\"/>"
    "<Override PartName=\"/word/fontTable.xml\" ContentType=\"" WORD_TYPE
    "fontTable+xml\"/>"
    "<Override PartName=\"/word/settings.xml\" ContentType=\"" WORD_TYPE
    "settings+xml\"/>"
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD_TYPE
    "footer+xml\"/>"
    "<Override PartName=\"/word/footer2.xml\" ContentType=\"" WORD_TYPE
    "footer+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/"
    "vnd.openxmlformats-package.core-properties+xml\"/></Types>";

#define RELATION(id, type, target) \
    "<Relationship Id=\"" id "\" Type=\"" OOXML type "\" Target=\"" target \
    "\"/>"
#define WORD_RELATION(id, type, target) \
    RELATION(id, "officeDocument/2006/relationships/" type, target)

static const char top_relations[] = XML
    "<Relationships xmlns=\"" OOXML "package/2006/relationships\">"
    WORD_RELATION("rId1", "officeDocument", "word/document.xml")
    RELATION("rId2", "package/2006/relationships/metadata/core-properties",
        "docProps/core.xml")
    "</Relationships>";

static const char word_relations[] = XML
    "<Relationships xmlns=\"" OOXML "package/2006/relationships\">"
    WORD_RELATION("rId1", "styles", "styles.xml")
    WORD_RELATION("rId2", "fontTable", "fontTable.xml")
    WORD_RELATION("rId3", "settings", "settings.xml")
    WORD_RELATION("rId4", "footer", "footer1.xml")
    WORD_RELATION("rId5", "footer", "footer2.xml")
    "</Relationships>";

/* Page numbers stand outside: right on odd pages, left on even ones. */
static const char settings[] = XML "<w:settings " W_NS ">"
    "<w:evenAndOddHeaders/>"
    "<w:characterSpacingControl w:val=\"compressPunctuation\"/>"
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
    "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
    "</w:compat></w:settings>";

/* What to take where the official faces are not installed. */
#define FACE(name, instead) \
    "<w:font w:name=\"" name "\"><w:altName w:val=\"" instead "\"/>" \
    "<w:charset w:val=\"86\"/></w:font>"
static const char font_table[] = XML "<w:fonts " W_NS ">"
    FACE("方正小标宋简体", "方正小标宋_GBK,华文中宋,宋体")
    FACE("仿宋_GB2312", "仿宋,FangSong,华文仿宋")
    FACE("黑体", "SimHei,方正黑体_GBK")
    FACE("宋体", "SimSun,方正书宋_GBK")
    "</w:fonts>";

#define TYPE(face, half_points) \
    "<w:rPr><w:rFonts w:ascii=\"Times New Roman\" " \
    "w:hAnsi=\"Times New Roman\" w:eastAsia=\"" face "\"/>" \
    "<w:sz w:val=\"" half_points "\"/><w:szCs w:val=\"" half_points "\"/>" \
    "</w:rPr>"
#define STYLE(id, name, based, paragraph, type) \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\">" \
    "<w:name w:val=\"" name "\"/>" based "<w:qFormat/>" \
    "<w:pPr>" paragraph "</w:pPr>" type "</w:style>"
#define ON_BODY "<w:basedOn w:val=\"Body\"/>"

/* GB/T 9704-2012, chapter 7: title 22 pt, text 16 pt, lines of 28 pt. */
static const char styles[] = XML "<w:styles " W_NS "><w:docDefaults>"
    "<w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
    "w:hAnsi=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\" "
    "w:cs=\"Times New Roman\"/><w:lang w:val=\"en-US\" "
    "w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Body\">"
    "<w:name w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/>"
    "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"
    "<w:jc w:val=\"both\"/></w:pPr>" TYPE("仿宋_GB2312", "32") "</w:style>"
    STYLE("Title", "Title", "",
        "<w:spacing w:after=\"560\" w:line=\"640\" w:lineRule=\"exact\"/>"
        "<w:jc w:val=\"center\"/>",
        TYPE("方正小标宋简体", "44"))
    STYLE("Heading1", "heading 1", ON_BODY,
        "<w:keepNext/><w:outlineLvl w:val=\"0\"/>", TYPE("黑体", "32"))
    STYLE("Signature", "Signature", ON_BODY,
        "<w:keepLines/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\" "
        "w:rightChars=\"400\" w:right=\"1280\"/><w:jc w:val=\"right\"/>",
        "")
    STYLE("TableHead", "Table Head", "",
        "<w:spacing w:line=\"400\" w:lineRule=\"atLeast\"/>"
        "<w:jc w:val=\"center\"/>",
        TYPE("黑体", "24"))
    STYLE("TableText", "Table Text", "",
        "<w:spacing w:line=\"360\" w:lineRule=\"atLeast\"/>",
        TYPE("仿宋_GB2312", "24"))
    "</w:styles>";

#define PAGE_NUMBER(side, indent) XML "<w:ftr " W_NS "><w:p><w:pPr>" \
    "<w:ind " indent "/><w:jc w:val=\"" side "\"/></w:pPr>" \
    "<w:r>" TYPE("宋体", "28") "<w:t xml:space=\"preserve\">— </w:t></w:r>" \
    "<w:r>" TYPE("宋体", "28") "<w:fldChar w:fldCharType=\"begin\"/></w:r>" \
    "<w:r>" TYPE("宋体", "28") \
    "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>" \
    "<w:r>" TYPE("宋体", "28") "<w:fldChar w:fldCharType=\"end\"/></w:r>" \
    "<w:r>" TYPE("宋体", "28") "<w:t xml:space=\"preserve\"> —</w:t></w:r>" \
    "</w:p></w:ftr>"
static const char footer_odd[] =
    PAGE_NUMBER("right", "w:firstLine=\"0\" w:right=\"280\"");
static const char footer_even[] =
    PAGE_NUMBER("left", "w:left=\"280\" w:firstLine=\"0\"");

static const char document_start[] = XML
    "<w:document " W_NS " " R_NS "><w:body>";
static const char document_end[] =
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
    "<w:footerReference w:type=\"even\" r:id=\"rId5\"/>"
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" "
    "w:left=\"1588\" w:header=\"851\" w:footer=\"1417\" w:gutter=\"0\"/>"
    "<w:docGrid w:type=\"lines\" w:linePitch=\"560\"/></w:sectPr>"
    "</w:body></w:document>";

/* --- text --- */

/* Escaped; control characters become spaces, invalid bytes U+FFFD. */
static void
put_text(struct buf *b, struct str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);

        if (c == '&')
            buf_lit(b, "&amp;");
        else if (c == '<')
            buf_lit(b, "&lt;");
        else if (c == '>')
            buf_lit(b, "&gt;");
        else if (c < ' ' || c == 0x7f || c == 0xfffe || c == 0xffff)
            buf_byte(b, ' ');
        else if (c == UTF8_BAD)
            buf_lit(b, "\xef\xbf\xbd");
        else
            buf_add(b, s.p + from, at - from);
    }
}

static void
put_paragraph(struct buf *b, const char *style, struct str text)
{
    buf_fmt(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
    if (text.n > 0) {
        buf_lit(b, "<w:r><w:t xml:space=\"preserve\">");
        put_text(b, text);
        buf_lit(b, "</w:t></w:r>");
    }
    buf_lit(b, "</w:p>\n");
}

/* One paragraph a line. */
static void
put_lines(struct buf *b, const char *style, struct str text)
{
    for (bool more = true; more;) {
        struct str line;

        text = str_cut(text, '\n', &line, &more);
        put_paragraph(b, style, line);
    }
}

static void
end(void *p)
{
    buf_free(p);
}

struct docx *
docx_new(struct arena *a, struct str title, int64_t created_us)
{
    struct docx *d = arena_one(a, struct docx);

    d->a = a;
    d->title = arena_str(a, title);
    d->created_us = created_us;
    buf_init(&d->body, NULL, BYTES_MAX);
    arena_defer(a, end, &d->body);
    buf_str(&d->body, str_of(document_start));
    return d;
}

void
docx_paragraph(struct docx *d, enum docx_style style, struct str text)
{
    static const char *const names[] = { [DOCX_TITLE] = "Title",
        [DOCX_HEADING] = "Heading1",
        [DOCX_BODY] = "Body",
        [DOCX_SIGNATURE] = "Signature" };

    put_lines(&d->body, names[style], text);
}

/* --- tables --- */

/* Shares the width of the page among the columns. */
static int *
share_width(struct arena *a, size_t columns, const double *widths)
{
    int *out = arena_new_array(a, int, columns);
    double sum = 0;

    for (size_t i = 0; i < columns; i++)
        sum += widths != NULL && widths[i] > 0 ? widths[i] : 1;
    for (size_t i = 0; i < columns; i++) {
        double w = widths != NULL && widths[i] > 0 ? widths[i] : 1;
        out[i] = (int)(TEXT_WIDTH * w / sum);
    }
    return out;
}

static void
put_row(struct buf *b, const struct str *cells, const int *widths,
    size_t columns, bool head)
{
    buf_lit(b, "<w:tr><w:trPr><w:cantSplit/>");
    if (head)
        buf_lit(b, "<w:tblHeader/>");
    buf_lit(b, "</w:trPr>");
    for (size_t i = 0; i < columns; i++) {
        buf_fmt(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>",
            widths[i]);
        if (head)
            buf_lit(b, "<w:shd w:val=\"clear\" w:color=\"auto\" "
                       "w:fill=\"F2F2F2\"/>");
        buf_lit(b, "<w:vAlign w:val=\"center\"/></w:tcPr>");
        put_lines(b, head ? "TableHead" : "TableText", cells[i]);
        buf_lit(b, "</w:tc>");
    }
    buf_lit(b, "</w:tr>\n");
}

void
docx_table(struct docx *d, const struct str *cells, size_t rows,
    size_t columns, const double *widths)
{
    struct buf *b = &d->body;
    int *w = share_width(d->a, columns, widths);

    if (rows == 0 || columns == 0)
        return;
    buf_fmt(b, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/>",
        TEXT_WIDTH);
    buf_lit(b, "<w:tblBorders>");
    static const char *const sides[] = { "top", "left", "bottom", "right",
        "insideH", "insideV" };
    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++)
        buf_fmt(b,
            "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
            "w:color=\"000000\"/>",
            sides[i]);
    buf_lit(b, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/>"
               "</w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < columns; i++)
        buf_fmt(b, "<w:gridCol w:w=\"%d\"/>", w[i]);
    buf_lit(b, "</w:tblGrid>\n");
    for (size_t i = 0; i < rows; i++)
        put_row(b, cells + i * columns, w, columns, i == 0);
    buf_lit(b, "</w:tbl>\n");
    /* Two tables without a paragraph between them would become one. */
    buf_lit(b, "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>\n");
}

/* --- package --- */

static struct str
core_properties(struct docx *d)
{
    time_t local = (time_t)(d->created_us / 1000000) + CHINA_SECONDS;
    struct tm tm = { 0 };
    struct buf b;
    struct str out = STR_EMPTY;

    gmtime_r(&local, &tm);
    buf_init(&b, d->a, 4096 + d->title.n * 5);
    buf_lit(&b, XML "<cp:coreProperties xmlns:cp=\"" OOXML
                    "package/2006/metadata/core-properties\" "
                    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                    "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                    "xmlns:xsi=\"http://www.w3.org/2001/"
                    "XMLSchema-instance\"><dc:title>");
    put_text(&b, d->title);
    buf_fmt(&b,
        "</dc:title><dc:creator>Mingce</dc:creator>"
        "<dcterms:created xsi:type=\"dcterms:W3CDTF\">"
        "%04d-%02d-%02dT%02d:%02d:%02d+08:00</dcterms:created>"
        "</cp:coreProperties>",
        tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
        tm.tm_sec);
    return buf_done(&b, &out, NULL) == OK ? out : STR_EMPTY;
}

/* 1980-01-01, the first day a zip knows: the same bytes each time. */
#define DOS_DATE ((0 << 9) | (1 << 5) | 1)

static bool
add_part(zip_t *z, const char *name, struct str bytes)
{
    zip_source_t *s = zip_source_buffer(z, bytes.p, bytes.n, 0);
    if (s == NULL)
        return false;
    zip_int64_t at = zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(s);
        return false;
    }
    return zip_file_set_dostime(z, (zip_uint64_t)at, 0, DOS_DATE, 0) == 0;
}

static bool
add_parts(zip_t *z, struct docx *d)
{
    const struct {
        const char *name;
        struct str bytes;
    } parts[] = {
        { "[Content_Types].xml", str_of(content_types) },
        { "_rels/.rels", str_of(top_relations) },
        { "word/document.xml", buf_view(&d->body) },
        { "word/_rels/document.xml.rels", str_of(word_relations) },
        { "word/styles.xml", str_of(styles) },
        { "word/fontTable.xml", str_of(font_table) },
        { "word/settings.xml", str_of(settings) },
        { "word/footer1.xml", str_of(footer_odd) },
        { "word/footer2.xml", str_of(footer_even) },
        { "docProps/core.xml", core_properties(d) },
    };

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (!add_part(z, parts[i].name, parts[i].bytes))
            return false;
    }
    return true;
}

/* Copies what the archive was written to. */
static bool
read_back(zip_source_t *s, struct arena *a, struct str *ret)
{
    zip_stat_t st;

    if (zip_source_stat(s, &st) != 0 || zip_source_open(s) != 0)
        return false;
    char *p = arena_alloc(a, (size_t)st.size);
    zip_int64_t n = zip_source_read(s, p, st.size);
    zip_source_close(s);
    if (n < 0 || (zip_uint64_t)n != st.size)
        return false;
    *ret = (struct str){ p, (size_t)n };
    return true;
}

enum status
docx_finish(struct docx *d, struct str *ret, struct err *err)
{
    zip_error_t e;
    struct str body;

    buf_str(&d->body, str_of(document_end));
    if (buf_done(&d->body, &body, NULL) != OK)
        return err_set(err, ERR_LIMIT,
            "Word 文件过大（超过 64 MB），请缩小范围后再生成");

    zip_error_init(&e);
    zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = s != NULL ? zip_open_from_source(s, ZIP_TRUNCATE, &e) : NULL;
    zip_error_fini(&e);
    if (z == NULL) {
        zip_source_free(s);
        return err_set(err, ERR_IO, "Word 文件无法生成，请稍后重试");
    }
    zip_source_keep(s);
    bool good = add_parts(z, d) && zip_close(z) == 0;
    if (!good)
        zip_discard(z);
    good = good && read_back(s, d->a, ret);
    zip_source_free(s);
    if (!good)
        return err_set(err, ERR_IO, "Word 文件无法生成，请稍后重试");
    return OK;
}
