/* The process: store, snapshot of the domain, table of routes. */
#include "web/app.h"

#include "app_private.h"
#include "domain/install.h"
#include "format/pdf.h"
#include "match.h"

#include <pthread.h>
#include <stdatomic.h>

#define FORMS_KEPT 4096
#define FORM_AGAIN_S 3 /* a second click comes sooner */
#define API_CLIENTS 1024
#define MINUTE_US INT64_C(60000000)

struct snapshot {
    struct domain *d;
    size_t users;
    bool old;
    struct snapshot *next;
};

struct app {
    struct arena *a;
    struct app_options options;
    struct domain_options domain_options;
    struct matcher *routes;
    const struct catalog *english;
    pthread_mutex_t lock; /* of the snapshots */
    struct snapshot *snapshots; /* newest first */
    struct pdf_fonts *fonts;    /* NULL until the first document */
    /* requests to the API: minute in the upper half, count in the lower */
    _Atomic uint64_t api[API_CLIENTS];
    /* forms sent: half of the key above, second in the lower half */
    _Atomic uint64_t forms[FORMS_KEPT];
};

static enum status
load_catalog(struct app *app, struct err *err)
{
    const struct embedded_file *f = embed_find(app->options.catalogs,
        app->options.n_catalogs, STR("en.mo"));

    if (f == NULL)
        return OK;
    return catalog_load(app->a, embed_text(f), &app->english, err);
}

enum status
app_open(const struct app_options *o, struct app **ret, struct err *err)
{
    struct arena *a = arena_new("app");
    struct app *app = arena_one(a, struct app);

    app->a = a;
    app->options = *o;
    app->domain_options = (struct domain_options){
        .world = o->world,
        .regions_csv = o->regions_csv,
        .data_dir = arena_str(a, o->data_dir),
        .base_url = arena_str(a, o->base_url),
        .site_name = arena_str(a, o->site_name),
        .site_name_en = arena_str(a, o->site_name_en),
        .demo = o->demo,
    };
    app->routes = matcher_new(a);
    pthread_mutex_init(&app->lock, NULL);
    enum status st = load_catalog(app, err);
    if (st == OK)
        st = app_refresh(app, err);
    if (st == OK && app->snapshots->d->n_programmes == 0)
        st = err_set(err, ERR_CONFLICT,
            "数据库里还没有项目，请先运行 mingce init 安装政策包");
    if (st != OK) {
        app_close(app);
        return st;
    }
    *ret = app;
    return OK;
}

void
app_close(struct app *app)
{
    if (app == NULL)
        return;
    for (struct snapshot *s = app->snapshots, *next; s != NULL; s = next) {
        next = s->next;
        domain_free(s->d);
    }
    if (app->fonts != NULL)
        pdf_fonts_close(app->fonts);
    pthread_mutex_destroy(&app->lock);
    arena_free(app->a);
}

/* Frees what nobody uses any more; the lock is held. */
static void
drop_old(struct app *app)
{
    for (struct snapshot **at = &app->snapshots; *at != NULL;) {
        struct snapshot *s = *at;

        if (!s->old || s->users > 0) {
            at = &s->next;
            continue;
        }
        *at = s->next;
        domain_free(s->d); /* the snapshot struct lies in the domain's arena */
    }
}

enum status
app_refresh(struct app *app, struct err *err)
{
    struct domain *d = NULL;

    TRY(domain_read(app->options.store, &app->domain_options, &d, err));
    struct snapshot *s = arena_one(d->a, struct snapshot);
    s->d = d;
    pthread_mutex_lock(&app->lock);
    for (struct snapshot *o = app->snapshots; o != NULL; o = o->next)
        o->old = true;
    s->next = app->snapshots;
    app->snapshots = s;
    drop_old(app);
    pthread_mutex_unlock(&app->lock);
    return OK;
}

const struct domain *
app_domain(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    struct snapshot *s = app->snapshots;
    s->users++;
    pthread_mutex_unlock(&app->lock);
    return s->d;
}

void
app_release(struct app *app, const struct domain *d)
{
    pthread_mutex_lock(&app->lock);
    for (struct snapshot *s = app->snapshots; s != NULL; s = s->next) {
        if (s->d == d)
            s->users--;
    }
    drop_old(app);
    pthread_mutex_unlock(&app->lock);
}

enum status
app_pdf_fonts(struct app *app, struct pdf_fonts **ret, struct err *err)
{
    enum status st = OK;

    pthread_mutex_lock(&app->lock);
    if (app->fonts == NULL) {
        struct arena *a = arena_new("fonts");

        st = pdf_fonts_open(
            arena_cstr(a, app->options.font_dir), &app->fonts, err);
        arena_free(a);
    }
    *ret = app->fonts;
    pthread_mutex_unlock(&app->lock);
    /* Nothing that the visitor did, and nothing is lost: he comes again. */
    if (st != OK)
        return err_set(err, ERR_BUSY,
            "服务器上没有制作 PDF 所需的字体，请联系系统管理员，稍后再试");
    return OK;
}

struct store *
app_store(struct app *app)
{
    return app->options.store;
}

const struct app_options *
app_options(const struct app *app)
{
    return &app->options;
}

const struct matcher *
app_routes(const struct app *app)
{
    return app->routes;
}

const struct catalog *
app_english(const struct app *app)
{
    return app->english;
}

bool
app_form_take(struct app *app, uint64_t key, int64_t now_us)
{
    _Atomic uint64_t *slot = &app->forms[key % FORMS_KEPT];
    uint64_t second = (uint64_t)(now_us / 1000000) & UINT32_MAX;
    uint64_t seen = atomic_load(slot);

    do {
        if (seen >> 32 == key >> 32 &&
            second - (seen & UINT32_MAX) <= FORM_AGAIN_S)
            return false;
    } while (!atomic_compare_exchange_weak(
        slot, &seen, (key >> 32 << 32) | second));
    return true;
}

void
app_form_drop(struct app *app, uint64_t key)
{
    _Atomic uint64_t *slot = &app->forms[key % FORMS_KEPT];

    if (atomic_load(slot) >> 32 == key >> 32)
        atomic_store(slot, 0);
}

bool
app_api_take(struct app *app, struct str client, int64_t now_us)
{
    _Atomic uint64_t *slot = &app->api[str_hash(client) % API_CLIENTS];
    uint64_t minute = (uint64_t)(now_us / MINUTE_US) & UINT32_MAX;
    uint64_t seen = atomic_load(slot), next;

    do {
        next = seen >> 32 == minute ? seen + 1 : (minute << 32) + 1;
        if ((next & UINT32_MAX) > API_PER_MINUTE)
            return false;
    } while (!atomic_compare_exchange_weak(slot, &seen, next));
    return true;
}
