/* application_store.h - rows of rounds, applications, versions, verdicts. */
#ifndef APPLICATION_STORE_H
#define APPLICATION_STORE_H

#include "domain/application.h"

/* Characters of the code for the progress page. */
#define CHECK_CODE_LENGTH 8

NODISCARD enum status store_add_application(
    struct act *x, const struct application *app, struct err *err);
/* By id alone; subject_id 0 looks it up. *ret_found false if absent. */
NODISCARD enum status store_application(struct act *x, int64_t subject_id,
    int64_t id, struct application *ret, bool *ret_found, struct err *err);
NODISCARD enum status store_application_by_number(struct act *x,
    struct str number, struct application *ret, bool *ret_found,
    struct err *err);
/* The open one of a procedure; *ret_found false if there is none. */
NODISCARD enum status store_open_application(struct act *x,
    int64_t subject_id, int64_t programme_id, struct str procedure,
    struct application *ret, bool *ret_found, struct err *err);

/* Writes the whole row if version is still app->version, which then rises.
 * ERR_CONFLICT otherwise. */
NODISCARD enum status store_put_application(
    struct act *x, struct application *app, struct err *err);

NODISCARD enum status store_add_version(struct act *x,
    const struct application *app, struct str content, struct str sha256,
    struct err *err);

/* The instant of the newest version. */
NODISCARD enum status store_handed_in(struct act *x,
    const struct application *app, int64_t *ret, struct err *err);

NODISCARD enum status store_end_supplement(struct act *x,
    const struct application *app, int64_t id, struct str state,
    struct err *err);

/* Marks of all reviews, oldest first: JSON objects. */
NODISCARD enum status store_review_marks(struct act *x,
    const struct application *app, const struct json *const **ret,
    size_t *ret_n, struct err *err);

/* Applications in SUPPLEMENT whose due_us is over. */
NODISCARD enum status store_supplements_over(struct act *x, size_t most,
    const struct application **ret, size_t *ret_n, struct err *err);

#endif
