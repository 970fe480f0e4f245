/* demo.h - made-up but lifelike data, put in through the functions of the
 * domain at a clock of its own, so that states and audit lines are right. The
 * same chance each time: two demos of one day are alike. */
#ifndef DEMO_H
#define DEMO_H

#include "../cli_private.h"
#include "domain/account.h"
#include "domain/accreditation.h"
#include "domain/application.h"
#include "domain/core.h"

#define DEMO_PASSWORD "demo-2026-mingce"
#define DEMO_STATIONS 300
#define DEMO_EXPERTS 800
#define DEMO_DIARIES 20000
#define DEMO_LEGAL 120 /* legal-service stations */
#define DEMO_FIRMS 140
#define DEMO_OFFICES 86  /* of legal service, with three people each */
#define DAY_US INT64_C(86400000000)
#define DEMO_FILES 6
#define DEMO_TAKEN 256

struct demo_words {
    const struct str *words;
    size_t n;
};

struct demo_person {
    struct actor actor;
    int64_t account_id, subject_id;
    struct str name, mobile;
};

struct demo_holder {
    struct demo_person who;
    int64_t accreditation_id;
    struct day admitted;
    bool is_expert;
    int entries; /* of the diary */
};

/* Officers, in the order of the table of logins. */
enum demo_officer { OFFICER_ADMIN, OFFICER_CENTRE, OFFICER_CENTRE_2,
    OFFICER_SECRETARY, OFFICER_SECRETARY_2, OFFICER_RECOMMENDER, OFFICER_RULES,
    OFFICER_AUDITOR, OFFICER_COUNT_ };

/* A made-up file in the data folder. */
struct demo_kept {
    struct str sha256;
    int64_t bytes;
};

struct demo {
    struct cli *c;
    struct store *store;
    struct domain *d;       /* its world: the demo's clock and chance */
    struct arena *a;
    int64_t now_us;         /* the demo's clock */
    int64_t end_us;         /* the real now */
    _Atomic uint64_t chance;
    uint64_t dice;
    unsigned serial;        /* of identities */
    struct str hash;        /* of the one password */
    struct demo_words surnames, given, stations, station_kinds, brands,
        industries, activities, law_brands;
    struct demo_kept kept[DEMO_FILES];
    struct str taken[DEMO_TAKEN]; /* names that nobody else has */
    size_t n_taken;
    /* Of volunteers, and those that select. */
    const struct programme *station, *expert, *legal, *firms;
    const struct programme *worker, *office; /* of the workforce */
    struct domain *old;     /* what was read before; lives on until the end */
    struct demo_person officers[OFFICER_COUNT_];
    struct demo_holder *holders;
    size_t n_holders;
};

/* --- names.c --- */
void demo_read_words(struct demo *m);
struct demo_words demo_towns(struct demo *m, bool streets);
/* 0 .. n-1 */
size_t demo_dice(struct demo *m, size_t n);
struct str demo_word(struct demo *m, const struct demo_words *w);
struct str demo_person_name(struct demo *m);
/* One that nobody else gets: a judge whose name is on a firm's roster is kept
 * from its file. */
struct str demo_own_name(struct demo *m);
struct str demo_company_name(struct demo *m, const struct region *city);
/* Name and kind of the i-th station-like organisation. */
struct str demo_station_name(struct demo *m, size_t i,
    const struct region *city, struct str *ret_kind);
struct str demo_credit_code(struct demo *m, unsigned serial);
struct str demo_id_no(struct demo *m, unsigned serial);
/* A prefecture (county in the municipalities) of the i-th of 31 provinces. */
const struct region *demo_city(struct demo *m, size_t i);

/* --- demo.c --- */
typedef enum status (*demo_fn)(
    struct act *x, struct demo *m, void *arg, struct err *err);
/* Runs fn as `who` (NULL: the program) at the demo's clock, in one
 * transaction. False, said on stderr, if it fails. */
bool demo_do(struct demo *m, const struct actor *who, demo_fn fn, void *arg,
    const char *what);
/* Reads the installation anew. */
enum status demo_read(struct demo *m, struct err *err);
/* The logins, for the page and for people at a terminal. */
void demo_add_login(struct demo *m, struct json *list, const char *login,
    const char *role, const char *try_first);
void demo_print_login(
    const char *login, const char *role, const char *try_first);
/* The same act for another person within a transaction. */
struct act demo_as(const struct act *x, const struct actor *who);
/* `days` before today, or so much earlier that terms of `reach` days from then
 * end in a year whose holidays are published. */
struct day demo_ago(const struct demo *m, int days, int reach);
/* Registers an organisation or a person with its account. */
enum status demo_register(struct act *x, struct demo *m, bool is_person,
    struct str name, struct str email, const struct region *city,
    struct demo_person *ret, struct err *err);

/* --- forms.c --- */
bool demo_has(const struct json *o, struct str key);
/* A file of data/, read as JSON; an empty object if it is not there. */
const struct json *demo_template(struct demo *m, struct str file);
/* One page of PDF that says that it is made up. */
struct str demo_pdf(struct demo *m, int64_t number);
/* Adds such a file of a subject to the answers. */
enum status demo_attach(struct act *x, struct demo *m, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, struct str field,
    struct json *answers, struct err *err);
/* Fills in one of `part` parts of the sections, with all files that must be
 * there. */
enum status demo_fill(struct act *x, struct demo *m, struct application *app,
    struct json *answers, size_t part, struct err *err);

bool demo_holders(struct demo *m);      /* holders.c */
bool demo_applications(struct demo *m); /* applications.c */
bool demo_direct(struct demo *m);       /* direct.c */
bool demo_service(struct demo *m);      /* service.c */
bool demo_selecting(struct demo *m);    /* select.c */
bool demo_workforce(struct demo *m);    /* workforce.c */
/* workforce_people.c */
void demo_work_logins(struct demo *m, struct json *list);
void demo_work_print(void);
void demo_people_logins(struct demo *m, struct json *list); /* people.c */
void demo_people_print(void);

#endif
