/* fuzz_feel.c - any text either compiles or says why not; what it evaluates
 * to does not depend on whether a trace is made, and its text reads back as
 * the same value. Bits of the first byte: 1 makes it unary tests, 2 reads it
 * by the letter of DMN. */
#include "feel/feel.h"
#include "feel/run.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
    if (!holds)
        abort();
}

static const struct feel_limits limits = {
    .text = 65536, .depth = 200, .list = 2000, .steps = 20000
};

static bool
fact(struct str name, struct feel_value *ret, void *arg)
{
    static const struct feel_value rows[] = {
        { .type = FEEL_BOOLEAN, .boolean = true },
        { .type = FEEL_YEARS_DURATION, .months = 14 },
        { .type = FEEL_STRING, .string = STR_INIT("文字") },
    };

    (void)arg;
    if (str_eq(name, STR("人数")) || str_eq(name, STR("?")))
        *ret = feel_int(12);
    else if (str_eq(name, STR("日期")))
        *ret = feel_date((struct day){ 19428 });
    else if (str_eq(name, STR("列")))
        *ret = feel_list(rows, 3);
    else
        return false;
    return true;
}

static enum status
native(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)self;
    (void)err;
    *ret = n > 1 ? args[1] : feel_fail(e, "one argument only");
    return OK;
}

static const struct feel_scope *
scope(struct arena *a, bool as_dmn)
{
    struct feel_scope *s = feel_scope_new(a);

    if (as_dmn)
        feel_scope_as_dmn(s);

    feel_scope_name(s, STR("人数"), FEEL_NUMBER);
    feel_scope_name(s, STR("日期"), FEEL_DATE);
    feel_scope_name(s, STR("列"), FEEL_LIST);
    feel_scope_name(s, STR("未知"), FEEL_NULL);
    feel_scope_name(s, STR("a-b c"), FEEL_NULL);
    feel_scope_function(s, STR("工作日后"), 1, 3, native, NULL);
    return s;
}

/* A value that has a text in FEEL which stands for it. */
static bool
has_text(const struct feel_value *v)
{
    switch (v->type) {
    case FEEL_FUNCTION:
    case FEEL_RANGE: /* an end may be a negative duration and the like */
    case FEEL_LIST:
    case FEEL_CONTEXT:
        return false;
    default:
        return true;
    }
}

static void
read_back(struct arena *a, const struct feel_value *v, struct str text)
{
    const struct feel_expr *x;
    struct feel_value again;
    struct err err = { 0 };

    if (!has_text(v) || text.n > 60000)
        return;
    require(feel_compile(a, text, scope(a, false), &limits, &x, &err) == OK);
    require(feel_evaluate(a, x, NULL, NULL, 0, &limits, &again, NULL, &err) ==
        OK);
    require(str_eq(feel_show(a, &again), text));
}

static size_t
count_parts(const struct feel_trace *t)
{
    size_t n = 1;

    for (size_t i = 0; i < t->n; i++)
        n += count_parts(t->parts[i]);
    return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz");
    const struct feel_expr *x = NULL;
    const struct feel_trace *trace = NULL;
    struct feel_value v, w;
    struct err err = { 0 };
    enum status st;

    if (size == 0) {
        arena_free(a);
        return 0;
    }

    struct str text = { (const char *)data + 1, size - 1 };
    const struct feel_scope *s = scope(a, (data[0] & 2) != 0);

    st = data[0] % 2 == 1
        ? feel_compile_unary(a, text, s, &limits, &x, &err)
        : feel_compile(a, text, s, &limits, &x, &err);
    require(st == OK || st == ERR_INPUT || st == ERR_LIMIT);
    if (st != OK) {
        require(x == NULL && err.code == st && err.text[0] != '\0');
        arena_free(a);
        return 0;
    }
    st = feel_evaluate(a, x, fact, NULL, 0, &limits, &v, NULL, &err);
    require(st == OK || st == ERR_LIMIT);
    require(st ==
        feel_evaluate(a, x, fact, NULL, 0, &limits, &w, &trace, &err));
    if (st == OK) {
        struct str shown = feel_show(a, &v);

        require(str_eq(shown, feel_show(a, &w)));
        require(count_parts(trace) >= 1);
        (void)feel_show_zh(a, &v);
        read_back(a, &v, shown);
    }
    arena_free(a);
    return 0;
}
