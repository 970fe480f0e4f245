/* explain.c - the trace of a model as nodes that explain.h shows. */
#include "dmn/dmn.h"

/* Calls of one function shown under an expression at most. */
#define CALLS_MAX 20

struct tree {
    struct arena *a;
    struct explain_words given; /* what the caller says of facts */
    struct explain_words words;
    const struct dmn_trace *root;
    const struct dmn_trace *at; /* the logic being shown */
    VEC_OF(const struct dmn_trace *) calls;
    VEC_OF(const struct dmn_trace *) shown; /* calls: each stands once */
};

static void node_of(
    struct tree *t, const struct dmn_trace *x, struct explain_node *ret);

/* The part where an element was computed; NULL if it was not. */
static const struct dmn_trace *
find(const struct dmn_trace *x, struct str name)
{
    if (x->kind == DMN_TRACE_ELEMENT && x->element == DMN_DECISION &&
        !x->again && str_eq(x->name, name))
        return x;
    for (size_t i = 0; i < x->n; i++) {
        const struct dmn_trace *found = find(x->parts[i], name);

        if (found != NULL)
            return found;
    }
    return NULL;
}

static bool
is_shown(const struct tree *t, const struct dmn_trace *x)
{
    for (size_t i = 0; i < t->shown.n; i++)
        if (t->shown.p[i] == x)
            return true;
    return false;
}

/* Calls of a knowledge model or service inside the logic at hand. */
static void
calls(struct tree *t, const struct dmn_trace *x, struct str name)
{
    for (size_t i = 0; i < x->n && t->calls.n < CALLS_MAX; i++) {
        const struct dmn_trace *part = x->parts[i];

        if (part->kind != DMN_TRACE_ELEMENT)
            calls(t, part, name);
        else if (part->element != DMN_DECISION &&
            str_eq(part->name, name) && !is_shown(t, part))
            *VEC_PUSH(t->a, &t->calls) = part;
    }
}

static struct str
label(struct arena *a, struct str fact, void *arg)
{
    const struct tree *t = arg;

    return t->given.label != NULL ? t->given.label(a, fact, t->given.arg)
                                  : STR_EMPTY;
}

static struct str
show(struct arena *a, struct str fact, const struct feel_value *v, void *arg)
{
    const struct tree *t = arg;

    return t->given.show != NULL ? t->given.show(a, fact, v, t->given.arg)
                                 : STR_EMPTY;
}

static bool
below(struct arena *a, struct str fact, struct explain_node *ret, void *arg)
{
    struct tree *t = arg;
    const struct dmn_trace *x = find(t->root, fact);

    if (t->given.below != NULL &&
        t->given.below(a, fact, ret, t->given.arg))
        return true;
    if (x != NULL && x != t->root) {
        node_of(t, x, ret);
        return true;
    }
    t->calls.n = 0;
    t->calls.p = NULL;
    t->calls.cap = 0;
    calls(t, t->at, fact);
    if (t->calls.n == 0)
        return false;
    for (size_t i = 0; i < t->calls.n; i++)
        *VEC_PUSH(t->a, &t->shown) = t->calls.p[i];
    if (t->calls.n == 1) {
        node_of(t, t->calls.p[0], ret);
        return true;
    }

    size_t n = t->calls.n;
    const struct dmn_trace **each = t->calls.p;
    struct explain_node *kids = arena_new_array(a, struct explain_node, n);

    for (size_t i = 0; i < n; i++)
        node_of(t, each[i], &kids[i]);
    *ret = (struct explain_node){
        .kind = EXPLAIN_PART, .text = fact, .kids = kids, .n = n };
    return true;
}

/* Parts that belong to the logic itself; what it required stands under the
 * names that used it. */
static bool
is_logic(const struct dmn_trace *x)
{
    return x->kind == DMN_TRACE_EXPRESSION || x->kind == DMN_TRACE_TABLE ||
        x->kind == DMN_TRACE_BOX ||
        (x->kind == DMN_TRACE_ELEMENT && x->element != DMN_DECISION);
}

static void
plain_node(struct tree *t, const struct dmn_trace *x, struct str text,
    struct explain_node *ret)
{
    struct explain_node *kids =
        arena_new_array(t->a, struct explain_node, x->n);
    size_t n = 0;

    for (size_t i = 0; i < x->n; i++)
        if (is_logic(x->parts[i]))
            node_of(t, x->parts[i], &kids[n++]);
    *ret = (struct explain_node){
        .kind = EXPLAIN_PART,
        .text = text,
        .value = x->value,
        .shown = feel_show_zh(t->a, &x->value),
        .note = x->note,
        .kids = kids,
        .n = n,
    };
}

static void
expression_node(struct tree *t, const struct dmn_trace *x,
    struct explain_node *ret)
{
    struct explain_node inner;

    if (x->feel == NULL) {
        plain_node(t, x, x->text.n > 0 ? x->text : x->name, ret);
        return;
    }
    explain_trace(t->a, x->feel, &t->words, &inner);
    if (x->name.n == 0) {
        *ret = inner;
        return;
    }
    explain_named(t->a, x->name, STR_EMPTY, &inner, ret);
}

static void
element_node(struct tree *t, const struct dmn_trace *x,
    struct explain_node *ret)
{
    struct explain_node *logic = arena_one(t->a, struct explain_node);

    for (size_t i = 0; i < x->n; i++) {
        if (!is_logic(x->parts[i]) || x->element == DMN_DECISION_SERVICE)
            continue;
        node_of(t, x->parts[i], logic);
        if (x->parts[i]->kind == DMN_TRACE_TABLE) {
            *ret = *logic; /* has the name of the decision already */
            return;
        }
        explain_named(t->a, x->name, STR_EMPTY, logic, ret);
        return;
    }
    plain_node(t, x, x->name, ret);
    if (x->element != DMN_DECISION_SERVICE)
        return;

    struct explain_node *kids =
        arena_new_array(t->a, struct explain_node, x->n);

    for (size_t i = 0; i < x->n; i++)
        node_of(t, x->parts[i], &kids[i]);
    ret->kids = kids;
    ret->n = x->n;
}

static void
shape(struct tree *t, const struct dmn_trace *x, struct explain_node *ret)
{
    switch (x->kind) {
    case DMN_TRACE_ELEMENT:
        element_node(t, x, ret);
        return;
    case DMN_TRACE_TABLE:
        explain_of_table(t->a, x->table, &t->words, ret);
        return;
    case DMN_TRACE_EXPRESSION:
        expression_node(t, x, ret);
        return;
    case DMN_TRACE_INPUT:
    case DMN_TRACE_BOX:
        break;
    }
    plain_node(t, x, x->name.n > 0 ? x->name : x->text, ret);
}

static void
node_of(struct tree *t, const struct dmn_trace *x, struct explain_node *ret)
{
    const struct dmn_trace *outer = t->at;

    t->at = x;
    shape(t, x, ret);
    t->at = outer;
}

void
dmn_explain(struct arena *a, const struct dmn_trace *x,
    const struct explain_words *words, struct explain_node *ret)
{
    struct tree *t = arena_one(a, struct tree);

    t->a = a;
    t->root = t->at = x;
    if (words != NULL)
        t->given = *words;
    t->words = (struct explain_words){ .english = t->given.english,
        .label = label,
        .show = show,
        .below = below,
        .arg = t };
    node_of(t, x, ret);
}
