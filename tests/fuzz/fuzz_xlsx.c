/* The workbook reader on bytes of any kind. The first byte chooses: a file as
 * it is, or a workbook whose parts are the pieces between NUL bytes, so that
 * the fuzzer works on the XML and not on its packing. */
#include "format/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static enum status
check_row(const struct xlsx_row *row, void *arg, struct err *err)
{
    int *last = arg;

    if (row->number <= *last || row->n == 0 || row->n > 8)
        abort();
    *last = row->number;
    bool content = false;
    for (size_t i = 0; i < row->n; i++) {
        const struct xlsx_cell *c = &row->cells[i];

        if ((c->kind == XLSX_EMPTY) != (c->text.n == 0))
            abort();
        if (c->text.n > 0 && !utf8_valid(c->text))
            abort();
        content = content || c->kind != XLSX_EMPTY;
    }
    if (!content)
        abort();
    (void)err;
    return OK;
}

static void
put_file(int fd, const uint8_t *p, size_t n)
{
    if (write(fd, p, n) != (ssize_t)n)
        abort();
}

static void
put_parts(const char *path, const uint8_t *p, size_t n)
{
    static const char *const names[] = { "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels", "_rels/.rels" };
    static const char types[] = "<Types/>";
    int code;
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);

    if (z == NULL)
        abort();
    zip_file_add(z, "[Content_Types].xml",
        zip_source_buffer(z, types, sizeof(types) - 1, 0), 0);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const uint8_t *end = n > 0 ? memchr(p, 0, n) : NULL;
        size_t size = end != NULL ? (size_t)(end - p) : n;
        zip_int64_t at = zip_file_add(
            z, names[i], zip_source_buffer(z, p, size, 0), 0);

        zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
        p += size + (end != NULL);
        n -= size + (end != NULL);
    }
    if (zip_close(z) != 0)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct xlsx_limits limits = { 1000, 8, 1 << 20, 200, 1000 };
    struct err err;
    char path[64];
    int last = 0;

    if (n < 2 || n > 65536)
        return 0;
    int fd = memfd_create("book", 0);
    if (fd < 0)
        abort();
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    if ((p[0] & 1) != 0) {
        put_file(fd, p + 1, n - 1);
    } else {
        char scratch[64];
        snprintf(scratch, sizeof(scratch), "%s/fuzz-xlsx-%d", P_tmpdir,
            (int)getpid());
        put_parts(scratch, p + 1, n - 1);
        snprintf(path, sizeof(path), "%s", scratch);
    }

    enum status s =
        xlsx_read(path, NULL, &limits, check_row, &last, &err);
    if (s != OK && !utf8_valid(str_of(err.text)))
        abort();
    struct arena *a = arena_new("fuzz");
    const struct xlsx_sheet_info *info;
    size_t count;
    if (xlsx_sheets(a, path, &info, &count, &err) == OK && count > 1000)
        abort();
    arena_free(a);
    close(fd);
    if ((p[0] & 1) == 0)
        unlink(path);
    return 0;
}
