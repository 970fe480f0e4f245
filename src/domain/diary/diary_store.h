/* diary_store.h - rows of the diary, of its enterprises and counters. */
#ifndef DIARY_STORE_H
#define DIARY_STORE_H

#include "domain/diary.h"

NODISCARD enum status diary_store_add(struct act *x, const struct diary *d,
    struct str list_hash, struct err *err);
NODISCARD enum status diary_store_add_enterprise(struct act *x,
    const struct diary *d, const struct diary_enterprise *e, struct str key,
    struct str token_hash, struct err *err);
NODISCARD enum status diary_store_get(struct act *x, int64_t subject_id,
    int64_t id, struct diary *ret, bool *ret_found, struct err *err);
NODISCARD enum status diary_store_list(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct day first, struct day last,
    const struct diary **ret, size_t *ret_n, struct err *err);
NODISCARD enum status diary_store_recent(struct act *x, int64_t programme_id,
    int64_t before_us, bool flagged, size_t n, const struct diary **ret,
    size_t *ret_n, struct err *err);

/* Accepted entries of a subject that begin in [from_us, until_us). */
struct diary_near {
    int64_t start_us, end_us, minutes;
    struct day day;
    struct str list_hash;
};
NODISCARD enum status diary_store_near(struct act *x, int64_t subject_id,
    int64_t from_us, int64_t until_us, const struct diary_near **ret,
    size_t *ret_n, struct err *err);
/* The list of the newest accepted entry, "" if there is none. */
NODISCARD enum status diary_store_last_list(struct act *x, int64_t subject_id,
    struct str *ret, struct err *err);
NODISCARD enum status diary_store_photo_used(struct act *x,
    int64_t subject_id, struct str sha256, bool *ret, struct err *err);
NODISCARD enum status diary_store_put_void(struct act *x,
    const struct diary *d, struct str reason, struct err *err);
NODISCARD enum status diary_store_put_flags(
    struct act *x, const struct diary *d, struct str flags, struct err *err);
/* Names and credit codes entered with code in d's year. */
NODISCARD enum status diary_store_coded(struct act *x, const struct diary *d,
    const struct diary_enterprise **ret, size_t *ret_n, struct err *err);
/* Newest day of an accepted entry, DAY_NONE if there is none. */
NODISCARD enum status diary_store_last_day(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct day *ret, struct err *err);
/* Sets the last activity and the watch day, when an entry became void. */
NODISCARD enum status diary_store_put_watch(struct act *x,
    const struct accreditation *c, struct day last, struct err *err);

NODISCARD enum status diary_store_enterprises(struct act *x,
    int64_t subject_id, int64_t id, const struct diary_enterprise **ret,
    size_t *ret_n, struct err *err);
NODISCARD enum status diary_store_keys(struct act *x, int64_t subject_id,
    int64_t id, const struct str **ret, size_t *ret_n, struct err *err);
NODISCARD enum status diary_store_by_token(struct act *x,
    struct str token_hash, int64_t *ret_subject_id, int64_t *ret_id,
    int64_t *ret_n, bool *ret_found, struct err *err);
NODISCARD enum status diary_store_put_token(struct act *x, int64_t subject_id,
    int64_t id, int64_t n, struct str token_hash, int64_t *ret_changed,
    struct err *err);
NODISCARD enum status diary_store_put_answer(struct act *x,
    const struct diary *d, int64_t n, const struct diary_answer *answer,
    int64_t *ret_changed, struct err *err);

/* --- counters (diary_count_store.c) --- */

/* Adds to the counters of a year; any figure may be negative. */
NODISCARD enum status count_store_add(struct act *x, const struct diary *d,
    const struct year_count *delta, struct err *err);
/* Counts an enterprise once more; *ret_new if it is the first time. */
NODISCARD enum status count_store_add_key(struct act *x,
    const struct diary *d, struct str key, bool *ret_new, struct err *err);
/* Once less; *ret_gone if that was the last time. */
/* The name alone becomes the credit code it turns out to have: in the entries
 * and the keys of d's year. *ret_merged 1 if two became one. */
NODISCARD enum status count_store_adopt(struct act *x, const struct diary *d,
    struct str name_key, struct str key, int64_t *ret_merged,
    struct err *err);
NODISCARD enum status count_store_drop_key(struct act *x,
    const struct diary *d, struct str key, bool *ret_gone, struct err *err);
NODISCARD enum status count_store_get(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int year, struct year_count *ret,
    struct err *err);
NODISCARD enum status count_store_rebuild(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct err *err);

#endif
