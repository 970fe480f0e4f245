/* rig.h - a server with a known handler, and a client that sends any bytes. */
#ifndef RIG_H
#define RIG_H

#include "http/http.h"

#include <pthread.h>
#include <stdatomic.h>

#define PARKED_MAX 128

/*
 * The handler of the rig, by path:
 *   /hello      "hello"
 *   /echo       one line for each thing the request holds, see rig.c
 *   /park       kept until rig_release
 *   /later      finished by another thread
 *   /sleep      works for 200 ms
 *   /block      does not return before rig_unblock
 *   /header     adds X-Echo with the query value v
 *   /go         redirects to the query value to
 *   /file       sends the file rig.file
 *   /big        8 MiB
 *   /bad        a header too many; a body beyond its limit with ?body
 * Routes below /small take 1,000 bytes and no files, below /chunk 100,000.
 */
struct rig {
    struct http_server *server;
    struct http_options options;
    char temp_dir[64];
    const char *file;
    uint64_t file_size;
    int64_t now_us;

    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct http_exchange *parked[PARKED_MAX];
    size_t n_parked;
    size_t n_blocked;
    bool unblocked;
    size_t n_later;
    pthread_t later[PARKED_MAX];
    _Atomic unsigned handled;
};

/* Options with small limits that a test may change before rig_start. */
void rig_init(struct rig *r);
void rig_start(struct rig *r);
/* Stops it if a test has not, and fails if a temporary file was left. */
void rig_stop(struct rig *r, unsigned grace_ms);
void rig_end(struct rig *r);
/* Waits until n requests are parked. */
void rig_wait_parked(struct rig *r, size_t n);
void rig_release(struct rig *r);
/* Waits until n handlers are blocked. */
void rig_wait_blocked(struct rig *r, size_t n);
void rig_unblock(struct rig *r);
/* Number of files in the temporary folder. */
unsigned rig_temp_files(const struct rig *r);

struct client {
    int fd;
    struct arena *a;
    struct buf in; /* what came beyond the last answer */
};

struct answer {
    int status;
    struct str head; /* with the status line */
    struct str body;
    bool closed; /* the connection ended before an answer was whole */
};

void client_open(struct client *c, const struct rig *r);
void client_close(struct client *c);
void client_send(struct client *c, struct str bytes);
/* false if the other side no longer takes bytes. */
bool client_try(struct client *c, struct str bytes);
struct answer client_read(struct client *c, bool head_only);
/* True if the server closes without sending more. */
bool client_ended(struct client *c);
/* Value of a header of an answer; empty if absent. */
struct str answer_header(const struct answer *w, const char *name);
bool answer_has(const struct answer *w, const char *text);

/* One request on a connection of its own. */
struct answer rig_ask(struct rig *r, struct arena *a, struct str request);
/* "GET target HTTP/1.1" with Host. */
struct answer rig_get(struct rig *r, struct arena *a, const char *target);
/* POST with type and body. */
struct str rig_post(
    struct arena *a, const char *target, const char *type, struct str body);

#endif
