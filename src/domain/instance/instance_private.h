/* instance_private.h - what the files of this folder share. */
#ifndef DOMAIN_INSTANCE_PRIVATE_H
#define DOMAIN_INSTANCE_PRIVATE_H

#include "domain/instance.h"

/* ERR_NOT_FOUND unless the actor has a seat on the body. */
NODISCARD enum status instance_require_seat(
    const struct act *x, int64_t body_id, struct err *err);
/* The file of a body the actor sits on, in a state it can decide in.
 * Errors: ERR_DENIED  he has an interest. ERR_CONFLICT  another state, or
 * changed meanwhile. */
NODISCARD enum status instance_open(struct act *x, int64_t id,
    int64_t version, struct application *ret,
    const struct pack_stage **ret_stage, struct err *err);
/* Is the stage's term for a reminder over? */
bool instance_is_late(
    struct act *x, const struct pack *pack, const struct instance_row *r);

#endif
