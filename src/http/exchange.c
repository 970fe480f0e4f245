/* exchange.c - one request from its first line until its answer is sent.
 *
 * MHD calls in from below (open, step, completed), some thread runs the
 * handler, and whoever calls http_finish wakes the connection again. The stage
 * says whose turn it is.
 */
#include "internal.h"

#include <assert.h>
#include <string.h>

#define ROOM_MAX ((size_t)64 << 10)

/* ---- life ---- */

static struct http_exchange *
acquire(struct http_server *s)
{
    struct http_exchange *x;

    (void)pthread_mutex_lock(&s->lock);
    x = s->free_exchanges;
    if (x != NULL) {
        s->free_exchanges = x->next;
    } else {
        x = arena_one(s->a, struct http_exchange);
        x->a = arena_new("http request");
    }
    s->n_live++;
    (void)pthread_mutex_unlock(&s->lock);

    *x = (struct http_exchange){ .s = s, .a = x->a, .room = x->room };
    x->req.a = x->a;
    x->owners = 1;
    x->stage = STAGE_HEAD;
    return x;
}

/* One owner less; the last one ends the request. */
static void
release(struct http_exchange *x)
{
    struct http_server *s = x->s;
    bool last;

    if (atomic_fetch_sub(&x->owners, 1) != 1)
        return;
    if (x->reply != NULL)
        MHD_destroy_response(x->reply);
    x->room = x->resp.body.n < ROOM_MAX ? x->resp.body.n : ROOM_MAX;
    arena_reset(x->a);
    (void)pthread_mutex_lock(&s->lock);
    x->next = s->free_exchanges;
    s->free_exchanges = x;
    s->n_live--;
    last = s->closed && s->n_live == 0;
    (void)pthread_mutex_unlock(&s->lock);
    if (last)
        server_free(s);
}

void *
exchange_open(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    struct http_server *s = cls;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct http_exchange *x = acquire(s);

    x->mhd = mhd;
    x->conn = info->socket_context;
    x->req.raw_target = arena_str(x->a, str_of(uri));
    x->req.client = arena_str(x->a, str_of(x->conn->client));
    /* If it is being cut, the next step will notice. */
    (void)conn_phase(x->conn, PHASE_IDLE, PHASE_HEAD, 0);
    return x;
}

void
exchange_completed(void *cls, struct MHD_Connection *mhd, void **context,
    enum MHD_RequestTerminationCode code)
{
    struct http_server *s = cls;
    struct http_exchange *x = *context;

    (void)mhd;
    (void)code;
    *context = NULL;
    if (x == NULL)
        return;
    (void)pthread_mutex_lock(&s->lock);
    x->conn->x = NULL;
    if (x->counted && --s->n_running == 0 && s->stopping)
        (void)pthread_cond_broadcast(&s->idle);
    (void)pthread_mutex_unlock(&s->lock);
    /* A failed move means that the connection was cut and stays so. */
    (void)conn_phase(x->conn, PHASE_SEND, PHASE_IDLE, 0);
    release(x);
}

/* ---- answering while attending ---- */

/* Answers past MHD, which cannot queue anything now, and closes. */
static enum MHD_Result
dismiss(struct http_exchange *x, struct refused r)
{
    int phase = atomic_load(&x->conn->phase);

    if (phase != PHASE_CUT &&
        conn_phase(x->conn, (enum phase)phase, PHASE_CUT, 0))
        gate_dismiss(x->s, x->conn->fd,
            refusal_message(x->a, r, x->req.method == HTTP_HEAD));
    return MHD_NO;
}

static enum MHD_Result
send_reply(struct http_exchange *x)
{
    enum MHD_Result done;

    if (x->reply == NULL ||
        !conn_phase(x->conn, PHASE_BUSY, PHASE_SEND, x->reply_bytes))
        return MHD_NO;
    done = MHD_queue_response(x->mhd, x->reply_status, x->reply);
    MHD_destroy_response(x->reply);
    x->reply = NULL;
    return done;
}

/* Answers a whole request without a handler; the connection may go on. */
static enum MHD_Result
answer_refused(struct http_exchange *x, struct refused r, bool close)
{
    refusal_fill(x->a, &x->resp, r);
    x->reply = response_build(
        x->a, &x->resp, close, &x->reply_status, &x->reply_bytes);
    x->stage = STAGE_DONE;
    return send_reply(x);
}

/* ---- MHD's calls ---- */

static enum MHD_Result
step_head(struct http_exchange *x, const char *method, const char *version)
{
    bool close;

    if (!conn_phase(x->conn, PHASE_HEAD, PHASE_BODY, 0))
        return MHD_NO;
    x->refused = head_read(x, method, version, &close);
    if (x->refused.why != REFUSE_NONE && close)
        return dismiss(x, x->refused);
    x->stage = STAGE_BODY;
    return MHD_YES;
}

static enum MHD_Result
step_body(struct http_exchange *x, struct str bytes)
{
    struct refused r;

    atomic_store(&x->conn->active_us, clock_monotonic_us());
    atomic_fetch_add(&x->conn->bytes, bytes.n);
    /* Without a body announced MHD hands none over. */
    assert(x->body != NULL);
    r = body_feed(x->body, bytes);
    return r.why == REFUSE_NONE ? MHD_YES : dismiss(x, r);
}

/* Hands the request over; false if the server is being stopped. */
static bool
hand_over(struct http_exchange *x)
{
    struct http_server *s = x->s;
    bool taken;

    (void)pthread_mutex_lock(&s->lock);
    taken = !s->stopping;
    if (taken) {
        x->counted = true;
        s->n_running++;
        x->conn->x = x;
        x->owners = 2;
        x->stage = STAGE_WAITING;
        MHD_suspend_connection(x->mhd);
    }
    (void)pthread_mutex_unlock(&s->lock);
    if (taken)
        loop_hand_over(s, x);
    return taken;
}

static enum MHD_Result
step_whole(struct http_exchange *x)
{
    const struct clock *clock = &x->s->o.clock;

    if (!conn_phase(x->conn, PHASE_BODY, PHASE_BUSY, 0))
        return MHD_NO;
    if (x->refused.why == REFUSE_NONE && x->body != NULL)
        x->refused = body_end(x->body);
    if (x->refused.why != REFUSE_NONE)
        return answer_refused(x, x->refused, false);
    x->req.received_us = clock->now_us(clock->self);
    x->req.serial = atomic_fetch_add(&x->s->serial, 1) + 1;
    if (!hand_over(x))
        return answer_refused(x, (struct refused){ REFUSE_STOPPING, 0 }, true);
    return MHD_YES;
}

enum MHD_Result
exchange_step(void *cls, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *data,
    size_t *data_size, void **context)
{
    struct http_exchange *x = *context;
    struct str bytes = { data, *data_size };

    (void)cls;
    (void)mhd;
    (void)url;
    if (x == NULL)
        return MHD_NO;
    switch ((enum stage)atomic_load(&x->stage)) {
    case STAGE_HEAD:
        return step_head(x, method, version);
    case STAGE_BODY:
        if (bytes.n == 0)
            return step_whole(x);
        *data_size = 0;
        return step_body(x, bytes);
    case STAGE_DONE:
        return send_reply(x);
    case STAGE_WAITING:
    case STAGE_LOST:
        break;
    }
    return MHD_NO;
}

/* ---- the handler's side ---- */

/* Parses what was left for the worker. */
static struct refused
complete_request(struct http_exchange *x)
{
    size_t max = x->s->o.limits.fields;
    struct refused r = { REFUSE_NONE, 0 };

    r.why =
        parse_form(x->a, x->query_text, max, &x->req.query, &x->req.n_query);
    if (r.why == REFUSE_FIELDS)
        r.limit = max;
    if (r.why == REFUSE_NONE && x->body != NULL)
        r = body_store(x->body, &x->req);
    return r;
}

void
exchange_run(struct http_exchange *x)
{
    const struct http_options *o = &x->s->o;
    struct refused r;

    if (atomic_load(&x->stage) == STAGE_LOST) {
        release(x); /* nobody waits any more: not begun */
        return;
    }
    r = complete_request(x);
    if (r.why != REFUSE_NONE) {
        refusal_fill(x->a, &x->resp, r);
        http_finish(x);
        return;
    }
    response_reset(x->a, &x->resp);
    buf_reserve(&x->resp.body, x->room);
    o->handler(x, &x->req, &x->resp, o->arg);
}

void
http_finish(struct http_exchange *x)
{
    struct http_server *s = x->s;
    int expected = STAGE_WAITING;

    x->reply = response_build(x->a, &x->resp, atomic_load(&s->stopping),
        &x->reply_status, &x->reply_bytes);

    /* http_stop waits while somebody stands between these two lines. */
    atomic_fetch_add(&s->resuming, 1);
    if (atomic_compare_exchange_strong(&x->stage, &expected, STAGE_DONE))
        loop_resume(s, x);
    else
        assert(expected == STAGE_LOST);
    atomic_fetch_sub(&s->resuming, 1);
    release(x);
}

void
exchange_abandon(struct http_exchange *x)
{
    int expected = STAGE_WAITING;

    if (atomic_compare_exchange_strong(&x->stage, &expected, STAGE_LOST))
        loop_resume(x->s, x);
}
