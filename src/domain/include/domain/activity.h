/* activity.h - volunteer activities that holders publish (F-C6, CW-13-b) and
 * who enrols. Errors of all calls: core.h. */
#ifndef DOMAIN_ACTIVITY_H
#define DOMAIN_ACTIVITY_H

#include "domain/core.h"

struct activity {
    int64_t subject_id, id, programme_id, accreditation_id;
    struct str title;
    struct str organiser, organiser_phone; /* the named person (CW-9); phone is
                                              not public */
    struct str mode, region, place;
    int64_t starts_us, ends_us;
    struct str target;
    int64_t capacity;       /* enterprises; 0: no limit */
    struct str field, content, experts, campaign;
    bool cancelled;
    struct str cancel_reason;
    int64_t created_us, version;
    struct str holder;      /* name, as read back */
    int64_t enrolled;       /* enterprises that hold a place, as read back */
};

/* Whether holders of a pack publish activities: it has a form "activity". */
const struct pack_form *activity_form(const struct pack *p);
/*
 * Reads the answers of that form into *ac, which keeps subject, programme and
 * version.
 * Errors: ERR_INPUT  not complete, a fee (CN-5-c, CW-7-4), a time that is none.
 */
NODISCARD enum status activity_from_answers(struct act *x,
    const struct pack *p, const struct json *answers, struct activity *ac,
    struct err *err);
/* The answers that give this activity, for the form of editing. */
const struct json *activity_answers(
    struct arena *a, const struct activity *ac);

/*
 * Publishes; id is set. Holders that are ACTIVE or WARNED may (CW-6-1, S-C35).
 * Errors: ERR_DENIED  the status gives no rights: says which state it is in.
 *         ERR_INPUT   a required thing is missing, or the times are wrong.
 */
NODISCARD enum status activity_publish(
    struct act *x, struct activity *ac, struct err *err);
/* ERR_CONFLICT: another version, over or cancelled, or fewer places than
 * taken. */
NODISCARD enum status activity_edit(
    struct act *x, const struct activity *ac, struct err *err);
/* Who has enrolled is told the reason. ERR_CONFLICT over or cancelled. */
NODISCARD enum status activity_cancel(struct act *x, int64_t id,
    struct str reason, struct err *err);

/* Its holder is over: another holder of the programme holds it in its place,
 * with everybody enrolled. The permission is the caller's. ERR_CONFLICT over or
 * cancelled. */
NODISCARD enum status activity_pass_on(struct act *x, int64_t id,
    int64_t to_subject_id, int64_t to_accreditation_id, struct str reason,
    struct err *err);

/* Anybody may see it. */
NODISCARD enum status activity_get(
    struct act *x, int64_t id, struct activity *ret, struct err *err);

struct activity_filter {
    bool past;              /* those that are over, newest first; else those to
                               come, next first */
    struct str region;      /* "" all */
    struct str field;       /* "" all */
    int64_t subject_id;     /* 0: of everybody */
};
/* One page, from 1; cancelled ones only for their holder. *ret_total is
 * counted up to 2,000. */
NODISCARD enum status activity_list(struct act *x,
    const struct activity_filter *f, int64_t page, size_t per_page,
    const struct activity **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err);

/* --- enrolling --- */

struct enrolment {
    int64_t id;
    bool is_expert;
    int64_t who_subject_id; /* experts */
    struct str name, credit_code, contact, mobile;
    int64_t persons;
    struct str check_code;  /* what the enterprise cancels with */
    bool cancelled;
    int64_t created_us;
};

/*
 * An enterprise takes a place, without account; id and check code are set.
 * Errors: ERR_LIMIT     no place is left.
 *         ERR_CONFLICT  over, begun or cancelled, or enrolled already.
 *         ERR_INPUT     name, contact, mobile or credit code.
 */
NODISCARD enum status activity_enrol(struct act *x, int64_t activity_id,
    struct enrolment *e, struct err *err);
/* A person with a status that gives rights takes part (CE-5-1); places are not
 * used up. ERR_DENIED without such a status; ERR_CONFLICT as above. */
NODISCARD enum status activity_enrol_expert(struct act *x,
    int64_t activity_id, int64_t subject_id, struct err *err);
/* By mobile and check code. *ret false: they do not match; the act must commit
 * nevertheless, so that guesses are counted. ERR_LIMIT too many guesses. */
NODISCARD enum status activity_enrol_cancel(struct act *x,
    int64_t activity_id, struct str mobile, struct str check_code, bool *ret,
    struct err *err);
/* For the holder's people and officers, oldest first, cancelled ones too. */
NODISCARD enum status activity_enrolments(struct act *x,
    const struct activity *ac, const struct enrolment **ret, size_t *ret_n,
    struct err *err);

#endif
