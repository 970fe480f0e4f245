/* run.h - FEEL for a model that has many expressions (DMN): names by number,
 * one evaluation over several expressions, functions of the caller as values.
 *
 * Compile time: a scope with names that carry a number of the caller
 * (feel_scope_slot). Run time: one feel_eval per evaluation of the model; its
 * steps, depth and arena are shared by everything evaluated in it, also by
 * functions that call back.
 */
#ifndef FEEL_RUN_H
#define FEEL_RUN_H

#include "feel/feel.h"
#include "feel/type.h"

/* --- scope --- */

/*
 * A name with a number: expressions ask the frame for slot `id`, never for the
 * name. type may be NULL; its member names become known member names (without
 * making others errors, as feel_scope_member does).
 */
void feel_scope_slot(struct feel_scope *s, struct str name,
    const struct feel_type_ref *type, size_t id);
/*
 * Names in nested places, such as the entries of a context: the last one
 * declared of equal names counts; rewind takes back what was declared since
 * the mark (but for names of members, which stay known).
 */
size_t feel_scope_mark(const struct feel_scope *s);
void feel_scope_rewind(struct feel_scope *s, size_t mark);
/* A type name for `instance of`, parameters of functions; "a.b" for one of an
 * import. */
void feel_scope_type(
    struct feel_scope *s, struct str name, const struct feel_type_ref *type);
/*
 * As DMN says where Mingce is stricter by default: an unknown name, wrong
 * arguments of a function and the like make null with a reason at run time
 * rather than an error of compiling; an error beside a value counts as null
 * in `=`; dates without offset are UTC where that matters; now() and today()
 * are in UTC.
 */
void feel_scope_as_dmn(struct feel_scope *s);
/*
 * The folder of time zones (TZif files, as in /usr/share/zoneinfo) for names
 * such as Europe/Paris; without it only offsets are known. Copied.
 * A zone of a literal is read when compiling, into the arena of the
 * expression; one named at run time is read once per evaluation.
 */
void feel_scope_zones(struct feel_scope *s, struct str folder);

/* Number of the i-th used name (feel_used); SIZE_MAX: declared without. */
size_t feel_used_slot(const struct feel_expr *e, size_t i);

/* It defines an external function (Java, PMML), which is never called: calls
 * are null with that reason. */
bool feel_has_external(const struct feel_expr *e);

/* --- evaluation --- */

/*
 * Values of names by number. values[id] if id < n and it is not NULL; else
 * get, called once per slot and expression evaluated; else the name counts as
 * a missing fact. input is the ? of unary tests.
 * get: an error of it ends the evaluation. May evaluate in e.
 */
struct feel_frame {
    const struct feel_value *const *values;
    size_t n;
    enum status (*get)(struct feel_eval *e, size_t id, struct feel_value *ret,
        void *arg, struct err *err);
    void *arg;
    const struct feel_value *input;
};

/*
 * An evaluation. err is where its first error goes and must outlive it.
 * limits NULL: the default. arg: what feel_arg gives.
 */
struct feel_eval *feel_eval_new(struct arena *a, int64_t now_us,
    const struct feel_limits *limits, void *arg, struct err *err);

/*
 * Evaluates x in e; may be called again from functions and `get` of the same
 * evaluation. ret_trace may be NULL.
 * Errors: as feel_evaluate; after one every further call returns it again.
 */
NODISCARD enum status feel_run(struct feel_eval *e, const struct feel_expr *x,
    const struct feel_frame *frame, struct feel_value *ret,
    const struct feel_trace **ret_trace);

/* OK, or the first error of the evaluation. Functions that give a value rather
 * than a status (feel_coerce, feel_same) give a null or false once a limit is
 * reached: ask here before their answer is used as a result.
 * Errors: as feel_evaluate. */
NODISCARD enum status feel_eval_status(const struct feel_eval *e);

/* Calls a FEEL_FUNCTION value; arguments in order. Errors: as feel_run. */
NODISCARD enum status feel_call(struct feel_eval *e,
    const struct feel_value *f, const struct feel_value *args, size_t n,
    struct feel_value *ret);
/* By name; names that do not fit make null with a reason. Errors: as
 * feel_run. */
NODISCARD enum status feel_call_named(struct feel_eval *e,
    const struct feel_value *f, const struct str *names,
    const struct feel_value *args, size_t n, struct feel_value *ret);
/* Names of parameters of a function value; empty for what has none. */
size_t feel_parameter_count(const struct feel_value *f);
struct str feel_parameter_name(const struct feel_value *f, size_t i);
/* NULL: anything. */
const struct feel_type_ref *feel_parameter_type(
    const struct feel_value *f, size_t i);

/* --- values from outside --- */

/*
 * A function of the caller (a business knowledge model, a decision service).
 * Arguments are coerced to `types` (NULL, or NULL entries: any); the result
 * to `result`. fn gets exactly n arguments, nulls among them as they are
 * (unlike functions of feel_scope_function).
 */
struct feel_invocable {
    struct str name;
    const struct str *params;
    const struct feel_type_ref *const *types;
    size_t n;
    const struct feel_type_ref *result;
    feel_native fn;
    void *self;
};
/* f is copied, not what it points to. */
struct feel_value feel_function_value(
    struct arena *a, const struct feel_invocable *f);
/* names and values are kept, not copied. */
struct feel_value feel_context(
    const struct str *names, const struct feel_value *values, size_t n);
/* Member of a context; NULL if it has none. */
const struct feel_value *feel_member(
    const struct feel_value *context, struct str name);
/* A FEEL_NULL end: unbounded, as in (< 5); both null: [null..null]. Both ends
 * should be of one type. */
struct feel_value feel_range_of(struct arena *a, const struct feel_value *low,
    const struct feel_value *high, bool low_closed, bool high_closed);
/* A null that is an error with this reason (text is copied). */
struct feel_value feel_null_because(struct arena *a, struct str reason);
/* Equal as `=` has it; false where undecided. */
bool feel_same(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y);

/* --- for people --- */

/* "date and time", "list": the type of a value for people. */
const char *feel_type_name(enum feel_type t);

#endif
