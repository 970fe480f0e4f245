/* draw_parts.h - how a draw looks, for the public and at the desk. */
#ifndef PAGE_DRAW_PARTS_H
#define PAGE_DRAW_PARTS_H

#include "domain/inspection.h"
#include "web/web.h"

void draw_tag(struct web *w, const struct draw *d);
/* Commitment, share, seed, with the clause and the steps of the protocol. */
void draw_head(struct web *w, const struct draw *d);
/* Buttons: the file, the plan as it was hashed; how to check them. */
void draw_downloads(struct web *w, const struct draw *d);
/* Both pools, what was left out and why, who must not meet. */
void draw_pool_tables(struct web *w, const struct draw *d);
/* Every object with its ticket; those drawn with their inspectors. */
void draw_result_tables(struct web *w, const struct draw *d);
/* Lines of draws: number, programme, what, when. */
void draw_list_table(struct web *w, const struct draw *list, size_t n,
    const char *caption, bool desk);

void inspection_tag(struct web *w, enum inspection_state s);
/* What was found, item by item; nothing if it is not to be seen. */
void inspection_findings(struct web *w, const struct inspection *i);
/* A correction order in a line: number, items, last day, state. */
void rectification_line(
    struct web *w, const struct rectification *r, struct url to);
void rectification_tag(struct web *w, const struct rectification *r);
/* "2026-06-29 24:00", and that the day may move while it is open. */
struct str rectification_deadline(
    struct web *w, const struct rectification *r);

#endif
