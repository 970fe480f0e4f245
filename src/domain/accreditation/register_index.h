/* register_index.h - pairs of characters by which the register is searched. */
#ifndef REGISTER_INDEX_H
#define REGISTER_INDEX_H

#include "domain/accreditation.h"

/*
 * Puts the pairs of characters of the normalised name and number into the
 * index, and the division code at its three levels ("@50", "@5001",
 * "@500112": no normalised name has an "@").
 */
NODISCARD enum status register_index_add(
    struct act *x, const struct accreditation *c, struct err *err);

#endif
