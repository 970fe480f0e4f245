/* body.h - bodies that take part in a programme beside its authority:
 * recommenders, first instances, publishers (A-6-b, A-8, B-4-1, B-4-3-3). What
 * kinds there are is data of the pack; the bodies and the people who sit on
 * them are data of the installation. Errors of all calls: core.h.
 */
#ifndef DOMAIN_BODY_H
#define DOMAIN_BODY_H

#include "domain/core.h"

struct body {
    int64_t id, programme_id;
    struct str kind;    /* of pack_body */
    struct str name;    /* 四川省中小企业服务中心 */
    struct str region;  /* what it is responsible for; "" the nation */
    struct str contact, phone;
    bool ended;
    int64_t version;
};

/*
 * Adds (id 0) or changes a body; kind and programme are not changed any more.
 * Needs MAY_RULE in the programme.
 * Errors: ERR_INPUT     no name, an unknown kind, or a region of another
 *                       level than the kind has (field set).
 *         ERR_CONFLICT  changed meanwhile.
 */
NODISCARD enum status body_save(
    struct act *x, struct body *b, struct err *err);
/* Ends its part; reason is kept. ERR_CONFLICT: files wait with it. */
NODISCARD enum status body_retire(struct act *x, int64_t id, struct str reason,
    int64_t version, struct err *err);

NODISCARD enum status body_get(
    struct act *x, int64_t id, struct body *ret, struct err *err);
/* Of a programme (0: all), by kind, region and name; ended ones too. */
NODISCARD enum status body_list(struct act *x, int64_t programme_id,
    const struct body **ret, size_t *ret_n, struct err *err);

/*
 * Those that are responsible for an application of this region in a stage:
 * valid, of one of its kinds, the region inside theirs. For a stage
 * `recommend` only kinds that may recommend.
 */
NODISCARD enum status body_responsible(struct act *x, int64_t programme_id,
    const struct pack *pack, const struct pack_stage *stage,
    struct str region, const struct body **ret, size_t *ret_n,
    struct err *err);

/*
 * Is this body responsible? ERR_INPUT (field "body") says what does not fit:
 * its type, or its region, with the clause.
 */
NODISCARD enum status body_check(struct act *x, const struct body *b,
    const struct pack *pack, const struct pack_stage *stage,
    struct str region, struct err *err);

/* People of a body; needs MAY_ADMINISTER. Whoever sits on a body may not be a
 * member of an applicant's organisation, nor the other way round (ERR_CONFLICT,
 * as for a body that no longer takes part). */
struct body_seat_row {
    int64_t account_id, since_us;
    struct str name;
};
NODISCARD enum status body_seats(struct act *x, int64_t body_id,
    const struct body_seat_row **ret, size_t *ret_n, struct err *err);
NODISCARD enum status body_seat_add(struct act *x, int64_t body_id,
    int64_t account_id, struct err *err);
NODISCARD enum status body_seat_remove(struct act *x, int64_t body_id,
    int64_t account_id, struct err *err);

#endif
