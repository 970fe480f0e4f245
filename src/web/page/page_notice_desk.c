/* The officer's desk of notices: preparing, publishing, objections, grant. */
#include "domain/attachment.h"
#include "incident_parts.h"
#include "page_notice.h"

#define NOTICES_SHOWN 50
#define CHOSEN_MOST 2000

/* --- overview --- */

static void
objections_table(struct web *w, const struct objection *list, size_t n)
{
    part_table_begin(w, str_of(T(w, "异议")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "收到时间")), false);
    part_th(w, str_of(T(w, "名单序号")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/objections/%d", list[i].id),
            list[i].number);
        part_td_end(w);
        part_td(w, show_us(w, list[i].received_us));
        part_td_num(w, list[i].position);
        part_td_begin(w);
        objection_state_tag(w, &list[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static bool
has_notice(const struct pack *p)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        if (procedure_stage(&p->procedures[i], STAGE_PUBLIC_NOTICE) != NULL)
            return true;
    }
    return false;
}

static enum status
desk_page(struct web *w, struct err *err)
{
    const struct notice *list = NULL;
    const struct objection *open = NULL;
    size_t n = 0, n_open = 0;

    TRY(notice_list(
        &w->x, 0, INT64_MAX, NOTICES_SHOWN, &list, &n, err));
    TRY(objection_list(&w->x, 0, true, &open, &n_open, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "公示与异议")),
            .nav = "desk-notices" });
    if (may(&w->who, MAY_PUBLISH)) {
        html_raw(w->h, "<p>");
        for (size_t i = 0; i < w->d->n_programmes; i++) {
            const struct programme *p = &w->d->programmes[i];

            if (!may_in(&w->x, MAY_PUBLISH, p->id, STR_EMPTY) ||
                !has_notice(p->pack))
                continue;
            part_link_button(w, BUTTON_SECOND,
                arena_fmt(w->a, "%s（" STR_FMT "）", T(w, "发布公示"),
                    STR_ARG(L(w, p->pack->short_title))),
                url_with(w->a, url_path("/desk/notices/new"), "programme",
                    p->code));
        }
        html_raw(w->h, "</p>");
    }
    if (n_open > 0) {
        part_card_begin(w, str_of(T(w, "待办理的异议")), false);
        objections_table(w, open, n_open);
        part_card_end(w);
    }
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有公示。")),
            str_of(T(w, "查看待公示的申请")),
            url_path("/desk/applications?state=REVIEW_PASSED"));
    else
        part_table_begin(w, str_of(T(w, "公示")));
    if (n > 0) {
        part_th(w, str_of(T(w, "编号")), false);
        part_th(w, str_of(T(w, "标题")), false);
        part_th(w, str_of(T(w, "公示期")), false);
        part_th(w, str_of(T(w, "对象")), true);
        part_th(w, str_of(T(w, "状态")), false);
        part_table_body(w);
    }
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/notices/%d", list[i].id),
            list[i].number);
        part_td_end(w);
        part_td(w, list[i].title);
        part_td(w,
            arena_fmt(w->a, STR_FMT " — " STR_FMT,
                STR_ARG(day_iso(w->a, list[i].first_day)),
                STR_ARG(day_iso(w->a, list[i].last_day))));
        part_td_num(w, list[i].entries);
        part_td_begin(w);
        notice_state_tag(w, &list[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    if (n > 0)
        part_table_end(w);
    page_end(w);
    return OK;
}

/* --- new --- */

static const struct programme *
programme_of(struct web *w)
{
    return domain_programme_by_code(
        w->d, web_typed(w, "programme", web_query(w, "programme")));
}

static void
waiting_table(struct web *w, const struct notice_draft *d)
{
    part_table_begin(w, str_of(T(w, "审核通过，等待公示")));
    html_raw(w->h, "<th scope=\"col\"><input type=\"checkbox\""
                   " data-all=\"ids\" checked");
    html_attr(w->h, "aria-label", str_of(T(w, "全选")));
    html_raw(w->h, "></th>");
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_table_body(w);
    for (size_t i = 0; i < d->n_waiting; i++) {
        const struct application_row *r = &d->waiting[i];

        part_tr(w);
        html_raw(w->h, "<td><input type=\"checkbox\" name=\"ids\" checked");
        html_attr_int(w->h, "value", r->id);
        html_attr(w->h, "aria-label", r->name);
        html_raw(w->h, "></td>");
        part_td(w, r->number);
        part_td(w, r->name);
        part_td(w, region_path(w->a, w->d->regions, r->region));
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
new_page(struct web *w, struct err *err)
{
    const struct programme *p = programme_of(w);
    struct notice_draft d;
    struct err failed = { 0 };

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    enum status st = notice_prepare(&w->x, p->id, &d, &failed);
    if (st != OK && st != ERR_NOT_FOUND && st != ERR_CONFLICT) {
        *err = failed;
        return st;
    }
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "发布公示")),
            .nav = "desk-notices",
            .crumbs = { { str_of(T(w, "公示与异议")),
                url_path("/desk/notices") } },
            .n_crumbs = 1 });
    if (st != OK) { /* such as a missing holiday year */
        part_callout(w, true, web_said(w, str_of(failed.text)));
        page_end(w);
        return OK;
    }
    part_card_begin(w, L(w, p->title), true);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "公示起始日（今日）")), show_day(w, w->today));
    part_dl(w, str_of(T(w, "公示届满")),
        arena_fmt(w->a, STR_FMT " 24:00",
            STR_ARG(day_iso(w->a, d.deadline.last_day))));
    part_dl(w, str_of(T(w, "最早认定日")),
        show_day(w, day_add_days(d.deadline.last_day, 1)));
    part_dl_end(w);
    part_deadline(w, &d.deadline);
    part_clause(w, p, p->pack, d.stage->clause);
    part_card_end(w);
    if (d.n_waiting == 0) {
        part_empty(w, str_of(T(w, "没有等待公示的申请。")),
            str_of(T(w, "查看申请")), url_path("/desk/applications"));
        page_end(w);
        return OK;
    }
    part_form_begin(w, url_path("/desk/notices/new"), false);
    part_hidden(w, "programme", p->code);
    waiting_table(w, &d);
    part_input(w,
        &(struct input){ .name = "until",
            .label = str_of(T(w, "公示截止日")),
            .hint = arena_fmt(w->a,
                T(w, "最早 %.*s；可以延长，不能提前。当日 24:00 届满"),
                STR_ARG(day_iso(w->a, d.deadline.last_day))),
            .kind = INPUT_DATE,
            .value = day_iso(w->a, d.deadline.last_day),
            .width = 10 });
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "发布后名单立即公开，当事人收到通知，公示期不能缩短。"));
    html_raw(w->h, "</p>");
    part_button(w, BUTTON_MAIN, str_of(T(w, "发布公示")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
new_act(struct web *w, struct err *err)
{
    const struct programme *p = programme_of(w);
    struct notice *n = arena_one(w->a, struct notice);
    int64_t *ids = arena_new_array(w->a, int64_t, CHOSEN_MOST + 1);
    struct day until = DAY_NONE;
    struct str v;
    size_t count = 0;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    struct str typed = web_field(w, "until");
    if (typed.n > 0 && day_parse(typed, &until, err) != OK)
        return err_field(err, ERR_INPUT, STR("until"),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(typed));
    for (size_t i = 0;
         count <= CHOSEN_MOST && http_field_at(w->req, "ids", i, &v); i++) {
        if (num_int(v, 1, INT64_MAX, &ids[count]))
            count++;
    }
    w->state = n;
    return notice_publish(&w->x, p->id, ids, count, until, n, err);
}

static enum status
new_reply(struct web *w, struct err *err)
{
    struct notice *n = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/notices/%d", n->id), "published");
}

/* --- one notice --- */

/* The stage behind the notice; NULL: the grant itself. */
static const struct pack_stage *
hands_over(const struct programme *p)
{
    for (size_t i = 0; p != NULL && i < p->pack->n_procedures; i++) {
        const struct pack_procedure *proc = &p->pack->procedures[i];

        if (procedure_stage(proc, STAGE_PUBLIC_NOTICE) == NULL)
            continue;
        if (notice_is_last(proc))
            return NULL;
        for (size_t k = 0; k + 1 < proc->n_stages; k++) {
            if (proc->stages[k].kind == STAGE_PUBLIC_NOTICE)
                return &proc->stages[k + 1];
        }
    }
    return NULL;
}

static void
grant_form(struct web *w, const struct notice *n)
{
    const struct programme *p = domain_programme(w->d, n->programme_id);
    bool grants = hands_over(p) == NULL;

    if (!str_eq(n->state, STR("PUBLISHED")) ||
        !may(&w->who, grants ? MAY_DECIDE : MAY_PUBLISH))
        return;
    if (w->now_us < n->end_us) {
        part_callout(w, false,
            arena_fmt(w->a, "%s " STR_FMT " 24:00%s " STR_FMT, T(w, "公示期至"),
                STR_ARG(day_iso(w->a, n->last_day)),
                grants ? T(w, "，最早认定日") : T(w, "，最早办结日"),
                STR_ARG(day_iso(w->a, day_add_days(n->last_day, 1)))));
        return;
    }
    part_form_begin(
        w, url_make(w->a, "/desk/notices/%d/grant", n->id), false);
    if (!grants) {
        html_raw(w->h, "<p>");
        html_text(w->h,
            arena_fmt(w->a,
                T(w, "无异议的对象转入下一环节“%.*s”；有未办结异议的对象暂不"
                     "办理，不影响其他对象。"),
                STR_ARG(L(w, hands_over(p)->title))));
        html_raw(w->h, "</p>");
        part_button(w, BUTTON_MAIN, str_of(T(w, "办结公示，转入下一环节")));
        part_form_end(w);
        return;
    }
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "认定全部无异议的对象：认定日为今日，生成编号和有效期，当事人收到"
             "通知。有未办结异议的对象不受影响，暂不认定。"));
    html_raw(w->h, "</p>");
    part_button(w, BUTTON_MAIN, str_of(T(w, "认定无异议的对象")));
    part_form_end(w);
}

static enum status
one_page(struct web *w, struct err *err)
{
    const struct notice_entry *entries = NULL;
    const struct objection *objections = NULL;
    struct banned banned;
    struct notice n;
    size_t count = 0, n_objections = 0;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(notice_get(&w->x, id, &n, err));
    TRY(notice_entries(&w->x, id, &entries, &count, err));
    TRY(objection_list(
        &w->x, id, false, &objections, &n_objections, err));
    TRY(banned_read(w, &banned, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = n.title,
            .nav = "desk-notices",
            .crumbs = { { str_of(T(w, "公示与异议")),
                url_path("/desk/notices") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    notice_state_tag(w, &n);
    html_raw(w->h, " ");
    part_link(w, url_make(w->a, "/notices/%d", n.id), n.number);
    html_raw(w->h, "</p>");
    notice_derivation(w, &n);
    grant_form(w, &n);
    if (n_objections > 0)
        objections_table(w, objections, n_objections);
    part_table_begin(w, str_of(T(w, "公示名单")));
    part_th(w, str_of(T(w, "序号")), true);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < count; i++) {
        part_tr(w);
        part_td_num(w, entries[i].position);
        part_td_begin(w);
        part_link(w,
            url_make(
                w->a, "/desk/applications/%d", entries[i].application_id),
            entries[i].name);
        part_td_end(w);
        part_td(w, region_path(w->a, w->d->regions, entries[i].region));
        part_td_begin(w);
        notice_entry_tag(w, &entries[i]);
        TRY(banned_note(w, &banned, entries[i].subject_id,
            entries[i].application_id, err));
        if (str_eq(entries[i].state, STR("OPEN")) &&
            may_in(&w->x, MAY_DECIDE, n.programme_id, entries[i].region)) {
            html_raw(w->h, "<br>");
            part_link(w,
                url_make(w->a, "/desk/notices/%d/entries/%d", n.id,
                    entries[i].position),
                str_of(T(w, "复核")));
        }
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

static enum status
grant_act(struct web *w, struct err *err)
{
    struct notice_outcome out;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return notice_grant(&w->x, id, &out, err);
}

static enum status
grant_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/notices/%d", id), "granted");
}

/* --- one entry --- */

static enum status
entry_page(struct web *w, struct err *err)
{
    struct str why = STR_EMPTY;
    struct notice_entry e;
    struct notice n;
    int64_t id = 0, position = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(web_param_id(w, 1, &position, err));
    TRY(notice_get(&w->x, id, &n, err));
    TRY(notice_hindrance(&w->x, id, position, &e, &why, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(
                w->a, "%s " STR_FMT, T(w, "复核"), STR_ARG(e.name)),
            .nav = "desk-notices",
            .crumbs = { { str_of(T(w, "公示与异议")),
                            url_path("/desk/notices") },
                { n.number, url_make(w->a, "/desk/notices/%d", n.id) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<p>");
    notice_entry_tag(w, &e);
    html_raw(w->h, " ");
    part_link(w, url_make(w->a, "/desk/applications/%d", e.application_id),
        str_of(T(w, "申请材料和审核记录")));
    html_raw(w->h, "</p>");
    if (why.n == 0) {
        part_callout(w, false,
            str_of(str_eq(e.state, STR("OPEN"))
                       ? T(w, "按今日复核，没有不得申报或者不再符合条件的情形。"
                              "公示期满即可办理；有异议的，按异议办理。")
                       : T(w, "这个对象有未办结的异议，或者已经办结。")));
        page_end(w);
        return OK;
    }
    part_callout(w, true, web_said(w, why));
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "可以等原因消除后再办理；不再等待的，作出不予认定的"
                         "决定：申请终结，当事人收到书面理由，名单上标明"
                         "未予认定，不能撤回。"));
    html_raw(w->h, "</p>");
    part_form_begin(w,
        url_make(w->a, "/desk/notices/%d/entries/%d", n.id, position),
        false);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "不予认定的理由")),
            .hint = str_of(T(w, "连同上述情形和依据一并告知申请人")),
            .kind = INPUT_AREA });
    part_button(w, BUTTON_DANGER, str_of(T(w, "不予认定")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
entry_act(struct web *w, struct err *err)
{
    int64_t id = 0, position = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(web_param_id(w, 1, &position, err));
    return notice_refuse(
        &w->x, id, position, web_field(w, "reason"), err);
}

static enum status
entry_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/notices/%d", id), "saved");
}

/* --- one objection --- */

static enum status
objection_page(struct web *w, struct err *err)
{
    struct objection o;
    struct notice n;
    const struct attachment *files = NULL;
    size_t n_files = 0;
    int64_t id = 0;
    struct choice c[] = { { STR("upheld"),
                              str_of(T(w, "异议成立，不予认定")) },
        { STR("dismissed"), str_of(T(w, "异议不成立，继续办理")) } };

    TRY(web_param_id(w, 0, &id, err));
    TRY(objection_get(&w->x, id, &o, err));
    TRY(notice_get(&w->x, o.notice_id, &n, err));
    TRY(attachment_list(&w->x, o.subject_id, STR("objection"), o.id, &files,
        &n_files, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(
                w->a, "%s " STR_FMT, T(w, "异议"), STR_ARG(o.number)),
            .nav = "desk-notices",
            .crumbs = { { str_of(T(w, "公示与异议")),
                            url_path("/desk/notices") },
                { n.number, url_make(w->a, "/desk/notices/%d", n.id) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<p>");
    objection_state_tag(w, &o);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "名单序号")),
        arena_fmt(w->a, "%lld", (long long)o.position));
    part_dl(w, str_of(T(w, "异议人")), o.objector);
    part_dl(w, str_of(T(w, "联系方式")), o.contact);
    part_dl(w, str_of(T(w, "收到时间")), show_us(w, o.received_us));
    part_dl(w, str_of(T(w, "事实和理由")), o.facts);
    if (o.answer.n > 0)
        part_dl(w, str_of(T(w, "答复")), o.answer);
    part_dl_end(w);
    if (n_files > 0)
        part_attachments(w, files, n_files);
    if (str_eq(o.state, STR("OPEN")) && may(&w->who, MAY_DECIDE)) {
        part_form_begin(w, url_make(w->a, "/desk/objections/%d", id), false);
        part_hidden(w, "version",
            arena_fmt(w->a, "%lld", (long long)o.version));
        part_radios(w, "conclusion", str_of(T(w, "处理结果")), STR_EMPTY, c,
            2, STR_EMPTY);
        part_input(w,
            &(struct input){ .name = "answer",
                .label = str_of(T(w, "核实情况和理由")),
                .hint = str_of(
                    T(w, "将答复异议人；异议成立的，同时告知申请人")),
                .kind = INPUT_AREA });
        part_button(w, BUTTON_MAIN, str_of(T(w, "提交处理结果")));
        part_form_end(w);
    }
    page_end(w);
    return OK;
}

static enum status
objection_act(struct web *w, struct err *err)
{
    struct str v = web_field(w, "conclusion");
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    if (!str_eq(v, STR("upheld")) && !str_eq(v, STR("dismissed")))
        web_problem(w, STR("conclusion"), "请选择处理结果",
            "Choose a result");
    TRY(web_problems(w, err));
    return objection_decide(&w->x, id, str_eq(v, STR("upheld")),
        web_field(w, "answer"), version, err);
}

static enum status
objection_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/objections/%d", id), "decided");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/notices", MAY_READ_FILES, .get = desk_page,
        .about = "Notices and open objections." },
    { HTTP_GET, "/desk/notices/new", MAY_PUBLISH, .get = new_page,
        .about = "Prepares a notice with its period." },
    { HTTP_POST, "/desk/notices/new", MAY_PUBLISH, .act = new_act,
        .reply = new_reply, .again = new_page,
        .about = "Publishes a notice." },
    { HTTP_GET, "/desk/notices/:id", MAY_READ_FILES, .get = one_page,
        .about = "A notice with objections and the grant." },
    { HTTP_GET, "/desk/notices/:id/entries/:position", MAY_DECIDE,
        .get = entry_page,
        .about = "Does an entry still hold? The form to take it out." },
    { HTTP_POST, "/desk/notices/:id/entries/:position", MAY_DECIDE,
        .act = entry_act, .reply = entry_reply, .again = entry_page,
        .about = "Takes out an entry that may not be granted." },
    { HTTP_POST, "/desk/notices/:id/grant", MAY_PUBLISH, .act = grant_act,
        .reply = grant_reply, .again = one_page,
        .about = "Grants, or hands on, every entry without an open objection." },
    { HTTP_GET, "/desk/objections/:id", MAY_READ_FILES,
        .get = objection_page, .about = "An objection." },
    { HTTP_POST, "/desk/objections/:id", MAY_DECIDE, .act = objection_act,
        .reply = objection_reply, .again = objection_page,
        .about = "Decides an objection." },
};
const struct route_set notice_desk_routes =
    ROUTE_SET("notice desk", ROUTES);
