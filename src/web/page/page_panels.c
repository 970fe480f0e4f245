/* Panels for officers: list, appointing, files, substitutes. */
#include "domain/account.h"
#include "domain/panel.h"
#include "page_application.h"

static void
begin(struct web *w, struct str title)
{
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = title,
                      .nav = "panels",
                      .crumbs = { { str_of(T(w, "评审小组")),
                          url_path("/desk/panels") } },
                      .n_crumbs = 1 });
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct panel *list = NULL;
    size_t n = 0;

    TRY(panel_list(&w->x, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "评审小组")),
                      .nav = "panels" });
    if (may(&w->who, MAY_DECIDE))
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "组成评审小组")),
            url_path("/desk/panels/new"));
    if (n == 0) {
        part_empty(w, str_of(T(w, "还没有评审小组。")), STR_EMPTY,
            url_path("/desk/panels"));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "评审小组")));
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "文号")), false);
    part_th(w, str_of(T(w, "申请")), true);
    part_th(w, str_of(T(w, "已有结果")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(w->d, list[i].programme_id);

        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/panels/%d", list[i].id),
            list[i].name);
        part_td_end(w);
        part_td(w, p == NULL ? STR_EMPTY : L(w, p->pack->short_title));
        part_td(w, list[i].document_no);
        part_td_num(w, list[i].files);
        part_td_num(w, list[i].decided);
        part_td(w, list[i].closed ? str_of(T(w, "已结束"))
                                  : str_of(T(w, "评审中")));
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

/* --- /desk/panels/new --- */

static bool
has_panels(const struct programme *p)
{
    for (size_t i = 0; i < p->pack->n_procedures; i++) {
        if (procedure_stage(&p->pack->procedures[i], STAGE_EVALUATION) !=
            NULL)
            return true;
    }
    return false;
}

/* The round whose files a panel gets; it may be left open. */
static enum status
round_field(struct web *w, struct err *err)
{
    const struct round *list = NULL;
    size_t n = 0, k = 0;

    TRY(round_list(&w->x, 0, &list, &n, err));
    struct choice *c = arena_new_array(w->a, struct choice, n + 1);
    c[k++] = (struct choice){ STR_EMPTY, str_of(T(w, "不限批次")) };
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(w->d, list[i].programme_id);

        if (p != NULL && has_panels(p) &&
            may_in(&w->x, MAY_DECIDE, p->id, STR_EMPTY))
            c[k++] = (struct choice){
                arena_fmt(w->a, "%lld", (long long)list[i].id),
                arena_fmt(w->a, STR_FMT " · " STR_FMT,
                    STR_ARG(L(w, p->pack->short_title)),
                    STR_ARG(list[i].name)) };
    }
    part_select(w, "round", str_of(T(w, "批次")), STR_EMPTY, c, k,
        STR_EMPTY);
    return OK;
}

static enum status
new_page(struct web *w, struct err *err)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);
    size_t n = 0;

    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (has_panels(p) && may_in(&w->x, MAY_DECIDE, p->id, STR_EMPTY))
            c[n++] = (struct choice){
                arena_fmt(w->a, "%lld", (long long)p->id),
                L(w, p->pack->short_title) };
    }
    begin(w, str_of(T(w, "组成评审小组")));
    part_form_begin(w, url_path("/desk/panels/new"), false);
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, c, n,
        STR_EMPTY);
    TRY(round_field(w, err));
    part_input(w, &(struct input){ .name = "name",
                      .label = str_of(T(w, "小组名称")),
                      .max_length = 100 });
    part_input(w, &(struct input){ .name = "document_no",
                      .label = str_of(T(w, "组成文件的文号")),
                      .max_length = 60 });
    part_input(w,
        &(struct input){ .name = "members",
            .label = str_of(T(w, "成员")),
            .hint = str_of(T(w, "每行一人：电子邮箱或手机号码、工作单位，"
                                "以空格隔开；第一人为组长；候补成员行首写"
                                "“候补”")),
            .kind = INPUT_AREA });
    part_button(w, BUTTON_MAIN, str_of(T(w, "组成评审小组")));
    part_form_end(w);
    page_end(w);
    return OK;
}

static enum status
read_line(struct web *w, struct str line, size_t index,
    struct panel_member *ret, struct err *err)
{
    struct str login, unit;
    bool more = false;

    *ret = (struct panel_member){
        .rank = index == 0 ? PANEL_CHAIR : PANEL_MEMBER };
    static const struct str MARKS[] = { STR_INIT("候补"), STR_INIT("-") };
    for (size_t i = 0; i < 2; i++) {
        if (!str_starts(line, MARKS[i]))
            continue;
        ret->rank = PANEL_SUBSTITUTE;
        line = str_trim(str_sub(line, MARKS[i].n, SIZE_MAX));
    }
    unit = str_cut(line, ' ', &login, &more);
    ret->unit = more ? str_trim(unit) : STR_EMPTY;
    TRY(account_by_login(&w->x, login, &ret->account_id, err));
    if (ret->account_id == 0)
        return err_field(err, ERR_INPUT, STR("members"),
            "没有账号“" STR_FMT "”，请核对邮箱或手机号码，或者先新建账号",
            STR_ARG(login));
    return OK;
}

static enum status
new_act(struct web *w, struct err *err)
{
    struct panel_member members[40];
    struct panel *p = arena_one(w->a, struct panel);
    struct str rest = web_field(w, "members"), line;
    bool more = rest.n > 0;
    size_t n = 0;

    *p = (struct panel){ .name = web_field(w, "name"),
        .document_no = web_field(w, "document_no") };
    (void)num_int(
        web_field(w, "programme"), 1, INT64_MAX, &p->programme_id);
    TRY(act_require(
        &w->x, MAY_DECIDE, p->programme_id, STR_EMPTY, err));
    if (num_int(web_field(w, "round"), 1, INT64_MAX, &p->round_id)) {
        struct round r;

        TRY(round_get(&w->x, p->round_id, &r, err));
        if (r.programme_id != p->programme_id)
            return err_field(err, ERR_INPUT, STR("round"),
                "“" STR_FMT "”不是这个项目的批次", STR_ARG(r.name));
    }
    while (more && n < sizeof(members) / sizeof(members[0])) {
        rest = str_cut(rest, '\n', &line, &more);
        line = str_trim(utf8_narrow(w->a, line));
        if (line.n == 0)
            continue;
        TRY(read_line(w, line, n, &members[n], err));
        n++;
    }
    p->members = members;
    p->n_members = n;
    TRY(panel_appoint(&w->x, p, err));
    w->state = p;
    return OK;
}

static enum status
new_reply(struct web *w, struct err *err)
{
    const struct panel *p = w->state;

    (void)err;
    return web_redirect(w, url_make(w->a, "/desk/panels/%d", p->id), "added");
}

/* --- /desk/panels/:id --- */

static bool
may_change(struct web *w, const struct panel *p)
{
    return !p->closed &&
           may_in(&w->x, MAY_DECIDE, p->programme_id, STR_EMPTY);
}

static const char *
of_member(struct web *w, const char *name, int64_t account_id)
{
    return arena_cstr(w->a,
        arena_fmt(w->a, "%s.%lld", name, (long long)account_id));
}

/* The substitutes of a panel, to choose from. */
static size_t
substitutes(struct web *w, const struct panel *p, struct choice *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_members; i++) {
        const struct panel_member *m = &p->members[i];

        if (!m->left && m->rank == PANEL_SUBSTITUTE)
            ret[n++] = (struct choice){
                arena_fmt(w->a, "%lld", (long long)m->account_id), m->name };
    }
    return n;
}

static void
replace_form(struct web *w, const struct panel *p,
    const struct panel_member *m, const struct choice *c, size_t n)
{
    part_fold_begin(w, BUTTON_SECOND, T(w, "更换"));
    part_form_begin(
        w, url_make(w->a, "/desk/panels/%d/replace", p->id), false);
    part_hidden(w, "account",
        arena_fmt(w->a, "%lld", (long long)m->account_id));
    part_select(w, of_member(w, "substitute", m->account_id),
        arena_fmt(w->a, T(w, "由谁接替“%.*s”"), STR_ARG(m->name)), STR_EMPTY,
        c, n, STR_EMPTY);
    part_input(w,
        &(struct input){ .name = of_member(w, "reason", m->account_id),
            .label = arena_fmt(
                w->a, T(w, "“%.*s”离任的理由"), STR_ARG(m->name)),
            .kind = INPUT_AREA,
            .max_length = 1000 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认更换")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static void
substitute_form(struct web *w, const struct panel *p)
{
    part_fold_begin(w, BUTTON_SECOND, T(w, "增加候补成员"));
    part_form_begin(
        w, url_make(w->a, "/desk/panels/%d/substitute", p->id), false);
    part_input(w,
        &(struct input){ .name = "login",
            .label = str_of(T(w, "电子邮箱或手机号码")),
            .max_length = 100 });
    part_input(w, &(struct input){ .name = "unit",
                      .label = str_of(T(w, "工作单位")),
                      .optional = true,
                      .max_length = 100 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "增加候补成员")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

static void
close_form(struct web *w, const struct panel *p)
{
    part_fold_begin(w, BUTTON_DANGER, T(w, "结束评审小组"));
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "结束后成员不再看到材料，也不能再分配申请；"
                         "还有申请没有结果的不能结束。"));
    html_raw(w->h, "</p>");
    part_form_begin(
        w, url_make(w->a, "/desk/panels/%d/close", p->id), false);
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)p->version));
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认结束")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

static void
member_table(struct web *w, const struct panel *p)
{
    struct choice *c = arena_new_array(w->a, struct choice, p->n_members + 1);
    size_t n_free = may_change(w, p) ? substitutes(w, p, c) : 0;


    part_table_begin(w, str_of(T(w, "评审成员")));
    part_th(w, str_of(T(w, "姓名")), false);
    part_th(w, str_of(T(w, "席位")), false);
    part_th(w, str_of(T(w, "工作单位")), false);
    part_th(w, str_of(T(w, "说明")), false);
    part_table_body(w);
    for (size_t i = 0; i < p->n_members; i++) {
        const struct panel_member *m = &p->members[i];

        part_tr(w);
        part_td(w, m->name);
        part_td(w, web_said(w, panel_rank_title(m->rank)));
        part_td(w, m->unit);
        part_td_begin(w);
        if (m->left)
            html_text(w->h,
                arena_fmt(w->a, "%s：" STR_FMT, T(w, "已离任"),
                    STR_ARG(m->left_reason)));
        else if (n_free > 0 && m->rank != PANEL_SUBSTITUTE)
            replace_form(w, p, m, c, n_free);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
file_table(struct web *w, const struct panel_file *list, size_t n)
{
    part_heading(w, T(w, "分配的申请"));
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "还没有分配申请。"));
        html_raw(w->h, "</p>\n");
        return;
    }
    part_table_begin(w, str_of(T(w, "分配的申请")));
    part_th(w, str_of(T(w, "收件编号")), false);
    part_th(w, str_of(T(w, "申请单位")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "分配时间")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/panel/files/%d", list[i].application_id),
            list[i].number);
        part_td_end(w);
        part_td(w, list[i].name);
        part_td(w, region_path(w->a, w->d->regions, list[i].region));
        part_td(w, show_us(w, list[i].added_us));
        part_td(w, show_state(w, list[i].state));
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
assign_form(struct web *w, const struct panel *p,
    const struct panel_file *list, size_t n)
{
    if (n == 0 || !may_change(w, p))
        return;
    part_heading(w, T(w, "待分配的申请"));
    part_form_begin(
        w, url_make(w->a, "/desk/panels/%d/assign", p->id), false);
    for (size_t i = 0; i < n && i < 500; i++)
        part_check(w,
            arena_cstr(w->a, arena_fmt(w->a, "f%lld",
                                 (long long)list[i].application_id)),
            arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(list[i].number),
                STR_ARG(list[i].name)),
            STR_EMPTY, true);
    part_button(w, BUTTON_MAIN, str_of(T(w, "分配给这个小组")));
    part_form_end(w);
}

static struct str
round_title(struct web *w, int64_t id)
{
    struct round r;
    struct err err;

    if (id == 0)
        return str_of(T(w, "不限批次"));
    return round_get(&w->x, id, &r, &err) == OK ? r.name : STR_EMPTY;
}

static enum status
panel_page(struct web *w, struct err *err)
{
    const struct panel_file *files = NULL, *waiting = NULL;
    size_t n = 0, n_waiting = 0;
    struct panel p;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_get(&w->x, id, &p, err));
    TRY(panel_files(&w->x, id, &files, &n, err));
    TRY(panel_waiting(&w->x, &p, &waiting, &n_waiting, err));
    begin(w, p.name);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "组成文件的文号")), p.document_no);
    part_dl(w, str_of(T(w, "组成时间")), show_us(w, p.appointed_us));
    part_dl(w, str_of(T(w, "批次")), round_title(w, p.round_id));
    part_dl(w, str_of(T(w, "状态")),
        p.closed ? str_of(T(w, "已结束")) : str_of(T(w, "评审中")));
    part_dl_end(w);
    member_table(w, &p);
    if (may_change(w, &p)) {
        substitute_form(w, &p);
        close_form(w, &p);
    }
    assign_form(w, &p, waiting, n_waiting);
    file_table(w, files, n);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/panel/ranking/%d", id),
        str_of(T(w, "查看评审排序")));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

static enum status
assign_act(struct web *w, struct err *err)
{
    const struct panel_file *list = NULL;
    struct panel p;
    int64_t id = 0;
    size_t n = 0, k = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_get(&w->x, id, &p, err));
    TRY(panel_waiting(&w->x, &p, &list, &n, err));
    int64_t *ids = arena_new_array(w->a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (web_field(w, arena_cstr(w->a, arena_fmt(w->a, "f%lld",
                             (long long)list[i].application_id)))
                .n > 0)
            ids[k++] = list[i].application_id;
    }
    return panel_assign(&w->x, id, ids, k, err);
}

static enum status
assign_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, url_make(w->a, "/desk/panels/%d", id), "saved");
}

static enum status
substitute_act(struct web *w, struct err *err)
{
    int64_t id = 0, account = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(act_require(&w->x, MAY_DECIDE, 0, STR_EMPTY, err));
    TRY(account_by_login(&w->x, web_field(w, "login"), &account, err));
    if (account == 0)
        return err_field(err, ERR_INPUT, STR("login"),
            "没有这个账号，请核对邮箱或手机号码，或者先新建账号");
    return web_at_field(w,
        panel_add_substitute(
            &w->x, id, account, web_field(w, "unit"), err),
        "login", err);
}

static enum status
replace_act(struct web *w, struct err *err)
{
    int64_t id = 0, account = 0, substitute = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!num_int(web_field(w, "account"), 1, INT64_MAX, &account))
        return err_set(err, ERR_NOT_FOUND, "这个小组没有这名在任成员");
    const char *who = of_member(w, "substitute", account);
    const char *why = of_member(w, "reason", account);
    (void)num_int(web_field(w, who), 1, INT64_MAX, &substitute);
    enum status st = panel_replace(
        &w->x, id, account, substitute, web_field(w, why), err);
    bool at_reason =
        st == ERR_INPUT && str_eq(str_of(err->field), STR("reason"));
    return web_at_field(w, st, at_reason ? why : who, err);
}

static enum status
close_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    return panel_close(&w->x, id, version, err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/panels", MAY_READ_FILES, .get = list_page,
        .about = "Panels." },
    { HTTP_GET, "/desk/panels/new", MAY_DECIDE, .get = new_page,
        .about = "Form for a new panel." },
    { HTTP_POST, "/desk/panels/new", MAY_DECIDE, .act = new_act,
        .reply = new_reply, .again = new_page, .about = "Appoints a panel." },
    { HTTP_GET, "/desk/panels/:id", MAY_READ_FILES, .get = panel_page,
        .about = "One panel with members and files." },
    { HTTP_POST, "/desk/panels/:id/assign", MAY_DECIDE, .act = assign_act,
        .reply = assign_reply, .again = panel_page,
        .about = "Gives files to a panel." },
    { HTTP_POST, "/desk/panels/:id/substitute", MAY_DECIDE,
        .act = substitute_act, .reply = assign_reply, .again = panel_page,
        .about = "Adds a substitute to a panel." },
    { HTTP_POST, "/desk/panels/:id/replace", MAY_DECIDE, .act = replace_act,
        .reply = assign_reply, .again = panel_page,
        .about = "A member leaves and a substitute takes his seat." },
    { HTTP_POST, "/desk/panels/:id/close", MAY_DECIDE, .act = close_act,
        .reply = assign_reply, .again = panel_page,
        .about = "Ends a panel." },
};
const struct route_set panels_routes = ROUTE_SET("panels", ROUTES);
