/* log.c - one line per event, one write per line. */
#include "base/log.h"

#include "base/base.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* A line of at most PIPE_BUF bytes reaches a pipe in one piece. */
struct line {
    char p[PIPE_BUF];
    size_t n;
};

/* The last byte is kept for the line feed. */
static void
put(struct line *l, char c)
{
    if (l->n < sizeof(l->p) - 1)
        l->p[l->n++] = c;
}

static void
put_text(struct line *l, const char *s)
{
    while (*s != '\0')
        put(l, *s++);
}

static void
put_value(struct line *l, struct str s)
{
    bool quote = s.n == 0;

    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '"' || s.p[i] == '=')
            quote = true;
    if (quote)
        put(l, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c < ' ' || c == 0x7F) {
            char hex[2];

            num_to_hex(&c, 1, hex);
            put_text(l, "\\x");
            put(l, hex[0]);
            put(l, hex[1]);
        } else {
            if (c == '"' || c == '\\')
                put(l, '\\');
            put(l, (char)c);
        }
    }
    if (quote)
        put(l, '"');
}

static void
put_time(struct line *l, int64_t now_us)
{
    int64_t us = now_us % 1000000;
    time_t seconds;
    struct tm tm;
    char date[32], micros[16];

    if (us < 0)
        us += 1000000;
    seconds = (time_t)((now_us - us) / 1000000);
    if (gmtime_r(&seconds, &tm) == NULL ||
        strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm) == 0) {
        put_text(l, "?");
        return;
    }
    snprintf(micros, sizeof(micros), ".%06" PRId64 "Z", us);
    put_text(l, date);
    put_text(l, micros);
}

static const char *
level_name(enum log_level level)
{
    switch (level) {
    case LOG_ERROR:
        return " error ";
    case LOG_WARN:
        return " warn ";
    case LOG_INFO:
        return " info ";
    case LOG_DEBUG:
        return " debug ";
    }
    return " ? ";
}

/* A log that cannot be written must not stop the program. */
static void
write_line(int fd, const struct line *l)
{
    size_t done = 0;

    while (done < l->n) {
        ssize_t n = write(fd, l->p + done, l->n - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        done += (size_t)n;
    }
}

void
log_event(const struct log *l, enum log_level level, int64_t now_us,
    const char *event, const struct log_field *fields, size_t n)
{
    struct line line;

    if (l == NULL || level > l->level)
        return;
    line.n = 0;
    put_time(&line, now_us);
    put_text(&line, level_name(level));
    put_value(&line, str_of(event));
    for (size_t i = 0; i < n; i++) {
        put(&line, ' ');
        put_text(&line, fields[i].key);
        put(&line, '=');
        if (fields[i].text.p != NULL) {
            put_value(&line, fields[i].text);
        } else {
            char number[24];

            snprintf(number, sizeof(number), "%" PRId64, fields[i].number);
            put_text(&line, number);
        }
    }
    line.p[line.n++] = '\n';
    write_line(l->fd, &line);
}
