/* The public columns of a holder, from the pack's official tables. */
#include "public_info.h"

/* Name, region and number have columns of their own; people to talk to are
 * not public. */
static bool
is_public(const struct pack_import *t, const struct pack_field *f)
{
    switch (f->type) {
    case FIELD_MOBILE:
    case FIELD_PHONE:
    case FIELD_EMAIL:
    case FIELD_ID_NO:
    case FIELD_REGION:
    case FIELD_FILE:
    case FIELD_ROWS:
        return false;
    default:
        return !f->is_private && !str_eq(f->name, t->name_column);
    }
}

/* Whoever comes in by such a table is known by its columns; other tables are
 * about applications. */
static bool
is_entry(const struct pack *p, const struct pack_import *t)
{
    for (size_t i = 0; i < p->n_procedures; i++) {
        for (size_t k = 0; k < p->procedures[i].n_channels; k++) {
            if (str_eq(p->procedures[i].channels[k].import, t->name))
                return true;
        }
    }
    return false;
}

struct public_columns
public_columns_of(const struct pack *p)
{
    struct public_columns c = { 0 };

    for (size_t i = 0; i < p->n_imports; i++) {
        const struct pack_import *t = &p->imports[i];

        for (size_t k = 0; is_entry(p, t) && k < t->n_columns; k++) {
            const struct pack_field *f = &t->columns[k];

            if (!is_public(t, f) || c.n == PUBLIC_COLUMNS_MAX)
                continue;
            c.label[c.n] = f->label;
            c.name[c.n] = f->name;
            (void)str_cut(f->name, '(', &c.bare[c.n], NULL);
            c.n++;
        }
    }
    return c;
}

struct str
public_cell(struct arena *a, const struct public_columns *c, size_t i,
    const struct json *info)
{
    const struct json *v = json_get(info, c->bare[i]);
    struct buf b;

    if (json_is_null(v))
        v = json_get(info, c->name[i]);
    if (v->type != JSON_LIST)
        return json_str(v);
    buf_init(&b, a, 4096);
    for (size_t k = 0; k < v->n; k++) {
        if (k > 0)
            buf_lit(&b, "、");
        buf_str(&b, json_str(v->items[k]));
    }
    return buf_view(&b);
}
