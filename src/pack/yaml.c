/* YAML into a tree, on the events of libyaml. */
#include "pack/tree.h"

#include <yaml.h>

static void
add(struct problems *p, int level, struct place at, const char *fmt, va_list ap)
{
    if (p->list.n >= PROBLEMS_MAX)
        return;
    struct pack_problem *one = VEC_PUSH(p->a, &p->list);

    one->level = level == 0 ? PROBLEM_ERROR : PROBLEM_WARNING;
    one->file = at.file;
    one->line = at.line;
    one->column = at.column;
    one->text = arena_vfmt(p->a, fmt, ap);
}

void
problem_error(struct problems *p, struct place at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add(p, 0, at, fmt, ap);
    va_end(ap);
    p->errors++;
}

void
problem_warning(struct problems *p, struct place at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add(p, 1, at, fmt, ap);
    va_end(ap);
}

struct place
place_of(struct str file, const struct tree *t)
{
    struct place at = { file, 1, 1 };

    if (t != NULL) {
        at.line = t->line;
        at.column = t->column;
    }
    return at;
}

const struct tree *
tree_get(const struct tree *t, struct str key)
{
    if (t == NULL || t->type != TREE_MAP)
        return NULL;
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->keys[i]->text, key))
            return t->items[i];
    return NULL;
}

/* --- what libyaml says, in words that help --- */

static const struct {
    const char *part; /* of libyaml's message */
    const char *text;
} advice[] = {
    { "mapping values are not allowed",
        "此处不能再有冒号：请检查缩进，含冒号的文字请加引号" },
    { "cannot start any token",
        "不能以此字符开头：文字请加引号，缩进请用空格而不是制表符" },
    { "found a tab character", "缩进请用空格，不要用制表符" },
    { "unexpected end of stream", "引号没有结束：请补上右引号" },
    { "could not find expected ':'",
        "缺少冒号：每个键后面应为半角冒号和一个空格" },
    { "did not find expected key",
        "应为“键: 值”：请检查缩进和前一行的引号" },
    { "did not find expected '-' indicator",
        "应为以“- ”开头的列表项：请检查缩进" },
    { "did not find expected ',' or ']'", "列表应以逗号分隔、以 ] 结束" },
    { "did not find expected ',' or '}'", "映射应以逗号分隔、以 } 结束" },
    { "unknown escape character",
        "双引号内的反斜线写法不对：请改用单引号" },
    { "control characters are not allowed", "文件中有控制字符，请删除" },
    { "found unexpected ':'", "冒号后面应有空格和值：不用时请删去这个键" },
    { "UTF-8", "文件应为 UTF-8 编码" },
    { "did not find expected <document start>",
        "此处不应另起内容：一个文件只能有一份文档" },
    { "found undefined tag handle", "不能使用标签（!）：含叹号的文字请加引号" },
    { "expected alphabetic or numeric character",
        "不能使用锚点（&）和别名（*）：此类文字请加引号" },
};

static struct str
line_of(struct str text, size_t line)
{
    struct str head = STR_EMPTY;
    bool more = true;

    for (size_t n = 0; n <= line && more; n++)
        text = str_cut(text, '\n', &head, &more);
    return head;
}

/* A full-width colon makes a line plain text; the parser stumbles behind it. */
static bool
full_width_colon(struct str line)
{
    return str_find(line, STR("：")) != SIZE_MAX &&
        str_find(line, STR(": ")) == SIZE_MAX && !str_ends(line, STR(":"));
}

static void
syntax_problem(struct problems *problems, struct str file, struct str source,
    const yaml_parser_t *parser)
{
    const yaml_mark_t *mark = &parser->problem_mark;
    const char *said = parser->problem != NULL ? parser->problem : "";
    const char *text = NULL;
    struct place at = { file, (int)mark->line + 1, (int)mark->column + 1 };

    if (parser->error == YAML_READER_ERROR) { /* no mark, only an offset */
        at.line = 1;
        at.column = 1;
        if (parser->problem_value != -1)
            text = strstr(said, "control") == NULL ? "文件应为 UTF-8 编码"
                                                   : NULL;
    }
    for (int back = 0; back < 2 && at.line > back; back++) {
        if (!full_width_colon(line_of(source, (size_t)(at.line - 1 - back))))
            continue;
        at.line -= back;
        at.column = 1;
        text = "冒号应为半角“: ”，后面有一个空格";
        break;
    }
    for (size_t i = 0; text == NULL && i < sizeof(advice) / sizeof(*advice);
         i++)
        if (strstr(said, advice[i].part) != NULL)
            text = advice[i].text;
    if (text != NULL)
        problem_error(problems, at, "%s", text);
    else
        problem_error(problems, at,
            "不是正确的 YAML（%s），请检查此处的缩进和标点", said);
}

/* --- events into nodes --- */

struct reader {
    struct arena *a, *texts;
    struct str file, source;
    struct problems *problems;
    yaml_parser_t parser;
    size_t nodes;
    bool failed;
};

static bool
fail(struct reader *r, const yaml_mark_t *mark, const char *text)
{
    struct place at = { r->file, (int)mark->line + 1, (int)mark->column + 1 };

    problem_error(r->problems, at, "%s", text);
    r->failed = true;
    return false;
}

static bool
next_event(struct reader *r, yaml_event_t *event)
{
    if (!yaml_parser_parse(&r->parser, event)) {
        syntax_problem(r->problems, r->file, r->source, &r->parser);
        r->failed = true;
        return false;
    }
    return true;
}

static const struct tree *read_node(
    struct reader *r, yaml_event_t *event, int depth);

static struct tree *
new_node(struct reader *r, const yaml_event_t *event, enum tree_type type)
{
    struct tree *t = arena_one(r->a, struct tree);

    t->type = type;
    t->line = (int)event->start_mark.line + 1;
    t->column = (int)event->start_mark.column + 1;
    return t;
}

static const struct tree *
read_scalar(struct reader *r, const yaml_event_t *event)
{
    struct tree *t = new_node(r, event, TREE_SCALAR);
    struct str text = { (const char *)event->data.scalar.value,
        event->data.scalar.length };
    yaml_scalar_style_t style = event->data.scalar.style;

    t->text = arena_str(r->texts, text);
    t->plain = style == YAML_PLAIN_SCALAR_STYLE;
    t->block = style == YAML_LITERAL_SCALAR_STYLE ||
        style == YAML_FOLDED_SCALAR_STYLE;
    return t;
}

typedef VEC_OF(const struct tree *) tree_list;

static const struct tree *
read_list(struct reader *r, yaml_event_t *event, int depth)
{
    struct tree *t = new_node(r, event, TREE_LIST);
    tree_list items = { 0 };

    for (;;) {
        yaml_event_t inner;
        bool end;

        if (!next_event(r, &inner))
            return NULL;
        end = inner.type == YAML_SEQUENCE_END_EVENT;
        if (!end)
            *VEC_PUSH(r->a, &items) = read_node(r, &inner, depth + 1);
        yaml_event_delete(&inner);
        if (r->failed)
            return NULL;
        if (end)
            break;
    }
    t->items = items.p;
    t->n = items.n;
    return t;
}

/* One pair of a map; false at its end or on failure. */
static bool
read_pair(struct reader *r, int depth, const struct tree **ret_key,
    const struct tree **ret_value)
{
    yaml_event_t event;

    if (!next_event(r, &event))
        return false;
    if (event.type == YAML_MAPPING_END_EVENT) {
        yaml_event_delete(&event);
        return false;
    }
    if (event.type == YAML_SCALAR_EVENT)
        *ret_key = read_node(r, &event, depth + 1);
    else
        fail(r, &event.start_mark, "键应为文字，不能是列表或映射");
    yaml_event_delete(&event);
    if (r->failed || !next_event(r, &event))
        return false;
    *ret_value = read_node(r, &event, depth + 1);
    yaml_event_delete(&event);
    return !r->failed;
}

static const struct tree *
read_map(struct reader *r, yaml_event_t *event, int depth)
{
    struct tree *t = new_node(r, event, TREE_MAP);
    tree_list keys = { 0 };
    tree_list items = { 0 };
    struct map *seen = map_new(r->a);
    const struct tree *key, *value, *first;

    while (read_pair(r, depth, &key, &value)) {
        first = map_get(seen, key->text);
        if (first != NULL) {
            problem_error(r->problems, place_of(r->file, key),
                "“" STR_FMT "”已在第 %d 行写过：同一处每个键只能写一次",
                STR_ARG(key->text), first->line);
            continue;
        }
        map_put(seen, key->text, (void *)(uintptr_t)key);
        *VEC_PUSH(r->a, &keys) = key;
        *VEC_PUSH(r->a, &items) = value;
    }
    if (r->failed)
        return NULL;
    t->keys = keys.p;
    t->items = items.p;
    t->n = keys.n;
    return t;
}

/* Anchors and tags would make one text mean several places. */
static bool
plain_event(struct reader *r, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL;
    const yaml_char_t *tag = NULL;

    if (event->type == YAML_ALIAS_EVENT)
        return fail(r, &event->start_mark,
            "不能使用别名（*）：请把内容写全，以 * 开头的文字请加引号");
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (anchor != NULL)
        return fail(r, &event->start_mark,
            "不能使用锚点（&）：请把内容写全，以 & 开头的文字请加引号");
    if (tag != NULL)
        return fail(r, &event->start_mark,
            "不能使用标签（!）：以叹号开头的文字请加引号");
    return true;
}

static const struct tree *
read_node(struct reader *r, yaml_event_t *event, int depth)
{
    if (!plain_event(r, event))
        return NULL;
    if (depth > YAML_MAX_DEPTH) {
        fail(r, &event->start_mark, "嵌套超过 20 层，请减少层次");
        return NULL;
    }
    if (++r->nodes > YAML_MAX_NODES) {
        fail(r, &event->start_mark, "内容超过 100000 项，请拆分文件");
        return NULL;
    }
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(r, event);
    if (event->type == YAML_SEQUENCE_START_EVENT)
        return read_list(r, event, depth);
    return read_map(r, event, depth);
}

/* Everything from the start of the stream to its end. */
static const struct tree *
read_stream(struct reader *r)
{
    const struct tree *root = NULL;
    bool seen = false;

    for (;;) {
        yaml_event_t event;
        yaml_event_type_t type;

        if (!next_event(r, &event))
            return NULL;
        type = event.type;
        if (type == YAML_DOCUMENT_START_EVENT && seen)
            fail(r, &event.start_mark, "一个文件只能有一份文档，请去掉“---”");
        if (type == YAML_SCALAR_EVENT || type == YAML_SEQUENCE_START_EVENT ||
            type == YAML_MAPPING_START_EVENT || type == YAML_ALIAS_EVENT) {
            root = read_node(r, &event, 1);
            seen = true;
        }
        yaml_event_delete(&event);
        if (r->failed)
            return NULL;
        if (type == YAML_STREAM_END_EVENT)
            break;
    }
    if (root == NULL) {
        struct tree *empty = arena_one(r->a, struct tree);

        empty->type = TREE_MAP;
        empty->line = 1;
        empty->column = 1;
        root = empty;
    }
    return root;
}

const struct tree *
yaml_read(struct arena *a, struct arena *texts, struct str file,
    struct str text, struct problems *problems)
{
    struct reader r = { .a = a,
        .texts = texts,
        .file = file,
        .source = text,
        .problems = problems };
    const struct tree *root;
    struct place at = { file, 1, 1 };

    if (text.n > YAML_MAX_BYTES) {
        problem_error(problems, at, "文件超过 1 MiB（现为 %zu 字节），请拆分",
            text.n);
        return NULL;
    }
    if (!utf8_valid(text)) {
        problem_error(problems, at, "文件应为 UTF-8 编码，请另存为 UTF-8");
        return NULL;
    }
    if (!yaml_parser_initialize(&r.parser)) {
        problem_error(problems, at, "内存不足，无法读取");
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &r.parser, (const unsigned char *)(text.n > 0 ? text.p : ""), text.n);
    root = read_stream(&r);
    yaml_parser_delete(&r.parser);
    return root;
}

/* --- typing errors --- */

#define NAME_MAX_CHARS 64

/* Edits from a to b, in characters; `limit` or more counts as limit. */
static size_t
distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t row[NAME_MAX_CHARS + 1];

    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[m];
}

static size_t
decode(struct str s, uint32_t *out)
{
    size_t n = 0;

    for (size_t at = 0; at < s.n && n < NAME_MAX_CHARS;)
        out[n++] = utf8_next(s, &at);
    return n;
}

struct str
nearest_name(struct arena *tmp, struct str name, const struct str *known,
    size_t n)
{
    uint32_t a[NAME_MAX_CHARS], b[NAME_MAX_CHARS];
    struct str key = utf8_key(tmp, name);
    size_t len = decode(key, a);
    size_t best = SIZE_MAX;
    struct str ret = STR_EMPTY;

    for (size_t i = 0; i < n; i++) {
        size_t m = decode(utf8_key(tmp, known[i]), b);
        size_t longer = len > m ? len : m;
        size_t d = distance(a, len, b, m);

        /* "甲乙" for "甲丙" is near, one character of one is not */
        if (d < best && d < longer && d * 3 <= longer + 1) {
            best = d;
            ret = known[i];
        }
    }
    return ret;
}
