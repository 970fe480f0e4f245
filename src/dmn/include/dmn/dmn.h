/* dmn.h - decision models of DMN 1.2 to 1.5: read, link, evaluate, explain.
 *
 *     struct dmn_model *m;
 *     TRY(dmn_model_read(a, STR("loan.dmn"), bytes, NULL, &m, err));
 *     TRY(dmn_model_link(a, &m, 1, err));
 *     for (size_t i = 0; i < dmn_problem_count(m); i++)
 *         ... an expression that does not compile, with its place ...
 *     struct dmn_input age = { .name = STR("Age"), .value = feel_int(44) };
 *     TRY(dmn_evaluate(a, m, STR("Approval"),
 *         &(struct dmn_call){ .inputs = &age, .n_inputs = 1 }, &result, err));
 *
 * A model is read from bytes, linked with those it imports, and immutable from
 * then on: threads evaluate it at the same time, each in an arena of its own.
 * All of conformance levels 2 and 3 is known: item definitions, input data,
 * decisions, business knowledge models, decision services, imports, decision
 * tables and every boxed expression. External functions (Java, PMML) are out
 * of scope: calling one is null with a reason that says so.
 *
 * The layer depends on base, calendar and feel alone, and asks neither clock
 * nor file: what is imported is handed in beside the model.
 *
 * Results are values of FEEL (feel/feel.h). A null carries its reasons in
 * ->missing: inputs that were not given, by name, or the error of a rule, with
 * the element it stands in.
 */
#ifndef DMN_DMN_H
#define DMN_DMN_H

#include "feel/explain.h"
#include "feel/feel.h"
#include "feel/type.h"

/* --- reading --- */

struct dmn_model;

/* What a model may be at most; a limit reached is ERR_LIMIT with its name. */
struct dmn_limits {
    size_t bytes;    /* of the file: 8 MiB */
    size_t elements; /* XML elements: 200,000 */
    size_t depth;    /* nesting of XML elements: 64 */
    struct feel_limits feel; /* of each expression in it */
    /* Folder of the time zones (see feel/run.h); "": offsets only. */
    struct str zones;
};
struct dmn_limits dmn_limits_default(void);

/*
 * Reads the XML of a model. file is the name that errors and problems show.
 * Nothing of bytes is kept. The model must be linked before it is evaluated,
 * and lives in a. limits NULL: dmn_limits_default.
 *
 * Namespaces of DMN 1.2 (20180521), 1.3 (20191111), 1.4 (20211108) and 1.5
 * (20230324) are known, with any prefix; elements of other namespaces are
 * passed over. A document type declaration is refused, so that no entity can
 * be declared.
 *
 * Errors: ERR_INPUT  not XML, no DMN model, or an element is missing or twice
 *                    what may be there once; where is "file:line:column", the
 *                    text names the element.
 *         ERR_LIMIT  a limit above was reached; its name is in the text.
 */
NODISCARD enum status dmn_model_read(struct arena *a, struct str file,
    struct str bytes, const struct dmn_limits *limits, struct dmn_model **ret,
    struct err *err);

/* Name and namespace of the definitions. */
struct str dmn_model_name(const struct dmn_model *m);
struct str dmn_model_namespace(const struct dmn_model *m);

/* A model that another one uses. */
struct dmn_import {
    struct str name;     /* prefix of its names; "" puts them in directly */
    struct str uri;      /* namespace of the imported model */
    struct str location; /* hint where it is; may be "" */
    struct str type;     /* language; only those of DMN are linked */
};
size_t dmn_import_count(const struct dmn_model *m);
struct dmn_import dmn_import(const struct dmn_model *m, size_t i);
/* The imported model, once linked; NULL: one of another language. */
const struct dmn_model *dmn_import_model(const struct dmn_model *m, size_t i);

/*
 * Links n models with each other: imports by namespace, references by id;
 * types, requirement graph and every expression are checked and compiled. All
 * of them are immutable afterwards. A model is linked once. The arena of the
 * models and a must live as long as the models are used.
 *
 * An expression that does not compile does not fail the link: it stands in the
 * problems of its model and evaluates to a null with that reason, as DMN has
 * it. A caller that wants sound models (a pack) refuses one with problems.
 *
 * Errors: ERR_INPUT  an imported namespace is not among the models, a
 *                    reference leads nowhere or to the wrong kind, a type or
 *                    the requirements run in a circle (the text names those in
 *                    it); where is "file:line:column".
 */
NODISCARD enum status dmn_model_link(struct arena *a,
    struct dmn_model *const *models, size_t n, struct err *err);

/* What is wrong with a linked model without making it unusable. */
struct dmn_problem {
    struct str element; /* name of the decision, model or definition */
    struct str id;      /* of the innermost element that has one */
    struct str text;    /* one sentence */
    int line, column;   /* of the XML element, from 1 */
    bool is_external;   /* an external function, out of scope */
};
size_t dmn_problem_count(const struct dmn_model *m);
const struct dmn_problem *dmn_problem(const struct dmn_model *m, size_t i);

/* --- what stands in a model --- */

enum dmn_kind {
    DMN_INPUT_DATA,
    DMN_DECISION,
    DMN_KNOWLEDGE_MODEL,  /* businessKnowledgeModel */
    DMN_DECISION_SERVICE,
    DMN_KNOWLEDGE_SOURCE
};

/* An element of the requirement graph, in the order of the file. */
struct dmn_element {
    enum dmn_kind kind;
    struct str id, name, label;
    struct str description, question, allowed_answers;
    struct str type;         /* typeRef of its variable; may be "" */
    struct str location_uri; /* knowledge sources */
    /* Knowledge models: the caller's function that stands for the body (see
     * struct dmn_native); "" if none is named. */
    struct str native;
    int line, column;
};
size_t dmn_element_count(const struct dmn_model *m);
const struct dmn_element *dmn_element(const struct dmn_model *m, size_t i);
/* Type of its variable in a linked model; NULL: any. Of a knowledge model or
 * service: that of the result. */
const struct feel_type_ref *dmn_element_type(
    const struct dmn_model *m, size_t i);

/* Output decisions of a service: with one of them its value is that of the
 * decision, with several a context of them by name. 0 for other elements. */
size_t dmn_output_count(const struct dmn_model *m, size_t element);

enum dmn_requirement_kind {
    DMN_REQUIRES_INFORMATION, /* input data or a decision */
    DMN_REQUIRES_KNOWLEDGE,   /* a knowledge model or service */
    DMN_REQUIRES_AUTHORITY    /* of a clause: knowledge source and others */
};
/* What element i needs; the target may stand in an imported model. Linked
 * models only. */
struct dmn_requirement {
    enum dmn_requirement_kind kind;
    const struct dmn_element *target;
    const struct dmn_model *model; /* that the target stands in */
};
size_t dmn_requirement_count(const struct dmn_model *m, size_t element);
struct dmn_requirement dmn_requirement(
    const struct dmn_model *m, size_t element, size_t i);

/* --- evaluating --- */

struct dmn_input {
    struct str uri; /* namespace of the model of the input; "" any */
    struct str name;
    struct feel_value value;
};

/*
 * A function of the caller in place of the body of a knowledge model that
 * names it: by an element `native` with an attribute `name`, of the namespace
 * DMN_NATIVE_URI, among the extension elements of the model. Other engines
 * pass it over and use the body. It gets its arguments as the parameters' types
 * want them, nulls among them, and must be pure and thread-safe.
 */
#define DMN_NATIVE_URI "https://mingce.org/ns/dmn-extension"
struct dmn_native {
    struct str name;
    feel_native fn;
    void *self;
};

/* What an evaluation gets. Zero is a good start: no inputs, no trace. */
struct dmn_call {
    /* Values of input data. For a decision service those of its input
     * decisions too. One of a decision replaces the decision. */
    const struct dmn_input *inputs;
    size_t n_inputs;
    /* Asked by name for input data not in the list; may be NULL. */
    feel_facts facts;
    void *facts_arg;
    /* Input data that nobody knows is an empty null, as DMN has it. False: it
     * is unknown, and the result names it (three-valued, see feel.h). */
    bool missing_is_null;
    const struct dmn_native *natives;
    size_t n_natives;
    void *natives_arg; /* what feel_arg gives to them */
    int64_t now_us; /* what now() and today() see */
    /* Of the whole evaluation; NULL: feel_limits_default. */
    const struct feel_limits *limits;
    bool trace;
};

enum dmn_trace_kind {
    DMN_TRACE_ELEMENT,    /* decision, service or knowledge model */
    DMN_TRACE_INPUT,      /* an input as it was used */
    DMN_TRACE_EXPRESSION, /* text of FEEL: feel is its trace */
    DMN_TRACE_TABLE,      /* table: its inputs, rows and outputs */
    DMN_TRACE_BOX         /* another boxed expression, or an entry of one */
};

/* One part of an evaluation, in the order it happened. A decision used by two
 * others is shown at its first use and named with its value at the second. */
struct dmn_trace {
    enum dmn_trace_kind kind;
    enum dmn_kind element; /* DMN_TRACE_ELEMENT */
    struct str name;       /* of the element, entry or column */
    struct str id;
    struct str text;       /* FEEL, as written; kind of a box */
    struct str note;       /* annotations of the rows hit */
    bool again;            /* was evaluated before in this run */
    struct feel_value value;
    const struct feel_trace *feel;
    const struct explain_table *table;
    const struct dmn_trace *const *parts;
    size_t n;
};

struct dmn_result {
    struct feel_value value;
    const struct dmn_trace *trace; /* NULL unless asked for */
};

/*
 * How an evaluation came about, as nodes (feel/explain.h): each expression with
 * its values, each table with its inputs and rows, what a decision required
 * below the name that used it. words may be NULL; its `below` is asked before
 * the trace is searched.
 */
void dmn_explain(struct arena *a, const struct dmn_trace *t,
    const struct explain_words *words, struct explain_node *ret);

/*
 * Evaluates a decision or decision service by name or id ("name" first); one
 * of an imported model by "import.name". What it requires is evaluated once
 * each. The result lives in a.
 *
 * Errors: ERR_NOT_FOUND  no decision or service of this name; the text names
 *                        those there are.
 *         ERR_LIMIT      steps, list size or depth; the name is in the text.
 */
NODISCARD enum status dmn_evaluate(struct arena *a, const struct dmn_model *m,
    struct str name, const struct dmn_call *call, struct dmn_result *ret,
    struct err *err);

/*
 * Calls a knowledge model as a function with arguments by name.
 *
 * Errors: as dmn_evaluate; an argument it has no parameter for gives a null
 * with the reason.
 */
NODISCARD enum status dmn_invoke(struct arena *a, const struct dmn_model *m,
    struct str name, const struct dmn_call *call, struct dmn_result *ret,
    struct err *err);

#endif
