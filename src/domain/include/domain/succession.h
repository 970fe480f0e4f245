/* succession.h - what becomes of holders, files and rows of a division that ended
 * or gave towns away: they follow to the division that the pack's table of
 * changes names (planning.units.changes, moves). The authority of the plan moves
 * them, all at once or some, with its source; each move leaves an audit line from
 * code to code. Figures and ratios of the plan are not moved: they keep the
 * borders of their day. Errors of all calls: core.h; all of them need the
 * authority over all units (plan_is_authority).
 */
#ifndef DOMAIN_SUCCESSION_H
#define DOMAIN_SUCCESSION_H

#include "domain/accreditation.h"
#include "domain/application.h"

/* One that still stands in a division which it should have left. */
struct succession_item {
    int64_t programme_id, subject_id, id; /* of the accreditation */
    struct str name, number, town;        /* town "": not kept */
    struct str from, to;                  /* codes */
    bool by_town;                         /* to: by its town */
    bool unsure;                          /* parts of `from` go elsewhere by
                                             towns, and its town is not kept */
    size_t guests;                        /* who work there and follow */
};
/* An open application that follows, of whoever. */
struct succession_file {
    int64_t subject_id, id;
    struct str number, name, from, to;
};
struct succession {
    const struct programme *programme;    /* of the plan */
    const struct pack_unit_change *change;
    const struct succession_item *items;  /* hosts first, then others; by code */
    size_t n_items;
    const struct succession_file *files;  /* if all items moved now */
    size_t n_files;
};

/*
 * What the change `at` (index into planning.units.changes) leaves to be done.
 * Errors: ERR_NOT_FOUND  the programme has no plan, or no such change.
 */
NODISCARD enum status succession_preview(struct act *x, int64_t programme_id,
    size_t at, struct succession *ret, struct err *err);

struct succession_order {
    int64_t programme_id;
    size_t at;
    const int64_t *ids;  /* accreditations; n == 0: all, and what else lies in
                            the divisions that ended */
    size_t n;
    struct str to;       /* for these, one of change->to; "": by the table */
    struct str source;   /* document that orders it, 1 to 200 characters */
};
/*
 * Moves them with those who work there, their open applications (told to the
 * applicants), consents asked for and rows of registers. *ret: how many
 * accreditations.
 * Errors: ERR_INPUT     no source (field "source"), a division that the change
 *                       does not name ("to").
 *         ERR_CONFLICT  before the day of the change, or nothing to move.
 */
NODISCARD enum status succession_move(struct act *x,
    const struct succession_order *o, size_t *ret, struct err *err);

#endif
