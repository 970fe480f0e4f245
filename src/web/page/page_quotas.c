/* Places used and left, and the exception list. */
#include "decision_parts.h"

static bool
any_due(const struct quota *q, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!day_is_none(q[i].def->due))
            return true;
    }
    return false;
}

static void
due_cell(struct web *w, struct day due)
{
    int left = day_is_none(due) ? 0 : due.n - w->today.n;

    part_td_begin(w);
    if (!day_is_none(due)) {
        html_text(w->h, day_iso(w->a, due));
        html_raw(w->h, " ");
        if (left >= 0)
            html_text(w->h, arena_fmt(w->a, T(w, "还有 %d 天"), left));
        else
            part_tag(w, TAG_AMBER,
                arena_fmt(
                    w->a, T(w, "已过 %d 天，此后认定的注明逾期"), -left));
    }
    part_td_end(w);
}

void
decision_places(struct web *w, const struct programme *p,
    const struct quota *q, size_t n)
{
    if (n == 0)
        return;
    part_table_begin(w, str_of(T(w, "名额使用情况")));
    part_th(w, str_of(T(w, "名额")), false);
    part_th(w, str_of(T(w, "已用/总数")), false);
    part_th(w, str_of(T(w, "剩余")), true);
    part_th(w, str_of(T(w, "其中突破名额")), true);
    if (any_due(q, n))
        part_th(w, str_of(T(w, "决定期限")), false);
    part_th(w, str_of(T(w, "依据")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        int64_t left = q[i].limit - q[i].used;

        part_tr(w);
        part_td(w, L(w, q[i].def->title));
        if (q[i].hidden) {
            part_td(w, str_of(T(w, "因回避不显示")));
            part_td(w, STR("—"));
            part_td(w, STR("—"));
        } else {
            part_td_begin(w);
            html_text(w->h,
                arena_fmt(w->a, "%lld/%lld ", (long long)q[i].used,
                    (long long)q[i].limit));
            if (left <= 0)
                part_tag(w, TAG_RED, str_of(T(w, "已满")));
            part_td_end(w);
            part_td_num(w, left > 0 ? left : 0);
            part_td_num(w, q[i].overrides);
        }
        if (any_due(q, n))
            due_cell(w, q[i].def->due);
        part_td_begin(w);
        part_clause(w, p, p->pack, q[i].def->clause);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

void
decision_settle_form(struct web *w, const struct quota_override *o)
{
    part_form_begin(
        w, url_make(w->a, "/desk/overrides/%d", o->id), false);
    part_button_named(w, BUTTON_MAIN, str_of(T(w, "同意突破名额")), "agree",
        STR("1"));
    html_raw(w->h, " ");
    part_button_named(
        w, BUTTON_SECOND, str_of(T(w, "不同意")), "agree", STR("0"));
    part_form_end(w);
}

/* --- acts --- */

static enum status
settle_act(struct web *w, struct err *err)
{
    struct application app;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    return override_settle(&w->x, id,
        str_eq(web_field(w, "agree"), STR("1")), &app, err);
}

static enum status
quotas_reply(struct web *w, struct err *err)
{
    (void)err;
    return web_redirect(w, url_path("/desk/quotas"), "saved");
}

/* --- /desk/quotas --- */

static void
override_row(struct web *w, const struct quota_override *o)
{
    static const char *const STATES[] = {
        [OVERRIDE_ASKED] = N_("等待同意"),
        [OVERRIDE_AGREED] = N_("已同意"),
        [OVERRIDE_DECLINED] = N_("未同意"),
    };

    part_tr(w);
    part_td_begin(w);
    part_link(w, url_make(w->a, "/desk/decisions/%d", o->application_id),
        o->name);
    part_td_end(w);
    part_td(w, o->category);
    part_td(w, o->places.n == 0
                   ? o->quotas
                   : arena_fmt(w->a, STR_FMT "（" STR_FMT "）",
                         STR_ARG(o->quotas), STR_ARG(o->places)));
    part_td(w, o->reason);
    part_td(w, o->document_no);
    part_td(w, o->asked_name);
    part_td(w, o->settled_name);
    part_td_begin(w);
    html_cstr(w->h, catalog_get(w->catalog, STATES[o->state]));
    if (o->state == OVERRIDE_ASKED && o->asked_by != w->who.account_id &&
        may(&w->who, MAY_DECIDE))
        decision_settle_form(w, o);
    part_td_end(w);
    part_tr_end(w);
}

static enum status
programme_quotas(
    struct web *w, const struct programme *p, bool *any, struct err *err)
{
    const struct quota_override *o = NULL;
    const struct quota *q = NULL;
    size_t n = 0, n_o = 0;

    if (!may_in(&w->x, MAY_READ_FILES, p->id, STR_EMPTY))
        return OK;
    TRY(quota_list(&w->x, p->id, &q, &n, err));
    if (n == 0)
        return OK;
    *any = true;
    html_raw(w->h, "<h2>");
    html_text(w->h, L(w, p->pack->short_title));
    html_raw(w->h, "</h2>\n");
    decision_places(w, p, q, n);
    TRY(override_list(&w->x, p->id, 0, &o, &n_o, err));
    html_raw(w->h, "<h3>");
    html_cstr(w->h, T(w, "突破名额清单"));
    html_raw(w->h, "</h3>\n");
    if (n_o == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "没有突破名额的决定。"));
        html_raw(w->h, "</p>\n");
        return OK;
    }
    part_table_begin(w, str_of(T(w, "突破名额清单")));
    part_th(w, str_of(T(w, "名称（姓名）")), false);
    part_th(w, str_of(T(w, "类别")), false);
    part_th(w, str_of(T(w, "名额")), false);
    part_th(w, str_of(T(w, "理由")), false);
    part_th(w, str_of(T(w, "决定文号")), false);
    part_th(w, str_of(T(w, "提出人")), false);
    part_th(w, str_of(T(w, "同意人")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n_o; i++)
        override_row(w, &o[i]);
    part_table_end(w);
    return OK;
}

static enum status
quotas_page(struct web *w, struct err *err)
{
    bool any = false;

    page_begin(w, &(struct page){ .kind = PAGE_DESK,
                      .title = str_of(T(w, "名额")),
                      .nav = "decisions",
                      .crumbs = { { str_of(T(w, "评审决定")),
                          url_path("/desk/decisions") } },
                      .n_crumbs = 1 });
    html_raw(w->h, "<p class=\"lead\">");
    html_cstr(w->h, T(w, "名额以家计：同一主体不论认定几个类别，只占一个名额。"
                         "列入培育不占名额；认定后被取消的不腾出名额；"
                         "发布前撤回的腾出名额。"));
    html_raw(w->h, "</p>\n");
    for (size_t i = 0; i < w->d->n_programmes; i++)
        TRY(programme_quotas(w, &w->d->programmes[i], &any, err));
    if (!any)
        part_empty(w, str_of(T(w, "没有规定名额的项目。")),
            str_of(T(w, "评审决定")), url_path("/desk/decisions"));
    page_end(w);
    return OK;
}

static const struct route ROUTES[] = {
    { HTTP_POST, "/desk/overrides/:id", MAY_DECIDE, .act = settle_act,
        .reply = quotas_reply, .again = quotas_page,
        .about = "Agrees to a place beyond the quota, or declines it." },
    { HTTP_GET, "/desk/quotas", MAY_READ_FILES, .get = quotas_page,
        .about = "Places used and left, and the exception list." },
};
const struct route_set quota_routes = ROUTE_SET("quotas", ROUTES);
