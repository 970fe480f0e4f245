/* functions.h - what the functions of a pack see of an evaluation.
 * Private to this folder. */
#ifndef PACK_FUNCTIONS_H
#define PACK_FUNCTIONS_H

#include "feel/check.h"
#include "pack/pack.h"

/* The first member of whatever is passed to feel_evaluate as arg. */
struct function_context {
    const struct holidays *holidays;
    bool sample; /* the checker tries values out: any working day will do */
};

/* 加年, 工作日后 ... (docs/pack-format.md). */
void functions_add(struct feel_scope *s);
/* What they take and give, with units. */
const struct feel_signature *function_signatures(size_t *ret_n);

#endif
