/* batch.h - rules of a pack over columns: a whole register at once.
 *
 * For lists, simulations and searches that need the outcome of a rule for many
 * and the words for few: the outcomes are those of pack_judge, without
 * explanation. Columns are described in feel/batch.h.
 */
#ifndef PACK_BATCH_H
#define PACK_BATCH_H

#include "feel/batch.h"
#include "pack/pack.h"

/* What is the same for every row. */
struct pack_batch_case {
    const struct json *readings; /* chosen readings; absent: the pack's own */
    struct day reference;        /* 基准日; DAY_NONE: a column, or not known */
    int64_t now_us;
    const struct holidays *holidays;
};

struct pack_batch;

/*
 * Sets rules up against columns: answers of the form, further facts (认定.… as
 * booleans), by name; what has no column is not known. Rows of tables are
 * FEEL_COLUMN_LIST with a column a member. As in pack_judge an empty text is
 * no answer: it should not be known.
 *
 * c is copied, the json and the holidays it points to are kept, as are the
 * texts of codes.
 * Errors: ERR_NOT_FOUND  no such condition (a value is none).
 *         ERR_INPUT      a column has the name of a parameter, a reading, a
 *                        rule or a fact the case gives.
 *         ERR_LIMIT      an evaluation limit, by an expression without facts.
 */
NODISCARD enum status pack_batch_new(struct arena *a, const struct pack *p,
    const struct pack_batch_case *c, const struct feel_column *columns,
    size_t n_columns, const struct str *rules, size_t n_rules,
    const struct pack_batch **ret, struct err *err);

/*
 * Rows from .. from + n - 1; out by rule, room for n (enum feel_verdict each:
 * FEEL_FALSE is NOT_MET, FEEL_TRUE is MET, the others are UNDECIDED). Columns,
 * counts and err as in feel_batch_run; thread-safe like it.
 */
void pack_batch_run(const struct pack_batch *b,
    const struct feel_column *columns, size_t from, size_t n,
    uint8_t *const *out, struct feel_batch_counts *ret, struct err *err);

/*
 * The same for cases as pack_judge has them: outcomes of rules for n cases
 * that share readings, reference, now_us and holidays (those of facts[0]).
 * out by rule, room for n each. For lists and previews; the words for the few
 * that matter come from pack_judge.
 *
 * a holds what it needs for a while; reset it between chunks.
 * Errors: as pack_judge, of whichever case comes first.
 */
NODISCARD enum status pack_judge_many(struct arena *a, const struct pack *p,
    const struct str *rules, size_t n_rules, const struct pack_facts *facts,
    size_t n, enum outcome *const *out, struct err *err);

#endif
