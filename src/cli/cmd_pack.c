/* mingce pack check, export-dmn and their neighbours: is a pack right, and what
 * is it as a decision model? */
#include "cli/cli.h"
#include "cli_private.h"
#include "pack_folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const struct pack *
pack_load_folder(struct cli *c, const char *dir, FILE *out)
{
    const struct pack *p = NULL;
    const struct pack_problem *problems = NULL;
    struct err err = { 0 };
    size_t n = 0;

    if (pack_load(c->a, dir, &p, &problems, &n, &err) != OK) {
        (void)cli_failed(&err);
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        (void)fprintf(out, "%s/" STR_FMT ":%d:%d: %s: " STR_FMT "\n", dir,
            STR_ARG(problems[i].file), problems[i].line, problems[i].column,
            problems[i].level == PROBLEM_ERROR ? "error" : "warning",
            STR_ARG(problems[i].text));
    return p;
}

static int
pack_check(struct cli *c)
{
    int code = EXIT_DONE;

    for (size_t i = 1; i < c->n_args; i++) {
        const char *dir = arena_cstr(c->a, c->args[i]);
        const struct pack *p = pack_load_folder(c, dir, stdout);

        if (p == NULL) {
            code = EXIT_NO;
            continue;
        }
        (void)printf("%s: " STR_FMT " " STR_FMT
                     ": %zu clauses, %zu rules, %zu forms; sha256 " STR_FMT
                     "\n",
            dir, STR_ARG(p->id), STR_ARG(p->version), p->n_clauses,
            p->n_rules, p->n_forms, STR_ARG(p->hash));
    }
    return code;
}

/* --- export --- */

static int
write_out(const char *path, struct str bytes)
{
    FILE *f = path == NULL ? stdout : fopen(path, "wb");
    bool ok = f != NULL && fwrite(bytes.p, 1, bytes.n, f) == bytes.n;

    if (f != NULL && f != stdout)
        ok = fclose(f) == 0 && ok;
    else if (f == stdout)
        ok = fflush(f) == 0 && ok;
    if (ok)
        return EXIT_DONE;
    (void)fprintf(stderr, "mingce: %s: %s\n",
        path == NULL ? "standard output" : path, strerror(errno));
    return EXIT_FAILED;
}

/* export-dmn PACK [-o FILE] */
static int
pack_export(struct cli *c)
{
    const struct pack *p;
    const char *path = NULL;
    struct str model;
    struct err err = { 0 };

    if (c->n_args == 4 && str_eq(c->args[2], STR("-o")))
        path = arena_cstr(c->a, c->args[3]);
    else if (c->n_args != 2)
        return EXIT_USAGE;
    /* Standard output is for the model. */
    p = pack_load_folder(c, arena_cstr(c->a, c->args[1]), stderr);
    if (p == NULL)
        return EXIT_NO;
    if (pack_export_dmn(c->a, p, &model, &err) != OK)
        return cli_failed(&err);
    return write_out(path, model);
}

int
cmd_pack(struct cli *c)
{
    struct str what = c->n_args > 0 ? c->args[0] : STR_EMPTY;

    if (c->n_args > 1 && str_eq(what, STR("check")))
        return pack_check(c);
    if (c->n_args > 1 && str_eq(what, STR("test")))
        return pack_test(c);
    if (c->n_args > 1 && str_eq(what, STR("coverage")))
        return pack_print_coverage(c);
    if (c->n_args > 1 && str_eq(what, STR("install")))
        return pack_install(c);
    if (str_eq(what, STR("export-dmn")) &&
        (c->n_args == 2 || c->n_args == 4))
        return pack_export(c);
    (void)fprintf(stderr, "Usage: mingce pack check DIR...\n"
                          "       mingce pack test DIR... [--case ID]\n"
                          "       mingce pack install DIR...\n"
                          "       mingce pack coverage DIR... "
                          "[--markdown]\n"
                          "       mingce pack export-dmn DIR [-o FILE]\n");
    return EXIT_USAGE;
}
