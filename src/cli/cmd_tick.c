/* mingce tick: the daily run and one round of delivery, for a timer of the
 * system or to look at what is due. */
#include "background.h"
#include "cli_private.h"
#include "domain/install.h"
#include "domain/tick.h"

#include <stdio.h>

#define MOST 100000

int
cmd_tick(struct cli *c)
{
    struct deliver_options o = deliver_options_of(c);
    struct deliver_counts sent = { 0 };
    struct tick_counts n = { 0 };
    struct store *s = NULL;
    struct domain *d = NULL;
    struct err err = { 0 };
    int64_t now = world_now(c->world);

    if (!cli_open_store(c, &s))
        return EXIT_FAILED;
    bool ok = cli_domain(c, s, &d);
    enum status st = ok ? tick_run(s, d, now, &n, &err) : OK;
    if (ok && st == OK)
        st = deliver_run(s, d, &o, now, MOST, &sent, &err);
    domain_free(d);
    store_close(s);
    if (!ok)
        return EXIT_FAILED;
    (void)printf("%zu holders looked at: %zu warned, %zu expired, %zu "
                 "reminded, %zu proposed, %zu failed; %zu applications "
                 "lapsed; %zu yearly lists made; %zu messages sent, %zu "
                 "failed.\n",
        n.looked, n.warned, n.expired, n.reminded, n.proposed, n.failed,
        n.lapsed, n.lists, sent.sent, sent.failed);
    return st == OK ? EXIT_DONE : cli_failed(&err);
}
