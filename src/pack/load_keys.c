/* Typed reading of trees by tables of keys. */
#include "load.h"

#include <string.h>

struct reading {
    struct load *l;
    const struct key *key;
    const struct tree *t;
    char *object;
};

typedef bool (*key_reader)(const struct reading *r);

static void *
member(const struct reading *r)
{
    return r->object + r->key->offset;
}

static void
set_str(void *at, struct str s)
{
    memcpy(at, &s, sizeof(s));
}

static void
set_list(const struct reading *r, const void *p, size_t n)
{
    memcpy(member(r), &p, sizeof(p));
    memcpy(r->object + r->key->more, &n, sizeof(n));
}

/* --- scalars --- */

static bool
scalar(const struct reading *r, const struct tree *t)
{
    if (t->type == TREE_SCALAR && t->text.n > 0)
        return true;
    if (t->type == TREE_SCALAR)
        LOAD_ERROR(r->l, t, "“%s”的值为空：请填写，或删去这一行",
            r->key->name);
    else
        LOAD_ERROR(r->l, t, "“%s”应为一个值，不能是%s", r->key->name,
            t->type == TREE_MAP ? "映射" : "列表");
    return false;
}

static bool
read_text(const struct reading *r)
{
    bool must = r->key->flags & KEY_MUST;

    if (r->t->type == TREE_SCALAR && r->t->text.n == 0 && !must) {
        set_str(member(r), STR_EMPTY); /* "" says: none */
        return true;
    }
    if (!scalar(r, r->t))
        return false;
    set_str(member(r), r->t->text);
    return true;
}

static bool
read_label_of(struct load *l, const char *what, const struct tree *t,
    struct label *ret)
{
    if (t->type == TREE_SCALAR) {
        ret->zh = t->text;
        return true;
    }
    for (size_t i = 0; t->type == TREE_MAP && i < t->n; i++) {
        struct str *at = str_eq(t->keys[i]->text, STR("zh")) ? &ret->zh
            : str_eq(t->keys[i]->text, STR("en"))            ? &ret->en
                                                             : NULL;
        if (at == NULL || t->items[i]->type != TREE_SCALAR) {
            LOAD_ERROR(l, t->keys[i],
                "“%s”只能有 zh 和 en 两个键，值为文字，不认识“" STR_FMT "”",
                what, STR_ARG(t->keys[i]->text));
            return false;
        }
        *at = t->items[i]->text;
    }
    if (ret->zh.n == 0) {
        LOAD_ERROR(l, t, "“%s”应为文字或 {zh: 文字, en: text}", what);
        return false;
    }
    return true;
}

static bool
read_label(const struct reading *r)
{
    return read_label_of(r->l, r->key->name, r->t, member(r));
}

static bool
number(const struct reading *r, int64_t *ret)
{
    bool unbounded = r->key->min == 0 && r->key->max == 0;
    int64_t min = unbounded ? 0 : r->key->min;
    int64_t max = unbounded ? INT32_MAX : r->key->max;

    if (!scalar(r, r->t))
        return false;
    if (num_int(r->t->text, min, max, ret))
        return true;
    LOAD_ERROR(r->l, r->t,
        "“%s”应为 %lld 到 %lld 的整数，现为“" STR_FMT "”", r->key->name,
        (long long)min, (long long)max, STR_ARG(r->t->text));
    return false;
}

static bool
read_integer(const struct reading *r)
{
    int64_t v;

    if (!number(r, &v))
        return false;
    memcpy(member(r), &v, sizeof(v));
    return true;
}

static bool
read_int(const struct reading *r)
{
    int64_t v;

    if (!number(r, &v))
        return false;
    int small = (int)v;
    memcpy(member(r), &small, sizeof(small));
    return true;
}

static bool
read_size(const struct reading *r)
{
    int64_t v;

    if (!number(r, &v))
        return false;
    size_t size = (size_t)v;
    memcpy(member(r), &size, sizeof(size));
    return true;
}

static bool
read_bool(const struct reading *r)
{
    bool v;

    if (!scalar(r, r->t))
        return false;
    v = str_eq(r->t->text, STR("true"));
    if (!v && !str_eq(r->t->text, STR("false"))) {
        LOAD_ERROR(r->l, r->t,
            "“%s”应为 true 或 false，现为“" STR_FMT "”", r->key->name,
            STR_ARG(r->t->text));
        return false;
    }
    if (r->key->type == KEY_BOOL)
        memcpy(member(r), &v, sizeof(v));
    else if (!v)
        LOAD_ERROR(r->l, r->t, "“%s”只能写 true，不用时请删去这一行",
            r->key->name);
    return true;
}

static bool
read_day_of(struct load *l, const char *what, const struct tree *t,
    struct day *ret)
{
    struct err err;

    if (t->type == TREE_SCALAR && day_parse(t->text, ret, &err) == OK)
        return true;
    LOAD_ERROR(l, t, "“%s”应为日期，如 2023-03-12，现为“" STR_FMT "”", what,
        STR_ARG(t->text));
    return false;
}

static bool
read_day(const struct reading *r)
{
    return read_day_of(r->l, r->key->name, r->t, member(r));
}

static bool
read_month_day(const struct reading *r)
{
    struct str month, day;
    int64_t m, d;

    if (!scalar(r, r->t))
        return false;
    day = str_cut(r->t->text, '-', &month, NULL);
    /* a leap year: 02-29 is clipped where there is none */
    if (month.n != 2 || day.n != 2 || !num_int(month, 1, 12, &m) ||
        !num_int(day, 1, 31, &d) || !ymd_valid(2024, (int)m, (int)d)) {
        LOAD_ERROR(r->l, r->t, "“%s”应为月-日，如 01-15，现为“" STR_FMT "”",
            r->key->name, STR_ARG(r->t->text));
        return false;
    }
    set_str(member(r), r->t->text);
    return true;
}

/* --- terms: {days: 5, kind: working} --- */

static bool
read_term(const struct reading *r)
{
    static const struct {
        const char *name;
        enum term_kind kind;
    } units[] = { { "days", TERM_CALENDAR_DAYS }, { "months", TERM_MONTHS },
        { "years", TERM_YEARS }, { "until", TERM_FIXED_DATE } };
    const struct tree *kind = tree_get(r->t, STR("kind"));
    struct term term = { .fixed = DAY_NONE };
    bool good = false;
    int64_t n = 0;
    size_t known = kind != NULL;

    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
        const struct tree *v = tree_get(r->t, str_of(units[i].name));
        if (v == NULL)
            continue;
        known++;
        term.kind = units[i].kind;
        good = term.kind == TERM_FIXED_DATE
            ? day_parse(v->text, &term.fixed, NULL) == OK
            : num_int(v->text, 1, 10000, &n);
    }
    if (kind != NULL && str_eq(kind->text, STR("working")))
        term.kind = TERM_WORKING_DAYS;
    else if (kind != NULL && !str_eq(kind->text, STR("calendar")))
        good = false;
    if (kind != NULL && tree_get(r->t, STR("days")) == NULL)
        good = false;
    if (!good || r->t->n != known || known != (kind != NULL ? 2 : 1)) {
        LOAD_ERROR(r->l, r->t,
            "“%s”应为期限，如 {days: 5, kind: working}（工作日）、"
            "{days: 5, kind: calendar}、{months: 6}、{years: 3} 或 "
            "{until: 2024-05-31}",
            r->key->name);
        return false;
    }
    term.n = (int)n;
    memcpy(member(r), &term, sizeof(term));
    return true;
}

/* --- words of fixed lists --- */

static void
unknown_word(const struct reading *r, const struct word *words)
{
    struct buf b;
    struct str known[64];
    size_t n = 0;
    struct str near;

    buf_init(&b, r->l->a, 4096);
    for (; words[n].name != NULL && n < 64; n++) {
        known[n] = str_of(words[n].name);
        if (n > 0)
            buf_lit(&b, "、");
        buf_str(&b, known[n]);
    }
    near = nearest_name(r->l->tmp, r->t->text, known, n);
    if (near.n > 0)
        LOAD_ERROR(r->l, r->t,
            "“%s”不认识“" STR_FMT "”，是否为“" STR_FMT "”？可用：" STR_FMT,
            r->key->name, STR_ARG(r->t->text), STR_ARG(near),
            STR_ARG(buf_view(&b)));
    else
        LOAD_ERROR(r->l, r->t, "“%s”不认识“" STR_FMT "”，可用：" STR_FMT,
            r->key->name, STR_ARG(r->t->text), STR_ARG(buf_view(&b)));
}

static bool
read_word(const struct reading *r)
{
    if (!scalar(r, r->t))
        return false;
    for (const struct word *w = r->key->words; w->name != NULL; w++) {
        if (!str_eq(r->t->text, str_of(w->name)))
            continue;
        bool flag = w->value != 0;
        if (r->key->type == KEY_WORD)
            memcpy(member(r), &w->value, sizeof(w->value));
        else if (r->key->type == KEY_FLAG)
            memcpy(member(r), &flag, sizeof(flag));
        else
            set_str(member(r), r->t->text);
        return true;
    }
    unknown_word(r, r->key->words);
    return false;
}

/* --- names --- */

static void
note_ref(const struct reading *r, const struct tree *t)
{
    *VEC_PUSH(r->l->tmp, &r->l->refs) = (struct ref){ .kind = r->key->ref,
        .name = t->text, .at = place_of(r->l->file, t) };
}

static bool
read_ref(const struct reading *r)
{
    if (!scalar(r, r->t))
        return false;
    set_str(member(r), r->t->text);
    note_ref(r, r->t);
    return true;
}

static bool
read_names(const struct reading *r)
{
    size_t n = r->t->type == TREE_LIST ? r->t->n : 1;
    struct str *names = arena_new_array(r->l->a, struct str, n);

    if (r->t->type == TREE_MAP) {
        LOAD_ERROR(r->l, r->t, "“%s”应为列表，如 [甲, 乙]", r->key->name);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct tree *t = r->t->type == TREE_LIST ? r->t->items[i] : r->t;

        if (!scalar(r, t))
            return false;
        for (size_t j = 0; j < i; j++)
            if (str_eq(names[j], t->text))
                LOAD_ERROR(r->l, t,
                    "“%s”中“" STR_FMT "”写了两次，请删去一个", r->key->name,
                    STR_ARG(t->text));
        names[i] = t->text;
        if (r->key->type == KEY_REFS)
            note_ref(r, t);
    }
    if (n == 0)
        LOAD_ERROR(r->l, r->t, "“%s”是空列表：请填写，或删去这一行",
            r->key->name);
    set_list(r, names, n);
    return true;
}

/* --- options --- */

static bool
read_option(const struct reading *r, const struct tree *t,
    struct pack_option *ret)
{
    const struct tree *value = tree_get(t, STR("value"));
    const struct tree *label = tree_get(t, STR("label"));

    if (t->type == TREE_SCALAR && t->text.n > 0) {
        ret->value = t->text;
        ret->label.zh = t->text;
        return true;
    }
    if (value == NULL || value->type != TREE_SCALAR || value->text.n == 0 ||
        t->n != (label != NULL ? 2 : 1)) {
        LOAD_ERROR(r->l, t,
            "选项应为文字或 {value: 文字, label: 说明}，没有其他键");
        return false;
    }
    ret->value = value->text;
    ret->label.zh = value->text;
    return label == NULL || read_label_of(r->l, "label", label, &ret->label);
}

static bool
read_options(const struct reading *r)
{
    struct pack_option *options;
    bool good = true;

    if (r->t->type != TREE_LIST || r->t->n == 0) {
        LOAD_ERROR(r->l, r->t,
            "“%s”应为选项列表，如 [甲, 乙] 或 - {value: 甲, label: 说明}",
            r->key->name);
        return false;
    }
    options = arena_new_array(r->l->a, struct pack_option, r->t->n);
    for (size_t i = 0; i < r->t->n; i++) {
        good = read_option(r, r->t->items[i], &options[i]) && good;
        for (size_t j = 0; j < i; j++)
            if (options[i].value.n > 0 &&
                str_eq(options[i].value, options[j].value))
                LOAD_ERROR(r->l, r->t->items[i],
                    "选项“" STR_FMT "”与第 %zu 项重复，请删去一个",
                    STR_ARG(options[i].value), j + 1);
    }
    set_list(r, options, r->t->n);
    return good;
}

static bool
read_field_options(const struct reading *r)
{
    if (r->t->type != TREE_SCALAR)
        return read_options(r);
    if (!scalar(r, r->t))
        return false;
    *VEC_PUSH(r->l->tmp, &r->l->lists) = (struct list_use){ r->t->text,
        place_of(r->l->file, r->t), (void *)r->object };
    return true;
}

/* Code lists: name -> options. */
static bool
read_lists(const struct reading *r)
{
    static const struct key options = { .name = "lists",
        .offset = offsetof(struct pack_list, options),
        .more = offsetof(struct pack_list, n) };
    struct pack_list *lists;

    if (r->t->type != TREE_MAP) {
        LOAD_ERROR(r->l, r->t, "“lists”应为“名称: 选项列表”的映射");
        return false;
    }
    lists = arena_new_array(r->l->a, struct pack_list, r->t->n);
    for (size_t i = 0; i < r->t->n; i++) {
        struct reading one = { r->l, &options, r->t->items[i],
            (char *)&lists[i] };

        lists[i].name = r->t->keys[i]->text;
        *VEC_PUSH(r->l->tmp, &r->l->origins) = (struct origin){ &lists[i],
            place_of(r->l->file, r->t->keys[i]) };
        read_options(&one);
    }
    set_list(r, lists, r->t->n);
    return true;
}

/* --- expressions and templates --- */

static bool
read_feel(const struct reading *r)
{
    struct str text = r->t->text;

    if (!scalar(r, r->t))
        return false;
    while (text.n > 0 && text.p[text.n - 1] == '\n')
        text.n--; /* that of a block: the text ends on its last line */
    set_str(member(r), text);
    *VEC_PUSH(r->l->tmp, &r->l->feels) = (struct feel_use){
        .kind = r->key->flags & KEY_IS_VALUE ? USE_VALUE : USE_CONDITION,
        .text = text,
        .file = r->l->file,
        .node = r->t,
        .ret = (void *)(r->object + r->key->more),
        .owner = r->object,
    };
    return true;
}

static bool
read_template(const struct reading *r)
{
    if (!read_text(r))
        return false;
    *VEC_PUSH(r->l->tmp, &r->l->templates) =
        (struct template_use){ r->t->text, r->l->file, r->t };
    return true;
}

/* --- objects --- */

static bool
read_map(const struct reading *r)
{
    size_t n = 0;
    const void *p = load_map(r->l, r->key->shape, r->t, &n);

    if (p == NULL && n == 0 && r->t->type != TREE_MAP)
        return false;
    set_list(r, p, n);
    return true;
}

static bool
read_list(const struct reading *r)
{
    const struct shape *shape = r->key->shape;
    char *objects;

    if (r->t->type != TREE_LIST) {
        LOAD_ERROR(r->l, r->t, "“%s”应为列表，每项以“- ”开头", r->key->name);
        return false;
    }
    objects = arena_alloc_array(r->l->a, r->t->n, shape->size);
    for (size_t i = 0; i < r->t->n; i++)
        load_object(r->l, shape, STR_EMPTY, r->t->items[i], r->t->items[i],
            objects + i * shape->size);
    set_list(r, objects, r->t->n);
    return true;
}

static bool
read_object(const struct reading *r)
{
    void *object = arena_alloc_array(r->l->a, 1, r->key->shape->size);

    load_object(r->l, r->key->shape, STR_EMPTY, r->t, r->t, object);
    memcpy(member(r), &object, sizeof(object));
    return true;
}

const void *
load_map(struct load *l, const struct shape *shape, const struct tree *t,
    size_t *ret_n)
{
    char *objects;

    if (t->type != TREE_MAP) {
        LOAD_ERROR(l, t, "此处应为“%s的名称: 内容”的映射", shape->what);
        return NULL;
    }
    objects = arena_alloc_array(l->a, t->n > 0 ? t->n : 1, shape->size);
    for (size_t i = 0; i < t->n; i++)
        load_object(l, shape, t->keys[i]->text, t->keys[i], t->items[i],
            objects + i * shape->size);
    *ret_n = t->n;
    return objects;
}

static key_reader
reader_of(enum key_type type)
{
    static const key_reader readers[KEY_TYPES] = {
        [KEY_TEXT] = read_text,
        [KEY_LABEL] = read_label,
        [KEY_INTEGER] = read_integer,
        [KEY_INT] = read_int,
        [KEY_SIZE] = read_size,
        [KEY_BOOL] = read_bool,
        [KEY_DAY] = read_day,
        [KEY_MONTH_DAY] = read_month_day,
        [KEY_TERM] = read_term,
        [KEY_NAMES] = read_names,
        [KEY_FLAG] = read_word,
        [KEY_WORD] = read_word,
        [KEY_TOKEN] = read_word,
        [KEY_REF] = read_ref,
        [KEY_REFS] = read_names,
        [KEY_OPTIONS] = read_options,
        [KEY_FIELD_OPTIONS] = read_field_options,
        [KEY_LISTS] = read_lists,
        [KEY_MAP] = read_map,
        [KEY_LIST] = read_list,
        [KEY_OBJECT] = read_object,
        [KEY_FEEL] = read_feel,
        [KEY_TEMPLATE] = read_template,
        [KEY_TRUE] = read_bool,
    };

    return readers[type];
}

static void
unknown_key(
    struct load *l, const struct shape *shape, const struct tree *key)
{
    struct str known[64];
    struct str near;

    for (size_t i = 0; i < shape->n_keys; i++)
        known[i] = str_of(shape->keys[i].name);
    near = nearest_name(l->tmp, key->text, known, shape->n_keys);
    if (near.n > 0)
        LOAD_ERROR(l, key, "%s没有“" STR_FMT "”这个键，是否为“" STR_FMT "”？",
            shape->what, STR_ARG(key->text), STR_ARG(near));
    else
        LOAD_ERROR(l, key,
            "%s没有“" STR_FMT "”这个键，请删去或对照 docs/pack-format.md",
            shape->what, STR_ARG(key->text));
}

static void
missing_key(struct load *l, const struct shape *shape, const struct key *key,
    struct str name, const struct tree *at)
{
    const char *advice = key->type == KEY_REF && key->ref == REF_CLAUSE
        ? "请写明依据的条款编号，如 clause: CW-4-1"
        : "请补上这个键";

    if (name.n > 0)
        LOAD_ERROR(l, at, "%s“" STR_FMT "”缺少“%s”：%s", shape->what,
            STR_ARG(name), key->name, advice);
    else
        LOAD_ERROR(l, at, "%s缺少“%s”：%s", shape->what, key->name, advice);
}

/* What a key left out means. */
static void
default_key(struct load *l, const struct shape *shape, const struct key *key,
    struct str name, const struct tree *at, char *object)
{
    struct label label = { .zh = name };

    if (key->flags & KEY_MUST)
        missing_key(l, shape, key, name, at);
    else if (key->flags & KEY_NAME_IF_NONE)
        memcpy(object + key->offset, &label, sizeof(label));
    else if (key->type == KEY_DAY)
        memcpy(object + key->offset, &DAY_NONE, sizeof(struct day));
}

void
load_object(struct load *l, const struct shape *shape, struct str name,
    const struct tree *at, const struct tree *t, void *object)
{
    *VEC_PUSH(l->tmp, &l->origins) =
        (struct origin){ object, place_of(l->file, at) };
    if (shape->name_at != NO_NAME) {
        set_str((char *)object + shape->name_at, name);
        if (name.n == 0)
            LOAD_ERROR(l, at, "%s的名称为空，请填写", shape->what);
    }
    if (t->type != TREE_MAP) {
        LOAD_ERROR(l, t, "%s应为“键: 值”的映射%s", shape->what,
            t->type == TREE_SCALAR && str_find(t->text, STR("：")) != SIZE_MAX
                ? "：冒号应为半角“: ”，后面有一个空格"
                : "");
        return;
    }
    for (size_t i = 0; i < t->n; i++) {
        size_t k = 0;

        while (k < shape->n_keys &&
            !str_eq(t->keys[i]->text, str_of(shape->keys[k].name)))
            k++;
        if (k == shape->n_keys)
            unknown_key(l, shape, t->keys[i]);
    }
    for (size_t k = 0; k < shape->n_keys; k++) {
        const struct key *key = &shape->keys[k];
        const struct tree *value = tree_get(t, str_of(key->name));
        struct reading r = { l, key, value, object };

        if (value == NULL)
            default_key(l, shape, key, name, at, object);
        else
            reader_of(key->type)(&r);
    }
    if (shape->done != NULL)
        shape->done(l, t, object);
}

struct place
load_origin(const struct load *l, const void *object)
{
    for (size_t i = 0; i < l->origins.n; i++)
        if (l->origins.p[i].object == object)
            return l->origins.p[i].at;
    return (struct place){ STR("pack.yaml"), 1, 1 };
}
