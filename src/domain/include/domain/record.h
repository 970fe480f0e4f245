/* record.h - the registers of a pack that people write rows into: suggestions,
 * trainings, venues, assignments, commendations ... Kinds and forms are data
 * of the pack (pack.records). Errors of all calls: core.h. */
#ifndef DOMAIN_RECORD_H
#define DOMAIN_RECORD_H

#include "domain/application.h"

struct record {
    int64_t subject_id;      /* 0: of the programme, about no holder */
    int64_t id, programme_id;
    struct str kind;         /* name of the pack_record */
    const struct json *content; /* answers of its form */
    struct str state;        /* OPEN, ANSWERED, CLOSED, of tasks also REPORTED
                                and DONE, or one of the states of its kind */
    bool done;               /* nobody has to do anything more */
    struct day due;          /* last day to be done with it; DAY_NONE */
    /* What the guards of the pack found: a list of {rule, clause, why, kind};
     * kind is FLAG, BREACH or LATE. */
    const struct json *flags;
    int64_t corrects;        /* row that this one is right for; 0: none */
    int64_t because;         /* row that brought this one about; 0: none */
    int64_t case_id;         /* proceeding that it opened; 0: none */
    struct str answer;
    int64_t created_us, created_by;
    int64_t answered_us, answered_by; /* 0: not yet */
    int64_t version;
    struct str region;       /* of the holder when it was written, of the host
                                it names, of who wrote it; "" everywhere */
    struct str subject_name; /* in lists; "" without subject */
    bool corrected;          /* in lists of one holder, and got: a later row is
                                right */
};

/* "服务中" and the like: what the state means for this kind. A task is OPEN
 * until the holder accepts it (ANSWERED) and reports it: DONE, or REPORTED
 * until the report is accepted. CLOSED: taken back by an officer. */
struct str record_state_title(const struct pack_record *k, struct str state);
/* What a row is called: its first text; "" without. */
struct str record_title(const struct pack *p, const struct pack_record *k,
    const struct record *r);
/* Is it a field that nobody fills in when the row is written: of a decision, or
 * of a task's report? */
bool record_is_kept_by_program(
    const struct pack_record *k, const struct pack_field *f);
/* Kind whose form is `form` ("assignment", "irregularity"); NULL if the pack
 * has none. */
const struct pack_record *record_kind_of_form(
    const struct pack *p, struct str form);

/* May the actor write, answer and close rows of a region (perm
 * MAY_SUPERVISE)? Officers of the region; of a register that a body keeps its
 * people alone. */
bool record_may_keep(const struct act *x, const struct programme *p,
    const struct pack_record *k, enum permission perm, struct str region);
bool record_may_decide(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r);
/* Reads the register as a whole, be it the rows of one region. */
bool record_is_reader(const struct act *x, const struct programme *p,
    const struct pack_record *k);
/* May the actor read what is about the subject? The holder's own people, and
 * officers of everything. */
bool record_may_read(const struct act *x, const struct programme *p,
    const struct pack_record *k, int64_t subject_id);

/*
 * Adds a row; id is set unless the caller has made one for the files that
 * belong to it. content must have been read by the pack's form.
 * Holders write about themselves while their status is alive; officers about a
 * holder of their region (who is told of an assignment) or, with subject 0, the
 * programme; hosts about those who work at them; bodies in what they keep.
 * The guards of the kind judge the row: refused (with rule, arithmetic and
 * clause), flagged, or entered in the register of breaches as well. A row of
 * a yearly report is marked when late. corrects: the row this one is right
 * for; it stays, and no longer counts. What that row brought about is taken
 * back, unless this one brings about the same: its correction order and its
 * case then go on.
 * Errors: ERR_INPUT     the form is not complete, there is no such kind, a
 *                       guard refuses, the holder was not in status in the
 *                       year of the report.
 *         ERR_CONFLICT  the status is not alive (kinds that need it); the
 *                       year's report is in, so that rows are only corrected;
 *                       such a row is there already; corrected already.
 */
NODISCARD enum status record_add(
    struct act *x, struct record *r, struct err *err);

NODISCARD enum status record_get(struct act *x, int64_t subject_id,
    int64_t id, struct record *ret, struct err *err);
/* May the actor open the files of a row? Who reads the register as an officer
 * or keeps it, the holder and its host; of a public register not everybody. */
NODISCARD enum status record_may_open_files(struct act *x,
    int64_t subject_id, int64_t id, bool *ret, struct err *err);
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
/* Rows of a kind by region and state, as far as the actor may read them. */
struct record_tally {
    struct str region, state; /* region "": of no region */
    int64_t n;
    int64_t open;             /* that somebody has to do something about */
    int64_t overdue;
};
NODISCARD enum status record_tallies(struct act *x, int64_t programme_id,
    struct str kind, const struct record_tally **ret, size_t *ret_n,
    struct err *err);
/* Who the holder works at: its subject; 0 nobody. */
NODISCARD enum status record_host(struct act *x, int64_t programme_id,
    int64_t subject_id, int64_t *ret, struct err *err);

/* An officer answers; the holder is told. ERR_CONFLICT answered already, or
 * another version; ERR_INPUT without text. */
NODISCARD enum status record_answer(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str text, struct err *err);
/* The holder takes the next step of a task: accepts it, then reports; report:
 * answers to the fields of its report (NULL: none). A late one is marked.
 * Errors: ERR_CONFLICT  reported already, or no task.
 *         ERR_INPUT     the first field of the report is empty, or one is
 *                       wrong. */
NODISCARD enum status record_proceed(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, const struct json *report,
    struct str remark, struct err *err);
/* Does a report wait to be accepted; and may the actor do it? */
bool record_task_waits(const struct pack_record *k, const struct record *r);
bool record_may_accept(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r);
/* The report is accepted; or sent back with a reason (needed), due: a later
 * last day, DAY_NONE as it was. The holder is told. ERR_CONFLICT: no report
 * waits; ERR_INPUT: no reason, or a day that has passed ("due"). */
NODISCARD enum status record_accept(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str remark, struct err *err);
NODISCARD enum status record_send_back(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str reason, struct day due,
    struct err *err);
/* Tells holders, once for each last day, of tasks that were to be reported
 * within the last month and are not. The daily run's part. */
NODISCARD enum status record_remind_overdue(
    struct act *x, const struct programme *p, struct err *err);
/* An officer closes a row with a reason: withdrawn, entered by mistake. What
 * it brought about is taken back. */
NODISCARD enum status record_close(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str reason, struct err *err);

/* Decides a row of a kind with states: the state, texts of further fields
 * (NULL: none); the guards of that state judge the row as it is then. The
 * holder is told (document "answered").
 * Errors: ERR_CONFLICT  decided already, another version, or four eyes.
 *         ERR_INPUT     no such state, a field is wrong, a guard refuses. */
NODISCARD enum status record_decide(struct act *x, int64_t subject_id,
    int64_t id, int64_t version, struct str state, const struct json *more,
    struct str remark, struct err *err);

/* What has a due day and is not done, of a programme, by due day, without
 * reported tasks. Officers. */
NODISCARD enum status record_due(struct act *x, int64_t programme_id,
    size_t n, const struct record **ret, size_t *ret_n, struct err *err);
/* Rows of all registers of a programme that wait for the actor: to be
 * answered, decided in the first of their states, or accepted as reported;
 * oldest first, at most n. *ret_all: how many there are, as far as was looked
 * (5,000 rows). */
NODISCARD enum status record_waiting(struct act *x,
    const struct programme *p, size_t n, const struct record **ret,
    size_t *ret_n, int64_t *ret_all, struct err *err);
/* All rows about a holder of one calendar year, whatever kind, oldest first:
 * its archive. year 0: of all years. */
NODISCARD enum status record_archive(struct act *x, int64_t programme_id,
    int64_t subject_id, int64_t year, const struct record **ret,
    size_t *ret_n, struct err *err);

/* How the guards of its kind judge a row as things stand today, for who may
 * read it (no permission is asked). */
NODISCARD enum status record_verdicts(struct act *x, const struct record *r,
    const struct pack_verdict **ret, size_t *ret_n, struct err *err);

/* --- rows that the program itself writes --- */

/* Enters a row of a kind about a holder or applicant: of values those that are
 * fields of its form, and 决定日期 (today) if it has that field; state and due
 * day as for any row. No permission is asked; guards mark it as any row. */
NODISCARD enum status record_keep(struct act *x, int64_t programme_id,
    int64_t subject_id, struct str kind, const struct json *values,
    struct str clause, struct err *err);

struct accreditation;
struct application;
/* The same, giving the row's id. */
NODISCARD enum status record_keep_row(struct act *x, int64_t programme_id,
    int64_t subject_id, struct str kind, const struct json *values,
    struct str clause, int64_t *ret, struct err *err);
/* A row about the holding: its name (名称) and number (证号), and what value
 * rules give on the facts. */
NODISCARD enum status record_draft_row(struct act *x,
    const struct accreditation *c, struct str record,
    const struct pack_draft *draft, size_t n, const struct pack_facts *facts,
    struct str clause, int64_t *ret, struct err *err);
/* What the row rests on is set aside: it is closed, unless it is already. No
 * permission is asked. */
NODISCARD enum status record_drop(struct act *x, int64_t subject_id,
    int64_t id, struct str reason, struct err *err);

/*
 * Something happened to a holding: the registers that the pack keeps of such
 * events (keeps: grant, move, change, suspend, resume, end) get a row: 登记事项,
 * 名称, 证号, 机构, 原因类别, 条文, 申请编号 and, of the application, fields of
 * the same name; of a move 原机构, 新机构 and with 原 or 新 before its name what is
 * kept with each. app NULL: decided without one.
 */
NODISCARD enum status record_keep_event(struct act *x, const char *event,
    const struct accreditation *c, const struct application *app,
    struct str what, struct str reason, struct str clause, struct err *err);

/* --- open work (handover.h); the permission is the caller's --- */

/* Does somebody still have to do something for this row? */
bool record_is_open(const struct pack_record *k, const struct record *r);
/* Open rows of a subject, oldest first, that it wrote or that officers wrote
 * for it; `by` "". Or rows of a host (subject_id) that name the holder of the
 * number `by` as the one who does them. */
NODISCARD enum status record_open(struct act *x, int64_t programme_id,
    int64_t subject_id, struct str by, const struct record **ret,
    size_t *ret_n, struct err *err);
/* Gives a row on: to another subject as a new row of it, whose guards judge
 * it, without files; the old one is closed with the reason. */
NODISCARD enum status record_give_on(struct act *x, const struct record *r,
    int64_t to_subject_id, struct str reason, struct err *err);
/* Whether rows of this kind can be done by another subject: tasks, and
 * kinds with open_until. */
bool record_may_give_on(const struct pack_record *k);
/* A correction that answers one more field: who does it (activity_of), or what
 * it came to (open_until). */
NODISCARD enum status record_amend(struct act *x, const struct record *r,
    struct str field, struct str value, const char *event, struct err *err);
/* Closes an open row with a reason: by a correction that says what it came to,
 * if the kind has open_until. */
NODISCARD enum status record_finish(struct act *x, const struct record *r,
    struct str reason, struct err *err);

/* --- as facts of rules --- */

/* Adds to extra the lists 记录.<kind> of the holder that the rule looks at
 * (rule "": all kinds that any rule of the pack looks at). Rows corrected or
 * closed by an officer are left out. subject_id 0: those of the programme. */
NODISCARD enum status record_facts(struct act *x, const struct programme *p,
    int64_t subject_id, struct str rule, struct json *extra,
    struct err *err);
/* The same for what the stages and categories of an application's procedure
 * look at, as its own version of the pack names them. */
NODISCARD enum status record_application_facts(struct act *x,
    const struct application *app, struct json *extra, struct err *err);
/* Adds 年度, 年度首日, 年度末日, 年度报告已提交, 年度报告提交日 of a year, if the pack
 * has a yearly report. */
NODISCARD enum status record_report_facts(struct act *x,
    const struct programme *p, int64_t subject_id, int64_t year,
    struct json *extra, struct err *err);
/* The year that reports are about on a day: in its last month the year itself,
 * else the year before. */
int64_t record_report_year(struct day today);

/* A row of the register of breaches: `what` is one of its kinds, seen today.
 * Nothing if the pack has no such register. The program's part. */
NODISCARD enum status record_breach(struct act *x, const struct programme *p,
    int64_t subject_id, struct str what, struct str facts, struct err *err);

/* Opens an irregularity row about a holder, if the pack has such a register;
 * by the program, when an enterprise objects. what: one of the form's kinds,
 * else 其他. */
NODISCARD enum status record_irregularity(struct act *x,
    const struct programme *p, int64_t subject_id, struct str what,
    struct day day, struct str facts, struct err *err);

#endif
