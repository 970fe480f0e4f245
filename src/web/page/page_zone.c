/* The zone: what is published about holders with their consent, by category
 * and region; a page of its own for each. */
#include "domain/publicity.h"
#include "record_parts.h"
#include "web/web.h"

#define BRIEF 120 /* characters of a text in the list */

static bool
has_zone(const struct pack *p)
{
    for (size_t i = 0; i < p->n_records; i++) {
        if (p->records[i].n_publish_by > 0)
            return true;
    }
    return false;
}

static enum status
index_page(struct web *w, struct err *err)
{
    bool some = false;

    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "宣传专区")),
            .nav = "zone" });
    html_raw(w->h, "<ul class=\"tiles\">");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (!has_zone(p->pack))
            continue;
        some = true;
        html_raw(w->h, "<li><a");
        html_href(w->h, "href", url_make(w->a, "/zone/%s", p->code));
        html_raw(w->h, "><b>");
        html_text(w->h, L(w, p->pack->holder_title));
        html_raw(w->h, "</b>");
        html_cstr(w->h, T(w, "经本人同意公开的简介和文章"));
        html_raw(w->h, "</a></li>");
    }
    html_raw(w->h, "</ul>");
    if (!some)
        part_empty(w, str_of(T(w, "还没有宣传专区。")),
            str_of(T(w, "公示名册")), url_path("/register"));
    page_end(w);
    return OK;
}

/* --- one programme --- */

struct asked {
    const struct programme *p;
    struct str region, category; /* "" any */
};

static enum status
read_asked(struct web *w, struct asked *q, struct err *err)
{
    q->p = domain_programme_by_code(w->d, w->params[0]);
    if (q->p == NULL || !has_zone(q->p->pack))
        return err_set(err, ERR_NOT_FOUND, "没有这个页面");
    q->region = web_query(w, "region");
    q->category = web_query(w, "category");
    return OK;
}

/* Prefectures of those that are shown. */
static void
filter(struct web *w, const struct asked *q, const struct published *list,
    size_t n)
{
    struct choice *regions = arena_new_array(w->a, struct choice, n + 2);
    struct choice *categories =
        arena_new_array(w->a, struct choice, q->p->pack->n_categories + 1);
    size_t n_regions = 1;

    regions[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部地区")) };
    categories[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部类别")) };
    for (size_t i = 0; i < n; i++) {
        struct str city = arena_fmt(w->a, STR_FMT "00",
            STR_ARG(str_sub(list[i].holder.region, 0, 4)));
        bool seen = false;

        for (size_t k = 1; k < n_regions; k++)
            seen = seen || str_eq(regions[k].value, city);
        if (!seen)
            regions[n_regions++] = (struct choice){ city,
                region_path(w->a, w->d->regions, city) };
    }
    for (size_t i = 0; i < q->p->pack->n_categories; i++)
        categories[i + 1] = (struct choice){ q->p->pack->categories[i].name,
            L(w, q->p->pack->categories[i].title) };
    part_filter_begin(w, url_make(w->a, "/zone/%s", q->p->code));
    part_select(w, "region", str_of(T(w, "地区")), STR_EMPTY, regions,
        n_regions, q->region);
    if (q->p->pack->n_categories > 0)
        part_select(w, "category", str_of(T(w, "类别")), STR_EMPTY,
            categories, q->p->pack->n_categories + 1, q->category);
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
}

/* The titles it holds, and whether one is of the category asked for. */
static enum status
standings(struct web *w, const struct asked *q, int64_t subject_id,
    const struct accreditation **ret, size_t *ret_n, bool *ret_asked,
    struct err *err)
{
    TRY(accreditation_held(&w->x, subject_id, q->p->id, ret, ret_n, err));
    *ret_asked = q->category.n == 0;
    for (size_t i = 0; i < *ret_n; i++)
        *ret_asked =
            *ret_asked || str_eq((*ret)[i].category, q->category);
    return OK;
}

static void
tags(struct web *w, const struct accreditation *held, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        part_standing(
            w, held[i].pack, held[i].category, held[i].incubating);
        html_raw(w->h, " ");
    }
}

static struct str
brief(struct web *w, const struct shelf *s, const struct record *r)
{
    const struct pack_section *section = &s->form->sections[0];

    for (size_t i = 0; i < section->n_fields; i++) {
        struct str text =
            json_str(json_get(r->content, section->fields[i].name));
        size_t end = 0;

        if (section->fields[i].type != FIELD_LONG_TEXT &&
            section->fields[i].type != FIELD_TEXT)
            continue;
        if (text.n == 0 || utf8_count(text) <= BRIEF)
            return text;
        for (size_t b = 0, seen = 0; b < text.n && seen <= BRIEF; b++) {
            seen += ((unsigned char)text.p[b] & 0xc0) != 0x80;
            end = seen <= BRIEF ? b + 1 : end;
        }
        return arena_fmt(
            w->a, STR_FMT "…", STR_ARG(str_sub(text, 0, end)));
    }
    return STR_EMPTY;
}

static enum status
card(struct web *w, const struct asked *q, const struct shelf *s,
    const struct published *one, bool *ret_shown, struct err *err)
{
    const struct accreditation *held = NULL;
    size_t n = 0;

    TRY(standings(
        w, q, one->row.subject_id, &held, &n, ret_shown, err));
    *ret_shown = *ret_shown &&
                 (q->region.n == 0 ||
                     region_within(
                         w->d->regions, one->holder.region, q->region));
    if (!*ret_shown)
        return OK;
    html_raw(w->h, "<section class=\"card\"><h3>");
    part_link(w,
        url_make(w->a, "/zone/%s/%d", q->p->code, one->row.subject_id),
        one->holder.name);
    html_raw(w->h, "</h3><p>");
    tags(w, held, n);
    html_raw(w->h, "<span class=\"muted\">");
    html_text(
        w->h, region_path(w->a, w->d->regions, one->holder.region));
    html_raw(w->h, " · ");
    html_text(w->h, show_day(w, day_of_us(one->row.answered_us)));
    html_raw(w->h, "</span></p><p>");
    html_text(w->h, brief(w, s, &one->row));
    html_raw(w->h, "</p></section>");
    return OK;
}

static enum status
zone_page(struct web *w, struct err *err)
{
    struct asked q;
    bool filtered = false;

    TRY(read_asked(w, &q, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = arena_fmt(w->a, T(w, "%.*s宣传专区"),
                STR_ARG(L(w, q.p->pack->short_title))),
            .nav = "zone",
            .crumbs = { { str_of(T(w, "宣传专区")), url_path("/zone") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "经本人同意、编辑并批准后公开；本人可以随时撤回。"));
    html_raw(w->h, "</p>");
    for (size_t i = 0; i < q.p->pack->n_records; i++) {
        const struct pack_record *k = &q.p->pack->records[i];
        const struct published *list = NULL;
        struct shelf s;
        size_t n = 0, shown = 0;

        if (k->n_publish_by == 0)
            continue;
        TRY(record_shelf(w, q.p, k->name, &s, err));
        TRY(publicity_published(&w->x, q.p, k, 0, &list, &n, err));
        if (!filtered)
            filter(w, &q, list, n);
        filtered = true;
        html_raw(w->h, "<h2>");
        html_text(w->h, L(w, k->title));
        html_raw(w->h, "</h2>");
        for (size_t r = 0; r < n; r++) {
            bool is_shown = false;

            TRY(card(w, &q, &s, &list[r], &is_shown, err));
            shown += is_shown;
        }
        if (shown == 0) {
            html_raw(w->h, "<p>");
            html_cstr(w->h, T(w, "还没有发布的内容。"));
            html_raw(w->h, "</p>");
        }
        part_clause(w, q.p, q.p->pack, k->clause);
    }
    page_end(w);
    return OK;
}

/* --- one holder --- */

static enum status
holder_page(struct web *w, struct err *err)
{
    struct asked q;
    const struct accreditation *held = NULL;
    size_t n = 0, shown = 0;
    int64_t subject_id = 0;
    bool any = false;

    TRY(read_asked(w, &q, err));
    q.category = STR_EMPTY;
    TRY(web_param_id(w, 1, &subject_id, err));
    TRY(standings(w, &q, subject_id, &held, &n, &any, err));
    for (size_t i = 0; i < q.p->pack->n_records && n > 0; i++) {
        const struct pack_record *k = &q.p->pack->records[i];
        const struct published *list = NULL;
        struct shelf s;
        size_t rows = 0;

        if (k->n_publish_by == 0)
            continue;
        TRY(record_shelf(w, q.p, k->name, &s, err));
        TRY(publicity_published(
            &w->x, q.p, k, subject_id, &list, &rows, err));
        for (size_t r = 0; r < rows; r++) {
            if (shown++ == 0) {
                page_begin(w,
                    &(struct page){ .kind = PAGE_PUBLIC,
                        .title = held[0].name,
                        .nav = "zone",
                        .crumbs = { { arena_fmt(w->a, T(w, "%.*s宣传专区"),
                                          STR_ARG(L(w,
                                              q.p->pack->short_title))),
                            url_make(w->a, "/zone/%s", q.p->code) } },
                        .n_crumbs = 1 });
                html_raw(w->h, "<p>");
                tags(w, held, n);
                part_link(w,
                    url_make(w->a, "/register/%s", held[0].number),
                    held[0].number);
                html_raw(w->h, "</p>");
            }
            html_raw(w->h, "<section class=\"card\"><h2>");
            html_text(w->h, L(w, k->title));
            html_raw(w->h, "</h2>");
            record_content(w, &s, &list[r].row, true);
            html_raw(w->h, "</section>");
        }
    }
    if (shown == 0)
        return err_set(err, ERR_NOT_FOUND, "没有公开的内容，或者已经撤下");
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/zone", MAY_ANYBODY, .get = index_page,
        .about = "Programmes that publish something about their holders." },
    { HTTP_GET, "/zone/:programme", MAY_ANYBODY, .get = zone_page,
        .about = "Profiles and articles, by region and category." },
    { HTTP_GET, "/zone/:programme/:subject", MAY_ANYBODY,
        .get = holder_page, .about = "What is published about a holder." },
};
const struct route_set zone_routes = ROUTE_SET("zone", ROUTES);
