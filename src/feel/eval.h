/* eval.h - one evaluation: its state, and the operations on values.
 *
 * Errors of a rule are values (a null with its reason). A limit or an error
 * of the outside sets status; from then on everything returns null quickly
 * and loops must stop (feel_step says so).
 */
#ifndef FEEL_EVAL_H
#define FEEL_EVAL_H

#include "ast.h"
#include "builtin.h"
#include "temporal.h"

/* Nesting of calls and operators in an evaluation, per level of depth. */
#define FEEL_CALL_FACTOR 4
/* Largest depth that the stack of a thread (8 MiB) bears. */
#define FEEL_DEPTH_MAX 400
/* Nesting of values that showing and comparing go down to. */
#define FEEL_VALUE_DEPTH 100
/* Bytes of a value shown or turned to text. */
#define FEEL_TEXT_MAX (1u << 20)
/* Bytes of text that cost one step. */
#define FEEL_STEP_BYTES 16

struct regex;

/* A variable and those around it. */
struct env {
    const struct env *up;
    struct feel_value value;
};

/* Gives the value of a slot that is asked for. */
struct late_facts {
    enum status (*get)(struct arena *a, size_t slot, struct feel_value *ret,
        void *arg, struct err *err);
    void *arg;
};

/* The expression being evaluated and the values of its names. */
struct unit {
    const struct feel_expr *expr;
    feel_facts facts;
    const struct feel_frame *frame; /* in place of facts */
    const struct feel_value *given; /* all at hand, in place of the others */
    const bool *given_known;        /* NULL: all are known */
    const struct late_facts *late;  /* asked for those not known, or NULL */
    struct feel_value *slots;
    bool *known;
};

struct feel_function {
    enum {
        FUNCTION_BUILTIN,
        FUNCTION_NATIVE,
        FUNCTION_LAMBDA,
        FUNCTION_OUTSIDE
    } kind;
    const struct builtin *builtin;
    const struct native *native;
    const struct node *node; /* N_FUNCTION */
    const struct env *env;   /* where it was made */
    struct unit unit;        /* of the expression it was written in */
    struct feel_invocable outside;
};

/* A part of the trace being filled. */
struct trace_open {
    struct feel_trace *trace;
    VEC_OF(const struct feel_trace *) parts;
};

struct feel_eval {
    struct arena *a;
    struct unit unit;
    struct zone_set zones;
    bool as_dmn;
    void *arg;
    int64_t now_us;
    struct feel_limits limits;
    uint64_t steps;
    size_t depth, max_depth;
    enum status status;
    struct err *err;
    struct trace_open *trace; /* NULL: nothing is recorded */
    size_t traced;            /* parts recorded so far */
    struct regex *regex;      /* compiled last */
};

/* As feel_evaluate_with; `late` (may be NULL) is asked for facts not known. */
enum status feel_evaluate_late(struct arena *a, const struct feel_expr *x,
    const struct feel_value *facts, const bool *known,
    const struct late_facts *late, void *arg, int64_t now_us,
    const struct feel_limits *limits, struct feel_value *ret,
    struct err *err);

/* --- state --- */

/* Counts work; false once the evaluation has to stop. */
bool feel_step(struct feel_eval *e, uint64_t n);
/* feel_step for text of n bytes. */
bool feel_step_bytes(struct feel_eval *e, size_t n);
/* False and the limit recorded if a list of n elements is too long. */
bool feel_list_fits(struct feel_eval *e, uint64_t n);
struct feel_value feel_stop(struct feel_eval *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

struct feel_value feel_eval_node(
    struct feel_eval *e, const struct env *env, const struct node *n);
/* Calls a function value. */
struct feel_value feel_invoke(struct feel_eval *e, const struct feel_value *f,
    const struct feel_value *args, size_t n);
struct feel_value feel_call_builtin(struct feel_eval *e,
    const struct builtin *b, const struct feel_value *args, size_t n);
struct feel_value feel_call_native(struct feel_eval *e,
    const struct native *f, const struct feel_value *args, size_t n);

/* eval_forms.c */
struct env *feel_env(
    struct feel_eval *e, const struct env *up, const struct feel_value *v);
struct feel_value feel_eval_filter(
    struct feel_eval *e, const struct env *env, const struct node *n);
struct feel_value feel_eval_for(
    struct feel_eval *e, const struct env *env, const struct node *n);
struct feel_value feel_eval_quantified(
    struct feel_eval *e, const struct env *env, const struct node *n);
struct feel_value feel_eval_in(
    struct feel_eval *e, const struct env *env, const struct node *n);
struct feel_value feel_eval_unary(
    struct feel_eval *e, const struct env *env, const struct node *n);
struct feel_value feel_eval_call(
    struct feel_eval *e, const struct env *env, const struct node *n);
struct feel_value feel_eval_path(struct feel_eval *e,
    const struct feel_value *v, struct str name);

/* --- types (type.c) --- */

bool feel_is_instance(struct feel_eval *e, const struct feel_value *v,
    const struct feel_type_ref *t);
/* The names of built-in types. */
size_t feel_type_names(void);
struct str feel_type_name_at(size_t i);
const struct feel_type_ref *feel_type_at(size_t i);
/* Of a function value; NULL: anything. */
const struct feel_type_ref *feel_result_type(const struct feel_value *f);

/* run.c: values of all names of the expression, for a function that outlives
 * the place it is made at. */
void feel_load_names(struct feel_eval *e);
struct feel_value feel_slot(struct feel_eval *e, size_t slot);

/* --- nulls (value.c) --- */

struct feel_value feel_error(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct feel_value feel_unknown(struct arena *a, struct str name);
/* A fact is missing somewhere in the reasons. */
bool feel_is_unknown(const struct feel_value *v);
bool feel_is_error(const struct feel_value *v);
/* Null for the reasons of both (values that are not null have none). */
struct feel_value feel_merge(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y);
struct feel_value feel_mismatch(struct feel_eval *e, const char *wanted,
    const struct feel_value *got);
struct feel_value feel_negate_literal(const struct feel_value *v);
struct feel_value feel_number_value(struct feel_number n);
struct feel_value feel_range_value(struct feel_eval *e,
    const struct feel_value *low, const struct feel_value *high,
    bool low_closed, bool high_closed);

/* --- comparing (compare.c): a boolean, or null where undecided --- */

struct feel_value feel_equal(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y);
struct feel_value feel_compare(struct feel_eval *e, enum feel_op op,
    const struct feel_value *x, const struct feel_value *y);
/* Order of two values of one ordered type; false if there is none. */
bool feel_order(
    const struct feel_value *x, const struct feel_value *y, int *ret);
/* The same as this evaluation has it (feel_scope_as_dmn); e may be NULL. */
bool feel_order_in(const struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y, int *ret);
/* Offset of what has none beside what has one: Beijing's, or that of DMN. */
int32_t feel_missing_zone(const struct feel_eval *e,
    const struct feel_value *x, const struct feel_value *y);
struct feel_value feel_in_range(struct feel_eval *e,
    const struct feel_value *v, const struct feel_range *r);
struct feel_value feel_not(struct feel_eval *e, const struct feel_value *v);
/* and, or of two truth values, with reasons where undecided. */
struct feel_value feel_both(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y);
struct feel_value feel_either(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y);

/* --- arithmetic (arith.c) --- */

struct feel_value feel_arith(struct feel_eval *e, char op,
    const struct feel_value *x, const struct feel_value *y);
struct feel_value feel_negate(struct feel_eval *e, const struct feel_value *v);

/* --- text (show.c) --- */

/* As string() gives it: text without quotes, dates as ISO. False if it is too
 * long or nested too deeply. */
bool feel_plain(
    struct arena *a, const struct feel_value *v, struct str *ret);

#endif
