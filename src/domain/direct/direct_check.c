#include "direct_check.h"

#include "domain/sheet.h"

struct check *
check_new(struct arena *a, const struct pack *p, struct day today)
{
    struct check *c = arena_one(a, struct check);

    *c = (struct check){ .a = a,
        .scratch = arena_new("direct-row"),
        .persons = str_eq(p->subject, STR("person")),
        .today = today };
    return c;
}

void
check_end(struct check *c)
{
    arena_free(c->scratch);
}

size_t
column_named(const struct pack_import *im, struct str name)
{
    for (size_t i = 0; i < im->n_columns; i++) {
        if (str_eq(im->columns[i].name, name))
            return i;
    }
    return SIZE_MAX;
}

size_t
column_typed(const struct pack_import *im, enum field_type type)
{
    for (size_t i = 0; i < im->n_columns; i++) {
        if (im->columns[i].type == type)
            return i;
    }
    return SIZE_MAX;
}

struct str
line_phone(struct arena *a, const struct pack_import *im,
    const struct str *cells)
{
    size_t at = column_typed(im, FIELD_MOBILE);

    if (at == SIZE_MAX)
        at = column_typed(im, FIELD_PHONE);
    return at == SIZE_MAX ? STR_EMPTY : utf8_narrow(a, cells[at]);
}

static struct str
cell_problem(struct check *c, const struct pack_field *f,
    const struct xlsx_cell *cell, struct str text)
{
    const struct json *value = NULL;
    struct form_problem problem = { 0 };
    struct str wrong = sheet_cell_spoilt(c->scratch, f, cell);

    if (wrong.n > 0)
        return wrong;
    if (text.n == 0)
        return f->required ? arena_fmt(c->scratch, "未填写“" STR_FMT "”",
                                 STR_ARG(f->label.zh))
                           : STR_EMPTY;
    if (utf8_has_control(text, true))
        return arena_fmt(c->scratch,
            "“" STR_FMT "”含有不可见的控制字符，请重新填写",
            STR_ARG(f->label.zh));
    if (field_read(c->scratch, f, text, c->today, &value, &problem))
        return STR_EMPTY;
    if (str_find(problem.text, f->label.zh) != SIZE_MAX)
        return problem.text;
    return arena_fmt(c->scratch, "“" STR_FMT "”：" STR_FMT,
        STR_ARG(f->label.zh), STR_ARG(problem.text));
}

void
check_line(struct check *c, const struct pack_import *im,
    const struct xlsx_row *row, size_t offset, struct direct_line *ret)
{
    struct str *cells = arena_new_array(c->a, struct str, im->n_columns);
    struct str problem = STR_EMPTY;

    arena_reset(c->scratch);
    for (size_t i = 0; i < im->n_columns; i++) {
        size_t at = offset + 1 + i;
        const struct xlsx_cell *cell =
            at < row->n ? &row->cells[at] : &(const struct xlsx_cell){ 0 };
        struct str text = str_trim(cell->text);
        struct str wrong = cell_problem(c, &im->columns[i], cell, text);

        cells[i] = arena_str(c->a, text);
        if (wrong.n > 0)
            problem = problem.n == 0
                          ? wrong
                          : arena_fmt(c->scratch, STR_FMT "；" STR_FMT,
                                STR_ARG(problem), STR_ARG(wrong));
    }
    /* Rows behind the frame, such as a remark in a column of its own. */
    for (size_t i = offset + 1 + im->n_columns; i < row->n; i++) {
        if (str_trim(row->cells[i].text).n > 0 && problem.n == 0)
            problem = arena_fmt(c->scratch,
                "第%d列在表式以外，请删除其中的内容", (int)i + 1);
    }
    size_t name = column_named(im, im->name_column);
    *ret = (struct direct_line){ .sheet_row = row->number,
        .serial = offset < row->n
                      ? arena_str(c->a, utf8_narrow(c->scratch,
                                            row->cells[offset].text))
                      : STR_EMPTY,
        .cells = cells,
        .name = name == SIZE_MAX ? STR_EMPTY : cells[name],
        .problem = arena_str(c->a, problem) };
}

void
check_duplicates(struct check *c, const struct pack_import *im,
    struct direct_line *lines, size_t n)
{
    struct map *seen = map_new(c->a);

    for (size_t i = 0; i < n; i++) {
        struct direct_line *l = &lines[i];
        struct str key = utf8_key(c->a, l->name);

        if (key.n == 0)
            continue;
        if (c->persons)
            key = arena_fmt(c->a, STR_FMT "/" STR_FMT, STR_ARG(key),
                STR_ARG(line_phone(c->a, im, l->cells)));
        const struct direct_line *first = map_get(seen, key);
        if (first == NULL) {
            (void)map_put(seen, key, l);
            continue;
        }
        struct str text = arena_fmt(c->a, "与第%d行“" STR_FMT "”重复",
            first->sheet_row, STR_ARG(first->name));
        l->problem = l->problem.n == 0
                         ? text
                         : arena_fmt(c->a, STR_FMT "；" STR_FMT,
                               STR_ARG(l->problem), STR_ARG(text));
    }
}
