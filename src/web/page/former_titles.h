/* former_titles.h - what the subject of an application held before: terms,
 * names, plaques. For whoever may read the application. */
#ifndef FORMER_TITLES_H
#define FORMER_TITLES_H

#include "domain/application.h"
#include "web/web.h"

/* A card; nothing where there was no title before. */
NODISCARD enum status former_titles(
    struct web *w, const struct application *app, struct err *err);

#endif
