/* embed.h - files that are part of the program.
 *
 * tools/embed writes, at build time, a sorted table of files as C:
 *
 *     EMBED_DECLARE(assets);
 *     const struct embedded_file *f =
 *         embed_find(assets, assets_n, STR("assets/app.css"));
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "base/str.h"

struct embedded_file {
    const char *path;           /* relative, '/' between parts */
    const unsigned char *bytes; /* n bytes, then one NUL not counted in n */
    size_t n;
    const char *sha256;         /* 64 lower-case hex digits, of the bytes */
};

/* Declares the two symbols that `embed OUT.c NAME ...` defines. */
#define EMBED_DECLARE(name) \
    extern const struct embedded_file name[]; \
    extern const size_t name##_n

/* The file of that path, or NULL. files are sorted by path (byte order). */
const struct embedded_file *embed_find(
    const struct embedded_file *files, size_t n, struct str path);

/* The bytes as a view; lives as long as the program. */
struct str embed_text(const struct embedded_file *f);

#endif
