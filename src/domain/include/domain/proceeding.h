/* proceeding.h - supervision case by case: warnings, revocations, reports of
 * the public. Requirements 2.3 rows 8 to 11. Errors of all calls: core.h.
 *
 * REVOCATION: PROPOSED -> NOTIFIED -> (STATED ->) DECIDED -> (REVERSED)
 * WARNING:    DECIDED -> (REVERSED)
 * REPORT:     PROPOSED -> CLOSED
 * An open case is CLOSED with a note when the holder withdraws, and as without
 * object by an officer when the status has ended in another way.
 */
#ifndef DOMAIN_PROCEEDING_H
#define DOMAIN_PROCEEDING_H

#include "domain/accreditation.h"
#include "domain/letter.h"

enum proceeding_kind { PROC_WARNING, PROC_REVOCATION, PROC_REPORT,
    PROC_KIND_COUNT_ };
enum proceeding_state { PROC_PROPOSED, PROC_NOTIFIED, PROC_STATED,
    PROC_DECIDED, PROC_CLOSED, PROC_REVERSED, PROC_STATE_COUNT_ };
struct str proceeding_kind_title(enum proceeding_kind k); /* 警告 ... */
struct str proceeding_state_title(
    enum proceeding_kind k, enum proceeding_state s);
bool proceeding_kind_of(struct str name, enum proceeding_kind *ret);

struct proceeding {
    int64_t subject_id, id, accreditation_id, programme_id;
    struct str number;
    enum proceeding_kind kind;
    struct str ground;          /* name of a ground, duty or watch */
    struct str clause;
    int64_t year;               /* of the duty; 0: none */
    struct day since;           /* inactive since; DAY_NONE */
    struct str facts;
    const struct json *verdict; /* pack_verdict_json, or null */
    struct str before;          /* state of the accreditation before the
                                   decision */
    enum proceeding_state state;
    int64_t opened_us, opened_by;
    int64_t notified_us;         /* 0: not yet */
    int64_t due_us;              /* of the statement; before the notice: of the
                                    task that a trigger set; 0: none */
    struct str derivation;       /* of due_us: deadline_text, Chinese */
    struct str statement;
    int64_t statement_us;
    struct str decision;         /* REVOKE, KEEP, MARK, MOOT, WARN, CASE,
                                    CORRECTED, UNFOUNDED */
    struct str reason;
    int64_t decided_us, decided_by;
    struct str reporter, reporter_contact; /* masked for non-handlers */
    struct str reporter_identity; /* identity number or credit code of a
                                    real-name report; "" for non-handlers */
    enum reporter_check { REPORTER_UNCHECKED, REPORTER_GENUINE,
        REPORTER_FALSE } reporter_check; /* is he who he says? */
    int64_t handler_id;          /* of a report, 0: nobody took it yet */
    int64_t checked_us, checked_by; /* first check before a meeting; 0 none */
    struct str check_text;
    struct day meeting_day;      /* DAY_NONE: not yet held */
    struct str minutes_no;
    struct str meeting;          /* CONFIRMED, NOT_CONFIRMED, "" */
    int64_t version;
    struct str holder, holder_number, region;
    enum accreditation_state holder_state;
};
/* 撤销, 不予撤销 ...; "" if none. */
struct str proceeding_decision_title(struct str decision);

/* Title of a ground in its pack: grounds, then duties, then watches. */
struct label ground_title(const struct pack *p, struct str ground);

/* --- opening --- */

/* The warning of a watch: letter, message, accreditation WARNED. Once per
 * `since`: *ret_done is false if there was one already. For the tick. */
NODISCARD enum status proceeding_warn_watch(struct act *x,
    struct accreditation *c, const struct pack_watch *watch,
    const struct pack_verdict *v, bool *ret_done, struct err *err);

/* The proposal of a watch: a case to be notified by an officer. Once per
 * `since`, as the warning. For the tick. */
NODISCARD enum status proceeding_propose_watch(struct act *x,
    struct accreditation *c, const struct pack_watch *watch,
    const struct pack_verdict *v, bool *ret_done, struct err *err);

struct proceeding_new {
    int64_t accreditation_id;
    struct str ground;  /* of the pack's grounds (or of a duty) */
    struct str clause;  /* "": that of the ground */
    struct str facts;
    int64_t year;       /* 0: none */
    const struct json *verdict; /* pack_verdict_json; NULL: none */
};
/* Proposes a revocation. Needs MAY_SUPERVISE, no interest.
 * Errors: ERR_INPUT     unknown ground, one that cannot end in revocation, or
 *                       no facts.
 *         ERR_CONFLICT  the status has ended, or a case on the same ground
 *                       (and year) is open or decided. */
NODISCARD enum status proceeding_open(struct act *x,
    const struct proceeding_new *n, struct proceeding *ret, struct err *err);
/* Warns by hand for conduct: letter and message, the state stays. The same
 * words on the same day give the warning that is there. */
NODISCARD enum status proceeding_warn(struct act *x,
    const struct proceeding_new *n, struct proceeding *ret, struct err *err);

/* A case that the register opens (domain/incident.h); the permission is the
 * caller's to check. One that is open on the same ground is returned. */
struct proceeding_auto {
    const struct accreditation *holding;
    struct str ground, clause, facts;
    const struct json *verdict; /* NULL: none */
    struct day task_from;       /* day zero of the task's term */
    struct term task;           /* n 0: none */
};
NODISCARD enum status proceeding_open_auto(struct act *x,
    const struct proceeding_auto *n, struct proceeding *ret, struct err *err);
/* What it rested on is set aside: an open case is closed, a decision is
 * reversed with all it brought about. The permission is the caller's to
 * check. */
NODISCARD enum status proceeding_undo(
    struct act *x, int64_t id, struct str reason, struct err *err);
/* The pack's word for a holding with an open case (核实中); "" if there is no
 * case, or the pack has no word. */
NODISCARD enum status proceeding_standing(struct act *x,
    const struct accreditation *c, struct label *ret, struct err *err);

/* --- revocation --- */

/* The first check of a case whose ground asks for a meeting. Needs
 * MAY_SUPERVISE. ERR_CONFLICT: the ground asks for none, or it is decided. */
NODISCARD enum status proceeding_check(
    struct act *x, int64_t id, struct str text, struct err *err);
/*
 * The meeting that confirms, or does not, that the conditions are gone. Needs
 * MAY_SUPERVISE, no interest. ERR_CONFLICT: no first check, or a meeting was
 * held. ERR_INPUT: no number of the minutes, a day to come.
 */
NODISCARD enum status proceeding_meet(struct act *x, int64_t id,
    struct day day, struct str minutes_no, bool confirmed, struct err *err);
/* The outcome in between that the ground names (`keeps`): the status stays,
 * with a mark. Else as proceeding_decide. */
NODISCARD enum status proceeding_decide_mark(struct act *x, int64_t id,
    struct str reason, int64_t version, struct proceeding *ret,
    struct err *err);

/* Tells the holder what is intended and until when it may state its view:
 * 陈述期工作日 of the pack (10) working days from today.
 * ERR_NOT_FOUND: the holiday table lacks a year. */
NODISCARD enum status proceeding_notify(
    struct act *x, int64_t id, struct proceeding *ret, struct err *err);
/* The holder's statement; until due_us. Files are attachments of owner
 * "proceeding". ERR_CONFLICT: not notified, or too late. */
NODISCARD enum status proceeding_state_view(
    struct act *x, int64_t id, struct str statement, struct err *err);
/*
 * revoke or keep. Needs MAY_DECIDE, no interest, and somebody else than who
 * opened the case. ERR_CONFLICT: the time for a statement is not over and
 * there is none; the ground asks for a meeting that has not confirmed it; what
 * it rests on is stayed. ERR_INPUT: no reason. A ground with a ban begins it,
 * one over the whole programme ends all the subject holds there.
 */
NODISCARD enum status proceeding_decide(struct act *x, int64_t id, bool revoke,
    struct str reason, int64_t version, struct proceeding *ret,
    struct err *err);
/*
 * Ends a case without a decision on it, since the status has ended by itself
 * meanwhile (EXPIRED, WITHDRAWN, REVOKED in another case): CLOSED, decision
 * MOOT. Needs MAY_DECIDE and no interest; the holder is
 * told if it was told of the intention.
 * ERR_CONFLICT: the status is still there, or the case is closed. ERR_INPUT: no
 * reason.
 */
NODISCARD enum status proceeding_without_object(struct act *x, int64_t id,
    struct str reason, int64_t version, struct proceeding *ret,
    struct err *err);
/* Takes a revocation or a warning back, dated today; the state before it comes
 * again (EXPIRED if the term is over by now). Needs MAY_DECIDE. */
NODISCARD enum status proceeding_reverse(
    struct act *x, int64_t id, struct str reason, struct err *err);
/* Closes what is open with a note: called when a holder withdraws. */
NODISCARD enum status proceeding_close_open(struct act *x, int64_t subject_id,
    int64_t accreditation_id, struct str note, struct err *err);

/* --- reports of the public --- */

struct report_new {
    struct str holder_number, ground, facts, reporter, contact;
    struct str identity; /* identity number, or credit code of a unit */
    size_t n_files; /* of evidence that come with it */
};
/* Takes a report on: from then on its handler alone sees who reported. Needs
 * MAY_SUPERVISE, no interest. ERR_CONFLICT: somebody else has it. */
NODISCARD enum status proceeding_take(
    struct act *x, int64_t id, struct err *err);
/* The handler of a real-name report has found whether the reporter is who he
 * says; remark says how, and names nobody. ERR_INPUT: no remark (field
 * "remark"). ERR_CONFLICT: no such report, or answered. ERR_DENIED: not his. */
NODISCARD enum status proceeding_check_reporter(struct act *x, int64_t id,
    bool genuine, struct str remark, struct err *err);
/* Anybody; ERR_INPUT names the field. A ground with `real_name` needs name,
 * identity, contact and evidence: an anonymous report is none (B-4-4-3-a).
 * ret has number, subject and id. The same
 * report again on the same day gives the one that is there. */
NODISCARD enum status proceeding_report(struct act *x,
    const struct report_new *r, struct proceeding *ret, struct err *err);
enum report_answer { REPORT_UNFOUNDED, REPORT_WARN, REPORT_CASE,
    REPORT_CORRECTED };
/* Answers a report; WARN and CASE open a proceeding (its id in *ret_id).
 * ERR_CONFLICT: the reporter is not who he says, so that it can only be ended
 * as unfounded; what it says may be noted as a lead. */
NODISCARD enum status proceeding_answer(struct act *x, int64_t id,
    enum report_answer answer, struct str reason, int64_t *ret_id,
    struct err *err);

/* --- reading --- */

/* Officers who may read files; the holder's people too, but no reports and
 * nothing that is only proposed. */
NODISCARD enum status proceeding_get(
    struct act *x, int64_t id, struct proceeding *ret, struct err *err);
NODISCARD enum status proceeding_of_subject(struct act *x, int64_t subject_id,
    const struct proceeding **ret, size_t *ret_n, struct err *err);

struct proceeding_filter {
    int64_t programme_id; /* 0: all the actor may see */
    bool has_kind;
    enum proceeding_kind kind;
    bool open_only;
};
/* Open ones by due date, then newest first. */
NODISCARD enum status proceeding_list(struct act *x,
    const struct proceeding_filter *f, size_t offset, size_t n,
    const struct proceeding **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err);

/* A letter of the case: "warning_letter", "hearing_notice", "revocation",
 * "keep_decision" ...; number and wording as they were issued.
 * ERR_NOT_FOUND: not issued. */
NODISCARD enum status proceeding_letter(struct act *x,
    const struct proceeding *p, struct str document, struct letter *ret,
    struct err *err);

#endif
