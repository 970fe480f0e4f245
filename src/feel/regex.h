/* regex.h - regular expressions on PCRE2, with limits on time and memory.
 *
 * The dialect is XPath's (xpath.h). */
#ifndef FEEL_REGEX_H
#define FEEL_REGEX_H

#include "eval.h"

/* One compiled pattern; lives in the arena of the evaluation. */
struct regex;

/* flags: any of s m i x, as in XPath. False and *why set if it is not valid.
 * The last pattern is kept in the evaluation, since loops repeat it. */
bool regex_compile(struct feel_eval *e, struct str pattern, struct str flags,
    struct regex **ret, struct feel_value *why);
/* First match at or after byte `from`; s is valid UTF-8. -1 none, 0 limit
 * (e->status is set), 1 found. */
int regex_find(struct feel_eval *e, struct regex *r, struct str s, size_t from,
    size_t *ret_from, size_t *ret_to);
/* All matches replaced; $1 stands for a group. */
bool regex_replace(struct feel_eval *e, struct regex *r, struct str s,
    struct str with, struct str *ret, struct feel_value *why);

#endif
