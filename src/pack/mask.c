/* Masks for pages that strangers read. What has not the expected shape is
 * hidden more, never less. */
#include "pack/pack.h"

#define STARS_MAX 64

/* The first `head` and last `tail` characters, stars between. A text of
 * at most head + tail characters becomes stars only. */
static struct str
mask_middle(struct arena *a, struct str s, size_t head, size_t tail)
{
    size_t n = utf8_count(s);
    struct buf b;
    struct str ret;

    buf_init(&b, a, s.n + STARS_MAX + 1);
    if (n <= head + tail)
        head = tail = 0;
    struct str first = utf8_head(s, head);
    struct str before_tail = utf8_head(s, n - tail);
    buf_str(&b, first);
    for (size_t i = head; i < n - tail && i < head + STARS_MAX; i++)
        buf_byte(&b, '*');
    buf_str(&b, str_sub(s, before_tail.n, SIZE_MAX));
    return buf_done(&b, &ret, NULL) == OK ? ret : STR("*");
}

struct str
mask_mobile(struct arena *a, struct str s)
{
    size_t n = utf8_count(s);

    if (n >= 11)
        return mask_middle(a, s, 3, 4);
    return n >= 7 ? mask_middle(a, s, 1, 2) : mask_middle(a, s, 0, 0);
}

struct str
mask_id_no(struct arena *a, struct str s)
{
    size_t n = utf8_count(s);

    return n >= 15 ? mask_middle(a, s, 4, 4) : mask_middle(a, s, 0, 0);
}

struct str
mask_name(struct arena *a, struct str s)
{
    return utf8_count(s) > 2 ? mask_middle(a, s, 1, 1)
                             : mask_middle(a, s, 1, 0);
}
