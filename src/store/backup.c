/* backup.c - a copy of an SQLite database while it is in use. */
#include "sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum status
failed(sqlite3 *to, int rc, struct err *err)
{
    (void)err_set(err, ERR_IO,
        "备份没有完成，请检查目标磁盘的空间和写入权限");
    return err_detail(err, "sqlite %d: %.200s", rc,
        to == NULL ? sqlite3_errstr(rc) : sqlite3_errmsg(to));
}

/* The copy gets a journal of the old kind: one file that can be moved. */
static enum status
copy_into(struct sq_conn *c, sqlite3 *to, struct err *err)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", c->db, "main");

    if (b == NULL)
        return failed(to, sqlite3_errcode(to), err);
    /* All pages in one step: one state, and writers go on in the log. */
    int rc = sqlite3_backup_step(b, -1);
    int end = sqlite3_backup_finish(b);
    if (rc != SQLITE_DONE)
        return failed(to, end == SQLITE_OK ? rc : end, err);
    rc = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : failed(to, rc, err);
}

static enum status
copy_to(struct sq_conn *c, const char *path, struct err *err)
{
    sqlite3 *to = NULL;
    int rc = sqlite3_open_v2(
        path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    enum status st =
        rc == SQLITE_OK ? copy_into(c, to, err) : failed(to, rc, err);

    if (sqlite3_close(to) != SQLITE_OK && st == OK)
        st = failed(NULL, SQLITE_BUSY, err);
    return st;
}

/* Takes the name: nothing is ever written over. */
static enum status
reserve(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd >= 0) {
        close(fd);
        return OK;
    }
    if (errno == EEXIST)
        return err_set(err, ERR_CONFLICT,
            "备份文件 %.300s 已存在，请换一个文件名", path);
    return err_set(err, ERR_IO,
        "无法新建备份文件 %.300s，请检查目录是否存在、是否可以写入", path);
}

enum status
sq_backup(struct store *store, struct str path, struct err *err)
{
    struct sqlite_store *s = (struct sqlite_store *)store;

    if (path.n == 0 || memchr(path.p, '\0', path.n) != NULL)
        return err_set(err, ERR_INPUT, "备份文件名不能为空");

    struct arena *a = arena_new("backup");
    const char *name = arena_cstr(a, path);
    enum status st = reserve(name, err);
    if (st != OK) {
        arena_free(a);
        return st;
    }

    struct sq_conn *c = pool_take(&s->readers, s->busy_timeout_ms);
    if (c == NULL) {
        st = err_set(err, ERR_BUSY, "系统正忙，请稍后再试");
    } else {
        st = sq_conn_open(c, err);
        if (st == OK)
            st = copy_to(c, name, err);
        pool_give(&s->readers, c);
    }
    if (st != OK)
        (void)unlink(name);
    arena_free(a);
    return st;
}
