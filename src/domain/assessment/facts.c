/* What the program knows of a holder, in the words of the pack's rules. */
#include "domain/assessment.h"

static void
set_day(struct arena *a, struct json *o, struct str name, struct day d)
{
    if (!day_is_none(d))
        json_set(a, o, name, json_text(a, day_iso(a, d)));
}

struct pack_facts
holder_facts(
    struct act *x, const struct accreditation *c, struct day reference)
{
    const struct programme *p = domain_programme(x->d, c->programme_id);
    struct json *f = json_new(x->a, JSON_OBJECT);
    struct day last = day_is_none(c->last_activity) ? c->admitted
                                                    : c->last_activity;

    set_day(x->a, f, STR("准入日"), c->admitted);
    set_day(x->a, f, STR("有效期首日"), c->admitted);
    set_day(x->a, f, STR("有效期末日"), c->last_day);
    set_day(x->a, f, STR("最近活动日"), last);
    set_day(x->a, f, STR("最近报送日"), last);
    if (c->warned_us > 0)
        set_day(x->a, f, STR("警告日"), day_of_us(c->warned_us));
    set_day(x->a, f, STR("退出日"), c->ended);
    json_set(x->a, f, STR("状态"),
        json_text(x->a, accreditation_state_name(c->state)));
    json_set(x->a, f, STR("所持类别"), json_text(x->a, c->category));
    json_set(x->a, f, STR("培育中"), json_boolean(x->a, c->incubating));
    json_set(x->a, f, STR("渠道"), json_text(x->a, c->route));
    json_set(x->a, f, STR("主体名称"), json_text(x->a, c->name));
    json_set(x->a, f, STR("行政区划"), json_text(x->a, c->region));
    return (struct pack_facts){ .answers = json_new(x->a, JSON_OBJECT),
        .extra = f,
        .readings = p == NULL ? NULL : p->readings,
        .reference = reference,
        .now_us = x->now_us,
        .holidays = x->d->holidays };
}

bool
holder_full_year(const struct accreditation *c, int64_t year)
{
    struct day first = day_of_ymd((int)year, 1, 1);
    struct day last = day_of_ymd((int)year, 12, 31);

    return day_cmp(c->admitted, first) <= 0 &&
           day_cmp(c->last_day, last) >= 0 &&
           (day_is_none(c->ended) || day_cmp(c->ended, last) > 0);
}

void
holder_year_facts(struct act *x, const struct accreditation *c,
    const struct assessment *n, struct pack_facts *facts)
{
    struct json *f = json_new(x->a, JSON_OBJECT);
    const struct {
        struct str name;
        int64_t value;
    } NUMBERS[] = {
        { STR("年度"), n->year },
        { STR("年度服务分钟"), n->minutes },
        { STR("年度服务企业数"), n->enterprises },
        { STR("年度日记数"), n->events },
        { STR("年度活动数"), n->events },
        { STR("年度收费分"), 0 }, /* the diary takes nothing else */
    };

    for (size_t i = 0; i < facts->extra->n; i++)
        json_set(x->a, f, facts->extra->keys[i], facts->extra->items[i]);
    for (size_t i = 0; i < sizeof(NUMBERS) / sizeof(NUMBERS[0]); i++)
        json_set(x->a, f, NUMBERS[i].name,
            json_number(x->a, NUMBERS[i].value));
    set_day(x->a, f, STR("年度首日"), day_of_ymd((int)n->year, 1, 1));
    set_day(x->a, f, STR("年度末日"), day_of_ymd((int)n->year, 12, 31));
    json_set(x->a, f, STR("整年在册"),
        json_boolean(x->a, holder_full_year(c, n->year)));
    facts->extra = f;
}
