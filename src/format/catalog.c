#include "catalog_private.h"

#include <string.h>

/* Layout of the file: "The Format of GNU MO Files" in the gettext manual. */
#define MO_MAGIC UINT32_C(0x950412de)
#define MO_HEADER 28
#define MO_DESCRIPTOR 8 /* length and offset of one text */

struct reader {
    struct str bytes;
    bool swapped;
};

static uint32_t
read_u32(const struct reader *r, size_t at)
{
    unsigned char b[4];

    memcpy(b, r->bytes.p + at, sizeof(b));
    if (r->swapped)
        return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
            (uint32_t)b[2] << 8 | b[3];
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 |
        b[0];
}

/* The text whose descriptor stands at `at`, or NULL if it is not inside the
 * file with its NUL. */
static const char *
read_text(const struct reader *r, size_t at)
{
    size_t length = read_u32(r, at);
    size_t offset = read_u32(r, at + 4);

    if (offset >= r->bytes.n || length >= r->bytes.n - offset ||
        r->bytes.p[offset + length] != '\0')
        return NULL;
    return r->bytes.p + offset;
}

/* True if a table of n descriptors at offset lies inside the file. */
static bool
table_fits(const struct reader *r, size_t offset, size_t n)
{
    return offset <= r->bytes.n && n <= (r->bytes.n - offset) / MO_DESCRIPTOR;
}

static enum status
damaged(struct err *err)
{
    return err_set(err, ERR_INPUT,
        "译文文件已损坏，应为 msgfmt 生成的 .mo 文件");
}

enum status
catalog_load(struct arena *a, struct str bytes, const struct catalog **ret,
    struct err *err)
{
    struct reader r = { .bytes = bytes };
    struct catalog *c;
    struct entry *entries;
    size_t n, ids, texts;

    if (bytes.n < MO_HEADER)
        return damaged(err);
    if (read_u32(&r, 0) != MO_MAGIC) {
        r.swapped = true;
        if (read_u32(&r, 0) != MO_MAGIC)
            return damaged(err);
    }
    n = read_u32(&r, 8);
    ids = read_u32(&r, 12);
    texts = read_u32(&r, 16);
    if (!table_fits(&r, ids, n) || !table_fits(&r, texts, n))
        return damaged(err);

    entries = arena_new_array(a, struct entry, n);
    for (size_t i = 0; i < n; i++) {
        entries[i].id = read_text(&r, ids + i * MO_DESCRIPTOR);
        entries[i].text = read_text(&r, texts + i * MO_DESCRIPTOR);
        if (!entries[i].id || !entries[i].text)
            return damaged(err);
        if (i > 0 && strcmp(entries[i - 1].id, entries[i].id) >= 0)
            return damaged(err);
    }
    c = arena_one(a, struct catalog);
    c->n = n;
    c->entries = entries;
    *ret = c;
    return OK;
}

const char *
catalog_get(const struct catalog *c, const char *msgid)
{
    size_t low = 0;
    size_t high = c ? c->n : 0;

    if (*msgid == '\0')
        return msgid; /* the entry of "" is the file's header */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(msgid, c->entries[middle].id);

        if (order == 0) {
            const char *text = c->entries[middle].text;

            return *text ? text : msgid;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return msgid;
}

size_t
catalog_count(const struct catalog *c)
{
    if (!c || c->n == 0)
        return 0;
    return c->entries[0].id[0] == '\0' ? c->n - 1 : c->n;
}
