/* The other side of a case: the holder's page with its statement, and the form
 * by which anybody reports a holder. */
#include "case_parts.h"
#include "domain/attachment.h"

/* --- /mine/proceedings/:id --- */

static enum status
mine_page(struct web *w, struct err *err)
{
    struct proceeding p;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(proceeding_get(&w->x, id, &p, err));
    TRY(act_require_member(&w->x, p.subject_id, "viewer", err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = p.number,
            .nav = "holdings",
            .crumbs = { { str_of(T(w, "我的资格")),
                url_path("/mine/holdings") } },
            .n_crumbs = 1 });
    TRY(case_body(w, &p, false, err));
    if (p.state == PROC_NOTIFIED && w->now_us < p.due_us &&
        acts_for(&w->who, p.subject_id, "editor")) {
        part_card_begin(w, str_of(T(w, "提交陈述")), true);
        part_form_begin(w,
            url_make(w->a, "/mine/proceedings/%d/statement", p.id), true);
        part_input(w,
            &(struct input){ .name = "statement",
                .label = str_of(T(w, "陈述内容")),
                .hint = str_of(T(w, "对事实、理由和依据的意见；只能提交一次")),
                .kind = INPUT_AREA,
                .max_length = 5000 });
        case_file_inputs(w);
        part_button(w, BUTTON_MAIN, str_of(T(w, "提交陈述")));
        part_form_end(w);
        part_card_end(w);
    }
    page_end(w);
    return OK;
}

static enum status
statement_before(struct web *w, struct err *err)
{
    struct case_files *k = arena_one(w->a, struct case_files);

    w->state = k;
    return case_keep_files(w, "proceeding", k, err);
}

static enum status
statement_act(struct web *w, struct err *err)
{
    struct proceeding p;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(proceeding_state_view(&w->x, id, web_field(w, "statement"), err));
    TRY(proceeding_get(&w->x, id, &p, err));
    return case_add_files(w, w->state, p.subject_id, p.id, err);
}

static enum status
statement_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/mine/proceedings/%d", id), "submitted");
}

/* --- /report/:number --- */

struct report {
    struct case_files files;
    struct proceeding made;
};

/* Grounds on which a report needs name, contact and evidence. */
static void
real_name_note(struct web *w, const struct pack *p)
{
    for (size_t i = 0; i < p->n_grounds; i++) {
        if (p->grounds[i].real_name)
            part_callout(w, false,
                arena_fmt(w->a,
                    T(w, "反映“%.*s”须实名：填写真实姓名或者单位名称、证件号码和"
                         "联系方式，并附至少一份佐证材料；承办人答复您。匿名的"
                         "不作为举报受理。"),
                    STR_ARG(L(w, p->grounds[i].title))));
    }
}

static bool
asks_real_name(const struct pack *p)
{
    for (size_t i = 0; i < p->n_grounds; i++) {
        if (p->grounds[i].real_name)
            return true;
    }
    return false;
}

static enum status
report_page(struct web *w, struct err *err)
{
    struct accreditation c;

    TRY(accreditation_by_number(&w->x, w->params[0], &c, err));
    const struct programme *p = domain_programme(w->d, c.programme_id);
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "反映问题")),
            .nav = "register",
            .crumbs = { { str_of(T(w, "公示名册")), url_path("/register") },
                { c.name, url_make(w->a, "/register/%s", c.number) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<div class=\"narrow\"><p>");
    html_text(w->h,
        arena_fmt(w->a,
            T(w, "反映对象：%.*s（%.*s）。您的姓名和联系方式只有核查人员可以看"
                 "到。"),
            STR_ARG(c.name), STR_ARG(c.number)));
    html_raw(w->h, "</p>");
    real_name_note(w, p->pack);
    part_form_begin(w, url_make(w->a, "/report/%s", c.number), true);
    case_ground_select(w, p->pack, false);
    part_input(w,
        &(struct input){ .name = "facts",
            .label = str_of(T(w, "时间、地点和经过")),
            .hint = str_of(T(w, "不少于 10 个字")),
            .kind = INPUT_AREA,
            .max_length = 5000 });
    case_file_inputs(w);
    part_input(w,
        &(struct input){ .name = "reporter",
            .label = str_of(T(w, "您的姓名或单位")),
            .autocomplete = "name",
            .optional = true });
    part_input(w,
        &(struct input){ .name = "contact",
            .label = str_of(T(w, "联系方式")),
            .hint = str_of(T(w, "便于核实情况")),
            .optional = true });
    if (asks_real_name(p->pack))
        part_input(w,
            &(struct input){ .name = "identity",
                .label = str_of(
                    T(w, "身份证号码，单位填写统一社会信用代码")),
                .hint = str_of(T(w, "实名举报必填；只用于核实举报人身份，"
                                    "只有承办人可以看到")),
                .max_length = 30,
                .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
report_before(struct web *w, struct err *err)
{
    struct report *r = arena_one(w->a, struct report);

    w->state = r;
    return case_keep_files(w, "report", &r->files, err);
}

static enum status
report_act(struct web *w, struct err *err)
{
    struct report *r = w->state;

    TRY(rate_hit(&w->x,
        arena_fmt(w->a, "report/" STR_FMT, STR_ARG(w->req->client)), 20, 3600,
        err));
    TRY(proceeding_report(&w->x,
        &(struct report_new){ .holder_number = w->params[0],
            .ground = web_field(w, "ground"),
            .facts = web_field(w, "facts"),
            .reporter = web_field(w, "reporter"),
            .contact = web_field(w, "contact"),
            .identity = web_field(w, "identity"),
            .n_files = r->files.n },
        &r->made, err));
    return case_add_files(
        w, &r->files, r->made.subject_id, r->made.id, err);
}

static enum status
thanks_page(struct web *w, struct err *err)
{
    const struct report *r = w->state;

    (void)err;
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = str_of(T(w, "已收到您反映的问题")),
                      .nav = "register" });
    html_raw(w->h, "<div class=\"receipt\" role=\"status\"><p>");
    html_cstr(w->h, T(w, "登记编号"));
    html_raw(w->h, "</p><p class=\"id\">");
    html_text(w->h, r->made.number);
    html_raw(w->h, "</p><p>");
    html_cstr(w->h, T(w, "工作人员将进行核查；留有联系方式的，会与您联系。"));
    html_raw(w->h, "</p></div>");
    page_end(w);
    return OK;
}

static enum status
report_reply(struct web *w, struct err *err)
{
    /* No address of its own: nothing about a report is public. */
    return web_read(w, thanks_page, err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/proceedings/:id", MAY_SIGNED_IN, .get = mine_page,
        .about = "A case for the holder it concerns." },
    { HTTP_POST, "/mine/proceedings/:id/statement", MAY_SIGNED_IN,
        .before = statement_before, .act = statement_act,
        .reply = statement_reply, .again = mine_page, .flags = ROUTE_FILES,
        .about = "The holder's statement." },
    { HTTP_GET, "/report/:number", MAY_ANYBODY, .get = report_page,
        .about = "Form: report a holder." },
    { HTTP_POST, "/report/:number", MAY_ANYBODY, .before = report_before,
        .act = report_act, .reply = report_reply, .again = report_page,
        .flags = ROUTE_FILES, .about = "Takes a report." },
};
const struct route_set case_routes = ROUTE_SET("case", ROUTES);
