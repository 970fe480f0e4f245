/* How a verdict came about, step by step, and what would change it. */
#include "web/web.h"

#define DEPTH_SHOWN 40 /* deeper parts stand at the same indent */

/* --- what would change it --- */

static void
change_item(struct web *w, const struct pack_change *c)
{
    struct html *h = w->h;

    if (c->kind == CHANGE_ONE) {
        html_text(h, L(w, c->text));
        return;
    }
    html_cstr(h,
        c->kind == CHANGE_ALL ? T(w, "以下各项都需要：")
                              : T(w, "以下任一项即可："));
    html_raw(h, "<ul>");
    for (size_t i = 0; i < c->n; i++) {
        html_raw(h, "<li>");
        change_item(w, &c->parts[i]);
        html_raw(h, "</li>");
    }
    html_raw(h, "</ul>");
}

void
part_change(struct web *w, const struct pack_change *c)
{
    if (c == NULL)
        return;
    html_raw(w->h, "<div class=\"change\"><p><b>");
    html_cstr(w->h, T(w, "怎样才能符合"));
    html_raw(w->h, "</b></p><div>");
    change_item(w, c);
    html_raw(w->h, "</div></div>");
}

/* --- step by step --- */

static const char *
class_of_value(const struct explain_node *n)
{
    if (n->state == EXPLAIN_ERROR)
        return "way-value way-error";
    return n->state == EXPLAIN_MISSING ? "way-value way-missing"
                                       : "way-value";
}

static void
notes(struct web *w, const struct explain_node *n)
{
    struct html *h = w->h;

    if (n->weight == EXPLAIN_DECIDES && n->kind != EXPLAIN_ROW) {
        html_raw(h, " <span class=\"way-note\"><b>");
        html_cstr(h, T(w, "决定结果"));
        html_raw(h, "</b></span>");
    } else if (n->weight == EXPLAIN_IDLE && n->kind != EXPLAIN_ROW) {
        html_raw(h, " <span class=\"way-note\">");
        html_cstr(h, T(w, "不影响结果"));
        html_raw(h, "</span>");
    }
    if (n->note.n > 0) {
        html_raw(h, " <span class=\"way-note\">");
        html_text(h, n->note);
        html_raw(h, "</span>");
    }
}

/* A test or an output of a row: its column stands before it. */
static bool
has_column(const struct explain_node *n)
{
    return n->label.n > 0 &&
        (n->kind == EXPLAIN_CELL || n->kind == EXPLAIN_OUTPUT);
}

static bool
fails(const struct explain_node *n)
{
    return n->kind == EXPLAIN_ROW && n->state == EXPLAIN_KNOWN &&
        n->value.type == FEEL_BOOLEAN && !n->value.boolean;
}

static void step(struct web *w, const struct explain_node *n, int depth);

/* Rows of a table that do not apply are folded behind the others. */
static void
folded_rows(struct web *w, const struct explain_node *table, int depth)
{
    struct html *h = w->h;
    size_t n = 0;

    for (size_t i = 0; i < table->n; i++)
        n += fails(&table->kids[i]);
    if (n == 0)
        return;
    html_raw(h, "<li><details class=\"way\"><summary>");
    html_text(h,
        arena_fmt(w->a, w->english ? "%zu rows that do not apply"
                                   : "不符合的 %zu 行",
            n));
    html_raw(h, "</summary><ul>");
    for (size_t i = 0; i < table->n; i++)
        if (fails(&table->kids[i]))
            step(w, &table->kids[i], depth + 1);
    html_raw(h, "</ul></details></li>");
}

static void
steps_below(struct web *w, const struct explain_node *n, int depth)
{
    struct html *h = w->h;
    bool table = n->kind == EXPLAIN_TABLE;

    if (n->n == 0)
        return;
    if (depth < DEPTH_SHOWN)
        html_raw(h, "<ul>");
    else
        html_raw(h, "<ul class=\"way-deep\">");
    for (size_t i = 0; i < n->n; i++)
        if (!table || !fails(&n->kids[i]))
            step(w, &n->kids[i], depth + 1);
    if (table)
        folded_rows(w, n, depth);
    html_raw(h, "</ul>");
}

static void
step(struct web *w, const struct explain_node *n, int depth)
{
    struct html *h = w->h;
    bool rule = n->kind == EXPLAIN_RULE;

    html_raw(h, "<li><span");
    html_attr(h, "class",
        rule ? STR("way-part way-rule") : STR("way-part"));
    if (w->english && !rule)
        html_attr(h, "lang", STR("zh-CN"));
    html_raw(h, ">");
    if (has_column(n)) {
        html_text(h, n->label);
        html_cstr(h, n->kind == EXPLAIN_CELL ? "：" : " = ");
    }
    html_text(h, rule && n->label.n > 0 ? n->label : n->text);
    html_raw(h, "</span>");
    if (!rule && n->label.n > 0 && !has_column(n)) {
        html_raw(h, " <span class=\"way-note\">");
        html_text(h, n->label);
        html_raw(h, "</span>");
    }
    html_raw(h, " <span");
    html_attr(h, "class", str_of(class_of_value(n)));
    html_raw(h, ">");
    html_text(h, n->shown);
    html_raw(h, "</span>");
    notes(w, n);
    steps_below(w, n, depth);
    html_raw(h, "</li>");
}

static void
facts_used(struct web *w, const struct pack *pack,
    const struct explain_node *tree)
{
    size_t n = 0;
    const struct explain_node *const *facts =
        explain_facts(w->a, tree, false, &n);

    if (n == 0)
        return;
    w->n_ways++;
    part_table_begin(w,
        w->n_ways == 1 ? str_of(T(w, "用到的事实"))
                       : arena_fmt(w->a, "%s（%zu）", T(w, "用到的事实"),
                             w->n_ways));
    part_th(w, str_of(T(w, "事实")), false);
    part_th(w, str_of(T(w, "取值")), false);
    part_th(w, str_of(T(w, "来源")), false);
    part_table_body(w);
    for (size_t i = 0; i < n; i++) {
        struct pack_source s;

        if (facts[i]->n > 0)
            continue; /* computed: what it rests on is listed */
        pack_source_of(w->a, pack, facts[i]->text, &s);
        part_tr(w);
        part_td(w, L(w, s.label));
        part_td(w, facts[i]->shown);
        part_td(w, L(w, s.where));
        part_tr_end(w);
    }
    part_table_end(w);
}

void
part_way(struct web *w, const struct pack *pack, const struct pack_verdict *v,
    bool open)
{
    struct explain_node tree;

    pack_explain(w->a, pack, v, w->english, &tree);
    if (open)
        html_raw(w->h, "<details class=\"way\" open><summary>");
    else
        html_raw(w->h, "<details class=\"way\"><summary>");
    html_cstr(w->h, T(w, "逐步计算过程和用到的事实"));
    html_raw(w->h, "</summary><ul class=\"way-steps\">");
    step(w, &tree, 0);
    html_raw(w->h, "</ul>");
    facts_used(w, pack, &tree);
    html_raw(w->h, "</details>\n");
}
