/* accreditation_store.h - rows of accreditations, terms, the search index of
 * the register, documents issued. */
#ifndef ACCREDITATION_STORE_H
#define ACCREDITATION_STORE_H

#include "domain/accreditation.h"

NODISCARD enum status accreditation_store_add(
    struct act *x, const struct accreditation *c, struct err *err);
/* subject_id 0 looks it up by id alone. *ret_found false if absent. */
NODISCARD enum status accreditation_store_get(struct act *x,
    int64_t subject_id, int64_t id, struct accreditation *ret,
    bool *ret_found, struct err *err);
NODISCARD enum status accreditation_store_by_number(struct act *x,
    struct str number, struct accreditation *ret, bool *ret_found,
    struct err *err);
/* Those of a subject, newest first. */
NODISCARD enum status accreditation_store_of_subject(struct act *x,
    int64_t subject_id, const struct accreditation **ret, size_t *ret_n,
    struct err *err);
/* Writes state, days, name and the rest if version is still c->version, which
 * then rises. ERR_CONFLICT otherwise. */
NODISCARD enum status accreditation_store_put(
    struct act *x, struct accreditation *c, struct err *err);
/* The same for last_activity and watch alone: a third of the work, for what
 * each diary entry does. */
NODISCARD enum status accreditation_store_put_activity(
    struct act *x, struct accreditation *c, struct err *err);

NODISCARD enum status term_store_add(struct act *x,
    const struct accreditation *c, int64_t seq, struct day first,
    struct day last, int64_t application_id, struct err *err);
NODISCARD enum status term_store_list(struct act *x,
    const struct accreditation *c, const struct term_row **ret, size_t *ret_n,
    struct err *err);

NODISCARD enum status gram_store_add(struct act *x,
    const struct accreditation *c, struct str gram, struct err *err);
/* Rows of a gram, counted up to `most`. */
NODISCARD enum status gram_store_count(struct act *x, int64_t programme_id,
    struct str gram, int64_t most, int64_t *ret, struct err *err);

/* One programme, one state, by the index, row by row. Several may run at a
 * time, so that a page of two states reads no more rows than it shows. */
struct register_scan {
    struct rows *rows;
    bool there; /* row is one */
    struct register_row row;
};
/* Starts with the first row behind the cursor; at most n are wanted. */
NODISCARD enum status register_store_scan(struct act *x, int64_t programme_id,
    enum accreditation_state state, struct register_cursor after, size_t n,
    struct register_scan *ret, struct err *err);
/* To the next row, or to none. */
NODISCARD enum status register_store_next(
    struct act *x, struct register_scan *s, struct err *err);
/* No more rows are wanted. */
NODISCARD enum status register_store_end(
    struct register_scan *s, struct err *err);
/* Holders in a state, from the counters; those whose term ended today count
 * until the daily run has moved them. */
NODISCARD enum status register_store_count(struct act *x,
    int64_t programme_id, enum accreditation_state state, int64_t *ret,
    struct err *err);
/* Keeps the counters: by is 1 or -1. */
NODISCARD enum status register_store_shift(struct act *x,
    int64_t programme_id, enum accreditation_state state, int64_t by,
    struct err *err);

#define GRAMS_MOST 4
/* Rows that have all of GRAMS_MOST grams (the rarest first; repeat one where
 * there are fewer) and one of the states, newest first. */
struct register_search {
    int64_t programme_id;
    struct str grams[GRAMS_MOST];
    enum accreditation_state states[ACC_STATE_COUNT_]; /* repeat one */
    int64_t before; /* ids below this */
};
NODISCARD enum status register_store_search(struct act *x,
    const struct register_search *s, size_t n,
    const struct register_row **ret, size_t *ret_n, struct err *err);
/* Whether a former name of the subject has the normalised text. */
NODISCARD enum status register_store_former(struct act *x,
    int64_t subject_id, struct str key, bool *ret, struct err *err);
NODISCARD enum status register_store_search_count(struct act *x,
    const struct register_search *s, int64_t most, int64_t *ret,
    struct err *err);

NODISCARD enum status issued_store_add(
    struct act *x, const struct issued *d, struct err *err);
NODISCARD enum status issued_store_latest(struct act *x, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, struct str document,
    struct issued *ret, bool *ret_found, struct err *err);
NODISCARD enum status issued_store_void(struct act *x, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, struct err *err);

#endif
