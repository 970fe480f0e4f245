/* The category of a title, and whether it is recognised or incubated. */
#include "web/web.h"

struct str
show_standing(struct web *w, const struct pack *p, struct str category,
    bool incubating)
{
    const struct pack_category *c = pack_category(p, category);

    if (category.n == 0)
        return STR_EMPTY;
    return arena_fmt(w->a, STR_FMT " · %s",
        STR_ARG(c == NULL ? category : L(w, c->title)),
        incubating ? T(w, "培育") : T(w, "认定"));
}

void
part_standing(struct web *w, const struct pack *p, struct str category,
    bool incubating)
{
    if (category.n > 0)
        part_tag(w, incubating ? TAG_AMBER : TAG_BLUE,
            show_standing(w, p, category, incubating));
}

void
part_standing_filter(struct web *w, const struct pack *p)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, p->n_categories + 1);
    struct choice standings[] = { { STR_EMPTY, str_of(T(w, "全部")) },
        { STR("RECOGNISED"), str_of(T(w, "认定")) },
        { STR("INCUBATING"), str_of(T(w, "培育")) } };

    if (p->n_categories == 0)
        return;
    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部")) };
    for (size_t i = 0; i < p->n_categories; i++)
        c[i + 1] = (struct choice){ p->categories[i].name,
            L(w, p->categories[i].title) };
    part_select(w, "category", str_of(T(w, "称号类别")), STR_EMPTY, c,
        p->n_categories + 1, web_query(w, "category"));
    part_select(w, "standing", str_of(T(w, "认定或培育")), STR_EMPTY,
        standings, 3, web_query(w, "standing"));
}
