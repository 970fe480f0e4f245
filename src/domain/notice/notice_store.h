/* notice_store.h - rows of notices, entries and objections. */
#ifndef NOTICE_STORE_H
#define NOTICE_STORE_H

#include "domain/notice.h"

NODISCARD enum status notice_store_add(
    struct act *x, const struct notice *n, struct str derivation,
    struct err *err);
NODISCARD enum status notice_store_get(struct act *x, int64_t id,
    struct notice *ret, bool *ret_found, struct err *err);
NODISCARD enum status notice_store_list(struct act *x, int64_t programme_id,
    int64_t before, size_t n, const struct notice **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status notice_store_close(
    struct act *x, struct notice *n, struct err *err);

NODISCARD enum status entry_store_add(
    struct act *x, const struct notice_entry *e, struct err *err);
NODISCARD enum status entry_store_list(struct act *x, int64_t notice_id,
    const struct notice_entry **ret, size_t *ret_n, struct err *err);
NODISCARD enum status entry_store_of_application(struct act *x,
    int64_t application_id, struct notice_entry *ret, bool *ret_found,
    struct err *err);
/* From one state to another; ERR_CONFLICT if it is in a third. */
NODISCARD enum status entry_store_move(struct act *x,
    const struct notice_entry *e, struct str to, struct err *err);

NODISCARD enum status objection_store_add(
    struct act *x, const struct objection *o, struct err *err);
NODISCARD enum status objection_store_get(struct act *x, int64_t id,
    struct objection *ret, bool *ret_found, struct err *err);
NODISCARD enum status objection_store_by_number(struct act *x,
    struct str number, struct objection *ret, bool *ret_found,
    struct err *err);
NODISCARD enum status objection_store_list(struct act *x, int64_t notice_id,
    bool open, const struct objection **ret, size_t *ret_n, struct err *err);
NODISCARD enum status objection_store_decide(
    struct act *x, const struct objection *o, struct err *err);
NODISCARD enum status objection_store_count_open(struct act *x,
    int64_t notice_id, int64_t position, int64_t *ret, struct err *err);

#endif
