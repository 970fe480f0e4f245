#include "xlsx_read.h"

#include <string.h>

#define SHEETS_MAX 1000
#define FORMATS_MAX 65536

/* --- relationships --- */

struct relation {
    struct str id, type, target; /* target: resolved name of a part */
};

struct relations {
    struct arena *a;
    struct str base; /* folder the targets are relative to, "xl/" */
    VEC_OF(struct relation) list;
};

/* "xl/" and "../a/./b.xml" to "a/b.xml". */
static struct str
resolve(struct arena *a, struct str base, struct str target)
{
    if (target.n > 0 && (target.p[0] == '/' || target.p[0] == '\\')) {
        base = STR_EMPTY;
        target = str_sub(target, 1, SIZE_MAX);
    }
    struct str rest = arena_join(a, base, target);
    char *out = arena_alloc(a, rest.n + 1);
    size_t n = 0;
    bool more = true;

    while (more) {
        struct str step;

        rest = str_cut(rest, '/', &step, &more);
        if (str_eq(step, STR(".."))) {
            n -= n > 0;
            while (n > 0 && out[n - 1] != '/')
                n--;
        } else if (!str_eq(step, STR("."))) {
            for (size_t i = 0; i < step.n; i++)
                out[n++] = step.p[i];
            if (more)
                out[n++] = '/';
        }
    }
    return (struct str){ out, n };
}

static bool
relation_start(struct xml *x, const char *name, const char **atts)
{
    struct relations *r = xml_ctx(x);

    if (strcmp(name, "Relationship") != 0)
        return strcmp(name, "Relationships") == 0;
    const char *id = xml_attr(atts, "Id"), *type = xml_attr(atts, "Type");
    const char *target = xml_attr(atts, "Target");
    const char *mode = xml_attr(atts, "TargetMode");
    if (id == NULL || type == NULL || target == NULL ||
        (mode != NULL && strcmp(mode, "External") == 0))
        return true;
    if (r->list.n >= SHEETS_MAX * 10) {
        xml_fail(x,
            err_set(xml_err(x), ERR_LIMIT, "工作簿内的部件过多"));
        return true;
    }
    *VEC_PUSH(r->a, &r->list) = (struct relation){
        .id = arena_str(r->a, str_of(id)),
        .type = arena_str(r->a, str_of(type)),
        .target = resolve(r->a, r->base, str_of(target)),
    };
    return true;
}

/* Folder of a part with its '/', "" at the top. */
static struct str
folder_of(struct str part)
{
    while (part.n > 0 && part.p[part.n - 1] != '/')
        part.n--;
    return part;
}

/* Relations of a part; of the package if part is empty. */
static enum status
relations_load(
    struct book *b, struct str part, struct relations *ret, struct err *err)
{
    static const struct xml_handlers h = { .start = relation_start };
    struct str folder = folder_of(part);
    struct str rels = arena_fmt(b->a, STR_FMT "_rels/" STR_FMT ".rels",
        STR_ARG(folder), STR_ARG(str_sub(part, folder.n, SIZE_MAX)));

    *ret = (struct relations){ .a = b->a, .base = folder };
    return package_parse(b->package, rels, &h, ret, err);
}

/* The type without its namespace, which strict files write otherwise. */
static bool
has_type(const struct relation *r, struct str type)
{
    return str_ends(r->type, type);
}

static struct str
target_of_type(const struct relations *r, struct str type)
{
    for (size_t i = 0; i < r->list.n; i++) {
        if (has_type(&r->list.p[i], type))
            return r->list.p[i].target;
    }
    return STR_EMPTY;
}

/* --- workbook --- */

struct workbook {
    struct book *book;
    VEC_OF(struct str) ids; /* relation of each sheet */
};

static bool
is_true(const char *v)
{
    return v != NULL && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
}

static bool
workbook_start(struct xml *x, const char *name, const char **atts)
{
    struct workbook *w = xml_ctx(x);
    struct book *b = w->book;

    if (strcmp(name, "workbookPr") == 0)
        b->base_1904 = is_true(xml_attr(atts, "date1904"));
    if (strcmp(name, "sheet") != 0)
        return false;
    const char *title = xml_attr(atts, "name");
    const char *id = xml_attr_prefixed(atts, "id");
    const char *state = xml_attr(atts, "state");
    if (title == NULL || id == NULL)
        return true;
    if (b->sheets.n >= SHEETS_MAX) {
        xml_fail(x,
            err_set(xml_err(x), ERR_LIMIT, "工作表超过 %d 张", SHEETS_MAX));
        return true;
    }
    *VEC_PUSH(b->a, &b->sheets) = (struct book_sheet){
        .name = arena_str(b->a, str_of(title)),
        .hidden = state != NULL && strcmp(state, "visible") != 0,
    };
    *VEC_PUSH(b->a, &w->ids) = arena_str(b->a, str_of(id));
    return true;
}

/* Gives each sheet its part; drops charts and macro sheets. */
static void
place_sheets(struct workbook *w, const struct relations *r)
{
    struct book *b = w->book;
    size_t kept = 0;

    for (size_t i = 0; i < b->sheets.n; i++) {
        for (size_t k = 0; k < r->list.n; k++) {
            const struct relation *rel = &r->list.p[k];

            if (!str_eq(rel->id, w->ids.p[i]) ||
                !has_type(rel, STR("/worksheet")))
                continue;
            b->sheets.p[i].part = rel->target;
            b->sheets.p[kept++] = b->sheets.p[i];
            break;
        }
    }
    b->sheets.n = kept;
}

enum status
book_open(struct arena *a, const char *path, const struct xlsx_limits *limits,
    struct book **ret, struct err *err)
{
    static const struct xml_handlers h = { .start = workbook_start,
        .main_only = true };
    struct book *b = arena_one(a, struct book);
    struct relations top, rels;

    b->a = a;
    b->limits = limits;
    TRY(package_open(a, path, limits, &b->package, err));

    struct str part = STR("xl/workbook.xml");
    if (package_has(b->package, STR("_rels/.rels"))) {
        TRY(relations_load(b, STR_EMPTY, &top, err));
        struct str named = target_of_type(&top, STR("/officeDocument"));
        if (named.n > 0)
            part = named;
    }
    struct workbook w = { .book = b };
    TRY(package_parse(b->package, part, &h, &w, err));
    TRY(relations_load(b, part, &rels, err));
    place_sheets(&w, &rels);
    b->styles_part = target_of_type(&rels, STR("/styles"));
    b->strings_part = target_of_type(&rels, STR("/sharedStrings"));
    *ret = b;
    return OK;
}

/* --- styles --- */

struct styles {
    struct book *book;
    VEC_OF(struct custom_format {
        int64_t id;
        enum date_format format;
    }) custom;
    bool in_cell_formats;
};

static enum date_format
format_of(const struct styles *s, int64_t id)
{
    for (size_t i = s->custom.n; i > 0; i--) {
        if (s->custom.p[i - 1].id == id)
            return s->custom.p[i - 1].format;
    }
    return id < 164 ? format_of_id((int)id) : FORMAT_NUMBER;
}

static bool
too_many_formats(struct xml *x)
{
    xml_fail(x,
        err_set(xml_err(x), ERR_LIMIT,
            "单元格格式超过 %d 种，请把内容粘贴到新的工作簿后再试",
            FORMATS_MAX));
    return true;
}

static bool
styles_start(struct xml *x, const char *name, const char **atts)
{
    struct styles *s = xml_ctx(x);
    struct book *b = s->book;
    const char *id = xml_attr(atts, "numFmtId");
    int64_t n = 0;

    if (strcmp(name, "cellXfs") == 0) {
        s->in_cell_formats = true;
        return true;
    }
    if (id != NULL && !num_int(str_of(id), 0, INT32_MAX, &n))
        n = 0;
    if (strcmp(name, "numFmt") == 0) {
        const char *code = xml_attr(atts, "formatCode");

        /* Excel itself stops near 200; more would make look-up slow. */
        if (id != NULL && code != NULL && s->custom.n < 1000)
            *VEC_PUSH(b->a, &s->custom) = (struct custom_format){ n,
                format_of_code(str_of(code)) };
        return true;
    }
    if (strcmp(name, "xf") == 0 && s->in_cell_formats) {
        if (b->formats.n >= FORMATS_MAX)
            return too_many_formats(x);
        *VEC_PUSH(b->a, &b->formats) = (uint8_t)format_of(s, n);
        return true;
    }
    return false;
}

static void
styles_end(struct xml *x, const char *name)
{
    struct styles *s = xml_ctx(x);

    if (strcmp(name, "cellXfs") == 0)
        s->in_cell_formats = false;
}

/* --- shared strings --- */

struct strings {
    struct book *book;
    struct buf text;
    bool in_item, in_text;
    int in_phonetic;
};

static bool
strings_start(struct xml *x, const char *name, const char **atts)
{
    struct strings *s = xml_ctx(x);

    (void)atts;
    if (strcmp(name, "si") == 0) {
        buf_clear(&s->text);
        s->in_item = true;
    } else if (strcmp(name, "t") == 0) {
        s->in_text = true;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic++;
    } else if (strcmp(name, "r") != 0) {
        return false;
    }
    return true;
}

static void
strings_end(struct xml *x, const char *name)
{
    struct strings *s = xml_ctx(x);
    struct book *b = s->book;
    struct str v;

    if (strcmp(name, "t") == 0)
        s->in_text = false;
    else if (strcmp(name, "rPh") == 0)
        s->in_phonetic--;
    if (strcmp(name, "si") != 0)
        return;
    s->in_item = false;
    if (buf_done(&s->text, &v, NULL) != OK) {
        xml_fail(x,
            err_set(xml_err(x), ERR_LIMIT,
                "有单元格的文字过长，最多 32767 字"));
        return;
    }
    if (b->strings.n >= b->limits->strings) {
        xml_fail(x,
            err_set(xml_err(x), ERR_LIMIT,
                "不同的文字超过 %zu 条，请分成几个文件",
                b->limits->strings));
        return;
    }
    struct str own = value_unescape(b->a, v);
    if (own.p == v.p)
        own = arena_str(b->a, v);
    *VEC_PUSH(b->a, &b->strings) = own;
}

static void
strings_text(struct xml *x, struct str text)
{
    struct strings *s = xml_ctx(x);

    if (s->in_item && s->in_text && s->in_phonetic == 0)
        buf_str(&s->text, text);
}

enum status
book_load(struct book *b, struct err *err)
{
    static const struct xml_handlers styles_h = { .start = styles_start,
        .end = styles_end,
        .main_only = true };
    static const struct xml_handlers strings_h = { .start = strings_start,
        .end = strings_end,
        .text = strings_text,
        .main_only = true };

    if (b->styles_part.n > 0 && package_has(b->package, b->styles_part)) {
        struct styles s = { .book = b };
        TRY(package_parse(b->package, b->styles_part, &styles_h, &s, err));
    }
    if (b->strings_part.n > 0 && package_has(b->package, b->strings_part)) {
        struct strings s = { .book = b };
        buf_init(&s.text, NULL, CELL_BYTES_MAX);
        enum status status =
            package_parse(b->package, b->strings_part, &strings_h, &s, err);
        buf_free(&s.text);
        TRY(status);
    }
    return OK;
}
