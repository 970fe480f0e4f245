/* record_store.h - rows of the pack's registers. */
#ifndef RECORD_STORE_H
#define RECORD_STORE_H

#include "domain/record.h"

NODISCARD enum status record_store_add(
    struct act *x, const struct record *r, struct err *err);
NODISCARD enum status record_store_get(struct act *x, int64_t subject_id,
    int64_t id, struct record *ret, bool *ret_found, struct err *err);
NODISCARD enum status record_store_of(struct act *x, int64_t programme_id,
    int64_t subject_id, struct str kind, const struct record **ret,
    size_t *ret_n, struct err *err);
NODISCARD enum status record_store_list(struct act *x, int64_t programme_id,
    struct str kind, struct str state, int64_t before_us, size_t n,
    const struct record **ret, size_t *ret_n, struct err *err);
/* Rows of a subject that wait for somebody, oldest first. */
NODISCARD enum status record_store_waiting(struct act *x,
    int64_t programme_id, int64_t subject_id, const struct record **ret,
    size_t *ret_n, struct err *err);
NODISCARD enum status record_store_tallies(struct act *x,
    int64_t programme_id, struct str kind, const struct record_tally **ret,
    size_t *ret_n, struct err *err);
NODISCARD enum status record_store_due(struct act *x, int64_t programme_id,
    size_t n, const struct record **ret, size_t *ret_n, struct err *err);
/* Rows of all subjects for which somebody has to do something, oldest
 * first. */
NODISCARD enum status record_store_undone(struct act *x,
    int64_t programme_id, size_t n, const struct record **ret, size_t *ret_n,
    struct err *err);
/* Not done though the last day was one from `from` to yesterday; the oldest
 * last day first, at most 5,000. */
NODISCARD enum status record_store_overdue(struct act *x,
    int64_t programme_id, struct day from, const struct record **ret,
    size_t *ret_n, struct err *err);
/* Of one subject, all kinds, oldest first. */
NODISCARD enum status record_store_all(struct act *x, int64_t programme_id,
    int64_t subject_id, const struct record **ret, size_t *ret_n,
    struct err *err);
/* The newest holding of a subject that began on the day or before, ended or
 * not; 0: none. */
NODISCARD enum status record_store_holding(struct act *x, int64_t subject_id,
    int64_t programme_id, struct day until, int64_t *ret, struct err *err);
/* Living rows that a row brought about, of whomever. */
NODISCARD enum status record_store_brought(struct act *x, int64_t because,
    const struct record **ret, size_t *ret_n, struct err *err);
/* What brought a row about; the proceeding it opened. */
NODISCARD enum status record_store_link(struct act *x, int64_t subject_id,
    int64_t id, int64_t because, int64_t case_id, struct err *err);
/* Writes content, state and answer if the version is still r->version.
 * ERR_CONFLICT otherwise. */
NODISCARD enum status record_store_put(
    struct act *x, const struct record *r, struct err *err);

#endif
