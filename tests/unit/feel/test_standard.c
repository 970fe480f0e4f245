/* FEEL by the letter of DMN (feel_scope_as_dmn), zones by name, ranges. */
#include "feel_check.h"

#include "feel/run.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[4096];

/* A zone of +01:00 and, in summer, +02:00, as a file of version 1. */
static void
write_zone(const char *name)
{
    static const unsigned char head[] = { 'T', 'Z', 'i', 'f', '2', 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4 };
    static const unsigned char type[] = { 0, 0, 0x0e, 0x10, 0, 0, 'C', 'E',
        'T', 0 };
    static const char rule[] = "\nCET-1CEST,M3.5.0,M10.5.0/3\n";
    char path[8192];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    for (int i = 0; i < 2; i++) {
        fwrite(head, 1, sizeof(head), f);
        fwrite(type, 1, sizeof(type), f);
    }
    fwrite(rule, 1, sizeof(rule) - 1, f);
    fclose(f);
}

static int
make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "%s/mingce-zone-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(folder));
    write_zone("Mid");
    write_zone("Other");
    return 0;
}

static int
drop_folder(void **state)
{
    static const char *const names[] = { "Mid", "Other" };
    char path[8192];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static struct str
standard_outcome(struct arena *a, const char *text)
{
    struct feel_scope *s = feel_scope_new(a);
    const struct feel_expr *x;
    struct feel_value v;
    struct err err = { 0 };

    feel_scope_as_dmn(s);
    feel_scope_zones(s, str_of(folder));
    if (feel_compile(a, str_of(text), s, NULL, &x, &err) != OK)
        return arena_fmt(a, "@%s %s", err.where, err.text);
    if (feel_evaluate(a, x, NULL, NULL, CHECK_NOW_US, NULL, &v, NULL, &err) !=
        OK)
        return arena_fmt(a, "#%s %s", status_name(err.code), err.text);
    if (v.type == FEEL_NULL && v.missing != NULL)
        return check_reasons(a, &v);
    return feel_show(a, &v);
}

static void
check_standard(const struct check_case *cases, size_t n)
{
    size_t bad = 0;

    for (size_t i = 0; i < n; i++) {
        struct arena *a = arena_new("feel standard");
        struct str got = standard_outcome(a, cases[i].text);

        if (!str_eq(got, str_of(cases[i].want))) {
            print_error("%s\n  is     " STR_FMT "\n  not    %s\n",
                cases[i].text, STR_ARG(got), cases[i].want);
            bad++;
        }
        arena_free(a);
    }
    assert_int_equal(bad, 0);
}

#define CHECK_STANDARD(cases) \
    check_standard((cases), sizeof(cases) / sizeof((cases)[0]))

static void
mistakes_are_null(void **state)
{
    static const struct check_case cases[] = {
        { "nothing", "!there is nothing named \"nothing\"" },
        { "nothing(1)", "!there is nothing named \"nothing\"" },
        { "[1, nothing]", "[1, null]" },
        { "[abs(), 1]", "[null, 1]" },
        { "abs(1, 2)", "!wrong arguments of the function \"abs\"" },
        { "abs(m: 1)", "!wrong arguments of the function \"abs\"" },
        { "(1 + \"a\") = 5", "false" },
        { "(1 + \"a\") = null", "true" },
        { "(1 + \"a\") != null", "false" },
        { "is(value1: 1)", "false" },
        { "is(1, 1)", "true" },
        { "{f: function(a) external {java: {class: \"x\"}}, r: f(1)}.r",
            "!external functions are not called by this engine" },
        { "1 +", "@1:4 表达式到此中断，此处应为数、文字、名称或“(”" },
    };

    (void)state;
    CHECK_STANDARD(cases);
}

static void
moments(void **state)
{
    static const struct check_case cases[] = {
        { "now()", "date and time(\"2023-03-12T04:00:00Z\")" },
        { "today()", "date(\"2023-03-12\")" },
        { "time(\"10:30:00.1\") = time(\"10:30:00.2\")", "true" },
        { "time(\"10:30:00.9\") < time(\"10:30:01\")", "true" },
        { "@\"2023-03-12T00:00:00.5\" = @\"2023-03-12T00:00:00\"", "true" },
        { "@\"2023-03-13\" - @\"2023-03-12T01:00:00Z\"",
            "duration(\"PT23H\")" },
        { "@\"2023-03-13T00:00:00\" - @\"2023-03-12\"",
            "!one of the moments has no offset" },
        { "@\"2023-03-13\" - @\"2023-03-12\"", "duration(\"P1D\")" },
        { "@\"2023-03-13T00:00:00\" - @\"2023-03-12T00:00:00Z\"",
            "!one of the moments has no offset" },
        { "@\"10:00:00\" - @\"09:00:00Z\"",
            "!one of the moments has no offset" },
    };

    (void)state;
    CHECK_STANDARD(cases);
}

static void
zones_by_name(void **state)
{
    static const struct check_case cases[] = {
        { "@\"2023-07-01T10:00:00@Mid\"",
            "date and time(\"2023-07-01T10:00:00@Mid\")" },
        { "@\"2023-07-01T10:00:00@Mid\".time offset",
            "duration(\"PT2H\")" },
        { "@\"2023-01-01T10:00:00@Mid\".time offset",
            "duration(\"PT1H\")" },
        { "@\"2023-01-01T10:00:00@Mid\".timezone", "\"Mid\"" },
        { "@\"2023-01-01T10:00:00Z\".timezone", "null" },
        { "@\"2023-07-01T10:00:00@Mid\" = @\"2023-07-01T08:00:00Z\"",
            "true" },
        { "is(@\"2023-07-01T10:00:00@Mid\", @\"2023-07-01T10:00:00@Other\")",
            "false" },
        { "is(@\"10:00:00@Mid\", @\"10:00:00+01:00\")", "false" },
        { "is(@\"10:00:00@Mid\", @\"10:00:00@Mid\")", "true" },
        { "@\"10:00:00@Mid\" + @\"PT15H\"", "time(\"01:00:00@Mid\")" },
        { "@\"2023-03-26T01:59:59@Mid\" + @\"PT1S\"",
            "date and time(\"2023-03-26T03:00:00@Mid\")" },
        { "@\"2023-03-25T02:30:00@Mid\" + @\"P1M\"",
            "date and time(\"2023-04-25T02:30:00@Mid\")" },
        { "@\"2023-03-26T02:30:00@Mid\"",
            "date and time(\"2023-03-26T03:30:00@Mid\")" },
        { "date and time(@\"2023-07-01\", @\"10:00:00@Mid\").time offset",
            "duration(\"PT2H\")" },
        { "time(@\"2023-07-01T10:00:00.25@Mid\")",
            "time(\"10:00:00.25@Mid\")" },
        { "date(@\"2023-07-01T00:30:00@Mid\")", "date(\"2023-07-01\")" },
        { "@\"2023-07-01T10:00:00@Nowhere\"",
            "!not a date, time or duration: "
            "@\"2023-07-01T10:00:00@Nowhere\"" },
        { "time(\"10:00:00@\")", "!not a time: \"10:00:00@\"" },
        { "string(@\"999999999-12-31T23:59:59.999999999@Mid\")",
            "\"999999999-12-31T23:59:59.999999999@Mid\"" },
        { "@\"999999999-12-31T23:59:59Z\" + @\"PT1S\"",
            "!result is out of range" },
        { "date(\"-999999999-01-01\") - @\"P1D\"",
            "!result is out of range" },
        { "date(\"999999999-12-31\") - date(\"-999999999-01-01\")",
            "duration(\"P730484999633D\")" },
    };

    (void)state;
    CHECK_STANDARD(cases);
}

static void
ranges(void **state)
{
    static const struct check_case cases[] = {
        { "(< 10)", "(< 10)" },
        { "(>= 10).start included", "true" },
        { "(>= 10).end", "null" },
        { "(= 10)", "(= 10)" },
        { "(= 10) = [10..10]", "false" },
        { "(!= 10) = (!= 10)", "true" },
        { "9 in (!= 10)", "true" },
        { "10 in (= 10)", "true" },
        { "(< 10) = (null..10)", "false" },
        { "[1..null]", "[1..null]" },
        { "0 in [1..null]", "false" },
        { "2 in [1..null]", "!cannot compare number with null" },
        { "[1..10[.end included", "false" },
        { "]1..10[.start", "1" },
        { "[1..10[ instance of range<number>", "true" },
        { "range(\"[1..5)\")", "[1..5)" },
        { "range(\"]1..5[\")", "(1..5)" },
        { "range(\"[2..)\")", "(>= 2)" },
        { "range(\"(..2]\")", "(<= 2)" },
        { "range(\"[..2]\")", "!not a range: \"[..2]\"" },
        { "range(\"[2..]\")", "!not a range: \"[2..]\"" },
        { "range(\"[..]\")", "!not a range: \"[..]\"" },
        { "range(\"\")", "!not a range: \"\"" },
        { "range(\"[\")", "!not a range: \"[\"" },
        { "range(\"[1+1..3]\")", "!not a range: \"[1+1..3]\"" },
        { "range(\"[\\\"a\\\"..\\\"b\\\"]\")", "[\"a\"..\"b\"]" },
        { "range(\"[@\\\"2024-01-01\\\"..date(\\\"2024-02-01\\\")]\")",
            "[date(\"2024-01-01\")..date(\"2024-02-01\")]" },
        { "range(1)", "!expected string, got number" },
    };

    (void)state;
    CHECK_STANDARD(cases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_null),
        cmocka_unit_test(moments),
        cmocka_unit_test(zones_by_name),
        cmocka_unit_test(ranges),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
