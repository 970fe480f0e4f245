/* record_parts.h - rows of a pack's registers on a page. */
#ifndef WEB_RECORD_PARTS_H
#define WEB_RECORD_PARTS_H

#include "domain/record.h"
#include "web/web.h"

/* A register of a programme, as the address names it. */
struct shelf {
    const struct programme *p;
    const struct pack_record *k;
    const struct pack_form *form;
};

/* ERR_NOT_FOUND: there is no such register. */
NODISCARD enum status record_shelf(struct web *w, const struct programme *p,
    struct str kind, struct shelf *ret, struct err *err);

void record_state_tag(
    struct web *w, const struct pack_record *k, const struct record *r);
/* Private fields and files are for the holder and officers only. */
void record_content(struct web *w, const struct shelf *s,
    const struct record *r, bool public_page);
/* What is due, corrected, and what the rules of the pack found. */
void record_marks(
    struct web *w, const struct shelf *s, const struct record *r);
/* What each row is judged by, so that nobody is surprised. */
void record_guards(struct web *w, const struct shelf *s);

#endif
