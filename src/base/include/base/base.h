/* base.h - everything of the lowest layer in one include. It knows nothing of
 * Mingce: memory, text, errors, numbers, time and chance, as arguments. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/world.h"

#endif
