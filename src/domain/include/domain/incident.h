/* incident.h - the one register of dated facts about a subject, shared by all
 * programmes: penalties, sanctions, valid complaints, state of the licence,
 * name, merger, relocation, head. What an entry brings about in each programme
 * is data of its pack (pack_trigger): a case, a flag, a message; one row each.
 * An entry set aside takes back what rests on it alone. Bans stand here too.
 * Errors of all calls: core.h. */
#ifndef DOMAIN_INCIDENT_H
#define DOMAIN_INCIDENT_H

#include "domain/accreditation.h"
#include "domain/application.h"

enum incident_kind { INC_PENALTY, INC_SANCTION, INC_COMPLAINT, INC_LICENCE,
    INC_NAME, INC_MERGER, INC_RELOCATION, INC_HEAD, INC_KIND_COUNT_ };
struct str incident_kind_name(enum incident_kind k);  /* "penalty" */
struct str incident_kind_title(enum incident_kind k); /* 行政处罚 */
bool incident_kind_of(struct str name, enum incident_kind *ret);

/* IN_FORCE <-> STAYED; either -> REVOKED, for good. */
enum incident_state { INC_IN_FORCE, INC_STAYED, INC_REVOKED,
    INC_STATE_COUNT_ };
struct str incident_state_name(enum incident_state s);
struct str incident_state_title(enum incident_state s);
bool incident_state_of(struct str name, enum incident_state *ret);

struct incident {
    int64_t subject_id, id;
    enum incident_kind kind;
    struct day decided, effective; /* effective: not before decided */
    struct str authority;          /* who decided it */
    struct str doc_no;             /* of the document; one entry per number */
    struct str value;              /* licence: of incident_licence_states;
                                      name: the new one, or ""; else "" */
    struct str content;
    struct str source;             /* where it is known from */
    enum incident_state state;
    struct str reason;             /* of the last change of state */
    int64_t entered_us, entered_by, changed_us, version;
    struct str subject_name, region; /* of the subject, as it is now */
};

/* What a trigger of a pack made of an entry. */
struct incident_effect {
    int64_t id, programme_id, accreditation_id; /* 0: of an application */
    int64_t application_id;
    struct str trigger;   /* name in the pack */
    struct str then;      /* open, flag, tell, keep */
    int64_t proceeding_id; /* 0: none */
    int64_t record_id;     /* keep: the row entered; 0: none */
    struct str clause, why; /* why: the arithmetic */
    int64_t made_us, undone_us; /* 0: it stands */
};

/* Values that a licence may have. */
enum { INCIDENT_LICENCE_STATES = 5 };
extern const struct str incident_licence_states[INCIDENT_LICENCE_STATES];

/*
 * Enters a fact about the subject in->subject_id, or about the one called
 * in->subject_name now or formerly if that is 0. Needs MAY_SUPERVISE in its
 * region in some programme, and no interest. The same kind and number of
 * document for the same subject is one entry: then *ret is the one that is
 * there and *ret_known is true; nothing is opened twice. A change of name with
 * the new one renames the subject on its effective day; of several the latest
 * in force counts, and an earlier one is found all the same.
 *
 * Errors: ERR_INPUT      a field is missing or wrong (field set).
 *         ERR_NOT_FOUND  nobody is called so.
 */
NODISCARD enum status incident_enter(struct act *x, const struct incident *in,
    struct incident *ret, bool *ret_known, struct err *err);

/*
 * Changes the state. REVOKED: the cases that rest on no other entry are closed
 * or their decision is reversed, what it ended is restored, its ban lifted,
 * flags are taken off. A name that is not IN_FORCE is not the subject's: it is
 * called as it was before, and so again if STAYED ends. Permission as for
 * entering.
 * Errors: ERR_CONFLICT  another version, the same state, or revoked already.
 *         ERR_INPUT     no reason (field "reason").
 */
NODISCARD enum status incident_set_state(struct act *x, int64_t subject_id,
    int64_t id, enum incident_state to, struct str reason, int64_t version,
    struct err *err);

/* Names that take effect on a day behind that of their entry: the daily run
 * gives them. *ret_n: how many subjects are called differently now. */
NODISCARD enum status incident_names_due(
    struct act *x, size_t *ret_n, struct err *err);

/* --- reading: officers who may read files; the subject's own people --- */

NODISCARD enum status incident_get(struct act *x, int64_t subject_id,
    int64_t id, struct incident *ret, struct err *err);
/* Newest first. */
NODISCARD enum status incident_of_subject(struct act *x, int64_t subject_id,
    const struct incident **ret, size_t *ret_n, struct err *err);
NODISCARD enum status incident_effects(struct act *x, int64_t subject_id,
    int64_t id, const struct incident_effect **ret, size_t *ret_n,
    struct err *err);
/* Flags that stand on a holding or an application (the other id 0). */
NODISCARD enum status incident_flags(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t application_id,
    const struct incident_effect **ret, size_t *ret_n, struct err *err);
/* What a row of a register rests on: the entries that brought it about, for
 * those who may read the row (no permission is asked). */
NODISCARD enum status incident_of_record(struct act *x, int64_t subject_id,
    int64_t record_id, const struct incident **ret, size_t *ret_n,
    struct err *err);
/* All, newest first; kind -1: any. */
NODISCARD enum status incident_list(struct act *x, int kind, size_t offset,
    size_t n, const struct incident **ret, size_t *ret_n, struct err *err);

/* --- facts for rules --- */

/*
 * Sets 行政处罚, 行业处分, 有效投诉, 受理投诉 (lists), 执业状态, 最近处罚日, 处罚数
 * of the subject into extra; entries set aside are left out. 禁入期末日 of the
 * programme while a ban stands.
 */
NODISCARD enum status incident_facts(struct act *x, int64_t subject_id,
    int64_t programme_id, struct json *extra, struct err *err);
/* holder_facts (assessment.h) with the above and 任期首日. */
NODISCARD enum status incident_holder_facts(struct act *x,
    const struct accreditation *c, struct day reference,
    struct pack_facts *ret, struct err *err);

/* --- triggers, for the other nouns --- */

struct trigger_event {
    struct str on;              /* "member_complaint", "change_report" ... */
    int64_t subject_id;
    int64_t programme_id;       /* 0: all */
    int64_t incident_id;        /* of the row it comes from */
    const struct json *facts;   /* more facts for `if`; NULL none */
    struct str text;            /* facts of the case it opens */
    struct day task_from;       /* day zero of the task's term */
};
/* Runs the triggers of the packs for every holding of the subject that lives.
 * The permission is the caller's to check. */
NODISCARD enum status incident_trigger(
    struct act *x, const struct trigger_event *e, struct err *err);

/* --- bans --- */

struct ban {
    int64_t subject_id, id, programme_id, proceeding_id;
    struct day first, last;     /* both within it */
    int years;
    struct str clause;
    int64_t lifted_us;          /* 0: it stands */
    struct str lifted_reason;
    struct str subject_name, region; /* of the subject, as it is now */
};
/* 2025-03-10 + 3年 = 2028-03-10，2028-03-11 起可以申报 */
struct str ban_arithmetic(struct arena *a, const struct ban *b);
/* Begins today, for `years`. */
NODISCARD enum status ban_begin(struct act *x, int64_t subject_id,
    int64_t programme_id, int64_t proceeding_id, int years, struct str clause,
    struct err *err);
/* Lifts what a case brought about. */
NODISCARD enum status ban_lift(struct act *x, int64_t subject_id,
    int64_t proceeding_id, struct str reason, struct err *err);
/* The ban that counts in a programme on a day and ends last. */
NODISCARD enum status ban_on(struct act *x, int64_t subject_id,
    int64_t programme_id, struct day on, struct ban *ret, bool *ret_found,
    struct err *err);
/* ERR_CONFLICT with clause and arithmetic while one stands. */
NODISCARD enum status ban_refuse(struct act *x, int64_t subject_id,
    int64_t programme_id, struct day on, struct err *err);
/* Of all subjects, those that end last first; standing: only those that count
 * today or later. Officers who may read files, of their regions. */
NODISCARD enum status ban_list(struct act *x, bool standing, size_t offset,
    size_t n, const struct ban **ret, size_t *ret_n, struct err *err);
/* Why an application of which one is to be granted a title has to wait: clause
 * and arithmetic; "" if no ban stands in its way today. */
NODISCARD enum status ban_hinders(struct act *x,
    const struct application *app, struct str *ret_why, struct err *err);
NODISCARD enum status ban_of_subject(struct act *x, int64_t subject_id,
    const struct ban **ret, size_t *ret_n, struct err *err);

/* --- reports of changes --- */

/* Until when the change that `answers` tell of is to be reported, with the days
 * that do not count. *ret_known is false where the procedure has no term or the
 * day is not given. ERR_NOT_FOUND: the holiday table lacks a year. */
NODISCARD enum status change_deadline(struct act *x,
    const struct pack_procedure *p, const struct json *answers,
    struct deadline *ret, bool *ret_known, struct err *err);
/* Working days from the end of the term to the day of an instant behind it,
 * both that day included; 0: in time, or no working day has passed since.
 * ERR_NOT_FOUND: the holiday table lacks a year. */
NODISCARD enum status change_late_by(struct act *x, const struct deadline *due,
    int64_t us, int *ret_days, struct err *err);
/* Called when a report is handed in: a late one opens the case of the pack's
 * trigger; the status stays. */
NODISCARD enum status change_reported(struct act *x,
    const struct application *app, struct err *err);
/*
 * The first check of a report: met: the file is closed and the status stays;
 * not: the case of `ground` is opened, to be confirmed by the meeting. Needs
 * MAY_REVIEW, no interest. ERR_INPUT: no reason, or a long one. ERR_CONFLICT:
 * not waiting for a check; the pack names no ground.
 */
NODISCARD enum status change_check(struct act *x, int64_t application_id,
    bool met, struct str reason, struct err *err);

#endif
