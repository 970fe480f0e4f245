/* procedure.h - how an application runs (part of pack.h): its stages, who acts
 * at each, its channels, and what a programme that selects counts: bodies,
 * categories, places. */
#ifndef PACK_PROCEDURE_H
#define PACK_PROCEDURE_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "pack/label.h"

enum stage_kind { STAGE_RECOMMEND, STAGE_FIRST_INSTANCE, STAGE_FORMAL_REVIEW,
    STAGE_EVALUATION, STAGE_DECISION, STAGE_PUBLIC_NOTICE, STAGE_RECORDATION,
    STAGE_PUBLICATION, STAGE_GRANT };

/* What a panel scores, each member from 0 to max. */
struct pack_score {
    struct str name;
    struct label title;
    int max, weight;
    struct str clause;
};

struct pack_stage {
    enum stage_kind kind;
    struct label title;
    struct str by;             /* role that acts: secretariat, centre ... */
    int level;                 /* only at this level of division: 1 province,
                                  2 prefecture, 3 county; 0: at any. Bodies
                                  have their own (pack_body). */
    struct str decide;         /* rule judged here, or "" */
    const struct str *criteria; /* what the reviewer marks: 合法性, 真实性 */
    size_t n_criteria;
    bool four_eyes;            /* a second person confirms */
    struct term within;        /* to be decided, from the day it was handed in;
                                  n == 0: not said */
    struct term supplement;    /* n == 0: no supplement */
    int max_supplements;
    struct term period;        /* length of a public notice */
    int term_years;            /* of what is granted */
    struct str document;       /* name of the document issued */
    struct str clause;
    const struct str *channels; /* only on these; none: on every channel */
    size_t n_channels;
    /* Kinds of pack_body. recommend, first_instance: who may act;
     * publication: who signs, in this order. */
    const struct str *bodies;
    size_t n_bodies;
    int max_returns;           /* recommend, first_instance; 0: no limit */
    struct term remind;        /* waiting longer is marked; n == 0: never */
    bool refusal_ends;         /* refused there is the end, not a draft again */
    struct term recheck;       /* to ask for a second look at it; n == 0: never */
    int panel_min, panel_max;  /* evaluation: members; 0: no bound */
    bool chair_breaks_tie;     /* evaluation */
    const struct pack_score *scores; /* evaluation */
    size_t n_scores;
    struct term onsite_notice; /* evaluation; n == 0: no review on site */
    const struct str *quotas;  /* decision: of pack_quota */
    size_t n_quotas;
    struct str table;          /* publication: document with the columns of the
                                  list that goes with it, or "" */
};

struct pack_channel {
    struct str name;           /* self, invited, direct */
    struct label title;
    struct str clause;
    struct str by;             /* role: applicant, recommender */
    struct str import;         /* name of a pack_import or "" */
    struct str decide;         /* rule judged on this channel in place of those
                                  of the stages, or "" */
    struct str document;       /* what its holders get in place of the document
                                  of the stage grant (whose number it has), or
                                  "" */
};

/* What a granted application about a holding does to it. */
enum pack_effect {
    EFFECT_BY_STAGES, /* with a stage grant: grants or extends; without: ends */
    EFFECT_MOVE,      /* works at another holder from now on */
    EFFECT_CHANGE,    /* what is kept with it (info) is another */
    EFFECT_SUSPEND, EFFECT_RESUME, EFFECT_END
};

enum pack_party { PARTY_HOST, PARTY_ASKED_HOST, PARTY_HOST_AUTHORITY };
/* A consent that an application needs from somebody beside who decides: the
 * host where the applicant works, the one it asks for, the authority of the
 * region it leaves. The fact 同意.<name> is there once they answered. */
struct pack_consent {
    struct str name;
    struct label title;
    enum pack_party of;
    bool across;               /* only between hosts of two regions */
    int level;                 /* of host_authority; 0: any, as pack_stage */
    struct str clause;
};
#define PACK_CONSENT "同意."

struct pack_procedure {
    struct str name;           /* apply, renew, withdraw */
    struct label title;
    struct str form;           /* name of a form, or "" */
    const struct pack_channel *channels;
    size_t n_channels;
    const struct pack_stage *stages;
    size_t n_stages;
    struct day window_until;   /* default for a round, DAY_NONE: open */
    struct str window_clause;
    int window_before_days, window_after_days; /* renew: around the last day */
    struct str priority_field; /* MANY_OF field whose ticks sort first, or "" */
    struct str region_field;   /* REGION field that says where inside its
                                  registered region the applicant is, or "" */
    struct str categories_field; /* MANY_OF field: names of pack_category, or "" */
    struct str incubation_field; /* YES_NO field: takes the second outcome, or "" */
    struct str conditions;     /* rule that holds all conditions, for guides;
                                  "": that of the first stage that decides */
    bool again_in_expiry_year; /* a holder may apply anew in the calendar year
                                  of the last day of its term */
    struct str again_document; /* what a renewed term gives in place of the
                                  document of the stage grant, or "" */
    struct str again_clause;
    bool keeps;                /* a report: the holding stays as it is */
    struct str opens;          /* keeps: ground if the conditions are gone, "" */
    struct str report_from;    /* keeps: DATE field, day zero of report_within */
    struct term report_within; /* n 0: no term */
    enum pack_effect effect;   /* what it does once granted */
    struct str host_field;     /* TEXT field with the number of the holder that
                                  the applicant is to work at, or "" */
    const struct str *info;    /* fields kept with the holding, for the public
                                  register and for rules of those who work there */
    size_t n_info;
    const struct pack_consent *consents;
    size_t n_consents;
    struct str clause;
    const struct str *before;  /* what is needed, for 办事指南: free lines */
    size_t n_before;
};

/* Registers that the program writes a row into when something happens to a
 * holding: its name is the event grant, move, change, suspend, resume, end. */
struct pack_keep {
    struct str name;
    const struct str *records;
    size_t n_records;
    struct str clause;
};

/* An exception that the text allows (原则上, R12): asked for by who handles the
 * file, agreed to by somebody else, listed. The fact 例外.<name> is true once
 * agreed. */
struct pack_exception {
    struct str name;
    struct label title;
    bool by_superior;          /* agreed to by the authority above the region of
                                  the file; else by its own */
    struct str record;         /* register of those agreed to */
    struct str clause;
};
#define PACK_EXCEPTION "例外."

/* A kind of body that takes part beside the authority: a recommender, a first
 * instance, a publisher. The bodies themselves are data of the installation
 * (domain/body.h). */
struct pack_body {
    struct str name;           /* 省级律师行业协会 */
    struct label title;
    int level;                 /* 0 nation, 1 province, 2 prefecture, 3 county */
    bool may_recommend;        /* false: may collect files, not recommend */
    struct str clause;
};

/* One of several titles that an application may ask for, each judged by itself
 * and held by itself. */
struct pack_category {
    struct str name;           /* an option of categories_field */
    struct label title;
    struct str rule;           /* condition of recognition */
    struct str incubate_rule;  /* of the second outcome, or "" */
    struct str clause;
};

/* Places, counted by holders recognised: one subject takes one place. */
struct pack_quota {
    struct str name;
    struct label title;
    struct str limit;          /* name of a parameter */
    int year;                  /* recognised in this year; 0: ever */
    struct day due;            /* recognised later is marked; DAY_NONE */
    struct str clause;
};

#endif
