/* assessment.h - the yearly duty: who met it, who is graded how, who is
 * commended (O-15, O-16). One row per holder and calendar year, made from the
 * counters of the diary. Errors of all calls: core.h.
 */
#ifndef DOMAIN_ASSESSMENT_H
#define DOMAIN_ASSESSMENT_H

#include "domain/accreditation.h"

struct assessment {
    int64_t subject_id, accreditation_id, programme_id, year;
    int64_t minutes, enterprises, events;
    int64_t rating_sum, rating_count; /* satisfaction is the quotient; compare
                                         it by multiplying, never rounded */
    int64_t effect;             /* 0..100 by the centre; -1: none yet */
    struct str grade;           /* EXCELLENT, PASS, FAIL; "": none yet */
    enum outcome standard;
    bool full_year;             /* in status from 1 January to 31 December */
    bool propose;               /* the pack proposes revocation */
    const struct json *verdict; /* {"met": ..., "propose": ...} */
    struct str commended_no;
    int64_t made_us, version;
    struct str name, number, region;
    enum accreditation_state state;
};
struct str grade_title(struct str grade); /* 优秀, 合格, 不合格; "" */

/*
 * Facts of a holder for the pack's rules: 准入日, 有效期末日, 最近活动日 and the
 * like from the row alone; reference is 基准日.
 */
struct pack_facts holder_facts(struct act *x, const struct accreditation *c,
    struct day reference);
/* Adds the year's facts: 年度服务分钟, 年度服务企业数, 整年在册 ... */
void holder_year_facts(struct act *x, const struct accreditation *c,
    const struct assessment *counts, struct pack_facts *facts);

/* In status on every day of a calendar year. */
bool holder_full_year(const struct accreditation *c, int64_t year);

/* The last day to fulfil a duty for a year: its due_day in the year after (15
 * January if it says none). DAY_NONE: no such year. */
struct day duty_due_day(const struct pack_duty *d, int64_t year);

/* Entries for the year are accepted up to this day (due_day of the duty, next
 * year); until then the list is provisional. DAY_NONE: the pack has no duty. */
struct day assessment_closes(const struct programme *p, int64_t year);

/*
 * Makes the list of a year anew from the counters: everybody who was in status
 * on a day of it. Grades, effect scores and commendations stay. In
 * transactions of 500 holders; not to be called inside one.
 */
NODISCARD enum status assessment_make(struct store *s, const struct domain *d,
    int64_t programme_id, int64_t year, int64_t now_us, size_t *ret_n,
    struct err *err);

enum assessment_part { ASSESS_ALL, ASSESS_MET, ASSESS_NOT_MET, ASSESS_PROPOSE,
    ASSESS_EXCELLENT, ASSESS_PART_COUNT_ };
struct assessment_counts {
    int64_t n[ASSESS_PART_COUNT_];
    int64_t commended;
    int64_t made_us; /* newest row; 0: no list yet */
};
NODISCARD enum status assessment_counts(struct act *x, int64_t programme_id,
    int64_t year, struct assessment_counts *ret, struct err *err);
NODISCARD enum status assessment_list(struct act *x, int64_t programme_id,
    int64_t year, enum assessment_part part, size_t offset, size_t n,
    const struct assessment **ret, size_t *ret_n, struct err *err);
/* One; for the holder's people and officers. ERR_NOT_FOUND. */
NODISCARD enum status assessment_get(struct act *x, int64_t accreditation_id,
    int64_t year, struct assessment *ret, struct err *err);

/*
 * What would change in the last yearly list if a reading were chosen: judged
 * anew from the counters under the readings in force and under the other;
 * nothing is written. Looks at 5000 holders at most (`more`: there are more).
 * Needs MAY_SEE_DESK. ERR_NOT_FOUND: no list yet, no such reading, no duty.
 */
#define READING_PREVIEW_NAMES 20
struct reading_change {
    int64_t accreditation_id;
    struct str name, number;
    enum outcome before, after; /* of the standard */
    bool propose_before, propose_after;
};
struct reading_preview {
    int64_t year, looked, changed;
    bool more;
    struct reading_change rows[READING_PREVIEW_NAMES]; /* the first */
};
NODISCARD enum status assessment_preview(struct act *x, int64_t programme_id,
    struct str reading, struct str value, struct reading_preview *ret,
    struct err *err);

/*
 * Opens a case for every proposal of the list that has none yet. Needs
 * MAY_SUPERVISE. ERR_CONFLICT: the list is still provisional. *ret_n: cases
 * opened, at most 500 in one act (call again for the rest).
 */
NODISCARD enum status assessment_propose(struct act *x, int64_t programme_id,
    int64_t year, size_t *ret_n, struct err *err);

/* Effect score 0..100 and grade. EXCELLENT needs the standard met. Needs
 * MAY_DECIDE. ERR_INPUT: another effect or grade, at the field. ERR_CONFLICT:
 * commended already, or another version. */
NODISCARD enum status assessment_grade(struct act *x,
    int64_t accreditation_id, int64_t year, int64_t effect, struct str grade,
    int64_t version, struct err *err);
/* Commends all that are EXCELLENT and not commended yet, with the number of
 * the decision; tells them. Needs MAY_DECIDE. ERR_INPUT: no number, or more
 * than 60 characters. */
NODISCARD enum status assessment_commend(struct act *x, int64_t programme_id,
    int64_t year, struct str decision_no, size_t *ret_n, struct err *err);

#endif
