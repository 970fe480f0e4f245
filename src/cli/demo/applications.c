/* Rounds and applications of the demo. */
#include "demo.h"

#include "domain/application.h"

static enum status
open_rounds(struct act *x, struct demo *m, void *arg, struct err *err)
{
    const struct programme *both[] = { m->station, m->expert };
    struct day today = day_of_us(m->end_us);
    struct day closes = day_add_days(today, 45);

    (void)arg;
    for (size_t i = 0; i < 2; i++) {
        struct round r = { .programme_id = both[i]->id,
            .name = arena_fmt(m->a, "%d年批次（演示）", day_ymd(today).year),
            .doc_no = STR("演示通知"),
            .contact = STR("演示联系人"),
            .phone = STR("010-00000000"),
            .email = STR("round@demo.example"),
            .opens_us = day_start_us(day_add_days(today, -40)),
            .closes_us = day_end_us(closes),
            .reference = closes,
            .open = true };

        TRY(round_save(x, &r, err));
    }
    return OK;
}

bool
demo_applications(struct demo *m)
{
    m->now_us = m->end_us - 40 * DAY_US;
    return demo_do(m, NULL, open_rounds, NULL, "rounds");
}
