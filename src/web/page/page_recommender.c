/* What an applicant chooses and learns about the bodies its file goes to. */
#include "page_application.h"

#include "domain/path.h"

void
recommender_task(struct web *w, const struct dossier *d)
{
    if (!d->choosing)
        return;
    html_raw(w->h, "<li class=\"task\"><div>");
    part_link(w, url_make(w->a, "/applications/%d/body", d->app.id),
        str_of(T(w, "选择推荐单位")));
    html_raw(w->h, "<p class=\"hint\">");
    if (d->has_body)
        html_text(w->h, d->body.name);
    else
        html_cstr(w->h, T(w, "申请先送推荐单位审核，由它转报"));
    html_raw(w->h, "</p></div>");
    if (d->has_body) {
        html_raw(w->h, "<span>");
        html_cstr(w->h, T(w, "已完成"));
        html_raw(w->h, "</span>");
    } else {
        part_tag(w, TAG_GREY, str_of(T(w, "未开始")));
    }
    html_raw(w->h, "</li>");
}

void
recommender_facts(struct web *w, const struct dossier *d)
{
    const struct pack_body *kind =
        d->has_body ? pack_body(d->app.pack, d->body.kind) : NULL;

    for (size_t i = 0; i < d->proc->n_channels; i++) {
        if (d->proc->n_channels > 1 &&
            str_eq(d->proc->channels[i].name, d->app.channel))
            part_dl(w, str_of(T(w, "申报渠道")),
                L(w, d->proc->channels[i].title));
    }
    if (!d->has_body)
        return;
    part_dl(w, kind == NULL ? str_of(T(w, "办理单位")) : L(w, kind->title),
        d->body.name);
    if (d->body.contact.n + d->body.phone.n > 0)
        part_dl(w, str_of(T(w, "单位联系方式")),
            arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(d->body.contact),
                STR_ARG(d->body.phone)));
}

void
recommender_return(struct web *w, const struct dossier *d)
{
    const struct instance_opinion *o =
        d->n_opinions == 0 ? NULL : &d->opinions[d->n_opinions - 1];

    if (o == NULL || d->app.state != APP_DRAFT ||
        o->decision == INSTANCE_PASS)
        return;
    html_raw(w->h, "<div class=\"callout callout-warn\"><p>");
    html_text(w->h,
        arena_fmt(w->a,
            o->decision == INSTANCE_RETURN
                ? T(w, "“%.*s”退回修改，意见如下：")
                : T(w, "“%.*s”不予通过，理由如下；可以修改后重新提交，"
                       "或者另选单位："),
            STR_ARG(o->body)));
    html_raw(w->h, "</p><p>");
    html_multiline(w->h, o->opinion);
    html_raw(w->h, "</p>");
    if (d->app.due_us != 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "请在此之前重新提交："));
        html_text(w->h, show_deadline(w, d->app.due_us));
        html_raw(w->h, "</p>");
    } else if (d->check.closes_us != 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "请在本批次截止前重新提交："));
        html_text(w->h, show_deadline(w, d->check.closes_us));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "</div>\n");
}

/* Whether a file was passed is told when it goes out: until then the body may
 * change its mind. */
void
recommender_opinions(struct web *w, const struct dossier *d)
{
    struct instance_opinion *told =
        arena_new_array(w->a, struct instance_opinion, d->n_opinions + 1);
    size_t n = 0;

    for (size_t i = 0; i < d->n_opinions; i++) {
        if (d->opinions[i].decision != INSTANCE_PASS ||
            d->opinions[i].batch_id != 0)
            told[n++] = d->opinions[i];
    }
    instance_opinion_list(w, d->app.subject_id, told, n);
}

/* --- /applications/:id/body --- */

static struct str
kind_title(struct web *w, const struct dossier *d, const struct body *b)
{
    const struct pack_body *k = pack_body(d->app.pack, b->kind);

    return k == NULL ? b->kind : L(w, k->title);
}

/* Nobody is responsible: why, and what can be done. */
static void
nobody(struct web *w, const struct dossier *d)
{
    part_callout(w, true,
        arena_fmt(w->a,
            T(w, "“%.*s”没有可选的推荐单位。请先在申请表中填写所在地区；"
                 "已填写的，请与受理机构联系，或者改用其他渠道。"),
            STR_ARG(region_path(w->a, w->d->regions, d->app.region))));
}

static void
body_choices(struct web *w, const struct dossier *d, const struct body *list,
    size_t n)
{
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);

    for (size_t i = 0; i < n; i++) {
        struct str where = list[i].region.n == 0
                               ? str_of(T(w, "全国"))
                               : region_path(w->a, w->d->regions,
                                     list[i].region);

        c[i] = (struct choice){
            arena_fmt(w->a, "%lld", (long long)list[i].id),
            arena_fmt(w->a, STR_FMT "（" STR_FMT "，%s" STR_FMT "）",
                STR_ARG(list[i].name), STR_ARG(kind_title(w, d, &list[i])),
                T(w, "辖区："), STR_ARG(where))
        };
    }
    part_form_begin(
        w, url_make(w->a, "/applications/%d/body", d->app.id), false);
    part_radios(w, "body", str_of(T(w, "推荐单位")),
        str_of(T(w, "只列出类型相符、辖区包括您所在地区的单位")), c, n,
        d->has_body
            ? arena_fmt(w->a, "%lld", (long long)d->app.body_id)
            : STR_EMPTY);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存")));
    html_raw(w->h, "</div>");
    part_form_end(w);
}

static enum status
body_page(struct web *w, struct err *err)
{
    const struct body *list = NULL;
    struct dossier d;
    size_t n = 0;

    TRY(dossier_load(w, &d, err));
    if (!d.choosing || !d.mine)
        return web_redirect(
            w, url_make(w->a, "/applications/%d", d.app.id), NULL);
    const struct pack_stage *stage = path_next(&d.app, NULL);
    TRY(body_responsible(&w->x, d.app.programme_id, d.app.pack, stage,
        d.app.region, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = str_of(T(w, "选择推荐单位")),
            .nav = "mine",
            .crumbs = { { str_of(T(w, "我的申报")), url_path("/mine") },
                { dossier_title(w, &d),
                    url_make(w->a, "/applications/%d", d.app.id) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<div class=\"prose\">");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "申报主体")), d.app.name);
    part_dl(w, str_of(T(w, "所在地区")),
        region_path(w->a, w->d->regions, d.app.region));
    part_dl_end(w);
    const struct pack_body *kind =
        stage->n_bodies == 0 ? NULL
                             : pack_body(d.app.pack, stage->bodies[0]);
    part_clause(w, d.programme, d.app.pack,
        kind == NULL ? stage->clause : kind->clause);
    if (n == 0)
        nobody(w, &d);
    else
        body_choices(w, &d, list, n);
    html_raw(w->h, "</div>\n");
    page_end(w);
    return OK;
}

static enum status
body_act(struct web *w, struct err *err)
{
    int64_t id = 0, body = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!num_int(web_field(w, "body"), 1, INT64_MAX, &body))
        return err_field(
            err, ERR_INPUT, STR("body"), "请选择一个推荐单位");
    return instance_choose(&w->x, id, body, err);
}

static enum status
body_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/applications/%d", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/applications/:id/body", MAY_SIGNED_IN, .get = body_page,
        .about = "Recommenders that are responsible for the applicant." },
    { HTTP_POST, "/applications/:id/body", MAY_SIGNED_IN, .act = body_act,
        .reply = body_reply, .again = body_page,
        .about = "Chooses the recommender." },
};
const struct route_set recommender_routes =
    ROUTE_SET("recommender", ROUTES);
