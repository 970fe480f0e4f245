/* Cells of summary tables. */
#include "domain/table.h"

#include "domain/instance.h"
#include "domain/notice.h"

const struct pack_document *
table_document(const struct pack *pack, struct str name)
{
    const struct pack_document *d = pack_document(pack, name);

    return d != NULL && d->n_columns > 0 ? d : NULL;
}

static const struct pack_field *
field_of(const struct application *app, struct str name)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);
    const struct pack_form *form =
        p == NULL ? NULL : pack_form(app->pack, p->form);

    return form == NULL ? NULL : form_field(form, name);
}

bool
table_column_private(
    const struct application *app, const struct pack_column *column)
{
    const struct pack_field *f = field_of(app, column->from);

    return f != NULL && f->is_private;
}

/* Who recommended it, as the newest opinion that passed it says. */
static enum status
recommender_of(struct act *x, const struct application *app, struct str *ret,
    struct err *err)
{
    const struct instance_opinion *list = NULL;
    size_t n = 0;

    TRY(instance_opinions(x, app, &list, &n, err));
    *ret = STR_EMPTY;
    for (size_t i = 0; i < n; i++) {
        if (list[i].decision == INSTANCE_PASS)
            *ret = list[i].body;
    }
    return OK;
}

static struct str
channel_title(const struct application *app)
{
    const struct pack_procedure *p =
        pack_procedure(app->pack, app->procedure);

    for (size_t i = 0; p != NULL && i < p->n_channels; i++) {
        if (str_eq(p->channels[i].name, app->channel))
            return p->channels[i].title.zh;
    }
    return app->channel;
}

static enum status
notice_days(struct act *x, const struct application *app, struct str *ret,
    struct err *err)
{
    struct notice_entry e;
    struct notice n;
    enum status st = notice_of_application(x, app->id, &e, err);

    *ret = STR_EMPTY;
    if (st == ERR_NOT_FOUND)
        return OK;
    TRY(st);
    TRY(notice_get(x, e.notice_id, &n, err));
    *ret = arena_fmt(x->a, STR_FMT " 至 " STR_FMT,
        STR_ARG(day_iso(x->a, n.first_day)),
        STR_ARG(day_iso(x->a, n.last_day)));
    return OK;
}

/* A field of the form, or the value of a rule. */
static enum status
fact_cell(struct act *x, const struct application *app, struct str name,
    struct str *ret, struct err *err)
{
    const struct pack_field *f = field_of(app, name);
    struct pack_facts facts;
    struct feel_value v;

    *ret = STR_EMPTY;
    if (f != NULL) {
        *ret = field_show(
            x->a, f, json_get(app->draft, name), false, false);
        return OK;
    }
    if (pack_rule(app->pack, name) == NULL)
        return OK;
    TRY(application_facts(x, app, 0, &facts, err));
    TRY(pack_value(x->a, app->pack, name, &facts, &v, err));
    *ret = feel_show_zh(x->a, &v);
    return OK;
}

static enum status
cell(struct act *x, const struct application *app,
    const struct table_line *line, struct str from, struct str *ret,
    struct err *err)
{
    *ret = STR_EMPTY;
    if (str_eq(from, STR("row")))
        return OK; /* its position, when it is shown */
    if (str_eq(from, STR("subject")))
        *ret = app->name;
    else if (str_eq(from, STR("number")))
        *ret = app->number;
    else if (str_eq(from, STR("region")))
        *ret = region_path(x->a, x->d->regions, app->region);
    else if (str_eq(from, STR("channel")))
        *ret = channel_title(app);
    else if (str_eq(from, STR("prefecture")))
        *ret = prefecture_name(x->d->regions, app->region);
    else if (str_eq(from, STR("category")))
        *ret = line->category;
    else if (str_eq(from, STR("result")))
        *ret = line->result;
    else if (str_eq(from, STR("remark")))
        *ret = app->previous_id == 0 ? STR_EMPTY : STR("再次申报");
    else if (str_eq(from, STR("recommender")))
        return recommender_of(x, app, ret, err);
    else if (str_eq(from, STR("notice")))
        return notice_days(x, app, ret, err);
    else
        return fact_cell(x, app, from, ret, err);
    return OK;
}

enum status
table_cells(struct act *x, const struct pack_document *table,
    const struct application *app, const struct table_line *line,
    const struct json **ret, struct err *err)
{
    struct json *o = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; table != NULL && i < table->n_columns; i++) {
        struct str text;

        TRY(cell(x, app, line, table->columns[i].from, &text, err));
        json_set(x->a, o, table->columns[i].name, json_text(x->a, text));
    }
    *ret = o;
    return OK;
}
