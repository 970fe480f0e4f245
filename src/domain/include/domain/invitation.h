/* invitation.h - codes by which the authority invites a named person or
 * organisation to apply (CE-4-1-a). Errors of all calls: core.h. */
#ifndef DOMAIN_INVITATION_H
#define DOMAIN_INVITATION_H

#include "domain/core.h"

struct invitation {
    int64_t id, programme_id, created_us;
    int64_t used_us; /* 0: not yet */
    struct str name; /* who is invited */
    struct str note;
};

/* The channel by which a programme takes the invited; NULL if it has none. */
const struct pack_channel *invitation_channel(const struct programme *p);

/*
 * Adds an invitation and sends its code to the address ("" sends nothing):
 * a mobile by SMS, anything with @ by mail. The code is given once; the
 * database keeps its hash. Needs MAY_DECIDE.
 * Errors: ERR_INPUT  no name, or an address that is neither.
 */
NODISCARD enum status invitation_add(struct act *x, int64_t programme_id,
    struct str name, struct str address, struct str note,
    struct str *ret_code, struct err *err);

/* Newest first, at most 200. Needs MAY_READ_FILES. */
NODISCARD enum status invitation_list(struct act *x, int64_t programme_id,
    const struct invitation **ret, size_t *ret_n, struct err *err);

/*
 * Uses a code for an application of a subject; a code works once.
 * Errors: ERR_INPUT  unknown or used code (field "invitation").
 */
NODISCARD enum status invitation_use(struct act *x, int64_t programme_id,
    struct str code, int64_t subject_id, struct err *err);

#endif
