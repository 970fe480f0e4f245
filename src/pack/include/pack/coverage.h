/* coverage.h - which parts of a pack realise each clause of its regulation.
 *
 * A clause that nothing realises is a promise the program does not keep, unless
 * the pack says why it is text only.
 */
#ifndef PACK_COVERAGE_H
#define PACK_COVERAGE_H

#include "pack/pack.h"

/* One part of the pack that names the clause. */
struct pack_use {
    struct label kind;  /* 规则, rule */
    struct str name;    /* of the part: 成立满两年 */
};

struct pack_cover {
    const struct pack_clause *clause;
    const struct pack_use *uses; /* in the order of the pack's parts */
    size_t n_uses;
    struct str text_only;        /* reason why it is; "" */
    bool open;                   /* nothing realises it, and no reason */
};

/* One row for each clause, in the order of the regulation. */
const struct pack_cover *pack_coverage(
    struct arena *a, const struct pack *p, size_t *ret_n);

#endif
