#include "background.h"

#include "domain/job.h"
#include "domain/tick.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#define PAUSE_MS 1000
#define PER_ROUND 200
#define RETRY_US (60 * INT64_C(1000000)) /* after a failed daily run */

struct background {
    struct cli *c;
    struct app *app;
    struct deliver_options deliver;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    _Atomic bool stop;
    struct day ticked;      /* day of the last run, as far as known here */
    int64_t retry_us;       /* monotonic: no run before */
};

struct deliver_options
deliver_options_of(const struct cli *c)
{
    return (struct deliver_options){
        .smtp_url = config_text(c->config, "smtp_url"),
        .smtp_user = config_text(c->config, "smtp_user"),
        .smtp_password = config_text(c->config, "smtp_password"),
        .smtp_from = config_text(c->config, "smtp_from"),
        .sms_url = config_text(c->config, "sms_url"),
        .sms_token = config_text(c->config, "sms_token"),
        .sms_form = config_text(c->config, "sms_form"),
    };
}

static void
log_failed(struct background *b, const char *what, const struct err *err)
{
    const struct log *l = &app_options(b->app)->log;

    log_event(l, LOG_ERROR, world_now(b->c->world), what,
        LOG_FIELDS({ "status", str_of(status_name(err->code)), 0 },
            { "detail", str_of(err->detail), 0 }));
}

static void
deliver(struct background *b, const struct domain *d)
{
    struct deliver_counts n = { 0 };
    struct err err = { 0 };
    int64_t now = world_now(b->c->world);

    if (deliver_run(app_store(b->app), d, &b->deliver, now, PER_ROUND, &n,
            &err) != OK)
        log_failed(b, "deliver", &err);
    else if (n.sent + n.failed > 0)
        log_event(&app_options(b->app)->log, LOG_INFO, now, "deliver",
            LOG_FIELDS({ "sent", STR_EMPTY, (int64_t)n.sent },
                { "failed", STR_EMPTY, (int64_t)n.failed }));
}

/* --- the daily run --- */

static enum status
read_last(struct tx *tx, void *arg, struct err *err)
{
    struct background *b = arg;
    struct arena *a = arena_new("tick");
    const struct domain *d = app_domain(b->app);
    struct actor system = actor_system();
    struct act x = act_make(a, d, tx, &system, world_now(b->c->world));
    enum status st = tick_last_day(&x, &b->ticked, err);

    app_release(b->app, d);
    arena_free(a);
    return st;
}

/* At 00:05 Beijing time, at once if that was missed, and after the demo's
 * clock was moved to another day. */
static void
tick(struct background *b, const struct domain *d)
{
    struct tick_counts n = { 0 };
    struct err err = { 0 };
    int64_t now = world_now(b->c->world);

    if (!tick_is_due(b->ticked, now) || clock_monotonic_us() < b->retry_us)
        return;
    if (store_read(app_store(b->app), read_last, b, &err) != OK ||
        (tick_is_due(b->ticked, now) &&
            tick_run(app_store(b->app), d, now, &n, &err) != OK)) {
        log_failed(b, "tick", &err);
        b->retry_us = clock_monotonic_us() + RETRY_US;
        return;
    }
    b->ticked = day_of_us(now);
    log_event(&app_options(b->app)->log, LOG_INFO, now, "tick",
        LOG_FIELDS({ "looked", STR_EMPTY, (int64_t)n.looked },
            { "warned", STR_EMPTY, (int64_t)n.warned },
            { "expired", STR_EMPTY, (int64_t)n.expired },
            { "reminded", STR_EMPTY, (int64_t)n.reminded },
            { "proposed", STR_EMPTY, (int64_t)n.proposed },
            { "lapsed", STR_EMPTY, (int64_t)n.lapsed },
            { "failed", STR_EMPTY, (int64_t)n.failed }));
}

static void
pause_a_moment(struct background *b)
{
    int64_t until_us = clock_monotonic_us() + PAUSE_MS * 1000;
    struct timespec until = { until_us / 1000000,
        until_us % 1000000 * 1000 };

    pthread_mutex_lock(&b->lock);
    while (!b->stop &&
           pthread_cond_timedwait(&b->wake, &b->lock, &until) != ETIMEDOUT)
        ;
    pthread_mutex_unlock(&b->lock);
}

static void *
run(void *arg)
{
    struct background *b = arg;

    while (!b->stop) {
        const struct domain *d = app_domain(b->app);

        struct err err = { 0 };

        tick(b, d);
        deliver(b, d);
        if (job_run_all(app_store(b->app), d, &b->stop, NULL, &err) != OK)
            log_failed(b, "job", &err);
        app_release(b->app, d);
        pause_a_moment(b);
    }
    return NULL;
}

struct background *
background_start(struct cli *c, struct app *app)
{
    struct background *b = arena_one(c->a, struct background);
    pthread_condattr_t attr;

    b->c = c;
    b->app = app;
    b->ticked = DAY_NONE;
    b->deliver = deliver_options_of(c);
    b->deliver.stop = &b->stop;
    pthread_mutex_init(&b->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&b->wake, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&b->thread, NULL, run, b) != 0)
        return NULL;
    return b;
}

void
background_stop(struct background *b)
{
    if (b == NULL)
        return;
    pthread_mutex_lock(&b->lock);
    b->stop = true;
    pthread_cond_signal(&b->wake);
    pthread_mutex_unlock(&b->lock);
    pthread_join(b->thread, NULL);
    pthread_cond_destroy(&b->wake);
    pthread_mutex_destroy(&b->lock);
}
