/* public_info.h - what a pack makes public of a holder beside name and region:
 * the columns of the official tables by which holders come in (a channel's
 * import), without personal data. */
#ifndef WEB_PUBLIC_INFO_H
#define WEB_PUBLIC_INFO_H

#include "web/web.h"

#define PUBLIC_COLUMNS_MAX 8

struct public_columns {
    struct label label[PUBLIC_COLUMNS_MAX];
    struct str name[PUBLIC_COLUMNS_MAX]; /* as in the table */
    struct str bare[PUBLIC_COLUMNS_MAX]; /* without what stands in brackets:
                                            the name of the form's field */
    size_t n;
};
struct public_columns public_columns_of(const struct pack *p);
/* Text of the i-th column, lists joined; "" if not known. */
struct str public_cell(struct arena *a, const struct public_columns *c,
    size_t i, const struct json *info);

#endif
