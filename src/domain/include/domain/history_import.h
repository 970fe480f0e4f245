/* history_import.h - holders from before the regulation by workbook: a template
 * by programme, a look at what would become of each row, then all of them in
 * one transaction. Rows are entered by history_add (history.h). Errors of all
 * calls: core.h.
 */
#ifndef DOMAIN_HISTORY_IMPORT_H
#define DOMAIN_HISTORY_IMPORT_H

#include "domain/history.h"
#include "domain/sheet.h"

enum history_import_state { HISTORY_DRAFT, HISTORY_DONE, HISTORY_DISCARDED,
    HISTORY_STATE_COUNT_ };
struct history_import {
    int64_t id, programme_id, row_count;
    int64_t entered;              /* rows that became holders */
    int64_t created_us, created_by, done_us;
    struct str file_name, type, sha256; /* of the bytes kept */
    enum history_import_state state;
};
#define HISTORY_ROWS_MAX 3000

/* The columns for a programme: name, number of identity, own number, category,
 * first and last day, region or host, contact, source, and the fields of the
 * history_form that are no files and no tables. Nothing of the database. */
struct sheet_layout history_layout(struct arena *a, const struct domain *d,
    const struct programme *p);

/* Keeps what was uploaded, read by the layout, as a draft; the bytes are kept
 * already (attachment_keep). Needs MAY_DECIDE in the programme. */
NODISCARD enum status history_import_add(struct act *x, int64_t programme_id,
    const struct sheet *sheet, struct history_import *file, struct err *err);
/* Of a programme in which the actor may decide, whoever uploaded it.
 * ERR_NOT_FOUND, ERR_DENIED. */
NODISCARD enum status history_import_get(
    struct act *x, int64_t id, struct history_import *ret, struct err *err);
/* Those of the programmes in which the actor may decide, newest first, at most
 * 50. */
NODISCARD enum status history_import_list(struct act *x,
    const struct history_import **ret, size_t *ret_n, struct err *err);

/* What would become of the rows as the register stands now. */
struct history_preview {
    struct sheet sheet;    /* with what the register says against rows */
    size_t n_living, n_expired;  /* good rows, by what they would be */
    size_t n_known;        /* good rows about somebody with a record */
};
NODISCARD enum status history_import_preview(struct act *x,
    const struct programme *p, const struct sheet_layout *layout,
    const struct sheet *sheet, struct history_preview *ret, struct err *err);

/*
 * Enters all good rows, or nothing. sheet: the file read again.
 * Errors: ERR_CONFLICT  entered or put away already; no good row; what the
 *                       register says against a row meanwhile.
 */
NODISCARD enum status history_import_apply(struct act *x, int64_t id,
    const struct sheet *sheet, struct history_import *ret, struct err *err);
NODISCARD enum status history_import_discard(
    struct act *x, int64_t id, struct err *err);

#endif
