#include "testdb.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void
give_up(const char *what, const char *why)
{
    fprintf(stderr, "testdb: %s: %s\n", what, why);
    exit(1);
}

static void
be_silent(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

void
testdb_pg_command(struct testdb *f, const char *url, const char *text)
{
    PGconn *c = PQconnectdb(url);

    (void)f;
    (void)PQsetNoticeReceiver(c, be_silent, NULL);
    PGresult *r = PQexec(c, text);
    ExecStatusType how = PQresultStatus(r);
    if (how != PGRES_COMMAND_OK && how != PGRES_TUPLES_OK)
        give_up(text, PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
}

/* postgresql://host/NAME?options with another NAME. */
struct str
testdb_pg_url(struct testdb *f, const char *database)
{
    struct str url = str_of(f->server_url);
    size_t host = str_find(url, STR("://")) + 3;
    struct str rest = str_sub(url, host, SIZE_MAX), place, options, ignored;
    bool has_options = false;

    place = rest;
    options = str_cut(rest, '?', &place, &has_options);
    (void)str_cut(place, '/', &ignored, NULL);
    return arena_fmt(f->a, STR_FMT STR_FMT "/%s%s" STR_FMT,
        STR_ARG(str_sub(url, 0, host)), STR_ARG(ignored), database,
        has_options ? "?" : "", STR_ARG(options));
}

static void
begin_pg(struct testdb *f)
{
    const char *url = getenv("MINGCE_TEST_PG");

    if (url == NULL || url[0] == '\0') {
        fprintf(stderr,
            "SKIPPED: PostgreSQL is not tested. Start a server with\n"
            "    tools/pg_test_server.sh start DIR\n"
            "and put the URL it prints into MINGCE_TEST_PG.\n");
        exit(TESTDB_SKIP);
    }
    f->server_url = arena_cstr(f->a, str_of(url));
    f->database =
        arena_cstr(f->a, arena_fmt(f->a, "mingce_test_%ld", (long)getpid()));
    testdb_pg_command(f, url,
        arena_cstr(f->a,
            arena_fmt(f->a,
                "CREATE DATABASE %s ENCODING 'UTF8' LC_COLLATE 'C'"
                " LC_CTYPE 'C' TEMPLATE template0",
                f->database)));
    f->url = testdb_pg_url(f, f->database);
}

static void
begin_file(struct testdb *f)
{
    const char *where = getenv("TMPDIR");

    f->folder = arena_cstr(f->a,
        arena_fmt(f->a, "%s/mingce-store-XXXXXX",
            where == NULL ? P_tmpdir : where));
    if (mkdtemp(f->folder) == NULL)
        give_up("cannot make a folder", f->folder);
}

void
testdb_begin(struct testdb *f, const char *engine)
{
    *f = (struct testdb){ .a = arena_new("testdb") };
    if (engine != NULL && strcmp(engine, "memory") == 0)
        f->kind = TESTDB_MEMORY;
    else if (engine != NULL && strcmp(engine, "file") == 0)
        f->kind = TESTDB_FILE;
    else if (engine != NULL && strcmp(engine, "postgresql") == 0)
        f->kind = TESTDB_PG;
    else
        give_up("argument", "memory, file or postgresql");
    if (f->kind == TESTDB_PG)
        begin_pg(f);
    if (f->kind == TESTDB_FILE)
        begin_file(f);
}

static void
remove_folder(const char *folder)
{
    pid_t pid = fork();

    if (pid == 0) {
        execlp("rm", "rm", "-rf", "--", folder, (char *)NULL);
        _exit(1);
    }
    (void)waitpid(pid, NULL, 0);
}

void
testdb_end(struct testdb *f)
{
    if (f->kind == TESTDB_PG)
        testdb_pg_command(f, f->server_url,
            arena_cstr(f->a,
                arena_fmt(
                    f->a, "DROP DATABASE %s WITH (FORCE)", f->database)));
    if (f->kind == TESTDB_FILE)
        remove_folder(f->folder);
    arena_free(f->a);
}

struct str
testdb_path(struct testdb *f, const char *name)
{
    return arena_fmt(f->a, "%s/%s", f->folder, name);
}

struct store *
testdb_reopen(struct testdb *f, const struct store_options *options)
{
    struct store_options o = { 0 };
    struct store *s = NULL;
    struct err err;

    if (options != NULL)
        o = *options;
    o.in_memory = f->kind == TESTDB_MEMORY;
    if (store_open(f->url, &o, &s, &err) != OK)
        give_up(err.text, err.detail);
    return s;
}

struct store *
testdb_open(struct testdb *f, const struct store_options *options)
{
    f->n_made++;
    if (f->kind == TESTDB_PG)
        testdb_pg_command(f, arena_cstr(f->a, f->url),
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    if (f->kind == TESTDB_FILE)
        f->url = arena_fmt(f->a, "sqlite:%s/%d.db", f->folder, f->n_made);
    return testdb_reopen(f, options);
}
