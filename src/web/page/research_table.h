/* research_table.h - what is studied of holders, as columns of text. */
#ifndef WEB_RESEARCH_TABLE_H
#define WEB_RESEARCH_TABLE_H

#include "domain/research.h"
#include "web/web.h"

/* The study of the address and its rows, by the filter of the query. */
struct study {
    const struct programme *p;
    const struct pack_research *r;
    const struct research_row *rows;
    size_t n;
};
NODISCARD enum status study_read(
    struct web *w, struct study *ret, struct err *err);

/* Official label of a field or title of a rule. */
struct label study_label(const struct study *s, struct str name);
/* 培育第 2 年; "" of a recognised title. */
struct str study_progress(struct web *w, const struct research_row *row);
/* A number as the field shows it: money in yuan. */
struct str study_number(
    struct web *w, const struct study *s, struct str name, int64_t number);

extern const struct route_set research_routes;

#endif
