/* Lists that the program makes, compared row by row. */
#include "domain/publication.h"
#include "domain/research.h"
#include "domain/rows.h"
#include "run.h"

#define ROWS_MAX (1u << 20)

/* Rows written one a line must be those of the list t. */
static void
same_rows(struct run *r, const struct tree *t, const char *what,
    const struct buf *got)
{
    struct buf want;

    buf_init(&want, r->a, ROWS_MAX);
    for (size_t i = 0; i < t->n; i++) {
        buf_str(&want, t->items[i]->text);
        buf_byte(&want, '\n');
    }
    struct str rows = str_trim(buf_view(got));
    if (!str_eq(str_trim(buf_view(&want)), rows))
        (void)run_fail(r, t, "%s 实为：" STR_FMT, what, STR_ARG(rows));
}

/* --- the list of the newest joint publication --- */

/* Its rows, cells with a blank between them. */
static enum status
list_rows(struct run *r, struct act *x, struct buf *b, struct err *err)
{
    const struct publication *list = NULL;
    const struct str *cells = NULL;
    size_t n = 0, rows = 0;

    TRY(publication_list(x, run_programme(r), true, &list, &n, err));
    if (n > 0)
        TRY(publication_table_cells(x, &list[0], &cells, &rows, err));
    size_t columns = n == 0 ? 0 : publication_table(&list[0])->n_columns;
    for (size_t i = 0; i < rows * columns; i++) {
        buf_str(b, cells[i]);
        buf_byte(b, (i + 1) % columns == 0 ? '\n' : ' ');
    }
    return OK;
}

void
expect_list(struct run *r, struct act *x, const struct tree *t)
{
    struct err err = { 0 };
    struct buf b;

    buf_init(&b, r->a, ROWS_MAX);
    if (list_rows(r, x, &b, &err) != OK)
        (void)run_fail(r, t, "%s", err.text);
    else
        same_rows(r, t, "list", &b);
}

/* --- rows that the reviewers did not accept --- */

static enum status
refused_rows(struct run *r, struct act *x, struct buf *b, struct err *err)
{
    const struct row_mark *rows = NULL;
    struct application app;
    size_t n = 0;

    TRY(run_application(r, x, run_subject(r), STR_EMPTY, &app, err));
    TRY(rows_marked(x, &app, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].state == ROW_REFUSED)
            buf_str(b, arena_fmt(r->a, "%zu " STR_FMT "\n", rows[i].number,
                           STR_ARG(rows[i].reason)));
    }
    return OK;
}

void
expect_rows_refused(struct run *r, struct act *x, const struct tree *t)
{
    struct err err = { 0 };
    struct buf b;

    buf_init(&b, r->a, ROWS_MAX);
    if (refused_rows(r, x, &b, &err) != OK)
        (void)run_fail(r, t, "%s", err.text);
    else
        same_rows(r, t, "rows_refused", &b);
}

/* --- the first study of the pack --- */

static const char *const PROGRESS[] = { [PROGRESS_NONE] = "RECOGNISED",
    [PROGRESS_YEAR] = "YEAR",
    [PROGRESS_ASKED] = "ASKED",
    [PROGRESS_PROMOTED] = "PROMOTED",
    [PROGRESS_OVER] = "OVER",
    [PROGRESS_ENDED] = "ENDED" };

static void
study_row(struct run *r, const struct pack_research *study,
    const struct research_row *row, struct buf *b)
{
    buf_str(b, arena_fmt(r->a, STR_FMT " " STR_FMT " %s",
                   STR_ARG(row->holder.name), STR_ARG(row->prefecture),
                   PROGRESS[row->progress]));
    if (row->progress == PROGRESS_YEAR)
        buf_str(b, arena_fmt(r->a, "%d", row->year));
    for (size_t i = 0; i < study->n_by; i++)
        buf_str(b, arena_fmt(r->a, " " STR_FMT, STR_ARG(row->groups[i])));
    for (size_t i = 0; i < study->n_values; i++)
        buf_str(
            b, arena_fmt(r->a, " " STR_FMT, STR_ARG(row->values[i].text)));
    buf_byte(b, '\n');
}

void
expect_study(struct run *r, struct act *x, const struct tree *t)
{
    const struct research_filter f = { .programme_id = run_programme(r),
        .with_ended = true };
    const struct research_row *rows = NULL;
    struct err err = { 0 };
    struct buf b;
    size_t n = 0;

    if (r->pack->n_research == 0) {
        (void)run_fail(r, t, "政策包没有调研");
        return;
    }
    const struct pack_research *study = &r->pack->research[0];
    buf_init(&b, r->a, ROWS_MAX);
    if (research_rows(x, &f, study, &rows, &n, &err) != OK) {
        (void)run_fail(r, t, "%s", err.text);
        return;
    }
    for (size_t i = 0; i < n; i++)
        study_row(r, study, &rows[i], &b);
    same_rows(r, t, "study", &b);
}
