/* fuzz_dmn.c - any bytes are a model or a clear refusal; a model that links
 * evaluates every decision alike with and without a trace, within limits. */
#include "dmn/dmn.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
    if (!holds)
        abort();
}

static bool
fact(struct str name, struct feel_value *ret, void *arg)
{
    (void)arg;
    *ret = name.n % 3 == 0 ? feel_int((int64_t)name.n)
        : name.n % 3 == 1  ? feel_string(name)
                           : feel_boolean(true);
    return true;
}

static void
evaluate(const struct dmn_model *m, struct str name)
{
    struct feel_limits limits = { .text = 4096,
        .depth = 100,
        .list = 1000,
        .steps = 20000 };
    struct dmn_call call = { .facts = fact, .limits = &limits };
    struct arena *a = arena_new("evaluate");
    struct dmn_result r, traced;
    struct err err = { 0 };
    enum status st = dmn_evaluate(a, m, name, &call, &r, &err);

    require(st == OK || (st == ERR_LIMIT && err.text[0] != '\0'));
    call.trace = true;
    require(dmn_evaluate(a, m, name, &call, &traced, &err) == st);
    if (st == OK) {
        require(traced.trace != NULL);
        require(str_eq(
            feel_show(a, &r.value), feel_show(a, &traced.value)));
    }
    arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz");
    struct dmn_limits limits = dmn_limits_default();
    struct dmn_model *m = NULL;
    struct err err = { 0 };
    enum status st;

    limits.bytes = 65536;
    limits.elements = 4000;
    limits.feel.text = 4096;
    limits.zones = STR_EMPTY;
    st = dmn_model_read(a, STR("fuzz"),
        (struct str){ (const char *)data, size }, &limits, &m, &err);
    if (st == OK)
        st = dmn_model_link(a, &m, 1, &err);
    require(st == OK || st == ERR_INPUT || st == ERR_LIMIT);
    require(st == OK || (err.code == st && err.text[0] != '\0'));
    for (size_t i = 0; st == OK && i < dmn_element_count(m) && i < 20; i++) {
        const struct dmn_element *e = dmn_element(m, i);

        if (e->kind == DMN_DECISION || e->kind == DMN_DECISION_SERVICE)
            evaluate(m, e->name);
    }
    arena_free(a);
    return 0;
}
