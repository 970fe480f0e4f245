/* match.h - finding the row of a request in the table of routes. */
#ifndef WEB_MATCH_H
#define WEB_MATCH_H

#include "web/web.h"

struct matcher;

/* Builds a tree of path segments over all route sets. Two rows of one method
 * and path, or a row without permission, are programming errors: asserted. */
struct matcher *matcher_new(struct arena *a);

/* The row, or NULL; *other_method says that the path exists for another. */
const struct route *matcher_find(const struct matcher *m,
    enum http_method method, struct str path, struct str params[4],
    bool *other_method);

#endif
