/* consent.h - words that an application waits for from others than who decides:
 * of the host where the applicant works, of the one it asks for, of the
 * authority of the region that it leaves. Which there are is data of the pack
 * (consents of a procedure). Errors of all calls: core.h.
 */
#ifndef DOMAIN_CONSENT_H
#define DOMAIN_CONSENT_H

#include "domain/accreditation.h"
#include "domain/application.h"

enum consent_state { CONSENT_ASKED, CONSENT_GIVEN, CONSENT_REFUSED,
    CONSENT_DROPPED, CONSENT_STATE_COUNT_ };
struct str consent_state_title(enum consent_state s); /* 待答复 ... */

struct consent {
    int64_t subject_id, application_id, id, programme_id;
    struct str name;         /* of pack_consent */
    int64_t party_id;        /* subject of the host; 0: the authority */
    struct str party_name;   /* of the host; of the region */
    struct str region;       /* of the party */
    enum consent_state state;
    struct str reason;
    bool on_paper;           /* entered by who handles the file */
    int64_t asked_us, answered_us, answered_by; /* 0: not yet */
};

/* Asks everybody whose word the application needs as it is now; called when it
 * is handed in. Who answered already is not asked again; who is no longer meant
 * is dropped. Hosts are told (document "consent_asked", if there is one). */
NODISCARD enum status consent_ask(
    struct act *x, const struct application *app, struct err *err);

/* Of an application, in order of the pack, without those dropped. Whoever may
 * see the application. */
NODISCARD enum status consent_list(struct act *x,
    const struct application *app, const struct consent **ret, size_t *ret_n,
    struct err *err);

/* The region of those asked for in `from` is another, because it ended: they are
 * asked of who stands there now. */
NODISCARD enum status consent_follow(struct act *x,
    const struct application *app, struct str from, struct err *err);

/* What waits for the actor (open), or what he may look back at: of the hosts
 * he acts for, of the authorities of his regions. Newest first, at most 200. */
struct consent_row {
    struct consent c;
    struct str title_zh, title_en;
    struct str name, number; /* of the applicant, of the application */
    enum application_state state;
};
NODISCARD enum status consent_queue(struct act *x, bool open,
    const struct consent_row **ret, size_t *ret_n, struct err *err);

/* What a party sees of the file: no personal data beyond the name. */
struct consent_sheet {
    struct consent c;
    struct application app;
    const struct pack_consent *kind;
    struct accreditation host, asked; /* id 0: none */
    bool may_answer, on_paper; /* on_paper: only as who handles the file */
};
/* For the party, for who handles the file; else ERR_NOT_FOUND. */
NODISCARD enum status consent_get(
    struct act *x, int64_t id, struct consent_sheet *ret, struct err *err);

/*
 * The party agrees or refuses; until the file is decided it may say otherwise.
 * Hosts: who acts for them as editor; or, from a paper that `reason` names, who
 * handles the file (MAY_REVIEW in its region). Authorities: MAY_DECIDE in the
 * region that the applicant leaves, no interest.
 * Errors: ERR_INPUT     no reason where it refuses or enters a paper.
 *         ERR_DENIED    another has to answer.
 *         ERR_CONFLICT  the file is decided.
 */
NODISCARD enum status consent_answer(struct act *x, int64_t id, bool agree,
    struct str reason, struct err *err);

/* Adds 同意.<name> of those that answered and are still meant; of those that
 * have not, and of refusals, the words that go with it (PACK_NOTE): who is
 * asked, since when, where they answer. */
NODISCARD enum status consent_facts(struct act *x,
    const struct application *app, struct json *extra, struct err *err);

#endif
