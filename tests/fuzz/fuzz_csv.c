/* fuzz_csv.c - rows that csv_read accepts keep to its limits, and cells that
 * csv_cell wrote are read back with nothing more than the apostrophe that
 * keeps a formula from running. */
#include "format/csv.h"

#include <stdlib.h>

#define MAX_ROWS 200

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
    if (!holds)
        abort();
}

static bool
is_blank(const struct csv_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cells[i]).n > 0)
            return false;
    return true;
}

static void
check_cell(struct str read, struct str written)
{
    if (read.n == written.n + 1 && read.p[0] == '\'')
        read = str_sub(read, 1, SIZE_MAX);
    require(str_eq(read, written));
}

static void
round_trip(struct arena *a, const struct csv_row *row)
{
    const struct csv_row *again;
    struct buf b;
    size_t n;

    buf_init(&b, a, 1 << 24);
    csv_begin(&b);
    for (size_t i = 0; i < row->n; i++)
        csv_cell(&b, i == 0, row->cells[i]);
    csv_end_row(&b);
    require(csv_read(a, buf_view(&b), 1, &again, &n, NULL) == OK);
    require(n == 1 && again[0].n == row->n);
    for (size_t i = 0; i < row->n; i++)
        check_cell(again[0].cells[i], row->cells[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz");
    struct str text = { (const char *)data, size };
    const struct csv_row *rows = NULL;
    struct err err;
    size_t n = 0;
    enum status st = csv_read(a, text, MAX_ROWS, &rows, &n, &err);

    require(st == OK || st == ERR_INPUT || st == ERR_LIMIT);
    for (size_t i = 0; i < n; i++) {
        require(rows[i].n >= 1 && rows[i].n <= 256);
        require(rows[i].line >= 1);
        if (!is_blank(&rows[i]))
            round_trip(a, &rows[i]);
    }
    require(n == 0 || !is_blank(&rows[n - 1]));
    arena_free(a);
    return 0;
}
