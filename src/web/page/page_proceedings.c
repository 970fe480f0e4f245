/* Cases: officers' list, file and acts; the holder's side; public reports. */
#include "case_parts.h"
#include "domain/attachment.h"
#include "web/workbook.h"

#define PER_PAGE 50
#define EXPORT_MAX 10000

/* --- /desk/proceedings --- */

static struct proceeding_filter
filter_of(struct web *w)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));
    struct proceeding_filter f = { .programme_id = p == NULL ? 0 : p->id,
        .open_only = !str_eq(web_query(w, "which"), STR("all")) };

    f.has_kind = proceeding_kind_of(web_query(w, "kind"), &f.kind);
    return f;
}

static void
filter_form(struct web *w)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);
    const struct choice kinds[] = {
        { STR_EMPTY, str_of(T(w, "全部")) },
        { STR("REVOCATION"), proceeding_kind_title(PROC_REVOCATION) },
        { STR("WARNING"), proceeding_kind_title(PROC_WARNING) },
        { STR("REPORT"), proceeding_kind_title(PROC_REPORT) },
    };
    const struct choice which[] = {
        { STR("open"), str_of(T(w, "未办结")) },
        { STR("all"), str_of(T(w, "全部")) },
    };

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部")) };
    for (size_t i = 0; i < w->d->n_programmes; i++)
        c[i + 1] = (struct choice){ w->d->programmes[i].code,
            L(w, w->d->programmes[i].pack->short_title) };
    part_filter_begin(w, url_path("/desk/proceedings"));
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, c,
        w->d->n_programmes + 1, web_query(w, "programme"));
    part_select(w, "kind", str_of(T(w, "类型")), STR_EMPTY, kinds, 4,
        web_query(w, "kind"));
    part_select(w, "which", str_of(T(w, "范围")), STR_EMPTY, which, 2,
        web_query(w, "which"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
}

static void
case_row(struct web *w, const struct proceeding *p)
{
    const struct pack *pack = domain_programme(w->d, p->programme_id)->pack;

    part_tr(w);
    html_raw(w->h, "<td><a class=\"id\"");
    html_href(w->h, "href", url_make(w->a, "/desk/proceedings/%d", p->id));
    html_raw(w->h, ">");
    html_text(w->h, p->number);
    html_raw(w->h, "</a></td>");
    part_td(w, proceeding_kind_title(p->kind));
    part_td(w, p->holder);
    part_td(w, L(w, ground_title(pack, p->ground)));
    part_td_begin(w);
    case_tag(w, p);
    part_td_end(w);
    part_td(w, proceeding_decision_title(p->decision));
    part_td(w, day_iso(w->a, day_of_us(p->opened_us)));
    part_td(w, p->due_us == 0
                   ? STR("—")
                   : day_iso(w->a, day_of_us(p->due_us - 1)));
    part_tr_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    struct proceeding_filter f = filter_of(w);
    const struct proceeding *rows = NULL;
    int64_t total = 0, page = web_page(w);
    size_t n = 0;

    TRY(proceeding_list(&w->x, &f, (size_t)(page - 1) * PER_PAGE, PER_PAGE,
        &rows, &n, &total, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "监督处理")),
                      .nav = "proceedings" });
    filter_form(w);
    html_raw(w->h, "<p class=\"count\"><span>");
    html_text(w->h, arena_fmt(w->a, T(w, "共 %lld 条"), (long long)total));
    html_raw(w->h, "</span> ");
    if (may(&w->who, MAY_SUPERVISE))
        part_link(w, url_path("/desk/proceedings/new"),
            str_of(T(w, "立案或警告")));
    html_raw(w->h, " ");
    struct url x = url_path("/desk/proceedings.xlsx");
    x = url_with(w->a, x, "programme", web_query(w, "programme"));
    x = url_with(w->a, x, "kind", web_query(w, "kind"));
    part_link(w, url_with(w->a, x, "which", web_query(w, "which")),
        str_of(T(w, "下载 Excel")));
    html_raw(w->h, "</p>");
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有符合条件的案件。")), STR_EMPTY,
            url_path("/desk"));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "案件")));
    part_th(w, str_of(T(w, "案号")), false);
    part_th(w, str_of(T(w, "类型")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "情形")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_th(w, str_of(T(w, "决定")), false);
    part_th(w, str_of(T(w, "立案")), false);
    part_th(w, str_of(T(w, "期限")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        case_row(w, &rows[i]);
    part_table_end(w);
    part_pages(w, total, page, PER_PAGE);
    page_end(w);
    return OK;
}

static enum status
list_xlsx(struct web *w, struct err *err)
{
    static const struct str HEADS[] = { STR_INIT("案号"), STR_INIT("类型"),
        STR_INIT("名称"), STR_INIT("编号"), STR_INIT("情形"),
        STR_INIT("事实"), STR_INIT("状态"), STR_INIT("决定"),
        STR_INIT("立案日期"), STR_INIT("陈述期至"), STR_INIT("条款") };
    enum { N = sizeof(HEADS) / sizeof(HEADS[0]) };
    struct proceeding_filter f = filter_of(w);
    struct xlsx_column columns[N] = { 0 };
    const struct proceeding *rows = NULL;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    int64_t total = 0;
    size_t n = 0;

    TRY(proceeding_list(&w->x, &f, 0, EXPORT_MAX, &rows, &n, &total, err));
    TRY(web_book_open(w, &book, &x, err));
    for (size_t i = 0; i < N; i++)
        columns[i] = (struct xlsx_column){ .title = HEADS[i], .width = 20 };
    xlsx_sheet(x, STR("案件"), NULL, 0, columns, N);
    for (size_t i = 0; i < n; i++) {
        const struct proceeding *p = &rows[i];
        const struct pack *pack =
            domain_programme(w->d, p->programme_id)->pack;
        const struct str cells[N] = { p->number,
            proceeding_kind_title(p->kind), p->holder, p->holder_number,
            ground_title(pack, p->ground).zh, p->facts,
            proceeding_state_title(p->kind, p->state),
            proceeding_decision_title(p->decision),
            day_iso(w->a, day_of_us(p->opened_us)),
            p->due_us == 0 ? STR_EMPTY
                           : day_iso(w->a, day_of_us(p->due_us - 1)),
            p->clause };

        xlsx_add_row(x, cells, N, XLSX_PLAIN);
    }
    return web_book_send(book, STR("监督案件.xlsx"), err);
}

/* --- /desk/proceedings/new --- */

static enum status
new_page(struct web *w, struct err *err)
{
    struct str number = web_typed(w, "number", web_query(w, "number"));
    struct accreditation c;
    bool found = number.n > 0 &&
                 accreditation_by_number(&w->x, number, &c, err) == OK;

    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "立案或警告")),
            .nav = "proceedings",
            .crumbs = { { str_of(T(w, "监督处理")),
                url_path("/desk/proceedings") } },
            .n_crumbs = 1 });
    if (!found) {
        if (number.n > 0)
            part_callout(w, true, str_of(T(w, "没有这个编号，请核对。")));
        part_filter_begin(w, url_path("/desk/proceedings/new"));
        part_input(w,
            &(struct input){ .name = "number",
                .label = str_of(T(w, "资格编号")),
                .value = number });
        part_button(w, BUTTON_MAIN, str_of(T(w, "下一步")));
        part_form_end(w);
        page_end(w);
        return OK;
    }
    const struct programme *p = domain_programme(w->d, c.programme_id);
    html_raw(w->h, "<p>");
    html_text(w->h, c.name);
    html_raw(w->h, " ");
    part_tag(w, TAG_BLUE, accreditation_state_title(c.state));
    html_raw(w->h, "</p>");
    part_form_begin(w, url_path("/desk/proceedings/new"), false);
    part_hidden(w, "number", c.number);
    const struct choice what[] = {
        { STR("warn"), str_of(T(w, "警告（发警告函，资格状态不变）")) },
        { STR("revoke"),
            str_of(T(w, "撤销资格（告知、听取陈述后由另一人决定）")) },
    };
    part_radios(w, "what", str_of(T(w, "办理方式")), STR_EMPTY, what, 2,
        web_typed(w, "what", STR_EMPTY));
    case_ground_select(w, p->pack, false);
    part_input(w,
        &(struct input){ .name = "facts",
            .label = str_of(T(w, "事实和证据")),
            .hint = str_of(T(w, "写明时间、经过和查明的情况，将写入文书")),
            .kind = INPUT_AREA,
            .max_length = 5000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
new_act(struct web *w, struct err *err)
{
    struct proceeding *made = arena_one(w->a, struct proceeding);
    struct accreditation c;

    w->state = made;
    TRY(accreditation_by_number(&w->x, web_field(w, "number"), &c, err));
    struct proceeding_new in = { .accreditation_id = c.id,
        .ground = web_field(w, "ground"),
        .facts = web_field(w, "facts") };
    if (str_eq(web_field(w, "what"), STR("warn")))
        return proceeding_warn(&w->x, &in, made, err);
    if (str_eq(web_field(w, "what"), STR("revoke")))
        return proceeding_open(&w->x, &in, made, err);
    return err_field(err, ERR_INPUT, STR("what"), "请选择办理方式");
}

static enum status
new_reply(struct web *w, struct err *err)
{
    const struct proceeding *made = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/proceedings/%d", made->id), "added");
}

/* --- /desk/proceedings/:id --- */

/* A dangerous act: what follows from it stands first, then the form. */
static void
confirm_begin(struct web *w, const char *title, const char *consequence,
    struct url action)
{
    part_fold_begin(w, BUTTON_DANGER, title);
    part_form_begin(w, action, false);
    html_raw(w->h, "<p>");
    html_cstr(w->h, consequence);
    html_raw(w->h, "</p>");
}

static void
confirm_end(struct web *w, const char *button)
{
    part_button(w, BUTTON_DANGER, str_of(button));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

static void
reason_input(struct web *w, const char *name, const char *label)
{
    part_input(w,
        &(struct input){ .name = name,
            .label = str_of(label),
            .kind = INPUT_AREA,
            .max_length = 5000 });
}

/* What a revocation on this ground brings about beside the end. */
static void
what_follows(struct web *w, const struct pack_ground *g)
{
    if (g == NULL || (!g->plaque && !g->whole && g->ban_years.n == 0))
        return;
    html_raw(w->h, "<ul>");
    if (g->whole) {
        html_raw(w->h, "<li>");
        html_cstr(w->h, T(w, "在这个项目的各类资格一并取消"));
        html_raw(w->h, "</li>");
    }
    if (g->plaque) {
        html_raw(w->h, "<li>");
        html_cstr(w->h, T(w, "已颁发的牌匾列入应收回"));
        html_raw(w->h, "</li>");
    }
    if (g->ban_years.n > 0) {
        html_raw(w->h, "<li>");
        html_cstr(w->h, T(w, "自决定之日起按规定的年数不得申报"));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
}

static void
decide_form(struct web *w, const struct proceeding *p)
{
    const struct programme *prog = domain_programme(w->d, p->programme_id);
    const struct pack_ground *g = pack_ground(prog->pack, p->ground);
    struct choice what[3] = {
        { STR("keep"), str_of(T(w, "不予撤销")) },
        { STR("revoke"), str_of(T(w, "撤销资格")) },
    };
    size_t n = 2;

    if (g != NULL && g->keeps.zh.n > 0)
        what[n++] = (struct choice){ STR("mark"), L(w, g->keeps) };
    if (p->state == PROC_NOTIFIED && w->now_us < p->due_us) {
        part_callout(w, false,
            arena_fmt(w->a,
                T(w, "陈述期至 %.*s 24:00（北京时间）；届满或者收到陈述后可以作出决定。"),
                STR_ARG(day_iso(w->a, day_of_us(p->due_us - 1)))));
        return;
    }
    if (!may(&w->who, MAY_DECIDE))
        return;
    if (p->opened_by != 0 && p->opened_by == w->who.account_id) {
        part_callout(w, false,
            str_of(T(w, "立案人不能同时作出决定，请由另一名工作人员决定。")));
        return;
    }
    confirm_begin(w, T(w, "作出决定"),
        T(w, "撤销资格立即生效：证书作废，公开名册显示已撤销，当事人收到决定书。"),
        url_make(w->a, "/desk/proceedings/%d/decide", p->id));
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)p->version));
    what_follows(w, g);
    part_radios(w, "what", str_of(T(w, "决定")), STR_EMPTY, what, n,
        web_typed(w, "what", STR_EMPTY));
    reason_input(w, "reason", T(w, "理由"));
    confirm_end(w, T(w, "确认决定"));
}

/* The status ended by itself: there is nothing left to revoke, unless the
 * decision only confirms that end. */
static bool
without_object(const struct pack *pack, const struct proceeding *p)
{
    const struct pack_ground *g = pack_ground(pack, p->ground);

    if (g != NULL && g->lapse && p->holder_state == ACC_EXPIRED)
        return false;
    return p->kind == PROC_REVOCATION && p->holder_state != ACC_ACTIVE &&
           p->holder_state != ACC_WARNED &&
           (p->state == PROC_PROPOSED || p->state == PROC_NOTIFIED ||
               p->state == PROC_STATED);
}

static void
moot_form(struct web *w, const struct proceeding *p)
{
    part_callout(w, false,
        arena_fmt(w->a,
            T(w, "资格现为“%.*s”，已没有可以撤销的资格，可以写明理由办结。"),
            STR_ARG(accreditation_state_title(p->holder_state))));
    if (!may(&w->who, MAY_DECIDE))
        return;
    confirm_begin(w, T(w, "按资格已终止办结"),
        T(w, "案件办结，不作出撤销或者不予撤销的决定；已告知的，当事人收到通知。"),
        url_make(w->a, "/desk/proceedings/%d/close", p->id));
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)p->version));
    reason_input(w, "reason", T(w, "理由"));
    confirm_end(w, T(w, "确认办结"));
}

static void
answer_form(struct web *w, const struct proceeding *p)
{
    const struct choice what[] = {
        { STR("unfounded"), str_of(T(w, "不属实，办结")) },
        { STR("warn"), str_of(T(w, "属实，予以警告")) },
        { STR("case"), str_of(T(w, "属实，立案撤销资格")) },
        { STR("corrected"), str_of(T(w, "属实，已督促更正，办结")) },
    };

    part_card_begin(w, str_of(T(w, "核查结论")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/proceedings/%d/answer", p->id), false);
    part_radios(w, "what", str_of(T(w, "结论")), STR_EMPTY, what, 4,
        web_typed(w, "what", STR_EMPTY));
    reason_input(w, "reason", T(w, "核查情况（警告和立案时写入文书）"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    part_card_end(w);
}

static void
acts(struct web *w, const struct proceeding *p)
{
    if (p->kind == PROC_REPORT) {
        if (p->state != PROC_PROPOSED || !may(&w->who, MAY_SUPERVISE))
            return;
        case_more_acts(w, p);
        if (p->handler_id == 0 || p->handler_id == w->who.account_id)
            answer_form(w, p);
        return;
    }
    const struct programme *prog = domain_programme(w->d, p->programme_id);
    if (without_object(prog->pack, p)) {
        moot_form(w, p);
        return;
    }
    const struct pack_ground *g = pack_ground(prog->pack, p->ground);
    bool at_once = g != NULL && g->no_statement;
    if (p->state == PROC_PROPOSED || p->state == PROC_NOTIFIED ||
        p->state == PROC_STATED)
        case_more_acts(w, p);
    if (p->state == PROC_PROPOSED && !at_once &&
        may(&w->who, MAY_SUPERVISE)) {
        part_form_begin(
            w, url_make(w->a, "/desk/proceedings/%d/notify", p->id), false);
        html_raw(w->h, "<p>");
        html_cstr(w->h,
            T(w, "告知后当事人在十个工作日内（以政策包为准）可以陈述；期间不能决定。"));
        html_raw(w->h, "</p>");
        part_button(w, BUTTON_MAIN, str_of(T(w, "发出告知书")));
        part_form_end(w);
    }
    if (p->state == PROC_NOTIFIED || p->state == PROC_STATED ||
        (p->state == PROC_PROPOSED && at_once))
        decide_form(w, p);
    if (p->state == PROC_DECIDED && !str_eq(p->decision, STR("KEEP")) &&
        may(&w->who, MAY_DECIDE)) {
        confirm_begin(w, T(w, "撤回决定"),
            T(w, "恢复决定前的状态，原记录保留，另加一条今日的更正记录，当事人"
                 "收到通知。"),
            url_make(w->a, "/desk/proceedings/%d/reverse", p->id));
        reason_input(w, "reason", T(w, "理由"));
        confirm_end(w, T(w, "确认撤回"));
    }
}

static enum status
history(struct web *w, const struct proceeding *p, struct err *err)
{
    static const struct {
        struct str event;
        const char *text;
    } EVENTS[] = {
        { STR_INIT("open"), N_("立案") },
        { STR_INIT("report"), N_("收到反映") },
        { STR_INIT("notify"), N_("告知") },
        { STR_INIT("state"), N_("收到陈述") },
        { STR_INIT("revoke"), N_("决定撤销") },
        { STR_INIT("keep"), N_("决定不予撤销") },
        { STR_INIT("reverse"), N_("撤回决定") },
        { STR_INIT("close"), N_("终止") },
        { STR_INIT("moot"), N_("资格已终止，办结") },
        { STR_INIT("answer"), N_("核查办结") },
        { STR_INIT("take"), N_("承办") },
        { STR_INIT("check-reporter"), N_("核实举报人身份") },
        { STR_INIT("first-check"), N_("初核") },
        { STR_INIT("meeting"), N_("会议核实") },
    };
    const struct audit_row *rows = NULL;
    size_t n = 0;

    TRY(audit_list(
        &w->x, STR("proceeding"), p->id, INT64_MAX, 50, &rows, &n, err));
    struct event_line *e = arena_new_array(w->a, struct event_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        e[i] = (struct event_line){ rows[i].event, rows[i].at_us,
            rows[i].actor };
        for (size_t k = 0; k < sizeof(EVENTS) / sizeof(EVENTS[0]); k++) {
            if (str_eq(EVENTS[k].event, rows[i].event))
                e[i].title =
                    str_of(catalog_get(w->catalog, EVENTS[k].text));
        }
    }
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "经过"));
    html_raw(w->h, "</h2>");
    part_timeline(w, e, n);
    return OK;
}

enum status
case_desk_page(struct web *w, struct err *err)
{
    struct proceeding p;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(proceeding_get(&w->x, id, &p, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = p.number,
            .nav = "proceedings",
            .crumbs = { { str_of(T(w, "监督处理")),
                url_path("/desk/proceedings") } },
            .n_crumbs = 1 });
    TRY(case_body(w, &p, true, err));
    acts(w, &p);
    TRY(history(w, &p, err));
    page_end(w);
    return OK;
}

static enum status
notify_act(struct web *w, struct err *err)
{
    struct proceeding p;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return proceeding_notify(&w->x, id, &p, err);
}

static enum status
decide_act(struct web *w, struct err *err)
{
    struct str what = web_field(w, "what");
    int64_t id = 0, version = 0;
    struct proceeding p;

    TRY(web_param_id(w, 0, &id, err));
    if (!str_eq(what, STR("keep")) && !str_eq(what, STR("revoke")) &&
        !str_eq(what, STR("mark")))
        return err_field(err, ERR_INPUT, STR("what"), "请选择决定");
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    if (str_eq(what, STR("mark")))
        return proceeding_decide_mark(
            &w->x, id, web_field(w, "reason"), version, &p, err);
    return proceeding_decide(&w->x, id, str_eq(what, STR("revoke")),
        web_field(w, "reason"), version, &p, err);
}

static enum status
close_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0;
    struct proceeding p;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    return proceeding_without_object(
        &w->x, id, web_field(w, "reason"), version, &p, err);
}

static enum status
reverse_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return proceeding_reverse(&w->x, id, web_field(w, "reason"), err);
}

static enum status
answer_act(struct web *w, struct err *err)
{
    struct str what = web_field(w, "what");
    int64_t id = 0, next = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (what.n == 0)
        return err_field(err, ERR_INPUT, STR("what"), "请选择核查结论");
    return proceeding_answer(&w->x, id,
        str_eq(what, STR("warn"))        ? REPORT_WARN
        : str_eq(what, STR("case"))      ? REPORT_CASE
        : str_eq(what, STR("corrected")) ? REPORT_CORRECTED
                                         : REPORT_UNFOUNDED,
        web_field(w, "reason"), &next, err);
}

static enum status
case_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/proceedings/%d", id), "decided");
}

static enum status
notify_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/proceedings/%d", id), "sent");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/proceedings", MAY_READ_FILES, .get = list_page,
        .about = "Cases: open ones by due date, or all." },
    { HTTP_GET, "/desk/proceedings.xlsx", MAY_READ_FILES, .get = list_xlsx,
        .flags = ROUTE_PLAIN, .about = "The filtered cases as workbook." },
    { HTTP_GET, "/desk/proceedings/new", MAY_SUPERVISE, .get = new_page,
        .about = "Form: open a case or warn." },
    { HTTP_POST, "/desk/proceedings/new", MAY_SUPERVISE, .act = new_act,
        .reply = new_reply, .again = new_page,
        .about = "Opens a case or warns." },
    { HTTP_GET, "/desk/proceedings/:id", MAY_READ_FILES, .get = case_desk_page,
        .about = "A case with everything in it." },
    { HTTP_POST, "/desk/proceedings/:id/notify", MAY_SUPERVISE,
        .act = notify_act, .reply = notify_reply, .again = case_desk_page,
        .about = "Tells the holder what is intended." },
    { HTTP_POST, "/desk/proceedings/:id/decide", MAY_DECIDE,
        .act = decide_act, .reply = case_reply, .again = case_desk_page,
        .about = "Decides a case." },
    { HTTP_POST, "/desk/proceedings/:id/close", MAY_DECIDE,
        .act = close_act, .reply = case_reply, .again = case_desk_page,
        .about = "Ends a case whose object is gone." },
    { HTTP_POST, "/desk/proceedings/:id/reverse", MAY_DECIDE,
        .act = reverse_act, .reply = case_reply, .again = case_desk_page,
        .about = "Takes a decision back." },
    { HTTP_POST, "/desk/proceedings/:id/answer", MAY_SUPERVISE,
        .act = answer_act, .reply = case_reply, .again = case_desk_page,
        .about = "Answers a report of the public." },
};
const struct route_set proceedings_routes = ROUTE_SET("proceedings", ROUTES);
