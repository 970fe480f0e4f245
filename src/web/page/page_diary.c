/* The diary of a holder: list of a year with progress, entry, links for the
 * enterprises, taking back; the officers' list. */
#include "domain/attachment.h"
#include "format/svg.h"
#include "page_service.h"
#include "web/workbook.h"

#define DESK_ROWS 50

static const char *const FLAGS[] = { DIARY_FLAG_DENIED, DIARY_FLAG_FEE,
    DIARY_FLAG_PHOTO, DIARY_FLAG_SAME_LIST, DIARY_FLAG_LONG_DAY };

static int
year_asked(const struct web *w)
{
    int64_t year = 0;

    return num_int(web_query(w, "year"), 2000, 2100, &year)
               ? (int)year
               : day_ymd(w->today).year;
}

static void
state_tags(struct web *w, const struct diary *d)
{
    if (d->is_void)
        part_tag(w, TAG_GREY, str_of(T(w, "已作废")));
    else
        part_tag(w, TAG_GREEN, str_of(T(w, "已计入")));
    if (d->late)
        part_tag(w, TAG_AMBER, str_of(T(w, "逾期报送")));
    if (d->on_behalf)
        part_tag(w, TAG_BLUE, str_of(T(w, "工作人员代录")));
    for (size_t i = 0; i < sizeof(FLAGS) / sizeof(FLAGS[0]); i++) {
        if (diary_has_flag(d, FLAGS[i]))
            part_tag(w, TAG_RED,
                service_word(w, str_of(diary_flag_title(FLAGS[i]))));
    }
}

/* --- progress toward the yearly duty --- */

static int64_t
counter_value(const struct year_count *c, struct str name)
{
    if (str_eq(name, STR("年度服务分钟")))
        return c->minutes;
    if (str_eq(name, STR("年度服务企业数")))
        return c->enterprises;
    return str_eq(name, STR("年度日记数")) ? c->diaries : 0;
}

static enum status
show_duty(struct web *w, const struct accreditation *c,
    const struct pack_duty *duty, const struct year_count *count,
    struct err *err)
{
    const struct programme *p = domain_programme(w->d, c->programme_id);
    struct pack_verdict v;
    struct pack_facts facts = { .answers = json_new(w->a, JSON_OBJECT),
        .extra = diary_facts(w->a, c, count),
        .readings = p->readings,
        .reference = w->today,
        .now_us = w->now_us,
        .holidays = w->d->holidays };

    for (size_t i = 0; i < duty->n_counters; i++) {
        int64_t goal = 0;

        TRY(pack_parameter(c->pack, duty->counters[i].goal, &goal, err));
        html_raw(w->h, "<div class=\"progress\">");
        svg_progress(w->h, L(w, duty->counters[i].title),
            counter_value(count, duty->counters[i].counter), goal);
        html_raw(w->h, "</div>");
    }
    TRY(pack_judge(w->a, c->pack, duty->met, &facts, &v, err));
    if (count->year == day_ymd(w->today).year) {
        html_raw(w->h, "<p class=\"hint\">");
        html_cstr(w->h, T(w, "本年度尚未结束，以下按目前已报送的数据计算。"));
        html_raw(w->h, "</p>");
    }
    part_verdict(w, p, c->pack, &v);
    return OK;
}

static enum status
show_progress(struct web *w, const struct accreditation *c, int year,
    struct err *err)
{
    struct year_count count;

    TRY(diary_count(&w->x, c->subject_id, c->id, year, &count, err));
    html_raw(w->h, "<ul class=\"stats\">");
    part_stat(w, str_of(T(w, "服务时长")),
        service_minutes(w, count.minutes), TAG_BLUE);
    part_stat(w, str_of(T(w, "其中企业已确认")),
        service_minutes(w, count.confirmed_minutes), TAG_GREEN);
    part_stat(w, str_of(T(w, "服务企业（家）")),
        arena_fmt(w->a, "%lld", (long long)count.enterprises), TAG_BLUE);
    part_stat(w, str_of(T(w, "企业评价（满分 5）")),
        count.rating_count == 0
            ? STR("—")
            : arena_fmt(w->a, "%lld.%lld",
                  (long long)(count.rating_sum / count.rating_count),
                  (long long)(count.rating_sum * 10 / count.rating_count %
                              10)),
        TAG_GREY);
    html_raw(w->h, "</ul>");
    for (size_t i = 0; i < c->pack->n_duties; i++) {
        part_card_begin(w, L(w, c->pack->duties[i].title), false);
        TRY(show_duty(w, c, &c->pack->duties[i], &count, err));
        part_card_end(w);
    }
    return OK;
}

/* --- the list --- */

static void
entry_rows(struct web *w, const struct diary *list, size_t n)
{
    part_table_begin(w, str_of(T(w, "志愿日记")));
    part_th(w, str_of(T(w, "服务日期")), false);
    part_th(w, str_of(T(w, "主题")), false);
    part_th(w, str_of(T(w, "服务类型")), false);
    part_th(w, str_of(T(w, "分钟")), true);
    part_th(w, str_of(T(w, "企业（家）")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w, service_diary_url(w, &list[i]),
            show_day(w, list[i].day));
        part_td_end(w);
        part_td(w, list[i].topic.n > 0 ? list[i].topic
                                       : utf8_head(list[i].content, 24));
        part_td(w, list[i].service_type);
        part_td_num(w, list[i].minutes);
        part_td_num(w, list[i].enterprises);
        part_td_begin(w);
        state_tags(w, &list[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static struct url
list_url(struct web *w, struct url u, const struct accreditation *c, int year)
{
    u = url_with(w->a, u, "holding",
        arena_fmt(w->a, "%lld", (long long)c->id));
    return year == 0
               ? u
               : url_with(w->a, u, "year", arena_fmt(w->a, "%d", year));
}

static void
year_links(struct web *w, const struct accreditation *c, int year)
{
    int first = day_ymd(c->admitted).year;
    int last = day_ymd(w->today).year;

    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_MAIN, str_of(T(w, "填写日记")),
        list_url(w, url_path("/mine/diary/new"), c, 0));
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "照上一篇填写")),
        url_with(w->a, list_url(w, url_path("/mine/diary/new"), c, 0),
            "from", STR("last")));
    html_raw(w->h, "</p><p class=\"muted\">");
    html_cstr(w->h, T(w, "年度："));
    for (int y = last; y >= first && y > last - 10; y--) {
        struct str text = arena_fmt(w->a, "%d", y);

        if (y == year)
            html_text(w->h, text);
        else
            part_link(w, list_url(w, url_path("/mine/diary"), c, y), text);
        html_raw(w->h, " ");
    }
    html_raw(w->h, "</p>");
}

/* Not every programme has its holders write one. */
static enum status
no_diary(struct web *w, const struct accreditation *c, struct str title)
{
    page_begin(w,
        &(struct page){ .kind = service_kind(w, c),
            .title = title,
            .nav = service_kind(w, c) == PAGE_MINE ? "diary" : "holders" });
    part_empty(w,
        arena_fmt(w->a, T(w, "%s不填写志愿日记，服务在登记簿中登记。"),
            arena_cstr(w->a, L(w, c->pack->short_title))),
        str_of(T(w, "登记簿")), url_path("/mine/records"));
    page_end(w);
    return OK;
}

static enum status
diary_page(struct web *w, struct err *err)
{
    struct accreditation c;
    const struct diary *list = NULL;
    size_t n = 0;
    int year = year_asked(w);
    struct str title = str_of(T(w, "志愿日记"));
    enum status st = service_holding(w, &c, err);

    if (st == ERR_NOT_FOUND && web_query(w, "holding").n == 0)
        return service_nothing(w, title, "diary");
    TRY(st);
    if (pack_form(c.pack, STR("diary")) == NULL)
        return no_diary(w, &c, title);
    TRY(diary_list(&w->x, c.subject_id, c.id, year, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = service_kind(w, &c),
            .title = arena_fmt(w->a, STR_FMT " %d", STR_ARG(title), year),
            .nav = service_kind(w, &c) == PAGE_MINE ? "diary" : "holders" });
    html_raw(w->h, "<p class=\"lead\">");
    html_text(w->h, c.name);
    html_raw(w->h, " <span class=\"id\">");
    html_text(w->h, c.number);
    html_raw(w->h, "</span></p>");
    TRY(service_switch(w, &c, url_path("/mine/diary"), err));
    year_links(w, &c, year);
    TRY(show_progress(w, &c, year, err));
    if (n == 0) {
        part_empty(w,
            str_of(T(w, "这一年还没有日记。服务结束后 15 日内填写。")),
            str_of(T(w, "填写日记")),
            list_url(w, url_path("/mine/diary/new"), &c, 0));
    } else {
        html_raw(w->h, "<p class=\"count\"><span>");
        html_text(w->h, arena_fmt(w->a, T(w, "共 %zu 篇"), n));
        html_raw(w->h, "</span> ");
        part_link(w, list_url(w, url_path("/mine/diary.xlsx"), &c, year),
            str_of(T(w, "下载 Excel")));
        html_raw(w->h, "</p>");
        entry_rows(w, list, n);
    }
    page_end(w);
    return OK;
}

#define COLUMNS 12

static enum status
diary_xlsx(struct web *w, struct err *err)
{
    static const struct str HEADS[COLUMNS] = { STR_INIT("服务日期"),
        STR_INIT("开始时间"), STR_INIT("结束时间"), STR_INIT("分钟"),
        STR_INIT("服务方式"), STR_INIT("服务地点"), STR_INIT("服务类型"),
        STR_INIT("主题"), STR_INIT("服务企业数"), STR_INIT("服务人数"),
        STR_INIT("服务内容"), STR_INIT("状态") };
    struct accreditation c;
    const struct diary *list = NULL;
    size_t n = 0;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    struct xlsx_column columns[COLUMNS] = { 0 };
    int year = year_asked(w);

    TRY(service_holding(w, &c, err));
    TRY(diary_list(&w->x, c.subject_id, c.id, year, &list, &n, err));
    TRY(web_book_open(w, &book, &x, err));
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct xlsx_column){ .title = HEADS[i],
            .width = i == 10 ? 60 : 20,
            .as_number = i == 3 || i == 8 || i == 9 };
    xlsx_sheet(x, STR("志愿日记"), &c.name, 1, columns, COLUMNS);
    for (size_t i = 0; i < n; i++) {
        const struct diary *d = &list[i];
        struct str cells[COLUMNS] = { day_iso(w->a, d->day),
            us_beijing(w->a, d->start_us), us_beijing(w->a, d->end_us),
            arena_fmt(w->a, "%lld", (long long)d->minutes), d->mode,
            d->place, d->service_type, d->topic,
            arena_fmt(w->a, "%lld", (long long)d->enterprises),
            arena_fmt(w->a, "%lld", (long long)d->people), d->content,
            d->is_void ? STR("已作废")
                       : d->late ? STR("已计入（逾期报送）")
                                 : STR("已计入") };

        xlsx_add_row(x, cells, COLUMNS, XLSX_PLAIN);
    }
    return web_book_send(book,
        arena_fmt(w->a, "志愿日记-%d.xlsx", year), err);
}

/* --- one entry --- */

static void
answer_cell(struct web *w, const struct diary *d,
    const struct diary_enterprise *e, bool own)
{
    part_td_begin(w);
    if (str_eq(e->answer, STR("CONFIRMED")))
        part_tag(w, TAG_GREEN, str_of(T(w, "已确认")));
    else if (str_eq(e->answer, STR("DENIED")))
        part_tag(w, TAG_RED, str_of(T(w, "未到场")));
    else
        part_tag(w, TAG_GREY, str_of(T(w, "未反馈")));
    if (e->said_paid)
        part_tag(w, TAG_RED, str_of(T(w, "反馈收费")));
    if (e->rating > 0)
        html_text(w->h, arena_fmt(w->a, T(w, " 评价 %lld 分"),
                            (long long)e->rating));
    if (e->remark.n > 0) {
        html_raw(w->h, "<p class=\"small\">");
        html_text(w->h, e->remark);
        html_raw(w->h, "</p>");
    }
    part_td_end(w);
    part_td_begin(w);
    if (own && !d->is_void && e->answered_us == 0) {
        part_form_begin(
            w, url_make(w->a, "/mine/diary/%d/link", d->id), false);
        part_button_named(w, BUTTON_SECOND, str_of(T(w, "确认二维码")), "n",
            arena_fmt(w->a, "%lld", (long long)e->n));
        part_form_end(w);
    }
    part_td_end(w);
}

static enum status
show_enterprises(struct web *w, const struct diary *d, struct err *err)
{
    const struct diary_enterprise *list = NULL;
    size_t n = 0;
    bool own = acts_for(&w->who, d->subject_id, "editor");

    TRY(diary_enterprises(&w->x, d, &list, &n, err));
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "服务企业"));
    html_raw(w->h, "</h2>");
    part_table_begin(w, str_of(T(w, "服务企业")));
    part_th(w, str_of(T(w, "企业名称")), false);
    part_th(w, str_of(T(w, "统一社会信用代码")), false);
    part_th(w, str_of(T(w, "规模")), false);
    part_th(w, str_of(T(w, "联系手机")), false);
    part_th(w, str_of(T(w, "企业反馈")), false);
    part_th(w, str_of(T(w, "请企业确认")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, list[i].name);
        part_td(w, list[i].credit_code);
        part_td(w, list[i].size);
        part_td(w, mask_mobile(w->a, list[i].mobile));
        answer_cell(w, d, &list[i], own);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static void
entry_facts(struct web *w, const struct diary *d)
{
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "时间")),
        arena_fmt(w->a, STR_FMT " — " STR_FMT,
            STR_ARG(show_us(w, d->start_us)),
            STR_ARG(show_us(w, d->end_us))));
    part_dl(w, str_of(T(w, "时长")), service_minutes(w, d->minutes));
    part_dl(w, str_of(T(w, "方式和地点")),
        arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(d->mode),
            STR_ARG(d->place)));
    part_dl(w, str_of(T(w, "服务类型")), d->service_type);
    part_dl(w, str_of(T(w, "服务形式")), d->form);
    for (size_t i = 0; i < d->extra->n; i++) {
        if (d->extra->items[i]->type == JSON_TEXT)
            part_dl(w, d->extra->keys[i], d->extra->items[i]->s);
    }
    part_dl(w, str_of(T(w, "服务人数")),
        arena_fmt(w->a, "%lld", (long long)d->people));
    part_dl(w, str_of(T(w, "参加专家")), d->experts);
    part_dl(w, str_of(T(w, "所属服务行动")), d->campaign);
    part_dl(w, str_of(T(w, "服务内容")), d->content);
    part_dl(w, str_of(T(w, "服务成果")), d->results);
    part_dl(w, str_of(T(w, "向企业收费")), str_of(T(w, "0 元")));
    part_dl(w, str_of(T(w, "报送时间")), show_us(w, d->submitted_us));
    if (d->is_void)
        part_dl(w, str_of(T(w, "作废理由")), d->void_reason);
    part_dl_end(w);
    if (d->corrects_id != 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "本篇更正了"));
        part_link(w,
            service_diary_url(w,
                &(struct diary){ .subject_id = d->subject_id,
                    .id = d->corrects_id }),
            str_of(T(w, "原来的一篇")));
        html_raw(w->h, "</p>");
    }
}

static void
void_form(struct web *w, const struct diary *d)
{
    part_fold_begin(w, BUTTON_DANGER, T(w, "作废本篇"));
    part_form_begin(w, url_make(w->a, "/mine/diary/%d/void", d->id), false);
    part_hidden(w, "subject",
        arena_fmt(w->a, "%lld", (long long)d->subject_id));
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "后果：本篇的时长和企业不再计入年度；记录和理由长期保留。"));
    html_raw(w->h, "</p>");
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "理由")),
            .kind = INPUT_AREA,
            .max_length = 500 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认作废")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static enum status
entry_page(struct web *w, struct err *err)
{
    struct diary d;
    struct accreditation c;
    const struct attachment *files = NULL;
    size_t n = 0;

    TRY(service_diary(w, 0, &d, err));
    TRY(accreditation_load(
        &w->x, d.subject_id, d.accreditation_id, &c, err));
    TRY(attachment_list(&w->x, d.subject_id, STR("diary"), d.id, &files, &n,
        err));
    page_begin(w,
        &(struct page){ .kind = service_kind(w, &c),
            .title = arena_fmt(w->a, T(w, "%.*s 的志愿日记"),
                STR_ARG(show_day(w, d.day))),
            .nav = service_kind(w, &c) == PAGE_MINE ? "diary" : "holders",
            .crumbs = { { str_of(T(w, "志愿日记")),
                list_url(w, url_path("/mine/diary"), &c,
                    day_ymd(d.day).year) } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    state_tags(w, &d);
    html_raw(w->h, "</p>");
    entry_facts(w, &d);
    TRY(show_enterprises(w, &d, err));
    if (n > 0)
        part_attachments(w, files, n);
    if (!d.is_void && (acts_for(&w->who, d.subject_id, "editor") ||
                          may_in(&w->x, MAY_REVIEW, d.programme_id,
                              c.region))) {
        html_raw(w->h, "<div class=\"actions\">");
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "更正")),
            url_with(w->a, url_make(w->a, "/mine/diary/%d/correct", d.id),
                "subject",
                arena_fmt(w->a, "%lld", (long long)d.subject_id)));
        html_raw(w->h, "</div>");
        void_form(w, &d);
    }
    page_end(w);
    return OK;
}

/* --- the link for an enterprise --- */

struct link {
    struct str token;
    struct diary d;
};

static enum status
link_act(struct web *w, struct err *err)
{
    struct link *l = arena_one(w->a, struct link);
    int64_t n = 0;

    w->state = l;
    TRY(service_diary(w, 0, &l->d, err));
    if (!num_int(web_field(w, "n"), 1, 500, &n))
        return err_set(err, ERR_INPUT, "请选择一家企业");
    return diary_new_token(
        &w->x, l->d.subject_id, l->d.id, n, &l->token, err);
}

static enum status
link_page(struct web *w, struct err *err)
{
    struct link *l = w->state;
    struct str address = arena_fmt(w->a, STR_FMT "/confirm/" STR_FMT,
        STR_ARG(w->d->base_url), STR_ARG(l->token));

    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = str_of(T(w, "请企业扫码确认")),
            .nav = "diary",
            .crumbs = { { str_of(T(w, "志愿日记")),
                service_diary_url(w, &l->d) } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "请企业用手机扫描二维码，或打开下面的链接。链接只能用一次，"
             "不需要注册账号；重新生成后旧链接失效。"));
    html_raw(w->h, "</p><div class=\"qr\">");
    TRY(svg_qr(w->h, address, 240, err));
    html_raw(w->h, "</div><p>");
    part_link(w, url_make(w->a, "/confirm/%s", l->token), address);
    html_raw(w->h, "</p><p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "返回日记")),
        service_diary_url(w, &l->d));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

static enum status
link_reply(struct web *w, struct err *err)
{
    return web_read(w, link_page, err);
}

/* --- taking back --- */

static enum status
void_act(struct web *w, struct err *err)
{
    struct diary *d = arena_one(w->a, struct diary);

    w->state = d;
    TRY(service_diary(w, 0, d, err));
    return diary_void(
        &w->x, d->subject_id, d->id, web_field(w, "reason"), err);
}

static enum status
void_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, service_diary_url(w, w->state), "saved");
}

/* --- officers --- */

static enum status
desk_page(struct web *w, struct err *err)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));
    int64_t before = INT64_MAX;
    bool flagged = str_eq(web_query(w, "flagged"), STR("1"));
    const struct diary *list = NULL;
    size_t n = 0;

    if (p == NULL)
        p = &w->d->programmes[0];
    (void)num_int(web_query(w, "before"), 1, INT64_MAX, &before);
    TRY(diary_recent(
        &w->x, p->id, before, flagged, DESK_ROWS, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "志愿日记抽查")),
            .nav = "records" });
    struct choice *k =
        arena_new_array(w->a, struct choice, w->d->n_programmes);
    for (size_t i = 0; i < w->d->n_programmes; i++)
        k[i] = (struct choice){ w->d->programmes[i].code,
            L(w, w->d->programmes[i].pack->holder_title) };
    const struct choice only[] = { { STR("0"), str_of(T(w, "全部")) },
        { STR("1"), str_of(T(w, "只看有疑点的")) } };
    part_filter_begin(w, url_path("/desk/diary"));
    part_select(w, "programme", str_of(T(w, "类别")), STR_EMPTY, k,
        w->d->n_programmes, p->code);
    part_select(w, "flagged", str_of(T(w, "范围")), STR_EMPTY, only, 2,
        flagged ? STR("1") : STR("0"));
    part_button(w, BUTTON_MAIN, str_of(T(w, "查询")));
    part_form_end(w);
    if (n == 0)
        part_empty(w, str_of(T(w, "没有符合条件的日记。")),
            str_of(T(w, "返回登记簿")), url_path("/desk/records"));
    else
        entry_rows(w, list, n);
    if (n == DESK_ROWS) {
        struct url next = url_with(
            w->a, url_path("/desk/diary"), "programme", p->code);

        next = url_with(
            w->a, next, "flagged", flagged ? STR("1") : STR("0"));
        part_next(w, url_with(w->a, next, "before",
                         arena_fmt(w->a, "%lld",
                             (long long)list[n - 1].submitted_us)));
    }
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/diary", MAY_SIGNED_IN, .get = diary_page,
        .about = "The diary of a year with progress toward the duty." },
    { HTTP_GET, "/mine/diary.xlsx", MAY_SIGNED_IN, .get = diary_xlsx,
        .flags = ROUTE_PLAIN, .about = "The diary of a year as workbook." },
    { HTTP_GET, "/mine/diary/:id", MAY_SIGNED_IN, .get = entry_page,
        .about = "A diary entry with what enterprises say of it." },
    { HTTP_POST, "/mine/diary/:id/link", MAY_SIGNED_IN, .act = link_act,
        .reply = link_reply, .again = entry_page,
        .about = "Makes the link with which an enterprise confirms." },
    { HTTP_POST, "/mine/diary/:id/void", MAY_SIGNED_IN, .act = void_act,
        .reply = void_reply, .again = entry_page,
        .about = "Takes an entry back." },
    { HTTP_GET, "/desk/diary", MAY_READ_FILES, .get = desk_page,
        .about = "Entries as they come in, for spot checks." },
};
const struct route_set diary_routes = ROUTE_SET("diary", ROUTES);
