/* mingce routes: the table of addresses, for people and for tests. */
#include "cli/cli.h"
#include "web/web.h"

#include <stdio.h>

static const char *const METHODS[] = {
    [HTTP_GET] = "GET",
    [HTTP_HEAD] = "HEAD",
    [HTTP_POST] = "POST",
    [HTTP_PUT] = "PUT",
    [HTTP_DELETE] = "DELETE",
    [HTTP_OPTIONS] = "OPTIONS",
    [HTTP_OTHER] = "-",
};

static const char *const PERMISSIONS[MAY_COUNT_] = {
    [MAY_UNSET] = "unset",
    [MAY_ANYBODY] = "anybody",
    [MAY_SIGNED_IN] = "signed-in",
    [MAY_SEE_DESK] = "see-desk",
    [MAY_READ_FILES] = "read-files",
    [MAY_REVIEW] = "review",
    [MAY_DECIDE] = "decide",
    [MAY_PUBLISH] = "publish",
    [MAY_RECOMMEND] = "recommend",
    [MAY_SUPERVISE] = "supervise",
    [MAY_RULE] = "rule",
    [MAY_SIT] = "sit",
    [MAY_JUDGE] = "judge",
    [MAY_KEEP] = "keep",
    [MAY_ADMINISTER] = "administer",
    [MAY_AUDIT] = "audit",
};

int
cmd_routes(struct cli *c)
{
    (void)c;
    for (size_t i = 0; i < route_set_count; i++) {
        for (size_t k = 0; k < route_sets[i]->n; k++) {
            const struct route *r = &route_sets[i]->routes[k];

            (void)printf("%s\t%s\t%s\t%s%s%s%s\t%s\n", METHODS[r->method],
                r->path, PERMISSIONS[r->need],
                (r->flags & ROUTE_FILES) != 0 ? "F" : "",
                (r->flags & ROUTE_NO_CSRF) != 0 ? "T" : "",
                (r->flags & ROUTE_PLAIN) != 0 ? "P" : "",
                (r->flags & ROUTE_SECOND_FACTOR_PAGE) != 0 ? "2" : "-",
                r->about == NULL ? "" : r->about);
        }
    }
    return EXIT_DONE;
}
