/* Whether and when a holder may apply anew, and what it held before. */
#include "title_history.h"
#include "web/app.h"

static void
way_in(struct web *w, const struct programme *p, const struct again *g,
    const struct accreditation *c)
{
    if (g->application_id != 0) {
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "继续办理")),
            url_make(w->a, "/applications/%d", g->application_id));
        return;
    }
    if (g->banned || g->state == AGAIN_NOT_YET ||
        !acts_for(&w->who, c->subject_id, "editor"))
        return;
    part_link_button(w, BUTTON_MAIN,
        g->state == AGAIN_OPEN ? str_of(T(w, "再次申报"))
                               : str_of(T(w, "重新申报")),
        url_make(w->a, "/mine/start/%s", p->code));
}

static enum status
again_page(struct web *w, struct err *err)
{
    struct accreditation c;
    struct again g;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(accreditation_get(&w->x, id, &c, err));
    TRY(again_of(&w->x, &c, &g, err));
    const struct programme *p = domain_programme(w->d, c.programme_id);
    if (!g.ruled || p == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有再次申报的规定");
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = str_of(T(w, "再次申报")),
            .nav = "holdings",
            .crumbs = { { str_of(T(w, "我的资格")),
                            url_path("/mine/holdings") },
                { L(w, c.pack->holder_title),
                    url_make(w->a, "/mine/holdings/%d", c.id) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<div class=\"prose\">");
    again_parts(w, &c, &g);
    way_in(w, p, &g, &c);
    html_raw(w->h, "</div>");
    TRY(title_history(w, &c, err));
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/holdings/:id/again", MAY_SIGNED_IN, .get = again_page,
        .about = "When a title may be applied for anew, and its history." },
};
const struct route_set again_routes = ROUTE_SET("again", ROUTES);
