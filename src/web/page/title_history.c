/* What a holder had before, and when it may apply anew. */
#include "title_history.h"

#include "domain/plaque.h"
#include "domain/subject.h"
#include "page_holding.h"

/* --- terms, titles, names, plaques --- */

static enum status
others(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct accreditation *list = NULL;
    size_t n = 0, shown = 0;

    TRY(accreditation_of_subject(
        &w->x, c->subject_id, c->programme_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct accreditation *o = &list[i];

        if (o->id == c->id)
            continue;
        if (shown++ == 0)
            html_raw(w->h, "<ul class=\"list\">");
        html_raw(w->h, "<li>");
        part_link(w, url_make(w->a, "/register/%s", o->number), o->number);
        html_raw(w->h, " ");
        holding_state_tag(w, o);
        html_raw(w->h, " ");
        part_standing(w, o->pack, o->category, o->incubating);
        html_raw(w->h, "<br><span class=\"muted\">");
        html_text(w->h, o->name);
        html_raw(w->h, "　");
        html_text(w->h,
            arena_fmt(w->a, T(w, "%.*s 至 %.*s"),
                STR_ARG(day_iso(w->a, o->admitted)),
                STR_ARG(day_iso(w->a,
                    day_is_none(o->ended) ? o->last_day : o->ended))));
        html_raw(w->h, "</span></li>");
    }
    if (shown > 0)
        html_raw(w->h, "</ul>");
    return OK;
}

static enum status
names(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct former_name *list = NULL;
    struct subject s;
    size_t n = 0, shown = 0;

    TRY(subject_get(&w->x, c->subject_id, &s, err));
    if (s.is_person)
        return OK;
    TRY(subject_former_names(&w->x, s.id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].name, s.name))
            continue;
        if (shown++ == 0) {
            part_heading(w, T(w, "曾用名称"));
            html_raw(w->h, "<ul class=\"list\">");
        }
        html_raw(w->h, "<li>");
        html_text(w->h, list[i].name);
        if (list[i].became.n > 0) {
            html_raw(w->h, " <span class=\"muted\">");
            html_text(w->h,
                arena_fmt(w->a, T(w, "至 %.*s"),
                    STR_ARG(show_day(w, day_of_us(list[i].changed_us)))));
            html_raw(w->h, "</span>");
        }
        html_raw(w->h, "</li>");
    }
    if (shown > 0)
        html_raw(w->h, "</ul>");
    return OK;
}

static void
plaque_row(struct web *w, const struct plaque *p)
{
    part_tr(w);
    part_td(w, p->number);
    part_td_begin(w);
    html_text(w->h, p->name);
    if (p->categories.n > 0) {
        html_raw(w->h, "<br><span class=\"muted\">");
        html_text(w->h, p->categories);
        html_raw(w->h, "</span>");
    }
    part_td_end(w);
    part_td(w, web_said(w, plaque_state_title(p->state)));
    part_td(w, show_day(w, p->made));
    part_td(w,
        day_is_none(p->handed) ? STR("—") : show_day(w, p->handed));
    part_td(w,
        day_is_none(p->reclaimed) ? STR("—") : show_day(w, p->reclaimed));
    part_tr_end(w);
}

static enum status
plaques(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct plaque *list = NULL;
    size_t n = 0, shown = 0;

    TRY(plaque_of_subject(&w->x, c->subject_id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].programme_id != c->programme_id)
            continue;
        if (shown++ == 0) {
            part_heading(w, T(w, "牌匾"));
            part_table_begin(w, str_of(T(w, "牌匾")));
            part_th(w, str_of(T(w, "编号")), false);
            part_th(w, str_of(T(w, "名称（姓名）")), false);
            part_th(w, str_of(T(w, "状态")), false);
            part_th(w, str_of(T(w, "制作日期")), false);
            part_th(w, str_of(T(w, "颁发日期")), false);
            part_th(w, str_of(T(w, "收回日期")), false);
            part_table_body(w);
        }
        plaque_row(w, &list[i]);
    }
    if (shown > 0)
        part_table_end(w);
    return OK;
}

enum status
title_history(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct term_row *terms = NULL;
    size_t n = 0;

    TRY(accreditation_terms(&w->x, c, &terms, &n, err));
    part_heading(w, T(w, "任期和历次资格"));
    holding_terms(w, terms, n);
    TRY(others(w, c, err));
    TRY(names(w, c, err));
    return plaques(w, c, err);
}

/* --- applying anew --- */

static int
days_until(const struct web *w, struct day d)
{
    return d.n - w->today.n;
}

static struct str
within_year(struct web *w, const struct accreditation *c,
    const struct again *g)
{
    struct str last = day_iso(w->a, c->last_day);
    struct str from = day_iso(w->a, g->first);
    struct str until = day_iso(w->a, g->last);

    switch (g->state) {
    case AGAIN_NOT_YET:
        return arena_fmt(w->a,
            T(w, "有效期末日 %.*s，期满当年为 %d 年：%.*s 至 %.*s"
                 "（含首末两日）可以再次申报，还有 %d 天开始。"),
            STR_ARG(last), day_ymd(c->last_day).year, STR_ARG(from),
            STR_ARG(until), days_until(w, g->first));
    case AGAIN_OPEN:
        return arena_fmt(w->a,
            T(w, "现在可以再次申报：有效期末日 %.*s，期满当年为 %d 年，"
                 "即 %.*s 至 %.*s（含首末两日），还剩 %d 天。"),
            STR_ARG(last), day_ymd(c->last_day).year, STR_ARG(from),
            STR_ARG(until), days_until(w, g->last) + 1);
    case AGAIN_FIRST:
        break;
    }
    return arena_fmt(w->a,
        T(w, "再次申报的期间 %.*s 至 %.*s 已过，仍可申报，按首次申报办理。"),
        STR_ARG(from), STR_ARG(until));
}

struct str
again_sentence(
    struct web *w, const struct accreditation *c, const struct again *g)
{
    if (!accreditation_is_held(c->state) && c->state != ACC_EXPIRED)
        return str_of(T(w, "资格已提前终止，可以重新申报，按首次申报办理。"));
    if (g->in_expiry_year)
        return within_year(w, c, g);
    if (g->state == AGAIN_NOT_YET)
        return arena_fmt(w->a,
            T(w, "有效期至 %.*s；届满次日 %.*s 起可以参加以后批次的申报，"
                 "还有 %d 天。"),
            STR_ARG(day_iso(w->a, c->last_day)),
            STR_ARG(day_iso(w->a, g->first)), days_until(w, g->first));
    return arena_fmt(w->a,
        T(w, "有效期已于 %.*s 届满，可以参加以后批次的申报，"
             "按首次申报办理。"),
        STR_ARG(day_iso(w->a, c->last_day)));
}

void
again_parts(
    struct web *w, const struct accreditation *c, const struct again *g)
{
    const struct programme *p = domain_programme(w->d, c->programme_id);

    if (g->banned) {
        part_callout(w, true,
            arena_fmt(w->a, T(w, "现在不得申报：%.*s"),
                STR_ARG(g->ban_arithmetic)));
        part_clause(w, p, p->pack, g->ban_clause);
    }
    part_callout(w, false, again_sentence(w, c, g));
    if (!day_is_none(g->next_last)) {
        html_raw(w->h, "<p>");
        html_text(w->h,
            arena_fmt(w->a,
                T(w, "在 %.*s 前（含当日）认定的，新的有效期自原末日起顺延、不间断，"
                     "至 %.*s；其后认定的，自认定之日起算，其间资格已届满。"),
                STR_ARG(day_iso(w->a, c->last_day)),
                STR_ARG(day_iso(w->a, g->next_last))));
        html_raw(w->h, "</p>");
    }
    part_clause(w, p, p->pack, g->clause);
}

enum status
again_card(struct web *w, const struct accreditation *c, bool link,
    struct err *err)
{
    struct again g;

    TRY(again_of(&w->x, c, &g, err));
    if (!g.ruled)
        return OK;
    part_card_begin(w, str_of(T(w, "再次申报")), false);
    again_parts(w, c, &g);
    if (link) {
        html_raw(w->h, "<p>");
        part_link(w, url_make(w->a, "/mine/holdings/%d/again", c->id),
            str_of(T(w, "再次申报的时间和办法")));
        html_raw(w->h, "</p>");
    }
    part_card_end(w);
    return OK;
}
