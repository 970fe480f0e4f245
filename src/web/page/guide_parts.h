/* guide_parts.h - blocks of 办事指南 that have a file of their own. */
#ifndef WEB_GUIDE_PARTS_H
#define WEB_GUIDE_PARTS_H

#include "domain/application.h"
#include "domain/install.h"
#include "web/web.h"

/* The fixed elements as one list. round NULL: none is open. */
void guide_elements(struct web *w, const struct programme *p,
    const struct pack_procedure *proc, const struct round *round,
    const struct authority_contact *contact);
/* The certificate with invented names, marked as a sample. */
void guide_sample(struct web *w, const struct programme *p,
    const struct pack_procedure *proc);
/* Installed versions of the programme's pack, newest first. */
void guide_versions(struct web *w, const struct programme *p);
/* The official table without rows. Errors: those of workbook.h. */
NODISCARD enum status guide_blank_workbook(
    struct web *w, const struct pack_import *m, struct err *err);

#endif
