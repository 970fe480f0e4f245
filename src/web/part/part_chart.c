/* A chart and its table. */
#include "web/chart.h"

void
part_chart(struct web *w, chart_fn draw, const struct chart *c)
{
    struct html *h = w->h;

    html_raw(h, "<figure class=\"chart\"><figcaption>");
    html_text(h, c->title);
    html_raw(h, "</figcaption>");
    if (c->n == 0) {
        html_raw(h, "<p class=\"muted\">");
        html_cstr(h, T(w, "还没有数据。"));
        html_raw(h, "</p></figure>\n");
        return;
    }
    html_raw(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
    html_attr(h, "aria-label", c->title);
    html_raw(h, ">");
    draw(h, c);
    html_raw(h, "</div><details><summary>");
    html_cstr(h, T(w, "以表格查看数据"));
    html_raw(h, "</summary><table class=\"table\"><caption class=\"vh\">");
    html_text(h, c->title);
    html_raw(h, "</caption><thead><tr><th scope=\"col\">");
    html_cstr(h, T(w, "项"));
    html_raw(h, "</th>");
    for (size_t s = 0; s < c->n_series; s++)
        part_th(w, c->series[s].name, true);
    html_raw(h, "</tr></thead><tbody>");
    for (size_t i = 0; i < c->n; i++) {
        html_raw(h, "<tr><th scope=\"row\">");
        html_text(h, c->labels[i]);
        html_raw(h, "</th>");
        for (size_t s = 0; s < c->n_series; s++)
            part_td_num(w, c->series[s].values[i]);
        html_raw(h, "</tr>");
    }
    html_raw(h, "</tbody></table></details></figure>\n");
}
