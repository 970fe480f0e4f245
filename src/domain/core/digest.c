/* What the database keeps of secrets, and the day that may be none. */
#include "domain/core.h"

#include <openssl/sha.h>

struct dbv
db_day_or_null(struct day d)
{
    return day_is_none(d) ? db_null() : db_i(d.n);
}

struct day
row_day(struct rows *r, int column)
{
    return row_is_null(r, column)
               ? DAY_NONE
               : (struct day){ (int32_t)row_int(r, column) };
}

struct str
domain_sha256(struct arena *a, struct str text)
{
    unsigned char sum[SHA256_DIGEST_LENGTH];

    SHA256((const unsigned char *)text.p, text.n, sum);
    return arena_hex(a, sum, sizeof(sum));
}

struct str
domain_digest(struct arena *a, const char *purpose, struct str text)
{
    struct str head = arena_join(a, str_of(purpose), STR(":"));

    return domain_sha256(a, arena_join(a, head, text));
}
