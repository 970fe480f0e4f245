/* Holders from before the regulation, entered one by one: the programme first,
 * then its form. */
#include "domain/history.h"
#include "page_history.h"
#include "page_service.h"
#include "web/app.h"

static struct url
form_url(struct web *w, const struct programme *p)
{
    return url_with(w->a, url_path("/desk/history"), "programme", p->code);
}

static void
begin(struct web *w, const struct programme *p)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = p == NULL
                         ? str_of(T(w, "补录施行前的资格"))
                         : arena_fmt(w->a, T(w, "补录施行前的%.*s"),
                               STR_ARG(L(w, p->pack->holder_title))),
            .nav = "holders",
            .crumbs = { { str_of(T(w, "资格名册")),
                url_path("/desk/holders") } },
            .n_crumbs = 1 });
}

const struct programme *
history_programme(struct web *w)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));
    const struct programme *only = NULL;
    size_t n = 0;

    if (p == NULL)
        p = domain_programme_by_code(w->d, web_field(w, "programme"));
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (!may_in(&w->x, MAY_DECIDE, w->d->programmes[i].id, STR_EMPTY))
            continue;
        only = &w->d->programmes[i];
        n++;
    }
    return p != NULL ? p : n == 1 ? only : NULL;
}

static enum status
choose_page(struct web *w)
{
    begin(w, NULL);
    html_raw(w->h, "<ul class=\"tiles\">");
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        if (!may_in(&w->x, MAY_DECIDE, p->id, STR_EMPTY))
            continue;
        html_raw(w->h, "<li><a");
        html_href(w->h, "href", form_url(w, p));
        html_raw(w->h, "><b>");
        html_text(w->h, L(w, p->pack->holder_title));
        html_raw(w->h, "</b>");
        html_text(w->h, L(w, p->title));
        html_raw(w->h, "</a></li>");
    }
    html_raw(w->h, "</ul>");
    page_end(w);
    return OK;
}

/* What counts as before: where nobody can apply, the day itself too. */
static void
explain(struct web *w, const struct programme *p)
{
    struct day first = day_is_none(programme_in_force(p))
                           ? p->pack->in_force
                           : programme_in_force(p);
    struct str day = day_is_none(first) ? str_of("—") : day_iso(w->a, first);

    html_raw(w->h, "<p>");
    if (p->pack->history_document.n > 0)
        html_text(w->h,
            arena_fmt(w->a,
                T(w, "只登记 %.*s 及以前已设立的；此后不再新设。补录不发送通知。"),
                STR_ARG(day)));
    else
        html_text(w->h,
            arena_fmt(w->a,
                T(w, "只补录 %.*s 以前认定的，按原认定日期起算有效期；已经届满的记"
                     "为已到期。此日及以后的须按办法申报。补录不发送通知。"),
                STR_ARG(day)));
    html_raw(w->h, "</p>");
}

static void
category_field(struct web *w, const struct pack *p)
{
    struct choice *c = arena_new_array(w->a, struct choice, p->n_categories);

    for (size_t i = 0; i < p->n_categories; i++)
        c[i] = (struct choice){ p->categories[i].name,
            L(w, p->categories[i].title) };
    part_select(w, "category", str_of(T(w, "类别")), STR_EMPTY, c,
        p->n_categories, STR_EMPTY);
}

static void
who_fields(struct web *w, const struct programme *p)
{
    bool person = str_eq(p->pack->subject, STR("person"));

    part_input(w,
        &(struct input){ .name = "name",
            .label = str_of(person ? T(w, "姓名") : T(w, "名称")),
            .max_length = 100 });
    if (person)
        part_input(w,
            &(struct input){ .name = "id_no",
                .label = str_of(T(w, "公民身份号码")),
                .hint = str_of(T(w, "用来区分同名的人，不公开")),
                .optional = true,
                .max_length = 18,
                .width = 20 });
    else
        part_input(w,
            &(struct input){ .name = "credit_code",
                .label = str_of(T(w, "统一社会信用代码")),
                .optional = true,
                .max_length = 18,
                .width = 20 });
    part_input(w,
        &(struct input){ .name = "number",
            .label = str_of(T(w, "原证书编号")),
            .hint = str_of(T(w, "照原证书填写；没有编号的留空，由系统编号")),
            .optional = true,
            .max_length = 60 });
    if (p->pack->n_categories > 0)
        category_field(w, p->pack);
    part_input(w,
        &(struct input){ .name = "recognised",
            .label = str_of(T(w, "原认定日期")),
            .kind = INPUT_DATE,
            .width = 10 });
    part_input(w,
        &(struct input){ .name = "source",
            .label = str_of(T(w, "原认定文件")),
            .hint = str_of(T(w, "名称或者文号")),
            .max_length = 200 });
}

static void
place_field(struct web *w, const struct programme *p)
{
    const struct programme *hosts =
        domain_programme_by_code(w->d, p->pack->works_at);

    if (hosts == NULL) {
        part_input(w,
            &(struct input){ .name = "region",
                .label = str_of(T(w, "行政区划代码")),
                .hint = str_of(T(w, "6 位，如 510107")),
                .max_length = 6,
                .width = 10 });
        return;
    }
    part_input(w,
        &(struct input){ .name = "host",
            .label = arena_fmt(w->a, T(w, "所在%.*s的编号"),
                STR_ARG(L(w, hosts->pack->holder_title))),
            .hint = str_of(T(w, "应已在名册中且未停业；地区随所在机构")),
            .max_length = 60 });
}

static enum status
form_page(struct web *w, struct err *err)
{
    const struct programme *p = history_programme(w);

    (void)err;
    if (p == NULL)
        return choose_page(w);
    const struct pack_form *form = pack_form(p->pack, p->pack->history_form);
    begin(w, p);
    explain(w, p);
    html_raw(w->h, "<p>");
    part_link(w,
        url_with(
            w->a, url_path("/desk/history/import"), "programme", p->code),
        str_of(T(w, "用工作簿批量补录")));
    html_raw(w->h, "</p><div class=\"narrow\">");
    part_form_begin(w, form_url(w, p), false);
    who_fields(w, p);
    place_field(w, p);
    for (size_t i = 0; form != NULL && i < form->n_sections; i++)
        service_fields(w, p->pack, &form->sections[i],
            w->req->method == HTTP_POST
                ? service_typed(w, &form->sections[i])
                : json_new(w->a, JSON_OBJECT),
            0);
    part_button(w, BUTTON_MAIN, str_of(T(w, "补录")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

/* The answers to the history_form; their problems are added to w. */
static const struct json *
read_info(struct web *w, const struct programme *p)
{
    const struct pack_form *form = pack_form(p->pack, p->pack->history_form);
    const struct json *answers = json_new(w->a, JSON_OBJECT);
    bool again = false;

    if (form == NULL)
        return NULL;
    for (size_t i = 0; i < form->n_sections; i++)
        answers = part_read_section(w, &form->sections[i], answers, &again);
    service_check(w, p->pack, form, answers);
    return answers;
}

static enum status
add_act(struct web *w, struct err *err)
{
    const struct programme *p = history_programme(w);
    struct accreditation *c = arena_one(w->a, struct accreditation);
    struct str typed = web_field(w, "recognised");
    struct history_entry e = { .name = str_trim(web_field(w, "name")),
        .credit_code = str_trim(web_field(w, "credit_code")),
        .id_no = str_trim(web_field(w, "id_no")),
        .number = str_trim(web_field(w, "number")),
        .category = web_field(w, "category"),
        .region = utf8_narrow(w->a, str_trim(web_field(w, "region"))),
        .recognised = DAY_NONE,
        .host = str_trim(web_field(w, "host")),
        .source = str_trim(web_field(w, "source")) };

    w->problems = NULL; /* the act may be repeated */
    w->n_problems = 0;
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    if (typed.n > 0 && day_parse(typed, &e.recognised, err) != OK)
        return err_field(err, ERR_INPUT, STR("recognised"),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(typed));
    e.info = read_info(w, p);
    TRY(web_problems(w, err));
    w->state = c;
    return history_add(&w->x, p->id, &e, c, err);
}

static enum status
add_reply(struct web *w, struct err *err)
{
    const struct accreditation *c = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/holders/%d", c->id), "added");
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/history", MAY_DECIDE, .get = form_page,
        .about = "Form: a holder from before the regulation." },
    { HTTP_POST, "/desk/history", MAY_DECIDE, .act = add_act,
        .reply = add_reply, .again = form_page,
        .about = "Enters a holder from before the regulation." },
};
const struct route_set history_routes = ROUTE_SET("history", ROUTES);
