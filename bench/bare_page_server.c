/* bare_page_server.c - the yardstick for list pages: libmicrohttpd, one
 * prepared query and HTML printed by hand; no session, no permission, no
 * layout.
 *   bare_page_server PORT THREADS DATABASE [ROWS]
 * DATABASE is made if it does not exist, with ROWS rows (100,000). The page is
 * any path; ?after=ID shows the 50 rows behind that id, without it each
 * request gets another part of the table.
 */
#include "base/base.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE_ROWS 50
#define PAGE_MAX ((size_t)256 * 1024)

static const char SCHEMA[] =
    "PRAGMA journal_mode = WAL;"
    "CREATE TABLE subject (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " region TEXT NOT NULL, state TEXT NOT NULL, date TEXT NOT NULL) STRICT;";

static const char FILL[] =
    "INSERT INTO subject WITH RECURSIVE n(i) AS"
    " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
    " SELECT i, '示例第' || i || '律师事务所 & <重庆>', '示例区县' || (i % 38),"
    " CASE i % 4 WHEN 0 THEN '待受理' WHEN 1 THEN '审查中' WHEN 2 THEN '公示中'"
    " ELSE '已授牌' END,"
    " date('2020-01-01', '+' || (i % 2000) || ' days') FROM n";

static const char PAGE[] =
    "SELECT id, name, region, state, date FROM subject WHERE id > $1"
    " ORDER BY id LIMIT 50";

struct yardstick {
    const char *database;
    int64_t rows;
    pthread_key_t reader; /* of the thread */
    _Atomic uint64_t turn;
};

/* What one thread reads with. */
struct reader {
    struct arena *a;
    sqlite3 *db;
    sqlite3_stmt *page;
    struct buf out;
};

/* ---- the database ---- */

static bool
make_database(const char *path, int64_t rows)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *fill = NULL;
    bool good;

    good = sqlite3_open(path, &db) == SQLITE_OK &&
           sqlite3_exec(db, SCHEMA, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(db, FILL, -1, &fill, NULL) == SQLITE_OK &&
           sqlite3_bind_int64(fill, 1, rows) == SQLITE_OK &&
           sqlite3_step(fill) == SQLITE_DONE;
    if (!good)
        (void)fprintf(stderr, "%s: %s\n", path, sqlite3_errmsg(db));
    (void)sqlite3_finalize(fill);
    (void)sqlite3_close(db);
    return good;
}

static void
close_reader(void *p)
{
    struct reader *r = p;

    (void)sqlite3_finalize(r->page);
    (void)sqlite3_close(r->db);
    buf_free(&r->out);
    arena_free(r->a);
}

/* The reader of this thread; NULL if it cannot be opened. */
static struct reader *
reader_of_thread(struct yardstick *y)
{
    struct reader *r = pthread_getspecific(y->reader);
    struct arena *a;

    if (r != NULL)
        return r;
    a = arena_new("reader");
    r = arena_one(a, struct reader);
    r->a = a;
    buf_init(&r->out, NULL, PAGE_MAX);
    if (sqlite3_open_v2(y->database, &r->db,
            SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_prepare_v3(r->db, PAGE, -1, SQLITE_PREPARE_PERSISTENT, &r->page,
            NULL) != SQLITE_OK) {
        close_reader(r);
        return NULL;
    }
    (void)pthread_setspecific(y->reader, r);
    return r;
}

/* ---- the page ---- */

static void
put_escaped(struct buf *b, const char *p, size_t n)
{
    size_t from = 0;

    for (size_t i = 0; i < n; i++) {
        const char *as = p[i] == '&'    ? "&amp;"
                         : p[i] == '<'  ? "&lt;"
                         : p[i] == '>'  ? "&gt;"
                         : p[i] == '"'  ? "&quot;"
                         : p[i] == '\'' ? "&#39;"
                                        : NULL;

        if (as == NULL)
            continue;
        buf_add(b, p + from, i - from);
        buf_str(b, str_of(as));
        from = i + 1;
    }
    buf_add(b, p + from, n - from);
}

static void
put_row(struct buf *b, sqlite3_stmt *st)
{
    buf_lit(b, "<tr><td><a href=\"/subjects/");
    buf_int(b, sqlite3_column_int64(st, 0));
    buf_lit(b, "\">");
    for (int i = 1; i <= 4; i++) {
        put_escaped(b, (const char *)sqlite3_column_text(st, i),
            (size_t)sqlite3_column_bytes(st, i));
        if (i == 1)
            buf_lit(b, "</a>");
        if (i < 4)
            buf_lit(b, "</td><td>");
    }
    buf_lit(b, "</td></tr>\n");
}

static bool
write_page(struct reader *r, int64_t after)
{
    int step;

    buf_clear(&r->out);
    buf_lit(&r->out,
        "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n"
        "<title>名册</title>\n<h1>名册</h1>\n<table>\n<thead><tr>"
        "<th>名称</th><th>区县</th><th>状态</th><th>日期</th></tr></thead>\n"
        "<tbody>\n");
    (void)sqlite3_bind_int64(r->page, 1, after);
    while ((step = sqlite3_step(r->page)) == SQLITE_ROW)
        put_row(&r->out, r->page);
    (void)sqlite3_reset(r->page);
    buf_lit(&r->out, "</tbody>\n</table>\n</html>\n");
    return step == SQLITE_DONE && !r->out.failed;
}

/* ---- the server ---- */

static int64_t
wanted_id(struct yardstick *y, struct MHD_Connection *c)
{
    const char *text =
        MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, "after");
    int64_t id;

    if (text != NULL && num_int(str_of(text), 0, INT64_MAX, &id))
        return id;
    if (y->rows <= PAGE_ROWS)
        return 0;
    return (int64_t)(atomic_fetch_add(&y->turn, 1) * 7919 %
                     (uint64_t)(y->rows - PAGE_ROWS));
}

static enum MHD_Result
answer(void *cls, struct MHD_Connection *c, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **context)
{
    struct yardstick *y = cls;
    struct reader *r;
    struct MHD_Response *reply;
    enum MHD_Result done;
    struct str page;

    (void)url;
    (void)version;
    (void)data;
    if (strcmp(method, "GET") != 0 || *size > 0)
        return MHD_NO;
    if (*context == NULL) { /* the head; the request follows */
        *context = y;
        return MHD_YES;
    }
    *context = NULL;
    r = reader_of_thread(y);
    if (r == NULL || !write_page(r, wanted_id(y, c)))
        return MHD_NO;
    page = buf_view(&r->out);
    reply = MHD_create_response_from_buffer(
        page.n, (void *)(uintptr_t)page.p, MHD_RESPMEM_MUST_COPY);
    if (reply == NULL)
        return MHD_NO;
    (void)MHD_add_response_header(
        reply, "Content-Type", "text/html; charset=utf-8");
    done = MHD_queue_response(c, MHD_HTTP_OK, reply);
    MHD_destroy_response(reply);
    return done;
}

static int
serve(struct yardstick *y, uint16_t port, unsigned threads)
{
    struct MHD_OptionItem pool[] = {
        { MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    const struct sockaddr_in here = { .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct MHD_Daemon *d;
    sigset_t stop;
    int got;

    if (threads < 2)
        pool[0].option = MHD_OPTION_END;
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &stop, NULL);
    d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, port,
        NULL, NULL, answer, y, MHD_OPTION_CONNECTION_LIMIT, 4096u,
        MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_SOCK_ADDR, &here,
        MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    if (d == NULL) {
        (void)fprintf(stderr, "cannot listen on port %u\n", (unsigned)port);
        return 3;
    }
    (void)sigwait(&stop, &got);
    MHD_stop_daemon(d);
    return 0;
}

int
main(int argc, char **argv)
{
    struct yardstick y = { .rows = 100000 };
    int64_t port = 0, threads = 0;
    int code;

    if (argc < 4 || argc > 5 ||
        !num_int(str_of(argv[1]), 1, UINT16_MAX, &port) ||
        !num_int(str_of(argv[2]), 1, 64, &threads) ||
        (argc == 5 && !num_int(str_of(argv[4]), 1, 10000000, &y.rows))) {
        (void)fprintf(
            stderr, "usage: bare_page_server PORT THREADS DATABASE [ROWS]\n");
        return 2;
    }
    y.database = argv[3];
    if (access(y.database, F_OK) != 0 && !make_database(y.database, y.rows))
        return 3;
    if (pthread_key_create(&y.reader, close_reader) != 0)
        return 3;
    code = serve(&y, (uint16_t)port, (unsigned)threads);
    (void)pthread_key_delete(y.reader);
    return code;
}
