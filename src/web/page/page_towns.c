/* Holders of a county and who works at them, town by town: names and numbers,
 * each of which leads to its check. */
#include "domain/affiliation.h"
#include "web/app.h"

#include <stdlib.h>

#define AT_ONCE 500

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

/* Only regions that have holders, each with how many. */
static enum status
filter(struct web *w, const struct programme *p, struct str region,
    struct err *err)
{
    const struct register_region *list = NULL;
    size_t n = 0;

    TRY(register_regions(&w->x, p->id, &list, &n, err));
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);
    for (size_t i = 0; i < n; i++)
        c[i] = (struct choice){ list[i].region,
            arena_fmt(w->a, T(w, "%.*s（%lld 家）"),
                STR_ARG(region_path(
                    w->a, w->d->regions, list[i].region)),
                (long long)list[i].n) };
    part_filter_begin(w, url_path("/towns"));
    part_hidden(w, "programme", p->code);
    part_select(w, "region", str_of(T(w, "区县")), STR_EMPTY, c, n, region);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
    return OK;
}

struct holders {
    const struct register_row **p;
    size_t n, cap;
};

/* All of the region: a county has few, the register is read in pages. */
static enum status
read_region(struct web *w, const struct programme *p, struct str region,
    struct holders *v, struct err *err)
{
    struct register_filter f = { .programme_id = p->id, .region = region };
    struct register_cursor at = { .admitted = DAY_NONE };
    size_t n = AT_ONCE;

    while (region.n > 0 && n == AT_ONCE) {
        const struct register_row *rows = NULL;
        int64_t total = 0;

        TRY(register_list(&w->x, &f, at, AT_ONCE, &rows, &n, &total, err));
        for (size_t i = 0; i < n; i++)
            *VEC_PUSH(w->a, v) = &rows[i];
        if (n > 0)
            at = (struct register_cursor){ rows[n - 1].admitted,
                rows[n - 1].id };
    }
    if (v->n > 0)
        qsort(v->p, v->n, sizeof(v->p[0]), by_town);
    return OK;
}

static enum status
towns_page(struct web *w, struct err *err)
{
    const struct programme *p = which_programme(w);
    struct str region = web_query(w, "region");
    struct holders here = { 0 };

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有按乡镇列出的名册");
    if (region_find(w->d->regions, region) == NULL)
        region = STR_EMPTY;
    TRY(read_region(w, p, region, &here, err));
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
    TRY(filter(w, p, region, err));
    if (here.n == 0 && region.n > 0)
        part_empty(w, str_of(T(w, "这个区县没有在册的机构。")), STR_EMPTY,
            url_path("/register"));
    for (size_t i = 0; i < here.n; i++) {
        bool done = false;

        for (size_t k = 0; k < i && !done; k++)
            done = str_eq(town_of(p, here.p[k]), town_of(p, here.p[i]));
        if (!done)
            TRY(one_town(w, p, here.p, here.n, i, err));
    }
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/towns", MAY_ANYBODY, .get = towns_page,
        .about = "Holders of a county and who works there, by town." },
};
const struct route_set towns_routes = ROUTE_SET("towns", ROUTES);
