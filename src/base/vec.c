/* vec.c - growing arrays and the ordered map, inside an arena. */
#include "base/vec.h"

#include "arena_private.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ELEMENTS = 8, FIRST_SLOTS = 16 };

void *
vec_grow(struct arena *a, void *p, size_t n, size_t *cap, size_t elem_size)
{
    size_t larger;
    void *moved;

    if (n < *cap)
        return p;
    if (*cap > SIZE_MAX / 2)
        abort();
    larger = *cap == 0 ? FIRST_ELEMENTS : *cap * 2;
    if (n > 0 && larger <= SIZE_MAX / elem_size &&
        arena_extend(a, p, n * elem_size, larger * elem_size)) {
        *cap = larger;
        return p;
    }
    moved = arena_alloc_array(a, larger, elem_size);
    if (n > 0)
        memcpy(moved, p, n * elem_size);
    *cap = larger;
    return moved;
}

struct entry {
    struct str key;
    void *value;
};

/* Open addressing: a slot holds the number of an entry plus one, 0 is free.
 * Never more than half full. */
struct map {
    struct arena *a;
    VEC_OF(struct entry) entries;
    size_t *slots;
    size_t slot_count; /* a power of two */
};

struct map *
map_new(struct arena *a)
{
    struct map *m = arena_one(a, struct map);

    m->a = a;
    m->slot_count = FIRST_SLOTS;
    m->slots = arena_new_array(a, size_t, m->slot_count);
    return m;
}

/* The slot that holds key, or the free one where it belongs. */
static size_t *
slot_of(const struct map *m, struct str key)
{
    size_t at = (size_t)str_hash(key) & (m->slot_count - 1);

    while (m->slots[at] != 0 &&
        !str_eq(m->entries.p[m->slots[at] - 1].key, key))
        at = (at + 1) & (m->slot_count - 1);
    return &m->slots[at];
}

static void
double_slots(struct map *m)
{
    m->slot_count *= 2;
    m->slots = arena_new_array(m->a, size_t, m->slot_count);
    for (size_t i = 0; i < m->entries.n; i++)
        *slot_of(m, m->entries.p[i].key) = i + 1;
}

void *
map_put(struct map *m, struct str key, void *value)
{
    size_t *slot = slot_of(m, key);

    if (*slot != 0) {
        struct entry *e = &m->entries.p[*slot - 1];
        void *old = e->value;

        e->value = value;
        return old;
    }
    *VEC_PUSH(m->a, &m->entries) = (struct entry){ key, value };
    *slot = m->entries.n;
    if (m->entries.n * 2 > m->slot_count)
        double_slots(m);
    return NULL;
}

void *
map_get(const struct map *m, struct str key)
{
    const size_t *slot = slot_of(m, key);

    return *slot == 0 ? NULL : m->entries.p[*slot - 1].value;
}

size_t
map_count(const struct map *m)
{
    return m->entries.n;
}

struct str
map_key(const struct map *m, size_t i)
{
    return m->entries.p[i].key;
}

void *
map_value(const struct map *m, size_t i)
{
    return m->entries.p[i].value;
}
