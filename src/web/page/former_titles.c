#include "former_titles.h"

#include "domain/accreditation.h"
#include "domain/plaque.h"

static void
plaques_of(struct web *w, const struct plaque *list, size_t n,
    int64_t accreditation_id)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].accreditation_id != accreditation_id)
            continue;
        html_raw(w->h, "<br>");
        html_text(w->h,
            arena_fmt(w->a, T(w, "牌匾 %.*s"), STR_ARG(list[i].number)));
        html_raw(w->h, "　");
        html_text(w->h, web_said(w, plaque_state_title(list[i].state)));
    }
}

static enum status
one_title(struct web *w, const struct accreditation *c,
    const struct plaque *plaques, size_t n_plaques, struct err *err)
{
    const struct term_row *terms = NULL;
    size_t n = 0;

    TRY(accreditation_terms(&w->x, c, &terms, &n, err));
    html_raw(w->h, "<li><b>");
    html_text(w->h, c->number);
    html_raw(w->h, "</b>　");
    html_text(w->h, c->name);
    html_raw(w->h, "　");
    html_text(w->h,
        web_said(w, accreditation_state_title(
                        accreditation_state_on(c, w->today))));
    for (size_t i = 0; i < n; i++) {
        html_raw(w->h, "<br>");
        html_text(w->h,
            arena_fmt(w->a, T(w, "%.*s 至 %.*s"),
                STR_ARG(day_iso(w->a, terms[i].first)),
                STR_ARG(day_iso(w->a, terms[i].last))));
    }
    if (c->end_reason.n > 0) {
        html_raw(w->h, "<br>");
        html_text(w->h, c->end_reason);
    }
    plaques_of(w, plaques, n_plaques, c->id);
    html_raw(w->h, "</li>");
    return OK;
}

enum status
former_titles(struct web *w, const struct application *app, struct err *err)
{
    const struct accreditation *list = NULL;
    const struct plaque *plaques = NULL;
    size_t n = 0, n_plaques = 0;

    if (app->accreditation_id != 0) /* about a title that it names itself */
        return OK;
    TRY(accreditation_of_subject(
        &w->x, app->subject_id, app->programme_id, &list, &n, err));
    if (n == 0 || (n == 1 && list[0].application_id == app->id))
        return OK;
    TRY(plaque_of_subject(
        &w->x, app->subject_id, &plaques, &n_plaques, err));
    part_card_begin(w, str_of(T(w, "以往的资格")), false);
    if (app->previous_id != 0) {
        const struct pack_procedure *p =
            pack_procedure(app->pack, app->procedure);

        html_raw(w->h, "<p>");
        part_tag(w, TAG_BLUE, str_of(T(w, "再次申报")));
        html_raw(w->h, "</p>");
        if (p != NULL)
            part_clause(w, domain_programme(w->d, app->programme_id),
                app->pack, p->again_clause);
    }
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < n; i++) {
        if (list[i].application_id != app->id)
            TRY(one_title(w, &list[i], plaques, n_plaques, err));
    }
    html_raw(w->h, "</ul>");
    part_card_end(w);
    return OK;
}
