/* research.h - what is studied about the holders of a programme: groups,
 * figures, progress of incubation (B-4-3-4-a, O-17). Errors of all calls:
 * core.h. */
#ifndef DOMAIN_RESEARCH_H
#define DOMAIN_RESEARCH_H

#include "domain/accreditation.h"

/* How far a title under incubation is. */
enum research_progress {
    PROGRESS_NONE,      /* recognised */
    PROGRESS_YEAR,      /* in year `year` of its term */
    PROGRESS_ASKED,     /* in its term, and has asked for recognition */
    PROGRESS_PROMOTED,  /* became recognised */
    PROGRESS_OVER,      /* the term is over without recognition */
    PROGRESS_ENDED      /* ended otherwise: removed, revoked */
};

/* A title. */
struct research_row {
    struct accreditation holder;
    struct str prefecture;      /* 成都市 */
    enum research_progress progress;
    int year;                   /* PROGRESS_YEAR: 1 is the first */
    const struct str *groups;   /* in order of the pack; "" unknown */
    const struct research_figure {
        bool known;
        int64_t number;
        struct str text;        /* as it is shown; "" unknown */
    } *values;
};

struct research_filter {
    int64_t programme_id;
    struct str category;             /* "" all */
    enum register_standing standing;
    bool with_ended;                 /* titles that have ended too */
};
/*
 * All titles that fit, newest first; needs MAY_READ_FILES, and tells those of
 * the actor's regions only. Answers are those of the application that was
 * granted, judged on its reference day.
 * Errors: ERR_NOT_FOUND  no such programme.
 */
NODISCARD enum status research_rows(struct act *x,
    const struct research_filter *f, const struct pack_research *study,
    const struct research_row **ret, size_t *ret_n, struct err *err);

/* Of the known figures of a column: count, median, mean (both rounded down),
 * least, most. n is 0 if none is known. */
struct research_summary {
    int64_t n, median, mean, least, most;
};
struct research_summary research_summarise(struct arena *a,
    const struct research_row *rows, size_t n, size_t value);

#endif
