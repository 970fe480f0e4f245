/* fuzz_zone.c - any bytes either are a time zone or not; the offsets of one
 * stay within a day and a bit, and local times lead back to themselves. */
#include "calendar/calendar.h"
#include "calendar/zone.h"

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
    static const int64_t local[] = { -31556889864403199, -2208988800, 0,
        951782400, 1711853999, 1730000000, 4102444800, 31556889864403199 };
    struct arena *a = arena_new("fuzz");
    const struct zone *z = NULL;
    struct err err = { 0 };
    enum status st = zone_parse(
        a, STR("Made/Up"), (struct str){ (const char *)data, size }, &z, &err);

    require(st == OK ? z != NULL : st == ERR_INPUT && z == NULL);
    for (size_t i = 0; z != NULL && i < sizeof(local) / sizeof(local[0]);
         i++) {
        int32_t east = zone_offset_local(z, local[i]);

        require(east >= -700000 && east <= 700000);
        require(east == zone_offset_local(z, local[i]));
        (void)zone_offset_at(z, local[i] - east);
    }
    arena_free(a);
    return 0;
}
