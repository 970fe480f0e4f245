/* Reading the rows of a table. */
#include "field.h"

#define ZH(f) STR_ARG(field_label((f), false))
#define EN(f) STR_ARG(field_label((f), true))

static bool
is_column(const struct pack_field *f, struct str name)
{
    for (size_t c = 0; c < f->n_columns; c++)
        if (str_eq(f->columns[c].name, name))
            return true;
    return false;
}

static bool
is_blank_row(const struct json *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (!field_is_empty(row->items[i]))
            return false;
    return true;
}

/* A cell as typed: text as it stands, a stored value as its input text. */
static struct str
cell_typed(
    struct arena *a, const struct pack_field *column, const struct json *cell)
{
    return cell->type == JSON_TEXT ? cell->s : field_input(a, column, cell);
}

/* Facts of a row stand before those of the form. */
static const struct json *
row_answers(struct field_reader *r, const struct json *row)
{
    struct json *both = json_new(r->a, JSON_OBJECT);
    const struct json *form = r->answers;

    for (size_t i = 0; form != NULL && i < form->n; i++)
        json_set(r->a, both, form->keys[i], form->items[i]);
    for (size_t i = 0; i < row->n; i++)
        json_set(r->a, both, row->keys[i], row->items[i]);
    return both;
}

static bool
is_missing(const struct pack_field *column, const struct json *v)
{
    return column->required &&
           (field_is_empty(v) ||
               (column->type == FIELD_TICK && v->type == JSON_FALSE));
}

static const struct json *
read_cell(struct field_reader *r, const struct pack_field *column,
    struct str path, const struct json *typed)
{
    const struct json *v = field_read_one(r, column, path,
        cell_typed(r->a, column, json_get(typed, column->name)));

    if (r->complete && is_missing(column, v) &&
        (column->show_if.n == 0 ||
            field_shown(r->a, r->pack, column, row_answers(r, typed))))
        field_wrong(r, path, STR_EMPTY,
            arena_fmt(r->a, "请填写%.*s", ZH(column)),
            arena_fmt(r->a, "please give %.*s", EN(column)));
    return v;
}

static const struct json *
read_row(struct field_reader *r, const struct pack_field *f, struct str path,
    const struct json *typed, size_t number)
{
    struct json *row = json_new(r->a, JSON_OBJECT);
    size_t first = r->problems.n;

    for (size_t c = 0; c < f->n_columns; c++) {
        const struct pack_field *column = &f->columns[c];

        json_set(r->a, row, column->name,
            read_cell(r, column,
                arena_fmt(r->a, "%.*s[%zu].%.*s", STR_ARG(path), number,
                    STR_ARG(column->name)),
                typed));
    }
    for (size_t i = first; i < r->problems.n; i++) {
        struct form_problem *p = &r->problems.p[i];

        p->text =
            arena_fmt(r->a, "第 %zu 行：%.*s", number + 1, STR_ARG(p->text));
        p->text_en = arena_fmt(
            r->a, "Row %zu: %.*s", number + 1, STR_ARG(p->text_en));
    }
    return row;
}

const struct json *
row_read(struct arena *a, const struct pack_field *const *columns,
    size_t n_columns, const struct json *typed, struct day today,
    const struct form_problem **ret, size_t *ret_n)
{
    struct field_reader r = { .a = a, .today = today, .complete = true };
    struct json *row = json_new(a, JSON_OBJECT);

    for (size_t c = 0; c < n_columns; c++)
        json_set(a, row, columns[c]->name,
            read_cell(&r, columns[c], columns[c]->name, typed));
    *ret = r.problems.p;
    *ret_n = r.problems.n;
    return row;
}

/* --- rows that stand there twice --- */

static struct str
key_of(struct arena *a, const struct str *unique, size_t n_unique,
    const struct json *row)
{
    static const struct pack_field any = { .type = FIELD_TEXT };
    struct buf b;

    buf_init(&b, a, PACK_ANSWERS_MAX);
    for (size_t i = 0; i < n_unique; i++) {
        struct str cell =
            utf8_key(a, field_input(a, &any, json_get(row, unique[i])));

        if (cell.n == 0)
            return STR_EMPTY;
        buf_add(&b, cell.p, cell.n);
        buf_byte(&b, 0);
    }
    return buf_view(&b);
}

static struct str
whole_of(struct arena *a, const struct json *row)
{
    struct buf b;

    buf_init(&b, a, PACK_ANSWERS_MAX);
    json_write_canonical(&b, row);
    return buf_view(&b);
}

/* The number of the first row with this key, which is remembered. */
static size_t
first_with(struct map *seen, struct str key, size_t row)
{
    const void *found = key.n == 0 ? NULL : map_get(seen, key);

    if (found != NULL)
        return (size_t)((uintptr_t)found - 1);
    if (key.n > 0)
        map_put(seen, key, (void *)(uintptr_t)(row + 1));
    return SIZE_MAX;
}

const size_t *
rows_doubled(struct arena *a, const struct str *unique, size_t n_unique,
    const struct json *const *rows, size_t n)
{
    struct map *keys = map_new(a), *wholes = map_new(a);
    size_t *ret = arena_new_array(a, size_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        size_t same = first_with(wholes, whole_of(a, rows[i]), i);

        ret[i] = first_with(keys, key_of(a, unique, n_unique, rows[i]), i);
        if (ret[i] == SIZE_MAX)
            ret[i] = same;
    }
    return ret;
}

/* Said, not forbidden: who examines the file decides what it means. */
static void
warn_doubled(struct field_reader *r, const struct pack_field *f,
    struct str path, const struct json *list)
{
    const size_t *earlier = rows_doubled(r->a, f->unique, f->n_unique,
        (const struct json *const *)list->items, list->n);

    for (size_t i = 0; i < list->n; i++) {
        if (earlier[i] != SIZE_MAX)
            field_warn(r, arena_fmt(r->a, "%.*s[%zu]", STR_ARG(path), i),
                arena_fmt(r->a, "第 %zu 行：与第 %zu 行重复", i + 1,
                    earlier[i] + 1),
                arena_fmt(r->a, "Row %zu: the same as row %zu", i + 1,
                    earlier[i] + 1));
    }
}

/* Cells under a name the table does not have are kept, but said. */
static void
check_columns(struct field_reader *r, const struct pack_field *f,
    struct str path, const struct json *row, size_t number)
{
    for (size_t i = 0; i < row->n; i++)
        if (!is_column(f, row->keys[i]))
            field_wrong(r, arena_fmt(r->a, "%.*s[%zu]", STR_ARG(path), number),
                STR_EMPTY,
                arena_fmt(r->a, "第 %zu 行：%.*s没有“%.*s”这一列", number + 1,
                    ZH(f), STR_ARG(utf8_head(row->keys[i], 40))),
                arena_fmt(r->a, "Row %zu: there is no column \"%.*s\"",
                    number + 1, STR_ARG(utf8_head(row->keys[i], 40))));
}

const struct json *
field_read_rows(struct field_reader *r, const struct pack_field *f,
    struct str path, struct str typed)
{
    const struct json *given;
    struct err err;
    size_t max = f->max_rows > 0 ? f->max_rows : FIELD_ROWS_MAX;
    bool ok = json_parse(r->a, typed, FIELD_JSON_BYTES, &given, &err) == OK &&
              given->type == JSON_LIST;

    for (size_t i = 0; ok && i < given->n; i++)
        ok = given->items[i]->type == JSON_OBJECT;
    if (!ok)
        return field_wrong(r, path, typed,
            arena_fmt(r->a, "%.*s的表格内容不完整，请重新填写", ZH(f)),
            arena_fmt(r->a,
                "%.*s: the table is incomplete; please fill it in "
                "again",
                EN(f)));

    struct json *list = json_new(r->a, JSON_LIST);
    for (size_t i = 0; i < given->n; i++) {
        const struct json *row = given->items[i];

        if (is_blank_row(row))
            continue;
        json_push(r->a, list, read_row(r, f, path, row, list->n));
        check_columns(r, f, path, row, list->n - 1);
    }
    if (r->complete && f->n_unique > 0)
        warn_doubled(r, f, path, list);
    if (list->n > max)
        return field_wrong(r, path, typed,
            arena_fmt(
                r->a, "%.*s应不超过 %zu 行，现为 %zu 行", ZH(f), max, list->n),
            arena_fmt(
                r->a, "%.*s: at most %zu rows, now %zu", EN(f), max, list->n));
    return list;
}
