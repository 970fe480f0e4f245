#include "book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

void
book_zip(const char *path, const struct book_part *parts, size_t n)
{
    int code;
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);

    if (z == NULL)
        abort();
    for (size_t i = 0; i < n; i++) {
        size_t size =
            parts[i].n != 0 ? parts[i].n : strlen(parts[i].bytes);
        zip_source_t *s = zip_source_buffer(z, parts[i].bytes, size, 0);

        if (zip_file_add(z, parts[i].name, s, ZIP_FL_ENC_UTF_8) < 0)
            abort();
    }
    if (zip_close(z) != 0)
        abort();
}

void
book_write(const char *path, const struct book_text *t)
{
    static const char types[] =
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
        "content-types\"/>";
    static const char top[] =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/"
        "2006/relationships\"><Relationship Id=\"rId1\" Type=\"" BOOK_R
        "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    static const char rels[] =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/"
        "2006/relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" BOOK_R
        "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" BOOK_R
        "/styles\" Target=\"styles.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" BOOK_R
        "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
    struct arena *a = arena_new("book");
    struct book_part p[8];
    size_t n = 0;

    p[n++] = (struct book_part){ "[Content_Types].xml", types, 0 };
    p[n++] = (struct book_part){ "_rels/.rels", top, 0 };
    p[n++] = (struct book_part){ "xl/_rels/workbook.xml.rels", rels, 0 };
    struct str s = arena_fmt(a,
        "<workbook xmlns=\"" BOOK_MAIN "\" xmlns:r=\"" BOOK_R "\">%s"
        "</workbook>",
        t->workbook != NULL ? t->workbook
                            : "<sheets><sheet name=\"表1\" sheetId=\"1\" "
                              "r:id=\"rId1\"/></sheets>");
    p[n++] = (struct book_part){ "xl/workbook.xml", s.p, s.n };
    s = arena_fmt(a,
        "<worksheet xmlns=\"" BOOK_MAIN "\"><sheetData>%s</sheetData>%s"
        "</worksheet>",
        t->rows, t->tail != NULL ? t->tail : "");
    p[n++] = (struct book_part){ "xl/worksheets/sheet1.xml", s.p, s.n };
    if (t->styles != NULL) {
        s = arena_fmt(a, "<styleSheet xmlns=\"" BOOK_MAIN "\">%s</styleSheet>",
            t->styles);
        p[n++] = (struct book_part){ "xl/styles.xml", s.p, s.n };
    }
    if (t->strings != NULL) {
        s = arena_fmt(
            a, "<sst xmlns=\"" BOOK_MAIN "\">%s</sst>", t->strings);
        p[n++] = (struct book_part){ "xl/sharedStrings.xml", s.p, s.n };
    }
    book_zip(path, p, n);
    arena_free(a);
}

static char scratch[64];

static void
remove_scratch(void)
{
    unlink(scratch);
}

const char *
book_path(void)
{
    if (scratch[0] == 0) {
        snprintf(scratch, sizeof(scratch), "%s/book-XXXXXX.xlsx", P_tmpdir);
        int fd = mkstemps(scratch, 5);
        if (fd < 0)
            abort();
        close(fd);
        atexit(remove_scratch);
    }
    return scratch;
}

static enum status
dump_row(const struct xlsx_row *row, void *arg, struct err *err)
{
    struct buf *b = arg;

    (void)err;
    buf_fmt(b, "%d ", row->number);
    for (size_t i = 0; i < row->n; i++) {
        const struct xlsx_cell *c = &row->cells[i];

        if (i > 0)
            buf_byte(b, '|');
        buf_byte(b, "-TNDBX"[c->kind]);
        if (c->lost_digits)
            buf_byte(b, '!');
        if (c->merged)
            buf_byte(b, '^');
        if (c->kind != XLSX_EMPTY) {
            buf_byte(b, ':');
            buf_str(b, c->text);
        }
    }
    buf_byte(b, '\n');
    return OK;
}

const char *
book_dump(struct arena *a, const char *path, const char *sheet,
    const struct xlsx_limits *limits)
{
    struct buf b;
    struct err err = { 0 };

    buf_init(&b, a, (size_t)1 << 30);
    enum status s = xlsx_read(path, sheet, limits, dump_row, &b, &err);
    if (s != OK)
        return arena_fmt(a, "%s: %s", status_name(s), err.text).p;
    buf_byte(&b, 0);
    return buf_view(&b).p;
}
