/* shape.h - how the keys of a pack are written down as tables. Private to the
 * files that have such tables. */
#ifndef PACK_SHAPE_H
#define PACK_SHAPE_H

#include "load.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define AT(type, m) offsetof(struct type, m)
/* A list or map: where it goes, and where its count goes. */
#define LIST_AT(type, m) AT(type, m), .more = AT(type, n_##m)
#define KEY(key, kind, ...) \
    { .name = key, .type = kind, .offset = __VA_ARGS__ }
#define CLAUSE_KEY(type) \
    KEY("clause", KEY_REF, AT(type, clause), .ref = REF_CLAUSE, \
        .flags = KEY_MUST)
#define TITLE_KEY(type) \
    KEY("title", KEY_LABEL, AT(type, title), .flags = KEY_NAME_IF_NONE)

#endif
