/* direct.h - direct inclusion by summary table: what a provincial body that was
 * entrusted recommends goes into the register without review and notice (CN-2,
 * CW-5-4-a, CE-4-4). Errors of all calls: core.h.
 *
 * entrustment -> list (draft: read and checked) -> submitted with sealed scan
 * and Word copy -> confirmed or refused by the Centre -> rows become holders ->
 * each holder claims its account with a code.
 */
#ifndef DOMAIN_DIRECT_H
#define DOMAIN_DIRECT_H

#include "domain/attachment.h"
#include "domain/core.h"

/* --- reading a table: no database --- */

struct direct_line {
    int sheet_row;           /* as in the sheet, from 1 */
    struct str serial, name;
    const struct str *cells; /* one per column of the import, trimmed */
    struct str problem;      /* sentences joined by "；", "" if good */
};
struct direct_sheet {
    const struct str *head;  /* one per head field of the import */
    const struct direct_line *lines;
    size_t n, n_good;
};

#define DIRECT_ROWS_MAX 100000

/*
 * Reads an official table: .xlsx, or CSV in UTF-8. Finds the head of the sheet
 * and the row of column names; columns must be exactly those of the import in
 * this order, serials 1..n without gaps. Every cell is checked; a row with a
 * wrong cell is kept with its problem. Blank rows at the end, further sheets
 * and notes below the table are left out.
 *
 * a       owns the result.
 * path    the file; its name decides nothing, is_csv does.
 * Errors: ERR_INPUT  not a table of this kind: the sentence names row and
 *                    column; no rows; a value of the head is missing; all
 *                    sentences of the readers (xlsx.h, csv.h).
 *         ERR_LIMIT  more than DIRECT_ROWS_MAX rows, or a limit of the reader.
 *         ERR_IO     the file cannot be read.
 */
NODISCARD enum status direct_read_file(struct arena *a, const struct pack *p,
    const struct pack_import *im, const char *path, bool is_csv,
    struct day today, struct direct_sheet *ret, struct err *err);
/* Rows typed on-line: rows * (columns of the import) cells, row by row; rows
 * without any text are left out, serials are given. */
NODISCARD enum status direct_read_typed(struct arena *a,
    const struct pack *p, const struct pack_import *im, const struct str *head,
    const struct str *cells, size_t rows, struct day today,
    struct direct_sheet *ret, struct err *err);

/* The import of a pack's direct channel and the channel; false if the
 * programme has no direct inclusion. */
bool direct_import_of(const struct pack *p, const struct pack_import **ret,
    const struct pack_channel **ret_channel);

/* --- tables to download --- */

struct direct_row;
struct direct_list;
/* Official table as a workbook (n 0: an empty one), with a column 错误原因 and
 * red rows if with_problems: into an open book, or as a file at path.
 * ERR_LIMIT: the table has more columns than a sheet is made for. */
struct xlsx_book;
NODISCARD enum status direct_fill_book(struct arena *a,
    const struct pack_import *im, const struct str *head,
    const struct direct_row *rows, size_t n, bool with_problems,
    struct xlsx_book *book, struct err *err);
NODISCARD enum status direct_write_xlsx(struct arena *a,
    const struct pack_import *im, const struct str *head,
    const struct direct_row *rows, size_t n, bool with_problems,
    const char *path, struct err *err);
/* Empty table as CSV. */
NODISCARD enum status direct_write_csv(struct arena *a,
    const struct pack_import *im, struct str *ret, struct err *err);
/* As a Word file, for the seal; number "" or that of the list, printed above
 * the table so that the scan is bound to it. head NULL: empty. */
NODISCARD enum status direct_write_docx(struct arena *a,
    const struct pack *p, const struct pack_import *im, struct str number,
    const struct str *head, const struct direct_row *rows, size_t n,
    int64_t made_us, struct str *ret, struct err *err);

/* --- entrustments --- */

struct entrustment {
    int64_t id, subject_id, programme_id, attachment_id, entered_us;
    struct str body;        /* name of the entrusted body */
    struct str region, document_no;
    struct day first, last; /* both valid */
    bool ended;
};
/* Bytes kept by attachment_keep; sha256.n == 0: none. */
struct kept_file {
    struct str file_name, type, sha256;
    int64_t bytes;
};

/* For whom entrustment_list shows it; else ERR_NOT_FOUND. */
NODISCARD enum status entrustment_get(
    struct act *x, int64_t id, struct entrustment *ret, struct err *err);
bool entrustment_valid(const struct entrustment *e, struct day on);
/* Entered by the Centre (MAY_DECIDE); body is found by credit code or name, or
 * added. proof is required. ERR_INPUT at the field: what is missing or wrong.
 */
NODISCARD enum status entrustment_add(struct act *x, struct entrustment *e,
    struct str credit_code, const struct kept_file *proof, struct err *err);
/* From now on it is not valid. ERR_INPUT: no reason. ERR_CONFLICT: it has ended
 * already. */
NODISCARD enum status entrustment_end(
    struct act *x, int64_t id, struct str reason, struct err *err);
/* All for officers who read files; a recommender sees its own. */
NODISCARD enum status entrustment_list(struct act *x,
    const struct entrustment **ret, size_t *ret_n, struct err *err);

/* --- lists --- */

enum direct_state { DIRECT_DRAFT, DIRECT_SUBMITTED, DIRECT_CONFIRMED,
    DIRECT_REFUSED, DIRECT_DISCARDED, DIRECT_STATE_COUNT_ };
/* "SUBMITTED", as stored; "待确认", for people. */
struct str direct_state_name(enum direct_state s);
struct str direct_state_title(enum direct_state s);

struct direct_list {
    int64_t id, programme_id, round_id, body_subject_id, entrustment_id,
        source_id, pdf_id, word_id, row_count, good_count, job_id, created_us,
        created_by, submitted_us, decided_us, decided_by, version;
    struct str body, region, import_name, number, apply_mode, reason;
    const struct json *head; /* name -> text */
    struct day mailed;       /* when the mail came in; DAY_NONE */
    enum direct_state state;
};
struct direct_row {
    int64_t sheet_row, subject_id, accreditation_id, claimed_us;
    struct str serial, name, problem, state, claim_code;
    struct str number; /* of the accreditation, "" if none */
    const struct str *cells;
    size_t n_cells;
};

/*
 * Stores what was read as a draft: rows that name a living holder or an
 * organisation of another region become bad rows. The actor recommends for the
 * entrustment's body; the entrustment must be valid today.
 * source: the file as uploaded, NULL if typed.
 * ERR_CONFLICT: the programme has no channel of direct inclusion.
 */
NODISCARD enum status direct_add(struct act *x, int64_t entrustment_id,
    const struct direct_sheet *sheet, const struct kept_file *source,
    struct direct_list *ret, struct err *err);
/* The body's people and officers who read files. */
NODISCARD enum status direct_get(
    struct act *x, int64_t id, struct direct_list *ret, struct err *err);
/* Whether the actor may change and submit it. */
NODISCARD enum status direct_is_mine(struct act *x,
    const struct direct_list *l, bool *ret, struct err *err);
/* A file of a list the actor may see: "source", "pdf", "word"; of an
 * entrustment "proof". ERR_NOT_FOUND if there is none. */
NODISCARD enum status direct_file(struct act *x, int64_t subject_id,
    int64_t attachment_id, struct attachment *ret, struct err *err);
/* Newest first; state DIRECT_STATE_COUNT_: all. */
NODISCARD enum status direct_lists(struct act *x, enum direct_state state,
    size_t offset, size_t n, const struct direct_list **ret, size_t *ret_n,
    int64_t *ret_total, struct err *err);
/* Rows after sheet_row `after`, at most n. which: "" all, or a state. */
NODISCARD enum status direct_rows(struct act *x, const struct direct_list *l,
    struct str which, int64_t after, size_t n, const struct direct_row **ret,
    size_t *ret_n, struct err *err);
/* Rows of a state. */
NODISCARD enum status direct_count(struct act *x, const struct direct_list *l,
    struct str which, int64_t *ret, struct err *err);

struct direct_submission {
    struct str apply_mode;  /* "all": only without bad rows; "good" */
    struct kept_file pdf, word; /* both compulsory, right in type (S-C11) */
    struct day mailed;      /* DAY_NONE: not sent by mail */
    int64_t received_us;    /* binds to the window of the round (CN-3-a) */
    int64_t version;
};
/* Errors: ERR_CONFLICT  window closed (when), bad rows with "all", no good
 *                       row, wrong state, entrustment not valid.
 *         ERR_INPUT     a file is missing or of another type; field set. */
NODISCARD enum status direct_submit(struct act *x, int64_t id,
    const struct direct_submission *s, struct direct_list *ret,
    struct err *err);
NODISCARD enum status direct_discard(
    struct act *x, int64_t id, struct err *err);

/*
 * The Centre confirms: entrustment valid on the day of submission, own region,
 * the rows of the sealed scan counted by a person equal those to be included,
 * the rule of the channel met. Good rows become holders: at once up to
 * DIRECT_AT_ONCE, else by a job (ret->job_id). A list that is confirmed
 * already: does nothing.
 */
#define DIRECT_AT_ONCE 200
NODISCARD enum status direct_confirm(struct act *x, int64_t id,
    int64_t scan_rows, struct direct_list *ret, struct err *err);
/* The Centre sends a submitted list back. ERR_INPUT: no reason. ERR_CONFLICT:
 * it is in another state. */
NODISCARD enum status direct_refuse(
    struct act *x, int64_t id, struct str reason, struct err *err);

/* Applies rows after *cursor, at most n; the job's step. *ret_n 0: all done.
 * ERR_CONFLICT: the list is not confirmed. */
NODISCARD enum status direct_apply(struct act *x, const struct direct_list *l,
    int64_t *cursor, size_t n, size_t *ret_n, struct err *err);

/* --- the nominee completes its account --- */

struct direct_claim {
    struct str number, code;    /* of the accreditation, from SMS or letter */
    struct str credit_code, id_no; /* by kind of the subject */
    struct str contact, mobile, email, region;
    struct str password_hash;   /* "" if signed in */
};
/* What a number and code open; a wrong guess comes in *ret_denied with OK and
 * is counted per client. */
struct direct_claimed {
    int64_t subject_id, accreditation_id, programme_id, account_id;
    struct str name;
    bool is_person;
};
NODISCARD enum status direct_claim_find(struct act *x, struct str number,
    struct str code, struct str client, struct direct_claimed *ret,
    struct err *ret_denied, struct err *err);
/* Completes: identity, account as owner, completed = 1. The signed-in account
 * is taken if there is one. Errors: ERR_CONFLICT  the identity or the mobile
 * belongs to somebody else. */
NODISCARD enum status direct_claim(struct act *x,
    const struct direct_claim *c, const struct direct_claimed *found,
    int64_t *ret_account_id, struct err *err);

#endif
