/* xpath.h - regular expressions as XPath has them (XQuery 1.0 and XPath 2.0
 * Functions and Operators 7.6.1, XML Schema 2 appendix F), for PCRE2. */
#ifndef FEEL_XPATH_H
#define FEEL_XPATH_H

#include "base/base.h"

/* Longest text a pattern may become. */
#define XPATH_TEXT_MAX (256u * 1024)

struct xpath_flags {
    bool dot_all;    /* s */
    bool multiline;  /* m */
    bool caseless;   /* i */
    bool extended;   /* x: white space outside of classes is dropped */
};

/* Flags as text; false if one is not known. */
bool xpath_flags(struct str s, struct xpath_flags *ret);
/*
 * The same pattern for PCRE2 (with UTF and PCRE2_MATCH_UNSET_BACKREF). False
 * and *ret_why (static, plain English) if it is not a pattern of XPath.
 */
bool xpath_translate(struct arena *a, struct str pattern,
    const struct xpath_flags *flags, struct str *ret, size_t *ret_groups,
    const char **ret_why);

#endif
