/* Values of a case: from YAML to what forms, facts and functions take. */
#include "run.h"

#define ANSWER_MAX (1u << 20)
#define ROWS_MAX 5000

bool
tree_int(const struct tree *t, int64_t *ret)
{
    size_t at = 0;
    int64_t v = 0;
    bool minus;

    if (t == NULL || t->type != TREE_SCALAR || t->text.n == 0)
        return false;
    minus = t->text.p[0] == '-';
    at = minus ? 1 : 0;
    if (at == t->text.n || t->text.n > 15)
        return false;
    for (; at < t->text.n; at++) {
        if (t->text.p[at] < '0' || t->text.p[at] > '9')
            return false;
        v = v * 10 + (t->text.p[at] - '0');
    }
    *ret = minus ? -v : v;
    return true;
}

const struct tree *
run_with(const struct run *r, const char *key)
{
    return tree_get(r->with, str_of(key));
}

struct str
run_text(const struct run *r, const char *key, const char *otherwise)
{
    const struct tree *t = run_with(r, key);

    return t == NULL ? str_of(otherwise) : t->text;
}

int64_t
run_int(struct run *r, const char *key, int64_t otherwise)
{
    const struct tree *t = run_with(r, key);
    int64_t v = otherwise;

    if (t != NULL && !tree_int(t, &v))
        (void)run_fail(r, t, "“%s”应为整数", key);
    return v;
}

bool
run_flag(struct run *r, const char *key, bool otherwise)
{
    const struct tree *t = run_with(r, key);

    if (t == NULL)
        return otherwise;
    if (!str_eq(t->text, STR("true")) && !str_eq(t->text, STR("false")))
        (void)run_fail(r, t, "“%s”应为 true 或 false", key);
    return str_eq(t->text, STR("true"));
}

bool
run_row_refused(struct run *r, struct str table, size_t row)
{
    const struct tree *t = tree_get(run_with(r, "refuse_rows"), table);
    int64_t n = 0;

    for (size_t i = 0; t != NULL && t->type == TREE_LIST && i < t->n; i++) {
        if (tree_int(t->items[i], &n) && n == (int64_t)row)
            return true;
    }
    return false;
}

struct day
run_day(struct run *r, const char *key, struct day otherwise)
{
    const struct tree *t = run_with(r, key);
    struct day d = otherwise;
    struct err err;

    if (t != NULL && day_parse(t->text, &d, &err) != OK)
        (void)run_fail(r, t, "%s", err.text);
    return d;
}

static bool
is_null(const struct tree *t)
{
    return t->type == TREE_SCALAR && t->plain &&
           (t->text.n == 0 || str_eq(t->text, STR("null")) ||
               str_eq(t->text, STR("~")));
}

/* {{name}}, {{identity}}, {{mobile}} of the person, {{n}} of a repeated row. */
static struct str
fill(struct run *r, struct str s, const struct person *p, int64_t n)
{
    struct json *v;

    if (str_find(s, STR("{{")) == SIZE_MAX)
        return s;
    v = json_new(r->a, JSON_OBJECT);
    json_set(r->a, v, STR("n"),
        json_text(r->a, arena_fmt(r->a, "%lld", (long long)n)));
    if (p != NULL) {
        json_set(r->a, v, STR("name"), json_text(r->a, p->name));
        json_set(r->a, v, STR("identity"), json_text(r->a, p->identity));
        json_set(r->a, v, STR("mobile"), json_text(r->a, p->mobile));
    }
    return template_fill(r->a, s, v);
}

static struct str
written(struct run *r, const struct json *v)
{
    struct buf b;

    buf_init(&b, r->a, ANSWER_MAX);
    json_write(&b, v);
    return buf_view(&b);
}

/* Files are named only: 证书.pdf */
static const struct json *
files(struct run *r, const struct tree *t)
{
    static const char HASH[] = "0123456789abcdef0123456789abcdef"
                               "0123456789abcdef0123456789abcdef";
    struct json *list = json_new(r->a, JSON_LIST);
    size_t n = t->type == TREE_LIST ? t->n : 1;

    for (size_t i = 0; i < n; i++) {
        const struct tree *one = t->type == TREE_LIST ? t->items[i] : t;
        struct json *o = json_new(r->a, JSON_OBJECT);

        json_set(r->a, o, STR("id"),
            json_text(r->a, arena_fmt(r->a, "%zu", i + 1)));
        json_set(r->a, o, STR("name"), json_text(r->a, one->text));
        json_set(r->a, o, STR("sha256"), json_text(r->a, str_of(HASH)));
        json_set(r->a, o, STR("size"), json_number(r->a, 1024));
        json_set(r->a, o, STR("type"), json_text(r->a, STR("application/pdf")));
        json_push(r->a, list, o);
    }
    return list;
}

static void
add_row(struct run *r, struct json *list, const struct tree *row,
    const struct person *p, int64_t n)
{
    struct json *o = json_new(r->a, JSON_OBJECT);

    if (row->type != TREE_MAP) {
        (void)run_fail(r, row, "表格的行应为“栏目: 值”");
        return;
    }
    for (size_t i = 0; i < row->n; i++) {
        if (is_null(row->items[i]))
            continue;
        json_set(r->a, o, row->keys[i]->text,
            json_text(r->a, fill(r, row->items[i]->text, p, n)));
    }
    json_push(r->a, list, o);
}

/* A list of rows, or {times: 10, from: 1, row: {...}}. */
static const struct json *
rows(struct run *r, const struct tree *t, const struct person *p)
{
    struct json *list = json_new(r->a, JSON_LIST);
    const struct tree *row = tree_get(t, STR("row"));
    int64_t times = 0, from = 1;

    if (t->type == TREE_LIST) {
        for (size_t i = 0; i < t->n; i++)
            add_row(r, list, t->items[i], p, (int64_t)i + 1);
        return list;
    }
    if (row == NULL || !tree_int(tree_get(t, STR("times")), &times) ||
        times < 0 || times > ROWS_MAX) {
        (void)run_fail(r, t, "表格应为行的列表，或 {times: 行数, row: {…}}");
        return list;
    }
    (void)tree_int(tree_get(t, STR("from")), &from);
    for (int64_t i = 0; i < times; i++)
        add_row(r, list, row, p, from + i);
    return list;
}

static struct str
typed(struct run *r, const struct pack_field *f, const struct tree *t,
    const struct person *p)
{
    struct buf b;

    if (f->type == FIELD_FILE)
        return written(r, files(r, t));
    if (f->type == FIELD_ROWS)
        return written(r, rows(r, t, p));
    if (t->type == TREE_SCALAR)
        return fill(r, t->text, p, 1);
    buf_init(&b, r->a, ANSWER_MAX);
    for (size_t i = 0; t->type == TREE_LIST && i < t->n; i++) {
        buf_str(&b, t->items[i]->text);
        buf_byte(&b, '\n');
    }
    return buf_view(&b);
}

const struct json *
run_answer(struct run *r, const struct pack_field *f, const struct tree *t,
    const struct person *p)
{
    const struct json *v = NULL;
    struct form_problem problem;

    if (is_null(t))
        return json_new(r->a, JSON_NULL);
    /* What is wrong stays as typed, as on the page: submitting refuses it. */
    (void)field_read(
        r->a, f, typed(r, f, t, p), day_of_us(r->now_us), &v, &problem);
    return v;
}

static void
lay(struct run *r, struct json *into, const struct pack_form *form,
    const struct tree *t, const struct person *p, bool strict)
{
    for (size_t i = 0; t != NULL && i < t->n; i++) {
        const struct pack_field *f = form_field(form, t->keys[i]->text);

        if (f != NULL)
            json_set(r->a, into, f->name, run_answer(r, f, t->items[i], p));
        else if (strict)
            (void)run_fail(r, t->keys[i], "表单“" STR_FMT "”没有栏目“" STR_FMT
                                          "”",
                STR_ARG(form->name), STR_ARG(t->keys[i]->text));
    }
}

const struct json *
run_answers(struct run *r, const struct pack_form *form, const char *name,
    const struct tree *t, const struct person *p, bool with_defaults)
{
    struct json *o = json_new(r->a, JSON_OBJECT);

    if (form == NULL) {
        (void)run_fail(r, r->step, "政策包没有这一表单");
        return o;
    }
    if (with_defaults)
        lay(r, o, form, tree_get(r->defaults, str_of(name)), p, true);
    lay(r, o, form, t, p, true);
    return o;
}

const struct json *
run_edited(
    struct run *r, const struct pack_record *k, const struct json *content)
{
    struct json *o = json_new(r->a, JSON_OBJECT);
    const struct json *more = run_answers(r, pack_form(r->pack, k->form), "",
        run_with(r, "answers"), run_subject(r), false);

    for (size_t i = 0; i < content->n; i++)
        json_set(r->a, o, content->keys[i], content->items[i]);
    for (size_t i = 0; i < more->n; i++)
        json_set(r->a, o, more->keys[i], more->items[i]);
    return r->failed ? NULL : o;
}

static const struct json *
plain(struct run *r, const struct tree *t)
{
    int64_t v = 0;

    if (t->type == TREE_LIST) {
        struct json *list = json_new(r->a, JSON_LIST);

        for (size_t i = 0; i < t->n; i++)
            json_push(r->a, list, plain(r, t->items[i]));
        return list;
    }
    if (t->type == TREE_MAP)
        return run_plain(r, t);
    if (is_null(t))
        return json_new(r->a, JSON_NULL);
    if (t->plain && (str_eq(t->text, STR("true")) ||
                        str_eq(t->text, STR("false"))))
        return json_boolean(r->a, str_eq(t->text, STR("true")));
    if (t->plain && tree_int(t, &v))
        return json_number(r->a, v);
    return json_text(r->a, t->text);
}

const struct json *
run_plain(struct run *r, const struct tree *t)
{
    struct json *o = json_new(r->a, JSON_OBJECT);

    for (size_t i = 0; t != NULL && t->type == TREE_MAP && i < t->n; i++)
        json_set(r->a, o, t->keys[i]->text, plain(r, t->items[i]));
    return o;
}

static const struct pack_field *
any_field(const struct pack *p, struct str name)
{
    const struct pack_procedure *apply = pack_procedure(p, STR("apply"));
    const struct pack_form *first =
        apply == NULL ? NULL : pack_form(p, apply->form);
    const struct pack_field *f =
        first == NULL ? NULL : form_field(first, name);

    for (size_t i = 0; f == NULL && i < p->n_forms; i++)
        f = form_field(&p->forms[i], name);
    return f;
}

static const struct pack_field *
register_rows(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n_records; i++) {
        if (p->records[i].rows != NULL &&
            str_eq(p->records[i].rows->name, name))
            return p->records[i].rows;
    }
    return NULL;
}

/* Rows of a register: each has every field, as those that record_facts gives. */
static const struct json *
whole_rows(struct run *r, const struct pack_field *f, const struct tree *t)
{
    const struct json *given = run_answer(r, f, t, NULL);
    struct json *rows = json_new(r->a, JSON_LIST);

    for (size_t i = 0; given != NULL && i < given->n; i++) {
        struct json *o = json_new(r->a, JSON_OBJECT);

        for (size_t k = 0; k < f->n_columns; k++)
            json_set(r->a, o, f->columns[k].name,
                json_get(given->items[i], f->columns[k].name));
        json_push(r->a, rows, o);
    }
    return rows;
}

const struct json *
run_facts(struct run *r, const struct tree *t)
{
    struct json *o = json_new(r->a, JSON_OBJECT);

    for (size_t i = 0; t != NULL && t->type == TREE_MAP && i < t->n; i++) {
        struct str name = t->keys[i]->text;
        const struct pack_field *f = any_field(r->pack, name);
        const struct pack_field *rows = register_rows(r->pack, name);

        json_set(r->a, o, name,
            rows != NULL ? whole_rows(r, rows, t->items[i])
            : f == NULL  ? plain(r, t->items[i])
                         : run_answer(r, f, t->items[i], NULL));
    }
    return o;
}
