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

static bool
has_word(const struct cli *c, const char *word)
{
    for (size_t i = 1; i < c->n_args; i++)
        if (str_eq(c->args[i], str_of(word)))
            return true;
    return false;
}

static void
print_change(const struct pack_change *c, int depth, bool english)
{
    if (c->kind == CHANGE_ONE) {
        struct str text = english ? c->text.en : c->text.zh;

        (void)printf("%*s- " STR_FMT "\n", depth * 2, "", STR_ARG(text));
        return;
    }
    (void)printf("%*s- %s\n", depth * 2, "",
        c->kind == CHANGE_ALL ? (english ? "all of:" : "以下各项都需要：")
                              : (english ? "one of:" : "以下任一项即可："));
    for (size_t i = 0; i < c->n; i++)
        print_change(&c->parts[i], depth + 1, english);
}

static void
print_missing(const struct pack_verdict *v, bool english)
{
    for (size_t i = 0; i < v->n_missing; i++) {
        const struct pack_source *s = &v->sources[i];

        (void)printf(english ? "  missing: " STR_FMT " (" STR_FMT ")\n"
                             : "  缺少：" STR_FMT "（" STR_FMT "）\n",
            STR_ARG(english && s->label.en.n > 0 ? s->label.en
                                                 : s->label.zh),
            STR_ARG(english ? s->where.en : s->where.zh));
    }
    if (v->error.n > 0)
        (void)printf(english ? "  fault of the rule: " STR_FMT "\n"
                             : "  规则本身有误：" STR_FMT "\n",
            STR_ARG(v->error));
}

/* The steps, then what is missing, from when on, and what would change it. */
static void
print_verdict(
    struct act *x, const struct pack_verdict *v, const struct pack *p,
    bool english)
{
    struct explain_words words = { .english = english };
    struct explain_node node;
    struct str text;

    pack_explain(x->a, p, v, english, &node);
    text = explain_text(x->a, &node, &words);
    (void)fwrite(text.p, 1, text.n, stdout);
    print_missing(v, english);
    if (v->outcome == NOT_MET && !day_is_none(v->holds_from))
        (void)printf(english ? "  reached on " STR_FMT ", all else equal\n"
                             : "  " STR_FMT " 起满足（其他条件不变）\n",
            STR_ARG(day_iso(x->a, v->holds_from)));
    if (v->not_in_ten_years)
        (void)printf("  %s\n",
            english ? "not within ten years, all else equal"
                    : "其他条件不变，十年内不会因时间推移而满足");
    if (v->change != NULL) {
        (void)printf("  %s\n",
            english ? "what would change it:" : "怎样才能符合：");
        print_change(v->change, 2, english);
    }
}

static void
print_json(struct act *x, const struct pack_verdict *v, const struct pack *p,
    bool english)
{
    struct json *o = json_new(x->a, JSON_OBJECT);
    struct explain_node node;
    struct buf b;
    struct str text;

    pack_explain(x->a, p, v, english, &node);
    json_set(x->a, o, STR("verdict"), pack_verdict_json(x->a, v));
    json_set(x->a, o, STR("steps"), pack_explain_json(x->a, &node));
    buf_init(&b, x->a, 16u * 1024 * 1024);
    json_write(&b, o);
    text = buf_view(&b);
    (void)printf(STR_FMT "\n", STR_ARG(text));
}

static enum status
explain_row(struct work *w, struct act *x, const struct verdict_row *row,
    struct err *err)
{
    const struct pack *p = domain_pack(w->d, row->pack_hash);
    bool english = has_word(w->c, "--english");
    struct pack_verdict again;
    bool same = false;

    TRY(verdict_again(x, row, &again, &same, err));
    if (!same)
        w->code = EXIT_NO;
    if (has_word(w->c, "--json")) {
        print_json(x, &again, p, english);
        return OK;
    }
    (void)printf(STR_FMT "  " STR_FMT "  reference day " STR_FMT
                         "  pack " STR_FMT "\n",
        STR_ARG(us_beijing(x->a, row->at_us)), STR_ARG(row->stage),
        STR_ARG(day_iso(x->a, row->reference)),
        STR_ARG(str_sub(row->pack_hash, 0, 12)));
    print_verdict(x, &again, p, english);
    (void)printf("  judged again: %s\n\n",
        same ? "the same, to the byte" : "DIFFERENT from what was kept");
    return OK;
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
    for (size_t i = 0; i < n; i++)
        TRY(explain_row(w, &x, &rows[i], err));
    return OK;
}

int
cmd_explain(struct cli *c)
{
    bool known = c->n_args > 0;

    for (size_t i = 1; i < c->n_args; i++)
        known = known && (str_eq(c->args[i], STR("--json")) ||
                             str_eq(c->args[i], STR("--english")));
    if (!known) {
        (void)fprintf(stderr,
            "usage: mingce explain NUMBER [--english] [--json]\n");
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
        csv_cell(&b, false, rows[i].category);
        csv_cell(&b, false,
            rows[i].category.n == 0 ? STR_EMPTY
            : rows[i].incubating    ? STR("INCUBATING")
                                    : STR("RECOGNISED"));
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
    (void)printf("number,name,region,admitted,last_day,state,category,"
        "standing\r\n");
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
