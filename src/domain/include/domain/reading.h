/* reading.h - rows of the database as structs; for *_store.c files.
 *
 * A store says once how a row of its statements becomes a struct, and names
 * what follows from that:
 *
 *     static enum status read_row(
 *         struct act *x, struct rows *r, struct plaque *ret, struct err *err);
 *     READ_ONE(read_one, struct plaque, read_row)
 *     READ_ALL(read_all, struct plaque, read_row)
 *
 *     static struct round read_round(struct rows *r);
 *     COPY_ONE(one_round, struct round, read_round)
 *     COPY_ALL(all_rounds, struct round, read_round)
 *
 * READ where a row may not be understood, COPY where nothing can go wrong.
 * Macros, not a function over void pointers: a reader of one struct cannot
 * fill an array of another.
 *
 * ONE defines  name(x, sql, args, n, T *ret, bool *ret_found, err): the row of
 * a query of at most one. ret is set if there is one.
 *
 * ALL defines  name(x, sql, args, n, const T **ret, size_t *ret_n, err): all
 * rows in their order, an array that lives in x->a; NULL, 0 without a row.
 *
 * Errors of both: those of the reader, of tx_query and of rows_end (store.h).
 */
#ifndef DOMAIN_READING_H
#define DOMAIN_READING_H

#include "domain/core.h"

#define READ_ONE(name, type, reader) \
    READING_ONE_(name, type, st = reader(x, r, ret, err))
#define COPY_ONE(name, type, reader) \
    READING_ONE_(name, type, *ret = reader(r))
#define READ_ALL(name, type, reader) \
    READING_ALL_(name, type, st = reader(x, r, VEC_PUSH(x->a, &v), err))
#define COPY_ALL(name, type, reader) \
    READING_ALL_(name, type, *VEC_PUSH(x->a, &v) = reader(r))

#define READING_ONE_(name, type, take) \
    static enum status name(struct act *x, const struct sql *q, \
        const struct dbv *args, size_t n, type *ret, bool *ret_found, \
        struct err *err) \
    { \
        struct rows *r = NULL; \
        enum status st = OK; \
\
        TRY(tx_one(x->tx, x->a, q, args, n, ret_found, &r, err)); \
        if (*ret_found) \
            take; \
        return rows_close(r, st, err); \
    }

#define READING_ALL_(name, type, take) \
    static enum status name(struct act *x, const struct sql *q, \
        const struct dbv *args, size_t n, const type **ret, size_t *ret_n, \
        struct err *err) \
    { \
        VEC_OF(type) v = { 0 }; \
        struct rows *r = NULL; \
        enum status st = OK; \
\
        TRY(tx_query(x->tx, x->a, q, args, n, &r, err)); \
        while (st == OK && rows_next(r)) \
            take; \
        TRY(rows_close(r, st, err)); \
        *ret = v.p; \
        *ret_n = v.n; \
        return OK; \
    }

#endif
