/* Falsified material ends an application. */
#include "panel_parts.h"

static enum status
load(struct web *w, struct application *ret, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(application_get(&w->x, id, ret, err));
    TRY(act_require(
        &w->x, MAY_REVIEW, ret->programme_id, ret->region, err));
    return act_require_no_interest(&w->x, ret->subject_id, err);
}

static enum status
form_page(struct web *w, struct err *err)
{
    struct application app;

    TRY(load(w, &app, err));
    const struct pack_document *d =
        pack_document(app.pack, STR("disqualification"));
    if (d == NULL)
        return err_set(
            err, ERR_NOT_FOUND, "这个项目的办法没有规定取消评选资格");
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "取消评选资格：%.*s"),
                STR_ARG(app.name)),
            .nav = "applications",
            .crumbs = { { app.number,
                url_make(w->a, "/desk/applications/%d", app.id) } },
            .n_crumbs = 1 });
    part_clause(w, domain_programme(w->d, app.programme_id), app.pack,
        d->clause);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "编号")), app.number);
    part_dl(w, str_of(T(w, "状态")), show_state(w, app.state));
    part_dl_end(w);
    if (!application_is_open(app.state)) {
        panel_paragraph(w, T(w, "申请已经终结，不再办理。"));
        page_end(w);
        return OK;
    }
    part_callout(w, true,
        str_of(T(w, "弄虚作假查证属实的，申请就此终结，申请单位和推荐单位都收到"
                    "书面告知；不能撤回。")));
    part_form_begin(w,
        url_make(w->a, "/desk/applications/%d/disqualify", app.id), false);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)app.version));
    part_input(w,
        &(struct input){ .name = "finding",
            .label = str_of(T(w, "虚假的内容和查证的证据")),
            .kind = INPUT_AREA,
            .max_length = 5000 });
    part_input(w,
        &(struct input){ .name = "statement",
            .label = str_of(T(w, "申请单位的陈述")),
            .hint = str_of(T(w, "没有陈述的不填")),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 5000 });
    part_input(w,
        &(struct input){ .name = "conclusion",
            .label = str_of(T(w, "查证结论")),
            .kind = INPUT_AREA,
            .max_length = 5000 });
    part_check(w, "sure", str_of(T(w, "我已核对，确认取消评选资格")),
        STR_EMPTY, false);
    part_button(w, BUTTON_DANGER, str_of(T(w, "取消评选资格")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
disqualify_act(struct web *w, struct err *err)
{
    struct falsification f = { .finding = web_field(w, "finding"),
        .statement = web_field(w, "statement"),
        .conclusion = web_field(w, "conclusion") };
    struct application app;
    int64_t version = 0;

    TRY(load(w, &app, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    if (!str_eq(web_field(w, "sure"), STR("1")))
        return err_field(err, ERR_INPUT, STR("sure"),
            "请核对后勾选“确认取消评选资格”");
    return application_disqualify(&w->x, app.id, &f, version, &app, err);
}

static enum status
disqualify_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/applications/%d", id), "decided");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/applications/:id/disqualify", MAY_REVIEW,
        .get = form_page,
        .about = "Form to end an application with falsified material." },
    { HTTP_POST, "/desk/applications/:id/disqualify", MAY_REVIEW,
        .act = disqualify_act, .reply = disqualify_reply,
        .again = form_page,
        .about = "Ends an application with falsified material." },
};
const struct route_set disqualify_routes = ROUTE_SET("disqualify", ROUTES);
