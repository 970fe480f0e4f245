/* direct_private.h - what the files of this noun share among themselves. */
#ifndef DIRECT_PRIVATE_H
#define DIRECT_PRIVATE_H

#include "direct_check.h"
#include "direct_store.h"
#include "domain/subject.h"

/* Row about a kept file of a list or an entrustment. */
NODISCARD enum status direct_keep(struct act *x, int64_t subject_id,
    int64_t owner_id, struct str field, const struct kept_file *f,
    int64_t *ret_id, struct err *err);
/* Whether the actor recommends for a body in a programme and region. */
NODISCARD enum status direct_of_body(struct act *x, int64_t programme_id,
    struct str region, int64_t body, bool *ret, struct err *err);

/* What a row of a list means for the register. */
struct row_match {
    int64_t subject_id;    /* 0: to be added */
    struct str problem;    /* why it cannot be included, "" if it can */
};
NODISCARD enum status direct_match(struct act *x, const struct pack *p,
    const struct pack_import *im, int64_t programme_id, struct str region,
    struct str name, const struct str *cells, struct row_match *ret,
    struct err *err);

/* Moves a list with its audit line. */
NODISCARD enum status direct_move(struct act *x, struct direct_list *l,
    enum direct_state to, const char *event, struct str clause,
    struct err *err);

#endif
