/* impl.h - what the two drivers and the public face share. */
#ifndef STORE_IMPL_H
#define STORE_IMPL_H

#include "store/store.h"

#define STORE_READERS 4
#define STORE_BUSY_MS 10000

/* Most parameters one statement may have. */
#define STORE_PARAMS_MAX 100

/*
 * First member of every driver's connection. A statement that fails writes
 * its error to err, and from then on the transaction is lost: PostgreSQL
 * would refuse everything that follows, so SQLite must not go on either.
 */
struct tx {
    const struct driver *driver;
    bool write;
    struct err err; /* code OK while all went well */
};

struct rows {
    struct tx *tx;
    const struct sql *sql;
    struct arena *a;
    void *handle; /* of the driver; NULL once the query is ended */
    int columns;
    int row;     /* -1 before the first step; PostgreSQL: the current row */
    bool on_row; /* columns may be read */
    bool done;   /* the last row was passed */
    bool keep;   /* arguments must outlive the call that starts the query */
    bool single; /* a second row is an error */
};

/* First member of every driver's store. */
struct store {
    const struct driver *driver;
    struct arena *arena; /* owns the store itself */
};

/* Calls that take a tx or rows leave their error in tx->err. */
struct driver {
    enum store_engine engine;

    void (*close)(struct store *s);
    enum status (*read)(
        struct store *s, store_fn fn, void *arg, struct err *err);
    enum status (*write)(
        struct store *s, store_fn fn, void *arg, struct err *err);
    void (*write_async)(
        struct store *s, store_fn fn, void *arg, store_done done);
    enum status (*backup)(struct store *s, struct str path, struct err *err);

    /* Whether this database can hold our data at all. */
    enum status (*check_fit)(struct tx *tx);
    /* Holds off other programs that migrate; first call of a transaction. */
    enum status (*lock_schema)(struct tx *tx);
    /* Runs one statement without parameters, for migrations. */
    enum status (*run)(struct tx *tx, const char *text);
    /* Prepares and checks without running. */
    enum status (*prepare)(struct tx *tx, const struct sql *sql);

    /* Binds and starts; sets r->handle. Arguments were checked against in. */
    enum status (*start)(struct rows *r, const struct dbv *args, size_t n);
    /* Moves to the next row, checks its columns against out. */
    bool (*step)(struct rows *r);
    void (*finish)(struct rows *r);
    int64_t (*changed)(struct rows *r);
    bool (*column_is_null)(struct rows *r, int column);
    int64_t (*column_int)(struct rows *r, int column);
    struct str (*column_bytes)(struct rows *r, int column);
};

/* The drivers. where is the URL without "sqlite:", or the whole URL. */
NODISCARD enum status sqlite_store_open(struct str where,
    const struct store_options *options, struct store **ret, struct err *err);
NODISCARD enum status pg_store_open(struct str url,
    const struct store_options *options, struct store **ret, struct err *err);

/* Starts a transaction's record anew. */
void tx_begin(struct tx *tx, bool write);

/*
 * What a transaction function's outcome really is: its own error, or the one
 * of a statement it ignored, or that of a query it never ended (n_open > 0).
 */
NODISCARD enum status tx_outcome(
    struct tx *tx, enum status of_fn, size_t n_open, struct err *err);

/* Puts an ERR_DB with a detail into tx->err: a defect of the caller. */
enum status tx_defect(struct tx *tx, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Copies tx->err out; returns its code. */
enum status tx_say(struct tx *tx, struct err *err);

/* True if a column of this letter (i s b, lower case) is declared nullable. */
static inline bool
letter_nullable(char letter)
{
    return letter >= 'A' && letter <= 'Z';
}
static inline char
letter_type(char letter)
{
    return letter_nullable(letter) ? (char)(letter - 'A' + 'a') : letter;
}

#endif
