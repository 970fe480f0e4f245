/* law.h - what of docs/sql-law.md a program can see in a statement's text. */
#ifndef SQL_LAW_H
#define SQL_LAW_H

#include "base/base.h"

/* Why the text breaks the law, as words for a developer; empty if it does
 * not. Text in quotes is skipped. */
struct str law_broken(struct arena *a, const char *text);

#endif
