/* regions.h - divisions of the country by their codes (GB/T 2260). */
#ifndef PACK_REGIONS_H
#define PACK_REGIONS_H

#include "base/base.h"
#include "calendar/calendar.h"

struct region {
    struct str code, name, parent;
    int level; /* 1 province 2 prefecture 3 county */
    struct day valid_from, valid_to; /* DAY_NONE: open */
};
struct regions; /* immutable */
/* Reads data/regions.csv. Errors: ERR_INPUT  empty, a column missing, or a
 * code, level or date that is none. ERR_LIMIT  too many rows. */
NODISCARD enum status regions_from_csv(struct arena *a, struct str csv,
    const struct regions **ret, struct err *err);
const struct region *region_find(const struct regions *r, struct str code);
/* "四川省 成都市 武侯区" */
struct str region_path(
    struct arena *a, const struct regions *r, struct str code);
/* The division people mean by "四川省成都市武侯区", "四川省 成都市 武侯区" or, where
 * there is only one of that name, "武侯区"; by its code too. On that day; NULL if
 * there is none or more than one. */
const struct region *region_named(struct arena *a, const struct regions *r,
    struct str text, struct day on);
/* "成都市"; of a province its own name; "" if the code is unknown. */
struct str prefecture_name(const struct regions *r, struct str code);
/* The division of a level (1 province, 2 prefecture, 3 county) in which a region
 * lies or that it is; where there is none, the next above it. A region above
 * the level is its own. "" if the code is unknown. */
struct str region_at_level(
    const struct regions *r, struct str code, int level);
/* Children that exist on a day, in order of code; parent "" gives provinces. */
const struct region *const *region_children(struct arena *a,
    const struct regions *r, struct str parent, struct day on, size_t *ret_n);
/* code lies inside outer (equal counts); outer "" or "000000" is the nation. */
bool region_within(const struct regions *r, struct str code, struct str outer);

#endif
