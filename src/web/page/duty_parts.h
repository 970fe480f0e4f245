/* duty_parts.h - yearly duties on a page. */
#ifndef WEB_DUTY_PARTS_H
#define WEB_DUTY_PARTS_H

#include "domain/duty.h"
#include "web/web.h"

/* ?year=, else the year that reports are about today. */
int64_t duty_year_asked(const struct web *w);
void duty_year_links(struct web *w, struct url here, int64_t year);
/* 19/20; 19 where nothing says how many; "" without figures. */
struct str duty_figures(struct web *w, const struct duty_state *s);
/* Figures and how it stands, as a tag. */
void duty_state_cell(struct web *w, const struct duty_state *s);
/* 还有 12 天 / 逾期 3 天, from a last day. */
void duty_left(struct web *w, struct day due);
/* Callouts of what the actor's holdings still owe: their own reports of the
 * year that is over, and rows about those who work at them. */
NODISCARD enum status duty_waiting(struct web *w, struct err *err);
/* From the page of a host to its people; nothing for others. */
void staff_link(struct web *w, const struct accreditation *c);
/* How a holding stands with each duty in the last years; nothing if its
 * programme has none. The permission is the caller's. */
NODISCARD enum status duty_card(
    struct web *w, const struct accreditation *c, struct err *err);
/* Links to the officers' list of each duty of a programme. */
void duty_lists(struct web *w, const struct programme *p, int64_t year);

#endif
