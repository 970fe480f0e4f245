/* complaint.h - complaints about a holder: handed in by anybody with a number,
 * answered by the holder, verified or not by an officer. A programme takes them
 * if its pack has a record whose form is "complaint". Where it keeps a register
 * of members (form "member") they are complaints of member enterprises: rules
 * count the verified ones by distinct enterprise and matter (受理投诉,
 * incident.h). Else anybody complains under his own name, and the holder reads
 * it masked. Where the pack has the parameter 投诉受理工作日 a complaint is
 * accepted or not within so many working days, by the officers of its region,
 * who may hand it to those of another; the holder learns of it when it is
 * accepted, and the `due` of the register runs from then on to the outcome.
 * Errors of all calls: core.h. */
#ifndef DOMAIN_COMPLAINT_H
#define DOMAIN_COMPLAINT_H

#include "domain/accreditation.h"

enum complaint_finding { FINDING_NONE, FINDING_VERIFIED,
    FINDING_NOT_VERIFIED, FINDING_WITHDRAWN, FINDING_MERGED,
    FINDING_NOT_ACCEPTED, FINDING_COUNT_ };
struct str complaint_finding_name(enum complaint_finding f);
struct str complaint_finding_title(enum complaint_finding f); /* 待核实 ... */
bool complaint_finding_of(struct str name, enum complaint_finding *ret);

struct complaint_move {
    struct str from, to; /* regions */
    int64_t us;
    struct str reason;
};
struct complaint {
    int64_t subject_id, id, accreditation_id, programme_id;
    int64_t account_id;          /* who handed it in; 0 not signed in */
    struct str number, check_code;
    struct str complainant;      /* a person's is masked for the holder */
    struct str credit_code, member_no; /* of an enterprise */
    struct str contact, phone;   /* "" for the holder */
    struct day complained;
    bool member;                 /* on that day, by the register of members */
    struct str facts;
    int64_t received_us;
    int64_t due_us;              /* end of the time for a statement; 0: it is
                                    not accepted yet */
    struct str derivation;       /* of due_us, of intake_due_us until then */
    int64_t intake_due_us;       /* 0: it needs no acceptance */
    int64_t accepted_us;         /* 0: not yet */
    int outcome_days;            /* calendar days from acceptance; 0: none */
    int64_t outcome_due_us;      /* end of them; 0: none */
    bool outcome_open;           /* it moves if it is a rest day: the holidays
                                    of its year are not known yet */
    const struct json *moves;    /* list of complaint_move */
    struct str statement;
    int64_t statement_us;
    enum complaint_finding finding;
    struct str matter;           /* number of the complaint it counts as */
    struct str reason;
    int64_t decided_us, decided_by, version;
    struct str holder, holder_number;
    struct str region;           /* whose officers deal with it */
};

/* The register of complaints (form `complaint`); NULL: it takes none. */
const struct pack_record *complaint_kind(const struct pack *p);
/* Of member enterprises, not of anybody. */
bool complaint_of_members(const struct pack *p);
/* Does it wait to be accepted? */
bool complaint_is_new(const struct complaint *c);
/* When what waits has to be done: acceptance, then the outcome; 0: no day. */
int64_t complaint_waits_until(const struct complaint *c);
size_t complaint_moves(const struct complaint *c);
struct complaint_move complaint_move_at(const struct complaint *c, size_t i);

/*
 * Anybody. number, check_code, member, due_us are set; holder_number names the
 * holding. The holder's people are told, once it is accepted. The same words
 * of the same enterprise or person on the same day give the complaint that is
 * there.
 * Errors: ERR_INPUT      a field is missing or wrong (field set).
 *         ERR_NOT_FOUND  no such number, or the programme takes none.
 */
NODISCARD enum status complaint_add(
    struct act *x, struct complaint *c, struct err *err);
/*
 * Accepted: the terms of the statement and of the outcome begin. Not: it ends
 * with the reason, which the complainant reads. Needs MAY_SUPERVISE in its
 * region, no interest.
 * Errors: ERR_CONFLICT  accepted or ended already; another version.
 *         ERR_INPUT     not accepted without a reason.
 */
NODISCARD enum status complaint_accept(struct act *x, int64_t id,
    bool accepted, struct str reason, int64_t version, struct err *err);
/*
 * Handed to the officers of another region, who have to accept it within the
 * same term from today if it is not accepted yet; the other terms stay.
 * Errors: ERR_CONFLICT  it has ended; another version.
 *         ERR_INPUT     no such region today, or the same; no reason.
 */
NODISCARD enum status complaint_hand_on(struct act *x, int64_t id,
    struct str region, struct str reason, int64_t version, struct err *err);
/* The holder's statement, until due_us. */
NODISCARD enum status complaint_state(
    struct act *x, int64_t id, struct str statement, struct err *err);
/*
 * The finding. Needs MAY_SUPERVISE, no interest. matter: number of an earlier
 * complaint of the same enterprise about the same matter; "" it is one of its
 * own. VERIFIED runs the triggers of the pack (member_complaint).
 * Errors: ERR_CONFLICT  decided already; another version; not accepted yet; no
 *                       statement yet and its time not over.
 *         ERR_INPUT     no reason; no such earlier complaint.
 */
NODISCARD enum status complaint_decide(struct act *x, int64_t id,
    enum complaint_finding finding, struct str matter, struct str reason,
    int64_t version, struct err *err);

/* Officers of its region; the holder's people without the complainant's
 * contact, and not before it is accepted; who handed it in, and the people of
 * the enterprise that complained, without the statement. */
NODISCARD enum status complaint_get(
    struct act *x, int64_t id, struct complaint *ret, struct err *err);
NODISCARD enum status complaint_of_subject(struct act *x, int64_t subject_id,
    const struct complaint **ret, size_t *ret_n, struct err *err);
/* Those waiting first, oldest first. */
NODISCARD enum status complaint_list(struct act *x, bool open_only,
    size_t offset, size_t n, const struct complaint **ret, size_t *ret_n,
    struct err *err);
/* Those that wait to be accepted or decided, of a programme, where the actor
 * may do that, oldest first; at most n. */
NODISCARD enum status complaint_waiting(struct act *x, int64_t programme_id,
    size_t n, const struct complaint **ret, size_t *ret_n, struct err *err);
/* Those that the actor or its enterprises handed in, newest first; without the
 * holder's statement. */
NODISCARD enum status complaint_mine(struct act *x,
    const struct complaint **ret, size_t *ret_n, struct err *err);
/* By number and code, for who handed it in. */
NODISCARD enum status complaint_by_number(struct act *x, struct str number,
    struct str code, struct complaint *ret, struct err *err);

#endif
