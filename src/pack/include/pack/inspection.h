/* inspection.h - the part of a pack that inspections are made by: items, what
 * may be found, how objects and inspectors are drawn. docs/pack-format.md. */
#ifndef PACK_INSPECTION_H
#define PACK_INSPECTION_H

#include "calendar/calendar.h"
#include "pack/label.h"

/* What an inspector may find at an item of an inspection. */
struct pack_finding {
    struct str name;           /* UNAPPROVED_PREMISES */
    struct label title;
    enum finding_then {
        FINDING_NOTE,          /* recorded and published, no more */
        FINDING_RECTIFY,       /* a correction order with a deadline */
        FINDING_CASE           /* opens a proceeding on `ground` */
    } then;
    struct str ground;         /* of pack_ground; only with FINDING_CASE */
    struct str breach;         /* entered in the register of breaches as this
                                  kind; or "" */
    struct str clause;
};
struct pack_inspection_item {
    struct str name;
    struct label title, hint;
    struct str check;          /* condition on the holder and its registers;
                                  not met: a defect whatever was seen; or "" */
    const struct pack_finding *findings;
    size_t n_findings;
    struct str clause;
};

/* Who is likelier to be drawn: a holder for whom the rule is met has `factor`
 * tickets in place of one; of several the largest counts. */
struct pack_raise {
    struct str name;
    struct label title;
    struct str rule;
    int factor;                /* 2 to 10 */
    struct str clause;
};

/* A double-random inspection: objects and inspectors are drawn
 * (domain/draw.h). */
struct pack_inspection {
    struct str name;
    struct label title;
    struct str share;          /* parameter: percent of the pool, 1 to 100 */
    int least;                 /* objects at least; >= 1 */
    struct str per_year;       /* parameter: draws a year at least, or "" */
    int inspectors;            /* for each object, >= 1 */
    const struct str *bodies;  /* kinds of pack_body whose people inspect; none:
                                  officers of the programme */
    size_t n_bodies;
    struct str where;          /* condition: who is in the pool; "" all */
    const struct pack_raise *raise;
    size_t n_raise;
    struct term publish;       /* results, from the day of the draw */
    struct term correct;       /* of a correction order; n == 0: none is given */
    struct str order_document; /* letter of a correction order, or "" */
    struct str failed_ground;  /* of pack_ground: proposed when a re-check
                                  fails; or "" */
    const struct pack_inspection_item *items;
    size_t n_items;
    struct str clause;
};

#endif
