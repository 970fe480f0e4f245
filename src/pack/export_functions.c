/* Functions of a pack as business knowledge models.
 *
 * Each has a body of FEEL where FEEL can say it, for other engines. Mingce
 * does not run that: the extension element names the function of the pack,
 * which src/pack binds when the model is read (docs/pack-format.md, DMN). */
#include "export_dmn.h"

#include "functions.h"

struct parameter {
    const char *name, *type;
};

static const struct function {
    const char *name, *result, *body, *meaning;
    struct parameter params[4];
    const char *defaults[4]; /* what an argument left out means */
} functions[] = {
    { "加天", "date", "日期 + 天数 * duration(\"P1D\")", "加若干日历日",
        { { "日期", "date" }, { "天数", "number" } }, { NULL } },
    { "加月", "date", "日期 + 月数 * duration(\"P1M\")",
        "加若干月：对应日，没有对应日的为当月末日",
        { { "日期", "date" }, { "月数", "number" } }, { NULL } },
    { "加年", "date", "日期 + 年数 * duration(\"P1Y\")",
        "加若干年：对应日，没有对应日的为当月末日",
        { { "日期", "date" }, { "年数", "number" } }, { NULL } },
    { "工作日后", "date", NULL,
        "第若干个工作日，当日不计；须有节假日表，由读取模型的程序计算",
        { { "日期", "date" }, { "工作日数", "number" } }, { NULL } },
    { "满年", "number", "years and months duration(起, 止).years",
        "满几年，对应日计入", { { "起", "date" }, { "止", "date" } },
        { NULL } },
    { "满月", "number",
        "years and months duration(起, 止) / duration(\"P1M\")",
        "满几个月，对应日计入", { { "起", "date" }, { "止", "date" } },
        { NULL } },
    { "经历月数", "number", NULL,
        "各段经历覆盖的月数，重叠只计一次，计至截止日；由读取模型的程序计算",
        { { "列表", "Any" }, { "截止", "date" }, { "起列", "string" },
            { "止列", "string" } },
        { NULL, NULL, "\"起\"", "\"止\"" } },
    { "去重计数", "number", "count(distinct values(列表))",
        "不同值的个数，文字不分大小写、全半角、空格和标点",
        { { "列表", "Any" } }, { NULL } },
    { "年份", "number", "日期.year", "公历年份", { { "日期", "date" } },
        { NULL } },
};

#define N_FUNCTIONS (sizeof(functions) / sizeof(*functions))

static const struct function *
find_function(struct str name)
{
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        if (str_eq(name, str_of(functions[i].name)))
            return &functions[i];
    return NULL;
}

static size_t
arity(const struct function *f)
{
    size_t n = 0;

    while (n < 4 && f->params[n].name != NULL)
        n++;
    return n;
}

bool
export_is_arity(struct str function, size_t n)
{
    const struct function *f = find_function(function);

    return f != NULL && arity(f) == n;
}

bool
export_is_parameter(struct str function, size_t i, struct str name)
{
    const struct function *f = find_function(function);

    return f != NULL && i < arity(f) &&
        str_eq(name, str_of(f->params[i].name));
}

struct str
export_text(struct export *e, const struct feel_expr *x)
{
    const struct feel_use_of *uses;
    size_t n, done = 0;
    struct str text = feel_text(x);
    struct buf b;

    feel_uses(e->a, x, &uses, &n);
    buf_init(&b, e->a, (size_t)1 << 20);
    /* calls may nest: brackets close in order of where they end */
    for (;;) {
        const struct feel_use_of *next = NULL;

        for (size_t i = 0; i < n; i++)
            if (uses[i].to > done && uses[i].args != SIZE_MAX &&
                (next == NULL || uses[i].to < next->to))
                next = &uses[i];
        if (next == NULL)
            break;

        const struct function *f = find_function(next->name);

        buf_str(&b, str_sub(text, done, next->to - 1 - done));
        for (size_t k = next->args; f != NULL && k < arity(f); k++)
            buf_fmt(&b, ", %s", f->defaults[k]);
        done = next->to - 1;
        buf_byte(&b, ')');
        done++;
    }
    buf_str(&b, str_sub(text, done, SIZE_MAX));
    return buf_view(&b);
}

static void
write_function(struct export *e, const struct function *f)
{
    struct xml_out *x = &e->x;
    struct str name = str_of(f->name);

    element_open(x, "businessKnowledgeModel");
    element_attr(x, "id", element_id(e->a, "function", name));
    element_attr(x, "name", name);
    element_text(x, "description", str_of(f->meaning));
    element_open(x, "extensionElements");
    element_open(x, "mingce:native");
    element_attr(x, "name", name);
    element_close(x, "mingce:native");
    element_close(x, "extensionElements");
    element_open(x, "variable");
    element_attr(x, "id", element_id(e->a, "function-variable", name));
    element_attr(x, "name", name);
    element_close(x, "variable");
    element_open(x, "encapsulatedLogic");
    element_attr(x, "id", element_id(e->a, "function-logic", name));
    for (size_t i = 0; i < arity(f); i++) {
        element_open(x, "formalParameter");
        element_attr(x, "id",
            arena_fmt(e->a, STR_FMT "-%zu",
                STR_ARG(element_id(e->a, "function-parameter", name)), i + 1));
        element_attr(x, "name", str_of(f->params[i].name));
        element_attr(x, "typeRef", str_of(f->params[i].type));
        element_close(x, "formalParameter");
    }
    element_open(x, "literalExpression");
    element_attr(x, "id", element_id(e->a, "function-body", name));
    element_attr(x, "typeRef", str_of(f->result));
    element_text(x, "text", str_of(f->body != NULL ? f->body : "null"));
    element_close(x, "literalExpression");
    element_close(x, "encapsulatedLogic");
    element_close(x, "businessKnowledgeModel");
}

void
export_functions(struct export *e)
{
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        for (size_t k = 0; k < e->natives.n; k++)
            if (str_eq(e->natives.p[k], str_of(functions[i].name)))
                write_function(e, &functions[i]);
}
