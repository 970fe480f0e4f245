/* The parts of a file in evaluation: crew, counts, opinions, result. */
#include "panel_parts.h"

#include "domain/decision.h"

void
panel_paragraph(struct web *w, const char *text)
{
    html_raw(w->h, "<p>");
    html_cstr(w->h, text);
    html_raw(w->h, "</p>\n");
}

struct str
panel_criterion_title(struct web *w, const struct panel_criterion *c)
{
    if (c->table != NULL)
        return arena_fmt(w->a, STR_FMT STR_FMT,
            STR_ARG(L(w, c->table->label)), STR_ARG(c->row));
    return c->rule == NULL ? c->name : L(w, c->rule->title);
}

struct str
panel_vote_title(struct web *w, enum panel_vote v)
{
    return v == VOTE_PASS     ? str_of(T(w, "赞成"))
           : v == VOTE_REJECT ? str_of(T(w, "反对"))
                              : STR("—");
}

/* --- the crew --- */

static void
progress_cell(struct web *w, const struct panel_opinion *o)
{
    part_td_begin(w);
    if (o->recused)
        part_tag(w, TAG_GREY, str_of(T(w, "回避")));
    else if (o->submitted_us != 0)
        part_tag(w, TAG_GREEN, str_of(T(w, "已提交意见")));
    else if (o->declared)
        part_tag(w, TAG_BLUE, str_of(T(w, "待评审")));
    else
        part_tag(w, TAG_AMBER, str_of(T(w, "待声明")));
    part_td_end(w);
}

void
panel_crew_table(struct web *w, const struct panel_sheet *s)
{
    part_heading(w, T(w, "评审成员"));
    part_table_begin(w,
        arena_fmt(w->a, "%s：" STR_FMT, T(w, "评审成员"),
            STR_ARG(s->panel.name)));
    part_th(w, str_of(T(w, "姓名")), false);
    part_th(w, str_of(T(w, "席位")), false);
    part_th(w, str_of(T(w, "进度")), false);
    part_th(w, str_of(T(w, "提交时间")), false);
    part_th(w, str_of(T(w, "表决")), false);
    part_th(w, str_of(T(w, "加权总分")), true);
    part_table_body(w);
    for (size_t i = 0; i < s->n_opinions; i++) {
        const struct panel_opinion *o = &s->opinions[i];
        bool seen = s->others_seen && o->submitted_us != 0 && !o->recused;

        part_tr(w);
        part_td(w, o->name);
        part_td(w, o->stands_in
                       ? str_of(T(w, "递补成员"))
                       : web_said(w, panel_rank_title(o->rank)));
        progress_cell(w, o);
        part_td(w, seen ? show_us(w, o->submitted_us) : STR("—"));
        part_td(w, seen ? panel_vote_title(w, o->vote) : STR("—"));
        if (seen)
            part_td_num(w, o->score);
        else
            part_td(w, STR("—"));
        part_tr_end(w);
    }
    part_table_end(w);
    if (!s->others_seen)
        panel_paragraph(w, s->is_member
                ? T(w, "您提交自己的意见之后，才能看到其他成员的意见、"
                       "分数和表决。")
                : T(w, "全部成员提交之后，才显示各自的意见、分数和表决。"));
}

/* --- counts --- */

static void
criteria_table(struct web *w, const struct panel_sheet *s)
{
    part_table_begin(w, str_of(T(w, "逐项评定")));
    part_th(w, str_of(T(w, "条件")), false);
    part_th(w, str_of(T(w, "符合")), true);
    part_th(w, str_of(T(w, "不符合")), true);
    part_th(w, str_of(T(w, "不能确定")), true);
    part_th(w, str_of(T(w, "小组意见")), false);
    part_table_body(w);
    for (size_t i = 0; i < s->n_criteria; i++) {
        const struct panel_criterion *c = &s->criteria[i];

        part_tr(w);
        part_td(w, panel_criterion_title(w, c));
        part_td_num(w, c->yes);
        part_td_num(w, c->no);
        part_td_num(w, c->unknown);
        part_td_begin(w);
        if (c->result == 1)
            part_tag(w, TAG_GREEN, str_of(T(w, "符合")));
        else if (c->result == 0)
            part_tag(w, TAG_AMBER, str_of(T(w, "不符合")));
        else
            part_tag(w, TAG_GREY, str_of(T(w, "未形成多数")));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static const struct {
    struct str name;
    const char *text;
} LINES[] = {
    { STR_INIT("RECOGNISE"), N_("建议认定") },
    { STR_INIT("INCUBATE"), N_("建议列入培育") },
    { STR_INIT("REJECT"), N_("建议不予认定") },
};
#define N_LINES (sizeof(LINES) / sizeof(LINES[0]))

static struct str
line_title(struct web *w, struct str name)
{
    for (size_t i = 0; i < N_LINES; i++) {
        if (str_eq(LINES[i].name, name))
            return str_of(catalog_get(w->catalog, LINES[i].text));
    }
    return STR("—");
}

static struct str
line_of(const struct panel_opinion *o, struct str category)
{
    return o->content == NULL
               ? STR_EMPTY
               : json_str(json_get(
                     json_get(o->content, STR("categories")), category));
}

static void
categories_table(struct web *w, const struct panel_sheet *s)
{
    part_table_begin(w, str_of(T(w, "各类别的建议")));
    part_th(w, str_of(T(w, "类别")), false);
    for (size_t k = 0; k < N_LINES; k++)
        part_th(w, str_of(catalog_get(w->catalog, LINES[k].text)), true);
    part_th(w, str_of(T(w, "小组意见")), false);
    part_table_body(w);
    for (size_t i = 0; i < s->n_categories; i++) {
        struct str most = STR_EMPTY;

        part_tr(w);
        part_td(w, s->categories[i]);
        for (size_t k = 0; k < N_LINES; k++) {
            int64_t n = 0;

            for (size_t m = 0; m < s->n_opinions; m++)
                n += !s->opinions[m].recused &&
                     str_eq(line_of(&s->opinions[m], s->categories[i]),
                         LINES[k].name);
            if (2 * n > (int64_t)s->in_office)
                most = LINES[k].name;
            part_td_num(w, n);
        }
        part_td(w, most.n > 0 ? line_title(w, most)
                              : str_of(T(w, "未形成多数")));
        part_tr_end(w);
    }
    part_table_end(w);
}

void
panel_counts(struct web *w, const struct panel_sheet *s)
{
    if (!s->others_seen)
        return;
    part_heading(w, T(w, "逐项评定"));
    if (s->n_criteria > 0)
        criteria_table(w, s);
    if (s->n_categories > 0)
        categories_table(w, s);
}

/* --- what each wrote --- */

static struct str
mark_title(struct web *w, struct str mark)
{
    return str_eq(mark, STR("yes"))  ? str_of(T(w, "符合"))
           : str_eq(mark, STR("no")) ? str_of(T(w, "不符合"))
                                     : str_of(T(w, "不能确定"));
}

static void
one_opinion(struct web *w, const struct panel_sheet *s,
    const struct panel_opinion *o)
{
    const struct json *marks = json_get(o->content, STR("marks"));
    const struct json *scores = json_get(o->content, STR("scores"));

    html_raw(w->h, "<details class=\"card\" open><summary>");
    html_text(w->h,
        arena_fmt(w->a, STR_FMT "（" STR_FMT "）：" STR_FMT,
            STR_ARG(o->name), STR_ARG(web_said(w, panel_rank_title(o->rank))),
            STR_ARG(panel_vote_title(w, o->vote))));
    html_raw(w->h, "</summary>");
    part_dl_begin(w);
    for (size_t i = 0; i < s->n_criteria; i++) {
        const struct json *one = json_get(marks, s->criteria[i].name);
        struct str note = json_str(json_get(one, STR("note")));
        struct str mark = mark_title(w, json_str(json_get(one, STR("mark"))));

        part_dl(w, panel_criterion_title(w, &s->criteria[i]),
            note.n == 0 ? mark
                        : arena_fmt(w->a, STR_FMT "：" STR_FMT,
                              STR_ARG(mark), STR_ARG(note)));
    }
    for (size_t i = 0; i < s->stage->n_scores; i++) {
        const struct pack_score *k = &s->stage->scores[i];

        part_dl(w, L(w, k->title),
            arena_fmt(w->a, T(w, "%lld 分 × 权重 %d"),
                (long long)json_int(json_get(scores, k->name), 0),
                k->weight));
    }
    if (s->stage->n_scores > 0)
        part_dl(w, str_of(T(w, "加权总分")),
            arena_fmt(w->a, "%lld", (long long)o->score));
    for (size_t i = 0; i < s->n_categories; i++)
        part_dl(w, s->categories[i],
            line_title(w, line_of(o, s->categories[i])));
    part_dl(w, str_of(T(w, "书面评审意见")),
        json_str(json_get(o->content, STR("opinion"))));
    part_dl_end(w);
    html_raw(w->h, "</details>\n");
}

void
panel_opinions(struct web *w, const struct panel_sheet *s)
{
    size_t n = 0;

    for (size_t i = 0; s->others_seen && i < s->n_opinions; i++) {
        const struct panel_opinion *o = &s->opinions[i];

        if (o->recused || o->submitted_us == 0 || o->content == NULL)
            continue;
        if (n++ == 0)
            part_heading(w, T(w, "成员的书面意见"));
        one_opinion(w, s, o);
    }
}

/* --- the result --- */

static struct str
number_of(struct web *w, const struct json *o, const char *key)
{
    return arena_fmt(
        w->a, "%lld", (long long)json_int(json_get(o, str_of(key)), 0));
}

void
panel_result(struct web *w, const struct panel_sheet *s)
{
    const struct json *r = s->result;

    if (r == NULL)
        return;
    part_heading(w, T(w, "评审结果"));
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "结果")),
        str_eq(json_str(json_get(r, STR("outcome"))), STR("PASS"))
            ? str_of(T(w, "通过"))
            : str_of(T(w, "未入选")));
    part_dl(w, str_of(T(w, "参加评审（人）")), number_of(w, r, "in_office"));
    part_dl(w, str_of(T(w, "回避（人）")), number_of(w, r, "recused"));
    part_dl(w, str_of(T(w, "赞成")), number_of(w, r, "pass"));
    part_dl(w, str_of(T(w, "反对")), number_of(w, r, "reject"));
    if (json_bool(json_get(r, STR("tie"))) && s->stage->chair_breaks_tie)
        part_dl(w, str_of(T(w, "票数相同，由组长决定")),
            str_eq(json_str(json_get(r, STR("chair_vote"))), STR("PASS"))
                ? str_of(T(w, "赞成"))
                : str_of(T(w, "反对")));
    if (s->stage->n_scores > 0)
        part_dl(w, str_of(T(w, "加权平均分")),
            panel_mean(w->a, json_int(json_get(r, STR("score")), 0),
                json_int(json_get(r, STR("in_office")), 1) *
                    json_int(json_get(r, STR("weights")), 1)));
    part_dl(w, str_of(T(w, "说明")), json_str(json_get(r, STR("reason"))));
    part_dl(w, str_of(T(w, "形成人")), json_str(json_get(r, STR("by"))));
    part_dl_end(w);
}

void
panel_outlook(struct web *w, const struct panel_sheet *s)
{
    enum panel_vote chair = VOTE_NONE;
    struct str text;

    for (size_t i = 0; i < s->n_opinions; i++) {
        if (s->opinions[i].rank == PANEL_CHAIR && !s->opinions[i].recused)
            chair = s->opinions[i].vote;
    }
    text = arena_fmt(w->a, T(w, "参加评审 %zu 人，赞成 %d 票，反对 %d 票。"),
        s->in_office, s->pass, s->reject);
    if (s->pass == s->reject && s->stage->chair_breaks_tie &&
        chair != VOTE_NONE)
        text = arena_fmt(w->a, STR_FMT "%s" STR_FMT "。", STR_ARG(text),
            T(w, "票数相同，由组长的一票决定："),
            STR_ARG(panel_vote_title(w, chair)));
    else if (s->pass == s->reject)
        text = arena_fmt(w->a, STR_FMT "%s", STR_ARG(text),
            T(w, "票数相同，未获多数，不通过。"));
    part_callout(w, false, text);
}

/* --- where else a file is seen --- */

static void
link_line(struct web *w, struct url to, const char *text)
{
    html_raw(w->h, "<li>");
    part_link(w, to, str_of(text));
    html_raw(w->h, "</li>");
}

void
panel_ways(struct web *w, const struct panel_sheet *s)
{
    int64_t id = s->app.id;

    html_raw(w->h, "<ul class=\"no-print\">");
    if (s->others_seen)
        link_line(w, url_make(w->a, "/panel/files/%d/sheet", id),
            T(w, "评审表（打印）"));
    if (s->app.versions > 1)
        link_line(w, url_make(w->a, "/panel/files/%d/versions", id),
            T(w, "比较材料的各个版本"));
    if (s->is_officer) {
        link_line(w, url_make(w->a, "/desk/applications/%d", id),
            T(w, "申请材料和审核记录"));
        link_line(w, url_make(w->a, "/desk/panels/%d", s->panel.id),
            T(w, "评审小组"));
    }
    html_raw(w->h, "</ul>\n");
}

bool
panel_is_there(struct web *w, int64_t application_id)
{
    struct panel_sheet s;

    return panel_sheet(&w->x, application_id, &s, NULL) == OK;
}

void
desk_ways(struct web *w, const struct application *app)
{
    bool waits =
        app->state == APP_DECISION || app->state == APP_PUBLICATION;

    html_raw(w->h, "<ul class=\"no-print\">");
    if (panel_is_there(w, app->id))
        link_line(w, url_make(w->a, "/panel/files/%d", app->id),
            T(w, "评审小组的意见和结果"));
    if (waits &&
        decision_by_lines(pack_procedure(app->pack, app->procedure)))
        link_line(w, url_make(w->a, "/desk/decisions/%d", app->id),
            T(w, "逐项建议和决定"));
    if (app->versions > 1)
        link_line(w, url_make(w->a, "/desk/applications/%d/versions",
                         app->id),
            T(w, "比较材料的各个版本"));
    link_line(w, url_make(w->a, "/desk/applications/%d/interests", app->id),
        T(w, "利害关系和回避"));
    if (may_in(&w->x, MAY_REVIEW, app->programme_id, app->region) &&
        pack_document(app->pack, STR("disqualification")) != NULL &&
        application_is_open(app->state))
        link_line(w, url_make(w->a, "/desk/applications/%d/disqualify",
                         app->id),
            T(w, "取消评选资格"));
    html_raw(w->h, "</ul>\n");
}
