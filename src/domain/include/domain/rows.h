/* rows.h - rows of an application that the reviewers accept one by one
 * (B-3-1-4: results; pack/accepted.h). A mark holds for a row as it stands: a
 * row that is handed in anew unchanged keeps it, a changed one is looked at
 * again.
 */
#ifndef DOMAIN_ROWS_H
#define DOMAIN_ROWS_H

#include "domain/application.h"
#include "pack/accepted.h"

/* Before the name of a row's mark: why the reviewers refused it. */
#define MARK_REFUSED "不予认可."

enum row_state { ROW_UNSEEN, ROW_ACCEPTED, ROW_REFUSED };
struct row_mark {
    const struct pack_field *field;
    size_t number;           /* of the row, from 1 */
    struct str name;         /* 专业成果.3f2a…: the same for equal rows */
    struct str text;         /* its cells, without private ones */
    enum row_state state;
    struct str reason;       /* of a refused one */
};

/* The rows that a stage accepts one by one, in the order of its criteria;
 * marks as review rows keep them (认可.<name> yes or no). */
void rows_of_stage(struct arena *a, const struct application *app,
    const struct pack_stage *stage, const struct json *answers,
    const struct json *marks, const struct row_mark **ret, size_t *ret_n);

/* The same of an application as handed in last, with its marks. Errors of
 * core.h. */
NODISCARD enum status rows_marked(struct act *x,
    const struct application *app, const struct row_mark **ret, size_t *ret_n,
    struct err *err);

/* Sets 认可.<table>, 待认可.<table> and, if no row is left, 认可完毕.<table>;
 * extra holds the marks. Called by application_facts. */
void rows_facts(struct arena *a, const struct application *app,
    const struct json *answers, struct json *extra);

#endif
