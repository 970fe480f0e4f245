#ifndef APPLICATION_STATES_H
#define APPLICATION_STATES_H

#include "domain/application.h"

/* Whether the transition stands in the table. */
bool application_may_move(
    enum application_state from, enum application_state to);

#endif
