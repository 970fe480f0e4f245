/* select.h - what the demo does in programmes that select: people of bodies,
 * panels and offices, and the steps that both programmes share. */
#ifndef DEMO_SELECT_H
#define DEMO_SELECT_H

#include "demo.h"

#include "domain/body.h"
#include "domain/decision.h"
#include "domain/panel.h"

#define HOUR_US INT64_C(3600000000)
#define DEMO_CITIES 21

/* Who acts, in the order of the table of logins. */
enum demo_hand {
    /* legal-service stations */
    HAND_SERVICE, HAND_LEADER, HAND_BAR, HAND_BAR_2, HAND_JUDGE, HAND_JUDGE_2,
    HAND_JUDGE_3, HAND_JUDGE_4, HAND_JUDGE_5,
    /* specialised firms */
    HAND_CITY, HAND_OFFICE, HAND_RATER, HAND_RATER_2, HAND_RATER_3, HAND_GROUP,
    HAND_GROUP_2, HAND_PARTY, HAND_SOCIETY, HAND_SECRETARIES, HAND_MONITOR,
    HAND_COUNT_
};

/* A firm that applies. */
struct demo_firm {
    struct demo_person who;
    const struct region *city;
    int64_t id;                  /* of its application */
    struct str body;             /* kind of the body it is with; "" none */
    int outcome;                 /* one of the programme's own file */
    struct str categories[2];
    size_t n_categories;
};

struct demo_select {
    struct demo *m;
    const struct programme *p;   /* the one that is at work */
    struct demo_person hands[HAND_COUNT_];
    struct demo_person cities[DEMO_CITIES];
    int64_t city_bodies[DEMO_CITIES];
    const struct region *city_regions[DEMO_CITIES];
    int64_t bar, key_city;       /* recommenders */
    struct demo_words brands;
    size_t n_named;
    enum demo_hand first_judge;
    size_t n_judges;
    struct panel panel;          /* the one that is at work */
};

/* --- people.c --- */
/* Officers, bodies with their people, of both programmes. */
bool demo_people(struct demo_select *s);
/* Reads seats, panels and interests anew. */
enum status demo_reload(struct act *x, struct demo_select *s,
    struct demo_person *p, struct err *err);

/* --- select.c --- */
/* Reads packs and programmes anew after one of them changed. */
bool demo_fresh(struct demo_select *s);
/* The same transaction, at another hour and by somebody else. */
struct act demo_at(const struct act *x, struct demo *m,
    const struct actor *who, struct day day, int hour);
/* Runs fn with an arena of its own for what it throws away. */
bool demo_batch(struct demo_select *s,
    enum status (*fn)(
        struct act *x, struct demo_select *s, void *arg, struct err *err),
    void *arg, const char *what);
/* Registers a firm (login "": none) in a city. */
enum status demo_add_firm(struct act *x, struct demo_select *s,
    struct demo_firm *f, const struct region *city, struct day day,
    struct str login, struct err *err);
/* Starts and fills in an application; body 0: none is chosen. part 1: handed
 * in; 0: complete, not handed in; else: only that part of the sections. */
enum status demo_apply(struct act *x, struct demo_select *s,
    struct demo_firm *f, struct day day, struct json *answers, int64_t body,
    size_t part, struct err *err);
/* A body passes files and forwards them. */
enum status demo_pass_on(struct act *x, struct demo_select *s,
    const struct demo_person *who, int64_t body, struct demo_firm *const *fs,
    size_t n, struct day day, const char *opinion, struct err *err);
enum status demo_review(struct act *x, struct demo_select *s,
    const struct demo_firm *f, const struct actor *officer, struct day day,
    bool pass, const char *reason, struct err *err);
/* Appoints the judges of the programme. */
enum status demo_appoint(struct act *x, struct demo_select *s,
    const struct actor *leader, const char *name, const char *document,
    struct day day, struct err *err);
/* A panel's work on one file: opinions of all but the one who recuses
 * (SIZE_MAX: nobody), by how the case of the firm is, and the result. */
struct demo_sitting {
    enum panel_vote vote;
    enum decision_outcome proposal; /* of each category */
    size_t recused;
    size_t opinions;                /* 0: all, and the result */
    int score;
};
enum status demo_sit(struct act *x, struct demo_select *s,
    const struct demo_firm *f, const struct actor *officer,
    const struct demo_sitting *how, struct day day, struct err *err);
/* Content of a row of a register: text of a JSON object. */
const struct json *demo_row(struct act *x, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
enum status demo_record(struct act *x, struct demo_select *s,
    const char *kind, int64_t subject_id, const struct json *content,
    struct err *err);

bool demo_stations(struct demo_select *s);        /* stations.c */
bool demo_stations_life(struct demo_select *s, struct demo_firm *firms,
    size_t n);                                    /* stations_life.c */
bool demo_firms(struct demo_select *s);           /* firms.c */
bool demo_firms_life(struct demo_select *s, struct demo_firm *first,
    size_t n_first, struct demo_firm *second, size_t n_second);
/* incidents.c: complaints of members (names and codes) about the station of
 * the table of logins and its neighbour; facts about firms. */
bool demo_station_incidents(struct demo_select *s, struct demo_firm *firms,
    size_t n, size_t holder, struct str *members, struct str *codes);
bool demo_firm_incidents(
    struct demo_select *s, struct demo_firm *firms, size_t n);

#endif
