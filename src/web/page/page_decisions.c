/* The leading group: files with proposals, verdicts and places; lines decided
 * one by one. */
#include "decision_parts.h"
#include "domain/standing.h"
#include "panel_parts.h"

/* --- /desk/decisions --- */

static struct str
round_name(struct web *w, int64_t id)
{
    struct round r;
    struct err err;

    if (id == 0)
        return str_of(T(w, "不分批次"));
    return round_get(&w->x, id, &r, &err) == OK ? r.name : STR_EMPTY;
}

/* How far the leading group is with a file. */
static void
stand_tag(struct web *w, enum application_state state, bool any)
{
    if (state == APP_PUBLICATION)
        part_tag(w, TAG_GREEN, str_of(T(w, "已决定，待发布")));
    else if (state != APP_DECISION)
        part_tag(w, TAG_GREY, web_said(w, application_state_title(state)));
    else if (any)
        part_tag(w, TAG_AMBER, str_of(T(w, "部分决定")));
    else
        part_tag(w, TAG_BLUE, str_of(T(w, "待决定")));
}

static void
file_row(struct web *w, const struct decision_row *r)
{
    const struct programme *p = domain_programme(w->d, r->programme_id);
    const struct pack_procedure *proc =
        pack_procedure(p->pack, r->procedure);

    part_tr(w);
    part_td_begin(w);
    part_link(w, url_make(w->a, "/desk/decisions/%d", r->id), r->name);
    part_td_end(w);
    part_td(w, r->number);
    part_td(w, proc == NULL ? STR_EMPTY : L(w, proc->title));
    part_td(w, round_name(w, r->round_id));
    part_td(w, region_path(w->a, w->d->regions, r->region));
    part_td(w, show_us(w, r->entered_us));
    part_td_begin(w);
    stand_tag(w, r->state, r->decided > 0);
    part_td_end(w);
    part_tr_end(w);
}

/* How many of the files are decided line by line; they come first then. The
 * others are decided whole, on their own page. */
static size_t
by_lines(const struct programme *p, const struct decision_row *rows, size_t n,
    const struct decision_row **ret)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (decision_by_lines(pack_procedure(p->pack, rows[i].procedure)))
            ret[kept++] = &rows[i];
    return kept;
}

static enum status
programme_files(
    struct web *w, const struct programme *p, bool *any, struct err *err)
{
    const struct decision_row *rows = NULL, **mine;
    const struct quota *q = NULL;
    size_t n = 0, n_q = 0;

    if (!may_everywhere(&w->x, MAY_READ_FILES, p->id))
        return OK;
    TRY(decision_list(&w->x, p->id, 0, &rows, &n, err));
    TRY(quota_list(&w->x, p->id, &q, &n_q, err));
    mine = arena_new_array(w->a, const struct decision_row *, n);
    n = by_lines(p, rows, n, mine);
    if (n == 0 && n_q == 0)
        return OK;
    *any = true;
    html_raw(w->h, "<h2>");
    html_text(w->h, L(w, p->pack->short_title));
    html_raw(w->h, "</h2>\n");
    decision_places(w, p, q, n_q);
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "没有等待决定或者等待发布的申请。"));
        html_raw(w->h, "</p>\n");
        return OK;
    }
    part_table_begin(w,
        arena_fmt(w->a, "%s：%.*s", T(w, "等待决定和等待发布的申请"),
            STR_ARG(L(w, p->pack->short_title))));
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "事项")), false);
    part_th(w, str_of(T(w, "批次")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "送达时间")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        file_row(w, mine[i]);
    part_table_end(w);
    return OK;
}

static enum status
decisions_page(struct web *w, struct err *err)
{
    bool any = false;

    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "评审决定")),
                      .nav = "decisions" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "评审结束的申请在这里逐项决定；全部决定后进入联合发布。"));
    html_raw(w->h, "</p><p>");
    part_link(w, url_path("/desk/quotas"), str_of(T(w, "名额和突破名额")));
    html_raw(w->h, " · ");
    part_link(w, url_path("/desk/publications"), str_of(T(w, "联合发布")));
    html_raw(w->h, "</p>\n");
    for (size_t i = 0; i < w->d->n_programmes; i++)
        TRY(programme_files(w, &w->d->programmes[i], &any, err));
    if (!any)
        part_empty(w, str_of(T(w, "没有逐项决定的项目。")),
            str_of(T(w, "查看申请")), url_path("/desk/applications"));
    page_end(w);
    return OK;
}

/* --- one file --- */

static enum status
load_file(struct web *w, struct application *ret,
    const struct decision_line **ret_lines, size_t *ret_n, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(application_get(&w->x, id, ret, err));
    TRY(act_require(
        &w->x, MAY_READ_FILES, ret->programme_id, ret->region, err));
    TRY(act_require_no_interest(&w->x, ret->subject_id, err));
    if (!decision_by_lines(pack_procedure(ret->pack, ret->procedure)))
        return err_set(err, ERR_NOT_FOUND, "这一事项不经逐项决定");
    return decision_lines(&w->x, ret, ret_lines, ret_n, err);
}

static struct str
line_title(struct web *w, const struct decision_line *l)
{
    return l->def == NULL ? str_of(T(w, "认定")) : L(w, l->def->title);
}

static const char *
outcome_text(enum decision_outcome o)
{
    static const char *const TEXT[DECISION_OUTCOME_COUNT_] = {
        [DECISION_NONE] = N_("未定"),
        [DECISION_RECOGNISE] = N_("认定"),
        [DECISION_INCUBATE] = N_("列入培育"),
        [DECISION_REJECT] = N_("不予认定"),
    };

    return TEXT[o];
}

static struct str
outcome(struct web *w, enum decision_outcome o)
{
    return str_of(catalog_get(w->catalog, outcome_text(o)));
}

static void
outcome_tag(struct web *w, enum decision_outcome o)
{
    static const enum tag TAGS[DECISION_OUTCOME_COUNT_] = {
        [DECISION_NONE] = TAG_GREY,
        [DECISION_RECOGNISE] = TAG_GREEN,
        [DECISION_INCUBATE] = TAG_BLUE,
        [DECISION_REJECT] = TAG_AMBER,
    };

    part_tag(w, TAGS[o], outcome(w, o));
}

static const char *
verdict_word(const struct pack_verdict *v)
{
    if (v->rule == NULL)
        return N_("无");
    return v->outcome == MET       ? N_("符合")
           : v->outcome == NOT_MET ? N_("不符合")
                                   : N_("尚不能确定");
}

static void
verdict_cell(struct web *w, const struct pack_verdict *v)
{
    part_td(w, str_of(catalog_get(w->catalog, verdict_word(v))));
}

static enum status
line_rows(struct web *w, const struct application *app,
    const struct decision_line *lines, size_t n, struct err *err)
{
    part_table_begin(w, str_of(T(w, "逐项建议和决定")));
    part_th(w, str_of(T(w, "类别")), false);
    part_th(w, str_of(T(w, "认定条件（基准日）")), false);
    part_th(w, str_of(T(w, "认定条件（今日）")), false);
    part_th(w, str_of(T(w, "培育条件")), false);
    part_th(w, str_of(T(w, "评审建议")), false);
    part_th(w, str_of(T(w, "决定")), false);
    part_th(w, str_of(T(w, "决定文号")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        struct decision_verdicts v;
        int64_t late = 0;

        TRY(decision_judge(&w->x, app, lines[i].category, &v, err));
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/decisions/%d/lines/%d", app->id,
                (int64_t)i + 1),
            line_title(w, &lines[i]));
        part_td_end(w);
        verdict_cell(w, &v.rule);
        verdict_cell(w, &v.rule_today);
        verdict_cell(w, &v.incubate);
        part_td_begin(w);
        outcome_tag(w, lines[i].proposal);
        part_td_end(w);
        part_td_begin(w);
        outcome_tag(w, lines[i].decision);
        TRY(decision_late(&w->x, app, &lines[i], &late, err));
        if (late > 0)
            part_tag(w, TAG_AMBER,
                arena_fmt(w->a, T(w, "晚于期限 %lld 天"), (long long)late));
        part_td_end(w);
        part_td(w, lines[i].document_no);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static bool
any_decided(const struct decision_line *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (lines[i].decision != DECISION_NONE)
            return true;
    }
    return false;
}

static void
hidden_version(struct web *w, const struct application *app)
{
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)app->version));
}

/* Decided and not yet published: what came meanwhile, and the way back. */
static enum status
reopen_form(
    struct web *w, const struct application *app, struct err *err)
{
    struct str why = STR_EMPTY;

    if (app->state != APP_PUBLICATION)
        return OK;
    TRY(standing_hinders(&w->x, app, false, &why, err));
    if (why.n > 0)
        part_callout(w, true,
            arena_fmt(w->a, "%s" STR_FMT,
                T(w, "不能发布，须退回重新决定："), STR_ARG(web_said(w, why))));
    if (!may_in(&w->x, MAY_DECIDE, app->programme_id, app->region))
        return OK;
    part_fold_begin(w, BUTTON_DANGER, T(w, "退回重新决定"));
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "已作出的认定和列入培育的决定作废，占用的名额腾出；"
                         "含有这份申请的发布稿须重新汇总。"));
    html_raw(w->h, "</p>\n");
    part_form_begin(
        w, url_make(w->a, "/desk/decisions/%d/reopen", app->id), false);
    hidden_version(w, app);
    part_input(w, &(struct input){ .name = "reason",
                      .label = str_of(T(w, "退回重新决定的理由")),
                      .kind = INPUT_AREA });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认退回")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
    return OK;
}

static enum status
file_page(struct web *w, struct err *err)
{
    const struct decision_line *lines = NULL;
    const struct quota *q = NULL;
    struct application app;
    size_t n = 0, n_q = 0;
    int year = 0;

    TRY(load_file(w, &app, &lines, &n, err));
    TRY(decision_quotas(&w->x, &app, &q, &n_q, err));
    TRY(quota_year(&w->x, &app, &year, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = app.name,
                      .nav = "decisions",
                      .crumbs = { { str_of(T(w, "评审决定")),
                          url_path("/desk/decisions") } },
                      .n_crumbs = 1 });
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "编号")), app.number);
    part_dl(w, str_of(T(w, "批次")), round_name(w, app.round_id));
    part_dl(w, str_of(T(w, "名额年度")), arena_fmt(w->a, "%d", year));
    part_dl(w, str_of(T(w, "基准日")), show_day(w, app.reference));
    part_dl_end(w);
    html_raw(w->h, "<p>");
    stand_tag(w, app.state, any_decided(lines, n));
    html_raw(w->h, "</p><p>");
    part_link(w, url_make(w->a, "/desk/applications/%d", app.id),
        str_of(T(w, "申请材料和审核记录")));
    if (panel_is_there(w, app.id)) {
        html_raw(w->h, " · ");
        part_link(w, url_make(w->a, "/panel/files/%d", app.id),
            str_of(T(w, "评审小组的意见和结果")));
    }
    html_raw(w->h, "</p>\n");
    TRY(reopen_form(w, &app, err));
    TRY(line_rows(w, &app, lines, n, err));
    decision_places(w, domain_programme(w->d, app.programme_id), q, n_q);
    page_end(w);
    return OK;
}

/* --- one line --- */

static enum status
load_line(struct web *w, struct application *app, struct decision_line *ret,
    size_t *ret_position, struct err *err)
{
    const struct decision_line *lines = NULL;
    int64_t position = 0;
    size_t n = 0;

    TRY(load_file(w, app, &lines, &n, err));
    TRY(web_param_id(w, 1, &position, err));
    if (position < 1 || (size_t)position > n)
        return err_set(err, ERR_NOT_FOUND, "这份申请没有这一项");
    *ret = lines[position - 1];
    *ret_position = (size_t)position;
    return OK;
}

#define LINE_URL(w, app, position, act) \
    url_make((w)->a, "/desk/decisions/%d/lines/%d" act, (app)->id, \
        (int64_t)(position))

static void
outcome_radios(struct web *w, const struct application *app,
    const struct decision_line *l, enum decision_outcome value)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    bool incubation = p->incubation_field.n > 0 && l->def != NULL &&
                      l->def->incubate_rule.n > 0;
    struct choice c[3];
    size_t n = 0;

    for (enum decision_outcome o = DECISION_RECOGNISE;
         o <= DECISION_REJECT; o++) {
        if (o != DECISION_INCUBATE || incubation)
            c[n++] = (struct choice){ decision_name(o), outcome(w, o) };
    }
    part_radios(w, "outcome", str_of(T(w, "结果")), STR_EMPTY, c, n,
        web_typed(w, "outcome", decision_name(value)));
}

static void
propose_form(struct web *w, const struct application *app,
    const struct decision_line *l, size_t position)
{
    part_heading(w, T(w, "录入评审建议"));
    part_form_begin(w, LINE_URL(w, app, position, "/propose"), false);
    hidden_version(w, app);
    outcome_radios(w, app, l, l->proposal);
    part_input(w, &(struct input){ .name = "reason",
                      .label = str_of(T(w, "理由")),
                      .hint = str_of(T(w, "建议不予认定的必须填写")),
                      .kind = INPUT_AREA,
                      .value = l->proposal_reason,
                      .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "保存建议")));
    part_form_end(w);
}

static void
decide_form(struct web *w, const struct application *app,
    const struct decision_line *l, size_t position)
{
    part_heading(w, T(w, "作出决定"));
    part_form_begin(w, LINE_URL(w, app, position, "/decide"), false);
    hidden_version(w, app);
    outcome_radios(w, app, l,
        l->decision != DECISION_NONE ? l->decision : l->proposal);
    part_input(w, &(struct input){ .name = "document_no",
                      .label = str_of(T(w, "决定文号或者会议纪要编号")),
                      .value = l->document_no,
                      .width = 30 });
    part_input(w, &(struct input){ .name = "decided",
                      .label = str_of(T(w, "决定日期")),
                      .kind = INPUT_DATE,
                      .value = day_iso(w->a, day_is_none(l->decided)
                                                 ? w->today
                                                 : l->decided),
                      .width = 10 });
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "理由")),
            .hint = str_of(T(w, "与评审建议不一致的、不予认定的，必须写明理由；"
                                "不予认定的理由将告知申请人")),
            .kind = INPUT_AREA,
            .value = l->reason,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "作出决定")));
    part_form_end(w);
}

static void
override_form(struct web *w, const struct application *app, size_t position)
{
    part_heading(w, T(w, "突破名额"));
    part_callout(w, true,
        str_of(T(w, "名额已满的，领导小组另行决定突破名额认定时，"
                    "由一人提出、另一人同意，并列入突破名额清单。")));
    part_form_begin(w, LINE_URL(w, app, position, "/override"), false);
    hidden_version(w, app);
    part_input(w, &(struct input){ .name = "override_no",
                      .label = str_of(T(w, "领导小组决定文号")),
                      .width = 30 });
    part_input(w, &(struct input){ .name = "override_reason",
                      .label = str_of(T(w, "突破名额的理由")),
                      .kind = INPUT_AREA });
    part_button(w, BUTTON_SECOND, str_of(T(w, "提出突破名额")));
    part_form_end(w);
}

static bool
places_left(const struct quota *q, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (q[i].hidden || q[i].used >= q[i].limit)
            return false;
    }
    return true;
}

static enum status
line_forms(struct web *w, const struct application *app,
    const struct decision_line *l, size_t position, struct err *err)
{
    const struct quota_override *o = NULL;
    const struct quota *q = NULL;
    size_t n = 0, n_q = 0;
    bool propose = l->proposal == DECISION_NONE ||
                   web_query(w, "propose").n > 0;

    if (app->state != APP_DECISION)
        return OK;
    if (propose && may_in(&w->x, MAY_REVIEW, app->programme_id, app->region)) {
        propose_form(w, app, l, position);
        return OK;
    }
    if (!may_in(&w->x, MAY_DECIDE, app->programme_id, app->region))
        return OK;
    decide_form(w, app, l, position);
    if (l->decision == DECISION_NONE) {
        html_raw(w->h, "<p>");
        part_link(w,
            url_with(w->a, LINE_URL(w, app, position, ""), "propose",
                STR("1")),
            str_of(T(w, "更正评审建议")));
        html_raw(w->h, "</p>\n");
    }
    TRY(decision_quotas(&w->x, app, &q, &n_q, err));
    if (places_left(q, n_q) || l->decision == DECISION_RECOGNISE)
        return OK;
    TRY(override_list(
        &w->x, app->programme_id, app->id, &o, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (o[i].state != OVERRIDE_ASKED ||
            !str_eq(o[i].category, l->category))
            continue;
        part_callout(w, true,
            arena_fmt(w->a, "%s：" STR_FMT "，" STR_FMT "（" STR_FMT "）",
                T(w, "已提出突破名额，等待另一人同意"),
                STR_ARG(o[i].asked_name), STR_ARG(o[i].reason),
                STR_ARG(o[i].document_no)));
        if (o[i].asked_by != w->who.account_id)
            decision_settle_form(w, &o[i]);
        return OK;
    }
    override_form(w, app, position);
    return OK;
}

static enum status
line_page(struct web *w, struct err *err)
{
    struct application app;
    struct decision_line l;
    struct decision_verdicts v;
    const struct quota *q = NULL;
    size_t position = 0, n_q = 0;

    TRY(load_line(w, &app, &l, &position, err));
    TRY(decision_judge(&w->x, &app, l.category, &v, err));
    TRY(decision_quotas(&w->x, &app, &q, &n_q, err));
    const struct programme *p = domain_programme(w->d, app.programme_id);
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, STR_FMT " · " STR_FMT,
                STR_ARG(app.name), STR_ARG(line_title(w, &l))),
            .nav = "decisions",
            .crumbs = { { str_of(T(w, "评审决定")),
                            url_path("/desk/decisions") },
                { app.name,
                    url_make(w->a, "/desk/decisions/%d", app.id) } },
            .n_crumbs = 2 });
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "评审建议")), outcome(w, l.proposal));
    if (l.proposal_reason.n > 0)
        part_dl(w, str_of(T(w, "建议的理由")), l.proposal_reason);
    part_dl(w, str_of(T(w, "决定")), outcome(w, l.decision));
    if (l.decision != DECISION_NONE) {
        part_dl(w, str_of(T(w, "决定文号")), l.document_no);
        part_dl(w, str_of(T(w, "决定日期")), show_day(w, l.decided));
        if (l.reason.n > 0)
            part_dl(w, str_of(T(w, "理由")), l.reason);
    }
    part_dl_end(w);
    decision_places(w, p, q, n_q);
    TRY(line_forms(w, &app, &l, position, err));
    TRY(rows_part(w, &app, err));
    if (v.rule.rule != NULL) {
        part_heading(w, T(w, "认定条件"));
        part_verdict(w, p, app.pack, &v.rule);
    }
    if (v.incubate.rule != NULL) {
        part_heading(w, T(w, "培育条件"));
        part_verdict(w, p, app.pack, &v.incubate);
    }
    page_end(w);
    return OK;
}

/* --- acts --- */

static int64_t
typed_version(struct web *w)
{
    int64_t v = 0;

    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &v);
    return v;
}

static enum decision_outcome
typed_outcome(struct web *w)
{
    enum decision_outcome o = DECISION_NONE;

    (void)decision_of(web_field(w, "outcome"), &o);
    return o;
}

static enum status
propose_act(struct web *w, struct err *err)
{
    struct application app;
    struct decision_line l;
    size_t position = 0;

    TRY(load_line(w, &app, &l, &position, err));
    return decision_propose(&w->x, app.id, l.category, typed_outcome(w),
        web_field(w, "reason"), typed_version(w), err);
}

static enum status
decide_act(struct web *w, struct err *err)
{
    struct decision_new n = { .outcome = typed_outcome(w),
        .reason = web_field(w, "reason"),
        .document_no = web_field(w, "document_no"),
        .decided = DAY_NONE };
    struct str typed = web_field(w, "decided");
    struct application app;
    struct decision_line l;
    size_t position = 0;
    struct err why = { 0 };

    TRY(load_line(w, &app, &l, &position, err));
    if (typed.n > 0 && day_parse(typed, &n.decided, &why) != OK)
        web_problem(w, STR("decided"),
            arena_cstr(w->a, str_of(why.text)),
            "Enter a date such as 2024-05-20");
    TRY(web_problems(w, err));
    n.category = l.category;
    return decision_make(
        &w->x, app.id, &n, typed_version(w), &app, err);
}

static enum status
override_act(struct web *w, struct err *err)
{
    struct application app;
    struct decision_line l;
    size_t position = 0;
    int64_t id = 0;

    TRY(load_line(w, &app, &l, &position, err));
    if (web_field(w, "override_no").n == 0)
        web_problem(w, STR("override_no"), "请填写领导小组决定的文号",
            "Enter the number of the leading group's decision");
    if (web_field(w, "override_reason").n == 0)
        web_problem(w, STR("override_reason"), "请写明突破名额的理由",
            "Give the reasons for going beyond the quota");
    TRY(web_problems(w, err));
    return override_ask(&w->x, app.id, l.category,
        web_field(w, "override_reason"), web_field(w, "override_no"),
        typed_version(w), &id, err);
}

static enum status
reopen_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return standing_reopen(
        &w->x, id, web_field(w, "reason"), typed_version(w), err);
}

static enum status
line_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/decisions/%d", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/decisions", MAY_READ_FILES, .get = decisions_page,
        .about = "Files of the leading group." },
    { HTTP_GET, "/desk/decisions/:id", MAY_READ_FILES, .get = file_page,
        .about = "One file with its lines, verdicts and places left." },
    { HTTP_POST, "/desk/decisions/:id/reopen", MAY_DECIDE, .act = reopen_act,
        .reply = line_reply, .again = file_page,
        .about = "Takes a decision back before it is published." },
    { HTTP_GET, "/desk/decisions/:id/lines/:line", MAY_READ_FILES,
        .get = line_page, .about = "One line with its verdicts and forms." },
    { HTTP_POST, "/desk/decisions/:id/lines/:line/propose", MAY_REVIEW,
        .act = propose_act, .reply = line_reply, .again = line_page,
        .about = "Enters what the panel proposes." },
    { HTTP_POST, "/desk/decisions/:id/lines/:line/decide", MAY_DECIDE,
        .act = decide_act, .reply = line_reply, .again = line_page,
        .about = "Decides a line." },
    { HTTP_POST, "/desk/decisions/:id/lines/:line/override", MAY_DECIDE,
        .act = override_act, .reply = line_reply, .again = line_page,
        .about = "Asks for a place beyond the quota." },
};
const struct route_set decisions_routes = ROUTE_SET("decisions", ROUTES);
