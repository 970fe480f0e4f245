/* parse.h - the parts of the parser, for each other. Every function returns
 * NULL once an error is recorded in the parser. */
#ifndef FEEL_PARSE_H
#define FEEL_PARSE_H

#include "lex.h"

/* Binding strength of operators, weakest first. */
enum strength {
    BIND_OR,
    BIND_AND,
    BIND_COMPARE,
    BIND_SUM,
    BIND_PRODUCT,
    BIND_POWER,
    BIND_UNARY
};

struct node_list {
    const struct node **p;
    size_t n, cap;
};

struct name_list {
    struct str *p;
    size_t n, cap;
};

struct type_list {
    const struct feel_type_ref **p;
    size_t n, cap;
};

/* The token at hand; take consumes it if it is of this kind. */
const struct tok *parse_peek(struct parser *p);
bool parse_take(struct parser *p, enum tok_kind kind);
/* Consumes it or records `应为…`; what: what should stand there. */
bool parse_want(struct parser *p, enum tok_kind kind, const char *what);
/* Consumes any token. */
struct tok parse_next(struct parser *p);
/* Goes back to read again from `at` (after a change of the scope). */
void parse_rewind(struct parser *p, size_t at);
/* Records that the token at hand is not what should stand there. */
const struct node *parse_unexpected(struct parser *p, const char *what);

/* A node from byte `from` to the last consumed token. kids are copied. */
struct node *parse_node(struct parser *p, enum node_kind kind, size_t from,
    const struct node_list *kids);
struct node *parse_node2(struct parser *p, enum node_kind kind, size_t from,
    const struct node *x, const struct node *y);
/* Computes a node of literals once, for evaluations without a trace. */
void parse_constant(struct parser *p, struct node *n);
void parse_names(struct parser *p, struct node *n, const struct name_list *l);

/* Scope of variables. */
const struct local *parse_enter(
    struct parser *p, struct str name, bool is_element);
void parse_leave(struct parser *p, const struct local *before);

/* Expressions of at least this strength; BIND_OR is any. */
const struct node *parse_expr(struct parser *p, enum strength least);
const struct node *parse_primary(struct parser *p);
/* Behind "(": a bracketed expression or a range; `from` is the bracket. */
const struct node *parse_bracket(struct parser *p, size_t from);
/* `..` to the closing bracket, low read already. */
const struct node *parse_range_end(struct parser *p, size_t from,
    const struct node *low, bool low_closed);
const struct node *parse_for(struct parser *p, size_t from);
const struct node *parse_quantified(
    struct parser *p, size_t from, enum node_kind kind);
const struct node *parse_function(struct parser *p, size_t from);
const struct node *parse_if(struct parser *p, size_t from);
const struct node *parse_context(struct parser *p, size_t from);
const struct node *parse_instance(struct parser *p, const struct node *x);
/* A type as written behind `instance of` or a parameter (parse_type.c);
 * depth: of types around it. */
const struct feel_type_ref *parse_type(struct parser *p, size_t depth);
/* Arguments behind "(" up to and with ")". */
bool parse_arguments(
    struct parser *p, struct node_list *args, struct name_list *names);
/* A copy of a function of the caller that outlives the scope. */
const struct native *parse_native(struct parser *p, const struct native *f);
const struct node *parse_call(
    struct parser *p, const struct node *callee, const struct tok *name);
/* One unary test; tests parted by commas. */
const struct node *parse_test(struct parser *p);
bool parse_tests(struct parser *p, struct node_list *tests);
const struct node *parse_in(struct parser *p, const struct node *x);

#endif
