/* The programme of a workforce in the demo: which divisions there are, and the
 * order in which its life goes. */
#include "workforce.h"

#include "format/csv.h"

struct work_unit *
work_unit(struct workforce *w, const char *code)
{
    for (size_t i = 0; i < w->n_units; i++) {
        if (str_eq(w->units[i].code, str_of(code)))
            return &w->units[i];
    }
    return &w->units[0];
}

struct work_office *
work_office(struct workforce *w, const char *code, size_t i)
{
    for (size_t k = 0; k < w->n_offices; k++) {
        if (str_eq(w->offices[k].unit->code, str_of(code)) && i-- == 0)
            return &w->offices[k];
    }
    return NULL;
}

struct day
work_ago(const struct workforce *w, int days, int reach)
{
    struct day day = demo_ago(w->m, days, reach);
    struct day first = day_of_ymd(w->year, 1, 6);

    if (day_cmp(w->today, first) < 0)
        first = w->today;
    return day_cmp(day, first) < 0 ? first : day;
}

bool
work_do(struct workforce *w,
    enum status (*fn)(
        struct act *x, struct demo_select *s, void *arg, struct err *err),
    const char *what)
{
    return demo_batch(w->s, fn, w, what);
}

/* --- the divisions --- */

static int64_t
number(const struct csv_row *row, size_t column)
{
    int64_t n = -1;

    if (row->n > column)
        (void)num_int(row->cells[column], 0, 100000000, &n);
    return n;
}

/* "-2025", "2026-", "". */
static void
read_years(struct work_unit *u, struct str years)
{
    int64_t n = 0;

    if (str_starts(years, STR("-"))) {
        if (num_int(str_sub(years, 1, 4), 0, 9999, &n))
            u->last_year = (int)n;
    } else if (num_int(str_sub(years, 0, 4), 0, 9999, &n)) {
        u->first_year = (int)n;
    }
}

static bool
read_units(struct workforce *w)
{
    const struct csv_row *rows = NULL;
    struct err err = { 0 };
    size_t n = 0;

    if (csv_read(w->m->a, cli_data_file(STR("demo/workforce.csv")),
            WORK_UNITS, &rows, &n, &err) != OK) {
        (void)cli_failed(&err);
        return false;
    }
    w->units = arena_new_array(w->m->a, struct work_unit, n);
    for (size_t i = 1; i < n; i++) {
        struct work_unit *u = &w->units[w->n_units++];

        *u = (struct work_unit){ .code = rows[i].cells[0],
            .name = rows[i].cells[1],
            .population = number(&rows[i], 3),
            .lawyers = number(&rows[i], 4),
            .workers = number(&rows[i], 5),
            .offices = number(&rows[i], 6),
            .rural_offices = number(&rows[i], 7),
            .towns_without = number(&rows[i], 8),
            .weak = number(&rows[i], 9) == 1,
            .headcount = number(&rows[i], 10),
            .rural = number(&rows[i], 11) };
        read_years(u, rows[i].cells[2]);
    }
    return w->n_units > 0;
}

/* --- all --- */

bool
demo_workforce(struct demo *m)
{
    struct workforce *w = arena_one(m->a, struct workforce);
    struct demo_select *s = arena_one(m->a, struct demo_select);

    *s = (struct demo_select){ .m = m, .p = m->worker };
    *w = (struct workforce){ .m = m, .s = s };
    w->today = demo_ago(m, 0, 0);
    w->year = day_ymd(w->today).year;
    return read_units(w) && work_people(w) && work_holders(w) &&
           work_plans(w) && work_files(w) && work_moves(w) &&
           work_practice(w) && work_draws(w);
}
