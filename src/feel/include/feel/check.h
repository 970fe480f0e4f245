/* check.h - what can be said of an expression before it is computed: types,
 * units, choices, bounds; and the mistakes that show by them.
 *
 * The checker follows a compiled expression from the leaves upwards. What it
 * does not know it does not blame: a name without a kind, a function without
 * a signature and a mixed list are "not known" and fit anywhere.
 */
#ifndef FEEL_CHECK_H
#define FEEL_CHECK_H

#include "feel/feel.h"

/*
 * What is known of a value.
 *
 * type     FEEL_NULL: not known (or the null itself, is_null).
 * low, high  bounds of a number, both inclusive.
 * unit     of a number: 分钟, 元, 人, % ...; empty: neutral, fits any unit. A
 *          unit that feel/check_unit.c does not know is only equal to itself.
 *          also: another unit it may be read in ("minutes / 60" are hours, or
 *          minutes by the sixtieth).
 * choices  the texts a string may be; NULL: any.
 * of       list, range: of the elements; NULL: not known.
 * names, members, n
 *          context: its members; names NULL: not known.
 */
struct feel_kind {
    enum feel_type type;
    bool is_null;
    bool has_low, has_high;
    int64_t low, high;
    struct str unit, also;
    const struct str *choices;
    size_t n_choices;
    const struct feel_kind *of;
    const struct str *names;
    const struct feel_kind *members;
    size_t n;
};

/* A function of the caller. Arguments beyond n are not checked. */
struct feel_signature {
    struct str name;
    const struct feel_kind *params;
    size_t n;
    struct feel_kind result;
};

/* What the names of an expression are. */
struct feel_check {
    /* Kind of a fact; false if nothing is known of it. */
    bool (*kind)(struct str name, struct feel_kind *ret, void *arg);
    void *arg;
    const struct feel_signature *functions;
    size_t n_functions;
};

/* A mistake, at a line and column (both from 1, columns in characters) of the
 * text of the expression. A warning computes, but hardly as meant. */
struct feel_fault {
    bool warning;
    size_t line, column;
    struct str text; /* what is wrong and what would be right, in Chinese */
};

/*
 * Checks x. *ret is its kind, *ret_faults the mistakes in order of the text;
 * both live in a. Faults:
 *   - comparisons of types that never compare (a date with a number), of units
 *     that differ (minutes with hours), with a text that is no choice
 *   - comparisons that are always or never true (warnings)
 *   - arithmetic on what is no number, on units that differ
 *   - arguments of a wrong type or unit
 *   - if, and, or, filters, some, every whose condition is not boolean
 *   - members that a context or a date does not have
 */
void feel_check(struct arena *a, const struct feel_expr *x,
    const struct feel_check *c, struct feel_kind *ret,
    const struct feel_fault **ret_faults, size_t *ret_n);

/* A place where a function of the caller (feel_scope_function) is used. */
struct feel_use_of {
    struct str name;
    size_t args;     /* SIZE_MAX: named without being called */
    size_t from, to; /* bytes of the text; to: behind the closing bracket */
};
/* All of them, in order of the text. */
void feel_uses(struct arena *a, const struct feel_expr *x,
    const struct feel_use_of **ret, size_t *ret_n);

/* 数, 文字, 日期 ...: a type for people. */
const char *feel_type_zh(enum feel_type t);

#endif
