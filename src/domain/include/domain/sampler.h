/* sampler.h - the order of a draw, from a seed. Pure: the same pool and the
 * same seed give the same result, on any machine.
 *
 * Rivest's consistent sampler: every name has a ticket that rests on the seed
 * and on the name alone, and the lowest tickets are drawn. A name that is added
 * takes its own place; the others keep their order.
 *
 * docs/draw.md has the bytes, for those who repeat it with sha256sum:
 *   ticket k of an object   SHA-256 of the lines
 *                           mingce-draw/1, object, SEED, ID, k
 *   ticket of an inspector  SHA-256 of the lines
 *                           mingce-draw/1, inspector, SEED, ID of the object,
 *                           ID of the inspector
 * each line ended by LF, UTF-8; tickets compared as 64 lower-case hex digits.
 */
#ifndef DOMAIN_SAMPLER_H
#define DOMAIN_SAMPLER_H

#include "base/base.h"

#define SAMPLER_FORMAT "mingce-draw/1"
#define SAMPLER_SEED_MOST 200   /* characters */
#define SAMPLER_ID_MOST 200     /* bytes */
#define SAMPLER_TICKETS_MOST 10

/*
 * A seed as it is used: full-width characters become half-width, white space
 * goes, so that "０３ 08" and "0308" are one seed.
 * Errors: ERR_INPUT (field "seed")  nothing left, longer than
 *         SAMPLER_SEED_MOST, control characters or no UTF-8.
 */
NODISCARD enum status sampler_seed(
    struct arena *a, struct str typed, struct str *ret, struct err *err);

/* May something be an id: UTF-8, 1 to SAMPLER_ID_MOST bytes, no control
 * character? */
bool sampler_id_is_good(struct str id);

/* The lowest of the tickets 1 to n of an object; ret_k: which one (may be
 * NULL). */
struct str sampler_object_ticket(struct arena *a, struct str seed,
    struct str id, int n, int *ret_k);
struct str sampler_inspector_ticket(struct arena *a, struct str seed,
    struct str object, struct str inspector);

struct sampler_entry {
    struct str id;
    int tickets;        /* objects: >= 1 */
    struct str ticket;  /* set */
    int k;              /* which of them; set for objects */
    size_t at;          /* place in the array given */
};

/* Orders objects by ticket, lowest first; equal ones (two equal ids) by id. */
void sampler_order_objects(struct arena *a, struct str seed,
    struct sampler_entry *list, size_t n);
/* Orders inspectors for an object. */
void sampler_order_inspectors(struct arena *a, struct str seed,
    struct str object, struct sampler_entry *list, size_t n);

/* How many of `pool` a share asks for: percent of them, rounded up, at least
 * `least`, never more than there are. */
size_t sampler_count(size_t pool, int64_t percent, size_t least);

#endif
