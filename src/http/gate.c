/* gate.c - who comes in, how long they may take, how they are sent away.
 *
 * The gate accepts by itself, so that a visitor above a limit reads why
 * instead of a closed connection, and watches the whole time of a request,
 * because MHD's timeout starts anew with every byte.
 */
#include "internal.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define TICK_MS 200
#define LINGER_US INT64_C(2000000)
#define RATE_MIN INT64_C(16384) /* bytes a second of a body */
#define RATE_READ INT64_C(4096) /* bytes a second a client must read */
#define SECOND_US INT64_C(1000000)

/* ---- listening ---- */

static bool
parse_address(const struct http_options *o, struct sockaddr_storage *ret,
    socklen_t *ret_n)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET,
        .sin_port = htons(o->port) };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
        .sin6_port = htons(o->port) };

    memset(ret, 0, sizeof(*ret));
    if (inet_pton(AF_INET, o->address, &v4.sin_addr) == 1) {
        memcpy(ret, &v4, sizeof(v4));
        *ret_n = sizeof(v4);
        return true;
    }
    if (inet_pton(AF_INET6, o->address, &v6.sin6_addr) == 1) {
        memcpy(ret, &v6, sizeof(v6));
        *ret_n = sizeof(v6);
        return true;
    }
    return false;
}

static enum status
cannot_listen(const struct http_options *o, int error, struct err *err)
{
    if (error == EADDRINUSE)
        return err_set(err, ERR_IO,
            "地址 %s 的端口 %u 已被占用，请换一个端口或先停止占用它的程序",
            o->address, (unsigned)o->port);
    if (error == EACCES)
        return err_set(err, ERR_IO,
            "没有权限使用端口 %u，请改用 1024 以上的端口", (unsigned)o->port);
    if (error == EADDRNOTAVAIL)
        return err_set(err, ERR_IO,
            "本机没有地址 %s，请改用本机的地址或 0.0.0.0", o->address);
    (void)err_set(err, ERR_IO, "无法在 %s 端口 %u 接收连接", o->address,
        (unsigned)o->port);
    return err_detail(err, "listen: errno %d", error);
}

static uint16_t
bound_port(int fd)
{
    struct sockaddr_storage sa = { 0 };
    socklen_t n = sizeof(sa);
    uint16_t port = 0;

    if (getsockname(fd, (struct sockaddr *)&sa, &n) != 0)
        return 0;
    if (sa.ss_family == AF_INET6)
        port = ((struct sockaddr_in6 *)&sa)->sin6_port;
    else
        port = ((struct sockaddr_in *)&sa)->sin_port;
    return ntohs(port);
}

enum status
gate_open(struct http_server *s, struct err *err)
{
    struct sockaddr_storage sa;
    socklen_t n;
    const int on = 1, off = 0;
    int fd;

    if (!parse_address(&s->o, &sa, &n))
        return err_set(err, ERR_INPUT,
            "监听地址应为数字地址，如 127.0.0.1 或 ::1，现为 %s", s->o.address);
    fd = socket(sa.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return cannot_listen(&s->o, errno, err);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (sa.ss_family == AF_INET6)
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
    if (bind(fd, (struct sockaddr *)&sa, n) != 0 || listen(fd, 1024) != 0) {
        int error = errno;

        (void)close(fd);
        return cannot_listen(&s->o, error, err);
    }
    s->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (s->wake_fd < 0) {
        int error = errno;

        (void)close(fd);
        return cannot_listen(&s->o, error, err);
    }
    s->listen_fd = fd;
    s->port = bound_port(fd);
    return OK;
}

void
gate_wake(struct http_server *s)
{
    uint64_t one = 1;
    ssize_t n = write(s->wake_fd, &one, sizeof(one));

    (void)n; /* a full counter wakes as well */
}

void
gate_close(struct http_server *s)
{
    for (size_t i = 0; i < s->n_partings; i++)
        (void)close(s->partings[i].fd);
    s->n_partings = 0;
    (void)close(s->wake_fd);
}

/* ---- sending away ---- */

static void
send_now(int fd, struct str message)
{
    /* Its own buffer takes a page; a client that has not read its last answer
     * gets none. */
    ssize_t n = send(fd, message.p, message.n, MSG_DONTWAIT | MSG_NOSIGNAL);

    (void)n;
}

/* Takes fd over, with the lock held: closing at once would reset the
 * connection and lose what was just sent, if the client has sent more than was
 * read. */
static void
linger(struct http_server *s, int fd, bool deaf)
{
    if (s->n_partings < PARTING_MAX)
        s->partings[s->n_partings++] = (struct parting){
            .fd = fd, .deaf = deaf, .until_us = clock_monotonic_us() + LINGER_US
        };
    else
        (void)close(fd);
}

void
gate_dismiss(struct http_server *s, int fd, struct str message)
{
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);

    send_now(fd, message);
    (void)shutdown(fd, SHUT_WR);
    if (own < 0)
        return;
    (void)pthread_mutex_lock(&s->lock);
    linger(s, own, false);
    (void)pthread_mutex_unlock(&s->lock);
    gate_wake(s);
}

/* Reads what comes; true if the other side is done. */
static bool
drain(int fd)
{
    char waste[16384];

    for (int i = 0; i < 64; i++) {
        ssize_t n = recv(fd, waste, sizeof(waste), MSG_DONTWAIT);

        if (n == 0)
            return true;
        if (n < 0)
            return errno != EAGAIN && errno != EINTR;
    }
    return false;
}

static void
tend_partings(struct http_server *s)
{
    int64_t now = clock_monotonic_us();

    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->n_partings;) {
        struct parting *l = &s->partings[i];

        if ((drain(l->fd) && !l->deaf) || now >= l->until_us) {
            (void)close(l->fd);
            *l = s->partings[--s->n_partings];
        } else {
            i++;
        }
    }
    (void)pthread_mutex_unlock(&s->lock);
}

/* ---- coming in ---- */

static const unsigned char MAPPED[12] = { [10] = 0xff, [11] = 0xff };

static bool
is_v4(const struct conn *c)
{
    return memcmp(c->addr, MAPPED, sizeof(MAPPED)) == 0;
}

static void
describe(const struct sockaddr_storage *sa, struct conn *c)
{
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)sa;
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)sa;

    memset(c->addr, 0, sizeof(c->addr));
    c->client[0] = '\0';
    if (sa->ss_family == AF_INET) {
        memcpy(c->addr, MAPPED, sizeof(MAPPED));
        memcpy(c->addr + 12, &v4->sin_addr, 4);
    } else {
        memcpy(c->addr, &v6->sin6_addr, 16);
    }
    if (is_v4(c))
        (void)inet_ntop(AF_INET, c->addr + 12, c->client, sizeof(c->client));
    else
        (void)inet_ntop(AF_INET6, c->addr, c->client, sizeof(c->client));
}

/* One subscriber: an IPv4 address or an IPv6 /64. */
static bool
same_client(const struct conn *x, const struct conn *y)
{
    return memcmp(x->addr, y->addr, is_v4(x) || is_v4(y) ? 16 : 8) == 0;
}

static enum refusal
check_room(const struct http_server *s, const struct conn *candidate)
{
    unsigned same = 0;

    if (s->o.limits.connections > 0 && s->n_conns >= s->o.limits.connections)
        return REFUSE_BUSY;
    if (s->o.limits.per_client == 0)
        return REFUSE_NONE;
    for (const struct conn *c = s->conns; c != NULL; c = c->next)
        same += same_client(c, candidate);
    return same >= s->o.limits.per_client ? REFUSE_CROWDED : REFUSE_NONE;
}

/* Adds a copy of *candidate to the table if there is room. */
static enum refusal
admit(struct http_server *s, const struct conn *candidate)
{
    enum refusal why;
    struct conn *c = NULL;

    (void)pthread_mutex_lock(&s->lock);
    why = s->stopping ? REFUSE_STOPPING : check_room(s, candidate);
    if (why == REFUSE_NONE) {
        c = s->free_conns;
        if (c != NULL)
            s->free_conns = c->next;
        else
            c = arena_one(s->a, struct conn);
        c->fd = candidate->fd;
        c->x = NULL;
        memcpy(c->addr, candidate->addr, sizeof(c->addr));
        memcpy(c->client, candidate->client, sizeof(c->client));
        c->phase = PHASE_IDLE;
        c->since_us = clock_monotonic_us();
        c->bytes = 0;
        c->prev = NULL;
        c->next = s->conns;
        if (s->conns != NULL)
            s->conns->prev = c;
        s->conns = c;
        s->n_conns++;
    }
    (void)pthread_mutex_unlock(&s->lock);
    if (c != NULL)
        loop_add(s, c);
    return why;
}

/* With the lock held. */
static void
forget(struct http_server *s, struct conn *c)
{
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        s->conns = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    s->n_conns--;
    c->fd = -1;
    c->next = s->free_conns;
    s->free_conns = c;
}

static struct conn *
find(struct http_server *s, int fd)
{
    for (struct conn *c = s->conns; c != NULL; c = c->next)
        if (c->fd == fd)
            return c;
    return NULL;
}

void
gate_notify(void *cls, struct MHD_Connection *mhd, void **socket_context,
    enum MHD_ConnectionNotificationCode code)
{
    struct http_server *s = cls;
    const union MHD_ConnectionInfo *info;

    (void)pthread_mutex_lock(&s->lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = find(s, info->connect_fd);
        assert(*socket_context != NULL);
    } else {
        forget(s, *socket_context);
        *socket_context = NULL;
    }
    (void)pthread_mutex_unlock(&s->lock);
}

void
gate_enter(struct http_server *s, struct conn *c)
{
    /* MHD need not know whose it is. */
    const struct sockaddr_in sa = { .sin_family = AF_INET };
    int fd = c->fd;

    if (MHD_add_connection(
            s->mhd, fd, (const struct sockaddr *)&sa, sizeof(sa)) == MHD_YES)
        return;
    (void)pthread_mutex_lock(&s->lock);
    if (find(s, fd) == c) /* MHD may have told gate_notify, or not */
        forget(s, c);
    (void)pthread_mutex_unlock(&s->lock);
}

/* False if there is nobody to accept, or no descriptor for them. */
static bool
accept_one(struct http_server *s, struct arena *tmp)
{
    struct sockaddr_storage sa = { 0 };
    socklen_t n = sizeof(sa);
    struct conn c = { 0 };
    enum refusal why;

    c.fd = accept4(
        s->listen_fd, (struct sockaddr *)&sa, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (c.fd < 0)
        return errno == EINTR || errno == ECONNABORTED;
    describe(&sa, &c);
    why = admit(s, &c);
    if (why != REFUSE_NONE) {
        send_now(c.fd, refusal_message(tmp, (struct refused){ why, 0 }, false));
        (void)shutdown(c.fd, SHUT_WR);
        (void)pthread_mutex_lock(&s->lock);
        linger(s, c.fd, false);
        (void)pthread_mutex_unlock(&s->lock);
        arena_reset(tmp);
        return true;
    }
    return true;
}

/* ---- time ---- */

bool
conn_phase(struct conn *c, enum phase from, enum phase to, uint64_t bytes)
{
    int expected = (int)from;
    int64_t now = clock_monotonic_us();

    /* First the times, so that the new phase is never measured by the old
     * ones. */
    atomic_store(&c->since_us, now);
    atomic_store(&c->active_us, now);
    atomic_store(&c->bytes, bytes);
    return atomic_compare_exchange_strong(&c->phase, &expected, (int)to);
}

static bool
is_late(
    const struct http_server *s, const struct conn *c, int phase, int64_t now)
{
    int64_t timeout = (int64_t)s->o.limits.timeout_s * SECOND_US;
    int64_t since = atomic_load(&c->since_us);
    int64_t bytes = (int64_t)atomic_load(&c->bytes);

    switch (phase) {
    case PHASE_IDLE:
    case PHASE_HEAD:
        return now > since + 2 * timeout;
    case PHASE_BODY:
        return now > atomic_load(&c->active_us) + timeout ||
               now > since + 2 * timeout + bytes / RATE_MIN * SECOND_US;
    case PHASE_SEND:
        return now > since + 2 * timeout + bytes / RATE_READ * SECOND_US;
    default:
        return false;
    }
}

/* Late requests get a 408; who sends none or does not read, nothing. MHD sees
 * the end of the connection and drops it. */
static void
cut_late(struct http_server *s, struct arena *tmp)
{
    int64_t now = clock_monotonic_us();

    if (s->o.limits.timeout_s == 0)
        return;
    (void)pthread_mutex_lock(&s->lock);
    for (struct conn *c = s->conns; c != NULL; c = c->next) {
        int phase = atomic_load(&c->phase);

        if (!is_late(s, c, phase, now) ||
            !atomic_compare_exchange_strong(&c->phase, &phase, PHASE_CUT))
            continue;
        if (phase == PHASE_HEAD || phase == PHASE_BODY)
            send_now(c->fd, refusal_message(tmp,
                                (struct refused){ REFUSE_SLOW, 0 }, false));
        int own = fcntl(c->fd, F_DUPFD_CLOEXEC, 0);
        if (own >= 0)
            linger(s, own, true);
        (void)shutdown(c->fd, SHUT_RDWR);
        arena_reset(tmp);
    }
    (void)pthread_mutex_unlock(&s->lock);
}

/* ---- the thread ---- */

static int
wait_for_more(struct http_server *s, struct pollfd *fds, bool listening)
{
    nfds_t n = 0;
    bool idle;

    fds[n++] = (struct pollfd){ .fd = s->wake_fd, .events = POLLIN };
    fds[n++] = (struct pollfd){ .fd = listening ? s->listen_fd : -1,
        .events = POLLIN };
    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->n_partings; i++)
        fds[n++] =
            (struct pollfd){ .fd = s->partings[i].deaf ? -1 : s->partings[i].fd,
                .events = POLLIN };
    idle = s->n_conns == 0 && s->n_partings == 0;
    (void)pthread_mutex_unlock(&s->lock);
    return poll(fds, n, idle && listening ? -1 : TICK_MS);
}

void *
gate_main(void *server)
{
    struct http_server *s = server;
    struct arena *tmp = arena_new("http gate");
    struct pollfd fds[2 + PARTING_MAX];
    bool full = false; /* out of descriptors: let a tick pass */
    int64_t looked_us = 0;

    while (!atomic_load(&s->gate_ends)) {
        int ready = wait_for_more(s, fds, atomic_load(&s->listening) && !full);
        uint64_t count;

        full = false;
        if (ready > 0 && (fds[0].revents & POLLIN) != 0) {
            ssize_t n = read(s->wake_fd, &count, sizeof(count));

            (void)n;
        }
        if (!atomic_load(&s->listening) && s->listen_fd >= 0) {
            (void)close(s->listen_fd);
            s->listen_fd = -1;
        }
        if (s->listen_fd >= 0 && ready > 0 && fds[1].revents != 0) {
            while (accept_one(s, tmp))
                ;
            full = errno == EMFILE || errno == ENFILE;
        }
        tend_partings(s);
        if (clock_monotonic_us() - looked_us >= TICK_MS * 1000) {
            looked_us = clock_monotonic_us();
            cut_late(s, tmp);
        }
    }
    if (s->listen_fd >= 0) {
        (void)close(s->listen_fd);
        s->listen_fd = -1;
    }
    arena_free(tmp);
    return NULL;
}
