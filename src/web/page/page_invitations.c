/* Invitations: the authority asks named persons to apply. */
#include "domain/invitation.h"
#include "web/web.h"

static const struct programme *
programme_of(struct web *w)
{
    const struct programme *p = domain_programme_by_code(w->d, w->params[0]);

    return p;
}


static enum status
invitations_page(struct web *w, struct err *err)
{
    const struct programme *p = programme_of(w);
    const struct invitation *list = NULL;
    const struct str *code = w->state;
    size_t n = 0;

    if (p == NULL || invitation_channel(p) == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有定向邀请");
    TRY(invitation_list(&w->x, p->id, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "定向邀请")),
            .nav = "applications",
            .crumbs = { { L(w, p->title), url_path("/desk/applications") } },
            .n_crumbs = 1 });
    if (code != NULL && code->n > 0) {
        html_raw(w->h, "<div class=\"callout callout-good\" "
                       "role=\"status\"><p>");
        html_cstr(w->h, T(w, "邀请码（只显示这一次）："));
        html_raw(w->h, "<b class=\"id\">");
        html_text(w->h, *code);
        html_raw(w->h, "</b></p></div>");
    }
    part_clause(w, p, p->pack, invitation_channel(p)->clause);
    if (may_in(&w->x, MAY_DECIDE, p->id, STR_EMPTY)) {
        part_form_begin(
            w, url_make(w->a, "/desk/invitations/%s", p->code), false);
        part_input(w,
            &(struct input){ .name = "name",
                .label = str_of(T(w, "受邀人姓名")),
                .width = 20 });
        part_input(w,
            &(struct input){ .name = "address",
                .label = str_of(T(w, "手机号码或邮箱")),
                .hint = str_of(T(w, "填写后自动发送邀请码")),
                .width = 20,
                .optional = true });
        part_input(w,
            &(struct input){ .name = "note",
                .label = str_of(T(w, "邀请理由")),
                .optional = true });
        part_button(w, BUTTON_MAIN, str_of(T(w, "生成邀请码")));
        part_form_end(w);
    }
    if (n == 0) {
        part_empty(w, str_of(T(w, "还没有发出邀请。")), STR_EMPTY,
            url_path("/desk"));
        page_end(w);
        return OK;
    }
    part_table_begin(w, str_of(T(w, "已发出的邀请")));
    part_th(w, str_of(T(w, "受邀人姓名")), false);
    part_th(w, str_of(T(w, "邀请理由")), false);
    part_th(w, str_of(T(w, "发出时间")), false);
    part_th(w, str_of(T(w, "使用时间")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td(w, list[i].name);
        part_td(w, list[i].note);
        part_td(w, show_us(w, list[i].created_us));
        part_td(w, show_us(w, list[i].used_us));
        part_tr_end(w);
    }
    part_table_end(w);
    page_end(w);
    return OK;
}

static enum status
invite_act(struct web *w, struct err *err)
{
    const struct programme *p = programme_of(w);
    struct str *code = arena_one(w->a, struct str);

    if (p == NULL || invitation_channel(p) == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有定向邀请");
    TRY(invitation_add(&w->x, p->id, web_field(w, "name"),
        web_field(w, "address"), web_field(w, "note"), code, err));
    w->state = code;
    return OK;
}

/* The code is shown on the answer itself: it is kept nowhere. */
static enum status
invite_reply(struct web *w, struct err *err)
{
    return web_read(w, invitations_page, err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/desk/invitations/:programme", MAY_READ_FILES,
        .get = invitations_page, .about = "Invitations sent." },
    { HTTP_POST, "/desk/invitations/:programme", MAY_DECIDE,
        .act = invite_act, .reply = invite_reply, .again = invitations_page,
        .about = "Makes an invitation code." },
};
const struct route_set invitation_routes = ROUTE_SET("invitations", ROUTES);
