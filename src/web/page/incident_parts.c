#include "incident_parts.h"

#include "domain/proceeding.h"

void
incident_tag(struct web *w, const struct incident *i)
{
    static const enum tag TONES[INC_STATE_COUNT_] = {
        [INC_IN_FORCE] = TAG_RED,
        [INC_STAYED] = TAG_AMBER,
        [INC_REVOKED] = TAG_GREY,
    };

    part_tag(
        w, TONES[i->state], web_said(w, incident_state_title(i->state)));
}

void
incident_table(struct web *w, const struct incident *rows, size_t n)
{
    part_table_begin(w, str_of(T(w, "登记的事实")));
    part_th(w, str_of(T(w, "单位")), false);
    part_th(w, str_of(T(w, "种类")), false);
    part_th(w, str_of(T(w, "文号")), false);
    part_th(w, str_of(T(w, "决定日期")), false);
    part_th(w, str_of(T(w, "生效日期")), false);
    part_th(w, str_of(T(w, "效力")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        part_tr(w);
        part_td_begin(w);
        part_link(w, url_make(w->a, "/desk/incidents/%d", rows[i].id),
            rows[i].subject_name);
        part_td_end(w);
        part_td(w, web_said(w, incident_kind_title(rows[i].kind)));
        part_td(w,
            rows[i].doc_no.n > 0  ? rows[i].doc_no
            : rows[i].value.n > 0 ? web_said(w, rows[i].value)
                                  : STR("—"));
        part_td(w, show_day(w, rows[i].decided));
        part_td(w, show_day(w, rows[i].effective));
        part_td_begin(w);
        incident_tag(w, &rows[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

static void
ban_state(struct web *w, const struct ban *b)
{
    bool over = day_cmp(w->today, b->last) > 0;

    part_tag(w,
        b->lifted_us != 0 || over ? TAG_GREY : TAG_RED,
        b->lifted_us != 0 ? str_of(T(w, "已解除"))
        : over            ? str_of(T(w, "已届满"))
                          : str_of(T(w, "有效")));
    if (b->lifted_us != 0) {
        html_raw(w->h, "<p class=\"why\">");
        html_text(w->h,
            arena_fmt(w->a, STR_FMT " " STR_FMT,
                STR_ARG(show_us(w, b->lifted_us)),
                STR_ARG(b->lifted_reason)));
        html_raw(w->h, "</p>");
    }
}

void
ban_table(struct web *w, const struct ban *list, size_t n, bool officer)
{
    part_table_begin(w, str_of(T(w, "不得申报的期间")));
    if (officer)
        part_th(w, str_of(T(w, "单位")), false);
    part_th(w, str_of(T(w, "项目")), false);
    part_th(w, str_of(T(w, "首日")), false);
    part_th(w, str_of(T(w, "末日")), false);
    part_th(w, str_of(T(w, "依据和计算")), false);
    part_th(w, str_of(T(w, "状态")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        const struct programme *p =
            domain_programme(w->d, list[i].programme_id);

        part_tr(w);
        if (officer) {
            part_td_begin(w);
            part_link(w,
                url_make(
                    w->a, "/desk/proceedings/%d", list[i].proceeding_id),
                list[i].subject_name);
            part_td_end(w);
        }
        part_td(w, L(w, p->pack->short_title));
        part_td(w, show_day(w, list[i].first));
        part_td(w, show_day(w, list[i].last));
        part_td_begin(w);
        part_clause(w, p, p->pack, list[i].clause);
        html_raw(w->h, "<p class=\"why\">");
        html_text(w->h, ban_arithmetic(w->a, &list[i]));
        html_raw(w->h, "</p>");
        part_td_end(w);
        part_td_begin(w);
        ban_state(w, &list[i]);
        part_td_end(w);
        part_tr_end(w);
    }
    part_table_end(w);
}

void
complaint_tag(struct web *w, const struct complaint *c)
{
    static const enum tag TONES[FINDING_COUNT_] = {
        [FINDING_NONE] = TAG_AMBER,
        [FINDING_VERIFIED] = TAG_RED,
        [FINDING_NOT_VERIFIED] = TAG_GREEN,
        [FINDING_WITHDRAWN] = TAG_GREY,
        [FINDING_MERGED] = TAG_GREY,
        [FINDING_NOT_ACCEPTED] = TAG_GREY,
    };

    part_tag(w, TONES[c->finding],
        complaint_is_new(c)
            ? str_of(T(w, "待受理"))
            : web_said(w, complaint_finding_title(c->finding)));
}

static bool
looks_at_complaints(const struct pack_trigger *t)
{
    for (size_t i = 0; i < t->n_on; i++) {
        if (str_eq(t->on[i], STR("member_complaint")))
            return t->when.n > 0 && t->then == TRIGGER_OPEN;
    }
    return false;
}

/* Meeting such a rule is nothing good: no marks of success and failure. */
static void
count_lines(struct web *w, const struct programme *p,
    const struct pack_verdict *v)
{
    html_raw(w->h, "<p>");
    part_tag(w, v->outcome == MET ? TAG_AMBER : TAG_GREY,
        v->outcome == MET         ? str_of(T(w, "已达到"))
        : v->outcome == UNDECIDED ? str_of(T(w, "不能确定"))
                                  : str_of(T(w, "未达到")));
    html_raw(w->h, " ");
    html_text(w->h, L(w, v->rule->title));
    html_raw(w->h, "</p><p class=\"why\">");
    html_text(w->h, web_said(w, v->why));
    html_raw(w->h, "</p>");
    part_clause(w, p, p->pack, v->rule->clause);
}

enum status
complaint_count(
    struct web *w, const struct accreditation *c, struct err *err)
{
    const struct programme *p = domain_programme(w->d, c->programme_id);
    struct pack_facts facts;

    if (complaint_kind(p->pack) == NULL)
        return OK;
    TRY(incident_holder_facts(&w->x, c, w->today, &facts, err));
    for (size_t i = 0; i < p->pack->n_triggers; i++) {
        const struct pack_trigger *t = &p->pack->triggers[i];
        struct pack_verdict v;

        if (!looks_at_complaints(t))
            continue;
        TRY(pack_judge(w->a, p->pack, t->when, &facts, &v, err));
        count_lines(w, p, &v);
    }
    return OK;
}

/* --- the card of a holder --- */

struct file_of_holder {
    const struct incident *incidents;
    const struct incident_effect *flags;
    const struct complaint *complaints;
    const struct ban *bans;
    const struct proceeding *cases;
    size_t n_incidents, n_flags, n_complaints, n_bans, n_cases;
    struct label standing;
};

static enum status
read_file(struct web *w, const struct accreditation *c,
    struct file_of_holder *f, struct err *err)
{
    struct err failed = { 0 };
    /* The unit may have moved out of the officer's region. */
    enum status st = incident_of_subject(
        &w->x, c->subject_id, &f->incidents, &f->n_incidents, &failed);
    if (st != OK && st != ERR_NOT_FOUND) {
        *err = failed;
        return st;
    }
    TRY(incident_flags(
        &w->x, c->subject_id, c->id, 0, &f->flags, &f->n_flags, err));
    TRY(complaint_of_subject(
        &w->x, c->subject_id, &f->complaints, &f->n_complaints, err));
    TRY(ban_of_subject(
        &w->x, c->subject_id, &f->bans, &f->n_bans, err));
    TRY(proceeding_of_subject(
        &w->x, c->subject_id, &f->cases, &f->n_cases, err));
    return proceeding_standing(&w->x, c, &f->standing, err);
}

static void
list_item(
    struct web *w, bool linked, struct url to, struct str text)
{
    html_raw(w->h, "<li>");
    if (linked)
        part_link(w, to, text);
    else
        html_text(w->h, text);
    html_raw(w->h, " ");
}

static void
incident_items(
    struct web *w, const struct file_of_holder *f, bool officer)
{
    if (f->n_incidents == 0)
        return;
    html_raw(w->h, "<h3>");
    html_cstr(w->h, T(w, "处罚和变更登记"));
    html_raw(w->h, "</h3><ul class=\"list\">");
    for (size_t i = 0; i < f->n_incidents; i++) {
        const struct incident *e = &f->incidents[i];

        list_item(w, officer, url_make(w->a, "/desk/incidents/%d", e->id),
            arena_fmt(w->a, STR_FMT " " STR_FMT " " STR_FMT,
                STR_ARG(show_day(w, e->effective)),
                STR_ARG(web_said(w, incident_kind_title(e->kind))),
                STR_ARG(e->doc_no)));
        incident_tag(w, e);
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
}

static void
complaint_items(struct web *w, const struct accreditation *c,
    const struct file_of_holder *f, bool officer)
{
    size_t shown = 0;

    for (size_t i = 0; i < f->n_complaints; i++) {
        const struct complaint *k = &f->complaints[i];

        if (k->accreditation_id != c->id)
            continue;
        if (shown++ == 0) {
            html_raw(w->h, "<h3>");
            html_cstr(w->h, T(w, "投诉"));
            html_raw(w->h, "</h3><ul class=\"list\">");
        }
        list_item(w, true,
            officer ? url_make(w->a, "/desk/complaints/%d", k->id)
                    : url_make(w->a, "/mine/complaints/%d", k->id),
            arena_fmt(w->a, STR_FMT " " STR_FMT,
                STR_ARG(show_day(w, k->complained)), STR_ARG(k->number)));
        complaint_tag(w, k);
        html_raw(w->h, "</li>");
    }
    if (shown > 0)
        html_raw(w->h, "</ul>");
}

static void
case_items(struct web *w, const struct accreditation *c,
    const struct file_of_holder *f, bool officer)
{
    const struct programme *p = domain_programme(w->d, c->programme_id);
    size_t shown = 0;

    for (size_t i = 0; i < f->n_cases; i++) {
        const struct proceeding *k = &f->cases[i];

        if (k->accreditation_id != c->id)
            continue;
        if (shown++ == 0) {
            html_raw(w->h, "<h3>");
            html_cstr(w->h, T(w, "监督处理"));
            html_raw(w->h, "</h3><ul class=\"list\">");
        }
        list_item(w, true,
            officer ? url_make(w->a, "/desk/proceedings/%d", k->id)
                    : url_make(w->a, "/mine/proceedings/%d", k->id),
            arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(k->number),
                STR_ARG(L(w, ground_title(p->pack, k->ground)))));
        part_tag(w, TAG_GREY,
            web_said(w, proceeding_state_title(k->kind, k->state)));
        html_raw(w->h, "</li>");
    }
    if (shown > 0)
        html_raw(w->h, "</ul>");
}

static void
flag_lines(struct web *w, const struct accreditation *c,
    const struct file_of_holder *f)
{
    const struct programme *p = domain_programme(w->d, c->programme_id);

    for (size_t i = 0; i < f->n_flags; i++) {
        for (size_t k = 0; k < p->pack->n_triggers; k++) {
            const struct pack_trigger *t = &p->pack->triggers[k];

            if (str_eq(t->name, f->flags[i].trigger))
                part_callout(w, true, L(w, t->title));
        }
    }
}

enum status
incident_card(struct web *w, const struct accreditation *c, bool officer,
    struct err *err)
{
    struct file_of_holder f = { 0 };

    TRY(read_file(w, c, &f, err));
    if (f.n_incidents + f.n_complaints + f.n_bans + f.n_cases + f.n_flags ==
        0)
        return OK;
    part_card_begin(w, str_of(T(w, "监督情况")), false);
    if (f.standing.zh.n > 0) {
        html_raw(w->h, "<p>");
        part_tag(w, TAG_AMBER, L(w, f.standing));
        html_raw(w->h, "</p>");
    }
    if (officer)
        flag_lines(w, c, &f);
    incident_items(w, &f, officer);
    complaint_items(w, c, &f, officer);
    if (f.n_complaints > 0)
        TRY(complaint_count(w, c, err));
    case_items(w, c, &f, officer);
    if (f.n_bans > 0)
        ban_table(w, f.bans, f.n_bans, false);
    part_card_end(w);
    return OK;
}

enum status
incident_warning(
    struct web *w, const struct application *app, struct err *err)
{
    struct str why = STR_EMPTY;

    if (!application_is_open(app->state))
        return OK;
    TRY(ban_hinders(&w->x, app, &why, err));
    if (why.n > 0)
        part_callout(w, true, web_said(w, why));
    return OK;
}

#define BANS_MOST 10000

enum status
banned_read(struct web *w, struct banned *ret, struct err *err)
{
    *ret = (struct banned){ NULL, 0 };
    if (!may(&w->who, MAY_READ_FILES)) /* those who only sit on a body */
        return OK;
    return ban_list(&w->x, true, 0, BANS_MOST, &ret->list, &ret->n, err);
}

enum status
banned_note(struct web *w, const struct banned *b, int64_t subject_id,
    int64_t application_id, struct err *err)
{
    struct application app;
    struct str why = STR_EMPTY;
    bool found = false;

    for (size_t i = 0; i < b->n && !found; i++)
        found = b->list[i].subject_id == subject_id;
    if (!found)
        return OK;
    TRY(application_load(&w->x, subject_id, application_id, &app, err));
    if (application_is_open(app.state))
        TRY(ban_hinders(&w->x, &app, &why, err));
    if (why.n == 0)
        return OK;
    html_raw(w->h, "<p class=\"why\">");
    html_text(w->h, web_said(w, why));
    html_raw(w->h, "</p>");
    return OK;
}
