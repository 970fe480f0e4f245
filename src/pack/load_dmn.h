/* load_dmn.h - decision models as rules of a pack: what the reader, the
 * checker and the judge share. Private to this folder. */
#ifndef PACK_LOAD_DMN_H
#define PACK_LOAD_DMN_H

#include "dmn/dmn.h"
#include "dmn/xml.h"

#include "load.h"

/* A .dmn file of the pack. */
struct model_file {
    struct str path, bytes;
    struct dmn_model *model;
    const struct xml_node *root;
};

/*
 * A decision whose logic is more than one expression (a table, a boxed
 * expression, a call of a knowledge model of its file). Its rule is a call
 * 决策·<name>(what it requires), a function of the caller that evaluates the
 * decision; so it is used, ordered, explained and checked as any other rule.
 */
struct pack_model {
    const struct dmn_model *model;
    const struct xml_node *root, *node; /* the file, the decision in it */
    struct str decision;
    struct str function;
    const struct str *names; /* what it requires, in order */
    size_t n;
    struct feel_kind kind;   /* of its value, as declared */
};

/* A decision that became a rule, for the checker. */
struct model_rule {
    const struct model_file *file;
    size_t element;
    const struct pack_rule *rule;
    const struct xml_node *node;
    const struct str *names; /* names of what it requires */
    size_t n;
};

/* Every .dmn file: its decisions are added to the rules. */
void load_models(struct load *l);
size_t load_model_count(const struct pack *p);

/* Checks what rules.yaml does not have: requirements, declared types, cells of
 * tables and the rest of boxed expressions. After check_compile. */
void check_models(struct load *l);

/* The function of a model rule, in the scope of its pack. */
void model_function_add(struct feel_scope *s, const struct pack_model *m);

/* Evaluates its decision with n values of what it requires. */
NODISCARD enum status model_evaluate(struct arena *a,
    const struct pack_model *m, const struct feel_value *args, size_t n,
    void *functions_arg, int64_t now_us, bool trace, struct dmn_result *ret,
    struct err *err);

/* What a declared type says. */
struct feel_kind model_kind(
    struct arena *a, const struct feel_type_ref *type);

/* --- places (load_dmn_text.c) --- */

struct place model_place(
    const struct model_file *f, const struct xml_node *n);
/* The expression of a <text>: without white space around it. */
struct str model_text(const struct xml_node *text);
/* The same as it stands in the file, and where that begins. */
struct str model_raw(const struct model_file *f, const struct xml_node *text,
    struct place *ret_at);
/* Where line and column (from 1) of the expression stand in the file. */
struct place model_text_place(
    struct str raw, struct place at, int64_t line, int64_t column);

#endif
