/* Rows that are accepted one by one. */
#include "domain/rows.h"

#define KEY_DIGITS 16
#define TEXT_MOST 200

/* Equal rows have equal names: what is said of a row holds for it as it is. */
static struct str
row_name(struct arena *a, const struct pack_field *f, const struct json *row)
{
    struct buf b;
    struct str text = STR_EMPTY;

    buf_init(&b, a, PACK_ANSWERS_MAX);
    json_write_canonical(&b, row);
    if (buf_done(&b, &text, NULL) != OK)
        text = STR_EMPTY;
    return arena_fmt(a, STR_FMT "." STR_FMT, STR_ARG(f->name),
        STR_ARG(str_sub(domain_digest(a, "row", text), 0, KEY_DIGITS)));
}

static struct str
row_text(struct arena *a, const struct pack_field *f, const struct json *row)
{
    struct str out = STR_EMPTY;

    for (size_t i = 0; i < f->n_columns; i++) {
        const struct pack_field *c = &f->columns[i];
        struct str cell = c->is_private
                              ? STR_EMPTY
                              : field_show(a, c, json_get(row, c->name), true,
                                    false);

        if (cell.n > 0)
            out = out.n == 0 ? cell
                             : arena_fmt(a, STR_FMT "，" STR_FMT,
                                   STR_ARG(out), STR_ARG(cell));
    }
    return utf8_head(out, TEXT_MOST);
}

static struct row_mark
mark_of(struct arena *a, const struct pack_field *f, const struct json *row,
    size_t number, const struct json *marks)
{
    struct row_mark m = { .field = f,
        .number = number,
        .name = row_name(a, f, row),
        .text = row_text(a, f, row) };
    const struct json *said =
        json_get(marks, arena_join(a, STR(PACK_ACCEPTED), m.name));

    if (said->type == JSON_TRUE)
        m.state = ROW_ACCEPTED;
    else if (said->type == JSON_FALSE)
        m.state = ROW_REFUSED;
    if (m.state == ROW_REFUSED)
        m.reason = json_str(
            json_get(marks, arena_join(a, STR(MARK_REFUSED), m.name)));
    return m;
}

/* The table a criterion of the stage names; NULL: it names no table. */
static const struct pack_field *
table_of(const struct application *app, struct str criterion)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_form *form =
        p == NULL ? NULL : pack_form(app->pack, p->form);
    const struct pack_field *f =
        form == NULL ? NULL : form_field(form, criterion);

    return f == NULL || f->type != FIELD_ROWS ? NULL : f;
}

void
rows_of_stage(struct arena *a, const struct application *app,
    const struct pack_stage *stage, const struct json *answers,
    const struct json *marks, const struct row_mark **ret, size_t *ret_n)
{
    VEC_OF(struct row_mark) v = { 0 };

    for (size_t i = 0; answers != NULL && i < stage->n_criteria; i++) {
        const struct pack_field *f = table_of(app, stage->criteria[i]);
        const struct json *rows =
            f == NULL ? NULL : json_get(answers, f->name);

        for (size_t k = 0;
             rows != NULL && rows->type == JSON_LIST && k < rows->n; k++)
            *VEC_PUSH(a, &v) = mark_of(a, f, rows->items[k], k + 1, marks);
    }
    *ret = v.p;
    *ret_n = v.n;
}

static const struct pack_stage *
evaluation_of(const struct application *app)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);

    return p == NULL ? NULL : procedure_stage(p, STAGE_EVALUATION);
}

enum status
rows_marked(struct act *x, const struct application *app,
    const struct row_mark **ret, size_t *ret_n, struct err *err)
{
    const struct pack_stage *s = evaluation_of(app);
    struct pack_facts facts;

    *ret = NULL;
    *ret_n = 0;
    if (s == NULL || app->versions == 0)
        return OK;
    TRY(application_facts(x, app, app->versions, &facts, err));
    rows_of_stage(x->a, app, s, facts.answers, facts.extra, ret, ret_n);
    return OK;
}

void
rows_facts(struct arena *a, const struct application *app,
    const struct json *answers, struct json *extra)
{
    const struct pack_stage *s = evaluation_of(app);

    for (size_t i = 0; s != NULL && i < s->n_criteria; i++) {
        const struct pack_field *f = table_of(app, s->criteria[i]);
        const struct json *rows =
            f == NULL || answers == NULL ? NULL : json_get(answers, f->name);
        struct json *yes = json_new(a, JSON_LIST);
        struct json *open = json_new(a, JSON_LIST);

        if (rows == NULL || rows->type != JSON_LIST)
            continue;
        for (size_t k = 0; k < rows->n; k++) {
            enum row_state state =
                mark_of(a, f, rows->items[k], k + 1, extra).state;

            if (state != ROW_REFUSED)
                json_push(a, state == ROW_ACCEPTED ? yes : open,
                    rows->items[k]);
        }
        json_set(a, extra, arena_join(a, STR(PACK_ACCEPTED), f->name), yes);
        json_set(a, extra, arena_join(a, STR(PACK_UNSEEN), f->name), open);
        if (open->n == 0)
            json_set(a, extra, arena_join(a, STR(PACK_ALL_SEEN), f->name),
                json_boolean(a, true));
    }
}
