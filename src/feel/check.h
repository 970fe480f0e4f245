/* check.h - the parts of the checker, for each other. */
#ifndef FEEL_CHECK_PRIVATE_H
#define FEEL_CHECK_PRIVATE_H

#include "feel/check.h"

#include "ast.h"

/* Kinds of variables, innermost first, as struct env has their values. */
struct kind_env {
    const struct kind_env *up;
    struct feel_kind kind;
};

struct checker {
    struct arena *a;
    const struct feel_expr *x;
    const struct feel_check *c;
    VEC_OF(struct feel_fault) faults;
};

/* One side of an operator. */
struct side {
    struct feel_kind kind;
    const struct node *node;
};

#define KIND(t) ((struct feel_kind){ .type = (t) })

struct feel_kind check_node(
    struct checker *c, const struct kind_env *env, const struct node *n);

/* The text of a part, shortened for messages. */
struct str check_text(const struct checker *c, const struct node *n);
void check_error(struct checker *c, const struct node *at, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
void check_warning(struct checker *c, const struct node *at, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* Nothing is known of it, so that it fits anywhere. */
bool kind_any(const struct feel_kind *k);
/* What is true of both. */
struct feel_kind kind_join(
    struct arena *a, const struct feel_kind *x, const struct feel_kind *y);
/* Of a literal. */
struct feel_kind kind_of_value(struct arena *a, const struct feel_value *v);

/* check_compare.c: x op y; `at` is the part that is blamed. */
void check_compare(struct checker *c, const struct node *at, enum feel_op op,
    const struct side *x, const struct side *y);

/* check_arith.c */
struct feel_kind check_arith(
    struct checker *c, const struct kind_env *env, const struct node *n);

/* check_call.c: calls of built-in functions and of the caller's. */
struct feel_kind check_call(
    struct checker *c, const struct kind_env *env, const struct node *n);

/* check_path.c: a.b, and names inside filters. */
struct feel_kind check_path(
    struct checker *c, const struct kind_env *env, const struct node *n);
struct feel_kind check_member(
    struct checker *c, const struct kind_env *env, const struct node *n);

/* --- units (check_unit.c) --- */

/* Both may be added and compared: one is neutral, or they are the same. */
bool unit_fits(const struct feel_kind *x, const struct feel_kind *y);
/* "右边乘以 60": how y becomes a unit of x; empty if there is no way. */
struct str unit_advice(
    struct arena *a, const struct feel_kind *x, const struct feel_kind *y);
/* Unit of x multiplied (or divided) by y. */
void unit_multiply(const struct feel_kind *x, const struct feel_kind *y,
    bool divide, struct feel_kind *ret);

#endif
