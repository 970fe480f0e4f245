/* Last days that reach into a year without a holiday table. */
#include "domain/core.h"

static void
tell_open(struct act *x, struct day zero, struct term term,
    const struct err *missing, struct due *ret)
{
    bool calendar = term.kind == TERM_CALENDAR_DAYS;

    ret->open = true;
    ret->day = calendar ? day_add_days(zero, term.n) : DAY_NONE;
    ret->why = calendar
        ? arena_fmt(x->a,
              "起算日 " STR_FMT "（不计入），第 %d 日为 " STR_FMT
              "；%s。这一天如为休息日，顺延至其后的第一个工作日",
              STR_ARG(day_iso(x->a, zero)), term.n,
              STR_ARG(day_iso(x->a, ret->day)), missing->text)
        : arena_fmt(x->a,
              "起算日 " STR_FMT "（不计入），期限 %d 个工作日；%s，届满日"
              "待补充后确定",
              STR_ARG(day_iso(x->a, zero)), term.n, missing->text);
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
        tell_open(x, day_zero, term, &why, ret);
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
