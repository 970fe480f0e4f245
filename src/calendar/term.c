/* term.c - years and months by corresponding dates (R3, R6, R7, R8). */
#include "calendar/calendar.h"

#include "clamp.h"

#include <stdlib.h>

/* The longest month: rests never make one too early. */
enum { LEFT_OVER_MONTH = 31 };

struct day
day_add_days(struct day d, int n)
{
    if (day_is_none(d))
        return d;
    return clamp_day((int64_t)d.n + n);
}

/* Civil Code art. 202: the corresponding date; if the month has none, its
 * last day. */
static struct day
add_months(struct day d, int64_t n)
{
    struct ymd v;
    int64_t months;
    int year, month, most;

    if (day_is_none(d))
        return d;
    v = day_ymd(d);
    months = (int64_t)v.year * 12 + v.month - 1 + n;
    if (months < 12)
        return clamp_day(INT32_MIN);
    if (months >= 10000 * 12)
        return clamp_day(INT32_MAX);
    year = (int)(months / 12);
    month = (int)(months % 12) + 1;
    most = days_in_month(year, month);
    return day_of_ymd(year, month, v.day < most ? v.day : most);
}

struct day
day_add_months(struct day d, int n)
{
    return add_months(d, n);
}

struct day
day_add_years(struct day d, int n)
{
    return add_months(d, (int64_t)n * 12);
}

int
day_full_months(struct day a, struct day b)
{
    struct ymd from = day_ymd(a), to = day_ymd(b);
    int n = (to.year - from.year) * 12 + to.month - from.month;

    /* The corresponding date lies in the month of b: before or after it. */
    return day_cmp(add_months(a, n), b) <= 0 ? n : n - 1;
}

int
day_full_years(struct day a, struct day b)
{
    int n = day_ymd(b).year - day_ymd(a).year;

    return day_cmp(day_add_years(a, n), b) <= 0 ? n : n - 1;
}

struct day
term_last_day(struct day day_zero, int years)
{
    return day_add_years(day_zero, years);
}

struct day_range
look_back(struct day ref, int years)
{
    return (struct day_range){ day_add_years(ref, -years), ref };
}

static int
by_first_day(const void *x, const void *y)
{
    const struct day_range *a = x, *b = y;

    return day_cmp(a->first, b->first);
}

/* Cuts at `until`, leaves out what is empty then, sorts. */
static size_t
clean_periods(struct day_range *out, const struct day_range *periods, size_t n,
    struct day until)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        struct day_range r = periods[i];

        if (day_cmp(r.last, until) > 0)
            r.last = until;
        if (day_is_none(r.first) || day_cmp(r.first, r.last) > 0)
            continue;
        out[kept++] = r;
    }
    if (kept > 1)
        qsort(out, kept, sizeof(*out), by_first_day);
    return kept;
}

/* The day behind the run is the corresponding date of its first day when the
 * run is whole months. */
static int
measure_run(struct day_range run, int *days)
{
    struct day behind = day_add_days(run.last, 1);
    int months = day_full_months(run.first, behind);

    *days += behind.n - day_add_months(run.first, months).n;
    return months;
}

int
months_covered(struct arena *tmp, const struct day_range *periods, size_t n,
    struct day until, int *ret_days)
{
    struct day_range *runs = arena_new_array(tmp, struct day_range, n);
    size_t kept = clean_periods(runs, periods, n, until);
    int months = 0, days = 0;

    for (size_t i = 0; i < kept;) {
        struct day_range run = runs[i++];

        for (; i < kept && runs[i].first.n <= run.last.n + 1; i++)
            if (day_cmp(runs[i].last, run.last) > 0)
                run.last = runs[i].last;
        months += measure_run(run, &days);
    }
    if (ret_days != NULL)
        *ret_days = days % LEFT_OVER_MONTH;
    return months + days / LEFT_OVER_MONTH;
}
