/* mingce pack coverage: for each clause what realises it, and which cases
 * exercise it. */
#include "cli/cli.h"
#include "cli_private.h"
#include "pack/coverage.h"
#include "pack/law.h"
#include "pack/tree.h"
#include "pack_folder.h"
#include "web/web.h"

#include <stdio.h>

/* The cases that name each clause: id -> struct cases. */
struct cases {
    VEC_OF(struct str) ids;
};

static void
note_case(struct arena *a, struct map *by_clause, const struct tree *t)
{
    const struct tree *id = tree_get(t, STR("case"));
    const struct tree *clauses = tree_get(t, STR("clauses"));

    for (size_t i = 0; id != NULL && clauses != NULL && i < clauses->n;
         i++) {
        struct str clause = clauses->items[i]->text;
        struct cases *at = map_get(by_clause, clause);

        if (at == NULL) {
            at = arena_one(a, struct cases);
            map_put(by_clause, clause, at);
        }
        *VEC_PUSH(a, &at->ids) = id->text;
    }
}

static struct map *
cases_by_clause(struct cli *c, const struct timeline_pack *packs, size_t n)
{
    struct map *by_clause = map_new(c->a);

    for (size_t i = 0; i < n; i++) {
        for (size_t f = 0; f < packs[i].n_files; f++) {
            struct problems problems = { .a = c->a };
            const struct tree *t = yaml_read(c->a, c->a,
                packs[i].files[f].path, packs[i].files[f].bytes, &problems);

            for (size_t k = 0; t != NULL && t->type == TREE_LIST && k < t->n;
                 k++)
                note_case(c->a, by_clause, t->items[k]);
        }
    }
    return by_clause;
}

static bool
is_page(struct str path)
{
    for (size_t s = 0; s < route_set_count; s++) {
        for (size_t i = 0; i < route_sets[s]->n; i++) {
            if (str_eq(str_of(route_sets[s]->routes[i].path), path))
                return true;
        }
    }
    return false;
}

/* Pages that a pack names and the program does not have. */
static size_t
missing_pages(const struct pack *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_elsewhere; i++) {
        struct str page = p->elsewhere[i].page;

        if (page.n == 0 || is_page(page))
            continue;
        (void)fprintf(stderr, "mingce: " STR_FMT ": 没有页面 " STR_FMT
                              "（elsewhere 的 " STR_FMT "）\n",
            STR_ARG(p->id), STR_ARG(page), STR_ARG(p->elsewhere[i].name));
        n++;
    }
    return n;
}

/* "规则 甲、乙；栏目 丙": parts of the same kind together. */
static void
write_uses(struct buf *b, const struct pack_cover *row)
{
    struct str kind = STR_EMPTY;

    for (size_t i = 0; i < row->n_uses; i++) {
        const struct pack_use *u = &row->uses[i];

        if (!str_eq(u->kind.zh, kind))
            buf_fmt(b, "%s" STR_FMT " ", i > 0 ? "；" : "",
                STR_ARG(u->kind.zh));
        else
            buf_lit(b, "、");
        kind = u->kind.zh;
        buf_str(b, u->name);
    }
    if (row->n_uses == 0 && row->text_only.n > 0)
        buf_fmt(b, "只作展示：" STR_FMT, STR_ARG(row->text_only));
    if (row->open)
        buf_lit(b, "**没有落实**");
}

static void
write_row(struct buf *b, const struct pack_cover *row,
    const struct cases *cases, bool markdown)
{
    const char *between = markdown ? " | " : "\t";

    buf_fmt(b, "%s" STR_FMT "%s" STR_FMT "%s" STR_FMT "%s",
        markdown ? "| " : "", STR_ARG(row->clause->id), between,
        STR_ARG(row->clause->cite), between, STR_ARG(row->clause->kind),
        between);
    write_uses(b, row);
    buf_str(b, str_of(between));
    for (size_t i = 0; cases != NULL && i < cases->ids.n; i++)
        buf_fmt(b, "%s" STR_FMT, i > 0 ? "、" : "",
            STR_ARG(cases->ids.p[i]));
    buf_str(b, str_of(markdown ? " |\n" : "\n"));
}

static void
write_names(struct buf *b, const char *kind, const struct str *names,
    size_t n, size_t *told)
{
    for (size_t i = 0; i < n; i++) {
        buf_fmt(b, "%s%s" STR_FMT,
            i > 0 ? "、" : *told > 0 ? "；" : "", i > 0 ? "" : kind,
            STR_ARG(names[i]));
        (*told)++;
    }
}

static void
write_law(struct buf *b, const struct pack_law *o)
{
    static const char *const marks[] = { [EVIDENCE_FULL] = "T 全文",
        [EVIDENCE_EXCERPT] = "P 摘录", [EVIDENCE_MEMORY] = "M 凭记忆" };
    size_t told = 0;

    buf_fmt(b, "| " STR_FMT " | " STR_FMT " | " STR_FMT " | %s | ",
        STR_ARG(o->name), STR_ARG(o->title.zh), STR_ARG(o->says.zh),
        marks[o->evidence]);
    write_names(b, "规则 ", o->rules, o->n_rules, &told);
    write_names(b, "栏目 ", o->values, o->n_values, &told);
    write_names(b, "参数 ", o->parameters, o->n_parameters, &told);
    write_names(b, "读法 ", o->readings, o->n_readings, &told);
    write_names(b, "台账 ", o->records, o->n_records, &told);
    write_names(b, "文书 ", o->documents, o->n_documents, &told);
    if (o->program.zh.n > 0)
        buf_fmt(b, "%s程序：" STR_FMT, told > 0 ? "；" : "",
            STR_ARG(o->program.zh));
    if (o->text_only.zh.n > 0)
        buf_fmt(b, "只作展示：" STR_FMT, STR_ARG(o->text_only.zh));
    buf_lit(b, " |\n");
}

/* Other texts that the pack rests on. */
static void
write_laws(struct buf *b, const struct pack *p)
{
    if (p->n_laws == 0)
        return;
    buf_lit(b, "\n### 其他依据\n\n| 编号 | 出处 | 内容 | 证据 | 由何落实 |\n"
               "|---|---|---|---|---|\n");
    for (size_t i = 0; i < p->n_laws; i++)
        write_law(b, &p->laws[i]);
}

/* One pack; returns how many clauses nothing realises. */
static size_t
write_pack(struct cli *c, struct buf *b, const struct pack *p,
    const struct map *cases, bool markdown)
{
    size_t n = 0, open = 0;
    const struct pack_cover *rows = pack_coverage(c->a, p, &n);

    if (markdown)
        buf_fmt(b,
            "\n## " STR_FMT "\n\n| 条款 | 出处 | 性质 | 由何落实 | 案例 |\n"
            "|---|---|---|---|---|\n",
            STR_ARG(p->title.zh));
    for (size_t i = 0; i < n; i++) {
        write_row(b, &rows[i], map_get(cases, rows[i].clause->id), markdown);
        open += rows[i].open;
    }
    buf_fmt(b, "%s" STR_FMT "：%zu 条，已落实 %zu 条，没有落实 %zu 条%s",
        markdown ? "\n" : "", STR_ARG(p->id), n, n - open, open,
        markdown ? "。\n" : "\n");
    if (markdown)
        write_laws(b, p);
    return open;
}

int
pack_print_coverage(struct cli *c)
{
    struct timeline_pack packs[PACKS_MAX];
    struct buf b;
    size_t n = 0, open = 0;
    bool markdown = false;

    for (size_t i = 1; i < c->n_args; i++) {
        const char *dir = arena_cstr(c->a, c->args[i]);

        if (str_eq(c->args[i], STR("--markdown"))) {
            markdown = true;
            continue;
        }
        if (n == PACKS_MAX)
            return EXIT_USAGE;
        packs[n] = (struct timeline_pack){ .pack =
                pack_load_folder(c, dir, stderr) };
        if (packs[n].pack == NULL || !pack_read_cases(c, dir, &packs[n]))
            return EXIT_NO;
        n++;
    }
    buf_init(&b, c->a, 8u << 20);
    if (markdown)
        buf_lit(&b, "# 条款落实表\n\n由 `mingce pack coverage --markdown` "
                    "生成，请勿手改。\n");
    struct map *cases = cases_by_clause(c, packs, n);
    for (size_t i = 0; i < n; i++)
        open += write_pack(c, &b, packs[i].pack, cases, markdown) +
                missing_pages(packs[i].pack);
    struct str out = buf_view(&b);
    if (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout) != 0)
        return EXIT_FAILED;
    return open > 0 ? EXIT_NO : EXIT_DONE;
}
