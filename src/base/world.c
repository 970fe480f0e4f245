/* world.c - the one place that asks the system for time and chance. */
#include "base/world.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* 2020-01-01T00:00:00Z in milliseconds since 1970. */
#define IDS_SINCE_MS INT64_C(1577836800000)

enum { CHANCE_BITS = 21 };

static int64_t
read_clock(clockid_t which)
{
    struct timespec ts;

    if (clock_gettime(which, &ts) != 0) {
        perror("clock_gettime");
        abort();
    }
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int64_t
system_now(void *self)
{
    (void)self;
    return read_clock(CLOCK_REALTIME);
}

static int64_t
shifted_now(void *self)
{
    return read_clock(CLOCK_REALTIME) + atomic_load((_Atomic int64_t *)self);
}

static int64_t
fixed_now(void *self)
{
    return *(int64_t *)self;
}

struct clock
clock_system(void)
{
    return (struct clock){ system_now, NULL };
}

struct clock
clock_shifted(_Atomic int64_t *offset_us)
{
    return (struct clock){ shifted_now, offset_us };
}

struct clock
clock_fixed(int64_t *now_us)
{
    return (struct clock){ fixed_now, now_us };
}

int64_t
clock_monotonic_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

/* Without chance there are no safe sessions or codes, so no way to go on. */
static void
system_fill(void *self, void *out, size_t n)
{
    unsigned char *p = out;

    (void)self;
    while (n > 0) {
        ssize_t got = getrandom(p, n, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            perror("getrandom");
            abort();
        }
        p += got;
        n -= (size_t)got;
    }
}

/* SplitMix64 (Steele, Lea, Flood 2014): equidistributed, any start value. */
static uint64_t
split_mix(_Atomic uint64_t *state)
{
    const uint64_t step = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = atomic_fetch_add(state, step) + step;

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void
counting_fill(void *self, void *out, size_t n)
{
    unsigned char *p = out;

    while (n > 0) {
        uint64_t z = split_mix(self);
        size_t part = n < sizeof(z) ? n : sizeof(z);

        memcpy(p, &z, part);
        p += part;
        n -= part;
    }
}

struct rand
rand_system(void)
{
    return (struct rand){ system_fill, NULL };
}

struct rand
rand_counting(_Atomic uint64_t *state)
{
    return (struct rand){ counting_fill, state };
}

int64_t
world_now(const struct world *w)
{
    return w->clock.now_us(w->clock.self);
}

void
world_random(const struct world *w, void *out, size_t n)
{
    w->rand.fill(w->rand.self, out, n);
}

int64_t
world_id(const struct world *w)
{
    int64_t ms = world_now(w) / 1000 - IDS_SINCE_MS;
    uint64_t chance, wanted, last, id;

    if (ms < 0)
        ms = 0;
    world_random(w, &chance, sizeof(chance));
    chance &= (UINT64_C(1) << CHANCE_BITS) - 1;
    wanted = (uint64_t)ms << CHANCE_BITS | chance;
    last = atomic_load(&w->ids->last);
    do {
        id = wanted > last ? wanted : last + 1;
    } while (!atomic_compare_exchange_weak(&w->ids->last, &last, id));
    return (int64_t)id;
}

void
world_code(const struct world *w, char *out, size_t n)
{
    static const char letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    const unsigned char count = sizeof(letters) - 1;
    /* Bytes above the last full round would prefer the first letters. */
    const unsigned char fair = (unsigned char)(256 / count * count);
    size_t done = 0;

    while (done < n) {
        unsigned char chance[32];

        world_random(w, chance, sizeof(chance));
        for (size_t i = 0; i < sizeof(chance) && done < n; i++)
            if (chance[i] < fair)
                out[done++] = letters[chance[i] % count];
    }
}
