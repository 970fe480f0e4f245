/* law.h - rules of other texts than the regulation that a pack rests on: what
 * they say, how sure that is, and what of the pack realises them. */
#ifndef PACK_LAW_H
#define PACK_LAW_H

#include "pack/label.h"

enum evidence {
    EVIDENCE_FULL,    /* the full text was read */
    EVIDENCE_EXCERPT, /* an excerpt was read */
    EVIDENCE_MEMORY   /* nothing was read: nothing rests on it but readings
                         that leave it out by default */
};

struct pack_law {
    struct str name;      /* G01 */
    struct label title;   /* 司法部令第138号第六条 */
    struct label says;
    enum evidence evidence;
    /* names of parts of the pack */
    const struct str *rules, *values, *parameters, *readings, *records,
        *documents;
    size_t n_rules, n_values, n_parameters, n_readings, n_records,
        n_documents;
    struct label program; /* what the program does for every pack, or "" */
    struct label text_only; /* why nothing realises it, or "" */
};

#endif
