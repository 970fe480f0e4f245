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

#endif
