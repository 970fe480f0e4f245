#ifndef TESTS_FORMAT_ORACLE_JANSSON_H
#define TESTS_FORMAT_ORACLE_JANSSON_H

#include <stdbool.h>
#include <stddef.h>

/* True if jansson takes these n bytes for JSON without duplicate keys. */
bool jansson_accepts(const char *text, size_t n);

#endif
