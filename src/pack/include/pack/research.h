/* research.h - what a pack lets its authority study about the holders: by which
 * groups they are counted, which figures are compared (part of pack.h). */
#ifndef PACK_RESEARCH_H
#define PACK_RESEARCH_H

#include "pack/label.h"

struct pack_research {
    struct str name;
    struct label title;
    const struct str *by;      /* value rules or fields whose values group */
    size_t n_by;
    const struct str *values;  /* value rules or fields that are numbers */
    size_t n_values;
    struct str clause;
};

#endif
