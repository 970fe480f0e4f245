/* decision_private.h - shared by the parts of the decision. */
#ifndef DECISION_PRIVATE_H
#define DECISION_PRIVATE_H

#include "domain/decision.h"

#define REASON_MAX 2000
#define DOCUMENT_NO_MAX 100

/* Line of a category; NULL: none. */
struct decision_line *decision_line_of(
    struct decision_line *lines, size_t n, struct str category);
/* "专业化" of a line, "" without category; with "“”". */
struct str decision_line_title(
    struct arena *a, const struct decision_line *l);

/* Takes a place of each quota for a recognition; ERR_CONFLICT says which is
 * full, with the clause. */
NODISCARD enum status quota_take(struct act *x, const struct application *app,
    int64_t override_id, struct err *err);
/* Those that are full for this subject, joined: names and "40/40". */
NODISCARD enum status quota_full(struct act *x, const struct application *app,
    struct str *ret_names, struct str *ret_places, struct err *err);

/* decision_make with a place beyond the quota; override_id 0: none. */
NODISCARD enum status decision_settle(struct act *x,
    struct application *app, const struct decision_new *n,
    int64_t override_id, struct err *err);
/* The file for the leading group, with permission, interest and state. */
NODISCARD enum status decision_open(struct act *x, int64_t id,
    enum permission p, int64_t version, struct application *ret,
    struct err *err);
/* Do the conditions hold, of the stages before and of the line, now and on the
 * reference day (R6)? ERR_CONFLICT with arithmetic and clause. kept: keeps the
 * verdicts. */
NODISCARD enum status decision_check_line(struct act *x,
    const struct application *app, const struct decision_line *l,
    enum decision_outcome o, bool kept, struct err *err);
/* Everything that a recognition needs but the place. */
NODISCARD enum status decision_check_recognise(struct act *x,
    const struct application *app, const struct decision_line *l,
    struct err *err);

#endif
