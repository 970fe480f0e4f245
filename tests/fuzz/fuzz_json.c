/* fuzz_json.c - what json_parse accepts is written and read back the same. */
#include "format/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
    if (!holds)
        abort();
}

static struct str
canonical(struct arena *a, const struct json *v)
{
    struct buf b;
    struct str s = STR_EMPTY;

    buf_init(&b, a, 1 << 24);
    json_write_canonical(&b, v);
    require(buf_done(&b, &s, NULL) == OK);
    return s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz");
    struct str text = { (const char *)data, size };
    const struct json *v = NULL;
    const struct json *again = NULL;
    struct err err;
    enum status st = json_parse(a, text, 1 << 20, &v, &err);

    require(st == OK || st == ERR_INPUT || st == ERR_LIMIT);
    require((st == OK) == (v != NULL));
    if (st == OK) {
        struct str written = canonical(a, v);

        require(utf8_valid(written));
        require(str_find(written, STR("<")) == SIZE_MAX);
        require(json_parse(a, written, 1 << 24, &again, &err) == OK);
        require(str_eq(written, canonical(a, again)));
    }
    arena_free(a);
    return 0;
}
