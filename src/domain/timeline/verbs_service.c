/* Verbs of holders: the diary, what enterprises say of it, activities. */
#include "run.h"

#include "domain/activity.h"
#include "domain/diary.h"

#define ENTERPRISES_MAX 500

static enum status
holder(struct run *r, struct act *x, struct accreditation *ret,
    struct err *err)
{
    const struct person *p = run_subject(r);

    if (p == NULL)
        return ERR_INPUT;
    return run_accreditation(r, x, p, ret, err);
}

static struct json *
copy(struct run *r, const struct json *o)
{
    struct json *c = json_new(r->a, JSON_OBJECT);

    for (size_t i = 0; i < o->n; i++)
        json_set(r->a, c, o->keys[i], o->items[i]);
    return c;
}

/* --- the diary --- */

/* enterprises: 3, or [1, 149]: 示例企业1号 to 示例企业149号. */
static const struct json *
enterprises(struct run *r)
{
    const struct tree *t = run_with(r, "enterprises");
    struct json *list = json_new(r->a, JSON_LIST);
    int64_t from = 1, to = 1;
    bool range = t != NULL && t->type == TREE_LIST;

    if (range && (t->n != 2 || !tree_int(t->items[0], &from) ||
                     !tree_int(t->items[1], &to)))
        (void)run_fail(r, t, "enterprises 应写家数或 [起, 止]");
    if (!range)
        to = run_int(r, "enterprises", 1);
    for (int64_t i = from; i <= to && i - from < ENTERPRISES_MAX; i++) {
        struct json *o = json_new(r->a, JSON_OBJECT);

        json_set(r->a, o, STR("企业名称"),
            json_text(r->a,
                arena_fmt(r->a, "示例企业%lld号", (long long)i)));
        json_push(r->a, list, o);
    }
    return list;
}

static const struct json *
time_of(struct run *r, int64_t us)
{
    struct str s = us_beijing(r->a, us);

    return json_text(r->a,
        arena_fmt(r->a, STR_FMT "T" STR_FMT "+08:00",
            STR_ARG(str_sub(s, 0, 10)), STR_ARG(str_sub(s, 11, 8))));
}

/* As the page does: a form that is wrong does not get further. */
static enum status
check_form(struct run *r, const struct pack_form *form,
    const struct json *answers, struct err *err)
{
    const struct form_problem *problems = NULL;
    size_t n = 0;

    form_check(r->a, r->pack, form, NULL, answers, day_of_us(r->now_us),
        &problems, &n);
    for (size_t i = 0; i < n; i++) {
        if (!problems[i].warning)
            return err_field(err, ERR_INPUT, problems[i].field, STR_FMT,
                STR_ARG(problems[i].text));
    }
    return OK;
}

static enum status
one_diary(struct run *r, struct act *x, const struct accreditation *c,
    int64_t start_us, int64_t end_us, struct err *err)
{
    const struct pack_form *form = pack_form(r->pack, STR("diary"));
    struct json *answers = copy(r,
        run_answers(r, form, "diary", run_with(r, "answers"), run_subject(r),
            true));
    struct diary_new e = { .day = DAY_NONE };
    struct diary d;

    json_set(r->a, answers, STR("服务日期"),
        json_text(r->a, day_iso(r->a, day_of_us(start_us))));
    json_set(r->a, answers, STR("开始时间"), time_of(r, start_us));
    json_set(r->a, answers, STR("结束时间"), time_of(r, end_us));
    if (json_is_null(json_get(answers, STR("服务企业"))))
        json_set(r->a, answers, STR("服务企业"), enterprises(r));
    if (r->failed)
        return ERR_INPUT;
    TRY(check_form(r, form, answers, err));
    TRY(diary_from_answers(r->a, form, answers, &e, err));
    e.subject_id = c->subject_id;
    e.accreditation_id = c->id;
    if (run_with(r, "corrects") != NULL)
        TRY(diary_correct(
            x, r->diary, &e, run_text(r, "corrects", ""), &d, err));
    else
        TRY(diary_submit(x, &e, &d, err));
    r->diary = d.id;
    run_figure(r, "late", d.late);
    run_figure(r, "minutes", d.minutes);
    run_figure(r, "on_behalf", d.on_behalf);
    return OK;
}

/* start and minutes; with repeat the same again on each day after. */
static enum status
do_diary(struct run *r, struct act *x, struct err *err)
{
    const struct tree *start = run_with(r, "start");
    int64_t minutes = run_int(r, "minutes", 60);
    int64_t repeat = run_int(r, "repeat", 1);
    struct accreditation c;
    int64_t us = x->now_us - minutes * 60000000;

    if (start != NULL && us_parse(start->text, &us, err) != OK)
        return run_wrong(r, start, "%s", err->text);
    TRY(holder(r, x, &c, err));
    for (int64_t i = 0; i < repeat && i < 366; i++)
        TRY(one_diary(r, x, &c, us + i * 86400000000,
            us + i * 86400000000 + minutes * 60000000, err));
    return OK;
}

static enum status
do_void_diary(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);

    if (p == NULL)
        return ERR_INPUT;
    return diary_void(
        x, p->subject, r->diary, run_text(r, "reason", "填写有误"), err);
}

static enum status
do_enterprise_confirms(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct diary_answer answer = { .was_here = run_flag(r, "was_here", true),
        .minutes = run_int(r, "minutes", 0),
        .paid = run_flag(r, "paid", false),
        .rating = run_int(r, "rating", 0),
        .remark = run_text(r, "remark", "") };
    struct str token;

    if (p == NULL)
        return ERR_INPUT;
    struct act mine = run_as(x, &p->who);
    TRY(diary_new_token(
        &mine, p->subject, r->diary, run_int(r, "n", 1), &token, err));
    return diary_answer(x, token, &answer, err);
}

/* Only reads: for `expect` with the figures of a year. */
static enum status
do_count(struct run *r, struct act *x, struct err *err)
{
    struct accreditation c;
    struct year_count count;
    int year = (int)run_int(r, "year", day_ymd(x->today).year);

    TRY(holder(r, x, &c, err));
    TRY(diary_count(x, c.subject_id, c.id, year, &count, err));
    run_figure(r, "minutes", count.minutes);
    run_figure(r, "confirmed", count.confirmed_minutes);
    run_figure(r, "enterprises", count.enterprises);
    run_figure(r, "diaries", count.diaries);
    return OK;
}

/* --- activities --- */

static enum status
do_activity(struct run *r, struct act *x, struct err *err)
{
    const struct pack_form *form = activity_form(r->pack);
    struct accreditation c;
    struct activity ac = { 0 };
    struct day day = run_day(r, "day", day_add_days(x->today, 7));
    struct str iso = day_iso(r->a, day);

    if (form == NULL)
        return run_wrong(r, r->step, "这一项目不发布活动");
    struct json *answers = copy(r,
        run_answers(r, form, "activity", run_with(r, "answers"),
            run_subject(r), true));
    json_set(r->a, answers, STR("活动开始"),
        json_text(r->a, arena_join(r->a, iso, STR("T09:00:00+08:00"))));
    json_set(r->a, answers, STR("活动结束"),
        json_text(r->a, arena_join(r->a, iso, STR("T11:00:00+08:00"))));
    TRY(holder(r, x, &c, err));
    TRY(activity_from_answers(x, r->pack, answers, &ac, err));
    ac.subject_id = c.subject_id;
    ac.accreditation_id = c.id;
    ac.programme_id = c.programme_id;
    return activity_publish(x, &ac, err);
}

static const struct verb VERBS[] = {
    { "diary", do_diary, "start minutes repeat enterprises answers corrects",
        false, false },
    { "void_diary", do_void_diary, "reason", false, false },
    { "enterprise_confirms", do_enterprise_confirms,
        "n was_here minutes paid rating remark", false, false },
    { "count", do_count, "year", false, false },
    { "activity", do_activity, "day answers", false, false },
};
const struct verb_set verbs_service = VERB_SET(VERBS);
