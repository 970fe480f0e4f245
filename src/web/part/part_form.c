/* Forms: fields with label, hint, problem and what was typed. */
#include "web/web.h"

void
part_form_begin(struct web *w, struct url action, bool files)
{
    html_raw(w->h, "<form method=\"post\"");
    html_href(w->h, "action", action);
    if (files)
        html_raw(w->h, " enctype=\"multipart/form-data\"");
    html_raw(w->h, " novalidate>");
    part_hidden(w, "csrf", w->session.csrf);
}

void
part_form_begin_guarded(
    struct web *w, struct url action, bool files, struct url draft)
{
    html_raw(w->h, "<form method=\"post\" data-guard");
    html_href(w->h, "action", action);
    if (draft.s.n > 0)
        html_href(w->h, "data-autosave", draft);
    if (files)
        html_raw(w->h, " enctype=\"multipart/form-data\"");
    html_raw(w->h, " novalidate>");
    part_hidden(w, "csrf", w->session.csrf);
}

void
part_filter_begin(struct web *w, struct url action)
{
    html_raw(w->h, "<form class=\"filters\" method=\"get\" role=\"search\"");
    html_href(w->h, "action", action);
    html_attr(w->h, "aria-label", str_of(T(w, "筛选")));
    html_raw(w->h, ">");
}

void
part_form_end(struct web *w)
{
    html_raw(w->h, "</form>\n");
}

void
part_hidden(struct web *w, const char *name, struct str value)
{
    html_raw(w->h, "<input type=\"hidden\"");
    html_attr(w->h, "name", str_of(name));
    html_attr(w->h, "value", value);
    html_raw(w->h, ">");
}

/* The opening of a field: <div class="field ..."> with label, hint and
 * problem. Returns whether there is a problem. */
static bool
field_begin(struct web *w, struct str id, struct str name, struct str label,
    struct str hint, bool optional)
{
    struct str problem = web_error_at(w, name);

    html_raw(w->h, "<div");
    html_attr(w->h, "class",
        problem.n > 0 ? STR("field field-error") : STR("field"));
    html_raw(w->h, "><label");
    html_attr(w->h, "for", id);
    html_raw(w->h, ">");
    html_text(w->h, label);
    if (optional) {
        html_raw(w->h, " <span class=\"optional\">");
        html_cstr(w->h, T(w, "（选填）"));
        html_raw(w->h, "</span>");
    }
    html_raw(w->h, "</label>");
    if (hint.n > 0) {
        html_raw(w->h, "<p class=\"hint\"");
        html_attr(w->h, "id", arena_join(w->a, id, STR("-hint")));
        html_raw(w->h, ">");
        html_text(w->h, hint);
        html_raw(w->h, "</p>");
    }
    if (problem.n > 0) {
        html_raw(w->h, "<p class=\"error\"");
        html_attr(w->h, "id", arena_join(w->a, id, STR("-error")));
        html_raw(w->h, ">");
        html_text(w->h, problem);
        html_raw(w->h, "</p>");
    }
    return problem.n > 0;
}

static void
described_by(struct web *w, struct str id, bool hint, bool problem)
{
    if (hint || problem)
        html_attr(w->h, "aria-describedby",
            arena_fmt(w->a, "%.*s%s%s%.*s%s", hint ? (int)id.n : 0, id.p,
                hint ? "-hint" : "", hint && problem ? " " : "",
                problem ? (int)id.n : 0, id.p, problem ? "-error" : ""));
    if (problem)
        html_raw(w->h, " aria-invalid=\"true\"");
}

static struct str
input_type(enum input_kind kind)
{
    switch (kind) {
    case INPUT_PASSWORD:
        return STR("password");
    case INPUT_DATE:
        return STR("date");
    case INPUT_TIME:
        return STR("time");
    case INPUT_TEL:
        return STR("tel");
    case INPUT_EMAIL:
        return STR("email");
    case INPUT_FILE:
        return STR("file");
    case INPUT_SEARCH:
        return STR("search");
    case INPUT_TEXT:
    case INPUT_AREA:
    case INPUT_NUMBER:
        break;
    }
    return STR("text");
}

void
part_input(struct web *w, const struct input *in)
{
    struct html *h = w->h;
    struct str name = str_of(in->name);
    struct str id = field_id(w->a, name);
    struct str value = web_typed(w, in->name, in->value);
    bool problem =
        field_begin(w, id, name, in->label, in->hint, in->optional);

    if (in->kind == INPUT_AREA)
        html_raw(h, "<textarea rows=\"5\"");
    else
        html_raw(h, "<input");
    html_attr(h, "id", id);
    html_attr(h, "name", name);
    if (in->kind != INPUT_AREA)
        html_attr(h, "type", input_type(in->kind));
    if (in->kind == INPUT_NUMBER)
        html_raw(h, " inputmode=\"decimal\"");
    if (in->kind == INPUT_FILE && in->several)
        html_raw(h, " multiple");
    if (in->width > 0)
        html_attr(h, "class", in->width <= 10 ? STR("w-s") : STR("w-m"));
    if (in->autocomplete != NULL)
        html_attr(h, "autocomplete", str_of(in->autocomplete));
    if (in->max_length > 0 && in->kind == INPUT_AREA)
        html_attr_int(h, "data-max", in->max_length);
    described_by(w, id, in->hint.n > 0, problem);
    if (in->kind == INPUT_AREA) {
        html_raw(h, ">\n");
        html_text(h, value);
        html_raw(h, "</textarea></div>\n");
        return;
    }
    if (in->kind != INPUT_PASSWORD && in->kind != INPUT_FILE)
        html_attr(h, "value", value);
    html_raw(h, "></div>\n");
}

void
part_select(struct web *w, const char *name, struct str label,
    struct str hint, const struct choice *choices, size_t n, struct str value)
{
    struct html *h = w->h;
    struct str id = field_id(w->a, str_of(name));
    struct str now = web_typed(w, name, value);
    bool problem = field_begin(w, id, str_of(name), label, hint, false);

    html_raw(h, "<select");
    html_attr(h, "id", id);
    html_attr(h, "name", str_of(name));
    described_by(w, id, hint.n > 0, problem);
    html_raw(h, ">");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<option");
        html_attr(h, "value", choices[i].value);
        if (str_eq(choices[i].value, now))
            html_raw(h, " selected");
        html_raw(h, ">");
        html_text(h, choices[i].label);
        html_raw(h, "</option>");
    }
    html_raw(h, "</select></div>\n");
}

void
part_radios(struct web *w, const char *name, struct str legend,
    struct str hint, const struct choice *choices, size_t n, struct str value)
{
    struct html *h = w->h;
    struct str id = field_id(w->a, str_of(name));
    struct str now = web_typed(w, name, value);
    struct str problem = web_error_at(w, str_of(name));

    html_raw(h, "<fieldset");
    html_attr(h, "class",
        problem.n > 0 ? STR("field field-error") : STR("field"));
    html_attr(h, "id", id);
    html_raw(h, "><legend>");
    html_text(h, legend);
    html_raw(h, "</legend>");
    if (hint.n > 0) {
        html_raw(h, "<p class=\"hint\">");
        html_text(h, hint);
        html_raw(h, "</p>");
    }
    if (problem.n > 0) {
        html_raw(h, "<p class=\"error\">");
        html_text(h, problem);
        html_raw(h, "</p>");
    }
    html_raw(h, "<div class=\"radios\">");
    for (size_t i = 0; i < n; i++) {
        html_raw(h, "<label><input type=\"radio\"");
        html_attr(h, "name", str_of(name));
        html_attr(h, "value", choices[i].value);
        if (str_eq(choices[i].value, now))
            html_raw(h, " checked");
        html_raw(h, "> <span>");
        html_text(h, choices[i].label);
        html_raw(h, "</span></label>");
    }
    html_raw(h, "</div></fieldset>\n");
}

void
part_check(struct web *w, const char *name, struct str label,
    struct str hint, bool ticked)
{
    struct html *h = w->h;
    struct str id = field_id(w->a, str_of(name));
    struct str problem = web_error_at(w, str_of(name));
    bool on = w->req->method == HTTP_POST
                  ? str_eq(http_field(w->req, name), STR("1"))
                  : ticked;

    html_raw(h, "<div");
    html_attr(h, "class",
        problem.n > 0 ? STR("field field-error") : STR("field"));
    html_raw(h, ">");
    if (problem.n > 0) {
        html_raw(h, "<p class=\"error\"");
        html_attr(h, "id", arena_join(w->a, id, STR("-error")));
        html_raw(h, ">");
        html_text(h, problem);
        html_raw(h, "</p>");
    }
    html_raw(h, "<div class=\"checks\"><label><input type=\"checkbox\"");
    html_attr(h, "id", id);
    html_attr(h, "name", str_of(name));
    html_raw(h, " value=\"1\"");
    if (on)
        html_raw(h, " checked");
    described_by(w, id, hint.n > 0, problem.n > 0);
    html_raw(h, "> <span>");
    html_text(h, label);
    html_raw(h, "</span></label></div>");
    if (hint.n > 0) {
        html_raw(h, "<p class=\"hint\"");
        html_attr(h, "id", arena_join(w->a, id, STR("-hint")));
        html_raw(h, ">");
        html_text(h, hint);
        html_raw(h, "</p>");
    }
    html_raw(h, "</div>\n");
}

static struct str
button_class(enum button kind)
{
    switch (kind) {
    case BUTTON_SECOND:
        return STR("btn-second");
    case BUTTON_DANGER:
        return STR("btn-danger");
    case BUTTON_MAIN:
        break;
    }
    return STR("btn");
}

void
part_button(struct web *w, enum button kind, struct str text)
{
    html_raw(w->h, "<button");
    html_attr(w->h, "class", button_class(kind));
    html_raw(w->h, ">");
    html_text(w->h, text);
    html_raw(w->h, "</button> ");
}

void
part_button_named(struct web *w, enum button kind, struct str text,
    const char *name, struct str value)
{
    html_raw(w->h, "<button");
    html_attr(w->h, "class", button_class(kind));
    html_attr(w->h, "name", str_of(name));
    html_attr(w->h, "value", value);
    html_raw(w->h, ">");
    html_text(w->h, text);
    html_raw(w->h, "</button> ");
}

void
part_link_button(
    struct web *w, enum button kind, struct str text, struct url to)
{
    html_raw(w->h, "<a");
    html_attr(w->h, "class", button_class(kind));
    html_href(w->h, "href", to);
    html_raw(w->h, ">");
    html_text(w->h, text);
    html_raw(w->h, "</a> ");
}
