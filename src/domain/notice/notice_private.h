/* notice_private.h - shared by the files of the notice. */
#ifndef NOTICE_PRIVATE_H
#define NOTICE_PRIVATE_H

#include "domain/notice.h"

/* An entry by its position; ERR_NOT_FOUND. */
NODISCARD enum status notice_entry_at(struct act *x, int64_t notice_id,
    int64_t position, struct notice_entry *ret, struct err *err);

/* Message to the applicant, if the pack has the template. */
NODISCARD enum status notice_tell(struct act *x,
    const struct application *app, struct str template_name,
    const struct json *values, struct err *err);

/* The refusal in writing, and the message about it; values has the reason. */
NODISCARD enum status notice_tell_refusal(struct act *x,
    const struct application *app, struct json *values, struct err *err);

#endif
