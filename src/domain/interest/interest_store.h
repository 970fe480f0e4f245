/* interest_store.h - rows of ties, traits, clearances and interests. */
#ifndef INTEREST_STORE_H
#define INTEREST_STORE_H

#include "domain/interest.h"

NODISCARD enum status tie_store_list(struct act *x, int64_t account_id,
    const struct tie **ret, size_t *ret_n, struct err *err);
NODISCARD enum status tie_store_add(struct act *x, const struct tie *t,
    struct str kind, struct str trait, struct err *err);
NODISCARD enum status tie_store_leave(struct act *x, int64_t id,
    struct day until, bool *ret_found, struct err *err);

NODISCARD enum status trait_store_drop(
    struct act *x, int64_t subject_id, struct err *err);
NODISCARD enum status trait_store_add(struct act *x, int64_t subject_id,
    struct str kind, struct str trait, struct str source, struct err *err);
/* Former names, newest first. */
NODISCARD enum status trait_store_names(struct act *x, int64_t subject_id,
    const struct str **ret, size_t *ret_n, struct err *err);

/* application_id 0: of all open ones. */
NODISCARD enum status hit_store_list(struct act *x, int64_t application_id,
    const struct interest_hit **ret, size_t *ret_n, struct err *err);
NODISCARD enum status hit_store_clear(struct act *x, int64_t account_id,
    int64_t subject_id, struct str trait, struct str note, struct err *err);

NODISCARD enum status interest_store_list(struct act *x, int64_t subject_id,
    const struct interest_row **ret, size_t *ret_n, struct err *err);
NODISCARD enum status interest_store_add(struct act *x, int64_t account_id,
    int64_t subject_id, struct str reason, struct err *err);
NODISCARD enum status interest_store_propose(struct act *x,
    int64_t account_id, int64_t subject_id, struct str reason,
    struct err *err);
NODISCARD enum status interest_store_lift(struct act *x, int64_t account_id,
    int64_t subject_id, struct err *err);
/* relation: of a tie, or DECLARED, MEMBER; by subject. */
NODISCARD enum status interest_store_bars_of(struct act *x,
    int64_t account_id, const struct interest_bar **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status interest_store_bars(struct act *x, int64_t account_id,
    int64_t subject_id, bool *ret, struct err *err);
/* Open applications of a subject in a programme, drafts apart. */
NODISCARD enum status interest_store_open(struct act *x, int64_t subject_id,
    int64_t programme_id, int64_t *ret, struct err *err);

#endif
