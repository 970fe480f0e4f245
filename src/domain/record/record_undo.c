/* A row that is corrected or closed takes back what it brought about. */
#include "domain/proceeding.h"
#include "domain/rectification.h"
#include "record_private.h"

/* Orders that were met stay in the file; those that were not rest on a row
 * that is wrong. */
static enum status
withdraw_orders(struct act *x, const struct record *r, struct str reason,
    struct err *err)
{
    const struct rectification *list = NULL;
    size_t n = 0;

    TRY(rectification_of_source(
        x, r->subject_id, "assessment", r->id, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        TRY(rectification_withdraw(x, list[i].id, reason, err));
    return OK;
}

enum status
record_take_back(struct act *x, const struct record *r,
    const struct record *by, struct str reason, struct err *err)
{
    const struct record *list = NULL;
    size_t n = 0;

    TRY(record_store_brought(x, r->id, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        TRY(record_drop(x, list[i].subject_id, list[i].id, reason, err));
    if (r->subject_id != 0)
        TRY(withdraw_orders(x, r, reason, err));
    if (r->case_id == 0 || (by != NULL && by->case_id == r->case_id))
        return OK;
    return proceeding_undo(x, r->case_id, reason, err);
}
