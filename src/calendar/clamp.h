/* clamp.h - what the files of the calendar share among themselves. */
#ifndef CALENDAR_CLAMP_H
#define CALENDAR_CLAMP_H

#include "calendar/calendar.h"

/* Sums are kept between 0001-01-01 and 9999-12-31, so that no input can make
 * a day overflow or show a year that does not have four digits. */
static inline struct day
clamp_day(int64_t n)
{
    const int32_t first = -719162, last = 2932896;

    if (n < first)
        return (struct day){ first };
    if (n > last)
        return (struct day){ last };
    return (struct day){ (int32_t)n };
}

/* 28 to 31; month 1..12. */
int days_in_month(int year, int month);

#endif
