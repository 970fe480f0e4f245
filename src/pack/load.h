/* load.h - what the loader and the checker share. Private to this folder.
 *
 * Files become trees (yaml.c), trees become the structs of pack.h by tables of
 * keys (load_shapes.c and the files beside it that include shape.h), which
 * load_keys.c reads. What names something elsewhere is noted with its place
 * while reading and looked up by the checker when everything is read, so order
 * does not matter.
 */
#ifndef PACK_LOAD_H
#define PACK_LOAD_H

#include "feel/check.h"
#include "pack/tree.h"

/* --- things noted while reading, for the checker --- */

enum ref_kind {
    REF_CLAUSE,
    REF_CONDITION, /* a rule that is no value */
    REF_FORM,
    REF_FIELD,
    REF_DOCUMENT,
    REF_IMPORT,
    REF_LIST,
    REF_READING,
    REF_PARAMETER,
    REF_COUNTER,   /* a fact that is a number */
    REF_VALUE,     /* a field of a form or a rule that is a value */
    REF_BODY,
    REF_QUOTA,
    REF_RECORD,
    REF_GROUND
};

struct ref {
    enum ref_kind kind;
    struct str name;
    struct place at;
};

enum feel_use_kind { USE_CONDITION, USE_VALUE };

/* An expression, its place and where its compiled form goes. */
struct feel_use {
    enum feel_use_kind kind;
    struct str text;
    struct str file;
    const struct tree *node;  /* NULL: it stands in a .dmn file */
    struct place at;          /* of its first character there */
    struct str raw;           /* as written there, with &lt; and the like */
    const struct feel_expr **ret;
    const void *owner;
};

struct template_use {
    struct str text;
    struct str file;
    const struct tree *node;
};

/* A field whose options are those of a list. */
struct list_use {
    struct str list;
    struct place at;
    struct pack_field *field;
};

/* Where an object begins. */
struct origin {
    const void *object;
    struct place at;
};

struct model_file;
struct model_rule;

struct load {
    struct arena *a;   /* what the pack keeps */
    struct arena *tmp; /* ends with the loading */
    struct pack *pack;
    struct problems problems;
    struct str file; /* the one being read */
    bool unread;     /* a file is missing or could not be read at all */
    VEC_OF(struct ref) refs;
    VEC_OF(struct feel_use) feels;
    VEC_OF(struct template_use) templates;
    VEC_OF(struct list_use) lists;
    VEC_OF(struct origin) origins;
    const struct model_file *models; /* .dmn files (load_dmn.h) */
    size_t n_models;
    VEC_OF(struct model_rule) model_rules;
};

/* --- tables of keys --- */

enum key_type {
    KEY_TEXT,       /* struct str */
    KEY_LABEL,      /* struct label */
    KEY_INTEGER,    /* int64_t */
    KEY_INT,        /* int */
    KEY_SIZE,       /* size_t */
    KEY_BOOL,       /* bool */
    KEY_FLAG,       /* bool, by one of words */
    KEY_DAY,        /* struct day */
    KEY_MONTH_DAY,  /* struct str "01-15" */
    KEY_TERM,       /* struct term */
    KEY_NAMES,      /* const struct str *, and a count */
    KEY_WORD,       /* an enum, one of words */
    KEY_TOKEN,      /* struct str, one of words */
    KEY_REF,        /* struct str that names something: ref */
    KEY_REFS,       /* list of such, and a count */
    KEY_OPTIONS,    /* const struct pack_option *, and a count */
    KEY_FIELD_OPTIONS, /* the same, or the name of a list */
    KEY_LISTS,      /* array of struct pack_list, and a count */
    KEY_MAP,        /* array of shape, and a count */
    KEY_LIST,       /* the same, without names */
    KEY_OBJECT,     /* pointer to one of shape */
    KEY_FEEL,       /* struct str and the compiled expression */
    KEY_TEMPLATE,   /* struct str with {{names}} */
    KEY_TRUE,       /* only `true`; stored nowhere */
    KEY_TYPES       /* how many there are */
};

enum key_flag {
    KEY_MUST = 1,        /* may not be left out */
    KEY_NAME_IF_NONE = 2, /* a label: the object's name if left out */
    KEY_IS_VALUE = 4     /* KEY_FEEL: any type, not a condition */
};

struct word {
    const char *name;
    int value;
};

struct key {
    const char *name;
    enum key_type type;
    size_t offset;
    size_t more;         /* offset of the count, or of the expression */
    unsigned flags;
    enum ref_kind ref;
    const struct word *words; /* ends with name NULL */
    const struct shape *shape;
    int64_t min, max;    /* numbers; both 0: not negative */
};

#define NO_NAME SIZE_MAX

/* How a map becomes a struct. */
struct shape {
    const char *what;    /* 规则, 表单字段: for messages */
    size_t size;
    size_t name_at;      /* offset of the struct str name, or NO_NAME */
    const struct key *keys;
    size_t n_keys;
    /* What a table cannot say; may be NULL. */
    void (*done)(struct load *l, const struct tree *t, void *object);
};

extern const struct shape shape_duty, shape_record, shape_inspection,
    shape_planning;
extern const struct shape shape_keep, shape_exception, shape_consent;
extern const struct shape shape_pack, shape_document, shape_rule;
extern const struct shape shape_form, shape_column; /* load_forms.c */
extern const struct shape shape_procedure, shape_body, shape_category,
    shape_quota; /* load_procedures.c */
extern const struct shape shape_ground, shape_trigger; /* load_cases.c */
extern const struct shape shape_draft; /* load_records.c */
extern const struct shape shape_law;   /* load_laws.c */

/* Reads t into object (zeroed, l->file is set). at is where the object is
 * named: its key, or t itself. */
void load_object(struct load *l, const struct shape *shape, struct str name,
    const struct tree *at, const struct tree *t, void *object);

/* An array from a map whose keys are names. */
const void *load_map(struct load *l, const struct shape *shape,
    const struct tree *t, size_t *ret_n);

/* regulation.md into l->pack->clauses. */
void load_regulation(struct load *l, struct str file, struct str text);

/* A problem at a node of the file being read. */
#define LOAD_ERROR(l, node, ...) \
    problem_error(&(l)->problems, place_of((l)->file, (node)), __VA_ARGS__)

struct place load_origin(const struct load *l, const void *object);

/* --- checking --- */

/* Everything that needs the whole pack: names, order, types, meaning. Compiles
 * the expressions. */
void check_pack(struct load *l);

/* Its parts. */
void check_names(struct load *l);
void check_procedures(struct load *l);
void records_rows(struct load *l);  /* rows of each register as a field */
void check_records(struct load *l); /* registers, guards, yearly duties */
void check_inspections(struct load *l);
/* A kind of breach that something (what, name) enters is an option of the
 * register of breaches. */
void check_breach(struct load *l, struct place at, struct str what,
    struct str name, struct str breach);
void planning_facts(struct load *l); /* of applications, as pack_facts */
void check_planning(struct load *l);
void check_templates(struct load *l);
struct feel_scope *check_scope(struct load *l); /* all names of the pack */
void accepted_check(struct load *l); /* rows accepted one by one */
void check_compile(struct load *l); /* expressions, and their place */
void check_types(struct load *l);   /* types, units, choices in them */
bool check_cycles(struct load *l);  /* true if none, and not too deep */
void check_use(struct load *l);
/* Evaluates every expression with values of the right types. Only after
 * everything else was found good. */
void check_samples(struct load *l);

/* Where an error of an expression stands; where is "line:column" in it. */
struct place use_place(const struct feel_use *use); /* of the whole */
struct place feel_place(
    const struct load *l, const struct feel_use *use, const char *where);

/* --- facts --- */

/* A fact the program provides. */
struct known_fact {
    const char *name;
    enum feel_type type;
    const char *english;
    const char *unit; /* of a number; NULL: none */
};
const struct known_fact *known_facts(size_t *ret_n);
/* Columns of the provided facts that are lists: rows of the register. */
const struct pack_field *known_rows(void);

/* All names an expression of the pack may use, with their types. */
struct fact_name {
    struct str name;
    enum feel_type type;       /* FEEL_NULL: any */
    const struct pack_field *field; /* if it is one */
    bool constant;             /* a parameter or a reading */
};
const struct fact_name *fact_names(
    struct arena *a, const struct pack *p, size_t *ret_n);
enum feel_type field_feel_type(enum field_type type);
/* What the names of a pack are, found out when asked for. Lives in a. */
struct types;
struct types *types_new(struct arena *a, const struct pack *p);
struct feel_kind types_kind(struct types *t, struct str name);
const struct feel_check *types_check(const struct types *t);
/* Type, unit, choices and bounds of the fact of a field. */
struct feel_kind field_kind(struct arena *a, const struct pack_field *f);

/* Prefix of the fact by which a person attests a rule. */
#define ATTESTED "认定."

/* SHA-256 over the files, as 64 hex digits. */
enum status pack_hash(struct arena *a, const struct pack_file *files, size_t n,
    struct str *ret, struct err *err);

#endif
