/* batch.h - FEEL over columns: the same rules for every row of a register.
 *
 * Rules that share facts are set up once against the kinds of columns there
 * are, and run over any number of rows: in blocks of FEEL_BATCH_BLOCK rows by
 * a small vector program. What that program cannot decide exactly for a row
 * (a function it does not know, an overflow, an error of the rule) the
 * ordinary evaluator does, for this row alone: the verdict is always the one
 * feel_evaluate gives. One thing is looser: where feel_evaluate ends without
 * any value (a limit, an error of a function of the caller) in a part that
 * the verdict does not depend on, the batch has the verdict.
 *
 *     struct feel_column columns[] = {
 *         { .name = STR("成立日期"), .kind = FEEL_COLUMN_DAY, .days = days },
 *         { .name = STR("人数"), .kind = FEEL_COLUMN_INT, .ints = counts,
 *           .known = bits } };
 *     struct feel_batch_rule rules[] = {
 *         { .name = STR("人数达标"), .expr = x, .verdict = true },
 *         { .name = STR("条件"), .expr = all, .verdict = true,
 *           .wanted = true } };
 *
 *     TRY(feel_batch_new(a, &(struct feel_batch_setup){ ... }, &b, err));
 *     TRY(feel_batch_run(b, columns, 0, rows, (uint8_t *[]){ NULL, out },
 *         &counts, err));
 *
 * A batch is immutable after feel_batch_new; threads may run it at the same
 * time, each over rows of its own.
 */
#ifndef FEEL_BATCH_H
#define FEEL_BATCH_H

#include "feel/feel.h"

#define FEEL_BATCH_BLOCK 1024

/* --- columns --- */

enum feel_column_kind {
    FEEL_COLUMN_ONE,     /* one value for every row: parameters, the day */
    FEEL_COLUMN_INT,
    FEEL_COLUMN_DECIMAL,
    FEEL_COLUMN_BOOLEAN, /* a byte a row, 0 or 1 */
    FEEL_COLUMN_DAY,     /* a date: days since 1970-01-01 (struct day) */
    FEEL_COLUMN_CODE,    /* one of few texts, by its index */
    FEEL_COLUMN_TEXT,
    FEEL_COLUMN_LIST,    /* a list a row */
    FEEL_COLUMN_VALUE    /* anything; always the ordinary evaluator */
};

struct feel_column;

/*
 * Lists: that of row i has the elements first[i] .. first[i] + count[i] - 1,
 * of items, or (items NULL) contexts whose members are the rows of the columns
 * `members` (each of another kind than ONE and LIST; a member that is not
 * known is a literal null).
 */
struct feel_lists {
    const uint32_t *first, *count;
    const struct feel_value *items;
    const struct feel_column *members;
    size_t n_members;
};

/*
 * known  bit i % 8 of byte i / 8 is set if the fact is known in row i; NULL:
 *        known in every row. What stands in the data of other rows does not
 *        matter, but it must be there.
 * A code that is not less than codes.n is not known. Everything belongs to the
 * caller.
 */
struct feel_column {
    struct str name;
    enum feel_column_kind kind;
    const uint8_t *known;
    union {
        struct feel_value one;
        const int64_t *ints;
        const struct feel_number *decimals;
        const uint8_t *booleans;
        const int32_t *days;
        struct {
            const uint16_t *at;
            const struct str *texts;
            size_t n;
        } codes;
        const struct str *texts;
        struct feel_lists lists;
        const struct feel_value *values;
    };
};

/* The value in a row, with what it needs in a; false if it is not known. */
bool feel_column_value(struct arena *a, const struct feel_column *c,
    size_t row, struct feel_value *ret);

/* --- rules --- */

/*
 * name     the rule is a fact under this name for the rules behind it (a
 *          column of the name goes first). A name that is neither a column
 *          nor a rule before is a fact that is not known.
 * verdict  as such a fact it is true, false, unknown, or (whatever else the
 *          expression gives) a null that is an error; else it is the value of
 *          the expression.
 * wanted   its verdict is asked for.
 * expr     must outlive the batch; one expression may be in several.
 */
struct feel_batch_rule {
    struct str name;
    const struct feel_expr *expr;
    bool verdict, wanted;
};

/* An argument of a kernel: a whole number or the day of a date, or a list. */
struct feel_batch_arg {
    int64_t n;
    const struct feel_lists *lists; /* of a list, and its elements there */
    size_t first, count;
};

/* Gives *ret (a whole number or a day), or false: then the ordinary function
 * is asked. tmp is for this call. Pure and thread-safe. */
typedef bool (*feel_batch_fn)(struct arena *tmp,
    const struct feel_batch_arg *args, int64_t *ret);

#define FEEL_BATCH_ARGS 4

/*
 * What a function of the caller (fn, as given to feel_scope_function) does for
 * known arguments of these kinds: a letter an argument, `d` date, `n` whole
 * number, `l` list (a column). result: `d` or `n`.
 * rises: with the other arguments fixed, a later first argument never gives
 * less. Comparisons of it with a constant become comparisons of the argument.
 */
struct feel_batch_kernel {
    feel_native fn;
    const char *args;
    char result;
    bool rises;
    feel_batch_fn run;
};

struct feel_batch_setup {
    const struct feel_column *columns; /* their data are not looked at, but for
                                          those of ONE and the texts of CODE */
    size_t n_columns;
    const struct feel_batch_rule *rules;
    size_t n_rules;
    const struct feel_batch_kernel *kernels;
    size_t n_kernels;
    void *arg;      /* feel_arg of functions of the caller */
    int64_t now_us; /* what now() and today() see */
    const struct feel_limits *limits; /* of one evaluation; NULL: default */
};

struct feel_batch;

/*
 * Sets up. The batch lives in a and keeps what setup points to (not the
 * arrays themselves).
 * Errors: ERR_LIMIT, or that of a function of the caller: an expression
 *         without any varying fact failed.
 */
NODISCARD enum status feel_batch_new(struct arena *a,
    const struct feel_batch_setup *setup, const struct feel_batch **ret,
    struct err *err);

enum feel_verdict {
    FEEL_FALSE,
    FEEL_TRUE,
    FEEL_UNKNOWN, /* a fact is missing */
    FEEL_ERROR    /* an error of the rule, a literal null, or no boolean */
};

struct feel_batch_counts {
    size_t verdicts[4]; /* by enum feel_verdict, over all wanted rules */
    size_t single;      /* verdicts that the ordinary evaluator gave */
    size_t failed;      /* of these, ended by a limit or an error of the
                           outside: FEEL_ERROR */
};

/*
 * Runs over rows from .. from + n - 1.
 *
 * columns  as in the setup (same order, names and kinds, same constants and
 *          texts of codes), now with their data.
 * out      by rule: room for n verdicts (enum feel_verdict), or NULL; NULL
 *          for rules that are not wanted.
 *
 * Errors: none of its own; a row that fails is counted, and the first such
 *         error is left in *err (err->code is OK if there is none).
 */
void feel_batch_run(const struct feel_batch *b,
    const struct feel_column *columns, size_t from, size_t n,
    uint8_t *const *out, struct feel_batch_counts *ret, struct err *err);

/* Verdicts of wanted rules that never need the ordinary evaluator but for
 * errors and overflow; for tests and the curious. */
bool feel_batch_is_whole(const struct feel_batch *b, size_t rule);

#endif
