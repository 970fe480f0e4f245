/* Development plans of the demo: a year that was issued, amended and closed,
 * the year that runs, and the next one with the figures of most bureaus. */
#include "workforce.h"

#include "domain/plan.h"

#define FIRST_YEAR 2025
#define COUNTED "第七次全国人口普查（2020-11-01）；其余为演示数据"

struct planning {
    struct workforce *w;
    int year;
    struct day entered, compiled, issued;
};

static bool
in_year(const struct work_unit *u, int year)
{
    return (u->first_year == 0 || year >= u->first_year) &&
           (u->last_year == 0 || year <= u->last_year);
}

static struct day
as_of(const struct planning *p)
{
    struct day last = day_of_ymd(p->year - 1, 12, 31);

    return day_cmp(last, p->entered) < 0 ? last
                                         : day_add_days(p->entered, -20);
}

static const struct json *
figures(struct act *x, const struct planning *p, const struct work_unit *u)
{
    struct str people = u->population < 0
        ? STR_EMPTY
        : arena_fmt(x->a, "\"常住人口\":%lld,", (long long)u->population);

    return demo_row(x,
        "{\"统计时点\":\"" STR_FMT "\",\"数据来源\":\"%s\"," STR_FMT
        "\"律师人数\":%lld,\"工作者人数\":%lld,\"机构数\":%lld,"
        "\"其中农村机构数\":%lld,\"无机构乡镇数\":%lld,\"经济欠发达\":%s,"
        "\"需求说明\":\"%s\",\"拟发展人数\":%lld,\"其中农村乡镇人数\":%lld}",
        STR_ARG(day_iso(x->a, as_of(p))),
        u->population < 0 ? "区划调整后的常住人口尚未公布；其余为演示数据"
                          : COUNTED,
        STR_ARG(people), (long long)u->lawyers, (long long)u->workers,
        (long long)u->offices, (long long)u->rural_offices,
        (long long)u->towns_without, u->weak ? "true" : "false",
        u->towns_without > 0 ? "部分乡镇没有法律服务机构，需要补充人员（演示）。"
                             : "现有人员可以满足需求（演示）。",
        (long long)u->headcount, (long long)u->rural);
}

static enum status
enter(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    const struct planning *p = arg;
    bool next = p->year > p->w->year;

    for (size_t i = 0; i < p->w->n_units; i++) {
        const struct work_unit *u = &p->w->units[i];
        struct act his =
            demo_at(x, s->m, &u->review.actor, p->entered, 10);

        /* The first bureau of the table has yet to enter the next year. */
        if (!in_year(u, p->year) || (next && i == 0))
            continue;
        TRY(plan_enter(&his, s->p->id, p->year, u->code,
            figures(x, p, u), "form", err));
    }
    return OK;
}

static enum status
issue(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    const struct planning *p = arg;
    struct workforce *w = p->w;
    struct actor *city = &w->hands[WORK_CITY].actor;
    struct plan_set *sets =
        arena_new_array(x->a, struct plan_set, w->n_units);
    size_t n = 0;

    for (size_t i = 0; i < w->n_units; i++) {
        if (in_year(&w->units[i], p->year))
            sets[n++] = (struct plan_set){ .unit = w->units[i].code,
                .headcount = w->units[i].headcount,
                .rural = w->units[i].rural };
    }
    struct act his = demo_at(x, s->m, city, p->compiled, 10);
    TRY(plan_compile(&his, s->p->id, p->year, sets, n, err));
    his = demo_at(x, s->m, city, p->issued, 10);
    return plan_issue_now(&his, s->p->id, p->year,
        arena_fmt(x->a, "演示司发〔%d〕3号", p->year), err);
}

/* More places where two towns asked for them; closed when the year was over. */
static enum status
amend(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    const struct planning *p = arg;
    struct actor *city = &p->w->hands[WORK_CITY].actor;
    struct plan_set more[] = {
        { .unit = STR("500154"), .headcount = 5, .rural = 4 },
        { .unit = STR("500229"), .headcount = 5, .rural = 4 } };
    struct act his =
        demo_at(x, s->m, city, day_of_ymd(p->year, 7, 15), 10);

    TRY(plan_amend(&his, s->p->id, p->year, more, 2,
        STR("开州、城口各增加一个乡镇名额"),
        arena_fmt(x->a, "演示司发〔%d〕21号", p->year), err));
    his = demo_at(x, s->m, city, day_of_ymd(p->year + 1, 1, 5), 10);
    return plan_close(
        &his, s->p->id, p->year, STR("年度结束"), err);
}

/* Issued in February, of the year that runs long before its files. */
static struct planning
planning_of(struct workforce *w, int year)
{
    bool early = year == w->year && day_ymd(w->today).month < 6;

    return (struct planning){ w, year,
        day_of_ymd(year, 1, early ? 2 : 12),
        early ? day_of_ymd(year, 1, 3) : day_of_ymd(year, 2, 10),
        early ? day_of_ymd(year, 1, 4) : day_of_ymd(year, 2, 20) };
}

bool
work_plans(struct workforce *w)
{
    for (int year = FIRST_YEAR; year <= w->year; year++) {
        struct planning p = planning_of(w, year);

        if (!demo_batch(w->s, enter, &p, "workforce: figures") ||
            !demo_batch(w->s, issue, &p, "workforce: plan") ||
            (year < w->year &&
                !demo_batch(w->s, amend, &p, "workforce: amended plan")))
            return false;
    }
    struct planning next = { .w = w, .year = w->year + 1 };
    next.entered = work_ago(w, 9, 0);
    return demo_batch(w->s, enter, &next, "workforce: next year's figures");
}
