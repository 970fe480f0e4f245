/* catalog.h - translations of the program's own sentences, from a .mo file of
 * GNU gettext. The sentences stand in the source in Chinese and are their own
 * keys; without a catalogue, or without an entry, the Chinese is shown.
 *
 * The C library's gettext is not used: it takes the language from the process,
 * and ours is that of the visitor.
 */
#ifndef FORMAT_CATALOG_H
#define FORMAT_CATALOG_H

#include "base/base.h"

/* Immutable, so threads may share it. */
struct catalog;

/*
 * Reads a .mo file (either byte order). bytes are not copied and must live as
 * long as the catalogue; they may be anything, nothing is read outside them.
 *
 * Errors: ERR_INPUT  not a .mo file, or a damaged one: a text outside the
 *                    file or without its NUL, entries out of order.
 */
NODISCARD enum status catalog_load(struct arena *a, struct str bytes,
    const struct catalog **ret, struct err *err);

/*
 * The translation of msgid; msgid itself if there is none or c is NULL. Lives
 * as long as the catalogue's bytes, or as msgid. Of an entry with plural forms
 * the first form is given.
 */
const char *catalog_get(const struct catalog *c, const char *msgid);

/*
 * The translation of a finished sentence whose format is an entry: the
 * arguments are taken out of the text and put into the translation in the same
 * order, each translated if it is an entry itself. Of several formats that fit
 * the one with most words of its own counts. text itself if none fits or c is
 * NULL. Slow (looks at every format): for a few sentences of a page.
 */
struct str catalog_render(
    struct arena *a, const struct catalog *c, struct str text);

/* Entries, without the header. */
size_t catalog_count(const struct catalog *c);

#endif
