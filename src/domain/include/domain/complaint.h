/* complaint.h - complaints of member enterprises about a holder: handed in by
 * anybody with a number, answered by the holder, verified or not by an officer.
 * Rules count the verified ones by distinct enterprise and matter
 * (受理投诉, incident.h). A programme takes them if its pack has a record whose
 * form is "complaint". Errors of all calls: core.h. */
#ifndef DOMAIN_COMPLAINT_H
#define DOMAIN_COMPLAINT_H

#include "domain/accreditation.h"

enum complaint_finding { FINDING_NONE, FINDING_VERIFIED,
    FINDING_NOT_VERIFIED, FINDING_WITHDRAWN, FINDING_MERGED,
    FINDING_COUNT_ };
struct str complaint_finding_name(enum complaint_finding f);
struct str complaint_finding_title(enum complaint_finding f); /* 待核实 ... */
bool complaint_finding_of(struct str name, enum complaint_finding *ret);

struct complaint {
    int64_t subject_id, id, accreditation_id, programme_id;
    struct str number, check_code;
    struct str complainant, credit_code, member_no;
    struct str contact, phone;   /* masked for the holder */
    struct day complained;
    bool member;                 /* on that day, by the register of members */
    struct str facts;
    int64_t received_us, due_us; /* due_us: end of the time for a statement */
    struct str derivation, statement;
    int64_t statement_us;
    enum complaint_finding finding;
    struct str matter;           /* number of the complaint it counts as */
    struct str reason;
    int64_t decided_us, decided_by, version;
    struct str holder, holder_number, region;
};

/* Does the programme take complaints of members? The register of them (form
 * `complaint`), where one of the members (form `member`) is kept too; else
 * NULL. */
const struct pack_record *complaint_kind(const struct pack *p);

/*
 * Anybody. number, check_code, member, due_us are set; holder_number names the
 * holding. The holder's people are told. The same words of the same enterprise
 * on the same day give the complaint that is there.
 * Errors: ERR_INPUT      a field is missing or wrong (field set).
 *         ERR_NOT_FOUND  no such number, or the programme takes none.
 */
NODISCARD enum status complaint_add(
    struct act *x, struct complaint *c, struct err *err);
/* The holder's statement, until due_us. */
NODISCARD enum status complaint_state(
    struct act *x, int64_t id, struct str statement, struct err *err);
/*
 * The finding. Needs MAY_SUPERVISE, no interest. matter: number of an earlier
 * complaint of the same enterprise about the same matter; "" it is one of its
 * own. VERIFIED runs the triggers of the pack (member_complaint).
 * Errors: ERR_CONFLICT  decided already; another version; no statement yet and
 *                       its time not over.
 *         ERR_INPUT     no reason; no such earlier complaint.
 */
NODISCARD enum status complaint_decide(struct act *x, int64_t id,
    enum complaint_finding finding, struct str matter, struct str reason,
    int64_t version, struct err *err);

/* Officers; the holder's people without the complainant's contact; the people
 * of the enterprise that complained without the statement. */
NODISCARD enum status complaint_get(
    struct act *x, int64_t id, struct complaint *ret, struct err *err);
NODISCARD enum status complaint_of_subject(struct act *x, int64_t subject_id,
    const struct complaint **ret, size_t *ret_n, struct err *err);
/* Those waiting first, oldest first. */
NODISCARD enum status complaint_list(struct act *x, bool open_only,
    size_t offset, size_t n, const struct complaint **ret, size_t *ret_n,
    struct err *err);
/* Those that the actor's enterprises handed in, newest first; without the
 * holder's statement. */
NODISCARD enum status complaint_mine(struct act *x,
    const struct complaint **ret, size_t *ret_n, struct err *err);
/* By number and code, for who handed it in. */
NODISCARD enum status complaint_by_number(struct act *x, struct str number,
    struct str code, struct complaint *ret, struct err *err);

#endif
