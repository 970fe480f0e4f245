/* Parts of the pages of plans: the official table, charts, passports. */
#include "plan_parts.h"

#include "format/svg.h"
#include "web/workbook.h"

#include <string.h>

/* --- which plan --- */

enum status
plan_page_find(struct web *w, struct plan_page *ret, struct err *err)
{
    *ret = (struct plan_page){ .p =
                                   domain_programme_by_code(w->d, w->params[0]) };
    if (ret->p == NULL || ret->p->pack->planning == NULL ||
        !num_int(w->params[1], 1949, 2999, &ret->year))
        return err_set(err, ERR_NOT_FOUND, "没有这一年度的发展计划");
    ret->q = ret->p->pack->planning;
    return plan_get(&w->x, ret->p->id, ret->year, &ret->plan, err);
}

enum status
plan_page_rows(struct web *w, struct plan_page *ret, struct err *err)
{
    TRY(plan_page_find(w, ret, err));
    return plan_rows(
        &w->x, ret->p->id, ret->year, &ret->rows, &ret->n, err);
}

const struct plan_row *
plan_page_row(const struct plan_page *s, struct str unit)
{
    for (size_t i = 0; i < s->n; i++) {
        if (str_eq(s->rows[i].unit.code, unit))
            return &s->rows[i];
    }
    return NULL;
}

struct url
plan_url(
    struct web *w, const struct plan_page *s, bool desk, const char *tail)
{
    struct str path = arena_fmt(w->a, "%s/plan/" STR_FMT "/%lld%s",
        desk ? "/desk" : "", STR_ARG(s->p->code), (long long)s->year, tail);

    return (struct url){ path };
}

struct url
plan_unit_url(struct web *w, const struct plan_page *s, bool desk,
    struct str unit)
{
    return desk ? url_make(w->a, "/desk/plan/%s/%d/units/%s", s->p->code,
                      s->year, unit)
                : url_make(w->a, "/plan/%s/%d/units/%s", s->p->code, s->year,
                      unit);
}

struct str
plan_page_title(struct web *w, const struct plan_page *s)
{
    if (w->english)
        return arena_fmt(w->a, STR_FMT " %lld",
            STR_ARG(L(w, s->q->title)), (long long)s->year);
    return plan_called(w->a, s->q, s->year);
}

/* --- tags --- */

void
plan_state_tag(struct web *w, enum plan_state s)
{
    static const enum tag COLOURS[] = { [PLAN_NONE] = TAG_GREY,
        [PLAN_DRAFT_COUNTY] = TAG_AMBER,
        [PLAN_COMPILED_MUNICIPAL] = TAG_BLUE,
        [PLAN_ISSUED] = TAG_GREEN,
        [PLAN_AMENDED] = TAG_GREEN,
        [PLAN_CLOSED] = TAG_GREY };

    part_tag(w, COLOURS[s], web_said(w, plan_state_title(s)));
}

static const char *
reached_word(struct web *w, const struct plan_passport *g)
{
    if (!g->known)
        return T(w, "未知");
    return g->reached ? T(w, "已达到") : T(w, "未达到");
}

void
plan_reached_tag(struct web *w, const struct plan_passport *g)
{
    part_tag(w,
        !g->known    ? TAG_GREY
        : g->reached ? TAG_GREEN
                     : TAG_AMBER,
        str_of(reached_word(w, g)));
}

/* --- the table --- */

#define COLUMNS_MOST 24

struct making {
    struct web *w;
    const struct plan_page *s;
    const struct pack_ratio *gate, *target;
    struct str fields[12]; /* before the gate, then those of the target */
    size_t n_before, n_fields;
};

static void
add_field(struct making *m, struct str name)
{
    for (size_t i = 0; i < m->n_fields; i++) {
        if (str_eq(m->fields[i], name))
            return;
    }
    if (m->n_fields < sizeof(m->fields) / sizeof(m->fields[0]))
        m->fields[m->n_fields++] = name;
}

static struct making
making_of(struct web *w, const struct plan_page *s)
{
    struct making m = { .w = w,
        .s = s,
        .gate = planning_ratio(s->q, s->q->gate),
        .target = planning_ratio(s->q, s->q->target) };

    add_field(&m, m.gate->denominator);
    for (size_t i = 0; i < m.gate->n_numerator; i++)
        add_field(&m, m.gate->numerator[i]);
    m.n_before = m.n_fields;
    add_field(&m, m.target->denominator);
    for (size_t i = 0; i < m.target->n_numerator; i++)
        add_field(&m, m.target->numerator[i]);
    return m;
}

static struct str
field_title(const struct making *m, struct str name)
{
    const struct pack_field *f = form_field(
        pack_form(m->s->p->pack, m->s->q->form), name);

    return L(m->w, f->label);
}

static void
head(struct plan_table *t, struct str text, bool numeric)
{
    t->numeric[t->n_columns] = numeric;
    t->heads[t->n_columns++] = text;
}

static void
heads(const struct making *m, struct plan_table *t)
{
    struct web *w = m->w;

    head(t, str_of(T(w, "计划单元")), false);
    for (size_t i = 0; i < m->n_before; i++)
        head(t, field_title(m, m->fields[i]), true);
    head(t, L(w, m->gate->title), true);
    head(t, arena_fmt(w->a, "≥ " STR_FMT, STR_ARG(m->gate->threshold)),
        false);
    for (size_t i = m->n_before; i < m->n_fields; i++)
        head(t, field_title(m, m->fields[i]), true);
    head(t, L(w, m->target->title), true);
    head(t, str_of(T(w, "缺口")), true);
    head(t, str_of(T(w, "名额")), true);
    head(t, str_of(T(w, "已用")), true);
    head(t, str_of(T(w, "剩余")), true);
    head(t, str_of(T(w, "农村")), true);
    head(t, str_of(T(w, "统计时点、来源与区划")), false);
}

static struct str
number(struct web *w, int64_t v)
{
    return arena_fmt(w->a, "%lld", (long long)v);
}

static struct str
figure(const struct making *m, const struct plan_row *r, struct str field)
{
    const struct json *v = r->figures.answers == NULL
                               ? NULL
                               : json_get(r->figures.answers, field);

    return v == NULL || v->type != JSON_INT ? STR("—")
                                            : number(m->w, v->i);
}

/* "3/5（60%）": rural places of all; the share is cut, not rounded. */
static struct str
rural_cell(struct web *w, const struct plan_row *r)
{
    if (r->rural < 0 || r->headcount == 0)
        return STR("—");
    return arena_fmt(w->a, "%lld/%lld（%lld%%）", (long long)r->rural,
        (long long)r->headcount, (long long)(r->rural * 100 / r->headcount));
}

struct str
plan_source_line(struct web *w, const struct plan_row *r)
{
    const struct plan_passport *g = &r->gate;

    if (r->proposal.returned_us > 0 && r->figures.seq == 0)
        return str_of(T(w, "没有数据（填报已退回）"));
    if (r->figures.seq == 0)
        return str_of(T(w, "没有数据"));
    return arena_fmt(w->a, STR_FMT "；" STR_FMT "；" STR_FMT "%s",
        STR_ARG(show_day(w, g->as_of)), STR_ARG(g->source),
        STR_ARG(g->borders),
        r->figures.accepted_us == 0 ? T(w, "（待汇总）") : "");
}

/* "城口县（经济欠发达）", "江北区（已撤销）" */
static struct str
unit_cell(const struct making *m, const struct plan_row *r)
{
    struct web *w = m->w;

    return arena_fmt(w->a, STR_FMT "%s" STR_FMT "%s%s",
        STR_ARG(r->unit.name), r->weak ? "（" : "",
        STR_ARG(r->weak ? field_title(m, m->s->q->weak) : STR_EMPTY),
        r->weak ? "）" : "", r->unit.exists ? "" : T(w, "（已撤销）"));
}

static void
row_cells(const struct making *m, const struct plan_row *r, struct str *c)
{
    struct web *w = m->w;

    *c++ = unit_cell(m, r);
    for (size_t i = 0; i < m->n_before; i++)
        *c++ = figure(m, r, m->fields[i]);
    *c++ = r->gate.known ? r->gate.shown : STR("—");
    *c++ = str_of(reached_word(w, &r->gate));
    for (size_t i = m->n_before; i < m->n_fields; i++)
        *c++ = figure(m, r, m->fields[i]);
    *c++ = r->target.known ? r->target.shown : STR("—");
    *c++ = r->target.known ? number(w, r->target.gap) : STR("—");
    *c++ = r->is_set ? number(w, r->headcount) : STR("—");
    *c++ = number(w, r->used);
    *c++ = r->is_set ? number(w, r->left) : STR("—");
    *c++ = rural_cell(w, r);
    *c++ = plan_source_line(w, r);
}

void
plan_table_make(
    struct web *w, const struct plan_page *s, struct plan_table *ret)
{
    struct making m = making_of(w, s);

    *ret = (struct plan_table){
        .heads = arena_new_array(w->a, struct str, COLUMNS_MOST),
        .numeric = arena_new_array(w->a, bool, COLUMNS_MOST),
        .n_rows = s->n
    };
    heads(&m, ret);
    ret->cells =
        arena_new_array(w->a, struct str, ret->n_columns * (s->n + 1));
    for (size_t i = 0; i < s->n; i++)
        row_cells(&m, &s->rows[i], &ret->cells[i * ret->n_columns]);
}

void
plan_table_show(struct web *w, const struct plan_page *s, struct str caption,
    bool desk)
{
    struct plan_table t;

    plan_table_make(w, s, &t);
    html_raw(w->h, "<div class=\"plan\">");
    part_table_begin(w, caption);
    for (size_t c = 0; c < t.n_columns; c++)
        part_th(w, t.heads[c], t.numeric[c]);
    part_table_body(w);
    for (size_t i = 0; i < t.n_rows; i++) {
        const struct str *cells = &t.cells[i * t.n_columns];

        part_tr(w);
        html_raw(w->h, "<th scope=\"row\">");
        part_link(w, plan_unit_url(w, s, desk, s->rows[i].unit.code),
            cells[0]);
        html_raw(w->h, "</th>");
        for (size_t c = 1; c < t.n_columns; c++) {
            html_raw(w->h, "<td");
            if (t.numeric[c])
                html_raw(w->h, " class=\"num\"");
            else if (c + 1 == t.n_columns)
                html_raw(w->h, " class=\"source\"");
            else
                html_raw(w->h, " class=\"word\"");
            html_raw(w->h, ">");
            html_text(w->h, cells[c]);
            html_raw(w->h, "</td>");
        }
        part_tr_end(w);
    }
    part_table_end(w);
    html_raw(w->h, "</div><p class=\"muted\">");
    html_cstr(w->h,
        T(w, "“—”为未知或未定，不是 0。比率按整数比较，未作四舍五入；"
             "显示的四位小数是截取的。各单元的比率不能相加。"));
    html_raw(w->h, "</p>");
}

enum status
plan_table_xlsx(struct web *w, const struct plan_page *s, struct err *err)
{
    struct str title = plan_called(w->a, s->q, s->year);
    const struct str above[] = { title, s->p->authority };
    struct xlsx_column columns[COLUMNS_MOST];
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    struct plan_table t;

    plan_table_make(w, s, &t);
    for (size_t c = 0; c < t.n_columns; c++)
        columns[c] = (struct xlsx_column){ .title = t.heads[c],
            .width = c + 1 == t.n_columns ? 60 : 14,
            .as_number = t.numeric[c] };
    TRY(web_book_open(w, &book, &x, err));
    xlsx_sheet(x, STR("计划表"), above, 2, columns, t.n_columns);
    for (size_t i = 0; i < t.n_rows; i++)
        xlsx_add_row(
            x, &t.cells[i * t.n_columns], t.n_columns, XLSX_PLAIN);
    xlsx_note(x, STR("注：“—”为未知或未定，不是 0；比率按整数比较，显示的四位小"
                     "数是截取的；各单元的比率不能相加。"));
    return web_book_send(book, arena_join(w->a, title, STR(".xlsx")), err);
}

enum status
plan_table_pdf(struct web *w, const struct plan_page *s, struct err *err)
{
    struct str title = plan_called(w->a, s->q, s->year);
    struct plan_issue issue = { 0 };
    struct plan_table t;

    if (s->plan.issues > 0)
        TRY(plan_issue_get(&w->x, &s->plan, 0, &issue, err));
    plan_table_make(w, s, &t);
    return web_table_pdf(w,
        &(struct table_paper){ .title = title,
            .number = issue.document_no,
            .intro = STR("“—”为未知或未定，不是 0；比率按整数比较，显示的四位"
                         "小数是截取的；各单元的比率不能相加。"),
            .heads = t.heads,
            .n_columns = t.n_columns,
            .cells = t.cells,
            .n_rows = t.n_rows,
            .issuer = s->p->authority,
            .day = issue.n > 0 ? day_of_us(issue.issued_us) : w->today },
        title, err);
}

enum status
plan_years(struct web *w, const struct plan_page *s, bool desk,
    struct err *err)
{
    const struct plan *list = NULL;
    size_t n = 0, shown = 0;

    TRY(plan_list(&w->x, s->p->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].year == s->year || (!desk && list[i].issues == 0))
            continue;
        if (shown++ == 0) {
            html_raw(w->h, "<p>");
            html_cstr(w->h, T(w, "其他年度："));
        } else {
            html_raw(w->h, " · ");
        }
        part_link(w,
            desk ? url_make(
                       w->a, "/desk/plan/%s/%d", s->p->code, list[i].year)
                 : url_make(w->a, "/plan/%s/%d", s->p->code, list[i].year),
            number(w, list[i].year));
    }
    if (shown > 0)
        html_raw(w->h, "</p>");
    return OK;
}

/* --- charts --- */

/* Value in ten-thousandths, for lengths only. */
static int64_t
scaled(const struct plan_passport *g)
{
    return g->known ? g->numerator * g->ratio->per * 100 / g->denominator *
                          100
                    : -1;
}

static struct level
level_of(struct web *w, const struct plan_row *r)
{
    struct level l = { .label = r->unit.name,
        .text = r->gate.known ? r->gate.shown : STR("—"),
        .word = str_of(reached_word(w, &r->gate)),
        .value = scaled(&r->gate) };

    l.tone = !r->gate.known       ? LEVEL_UNKNOWN
             : r->gate.reached    ? LEVEL_REACHED
             : r->target.known && r->target.reached ? LEVEL_NEAR
                                                    : LEVEL_LOW;
    return l;
}

/* Lowest ratio first, exactly; unknown ones last; then by code. */
static bool
comes_before(const struct plan_row *a, const struct plan_row *b)
{
    if (a->gate.known != b->gate.known)
        return a->gate.known;
    if (!a->gate.known)
        return str_cmp(a->unit.code, b->unit.code) < 0;
    int64_t left = a->gate.numerator * b->gate.denominator;
    int64_t right = b->gate.numerator * a->gate.denominator;
    return left != right ? left < right
                         : str_cmp(a->unit.code, b->unit.code) < 0;
}

static void
draw(struct web *w, struct levels *l, const char *title, bool tiles)
{
    struct html *h = w->h;

    l->title = str_of(title);
    l->description =
        str_of(T(w, "数据见本页的表格；超过门槛四倍的条形截断。"));
    html_raw(h, "<figure class=\"chart chart-plan\"><figcaption>");
    html_text(h, l->title);
    html_raw(h, "</figcaption><div class=\"scroll\" tabindex=\"0\" "
                "role=\"region\"");
    html_attr(h, "aria-label", l->title);
    html_raw(h, ">");
    if (tiles)
        svg_tiles(h, l);
    else
        svg_levels(h, l);
    html_raw(h, "</div></figure>");
}

void
plan_charts(struct web *w, const struct plan_page *s)
{
    const struct pack_ratio *g = planning_ratio(s->q, s->q->gate);
    size_t *order = arena_new_array(w->a, size_t, s->n + 1);
    struct level *list = arena_new_array(w->a, struct level, s->n + 1);
    struct level *sorted = arena_new_array(w->a, struct level, s->n + 1);
    struct levels l = { .n = s->n,
        .mark = g->reached.value * 10000 / g->reached.scale,
        .mark_text = arena_fmt(
            w->a, "%s " STR_FMT, T(w, "门槛"), STR_ARG(g->threshold)) };

    for (size_t i = 0; i < s->n; i++) {
        size_t at = i;

        for (; at > 0 && comes_before(&s->rows[i], &s->rows[order[at - 1]]);
             at--)
            order[at] = order[at - 1];
        order[at] = i;
        list[i] = level_of(w, &s->rows[i]);
    }
    for (size_t i = 0; i < s->n; i++)
        sorted[i] = list[order[i]];
    l.list = list;
    draw(w, &l,
        arena_cstr(w->a, arena_fmt(w->a, STR_FMT "：%s",
                             STR_ARG(L(w, g->title)), T(w, "各单元"))),
        true);
    l.list = sorted;
    draw(w, &l,
        arena_cstr(w->a, arena_fmt(w->a, STR_FMT "：%s",
                             STR_ARG(L(w, g->title)), T(w, "由低到高"))),
        false);
}

/* --- order --- */

static bool
is_before(const struct plan_row *a, const struct plan_row *b, bool by_gap)
{
    if (!by_gap)
        return comes_before(a, b);
    if (a->target.known != b->target.known)
        return a->target.known;
    if (a->target.known && a->target.gap != b->target.gap)
        return a->target.gap > b->target.gap;
    return str_cmp(a->unit.code, b->unit.code) < 0;
}

void
plan_sort(struct web *w, struct plan_page *s, bool desk)
{
    static const struct {
        const char *key, *text;
    } ORDERS[] = { { "", N_("按区划") }, { "gap", N_("按缺口") },
        { "ratio", N_("按比率") } };
    struct str asked = web_query(w, "sort");
    bool by_gap = str_eq(asked, STR("gap"));
    struct plan_row *rows = arena_new_array(w->a, struct plan_row, s->n + 1);

    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "排列："));
    for (size_t i = 0; i < sizeof(ORDERS) / sizeof(ORDERS[0]); i++) {
        struct url to = plan_url(w, s, desk, "");
        struct str text = str_of(catalog_get(w->catalog, ORDERS[i].text));

        if (i > 0)
            html_raw(w->h, " · ");
        if (str_eq(asked, str_of(ORDERS[i].key)))
            html_text(w->h, text);
        else
            part_link(w,
                i == 0 ? to
                       : url_with(w->a, to, "sort", str_of(ORDERS[i].key)),
                text);
    }
    html_raw(w->h, "</p>");
    if (!by_gap && !str_eq(asked, STR("ratio")))
        return;
    for (size_t i = 0; i < s->n; i++) {
        size_t at = i;

        for (; at > 0 && is_before(&s->rows[i], &rows[at - 1], by_gap); at--)
            rows[at] = rows[at - 1];
        rows[at] = s->rows[i];
    }
    s->rows = rows;
}

/* --- figures --- */

void
plan_figures(
    struct web *w, const struct plan_page *s, const struct plan_row *r)
{
    const struct pack_form *f = pack_form(s->p->pack, s->q->form);
    const struct json *answers = r->figures.answers;

    part_heading(w, T(w, "数据"));
    part_dl_begin(w);
    for (size_t i = 0; i < f->n_sections; i++) {
        for (size_t k = 0; k < f->sections[i].n_fields; k++) {
            const struct pack_field *field = &f->sections[i].fields[k];
            const struct json *v = answers == NULL
                ? NULL
                : json_get(answers, field->name);

            part_dl(w, L(w, field->label),
                v == NULL || json_is_null(v)
                    ? str_of(T(w, "未知"))
                    : field_show(w->a, field, v, true, w->english));
        }
    }
    part_dl_end(w);
}

void
plan_zones(struct web *w, const struct plan_page *s)
{
    const struct pack_units *u = s->q->units;

    if (u->n_zones == 0)
        return;
    html_raw(w->h, "<details><summary>");
    html_cstr(w->h, T(w, "不是计划单元的功能区"));
    html_raw(w->h, "</summary><ul class=\"list\">");
    for (size_t i = 0; i < u->n_zones; i++) {
        html_raw(w->h, "<li>");
        html_text(w->h,
            arena_fmt(w->a, STR_FMT "：" STR_FMT,
                STR_ARG(u->zones[i].name), STR_ARG(u->zones[i].note)));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
    part_clause(w, s->p, s->p->pack, u->zones_clause);
    html_raw(w->h, "</details>");
}

/* --- passports --- */

static void
one_passport(struct web *w, const struct plan_page *s,
    const struct plan_passport *p)
{
    struct str missing = STR_EMPTY;

    part_card_begin(w, L(w, p->ratio->title), false);
    html_raw(w->h, "<p>");
    plan_reached_tag(w, p);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    for (size_t i = 0; i < p->n_missing; i++)
        missing = arena_fmt(w->a, STR_FMT "%s" STR_FMT, STR_ARG(missing),
            i > 0 ? "、" : "", STR_ARG(p->missing[i]));
    if (!p->known)
        part_dl(w, str_of(T(w, "缺少的数据")), missing);
    if (p->known) {
        part_dl(w, str_of(T(w, "比率（四位小数，截取）")), p->shown);
        part_dl(w, str_of(T(w, "分子")),
            arena_fmt(w->a, "%lld（" STR_FMT "）", (long long)p->numerator,
                STR_ARG(p->parts)));
        part_dl(w, str_of(T(w, "分母")),
            arena_fmt(w->a, STR_FMT " %lld", STR_ARG(p->ratio->denominator),
                (long long)p->denominator));
        part_dl(w, str_of(T(w, "比较")), p->arithmetic);
        if (str_eq(p->ratio->name, s->q->target))
            part_dl(w, str_of(T(w, "缺口")), number(w, p->gap));
    }
    if (p->tolerance.n > 0)
        part_dl(w, str_of(T(w, "容差（读法）")), p->tolerance);
    part_dl(w, str_of(T(w, "年度")), number(w, p->year));
    part_dl(w, str_of(T(w, "统计时点")), show_day(w, p->as_of));
    part_dl(w, str_of(T(w, "来源")), p->source);
    part_dl(w, str_of(T(w, "区划")), p->borders);
    part_dl_end(w);
    part_clause(w, s->p, s->p->pack, p->ratio->clause);
    part_card_end(w);
}

void
plan_passports(
    struct web *w, const struct plan_page *s, const struct plan_row *r)
{
    one_passport(w, s, &r->gate);
    one_passport(w, s, &r->target);
}
