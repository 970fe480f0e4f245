/* pattern.h - regular expressions that are a row of sets of characters.
 *
 * "^1[3-9][0-9]{9}$" and its like (codes, numbers, telephones) need no engine:
 * the text has that many characters, each of its set. Such a pattern is
 * recognised when it is compiled; every other one is left to regex.h.
 */
#ifndef FEEL_PATTERN_H
#define FEEL_PATTERN_H

#include "base/base.h"

struct pattern;

/* NULL if the pattern is of another kind. Lives in a. */
const struct pattern *pattern_compile(struct arena *a, struct str text);

enum pattern_answer {
    PATTERN_NO,
    PATTERN_YES,
    PATTERN_UNSURE /* not all ASCII: ask the engine */
};
enum pattern_answer pattern_match(const struct pattern *p, struct str s);

#endif
