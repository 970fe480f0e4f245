/* The list that goes with a joint publication, as a table. */
#include "domain/publication.h"
#include "domain/table.h"

static const struct pack_stage *
stage_of(const struct publication *p)
{
    const struct pack_procedure *proc = pack_procedure(p->pack, p->procedure);

    return proc == NULL ? NULL : procedure_stage(proc, STAGE_PUBLICATION);
}

const struct pack_document *
publication_table(const struct publication *p)
{
    const struct pack_stage *s = stage_of(p);

    return s == NULL || p->kind != PUBLICATION_RESULT
               ? NULL
               : table_document(p->pack, s->table);
}

/* A row of the table for one title. */
static enum status
one_row(struct act *x, const struct publication *p,
    const struct pack_document *d, const struct publication_entry *e,
    int64_t position, struct str *ret, struct err *err)
{
    const struct pack_category *c = pack_category(p->pack, e->category);
    const struct table_line line = {
        .category = c == NULL ? e->category : c->title.zh,
        .result = decision_title(e->outcome) };
    bool officer = may_in(x, MAY_READ_FILES, p->programme_id, STR_EMPTY);
    const struct json *cells = NULL;
    struct application app;

    TRY(application_load(x, e->subject_id, e->application_id, &app, err));
    TRY(table_cells(x, d, &app, &line, &cells, err));
    for (size_t i = 0; i < d->n_columns; i++) {
        const struct pack_column *column = &d->columns[i];

        if (str_eq(column->from, STR("row")))
            ret[i] = arena_fmt(x->a, "%lld", (long long)position);
        else if (!officer && table_column_private(&app, column))
            ret[i] = STR_EMPTY;
        else if (str_eq(column->from, STR("subject")))
            ret[i] = e->name; /* as it was then */
        else
            ret[i] = json_str(json_get(cells, column->name));
    }
    return OK;
}

enum status
publication_table_cells(struct act *x, const struct publication *p,
    const struct str **ret, size_t *ret_n, struct err *err)
{
    static const enum decision_outcome OUTCOMES[] = { DECISION_RECOGNISE,
        DECISION_INCUBATE };
    const struct pack_document *d = publication_table(p);
    const struct publication_entry *e = NULL;
    size_t n = 0, rows = 0;

    if (d == NULL)
        return err_set(err, ERR_NOT_FOUND, "这份公告没有名单表");
    TRY(publication_entries(x, p, &e, &n, err));
    struct str *cells = arena_new_array(x->a, struct str,
        n * d->n_columns + 1);
    size_t categories = p->pack->n_categories;
    for (size_t c = 0; c < (categories == 0 ? 1 : categories); c++) {
        struct str category =
            categories == 0 ? STR_EMPTY : p->pack->categories[c].name;

        for (size_t o = 0; o < sizeof(OUTCOMES) / sizeof(OUTCOMES[0]); o++) {
            for (size_t i = 0; i < n; i++) {
                if (e[i].outcome != OUTCOMES[o] ||
                    !str_eq(e[i].category, category))
                    continue;
                TRY(one_row(x, p, d, &e[i], (int64_t)rows + 1,
                    &cells[rows * d->n_columns], err));
                rows++;
            }
        }
    }
    *ret = cells;
    *ret_n = rows;
    return OK;
}
