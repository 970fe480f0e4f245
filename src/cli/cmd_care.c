/* mingce doctor, backup, restore: looking after an installation. */
#include "cli_private.h"

#include "domain/install.h"
#include "domain/message.h"
#include "domain/tick.h"

#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define DISK_LOW (UINT64_C(1) << 30)

/* --- doctor --- */

struct health {
    struct cli *c;
    struct domain *d;
    bool sick;
    size_t failed; /* messages */
    struct day last_run;
};

static void
line(struct health *h, bool good, const char *what, const char *advice)
{
    h->sick = h->sick || !good;
    (void)printf("%-5s %s%s%s\n", good ? "ok" : "WRONG", what,
        good || advice[0] == '\0' ? "" : ": ", good ? "" : advice);
}

static enum status
read_health(struct tx *tx, void *arg, struct err *err)
{
    struct health *h = arg;
    struct actor system = actor_system();
    struct act x = act_make(
        h->c->a, h->d, tx, &system, world_now(h->c->world));
    const struct message_row *rows = NULL;

    TRY(tick_last_day(&x, &h->last_run, err));
    return message_list(
        &x, STR("FAILED"), INT64_MAX, 1000, &rows, &h->failed, err);
}

static void
check_calendar(struct health *h)
{
    struct ymd today = day_ymd(day_of_us(world_now(h->c->world)));
    struct str next = arena_fmt(h->c->a, "holidays of %d", today.year + 1);

    line(h, holidays_has_year(h->d->holidays, today.year),
        "holidays of this year",
        "enter the State Council's notice on the calendar page");
    /* The notice of the next year comes in November. */
    if (today.month == 12)
        line(h, holidays_has_year(h->d->holidays, today.year + 1),
            arena_cstr(h->c->a, next),
            "deadlines that reach into it cannot be counted yet");
}

static void
check_disk(struct health *h)
{
    struct cli *c = h->c;
    const char *data = arena_cstr(c->a, config_text(c->config, "data"));
    const char *fonts = arena_cstr(c->a, cli_font_dir(c));
    struct statvfs v;

    line(h, access(data, W_OK) == 0, "data folder can be written", data);
    line(h,
        statvfs(data, &v) == 0 &&
            (uint64_t)v.f_bavail * v.f_frsize > DISK_LOW,
        "disk has a gigabyte left", "make room");
    line(h, access(fonts, R_OK) == 0, "fonts are there",
        "certificates need them: ninja -C build fonts, or set fonts");
}

static void
check_database(struct health *h, struct store *s)
{
    struct err err = { 0 };
    int version = 0;

    line(h, store_schema_version(s, &version, &err) == OK && version > 0,
        "database has its tables", "run mingce init");
    if (version == 0 || !cli_domain(h->c, s, &h->d))
        return;
    line(h, h->d->n_programmes > 0, "programmes are installed",
        "run mingce init");
    check_calendar(h);
    if (store_read(s, read_health, h, &err) != OK) {
        line(h, false, "database can be read", err.text);
        return;
    }
    struct day today = day_of_us(world_now(h->c->world));
    line(h,
        day_is_none(h->last_run) ||
            day_cmp(h->last_run, day_add_days(today, -2)) >= 0,
        "daily run", "no run for two days: is mingce serve up?");
    line(h, h->failed == 0, "messages were delivered",
        "some have failed: see the messages page");
    line(h,
        day_is_none(h->last_run) || day_cmp(h->last_run, today) <= 0,
        "clock", "it is behind the last daily run");
}

int
cmd_doctor(struct cli *c)
{
    struct health h = { .c = c, .last_run = DAY_NONE };
    struct store *s = NULL;

    if (!cli_open_store(c, &s)) {
        line(&h, false, "database can be reached", "see above");
        return EXIT_NO;
    }
    line(&h, true, "database can be reached", "");
    check_database(&h, s);
    check_disk(&h);
    line(&h, config_text(c->config, "smtp_url").n > 0, "mail server is set",
        "mails wait until smtp_url is set");
    domain_free(h.d);
    store_close(s);
    return h.sick ? EXIT_NO : EXIT_DONE;
}

/* --- backup and restore --- */

/* cp -a: modes and times stay. */
static bool
copy(struct cli *c, const char *from, const char *to)
{
    char *words[] = { arena_cstr(c->a, STR("cp")),
        arena_cstr(c->a, STR("-a")), arena_cstr(c->a, STR("--")),
        arena_cstr(c->a, str_of(from)), arena_cstr(c->a, str_of(to)), NULL };
    pid_t child = 0;
    int how = 0;

    return posix_spawnp(&child, "cp", NULL, NULL, words, environ) == 0 &&
           waitpid(child, &how, 0) == child && WIFEXITED(how) &&
           WEXITSTATUS(how) == 0;
}

static const char *
inside(struct cli *c, struct str folder, const char *name)
{
    return arena_cstr(c->a,
        arena_fmt(c->a, STR_FMT "/%s", STR_ARG(folder), name));
}

int
cmd_backup(struct cli *c)
{
    struct store *s = NULL;
    struct err err = { 0 };
    const char *data = arena_cstr(c->a, config_text(c->config, "data"));

    if (c->n_args != 1) {
        (void)fprintf(stderr, "usage: mingce backup FOLDER\n");
        return EXIT_USAGE;
    }
    if (mkdir(arena_cstr(c->a, c->args[0]), 0700) != 0) {
        (void)fprintf(stderr, "mingce: the folder " STR_FMT
                              " must be new\n", STR_ARG(c->args[0]));
        return EXIT_FAILED;
    }
    if (!cli_open_store(c, &s))
        return EXIT_FAILED;
    /* The database first: files that come later are only too many. */
    enum status st =
        store_backup(s, str_of(inside(c, c->args[0], "mingce.db")), &err);
    store_close(s);
    if (st != OK)
        return cli_failed(&err);
    if (!copy(c, data, inside(c, c->args[0], "data"))) {
        (void)fprintf(stderr, "mingce: the files of %s were not copied\n",
            data);
        return EXIT_FAILED;
    }
    (void)printf("Database and files are in " STR_FMT ".\n",
        STR_ARG(c->args[0]));
    return EXIT_DONE;
}

int
cmd_restore(struct cli *c)
{
    struct str db = config_text(c->config, "db");
    const char *data = arena_cstr(c->a, config_text(c->config, "data"));
    struct stat st;

    if (c->n_args != 1 || !str_starts(db, STR("sqlite:"))) {
        (void)fprintf(stderr, "usage: mingce restore FOLDER --db sqlite:PATH "
                              "--data NEW-FOLDER\n");
        return EXIT_USAGE;
    }
    const char *path = arena_cstr(c->a, str_sub(db, 7, SIZE_MAX));
    if (stat(path, &st) == 0 || stat(data, &st) == 0) {
        (void)fprintf(stderr, "mingce: %s or %s is there already; nothing "
                              "is overwritten\n", path, data);
        return EXIT_NO;
    }
    if (!copy(c, inside(c, c->args[0], "mingce.db"), path) ||
        !copy(c, inside(c, c->args[0], "data"), data))
        return EXIT_FAILED;
    (void)printf("Restored. Look at it with mingce doctor.\n");
    return EXIT_DONE;
}
