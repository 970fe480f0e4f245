/* mingce draw verify: a draw computed again from its file, without a database
 * and without a network. */
#include "cli/cli.h"
#include "dmn/tck.h"
#include "domain/draw_file.h"

#include <stdio.h>

static int
usage(void)
{
    (void)fprintf(stderr,
        "usage: mingce draw verify FILE [--commitment HEX] [--english]\n");
    return EXIT_USAGE;
}

static void
print_report(const struct draw_report *r, bool english)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct draw_check *k = &r->checks[i];
        struct str what = english ? k->what.en : k->what.zh;
        struct str detail = english ? k->detail.en : k->detail.zh;

        (void)printf("%s " STR_FMT "%s" STR_FMT "\n",
            k->good ? (english ? "[ok]  " : "［相符］")
                    : (english ? "[FAIL]" : "［不符］"),
            STR_ARG(what), english ? ": " : "：", STR_ARG(detail));
    }
    if (!r->good)
        (void)printf("%s\n", english ? "The file does not match."
                                     : "结论：文件与重新计算的结果不符。");
    else if (!r->drawn)
        (void)printf("%s\n",
            english ? "There is no seed yet: only what was committed matches."
                    : "结论：种子尚未产生，只核对了预先公布的方案，相符。");
    else
        (void)printf("%s\n", english ? "Everything matches."
                                     : "结论：全部相符。");
}

static bool
is_digest(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!((s.p[i] >= '0' && s.p[i] <= '9') ||
                (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    }
    return s.n == 64;
}

int
cmd_draw(struct cli *c)
{
    struct str commitment = STR_EMPTY, text;
    struct draw_report report;
    struct err err = { 0 };
    bool english = false;

    if (c->n_args < 2 || !str_eq(c->args[0], STR("verify")))
        return usage();
    for (size_t i = 2; i < c->n_args; i++) {
        if (str_eq(c->args[i], STR("--english")))
            english = true;
        else if (str_eq(c->args[i], STR("--commitment")) &&
                 i + 1 < c->n_args)
            commitment = c->args[++i];
        else
            return usage();
    }
    if (commitment.n > 0 && !is_digest(commitment)) {
        (void)fprintf(stderr,
            "mingce: --commitment wants 64 hex digits in lower case\n");
        return EXIT_USAGE;
    }
    const char *path = arena_cstr(c->a, c->args[1]);
    if (!dmn_file_read(c->a, path, DRAW_FILE_MAX, &text))
        return EXIT_FAILED;
    if (draw_verify(c->a, text, commitment, &report, &err) != OK) {
        (void)fprintf(stderr, "mingce: %s: %s%s%s\n", path, err.where,
            err.where[0] != '\0' ? ": " : "", err.text);
        return EXIT_NO;
    }
    print_report(&report, english);
    return report.good ? EXIT_DONE : EXIT_NO;
}
