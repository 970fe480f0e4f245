/* subject.h - organisations and persons: one record across all programmes.
 * Errors of all calls: core.h. */
#ifndef DOMAIN_SUBJECT_H
#define DOMAIN_SUBJECT_H

#include "domain/core.h"

struct subject {
    int64_t id;
    bool is_person;
    struct str name;
    struct str credit_code; /* organisations; "" unknown */
    struct str region;      /* division code; "" unknown */
    int64_t created_us, version;
};

/* Personal and contact data: never logged, never on public pages. */
struct subject_private {
    struct str id_no, mobile, email, address, contact;
};

/* ERR_NOT_FOUND: no such record. */
NODISCARD enum status subject_get(
    struct act *x, int64_t id, struct subject *ret, struct err *err);
NODISCARD enum status subject_private_get(struct act *x, int64_t id,
    struct subject_private *ret, struct err *err);

/*
 * Adds a subject; id is set. credit_code and id_no must have passed their
 * checks. ERR_CONFLICT if the credit code or identity number is there already
 * (duplicate detection, gap 13).
 */
NODISCARD enum status subject_add(struct act *x, struct subject *s,
    const struct subject_private *p, struct err *err);

/* Sets what is given ("" leaves as it is). */
NODISCARD enum status subject_private_put(struct act *x, int64_t id,
    const struct subject_private *p, struct err *err);

/* Completes credit code, region or identity number of a subject that was
 * included by name only. ERR_CONFLICT: another record has the number. */
NODISCARD enum status subject_complete(struct act *x, int64_t id,
    struct str credit_code, struct str id_no, struct str region,
    struct err *err);

/* Change of name with history; old names stay findable. Needs MAY_SUPERVISE in
 * the subject's region and no interest.
 * Errors: ERR_INPUT  no name, one over 100 characters, the same one, or no
 *                    reason (field "name" or "reason"). */
NODISCARD enum status subject_rename(struct act *x, int64_t id,
    struct str name, struct str reason, struct err *err);

/* *ret_id is 0 if there is none. By normalised name: current or former; the
 * oldest record. */
NODISCARD enum status subject_by_credit_code(
    struct act *x, struct str code, int64_t *ret_id, struct err *err);
NODISCARD enum status subject_by_id_no(
    struct act *x, struct str id_no, int64_t *ret_id, struct err *err);
NODISCARD enum status subject_by_name(struct act *x, struct str name,
    bool is_person, int64_t *ret_id, struct err *err);

#endif
