/* zone.h - time zones by name (Europe/Paris), from TZif files (RFC 8536).
 *
 * The files are those of the system's tzdata, one folder with a file per
 * zone. A zone is immutable and lives in the arena it is read into. Instants
 * and local times are seconds since 1970-01-01T00:00:00, the latter counted
 * as if the clock on the wall were that of UTC.
 */
#ifndef CALENDAR_ZONE_H
#define CALENDAR_ZONE_H

#include "base/base.h"

/* Where Debian's tzdata puts its files. */
#define ZONE_FOLDER "/usr/share/zoneinfo"

struct zone;

/*
 * Reads zone `name` from its file in `folder`.
 * Errors: ERR_NOT_FOUND  the name is not one of a zone (letters, digits and
 *                        _ + - with / between), or there is no such file.
 *         ERR_INPUT      the file is no TZif file, or longer than 256 KiB.
 *         ERR_IO         it cannot be read.
 */
NODISCARD enum status zone_load(struct arena *a, struct str folder,
    struct str name, const struct zone **ret, struct err *err);
/*
 * The same from bytes of a TZif file; they are not kept.
 * Errors: ERR_INPUT  not a TZif file of version 1 to 4.
 */
NODISCARD enum status zone_parse(struct arena *a, struct str name,
    struct str bytes, const struct zone **ret, struct err *err);

struct str zone_name(const struct zone *z);
/* Seconds east of UTC at an instant. */
int32_t zone_offset_at(const struct zone *z, int64_t instant_s);
/*
 * Seconds east of UTC at a local time. Where the clock was put back and a time
 * occurs twice, the first; where it was put forward and a time does not occur,
 * the offset before (as java.time has it).
 */
int32_t zone_offset_local(const struct zone *z, int64_t local_s);
/* Standard time (no summer time) as the latest rule has it. */
int32_t zone_offset_standard(const struct zone *z);

#endif
