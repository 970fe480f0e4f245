/* feel_check.h - shared by the tests of FEEL: expression in, text out. */
#ifndef FEEL_CHECK_H
#define FEEL_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "feel/feel.h"

#include <stdio.h>
#include <string.h>

/* 2023-03-12T04:00:00Z, noon in Beijing. */
#define CHECK_NOW_US INT64_C(1678593600000000)

struct check_case {
    const char *text;
    const char *want; /* FEEL text; "!..." an error with this text; "?a,b" the
                         facts that are missing; "@1:2 ..." a compile error */
};

/* Facts of the tests: 甲 and 乙 are never known. */
static inline bool
check_fact(struct str name, struct feel_value *ret, void *arg)
{
    static const struct {
        const char *name, *number;
    } numbers[] = { { "专职人员数", "12" }, { "服务分钟", "3570" },
        { "年度最低时长", "3600" }, { "服务企业数", "150" },
        { "认定.场地", "1" }, { "a", "7" }, { "b", "3" }, { "a-b", "100" },
        { "date", "5" } };

    (void)arg;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (str_eq(name, str_of(numbers[i].name)))
            return feel_decimal(str_of(numbers[i].number), ret);
    if (str_eq(name, STR("成立日期")))
        *ret = feel_date(day_of_ymd(2020, 2, 29));
    else if (str_eq(name, STR("基准日")))
        *ret = feel_date(day_of_ymd(2022, 2, 28));
    else if (str_eq(name, STR("单位名称")))
        *ret = feel_string(STR("示例单位"));
    else if (str_eq(name, STR("空值")))
        *ret = feel_null();
    else
        return false;
    return true;
}

static inline struct feel_scope *
check_scope(struct arena *a)
{
    static const char *const names[] = { "专职人员数", "服务分钟",
        "年度最低时长", "服务企业数", "认定.场地", "a", "b", "a-b", "date",
        "成立日期", "基准日", "单位名称", "空值", "甲", "乙",
        "full time staff" };
    struct feel_scope *s = feel_scope_new(a);

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        feel_scope_name(s, str_of(names[i]), FEEL_NULL);
    return s;
}

static inline struct str
check_reasons(struct arena *a, const struct feel_value *v)
{
    struct str text = STR_EMPTY;

    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next) {
        if (m->is_error)
            text = arena_fmt(a, "!" STR_FMT, STR_ARG(m->text));
        else
            text = arena_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(text),
                text.n > 0 ? "," : "?", STR_ARG(m->name));
    }
    return text;
}

/* What became of an expression, in the notation of struct check_case. */
static inline struct str
check_outcome(struct arena *a, const char *text)
{
    const struct feel_expr *x;
    struct feel_value v;
    struct err err = { 0 };

    if (feel_compile(a, str_of(text), check_scope(a), NULL, &x, &err) != OK)
        return arena_fmt(a, "@%s %s", err.where, err.text);
    if (feel_evaluate(a, x, check_fact, NULL, CHECK_NOW_US, NULL, &v, NULL,
            &err) != OK)
        return arena_fmt(a, "#%s %s", status_name(err.code), err.text);
    if (v.type == FEEL_NULL && v.missing != NULL)
        return check_reasons(a, &v);
    return feel_show(a, &v);
}

/* All cases; prints every one that differs, then fails. */
static inline void
check_cases(const struct check_case *cases, size_t n)
{
    size_t bad = 0;

    for (size_t i = 0; i < n; i++) {
        struct arena *a = arena_new("feel check");
        struct str got = check_outcome(a, cases[i].text);

        if (!str_eq(got, str_of(cases[i].want))) {
            print_error("%s\n  is     " STR_FMT "\n  not    %s\n",
                cases[i].text, STR_ARG(got), cases[i].want);
            bad++;
        }
        arena_free(a);
    }
    assert_int_equal(bad, 0);
}

#define CHECK_CASES(cases) \
    check_cases((cases), sizeof(cases) / sizeof((cases)[0]))

#endif
