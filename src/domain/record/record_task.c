/* Tasks: what officers give holders to do. The holder accepts and reports; the
 * report is accepted, or sent back with a reason and perhaps a later day. */
#include "record_private.h"

#define DUE_LOOK_BACK 31

enum step { STEP_GIVEN, STEP_ACCEPTED, STEP_REPORTED, STEP_DONE };

static const struct {
    struct str state, title;
} STEPS[] = {
    [STEP_GIVEN] = { STR_INIT("OPEN"), STR_INIT("已安排") },
    [STEP_ACCEPTED] = { STR_INIT("ANSWERED"), STR_INIT("已接受") },
    [STEP_REPORTED] = { STR_INIT("REPORTED"), STR_INIT("已报告") },
    [STEP_DONE] = { STR_INIT("DONE"), STR_INIT("已验收") },
};

static bool
is_at(const struct record *r, enum step step)
{
    return str_eq(r->state, STEPS[step].state);
}

struct str
record_step_title(const struct pack_record *k, struct str state)
{
    for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]); i++) {
        if (str_eq(state, STEPS[i].state))
            return i == STEP_DONE && k->accept_by.n == 0 ? STR("已完成")
                                                         : STEPS[i].title;
    }
    return STR("已关闭");
}

bool
record_task_waits(const struct pack_record *k, const struct record *r)
{
    return k->progress.n > 0 && is_at(r, STEP_REPORTED);
}

bool
record_may_accept(const struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r)
{
    enum permission perm = str_eq(k->accept_by, STR("centre"))
                               ? MAY_DECIDE
                               : MAY_SUPERVISE;

    return record_task_waits(k, r) &&
           record_may_keep(x, p, k, perm, r->region);
}

static bool
is_in(const struct str *list, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i], name))
            return true;
    }
    return false;
}

bool
record_is_kept_by_program(
    const struct pack_record *k, const struct pack_field *f)
{
    struct str own[] = { k->progress, k->report_day, k->decide_field,
        k->decide_day };

    return !f->required && f->name.n > 0 &&
           (is_in(own, sizeof(own) / sizeof(own[0]), f->name) ||
               is_in(k->report, k->n_report, f->name));
}

/* The step also stands in the form's own field, so that exports show it. Of a
 * task that is done at once the report is the last step. */
static void
put_step(struct arena *a, const struct pack *p, const struct pack_record *k,
    struct json *content, enum step step)
{
    const struct pack_field *f =
        form_field(pack_form(p, k->form), k->progress);
    size_t at = (size_t)step;

    if (f == NULL || f->n_options == 0)
        return;
    json_set(a, content, f->name,
        json_text(a,
            f->options[at < f->n_options ? at : f->n_options - 1].value));
}

static struct json *
copy_of(struct arena *a, const struct json *content)
{
    struct json *o = json_new(a, JSON_OBJECT);

    for (size_t i = 0; i < content->n; i++)
        json_set(a, o, content->keys[i], content->items[i]);
    return o;
}

const struct json *
record_first_step(struct arena *a, const struct pack *p,
    const struct pack_record *k, const struct json *content)
{
    struct json *o = json_new(a, JSON_OBJECT);

    if (k->progress.n == 0)
        return content;
    for (size_t i = 0; i < content->n; i++) {
        if (!str_eq(content->keys[i], k->report_day) &&
            !is_in(k->report, k->n_report, content->keys[i]))
            json_set(a, o, content->keys[i], content->items[i]);
    }
    put_step(a, p, k, o, STEP_GIVEN);
    return o;
}

enum status
record_check_task(struct act *x, const struct pack_record *k,
    const struct record *r, struct err *err)
{
    if (k->progress.n == 0)
        return OK;
    if (r->subject_id == 0)
        return err_field(err, ERR_INPUT, STR("holder"),
            "请写明安排给哪一家，可以同时安排给几家");
    if (!day_is_none(r->due) && day_cmp(r->due, x->today) < 0)
        return err_field(err, ERR_INPUT, k->due_field,
            "期限 " STR_FMT " 已过，应为今日（" STR_FMT "）或者以后",
            STR_ARG(day_iso(x->a, r->due)),
            STR_ARG(day_iso(x->a, x->today)));
    return OK;
}

/* --- the holder --- */

static enum status
mark_late(struct act *x, const struct pack_record *k, struct record *r)
{
    if (day_is_none(r->due) || day_cmp(x->today, r->due) <= 0)
        return OK;
    record_add_flag(x, r, k->progress, k->clause,
        arena_fmt(x->a,
            "应于 " STR_FMT " 24:00 前报告，实为 " STR_FMT "，逾期 %d 天",
            STR_ARG(day_iso(x->a, r->due)), STR_ARG(day_iso(x->a, x->today)),
            x->today.n - r->due.n),
        "LATE");
    return OK;
}

/* What the holder answers in its report; the first field has to be. */
static enum status
put_report(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r,
    const struct json *report, struct err *err)
{
    struct json *content = copy_of(x->a, r->content);

    for (size_t i = 0; report != NULL && i < k->n_report; i++) {
        const struct json *v = json_get(report, k->report[i]);

        if (!json_is_null(v))
            json_set(x->a, content, k->report[i], v);
    }
    if (k->n_report > 0 &&
        str_trim(json_str(json_get(content, k->report[0]))).n == 0)
        return err_field(err, ERR_INPUT, k->report[0],
            "请写明办理经过和结果，再报告");
    if (k->report_day.n > 0)
        json_set(x->a, content, k->report_day,
            json_text(x->a, day_iso(x->a, x->today)));
    put_step(x->a, p->pack, k, content, STEP_REPORTED);
    r->content = content;
    TRY(record_check_form(x, p, k, r->content, err));
    return mark_late(x, k, r);
}

static enum status
load_task(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct record *ret, const struct programme **ret_p,
    const struct pack_record **ret_k, struct err *err)
{
    TRY(record_load_version(
        x, subject_id, id, version, ret, ret_p, ret_k, err));
    if ((*ret_k)->progress.n == 0)
        return err_set(err, ERR_CONFLICT, "这条记录不是交办的事务");
    return OK;
}

enum status
record_proceed(struct act *x, int64_t subject_id, int64_t id,
    int64_t version, const struct json *report, struct str remark,
    struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(record_check_text(remark, "answer", false, err));
    TRY(load_task(x, subject_id, id, version, &r, &p, &k, err));
    TRY(act_require_member(x, subject_id, "editor", err));
    if (is_at(&r, STEP_GIVEN)) {
        struct json *content = copy_of(x->a, r.content);

        put_step(x->a, p->pack, k, content, STEP_ACCEPTED);
        r.content = content;
        return record_move(x, &r, STEPS[STEP_ACCEPTED].state,
            remark.n > 0 ? remark : r.answer, "accept-assignment", k->clause,
            false, err);
    }
    if (!is_at(&r, STEP_ACCEPTED))
        return err_set(err, ERR_CONFLICT,
            "现为“" STR_FMT "”，没有下一步可办",
            STR_ARG(record_step_title(k, r.state)));
    TRY(put_report(x, p, k, &r, report, err));
    bool done = k->accept_by.n == 0;
    return record_move(x, &r, STEPS[done ? STEP_DONE : STEP_REPORTED].state,
        remark.n > 0 ? remark : r.answer,
        done ? "finish-assignment" : "report-assignment", k->clause, done,
        err);
}

/* --- who accepts --- */

static enum status
load_reported(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct record *ret, const struct programme **ret_p,
    const struct pack_record **ret_k, struct err *err)
{
    TRY(load_task(x, subject_id, id, version, ret, ret_p, ret_k, err));
    if (!record_task_waits(*ret_k, ret))
        return err_set(err, ERR_CONFLICT,
            "现为“" STR_FMT "”，没有待验收的报告",
            STR_ARG(record_step_title(*ret_k, ret->state)));
    if (!record_may_accept(x, *ret_p, *ret_k, ret))
        return err_set(err, ERR_DENIED,
            "您的账号不能验收这一地区的“" STR_FMT "”",
            STR_ARG((*ret_k)->title.zh));
    return act_require_no_interest(x, subject_id, err);
}

enum status
record_accept(struct act *x, int64_t subject_id, int64_t id, int64_t version,
    struct str remark, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(record_check_text(remark, "text", false, err));
    TRY(load_reported(x, subject_id, id, version, &r, &p, &k, err));
    struct json *content = copy_of(x->a, r.content);
    put_step(x->a, p->pack, k, content, STEP_DONE);
    r.content = content;
    TRY(record_move(x, &r, STEPS[STEP_DONE].state, remark, "accept-report",
        k->clause, true, err));
    return record_tell(x, p, &r, STR("task_accepted"), STR_EMPTY, err);
}

enum status
record_send_back(struct act *x, int64_t subject_id, int64_t id,
    int64_t version, struct str reason, struct day due, struct err *err)
{
    struct record r;
    const struct programme *p = NULL;
    const struct pack_record *k = NULL;

    TRY(record_check_text(reason, "text", true, err));
    TRY(load_reported(x, subject_id, id, version, &r, &p, &k, err));
    if (!day_is_none(due) && day_cmp(due, x->today) < 0)
        return err_field(err, ERR_INPUT, STR("due"),
            "新的期限应为今日（" STR_FMT "）或者以后",
            STR_ARG(day_iso(x->a, x->today)));
    struct json *content = copy_of(x->a, r.content);
    put_step(x->a, p->pack, k, content, STEP_ACCEPTED);
    if (!day_is_none(due)) {
        r.due = due;
        if (k->due_field.n > 0)
            json_set(x->a, content, k->due_field,
                json_text(x->a, day_iso(x->a, due)));
    }
    r.content = content;
    TRY(record_move(x, &r, STEPS[STEP_ACCEPTED].state, reason,
        "send-back-report", k->clause, false, err));
    return record_tell(x, p, &r, STR("task_returned"), STR_EMPTY, err);
}

/* --- every day --- */

enum status
record_remind_overdue(
    struct act *x, const struct programme *p, struct err *err)
{
    const struct record *list = NULL;
    bool any = pack_document(p->pack, STR("task_overdue")) != NULL;
    size_t n = 0;

    if (any)
        TRY(record_store_overdue(x, p->id,
            day_add_days(x->today, -DUE_LOOK_BACK), &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct pack_record *k = pack_record(p->pack, list[i].kind);

        if (k == NULL || k->progress.n == 0 ||
            is_at(&list[i], STEP_REPORTED))
            continue;
        TRY(record_tell(x, p, &list[i], STR("task_overdue"),
            arena_fmt(x->a, "task/%lld/%lld", (long long)list[i].id,
                (long long)list[i].due.n),
            err));
    }
    return OK;
}
