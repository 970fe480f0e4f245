/* diary_private.h - between the files of the diary. */
#ifndef DIARY_PRIVATE_H
#define DIARY_PRIVATE_H

#include "diary_store.h"

/* Checks what is reported against the holder's status, the clock and the
 * holder's other entries. Fills day, minutes, late and the flags that can be
 * known from the entry itself; keys gets one key per enterprise. `replaced`:
 * the entry that this one corrects, NULL. */
NODISCARD enum status diary_check(struct act *x, const struct diary_new *e,
    const struct accreditation *c, const struct diary *replaced,
    struct diary *d, struct str **ret_keys, struct str *ret_list_hash,
    struct err *err);

/* Replaces the key of a name without credit code by the code that was entered
 * with this name before in d's year. */
NODISCARD enum status diary_known_keys(struct act *x, const struct diary *d,
    const struct diary_new *e, struct str *keys, struct err *err);

/* Programme's permission for officers who act on entries. */
NODISCARD enum status diary_require_editor(struct act *x,
    const struct accreditation *c, bool *ret_on_behalf, struct err *err);

/* Marks an entry void and takes it out of the counters; the caller has checked
 * permission. */
NODISCARD enum status diary_make_void(struct act *x,
    const struct accreditation *c, const struct diary *d, struct str reason,
    struct err *err);

/* A fresh token and what the database keeps of it. */
struct str diary_make_token(struct act *x);
struct str diary_token_hash(struct arena *a, struct str token);

#endif
