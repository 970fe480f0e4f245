/* Filling in applications of the demo: answers from data/demo, files that say
 * that they are made up. */
#include "demo.h"

#include "domain/application.h"
#include "domain/attachment.h"

bool
demo_has(const struct json *o, struct str key)
{
    for (size_t i = 0; i < o->n; i++) {
        if (str_eq(o->keys[i], key))
            return true;
    }
    return false;
}

const struct json *
demo_template(struct demo *m, struct str file)
{
    const struct json *v = NULL;
    struct err err = { 0 };

    if (json_parse(m->a, cli_data_file(file), 65536, &v, &err) != OK)
        return json_new(m->a, JSON_OBJECT);
    return v;
}

struct str
demo_pdf(struct demo *m, int64_t number)
{
    struct str draw = arena_fmt(m->a,
        "BT /F1 18 Tf 72 760 Td (Demo file %lld, made up) Tj ET",
        (long long)number);
    struct str objects[] = {
        STR("<</Type/Catalog/Pages 2 0 R>>"),
        STR("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        STR("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            "/Resources<</Font<</F1 5 0 R>>>>>>"),
        arena_fmt(m->a, "<</Length %zu>>\nstream\n" STR_FMT "\nendstream",
            draw.n, STR_ARG(draw)),
        STR("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
    };
    size_t at[5], n = sizeof(objects) / sizeof(objects[0]);
    struct buf b;

    buf_init(&b, m->a, 65536);
    buf_lit(&b, "%PDF-1.4\n");
    for (size_t i = 0; i < n; i++) {
        at[i] = b.n;
        buf_fmt(&b, "%zu 0 obj\n" STR_FMT "\nendobj\n", i + 1,
            STR_ARG(objects[i]));
    }
    size_t xref = b.n;
    buf_fmt(&b, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "%010zu 00000 n \n", at[i]);
    buf_fmt(&b, "trailer\n<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
        n + 1, xref);
    return buf_view(&b);
}

/* One of a few made-up files, kept on first use. */
static enum status
any_pdf(struct demo *m, struct str *ret, int64_t *ret_bytes, struct err *err)
{
    struct demo_kept *k = &m->kept[demo_dice(m, DEMO_FILES)];

    if (k->sha256.n == 0) {
        struct str bytes = demo_pdf(m, 1 + (k - m->kept));

        TRY(attachment_keep_bytes(m->a, m->d, bytes, &k->sha256, err));
        k->bytes = (int64_t)bytes.n;
    }
    *ret = k->sha256;
    *ret_bytes = k->bytes;
    return OK;
}

enum status
demo_attach(struct act *x, struct demo *m, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, struct str field,
    struct json *answers, struct err *err)
{
    struct attachment at = { .subject_id = subject_id,
        .owner_kind = owner_kind,
        .owner_id = owner_id,
        .field = field,
        .file_name = arena_join(x->a, field, STR(".pdf")),
        .type = STR("application/pdf") };
    struct json *list = json_new(x->a, JSON_LIST);
    struct json *one = json_new(x->a, JSON_OBJECT);

    TRY(any_pdf(m, &at.sha256, &at.bytes, err));
    TRY(attachment_add(x, &at, err));
    json_set(x->a, one, STR("id"),
        json_text(x->a, arena_fmt(x->a, "%lld", (long long)at.id)));
    json_set(x->a, one, STR("name"), json_text(x->a, at.file_name));
    json_set(x->a, one, STR("sha256"), json_text(x->a, at.sha256));
    json_set(x->a, one, STR("size"), json_number(x->a, at.bytes));
    json_set(x->a, one, STR("type"), json_text(x->a, at.type));
    json_push(x->a, list, one);
    json_set(x->a, answers, field, list);
    return OK;
}

enum status
demo_fill(struct act *x, struct demo *m, struct application *app,
    struct json *answers, size_t part, struct err *err)
{
    const struct pack_form *form = pack_form(
        app->pack, pack_procedure(app->pack, app->procedure)->form);
    size_t sections = form->n_sections / part;

    for (size_t i = 0; i < sections; i++) {
        const struct pack_section *s = &form->sections[i];

        for (size_t k = 0; k < s->n_fields; k++) {
            if (s->fields[k].type == FIELD_FILE && s->fields[k].required &&
                s->fields[k].show_if.n == 0)
                TRY(demo_attach(x, m, app->subject_id, STR("application"),
                    app->id, s->fields[k].name, answers, err));
        }
    }
    for (size_t i = 0; i < sections; i++)
        TRY(application_save(x, app->id, form->sections[i].name, answers,
            app->version, app, err));
    return OK;
}
