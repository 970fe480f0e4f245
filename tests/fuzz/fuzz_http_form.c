/* fuzz_http_form.c - what http_parse_form accepts is text within its limit. */
#include "http/http.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PAIRS 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
    if (!holds)
        abort();
}

static void
check_text(struct str s)
{
    require(utf8_valid(s));
    require(s.n == 0 || memchr(s.p, '\0', s.n) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz");
    const struct http_pair *pairs = NULL;
    size_t n = 0, bytes = 0;
    struct err err;
    enum status st = http_parse_form(a,
        (struct str){ (const char *)data, size }, MAX_PAIRS, &pairs, &n, &err);

    require(st == OK || st == ERR_INPUT || st == ERR_LIMIT);
    require(st == OK || (pairs == NULL && n == 0));
    require(n <= MAX_PAIRS);
    for (size_t i = 0; i < n; i++) {
        check_text(pairs[i].name);
        check_text(pairs[i].value);
        bytes += pairs[i].name.n + pairs[i].value.n;
    }
    require(bytes <= size);
    arena_free(a);
    return 0;
}
