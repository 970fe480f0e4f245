/* judge.h - what judging and explaining share. Private to this folder. */
#ifndef PACK_JUDGE_H
#define PACK_JUDGE_H

#include "functions.h"

/* One line about why an expression came out as it did, in both languages, and
 * the figures of the review sheet. */
struct explanation {
    struct str zh, en;
    struct str computed, required; /* "9", "≥ 10"; may be "" */
};

/* outcome is the value of the whole; undecided gives nothing. */
struct explanation explain(struct arena *a, const struct pack *p,
    const struct feel_trace *trace, enum outcome outcome);

/* What a fact is called in English, or empty. */
struct str fact_english(const struct pack *p, struct str name);

#endif
