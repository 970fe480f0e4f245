/* upload.c - temporary files with a running SHA-256. */
#include "upload.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

#define KEEP_MAX (64 * 1024)

struct upload {
    struct http_file file;
    EVP_MD_CTX *md;
    struct buf head; /* the bytes, as long as they are few */
    char *path;      /* NULL until it exists */
    int fd;          /* -1: closed */
};

static void
discard(void *p)
{
    struct upload *u = p;

    if (u->fd >= 0)
        (void)close(u->fd);
    if (u->path != NULL)
        (void)unlink(u->path);
    EVP_MD_CTX_free(u->md);
}

struct upload *
upload_begin(struct arena *a, const char *dir, const struct part_head *head)
{
    struct upload *u = arena_one(a, struct upload);
    struct str path = arena_fmt(a, "%s/upload-XXXXXX", dir);
    char *name = arena_cstr(a, path);

    u->fd = -1;
    u->md = EVP_MD_CTX_new();
    arena_defer(a, discard, u);
    if (u->md == NULL || EVP_DigestInit_ex(u->md, EVP_sha256(), NULL) != 1)
        return NULL;
    u->fd = mkostemp(name, O_CLOEXEC);
    if (u->fd < 0)
        return NULL;
    u->path = name;
    buf_init(&u->head, a, KEEP_MAX);
    u->file.field = head->name;
    u->file.file_name = head->file_name;
    u->file.declared_type = head->type;
    u->file.path = name;
    return u;
}

bool
upload_data(struct upload *u, struct str bytes)
{
    assert(u->fd >= 0);
    if (EVP_DigestUpdate(u->md, bytes.p, bytes.n) != 1)
        return false;
    buf_add(&u->head, bytes.p, bytes.n);
    u->file.size += bytes.n;
    while (bytes.n > 0) {
        ssize_t n = write(u->fd, bytes.p, bytes.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

void
upload_end(struct upload *u, struct http_file *ret)
{
    unsigned n = sizeof(u->file.sha256);

    (void)close(u->fd);
    u->fd = -1;
    EVP_DigestFinal_ex(u->md, u->file.sha256, &n);
    if (u->file.size <= KEEP_MAX)
        u->file.bytes = buf_view(&u->head);
    *ret = u->file;
}
