/* Holders from before the regulation, entered one by one. */
#include "domain/history.h"
#include "web/web.h"

static enum status
form_page(struct web *w, struct err *err)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);

    (void)err;
    for (size_t i = 0; i < w->d->n_programmes; i++)
        c[i] = (struct choice){ w->d->programmes[i].code,
            L(w, w->d->programmes[i].title) };
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "补录施行前的资格")),
            .nav = "holders",
            .crumbs = { { str_of(T(w, "资格名册")),
                url_path("/desk/holders") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<p>");
    html_cstr(w->h, T(w,
        "办法施行前已经认定的，按原认定日期起算有效期；已经届满的记为已到期。"
        "补录不发送通知。"));
    html_raw(w->h, "</p><div class=\"narrow\">");
    part_form_begin(w, url_path("/desk/history"), false);
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, c,
        w->d->n_programmes, web_typed(w, "programme", STR_EMPTY));
    part_input(w,
        &(struct input){ .name = "name",
            .label = str_of(T(w, "名称（姓名）")),
            .max_length = 100 });
    part_input(w,
        &(struct input){ .name = "credit_code",
            .label = str_of(T(w, "统一社会信用代码")),
            .optional = true,
            .max_length = 18 });
    part_input(w,
        &(struct input){ .name = "region",
            .label = str_of(T(w, "行政区划代码")),
            .hint = str_of(T(w, "6 位，如 510107")),
            .max_length = 6,
            .width = 10 });
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
    part_button(w, BUTTON_MAIN, str_of(T(w, "补录")));
    part_form_end(w);
    html_raw(w->h, "</div>");
    page_end(w);
    return OK;
}

static enum status
add_act(struct web *w, struct err *err)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_field(w, "programme"));
    struct accreditation *c = arena_one(w->a, struct accreditation);
    struct str typed = web_field(w, "recognised");
    struct history_entry e = { .name = str_trim(web_field(w, "name")),
        .credit_code = str_trim(web_field(w, "credit_code")),
        .region = str_trim(web_field(w, "region")),
        .recognised = DAY_NONE,
        .source = str_trim(web_field(w, "source")) };

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个项目");
    if (typed.n > 0 && day_parse(typed, &e.recognised, err) != OK)
        return err_field(err, ERR_INPUT, STR("recognised"),
            "日期应写作 2024-06-11，现为“" STR_FMT "”", STR_ARG(typed));
    if (region_find(w->d->regions, e.region) == NULL)
        return err_field(err, ERR_INPUT, STR("region"),
            "没有行政区划代码“" STR_FMT "”", STR_ARG(e.region));
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
