/* accepted.h - rows of a form that are accepted one by one. A stage
 * `evaluation` that names a table of the form among its criteria has each row
 * of it accepted or refused; rules count what was accepted.
 */
#ifndef PACK_ACCEPTED_H
#define PACK_ACCEPTED_H

#include "pack/pack.h"

#define PACK_ACCEPTED "认可."     /* rows accepted so far */
#define PACK_UNSEEN "待认可."     /* rows not decided yet */
#define PACK_ALL_SEEN "认可完毕." /* true: none is left; else not known */

/* The table of this name if a stage of a procedure with its form accepts its
 * rows one by one; NULL otherwise. */
const struct pack_field *pack_rows_judged(const struct pack *p, struct str name);
/* The table that a fact 认可.<name> or 待认可.<name> tells rows of; NULL. */
const struct pack_field *pack_rows_of_fact(
    const struct pack *p, struct str fact);

#endif
