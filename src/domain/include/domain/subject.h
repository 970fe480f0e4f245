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

/* What it was called; oldest first. */
struct former_name {
    int64_t changed_us;
    struct str name;
    struct str became;   /* the name after it; "": one of long before */
    int64_t incident_id; /* entry of the register it follows; 0: by hand */
};
NODISCARD enum status subject_former_names(struct act *x, int64_t id,
    const struct former_name **ret, size_t *ret_n, struct err *err);
/*
 * For the register of facts, which has asked for permission: gives the name
 * that an entry calls for, so that holdings and traits follow. back: the name
 * it has was set aside, so what ended under that name follows as well. Nothing
 * happens if it is called so already.
 */
NODISCARD enum status subject_follow_entry(struct act *x, int64_t id,
    struct str name, bool back, int64_t incident_id, struct str reason,
    struct err *err);
/* Keeps a name findable that it had long before. */
NODISCARD enum status subject_keep_name(struct act *x, int64_t id,
    struct str name, int64_t incident_id, struct err *err);

/* *ret_id is 0 if there is none. By normalised name: current or former; the
 * oldest record. */
NODISCARD enum status subject_by_credit_code(
    struct act *x, struct str code, int64_t *ret_id, struct err *err);
NODISCARD enum status subject_by_id_no(
    struct act *x, struct str id_no, int64_t *ret_id, struct err *err);
NODISCARD enum status subject_by_name(struct act *x, struct str name,
    bool is_person, int64_t *ret_id, struct err *err);

#endif
