/* What realises each clause of a programme's regulation. */
#include "pack/coverage.h"
#include "web/web.h"

static void
uses(struct web *w, const struct pack_cover *row)
{
    if (row->open) {
        part_tag(w, TAG_RED, str_of(T(w, "没有落实")));
        return;
    }
    if (row->n_uses == 0) {
        html_cstr(w->h, T(w, "只作展示："));
        html_text(w->h, row->text_only);
        return;
    }
    for (size_t i = 0; i < row->n_uses; i++) {
        const struct pack_use *u = &row->uses[i];
        bool again = i > 0 && str_eq(u->kind.zh, row->uses[i - 1].kind.zh);

        if (i > 0)
            html_cstr(w->h, again ? T(w, "、") : T(w, "；"));
        if (!again) {
            html_raw(w->h, "<span class=\"muted\">");
            html_text(w->h, L(w, u->kind));
            html_raw(w->h, "</span> ");
        }
        html_text(w->h, u->name);
    }
}

static enum status
coverage_page(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_cover *rows;
    int64_t id = 0;
    size_t n = 0, open = 0;

    TRY(web_param_id(w, 0, &id, err));
    p = domain_programme(w->d, id);
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    rows = pack_coverage(w->a, p->pack, &n);
    for (size_t i = 0; i < n; i++)
        open += rows[i].open;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "条款落实表")),
            .nav = "packs",
            .crumbs = { { str_of(T(w, "政策包")), url_path("/desk/packs") },
                { L(w, p->title), url_make(w->a, "/desk/packs/%d", p->id) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "办法的每一条由哪些规则、栏目、环节、文书或页面落实。"));
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "条文数")), arena_fmt(w->a, "%zu", n));
    part_dl(w, str_of(T(w, "没有落实")), arena_fmt(w->a, "%zu", open));
    part_dl_end(w);
    part_table_begin(w, str_of(T(w, "条款落实表")));
    part_th(w, str_of(T(w, "条款")), false);
    part_th(w, str_of(T(w, "出处")), false);
    part_th(w, str_of(T(w, "由何落实")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/guide/%s/regulation#%s", p->code,
                rows[i].clause->id),
            rows[i].clause->id);
        part_td_end(w);
        part_td(w, rows[i].clause->cite);
        part_td_begin(w);
        uses(w, &rows[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/packs/:programme/coverage", MAY_SEE_DESK,
        .get = coverage_page,
        .about = "What realises each clause of the regulation." },
};
const struct route_set coverage_routes = ROUTE_SET("coverage", ROUTES);
