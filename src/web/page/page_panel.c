/* A panel member's desk, and the page of a file: declaration, materials,
 * opinion, result sheet. */
#include "panel_parts.h"
#include "web/workbook.h"

/* --- /panel --- */

static void
desk_row(struct web *w, const struct panel_file *f)
{
    part_tr(w);
    part_td_begin(w);
    part_link(w, url_make(w->a, "/panel/files/%d", f->application_id),
        f->number);
    part_td_end(w);
    part_td(w, f->name);
    part_td(w, show_us(w, f->added_us));
    part_td_begin(w);
    if (f->decided_us != 0)
        part_tag(w, TAG_GREY, str_of(T(w, "已有结果")));
    else if (f->submitted)
        part_tag(w, TAG_GREEN, str_of(T(w, "已提交意见")));
    else if (f->declared)
        part_tag(w, TAG_BLUE, str_of(T(w, "待评审")));
    else
        part_tag(w, TAG_AMBER, str_of(T(w, "待声明")));
    part_td_end(w);
    part_tr_end(w);
}

static enum status
desk_page(struct web *w, struct err *err)
{
    const struct panel_file *list = NULL;
    size_t n = 0;

    TRY(panel_desk(&w->x, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "我的评审")),
                      .nav = "panel" });
    if (n == 0) {
        panel_paragraph(w, T(w, "目前没有分配给您评审的申请。"));
    } else {
        part_table_begin(w, str_of(T(w, "分配给我的申请")));
        part_th(w, str_of(T(w, "收件编号")), false);
        part_th(w, str_of(T(w, "申请单位")), false);
        part_th(w, str_of(T(w, "分配时间")), false);
        part_th(w, str_of(T(w, "进度")), false);
        part_table_body(w);
        for (size_t i = 0; i < n; i++)
            desk_row(w, &list[i]);
        part_table_end(w);
    }
    for (size_t i = 0; i < w->who.n_panels; i++) {
        html_raw(w->h, "<p>");
        part_link(w,
            url_make(w->a, "/panel/ranking/%d", w->who.panels[i].panel_id),
            str_of(T(w, "查看评审排序")));
        html_raw(w->h, "</p>");
    }
    page_end(w);
    return OK;
}

/* --- /panel/ranking/:id --- */

static enum status
ranking_page(struct web *w, struct err *err)
{
    const struct panel_place *list = NULL;
    struct panel p;
    int64_t id = 0;
    size_t n = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_get(&w->x, id, &p, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "评审排序")),
                      .nav = "panel" });
    enum status st = panel_ranking(&w->x, id, &list, &n, err);
    if (st != OK && st != ERR_CONFLICT)
        return st;
    if (st == ERR_CONFLICT) {
        part_callout(w, false, web_said(w, str_of(err->text)));
        page_end(w);
        return OK;
    }
    if (n == 0) {
        part_empty(w, str_of(T(w, "还没有全部成员都提交意见的申请。")),
            STR_EMPTY, url_path("/panel"));
        page_end(w);
        return OK;
    }
    panel_paragraph(w, T(w, "按加权平均分从高到低排列，分数相同的比较赞成票的比例；"
                      "分数用分数表示，不舍入。"));
    part_table_begin(w, p.name);
    part_th(w, str_of(T(w, "名次")), true);
    part_th(w, str_of(T(w, "收件编号")), false);
    part_th(w, str_of(T(w, "申请单位")), false);
    part_th(w, str_of(T(w, "加权平均分")), false);
    part_th(w, str_of(T(w, "赞成")), true);
    part_th(w, str_of(T(w, "反对")), true);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_num(w, list[i].rank);
        part_td_begin(w);
        part_link(w,
            url_make(w->a, "/panel/files/%d", list[i].application_id),
            list[i].number);
        part_td_end(w);
        part_td(w, list[i].name);
        part_td(w, panel_mean(w->a, list[i].score,
                       list[i].members * list[i].weights));
        part_td_num(w, list[i].pass);
        part_td_num(w, list[i].reject);
        part_td(w, show_state(w, list[i].state));
        part_tr_end(w);
    }
    part_table_end(w);
    html_raw(w->h, "<p class=\"no-print\">");
    part_link(w, url_make(w->a, "/panel/ranking/%d/list.xlsx", id),
        str_of(T(w, "下载 Excel")));
    html_raw(w->h, "</p>\n");
    page_end(w);
    return OK;
}

/* --- /panel/files/:id --- */

static void
act_begin(struct web *w, const struct panel_sheet *s, const char *act)
{
    part_form_begin(w,
        url_make(w->a, "/panel/files/%d/%s", s->app.id, str_of(act)), false);
    part_hidden(w, "version",
        arena_fmt(w->a, "%lld", (long long)s->app.version));
}

static void
declare_form(struct web *w, const struct panel_sheet *s)
{
    struct choice c[] = {
        { STR("no"), str_of(T(w, "没有利害关系，可以评审")) },
        { STR("yes"), str_of(T(w, "有利害关系，应当回避")) },
    };

    part_dl_begin(w);
    part_dl(w, str_of(T(w, "申请单位")), s->app.name);
    part_dl(w, str_of(T(w, "收件编号")), s->app.number);
    part_dl(w, str_of(T(w, "地区")),
        region_path(w->a, w->d->regions, s->app.region));
    part_dl_end(w);
    part_callout(w, false,
        str_of(T(w, "打开材料前请先声明。与申请单位有任职、三年内曾任职、亲属、"
                    "投资等关系的应当回避；回避后不再看到这份申请。")));
    act_begin(w, s, "declare");
    part_radios(w, "interest", str_of(T(w, "与申请单位的关系")), STR_EMPTY, c,
        2, STR_EMPTY);
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "回避的理由")),
            .hint = str_of(T(w, "回避的必须填写")),
            .kind = INPUT_AREA,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "声明")));
    part_form_end(w);
}

static void
materials(struct web *w, const struct panel_sheet *s)
{
    part_heading(w, T(w, "申请材料"));
    part_table_begin(w, str_of(T(w, "申请表和附件")));
    part_th(w, str_of(T(w, "材料")), false);
    part_th(w, str_of(T(w, "要求")), false);
    part_th(w, str_of(T(w, "操作")), false);
    part_table_body(w);
    for (size_t i = 0; i < s->n_materials; i++) {
        const struct panel_material *m = &s->materials[i];

        part_tr(w);
        part_td(w, m->label);
        part_td(w, m->compulsory ? str_of(T(w, "必须审阅"))
                                 : str_of(T(w, "可选")));
        part_td_begin(w);
        if (s->is_member && s->result == NULL) {
            act_begin(w, s, "open");
            part_hidden(w, "what", m->what);
            part_button(w, BUTTON_SECOND,
                m->opened ? str_of(T(w, "再次打开"))
                          : str_of(T(w, "打开")));
            part_form_end(w);
        } else if (m->attachment_id != 0) {
            part_link(w,
                url_make(w->a, "/files/%d/%d", s->app.subject_id,
                    m->attachment_id),
                str_of(T(w, "打开")));
        }
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    if (s->n_materials == 0 || (s->is_member && !s->materials[0].opened))
        return;
    html_raw(w->h, "<details class=\"card\"");
    if (s->is_member && !s->submitted)
        html_raw(w->h, " open");
    html_raw(w->h, "><summary>");
    html_cstr(w->h, T(w, "申请表内容"));
    html_raw(w->h, "</summary>");
    struct dossier d = { .app = s->app,
        .form = s->form,
        .programme = domain_programme(w->d, s->app.programme_id),
        .proc = pack_procedure(s->app.pack, s->app.procedure) };

    /* A member opens files above, where it is kept that he did. */
    if (s->is_member)
        d.app.subject_id = 0;
    dossier_answers(w, &d, s->answers, false);
    html_raw(w->h, "</details>\n");
}

/* What the member said already of one thing; the null value: nothing. */
static const struct json *
said(struct web *w, const struct panel_sheet *s, const char *part,
    struct str name)
{
    const struct json *all =
        s->own.content == NULL ? json_new(w->a, JSON_OBJECT) : s->own.content;

    return json_get(json_get(all, str_of(part)), name);
}

static const char *
note_field(struct web *w, size_t i)
{
    return arena_cstr(w->a, arena_fmt(w->a, "note%zu", i));
}

static void
opinion_form(struct web *w, const struct panel_sheet *s)
{
    struct choice marks[] = { { STR("yes"), str_of(T(w, "符合")) },
        { STR("no"), str_of(T(w, "不符合")) },
        { STR("unknown"), str_of(T(w, "不能确定")) } };
    struct choice votes[] = { { STR("PASS"), str_of(T(w, "赞成")) },
        { STR("REJECT"), str_of(T(w, "反对")) } };
    struct choice lines[] = { { STR("RECOGNISE"), str_of(T(w, "建议认定")) },
        { STR("INCUBATE"), str_of(T(w, "建议列入培育")) },
        { STR("REJECT"), str_of(T(w, "建议不予认定")) } };

    part_heading(w, T(w, "我的评审意见"));
    act_begin(w, s, "opinion");
    for (size_t i = 0; i < s->n_criteria; i++) {
        const struct panel_criterion *c = &s->criteria[i];
        const struct json *own = said(w, s, "marks", c->name);

        part_radios(w, arena_cstr(w->a, c->name),
            panel_criterion_title(w, c), STR_EMPTY, marks, 3,
            json_str(json_get(own, STR("mark"))));
        part_input(w,
            &(struct input){ .name = note_field(w, i),
                .label = arena_fmt(w->a, T(w, "对“%.*s”的说明"),
                    STR_ARG(panel_criterion_title(w, c))),
                .value = json_str(json_get(own, STR("note"))),
                .optional = true,
                .max_length = 1000 });
    }
    for (size_t i = 0; i < s->stage->n_scores; i++) {
        const struct pack_score *k = &s->stage->scores[i];
        const struct json *own = said(w, s, "scores", k->name);

        part_input(w,
            &(struct input){ .name = arena_cstr(w->a, k->name),
                .label = L(w, k->title),
                .hint = arena_fmt(w->a, T(w, "0 至 %d 分，权重 %d"), k->max,
                    k->weight),
                .kind = INPUT_NUMBER,
                .value = json_is_null(own)
                             ? STR_EMPTY
                             : arena_fmt(w->a, "%lld",
                                   (long long)json_int(own, 0)),
                .width = 6 });
    }
    for (size_t i = 0; i < s->n_categories; i++)
        part_radios(w, arena_cstr(w->a, s->categories[i]), s->categories[i],
            STR_EMPTY, lines, 3,
            json_str(said(w, s, "categories", s->categories[i])));
    part_input(w,
        &(struct input){ .name = "opinion",
            .label = str_of(T(w, "书面评审意见")),
            .kind = INPUT_AREA,
            .value = s->own.content == NULL
                         ? STR_EMPTY
                         : json_str(json_get(
                               s->own.content, STR("opinion"))),
            .max_length = 5000 });
    part_radios(w, "vote", str_of(T(w, "表决")), STR_EMPTY, votes, 2,
        s->own.vote == VOTE_PASS     ? STR("PASS")
        : s->own.vote == VOTE_REJECT ? STR("REJECT")
                                     : STR_EMPTY);
    panel_paragraph(w, T(w, "提交后不能修改；还没有审阅完的，请先保存。"));
    part_button_named(w, BUTTON_SECOND, str_of(T(w, "保存，以后再提交")),
        "final", STR("no"));
    part_button_named(
        w, BUTTON_MAIN, str_of(T(w, "提交意见")), "final", STR("yes"));
    part_form_end(w);
}

static void
conclude_form(struct web *w, const struct panel_sheet *s)
{
    if (s->result != NULL ||
        (!s->is_chair && !may_in(&w->x, MAY_REVIEW, s->app.programme_id,
                             s->app.region)))
        return;
    part_heading(w, T(w, "评审结果"));
    if (!s->ready) {
        part_callout(w, false, web_said(w, s->why_not));
        return;
    }
    panel_outlook(w, s);
    part_fold_begin(w, BUTTON_MAIN, T(w, "形成评审结果"));
    act_begin(w, s, "conclude");
    part_input(w,
        &(struct input){ .name = "remark",
            .label = str_of(T(w, "补充说明，将告知申请单位")),
            .kind = INPUT_AREA,
            .optional = true });
    part_button(w, BUTTON_MAIN, str_of(T(w, "确认形成结果")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

enum status
panel_file_page(struct web *w, struct err *err)
{
    struct panel_sheet s;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_sheet(&w->x, id, &s, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = s.app.name.n > 0 ? s.app.name : s.app.number,
                      .nav = s.is_member ? "panel" : "panels" });
    if (s.is_member && !s.declared) {
        declare_form(w, &s);
        page_end(w);
        return OK;
    }
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "收件编号")), s.app.number);
    part_dl(w, str_of(T(w, "评审小组")), s.panel.name);
    part_dl(w, str_of(T(w, "状态")), show_state(w, s.app.state));
    part_dl_end(w);
    part_clause(w, domain_programme(w->d, s.app.programme_id), s.app.pack,
        s.stage->clause);
    panel_ways(w, &s);
    panel_result(w, &s);
    conclude_form(w, &s);
    panel_crew_table(w, &s);
    panel_lead_forms(w, &s);
    panel_counts(w, &s);
    panel_opinions(w, &s);
    panel_onsite(w, &s);
    materials(w, &s);
    if (s.is_member && !s.submitted && s.app.state == APP_EVALUATION)
        opinion_form(w, &s);
    page_end(w);
    return OK;
}

/* --- acts --- */

static enum status
declare_act(struct web *w, struct err *err)
{
    struct str interest = web_field(w, "interest");
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!str_eq(interest, STR("yes")) && !str_eq(interest, STR("no")))
        return err_field(err, ERR_INPUT, STR("interest"),
            "请选择与申请单位有没有利害关系");
    return panel_declare(&w->x, id, str_eq(interest, STR("yes")),
        web_field(w, "reason"), err);
}

static enum status
declare_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return str_eq(web_field(w, "interest"), STR("yes"))
               ? web_redirect(w, url_path("/panel"), "saved")
               : web_redirect(
                     w, url_make(w->a, "/panel/files/%d", id), "saved");
}

static enum status
open_act(struct web *w, struct err *err)
{
    struct panel_sheet s;
    int64_t id = 0, n = 0;
    struct str what = web_field(w, "what");

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_open(&w->x, id, what, err));
    TRY(panel_sheet(&w->x, id, &s, err));
    struct url *to = arena_one(w->a, struct url);
    *to = num_int(what, 1, INT64_MAX, &n)
              ? url_make(w->a, "/files/%d/%d", s.app.subject_id, n)
              : url_make(w->a, "/panel/files/%d", id);
    w->state = to;
    return OK;
}

static enum status
open_reply(struct web *w, struct err *err)
{
    const struct url *to = w->state;

    (void)err;
    return web_redirect(w, *to, NULL);
}

static const struct json *
typed_opinion(struct web *w, const struct panel_sheet *s)
{
    struct json *content = json_new(w->a, JSON_OBJECT);
    struct json *marks = json_new(w->a, JSON_OBJECT);
    struct json *scores = json_new(w->a, JSON_OBJECT);
    struct json *lines = json_new(w->a, JSON_OBJECT);

    for (size_t i = 0; i < s->n_criteria; i++) {
        struct json *one = json_new(w->a, JSON_OBJECT);
        struct str name = s->criteria[i].name;

        json_set(w->a, one, STR("mark"),
            json_text(w->a, web_field(w, arena_cstr(w->a, name))));
        json_set(w->a, one, STR("note"),
            json_text(w->a, web_field(w, note_field(w, i))));
        json_set(w->a, marks, name, one);
    }
    for (size_t i = 0; i < s->stage->n_scores; i++) {
        struct str name = s->stage->scores[i].name;
        struct str typed = utf8_narrow(
            w->a, web_field(w, arena_cstr(w->a, name)));
        int64_t n = -1;

        if (typed.n > 0) {
            (void)num_int(typed, 0, INT32_MAX, &n);
            json_set(w->a, scores, name, json_number(w->a, n));
        }
    }
    for (size_t i = 0; i < s->n_categories; i++)
        json_set(w->a, lines, s->categories[i],
            json_text(w->a,
                web_field(w, arena_cstr(w->a, s->categories[i]))));
    json_set(w->a, content, STR("marks"), marks);
    json_set(w->a, content, STR("scores"), scores);
    json_set(w->a, content, STR("categories"), lines);
    json_set(w->a, content, STR("opinion"),
        json_text(w->a, web_field(w, "opinion")));
    return content;
}

static enum status
opinion_act(struct web *w, struct err *err)
{
    struct str vote = web_field(w, "vote");
    struct panel_sheet s;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_sheet(&w->x, id, &s, err));
    return panel_opinion_save(&w->x, id, typed_opinion(w, &s),
        str_eq(vote, STR("PASS"))     ? VOTE_PASS
        : str_eq(vote, STR("REJECT")) ? VOTE_REJECT
                                      : VOTE_NONE,
        str_eq(web_field(w, "final"), STR("yes")), err);
}

static enum status
conclude_act(struct web *w, struct err *err)
{
    struct application app;
    int64_t id = 0, version = 0;

    TRY(web_param_id(w, 0, &id, err));
    if (!num_int(web_field(w, "version"), 0, INT64_MAX, &version))
        return err_set(err, ERR_CONFLICT, "请刷新页面后重试");
    return panel_conclude(
        &w->x, id, web_field(w, "remark"), version, &app, err);
}

static enum status
saved_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, url_make(w->a, "/panel/files/%d", id), "saved");
}

/* The same order as a workbook. */
static enum status
ranking_book(struct web *w, struct err *err)
{
    static const struct xlsx_column COLUMNS[] = {
        { .title = STR_INIT("名次"), .width = 6 },
        { .title = STR_INIT("收件编号"), .width = 24 },
        { .title = STR_INIT("申请单位"), .width = 40 },
        { .title = STR_INIT("加权平均分"), .width = 14 },
        { .title = STR_INIT("赞成"), .width = 8 },
        { .title = STR_INIT("反对"), .width = 8 },
        { .title = STR_INIT("状态"), .width = 12 },
    };
    enum { N = sizeof(COLUMNS) / sizeof(COLUMNS[0]) };
    const struct panel_place *list = NULL;
    struct web_book *book = NULL;
    struct xlsx_book *x = NULL;
    struct panel p;
    int64_t id = 0;
    size_t n = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_get(&w->x, id, &p, err));
    TRY(panel_ranking(&w->x, id, &list, &n, err));
    TRY(web_book_open(w, &book, &x, err));
    xlsx_sheet(x, STR("评审排序"), &p.name, 1, COLUMNS, N);
    for (size_t i = 0; i < n; i++) {
        const struct panel_place *l = &list[i];
        struct str cells[] = { arena_fmt(w->a, "%lld", (long long)l->rank),
            l->number, l->name,
            panel_mean(w->a, l->score, l->members * l->weights),
            arena_fmt(w->a, "%d", l->pass), arena_fmt(w->a, "%d", l->reject),
            application_state_title(l->state) };

        xlsx_add_row(x, cells, N, XLSX_PLAIN);
    }
    return web_book_send(book, STR("评审排序.xlsx"), err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/panel/ranking/:id/list.xlsx", MAY_SIGNED_IN,
        .get = ranking_book, .flags = ROUTE_PLAIN,
        .about = "The order of a panel's files as a workbook." },
    { HTTP_GET, "/panel", MAY_JUDGE, .get = desk_page,
        .about = "Files given to a member of a panel." },
    { HTTP_GET, "/panel/ranking/:id", MAY_SIGNED_IN, .get = ranking_page,
        .about = "Files of a panel by weighted mean score." },
    { HTTP_GET, "/panel/files/:id", MAY_SIGNED_IN, .get = panel_file_page,
        .about = "A file in evaluation: declaration, materials, opinion, "
                 "result sheet." },
    { HTTP_POST, "/panel/files/:id/declare", MAY_JUDGE, .act = declare_act,
        .reply = declare_reply, .again = panel_file_page,
        .about = "A member declares whether he has an interest." },
    { HTTP_POST, "/panel/files/:id/open", MAY_JUDGE, .act = open_act,
        .reply = open_reply, .again = panel_file_page,
        .about = "Opens the form or an attachment, and keeps that." },
    { HTTP_POST, "/panel/files/:id/opinion", MAY_JUDGE, .act = opinion_act,
        .reply = saved_reply, .again = panel_file_page,
        .about = "Saves or submits an opinion." },
    { HTTP_POST, "/panel/files/:id/conclude", MAY_SIGNED_IN,
        .act = conclude_act, .reply = saved_reply, .again = panel_file_page,
        .about = "States the result of a panel." },
};
const struct route_set panel_routes = ROUTE_SET("panel", ROUTES);
