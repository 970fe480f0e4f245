/* table.h - the shipped holiday table, for tests. */
#ifndef TESTS_CALENDAR_TABLE_H
#define TESTS_CALENDAR_TABLE_H

#include "calendar/calendar.h"
#include "check.h"

#include <stdio.h>

/* The bytes of folder/name, in a. */
static inline struct str
read_data(struct arena *a, const char *folder, const char *name)
{
    const size_t most = (size_t)1 << 20;
    struct str path = arena_fmt(a, "%s/%s", folder, name);
    FILE *f = fopen(path.p, "r");
    char *bytes = arena_alloc(a, most);
    size_t n;

    if (f == NULL)
        fail_msg("cannot open %s", path.p);
    n = fread(bytes, 1, most, f);
    fclose(f);
    assert_true(n > 0 && n < most);
    return (struct str){ bytes, n };
}

static inline const struct holidays *
read_table(struct arena *a, const char *folder)
{
    const struct holidays *h;
    struct err err;

    if (holidays_from_csv(a, read_data(a, folder, "holidays.csv"),
            read_data(a, folder, "holiday_notices.csv"), &h, &err) != OK)
        fail_msg("%s", err.text);
    return h;
}

/* A day written in a test. */
static inline struct day
on(const char *iso)
{
    struct day d;
    struct err err;

    if (day_parse(str_of(iso), &d, &err) != OK)
        fail_msg("%s: %s", iso, err.text);
    return d;
}

/* An instant written in a test, Beijing time. */
static inline int64_t
at(const char *beijing)
{
    struct err err;
    int64_t us;

    if (us_parse(str_of(beijing), &us, &err) != OK)
        fail_msg("%s: %s", beijing, err.text);
    return us;
}

#define assert_day(d, iso) \
    do { \
        struct day d_ = (d); \
        if (!day_eq(d_, on(iso))) { \
            struct ymd v_ = day_ymd(d_); \
            fail_msg("got %d-%02d-%02d, wanted %s", v_.year, v_.month, \
                v_.day, iso); \
        } \
    } while (0)

#endif
