/* planning.h - the section `planning` of a pack: figures per planning unit and
 * year, ratios against thresholds, which procedures take a place of the plan.
 * docs/pack-format.md is the manual. */
#ifndef PACK_PLANNING_H
#define PACK_PLANNING_H

#include "pack/pack.h"

/* The largest figure that is taken; sums and products of it fit 64 bits. */
#define PLAN_FIGURE_MAX INT64_C(2000000000)

/* A decimal of a pack, exactly: value / scale, scale a power of ten. */
struct plan_decimal {
    int64_t value, scale;
};
/* "2.3" -> 23/10; at most 4 digits before and 3 behind the point. */
bool plan_decimal_read(struct str text, struct plan_decimal *ret);

struct pack_ratio {
    struct str name;
    struct label title;
    const struct str *numerator; /* integer fields, added */
    size_t n_numerator;
    struct str denominator;      /* integer field; nought is refused */
    int64_t per;                 /* 10000: per 10,000 */
    struct str threshold;        /* "2.3" */
    struct plan_decimal reached; /* the same */
    struct str tolerance;        /* reading with decimals, or "" */
    struct str clause;
};

/* Where what lies in a unit belongs after a change: all of it, or what lies in
 * some towns. The first that fits holds. */
struct pack_unit_move {
    struct str of, to;           /* codes */
    const struct str *towns;     /* names as in the town_field; none: all */
    size_t n_towns;
};

/* Divisions that ended, began or changed their borders on a day. */
struct pack_unit_change {
    struct day on;
    const struct str *from;
    size_t n_from;
    const struct str *to;
    size_t n_to;
    const struct pack_unit_move *moves; /* none: holders stay where they are */
    size_t n_moves;
    struct str note;
};

/* A zone without a code of its own: no unit, its figures stand with others. */
struct pack_zone {
    struct str name;
    const struct str *in;        /* codes of the units it lies in */
    size_t n_in;
    struct str note;             /* one sentence for people */
};

struct pack_units {
    struct str within;           /* its counties are the planning units */
    const struct pack_zone *zones;
    size_t n_zones;
    struct str zones_clause;     /* what makes only divisions units, or "" */
    const struct pack_unit_change *changes; /* ascending days */
    size_t n_changes;
};

/* A procedure whose approval takes a place. */
struct pack_take {
    struct str name;             /* of the procedure */
    struct str unit;             /* fact: division of the receiving unit */
    struct str from;             /* fact: division left, or "" */
    struct str rural;            /* fact or condition, or "" */
    struct str unless;           /* condition: beyond gate and headcount, or "" */
    struct str clause;
};

struct pack_planning {
    struct label title;
    struct str clause;
    struct str form;             /* what is entered per unit and year */
    struct str as_of, source;    /* its fields: day and source of figures */
    struct str headcount, rural, weak; /* its fields; rural, weak may be "" */
    const struct pack_units *units;
    const struct pack_ratio *ratios;
    size_t n_ratios;
    struct str gate, target;     /* of ratios */
    struct str rural_share, rural_clause; /* parameter in percent, or "" */
    const struct pack_take *takes;
    size_t n_takes;
};

/* NULL if absent. */
const struct pack_ratio *planning_ratio(
    const struct pack_planning *p, struct str name);
const struct pack_take *planning_take(
    const struct pack_planning *p, struct str procedure);

/* The facts of applications begin so: 规划.已达标, 规划.常住人口. */
#define PLAN_FACTS "规划."

#endif
