/* migrate.c - brings a database to the newest state, forward only. */
#include "impl.h"

#include <openssl/evp.h>
#include <string.h>

#define SCRIPT_MAX (4u << 20) /* bytes of one migration, expanded */

/* The words of a migration and what they are. All other text stays. */
static const struct {
    struct str word;
    struct str text[2]; /* by enum store_engine */
} WORDS[] = {
    { STR_INIT("{int}"), { STR_INIT("INTEGER"), STR_INIT("BIGINT") } },
    { STR_INIT("{bytes}"), { STR_INIT("BLOB"), STR_INIT("BYTEA") } },
    { STR_INIT("{strict}"), { STR_INIT("STRICT"), STR_INIT("") } },
    { STR_INIT("{clustered}"),
        { STR_INIT("STRICT, WITHOUT ROWID"), STR_INIT("") } },
    /* What stands between them PostgreSQL takes for a comment: its indexes
     * have no room for long text. */
    { STR_INIT("{covering}"), { STR_INIT(""), STR_INIT("/*") } },
    { STR_INIT("{/covering}"), { STR_INIT(""), STR_INIT("*/") } },
};

static const char MAKE_TABLE[] =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    " number {int} NOT NULL PRIMARY KEY,"
    " name TEXT NOT NULL,"
    " checksum TEXT NOT NULL,"
    " applied_us {int} NOT NULL) {strict}";

/* The catalogues differ: the only statements of one engine alone. */
static const struct sql Q_SQLITE_TABLES = { "", "i",
    "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_migration'" };
static const struct sql Q_PG_TABLES = { "", "i",
    "SELECT COUNT(*) FROM pg_catalog.pg_tables"
    " WHERE tablename = 'schema_migration'"
    " AND schemaname = CAST(current_schema() AS TEXT)" };

enum { Q_APPLIED, Q_NEWEST, Q_ADD };
static const struct sql Q[] = {
    [Q_APPLIED] = { "", "iss",
        "SELECT number, name, checksum FROM schema_migration ORDER BY number" },
    [Q_NEWEST] = { "", "i",
        "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT)"
        " FROM schema_migration" },
    [Q_ADD] = { "issi", "",
        "INSERT INTO schema_migration (number, name, checksum, applied_us)"
        " VALUES ($1, $2, $3, $4)" },
};

/* One migration, or the check of all, on its way into a transaction. */
struct job {
    const struct migration *list;
    size_t n;
    const struct migration *one;
    int64_t now_us;
    int newest;
};

static struct str
checksum(struct arena *a, struct str text)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    if (EVP_Digest(text.p, text.n, hash, &n, EVP_sha256(), NULL) != 1)
        return STR_EMPTY;
    return arena_hex(a, hash, n);
}

/* text with its words expanded, NUL-terminated. */
static enum status
expand(struct arena *a, struct str text, enum store_engine engine, char **ret,
    struct err *err)
{
    struct buf b;
    struct str out;

    buf_init(&b, a, SCRIPT_MAX);
    for (size_t i = 0; i < text.n;) {
        struct str rest = str_sub(text, i, SIZE_MAX);
        size_t k = 0, n = sizeof(WORDS) / sizeof(*WORDS);

        while (k < n && !str_starts(rest, WORDS[k].word))
            k++;
        if (k < n) {
            buf_str(&b, WORDS[k].text[engine]);
            i += WORDS[k].word.n;
        } else {
            buf_byte(&b, text.p[i++]);
        }
    }
    TRY(buf_done(&b, &out, err));
    *ret = arena_cstr(a, out);
    return OK;
}

/* A line that is a comment or holds nothing. */
static bool
line_is_blank(struct str line)
{
    line = str_trim(line);
    return line.n == 0 || str_starts(line, STR("--"));
}

/*
 * Cuts the next statement off *rest: whole lines up to one that ends with a
 * semicolon. Lines of comment do not end a statement. False if nothing but
 * comments is left.
 */
static bool
next_statement(struct str *rest, struct str *ret)
{
    struct str start = *rest;
    bool more = true, something = false;

    while (more) {
        struct str line;

        *rest = str_cut(*rest, '\n', &line, &more);
        if (line_is_blank(line))
            continue;
        something = true;
        if (str_ends(str_trim(line), STR(";")))
            break;
    }
    *ret = str_sub(start, 0, start.n - rest->n);
    return something;
}

/* The error is in tx->err. */
static enum status
run_script(struct tx *tx, struct arena *a, struct str text)
{
    struct str rest = text, statement;
    int number = 0;

    while (next_statement(&rest, &statement)) {
        char *expanded = NULL;

        number++;
        TRY(expand(a, statement, tx->driver->engine, &expanded, &tx->err));
        if (tx->driver->run(tx, expanded) == OK)
            continue;
        char why[sizeof(tx->err.detail)];
        memcpy(why, tx->err.detail, sizeof(why));
        return err_detail(&tx->err, "statement %d: %.200s", number, why);
    }
    return OK;
}

/* --- inside transactions --- */

static enum status
make_table_fn(struct tx *tx, void *arg, struct err *err)
{
    struct arena *a = arena_new("migrate");

    (void)arg;
    if (tx->driver->check_fit(tx) == OK)
        (void)run_script(tx, a, str_of(MAKE_TABLE));
    arena_free(a);
    return tx_say(tx, err);
}

static enum status
too_new(const struct job *j, int64_t number, struct err *err)
{
    return err_set(err, ERR_CONFLICT,
        "数据库已升级到第 %lld 版，本程序只认识到第 %zu 版，"
        "请使用更新的程序",
        (long long)number, j->n);
}

static enum status
check_applied(struct tx *tx, struct arena *a, struct job *j, struct err *err)
{
    struct rows *r;
    enum status st = OK;

    TRY(tx_query(tx, a, &Q[Q_APPLIED], DB_NONE, &r, err));
    while (st == OK && rows_next(r)) {
        int64_t number = row_int(r, 0);

        if (number < 1 || (uint64_t)number > j->n) {
            st = too_new(j, number, err);
            break;
        }
        const struct migration *m = &j->list[number - 1];
        if (!str_eq(row_peek(r, 2), checksum(a, m->sql)))
            st = err_set(err, ERR_CONFLICT,
                "已执行的升级文件 %.80s 被改动过，应恢复原样，"
                "改动应写在新的升级文件中",
                m->name);
        j->newest = (int)number;
    }
    return rows_close(r, st, err);
}

static enum status
check_fn(struct tx *tx, void *arg, struct err *err)
{
    struct arena *a = arena_new("migrate");
    enum status st = check_applied(tx, a, arg, err);

    arena_free(a);
    return st;
}

static enum status
apply(struct tx *tx, struct arena *a, struct job *j, struct err *err)
{
    const struct migration *m = j->one;
    int64_t newest = 0;

    if (tx->driver->lock_schema(tx) != OK)
        return tx_say(tx, err);
    TRY(tx_int(tx, &Q[Q_NEWEST], DB_NONE, &newest, err));
    if (newest >= m->number) /* another program was faster */
        return OK;
    if (run_script(tx, a, m->sql) != OK)
        return tx_say(tx, err);
    return tx_exec(tx, &Q[Q_ADD],
        DB_ARGS(db_i(m->number), db_s(str_of(m->name)),
            db_s(checksum(a, m->sql)), db_i(j->now_us)),
        NULL, err);
}

static enum status
apply_fn(struct tx *tx, void *arg, struct err *err)
{
    struct arena *a = arena_new("migrate");
    enum status st = apply(tx, a, arg, err);

    arena_free(a);
    return st;
}

static enum status
version_fn(struct tx *tx, void *arg, struct err *err)
{
    struct job *j = arg;
    int64_t n = 0;

    TRY(tx_int(tx,
        tx->driver->engine == STORE_SQLITE ? &Q_SQLITE_TABLES : &Q_PG_TABLES,
        DB_NONE, &n, err));
    if (n > 0)
        TRY(tx_int(tx, &Q[Q_NEWEST], DB_NONE, &n, err));
    j->newest = (int)n;
    return OK;
}

/* --- public --- */

enum status
store_schema_version(struct store *s, int *ret, struct err *err)
{
    struct job j = { .n = 0 };

    TRY(store_read(s, version_fn, &j, err));
    *ret = j.newest;
    return OK;
}

enum status
store_migrate(struct store *s, const struct migration *list, size_t n,
    int64_t now_us, struct err *err)
{
    struct job j = { .list = list, .n = n, .now_us = now_us };

    for (size_t i = 0; i < n; i++)
        if (list[i].number != (int)i + 1)
            return err_set(err, ERR_INPUT,
                "升级文件 %.80s 的编号应为 %zu，现为 %d", list[i].name, i + 1,
                list[i].number);

    enum status st = store_write(s, make_table_fn, NULL, err);
    /* Two programs that make the table at one time: the loser sees the
     * winner's at the second look. */
    if (st == ERR_CONFLICT || st == ERR_DB)
        st = store_write(s, make_table_fn, NULL, err);
    TRY(st);
    TRY(store_read(s, check_fn, &j, err));
    for (size_t i = (size_t)j.newest; i < n; i++) {
        j.one = &list[i];
        TRY(store_write(s, apply_fn, &j, err));
    }
    return OK;
}
