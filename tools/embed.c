/* embed.c - writes files as a C table of struct embedded_file.
 *
 *     embed [--depfile FILE] OUT.c NAME [--root DIR] PATH...
 *
 * PATH is a file or a folder (all files below it but hidden ones). The path
 * kept in the table is relative to the last --root before it, or the name of
 * the file alone if there is none. Two files of one path are an error.
 *
 * Bytes are written as string literals: gcc reads 2 MB of them in a fraction
 * of a second, an array of numbers takes many times as long.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/sha.h>

struct item {
    char *file; /* where it is read */
    char *path; /* name in the table */
};

struct list {
    struct item *p;
    size_t n, cap;
    char **dirs; /* walked folders: a new file in one must rebuild */
    size_t n_dirs;
};

static void
die(const char *what, const char *which)
{
    fprintf(stderr, "embed: %s: %s%s%s\n", which, what,
        errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
    exit(1);
}

static void *
grow(void *p, size_t size)
{
    void *q = realloc(p, size);

    if (q == NULL)
        die("out of memory", "realloc");
    return q;
}

static char *
copy(const char *s)
{
    size_t n = strlen(s) + 1;

    return memcpy(grow(NULL, n), s, n);
}

static char *
join(const char *dir, const char *name)
{
    size_t n = strlen(dir) + strlen(name) + 2;
    char *s = grow(NULL, n);

    snprintf(s, n, "%s/%s", dir, name);
    return s;
}

static const char *
table_path(const char *root, const char *file)
{
    size_t n = strlen(root);
    const char *slash = strrchr(file, '/');

    if (n == 0)
        return slash != NULL ? slash + 1 : file;
    if (strncmp(root, file, n) != 0 || file[n] != '/') {
        errno = 0;
        die("is not below --root", file);
    }
    return file + n + 1;
}

static void
add(struct list *l, const char *root, const char *file)
{
    struct stat st;

    if (stat(file, &st) != 0)
        die("cannot be read", file);
    if (!S_ISDIR(st.st_mode)) {
        if (l->n == l->cap) {
            l->cap = l->cap == 0 ? 64 : l->cap * 2;
            l->p = grow(l->p, l->cap * sizeof(l->p[0]));
        }
        l->p[l->n].file = copy(file);
        l->p[l->n++].path = copy(table_path(root, file));
        return;
    }

    l->dirs = grow(l->dirs, (l->n_dirs + 1) * sizeof(l->dirs[0]));
    l->dirs[l->n_dirs++] = copy(file);
    DIR *d = opendir(file);
    if (d == NULL)
        die("cannot be opened", file);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        char *sub = join(file, e->d_name);
        add(l, root, sub);
        free(sub);
    }
    closedir(d);
}

static int
item_cmp(const void *x, const void *y)
{
    const struct item *a = x, *b = y;

    return strcmp(a->path, b->path);
}

static unsigned char *
slurp(const char *file, size_t *ret_n)
{
    FILE *f = fopen(file, "rb");
    if (f == NULL)
        die("cannot be opened", file);

    unsigned char *p = NULL;
    size_t n = 0, cap = 0;
    for (;;) {
        if (n == cap) {
            cap = cap == 0 ? 65536 : cap * 2;
            p = grow(p, cap);
        }
        size_t got = fread(p + n, 1, cap - n, f);
        if (got == 0)
            break;
        n += got;
    }
    if (ferror(f))
        die("cannot be read", file);
    fclose(f);
    *ret_n = n;
    return p;
}

/* One C string literal per source line or 80 bytes; every byte that is not
 * plain ASCII as three octal digits, so that no digit after it is swallowed
 * and no trigraph or escape arises. */
static void
write_bytes(FILE *out, const unsigned char *p, size_t n)
{
    size_t column = 0;

    fputs("    \"", out);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = p[i];

        if (column >= 80) {
            fputs("\"\n    \"", out);
            column = 0;
        }
        if (c == '\n') {
            fputs("\\n", out);
            column = 80;
        } else if (c < 32 || c > 126 || c == '"' || c == '\\' || c == '?') {
            char esc[5] = { '\\', (char)('0' + (c >> 6)),
                (char)('0' + ((c >> 3) & 7)), (char)('0' + (c & 7)), 0 };
            fputs(esc, out);
            column++;
        } else {
            fputc(c, out);
            column++;
        }
    }
    fputs("\"", out);
}

static void
write_path(FILE *out, const char *s)
{
    write_bytes(out, (const unsigned char *)s, strlen(s));
}

static void
write_table(FILE *out, const char *name, const struct list *l)
{
    fputs("#include \"base/embed.h\"\n\n"
          "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n",
        out);
    fprintf(out, "EMBED_DECLARE(%s);\n\n", name);

    char (*sha)[65] = grow(NULL, (l->n + 1) * sizeof(sha[0]));
    size_t *sizes = grow(NULL, (l->n + 1) * sizeof(sizes[0]));
    for (size_t i = 0; i < l->n; i++) {
        unsigned char md[32];
        unsigned char *p = slurp(l->p[i].file, &sizes[i]);

        SHA256(p, sizes[i], md);
        for (size_t j = 0; j < sizeof(md); j++)
            snprintf(sha[i] + 2 * j, 3, "%02x", md[j]);
        fprintf(out, "static const unsigned char file_%zu[] =\n", i);
        write_bytes(out, p, sizes[i]);
        fputs(";\n\n", out);
        free(p);
    }

    fprintf(out, "const struct embedded_file %s[] = {\n", name);
    for (size_t i = 0; i < l->n; i++) {
        fputs("    {\n", out);
        write_path(out, l->p[i].path);
        fprintf(out, ",\n        file_%zu, %zu,\n        \"%s\" },\n", i,
            sizes[i], sha[i]);
    }
    fprintf(out, "    { NULL, NULL, 0, NULL }\n};\nconst size_t %s_n = %zu;\n",
        name, l->n);
    free(sha);
    free(sizes);
}

static void
write_dependency(FILE *out, const char *path)
{
    fputs(" \\\n  ", out);
    for (; *path != 0; path++) {
        if (*path == ' ' || *path == '#')
            fputc('\\', out);
        if (*path == '$')
            fputc('$', out);
        fputc(*path, out);
    }
}

static FILE *
create(const char *file)
{
    FILE *f = fopen(file, "wb");

    if (f == NULL)
        die("cannot be written", file);
    return f;
}

static void
finish(FILE *f, const char *file)
{
    bool bad = ferror(f) != 0;

    if (fclose(f) != 0 || bad)
        die("cannot be written", file);
}

static void
check_twice(struct list *l)
{
    if (l->n > 0)
        qsort(l->p, l->n, sizeof(l->p[0]), item_cmp);
    for (size_t i = 1; i < l->n; i++) {
        if (strcmp(l->p[i - 1].path, l->p[i].path) == 0) {
            errno = 0;
            die("is there twice", l->p[i].path);
        }
    }
}

static void
release(struct list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->p[i].file);
        free(l->p[i].path);
    }
    for (size_t i = 0; i < l->n_dirs; i++)
        free(l->dirs[i]);
    free(l->p);
    free(l->dirs);
}

int
main(int argc, char **argv)
{
    const char *depfile = NULL;
    int i = 1;

    if (argc > 2 && strcmp(argv[1], "--depfile") == 0) {
        depfile = argv[2];
        i = 3;
    }
    if (argc - i < 2) {
        fputs("usage: embed [--depfile FILE] OUT.c NAME "
              "[--root DIR] PATH...\n",
            stderr);
        return 2;
    }
    const char *out_name = argv[i], *name = argv[i + 1];

    struct list l = { 0 };
    char root[PATH_MAX] = "", file[PATH_MAX];
    for (i += 2; i < argc; i++) {
        if (strcmp(argv[i], "--root") == 0 && i + 1 < argc) {
            if (realpath(argv[++i], root) == NULL)
                die("cannot be found", argv[i]);
            continue;
        }
        if (realpath(argv[i], file) == NULL)
            die("cannot be found", argv[i]);
        add(&l, root, file);
    }
    check_twice(&l);

    FILE *out = create(out_name);
    write_table(out, name, &l);
    finish(out, out_name);
    if (depfile != NULL) {
        out = create(depfile);
        fprintf(out, "%s:", out_name);
        for (size_t k = 0; k < l.n; k++)
            write_dependency(out, l.p[k].file);
        for (size_t k = 0; k < l.n_dirs; k++)
            write_dependency(out, l.dirs[k]);
        fputc('\n', out);
        finish(out, depfile);
    }
    release(&l);
    return 0;
}
