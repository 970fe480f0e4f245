/* 办事指南: what a programme asks, how it runs, and the regulation itself. */
#include "format/docx.h"
#include "guide_parts.h"
#include "pack/law.h"

static enum status
find_programme(
    struct web *w, const struct programme **ret, struct err *err)
{
    const struct programme *p = domain_programme_by_code(w->d, w->params[0]);

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    *ret = p;
    return OK;
}

/* --- /guide --- */

static enum status
guide_list(struct web *w, struct err *err)
{
    (void)err;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "办事指南")),
            .nav = "guide" });
    html_raw(w->h, "<ul class=\"tiles\">");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        html_raw(w->h, "<li><a");
        html_href(w->h, "href", url_make(w->a, "/guide/%s", p->code));
        html_raw(w->h, "><b>");
        html_text(w->h, L(w, p->title));
        html_raw(w->h, "</b>");
        html_text(w->h,
            L(w, (struct label){ p->authority, p->authority_en }));
        html_raw(w->h, "</a></li>");
    }
    html_raw(w->h, "</ul>");
    page_end(w);
    return OK;
}

/* --- /guide/:programme --- */

/* Conditions: the parts of the rule that the procedure decides by. A clause
 * that several conditions follow from stands once, at the first. */
static void
conditions(struct web *w, const struct programme *p, struct str rule_name,
    struct str *said, int depth)
{
    const struct pack_rule *r = pack_rule(p->pack, rule_name);

    if (r == NULL || depth > 6)
        return;
    if (r->n_parts > 0) {
        for (size_t i = 0; i < r->n_parts; i++)
            conditions(w, p, r->parts[i], said, depth + 1);
        return;
    }
    html_raw(w->h, "<li><p><b>");
    html_text(w->h, L(w, r->title).n > 0 ? L(w, r->title) : r->name);
    html_raw(w->h, "</b></p>");
    if (!str_eq(*said, r->clause))
        part_clause(w, p, p->pack, r->clause);
    *said = r->clause;
    html_raw(w->h, "</li>");
}

static void
materials(struct web *w, const struct programme *p, const struct pack_form *f)
{
    part_table_begin(w, str_of(T(w, "申请材料")));
    part_th(w, str_of(T(w, "材料")), false);
    part_th(w, str_of(T(w, "份数与形式")), false);
    part_th(w, str_of(T(w, "是否必需")), false);
    part_th(w, str_of(T(w, "依据")), false);
    part_table_body(w);
    for (size_t i = 0; i < f->n_sections; i++) {
        const struct pack_section *s = &f->sections[i];

        for (size_t k = 0; k < s->n_fields; k++) {
            const struct pack_field *d = &s->fields[k];
            const struct pack_clause *c = pack_clause(p->pack, d->clause);

            if (d->type != FIELD_FILE)
                continue;
            part_tr(w);
            part_td(w, L(w, d->label));
            part_td(w, str_of(T(w, "1 份，电子扫描件")));
            part_td(w, str_of(d->required ? T(w, "必需") : T(w, "选交")));
            part_td(w, c == NULL ? STR_EMPTY : c->cite);
            part_tr_end(w);
        }
    }
    part_table_end(w);
}

static struct str
period_text(struct web *w, const struct pack_stage *s)
{
    if (s->period.n == 0)
        return STR_EMPTY;
    if (s->period.kind == TERM_WORKING_DAYS)
        return arena_fmt(w->a, T(w, "（%d 个工作日）"), s->period.n);
    return arena_fmt(w->a, T(w, "（%d 日）"), s->period.n);
}

static void
process(struct web *w, const struct programme *p,
    const struct pack_procedure *proc)
{
    html_raw(w->h, "<ol class=\"list\">");
    html_raw(w->h, "<li>");
    html_cstr(w->h,
        str_eq(proc->name, STR("apply"))
            ? T(w, "注册、在线填写、核对并提交，当场取得受理编号")
            : T(w, "登录后在线填写、核对并提交，当场取得受理编号"));
    html_raw(w->h, "</li>");
    for (size_t i = 0; i < proc->n_stages; i++) {
        const struct pack_stage *s = &proc->stages[i];

        html_raw(w->h, "<li><p>");
        html_text(w->h, L(w, s->title));
        html_text(w->h, period_text(w, s));
        if (s->supplement.n > 0)
            html_text(w->h,
                arena_fmt(w->a,
                    T(w, "；材料不齐的，一次性告知，%d 个工作日内补正"),
                    s->supplement.n));
        if (s->term_years > 0)
            html_text(w->h,
                arena_fmt(w->a, T(w, "；有效期 %d 年"), s->term_years));
        html_raw(w->h, "</p>");
        part_clause(w, p, p->pack, s->clause);
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ol>");
}

/* The short version: what counts, in a few lines on top. */
static void
window_card(
    struct web *w, const struct programme *p, const struct round *r)
{
    bool takes = pack_procedure(p->pack, STR("apply")) != NULL;

    part_card_begin(w, str_of(T(w, "简明版")), true);
    part_dl_begin(w);
    if (!takes) {
        part_dl(w, str_of(T(w, "申报")),
            str_of(T(w, "不受理新的申报，只登记已有的")));
    } else if (r != NULL) {
        part_dl(w, str_of(T(w, "批次")), r->name);
        part_dl(w, str_of(T(w, "申报截止")),
            r->closes_us == 0
                ? str_of(T(w, "长期"))
                : arena_fmt(w->a, T(w, "%.*s 24:00（北京时间），还有 %d 天"),
                      STR_ARG(day_iso(w->a, day_of_us(r->closes_us - 1))),
                      day_of_us(r->closes_us - 1).n - w->today.n));
        part_dl(w, str_of(T(w, "基准日")),
            day_is_none(r->reference) ? str_of(T(w, "提交之日"))
                                      : show_day(w, r->reference));
        part_dl(w, str_of(T(w, "文号")), r->doc_no);
    } else {
        part_dl(w, str_of(T(w, "申报")),
            str_of(T(w, "现在没有开放的批次")));
    }
    part_dl(w, str_of(T(w, "收费")), str_of(T(w, "不收费")));
    if (takes)
        part_dl(w, str_of(T(w, "要做的事")),
            str_of(T(w, "一、注册账号\n二、在线填写并上传材料\n三、核对并提交，取"
                        "得受理编号\n四、凭编号查询进度，按通知补正")));
    part_dl_end(w);
    if (takes) {
        html_raw(w->h, "<div class=\"actions\">");
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "我能申报吗")),
            url_make(w->a, "/check/%s", p->code));
        part_link_button(w, BUTTON_SECOND, str_of(T(w, "开始申报")),
            url_make(w->a, "/mine/start/%s", p->code));
        html_raw(w->h, "</div>");
    }
    part_card_end(w);
}

static void
tables_card(struct web *w, const struct programme *p)
{
    if (p->pack->n_imports == 0)
        return;
    part_card_begin(w, str_of(T(w, "表格下载")), false);
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < p->pack->n_imports; i++) {
        const struct pack_import *m = &p->pack->imports[i];

        html_raw(w->h, "<li>");
        html_text(w->h, L(w, m->title));
        html_raw(w->h, " ");
        part_link(w,
            url_make(w->a, "/guide/%s/tables/%s", p->code,
                arena_fmt(w->a, STR_FMT ".docx", STR_ARG(m->name))),
            str_of(T(w, "Word 空白表")));
        html_raw(w->h, " ");
        part_link(w,
            url_make(w->a, "/guide/%s/tables/%s", p->code,
                arena_fmt(w->a, STR_FMT ".xlsx", STR_ARG(m->name))),
            str_of(T(w, "Excel 空白表")));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
    part_card_end(w);
}

static void
questions(struct web *w)
{
    static const struct {
        const char *question, *answer;
    } FAQ[] = {
        { N_("提交以后还能修改吗？"),
            N_("提交后内容即冻结；审核需要补正时，一次性告知应改的项目，只开放这"
               "些项目修改。") },
        { N_("期限怎样算？"),
            N_("起算当日不计入；工作日按国务院办公厅节假日通知计算，页面逐日列出"
               "跳过的日子和依据。") },
        { N_("结论“尚不能判断”是什么意思？"),
            N_("缺少一项事实，页面会指出缺哪一项；补上后即可得出结论。") },
        { N_("对结果有异议怎么办？"),
            N_("公示期内任何人都可以在公示页面提出异议并上传证据，当场取得回执。"
               ) },
    };

    for (size_t i = 0; i < sizeof(FAQ) / sizeof(FAQ[0]); i++) {
        html_raw(w->h, "<details><summary>");
        html_cstr(w->h, catalog_get(w->catalog, FAQ[i].question));
        html_raw(w->h, "</summary><p>");
        html_cstr(w->h, catalog_get(w->catalog, FAQ[i].answer));
        html_raw(w->h, "</p></details>");
    }
}

static void
apply_part(struct web *w, const struct programme *p,
    const struct pack_procedure *proc)
{
    const struct pack_form *form = pack_form(p->pack, proc->form);
    struct str said = STR_EMPTY;

    part_heading(w, T(w, "申请条件"));
    html_raw(w->h, "<ol class=\"list\">");
    conditions(w, p, procedure_conditions(proc), &said, 0);
    html_raw(w->h, "</ol>");
    part_heading(w, T(w, "申请材料"));
    if (proc->n_before > 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "请先备好："));
        html_raw(w->h, "</p><ul lang=\"zh-CN\">");
        for (size_t i = 0; i < proc->n_before; i++) {
            html_raw(w->h, "<li>");
            html_text(w->h, proc->before[i]);
            html_raw(w->h, "</li>");
        }
        html_raw(w->h, "</ul>");
    }
    if (form != NULL)
        materials(w, p, form);
    part_heading(w, T(w, "办理流程与时限"));
    process(w, p, proc);
    part_heading(w, T(w, "结果样本"));
    guide_sample(w, p, proc);
}

/* Renewal, withdrawal and what else the pack has. */
static void
other_procedures(struct web *w, const struct programme *p)
{
    for (size_t i = 0; i < p->pack->n_procedures; i++) {
        const struct pack_procedure *proc = &p->pack->procedures[i];

        if (str_eq(proc->name, STR("apply")))
            continue;
        html_raw(w->h, "<details><summary>");
        html_text(w->h, L(w, proc->title));
        html_raw(w->h, "</summary>");
        process(w, p, proc);
        html_raw(w->h, "</details>");
    }
}

static enum status
guide(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    struct authority_contact contact;
    struct round r;

    TRY(find_programme(w, &p, err));
    TRY(authority_contact_get(&w->x, p->authority_id, &contact, err));
    const struct pack_procedure *proc =
        pack_procedure(p->pack, STR("apply"));
    const struct round *now =
        round_current(&w->x, p->id, &r, NULL) == OK ? &r : NULL;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = L(w, p->title),
            .nav = "guide",
            .crumbs = { { str_of(T(w, "办事指南")), url_path("/guide") } },
            .n_crumbs = 1 });
    window_card(w, p, now);
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\">");
    part_heading(w, T(w, "基本信息"));
    if (proc != NULL)
        guide_elements(w, p, proc, now, &contact);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/guide/%s/regulation", p->code),
        str_of(T(w, "阅读办法全文")));
    html_raw(w->h, "</p>");
    if (proc != NULL)
        apply_part(w, p, proc);
    part_heading(w, T(w, "认定以后的办理事项"));
    other_procedures(w, p);
    part_heading(w, T(w, "常见问题"));
    questions(w);
    part_heading(w, T(w, "监督投诉"));
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "对办理过程有意见，可在名册中该资格的页面举报，或致电办理机构。"));
    html_raw(w->h, "</p></div><div class=\"c4\">");
    tables_card(w, p);
    html_raw(w->h, "</div></div>");
    page_end(w);
    return OK;
}

/* --- /guide/:programme/regulation --- */

static void
readings(struct web *w, const struct programme *p)
{
    const struct pack *k = p->pack;

    if (k->n_readings == 0)
        return;
    part_heading(w, T(w, "本平台采用的理解"));
    for (size_t i = 0; i < k->n_readings; i++) {
        const struct pack_reading *r = &k->readings[i];
        struct str now = json_str(json_get(p->readings, r->name));

        if (now.n == 0)
            now = r->chosen;
        part_card_begin(w, L(w, r->question), false);
        html_raw(w->h, "<ul class=\"list\">");
        for (size_t o = 0; o < r->n_options; o++) {
            html_raw(w->h, "<li>");
            html_text(w->h, L(w, r->options[o].label));
            if (str_eq(r->options[o].value, now)) {
                html_raw(w->h, " ");
                part_tag(w, TAG_GREEN, str_of(T(w, "现采用")));
            }
            html_raw(w->h, "</li>");
        }
        html_raw(w->h, "</ul>");
        part_clause(w, p, k, r->of);
        part_card_end(w);
    }
}

/* Other texts that it rests on, and how sure what they say is. */
static void
laws(struct web *w, const struct pack *k)
{
    static const struct {
        enum tag tone;
        const char *text;
    } MARKS[] = {
        [EVIDENCE_FULL] = { TAG_GREEN, N_("已核对全文") },
        [EVIDENCE_EXCERPT] = { TAG_BLUE, N_("只核对摘录") },
        [EVIDENCE_MEMORY] = { TAG_AMBER, N_("仅凭记忆，默认不启用") },
    };

    if (k->n_laws == 0)
        return;
    part_heading(w, T(w, "其他依据"));
    part_table_begin(w, str_of(T(w, "其他依据")));
    part_th(w, str_of(T(w, "出处")), false);
    part_th(w, str_of(T(w, "内容")), false);
    part_th(w, str_of(T(w, "证据")), false);
    part_th(w, str_of(T(w, "说明")), false);
    part_table_body(w);
    for (size_t i = 0; i < k->n_laws; i++) {
        const struct pack_law *o = &k->laws[i];

        part_tr(w);
        part_td(w, L(w, o->title));
        part_td(w, L(w, o->says));
        part_td_begin(w);
        part_tag(w, MARKS[o->evidence].tone,
            str_of(catalog_get(w->catalog, MARKS[o->evidence].text)));
        part_td_end(w);
        part_td(w, o->text_only.zh.n > 0 ? L(w, o->text_only)
                   : o->program.zh.n > 0 ? L(w, o->program)
                                         : str_of(T(w, "已列入条件、栏目或者期限")));
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
regulation(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    struct str heading_now = STR_EMPTY;

    TRY(find_programme(w, &p, err));
    const struct pack *k = p->pack;
    page_begin(w,
        &(struct page){ .kind = PAGE_PUBLIC,
            .title = str_of(T(w, "办法全文")),
            .nav = "guide",
            .crumbs = { { str_of(T(w, "办事指南")), url_path("/guide") },
                { L(w, p->title), url_make(w->a, "/guide/%s", p->code) } },
            .n_crumbs = 2 });
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "版本")), k->version);
    part_dl(w, str_of(T(w, "施行日期")), show_day(w, k->in_force));
    part_dl(w, str_of(T(w, "状态")), k->status);
    part_dl(w, str_of(T(w, "政策包校验值（SHA-256）")), k->hash);
    part_dl_end(w);
    html_raw(w->h, "<article class=\"doc\" lang=\"zh-CN\">");
    for (size_t i = 0; i < k->n_clauses; i++) {
        const struct pack_clause *c = &k->clauses[i];

        if (c->heading.n > 0 && !str_eq(c->heading, heading_now)) {
            html_raw(w->h, "<h2>");
            html_text(w->h, c->heading);
            html_raw(w->h, "</h2>");
            heading_now = c->heading;
        }
        html_raw(w->h, "<p");
        html_attr(w->h, "id", c->id);
        html_raw(w->h, ">");
        html_text(w->h, c->text);
        html_raw(w->h, " <span class=\"muted\">");
        html_text(w->h, c->id);
        html_raw(w->h, "</span></p>\n");
    }
    html_raw(w->h, "</article>");
    readings(w, p);
    laws(w, k);
    guide_versions(w, p);
    page_end(w);
    return OK;
}

/* --- blank tables --- */

static enum status
blank_table(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    struct str name = w->params[1], bytes;
    bool workbook = str_ends(name, STR(".xlsx"));

    TRY(find_programme(w, &p, err));
    if (workbook || str_ends(name, STR(".docx")))
        name.n -= 5;
    const struct pack_import *m = pack_import(p->pack, name);
    if (m == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这张表");
    if (workbook)
        return guide_blank_workbook(w, m, err);
    size_t columns = m->n_columns + 1, rows = 13;
    struct str *cells = arena_new_array(w->a, struct str, columns * rows);
    cells[0] = STR("序号");
    for (size_t i = 0; i < m->n_columns; i++)
        cells[i + 1] = m->columns[i].label.zh;
    for (size_t r = 1; r < rows; r++)
        cells[r * columns] = arena_fmt(w->a, "%zu", r);
    struct docx *d = docx_new(w->a, m->title.zh, w->now_us);
    docx_paragraph(d, DOCX_TITLE, m->title.zh);
    for (size_t i = 0; i < m->n_head; i++)
        docx_paragraph(d, DOCX_BODY,
            arena_fmt(w->a, STR_FMT "：", STR_ARG(m->head[i].label.zh)));
    docx_table(d, cells, rows, columns, NULL);
    if (m->note.n > 0)
        docx_paragraph(d, DOCX_BODY, m->note);
    TRY(docx_finish(d, &bytes, err));
    return web_download(w,
        "application/vnd.openxmlformats-officedocument.wordprocessingml."
        "document",
        arena_fmt(w->a, STR_FMT ".docx", STR_ARG(m->title.zh)), bytes);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/guide", MAY_ANYBODY, .get = guide_list,
        .about = "Programmes and their guides." },
    { HTTP_GET, "/guide/:programme", MAY_ANYBODY, .get = guide,
        .about = "Guide of a programme: conditions, papers, steps, times." },
    { HTTP_GET, "/guide/:programme/regulation", MAY_ANYBODY,
        .get = regulation,
        .about = "Text of the regulation by clause, with readings." },
    { HTTP_GET, "/guide/:programme/tables/:table", MAY_ANYBODY,
        .get = blank_table, .flags = ROUTE_PLAIN,
        .about = "Blank official table as a Word file or workbook." },
};
const struct route_set guide_routes = ROUTE_SET("guide", ROUTES);
