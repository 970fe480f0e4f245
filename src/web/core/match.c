#include "match.h"

#include <assert.h>

/* One segment of a path. Named segments (":id") are tried after literals. */
struct node {
    struct str segment;
    bool is_param;
    struct node *child, *next;
    const struct route *rows[8]; /* by method */
};

struct matcher {
    struct node root;
};

static struct node *
child_of(struct arena *a, struct node *parent, struct str segment)
{
    bool is_param = segment.n > 0 && segment.p[0] == ':';
    struct node **last = &parent->child;

    for (; *last != NULL; last = &(*last)->next) {
        struct node *n = *last;

        if (n->is_param == is_param &&
            (is_param || str_eq(n->segment, segment)))
            return n;
        if (n->is_param && !is_param)
            break; /* literals stand before the named one */
    }
    struct node *n = arena_one(a, struct node);
    n->segment = segment;
    n->is_param = is_param;
    n->next = *last;
    *last = n;
    return n;
}

static void
add_route(struct arena *a, struct matcher *m, const struct route *r)
{
    struct node *at = &m->root;
    struct str rest = str_of(r->path);

    assert(rest.n > 0 && rest.p[0] == '/' && r->need != MAY_UNSET);
    rest = str_sub(rest, 1, SIZE_MAX);
    while (rest.n > 0) {
        struct str segment;

        rest = str_cut(rest, '/', &segment, NULL);
        at = child_of(a, at, segment);
    }
    assert(at->rows[r->method] == NULL && "two routes for one path");
    at->rows[r->method] = r;
}

struct matcher *
matcher_new(struct arena *a)
{
    struct matcher *m = arena_one(a, struct matcher);

    for (size_t i = 0; i < route_set_count; i++) {
        const struct route_set *set = route_sets[i];

        for (size_t k = 0; k < set->n; k++)
            add_route(a, m, &set->routes[k]);
    }
    return m;
}

static bool
has_any(const struct node *n)
{
    for (size_t i = 0; i < sizeof(n->rows) / sizeof(n->rows[0]); i++) {
        if (n->rows[i] != NULL)
            return true;
    }
    return false;
}

/* Depth first: a literal that leads nowhere gives way to the named segment. */
static const struct node *
descend(const struct node *at, struct str rest, struct str params[4],
    size_t n_params)
{
    struct str segment;
    bool more = false;

    if (rest.n == 0)
        return has_any(at) ? at : NULL;
    struct str next = str_cut(rest, '/', &segment, &more);
    if (segment.n == 0 || (more && next.n == 0))
        return NULL;
    for (const struct node *c = at->child; c != NULL; c = c->next) {
        if (!c->is_param && !str_eq(c->segment, segment))
            continue;
        if (c->is_param && n_params == 4)
            continue;
        if (c->is_param)
            params[n_params] = segment;
        const struct node *found =
            descend(c, next, params, n_params + (c->is_param ? 1 : 0));
        if (found != NULL)
            return found;
    }
    return NULL;
}

const struct route *
matcher_find(const struct matcher *m, enum http_method method,
    struct str path, struct str params[4], bool *other_method)
{
    const struct node *n =
        descend(&m->root, str_sub(path, 1, SIZE_MAX), params, 0);

    *other_method = false;
    if (n == NULL)
        return NULL;
    if (method == HTTP_HEAD)
        method = HTTP_GET;
    const struct route *r = n->rows[method];
    *other_method = r == NULL;
    return r;
}
