/* proceeding_store.h - rows of proceedings. */
#ifndef PROCEEDING_STORE_H
#define PROCEEDING_STORE_H

#include "domain/proceeding.h"

NODISCARD enum status proceeding_store_add(
    struct act *x, const struct proceeding *p, struct err *err);
NODISCARD enum status proceeding_store_get(struct act *x, int64_t id,
    struct proceeding *ret, bool *ret_found, struct err *err);
/* ERR_CONFLICT if somebody else changed it; p->version rises. */
NODISCARD enum status proceeding_store_put(
    struct act *x, struct proceeding *p, struct err *err);
NODISCARD enum status proceeding_store_of_subject(struct act *x,
    int64_t subject_id, const struct proceeding **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status proceeding_store_page(struct act *x,
    int64_t programme_id, struct str kind, bool open_only, size_t offset,
    size_t n, const struct proceeding **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err);

struct str proceeding_kind_name(enum proceeding_kind k);
struct str proceeding_state_name(enum proceeding_state s);
bool proceeding_state_of(struct str name, enum proceeding_state *ret);

#endif
