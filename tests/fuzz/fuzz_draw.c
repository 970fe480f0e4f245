/* fuzz_draw.c - a draw file of a stranger is computed again or refused, in
 * bounds, and the same bytes get the same answer. */
#include "domain/draw_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
    if (!holds)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz");
    struct str text = { (const char *)data, size };
    struct draw_report r = { 0 }, again = { 0 };
    struct err err;
    enum status st = draw_verify(a, text, STR_EMPTY, &r, &err);

    require(st == OK || st == ERR_INPUT || st == ERR_LIMIT);
    require(draw_verify(a, text, STR_EMPTY, &again, &err) == st);
    require(r.n == again.n && r.good == again.good);
    require(st != OK || r.n > 0);
    arena_free(a);
    return 0;
}
