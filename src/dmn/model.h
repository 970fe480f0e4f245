/* model.h - a model as it stands in memory: what read fills in, what link
 * resolves. Nothing here changes after dmn_model_link. */
#ifndef DMN_MODEL_H
#define DMN_MODEL_H

#include "dmn/dmn.h"
#include "dmn/xml.h"
#include "feel/run.h"

struct box;
struct element;

/* Where something stands in the file. */
struct place {
    struct str id;
    int line, column;
};

/* A name with a type: a variable, parameter, column or component. */
struct variable {
    struct str name, type_ref;
    const struct feel_type_ref *type; /* NULL: any */
    struct place at;
};

/* FEEL text with what became of it. */
struct text {
    struct str text;
    struct place at;
    const struct feel_expr *feel; /* NULL: empty, or failed to compile */
    struct str failure;           /* why it did not */
};

/* --- types --- */

/* An item definition while it is read and resolved. */
struct definition {
    struct str name, type_ref;
    struct place at;
    bool is_collection, is_function;
    struct text *allowed, *constraint;
    struct definition *parts; /* components, or parameters of a function */
    size_t n;
    struct str result_ref; /* of a function */
    const struct feel_type_ref *type; /* once resolved */
    bool resolving;
};

/* --- boxed expressions --- */

enum box_kind {
    BOX_LITERAL,
    BOX_TABLE,
    BOX_CONTEXT,     /* vars[i]: kids[i]; a var without name is the result */
    BOX_LIST,        /* kids */
    BOX_RELATION,    /* vars: columns; kids: cells, row by row */
    BOX_FUNCTION,    /* vars: parameters; kids[0] */
    BOX_INVOCATION,  /* kids[0] called; vars[i] bound to kids[i + 1] */
    BOX_CONDITIONAL, /* if kids[0] then kids[1] else kids[2] */
    BOX_FILTER,      /* kids[0] where kids[1] */
    BOX_FOR,         /* vars[0] in kids[0] return kids[1] */
    BOX_SOME,        /* vars[0] in kids[0] satisfies kids[1] */
    BOX_EVERY
};

struct box {
    enum box_kind kind;
    struct place at;
    struct str type_ref;
    const struct feel_type_ref *type; /* NULL: any */
    struct text text;        /* BOX_LITERAL */
    struct variable *vars;
    size_t n_vars;
    struct box **kids; /* may hold NULL: an empty cell */
    size_t n;
    struct table *table;
    struct str external; /* BOX_FUNCTION: "Java", "PMML" */
    const struct element *owner;

    /* Once linked: numbers of vars in the activation of the owner. */
    size_t *slots;
    /* BOX_FOR: that of `partial`; BOX_FILTER: that of `item`. */
    size_t slot;
    /* BOX_FILTER: names of members that stand for those of the element. */
    const struct shadow *shadows;
    size_t n_shadows;
};

/* A member's name in a filter; outer is what the name means outside. */
struct shadow {
    struct str name;
    size_t slot, outer; /* outer SIZE_MAX: nothing */
};

/* --- decision tables --- */

enum hit_policy { HIT_UNIQUE, HIT_ANY, HIT_PRIORITY, HIT_FIRST,
    HIT_RULE_ORDER, HIT_OUTPUT_ORDER, HIT_COLLECT };
enum aggregation { AGGREGATE_NONE, AGGREGATE_COUNT, AGGREGATE_SUM,
    AGGREGATE_MIN, AGGREGATE_MAX };

struct table_input {
    struct box *expression;
    struct str label;
    struct text values; /* empty: any */
};

struct table_output {
    struct str name, label, type_ref;
    const struct feel_type_ref *type;
    struct text values;      /* tests; empty: those of the type */
    struct text values_list; /* the same as a list, for the order */
    struct box *otherwise;   /* NULL: none */
    struct place at;
};

struct table_rule {
    struct text *tests;    /* by input */
    struct box **entries;  /* by output; may hold NULL */
    struct str annotation; /* all of them, parted by "; " */
    struct place at;
};

struct table {
    enum hit_policy policy;
    enum aggregation aggregation;
    bool across; /* rules are columns: only how it is drawn differs */
    struct str label;
    struct table_input *inputs;
    size_t n_inputs;
    struct table_output *outputs;
    size_t n_outputs;
    struct table_rule *rules;
    size_t n_rules;
};

/* --- elements of the graph --- */

struct reference {
    enum dmn_requirement_kind kind;
    enum { WANT_INPUT, WANT_DECISION, WANT_KNOWLEDGE, WANT_ANY } want;
    struct str href;
    struct place at;
    struct element *target; /* once linked */
};

struct element {
    struct dmn_element about; /* first: dmn_element hands out its address */
    struct dmn_model *model;
    struct place at;
    struct variable variable;
    struct box *box; /* decision, knowledge model (a BOX_FUNCTION); or NULL */
    struct reference *needs;
    size_t n_needs;
    /* decision services */
    struct reference *outputs, *encapsulated, *in_decisions, *in_data;
    size_t n_outputs, n_encapsulated, n_in_decisions, n_in_data;
    struct element **params; /* of a service, in order of calling */
    size_t n_params;
    size_t slot; /* number among all linked elements */
    int color;   /* while looking for circles */
    size_t height; /* of the requirements below it */

    /* Once linked: the names its logic sees from outside, numbered from 0, and
     * how many numbers there are with the names made inside. */
    struct binding *bindings;
    size_t n_bindings, n_slots;
    const struct feel_type_ref *type;   /* of its value; services: result */
    const struct feel_type_ref **types; /* of its parameters */
    struct str *param_names;
};

/* What a name of the requirements stands for: an element, or an import with
 * those of its elements that are required. */
struct binding {
    struct str name;
    struct element *target; /* NULL: import */
    struct element **members;
    size_t n;
    const struct feel_type_ref *type;
};

struct import {
    struct dmn_import about;
    struct place at;
    struct dmn_model *model; /* once linked; NULL: another language */
};

struct dmn_model {
    struct arena *a;
    struct str file, name, uri;
    struct dmn_limits limits;
    const struct xml_prefix *prefixes;
    size_t n_prefixes;
    struct map *types; /* definitions by name */
    struct map *ids;   /* elements by id */
    struct import *imports;
    size_t n_imports;
    struct definition *definitions;
    size_t n_definitions;
    struct element *elements;
    size_t n_elements;
    VEC_OF(struct dmn_problem) problems;
    const struct links *links; /* NULL: not linked */
};

/* What linked models share. */
struct links {
    struct arena *a;
    size_t n_elements; /* slots */
    struct map *members; /* names of members anywhere in the models */
    /* sum, min, max of slot 0, for tables that collect. */
    const struct feel_expr *sum, *min, *max;
};

/* --- reading (read*.c) --- */

struct reading {
    struct arena *a;
    struct dmn_model *m;
    struct err *err;
};

/* Fails with the place of a node. */
enum status reading_fail(struct reading *r, const struct xml_node *at,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool reading_is_dmn(const struct xml_node *n);
struct place reading_place(const struct xml_node *n);
/* The first child of the DMN namespace with this name (NULL: none), and all of
 * them. */
const struct xml_node *reading_kid(
    const struct xml_node *n, struct str name);
struct kids {
    const struct xml_node **p;
    size_t n;
};
struct kids reading_kids(
    struct reading *r, const struct xml_node *n, struct str name);
struct str reading_name(struct reading *r, const struct xml_node *n);
struct variable reading_variable(struct reading *r, const struct xml_node *n);
/* The <text> child of n. */
struct text reading_text(struct reading *r, const struct xml_node *n);
/* The first child that is a boxed expression; *ret NULL if there is none. */
NODISCARD enum status reading_box(
    struct reading *r, const struct xml_node *n, struct box **ret);
NODISCARD enum status reading_table(
    struct reading *r, const struct xml_node *n, struct table **ret);
NODISCARD enum status reading_function(
    struct reading *r, const struct xml_node *n, struct box **ret);
NODISCARD enum status reading_definitions(
    struct reading *r, const struct xml_node *root);
NODISCARD enum status reading_elements(
    struct reading *r, const struct xml_node *root);

/* --- linking (link.c, types.c, compile.c) --- */

struct linking {
    struct arena *a;
    struct dmn_model *const *models;
    size_t n;
    struct links *links;
    struct err *err;
};

/* Fails with a place in a model. */
enum status linking_fail(struct linking *k, const struct dmn_model *m,
    const struct place *at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Puts a problem on the list of a model. */
void linking_problem(struct linking *k, struct dmn_model *m, struct str element,
    const struct place *at, bool is_external, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/* Item definitions of all models, then a typeRef as written in m; an unknown
 * one is a problem and any type. */
NODISCARD enum status linking_types(struct linking *k);
const struct feel_type_ref *linking_type(struct linking *k,
    struct dmn_model *m, struct str element, const struct place *at,
    struct str type_ref);
/* Compiles every expression of every element. */
void linking_compile(struct linking *k);
/* Tests such as allowed values; NULL and a problem if they do not compile. */
const struct feel_expr *linking_tests(struct linking *k, struct dmn_model *m,
    struct str element, const struct place *at, struct str text);
/* A scope with the types that m sees; strict: unknown names are errors. */
struct feel_scope *linking_scope(
    struct linking *k, struct dmn_model *m, bool strict);

#endif
