/* link.c - imports, references and the order of the requirement graph. */
#include "model.h"

#include <stdarg.h>
#include <stdio.h>

enum status
linking_fail(struct linking *k, const struct dmn_model *m,
    const struct place *at, const char *fmt, ...)
{
    char text[480];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    (void)err_set(k->err, ERR_INPUT, "%s", text);
    (void)err_where(k->err, m->file, at->line, at->column);
    return ERR_INPUT;
}

void
linking_problem(struct linking *k, struct dmn_model *m, struct str element,
    const struct place *at, bool is_external, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);

    struct str text = arena_vfmt(k->a, fmt, ap);

    va_end(ap);
    *VEC_PUSH(m->a, &m->problems) = (struct dmn_problem){
        .element = element,
        .id = at->id,
        .text = text,
        .line = at->line,
        .column = at->column,
        .is_external = is_external,
    };
}

static struct dmn_model *
model_of(const struct linking *k, struct str uri)
{
    for (size_t i = 0; i < k->n; i++)
        if (str_eq(k->models[i]->uri, uri))
            return k->models[i];
    return NULL;
}

static enum status
link_imports(struct linking *k, struct dmn_model *m)
{
    for (size_t i = 0; i < m->n_imports; i++) {
        struct import *in = &m->imports[i];

        in->model = model_of(k, in->about.uri);
        if (in->model == NULL &&
            str_find(in->about.type, STR("/DMN/")) != SIZE_MAX)
            return linking_fail(k, m, &in->at,
                "未提供被导入的模型（命名空间 " STR_FMT "）",
                STR_ARG(in->about.uri));
    }
    return OK;
}

/* --- references --- */

static bool
fits(const struct element *e, const struct reference *r)
{
    switch (r->want) {
    case WANT_INPUT:
        return e->about.kind == DMN_INPUT_DATA;
    case WANT_DECISION:
        return e->about.kind == DMN_DECISION;
    case WANT_KNOWLEDGE:
        return e->about.kind == DMN_KNOWLEDGE_MODEL ||
            e->about.kind == DMN_DECISION_SERVICE;
    case WANT_ANY:
        break;
    }
    return true;
}

/* "#id", "namespace#id". */
static enum status
link_reference(struct linking *k, struct element *e, struct reference *r)
{
    struct str uri;
    bool more = false;
    struct str id = str_cut(r->href, '#', &uri, &more);
    struct dmn_model *m = e->model;

    if (!more) {
        id = uri;
        uri = STR_EMPTY;
    }
    if (uri.n > 0 && !str_eq(uri, m->uri))
        m = model_of(k, uri);
    r->target = m != NULL ? map_get(m->ids, id) : NULL;
    if (r->target == NULL)
        return linking_fail(k, e->model, &r->at,
            "“" STR_FMT "” 引用的元素 " STR_FMT " 不存在",
            STR_ARG(e->about.name), STR_ARG(r->href));
    if (!fits(r->target, r))
        return linking_fail(k, e->model, &r->at,
            "“" STR_FMT "” 引用的 “" STR_FMT "” 不是这里应有的种类",
            STR_ARG(e->about.name), STR_ARG(r->target->about.name));
    return OK;
}

static enum status
link_list(struct linking *k, struct element *e, struct reference *r, size_t n)
{
    for (size_t i = 0; i < n; i++)
        TRY(link_reference(k, e, &r[i]));
    return OK;
}

static enum status
link_element(struct linking *k, struct element *e)
{
    TRY(link_list(k, e, e->needs, e->n_needs));
    TRY(link_list(k, e, e->outputs, e->n_outputs));
    TRY(link_list(k, e, e->encapsulated, e->n_encapsulated));
    TRY(link_list(k, e, e->in_decisions, e->n_in_decisions));
    TRY(link_list(k, e, e->in_data, e->n_in_data));
    if (e->about.kind == DMN_DECISION_SERVICE && e->n_outputs == 0)
        return linking_fail(k, e->model, &e->at,
            "决策服务 “" STR_FMT "” 至少应有一个 outputDecision",
            STR_ARG(e->about.name));
    e->n_params = e->n_in_data + e->n_in_decisions;
    e->params = arena_new_array(k->a, struct element *, e->n_params);
    for (size_t i = 0; i < e->n_in_data; i++)
        e->params[i] = e->in_data[i].target;
    for (size_t i = 0; i < e->n_in_decisions; i++)
        e->params[e->n_in_data + i] = e->in_decisions[i].target;
    e->slot = k->links->n_elements++;
    return OK;
}

/* --- circles --- */

struct path {
    const struct element *e;
    const struct path *up;
};

static enum status
circle(struct linking *k, const struct path *p, const struct element *to)
{
    struct buf b;
    struct str names = STR_EMPTY;

    buf_init(&b, k->a, 4096);
    buf_str(&b, to->about.name);
    for (; p != NULL; p = p->up) {
        buf_lit(&b, " ← ");
        buf_str(&b, p->e->about.name);
        if (p->e == to)
            break;
    }
    if (buf_done(&b, &names, NULL) != OK)
        names = to->about.name;
    return linking_fail(k, to->model, &to->at,
        "决策需求不应成环，现为：%.400s", arena_cstr(k->a, names));
}

enum { WHITE, GREY, BLACK };
/* Chains of requirements longer than this are refused. */
#define CHAIN_MAX 1000

static void
lift(struct element *e, const struct element *below)
{
    if (e->height <= below->height)
        e->height = below->height + 1;
}

static enum status
walk(struct linking *k, struct element *e, const struct path *up, size_t depth)
{
    struct path p = { e, up };

    if (e->color == BLACK)
        return OK;
    if (e->color == GREY)
        return circle(k, up, e);
    if (depth > CHAIN_MAX)
        return linking_fail(k, e->model, &e->at,
            "决策需求的链不应超过 %d 层", CHAIN_MAX);
    e->color = GREY;
    for (size_t i = 0; i < e->n_needs; i++) {
        if (e->needs[i].kind == DMN_REQUIRES_AUTHORITY ||
            (e->needs[i].kind == DMN_REQUIRES_KNOWLEDGE &&
                e->needs[i].target == e))
            continue;
        TRY(walk(k, e->needs[i].target, &p, depth + 1));
        lift(e, e->needs[i].target);
    }
    for (size_t i = 0; i < e->n_outputs; i++) {
        TRY(walk(k, e->outputs[i].target, &p, depth + 1));
        lift(e, e->outputs[i].target);
    }
    e->color = BLACK;
    return OK;
}

enum status
dmn_model_link(struct arena *a, struct dmn_model *const *models, size_t n,
    struct err *err)
{
    struct linking k = { .a = a, .models = models, .n = n, .err = err };

    k.links = arena_one(a, struct links);
    k.links->a = a;
    k.links->members = map_new(a);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (str_eq(models[i]->uri, models[j]->uri))
                return linking_fail(&k, models[i], &(struct place){
                    .line = 1, .column = 1 },
                    "模型的命名空间与 " STR_FMT " 相同",
                    STR_ARG(models[j]->file));
    for (size_t i = 0; i < n; i++)
        TRY(link_imports(&k, models[i]));
    TRY(linking_types(&k));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < models[i]->n_elements; j++)
            TRY(link_element(&k, &models[i]->elements[j]));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < models[i]->n_elements; j++)
            TRY(walk(&k, &models[i]->elements[j], NULL, 0));
    linking_compile(&k);
    for (size_t i = 0; i < n; i++)
        models[i]->links = k.links;
    return OK;
}
