/* tree.h - YAML as a small tree with positions, and the list of problems that
 * reading a pack collects. For packs and their cases (domain/timeline.h).
 *
 * Only what a pack needs: maps, lists and scalars as text. Everything else of
 * YAML is refused with its place (docs/pack-format.md).
 */
#ifndef PACK_TREE_H
#define PACK_TREE_H

#include "pack/pack.h"

#define YAML_MAX_BYTES ((size_t)1 << 20)
#define YAML_MAX_DEPTH 20
#define YAML_MAX_NODES 100000
#define PROBLEMS_MAX 500 /* further ones are not recorded */

enum tree_type { TREE_SCALAR, TREE_MAP, TREE_LIST };

/* line and column count from 1; columns are characters. */
struct tree {
    enum tree_type type;
    int line, column;
    bool plain;         /* a scalar without quotes */
    bool block;         /* a scalar begun by | or > */
    struct str text;    /* TREE_SCALAR */
    const struct tree *const *keys; /* TREE_MAP: scalars */
    const struct tree *const *items; /* values of a map, items of a list */
    size_t n;
};

struct problems {
    struct arena *a;
    VEC_OF(struct pack_problem) list;
    size_t errors;
};

/* A place in a file of the pack. */
struct place {
    struct str file;
    int line, column;
};

/* Adds a problem at a place; a warning does not make the pack unusable. */
void problem_error(struct problems *p, struct place at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void problem_warning(struct problems *p, struct place at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The place of a node of a file; line 1, column 1 for NULL. */
struct place place_of(struct str file, const struct tree *t);

/*
 * Reads one document. NULL if it cannot be read; the reason is among the
 * problems. An empty file is a map without keys. A key given twice is a
 * problem, the first value stays. The nodes lie in `a`, the text of scalars
 * in `texts`, for what is made of the tree and outlives it; they may be one.
 */
const struct tree *yaml_read(struct arena *a, struct arena *texts,
    struct str file, struct str text, struct problems *problems);

/* Value of a key; NULL if absent or t is no map. */
const struct tree *tree_get(const struct tree *t, struct str key);

/*
 * The name nearest to a mistyped one among n known ones, or empty if none is
 * near: at most a third of the characters differ, at least one is right.
 */
struct str nearest_name(struct arena *tmp, struct str name,
    const struct str *known, size_t n);

#endif
