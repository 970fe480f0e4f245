/* rectification.h - correction orders (责令限期整改): what has to be put right,
 * until when, and what the re-check finds. Ordered by an inspection, by a yearly
 * assessment, or by hand. Errors of all calls: core.h.
 *
 * OPEN -> PASSED | FAILED | WITHDRAWN, FAILED -> WITHDRAWN
 */
#ifndef DOMAIN_RECTIFICATION_H
#define DOMAIN_RECTIFICATION_H

#include "domain/accreditation.h"

enum rectification_state { RECT_OPEN, RECT_PASSED, RECT_FAILED,
    RECT_WITHDRAWN, RECT_STATE_COUNT_ };
struct str rectification_state_name(enum rectification_state s); /* "OPEN" */
struct str rectification_state_title(enum rectification_state s); /* 整改中 */

struct rectification {
    int64_t subject_id, id, accreditation_id, programme_id;
    struct str number;       /* ZG-2026-00001 */
    struct str source;       /* "inspection", "assessment", "hand" */
    int64_t source_id;       /* of it; 0: none */
    struct str items;        /* what has to be put right */
    struct str clause;
    struct day due;          /* last day, until 24:00 */
    bool due_open;           /* it may move: the holidays of its year are not
                                known yet (core.h, struct due) */
    struct str derivation;   /* of due: deadline_text; "": set by hand */
    struct str failed_ground; /* of the pack: proposed if it fails, or "" */
    struct str letter;       /* number of the order, or "" */
    enum rectification_state state;
    int64_t ordered_us, ordered_by;
    struct str report;       /* what the holder says it has done */
    int64_t reported_us;     /* 0: not yet */
    struct str remark;       /* of the re-check */
    int64_t checked_us, checked_by; /* 0: not yet */
    int64_t proceeding_id;   /* opened because it failed; 0: none */
    int64_t version;
    struct str holder, holder_number, region;
};

struct rectification_new {
    int64_t accreditation_id;
    const char *source;
    int64_t source_id;
    struct str items, clause;
    struct term term;        /* of the order, from today; n 0 with `due` */
    struct day due;          /* in place of the term; DAY_NONE */
    struct str document;     /* letter of the pack, or "" */
    struct str failed_ground;
};
/*
 * Orders a correction: letter, message "rectify_ordered" if the pack has it,
 * audit line. The permission is the caller's to check.
 * Errors: ERR_INPUT     nothing to put right (field "items"); a last day that
 *                       is not behind today (field "due").
 *         ERR_CONFLICT  the status has ended.
 */
NODISCARD enum status rectification_order(struct act *x,
    const struct rectification_new *n, struct rectification *ret,
    struct err *err);

/* The holder says what it has done; files are attachments of owner
 * "rectification". May be repeated while it is open. ERR_INPUT without text
 * (field "report"); ERR_CONFLICT: checked already. */
NODISCARD enum status rectification_report(
    struct act *x, int64_t id, struct str report, struct err *err);

/*
 * What the re-check found. Failed, the case of failed_ground is proposed unless
 * one is open. Message "rectify_passed" or "rectify_failed". Needs
 * MAY_SUPERVISE and no interest.
 * Errors: ERR_INPUT     no remark (field "remark").
 *         ERR_CONFLICT  checked already, another version; failed before the
 *                       last day is over although the holder has not reported.
 *         ERR_NOT_FOUND failed without a report, and whether the last day has
 *                       moved is not known: the table lacks its year.
 */
NODISCARD enum status rectification_check(struct act *x, int64_t id,
    bool passed, struct str remark, int64_t version,
    struct rectification *ret, struct err *err);

/* What it rested on is set aside: the holder is free of it, a case that its
 * failing opened is undone. One that was met stays as it is. Message
 * "rectify_withdrawn". The permission is the caller's to check. */
NODISCARD enum status rectification_withdraw(
    struct act *x, int64_t id, struct str reason, struct err *err);
/* An order of one source goes on as that of another: the row it rested on is
 * corrected and says the same. *ret_found: there is one. */
NODISCARD enum status rectification_carry(struct act *x, int64_t subject_id,
    const char *source, int64_t from, int64_t to, bool *ret_found,
    struct err *err);

/* What the calendar does in a programme: last days that were open are settled,
 * the holder is reminded (message "rectify_remind") RECTIFY_REMIND_DAYS before
 * the end, and once more, with who ordered it, when it is over. */
#define RECTIFY_REMIND_DAYS 7
NODISCARD enum status rectification_daily(
    struct act *x, const struct programme *p, struct err *err);

/* Officers who may read files, and the holder's people. */
NODISCARD enum status rectification_get(
    struct act *x, int64_t id, struct rectification *ret, struct err *err);
/* Of one source, for those who may read it (no permission is asked), oldest
 * first. */
NODISCARD enum status rectification_of_source(struct act *x,
    int64_t subject_id, const char *source, int64_t source_id,
    const struct rectification **ret, size_t *ret_n, struct err *err);
/* Of a subject, newest first: officers and the holder's people; others get
 * none. */
NODISCARD enum status rectification_of_subject(struct act *x,
    int64_t subject_id, const struct rectification **ret, size_t *ret_n,
    struct err *err);
/* Of a programme (0: all the actor may see), at most 500: open ones by last
 * day, then the others, newest first. */
NODISCARD enum status rectification_list(struct act *x, int64_t programme_id,
    bool open_only, const struct rectification **ret, size_t *ret_n,
    struct err *err);

#endif
