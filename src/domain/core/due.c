/* Last days that reach into a year without a holiday table. */
#include "domain/core.h"

/* The first year from the day on that the table does not know. */
static int
missing_year(const struct act *x, struct day from)
{
    int year = day_ymd(from).year;

    while (holidays_has_year(x->d->holidays, year))
        year++;
    return year;
}

static void
tell_open(struct act *x, struct day zero, struct term term, struct due *ret)
{
    bool calendar = term.kind == TERM_CALENDAR_DAYS;
    int year = missing_year(
        x, calendar ? day_add_days(zero, term.n) : zero);

    ret->open = true;
    ret->day = calendar ? day_add_days(zero, term.n) : DAY_NONE;
    ret->why = calendar
        ? arena_fmt(x->a,
              "起算日 " STR_FMT "（不计入），第 %d 日为 " STR_FMT
              "；%d 年的节假日安排尚未录入，这一天如为休息日，顺延至其后的第一个"
              "工作日",
              STR_ARG(day_iso(x->a, zero)), term.n,
              STR_ARG(day_iso(x->a, ret->day)), year)
        : arena_fmt(x->a,
              "起算日 " STR_FMT "（不计入），期限 %d 个工作日；%d 年的节假日安排"
              "尚未录入，届满日待录入后确定",
              STR_ARG(day_iso(x->a, zero)), term.n, year);
}

enum status
due_compute(struct act *x, struct day day_zero, struct term term,
    struct due *ret, struct err *err)
{
    struct deadline d;
    struct err why = { 0 };
    enum status st = deadline_compute(
        x->a, x->d->holidays, day_zero, term, &d, &why);

    *ret = (struct due){ .day = DAY_NONE };
    if (st == ERR_NOT_FOUND) {
        tell_open(x, day_zero, term, ret);
        return OK;
    }
    if (st != OK) {
        if (err != NULL)
            *err = why;
        return st;
    }
    ret->day = d.last_day;
    ret->why = deadline_text(x->a, &d, false);
    return OK;
}
