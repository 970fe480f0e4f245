/* table.h - rows of the summary tables of a pack (documents of layout `table`):
 * what goes to recordation, what is published together (B-4-3-3).
 * Errors of all calls: core.h.
 */
#ifndef DOMAIN_TABLE_H
#define DOMAIN_TABLE_H

#include "domain/application.h"

/* What a row says beyond the application itself. */
struct table_line {
    struct str category; /* its title, or "" */
    struct str result;   /* 通过, 认定 */
};

/* A document by name if it has columns; NULL otherwise. */
const struct pack_document *table_document(
    const struct pack *pack, struct str name);

/* Is a column filled from a field that is nobody else's business? */
bool table_column_private(
    const struct application *app, const struct pack_column *column);

/* A row as the table would show it now: name of the column -> text. A column
 * `row` is "": it is known when the rows are shown. */
NODISCARD enum status table_cells(struct act *x,
    const struct pack_document *table, const struct application *app,
    const struct table_line *line, const struct json **ret, struct err *err);

#endif
