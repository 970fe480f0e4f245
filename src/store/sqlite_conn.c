/* sqlite_conn.c - one connection to SQLite: opening, errors, the statements
 * that frame transactions. */
#include "sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Sizes are small on purpose: the operating system caches the file, and an
 * idle program should cost less than 30 MB. No mmap: each connection's mapping
 * would count again, and a disk error would be a signal, not an error. */
static const char PRAGMAS_FILE[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA journal_size_limit = 67108864;";
static const char PRAGMAS_MEMORY[] = "PRAGMA synchronous = OFF;";
static const char PRAGMAS[] = "PRAGMA foreign_keys = ON;"
                              "PRAGMA temp_store = MEMORY;";

static const char *const FIXED[SQ_FIXED_COUNT] = {
    [SQ_BEGIN_READ] = "BEGIN",
    [SQ_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [SQ_COMMIT] = "COMMIT",
    [SQ_ROLLBACK] = "ROLLBACK",
    [SQ_SAVE] = "SAVEPOINT one_write",
    [SQ_RELEASE] = "RELEASE one_write",
    [SQ_UNDO] = "ROLLBACK TO one_write",
};

static enum status
constraint_err(int rc, struct err *err)
{
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return err_set(err, ERR_CONFLICT, "已有相同的记录，不能重复");
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return err_set(err, ERR_CONFLICT, "相关的记录不存在，或仍在被使用");
    default:
        return err_set(err, ERR_DB, "系统内部错误：数据不符合数据库的约束");
    }
}

enum status
sq_err(struct sq_conn *c, int rc, struct err *err)
{
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        (void)err_set(err, ERR_BUSY, "数据库正忙，请稍后再试");
        break;
    case SQLITE_CONSTRAINT:
        (void)constraint_err(rc, err);
        break;
    case SQLITE_FULL:
        (void)err_set(err, ERR_IO, "磁盘空间已满，数据没有保存");
        break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
        (void)err_set(err, ERR_IO,
            "读写数据库文件失败，请检查磁盘、文件和写入权限");
        break;
    case SQLITE_TOOBIG:
        (void)err_set(err, ERR_LIMIT, "内容过大，无法保存");
        break;
    default:
        (void)err_set(err, ERR_DB,
            "系统内部错误：数据库操作未能完成，请联系管理员");
        break;
    }
    const char *why = c->db == NULL ? NULL : sqlite3_errmsg(c->db);
    (void)err_detail(
        err, "sqlite %d: %.200s", rc, why == NULL ? sqlite3_errstr(rc) : why);
    return err == NULL ? ERR_DB : err->code;
}

static int
on_commit(void *arg, sqlite3 *db, const char *schema, int pages)
{
    struct sq_conn *c = arg;

    (void)db;
    (void)schema;
    c->wal_pages = pages;
    return SQLITE_OK;
}

/* Makes the file readable by its owner only: it holds personal data. The
 * companions (-wal, -shm) inherit that. */
static void
create_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd >= 0)
        close(fd);
}

static int
set_up(struct sq_conn *c)
{
    struct sqlite_store *s = c->store;
    int rc = SQLITE_OK;

    (void)sqlite3_extended_result_codes(c->db, 1);
    (void)sqlite3_busy_timeout(c->db, (int)s->busy_timeout_ms);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    (void)sqlite3_db_config(
        c->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);

    bool writes = c == &s->conns[0];
    const char *const scripts[] = {
        s->in_memory ? PRAGMAS_MEMORY : PRAGMAS_FILE,
        PRAGMAS,
        writes ? "PRAGMA cache_size = -4096;" : "PRAGMA cache_size = -2048;",
        writes ? "" : "PRAGMA query_only = ON;",
    };
    for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
        rc = sqlite3_exec(c->db, scripts[i], NULL, NULL, NULL);
        if (rc != SQLITE_OK)
            return rc;
    }
    /* The writer moves the log into the file when nobody waits for it. */
    if (writes && !s->in_memory)
        (void)sqlite3_wal_hook(c->db, on_commit, c);
    for (int i = 0; i < SQ_FIXED_COUNT && rc == SQLITE_OK; i++)
        rc = sqlite3_prepare_v3(c->db, FIXED[i], -1, SQLITE_PREPARE_PERSISTENT,
            &c->fixed[i], NULL);
    return rc;
}

enum status
sq_conn_open(struct sq_conn *c, struct err *err)
{
    struct sqlite_store *s = c->store;

    if (c->db != NULL)
        return OK;
    if (!s->in_memory)
        create_private(s->path);
    /* NOMUTEX: the pool and the queue see to it that one thread at a time
     * uses a connection. */
    int rc = sqlite3_open_v2(s->path, &c->db,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = set_up(c);
    if (rc == SQLITE_OK) {
        if (c->arena == NULL) {
            c->arena = arena_new("sqlite connection");
            c->places = arena_new_array(c->arena, struct sq_stmt, SQ_CACHE);
        }
        c->used.newer = c->used.older = &c->used;
        return OK;
    }
    if ((rc & 0xff) == SQLITE_BUSY)
        (void)sq_err(c, rc, err);
    else {
        (void)err_set(err, ERR_IO,
            "无法打开数据库文件 %.300s，请检查目录是否存在、是否可以写入",
            s->path);
        (void)err_detail(err, "sqlite %d: %.200s", rc,
            c->db == NULL ? sqlite3_errstr(rc) : sqlite3_errmsg(c->db));
    }
    sq_conn_close(c);
    return (rc & 0xff) == SQLITE_BUSY ? ERR_BUSY : ERR_IO;
}

void
sq_conn_close(struct sq_conn *c)
{
    if (c->arena != NULL)
        sq_cache_clear(c);
    for (int i = 0; i < SQ_FIXED_COUNT; i++) {
        (void)sqlite3_finalize(c->fixed[i]);
        c->fixed[i] = NULL;
    }
    (void)sqlite3_close(c->db);
    c->db = NULL;
    arena_free(c->arena);
    c->arena = NULL;
}

int
sq_fixed(struct sq_conn *c, int which)
{
    int rc = sqlite3_step(c->fixed[which]);

    /* reset gives the code of the step again */
    (void)sqlite3_reset(c->fixed[which]);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
