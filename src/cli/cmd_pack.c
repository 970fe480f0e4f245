/* mingce pack check, test, export-dmn: is a pack right, does it decide as its
 * cases say, and what is it as a decision model? */
#include "cli/cli.h"
#include "cli_private.h"
#include "pack_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CASE_FILE_MAX (1u << 20)

struct pack_run {
    struct cli *c;
    struct timeline_pack packs[PACKS_MAX];
    size_t n;
    size_t passed, failed;
};

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

/* --- cases --- */

static bool
read_case_file(struct cli *c, const char *path, struct pack_file *ret)
{
    FILE *f = fopen(path, "rb");
    struct stat st;

    if (f == NULL || fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode) ||
        st.st_size > CASE_FILE_MAX) {
        (void)fprintf(stderr, "mingce: %s: %s\n", path,
            f == NULL ? strerror(errno) : "no file of at most 1 MiB");
        if (f != NULL)
            (void)fclose(f);
        return false;
    }
    char *p = arena_alloc(c->a, (size_t)st.st_size + 1);
    size_t n = fread(p, 1, (size_t)st.st_size, f);
    (void)fclose(f);
    *ret = (struct pack_file){ arena_str(c->a, str_of(path)), { p, n } };
    return true;
}

static int
by_path(const void *a, const void *b)
{
    const struct pack_file *x = a, *y = b;

    return str_cmp(x->path, y->path);
}

bool
pack_read_cases(struct cli *c, const char *dir, struct timeline_pack *into)
{
    char *folder =
        arena_cstr(c->a, arena_fmt(c->a, "%s/cases", dir));
    DIR *d = opendir(folder);
    VEC_OF(struct pack_file) files = { 0 };
    struct dirent *e;
    bool ok = true;

    if (d == NULL)
        return true;
    while (ok && (e = readdir(d)) != NULL) {
        struct str name = str_of(e->d_name);
        struct pack_file file;

        if (name.p[0] == '.' || !str_ends(name, STR(".yaml")))
            continue;
        ok = read_case_file(c,
            arena_cstr(c->a, arena_fmt(c->a, "%s/%s", folder, e->d_name)),
            &file);
        if (ok)
            *VEC_PUSH(c->a, &files) = file;
    }
    (void)closedir(d);
    if (files.n > 0)
        qsort(files.p, files.n, sizeof(files.p[0]), by_path);
    into->files = files.p;
    into->n_files = files.n;
    return ok;
}

static void
tell(void *self, const struct timeline_result *t)
{
    struct pack_run *run = self;

    if (t->skipped) {
        (void)printf("skip " STR_FMT "  " STR_FMT "\n", STR_ARG(t->id),
            STR_ARG(t->title));
        return;
    }
    if (t->passed) {
        run->passed++;
        (void)printf("ok   " STR_FMT "  " STR_FMT "\n", STR_ARG(t->id),
            STR_ARG(t->title));
        return;
    }
    run->failed++;
    (void)printf("FAIL " STR_FMT "  " STR_FMT "\n     " STR_FMT ":%d: ",
        STR_ARG(t->id), STR_ARG(t->title), STR_ARG(t->file), t->line);
    if (t->step > 0)
        (void)printf("step %zu, " STR_FMT ": ", t->step, STR_ARG(t->verb));
    (void)printf(STR_FMT "\n", STR_ARG(t->text));
}

static int
pack_test(struct cli *c)
{
    struct pack_run run = { .c = c };
    struct timeline_data data = { cli_data_file(STR("regions.csv")),
        cli_data_file(STR("holidays.csv")),
        cli_data_file(STR("holiday_notices.csv")) };
    struct err err = { 0 };

    if (c->n_args - 1 > PACKS_MAX) {
        (void)fprintf(stderr, "mingce: at most %d packs\n", PACKS_MAX);
        return EXIT_USAGE;
    }
    for (size_t i = 1; i < c->n_args; i++) {
        const char *dir = arena_cstr(c->a, c->args[i]);

        run.packs[run.n].pack = pack_load_folder(c, dir, stdout);
        if (run.packs[run.n].pack == NULL ||
            !pack_read_cases(c, dir, &run.packs[run.n]))
            return EXIT_FAILED;
        run.n++;
    }
    if (timeline_run(run.packs, run.n, &data, STR_EMPTY, tell, &run, &err) !=
        OK)
        return cli_failed(&err);
    (void)printf("%zu passed, %zu failed\n", run.passed, run.failed);
    return run.failed > 0 ? EXIT_NO : EXIT_DONE;
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
                          "       mingce pack test DIR...\n"
                          "       mingce pack install DIR...\n"
                          "       mingce pack coverage DIR... "
                          "[--markdown]\n"
                          "       mingce pack export-dmn DIR [-o FILE]\n");
    return EXIT_USAGE;
}
