/* Draws at the desk: a new one (what, the pools, the commitment), the seed, and
 * what came of it. */
#include "draw_parts.h"

#define LISTED 100
#define CHOICES_MOST 200

/* --- the list --- */

static enum status
counts_of(struct web *w, const struct programme *p, struct err *err)
{
    int64_t year = day_ymd(w->today).year;
    struct draw_count now, before;

    TRY(draw_counts(&w->x, p->id, year, &now, &before, err));
    part_tr(w);
    part_td(w, L(w, p->pack->short_title));
    part_td_num(w, now.regular);
    part_td_num(w, before.regular);
    part_td_num(w, now.spot);
    part_td_num(w, before.spot);
    part_td_num(w, now.objects + now.spot_objects);
    part_td_num(w, before.objects + before.spot_objects);
    part_td_begin(w);
    for (size_t i = 0; i < p->pack->n_inspections; i++) {
        const struct pack_inspection *s = &p->pack->inspections[i];
        int64_t due = 0;
        struct err none;

        if (s->per_year.n > 0 &&
            pack_parameter(p->pack, s->per_year, &due, &none) == OK)
            html_text(w->h,
                arena_fmt(w->a, T(w, "“%.*s”每年不少于 %lld 次"),
                    STR_ARG(L(w, s->title)), (long long)due));
    }
    part_td_end(w);
    part_tr_end(w);
    return OK;
}

static enum status
counts_table(struct web *w, struct err *err)
{
    part_table_begin(w, str_of(T(w, "本年和上年的抽查次数")));
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "本年定期抽查")), true);
    part_th(w, str_of(T(w, "上年定期抽查")), true);
    part_th(w, str_of(T(w, "本年增加抽查")), true);
    part_th(w, str_of(T(w, "上年增加抽查")), true);
    part_th(w, str_of(T(w, "本年检查对象")), true);
    part_th(w, str_of(T(w, "上年检查对象")), true);
    part_th(w, str_of(T(w, "要求")), false);
    part_table_body(w);
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (p->pack->n_inspections > 0 &&
            may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY))
            TRY(counts_of(w, p, err));
    }
    part_table_end(w);
    return OK;
}

static bool
any_inspections(const struct web *w)
{
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (w->d->programmes[i].pack->n_inspections > 0)
            return true;
    }
    return false;
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct draw *list = NULL;
    size_t n = 0;

    TRY(draw_list(&w->x, 0, -1, LISTED, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "双随机抽查")),
            .nav = "desk-draws" });
    if (!any_inspections(w)) {
        part_empty(w, str_of(T(w, "您办理的项目没有双随机抽查。")),
            str_of(T(w, "查看申请")), url_path("/desk/applications"));
        page_end(w);
        return OK;
    }
    if (may(&w->who, MAY_SUPERVISE)) {
        html_raw(w->h, "<p>");
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "新的抽查")),
            url_path("/desk/draws/new"));
        html_raw(w->h, " ");
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "检查和记录")),
            url_path("/desk/inspections"));
        html_raw(w->h, "</p>");
    }
    TRY(counts_table(w, err));
    if (n == 0 && !may(&w->who, MAY_SUPERVISE))
        part_empty(w, str_of(T(w, "还没有抽查。先公布方案，再录入种子。")),
            str_of(T(w, "公开页面")), url_path("/draws"));
    else if (n == 0)
        part_empty(w, str_of(T(w, "还没有抽查。先公布方案，再录入种子。")),
            str_of(T(w, "新的抽查")), url_path("/desk/draws/new"));
    else
        draw_list_table(w, list, n, T(w, "抽查"), true);
    page_end(w);
    return OK;
}

/* --- a new one --- */

/* "programme/inspection" of the request: typed, or of the query. */
static struct str
asked(struct web *w, const char *name)
{
    struct str s = web_field(w, name);

    return s.n > 0 ? s : web_query(w, name);
}

/* ERR_NOT_FOUND: nothing was chosen yet. */
static bool
read_choice(struct web *w, struct draw_new *ret)
{
    struct str code, name = str_cut(asked(w, "what"), '/', &code, NULL);
    const struct programme *p = domain_programme_by_code(w->d, code);

    if (p == NULL || pack_inspection(p->pack, name) == NULL)
        return false;
    *ret = (struct draw_new){ .programme_id = p->id,
        .inspection = name,
        .region = asked(w, "region"),
        .spot = str_eq(asked(w, "kind"), STR("spot")),
        .seed_day = DAY_NONE };
    return true;
}

static void
choice_form(struct web *w)
{
    struct choice *list = arena_new_array(w->a, struct choice, CHOICES_MOST);
    const struct choice kinds[] = {
        { STR("regular"), str_of(T(w, "定期抽查")) },
        { STR("spot"), str_of(T(w, "增加的抽查")) },
    };
    struct str region = STR_EMPTY;
    size_t n = 0;

    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (!may_in(&w->x, MAY_SUPERVISE, p->id, STR_EMPTY))
            continue;
        for (size_t k = 0; k < p->pack->n_inspections && n < CHOICES_MOST;
             k++)
            list[n++] = (struct choice){
                arena_fmt(w->a, STR_FMT "/" STR_FMT, STR_ARG(p->code),
                    STR_ARG(p->pack->inspections[k].name)),
                arena_fmt(w->a, STR_FMT "：" STR_FMT,
                    STR_ARG(L(w, p->pack->short_title)),
                    STR_ARG(L(w, p->pack->inspections[k].title)))
            };
    }
    for (size_t i = 0; i < w->who.n_grants && region.n == 0; i++)
        region = w->who.grants[i].region;
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "先选检查和地区，核对两份名单和回避情况；方案公布后"
        "才产生种子，公布以后不能再改。"));
    html_raw(w->h, "</p>");
    part_filter_begin(w, url_path("/desk/draws/new"));
    part_select(w, "what", str_of(T(w, "检查")), STR_EMPTY, list, n,
        asked(w, "what"));
    part_select(w, "kind", str_of(T(w, "种类")), STR_EMPTY, kinds, 2,
        asked(w, "kind"));
    part_region(w, "region", str_of(T(w, "地区")), STR_EMPTY,
        str_of(T(w, "全部")),
        asked(w, "what").n > 0 ? asked(w, "region") : region);
    part_button(w, BUTTON_SECOND, str_of(T(w, "查看名单")));
    part_form_end(w);
}

/* A box to leave somebody out, and the reason beside it. */
static void
exclusion_cells(struct web *w, char kind, int64_t id, struct str name)
{
    const char *box = arena_cstr(
        w->a, arena_fmt(w->a, "out.%c.%lld", kind, (long long)id));
    const char *why = arena_cstr(
        w->a, arena_fmt(w->a, "why.%c.%lld", kind, (long long)id));

    html_raw(w->h, "<td><input type=\"checkbox\" value=\"1\"");
    html_attr(w->h, "name", str_of(box));
    html_attr(w->h, "aria-label",
        arena_fmt(w->a, T(w, "排除 %.*s"), STR_ARG(name)));
    if (web_field(w, box).n > 0)
        html_raw(w->h, " checked");
    html_raw(w->h, "></td><td><input class=\"w-m\" maxlength=\"200\"");
    html_attr(w->h, "name", str_of(why));
    html_attr(w->h, "value", web_field(w, why));
    html_attr(w->h, "aria-label",
        arena_fmt(w->a, T(w, "排除 %.*s 的理由"), STR_ARG(name)));
    html_raw(w->h, "></td>");
}

static void
objects_form(struct web *w, const struct draw_pools *p)
{
    part_table_begin(w, str_of(T(w, "检查对象名单")));
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "签数")), true);
    part_th(w, str_of(T(w, "须回避的检查人员")), true);
    part_th(w, str_of(T(w, "排除")), false);
    part_th(w, str_of(T(w, "排除的理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < p->n_objects; i++) {
        const struct draw_object *o = &p->objects[i];

        part_tr(w);
        part_td(w, o->id);
        part_td(w, o->name);
        part_td_num(w, o->excluded.n > 0 ? 0 : o->tickets);
        part_td_num(w, (int64_t)o->conflicts);
        if (o->excluded.n > 0) {
            part_td(w, str_of(T(w, "已排除")));
            part_td(w, o->excluded);
        } else {
            exclusion_cells(w, 'o', o->accreditation_id, o->name);
        }
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
inspectors_form(struct web *w, const struct draw_pools *p)
{
    part_table_begin(w, str_of(T(w, "检查人员名单")));
    part_th(w, str_of(T(w, "姓名")), false);
    part_th(w, str_of(T(w, "单位")), false);
    part_th(w, str_of(T(w, "须回避的检查对象")), true);
    part_th(w, str_of(T(w, "排除")), false);
    part_th(w, str_of(T(w, "排除的理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < p->n_inspectors; i++) {
        const struct draw_inspector *who = &p->inspectors[i];

        part_tr(w);
        part_td(w, who->name);
        part_td(w, who->unit);
        part_td_num(w, (int64_t)who->conflicts);
        exclusion_cells(w, 'p', who->account_id, who->name);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
seed_inputs(struct web *w, const struct draw_pools *p)
{
    part_input(w,
        &(struct input){ .name = "seed_source",
            .label = str_of(T(w, "种子的来源")),
            .hint = str_of(T(w,
                "方案公布后才产生、谁都不能左右的公开数值，如“12月1日现场录像掷"
                "骰子十次的点数”或者某期彩票的开奖号码")),
            .max_length = 500 });
    part_input(w,
        &(struct input){ .name = "seed_day",
            .label = str_of(T(w, "种子产生日期")),
            .hint = str_of(T(w, "不早于今天；当天起方案不能撤回")),
            .kind = INPUT_DATE,
            .value = day_iso(w->a, w->today),
            .width = 10 });
    part_input(w,
        &(struct input){ .name = "count",
            .label = str_of(T(w, "抽取数")),
            .hint = arena_fmt(w->a,
                T(w, "不填的按比例：%zu 名的 %lld%% 进一，为 %zu 名"),
                p->n_objects_in, (long long)p->percent, p->count),
            .kind = INPUT_NUMBER,
            .optional = true,
            .width = 10 });
    part_input(w,
        &(struct input){ .name = "count_reason",
            .label = str_of(T(w, "不按比例的理由")),
            .optional = true,
            .max_length = 500 });
}

static enum status
pools_form(struct web *w, const struct draw_new *n, struct err *err)
{
    struct draw_pools pools;
    const struct programme *p = domain_programme(w->d, n->programme_id);
    struct err why = { 0 };

    if (draw_pools(&w->x, n, &pools, &why) != OK) {
        if (why.code != ERR_INPUT && why.code != ERR_DENIED) {
            *err = why;
            return why.code;
        }
        part_callout(w, true, web_said(w, str_of(why.text)));
        return OK;
    }
    if (pools.n_objects == 0) {
        part_empty(w, str_of(T(w, "这个范围内没有可以抽查的对象。")),
            str_of(T(w, "双随机抽查")), url_path("/desk/draws"));
        return OK;
    }
    part_form_begin(w, url_path("/desk/draws"), false);
    part_hidden(w, "what", asked(w, "what"));
    part_hidden(w, "kind", asked(w, "kind"));
    part_hidden(w, "region", asked(w, "region"));
    part_clause(w, p, p->pack, pools.inspection->clause);
    html_raw(w->h, "<p>");
    html_text(w->h,
        arena_fmt(w->a,
            T(w, "检查对象 %zu 名，检查人员 %zu 名，回避 %zu 条；按比例应抽 "
                 "%zu 名，每个对象由 %d 人检查。"),
            pools.n_objects_in, pools.n_inspectors_in, pools.n_conflicts,
            pools.count, pools.inspection->inspectors));
    html_raw(w->h, "</p>");
    html_raw(w->h, "<div id=\"objects\"></div>");
    part_heading(w, T(w, "检查对象名单"));
    objects_form(w, &pools);
    html_raw(w->h, "<div id=\"inspectors\"></div>");
    part_heading(w, T(w, "检查人员名单"));
    inspectors_form(w, &pools);
    part_heading(w, T(w, "种子和抽取数"));
    seed_inputs(w, &pools);
    part_callout(w, true,
        str_of(T(w,
            "提交后方案和承诺值立即公开，不能修改；种子产生之后才有结果。")));
    part_button(w, BUTTON_MAIN, str_of(T(w, "公布方案")));
    part_form_end(w);
    return OK;
}

static enum status
new_page(struct web *w, struct err *err)
{
    struct draw_new n;

    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "新的抽查")),
            .nav = "desk-draws",
            .crumbs = { { str_of(T(w, "双随机抽查")),
                url_path("/desk/draws") } },
            .n_crumbs = 1 });
    choice_form(w);
    if (read_choice(w, &n))
        TRY(pools_form(w, &n, err));
    page_end(w);
    return OK;
}

/* The ticked boxes of a table and their reasons. */
static const struct draw_exclusion *
read_out(struct web *w, char kind, const int64_t *ids, size_t n_ids,
    size_t *ret_n)
{
    struct draw_exclusion *list =
        arena_new_array(w->a, struct draw_exclusion, n_ids + 1);

    *ret_n = 0;
    for (size_t i = 0; i < n_ids; i++) {
        const char *box = arena_cstr(w->a,
            arena_fmt(w->a, "out.%c.%lld", kind, (long long)ids[i]));
        const char *why = arena_cstr(w->a,
            arena_fmt(w->a, "why.%c.%lld", kind, (long long)ids[i]));

        if (web_field(w, box).n > 0)
            list[(*ret_n)++] =
                (struct draw_exclusion){ ids[i], web_field(w, why) };
    }
    return list;
}

static enum status
read_exclusions(struct web *w, struct draw_new *n, struct err *err)
{
    struct draw_pools pools;

    TRY(draw_pools(&w->x, n, &pools, err));
    int64_t *objects =
        arena_new_array(w->a, int64_t, pools.n_objects + 1);
    int64_t *people =
        arena_new_array(w->a, int64_t, pools.n_inspectors + 1);
    for (size_t i = 0; i < pools.n_objects; i++)
        objects[i] = pools.objects[i].accreditation_id;
    for (size_t i = 0; i < pools.n_inspectors; i++)
        people[i] = pools.inspectors[i].account_id;
    n->objects =
        read_out(w, 'o', objects, pools.n_objects, &n->n_objects);
    n->inspectors =
        read_out(w, 'p', people, pools.n_inspectors, &n->n_inspectors);
    return OK;
}

static enum status
commit_act(struct web *w, struct err *err)
{
    struct draw *made = arena_one(w->a, struct draw);
    struct str day = web_field(w, "seed_day");
    struct draw_new n;

    if (!read_choice(w, &n))
        return err_field(err, ERR_INPUT, STR("what"),
            "请选择这一项目的检查种类");
    n.seed_source = web_field(w, "seed_source");
    n.count_reason = web_field(w, "count_reason");
    if (day.n > 0 && day_parse(day, &n.seed_day, err) != OK)
        return err_field(err, ERR_INPUT, STR("seed_day"),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(day));
    struct str count = web_field(w, "count");
    if (count.n > 0 &&
        !num_int(utf8_narrow(w->a, count), 1, DRAW_OBJECTS_MOST, &n.count))
        return err_field(err, ERR_INPUT, STR("count"),
            "抽取数应为 1 至 %d 的整数，现为“" STR_FMT "”",
            DRAW_OBJECTS_MOST, STR_ARG(count));
    TRY(read_exclusions(w, &n, err));
    w->state = made;
    enum status st = draw_commit(&w->x, &n, made, err);
    /* The reasons stand in the tables. */
    return st == ERR_INPUT && str_eq(str_of(err->field), STR("reason"))
               ? web_at_field(w, st, "objects", err)
               : st;
}

static enum status
commit_reply(struct web *w, struct err *err)
{
    const struct draw *made = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/draws/%d", made->id), "published");
}

/* --- one draw --- */

static void
seed_form(struct web *w, const struct draw *d)
{
    part_card_begin(w, str_of(T(w, "录入种子")), true);
    part_form_begin(
        w, url_make(w->a, "/desk/draws/%d/seed", d->id), false);
    part_input(w,
        &(struct input){ .name = "seed",
            .label = str_of(T(w, "种子")),
            .hint = str_of(T(w,
                "照原样填写；全角转为半角、空格去掉后参加计算")),
            .max_length = SAMPLER_SEED_MOST });
    part_input(w,
        &(struct input){ .name = "source",
            .label = str_of(T(w, "种子出处")),
            .hint = str_of(T(w, "何人在何处产生，录像或者公告的地址")),
            .value = d->seed_source,
            .max_length = 500 });
    part_input(w,
        &(struct input){ .name = "taken",
            .label = str_of(T(w, "种子产生时间")),
            .hint = arena_fmt(w->a,
                T(w, "写作 %.*s；不早于方案公布时间和 %.*s，不晚于现在"),
                STR_ARG(us_beijing(w->a, w->now_us)),
                STR_ARG(day_iso(w->a, d->seed_day))),
            .value = us_beijing(w->a, w->now_us),
            .width = 20 });
    part_callout(w, true,
        str_of(T(w, "种子只能录入一次；录入后结果立即公开，不能更改。")));
    part_button(w, BUTTON_MAIN, str_of(T(w, "录入种子并抽取")));
    part_form_end(w);
    part_card_end(w);
}

static void
withdraw_form(struct web *w, const struct draw *d)
{
    part_fold_begin(w, BUTTON_DANGER, T(w, "撤回方案"));
    part_form_begin(
        w, url_make(w->a, "/desk/draws/%d/withdraw", d->id), false);
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "撤回后不再抽取，方案和撤回的理由仍然公开；种子产生日起不能撤回。"));
    html_raw(w->h, "</p>");
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "撤回的理由")),
            .kind = INPUT_AREA,
            .max_length = 500 });
    part_button(w, BUTTON_DANGER, str_of(T(w, "撤回方案")));
    part_form_end(w);
    html_raw(w->h, "</details>");
}

static enum status
assigned(struct web *w, const struct draw *d, struct err *err)
{
    const struct inspection *list = NULL;
    size_t n = 0;

    TRY(inspection_of_draw(&w->x, d->id, &list, &n, err));
    part_table_begin(w, str_of(T(w, "检查的进展")));
    part_th(w, str_of(T(w, "次序")), true);
    part_th(w, str_of(T(w, "检查对象")), false);
    part_th(w, str_of(T(w, "公布期限")), false);
    part_th(w, str_of(T(w, "发现问题")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_num(w, list[i].position);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/inspections/%d", list[i].id),
            list[i].name);
        part_td_end(w);
        part_td(w, show_day(w, list[i].due));
        part_td_num(w, list[i].defects);
        part_td_begin(w);
        inspection_tag(w, list[i].state);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static enum status
one_page(struct web *w, struct err *err)
{
    struct draw d;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(draw_get(&w->x, id, &d, err));
    TRY(act_require(&w->x, MAY_READ_FILES, d.programme_id, d.region, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = arena_fmt(w->a, T(w, "抽查 %.*s"), STR_ARG(d.number)),
            .nav = "desk-draws",
            .crumbs = { { str_of(T(w, "双随机抽查")),
                url_path("/desk/draws") } },
            .n_crumbs = 1 });
    draw_head(w, &d);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/draws/%s", d.number),
        str_of(T(w, "公开页面")));
    html_raw(w->h, "</p>");
    if (d.state == DRAW_COMMITTED &&
        may_in(&w->x, MAY_SUPERVISE, d.programme_id, d.region)) {
        seed_form(w, &d);
        if (day_cmp(w->today, d.seed_day) < 0 &&
            may_in(&w->x, MAY_DECIDE, d.programme_id, d.region))
            withdraw_form(w, &d);
    }
    if (d.state == DRAW_DRAWN) {
        TRY(assigned(w, &d, err));
        draw_result_tables(w, &d);
    }
    draw_pool_tables(w, &d);
    page_end(w);
    return OK;
}

static enum status
seed_act(struct web *w, struct err *err)
{
    struct draw_seed s = { .value = web_field(w, "seed"),
        .source = web_field(w, "source") };
    struct str taken = web_field(w, "taken");
    struct draw d;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (us_parse(taken, &s.taken_us, err) != OK)
        return err_field(err, ERR_INPUT, STR("taken"),
            "时间应写作 2024-06-11 10:30:00，现为“" STR_FMT "”",
            STR_ARG(taken));
    return draw_enter_seed(&w->x, id, &s, &d, err);
}

static enum status
withdraw_act(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return draw_withdraw(&w->x, id, web_field(w, "reason"), err);
}

static enum status
one_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/draws/%d", id), "decided");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/draws", MAY_READ_FILES, .get = list_page,
        .about = "Draws, and how many there were this year and last." },
    { HTTP_GET, "/desk/draws/new", MAY_SUPERVISE, .get = new_page,
        .about = "A new draw: the pools as they are today." },
    { HTTP_POST, "/desk/draws", MAY_SUPERVISE, .act = commit_act,
        .reply = commit_reply, .again = new_page,
        .about = "Commits and publishes the plan of a draw." },
    { HTTP_GET, "/desk/draws/:id", MAY_READ_FILES, .get = one_page,
        .about = "A draw: its plan, seed, result and inspections." },
    { HTTP_POST, "/desk/draws/:id/seed", MAY_SUPERVISE, .act = seed_act,
        .reply = one_reply, .again = one_page,
        .about = "Enters the seed: the result follows." },
    { HTTP_POST, "/desk/draws/:id/withdraw", MAY_DECIDE,
        .act = withdraw_act, .reply = one_reply, .again = one_page,
        .about = "Withdraws a plan before the day of its seed." },
};
const struct route_set draw_desk_routes = ROUTE_SET("draw_desk", ROUTES);
