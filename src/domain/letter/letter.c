#include "domain/letter.h"

#include "domain/accreditation.h"
#include "domain/application.h"
#include "domain/proceeding.h"
#include "domain/rectification.h"

#define DEPTH_MOST 32

static void
set_text(struct act *x, struct json *o, const char *name, struct str s)
{
    json_set(x->a, o, str_of(name), json_text(x->a, s));
}

/* --- facts --- */

struct findings {
    struct act *x;
    const struct pack *pack;
    bool unmet_only;
    struct json *list;
};

static struct str
text_of(const struct json *v, const char *name)
{
    return json_str(json_get(v, str_of(name)));
}

/* The leaves of the verdict: what was asked, the arithmetic, the clause. */
static void
collect(struct findings *f, const struct json *v, int depth)
{
    const struct json *parts = json_get(v, STR("parts"));
    struct str why = text_of(v, "why");
    const struct pack_clause *c = pack_clause(f->pack, text_of(v, "clause"));

    if (f->unmet_only && str_eq(text_of(v, "outcome"), STR("met")))
        return;
    for (size_t i = 0; i < parts->n && depth < DEPTH_MOST; i++)
        collect(f, json_at(parts, i), depth + 1);
    if (parts->n > 0 || why.n == 0)
        return;
    json_push(f->x->a, f->list,
        json_text(f->x->a,
            arena_fmt(f->x->a, STR_FMT "：" STR_FMT "%s" STR_FMT "%s",
                STR_ARG(text_of(v, "title")), STR_ARG(why),
                c == NULL ? "" : "（",
                STR_ARG(c == NULL ? STR_EMPTY : c->cite),
                c == NULL ? "" : "）")));
}

/* --- issuing --- */

static struct str
line_for_messages(struct act *x, const struct issued *d, struct str title)
{
    return arena_fmt(x->a,
        "《" STR_FMT "》" STR_FMT "：" STR_FMT "/letters/%lld/%lld",
        STR_ARG(title), STR_ARG(d->number), STR_ARG(x->d->base_url),
        (long long)d->subject_id, (long long)d->id);
}

enum status
letter_issue(struct act *x, const struct letter_new *n, struct json *values,
    struct str *ret_number, struct err *err)
{
    const struct pack_document *d =
        pack_document(n->pack, str_of(n->document));
    struct json *fields = json_new(x->a, JSON_OBJECT);
    struct str before = text_of(values, "number");
    struct findings f = { .x = x,
        .pack = n->pack,
        .unmet_only = n->unmet_only,
        .list = json_new(x->a, JSON_LIST) };

    *ret_number = STR_EMPTY;
    if (d == NULL)
        return OK;
    if (d->number_format.n > 0)
        TRY(number_make(x, d->number_format, ret_number, err));
    const struct pack_clause *c =
        pack_clause(n->pack, n->clause.n > 0 ? n->clause : d->clause);
    if (n->verdict != NULL)
        collect(&f, n->verdict, 0);
    set_text(x, values, "number", *ret_number);
    if (c != NULL) {
        set_text(x, values, "cite", c->cite);
        set_text(x, values, "sentence", c->text);
        set_text(x, fields, "cite", c->cite);
        set_text(x, fields, "sentence", c->text);
    }
    set_text(x, fields, "title", d->title.zh);
    set_text(x, fields, "text", template_fill(x->a, d->body, values));
    set_text(x, fields, "issuer",
        n->programme == NULL ? n->pack->issuer : n->programme->authority);
    json_set(x->a, fields, STR("facts"), f.list);
    struct issued one = { .subject_id = n->subject_id,
        .owner_id = n->owner_id,
        .owner_kind = str_of(n->owner_kind),
        .document = d->name,
        .number = *ret_number,
        .fields = fields };
    TRY(issued_add(x, &one, err));
    set_text(x, values, "number", before);
    set_text(
        x, values, "letter", line_for_messages(x, &one, d->title.zh));
    return OK;
}

/* --- reading --- */

static struct letter
letter_of(const struct issued *d)
{
    return (struct letter){ .subject_id = d->subject_id,
        .id = d->id,
        .owner_kind = d->owner_kind,
        .owner_id = d->owner_id,
        .document = d->document,
        .number = d->number,
        .title = text_of(d->fields, "title"),
        .body = text_of(d->fields, "text"),
        .issuer = text_of(d->fields, "issuer"),
        .cite = text_of(d->fields, "cite"),
        .sentence = text_of(d->fields, "sentence"),
        .facts = json_get(d->fields, STR("facts")),
        .issued_us = d->issued_us };
}

static enum status
not_found(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "没有找到这份文书");
}

enum status
letter_get(struct act *x, int64_t subject_id, int64_t id,
    struct letter *ret, struct err *err)
{
    struct issued d;
    struct application app;
    struct proceeding p;
    struct rectification r;
    bool found = false;

    TRY(issued_find(x, subject_id, id, &d, &found, err));
    if (!found || text_of(d.fields, "text").n == 0)
        return not_found(err);
    if (str_eq(d.owner_kind, STR("application")))
        TRY(application_get(x, d.owner_id, &app, err));
    else if (str_eq(d.owner_kind, STR("proceeding")))
        TRY(proceeding_get(x, d.owner_id, &p, err));
    else if (str_eq(d.owner_kind, STR("rectification")))
        TRY(rectification_get(x, d.owner_id, &r, err));
    else
        return not_found(err);
    *ret = letter_of(&d);
    return OK;
}

enum status
letter_list(struct act *x, int64_t subject_id, struct str owner_kind,
    int64_t owner_id, const struct letter **ret, size_t *ret_n,
    struct err *err)
{
    const struct issued *rows = NULL;
    size_t n = 0;
    struct letter *list;

    TRY(issued_of(x, subject_id, owner_kind, owner_id, &rows, &n, err));
    list = arena_new_array(x->a, struct letter, n);
    for (size_t i = 0; i < n; i++)
        list[i] = letter_of(&rows[i]);
    *ret = list;
    *ret_n = n;
    return OK;
}
