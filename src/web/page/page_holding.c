/* What somebody holds: term, certificate, renewal, withdrawal. */
#include "domain/accreditation.h"
#include "domain/application.h"
#include "domain/attachment.h"
#include "domain/handover.h"
#include "format/pdf.h"
#include "holder_parts.h"
#include "incident_parts.h"
#include "draw_parts.h"
#include "duty_parts.h"
#include "page_holding.h"
#include "report/certificate.h"
#include "title_history.h"
#include "web/app.h"

void
holding_state_tag(struct web *w, const struct accreditation *c)
{
    static const struct {
        enum tag colour;
        const char *title;
    } STATES[ACC_STATE_COUNT_] = {
        [ACC_ACTIVE] = { TAG_GREEN, N_("有效") },
        [ACC_WARNED] = { TAG_AMBER, N_("有效（已警告）") },
        [ACC_EXPIRED] = { TAG_GREY, N_("已到期") },
        [ACC_WITHDRAWN] = { TAG_GREY, N_("已退出") },
        [ACC_REVOKED] = { TAG_RED, N_("已撤销") },
        [ACC_SUSPENDED] = { TAG_AMBER, N_("停业") },
        [ACC_RECTIFYING] = { TAG_AMBER, N_("有效（限期整改）") },
        [ACC_DEREGISTERED] = { TAG_GREY, N_("已注销") },
    };
    enum accreditation_state s = accreditation_state_on(c, w->today);

    part_tag(w, STATES[s].colour,
        str_of(catalog_get(w->catalog, STATES[s].title)));
}

/* --- the list --- */

void
holding_item(struct web *w, const struct accreditation *c)
{
    html_raw(w->h, "<li>");
    part_link(w, url_make(w->a, "/mine/holdings/%d", c->id),
        L(w, c->pack->holder_title));
    html_raw(w->h, " ");
    holding_state_tag(w, c);
    html_raw(w->h, " ");
    part_standing(w, c->pack, c->category, c->incubating);
    html_raw(w->h, "<br><span class=\"muted\">");
    html_text(w->h,
        arena_fmt(w->a, STR_FMT "　" STR_FMT "　%s " STR_FMT,
            STR_ARG(c->name), STR_ARG(c->number), T(w, "有效期至"),
            STR_ARG(show_day(w, c->last_day))));
    html_raw(w->h, "</span></li>");
}

static enum status
list_page(struct web *w, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0;

    TRY(accreditation_mine(&w->x, &list, &n, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = str_of(T(w, "我的资格")),
            .nav = "holdings" });
    if (n == 0)
        part_empty(w, str_of(T(w, "还没有取得资格。")),
            str_of(T(w, "查看我的申报")), url_path("/mine"));
    else
        html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < n; i++)
        holding_item(w, &list[i]);
    if (n > 0)
        html_raw(w->h, "</ul>");
    page_end(w);
    return OK;
}

/* --- certificates --- */

/* The document that the programme gives to its holders: who came in by a
 * channel with words of its own gets those. */
static const struct pack_document *
certificate_document(const struct accreditation *c)
{
    for (size_t i = 0; i < c->pack->n_procedures; i++) {
        const struct pack_procedure *p = &c->pack->procedures[i];
        const struct pack_stage *s = procedure_stage(p, STAGE_GRANT);

        for (size_t k = 0; s != NULL && k < p->n_channels; k++) {
            if (p->channels[k].document.n > 0 &&
                str_eq(p->channels[k].name, c->route))
                return pack_document(c->pack, p->channels[k].document);
        }
        if (s != NULL && s->document.n > 0)
            return pack_document(c->pack, s->document);
    }
    return NULL;
}

static enum status
issued_certificate(struct web *w, const struct accreditation *c,
    struct issued *ret, bool *ret_found, struct err *err)
{
    const struct pack_document *d = certificate_document(c);
    struct err failed = { 0 };

    *ret_found = false;
    if (d == NULL)
        return OK;
    enum status st = issued_latest(&w->x, c->subject_id,
        STR("accreditation"), c->id, d->name, ret, &failed);
    if (st == OK)
        *ret_found = true;
    else if (st != ERR_NOT_FOUND)
        *err = failed;
    return st == ERR_NOT_FOUND ? OK : st;
}

struct making {
    struct accreditation c;
    const struct pack_document *document;
    struct day first;
    struct json *fields;
    struct str sha256;
    bool there;
};

static enum status
check_making(struct web *w, const struct accreditation *c, struct err *err)
{
    if (!accreditation_has_rights(c, w->today))
        return err_set(
            err, ERR_CONFLICT, "资格已终止，不能再制作证书");
    if (!c->completed)
        return err_set(err, ERR_CONFLICT,
            "请先完善账户信息，完善后即可制作证书");
    return OK;
}

static enum status
read_making(struct web *w, struct err *err)
{
    struct making *m = w->state;
    const struct term_row *terms = NULL;
    struct issued old;
    size_t n = 0;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(accreditation_get(&w->x, id, &m->c, err));
    TRY(check_making(w, &m->c, err));
    TRY(accreditation_terms(&w->x, &m->c, &terms, &n, err));
    m->first = n == 0 ? m->c.admitted : terms[n - 1].first;
    m->document = certificate_document(&m->c);
    if (m->document == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目没有证书");
    return issued_certificate(w, &m->c, &old, &m->there, err);
}

static void
set_text(struct web *w, struct json *o, struct str key, struct str value)
{
    json_set(w->a, o, key, json_text(w->a, value));
}

/* Drawing takes a moment: before the transaction, kept by its content. */
static enum status
make_before(struct web *w, struct err *err)
{
    struct making *m = arena_one(w->a, struct making);
    struct pdf_fonts *fonts = NULL;
    struct str bytes;

    w->state = m;
    TRY(web_read(w, read_making, err));
    if (m->there)
        return OK;
    m->fields = json_new(w->a, JSON_OBJECT);
    for (size_t i = 0; i < m->c.info->n; i++)
        json_set(w->a, m->fields, m->c.info->keys[i], m->c.info->items[i]);
    set_text(w, m->fields, STR("subject"), m->c.name);
    set_text(w, m->fields, STR("number"), m->c.number);
    set_text(w, m->fields, STR("first_day"), day_zh(w->a, m->first));
    set_text(
        w, m->fields, STR("last_day"), day_zh(w->a, m->c.last_day));
    const struct programme *p = domain_programme(w->d, m->c.programme_id);
    TRY(app_pdf_fonts(w->app, &fonts, err));
    TRY(certificate_pdf(w->a, fonts,
        &(struct certificate){ .title = m->document->title.zh,
            .body = template_fill(w->a, m->document->body, m->fields),
            .number = m->c.number,
            .code = m->c.verify_code,
            .issuer = p == NULL ? m->c.pack->issuer : p->authority,
            .issued = m->first,
            .check_url = arena_join(w->a, w->d->base_url,
                url_make(w->a, "/v/%s?c=%s", m->c.number, m->c.verify_code).s),
            .check_hint = arena_join(
                w->a, w->d->base_url, STR("/verify")) },
        &bytes, err));
    return attachment_keep_bytes(w->a, w->d, bytes, &m->sha256, err);
}

static enum status
make_act(struct web *w, struct err *err)
{
    struct making *m = w->state;
    struct accreditation c;
    struct issued old;
    bool found = false;

    TRY(accreditation_get(&w->x, m->c.id, &c, err));
    /* Those who only read files issue none. */
    if (!acts_for(&w->who, c.subject_id, "viewer"))
        TRY(act_require(
            &w->x, MAY_SUPERVISE, c.programme_id, c.region, err));
    TRY(check_making(w, &c, err));
    TRY(issued_certificate(w, &c, &old, &found, err));
    if (found) /* somebody pressed the button at the same time */
        return OK;
    if (m->there || !day_eq(c.last_day, m->c.last_day))
        return err_set(err, ERR_CONFLICT, "有效期刚刚变更，请再试一次");
    return issued_add(&w->x,
        &(struct issued){ .subject_id = c.subject_id,
            .owner_kind = STR("accreditation"),
            .owner_id = c.id,
            .document = m->document->name,
            .number = c.number,
            .sha256 = m->sha256,
            .fields = m->fields },
        err);
}

static enum status
make_reply(struct web *w, struct err *err)
{
    struct making *m = w->state;

    (void)err;
    return web_redirect(w,
        url_make(w->a, "/mine/holdings/%d/certificate.pdf", m->c.id), NULL);
}

static enum status
certificate_get(struct web *w, struct err *err)
{
    struct accreditation c;
    struct issued d;
    bool found = false;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(accreditation_get(&w->x, id, &c, err));
    TRY(issued_certificate(w, &c, &d, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND,
            "证书还没有制作或已失效，请在“我的资格”中制作");
    return web_download_file(w, "application/pdf",
        arena_join(w->a, c.number, STR(".pdf")),
        attachment_path(w->a, w->d, d.sha256), 0, true);
}

void
holding_certificate(
    struct web *w, const struct accreditation *c, struct err *err)
{
    struct issued d;
    bool found = false;

    if (certificate_document(c) == NULL)
        return; /* the programme makes none */
    if (check_making(w, c, NULL) != OK) {
        html_raw(w->h, "<p>");
        html_cstr(w->h,
            accreditation_has_rights(c, w->today)
                ? T(w, "完善账户信息后可以下载证书。")
                : T(w, "资格已终止，证书失效。"));
        html_raw(w->h, "</p>");
        return;
    }
    if (issued_certificate(w, c, &d, &found, err) == OK && found) {
        html_raw(w->h, "<p>");
        part_link(w,
            url_make(w->a, "/mine/holdings/%d/certificate.pdf", c->id),
            str_of(T(w, "查看和下载证书（PDF）")));
        html_raw(w->h, "</p>");
        return;
    }
    part_form_begin(
        w, url_make(w->a, "/mine/holdings/%d/certificate", c->id), false);
    part_button(w, BUTTON_MAIN, str_of(T(w, "生成证书（PDF）")));
    part_form_end(w);
}

/* --- one holding --- */

void
holding_terms(
    struct web *w, const struct term_row *terms, size_t n)
{
    part_table_begin(w, str_of(T(w, "任期")));
    part_th(w, str_of(T(w, "序号")), true);
    part_th(w, str_of(T(w, "首日")), false);
    part_th(w, str_of(T(w, "末日")), false);
    part_th(w, str_of(T(w, "认定时间")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_num(w, terms[i].seq);
        part_td(w, show_day(w, terms[i].first));
        part_td(w, show_day(w, terms[i].last));
        part_td(w, show_us(w, terms[i].granted_us));
        part_tr_end(w);
    }
    part_table_end(w);
}

/* Renewal and withdrawal: procedures that begin from a holding. */
static void
procedures(struct web *w, const struct accreditation *c)
{
    const struct programme *p = domain_programme(w->d, c->programme_id);

    if (c->state != ACC_EXPIRED && !accreditation_is_held(c->state))
        return;
    for (size_t i = 0; p != NULL && i < p->pack->n_procedures; i++) {
        const struct pack_procedure *proc = &p->pack->procedures[i];
        bool ends = proc->effect == EFFECT_END ||
                    (proc->effect == EFFECT_BY_STAGES && !proc->keeps &&
                        procedure_stage(proc, STAGE_GRANT) == NULL);

        if (procedure_stage(proc, STAGE_PUBLIC_NOTICE) != NULL ||
            str_eq(proc->name, STR("apply")) ||
            !procedure_fits(proc, c->state))
            continue; /* how one gets in, or nothing for this state */
        part_card_begin(w, L(w, proc->title), false);
        part_clause(w, p, p->pack, proc->clause);
        if (proc->window_before_days > 0 || proc->window_after_days > 0) {
            html_raw(w->h, "<p>");
            html_text(w->h,
                arena_fmt(w->a, "%s " STR_FMT " %s " STR_FMT,
                    T(w, "办理时间："),
                    STR_ARG(day_iso(w->a,
                        day_add_days(
                            c->last_day, -proc->window_before_days))),
                    T(w, "至"),
                    STR_ARG(day_iso(w->a,
                        day_add_days(
                            c->last_day, proc->window_after_days)))));
            html_raw(w->h, "</p>");
        }
        part_form_begin(w,
            url_make(w->a, "/mine/holdings/%d/apply", c->id), false);
        part_hidden(w, "procedure", proc->name);
        part_button(w, ends ? BUTTON_DANGER : BUTTON_SECOND,
            proc->keeps ? str_of(T(w, "填写报告"))
                        : str_of(T(w, "填写申请")));
        part_form_end(w);
        part_card_end(w);
    }
}

/* Correction orders of this holding, each with its page. */
static enum status
corrections(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct rectification *list = NULL;
    size_t n = 0, shown = 0;

    TRY(rectification_of_subject(&w->x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].accreditation_id != c->id)
            continue;
        if (shown++ == 0)
            part_heading(w, T(w, "限期整改"));
        rectification_line(w, &list[i],
            url_make(w->a, "/mine/rectifications/%d", list[i].id));
    }
    return OK;
}

/* What is begun and not done: of interest when the title is over. */
static enum status
open_work(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct work_item *items = NULL;
    size_t n = 0;

    TRY(handover_items(&w->x, c, 0, &items, &n, err));
    if (n == 0)
        return OK;
    html_raw(w->h, "<p>");
    part_link(w, url_make(w->a, "/mine/holdings/%d/work", c->id),
        arena_fmt(w->a, T(w, "未了事项 %lld 件"), (long long)n));
    html_raw(w->h, "</p>");
    return OK;
}

static enum status
one_page(struct web *w, struct err *err)
{
    struct accreditation c;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(accreditation_get(&w->x, id, &c, err));
    page_begin(w,
        &(struct page){ .kind = PAGE_MINE,
            .title = L(w, c.pack->holder_title),
            .nav = "holdings",
            .crumbs = { { str_of(T(w, "我的资格")),
                url_path("/mine/holdings") } },
            .n_crumbs = 1 });
    html_raw(w->h, "<div class=\"grid\"><div class=\"c8\">");
    part_card_begin(w, c.name, false);
    html_raw(w->h, "<p>");
    holding_state_tag(w, &c);
    html_raw(w->h, " ");
    part_standing(w, c.pack, c.category, c.incubating);
    html_raw(w->h, "</p>");
    part_dl_begin(w);
    part_dl(w, str_of(T(w, "编号")), c.number);
    part_dl(w, str_of(T(w, "校验码")), c.verify_code);
    part_dl(w, str_of(T(w, "认定日期")), show_day(w, c.admitted));
    part_dl(w, str_of(T(w, "有效期至")), show_day(w, c.last_day));
    part_dl(w, str_of(T(w, "最近活动日")), show_day(w, c.last_activity));
    if (!day_is_none(c.ended))
        part_dl(w, str_of(T(w, "终止日期")), show_day(w, c.ended));
    if (c.end_reason.n > 0)
        part_dl(w, str_of(T(w, "终止原因")), c.end_reason);
    part_dl_end(w);
    holding_certificate(w, &c, err);
    part_card_end(w);
    TRY(open_work(w, &c, err));
    staff_link(w, &c);
    TRY(duty_card(w, &c, err));
    TRY(holder_places(w, &c, HOLDER_MINE, err));
    TRY(holder_profile(w, &c, err));
    TRY(corrections(w, &c, err));
    TRY(title_history(w, &c, err));
    TRY(incident_card(w, &c, false, err));
    html_raw(w->h, "</div><div class=\"c4\">");
    TRY(again_card(w, &c, true, err));
    if (acts_for(&w->who, c.subject_id, "editor"))
        procedures(w, &c);
    html_raw(w->h, "</div></div>");
    page_end(w);
    return OK;
}

static enum status
apply_act(struct web *w, struct err *err)
{
    struct accreditation c;
    struct application *app = arena_one(w->a, struct application);
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(accreditation_get(&w->x, id, &c, err));
    w->state = app;
    return application_start(&w->x, c.programme_id,
        web_field(w, "procedure"), c.subject_id, c.id, STR("self"), app, err);
}

static enum status
apply_reply(struct web *w, struct err *err)
{
    struct application *app = w->state;

    (void)err;
    return web_redirect(
        w, url_make(w->a, "/applications/%d", app->id), NULL);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/mine/holdings", MAY_SIGNED_IN, .get = list_page,
        .about = "What one's subjects hold." },
    { HTTP_GET, "/mine/holdings/:id", MAY_SIGNED_IN, .get = one_page,
        .about = "A holding: term, certificate, renewal, withdrawal." },
    { HTTP_POST, "/mine/holdings/:id/certificate", MAY_SIGNED_IN,
        .before = make_before, .act = make_act, .reply = make_reply,
        .again = one_page, .about = "Makes the certificate, once." },
    { HTTP_GET, "/mine/holdings/:id/certificate.pdf", MAY_SIGNED_IN,
        .get = certificate_get, .flags = ROUTE_PLAIN,
        .about = "The certificate." },
    { HTTP_POST, "/mine/holdings/:id/apply", MAY_SIGNED_IN,
        .act = apply_act, .reply = apply_reply, .again = one_page,
        .about = "Begins a renewal or withdrawal." },
};
const struct route_set holding_routes = ROUTE_SET("holding", ROUTES);
