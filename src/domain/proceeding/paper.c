#include "paper.h"

#include "domain/message.h"

static void
set_text(
    struct act *x, struct json *v, struct str name, struct str text)
{
    json_set(x->a, v, name, json_text(x->a, text));
}

struct json *
paper_values(struct act *x, const struct accreditation *c,
    const struct proceeding *p, struct str reason)
{
    const struct programme *prog = domain_programme(x->d, c->programme_id);
    const struct pack_clause *clause = pack_clause(prog->pack, p->clause);
    struct json *v = json_new(x->a, JSON_OBJECT);

    set_text(x, v, STR("subject"), c->name);
    set_text(x, v, STR("number"), c->number);
    set_text(x, v, STR("authority"), prog->authority);
    set_text(x, v, STR("programme"), prog->title.zh);
    set_text(x, v, STR("holder_title"), prog->pack->holder_title.zh);
    set_text(x, v, STR("doc_no"), prog->pack->doc_no);
    set_text(x, v, STR("date"), day_zh(x->a, x->today));
    set_text(x, v, STR("today"), day_zh(x->a, x->today));
    set_text(x, v, STR("first_day"), day_zh(x->a, c->admitted));
    set_text(x, v, STR("last_day"), day_zh(x->a, c->last_day));
    set_text(x, v, STR("最近活动日"),
        day_zh(x->a, day_is_none(p->since) ? c->watch : p->since));
    set_text(x, v, STR("clause"), p->clause);
    set_text(x, v, STR("cite"), clause == NULL ? p->clause : clause->cite);
    set_text(
        x, v, STR("sentence"), clause == NULL ? STR_EMPTY : clause->text);
    set_text(x, v, STR("reason"), reason);
    if (p->due_us > 0)
        set_text(x, v, STR("deadline"),
            day_zh(x->a, day_of_us(p->due_us - 1)));
    return v;
}

enum status
paper_issue(struct act *x, const struct accreditation *c,
    const struct proceeding *p, const char *document, struct json *values,
    struct str *ret_number, struct err *err)
{
    const struct programme *prog = domain_programme(x->d, c->programme_id);
    const struct pack_document *d =
        pack_document(prog->pack, str_of(document));
    struct json *fields = json_new(x->a, JSON_OBJECT);

    *ret_number = STR_EMPTY;
    if (d == NULL)
        return OK;
    if (d->number_format.n > 0)
        TRY(number_make(x, d->number_format, ret_number, err));
    set_text(x, values, STR("number"), *ret_number);
    set_text(x, fields, STR("title"), d->title.zh);
    set_text(x, fields, STR("text"), template_fill(x->a, d->body, values));
    struct issued one = { .subject_id = c->subject_id,
        .owner_id = p->id,
        .owner_kind = STR("proceeding"),
        .document = d->name,
        .number = *ret_number,
        .fields = fields };
    TRY(issued_add(x, &one, err));
    set_text(x, values, STR("number"), c->number);
    return OK;
}

enum status
paper_tell(struct act *x, const struct accreditation *c,
    const struct proceeding *p, const char *message,
    const struct json *values, struct str once_key, struct err *err)
{
    const struct programme *prog = domain_programme(x->d, c->programme_id);

    if (pack_document(prog->pack, str_of(message)) == NULL)
        return OK;
    return message_to_subject(x, prog->pack, c->subject_id, str_of(message),
        values,
        arena_fmt(x->a, "/mine/proceedings/%lld", (long long)p->id), once_key,
        err);
}

enum status
proceeding_letter(struct act *x, const struct proceeding *p,
    struct str document, struct letter *ret, struct err *err)
{
    struct issued one;

    TRY(issued_latest(x, p->subject_id, STR("proceeding"), p->id, document,
        &one, err));
    *ret = (struct letter){ json_str(json_get(one.fields, STR("title"))),
        one.number, json_str(json_get(one.fields, STR("text"))),
        one.issued_us };
    return OK;
}
