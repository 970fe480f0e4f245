/* decision_parts.h - what the pages of the leading group share. */
#ifndef DECISION_PARTS_H
#define DECISION_PARTS_H

#include "domain/decision.h"
#include "web/web.h"

/* Places used and left of quotas; nothing if n is 0. */
void decision_places(struct web *w, const struct programme *p,
    const struct quota *q, size_t n);
/* Agreeing to a place beyond the quota, or declining it. */
void decision_settle_form(struct web *w, const struct quota_override *o);

#endif
