/* What the program's own rules cost, through the domain functions.
 *
 *   bench_domain seed DB HOLDERS      fills a database with made-up holders
 *   bench_domain diary DB CLIENTS SECONDS
 *                                     durable diary entries, each its own
 *                                     transaction, rows a second
 *   bench_domain import DB ROWS       a summary table of ROWS rows, read and
 *                                     checked up to the preview, rows a second
 *   bench_domain tick DB 1            the daily run over all holders, twice:
 *                                     what is due, then nothing
 */
#include "cli/cli.h"
#include "cli_private.h"
#include "domain/account.h"
#include "domain/accreditation.h"
#include "domain/diary.h"
#include "domain/direct.h"
#include "domain/install.h"
#include "domain/tick.h"
#include "format/xlsx.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define CHUNK 500
#define CLIENTS_MAX 256

struct bench {
    struct store *store;
    struct domain *d;
    struct world world;
    const struct programme *programme;
};

static void
die(const char *what, const struct err *e)
{
    (void)fprintf(stderr, "%s: %s %s\n", what, e->text, e->detail);
    exit(3);
}

/* --- seed --- */

/* One in twenty has done nothing for half a year and is due at the daily run;
 * the others came in one of the last five months. */
static struct day
admission(struct day today, size_t i)
{
    int days = i % 20 == 0 ? 200 + (int)(i % 600) : 30 + (int)(i % 120);

    return day_add_days(today, -days);
}

struct chunk {
    struct bench *b;
    size_t from, n;
};

static enum status
seed_one(struct act *x, struct bench *b, size_t i, struct err *err)
{
    static const char *const PROVINCES[] = { "110000", "310000", "330000",
        "370000", "440000", "500000", "510000", "610000" };
    struct accreditation ret;
    struct subject s = { .name = arena_fmt(x->a, "测试%06zu示例园区服务中心", i),
        .region = str_of(PROVINCES[i % 8]) };

    TRY(subject_add(x, &s, &(struct subject_private){ 0 }, err));
    return accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = s.id,
            .programme_id = b->programme->id,
            .route = STR("direct"),
            .name = s.name,
            .region = s.region,
            .info = json_new(x->a, JSON_OBJECT),
            .pack = b->programme->pack,
            .admitted = admission(x->today, i),
            .term_years = 3,
            .completed = true,
            .document = procedure_stage(
                pack_procedure(b->programme->pack, STR("apply")), STAGE_GRANT)
                            ->document },
        &ret, err);
}

static enum status
seed_chunk(struct tx *tx, void *arg, struct err *err)
{
    struct chunk *c = arg;
    struct arena *a = arena_new("seed");
    struct actor system = actor_system();
    struct act x = act_make(a, c->b->d, tx, &system, world_now(&c->b->world));
    enum status st = OK;

    for (size_t i = 0; i < c->n && st == OK; i++)
        st = seed_one(&x, c->b, c->from + i, err);
    arena_free(a);
    return st;
}

static int
seed(struct bench *b, size_t n)
{
    struct err err = { 0 };
    int64_t t0 = clock_monotonic_us();

    for (size_t at = 0; at < n; at += CHUNK) {
        struct chunk c = { b, at, n - at < CHUNK ? n - at : CHUNK };

        if (store_write(b->store, seed_chunk, &c, &err) != OK)
            die("seed", &err);
    }
    (void)printf("seeded %zu holders in %.1f s\n", n,
        (double)(clock_monotonic_us() - t0) / 1e6);
    return 0;
}

/* --- diary --- */

struct holder {
    int64_t subject_id, id;
};

struct client {
    struct bench *b;
    const struct holder *holders;
    size_t n_holders;
    unsigned seed;
    _Atomic bool *stop;
    size_t done;
    struct arena *a;
    int64_t number;
};

static enum status
one_entry(struct tx *tx, void *arg, struct err *err)
{
    struct client *c = arg;
    struct actor system = actor_system();
    struct act x =
        act_make(c->a, c->b->d, tx, &system, world_now(&c->b->world));
    const struct holder *h = &c->holders[c->seed % c->n_holders];
    struct diary_enterprise firm = { .name = arena_fmt(c->a,
                                         "示例企业%u", c->seed % 500) };
    int64_t start = x.now_us - (1 + (int64_t)(c->seed % 200)) * 3600000000;
    struct diary ret;

    return diary_submit(&x,
        &(struct diary_new){ .subject_id = h->subject_id,
            .accreditation_id = h->id,
            .day = DAY_NONE,
            .start_us = start,
            .end_us = start + 1800000000,
            .mode = STR("线下"),
            .place = STR("示例路1号"),
            .service_type = STR("政策宣传解读"),
            .form = STR("咨询"),
            .topic = STR("政策"),
            .people = 3,
            .content = STR("上门讲解惠企政策，解答税费减免问题。"),
            .enterprises = &firm,
            .n_enterprises = 1 },
        &ret, err);
}

static void *
run_client(void *arg)
{
    struct client *c = arg;
    struct err err = { 0 };

    c->a = arena_new("client");
    while (!*c->stop) {
        c->seed = c->seed * 1664525u + 1013904223u;
        if (store_write(c->b->store, one_entry, c, &err) != OK)
            die("diary", &err);
        c->done++;
        arena_reset(c->a);
    }
    arena_free(c->a);
    return NULL;
}

struct finding {
    struct bench *b;
    struct holder *holders;
    size_t n;
};

static enum status
find_holders(struct tx *tx, void *arg, struct err *err)
{
    struct finding *f = arg;
    struct arena *a = arena_new("find");
    struct actor system = actor_system();
    struct act x = act_make(a, f->b->d, tx, &system, world_now(&f->b->world));
    const struct register_row *rows = NULL;
    size_t n = 0;
    int64_t total = 0;
    enum status st = register_list(&x,
        &(struct register_filter){ .programme_id = f->b->programme->id },
        (struct register_cursor){ DAY_NONE, 0 }, 1000, &rows, &n, &total, err);

    for (size_t i = 0; st == OK && i < n; i++)
        f->holders[f->n++] = (struct holder){ rows[i].subject_id, rows[i].id };
    arena_free(a);
    return st;
}

static int
diaries(struct bench *b, size_t n, int64_t seconds)
{
    static struct holder holders[1000];
    static struct client clients[CLIENTS_MAX];
    pthread_t threads[CLIENTS_MAX];
    struct finding f = { b, holders, 0 };
    _Atomic bool stop = false;
    struct err err = { 0 };
    size_t done = 0;

    if (store_read(b->store, find_holders, &f, &err) != OK || f.n == 0)
        die("no holders", &err);
    int64_t t0 = clock_monotonic_us();
    for (size_t i = 0; i < n; i++) {
        clients[i] = (struct client){ .b = b,
            .holders = holders,
            .n_holders = f.n,
            .seed = (unsigned)i * 7919u + 1u,
            .stop = &stop };
        if (pthread_create(&threads[i], NULL, run_client, &clients[i]) != 0)
            return 3;
    }
    while (clock_monotonic_us() - t0 < seconds * 1000000)
        (void)nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    stop = true;
    for (size_t i = 0; i < n; i++) {
        (void)pthread_join(threads[i], NULL);
        done += clients[i].done;
    }
    (void)printf("%.0f\n",
        (double)done * 1e6 / (double)(clock_monotonic_us() - t0));
    return 0;
}

/* --- import --- */

static void
write_table(struct bench *b, const struct pack_import *im, const char *path,
    size_t rows)
{
    struct arena *a = arena_new("table");
    struct err err = { 0 };
    struct xlsx_book *book = NULL;
    struct xlsx_column columns[16] = { { .title = STR("序号") } };
    struct str above[8], cells[16];

    (void)b;
    for (size_t i = 0; i < im->n_columns && i < 15; i++)
        columns[i + 1].title = im->columns[i].label.zh;
    above[0] = im->title.zh;
    for (size_t i = 0; i < im->n_head && i < 7; i++)
        above[i + 1] = arena_fmt(a, STR_FMT "：%s",
            STR_ARG(im->head[i].label.zh),
            i + 1 == im->n_head ? "13000000000" : "示例");
    if (xlsx_create(a, path, &book, &err) != OK)
        die("table", &err);
    xlsx_sheet(book, STR("汇总表"), above, im->n_head + 1, columns,
        im->n_columns + 1);
    for (size_t r = 0; r < rows; r++) {
        struct arena *row = arena_new("row");

        cells[0] = arena_fmt(row, "%zu", r + 1);
        cells[1] = arena_fmt(row, "示例第%zu园区服务中心", r);
        cells[2] = STR("示例市示例路1号");
        cells[3] = STR("张示例");
        cells[4] = arena_fmt(row, "130%08zu", r);
        xlsx_add_row(book, cells, im->n_columns + 1, XLSX_PLAIN);
        arena_free(row);
    }
    if (xlsx_close(book, &err) != OK)
        die("table", &err);
    arena_free(a);
}

static int
import(struct bench *b, size_t rows)
{
    char path[] = "bench-import.xlsx";
    const struct pack_import *im = NULL;
    const struct pack_channel *channel = NULL;
    struct arena *a = arena_new("import");
    struct direct_sheet sheet;
    struct err err = { 0 };

    if (!direct_import_of(b->programme->pack, &im, &channel))
        return 3;
    write_table(b, im, path, rows);
    int64_t t0 = clock_monotonic_us();
    if (direct_read_file(a, b->programme->pack, im, path, false,
            day_of_us(world_now(&b->world)), &sheet, &err) != OK)
        die("import", &err);
    (void)printf("%.0f\n", (double)sheet.n * 1e6 /
                               (double)(clock_monotonic_us() - t0));
    arena_free(a);
    return sheet.n_good == rows ? 0 : 3;
}

/* --- tick --- */

static int
tick(struct bench *b)
{
    struct tick_counts counts;
    struct err err = { 0 };
    int64_t now = world_now(&b->world);

    for (int run = 0; run < 2; run++) {
        int64_t t0 = clock_monotonic_us();

        if (tick_run(b->store, b->d, now, &counts, &err) != OK)
            die("tick", &err);
        (void)printf("%.0f ms: looked at %zu, warned %zu, expired %zu, "
                     "reminded %zu\n",
            (double)(clock_monotonic_us() - t0) / 1000, counts.looked,
            counts.warned, counts.expired, counts.reminded);
    }
    return 0;
}

static int
run(struct bench *b, char mode, size_t n, int64_t seconds)
{
    switch (mode) {
    case 's':
        return seed(b, n);
    case 'd':
        return diaries(b, n, seconds);
    case 'i':
        return import(b, n);
    case 't':
        return tick(b);
    default:
        return 2;
    }
}

int
main(int argc, char **argv)
{
    static struct ids ids;
    struct bench b = { .world = { clock_system(), rand_system(), &ids } };
    struct arena *a = arena_new("bench");
    struct err err = { 0 };
    int64_t n = 0, seconds = 5;
    static char flag[] = "--db", none[] = "";
    char *flags[] = { argv[0], flag, argc > 2 ? argv[2] : none, NULL };
    struct cli c = { .a = a, .world = &b.world };
    const struct str *words = NULL;
    size_t n_words = 0;

    if (argc < 4 || !num_int(str_of(argv[3]), 1, 10000000, &n) ||
        (argc > 4 && !num_int(str_of(argv[4]), 1, 600, &seconds))) {
        (void)fprintf(stderr, "usage: bench_domain seed|diary|import|tick DB N [S]\n");
        return 2;
    }
    if (config_read(a, 3, flags, (char *[]){ NULL }, &c.config, &words,
            &n_words, &err) != OK)
        die("config", &err);
    if (!cli_open_store(&c, &b.store) || !cli_install(&c, b.store) ||
        !cli_domain(&c, b.store, &b.d))
        return 3;
    /* That of organisations with diaries, which run.sh asks pages of. */
    b.programme =
        domain_programme_by_code(b.d, STR("sme-volunteer-station"));
    if (b.programme == NULL)
        return 3;
    int code = run(&b, argv[1][0], (size_t)n, seconds);
    domain_free(b.d);
    store_close(b.store);
    arena_free(a);
    return code;
}
