/* mingce explain, import, export: decisions judged again, tables checked
 * before they are uploaded, the register as CSV. */
#include "cli/cli.h"
#include "cli_private.h"
#include "domain/accreditation.h"
#include "domain/direct.h"
#include "domain/install.h"
#include "domain/verdict.h"
#include "format/csv.h"

#include <stdio.h>

struct work {
    struct cli *c;
    struct domain *d;
    int code;
};

/* Opens database and snapshot, runs fn in a read transaction. */
static int
with_database(struct cli *c, store_fn fn)
{
    struct store *s = NULL;
    struct err err = { 0 };
    struct work w = { .c = c, .code = EXIT_FAILED };

    if (!cli_open_store(c, &s))
        return EXIT_FAILED;
    if (cli_domain(c, s, &w.d) && store_read(s, fn, &w, &err) != OK)
        w.code = cli_failed(&err);
    domain_free(w.d);
    store_close(s);
    return w.code;
}

/* --- explain --- */

static void
print_verdict(const struct pack_verdict *v, int depth)
{
    static const char *const MARK[] = { [NOT_MET] = "no       ",
        [MET] = "yes      ", [UNDECIDED] = "undecided" };

    (void)printf("%*s%s " STR_FMT, depth * 2, "", MARK[v->outcome],
        STR_ARG(v->rule->name));
    if (v->rule->clause.n > 0)
        (void)printf(" [" STR_FMT "]", STR_ARG(v->rule->clause));
    if (v->n_parts == 0 && v->why.n > 0)
        (void)printf(": " STR_FMT, STR_ARG(v->why));
    (void)printf("\n");
    for (size_t i = 0; i < v->n_parts; i++)
        print_verdict(&v->parts[i], depth + 1);
}

static enum status
explain(struct tx *tx, void *arg, struct err *err)
{
    struct work *w = arg;
    struct actor system = actor_system();
    struct act x = act_make(
        w->c->a, w->d, tx, &system, world_now(w->c->world));
    struct application app;
    const struct verdict_row *rows = NULL;
    size_t n = 0;

    TRY(application_by_number(&x, w->c->args[0], &app, err));
    TRY(verdict_list(&x, &app, &rows, &n, err));
    w->code = n == 0 ? EXIT_NO : EXIT_DONE;
    for (size_t i = 0; i < n; i++) {
        struct pack_verdict again;
        bool same = false;

        TRY(verdict_again(&x, &rows[i], &again, &same, err));
        (void)printf(STR_FMT "  " STR_FMT "  reference day " STR_FMT
                     "  pack " STR_FMT "\n",
            STR_ARG(us_beijing(x.a, rows[i].at_us)), STR_ARG(rows[i].stage),
            STR_ARG(day_iso(x.a, rows[i].reference)),
            STR_ARG(str_sub(rows[i].pack_hash, 0, 12)));
        print_verdict(&again, 1);
        (void)printf("  judged again: %s\n\n",
            same ? "the same, to the byte" : "DIFFERENT from what was kept");
        if (!same)
            w->code = EXIT_NO;
    }
    return OK;
}

int
cmd_explain(struct cli *c)
{
    if (c->n_args != 1) {
        (void)fprintf(stderr, "usage: mingce explain NUMBER\n");
        return EXIT_USAGE;
    }
    return with_database(c, explain);
}

/* --- import (dry run) --- */

static enum status
check_table(struct tx *tx, void *arg, struct err *err)
{
    struct work *w = arg;
    struct cli *c = w->c;
    const struct programme *p = domain_programme_by_code(w->d, c->args[0]);
    const struct pack_import *im = NULL;
    const struct pack_channel *channel = NULL;
    struct direct_sheet sheet;

    (void)tx;
    if (p == NULL || !direct_import_of(p->pack, &im, &channel))
        return err_set(err, ERR_NOT_FOUND,
            "there is no programme with direct inclusion of that name");
    TRY(direct_read_file(c->a, p->pack, im, arena_cstr(c->a, c->args[1]),
        str_ends(c->args[1], STR(".csv")),
        day_of_us(world_now(c->world)), &sheet, err));
    for (size_t i = 0; i < sheet.n; i++) {
        if (sheet.lines[i].problem.n > 0)
            (void)printf("row %d: " STR_FMT "\n", sheet.lines[i].sheet_row,
                STR_ARG(sheet.lines[i].problem));
    }
    (void)printf("%zu rows, %zu good; nothing was stored\n", sheet.n,
        sheet.n_good);
    w->code = sheet.n == sheet.n_good ? EXIT_DONE : EXIT_NO;
    return OK;
}

int
cmd_import(struct cli *c)
{
    if (c->n_args != 2) {
        (void)fprintf(stderr, "usage: mingce import PROGRAMME FILE\n");
        return EXIT_USAGE;
    }
    return with_database(c, check_table);
}

/* --- export --- */

static void
print_page(struct act *x, const struct register_row *rows, size_t n)
{
    struct buf b;

    buf_init(&b, NULL, 16u * 1024 * 1024);
    for (size_t i = 0; i < n; i++) {
        csv_cell(&b, true, rows[i].number);
        csv_cell(&b, false, rows[i].name);
        csv_cell(&b, false, region_path(x->a, x->d->regions, rows[i].region));
        csv_cell(&b, false, day_iso(x->a, rows[i].admitted));
        csv_cell(&b, false, day_iso(x->a, rows[i].last_day));
        csv_cell(&b, false, accreditation_state_name(rows[i].state));
        csv_end_row(&b);
    }
    struct str text = buf_view(&b);
    (void)fwrite(text.p, 1, text.n, stdout);
    buf_free(&b);
}

static enum status
export_register(struct tx *tx, void *arg, struct err *err)
{
    struct work *w = arg;
    struct actor system = actor_system();
    const struct programme *p =
        domain_programme_by_code(w->d, w->c->args[0]);
    struct register_cursor at = { DAY_NONE, 0 };
    size_t n = 0;

    if (p == NULL)
        return err_set(err, ERR_NOT_FOUND, "there is no such programme");
    (void)printf("number,name,region,admitted,last_day,state\r\n");
    do {
        struct arena *a = arena_new("export");
        struct act x = act_make(
            a, w->d, tx, &system, world_now(w->c->world));
        const struct register_row *rows = NULL;
        int64_t total = 0;
        enum status st = register_list(&x,
            &(struct register_filter){ .programme_id = p->id }, at, 500,
            &rows, &n, &total, err);

        if (st == OK && n > 0) {
            print_page(&x, rows, n);
            at = (struct register_cursor){ rows[n - 1].admitted,
                rows[n - 1].id };
        }
        arena_free(a);
        if (st != OK)
            return st;
    } while (n == 500);
    w->code = EXIT_DONE;
    return OK;
}

int
cmd_export(struct cli *c)
{
    if (c->n_args != 1) {
        (void)fprintf(stderr, "usage: mingce export PROGRAMME\n");
        return EXIT_USAGE;
    }
    return with_database(c, export_register);
}
