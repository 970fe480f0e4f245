/* fuzz_http_multipart.c - a form is read alike in whatever pieces it comes.
 * The first byte is the size of the pieces; the boundary is B. */
#include "../../src/http/internal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum refusal
told_begin(void *arg, const struct part_head *head)
{
    if (head->name.n == 0 || !utf8_valid(head->name) ||
        !utf8_valid(head->file_name) ||
        utf8_has_control(head->file_name, false))
        abort();
    for (size_t i = 0; i < head->file_name.n; i++)
        if (head->file_name.p[i] == '/' || head->file_name.p[i] == '\\')
            abort();
    buf_byte(arg, '[');
    buf_str(arg, head->name);
    return REFUSE_NONE;
}

static enum refusal
told_data(void *arg, struct str bytes)
{
    buf_str(arg, bytes);
    return REFUSE_NONE;
}

static enum refusal
told_end(void *arg)
{
    buf_byte(arg, ']');
    return REFUSE_NONE;
}

static enum refusal
feed(struct arena *a, struct str text, size_t n, struct buf *told)
{
    struct multipart *m;
    enum refusal why = REFUSE_NONE;

    buf_init(told, a, 1 << 24);
    m = multipart_new(a, STR("B"),
        (struct multipart_sink){ told_begin, told_data, told_end, told });
    for (size_t at = 0; at < text.n && why == REFUSE_NONE; at += n)
        why = multipart_feed(m, str_sub(text, at, n));
    return why == REFUSE_NONE ? multipart_end(m) : why;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz");
    struct buf whole, pieces;

    if (size > 0) {
        struct str text = { (const char *)data + 1, size - 1 };
        enum refusal x = feed(a, text, text.n + 1, &whole);
        enum refusal y = feed(a, text, (size_t)data[0] + 1, &pieces);

        if (x != y)
            abort();
        if (x == REFUSE_NONE && !str_eq(buf_view(&whole), buf_view(&pieces)))
            abort();
    }
    arena_free(a);
    return 0;
}
