/* vec.h - arrays that grow inside an arena.
 *
 *     struct { struct item *p; size_t n, cap; } items = { 0 };
 *     *VEC_PUSH(a, &items) = (struct item){ ... };
 *
 * Elements move when it grows; do not keep pointers while pushing.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

/* Returns the array with room for one more; updates *cap. */
void *vec_grow(
    struct arena *a, void *p, size_t n, size_t *cap, size_t elem_size);

/* Pointer to a new zeroed element at the end. */
#define VEC_PUSH(a, v) \
    ((v)->p = vec_grow((a), (v)->p, (v)->n, &(v)->cap, sizeof(*(v)->p)), \
        &(v)->p[(v)->n++])

#define VEC_OF(type) \
    struct { \
        type *p; \
        size_t n, cap; \
    }

/* A map from str to pointer, insertion-ordered, inside an arena. Keys are not
 * copied. */
struct map;
struct map *map_new(struct arena *a);
/* Adds or replaces. Returns the old value or NULL. */
void *map_put(struct map *m, struct str key, void *value);
/* NULL if absent. */
void *map_get(const struct map *m, struct str key);
size_t map_count(const struct map *m);
/* i-th entry in order of insertion, i < map_count. */
struct str map_key(const struct map *m, size_t i);
void *map_value(const struct map *m, size_t i);

#endif
