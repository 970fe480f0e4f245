/* Joint publications: drafting at the desk, signing by the bodies, reading by
 * everybody. */
#include "domain/publication.h"
#include "web/web.h"
#include "web/workbook.h"

/* --- parts --- */

static void
state_tag(struct web *w, const struct publication *p)
{
    if (p->state == PUBLICATION_PUBLISHED)
        part_tag(w, TAG_GREEN, str_of(T(w, "已发布")));
    else if (p->state == PUBLICATION_DRAFT)
        part_tag(w, TAG_AMBER, str_of(T(w, "待签署")));
    else
        part_tag(w, TAG_GREY, str_of(T(w, "已作废")));
}

enum face { FACE_PUBLIC, FACE_DESK, FACE_BODY };

static struct url
address(struct web *w, enum face face, int64_t id)
{
    if (face == FACE_DESK)
        return url_make(w->a, "/desk/publications/%d", id);
    return face == FACE_BODY ? url_make(w->a, "/body/publications/%d", id)
                             : url_make(w->a, "/publications/%d", id);
}

static void
list_table(struct web *w, const struct publication *list, size_t n,
    enum face face, const char *caption)
{
    part_table_begin(w, str_of(caption));
    part_th(w, str_of(T(w, "标题")), false);
    part_th(w, str_of(T(w, "编号")), false);
    part_th(w, str_of(T(w, "发布单位")), false);
    part_th(w, str_of(T(w, "发布日期")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w, address(w, face, list[i].id), list[i].title);
        part_td_end(w);
        part_td(w, list[i].number);
        part_td(w, list[i].issuers);
        part_td(w, list[i].published_us == 0
                       ? str_of("—")
                       : show_day(w, day_of_us(list[i].published_us)));
        part_td_begin(w);
        state_tag(w, &list[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

/* The text as it is printed, a line a paragraph. */
static void
text_of(struct web *w, const struct publication *p)
{
    struct str rest = p->body, line;
    bool more = true;

    html_raw(w->h, "<article class=\"letter\">\n");
    while (more) {
        rest = str_cut(rest, '\n', &line, &more);
        if (line.n == 0)
            continue;
        html_raw(w->h, "<p>");
        html_text(w->h, line);
        html_raw(w->h, "</p>\n");
    }
    html_raw(w->h, "<p>");
    html_text(w->h, p->issuers);
    if (p->published_us != 0) {
        html_raw(w->h, "<br>");
        html_text(w->h, show_day(w, day_of_us(p->published_us)));
    }
    html_raw(w->h, "</p></article>\n");
}

static enum status
signatures(struct web *w, const struct publication *p, struct err *err)
{
    const struct publication_signature *s = NULL;
    size_t n = 0;

    TRY(publication_signatures(&w->x, p, &s, &n, err));
    part_table_begin(w, str_of(T(w, "签署")));
    part_th(w, str_of(T(w, "次序")), true);
    part_th(w, str_of(T(w, "单位")), false);
    part_th(w, str_of(T(w, "签署时间")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_num(w, (int64_t)i + 1);
        part_td(w, s[i].kind == NULL ? s[i].body : L(w, s[i].kind->title));
        part_td(w, s[i].signed_us == 0 ? str_of(T(w, "未签署"))
                                       : show_us(w, s[i].signed_us));
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

/* Who ends with a letter, for those who sign. */
static enum status
rejected(struct web *w, const struct publication *p, struct err *err)
{
    const struct publication_entry *e = NULL;
    size_t n = 0, count = 0;

    TRY(publication_entries(&w->x, p, &e, &n, err));
    for (size_t i = 0; i < n; i++)
        count += e[i].outcome == DECISION_REJECT;
    if (count == 0)
        return OK;
    part_heading(w, T(w, "不予认定（书面告知理由，不列入名单）"));
    part_table_begin(w, str_of(T(w, "不予认定的各项和理由")));
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "类别")), false);
    part_th(w, str_of(T(w, "将告知申请人的理由")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        if (e[i].outcome != DECISION_REJECT)
            continue;
        part_tr(w);
        part_td(w, e[i].name);
        part_td(w, e[i].category);
        part_td(w, e[i].reason);
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

/* What waits and is not in the draft, with reasons. */
static enum status
held(struct web *w, const struct publication *p, enum face face,
    struct err *err)
{
    const struct publication_held *list = NULL;
    size_t n = 0;

    TRY(publication_held(&w->x, p, &list, &n, err));
    if (n == 0)
        return OK;
    part_heading(w, T(w, "暂缓发布"));
    part_table_begin(w, str_of(T(w, "等待发布而不在发布稿中，或者须移出的申请")));
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "原因")), false);
    part_th(w, str_of(T(w, "办理")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        if (face == FACE_DESK)
            part_link(w,
                url_make(w->a, "/desk/decisions/%d",
                    list[i].application_id),
                list[i].name);
        else
            html_text(w->h, list[i].name);
        part_td_end(w);
        part_td(w, list[i].why.n > 0 ? web_said(w, list[i].why)
                                     : str_of(T(w, "汇总之后才决定")));
        part_td(w,
            str_of(list[i].listed     ? T(w, "须重新汇总后再签署")
                   : list[i].why.n > 0 ? T(w, "退回重新决定，或者等原因消除")
                                       : T(w, "重新汇总即列入")));
        part_tr_end(w);
    }
    part_table_end(w);
    return OK;
}

static void
hidden_version(struct web *w, const struct publication *p)
{
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)p->version));
}

static int64_t
typed_version(struct web *w)
{
    int64_t v = 0;

    (void)num_int(web_field(w, "version"), 0, INT64_MAX, &v);
    return v;
}

static enum status
load(struct web *w, struct publication *ret, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return publication_get(&w->x, id, ret, err);
}

/* The list that goes with it, for whoever may read it. */
static void
table_links(struct web *w, const struct publication *p)
{
    if (publication_table(p) == NULL)
        return;
    html_raw(w->h, "<p class=\"no-print\">");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "名单（工作簿）")),
        url_make(w->a, "/publications/%d/table.xlsx", p->id));
    html_raw(w->h, " ");
    part_link_button(w, BUTTON_SECOND, str_of(T(w, "名单（A4 PDF）")),
        url_make(w->a, "/publications/%d/table.pdf", p->id));
    html_raw(w->h, "</p>\n");
}

/* Of a draft the number and the day are not known yet. */
static enum status
read_table(struct web *w, struct table_paper *t, struct str *ret_name,
    struct err *err)
{
    const struct pack_document *d;
    struct publication p;

    TRY(load(w, &p, err));
    TRY(publication_table_cells(&w->x, &p, &t->cells, &t->n_rows, err));
    d = publication_table(&p);
    t->title = d->title.zh;
    t->number = p.published_us == 0 ? STR("（发布稿）") : p.number;
    t->intro = str_trim(d->body);
    t->heads = web_table_heads(w, d);
    t->n_columns = d->n_columns;
    t->issuer = p.issuers;
    t->day = p.published_us == 0 ? w->today : day_of_us(p.published_us);
    *ret_name = p.published_us == 0
                    ? arena_fmt(w->a, "名单-%lld", (long long)p.id)
                    : arena_join(w->a, p.number, STR("-名单"));
    return OK;
}

static enum status
table_xlsx(struct web *w, struct err *err)
{
    struct table_paper t = { .n_rows = 0 };
    struct str name;

    TRY(read_table(w, &t, &name, err));
    return web_table_xlsx(w, &t,
        arena_fmt(w->a,
            "发布单位：" STR_FMT "　发布日期：" STR_FMT "　编号：" STR_FMT,
            STR_ARG(t.issuer), STR_ARG(day_zh(w->a, t.day)),
            STR_ARG(t.number)),
        name, err);
}

static enum status
table_file(struct web *w, struct err *err)
{
    struct table_paper t = { .n_rows = 0 };
    struct str name;

    TRY(read_table(w, &t, &name, err));
    return web_table_pdf(w, &t, name, err);
}

/* --- the public --- */

static enum status
public_list(struct web *w, struct err *err)
{
    const struct publication *list = NULL;
    size_t n = 0;

    TRY(publication_list(&w->x, 0, false, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = str_of(T(w, "联合发布")),
                      .nav = "notices" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h, T(w, "申报通知和评审结果，由有关单位联合发布。"));
    html_raw(w->h, "</p>\n");
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有发布的通知和结果。")),
            str_of(T(w, "公示公告")), url_path("/notices"));
    else
        list_table(w, list, n, FACE_PUBLIC, T(w, "通知和结果"));
    page_end(w);
    return OK;
}

static enum status
public_page(struct web *w, struct err *err)
{
    struct publication p;

    TRY(load(w, &p, err));
    if (p.state != PUBLICATION_PUBLISHED)
        return err_set(err, ERR_NOT_FOUND, "没有找到这份公告");
    page_begin(w, &(struct page){ .kind = PAGE_PUBLIC,
                      .title = p.title,
                      .nav = "notices",
                      .crumbs = { { str_of(T(w, "联合发布")),
                          url_path("/publications") } },
                      .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"num\">");
    html_text(w->h, p.number);
    html_raw(w->h, "</p>\n");
    table_links(w, &p);
    text_of(w, &p);
    page_end(w);
    return OK;
}

/* --- the desk --- */

static void
round_choices(struct web *w, const struct round *rounds, size_t n)
{
    struct choice *c = arena_new_array(w->a, struct choice, n);

    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(w->d, rounds[i].programme_id);

        c[i] = (struct choice){
            arena_fmt(w->a, "%lld", (long long)rounds[i].id),
            arena_fmt(w->a, STR_FMT " · " STR_FMT,
                STR_ARG(p == NULL ? STR_EMPTY : L(w, p->pack->short_title)),
                STR_ARG(rounds[i].name)) };
    }
    part_select(w, "round", str_of(T(w, "批次")), STR_EMPTY, c, n,
        web_typed(w, "round", n == 0 ? STR_EMPTY : c[0].value));
}

static bool
publishes(const struct programme *p)
{
    const struct pack_procedure *proc =
        p == NULL ? NULL : pack_procedure(p->pack, STR("apply"));

    return proc != NULL && procedure_stage(proc, STAGE_PUBLICATION) != NULL;
}

static enum status
draft_form(struct web *w, struct err *err)
{
    const struct round *all = NULL;
    struct round *mine;
    size_t n = 0, n_mine = 0;
    struct choice kinds[] = { { STR("RESULT"), str_of(T(w, "评审结果")) },
        { STR("CALL"), str_of(T(w, "申报通知")) },
        { STR("PROMOTE"), str_of(T(w, "由培育转认定的结果（不分批次）")) } };

    TRY(round_list(&w->x, 0, &all, &n, err));
    mine = arena_new_array(w->a, struct round, n);
    for (size_t i = 0; i < n; i++) {
        if (publishes(domain_programme(w->d, all[i].programme_id)) &&
            may_everywhere(&w->x, MAY_PUBLISH, all[i].programme_id))
            mine[n_mine++] = all[i];
    }
    if (n_mine == 0)
        return OK;
    part_fold_begin(w, BUTTON_MAIN, T(w, "汇总发布稿"));
    part_form_begin(w, url_path("/desk/publications"), false);
    round_choices(w, mine, n_mine);
    part_radios(w, "kind", str_of(T(w, "种类")), STR_EMPTY, kinds,
        sizeof(kinds) / sizeof(kinds[0]),
        web_typed(w, "kind", kinds[0].value));
    part_check(w, "partly", str_of(T(w, "先发布已决定的部分")),
        str_of(T(w, "同一批次还有申请等待决定时勾选")), false);
    part_button(w, BUTTON_MAIN, str_of(T(w, "汇总")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
    return OK;
}

static enum status
desk_list(struct web *w, struct err *err)
{
    const struct publication *list = NULL;
    size_t n = 0;

    TRY(publication_list(&w->x, 0, true, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "联合发布")),
                      .nav = "decisions",
                      .crumbs = { { str_of(T(w, "评审决定")),
                          url_path("/desk/decisions") } },
                      .n_crumbs = 1 });
    TRY(draft_form(w, err));
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有发布稿。全部决定后在这里汇总。")),
            str_of(T(w, "评审决定")), url_path("/desk/decisions"));
    else
        list_table(w, list, n, FACE_DESK, T(w, "发布稿和已发布的"));
    page_end(w);
    return OK;
}

static enum status
draft_act(struct web *w, struct err *err)
{
    struct str kind = web_field(w, "kind");
    struct publication_new n = { .procedure = STR("apply"),
        .kind = str_eq(kind, STR("CALL")) ? PUBLICATION_CALL
                                          : PUBLICATION_RESULT,
        .partly = web_field(w, "partly").n > 0 };
    struct publication p;
    struct round r;

    if (!num_int(web_field(w, "round"), 1, INT64_MAX, &n.round_id))
        return err_field(err, ERR_INPUT, STR("round"), "请选择批次");
    TRY(round_get(&w->x, n.round_id, &r, err));
    n.programme_id = r.programme_id;
    if (str_eq(kind, STR("PROMOTE"))) {
        n.round_id = 0;
        n.procedure = STR("promote");
    }
    TRY(publication_draft(&w->x, &n, &p, err));
    int64_t *id = arena_one(w->a, int64_t);
    *id = p.id;
    w->state = id;
    return OK;
}

static enum status
draft_reply(struct web *w, struct err *err)
{
    const int64_t *id = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/publications/%d", *id), "saved");
}

static void
one_button(struct web *w, const struct publication *p, struct url to,
    enum button kind, struct str text)
{
    part_form_begin(w, to, false);
    hidden_version(w, p);
    part_button(w, kind, text);
    part_form_end(w);
}

static enum status
desk_page(struct web *w, struct err *err)
{
    struct publication p;

    TRY(load(w, &p, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = p.title,
            .nav = "decisions",
            .crumbs = { { str_of(T(w, "联合发布")),
                url_path("/desk/publications") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    state_tag(w, &p);
    html_raw(w->h, " ");
    html_text(w->h, p.number);
    html_raw(w->h, "</p>\n");
    TRY(signatures(w, &p, err));
    TRY(held(w, &p, FACE_DESK, err));
    if (p.state == PUBLICATION_DRAFT) {
        one_button(w, &p,
            url_make(w->a, "/desk/publications/%d/refresh", p.id),
            BUTTON_SECOND, str_of(T(w, "重新汇总（已有签署作废）")));
        part_fold_begin(w, BUTTON_DANGER, T(w, "作废发布稿"));
        one_button(w, &p, url_make(w->a, "/desk/publications/%d/drop", p.id),
            BUTTON_DANGER, str_of(T(w, "确认作废")));
        html_raw(w->h, "</details>\n");
    }
    table_links(w, &p);
    part_heading(w, T(w, "发布稿预览"));
    text_of(w, &p);
    TRY(rejected(w, &p, err));
    page_end(w);
    return OK;
}

static enum status
refresh_act(struct web *w, struct err *err)
{
    struct publication p;

    TRY(load(w, &p, err));
    return publication_refresh(&w->x, p.id, typed_version(w), err);
}

static enum status
drop_act(struct web *w, struct err *err)
{
    struct publication p;

    TRY(load(w, &p, err));
    return publication_drop(&w->x, p.id, typed_version(w), err);
}

static enum status
page_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/desk/publications/%d", id), "saved");
}

static enum status
list_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/desk/publications"), "saved");
}

/* --- the bodies --- */

static enum status
body_list_page(struct web *w, struct err *err)
{
    const struct publication *list = NULL;
    size_t n = 0;

    TRY(publication_queue(&w->x, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "联合发布签署")),
                      .nav = "body-publications" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "轮到本单位签署的发布稿。各单位按次序签署，最后一个单位签署即发布。"));
    html_raw(w->h, "</p>\n");
    if (n == 0)
        part_empty(w, str_of(T(w, "没有等待本单位签署的发布稿。")),
            str_of(T(w, "已发布的")), url_path("/publications"));
    else
        list_table(w, list, n, FACE_BODY, T(w, "待签署"));
    page_end(w);
    return OK;
}

static bool
is_my_turn(struct web *w, const struct publication *p)
{
    const struct publication *list = NULL;
    struct err err;
    size_t n = 0;

    if (publication_queue(&w->x, &list, &n, &err) != OK)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == p->id)
            return true;
    }
    return false;
}

static enum status
body_page(struct web *w, struct err *err)
{
    struct publication p;

    TRY(load(w, &p, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = p.title,
            .nav = "body-publications",
            .crumbs = { { str_of(T(w, "联合发布签署")),
                url_path("/body/publications") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    state_tag(w, &p);
    html_raw(w->h, "</p>\n");
    TRY(signatures(w, &p, err));
    TRY(held(w, &p, FACE_BODY, err));
    table_links(w, &p);
    part_heading(w, T(w, "发布稿预览"));
    text_of(w, &p);
    TRY(rejected(w, &p, err));
    if (p.state == PUBLICATION_DRAFT && is_my_turn(w, &p)) {
        part_fold_begin(w, BUTTON_MAIN, T(w, "签署"));
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "签署后不能撤回；最后一个单位签署后立即发布，"
                             "认定和培育自发布之日起算。"));
        html_raw(w->h, "</p>\n");
        part_form_begin(
            w, url_make(w->a, "/body/publications/%d/sign", p.id), false);
        hidden_version(w, &p);
        part_button(w, BUTTON_MAIN, str_of(T(w, "确认签署")));
        part_form_end(w);
        html_raw(w->h, "</details>\n");
    }
    page_end(w);
    return OK;
}

static enum status
sign_act(struct web *w, struct err *err)
{
    struct publication p;

    TRY(load(w, &p, err));
    return publication_sign(&w->x, p.id, typed_version(w), err);
}

static enum status
sign_reply(struct web *w, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(
        w, url_make(w->a, "/body/publications/%d", id), "saved");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/publications", MAY_ANYBODY, .get = public_list,
        .about = "Joint notices and results." },
    { HTTP_GET, "/publications/:id", MAY_ANYBODY, .get = public_page,
        .about = "One joint notice or result." },
    { HTTP_GET, "/publications/:id/table.xlsx", MAY_ANYBODY,
        .get = table_xlsx, .flags = ROUTE_PLAIN,
        .about = "The list of a joint result as workbook." },
    { HTTP_GET, "/publications/:id/table.pdf", MAY_ANYBODY,
        .get = table_file, .flags = ROUTE_PLAIN,
        .about = "The list of a joint result as A4 PDF." },
    { HTTP_GET, "/desk/publications", MAY_READ_FILES, .get = desk_list,
        .about = "Drafts of joint publications and what was published." },
    { HTTP_POST, "/desk/publications", MAY_PUBLISH, .act = draft_act,
        .reply = draft_reply, .again = desk_list,
        .about = "Collects a draft." },
    { HTTP_GET, "/desk/publications/:id", MAY_READ_FILES, .get = desk_page,
        .about = "Preview of a joint publication with its signatures." },
    { HTTP_POST, "/desk/publications/:id/refresh", MAY_PUBLISH,
        .act = refresh_act, .reply = page_reply, .again = desk_page,
        .about = "Collects the draft anew." },
    { HTTP_POST, "/desk/publications/:id/drop", MAY_PUBLISH, .act = drop_act,
        .reply = list_reply, .again = desk_page,
        .about = "Gives the draft up." },
    { HTTP_GET, "/body/publications", MAY_SIT, .get = body_list_page,
        .about = "Drafts that wait for the body's signature." },
    { HTTP_GET, "/body/publications/:id", MAY_SIT, .get = body_page,
        .about = "A draft to sign." },
    { HTTP_POST, "/body/publications/:id/sign", MAY_SIT, .act = sign_act,
        .reply = sign_reply, .again = body_page,
        .about = "Signs for the body; the last signature publishes." },
};
const struct route_set publications_routes =
    ROUTE_SET("publications", ROUTES);
