/* Lists of holders that a pack's watches name, looked at when asked for. */
#include "domain/gap.h"
#include "web/web.h"

#define AT_ONCE 400 /* holders looked at for one page */

static const struct pack_watch *
watch_of(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_watches; i++) {
        if (str_eq(p->watches[i].name, name) &&
            p->watches[i].then == WATCH_LIST)
            return &p->watches[i];
    }
    return NULL;
}

static void
table(struct web *w, struct str title, const struct gap *list, size_t n)
{
    part_table_begin(w, title);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "认定日期")), false);
    part_th(w, str_of(T(w, "依据")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct accreditation *c = &list[i].holder;

        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/holders/%d", c->id), c->number);
        part_td_end(w);
        part_td(w, c->name);
        part_td(w, region_path(w->a, w->d->regions, c->region));
        part_td(w, show_day(w, c->admitted));
        part_td(w, web_said(w, list[i].why));
        part_tr_end(w);
    }
    part_table_end(w);
}

static struct register_cursor
cursor(struct web *w)
{
    struct register_cursor after = { DAY_NONE, 0 };
    int64_t day = 0, id = 0;

    if (num_int(web_query(w, "day"), INT32_MIN + 1, INT32_MAX, &day) &&
        num_int(web_query(w, "id"), 1, INT64_MAX, &id))
        after = (struct register_cursor){ { (int32_t)day }, id };
    return after;
}

static enum status
gap_page(struct web *w, struct err *err)
{
    const struct programme *p =
        domain_programme_by_code(w->d, w->params[0]);
    const struct pack_watch *watch =
        p == NULL ? NULL : watch_of(p->pack, w->params[1]);
    const struct gap *list = NULL;
    struct register_cursor next = { DAY_NONE, 0 };
    size_t n = 0, looked = 0;

    if (watch == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个名单");
    TRY(gap_list(&w->x, p, watch, cursor(w), AT_ONCE, &list, &n, &looked,
        &next, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = L(w, watch->title),
            .nav = "watch",
            .crumbs = { { str_of(T(w, "预警")),
                url_with(w->a, url_path("/desk/watch"), "programme",
                    p->code) } },
            .n_crumbs = 1 });
    part_clause(w, p, p->pack, watch->clause);
    html_raw(w->h, "<p class=\"count\"><span>");
    html_text(w->h,
        arena_fmt(w->a, T(w, "核对 %zu 家，列入 %zu 家"), looked, n));
    html_raw(w->h, "</span></p>");
    if (n == 0)
        part_empty(w, str_of(T(w, "没有需要列入的。")),
            str_of(T(w, "预警")), url_path("/desk/watch"));
    else
        table(w, L(w, watch->title), list, n);
    if (looked == AT_ONCE)
        part_next(w,
            url_with(w->a,
                url_with(w->a,
                    url_make(w->a, "/desk/watch/%s/%s", p->code, watch->name),
                    "day", arena_fmt(w->a, "%d", (int)next.admitted.n)),
                "id", arena_fmt(w->a, "%lld", (long long)next.id)));
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/watch/:programme/:watch", MAY_READ_FILES,
        .get = gap_page, .about = "Holders that a list of the pack names." },
};
const struct route_set gap_routes = ROUTE_SET("gaps", ROUTES);
