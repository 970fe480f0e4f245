/* plaque.h - plaques: made with a title or a renewed term when the pack's
 * document has the layout `plaque`, handed out, reclaimed when the title ends
 * (A-16-1, A-18-0-b, A-19-b). Errors of all calls: core.h.
 */
#ifndef DOMAIN_PLAQUE_H
#define DOMAIN_PLAQUE_H

#include "domain/accreditation.h"

enum plaque_state { PLAQUE_MADE, PLAQUE_HANDED, PLAQUE_RECLAIM_DUE,
    PLAQUE_RECLAIMED, PLAQUE_VOID, PLAQUE_STATE_COUNT_ };
struct str plaque_state_name(enum plaque_state s);  /* "RECLAIM_DUE" */
struct str plaque_state_title(enum plaque_state s); /* "应收回" */
bool plaque_state_of(struct str name, enum plaque_state *ret);

struct plaque {
    int64_t subject_id, id, programme_id, accreditation_id;
    struct str number;         /* serial */
    struct str title, body;    /* exact wording, as it was ordered */
    struct str categories;     /* 专业化、精细化: what it stands for now; "" */
    struct str name, region;   /* of the holder then */
    enum plaque_state state;
    struct day made, due;      /* due: the day the title ended; DAY_NONE */
    struct day handed, reclaimed; /* DAY_NONE: not yet */
    struct str receiver;       /* for officers and the holder only */
    struct str remark;         /* how it came back, why it is void */
    int64_t version;
};

/* --- for the nouns that give and end titles --- */

/*
 * One for the term from first to last, if the document has the layout
 * `plaque`; one of a former term is to come back. number "": made by the
 * document's format. Where the document says one_for: holder, there is one for
 * all recognised titles of the holder in the programme: what has not been
 * handed out is reworded, what has been is to come back for the new one
 * (B-4-3-2-d).
 */
NODISCARD enum status plaque_make(struct act *x,
    const struct accreditation *c, struct str document, struct str number,
    struct day first, struct day last, struct err *err);
/* The title has ended: what was handed out is due, what was not is void; one
 * for the holder stays while another of its titles runs. */
NODISCARD enum status plaque_title_ended(
    struct act *x, const struct accreditation *c, struct err *err);
/* The end was undone: what is still with the holder stays there. */
NODISCARD enum status plaque_title_back(
    struct act *x, const struct accreditation *c, struct err *err);

/* --- reading --- */

struct plaque_filter {
    int64_t programme_id; /* 0: all */
    bool any;             /* all states */
    enum plaque_state state;
};
/* Newest first, at most 500. Needs MAY_READ_FILES; regions are sifted. */
NODISCARD enum status plaque_list(struct act *x,
    const struct plaque_filter *f, const struct plaque **ret, size_t *ret_n,
    struct err *err);
/* For officers, and for the people of the holder. */
NODISCARD enum status plaque_get(
    struct act *x, int64_t id, struct plaque *ret, struct err *err);
/* All of a subject, newest first; the caller has asked for permission. */
NODISCARD enum status plaque_of_subject(struct act *x, int64_t subject_id,
    const struct plaque **ret, size_t *ret_n, struct err *err);

/* --- handing out and taking back; needs MAY_SUPERVISE, no interest --- */

/* Errors: ERR_INPUT  no day, one to come or before it was made (field "day"),
 *                    nobody received it ("receiver").
 *         ERR_CONFLICT  handed out already, or changed meanwhile. */
NODISCARD enum status plaque_hand_out(struct act *x, int64_t id,
    struct day day, struct str receiver, int64_t version, struct err *err);
/* It came back, or was lost and declared void by announcement (remark says
 * which). Errors: ERR_INPUT  no day, one to come or before it was due ("day"),
 *                           void without a remark ("remark").
 *                 ERR_CONFLICT  not due, or changed meanwhile. */
NODISCARD enum status plaque_reclaim(struct act *x, int64_t id,
    struct day day, bool is_void, struct str remark, int64_t version,
    struct err *err);

#endif
