/* draw.h - double-random draws (双随机): who is inspected, and by whom. The
 * pools are committed and published first, the seed is taken afterwards, the
 * result follows from both (draw_file.h). Requirements D-4-8-d, D-4-8-e, O-21.
 * Errors of all calls: core.h.
 *
 * COMMITTED -> DRAWN, or -> VOID before the day of the seed
 */
#ifndef DOMAIN_DRAW_H
#define DOMAIN_DRAW_H

#include "domain/accreditation.h"
#include "domain/draw_file.h"

enum draw_state { DRAW_COMMITTED, DRAW_DRAWN, DRAW_VOID, DRAW_STATE_COUNT_ };
struct str draw_state_name(enum draw_state s); /* "COMMITTED" */

struct draw {
    int64_t id, programme_id;
    struct str number;           /* CC-2026-0001 */
    struct str inspection;       /* name of the pack_inspection */
    bool spot;                   /* an extra spot check */
    struct str region;           /* division drawn from; "" all */
    int64_t year;                /* of the commitment */
    enum draw_state state;
    int64_t pool, places;        /* objects in the pool, to be drawn */
    const struct json *plan;
    struct str plan_bytes, commitment;
    int64_t committed_us, committed_by;
    struct day seed_day;         /* first day on which the seed may be taken */
    struct str seed, seed_used, seed_source; /* "" until entered */
    int64_t seed_taken_us, seeded_us, seeded_by;
    struct str seeder;           /* name of who entered it; not in lists */
    const struct json *result;   /* NULL until drawn */
    struct day due;              /* results published until; DAY_NONE: not
                                    drawn, or the holidays of its year are not
                                    known yet */
    struct str derivation;       /* of due */
    struct str void_reason;
    int64_t voided_us, voided_by;
};

/* Left out of a pool, with the reason. */
struct draw_exclusion {
    int64_t id;                  /* accreditation, or account */
    struct str reason;
};
struct draw_new {
    int64_t programme_id;
    struct str inspection;
    struct str region;           /* "" all: needs a grant for the whole */
    bool spot;
    int64_t count;               /* 0: by the share */
    struct str count_reason;     /* with count */
    const struct draw_exclusion *objects, *inspectors;
    size_t n_objects, n_inspectors;
    struct str seed_source;      /* what public value it will be */
    struct day seed_day;
};

struct draw_object {
    int64_t subject_id, accreditation_id;
    struct str id;               /* number of the holder */
    struct str name, region;
    int tickets;
    const struct json *raised;   /* list of {title, clause, why} */
    struct str excluded;         /* reason, or "" */
    size_t conflicts;            /* inspectors in the pool who must not go */
};
struct draw_inspector {
    int64_t account_id;
    struct str id;               /* the account's, as text */
    struct str name, unit;
    struct str excluded;
    size_t conflicts;            /* objects in the pool he must not see */
};
/* What would be committed. */
struct draw_pools {
    const struct pack_inspection *inspection;
    const struct draw_object *objects;       /* by id; excluded ones too */
    size_t n_objects, n_objects_in;
    const struct draw_inspector *inspectors; /* by id; excluded ones too */
    size_t n_inspectors, n_inspectors_in;
    size_t n_conflicts;
    int64_t percent;
    size_t count;                /* by the share */
};
/*
 * The pools as they are today: holders in status inside the region for whom the
 * pack's condition is met; officers or people of bodies responsible for it.
 * Needs MAY_SUPERVISE for programme and region.
 * Errors: ERR_INPUT  no such inspection, no such region (field "inspection",
 *                    "region"); more holders than DRAW_OBJECTS_MOST.
 */
NODISCARD enum status draw_pools(struct act *x, const struct draw_new *n,
    struct draw_pools *ret, struct err *err);

/*
 * Commits the pools, the exclusions, the share and where the seed will come
 * from, and publishes them. Needs what draw_pools needs.
 * Errors: ERR_INPUT  no source or day of the seed, a day before today (field
 *                    "seed_source", "seed_day"); an exclusion without reason or
 *                    of somebody who is not in the pool; draw_plan_check.
 */
NODISCARD enum status draw_commit(struct act *x, const struct draw_new *n,
    struct draw *ret, struct err *err);

struct draw_seed {
    struct str value, source;
    int64_t taken_us;            /* when it came to be */
};
/*
 * Enters the seed: the result is computed, kept and published, the inspections
 * are assigned, the inspectors are told. Needs MAY_SUPERVISE.
 * Errors: ERR_INPUT     sampler_seed; no source (field "source"); taken before
 *                       the plan was published or before the day announced, or
 *                       in the future (field "taken").
 *         ERR_CONFLICT  there is a seed already, or the plan was withdrawn.
 *         ERR_NOT_FOUND there is no such draw.
 */
NODISCARD enum status draw_enter_seed(struct act *x, int64_t id,
    const struct draw_seed *s, struct draw *ret, struct err *err);

/* What the calendar does in a programme: a last day that was not known is
 * settled once the holiday table has its year; inspectors are reminded before
 * the end, and they and who entered the seed when it is over. */
NODISCARD enum status draw_daily(
    struct act *x, const struct programme *p, struct err *err);

/* Withdraws a plan; it stays published. Needs MAY_DECIDE. ERR_INPUT without a
 * reason (field "reason"); ERR_CONFLICT: drawn, withdrawn already, or the day
 * of the seed has come. */
NODISCARD enum status draw_withdraw(
    struct act *x, int64_t id, struct str reason, struct err *err);

/* --- reading: public, all of it --- */

NODISCARD enum status draw_get(
    struct act *x, int64_t id, struct draw *ret, struct err *err);
NODISCARD enum status draw_by_number(
    struct act *x, struct str number, struct draw *ret, struct err *err);
/* Newest first, without plan and result; programme_id 0: all; state -1: any. */
NODISCARD enum status draw_list(struct act *x, int64_t programme_id,
    int state, size_t n, const struct draw **ret, size_t *ret_n,
    struct err *err);
/* The file that anybody can compute again. */
NODISCARD enum status draw_file(
    struct act *x, const struct draw *d, struct str *ret, struct err *err);

/* Draws of a year and of the year before it, withdrawn ones left out. */
struct draw_count {
    int64_t regular, spot;       /* draws */
    int64_t objects, spot_objects; /* inspections that followed */
};
NODISCARD enum status draw_counts(struct act *x, int64_t programme_id,
    int64_t year, struct draw_count *ret, struct draw_count *ret_before,
    struct err *err);

#endif
