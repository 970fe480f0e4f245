/* Policy packs: what is in force, its rules, parameters and readings. */
#include "domain/assessment.h"
#include "domain/install.h"
#include "web/web.h"

#define HISTORY 50

static struct str
short_hash(struct str hash)
{
    return str_sub(hash, 0, 12);
}

/* --- /desk/packs --- */

static enum status
packs_page(struct web *w, struct err *err)
{
    (void)err;
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "政策包")),
                      .nav = "packs" });
    part_table_begin(w, str_of(T(w, "项目和所用的政策包")));
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "政策包")), false);
    part_th(w, str_of(T(w, "版本")), false);
    part_th(w, str_of(T(w, "施行日")), false);
    part_th(w, str_of(T(w, "校验值")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        part_tr(w);
        part_td_begin(w);
        part_link(
            w, url_make(w->a, "/desk/packs/%d", p->id), L(w, p->title));
        part_td_end(w);
        part_td(w, p->pack->id);
        part_td(w, p->pack->version);
        part_td(w,
            day_is_none(programme_in_force(p))
                ? str_of(T(w, "尚未印发"))
                : show_day(w, programme_in_force(p)));
        part_td(w, short_hash(p->pack->hash));
        part_td_begin(w);
        bool opens = !day_is_none(programme_in_force(p));
        part_tag(w, opens ? TAG_GREEN : TAG_AMBER,
            opens ? str_of(T(w, "可以开放申报"))
                  : str_of(T(w, "草案，只能演练")));
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
    html_raw(w->h, "<h2>");
    html_cstr(w->h, T(w, "已安装的版本"));
    html_raw(w->h, "</h2>");
    part_table_begin(w, str_of(T(w, "已安装的版本")));
    part_th(w, str_of(T(w, "政策包")), false);
    part_th(w, str_of(T(w, "版本")), false);
    part_th(w, str_of(T(w, "施行日")), false);
    part_th(w, str_of(T(w, "校验值")), false);
    part_table_body(w);
    for (size_t i = 0; i < w->d->n_packs; i++) {
        const struct pack *p = w->d->packs[i];

        part_tr(w);
        part_td(w, p->id);
        part_td(w, p->version);
        part_td(w, show_day(w, p->in_force));
        part_td(w, p->hash);
        part_tr_end(w);
    }
    part_table_end(w);
    html_raw(w->h, "<p class=\"hint\">");
    html_cstr(w->h, T(w, "新版本由命令行安装；已提交的申请仍按提交时的版本办理。"));
    html_raw(w->h, "</p>");
    page_end(w);
    return OK;
}

/* --- one programme --- */

static struct str
chosen_of(const struct programme *p, const struct pack_reading *r)
{
    struct str v = json_str(json_get(p->readings, r->name));

    return v.n > 0 ? v : r->chosen;
}

/* Rules whose text names the reading: what the choice decides. */
static void
rules_of_reading(
    struct web *w, const struct pack *pack, const struct pack_reading *r)
{
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "受影响的规则："));
    html_raw(w->h, "</p><ul>");
    for (size_t i = 0; i < pack->n_rules; i++) {
        const struct pack_rule *rule = &pack->rules[i];

        if (!str_eq(rule->reading, r->name) &&
            str_find(rule->feel, r->name) == SIZE_MAX)
            continue;
        html_raw(w->h, "<li>");
        html_text(w->h, L(w, rule->title));
        html_raw(w->h, " <code>");
        html_text(w->h, rule->feel);
        html_raw(w->h, "</code></li>");
    }
    html_raw(w->h, "</ul>");
}

static struct str
change_text(struct web *w, enum outcome standard, bool propose)
{
    const char *s = standard == MET       ? T(w, "达标")
                    : standard == NOT_MET ? T(w, "未达标")
                                          : T(w, "待定");

    return propose ? arena_fmt(w->a, T(w, "%s，建议撤销"), s) : str_of(s);
}

static void
preview_rows(struct web *w, const struct reading_preview *v)
{
    part_table_begin(w, str_of(T(w, "结果会改变的主体（前 20 个）")));
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "现在")), false);
    part_th(w, str_of(T(w, "改用后")), false);
    part_table_body(w);
    for (int64_t i = 0; i < v->changed && i < READING_PREVIEW_NAMES; i++) {
        const struct reading_change *c = &v->rows[i];

        part_tr(w);
        part_td(w, c->name);
        part_td(w, change_text(w, c->before, c->propose_before));
        part_td(w, change_text(w, c->after, c->propose_after));
        part_tr_end(w);
    }
    part_table_end(w);
}

/* What the asked option would change; only when asked, for it takes long. */
static enum status
preview(struct web *w, const struct programme *p,
    const struct pack_reading *r, struct err *err)
{
    struct reading_preview *v = arena_one(w->a, struct reading_preview);
    struct str value = web_query(w, "value");
    const struct pack_option *o = NULL;
    struct err why = { 0 };

    for (size_t i = 0; i < r->n_options; i++) {
        if (str_eq(r->options[i].value, value))
            o = &r->options[i];
    }
    if (o == NULL || !str_eq(web_query(w, "preview"), r->name))
        return OK;
    enum status st =
        assessment_preview(&w->x, p->id, r->name, value, v, &why);
    if (st == ERR_NOT_FOUND) {
        part_callout(w, false, str_of(T(w, "还没有年度名单，无从比较。")));
        return OK;
    }
    if (st != OK) {
        *err = why;
        return st;
    }
    part_callout(w, v->changed > 0,
        arena_fmt(w->a,
            T(w, "若采用“%.*s”：按现有计数重新判断 %lld 年度名单中的 %lld 个"
                 "主体，%lld 个的结果会改变。这里只作比较，不改动任何数据。"),
            STR_ARG(L(w, o->label)), (long long)v->year,
            (long long)v->looked, (long long)v->changed));
    if (v->more) {
        html_raw(w->h, "<p class=\"hint\">");
        html_cstr(w->h, T(w, "名单较长，只比较了前 5,000 个。"));
        html_raw(w->h, "</p>");
    }
    if (v->changed > 0)
        preview_rows(w, v);
    return OK;
}

static void
preview_links(struct web *w, const struct programme *p,
    const struct pack_reading *r, struct str chosen)
{
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w, "预览改用后对最近年度名单的影响："));
    for (size_t i = 0; i < r->n_options; i++) {
        if (str_eq(r->options[i].value, chosen))
            continue;
        html_raw(w->h, " ");
        part_link(w,
            url_make(w->a, "/desk/packs/%d?preview=%s&value=%s", p->id,
                r->name, r->options[i].value),
            L(w, r->options[i].label));
    }
    html_raw(w->h, "</p>");
}

/* Each reading has a field of its own: their forms stand on one page. */
static const char *
reason_field(struct web *w, struct str reading)
{
    return arena_fmt(w->a, STR_FMT ".reason", STR_ARG(reading)).p;
}

static enum status
reading_card(struct web *w, const struct programme *p,
    const struct pack_reading *r, bool editable, struct err *err)
{
    struct str chosen = chosen_of(p, r);
    struct choice *c =
        arena_new_array(w->a, struct choice, r->n_options + 1);

    part_card_begin(w, L(w, r->question), false);
    part_clause(w, p, p->pack, r->of);
    for (size_t i = 0; i < r->n_options; i++) {
        bool now = str_eq(r->options[i].value, chosen);
        bool preset = str_eq(r->options[i].value, r->chosen);

        c[i] = (struct choice){ r->options[i].value,
            arena_fmt(w->a, STR_FMT "%s%s",
                STR_ARG(L(w, r->options[i].label)),
                now ? T(w, "（现用）") : "",
                preset ? T(w, "（政策包默认）") : "") };
    }
    rules_of_reading(w, p->pack, r);
    preview_links(w, p, r, chosen);
    TRY(preview(w, p, r, err));
    if (editable) {
        part_form_begin(
            w, url_make(w->a, "/desk/packs/%d/reading", p->id), false);
        part_hidden(w, "reading", r->name);
        part_radios(w, arena_cstr(w->a, r->name), str_of(T(w, "采用的理解")),
            STR_EMPTY, c, r->n_options, chosen);
        part_input(w,
            &(struct input){ .name = reason_field(w, r->name),
                .label = str_of(T(w, "改用的理由")),
                .hint = str_of(T(w,
                    "改用后，今后的判断都按新的理解；已作出的决定不变")) });
        part_button(w, BUTTON_SECOND, str_of(T(w, "改用")));
        part_form_end(w);
    } else {
        html_raw(w->h, "<ul>");
        for (size_t i = 0; i < r->n_options; i++) {
            html_raw(w->h, "<li>");
            html_text(w->h, c[i].label);
            html_raw(w->h, "</li>");
        }
        html_raw(w->h, "</ul>");
    }
    part_card_end(w);
    return OK;
}

static void
rules_table(struct web *w, const struct pack *pack)
{
    part_heading(w, T(w, "规则"));
    part_table_begin(w, str_of(T(w, "规则")));
    part_th(w, str_of(T(w, "规则")), false);
    part_th(w, str_of(T(w, "依据")), false);
    part_th(w, str_of(T(w, "判断")), false);
    part_table_body(w);
    for (size_t i = 0; i < pack->n_rules; i++) {
        const struct pack_rule *r = &pack->rules[i];
        const struct pack_clause *c = pack_clause(pack, r->clause);

        part_tr(w);
        part_td(w, L(w, r->title));
        part_td(w, c == NULL ? r->clause : c->cite);
        part_td_begin(w);
        if (r->feel.n > 0) {
            html_raw(w->h, "<code>");
            html_text(w->h, r->feel);
            html_raw(w->h, "</code>");
        } else if (r->kind == RULE_ATTESTED) {
            html_cstr(w->h, T(w, "由审核人员认定"));
        } else {
            html_cstr(w->h, r->kind == RULE_ALL ? T(w, "全部满足：")
                                                : T(w, "满足其一："));
            for (size_t k = 0; k < r->n_parts; k++) {
                if (k > 0)
                    html_raw(w->h, "、");
                html_text(w->h, r->parts[k]);
            }
        }
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
parameters_table(struct web *w, const struct pack *pack)
{
    part_heading(w, T(w, "参数"));
    part_table_begin(w, str_of(T(w, "参数")));
    part_th(w, str_of(T(w, "名称")), false);
    part_th(w, str_of(T(w, "数值")), true);
    part_th(w, str_of(T(w, "单位")), false);
    part_th(w, str_of(T(w, "依据")), false);
    part_table_body(w);
    for (size_t i = 0; i < pack->n_parameters; i++) {
        const struct pack_parameter *p = &pack->parameters[i];
        const struct pack_clause *c = pack_clause(pack, p->clause);

        part_tr(w);
        part_td(w, p->name);
        part_td_num(w, p->value);
        part_td(w, p->unit);
        part_td(w, c == NULL ? p->clause : c->cite);
        part_tr_end(w);
    }
    part_table_end(w);
}

static enum status
history(struct web *w, const struct programme *p, struct err *err)
{
    const struct audit_row *rows = NULL;
    size_t n = 0;

    TRY(audit_list(&w->x, STR("reading"), p->id, INT64_MAX, HISTORY, &rows,
        &n, err));
    part_heading(w, T(w, "理解的变更"));
    if (n == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "没有变更过，全部采用政策包的默认理解。"));
        html_raw(w->h, "</p>");
        return OK;
    }
    part_table_begin(w, str_of(T(w, "理解的变更")));
    part_th(w, str_of(T(w, "时间")), false);
    part_th(w, str_of(T(w, "操作人")), false);
    part_th(w, str_of(T(w, "由")), false);
    part_th(w, str_of(T(w, "至")), false);
    part_th(w, str_of(T(w, "理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, show_us(w, rows[i].at_us));
        part_td(w, rows[i].actor);
        part_td(w, rows[i].from);
        part_td(w, rows[i].to);
        part_td(w, rows[i].reason);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static enum status
asked_programme(
    struct web *w, const struct programme **ret, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    *ret = domain_programme(w->d, id);
    return *ret != NULL ? OK
                        : err_set(err, ERR_NOT_FOUND, "没有这个项目");
}

/* A draft: the day of issue opens it. */
static void
issue_card(struct web *w, const struct programme *p, bool editable)
{
    bool issued = !day_is_none(p->issued);

    if (p->pack->may_open)
        return;
    part_card_begin(w, str_of(T(w, "办法的印发")), true);
    html_raw(w->h, "<p>");
    if (issued)
        html_text(w->h,
            arena_fmt(w->a,
                T(w, "办法已于 %.*s 印发，自该日起可以开放申报。"),
                STR_ARG(day_iso(w->a, p->issued))));
    else
        html_cstr(w->h, T(w,
            "政策包所载为草案，只能演练。印发后请录入印发日期，自该日起可以"
            "开放申报；此前的不受理。"));
    html_raw(w->h, "</p>");
    if (editable) {
        part_form_begin(
            w, url_make(w->a, "/desk/packs/%d/issue", p->id), false);
        part_input(w,
            &(struct input){ .name = "issued",
                .label = str_of(T(w, "印发日期")),
                .hint = str_of(T(w, "有申请提交以后不能再改")),
                .kind = INPUT_DATE,
                .value = issued ? day_iso(w->a, p->issued) : STR_EMPTY,
                .width = 10 });
        part_input(w,
            &(struct input){ .name = "number",
                .label = str_of(T(w, "文号")),
                .value = p->issued_no,
                .optional = true,
                .max_length = 60 });
        part_button(w, BUTTON_MAIN, str_of(T(w, "保存印发日期")));
        part_form_end(w);
    }
    part_card_end(w);
}

static enum status
issue_act(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    struct str typed = web_field(w, "issued");
    struct day issued = DAY_NONE;

    TRY(asked_programme(w, &p, err));
    if (typed.n > 0 && day_parse(typed, &issued, err) != OK)
        return err_field(err, ERR_INPUT, STR("issued"),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(typed));
    return programme_issue(
        &w->x, p->id, issued, web_field(w, "number"), err);
}

static enum status
pack_page(struct web *w, struct err *err)
{
    const struct programme *p = NULL;

    TRY(asked_programme(w, &p, err));
    const struct pack *pack = p->pack;
    bool editable = may_in(&w->x, MAY_RULE, p->id, STR_EMPTY);
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = L(w, p->title),
            .nav = "packs",
            .crumbs = { { str_of(T(w, "政策包")), url_path("/desk/packs") } },
            .n_crumbs = 1 });
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "政策包")), pack->id);
    part_dl(w, str_of(T(w, "版本")), pack->version);
    part_dl(w, str_of(T(w, "文号")), pack->doc_no);
    part_dl(w, str_of(T(w, "发文机关")), pack->issuer);
    part_dl(w, str_of(T(w, "施行日")),
        day_is_none(programme_in_force(p))
            ? str_of(T(w, "尚未印发"))
            : show_day(w, programme_in_force(p)));
    part_dl(w, str_of(T(w, "效力")), pack->status);
    part_dl(w, str_of(T(w, "校验值")), pack->hash);
    part_dl(w, str_of(T(w, "条文数")),
        arena_fmt(w->a, "%zu", pack->n_clauses));
    part_dl_end(w);
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/guide/%s/regulation", p->code),
        str_of(T(w, "办法全文")));
    html_raw(w->h, "　");
    part_link(w, url_make(w->a, "/desk/packs/%d/coverage", p->id),
        str_of(T(w, "条款落实表")));
    html_raw(w->h, "</p>");
    issue_card(w, p, editable);
    part_heading(w, T(w, "对条文的理解"));
    for (size_t i = 0; i < pack->n_readings; i++)
        TRY(reading_card(w, p, &pack->readings[i], editable, err));
    TRY(history(w, p, err));
    parameters_table(w, pack);
    rules_table(w, pack);
    page_end(w);
    return OK;
}

static enum status
reading_act(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    struct str reading = web_field(w, "reading");

    TRY(asked_programme(w, &p, err));
    if (pack_reading(p->pack, reading) == NULL)
        return err_set(err, ERR_NOT_FOUND, "政策包中没有这项理解");
    const char *field = reason_field(w, reading);
    enum status st = programme_choose_reading(&w->x, p->id, reading,
        web_field(w, arena_cstr(w->a, reading)), web_field(w, field), err);
    if (st == ERR_INPUT && str_eq(str_of(err->field), STR("reason")))
        return err_field(err, ERR_INPUT, str_of(field), "%s",
            arena_cstr(w->a, str_of(err->text)));
    return st;
}

static enum status
reading_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, url_make(w->a, "/desk/packs/%d", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/packs", MAY_SEE_DESK, .get = packs_page,
        .about = "Programmes and installed packs." },
    { HTTP_GET, "/desk/packs/:programme", MAY_SEE_DESK, .get = pack_page,
        .about = "A programme's pack: readings, parameters, rules." },
    { HTTP_POST, "/desk/packs/:programme/issue", MAY_RULE, .act = issue_act,
        .reply = reading_reply, .again = pack_page, .flags = ROUTE_REFRESH,
        .about = "Enters the day on which a draft was issued." },
    { HTTP_POST, "/desk/packs/:programme/reading", MAY_RULE,
        .act = reading_act, .reply = reading_reply, .again = pack_page,
        .flags = ROUTE_REFRESH, .about = "Chooses a reading." },
};
const struct route_set pack_routes = ROUTE_SET("packs", ROUTES);
