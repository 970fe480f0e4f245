/* letter.h - what is put in writing to an applicant or a holder: request for
 * supplements, refusal, warning, notice and decision of a revocation,
 * confirmation of a withdrawal. The wording is the pack's; it is kept as it was
 * sent, with number, facts and clause, so that the same letter can be printed
 * years later. Errors of all calls: core.h. */
#ifndef DOMAIN_LETTER_H
#define DOMAIN_LETTER_H

#include "domain/core.h"

struct letter {
    int64_t subject_id, id;
    struct str owner_kind;  /* application, proceeding */
    int64_t owner_id;
    struct str document;    /* its name in the pack */
    struct str title, number, body;
    struct str issuer;      /* the authority that signs */
    struct str cite, sentence; /* clause acted on; "" if there is none */
    const struct json *facts;  /* list of texts: what was found, with the
                                  arithmetic; may be empty */
    int64_t issued_us;
};

struct letter_new {
    const struct programme *programme;
    const struct pack *pack;    /* with the wording */
    int64_t subject_id, owner_id;
    const char *owner_kind, *document;
    struct str clause;          /* id, "": that of the document */
    const struct json *verdict; /* pack_verdict_json, NULL or null: none */
    bool unmet_only;            /* of the verdict only what was not met */
};

/*
 * Issues a letter if the pack has the document: number, wording filled from
 * values (number, cite and sentence are set for it). *ret_number is "" if the
 * pack has none. values gets "letter", a line that messages end in (message.h).
 */
NODISCARD enum status letter_issue(struct act *x, const struct letter_new *n,
    struct json *values, struct str *ret_number, struct err *err);

/* One letter, for those who may read the application or the case. */
NODISCARD enum status letter_get(struct act *x, int64_t subject_id,
    int64_t id, struct letter *ret, struct err *err);
/* Those of an application or a case, oldest first; the caller has asked for
 * permission by reading it. */
NODISCARD enum status letter_list(struct act *x, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, const struct letter **ret,
    size_t *ret_n, struct err *err);

#endif
