/* draw_file.h - a draw as a file that anybody can compute again: the plan that
 * was committed, the seed that came after it, and what follows from the two.
 * Pure. docs/draw.md describes every member.
 */
#ifndef DOMAIN_DRAW_FILE_H
#define DOMAIN_DRAW_FILE_H

#include "domain/sampler.h"
#include "format/json.h"
#include "pack/label.h"

#define DRAW_FILE_MAX (32u << 20)
#define DRAW_OBJECTS_MOST 10000
#define DRAW_INSPECTORS_MOST 1000
#define DRAW_PLACES_MOST 500000 /* objects drawn times inspectors */

/* The bytes that are committed: the plan in canonical form, and their
 * SHA-256. ERR_LIMIT: longer than DRAW_FILE_MAX. */
NODISCARD enum status draw_plan_bytes(
    struct arena *a, const struct json *plan, struct str *ret,
    struct err *err);
struct str draw_commitment(struct arena *a, struct str bytes);

/*
 * Can a draw be made by this plan? Objects and inspectors sorted by id, each
 * once, not also among the excluded; the number of objects as the share says,
 * or given with a reason; every object has enough inspectors without a
 * conflict.
 * Errors: ERR_INPUT  says what is wrong and with which name; field is
 *                    "objects", "inspectors", "conflicts", "count", "share",
 *                    "seed" or "".
 *         ERR_LIMIT  more than the bounds above.
 */
NODISCARD enum status draw_plan_check(
    struct arena *a, const struct json *plan, struct err *err);

/*
 * What follows from a plan and a seed (as sampler_seed gives it): {"order":
 * [{"id", "ticket", "k"}], "drawn": [{"id", "inspectors": [{"id", "ticket"}],
 * "passed_over": [{"id", "ticket", "reason"}]}]}. order has every object;
 * passed_over are inspectors with a conflict whose ticket would have been low
 * enough. The plan must have been found good.
 * Errors: ERR_INPUT  no seed (field "seed").
 */
NODISCARD enum status draw_result(struct arena *a, const struct json *plan,
    struct str seed, const struct json **ret, struct err *err);

/* One thing that was checked. */
struct draw_check {
    struct label what;
    bool good;
    struct label detail; /* figures, or what does not match */
};
struct draw_report {
    const struct draw_check *checks;
    size_t n;
    bool good;           /* all of them */
    bool drawn;          /* there is a seed and a result */
};
/*
 * Computes a file again. text: its bytes. commitment: 64 hex digits that the
 * reader wrote down before the draw, or "".
 * Errors: ERR_INPUT  no JSON, or no draw file; ERR_LIMIT  too long.
 */
NODISCARD enum status draw_verify(struct arena *a, struct str text,
    struct str commitment, struct draw_report *ret, struct err *err);

#endif
