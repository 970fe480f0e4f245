/* lex.h - tokens, read one at a time because names depend on the scope. */
#ifndef FEEL_LEX_H
#define FEEL_LEX_H

#include "ast.h"
#include "temporal.h"

enum tok_kind {
    T_END,
    T_BAD, /* the error is set */
    T_NUMBER,
    T_STRING,
    T_AT,   /* @"..." */
    T_NAME, /* a known name, see ref */
    T_WORD, /* a word nobody knows (or a member of an element) */
    T_INPUT, /* ? */
    /* keywords, in the order of the table in lex.c */
    T_IF, T_THEN, T_ELSE, T_FOR, T_IN, T_RETURN, T_SOME, T_EVERY, T_SATISFIES,
    T_AND, T_OR, T_BETWEEN, T_INSTANCE, T_OF, T_FUNCTION, T_EXTERNAL, T_TRUE,
    T_FALSE, T_NULL,
    /* signs */
    T_OPEN, T_CLOSE, T_OPEN_LIST, T_CLOSE_LIST, T_OPEN_CONTEXT,
    T_CLOSE_CONTEXT, T_COMMA, T_COLON, T_DOT, T_DOTS, T_PLUS, T_MINUS, T_TIMES,
    T_DIVIDE, T_POWER, T_EQ, T_NE, T_LT, T_LE, T_GT, T_GE, T_ARROW
};

enum ref_kind { REF_NONE, REF_LOCAL, REF_FACT, REF_NATIVE, REF_BUILTIN };

struct tok {
    enum tok_kind kind;
    size_t from, to;
    struct feel_value value; /* numbers and strings */
    struct str name;         /* canonical name, or the word */
    enum ref_kind ref;
    size_t steps;            /* REF_LOCAL: steps outwards */
    size_t id;               /* REF_FACT: number in a frame */
    const struct native *native;
    const struct builtin *builtin;
};

/* A variable in force at a place of the text. */
struct local {
    struct str name;
    const struct local *up;
    bool is_element; /* `item` of a filter: its members are names too */
};

struct parser {
    struct arena *a;
    struct str text;
    const struct feel_scope *scope;
    struct feel_limits limits;
    struct err *err;
    enum status status;

    size_t at; /* behind the token, or where the next one is read from */
    bool have; /* tok was read and not yet taken */
    struct tok tok;

    const struct local *locals;
    size_t depth;
    struct zone_set zones;
    size_t inputs;    /* "?" met in the tests being read */
    bool input_is_fact;
    bool external; /* an external function was met */
    VEC_OF(struct str) facts;
    VEC_OF(size_t) ids;
    VEC_OF(struct str) keys; /* of contexts met so far */
};

/* Reads the token at p->at in the present scope. */
void lex_read(struct parser *p);
/* Behind white space and comments. */
size_t lex_skip(const struct parser *p, size_t at);
/* A string literal that begins at `at`; false and the error set if bad. */
bool lex_string(
    struct parser *p, size_t at, struct str *ret, size_t *ret_end);
/* A plain word; its length or 0. */
size_t lex_word(struct str text, size_t at);
/* Longest member name known at `at` (declared, key or property), else the
 * word there. Length or 0. */
size_t lex_member(struct parser *p, size_t at, struct str *ret);
bool lex_member_known(const struct parser *p, struct str name);

/* Records the first error at a place; returns NULL for convenience. */
const struct node *parse_fail(struct parser *p, size_t at, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
const struct node *parse_limit(struct parser *p, size_t at, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

#endif
