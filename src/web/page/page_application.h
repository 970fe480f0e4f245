/* page_application.h - what the pages about one application share. */
#ifndef PAGE_APPLICATION_H
#define PAGE_APPLICATION_H

#include "domain/application.h"
#include "domain/instance.h"
#include "web/web.h"

/* An application with all its pages need. */
struct dossier {
    struct application app;
    const struct programme *programme;
    const struct pack_procedure *proc;
    const struct pack_form *form; /* NULL: none */
    struct round round;
    bool has_round;
    bool mine;                    /* the actor may fill it in */
    struct application_check check;
    struct application_supplement supplement;
    bool has_supplement;
    bool choosing;                /* a draft on the way to a recommender */
    struct body body;             /* that it is, or will be, with */
    bool has_body;
    const struct instance_opinion *opinions; /* of bodies, oldest first */
    size_t n_opinions;
};

/* A note of the request (web.h): somebody asked for a file that is with
 * another body, and got the page of what is not there (S-B14). */
NODISCARD enum status application_refused(struct web *w, struct err *err);

/* What the applicant chooses and learns about bodies (page_recommender.c). */
void recommender_task(struct web *w, const struct dossier *d);
void recommender_facts(struct web *w, const struct dossier *d);
/* What a body sent back, and until when; nothing if nothing was. */
void recommender_return(struct web *w, const struct dossier *d);
/* That a refusal may be, is or was looked at again (page_recheck.c). */
void recheck_part(struct web *w, const struct dossier *d);
/* Rows of tables that the reviewers accepted or refused one by one, with their
 * reasons; nothing before they did (page_rows.c). */
NODISCARD enum status rows_part(
    struct web *w, const struct application *app, struct err *err);
/* Opinions that the applicant is told. */
void recommender_opinions(struct web *w, const struct dossier *d);

/* Reports of changes (page_changes.c): the term with the days that do not
 * count, in time or late by how many; nothing for other procedures. */
void change_term(struct web *w, const struct application *app,
    const struct pack_procedure *proc, const struct json *answers);
/* The officers' first check of one that waits for it; else nothing. */
void change_form(struct web *w, const struct application *app,
    const struct pack_procedure *proc);
/* The officers' page of the application in the path (page_review.c). */
NODISCARD enum status review_sheet_page(struct web *w, struct err *err);

/* By the id in the first parameter of the path. */
NODISCARD enum status dossier_load(
    struct web *w, struct dossier *ret, struct err *err);
/* Can something still be filled in? */
bool dossier_is_editable(const struct dossier *d);
const struct pack_section *dossier_section(
    const struct dossier *d, struct str name);
struct str dossier_title(struct web *w, const struct dossier *d);

/* Title of a state in the visitor's language; its colour. */
struct str show_state(struct web *w, enum application_state s);
enum tag state_colour(enum application_state s);
/* Steps of a procedure on a channel with the one where it stands. */
void application_steps(struct web *w, const struct pack_procedure *proc,
    struct str channel, enum application_state s);
/* Which steps come after this state, as sentences. */
void application_timeline(struct web *w, const struct application *app,
    bool with_reasons, struct err *err);
/* 2023-03-12 24:00（还有 3 天） */
struct str show_deadline(struct web *w, int64_t end_us);

/* What bodies said of it, with their sealed opinions; nothing if n is 0. */
void instance_opinion_list(struct web *w, int64_t subject_id,
    const struct instance_opinion *list, size_t n);

/* One answer to read; under a table the way to it as a workbook. */
void dossier_rows(struct web *w, int64_t subject_id, int64_t application_id,
    const struct pack_field *f, const struct json *v);
/* Every section with its answers; links to change where `edit`. */
void dossier_answers(struct web *w, const struct dossier *d,
    const struct json *answers, bool edit);
/* Problems of a section: wrong values and, if `all`, missing ones. */
enum section_state { SECTION_EMPTY, SECTION_BEGUN, SECTION_WRONG,
    SECTION_DONE };
enum section_state section_state(struct web *w, const struct dossier *d,
    const struct pack_section *s, size_t *ret_wrong);
/* Is nothing typed at the field this problem is about? */
bool problem_is_gap(
    const struct json *answers, const struct form_problem *p);

#endif
