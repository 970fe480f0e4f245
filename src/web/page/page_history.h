/* page_history.h - what the pages share that enter holders from before. */
#ifndef PAGE_HISTORY_H
#define PAGE_HISTORY_H

#include "web/web.h"

/* The programme asked for (?programme=, or a field of that name), or the only
 * one that the actor decides in; NULL: to be chosen. */
const struct programme *history_programme(struct web *w);

#endif
