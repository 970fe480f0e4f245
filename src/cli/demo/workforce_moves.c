/* Transfers of the workforce, each with the clause that allows or refuses it,
 * and what follows decisions: recordation and oath. */
#include "workforce.h"

#include "domain/consent.h"
#include "domain/record.h"

/* Who moves from where to where, `days` ago. */
struct transfer {
    const char *unit;
    size_t office;
    const char *to;
    size_t to_office;
    int days;
    const char *refused; /* NULL: allowed */
    bool waits;          /* handed in, nothing more */
};

static const struct transfer TRANSFERS[] = {
    /* from a street into a township: encouraged, takes a place there */
    { "500110", 2, "500156", 0, 85, NULL, false },
    /* between townships of one division: takes none */
    { "500117", 0, "500117", 1, 65, NULL, false },
    { "500119", 1, "500108", 1, 75,
        "南岸区律师万人比已达到2.3，不得变更到该区执业，没有例外。",
        false },
    { "500235", 2, "500231", 1, 5, NULL, true },
};

static struct json *
answers_of(struct act *x, const struct work_office *to)
{
    const struct json *t = demo_row(x,
        "{\"调入机构编号\":\"" STR_FMT
        "\",\"变更原因\":\"服务乡镇群众，照顾家庭（演示）。\","
        "\"承办业务情况\":\"已移交\"}",
        STR_ARG(to->number));
    struct json *out = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < t->n; i++)
        json_set(x->a, out, t->keys[i], t->items[i]);
    return out;
}

/* The offices answered on paper, the bureau that is left here. */
static enum status
consents(struct act *x, struct workforce *w, struct application *app,
    const struct work_unit *from, const struct work_unit *to, struct day day,
    struct err *err)
{
    const struct consent *list = NULL;
    size_t n = 0;

    TRY(consent_list(x, app, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool paper = list[i].party_id != 0;
        struct act his = demo_at(x, w->m,
            paper ? &to->review.actor : &from->decide.actor, day, 9);

        TRY(consent_answer(&his, list[i].id, true,
            paper ? STR("解除聘用证明、同意接收证明原件（演示）") : STR_EMPTY,
            err));
    }
    return OK;
}

static enum status
one_transfer(struct act *x, struct workforce *w, const struct transfer *t,
    struct err *err)
{
    struct demo_select *s = w->s;
    struct work_office *to = work_office(w, t->to, t->to_office);
    struct work_worker *k =
        work_worker(w, work_office(w, t->unit, t->office));
    struct day day = work_ago(w, t->days, 30);
    struct act mine = demo_at(x, s->m, &k->who.actor, day, 10);
    struct application app;

    TRY(application_start(&mine, s->p->id, STR("transfer"),
        k->who.subject_id, k->id, STR("self"), &app, err));
    TRY(demo_fill(&mine, s->m, &app,
        answers_of(&mine, to), 1, err));
    TRY(application_load(&mine, k->who.subject_id, app.id, &app, err));
    TRY(application_submit(&mine, app.id, mine.now_us, &app, err));
    if (t->waits)
        return OK;
    TRY(consents(x, w, &app, k->office->unit, to->unit,
        day_add_days(day, 1), err));
    struct act his = demo_at(
        x, s->m, &to->unit->review.actor, day_add_days(day, 2), 10);
    TRY(work_take(&his, k->who.subject_id, app.id, err));
    TRY(work_propose(&his, k->who.subject_id, app.id, t->refused == NULL,
        t->refused == NULL ? "" : t->refused, err));
    his = demo_at(
        x, s->m, &to->unit->decide.actor, day_add_days(day, 4), 10);
    return work_confirm(&his, k->who.subject_id, app.id, err);
}

static enum status
transfers(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    (void)s;
    for (size_t i = 0; i < sizeof(TRANSFERS) / sizeof(TRANSFERS[0]); i++)
        TRY(one_transfer(x, arg, &TRANSFERS[i], err));
    return OK;
}

/* --- recordation and oath --- */

/* Six days after each event, but for those of the last weeks and for one,
 * which is overdue. */
static enum status
settle_all(struct act *x, struct workforce *w, const struct demo_person *who,
    const char *kind, const char *state, int after, int recent,
    struct err *err)
{
    const struct record *list = NULL;
    struct act his = demo_at(x, w->m, &who->actor, w->today, 9);
    size_t n = 0;

    TRY(record_list(&his, w->s->p->id, str_of(kind), STR_EMPTY, INT64_MAX,
        200, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct day day = day_add_days(day_of_us(list[i].created_us), after);

        if (list[i].done || i == 4 ||
            day_cmp(day, day_add_days(w->today, -recent)) > 0)
            continue;
        his = demo_at(x, w->m, &who->actor, day, 16);
        TRY(record_decide(&his, list[i].subject_id, list[i].id,
            list[i].version, str_of(state), NULL, STR_EMPTY, err));
    }
    return OK;
}

static enum status
recordations(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    struct workforce *w = arg;

    (void)s;
    TRY(settle_all(x, w, &w->hands[WORK_CITY], "备案登记", "已备案", 6, 8,
        err));
    return settle_all(
        x, w, &w->hands[WORK_CITY_2], "执业宣誓", "已宣誓", 40, 3, err);
}

bool
work_moves(struct workforce *w)
{
    return work_do(w, transfers, "workforce: transfers") &&
           work_do(w, recordations, "workforce: recordation");
}
