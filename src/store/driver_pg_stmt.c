/* driver_pg_stmt.c - statements on PostgreSQL.
 *
 * Parameters and results travel in binary: integers big-endian, text and bytes
 * as they are. The types of parameters come from the signature. A result is
 * fetched whole; a query inside the loop over another is therefore no problem.
 */
#include "pg.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* Object ids of the server's types; fixed since ever (pg_type.dat). */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_BPCHAR = 1042,
    OID_VARCHAR = 1043
};

static struct pg_conn *
conn_of(struct tx *tx)
{
    return (struct pg_conn *)tx; /* its first member */
}

static Oid
param_oid(char letter)
{
    switch (letter_type(letter)) {
    case 'i':
        return OID_INT8;
    case 's':
        return OID_TEXT;
    default:
        return OID_BYTEA;
    }
}

static bool
column_fits(Oid oid, char letter)
{
    switch (letter_type(letter)) {
    case 'i':
        return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2;
    case 's':
        return oid == OID_TEXT || oid == OID_VARCHAR || oid == OID_BPCHAR ||
            oid == OID_NAME;
    default:
        return oid == OID_BYTEA;
    }
}

/* Number and types of the columns are those of the signature. */
static enum status
check_columns(struct tx *tx, const PGresult *result, const struct sql *sql)
{
    int n = PQnfields(result);

    if (n != (int)strlen(sql->out))
        return tx_defect(tx, "%d columns but signature \"%s\": %.150s", n,
            sql->out, sql->text);
    for (int i = 0; i < n; i++)
        if (!column_fits(PQftype(result, i), sql->out[i]))
            return tx_defect(tx,
                "column %d is of type %u but signature \"%s\": %.150s", i + 1,
                PQftype(result, i), sql->out, sql->text);
    return OK;
}

/* --- preparing --- */

static enum status
send_prepare(struct pg_conn *c, const char *name, const struct sql *sql)
{
    Oid types[STORE_PARAMS_MAX];
    size_t n = strlen(sql->in);
    enum status st = OK;

    if (n > STORE_PARAMS_MAX)
        return tx_defect(&c->tx, "%zu parameters: %.150s", n, sql->text);
    for (size_t i = 0; i < n; i++)
        types[i] = param_oid(sql->in[i]);
    PGresult *r = PQprepare(c->pg, name, sql->text, (int)n, types);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        st = pg_err(c, r, &c->tx.err);
    PQclear(r);
    return st;
}

/*
 * Every parameter up to the last is used: SQLite counts those it finds in the
 * text, PostgreSQL those it was told of. Quoted text is skipped.
 */
static enum status
check_params(struct tx *tx, const struct sql *sql)
{
    bool used[STORE_PARAMS_MAX] = { false };
    size_t n = strlen(sql->in);
    bool quoted = false;

    for (const char *p = sql->text; *p != '\0'; p++) {
        size_t number = 0;

        quoted = quoted != (*p == '\'');
        if (quoted || *p != '$')
            continue;
        while (p[1] >= '0' && p[1] <= '9' && number <= STORE_PARAMS_MAX)
            number = number * 10 + (size_t)(*++p - '0');
        if (number == 0 || number > n)
            return tx_defect(tx, "parameter $%zu but signature \"%s\": %.150s",
                number, sql->in, sql->text);
        used[number - 1] = true;
    }
    for (size_t i = 0; i < n; i++)
        if (!used[i])
            return tx_defect(tx, "parameter $%zu is not used: %.150s", i + 1,
                sql->text);
    return OK;
}

enum status
pg_prepare(struct tx *tx, const struct sql *sql)
{
    struct pg_conn *c = conn_of(tx);
    enum status st = OK;

    TRY(send_prepare(c, "", sql));
    TRY(check_params(tx, sql));
    PGresult *r = PQdescribePrepared(c->pg, "");
    if (PQresultStatus(r) == PGRES_COMMAND_OK)
        st = check_columns(tx, r, sql);
    else
        st = pg_err(c, r, &tx->err);
    PQclear(r);
    return st;
}

enum status
pg_run(struct tx *tx, const char *text)
{
    struct pg_conn *c = conn_of(tx);
    PGresult *r = PQexec(c->pg, text);
    ExecStatusType how = PQresultStatus(r);
    enum status st = OK;

    if (how != PGRES_COMMAND_OK && how != PGRES_TUPLES_OK)
        st = pg_err(c, r, &tx->err);
    PQclear(r);
    return st;
}

/* --- keeping --- */

void
pg_cache_clear(struct pg_conn *c)
{
    for (size_t i = 0; i < PG_BUCKETS; i++)
        c->buckets[i] = NULL;
    c->n_statements = 0;
    arena_reset(c->statements);
}

/*
 * The prepared statement of sql. The address is the key, but the text
 * decides: a struct sql on the stack may have another text next time.
 */
static struct pg_stmt *
lookup(struct tx *tx, const struct sql *sql)
{
    struct pg_conn *c = conn_of(tx);
    size_t at = ((uintptr_t)sql / sizeof(struct sql)) % PG_BUCKETS;

    for (struct pg_stmt *e = c->buckets[at]; e != NULL; e = e->chain)
        if (e->key == sql && strcmp(e->text, sql->text) == 0 &&
            strcmp(e->in, sql->in) == 0)
            return e;

    if (c->n_statements >= PG_CACHE) {
        if (pg_run(tx, "DEALLOCATE ALL") != OK)
            return NULL;
        pg_cache_clear(c);
    }
    struct pg_stmt *e = arena_one(c->statements, struct pg_stmt);
    e->key = sql;
    e->text = arena_cstr(c->statements, str_of(sql->text));
    e->in = arena_cstr(c->statements, str_of(sql->in));
    (void)snprintf(e->name, sizeof(e->name), "s%u", c->n_statements);
    if (send_prepare(c, e->name, sql) != OK)
        return NULL;
    c->n_statements++;
    e->chain = c->buckets[at];
    c->buckets[at] = e;
    return e;
}

/* --- running --- */

struct params {
    const char *values[STORE_PARAMS_MAX];
    int lengths[STORE_PARAMS_MAX];
    int formats[STORE_PARAMS_MAX];
    unsigned char numbers[STORE_PARAMS_MAX][8];
};

static enum status
fill(struct tx *tx, struct params *p, const struct dbv *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct dbv *v = &args[i];

        p->formats[i] = 1;
        p->lengths[i] = 0;
        p->values[i] = NULL;
        if (v->type == DBV_NULL)
            continue;
        if (v->type == DBV_INT) {
            uint64_t u = (uint64_t)v->i;

            for (int k = 7; k >= 0; k--, u >>= 8)
                p->numbers[i][k] = (unsigned char)(u & 0xff);
            p->values[i] = (const char *)p->numbers[i];
            p->lengths[i] = 8;
            continue;
        }
        if (v->s.n > INT_MAX / 2)
            return err_set(&tx->err, ERR_LIMIT, "内容过大，无法保存");
        p->values[i] = v->s.n == 0 ? "" : v->s.p;
        p->lengths[i] = (int)v->s.n;
    }
    return OK;
}

enum status
pg_start(struct rows *r, const struct dbv *args, size_t n)
{
    struct tx *tx = r->tx;
    struct pg_conn *c = conn_of(tx);
    struct params p;

    TRY(fill(tx, &p, args, n));
    if (c->n_open == PG_OPEN_MAX)
        return tx_defect(tx, "%d queries at once", PG_OPEN_MAX);
    const struct pg_stmt *e = lookup(tx, r->sql);
    if (e == NULL)
        return tx->err.code;

    PGresult *result = PQexecPrepared(
        c->pg, e->name, (int)n, p.values, p.lengths, p.formats, 1);
    ExecStatusType how = PQresultStatus(result);
    enum status st = OK;
    if (how != PGRES_TUPLES_OK && how != PGRES_COMMAND_OK)
        st = pg_err(c, result, &tx->err);
    else
        st = check_columns(tx, result, r->sql);
    if (st != OK) {
        PQclear(result);
        return st;
    }
    c->open[c->n_open++] = result;
    r->handle = result;
    return OK;
}

bool
pg_step(struct rows *r)
{
    const PGresult *result = r->handle;

    if (r->row + 1 >= PQntuples(result))
        return false;
    r->row++;
    for (int i = 0; i < r->columns; i++) {
        if (!PQgetisnull(result, r->row, i) ||
            letter_nullable(r->sql->out[i]))
            continue;
        (void)tx_defect(r->tx, "column %d is null, not %c: %.150s", i + 1,
            r->sql->out[i], r->sql->text);
        return false;
    }
    return true;
}

void
pg_finish(struct rows *r)
{
    struct pg_conn *c = conn_of(r->tx);
    size_t i = 0;

    while (i < c->n_open && c->open[i] != r->handle)
        i++;
    if (i == c->n_open)
        return;
    PQclear(c->open[i]);
    c->open[i] = c->open[--c->n_open];
}

int64_t
pg_changed(struct rows *r)
{
    int64_t n = 0;

    if (!num_int(str_of(PQcmdTuples(r->handle)), 0, INT64_MAX, &n))
        return 0; /* not INSERT, UPDATE or DELETE: an empty answer */
    return n;
}

bool
pg_column_is_null(struct rows *r, int column)
{
    return PQgetisnull(r->handle, r->row, column) != 0;
}

int64_t
pg_column_int(struct rows *r, int column)
{
    const char *p = PQgetvalue(r->handle, r->row, column);
    int n = PQgetlength(r->handle, r->row, column);

    if (n == 0)
        return 0;
    uint64_t u = ((unsigned char)p[0] & 0x80) != 0 ? UINT64_MAX : 0;
    for (int i = 0; i < n; i++)
        u = u << 8 | (unsigned char)p[i];
    return (int64_t)u;
}

struct str
pg_column_bytes(struct rows *r, int column)
{
    int n = PQgetlength(r->handle, r->row, column);

    if (n == 0)
        return STR_EMPTY;
    return (struct str){ PQgetvalue(r->handle, r->row, column), (size_t)n };
}
