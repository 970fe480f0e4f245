/* ast.h - the tree an expression is compiled to.
 *
 * Nodes live in the arena of the expression and never change after
 * feel_compile, so threads share them. Names are resolved here: a fact is a
 * slot, a local variable a number of steps outwards, a function a pointer.
 */
#ifndef FEEL_AST_H
#define FEEL_AST_H

#include "feel/feel.h"
#include "feel/run.h"

enum node_kind {
    N_LITERAL,
    N_FACT,    /* index: slot */
    N_LOCAL,   /* index: steps outwards */
    N_MEMBER,  /* a name inside a filter: member of the element, else kids[0] */
    N_BUILTIN, /* a built-in or native function as a value */
    N_NATIVE,
    N_NEGATE,
    N_ARITH, /* kids joined from the left by ops[] ('+' '-' '*' '/' '^') */
    N_COMPARE,
    N_AND,
    N_OR,
    N_BETWEEN,
    N_IN, /* kids[0] in any of kids[1..] */
    N_IF,
    N_LIST,
    N_CONTEXT, /* names[i]: kids[i] */
    N_PATH,    /* kids[0] . names[0] */
    N_FILTER,  /* kids[0] [ kids[1] ] */
    N_FOR,     /* names[i] in kids[2i] .. kids[2i+1] (or NULL), last: body */
    N_SOME,
    N_EVERY,
    N_FUNCTION,    /* names: parameters, kids[0]: body */
    N_CALL,        /* kids[0] called with kids[1..], names if named */
    N_CALL_BUILTIN,
    N_CALL_NATIVE,
    N_INSTANCE,
    N_RANGE,    /* kids[0], kids[1]; NULL: unbounded */
    N_TEST,     /* op kids[0], against the input */
    N_TEST_ALL, /* "-" */
    N_TEST_NOT, /* none of kids */
    N_UNARY     /* kids[0]: the input, kids[1..]: tests */
};

enum feel_op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE };

struct native {
    struct str name;
    size_t min_args, max_args;
    feel_native fn;
    void *self;
    bool takes_unknown; /* called whatever its arguments are */
};

struct builtin;
struct pattern;

struct node {
    enum node_kind kind;
    enum feel_op op;
    uint32_t from, to; /* bytes of the text */
    uint32_t height;
    bool uses_input;   /* "?" of the nearest tests stands inside */
    bool makes_function;
    bool low_closed, high_closed; /* N_RANGE */
    enum feel_range_form form;
    size_t n;
    const struct node *const *kids;
    size_t n_names;
    const struct str *names;
    const struct pattern *pattern; /* matches() with a simple one, or NULL */
    const struct feel_value *constant; /* computed when compiling, or NULL */
    union {
        struct feel_value value;
        size_t index;
        const char *ops;
        const struct builtin *builtin;
        const struct native *native;
        const struct feel_type_ref *type;
        /* N_FUNCTION: of the parameters, NULL if untyped */
        const struct feel_type_ref *const *types;
        struct {
            const size_t *filters; /* N_MEMBER: elements to ask, by steps */
            size_t n_filters;
        } member;
    };
};

struct feel_expr {
    struct str text;
    const struct node *root;
    const struct str *facts; /* by slot */
    const size_t *ids;       /* their numbers in a frame, or SIZE_MAX */
    size_t n_facts;
    bool as_dmn;      /* feel_scope_as_dmn */
    bool external;    /* defines an external function */
    struct str zones; /* folder of time zones, may be empty */
};

/* --- scope --- */

struct scope_name {
    struct str name;
    enum feel_type type;
    const struct feel_type_ref *ref; /* NULL: not given */
    size_t id;                       /* SIZE_MAX: not given */
};

struct scope_type {
    struct str name;
    const struct feel_type_ref *type;
};

struct feel_scope {
    struct arena *a;
    VEC_OF(struct scope_name) names;
    VEC_OF(struct native) natives;
    VEC_OF(struct str) members;
    VEC_OF(struct scope_type) types;
    VEC_OF(const struct feel_type_ref *) seen; /* by their members */
    bool strict_members; /* members were declared one by one */
    bool as_dmn;
    struct str zones;
};

/* White space of FEEL: length of the character at `at`, 0 if it is none. */
size_t feel_space_at(struct str s, size_t at);
bool feel_is_name_start(uint32_t cp);
bool feel_is_name_part(uint32_t cp);
/* One space for every run of white space, none at the ends. */
struct str feel_name_clean(struct arena *a, struct str s);
/*
 * Length of text at `at` that is this name, 0 if it is not: runs of white
 * space match each other, around operator signs they may be missing, and the
 * name must end where a name may end.
 */
size_t feel_name_match(struct str name, struct str text, size_t at);
/* The name nearest to a mistyped one, or empty if none is near. */
struct str feel_name_nearest(struct arena *a, struct str name,
    const struct str *known, size_t n);

#endif
