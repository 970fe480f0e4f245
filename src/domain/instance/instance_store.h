/* instance_store.h - SQL of opinions and batches of bodies. */
#ifndef DOMAIN_INSTANCE_STORE_H
#define DOMAIN_INSTANCE_STORE_H

#include "domain/instance.h"

NODISCARD enum status opinion_store_add(struct act *x,
    const struct application *app, const struct instance_opinion *o,
    struct err *err);
NODISCARD enum status opinion_store_list(struct act *x,
    const struct application *app, const struct instance_opinion **ret,
    size_t *ret_n, struct err *err);
/* The newest opinion of an application goes out with a batch. */
NODISCARD enum status opinion_store_forward(struct act *x,
    const struct application *app, int64_t opinion_id, int64_t batch_id,
    struct err *err);
NODISCARD enum status queue_store_list(struct act *x, int64_t body_id,
    struct instance_row **ret, size_t *ret_n, struct err *err);
NODISCARD enum status batch_store_add(struct act *x,
    const struct instance_batch *b, int64_t programme_id, struct err *err);
NODISCARD enum status batch_store_list(struct act *x, int64_t body_id,
    const struct instance_batch **ret, size_t *ret_n, struct err *err);
NODISCARD enum status batch_store_get(struct act *x, int64_t batch_id,
    struct instance_batch *ret, bool *ret_found, struct err *err);
NODISCARD enum status batch_store_files(struct act *x, int64_t batch_id,
    const struct instance_file **ret, size_t *ret_n, struct err *err);

#endif
