#include "base/embed.h"

const struct embedded_file *
embed_find(const struct embedded_file *files, size_t n, struct str path)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(path, str_of(files[mid].path));

        if (c == 0)
            return &files[mid];
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

struct str
embed_text(const struct embedded_file *f)
{
    return (struct str){ (const char *)f->bytes, f->n };
}
