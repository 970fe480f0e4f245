/* What an applicant changed from one handed-in version to another. */
#include "panel_parts.h"

struct versions {
    struct application app;
    const struct pack_form *form;
    const struct application_version *list;
    size_t n, from, to; /* places in the list */
    bool plain;         /* names of files without links */
};

static struct str
canonical(struct web *w, const struct json *v)
{
    struct buf b;

    buf_init(&b, w->a, 1024u * 1024);
    json_write_canonical(&b, v);
    return buf_view(&b);
}

static bool
differs(struct web *w, const struct versions *v, const struct pack_field *f)
{
    return !str_eq(
        canonical(w, json_get(v->list[v->from].content, f->name)),
        canonical(w, json_get(v->list[v->to].content, f->name)));
}

static void
value_cell(struct web *w, const struct versions *v,
    const struct pack_field *f, const struct json *answers)
{
    part_td_begin(w);
    part_pack_value(w, f, json_get(answers, f->name),
        v->plain ? 0 : v->app.subject_id);
    part_td_end(w);
}

static void
changes(struct web *w, const struct versions *v)
{
    size_t n = 0;

    for (size_t s = 0; v->form != NULL && s < v->form->n_sections; s++) {
        const struct pack_section *sec = &v->form->sections[s];

        for (size_t i = 0; i < sec->n_fields; i++) {
            const struct pack_field *f = &sec->fields[i];

            if (!differs(w, v, f))
                continue;
            if (n++ == 0) {
                part_table_begin(w, str_of(T(w, "有改动的栏目")));
                part_th(w, str_of(T(w, "栏目")), false);
                part_th(w,
                    arena_fmt(w->a, T(w, "第 %lld 版"),
                        (long long)v->list[v->from].seq),
                    false);
                part_th(w,
                    arena_fmt(w->a, T(w, "第 %lld 版"),
                        (long long)v->list[v->to].seq),
                    false);
                part_table_body(w);
            }
            part_tr(w);
            part_td(w, arena_fmt(w->a, STR_FMT " · " STR_FMT,
                           STR_ARG(L(w, sec->title)),
                           STR_ARG(L(w, f->label))));
            value_cell(w, v, f, v->list[v->from].content);
            value_cell(w, v, f, v->list[v->to].content);
            part_tr_end(w);
        }
    }
    if (n > 0)
        part_table_end(w);
    else
        panel_paragraph(w, T(w, "这两版的内容相同。"));
}

/* The version asked for with ?from= or ?to=. */
static size_t
asked(struct web *w, const struct versions *v, const char *name,
    size_t otherwise)
{
    int64_t seq = 0;

    (void)num_int(web_query(w, name), 1, INT64_MAX, &seq);
    for (size_t i = 0; i < v->n; i++) {
        if (v->list[i].seq == seq)
            return i;
    }
    return otherwise;
}

static void
chooser(struct web *w, const struct versions *v, struct url here)
{
    struct choice *c = arena_new_array(w->a, struct choice, v->n);

    for (size_t i = 0; i < v->n; i++)
        c[i] = (struct choice){
            arena_fmt(w->a, "%lld", (long long)v->list[i].seq),
            arena_fmt(w->a, T(w, "第 %lld 版，%.*s 提交"),
                (long long)v->list[i].seq,
                STR_ARG(show_us(w, v->list[i].submitted_us))) };
    part_filter_begin(w, here);
    part_select(w, "from", str_of(T(w, "从")), STR_EMPTY, c, v->n,
        c[v->from].value);
    part_select(w, "to", str_of(T(w, "到")), STR_EMPTY, c, v->n,
        c[v->to].value);
    part_button(w, BUTTON_SECOND, str_of(T(w, "比较")));
    part_form_end(w);
}

static enum status
show(struct web *w, struct versions *v, const struct page *page,
    struct url here, struct err *err)
{
    const struct pack_procedure *p =
        pack_procedure(v->app.pack, v->app.procedure);

    v->form = p == NULL ? NULL : pack_form(v->app.pack, p->form);
    TRY(application_versions(&w->x, &v->app, &v->list, &v->n, err));
    page_begin(w, page);
    if (v->n < 2) {
        panel_paragraph(w, T(w, "这份申请只提交过一次，没有可以比较的版本。"));
        page_end(w);
        return OK;
    }
    v->from = asked(w, v, "from", v->n - 2);
    v->to = asked(w, v, "to", v->n - 1);
    chooser(w, v, here);
    changes(w, v);
    page_end(w);
    return OK;
}

/* --- for the panel, for the office --- */

static enum status
panel_page(struct web *w, struct err *err)
{
    struct versions v = { 0 };
    struct panel_sheet s;
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(panel_sheet(&w->x, id, &s, err));
    if (s.is_member && !s.declared)
        return err_set(err, ERR_CONFLICT,
            "打开材料前，请先声明与申请单位有无利害关系");
    v.app = s.app;
    v.plain = s.is_member;
    return show(w, &v,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "材料版本比较")),
            .nav = s.is_member ? "panel" : "panels",
            .crumbs = { { s.app.name,
                url_make(w->a, "/panel/files/%d", id) } },
            .n_crumbs = 1 },
        url_make(w->a, "/panel/files/%d/versions", id), err);
}

static enum status
desk_page(struct web *w, struct err *err)
{
    struct versions v = { 0 };
    int64_t id = 0;

    TRY(web_param_id(w, 0, &id, err));
    TRY(application_get(&w->x, id, &v.app, err));
    TRY(act_require(
        &w->x, MAY_READ_FILES, v.app.programme_id, v.app.region, err));
    TRY(act_require_no_interest(&w->x, v.app.subject_id, err));
    return show(w, &v,
        &(struct page){ .kind = PAGE_DESK,
            .title = str_of(T(w, "材料版本比较")),
            .nav = "applications",
            .crumbs = { { v.app.name,
                url_make(w->a, "/desk/applications/%d", id) } },
            .n_crumbs = 1 },
        url_make(w->a, "/desk/applications/%d/versions", id), err);
}

static const struct route ROUTES[] = {
    { HTTP_GET, "/panel/files/:id/versions", MAY_SIGNED_IN,
        .get = panel_page,
        .about = "What changed between versions, for a panel." },
    { HTTP_GET, "/desk/applications/:id/versions", MAY_READ_FILES,
        .get = desk_page,
        .about = "What changed between versions, for officers." },
};
const struct route_set version_routes = ROUTE_SET("versions", ROUTES);
