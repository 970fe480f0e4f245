/* The register of plaques: order list, handing out, taking back. */
#include "domain/plaque.h"
#include "report/plaque.h"
#include "web/app.h"
#include "web/web.h"
#include "web/workbook.h"

static enum tag
state_colour(enum plaque_state s)
{
    switch (s) {
    case PLAQUE_HANDED:
        return TAG_GREEN;
    case PLAQUE_RECLAIM_DUE:
        return TAG_RED;
    case PLAQUE_MADE:
        return TAG_BLUE;
    case PLAQUE_RECLAIMED:
    case PLAQUE_VOID:
    case PLAQUE_STATE_COUNT_:
        break;
    }
    return TAG_GREY;
}

static struct str
day_or_none(struct web *w, struct day d)
{
    return day_is_none(d) ? STR_EMPTY : show_day(w, d);
}

static struct plaque_filter
asked_filter(struct web *w)
{
    struct plaque_filter f = { .any = true };
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));

    f.programme_id = p == NULL ? 0 : p->id;
    f.any = !plaque_state_of(web_query(w, "state"), &f.state);
    return f;
}

/* Programmes whose title comes with a plaque. */
static bool
has_plaques(const struct pack *p)
{
    for (size_t i = 0; i < p->n_documents; i++) {
        if (str_eq(p->documents[i].layout, STR("plaque")))
            return true;
    }
    return false;
}

static void
filter_form(struct web *w, const struct plaque_filter *f)
{
    struct choice states[PLAQUE_STATE_COUNT_ + 1];
    struct choice *programmes =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);
    size_t n = 1;

    states[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部状态")) };
    for (size_t i = 0; i < PLAQUE_STATE_COUNT_; i++)
        states[i + 1] =
            (struct choice){ plaque_state_name((enum plaque_state)i),
                web_said(w, plaque_state_title((enum plaque_state)i)) };
    programmes[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部项目")) };
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (has_plaques(w->d->programmes[i].pack))
            programmes[n++] = (struct choice){ w->d->programmes[i].code,
                L(w, w->d->programmes[i].pack->short_title) };
    }
    part_filter_begin(w, url_path("/desk/plaques"));
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, programmes,
        n, web_query(w, "programme"));
    part_select(w, "state", str_of(T(w, "状态")), STR_EMPTY, states,
        PLAQUE_STATE_COUNT_ + 1,
        f->any ? STR_EMPTY : plaque_state_name(f->state));
    part_button(w, BUTTON_SECOND, str_of(T(w, "筛选")));
    part_form_end(w);
}

static enum status
list_page(struct web *w, struct err *err)
{
    struct plaque_filter f = asked_filter(w);
    const struct plaque *list = NULL;
    size_t n = 0;

    TRY(plaque_list(&w->x, &f, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "牌匾登记")),
            .nav = "plaques" });
    filter_form(w, &f);
    if (n == 0) {
        part_empty(w, str_of(T(w, "没有符合条件的牌匾。认定时自动登记。")),
            str_of(T(w, "资格名册")), url_path("/desk/holders"));
        page_end(w);
        return OK;
    }
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "导出制作清单")),
        url_make(w->a, "/desk/plaques.xlsx?programme=%s&state=%s",
            web_query(w, "programme"), web_query(w, "state")));
    html_raw(w->h, "</p>");
    part_table_begin(w, str_of(T(w, "牌匾")));
    part_th(w, str_of(T(w, "牌匾编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "称号类别")), false);
    part_th(w, str_of(T(w, "制作日期")), false);
    part_th(w, str_of(T(w, "颁发日期")), false);
    part_th(w, str_of(T(w, "应收回之日")), false);
    part_th(w, str_of(T(w, "收回日期")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/plaques/%d", list[i].id),
            list[i].number);
        part_td_end(w);
        part_td(w, list[i].name);
        part_td(w,
            list[i].categories.n > 0 ? list[i].categories : STR("—"));
        part_td(w, show_day(w, list[i].made));
        part_td(w, day_or_none(w, list[i].handed));
        part_td(w, day_or_none(w, list[i].due));
        part_td(w, day_or_none(w, list[i].reclaimed));
        part_td_begin(w);
        part_tag(w, state_colour(list[i].state),
            web_said(w, plaque_state_title(list[i].state)));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

static struct str
iso_or_none(struct web *w, struct day d)
{
    return day_is_none(d) ? STR_EMPTY : day_iso(w->a, d);
}

static enum status
list_xlsx(struct web *w, struct err *err)
{
    enum { N = 10 };
    static const struct str HEADS[N] = { STR_INIT("牌匾编号"),
        STR_INIT("牌匾文字"), STR_INIT("持有单位"), STR_INIT("称号类别"),
        STR_INIT("地区"),
        STR_INIT("制作日期"), STR_INIT("颁发日期"), STR_INIT("接收人"),
        STR_INIT("收回日期"), STR_INIT("状态") };
    struct plaque_filter f = asked_filter(w);
    struct xlsx_column columns[N];
    const struct plaque *list = NULL;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    size_t n = 0;

    TRY(plaque_list(&w->x, &f, &list, &n, err));
    TRY(web_book_open(w, &book, &x, err));
    for (size_t i = 0; i < N; i++)
        columns[i] = (struct xlsx_column){ .title = HEADS[i],
            .width = i == 1 ? 60 : 18 };
    xlsx_sheet(x, STR("牌匾"), NULL, 0, columns, N);
    for (size_t i = 0; i < n; i++) {
        const struct str cells[N] = { list[i].number,
            str_trim(list[i].body), list[i].name, list[i].categories,
            region_path(w->a, w->d->regions, list[i].region),
            day_iso(w->a, list[i].made), iso_or_none(w, list[i].handed),
            list[i].receiver, iso_or_none(w, list[i].reclaimed),
            plaque_state_title(list[i].state) };

        xlsx_add_row(x, cells, N, XLSX_PLAIN);
    }
    return web_book_send(book, STR("牌匾制作清单.xlsx"), err);
}

/* --- one plaque --- */

static void
wording(struct web *w, struct str body)
{
    struct str line;

    html_raw(w->h, "<article class=\"doc\">");
    while (body.n > 0) {
        body = str_cut(body, '\n', &line, NULL);
        if (str_trim(line).n == 0)
            continue;
        html_raw(w->h, "<p>");
        html_text(w->h, str_trim(line));
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "</article>");
}

static void
day_input(struct web *w, const char *label)
{
    part_input(w,
        &(struct input){ .name = "day",
            .label = str_of(label),
            .kind = INPUT_DATE,
            .value = day_iso(w->a, w->today),
            .width = 10 });
}

static void
hand_out_form(struct web *w, const struct plaque *p)
{
    part_card_begin(w, str_of(T(w, "颁发牌匾")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/plaques/%d/hand-out", p->id), false);
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)p->version));
    day_input(w, T(w, "颁发日期"));
    part_input(w,
        &(struct input){ .name = "receiver",
            .label = str_of(T(w, "接收人")),
            .max_length = 50 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "登记颁发")));
    part_form_end(w);
    part_card_end(w);
}

static void
reclaim_form(struct web *w, const struct plaque *p)
{
    part_card_begin(w, str_of(T(w, "收回牌匾")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/plaques/%d/reclaim", p->id), false);
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)p->version));
    day_input(w, T(w, "收回（公告作废）日期"));
    part_check(w, "void", str_of(T(w, "不能收回，已公告作废")),
        str_of(T(w, "如遗失；须在下面写明原因和公告情况")), false);
    part_input(w,
        &(struct input){ .name = "remark",
            .label = str_of(T(w, "说明")),
            .hint = str_of(T(w, "经办人、交回方式")),
            .kind = INPUT_AREA,
            .optional = true,
            .max_length = 500 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "登记收回")));
    part_form_end(w);
    part_card_end(w);
}

static enum status
one_page(struct web *w, struct err *err)
{
    struct plaque p;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(plaque_get(&w->x, id, &p, err));
    bool editable = may_in(&w->x, MAY_SUPERVISE, p.programme_id, p.region);
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "牌匾 %.*s"), STR_ARG(p.number)),
            .nav = "plaques",
            .crumbs = { { str_of(T(w, "牌匾登记")),
                url_path("/desk/plaques") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    part_tag(w, state_colour(p.state),
        web_said(w, plaque_state_title(p.state)));
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "持有单位")), p.name);
    if (p.categories.n > 0)
        part_dl(w, str_of(T(w, "称号类别")), p.categories);
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, p.region));
    part_dl(w, str_of(T(w, "制作日期")), show_day(w, p.made));
    if (!day_is_none(p.handed)) {
        part_dl(w, str_of(T(w, "颁发日期")), show_day(w, p.handed));
        part_dl(w, str_of(T(w, "接收人")), p.receiver);
    }
    if (!day_is_none(p.due))
        part_dl(w, str_of(T(w, "应收回之日")), show_day(w, p.due));
    if (!day_is_none(p.reclaimed))
        part_dl(w, str_of(T(w, "收回日期")), show_day(w, p.reclaimed));
    if (p.remark.n > 0)
        part_dl(w, str_of(T(w, "说明")), p.remark);
    part_dl_end(w);
    part_heading(w, T(w, "牌匾文字"));
    wording(w, p.body);
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "下载 PDF")),
        url_make(w->a, "/desk/plaques/%d/plaque.pdf", p.id));
    html_raw(w->h, " ");
    part_link(w, url_make(w->a, "/desk/holders/%d", p.accreditation_id),
        str_of(T(w, "查看资格")));
    html_raw(w->h, "</p>");
    if (editable && p.state == PLAQUE_MADE)
        hand_out_form(w, &p);
    if (editable && p.state == PLAQUE_RECLAIM_DUE)
        reclaim_form(w, &p);
    page_end(w);
    return OK;
}

/* What the forms have in common. */
static enum status
typed(struct web *w, int64_t *ret_id, int64_t *ret_version,
    struct day *ret_day, struct err *err)
{
    struct str day = web_field(w, "day");

    *ret_version = 0;
    *ret_day = DAY_NONE;
    TRY(web_param_id(w, 0, ret_id, err));
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, ret_version);
    if (day.n > 0 && day_parse(day, ret_day, err) != OK)
        return err_field(err, ERR_INPUT, STR("day"),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(day));
    return OK;
}

static enum status
hand_out_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0;
    struct day day;

    TRY(typed(w, &id, &version, &day, err));
    return plaque_hand_out(
        &w->x, id, day, web_field(w, "receiver"), version, err);
}

static enum status
reclaim_act(struct web *w, struct err *err)
{
    int64_t id = 0, version = 0;
    struct day day;

    TRY(typed(w, &id, &version, &day, err));
    return plaque_reclaim(&w->x, id, day,
        str_eq(web_field(w, "void"), STR("1")), web_field(w, "remark"),
        version, err);
}

static enum status
one_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, url_make(w->a, "/desk/plaques/%d", id), "saved");
}

static enum status
plaque_file(struct web *w, struct err *err)
{
    struct pdf_fonts *fonts = NULL;
    struct plaque p;
    struct str bytes;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(plaque_get(&w->x, id, &p, err));
    const struct programme *programme =
        domain_programme(w->d, p.programme_id);
    TRY(app_pdf_fonts(w->app, &fonts, err));
    TRY(plaque_pdf(w->a, fonts,
        &(struct plaque_paper){ .body = p.body,
            .number = p.number,
            .issuer =
                programme == NULL ? STR_EMPTY : programme->authority,
            .made = p.made },
        &bytes, err));
    return web_download(w, "application/pdf",
        arena_join(w->a, p.number, STR(".pdf")), bytes);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/plaques", MAY_READ_FILES, .get = list_page,
        .about = "The register of plaques." },
    { HTTP_GET, "/desk/plaques.xlsx", MAY_READ_FILES, .get = list_xlsx,
        .flags = ROUTE_PLAIN, .about = "The filtered plaques as workbook." },
    { HTTP_GET, "/desk/plaques/:id", MAY_READ_FILES, .get = one_page,
        .about = "A plaque with its wording." },
    { HTTP_GET, "/desk/plaques/:id/plaque.pdf", MAY_READ_FILES,
        .get = plaque_file, .flags = ROUTE_PLAIN,
        .about = "The wording of a plaque as PDF." },
    { HTTP_POST, "/desk/plaques/:id/hand-out", MAY_SUPERVISE,
        .act = hand_out_act, .reply = one_reply, .again = one_page,
        .about = "A plaque is handed out." },
    { HTTP_POST, "/desk/plaques/:id/reclaim", MAY_SUPERVISE,
        .act = reclaim_act, .reply = one_reply, .again = one_page,
        .about = "A plaque came back, or is declared void." },
};
const struct route_set plaque_routes = ROUTE_SET("plaques", ROUTES);
