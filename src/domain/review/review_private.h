/* review_private.h - shared by the sheet and the acts upon it. */
#ifndef REVIEW_PRIVATE_H
#define REVIEW_PRIVATE_H

#include "domain/review.h"

#define MARK_ATTESTED "认定."
#define MARK_CRITERION "核验."

/* The sheet without rights and warnings. */
NODISCARD enum status review_read(
    struct act *x, int64_t id, struct review_sheet *ret, struct err *err);
/* Permission in the file's programme and region at the level of the stage (NULL:
 * none), and no interest in it. */
NODISCARD enum status review_require(struct act *x, enum permission p,
    const struct application *app, const struct pack_stage *stage,
    struct err *err);
/* The stage that ends the review: that of the decision where it is here that
 * somebody decides; NULL: none. */
const struct pack_stage *review_last_stage(const struct pack_procedure *p);
/* ERR_CONFLICT: changed meanwhile by somebody else. */
NODISCARD enum status review_check_version(
    const struct application *app, int64_t version, struct err *err);
enum permission review_decider(const struct pack_procedure *p);
struct str review_mark_name(struct arena *a, const char *kind, struct str name);

#endif
