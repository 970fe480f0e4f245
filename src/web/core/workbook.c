/* Workbooks as downloads: written to a temporary file, sent, removed. */
#include "web/workbook.h"

#include "web/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BOOK_MAX (64u * 1024 * 1024)

struct web_book {
    struct web *w;
    struct xlsx_book *book;
    char path[64];
};

static void
remove_file(void *p)
{
    struct web_book *b = p;

    (void)unlink(b->path);
}

enum status
web_book_open(struct web *w, struct web_book **ret, struct xlsx_book **ret_book,
    struct err *err)
{
    struct web_book *b = arena_one(w->a, struct web_book);

    b->w = w;
    (void)snprintf(b->path, sizeof(b->path), "%s/mingce-book-XXXXXX.xlsx",
        P_tmpdir);
    int fd = mkstemps(b->path, 5);
    if (fd < 0)
        return err_set(err, ERR_IO, "无法生成工作簿，请稍后再试");
    (void)close(fd);
    arena_defer(w->a, remove_file, b);
    TRY(xlsx_create(w->a, b->path, &b->book, err));
    *ret = b;
    *ret_book = b->book;
    return OK;
}

enum status
web_book_send(struct web_book *b, struct str file_name, struct err *err)
{
    struct buf bytes;
    struct str all;
    char part[65536];
    size_t n;

    TRY(xlsx_close(b->book, err));
    FILE *f = fopen(b->path, "rb");
    if (f == NULL)
        return err_set(err, ERR_IO, "无法生成工作簿，请稍后再试");
    buf_init(&bytes, b->w->a, BOOK_MAX);
    while ((n = fread(part, 1, sizeof(part), f)) > 0)
        buf_add(&bytes, part, n);
    (void)fclose(f);
    TRY(buf_done(&bytes, &all, err));
    return web_download(b->w,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file_name, all);
}

struct str *
web_table_heads(struct web *w, const struct pack_document *d)
{
    struct str *heads = arena_new_array(w->a, struct str, d->n_columns);

    for (size_t c = 0; c < d->n_columns; c++)
        heads[c] = d->columns[c].title.zh;
    return heads;
}

enum status
web_table_xlsx(struct web *w, const struct table_paper *t, struct str above,
    struct str file_name, struct err *err)
{
    struct xlsx_column *columns =
        arena_new_array(w->a, struct xlsx_column, t->n_columns);
    const struct str lines[] = { t->title, above };
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    for (size_t c = 0; c < t->n_columns; c++)
        columns[c] =
            (struct xlsx_column){ .title = t->heads[c], .width = 16 };
    TRY(web_book_open(w, &book, &x, err));
    xlsx_sheet(x, STR("汇总表"), lines, 2, columns, t->n_columns);
    for (size_t i = 0; i < t->n_rows; i++)
        xlsx_add_row(
            x, &t->cells[i * t->n_columns], t->n_columns, XLSX_PLAIN);
    return web_book_send(
        book, arena_join(w->a, file_name, STR(".xlsx")), err);
}

enum status
web_table_pdf(struct web *w, const struct table_paper *t,
    struct str file_name, struct err *err)
{
    struct pdf_fonts *fonts = NULL;
    struct str bytes;

    TRY(app_pdf_fonts(w->app, &fonts, err));
    TRY(table_pdf(w->a, fonts, t, &bytes, err));
    return web_download(w, "application/pdf",
        arena_join(w->a, file_name, STR(".pdf")), bytes);
}
