/* What a host writes about those who work at it: the list of its people with
 * their yearly duties, and the registers of which it is the writer. */
#include "domain/affiliation.h"
#include "duty_parts.h"
#include "page_service.h"
#include "record_parts.h"

static struct str
number(struct web *w, int64_t v)
{
    return arena_fmt(w->a, "%lld", (long long)v);
}

static bool
is_host_written(const struct pack_record *k)
{
    return str_eq(k->write, STR("host"));
}

static bool
has_host_registers(const struct pack *p)
{
    for (size_t i = 0; i < p->n_records; i++) {
        if (is_host_written(&p->records[i]))
            return true;
    }
    return false;
}

/* Programme of those who work at a holding, if it writes about them. */
static const struct programme *
guests_of(struct web *w, const struct accreditation *host)
{
    const struct programme *p = domain_programme(w->d, host->programme_id);
    const struct programme *g =
        p == NULL ? NULL : affiliation_guests(w->d, p);

    return g != NULL && has_host_registers(g->pack) ? g : NULL;
}

/* --- on the pages of the actor --- */

static enum status
host_waits(struct web *w, const struct accreditation *c, struct err *err)
{
    int64_t year = record_report_year(w->today), n = 0;
    struct day due = DAY_NONE;

    TRY(duty_host_waits(&w->x, c, year, &n, &due, err));
    if (n == 0)
        return OK;
    html_raw(w->h, "<div class=\"callout callout-warn\"><p>");
    html_text(w->h,
        arena_fmt(w->a,
            T(w, "%.*s：有 %lld 名人员等待本机构出具 %lld 年度的意见，"
                 "最早的最后一天为 %.*s。"),
            STR_ARG(c->name), (long long)n, (long long)year,
            STR_ARG(day_iso(w->a, due))));
    html_raw(w->h, " ");
    part_link(w,
        url_with(w->a, url_path("/mine/staff"), "year", number(w, year)),
        str_of(T(w, "去办理")));
    html_raw(w->h, "</p></div>");
    return OK;
}

static enum status
own_waits(struct web *w, const struct accreditation *c, struct err *err)
{
    int64_t year = record_report_year(w->today);
    const struct duty_state *states = NULL;
    size_t n = 0;

    if (day_ymd(w->today).year <= year)
        return OK;
    TRY(duty_states(&w->x, c, year, &states, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct duty_state *s = &states[i];

        if (s->duty->kind != DUTY_REPORT || !s->binds ||
            !day_is_none(s->filed))
            continue;
        html_raw(w->h, "<div class=\"callout callout-warn\"><p>");
        html_text(w->h,
            arena_fmt(w->a, T(w, "%lld 年度“%.*s”还没有提交，最后一天 %.*s。"),
                (long long)year, STR_ARG(L(w, s->duty->title)),
                STR_ARG(day_iso(w->a, s->due))));
        html_raw(w->h, " ");
        part_link(w,
            url_with(w->a,
                url_make(w->a, "/mine/records/%s", s->duty->record),
                "holding", number(w, c->id)),
            str_of(T(w, "去填写")));
        html_raw(w->h, "</p></div>");
    }
    return OK;
}

enum status
duty_waiting(struct web *w, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_mine(&w->x, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (!accreditation_has_rights(&list[i], w->today) ||
            !acts_for(&w->who, list[i].subject_id, "editor"))
            continue;
        TRY(own_waits(w, &list[i], err));
        if (guests_of(w, &list[i]) != NULL)
            TRY(host_waits(w, &list[i], err));
    }
    return OK;
}

void
staff_link(struct web *w, const struct accreditation *c)
{
    if (guests_of(w, c) == NULL)
        return;
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND,
        str_of(T(w, "本机构人员的年度事项和登记")), url_path("/mine/staff"));
    html_raw(w->h, "</p>");
}

/* --- the list --- */

static void
head_cells(struct web *w, const struct programme *g)
{
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    for (size_t i = 0; i < g->pack->n_duties; i++) {
        const struct pack_duty *d = &g->pack->duties[i];

        if (d->kind == DUTY_REPORT || d->kind == DUTY_COVERAGE)
            part_th(w, L(w, d->title), false);
    }
    part_th(w, str_of(T(w, "登记")), false);
}

static void
person_row(struct web *w, const struct programme *g,
    const struct duty_row *r, int64_t year)
{
    part_tr(w);
    part_td_begin(w);
    html_text(w->h, r->holder.name);
    html_raw(w->h, " <span class=\"id\">");
    html_text(w->h, r->holder.number);
    html_raw(w->h, "</span>");
    part_td_end(w);
    for (size_t i = 0; i < r->n_states; i++) {
        part_td_begin(w);
        duty_state_cell(w, &r->states[i]);
        part_td_end(w);
    }
    part_td_begin(w);
    for (size_t i = 0; i < g->pack->n_records; i++) {
        const struct pack_record *k = &g->pack->records[i];

        if (!is_host_written(k))
            continue;
        part_link(w,
            url_with(w->a,
                url_make(w->a, "/mine/staff/%d/%s", r->holder.id, k->name),
                "year", number(w, year)),
            L(w, k->title));
        html_raw(w->h, " ");
    }
    part_td_end(w);
    part_tr_end(w);
}

static enum status
one_host(struct web *w, const struct accreditation *c, int64_t year,
    struct err *err)
{
    const struct programme *g = guests_of(w, c);
    const struct duty_row *rows = NULL;
    size_t n = 0;

    TRY(duty_of_host(&w->x, c, year, &rows, &n, err));
    html_raw(w->h, "<h2>");
    html_text(w->h, c->name);
    html_raw(w->h, "</h2>");
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "目前没有人员。"));
        html_raw(w->h, "</p>");
        return OK;
    }
    part_table_begin(w,
        arena_fmt(w->a, T(w, "%.*s的人员"), STR_ARG(c->name)));
    head_cells(w, g);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        person_row(w, g, &rows[i], year);
    part_table_end(w);
    return OK;
}

static enum status
staff_page(struct web *w, struct err *err)
{
    const struct accreditation *list = NULL;
    int64_t year = duty_year_asked(w);
    bool any = false;
    size_t n = 0;

    TRY(accreditation_mine(&w->x, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = arena_fmt(w->a, T(w, "%lld 年度本机构人员"),
                (long long)year),
            .nav = "holdings",
            .crumbs = { { str_of(T(w, "我的资格")),
                url_path("/mine/holdings") } },
            .n_crumbs = 1 });
    duty_year_links(w, url_path("/mine/staff"), year);
    for (size_t i = 0; i < n; i++) {
        if (guests_of(w, &list[i]) == NULL ||
            !accreditation_is_held(list[i].state))
            continue;
        any = true;
        TRY(one_host(w, &list[i], year, err));
    }
    if (!any)
        part_empty(w, str_of(T(w, "没有由您登记的人员。")),
            str_of(T(w, "我的资格")), url_path("/mine/holdings"));
    page_end(w);
    return OK;
}

/* --- a register about one of them --- */

struct person_page {
    struct accreditation c;
    struct shelf s;
    bool edits;
};

/* Only for those of the host it works at now. */
static enum status
look(struct web *w, struct person_page *ret, struct err *err)
{
    int64_t id = 0, host = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(accreditation_load(&w->x, 0, id, &ret->c, err));
    TRY(record_host(&w->x, ret->c.programme_id, ret->c.subject_id, &host,
        err));
    if (host == 0 || !acts_for(&w->who, host, "viewer"))
        return err_set(err, ERR_NOT_FOUND, "没有这个页面");
    TRY(record_shelf(w, domain_programme(w->d, ret->c.programme_id),
        w->params[1], &ret->s, err));
    if (!is_host_written(ret->s.k))
        return err_set(err, ERR_NOT_FOUND, "没有这种登记");
    ret->edits = acts_for(&w->who, host, "editor");
    return OK;
}

/* The year of the page stands in the form, if the register has one. */
static const struct json *
drafted(struct web *w, const struct person_page *q, int64_t year)
{
    const struct pack_field *f = q->s.k->day_field.n == 0
        ? NULL
        : form_field(q->s.form, q->s.k->day_field);
    struct json *o = json_new(w->a, JSON_OBJECT);

    if (f != NULL && f->type == FIELD_INTEGER)
        json_set(w->a, o, f->name, json_number(w->a, year));
    return o;
}

static void
person_form(struct web *w, const struct person_page *q, int64_t year)
{
    const struct pack_section *section = &q->s.form->sections[0];

    part_card_begin(w, str_of(T(w, "登记")), true);
    part_form_begin(w,
        url_make(w->a, "/mine/staff/%d/%s", q->c.id, q->s.k->name), true);
    record_fields(w, &q->s,
        w->req->method == HTTP_POST ? service_typed(w, section)
                                    : drafted(w, q, year),
        q->c.subject_id);
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    part_card_end(w);
}

static void
person_record(struct web *w, const struct person_page *q,
    const struct record *r)
{
    struct shelf s = { q->s.p, pack_record(q->s.p->pack, r->kind), NULL };

    s.form = pack_form(s.p->pack, s.k->form);
    html_raw(w->h, "<section class=\"card\"><p><b>");
    html_text(w->h, L(w, s.k->title));
    html_raw(w->h, "</b> ");
    record_state_tag(w, s.k, r);
    html_raw(w->h, " <span class=\"muted\">");
    html_text(w->h, show_us(w, r->created_us));
    html_raw(w->h, "</span></p>");
    record_marks(w, &s, r);
    record_content(w, &s, r, false);
    if (s.k == q->s.k && q->edits && record_may_correct(&s, r)) {
        html_raw(w->h, "<p>");
        part_link(w,
            url_make(w->a, "/mine/staff/%d/%s/%d/correct", q->c.id,
                s.k->name, r->id),
            str_of(T(w, "更正这条记录")));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "</section>");
}

static void
person_begin(struct web *w, const struct person_page *q, struct str title)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = title,
            .nav = "holdings",
            .crumbs = { { str_of(T(w, "本机构人员")),
                url_path("/mine/staff") } },
            .n_crumbs = 1 });
    part_clause(w, q->s.p, q->s.p->pack, q->s.k->clause);
}

static enum status
person_page(struct web *w, struct err *err)
{
    const struct record *list = NULL;
    struct person_page q;
    int64_t year = duty_year_asked(w);
    size_t n = 0;

    TRY(look(w, &q, err));
    TRY(record_archive(&w->x, q.c.programme_id, q.c.subject_id, year, &list,
        &n, err));
    person_begin(w, &q,
        arena_fmt(w->a, "%lld " STR_FMT "：" STR_FMT, (long long)year,
            STR_ARG(L(w, q.s.k->title)), STR_ARG(q.c.name)));
    if (q.s.k->hint.zh.n > 0) {
        html_raw(w->h, "<p class=\"lead\">");
        html_text(w->h, L(w, q.s.k->hint));
        html_raw(w->h, "</p>");
    }
    duty_year_links(w,
        url_make(w->a, "/mine/staff/%d/%s", q.c.id, q.s.k->name), year);
    record_guards(w, &q.s);
    if (q.edits)
        person_form(w, &q, year);
    part_heading(w, T(w, "这一年度的登记"));
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "这一年度还没有登记事项。"));
        html_raw(w->h, "</p>");
    }
    for (size_t i = n; i > 0; i--)
        person_record(w, &q, &list[i - 1]);
    page_end(w);
    return OK;
}

static enum status
correct_page(struct web *w, struct err *err)
{
    struct person_page q;
    struct record r;
    int64_t id = 0;

    TRY(look(w, &q, err));
    TRY(web_param_id(w, 2, &id, err));
    TRY(record_get(&w->x, q.c.subject_id, id, &r, err));
    if (!str_eq(r.kind, q.s.k->name) || !q.edits ||
        !record_may_correct(&q.s, &r))
        return err_set(err, ERR_NOT_FOUND, "这条记录不能在这里更正");
    person_begin(w, &q,
        arena_fmt(w->a, T(w, "更正：%.*s %.*s"), STR_ARG(L(w, q.s.k->title)),
            STR_ARG(q.c.name)));
    record_correct_form(w, &q.s, &r,
        url_make(w->a, "/mine/staff/%d/%s/%d/correct", q.c.id, q.s.k->name,
            r.id),
        0);
    page_end(w);
    return OK;
}

static enum status
reply(struct web *w, struct err *err)
{
    const struct record_adding *ad = w->state;

    if (ad->rows)
        return web_read(w,
            ad->before != NULL ? correct_page : person_page, err);
    return web_redirect(w, url_path("/mine/staff"), "added");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/staff", MAY_SIGNED_IN, .get = staff_page,
        .about = "Those who work at one's holding, with what is due." },
    { HTTP_GET, "/mine/staff/:holding/:kind", MAY_SIGNED_IN,
        .get = person_page,
        .about = "A register that the host writes about one of them." },
    { HTTP_POST, "/mine/staff/:holding/:kind", MAY_SIGNED_IN,
        .before = record_add_before, .act = record_add_act, .reply = reply,
        .again = person_page, .flags = ROUTE_FILES, .about = "Adds a row." },
    { HTTP_GET, "/mine/staff/:holding/:kind/:id/correct", MAY_SIGNED_IN,
        .get = correct_page, .about = "A row that is right for it." },
    { HTTP_POST, "/mine/staff/:holding/:kind/:id/correct", MAY_SIGNED_IN,
        .before = record_add_before, .act = record_add_act, .reply = reply,
        .again = correct_page, .flags = ROUTE_FILES,
        .about = "Corrects a row." },
};
const struct route_set staff_routes = ROUTE_SET("staff", ROUTES);
