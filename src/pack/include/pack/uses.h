/* uses.h - what a rule of a pack rests on. */
#ifndef PACK_USES_H
#define PACK_USES_H

#include "pack/pack.h"

/* Which registers a rule looks at, itself or through other rules: used[i] is
 * set for p->records[i], left alone otherwise. true if any. */
bool pack_records_used(
    const struct pack *p, struct str rule, bool *used);
/* Does a rule look at this fact, itself or through other rules? */
bool pack_fact_used(const struct pack *p, struct str rule, struct str fact);
/* Does it look at no fact beside these? Parameters and readings are no facts.
 * false of a rule that calls a decision model. */
bool pack_facts_within(const struct pack *p, struct str rule,
    const struct str *facts, size_t n);

#endif
