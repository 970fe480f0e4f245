/* page_direct.h - shared by the pages of direct inclusion. */
#ifndef PAGE_DIRECT_H
#define PAGE_DIRECT_H

#include "domain/direct.h"
#include "web/web.h"

/* Keeps an uploaded file (before the transaction); *ret stays empty if none
 * was sent. The error carries the field. */
NODISCARD enum status keep_upload(struct web *w, const char *field,
    struct kept_file *ret, struct err *err);
/* The values of a list's head in the order of the import. */
const struct str *direct_head(struct web *w, const struct pack_import *im,
    const struct direct_list *l);

#endif
