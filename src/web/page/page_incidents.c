/* The register of facts about subjects, shared by all programmes: list, entry,
 * what an entry brought about; and the bans. */
#include "domain/subject.h"
#include "incident_parts.h"

#define PER_PAGE 50

/* --- /desk/incidents --- */

static int
asked_kind(struct web *w)
{
    enum incident_kind k;

    return incident_kind_of(web_query(w, "kind"), &k) ? (int)k : -1;
}

static void
filter_form(struct web *w)
{
    struct choice c[INC_KIND_COUNT_ + 1];

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部")) };
    for (size_t i = 0; i < INC_KIND_COUNT_; i++)
        c[i + 1] =
            (struct choice){ incident_kind_name((enum incident_kind)i),
                web_said(w, incident_kind_title((enum incident_kind)i)) };
    part_filter_begin(w, url_path("/desk/incidents"));
    part_select(w, "kind", str_of(T(w, "种类")), STR_EMPTY, c,
        INC_KIND_COUNT_ + 1, web_query(w, "kind"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
}

static void
next_page(struct web *w, struct url to, const char *key)
{
    to = url_with(w->a, to, key, web_query(w, key));
    html_raw(w->h, "<nav class=\"pages\"");
    html_attr(w->h, "aria-label", str_of(T(w, "分页")));
    html_raw(w->h, ">");
    part_next(w,
        url_with(w->a, to, "page",
            arena_fmt(w->a, "%lld", (long long)web_page(w) + 1)));
    html_raw(w->h, "</nav>");
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct incident *rows = NULL;
    size_t n = 0;

    TRY(incident_list(&w->x, asked_kind(w),
        (size_t)(web_page(w) - 1) * PER_PAGE, PER_PAGE + 1, &rows, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "处罚和变更登记")),
            .nav = "incidents" });
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "行政处罚、行业处分、有效投诉、执业状态、更名、合并分立等事实，各项"
             "目共用一份登记：登记一次，按各项目的规定分别立案、提示或者通知。"));
    html_raw(w->h, "</p>");
    filter_form(w);
    html_raw(w->h, "<p class=\"actions\">");
    if (may(&w->who, MAY_SUPERVISE))
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "登记一项事实")),
            url_path("/desk/incidents/new"));
    part_link(w, url_path("/desk/bans"), str_of(T(w, "不得申报的期间")));
    html_raw(w->h, "</p>");
    if (n == 0)
        part_empty(w, str_of(T(w, "没有符合条件的登记。")), STR_EMPTY,
            url_path("/desk"));
    else
        incident_table(w, rows, n > PER_PAGE ? PER_PAGE : n);
    if (n > PER_PAGE)
        next_page(w, url_path("/desk/incidents"), "kind");
    page_end(w);
    return OK;
}

/* --- /desk/incidents/new --- */

static void
day_input(
    struct web *w, const char *name, const char *label, const char *hint)
{
    part_input(w,
        &(struct input){ .name = name,
            .label = str_of(label),
            .hint = str_of(hint),
            .kind = INPUT_DATE,
            .optional = hint[0] != '\0' });
}

static void
licence_select(struct web *w)
{
    struct choice c[INCIDENT_LICENCE_STATES + 1];

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "请选择")) };
    for (size_t i = 0; i < INCIDENT_LICENCE_STATES; i++)
        c[i + 1] = (struct choice){ incident_licence_states[i],
            web_said(w, incident_licence_states[i]) };
    part_select(w, "value", str_of(T(w, "执业状态")),
        str_of(T(w, "种类为执业状态的填写")), c,
        INCIDENT_LICENCE_STATES + 1,
        web_typed(w, "value", STR_EMPTY));
}

static void
line_input(
    struct web *w, const char *name, const char *label, const char *hint)
{
    part_input(w,
        &(struct input){ .name = name,
            .label = str_of(label),
            .hint = str_of(hint),
            .max_length = 200 });
}

static enum status
new_page(struct web *w, struct err *err)
{
    struct choice kinds[INC_KIND_COUNT_ + 1];

    (void)err;
    kinds[0] = (struct choice){ STR_EMPTY, str_of(T(w, "请选择")) };
    for (size_t i = 0; i < INC_KIND_COUNT_; i++)
        kinds[i + 1] =
            (struct choice){ incident_kind_name((enum incident_kind)i),
                web_said(w, incident_kind_title((enum incident_kind)i)) };
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "登记一项事实")),
            .nav = "incidents",
            .crumbs = { { str_of(T(w, "处罚和变更登记")),
                url_path("/desk/incidents") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<div class=\"narrow\">");
    part_form_begin(w, url_path("/desk/incidents/new"), false);
    part_input(w,
        &(struct input){ .name = "subject",
            .label = str_of(T(w, "单位")),
            .hint = str_of(
                T(w, "现名称、曾用名称或者统一社会信用代码；同一单位只登记一次")),
            .value = web_query(w, "subject"),
            .max_length = 100 });
    part_select(w, "kind", str_of(T(w, "种类")), STR_EMPTY, kinds,
        INC_KIND_COUNT_ + 1, web_typed(w, "kind", STR_EMPTY));
    day_input(w, "decided", T(w, "决定（登记）日期"), "");
    day_input(w, "effective", T(w, "生效日期"),
        T(w, "不填的，与决定日期相同；是否在有效期内按生效日期判断"));
    line_input(w, "authority", T(w, "作出决定或者登记的机关"), "");
    line_input(w, "doc_no", T(w, "文号"),
        T(w, "同一单位同一种类同一文号为同一项，不重复立案；更名、执业状态可以不填"));
    licence_select(w);
    part_input(w,
        &(struct input){ .name = "name",
            .label = str_of(T(w, "变更后的名称")),
            .hint = str_of(T(w,
                "种类为更名的填写；生效后以新名称公示，原名称仍可查到")),
            .max_length = 100,
            .optional = true });
    part_input(w,
        &(struct input){ .name = "content",
            .label = str_of(T(w, "内容")),
            .kind = INPUT_AREA,
            .max_length = 4000 });
    line_input(w, "source", T(w, "信息来源"),
        T(w, "如司法行政机关通报、公开网站、本人报告"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "登记")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

struct entering {
    struct incident made;
    bool known;
};

static enum status
typed_day(struct web *w, const char *name, struct day *ret, struct err *err)
{
    struct str text = web_field(w, name);

    *ret = DAY_NONE;
    if (text.n == 0 || day_parse(text, ret, NULL) == OK)
        return OK;
    return err_field(err, ERR_INPUT, str_of(name),
        "日期应写成 2024-06-03 的样子，现为“" STR_FMT "”", STR_ARG(text));
}

static enum status
new_act(struct web *w, struct err *err)
{
    struct entering *e = arena_one(w->a, struct entering);
    struct id_check code =
        credit_code_check(w->a, web_field(w, "subject"));
    struct incident in = { .subject_name = web_field(w, "subject"),
        .authority = web_field(w, "authority"),
        .doc_no = web_field(w, "doc_no"),
        .content = web_field(w, "content"),
        .source = web_field(w, "source") };

    w->state = e;
    if (in.subject_name.n == 0)
        return err_field(
            err, ERR_INPUT, STR("subject"), "请填写单位的名称或者代码");
    if (!incident_kind_of(web_field(w, "kind"), &in.kind))
        return err_field(err, ERR_INPUT, STR("kind"), "请选择登记的种类");
    if (in.kind == INC_LICENCE)
        in.value = web_field(w, "value");
    if (in.kind == INC_NAME)
        in.value = utf8_narrow(w->a, web_field(w, "name"));
    TRY(typed_day(w, "decided", &in.decided, err));
    TRY(typed_day(w, "effective", &in.effective, err));
    if (code.ok)
        TRY(subject_by_credit_code(
            &w->x, code.normal, &in.subject_id, err));
    return incident_enter(&w->x, &in, &e->made, &e->known, err);
}

static enum status
new_reply(struct web *w, struct err *err)
{
    const struct entering *e = w->state;

    (void)err;
    return web_redirect(w,
        url_make(w->a, "/desk/incidents/%d", e->made.id),
        e->known ? "known" : "added");
}

/* --- /desk/incidents/:id --- */

static const char *
then_text(struct web *w, struct str then)
{
    return str_eq(then, STR("open"))   ? T(w, "立案")
           : str_eq(then, STR("tell")) ? T(w, "通知")
                                       : T(w, "提示");
}

static struct str
trigger_title(struct web *w, const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_triggers; i++) {
        if (str_eq(p->triggers[i].name, name))
            return L(w, p->triggers[i].title);
    }
    return name;
}

static void
effect_row(struct web *w, const struct incident_effect *e)
{
    const struct programme *p = domain_programme(w->d, e->programme_id);

    part_tr(w);
    part_td(w, L(w, p->pack->short_title));
    part_td(w, trigger_title(w, p->pack, e->trigger));
    part_td_begin(w);
    html_cstr(w->h, then_text(w, e->then));
    html_raw(w->h, " ");
    if (e->proceeding_id != 0)
        part_link(w,
            url_make(w->a, "/desk/proceedings/%d", e->proceeding_id),
            str_of(T(w, "查看案件")));
    else if (e->application_id != 0)
        part_link(w,
            url_make(w->a, "/desk/applications/%d", e->application_id),
            str_of(T(w, "查看申请")));
    else
        part_link(w,
            url_make(w->a, "/desk/holders/%d", e->accreditation_id),
            str_of(T(w, "查看资格")));
    part_td_end(w);
    part_td_begin(w);
    part_clause(w, p, p->pack, e->clause);
    if (e->why.n > 0) {
        html_raw(w->h, "<p class=\"why\">");
        html_text(w->h, e->why);
        html_raw(w->h, "</p>");
    }
    part_td_end(w);
    part_td_begin(w);
    part_tag(w, e->undone_us == 0 ? TAG_AMBER : TAG_GREY,
        e->undone_us == 0 ? str_of(T(w, "有效"))
                          : str_of(T(w, "已撤销")));
    part_td_end(w);
    part_tr_end(w);
}

static void
effects_table(
    struct web *w, const struct incident_effect *e, size_t n)
{
    part_heading(w, T(w, "在各项目引起的办理"));
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h,
            T(w, "没有引起办理：该单位没有有效的资格和在办的申请，或者各项目对这"
                 "类事实没有规定。"));
        html_raw(w->h, "</p>");
        return;
    }
    part_table_begin(w, str_of(T(w, "在各项目引起的办理")));
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "情形")), false);
    part_th(w, str_of(T(w, "办理")), false);
    part_th(w, str_of(T(w, "依据和计算")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        effect_row(w, &e[i]);
    part_table_end(w);
}

static void
state_form(struct web *w, const struct incident *i)
{
    struct choice c[2];
    size_t n = 0;

    if (i->state == INC_REVOKED ||
        !may_in(&w->x, MAY_SUPERVISE, 0, i->region))
        return;
    c[n++] = i->state == INC_IN_FORCE
                 ? (struct choice){ STR("STAYED"),
                       str_of(T(w, "停止执行（复议、诉讼期间，暂不能据以取消资格）")) }
                 : (struct choice){ STR("IN_FORCE"),
                       str_of(T(w, "恢复执行")) };
    c[n++] = (struct choice){ STR("REVOKED"),
        str_of(T(w, "已被撤销（仅据此立的案件办结或者撤回，资格恢复，期间解除）")) };
    part_fold_begin(w, BUTTON_DANGER, T(w, "变更效力"));
    part_form_begin(
        w, url_make(w->a, "/desk/incidents/%d/state", i->id), false);
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)i->version));
    part_radios(w, "state", str_of(T(w, "变更为")), STR_EMPTY, c, n,
        web_typed(w, "state", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "依据")),
            .hint = str_of(T(w, "复议决定书、判决书的文号和内容")),
            .kind = INPUT_AREA,
            .max_length = 4000 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认变更")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static void
facts(struct web *w, const struct incident *i)
{
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "单位")), i->subject_name);
    part_dl(w, str_of(T(w, "种类")),
        web_said(w, incident_kind_title(i->kind)));
    if (i->value.n > 0)
        part_dl(w, str_of(T(w, "登记为")), web_said(w, i->value));
    part_dl(w, str_of(T(w, "决定（登记）日期")), show_day(w, i->decided));
    part_dl(w, str_of(T(w, "生效日期")), show_day(w, i->effective));
    part_dl(w, str_of(T(w, "作出决定或者登记的机关")), i->authority);
    if (i->doc_no.n > 0)
        part_dl(w, str_of(T(w, "文号")), i->doc_no);
    part_dl(w, str_of(T(w, "内容")), i->content);
    part_dl(w, str_of(T(w, "信息来源")), i->source);
    part_dl(w, str_of(T(w, "登记时间")), show_us(w, i->entered_us));
    if (i->reason.n > 0) {
        part_dl(w, str_of(T(w, "变更依据")), i->reason);
        part_dl(w, str_of(T(w, "变更时间")), show_us(w, i->changed_us));
    }
    part_dl_end(w);
}

static enum status
one_page(struct web *w, struct err *err)
{
    const struct incident_effect *e = NULL;
    struct incident i;
    int64_t id = 0;
    size_t n = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(incident_get(&w->x, 0, id, &i, err));
    TRY(act_require(&w->x, MAY_READ_FILES, 0, i.region, err));
    TRY(incident_effects(&w->x, i.subject_id, id, &e, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, STR_FMT " " STR_FMT,
                STR_ARG(web_said(w, incident_kind_title(i.kind))),
                STR_ARG(i.doc_no)),
            .nav = "incidents",
            .crumbs = { { str_of(T(w, "处罚和变更登记")),
                url_path("/desk/incidents") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    incident_tag(w, &i);
    html_raw(w->h, "</p>");
    facts(w, &i);
    effects_table(w, e, n);
    state_form(w, &i);
    page_end(w);
    return OK;
}

static enum status
state_act(struct web *w, struct err *err)
{
    enum incident_state to;
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!incident_state_of(web_field(w, "state"), &to))
        return err_field(
            err, ERR_INPUT, STR("state"), "请选择变更后的效力");
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    return incident_set_state(
        &w->x, 0, id, to, web_field(w, "reason"), version, err);
}

static enum status
state_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/incidents/%d", id), "saved");
}

/* --- /desk/bans --- */

static enum status
bans_page(struct web *w, struct err *err)
{
    bool all = str_eq(web_query(w, "which"), STR("all"));
    const struct choice which[] = {
        { STR("open"), str_of(T(w, "今日起仍有效的")) },
        { STR("all"), str_of(T(w, "全部")) },
    };
    const struct ban *list = NULL;
    size_t n = 0;

    TRY(ban_list(&w->x, !all, (size_t)(web_page(w) - 1) * PER_PAGE,
        PER_PAGE + 1, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "不得申报的期间")),
            .nav = "incidents",
            .crumbs = { { str_of(T(w, "处罚和变更登记")),
                url_path("/desk/incidents") } },
            .n_crumbs = 1 });
    part_filter_begin(w, url_path("/desk/bans"));
    part_select(w, "which", str_of(T(w, "范围")), STR_EMPTY, which, 2,
        web_query(w, "which"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
    if (n == 0)
        part_empty(w, str_of(T(w, "没有不得申报的单位。")), STR_EMPTY,
            url_path("/desk"));
    else
        ban_table(w, list, n > PER_PAGE ? PER_PAGE : n, true);
    if (n > PER_PAGE)
        next_page(w, url_path("/desk/bans"), "which");
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/incidents", MAY_READ_FILES, .get = list_page,
        .about = "The register of penalties, licence states and changes." },
    { HTTP_GET, "/desk/incidents/new", MAY_SUPERVISE, .get = new_page,
        .about = "Form: enter a fact about a subject." },
    { HTTP_POST, "/desk/incidents/new", MAY_SUPERVISE, .act = new_act,
        .reply = new_reply, .again = new_page,
        .about = "Enters a fact; every programme's triggers run." },
    { HTTP_GET, "/desk/incidents/:id", MAY_READ_FILES, .get = one_page,
        .about = "An entry and what it brought about in each programme." },
    { HTTP_POST, "/desk/incidents/:id/state", MAY_SUPERVISE,
        .act = state_act, .reply = state_reply, .again = one_page,
        .about = "Stays an entry, or sets it aside with all that rests on "
                 "it." },
    { HTTP_GET, "/desk/bans", MAY_READ_FILES, .get = bans_page,
        .about = "Who may not apply, from which day to which." },
};
const struct route_set incident_routes = ROUTE_SET("incidents", ROUTES);
