/* world.h - time, chance and identity, passed in.
 *
 * Made by main.c for the program and by tests for themselves. Nothing else
 * asks the operating system for time or randomness.
 *
 * Instants are microseconds since 1970-01-01T00:00:00Z (int64_t *_us).
 */
#ifndef BASE_WORLD_H
#define BASE_WORLD_H

#include "base/err.h"

struct clock {
    /* Current instant in microseconds UTC. */
    int64_t (*now_us)(void *self);
    void *self;
};

struct rand {
    /* Fills n bytes; cryptographically strong in the program, repeatable in
     * tests. Thread-safe. */
    void (*fill)(void *self, void *out, size_t n);
    void *self;
};

/* Makes ids; thread-safe. State lives in the struct, which must not move. */
struct ids {
    _Atomic uint64_t last;
};

struct world {
    struct clock clock;
    struct rand rand;
    struct ids *ids;
};

/* The computer's clock and the kernel's randomness. */
struct clock clock_system(void);
struct rand rand_system(void);

/* The computer's clock plus an offset that may be changed: *offset_us is read
 * at every call. For the demo's time machine. */
struct clock clock_shifted(_Atomic int64_t *offset_us);

/* A clock that stands at *now_us. */
struct clock clock_fixed(int64_t *now_us);

/* Repeatable bytes from *state (any start value). For tests and demo data. */
struct rand rand_counting(_Atomic uint64_t *state);

/* The instant now, in microseconds UTC. */
int64_t world_now(const struct world *w);

/*
 * A new id: positive, unique in this process, rising with time
 * (milliseconds since 2020 in the upper 42 bits, 21 bits of chance or
 * succession below), so that keys sort by time of creation.
 */
int64_t world_id(const struct world *w);

/* n bytes of chance. */
void world_random(const struct world *w, void *out, size_t n);

/* n characters without look-alikes (23456789ABCDEFGHJKMNPQRSTUVWXYZ), for
 * codes that people type; out holds n characters, no NUL. */
void world_code(const struct world *w, char *out, size_t n);

/* Monotonic microseconds, for measuring how long something took only. */
int64_t clock_monotonic_us(void);

#endif
