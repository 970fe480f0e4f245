/* export_xml.h - writing XML into a buffer, indented, escaped. Private. */
#ifndef PACK_EXPORT_XML_H
#define PACK_EXPORT_XML_H

#include "base/base.h"

struct xml_out {
    struct buf b;
    int depth;
    bool tag_open; /* a start tag still takes attributes */
};

void element_start(struct xml_out *x, struct arena *a, size_t limit);
void element_open(struct xml_out *x, const char *name);
/* Of the element just opened; an empty value writes nothing. */
void element_attr(struct xml_out *x, const char *name, struct str value);
void element_close(struct xml_out *x, const char *name);
/* <name>text</name>; an empty text writes nothing. */
void element_text(struct xml_out *x, const char *name, struct str text);

/*
 * An id (xsd:ID) of a kind and a name in any language: letters, digits and
 * Chinese characters stay, everything else becomes _ and its number, so that
 * equal names have equal ids and others do not.
 */
struct str element_id(struct arena *a, const char *kind, struct str name);

#endif
