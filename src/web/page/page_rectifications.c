/* Correction orders: at the desk with the re-check, for the holder with its
 * report. */
#include "case_parts.h"
#include "domain/attachment.h"
#include "draw_parts.h"
#include "message_parts.h"

static void
table(struct web *w, const struct rectification *list, size_t n)
{
    part_table_begin(w, str_of(T(w, "限期整改")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "对象")), false);
    part_th(w, str_of(T(w, "需要整改的事项")), false);
    part_th(w, str_of(T(w, "期限")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/rectifications/%d", list[i].id),
            list[i].number);
        part_td_end(w);
        part_td(w, list[i].holder);
        part_td(w, list[i].items);
        part_td(w, rectification_deadline(w, &list[i]));
        part_td_begin(w);
        rectification_tag(w, &list[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct rectification *list = NULL;
    size_t n = 0;

    TRY(rectification_list(&w->x, 0, false, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "限期整改")),
            .nav = "rectifications" });
    if (n == 0)
        part_empty(w, str_of(T(w, "没有限期整改。")),
            str_of(T(w, "检查和记录")), url_path("/desk/inspections"));
    else
        table(w, list, n);
    page_end(w);
    return OK;
}

/* --- one order --- */

static enum status
body(struct web *w, const struct rectification *r, struct err *err)
{
    const struct programme *p = domain_programme(w->d, r->programme_id);
    const struct attachment *files = NULL;
    size_t n = 0;

    html_raw(w->h, "<p>");
    rectification_tag(w, r);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "对象")),
        arena_fmt(w->a, STR_FMT "（" STR_FMT "）", STR_ARG(r->holder),
            STR_ARG(r->holder_number)));
    part_dl(w, str_of(T(w, "需要整改的事项")), r->items);
    part_dl(w, str_of(T(w, "责令日期")), show_us(w, r->ordered_us));
    part_dl(w, str_of(T(w, "期限")), rectification_deadline(w, r));
    if (r->reported_us > 0) {
        part_dl(w, str_of(T(w, "整改情况")), r->report);
        part_dl(w, str_of(T(w, "报告时间")), show_us(w, r->reported_us));
    }
    if (r->checked_us > 0) {
        part_dl(w, str_of(T(w, "复查情况")), r->remark);
        part_dl(w, str_of(T(w, "复查时间")), show_us(w, r->checked_us));
    }
    part_dl_end(w);
    if (r->derivation.n > 0) {
        html_raw(w->h, "<details><summary>");
        html_cstr(w->h, T(w, "期限怎样计算"));
        html_raw(w->h, "</summary><p>");
        html_multiline(w->h, r->derivation);
        html_raw(w->h, "</p></details>");
    }
    part_clause(w, p, p->pack, r->clause);
    TRY(attachment_list(&w->x, r->subject_id, STR("rectification"), r->id,
        &files, &n, err));
    if (n > 0)
        part_attachments(w, files, n);
    return part_letters(
        w, r->subject_id, STR("rectification"), r->id, err);
}

static void
check_form(struct web *w, const struct rectification *r)
{
    const struct choice found[] = {
        { STR("passed"), str_of(T(w, "合格，办结")) },
        { STR("failed"), str_of(T(w, "不合格")) },
    };

    part_card_begin(w, str_of(T(w, "复查")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/rectifications/%d/check", r->id), false);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)r->version));
    part_radios(w, "found", str_of(T(w, "复查结果")),
        r->failed_ground.n > 0
            ? str_of(T(w, "不合格的，按规定提出立案；期限届满前对方没有报告整改"
                          "情况的，不能认定不合格"))
            : STR_EMPTY,
        found, 2, STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "remark",
            .label = str_of(T(w, "复查情况")),
            .kind = INPUT_AREA,
            .max_length = 5000 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "记录复查结果")));
    part_form_end(w);
    part_card_end(w);
}

static enum status
asked(struct web *w, struct rectification *r, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return rectification_get(&w->x, id, r, err);
}

static enum status
desk_page(struct web *w, struct err *err)
{
    struct rectification r;

    TRY(asked(w, &r, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title =
                arena_fmt(w->a, T(w, "限期整改 %.*s"), STR_ARG(r.number)),
            .nav = "rectifications",
            .crumbs = { { str_of(T(w, "限期整改")),
                url_path("/desk/rectifications") } },
            .n_crumbs = 1 });
    TRY(body(w, &r, err));
    if (r.proceeding_id != 0) {
        html_raw(w->h, "<p>");
        part_link(w,
            url_make(w->a, "/desk/proceedings/%d", r.proceeding_id),
            str_of(T(w, "因复查不合格提出的案件")));
        html_raw(w->h, "</p>");
    }
    if (r.state == RECT_OPEN &&
        may_in(&w->x, MAY_SUPERVISE, r.programme_id, r.region))
        check_form(w, &r);
    TRY(message_receipt_card(w,
        arena_fmt(w->a, "/mine/rectifications/%lld", (long long)r.id), err));
    page_end(w);
    return OK;
}

static enum status
check_act(struct web *w, struct err *err)
{
    struct str found = web_field(w, "found");
    struct rectification r;
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    if (!str_eq(found, STR("passed")) && !str_eq(found, STR("failed")))
        return err_field(
            err, ERR_INPUT, STR("found"), "请选择复查结果");
    return rectification_check(&w->x, id, str_eq(found, STR("passed")),
        web_field(w, "remark"), version, &r, err);
}

static enum status
check_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/rectifications/%d", id), "decided");
}

/* --- the holder's page --- */

static void
report_form(struct web *w, const struct rectification *r)
{
    part_card_begin(w, str_of(T(w, "报告整改情况")), true);
    part_form_begin(
        w, url_make(w->a, "/mine/rectifications/%d/report", r->id), true);
    part_input(w,
        &(struct input){ .name = "report",
            .label = str_of(T(w, "整改情况")),
            .hint = str_of(T(w, "逐项写明怎样改正；复查前可以再次提交")),
            .kind = INPUT_AREA,
            .value = r->report,
            .max_length = 5000 });
    case_file_inputs(w);
    part_button(w, BUTTON_MAIN, str_of(T(w, "提交")));
    part_form_end(w);
    part_card_end(w);
}

static enum status
mine_page(struct web *w, struct err *err)
{
    struct rectification r;

    TRY(asked(w, &r, err));
    TRY(act_require_member(&w->x, r.subject_id, "viewer", err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title =
                arena_fmt(w->a, T(w, "限期整改 %.*s"), STR_ARG(r.number)),
            .nav = "holdings",
            .crumbs = { { str_of(T(w, "我的资格")),
                            url_path("/mine/holdings") },
                { r.holder, url_make(w->a, "/mine/holdings/%d",
                                r.accreditation_id) } },
            .n_crumbs = 2 });
    TRY(body(w, &r, err));
    if (r.state == RECT_OPEN && acts_for(&w->who, r.subject_id, "editor"))
        report_form(w, &r);
    page_end(w);
    return OK;
}

static enum status
report_before(struct web *w, struct err *err)
{
    struct case_files *files = arena_one(w->a, struct case_files);

    w->state = files;
    return case_keep_files(w, "rectification", files, err);
}

static enum status
report_act(struct web *w, struct err *err)
{
    struct rectification r;

    TRY(asked(w, &r, err));
    TRY(rectification_report(&w->x, r.id, web_field(w, "report"), err));
    return case_add_files(w, w->state, r.subject_id, r.id, err);
}

static enum status
report_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/mine/rectifications/%d", id), "submitted");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/rectifications", MAY_READ_FILES, .get = list_page,
        .about = "Correction orders, open ones by last day." },
    { HTTP_GET, "/desk/rectifications/:id", MAY_READ_FILES,
        .get = desk_page, .about = "A correction order." },
    { HTTP_POST, "/desk/rectifications/:id/check", MAY_SUPERVISE,
        .act = check_act, .reply = check_reply, .again = desk_page,
        .about = "What the re-check found." },
    { HTTP_GET, "/mine/rectifications/:id", MAY_SIGNED_IN,
        .get = mine_page, .about = "A correction order for its holder." },
    { HTTP_POST, "/mine/rectifications/:id/report", MAY_SIGNED_IN,
        .before = report_before, .act = report_act, .reply = report_reply,
        .again = mine_page, .flags = ROUTE_FILES,
        .about = "The holder says what it has put right." },
};
const struct route_set rectification_routes =
    ROUTE_SET("rectifications", ROUTES);
