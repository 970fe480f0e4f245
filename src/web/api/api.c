/* Members of answers, and the operation of a path. */
#include "api.h"

void
api_text(struct web *w, struct json *o, const char *key, struct str v)
{
    json_set(w->a, o, str_of(key), json_text(w->a, v));
}

void
api_int(struct web *w, struct json *o, const char *key, int64_t v)
{
    json_set(w->a, o, str_of(key), json_number(w->a, v));
}

void
api_flag(struct web *w, struct json *o, const char *key, bool v)
{
    json_set(w->a, o, str_of(key), json_boolean(w->a, v));
}

void
api_day(struct web *w, struct json *o, const char *key, struct day v)
{
    json_set(w->a, o, str_of(key),
        day_is_none(v) ? json_new(w->a, JSON_NULL)
                       : json_text(w->a, day_iso(w->a, v)));
}

/* RFC 3339 in Beijing time, microseconds left out. */
void
api_instant(struct web *w, struct json *o, const char *key, int64_t us)
{
    struct str t = us_beijing(w->a, us);

    if (us == 0) {
        json_set(w->a, o, str_of(key), json_new(w->a, JSON_NULL));
        return;
    }
    api_text(w, o, key,
        arena_fmt(w->a, STR_FMT "T" STR_FMT "+08:00",
            STR_ARG(str_sub(t, 0, 10)), STR_ARG(str_sub(t, 11, 8))));
}

enum status
api_items(struct web *w, const struct json *list, struct str next)
{
    struct json *o = json_new(w->a, JSON_OBJECT);

    json_set(w->a, o, STR("items"), list);
    json_set(w->a, o, STR("next"),
        next.n == 0 ? json_new(w->a, JSON_NULL) : json_text(w->a, next));
    return web_json(w, o);
}

const struct api_op *
api_op_of(enum http_method m, struct str path)
{
    const struct api_ops *all[] = { &api_public_ops, &api_write_ops };

    for (size_t s = 0; s < sizeof(all) / sizeof(all[0]); s++) {
        for (size_t i = 0; i < all[s]->n; i++) {
            const struct api_op *op = &all[s]->list[i];

            if (op->method == m && str_eq(str_of(op->path), path))
                return op;
        }
    }
    return NULL;
}
