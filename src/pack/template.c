/* Filling {{names}} in the wording of documents. */
#include "pack/pack.h"

#define TEMPLATE_MAX ((size_t)1 << 20)
#define PAD_MAX 20

/* Text of a value: lists are joined by 、, yes and no as words. */
static struct str
value_text(struct arena *a, const struct json *v)
{
    if (v->type == JSON_TRUE)
        return STR("是");
    if (v->type == JSON_FALSE)
        return STR("否");
    if (v->type != JSON_LIST)
        return json_str(v);

    struct buf b;
    struct str ret;
    buf_init(&b, a, TEMPLATE_MAX);
    for (size_t i = 0; i < v->n; i++) {
        if (i > 0)
            buf_lit(&b, "、");
        buf_str(&b, value_text(a, v->items[i]));
    }
    return buf_done(&b, &ret, NULL) == OK ? ret : STR_EMPTY;
}

/* `spec` is what stands between the braces: "name" or "name:5". */
static void
fill_one(
    struct buf *b, struct arena *a, struct str spec, const struct json *values)
{
    struct str name;
    bool has_width;
    int64_t width = 0;
    struct str rest = str_cut(str_trim(spec), ':', &name, &has_width);
    struct str text = value_text(a, json_get(values, str_trim(name)));

    if (has_width && num_int(str_trim(rest), 1, PAD_MAX, &width) && text.n > 0)
        for (size_t n = utf8_count(text); n < (size_t)width; n++)
            buf_byte(b, '0');
    buf_str(b, text);
}

struct str
template_fill(struct arena *a, struct str body, const struct json *values)
{
    struct buf b;
    struct str ret;

    buf_init(&b, a, TEMPLATE_MAX);
    while (body.n > 0) {
        size_t open = str_find(body, STR("{{"));
        size_t close = open == SIZE_MAX
                           ? SIZE_MAX
                           : str_find(str_sub(body, open, SIZE_MAX), STR("}}"));

        if (close == SIZE_MAX) { /* no further name */
            buf_str(&b, body);
            break;
        }
        buf_str(&b, str_sub(body, 0, open));
        fill_one(&b, a, str_sub(body, open + 2, close - 2), values);
        body = str_sub(body, open + close + 2, SIZE_MAX);
    }
    return buf_done(&b, &ret, NULL) == OK ? ret : STR_EMPTY;
}
