/* rig_fixture.h - what each test over the wire begins and ends with. */
#ifndef RIG_FIXTURE_H
#define RIG_FIXTURE_H

#include "cmocka_all.h"
#include "rig.h"

struct fixture {
    struct rig r;
    struct arena *a;
};

/* A rig whose options a test may still change; it calls rig_start. */
int rig_set_up(void **state);
/* A rig that answers. */
int rig_set_up_started(void **state);
int rig_tear_down(void **state);

#endif
