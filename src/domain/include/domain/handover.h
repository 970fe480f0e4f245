/* handover.h - the open work of a holder: what it has promised and not done
 * when its title ends or it leaves its host, who takes it over, what was closed
 * and why (requirements 6, gap 33). Errors of all calls: core.h.
 *
 * Open work is read where it stands: rows of registers that nobody is done
 * with, needs taken up, activities to come, and rows of a host's register that
 * name the holder as the one who does them (activity_of, open_until of the
 * pack). A file is opened when a holder ends or leaves with such work; it is
 * over when nothing is left.
 */
#ifndef DOMAIN_HANDOVER_H
#define DOMAIN_HANDOVER_H

#include "domain/accreditation.h"

enum work_noun { WORK_RECORD, WORK_CASE, WORK_NEED, WORK_ACTIVITY,
    WORK_NOUN_COUNT_ };
struct str work_noun_name(enum work_noun n); /* record, case, need, activity */
bool work_noun_of(struct str name, enum work_noun *ret);

struct work_item {
    enum work_noun noun;
    int64_t subject_id, id, version; /* of the row; a case is its host's */
    struct str kind;     /* register of the pack, "" */
    struct str title;    /* what it is, in one line */
    struct str served;   /* for whom, "" not known */
    struct str state;    /* for people */
    struct day due;      /* DAY_NONE */
    bool may_assign;     /* somebody else can do it */
};

/*
 * The open work of a holding today; host_id: only what it does at that host (0:
 * all). What another living title of the holder carries on is not open: rows
 * of a programme where it holds another title, needs while it holds any.
 * The permission is the caller's.
 */
NODISCARD enum status handover_items(struct act *x,
    const struct accreditation *c, int64_t host_id,
    const struct work_item **ret, size_t *ret_n, struct err *err);

struct handover {
    int64_t id, programme_id, subject_id, accreditation_id, host_id;
    struct str event;    /* end, move */
    struct str name, number;
    int64_t opened_us, closed_us; /* 0: something is left */
    size_t left;         /* in lists */
};

/* Opens the file of a holding that has ended, or left a host (host_id, event
 * "move"), if work is open; the holder is told (document handover_due). Nothing
 * if a file for the same is open. */
NODISCARD enum status handover_begin(struct act *x,
    const struct accreditation *c, const char *event, int64_t host_id,
    struct err *err);
/* After a change of state: begins, or closes the files of a title that is
 * back. */
NODISCARD enum status handover_follow(
    struct act *x, const struct accreditation *c, struct err *err);

/* Open files of a programme (0: of all that the actor may read), oldest first;
 * those with nothing left are passed over. Officers. */
NODISCARD enum status handover_list(struct act *x, int64_t programme_id,
    const struct handover **ret, size_t *ret_n, struct err *err);
/* Of one holding, open or closed, newest first. */
NODISCARD enum status handover_of(struct act *x,
    const struct accreditation *c, const struct handover **ret,
    size_t *ret_n, struct err *err);

/* Whether the actor may hand over the work of a holding: officers who
 * supervise it, without interest; for a case also people of its host. */
bool handover_may(const struct act *x, const struct accreditation *c,
    const struct work_item *item);

/*
 * Gives a piece of work to another holder (to: its number, as people type it),
 * or, with to "", closes it. reason is kept, and told to the one who takes
 * it and to those who are served. A row given on is a new row of the one who takes it;
 * the old one is closed and stays. A case gets a correction that names the new
 * one; a need goes to the other holder, an activity as well, with everybody
 * enrolled.
 * Errors: ERR_INPUT     no such number, it has no rights, it is the holder
 *                       itself, of another programme, at another host (field
 *                       "to"); no reason (field "reason").
 *         ERR_CONFLICT  it cannot be given on, or it is done meanwhile.
 */
NODISCARD enum status handover_settle(struct act *x,
    const struct accreditation *c, const struct work_item *item,
    struct str to, struct str reason, struct err *err);
/* A need goes back to where everybody with a title may take it up. */
NODISCARD enum status handover_release(struct act *x,
    const struct accreditation *c, const struct work_item *item,
    struct str reason, struct err *err);

/* What was done with each piece, newest first. */
struct handover_line {
    int64_t at_us;
    enum work_noun noun;
    struct str title, to_name, reason, by; /* to_name "": closed */
};
NODISCARD enum status handover_log(struct act *x,
    const struct accreditation *c, const struct handover_line **ret,
    size_t *ret_n, struct err *err);

#endif
