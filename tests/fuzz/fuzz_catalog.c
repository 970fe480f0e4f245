/* fuzz_catalog.c - no .mo file leads the reader outside its bytes. */
#include "format/catalog.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz");
    const struct catalog *c;

    if (catalog_load(a, (struct str){ (const char *)data, size }, &c,
            NULL) == OK) {
        static const char *const ids[] = { "", "a", "保存", "\x7f" };
        size_t total = 0;

        for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
            total += strlen(catalog_get(c, ids[i]));
        if (catalog_count(c) > size || total > 4 * size + 64)
            abort();
    }
    arena_free(a);
    return 0;
}
