/* temporal.h - dates, times and durations of FEEL: text, parts, arithmetic.
 *
 * Dates span the years -140000 to 140000 (proleptic Gregorian). A date and
 * time or time without offset is local; where it meets one with an offset it
 * counts as Beijing time. Durations are whole seconds or whole months.
 */
#ifndef FEEL_TEMPORAL_H
#define FEEL_TEMPORAL_H

#include "feel/feel.h"

#define TEMPORAL_YEAR_MAX 140000
#define TEMPORAL_BEIJING_S 28800
#define TEMPORAL_DAY_US INT64_C(86400000000)
#define TEMPORAL_DAY_NS INT64_C(86400000000000)
#define TEMPORAL_DAY_S 86400

struct temporal_parts {
    int64_t year;
    int month, day; /* 1..12, 1..31 */
    int hour, minute, second;
    int64_t nanos;
};

/* False if there is no such day or the year is out of range. */
bool temporal_date(int64_t year, int64_t month, int64_t day,
    struct feel_value *ret);
bool temporal_time(int64_t hour, int64_t minute, int64_t second, int64_t nanos,
    struct feel_value *ret);
/* Both at once: a date and time at a time of day; keeps the offset of t. */
struct feel_value temporal_at(struct day d, const struct feel_value *t);
bool temporal_day_ok(int64_t days);

/* ISO 8601 as FEEL wants it; false if s is not one. */
bool temporal_parse_date(struct str s, struct feel_value *ret);
bool temporal_parse_time(struct str s, struct feel_value *ret);
bool temporal_parse_date_time(struct str s, struct feel_value *ret);
bool temporal_parse_duration(struct str s, struct feel_value *ret);
/* Any of the four, as in @"..." */
bool temporal_parse_any(struct str s, struct feel_value *ret);

/* ISO text of a temporal value: 2023-03-12, 10:30:00+08:00, P1Y2M, P1DT2H. */
struct str temporal_text(struct arena *a, const struct feel_value *v);

/* Local parts of a date, time or date and time. */
struct temporal_parts temporal_parts(const struct feel_value *v);
/* Day of a date or the local day of a date and time. */
struct day temporal_day(const struct feel_value *v);

/* Instants to compare and subtract: microseconds of a date or date and time,
 * nanoseconds of a time. `beijing` fills in for a missing offset. */
int64_t temporal_instant(const struct feel_value *v, bool beijing);

/* Moves by months: the same day, or the last of the month (R3). */
bool temporal_add_months(
    const struct feel_value *v, int64_t months, struct feel_value *ret);
/* A date moves by whole days (rounded down), a time round the clock. */
bool temporal_add_seconds(
    const struct feel_value *v, int64_t seconds, struct feel_value *ret);
/* Whole months from a to b, towards zero. */
int64_t temporal_months_between(struct day a, struct day b);

int temporal_weekday(struct day d);      /* 1 Monday .. 7 Sunday */
int temporal_day_of_year(struct day d);  /* 1..366 */
int temporal_week_of_year(struct day d); /* ISO 8601, 1..53 */

#endif
