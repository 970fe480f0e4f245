/* Kinds of expressions and the mistakes that show by them, without a pack. */
#include "feel/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

static const struct str colours[] = { STR_INIT("red"), STR_INIT("blue") };
static const struct feel_kind colour = { .type = FEEL_STRING,
    .choices = colours,
    .n_choices = 2 };
static const struct str letters[] = { STR_INIT("k") };
static const struct str row_names[] = { STR_INIT("day"), STR_INIT("n") };
static const struct feel_kind row_members[] = { { .type = FEEL_DATE },
    { .type = FEEL_NUMBER, .unit = STR_INIT("人") } };
static const struct feel_kind row = { .type = FEEL_CONTEXT,
    .names = row_names,
    .members = row_members,
    .n = 2 };

static const struct {
    struct str name;
    struct feel_kind kind;
} facts[] = {
    { STR_INIT("minutes"), { .type = FEEL_NUMBER, .unit = STR_INIT("分钟") } },
    { STR_INIT("hours"), { .type = FEEL_NUMBER, .unit = STR_INIT("小时") } },
    { STR_INIT("yuan"), { .type = FEEL_NUMBER, .unit = STR_INIT("元") } },
    { STR_INIT("people"),
        { .type = FEEL_NUMBER,
            .unit = STR_INIT("人"),
            .has_low = true,
            .has_high = true,
            .high = 50 } },
    { STR_INIT("acres"), { .type = FEEL_NUMBER, .unit = STR_INIT("亩") } },
    { STR_INIT("x"), { .type = FEEL_NUMBER } },
    { STR_INIT("s"), { .type = FEEL_STRING } },
    { STR_INIT("b"), { .type = FEEL_BOOLEAN } },
    { STR_INIT("d"), { .type = FEEL_DATE } },
    { STR_INIT("t"), { .type = FEEL_TIME } },
    { STR_INIT("colour"),
        { .type = FEEL_STRING, .choices = colours, .n_choices = 2 } },
    { STR_INIT("letter"),
        { .type = FEEL_STRING, .choices = letters, .n_choices = 1 } },
    { STR_INIT("colours"), { .type = FEEL_LIST, .of = &colour } },
    { STR_INIT("rows"), { .type = FEEL_LIST, .of = &row } },
    { STR_INIT("any"), { .type = FEEL_NULL } },
};

#define N_FACTS (sizeof(facts) / sizeof(*facts))

static bool
kind_of(struct str name, struct feel_kind *ret, void *arg)
{
    (void)arg;
    for (size_t i = 0; i < N_FACTS; i++) {
        if (!str_eq(facts[i].name, name))
            continue;
        *ret = facts[i].kind;
        return true;
    }
    return false;
}

struct checked {
    struct feel_kind kind;
    const struct feel_fault *faults;
    size_t n;
};

static struct checked
check(const char *text)
{
    struct feel_scope *s = feel_scope_new(a);
    struct feel_check env = { .kind = kind_of };
    const struct feel_expr *x;
    struct checked r = { 0 };
    struct err err = { 0 };

    for (size_t i = 0; i < N_FACTS; i++)
        feel_scope_name(s, facts[i].name, facts[i].kind.type);
    if (feel_compile(a, str_of(text), s, NULL, &x, &err) != OK)
        fail_msg("%s: %s", text, err.text);
    feel_check(a, x, &env, &r.kind, &r.faults, &r.n);
    return r;
}

static void
kinds_of_results(void **state)
{
    static const struct {
        const char *text;
        enum feel_type type;
        const char *unit;
    } rows[] = {
        { "1 + 2", FEEL_NUMBER, "" },
        { "minutes + 5", FEEL_NUMBER, "分钟" },
        { "5 - minutes", FEEL_NUMBER, "分钟" },
        { "-minutes", FEEL_NUMBER, "分钟" },
        { "minutes * people", FEEL_NUMBER, "分钟" },
        { "people * minutes", FEEL_NUMBER, "分钟" },
        { "people / people", FEEL_NUMBER, "比例" },
        { "minutes * (people / people)", FEEL_NUMBER, "分钟" },
        { "minutes / (people / people)", FEEL_NUMBER, "分钟" },
        { "minutes / people", FEEL_NUMBER, "" },
        { "minutes ** 2", FEEL_NUMBER, "" },
        { "abs(minutes)", FEEL_NUMBER, "分钟" },
        { "floor(minutes)", FEEL_NUMBER, "分钟" },
        { "sum([minutes, minutes])", FEEL_NUMBER, "分钟" },
        { "max(minutes, minutes)", FEEL_NUMBER, "分钟" },
        { "max(minutes, hours)", FEEL_NUMBER, "" },
        { "count(rows)", FEEL_NUMBER, "个" },
        { "sum(rows.n)", FEEL_NUMBER, "人" },
        { "rows[1].n", FEEL_NUMBER, "人" },
        { "rows[n > 3].day", FEEL_LIST, "" },
        { "(for r in rows return r.n)[1]", FEEL_NUMBER, "人" },
        { "if b then minutes else null", FEEL_NUMBER, "分钟" },
        { "if b then minutes else hours", FEEL_NUMBER, "" },
        { "if b then 1 else \"x\"", FEEL_NULL, "" },
        { "s + \"x\"", FEEL_STRING, "" },
        { "d + duration(\"P1D\")", FEEL_DATE, "" },
        { "d - d", FEEL_DAYS_DURATION, "" },
        { "duration(\"P1D\") * 2", FEEL_DAYS_DURATION, "" },
        { "2 * duration(\"P1Y\")", FEEL_YEARS_DURATION, "" },
        { "duration(\"P2D\") / duration(\"P1D\")", FEEL_NUMBER, "" },
        { "duration(\"P2D\").days", FEEL_NUMBER, "" },
        { "duration(\"P2Y\").months", FEEL_NUMBER, "" },
        { "d.year", FEEL_NUMBER, "" },
        { "t.hour", FEEL_NUMBER, "" },
        { "[d..d].start", FEEL_DATE, "" },
        { "[1..5].start included", FEEL_BOOLEAN, "" },
        { "date(2024, 1, 2)", FEEL_DATE, "" },
        { "split(s, \",\")[1]", FEEL_STRING, "" },
        { "string length(s)", FEEL_NUMBER, "" },
        { "distinct values(colours)[1]", FEEL_STRING, "" },
        { "colour instance of string", FEEL_BOOLEAN, "" },
        { "{a: minutes, b: a}.b", FEEL_NUMBER, "分钟" },
        { "function(y) y + 1", FEEL_FUNCTION, "" },
        { "some r in rows satisfies r.n > 1", FEEL_BOOLEAN, "" },
        { "null", FEEL_NULL, "" },
        { "any + 1", FEEL_NULL, "" },
        { "any.name", FEEL_NULL, "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct checked c = check(rows[i].text);

        if (c.n > 0 || c.kind.type != rows[i].type ||
            !str_eq(c.kind.unit, str_of(rows[i].unit)))
            fail_msg("%s: %s " STR_FMT ", %zu faults " STR_FMT, rows[i].text,
                feel_type_zh(c.kind.type), STR_ARG(c.kind.unit), c.n,
                STR_ARG(c.n > 0 ? c.faults[0].text : STR_EMPTY));
    }
}

static void
faults_with_their_place(void **state)
{
    static const struct {
        const char *text;
        size_t line, column;
        bool warning;
        const char *words;
    } rows[] = {
        { "[1..\"a\"] = null", 1, 1, false, "下限是数、上限是文字" },
        { "x in [\"a\"..\"b\"]", 1, 6, false, "左边是数、右边是文字" },
        { "x > 1 and\n  s > 2", 2, 3, false, "左边是文字、右边是数" },
        { "minutes > hours * 2", 1, 1, false, "右边乘以 60" },
        { "yuan > minutes", 1, 1, false, "两边应为同一单位" },
        { "acres > people", 1, 1, false, "以亩计" },
        { "x + (minutes - hours)", 1, 5, false, "如右边乘以 60" },
        { "hours - minutes", 1, 1, false, "如左边乘以 60" },
        { "sum(rows.n) > minutes", 1, 1, false, "以人计" },
        { "every r in rows satisfies r.day > 3", 1, 27, false,
            "左边是日期、右边是数" },
        { "{a: d, b: a > 3}.b", 1, 11, false, "左边是日期" },
        { "rows[day > 3]", 1, 6, false, "左边是日期" },
        { "rows.dya = null", 1, 1, false, "是否为“day”" },
        { "t.year", 1, 1, false, "时刻没有成员“year”" },
        { "x.year", 1, 1, false, "数没有成员" },
        { "colour = \"green\"", 1, 10, false, "可选 red、blue" },
        { "letter = \"j\"", 1, 10, false, "，是否为“k”？" },
        { "letter = \"\"", 1, 10, false, "永远不会相等：可选 k" },
        { "list contains(colours, \"green\")", 1, 24, false, "没有选项" },
        { "if colour in (\"red\", \"bleu\") then 1 else 2", 1, 22, false,
            "是否为“blue”" },
        { "any(s)", 1, 5, false, "第 1 个参数应为" },
        { "upper case(x)", 1, 12, false, "第 1 个参数应为文字" },
        { "b + 1", 1, 1, false, "两边都应为数" },
        { "-b", 1, 1, false, "不能取负" },
        { "b > b", 1, 1, false, "没有大小之分" },
        { "people > 50", 1, 1, true, "永远不会成立" },
        { "people != 51", 1, 1, true, "总是成立" },
        { "people - 51 < 0", 1, 1, true, "总是成立" },
        { "2 * people <= 100", 1, 1, true, "总是成立" },
        { "d.month between 1 and 12", 1, 1, true, "总是成立" },
        { "count(rows) < 0", 1, 1, true, "不小于 0" },
        { "s = s", 1, 1, true, "两边是同一个值" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct checked c = check(rows[i].text);

        if (c.n < 1 || c.faults[0].line != rows[i].line ||
            c.faults[0].column != rows[i].column ||
            c.faults[0].warning != rows[i].warning ||
            str_find(c.faults[0].text, str_of(rows[i].words)) == SIZE_MAX)
            fail_msg("%s: %zu faults, %zu:%zu " STR_FMT, rows[i].text, c.n,
                c.n > 0 ? c.faults[0].line : 0,
                c.n > 0 ? c.faults[0].column : 0,
                STR_ARG(c.n > 0 ? c.faults[0].text : STR_EMPTY));
    }
}

/* What is right, or not known, is left alone. */
static void
no_fault_where_none_is(void **state)
{
    static const char *const rows[] = {
        "minutes > hours * 60",
        "minutes / 60 > hours",
        "people > 0 and people < 50",
        "any > 3 and any = \"x\"",
        "x = null or null != s",
        "colours[1] = \"red\"",
        "rows[n > 3] = null",
        "colours[item = \"red\"] = \"red\"",
        "x in (1, [2..3], > 5)",
        "count(colours) = 1",
        "(function(y) y > \"a\")(3)",
        "sort(rows, function(p, q) p.n < q.n)[1].n > 2",
        "for i in 1..3 return partial[-1] + i",
        "x + 1 > x",
        "minutes * 1.5 > minutes",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct checked c = check(rows[i]);

        if (c.n > 0)
            fail_msg("%s: " STR_FMT, rows[i], STR_ARG(c.faults[0].text));
    }
}

static enum status
nothing(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)e;
    (void)args;
    (void)n;
    (void)self;
    (void)err;
    *ret = feel_null();
    return OK;
}

static void
uses_of_functions(void **state)
{
    struct feel_scope *s = feel_scope_new(a);
    const struct feel_use_of *uses;
    const struct feel_expr *x;
    struct err err = { 0 };
    size_t n;

    (void)state;
    feel_scope_function(s, STR("f"), 0, 3, nothing, NULL);
    feel_scope_function(s, STR("g"), 1, 1, nothing, NULL);
    assert_int_equal(feel_compile(a, STR("f(1, g(2)) + count([f])"), s, NULL,
                         &x, &err),
        OK);
    feel_uses(a, x, &uses, &n);
    assert_int_equal(n, 3);
    assert_true(str_eq(uses[0].name, STR("f")));
    assert_int_equal(uses[0].args, 2);
    assert_int_equal(uses[0].to, 10);
    assert_true(str_eq(uses[1].name, STR("g")));
    assert_int_equal(uses[1].to, 9);
    assert_int_equal(uses[2].args, SIZE_MAX);
}

static int
begin(void **state)
{
    (void)state;
    a = arena_new("test check");
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_results),
        cmocka_unit_test(faults_with_their_place),
        cmocka_unit_test(no_fault_where_none_is),
        cmocka_unit_test(uses_of_functions),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
