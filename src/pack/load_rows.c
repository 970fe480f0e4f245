/* What the keys of a table say together. */
#include "shape.h"

static bool
has_column(const struct pack_field *f, struct str name)
{
    for (size_t i = 0; i < f->n_columns; i++) {
        if (str_eq(f->columns[i].name, name))
            return true;
    }
    return false;
}

void
load_rows_done(
    struct load *l, const struct tree *t, const struct pack_field *f)
{
    if (f->max_rows != 0 && f->min_rows > f->max_rows)
        LOAD_ERROR(l, tree_get(t, STR("max_rows")),
            "max_rows（%zu）应不小于 min_rows（%zu）", f->max_rows,
            f->min_rows);
    for (size_t i = 0; i < f->n_unique; i++) {
        if (!has_column(f, f->unique[i]))
            LOAD_ERROR(l, tree_get(t, STR("unique")),
                "unique 中的“" STR_FMT "”不是这个表格的列",
                STR_ARG(f->unique[i]));
    }
}
