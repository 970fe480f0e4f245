/* explain.h - why an expression has its value, as a tree for people.
 *
 * A trace (feel.h) becomes nodes: the part as written, the value under it, the
 * branch taken, what was missing, and which sides of `and` and `or` brought
 * the result about. The same nodes are shown as indented text here, and as
 * HTML and JSON by those who have these. A decision table becomes the same
 * kind of tree, so that one renderer serves both.
 *
 * Nodes point into the trace and live in the arena given.
 */
#ifndef FEEL_EXPLAIN_H
#define FEEL_EXPLAIN_H

#include "feel/feel.h"

enum explain_kind {
    EXPLAIN_PART,       /* an operator, a path, a list ... */
    EXPLAIN_FACT,       /* a name; kids: how it was computed, if it was */
    EXPLAIN_VARIABLE,   /* of a loop or a function */
    EXPLAIN_COMPARISON,
    EXPLAIN_AND, EXPLAIN_OR,
    EXPLAIN_IF,         /* kids: the condition, then the branch taken */
    EXPLAIN_CALL,
    EXPLAIN_LOOP,       /* for, some, every, a filter: domain, then rounds */
    EXPLAIN_RULE,       /* a named rule or decision: kids[0] its logic */
    EXPLAIN_TABLE,      /* label: hit policy; kids: inputs, then rows */
    EXPLAIN_INPUT, EXPLAIN_ROW, EXPLAIN_CELL, EXPLAIN_OUTPUT
};

/* "part", "fact" ... as JSON names it. */
const char *explain_kind_name(enum explain_kind k);

enum explain_state {
    EXPLAIN_KNOWN,
    EXPLAIN_MISSING, /* null, and facts are missing */
    EXPLAIN_ERROR    /* null by a mistake in the rule: note has the error */
};

/* What a part has to do with the result of `and` or `or` above it, and a row
 * with that of its table. */
enum explain_weight {
    EXPLAIN_PLAIN,
    EXPLAIN_DECIDES, /* brought it about; a row: hit */
    EXPLAIN_IDLE     /* whatever it were, the result would be the same */
};

struct explain_node {
    enum explain_kind kind;
    enum explain_state state;
    enum explain_weight weight;
    struct str text;  /* as written, on one line; a fact: its name */
    struct str label; /* what words->label calls it, or "" */
    struct feel_value value;
    struct str shown; /* the value for people */
    struct str note;  /* 取 else 分支, 缺少这项事实 ...; or "" */
    size_t number;    /* of a row, from 1; else 0 */
    bool is_fact;     /* a fact, or an input of a table that is one by itself */
    const struct explain_node *kids;
    size_t n;
};

/* How facts are called and shown; each function may be NULL, and gets arg. */
struct explain_words {
    bool english;
    /* A name beside the fact's own, or "". */
    struct str (*label)(struct arena *a, struct str fact, void *arg);
    /* A value of the fact as people read it (unit, mask); "" for the usual
     * way. */
    struct str (*show)(struct arena *a, struct str fact,
        const struct feel_value *v, void *arg);
    /* How a fact that is a rule or a decision came about; false if it is
     * neither. */
    bool (*below)(struct arena *a, struct str fact,
        struct explain_node *ret, void *arg);
    void *arg;
};

/* The tree of a trace. words may be NULL: Chinese, names as they are. */
void explain_trace(struct arena *a, const struct feel_trace *t,
    const struct explain_words *words, struct explain_node *ret);

/* --- decision tables --- */

struct explain_cell {
    struct str text;         /* the test or the output as written */
    struct feel_value value; /* truth of the test, value of the output */
};

struct explain_row {
    size_t number; /* from 1 */
    enum {
        ROW_FAILS,
        ROW_HIT,     /* applies and gives the result, or a part of it */
        ROW_APPLIES, /* applies, but the hit policy takes another one */
        ROW_OPEN     /* undecided for want of a fact */
    } state;
    const struct explain_cell *tests; /* one for each input; those after the
                                         first that fails may be left out */
    size_t n_tests;
    const struct explain_cell *outputs; /* of a row that was hit */
    size_t n_outputs;
    struct str note; /* what stands beside the row; or "" */
};

struct explain_table {
    struct str name;       /* of the decision */
    struct str hit_policy; /* UNIQUE, COLLECT SUM ... */
    const struct explain_cell *inputs; /* expression and value */
    /* How each input came about, as many as inputs; or NULL. */
    const struct feel_trace *const *input_traces;
    size_t n_inputs;
    const struct str *outputs; /* names */
    size_t n_outputs;
    const struct explain_row *rows; /* in the order of the table */
    size_t n_rows;
    struct feel_value result;
};

/*
 * The tree of a table: inputs, then rows in order, those hit with outputs and
 * the note beside them, those undecided with the facts they lack. Of the rows
 * that do not apply only the first twenty are told.
 */
void explain_of_table(struct arena *a, const struct explain_table *t,
    const struct explain_words *words, struct explain_node *ret);

/* A named rule or decision around its logic. */
void explain_named(struct arena *a, struct str name, struct str label,
    const struct explain_node *logic, struct explain_node *ret);

/* --- text --- */

/*
 * Three columns: the parts as an indented tree, their values, notes. East
 * Asian characters count two columns. Ends with a line feed.
 */
struct str explain_text(struct arena *a, const struct explain_node *n,
    const struct explain_words *words);

/* --- facts --- */

/* Facts of the tree in order of first use, each once; with `missing` only
 * those that are not known. */
const struct explain_node *const *explain_facts(struct arena *a,
    const struct explain_node *n, bool missing, size_t *ret_n);

#endif
