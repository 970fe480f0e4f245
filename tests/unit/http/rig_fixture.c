#include "rig_fixture.h"

#include <string.h>

int
rig_set_up(void **state)
{
    static struct fixture fixture;

    memset(&fixture, 0, sizeof(fixture));
    rig_init(&fixture.r);
    fixture.a = arena_new("test");
    *state = &fixture;
    return 0;
}

int
rig_set_up_started(void **state)
{
    (void)rig_set_up(state);
    rig_start(&((struct fixture *)*state)->r);
    return 0;
}

int
rig_tear_down(void **state)
{
    struct fixture *f = *state;

    rig_end(&f->r);
    arena_free(f->a);
    return 0;
}
