/* panel_private.h - what the parts of this folder share. */
#ifndef PANEL_PRIVATE_H
#define PANEL_PRIVATE_H

#include "domain/panel.h"

#define PANEL_TEXT_MOST 5000
#define PANEL_REASON_MOST 1000

/* The newest panel of an application. */
struct panel_given {
    int64_t panel_id, added_us, decided_us;
    struct str state;       /* OPEN, DECIDED, LEFT */
    const struct json *result;
};

/* The stage `evaluation` of an application; ERR_CONFLICT: there is none. */
NODISCARD enum status panel_stage(const struct application *app,
    const struct pack_stage **ret, struct err *err);
/* The stage of a programme that says how large panels are. */
NODISCARD enum status panel_programme_stage(struct act *x,
    int64_t programme_id, const struct pack_stage **ret, struct err *err);

/* Loads a file in a panel that is not closed to the actor; ERR_NOT_FOUND if it
 * is, or if he is neither in its crew nor an officer who may read it. */
NODISCARD enum status panel_load(struct act *x, int64_t application_id,
    struct application *ret, struct panel_given *ret_given, struct err *err);
/* Those who count or stand by for a file: members in office and substitutes
 * who stand in; recused says who does not count. */
NODISCARD enum status panel_crew(struct act *x,
    const struct application *app, int64_t panel_id,
    const struct panel_opinion **ret, size_t *ret_n, struct err *err);
/* The actor in a crew; NULL: not there. */
const struct panel_opinion *panel_own(
    const struct act *x, const struct panel_opinion *crew, size_t n);
/* ERR_DENIED unless the chair, or an officer with p. */
NODISCARD enum status panel_require_lead(struct act *x,
    const struct application *app, const struct panel_opinion *crew, size_t n,
    enum permission p, struct err *err);
NODISCARD enum status panel_require_open(const struct application *app,
    const struct panel_given *g, struct err *err);

/* What is marked in a stage; of tables each row, unless answers is NULL. */
void panel_criteria(struct act *x, const struct application *app,
    const struct pack_stage *stage, const struct json *answers,
    struct panel_criterion **ret, size_t *ret_n);
/* What people call it. */
struct str panel_criterion_zh(
    struct arena *a, const struct panel_criterion *c);
/* What there is to open, and what the actor opened. answers of version seq. */
NODISCARD enum status panel_materials(struct act *x,
    const struct application *app, const struct json *answers,
    const struct panel_material **ret, size_t *ret_n, struct err *err);
int64_t panel_score(
    const struct pack_stage *stage, const struct json *content);

/* Counts of a file with its crew. */
struct panel_count {
    size_t in_office, in, recused;
    int pass, reject;
    enum panel_vote chair;    /* of a chair who counts */
    int64_t score;
    bool stale;               /* an opinion is about an older version */
    struct str waiting;       /* who has not submitted: 甲、乙 */
};
struct panel_count panel_counted(struct act *x, const struct application *app,
    const struct panel_opinion *crew, size_t n);
/* Why no result is possible; "" it is. */
struct str panel_hindrance(struct act *x, const struct application *app,
    const struct pack_stage *stage, const struct panel_count *c);
/* Counts marks of those who count into criteria. */
void panel_tally(struct panel_criterion *criteria, size_t n,
    const struct pack_stage *stage, const struct panel_opinion *crew,
    size_t n_crew);

#endif
