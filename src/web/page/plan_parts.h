/* plan_parts.h - what the pages of plans share. */
#ifndef PAGE_PLAN_PARTS_H
#define PAGE_PLAN_PARTS_H

#include "domain/plan.h"
#include "web/web.h"

/* The plan that the address names: /…/:programme/:year. */
struct plan_page {
    const struct programme *p;
    const struct pack_planning *q;
    int64_t year;
    struct plan plan;
    const struct plan_row *rows;
    size_t n;
};
/* ERR_NOT_FOUND: no such programme, or it plans nothing. */
NODISCARD enum status plan_page_find(
    struct web *w, struct plan_page *ret, struct err *err);
/* With its rows as they stand. */
NODISCARD enum status plan_page_rows(
    struct web *w, struct plan_page *ret, struct err *err);
const struct plan_row *plan_page_row(
    const struct plan_page *s, struct str unit);

void plan_state_tag(struct web *w, enum plan_state s);
/* 达标, 未达标, 未知 of the gate. */
void plan_reached_tag(struct web *w, const struct plan_passport *g);

/* The official table (O-18): the same columns on the page, in the workbook
 * and on paper. */
struct plan_table {
    struct str *heads;
    bool *numeric;
    size_t n_columns;
    struct str *cells; /* rows one behind the other; the first is the unit */
    size_t n_rows;
};
void plan_table_make(struct web *w, const struct plan_page *s,
    struct plan_table *ret);
/* On the page; the unit links to base/UNIT. base: "/plan/x/2021/units/". */
void plan_table_show(struct web *w, const struct plan_page *s,
    struct str caption, bool desk);
NODISCARD enum status plan_table_xlsx(
    struct web *w, const struct plan_page *s, struct err *err);
NODISCARD enum status plan_table_pdf(
    struct web *w, const struct plan_page *s, struct err *err);

/* Day, source and borders that the ratios of a row rest on, in one line. */
struct str plan_source_line(struct web *w, const struct plan_row *r);
/* Every figure of the form as entered; what is not known says so. */
void plan_figures(
    struct web *w, const struct plan_page *s, const struct plan_row *r);
/* Orders the rows by ?sort=gap or ?sort=ratio, else by code, and links to the
 * other orders. */
void plan_sort(struct web *w, struct plan_page *s, bool desk);
/* Zones that are no units of their own, with the clause; nothing if there are
 * none. */
void plan_zones(struct web *w, const struct plan_page *s);

/* Links to the plans of other years, the public ones only if not desk. */
NODISCARD enum status plan_years(struct web *w, const struct plan_page *s,
    bool desk, struct err *err);

/* Ranking bars and tiles of the gate ratio. */
void plan_charts(struct web *w, const struct plan_page *s);
/* Both ratios of a row with all they rest on. */
void plan_passports(
    struct web *w, const struct plan_page *s, const struct plan_row *r);
struct url plan_url(
    struct web *w, const struct plan_page *s, bool desk, const char *tail);
struct url plan_unit_url(struct web *w, const struct plan_page *s, bool desk,
    struct str unit);
/* "2026 年…计划" */
struct str plan_page_title(struct web *w, const struct plan_page *s);

#endif
