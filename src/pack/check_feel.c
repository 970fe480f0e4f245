/* Expressions: compiling them, and what depends on what. */
#include "pack/planning.h"
#include "functions.h"
#include "load_dmn.h"

/* Rules that refer to rules: each level takes stack when it is judged. */
#define RULES_DEEP 32

/* --- where an error stands --- */

static struct str
source_line(const struct load *l, struct str file, int line)
{
    struct str rest = STR_EMPTY;
    struct str head = STR_EMPTY;
    bool more = true;

    for (size_t i = 0; i < l->pack->n_files; i++)
        if (str_eq(l->pack->files[i].path, file))
            rest = l->pack->files[i].bytes;
    for (int n = 0; n < line && more; n++)
        rest = str_cut(rest, '\n', &head, &more);
    return head;
}

struct place
use_place(const struct feel_use *use)
{
    return use->node != NULL ? place_of(use->file, use->node) : use->at;
}

struct place
feel_place(
    const struct load *l, const struct feel_use *use, const char *where)
{
    struct place at = use_place(use);
    struct str line_text, source;
    struct str column_text = str_cut(str_of(where), ':', &line_text, NULL);
    int64_t line, column;
    size_t indent = 0;

    if (!num_int(line_text, 1, 100000, &line) ||
        !num_int(column_text, 1, 100000, &column))
        return at;
    if (use->node == NULL)
        return use->raw.n > 0 ? model_text_place(use->raw, at, line, column)
                              : at;
    if (!use->node->block) {
        at.column += (int)column - 1 + (use->node->plain ? 0 : 1);
        return at;
    }
    /* the text begins on the line below | or >, after its indent */
    at.line += (int)line;
    source = source_line(l, use->file, at.line);
    while (indent < source.n && source.p[indent] == ' ')
        indent++;
    at.column = (int)indent + (int)column;
    return at;
}

/* --- compiling --- */

static void
add_members(struct feel_scope *s, const struct pack_field *f)
{
    for (size_t c = 0; c < f->n_columns; c++)
        feel_scope_member(s, f->columns[c].name);
}

struct feel_scope *
check_scope(struct load *l)
{
    struct feel_scope *s = feel_scope_new(l->tmp);
    size_t n;
    const struct fact_name *names = fact_names(l->tmp, l->pack, &n);

    for (size_t i = 0; i < n; i++) {
        feel_scope_name(s, names[i].name, names[i].type);
        if (names[i].field != NULL)
            add_members(s, names[i].field);
    }
    functions_add(s);
    for (size_t i = 0; i < l->pack->n_rules; i++)
        if (l->pack->rules[i].model != NULL)
            model_function_add(s, l->pack->rules[i].model);
    return s;
}

void
check_compile(struct load *l)
{
    struct feel_scope *scope = check_scope(l);

    for (size_t i = 0; i < l->feels.n; i++) {
        struct feel_use *use = &l->feels.p[i];
        struct err err = { 0 };

        if (feel_compile(l->a, use->text, scope, NULL, use->ret, &err) != OK)
            problem_error(
                &l->problems, feel_place(l, use, err.where), "%s", err.text);
    }
}

/* --- cycles --- */

enum colour { WHITE, GREY, BLACK };

struct walk {
    struct load *l;
    enum colour *colours;      /* by rule */
    VEC_OF(size_t) path;
    size_t *heights;           /* levels of rules below */
    bool found, too_deep;
};

static size_t
rule_index(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_rules; i++)
        if (str_eq(p->rules[i].name, name))
            return i;
    return SIZE_MAX;
}

static void
cycle_problem(struct walk *w, size_t first)
{
    const struct pack *p = w->l->pack;
    struct buf b;
    bool inside = false;

    buf_init(&b, w->l->tmp, 8192);
    for (size_t i = 0; i < w->path.n; i++) {
        inside = inside || w->path.p[i] == first;
        if (!inside)
            continue;
        buf_str(&b, p->rules[w->path.p[i]].name);
        buf_lit(&b, " → ");
    }
    buf_str(&b, p->rules[first].name);
    problem_error(&w->l->problems, load_origin(w->l, &p->rules[first]),
        "规则互相依赖：" STR_FMT "，请去掉其中一处引用",
        STR_ARG(buf_view(&b)));
    w->found = true;
}

static void visit(struct walk *w, size_t i);

/* A rule refers to this name: how high that makes it. */
static size_t
follow(struct walk *w, struct str name)
{
    size_t i = rule_index(w->l->pack, name);

    if (i == SIZE_MAX)
        return 0;
    visit(w, i);
    return w->heights[i] + 1;
}

static void
raise_to(struct walk *w, size_t i, size_t height)
{
    if (height > w->heights[i])
        w->heights[i] = height;
}

static void
visit(struct walk *w, size_t i)
{
    const struct pack_rule *r = &w->l->pack->rules[i];

    if (w->colours[i] == GREY)
        cycle_problem(w, i);
    if (w->colours[i] != WHITE)
        return;
    w->colours[i] = GREY;
    *VEC_PUSH(w->l->tmp, &w->path) = i;
    /* beyond the limit there is no need to look further down */
    for (size_t k = 0; k < r->n_parts && w->path.n <= RULES_DEEP; k++)
        raise_to(w, i, follow(w, r->parts[k]));
    for (size_t k = 0; r->expr != NULL && k < feel_used_count(r->expr) &&
         w->path.n <= RULES_DEEP;
         k++)
        raise_to(w, i, follow(w, feel_used(r->expr, k)));
    w->path.n--;
    w->colours[i] = BLACK;
    if (w->heights[i] < RULES_DEEP || w->too_deep)
        return;
    w->too_deep = true;
    problem_error(&w->l->problems, load_origin(w->l, r),
        "规则逐层引用超过 %d 层，请减少层次", RULES_DEEP);
}

bool
check_cycles(struct load *l)
{
    struct walk w = { .l = l };

    w.colours =
        arena_new_array(l->tmp, enum colour, l->pack->n_rules + 1);
    w.heights = arena_new_array(l->tmp, size_t, l->pack->n_rules + 1);
    for (size_t i = 0; i < l->pack->n_rules; i++)
        visit(&w, i);
    return !w.found && !w.too_deep;
}

/* --- what nothing uses --- */

static void
mark_templates(struct load *l, struct map *used)
{
    for (size_t i = 0; i < l->templates.n; i++) {
        struct str rest = l->templates.p[i].text;

        for (size_t at = str_find(rest, STR("{{")); at != SIZE_MAX;
             at = str_find(rest, STR("{{"))) {
            struct str name;

            rest = str_sub(rest, at + 2, SIZE_MAX);
            str_cut(rest, '}', &name, NULL);
            map_put(used, str_trim(name), l);
        }
    }
}

static void
warn_unused(struct load *l, struct map *used, struct str name,
    const void *object, const char *what)
{
    if (map_get(used, name) == NULL)
        problem_warning(&l->problems, load_origin(l, object),
            "%s“" STR_FMT "”没有被用到：请引用它，或删去", what,
            STR_ARG(name));
}

void
check_use(struct load *l)
{
    const struct pack *p = l->pack;
    struct map *rules = map_new(l->tmp);
    struct map *readings = map_new(l->tmp);
    struct map *forms = map_new(l->tmp);

    /* the program looks for forms of these names itself */
    map_put(forms, STR("activity"), l);
    map_put(forms, STR("diary"), l);
    map_put(forms, STR("need"), l);
    for (size_t i = 0; i < l->refs.n; i++) {
        const struct ref *r = &l->refs.p[i];

        if (r->kind == REF_CONDITION || r->kind == REF_VALUE)
            map_put(rules, r->name, l);
        else if (r->kind == REF_READING)
            map_put(readings, r->name, l);
        else if (r->kind == REF_FORM)
            map_put(forms, r->name, l);
    }
    for (size_t i = 0; i < l->feels.n; i++) {
        const struct feel_expr *x = *l->feels.p[i].ret;

        for (size_t k = 0; x != NULL && k < feel_used_count(x); k++) {
            map_put(rules, feel_used(x, k), l);
            map_put(readings, feel_used(x, k), l);
        }
    }
    mark_templates(l, rules);
    for (size_t i = 0; p->planning != NULL && i < p->planning->n_takes; i++) {
        const struct pack_take *take = &p->planning->takes[i];

        map_put(rules, take->unit, l);
        map_put(rules, take->from, l);
        map_put(rules, take->rural, l);
        map_put(rules, take->unless, l);
    }
    map_put(forms, p->history_form, l);
    for (size_t i = 0; i < p->n_rules; i++)
        warn_unused(l, rules, p->rules[i].name, &p->rules[i], "规则");
    for (size_t i = 0; i < p->n_readings; i++)
        warn_unused(
            l, readings, p->readings[i].name, &p->readings[i], "读法");
    for (size_t i = 0; i < p->n_forms; i++)
        warn_unused(l, forms, p->forms[i].name, &p->forms[i], "表单");
}
