/* recordation.h - files that passed their notice are reported in a summary
 * table and recorded with number and date, or sent back (A-15; requirements
 * 2.1 rows 18 to 20). The day of recordation is the first of the term (A-19-a).
 * Errors of all calls: core.h.
 */
#ifndef DOMAIN_RECORDATION_H
#define DOMAIN_RECORDATION_H

#include "domain/application.h"

struct recordation {
    int64_t id, programme_id;
    struct str number;         /* of the report */
    struct str state;          /* REPORTED, PROPOSED (waits for the second
                                  person), CLOSED */
    int64_t files;
    int64_t reported_us, reported_by;
    struct day recorded_day;   /* DAY_NONE: not yet */
    struct str recorded_no;    /* number of the recordation */
    int64_t proposed_by;       /* 0: nobody */
    int64_t recorded_us, recorded_by;
    int64_t version;
};
struct recordation_row {
    int64_t recordation_id, position; /* from 1 */
    int64_t subject_id, application_id;
    struct str name, region;
    const struct json *cells;  /* column of the table -> text, as reported */
    struct day not_before;     /* day after its notice */
    struct str state;          /* REPORTED, RECORDED, RETURNED, WITHDRAWN */
    struct str reason; /* RECORDED: day and number; REPORTED: why it was left
                          open the last time */
};

/* Its stage in a programme; NULL: the programme has none. */
const struct pack_stage *recordation_stage(
    const struct programme *p, const struct pack_procedure **ret_procedure);
/* The document with the columns of the table; NULL: none. */
const struct pack_document *recordation_table(const struct programme *p);
/* May the actor record: the authority, or where the stage names bodies,
 * whoever sits on one of them. */
bool recordation_may_record(struct act *x, const struct programme *p);

/* Files that wait to be reported: oldest first, at most 500. Needs
 * MAY_READ_FILES or the right to record. */
NODISCARD enum status recordation_waiting(struct act *x,
    int64_t programme_id, const struct application_row **ret, size_t *ret_n,
    struct err *err);

/*
 * Reports files; needs MAY_PUBLISH in their region and no interest.
 * Errors: ERR_INPUT     none chosen, or more than 500.
 *         ERR_CONFLICT  one is not in RECORDATION (recommended or not: who was
 *                       not selected is not recorded, A-6-c), or was reported
 *                       already.
 */
NODISCARD enum status recordation_report(struct act *x, int64_t programme_id,
    const int64_t *applications, size_t n, struct recordation *ret,
    struct err *err);

NODISCARD enum status recordation_get(
    struct act *x, int64_t id, struct recordation *ret, struct err *err);
/* Newest first, at most 200. programme_id 0: all the actor may see. */
NODISCARD enum status recordation_list(struct act *x, int64_t programme_id,
    const struct recordation **ret, size_t *ret_n, struct err *err);
NODISCARD enum status recordation_rows(struct act *x, int64_t id,
    const struct recordation_row **ret, size_t *ret_n, struct err *err);

struct recordation_outcome {
    size_t recorded, withdrawn, interest;
    size_t banned; /* left open: a ban stands in their way */
    size_t blocked; /* left open: their notice runs on that day, or a condition
                       does not hold any more (R6) */
    struct str why; /* of the first of these two; each row keeps its own */
    bool proposed; /* a second person has to confirm */
};
/*
 * Records every open row under a number and a day, which is the first day of
 * the term; what was taken back meanwhile is left out, and so are files in
 * which the actor has an interest or whose subject may not apply at the time (a
 * ban, incident.h). With `four_eyes` at the stage this proposes;
 * somebody else confirms by the same call with the same day and number.
 * Errors: ERR_INPUT     no number ("recorded_no"), no day or one to come
 *                       ("recorded_day").
 *         ERR_CONFLICT  the day lies before the report; nothing is open;
 *                       changed meanwhile; the same person twice; no file can
 *                       be recorded on that day (names the first with its
 *                       reason; it can be sent back).
 */
NODISCARD enum status recordation_record(struct act *x, int64_t id,
    struct day day, struct str number, int64_t version,
    struct recordation_outcome *ret, struct err *err);

/*
 * Sends one file back to the evaluation, with a reason.
 * Errors: ERR_INPUT     no reason (field "reason").
 *         ERR_CONFLICT  not open any more; the procedure has no evaluation.
 */
NODISCARD enum status recordation_send_back(struct act *x, int64_t id,
    int64_t position, struct str reason, int64_t version, struct err *err);

#endif
