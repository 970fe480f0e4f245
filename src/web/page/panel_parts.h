/* panel_parts.h - what the pages about a file in evaluation share. */
#ifndef PANEL_PARTS_H
#define PANEL_PARTS_H

#include "domain/panel.h"
#include "page_application.h"

void panel_paragraph(struct web *w, const char *text);

/* Who counts, how far he is, and his vote where others are seen. */
void panel_crew_table(struct web *w, const struct panel_sheet *s);
/* Marks counted for each condition, and proposals for each category. */
void panel_counts(struct web *w, const struct panel_sheet *s);
/* What each member wrote on each condition, his scores and his opinion. */
void panel_opinions(struct web *w, const struct panel_sheet *s);
/* The kept result with its arithmetic; nothing without one. */
void panel_result(struct web *w, const struct panel_sheet *s);
/* What concluding now would come to: votes, the tie and who breaks it. */
void panel_outlook(struct web *w, const struct panel_sheet *s);

/* Links from the page of a file in evaluation to its other pages. */
void panel_ways(struct web *w, const struct panel_sheet *s);
/* The same from the page of an application at the desk. */
void desk_ways(struct web *w, const struct application *app);
/* Was it given to a panel, and is it open to the visitor? */
bool panel_is_there(struct web *w, int64_t application_id);

struct str panel_criterion_title(
    struct web *w, const struct panel_criterion *c);
struct str panel_vote_title(struct web *w, enum panel_vote v);

/* Forms of the chair and the office on /panel/files/:id. */
void panel_lead_forms(struct web *w, const struct panel_sheet *s);
/* GET /panel/files/:id: shows the forms again. */
NODISCARD enum status panel_file_page(struct web *w, struct err *err);
/* Reviews on site, with the forms to order and to record them. */
void panel_onsite(struct web *w, const struct panel_sheet *s);

#endif
