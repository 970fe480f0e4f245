/* catalog_private.h - what the files of the catalogue share. */
#ifndef FORMAT_CATALOG_PRIVATE_H
#define FORMAT_CATALOG_PRIVATE_H

#include "format/catalog.h"

struct entry {
    const char *id;
    const char *text;
};

struct catalog {
    size_t n;
    const struct entry *entries; /* by id, ascending */
};

#endif
