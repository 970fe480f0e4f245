/* What could be: a unit with other figures, a total of places allocated in
 * three ways. Nothing is written here. */
#include "domain/plan_allocation.h"
#include "plan_parts.h"

/* --- a unit with other figures --- */

/* Fields that the ratios rest on, each once. */
static size_t
ratio_fields(const struct plan_page *s, struct str *ret, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < s->q->n_ratios; i++) {
        const struct pack_ratio *r = &s->q->ratios[i];

        for (size_t k = 0; k <= r->n_numerator; k++) {
            struct str name =
                k == 0 ? r->denominator : r->numerator[k - 1];
            bool there = false;

            for (size_t j = 0; j < n; j++)
                there = there || str_eq(ret[j], name);
            if (!there && n < most)
                ret[n++] = name;
        }
    }
    return n;
}

static const char *
query_name(struct web *w, size_t i)
{
    return arena_cstr(w->a, arena_fmt(w->a, "f%zu", i));
}

/* The figures in force with those typed laid over; empty: not known. */
static const struct json *
supposed(struct web *w, const struct plan_page *s, const struct plan_row *r,
    const struct str *fields, size_t n)
{
    const struct pack_form *form = pack_form(s->p->pack, s->q->form);
    struct json *o = json_new(w->a, JSON_OBJECT);
    const struct json *now = r->figures.answers;

    for (size_t i = 0; now != NULL && i < now->n; i++)
        json_set(w->a, o, now->keys[i], now->items[i]);
    for (size_t i = 0; i < n; i++) {
        struct str typed =
            utf8_narrow(w->a, web_query(w, query_name(w, i)));
        int64_t v = 0;

        if (typed.n == 0) {
            json_set(w->a, o, fields[i], json_new(w->a, JSON_NULL));
        } else if (num_int(typed, 0, PLAN_FIGURE_MAX, &v)) {
            json_set(w->a, o, fields[i], json_number(w->a, v));
        } else {
            const struct pack_field *f = form_field(form, fields[i]);

            web_problem_str(w, str_of(query_name(w, i)),
                arena_fmt(w->a, "“" STR_FMT "”应为 0 到 %lld 的整数",
                    STR_ARG(f->label.zh), (long long)PLAN_FIGURE_MAX),
                arena_fmt(w->a, "“" STR_FMT
                                "” should be a whole number from 0 to %lld",
                    STR_ARG(L(w, f->label)), (long long)PLAN_FIGURE_MAX));
        }
    }
    return o;
}

static void
suppose_form(struct web *w, const struct plan_page *s,
    const struct plan_row *r, const struct str *fields, size_t n)
{
    const struct pack_form *form = pack_form(s->p->pack, s->q->form);
    struct choice *units = arena_new_array(w->a, struct choice, s->n + 1);
    bool typed = web_query(w, "go").n > 0;

    for (size_t i = 0; i < s->n; i++)
        units[i] = (struct choice){ s->rows[i].unit.code,
            s->rows[i].unit.name };
    part_filter_begin(w, plan_url(w, s, true, "/simulation"));
    if (r == NULL) {
        part_select(w, "unit", str_of(T(w, "计划单元")), STR_EMPTY, units,
            s->n, STR_EMPTY);
        part_button(w, BUTTON_SECOND, str_of(T(w, "选取")));
        part_form_end(w);
        return;
    }
    part_hidden(w, "unit", r->unit.code);
    part_hidden(w, "go", STR("1"));
    for (size_t i = 0; i < n; i++) {
        const struct pack_field *f = form_field(form, fields[i]);
        const struct json *v = r->figures.answers == NULL
                                   ? NULL
                                   : json_get(r->figures.answers, fields[i]);

        part_input(w,
            &(struct input){ .name = query_name(w, i),
                .label = L(w, f->label),
                .kind = INPUT_NUMBER,
                .value = typed ? web_query(w, query_name(w, i))
                         : v == NULL ? STR_EMPTY
                                     : json_str(v),
                .optional = true,
                .width = 14 });
    }
    part_button(w, BUTTON_SECOND, str_of(T(w, "推算")));
    part_form_end(w);
}

static void
compare_row(struct web *w, struct str what, struct str before,
    struct str after)
{
    part_tr(w);
    html_raw(w->h, "<th scope=\"row\">");
    html_text(w->h, what);
    html_raw(w->h, "</th>");
    part_td(w, before);
    part_td(w, after);
    part_tr_end(w);
}

static struct str
places_text(struct web *w, const struct plan_passport *gate,
    const struct plan_passport *target)
{
    if (!gate->known || !target->known)
        return str_of(T(w, "未知"));
    return arena_fmt(w->a, "%lld",
        (long long)(gate->reached ? 0 : target->gap));
}

static struct str
reached_text(struct web *w, const struct plan_passport *g)
{
    return str_of(!g->known    ? T(w, "未知")
                  : g->reached ? T(w, "已达到")
                               : T(w, "未达到"));
}

static void
compare(struct web *w, const struct plan_page *s, const struct plan_row *r,
    const struct json *answers)
{
    struct plan_passport gate, target;

    plan_ratio(w->a, s->p->pack, planning_ratio(s->q, s->q->gate),
        s->p->readings, answers, &gate);
    plan_ratio(w->a, s->p->pack, planning_ratio(s->q, s->q->target),
        s->p->readings, answers, &target);
    part_table_begin(w, str_of(T(w, "推算结果")));
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "现有数据")), false);
    part_th(w, str_of(T(w, "推算")), false);
    part_table_body(w);
    compare_row(w, L(w, gate.ratio->title),
        r->gate.known ? r->gate.shown : STR("—"),
        gate.known ? gate.shown : STR("—"));
    compare_row(w, str_of(T(w, "门槛")), reached_text(w, &r->gate),
        reached_text(w, &gate));
    compare_row(w, L(w, target.ratio->title),
        r->target.known ? r->target.shown : STR("—"),
        target.known ? target.shown : STR("—"));
    compare_row(w, str_of(T(w, "至多安排的名额")),
        places_text(w, &r->gate, &r->target),
        places_text(w, &gate, &target));
    part_table_end(w);
    if (gate.known) {
        html_raw(w->h, "<p>");
        html_text(w->h, gate.arithmetic);
        html_raw(w->h, "</p>");
    }
    html_raw(w->h, "<p class=\"muted\">");
    html_text(w->h,
        arena_fmt(w->a, "%s" STR_FMT, T(w, "现有数据："),
            STR_ARG(plan_source_line(w, r))));
    html_raw(w->h, "</p>");
    part_clause(w, s->p, s->p->pack, gate.ratio->clause);
}

static enum status
simulation_page(struct web *w, struct err *err)
{
    const struct plan_row *r;
    struct str fields[24];
    struct plan_page s;
    size_t n;

    TRY(plan_page_rows(w, &s, err));
    TRY(act_require(&w->x, MAY_READ_FILES, s.p->id, STR_EMPTY, err));
    n = ratio_fields(&s, fields, 24);
    r = plan_page_row(&s, web_query(w, "unit"));
    const struct json *answers = r != NULL && web_query(w, "go").n > 0
                                     ? supposed(w, &s, r, fields, n)
                                     : NULL;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = r == NULL
                         ? str_of(T(w, "单元推算"))
                         : arena_fmt(w->a, "%s：" STR_FMT,
                               T(w, "单元推算"), STR_ARG(r->unit.name)),
            .nav = "plan",
            .crumbs = { { str_of(T(w, "发展计划")), url_path("/desk/plan") },
                { plan_page_title(w, &s), plan_url(w, &s, true, "") } },
            .n_crumbs = 2 });
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "人口或者人数变化后，比率和名额会怎样。只作推算，不改数据。"));
    html_raw(w->h, "</p>");
    suppose_form(w, &s, r, fields, n);
    if (answers != NULL)
        compare(w, &s, r, answers);
    if (r != NULL) {
        html_raw(w->h, "<p>");
        part_link(w, plan_url(w, &s, true, "/simulation"),
            str_of(T(w, "换一个单元")));
        html_raw(w->h, "</p>");
    }
    page_end(w);
    return OK;
}

/* --- a total allocated --- */

static void
alternatives(struct web *w, const struct plan_page *s,
    const struct plan_allocation *all, struct str total)
{
    part_table_begin(w, str_of(T(w, "方案比较")));
    part_th(w, str_of(T(w, "方案")), false);
    part_th(w, str_of(T(w, "安排名额")), true);
    part_th(w, str_of(T(w, "其中农村")), true);
    part_th(w, str_of(T(w, "获得名额的单元")), true);
    part_th(w, str_of(T(w, "安排后最低的单元")), false);
    part_th(w, str_of(T(w, "剩余缺口合计（人）")), true);
    part_th(w, str_of(T(w, "农村占比")), false);
    part_th(w, str_of(T(w, "采用")), false);
    part_table_body(w);
    for (int i = 0; i < PLAN_WAY_COUNT_; i++) {
        const struct plan_allocation *a = &all[i];

        part_tr(w);
        html_raw(w->h, "<th scope=\"row\">");
        html_text(w->h, web_said(w, plan_way_title(a->way)));
        html_raw(w->h, "</th>");
        part_td_num(w, a->given);
        part_td_num(w, a->rural);
        part_td_num(w, (int64_t)a->receiving);
        part_td(w, arena_fmt(w->a, STR_FMT " " STR_FMT,
                       STR_ARG(a->lowest_unit), STR_ARG(a->lowest)));
        part_td_num(w, a->gap_left);
        part_td_begin(w);
        part_tag(w, a->rural_kept ? TAG_GREEN : TAG_RED,
            str_of(a->rural_kept ? T(w, "保持") : T(w, "不够")));
        part_td_end(w);
        part_td_begin(w);
        part_link(w,
            url_with(w->a,
                url_with(w->a, plan_url(w, s, true, ""), "way",
                    plan_way_name(a->way)),
                "total", total),
            arena_fmt(w->a, "%s" STR_FMT, T(w, "填入汇总表："),
                STR_ARG(web_said(w, plan_way_title(a->way)))));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
share_rows(struct web *w, const struct plan_page *s,
    const struct plan_allocation *all)
{
    part_table_begin(w, str_of(T(w, "各单元方案")));
    part_th(w, str_of(T(w, "计划单元")), false);
    part_th(w, L(w, planning_ratio(s->q, s->q->target)->title), true);
    for (int i = 0; i < PLAN_WAY_COUNT_; i++)
        part_th(w, web_said(w, plan_way_title((enum plan_way)i)), true);
    part_th(w, arena_fmt(w->a, "%s（" STR_FMT "）", T(w, "说明"),
                   STR_ARG(web_said(
                       w, plan_way_title(PLAN_WORST_FIRST)))),
        false);
    part_table_body(w);
    for (size_t k = 0; k < s->n; k++) {
        part_tr(w);
        html_raw(w->h, "<th scope=\"row\">");
        part_link(w, plan_unit_url(w, s, true, s->rows[k].unit.code),
            s->rows[k].unit.name);
        html_raw(w->h, "</th><td class=\"num\">");
        html_text(w->h,
            s->rows[k].target.known ? s->rows[k].target.shown : STR("—"));
        html_raw(w->h, "</td>");
        for (int i = 0; i < PLAN_WAY_COUNT_; i++)
            part_td_num(w, all[i].shares[k].headcount);
        part_td_begin(w);
        html_text(w->h, all[PLAN_WORST_FIRST].shares[k].why);
        html_raw(w->h, " <span class=\"muted\">");
        html_text(w->h, plan_source_line(w, &s->rows[k]));
        html_raw(w->h, "</span>");
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
allocation(struct web *w, const struct plan_page *s, struct err *err)
{
    struct plan_allocation *all =
        arena_new_array(w->a, struct plan_allocation, PLAN_WAY_COUNT_);
    struct str typed = utf8_narrow(w->a, web_query(w, "total"));
    int64_t total = 0;
    bool good = num_int(typed, 0, PLAN_TOTAL_MAX, &total);

    if (typed.n > 0 && good)
        TRY(plan_allocate(
            w->a, s->p->pack, s->rows, s->n, total, all, err));
    part_heading(w, T(w, "总量分配方案"));
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "把一个总量分给各单元：达到门槛或者数据不全的不安排，不超过缺口，"
             "农村占比保持在限度以上。方案只供参考，由人决定是否采用。"));
    html_raw(w->h, "</p>");
    part_filter_begin(w, plan_url(w, s, true, "/study"));
    part_input(w,
        &(struct input){ .name = "total",
            .label = str_of(T(w, "名额总数")),
            .kind = INPUT_NUMBER,
            .value = typed,
            .width = 8 });
    part_button(w, BUTTON_SECOND, str_of(T(w, "测算")));
    part_form_end(w);
    if (typed.n == 0)
        return OK;
    if (!good) {
        part_callout(w, true,
            arena_fmt(w->a, "%s%d", T(w, "名额总数应为 0 到 "),
                PLAN_TOTAL_MAX));
        return OK;
    }
    alternatives(w, s, all, typed);
    share_rows(w, s, all);
    return OK;
}

static enum status
study_page(struct web *w, struct err *err)
{
    struct plan_page s;

    TRY(plan_page_rows(w, &s, err));
    TRY(act_require(&w->x, MAY_READ_FILES, s.p->id, STR_EMPTY, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "名额测算")),
            .nav = "plan",
            .crumbs = { { str_of(T(w, "发展计划")), url_path("/desk/plan") },
                { plan_page_title(w, &s), plan_url(w, &s, true, "") } },
            .n_crumbs = 2 });
    TRY(allocation(w, &s, err));
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/plan/:programme/:year/study", MAY_READ_FILES,
        .get = study_page,
        .about = "A total of places allocated in three ways." },
    { HTTP_GET, "/desk/plan/:programme/:year/simulation", MAY_READ_FILES,
        .get = simulation_page,
        .about = "What becomes of a unit with other figures." },
};
const struct route_set plan_study_routes = ROUTE_SET("plan_study", ROUTES);
