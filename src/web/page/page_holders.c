/* The officer's register: holders of every state, their files, exports in the
 * columns of the official table. */
#include "domain/message.h"
#include "domain/subject.h"
#include "format/csv.h"
#include "duty_parts.h"
#include "holder_parts.h"
#include "message_parts.h"
#include "incident_parts.h"
#include "page_holding.h"
#include "title_history.h"
#include "web/workbook.h"

#define PER_PAGE 50
#define EXPORT_MAX 100000
#define COLUMNS_MOST 17

/* --- filters --- */

struct filter {
    struct register_filter f;
    enum accreditation_state one;
    const struct programme *programme;
};

static void
read_filter(struct web *w, struct filter *ret)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));

    for (size_t i = 0; p == NULL && i < w->d->n_programmes; i++) {
        if (may_in(&w->x, MAY_READ_FILES, w->d->programmes[i].id, STR_EMPTY))
            p = &w->d->programmes[i];
    }
    if (p == NULL)
        p = &w->d->programmes[0];
    ret->programme = p;
    ret->f = (struct register_filter){ .programme_id = p->id,
        .text = web_query(w, "q"),
        .region = web_query(w, "region"),
        .category = web_query(w, "category"),
        .standing = register_standing_of(web_query(w, "standing")),
        .with_ended = true };
    if (ret->f.region.n == 0)
        ret->f.region = actor_region(&w->x, MAY_SEE_DESK, p->id);
    if (accreditation_state_of(web_query(w, "state"), &ret->one)) {
        ret->f.states = &ret->one;
        ret->f.n_states = 1;
    }
}

static struct url
with_filter(struct web *w, struct url u, const struct filter *f)
{
    u = url_with(w->a, u, "programme", f->programme->code);
    if (f->f.text.n > 0)
        u = url_with(w->a, u, "q", f->f.text);
    if (f->f.region.n > 0)
        u = url_with(w->a, u, "region", f->f.region);
    if (f->f.n_states > 0)
        u = url_with(
            w->a, u, "state", accreditation_state_name(f->one));
    if (f->f.category.n > 0)
        u = url_with(w->a, u, "category", f->f.category);
    if (f->f.standing != STANDING_ANY)
        u = url_with(w->a, u, "standing", web_query(w, "standing"));
    return u;
}

static void
filter_form(struct web *w, const struct filter *f)
{
    struct choice states[ACC_STATE_COUNT_ + 1];
    struct choice *programmes =
        arena_new_array(w->a, struct choice, w->d->n_programmes);
    size_t n = 0, n_p = 0;
    const struct region *const *list = region_children(
        w->a, w->d->regions, STR_EMPTY, w->today, &n);
    struct choice *regions = arena_new_array(w->a, struct choice, n + 1);

    states[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部")) };
    regions[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全国")) };
    for (size_t i = 0; i < ACC_STATE_COUNT_; i++) {
        enum accreditation_state s = (enum accreditation_state)i;

        states[i + 1] = (struct choice){ accreditation_state_name(s),
            str_of(catalog_get(w->catalog,
                arena_cstr(w->a, accreditation_state_title(s)))) };
    }
    for (size_t i = 0; i < n; i++)
        regions[i + 1] = (struct choice){ list[i]->code, list[i]->name };
    struct str mine =
        actor_region(&w->x, MAY_SEE_DESK, f->programme->id);
    const struct region *r =
        mine.n == 0 ? NULL : region_find(w->d->regions, mine);
    if (r != NULL) { /* those of a region see no other */
        regions[0] = (struct choice){ r->code, r->name };
        n = 0;
    }
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (may_in(&w->x, MAY_READ_FILES, w->d->programmes[i].id, STR_EMPTY))
            programmes[n_p++] = (struct choice){ w->d->programmes[i].code,
                L(w, w->d->programmes[i].pack->short_title) };
    }
    part_filter_begin(w, url_path("/desk/holders"));
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, programmes,
        n_p, f->programme->code);
    part_input(w,
        &(struct input){ .name = "q",
            .label = str_of(T(w, "名称或编号")),
            .kind = INPUT_SEARCH,
            .value = f->f.text });
    part_select(w, "region", str_of(T(w, "地区")), STR_EMPTY, regions, n + 1,
        f->f.region);
    part_select(w, "state", str_of(T(w, "状态")), STR_EMPTY, states,
        ACC_STATE_COUNT_ + 1, web_query(w, "state"));
    part_standing_filter(w, f->programme->pack);
    part_button(w, BUTTON_MAIN, str_of(T(w, "筛选")));
    part_form_end(w);
}

/* --- the list --- */

static void
rows_table(struct web *w, const struct pack *p,
    const struct register_row *rows, size_t n)
{
    part_table_begin(w, str_of(T(w, "资格名册")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    if (p->n_categories > 0)
        part_th(w, str_of(T(w, "称号类别")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "认定日期")), false);
    part_th(w, str_of(T(w, "有效期至")), false);
    part_th(w, str_of(T(w, "最近活动或认定日")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct register_row *r = &rows[i];

        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/holders/%d", r->id), r->number);
        part_td_end(w);
        part_td(w, r->name);
        if (p->n_categories > 0) {
            part_td_begin(w);
            part_standing(w, p, r->category, r->incubating);
            part_td_end(w);
        }
        part_td(w, region_path(w->a, w->d->regions, r->region));
        part_td(w, show_day(w, r->admitted));
        part_td(w, show_day(w, r->last_day));
        part_td(w, show_day(w, r->watch));
        part_td_begin(w);
        holding_state_tag(w,
            &(struct accreditation){
                .state = r->state, .last_day = r->last_day });
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    struct filter f = { 0 };
    const struct register_row *rows = NULL;
    size_t n = 0;
    int64_t total = 0;
    struct err failed = { 0 };

    read_filter(w, &f);
    enum status st =
        register_list(&w->x, &f.f, register_cursor_of(web_query(w, "after")),
            PER_PAGE, &rows, &n, &total, &failed);
    if (st != OK && st != ERR_INPUT) {
        *err = failed;
        return st;
    }
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "资格名册")),
            .nav = "holders" });
    filter_form(w, &f);
    if (st == ERR_INPUT)
        part_callout(w, true, web_said(w, str_of(failed.text)));
    else if (n == 0)
        part_empty(w, str_of(T(w, "没有符合条件的记录。")),
            str_of(T(w, "查看全部")), url_path("/desk/holders"));
    if (n > 0) {
        html_raw(w->h, "<p class=\"count\"><span>");
        if (total >= 0)
            html_text(w->h,
                arena_fmt(w->a, T(w, "共 %lld 条"), (long long)total));
        else
            html_cstr(w->h, T(w, "超过 10,000 条"));
        html_raw(w->h, "</span> ");
        part_link(w, with_filter(w, url_path("/desk/holders.xlsx"), &f),
            str_of(T(w, "下载 Excel")));
        html_raw(w->h, " ");
        part_link(w, with_filter(w, url_path("/desk/holders.csv"), &f),
            str_of(T(w, "下载 CSV")));
        html_raw(w->h, " ");
        part_link(w, url_path("/desk/handovers"), str_of(T(w, "未了事项")));
        if (may(&w->who, MAY_DECIDE)) {
            html_raw(w->h, " ");
            part_link(w, url_path("/desk/history"),
                str_of(T(w, "补录施行前的资格")));
        }
        html_raw(w->h, "</p>");
        rows_table(w, f.programme->pack, rows, n);
    }
    if (n == PER_PAGE)
        part_next(
            w, url_with(w->a, with_filter(w, url_path("/desk/holders"), &f),
                   "after", register_cursor_text(w->a, &rows[n - 1])));
    page_end(w);
    return OK;
}

/* --- exports in the official columns --- */

typedef void (*row_writer)(
    struct web *w, const struct str *cells, size_t n, void *out);

static const struct pack_import *
official_table(const struct pack *p)
{
    return p->n_imports == 0 ? NULL : &p->imports[0];
}

static size_t
heads_of(const struct pack *p, struct str heads[COLUMNS_MOST])
{
    static const struct str FIXED[] = { STR_INIT("证书编号"),
        STR_INIT("认定日期"), STR_INIT("有效期至"), STR_INIT("状态") };
    const struct pack_import *t = official_table(p);
    size_t n = 0;

    heads[n++] = STR("序号");
    for (size_t i = 0; t != NULL && i < t->n_columns && n < 12; i++)
        heads[n++] = t->columns[i].label.zh;
    if (t == NULL)
        heads[n++] = STR("名称");
    for (size_t i = 0; i < 4; i++)
        heads[n++] = FIXED[i];
    if (p->n_categories > 0)
        heads[n++] = STR("称号类别");
    return n;
}

/* A column of the official table from what is known of a holder. */
static struct str
official_cell(const struct pack_import *t, const struct pack_field *c,
    const struct register_row *r, const struct subject_private *p)
{
    struct str given = json_str(json_get(r->info, c->name)), bare;

    if (str_eq(c->name, t->name_column))
        return r->name;
    if (given.n > 0)
        return given;
    (void)str_cut(c->name, '(', &bare, NULL);
    given = json_str(json_get(r->info, bare));
    if (given.n > 0)
        return given;
    if (c->type == FIELD_EMAIL)
        return p->email;
    if (c->type == FIELD_PHONE || c->type == FIELD_MOBILE)
        return p->mobile;
    return c->is_private ? p->contact : p->address;
}

static enum status
write_row(struct web *w, const struct filter *f, const struct register_row *r,
    size_t serial, row_writer fn, void *out, struct err *err)
{
    const struct pack_import *t = official_table(f->programme->pack);
    struct str cells[COLUMNS_MOST];
    struct subject_private p = { 0 };
    size_t n = 0;

    /* Contacts only of the officer's own programmes and regions. */
    if (may_in(&w->x, MAY_READ_FILES, r->programme_id, r->region))
        TRY(subject_private_get(&w->x, r->subject_id, &p, err));
    cells[n++] = arena_fmt(w->a, "%zu", serial);
    for (size_t i = 0; t != NULL && i < t->n_columns && n < 12; i++)
        cells[n++] = official_cell(t, &t->columns[i], r, &p);
    if (t == NULL)
        cells[n++] = r->name;
    cells[n++] = r->number;
    cells[n++] = day_iso(w->a, r->admitted);
    cells[n++] = day_iso(w->a, r->last_day);
    cells[n++] = accreditation_state_title(accreditation_state_on(
        &(struct accreditation){
            .state = r->state, .last_day = r->last_day },
        w->today));
    if (f->programme->pack->n_categories > 0)
        cells[n++] = show_standing(
            w, f->programme->pack, r->category, r->incubating);
    fn(w, cells, n, out);
    return OK;
}

static enum status
each_row(struct web *w, row_writer fn, void *out, struct err *err)
{
    struct filter f = { 0 };
    struct register_cursor at = { DAY_NONE, 0 };
    size_t done = 0, n = 0;

    read_filter(w, &f);
    do {
        const struct register_row *rows = NULL;
        int64_t total = 0;

        TRY(register_list(&w->x, &f.f, at, 500, &rows, &n, &total, err));
        for (size_t i = 0; i < n; i++)
            TRY(write_row(w, &f, &rows[i], ++done, fn, out, err));
        if (n > 0)
            at = (struct register_cursor){ rows[n - 1].admitted,
                rows[n - 1].id };
    } while (n == 500 && done < EXPORT_MAX);
    return OK;
}

static void
csv_row(struct web *w, const struct str *cells, size_t n, void *out)
{
    (void)w;
    for (size_t i = 0; i < n; i++)
        csv_cell(out, i == 0, cells[i]);
    csv_end_row(out);
}

static void
xlsx_row(struct web *w, const struct str *cells, size_t n, void *out)
{
    (void)w;
    xlsx_add_row(out, cells, n, XLSX_PLAIN);
}

static enum status
list_csv(struct web *w, struct err *err)
{
    struct filter f = { 0 };
    struct str heads[COLUMNS_MOST], bytes;
    struct buf b;

    read_filter(w, &f);
    size_t n = heads_of(f.programme->pack, heads);
    buf_init(&b, w->a, 64u * 1024 * 1024);
    csv_begin(&b);
    csv_row(w, heads, n, &b);
    TRY(each_row(w, csv_row, &b, err));
    TRY(buf_done(&b, &bytes, err));
    return web_download(
        w, "text/csv; charset=utf-8", STR("资格名册.csv"), bytes);
}

static enum status
list_xlsx(struct web *w, struct err *err)
{
    struct filter f = { 0 };
    struct str heads[COLUMNS_MOST];
    struct xlsx_column columns[COLUMNS_MOST] = { 0 };
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;

    read_filter(w, &f);
    size_t n = heads_of(f.programme->pack, heads);
    TRY(web_book_open(w, &book, &x, err));
    for (size_t i = 0; i < n; i++)
        columns[i] = (struct xlsx_column){ .title = heads[i],
            .width = i == 0 ? 8 : 22 };
    xlsx_sheet(x, STR("资格名册"), NULL, 0, columns, n);
    TRY(each_row(w, xlsx_row, x, err));
    return web_book_send(book, STR("资格名册.xlsx"), err);
}

/* --- one holder --- */

static void
contact(struct web *w, const struct subject_private *p)
{
    part_card_begin(w, str_of(T(w, "联系方式")), true);
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "联系人")), p->contact);
    part_dl(w, str_of(T(w, "手机号码")), mask_mobile(w->a, p->mobile));
    part_dl(w, str_of(T(w, "电子邮箱")), p->email);
    part_dl_end(w);
    part_card_end(w);
}

static enum status
history(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct audit_row *rows = NULL;
    size_t n = 0;

    TRY(audit_list(&w->x, STR("accreditation"), c->id, INT64_MAX, 100, &rows,
        &n, err));
    struct event_line *e = arena_new_array(w->a, struct event_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        enum accreditation_state to = ACC_ACTIVE;
        bool state = accreditation_state_of(rows[i].to, &to);

        e[i] = (struct event_line){
            .title = state ? accreditation_state_title(to) : rows[i].event,
            .at_us = rows[i].at_us,
            .text = arena_fmt(w->a, STR_FMT " " STR_FMT,
                STR_ARG(rows[i].actor), STR_ARG(rows[i].reason)) };
    }
    part_card_begin(w, str_of(T(w, "办理记录")), false);
    part_timeline(w, e, n);
    part_card_end(w);
    return OK;
}

static enum status
messages(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct message_row *rows = NULL;
    size_t n = 0;

    TRY(message_of_subject(&w->x, c->subject_id, &rows, &n, err));
    html_raw(w->h, "<h2 id=\"messages\">");
    html_cstr(w->h, T(w, "通知"));
    html_raw(w->h, "</h2>");
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "还没有发出过通知。"));
        html_raw(w->h, "</p>");
        return OK;
    }
    part_table_begin(w, str_of(T(w, "通知")));
    part_th(w, str_of(T(w, "时间")), false);
    part_th(w, str_of(T(w, "方式")), false);
    part_th(w, str_of(T(w, "标题")), false);
    part_th(w, str_of(T(w, "阅读")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, show_us(w, rows[i].created_us));
        part_td(w,
            str_eq(rows[i].channel, STR("SMS"))    ? str_of(T(w, "短信"))
            : str_eq(rows[i].channel, STR("MAIL")) ? str_of(T(w, "邮件"))
                                                   : str_of(T(w, "站内")));
        part_td(w, rows[i].title);
        receipt_cell(w, &rows[i]);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

/* What an officer may do about a holder, each where it is done. */
static void
one_links(struct web *w, const struct accreditation *c)
{
    bool diary = pack_form(c->pack, STR("diary")) != NULL;

    html_raw(w->h, "<p class=\"actions\">");
    if (diary && may_in(&w->x, MAY_REVIEW, c->programme_id, c->region))
        part_link_button(w, BUTTON_SECOND,
            str_of(T(w, "代录志愿日记")),
            url_make(w->a, "/mine/diary/new?holding=%d", c->id));
    if (may_in(&w->x, MAY_SUPERVISE, c->programme_id, c->region))
        part_link_button(w, BUTTON_SECOND,
            str_of(T(w, "提起监督案件")),
            url_with(w->a, url_path("/desk/proceedings/new"), "number",
                c->number));
    if (may_in(&w->x, MAY_SUPERVISE, c->programme_id, c->region))
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "登记处罚或变更")),
            url_with(w->a, url_path("/desk/incidents/new"), "subject",
                c->name));
    if (may_in(&w->x, MAY_SUPERVISE, c->programme_id, c->region))
        part_link(w, url_make(w->a, "/desk/holders/%d/name", c->id),
            str_of(T(w, "名称变更")));
    html_raw(w->h, " ");
    part_link(w, url_make(w->a, "/desk/holders/%d/handover", c->id),
        str_of(T(w, "未了事项")));
    html_raw(w->h, " ");
    if (may(&w->who, MAY_AUDIT))
        part_link(w,
            url_make(w->a, "/desk/audit?kind=accreditation&object=%d", c->id),
            str_of(T(w, "审计记录")));
    html_raw(w->h, " <a href=\"#messages\">");
    html_cstr(w->h, T(w, "已发通知"));
    html_raw(w->h, "</a></p>");
}

static enum status
one_page(struct web *w, struct err *err)
{
    struct accreditation c;
    struct subject_private p;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(accreditation_get(&w->x, id, &c, err));
    TRY(act_require(&w->x, MAY_READ_FILES, c.programme_id, c.region, err));
    TRY(subject_private_get(&w->x, c.subject_id, &p, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = c.name,
            .nav = "holders",
            .crumbs = { { str_of(T(w, "资格名册")),
                url_path("/desk/holders") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\"><p>");
    holding_state_tag(w, &c);
    html_raw(w->h, " ");
    part_standing(w, c.pack, c.category, c.incubating);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "资格")), L(w, c.pack->holder_title));
    part_dl(w, str_of(T(w, "编号")), c.number);
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, c.region));
    for (size_t i = 0; i < c.info->n; i++)
        part_dl(w, c.info->keys[i], json_str(c.info->items[i]));
    part_dl(w, str_of(T(w, "认定日期")), show_day(w, c.admitted));
    part_dl(w, str_of(T(w, "有效期至")), show_day(w, c.last_day));
    part_dl(w, str_of(T(w, "最近活动日")), show_day(w, c.last_activity));
    if (!day_is_none(c.ended))
        part_dl(w, str_of(T(w, "终止日期")), show_day(w, c.ended));
    if (c.end_reason.n > 0)
        part_dl(w, str_of(T(w, "终止原因")), c.end_reason);
    part_dl_end(w);
    if (c.application_id != 0)
        part_link(w,
            url_make(w->a, "/desk/applications/%d", c.application_id),
            str_of(T(w, "查看申请材料")));
    one_links(w, &c);
    TRY(duty_card(w, &c, err));
    TRY(holder_places(w, &c, HOLDER_DESK, err));
    TRY(holder_profile(w, &c, err));
    TRY(incident_card(w, &c, true, err));
    TRY(title_history(w, &c, err));
    TRY(again_card(w, &c, false, err));
    TRY(messages(w, &c, err));
    html_raw(w->h, "</div><div class=\"c4\">");
    contact(w, &p);
    TRY(history(w, &c, err));
    html_raw(w->h, "</div></div>");
    page_end(w);
    return OK;
}

/* --- name --- */

static enum status
names(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct audit_row *rows = NULL;
    size_t n = 0, k = 0;

    TRY(audit_of_subject(&w->x, c->subject_id, &rows, &n, err));
    struct event_line *e = arena_new_array(w->a, struct event_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(rows[i].event, STR("rename")))
            continue;
        e[k++] = (struct event_line){
            .title = arena_fmt(w->a, STR_FMT " → " STR_FMT,
                STR_ARG(rows[i].from), STR_ARG(rows[i].to)),
            .at_us = rows[i].at_us,
            .text = arena_fmt(w->a, STR_FMT " " STR_FMT,
                STR_ARG(rows[i].actor), STR_ARG(rows[i].reason)) };
    }
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "曾用名称"));
    html_raw(w->h, "</h2>");
    if (k == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "名称没有变更过。"));
        html_raw(w->h, "</p>");
        return OK;
    }
    part_timeline(w, e, k);
    return OK;
}

static enum status
find_renamed(struct web *w, struct accreditation *c, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(accreditation_get(&w->x, id, c, err));
    return act_require(
        &w->x, MAY_SUPERVISE, c->programme_id, c->region, err);
}

static enum status
name_page(struct web *w, struct err *err)
{
    struct accreditation c;
    struct subject s;

    TRY(find_renamed(w, &c, err));
    TRY(subject_get(&w->x, c.subject_id, &s, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "名称变更")),
            .nav = "holders",
            .crumbs = { { str_of(T(w, "资格名册")),
                            url_path("/desk/holders") },
                { s.name, url_make(w->a, "/desk/holders/%d", c.id) } },
            .n_crumbs = 2 });
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "变更后，有效的资格以新名称公示，证书须重新生成；曾用名称仍可查到，"
        "已送达的文书不变。"));
    html_raw(w->h, "</p><div class=\"narrow\">");
    part_form_begin(
        w, url_make(w->a, "/desk/holders/%d/name", c.id), false);
    part_input(w,
        &(struct input){ .name = "name",
            .label = str_of(T(w, "新的名称（姓名）")),
            .value = s.name,
            .max_length = 100 });
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "变更依据")),
            .hint = str_of(T(w, "如登记机关的核准文件和文号")),
            .kind = INPUT_AREA,
            .max_length = 500 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "变更名称")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    TRY(names(w, &c, err));
    page_end(w);
    return OK;
}

static enum status
name_act(struct web *w, struct err *err)
{
    struct accreditation c;

    TRY(find_renamed(w, &c, err));
    return subject_rename(&w->x, c.subject_id,
        utf8_narrow(w->a, web_field(w, "name")), web_field(w, "reason"), err);
}

static enum status
name_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/holders/%d/name", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/holders", MAY_READ_FILES, .get = list_page,
        .about = "Holders of every state, for officers." },
    { HTTP_GET, "/desk/holders.csv", MAY_READ_FILES, .get = list_csv,
        .flags = ROUTE_PLAIN, .about = "The filtered holders as CSV." },
    { HTTP_GET, "/desk/holders.xlsx", MAY_READ_FILES, .get = list_xlsx,
        .flags = ROUTE_PLAIN, .about = "The filtered holders as workbook." },
    { HTTP_GET, "/desk/holders/:id", MAY_READ_FILES, .get = one_page,
        .about = "A holder with terms, messages and history." },
    { HTTP_GET, "/desk/holders/:id/name", MAY_SUPERVISE, .get = name_page,
        .about = "Form: change of a holder's name, with the former ones." },
    { HTTP_POST, "/desk/holders/:id/name", MAY_SUPERVISE, .act = name_act,
        .reply = name_reply, .again = name_page,
        .about = "Changes a holder's name." },
};
const struct route_set holders_routes = ROUTE_SET("holders", ROUTES);
