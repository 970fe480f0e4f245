/* Regular expressions as XPath has them. */
#include "feel_check.h"

static void
classes(void **state)
{
    static const struct check_case cases[] = {
        { "matches(\"x\", \"^[a-z-[aeiou]]$\")", "true" },
        { "matches(\"e\", \"^[a-z-[aeiou]]$\")", "false" },
        { "matches(\"b\", \"^[a-z-[b-y-[m]]]$\")", "false" },
        { "matches(\"m\", \"^[a-z-[b-y-[m]]]$\")", "true" },
        { "matches(\"-\", \"^[a-]$\")", "true" },
        { "matches(\"-\", \"^[-a]$\")", "true" },
        { "matches(\"^\", \"^[a^]$\")", "true" },
        { "matches(\"]\", \"^[\\]]$\")", "true" },
        { "matches(\"文\", \"^[一-龥]$\")", "true" },
        { "matches(\"中文\", \"^\\p{IsCJKUnifiedIdeographs}+$\")", "true" },
        { "matches(\"abc\", \"^\\P{IsCJKUnifiedIdeographs}+$\")", "true" },
        { "matches(\"a中\", \"^[\\p{IsBasicLatin}]+$\")", "false" },
        { "matches(\"ａ\", \"^\\p{IsHalfwidthandFullwidthForms}$\")", "true" },
        { "matches(\"+\", \"^\\w$\")", "true" },
        { "matches(\"_\", \"^\\w$\")", "false" },
        { "matches(\"_\", \"^[\\W]$\")", "true" },
        { "matches(\"٣\", \"^\\d$\")", "true" },
        { "matches(\"x\", \"^\\D$\")", "true" },
        { "matches(\"\\u00a0\", \"^\\s$\")", "false" },
        { "matches(\"\\u00a0\", \"^\\S$\")", "true" },
        { "matches(\"a:b-c\", \"^\\i\\c*$\")", "true" },
        { "matches(\"1a\", \"^\\i\\c*$\")", "false" },
        { "matches(\"!\", \"^\\I\\C?$\")", "true" },
        { "matches(\"m\", \"^\\p{Lu}$\", \"i\")", "false" },
        { "matches(\"M\", \"^[m]$\", \"i\")", "true" },
        { "matches(\"a.b\", \"^a\\.b$\")", "true" },
        { "matches(\"axb\", \"^a\\.b$\")", "false" },
        { "matches(\"\\n\", \"^[\\n\\r\\t]$\")", "true" },
        { "matches(\"\\t\", \"^\\t$\")", "true" },
        { "matches(\"x\", \"\\p{L\")",
            "!the pattern is not valid: expected } after \\p{" },
        { "matches(\"x\", \"x\\\")",
            "@1:14 字符串没有以英文引号 \" 结束" },
        { "matches(\"x\", \"[a-z-[]]\")",
            "!the pattern is not valid: an empty class" },
        { "matches(\"x\", \"[a-[b]]\")", "false" },
        { "matches(\"a\", \"^[\\S-[b]]$\")", "true" },
        { "matches(\"b\", \"^[\\S-[b]]$\")", "false" },
        { "matches(\"x\", \"[]\")",
            "!the pattern is not valid: an empty class" },
        { "matches(\"x\", \"[z-a]\")",
            "!the pattern is not valid: a span of characters runs upside "
            "down" },
        { "matches(\"x\", \"[a-\\d]\")",
            "!the pattern is not valid: a span of characters runs upside "
            "down" },
        { "matches(\"x\", \"[[a]]\")",
            "!the pattern is not valid: [ inside a class needs a backslash" },
        { "matches(\"x\", \"[\\1]\")",
            "!the pattern is not valid: an escape that XPath does not know" },
        { "matches(\"x\", \"\\p{Xx}\")",
            "!the pattern is not valid: there is no such category of "
            "characters" },
        { "matches(\"x\", \"\\p{IsNothing}\")",
            "!the pattern is not valid: there is no such block of "
            "characters" },
        { "matches(\"x\", \"\\pL\")",
            "!the pattern is not valid: expected { after \\p" },
        { "matches(\"x\", \"[a-z-[x]\")",
            "!the pattern is not valid: a class without its ]" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
groups_and_quantifiers(void **state)
{
    static const struct check_case cases[] = {
        { "matches(\"abab\", \"^(ab)\\1$\")", "true" },
        { "matches(\"aa0\", \"^(a)\\10$\")", "true" },
        { "matches(\"b\", \"^((a)|b)\\2$\")", "true" },
        { "matches(\"aaa\", \"^a{2,3}$\")", "true" },
        { "matches(\"aaaa\", \"^a{2,}$\")", "true" },
        { "matches(\"ab\", \"^(?:a|b)+?$\")", "true" },
        { "matches(\"\", \"\")", "true" },
        { "matches(\"a\\nb\", \"a.b\")", "false" },
        { "matches(\"a\\nb\", \"a.b\", \"s\")", "true" },
        { "matches(\"a\\nb\", \"^b$\")", "false" },
        { "matches(\"a\\nb\", \"^b$\", \"m\")", "true" },
        { "matches(\"a\\n\", \"a$\")", "false" },
        { "matches(\"a b\", \"a\\ sb\", \"x\")", "true" },
        { "matches(\"a b\", \"a [ ] b\", \"x\")", "true" },
        { "matches(\"ab\", \"a b\", \"x\")", "true" },
        { "matches(\"a\", \"\\1(a)\")",
            "!the pattern is not valid: a reference to a group that is not "
            "closed before it" },
        { "matches(\"a\", \"(a\\1)\")",
            "!the pattern is not valid: a reference to a group that is not "
            "closed before it" },
        { "matches(\"a\", \"a**\")",
            "!the pattern is not valid: a quantifier of a quantifier" },
        { "matches(\"a\", \"a++\")",
            "!the pattern is not valid: a quantifier of a quantifier" },
        { "matches(\"a\", \"+a\")",
            "!the pattern is not valid: a quantifier of nothing" },
        { "matches(\"a\", \"a{,2}\")",
            "!the pattern is not valid: expected a number after {" },
        { "matches(\"a\", \"a{3,2}\")",
            "!the pattern is not valid: a quantifier runs upside down" },
        { "matches(\"a\", \"a{99999}\")",
            "!the pattern is not valid: a quantifier is too large" },
        { "matches(\"a\", \"a{1,99999}\")",
            "!the pattern is not valid: a quantifier is too large" },
        { "matches(\"a\", \"a(\\1)\")",
            "!the pattern is not valid: a reference to a group that is not "
            "closed before it" },
        { "matches(\"a\", \"((a{999}){999}){999}\")",
            "!the pattern is too large" },
        { "matches(\"a\", \"a{2\")",
            "!the pattern is not valid: expected } after {" },
        { "matches(\"a\", \"(a\")",
            "!the pattern is not valid: a ( without its )" },
        { "matches(\"a\", \"a)\")",
            "!the pattern is not valid: a ) without its (" },
        { "matches(\"a\", \"a]\")",
            "!the pattern is not valid: } and ] need a backslash" },
        { "matches(\"a\", \"(?=a)\")",
            "!the pattern is not valid: expected (?: or a group" },
        { "matches(\"a\", \"\\x61\")",
            "!the pattern is not valid: an escape that XPath does not know" },
        { "matches(\"a\", \"a\", \"g\")",
            "!the flags of a pattern are s, m, i and x" },
    };

    (void)state;
    CHECK_CASES(cases);
}

static void
replacements(void **state)
{
    static const struct check_case cases[] = {
        { "replace(\"abracadabra\", \"bra\", \"*\")", "\"a*cada*\"" },
        { "replace(\"abracadabra\", \"a(.)\", \"a$1$1\")",
            "\"abbraccaddabbra\"" },
        { "replace(\"AAAA\", \"A+?\", \"b\")", "\"bbbb\"" },
        { "replace(\"abc\", \"(b)\", \"$12\")", "\"ab2c\"" },
        { "replace(\"abc\", \"b\", \"[$0]\")", "\"a[b]c\"" },
        { "replace(\"abc\", \"b\", \"$1\")", "\"ac\"" },
        { "replace(\"abcdefghijkl\", \"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\", "
          "\"$10$1\")",
            "\"jakl\"" },
        { "replace(\"abc\", \"(x)?b\", \"<$1>\")", "\"a<>c\"" },
        { "replace(\"abc\", \"b\", \"\\$\")", "\"a$c\"" },
        { "replace(\"a中b\", \"中\", \"文\")", "\"a文b\"" },
        { "replace(\"abc\", \"x\", \"y\")", "\"abc\"" },
        { "replace(\"\", \"x\", \"y\")", "\"\"" },
        { "replace(\"abc\", \"b\", \"$\")",
            "!the replacement is not valid" },
        { "replace(\"abc\", \"b\", \"\\n\\q\")",
            "!the replacement is not valid" },
        { "replace(\"abc\", \"x*\", \"-\")",
            "!the pattern matches the empty string" },
        { "split(\"a1b22c\", \"\\d+\")", "[\"a\", \"b\", \"c\"]" },
    };

    (void)state;
    CHECK_CASES(cases);
}

/* A pattern of n pieces. */
static struct str
repeated(struct arena *a, const char *piece, size_t n)
{
    struct str s = STR_EMPTY;

    for (size_t i = 0; i < n; i++)
        s = arena_join(a, s, str_of(piece));
    return s;
}

static void
patterns_are_limited(void **state)
{
    struct arena *a = arena_new("xpath");

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        static const char *const pieces[] = { "(", "[a-", "(a)", "\\S",
            "\\C\\C\\C\\C\\C", "abcdefghijklmnopqrst" };
        static const char *const wants[] = {
            "!the pattern is not valid: brackets are nested too deeply",
            "!the pattern is not valid: classes are nested too deeply",
            "!the pattern is not valid: too many groups",
            "false",
            "!the pattern is not valid: it is too long",
            "!the pattern is longer than 4096 bytes",
        };
        struct str text = arena_fmt(a, "matches(\"x\", \"" STR_FMT "\")",
            STR_ARG(repeated(a, pieces[i], 300)));
        struct str got = check_outcome(a, arena_cstr(a, text));

        if (!str_eq(got, str_of(wants[i])))
            fail_msg("%s: " STR_FMT, pieces[i], STR_ARG(got));
    }
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes),
        cmocka_unit_test(groups_and_quantifiers),
        cmocka_unit_test(replacements),
        cmocka_unit_test(patterns_are_limited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
