/* Files of the workforce: candidates and their year at an office, licences up
 * to the last place and beyond it, exceptions, transfers. */
#include "workforce.h"

#include "domain/exception.h"
#include "domain/record.h"
#include "domain/review.h"

#include <string.h>

/* How far an application comes. */
enum work_end { WORK_GRANTED, WORK_REFUSED, WORK_ASKED, WORK_EXCEPTED,
    WORK_PROPOSED, WORK_REVIEWED, WORK_SUPPLEMENT, WORK_SUBMITTED, WORK_DRAFT,
    WORK_INTERN };

/* Days back from today; a new worker applied `days` ago. */
struct licence {
    const char *unit;
    size_t office;
    int days;
    enum work_end end;
    const char *login, *why;
};

#define NO_PLACE "当年发展计划的名额已用完，不予核准。"
#define REMOTE "该所所在街道老年人口多，近三年没有新增人员，现有工作者两人即将退休。"

static const struct licence LICENCES[] = {
    /* three places: the third is the last, a fourth is refused */
    { "500110", 0, 190, WORK_GRANTED, NULL, NULL },
    { "500110", 1, 150, WORK_GRANTED, NULL, NULL },
    { "500110", 0, 80, WORK_GRANTED, NULL, NULL },
    { "500110", 1, 70, WORK_REFUSED, NULL, NO_PLACE },
    { "500231", 0, 130, WORK_GRANTED, NULL, NULL },
    { "500235", 0, 120, WORK_GRANTED, NULL, NULL },
    { "500235", 1, 60, WORK_GRANTED, NULL, NULL },
    { "500242", 0, 45, WORK_GRANTED, NULL, NULL },
    { "500104", 1, 110, WORK_EXCEPTED, NULL, REMOTE },
    /* two of three places are taken where the tour goes on */
    { "500101", 0, 140, WORK_GRANTED, NULL, NULL },
    { "500101", 1, 100, WORK_GRANTED, NULL, NULL },
    { "500101", 1, 12, WORK_PROPOSED, NULL, NULL },
    { "500101", 0, 0, WORK_DRAFT, "candidate@demo.example", NULL },
    { "500103", 0, 9, WORK_ASKED, NULL, REMOTE },
    { "500154", 0, 10, WORK_REVIEWED, NULL, NULL },
    { "500154", 1, 8, WORK_SUPPLEMENT, NULL, NULL },
    { "500236", 1, 6, WORK_SUBMITTED, NULL, NULL },
    { "500101", 0, -200, WORK_INTERN, "intern@demo.example", NULL },
    { "500116", 0, -150, WORK_INTERN, NULL, NULL },
    { "500230", 1, -330, WORK_INTERN, NULL, NULL },
};

struct candidate {
    struct workforce *w;
    const struct licence *l;
    struct demo_person who;
    struct work_office *office;
    struct day applied;
    int64_t id; /* of the application */
};

/* --- registers --- */

static enum status
keep(struct act *x, int64_t programme, const char *kind, int64_t subject_id,
    const struct json *content, struct record *ret, struct err *err)
{
    *ret = (struct record){ .subject_id = subject_id,
        .programme_id = programme,
        .kind = str_of(kind),
        .content = content };
    return record_add(x, ret, err);
}

static enum status
settle(struct act *x, const struct record *r, const char *state,
    struct err *err)
{
    struct record now;

    TRY(record_get(x, r->subject_id, r->id, &now, err));
    return record_decide(x, r->subject_id, r->id, now.version, str_of(state),
        NULL, STR_EMPTY, err);
}

/* --- the year before --- */

static enum status
exam(struct act *x, struct candidate *c, struct day day, struct err *err)
{
    struct demo_select *s = c->w->s;
    struct act his = demo_at(
        x, s->m, &c->office->unit->review.actor, day_add_days(day, 12), 10);
    struct record r;

    return keep(&his, s->p->id, "考试成绩", c->who.subject_id,
        demo_row(&his,
            "{\"考试种类名\":\"执业核准考试\",\"考试批次\":\"%d年\","
            "\"考试日期\":\"" STR_FMT "\",\"考试分数\":%zu,\"是否通过\":true,"
            "\"合格证明编号\":\"演示证%06u\"}",
            day_ymd(day).year, STR_ARG(day_iso(his.a, day)),
            360 + demo_dice(s->m, 90), s->m->serial),
        &r, err);
}

/* Registered by himself at the office, checked by the bureau; one in three was
 * away for some days with leave, which lengthens the year. */
static enum status
intern(struct act *x, struct candidate *c, struct day first, struct err *err)
{
    struct demo_select *s = c->w->s;
    struct work_unit *u = c->office->unit;
    struct act mine = demo_at(
        x, s->m, &c->who.actor, day_add_days(first, 1), 9);
    struct record r;

    TRY(keep(&mine, s->p->id, "实习登记", c->who.subject_id,
        demo_row(&mine,
            "{\"实习机构\":\"" STR_FMT "\",\"指导人\":\"" STR_FMT
            "\",\"实习起\":\"" STR_FMT "\"}",
            STR_ARG(c->office->name), STR_ARG(demo_person_name(s->m)),
            STR_ARG(day_iso(mine.a, first))),
        &r, err));
    struct act his =
        demo_at(x, s->m, &u->review.actor, day_add_days(first, 3), 14);
    TRY(settle(&his, &r, "已登记", err));
    if (c->office->unit->headcount % 3 != 0)
        return OK;
    his = demo_at(x, s->m, &u->review.actor, day_add_days(first, 110), 15);
    return keep(&his, s->p->id, "实习中断", c->who.subject_id,
        demo_row(&his,
            "{\"中断起\":\"" STR_FMT "\",\"中断止\":\"" STR_FMT
            "\",\"经批准\":true,\"中断说明\":\"家事请假（演示）\"}",
            STR_ARG(day_iso(his.a, day_add_days(first, 100))),
            STR_ARG(day_iso(his.a, day_add_days(first, 105)))),
        &r, err);
}

static enum status
assessed(struct act *x, struct candidate *c, struct day day, struct err *err)
{
    struct demo_select *s = c->w->s;
    struct act his =
        demo_at(x, s->m, &c->office->unit->review.actor, day, 16);
    struct record r;

    return keep(&his, s->p->id, "实习考核", c->who.subject_id,
        demo_row(&his,
            "{\"实习考核日期\":\"" STR_FMT "\",\"实习考核人\":\"" STR_FMT
            "\",\"实习考核结果\":\"合格\"}",
            STR_ARG(day_iso(his.a, day)),
            STR_ARG(c->office->unit->review.name)),
        &r, err);
}

/* --- applying --- */

static enum status
apply(struct act *x, struct candidate *c, struct err *err)
{
    struct demo_select *s = c->w->s;
    struct act mine = demo_at(x, s->m, &c->who.actor, c->applied, 10);
    struct application app;
    const struct json *t = demo_row(x,
        "{\"姓名\":\"" STR_FMT "\",\"公民身份号码\":\"" STR_FMT
        "\",\"手机号码\":\"" STR_FMT
        "\",\"学历情况\":\"法律专业本科及以上\",\"所学专业\":\"法学\","
        "\"健康状况\":\"良好\",\"拟执业机构编号\":\"" STR_FMT
        "\",\"拥护党的领导和社会主义法治\":true,\"没有不得申请的情形\":true,"
        "\"材料真实\":true}",
        STR_ARG(c->who.name), STR_ARG(demo_id_no(s->m, s->m->serial)),
        STR_ARG(c->who.mobile), STR_ARG(c->office->number));
    struct json *answers = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < t->n; i++)
        json_set(x->a, answers, t->keys[i], t->items[i]);
    TRY(application_start(&mine, s->p->id, STR("apply"), c->who.subject_id, 0,
        STR("self"), &app, err));
    c->id = app.id;
    TRY(demo_fill(&mine, s->m, &app, answers, 1, err));
    if (c->l->end == WORK_DRAFT)
        return OK;
    TRY(application_load(&mine, c->who.subject_id, c->id, &app, err));
    return application_submit(&mine, c->id, mine.now_us, &app, err);
}

/* --- deciding --- */

enum status
work_take(struct act *his, int64_t subject_id, int64_t id, struct err *err)
{
    struct json *marks = json_new(his->a, JSON_OBJECT);
    struct application app;
    struct review_sheet sheet;

    TRY(application_load(his, subject_id, id, &app, err));
    TRY(review_take(his, id, app.version, &app, err));
    TRY(review_sheet(his, id, &sheet, err));
    for (size_t i = 0; i < sheet.n_attested; i++)
        json_set(his->a, marks,
            arena_join(his->a, STR("认定."), sheet.attested[i]->name),
            json_boolean(his->a, true));
    for (size_t i = 0; i < sheet.stage->n_criteria; i++)
        json_set(his->a, marks,
            arena_join(his->a, STR("核验."), sheet.stage->criteria[i]),
            json_boolean(his->a, true));
    return marks->n == 0
               ? OK
               : review_mark(his, id, marks, sheet.app.version, err);
}

enum status
work_propose(struct act *his, int64_t subject_id, int64_t id, bool pass,
    const char *reason, struct err *err)
{
    struct application app;

    TRY(application_load(his, subject_id, id, &app, err));
    return review_propose(
        his, id, pass, str_of(reason), app.version, &app, err);
}

enum status
work_confirm(
    struct act *his, int64_t subject_id, int64_t id, struct err *err)
{
    struct application app;

    TRY(application_load(his, subject_id, id, &app, err));
    return review_confirm(
        his, id, true, STR_EMPTY, app.version, &app, err);
}

/* Asked for by the bureau; agreed to by the authority above it. */
static enum status
except(struct act *x, struct candidate *c, struct day day, struct err *err)
{
    struct workforce *w = c->w;
    const struct exception *list = NULL;
    struct application app;
    size_t n = 0;
    struct act his =
        demo_at(x, w->m, &c->office->unit->review.actor, day, 11);

    TRY(exception_ask(
        &his, c->id, STR("已达标区县新增"), str_of(c->l->why), err));
    if (c->l->end == WORK_ASKED)
        return OK;
    his = demo_at(
        x, w->m, &w->hands[WORK_CITY].actor, day_add_days(day, 2), 11);
    TRY(application_load(&his, c->who.subject_id, c->id, &app, err));
    TRY(exception_list(&his, &app, &list, &n, err));
    return exception_settle(&his, c->id, list[n - 1].id, true,
        STR("确有需要，同意新增一名，列入例外名单。"), err);
}

static enum status
ask_supplement(struct act *his, struct candidate *c, struct err *err)
{
    const struct json *items = demo_row(his,
        "[{\"field\":\"实习鉴定意见\",\"reason\":"
        "\"鉴定意见缺指导人签名，请补签后上传。\"}]");
    struct application app;
    struct deadline due;

    TRY(application_load(his, c->who.subject_id, c->id, &app, err));
    return review_supplement(his, c->id, items, app.version, &due, err);
}

static enum status
decide(struct act *x, struct candidate *c, struct err *err)
{
    struct workforce *w = c->w;
    struct work_unit *u = c->office->unit;
    enum work_end end = c->l->end;
    struct day day = day_add_days(c->applied, 3);
    struct act his = demo_at(x, w->m, &u->review.actor, day, 10);
    int64_t who = c->who.subject_id;

    TRY(work_take(&his, who, c->id, err));
    if (end == WORK_SUPPLEMENT)
        return ask_supplement(&his, c, err);
    if (end == WORK_ASKED || end == WORK_EXCEPTED)
        TRY(except(x, c, day, err));
    if (end == WORK_ASKED || end == WORK_REVIEWED)
        return OK;
    his = demo_at(x, w->m, &u->review.actor, day_add_days(day, 3), 15);
    TRY(work_propose(&his, who, c->id, end != WORK_REFUSED,
        end == WORK_REFUSED ? c->l->why : "", err));
    if (end == WORK_PROPOSED)
        return OK;
    his = demo_at(x, w->m, &u->decide.actor, day_add_days(day, 5), 10);
    return work_confirm(&his, who, c->id, err);
}

static enum status
one_licence(struct act *x, struct workforce *w, const struct licence *l,
    struct err *err)
{
    struct candidate c = { .w = w,
        .l = l,
        .office = work_office(w, l->unit, l->office),
        .applied = work_ago(w, l->days, 30) };
    struct day first = day_add_days(c.applied, -400);
    struct actor program = actor_system();
    struct act sys =
        demo_at(x, w->m, &program, day_add_days(first, -60), 9);
    struct str name;

    TRY(work_own_name(&sys, w, &name, err));
    TRY(demo_register(&sys, w->m, true, name,
        l->login == NULL ? STR_EMPTY : str_of(l->login),
        region_find(w->m->d->regions, c.office->unit->code), &c.who, err));
    TRY(exam(x, &c, day_add_days(first, -50), err));
    TRY(intern(x, &c, first, err));
    if (l->end == WORK_INTERN)
        return OK;
    TRY(assessed(x, &c, day_add_days(c.applied, -8), err));
    TRY(apply(x, &c, err));
    if (l->end == WORK_DRAFT || l->end == WORK_SUBMITTED)
        return OK;
    return decide(x, &c, err);
}

static enum status
licences(struct act *x, struct demo_select *s, void *arg, struct err *err)
{
    (void)s;
    for (size_t i = 0; i < sizeof(LICENCES) / sizeof(LICENCES[0]); i++)
        TRY(one_licence(x, arg, &LICENCES[i], err));
    return OK;
}

bool
work_files(struct workforce *w)
{
    return work_do(w, licences, "workforce: licences");
}
