/* sql_sets.h - every statement of the program, for the test that prepares
 * each on both engines. */
#ifndef DOMAIN_SQL_SETS_H
#define DOMAIN_SQL_SETS_H

#include "store/store.h"

extern const struct sql_set *const domain_sql_sets[];
extern const size_t domain_sql_set_count;

#endif
