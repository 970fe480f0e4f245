/* inspection.h - what was drawn is inspected: who goes, what was found item by
 * item, what follows, and the publication. Requirements D-4-8-d, O-22. Errors
 * of all calls: core.h.
 *
 * ASSIGNED -> RECORDED -> PUBLISHED, or ASSIGNED -> DROPPED when the holder's
 * status has ended meanwhile
 */
#ifndef DOMAIN_INSPECTION_H
#define DOMAIN_INSPECTION_H

#include "domain/draw.h"
#include "domain/rectification.h"

enum inspection_state { INSPECT_ASSIGNED, INSPECT_RECORDED,
    INSPECT_PUBLISHED, INSPECT_DROPPED, INSPECT_STATE_COUNT_ };
struct str inspection_state_name(enum inspection_state s);
struct str inspection_state_title(enum inspection_state s); /* 待检查 */

struct inspection {
    int64_t subject_id, id, draw_id, position; /* place in the draw, from 1 */
    int64_t programme_id, accreditation_id;
    struct str name, number, region;  /* of the holder, as drawn */
    struct str draw_number, inspection; /* name of the pack_inspection */
    enum inspection_state state;
    struct day due;              /* result published until; DAY_NONE: not known
                                    yet (draw.h) */
    struct day visited;          /* DAY_NONE: not yet */
    struct str place, remark;
    /* List of {item, title, clause, result (OK, DEFECT, NONE: not looked at),
     * findings: [{name, title, clause, then}], text, check, why}; NULL: not
     * recorded, or not to be seen. check is the outcome of the item's rule. */
    const struct json *findings;
    int64_t defects;             /* items with a defect */
    int64_t recorded_us, recorded_by, published_us, published_by;
    int64_t version;
};
struct inspection_person {
    int64_t account_id, position;
    struct str name;
    bool replaced;
    struct str reason;           /* why replaced */
};

/* What was seen at an item. */
struct inspection_line {
    struct str item;
    const struct str *findings;  /* names; none: no defect */
    size_t n_findings;
    bool not_looked;             /* with text: why */
    struct str text;
};
struct inspection_record {
    int64_t id, version;
    struct day visited;
    struct str place, remark;
    const struct inspection_line *lines; /* items left out: no defect */
    size_t n_lines;
    struct day correct_by;       /* of a correction order; DAY_NONE: by the
                                    pack's term */
};
/*
 * Writes the record, once. Only an inspector drawn for it, without an interest.
 * The rules of the items are judged on the registers: not met, the item is a
 * defect whatever was seen (with its first finding if none is named). What is
 * to be put right becomes one correction order, what opens a case opens it
 * unless one is open, breaches are entered.
 * Errors: ERR_DENIED    he was not drawn for it, or has an interest.
 *         ERR_INPUT     an unknown item or finding, a day of the visit before
 *                       the draw or after today (field "visited"), an item not
 *                       looked at without a word (field "text").
 *         ERR_CONFLICT  recorded already, or another version.
 */
NODISCARD enum status inspection_write(struct act *x,
    const struct inspection_record *r, struct inspection *ret,
    struct err *err);

/*
 * An inspector cannot go: the next one in the order of the draw takes his
 * place. Needs MAY_SUPERVISE. ERR_INPUT without a reason (field "reason");
 * ERR_CONFLICT: not one of them, recorded already, or nobody is left.
 */
NODISCARD enum status inspection_replace(struct act *x, int64_t id,
    int64_t account_id, struct str reason, struct str *ret_name,
    struct err *err);

/* The holder's status has ended, so there is nothing to inspect. Needs
 * MAY_SUPERVISE. ERR_CONFLICT: it has not, or the record is there. */
NODISCARD enum status inspection_drop(
    struct act *x, int64_t id, struct str reason, struct err *err);

/* Publishes the result. Needs MAY_PUBLISH. ERR_CONFLICT: not recorded, another
 * version. */
NODISCARD enum status inspection_publish(struct act *x, int64_t id,
    int64_t version, struct inspection *ret, struct err *err);

/* --- reading --- */

/* Officers who may read files, its inspectors, and the holder's people once it
 * is recorded. */
NODISCARD enum status inspection_get(
    struct act *x, int64_t id, struct inspection *ret, struct err *err);
/* In the order they were drawn in; the replaced ones stay. Public. */
NODISCARD enum status inspection_people(struct act *x, int64_t id,
    const struct inspection_person **ret, size_t *ret_n, struct err *err);
/* Of a draw, in its order: for anybody; findings, remark and place only of what
 * is published, or is the actor's to see. */
NODISCARD enum status inspection_of_draw(struct act *x, int64_t draw_id,
    const struct inspection **ret, size_t *ret_n, struct err *err);
/* Those the actor was drawn for: to be done first, by due day. */
NODISCARD enum status inspection_mine(struct act *x,
    const struct inspection **ret, size_t *ret_n, struct err *err);
/* What waits for the actor in a programme: those he was drawn for and that have
 * no record, those anybody is late with, those he may publish; by due day. */
NODISCARD enum status inspection_waiting(struct act *x,
    int64_t programme_id, const struct inspection **ret, size_t *ret_n,
    struct err *err);
/* Of a programme (0: all the actor may see), in a state (-1: any), by due day,
 * at most 500. */
NODISCARD enum status inspection_list(struct act *x, int64_t programme_id,
    int state, const struct inspection **ret, size_t *ret_n,
    struct err *err);
/* Of a subject, newest first: its people see what is recorded. */
NODISCARD enum status inspection_of_subject(struct act *x,
    int64_t subject_id, const struct inspection **ret, size_t *ret_n,
    struct err *err);

#endif
