/* mingce dmn tck, dmn run: models of DMN. */
#include "cmd_dmn.h"
#include "tck.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LEVELS "compliance-level-"

static int
usage(void)
{
    (void)fprintf(stderr,
        "Usage: mingce dmn tck DIR [--csv FILE] [--junit FILE]\n"
        "       mingce dmn run MODEL.dmn --decision NAME --input FILE.json "
        "[--explain] [--json]\n");
    return EXIT_USAGE;
}

bool
dmn_option(struct cli *c, struct str name, struct str *ret)
{
    for (size_t i = 1; i < c->n_args; i++) {
        if (!str_eq(c->args[i - 1], name))
            continue;
        *ret = c->args[i];
        return true;
    }
    return false;
}

bool
dmn_flag(struct cli *c, struct str name)
{
    for (size_t i = 0; i < c->n_args; i++)
        if (str_eq(c->args[i], name))
            return true;
    return false;
}

static bool
write_file(struct cli *c, struct str name, struct str text)
{
    struct str path;

    if (!dmn_option(c, name, &path))
        return true;

    FILE *f = fopen(arena_cstr(c->a, path), "wb");
    bool ok = f != NULL && fwrite(text.p, 1, text.n, f) == text.n;

    if (f != NULL && fclose(f) != 0)
        ok = false;
    if (!ok)
        (void)fprintf(stderr, "mingce: " STR_FMT ": %s\n", STR_ARG(path),
            strerror(errno));
    return ok;
}

/* One line for a folder, then its failing cases. */
static void
print_folder(const struct tck_results *r, size_t from, struct str folder)
{
    size_t passed = 0;

    for (size_t i = from; i < r->all.n; i++)
        passed += r->all.p[i].passed;
    (void)printf(
        STR_FMT " %zu/%zu\n", STR_ARG(folder), passed, r->all.n - from);
    for (size_t i = from; i < r->all.n; i++) {
        const struct tck_result *x = &r->all.p[i];

        if (!x->passed)
            (void)printf("  FAIL " STR_FMT " " STR_FMT "%s " STR_FMT "\n",
                STR_ARG(x->file), STR_ARG(x->id),
                x->is_external ? " [external function]" : "",
                STR_ARG(x->text));
    }
}

static bool
run_level(struct cli *c, const char *root, struct str level,
    struct tck_results *r)
{
    const struct str *names = NULL;
    size_t n = 0;
    const char *path = arena_cstr(
        c->a, arena_fmt(c->a, "%s/" STR_FMT, root, STR_ARG(level)));

    if (!dmn_folder_list(c->a, path, &names, &n))
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t from = r->all.n;
        struct str folder = arena_fmt(
            c->a, STR_FMT "/" STR_FMT, STR_ARG(level), STR_ARG(names[i]));

        tck_run_folder(c,
            arena_cstr(c->a,
                arena_fmt(c->a, "%s/" STR_FMT, path, STR_ARG(names[i]))),
            folder, r);
        if (r->all.n > from)
            print_folder(r, from, folder);
    }
    return true;
}

/* Runs every level in a folder; false if it cannot be read. */
static bool
run_levels(struct cli *c, const char *root, struct tck_results *r)
{
    const struct str *names = NULL;
    size_t n = 0;

    if (!dmn_folder_list(c->a, root, &names, &n))
        return false;
    for (size_t i = 0; i < n; i++)
        if (str_starts(names[i], STR(LEVELS)))
            (void)run_level(c, root, names[i], r);
    return true;
}

static int
dmn_tck(struct cli *c)
{
    const char *root = arena_cstr(c->a, c->args[1]);
    struct tck_results r = { .a = c->a };

    if (!run_levels(c, root, &r)) {
        (void)fprintf(stderr, "mingce: %s: %s\n", root, strerror(errno));
        return EXIT_FAILED;
    }
    /* The kit's repository has them one folder down. */
    if (r.all.n == 0)
        (void)run_levels(c,
            arena_cstr(c->a, arena_fmt(c->a, "%s/TestCases", root)), &r);
    if (!write_file(c, STR("--csv"), tck_csv(c->a, &r)) ||
        !write_file(c, STR("--junit"), tck_junit(c->a, &r)))
        return EXIT_FAILED;
    if (r.all.n == 0) {
        (void)fprintf(stderr,
            "mingce: %s: no " LEVELS "*/*/*-test-*.xml in this folder\n",
            root);
        return EXIT_FAILED;
    }
    if (r.external > 0)
        (void)printf("%zu of the failed need external functions, which are "
                     "out of scope\n",
            r.external);
    (void)printf("%zu passed, %zu failed\n", r.passed, r.failed);
    return r.failed > 0 ? EXIT_NO : EXIT_DONE;
}

int
cmd_dmn(struct cli *c)
{
    if (c->n_args >= 2 && str_eq(c->args[0], STR("tck")))
        return dmn_tck(c);
    if (c->n_args >= 2 && str_eq(c->args[0], STR("run")))
        return dmn_run(c);
    return usage();
}
