/* values.c - JSON as values of FEEL and back. */
#include "cmd_dmn.h"

#include "feel/run.h"

/* Text of XML Schema for the types that JSON writes as text. */
static const char *
schema_type(const struct feel_type_ref *t)
{
    switch (t != NULL ? t->type : FEEL_NULL) {
    case FEEL_DATE:
        return "date";
    case FEEL_TIME:
        return "time";
    case FEEL_DATE_TIME:
        return "dateTime";
    case FEEL_DAYS_DURATION:
    case FEEL_YEARS_DURATION:
        return "duration";
    default:
        return NULL;
    }
}

static bool
temporal(struct str s, struct feel_value *ret)
{
    return feel_from_xsd(STR("duration"), s, ret) ||
        feel_from_xsd(STR("date"), s, ret) ||
        feel_from_xsd(STR("time"), s, ret) ||
        feel_from_xsd(STR("dateTime"), s, ret);
}

static struct feel_value
from_text(struct arena *a, struct str s, const struct feel_type_ref *t)
{
    struct str copy = arena_str(a, s);
    const char *type = schema_type(t);
    struct feel_value v;

    if (type != NULL && feel_from_xsd(str_of(type), copy, &v))
        return v;
    if (copy.n > 3 && str_starts(copy, STR("@\"")) &&
        str_ends(copy, STR("\"")) &&
        temporal(str_sub(copy, 2, copy.n - 3), &v))
        return v;
    return feel_string(copy);
}

static const struct feel_type_ref *
member_type(const struct feel_type_ref *t, struct str name)
{
    if (t == NULL || t->type != FEEL_CONTEXT)
        return NULL;
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->names[i], name))
            return t->members[i];
    return NULL;
}

struct feel_value
dmn_from_json(struct arena *a, const struct json *v,
    const struct feel_type_ref *t)
{
    struct feel_value *values =
        arena_new_array(a, struct feel_value, v->n);
    struct feel_value number = feel_null();
    struct str *names;

    switch (v->type) {
    case JSON_NULL:
        break;
    case JSON_FALSE:
    case JSON_TRUE:
        return feel_boolean(v->type == JSON_TRUE);
    case JSON_INT:
        return feel_int(v->i);
    case JSON_DECIMAL:
        if (!feel_decimal(v->s, &number) &&
            !feel_from_xsd(STR("double"), v->s, &number))
            return feel_string(arena_str(a, v->s));
        return number;
    case JSON_TEXT:
        return from_text(a, v->s, t);
    case JSON_LIST:
        for (size_t i = 0; i < v->n; i++)
            values[i] = dmn_from_json(a, v->items[i],
                t != NULL && t->type == FEEL_LIST ? t->of : NULL);
        return feel_list(values, v->n);
    case JSON_OBJECT:
        names = arena_new_array(a, struct str, v->n);
        for (size_t i = 0; i < v->n; i++) {
            names[i] = arena_str(a, v->keys[i]);
            values[i] =
                dmn_from_json(a, v->items[i], member_type(t, names[i]));
        }
        return feel_context(names, values, v->n);
    }
    return feel_null();
}

/* Dates and durations as a text of ISO 8601, without what FEEL puts round. */
static struct str
plain(struct arena *a, const struct feel_value *v)
{
    struct str s = feel_show(a, v);
    size_t from = str_find(s, STR("\""));

    if (from == SIZE_MAX)
        return s;

    struct str rest = str_sub(s, from + 1, s.n), head;

    (void)str_cut(rest, '"', &head, NULL);
    return head;
}

/* Values nested deeper, or made of more parts, have no JSON. A part that
 * stands in two places counts twice. */
#define JSON_DEPTH 100
#define JSON_PARTS 1000000

struct writing {
    struct arena *a;
    size_t parts;
    bool failed;
};

static const struct json *
written(struct writing *w, const struct feel_value *v, size_t depth)
{
    struct json *made;

    if (depth > JSON_DEPTH || ++w->parts > JSON_PARTS)
        w->failed = true;
    switch (w->failed ? FEEL_NULL : v->type) {
    case FEEL_NULL:
        return json_new(w->a, JSON_NULL);
    case FEEL_BOOLEAN:
        return json_boolean(w->a, v->boolean);
    case FEEL_NUMBER:
        return json_decimal(w->a, feel_show(w->a, v));
    case FEEL_STRING:
        return json_text(w->a, v->string);
    case FEEL_LIST:
        made = json_new(w->a, JSON_LIST);
        for (size_t i = 0; i < v->list.n && !w->failed; i++)
            json_push(
                w->a, made, written(w, &v->list.items[i], depth + 1));
        return made;
    case FEEL_CONTEXT:
        made = json_new(w->a, JSON_OBJECT);
        for (size_t i = 0; i < v->context.n && !w->failed; i++)
            json_set(w->a, made, v->context.names[i],
                written(w, &v->context.values[i], depth + 1));
        return made;
    case FEEL_RANGE:
    case FEEL_FUNCTION:
        return json_text(w->a, feel_show(w->a, v));
    default:
        return json_text(w->a, plain(w->a, v));
    }
}

enum status
dmn_to_json(struct arena *a, const struct feel_value *v,
    const struct json **ret, struct err *err)
{
    struct writing w = { .a = a };
    const struct json *made = written(&w, v, 0);

    if (w.failed)
        return err_set(err, ERR_LIMIT,
            "结果超过 %d 层或 %d 个值，不能写成 JSON（上限 depth、list）",
            JSON_DEPTH, JSON_PARTS);
    *ret = made;
    return OK;
}
