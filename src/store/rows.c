/* rows.c - statements and their rows, the same for both engines. */
#include "impl.h"

#include <string.h>

/* The value fits the letter of the signature. */
static bool
fits(const struct dbv *v, char letter)
{
    static const char TYPES[] = {
        [DBV_INT] = 'i', [DBV_TEXT] = 's', [DBV_BYTES] = 'b'
    };

    if (v->type == DBV_NULL)
        return letter_nullable(letter);
    return TYPES[v->type] == letter_type(letter);
}

/* PostgreSQL takes neither NUL nor broken UTF-8 in text; so nobody does. */
static enum status
check_text(struct tx *tx, struct str s)
{
    if (s.n == 0 || (memchr(s.p, '\0', s.n) == NULL && utf8_valid(s)))
        return OK;
    return err_set(&tx->err, ERR_INPUT,
        "文字中含有无法保存的字符，应为不含空字符的 UTF-8 文字");
}

static enum status
check_args(struct tx *tx, const struct sql *sql, const struct dbv *args,
    size_t n)
{
    if (strlen(sql->in) != n || n > STORE_PARAMS_MAX)
        return tx_defect(tx, "%zu arguments for \"%s\": %.150s", n, sql->in,
            sql->text);
    for (size_t i = 0; i < n; i++) {
        if (!fits(&args[i], sql->in[i]))
            return tx_defect(tx, "argument %zu does not fit \"%s\": %.150s",
                i + 1, sql->in, sql->text);
        if (args[i].type == DBV_TEXT)
            TRY(check_text(tx, args[i].s));
    }
    return OK;
}

/* Fills r and starts the statement; the error is in tx->err. */
static enum status
start(struct rows *r, struct tx *tx, struct arena *a, const struct sql *sql,
    const struct dbv *args, size_t n)
{
    *r = (struct rows){ .tx = tx,
        .sql = sql,
        .a = a,
        .columns = (int)strlen(sql->out),
        .row = -1,
        .keep = a != NULL };
    if (tx->err.code != OK)
        return tx->err.code;
    TRY(check_args(tx, sql, args, n));
    return tx->driver->start(r, args, n);
}

static void
finish(struct rows *r)
{
    if (r->handle != NULL)
        r->tx->driver->finish(r);
    r->handle = NULL;
    r->on_row = false;
}

enum status
tx_exec(struct tx *tx, const struct sql *sql, const struct dbv *args, size_t n,
    int64_t *ret_changed, struct err *err)
{
    struct rows r;

    if (tx->err.code == OK && sql->out[0] != '\0')
        (void)tx_defect(tx, "tx_exec of a query: %.150s", sql->text);
    if (start(&r, tx, NULL, sql, args, n) != OK)
        return tx_say(tx, err);
    (void)tx->driver->step(&r);
    int64_t changed = tx->err.code == OK ? tx->driver->changed(&r) : 0;
    finish(&r);
    if (tx->err.code == OK && ret_changed != NULL)
        *ret_changed = changed;
    return tx_say(tx, err);
}

static enum status
query(struct tx *tx, struct arena *a, const struct sql *sql,
    const struct dbv *args, size_t n, struct rows **ret, struct err *err)
{
    struct rows *r = arena_one(a, struct rows);

    if (tx->err.code == OK && sql->out[0] == '\0')
        (void)tx_defect(tx, "query without columns: %.150s", sql->text);
    if (start(r, tx, a, sql, args, n) != OK)
        return tx_say(tx, err);
    *ret = r;
    return OK;
}

enum status
tx_query(struct tx *tx, struct arena *a, const struct sql *sql,
    const struct dbv *args, size_t n, struct rows **ret, struct err *err)
{
    return query(tx, a, sql, args, n, ret, err);
}

bool
rows_next(struct rows *r)
{
    if (r->handle == NULL || r->done || r->tx->err.code != OK)
        r->on_row = false;
    else
        r->on_row = r->tx->driver->step(r);
    r->done = !r->on_row; /* SQLite would start over */
    return r->on_row;
}

enum status
rows_end(struct rows *r, struct err *err)
{
    if (r->single && r->on_row && rows_next(r))
        (void)tx_defect(r->tx, "more than one row: %.150s", r->sql->text);
    finish(r);
    return tx_say(r->tx, err);
}

enum status
rows_close(struct rows *r, enum status st, struct err *err)
{
    enum status end = rows_end(r, st == OK ? err : NULL);

    return st != OK ? st : end;
}

enum status
tx_one(struct tx *tx, struct arena *a, const struct sql *sql,
    const struct dbv *args, size_t n, bool *ret_found, struct rows **ret,
    struct err *err)
{
    struct rows *r = NULL;

    TRY(query(tx, a, sql, args, n, &r, err));
    r->single = true;
    bool found = rows_next(r);
    if (!found) /* whoever returns early without rows_end leaks nothing */
        TRY(rows_end(r, err));
    *ret_found = found;
    *ret = r;
    return OK;
}

enum status
tx_int(struct tx *tx, const struct sql *sql, const struct dbv *args, size_t n,
    int64_t *ret, struct err *err)
{
    struct rows r;
    int64_t v = 0;

    if (tx->err.code == OK && strcmp(sql->out, "i") != 0)
        (void)tx_defect(tx, "tx_int needs one column i: %.150s", sql->text);
    if (start(&r, tx, NULL, sql, args, n) != OK)
        return tx_say(tx, err);
    r.single = true;
    bool found = rows_next(&r);
    if (found)
        v = row_int(&r, 0);
    TRY(rows_end(&r, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "没有找到相应的记录");
    *ret = v;
    return OK;
}

/* False if there is nothing to read; a column that is none is a defect. */
static bool
readable(struct rows *r, int column)
{
    if (!r->on_row || r->tx->err.code != OK)
        return false;
    if (column >= 0 && column < r->columns)
        return true;
    (void)tx_defect(r->tx, "no column %d in \"%s\": %.150s", column,
        r->sql->out, r->sql->text);
    return false;
}

/* The same, and the column holds a number, or else text or bytes. */
static bool
readable_as(struct rows *r, int column, bool number)
{
    if (!readable(r, column))
        return false;
    if ((letter_type(r->sql->out[column]) == 'i') == number)
        return true;
    (void)tx_defect(r->tx, "column %d of \"%s\" read as %s: %.150s", column,
        r->sql->out, number ? "i" : "sb", r->sql->text);
    return false;
}

int64_t
row_int(struct rows *r, int column)
{
    if (!readable_as(r, column, true))
        return 0;
    return r->tx->driver->column_int(r, column);
}

struct str
row_peek(struct rows *r, int column)
{
    if (!readable_as(r, column, false))
        return STR_EMPTY;
    return r->tx->driver->column_bytes(r, column);
}

struct str
row_str(struct rows *r, int column)
{
    struct str s = row_peek(r, column);

    return s.n == 0 ? STR_EMPTY : arena_str(r->a, s);
}

bool
row_is_null(struct rows *r, int column)
{
    if (!readable(r, column))
        return true;
    return r->tx->driver->column_is_null(r, column);
}
