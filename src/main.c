/* The only place that knows all: the clock, chance and the commands. */
#include "cli/cli.h"

int
main(int argc, char **argv)
{
    static struct ids ids;
    static _Atomic int64_t clock_offset_us;
    struct world world = { clock_shifted(&clock_offset_us), rand_system(),
        &ids };

    return cli_main(argc, argv, &world, &clock_offset_us);
}
