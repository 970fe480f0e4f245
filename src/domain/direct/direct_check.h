/* direct_check.h - the cells of one row, and rows against each other. */
#ifndef DIRECT_CHECK_H
#define DIRECT_CHECK_H

#include "domain/direct.h"
#include "format/xlsx.h"

struct check {
    struct arena *a, *scratch; /* scratch: for one row */
    bool persons;
    struct day today;
};
struct check *check_new(
    struct arena *a, const struct pack *p, struct day today);
void check_end(struct check *c);

/* Fills line from the cells behind column `offset`. */
void check_line(struct check *c, const struct pack_import *im,
    const struct xlsx_row *row, size_t offset, struct direct_line *ret);
/* Marks later rows that name the same organisation, or the same person with
 * the same telephone (CT-3-2: there is no code to tell them apart). */
void check_duplicates(struct check *c, const struct pack_import *im,
    struct direct_line *lines, size_t n);

/* Index of a column by name or by type; SIZE_MAX if none. */
size_t column_named(const struct pack_import *im, struct str name);
size_t column_typed(const struct pack_import *im, enum field_type type);
/* The telephone of a row (mobile or other), narrowed; "" if none. */
struct str line_phone(struct arena *a, const struct pack_import *im,
    const struct str *cells);

#endif
