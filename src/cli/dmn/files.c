/* files.c - models and test files from a folder. */
#include "tck.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Models linked together at most. */
#define MODELS_MAX 64

bool
dmn_file_read(struct arena *a, const char *path, size_t most, struct str *ret)
{
    FILE *f = fopen(path, "rb");
    struct stat st;

    if (f == NULL || fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode) ||
        (size_t)st.st_size > most) {
        (void)fprintf(stderr, "mingce: %s: %s\n", path,
            f == NULL ? strerror(errno) : "not a file, or too large");
        if (f != NULL)
            (void)fclose(f);
        return false;
    }

    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    size_t n = fread(p, 1, (size_t)st.st_size, f);

    (void)fclose(f);
    *ret = (struct str){ p, n };
    return true;
}

static int
by_name(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

bool
dmn_folder_list(struct arena *a, const char *path, const struct str **ret,
    size_t *ret_n)
{
    VEC_OF(struct str) names = { 0 };
    DIR *d = opendir(path);
    const struct dirent *e;

    if (d == NULL)
        return false;
    while ((e = readdir(d)) != NULL)
        if (e->d_name[0] != '.')
            *VEC_PUSH(a, &names) = arena_str(a, str_of(e->d_name));
    (void)closedir(d);
    if (names.n > 0)
        qsort(names.p, names.n, sizeof(names.p[0]), by_name);
    *ret = names.p;
    *ret_n = names.n;
    return true;
}

struct gathering {
    struct arena *a;
    const char *folder;
    struct dmn_model *models[MODELS_MAX];
    size_t n;
    struct dmn_model *beside[MODELS_MAX]; /* of the folder, once read */
    size_t n_beside;
    bool listed;
    struct err *err;
};

static enum status
read_model(struct arena *a, const char *path, struct str name,
    struct dmn_model **ret, struct err *err)
{
    struct str bytes;

    if (!dmn_file_read(a, path, DMN_FILE_MAX, &bytes))
        return err_set(err, ERR_IO, "无法读取模型文件 %s", path);
    return dmn_model_read(a, name, bytes, NULL, ret, err);
}

/* The other models of the folder; those that are none are passed over. */
static void
list_models(struct gathering *g)
{
    const struct str *names = NULL;
    size_t n = 0;

    g->listed = true;
    if (!dmn_folder_list(g->a, g->folder, &names, &n))
        return;
    for (size_t i = 0; i < n && g->n_beside < MODELS_MAX; i++) {
        struct dmn_model *m = NULL;
        struct err ignored = { 0 };

        if (!str_ends(names[i], STR(".dmn")))
            continue;
        if (read_model(g->a,
                arena_cstr(g->a, arena_fmt(g->a, "%s/" STR_FMT, g->folder,
                                     STR_ARG(names[i]))),
                names[i], &m, &ignored) == OK)
            g->beside[g->n_beside++] = m;
    }
}

static bool
has_model(const struct gathering *g, struct str uri)
{
    for (size_t i = 0; i < g->n; i++)
        if (str_eq(dmn_model_namespace(g->models[i]), uri))
            return true;
    return false;
}

/* A place inside the folder, not above it and no address. */
static bool
is_inside(struct str location)
{
    return location.n > 0 && location.p[0] != '/' &&
        str_find(location, STR("..")) == SIZE_MAX &&
        str_find(location, STR(":")) == SIZE_MAX &&
        str_find(location, STR("\\")) == SIZE_MAX &&
        str_ends(location, STR(".dmn"));
}

/* The model at the place that an import names, if it is the one meant. */
static struct dmn_model *
at_location(struct gathering *g, const struct dmn_import *in)
{
    struct dmn_model *m = NULL;
    struct err ignored = { 0 };

    if (!is_inside(in->location))
        return NULL;

    const char *path = arena_cstr(g->a,
        arena_fmt(g->a, "%s/" STR_FMT, g->folder, STR_ARG(in->location)));

    if (access(path, R_OK) != 0 ||
        read_model(g->a, path, in->location, &m, &ignored) != OK)
        return NULL;
    return str_eq(dmn_model_namespace(m), in->uri) ? m : NULL;
}

/* Adds the models that the i-th imports. */
static void
add_imports(struct gathering *g, size_t i)
{
    for (size_t k = 0; k < dmn_import_count(g->models[i]); k++) {
        struct dmn_import in = dmn_import(g->models[i], k);
        struct str uri = in.uri;

        if (has_model(g, uri) || g->n >= MODELS_MAX)
            continue;
        g->models[g->n] = at_location(g, &in);
        if (g->models[g->n] != NULL) {
            g->n++;
            continue;
        }
        if (!g->listed)
            list_models(g);
        for (size_t j = 0; j < g->n_beside && g->n < MODELS_MAX; j++) {
            if (str_eq(dmn_model_namespace(g->beside[j]), uri)) {
                g->models[g->n++] = g->beside[j];
                break;
            }
        }
    }
}

enum status
dmn_file_load(struct arena *a, const char *path, struct dmn_model **ret,
    struct err *err)
{
    struct gathering g = { .a = a, .err = err };
    struct str p = str_of(path);
    size_t cut = p.n;

    while (cut > 0 && p.p[cut - 1] != '/')
        cut--;
    g.folder = cut > 0 ? arena_cstr(a, str_sub(p, 0, cut)) : ".";
    TRY(read_model(a, path, str_sub(p, cut, p.n), &g.models[0], err));
    g.n = 1;
    for (size_t i = 0; i < g.n; i++)
        add_imports(&g, i);
    TRY(dmn_model_link(a, g.models, g.n, err));
    *ret = g.models[0];
    return OK;
}
