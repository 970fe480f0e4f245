/* publication_store.h - rows of publications, their lines and signatures. */
#ifndef PUBLICATION_STORE_H
#define PUBLICATION_STORE_H

#include "domain/publication.h"

NODISCARD enum status publication_store_add(
    struct act *x, const struct publication *p, struct err *err);
/* Writes number, state, texts if the version is still the same; it rises. */
NODISCARD enum status publication_store_put(
    struct act *x, struct publication *p, struct err *err);
NODISCARD enum status publication_store_get(struct act *x, int64_t id,
    struct publication *ret, bool *ret_found, struct err *err);
/* programme_id 0: all; only published, or all but dropped. */
NODISCARD enum status publication_store_list(struct act *x,
    int64_t programme_id, bool open, const struct publication **ret,
    size_t *ret_n, struct err *err);

NODISCARD enum status publication_store_entry_clear(
    struct act *x, int64_t publication_id, struct err *err);
NODISCARD enum status publication_store_entry_add(struct act *x, int64_t publication_id,
    int64_t position, const struct publication_entry *e, struct err *err);
NODISCARD enum status publication_store_entries(struct act *x, int64_t publication_id,
    const struct publication_entry **ret, size_t *ret_n, struct err *err);

NODISCARD enum status publication_store_sign(struct act *x,
    int64_t publication_id, int64_t position,
    const struct publication_signature *s, struct err *err);
NODISCARD enum status publication_store_unsign(
    struct act *x, int64_t publication_id, struct err *err);
/* In order of position. */
NODISCARD enum status publication_store_signatures(struct act *x,
    int64_t publication_id, const struct publication_signature **ret,
    size_t *ret_n, struct err *err);

/* Applications of a procedure and round in a state, in order of name. */
NODISCARD enum status publication_store_files(struct act *x,
    const struct publication *p, enum application_state state,
    const int64_t **ret_subjects, const int64_t **ret_ids, size_t *ret_n,
    struct err *err);
NODISCARD enum status publication_store_beyond(struct act *x,
    const struct application *app, bool *ret, struct err *err);

#endif
