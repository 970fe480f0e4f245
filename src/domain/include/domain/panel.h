/* panel.h - the stage `evaluation`: panels, the files given to them, opinions,
 * results (A-10 to A-12, B-4-2-4, B-4-3-2-a; requirements 2.1 rows 10 to 13).
 * How many members, how a tie ends, what is marked and scored is data of the
 * pack's stage. Errors of all calls: core.h.
 *
 * A member works only on files given to his panel, and on none that is closed
 * to him (interest.h): such a file is not there for him (ERR_NOT_FOUND).
 */
#ifndef DOMAIN_PANEL_H
#define DOMAIN_PANEL_H

#include "domain/application.h"

enum panel_rank { PANEL_CHAIR, PANEL_MEMBER, PANEL_SUBSTITUTE,
    PANEL_RANK_COUNT_ };
struct str panel_rank_name(enum panel_rank r);  /* "CHAIR" */
struct str panel_rank_title(enum panel_rank r); /* "组长" */
bool panel_rank_of(struct str name, enum panel_rank *ret);

struct panel_member {
    int64_t account_id, since_us;
    struct str name;        /* of the account */
    struct str unit;        /* where he works; "" unknown */
    enum panel_rank rank;
    bool left;              /* no longer in office */
    struct str left_reason;
};
struct panel {
    int64_t id, programme_id, round_id; /* round 0: any */
    struct str name;        /* 2024年第一评定小组 */
    struct str document_no; /* of the appointment */
    int64_t appointed_us, appointed_by;
    bool closed;
    int64_t version;
    int64_t files, decided; /* given to it; with a result */
    const struct panel_member *members; /* panel_get: chair first */
    size_t n_members;
};

/* --- appointing --- */

/*
 * Appoints a panel; members carry account, unit and rank; id is set. Needs
 * MAY_DECIDE. Whoever is a member of an applicant's organisation may not sit.
 * Errors: ERR_INPUT  no name or document number (field set), fewer or more
 *                    members than the pack's stage allows, not one chair,
 *                    somebody twice (field "members").
 *         ERR_CONFLICT  the programme has no stage `evaluation`; somebody acts
 *                    for an applicant.
 */
NODISCARD enum status panel_appoint(
    struct act *x, struct panel *p, struct err *err);
/* Adds a substitute. Errors: as panel_appoint. */
NODISCARD enum status panel_add_substitute(struct act *x, int64_t id,
    int64_t account_id, struct str unit, struct err *err);
/*
 * A member leaves for good and a substitute takes his seat. The chair's
 * substitute becomes the chair. What he submitted on files without a result
 * no longer counts.
 * Errors: ERR_INPUT  no reason (field "reason"), or no substitute of this
 *                    panel (field "substitute").
 */
NODISCARD enum status panel_replace(struct act *x, int64_t id,
    int64_t account_id, int64_t substitute_id, struct str reason,
    struct err *err);
/* ERR_CONFLICT: files without a result are left. */
NODISCARD enum status panel_close(
    struct act *x, int64_t id, int64_t version, struct err *err);

/* For officers who may read files and for its members. */
NODISCARD enum status panel_get(
    struct act *x, int64_t id, struct panel *ret, struct err *err);
/* Newest first, without members, at most 500; needs MAY_READ_FILES. */
NODISCARD enum status panel_list(struct act *x, const struct panel **ret,
    size_t *ret_n, struct err *err);

/* --- files --- */

struct panel_file {
    int64_t panel_id, subject_id, application_id, added_us;
    int64_t decided_us;     /* 0: no result */
    struct str number, name, region;
    enum application_state state;
    /* of the actor, on his own desk */
    bool declared, submitted;
};
/* Files in EVALUATION of a panel's programme and round that no panel has. */
NODISCARD enum status panel_waiting(struct act *x, const struct panel *p,
    const struct panel_file **ret, size_t *ret_n, struct err *err);
/*
 * Gives files to a panel: all of them, or none; members are told. Needs
 * MAY_DECIDE.
 * Errors: ERR_INPUT     none, or more than 500 (field "ids").
 *         ERR_CONFLICT  one is not in EVALUATION or with a panel already:
 *                       names it.
 */
NODISCARD enum status panel_assign(struct act *x, int64_t id,
    const int64_t *applications, size_t n, struct err *err);
/* Files of a panel, for officers: those closed to the actor are left out. */
NODISCARD enum status panel_files(struct act *x, int64_t id,
    const struct panel_file **ret, size_t *ret_n, struct err *err);
/* The actor's own desk: files of his panels; what is closed to him is left
 * out. */
NODISCARD enum status panel_desk(struct act *x,
    const struct panel_file **ret, size_t *ret_n, struct err *err);

/* --- before a byte opens --- */

/*
 * The actor declares whether he has an interest in a file. With one he is
 * recused: the subject's files are closed to him from this moment.
 * Errors: ERR_INPUT     an interest without a reason (field "reason").
 *         ERR_CONFLICT  he submitted his opinion already.
 */
NODISCARD enum status panel_declare(struct act *x, int64_t application_id,
    bool interest, struct str reason, struct err *err);
/* A substitute of the panel steps in for this file. Needs MAY_DECIDE.
 * ERR_INPUT: not a substitute of the panel. ERR_CONFLICT: he may not have this
 * file, or stands in already. */
NODISCARD enum status panel_stand_in(struct act *x, int64_t application_id,
    int64_t account_id, struct err *err);
/* Keeps that the actor opened the form ("form") or an attachment (its id). */
NODISCARD enum status panel_open(struct act *x, int64_t application_id,
    struct str what, struct err *err);
/* May the actor, as a member who declared, read this file? */
NODISCARD enum status panel_may_read(struct act *x,
    const struct application *app, bool *ret, struct err *err);

/* The same for one of its attachments: he opened it (panel_open) before. */
NODISCARD enum status panel_may_see_file(struct act *x, int64_t subject_id,
    int64_t application_id, int64_t attachment_id, bool *ret,
    struct err *err);

/* --- opinions --- */

enum panel_vote { VOTE_NONE, VOTE_PASS, VOTE_REJECT };
/*
 * content:
 *   marks       {criterion: {"mark": "yes"|"no"|"unknown", "note": text}}
 *   scores      {score: number}
 *   opinion     text
 *   categories  {category: "RECOGNISE"|"INCUBATE"|"REJECT"}, where the
 *               application asks for several
 */
struct panel_opinion {
    int64_t account_id, saved_us, submitted_us; /* 0: a draft */
    int64_t seq;             /* version of the application it is about */
    struct str name, unit;
    enum panel_rank rank;
    bool stands_in;          /* a substitute, for this file */
    bool declared, recused;  /* recused: closed to him */
    enum panel_vote vote;
    const struct json *content;
    int64_t score;           /* sum of score times weight */
};
/*
 * Saves the actor's opinion; final: submits it, once and for ever.
 * Errors: ERR_INPUT     a criterion not marked, no or a wrong score, no
 *                       opinion, no vote (field set: "marks.<criterion>",
 *                       "scores.<score>", "opinion", "vote"; final only, but
 *                       what is wrong is refused in a draft too).
 *         ERR_CONFLICT  submitted already: says when; not declared; the form
 *                       or a compulsory attachment was not opened: names it.
 */
NODISCARD enum status panel_opinion_save(struct act *x,
    int64_t application_id, const struct json *content, enum panel_vote vote,
    bool final, struct err *err);
/*
 * The chair, or an officer who may decide, gives all opinions back, because
 * the file changed or a condition stayed open. ERR_INPUT: no reason.
 */
NODISCARD enum status panel_reopen(struct act *x, int64_t application_id,
    struct str reason, struct err *err);

/* --- the sheet --- */

struct panel_criterion {
    struct str name;         /* of the stage's criteria; of a row of a table
                                among them its own (rows.h) */
    struct str mark_name;    /* 认定.<rule>, 核验.<criterion>, 认可.<row> */
    const struct pack_rule *rule; /* attested; NULL: none */
    const struct pack_field *table; /* of a row; NULL: it is none */
    size_t number;           /* of the row, from 1 */
    struct str row;          /* 第1行：经典案例，… */
    int yes, no, unknown;
    int result;              /* 1 yes, 0 no, -1 open */
};
struct panel_material {
    struct str what;         /* "form", or the id of an attachment */
    struct str label;        /* of the field */
    int64_t attachment_id;
    bool compulsory, opened; /* by the actor */
};
struct panel_onsite {
    int64_t id, ordered_us, recorded_us;
    struct day held;
    const struct json *content; /* mode, place, items */
    const struct json *record;  /* firm, members, findings; empty until then */
};
/* Everything the page of a file and the printed sheet (O-4) show; what the
 * actor may not see is left out. */
struct panel_sheet {
    struct application app;
    struct panel panel;
    const struct pack_stage *stage;
    const struct pack_form *form;
    const struct json *answers;  /* NULL before the declaration */
    int64_t seq;
    bool is_member, is_officer, is_chair;
    bool declared, submitted;
    struct panel_opinion own;    /* of a member */
    const struct panel_material *materials;
    size_t n_materials;
    const struct panel_criterion *criteria; /* counts: with others seen */
    size_t n_criteria;
    const struct str *categories; /* asked for */
    size_t n_categories;
    bool others_seen;            /* after his own submission; officers after
                                    all are in */
    const struct panel_opinion *opinions; /* of all in office, chair first */
    size_t n_opinions;
    size_t in_office, in;        /* members who count; opinions submitted */
    int pass, reject;
    bool tie_by_chair;
    bool ready;                  /* a result is possible */
    struct str why_not;          /* why it is not */
    const struct panel_onsite *onsite;
    size_t n_onsite;
    const struct json *result;   /* NULL: none yet */
};
NODISCARD enum status panel_sheet(struct act *x, int64_t application_id,
    struct panel_sheet *ret, struct err *err);

/* --- result --- */

/*
 * The chair, or an officer who may review, states the result: possible only if
 * members who count are at least panel_min and all opinions are in. More votes
 * to pass than to reject, or a tie and the chair's vote to pass where the pack
 * says so, and the stage's rule MET on the majority's marks: the application
 * goes on; else NOT_SELECTED, and the applicant gets the reasons.
 * Errors: ERR_CONFLICT  not possible: says why; the stage's rule is undecided:
 *                       names the condition; changed meanwhile.
 *         ERR_INPUT     the remark is too long.
 */
NODISCARD enum status panel_conclude(struct act *x, int64_t application_id,
    struct str remark, int64_t version, struct application *ret,
    struct err *err);

struct panel_place {
    int64_t application_id;
    struct str number, name;
    int64_t rank;            /* equal scores and votes share one */
    int64_t score, members;  /* weighted sum of all members; how many */
    int64_t weights;         /* sum of weights: mean = score / members /
                                weights */
    int pass, reject;
    enum application_state state;
    int64_t decided_us;
};
/*
 * Files of a panel by weighted mean score, then by share of votes to pass;
 * compared as fractions. Only files with all opinions in; for a member only
 * when all his own are in, and without files closed to him. ERR_CONFLICT
 * (member): opinions of his are still due.
 */
NODISCARD enum status panel_ranking(struct act *x, int64_t panel_id,
    const struct panel_place **ret, size_t *ret_n, struct err *err);
/* "86 2/3": a mean, never rounded. */
struct str panel_mean(struct arena *a, int64_t score, int64_t divisor);

/* --- on site --- */

/* When a review on site notified today can be held at the earliest.
 * ERR_CONFLICT: the pack knows no review on site. */
NODISCARD enum status panel_onsite_earliest(struct act *x,
    const struct pack_stage *stage, struct deadline *ret, struct err *err);
/*
 * The chair or an officer who may review orders a review on site; the firm
 * gets the notice. content: {mode, place, items}.
 * Errors: ERR_INPUT     no place or items (field set); a day before the notice
 *                       has run (field "held": says the earliest).
 *         ERR_CONFLICT  the stage has none.
 */
NODISCARD enum status panel_onsite_order(struct act *x,
    int64_t application_id, struct day held, const struct json *content,
    struct err *err);
/* Its record, once; record: {firm, members, findings}. ERR_INPUT: no findings
 * (field "findings"). ERR_CONFLICT: before that day, or recorded already. */
NODISCARD enum status panel_onsite_record(struct act *x,
    int64_t application_id, int64_t onsite_id, const struct json *record,
    struct err *err);

/* --- falsification (A-13) --- */

struct falsification {
    struct str finding;      /* what is false, by which evidence */
    struct str statement;    /* of the applicant; "" none was made */
    struct str conclusion;
};
/*
 * Ends an application as DISQUALIFIED, from its submission to the end of the
 * public notice; it leaves its panel; letters to the applicant and to the body
 * that recommended it. Needs MAY_REVIEW.
 * Errors: ERR_INPUT     no finding or conclusion (field set).
 *         ERR_CONFLICT  a draft, or later than the notice; the pack has no
 *                       such decision.
 */
NODISCARD enum status application_disqualify(struct act *x, int64_t id,
    const struct falsification *f, int64_t version, struct application *ret,
    struct err *err);

#endif
