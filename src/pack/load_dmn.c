/* Reading .dmn files: each decision becomes a rule of the pack. */
#include "load_dmn.h"

#include "functions.h"

#include <string.h>

#define FUNCTION_PREFIX "决策·"

struct reader {
    struct load *l;
    const struct model_file *f;
    size_t element;               /* of the decision at hand */
    const struct dmn_element *about;
    const struct xml_node *node;
    struct pack_rule *rule;
    struct str *names;            /* what it requires: facts and decisions */
    const struct dmn_element **targets;
    size_t n;
    struct str clause;
    bool has_own_functions;       /* knowledge models of the file, services */
};

static bool
is_model(struct str path)
{
    return str_ends(path, STR(".dmn")) &&
        str_find(path, STR("/")) == SIZE_MAX;
}

size_t
load_model_count(const struct pack *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_files; i++)
        n += is_model(p->files[i].path);
    return n;
}

/* --- files --- */

/* where is "file:line:column". */
static void
model_problem(struct load *l, struct str path, const struct err *err)
{
    struct str rest = str_of(err->where);
    struct place at = { path, 1, 1 };
    int64_t line, column;

    if (str_starts(rest, path)) {
        struct str line_text;
        struct str column_text = str_cut(
            str_sub(rest, path.n + 1, SIZE_MAX), ':', &line_text, NULL);

        if (num_int(line_text, 1, INT32_MAX, &line) &&
            num_int(column_text, 1, INT32_MAX, &column)) {
            at.line = (int)line;
            at.column = (int)column;
        }
    }
    problem_error(&l->problems, at, "%s", err->text);
    l->unread = true;
}

static bool
read_file(struct load *l, const struct pack_file *file,
    struct model_file *ret)
{
    struct dmn_limits limits = dmn_limits_default();
    struct xml_limits xml = { limits.bytes, limits.elements, limits.depth };
    const struct xml_prefix *prefixes;
    struct err err = { 0 };
    size_t n;

    ret->path = file->path;
    ret->bytes = file->bytes;
    if (dmn_model_read(l->a, file->path, file->bytes, &limits, &ret->model,
            &err) == OK &&
        xml_read(l->a, file->path, file->bytes, &xml, &ret->root, &prefixes,
            &n, &err) == OK)
        return true;
    model_problem(l, file->path, &err);
    return false;
}

/* --- one decision --- */

static const struct xml_node *
node_of(const struct model_file *f, const struct dmn_element *e)
{
    for (size_t i = 0; i < f->root->n; i++)
        if (f->root->kids[i]->line == e->line &&
            f->root->kids[i]->column == e->column)
            return f->root->kids[i];
    return f->root;
}

#define READER_ERROR(r, node, ...) \
    problem_error( \
        &(r)->l->problems, model_place((r)->f, (node)), __VA_ARGS__)

static void
read_requirements(struct reader *r)
{
    const struct dmn_model *m = r->f->model;
    size_t n = dmn_requirement_count(m, r->element);

    r->names = arena_new_array(r->l->a, struct str, n + 1);
    r->targets =
        arena_new_array(r->l->a, const struct dmn_element *, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct dmn_requirement q = dmn_requirement(m, r->element, i);

        if (q.kind == DMN_REQUIRES_INFORMATION) {
            r->targets[r->n] = q.target;
            r->names[r->n++] = q.target->name;
        } else if (q.kind == DMN_REQUIRES_KNOWLEDGE) {
            r->has_own_functions =
                r->has_own_functions || q.target->native.n == 0;
        } else if (q.target->kind == DMN_KNOWLEDGE_SOURCE &&
            r->clause.n == 0) {
            r->clause = q.target->name;
        }
    }
}

/* A threshold or reading of pack.yaml that the model repeats must be the
 * same; it is no rule. */
static bool
repeats_pack(struct reader *r, struct str text, const struct xml_node *at)
{
    const struct pack *p = r->l->pack;
    const struct pack_reading *reading = pack_reading(p, r->about->name);
    int64_t value, here;

    if (pack_parameter(p, r->about->name, &value, NULL) == OK) {
        if (!num_int(text, INT64_MIN, INT64_MAX, &here) || here != value)
            READER_ERROR(r, at,
                "参数“" STR_FMT "”应与 pack.yaml 相同，为 %lld，现为“" STR_FMT
                "”",
                STR_ARG(r->about->name), (long long)value, STR_ARG(text));
        return true;
    }
    if (reading == NULL)
        return false;

    struct feel_value chosen = feel_string(reading->chosen);
    struct str want = feel_show(r->l->a, &chosen);

    if (!str_eq(text, want))
        READER_ERROR(r, at,
            "读法“" STR_FMT "”应与 pack.yaml 相同，为 " STR_FMT
            "，现为“" STR_FMT "”",
            STR_ARG(r->about->name), STR_ARG(want), STR_ARG(text));
    return true;
}

static bool
is_boolean(struct str type)
{
    return str_eq(type, STR("boolean")) || str_ends(type, STR(":boolean"));
}

static bool
is_condition_part(const struct reader *r, struct str name)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_eq(r->names[i], name))
            return r->targets[i]->kind == DMN_DECISION &&
                is_boolean(r->targets[i]->type);
    return false;
}

/* 甲 and 乙 and 丙, all of them decisions: an `all` with its parts. */
static bool
read_parts(struct reader *r, struct str text, struct str word,
    enum rule_kind kind)
{
    struct str *parts = arena_new_array(r->l->a, struct str, r->n + 1);
    size_t n = 0;

    for (;;) {
        size_t at = str_find(text, word);
        struct str part = str_trim(str_sub(text, 0, at));

        if (n > r->n || !is_condition_part(r, part))
            return false;
        for (size_t i = 0; i < n; i++)
            if (str_eq(parts[i], part))
                return false;
        if (n == r->n)
            return false;
        parts[n++] = part;
        if (at == SIZE_MAX)
            break;
        text = str_sub(text, at + word.n, SIZE_MAX);
    }
    if (n < 2)
        return false;
    r->rule->kind = kind;
    r->rule->parts = parts;
    r->rule->n_parts = n;
    for (size_t i = 0; i < n; i++)
        *VEC_PUSH(r->l->tmp, &r->l->refs) =
            (struct ref){ .kind = REF_CONDITION,
                .name = parts[i],
                .at = model_place(r->f, r->node) };
    return true;
}

static void
note_expression(struct reader *r, struct str text, struct str raw,
    struct place at)
{
    r->rule->kind = is_boolean(r->about->type) ? RULE_FEEL : RULE_VALUE;
    r->rule->feel = text;
    *VEC_PUSH(r->l->tmp, &r->l->feels) = (struct feel_use){
        .kind = r->rule->kind == RULE_FEEL ? USE_CONDITION : USE_VALUE,
        .text = text,
        .file = r->f->path,
        .at = at,
        .raw = raw,
        .ret = &r->rule->expr,
        .owner = r->rule,
    };
}

static void
read_literal(struct reader *r, const struct xml_node *text_node)
{
    struct str text = model_text(text_node);
    struct str attested =
        arena_join(r->l->a, STR(ATTESTED), r->about->name);
    struct place at;
    struct str raw;

    if (str_eq(text, attested)) {
        r->rule->kind = RULE_ATTESTED;
        return;
    }
    if (read_parts(r, text, STR(" and "), RULE_ALL) ||
        read_parts(r, text, STR(" or "), RULE_ANY))
        return;
    raw = model_raw(r->f, text_node, &at);
    note_expression(r, text, raw, at);
}

/* Tables and boxed expressions. */
static void
read_model_rule(struct reader *r)
{
    struct arena *a = r->l->a;
    struct pack_model *m = arena_one(a, struct pack_model);
    struct buf b;

    m->model = r->f->model;
    m->root = r->f->root;
    m->node = r->node;
    m->decision = r->about->name;
    m->function = arena_join(a, STR(FUNCTION_PREFIX), r->about->name);
    m->names = r->names;
    m->n = r->n;
    m->kind = model_kind(a, dmn_element_type(r->f->model, r->element));
    r->rule->model = m;
    buf_init(&b, a, (size_t)1 << 16);
    buf_str(&b, m->function);
    buf_byte(&b, '(');
    for (size_t i = 0; i < r->n; i++) {
        if (i > 0)
            buf_lit(&b, ", ");
        buf_str(&b, r->names[i]);
    }
    buf_byte(&b, ')');
    note_expression(r, buf_view(&b), STR_EMPTY,
        model_place(r->f, r->node));
}

/* --- a rule --- */

static bool
has_logic(const struct xml_node *decision, const struct xml_node **ret_text)
{
    static const char *const boxes[] = { "decisionTable", "context", "list",
        "relation", "functionDefinition", "invocation", "conditional",
        "filter", "for", "some", "every" };
    const struct xml_node *literal =
        xml_kid(decision, STR("literalExpression"));

    *ret_text = literal != NULL ? xml_kid(literal, STR("text")) : NULL;
    if (*ret_text != NULL && model_text(*ret_text).n > 0)
        return true;
    *ret_text = NULL;
    for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes); i++)
        if (xml_kid(decision, str_of(boxes[i])) != NULL)
            return true;
    return false;
}

static void
read_clause(struct reader *r)
{
    r->rule->clause = r->clause;
    if (r->clause.n == 0)
        READER_ERROR(r, r->node,
            "决策“" STR_FMT
            "”缺少条款：请用 authorityRequirement 指向以条款编号为名的 "
            "knowledgeSource",
            STR_ARG(r->about->name));
    else
        *VEC_PUSH(r->l->tmp, &r->l->refs) =
            (struct ref){ .kind = REF_CLAUSE,
                .name = r->clause,
                .at = model_place(r->f, r->node) };
}

/* The first reading it rests on is the one it is shown with. */
static void
read_reading(struct reader *r)
{
    for (size_t i = 0; i < r->n && r->rule->reading.n == 0; i++) {
        if (pack_reading(r->l->pack, r->names[i]) == NULL)
            continue;
        r->rule->reading = r->names[i];
        *VEC_PUSH(r->l->tmp, &r->l->refs) =
            (struct ref){ .kind = REF_READING,
                .name = r->names[i],
                .at = model_place(r->f, r->node) };
    }
}

/* Fills the next rule; false if the decision is none. */
static bool
read_decision(struct load *l, const struct model_file *f, size_t element,
    struct pack_rule *rule)
{
    struct reader r = { .l = l,
        .f = f,
        .element = element,
        .about = dmn_element(f->model, element),
        .rule = rule };
    const struct xml_node *text;

    r.node = node_of(f, r.about);
    if (!has_logic(r.node, &text)) {
        READER_ERROR(&r, r.node,
            "决策“" STR_FMT "”没有决策逻辑：请写 literalExpression、"
            "decisionTable 或其他框式表达式",
            STR_ARG(r.about->name));
        return false;
    }
    if (repeats_pack(&r, model_text(text), text != NULL ? text : r.node))
        return false;
    read_requirements(&r);
    rule->name = r.about->name;
    rule->title.zh = r.about->label.n > 0 ? r.about->label : r.about->name;
    rule->help.zh = r.about->description;
    *VEC_PUSH(l->tmp, &l->origins) =
        (struct origin){ rule, model_place(f, r.node) };
    read_clause(&r);
    read_reading(&r);
    if (text != NULL && !r.has_own_functions)
        read_literal(&r, text);
    else
        read_model_rule(&r);
    *VEC_PUSH(l->tmp, &l->model_rules) = (struct model_rule){ f, element, rule,
        r.node, r.names, r.n };
    return true;
}

/* --- all files --- */

static void
refuse_imports(struct load *l, const struct model_file *f)
{
    const struct xml_node *import = xml_kid(f->root, STR("import"));

    if (import != NULL && dmn_import_count(f->model) > 0) {
        problem_error(&l->problems, model_place(f, import),
            "政策包中的 .dmn 不用 import：另一文件的决策请声明为同名的 "
            "inputData");
        l->unread = true;
    }
}

static void
read_files(struct load *l)
{
    struct model_file *files = arena_new_array(
        l->a, struct model_file, load_model_count(l->pack) + 1);

    for (size_t i = 0; i < l->pack->n_files; i++) {
        struct model_file *f = &files[l->n_models];
        struct err err = { 0 };

        if (!is_model(l->pack->files[i].path) ||
            !read_file(l, &l->pack->files[i], f))
            continue;
        refuse_imports(l, f);
        if (dmn_import_count(f->model) == 0 &&
            dmn_model_link(l->a, &f->model, 1, &err) != OK)
            model_problem(l, f->path, &err);
        l->n_models++;
    }
    l->models = files;
}

/* Rules of rules.yaml keep their place before those of the models; what was
 * noted of them points to the array they stand in. */
static struct pack_rule *
room_for(struct load *l, size_t more)
{
    size_t n = l->pack->n_rules;
    const char *old = (const char *)l->pack->rules;
    struct pack_rule *rules = arena_new_array(
        l->a, struct pack_rule, n + more + 1);

    if (n > 0)
        memcpy(rules, old, n * sizeof(*rules));
    for (size_t i = 0; i < l->feels.n; i++) {
        struct feel_use *use = &l->feels.p[i];
        const char *owner = use->owner;

        if (n == 0 || owner < old || owner >= old + n * sizeof(*rules))
            continue;
        use->ret = (void *)((char *)rules + ((char *)use->ret - old));
        use->owner = (char *)rules + (owner - old);
    }
    for (size_t i = 0; i < n; i++)
        *VEC_PUSH(l->tmp, &l->origins) = (struct origin){ &rules[i],
            load_origin(l, &l->pack->rules[i]) };
    l->pack->rules = rules;
    return rules;
}

void
load_models(struct load *l)
{
    struct pack_rule *rules;
    size_t more = 0;

    if (load_model_count(l->pack) == 0)
        return;
    read_files(l);
    if (l->unread)
        return;
    for (size_t i = 0; i < l->n_models; i++)
        more += dmn_element_count(l->models[i].model);
    rules = room_for(l, more);
    for (size_t i = 0; i < l->n_models; i++) {
        const struct model_file *f = &l->models[i];

        for (size_t k = 0; k < dmn_element_count(f->model); k++)
            if (dmn_element(f->model, k)->kind == DMN_DECISION &&
                read_decision(l, f, k, &rules[l->pack->n_rules]))
                l->pack->n_rules++;
    }
}
