/* The keys of fields and forms: one row each (docs/pack-format.md), and what a
 * row cannot say. */
#include "shape.h"

static const struct shape shape_field;

static const struct word field_words[] = { { "text", FIELD_TEXT },
    { "long_text", FIELD_LONG_TEXT }, { "integer", FIELD_INTEGER },
    { "money", FIELD_MONEY_FEN }, { "date", FIELD_DATE },
    { "date_time", FIELD_DATE_TIME }, { "yes_no", FIELD_YES_NO },
    { "one_of", FIELD_ONE_OF }, { "many_of", FIELD_MANY_OF },
    { "credit_code", FIELD_CREDIT_CODE }, { "id_no", FIELD_ID_NO },
    { "mobile", FIELD_MOBILE }, { "phone", FIELD_PHONE },
    { "email", FIELD_EMAIL }, { "region", FIELD_REGION },
    { "file", FIELD_FILE }, { "rows", FIELD_ROWS }, { "tick", FIELD_TICK },
    { NULL, 0 } };

static const struct key field_keys[] = {
    KEY("type", KEY_WORD, AT(pack_field, type), .words = field_words,
        .flags = KEY_MUST),
    KEY("label", KEY_LABEL, AT(pack_field, label), .flags = KEY_NAME_IF_NONE),
    KEY("hint", KEY_LABEL, AT(pack_field, hint)),
    KEY("required", KEY_BOOL, AT(pack_field, required)),
    KEY("private", KEY_BOOL, AT(pack_field, is_private)),
    KEY("not_future", KEY_BOOL, AT(pack_field, not_future)),
    KEY("clause", KEY_REF, AT(pack_field, clause), .ref = REF_CLAUSE),
    KEY("options", KEY_FIELD_OPTIONS, LIST_AT(pack_field, options)),
    KEY("other", KEY_BOOL, AT(pack_field, other)),
    KEY("min", KEY_INTEGER, AT(pack_field, min), .min = INT64_MIN,
        .max = INT64_MAX),
    KEY("max", KEY_INTEGER, AT(pack_field, max), .min = INT64_MIN,
        .max = INT64_MAX),
    KEY("unit", KEY_TEXT, AT(pack_field, unit)),
    KEY("warn_below", KEY_INTEGER, AT(pack_field, warn_below)),
    KEY("max_files", KEY_SIZE, AT(pack_field, max_files), .min = 1, .max = 50),
    KEY("columns", KEY_MAP, LIST_AT(pack_field, columns),
        .shape = &shape_column),
    KEY("min_rows", KEY_SIZE, AT(pack_field, min_rows),
        .max = PACK_ROWS_MAX),
    KEY("max_rows", KEY_SIZE, AT(pack_field, max_rows), .min = 1,
        .max = PACK_ROWS_MAX),
    KEY("unique", KEY_NAMES, LIST_AT(pack_field, unique)),
    KEY("show_if", KEY_FEEL, AT(pack_field, show_if),
        .more = AT(pack_field, show_if_expr)),
    KEY("autocomplete", KEY_TEXT, AT(pack_field, autocomplete)),
};

/* Keys that only some types have. */
static const struct {
    const char *key;
    enum field_type first, second;
    bool must;
} typed_keys[] = {
    { "options", FIELD_ONE_OF, FIELD_MANY_OF, true },
    { "other", FIELD_ONE_OF, FIELD_MANY_OF, false },
    { "columns", FIELD_ROWS, FIELD_ROWS, true },
    { "min_rows", FIELD_ROWS, FIELD_ROWS, false },
    { "max_rows", FIELD_ROWS, FIELD_ROWS, false },
    { "unique", FIELD_ROWS, FIELD_ROWS, false },
    { "max_files", FIELD_FILE, FIELD_FILE, false },
    { "warn_below", FIELD_TEXT, FIELD_LONG_TEXT, false },
    { "not_future", FIELD_DATE, FIELD_DATE_TIME, false },
    { "unit", FIELD_INTEGER, FIELD_INTEGER, false },
};

static bool
has_column(const struct pack_field *f, struct str name)
{
    for (size_t i = 0; i < f->n_columns; i++) {
        if (str_eq(f->columns[i].name, name))
            return true;
    }
    return false;
}

static void
rows_done(
    struct load *l, const struct tree *t, const struct pack_field *f)
{
    if (f->max_rows != 0 && f->min_rows > f->max_rows)
        LOAD_ERROR(l, tree_get(t, STR("max_rows")),
            "max_rows（%zu）应不小于 min_rows（%zu）", f->max_rows,
            f->min_rows);
    for (size_t i = 0; i < f->n_unique; i++) {
        if (!has_column(f, f->unique[i]))
            LOAD_ERROR(l, tree_get(t, STR("unique")),
                "unique 中的“" STR_FMT "”不是这个表格的列",
                STR_ARG(f->unique[i]));
    }
}

static void
any_field_done(struct load *l, const struct tree *t, struct pack_field *f)
{
    const struct tree *type = tree_get(t, STR("type"));

    for (size_t i = 0; type != NULL && i < COUNT(typed_keys); i++) {
        bool fits =
            f->type == typed_keys[i].first || f->type == typed_keys[i].second;
        const struct tree *value = tree_get(t, str_of(typed_keys[i].key));

        if (value != NULL && !fits)
            LOAD_ERROR(l, value, "类型 " STR_FMT " 的字段不能有“%s”，请删去",
                STR_ARG(type->text), typed_keys[i].key);
        else if (value == NULL && fits && typed_keys[i].must)
            LOAD_ERROR(l, type, "类型 " STR_FMT " 的字段应有“%s”",
                STR_ARG(type->text), typed_keys[i].key);
    }
    f->has_max = tree_get(t, STR("max")) != NULL;
    if (f->has_max && f->min > f->max)
        LOAD_ERROR(l, tree_get(t, STR("max")),
            "max（%lld）应不小于 min（%lld）", (long long)f->max,
            (long long)f->min);
    rows_done(l, t, f);
    if (f->type == FIELD_ID_NO)
        f->is_private = true;
    if (f->type == FIELD_FILE && f->max_files == 0)
        f->max_files = 1;
}

static void
field_done(struct load *l, const struct tree *t, void *object)
{
    struct pack_field *f = object;

    any_field_done(l, t, f);
    if (tree_get(t, STR("clause")) == NULL)
        LOAD_ERROR(l, t,
            "字段“" STR_FMT
            "”缺少“clause”：请写明依据的条款编号，如 clause: CW-4-1",
            STR_ARG(f->name));
}

static void
column_done(struct load *l, const struct tree *t, void *object)
{
    struct pack_field *f = object;

    any_field_done(l, t, f);
    if (f->type == FIELD_ROWS || f->type == FIELD_FILE)
        LOAD_ERROR(l, tree_get(t, STR("type")),
            "表格的列不能是 rows 或 file，请改为单独的字段");
    if (f->show_if.n > 0)
        LOAD_ERROR(l, tree_get(t, STR("show_if")),
            "表格的列不能有“show_if”，请写在整个表格上");
}

static const struct shape shape_field = { "字段", sizeof(struct pack_field),
    AT(pack_field, name), field_keys, COUNT(field_keys), field_done };
const struct shape shape_column = { "列", sizeof(struct pack_field),
    AT(pack_field, name), field_keys, COUNT(field_keys), column_done };

static const struct key section_keys[] = {
    TITLE_KEY(pack_section),
    KEY("hint", KEY_LABEL, AT(pack_section, hint)),
    KEY("fields", KEY_MAP, LIST_AT(pack_section, fields), .shape = &shape_field,
        .flags = KEY_MUST),
};
static const struct shape shape_section = { "表单分节",
    sizeof(struct pack_section), AT(pack_section, name), section_keys,
    COUNT(section_keys), NULL };

static const struct key form_keys[] = {
    TITLE_KEY(pack_form),
    CLAUSE_KEY(pack_form),
    KEY("sections", KEY_MAP, LIST_AT(pack_form, sections),
        .shape = &shape_section, .flags = KEY_MUST),
};

/* A name stands once in a form. */
static void
form_done(struct load *l, const struct tree *t, void *object)
{
    const struct pack_form *f = object;
    struct map *seen = map_new(l->tmp);

    (void)t;
    for (size_t s = 0; s < f->n_sections; s++) {
        for (size_t i = 0; i < f->sections[s].n_fields; i++) {
            const struct pack_field *field = &f->sections[s].fields[i];

            if (map_get(seen, field->name) != NULL)
                problem_error(&l->problems, load_origin(l, field),
                    "表单中已有字段“" STR_FMT
                    "”：一个表单内字段名不能重复，请改名",
                    STR_ARG(field->name));
            map_put(seen, field->name, (void *)(uintptr_t)field);
        }
    }
}

const struct shape shape_form = { "表单", sizeof(struct pack_form),
    AT(pack_form, name), form_keys, COUNT(form_keys), form_done };
