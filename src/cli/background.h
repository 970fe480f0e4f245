/* background.h - the one thread beside the workers: delivers messages and runs
 * the daily tick. */
#ifndef CLI_BACKGROUND_H
#define CLI_BACKGROUND_H

#include "cli/cli.h"
#include "web/app.h"
#include "web/deliver.h"

/* How mails and SMS go out, by the configuration. */
struct deliver_options deliver_options_of(const struct cli *c);

struct background;

/* Starts the thread; NULL if the system refuses. */
struct background *background_start(struct cli *c, struct app *app);
/* Ends it after what it is doing. NULL is allowed. */
void background_stop(struct background *b);

#endif
