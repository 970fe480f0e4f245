/* xml.h - XML as a tree in an arena, on expat, within limits.
 *
 * For models and for the files of the test kit; not a general XML library:
 * comments and processing instructions are dropped, a document type
 * declaration is refused (so no entity is ever declared or expanded), names
 * are split into namespace and local name.
 */
#ifndef DMN_XML_H
#define DMN_XML_H

#include "base/base.h"

struct xml_attribute {
    struct str uri, name, value; /* uri "" unless prefixed */
};

/* A prefix declared anywhere in the file; the first of equal ones counts. */
struct xml_prefix {
    struct str prefix, uri;
};

struct xml_node {
    struct str uri, name;
    /* Character data directly inside, without that of children. */
    struct str text;
    const struct xml_attribute *attributes;
    size_t n_attributes;
    const struct xml_node *const *kids;
    size_t n;
    int line, column; /* of the start tag, from 1 */
};

struct xml_limits {
    size_t bytes, elements, depth;
};

/*
 * Reads a document. file stands in errors.
 *
 * Errors: ERR_INPUT  not well-formed, or a document type declaration;
 *                    where is "file:line:column".
 *         ERR_LIMIT  larger, deeper or more elements than limits say.
 *         ERR_IO     memory for the parser was refused.
 */
NODISCARD enum status xml_read(struct arena *a, struct str file,
    struct str bytes, const struct xml_limits *limits,
    const struct xml_node **ret, const struct xml_prefix **ret_prefixes,
    size_t *ret_n_prefixes, struct err *err);

/* Value of an attribute without namespace; "" if absent. */
struct str xml_attribute(const struct xml_node *n, struct str name);
/* The same of a namespace, such as that of xsi:type. */
struct str xml_attribute_of(
    const struct xml_node *n, struct str uri, struct str name);
/* First child of this local name (any namespace); NULL if there is none. */
const struct xml_node *xml_kid(const struct xml_node *n, struct str name);

#endif
