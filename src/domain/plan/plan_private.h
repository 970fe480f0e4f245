/* plan_private.h - shared by the parts of the plan. */
#ifndef PLAN_PRIVATE_H
#define PLAN_PRIVATE_H

#include "domain/message.h"
#include "domain/place.h"
#include "domain/plan.h"

/* A sentence that is looked up in po/ later. */
#define N_(msgid) ("" msgid "")

#define PLAN_HEADCOUNT_MAX 99999
#define PLAN_REASON_MAX 2000

/* The programme and its section `planning`; ERR_NOT_FOUND. */
NODISCARD enum status planning_of(struct act *x, int64_t programme_id,
    const struct programme **ret, const struct pack_planning **ret_planning,
    struct err *err);
/* ERR_DENIED unless the actor is the authority for all units. */
NODISCARD enum status require_authority(struct act *x,
    const struct programme *p, const struct pack_planning *q,
    struct err *err);

/* ERR_INPUT unless it has 1 to `most` characters. */
NODISCARD enum status plan_check_text(struct str text, const char *field,
    const char *what, size_t most, struct err *err);

/* Integer answer of a field; false: not known. */
bool figure_of(const struct json *answers, struct str field, int64_t *ret);

/* The newest entry in force of a unit and year; seq 0: none. */
NODISCARD enum status entry_in_force(struct act *x, int64_t programme_id,
    int64_t year, struct str unit, struct plan_entry *ret, struct err *err);

/* Gate and target of a row from its figures. */
void row_ratios(struct act *x, const struct programme *p,
    const struct pack_planning *q, int64_t year, struct plan_row *row);
/* Name of the places of a unit and year; with rural those for rural ones. */
struct str place_name(
    struct arena *a, int64_t year, struct str unit, bool rural);
/* Places used of a row. */
NODISCARD enum status row_places(struct act *x, int64_t programme_id,
    int64_t year, struct plan_row *rows, size_t n, struct err *err);
/* Frozen content of a row, and back. */
const struct json *row_content(
    struct arena *a, const struct pack_planning *q, const struct plan_row *r);

/* --- tell.c --- */

/* The offices of the units: a version was issued. before: the lines until then,
 * none at the first. */
NODISCARD enum status plan_tell_issued(struct act *x,
    const struct programme *p, const struct plan *plan,
    const struct plan_row *rows, size_t n, const struct plan_row *before,
    size_t n_before, struct str document_no, struct err *err);
NODISCARD enum status plan_tell_returned(struct act *x,
    const struct programme *p, int64_t year, const struct plan_unit *u,
    struct str reason, struct err *err);

/* --- plan_store.c --- */

NODISCARD enum status plan_entry_store_return(struct act *x,
    int64_t programme_id, const struct plan_entry *e, struct str reason,
    struct err *err);

NODISCARD enum status plan_store_get(struct act *x, int64_t programme_id,
    int64_t year, struct plan *ret, struct err *err);
NODISCARD enum status plan_store_list(struct act *x, int64_t programme_id,
    const struct plan **ret, size_t *ret_n, struct err *err);
NODISCARD enum status plan_store_add(
    struct act *x, const struct plan *p, struct err *err);
/* ERR_CONFLICT: changed meanwhile. p->version is raised. */
NODISCARD enum status plan_store_put(
    struct act *x, struct plan *p, struct err *err);

NODISCARD enum status plan_entry_store_add(struct act *x, int64_t programme_id,
    const struct plan_entry *e, struct err *err);
/* Of a unit, or of all units ("") of the year: newest of each first. */
NODISCARD enum status plan_entry_store_list(struct act *x, int64_t programme_id,
    int64_t year, struct str unit, const struct plan_entry **ret,
    size_t *ret_n, struct err *err);
/* Takes over the newest entry of each unit. */
NODISCARD enum status plan_entry_store_accept(
    struct act *x, int64_t programme_id, int64_t year, struct err *err);

NODISCARD enum status plan_line_store_put(struct act *x, int64_t plan_id,
    const struct plan_set *s, struct err *err);
NODISCARD enum status plan_line_store_list(struct act *x, int64_t plan_id,
    const struct plan_set **ret, size_t *ret_n, struct err *err);

NODISCARD enum status plan_issue_store_add(struct act *x, int64_t plan_id,
    const struct plan_issue *i, struct err *err);
NODISCARD enum status plan_issue_store_list(struct act *x, int64_t plan_id,
    const struct plan_issue **ret, size_t *ret_n, struct err *err);
NODISCARD enum status plan_issue_store_get(struct act *x, int64_t plan_id,
    int64_t n, struct plan_issue *ret, bool *ret_found, struct err *err);

#endif
