/* Letters of an application or a case. */
#include "domain/letter.h"
#include "web/web.h"

enum status
part_letters(struct web *w, int64_t subject_id, struct str owner_kind,
    int64_t owner_id, struct err *err)
{
    const struct letter *list = NULL;
    size_t n = 0;

    TRY(letter_list(
        &w->x, subject_id, owner_kind, owner_id, &list, &n, err));
    if (n == 0)
        return OK;
    part_card_begin(w, str_of(T(w, "文书")), false);
    html_raw(w->h, "<ul>");
    for (size_t i = 0; i < n; i++) {
        const struct letter *l = &list[i];

        html_raw(w->h, "<li>");
        part_link(w,
            url_make(w->a, "/letters/%d/%d", l->subject_id, l->id),
            arena_fmt(w->a, STR_FMT " " STR_FMT, STR_ARG(l->title),
                STR_ARG(l->number)));
        html_raw(w->h, " <span class=\"muted\">");
        html_text(w->h, show_day(w, day_of_us(l->issued_us)));
        html_raw(w->h, "</span> ");
        part_link(w,
            url_make(
                w->a, "/letters/%d/%d/letter.pdf", l->subject_id, l->id),
            arena_fmt(w->a, "PDF " STR_FMT, STR_ARG(l->number)));
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
    part_card_end(w);
    return OK;
}
