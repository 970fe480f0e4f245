/* Templates, and tables back with what is wrong in them. */
#include "domain/sheet.h"

struct str
sheet_letter(struct arena *a, int place)
{
    char c[4];
    int n = 0;

    for (int v = place; v > 0 && n < 4; v = (v - 1) / 26)
        c[n++] = (char)('A' + (v - 1) % 26);
    for (int i = 0; i < n / 2; i++) {
        char swap = c[i];

        c[i] = c[n - 1 - i];
        c[n - 1 - i] = swap;
    }
    return arena_str(a, (struct str){ c, (size_t)n });
}

struct str
sheet_line_problem(struct arena *a, const struct sheet_layout *layout,
    const struct sheet_line *line, bool english)
{
    struct str all = STR_EMPTY;

    for (size_t i = 0; i < line->n_problems; i++) {
        const struct sheet_problem *p = &line->problems[i];
        struct str text = english && p->text_en.n > 0 ? p->text_en : p->text;
        struct str label = STR_EMPTY;

        if (p->column < layout->n_columns)
            label = layout->columns[p->column]->label.zh;
        if (label.n > 0 && str_find(text, label) == SIZE_MAX)
            text = arena_fmt(
                a, "“" STR_FMT "”：" STR_FMT, STR_ARG(label), STR_ARG(text));
        all = i == 0 ? text
                     : arena_fmt(a, STR_FMT "；" STR_FMT, STR_ARG(all),
                           STR_ARG(text));
    }
    return all;
}

static struct str
cell_of(struct arena *a, const struct pack_field *f,
    const struct regions *regions, const struct json *value)
{
    switch (f->type) {
    case FIELD_ONE_OF:
    case FIELD_MANY_OF:
    case FIELD_YES_NO:
    case FIELD_TICK:
        return value->type == JSON_NULL
                   ? STR_EMPTY
                   : field_show(a, f, value, false, false);
    case FIELD_REGION:
        if (regions != NULL && region_find(regions, json_str(value)) != NULL)
            return region_path(a, regions, json_str(value));
        break;
    default:
        break;
    }
    return field_input(a, f, value);
}

struct sheet_line
sheet_line_of(struct arena *a, const struct sheet_layout *layout,
    const struct regions *regions, const struct json *values)
{
    struct str *cells =
        arena_new_array(a, struct str, layout->n_columns + 1);

    for (size_t i = 0; i < layout->n_columns; i++)
        cells[i] = cell_of(a, layout->columns[i], regions,
            json_get(values, layout->columns[i]->name));
    return (struct sheet_line){ .cells = cells, .values = values };
}

static void
choices_of(struct arena *a, const struct pack_field *f,
    struct xlsx_column *ret)
{
    static const struct str YES_NO[] = { STR_INIT("是"), STR_INIT("否") };

    if (f->type == FIELD_YES_NO || f->type == FIELD_TICK) {
        ret->choices = YES_NO;
        ret->n_choices = 2;
    } else if (f->type == FIELD_ONE_OF && !f->other) {
        struct str *list = arena_new_array(a, struct str, f->n_options + 1);

        for (size_t i = 0; i < f->n_options; i++)
            list[i] = f->options[i].label.zh.n > 0 ? f->options[i].label.zh
                                                   : f->options[i].value;
        ret->choices = list;
        ret->n_choices = f->n_options;
    }
}

/* Which columns have to be filled, and how what is not plain text is
 * written. */
static struct str
note_of(struct arena *a, const struct sheet_layout *l)
{
    struct str must = STR_EMPTY, ways = STR_EMPTY;
    bool date = false, money = false;

    for (size_t i = 0; i < l->n_columns; i++) {
        const struct pack_field *f = l->columns[i];

        if (f->required)
            must = arena_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(must),
                must.n == 0 ? "" : "、", STR_ARG(f->label.zh));
        date = date || f->type == FIELD_DATE;
        money = money || f->type == FIELD_MONEY_FEN;
    }
    if (date)
        ways = STR("日期写作 2024-06-11；");
    if (money)
        ways = arena_join(a, ways,
            STR("金额以元计，如 12,345.60，至多 13 位整数和 2 位小数；"));
    return arena_fmt(a,
        "注：必填的栏目：" STR_FMT "。" STR_FMT
        "至多 %zu 行；列名不要改动，空行不读。",
        STR_ARG(must.n == 0 ? STR("无") : must), STR_ARG(ways),
        l->max_rows == 0 ? (size_t)PACK_ROWS_MAX : l->max_rows);
}

void
sheet_fill_book(struct arena *a, const struct sheet_layout *layout,
    const struct sheet_line *lines, size_t n, bool with_problems,
    struct xlsx_book *book)
{
    struct xlsx_column columns[SHEET_COLUMNS_MAX + 1] = { 0 };
    struct str cells[SHEET_COLUMNS_MAX + 1];
    struct str above[] = { layout->title, layout->help };
    size_t width = layout->n_columns < SHEET_COLUMNS_MAX
                       ? layout->n_columns
                       : SHEET_COLUMNS_MAX;

    for (size_t i = 0; i < width; i++) {
        columns[i].title = layout->columns[i]->label.zh;
        columns[i].width = 20;
        choices_of(a, layout->columns[i], &columns[i]);
    }
    columns[width] =
        (struct xlsx_column){ .title = STR("错误原因"), .width = 60 };
    xlsx_sheet(book, layout->title, above, layout->help.n > 0 ? 2 : 1,
        columns, width + (with_problems ? 1 : 0));
    for (size_t r = 0; r < n; r++) {
        for (size_t i = 0; i < width; i++)
            cells[i] = lines[r].cells[i];
        cells[width] =
            sheet_line_problem(a, layout, &lines[r], false);
        xlsx_add_row(book, cells, width + (with_problems ? 1 : 0),
            with_problems && lines[r].n_problems > 0 ? XLSX_BAD
                                                     : XLSX_PLAIN);
    }
    xlsx_note(book, note_of(a, layout));
}
