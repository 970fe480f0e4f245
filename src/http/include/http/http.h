/* http.h - requests in, responses out, within limits; on libmicrohttpd.
 *
 * The server parses, limits and hands over; it knows no routes, no sessions
 * and no pages.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/base.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE,
    HTTP_OPTIONS, HTTP_OTHER };

struct http_pair {
    struct str name;
    struct str value;
};

/* A file of a multipart form. The bytes lie in a temporary file that is
 * removed when the request ends (or in memory up to 64 KiB). */
struct http_file {
    struct str field;
    struct str file_name; /* last path component only, valid UTF-8, no control
                             characters; as the browser sent it otherwise */
    struct str declared_type; /* what the browser claims; not to be trusted */
    uint64_t size;
    struct str bytes;     /* if size <= 64 KiB, else empty */
    const char *path;     /* temporary file, always set */
    unsigned char sha256[32];
};

struct http_request {
    struct arena *a;         /* lives as long as the request */
    enum http_method method;
    struct str path;         /* percent-decoded, valid UTF-8, begins with '/' */
    struct str raw_target;   /* path and query as sent */
    struct str client;       /* address text */
    int64_t received_us;     /* when the last byte was there; set by the caller's
                                clock */
    const struct http_pair *headers;
    size_t n_headers;
    const struct http_pair *query;
    size_t n_query;
    const struct http_pair *fields; /* urlencoded or multipart text fields */
    size_t n_fields;
    const struct http_file *files;
    size_t n_files;
    struct str body;         /* for application/json and text bodies */
    uint64_t serial;         /* number of the request, for the log */
};

/* Header by name, case-insensitive; empty if absent. */
struct str http_header(const struct http_request *r, const char *name);
struct str http_cookie(const struct http_request *r, const char *name);
/* First value; empty if absent. */
struct str http_query(const struct http_request *r, const char *name);
struct str http_field(const struct http_request *r, const char *name);
/* i-th value of a name (checkboxes, rows); false when there is none. */
bool http_field_at(const struct http_request *r, const char *name, size_t i,
    struct str *ret);
const struct http_file *http_file_of(
    const struct http_request *r, const char *field, size_t i);

struct http_response {
    int status;
    struct buf body;              /* in the request's arena */
    const char *content_type;     /* literal */
    struct http_pair headers[24];
    size_t n_headers;
    const char *file_path;        /* if set, this file is sent instead of body */
    uint64_t file_size;           /* its size if known; another size is a 500 */
    bool broken;                  /* a header was refused: becomes a 500 */
};

/* name must be a literal, value is checked: control characters make the
 * response a 500 (no header injection). */
void http_add_header(
    struct http_response *resp, const char *name, struct str value);

/* 303 to a path of ours. */
void http_redirect(struct http_response *resp, struct str location);

/* Limits; a request beyond them is answered by the server itself with the
 * status named and a plain page in Chinese and English. */
struct http_limits {
    size_t header_bytes;    /* 431 */
    size_t body_bytes;      /* 413; without files */
    uint64_t upload_bytes;  /* 413; multipart with files, in all */
    size_t fields;          /* 400 */
    size_t files;           /* 400 */
    unsigned timeout_s;     /* idle connection. 408 for a head that takes twice
                               as long, a body that pauses as long or comes in
                               at less than 16 KiB/s beyond twice that time;
                               who reads an answer at less than 4 KiB/s beyond
                               it is cut. 0: none of this */
    unsigned connections;   /* 503 */
    unsigned per_client;    /* connections of one address (IPv6: /64); 503;
                               0: any number, for use behind a proxy */
};
struct http_limits http_limits_default(void);

struct http_exchange; /* a request being answered */

/*
 * Called when the request is whole. The handler fills *resp, which begins as
 * status 200 with an empty HTML body in the request's arena, and calls
 * http_finish(x), now or later from any thread; until then the connection is
 * suspended (MHD_suspend_connection). Exactly one finish; afterwards neither
 * req nor resp may be touched.
 *
 * A handler may block: others run beside it up to the number of workers, and
 * the sockets are looked after meanwhile.
 */
typedef void (*http_handler)(struct http_exchange *x,
    const struct http_request *req, struct http_response *resp, void *arg);
void http_finish(struct http_exchange *x);

/* Body limit of a route, asked before the body is read; NULL in options: the
 * defaults. Sets *limit bytes and whether files are allowed; they come with the
 * defaults in them (body_bytes, or upload_bytes for a multipart form; true).
 * Must be quick: the sockets wait for it. */
typedef void (*http_body_rule)(enum http_method m, struct str path,
    uint64_t *limit, bool *files, void *arg);

struct http_options {
    const char *address; /* "127.0.0.1", "0.0.0.0", "::1" */
    uint16_t port;       /* 0: any free one */
    unsigned workers;    /* handlers that may run at once; there is one thread
                            more, and any of them may run a handler */
    const char *temp_dir; /* for uploads; must exist */
    struct http_limits limits;
    struct clock clock;
    http_handler handler;
    http_body_rule body_rule;
    void *arg;
};

struct http_server;

/* Errors: ERR_IO  address in use or not allowed; text says what to do. */
NODISCARD enum status http_start(const struct http_options *options,
    struct http_server **ret, struct err *err);
uint16_t http_port(const struct http_server *s);
/*
 * Stops accepting, waits for running requests (at most `grace_ms`), frees.
 * When the time is over clients still waiting are cut; a handler that is
 * running then is waited for, one that will finish later may do so after
 * http_stop returned.
 */
void http_stop(struct http_server *s, unsigned grace_ms);

/* Pure parsers, for tests and fuzzing. */

/* application/x-www-form-urlencoded. ERR_INPUT bad UTF-8 or escapes;
 * ERR_LIMIT more than max pairs. */
NODISCARD enum status http_parse_form(struct arena *a, struct str text,
    size_t max, const struct http_pair **ret, size_t *ret_n, struct err *err);

#endif
