/* ids.h - what the identifier checks share; private to this folder. */
#ifndef PACK_IDS_H
#define PACK_IDS_H

#include "pack/pack.h"

/*
 * Half-width, without white space (zero-width too). Dashes of every kind
 * become '-' or, with drop_dashes, vanish.
 */
struct str ids_squeeze(struct arena *a, struct str typed, bool drop_dashes);
/* ASCII letters to upper case. */
struct str ids_upper(struct arena *a, struct str s);
bool ids_all_digits(struct str s);
/* The number of a province in GB/T 2260: "50"; also 81, 82, 83 (residence
 * permits of Hong Kong, Macau and Taiwan residents). */
bool ids_province(struct str two_digits);

struct id_check ids_ok(struct str normal);
struct id_check ids_bad(struct str normal, struct str zh, struct str en);
/* 「…应为 18 位，现为 17 位」 */
struct id_check ids_bad_length(struct arena *a, struct str normal,
    const char *zh, const char *en, const char *want_zh, const char *want_en);

#endif
