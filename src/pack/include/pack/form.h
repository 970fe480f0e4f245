/* form.h - what applicants and officers are asked (part of pack.h): forms of
 * sections of fields, and the clause each rests on. */
#ifndef PACK_FORM_H
#define PACK_FORM_H

#include "base/base.h"
#include "pack/label.h"

struct feel_expr;
struct pack;

enum field_type {
    FIELD_TEXT,        /* one line */
    FIELD_LONG_TEXT,
    FIELD_INTEGER,
    FIELD_MONEY_FEN,   /* typed in yuan, stored in fen */
    FIELD_DATE,
    FIELD_DATE_TIME,
    FIELD_YES_NO,
    FIELD_ONE_OF,      /* options */
    FIELD_MANY_OF,
    FIELD_CREDIT_CODE, /* 统一社会信用代码 */
    FIELD_ID_NO,       /* 公民身份号码 */
    FIELD_MOBILE,
    FIELD_PHONE,       /* mobile or landline */
    FIELD_EMAIL,
    FIELD_REGION,      /* division code, prefecture or county */
    FIELD_FILE,        /* one or more attachments */
    FIELD_ROWS,        /* a table of `columns` */
    FIELD_TICK         /* must be ticked to be complete: statements */
};

struct pack_option {
    struct str value;
    struct label label;
};

/* Rows of one table, and bytes of all answers to one form as JSON. */
#define PACK_ROWS_MAX 5000
#define PACK_ANSWERS_MAX ((size_t)8 << 20)

struct pack_field {
    struct str name;        /* also the name of the fact */
    struct label label, hint;
    enum field_type type;
    bool required;
    bool is_private;        /* personal data: masked, never public */
    struct str clause;
    const struct pack_option *options;
    size_t n_options;
    bool other;             /* one of, many of: a text that is no option is
                               kept, with a warning */
    int64_t min, max;       /* value (money: fen), length in characters, number
                               of ticks; 0, 0: the type's default (one line
                               200, long text 5,000 characters, amounts 15
                               digits, integers 0 to 12 digits) */
    bool has_max;           /* max was given, be it 0 */
    struct str unit;        /* integers: 人, 家, 分钟 ...; "" none */
    bool not_future;        /* dates: today at the latest */
    int64_t warn_below;     /* length under which a warning shows; 0: none */
    size_t max_files;
    const struct pack_field *columns; /* FIELD_ROWS */
    size_t n_columns;
    size_t min_rows, max_rows;        /* max_rows 0: PACK_ROWS_MAX */
    const struct str *unique; /* columns that tell rows apart */
    size_t n_unique;
    struct str show_if;     /* FEEL over the form's facts, "" always */
    const struct feel_expr *show_if_expr;
    struct str autocomplete; /* HTML autocomplete token or "" */
};

struct pack_section {
    struct str name;
    struct label title, hint;
    const struct pack_field *fields;
    size_t n_fields;
};

struct pack_form {
    struct str name;        /* file name without ending */
    struct label title;     /* official title */
    struct str clause;
    const struct pack_section *sections;
    size_t n_sections;
};

/* NULL if absent. */
const struct pack_field *form_field(
    const struct pack_form *f, struct str name);
/* The clause that a form, or one of its fields, rests on; "" if the pack has no
 * such form or field. */
struct str form_clause(const struct pack *p, struct str form);
struct str form_field_clause(
    const struct pack *p, struct str form, struct str field);

#endif
