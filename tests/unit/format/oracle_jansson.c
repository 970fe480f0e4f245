/* An independent JSON reader as judge of ours, in a file of its own because
 * the two headers share names. */
#include "oracle_jansson.h"

#include <jansson.h>

bool
jansson_accepts(const char *text, size_t n)
{
    json_error_t e;
    json_t *v =
        json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
    bool accepted = v != NULL;

    json_decref(v);
    return accepted;
}
