/* activity_store.h - rows of activities and enrolments. */
#ifndef ACTIVITY_STORE_H
#define ACTIVITY_STORE_H

#include "domain/activity.h"

NODISCARD enum status activity_store_add(
    struct act *x, const struct activity *ac, struct err *err);
NODISCARD enum status activity_store_get(struct act *x, int64_t id,
    struct activity *ret, bool *ret_found, struct err *err);
/* ERR_CONFLICT: another version, or cancelled. */
NODISCARD enum status activity_store_put(
    struct act *x, const struct activity *ac, struct err *err);
NODISCARD enum status activity_store_cancel(struct act *x,
    const struct activity *ac, struct str reason, struct err *err);
/* With its enrolments, to another holder. ERR_CONFLICT: cancelled. */
NODISCARD enum status activity_store_move(struct act *x,
    const struct activity *ac, int64_t to_subject_id,
    int64_t to_accreditation_id, struct err *err);
/* Cursor-free pages: offset and number. */
NODISCARD enum status activity_store_list(struct act *x,
    const struct activity_filter *f, int64_t offset, int64_t n,
    const struct activity **ret, size_t *ret_n, struct err *err);
NODISCARD enum status activity_store_count(struct act *x,
    const struct activity_filter *f, int64_t *ret, struct err *err);

NODISCARD enum status enrolment_store_add(struct act *x,
    const struct activity *ac, const struct enrolment *e, struct err *err);
/* Enterprises that hold a place. */
NODISCARD enum status enrolment_store_count(struct act *x,
    const struct activity *ac, int64_t *ret, struct err *err);
NODISCARD enum status enrolment_store_same(struct act *x,
    const struct activity *ac, const struct enrolment *e, int64_t *ret,
    struct err *err);
NODISCARD enum status enrolment_store_cancel(struct act *x,
    const struct activity *ac, struct str mobile, struct str check_code,
    int64_t *ret_changed, struct err *err);
NODISCARD enum status enrolment_store_list(struct act *x,
    const struct activity *ac, const struct enrolment **ret, size_t *ret_n,
    struct err *err);

/* Loads one that has not ended and is not cancelled. */
NODISCARD enum status activity_load_open(struct act *x, int64_t id,
    bool not_begun, struct activity *ret, struct err *err);

#endif
