/* Holders of a county and who works at them, town by town: names and numbers,
 * each of which leads to its check. */
#include "domain/affiliation.h"
#include "web/app.h"

#include <stdlib.h>

#define MOST 1000

static bool
has_towns(const struct pack *p)
{
    return p->town_field.n > 0;
}

static const struct programme *
which_programme(struct web *w)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));

    if (p != NULL && has_towns(p->pack))
        return p;
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (has_towns(w->d->programmes[i].pack))
            return &w->d->programmes[i];
    }
    return NULL;
}

static struct str
town_of(const struct programme *p, const struct register_row *r)
{
    return json_str(json_get(r->info, p->pack->town_field));
}

static int
by_town(const void *a, const void *b)
{
    const struct register_row *const *x = a, *const *y = b;
    int order = str_cmp((*x)->region, (*y)->region);

    return order != 0 ? order : str_cmp((*x)->number, (*y)->number);
}

static enum status
one_holder(struct web *w, const struct register_row *r, struct err *err)
{
    const struct accreditation host = { .id = r->id };
    const struct affiliate *list = NULL;
    size_t n = 0;

    TRY(affiliation_public(&w->x, &host, &list, &n, err));
    part_tr(w);
    part_td_begin(w);
    part_link(w, url_make(w->a, "/register/%s", r->number), r->name);
    part_td_end(w);
    part_td(w, r->number);
    part_td_begin(w);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            html_raw(w->h, "、");
        part_link(w, url_make(w->a, "/register/%s", list[i].number),
            list[i].name);
    }
    if (n == 0)
        html_raw(w->h, "—");
    part_td_end(w);
    part_tr_end(w);
    return OK;
}

/* Holders of one town, which are not side by side in the list. */
static enum status
one_town(struct web *w, const struct programme *p,
    const struct register_row *const *rows, size_t n, size_t first,
    struct err *err)
{
    struct str town = town_of(p, rows[first]);
    struct str title = town.n > 0 ? town : str_of(T(w, "未写明乡镇街道"));
    const struct programme *guests = affiliation_guests(w->d, p);

    html_raw(w->h, "<h2>");
    html_text(w->h, title);
    html_raw(w->h, "</h2>");
    part_table_begin(w, title);
    part_th(w, L(w, p->pack->holder_title), false);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, guests == NULL ? str_of(T(w, "人员"))
                              : L(w, guests->pack->holder_title), false);
    part_table_body(w);
    for (size_t i = first; i < n; i++) {
        if (str_eq(town_of(p, rows[i]), town))
            TRY(one_holder(w, rows[i], err));
    }
    part_table_end(w);
    return OK;
}

static void
filter(struct web *w, const struct programme *p,
    const struct register_row *rows, size_t n, struct str region)
{
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        bool there = false;

        for (size_t k = 0; k < m && !there; k++)
            there = str_eq(c[k].value, rows[i].region);
        if (!there)
            c[m++] = (struct choice){ rows[i].region,
                region_path(w->a, w->d->regions, rows[i].region) };
    }
    part_filter_begin(w, url_path("/towns"));
    part_hidden(w, "programme", p->code);
    part_select(w, "region", str_of(T(w, "区县")), STR_EMPTY, c, m, region);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
}

static enum status
towns_page(struct web *w, struct err *err)
{
    const struct programme *p = which_programme(w);
    const struct register_row *rows = NULL;
    struct register_cursor top = { .admitted = DAY_NONE };
    size_t n = 0, m = 0;
    int64_t total = 0;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有按乡镇列出的名册");
    TRY(register_list(&w->x,
        &(struct register_filter){ .programme_id = p->id }, top, MOST, &rows,
        &n, &total, err));
    struct str region = web_query(w, "region");
    const struct register_row **here =
        arena_new_array(w->a, const struct register_row *, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rows[i].region, region))
            here[m++] = &rows[i];
    }
    qsort(here, m, sizeof(*here), by_town);
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = arena_fmt(w->a, T(w, "%.*s和人员（按乡镇街道）"),
                STR_ARG(L(w, p->pack->holder_title))),
            .nav = "towns" });
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "只列名称、姓名和证号；点名称查看是否有效，或者到证书查验核对。"));
    html_raw(w->h, " ");
    part_link(w, url_path("/verify"), str_of(T(w, "证书查验")));
    html_raw(w->h, "</p>");
    filter(w, p, rows, n, region);
    if (m == 0 && region.n > 0)
        part_empty(w, str_of(T(w, "这个区县没有在册的机构。")), STR_EMPTY,
            url_path("/register"));
    for (size_t i = 0; i < m; i++) {
        bool done = false;

        for (size_t k = 0; k < i && !done; k++)
            done = str_eq(town_of(p, here[k]), town_of(p, here[i]));
        if (!done)
            TRY(one_town(w, p, here, m, i, err));
    }
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/towns", MAY_ANYBODY, .get = towns_page,
        .about = "Holders of a county and who works there, by town." },
};
const struct route_set towns_routes = ROUTE_SET("towns", ROUTES);
