/* Answers as the typed values that expressions see. */
#include "field.h"

static struct feel_value fact_of_json(struct arena *a, const struct json *v);

static struct feel_value
context_of(struct arena *a, const struct pack_field *columns, size_t n_columns,
    const struct json *o)
{
    struct feel_value v = feel_null();
    struct feel_value *values = arena_new_array(a, struct feel_value, o->n);

    for (size_t i = 0; i < o->n; i++) {
        const struct pack_field *column = NULL;

        for (size_t c = 0; c < n_columns && column == NULL; c++)
            if (str_eq(columns[c].name, o->keys[i]))
                column = &columns[c];
        values[i] = column != NULL ? field_fact(a, column, o->items[i])
                                   : fact_of_json(a, o->items[i]);
    }
    v.type = FEEL_CONTEXT;
    v.context.names = o->keys;
    v.context.values = values;
    v.context.n = o->n;
    return v;
}

static struct feel_value
list_of(struct arena *a, const struct pack_field *columns, size_t n_columns,
    const struct json *list)
{
    struct feel_value *items = arena_new_array(a, struct feel_value, list->n);

    for (size_t i = 0; i < list->n; i++)
        items[i] = list->items[i]->type == JSON_OBJECT
                       ? context_of(a, columns, n_columns, list->items[i])
                       : fact_of_json(a, list->items[i]);
    return feel_list(items, list->n);
}

/* A value of which no field tells more. */
static struct feel_value
fact_of_json(struct arena *a, const struct json *v)
{
    struct feel_value number;

    switch (v->type) {
    case JSON_NULL:
        return feel_null();
    case JSON_TRUE:
        return feel_boolean(true);
    case JSON_FALSE:
        return feel_boolean(false);
    case JSON_INT:
        return feel_int(v->i);
    case JSON_DECIMAL:
        return feel_decimal(v->s, &number) ? number : feel_string(v->s);
    case JSON_TEXT:
        return feel_string(v->s);
    case JSON_LIST:
        return list_of(a, NULL, 0, v);
    case JSON_OBJECT:
        return context_of(a, NULL, 0, v);
    }
    return feel_null();
}

static struct feel_value
instant(struct str stored)
{
    struct err err;
    int64_t us;

    if (us_parse(stored, &us, &err) != OK)
        return feel_string(stored);
    return feel_instant(us, 8 * 3600);
}

/* Of attachments an expression sees the names. */
static struct feel_value
names_of(struct arena *a, const struct json *files)
{
    struct feel_value *items = arena_new_array(a, struct feel_value, files->n);

    for (size_t i = 0; i < files->n; i++)
        items[i] =
            feel_string(json_str(json_get(files->items[i], STR("name"))));
    return feel_list(items, files->n);
}

struct feel_value
field_fact(struct arena *a, const struct pack_field *f, const struct json *v)
{
    struct day d;
    struct err err;

    if (v->type == JSON_TEXT && f->type == FIELD_DATE)
        return day_parse(v->s, &d, &err) == OK ? feel_date(d)
                                               : feel_string(v->s);
    if (v->type == JSON_TEXT && f->type == FIELD_DATE_TIME)
        return instant(v->s);
    if (v->type == JSON_LIST && f->type == FIELD_ROWS)
        return list_of(a, f->columns, f->n_columns, v);
    if (v->type == JSON_LIST && f->type == FIELD_FILE)
        return names_of(a, v);
    return fact_of_json(a, v);
}

const struct json *
field_answer(struct arena *a, const struct pack_field *f,
    const struct feel_value *v)
{
    int64_t n = 0;

    switch (f->type) {
    case FIELD_INTEGER:
    case FIELD_MONEY_FEN:
        return v->type == FEEL_NUMBER && feel_to_int(v, &n)
                   ? json_number(a, n)
                   : NULL;
    case FIELD_DATE:
        return v->type == FEEL_DATE && v->date_high == 0
                   ? json_text(a, day_iso(a, v->date))
                   : NULL;
    case FIELD_YES_NO:
        return v->type == FEEL_BOOLEAN ? json_boolean(a, v->boolean) : NULL;
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_ONE_OF:
    case FIELD_REGION:
        return v->type == FEEL_STRING ? json_text(a, v->string) : NULL;
    default:
        return NULL;
    }
}
