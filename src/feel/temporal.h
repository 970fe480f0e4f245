/* temporal.h - dates, times and durations of FEEL: text, parts, arithmetic.
 *
 * Dates span the years -999999999 to 999999999 (proleptic Gregorian), times
 * are exact to the nanosecond. A date and time or time without offset is
 * local; where it meets one with an offset the caller says what it counts as.
 */
#ifndef FEEL_TEMPORAL_H
#define FEEL_TEMPORAL_H

#include "feel/feel.h"

#define TEMPORAL_YEAR_MAX 999999999
#define TEMPORAL_BEIJING_S 28800
#define TEMPORAL_DAY_NS INT64_C(86400000000000)
#define TEMPORAL_DAY_S 86400
#define TEMPORAL_S_NS INT64_C(1000000000)

/* Nanoseconds over all years; GCC and Clang have it on every 64-bit target. */
__extension__ typedef __int128 wide;

struct temporal_parts {
    int64_t year;
    int month, day; /* 1..12, 1..31 */
    int hour, minute, second;
    int64_t nanos;
};

/* Zones read so far; a and folder are set by the caller. */
struct zone_set {
    struct arena *a;
    struct str folder;
    VEC_OF(const struct zone *) zones;
};
/* NULL if there is none of this name, or set is NULL. */
const struct zone *temporal_zone(struct zone_set *set, struct str name);
/* Of a time or date and time; NULL if it has none by name. */
const struct zone *temporal_zone_of(const struct feel_value *v);

/* False if there is no such day or the year is out of range. */
bool temporal_date(int64_t year, int64_t month, int64_t day,
    struct feel_value *ret);
/* The date of a day since 1970-01-01, which is in range (temporal_day_ok). */
struct feel_value temporal_date_of(int64_t days);
bool temporal_day_ok(int64_t days);
bool temporal_time(int64_t hour, int64_t minute, int64_t second, int64_t nanos,
    struct feel_value *ret);
/* Both at once: a date and time at a time of day; keeps the zone of t. */
struct feel_value temporal_at(int64_t day, const struct feel_value *t);
/* The time of day of a date and time, with its zone. */
struct feel_value temporal_clock(const struct feel_value *v);
/* False if it does not fit. */
bool temporal_duration(wide ns, struct feel_value *ret);
wide temporal_ns(const struct feel_value *duration);

/* ISO 8601 as FEEL wants it; false if s is not one. zones may be NULL: then
 * only offsets are known. */
bool temporal_parse_date(struct str s, struct feel_value *ret);
bool temporal_parse_time(
    struct str s, struct zone_set *zones, struct feel_value *ret);
bool temporal_parse_date_time(
    struct str s, struct zone_set *zones, struct feel_value *ret);
bool temporal_parse_duration(struct str s, struct feel_value *ret);
/* Any of the four, as in @"..." */
bool temporal_parse_any(
    struct str s, struct zone_set *zones, struct feel_value *ret);

/* ISO text of a temporal value: 2023-03-12, 10:30:00+08:00, P1Y2M, P1DT2H,
 * 10:30:00@Europe/Paris. */
struct str temporal_text(struct arena *a, const struct feel_value *v);

/* Local parts of a date, time or date and time. */
struct temporal_parts temporal_parts(const struct feel_value *v);
/* Day of a date or the local day of a date and time, since 1970-01-01. */
int64_t temporal_day(const struct feel_value *v);

/* Instants to compare and subtract, in nanoseconds. missing_zone_s: offset of
 * what has none. */
wide temporal_instant(const struct feel_value *v, int32_t missing_zone_s);

/* Moves by months: the same day, or the last of the month (R3). */
bool temporal_add_months(
    const struct feel_value *v, int64_t months, struct feel_value *ret);
/* A date moves by whole days (rounded down), a time round the clock. */
bool temporal_add_ns(
    const struct feel_value *v, wide ns, struct feel_value *ret);
/* Whole months from day a to day b, towards zero. */
int64_t temporal_months_between(int64_t a, int64_t b);

int temporal_weekday(int64_t day);      /* 1 Monday .. 7 Sunday */
int temporal_day_of_year(int64_t day);  /* 1..366 */
int temporal_week_of_year(int64_t day); /* ISO 8601, 1..53 */

#endif
