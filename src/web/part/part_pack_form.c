/* Fields of a pack's form: shown with what was typed, read back, files kept. */
#include "domain/attachment.h"
#include "web/web.h"

/* A table with more rows is filled in on a page of its own, and folded where
 * it is only read. */
#define ROWS_INLINE 50
#define ROWS_HEAD 10
#define RADIOS_MAX 6

/* One element on its way out. */
struct element {
    const struct pack_field *f;
    struct str name, id;     /* "people[0].name" */
    const struct json *value;
    struct str problem;
    bool hint;
    bool in_row;             /* a cell: its label is the column's head */
};

static void
described(struct web *w, const struct element *e)
{
    bool problem = e->problem.n > 0;

    if (e->in_row)
        html_attr(w->h, "aria-label", L(w, e->f->label));
    if (e->hint || (problem && !e->in_row))
        html_attr(w->h, "aria-describedby",
            arena_fmt(w->a, STR_FMT "%s" STR_FMT "%s",
                STR_ARG(e->hint ? e->id : STR("")),
                e->hint ? (problem ? "-hint " : "-hint") : "",
                STR_ARG(problem ? e->id : STR("")),
                problem ? "-error" : ""));
    if (problem)
        html_raw(w->h, " aria-invalid=\"true\"");
}

static void
id_and_name(struct web *w, const struct element *e)
{
    html_attr(w->h, "id", e->id);
    html_attr(w->h, "name", e->name);
}

static void
option(struct web *w, struct str value, struct str text, bool chosen)
{
    html_raw(w->h, "<option");
    html_attr(w->h, "value", value);
    if (chosen)
        html_raw(w->h, " selected");
    html_raw(w->h, ">");
    html_text(w->h, text);
    html_raw(w->h, "</option>");
}

/* --- kinds of elements --- */

static void
write_text(struct web *w, const struct element *e)
{
    const struct pack_field *f = e->f;
    struct str value = field_input(w->a, f, e->value);
    struct str type = STR("text");
    bool small = false;

    if (f->type == FIELD_DATE &&
        (value.n == 0 || (value.n == 10 && value.p[4] == '-'))) {
        type = STR("date");
        small = true;
    } else if (f->type == FIELD_DATE_TIME &&
               (value.n == 0 || value.n == 16)) {
        type = STR("datetime-local");
    } else if (f->type == FIELD_EMAIL) {
        type = STR("email");
    } else if (f->type == FIELD_MOBILE || f->type == FIELD_PHONE) {
        type = STR("tel");
    }
    html_raw(w->h, "<input");
    id_and_name(w, e);
    html_attr(w->h, "type", type);
    if (f->type == FIELD_INTEGER || f->type == FIELD_MONEY_FEN) {
        html_attr(w->h, "inputmode",
            f->type == FIELD_INTEGER ? STR("numeric") : STR("decimal"));
        small = true;
    }
    if (!e->in_row)
        html_attr(w->h, "class", small ? STR("w-s") : STR("w-m"));
    if (f->autocomplete.n > 0)
        html_attr(w->h, "autocomplete", f->autocomplete);
    html_attr(w->h, "value", value);
    described(w, e);
    html_raw(w->h, ">");
}

static void
write_area(struct web *w, const struct element *e)
{
    html_raw(w->h, "<textarea rows=\"6\"");
    id_and_name(w, e);
    html_attr_int(w->h, "data-max", e->f->max > 0 ? e->f->max : 5000);
    if (e->f->min > 0)
        html_attr_int(w->h, "data-min", e->f->min);
    described(w, e);
    html_raw(w->h, ">\n");
    html_text(w->h, field_input(w->a, e->f, e->value));
    html_raw(w->h, "</textarea>");
}

static bool
among(const struct pack_field *f, struct str value)
{
    for (size_t i = 0; i < f->n_options; i++) {
        if (str_eq(f->options[i].value, value))
            return true;
    }
    return false;
}

static void
write_select(struct web *w, const struct element *e)
{
    struct str now = field_input(w->a, e->f, e->value);

    html_raw(w->h, "<select");
    id_and_name(w, e);
    described(w, e);
    html_raw(w->h, ">");
    option(w, STR_EMPTY, str_of(T(w, "请选择")), now.n == 0);
    for (size_t i = 0; i < e->f->n_options; i++)
        option(w, e->f->options[i].value, L(w, e->f->options[i].label),
            str_eq(e->f->options[i].value, now));
    if (now.n > 0 && !among(e->f, now))
        option(w, now, now, true);
    html_raw(w->h, "</select>");
}

/* Prefectures by province; districts of the four municipalities. */
static void
write_region(struct web *w, const struct element *e)
{
    const struct regions *all = w->d->regions;
    struct str now = field_input(w->a, e->f, e->value);
    bool found = now.n == 0;
    size_t n = 0;
    const struct region *const *p =
        region_children(w->a, all, STR_EMPTY, w->today, &n);

    html_raw(w->h, "<select");
    id_and_name(w, e);
    described(w, e);
    html_raw(w->h, ">");
    option(w, STR_EMPTY, str_of(T(w, "请选择")), now.n == 0);
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        const struct region *const *c =
            region_children(w->a, all, p[i]->code, w->today, &k);

        html_raw(w->h, "<optgroup");
        html_attr(w->h, "label", p[i]->name);
        html_raw(w->h, ">");
        if (k == 0)
            option(w, p[i]->code, p[i]->name, str_eq(p[i]->code, now));
        found = found || (k == 0 && str_eq(p[i]->code, now));
        for (size_t j = 0; j < k; j++) {
            option(w, c[j]->code, c[j]->name, str_eq(c[j]->code, now));
            found = found || str_eq(c[j]->code, now);
        }
        html_raw(w->h, "</optgroup>");
    }
    if (!found) {
        struct str path = region_path(w->a, all, now);

        option(w, now, path.n > 0 ? path : now, true);
    }
    html_raw(w->h, "</select>");
}

static void
tick_box(struct web *w, struct str type, struct str name, struct str value,
    struct str label, bool ticked)
{
    html_raw(w->h, "<label><input");
    html_attr(w->h, "type", type);
    html_attr(w->h, "name", name);
    html_attr(w->h, "value", value);
    if (ticked)
        html_raw(w->h, " checked");
    html_raw(w->h, "> <span>");
    html_text(w->h, label);
    html_raw(w->h, "</span></label>");
}

/* Tells the reader that the field was on the page, though nothing was
 * ticked. */
static void
was_shown(struct web *w, struct str name)
{
    html_raw(w->h, "<input type=\"hidden\"");
    html_attr(w->h, "name", arena_join(w->a, name, STR(".shown")));
    html_raw(w->h, " value=\"1\">");
}

static void
other_input(struct web *w, struct str name, struct str value)
{
    html_raw(w->h, "<label>");
    html_cstr(w->h, T(w, "其他（请填写）"));
    html_raw(w->h, " <input class=\"w-m\" type=\"text\"");
    html_attr(w->h, "name", arena_join(w->a, name, STR(".other")));
    html_attr(w->h, "value", value);
    html_raw(w->h, "></label>");
}

static bool
list_has(const struct json *v, struct str s)
{
    if (v->type == JSON_TEXT)
        return str_eq(v->s, s);
    for (size_t i = 0; v->type == JSON_LIST && i < v->n; i++) {
        if (str_eq(json_str(v->items[i]), s))
            return true;
    }
    return false;
}

static void
write_choices(struct web *w, const struct element *e)
{
    const struct pack_field *f = e->f;
    struct str now = field_input(w->a, f, e->value);

    if (f->type == FIELD_YES_NO) {
        html_raw(w->h, "<div class=\"radios inline\">");
        tick_box(w, STR("radio"), e->name, STR("1"), str_of(T(w, "是")),
            str_eq(now, STR("1")));
        tick_box(w, STR("radio"), e->name, STR("0"), str_of(T(w, "否")),
            str_eq(now, STR("0")));
    } else if (f->type == FIELD_TICK) {
        html_raw(w->h, "<div class=\"checks\">");
        tick_box(w, STR("checkbox"), e->name, STR("1"), L(w, f->label),
            str_eq(now, STR("1")));
    } else {
        bool many = f->type == FIELD_MANY_OF;
        struct str other = STR_EMPTY;

        html_raw(w->h, "<div");
        html_attr(w->h, "class", many ? STR("checks") : STR("radios"));
        html_raw(w->h, ">");
        for (size_t i = 0; i < f->n_options; i++)
            tick_box(w, many ? STR("checkbox") : STR("radio"), e->name,
                f->options[i].value, L(w, f->options[i].label),
                list_has(e->value, f->options[i].value));
        for (size_t i = 0; e->value->type == JSON_LIST && i < e->value->n;
             i++) {
            if (!among(f, json_str(e->value->items[i])))
                other = json_str(e->value->items[i]);
        }
        if (!many && !among(f, now))
            other = now;
        if (f->other || other.n > 0)
            other_input(w, e->name, other);
    }
    html_raw(w->h, "</div>");
    was_shown(w, e->name);
}

/* --- files --- */

static int64_t
file_id(const struct json *file)
{
    int64_t id = 0;

    (void)num_int(json_str(json_get(file, STR("id"))), 1, INT64_MAX, &id);
    return id;
}

static struct str
show_size(struct web *w, int64_t bytes)
{
    if (bytes < 1024 * 1024)
        return arena_fmt(w->a, "%lld KB", (long long)((bytes + 1023) / 1024));
    return arena_fmt(w->a, "%lld.%lld MB", (long long)(bytes >> 20),
        (long long)((bytes % (1 << 20)) * 10 >> 20));
}

static void
file_list(struct web *w, const struct pack_field *f, const struct json *files,
    bool editable, int64_t subject_id)
{
    if (files->type != JSON_LIST || files->n == 0)
        return;
    html_raw(w->h, "<ul class=\"list\">");
    for (size_t i = 0; i < files->n; i++) {
        const struct json *one = files->items[i];
        struct str name = json_str(json_get(one, STR("name")));

        html_raw(w->h, "<li>");
        if (subject_id != 0)
            part_link(w,
                url_make(w->a, "/files/%d/%d",
                    subject_id == FILES_OF_NOBODY ? 0 : subject_id,
                    file_id(one)),
                name);
        else
            html_text(w->h, name);
        html_raw(w->h, " <span class=\"muted\">");
        html_text(
            w->h, show_size(w, json_int(json_get(one, STR("size")), 0)));
        html_raw(w->h, "</span>");
        if (editable) {
            html_raw(w->h, " <button class=\"btn-link\" name=\"drop\"");
            html_attr(w->h, "value",
                arena_fmt(w->a, STR_FMT "/%lld", STR_ARG(f->name),
                    (long long)file_id(one)));
            html_raw(w->h, " formnovalidate>");
            html_cstr(w->h, T(w, "移除"));
            html_raw(w->h, "<span class=\"vh\">");
            html_text(w->h, name);
            html_raw(w->h, "</span></button>");
        }
        html_raw(w->h, "</li>");
    }
    html_raw(w->h, "</ul>");
}

static void
write_file(struct web *w, const struct element *e, int64_t subject_id)
{
    size_t have = e->value->type == JSON_LIST ? e->value->n : 0;
    size_t most = e->f->max_files > 0 ? e->f->max_files : 1;

    file_list(w, e->f, e->value, true, subject_id);
    if (have >= most)
        return;
    html_raw(w->h, "<input type=\"file\"");
    id_and_name(w, e);
    if (most - have > 1)
        html_raw(w->h, " multiple");
    html_raw(w->h,
        " accept=\".pdf,.jpg,.jpeg,.png,.doc,.docx,.xls,.xlsx,.csv\"");
    described(w, e);
    html_raw(w->h, ">");
}

/* --- rows --- */

static void write_element(
    struct web *w, const struct element *e, int64_t subject_id);

static void
write_row(struct web *w, const struct pack_field *f, const struct json *row,
    size_t i)
{
    html_raw(w->h, "<tr>");
    for (size_t k = 0; k < f->n_columns; k++) {
        const struct pack_field *c = &f->columns[k];
        struct element e = { .f = c,
            .name = arena_fmt(w->a, STR_FMT "[%zu]." STR_FMT,
                STR_ARG(f->name), i, STR_ARG(c->name)),
            .value = json_get(row, c->name),
            .in_row = true };

        e.id = field_id(w->a, e.name);
        e.problem = web_error_at(w, e.name);
        html_raw(w->h, "<td");
        html_attr(w->h, "data-label", L(w, c->label));
        html_raw(w->h, ">");
        write_element(w, &e, 0);
        if (e.problem.n > 0) {
            html_raw(w->h, "<p class=\"error\"");
            html_attr(w->h, "id", arena_join(w->a, e.id, STR("-error")));
            html_raw(w->h, ">");
            html_text(w->h, e.problem);
            html_raw(w->h, "</p>");
        }
        html_raw(w->h, "</td>");
    }
    html_raw(w->h, "<td><button class=\"btn-link\" name=\"remove\"");
    html_attr(w->h, "value",
        arena_fmt(w->a, STR_FMT "[%zu]", STR_ARG(f->name), i));
    html_raw(w->h, " data-remove formnovalidate>");
    html_cstr(w->h, T(w, "删除"));
    html_raw(w->h, "<span class=\"vh\">");
    html_cstr(w->h, T(w, "行 "));
    html_int(w->h, (int64_t)i + 1);
    html_raw(w->h, "</span></button></td></tr>");
}

static void
write_rows(struct web *w, const struct element *e)
{
    const struct pack_field *f = e->f;
    const struct json *none = json_new(w->a, JSON_OBJECT);
    size_t n = e->value->type == JSON_LIST ? e->value->n : 0;
    size_t shown = n;

    if (str_eq(web_query(w, "add"), f->name) ||
        str_eq(http_field(w->req, "add"), f->name))
        shown++;
    if (shown == 0)
        shown = 1;
    html_raw(w->h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
    html_attr(w->h, "aria-label", L(w, f->label));
    html_raw(w->h, "><table class=\"table rows stack\"");
    html_attr(w->h, "id", e->id);
    html_raw(w->h, " data-rows");
    html_attr_int(w->h, "data-max",
        f->max_rows > 0 ? (int64_t)f->max_rows : PACK_ROWS_MAX);
    html_raw(w->h, "><thead><tr>");
    for (size_t k = 0; k < f->n_columns; k++)
        part_th(w, L(w, f->columns[k].label), false);
    part_th(w, str_of(T(w, "操作")), false);
    html_raw(w->h, "</tr></thead><tbody>");
    for (size_t i = 0; i < shown; i++)
        write_row(w, f, i < n ? e->value->items[i] : none, i);
    html_raw(w->h, "</tbody></table></div>");
    html_raw(w->h, "<button class=\"btn-second\" name=\"add\"");
    html_attr(w->h, "value", f->name);
    html_attr(w->h, "data-add", e->id);
    html_raw(w->h, " formnovalidate>");
    html_cstr(w->h, T(w, "添加一行"));
    html_raw(w->h, "</button>");
}

static bool
is_group(const struct pack_field *f)
{
    return f->type == FIELD_YES_NO || f->type == FIELD_TICK ||
           f->type == FIELD_MANY_OF || f->type == FIELD_ROWS ||
           (f->type == FIELD_ONE_OF &&
               (f->n_options <= RADIOS_MAX || f->other));
}

static void
write_element(struct web *w, const struct element *e, int64_t subject_id)
{
    switch (e->f->type) {
    case FIELD_LONG_TEXT:
        write_area(w, e);
        break;
    case FIELD_YES_NO:
    case FIELD_TICK:
    case FIELD_MANY_OF:
        write_choices(w, e);
        break;
    case FIELD_ONE_OF:
        if (is_group(e->f) && !e->in_row)
            write_choices(w, e);
        else
            write_select(w, e);
        break;
    case FIELD_REGION:
        write_region(w, e);
        break;
    case FIELD_FILE:
        write_file(w, e, subject_id);
        break;
    case FIELD_ROWS:
        write_rows(w, e);
        break;
    default:
        write_text(w, e);
        break;
    }
}

/* --- one field --- */

static void
head_text(struct web *w, const struct element *e)
{
    html_text(w->h, L(w, e->f->label));
    if (!e->f->required) {
        html_raw(w->h, " <span class=\"optional\">");
        html_cstr(w->h, T(w, "（选填）"));
        html_raw(w->h, "</span>");
    }
}

static void
hint_and_problem(struct web *w, const struct element *e)
{
    if (e->hint) {
        html_raw(w->h, "<p class=\"hint\"");
        html_attr(w->h, "id", arena_join(w->a, e->id, STR("-hint")));
        html_raw(w->h, ">");
        html_text(w->h, L(w, e->f->hint));
        html_raw(w->h, "</p>");
    }
    if (e->problem.n > 0) {
        html_raw(w->h, "<p class=\"error\"");
        html_attr(w->h, "id", arena_join(w->a, e->id, STR("-error")));
        html_raw(w->h, ">");
        html_text(w->h, e->problem);
        html_raw(w->h, "</p>");
    }
}

/* What was answered, without a way to change it. */
static void
read_only(struct web *w, const struct pack_field *f, const struct json *value,
    int64_t subject_id)
{
    html_raw(w->h, "<dl class=\"dl\"><div><dt>");
    html_text(w->h, L(w, f->label));
    html_raw(w->h, "</dt><dd>");
    part_pack_value(w, f, value, subject_id);
    html_raw(w->h, "</dd></div></dl>");
}

/* A region by its names, all else as text. */
static struct str
value_text(
    struct web *w, const struct pack_field *f, const struct json *value)
{
    if (f->type == FIELD_REGION && value->type == JSON_TEXT) {
        struct str path = region_path(w->a, w->d->regions, value->s);

        if (path.n > 0)
            return path;
    }
    return field_show(w->a, f, value, false, w->english);
}

static void
table_of(struct web *w, const struct pack_field *f, const struct json *v,
    size_t from, size_t to, struct str caption)
{
    part_table_begin(w, caption);
    for (size_t k = 0; k < f->n_columns; k++)
        part_th(w, L(w, f->columns[k].label), false);
    part_table_body(w);
    for (size_t i = from; i < to; i++) {
        part_tr(w);
        for (size_t k = 0; k < f->n_columns; k++)
            part_td(w,
                value_text(w, &f->columns[k],
                    json_get(v->items[i], f->columns[k].name)));
        part_tr_end(w);
    }
    part_table_end(w);
}

/* 共 3,000 行，其余 2,990 行 */
static struct str
counted(struct web *w, const char *before, size_t n)
{
    return arena_fmt(w->a, "%s%zu%s", before, n, T(w, " 行"));
}

static void
value_rows(struct web *w, const struct pack_field *f, const struct json *v)
{
    if (v->n <= ROWS_INLINE) {
        table_of(w, f, v, 0, v->n, L(w, f->label));
        return;
    }
    html_raw(w->h, "<p>");
    html_text(w->h, counted(w, T(w, "共 "), v->n));
    html_raw(w->h, "</p>");
    table_of(w, f, v, 0, ROWS_HEAD, L(w, f->label));
    html_raw(w->h, "<details class=\"rows-more\"><summary>");
    html_text(w->h, counted(w, T(w, "其余 "), v->n - ROWS_HEAD));
    html_raw(w->h, "</summary>");
    table_of(w, f, v, ROWS_HEAD, v->n,
        arena_fmt(w->a, STR_FMT " · %s", STR_ARG(L(w, f->label)),
            T(w, "其余各行")));
    html_raw(w->h, "</details>");
}

void
part_pack_value(struct web *w, const struct pack_field *f,
    const struct json *value, int64_t subject_id)
{
    struct str text;

    if (f->type == FIELD_FILE && value->type == JSON_LIST && value->n > 0) {
        file_list(w, f, value, false, subject_id);
        return;
    }
    if (f->type == FIELD_ROWS && value->type == JSON_LIST && value->n > 0) {
        value_rows(w, f, value);
        return;
    }
    text = value_text(w, f, value);
    if (text.n == 0)
        html_raw(w->h, "—");
    else
        html_multiline(w->h, text);
}

/* Many rows: what is there, and the page where they are filled in. */
static void
rows_elsewhere(struct web *w, const struct element *e)
{
    html_raw(w->h, "<div");
    html_attr(w->h, "id", e->id);
    html_raw(w->h, "><p>");
    html_text(w->h, counted(w, T(w, "已填 "), e->value->n));
    html_raw(w->h, "</p>");
    table_of(w, e->f, e->value, 0, ROWS_HEAD, L(w, e->f->label));
    html_raw(w->h, "</div>");
}

static void
write_table(struct web *w, const struct element *e, int64_t application_id)
{
    bool many = application_id != 0 && e->value->type == JSON_LIST &&
                e->value->n > ROWS_INLINE;

    if (application_id != 0) {
        html_raw(w->h, "<p>");
        part_link(w,
            url_make(w->a, "/applications/%d/rows/%s", application_id,
                e->f->name),
            str_of(many ? T(w, "逐页填写，或者用工作簿填写")
                        : T(w, "行数多的，可以用工作簿填写")));
        html_raw(w->h, "</p>");
    }
    if (many)
        rows_elsewhere(w, e);
    else
        write_rows(w, e);
}

void
part_pack_field(struct web *w, const struct pack_field *f,
    const struct json *answers, bool editable, int64_t subject_id,
    int64_t application_id)
{
    struct element e = { .f = f,
        .name = f->name,
        .id = field_id(w->a, f->name),
        .value = json_get(answers, f->name),
        .problem = web_error_at(w, f->name),
        .hint = L(w, f->hint).n > 0 };
    bool group = is_group(f);

    if (!editable) {
        read_only(w, f, e.value, subject_id);
        return;
    }
    html_raw(w->h, "<");
    if (group)
        html_raw(w->h, "fieldset");
    else
        html_raw(w->h, "div");
    html_attr(w->h, "class",
        e.problem.n > 0 ? STR("field field-error") : STR("field"));
    if (group && f->type != FIELD_ROWS)
        html_attr(w->h, "id", e.id);
    html_raw(w->h, ">");
    if (group) {
        html_raw(w->h, "<legend>");
        if (f->type == FIELD_TICK)
            html_cstr(w->h, T(w, "声明"));
        else
            head_text(w, &e);
        html_raw(w->h, "</legend>");
    } else {
        html_raw(w->h, "<label");
        html_attr(w->h, "for", e.id);
        html_raw(w->h, ">");
        head_text(w, &e);
        html_raw(w->h, "</label>");
    }
    hint_and_problem(w, &e);
    if (f->type == FIELD_ROWS)
        write_table(w, &e, application_id);
    else
        write_element(w, &e, subject_id);
    if (group)
        html_raw(w->h, "</fieldset>\n");
    else
        html_raw(w->h, "</div>\n");
}
