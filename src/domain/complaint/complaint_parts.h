/* complaint_parts.h - what the files of complaints share. */
#ifndef COMPLAINT_PARTS_H
#define COMPLAINT_PARTS_H

#include "domain/complaint.h"

#define COMPLAINT_TEXT_MAX 4000

NODISCARD enum status complaint_check_text(const char *field, struct str text,
    size_t least, size_t most, const char *what, struct err *err);
NODISCARD enum status complaint_audit(struct act *x,
    const struct complaint *c, const char *event, struct str from,
    struct str reason, struct str clause, struct err *err);
/* The one of the id, for an officer of its region without interest, at this
 * version and not ended. */
NODISCARD enum status complaint_for_officer(struct act *x, int64_t id,
    int64_t version, struct complaint *ret, struct err *err);
/* What a new one waits for: acceptance, or the holder's statement; then the
 * holder is told. */
NODISCARD enum status complaint_begin(
    struct act *x, struct complaint *c, struct err *err);
NODISCARD enum status complaint_tell(
    struct act *x, const struct complaint *c, struct err *err);

#endif
