/* panel_store.h - rows of panels, their files, places and opinions. */
#ifndef PANEL_STORE_H
#define PANEL_STORE_H

#include "panel_private.h"

NODISCARD enum status panel_store_add(
    struct act *x, const struct panel *p, struct err *err);
NODISCARD enum status panel_store_close(
    struct act *x, int64_t id, int64_t version, struct err *err);
/* id 0: all. */
NODISCARD enum status panel_store_list(struct act *x, int64_t id,
    const struct panel **ret, size_t *ret_n, struct err *err);

NODISCARD enum status member_store_add(struct act *x, int64_t panel_id,
    const struct panel_member *m, struct err *err);
NODISCARD enum status member_store_list(struct act *x, int64_t panel_id,
    const struct panel_member **ret, size_t *ret_n, struct err *err);
NODISCARD enum status member_store_leave(struct act *x, int64_t panel_id,
    int64_t account_id, struct str reason, struct err *err);
NODISCARD enum status member_store_rank(struct act *x, int64_t panel_id,
    int64_t account_id, enum panel_rank rank, struct err *err);

NODISCARD enum status file_store_add(struct act *x, int64_t panel_id,
    const struct application *app, struct err *err);
NODISCARD enum status file_store_given(struct act *x, int64_t application_id,
    struct panel_given *ret, bool *ret_found, struct err *err);
NODISCARD enum status file_store_end(struct act *x,
    const struct application *app, int64_t panel_id, struct str state,
    const struct json *result, struct err *err);
NODISCARD enum status file_store_list(struct act *x, int64_t panel_id,
    const struct panel_file **ret, size_t *ret_n, struct err *err);
NODISCARD enum status file_store_waiting(struct act *x,
    const struct panel *p, const struct panel_file **ret, size_t *ret_n,
    struct err *err);
/* Of the actor. */
NODISCARD enum status file_store_desk(struct act *x,
    const struct panel_file **ret, size_t *ret_n, struct err *err);

NODISCARD enum status crew_store_list(struct act *x,
    const struct application *app, int64_t panel_id,
    const struct panel_opinion **ret, size_t *ret_n, struct err *err);
/* declared "" keeps what was declared. */
NODISCARD enum status place_store_put(struct act *x,
    const struct application *app, int64_t panel_id, int64_t account_id,
    struct str declared, struct str reason, struct err *err);
NODISCARD enum status place_store_stand_in(struct act *x,
    const struct application *app, int64_t panel_id, int64_t account_id,
    struct err *err);

NODISCARD enum status view_store_add(struct act *x,
    const struct application *app, struct str what, struct err *err);
NODISCARD enum status view_store_list(struct act *x,
    const struct application *app, const struct str **ret, size_t *ret_n,
    struct err *err);

/* Nothing is written over an opinion that was submitted: *ret_done false. */
NODISCARD enum status opinion_store_put(struct act *x,
    const struct application *app, int64_t panel_id,
    const struct json *content, enum panel_vote vote, bool final,
    bool *ret_done, struct err *err);
NODISCARD enum status opinion_store_reopen(struct act *x,
    const struct application *app, int64_t panel_id, struct err *err);

NODISCARD enum status onsite_store_add(struct act *x,
    const struct application *app, int64_t panel_id,
    const struct panel_onsite *o, struct str derivation,
    struct err *err);
NODISCARD enum status onsite_store_list(struct act *x,
    const struct application *app, const struct panel_onsite **ret,
    size_t *ret_n, struct err *err);
NODISCARD enum status onsite_store_record(struct act *x,
    const struct application *app, int64_t id, const struct json *record,
    bool *ret_done, struct err *err);

NODISCARD enum status falsification_store_add(struct act *x,
    const struct application *app, const struct falsification *f,
    struct err *err);

#endif
