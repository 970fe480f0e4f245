/* Complaints: the form and its receipt, the holder's statement. */
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
            .title = str_of(T(w, "投诉")),
            .nav = "register" });
    html_raw(w->h, "<div class=\"narrow\">");
    if (number.n > 0)
        part_callout(
            w, true, str_of(T(w, "没有这个编号，请在公示名册中核对。")));
    part_filter_begin(w, url_path("/complain"));
    part_input(w,
        &(struct input){ .name = "number",
            .label = str_of(T(w, "被投诉单位或者人员的编号")),
            .hint = str_of(T(w, "编号见公示名册、牌匾或者执业证")),
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
own_data(struct web *w, bool enterprise, struct subject *ret,
    struct subject_private *ret_more)
{
    *ret = (struct subject){ .id = 0 };
    *ret_more = (struct subject_private){ .contact = STR_EMPTY };
    for (size_t i = 0; i < w->who.n_memberships; i++) {
        int64_t id = w->who.memberships[i].subject_id;

        if ((!enterprise ||
                str_eq(w->who.memberships[i].kind, STR("organisation"))) &&
            subject_get(&w->x, id, ret, NULL) == OK &&
            subject_private_get(&w->x, id, ret_more, NULL) == OK)
            return;
    }
}

/* An enterprise that is a member. */
static void
enterprise_inputs(
    struct web *w, const struct subject *own, const struct subject_private *more)
{
    part_input(w,
        &(struct input){ .name = "complainant",
            .label = str_of(T(w, "投诉企业")),
            .value = own->name,
            .autocomplete = "organization",
            .max_length = 100 });
    part_input(w,
        &(struct input){ .name = "credit_code",
            .label = str_of(T(w, "统一社会信用代码")),
            .value = own->credit_code,
            .max_length = 18,
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "member_no",
            .label = str_of(T(w, "会员编号")),
            .max_length = 50 });
    part_input(w,
        &(struct input){ .name = "contact",
            .label = str_of(T(w, "联系人")),
            .value = more->contact,
            .autocomplete = "name",
            .max_length = 50 });
}

/* Anybody, under his own name. */
static void
person_inputs(struct web *w, const struct subject *own)
{
    part_input(w,
        &(struct input){ .name = "complainant",
            .label = str_of(T(w, "投诉人姓名或者单位名称")),
            .hint = str_of(T(w, "请用真实姓名；对方看到的只有姓氏")),
            .value = own->name,
            .autocomplete = "name",
            .max_length = 50 });
}

static void
inputs(struct web *w, bool members)
{
    struct subject own;
    struct subject_private more;

    own_data(w, members, &own, &more);
    if (members)
        enterprise_inputs(w, &own, &more);
    else
        person_inputs(w, &own);
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

/* Who deals with it, and how fast. */
static void
office_note(struct web *w, const struct pack *pack,
    const struct accreditation *c)
{
    int64_t days = 0;

    if (pack_parameter(pack, STR("投诉受理工作日"), &days, NULL) != OK)
        return;
    html_raw(w->h, "<p>");
    html_text(w->h,
        arena_fmt(w->a,
            T(w, "由%.*s的主管机关办理，%lld 个工作日内告知是否受理；不属其管辖的，"
                 "移送有管辖权的区县。"),
            STR_ARG(region_path(w->a, w->d->regions, c->region)),
            (long long)days));
    html_raw(w->h, "</p>");
}

static enum status
form_page(struct web *w, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_by_number(&w->x, w->params[0], &c, err));
    const struct programme *p = domain_programme(w->d, c.programme_id);
    const struct pack_record *kind = complaint_kind(p->pack);
    if (kind == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目不受理投诉");
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
    office_note(w, p->pack, &c);
    part_clause(w, p, p->pack, kind->clause);
    part_form_begin(w, url_make(w->a, "/complain/%s", c.number), true);
    inputs(w, complaint_of_members(p->pack));
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
    if (c.credit_code.n > 0)
        part_dl(w, str_of(T(w, "投诉时为会员")),
            c.member ? str_of(T(w, "是"))
                     : str_of(T(w, "否（会员名册中没有）")));
    complaint_terms(w, &c);
    part_dl_end(w);
    complaint_derivation(w, &c);
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
        complaint_is_new(c) || w->now_us >= c->due_us ||
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
            str_of(T(w, "您和您的单位没有提交过投诉；凭回执编号和查询码也可以查看。")),
            str_of(T(w, "投诉")), url_path("/complain"));
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
    part_dl(w, str_of(T(w, "投诉人")), c.complainant);
    complaint_terms(w, &c);
    if (c.statement.n > 0)
        part_dl(w, str_of(T(w, "说明内容")), c.statement);
    part_dl_end(w);
    complaint_derivation(w, &c);
    if (acts_for(&w->who, c.subject_id, "viewer"))
        TRY(complaint_files(w, &c, "complaint_statement",
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
};
const struct route_set complaint_routes = ROUTE_SET("complaints", ROUTES);
