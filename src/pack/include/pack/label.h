/* label.h - text in both languages of the interface. */
#ifndef PACK_LABEL_H
#define PACK_LABEL_H

#include "base/str.h"

/* en falls back to zh if empty. */
struct label {
    struct str zh, en;
};

#endif
