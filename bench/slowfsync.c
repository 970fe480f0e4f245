/* slowfsync.c - a disk that takes its time: every fsync and fdatasync costs
 * SLOW_FSYNC_US microseconds more (5000 unless set).
 *   LD_PRELOAD=./slowfsync.so SLOW_FSYNC_US=5000 program
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef int (*sync_fn)(int fd);

static void
take_time(void)
{
    const char *text = getenv("SLOW_FSYNC_US");
    long us = text == NULL ? 5000 : strtol(text, NULL, 10);
    struct timespec t = { us / 1000000, us % 1000000 * 1000 };

    if (us > 0)
        (void)nanosleep(&t, NULL);
}

static int
sync_slowly(const char *name, int fd)
{
    union {
        void *p;
        sync_fn fn; /* ISO C knows no cast between the two */
    } real = { dlsym(RTLD_NEXT, name) };

    take_time();
    return real.fn(fd);
}

int
fsync(int fd)
{
    return sync_slowly("fsync", fd);
}

int
fdatasync(int fd)
{
    return sync_slowly("fdatasync", fd);
}
