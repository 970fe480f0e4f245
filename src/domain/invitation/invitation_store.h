#ifndef INVITATION_STORE_H
#define INVITATION_STORE_H

#include "domain/invitation.h"

NODISCARD enum status store_add_invitation(struct act *x,
    const struct invitation *i, struct str code_hash, struct err *err);
/* *ret false: unknown or used already. */
NODISCARD enum status store_use_invitation(struct act *x,
    int64_t programme_id, struct str code_hash, int64_t subject_id, bool *ret,
    struct err *err);

#endif
