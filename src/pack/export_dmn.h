/* export_dmn.h - the parts of writing a pack as a decision model. Private. */
#ifndef PACK_EXPORT_DMN_H
#define PACK_EXPORT_DMN_H

#include "dmn/xml.h"

#include "export_xml.h"
#include "load.h"

#define DMN_NS "https://www.omg.org/spec/DMN/20230324/MODEL/"
/* Begins the namespaces of exported models. */
#define MODEL_NS "https://mingce.org/ns/dmn/pack"

/* What a name of the pack becomes. */
enum node_role { NODE_FACT, NODE_PARAMETER, NODE_READING, NODE_RULE };

/* An element of a .dmn file of the pack, and the root of that file. */
struct copied {
    const struct xml_node *root, *node;
};

struct export {
    struct arena *a;
    const struct pack *p;
    struct types *types;
    struct xml_out x;
    VEC_OF(struct str) facts;   /* used ones, in order of first use */
    VEC_OF(struct str) natives; /* functions used */
    VEC_OF(struct str) clauses; /* referred to */
    /* Of the pack's own models: definitions of types, knowledge models and
     * services that its tables and boxes need. */
    VEC_OF(struct copied) definitions, copied;
};

enum node_role export_role(const struct export *e, struct str name);
struct str export_id(const struct export *e, struct str name);

/* export_types.c: item definitions, and the typeRef of a name. */
void export_types(struct export *e);
struct str export_type_of(struct export *e, struct str name);

/* export_functions.c: functions of the pack as business knowledge models. */
void export_functions(struct export *e);
/* Whether a function has so many parameters, and one of this name there. */
bool export_is_arity(struct str function, size_t n);
bool export_is_parameter(struct str function, size_t i, struct str name);
/* The text of an expression with every argument of its functions spelt out,
 * as a knowledge model has a fixed number of them. */
struct str export_text(struct export *e, const struct feel_expr *x);

/*
 * export_models.c: rules that are tables or boxes of a .dmn file. First what
 * each needs is noted, then it is written with the rest.
 *
 * Errors: ERR_INPUT  a definition, knowledge model or service of the file has
 *                    the name of another one, or a native knowledge model
 *                    takes other parameters than the function of the pack.
 */
NODISCARD enum status export_model_use(
    struct export *e, const struct pack_rule *r, struct err *err);
void export_definitions(struct export *e);
void export_knowledge(struct export *e);
bool export_is_defined(const struct export *e, struct str type);
struct str export_model_type(const struct pack_rule *r);
void export_model_knowledge(struct export *e, const struct pack_rule *r);
void export_model_logic(struct export *e, const struct pack_rule *r);

#endif
