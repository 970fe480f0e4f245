/* Every verdict on an application, judged again before the eyes of whom it
 * concerns: same facts, same day, same version of the pack. */
#include "domain/verdict.h"
#include "web/web.h"

static struct str
stage_title(struct web *w, struct str stage)
{
    static const struct {
        struct str name;
        const char *title; /* msgid */
    } STAGES[] = {
        { STR_INIT("submit"), N_("提交时") },
        { STR_INIT("formal_review"), N_("审核时") },
        { STR_INIT("decision"), N_("决定时") },
        { STR_INIT("decision_day"), N_("审核当日（以当日为基准日复核）") },
    };

    for (size_t i = 0; i < sizeof(STAGES) / sizeof(STAGES[0]); i++) {
        if (str_eq(STAGES[i].name, stage))
            return str_of(catalog_get(w->catalog, STAGES[i].title));
    }
    return stage;
}

static void
one_row(struct web *w, const struct programme *p, const struct verdict_row *r)
{
    const struct pack *pack = domain_pack(w->d, r->pack_hash);
    struct pack_verdict again;
    struct err err = { 0 };
    bool same = false;

    part_card_begin(w, stage_title(w, r->stage), false);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "作出时间")), show_us(w, r->at_us));
    part_dl(w, str_of(T(w, "基准日")), show_day(w, r->reference));
    part_dl(w, str_of(T(w, "政策包校验值（SHA-256）")), r->pack_hash);
    part_dl_end(w);
    if (verdict_again(&w->x, r, &again, &same, &err) != OK) {
        part_callout(w, true, web_said(w, str_of(err.text)));
        part_card_end(w);
        return;
    }
    html_raw(w->h, "<p>");
    part_tag(w, same ? TAG_GREEN : TAG_RED,
        str_of(same ? T(w, "刚刚重新计算：与当时的结论完全一致")
                    : T(w, "刚刚重新计算：与当时的结论不一致，请告知办理机构")));
    html_raw(w->h, "</p>");
    part_verdict_unfolded(w, p, pack, &again);
    part_card_end(w);
}

static enum status
verdicts_page(struct web *w, struct err *err)
{
    struct application app;
    const struct verdict_row *rows = NULL;
    size_t n = 0;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(application_get(&w->x, id, &app, err));
    TRY(verdict_list(&w->x, &app, &rows, &n, err));
    bool mine = acts_for(&w->who, app.subject_id, "viewer");
    page_begin(w,
        &(struct page){ .kind = mine ? PAGE_MINE : PAGE_DESK,
            .title = str_of(T(w, "结论与重新计算")),
            .nav = mine ? "mine" : "applications",
            .crumbs = { { app.number.n > 0 ? app.number : app.name,
                mine ? url_make(w->a, "/applications/%d", app.id)
                     : url_make(w->a, "/desk/applications/%d", app.id) } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "以下每一个结论都用当时保存的事实、基准日和政策包版本，在打开本页时重新"
             "计算一遍。"));
    html_raw(w->h, "</p>");
    if (n == 0)
        part_empty(w, str_of(T(w, "提交以后，这里列出每一次判断。")),
            STR_EMPTY, url_path("/mine"));
    for (size_t i = 0; i < n; i++)
        one_row(w, domain_programme(w->d, app.programme_id), &rows[i]);
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/applications/:id/verdicts", MAY_SIGNED_IN,
        .get = verdicts_page,
        .about = "Every verdict on an application, recomputed." },
};
const struct route_set verdict_routes = ROUTE_SET("verdicts", ROUTES);
