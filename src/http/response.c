/* response.c - from what a handler filled in to what MHD sends. */
#include "internal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define BODY_MAX ((size_t)256 << 20)
#define HEADERS_MAX                                                            \
    (sizeof((struct http_response){ 0 }.headers) / sizeof(struct http_pair))

struct http_limits
http_limits_default(void)
{
    return (struct http_limits){
        .header_bytes = 16 * 1024,
        .body_bytes = 1024 * 1024,
        .upload_bytes = UINT64_C(64) << 20,
        .fields = 5000,
        .files = 50,
        .timeout_s = 30,
        .connections = 1024,
        .per_client = 128,
    };
}

void
response_reset(struct arena *a, struct http_response *resp)
{
    *resp = (struct http_response){ .status = 200,
        .content_type = "text/html; charset=utf-8" };
    buf_init(&resp->body, a, BODY_MAX);
}

/* A line break in a value would begin a header of its own. */
static bool
is_header_value(struct str v)
{
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.p[i];

        if (c < ' ' || c == 0x7f)
            return false;
    }
    return true;
}

void
http_add_header(struct http_response *resp, const char *name, struct str value)
{
    if (resp->n_headers >= HEADERS_MAX || !is_header_value(value)) {
        resp->broken = true;
        return;
    }
    resp->headers[resp->n_headers++] =
        (struct http_pair){ str_of(name), value };
}

void
http_redirect(struct http_response *resp, struct str location)
{
    resp->status = 303;
    /* "//host" and "/\host" lead away from here. */
    if (location.n == 0 || location.p[0] != '/' ||
        (location.n > 1 && (location.p[1] == '/' || location.p[1] == '\\'))) {
        resp->broken = true;
        return;
    }
    http_add_header(resp, "Location", location);
}

/* Opens the file of the response; NULL if it is not what was announced. */
static struct MHD_Response *
from_file(struct http_response *resp, uint64_t *ret_bytes)
{
    struct MHD_Response *r;
    struct stat st;
    int fd = open(resp->file_path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
        (resp->file_size != 0 && (uint64_t)st.st_size != resp->file_size)) {
        (void)close(fd);
        return NULL;
    }
    r = MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
    if (r == NULL)
        (void)close(fd);
    else
        *ret_bytes = (uint64_t)st.st_size;
    return r;
}

static bool
add(struct MHD_Response *r, struct arena *a, struct http_pair h)
{
    return is_header_value(h.value) && parse_is_token(h.name) &&
           MHD_add_response_header(
               r, arena_cstr(a, h.name), arena_cstr(a, h.value)) == MHD_YES;
}

static struct MHD_Response *
try_build(struct arena *a, struct http_response *resp, bool close,
    uint64_t *ret_bytes)
{
    struct MHD_Response *r;
    bool good;

    if (resp->broken || resp->body.failed || resp->status < 200 ||
        resp->status > 599)
        return NULL;
    if (resp->file_path != NULL) {
        r = from_file(resp, ret_bytes);
    } else {
        struct str body = buf_view(&resp->body);

        /* The arena outlives the answer, so MHD need not copy. */
        r = MHD_create_response_from_buffer(
            body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_PERSISTENT);
        *ret_bytes = body.n;
    }
    if (r == NULL)
        return NULL;
    good =
        !close || MHD_add_response_header(r, "Connection", "close") == MHD_YES;
    if (resp->content_type != NULL && resp->status != 204 &&
        resp->status != 304)
        good = good && MHD_add_response_header(
                           r, "Content-Type", resp->content_type) == MHD_YES;
    for (size_t i = 0; good && i < resp->n_headers; i++)
        good = add(r, a, resp->headers[i]);
    if (!good) {
        MHD_destroy_response(r);
        return NULL;
    }
    return r;
}

struct MHD_Response *
response_build(struct arena *a, struct http_response *resp, bool close,
    unsigned *ret_status, uint64_t *ret_bytes)
{
    struct MHD_Response *r;

    if (resp->n_headers > HEADERS_MAX) {
        resp->n_headers = 0;
        resp->broken = true;
    }
    r = try_build(a, resp, close, ret_bytes);
    if (r == NULL) {
        refusal_fill(a, resp, (struct refused){ REFUSE_FAULT, 0 });
        r = try_build(a, resp, close, ret_bytes);
    }
    *ret_status = (unsigned)resp->status;
    return r;
}
