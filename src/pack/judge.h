/* judge.h - what judging, searching and explaining share. Private to this
 * folder. */
#ifndef PACK_JUDGE_H
#define PACK_JUDGE_H

#include "functions.h"

/* --- one judgement --- */

struct judge {
    struct function_context fn; /* first: the functions see it */
    struct arena *a;
    const struct pack *p;
    const struct pack_facts *facts;
    struct day reference;  /* moves in the search for the first day */
    size_t work;           /* rules looked at so far */
    enum status status;    /* of what ran inside a fact */
    struct err *err;
    struct map *given;     /* name -> what is known by it; kept, because rules
                              ask for the same facts over and over */
    struct map *used;      /* rule that others name -> its verdict */
    struct map *searched;  /* rule -> its search tree (when.c) */
};

struct judge judge_of(struct arena *a, const struct pack *p,
    const struct pack_facts *facts, struct err *err);

/* What is known without judging a rule: answers, facts from outside,
 * parameters, readings, the reference day. */
bool judge_given(struct judge *j, struct str name, struct feel_value *ret);

/* Outcome without explanation. */
NODISCARD enum status judge_outcome(struct judge *j,
    const struct pack_rule *r, enum outcome *ret,
    const struct feel_missing **ret_missing);

/* Value of the expression of a rule, with its trace unless ret_trace is
 * NULL. */
NODISCARD enum status judge_expression(struct judge *j,
    const struct feel_expr *x, struct feel_value *ret,
    const struct feel_trace **ret_trace);

/* How a rule that is a table or box of a .dmn file came about: evaluated again
 * with the arguments of its call, recorded. NULL for other rules. */
NODISCARD enum status judge_model(struct judge *j,
    const struct pack_rule *r, const struct feel_trace *call,
    const struct dmn_trace **ret, struct err *err);

/* The table that the rule is; NULL: none. */
const struct explain_table *judge_table(const struct dmn_trace *model);

/* Which rows of its table decided, or which are open, beside the reason. */
void judge_tell_table(struct judge *j, struct pack_verdict *v);

/* What a truth value says; an error if it is none, and why it is not known. */
enum outcome judge_truth(struct arena *a, const struct feel_value *v,
    const struct feel_missing **ret_missing);

/* The verdict of a rule that v's expression names; NULL if it names none. */
const struct pack_verdict *judge_used(
    const struct pack_verdict *v, struct str name);

/* --- from which day on (when.c) --- */

/* Fills holds_from and not_in_ten_years of a verdict whose outcome, trace,
 * parts and uses stand. */
void when_search(struct judge *j, struct pack_verdict *v);

/* --- words (facts.c, units.c) --- */

/* What a fact is called in English, or empty. */
struct str fact_english(const struct pack *p, struct str name);

/* What people call a fact: the form's label, else its name. */
struct str fact_called(const struct pack *p, struct str name, bool english);

/* 分钟, 分, 家 ..., or empty. */
struct str fact_unit(const struct pack *p, struct str name);

/* A fact's value for people: yuan for fen, hours beside minutes, masked if it
 * is private. */
struct str fact_shown(struct arena *a, const struct pack *p, struct str name,
    const struct feel_value *v, bool english);

/* A number in a unit beside a name that tells the unit: 8,000.01 元, 3570（59
 * 小时 30 分）, 29. */
struct str amount_shown(struct arena *a, struct str unit,
    const struct feel_value *v, bool english);

/* A number with its unit: 1 人, 30 分钟, 0.01 元. */
struct str amount_with_unit(struct arena *a, struct str unit,
    const struct feel_value *v, bool english);

/* --- reasons (explain.c, change.c) --- */

/* One line about why an expression came out as it did, in both languages, and
 * the figures of the review sheet. */
struct explanation {
    struct str zh, en;
    struct str computed, required; /* "9", "≥ 10"; may be "" */
};

/* outcome is the value of the whole; undecided gives nothing. */
struct explanation explain(struct arena *a, const struct pack *p,
    const struct feel_trace *trace, enum outcome outcome);

/* The part that is a side of a comparison; NULL for a literal. */
const struct feel_trace *side_part(
    const struct feel_trace *t, struct str text);

/* The text of a part with the values of its facts. */
struct str part_with_values(struct arena *a, const struct pack *p,
    const struct feel_trace *t, bool english);

/* Unit of what a comparison compares, or empty. */
struct str comparison_unit(
    const struct pack *p, const struct feel_trace *t);

/* How far a comparison is from holding, or (wanted false) from not holding:
 * 还差 1 人, 差 1 天, 超出 0.01 元; empty if no distance can be told. */
struct label comparison_gap(struct arena *a, const struct pack *p,
    const struct feel_trace *t, bool wanted);

/* What would make an unmet verdict met, or NULL. */
const struct pack_change *change_of(
    struct arena *a, const struct pack *p, const struct pack_verdict *v);

#endif
