/* The officer's desk: what waits, and the watch list. */
#include "domain/consent.h"
#include "domain/desk.h"
#include "domain/verdict.h"
#include "web/web.h"

#define PER_PAGE 50
#define FAULTS_SHOWN 20
#define FAULT_DAYS 30

/* --- /desk --- */

static const struct {
    const char *text; /* msgid of the tile */
    const char *verb; /* msgid: what is to be done */
    struct url list;
    const char *menu; /* who has this entry sees the tile, though it is 0;
                         NULL: only when something waits */
    enum tag tone;
} MATTERS[DESK_MATTER_COUNT_] = {
    [DESK_REVIEW] = { N_("待审核申请"), N_("审核"),
        { STR_INIT("/desk/applications") }, "applications", TAG_BLUE },
    [DESK_DECISION] = { N_("待决定、待复核"), N_("决定或复核"),
        { STR_INIT("/desk/applications") }, "applications", TAG_BLUE },
    [DESK_OBJECTION] = { N_("待处理异议"), N_("处理异议"),
        { STR_INIT("/desk/notices") }, "desk-notices", TAG_AMBER },
    [DESK_GRANT] = { N_("公示期满待准入"), N_("准入"),
        { STR_INIT("/desk/notices") }, "desk-notices", TAG_GREEN },
    [DESK_DIRECT] = { N_("待确认推荐名单"), N_("确认名单"),
        { STR_INIT("/desk/direct") }, "direct", TAG_BLUE },
    [DESK_CASE] = { N_("待办监督案件"), N_("告知或决定"),
        { STR_INIT("/desk/proceedings") }, "proceedings", TAG_AMBER },
    [DESK_REPORT] = { N_("待核查问题反映"), N_("核查"),
        { STR_INIT("/desk/proceedings") }, "proceedings", TAG_AMBER },
    [DESK_INSPECTION] = { N_("待记录、待公布检查"), N_("检查或公布"),
        { STR_INIT("/desk/inspections") }, "desk-draws", TAG_BLUE },
    [DESK_RECTIFICATION] = { N_("待复查整改"), N_("复查整改"),
        { STR_INIT("/desk/rectifications") }, "rectifications", TAG_AMBER },
    [DESK_PLAN] = { N_("待填报、待汇总计划"), N_("填报或汇总"),
        { STR_INIT("/desk/plan") }, "plan", TAG_BLUE },
    [DESK_RECHECK] = { N_("待复查的不予通过"), N_("复查不予通过"),
        { STR_INIT("/desk/rechecks") }, "rechecks", TAG_AMBER },
    [DESK_OVERRIDE] = { N_("待同意的突破名额"), N_("同意或不同意突破名额"),
        { STR_INIT("/desk/decisions") }, NULL, TAG_AMBER },
    [DESK_PUBLISH] = { N_("待联合发布"), N_("拟联合发布"),
        { STR_INIT("/desk/publications") }, NULL, TAG_GREEN },
    [DESK_RECORD] = { N_("待报备、待备案"), N_("报备或备案"),
        { STR_INIT("/desk/recordations") }, "recordations", TAG_GREEN },
    [DESK_COMPLAINT] = { N_("待受理、待核实投诉"), N_("受理或核实投诉"),
        { STR_INIT("/desk/complaints") }, "complaints", TAG_AMBER },
    [DESK_ROW] = { N_("待办登记事项"), N_("答复或决定"),
        { STR_INIT("/desk/records") }, "records", TAG_BLUE },
    [DESK_DUTY] = { N_("待作出年度登记（人、机构）"), N_("年度登记"),
        { STR_INIT("/desk/reports") }, NULL, TAG_AMBER },
    [DESK_EXCEPTION] = { N_("待批准例外"), N_("批准或者不批准例外"),
        { STR_INIT("/desk/exceptions") }, NULL, TAG_AMBER },
    [DESK_OVERSEEN] = { N_("区县在办申请（只看）"), N_("查看"),
        { STR_INIT("/desk/applications") }, NULL, TAG_GREY },
    [DESK_SUPPLEMENT] = { N_("补正中"), N_("等待补正"),
        { STR_INIT("/desk/applications") }, "applications", TAG_GREY },
};

static struct str
number_text(struct web *w, int64_t n)
{
    return n >= 10000 ? STR("10000+")
                      : arena_fmt(w->a, "%lld", (long long)n);
}

static void
tile(struct web *w, const char *text, int64_t n, struct url to, enum tag tone)
{
    static const struct str CLASS[] = {
        [TAG_GREY] = STR_INIT("stat stat-grey"),
        [TAG_BLUE] = STR_INIT("stat"),
        [TAG_GREEN] = STR_INIT("stat stat-green"),
        [TAG_AMBER] = STR_INIT("stat stat-amber"),
        [TAG_RED] = STR_INIT("stat stat-red"),
    };

    html_raw(w->h, "<li");
    html_attr(w->h, "class", CLASS[n == 0 ? TAG_GREY : tone]);
    html_raw(w->h, "><span>");
    html_cstr(w->h, catalog_get(w->catalog, text));
    html_raw(w->h, "</span><b>");
    html_text(w->h, number_text(w, n));
    html_raw(w->h, "</b>");
    if (n > 0) {
        html_raw(w->h, "<a");
        html_href(w->h, "href", to);
        html_attr(w->h, "aria-label",
            arena_fmt(w->a, "%s: %s", T(w, "查看"),
                catalog_get(w->catalog, text)));
        html_raw(w->h, ">");
        html_cstr(w->h, T(w, "查看"));
        html_raw(w->h, "</a>");
    }
    html_raw(w->h, "</li>");
}

static void
tiles(struct web *w, const struct desk_inbox *in)
{
    html_raw(w->h, "<ul class=\"stats\">");
    for (size_t i = 0; i < DESK_SUPPLEMENT; i++)
        if (in->n[i] > 0 ||
            (MATTERS[i].menu != NULL && web_in_menu(w, MATTERS[i].menu)))
            tile(w, MATTERS[i].text, in->n[i], MATTERS[i].list,
                MATTERS[i].tone);
    if (may_everywhere(&w->x, MAY_READ_FILES, 0))
        tile(w, N_("发送失败的消息"), in->failed_messages,
            url_path("/desk/messages?state=FAILED"), TAG_RED);
    html_raw(w->h, "</ul>\n");
}

static struct url
plan_task_url(struct web *w, const struct desk_item *i)
{
    struct str code = domain_programme(w->d, i->programme_id)->code;

    return i->number.n == 0
        ? url_make(w->a, "/desk/plan/%s/%d", code, i->id)
        : url_make(w->a, "/desk/plan/%s/%d/units/%s", code, i->id,
              i->number);
}

static struct url
item_url(struct web *w, const struct desk_item *i)
{
    switch (i->matter) {
    case DESK_OBJECTION:
        return url_make(w->a, "/desk/objections/%d", i->id);
    case DESK_GRANT:
        return url_make(w->a, "/desk/notices/%d", i->id);
    case DESK_DIRECT:
        return url_make(w->a, "/desk/direct/%d", i->id);
    case DESK_CASE:
    case DESK_REPORT:
        return url_make(w->a, "/desk/proceedings/%d", i->id);
    case DESK_COMPLAINT:
        return url_make(w->a, "/desk/complaints/%d", i->id);
    case DESK_PLAN:
        return plan_task_url(w, i);
    case DESK_INSPECTION:
        return url_make(w->a, "/desk/inspections/%d", i->id);
    case DESK_RECTIFICATION:
        return url_make(w->a, "/desk/rectifications/%d", i->id);
    case DESK_RECHECK:
        return url_make(w->a, "/desk/rechecks/%d", i->id);
    case DESK_OVERRIDE:
        return url_make(w->a, "/desk/decisions/%d", i->id);
    case DESK_PUBLISH:
        return url_path("/desk/publications");
    case DESK_RECORD:
        return i->id == 0 ? url_path("/desk/recordations")
                          : url_make(w->a, "/desk/recordations/%d", i->id);
    case DESK_ROW:
        return url_make(w->a, "/desk/records/%s/%s/rows/%d/%d",
            domain_programme(w->d, i->programme_id)->code, i->kind,
            i->subject_id, i->id);
    case DESK_DUTY:
        return url_with(w->a,
            url_make(w->a, "/desk/reports/%s/%s",
                domain_programme(w->d, i->programme_id)->code, i->number),
            "year", arena_fmt(w->a, "%lld", (long long)i->id));
    case DESK_EXCEPTION:
        return url_make(w->a, "/desk/applications/%d/exceptions", i->id);
    default:
        return url_make(w->a, "/desk/applications/%d", i->id);
    }
}

static void
due_cell(struct web *w, int64_t due_us)
{
    part_td_begin(w);
    if (due_us == 0) {
        html_raw(w->h, "—");
    } else {
        int64_t days = (due_us - w->now_us) / INT64_C(86400000000);

        html_text(w->h, day_iso(w->a, day_of_us(due_us - 1)));
        html_raw(w->h, " 24:00 ");
        if (due_us <= w->now_us)
            part_tag(w, TAG_RED, str_of(T(w, "已到期")));
        else
            part_tag(w, days < 2 ? TAG_AMBER : TAG_GREY,
                arena_fmt(w->a, T(w, "还有 %lld 天"), (long long)days));
    }
    part_td_end(w);
}

static struct str
item_number(struct web *w, const struct desk_item *t)
{
    if (t->matter == DESK_DUTY)
        return arena_fmt(w->a, T(w, "%lld 年度，%lld 个"), (long long)t->id,
            (long long)t->count);
    if (t->number.n > 0)
        return t->number;
    return t->matter == DESK_PLAN
        ? arena_fmt(w->a, "%lld", (long long)t->id)
        : t->name;
}

static void
item_table(struct web *w, const struct desk_inbox *in)
{
    part_table_begin(w, str_of(T(w, "待办事项")));
    part_th(w, str_of(T(w, "事项")), false);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "收到时间")), false);
    part_th(w, str_of(T(w, "办理期限")), false);
    part_table_body(w);
    for (size_t i = 0; i < in->n_items; i++) {
        const struct desk_item *t = &in->items[i];

        part_tr(w);
        part_td(w, str_of(catalog_get(w->catalog, MATTERS[t->matter].verb)));
        html_raw(w->h, "<td><a class=\"id\"");
        html_href(w->h, "href", item_url(w, t));
        html_raw(w->h, ">");
        html_text(w->h, item_number(w, t));
        html_raw(w->h, "</a></td>");
        part_td(w, t->name);
        part_td(w,
            L(w, domain_programme(w->d, t->programme_id)->pack->short_title));
        part_td(w,
            t->since_us == 0 ? STR("—") : show_us(w, t->since_us));
        due_cell(w, t->due_us);
        part_tr_end(w);
    }
    part_table_end(w);
}

/* Deadlines reach into the next year: its holiday table is needed by
 * November. */
static void
calendar_warning(struct web *w)
{
    struct ymd today = day_ymd(w->today);
    int year = today.month >= 11 ? today.year + 1 : today.year;

    if (holidays_has_year(w->d->holidays, year))
        return;
    html_raw(w->h, "<div class=\"callout callout-warn\"><p>");
    html_text(w->h,
        arena_fmt(w->a,
            T(w, "缺少 %d 年的节假日安排，涉及该年的工作日期限不能计算。"),
            year));
    html_raw(w->h, " ");
    part_link(w, url_path("/desk/calendar"), str_of(T(w, "补充工作日历")));
    html_raw(w->h, "</p></div>\n");
}

/* Conditions that could not be computed although every fact was known: the
 * rule has to be put right, the applicant can do nothing. */
static void
fault_warning(struct web *w, const struct verdict_fault *list, size_t n)
{
    if (n == 0)
        return;
    html_raw(w->h, "<div class=\"callout callout-warn\"><p>");
    html_cstr(w->h,
        T(w, "以下申请的条件因规则本身有误而算不出来，"
             "与申请人所填内容无关，请更正规则："));
    html_raw(w->h, "</p><ul>");
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<li>");
        part_link(w,
            url_make(w->a, "/desk/applications/%d", list[i].application_id),
            list[i].number.n > 0 ? list[i].number : list[i].name);
        html_raw(w->h, " ");
        html_text(w->h, list[i].text);
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul></div>\n");
}

/* Words that other applications wait for. */
static enum status
consents_waiting(struct web *w, struct err *err)
{
    const struct consent_row *rows = NULL;
    size_t n = 0;

    TRY(consent_queue(&w->x, true, &rows, &n, err));
    if (n == 0)
        return OK;
    html_raw(w->h, "<p>");
    part_link(w, url_path("/desk/consents"),
        arena_fmt(w->a, T(w, "有 %d 件申请等待本机关答复意见"), (int)n));
    html_raw(w->h, "</p>");
    return OK;
}

static enum status
desk_page(struct web *w, struct err *err)
{
    const struct verdict_fault *faults = NULL;
    struct desk_inbox in;
    size_t n_faults = 0;

    TRY(desk_inbox(&w->x, &in, err));
    TRY(verdict_faults(&w->x,
        w->now_us - FAULT_DAYS * INT64_C(86400000000), FAULTS_SHOWN, &faults,
        &n_faults, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "待办")),
                      .nav = "inbox" });
    calendar_warning(w);
    TRY(consents_waiting(w, err));
    fault_warning(w, faults, n_faults);
    if (may(&w->who, MAY_READ_FILES))
        tiles(w, &in);
    if (in.n_items == 0)
        part_empty(w, str_of(T(w, "目前没有等待办理的事项。")),
            may_everywhere_in_one(&w->x, MAY_READ_FILES)
                ? str_of(T(w, "查看预警"))
                : STR_EMPTY,
            url_path("/desk/watch"));
    else
        item_table(w, &in);
    page_end(w);
    return OK;
}

/* --- /desk/watch --- */

static const struct {
    const char *key, *text, *empty;
} WATCHES[] = {
    [DESK_WARNED] = { "warned", N_("已警告"), N_("目前没有被警告的主体。") },
    [DESK_EXPIRING] = { "expiring", N_("九十日内到期"),
        N_("九十日内没有到期的资格。") },
    [DESK_INACTIVE] = { "inactive", N_("临近半年未活动"),
        N_("没有超过一百五十日未报送活动的主体。") },
};
#define N_WATCHES (sizeof(WATCHES) / sizeof(WATCHES[0]))

static enum desk_watch
which_watch(struct web *w)
{
    for (size_t i = 0; i < N_WATCHES; i++) {
        if (str_eq(web_query(w, "list"), str_of(WATCHES[i].key)))
            return (enum desk_watch)i;
    }
    return DESK_WARNED;
}

static const struct programme *
which_programme(struct web *w)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));

    if (p != NULL && may_everywhere(&w->x, MAY_READ_FILES, p->id))
        return p;
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (may_everywhere(
                &w->x, MAY_READ_FILES, w->d->programmes[i].id))
            return &w->d->programmes[i];
    }
    return &w->d->programmes[0];
}

static void
watch_filter(
    struct web *w, const struct programme *p, enum desk_watch now)
{
    struct choice *c = arena_new_array(w->a, struct choice, w->d->n_programmes);
    struct choice k[N_WATCHES];

    size_t n = 0;

    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (may_everywhere(
                &w->x, MAY_READ_FILES, w->d->programmes[i].id))
            c[n++] = (struct choice){ w->d->programmes[i].code,
                L(w, w->d->programmes[i].pack->short_title) };
    }
    for (size_t i = 0; i < N_WATCHES; i++)
        k[i] = (struct choice){ str_of(WATCHES[i].key),
            str_of(catalog_get(w->catalog, WATCHES[i].text)) };
    part_filter_begin(w, url_path("/desk/watch"));
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, c, n,
        p->code);
    part_select(w, "list", str_of(T(w, "名单")), STR_EMPTY, k, N_WATCHES,
        str_of(WATCHES[now].key));
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
}

static void
holder_row(struct web *w, const struct desk_holder *r)
{
    part_tr(w);
    html_raw(w->h, "<td><a class=\"id\"");
    html_href(w->h, "href", url_make(w->a, "/desk/holders/%d", r->id));
    html_raw(w->h, ">");
    html_text(w->h, r->number);
    html_raw(w->h, "</a></td>");
    part_td(w, r->name);
    part_td(w, region_path(w->a, w->d->regions, r->region));
    part_td(w, day_iso(w->a, r->watch));
    part_td_num(w, w->today.n - r->watch.n);
    part_td(w, day_iso(w->a, r->last_day));
    part_td_num(w, r->last_day.n - w->today.n);
    part_td_begin(w);
    part_tag(w, r->state == ACC_WARNED ? TAG_AMBER : TAG_GREEN,
        accreditation_state_title(r->state));
    part_td_end(w);
    part_tr_end(w);
}

/* Lists that the packs of the officer's programmes ask for. */
static void
pack_lists(struct web *w)
{
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (!may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY))
            continue;
        for (size_t k = 0; k < p->pack->n_watches; k++) {
            if (p->pack->watches[k].then != WATCH_LIST)
                continue;
            html_raw(w->h, "<p>");
            part_link(w,
                url_make(w->a, "/desk/watch/%s/%s", p->code,
                    p->pack->watches[k].name),
                L(w, p->pack->watches[k].title));
            html_raw(w->h, "</p>");
        }
    }
}

static enum status
watch_page(struct web *w, struct err *err)
{
    const struct programme *p = which_programme(w);
    enum desk_watch what = which_watch(w);
    const struct desk_holder *rows = NULL;
    int64_t total = 0, page = web_page(w);
    size_t n = 0;

    TRY(desk_watch(&w->x, what, p->id, (size_t)(page - 1) * PER_PAGE,
        PER_PAGE, &rows, &n, &total, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "预警")),
                      .nav = "watch" });
    watch_filter(w, p, what);
    pack_lists(w);
    if (n == 0) {
        part_empty(w,
            str_of(catalog_get(w->catalog, WATCHES[what].empty)), STR_EMPTY,
            url_path("/desk"));
        page_end(w);
        return OK;
    }
    html_raw(w->h, "<p class=\"count\"><span>");
    html_text(w->h, arena_fmt(w->a, T(w, "共 %lld 条"), (long long)total));
    html_raw(w->h, "</span></p>");
    part_table_begin(
        w, str_of(catalog_get(w->catalog, WATCHES[what].text)));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "最近活动或准入")), false);
    part_th(w, str_of(T(w, "至今（天）")), true);
    part_th(w, str_of(T(w, "有效期至")), false);
    part_th(w, str_of(T(w, "剩余（天）")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        holder_row(w, &rows[i]);
    part_table_end(w);
    part_pages(w, total, page, PER_PAGE);
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk", MAY_SEE_DESK, .get = desk_page,
        .about = "Everything that waits for this officer." },
    { HTTP_GET, "/desk/watch", MAY_READ_FILES, .get = watch_page,
        .about = "Warned, expiring and inactive holders." },
};
const struct route_set desk_routes = ROUTE_SET("desk", ROUTES);
