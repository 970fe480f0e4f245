/* review_store.h - rows of reviews and supplements. */
#ifndef REVIEW_STORE_H
#define REVIEW_STORE_H

#include "domain/review.h"

NODISCARD enum status review_store_add(struct act *x,
    const struct application *app, const struct review_row *row,
    struct str stage, struct err *err);
NODISCARD enum status review_store_list(struct act *x,
    const struct application *app, const struct review_row **ret,
    size_t *ret_n, struct err *err);
NODISCARD enum status supplement_store_add(struct act *x,
    const struct application *app, const struct json *items,
    const struct deadline *due, struct err *err);
NODISCARD enum status supplement_store_list(struct act *x,
    const struct application *app, const struct supplement_view **ret,
    size_t *ret_n, struct err *err);
/* Active accounts with a role that reviews anywhere, by name; at most 500. */
NODISCARD enum status review_store_officers(struct act *x,
    const struct reviewer **ret, size_t *ret_n, struct err *err);
/* Sets the reviewer if the version is still the same; it rises. */
NODISCARD enum status review_store_assign(
    struct act *x, struct application *app, struct err *err);
/* Open proceedings of the holder; full years since `first` below the yearly
 * standard. */
NODISCARD enum status review_store_open_cases(struct act *x,
    const struct application *app, int64_t *ret, struct err *err);
NODISCARD enum status review_store_short_years(struct act *x,
    const struct application *app, int first_year, int64_t *ret,
    struct err *err);

#endif
