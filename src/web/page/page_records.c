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

static struct url
row_url(struct web *w, const struct shelf *s, const struct record *r,
    int64_t holding)
{
    return url_with(w->a,
        url_make(w->a, "/mine/records/%s/rows/%d", s->k->name, r->id),
        "holding", number(w, holding));
}

/* What the holder can do about a row, in a word. */
static struct str
row_word(struct web *w, const struct shelf *s, const struct record *r)
{
    if (s->k->progress.n > 0 && str_eq(r->state, STR("OPEN")))
        return str_of(T(w, "查看并接受"));
    if (s->k->progress.n > 0 && str_eq(r->state, STR("ANSWERED")))
        return str_of(T(w, "报告办理结果"));
    return str_of(T(w, "查看"));
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
correct_link(struct web *w, const struct shelf *s, const struct record *r,
    const struct accreditation *c)
{
    if (!is_mine_to_correct(w, s, r, c))
        return;
    html_raw(w->h, "<p>");
    part_link(w,
        url_with(w->a,
            url_make(w->a, "/mine/records/%s/%d/correct", s->k->name, r->id),
            "holding", number(w, c->id)),
        str_of(T(w, "更正这条记录")));
    html_raw(w->h, "</p>");
}

static void
mine_row(struct web *w, const struct shelf *s, const struct record *r,
    const struct accreditation *c)
{
    html_raw(w->h, "<section class=\"card\"><p>");
    record_state_tag(w, s->k, r);
    html_raw(w->h, " <span class=\"muted\">");
    html_text(w->h, show_us(w, r->created_us));
    html_raw(w->h, "</span> ");
    html_raw(w->h, "<a");
    html_href(w->h, "href", row_url(w, s, r, c->id));
    html_attr(w->h, "aria-label",
        arena_fmt(w->a, STR_FMT "：" STR_FMT, STR_ARG(row_word(w, s, r)),
            STR_ARG(show_us(w, r->created_us))));
    html_raw(w->h, ">");
    html_text(w->h, row_word(w, s, r));
    html_raw(w->h, "</a></p>");
    record_marks(w, s, r);
    record_content(w, s, r, false);
    if (s->k->n_publish_by > 0)
        zone_object(w, s, r, c);
    correct_link(w, s, r, c);
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
    record_fields(w, s, answers, subject_id);
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

/* The register of the address, and its rows for the holder asked for. */
static enum status
my_rows(struct web *w, struct accreditation *c, struct shelf *s,
    const struct record **ret, size_t *ret_n, struct err *err)
{
    TRY(service_holding(w, c, err));
    TRY(record_shelf(w, domain_programme(w->d, c->programme_id),
        w->params[0], s, err));
    return record_list_of(&w->x, c->programme_id, c->subject_id, s->k->name,
        ret, ret_n, err);
}

static enum status
mine_kind(struct web *w, struct err *err)
{
    struct accreditation c;
    const struct json *drafted = NULL;
    struct shelf s;
    const struct record *list = NULL;
    size_t n = 0;

    TRY(my_rows(w, &c, &s, &list, &n, err));
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
    if (n > 0) {
        html_raw(w->h, "<p class=\"no-print\">");
        part_link(w,
            url_with(w->a,
                url_make(w->a, "/mine/records/%s/export.xlsx", s.k->name),
                "holding", number(w, c.id)),
            str_of(T(w, "下载 Excel")));
        html_raw(w->h, "</p>");
    }
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

    if (ad->rows)
        return web_read(w, mine_kind, err);
    return web_redirect(w,
        url_with(w->a, url_make(w->a, "/mine/records/%s", w->params[0]),
            "holding", number(w, ad->holding)),
        "added");
}

static enum status
mine_xlsx(struct web *w, struct err *err)
{
    struct accreditation c;
    const struct record *list = NULL;
    struct shelf s;
    size_t n = 0;

    TRY(my_rows(w, &c, &s, &list, &n, err));
    return record_book(w, &s, list, n, err);
}

/* --- one row --- */

struct one_row {
    struct accreditation c;
    struct shelf s;
    struct record r;
    struct part_files files;
};

/* The row of the address: about the holder, or of the programme to all. */
static enum status
find_row(struct web *w, struct one_row *o, struct err *err)
{
    const struct record *list = NULL;
    int64_t id = 0;
    size_t n = 0;

    TRY(my_rows(w, &o->c, &o->s, &list, &n, err));
    TRY(web_param_id(w, 1, &id, err));
    for (size_t i = 0; i < n; i++) {
        o->r = list[i];
        if (o->r.id == id)
            return OK;
    }
    return err_set(err, ERR_NOT_FOUND, "没有找到这条记录");
}

static void
step_begin(struct web *w, const struct one_row *o)
{
    part_form_begin(w,
        url_make(w->a, "/mine/records/%s/rows/%d/step", o->s.k->name,
            o->r.id),
        true);
    part_hidden(w, "holding", number(w, o->c.id));
    part_hidden(w, "version", number(w, o->r.version));
}

/* Its answers for a form in which files that are there stay, and others may be
 * added. */
static const struct json *
without_files(struct web *w, const struct shelf *s, const struct record *r)
{
    const struct pack_section *section = &s->form->sections[0];
    struct json *o = json_new(w->a, JSON_OBJECT);

    for (size_t i = 0; i < section->n_fields; i++) {
        const struct json *v = json_get(r->content, section->fields[i].name);

        if (section->fields[i].type != FIELD_FILE && !json_is_null(v))
            json_set(w->a, o, section->fields[i].name, v);
    }
    return o;
}

static void
report_form(struct web *w, const struct one_row *o)
{
    const struct json *answers = without_files(w, &o->s, &o->r);

    if (w->req->method == HTTP_POST)
        answers = service_typed(w, &o->s.form->sections[0]);
    part_card_begin(w, str_of(T(w, "报告办理结果")), true);
    if (!day_is_none(o->r.due) && day_cmp(w->today, o->r.due) > 0)
        part_callout(w, true,
            str_of(T(w, "期限已过，仍可报告，将标记为逾期。")));
    step_begin(w, o);
    for (size_t i = 0; i < o->s.k->n_report; i++) {
        struct pack_field *f = arena_one(w->a, struct pack_field);

        *f = *form_field(o->s.form, o->s.k->report[i]);
        f->required = i == 0; /* of a report, not of the row */
        part_pack_field(w, f, answers, true, o->r.subject_id, 0);
    }
    part_button(w, BUTTON_MAIN,
        o->s.k->n_report > 0 ? str_of(T(w, "提交报告"))
                             : str_of(T(w, "报告完成")));
    part_form_end(w);
    part_card_end(w);
}

/* What the holder has to do next about a task. */
static void
next_step(struct web *w, const struct one_row *o)
{
    bool mine = o->r.subject_id == o->c.subject_id &&
                acts_for(&w->who, o->c.subject_id, "editor");

    if (o->s.k->progress.n == 0 || o->r.corrected)
        return;
    if (record_task_waits(o->s.k, &o->r))
        part_callout(w, false,
            str_of(T(w, "已报告，等待验收；验收或者退回时将收到通知。")));
    if (!mine)
        return;
    if (str_eq(o->r.state, STR("OPEN"))) {
        step_begin(w, o);
        part_button(w, BUTTON_MAIN, str_of(T(w, "接受安排")));
        part_form_end(w);
    } else if (str_eq(o->r.state, STR("ANSWERED"))) {
        report_form(w, o);
    }
}

static enum status
mine_one(struct web *w, struct err *err)
{
    struct one_row *o = arena_one(w->a, struct one_row);

    TRY(find_row(w, o, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = arena_fmt(w->a, STR_FMT " " STR_FMT,
                STR_ARG(L(w, o->s.k->title)),
                STR_ARG(show_day(w, day_of_us(o->r.created_us)))),
            .nav = "my-records",
            .crumbs = { { str_of(T(w, "登记事项")),
                            url_path("/mine/records") },
                { L(w, o->s.k->title),
                    url_with(w->a,
                        url_make(w->a, "/mine/records/%s", o->s.k->name),
                        "holding", number(w, o->c.id)) } },
            .n_crumbs = 2 });
    part_clause(w, o->s.p, o->s.p->pack, o->s.k->clause);
    html_raw(w->h, "<section class=\"card\"><p>");
    record_state_tag(w, o->s.k, &o->r);
    html_raw(w->h, " <span class=\"muted\">");
    html_text(w->h, show_us(w, o->r.created_us));
    html_raw(w->h, "</span></p>");
    record_marks(w, &o->s, &o->r);
    record_content(w, &o->s, &o->r, false);
    correct_link(w, &o->s, &o->r, &o->c);
    html_raw(w->h, "</section>");
    next_step(w, o);
    TRY(record_row_verdicts(w, &o->s, &o->r, err));
    TRY(record_row_history(w, &o->s, &o->r, false, err));
    page_end(w);
    return OK;
}

static enum status
mine_correct_reply(struct web *w, struct err *err)
{
    const struct record_adding *ad = w->state;

    return ad->rows ? web_read(w, mine_correct, err) : mine_add_reply(w, err);
}

/* --- steps of a task --- */

static enum status
step_look(struct web *w, struct err *err)
{
    return find_row(w, w->state, err);
}

static enum status
step_before(struct web *w, struct err *err)
{
    struct one_row *o = arena_one(w->a, struct one_row);

    w->state = o;
    TRY(web_read(w, step_look, err));
    return part_keep_files(w, &o->s.form->sections[0], &o->files, err);
}

static enum status
step_act(struct web *w, struct err *err)
{
    struct one_row *o = w->state;
    const struct pack_section *section = &o->s.form->sections[0];
    int64_t version = 0;
    bool again = false;

    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    if (!num_int(web_field(w, "version"), 1, INT64_MAX, &version))
        return err_set(err, ERR_INPUT, "页面不完整，请刷新后再试");
    TRY(find_row(w, o, err));
    const struct json *answers =
        part_read_section(w, section, o->r.content, &again);
    TRY(part_add_files(w, section, &o->files, o->r.subject_id,
        STR("record"), o->r.id, answers, &answers, err));
    return record_proceed(&w->x, o->r.subject_id, o->r.id, version, answers,
        STR_EMPTY, err);
}

static enum status
step_reply(struct web *w, struct err *err)
{
    const struct one_row *o = w->state;

    (void)err;
    return web_redirect(w, row_url(w, &o->s, &o->r, o->c.id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/records", MAY_SIGNED_IN, .get = mine_index,
        .about = "The registers of one's programme." },
    { HTTP_GET, "/mine/records/:kind", MAY_SIGNED_IN, .get = mine_kind,
        .about = "Rows of a register about one's holder." },
    { HTTP_POST, "/mine/records/:kind", MAY_SIGNED_IN,
        .before = record_add_before, .act = record_add_act,
        .reply = mine_add_reply, .again = mine_kind, .flags = ROUTE_FILES,
        .about = "Adds a row." },
    { HTTP_GET, "/mine/records/:kind/export.xlsx", MAY_SIGNED_IN,
        .get = mine_xlsx, .flags = ROUTE_PLAIN,
        .about = "Rows of a register about one's holder, as workbook." },
    { HTTP_GET, "/mine/records/:kind/rows/:id", MAY_SIGNED_IN,
        .get = mine_one, .about = "A row, and what can be done about it." },
    { HTTP_POST, "/mine/records/:kind/rows/:id/step", MAY_SIGNED_IN,
        .before = step_before, .act = step_act, .reply = step_reply,
        .again = mine_one, .flags = ROUTE_FILES,
        .about = "Accepts a task, or reports it." },
    { HTTP_GET, "/mine/records/:kind/:id/correct", MAY_SIGNED_IN,
        .get = mine_correct, .about = "A row that is right for it." },
    { HTTP_POST, "/mine/records/:kind/:id/correct", MAY_SIGNED_IN,
        .before = record_add_before, .act = record_add_act,
        .reply = mine_correct_reply, .again = mine_correct,
        .flags = ROUTE_FILES, .about = "Corrects a row." },
};
const struct route_set records_routes = ROUTE_SET("records", ROUTES);
