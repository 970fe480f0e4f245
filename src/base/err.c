/* err.c - filling struct err. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Copies what fits and never cuts a character in two. */
static void
copy_text(char *out, size_t size, const char *p, size_t n)
{
    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char)p[n] & 0xC0) == 0x80)
            n--;
    }
    if (n > 0)
        memcpy(out, p, n);
    out[n] = '\0';
}

/* The arguments may point into *err (one error telling of another), so the
 * sentence is complete before anything is cleared. */
static enum status
fill(struct err *err, enum status code, struct str field, const char *fmt,
    va_list ap)
{
    char text[2 * sizeof(err->text)];
    char name[sizeof(err->field)];

    if (err == NULL)
        return code;
    if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
        text[0] = '\0';
    copy_text(name, sizeof(name), field.p, field.n);
    memset(err, 0, sizeof(*err));
    err->code = code;
    copy_text(err->text, sizeof(err->text), text, strlen(text));
    copy_text(err->field, sizeof(err->field), name, strlen(name));
    return code;
}

enum status
err_set(struct err *err, enum status code, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fill(err, code, STR_EMPTY, fmt, ap);
    va_end(ap);
    return code;
}

enum status
err_field(
    struct err *err, enum status code, struct str field, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fill(err, code, field, fmt, ap);
    va_end(ap);
    return code;
}

enum status
err_detail(struct err *err, const char *fmt, ...)
{
    char text[2 * sizeof(err->detail)];
    va_list ap;

    if (err == NULL)
        return ERR_IO;
    va_start(ap, fmt);
    if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
        text[0] = '\0';
    va_end(ap);
    copy_text(err->detail, sizeof(err->detail), text, strlen(text));
    return err->code;
}

enum status
err_where(struct err *err, struct str file, int line, int column)
{
    char text[2 * sizeof(err->where)];
    char name[sizeof(err->where) - 24]; /* leaves room for the numbers */

    if (err == NULL)
        return ERR_IO;
    copy_text(name, sizeof(name), file.p, file.n);
    snprintf(text, sizeof(text), "%s:%d:%d", name, line, column);
    copy_text(err->where, sizeof(err->where), text, strlen(text));
    return err->code;
}

const char *
status_name(enum status s)
{
    switch (s) {
    case OK:
        return "OK";
    case ERR_INPUT:
        return "ERR_INPUT";
    case ERR_NOT_FOUND:
        return "ERR_NOT_FOUND";
    case ERR_DENIED:
        return "ERR_DENIED";
    case ERR_CONFLICT:
        return "ERR_CONFLICT";
    case ERR_LIMIT:
        return "ERR_LIMIT";
    case ERR_BUSY:
        return "ERR_BUSY";
    case ERR_UNCERTAIN:
        return "ERR_UNCERTAIN";
    case ERR_IO:
        return "ERR_IO";
    case ERR_DB:
        return "ERR_DB";
    }
    return "ERR_?";
}
