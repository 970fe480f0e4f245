/* testdb.h - an empty database for a test, on any engine.
 *
 * Programs take the engine as their first argument: memory, file or
 * postgresql. For PostgreSQL MINGCE_TEST_PG is the URL of a server where
 * databases may be made (tools/pg_test_server.sh starts one); without it the
 * program says so and ends with 77, which meson reports as skipped.
 */
#ifndef STORE_TESTDB_H
#define STORE_TESTDB_H

#include "store/store.h"

#define TESTDB_SKIP 77

struct testdb {
    enum { TESTDB_MEMORY, TESTDB_FILE, TESTDB_PG } kind;
    struct arena *a;
    char *folder;     /* FILE: for databases, removed at the end */
    char *server_url; /* PG: as given */
    char *database;   /* PG: made at the start, dropped at the end */
    struct str url;   /* of the newest database */
    int n_made;
};

/* Ends the program if the engine is unknown or not there. */
void testdb_begin(struct testdb *f, const char *engine);

/* Drops what was made. */
void testdb_end(struct testdb *f);

/* Empties the database (or makes a new one) and opens it. options may be NULL.
 * Ends the program if that fails. */
struct store *testdb_open(
    struct testdb *f, const struct store_options *options);

/* Opens the newest database once more; not for memory. */
struct store *testdb_reopen(
    struct testdb *f, const struct store_options *options);

/* Runs SQL on the server beside the store; PG only. */
void testdb_pg_command(struct testdb *f, const char *url, const char *text);

/* The URL of another database on the same server; PG only. */
struct str testdb_pg_url(struct testdb *f, const char *database);

/* A path inside the folder; FILE only. */
struct str testdb_path(struct testdb *f, const char *name);

#endif
