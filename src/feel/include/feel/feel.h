/* feel.h - FEEL, the expression language of DMN 1.5: read, evaluate, explain.
 *
 * An expression is compiled once against the names it may use, is immutable
 * afterwards and may be shared by threads. Evaluation takes facts and an
 * arena, asks no clock and no database, and can return its trace: which part
 * had which value, and which fact was missing.
 *
 * Numbers are IEEE 754 decimal128 (34 digits).
 *
 * Three-valued logic. A null has one of three natures, told apart by
 * ->missing:
 *   literal   no reason: `null` in the text, or feel_null() from the caller
 *             ("known to be empty"). null = null is true, null = 1 is false.
 *   unknown   a fact is missing (a reason that is no error). It stays
 *             undecided in every comparison, also `x = null`; operators,
 *             conditions of `if`, filters and function calls hand on the
 *             names of all missing facts. Only and, or, all, any, some, every
 *             and between decide, where the known part decides: false and
 *             unknown is false, true or unknown is true.
 *   error     a mistake in the rule (types that do not fit, division by
 *             zero). Equal to a literal null, as DMN wants; compared with a
 *             value it stays the error.
 */
#ifndef FEEL_FEEL_H
#define FEEL_FEEL_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "calendar/zone.h"

/* --- values --- */

enum feel_type {
    FEEL_NULL, FEEL_BOOLEAN, FEEL_NUMBER, FEEL_STRING, FEEL_DATE, FEEL_TIME,
    FEEL_DATE_TIME, FEEL_DAYS_DURATION, FEEL_YEARS_DURATION, FEEL_LIST,
    FEEL_CONTEXT, FEEL_RANGE, FEEL_FUNCTION
};

/* A decimal128 as 16 bytes; made and read by the functions below. */
struct feel_number {
    uint64_t w[2];
};

struct feel_value {
    enum feel_type type;
    union {
        bool boolean;
        struct feel_number number;
        struct str string;
        struct {
            struct day date;
            int32_t date_high; /* times 2^32 days; 0 within 5 million years */
        };
        struct {
            int64_t time_ns;   /* FEEL_TIME: since midnight, local */
            const struct zone *time_zone; /* NULL: no zone by name */
        };
        struct {
            int64_t epoch_s;   /* FEEL_DATE_TIME: since 1970 in UTC, or local
                                  if it has no offset; rounded down */
            int32_t epoch_ns;  /* and nanoseconds */
            const struct zone *zone; /* NULL: no zone by name */
        };
        struct {
            int64_t seconds;   /* FEEL_DAYS_DURATION, rounded to zero */
            int32_t seconds_ns; /* and nanoseconds, of the same sign */
        };
        int64_t months;        /* FEEL_YEARS_DURATION */
        struct {
            const struct feel_value *items;
            size_t n;
        } list;
        struct {
            const struct str *names;
            const struct feel_value *values;
            size_t n;
        } context;
        const struct feel_range *range;
        const struct feel_function *function;
    };
    /* Offset from UTC of a time or date and time, in seconds; with a zone by
     * name that of the moment (of a time: standard time). */
    int32_t zone_s;
    bool has_zone;
    /* FEEL_NULL only: why. */
    const struct feel_missing *missing;
};

/* How a range is written: [a..b], or (< b) with one end only. */
enum feel_range_form {
    FEEL_RANGE_BOTH, /* an end that is null decides nothing */
    FEEL_RANGE_LT, FEEL_RANGE_LE, FEEL_RANGE_GT, FEEL_RANGE_GE,
    FEEL_RANGE_EQ,   /* (= a): both ends are a */
    FEEL_RANGE_NE    /* (!= a): low is a, high is null */
};

struct feel_range {
    struct feel_value low, high; /* FEEL_NULL: unbounded, or a null end */
    bool low_closed, high_closed;
    enum feel_range_form form;
};
struct feel_function;

/* Why a value is null: a fact that is not known, or an error in the rule. */
struct feel_missing {
    bool is_error;
    struct str name; /* the fact */
    struct str text; /* the error, in plain English */
    const struct feel_missing *next;
};

struct feel_value feel_null(void);
struct feel_value feel_boolean(bool v);
struct feel_value feel_int(int64_t v);
/* "12.50"; false if it is not a number. */
bool feel_decimal(struct str digits, struct feel_value *ret);
struct feel_value feel_string(struct str s);
struct feel_value feel_date(struct day d);
/* A date and time: microseconds since 1970 in UTC, shown with an offset. */
struct feel_value feel_instant(int64_t us, int32_t zone_s);
/* Microseconds since 1970 of a date and time (local time counted as UTC if it
 * has no offset); false if it is none or does not fit. */
bool feel_to_us(const struct feel_value *v, int64_t *ret);
struct feel_value feel_list(const struct feel_value *items, size_t n);
/* Exact integer value; false if it is none or does not fit. */
bool feel_to_int(const struct feel_value *v, int64_t *ret);

/* FEEL text of a value: 3570, "文字", date("2023-03-12"), [1, 2]. */
struct str feel_show(struct arena *a, const struct feel_value *v);
/* For people: 3570, 文字, 2023-03-12, 是/否, 未知. */
struct str feel_show_zh(struct arena *a, const struct feel_value *v);

/* --- names an expression may use --- */

struct feel_scope; /* names and their kinds, with functions of the caller */

struct feel_scope *feel_scope_new(struct arena *a);
/* type FEEL_NULL: any. Names may hold spaces, operators and any script. */
void feel_scope_name(
    struct feel_scope *s, struct str name, enum feel_type type);
/*
 * A name of members of contexts (a.name, or inside a filter). Needed where
 * such a name holds spaces or signs. Once one is declared, member names that
 * are neither declared, nor keys of a context in the text, nor properties of
 * FEEL are compile errors.
 */
void feel_scope_member(struct feel_scope *s, struct str name);
/*
 * A function of the caller, such as 工作日后(日期, 天数). fn gets evaluated
 * arguments; it returns a value, or feel_null with a reason by feel_fail.
 * Errors of the outside (a missing holiday year) go through *err and end the
 * evaluation. fn is not called while an argument is unknown or an error: the
 * call is null for the same reasons then. A literal null does get there.
 * fn must be pure (same arguments, same value) and thread-safe.
 */
struct feel_eval;
typedef enum status (*feel_native)(struct feel_eval *e,
    const struct feel_value *args, size_t n, struct feel_value *ret, void *self,
    struct err *err);
void feel_scope_function(struct feel_scope *s, struct str name, size_t min_args,
    size_t max_args, feel_native fn, void *self);
/* The same, but fn is called with arguments that are unknown or errors, too:
 * it decides itself whether it needs them. */
void feel_scope_open_function(struct feel_scope *s, struct str name,
    size_t min_args, size_t max_args, feel_native fn, void *self);
struct arena *feel_arena(struct feel_eval *e);
/* The arg that feel_evaluate got: what a function of the caller needs of the
 * case at hand. */
void *feel_arg(const struct feel_eval *e);
/* The instant that now() and today() see. */
int64_t feel_now_us(const struct feel_eval *e);
struct feel_value feel_fail(struct feel_eval *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* --- expressions --- */

struct feel_expr;

struct feel_limits {
    size_t text;   /* bytes of an expression */
    size_t depth;  /* nesting */
    size_t list;   /* elements of a list */
    uint64_t steps; /* evaluation steps */
};
struct feel_limits feel_limits_default(void); /* 16 KiB, 200, 1,000,000,
                                                 10,000,000 */

/*
 * Compiles text, which is copied; *ret needs neither text nor scope afterwards
 * (but for `self` of functions) and lives in a.
 * Errors: ERR_INPUT  syntax or an unknown name; err->where is "line:column"
 *                    inside text; for an unknown name the text proposes the
 *                    nearest known one, and err->field is the name where it
 *                    is that of a fact.
 *         ERR_LIMIT  a limit was reached; its name is in the text.
 */
NODISCARD enum status feel_compile(struct arena *a, struct str text,
    const struct feel_scope *scope, const struct feel_limits *limits,
    const struct feel_expr **ret, struct err *err);

/* As feel_compile for unary tests (">= 10", "[1..5]", "\"a\",\"b\""), with the
 * name ? for the input. */
NODISCARD enum status feel_compile_unary(struct arena *a, struct str text,
    const struct feel_scope *scope, const struct feel_limits *limits,
    const struct feel_expr **ret, struct err *err);

struct str feel_text(const struct feel_expr *e);
/* Names of facts the expression uses, in order of first use. */
size_t feel_used_count(const struct feel_expr *e);
struct str feel_used(const struct feel_expr *e, size_t i);

/* What a part of an evaluation is, and what stands in op, left and right. */
enum feel_part {
    FEEL_PART_OTHER,      /* a list, a context, a negation ... */
    FEEL_PART_FACT,       /* op: its name; the text may have brackets */
    FEEL_PART_VARIABLE,   /* of a loop, a filter or a function */
    FEEL_PART_COMPARISON, /* op "<=", "between", "in": both sides */
    FEEL_PART_AND, FEEL_PART_OR,
    FEEL_PART_IF,         /* op "then" or "else": left the condition, right
                             the branch taken; op "": neither, for want of a
                             fact */
    FEEL_PART_CALL,       /* op: name of the function */
    FEEL_PART_ARITHMETIC, /* op "+": texts of both sides, if there are two */
    FEEL_PART_PATH,       /* op: name of the member */
    FEEL_PART_FILTER, FEEL_PART_FOR, FEEL_PART_SOME, FEEL_PART_EVERY
};

/* One part of an evaluation, as a tree in the order of the text. Literals
 * leave no part of their own. */
struct feel_trace {
    enum feel_part kind;
    struct str text;          /* the part as written */
    struct feel_value value;
    bool is_fact;             /* the part is a name */
    bool is_comparison;       /* then left and right are its sides */
    struct feel_value left, right;
    struct str left_text, right_text; /* as written */
    struct str op;
    const struct feel_trace *const *parts;
    size_t n;
};

/* Gives facts by name: true and *ret, or false if the fact is not known. */
typedef bool (*feel_facts)(
    struct str name, struct feel_value *ret, void *arg);

/*
 * Evaluates. A missing fact gives FEEL_NULL with its name in ->missing; `a or
 * b` and `a and b` decide where the known side decides.
 *
 * ret_trace may be NULL: then nothing is recorded.
 * now_us is what now() and today() see; pass the reference instant.
 *
 * Errors: ERR_LIMIT  steps, list size or depth; the name is in the text.
 *         the error of a native function.
 */
NODISCARD enum status feel_evaluate(struct arena *a,
    const struct feel_expr *e, feel_facts facts, void *arg, int64_t now_us,
    const struct feel_limits *limits, struct feel_value *ret,
    const struct feel_trace **ret_trace, struct err *err);

/*
 * As feel_evaluate without a trace, with the facts at hand: facts[i] is what
 * feel_used(e, i) names. known[i] false: that fact is not known; known NULL:
 * all are. arg is for functions of the caller (feel_arg). No fact is looked
 * up by name and nothing scalar takes memory of the arena: the way for many
 * evaluations of one expression.
 *
 * Errors: as feel_evaluate.
 */
NODISCARD enum status feel_evaluate_with(struct arena *a,
    const struct feel_expr *e, const struct feel_value *facts,
    const bool *known, void *arg, int64_t now_us,
    const struct feel_limits *limits, struct feel_value *ret,
    struct err *err);

#endif
