/* Parts that the pages of draws and inspections share. */
#include "draw_parts.h"

static struct str
text_of(const struct json *o, const char *name)
{
    return json_str(json_get(o, str_of(name)));
}

static int64_t
int_of(const struct json *o, const char *name)
{
    return json_int(json_get(o, str_of(name)), 0);
}

static void
paragraph(struct web *w, struct str text)
{
    html_raw(w->h, "<p>");
    html_text(w->h, text);
    html_raw(w->h, "</p>");
}

static void
code(struct web *w, struct str text)
{
    html_raw(w->h, "<code>");
    html_text(w->h, text);
    html_raw(w->h, "</code>");
}

static void
command(struct web *w, struct str text)
{
    html_raw(w->h, "<p>");
    code(w, text);
    html_raw(w->h, "</p>");
}

/* --- tags --- */

void
draw_tag(struct web *w, const struct draw *d)
{
    static const struct {
        enum tag colour;
        const char *text;
    } TAGS[DRAW_STATE_COUNT_] = {
        [DRAW_COMMITTED] = { TAG_AMBER, N_("方案已公布，等待种子") },
        [DRAW_DRAWN] = { TAG_GREEN, N_("已抽取") },
        [DRAW_VOID] = { TAG_GREY, N_("方案已撤回") },
    };

    part_tag(w, TAGS[d->state].colour,
        str_of(catalog_get(w->catalog, TAGS[d->state].text)));
}

void
inspection_tag(struct web *w, enum inspection_state s)
{
    static const struct {
        enum tag colour;
        const char *text;
    } TAGS[INSPECT_STATE_COUNT_] = {
        [INSPECT_ASSIGNED] = { TAG_AMBER, N_("待检查") },
        [INSPECT_RECORDED] = { TAG_BLUE, N_("已检查，待公布") },
        [INSPECT_PUBLISHED] = { TAG_GREEN, N_("已公布") },
        [INSPECT_DROPPED] = { TAG_GREY, N_("不再检查") },
    };

    part_tag(w, TAGS[s].colour,
        str_of(catalog_get(w->catalog, TAGS[s].text)));
}

struct str
rectification_deadline(struct web *w, const struct rectification *r)
{
    return arena_fmt(w->a, STR_FMT " 24:00%s", STR_ARG(day_iso(w->a, r->due)),
        r->due_open ? T(w, "（如为休息日则顺延，待节假日安排公布后确定）") : "");
}

void
rectification_tag(struct web *w, const struct rectification *r)
{
    bool late = r->state == RECT_OPEN && !r->due_open &&
                day_cmp(w->today, r->due) > 0;

    if (late)
        part_tag(w, TAG_RED, str_of(T(w, "整改逾期，待复查")));
    else if (r->state == RECT_OPEN)
        part_tag(w, TAG_AMBER, str_of(T(w, "整改中")));
    else if (r->state == RECT_PASSED)
        part_tag(w, TAG_GREEN, str_of(T(w, "复查合格")));
    else
        part_tag(w, TAG_RED, str_of(T(w, "复查不合格")));
}

void
rectification_line(
    struct web *w, const struct rectification *r, struct url to)
{
    html_raw(w->h, "<p>");
    part_link(w, to, r->number);
    html_raw(w->h, " ");
    rectification_tag(w, r);
    html_raw(w->h, "</p>");
    paragraph(w,
        arena_fmt(w->a, T(w, "%.*s；应在 %.*s 前改正"),
            STR_ARG(r->items), STR_ARG(rectification_deadline(w, r))));
}

/* --- the head --- */

static void
steps(struct web *w, const struct draw *d)
{
    const struct str names[] = { str_of(T(w, "公布方案和承诺值")),
        str_of(T(w, "产生种子")), str_of(T(w, "计算并公布结果")),
        str_of(T(w, "检查并公布")) };

    if (d->state != DRAW_VOID)
        part_steps(w, names, 4, d->state == DRAW_DRAWN ? 3 : 1);
}

static void
seed_facts(struct web *w, const struct draw *d)
{
    const struct json *announced = json_get(d->plan, STR("seed"));

    part_dl(w, str_of(T(w, "种子来源（事先公布）")),
        text_of(announced, "source"));
    part_dl(w, str_of(T(w, "种子产生日（事先公布）")),
        show_day(w, d->seed_day));
    if (d->state != DRAW_DRAWN)
        return;
    part_dl(w, str_of(T(w, "种子")), d->seed);
    if (!str_eq(d->seed, d->seed_used))
        part_dl(w, str_of(T(w, "计算所用的种子")), d->seed_used);
    part_dl(w, str_of(T(w, "种子出处")), d->seed_source);
    part_dl(w, str_of(T(w, "种子产生时间")), show_us(w, d->seed_taken_us));
    part_dl(w, str_of(T(w, "种子录入")),
        arena_fmt(w->a, STR_FMT "　" STR_FMT, STR_ARG(d->seeder),
            STR_ARG(show_us(w, d->seeded_us))));
}

void
draw_head(struct web *w, const struct draw *d)
{
    const struct programme *p = domain_programme(w->d, d->programme_id);
    const struct json *share = json_get(d->plan, STR("share"));
    struct str region = text_of(d->plan, "region_name");

    html_raw(w->h, "<p>");
    draw_tag(w, d);
    if (d->spot)
        part_tag(w, TAG_BLUE, str_of(T(w, "增加的抽查")));
    html_raw(w->h, "</p>");
    steps(w, d);
    if (d->state == DRAW_VOID)
        part_callout(w, true,
            arena_fmt(w->a, T(w, "方案已于 %.*s 撤回：%.*s"),
                STR_ARG(show_us(w, d->voided_us)), STR_ARG(d->void_reason)));
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "项目")),
        p == NULL ? text_of(d->plan, "programme_title") : L(w, p->title));
    part_dl(w, str_of(T(w, "检查")), text_of(d->plan, "title"));
    part_dl(w, str_of(T(w, "地区")),
        region.n > 0 ? region : str_of(T(w, "全部")));
    part_dl(w, str_of(T(w, "方案公布时间")), show_us(w, d->committed_us));
    part_dl(w, str_of(T(w, "抽取数")),
        str_eq(text_of(share, "count_from"), STR("given"))
            ? arena_fmt(w->a, T(w, "%lld 名中抽 %lld 名（%.*s）"),
                  (long long)d->pool, (long long)d->places,
                  STR_ARG(text_of(share, "reason")))
            : arena_fmt(w->a,
                  T(w, "%lld 名的 %lld%%，进一为 %lld 名（最少 %lld 名）"),
                  (long long)d->pool, (long long)int_of(share, "percent"),
                  (long long)d->places, (long long)int_of(share, "least")));
    seed_facts(w, d);
    if (d->state == DRAW_DRAWN)
        part_dl(w, str_of(T(w, "结果公布期限")), show_day(w, d->due));
    part_dl_end(w);
    paragraph(w, str_of(T(w, "方案的承诺值（SHA-256）：")));
    command(w, d->commitment);
    if (p != NULL)
        part_clause(w, p, p->pack, text_of(d->plan, "clause"));
}

void
draw_downloads(struct web *w, const struct draw *d)
{
    part_card_begin(w, str_of(T(w, "自己算一遍")), true);
    paragraph(w,
        str_of(T(w,
            "方案先于种子公布，种子产生后结果只能有一个。用下面的文件可以离线重新"
            "计算：每个名称的签号是种子和编号的 SHA-256，签号小的在前。")));
    html_raw(w->h, "<p>");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "下载抽取文件")),
        url_make(w->a, "/draws/%s/draw.json", d->number));
    html_raw(w->h, " ");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "方案原文")),
        url_make(w->a, "/draws/%s/plan.json", d->number));
    html_raw(w->h, "</p>");
    command(w,
        arena_fmt(w->a,
            "mingce draw verify draw.json --commitment " STR_FMT,
            STR_ARG(d->commitment)));
    command(w, STR("sha256sum plan.json"));
    if (d->state == DRAW_DRAWN) {
        const struct json *first =
            json_at(json_get(d->result, STR("order")), 0);

        command(w,
            arena_fmt(w->a,
                "printf '%%s\\n' " SAMPLER_FORMAT " object '" STR_FMT
                "' '" STR_FMT "' %lld | sha256sum",
                STR_ARG(d->seed_used), STR_ARG(text_of(first, "id")),
                (long long)int_of(first, "k")));
    }
    part_card_end(w);
}

/* --- pools --- */

static void
objects_table(struct web *w, const struct json *list)
{
    part_table_begin(w, str_of(T(w, "检查对象名单")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "签数")), true);
    part_th(w, str_of(T(w, "加签的理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < list->n; i++) {
        const struct json *raised = json_get(list->items[i], STR("raised"));

        part_tr(w);
        part_td(w, text_of(list->items[i], "id"));
        part_td(w, text_of(list->items[i], "name"));
        part_td_num(w, int_of(list->items[i], "tickets"));
        part_td_begin(w);
        for (size_t k = 0; k < raised->n; k++) {
            html_text(w->h,
                arena_fmt(w->a, "%s" STR_FMT "×%lld：" STR_FMT,
                    k > 0 ? "；" : "",
                    STR_ARG(text_of(raised->items[k], "title")),
                    (long long)int_of(raised->items[k], "factor"),
                    STR_ARG(text_of(raised->items[k], "why"))));
        }
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
people_table(struct web *w, const struct json *list)
{
    part_table_begin(w, str_of(T(w, "检查人员名单")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "姓名")), false);
    part_th(w, str_of(T(w, "单位")), false);
    part_table_body(w);
    for (size_t i = 0; i < list->n; i++) {
        part_tr(w);
        part_td(w, text_of(list->items[i], "id"));
        part_td(w, text_of(list->items[i], "name"));
        part_td(w, text_of(list->items[i], "unit"));
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
excluded_table(struct web *w, const char *caption, const struct json *list)
{
    if (list->n == 0)
        return;
    part_table_begin(w, str_of(caption));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < list->n; i++) {
        part_tr(w);
        part_td(w, text_of(list->items[i], "id"));
        part_td(w, text_of(list->items[i], "name"));
        part_td(w, text_of(list->items[i], "reason"));
        part_tr_end(w);
    }
    part_table_end(w);
}

static struct map *
by_id(struct web *w, const struct json *list)
{
    struct map *m = map_new(w->a);

    for (size_t i = 0; i < list->n; i++)
        (void)map_put(m, text_of(list->items[i], "id"),
            (void *)(uintptr_t)list->items[i]);
    return m;
}

static struct str
name_of(const struct map *m, struct str id)
{
    const struct json *o = map_get(m, id);

    return o == NULL ? id : text_of(o, "name");
}

static void
conflicts_table(struct web *w, const struct draw *d)
{
    const struct json *list = json_get(d->plan, STR("conflicts"));
    struct map *objects = by_id(w, json_get(d->plan, STR("objects")));
    struct map *people = by_id(w, json_get(d->plan, STR("inspectors")));

    if (list->n == 0) {
        paragraph(w, str_of(T(w, "没有需要回避的检查人员。")));
        return;
    }
    part_table_begin(w, str_of(T(w, "回避")));
    part_th(w, str_of(T(w, "检查人员")), false);
    part_th(w, str_of(T(w, "检查对象")), false);
    part_th(w, str_of(T(w, "理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < list->n; i++) {
        part_tr(w);
        part_td(w, name_of(people, text_of(list->items[i], "inspector")));
        part_td(w, name_of(objects, text_of(list->items[i], "object")));
        part_td(w, text_of(list->items[i], "reason"));
        part_tr_end(w);
    }
    part_table_end(w);
}

void
draw_pool_tables(struct web *w, const struct draw *d)
{
    part_heading(w, T(w, "检查对象名单"));
    objects_table(w, json_get(d->plan, STR("objects")));
    excluded_table(w, T(w, "排除的检查对象"),
        json_get(d->plan, STR("objects_excluded")));
    part_heading(w, T(w, "检查人员名单"));
    people_table(w, json_get(d->plan, STR("inspectors")));
    excluded_table(w, T(w, "排除的检查人员"),
        json_get(d->plan, STR("inspectors_excluded")));
    conflicts_table(w, d);
}

/* --- the result --- */

static struct str
people_text(
    struct web *w, const struct map *people, const struct json *list)
{
    struct buf b;

    buf_init(&b, w->a, 1u << 16);
    for (size_t i = 0; i < list->n; i++) {
        struct str reason = text_of(list->items[i], "reason");

        buf_str(&b, i > 0 ? STR("、") : STR_EMPTY);
        buf_str(&b, name_of(people, text_of(list->items[i], "id")));
        if (reason.n > 0) {
            buf_lit(&b, "（");
            buf_str(&b, reason);
            buf_lit(&b, "）");
        }
    }
    return list->n == 0 ? str_of("—") : buf_view(&b);
}

void
draw_result_tables(struct web *w, const struct draw *d)
{
    const struct json *order = json_get(d->result, STR("order"));
    const struct json *drawn = json_get(d->result, STR("drawn"));
    struct map *objects = by_id(w, json_get(d->plan, STR("objects")));
    struct map *people = by_id(w, json_get(d->plan, STR("inspectors")));

    part_heading(w, T(w, "结果"));
    part_table_begin(w, str_of(T(w, "抽中的检查对象和检查人员")));
    part_th(w, str_of(T(w, "次序")), true);
    part_th(w, str_of(T(w, "检查对象")), false);
    part_th(w, str_of(T(w, "检查人员")), false);
    part_th(w, str_of(T(w, "因回避跳过")), false);
    part_table_body(w);
    for (size_t i = 0; i < drawn->n; i++) {
        const struct json *row = drawn->items[i];

        part_tr(w);
        part_td_num(w, (int64_t)i + 1);
        part_td(w, name_of(objects, text_of(row, "id")));
        part_td(w,
            people_text(w, people, json_get(row, STR("inspectors"))));
        part_td(w,
            people_text(w, people, json_get(row, STR("passed_over"))));
        part_tr_end(w);
    }
    part_table_end(w);
    part_heading(w, T(w, "全部检查对象的签号，由小到大"));
    part_table_begin(w, str_of(T(w, "全部检查对象的签号，由小到大")));
    part_th(w, str_of(T(w, "次序")), true);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "签号")), false);
    part_th(w, str_of(T(w, "第几签")), true);
    part_th(w, str_of(T(w, "结果")), false);
    part_table_body(w);
    for (size_t i = 0; i < order->n; i++) {
        const struct json *row = order->items[i];

        part_tr(w);
        part_td_num(w, (int64_t)i + 1);
        part_td(w, text_of(row, "id"));
        part_td(w, name_of(objects, text_of(row, "id")));
        part_td_begin(w);
        code(w, text_of(row, "ticket"));
        part_td_end(w);
        part_td_num(w, int_of(row, "k"));
        part_td(w,
            i < drawn->n ? str_of(T(w, "抽中")) : str_of(T(w, "未抽中")));
        part_tr_end(w);
    }
    part_table_end(w);
}

static bool
may_read(const struct web *w, const struct draw *d)
{
    return d->region.n > 0
        ? may_in(&w->x, MAY_READ_FILES, d->programme_id, d->region)
        : act_require_whole(
              &w->x, MAY_READ_FILES, d->programme_id, NULL) == OK;
}

void
draw_list_table(struct web *w, const struct draw *list, size_t n,
    const char *caption, bool desk)
{
    part_table_begin(w, str_of(caption));
    part_th(w, str_of(T(w, "抽取编号")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "地区")), false);
    part_th(w, str_of(T(w, "方案公布时间")), false);
    part_th(w, str_of(T(w, "抽取数")), true);
    part_th(w, str_of(T(w, "名单")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(w->d, list[i].programme_id);

        part_tr(w);
        part_td_begin(w);
        /* a draw in other regions: what everybody sees */
        part_link(w,
            desk && may_read(w, &list[i])
                ? url_make(w->a, "/desk/draws/%d", list[i].id)
                : url_make(w->a, "/draws/%s", list[i].number),
            list[i].number);
        part_td_end(w);
        part_td(w, p == NULL ? STR_EMPTY : L(w, p->pack->short_title));
        part_td(w, list[i].region.n == 0
                       ? str_of(T(w, "全部"))
                       : region_path(w->a, w->d->regions, list[i].region));
        part_td(w, show_us(w, list[i].committed_us));
        part_td_num(w, list[i].places);
        part_td_num(w, list[i].pool);
        part_td_begin(w);
        draw_tag(w, &list[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

/* --- what was found --- */

static const char *
result_text(struct str result)
{
    if (str_eq(result, STR("DEFECT")))
        return N_("发现问题");
    return str_eq(result, STR("NONE")) ? N_("未检查") : N_("未发现问题");
}

void
inspection_findings(struct web *w, const struct inspection *i)
{
    if (i->findings == NULL)
        return;
    part_table_begin(w,
        arena_fmt(w->a, T(w, "“%.*s”的检查结果"), STR_ARG(i->name)));
    part_th(w, str_of(T(w, "检查事项")), false);
    part_th(w, str_of(T(w, "结果")), false);
    part_th(w, str_of(T(w, "发现的问题")), false);
    part_th(w, str_of(T(w, "说明")), false);
    part_table_body(w);
    for (size_t k = 0; k < i->findings->n; k++) {
        const struct json *o = i->findings->items[k];
        const struct json *list = json_get(o, STR("findings"));
        struct str result = text_of(o, "result");
        bool bad = str_eq(result, STR("DEFECT"));

        part_tr(w);
        part_td(w, text_of(o, "title"));
        part_td_begin(w);
        part_tag(w, bad ? TAG_RED : TAG_GREEN,
            str_of(catalog_get(w->catalog, result_text(result))));
        part_td_end(w);
        part_td_begin(w);
        for (size_t f = 0; f < list->n; f++) {
            html_raw(w->h, "<div>");
            html_text(w->h, text_of(list->items[f], "title"));
            html_raw(w->h, "</div>");
        }
        part_td_end(w);
        part_td_begin(w);
        html_text(w->h, text_of(o, "text"));
        if (str_eq(text_of(o, "check"), STR("not_met"))) {
            html_raw(w->h, "<p class=\"why\">");
            html_text(w->h,
                arena_fmt(w->a, T(w, "登记簿的核对：%.*s"),
                    STR_ARG(text_of(o, "why"))));
            html_raw(w->h, "</p>");
        }
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}
