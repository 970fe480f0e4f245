/* export_dmn.h - the parts of writing a pack as a decision model. Private. */
#ifndef PACK_EXPORT_DMN_H
#define PACK_EXPORT_DMN_H

#include "export_xml.h"
#include "load.h"

#define DMN_NS "https://www.omg.org/spec/DMN/20230324/MODEL/"
/* Begins the namespaces of exported models. */
#define MODEL_NS "https://mingce.org/ns/dmn/pack"

/* What a name of the pack becomes. */
enum node_role { NODE_FACT, NODE_PARAMETER, NODE_READING, NODE_RULE };

struct export {
    struct arena *a;
    const struct pack *p;
    struct types *types;
    struct xml_out x;
    VEC_OF(struct str) facts;   /* used ones, in order of first use */
    VEC_OF(struct str) natives; /* functions used */
    VEC_OF(struct str) clauses; /* referred to */
};

enum node_role export_role(const struct export *e, struct str name);
struct str export_id(const struct export *e, struct str name);

/* export_types.c: item definitions, and the typeRef of a name. */
void export_types(struct export *e);
struct str export_type_of(struct export *e, struct str name);

/* export_functions.c: functions of the pack as business knowledge models. */
void export_functions(struct export *e);
/* The text of an expression with every argument of its functions spelt out,
 * as a knowledge model has a fixed number of them. */
struct str export_text(struct export *e, const struct feel_expr *x);

#endif
