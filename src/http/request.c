/* request.c - looking things up in a request. */
#include "internal.h"

#include <string.h>
#include <strings.h>

static bool
same_header(struct str name, const char *wanted)
{
    return name.n == strlen(wanted) && strncasecmp(name.p, wanted, name.n) == 0;
}

struct str
http_header(const struct http_request *r, const char *name)
{
    for (size_t i = 0; i < r->n_headers; i++)
        if (same_header(r->headers[i].name, name))
            return r->headers[i].value;
    return STR_EMPTY;
}

struct str
http_cookie(const struct http_request *r, const char *name)
{
    for (size_t i = 0; i < r->n_headers; i++) {
        struct str rest = r->headers[i].value;
        bool more = same_header(r->headers[i].name, "Cookie");

        while (more) {
            struct str piece, key, value;
            bool equals;

            rest = str_cut(rest, ';', &piece, &more);
            value = str_cut(str_trim(piece), '=', &key, &equals);
            if (!equals || !str_eq(key, str_of(name)))
                continue;
            if (value.n >= 2 && value.p[0] == '"' &&
                value.p[value.n - 1] == '"')
                value = str_sub(value, 1, value.n - 2);
            return value;
        }
    }
    return STR_EMPTY;
}

static bool
pair_at(const struct http_pair *pairs, size_t n, const char *name, size_t i,
    struct str *ret)
{
    struct str wanted = str_of(name);

    for (size_t k = 0; k < n; k++) {
        if (!str_eq(pairs[k].name, wanted))
            continue;
        if (i == 0) {
            *ret = pairs[k].value;
            return true;
        }
        i--;
    }
    return false;
}

struct str
http_query(const struct http_request *r, const char *name)
{
    struct str value = STR_EMPTY;

    (void)pair_at(r->query, r->n_query, name, 0, &value);
    return value;
}

struct str
http_field(const struct http_request *r, const char *name)
{
    struct str value = STR_EMPTY;

    (void)pair_at(r->fields, r->n_fields, name, 0, &value);
    return value;
}

bool
http_field_at(
    const struct http_request *r, const char *name, size_t i, struct str *ret)
{
    return pair_at(r->fields, r->n_fields, name, i, ret);
}

const struct http_file *
http_file_of(const struct http_request *r, const char *field, size_t i)
{
    struct str wanted = str_of(field);

    for (size_t k = 0; k < r->n_files; k++) {
        if (!str_eq(r->files[k].field, wanted))
            continue;
        if (i == 0)
            return &r->files[k];
        i--;
    }
    return NULL;
}
