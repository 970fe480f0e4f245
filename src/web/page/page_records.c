/* The registers of a pack as their holders see them. Those of the desk and the
 * public: page_registers.c. */
#include "domain/duty.h"
#include "page_service.h"
#include "zone_parts.h"

static struct str
number(struct web *w, int64_t v)
{
    return arena_fmt(w->a, "%lld", (long long)v);
}

/* --- the holder's --- */

static enum status
mine_index(struct web *w, struct err *err)
{
    struct accreditation c;
    struct str title = str_of(T(w, "登记事项"));
    enum status st = service_holding(w, &c, err);

    if (st == ERR_NOT_FOUND && web_query(w, "holding").n == 0)
        return service_nothing(w, title, "my-records");
    TRY(st);
    const struct programme *p = domain_programme(w->d, c.programme_id);
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = title,
            .nav = "my-records" });
    TRY(service_switch(w, &c, url_path("/mine/records"), err));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "年度义务和档案")),
        url_with(w->a, url_path("/mine/reports"), "holding",
            number(w, c.id)));
    html_raw(w->h, "<ul class=\"tiles\">");
    for (size_t i = 0; i < p->pack->n_records; i++) {
        const struct pack_record *k = &p->pack->records[i];

        if (!record_may_read(&w->x, p, k, c.subject_id))
            continue;
        html_raw(w->h, "<li><a");
        html_href(w->h, "href",
            url_with(w->a, url_make(w->a, "/mine/records/%s", k->name),
                "holding", number(w, c.id)));
        html_raw(w->h, "><b>");
        html_text(w->h, L(w, k->title));
        html_raw(w->h, "</b>");
        html_text(w->h, L(w, k->hint));
        html_raw(w->h, "</a></li>");
    }
    html_raw(w->h, "</ul>");
    page_end(w);
    return OK;
}

static void
step_form(struct web *w, const struct record *r, const struct accreditation *c)
{
    bool open = str_eq(r->state, STR("OPEN"));

    part_form_begin(w, url_make(w->a, "/mine/records/%s/step", r->kind),
        false);
    part_hidden(w, "holding", number(w, c->id));
    part_hidden(w, "subject", number(w, r->subject_id));
    part_hidden(w, "id", number(w, r->id));
    part_hidden(w, "version", number(w, r->version));
    part_button(w, BUTTON_SECOND,
        open ? str_of(T(w, "接受安排")) : str_of(T(w, "报告完成")));
    part_form_end(w);
}

static bool
is_mine_to_correct(const struct web *w, const struct shelf *s,
    const struct record *r, const struct accreditation *c)
{
    return str_eq(s->k->write, STR("holder")) && record_may_correct(s, r) &&
           r->subject_id == c->subject_id &&
           acts_for(&w->who, c->subject_id, "editor") &&
           accreditation_has_rights(c, w->today);
}

static void
mine_row(struct web *w, const struct shelf *s, const struct record *r,
    const struct accreditation *c)
{
    html_raw(w->h, "<section class=\"card\"><p>");
    record_state_tag(w, s->k, r);
    html_raw(w->h, " <span class=\"muted\">");
    html_text(w->h, show_us(w, r->created_us));
    html_raw(w->h, "</span></p>");
    record_marks(w, s, r);
    record_content(w, s, r, false);
    if (str_eq(s->k->form, STR("assignment")) && r->subject_id != 0 &&
        !str_eq(r->state, STR("CLOSED")))
        step_form(w, r, c);
    if (s->k->n_publish_by > 0)
        zone_object(w, s, r, c);
    if (is_mine_to_correct(w, s, r, c)) {
        html_raw(w->h, "<p>");
        part_link(w,
            url_with(w->a,
                url_make(w->a, "/mine/records/%s/%d/correct", s->k->name,
                    r->id),
                "holding", number(w, c->id)),
            str_of(T(w, "更正这条记录")));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "</section>");
}

static bool
writes_here(const struct web *w, const struct shelf *s,
    const struct accreditation *c)
{
    return str_eq(s->k->write, STR("holder")) &&
           acts_for(&w->who, c->subject_id, "editor") &&
           accreditation_has_rights(c, w->today);
}

static void
new_form(struct web *w, const struct shelf *s, struct url action,
    int64_t holding, int64_t subject_id, const struct json *drafted)
{
    const struct json *answers = json_new(w->a, JSON_OBJECT);

    if (w->req->method == HTTP_POST)
        answers = service_typed(w, &s->form->sections[0]);
    else if (drafted != NULL)
        answers = drafted;
    part_card_begin(w, str_of(T(w, "登记")), true);
    part_form_begin(w, action, true);
    if (holding != 0)
        part_hidden(w, "holding", number(w, holding));
    service_fields(
        w, s->p->pack, &s->form->sections[0], answers, subject_id);
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    part_card_end(w);
}

/* Where each figure comes from; and until when the report is due. */
static void
report_sources(struct web *w, const struct shelf *s,
    const struct pack_duty *d, int64_t year, const struct json *draft)
{
    struct day due = duty_due_day(d, year);
    bool late = day_cmp(w->today, due) > 0;

    part_callout(w, late,
        arena_fmt(w->a,
            late ? T(w, "%lld 年度报告应于 %.*s 24:00 前提交，现已逾期 %d 天；"
                        "仍可提交，标记为逾期。")
                 : T(w, "%lld 年度报告应于 %.*s 24:00 前提交，还有 %d 天。"),
            (long long)year, STR_ARG(day_iso(w->a, due)),
            late ? w->today.n - due.n : due.n - w->today.n));
    if (day_ymd(w->today).year <= year)
        part_callout(w, false,
            arena_fmt(w->a,
                T(w, "%lld 年尚未结束，自次年 1 月 1 日起提交；现在可以先核对。"),
                (long long)year));
    if (d->n_draft == 0)
        return;
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, T(w, "草拟的数字从哪里来"));
    html_raw(w->h, "</summary>");
    part_table_begin(w, str_of(T(w, "草拟的数字从哪里来")));
    part_th(w, str_of(T(w, "栏目")), false);
    part_th(w, str_of(T(w, "登记簿得出")), true);
    part_th(w, str_of(T(w, "怎样计算")), false);
    part_table_body(w);
    for (size_t i = 0; i < d->n_draft; i++) {
        const struct pack_field *f = form_field(s->form, d->draft[i].name);
        const struct pack_rule *r =
            pack_rule(s->p->pack, d->draft[i].from);
        const struct json *v = json_get(draft, d->draft[i].name);

        part_tr(w);
        part_td(w, f == NULL ? d->draft[i].name : L(w, f->label));
        html_raw(w->h, "<td class=\"num\">");
        html_text(w->h, f == NULL || json_is_null(v)
                            ? str_of("—")
                            : field_show(w->a, f, v, false, w->english));
        html_raw(w->h, "</td>");
        part_td_begin(w);
        if (r != NULL) {
            html_text(w->h, L(w, r->title));
            html_raw(w->h, " ");
            part_clause(w, s->p, s->p->pack, r->clause);
        }
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    html_raw(w->h, "</details>");
}

/* A report is written for a year that is owed and not reported yet. */
static bool
is_report(const struct shelf *s)
{
    for (size_t i = 0; i < s->p->pack->n_duties; i++) {
        if (s->p->pack->duties[i].kind == DUTY_REPORT &&
            str_eq(s->p->pack->duties[i].record, s->k->name))
            return true;
    }
    return false;
}

/* The report of a year, drafted from its registers, with what it counts. */
static enum status
report_draft(struct web *w, const struct shelf *s,
    const struct accreditation *c, const struct json **ret, struct err *err)
{
    int64_t year = record_report_year(w->today);
    const struct duty_state *states = NULL;
    size_t n = 0;

    *ret = NULL;
    (void)num_int(web_query(w, "year"), 2000, 2900, &year);
    TRY(duty_states(&w->x, c, year, &states, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct pack_duty *d = states[i].duty;

        if (d->kind != DUTY_REPORT || !str_eq(d->record, s->k->name) ||
            !acts_for(&w->who, c->subject_id, "editor"))
            continue;
        if (!day_is_none(states[i].filed)) {
            part_callout(w, false,
                arena_fmt(w->a, T(w, "%lld 年度报告已于 %.*s 提交。"),
                    (long long)year,
                    STR_ARG(day_iso(w->a, states[i].filed))));
            continue;
        }
        if (!states[i].binds) {
            part_callout(w, false,
                arena_fmt(w->a, T(w, "%lld 年度不应提交报告：%.*s"),
                    (long long)year, STR_ARG(states[i].why_not)));
            continue;
        }
        TRY(duty_report_draft(&w->x, c, d, year, ret, err));
        report_sources(w, s, d, year, *ret);
    }
    return OK;
}

static enum status
mine_kind(struct web *w, struct err *err)
{
    struct accreditation c;
    const struct json *drafted = NULL;
    struct shelf s;
    const struct record *list = NULL;
    size_t n = 0;

    TRY(service_holding(w, &c, err));
    TRY(record_shelf(w, domain_programme(w->d, c.programme_id), w->params[0],
        &s, err));
    TRY(record_list_of(&w->x, c.programme_id, c.subject_id, s.k->name, &list,
        &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = L(w, s.k->title),
            .nav = "my-records",
            .crumbs = { { str_of(T(w, "登记事项")),
                url_path("/mine/records") } },
            .n_crumbs = 1 });
    if (s.k->hint.zh.n > 0) {
        html_raw(w->h, "<p class=\"lead\">");
        html_text(w->h, L(w, s.k->hint));
        html_raw(w->h, "</p>");
    }
    part_clause(w, s.p, s.p->pack, s.k->clause);
    record_guards(w, &s);
    if (s.k->n_publish_by > 0)
        TRY(zone_consent(w, &s, &c, err));
    TRY(report_draft(w, &s, &c, &drafted, err));
    if (is_report(&s) ? drafted != NULL : writes_here(w, &s, &c))
        new_form(w, &s, url_make(w->a, "/mine/records/%s", s.k->name), c.id,
            c.subject_id, drafted);
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "已有记录"));
    html_raw(w->h, "</h2>");
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有记录。")),
            str_of(T(w, "返回登记事项")), url_path("/mine/records"));
    for (size_t i = 0; i < n; i++)
        mine_row(w, &s, &list[i], &c);
    page_end(w);
    return OK;
}

static enum status
mine_correct(struct web *w, struct err *err)
{
    struct accreditation c;
    struct shelf s;
    struct record r;
    int64_t id = 0;

    TRY(service_holding(w, &c, err));
    TRY(record_shelf(w, domain_programme(w->d, c.programme_id), w->params[0],
        &s, err));
    TRY(web_param_id(w, 1, &id, err));
    TRY(record_get(&w->x, c.subject_id, id, &r, err));
    if (!str_eq(r.kind, s.k->name) || !is_mine_to_correct(w, &s, &r, &c))
        return err_set(err, ERR_NOT_FOUND, "这条记录不能在这里更正");
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = arena_fmt(w->a, T(w, "更正：%.*s %.*s"),
                STR_ARG(L(w, s.k->title)), STR_ARG(c.name)),
            .nav = "my-records",
            .crumbs = { { L(w, s.k->title),
                url_make(w->a, "/mine/records/%s", s.k->name) } },
            .n_crumbs = 1 });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    record_correct_form(w, &s, &r,
        url_make(w->a, "/mine/records/%s/%d/correct", s.k->name, r.id), c.id);
    page_end(w);
    return OK;
}

static enum status
mine_add_reply(struct web *w, struct err *err)
{
    const struct record_adding *ad = w->state;

    (void)err;
    return web_redirect(w,
        url_with(w->a, url_make(w->a, "/mine/records/%s", w->params[0]),
            "holding", number(w, ad->holding)),
        "added");
}

/* --- steps --- */

static enum status
step_act(struct web *w, struct err *err)
{
    struct record_target t;

    TRY(record_target_of(w, &t, err));
    return record_proceed(
        &w->x, t.subject_id, t.id, t.version, NULL, STR_EMPTY, err);
}

static enum status
step_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_with(w->a, url_make(w->a, "/mine/records/%s", w->params[0]),
            "holding", web_field(w, "holding")),
        "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/records", MAY_SIGNED_IN, .get = mine_index,
        .about = "The registers of one's programme." },
    { HTTP_GET, "/mine/records/:kind", MAY_SIGNED_IN, .get = mine_kind,
        .about = "Rows of a register about one's holder." },
    { HTTP_POST, "/mine/records/:kind", MAY_SIGNED_IN, .before = record_add_before,
        .act = record_add_act, .reply = mine_add_reply, .again = mine_kind,
        .flags = ROUTE_FILES, .about = "Adds a row." },
    { HTTP_GET, "/mine/records/:kind/:id/correct", MAY_SIGNED_IN,
        .get = mine_correct, .about = "A row that is right for it." },
    { HTTP_POST, "/mine/records/:kind/:id/correct", MAY_SIGNED_IN,
        .before = record_add_before, .act = record_add_act,
        .reply = mine_add_reply, .again = mine_correct,
        .flags = ROUTE_FILES, .about = "Corrects a row." },
    { HTTP_POST, "/mine/records/:kind/step", MAY_SIGNED_IN,
        .act = step_act, .reply = step_reply, .again = mine_kind,
        .about = "Accepts or finishes an assignment." },
};
const struct route_set records_routes = ROUTE_SET("records", ROUTES);
