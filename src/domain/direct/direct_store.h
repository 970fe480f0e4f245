/* direct_store.h - rows of entrustments, lists and their rows; no rules. */
#ifndef DIRECT_STORE_H
#define DIRECT_STORE_H

#include "domain/direct.h"

NODISCARD enum status direct_store_add_entrustment(
    struct act *x, const struct entrustment *e, struct err *err);
NODISCARD enum status direct_store_end_entrustment(
    struct act *x, int64_t id, bool *ret_changed, struct err *err);
NODISCARD enum status direct_store_entrustments(struct act *x,
    const struct entrustment **ret, size_t *ret_n, struct err *err);
NODISCARD enum status direct_store_entrustment(
    struct act *x, int64_t id, struct entrustment *ret, struct err *err);
/* People of a body. */
NODISCARD enum status direct_store_members(
    struct act *x, int64_t subject_id, int64_t *ret, struct err *err);

NODISCARD enum status direct_store_add(
    struct act *x, const struct direct_list *l, struct err *err);
NODISCARD enum status direct_store_get(
    struct act *x, int64_t id, struct direct_list *ret, struct err *err);
/* Optimistic; l->version is raised. */
NODISCARD enum status direct_store_put(
    struct act *x, struct direct_list *l, struct err *err);
NODISCARD enum status direct_store_lists(struct act *x, struct str state,
    const struct direct_list **ret, size_t *ret_n, struct err *err);

NODISCARD enum status direct_store_add_row(struct act *x, int64_t list_id,
    const struct direct_line *line, size_t n_cells, struct str problem,
    struct err *err);
NODISCARD enum status direct_store_rows(struct act *x, int64_t list_id,
    struct str which, int64_t after, size_t n, const struct direct_row **ret,
    size_t *ret_n, struct err *err);
NODISCARD enum status direct_store_count(struct act *x, int64_t list_id,
    struct str which, int64_t *ret, struct err *err);
NODISCARD enum status direct_store_put_row(struct act *x, int64_t list_id,
    const struct direct_row *row, struct err *err);

/* A subject of a name that could be meant by a row. */
struct namesake {
    int64_t subject_id, living_id; /* living_id 0: no living accreditation */
    struct str region, mobile, number;
};
NODISCARD enum status direct_store_namesakes(struct act *x, struct str name,
    bool is_person, int64_t programme_id, const struct namesake **ret,
    size_t *ret_n, struct err *err);

NODISCARD enum status direct_store_claim_row(struct act *x,
    int64_t accreditation_id, struct str *ret_code, int64_t *ret_claimed_us,
    int64_t *ret_list_id, int64_t *ret_sheet_row, struct err *err);
NODISCARD enum status direct_store_set_claimed(
    struct act *x, int64_t list_id, int64_t sheet_row, struct err *err);
#endif
