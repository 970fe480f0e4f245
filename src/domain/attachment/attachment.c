/* What kind of file it is, and where its bytes are kept. */
#include "domain/attachment.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_MAX 4096
#define CHUNK (64u * 1024)

#define ACCEPTED "PDF、JPG、PNG、DOCX、DOC、XLSX、XLS 或 CSV"

/* --- type by content --- */

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
named(struct str file_name, struct str ending)
{
    if (file_name.n <= ending.n)
        return false;
    const char *p = file_name.p + file_name.n - ending.n;
    for (size_t i = 0; i < ending.n; i++) {
        if (lower(p[i]) != ending.p[i])
            return false;
    }
    return true;
}

/* A text of cells: no control characters, and nothing a browser would take
 * for a page or a shell for a program. */
static bool
plain_text(struct str head)
{
    struct str s = head;

    if (str_starts(s, STR("\xef\xbb\xbf")))
        s = str_sub(s, 3, s.n);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c == 0x7f || (c < 0x20 && c != '\t' && c != '\r' && c != '\n'))
            return false;
    }
    s = str_trim(s);
    return s.n > 0 && !str_starts(s, STR("<")) && !str_starts(s, STR("#!"));
}

struct str
attachment_type(struct str head, struct str file_name)
{
    if (str_starts(head, STR("%PDF-")))
        return STR("application/pdf");
    if (str_starts(head, STR("\xff\xd8\xff")))
        return STR("image/jpeg");
    if (str_starts(head, STR("\x89PNG\r\n\x1a\n")))
        return STR("image/png");
    /* Office files are containers: the name has to agree with the parts. */
    if (str_starts(head, STR("PK\x03\x04")) &&
        (str_find(head, STR("[Content_Types].xml")) != SIZE_MAX ||
            str_find(head, STR("_rels/.rels")) != SIZE_MAX)) {
        bool word = str_find(head, STR("word/")) != SIZE_MAX;
        bool sheet = str_find(head, STR("xl/")) != SIZE_MAX;

        if (named(file_name, STR(".docx")) && !sheet)
            return STR("application/vnd.openxmlformats-officedocument."
                       "wordprocessingml.document");
        if (named(file_name, STR(".xlsx")) && !word)
            return STR("application/vnd.openxmlformats-officedocument."
                       "spreadsheetml.sheet");
        return STR_EMPTY;
    }
    if (str_starts(head, STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))) {
        if (named(file_name, STR(".doc")))
            return STR("application/msword");
        if (named(file_name, STR(".xls")))
            return STR("application/vnd.ms-excel");
        return STR_EMPTY;
    }
    if (named(file_name, STR(".csv")) && plain_text(head))
        return STR("text/csv");
    return STR_EMPTY;
}

/* --- bytes --- */

static const char *
folder_of(struct arena *a, const struct domain *d, struct str sha256)
{
    return arena_cstr(a,
        arena_fmt(a, STR_FMT "/objects/" STR_FMT, STR_ARG(d->data_dir),
            STR_ARG(str_sub(sha256, 0, 2))));
}

const char *
attachment_path(struct arena *a, const struct domain *d, struct str sha256)
{
    struct str rest = str_sub(sha256, 2, sha256.n);

    return arena_cstr(a,
        arena_fmt(
            a, "%s/" STR_FMT, folder_of(a, d, sha256), STR_ARG(rest)));
}

static enum status
io_failed(struct err *err, const char *what)
{
    int saved = errno;

    (void)err_set(err, ERR_IO, saved == ENOSPC
            ? "存储空间已满，文件没有保存，请联系管理员"
            : "文件没有保存成功，请稍后重试");
    return err_detail(err, "%s: errno %d", what, saved);
}

/* The name in a folder is durable only when the folder itself is synced. */
static enum status
sync_folder(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return io_failed(err, "open folder");
    int failed = fsync(fd);
    (void)close(fd);
    return failed != 0 ? io_failed(err, "fsync folder") : OK;
}

static enum status
make_folder(struct arena *a, const struct domain *d, struct str sha256,
    struct err *err)
{
    const char *folder = folder_of(a, d, sha256);
    const char *objects = arena_cstr(
        a, arena_fmt(a, STR_FMT "/objects", STR_ARG(d->data_dir)));

    if (d->data_dir.n == 0)
        return err_set(err, ERR_IO, "没有配置数据目录，不能保存文件");
    if (mkdir(objects, 0750) == 0)
        TRY(sync_folder(arena_cstr(a, d->data_dir), err));
    else if (errno != EEXIST)
        return io_failed(err, "mkdir objects");
    if (mkdir(folder, 0750) == 0)
        return sync_folder(objects, err);
    return errno == EEXIST ? OK : io_failed(err, "mkdir");
}

static bool
write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = write(fd, p, n);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

/* Copies in to out and hashes what was copied. */
static bool
copy_hashed(struct arena *a, int in, int out, EVP_MD_CTX *md)
{
    char *chunk = arena_alloc(a, CHUNK);

    for (;;) {
        ssize_t k = read(in, chunk, CHUNK);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return k == 0;
        if (EVP_DigestUpdate(md, chunk, (size_t)k) != 1 ||
            !write_all(out, chunk, (size_t)k))
            return false;
    }
}

/* Writes a new file of the folder; src < 0: from bytes. */
static enum status
write_temp(struct arena *a, int src, struct str bytes, int out,
    struct str sha256, struct err *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    bool good = md != NULL && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1;

    if (good && src >= 0)
        good = copy_hashed(a, src, out, md);
    else if (good)
        good = EVP_DigestUpdate(md, bytes.p, bytes.n) == 1 &&
               write_all(out, bytes.p, bytes.n);
    good = good && EVP_DigestFinal_ex(md, digest, &n) == 1;
    EVP_MD_CTX_free(md);
    if (!good || fsync(out) != 0)
        return io_failed(err, "write object");
    if (!str_eq(arena_hex(a, digest, n), sha256)) {
        errno = EIO;
        return io_failed(err, "object differs from its hash");
    }
    return OK;
}

static enum status
keep_object(struct arena *a, const struct domain *d, int src,
    struct str bytes, uint64_t size, struct str sha256, struct err *err)
{
    const char *path = attachment_path(a, d, sha256);
    const char *folder = folder_of(a, d, sha256);
    struct stat have;

    TRY(make_folder(a, d, sha256, err));
    if (stat(path, &have) == 0 && (uint64_t)have.st_size == size)
        return OK; /* the same content lies there already */
    char *temp = arena_cstr(a, arena_fmt(a, "%s/.new-XXXXXX", folder));
    int out = mkostemp(temp, O_CLOEXEC);
    if (out < 0)
        return io_failed(err, "create object");
    enum status st = write_temp(a, src, bytes, out, sha256, err);
    if (close(out) != 0 && st == OK)
        st = io_failed(err, "close object");
    if (st == OK && rename(temp, path) != 0)
        st = io_failed(err, "rename object");
    if (st != OK) {
        (void)unlink(temp);
        return st;
    }
    return sync_folder(folder, err);
}

enum status
attachment_keep(struct arena *a, const struct domain *d, const char *path,
    struct str file_name, uint64_t size, const unsigned char sha256[32],
    struct str *ret_type, struct err *err)
{
    char *head = arena_alloc(a, HEAD_MAX);

    if (size == 0)
        return err_set(err, ERR_INPUT,
            "文件“" STR_FMT "”是空的，请重新选择", STR_ARG(file_name));
    if (size > ATTACHMENT_MAX_BYTES)
        return err_set(err, ERR_LIMIT,
            "文件“" STR_FMT "”为 %llu MB，单个文件不超过 %d MB",
            STR_ARG(file_name), (unsigned long long)((size >> 20) + 1),
            ATTACHMENT_MAX_BYTES >> 20);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return io_failed(err, "open upload");
    ssize_t n = pread(fd, head, HEAD_MAX, 0);
    struct str type = n <= 0
        ? STR_EMPTY
        : attachment_type((struct str){ head, (size_t)n }, file_name);
    enum status st = OK;
    if (type.n == 0)
        st = err_set(err, ERR_INPUT,
            "文件“" STR_FMT "”的格式不能接受，应为 " ACCEPTED,
            STR_ARG(file_name));
    else
        st = keep_object(a, d, fd, STR_EMPTY, size,
            arena_hex(a, sha256, SHA256_DIGEST_LENGTH), err);
    (void)close(fd);
    if (st == OK)
        *ret_type = type;
    return st;
}

enum status
attachment_keep_bytes(struct arena *a, const struct domain *d,
    struct str bytes, struct str *ret_sha256, struct err *err)
{
    struct str hex = domain_sha256(a, bytes);

    TRY(keep_object(a, d, -1, bytes, bytes.n, hex, err));
    *ret_sha256 = hex;
    return OK;
}
