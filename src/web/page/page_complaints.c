/* Complaints of member enterprises: the form and its receipt, the holder's
 * statement, the officers' finding. */
#include "domain/attachment.h"
#include "domain/subject.h"
#include "case_parts.h"
#include "incident_parts.h"

#define PER_PAGE 50
#define FORMS_PER_HOUR 20

/* --- /complain and /complain/:number --- */

struct handing_in {
    struct case_files files;
    struct complaint c;
};

static enum status
find_page(struct web *w, struct err *err)
{
    struct str number = web_query(w, "number");
    struct accreditation c;

    (void)err;
    if (number.n > 0 &&
        accreditation_by_number(&w->x, number, &c, NULL) == OK)
        return web_redirect(
            w, url_make(w->a, "/complain/%s", c.number), NULL);
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "会员企业投诉")),
            .nav = "register" });
    html_raw(w->h, "<div class=\"narrow\">");
    if (number.n > 0)
        part_callout(
            w, true, str_of(T(w, "没有这个编号，请在公示名册中核对。")));
    part_filter_begin(w, url_path("/complain"));
    part_input(w,
        &(struct input){ .name = "number",
            .label = str_of(T(w, "被投诉单位的资格编号")),
            .hint = str_of(T(w, "编号见公示名册和牌匾")),
            .value = number });
    part_button(w, BUTTON_MAIN, str_of(T(w, "下一步")));
    part_form_end(w);
    html_raw(w->h, "<p>");
    part_link(w, url_path("/register"), str_of(T(w, "查看公示名册")));
    if (w->session.account_id != 0) {
        html_raw(w->h, "　");
        part_link(
            w, url_path("/mine/complaints"), str_of(T(w, "我提交的投诉")));
    }
    html_raw(w->h, "</p></div>");
    page_end(w);
    return OK;
}

/* Whoever is signed in need not type who he is. */
static void
own_data(struct web *w, struct subject *ret, struct subject_private *ret_more)
{
    *ret = (struct subject){ .id = 0 };
    *ret_more = (struct subject_private){ .contact = STR_EMPTY };
    for (size_t i = 0; i < w->who.n_memberships; i++) {
        int64_t id = w->who.memberships[i].subject_id;

        if (str_eq(w->who.memberships[i].kind, STR("organisation")) &&
            subject_get(&w->x, id, ret, NULL) == OK &&
            subject_private_get(&w->x, id, ret_more, NULL) == OK)
            return;
    }
}

static void
inputs(struct web *w)
{
    struct subject own;
    struct subject_private more;

    own_data(w, &own, &more);
    part_input(w,
        &(struct input){ .name = "complainant",
            .label = str_of(T(w, "投诉企业")),
            .value = own.name,
            .autocomplete = "organization",
            .max_length = 100 });
    part_input(w,
        &(struct input){ .name = "credit_code",
            .label = str_of(T(w, "统一社会信用代码")),
            .value = own.credit_code,
            .max_length = 18,
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "member_no",
            .label = str_of(T(w, "会员编号")),
            .max_length = 50 });
    part_input(w,
        &(struct input){ .name = "contact",
            .label = str_of(T(w, "联系人")),
            .value = more.contact,
            .autocomplete = "name",
            .max_length = 50 });
    part_input(w,
        &(struct input){ .name = "phone",
            .label = str_of(T(w, "联系电话")),
            .kind = INPUT_TEL,
            .value = more.mobile,
            .autocomplete = "tel" });
    part_input(w,
        &(struct input){ .name = "facts",
            .label = str_of(T(w, "投诉的事实")),
            .hint = str_of(T(w, "时间、经过和要求，不少于 10 个字；不写入商业秘密")),
            .kind = INPUT_AREA,
            .max_length = 4000 });
    case_file_inputs(w);
}

static enum status
form_page(struct web *w, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_by_number(&w->x, w->params[0], &c, err));
    const struct programme *p = domain_programme(w->d, c.programme_id);
    const struct pack_record *kind = complaint_kind(p->pack);
    if (kind == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目不受理会员企业投诉");
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = L(w, kind->title),
            .nav = "register",
            .crumbs = { { str_of(T(w, "公示名册")), url_path("/register") },
                { c.name, url_make(w->a, "/register/%s", c.number) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<div class=\"narrow\"><p>");
    html_text(w->h,
        arena_fmt(w->a,
            T(w, "投诉对象：%.*s（%.*s）。对方有机会说明，经核实属实的才计入；您的"
                 "联系人和电话只有核查人员可以看到。"),
            STR_ARG(c.name), STR_ARG(c.number)));
    html_raw(w->h, "</p>");
    part_clause(w, p, p->pack, kind->clause);
    part_form_begin(w, url_make(w->a, "/complain/%s", c.number), true);
    inputs(w);
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交投诉")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
form_before(struct web *w, struct err *err)
{
    struct handing_in *k = arena_one(w->a, struct handing_in);

    w->state = k;
    return case_keep_files(w, "complaint", &k->files, err);
}

static enum status
form_act(struct web *w, struct err *err)
{
    struct handing_in *k = w->state;

    TRY(rate_hit(&w->x,
        arena_fmt(w->a, "complain/" STR_FMT, STR_ARG(w->req->client)),
        FORMS_PER_HOUR, 3600, err));
    k->c = (struct complaint){ .holder_number = w->params[0],
        .complainant = web_field(w, "complainant"),
        .credit_code = web_field(w, "credit_code"),
        .member_no = web_field(w, "member_no"),
        .contact = web_field(w, "contact"),
        .phone = web_field(w, "phone"),
        .complained = w->today,
        .facts = web_field(w, "facts") };
    TRY(complaint_add(&w->x, &k->c, err));
    return case_add_files(
        w, &k->files, k->c.subject_id, k->c.id, err);
}

static enum status
form_reply(struct web *w, struct err *err)
{
    struct handing_in *k = w->state;
    struct url to = url_make(w->a, "/complaints/%s", k->c.number);

    (void)err;
    return web_redirect(
        w, url_with(w->a, to, "c", k->c.check_code), "submitted");
}

/* --- following it --- */

static void
outcome(struct web *w, const struct complaint *c)
{
    part_dl(w, str_of(T(w, "被投诉单位")),
        arena_fmt(w->a, STR_FMT "（" STR_FMT "）", STR_ARG(c->holder),
            STR_ARG(c->holder_number)));
    part_dl(w, str_of(T(w, "收到时间")), show_us(w, c->received_us));
    part_dl(w, str_of(T(w, "投诉的事实")), c->facts);
    part_dl(w, str_of(T(w, "对方说明期限")),
        arena_fmt(w->a, STR_FMT " 24:00",
            STR_ARG(day_iso(w->a, day_of_us(c->due_us - 1)))));
    if (c->statement_us != 0)
        part_dl(w, str_of(T(w, "收到说明")), show_us(w, c->statement_us));
    if (c->finding == FINDING_NONE)
        return;
    part_dl(w, str_of(T(w, "核实结论")),
        web_said(w, complaint_finding_title(c->finding)));
    part_dl(w, str_of(T(w, "核实的情况")), c->reason);
    part_dl(w, str_of(T(w, "核实时间")), show_us(w, c->decided_us));
    if (c->matter.n > 0 && !str_eq(c->matter, c->number))
        part_dl(w, str_of(T(w, "同一事项的投诉")), c->matter);
}

static void
derivation(struct web *w, const struct complaint *c)
{
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, T(w, "说明期限怎样计算"));
    html_raw(w->h, "</summary><p>");
    html_multiline(w->h, c->derivation);
    html_raw(w->h, "</p></details>\n");
}

static enum status
receipt_page(struct web *w, struct err *err)
{
    struct complaint c;

    TRY(complaint_by_number(
        &w->x, w->params[0], web_query(w, "c"), &c, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "投诉回执")),
            .nav = "register" });
    html_raw(w->h, "<div class=\"narrow\"><p>");
    complaint_tag(w, &c);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "回执编号")), c.number);
    part_dl(w, str_of(T(w, "查询码")), c.check_code);
    part_dl(w, str_of(T(w, "投诉时为会员")),
        c.member ? str_of(T(w, "是")) : str_of(T(w, "否（会员名册中没有）")));
    outcome(w, &c);
    part_dl_end(w);
    derivation(w, &c);
    html_raw(w->h, "<p class=\"muted\">");
    html_cstr(w->h,
        T(w, "请保存本页地址或记下编号和查询码，用于查看办理结果。"));
    html_raw(w->h, "</p></div>");
    page_end(w);
    return OK;
}

/* --- /mine/complaints/:id --- */

static void
statement_form(struct web *w, const struct complaint *c)
{
    if (c->finding != FINDING_NONE || c->statement_us != 0 ||
        w->now_us >= c->due_us ||
        !acts_for(&w->who, c->subject_id, "editor"))
        return;
    part_card_begin(w, str_of(T(w, "提交说明")), true);
    part_form_begin(
        w, url_make(w->a, "/mine/complaints/%d/statement", c->id), true);
    part_input(w,
        &(struct input){ .name = "statement",
            .label = str_of(T(w, "说明")),
            .hint = str_of(T(w, "对投诉事实的说明，只能提交一次")),
            .kind = INPUT_AREA,
            .max_length = 4000 });
    case_file_inputs(w);
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交说明")));
    part_form_end(w);
    part_card_end(w);
}

static enum status
files_of(struct web *w, const struct complaint *c, const char *kind,
    const char *title, struct err *err)
{
    const struct attachment *list = NULL;
    size_t n = 0;

    TRY(attachment_list(
        &w->x, c->subject_id, str_of(kind), c->id, &list, &n, err));
    if (n == 0)
        return OK;
    html_raw(w->h, "<h3>");
    html_cstr(w->h, title);
    html_raw(w->h, "</h3>");
    part_attachments(w, list, n);
    return OK;
}

static enum status
mine_list(struct web *w, struct err *err)
{
    const struct complaint *list = NULL;
    size_t n = 0;

    TRY(complaint_mine(&w->x, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_MINE,
                      .title = str_of(T(w, "我提交的投诉")),
                      .nav = NULL });
    if (n == 0)
        part_empty(w,
            str_of(T(w, "您的单位没有提交过投诉；凭回执编号和查询码也可以查看。")),
            str_of(T(w, "会员企业投诉")), url_path("/complain"));
    else
        html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<li>");
        part_link(w, url_make(w->a, "/mine/complaints/%d", list[i].id),
            arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(list[i].number),
                STR_ARG(list[i].holder)));
        html_raw(w->h, " ");
        complaint_tag(w, &list[i]);
        html_raw(w->h, "<br><span class=\"muted\">");
        html_text(w->h, show_us(w, list[i].received_us));
        html_raw(w->h, "</span></li>");
    }
    if (n > 0)
        html_raw(w->h, "</ul>");
    page_end(w);
    return OK;
}

static enum status
mine_page(struct web *w, struct err *err)
{
    struct complaint c;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(complaint_get(&w->x, id, &c, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = c.number,
            .nav = "holdings",
            .crumbs = { { str_of(T(w, "我的资格")),
                url_path("/mine/holdings") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    complaint_tag(w, &c);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "投诉企业")), c.complainant);
    outcome(w, &c);
    if (c.statement.n > 0)
        part_dl(w, str_of(T(w, "说明内容")), c.statement);
    part_dl_end(w);
    derivation(w, &c);
    if (acts_for(&w->who, c.subject_id, "viewer"))
        TRY(files_of(w, &c, "complaint_statement",
            T(w, "说明所附材料"), err));
    statement_form(w, &c);
    page_end(w);
    return OK;
}

static enum status
statement_before(struct web *w, struct err *err)
{
    struct case_files *k = arena_one(w->a, struct case_files);

    w->state = k;
    return case_keep_files(w, "complaint_statement", k, err);
}

static enum status
statement_act(struct web *w, struct err *err)
{
    struct complaint c;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(complaint_state(&w->x, id, web_field(w, "statement"), err));
    TRY(complaint_get(&w->x, id, &c, err));
    return case_add_files(w, w->state, c.subject_id, c.id, err);
}

static enum status
statement_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/mine/complaints/%d", id), "submitted");
}

/* --- /desk/complaints --- */

static void
list_row(struct web *w, const struct complaint *c)
{
    part_tr(w);
    part_td_begin(w);
    part_link(w, url_make(w->a, "/desk/complaints/%d", c->id), c->number);
    part_td_end(w);
    part_td(w, c->holder);
    part_td(w, c->complainant);
    part_td(w, c->member ? str_of(T(w, "是")) : str_of(T(w, "否")));
    part_td(w, show_day(w, c->complained));
    part_td(w, day_iso(w->a, day_of_us(c->due_us - 1)));
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
        { STR("open"), str_of(T(w, "待核实")) },
        { STR("all"), str_of(T(w, "全部")) },
    };
    const struct complaint *rows = NULL;
    size_t n = 0;

    TRY(complaint_list(&w->x, !all, (size_t)(web_page(w) - 1) * PER_PAGE,
        PER_PAGE + 1, &rows, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "会员企业投诉")),
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
    part_table_begin(w, str_of(T(w, "会员企业投诉")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "被投诉单位")), false);
    part_th(w, str_of(T(w, "投诉企业")), false);
    part_th(w, str_of(T(w, "投诉时为会员")), false);
    part_th(w, str_of(T(w, "投诉日期")), false);
    part_th(w, str_of(T(w, "说明期至")), false);
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
        { STR("WITHDRAWN"), str_of(T(w, "投诉企业已撤回")) },
    };

    if (c->finding != FINDING_NONE ||
        !may_in(&w->x, MAY_SUPERVISE, c->programme_id, c->region))
        return;
    part_card_begin(w, str_of(T(w, "核实结论")), true);
    if (c->statement_us == 0 && w->now_us < c->due_us)
        part_callout(w, false,
            arena_fmt(w->a,
                T(w, "说明期至 %.*s 24:00（北京时间）；届满或者收到说明后才可以认定"
                     "属实。"),
                STR_ARG(day_iso(w->a, day_of_us(c->due_us - 1)))));
    if (!c->member)
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
            .hint = str_of(T(w, "同一企业同一事项只计一次；另一事项的不填")),
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

static enum status
desk_page(struct web *w, struct err *err)
{
    struct accreditation held;
    struct complaint c;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(complaint_get(&w->x, id, &c, err));
    TRY(act_require(&w->x, MAY_READ_FILES, c.programme_id, c.region, err));
    TRY(accreditation_get(&w->x, c.accreditation_id, &held, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = c.number,
            .nav = "complaints",
            .crumbs = { { str_of(T(w, "会员企业投诉")),
                url_path("/desk/complaints") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    complaint_tag(w, &c);
    html_raw(w->h, " ");
    part_link(w, url_make(w->a, "/desk/holders/%d", held.id),
        str_of(T(w, "查看资格")));
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "投诉企业")), c.complainant);
    part_dl(w, str_of(T(w, "统一社会信用代码")), c.credit_code);
    part_dl(w, str_of(T(w, "会员编号")), c.member_no);
    part_dl(w, str_of(T(w, "投诉时为会员")),
        c.member ? str_of(T(w, "是")) : str_of(T(w, "否（会员名册中没有）")));
    part_dl(w, str_of(T(w, "联系人")),
        may(&w->who, MAY_SUPERVISE)
            ? arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(c.contact),
                  STR_ARG(c.phone))
            : mask_name(w->a, c.contact));
    outcome(w, &c);
    if (c.statement.n > 0)
        part_dl(w, str_of(T(w, "说明内容")), c.statement);
    part_dl_end(w);
    derivation(w, &c);
    TRY(files_of(w, &c, "complaint", T(w, "投诉所附材料"), err));
    TRY(files_of(
        w, &c, "complaint_statement", T(w, "说明所附材料"), err));
    part_heading(w, T(w, "累计次数"));
    TRY(complaint_count(w, &held, err));
    finding_form(w, &c);
    page_end(w);
    return OK;
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

static const struct route ROUTES[] = {
    { HTTP_GET, "/complain", MAY_ANYBODY, .get = find_page,
        .about = "Form: which holder a member enterprise complains about." },
    { HTTP_GET, "/complain/:number", MAY_ANYBODY, .get = form_page,
        .about = "Form: complaint of a member enterprise." },
    { HTTP_POST, "/complain/:number", MAY_ANYBODY, .before = form_before,
        .act = form_act, .reply = form_reply, .again = form_page,
        .flags = ROUTE_FILES, .about = "Takes a complaint." },
    { HTTP_GET, "/complaints/:number", MAY_ANYBODY, .get = receipt_page,
        .about = "Receipt of a complaint, with its outcome." },
    { HTTP_GET, "/mine/complaints", MAY_SIGNED_IN, .get = mine_list,
        .about = "Complaints that one's enterprises handed in." },
    { HTTP_GET, "/mine/complaints/:id", MAY_SIGNED_IN, .get = mine_page,
        .about = "A complaint for the holder, or for who complained." },
    { HTTP_POST, "/mine/complaints/:id/statement", MAY_SIGNED_IN,
        .before = statement_before, .act = statement_act,
        .reply = statement_reply, .again = mine_page, .flags = ROUTE_FILES,
        .about = "The holder's statement on a complaint." },
    { HTTP_GET, "/desk/complaints", MAY_READ_FILES, .get = list_page,
        .about = "Complaints of member enterprises." },
    { HTTP_GET, "/desk/complaints/:id", MAY_READ_FILES, .get = desk_page,
        .about = "A complaint with the count it belongs to." },
    { HTTP_POST, "/desk/complaints/:id/finding", MAY_SUPERVISE,
        .act = finding_act, .reply = finding_reply, .again = desk_page,
        .about = "Finds a complaint true or not." },
};
const struct route_set complaint_routes = ROUTE_SET("complaints", ROUTES);
