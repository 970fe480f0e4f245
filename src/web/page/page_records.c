/* The registers of a pack: rows that holders and officers write, answers,
 * steps of assignments, the public ones. */
#include "domain/duty.h"
#include "page_service.h"
#include "zone_parts.h"
#include "web/workbook.h"

#define PER_PAGE 50
#define EXPORT_MAX 5000

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
        return service_nothing(w, title, "my-activities");
    TRY(st);
    const struct programme *p = domain_programme(w->d, c.programme_id);
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = title,
            .nav = "my-activities" });
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
            .nav = "my-activities",
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

/* --- adding --- */

struct adding {
    struct shelf s;
    struct part_files files;
    struct record r;
    int64_t holding;
};

/* The register of the address: of a holder's programme, or of the desk's. */
static enum status
add_look(struct web *w, struct err *err)
{
    struct adding *ad = w->state;
    bool desk = str_starts(w->req->path, STR("/desk/"));
    struct accreditation c;

    if (desk)
        return record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
            w->params[1], &ad->s, err);
    TRY(service_holding(w, &c, err));
    ad->holding = c.id;
    ad->r.subject_id = c.subject_id;
    return record_shelf(w, domain_programme(w->d, c.programme_id), w->params[0],
        &ad->s, err);
}

static enum status
add_before(struct web *w, struct err *err)
{
    struct adding *ad = arena_one(w->a, struct adding);

    w->state = ad;
    TRY(web_read(w, add_look, err));
    return part_keep_files(
        w, &ad->s.form->sections[0], &ad->files, err);
}

/* Officers name the holder by its number; empty: the programme itself. */
static enum status
holder_by_number(struct web *w, struct adding *ad, struct err *err)
{
    struct accreditation c;
    struct str typed = utf8_narrow(w->a, web_field(w, "holder"));

    ad->r.subject_id = 0;
    if (typed.n == 0)
        return OK;
    if (accreditation_by_number(&w->x, typed, &c, err) != OK)
        return err_field(err, ERR_INPUT, STR("holder"),
            "没有编号为“" STR_FMT "”的资格", STR_ARG(typed));
    ad->r.subject_id = c.subject_id;
    return OK;
}

static enum status
add_act(struct web *w, struct err *err)
{
    struct adding *ad = w->state;
    const struct pack_section *section = &ad->s.form->sections[0];
    bool again = false;

    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    const struct json *answers = part_read_section(
        w, section, json_new(w->a, JSON_OBJECT), &again);
    if (str_starts(w->req->path, STR("/desk/")))
        TRY(holder_by_number(w, ad, err));
    /* Files are answers too: they are there before the row is judged. */
    ad->r.id = world_id(&w->d->world);
    TRY(part_add_files(w, section, &ad->files, ad->r.subject_id,
        STR("record"), ad->r.id, answers, &answers, err));
    service_check(w, ad->s.p->pack, ad->s.form, answers);
    TRY(web_problems(w, err));
    ad->r.programme_id = ad->s.p->id;
    ad->r.kind = ad->s.k->name;
    ad->r.content = answers;
    return record_add(&w->x, &ad->r, err);
}

static enum status
mine_add_reply(struct web *w, struct err *err)
{
    struct adding *ad = w->state;

    (void)err;
    return web_redirect(w,
        url_with(w->a, url_make(w->a, "/mine/records/%s", w->params[0]),
            "holding", number(w, ad->holding)),
        "added");
}

/* --- steps --- */

struct target {
    int64_t subject_id, id, version;
};

static enum status
target_of(struct web *w, struct target *t, struct err *err)
{
    if (num_int(web_field(w, "subject"), 0, INT64_MAX, &t->subject_id) &&
        num_int(web_field(w, "id"), 1, INT64_MAX, &t->id) &&
        num_int(web_field(w, "version"), 1, INT64_MAX, &t->version))
        return OK;
    return err_set(err, ERR_INPUT, "页面不完整，请刷新后再试");
}

static enum status
step_act(struct web *w, struct err *err)
{
    struct target t;

    TRY(target_of(w, &t, err));
    return record_proceed(
        &w->x, t.subject_id, t.id, t.version, STR_EMPTY, err);
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

/* --- the officers' --- */

static enum status
desk_index(struct web *w, struct err *err)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "登记簿")),
            .nav = "records" });
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "年度义务跟踪")),
        url_path("/desk/reports"));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "调研数据")),
        url_path("/desk/research"));
    part_link_button(
        w, BUTTON_SECOND, str_of(T(w, "服务需求")), url_path("/desk/needs"));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "志愿日记抽查")),
        url_path("/desk/diary"));
    html_raw(w->h, "</p>");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (!may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY))
            continue;
        html_raw(w->h, "<h2>");
        html_text(w->h, L(w, p->pack->holder_title));
        html_raw(w->h, "</h2><ul class=\"tiles\">");
        for (size_t k = 0; k < p->pack->n_records; k++) {
            const struct pack_record *r = &p->pack->records[k];
            int64_t open = 0;

            if (r->answered)
                TRY(record_count_open(&w->x, p->id, r->name, &open, err));
            html_raw(w->h, "<li><a");
            html_href(w->h, "href",
                url_make(w->a, "/desk/records/%s/%s", p->code, r->name));
            html_raw(w->h, "><b>");
            html_text(w->h, L(w, r->title));
            html_raw(w->h, "</b>");
            html_text(w->h, open > 0 ? arena_fmt(w->a,
                T(w, "待答复 %lld 条"), (long long)open) : L(w, r->hint));
            html_raw(w->h, "</a></li>");
        }
        html_raw(w->h, "</ul>");
    }
    page_end(w);
    return OK;
}

static void
officer_forms(struct web *w, const struct shelf *s, const struct record *r)
{
    bool answer = s->k->answered && str_eq(r->state, STR("OPEN"));

    if (str_eq(r->state, STR("CLOSED")))
        return;
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, answer ? T(w, "答复") : T(w, "关闭这条记录"));
    html_raw(w->h, "</summary>");
    part_form_begin(w,
        answer ? url_make(w->a, "/desk/records/%s/%s/answer", s->p->code,
                     s->k->name)
               : url_make(w->a, "/desk/records/%s/%s/close", s->p->code,
                     s->k->name),
        false);
    part_hidden(w, "subject", number(w, r->subject_id));
    part_hidden(w, "id", number(w, r->id));
    part_hidden(w, "version", number(w, r->version));
    /* One form a row: ids must differ. */
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, answer ? T(w, "答复") : T(w, "理由"));
    html_raw(w->h, " <textarea name=\"text\" rows=\"3\"></textarea>"
                   "</label></div>");
    part_button(w, answer ? BUTTON_MAIN : BUTTON_DANGER,
        answer ? str_of(T(w, "答复")) : str_of(T(w, "关闭")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static bool
waits_decision(const struct shelf *s, const struct record *r)
{
    return s->k->n_states > 0 && str_eq(r->state, s->k->states[0]);
}

static void
decide_form(struct web *w, const struct shelf *s, const struct record *r)
{
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, T(w, "决定"));
    html_raw(w->h, "</summary>");
    part_form_begin(w,
        url_make(w->a, "/desk/records/%s/%s/decide", s->p->code, s->k->name),
        false);
    part_hidden(w, "subject", number(w, r->subject_id));
    part_hidden(w, "id", number(w, r->id));
    part_hidden(w, "version", number(w, r->version));
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, T(w, "结果"));
    html_raw(w->h, " <select name=\"state\">");
    for (size_t i = 1; i < s->k->n_states; i++) {
        html_raw(w->h, "<option");
        html_attr(w->h, "value", s->k->states[i]);
        html_raw(w->h, ">");
        html_text(w->h, s->k->states[i]);
        html_raw(w->h, "</option>");
    }
    html_raw(w->h, "</select></label></div>");
    if (s->k->decide_day.n > 0) {
        html_raw(w->h, "<div class=\"field\"><label>");
        html_cstr(w->h, T(w, "决定日期（书面文件的日期，空白为今日）"));
        html_raw(w->h, " <input type=\"date\" name=\"day\">"
                       "</label></div>");
    }
    html_raw(w->h, "<div class=\"field\"><label>");
    html_cstr(w->h, T(w, "说明"));
    html_raw(w->h, " <textarea name=\"text\" rows=\"3\"></textarea>"
                   "</label></div>");
    part_button(w, BUTTON_MAIN, str_of(T(w, "决定")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static enum status
desk_rows(struct web *w, const struct shelf *s, const struct record *list,
    size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct record *r = &list[i];

        html_raw(w->h, "<section class=\"card\"><p>");
        record_state_tag(w, s->k, r);
        html_raw(w->h, " ");
        html_text(w->h, r->subject_name);
        html_raw(w->h, " <span class=\"muted\">");
        html_text(w->h, show_us(w, r->created_us));
        html_raw(w->h, "</span></p>");
        record_marks(w, s, r);
        record_content(w, s, r, false);
        if (waits_decision(s, r) &&
            may_in(&w->x,
                str_eq(s->k->decide_by, STR("centre")) ? MAY_DECIDE
                                                       : MAY_SUPERVISE,
                s->p->id, STR_EMPTY))
            decide_form(w, s, r);
        if (may_in(&w->x, MAY_SUPERVISE, s->p->id, STR_EMPTY))
            officer_forms(w, s, r);
        html_raw(w->h, "</section>");
    }
    return OK;
}

static enum status
desk_kind(struct web *w, struct err *err)
{
    struct shelf s;
    const struct record *list = NULL;
    size_t n = 0;
    int64_t before = INT64_MAX;

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    (void)num_int(web_query(w, "before"), 1, INT64_MAX, &before);
    TRY(record_list(&w->x, s.p->id, s.k->name, web_query(w, "state"), before,
        PER_PAGE, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = L(w, s.k->title),
            .nav = "records",
            .crumbs = { { str_of(T(w, "登记簿")),
                url_path("/desk/records") } },
            .n_crumbs = 1 });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    html_raw(w->h, "<p>");
    part_link(w,
        url_make(
            w->a, "/desk/records/%s/%s/export.xlsx", s.p->code, s.k->name),
        str_of(T(w, "下载 Excel")));
    html_raw(w->h, "</p>");
    if (s.k->n_publish_by > 0)
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "编辑和批准")),
            url_make(w->a, "/desk/zone/%s/%s", s.p->code, s.k->name));
    if (str_eq(s.k->write, STR("officer")) && s.k->n_publish_by == 0 &&
        may_in(&w->x, MAY_SUPERVISE, s.p->id, STR_EMPTY)) {
        const struct json *answers = json_new(w->a, JSON_OBJECT);

        if (w->req->method == HTTP_POST)
            answers = service_typed(w, &s.form->sections[0]);
        part_card_begin(w, str_of(T(w, "登记")), true);
        part_form_begin(w,
            url_make(w->a, "/desk/records/%s/%s", s.p->code, s.k->name),
            true);
        part_input(w,
            &(struct input){ .name = "holder",
                .label = str_of(T(w, "资格编号")),
                .hint = str_of(T(w, "不针对某一家的不填")),
                .optional = true,
                .width = 20 });
        service_fields(w, s.p->pack, &s.form->sections[0], answers, 0);
        part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
        part_form_end(w);
        part_card_end(w);
    }
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有记录。")), str_of(T(w, "返回登记簿")),
            url_path("/desk/records"));
    TRY(desk_rows(w, &s, list, n));
    if (n == PER_PAGE)
        part_next(w,
            url_with(w->a,
                url_make(
                    w->a, "/desk/records/%s/%s", s.p->code, s.k->name),
                "before", number(w, list[n - 1].created_us)));
    page_end(w);
    return OK;
}

static enum status
desk_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_make(
            w->a, "/desk/records/%s/%s", w->params[0], w->params[1]),
        "saved");
}

static enum status
answer_act(struct web *w, struct err *err)
{
    struct target t;

    TRY(target_of(w, &t, err));
    return record_answer(&w->x, t.subject_id, t.id, t.version,
        web_field(w, "text"), err);
}

static enum status
decide_act(struct web *w, struct err *err)
{
    struct target t;
    struct shelf s;
    struct json *more = json_new(w->a, JSON_OBJECT);
    struct str day = str_trim(web_field(w, "day"));
    struct day parsed;

    TRY(target_of(w, &t, err));
    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    if (day.n > 0 && s.k->decide_day.n > 0) {
        TRY(day_parse(day, &parsed, err));
        if (day_cmp(parsed, w->today) > 0)
            return err_field(err, ERR_INPUT, STR("day"),
                "决定日期不能晚于今日");
        json_set(w->a, more, s.k->decide_day,
            json_text(w->a, day_iso(w->a, parsed)));
    }
    return record_decide(&w->x, t.subject_id, t.id, t.version,
        web_field(w, "state"), more, web_field(w, "text"), err);
}

static enum status
close_act(struct web *w, struct err *err)
{
    struct target t;

    TRY(target_of(w, &t, err));
    return record_close(&w->x, t.subject_id, t.id, t.version,
        web_field(w, "text"), err);
}

static enum status
desk_xlsx(struct web *w, struct err *err)
{
    struct shelf s;
    const struct record *list = NULL;
    size_t n = 0;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    TRY(record_list(&w->x, s.p->id, s.k->name, STR_EMPTY, INT64_MAX,
        EXPORT_MAX, &list, &n, err));
    const struct pack_section *section = &s.form->sections[0];
    size_t columns_n = section->n_fields + 4;
    struct xlsx_column *columns =
        arena_new_array(w->a, struct xlsx_column, columns_n);
    struct str *cells = arena_new_array(w->a, struct str, columns_n);
    columns[0].title = STR("主体");
    columns[1].title = STR("登记时间");
    for (size_t i = 0; i < section->n_fields; i++)
        columns[i + 2].title = section->fields[i].label.zh;
    columns[columns_n - 2].title = STR("状态");
    columns[columns_n - 1].title = STR("答复或说明");
    TRY(web_book_open(w, &book, &x, err));
    xlsx_sheet(x, s.k->title.zh, NULL, 0, columns, columns_n);
    for (size_t r = 0; r < n; r++) {
        cells[0] = list[r].subject_name;
        cells[1] = us_beijing(w->a, list[r].created_us);
        for (size_t i = 0; i < section->n_fields; i++)
            cells[i + 2] = field_show(w->a, &section->fields[i],
                json_get(list[r].content, section->fields[i].name), false,
                false);
        cells[columns_n - 2] = record_state_title(s.k, list[r].state);
        cells[columns_n - 1] = list[r].answer;
        xlsx_add_row(x, cells, columns_n, XLSX_PLAIN);
    }
    return web_book_send(
        book, arena_join(w->a, s.k->title.zh, STR(".xlsx")), err);
}

/* --- the public ones --- */

static enum status
public_kind(struct web *w, struct err *err)
{
    struct shelf s;
    const struct record *list = NULL;
    size_t n = 0;

    TRY(record_shelf(w, domain_programme_by_code(w->d, w->params[0]),
        w->params[1], &s, err));
    if (!str_eq(s.k->read, STR("public")))
        return err_set(err, ERR_NOT_FOUND, "没有这个页面");
    if (s.k->n_publish_by > 0)
        return web_redirect(w, url_make(w->a, "/zone/%s", s.p->code), NULL);
    TRY(record_list(&w->x, s.p->id, s.k->name, STR_EMPTY, INT64_MAX, 200,
        &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC, .title = L(w, s.k->title) });
    part_clause(w, s.p, s.p->pack, s.k->clause);
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有记录。")), str_of(T(w, "公示名册")),
            url_path("/register"));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].state, STR("CLOSED")))
            continue;
        html_raw(w->h, "<section class=\"card\"><p><b>");
        html_text(w->h, list[i].subject_name);
        html_raw(w->h, "</b> <span class=\"muted\">");
        html_text(w->h, show_day(w, day_of_us(list[i].created_us)));
        html_raw(w->h, "</span></p>");
        record_content(w, &s, &list[i], true);
        html_raw(w->h, "</section>");
    }
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/records", MAY_SIGNED_IN, .get = mine_index,
        .about = "The registers of one's programme." },
    { HTTP_GET, "/mine/records/:kind", MAY_SIGNED_IN, .get = mine_kind,
        .about = "Rows of a register about one's holder." },
    { HTTP_POST, "/mine/records/:kind", MAY_SIGNED_IN, .before = add_before,
        .act = add_act, .reply = mine_add_reply, .again = mine_kind,
        .flags = ROUTE_FILES, .about = "Adds a row." },
    { HTTP_POST, "/mine/records/:kind/step", MAY_SIGNED_IN,
        .act = step_act, .reply = step_reply, .again = mine_kind,
        .about = "Accepts or finishes an assignment." },
    { HTTP_GET, "/desk/records", MAY_READ_FILES, .get = desk_index,
        .about = "All registers, for officers." },
    { HTTP_GET, "/desk/records/:programme/:kind", MAY_READ_FILES,
        .get = desk_kind, .about = "A register, for officers." },
    { HTTP_POST, "/desk/records/:programme/:kind", MAY_SUPERVISE,
        .before = add_before, .act = add_act, .reply = desk_reply,
        .again = desk_kind, .flags = ROUTE_FILES,
        .about = "An officer adds a row." },
    { HTTP_POST, "/desk/records/:programme/:kind/answer", MAY_SUPERVISE,
        .act = answer_act, .reply = desk_reply, .again = desk_kind,
        .about = "Answers a row." },
    { HTTP_POST, "/desk/records/:programme/:kind/decide", MAY_SUPERVISE,
        .act = decide_act, .reply = desk_reply, .again = desk_kind,
        .about = "Decides a row of a register with states." },
    { HTTP_POST, "/desk/records/:programme/:kind/close", MAY_SUPERVISE,
        .act = close_act, .reply = desk_reply, .again = desk_kind,
        .about = "Closes a row with a reason." },
    { HTTP_GET, "/desk/records/:programme/:kind/export.xlsx",
        MAY_READ_FILES, .get = desk_xlsx, .flags = ROUTE_PLAIN,
        .about = "A register as workbook." },
    { HTTP_GET, "/records/:programme/:kind", MAY_ANYBODY,
        .get = public_kind, .about = "A register that is public." },
};
const struct route_set records_routes = ROUTE_SET("records", ROUTES);
