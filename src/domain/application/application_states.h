#ifndef APPLICATION_STATES_H
#define APPLICATION_STATES_H

#include "domain/application.h"
#include "domain/subject.h"

/* Whether the transition stands in the table. */
bool application_may_move(
    enum application_state from, enum application_state to);

/* A draft with what the record of the subject knows. */
NODISCARD enum status application_prefill(struct act *x,
    const struct pack_form *form, const struct subject *s,
    const struct json **ret, struct err *err);

/* What a new application follows: the accreditation whose term ends, or ended,
 * in this calendar year, if the procedure has `again`; *ret_id 0: none.
 * ERR_CONFLICT: the subject holds the title and may not apply now. */
NODISCARD enum status application_find_previous(struct act *x,
    const struct programme *p, const struct pack_procedure *proc,
    int64_t subject_id, int64_t *ret_id, struct err *err);

#endif
