/* record.h - the registers of a pack that people write rows into: suggestions,
 * trainings, venues, assignments, commendations ... Kinds and forms are data
 * of the pack (pack.records). Errors of all calls: core.h. */
#ifndef DOMAIN_RECORD_H
#define DOMAIN_RECORD_H

#include "domain/core.h"

struct record {
    int64_t subject_id;      /* 0: of the programme, about no holder */
    int64_t id, programme_id;
    struct str kind;         /* name of the pack_record */
    const struct json *content; /* answers of its form */
    struct str state;        /* OPEN, ANSWERED, CLOSED */
    struct str answer;
    int64_t created_us, created_by;
    int64_t answered_us, answered_by; /* 0: not yet */
    int64_t version;
    struct str subject_name; /* in lists; "" without subject */
};

/* "服务中" and the like: what the state means for this kind. An assignment is
 * OPEN until the holder accepts it (ANSWERED) and finishes it (CLOSED). */
struct str record_state_title(const struct pack_record *k, struct str state);
/* Kind whose form is `form` ("assignment", "irregularity"); NULL if the pack
 * has none. */
const struct pack_record *record_kind_of_form(
    const struct pack *p, struct str form);

/* May the actor write rows of this kind for the subject, or read them all? */
bool record_may_write(const struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id);
bool record_may_read(const struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id);

/*
 * Adds a row; id is set. content must have been read by the pack's form.
 * Holders write about themselves while their status is alive; officers about a
 * holder (who is told of an assignment) or, with subject 0, the programme.
 * Errors: ERR_INPUT  the form is not complete, or there is no such kind.
 */
NODISCARD enum status record_add(
    struct act *x, struct record *r, struct err *err);

NODISCARD enum status record_get(struct act *x, int64_t subject_id,
    int64_t id, struct record *ret, struct err *err);
/* Of one holder and kind, newest first, with those of the programme that
 * holders may read. */
NODISCARD enum status record_list_of(struct act *x, int64_t programme_id,
    int64_t subject_id, struct str kind, const struct record **ret,
    size_t *ret_n, struct err *err);
/* All of a kind (officers; anybody if the kind is public), newest first, rows
 * created before an instant (INT64_MAX: from the top). state "" any. */
NODISCARD enum status record_list(struct act *x, int64_t programme_id,
    struct str kind, struct str state, int64_t before_us, size_t n,
    const struct record **ret, size_t *ret_n, struct err *err);
/* Rows of a kind that wait for an officer. */
NODISCARD enum status record_count_open(struct act *x, int64_t programme_id,
    struct str kind, int64_t *ret, struct err *err);

/* An officer answers; the holder is told. ERR_CONFLICT answered already, or
 * another version; ERR_INPUT without text. */
NODISCARD enum status record_answer(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str text, struct err *err);
/* The holder takes the next step of an assignment, OPEN, ANSWERED, CLOSED,
 * with a remark. ERR_CONFLICT finished, or no assignment. */
NODISCARD enum status record_proceed(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str remark, struct err *err);
/* An officer closes a row with a reason: withdrawn, entered by mistake. */
NODISCARD enum status record_close(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str reason, struct err *err);

/* Opens an irregularity row about a holder, if the pack has such a register;
 * by the program, when an enterprise objects. what: one of the form's kinds,
 * else 其他. */
NODISCARD enum status record_irregularity(struct act *x,
    const struct programme *p, int64_t subject_id, struct str what,
    struct day day, struct str facts, struct err *err);

#endif
