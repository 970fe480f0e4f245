/* The yearly standard list, proposals, grades, commendations (O-15, O-16). */
#include "case_parts.h"
#include "domain/assessment.h"
#include "domain/proceeding.h"
#include "web/app.h"
#include "web/workbook.h"

#define PER_PAGE 50
#define EXPORT_EACH 500
#define FIRST_YEAR 2023

static const struct {
    const char *key, *text;
    enum tag tone;
} PARTS[ASSESS_PART_COUNT_] = {
    [ASSESS_ALL] = { "all", N_("全部"), TAG_BLUE },
    [ASSESS_MET] = { "met", N_("达标"), TAG_GREEN },
    [ASSESS_NOT_MET] = { "not-met", N_("未达标"), TAG_AMBER },
    [ASSESS_PROPOSE] = { "propose", N_("建议撤销"), TAG_RED },
    [ASSESS_EXCELLENT] = { "excellent", N_("优秀"), TAG_GREEN },
};

static enum assessment_part
which_part(struct web *w)
{
    for (size_t i = 0; i < ASSESS_PART_COUNT_; i++) {
        if (str_eq(web_query(w, "part"), str_of(PARTS[i].key)))
            return (enum assessment_part)i;
    }
    return ASSESS_ALL;
}

/* The programme asked for, else the first one with a duty. */
static const struct programme *
which_programme(struct web *w)
{
    struct str code = web_typed(w, "programme", web_query(w, "programme"));
    const struct programme *p = domain_programme_by_code(w->d, code);

    for (size_t i = 0; p == NULL && i < w->d->n_programmes; i++) {
        if (w->d->programmes[i].pack->n_duties > 0)
            p = &w->d->programmes[i];
    }
    return p == NULL ? &w->d->programmes[0] : p;
}

static enum status
which_year(struct web *w, int64_t *ret, struct err *err)
{
    struct str text = w->params[0];

    if (!num_int(text, FIRST_YEAR, day_ymd(w->today).year, ret))
        return err_set(err, ERR_NOT_FOUND, "没有这一年度的名单");
    return OK;
}

static struct url
list_url(struct web *w, const struct programme *p, int64_t year,
    enum assessment_part part)
{
    struct url u = url_make(w->a, "/desk/assessments/%d", year);

    u = url_with(w->a, u, "programme", p->code);
    return part == ASSESS_ALL
               ? u
               : url_with(w->a, u, "part", str_of(PARTS[part].key));
}

/* --- /desk/assessments --- */

static enum status
years_page(struct web *w, struct err *err)
{
    int this_year = day_ymd(w->today).year;

    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "年度考核")),
                      .nav = "assessments" });
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (p->pack->n_duties == 0 ||
            !may_everywhere(&w->x, MAY_READ_FILES, p->id))
            continue;
        html_raw(w->h, "<h2>");
        html_text(w->h, L(w, p->pack->holder_title));
        html_raw(w->h, "</h2>");
        part_table_begin(w, L(w, p->pack->holder_title));
        part_th(w, str_of(T(w, "年度")), false);
        for (size_t k = 0; k < ASSESS_PART_COUNT_; k++)
            part_th(w, str_of(catalog_get(w->catalog, PARTS[k].text)), true);
        part_th(w, str_of(T(w, "名单")), false);
        part_table_body(w);
        for (int y = this_year; y >= FIRST_YEAR; y--) {
            struct assessment_counts c;

            TRY(assessment_counts(&w->x, p->id, y, &c, err));
            part_tr(w);
            part_td_begin(w);
            part_link(w, list_url(w, p, y, ASSESS_ALL),
                arena_fmt(w->a, "%d", y));
            part_td_end(w);
            for (size_t k = 0; k < ASSESS_PART_COUNT_; k++)
                part_td_num(w, c.n[k]);
            part_td(w, c.made_us == 0 ? str_of(T(w, "尚未生成"))
                                      : show_us(w, c.made_us));
            part_tr_end(w);
        }
        part_table_end(w);
    }
    page_end(w);
    return OK;
}

/* --- /desk/assessments/:year --- */

static struct str
satisfaction(struct web *w, const struct assessment *s)
{
    if (s->rating_count == 0)
        return STR("—");
    /* For people to read; nothing is compared with it. */
    int64_t hundredths = s->rating_sum * 100 / s->rating_count;
    return arena_fmt(w->a, "%lld.%02lld（%lld）",
        (long long)(hundredths / 100), (long long)(hundredths % 100),
        (long long)s->rating_count);
}

static void
parts_list(struct web *w, const struct programme *p, int64_t year,
    const struct assessment_counts *c)
{
    html_raw(w->h, "<ul class=\"stats\">");
    for (size_t i = 0; i < ASSESS_PART_COUNT_; i++) {
        static const struct str CLASS[] = {
            [TAG_BLUE] = STR_INIT("stat"),
            [TAG_GREEN] = STR_INIT("stat stat-green"),
            [TAG_AMBER] = STR_INIT("stat stat-amber"),
            [TAG_RED] = STR_INIT("stat stat-red"),
        };

        html_raw(w->h, "<li");
        html_attr(w->h, "class", CLASS[PARTS[i].tone]);
        html_raw(w->h, "><span>");
        html_cstr(w->h, catalog_get(w->catalog, PARTS[i].text));
        html_raw(w->h, "</span><b>");
        html_int_grouped(w->h, c->n[i]);
        html_raw(w->h, "</b>");
        part_link(w, list_url(w, p, year, (enum assessment_part)i),
            arena_fmt(w->a, "%s%s", T(w, "查看"),
                catalog_get(w->catalog, PARTS[i].text)));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>\n");
}

static void
row_of(struct web *w, const struct assessment *s)
{
    part_tr(w);
    html_raw(w->h, "<td><a class=\"id\"");
    html_href(w->h, "href",
        url_make(w->a, "/desk/assessments/%d/%d", s->year,
            s->accreditation_id));
    html_raw(w->h, ">");
    html_text(w->h, s->number);
    html_raw(w->h, "</a></td>");
    part_td(w, s->name);
    part_td_num(w, s->minutes);
    part_td_num(w, s->enterprises);
    part_td_num(w, s->events);
    part_td(w, satisfaction(w, s));
    part_td(w, s->full_year ? str_of(T(w, "是")) : str_of(T(w, "否")));
    part_td_begin(w);
    if (s->standard == MET)
        part_tag(w, TAG_GREEN, str_of(T(w, "达标")));
    else
        part_tag(w, TAG_AMBER, s->standard == NOT_MET
                                   ? str_of(T(w, "未达标"))
                                   : str_of(T(w, "尚不能判断")));
    if (s->propose) {
        html_raw(w->h, " ");
        part_tag(w, TAG_RED, str_of(T(w, "建议撤销")));
    }
    part_td_end(w);
    part_td_begin(w);
    html_text(w->h, grade_title(s->grade));
    if (s->commended_no.n > 0) {
        html_raw(w->h, " ");
        part_tag(w, TAG_BLUE, str_of(T(w, "表彰")));
    }
    part_td_end(w);
    part_tr_end(w);
}

static void
list_table(struct web *w, const struct assessment *rows, size_t n)
{
    part_table_begin(w, str_of(T(w, "年度达标名单")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "时长（分钟）")), true);
    part_th(w, str_of(T(w, "企业（家）")), true);
    part_th(w, str_of(T(w, "日记（篇）")), true);
    part_th(w, str_of(T(w, "满意度（评价数）")), false);
    part_th(w, str_of(T(w, "整年在册")), false);
    part_th(w, str_of(T(w, "结论")), false);
    part_th(w, str_of(T(w, "等次")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++)
        row_of(w, &rows[i]);
    part_table_end(w);
}

static void
list_acts(struct web *w, const struct programme *p, int64_t year,
    const struct assessment_counts *c, bool provisional)
{
    if (may(&w->who, MAY_SUPERVISE)) {
        part_form_begin(
            w, url_make(w->a, "/desk/assessments/%d/make", year), false);
        part_hidden(w, "programme", p->code);
        part_button(w, BUTTON_SECOND,
            c->made_us == 0 ? str_of(T(w, "生成名单"))
                            : str_of(T(w, "重新生成名单")));
        part_form_end(w);
    }
    if (may(&w->who, MAY_SUPERVISE) && !provisional &&
        c->n[ASSESS_PROPOSE] > 0) {
        part_fold_begin(w, BUTTON_DANGER, T(w, "对建议撤销的立案"));
        part_form_begin(
            w, url_make(w->a, "/desk/assessments/%d/propose", year), false);
        part_hidden(w, "programme", p->code);
        html_raw(w->h, "<p>");
        html_text(w->h,
            arena_fmt(w->a,
                T(w, "名单“建议撤销”共 %lld 个，逐个立案；已有案件的不重复。"
                     "立案后先告知并听取陈述，再由另一人决定。"),
                (long long)c->n[ASSESS_PROPOSE]));
        html_raw(w->h, "</p>");
        part_button(w, BUTTON_DANGER, str_of(T(w, "确认立案")));
        part_form_end(w);
        html_raw(w->h, "</details>\n");
    }
    if (may(&w->who, MAY_DECIDE) && c->n[ASSESS_EXCELLENT] > c->commended) {
        part_fold_begin(w, BUTTON_SECOND, T(w, "表彰优秀"));
        part_form_begin(
            w, url_make(w->a, "/desk/assessments/%d/commend", year), false);
        part_hidden(w, "programme", p->code);
        part_input(w,
            &(struct input){ .name = "decision_no",
                .label = str_of(T(w, "表彰决定文号")),
                .hint = str_of(T(w, "考核为优秀且尚未表彰的将收到通知")),
                .max_length = 60 });
        part_button(w, BUTTON_MAIN, str_of(T(w, "确认表彰")));
        part_form_end(w);
        html_raw(w->h, "</details>\n");
    }
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct programme *p = which_programme(w);
    enum assessment_part part = which_part(w);
    const struct assessment *rows = NULL;
    struct assessment_counts c;
    int64_t year = 0, page = web_page(w);
    size_t n = 0;

    TRY(which_year(w, &year, err));
    TRY(assessment_counts(&w->x, p->id, year, &c, err));
    TRY(assessment_list(&w->x, p->id, year, part,
        (size_t)(page - 1) * PER_PAGE, PER_PAGE, &rows, &n, err));
    struct day closes = assessment_closes(p, year);
    bool provisional =
        !day_is_none(closes) && day_cmp(w->today, closes) <= 0;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, "%lld " STR_FMT, (long long)year,
                STR_ARG(L(w, p->pack->short_title))),
            .nav = "assessments",
            .crumbs = { { str_of(T(w, "年度考核")),
                url_path("/desk/assessments") } },
            .n_crumbs = 1 });
    if (provisional)
        part_callout(w, true,
            arena_fmt(w->a,
                T(w, "志愿日记可以报送到 %.*s 24:00，此前名单是初步的，不能据此立案。"),
                STR_ARG(day_iso(w->a, closes))));
    parts_list(w, p, year, &c);
    if (p->pack->n_duties > 0)
        part_clause(w, p, p->pack, p->pack->duties[0].clause);
    list_acts(w, p, year, &c, provisional);
    if (n == 0) {
        part_empty(w,
            c.made_us == 0 ? str_of(T(w, "这一年度的名单尚未生成。"))
                           : str_of(T(w, "名单中没有这一类。")),
            STR_EMPTY, url_path("/desk/assessments"));
    } else {
        struct url x = url_make(w->a, "/desk/assessments/%d/list.xlsx", year);

        x = url_with(w->a, x, "programme", p->code);
        html_raw(w->h, "<p class=\"count\"><span>");
        html_text(w->h, arena_fmt(w->a, T(w, "共 %lld 条"),
                            (long long)c.n[part]));
        html_raw(w->h, "</span> ");
        part_link(w, url_with(w->a, x, "part", str_of(PARTS[part].key)),
            str_of(T(w, "下载 Excel")));
        html_raw(w->h, "</p>");
        list_table(w, rows, n);
        part_pages(w, c.n[part], page, PER_PAGE);
    }
    page_end(w);
    return OK;
}

static enum status
list_xlsx(struct web *w, struct err *err)
{
    static const struct str HEADS[] = { STR_INIT("编号"),
        STR_INIT("名称（姓名）"), STR_INIT("时长（分钟）"),
        STR_INIT("企业（家）"), STR_INIT("日记（篇）"), STR_INIT("评分合计"),
        STR_INIT("评价数"), STR_INIT("整年在册"), STR_INIT("是否达标"),
        STR_INIT("建议撤销"), STR_INIT("服务效果"), STR_INIT("等次"),
        STR_INIT("表彰文号") };
    enum { N = sizeof(HEADS) / sizeof(HEADS[0]) };
    const struct programme *p = which_programme(w);
    struct xlsx_column columns[N] = { 0 };
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    const struct assessment *rows = NULL;
    int64_t year = 0;
    size_t n = 0, offset = 0;

    TRY(which_year(w, &year, err));
    TRY(web_book_open(w, &book, &x, err));
    for (size_t i = 0; i < N; i++)
        columns[i] = (struct xlsx_column){ .title = HEADS[i],
            .width = i == 1 ? 36 : 14,
            .as_number = i >= 2 && i <= 6 };
    xlsx_sheet(x, arena_fmt(w->a, "%lld", (long long)year), NULL, 0, columns,
        N);
    do {
        TRY(assessment_list(&w->x, p->id, year, which_part(w), offset,
            EXPORT_EACH, &rows, &n, err));
        for (size_t i = 0; i < n; i++) {
            const struct assessment *s = &rows[i];
            const int64_t numbers[] = { s->minutes, s->enterprises,
                s->events, s->rating_sum, s->rating_count };
            struct str cells[N] = { s->number, s->name };

            for (size_t k = 0; k < 5; k++)
                cells[k + 2] =
                    arena_fmt(w->a, "%lld", (long long)numbers[k]);
            cells[7] = s->full_year ? STR("是") : STR("否");
            cells[8] = s->standard == MET       ? STR("达标")
                       : s->standard == NOT_MET ? STR("未达标")
                                                : STR("尚不能判断");
            cells[9] = s->propose ? STR("是") : STR("否");
            cells[10] = s->effect < 0 ? STR_EMPTY
                                      : arena_fmt(w->a, "%lld",
                                            (long long)s->effect);
            cells[11] = grade_title(s->grade);
            cells[12] = s->commended_no;
            xlsx_add_row(x, cells, N, XLSX_PLAIN);
        }
        offset += n;
    } while (n == EXPORT_EACH && offset < 100000);
    return web_book_send(book,
        arena_fmt(w->a, "%lld年度达标名单.xlsx", (long long)year), err);
}

/* --- acts on the list --- */

static enum status
may_make(struct web *w, struct err *err)
{
    return act_require_whole(
        &w->x, MAY_SUPERVISE, which_programme(w)->id, err);
}

/* Writes in many transactions of its own: not inside one. */
static enum status
make_before(struct web *w, struct err *err)
{
    int64_t year = 0;
    size_t n = 0;

    TRY(which_year(w, &year, err));
    TRY(web_read(w, may_make, err));
    return assessment_make(app_store(w->app), w->d, which_programme(w)->id,
        year, w->now_us, &n, err);
}

static enum status
make_act(struct web *w, struct err *err)
{
    return audit_add(&w->x,
        &(struct audit_line){ .programme_id = which_programme(w)->id,
            .object_kind = "assessment",
            .object_id = which_programme(w)->id,
            .event = "make-list",
            .document = w->params[0] },
        err);
}

static enum status
propose_act(struct web *w, struct err *err)
{
    int64_t year = 0;
    size_t n = 0;

    TRY(which_year(w, &year, err));
    return assessment_propose(
        &w->x, which_programme(w)->id, year, &n, err);
}

static enum status
commend_act(struct web *w, struct err *err)
{
    int64_t year = 0;
    size_t n = 0;

    TRY(which_year(w, &year, err));
    return assessment_commend(&w->x, which_programme(w)->id, year,
        web_field(w, "decision_no"), &n, err);
}

static enum status
list_reply(struct web *w, struct err *err)
{
    int64_t year = 0;

    TRY(which_year(w, &year, err));
    return web_redirect(
        w, list_url(w, which_programme(w), year, ASSESS_ALL), "saved");
}

/* --- /desk/assessments/:year/:id --- */

static enum status
one_page(struct web *w, struct err *err)
{
    struct assessment s;
    int64_t year = 0, id = 0;

    TRY(which_year(w, &year, err));
    TRY(web_param_id(w, 1, &id, err));
    TRY(assessment_get(&w->x, id, year, &s, err));
    const struct programme *p = domain_programme(w->d, s.programme_id);
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = s.name,
            .nav = "assessments",
            .crumbs = { { str_of(T(w, "年度考核")),
                            url_path("/desk/assessments") },
                { arena_fmt(w->a, "%lld", (long long)year),
                    list_url(w, p, year, ASSESS_ALL) } },
            .n_crumbs = 2 });
    list_table(w, &s, 1);
    part_card_begin(w, str_of(T(w, "规则的计算")), false);
    case_kept_verdict(w, json_get(s.verdict, STR("met")), 0);
    case_kept_verdict(w, json_get(s.verdict, STR("propose")), 0);
    part_clause(w, p, p->pack, p->pack->duties[0].clause);
    part_clause(w, p, p->pack, p->pack->duties[0].sanction_clause);
    part_card_end(w);
    if (s.commended_no.n > 0)
        part_callout(w, false,
            arena_fmt(w->a, T(w, "已表彰，决定文号：%.*s"),
                STR_ARG(s.commended_no)));
    else if (may(&w->who, MAY_DECIDE)) {
        const struct choice grades[] = {
            { STR("EXCELLENT"), grade_title(STR("EXCELLENT")) },
            { STR("PASS"), grade_title(STR("PASS")) },
            { STR("FAIL"), grade_title(STR("FAIL")) },
        };

        part_card_begin(w, str_of(T(w, "考核")), true);
        part_form_begin(w,
            url_make(w->a, "/desk/assessments/%d/%d", year, id), false);
        part_hidden(w, "version",
            arena_fmt(w->a, "%lld", (long long)s.version));
        part_input(w,
            &(struct input){ .name = "effect",
                .label = str_of(T(w, "服务效果（0 至 100 分）")),
                .kind = INPUT_NUMBER,
                .value = s.effect < 0 ? STR_EMPTY
                                      : arena_fmt(w->a, "%lld",
                                            (long long)s.effect),
                .width = 6 });
        part_radios(w, "grade", str_of(T(w, "等次")),
            str_of(T(w, "年度服务未达标的不能评为优秀")), grades, 3, s.grade);
        part_button(w, BUTTON_MAIN, str_of(T(w, "保存")));
        part_form_end(w);
        part_card_end(w);
    }
    page_end(w);
    return OK;
}

static enum status
grade_act(struct web *w, struct err *err)
{
    int64_t year = 0, id = 0, effect = -1, version = 0;

    TRY(which_year(w, &year, err));
    TRY(web_param_id(w, 1, &id, err));
    if (!num_int(
            utf8_narrow(w->a, web_field(w, "effect")), 0, 100, &effect))
        return err_field(
            err, ERR_INPUT, STR("effect"), "服务效果应为 0 至 100 的整数");
    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &version);
    return assessment_grade(
        &w->x, id, year, effect, web_field(w, "grade"), version, err);
}

static enum status
grade_reply(struct web *w, struct err *err)
{
    int64_t year = 0, id = 0;

    TRY(which_year(w, &year, err));
    TRY(web_param_id(w, 1, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/assessments/%d/%d", year, id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/assessments", MAY_READ_FILES, .get = years_page,
        .about = "Yearly lists of every programme." },
    { HTTP_GET, "/desk/assessments/:year", MAY_READ_FILES, .get = list_page,
        .about = "The yearly standard list." },
    { HTTP_GET, "/desk/assessments/:year/list.xlsx", MAY_READ_FILES,
        .get = list_xlsx, .flags = ROUTE_PLAIN,
        .about = "The yearly standard list as workbook." },
    { HTTP_POST, "/desk/assessments/:year/make", MAY_SUPERVISE,
        .before = make_before, .act = make_act, .reply = list_reply,
        .again = list_page, .about = "Makes the list anew." },
    { HTTP_POST, "/desk/assessments/:year/propose", MAY_SUPERVISE,
        .act = propose_act, .reply = list_reply, .again = list_page,
        .about = "Opens a case for each proposal." },
    { HTTP_POST, "/desk/assessments/:year/commend", MAY_DECIDE,
        .act = commend_act, .reply = list_reply, .again = list_page,
        .about = "Commends the excellent ones." },
    { HTTP_GET, "/desk/assessments/:year/:id", MAY_READ_FILES,
        .get = one_page, .about = "A holder's year." },
    { HTTP_POST, "/desk/assessments/:year/:id", MAY_DECIDE, .act = grade_act,
        .reply = grade_reply, .again = one_page, .about = "Grades a year." },
};
const struct route_set assessments_routes = ROUTE_SET("assessments", ROUTES);
