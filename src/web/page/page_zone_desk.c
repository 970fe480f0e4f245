/* What is published about holders: the editors' and approvers' desk, the
 * holder's consent. */
#include "domain/publicity.h"
#include "page_service.h"
#include "zone_parts.h"

#define ROWS 100

static struct str
number(struct web *w, int64_t v)
{
    return arena_fmt(w->a, "%lld", (long long)v);
}

/* --- the holder --- */

static void
consent_form(struct web *w, const struct shelf *s,
    const struct accreditation *c, bool standing)
{
    part_form_begin(w,
        standing ? url_make(w->a, "/mine/zone/%s/withdraw", s->k->name)
                 : url_make(w->a, "/mine/zone/%s/consent", s->k->name),
        false);
    part_hidden(w, "holding", number(w, c->id));
    if (standing)
        part_input(w,
            &(struct input){ .name = "reason",
                .label = str_of(T(w, "撤回的理由")),
                .hint = str_of(T(w, "撤回后，已公开的内容立即撤下")),
                .optional = true,
                .max_length = 500 });
    part_button(w, standing ? BUTTON_DANGER : BUTTON_MAIN,
        standing ? str_of(T(w, "撤回同意")) : str_of(T(w, "同意")));
    part_form_end(w);
}

enum status
zone_consent(struct web *w, const struct shelf *s,
    const struct accreditation *c, struct err *err)
{
    struct public_consent given = { 0 };
    bool found = false;

    TRY(publicity_consent(
        &w->x, s->p, s->k, c->subject_id, &given, &found, err));
    bool standing = found && given.withdrawn_us == 0;
    part_card_begin(w, str_of(T(w, "公开的同意")), true);
    html_raw(w->h, "<p>");
    part_tag(w, standing ? TAG_GREEN : TAG_GREY,
        standing ? str_of(T(w, "已同意")) : str_of(T(w, "未同意")));
    html_raw(w->h, " ");
    html_text(w->h, L(w, s->k->consent));
    html_raw(w->h, "</p>");
    if (found) {
        html_raw(w->h, "<p class=\"muted\">");
        html_text(w->h,
            arena_fmt(w->a,
                standing ? T(w, "%.*s 同意，可以随时撤回")
                         : T(w, "%.*s 撤回同意"),
                STR_ARG(show_us(
                    w, standing ? given.given_us : given.withdrawn_us))));
        html_raw(w->h, "</p>");
    }
    if (acts_for(&w->who, c->subject_id, "editor") &&
        (standing || accreditation_has_rights(c, w->today)))
        consent_form(w, s, c, standing);
    part_card_end(w);
    return OK;
}

static void
row_hidden(struct web *w, const struct record *r)
{
    part_hidden(w, "subject", number(w, r->subject_id));
    part_hidden(w, "id", number(w, r->id));
    part_hidden(w, "version", number(w, r->version));
}

/* One form a row: ids must differ. */
static void
reason_form(struct web *w, struct url to, const struct record *r,
    int64_t holding, const char *title)
{
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, title);
    html_raw(w->h, "</summary>");
    part_form_begin(w, to, false);
    if (holding != 0)
        part_hidden(w, "holding", number(w, holding));
    row_hidden(w, r);
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, T(w, "理由"));
    html_raw(w->h, " <textarea name=\"reason\" rows=\"2\" "
                   "maxlength=\"500\" required></textarea></label></div>");
    part_button(w, BUTTON_DANGER, str_of(T(w, "撤下")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

void
zone_object(struct web *w, const struct shelf *s, const struct record *r,
    const struct accreditation *c)
{
    if (str_eq(r->state, STR("WITHDRAWN")) ||
        !acts_for(&w->who, c->subject_id, "editor"))
        return;
    reason_form(w, url_make(w->a, "/mine/zone/%s/down", s->k->name), r, c->id,
        T(w, "不同意这一条"));
}

struct target {
    struct shelf s;
    struct accreditation c;
};

static enum status
mine_target(struct web *w, struct target *t, struct err *err)
{
    TRY(service_holding(w, &t->c, err));
    TRY(record_shelf(w, domain_programme(w->d, t->c.programme_id),
        w->params[0], &t->s, err));
    return t->s.k->n_publish_by > 0
               ? OK
               : err_set(err, ERR_NOT_FOUND, "没有这个页面");
}

static enum status
consent_act(struct web *w, struct err *err)
{
    struct target t;

    TRY(mine_target(w, &t, err));
    return publicity_give(&w->x, t.s.p, t.s.k, t.c.subject_id, err);
}

static enum status
withdraw_act(struct web *w, struct err *err)
{
    struct target t;

    TRY(mine_target(w, &t, err));
    return publicity_withdraw(&w->x, t.s.p, t.s.k, t.c.subject_id,
        web_field(w, "reason"), err);
}

static enum status
down_act(struct web *w, struct err *err)
{
    int64_t subject = 0, id = 0, version = 0;

    if (!num_int(web_field(w, "subject"), 1, INT64_MAX, &subject) ||
        !num_int(web_field(w, "id"), 1, INT64_MAX, &id) ||
        !num_int(web_field(w, "version"), 1, INT64_MAX, &version))
        return err_set(err, ERR_INPUT, "页面不完整，请刷新后再试");
    return publicity_take_down(
        &w->x, subject, id, version, web_field(w, "reason"), err);
}

static enum status
mine_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_with(w->a, url_make(w->a, "/mine/records/%s", w->params[0]),
            "holding", web_field(w, "holding")),
        "saved");
}

static enum status
mine_again(struct web *w, struct err *err)
{
    struct target t;

    TRY(mine_target(w, &t, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = L(w, t.s.k->title),
            .nav = "my-records" });
    TRY(zone_consent(w, &t.s, &t.c, err));
    part_link(w,
        url_with(w->a, url_make(w->a, "/mine/records/%s", t.s.k->name),
            "holding", number(w, t.c.id)),
        L(w, t.s.k->title));
    page_end(w);
    return OK;
}

/* --- editors --- */

static bool
sees(const struct web *w, const struct programme *p,
    const struct pack_record *k)
{
    return k->n_publish_by > 0 &&
           (may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY) ||
               publicity_may_edit(&w->x, p, k, STR_EMPTY));
}

static enum status
desk_index(struct web *w, struct err *err)
{
    bool some = false;

    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "宣传编辑")),
            .nav = "desk-zone" });
    html_raw(w->h, "<ul class=\"tiles\">");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        for (size_t k = 0; k < p->pack->n_records; k++) {
            const struct pack_record *r = &p->pack->records[k];

            if (!sees(w, p, r))
                continue;
            some = true;
            html_raw(w->h, "<li><a");
            html_href(w->h, "href",
                url_make(w->a, "/desk/zone/%s/%s", p->code, r->name));
            html_raw(w->h, "><b>");
            html_text(w->h, L(w, r->title));
            html_raw(w->h, "</b>");
            html_text(w->h, L(w, p->pack->short_title));
            html_raw(w->h, "</a></li>");
        }
    }
    html_raw(w->h, "</ul>");
    if (!some)
        part_empty(w, str_of(T(w, "没有由您编辑的内容。")),
            str_of(T(w, "宣传专区")), url_path("/zone"));
    page_end(w);
    return OK;
}

static enum status
desk_shelf(struct web *w, struct shelf *s, struct err *err)
{
    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], s, err));
    return sees(w, s->p, s->k) ? OK
                               : err_set(err, ERR_NOT_FOUND, "没有这个页面");
}

static void
row_acts(struct web *w, const struct shelf *s, const struct record *r)
{
    bool draft = str_eq(r->state, STR("DRAFT"));
    bool edits = publicity_may_edit(&w->x, s->p, s->k, STR_EMPTY);

    if (draft && edits)
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "编辑")),
            url_with(w->a,
                url_make(w->a, "/desk/zone/%s/%s/%d", s->p->code, s->k->name,
                    r->id),
                "subject", number(w, r->subject_id)));
    if (draft && publicity_may_approve(&w->x, s->p, s->k)) {
        part_form_begin(w,
            url_make(
                w->a, "/desk/zone/%s/%s/approve", s->p->code, s->k->name),
            false);
        row_hidden(w, r);
        part_button(w, BUTTON_MAIN, str_of(T(w, "批准发布")));
        part_form_end(w);
    }
    if (edits && !str_eq(r->state, STR("WITHDRAWN")))
        reason_form(w,
            url_make(w->a, "/desk/zone/%s/%s/down", s->p->code, s->k->name),
            r, 0, T(w, "撤下"));
}

/* Who has agreed: of these an editor may choose. */
static void
new_form(struct web *w, const struct shelf *s, const struct public_consent *list,
    size_t n)
{
    const struct json *answers = json_new(w->a, JSON_OBJECT);
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);

    if (n == 0) {
        part_callout(w, false,
            str_of(T(w, "还没有同意公开的；请先请对方在“登记事项”中同意。")));
        return;
    }
    for (size_t i = 0; i < n; i++)
        c[i] = (struct choice){ number(w, list[i].subject_id), list[i].name };
    if (w->req->method == HTTP_POST)
        answers = service_typed(w, &s->form->sections[0]);
    part_card_begin(w, str_of(T(w, "新稿")), true);
    part_form_begin(w,
        url_make(w->a, "/desk/zone/%s/%s", s->p->code, s->k->name), false);
    part_select(w, "holder", str_of(T(w, "已同意公开的")), STR_EMPTY, c, n,
        web_field(w, "holder"));
    service_fields(w, s->p->pack, &s->form->sections[0], answers, 0);
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存草稿")));
    part_form_end(w);
    part_card_end(w);
}

static enum status
desk_kind(struct web *w, struct err *err)
{
    struct shelf s;
    const struct record *list = NULL;
    const struct public_consent *given = NULL;
    size_t n = 0, n_given = 0;

    TRY(desk_shelf(w, &s, err));
    TRY(publicity_rows(
        &w->x, s.p, s.k, STR_EMPTY, ROWS, &list, &n, err));
    TRY(publicity_consents(&w->x, s.p, s.k, &given, &n_given, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = L(w, s.k->title),
            .nav = "desk-zone",
            .crumbs = { { str_of(T(w, "宣传编辑")),
                url_path("/desk/zone") } },
            .n_crumbs = 1 });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/zone/%s", s.p->code),
        str_of(T(w, "查看公开页面")));
    html_raw(w->h, "</p>");
    if (publicity_may_edit(&w->x, s.p, s.k, STR_EMPTY))
        new_form(w, &s, given, n_given);
    part_heading(w, T(w, "稿件"));
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有稿件。")),
            str_of(T(w, "宣传编辑")), url_path("/desk/zone"));
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<section class=\"card\"><p>");
        record_state_tag(w, s.k, &list[i]);
        html_raw(w->h, " <b>");
        html_text(w->h, list[i].subject_name);
        html_raw(w->h, "</b> <span class=\"muted\">");
        html_text(w->h, show_us(w, list[i].created_us));
        html_raw(w->h, "</span></p>");
        record_content(w, &s, &list[i], false);
        row_acts(w, &s, &list[i]);
        html_raw(w->h, "</section>");
    }
    page_end(w);
    return OK;
}

static enum status
typed_answers(struct web *w, const struct shelf *s, const struct json **ret,
    struct err *err)
{
    bool again = false;

    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    *ret = part_read_section(w, &s->form->sections[0],
        json_new(w->a, JSON_OBJECT), &again);
    service_check(w, s->p->pack, s->form, *ret);
    return web_problems(w, err);
}

static enum status
new_act(struct web *w, struct err *err)
{
    struct record r = { 0 };
    struct shelf s;

    TRY(desk_shelf(w, &s, err));
    if (!num_int(web_field(w, "holder"), 1, INT64_MAX, &r.subject_id))
        return err_field(err, ERR_INPUT, STR("holder"), "请选择是哪一家");
    TRY(typed_answers(w, &s, &r.content, err));
    r.programme_id = s.p->id;
    r.kind = s.k->name;
    return record_add(&w->x, &r, err);
}

static enum status
desk_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_make(w->a, "/desk/zone/%s/%s", w->params[0], w->params[1]),
        "saved");
}

static enum status
row_asked(struct web *w, struct shelf *s, struct record *r, struct err *err)
{
    int64_t id = 0, subject = 0;

    TRY(desk_shelf(w, s, err));
    TRY(web_param_id(w, 2, &id, err));
    if (!num_int(web_typed(w, "subject", web_query(w, "subject")), 1,
            INT64_MAX, &subject))
        return err_set(err, ERR_NOT_FOUND, "没有找到这条记录");
    return record_get(&w->x, subject, id, r, err);
}

static enum status
edit_page(struct web *w, struct err *err)
{
    struct record r;
    struct shelf s;

    TRY(row_asked(w, &s, &r, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "编辑草稿")),
            .nav = "desk-zone",
            .crumbs = { { str_of(T(w, "宣传编辑")),
                            url_path("/desk/zone") },
                { L(w, s.k->title), url_make(w->a, "/desk/zone/%s/%s",
                                        s.p->code, s.k->name) } },
            .n_crumbs = 2 });
    part_form_begin(w,
        url_make(
            w->a, "/desk/zone/%s/%s/%d", s.p->code, s.k->name, r.id),
        false);
    part_hidden(w, "subject", number(w, r.subject_id));
    part_hidden(w, "version", number(w, r.version));
    service_fields(w, s.p->pack, &s.form->sections[0],
        w->req->method == HTTP_POST
            ? service_typed(w, &s.form->sections[0])
            : r.content,
        r.subject_id);
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存草稿")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
edit_act(struct web *w, struct err *err)
{
    const struct json *answers = NULL;
    int64_t version = 0;
    struct record r;
    struct shelf s;

    TRY(row_asked(w, &s, &r, err));
    (void)num_int(web_field(w, "version"), 1, INT64_MAX, &version);
    TRY(typed_answers(w, &s, &answers, err));
    return publicity_edit(
        &w->x, r.subject_id, r.id, version, answers, err);
}

static enum status
approve_act(struct web *w, struct err *err)
{
    int64_t subject = 0, id = 0, version = 0;

    if (!num_int(web_field(w, "subject"), 1, INT64_MAX, &subject) ||
        !num_int(web_field(w, "id"), 1, INT64_MAX, &id) ||
        !num_int(web_field(w, "version"), 1, INT64_MAX, &version))
        return err_set(err, ERR_INPUT, "页面不完整，请刷新后再试");
    return publicity_approve(&w->x, subject, id, version, err);
}

static const struct route ROUTES[] = {
    { HTTP_POST, "/mine/zone/:kind/consent", MAY_SIGNED_IN,
        .act = consent_act, .reply = mine_reply, .again = mine_again,
        .about = "A holder lets a register be published about it." },
    { HTTP_POST, "/mine/zone/:kind/withdraw", MAY_SIGNED_IN,
        .act = withdraw_act, .reply = mine_reply, .again = mine_again,
        .about = "It takes that back: everything is down at once." },
    { HTTP_POST, "/mine/zone/:kind/down", MAY_SIGNED_IN, .act = down_act,
        .reply = mine_reply, .again = mine_again,
        .about = "It does not agree with one row." },
    { HTTP_GET, "/desk/zone", MAY_SIGNED_IN, .get = desk_index,
        .about = "Registers that the actor edits or approves." },
    { HTTP_GET, "/desk/zone/:programme/:kind", MAY_SIGNED_IN,
        .get = desk_kind, .about = "Drafts and published rows." },
    { HTTP_POST, "/desk/zone/:programme/:kind", MAY_SIGNED_IN,
        .act = new_act, .reply = desk_reply, .again = desk_kind,
        .about = "A new draft." },
    { HTTP_POST, "/desk/zone/:programme/:kind/approve", MAY_SUPERVISE,
        .act = approve_act, .reply = desk_reply, .again = desk_kind,
        .about = "Approves a draft: it is public." },
    { HTTP_POST, "/desk/zone/:programme/:kind/down", MAY_SIGNED_IN,
        .act = down_act, .reply = desk_reply, .again = desk_kind,
        .about = "Takes a row down with a reason." },
    { HTTP_GET, "/desk/zone/:programme/:kind/:id", MAY_SIGNED_IN,
        .get = edit_page, .about = "A draft to be edited." },
    { HTTP_POST, "/desk/zone/:programme/:kind/:id", MAY_SIGNED_IN,
        .act = edit_act, .reply = desk_reply, .again = edit_page,
        .about = "Saves a draft." },
};
const struct route_set zone_desk_routes = ROUTE_SET("zone desk", ROUTES);
