/* fixture.h - a whole installation for a test: database in memory (or
 * PostgreSQL with MINGCE_TEST_PG), both packs, a clock that is set by hand. */
#ifndef SUPPORT_FIXTURE_H
#define SUPPORT_FIXTURE_H

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/account.h"
#include "domain/core.h"
#include "domain/install.h"
#include "domain/subject.h"

struct fixture {
    struct arena *a;      /* ends with the fixture */
    struct store *store;
    struct domain *d;     /* renewed by fixture_refresh */
    int64_t now_us;       /* the clock; fixture_at sets it */
    _Atomic uint64_t chance;
    struct ids ids;
    struct world world;
    const struct pack *station, *expert;
    int64_t station_programme, expert_programme;
    struct domain_options options;
    char data_dir[64];    /* a temporary folder for attachments, removed */
};

/* Opens, migrates, installs authority, holidays, packs and programmes, at
 * 2023-02-01 09:00 Beijing time. Fails the test if anything fails. */
struct fixture *fixture_open(void);
void fixture_close(struct fixture *f);

/* Installs another shipped pack, by its folder, with a programme that is open
 * and a round from the clock's day on without an end. */
int64_t fixture_add_programme(struct fixture *f, const char *folder);

/* cmocka setup and teardown: *state is the fixture. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Sets the clock: "2023-03-12 23:59:59" Beijing time or ISO with a zone. */
void fixture_at(struct fixture *f, const char *beijing);
/* Reads packs, readings, holidays anew. */
void fixture_refresh(struct fixture *f);

/* Runs fn in a write transaction as who at the clock's instant. Returns the
 * status; *err (may be NULL) has the words. */
typedef enum status (*fixture_fn)(struct act *x, void *arg, struct err *err);
enum status fixture_write(struct fixture *f, const struct actor *who,
    fixture_fn fn, void *arg, struct err *err);
enum status fixture_read(struct fixture *f, const struct actor *who,
    fixture_fn fn, void *arg, struct err *err);

/* Officers and applicants. */
struct actor fixture_officer(struct fixture *f, enum role role);
/* A registered organisation or person with its account as owner; names make
 * different credit codes and identity numbers. */
struct actor fixture_applicant(
    struct fixture *f, const char *name, bool is_person, const char *region);

/* A valid credit code or identity number (unallocated county 500199) made
 * from a seed. */
struct str fixture_credit_code(struct arena *a, unsigned seed);
struct str fixture_id_no(struct arena *a, unsigned seed);

/* OK or the test fails with the error's words. */
void expect_ok_(
    enum status st, const struct err *err, const char *file, int line);
#define expect_ok(st, err) expect_ok_((st), (err), __FILE__, __LINE__)

#endif
