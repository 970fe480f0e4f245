/* plan.h - development plans: figures per planning unit and year, ratios with
 * their passport, places set by the authority and taken by approvals
 * (D-2-2, D-3-b, D-4-3; requirements 2.4, F-D1, O-18). What differs between
 * programmes is the pack's section `planning` (pack/planning.h).
 *
 * Errors of all calls: core.h; ERR_NOT_FOUND as well where the programme plans
 * nothing. Units are divisions by their code. A figure that is not known is
 * left out, never nought. Ratios are compared in integers; the text with four
 * decimals is cut, not rounded, and is for people only. Ratios of units are
 * never added.
 *
 * Two hands: the office of a unit (MAY_REVIEW there) proposes, the authority
 * (MAY_DECIDE for all units) compiles, issues, amends, closes.
 */
#ifndef DOMAIN_PLAN_H
#define DOMAIN_PLAN_H

#include "domain/application.h"
#include "pack/planning.h"

/* --- units --- */

struct plan_unit {
    struct str code, name;
    bool exists;               /* on the day asked for */
    struct day from, to;       /* first day, first day no more; DAY_NONE: open */
    struct day borders;        /* of its borders on that day; DAY_NONE: as ever */
    struct str borders_note;   /* what changed then, or "" */
    struct str successors;     /* "两江新区、北碚区" if it ended; "" */
};
/* The division of a code on a day. ERR_NOT_FOUND: none of the pack's units,
 * ever. A code of a place inside a unit finds the unit. */
NODISCARD enum status plan_unit_find(struct act *x,
    const struct pack_planning *p, struct str code, struct day on,
    struct plan_unit *ret, struct err *err);
/* By name or code, as people write it in a workbook; also those that ended. */
NODISCARD enum status plan_unit_named(struct act *x,
    const struct pack_planning *p, struct str name, struct day on,
    struct plan_unit *ret, struct err *err);
/* Units that exist on a day, by code. */
NODISCARD enum status plan_units(struct act *x, const struct pack_planning *p,
    struct day on, const struct plan_unit **ret, size_t *ret_n,
    struct err *err);
/* ERR_CONFLICT unless the unit exists on that day: says when it ended and what
 * follows it, or when it begins. */
NODISCARD enum status plan_unit_require(struct act *x,
    const struct plan_unit *u, struct day on, struct err *err);
/* The day that says which units a year has: today inside the year, else its
 * nearer end. */
struct day plan_day(int64_t year, struct day today);

/* --- ratios --- */

/* A ratio and everything it rests on. */
struct plan_passport {
    const struct pack_ratio *ratio;
    bool known;
    const struct str *missing; /* fields that are not known */
    size_t n_missing;
    int64_t numerator, denominator;
    struct str parts;          /* "律师人数 229 + 工作者人数 200" */
    struct str shown;          /* "2.2900", cut after four decimals; "" */
    bool reached;              /* with the tolerance, if there is one */
    struct str tolerance;      /* "0.2", or "" */
    int64_t gap;               /* max(0, ceil(threshold * denominator / per) -
                                  numerator) */
    struct str arithmetic;     /* "229 × 10000 = 2290000 < 2.3 × 1000000 =
                                  2300000" */
    struct day as_of;          /* of the figures */
    struct str source;
    int64_t year;
    struct str unit;           /* name */
    struct str borders;        /* "2025-11-06 起的区划（…）", "现行区划" */
};
/* Figures are stored answers of the pack's form. `readings`: those chosen, may
 * be NULL. borders "": not told. */
void plan_ratio(struct arena *a, const struct pack *p,
    const struct pack_ratio *r, const struct json *readings,
    const struct json *answers, struct plan_passport *ret);
/* All of it in one sentence of Chinese. */
struct str plan_passport_text(
    struct arena *a, const struct plan_passport *p);
/* Is more than the share of the pack rural? True without such a share. */
bool plan_rural_kept(
    const struct pack *p, int64_t rural, int64_t total);

/* --- figures --- */

struct plan_entry {
    int64_t year, seq;         /* 0: none entered */
    struct str unit;
    const struct json *answers;
    struct str origin;         /* form, workbook */
    int64_t entered_us, entered_by;
    int64_t accepted_us, accepted_by; /* 0: only proposed; by who entered it:
                                         the authority's own figures */
    int64_t returned_us;       /* sent back; 0: not */
    struct str return_reason;
};
/*
 * Enters figures (and the proposal) of a unit: by its office while the plan is
 * not compiled, by the authority until it is closed, then in force at once.
 * Opens the plan of the year. answers: stored forms of the pack's form; what
 * is empty is left out. origin: "form", "workbook".
 * Errors: ERR_INPUT     a figure that is none, a denominator of nought, no day
 *                       or source, a day to come; field set.
 *         ERR_CONFLICT  the unit does not exist on the day of the year (says
 *                       what follows it); compiled or closed already.
 */
NODISCARD enum status plan_enter(struct act *x, int64_t programme_id,
    int64_t year, struct str unit, const struct json *answers,
    const char *origin, struct err *err);
/*
 * Sends the figures a unit proposed back to it with the reason, until the plan
 * is issued: they are not in force, and the unit may enter them again, also
 * when the others are compiled. Its officers are told. For the authority.
 * Errors: ERR_INPUT     no reason (field "return_reason").
 *         ERR_CONFLICT  it proposed nothing, was sent back already, or the
 *                       authority entered the figures itself; issued already.
 */
NODISCARD enum status plan_return(struct act *x, int64_t programme_id,
    int64_t year, struct str unit, struct str reason, struct err *err);
/* All that was entered for a unit and year, newest first. */
NODISCARD enum status plan_entries(struct act *x, int64_t programme_id,
    int64_t year, struct str unit, const struct plan_entry **ret,
    size_t *ret_n, struct err *err);

/* --- the plan --- */

enum plan_state { PLAN_NONE, PLAN_DRAFT_COUNTY, PLAN_COMPILED_MUNICIPAL,
    PLAN_ISSUED, PLAN_AMENDED, PLAN_CLOSED, PLAN_STATE_COUNT_ };
struct str plan_state_name(enum plan_state s);  /* "DRAFT_COUNTY", "NONE" */
struct str plan_state_title(enum plan_state s); /* "编报中" */

struct plan_row;
struct plan {
    int64_t id, programme_id, year, issues, version;
    enum plan_state state;     /* PLAN_NONE: id 0 */
    int64_t compiled_us, closed_us;
};
NODISCARD enum status plan_get(struct act *x, int64_t programme_id,
    int64_t year, struct plan *ret, struct err *err);
/* Is the actor the authority for all units of the programme? */
bool plan_is_authority(struct act *x, const struct programme *p);
/* May he enter figures of a unit now? */
bool plan_may_enter(struct act *x, const struct programme *p,
    const struct plan *plan, struct str unit);
/* The same for the unit of a row: one that was sent back is open again. */
bool plan_row_open(struct act *x, const struct programme *p,
    const struct plan *plan, const struct plan_row *row);
/* "2021 年基层法律服务队伍发展计划" */
struct str plan_called(struct arena *a, const struct pack_planning *q,
    int64_t year);
/* Newest year first. */
NODISCARD enum status plan_list(struct act *x, int64_t programme_id,
    const struct plan **ret, size_t *ret_n, struct err *err);

/* An issued version. */
struct plan_issue {
    int64_t n, issued_us;
    struct str document_no, reason, sha256;
    const struct json *content; /* frozen; NULL in lists */
};
NODISCARD enum status plan_issues(struct act *x, const struct plan *p,
    const struct plan_issue **ret, size_t *ret_n, struct err *err);
/* n 0: the newest. ERR_NOT_FOUND: none. */
NODISCARD enum status plan_issue_get(struct act *x, const struct plan *p,
    int64_t n, struct plan_issue *ret, struct err *err);

/* What the authority sets for a unit. */
struct plan_set {
    struct str unit;
    int64_t headcount, rural;  /* rural -1: not told */
    struct str remark;
};
/*
 * Takes over the figures that the units proposed and sets the places: those
 * given, else what the unit proposed, nought where the gate is reached or not
 * known. Again while compiled: corrects.
 * Errors: ERR_CONFLICT  more than nought where the gate is reached or a figure
 *                       of it is not known; another state.
 *         ERR_INPUT     more rural places than places.
 */
NODISCARD enum status plan_compile(struct act *x, int64_t programme_id,
    int64_t year, const struct plan_set *sets, size_t n, struct err *err);
/* Issues the plan: its content is frozen and public. ERR_INPUT: no number of
 * the document (field "document_no"). */
NODISCARD enum status plan_issue_now(struct act *x, int64_t programme_id,
    int64_t year, struct str document_no, struct err *err);
/* A new version of an issued plan, with the newest figures in force. ERR_INPUT:
 * no reason or document. */
NODISCARD enum status plan_amend(struct act *x, int64_t programme_id,
    int64_t year, const struct plan_set *sets, size_t n, struct str reason,
    struct str document_no, struct err *err);
/* No more places are taken. */
NODISCARD enum status plan_close(struct act *x, int64_t programme_id,
    int64_t year, struct str reason, struct err *err);

/* --- the table (O-18) --- */

struct plan_row {
    struct plan_unit unit;
    struct plan_entry figures;  /* in force, while units propose the newest
                                   entered; seq 0: none */
    struct plan_entry proposal; /* newest entered, in force or not */
    struct plan_passport gate, target;
    bool is_set;                /* it has a line */
    int64_t headcount, rural;   /* set; -1: rural not told */
    struct str remark;
    int64_t used, beyond, rural_used, left;
    int64_t proposed;           /* by the unit; -1: not told */
    int64_t proposed_rural;     /* -1: not told */
    bool weak;
};
/* Units of the year by code, those that ended since as well where the plan has
 * them. No permission is asked for. */
NODISCARD enum status plan_rows(struct act *x, int64_t programme_id,
    int64_t year, const struct plan_row **ret, size_t *ret_n,
    struct err *err);
/* Rows of an issued version as frozen; places used are those of now. */
NODISCARD enum status plan_issued_rows(struct act *x, int64_t programme_id,
    int64_t year, int64_t n, const struct plan_row **ret, size_t *ret_n,
    struct err *err);

/* What waits for the actor: his units that have nothing entered yet or were
 * sent back (unit set), plans to be compiled or issued by the authority. */
struct plan_task {
    int64_t year, since_us;
    struct str unit;           /* "" of the whole plan */
    struct str text;           /* "涪陵区：填报已退回" */
};
NODISCARD enum status plan_waiting(struct act *x, const struct programme *p,
    const struct plan_task **ret, size_t *ret_n, struct err *err);

/* --- facts and places of applications --- */

/* Adds 规划.… to extra, of the unit on today; from "" or the unit left. */
NODISCARD enum status plan_facts(struct act *x, const struct programme *p,
    struct str unit, struct str from, bool rural, struct json *extra,
    struct err *err);
/* As plan_facts by the pack's `takes`; nothing for other procedures. */
NODISCARD enum status plan_application_facts(struct act *x,
    const struct application *app, struct pack_facts *facts,
    struct json *extra, struct err *err);

/* Who takes a place where. */
struct plan_taking {
    int64_t programme_id, subject_id, application_id;
    struct str unit;
    bool rural;
    bool beyond;               /* by an agreed exception: gate and headcount do
                                  not hinder */
    struct str clause;
};
/*
 * Takes a place of the unit's plan of this year for an approval, in its
 * transaction. A subject has one place per unit and year.
 * Errors: ERR_CONFLICT  no plan is issued, the unit is not in it or exists no
 *                       more, the gate is reached or not known, no place is
 *                       left ("5/5").
 */
NODISCARD enum status plan_take(
    struct act *x, const struct plan_taking *t, struct err *err);
/* The same by the pack's `takes`, from the facts of the application; nothing
 * for other procedures and moves inside a unit. Called by path_advance. */
NODISCARD enum status plan_take_application(
    struct act *x, const struct application *app, struct err *err);

#endif
