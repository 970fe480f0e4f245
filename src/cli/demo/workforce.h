/* workforce.h - what the demo does in a programme that plans its people by
 * division: offices and workers, plans, files, draws. */
#ifndef DEMO_WORKFORCE_H
#define DEMO_WORKFORCE_H

#include "select.h"

#define WORK_UNITS 48
#define WORK_OFFICES 120
#define WORK_WORKERS 400

/* Who acts, in the order of the table of logins. */
enum work_hand { WORK_CITY, WORK_CITY_2, WORK_INSPECTOR, WORK_INSPECTOR_2,
    WORK_ASSOCIATION, WORK_HAND_COUNT_ };

/* Rows of data/demo/workforce.csv: population counted in 2020, the rest made
 * up. */
struct work_unit {
    struct str code, name;
    int first_year, last_year;  /* 0: open */
    int64_t population;         /* -1: not known */
    int64_t lawyers, workers, offices, rural_offices, towns_without,
        headcount, rural;
    bool weak;
    struct demo_person review, decide; /* of the unit's bureau */
};

struct work_office {
    struct demo_person who;
    struct work_unit *unit;
    int64_t id;
    struct str number, name;
    bool rural;
};

struct work_worker {
    struct demo_person who;     /* account_id 0: nobody signs in for it */
    struct work_office *office;
    int64_t id;
    struct str number, name;
};

struct workforce {
    struct demo *m;
    struct demo_select *s;      /* its `p` is the programme at work */
    struct day today;           /* days of files count back from it */
    int year;                   /* of today */
    struct demo_words towns, streets;
    struct demo_person hands[WORK_HAND_COUNT_];
    struct work_unit *units;
    size_t n_units;
    struct work_office *offices;
    size_t n_offices;
    struct work_worker *workers;
    size_t n_workers;
    size_t from;                /* of what is done by parts */
};

/* --- workforce.c --- */
struct work_unit *work_unit(struct workforce *w, const char *code);
/* The i-th office of a unit, NULL if it has fewer. */
struct work_office *work_office(
    struct workforce *w, const char *code, size_t i);
/* `days` before today, but in its year; or earlier, so that terms of `reach`
 * days from then end in a year whose holidays are published. */
struct day work_ago(const struct workforce *w, int days, int reach);
/* Runs fn with an arena of its own. */
bool work_do(struct workforce *w,
    enum status (*fn)(
        struct act *x, struct demo_select *s, void *arg, struct err *err),
    const char *what);

bool work_people(struct workforce *w);   /* workforce_people.c */

/* --- workforce_holders.c --- */
bool work_holders(struct workforce *w);
/* The first one of an office; it has an account. */
struct work_worker *work_worker(
    struct workforce *w, const struct work_office *o);
/* Histories are found by name, so nobody else in the demo has it. */
enum status work_own_name(struct act *x, struct workforce *w, struct str *ret,
    struct err *err);

bool work_plans(struct workforce *w);    /* workforce_plans.c */

/* --- workforce_files.c --- */
bool work_files(struct workforce *w);
/* An officer takes a file and marks all that a person attests; proposes;
 * agrees as the second person. */
enum status work_take(
    struct act *his, int64_t subject_id, int64_t id, struct err *err);
enum status work_propose(struct act *his, int64_t subject_id, int64_t id,
    bool pass, const char *reason, struct err *err);
enum status work_confirm(
    struct act *his, int64_t subject_id, int64_t id, struct err *err);

bool work_moves(struct workforce *w);    /* workforce_moves.c */

/* --- workforce_practice.c --- */
bool work_practice(struct workforce *w);
/* A row of a register of either programme. */
enum status work_record(struct act *x, int64_t programme, const char *kind,
    int64_t subject_id, const struct json *content, struct err *err);

bool work_draws(struct workforce *w);    /* workforce_draws.c */

#endif
