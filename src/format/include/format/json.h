/* json.h - JSON values in an arena; strict (RFC 8259, no duplicate keys, valid
 * UTF-8, no U+0000, integers of 64 bits, other numbers kept as text). Our own
 * reader, since those of Debian turn decimals into floating point
 * (docs/decisions/0004-own-json-reader.md).
 */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "base/base.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_INT, JSON_DECIMAL,
    JSON_TEXT, JSON_LIST, JSON_OBJECT };

/* Immutable once built. Lists and objects keep their order. */
struct json {
    enum json_type type;
    int64_t i;                  /* JSON_INT */
    struct str s;               /* JSON_TEXT; numbers: the digits as sent */
    const struct json *const *items; /* JSON_LIST, JSON_OBJECT values */
    const struct str *keys;     /* JSON_OBJECT */
    size_t n;
};

/*
 * Reads one value; white space may stand around it, nothing else. Numbers
 * without fraction and exponent that fit 64 bits are JSON_INT, all others
 * JSON_DECIMAL. Nothing of text is kept.
 *
 * Errors: ERR_INPUT  not JSON; where is "json:line:column", the column in
 *                    characters, both from 1.
 *         ERR_LIMIT  deeper than 64 or longer than max_bytes.
 */
NODISCARD enum status json_parse(struct arena *a, struct str text,
    size_t max_bytes, const struct json **ret, struct err *err);

/* Members; never NULL: absent ones are the null value. */
const struct json *json_get(const struct json *o, struct str key);
const struct json *json_at(const struct json *list, size_t i);
/* Text of a JSON_TEXT, digits of numbers, "" otherwise. */
struct str json_str(const struct json *v);
int64_t json_int(const struct json *v, int64_t otherwise);
bool json_bool(const struct json *v);
bool json_is_null(const struct json *v);

/* Builders. Objects are built in order; setting a key again replaces it. */
struct json *json_new(struct arena *a, enum json_type type);
struct json *json_text(struct arena *a, struct str s);
struct json *json_number(struct arena *a, int64_t v);
/* Digits such as "0.10", kept as they are; those that are no JSON number (NaN,
 * "1,5", ".5") become a text. */
struct json *json_decimal(struct arena *a, struct str digits);
struct json *json_boolean(struct arena *a, bool v);
void json_set(
    struct arena *a, struct json *o, struct str key, const struct json *v);
void json_push(struct arena *a, struct json *list, const struct json *v);

/*
 * Canonical form: keys in byte order, no white space, so that equal values
 * have equal bytes (for hashes). json_write keeps the order of keys.
 * "<" is written as \u003c, so the text may stand in a page. Decimals are
 * written digit by digit: 1.0 and 1.00 are two values.
 */
void json_write(struct buf *out, const struct json *v);
void json_write_canonical(struct buf *out, const struct json *v);

#endif
