/* What the pages of a holder tell beside its title. */
#include "holder_parts.h"

#include "domain/affiliation.h"
#include "domain/incident.h"
#include "domain/record.h"

/* --- places --- */

static struct url
holder_url(struct web *w, int64_t id, struct str number, enum holder_view v)
{
    return v == HOLDER_DESK ? url_make(w->a, "/desk/holders/%d", id)
                            : url_make(w->a, "/register/%s", number);
}

static void
span(struct web *w, struct day since, struct day until)
{
    html_raw(w->h, " <span class=\"muted\">");
    html_text(w->h, day_iso(w->a, since));
    html_raw(w->h, " — ");
    html_text(w->h, day_is_none(until) ? str_of(T(w, "至今"))
                                       : day_iso(w->a, until));
    html_raw(w->h, "</span>");
}

static enum status
works_at(struct web *w, const struct accreditation *c, enum holder_view v,
    struct err *err)
{
    const struct affiliation *list = NULL;
    size_t n = 0;

    TRY(affiliation_list(&w->x, c, &list, &n, err));
    part_card_begin(w, str_of(T(w, "执业机构")), false);
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < n; i++) {
        bool now = day_is_none(list[i].until);

        if (v == HOLDER_PUBLIC && !now)
            continue;
        html_raw(w->h, "<li>");
        part_link(w,
            holder_url(w, list[i].host_id, list[i].host_number, v),
            list[i].host_name);
        if (v != HOLDER_PUBLIC)
            span(w, list[i].since, list[i].until);
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
    if (n == 0 || (v == HOLDER_PUBLIC && !day_is_none(list[0].until))) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "目前没有执业机构。"));
        html_raw(w->h, "</p>");
    }
    part_card_end(w);
    return OK;
}

static void
people(struct web *w, const struct affiliate *list, size_t n,
    enum holder_view v)
{
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<li>");
        part_link(w,
            holder_url(w, list[i].accreditation_id, list[i].number, v),
            list[i].name);
        html_raw(w->h, " ");
        html_text(w->h, list[i].number);
        if (list[i].state != ACC_ACTIVE) {
            html_raw(w->h, " ");
            part_tag(w, TAG_GREY,
                web_said(w, accreditation_state_title(list[i].state)));
        }
        if (v != HOLDER_PUBLIC)
            span(w, list[i].since, list[i].until);
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
}

static enum status
workers(struct web *w, const struct accreditation *c,
    const struct programme *guests, enum holder_view v, struct err *err)
{
    const struct affiliate *now = NULL, *left = NULL;
    size_t n_now = 0, n_left = 0;

    if (v == HOLDER_PUBLIC) {
        TRY(affiliation_public(&w->x, c, &now, &n_now, err));
    } else {
        TRY(affiliation_of_host(&w->x, c, &now, &n_now, err));
        TRY(affiliation_left_host(&w->x, c, &left, &n_left, err));
    }
    part_card_begin(w,
        arena_fmt(w->a, T(w, "%.*s（%d 人）"),
            STR_ARG(L(w, guests->pack->holder_title)), (int)n_now),
        false);
    if (n_now == 0) {
        html_raw(w->h, "<p>");
        html_cstr(w->h, T(w, "目前没有人员。"));
        html_raw(w->h, "</p>");
    }
    people(w, now, n_now, v);
    if (n_left > 0) {
        html_raw(w->h, "<details><summary>");
        html_text(w->h,
            arena_fmt(w->a, T(w, "曾在此执业的（%d 人）"), (int)n_left));
        html_raw(w->h, "</summary>");
        people(w, left, n_left, v);
        html_raw(w->h, "</details>");
    }
    part_card_end(w);
    return OK;
}

enum status
holder_places(struct web *w, const struct accreditation *c,
    enum holder_view view, struct err *err)
{
    const struct programme *p = domain_programme(w->d, c->programme_id);

    if (p == NULL)
        return OK;
    if (p->pack->works_at.n > 0)
        return works_at(w, c, view, err);
    const struct programme *guests = affiliation_guests(w->d, p);
    return guests == NULL ? OK : workers(w, c, guests, view, err);
}

/* --- hints --- */

static enum status
profile_facts(struct web *w, const struct programme *p,
    const struct accreditation *c, struct pack_facts *f, struct err *err)
{
    struct json *extra = json_new(w->a, JSON_OBJECT);

    TRY(incident_holder_facts(&w->x, c, w->today, f, err));
    for (size_t i = 0; i < f->extra->n; i++)
        json_set(w->a, extra, f->extra->keys[i], f->extra->items[i]);
    TRY(affiliation_facts(&w->x, c, NULL, extra, err));
    TRY(record_facts(
        &w->x, p, c->subject_id, STR_EMPTY, extra, err));
    f->extra = extra;
    return OK;
}

enum status
holder_profile(struct web *w, const struct accreditation *c, struct err *err)
{
    const struct programme *p = domain_programme(w->d, c->programme_id);
    struct pack_facts f;

    if (p == NULL || p->pack->n_profile == 0 ||
        !accreditation_is_held(c->state))
        return OK;
    TRY(profile_facts(w, p, c, &f, err));
    part_card_begin(w, str_of(T(w, "档案要点（提示）")), false);
    html_raw(w->h, "<p class=\"muted\">");
    html_cstr(w->h, T(w,
        "按登记簿逐条判断，只作提示：不影响资格，也不作为处理的依据。"));
    html_raw(w->h, "</p>");
    for (size_t i = 0; i < p->pack->n_profile; i++) {
        struct pack_verdict v;

        TRY(pack_judge(
            w->a, p->pack, p->pack->profile[i], &f, &v, err));
        part_verdict(w, p, p->pack, &v);
    }
    part_card_end(w);
    return OK;
}

/* --- what is kept --- */

void
holder_kept(struct web *w, const struct accreditation *c)
{
    const struct pack_form *form = pack_form(c->pack, c->pack->history_form);

    if (str_eq(c->pack->subject, STR("person")) || form == NULL)
        return;
    for (size_t s = 0; s < form->n_sections; s++) {
        for (size_t i = 0; i < form->sections[s].n_fields; i++) {
            const struct pack_field *f = &form->sections[s].fields[i];
            const struct json *v = json_get(c->info, f->name);

            if (!f->is_private && f->type != FIELD_FILE &&
                f->type != FIELD_ROWS && !json_is_null(v))
                part_dl(w, L(w, f->label),
                    field_show(w->a, f, v, true, w->english));
        }
    }
}
