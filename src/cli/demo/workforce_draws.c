/* Double-random inspections of the demo: one draw of all divisions made,
 * inspected and published, one of a division that waits for its inspectors. */
#include "workforce.h"

#include "domain/inspection.h"
#include "domain/interest.h"
#include "domain/record.h"

#define DRAWN 64

struct drawing {
    struct workforce *w;
    const char *region;
    const struct demo_person *who;
    struct day committed;
    const char *seed;
    struct draw draw;
    bool inspected;
};

/* Officers of all programmes are in the pool as well; they are no inspectors
 * of this authority. */
static enum status
leave_out(struct act *x, struct drawing *d, struct draw_new *n,
    struct err *err)
{
    struct draw_exclusion *list;
    struct draw_pools pools;
    size_t k = 0;

    TRY(draw_pools(x, n, &pools, err));
    list = arena_new_array(x->a, struct draw_exclusion, pools.n_inspectors);
    for (size_t i = 0; i < pools.n_inspectors; i++) {
        int64_t id = pools.inspectors[i].account_id;
        bool own = false;

        for (size_t o = 0; o < d->w->n_units; o++)
            own = own || d->w->units[o].review.account_id == id ||
                  d->w->units[o].decide.account_id == id;
        for (size_t o = 0; o < WORK_ASSOCIATION; o++)
            own = own || d->w->hands[o].account_id == id;
        if (!own)
            list[k++] = (struct draw_exclusion){ id,
                STR("不是本机关执法人员") };
    }
    n->inspectors = list;
    n->n_inspectors = k;
    return OK;
}

/* He worked at an office until two years ago and never inspects it. */
static enum status
tie(struct act *x, struct drawing *d, struct err *err)
{
    struct demo_person *p = &d->w->hands[WORK_INSPECTOR];
    struct act his = demo_at(x, d->w->m, &p->actor,
        day_add_days(d->committed, -30), 9);

    TRY(tie_add(&his, TIE_FORMER, d->w->offices[0].name,
        day_add_days(d->committed, -700), err));
    return demo_reload(x, d->w->s, p, err);
}

static enum status
draw(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct drawing *d = arg;
    const struct pack *p = s->m->office->pack;
    struct act his = demo_at(x, s->m, &d->who->actor, d->committed, 9);
    struct draw_new n = { .programme_id = s->m->office->id,
        .inspection = p->inspections[0].name,
        .region = str_of(d->region),
        .seed_source = STR("公开掷骰十二次并录像（演示）"),
        .seed_day = day_add_days(d->committed, 1) };

    if (d->region[0] == '\0') {
        TRY(tie(x, d, err));
        his = demo_at(x, s->m, &d->who->actor, d->committed, 9);
    }
    TRY(leave_out(&his, d, &n, err));
    TRY(draw_commit(&his, &n, &d->draw, err));
    his = demo_at(
        x, s->m, &d->who->actor, day_add_days(d->committed, 1), 15);
    return draw_enter_seed(&his, d->draw.id,
        &(struct draw_seed){ str_of(d->seed),
            STR("公开掷骰十二次并录像（演示）"),
            day_start_us(day_add_days(d->committed, 1)) + 14 * HOUR_US },
        &d->draw, err);
}

/* --- inspections --- */

static const struct work_office *
office_of(const struct workforce *w, int64_t id)
{
    for (size_t i = 0; i < w->n_offices; i++) {
        if (w->offices[i].id == id)
            return &w->offices[i];
    }
    return &w->offices[0];
}

/* The six rules that an office must have, entered before the visit. */
static enum status
enter_rules(struct act *x, struct workforce *w, const struct work_office *o,
    struct day day, struct err *err)
{
    static const char *const RULES[] = { "决策程序", "人员管理", "风险控制",
        "质量控制", "收益分配", "投诉查处" };
    struct act his = demo_at(x, w->m, &o->who.actor, day, 9);

    for (size_t i = 0; i < 6; i++) {
        struct json *content = json_new(x->a, JSON_OBJECT);
        const struct json *t = demo_row(x,
            "{\"制度种类\":\"%s\",\"制度日期\":\"2023-05-10\","
            "\"制度内容\":\"经全体工作者会议通过（演示）\"}",
            RULES[i]);
        struct record r = { .subject_id = o->who.subject_id,
            .programme_id = w->m->office->id,
            .kind = STR("内部制度登记"),
            .content = content };

        for (size_t k = 0; k < t->n; k++)
            json_set(x->a, content, t->keys[k], t->items[k]);
        TRY(demo_attach(&his, w->m, o->who.subject_id, STR("record"), 0,
            STR("制度文件"), content, err));
        TRY(record_add(&his, &r, err));
    }
    return OK;
}

static const struct demo_person *
inspector_of(
    struct act *x, struct workforce *w, int64_t id, struct err *err)
{
    const struct inspection_person *people = NULL;
    size_t n = 0;

    if (inspection_people(x, id, &people, &n, err) != OK || n == 0)
        return &w->hands[WORK_INSPECTOR];
    for (size_t i = 0; i < WORK_HAND_COUNT_; i++) {
        if (w->hands[i].account_id == people[0].account_id)
            return &w->hands[i];
    }
    return &w->hands[WORK_INSPECTOR];
}

/* The second one drawn has a room beside its approved premises. */
static enum status
inspect(struct act *x, struct drawing *d, const struct inspection *i,
    struct err *err)
{
    struct workforce *w = d->w;
    struct day day =
        day_add_days(d->committed, 6 + (int)i->position % 5);
    static const struct str ROOM[] = { { "UNAPPROVED_PREMISES", 19 } };
    struct inspection_line line = { .item = STR("办公场所"),
        .findings = ROOM,
        .n_findings = 1,
        .text = STR("在核准住所以外另设一间接待室（演示）。") };
    struct inspection now;

    TRY(enter_rules(x, w, office_of(w, i->accreditation_id),
        day_add_days(day, -3), err));
    const struct demo_person *p = inspector_of(x, w, i->id, err);
    struct act his = demo_at(x, w->m, &p->actor, day, 16);
    TRY(inspection_get(&his, i->id, &now, err));
    TRY(inspection_write(&his,
        &(struct inspection_record){ .id = i->id,
            .version = now.version,
            .visited = day,
            .place = STR("该所核准住所"),
            .remark = STR("现场检查，逐项核对（演示）。"),
            .lines = &line,
            .n_lines = i->position == 2,
            .correct_by = DAY_NONE },
        &now, err));
    his = demo_at(
        x, w->m, &d->who->actor, day_add_days(d->committed, 14), 10);
    return inspection_publish(&his, i->id, now.version, &now, err);
}

static enum status
inspections(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct drawing *d = arg;
    const struct inspection *list = NULL;
    struct act his = demo_at(x, s->m, &d->who->actor, d->committed, 10);
    size_t n = 0;

    TRY(inspection_of_draw(&his, d->draw.id, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        TRY(inspect(x, d, &list[i], err));
    return OK;
}

bool
work_draws(struct workforce *w)
{
    struct drawing all = { .w = w,
        .region = "",
        .who = &w->hands[WORK_CITY_2],
        .committed = work_ago(w, 50, 0),
        .seed = "425163345126" };
    struct drawing one = { .w = w,
        .region = "500154",
        .who = &work_unit(w, "500154")->decide,
        .committed = work_ago(w, 7, 0),
        .seed = "163352416243" };

    return demo_batch(w->s, draw, &all, "workforce: draw") &&
           demo_batch(w->s, inspections, &all, "workforce: inspections") &&
           demo_batch(w->s, draw, &one, "workforce: draw of a county");
}
