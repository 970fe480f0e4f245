/* arena_private.h - what growing arrays know of arenas. */
#ifndef BASE_ARENA_PRIVATE_H
#define BASE_ARENA_PRIVATE_H

#include "base/arena.h"

/* Makes p, allocated with size bytes, larger where it lies; the new bytes are
 * zero. False if it is not the newest of its arena, or its chunk is full. */
bool arena_extend(struct arena *a, void *p, size_t size, size_t larger);

#endif
