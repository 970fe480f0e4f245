/* paper.h - letters and messages of a case. */
#ifndef PROCEEDING_PAPER_H
#define PROCEEDING_PAPER_H

#include "domain/proceeding.h"

/* What the wording may name: {{subject}}, {{reason}}, {{deadline}} ... */
struct json *paper_values(struct act *x, const struct accreditation *c,
    const struct proceeding *p, struct str reason);

/* Issues a letter of the pack for the case; *ret_number "" if the pack has
 * none. The filled text is kept with the row. */
NODISCARD enum status paper_issue(struct act *x, const struct accreditation *c,
    const struct proceeding *p, const char *document, struct json *values,
    struct str *ret_number, struct err *err);

/* Tells the holder, if the pack has the message. */
NODISCARD enum status paper_tell(struct act *x, const struct accreditation *c,
    const struct proceeding *p, const char *message,
    const struct json *values, struct str once_key, struct err *err);

#endif
