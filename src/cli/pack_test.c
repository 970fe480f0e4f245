/* mingce pack test: does a pack decide as its cases say? Packs that cases need
 * beside their own are found in the folder next to it. */
#include "cli/cli.h"
#include "cli_private.h"
#include "pack/tree.h"
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
        (void)printf("skip " STR_FMT "  " STR_FMT
                     ": it needs a pack that is not there\n",
            STR_ARG(t->id), STR_ARG(t->title));
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

/* --- packs beside --- */

static bool
is_loaded(const struct pack_run *run, struct str id)
{
    for (size_t i = 0; i < run->n; i++) {
        if (str_eq(run->packs[i].pack->id, id))
            return true;
    }
    return false;
}

/* Of a pack that is only needed: what its people answer, no cases. */
static void
keep_defaults(struct timeline_pack *p)
{
    for (size_t i = 0; i < p->n_files; i++) {
        if (str_ends(p->files[i].path, STR("/defaults.yaml"))) {
            p->files += i;
            p->n_files = 1;
            return;
        }
    }
    p->n_files = 0;
}

/* The folder of that name next to a pack's. */
static void
add_beside(struct pack_run *run, const char *dir, struct str id)
{
    const char *beside =
        arena_cstr(run->c->a, arena_fmt(run->c->a, "%s/../" STR_FMT, dir,
                                  STR_ARG(id)));
    struct stat st;

    if (run->n >= PACKS_MAX || stat(beside, &st) != 0)
        return; /* its cases are told as skipped */
    struct timeline_pack p = {
        .pack = pack_load_folder(run->c, beside, stdout)
    };
    if (p.pack == NULL || !str_eq(p.pack->id, id) ||
        !pack_read_cases(run->c, beside, &p))
        return;
    keep_defaults(&p);
    run->packs[run->n++] = p;
}

/* What the cases of one pack need and was not named. */
static void
add_needed(
    struct pack_run *run, const char *dir, const struct timeline_pack *of)
{
    for (size_t f = 0; f < of->n_files; f++) {
        struct problems unused = { .a = run->c->a };
        const struct tree *list = yaml_read(run->c->a, run->c->a,
            of->files[f].path, of->files[f].bytes, &unused);

        for (size_t i = 0;
             list != NULL && list->type == TREE_LIST && i < list->n; i++) {
            const struct tree *needs =
                tree_get(list->items[i], STR("needs"));

            for (size_t k = 0; needs != NULL && k < needs->n; k++) {
                if (!is_loaded(run, needs->items[k]->text))
                    add_beside(run, dir, needs->items[k]->text);
            }
        }
    }
}

int
pack_test(struct cli *c)
{
    struct pack_run run = { .c = c };
    struct timeline_data data = { cli_data_file(STR("regions.csv")),
        cli_data_file(STR("holidays.csv")),
        cli_data_file(STR("holiday_notices.csv")) };
    struct str only = STR_EMPTY;
    struct err err = { 0 };
    size_t n = c->n_args;

    if (n > 3 && str_eq(c->args[n - 2], STR("--case"))) {
        only = c->args[n - 1];
        n -= 2;
    }
    if (n - 1 > PACKS_MAX) {
        (void)fprintf(stderr, "mingce: at most %d packs\n", PACKS_MAX);
        return EXIT_USAGE;
    }
    for (size_t i = 1; i < n; i++) {
        const char *dir = arena_cstr(c->a, c->args[i]);

        run.packs[run.n].pack = pack_load_folder(c, dir, stdout);
        if (run.packs[run.n].pack == NULL ||
            !pack_read_cases(c, dir, &run.packs[run.n]))
            return EXIT_FAILED;
        run.n++;
    }
    for (size_t i = 1; i < n; i++)
        add_needed(&run, arena_cstr(c->a, c->args[i]), &run.packs[i - 1]);
    if (timeline_run(run.packs, run.n, &data, only, tell, &run, &err) != OK)
        return cli_failed(&err);
    if (run.passed + run.failed == 0)
        (void)printf("no case ran\n");
    (void)printf("%zu passed, %zu failed\n", run.passed, run.failed);
    return run.failed > 0 || run.passed == 0 ? EXIT_NO : EXIT_DONE;
}
