#include "background.h"

#include "domain/job.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#define PAUSE_MS 1000
#define PER_ROUND 200

struct background {
    struct cli *c;
    struct app *app;
    struct deliver_options deliver;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    _Atomic bool stop;
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

static void
pause_a_moment(struct background *b)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += PAUSE_MS / 1000;
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
