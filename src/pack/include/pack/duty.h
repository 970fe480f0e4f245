/* duty.h - yearly duties of holders and of the authority (part of pack.h). */
#ifndef PACK_DUTY_H
#define PACK_DUTY_H

#include "pack/label.h"

struct pack_duty {
    struct str name;
    struct label title;
    struct str met;            /* rule over the year's counters */
    struct str propose_if;     /* rule: true proposes revocation */
    struct str due_day;        /* "01-15": window of entries closes, next year */
    struct str clause;
    struct str sanction_clause;
    enum duty_kind {
        DUTY_COUNTERS,         /* counters of the diary */
        DUTY_REPORT,           /* a yearly row of the register `record` */
        DUTY_COVERAGE,         /* judged at the end of the year on records */
        DUTY_PROGRAMME         /* of the authority, not of its holders */
    } kind;
    struct str due_if;         /* rule: whom it binds in the year; "" all */
    struct str record;         /* report: name of a pack_record; coverage: the
                                  register in which it is fulfilled, or "" */
    struct str year_field;     /* report: integer field with the year */
    struct str done;           /* figures shown as progress: names of rules */
    struct str goal;           /* (values), or "" */
    struct str warn_from;      /* "10-01": told from this day on, or "" */
    const struct pack_draft {
        struct str name;       /* field of the report's form */
        struct str from;       /* value rule that its first text is */
    } *draft;                  /* report */
    size_t n_draft;
    /* progress shown to the holder: counter name, goal parameter, unit */
    struct pack_counter {
        struct str counter;
        struct label title;
        struct str goal;
    } *counters;
    size_t n_counters;
};

#endif
