/* verdict.h - facts in, verdicts out (part of pack.h): judging a rule of a pack
 * and telling how the verdict came about. */
#ifndef PACK_VERDICT_H
#define PACK_VERDICT_H

#include "base/base.h"
#include "calendar/calendar.h"
#include "feel/explain.h"
#include "feel/feel.h"
#include "format/json.h"
#include "pack/form.h"

struct dmn_model;
struct dmn_trace;
struct holidays;
struct pack_rule;

enum outcome { NOT_MET, MET, UNDECIDED };

/* What is known of one case. */
/* Words that come with a fact, under its name with this behind it: how it was
 * counted, who is asked for it. A condition that names the fact and is not met,
 * or waits for it, says them (why). */
#define PACK_NOTE ".说明"
struct pack_facts {
    const struct json *answers;   /* the form: name -> value */
    const struct json *extra;     /* more facts: counters, attestations (认定),
                                     dates of a holder; name -> value */
    const struct json *readings;  /* chosen readings, name -> value; absent: the
                                     pack's own */
    struct day reference;         /* 基准日 (R6) */
    int64_t now_us;
    const struct holidays *holidays;
};

enum change_kind {
    CHANGE_ONE,
    CHANGE_ALL, /* all of parts are needed */
    CHANGE_ANY  /* each of parts would do */
};

/* What would turn "not met" into "met": a comparison with its distance, or
 * several. Exact, never rounded: minutes also as hours, fen as yuan. */
struct pack_change {
    enum change_kind kind;
    struct label text; /* 专职人员数 29，还差 1 人（应 ≥ 30） */
    struct str fact;   /* the first fact of what would change */
    struct str found, op, asked; /* "29", "≥", "30"; op may be "" */
    struct str gap;    /* 还差 1 人, 差 1 天, 超出 0.01 元; or "" */
    const struct pack_change *parts;
    size_t n;
};

/* Where a fact comes from, so that people know where to supply it. */
struct pack_source {
    enum {
        SOURCE_FORM,     /* field and section are given */
        SOURCE_REVIEWER, /* a person attests it */
        SOURCE_OUTSIDE,  /* an officer or an interface gives it */
        SOURCE_RECORD,   /* the program knows it from its records */
        SOURCE_PACK      /* a parameter, a reading, a rule */
    } kind;
    struct label label;  /* what people call it: the form's label */
    struct label where;  /* in 申报表“基本信息”; 由审核人认定 ... */
    const struct pack_form *form;
    const struct pack_section *section;
    const struct pack_field *field;
};

struct pack_verdict {
    const struct pack_rule *rule;
    enum outcome outcome;
    struct str why;       /* one line with the arithmetic: 专职人员数 9 < 10，
                             还差 1 人；成立日期 2021-03-13 + 2年 = 2023-03-13 >
                             基准日 2023-03-12，差 1 天 */
    struct str why_en;
    struct str computed, required; /* for the formal-review sheet, may be "" */
    const struct str *missing; /* facts that are not known */
    const struct pack_source *sources; /* where to supply them, as many */
    size_t n_missing;
    struct str error;     /* an error in the rule itself, or "": no fault of
                             the applicant */
    struct day holds_from; /* not met only by time: first day on which it holds
                              with all else equal; DAY_NONE if unknown */
    bool not_in_ten_years; /* it depends on 基准日, and with all else equal no
                              day of the next ten years will do */
    const struct pack_change *change; /* what would change it, or NULL */
    const struct feel_trace *trace;
    /* Of a rule that is a table or box of a .dmn file: how that came about
     * (dmn/dmn.h); else NULL. */
    const struct dmn_trace *model;
    struct feel_value value;  /* RULE_VALUE, RULE_FEEL */
    const struct pack_verdict *parts; /* RULE_ALL, RULE_ANY */
    size_t n_parts;
    /* The rules that the expression names, as judged. A RULE_VALUE among them
     * has value and trace, and no outcome. */
    const struct pack_verdict *uses;
    size_t n_uses;
};

/*
 * Judges a rule. Pure: same pack, same facts, same verdict.
 *
 * Facts an expression sees: parameters, readings (as text), derived values,
 * answers (typed by the form: dates as dates, money in fen, rows as lists of
 * contexts, files as lists), `extra`, 基准日, 今日.
 *
 * Errors: ERR_NOT_FOUND  no such rule; a holiday year is missing.
 *         ERR_LIMIT      an evaluation limit.
 */
NODISCARD enum status pack_judge(struct arena *a, const struct pack *p,
    struct str rule, const struct pack_facts *facts, struct pack_verdict *ret,
    struct err *err);

/*
 * Value of a decision of a linked model on the facts of a case: its input data
 * are facts of the pack by name, its decisions named as readings or parameters
 * of the pack have the values chosen or given, its knowledge models that name
 * a function of the pack (dmn_native) are that function. What is not known
 * stays so: the value is a null that names it.
 *
 * A model that pack_export_dmn wrote gives the verdicts of the pack.
 *
 * Errors: ERR_NOT_FOUND  no such decision; a holiday year is missing.
 *         ERR_LIMIT      an evaluation limit.
 */
NODISCARD enum status pack_evaluate_model(struct arena *a,
    const struct pack *p, const struct dmn_model *m, struct str decision,
    const struct pack_facts *facts, struct feel_value *ret, struct err *err);

/* The outcome alone, many times faster: nothing is explained and no day is
 * searched. Errors: as pack_judge. */
NODISCARD enum status pack_outcome(struct arena *a, const struct pack *p,
    struct str rule, const struct pack_facts *facts, enum outcome *ret,
    struct err *err);

/* Value of a RULE_VALUE, or of any expression of the pack. Errors: as
 * pack_judge. */
NODISCARD enum status pack_value(struct arena *a, const struct pack *p,
    struct str rule, const struct pack_facts *facts, struct feel_value *ret,
    struct err *err);

/* A fact by its name: 认定.<rule> too. */
void pack_source_of(struct arena *a, const struct pack *p, struct str fact,
    struct pack_source *ret);

/*
 * The whole way to a verdict as a tree (feel/explain.h): the rule, its parts
 * or its expression with the value under each part, and below a fact that is
 * a rule how that came about. Private facts are masked.
 */
void pack_explain(struct arena *a, const struct pack *p,
    const struct pack_verdict *v, bool english, struct explain_node *ret);

/* A verdict with its trace as JSON, for the record and the API. */
const struct json *pack_verdict_json(
    struct arena *a, const struct pack_verdict *v);

/*
 * The tree of an explanation as JSON: kind, text, label, value (FEEL text),
 * shown (as people read it), state (missing, error), weight (decides, idle),
 * note, parts. What is empty is left out.
 */
const struct json *pack_explain_json(
    struct arena *a, const struct explain_node *n);

#endif
