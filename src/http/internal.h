/* internal.h - what the files of this layer share.
 *
 * Who owns what:
 *   gate      the listening socket, the table of connections, their deadlines
 *   MHD       sockets, parsing of heads and chunks, sending; it calls
 *             exchange_* from the thread that attends to it
 *   loop      the threads, which attend to MHD in turn and run handlers
 *   exchange  one request from its first line until its answer is sent; has
 *             two owners, MHD's side and the handler's side, and ends with the
 *             last of them
 *   server    threads, queue, free lists; ends with the last exchange
 */
#ifndef HTTP_INTERNAL_H
#define HTTP_INTERNAL_H

#include "http/http.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

/* ---- refusal.c: answers of the server itself ---- */

enum refusal {
    REFUSE_NONE,
    REFUSE_REQUEST,   /* 400 malformed head */
    REFUSE_PATH,      /* 400 */
    REFUSE_ESCAPE,    /* 400 percent escapes */
    REFUSE_UTF8,      /* 400 */
    REFUSE_FIELDS,    /* 400 too many */
    REFUSE_FILES,     /* 400 too many */
    REFUSE_NO_FILES,  /* 400 none allowed here */
    REFUSE_MULTIPART, /* 400 */
    REFUSE_SLOW,      /* 408 */
    REFUSE_SIZE,      /* 413 */
    REFUSE_TARGET,    /* 414 */
    REFUSE_HEADERS,   /* 431 */
    REFUSE_FAULT,     /* 500 */
    REFUSE_CODING,    /* 501 transfer coding */
    REFUSE_CROWDED,   /* 503 connections of one address */
    REFUSE_BUSY,      /* 503 connections in all */
    REFUSE_STOPPING,  /* 503 */
    REFUSE_STORAGE    /* 503 temporary file cannot be written */
};

/* limit, if not 0, is named in the page: bytes or a count. */
struct refused {
    enum refusal why;
    uint64_t limit;
};

int refusal_status(enum refusal why);
/* The Chinese sentence. */
const char *refusal_text(enum refusal why);
/* Writes the page (HTML). */
void refusal_page(struct buf *b, struct refused r);
/* Turns resp into that page, whatever it held. */
void refusal_fill(
    struct arena *a, struct http_response *resp, struct refused r);
/* A whole HTTP message that closes the connection, for answers given while
 * MHD cannot queue one. */
struct str refusal_message(struct arena *a, struct refused r, bool head_only);

/* ---- parse.c: pure ---- */

/* Splits and decodes the request target. */
enum refusal parse_target(struct arena *a, struct str target,
    struct str *ret_path, struct str *ret_query);
enum refusal parse_form(struct arena *a, struct str text, size_t max,
    const struct http_pair **ret, size_t *ret_n);
/* True for a non-empty token of RFC 9110. */
bool parse_is_token(struct str s);
/* Media type without parameters, lower case. */
struct str parse_media_type(struct arena *a, struct str value);
/* Boundary of a multipart type; false if absent or not 1 to 70 characters. */
bool parse_boundary(struct arena *a, struct str value, struct str *ret);

struct part_head {
    struct str name;
    struct str file_name; /* cleaned, see http_file */
    bool is_file;
    struct str type;
};

/* The header block of a part, lines ended by CRLF. */
enum refusal parse_part_head(
    struct arena *a, struct str block, struct part_head *ret);

/* ---- multipart.c: pure, fed in pieces ---- */

struct multipart;

struct multipart_sink {
    enum refusal (*begin)(void *arg, const struct part_head *head);
    enum refusal (*data)(void *arg, struct str bytes);
    enum refusal (*end)(void *arg);
    void *arg;
};

struct multipart *multipart_new(
    struct arena *a, struct str boundary, struct multipart_sink sink);
enum refusal multipart_feed(struct multipart *m, struct str bytes);
/* REFUSE_MULTIPART if the closing boundary has not been seen. */
enum refusal multipart_end(struct multipart *m);

/* ---- body.c ---- */

struct body;
struct http_server;

struct body_rule {
    uint64_t limit;
    bool files;
};

struct body *body_new(struct arena *a, const struct http_limits *limits,
    const char *temp_dir, struct str content_type, struct body_rule rule,
    struct refused *ret_refused);
struct refused body_feed(struct body *b, struct str bytes);
/* Called when all bytes are there, in the thread of MHD. */
struct refused body_end(struct body *b);
/* Called on the worker: parses what need not be parsed while receiving. */
struct refused body_store(struct body *b, struct http_request *req);

/* ---- gate.c ---- */

enum phase {
    PHASE_IDLE, /* no request line yet */
    PHASE_HEAD, /* reading a head */
    PHASE_BODY, /* reading its body */
    PHASE_BUSY, /* the handler works */
    PHASE_SEND, /* the answer is on its way */
    PHASE_CUT   /* being closed by the gate */
};

struct conn {
    struct conn *next, *prev; /* under the server's lock */
    struct conn *next_arrival;
    struct http_exchange *x; /* under the server's lock */
    int fd;
    unsigned char addr[16];
    char client[48];
    _Atomic int phase;
    _Atomic int64_t since_us;  /* when the phase began; monotonic */
    _Atomic int64_t active_us; /* last bytes of the body; monotonic */
    _Atomic uint64_t bytes;    /* of the body so far, or of the answer */
};

/* Binds and listens. Errors: ERR_IO, ERR_INPUT address not numeric. */
NODISCARD enum status gate_open(struct http_server *s, struct err *err);
/* The thread: accepts, cuts the slow, lingers; ends when gate_ends is set. */
void *gate_main(void *server);
/* Makes it look at its flags now. */
void gate_wake(struct http_server *s);
/* Hands an accepted connection to MHD; only while attending. */
void gate_enter(struct http_server *s, struct conn *c);
/* After the thread ended. */
void gate_close(struct http_server *s);
/* Moves the connection to a phase; false if it is being cut. bytes: of the
 * answer, if it is to be sent. */
bool conn_phase(struct conn *c, enum phase from, enum phase to, uint64_t bytes);
/* Sends a message on the socket that MHD is about to close and keeps reading
 * for a while, so that the message arrives although the client still sends. */
void gate_dismiss(struct http_server *s, int fd, struct str message);
/* MHD_NotifyConnectionCallback */
void gate_notify(void *cls, struct MHD_Connection *mhd, void **socket_context,
    enum MHD_ConnectionNotificationCode code);

/* ---- server.c ---- */

#define PARTING_MAX 64

struct parting {
    int fd;
    bool deaf; /* shut for reading: its end cannot be seen */
    int64_t until_us;
};

struct http_server {
    struct arena *a; /* under lock once started */
    struct http_options o;
    struct MHD_Daemon *mhd;

    pthread_mutex_t lock;
    pthread_cond_t idle; /* running became 0 while stopping */
    struct conn *conns, *free_conns;
    size_t n_conns;
    struct http_exchange *free_exchanges;
    size_t n_live;         /* exchanges not in the free list */
    size_t n_running;      /* handed to the queue, answer not yet sent */
    _Atomic bool stopping; /* changes under lock */
    bool closed;
    struct parting partings[PARTING_MAX];
    size_t n_partings;

    _Atomic int resuming; /* finishers between claim and resume */
    _Atomic uint64_t serial;

    /* loop.c; under work_lock unless said otherwise */
    pthread_mutex_t work_lock;
    pthread_cond_t more_work;
    pthread_cond_t left;                /* the token is free, when ended */
    struct http_exchange *first, *last; /* whole requests */
    struct http_exchange *batch;        /* new ones; who attends has it */
    struct http_exchange *done;         /* to be resumed */
    struct conn *arrivals;
    size_t n_queued;
    unsigned n_waiting, n_busy;
    unsigned processors; /* of the machine, at least 1 */
    bool attended; /* a thread holds the token */
    bool sleeping; /* and waits for sockets */
    bool ticking;  /* a thread watches the token */
    bool ended;
    int64_t left_us;  /* when a thread last left the token */
    int64_t usual_us; /* how long a handler usually takes */
    int mhd_fd, loop_fd;

    pthread_t *threads; /* one more than handlers may run at once */
    unsigned n_threads;
    pthread_t gate;
    bool gate_runs;
    int listen_fd;
    int wake_fd;
    uint16_t port;
    _Atomic bool listening;
    _Atomic bool gate_ends;
};

/* Under no lock: the last exchange is gone and the server was stopped. */
void server_free(struct http_server *s);

/* ---- loop.c ---- */

void *loop_main(void *server);
/* From any thread. */
void loop_add(struct http_server *s, struct conn *c);
void loop_resume(struct http_server *s, struct http_exchange *x);
/* While attending: a request is whole, its connection suspended. */
void loop_hand_over(struct http_server *s, struct http_exchange *x);
/* Does what loop_add and loop_resume asked for; while attending, or when the
 * loop has ended. */
void loop_take_in(struct http_server *s);
/* Returns when no thread attends any more; handlers may still run. */
void loop_end(struct http_server *s);

/* ---- exchange.c ---- */

enum stage {
    STAGE_HEAD,    /* head being read */
    STAGE_BODY,    /* body being read */
    STAGE_WAITING, /* suspended, the handler side has it */
    STAGE_DONE,    /* reply ready */
    STAGE_LOST     /* the server gave up waiting */
};

struct http_exchange {
    struct http_server *s;
    struct http_exchange *next; /* in the queue or the free list */
    size_t room; /* of the last body: the next one may well be as long */
    struct http_exchange *next_done;
    struct MHD_Connection *mhd;
    struct conn *conn;
    struct arena *a;
    struct http_request req;
    struct http_response resp;
    struct body *body;
    struct str query_text;
    struct refused refused;
    struct MHD_Response *reply;
    unsigned reply_status;
    uint64_t reply_bytes;
    bool counted; /* in n_running */
    _Atomic int owners;
    _Atomic int stage;
};

/* MHD's callbacks. */
void *exchange_open(void *cls, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result exchange_step(void *cls, struct MHD_Connection *mhd,
    const char *url, const char *method, const char *version, const char *data,
    size_t *data_size, void **context);
void exchange_completed(void *cls, struct MHD_Connection *mhd, void **context,
    enum MHD_RequestTerminationCode code);
/* Calls the handler. */
void exchange_run(struct http_exchange *x);
/* With the server's lock held: gives up waiting for the handler. */
void exchange_abandon(struct http_exchange *x);

/* ---- head.c ---- */

/* Copies and checks the head; sets *ret_close if the connection cannot be
 * used for another request. */
struct refused head_read(struct http_exchange *x, const char *method,
    const char *version, bool *ret_close);

/* ---- response.c ---- */

/* Makes the MHD response; a page of status 500 if resp cannot be sent. */
struct MHD_Response *response_build(struct arena *a, struct http_response *resp,
    bool close, unsigned *ret_status, uint64_t *ret_bytes);
void response_reset(struct arena *a, struct http_response *resp);

#endif
