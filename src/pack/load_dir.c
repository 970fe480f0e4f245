/* The files of a pack's folder. */
#include "load.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX 500
#define BYTES_MAX ((size_t)16 << 20)
#define FOLDERS_DEEP 2

struct folder {
    struct arena *a;
    VEC_OF(struct pack_file) files;
    size_t bytes;
};

static enum status
read_file(struct folder *f, int dir, const char *name, struct str path,
    struct err *err)
{
    struct stat st;
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    size_t n = 0;
    char *bytes;

    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (fd >= 0)
            close(fd);
        return err_set(err, ERR_IO, "无法读取文件 " STR_FMT "：%s",
            STR_ARG(path), fd < 0 ? strerror(errno) : "不是普通文件");
    }
    if (f->files.n == FILES_MAX ||
        (uint64_t)st.st_size > BYTES_MAX - f->bytes) {
        close(fd);
        return err_set(err, ERR_LIMIT,
            "政策包最多 %d 个文件、共 16 MiB，读到 " STR_FMT " 时超出",
            FILES_MAX, STR_ARG(path));
    }
    bytes = arena_alloc(f->a, (size_t)st.st_size + 1);
    while (n < (size_t)st.st_size) {
        ssize_t got = read(fd, bytes + n, (size_t)st.st_size - n);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    close(fd);
    if (n != (size_t)st.st_size)
        return err_set(err, ERR_IO, "文件 " STR_FMT " 未能读完，请重试",
            STR_ARG(path));
    f->bytes += n;
    *VEC_PUSH(f->a, &f->files) =
        (struct pack_file){ path, { bytes, n } };
    return OK;
}

static enum status read_folder(struct folder *f, int parent, const char *name,
    struct str prefix, int depth, struct err *err);

static enum status
read_entry(struct folder *f, int dir, const char *name, struct str prefix,
    int depth, struct err *err)
{
    struct stat st;
    struct str path = arena_join(f->a, prefix, str_of(name));

    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return err_set(err, ERR_IO, "无法读取 " STR_FMT "：%s", STR_ARG(path),
            strerror(errno));
    if (!S_ISDIR(st.st_mode))
        return read_file(f, dir, name, path, err);
    if (depth == FOLDERS_DEEP || str_eq(path, STR("cases")))
        return OK;
    return read_folder(f, dir, name, arena_join(f->a, path, STR("/")),
        depth + 1, err);
}

static enum status
read_folder(struct folder *f, int parent, const char *name, struct str prefix,
    int depth, struct err *err)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    enum status s = OK;
    struct dirent *entry;

    if (dir == NULL) {
        s = err_set(err, ERR_IO, "无法打开文件夹 %s：%s", name,
            strerror(errno));
        if (fd >= 0)
            close(fd);
        return s;
    }
    /* hidden files belong to editors and version control */
    while (s == OK && (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            s = read_entry(f, fd, entry->d_name, prefix, depth, err);
    closedir(dir);
    return s;
}

enum status
pack_load(struct arena *a, const char *dir, const struct pack **ret,
    const struct pack_problem **ret_problems, size_t *ret_n, struct err *err)
{
    struct folder f = { .a = a };

    TRY(read_folder(&f, AT_FDCWD, dir, STR_EMPTY, 1, err));
    return pack_load_files(
        a, f.files.p, f.files.n, ret, ret_problems, ret_n, err);
}
