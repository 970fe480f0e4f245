/* Offices by town and the people who work at them: all made up, entered as
 * they stood before the regulation. */
#include "workforce.h"

#include "domain/history.h"
#include "domain/subject.h"

#include <string.h>

#define BATCH 8
#define WORKERS_EACH 3

/* 万州区: 万州; 忠县, 两江新区 as they are; 秀山土家族苗族自治县: 秀山. */
static struct str
short_unit(struct str name)
{
    size_t n = utf8_count(name);

    if (str_find(name, STR("新区")) != SIZE_MAX)
        return name;
    return n <= 2 || n > 6 ? utf8_head(name, 2) : utf8_head(name, n - 1);
}

static struct str
office_name(struct workforce *w, const struct work_unit *u, size_t i,
    struct str *ret_town)
{
    const struct demo_words *words =
        (int64_t)i < u->rural_offices ? &w->towns : &w->streets;
    struct str town = words->words[(w->n_offices * 5 + i) % words->n];
    struct str place = short_unit(u->name);

    *ret_town = town;
    return arena_fmt(w->m->a, STR_FMT STR_FMT "法律服务所", STR_ARG(place),
        STR_ARG(town));
}

static enum status
add_office(struct act *x, struct workforce *w, struct work_unit *u, size_t i,
    struct str login, struct err *err)
{
    struct demo *m = w->m;
    struct work_office *o = &w->offices[w->n_offices];
    struct str town;
    struct accreditation c;

    *o = (struct work_office){ .unit = u,
        .rural = (int64_t)i < u->rural_offices,
        .name = office_name(w, u, i, &town) };
    struct day since =
        day_of_ymd(2001 + (int)demo_dice(m, 15), 3 + (int)i, 18);
    const struct json *info = demo_row(x,
        "{\"许可日期\":\"" STR_FMT "\",\"区域类型\":\"%s\",\"住所\":\"" STR_FMT
        "示例路%zu号（虚构）\",\"乡镇街道\":\"" STR_FMT "\",\"负责人\":\"" STR_FMT
        "\"}",
        STR_ARG(day_iso(x->a, since)), o->rural ? "农村乡镇" : "城区街道",
        STR_ARG(town), 1 + demo_dice(m, 90), STR_ARG(town),
        STR_ARG(demo_person_name(m)));
    TRY(demo_register(x, m, false, o->name, login,
        region_find(m->d->regions, u->code), &o->who, err));
    struct act city = demo_as(x, &w->hands[WORK_CITY].actor);
    TRY(history_add(&city, m->office->id,
        &(struct history_entry){ .name = o->name,
            .credit_code = demo_credit_code(m, m->serial),
            .region = u->code,
            .recognised = since,
            .source = STR("现有机构名册（演示）"),
            .info = info },
        &c, err));
    o->id = c.id;
    o->number = arena_str(m->a, c.number);
    w->n_offices++;
    return OK;
}

enum status
work_own_name(
    struct act *x, struct workforce *w, struct str *ret, struct err *err)
{
    int64_t id = 1;

    while (id != 0) {
        *ret = demo_person_name(w->m);
        TRY(subject_by_name(x, *ret, true, &id, err));
    }
    return OK;
}

static enum status
add_worker(struct act *x, struct workforce *w, struct work_office *o,
    bool registers, struct str login, struct err *err)
{
    struct demo *m = w->m;
    struct work_worker *k = &w->workers[w->n_workers];
    struct accreditation c;

    *k = (struct work_worker){ .office = o };
    TRY(work_own_name(x, w, &k->name, err));
    if (registers)
        TRY(demo_register(x, m, true, k->name, login,
            region_find(m->d->regions, o->unit->code), &k->who, err));
    struct act city = demo_as(x, &w->hands[WORK_CITY].actor);
    TRY(history_add(&city, m->worker->id,
        &(struct history_entry){ .name = k->name,
            .id_no = registers ? demo_id_no(m, m->serial) : STR_EMPTY,
            .recognised = day_of_ymd(2008 + (int)demo_dice(m, 12),
                1 + (int)demo_dice(m, 6), 1 + (int)demo_dice(m, 28)),
            .source = STR("现有工作者名册（演示）"),
            .host = o->number },
        &c, err));
    k->who.subject_id = c.subject_id;
    k->id = c.id;
    k->number = arena_str(m->a, c.number);
    w->n_workers++;
    return OK;
}

struct work_worker *
work_worker(struct workforce *w, const struct work_office *o)
{
    for (size_t i = 0; i < w->n_workers; i++) {
        if (w->workers[i].office == o)
            return &w->workers[i];
    }
    return &w->workers[0];
}

static enum status
add_unit(struct act *x, struct workforce *w, struct work_unit *u,
    struct err *err)
{
    bool first = str_eq(u->code, STR("500101"));

    for (size_t i = 0; (int64_t)i < u->offices; i++) {
        struct work_office *o = &w->offices[w->n_offices];
        bool street = (int64_t)i >= u->rural_offices;

        TRY(add_office(x, w, u, i,
            first && street ? STR("office-d@demo.example")
            : i == 0 && str_eq(u->code, STR("500231"))
                ? STR("office-e@demo.example")
                : STR_EMPTY,
            err));
        for (size_t k = 0; k < WORKERS_EACH; k++)
            TRY(add_worker(x, w, o, k == 0,
                first && street && k == 0 ? STR("worker@demo.example")
                                          : STR_EMPTY,
                err));
    }
    return OK;
}

/* Divisions that are there today: of a new one its bureau enters them when it
 * begins. */
static enum status
add_some(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;

    for (size_t i = w->from; i < w->from + BATCH && i < w->n_units; i++) {
        struct work_unit *u = &w->units[i];
        struct day day = u->first_year == 0 || str_eq(u->code, u[-1].code)
                             ? day_of_ymd(2024, 12, 4)
                             : day_of_ymd(2025, 11, 12);
        struct actor program = actor_system();
        struct act at = demo_at(x, s->m, &program, day, 9);

        if (u->last_year == 0)
            TRY(add_unit(&at, w, u, err));
    }
    return OK;
}

bool
work_holders(struct workforce *w)
{
    w->towns = demo_towns(w->m, false);
    w->streets = demo_towns(w->m, true);
    w->offices = arena_new_array(w->m->a, struct work_office, WORK_OFFICES);
    w->workers = arena_new_array(w->m->a, struct work_worker, WORK_WORKERS);
    for (w->from = 0; w->from < w->n_units; w->from += BATCH) {
        if (!work_do(w, add_some, "workforce: offices"))
            return false;
    }
    return true;
}
