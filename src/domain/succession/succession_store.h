/* succession_store.h - SQL of holders, files and rows in a division. */
#ifndef SUCCESSION_STORE_H
#define SUCCESSION_STORE_H

#include "domain/core.h"

struct place_key {
    int64_t subject_id, id;
};
/* Accreditations that are not over, in a division; by name. */
NODISCARD enum status succession_store_holders(struct act *x,
    int64_t programme_id, struct str region, const struct place_key **ret,
    size_t *ret_n, struct err *err);
/* Open applications of a division, and those that asked for a consent there. */
NODISCARD enum status succession_store_files(struct act *x,
    int64_t programme_id, struct str region, const struct place_key **ret,
    size_t *ret_n, struct err *err);
/* Rows of registers of one subject (0: of all) from one division to another. */
NODISCARD enum status succession_store_rows(struct act *x,
    int64_t programme_id, int64_t subject_id, struct str from, struct str to,
    struct err *err);
/* Inspections of a subject that are not published. */
NODISCARD enum status succession_store_inspections(struct act *x,
    int64_t subject_id, struct str from, struct str to, struct err *err);

#endif
