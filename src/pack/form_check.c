/* Whether stored answers make a complete form. */
#include "field.h"

const struct pack_field *
form_field(const struct pack_form *f, struct str name)
{
    for (size_t s = 0; s < f->n_sections; s++)
        for (size_t i = 0; i < f->sections[s].n_fields; i++)
            if (str_eq(f->sections[s].fields[i].name, name))
                return &f->sections[s].fields[i];
    return NULL;
}

/* --- which fields show --- */

struct facts {
    struct arena *a;
    const struct pack_form *form;  /* NULL: types are not known */
    const struct pack_field *rows; /* the table the field is a column of */
    const struct json *answers;
};

/* A fact asked for by show_if. Not answered is not known. */
static bool
give_fact(struct str name, struct feel_value *ret, void *arg)
{
    const struct facts *x = arg;
    const struct json *v = json_get(x->answers, name);
    const struct pack_field *f = NULL;

    if (field_is_empty(v))
        return false;
    for (size_t c = 0; x->rows != NULL && c < x->rows->n_columns; c++)
        if (str_eq(x->rows->columns[c].name, name))
            f = &x->rows->columns[c];
    if (f == NULL && x->form != NULL)
        f = form_field(x->form, name);

    struct pack_field unknown = { .type = FIELD_TEXT };
    *ret = field_fact(x->a, f != NULL ? f : &unknown, v);
    return true;
}

/* The form a field stands in: by identity, since two forms may use one name. */
static void
find_owner(const struct pack *p, const struct pack_field *f, struct facts *ret)
{
    for (size_t n = 0; n < p->n_forms; n++) {
        const struct pack_form *form = &p->forms[n];

        for (size_t s = 0; s < form->n_sections; s++) {
            const struct pack_section *section = &form->sections[s];

            for (size_t i = 0; i < section->n_fields; i++) {
                const struct pack_field *at = &section->fields[i];

                if (at == f) {
                    ret->form = form;
                    return;
                }
                for (size_t c = 0; c < at->n_columns; c++)
                    if (&at->columns[c] == f) {
                        ret->form = form;
                        ret->rows = at;
                        return;
                    }
            }
        }
    }
}

bool
field_shown(struct arena *a, const struct pack *p, const struct pack_field *f,
    const struct json *answers)
{
    struct facts facts = { .a = a, .answers = answers };
    struct feel_limits limits = feel_limits_default();
    struct feel_value v;
    struct err err;

    if (f->show_if_expr == NULL)
        return true;
    if (p != NULL)
        find_owner(p, f, &facts);
    /* Without the facts it asks for the question does not arise. */
    if (feel_evaluate(a, f->show_if_expr, give_fact, &facts, 0, &limits, &v,
            NULL, &err) != OK)
        return false;
    return v.type == FEEL_BOOLEAN && v.boolean;
}

/* --- completeness --- */

static void
missing(struct field_reader *r, const struct pack_field *f)
{
    struct str zh = field_label(f, false), en = field_label(f, true);
    const char *verb_zh = "请填写", *verb_en = "Please give";

    switch (f->type) {
    case FIELD_YES_NO:
    case FIELD_ONE_OF:
    case FIELD_MANY_OF:
    case FIELD_REGION:
        verb_zh = "请选择";
        verb_en = "Please choose";
        break;
    case FIELD_FILE:
        verb_zh = "请上传";
        verb_en = "Please upload";
        break;
    case FIELD_TICK:
        verb_zh = "请阅读并勾选";
        verb_en = "Please read and tick";
        break;
    default:
        break;
    }
    field_wrong(r, f->name, STR_EMPTY,
        arena_fmt(r->a, "%s“" STR_FMT "”", verb_zh, STR_ARG(zh)),
        arena_fmt(r->a, "%s: " STR_FMT, verb_en, STR_ARG(en)));
}

static void
check_min_rows(struct field_reader *r, const struct pack_field *f, size_t n)
{
    if (n >= f->min_rows)
        return;
    field_wrong(r, f->name, STR_EMPTY,
        arena_fmt(r->a, STR_FMT "应不少于 %zu 行，现为 %zu 行",
            STR_ARG(field_label(f, false)), f->min_rows, n),
        arena_fmt(r->a, STR_FMT ": at least %zu rows, now %zu",
            STR_ARG(field_label(f, true)), f->min_rows, n));
}

static void
check_field(struct field_reader *r, const struct pack_field *f)
{
    const struct json *v = json_get(r->answers, f->name);

    if (!field_shown(r->a, r->pack, f, r->answers))
        return;
    if (f->type == FIELD_TICK ? v->type != JSON_TRUE : field_is_empty(v)) {
        if (f->required || f->type == FIELD_TICK)
            missing(r, f);
        return;
    }
    /* Reading the stored value again finds what is wrong with it, and a text
     * kept as typed is wrong in the same words as when it was typed. */
    size_t before = r->errors;
    const struct json *read =
        field_read_one(r, f, f->name, field_input(r->a, f, v));
    if (f->type == FIELD_ROWS && r->errors == before)
        check_min_rows(r, f, read->n);
}

void
form_check(struct arena *a, const struct pack *p, const struct pack_form *form,
    const struct pack_section *section, const struct json *answers,
    struct day today, const struct form_problem **ret, size_t *ret_n)
{
    struct field_reader r = {
        .a = a, .today = today, .complete = true, .pack = p, .answers = answers
    };

    for (size_t s = 0; s < form->n_sections; s++) {
        const struct pack_section *at = &form->sections[s];

        if (section != NULL && section != at &&
            !str_eq(section->name, at->name))
            continue;
        for (size_t i = 0; i < at->n_fields; i++)
            check_field(&r, &at->fields[i]);
    }
    *ret = r.problems.p;
    *ret_n = r.problems.n;
}
