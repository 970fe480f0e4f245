/* Divisions that ended or gave towns away: what still stands there, and moving it
 * to where it belongs (planning.units.changes of the pack). */
#include "domain/plan.h"
#include "domain/succession.h"
#include "web/app.h"

static enum status
load(struct web *w, struct succession *ret, size_t *ret_at, struct err *err)
{
    const struct programme *p =
        domain_programme_by_code(w->d, w->params[0]);
    int64_t at = 0;

    if (p == NULL || !num_int(w->params[1], 1, 999, &at))
        return err_set(err, ERR_NOT_FOUND, "没有找到这次区划变更");
    *ret_at = (size_t)at - 1;
    return succession_preview(&w->x, p->id, *ret_at, ret, err);
}

static struct url
here(struct web *w)
{
    return url_make(w->a, "/desk/succession/%s/%s", w->params[0],
        w->params[1]);
}

/* --- /desk/succession --- */

static enum status
changes_of(struct web *w, const struct programme *p, struct err *err)
{
    const struct pack_units *u = p->pack->planning->units;

    part_table_begin(w, L(w, p->pack->short_title));
    part_th(w, str_of(T(w, "施行日期")), false);
    part_th(w, str_of(T(w, "变更内容")), false);
    part_th(w, str_of(T(w, "待转入")), true);
    part_th(w, str_of(T(w, "在办申请")), true);
    part_table_body(w);
    for (size_t i = u->n_changes; i > 0; i--) {
        struct succession s;

        TRY(succession_preview(&w->x, p->id, i - 1, &s, err));
        part_tr(w);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/desk/succession/%s/%d", p->code, (int64_t)i),
            day_iso(w->a, s.change->on));
        part_td_end(w);
        part_td(w, s.change->note);
        part_td_num(w, (int64_t)s.n_items);
        part_td_num(w, (int64_t)s.n_files);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static enum status
list_page(struct web *w, struct err *err)
{
    size_t shown = 0;

    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "区划变更")),
                      .nav = "plan",
                      .crumbs = { { str_of(T(w, "发展计划")),
                          url_path("/desk/plan") } },
                      .n_crumbs = 1 });
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (p->pack->planning == NULL || !plan_is_authority(&w->x, p) ||
            p->pack->planning->units->n_changes == 0)
            continue;
        TRY(changes_of(w, p, err));
        shown++;
    }
    if (shown == 0)
        part_empty(w, str_of(T(w, "没有由您办理的区划变更。")),
            str_of(T(w, "发展计划")), url_path("/desk/plan"));
    page_end(w);
    return OK;
}

/* --- one change --- */

static struct str
unit_name(struct web *w, struct str code)
{
    return region_path(w->a, w->d->regions, code);
}

/* The plan of the year in the divisions of the change: places do not move by
 * themselves, a new version gives them. */
static enum status
places(struct web *w, const struct succession *s, struct err *err)
{
    int64_t year = day_ymd(w->today).year;
    const struct plan_row *rows = NULL;
    size_t n = 0;

    TRY(plan_rows(&w->x, s->programme->id, year, &rows, &n, err));
    part_card_begin(w, str_of(T(w, "当年计划的名额")), false);
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "名额和万人比不随机构转移：各按当时的区划保留。"
        "变更后的区划没有名额的，请修订计划，写明承接的名额。"));
    html_raw(w->h, " ");
    part_link(w,
        url_make(w->a, "/desk/plan/%s/%d", s->programme->code, year),
        plan_called(w->a, s->programme->pack->planning, year));
    html_raw(w->h, "</p>");
    part_table_begin(w, str_of(T(w, "当年计划的名额")));
    part_th(w, str_of(T(w, "区县")), false);
    part_th(w, str_of(T(w, "计划")), true);
    part_th(w, str_of(T(w, "已用")), true);
    part_th(w, str_of(T(w, "剩余")), true);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        bool named = false;

        for (size_t k = 0; k < s->change->n_from; k++)
            named = named || str_eq(s->change->from[k], rows[i].unit.code);
        for (size_t k = 0; k < s->change->n_to; k++)
            named = named || str_eq(s->change->to[k], rows[i].unit.code);
        if (!named)
            continue;
        part_tr(w);
        part_td(w, rows[i].unit.name);
        if (rows[i].is_set)
            part_td_num(w, rows[i].headcount);
        else
            part_td(w, str_of(T(w, "未列入计划")));
        part_td_num(w, rows[i].used);
        part_td_num(w, rows[i].left);
        part_tr_end(w);
    }
    part_table_end(w);
    part_card_end(w);
    return OK;
}

static void
item_row(struct web *w, const struct succession_item *i, bool may_move)
{
    part_tr(w);
    if (may_move) {
        part_td_begin(w);
        html_raw(w->h, "<input type=\"checkbox\" name=\"ids\"");
        html_attr_int(w->h, "value", i->id);
        html_attr(w->h, "aria-label",
            arena_fmt(w->a, T(w, "选择 %.*s"), STR_ARG(i->name)));
        if (web_ticked(w, "ids", i->id))
            html_raw(w->h, " checked");
        html_raw(w->h, ">");
        part_td_end(w);
    }
    part_td_begin(w);
    part_link(w, url_make(w->a, "/register/%s", i->number), i->name);
    part_td_end(w);
    part_td(w, i->number);
    part_td(w, i->town.n > 0 ? i->town : STR("—"));
    part_td(w, unit_name(w, i->from));
    part_td_begin(w);
    html_text(w->h, unit_name(w, i->to));
    if (i->by_town || i->unsure) {
        html_raw(w->h, " ");
        part_tag(w, i->unsure ? TAG_AMBER : TAG_BLUE,
            str_of(i->unsure ? T(w, "未写明乡镇，请核对")
                             : T(w, "按乡镇街道")));
    }
    part_td_end(w);
    part_td_num(w, (int64_t)i->guests);
    part_tr_end(w);
}

static void
items_table(struct web *w, const struct succession *s, bool may_move)
{
    part_table_begin(w, str_of(T(w, "待转入的机构和人员")));
    if (may_move)
        part_th(w, str_of(T(w, "选择")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "乡镇街道")), false);
    part_th(w, str_of(T(w, "现在登记的区划")), false);
    part_th(w, str_of(T(w, "转入")), false);
    part_th(w, str_of(T(w, "随之转入的人员")), true);
    part_table_body(w);
    for (size_t i = 0; i < s->n_items; i++)
        item_row(w, &s->items[i], may_move);
    part_table_end(w);
}

static void
files_table(struct web *w, const struct succession *s)
{
    if (s->n_files == 0)
        return;
    part_card_begin(w, str_of(T(w, "随之转办的在办申请")), false);
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "材料和办理期限不变，申请人会收到通知，不必重新提交。"));
    html_raw(w->h, "</p>");
    part_table_begin(w, str_of(T(w, "随之转办的在办申请")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "原办理区划")), false);
    part_th(w, str_of(T(w, "转办")), false);
    part_table_body(w);
    for (size_t i = 0; i < s->n_files; i++) {
        const struct succession_file *f = &s->files[i];

        part_tr(w);
        part_td(w, f->number.n > 0 ? f->number : str_of(T(w, "未提交")));
        part_td(w, f->name);
        part_td(w, unit_name(w, f->from));
        part_td(w, unit_name(w, f->to));
        part_tr_end(w);
    }
    part_table_end(w);
    part_card_end(w);
}

static void
order_fields(struct web *w, const struct succession *s)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, s->change->n_to + 1);

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "按去向表")) };
    for (size_t i = 0; i < s->change->n_to; i++)
        c[i + 1] = (struct choice){ s->change->to[i],
            unit_name(w, s->change->to[i]) };
    part_select(w, "which", str_of(T(w, "范围")), STR_EMPTY,
        (struct choice[]){ { STR("chosen"), str_of(T(w, "只转选中的")) },
            { STR("all"), str_of(T(w, "全部转入")) } },
        2, web_typed(w, "which", STR("chosen")));
    part_select(w, "to", str_of(T(w, "转入")),
        str_of(T(w, "未写明乡镇、去向表不合的，可以逐个指定")), c,
        s->change->n_to + 1, web_typed(w, "to", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "source",
            .label = str_of(T(w, "依据文件")),
            .hint = str_of(T(w, "名称和文号，如区划调整的批复")),
            .max_length = 200 });
    part_button(w, BUTTON_MAIN, str_of(T(w, "转入")));
}

static enum status
change_page(struct web *w, struct err *err)
{
    struct succession s;
    size_t at = 0;

    TRY(load(w, &s, &at, err));
    bool begun = day_cmp(w->today, s.change->on) >= 0;
    bool waits = s.n_items > 0 || s.n_files > 0;
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "%.*s 起的区划变更"),
                STR_ARG(day_iso(w->a, s.change->on))),
            .nav = "plan",
            .crumbs = { { str_of(T(w, "区划变更")),
                url_path("/desk/succession") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    html_text(w->h, s.change->note);
    html_raw(w->h, "</p>");
    if (!begun)
        part_callout(w, true,
            str_of(T(w, "这次变更尚未施行，可以先看去向，施行之日起转入。")));
    if (!waits)
        part_callout(w, false,
            str_of(T(w, "没有待转入的机构、人员和在办申请。")));
    if (waits && begun)
        part_form_begin(w, here(w), false);
    if (s.n_items > 0)
        items_table(w, &s, begun);
    if (waits && begun) {
        order_fields(w, &s);
        part_form_end(w);
    }
    files_table(w, &s);
    TRY(places(w, &s, err));
    page_end(w);
    return OK;
}

static enum status
change_act(struct web *w, struct err *err)
{
    bool all = str_eq(web_field(w, "which"), STR("all"));
    struct succession s;
    size_t at = 0, moved = 0, n = 0;

    TRY(load(w, &s, &at, err));
    int64_t *ids = arena_new_array(w->a, int64_t, s.n_items + 1);
    for (size_t i = 0; i < s.n_items; i++) {
        if (!all && web_ticked(w, "ids", s.items[i].id))
            ids[n++] = s.items[i].id;
    }
    if (!all && n == 0)
        return err_field(err, ERR_INPUT, STR("which"),
            "请选中要转入的机构或者人员，或者选择全部转入");
    return succession_move(&w->x,
        &(struct succession_order){ .programme_id = s.programme->id,
            .at = at,
            .ids = ids,
            .n = n,
            .to = web_field(w, "to"),
            .source = web_field(w, "source") },
        &moved, err);
}

static enum status
change_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, here(w), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/succession", MAY_DECIDE, .get = list_page,
        .about = "Changes of divisions, and what still stands in old ones." },
    { HTTP_GET, "/desk/succession/:programme/:change", MAY_DECIDE,
        .get = change_page,
        .about = "What a change of divisions moves, with a preview." },
    { HTTP_POST, "/desk/succession/:programme/:change", MAY_DECIDE,
        .act = change_act, .reply = change_reply, .again = change_page,
        .about = "Moves holders and files to the successor." },
};
const struct route_set succession_routes = ROUTE_SET("succession", ROUTES);
