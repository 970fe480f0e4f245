/* json_internal.h - what json.c and json_parse.c share. */
#ifndef FORMAT_JSON_INTERNAL_H
#define FORMAT_JSON_INTERNAL_H

#include "format/json.h"

/* Bytes of the JSON number that s begins with, 0 if it begins with none
 * (RFC 8259, section 6); *whole: neither fraction nor exponent. */
size_t json_number_length_(struct str s, bool *whole);

/* Appends to a list or object without looking for the key and without copying
 * it. */
void json_add_(struct arena *a, struct json *c, struct str key,
    const struct json *v);

#endif
