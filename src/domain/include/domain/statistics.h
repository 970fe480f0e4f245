/* statistics.h - counts for the public pages and the desk. Errors of all
 * calls: core.h. */
#ifndef DOMAIN_STATISTICS_H
#define DOMAIN_STATISTICS_H

#include "domain/core.h"

/* A named count; the name is a state, a region code or a year. */
struct count_row {
    struct str name;
    int64_t n;
};

/* Service of one calendar year, over all holders of a programme. */
struct service_row {
    int64_t year, minutes, confirmed_minutes, enterprises, diaries,
        rating_sum, rating_count;
};

#define STATISTICS_MONTHS 13

/* Service of one month, by the day it took place; an enterprise counts once
 * per entry. */
struct month_row {
    int year, month;
    int64_t minutes, enterprises, entries;
};

/* How long files stayed in a state of their procedure. */
struct stage_row {
    struct str state;
    int64_t n, median_us;
};

/* The name of all open states together, in statistics.files. */
#define STATISTICS_OPEN STR("OPEN")

struct statistics {
    const struct count_row *states;    /* holders by state; a
                                          warning is not public: ACTIVE */
    size_t n_states;
    const struct count_row *provinces; /* living holders, most first */
    size_t n_provinces;
    const struct count_row *admitted;  /* holders by year of admission */
    size_t n_admitted;
    const struct count_row *files;     /* applications by state, no drafts;
                                          where a panel selects, the open
                                          ones together (STATISTICS_OPEN) */
    size_t n_files;
    const struct service_row *service; /* by year, oldest first */
    size_t n_service;
    int64_t decided, decided_us_sum;   /* from submission to decision */
    const struct month_row *months;    /* of service, oldest first, without
                                          gaps; STATISTICS_MONTHS of them */
    size_t n_months;
    const struct stage_row *stages;    /* of the applications decided within
                                          a year, the newest 5,000 */
    size_t n_stages;
    const struct count_row *refusals;  /* of these, the clauses of those that
                                          were not granted; "" none named */
    size_t n_refusals;
    int64_t running, overdue;          /* open applications whose step has a
                                          due time, and those past it; 0 where a
                                          panel selects */
};

/*
 * All counts of a programme. Reads the covering indexes of states and regions
 * and the yearly counters; personal data has no place in it. Errors of all
 * calls: core.h.
 */
NODISCARD enum status statistics_read(struct act *x, int64_t programme_id,
    struct statistics *ret, struct err *err);

/* --- the front page --- */

struct front_notice {
    int64_t id, programme_id, entries;
    struct str title, number;
    struct day last_day;
};
struct front_activity {
    int64_t id, starts_us;
    struct str title, region, place, mode;
};
struct front {
    const struct front_notice *notices;     /* running, soonest end first */
    size_t n_notices;
    const struct front_activity *activities; /* to come, soonest first */
    size_t n_activities;
    /* per programme of the snapshot, in its order */
    const struct front_figures {
        int64_t holders;                    /* living */
        int64_t minutes, enterprises;       /* served in the last 30 days */
    } *figures;
};
/* At most 5 notices per programme and 5 activities. */
NODISCARD enum status front_read(
    struct act *x, struct front *ret, struct err *err);

/* --- what the public sees of one holder --- */

struct holder_record {
    struct str kind;            /* name of a pack_record with read: public */
    const struct json *content;
    int64_t created_us;
};
struct holder_public {
    const struct service_row *years;        /* newest first, at most 10 */
    size_t n_years;
    const struct count_row *commended;      /* document number, year */
    size_t n_commended;
    const struct front_activity *activities; /* newest first, at most 10 */
    size_t n_activities;
    const struct holder_record *records;    /* newest first, at most 50 */
    size_t n_records;
};
/* Subjects of a programme with a commendation, ascending, at most 2,000: for
 * the marks in the register. */
NODISCARD enum status commended_list(struct act *x, int64_t programme_id,
    const int64_t **ret, size_t *ret_n, struct err *err);

/* Public figures only: nothing of subject_private is read. */
NODISCARD enum status holder_public_read(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t programme_id, struct holder_public *ret,
    struct err *err);

#endif
