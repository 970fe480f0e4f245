/* eval.h - one evaluation of a model: its state, and the parts of it. */
#ifndef DMN_EVAL_H
#define DMN_EVAL_H

#include "model.h"

/* Parts kept in a trace; evaluation goes on without it beyond. */
#define TRACE_MAX 20000

/* A part of the trace that is being filled. */
struct tracing {
    struct dmn_trace *t;
    VEC_OF(const struct dmn_trace *) parts;
    struct tracing *up;
};

struct run {
    struct arena *a;
    struct feel_eval *e;
    const struct dmn_model *m; /* that was called */
    const struct dmn_call *call;
    struct err *err;
    struct tracing *open; /* NULL: nothing is recorded */
    size_t traced;
};

enum cell_state { CELL_NEW, CELL_PRESET, CELL_DONE };

struct cell {
    enum cell_state state;
    struct feel_value value;
};

/* Values of elements, each computed once; a call of a decision service has
 * its own. */
struct graph {
    struct run *run;
    struct cell *cells; /* by slot of the element */
    bool closed;        /* inputs come from the call of a service alone */
};

/* Names in force in the logic of an element: its requirements first. */
struct activation {
    struct run *run;
    struct graph *graph;
    const struct element *e;
    const struct feel_value **values; /* by slot; NULL: not yet, or unset */
    struct feel_frame frame;
};

struct activation *activation_new(
    struct run *run, struct graph *g, const struct element *e);
/* The same values, to be changed apart. */
struct activation *activation_copy(const struct activation *act);
void activation_set(
    struct activation *act, size_t slot, const struct feel_value *v);

NODISCARD enum status eval_element(
    struct graph *g, const struct element *e, struct feel_value *ret);
/* A knowledge model or service as a value of FEEL. */
struct feel_value eval_callee(struct graph *g, const struct element *e);
/* An expression with its type; NULL is null. name: what it is part of. */
NODISCARD enum status eval_box(struct activation *act, const struct box *b,
    struct str name, struct feel_value *ret);
NODISCARD enum status eval_table(struct activation *act, const struct box *b,
    struct feel_value *ret);
NODISCARD enum status eval_loop(struct activation *act, const struct box *b,
    struct feel_value *ret);
NODISCARD enum status eval_filter(struct activation *act, const struct box *b,
    struct feel_value *ret);

/* Converts to a type (NULL: any), with the element in what goes wrong. */
struct feel_value eval_coerce(struct run *run, const struct element *e,
    const struct feel_value *v, const struct feel_type_ref *t);
/* Names the element in the errors of a null that do not name one yet. */
struct feel_value eval_blame(
    struct run *run, const struct element *e, const struct feel_value *v);
struct feel_value eval_fail(struct run *run, const struct element *e,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* A null because facts are missing. */
bool eval_is_unknown(const struct feel_value *v);

/* Opens a part of the trace; NULL if nothing is recorded. */
struct tracing *trace_open(
    struct run *run, enum dmn_trace_kind kind, struct str name);
void trace_close(
    struct run *run, struct tracing *t, const struct feel_value *v);

#endif
