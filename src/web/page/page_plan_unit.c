/* A unit of a plan on the desk: its figures, ratios, places, history. */
#include "domain/place.h"
#include "message_parts.h"
#include "plan_parts.h"

/* --- the form --- */

static const struct pack_form *
form_of(const struct plan_page *s)
{
    return pack_form(s->p->pack, s->q->form);
}

static void
figures_form(struct web *w, const struct plan_page *s,
    const struct plan_row *r)
{
    const struct pack_form *f = form_of(s);
    const struct json *answers = r->proposal.seq > 0
                                     ? r->proposal.answers
                                     : json_new(w->a, JSON_OBJECT);

    part_heading(w, T(w, "填报数据"));
    html_raw(w->h, "<p class=\"muted\">");
    html_cstr(w->h,
        T(w, "不知道的数据请留空，留空表示未知，不是 0；统计时点和来源必填。"));
    html_raw(w->h, "</p>");
    part_form_begin(w, plan_unit_url(w, s, true, r->unit.code), false);
    for (size_t i = 0; i < f->n_sections; i++) {
        for (size_t k = 0; k < f->sections[i].n_fields; k++)
            part_pack_field(
                w, &f->sections[i].fields[k], answers, true, 0, 0);
    }
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存")));
    part_form_end(w);
}

/* --- what stands --- */

static void
places(struct web *w, const struct plan_row *r)
{
    html_raw(w->h, "<ul class=\"stats\">");
    part_stat(w, str_of(T(w, "名额")),
        r->is_set ? arena_fmt(w->a, "%lld", (long long)r->headcount)
                  : STR("—"),
        TAG_GREY);
    part_stat(w, str_of(T(w, "已用")),
        arena_fmt(w->a, "%lld", (long long)r->used), TAG_GREY);
    part_stat(w, str_of(T(w, "剩余")),
        arena_fmt(w->a, "%lld", (long long)r->left),
        r->left > 0 ? TAG_GREEN : TAG_GREY);
    part_stat(w, str_of(T(w, "农村已用")),
        arena_fmt(w->a, "%lld", (long long)r->rural_used), TAG_GREY);
    html_raw(w->h, "</ul>");
}

static enum status
holders(struct web *w, const struct plan_page *s, const struct plan_row *r,
    struct err *err)
{
    const struct place_holder *list = NULL;
    size_t n = 0;

    TRY(place_holders(&w->x, s->p->id,
        arena_fmt(w->a, PLACE_OF_PLAN "%04lld/" STR_FMT, (long long)s->year,
            STR_ARG(r->unit.code)),
        &list, &n, err));
    if (n == 0)
        return OK;
    part_heading(w, T(w, "占用名额的人员"));
    part_table_begin(w, str_of(T(w, "占用名额的人员")));
    part_th(w, str_of(T(w, "姓名或名称")), false);
    part_th(w, str_of(T(w, "受理编号")), false);
    part_th(w, str_of(T(w, "占用时间")), false);
    part_th(w, str_of(T(w, "说明")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        if (actor_is_barred(&w->who, list[i].subject_id))
            continue;
        part_tr(w);
        part_td(w, list[i].name);
        part_td(w, list[i].number);
        part_td(w, show_us(w, list[i].taken_us));
        part_td(w, list[i].beyond ? str_of(T(w, "经同意的例外"))
                                  : STR_EMPTY);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

/* The integers of an entry in one line. */
static struct str
summary(struct web *w, const struct plan_page *s, const struct plan_entry *e)
{
    const struct pack_form *f = form_of(s);
    struct str all = STR_EMPTY;

    for (size_t i = 0; i < e->answers->n; i++) {
        const struct pack_field *field =
            form_field(f, e->answers->keys[i]);

        if (field == NULL || field->type == FIELD_LONG_TEXT)
            continue;
        all = arena_fmt(w->a, STR_FMT "%s" STR_FMT " " STR_FMT, STR_ARG(all),
            all.n > 0 ? "；" : "", STR_ARG(L(w, field->label)),
            STR_ARG(field_show(
                w->a, field, e->answers->items[i], true, w->english)));
    }
    return all;
}

static struct str
entry_state(struct web *w, const struct plan_entry *e)
{
    if (e->returned_us > 0)
        return arena_fmt(w->a, "%s" STR_FMT, T(w, "已退回："),
            STR_ARG(e->return_reason));
    return str_of(e->accepted_us > 0 ? T(w, "已采用") : T(w, "待汇总"));
}

static enum status
history(struct web *w, const struct plan_page *s, const struct plan_row *r,
    struct err *err)
{
    const struct plan_entry *list = NULL;
    size_t n = 0;

    TRY(plan_entries(
        &w->x, s->p->id, s->year, r->unit.code, &list, &n, err));
    if (n == 0)
        return OK;
    part_heading(w, T(w, "填报记录"));
    part_table_begin(w, str_of(T(w, "填报记录")));
    part_th(w, str_of(T(w, "次序")), true);
    part_th(w, str_of(T(w, "时间")), false);
    part_th(w, str_of(T(w, "方式")), false);
    part_th(w, str_of(T(w, "数据")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        bool book = str_eq(list[i].origin, STR("workbook"));

        part_tr(w);
        part_td_num(w, list[i].seq);
        part_td(w, show_us(w, list[i].entered_us));
        part_td(w, str_of(book ? T(w, "工作簿") : T(w, "表单")));
        part_td(w, summary(w, s, &list[i]));
        part_td(w, entry_state(w, &list[i]));
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

/* Only what the unit itself proposed, until the plan is issued. */
static void
return_form(struct web *w, const struct plan_page *s,
    const struct plan_row *r)
{
    const struct plan_entry *e = &r->proposal;

    if (!plan_is_authority(&w->x, s->p) || e->seq == 0 ||
        e->returned_us > 0 || e->accepted_by == e->entered_by ||
        (s->plan.state != PLAN_DRAFT_COUNTY &&
            s->plan.state != PLAN_COMPILED_MUNICIPAL))
        return;
    part_fold_begin(w, BUTTON_DANGER, T(w, "退回填报"));
    part_form_begin(w,
        url_make(w->a, "/desk/plan/%s/%d/units/%s/return", s->p->code,
            s->year, r->unit.code),
        false);
    part_input(w,
        &(struct input){ .name = "return_reason",
            .label = str_of(T(w, "退回的理由")),
            .hint = str_of(T(w, "填报单位会收到消息，可以重新填报")),
            .kind = INPUT_AREA,
            .max_length = 2000 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "退回")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

/* --- the page --- */

/* A unit that is not in the table of the year is explained. */
static enum status
find(struct web *w, struct plan_page *s, const struct plan_row **ret,
    struct err *err)
{
    struct plan_unit u;

    TRY(plan_page_rows(w, s, err));
    TRY(act_require(&w->x, MAY_READ_FILES, s->p->id, STR_EMPTY, err));
    *ret = plan_page_row(s, w->params[2]);
    if (*ret != NULL)
        return OK;
    TRY(plan_unit_find(&w->x, s->q, w->params[2],
        plan_day(s->year, w->today), &u, err));
    TRY(plan_unit_require(
        &w->x, &u, plan_day(s->year, w->today), err));
    return err_set(err, ERR_NOT_FOUND, "计划中没有这个单元");
}

static enum status
unit_page(struct web *w, struct err *err)
{
    const struct plan_row *r = NULL;
    struct plan_page s;

    TRY(find(w, &s, &r, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = r->unit.name,
            .nav = "plan",
            .crumbs = { { str_of(T(w, "发展计划")), url_path("/desk/plan") },
                { plan_page_title(w, &s), plan_url(w, &s, true, "") } },
            .n_crumbs = 2 });
    if (!r->unit.exists)
        part_callout(w, true,
            arena_fmt(w->a, "%s" STR_FMT,
                T(w, "这个单元已经撤销，数据照旧保留。现属："),
                STR_ARG(r->unit.successors)));
    if (r->proposal.returned_us > 0)
        part_callout(w, true,
            arena_fmt(w->a, "%s" STR_FMT "：" STR_FMT,
                T(w, "填报已退回，请更正后重新填报。"),
                STR_ARG(show_us(w, r->proposal.returned_us)),
                STR_ARG(r->proposal.return_reason)));
    places(w, r);
    if (r->used > 0 && !plan_rural_kept(s.p->pack, r->rural_used, r->used)) {
        part_callout(w, true,
            arena_fmt(w->a, "%s%lld/%lld",
                T(w, "本年度已用名额中农村占比不够："),
                (long long)r->rural_used, (long long)r->used));
        part_clause(w, s.p, s.p->pack, s.q->rural_clause);
    }
    plan_passports(w, &s, r);
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "单元推算")),
        url_make(w->a, "/desk/plan/%s/%d/simulation?unit=%s", s.p->code,
            s.year, r->unit.code));
    html_raw(w->h, "</p>");
    if (r->unit.exists && plan_row_open(&w->x, s.p, &s.plan, r))
        figures_form(w, &s, r);
    else
        plan_figures(w, &s, r);
    return_form(w, &s, r);
    TRY(holders(w, &s, r, err));
    if (plan_is_authority(&w->x, s.p) ||
        may_in(&w->x, MAY_READ_FILES, s.p->id, r->unit.code))
        TRY(history(w, &s, r, err));
    if (plan_is_authority(&w->x, s.p))
        TRY(message_receipt_card(w,
            arena_fmt(w->a, "/desk/plan/" STR_FMT "/%lld/units/" STR_FMT,
                STR_ARG(s.p->code), (long long)s.year,
                STR_ARG(r->unit.code)),
            err));
    page_end(w);
    return OK;
}

static enum status
unit_act(struct web *w, struct err *err)
{
    struct json *all = json_new(w->a, JSON_OBJECT);
    const struct pack_form *f;
    struct plan_page s;
    bool again = false;

    TRY(plan_page_find(w, &s, err));
    f = form_of(&s);
    for (size_t i = 0; i < f->n_sections; i++) {
        const struct json *part = part_read_section(
            w, &f->sections[i], json_new(w->a, JSON_OBJECT), &again);

        for (size_t k = 0; k < part->n; k++)
            json_set(w->a, all, part->keys[k], part->items[k]);
    }
    TRY(web_problems(w, err));
    return plan_enter(
        &w->x, s.p->id, s.year, w->params[2], all, "form", err);
}

static enum status
return_act(struct web *w, struct err *err)
{
    struct plan_page s;

    TRY(plan_page_find(w, &s, err));
    return plan_return(&w->x, s.p->id, s.year, w->params[2],
        web_field(w, "return_reason"), err);
}

static enum status
unit_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w,
        url_make(w->a, "/desk/plan/%s/%s/units/%s", w->params[0],
            w->params[1], w->params[2]),
        "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/plan/:programme/:year/units/:unit", MAY_READ_FILES,
        .get = unit_page, .about = "Figures and ratios of a unit." },
    { HTTP_POST, "/desk/plan/:programme/:year/units/:unit", MAY_REVIEW,
        .act = unit_act, .reply = unit_reply, .again = unit_page,
        .about = "Enters figures of a unit." },
    { HTTP_POST, "/desk/plan/:programme/:year/units/:unit/return", MAY_DECIDE,
        .act = return_act, .reply = unit_reply, .again = unit_page,
        .about = "Sends the figures of a unit back to it." },
};
const struct route_set plan_unit_routes = ROUTE_SET("plan_unit", ROUTES);
