/* desk_private.h - what the parts of the desk share. */
#ifndef DESK_PRIVATE_H
#define DESK_PRIVATE_H

#include "domain/application.h"
#include "domain/desk.h"

struct desk_items {
    struct desk_item *p;
    size_t n, cap;
};

/* What waits for the actor in a programme that selects, each matter oldest
 * first; nothing closed to him. */
NODISCARD enum status desk_select_items(struct act *x,
    const struct programme *p, struct desk_items *ret, struct err *err);

#endif
