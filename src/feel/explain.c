/* From a trace to the tree that people read. */
#include "feel/explain.h"

#define ROUNDS_SHOWN 8 /* parts of a loop that are shown */
#define SHOWN_CHARS 80 /* a longer value is cut */
#define DEPTH_MOST 400 /* as deep as an expression may be */
#define FAILING_SHOWN 20 /* rows of a table that do not apply */

const char *
explain_kind_name(enum explain_kind k)
{
    static const char *const names[] = { "part", "fact", "variable",
        "comparison", "and", "or", "if", "call", "loop", "rule", "table",
        "input", "row", "cell", "output" };

    return names[k];
}

struct tree {
    struct arena *a;
    struct explain_words words;
};

/* --- words --- */

static struct str
word(const struct tree *t, const char *zh, const char *en)
{
    return str_of(t->words.english ? en : zh);
}

/* On one line: runs of white space are one space. */
static struct str
one_line(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        bool space = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' ||
            s.p[i] == '\r';

        if (space && (n == 0 || p[n - 1] == ' '))
            continue;
        p[n++] = space ? ' ' : s.p[i];
    }
    return str_trim((struct str){ p, n });
}

static struct str
shown(const struct tree *t, const struct feel_value *v)
{
    struct str s;

    if (t->words.english && v->type == FEEL_BOOLEAN)
        return v->boolean ? STR("yes") : STR("no");
    if (t->words.english && v->type == FEEL_NULL)
        return STR("null");
    if (t->words.english && v->type == FEEL_LIST && v->list.n == 0)
        return STR("none");
    if (v->type == FEEL_NULL && v->missing == NULL)
        return STR("空（null）");
    if (v->type == FEEL_LIST && v->list.n > 0 &&
        v->list.items[0].type == FEEL_CONTEXT)
        return arena_fmt(
            t->a, t->words.english ? "%zu rows" : "%zu 行", v->list.n);
    s = one_line(t->a, feel_show_zh(t->a, v));
    if (utf8_count(s) > SHOWN_CHARS)
        s = arena_join(t->a, utf8_head(s, SHOWN_CHARS), STR("…"));
    return s;
}

static struct str
error_of(const struct feel_value *v)
{
    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next)
        if (m->is_error)
            return m->text;
    return STR_EMPTY;
}

static enum explain_state
state_of(const struct feel_value *v)
{
    if (v->type != FEEL_NULL || v->missing == NULL)
        return EXPLAIN_KNOWN;
    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next)
        if (!m->is_error)
            return EXPLAIN_MISSING;
    return EXPLAIN_ERROR;
}

static void
put_value(
    const struct tree *t, struct explain_node *n, const struct feel_value *v)
{
    n->value = *v;
    n->state = state_of(v);
    n->shown = shown(t, v);
    if (n->state == EXPLAIN_MISSING)
        n->shown = word(t, "未知", "unknown");
    else if (n->state == EXPLAIN_ERROR)
        n->shown = word(t, "算不出", "error");
}

static enum explain_kind
kind_of(enum feel_part part)
{
    switch (part) {
    case FEEL_PART_FACT:
        return EXPLAIN_FACT;
    case FEEL_PART_VARIABLE:
        return EXPLAIN_VARIABLE;
    case FEEL_PART_COMPARISON:
        return EXPLAIN_COMPARISON;
    case FEEL_PART_AND:
        return EXPLAIN_AND;
    case FEEL_PART_OR:
        return EXPLAIN_OR;
    case FEEL_PART_IF:
        return EXPLAIN_IF;
    case FEEL_PART_CALL:
        return EXPLAIN_CALL;
    case FEEL_PART_FILTER:
    case FEEL_PART_FOR:
    case FEEL_PART_SOME:
    case FEEL_PART_EVERY:
        return EXPLAIN_LOOP;
    case FEEL_PART_OTHER:
    case FEEL_PART_ARITHMETIC:
    case FEEL_PART_PATH:
        break;
    }
    return EXPLAIN_PART;
}

/* --- notes --- */

static void
note_fact(const struct tree *t, struct explain_node *n)
{
    struct str as = STR_EMPTY;
    struct explain_node below = { 0 };

    if (t->words.label != NULL)
        n->label = t->words.label(t->a, n->text, t->words.arg);
    if (t->words.show != NULL && n->state == EXPLAIN_KNOWN)
        as = t->words.show(t->a, n->text, &n->value, t->words.arg);
    if (as.n > 0)
        n->shown = as;
    if (t->words.below != NULL &&
        t->words.below(t->a, n->text, &below, t->words.arg)) {
        n->kids = arena_dup(t->a, &below, sizeof(below));
        n->n = 1;
    } else if (n->state == EXPLAIN_MISSING) {
        n->note = word(t, "缺少这项事实", "this fact is missing");
    }
}

static void
note_branch(
    const struct tree *t, struct explain_node *n, const struct feel_trace *tr)
{
    if (tr->op.n == 0)
        n->note = word(t, "条件未知，两个分支都没有取",
            "condition unknown, neither branch taken");
    else
        n->note = arena_fmt(t->a,
            t->words.english ? STR_FMT " taken: " STR_FMT
                             : "取 " STR_FMT " 分支：" STR_FMT,
            STR_ARG(tr->op), STR_ARG(one_line(t->a, tr->right_text)));
}

/* An error is told where it arose: not again by every part around it. */
static void
note_error(const struct tree *t, struct explain_node *n)
{
    for (size_t i = 0; i < n->n; i++)
        if (n->kids[i].state == EXPLAIN_ERROR)
            return;
    n->note = arena_fmt(t->a,
        t->words.english ? "error in the rule: " STR_FMT
                         : "规则有误：" STR_FMT,
        STR_ARG(error_of(&n->value)));
}

/* --- what brought it about --- */

/* Whether a part of this value decides for the whole of `and` and `or`. */
static bool
decides(const struct feel_value *whole, const struct feel_value *part)
{
    if (whole->type == FEEL_BOOLEAN)
        return part->type == FEEL_BOOLEAN && part->boolean == whole->boolean;
    return part->type != FEEL_BOOLEAN;
}

static void
weigh(struct explain_node *kids, const struct explain_node *n)
{
    size_t deciding = 0;

    for (size_t i = 0; i < n->n; i++)
        deciding += decides(&n->value, &kids[i].value) ? 1 : 0;
    if (deciding == n->n)
        return;
    for (size_t i = 0; i < n->n; i++)
        kids[i].weight = decides(&n->value, &kids[i].value) ? EXPLAIN_DECIDES
                                                            : EXPLAIN_IDLE;
}

static void
grow(const struct tree *t, const struct feel_trace *tr, size_t depth,
    struct explain_node *ret)
{
    struct explain_node *kids;
    size_t n = tr->n;

    *ret = (struct explain_node){ .kind = kind_of(tr->kind),
        .text = one_line(t->a, tr->is_fact ? tr->op : tr->text) };
    put_value(t, ret, &tr->value);
    if (ret->kind == EXPLAIN_LOOP && n > ROUNDS_SHOWN) {
        ret->note = arena_fmt(t->a,
            t->words.english ? "%zu more parts are left out"
                             : "其余 %zu 部分略去",
            n - ROUNDS_SHOWN);
        n = ROUNDS_SHOWN;
    }
    if (depth < DEPTH_MOST && n > 0) {
        kids = arena_new_array(t->a, struct explain_node, n);
        for (size_t i = 0; i < n; i++)
            grow(t, tr->parts[i], depth + 1, &kids[i]);
        ret->kids = kids;
        ret->n = n;
        if (ret->kind == EXPLAIN_AND || ret->kind == EXPLAIN_OR)
            weigh(kids, ret);
    }
    ret->is_fact = ret->kind == EXPLAIN_FACT;
    if (ret->is_fact)
        note_fact(t, ret);
    else if (ret->kind == EXPLAIN_IF)
        note_branch(t, ret, tr);
    if (ret->state == EXPLAIN_ERROR)
        note_error(t, ret);
}

static struct tree
tree_of(struct arena *a, const struct explain_words *words)
{
    struct tree t = { .a = a };

    if (words != NULL)
        t.words = *words;
    return t;
}

void
explain_trace(struct arena *a, const struct feel_trace *trace,
    const struct explain_words *words, struct explain_node *ret)
{
    struct tree t = tree_of(a, words);

    grow(&t, trace, 0, ret);
}

void
explain_named(struct arena *a, struct str name, struct str label,
    const struct explain_node *logic, struct explain_node *ret)
{
    *ret = (struct explain_node){ .kind = EXPLAIN_RULE,
        .state = logic->state,
        .text = name,
        .label = label,
        .value = logic->value,
        .shown = logic->shown,
        .kids = arena_dup(a, logic, sizeof(*logic)),
        .n = 1 };
}

/* --- tables --- */

static void
one_cell(const struct tree *t, enum explain_kind kind,
    const struct explain_cell *c, struct explain_node *ret)
{
    *ret = (struct explain_node){ .kind = kind,
        .text = one_line(t->a, c->text) };
    put_value(t, ret, &c->value);
    if (ret->state == EXPLAIN_ERROR)
        note_error(t, ret);
}

/* 缺少：人数、年限, each name once. */
static struct str
lacks(const struct tree *t, const struct explain_row *r)
{
    VEC_OF(struct str) names = { 0 };
    struct str ret = STR_EMPTY;

    for (size_t i = 0; i < r->n_tests; i++) {
        const struct feel_value *v = &r->tests[i].value;
        const struct feel_missing *m =
            v->type == FEEL_NULL ? v->missing : NULL;

        for (; m != NULL; m = m->next) {
            bool seen = m->is_error;

            for (size_t k = 0; k < names.n && !seen; k++)
                seen = str_eq(names.p[k], m->name);
            if (seen)
                continue;
            *VEC_PUSH(t->a, &names) = m->name;
            ret = arena_fmt(t->a, STR_FMT "%s" STR_FMT, STR_ARG(ret),
                names.n == 1 ? "" : t->words.english ? ", " : "、",
                STR_ARG(m->name));
        }
    }
    return names.n == 0
        ? STR_EMPTY
        : arena_join(t->a, word(t, "缺少：", "missing: "), ret);
}

static void
note_row(const struct tree *t, const struct explain_row *r,
    struct explain_node *ret)
{
    if (r->state == ROW_OPEN)
        ret->note = lacks(t, r);
    if (r->note.n == 0 || r->state == ROW_FAILS)
        return;
    ret->note = ret->note.n == 0
        ? r->note
        : arena_fmt(t->a, STR_FMT "%s" STR_FMT, STR_ARG(ret->note),
              t->words.english ? "; " : "；", STR_ARG(r->note));
}

static void
one_row(const struct tree *t, const struct explain_table *table,
    const struct explain_row *r, struct explain_node *ret)
{
    struct explain_node *kids = arena_new_array(
        t->a, struct explain_node, r->n_tests + r->n_outputs + 1);

    *ret = (struct explain_node){ .kind = EXPLAIN_ROW,
        .weight = r->state == ROW_HIT ? EXPLAIN_DECIDES : EXPLAIN_IDLE,
        .state = r->state == ROW_OPEN ? EXPLAIN_MISSING : EXPLAIN_KNOWN,
        .number = r->number,
        .kids = kids,
        .n = r->n_tests + r->n_outputs };
    note_row(t, r, ret);
    ret->text = arena_fmt(t->a, t->words.english ? "row %zu" : "第 %zu 行",
        r->number);
    ret->shown = r->state == ROW_HIT ? word(t, "命中", "hit")
        : r->state == ROW_APPLIES    ? word(t, "符合，未取", "applies")
        : r->state == ROW_OPEN       ? word(t, "未知", "unknown")
                                     : word(t, "不符合", "does not apply");
    ret->value = feel_boolean(
        r->state == ROW_HIT || r->state == ROW_APPLIES);
    for (size_t i = 0; i < r->n_tests; i++) {
        one_cell(t, EXPLAIN_CELL, &r->tests[i], &kids[i]);
        if (i < table->n_inputs)
            kids[i].label = one_line(t->a, table->inputs[i].text);
    }
    for (size_t i = 0; i < r->n_outputs; i++) {
        one_cell(t, EXPLAIN_OUTPUT, &r->outputs[i], &kids[r->n_tests + i]);
        if (i < table->n_outputs)
            kids[r->n_tests + i].label = table->outputs[i];
    }
}

/* What the hit policy means, and that no row was hit. */
static struct str
policy_note(const struct tree *t, const struct explain_table *table)
{
    static const struct {
        const char *policy, *zh, *en;
    } rows[] = {
        { "UNIQUE", "至多一行符合", "at most one row applies" },
        { "ANY", "符合的各行输出相同", "all rows that apply agree" },
        { "PRIORITY", "取输出优先的一行", "the row of highest priority" },
        { "FIRST", "取最先符合的一行", "the first row that applies" },
        { "RULE ORDER", "符合的各行，按行的次序",
            "all rows that apply, in their order" },
        { "OUTPUT ORDER", "符合的各行，按输出的优先次序",
            "all rows that apply, by priority" },
        { "COLLECT", "符合的各行", "all rows that apply" },
        { "COLLECT COUNT", "符合的行数", "how many rows apply" },
        { "COLLECT SUM", "符合的各行之和", "sum of the rows that apply" },
        { "COLLECT MIN", "符合的各行中最小", "least of the rows that apply" },
        { "COLLECT MAX", "符合的各行中最大",
            "greatest of the rows that apply" },
    };
    struct str ret = STR_EMPTY;

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (str_eq(table->hit_policy, str_of(rows[i].policy)))
            ret = word(t, rows[i].zh, rows[i].en);
    for (size_t i = 0; i < table->n_rows; i++)
        if (table->rows[i].state != ROW_FAILS)
            return ret;
    return arena_join(t->a, ret,
        word(t, "；没有一行符合", "; no row applies"));
}

/* An input that is a fact by itself is one node, shown as facts are. */
static void
one_input(const struct tree *t, const struct explain_table *table, size_t i,
    struct explain_node *ret)
{
    struct explain_node how;

    one_cell(t, EXPLAIN_INPUT, &table->inputs[i], ret);
    if (table->input_traces == NULL || table->input_traces[i] == NULL)
        return;
    grow(t, table->input_traces[i], 0, &how);
    if (how.is_fact) {
        how.kind = EXPLAIN_INPUT;
        *ret = how;
        return;
    }
    ret->shown = how.shown;
    ret->note = how.note;
    ret->kids = how.kids;
    ret->n = how.n;
}

void
explain_of_table(struct arena *a, const struct explain_table *table,
    const struct explain_words *words, struct explain_node *ret)
{
    struct tree t = tree_of(a, words);
    struct explain_node *kids = arena_new_array(
        a, struct explain_node, table->n_inputs + table->n_rows + 1);
    size_t n = table->n_inputs, failing = 0;

    *ret = (struct explain_node){ .kind = EXPLAIN_TABLE,
        .text = table->name,
        .label = table->hit_policy,
        .note = policy_note(&t, table),
        .kids = kids };
    put_value(&t, ret, &table->result);
    for (size_t i = 0; i < table->n_inputs; i++)
        one_input(&t, table, i, &kids[i]);
    for (size_t i = 0; i < table->n_rows; i++)
        if (table->rows[i].state != ROW_FAILS || ++failing <= FAILING_SHOWN)
            one_row(&t, table, &table->rows[i], &kids[n++]);
    ret->n = n;
    if (failing > FAILING_SHOWN)
        ret->note = arena_fmt(a,
            t.words.english
                ? STR_FMT "; %zu more rows do not apply and are left out"
                : STR_FMT "；另有 %zu 行不符合，略去",
            STR_ARG(ret->note), failing - FAILING_SHOWN);
    if (ret->state == EXPLAIN_ERROR)
        note_error(&t, ret);
}

/* --- facts --- */

struct found {
    struct arena *a;
    VEC_OF(const struct explain_node *) list;
    struct map *seen;
    bool missing;
};

static void
find(struct found *f, const struct explain_node *n)
{
    if (n->is_fact &&
        (!f->missing || (n->state == EXPLAIN_MISSING && n->n == 0)) &&
        map_get(f->seen, n->text) == NULL) {
        map_put(f->seen, n->text, f);
        *VEC_PUSH(f->a, &f->list) = n;
    }
    for (size_t i = 0; i < n->n; i++)
        find(f, &n->kids[i]);
}

const struct explain_node *const *
explain_facts(struct arena *a, const struct explain_node *n, bool missing,
    size_t *ret_n)
{
    struct found f = { .a = a, .seen = map_new(a), .missing = missing };

    find(&f, n);
    *ret_n = f.list.n;
    return f.list.p;
}
