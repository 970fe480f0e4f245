/* Complaints on the desk: acceptance, another office, finding. */
#include "domain/attachment.h"
#include "case_parts.h"
#include "incident_parts.h"
#include "pack/regions.h"

#define PER_PAGE 50

static struct str
region_short(struct web *w, struct str code)
{
    const struct region *r = region_find(w->d->regions, code);

    return r == NULL ? STR("—") : r->name;
}

/* The day until which something has to be done, and by whom. */
static void
until_cell(struct web *w, const struct complaint *c)
{
    bool holder = !complaint_is_new(c) && c->finding == FINDING_NONE &&
                  c->statement_us == 0 && w->now_us < c->due_us;
    int64_t until = holder ? c->due_us : complaint_waits_until(c);

    if (until == 0) {
        html_raw(w->h, "—");
        return;
    }
    html_text(w->h, day_iso(w->a, day_of_us(until - 1)));
    html_raw(w->h, " ");
    html_cstr(w->h, holder               ? T(w, "对方说明")
                    : complaint_is_new(c) ? T(w, "受理")
                                          : T(w, "办结"));
    if (w->now_us >= until) {
        html_raw(w->h, " ");
        part_tag(w, TAG_RED, str_of(T(w, "已逾期")));
    }
}

static void
list_row(struct web *w, const struct complaint *c)
{
    part_tr(w);
    part_td_begin(w);
    part_link(w, url_make(w->a, "/desk/complaints/%d", c->id), c->number);
    part_td_end(w);
    part_td(w, c->holder);
    part_td(w, c->complainant);
    part_td(w, c->credit_code.n == 0 ? STR("—")
                   : c->member       ? str_of(T(w, "是"))
                                     : str_of(T(w, "否")));
    part_td(w, region_short(w, c->region));
    part_td(w, show_day(w, c->complained));
    part_td_begin(w);
    until_cell(w, c);
    part_td_end(w);
    part_td_begin(w);
    complaint_tag(w, c);
    part_td_end(w);
    part_tr_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    bool all = str_eq(web_query(w, "which"), STR("all"));
    const struct choice which[] = {
        { STR("open"), str_of(T(w, "未办结")) },
        { STR("all"), str_of(T(w, "全部")) },
    };
    const struct complaint *rows = NULL;
    size_t n = 0;

    TRY(complaint_list(&w->x, !all, (size_t)(web_page(w) - 1) * PER_PAGE,
        PER_PAGE + 1, &rows, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "投诉")),
            .nav = "complaints" });
    part_filter_begin(w, url_path("/desk/complaints"));
    part_select(w, "which", str_of(T(w, "范围")), STR_EMPTY, which, 2,
        web_query(w, "which"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有符合条件的投诉。")), STR_EMPTY,
            url_path("/desk"));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "投诉")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "被投诉人")), false);
    part_th(w, str_of(T(w, "投诉人")), false);
    part_th(w, str_of(T(w, "投诉时为会员")), false);
    part_th(w, str_of(T(w, "办理地")), false);
    part_th(w, str_of(T(w, "投诉日期")), false);
    part_th(w, str_of(T(w, "期限")), false);
    part_th(w, str_of(T(w, "结论")), false);
    part_table_body(w);
    for (size_t i = 0; i < n && i < PER_PAGE; i++)
        list_row(w, &rows[i]);
    part_table_end(w);
    if (n > PER_PAGE)
        part_next(w,
            url_with(w->a,
                url_with(w->a, url_path("/desk/complaints"), "which",
                    web_query(w, "which")),
                "page",
                arena_fmt(w->a, "%lld", (long long)web_page(w) + 1)));
    page_end(w);
    return OK;
}

static void
finding_form(struct web *w, const struct complaint *c)
{
    const struct choice what[] = {
        { STR("VERIFIED"), str_of(T(w, "属实")) },
        { STR("NOT_VERIFIED"), str_of(T(w, "不属实")) },
        { STR("MERGED"), str_of(T(w, "与先前的投诉是同一件，并入")) },
        { STR("WITHDRAWN"), str_of(T(w, "投诉人已撤回")) },
    };

    if (c->finding != FINDING_NONE || complaint_is_new(c) ||
        !may_in(&w->x, MAY_SUPERVISE, c->programme_id, c->region))
        return;
    part_card_begin(w, str_of(T(w, "核实结论")), true);
    if (c->statement_us == 0 && w->now_us < c->due_us)
        part_callout(w, false,
            arena_fmt(w->a,
                T(w, "说明期至 %.*s 24:00（北京时间）；届满或者收到说明后才可以认定"
                     "属实。"),
                STR_ARG(day_iso(w->a, day_of_us(c->due_us - 1)))));
    if (c->credit_code.n > 0 && !c->member)
        part_callout(w, false,
            str_of(T(w, "会员名册中投诉当日没有这家企业，核实后不计入次数。")));
    part_form_begin(
        w, url_make(w->a, "/desk/complaints/%d/finding", c->id), false);
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)c->version));
    part_radios(w, "finding", str_of(T(w, "结论")), STR_EMPTY, what, 4,
        web_typed(w, "finding", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "matter",
            .label = str_of(T(w, "同一事项的先前投诉编号")),
            .hint = str_of(T(w, "同一投诉人同一事项只计一次；另一事项的不填")),
            .optional = true,
            .max_length = 40 });
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "核实的情况")),
            .kind = INPUT_AREA,
            .max_length = 4000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交结论")));
    part_form_end(w);
    part_card_end(w);
}

static void
complainant_lines(struct web *w, const struct complaint *c)
{
    bool handles = may_in(&w->x, MAY_SUPERVISE, c->programme_id, c->region);
    struct str who = c->credit_code.n > 0 ? c->contact : c->complainant;

    part_dl(w, str_of(T(w, "投诉人")),
        handles || c->credit_code.n > 0 ? c->complainant
                                        : mask_name(w->a, c->complainant));
    if (c->credit_code.n > 0) {
        part_dl(w, str_of(T(w, "统一社会信用代码")), c->credit_code);
        part_dl(w, str_of(T(w, "会员编号")), c->member_no);
        part_dl(w, str_of(T(w, "投诉时为会员")),
            c->member ? str_of(T(w, "是"))
                      : str_of(T(w, "否（会员名册中没有）")));
    }
    part_dl(w, str_of(T(w, "联系人")),
        handles ? arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(who),
                      STR_ARG(c->phone))
                : mask_name(w->a, who));
}

static void
intake_form(struct web *w, const struct complaint *c)
{
    const struct choice what[] = {
        { STR("yes"), str_of(T(w, "受理")) },
        { STR("no"), str_of(T(w, "不予受理")) },
    };

    if (!complaint_is_new(c) ||
        !may_in(&w->x, MAY_SUPERVISE, c->programme_id, c->region))
        return;
    part_card_begin(w, str_of(T(w, "是否受理")), true);
    part_callout(w, w->now_us >= c->intake_due_us,
        arena_fmt(w->a,
            T(w, "受理期限至 %.*s 24:00（北京时间）；受理后对方才会收到通知，说明和办"
                 "结的期限自受理起算。"),
            STR_ARG(day_iso(w->a, day_of_us(c->intake_due_us - 1)))));
    part_form_begin(
        w, url_make(w->a, "/desk/complaints/%d/accept", c->id), false);
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)c->version));
    part_radios(w, "accepted", str_of(T(w, "决定")), STR_EMPTY, what, 2,
        web_typed(w, "accepted", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "intake_reason",
            .label = str_of(T(w, "不予受理的理由")),
            .hint = str_of(T(w, "投诉人可以看到；受理的不填")),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 4000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    part_card_end(w);
}

/* Counties of the same province or municipality. */
static void
hand_on_form(struct web *w, const struct complaint *c)
{
    VEC_OF(struct choice) v = { 0 };
    const struct region *here = region_find(w->d->regions, c->region);
    size_t n = 0;

    if (c->finding != FINDING_NONE || c->intake_due_us == 0 || here == NULL ||
        here->level != 3 ||
        !may_in(&w->x, MAY_SUPERVISE, c->programme_id, c->region))
        return;
    const struct region *const *list = region_children(
        w->a, w->d->regions, here->parent, w->today, &n);
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(list[i]->code, c->region))
            *VEC_PUSH(w->a, &v) =
                (struct choice){ list[i]->code, list[i]->name };
    }
    if (v.n == 0)
        return;
    part_card_begin(w, str_of(T(w, "移送")), false);
    part_form_begin(
        w, url_make(w->a, "/desk/complaints/%d/hand-on", c->id), false);
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)c->version));
    part_select(w, "region", str_of(T(w, "移送给")), STR_EMPTY, v.p, v.n,
        web_typed(w, "region", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "hand_on_reason",
            .label = str_of(T(w, "移送的理由")),
            .hint = str_of(T(w, "投诉人可以看到；未受理的，接办机关另有受理期限")),
            .kind = INPUT_AREA,
            .max_length = 4000 });
    part_button(w, BUTTON_SECOND, str_of(T(w, "移送")));
    part_form_end(w);
    part_card_end(w);
}

static enum status
desk_page(struct web *w, struct err *err)
{
    struct accreditation held;
    struct complaint c;
    bool ours = false; /* the status itself may be another county's */
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(complaint_get(&w->x, id, &c, err));
    TRY(act_require(&w->x, MAY_READ_FILES, c.programme_id, c.region, err));
    ours = accreditation_get(&w->x, c.accreditation_id, &held, NULL) == OK;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = c.number,
            .nav = "complaints",
            .crumbs = { { str_of(T(w, "投诉")),
                url_path("/desk/complaints") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    complaint_tag(w, &c);
    html_raw(w->h, " ");
    if (ours)
        part_link(w, url_make(w->a, "/desk/holders/%d", held.id),
            str_of(T(w, "查看资格")));
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    complainant_lines(w, &c);
    complaint_terms(w, &c);
    if (c.statement.n > 0)
        part_dl(w, str_of(T(w, "说明内容")), c.statement);
    part_dl_end(w);
    complaint_derivation(w, &c);
    TRY(complaint_files(w, &c, "complaint", T(w, "投诉所附材料"), err));
    TRY(complaint_files(
        w, &c, "complaint_statement", T(w, "说明所附材料"), err));
    if (ours && c.credit_code.n > 0) {
        part_heading(w, T(w, "累计次数"));
        TRY(complaint_count(w, &held, err));
    }
    intake_form(w, &c);
    finding_form(w, &c);
    hand_on_form(w, &c);
    page_end(w);
    return OK;
}

/* Three forms stand on the page: their reasons have names of their own. */
static enum status
renamed(enum status st, const char *field, struct err *err)
{
    char text[sizeof(err->text)];

    if (st != ERR_INPUT || !str_eq(str_of(err->field), STR("reason")))
        return st;
    memcpy(text, err->text, sizeof(text));
    return err_field(err, ERR_INPUT, str_of(field), "%s", text);
}

static enum status
intake_act(struct web *w, struct err *err)
{
    struct str said = web_field(w, "accepted");
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    if (!str_eq(said, STR("yes")) && !str_eq(said, STR("no")))
        return err_field(
            err, ERR_INPUT, STR("accepted"), "请选择受理或者不予受理");
    return renamed(complaint_accept(&w->x, id, str_eq(said, STR("yes")),
                       web_field(w, "intake_reason"), version, err),
        "intake_reason", err);
}

static enum status
hand_on_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    return renamed(complaint_hand_on(&w->x, id, web_field(w, "region"),
                       web_field(w, "hand_on_reason"), version, err),
        "hand_on_reason", err);
}

static enum status
finding_act(struct web *w, struct err *err)
{
    enum complaint_finding f = FINDING_NONE;
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)complaint_finding_of(web_field(w, "finding"), &f);
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    return complaint_decide(&w->x, id, f, web_field(w, "matter"),
        web_field(w, "reason"), version, err);
}

static enum status
finding_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/complaints/%d", id), "decided");
}

/* Who handed it on may not read it any more. */
static enum status
handed_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/desk/complaints"), "handed_on");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/complaints", MAY_READ_FILES, .get = list_page,
        .about = "Complaints of member enterprises." },
    { HTTP_GET, "/desk/complaints/:id", MAY_READ_FILES, .get = desk_page,
        .about = "A complaint with the count it belongs to." },
    { HTTP_POST, "/desk/complaints/:id/finding", MAY_SUPERVISE,
        .act = finding_act, .reply = finding_reply, .again = desk_page,
        .about = "Finds a complaint true or not." },
    { HTTP_POST, "/desk/complaints/:id/accept", MAY_SUPERVISE,
        .act = intake_act, .reply = finding_reply, .again = desk_page,
        .about = "Accepts a complaint, or not." },
    { HTTP_POST, "/desk/complaints/:id/hand-on", MAY_SUPERVISE,
        .act = hand_on_act, .reply = handed_reply, .again = desk_page,
        .about = "Hands a complaint to the officers of another region." },
};
const struct route_set complaint_desk_routes =
    ROUTE_SET("complaint desk", ROUTES);
