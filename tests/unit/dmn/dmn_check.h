/* dmn_check.h - models written as text, and what they come to. */
#ifndef DMN_CHECK_H
#define DMN_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "dmn/dmn.h"

#define DMN15 "https://www.omg.org/spec/DMN/20230324/MODEL/"
/* A model of DMN 1.5 around its elements. */
#define MODEL(body) \
    "<definitions xmlns='" DMN15 "' name='m' namespace='urn:m'>" body \
    "</definitions>"
#define LITERAL(text) \
    "<literalExpression><text>" text "</text></literalExpression>"
#define DECISION(name, needs, box) \
    "<decision id='" name "' name='" name "'><variable name='" name "'/>" \
    needs box "</decision>"
#define INPUT(name, type) \
    "<inputData id='" name "' name='" name "'><variable name='" name \
    "' typeRef='" type "'/></inputData>"
#define NEEDS_INPUT(id) \
    "<informationRequirement><requiredInput href='#" id \
    "'/></informationRequirement>"
#define NEEDS_DECISION(id) \
    "<informationRequirement><requiredDecision href='#" id \
    "'/></informationRequirement>"
#define NEEDS_KNOWLEDGE(id) \
    "<knowledgeRequirement><requiredKnowledge href='#" id \
    "'/></knowledgeRequirement>"

static struct arena *a;

static int
setup(void **state)
{
    (void)state;
    a = arena_new("test");
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

/* A linked model; fails the test if it is none. */
static inline struct dmn_model *
model(const char *xml)
{
    struct dmn_model *m = NULL;
    struct err err = { 0 };

    if (dmn_model_read(a, STR("m.dmn"), str_of(xml), NULL, &m, &err) != OK ||
        dmn_model_link(a, &m, 1, &err) != OK)
        fail_msg("%s: %s", err.where, err.text);
    return m;
}

/* "value", or "!first reason" of a null, "?name" of an unknown one. */
static inline const char *
shown(const struct feel_value *v)
{
    if (v->type == FEEL_NULL && v->missing != NULL)
        return arena_cstr(a,
            arena_fmt(a, "%s" STR_FMT, v->missing->is_error ? "!" : "?",
                STR_ARG(v->missing->is_error ? v->missing->text
                                             : v->missing->name)));
    return arena_cstr(a, feel_show(a, v));
}

static inline struct dmn_result
run(const struct dmn_model *m, const char *name,
    const struct dmn_input *inputs, size_t n)
{
    struct dmn_call call = {
        .inputs = inputs, .n_inputs = n, .trace = true };
    struct dmn_result result = { 0 };
    struct err err = { 0 };

    if (dmn_evaluate(a, m, str_of(name), &call, &result, &err) != OK)
        fail_msg("%s: %s", name, err.text);
    assert_non_null(result.trace);
    return result;
}

static inline const char *
value(const struct dmn_model *m, const char *name,
    const struct dmn_input *inputs, size_t n)
{
    struct dmn_result r = run(m, name, inputs, n);

    return shown(&r.value);
}

/* With one number as input. */
static inline const char *
with(const struct dmn_model *m, const char *name, const char *input, int64_t v)
{
    struct dmn_input in = { .name = str_of(input), .value = feel_int(v) };

    return value(m, name, &in, 1);
}

/* The error that reading and linking end with; OK fails the test. */
static inline struct err
refused(const char *xml, enum status want)
{
    struct dmn_model *m = NULL;
    struct err err = { 0 };
    enum status st =
        dmn_model_read(a, STR("m.dmn"), str_of(xml), NULL, &m, &err);

    if (st == OK)
        st = dmn_model_link(a, &m, 1, &err);
    if (st != want)
        fail_msg("%s, not %s: %s", status_name(st), status_name(want),
            err.text);
    return err;
}

#define CHECK_HAS(text, part) \
    do { \
        if (str_find(str_of(text), STR(part)) == SIZE_MAX) \
            fail_msg("\"%s\" should have \"%s\"", text, part); \
    } while (0)

#endif
