/* A region to choose: provinces, and what is directly below each. */
#include "web/web.h"

struct picks {
    struct choice *p;
    size_t n, cap;
};

static void
pick(struct web *w, struct picks *list, struct str code, struct str value,
    bool *found)
{
    struct str path = region_path(w->a, w->d->regions, code);

    *VEC_PUSH(w->a, list) =
        (struct choice){ code, path.n > 0 ? path : code };
    *found = *found || str_eq(code, value);
}

void
part_region(struct web *w, const char *name, struct str label,
    struct str hint, struct str everywhere, struct str value)
{
    struct picks list = { 0 };
    struct str now = web_typed(w, name, value);
    bool found = now.n == 0;
    size_t n = 0;
    const struct region *const *p =
        region_children(w->a, w->d->regions, STR_EMPTY, w->today, &n);

    *VEC_PUSH(w->a, &list) = (struct choice){ STR_EMPTY, everywhere };
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        const struct region *const *c = region_children(
            w->a, w->d->regions, p[i]->code, w->today, &k);

        pick(w, &list, p[i]->code, now, &found);
        for (size_t j = 0; j < k; j++)
            pick(w, &list, c[j]->code, now, &found);
    }
    if (!found) /* a county, or a unit that is no more */
        pick(w, &list, now, now, &found);
    part_select(w, name, label, hint, list.p, list.n, value);
}
