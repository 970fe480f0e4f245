/* functions.h - what the functions of a pack see of an evaluation.
 * Private to this folder. */
#ifndef PACK_FUNCTIONS_H
#define PACK_FUNCTIONS_H

#include "dmn/dmn.h"
#include "feel/check.h"
#include "feel/batch.h"
#include "pack/pack.h"

/* Arguments that stay inside the calendar; days: some 140,000 years. */
#define FUNCTION_DAYS_MOST 100000
#define FUNCTION_MONTHS_MOST 3000
#define FUNCTION_YEARS_MOST 250
#define FUNCTION_DAY_FAR 51900000

/* The first member of whatever is passed to feel_evaluate as arg. */
struct function_context {
    const struct holidays *holidays;
    bool sample; /* the checker tries values out: any working day will do */
};

/* 加年, 工作日后 ... (docs/pack-format.md). */
void functions_add(struct feel_scope *s);
/* What they take and give, with units. */
const struct feel_signature *function_signatures(size_t *ret_n);
/* The same for knowledge models that name one of them. */
#define FUNCTIONS_MOST 16
size_t functions_natives(struct dmn_native ret[FUNCTIONS_MOST]);

/* The same over columns (kernels.c), for those that have such a form. */
const struct feel_batch_kernel *functions_kernels(
    struct arena *a, size_t *ret_n);
/* That of one function, without its fn. */
bool kernel_of(struct str name, struct feel_batch_kernel *ret);

#endif
