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

/* A row that is being written. */
struct record_adding {
    struct shelf s;
    struct part_files files;
    struct record r;
    int64_t holding;
    const struct json *before; /* answers of the row it is right for; NULL */
    bool rows;               /* a row of a table was added or removed: the form
                                is shown again */
};
/* Slow part and act of writing a row: of the holder of ?holding=, at the desk
 * (addresses that begin with /desk/) of the holder whose number is typed
 * (tasks: of several at once), or of somebody who works at the actor's
 * (/mine/staff/). Where the address ends with /correct, a row that is right
 * for the one it names.
 * w->state is the struct record_adding. */
NODISCARD enum status record_add_before(struct web *w, struct err *err);
NODISCARD enum status record_add_act(struct web *w, struct err *err);
/* Its fields, without those that the program keeps. The form must have been
 * begun. Typed values stay. */
void record_fields(struct web *w, const struct shelf *s,
    const struct json *answers, int64_t subject_id);
/* Whom a row is about: a number; of a task boxes for those in status. */
NODISCARD enum status record_pick_holder(
    struct web *w, const struct shelf *s, struct err *err);

/* Rows of a programme that wait for the actor, as a table that leads to each;
 * nothing without any. */
NODISCARD enum status record_waiting_table(
    struct web *w, const struct programme *p, struct err *err);
/* May a row of this register be corrected by a new one, and is this one still
 * to be corrected? */
bool record_may_correct(const struct shelf *s, const struct record *r);
/* The form of a row that is right for r, filled with it. */
void record_correct_form(struct web *w, const struct shelf *s,
    const struct record *r, struct url action, int64_t holding);
/* The row that hidden fields name. ERR_INPUT: they are not complete. */
struct record_target {
    int64_t subject_id, id, version;
};
NODISCARD enum status record_target_of(
    struct web *w, struct record_target *t, struct err *err);

void record_state_tag(
    struct web *w, const struct pack_record *k, const struct record *r);
/* What its guards say today; and what was done with it, by whom if `who`. */
NODISCARD enum status record_row_verdicts(struct web *w,
    const struct shelf *s, const struct record *r, struct err *err);
NODISCARD enum status record_row_history(struct web *w,
    const struct shelf *s, const struct record *r, bool who,
    struct err *err);
/* Rows as a workbook, for a route with ROUTE_PLAIN. */
NODISCARD enum status record_book(struct web *w, const struct shelf *s,
    const struct record *list, size_t n, struct err *err);
/* Private fields and files are for the holder and officers only. */
void record_content(struct web *w, const struct shelf *s,
    const struct record *r, bool public_page);
/* What is due, corrected, and what the rules of the pack found. */
void record_marks(
    struct web *w, const struct shelf *s, const struct record *r);
/* What each row is judged by, so that nobody is surprised. */
void record_guards(struct web *w, const struct shelf *s);

#endif
