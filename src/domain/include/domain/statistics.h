/* statistics.h - counts for the public statistics page and the desk. */
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

struct statistics {
    const struct count_row *states;    /* holders by state */
    size_t n_states;
    const struct count_row *provinces; /* living holders, most first */
    size_t n_provinces;
    const struct count_row *admitted;  /* holders by year of admission */
    size_t n_admitted;
    const struct count_row *files;     /* applications by state, no drafts */
    size_t n_files;
    const struct service_row *service; /* by year, oldest first */
    size_t n_service;
    int64_t decided, decided_us_sum;   /* from submission to decision */
};

/*
 * All counts of a programme. Reads the covering indexes of states and regions
 * and the yearly counters; personal data has no place in it.
 */
NODISCARD enum status statistics_read(struct act *x, int64_t programme_id,
    struct statistics *ret, struct err *err);

#endif
