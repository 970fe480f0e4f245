/* race.h - an installation on the engine of the run, and several officers who
 * act at the same moment: what has one place left goes to one of them. */
#ifndef DOMAIN_TEST_RACE_H
#define DOMAIN_TEST_RACE_H

#include "fixture.h"
#include "testdb.h"

#define RACERS 4 /* threads */

/* Moves the fixture to an empty database of the engine and installs one pack,
 * by its folder below the source root, with a programme and nothing else.
 * Returns the programme's id. */
int64_t race_install(
    struct fixture *f, struct testdb *db, const char *folder);

/* One act of one officer; who counts from 0 over all acts of all officers. */
typedef enum status (*race_fn)(
    struct act *x, int64_t who, void *arg, struct err *err);

struct race_result {
    int done;    /* OK */
    int refused; /* ERR_CONFLICT with the words */
    int other;   /* anything else */
};

/* Each of RACERS threads acts `each` times, in a transaction each time and
 * again while the store is busy. words: what a refusal must say. */
struct race_result race_run(struct fixture *f, int each, race_fn fn,
    void *arg, const char *words);

#endif
