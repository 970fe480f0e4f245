/* Long work in steps; what each kind of job does stands in its noun. */
#include "domain/job.h"

#include "domain/direct.h"
#include "job_store.h"

#define STEP_ROWS 200
#define FAILURES_MAX 3

static const struct {
    struct str name, title;
} STATES[JOB_STATE_COUNT_] = {
    [JOB_QUEUED] = { STR_INIT("QUEUED"), STR_INIT("等待") },
    [JOB_RUNNING] = { STR_INIT("RUNNING"), STR_INIT("进行中") },
    [JOB_DONE] = { STR_INIT("DONE"), STR_INIT("已完成") },
    [JOB_FAILED] = { STR_INIT("FAILED"), STR_INIT("失败") },
    [JOB_CANCELLED] = { STR_INIT("CANCELLED"), STR_INIT("已取消") },
};

struct str
job_state_name(enum job_state s)
{
    return STATES[s].name;
}

struct str
job_state_title(enum job_state s)
{
    return STATES[s].title;
}

/* --- kinds --- */

/* params: {"list": id}. The cursor is the last row of the sheet applied. */
static enum status
apply_direct(
    struct act *x, struct job *j, bool *ret_more, struct err *err)
{
    struct direct_list l;
    int64_t cursor = 0;
    size_t n = 0;

    TRY(direct_get(
        x, json_int(json_get(j->params, STR("list")), 0), &l, err));
    if (j->cursor.n > 0 && !num_int(j->cursor, 0, INT64_MAX, &cursor))
        return err_set(err, ERR_DB, "the cursor of a job is no number");
    TRY(direct_apply(x, &l, &cursor, STEP_ROWS, &n, err));
    j->cursor = arena_fmt(x->a, "%lld", (long long)cursor);
    j->done += (int64_t)n;
    *ret_more = n > 0;
    return OK;
}

static const struct {
    struct str kind;
    enum status (*step)(
        struct act *x, struct job *j, bool *ret_more, struct err *err);
} KINDS[] = {
    { STR_INIT("direct-apply"), apply_direct },
};
#define N_KINDS (sizeof(KINDS) / sizeof(KINDS[0]))

static size_t
kind_at(struct str kind)
{
    size_t i = 0;

    while (i < N_KINDS && !str_eq(KINDS[i].kind, kind))
        i++;
    return i;
}

/* --- a job --- */

enum status
job_add(struct act *x, struct job *job, struct err *err)
{
    if (kind_at(job->kind) == N_KINDS)
        return err_set(err, ERR_NOT_FOUND, "没有这种任务");
    job->id = world_id(&x->d->world);
    job->state = JOB_QUEUED;
    job->created_us = x->now_us;
    job->created_by = x->who->account_id;
    TRY(job_store_add(x, job, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = job->programme_id,
            .object_kind = "job",
            .object_id = job->id,
            .event = "add",
            .to = STATES[JOB_QUEUED].name,
            .reason = job->kind },
        err);
}

enum status
job_get(struct act *x, int64_t id, struct job *ret, struct err *err)
{
    TRY(act_require(x, MAY_SEE_DESK, 0, STR_EMPTY, err));
    return job_store_get(x, id, ret, err);
}

static bool
has_ended(const struct job *j)
{
    return j->state != JOB_QUEUED && j->state != JOB_RUNNING;
}

static enum status
end_job(struct act *x, struct job *j, enum job_state to, struct str result,
    struct err *err)
{
    struct str from = STATES[j->state].name;

    j->state = to;
    j->finished_us = x->now_us;
    j->result = result;
    TRY(job_store_put(x, j, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = j->programme_id,
            .object_kind = "job",
            .object_id = j->id,
            .event = "end",
            .from = from,
            .to = STATES[to].name,
            .reason = result },
        err);
}

enum status
job_cancel(struct act *x, int64_t id, struct err *err)
{
    struct job j;

    TRY(job_get(x, id, &j, err));
    if (j.created_by != x->who->account_id)
        TRY(act_require(x, MAY_ADMINISTER, 0, STR_EMPTY, err));
    if (has_ended(&j))
        return err_set(err, ERR_CONFLICT, "任务已经结束，不能取消");
    return end_job(x, &j, JOB_CANCELLED,
        arena_fmt(x->a, "由“" STR_FMT "”取消，已完成的部分保留",
            STR_ARG(x->who->name)),
        err);
}

enum status
job_next(struct act *x, int64_t *ret_id, struct err *err)
{
    return job_store_next(x, ret_id, err);
}

enum status
job_step(struct act *x, int64_t id, bool *ret_more, struct err *err)
{
    struct job j;
    bool more = false;

    TRY(job_store_get(x, id, &j, err));
    if (has_ended(&j)) {
        *ret_more = false;
        return OK;
    }
    size_t kind = kind_at(j.kind);
    if (kind == N_KINDS)
        return err_set(err, ERR_NOT_FOUND, "没有这种任务");
    if (j.started_us == 0)
        j.started_us = x->now_us;
    j.state = JOB_RUNNING;
    TRY(KINDS[kind].step(x, &j, &more, err));
    if (!more)
        TRY(end_job(x, &j, JOB_DONE,
            arena_fmt(x->a, "已处理 %lld 项", (long long)j.done), err));
    else
        TRY(job_store_put(x, &j, err));
    *ret_more = more;
    return OK;
}

enum status
job_fail(struct act *x, int64_t id, struct str why, struct err *err)
{
    struct job j;

    TRY(job_store_get(x, id, &j, err));
    return has_ended(&j) ? OK : end_job(x, &j, JOB_FAILED, why, err);
}

/* --- running --- */

struct runner {
    const struct domain *d;
    struct arena *a;
    struct actor who;
    int64_t id;
    bool more;
    struct str why;
};

static struct act
act_of(struct runner *q, struct tx *tx)
{
    return act_make(
        q->a, q->d, tx, &q->who, world_now(&q->d->world));
}

static enum status
run_next(struct tx *tx, void *arg, struct err *err)
{
    struct runner *q = arg;
    struct act x = act_of(q, tx);

    return job_next(&x, &q->id, err);
}

static enum status
run_step(struct tx *tx, void *arg, struct err *err)
{
    struct runner *q = arg;
    struct act x = act_of(q, tx);

    return job_step(&x, q->id, &q->more, err);
}

static enum status
run_fail(struct tx *tx, void *arg, struct err *err)
{
    struct runner *q = arg;
    struct act x = act_of(q, tx);

    return job_fail(&x, q->id, q->why, err);
}

/* A defect or a wrong row must not hold up the jobs behind it. */
static enum status
run_one(struct store *s, struct runner *q, struct err *err)
{
    for (int failures = 0;;) {
        enum status st = store_write(s, run_step, q, err);

        if (st == OK || st == ERR_IO)
            return st;
        if (++failures < FAILURES_MAX)
            continue;
        q->why = arena_str(q->a, str_of(err->text));
        return store_write(s, run_fail, q, err);
    }
}

enum status
job_run_all(struct store *s, const struct domain *d, const _Atomic bool *stop,
    size_t *ret_steps, struct err *err)
{
    struct runner q = { .d = d, .a = arena_new("jobs"),
        .who = actor_system() };
    size_t steps = 0;
    enum status st = OK;

    while (st == OK && (stop == NULL || !*stop)) {
        st = store_read(s, run_next, &q, err);
        if (st != OK || q.id == 0)
            break;
        st = run_one(s, &q, err);
        steps++;
        arena_reset(q.a);
    }
    arena_free(q.a);
    if (ret_steps != NULL)
        *ret_steps = steps;
    return st;
}
