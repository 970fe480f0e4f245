/* Tags, lists, cards, tables, pages: the small components. */
#include "domain/accreditation.h"
#include "web/web.h"

struct str
show_us(struct web *w, int64_t us)
{
    return us == 0 ? STR("—") : us_beijing(w->a, us);
}

struct str
show_day(struct web *w, struct day d)
{
    if (day_is_none(d))
        return STR("—");
    /* The last day of what has no end: accreditation.h. */
    return day_eq(d, ACC_NO_END) ? str_of(T(w, "长期")) : day_iso(w->a, d);
}

void
part_link(struct web *w, struct url to, struct str text)
{
    html_raw(w->h, "<a");
    html_href(w->h, "href", to);
    html_raw(w->h, ">");
    html_text(w->h, text);
    html_raw(w->h, "</a>");
}

void
part_tag(struct web *w, enum tag colour, struct str text)
{
    switch (colour) {
    case TAG_GREY:
        html_raw(w->h, "<span class=\"tag tag-grey\">");
        break;
    case TAG_BLUE:
        html_raw(w->h, "<span class=\"tag tag-blue\">");
        break;
    case TAG_GREEN:
        html_raw(w->h, "<span class=\"tag tag-green\">");
        break;
    case TAG_AMBER:
        html_raw(w->h, "<span class=\"tag tag-amber\">");
        break;
    case TAG_RED:
        html_raw(w->h, "<span class=\"tag tag-red\">");
        break;
    }
    html_text(w->h, text);
    html_raw(w->h, "</span>");
}

void
part_dl_begin(struct web *w)
{
    html_raw(w->h, "<dl class=\"dl\">");
}

void
part_dl(struct web *w, struct str term, struct str text)
{
    html_raw(w->h, "<div><dt>");
    html_text(w->h, term);
    html_raw(w->h, "</dt><dd>");
    if (text.n == 0)
        html_raw(w->h, "—");
    else
        html_multiline(w->h, text);
    html_raw(w->h, "</dd></div>");
}

void
part_dl_end(struct web *w)
{
    html_raw(w->h, "</dl>\n");
}

void
part_card_begin(struct web *w, struct str title, bool tinted)
{
    html_raw(w->h, "<section");
    html_attr(w->h, "class", tinted ? STR("card-tint") : STR("card"));
    html_raw(w->h, ">");
    if (title.n > 0) {
        html_raw(w->h, "<h2>");
        html_text(w->h, title);
        html_raw(w->h, "</h2>");
    }
}

void
part_card_end(struct web *w)
{
    html_raw(w->h, "</section>\n");
}

void
part_stat(
    struct web *w, struct str label, struct str value, enum tag tone)
{
    static const struct str CLASS[] = {
        [TAG_GREY] = STR_INIT("stat stat-grey"),
        [TAG_BLUE] = STR_INIT("stat"),
        [TAG_GREEN] = STR_INIT("stat stat-green"),
        [TAG_AMBER] = STR_INIT("stat stat-amber"),
        [TAG_RED] = STR_INIT("stat stat-red"),
    };

    html_raw(w->h, "<li");
    html_attr(w->h, "class", CLASS[tone]);
    html_raw(w->h, "><span>");
    html_text(w->h, label);
    html_raw(w->h, "</span><b>");
    html_text(w->h, value);
    html_raw(w->h, "</b></li>");
}

void
part_callout(struct web *w, bool warning, struct str text)
{
    html_raw(w->h, "<div");
    html_attr(w->h, "class",
        warning ? STR("callout callout-warn") : STR("callout"));
    html_raw(w->h, "><p>");
    html_multiline(w->h, text);
    html_raw(w->h, "</p></div>\n");
}

void
part_fold_begin(struct web *w, enum button kind, const char *text)
{
    html_raw(w->h, "<details class=\"confirm\"");
    if (w->failed.code != OK || w->n_problems > 0)
        html_raw(w->h, " open");
    html_raw(w->h, "><summary");
    html_attr(w->h, "class",
        kind == BUTTON_DANGER ? STR("btn-danger") : STR("btn-second"));
    html_raw(w->h, ">");
    html_cstr(w->h, text);
    html_raw(w->h, "</summary>");
}

void
part_heading(struct web *w, const char *text)
{
    html_raw(w->h, "<h2>");
    html_cstr(w->h, text);
    html_raw(w->h, "</h2>\n");
}

void
part_empty(
    struct web *w, struct str text, struct str link_text, struct url to)
{
    html_raw(w->h, "<div class=\"empty\"><p>");
    html_text(w->h, text);
    html_raw(w->h, "</p>");
    if (link_text.n > 0) {
        html_raw(w->h, "<p>");
        part_link(w, to, link_text);
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "</div>\n");
}

/* --- tables --- */

void
part_table_begin(struct web *w, struct str caption)
{
    html_raw(w->h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
    html_attr(w->h, "aria-label", caption);
    html_raw(w->h, "><table class=\"table\"><caption class=\"vh\">");
    html_text(w->h, caption);
    html_raw(w->h, "</caption><thead><tr>");
}

void
part_th(struct web *w, struct str text, bool numeric)
{
    html_raw(w->h, "<th scope=\"col\"");
    if (numeric)
        html_raw(w->h, " class=\"num\"");
    html_raw(w->h, ">");
    html_text(w->h, text);
    html_raw(w->h, "</th>");
}

void
part_table_body(struct web *w)
{
    html_raw(w->h, "</tr></thead><tbody>\n");
}

void
part_tr(struct web *w)
{
    html_raw(w->h, "<tr>");
}

void
part_td_begin(struct web *w)
{
    html_raw(w->h, "<td>");
}

void
part_td_end(struct web *w)
{
    html_raw(w->h, "</td>");
}

void
part_td(struct web *w, struct str text)
{
    html_raw(w->h, "<td>");
    html_text(w->h, text);
    html_raw(w->h, "</td>");
}

void
part_td_num(struct web *w, int64_t v)
{
    html_raw(w->h, "<td class=\"num\">");
    html_int_grouped(w->h, v);
    html_raw(w->h, "</td>");
}

void
part_tr_end(struct web *w)
{
    html_raw(w->h, "</tr>\n");
}

void
part_table_end(struct web *w)
{
    html_raw(w->h, "</tbody></table></div>\n");
}

/* --- pages of a list --- */

/* The request's own address with another page number. */
static struct url
with_page(struct web *w, int64_t page)
{
    struct url u = { arena_str(w->a, w->req->path) };

    for (size_t i = 0; i < w->req->n_query; i++) {
        const struct http_pair *q = &w->req->query[i];

        if (str_eq(q->name, STR("page")) || str_eq(q->name, STR("done")) ||
            q->value.n == 0)
            continue;
        u = url_with(w->a, u, arena_cstr(w->a, q->name), q->value);
    }
    return url_with(
        w->a, u, "page", arena_fmt(w->a, "%lld", (long long)page));
}

static void
page_link(struct web *w, int64_t page, int64_t now)
{
    html_raw(w->h, "<a");
    html_href(w->h, "href", with_page(w, page));
    if (page == now)
        html_raw(w->h, " aria-current=\"page\"");
    html_raw(w->h, ">");
    html_int(w->h, page);
    html_raw(w->h, "</a>");
}

void
part_pages(struct web *w, int64_t total, int64_t page, int64_t per_page)
{
    int64_t last = (total + per_page - 1) / per_page;

    if (last <= 1)
        return;
    html_raw(w->h, "<nav class=\"pages\"");
    html_attr(w->h, "aria-label", str_of(T(w, "分页")));
    html_raw(w->h, ">");
    for (int64_t p = 1; p <= last; p++) {
        if (p == 1 || p == last || (p >= page - 2 && p <= page + 2))
            page_link(w, p, page);
        else if (p == page - 3 || p == page + 3)
            html_raw(w->h, "<span>…</span>");
    }
    if (page < last)
        part_next(w, with_page(w, page + 1));
    html_raw(w->h, "</nav>\n");
}

void
part_next(struct web *w, struct url next)
{
    html_raw(w->h, "<a rel=\"next\"");
    html_href(w->h, "href", next);
    html_raw(w->h, ">");
    html_cstr(w->h, T(w, "下一页"));
    html_raw(w->h, "</a>");
}

/* --- process --- */

void
part_steps(struct web *w, const struct str *names, size_t n, size_t now)
{
    html_raw(w->h, "<ol class=\"steps\"");
    html_attr(w->h, "aria-label", str_of(T(w, "办理环节")));
    html_raw(w->h, ">");
    for (size_t i = 0; i < n; i++) {
        if (i < now)
            html_raw(w->h, "<li class=\"done\"><span>");
        else if (i == now)
            html_raw(w->h, "<li class=\"now\" aria-current=\"step\"><span>");
        else
            html_raw(w->h, "<li><span>");
        html_text(w->h, names[i]);
        html_raw(w->h, "</span></li>");
    }
    html_raw(w->h, "</ol>\n");
}

void
part_timeline(struct web *w, const struct event_line *e, size_t n)
{
    html_raw(w->h, "<ol class=\"timeline\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<li><p class=\"timeline-title\">");
        html_text(w->h, e[i].title);
        html_raw(w->h, "</p><p class=\"timeline-meta\"><time>");
        html_text(w->h, show_us(w, e[i].at_us));
        html_raw(w->h, "</time></p>");
        if (e[i].text.n > 0) {
            html_raw(w->h, "<p>");
            html_multiline(w->h, e[i].text);
            html_raw(w->h, "</p>");
        }
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ol>\n");
}
