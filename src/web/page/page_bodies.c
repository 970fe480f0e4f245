/* Bodies that take part beside the authority, and who sits on them. */
#include "domain/account.h"
#include "domain/body.h"
#include "web/web.h"

#define REASON_MOST 500

static struct str
kind_title(struct web *w, const struct programme *p, struct str kind)
{
    const struct pack_body *k = p == NULL ? NULL : pack_body(p->pack, kind);

    return k == NULL ? kind : L(w, k->title);
}

static struct str
region_title(struct web *w, struct str code)
{
    return code.n == 0 ? str_of(T(w, "全国"))
                       : region_path(w->a, w->d->regions, code);
}

static void
body_tag(struct web *w, const struct body *b)
{
    if (b->ended)
        part_tag(w, TAG_GREY, str_of(T(w, "已停用")));
    else
        part_tag(w, TAG_GREEN, str_of(T(w, "参与中")));
}

/* --- /desk/bodies --- */

static void
programme_filter(struct web *w, const struct programme *now)
{
    struct choice *c =
        arena_new_array(w->a, struct choice, w->d->n_programmes + 1);
    size_t n = 1;

    c[0] = (struct choice){ STR_EMPTY, str_of(T(w, "全部")) };
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (w->d->programmes[i].pack->n_bodies > 0)
            c[n++] = (struct choice){ w->d->programmes[i].code,
                L(w, w->d->programmes[i].pack->short_title) };
    }
    part_filter_begin(w, url_path("/desk/bodies"));
    part_select(w, "programme", str_of(T(w, "项目")), STR_EMPTY, c, n,
        now == NULL ? STR_EMPTY : now->code);
    part_input(w,
        &(struct input){ .name = "q",
            .label = str_of(T(w, "单位名称或地区")),
            .kind = INPUT_SEARCH,
            .value = web_query(w, "q") });
    part_button(w, BUTTON_SECOND, str_of(T(w, "筛选")));
    part_form_end(w);
}

static bool
is_asked(struct web *w, const struct body *b, struct str text)
{
    return text.n == 0 || str_find(b->name, text) != SIZE_MAX ||
           str_find(region_title(w, b->region), text) != SIZE_MAX;
}

static void
body_row(struct web *w, const struct body *b)
{
    const struct programme *p = domain_programme(w->d, b->programme_id);

    part_tr(w);
    part_td_begin(w);
    part_link(w, url_make(w->a, "/desk/bodies/%d", b->id), b->name);
    part_td_end(w);
    part_td(w, p == NULL ? STR_EMPTY : L(w, p->pack->short_title));
    part_td(w, kind_title(w, p, b->kind));
    part_td(w, region_title(w, b->region));
    part_td_begin(w);
    body_tag(w, b);
    part_td_end(w);
    part_tr_end(w);
}

/* Does any programme have parts for bodies? */
static bool
has_kinds(const struct web *w)
{
    for (size_t i = 0; i < w->d->n_programmes; i++) {
        if (w->d->programmes[i].pack->n_bodies > 0)
            return true;
    }
    return false;
}

static void
body_table(struct web *w, const struct body *list, size_t n)
{
    struct str text = web_query(w, "q");
    size_t shown = 0;

    for (size_t i = 0; i < n; i++) {
        if (!is_asked(w, &list[i], text))
            continue;
        if (shown++ == 0) {
            part_table_begin(w, str_of(T(w, "参与单位")));
            part_th(w, str_of(T(w, "单位名称")), false);
            part_th(w, str_of(T(w, "项目")), false);
            part_th(w, str_of(T(w, "类型")), false);
            part_th(w, str_of(T(w, "辖区")), false);
            part_th(w, str_of(T(w, "状态")), false);
            part_table_body(w);
        }
        body_row(w, &list[i]);
    }
    if (shown > 0)
        part_table_end(w);
    else if (!has_kinds(w))
        part_empty(w,
            str_of(T(w, "已安装的项目都由受理机构自己办理，没有其他参与单位。")),
            STR_EMPTY, url_path("/desk/bodies"));
    else
        part_empty(w,
            str_of(T(w, "没有符合条件的单位。登记推荐单位、初审单位后，"
                     "申请才能送达它们。")),
            may(&w->who, MAY_RULE) ? str_of(T(w, "登记单位")) : STR_EMPTY,
            url_path("/desk/bodies/new"));
}

static enum status
bodies_page(struct web *w, struct err *err)
{
    const struct programme *p =
        domain_programme_by_code(w->d, web_query(w, "programme"));
    const struct body *list = NULL;
    size_t n = 0;

    TRY(body_list(&w->x, p == NULL ? 0 : p->id, &list, &n, err));
    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "参与单位")),
                      .nav = "bodies" });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h,
        T(w, "办法规定在受理机构之外推荐、初审、联合公布的单位；"
             "申请按类型和辖区送达。"));
    html_raw(w->h, "</p>");
    if (may(&w->who, MAY_RULE) && has_kinds(w))
        part_link_button(w, BUTTON_MAIN, str_of(T(w, "登记单位")),
            url_path("/desk/bodies/new"));
    programme_filter(w, p);
    body_table(w, list, n);
    page_end(w);
    return OK;
}

/* --- the form --- */

static void
begin(struct web *w, struct str title)
{
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = title,
            .nav = "bodies",
            .crumbs = { { str_of(T(w, "参与单位")),
                url_path("/desk/bodies") } },
            .n_crumbs = 1 });
}

struct units {
    struct choice *p;
    size_t n, cap;
};

/* Every unit of a level below `parent`. */
static void
add_units(struct web *w, struct str parent, int level, struct units *out)
{
    size_t n = 0;
    const struct region *const *list =
        region_children(w->a, w->d->regions, parent, w->today, &n);

    for (size_t i = 0; i < n; i++) {
        if (list[i]->level == level)
            *VEC_PUSH(w->a, out) = (struct choice){ list[i]->code,
                region_path(w->a, w->d->regions, list[i]->code) };
        else if (list[i]->level < level)
            add_units(w, list[i]->code, level, out);
    }
}

static void
body_fields(struct web *w, const struct body *b, const struct pack_body *kind)
{
    struct units units = { 0 };

    part_input(w,
        &(struct input){ .name = "name",
            .label = str_of(T(w, "单位名称")),
            .value = b->name,
            .max_length = 100 });
    if (kind->level == 0) {
        part_hidden(w, "region", STR_EMPTY);
    } else {
        *VEC_PUSH(w->a, &units) =
            (struct choice){ STR_EMPTY, str_of(T(w, "请选择")) };
        add_units(w, STR_EMPTY, kind->level, &units);
        part_select(w, "region", str_of(T(w, "辖区")),
            str_of(T(w, "本辖区内的申请送达这个单位")), units.p, units.n,
            b->region);
    }
    part_input(w,
        &(struct input){ .name = "contact",
            .label = str_of(T(w, "联系人")),
            .value = b->contact,
            .optional = true,
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "phone",
            .label = str_of(T(w, "联系电话")),
            .value = b->phone,
            .kind = INPUT_TEL,
            .optional = true,
            .width = 20 });
}

/* "programme/kind": one choice says both. */
static struct str
kind_key(struct web *w, const struct programme *p, struct str kind)
{
    return arena_fmt(
        w->a, STR_FMT "/" STR_FMT, STR_ARG(p->code), STR_ARG(kind));
}

static const struct pack_body *
asked_kind(struct web *w, const struct programme **ret)
{
    struct str code, kind;

    kind = str_cut(web_typed(w, "kind", web_query(w, "kind")), '/', &code,
        NULL);
    *ret = domain_programme_by_code(w->d, code);
    return *ret == NULL ? NULL : pack_body((*ret)->pack, kind);
}

static void
choose_kind(struct web *w)
{
    struct units c = { 0 };

    for (size_t i = 0; i < w->d->n_programmes; i++) {
        const struct programme *p = &w->d->programmes[i];

        for (size_t k = 0; k < p->pack->n_bodies; k++)
            *VEC_PUSH(w->a, &c) = (struct choice){
                kind_key(w, p, p->pack->bodies[k].name),
                arena_fmt(w->a, STR_FMT " · " STR_FMT,
                    STR_ARG(L(w, p->pack->short_title)),
                    STR_ARG(L(w, p->pack->bodies[k].title))) };
    }
    if (c.n == 0) {
        part_empty(w,
            str_of(T(w, "已安装的项目都由受理机构自己办理，没有其他参与单位。")),
            str_of(T(w, "返回")), url_path("/desk/bodies"));
        return;
    }
    html_raw(w->h, "<form method=\"get\" action=\"/desk/bodies/new\">");
    part_select(w, "kind", str_of(T(w, "项目和单位类型")),
        str_of(T(w, "类型决定辖区的级别，登记后不能更改")), c.p, c.n,
        STR_EMPTY);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "下一步")));
    html_raw(w->h, "</div></form>\n");
}

static enum status
new_page(struct web *w, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_body *kind = asked_kind(w, &p);

    (void)err;
    begin(w, str_of(T(w, "登记单位")));
    if (kind == NULL) {
        choose_kind(w);
        page_end(w);
        return OK;
    }
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "项目")), L(w, p->title));
    part_dl(w, str_of(T(w, "类型")), L(w, kind->title));
    part_dl_end(w);
    part_clause(w, p, p->pack, kind->clause);
    part_form_begin(w, url_path("/desk/bodies/new"), false);
    part_hidden(w, "kind", kind_key(w, p, kind->name));
    body_fields(w, &(struct body){ 0 }, kind);
    html_raw(w->h, "<div class=\"actions\">");
    part_button(w, BUTTON_MAIN, str_of(T(w, "登记")));
    html_raw(w->h, "</div>");
    part_form_end(w);
    page_end(w);
    return OK;
}

static void
read_body(struct web *w, struct body *b)
{
    b->name = web_field(w, "name");
    b->region = web_field(w, "region");
    b->contact = web_field(w, "contact");
    b->phone = web_field(w, "phone");
}

static enum status
new_act(struct web *w, struct err *err)
{
    struct body *b = arena_one(w->a, struct body);
    const struct programme *p = NULL;
    const struct pack_body *kind = asked_kind(w, &p);

    w->state = b;
    if (kind == NULL)
        return err_field(
            err, ERR_INPUT, STR("kind"), "请选择项目和单位类型");
    *b = (struct body){ .programme_id = p->id, .kind = kind->name };
    read_body(w, b);
    return body_save(&w->x, b, err);
}

static enum status
new_reply(struct web *w, struct err *err)
{
    const struct body *b = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/desk/bodies/%d", b->id), "added");
}

/* --- /desk/bodies/:id --- */

static void
seat_table(struct web *w, const struct body *b,
    const struct body_seat_row *rows, size_t n)
{
    bool admin = may(&w->who, MAY_ADMINISTER);

    part_table_begin(w, str_of(T(w, "经办人")));
    part_th(w, str_of(T(w, "姓名")), false);
    part_th(w, str_of(T(w, "登记时间")), false);
    if (admin)
        part_th(w, str_of(T(w, "操作")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        if (admin)
            part_link(w, url_make(w->a, "/desk/users/%d", rows[i].account_id),
                rows[i].name);
        else
            html_text(w->h, rows[i].name);
        part_td_end(w);
        part_td(w, show_us(w, rows[i].since_us));
        if (admin) {
            part_td_begin(w);
            part_form_begin(
                w, url_make(w->a, "/desk/bodies/%d/unseat", b->id), false);
            part_hidden(w, "account",
                arena_fmt(w->a, "%lld", (long long)rows[i].account_id));
            html_raw(w->h, "<button class=\"btn-link\">");
            html_cstr(w->h, T(w, "移除"));
            html_raw(w->h, "<span class=\"vh\">");
            html_text(w->h, rows[i].name);
            html_raw(w->h, "</span></button>");
            part_form_end(w);
            part_td_end(w);
        }
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
seats(struct web *w, const struct body *b, const struct body_seat_row *rows,
    size_t n)
{
    part_heading(w, T(w, "经办人"));
    if (n > 0) {
        seat_table(w, b, rows, n);
    } else {
        html_raw(w->h, "<p>");
        html_cstr(w->h,
            T(w, "还没有经办人：送达这个单位的申请没有人能办理。"));
        html_raw(w->h, "</p>");
    }
    if (b->ended || !may(&w->who, MAY_ADMINISTER))
        return;
    part_form_begin(
        w, url_make(w->a, "/desk/bodies/%d/seat", b->id), false);
    part_input(w,
        &(struct input){ .name = "login",
            .label = str_of(T(w, "经办人账号（电子邮箱或手机号码）")),
            .hint = str_of(T(w, "账号须已建立；申报单位的账号不能兼任")),
            .width = 30 });
    part_button(w, BUTTON_SECOND, str_of(T(w, "添加经办人")));
    part_form_end(w);
}

static void
retire_form(struct web *w, const struct body *b)
{
    html_raw(w->h, "<details class=\"confirm\"");
    if (web_error_at(w, STR("reason")).n > 0)
        html_raw(w->h, " open");
    html_raw(w->h, "><summary class=\"btn-danger\">");
    html_cstr(w->h, T(w, "停用这个单位"));
    html_raw(w->h, "</summary>");
    part_form_begin(
        w, url_make(w->a, "/desk/bodies/%d/retire", b->id), false);
    html_raw(w->h, "<p>");
    html_cstr(w->h,
        T(w, "停用后不再有申请送达，经办人不能再办理；已有的意见留存。"
             "还有申请没有办结的，不能停用。"));
    html_raw(w->h, "</p>");
    part_hidden(
        w, "version", arena_fmt(w->a, "%lld", (long long)b->version));
    part_input(w,
        &(struct input){ .name = "reason",
            .label = str_of(T(w, "停用的理由")),
            .kind = INPUT_AREA,
            .max_length = REASON_MOST });
    part_button(w, BUTTON_DANGER, str_of(T(w, "确认停用")));
    part_form_end(w);
    html_raw(w->h, "</details>\n");
}

static void
facts(struct web *w, const struct body *b, const struct programme *p)
{
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "项目")), L(w, p->title));
    part_dl(w, str_of(T(w, "类型")), kind_title(w, p, b->kind));
    part_dl(w, str_of(T(w, "辖区")), region_title(w, b->region));
    if (b->contact.n + b->phone.n > 0)
        part_dl(w, str_of(T(w, "联系")),
            arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(b->contact),
                STR_ARG(b->phone)));
    part_dl_end(w);
}

static enum status
body_page(struct web *w, struct err *err)
{
    const struct body_seat_row *rows = NULL;
    struct body b;
    int64_t id = 0;
    size_t n = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(body_get(&w->x, id, &b, err));
    TRY(body_seats(&w->x, id, &rows, &n, err));
    const struct programme *p = domain_programme(w->d, b.programme_id);
    const struct pack_body *kind =
        p == NULL ? NULL : pack_body(p->pack, b.kind);
    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "没有这个单位");
    begin(w, b.name);
    html_raw(w->h, "<p>");
    body_tag(w, &b);
    html_raw(w->h, "</p>");
    facts(w, &b, p);
    if (kind != NULL)
        part_clause(w, p, p->pack, kind->clause);
    seats(w, &b, rows, n);
    if (kind != NULL && !b.ended &&
        may_in(&w->x, MAY_RULE, p->id, STR_EMPTY)) {
        part_heading(w, T(w, "更改登记"));
        part_form_begin(
            w, url_make(w->a, "/desk/bodies/%d", b.id), false);
        part_hidden(
            w, "version", arena_fmt(w->a, "%lld", (long long)b.version));
        body_fields(w, &b, kind);
        part_button(w, BUTTON_SECOND, str_of(T(w, "保存")));
        part_form_end(w);
        retire_form(w, &b);
    }
    page_end(w);
    return OK;
}

static enum status
target(struct web *w, int64_t *ret_id, int64_t *ret_version, struct err *err)
{
    TRY(web_param_id(w, 0, ret_id, err));
    if (!num_int(web_field(w, "version"), 0, INT64_MAX, ret_version))
        return err_set(err, ERR_CONFLICT, "请刷新页面后重试");
    return OK;
}

static enum status
change_act(struct web *w, struct err *err)
{
    struct body b = { 0 };

    TRY(target(w, &b.id, &b.version, err));
    read_body(w, &b);
    return body_save(&w->x, &b, err);
}

static enum status
retire_act(struct web *w, struct err *err)
{
    struct str reason = web_field(w, "reason");
    int64_t id = 0, version = 0;

    TRY(target(w, &id, &version, err));
    if (utf8_count(reason) > REASON_MOST)
        return err_field(err, ERR_INPUT, STR("reason"),
            "理由不超过 %d 字，现为 %zu 字", REASON_MOST, utf8_count(reason));
    return body_retire(&w->x, id, reason, version, err);
}

static enum status
seat_act(struct web *w, struct err *err)
{
    int64_t id = 0, account = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(act_require(&w->x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    TRY(account_by_login(&w->x, utf8_narrow(w->a, web_field(w, "login")),
        &account, err));
    if (account == 0)
        return err_field(err, ERR_INPUT, STR("login"),
            "没有这个账号，请核对邮箱或手机号码，或者先在“用户”中新建");
    return body_seat_add(&w->x, id, account, err);
}

static enum status
unseat_act(struct web *w, struct err *err)
{
    int64_t id = 0, account = 0;

    TRY(web_param_id(w, 0, &id, err));
    (void)num_int(web_field(w, "account"), 1, INT64_MAX, &account);
    return body_seat_remove(&w->x, id, account, err);
}

static enum status
back(struct web *w, const char *done, struct err *err)
{
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return web_redirect(w, url_make(w->a, "/desk/bodies/%d", id), done);
}

static enum status
saved_reply(struct web *w, struct err *err)
{
    return back(w, "saved", err);
}

static enum status
added_reply(struct web *w, struct err *err)
{
    return back(w, "added", err);
}

static enum status
removed_reply(struct web *w, struct err *err)
{
    return back(w, "removed", err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/bodies", MAY_SEE_DESK, .get = bodies_page,
        .about = "Bodies that take part beside the authority." },
    { HTTP_GET, "/desk/bodies/new", MAY_RULE, .get = new_page,
        .about = "Form for a new body." },
    { HTTP_POST, "/desk/bodies/new", MAY_RULE, .act = new_act,
        .reply = new_reply, .again = new_page, .about = "Adds a body." },
    { HTTP_GET, "/desk/bodies/:id", MAY_SEE_DESK, .get = body_page,
        .about = "One body with its people." },
    { HTTP_POST, "/desk/bodies/:id", MAY_RULE, .act = change_act,
        .reply = saved_reply, .again = body_page,
        .about = "Changes a body." },
    { HTTP_POST, "/desk/bodies/:id/retire", MAY_RULE, .act = retire_act,
        .reply = saved_reply, .again = body_page,
        .about = "Ends a body's part." },
    { HTTP_POST, "/desk/bodies/:id/seat", MAY_ADMINISTER, .act = seat_act,
        .reply = added_reply, .again = body_page,
        .about = "Seats an account on a body." },
    { HTTP_POST, "/desk/bodies/:id/unseat", MAY_ADMINISTER,
        .act = unseat_act, .reply = removed_reply, .again = body_page,
        .about = "Takes a seat away." },
};
const struct route_set bodies_routes = ROUTE_SET("bodies", ROUTES);
