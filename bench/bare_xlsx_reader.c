/* bare_xlsx_reader.c - the yardstick for imports: libzip and expat over the
 * first sheet, counting its rows; no types, no shared texts, no rules.
 *   bare_xlsx_reader FILE
 */
#include "base/base.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>
#include <zip.h>

static void
on_start(void *arg, const char *name, const char **attributes)
{
    size_t *rows = arg;

    (void)attributes;
    *rows += strcmp(name, "row") == 0;
}

static bool
read_rows(zip_file_t *sheet, size_t *rows)
{
    XML_Parser p = XML_ParserCreate(NULL);
    bool good = true;
    zip_int64_t n;

    XML_SetUserData(p, rows);
    XML_SetElementHandler(p, on_start, NULL);
    do {
        void *room = XML_GetBuffer(p, 65536);

        n = room == NULL ? -1 : zip_fread(sheet, room, 65536);
        good = n >= 0 &&
               XML_ParseBuffer(p, (int)n, n == 0) == XML_STATUS_OK;
    } while (good && n > 0);
    XML_ParserFree(p);
    return good;
}

int
main(int argc, char **argv)
{
    int64_t begin_us = clock_monotonic_us();
    zip_file_t *sheet = NULL;
    zip_t *zip = NULL;
    size_t rows = 0;
    bool good;

    if (argc != 2) {
        (void)fprintf(stderr, "usage: bare_xlsx_reader FILE\n");
        return 2;
    }
    zip = zip_open(argv[1], ZIP_RDONLY, NULL);
    if (zip != NULL)
        sheet = zip_fopen(zip, "xl/worksheets/sheet1.xml", 0);
    good = sheet != NULL && read_rows(sheet, &rows);
    if (sheet != NULL)
        (void)zip_fclose(sheet);
    if (zip != NULL)
        zip_discard(zip);
    if (!good) {
        (void)fprintf(stderr, "%s cannot be read\n", argv[1]);
        return 3;
    }
    (void)printf("%.0f\n",
        (double)rows * 1e6 / (double)(clock_monotonic_us() - begin_us));
    return 0;
}
