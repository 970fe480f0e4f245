/* tick.h - what the calendar does by itself, once a day: warnings, ends of
 * terms, reminders, lapsed supplements, yearly lists. Errors of all calls:
 * core.h.
 *
 * The pack's watches say what is due; the condition is judged for each holder
 * by its rule. Indexes on the day that counts choose whom to look at, so that
 * the cost follows what is due and not the number of holders. To know the
 * border, the rule itself is asked with one day after the other.
 */
#ifndef DOMAIN_TICK_H
#define DOMAIN_TICK_H

#include "domain/core.h"

struct tick_counts {
    size_t looked;   /* holders looked at */
    size_t warned, expired, reminded;
    size_t proposed; /* revocations, for an officer to take up */
    size_t lapsed;   /* applications */
    size_t lists;    /* yearly lists made */
    size_t failed;   /* holders that could not be handled; the next run tries
                        again */
};

/* The run of a day is due from 00:05 Beijing time on, and later if missed. */
bool tick_is_due(struct day last_run, int64_t now_us);
/* Day of the last complete run; DAY_NONE. */
NODISCARD enum status tick_last_day(
    struct act *x, struct day *ret, struct err *err);

/*
 * Runs for the day of now_us, in many short write transactions; what was done
 * stays done if it is interrupted, and a second run does nothing again. Must
 * not be called inside a transaction.
 */
NODISCARD enum status tick_run(struct store *s, const struct domain *d,
    int64_t now_us, struct tick_counts *ret, struct err *err);

#endif
