/* log.h - one event per line, key=value, to a file descriptor.
 *
 * Personal data has no way in: log_kv takes numbers and words of ours
 * (literals, codes, ids, paths of routes), never what a person typed.
 * Control bytes are escaped. Only the edges (web, cli, main) log.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

struct log {
    int fd;
    enum log_level level;
};

struct log_field {
    const char *key;
    struct str text; /* used if p != NULL */
    int64_t number;
};

/* One line: time (ISO, UTC), level, event, fields. event is a literal such as
 * "request". Thread-safe (one write call). */
void log_event(const struct log *l, enum log_level level, int64_t now_us,
    const char *event, const struct log_field *fields, size_t n);

#define LOG_FIELDS(...) \
    (const struct log_field[]){ __VA_ARGS__ }, \
        sizeof((const struct log_field[]){ __VA_ARGS__ }) / \
            sizeof(struct log_field)

#endif
