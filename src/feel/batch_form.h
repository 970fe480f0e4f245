/* batch_form.h - the vector program of a batch. Private to this folder.
 *
 * A register holds a block of rows. Truth values are bytes: 0 false, 1 true,
 * TRI_UNKNOWN, TRI_ROW; every other value has a state a row: 0 known, or one
 * of these two. TRI_ROW means "the ordinary evaluator decides, unless what
 * stands around does without": nothing is ever concluded from it.
 */
#ifndef FEEL_BATCH_FORM_H
#define FEEL_BATCH_FORM_H

#include "ast.h"
#include "eval.h"
#include "feel/batch.h"
#include "pattern.h"

enum { TRI_FALSE, TRI_TRUE, TRI_UNKNOWN, TRI_ROW };

#define NO_REG SIZE_MAX

enum vec_type {
    VEC_INT, /* these four are int64 */
    VEC_DAY,
    VEC_SECONDS,
    VEC_MONTHS,
    VEC_DECIMAL,
    VEC_TEXT,
    VEC_NULL,    /* a literal null */
    VEC_UNKNOWN, /* unknown in every row */
    VEC_ROW      /* not for vectors */
};

/* A value that is no truth value: a constant or a register. */
struct operand {
    enum vec_type type;
    bool constant;
    int64_t n;
    struct feel_number decimal;
    struct str text;
    size_t reg;
};

enum batch_op {
    BATCH_INTS, /* columns */
    BATCH_DAYS,
    BATCH_DECIMALS,
    BATCH_TEXTS,
    BATCH_COUNTS,
    BATCH_LISTS,
    BATCH_FILL, /* constants, filled in once */
    BATCH_FILL_DECIMAL,
    BATCH_FILL_TEXT,
    BATCH_FILL_TRI,
    BATCH_BY_BOOLEAN, /* tables */
    BATCH_BY_CODE,
    BATCH_COMPARE, /* two registers */
    BATCH_COMPARE_N,
    BATCH_COMPARE_SPAN, /* as COMPARE_N, TRI_ROW outside low .. high */
    BATCH_COMPARE_DECIMAL,
    BATCH_COMPARE_TEXT,
    BATCH_COMPARE_LENGTH,
    BATCH_KNOWN, /* n where known */
    BATCH_ADD,
    BATCH_SUBTRACT,
    BATCH_MULTIPLY,
    BATCH_DECIMAL_OF,
    BATCH_DECIMAL, /* sign: + - * / */
    BATCH_CALL,
    BATCH_LENGTH,
    BATCH_PATTERN,
    BATCH_AND,
    BATCH_OR,
    BATCH_NOT,
    BATCH_LIVE_AND, /* rows that a conjunction so far leaves open */
    BATCH_LIVE_OR,
    BATCH_CHOOSE_TRI,
    BATCH_CHOOSE
};

struct instr {
    enum batch_op op;
    enum feel_op compare;
    char sign;
    bool state;   /* BATCH_FILL*: the row state is n */
    size_t to;    /* register */
    size_t a, b, c;
    size_t live;  /* rows that matter, or NO_REG: all */
    size_t column;
    int64_t n, low, high;
    struct feel_number decimal;
    struct str text;
    const uint8_t *table;
    size_t n_table;
    const struct pattern *pattern;
    feel_batch_fn fn;
    size_t args[FEEL_BATCH_ARGS];
    size_t n_args;
};

/* What a name of an expression stands for. */
struct fact_ref {
    enum { REF_MISSING, REF_COLUMN, REF_RULE } kind;
    size_t at;
};

/* On which columns a part depends. */
struct reach {
    size_t n;      /* 0, 1, or 2: several */
    size_t column; /* if 1 */
};

struct batch_rule {
    const struct feel_expr *expr;
    const struct fact_ref *refs; /* by slot */
    bool verdict, wanted;
    struct reach reach;
    size_t reg;  /* truth value if wanted */
    bool whole;
};

struct feel_batch {
    struct feel_batch_setup setup; /* its arrays copied */
    struct batch_rule *rules;
    size_t n_rules;
    const struct instr *code;
    size_t n_code, n_regs;
};

/* --- values of a row (batch_row.c) --- */

/* Where values come from: a row of columns; or one column set to a value, the
 * constants beside. */
struct row_source {
    const struct feel_column *columns;
    size_t row;
    bool probing;
    size_t column; /* probing: this one ... */
    const struct feel_value *value; /* ... has this value; NULL: not known */
};

/* Value of a part of a rule. */
enum status batch_part_value(struct arena *a, const struct feel_batch *b,
    size_t rule, const struct node *part, const struct row_source *from,
    struct feel_value *ret, struct err *err);
/* TRI_ROW for what is neither true, false nor purely unknown. */
uint8_t batch_tri(const struct feel_value *v);

/* --- the program --- */

/* batch_build.c */
struct builder;
struct reach batch_reach(
    const struct feel_batch *b, size_t rule, const struct node *n);
enum status batch_build(
    struct arena *a, struct feel_batch *b, struct err *err);

/* batch_ops.c: what a register holds in the block at hand. */
struct lane {
    union {
        const int64_t *whole;
        const struct feel_number *decimals;
        const struct str *texts;
        const uint8_t *tri;
        const struct feel_lists *lists;
    };
    const uint8_t *state; /* NULL: known in every row */
    unsigned char *own;   /* memory of this register, once it needs any */
    uint8_t *own_state;
};

struct block {
    struct arena *a;   /* of the run: memory of lanes */
    struct arena *tmp; /* reset between blocks */
    const struct feel_column *columns;
    size_t from, n;
    struct lane *lanes;
};
void batch_exec(struct block *k, const struct instr *i);

#endif
