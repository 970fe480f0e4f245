/* batch_build.h - the parts of the compiler of a batch, for each other. */
#ifndef FEEL_BATCH_BUILD_H
#define FEEL_BATCH_BUILD_H

#include "batch_form.h"

/* A rule's register, and for which rows it is filled. */
struct built {
    bool there, whole;
    size_t live, reg;
};

struct loaded {
    bool there;
    size_t reg;
};

struct builder {
    struct arena *a;
    struct feel_batch *b;
    struct err *err; /* of trial evaluations; not told */
    VEC_OF(struct instr) code;
    size_t n_regs;
    struct built *built;    /* by rule */
    struct loaded *columns; /* by column */
    size_t rule;            /* whose expression is being built */
    size_t live;            /* register of the rows that matter, or NO_REG */
    bool whole;             /* no part was left to the evaluator */
};

/* An instruction with a register of its own to fill; valid until the next. */
struct instr *build_emit(struct builder *w, enum batch_op op);
size_t build_tri(struct builder *w, uint8_t tri);
size_t build_row(struct builder *w);
size_t build_join(struct builder *w, bool is_and, size_t x, size_t y);
/* Value of a part without varying facts, or with `column` set to v. */
enum status build_value(struct builder *w, const struct node *n,
    size_t column, const struct feel_value *v, struct feel_value *ret);

/* A part as a truth value: its register. */
size_t build_truth(struct builder *w, const struct node *n);

/* batch_operand.c: parts as other values. */
struct operand build_operand(struct builder *w, const struct node *n);
struct operand build_constant(const struct feel_value *v);
size_t build_compare(struct builder *w, enum feel_op op,
    const struct operand *x, const struct operand *y);

#endif
