/* form_input.h - what people typed into the forms of a pack (part of
 * pack.h).
 */
#ifndef PACK_FORM_INPUT_H
#define PACK_FORM_INPUT_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "format/json.h"
#include "pack/form.h"

struct feel_value;
struct pack;

struct form_problem {
    struct str field;   /* name; in rows "name[3].column", rows from 0; the
                           text counts them from 1 */
    bool warning;       /* does not hinder */
    struct str text;    /* says what is wrong and what would be right */
    struct str text_en;
};

/* One typed value -> its stored JSON form, by the field's type (full-width
 * tolerant). `today` bounds dates of birth and the like. Does not check
 * `required`. On a problem the text stays as typed in *ret (JSON text), so
 * that nothing is lost. Returns true if there was no error; *ret_problem then
 * may hold a warning, else it is empty (field.n == 0).
 *
 * Stored forms: text, codes, regions, one of: JSON text. Integers and money
 * (fen): JSON number. Dates: "2023-03-12". Date and time:
 * "2023-03-12T14:30:00+08:00". Yes or no, tick: boolean. Nothing typed: null.
 * Several ticks: typed one per line (or a JSON list, or 政策、法律); stored as
 * a list of values. Files: typed and stored as a list of {id, name, sha256,
 * size, type}. Rows: typed as a JSON list of objects of typed cells, stored
 * likewise with stored cells; blank rows are dropped; a wrong cell stays as
 * typed. */
bool field_read(struct arena *a, const struct pack_field *f, struct str typed,
    struct day today, const struct json **ret, struct form_problem *ret_problem);

/* A computed value as an answer of the field; NULL: it is none of its type. */
const struct json *field_answer(struct arena *a, const struct pack_field *f,
    const struct feel_value *v);
/* Stored value -> text for people and for the input element. private fields
 * are masked if mask. */
struct str field_show(struct arena *a, const struct pack_field *f,
    const struct json *value, bool mask, bool english);
struct str field_input(
    struct arena *a, const struct pack_field *f, const struct json *value);

/*
 * Checks stored answers of one section (NULL: all) for completeness and form.
 * Problems in the order of the form.
 */
void form_check(struct arena *a, const struct pack *p,
    const struct pack_form *form, const struct pack_section *section,
    const struct json *answers, struct day today,
    const struct form_problem **ret, size_t *ret_n);
/* Whether a field shows, given the answers. */
bool field_shown(struct arena *a, const struct pack *p,
    const struct pack_field *f, const struct json *answers);

/*
 * One row of a table, outside its form: an object of typed cells by the names
 * of the columns -> stored cells; a wrong cell stays as typed. What is missing
 * is wrong. Problems: field is the name of the column, the text does not count
 * rows.
 */
const struct json *row_read(struct arena *a,
    const struct pack_field *const *columns, size_t n_columns,
    const struct json *typed, struct day today,
    const struct form_problem **ret, size_t *ret_n);
/*
 * Which rows stand there twice: for each the index of the earlier one, or
 * SIZE_MAX. Two rows are one if all columns in `unique` are filled and the
 * same (utf8_key), or if all their cells are the same.
 */
const size_t *rows_doubled(struct arena *a, const struct str *unique,
    size_t n_unique, const struct json *const *rows, size_t n);

/* {{name}} -> value; unknown names are an error at load, empty here.
 * {{serial:5}} pads with zeros. */
struct str template_fill(struct arena *a, struct str body,
    const struct json *values);

#endif
