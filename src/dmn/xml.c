#include "dmn/xml.h"

#include <expat.h>

/* Between namespace and local name in what expat hands over. */
#define XML_BETWEEN ' '
/* Bytes handed to expat at once. */
#define XML_SLICE 65536

struct open_node {
    struct xml_node *node;
    struct buf text;
    VEC_OF(const struct xml_node *) kids;
    struct open_node *up;
};

struct reader {
    struct arena *a;
    XML_Parser parser;
    struct str file;
    const struct xml_limits *limits;
    struct open_node *top;
    const struct xml_node *root;
    size_t depth, elements;
    VEC_OF(struct xml_prefix) prefixes;
    enum status status;
    struct err *err;
};

static int
line_of(const struct reader *r)
{
    return (int)XML_GetCurrentLineNumber(r->parser);
}

static int
column_of(const struct reader *r)
{
    return (int)XML_GetCurrentColumnNumber(r->parser) + 1;
}

/* Records the first error and stops. */
static void
stop(struct reader *r, enum status status)
{
    r->status = status;
    (void)err_where(r->err, r->file, line_of(r), column_of(r));
    (void)XML_StopParser(r->parser, XML_FALSE);
}

static void
split(struct reader *r, const char *name, struct str *uri, struct str *local)
{
    struct str all = arena_str(r->a, str_of(name));
    size_t at = all.n;

    while (at > 0 && all.p[at - 1] != XML_BETWEEN)
        at--;
    *local = str_sub(all, at, all.n);
    *uri = at > 0 ? str_sub(all, 0, at - 1) : STR_EMPTY;
}

static void
read_attributes(struct reader *r, struct xml_node *n, const char **pairs)
{
    size_t count = 0;

    while (pairs[2 * count] != NULL)
        count++;

    struct xml_attribute *all =
        arena_new_array(r->a, struct xml_attribute, count);

    for (size_t i = 0; i < count; i++) {
        split(r, pairs[2 * i], &all[i].uri, &all[i].name);
        all[i].value = arena_str(r->a, str_of(pairs[2 * i + 1]));
    }
    n->attributes = all;
    n->n_attributes = count;
}

static void XMLCALL
on_start(void *self, const char *name, const char **pairs)
{
    struct reader *r = self;

    if (r->status != OK)
        return;
    if (r->depth >= r->limits->depth) {
        stop(r, err_set(r->err, ERR_LIMIT,
            "元素嵌套不应超过 %zu 层（上限 depth）", r->limits->depth));
        return;
    }
    if (++r->elements > r->limits->elements) {
        stop(r, err_set(r->err, ERR_LIMIT,
            "元素不应超过 %zu 个（上限 elements）", r->limits->elements));
        return;
    }

    struct open_node *open = arena_one(r->a, struct open_node);

    open->node = arena_one(r->a, struct xml_node);
    open->node->line = line_of(r);
    open->node->column = column_of(r);
    split(r, name, &open->node->uri, &open->node->name);
    read_attributes(r, open->node, pairs);
    buf_init(&open->text, r->a, r->limits->bytes + 1);
    open->up = r->top;
    r->top = open;
    r->depth++;
}

static void XMLCALL
on_end(void *self, const char *name)
{
    struct reader *r = self;
    struct open_node *open = r->top;

    (void)name;
    if (r->status != OK)
        return;
    open->node->text = buf_view(&open->text);
    open->node->kids = open->kids.p;
    open->node->n = open->kids.n;
    r->top = open->up;
    r->depth--;
    if (r->top == NULL)
        r->root = open->node;
    else
        *VEC_PUSH(r->a, &r->top->kids) = open->node;
}

static void XMLCALL
on_text(void *self, const char *p, int n)
{
    struct reader *r = self;

    if (r->status == OK && r->top != NULL)
        buf_add(&r->top->text, p, (size_t)n);
}

static void XMLCALL
on_doctype(void *self, const char *name, const char *system,
    const char *public, int has_subset)
{
    struct reader *r = self;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    stop(r, err_set(r->err, ERR_INPUT,
        "文件不应有 DOCTYPE 声明，请删去"));
}

static void XMLCALL
on_prefix(void *self, const char *prefix, const char *uri)
{
    struct reader *r = self;
    struct str p = str_of(prefix);

    for (size_t i = 0; i < r->prefixes.n; i++)
        if (str_eq(r->prefixes.p[i].prefix, p))
            return;
    *VEC_PUSH(r->a, &r->prefixes) = (struct xml_prefix){
        .prefix = arena_str(r->a, p),
        .uri = arena_str(r->a, str_of(uri)),
    };
}

static enum status
feed(struct reader *r, struct str bytes)
{
    size_t at = 0;

    do {
        size_t n = bytes.n - at < XML_SLICE ? bytes.n - at : XML_SLICE;
        bool last = at + n == bytes.n;
        enum XML_Status st =
            XML_Parse(r->parser, bytes.p + at, (int)n, last);

        if (r->status != OK)
            return r->status;
        if (st != XML_STATUS_OK) {
            (void)err_set(r->err, ERR_INPUT,
                "不是格式正确的 XML：%s",
                XML_ErrorString(XML_GetErrorCode(r->parser)));
            stop(r, ERR_INPUT);
            return ERR_INPUT;
        }
        at += n;
    } while (at < bytes.n);
    return OK;
}

enum status
xml_read(struct arena *a, struct str file, struct str bytes,
    const struct xml_limits *limits, const struct xml_node **ret,
    const struct xml_prefix **ret_prefixes, size_t *ret_n_prefixes,
    struct err *err)
{
    struct reader r = { .a = a, .file = file, .limits = limits, .err = err };

    if (bytes.n > limits->bytes) {
        (void)err_set(err, ERR_LIMIT,
            "文件不应超过 %zu 字节，现为 %zu 字节（上限 bytes）",
            limits->bytes, bytes.n);
        (void)err_where(err, file, 1, 1);
        return ERR_LIMIT;
    }
    r.parser = XML_ParserCreateNS(NULL, XML_BETWEEN);
    if (r.parser == NULL)
        return err_set(err, ERR_IO, "内存不足，无法读取 XML");
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    XML_SetStartNamespaceDeclHandler(r.parser, on_prefix);

    enum status st = feed(&r, bytes);

    XML_ParserFree(r.parser);
    TRY(st);
    *ret = r.root;
    *ret_prefixes = r.prefixes.p;
    *ret_n_prefixes = r.prefixes.n;
    return OK;
}

struct str
xml_attribute(const struct xml_node *n, struct str name)
{
    return xml_attribute_of(n, STR_EMPTY, name);
}

struct str
xml_attribute_of(const struct xml_node *n, struct str uri, struct str name)
{
    for (size_t i = 0; i < n->n_attributes; i++)
        if (str_eq(n->attributes[i].name, name) &&
            str_eq(n->attributes[i].uri, uri))
            return n->attributes[i].value;
    return STR_EMPTY;
}

const struct xml_node *
xml_kid(const struct xml_node *n, struct str name)
{
    for (size_t i = 0; i < n->n; i++)
        if (str_eq(n->kids[i]->name, name))
            return n->kids[i];
    return NULL;
}
