/* need.h - what enterprises need, and who takes it up (F-C7, CW-2-b, CW-10-a,
 * CE-7-a). Errors of all calls: core.h. */
#ifndef DOMAIN_NEED_H
#define DOMAIN_NEED_H

#include "domain/core.h"

struct need {
    int64_t id;
    struct str number, check_code;
    struct str enterprise, credit_code, region, field, content;
    struct str contact, mobile;  /* for the holder that took it, officers */
    struct str source;           /* web, or the holder that collected it */
    int64_t station_subject_id;  /* 0: put by the enterprise itself */
    int64_t taken_by_subject_id; /* 0: nobody yet */
    int64_t activity_id;         /* 0: none */
    struct str matched;          /* expert or other arrangement, "" */
    struct str state;            /* OPEN, TAKEN, DONE, CLOSED */
    struct str answer;
    int64_t created_us, changed_us, version;
    struct str taken_by;         /* name, as read back */
};
struct str need_state_title(struct str state);

/*
 * Reads the answers of the pack's form "need" into *n.
 * Errors: ERR_INPUT  not complete.
 */
NODISCARD enum status need_from_answers(struct act *x, const struct pack *p,
    const struct json *answers, struct need *n, struct err *err);

/* Anybody puts a need; number and check code are set. The same words again
 * within ten minutes give the need that is there. station_subject_id: the
 * actor's own holder that collected it, or 0. ERR_INPUT at the field: what is
 * missing or wrong. */
NODISCARD enum status need_put(
    struct act *x, struct need *n, struct err *err);
/* By number and check code, for the enterprise. *ret false: they do not match;
 * the act must commit nevertheless (guesses are counted, ERR_LIMIT). In a read
 * transaction guesses are not counted. */
NODISCARD enum status need_by_number(struct act *x, struct str number,
    struct str check_code, struct need *ret, bool *ret_found,
    struct err *err);

/* For people of the holder that may see it, and officers. Open needs are shown
 * without contact data to who has not taken them. */
NODISCARD enum status need_get(
    struct act *x, int64_t id, struct need *ret, struct err *err);
/* Open needs of a province ("" all) and field ("" all), oldest first. */
NODISCARD enum status need_open(struct act *x, struct str region,
    struct str field, const struct need **ret, size_t *ret_n,
    struct err *err);
/* What a holder has taken, newest first. */
NODISCARD enum status need_taken(struct act *x, int64_t subject_id,
    const struct need **ret, size_t *ret_n, struct err *err);
/* Officers: of one state ("" all), newest first, page from 1 of 50. */
NODISCARD enum status need_list(struct act *x, struct str state,
    int64_t page, const struct need **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err);

/* A holder with rights takes an open need; the enterprise is told by SMS.
 * ERR_CONFLICT: somebody else was quicker. ERR_DENIED: no such status. */
NODISCARD enum status need_take(struct act *x, int64_t id,
    int64_t subject_id, struct err *err);
/* Gives it back to the others. */
NODISCARD enum status need_release(
    struct act *x, int64_t id, int64_t version, struct err *err);
/* Answers: with an activity of the holder (0 none) and an expert or other
 * arrangement; done. The enterprise is told. ERR_INPUT: no answer or a long
 * one; the activity of somebody else. */
NODISCARD enum status need_answer(struct act *x, int64_t id, int64_t version,
    int64_t activity_id, struct str matched, struct str answer,
    struct err *err);
/* Its holder is over: another holder takes its place (0: everybody with a title
 * may take it again), for a reason. The enterprise is told. The permission is
 * the caller's. ERR_CONFLICT: it is not taken. ERR_DENIED: no such status. */
NODISCARD enum status need_pass_on(struct act *x, int64_t id,
    int64_t to_subject_id, struct str reason, struct err *err);
/* The enterprise withdraws it (with number and code), or an officer closes it
 * with a reason (ERR_INPUT: none, or over 500 characters; ERR_CONFLICT: closed
 * already, or another version). */
NODISCARD enum status need_withdraw(struct act *x, struct str number,
    struct str check_code, bool *ret_found, struct err *err);
NODISCARD enum status need_close(struct act *x, int64_t id, int64_t version,
    struct str reason, struct err *err);

#endif
