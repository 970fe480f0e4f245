/* field.h - what the reading of fields shares; private to this folder. */
#ifndef PACK_FIELD_H
#define PACK_FIELD_H

#include "pack/pack.h"

/* One pass over fields: what is wrong is collected, not only the first. */
struct field_reader {
    struct arena *a;
    struct day today;
    bool complete;           /* what is missing is wrong, too */
    const struct pack *pack; /* with `complete`: for show_if in columns */
    const struct json *answers;
    VEC_OF(struct form_problem) problems;
    size_t errors; /* problems that are no warnings */
};

/*
 * Reads one typed value and returns its stored form; the text as typed if it
 * is wrong. path is the name the problems carry.
 */
const struct json *field_read_one(struct field_reader *r,
    const struct pack_field *f, struct str path, struct str typed);

/* The three kinds with parts, in field_parts.c. */
const struct json *field_read_many(struct field_reader *r,
    const struct pack_field *f, struct str path, struct str typed);
const struct json *field_read_files(struct field_reader *r,
    const struct pack_field *f, struct str path, struct str typed);
const struct json *field_read_rows(struct field_reader *r,
    const struct pack_field *f, struct str path, struct str typed);
/* The option a text means: by value, by label, or by either loosely. */
const struct pack_option *field_option(
    struct arena *a, const struct pack_field *f, struct str typed);

/* A text that is no option, where such are kept. */
const struct json *field_other(struct field_reader *r,
    const struct pack_field *f, struct str path, struct str typed);

/* Adds a problem and returns the text as typed. */
const struct json *field_wrong(struct field_reader *r, struct str path,
    struct str typed, struct str zh, struct str en);
void field_warn(
    struct field_reader *r, struct str path, struct str zh, struct str en);

/* Label in a language: en falls back to zh, zh to the name. */
struct str field_label(const struct pack_field *f, bool english);
/* Nothing was given: null, "", no element, an unticked tick. */
bool field_is_empty(const struct json *v);

/* Typed value of an answer, as expressions see it. */
struct feel_value field_fact(
    struct arena *a, const struct pack_field *f, const struct json *v);

/* Limits of length and value after the type's defaults. */
#define FIELD_TEXT_MAX 200
#define FIELD_LONG_TEXT_MAX 5000
#define FIELD_INTEGER_MAX INT64_C(999999999999)
#define FIELD_FEN_MAX INT64_C(999999999999999)
#define FIELD_FILES_MAX 10
#define FIELD_ROWS_MAX PACK_ROWS_MAX
#define FIELD_JSON_BYTES PACK_ANSWERS_MAX

#endif
