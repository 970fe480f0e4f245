/* incident_store.h - rows of the register, of what triggers made, of bans. */
#ifndef INCIDENT_STORE_H
#define INCIDENT_STORE_H

#include "domain/incident.h"

NODISCARD enum status incident_store_add(struct act *x,
    const struct incident *i, struct str doc_key, struct err *err);
NODISCARD enum status incident_store_get(struct act *x, int64_t subject_id,
    int64_t id, struct incident *ret, bool *ret_found, struct err *err);
NODISCARD enum status incident_store_by_document(struct act *x,
    int64_t subject_id, enum incident_kind kind, struct str doc_key,
    struct incident *ret, bool *ret_found, struct err *err);
/* ERR_CONFLICT: somebody else changed it. */
NODISCARD enum status incident_store_put(
    struct act *x, struct incident *i, struct err *err);
NODISCARD enum status incident_store_of(struct act *x, int64_t subject_id,
    const struct incident **ret, size_t *ret_n, struct err *err);
/* kind "": any. */
NODISCARD enum status incident_store_list(struct act *x, struct str kind,
    size_t offset, size_t n, const struct incident **ret, size_t *ret_n,
    struct err *err);

NODISCARD enum status incident_store_of_record(struct act *x,
    int64_t subject_id, int64_t record_id, const struct incident **ret,
    size_t *ret_n, struct err *err);

NODISCARD enum status effect_store_add(struct act *x, int64_t subject_id,
    int64_t incident_id, const struct incident_effect *e, struct err *err);
NODISCARD enum status effect_store_of(struct act *x, int64_t subject_id,
    int64_t incident_id, const struct incident_effect **ret, size_t *ret_n,
    struct err *err);
/* All that stand of a subject. */
NODISCARD enum status effect_store_standing(struct act *x,
    int64_t subject_id, const struct incident_effect **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status effect_store_undo(struct act *x, int64_t subject_id,
    int64_t incident_id, int64_t id, struct err *err);
/* Entries on which a case rests: those set aside left out, and how many of
 * the rest are stayed. */
NODISCARD enum status effect_store_basis(struct act *x, int64_t subject_id,
    int64_t proceeding_id, int64_t *ret_all, int64_t *ret_stayed,
    struct err *err);

NODISCARD enum status ban_store_add(
    struct act *x, const struct ban *b, struct err *err);
NODISCARD enum status ban_store_lift(struct act *x, int64_t subject_id,
    int64_t proceeding_id, struct str reason, int64_t *ret_n,
    struct err *err);
/* from DAY_NONE: all; else those that stand with their last day not before. */
NODISCARD enum status ban_store_page(struct act *x, struct day from,
    size_t offset, size_t n, const struct ban **ret, size_t *ret_n,
    struct err *err);

/* Sets a fact of the lists of complaints (complaint_store.c). */
NODISCARD enum status complaint_facts(struct act *x, int64_t subject_id,
    int64_t programme_id, struct json **ret, struct err *err);

/* Names in force with an effective day from `from` to `until`. */
NODISCARD enum status incident_store_names_between(struct act *x,
    struct day from, struct day until, const struct incident **ret,
    size_t *ret_n, struct err *err);

#endif
