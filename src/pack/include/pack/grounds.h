/* grounds.h - what opens and ends cases (part of pack.h). */
#ifndef PACK_GROUNDS_H
#define PACK_GROUNDS_H

#include "calendar/calendar.h"
#include "pack/duty.h"
#include "pack/label.h"

/* A ground on which a proceeding is opened, and what may come of it. */
struct pack_ground {
    struct str name;
    struct label title;
    struct str clause;
    bool may_end;              /* can end in revocation */
    bool no_statement;         /* decided without a term for a statement */
    bool meeting;              /* ends the status only after a first check and
                                  a meeting with minutes that confirms it */
    bool plaque;               /* the plaque is to be given back at the end */
    bool whole;                /* ends all that the subject holds in the
                                  programme, not one category */
    bool real_name;            /* reports on it need name, contact, evidence */
    struct str ban_years;      /* parameter, or ""; 0: no ban */
    struct str ban_clause;     /* "": that of the ground */
    struct label keeps;        /* third outcome: the status stays with this
                                  mark; "" none */
    bool lapse;                /* the status ends as a term does, not as a
                                  sanction: EXPIRED in place of REVOKED */
    struct str letter;         /* of the decision that ends it; "" revocation */
    struct str message;        /* that goes with it; "" revoked */
    struct str opens;          /* ground of the case a report leads to, "" */
};

/* What a dated fact about a subject brings about (domain/incident.h). */
struct pack_trigger {
    struct str name;
    struct label title;
    const struct str *on;      /* penalty, sanction, complaint, licence, name,
                                  merger, relocation, head, member_complaint,
                                  change_report */
    size_t n_on;
    struct str when;           /* rule over the fact and the holder; "" always */
    enum { TRIGGER_OPEN, TRIGGER_FLAG, TRIGGER_TELL, TRIGGER_KEEP } then;
    struct str ground;         /* TRIGGER_OPEN */
    struct str document;       /* TRIGGER_TELL: a message, with `letter` */
    struct str record;         /* TRIGGER_KEEP: a row is entered there */
    const struct pack_draft *draft; /* fields of the row and where they come
                                  from */
    size_t n_draft;
    struct term task;          /* within which it is to be dealt with; n 0: none */
    struct str clause;
};

/* What a row of a register brings about, if the rule is met. */
struct pack_effect_of {
    struct str rule;           /* keep, spread: "" always */
    enum { ROW_RECTIFY, ROW_PROPOSE, ROW_KEEP, ROW_SPREAD } then;
    struct str ground;         /* of pack_ground: rectify, propose */
    struct term term;          /* rectify: time given */
    struct str record;         /* keep, spread: the register entered */
    const struct pack_draft *draft; /* keep: fields and where they come from */
    size_t n_draft;
    struct str rows, number;   /* spread: field of rows, and its column with
                                  the number of each holder */
    const struct str *states;  /* once it is decided so; none: when written */
    size_t n_states;
    struct str clause;
};

#endif
