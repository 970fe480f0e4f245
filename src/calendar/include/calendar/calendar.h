/* calendar.h - civil days, terms, working days, and deadlines that show how
 * they were counted.
 *
 * All days are civil days of Beijing time (UTC+8, no summer time). A day is a
 * number: days since 1970-01-01. Counting rules R1 to R9 of the programme
 * requirements; legal base: Civil Code (民法典) arts. 200 to 204, 1259.
 */
#ifndef CALENDAR_CALENDAR_H
#define CALENDAR_CALENDAR_H

#include "base/base.h"

/* A civil day. One member so that days do not mix with other numbers. */
struct day {
    int32_t n; /* days since 1970-01-01 */
};

#define DAY_NONE ((struct day){ INT32_MIN })
/* Years 1600 to 2999 are accepted wherever a day is read. */

struct ymd {
    int year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

bool day_is_none(struct day d);
bool day_eq(struct day a, struct day b);
int day_cmp(struct day a, struct day b);
struct day day_of_ymd(int year, int month, int day); /* must be a real date */
struct ymd day_ymd(struct day d);
bool ymd_valid(int year, int month, int day);

/* Weekday: 1 Monday .. 7 Sunday (ISO 8601). */
int day_weekday(struct day d);

/*
 * Reads "2023-03-12", "2023/3/12", "2023.3.12", "20230312" or "2023年3月12日"
 * (full-width digits too, ends trimmed).
 * Errors: ERR_INPUT  not one of these forms, no such date, or a year outside
 * 1600..2999; the text says which, in Chinese.
 */
NODISCARD enum status day_parse(
    struct str s, struct day *ret, struct err *err);

/* "2023-03-12" */
struct str day_iso(struct arena *a, struct day d);
/* "2023年3月12日", GB/T 9704-2012: no leading zeros */
struct str day_zh(struct arena *a, struct day d);
/* "周一" .. "周日" */
struct str day_weekday_zh(struct day d);

/* Beijing day in which an instant lies, and the instants of its borders.
 * day_end_us is the first instant after the day (24:00). */
struct day day_of_us(int64_t us);
int64_t day_start_us(struct day d);
int64_t day_end_us(struct day d);
/* "2023-03-12 23:59:59" in Beijing time */
struct str us_beijing(struct arena *a, int64_t us);
/* "2023-03-12T15:59:59Z"; parts of a second are cut in both. */
struct str us_iso_utc(struct arena *a, int64_t us);
/*
 * Reads an instant: ISO 8601 with Z or an offset, seconds with up to six
 * decimals or left out; "2023-03-12 23:59:59" without a zone is Beijing time.
 * 24:00:00 is accepted and is the start of the next day.
 * Errors: ERR_INPUT  malformed or out of range.
 */
NODISCARD enum status us_parse(struct str s, int64_t *ret, struct err *err);

/* R3: the corresponding date; where there is none, the last day of that
 * month. n may be negative. DAY_NONE stays DAY_NONE; results are kept between
 * 0001-01-01 and 9999-12-31. */
struct day day_add_days(struct day d, int n);
struct day day_add_months(struct day d, int n);
struct day day_add_years(struct day d, int n);

/*
 * Whole years and months from a to b by R7 (the anniversary counts): the
 * largest n with day_add_years(a, n) <= b. Negative if b lies before a: one
 * day before is -1.
 */
int day_full_years(struct day a, struct day b);
int day_full_months(struct day a, struct day b);

/* --- holidays --- */

/* Immutable table of exceptions to Monday-to-Friday, made per version. */
struct holidays;

enum holiday_kind { HOLIDAY_OFF, HOLIDAY_WORK /* adjusted working day */ };

struct holiday {
    struct day day;
    enum holiday_kind kind;
    struct str name;   /* "清明节" */
    struct str source; /* the State Council notice, a URL or document number */
};

/*
 * Builds a table; copies everything into a.
 *
 * years   the calendar years the table knows completely, ascending. Asking
 *         about a working day in another year is an error that names it.
 * Errors: ERR_INPUT  two rows of one day; a row whose year is not in years.
 */
NODISCARD enum status holidays_new(struct arena *a,
    const struct holiday *rows, size_t n, const int *years, size_t n_years,
    const struct holidays **ret, struct err *err);

/*
 * Reads the shipped form data/holidays.csv (columns date,name,is_off,...,
 * notice_year) and holiday_notices.csv (year,notice_url,note). Fields are bare
 * or in quotes that hold no quotes. The years of the notices are the years the
 * table knows; days of other years (the end of the year before the first
 * notice) are left out. A year with two notices has both as its source, with
 * a space between them.
 * Errors: ERR_INPUT with where "file:line".
 */
NODISCARD enum status holidays_from_csv(struct arena *a,
    struct str holidays_csv, struct str notices_csv,
    const struct holidays **ret, struct err *err);

/* Rows and years, for the calendar page. */
size_t holidays_count(const struct holidays *h);
const struct holiday *holidays_at(const struct holidays *h, size_t i);
bool holidays_has_year(const struct holidays *h, int year);

/* Why a day is or is not a working day. */
struct day_nature {
    bool working;
    bool listed;        /* a row of the table says so */
    struct str why;     /* "周六", "清明节", "调休上班（劳动节）", "工作日" */
    struct str source;  /* the notice, if listed */
};

/* Errors: ERR_NOT_FOUND  the table does not know the year; text names it
 * ("缺少2027年的节假日安排…"). */
NODISCARD enum status day_nature(const struct holidays *h, struct day d,
    struct day_nature *ret, struct err *err);

/* --- deadlines that show their work --- */

enum term_kind {
    TERM_WORKING_DAYS,  /* 工作日 */
    TERM_CALENDAR_DAYS, /* 日: last day rolls to the next working day (R4) */
    TERM_MONTHS,        /* R3, no roll */
    TERM_YEARS,         /* R3, no roll */
    TERM_FIXED_DATE     /* R5: that day until 24:00, does not move */
};

struct term {
    enum term_kind kind;
    int n; /* > 0; unused for TERM_FIXED_DATE */
    struct day fixed;
};

/* One day the count passed. */
struct count_step {
    struct day day;
    int counted; /* running number if it counts, 0 if skipped */
    struct str why;
    struct str source;
};

/*
 * A computed deadline and its derivation.
 * day_zero   the day of the event (R2), not counted
 * last_day   the period ends on this day at 24:00 Beijing time
 * end_us     first instant after it: on time means instant < end_us
 * steps      for working and calendar days every day passed, in order; a roll
 *            at the end shows as skipped steps behind day n (the day it rolls
 *            to is last_day and no step)
 */
struct deadline {
    struct term term;
    struct day day_zero;
    struct day last_day;
    int64_t end_us;
    const struct count_step *steps;
    size_t n_steps;
};

/*
 * h is asked for working and calendar days only; of calendar days only the end
 * of the term is asked.
 * Errors: ERR_NOT_FOUND  a year on the way is missing in the table (S-X04).
 *         ERR_INPUT      n < 1 or > 10000; a day missing; the end lies behind
 *                        the year 2999.
 */
NODISCARD enum status deadline_compute(struct arena *a,
    const struct holidays *h, struct day day_zero, struct term term,
    struct deadline *ret, struct err *err);

/*
 * The derivation in words, one line per fact, Chinese or English:
 * "起算日 2023-04-03（不计入）", "第1日 2023-04-04 周二",
 * "跳过 2023-04-05 清明节（国务院办公厅通知）" ... "届满 2023-04-11 24:00".
 */
struct str deadline_text(
    struct arena *a, const struct deadline *d, bool english);

/* The same as JSON, for storing beside the result: {"kind":"working_days",
 * "n":5,"day_zero":"2023-04-03","last_day":"2023-04-11","end_us":...,"steps":
 * [{"day":"2023-04-04","counted":1,"why":"工作日","source":""},...]}. kind is
 * working_days, calendar_days, months, years or fixed_date (n is 0). */
struct str deadline_json(struct arena *a, const struct deadline *d);

/* R8: three-year terms and the like: last valid day of a term that a status
 * created on day_zero has. */
struct day term_last_day(struct day day_zero, int years);

/* R6: first and last day of a look-back window of n years, both inclusive. */
struct day_range {
    struct day first, last;
};
struct day_range look_back(struct day ref, int years);

/*
 * Whole months covered by periods (both ends inclusive), overlaps and
 * adjoining periods merged, cut at `until`: each merged run is measured by R3,
 * the days left over in all runs are summed and every 31 of them make a month,
 * so that 59 months and 30 days are 59 (CE-3-2-b; S-C26:
 * 2018-03-13..2023-03-12 is 60, one month less is 59).
 * ret_days gets the days still left over; may be NULL.
 */
int months_covered(struct arena *tmp, const struct day_range *periods, size_t n,
    struct day until, int *ret_days);

#endif
