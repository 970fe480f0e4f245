/* read.c - from XML to a model not yet linked. */
#include "model.h"

#include "calendar/zone.h"

#include <stdarg.h>
#include <stdio.h>

struct dmn_limits
dmn_limits_default(void)
{
    return (struct dmn_limits){
        .bytes = 8u << 20,
        .elements = 200000,
        .depth = 64,
        .feel = feel_limits_default(),
        .zones = STR(ZONE_FOLDER),
    };
}

/* Namespaces of the models of DMN 1.2 to 1.5. */
static const struct str namespaces[] = {
    STR_INIT("http://www.omg.org/spec/DMN/20180521/MODEL/"),
    STR_INIT("https://www.omg.org/spec/DMN/20191111/MODEL/"),
    STR_INIT("https://www.omg.org/spec/DMN/20211108/MODEL/"),
    STR_INIT("https://www.omg.org/spec/DMN/20230324/MODEL/"),
};

bool
reading_is_dmn(const struct xml_node *n)
{
    for (size_t i = 0; i < sizeof(namespaces) / sizeof(namespaces[0]); i++)
        if (str_eq(n->uri, namespaces[i]))
            return true;
    return false;
}

struct place
reading_place(const struct xml_node *n)
{
    return (struct place){ .id = xml_attribute(n, STR("id")),
        .line = n->line,
        .column = n->column };
}

enum status
reading_fail(
    struct reading *r, const struct xml_node *at, const char *fmt, ...)
{
    char text[400];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);

    struct str id = xml_attribute(at, STR("id"));
    struct str name = xml_attribute(at, STR("name"));

    (void)err_set(r->err, ERR_INPUT, "%s（元素 " STR_FMT "%s" STR_FMT "）",
        text, STR_ARG(at->name), name.n + id.n > 0 ? " " : "",
        STR_ARG(name.n > 0 ? name : id));
    (void)err_where(r->err, r->m->file, at->line, at->column);
    return ERR_INPUT;
}

static bool
is_named(const struct xml_node *n, struct str name)
{
    return str_eq(n->name, name) && reading_is_dmn(n);
}

const struct xml_node *
reading_kid(const struct xml_node *n, struct str name)
{
    for (size_t i = 0; i < n->n; i++)
        if (is_named(n->kids[i], name))
            return n->kids[i];
    return NULL;
}

struct kids
reading_kids(struct reading *r, const struct xml_node *n, struct str name)
{
    struct kids k = { 0 };
    size_t count = 0;

    for (size_t i = 0; i < n->n; i++)
        count += is_named(n->kids[i], name);
    k.p = arena_new_array(r->a, const struct xml_node *, count);
    for (size_t i = 0; i < n->n; i++)
        if (is_named(n->kids[i], name))
            k.p[k.n++] = n->kids[i];
    return k;
}

/* Names are compared as FEEL does: runs of white space are one space. */
static struct str
clean(struct arena *a, struct str s)
{
    struct str in = str_trim(s);
    char *p = arena_alloc(a, in.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < in.n; i++) {
        bool space = in.p[i] == ' ' || in.p[i] == '\t' || in.p[i] == '\n' ||
            in.p[i] == '\r';

        if (!space)
            p[n++] = in.p[i];
        else if (p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return (struct str){ p, n };
}

struct str
reading_name(struct reading *r, const struct xml_node *n)
{
    return clean(r->a, xml_attribute(n, STR("name")));
}

struct variable
reading_variable(struct reading *r, const struct xml_node *n)
{
    struct variable v = {
        .name = reading_name(r, n),
        .type_ref = str_trim(xml_attribute(n, STR("typeRef"))),
        .at = reading_place(n),
    };
    const struct xml_node *ref = reading_kid(n, STR("typeRef"));

    if (v.type_ref.n == 0 && ref != NULL)
        v.type_ref = str_trim(ref->text);
    return v;
}

struct text
reading_text(struct reading *r, const struct xml_node *n)
{
    const struct xml_node *t = reading_kid(n, STR("text"));

    (void)r;
    return (struct text){ .text = t != NULL ? str_trim(t->text) : STR_EMPTY,
        .at = reading_place(t != NULL && n->line == 0 ? t : n) };
}

static enum status
read_imports(struct reading *r, const struct xml_node *root)
{
    struct kids kids = reading_kids(r, root, STR("import"));
    struct import *all = arena_new_array(r->a, struct import, kids.n);

    for (size_t i = 0; i < kids.n; i++) {
        const struct xml_node *x = kids.p[i];

        all[i].at = reading_place(x);
        all[i].about = (struct dmn_import){
            .name = reading_name(r, x),
            .uri = str_trim(xml_attribute(x, STR("namespace"))),
            .location = str_trim(xml_attribute(x, STR("locationURI"))),
            .type = str_trim(xml_attribute(x, STR("importType"))),
        };
        if (all[i].about.uri.n == 0)
            return reading_fail(r, x, "import 应有 namespace 属性");
    }
    r->m->imports = all;
    r->m->n_imports = kids.n;
    return OK;
}

enum status
dmn_model_read(struct arena *a, struct str file, struct str bytes,
    const struct dmn_limits *limits, struct dmn_model **ret, struct err *err)
{
    struct dmn_model *m = arena_one(a, struct dmn_model);
    struct reading r = { .a = a, .m = m, .err = err };
    const struct xml_node *root = NULL;

    m->a = a;
    m->file = arena_str(a, file);
    m->limits = limits != NULL ? *limits : dmn_limits_default();
    m->limits.zones = arena_str(a, m->limits.zones);

    struct xml_limits xml = { .bytes = m->limits.bytes,
        .elements = m->limits.elements,
        .depth = m->limits.depth };

    TRY(xml_read(a, m->file, bytes, &xml, &root, &m->prefixes,
        &m->n_prefixes, err));
    if (!str_eq(root->name, STR("definitions")) || !reading_is_dmn(root))
        return reading_fail(&r, root,
            "根元素应为 DMN 1.2 至 1.5 的 definitions，现命名空间为 " STR_FMT,
            STR_ARG(root->uri));
    m->name = reading_name(&r, root);
    m->uri = str_trim(xml_attribute(root, STR("namespace")));
    TRY(read_imports(&r, root));
    TRY(reading_definitions(&r, root));
    TRY(reading_elements(&r, root));
    *ret = m;
    return OK;
}

struct str
dmn_model_name(const struct dmn_model *m)
{
    return m->name;
}

struct str
dmn_model_namespace(const struct dmn_model *m)
{
    return m->uri;
}

size_t
dmn_import_count(const struct dmn_model *m)
{
    return m->n_imports;
}

struct dmn_import
dmn_import(const struct dmn_model *m, size_t i)
{
    return m->imports[i].about;
}

const struct dmn_model *
dmn_import_model(const struct dmn_model *m, size_t i)
{
    return m->imports[i].model;
}

size_t
dmn_problem_count(const struct dmn_model *m)
{
    return m->problems.n;
}

const struct dmn_problem *
dmn_problem(const struct dmn_model *m, size_t i)
{
    return &m->problems.p[i];
}

size_t
dmn_element_count(const struct dmn_model *m)
{
    return m->n_elements;
}

const struct dmn_element *
dmn_element(const struct dmn_model *m, size_t i)
{
    return &m->elements[i].about;
}

const struct feel_type_ref *
dmn_element_type(const struct dmn_model *m, size_t i)
{
    return m->elements[i].type;
}

size_t
dmn_output_count(const struct dmn_model *m, size_t element)
{
    return m->elements[element].n_outputs;
}

size_t
dmn_requirement_count(const struct dmn_model *m, size_t element)
{
    return m->elements[element].n_needs;
}

struct dmn_requirement
dmn_requirement(const struct dmn_model *m, size_t element, size_t i)
{
    const struct reference *n = &m->elements[element].needs[i];

    return (struct dmn_requirement){ .kind = n->kind,
        .target = &n->target->about,
        .model = n->target->model };
}
