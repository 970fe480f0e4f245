/* Words that applications wait for: of hosts, of the authority of the region
 * that somebody leaves. */
#include "consent_parts.h"
#include "web/app.h"

static void
state_tag(struct web *w, enum consent_state s)
{
    static const enum tag COLOURS[CONSENT_STATE_COUNT_] = {
        [CONSENT_ASKED] = TAG_AMBER,
        [CONSENT_GIVEN] = TAG_GREEN,
        [CONSENT_REFUSED] = TAG_RED,
        [CONSENT_DROPPED] = TAG_GREY,
    };

    part_tag(w, COLOURS[s], web_said(w, consent_state_title(s)));
}

static struct str
title_of(struct web *w, const struct application *app, struct str name)
{
    const struct pack_procedure *p = pack_procedure(app->pack, app->procedure);

    for (size_t i = 0; p != NULL && i < p->n_consents; i++) {
        if (str_eq(p->consents[i].name, name))
            return L(w, p->consents[i].title);
    }
    return name;
}

enum status
consent_card(struct web *w, const struct application *app, bool desk,
    struct err *err)
{
    const struct consent *list = NULL;
    size_t n = 0;

    TRY(consent_list(&w->x, app, &list, &n, err));
    if (n == 0)
        return OK;
    part_card_begin(w, str_of(T(w, "有关各方的意见")), false);
    html_raw(w->h, "<ul class=\"plain\">");
    for (size_t i = 0; i < n; i++) {
        const struct consent *c = &list[i];

        html_raw(w->h, "<li><p><b>");
        html_text(w->h, title_of(w, app, c->name));
        html_raw(w->h, "</b> ");
        state_tag(w, c->state);
        html_raw(w->h, "<br>");
        html_text(w->h, c->party_name);
        if (c->answered_us != 0) {
            html_raw(w->h, " · ");
            html_text(w->h, show_us(w, c->answered_us));
            if (c->on_paper) {
                html_raw(w->h, " · ");
                html_cstr(w->h, T(w, "凭书面材料登记"));
            }
        }
        if (c->reason.n > 0) {
            html_raw(w->h, "<br>");
            html_text(w->h, c->reason);
        }
        if (desk && c->party_id != 0 && c->state == CONSENT_ASKED &&
            may_in(&w->x, MAY_REVIEW, app->programme_id, app->region)) {
            html_raw(w->h, "<br>");
            part_link(w, url_make(w->a, "/desk/consents/%d", c->id),
                arena_fmt(w->a, T(w, "凭书面材料登记“%.*s”"),
                    STR_ARG(title_of(w, app, c->name))));
        }
        html_raw(w->h, "</p></li>");
    }
    html_raw(w->h, "</ul>");
    part_card_end(w);
    return OK;
}

/* --- lists --- */

static bool
at_desk(const struct web *w)
{
    return str_starts(w->req->path, STR("/desk/"));
}

static void
row(struct web *w, const struct consent_row *r)
{
    part_tr(w);
    part_td_begin(w);
    part_link(w,
        at_desk(w) ? url_make(w->a, "/desk/consents/%d", r->c.id)
                   : url_make(w->a, "/mine/consents/%d", r->c.id),
        r->number);
    part_td_end(w);
    part_td(w, r->name);
    part_td(w,
        w->english && r->title_en.n > 0 ? r->title_en : r->title_zh);
    part_td(w, r->c.party_name);
    part_td(w, show_us(w, r->c.asked_us));
    part_td_begin(w);
    state_tag(w, r->c.state);
    part_td_end(w);
    part_tr_end(w);
}

static void
table(struct web *w, const struct consent_row *rows, size_t n,
    const char *caption)
{
    part_table_begin(w, str_of(caption));
    part_th(w, str_of(T(w, "申请编号")), false);
    part_th(w, str_of(T(w, "申请人")), false);
    part_th(w, str_of(T(w, "事项")), false);
    part_th(w, str_of(T(w, "由谁答复")), false);
    part_th(w, str_of(T(w, "提出时间")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        row(w, &rows[i]);
    part_table_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct consent_row *open = NULL, *done = NULL;
    size_t n_open = 0, n_done = 0;

    TRY(consent_queue(&w->x, true, &open, &n_open, err));
    TRY(consent_queue(&w->x, false, &done, &n_done, err));
    page_begin(w,
        &(struct page){ .kind = at_desk(w) ? PAGE_DESK : PAGE_MINE,
            .title = str_of(T(w, "征求意见")),
            .nav = at_desk(w) ? "desk-consents" : "consents" });
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "执业人员变更机构等事项，提交后先由原机构、拟入机构和调出地主管机关答复，"
        "再由受理的机关决定。"));
    html_raw(w->h, "</p>");
    if (n_open == 0)
        part_empty(w, str_of(T(w, "目前没有等待您答复的事项。")), STR_EMPTY,
            url_path("/mine"));
    else
        table(w, open, n_open, T(w, "待答复"));
    if (n_done > 0) {
        part_heading(w, T(w, "已答复"));
        table(w, done, n_done, T(w, "已答复"));
    }
    page_end(w);
    return OK;
}

/* --- one --- */

/* What the party has to know: what was answered, without files and without
 * what the pack keeps private. */
static void
answers(struct web *w, const struct application *app)
{
    const struct pack_procedure *p = pack_procedure(app->pack, app->procedure);
    const struct pack_form *form =
        p == NULL ? NULL : pack_form(app->pack, p->form);

    for (size_t s = 0; form != NULL && s < form->n_sections; s++) {
        for (size_t i = 0; i < form->sections[s].n_fields; i++) {
            const struct pack_field *f = &form->sections[s].fields[i];
            const struct json *v = json_get(app->draft, f->name);

            if (!f->is_private && f->type != FIELD_FILE &&
                f->type != FIELD_ROWS && f->type != FIELD_ID_NO &&
                f->type != FIELD_MOBILE && !json_is_null(v))
                part_dl(w, L(w, f->label),
                    field_show(w->a, f, v, false, w->english));
        }
    }
}

static void
host_line(struct web *w, const char *label, const struct accreditation *c)
{
    if (c->id == 0)
        return;
    part_dl(w, str_of(label),
        arena_fmt(w->a, STR_FMT "（" STR_FMT "，" STR_FMT "）",
            STR_ARG(c->name), STR_ARG(c->number),
            STR_ARG(region_path(w->a, w->d->regions, c->region))));
}

static void
answer_form(struct web *w, const struct consent_sheet *s)
{
    const struct choice said[] = {
        { STR("yes"), str_of(T(w, "同意")) },
        { STR("no"), str_of(T(w, "不同意")) },
    };

    part_card_begin(w,
        s->on_paper ? str_of(T(w, "凭书面材料登记"))
                    : str_of(T(w, "答复")), true);
    part_form_begin(w,
        at_desk(w) ? url_make(w->a, "/desk/consents/%d", s->c.id)
                   : url_make(w->a, "/mine/consents/%d", s->c.id),
        false);
    part_radios(w, "agree", L(w, s->kind->title), STR_EMPTY, said, 2,
        web_typed(w, "agree", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "reason",
            .label = s->on_paper ? str_of(T(w, "书面材料的名称和日期"))
                                 : str_of(T(w, "理由")),
            .hint = s->on_paper ? STR_EMPTY
                                : str_of(T(w, "不同意的必须写明")),
            .optional = !s->on_paper,
            .kind = INPUT_AREA,
            .max_length = 2000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "答复")));
    part_form_end(w);
    part_card_end(w);
}

static enum status
load(struct web *w, struct consent_sheet *s, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return consent_get(&w->x, id, s, err);
}

static enum status
one_page(struct web *w, struct err *err)
{
    struct consent_sheet s;

    TRY(load(w, &s, err));
    page_begin(w,
        &(struct page){ .kind = at_desk(w) ? PAGE_DESK : PAGE_MINE,
            .title = arena_fmt(w->a, STR_FMT " · " STR_FMT,
                STR_ARG(title_of(w, &s.app, s.c.name)),
                STR_ARG(s.app.name)),
            .nav = at_desk(w) ? "desk-consents" : "consents",
            .crumbs = { { str_of(T(w, "征求意见")),
                at_desk(w) ? url_path("/desk/consents")
                           : url_path("/mine/consents") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    state_tag(w, s.c.state);
    html_raw(w->h, "</p>");
    if (s.kind != NULL)
        part_clause(w, domain_programme(w->d, s.app.programme_id),
            s.app.pack, s.kind->clause);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "申请编号")), s.app.number);
    part_dl(w, str_of(T(w, "申请人")), s.app.name);
    host_line(w, T(w, "现执业机构"), &s.host);
    host_line(w, T(w, "拟入机构"), &s.asked);
    answers(w, &s.app);
    part_dl(w, str_of(T(w, "由谁答复")), s.c.party_name);
    if (s.c.answered_us != 0)
        part_dl(w, str_of(T(w, "答复时间")), show_us(w, s.c.answered_us));
    if (s.c.reason.n > 0)
        part_dl(w, str_of(T(w, "理由")), s.c.reason);
    part_dl_end(w);
    if (s.may_answer)
        answer_form(w, &s);
    page_end(w);
    return OK;
}

static enum status
answer_act(struct web *w, struct err *err)
{
    struct str said = web_field(w, "agree");
    struct consent_sheet s;

    TRY(load(w, &s, err));
    w->state = s.on_paper ? arena_one(w->a, int64_t) : NULL;
    if (s.on_paper) /* back to the file */
        *(int64_t *)w->state = s.app.id;
    if (!str_eq(said, STR("yes")) && !str_eq(said, STR("no")))
        return err_field(
            err, ERR_INPUT, STR("agree"), "请选择同意或者不同意");
    return consent_answer(&w->x, s.c.id, str_eq(said, STR("yes")),
        web_field(w, "reason"), err);
}

static enum status
answer_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    const int64_t *file = w->state;

    TRY(web_param_id(w, 0, &id, err));
    if (file != NULL)
        return web_redirect(
            w, url_make(w->a, "/desk/applications/%d", *file), "saved");
    return web_redirect(w,
        at_desk(w) ? url_make(w->a, "/desk/consents/%d", id)
                   : url_make(w->a, "/mine/consents/%d", id),
        "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/consents", MAY_SIGNED_IN, .get = list_page,
        .about = "What one's organisation is asked to consent to." },
    { HTTP_GET, "/mine/consents/:id", MAY_SIGNED_IN, .get = one_page,
        .about = "A consent asked for." },
    { HTTP_POST, "/mine/consents/:id", MAY_SIGNED_IN, .act = answer_act,
        .reply = answer_reply, .again = one_page,
        .about = "Consents or refuses." },
    { HTTP_GET, "/desk/consents", MAY_READ_FILES, .get = list_page,
        .about = "What an authority is asked to consent to." },
    { HTTP_GET, "/desk/consents/:id", MAY_READ_FILES, .get = one_page,
        .about = "A consent asked for, at the desk." },
    { HTTP_POST, "/desk/consents/:id", MAY_REVIEW, .act = answer_act,
        .reply = answer_reply, .again = one_page,
        .about = "An authority consents; or a paper is entered." },
};
const struct route_set consents_routes = ROUTE_SET("consents", ROUTES);
