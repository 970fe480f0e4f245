/* run.h - what the parts of the runner of cases share. Private to this
 * folder. */
#ifndef TIMELINE_RUN_H
#define TIMELINE_RUN_H

#include "domain/accreditation.h"
#include "domain/application.h"
#include "domain/core.h"
#include "domain/install.h"
#include "domain/timeline.h"
#include "pack/tree.h"

/* Somebody named by `as` or `of`. */
struct person {
    struct str name;
    struct actor who;
    int64_t subject;   /* 0: an officer, a visitor, the system */
    bool is_person;
    struct str identity, mobile;
};

/* A number that a verb leaves for `expect`. */
struct figure {
    const char *name;
    int64_t value;
};

/* Words that a verb leaves for `expect`. */
struct word_left {
    const char *name;
    struct str value;
};

/* What the step did. */
struct effect {
    enum status status;
    struct err err;
    bool has_verdict;
    struct pack_verdict verdict;
    bool has_value;
    struct feel_value value;
    bool has_deadline;
    struct deadline deadline;
    const struct pack_facts *facts; /* a later verdict is judged on these */
    struct figure figures[8];
    size_t n_figures;
    struct word_left words[8];
    size_t n_words;
};

struct run {
    struct arena *a;             /* ends with the case */
    const struct timeline_pack *packs;
    size_t n_packs;
    const struct timeline_data *data;
    const struct timeline_pack *of; /* whose case this is */
    const struct pack *pack;     /* of the programme of the step */
    struct str programme_code;   /* of the case */
    const struct tree *defaults; /* of that pack; NULL: none */
    struct str file;
    const struct tree *root;     /* the case */

    /* the installation; NULL until a step needs it */
    struct store *store;
    struct domain *d;
    int64_t now_us;
    _Atomic uint64_t chance;
    struct ids ids;
    struct domain_options options;
    const struct holidays *holidays; /* for steps without installation */
    VEC_OF(struct person) people;
    struct str last;             /* the applicant named last */
    /* the newest of each; 0: none */
    int64_t notice, list, diary, recordation, panel;
    int64_t draw, draw_before;   /* the newest and the one before it */
    int64_t record_subject, record; /* the row of a register named last */

    /* the step */
    const struct tree *step, *with;
    const struct person *as;
    struct effect out;

    /* the first thing found wrong */
    bool failed;
    int line;
    struct str text;
};

/* Keeps the first failure; false always, status of a wrong case. */
bool run_fail(struct run *r, const struct tree *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
enum status run_wrong(struct run *r, const struct tree *at, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* --- world.c --- */

enum status run_open(struct run *r, struct err *err);
void run_close(struct run *r);
/* Reads packs, readings and holidays anew. */
enum status run_refresh(struct run *r, struct err *err);
/* Division code of a province by its name; the text itself if it is none. */
struct str run_region_code(struct run *r, struct str name);
const struct holidays *run_holidays(struct run *r, struct err *err);
/* The person of a name; made on first use. NULL: failed. */
const struct person *run_person(
    struct run *r, struct str name, const struct tree *at);
/* The programme of the step; 0 if none. */
int64_t run_programme(const struct run *r);
/* The holder or applicant the step is about: `of`, the actor, or the one named
 * last. NULL: failed. */
const struct person *run_subject(struct run *r);
/* An act of somebody else in the same transaction. */
struct act run_as(const struct act *x, const struct actor *who);
/* Who may act for a subject, known or not. */
struct actor run_member(struct run *r, int64_t subject);
/* Newest application or accreditation of the person in the programme of the
 * step. procedure "" any. ERR_NOT_FOUND: none. */
enum status run_application(struct run *r, struct act *x,
    const struct person *p, struct str procedure, struct application *ret,
    struct err *err);
enum status run_accreditation(struct run *r, struct act *x,
    const struct person *p, struct accreditation *ret, struct err *err);

/* Application of the person the step is about, of its procedure (any). */
enum status run_subject_file(
    struct run *r, struct act *x, struct application *ret, struct err *err);
/* One more verb inside a step: as the officer, or the person of the last step
 * (NULL), in a transaction of its own. */
enum status run_one(
    struct run *r, const char *officer, const char *verb, struct err *err);
/* The newest holding, in any programme, of somebody named so. */
enum status run_holding_of(struct run *r, struct act *x, struct str name,
    struct accreditation *ret, struct err *err);

/* --- verbs_body.c --- */

struct body;
/* The bodies of defaults.yaml, each with somebody who sits on it. */
enum status run_bodies(struct run *r, struct act *x, struct err *err);
enum status run_body(struct run *r, struct act *x, struct str name,
    struct body *ret, struct err *err);

/* --- verbs_decide.c --- */

/* Expectations: places of quotas, titles held, publications. */
void check_places(struct run *r, struct act *x, const struct tree *t);
void check_held(struct run *r, struct act *x, const struct tree *t);
/* Of verbs_people.c: where a holder works. */
void check_works_at(struct run *r, struct act *x, const struct tree *t);
void check_published(struct run *r, struct act *x, const struct tree *t);

/* --- verbs_record.c --- */

/* Checks of expect.c about rows of registers. */
void expect_list(struct run *r, struct act *x, const struct tree *t);
void expect_rows_refused(
    struct run *r, struct act *x, const struct tree *t);
void expect_study(struct run *r, struct act *x, const struct tree *t);
void expect_rows(struct run *r, struct act *x, const struct tree *t);
void expect_flags(struct run *r, struct act *x, const struct tree *t);
struct str expect_flag_words(struct run *r, struct act *x);

/* --- verbs_draw.c --- */

/* Expectations: who was drawn, with whom, what became of it. */
void check_drawn(struct run *r, struct act *x, const struct tree *t);
void check_inspectors_of(struct run *r, struct act *x, const struct tree *t);
void check_never(struct run *r, struct act *x, const struct tree *t);
void check_same_draw(struct run *r, struct act *x, const struct tree *t);
void check_inspection(struct run *r, struct act *x, const struct tree *t);
void check_rectification(struct run *r, struct act *x, const struct tree *t);
void check_correct_by(struct run *r, struct act *x, const struct tree *t);

/* --- value.c --- */

/* Keys of `with`. */
const struct tree *run_with(const struct run *r, const char *key);
struct str run_text(
    const struct run *r, const char *key, const char *otherwise);
int64_t run_int(struct run *r, const char *key, int64_t otherwise);
bool run_flag(struct run *r, const char *key, bool otherwise);
/* Does `refuse_rows` of the step name this row (from 1) of a table? */
bool run_row_refused(struct run *r, struct str table, size_t row);
struct day run_day(struct run *r, const char *key, struct day otherwise);
bool tree_int(const struct tree *t, int64_t *ret);

/* The answer to a field as the case writes it, in stored form. */
const struct json *run_answer(struct run *r, const struct pack_field *f,
    const struct tree *t, const struct person *p);
/* Answers to a form: those of defaults.yaml under `name` (if with_defaults),
 * with those of t laid over. Unknown fields fail the case. */
const struct json *run_answers(struct run *r, const struct pack_form *form,
    const char *name, const struct tree *t, const struct person *p,
    bool with_defaults);
/* The answers of a row, with those of the step laid over. NULL: failed. */
const struct json *run_edited(
    struct run *r, const struct pack_record *k, const struct json *content);
/* Values that no form describes: numbers, yes and no, texts. */
const struct json *run_plain(struct run *r, const struct tree *t);
/* Facts: those that are fields of the application form are read as such. */
const struct json *run_facts(struct run *r, const struct tree *t);

/* --- verbs --- */

/* Leaves a number for `expect`; name is a literal. */
void run_figure(struct run *r, const char *name, int64_t value);
/* The same with words. */
void run_word(struct run *r, const char *name, struct str value);

struct verb {
    const char *name;
    enum status (*fn)(struct run *r, struct act *x, struct err *err);
    const char *keys; /* of `with`, with blanks between; `of` and `programme`
                         are always allowed */
    bool pure;        /* needs no installation: x is NULL */
    bool alone;       /* runs its transactions itself: x is NULL */
};
struct verb_set {
    const struct verb *verbs;
    size_t n;
};
#define VERB_SET(array) { (array), sizeof(array) / sizeof((array)[0]) }
extern const struct verb_set verbs_judge, verbs_apply, verbs_review,
    verbs_notice, verbs_direct, verbs_service, verbs_supervision, verbs_body,
    verbs_record4, verbs_decide, verbs_panel, verbs_people, verbs_plan,
    verbs_record, verbs_handover, verbs_publicity,
    verbs_draw,
    verbs_incident;
const struct verb *verb_find(struct str name);
/* All names, for advice. */
const struct str *verb_names(struct arena *a, size_t *ret_n);

/* Runs fn as who in a transaction of its own. */
enum status run_write(struct run *r, const struct actor *who,
    enum status (*fn)(struct run *r, struct act *x, struct err *err),
    struct err *err);
enum status run_read(struct run *r, const struct actor *who,
    enum status (*fn)(struct run *r, struct act *x, struct err *err),
    struct err *err);

/* --- verbs_apply.c --- */

/* A filled form handed in. */
enum status run_procedure(
    struct run *r, struct act *x, const char *procedure, struct err *err);

/* --- verbs_incident.c --- */

void check_case_ground(struct run *r, struct act *x, const struct tree *t);
void check_case_state(struct run *r, struct act *x, const struct tree *t);
void check_cases(struct run *r, struct act *x, const struct tree *t);
void check_standing(struct run *r, struct act *x, const struct tree *t);
void check_entry_flags(struct run *r, struct act *x, const struct tree *t);
void check_ban(struct run *r, struct act *x, const struct tree *t);
void check_task(struct run *r, struct act *x, const struct tree *t);

/* --- expect.c --- */

void expect_text(struct run *r, const struct tree *t, const char *what,
    struct str actual);
void expect_day(struct run *r, const struct tree *t, const char *what,
    struct day actual);
void expect_int(struct run *r, const struct tree *t, const char *what,
    int64_t actual);

/* Compares the outcome with the map `expect` (NULL: nothing is expected but
 * success). */
void expect_check(struct run *r, const struct tree *expect);

#endif
