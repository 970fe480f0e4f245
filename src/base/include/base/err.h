/* err.h - how calls fail.
 *
 * A call that can fail returns enum status, is NODISCARD and takes
 * struct err *err last. Outputs are untouched unless OK. The code is a kind:
 * one switch turns it into an HTTP status, an exit code or a retry.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"

#define NODISCARD __attribute__((warn_unused_result))

enum status {
    OK = 0,
    ERR_INPUT,     /* what was given is wrong; text says what would be right */
    ERR_NOT_FOUND, /* no such thing, or not visible to the caller */
    ERR_DENIED,    /* the caller may not do this */
    ERR_CONFLICT,  /* somebody else changed it, or the state forbids it */
    ERR_LIMIT,     /* a limit of size, count, rate or time was reached */
    ERR_BUSY,      /* try again; the transaction runner does */
    ERR_UNCERTAIN, /* the commit may or may not have happened; never retried */
    ERR_IO,        /* file, network or process failed */
    ERR_DB         /* the database refused a statement: a defect of ours */
};

/*
 * text    for the person, in the language of the interface (Chinese unless a
 *         layer below the face has no language: then plain English), one
 *         sentence, no function names.
 * detail  for the log only; never shown, never with personal data.
 * field   name of the form field, column or key it belongs to; may be "".
 * where   "file:line:column" inside an input such as a pack; may be "".
 */
struct err {
    enum status code;
    char text[512];
    char detail[256];
    char field[96];
    char where[160];
};

/* Sets code and text, clears the rest, returns code: `return err_set(...)`.
 * err may be NULL, then only the code is returned. */
enum status err_set(struct err *err, enum status code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set, with the field it belongs to. */
enum status err_field(struct err *err, enum status code, struct str field,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Adds the line for the log to an error already set; returns err->code, or
 * ERR_IO if err is NULL (the code is unknown then). */
enum status err_detail(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds the place inside an input; returns as err_detail does. */
enum status err_where(struct err *err, struct str file, int line, int column);

/* "OK", "ERR_INPUT", ... for logs and tests. */
const char *status_name(enum status s);

/* Leaves the function with the error of a call that failed. */
#define TRY(call) \
    do { \
        enum status try_ = (call); \
        if (try_ != OK) \
            return try_; \
    } while (0)

#endif
